"""The transformer's shipped files: found in the package, checked against their hashes, and described."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from classifier.errors import WeightsError

FORMAT_VERSION = 1
CONFIG = "config.json"
WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"
ENCODER_GRAPH = "encoder.onnx"
HEADS_GRAPH = "heads.onnx"
HASHED = (WEIGHTS, TOKENIZER, ENCODER_GRAPH, HEADS_GRAPH)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted on the dev sets after training.

    Attributes:
        stance_temperature, sentiment_temperature: logits are divided by it (Guo et al. 2017, arXiv 1706.04599).
        stance_threshold, sentiment_threshold: below this probability a label is not certain.
    """

    stance_temperature: float
    sentiment_temperature: float
    stance_threshold: float
    sentiment_threshold: float


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A checked folder of weights.

    Attributes:
        network: shape of the network, in the words of `network.NetworkConfig`.
    """

    folder: Path
    model_version: str
    network: dict[str, Any]
    max_tokens: int
    calibration: Calibration

    @classmethod
    def load(cls, folder: Path | None = None) -> ModelFiles:
        """Return the files in a folder, by default those in the package, after checking every hash.

        Raises:
            WeightsError: a file is missing, altered, or of another format version; the message names it.
        """
        folder = folder if folder is not None else Path(str(resources.files("classifier") / "weights"))
        config = _read_config(folder / CONFIG)
        for name in HASHED:
            _check_hash(folder / name, str(config["sha256"].get(name)))
        try:
            return cls(
                folder=folder,
                model_version=str(config["model_version"]),
                network=dict(config["network"]),
                max_tokens=int(config["max_tokens"]),
                calibration=Calibration(**config["calibration"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise WeightsError(f"{folder / CONFIG}: {error!r}; reinstall newsstance to get it back whole.") from error


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WeightsError(
            f"{path} cannot be read ({error.strerror}); reinstall newsstance, or name a folder that "
            "`python -m training.export` wrote."
        ) from error
    except ValueError as error:
        raise WeightsError(f"{path} is not JSON ({error}); reinstall newsstance to get it back whole.") from error
    found = config.get("format_version") if isinstance(config, dict) else None
    if found != FORMAT_VERSION or not isinstance(config.get("sha256"), dict):
        raise WeightsError(
            f"{path} has format version {found!r}, this version of newsstance reads {FORMAT_VERSION}; "
            "install the version that wrote it, or export the weights again."
        )
    return dict(config)


def _check_hash(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(f"{path} cannot be read ({error.strerror}); reinstall newsstance.") from error
    if found != expected:
        raise WeightsError(
            f"{path} has been altered: its SHA-256 is {found}, expected {expected}; "
            "reinstall newsstance to get it back whole."
        )
