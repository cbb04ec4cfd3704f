"""Go on after a kill: everything that a run's next step depends on, in one file without pickle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from training.dataset import DataError

NAME = "checkpoint.safetensors"


def save(
    folder: Path,
    step: int,
    fingerprint: dict[str, Any],
    network: nn.Module,
    average: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> None:
    """Write the checkpoint after `step` steps; a kill while writing leaves the one before.

    Args:
        fingerprint: what decides the run, as JSON types: only the same run goes on from here.
        average: the moving average of the weights, by name.
    """
    tensors = {f"network.{name}": value for name, value in network.state_dict().items()}
    tensors |= {f"average.{name}": value for name, value in average.items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{key}": value for key, value in state.items()}
    kept = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
    partial = folder / f"{NAME}.tmp"
    save_file(kept, partial, metadata={"step": str(step), "fingerprint": json.dumps(fingerprint)})
    partial.replace(folder / NAME)


def resume(
    folder: Path,
    fingerprint: dict[str, Any],
    network: nn.Module,
    average: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
) -> int:
    """Load the checkpoint of a folder into network, average and optimizer, and return its step; 0 without one.

    Raises:
        DataError: the checkpoint is another run's; the message names the first setting that differs.
    """
    path = folder / NAME
    if not path.exists():
        return 0
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
        _check(path, json.loads(metadata["fingerprint"]), json.loads(json.dumps(fingerprint)))
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # not a dict
    network.load_state_dict(_under("network.", tensors), strict=True)
    for name, value in _under("average.", tensors).items():
        average[name].copy_(value)
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in _under("optimizer.", tensors).items():
        index, _, key = name.partition(".")
        state.setdefault(int(index), {})[key] = value
    optimizer.load_state_dict({**optimizer.state_dict(), "state": state})
    return int(metadata["step"])


def remove(folder: Path) -> None:
    """Delete the checkpoint: the run is done."""
    (folder / NAME).unlink(missing_ok=True)


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def _difference(key: str, stored: Any, wanted: Any) -> str:
    if isinstance(stored, dict) and isinstance(wanted, dict):
        changed = sorted(name for name in stored.keys() | wanted.keys() if stored.get(name) != wanted.get(name))
        return f"{key} of {', '.join(changed)} has changed"
    return f"{key} was {stored!r} and is {wanted!r} now"


def _check(path: Path, stored: dict[str, Any], wanted: dict[str, Any]) -> None:
    for key in sorted(stored.keys() | wanted.keys()):
        if stored.get(key) != wanted.get(key):
            raise DataError(
                f"{path} belongs to another run: {_difference(key, stored.get(key), wanted.get(key))}. "
                "Choose another --out, or delete the file to start again."
            )
