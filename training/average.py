"""Average the weights of runs that began alike: `python -m training.average --out runs/shipped runs/a=2 runs/b=1`.

Runs from one base encoder and one seed of the heads end close enough for their mean to be better than either
("model soups", Wortsman et al. 2022, arXiv 2203.05482).
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from training.dataset import DataError
from training.train import run_settings


def average(runs: Mapping[Path, float], out: Path) -> None:
    """Write the weighted mean of some runs as a run of its own.

    Args:
        runs: output folders of `training.train`, each with its weight.
        out: folder to write.

    Raises:
        DataError: the runs are networks of different shapes.
    """
    total = sum(runs.values())
    configs = {run: json.loads((run / "config.json").read_text(encoding="utf-8")) for run in runs}
    first = next(iter(runs))
    for run, config in configs.items():
        if config["network"] != configs[first]["network"]:
            raise DataError(f"{run} holds another network than {first}; average runs of one shape.")
    weights = {run: load_file(run / "model.safetensors") for run in runs}
    for run in runs:
        if weights[run].keys() != weights[first].keys():
            raise DataError(f"{run} holds other heads than {first}; average runs of one version of the network.")
    mean = {
        name: torch.stack([share / total * weights[run][name] for run, share in runs.items()]).sum(dim=0)
        for name in weights[first]
    }
    out.mkdir(parents=True, exist_ok=True)
    save_file(mean, out / "model.safetensors")
    shutil.copyfile(first / "tokenizer.json", out / "tokenizer.json")
    kept = ("network", "base_model", "base_sha256", "data_sha256")
    settings = {key: configs[first][key] for key in kept}
    settings["averaged"] = [{"weight": weight, **run_settings(run)} for run, weight in runs.items()]
    (out / "config.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Average as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.average")
    parser.add_argument("runs", nargs="+", help="folder=weight of each run")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    pairs = [run.rpartition("=") for run in arguments.runs]
    average({Path(folder): float(weight) for folder, _, weight in pairs}, arguments.out)


if __name__ == "__main__":
    main()
