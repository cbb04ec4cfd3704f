"""Make the shipped weights of a training run: `python -m training.export --run runs/shipped --data DIR`.

Quantises to int8, writes both ONNX graphs, fits temperatures and thresholds on dev, and refuses to leave anything
behind in the output folder unless both engines agree.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file
from torch import nn

from classifier.encode import SentenceEncoder, pad
from classifier.model_files import CONFIG, FORMAT_VERSION, HASHED, TOKENIZER, WEIGHTS, ModelFiles
from classifier.network import Network, NetworkConfig
from classifier.onnx_engine import OnnxEngine
from classifier.scorer import FloatArray
from classifier.torch_engine import TorchEngine
from classifier.transformer_scorer import TransformerScorer
from training.calibration import IntArray, fit_head
from training.dataset import OWN_DATA, Example, read_annotated, read_stance, sha256
from training.metrics import StancePredictions, sentiment_probabilities, stance_predictions
from training.onnx_graph import write

SHIPPED = Path(__file__).parent.parent / "classifier" / "weights"
MIN_AGREEMENT = 0.995  # share of labels, stance and sentiment together, on which the two engines agree
MAX_TOKENS = 256


class ParityError(RuntimeError):
    """The two engines disagree too often for the weights to be shipped."""


def calibration_examples(public: Path | None) -> list[Example]:
    """Return the dev sentences on which temperatures and thresholds are fitted."""
    examples = read_annotated(OWN_DATA / "dev.jsonl", "own")
    if public is not None:
        task = public / "company_government_news" / "dev.jsonl"
        examples += read_annotated(task, "company_government_news")
        for part in ("dev_rw", "dev_mt"):
            examples += read_stance(public / "stance" / "newsmtsc" / f"{part}.jsonl", "newsmtsc", 1.0)
    return examples


@torch.inference_mode()
def largest_inputs(
    weights: dict[str, npt.NDArray[np.float32]], shape: NetworkConfig, tokenizer: str
) -> dict[str, npt.NDArray[np.float32]]:
    """Return the largest absolute input in each column of each encoder product, over the project's training rows."""
    network = Network(shape).eval()
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()}, strict=True)
    largest: dict[str, npt.NDArray[np.float32]] = {}

    def watch(name: str, module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        seen = inputs[0].abs().flatten(0, -2).amax(dim=0).numpy()
        largest[name] = np.maximum(largest.get(name, seen), seen)

    for name, module in network.named_modules():
        if isinstance(module, nn.Linear) and name.startswith("encoder.encoder."):
            module.register_forward_pre_hook(partial(watch, f"{name}.weight"))
    encoder = SentenceEncoder(tokenizer, MAX_TOKENS)
    for example in read_annotated(OWN_DATA / "train.jsonl", "own"):
        batch = pad(encoder.windows(example.text)[:1], encoder.pad_id)  # one a batch: padding must not be seen
        network.encode(*(torch.from_numpy(a) for a in (batch.input_ids, batch.case_ids, batch.attention_mask)))
    return largest


def export(run: Path, out: Path, public: Path | None, version: str) -> dict[str, Any]:
    """Write the shipped files and return what their config says.

    Raises:
        ParityError: ONNX Runtime and torch give different labels more often than MIN_AGREEMENT allows.
    """
    trained = json.loads((run / "config.json").read_text(encoding="utf-8"))
    network = NetworkConfig(**trained["network"])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tokenizer = (run / "tokenizer.json").read_text(encoding="utf-8")
        weights = load_file(run / "model.safetensors")
        write(folder, weights, largest_inputs(weights, network, tokenizer), network)
        (folder / TOKENIZER).write_text(tokenizer, encoding="utf-8")
        config = {
            "format_version": FORMAT_VERSION,
            "model_version": f"newsstance-{version}+{sha256(folder / WEIGHTS)[:8]}",
            "network": network.to_dict(),
            "max_tokens": MAX_TOKENS,
            "calibration": {
                "stance_temperature": 1.0,
                "sentiment_temperature": 1.0,
                "stance_threshold": 0.0,
                "sentiment_threshold": 0.0,
            },
            "training": {key: value for key, value in trained.items() if key != "network"},
            "sha256": {name: sha256(folder / name) for name in HASHED},
        }
        _write_config(folder, config)
        files = ModelFiles.load(folder)
        scorer = TransformerScorer(files, OnnxEngine(files))
        examples = calibration_examples(public)
        stances = stance_predictions(scorer, examples)
        tone, tone_gold = sentiment_probabilities(scorer, examples)
        config["calibration"], config["calibration_report"] = _calibrate(stances, tone, tone_gold)
        config["parity"] = check_parity(stances, tone, TransformerScorer(files, TorchEngine(files)), examples)
        _write_config(folder, config)
        out.mkdir(parents=True, exist_ok=True)
        for name in (*HASHED, CONFIG):
            shutil.copyfile(folder / name, out / name)
    return config


def _write_config(folder: Path, config: dict[str, Any]) -> None:
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _calibrate(
    stances: StancePredictions, tone: FloatArray, tone_gold: IntArray
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the fitted values, and the calibration errors and coverages on dev that they lead to."""
    fitted, report = {}, {}
    for name, probabilities, gold in (
        ("stance", stances.probabilities, stances.gold),
        ("sentiment", tone, tone_gold),
    ):
        head = fit_head(probabilities, gold)
        fitted[f"{name}_temperature"], fitted[f"{name}_threshold"] = head.temperature, head.threshold
        report[f"{name}_dev_calibration_error"], report[f"{name}_dev_coverage"] = head.error, head.coverage
    return fitted, report


def check_parity(
    stances: StancePredictions, tone: FloatArray, other: TransformerScorer, examples: list[Example]
) -> dict[str, float]:
    """Return how well another engine agrees with the predictions given.

    Raises:
        ParityError: too few labels agree.
    """
    other_stances = stance_predictions(other, examples)
    other_tone, _ = sentiment_probabilities(other, examples)
    agreeing = np.concatenate(
        [stances.predicted == other_stances.predicted, tone.argmax(axis=1) == other_tone.argmax(axis=1)]
    )
    report = {
        "n_targets": float(len(stances.gold)),
        "label_agreement": float(agreeing.mean()),
        "stance_agreement": float((stances.predicted == other_stances.predicted).mean()),
        "sentiment_agreement": float((tone.argmax(axis=1) == other_tone.argmax(axis=1)).mean()),
        "stance_mean_difference": float(np.abs(stances.probabilities - other_stances.probabilities).mean()),
        "stance_max_difference": float(np.abs(stances.probabilities - other_stances.probabilities).max()),
    }
    if report["label_agreement"] < MIN_AGREEMENT:
        raise ParityError(f"ONNX Runtime and torch agree on too few labels (wanted {MIN_AGREEMENT}): {report}")
    return {name: round(value, 5) for name, value in report.items()}


def main() -> None:
    """Export as the command line says, and print the calibration and the parity."""
    parser = argparse.ArgumentParser(prog="python -m training.export")
    parser.add_argument("--run", type=Path, required=True, help="output folder of training.train")
    parser.add_argument("--data", type=Path, default=None, help="folder of the public sets")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--version", default="0.1.0")
    arguments = parser.parse_args()
    config = export(arguments.run, arguments.out, arguments.data, arguments.version)
    for name in ("model_version", "calibration", "calibration_report", "parity"):
        print(name, json.dumps(config[name]))
    print("bytes", sum((arguments.out / name).stat().st_size for name in HASHED))


if __name__ == "__main__":
    main()
