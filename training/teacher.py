"""Soft labels from earlier runs: one student learns what an ensemble of teachers agrees on (Hinton et al. 2015).

A teacher sees each sentence whole, without augmentation; its probabilities are mixed with the annotated labels, and
stand in for the tone of sentences where none is annotated. arXiv 1503.02531.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from safetensors.torch import load_file

from classifier.encode import SentenceEncoder, plan_batches
from classifier.network import Network, NetworkConfig
from classifier.scorer import FloatArray
from training.features import collate

TAUGHT_TONE_WEIGHT = 0.3  # of a tone that only the teachers say


def load_run(run: Path) -> Network:
    """Return the network that a training run left in its folder, ready to judge."""
    config = json.loads((run / "config.json").read_text(encoding="utf-8"))
    network = Network(NetworkConfig(**config["network"])).eval()
    network.load_state_dict(load_file(run / "model.safetensors"), strict=True)
    return network


def teach(rows: Dataset, runs: Sequence[Path], share: float, encoder: SentenceEncoder, device: str) -> Dataset:
    """Return the rows with soft labels.

    Args:
        rows: of `features.encode_examples`.
        runs: output folders of `training.train`; their probabilities are averaged.
        share: of the teachers in each label; the rest is what was annotated.
        encoder: the encoding of the rows.
        device: where the teachers run.
    """
    features = rows.to_list()
    stances = [np.zeros((len(row["stance"]), 3), dtype=np.float32) for row in features]
    tones = np.zeros((len(features), 3), dtype=np.float32)
    for run in runs:
        _add_probabilities(load_run(run).to(device), features, encoder, device, stances, tones)
    for index, row in enumerate(features):
        row["stance"] = _mixed(row["stance"], stances[index] / len(runs), share)
        if row["sentiment_weight"] > 0:
            row["sentiment"] = _mixed(row["sentiment"], tones[index] / len(runs), share)
        else:
            row["sentiment"], row["sentiment_weight"] = (tones[index] / len(runs)).tolist(), TAUGHT_TONE_WEIGHT
    return Dataset.from_list(features)


def _mixed(annotated: list[Any], taught: npt.NDArray[np.floating[Any]], share: float) -> list[Any]:
    """Return annotated and taught probabilities mixed, in the nested lists of the rows."""
    wanted: list[Any] = ((1 - share) * np.array(annotated).reshape(taught.shape) + share * taught).tolist()
    return wanted


@torch.inference_mode()
def _add_probabilities(
    network: Network,
    features: list[dict[str, Any]],
    encoder: SentenceEncoder,
    device: str,
    stances: list[FloatArray],
    tones: FloatArray,
) -> None:
    """Add one teacher's probabilities to the sums: stances[i] is (n_targets, 3), tones (n_rows, 3)."""
    for indices in plan_batches([len(row["input_ids"]) for row in features]):
        batch = collate([features[index] for index in indices], encoder, None, random.Random(0)).to(device)
        encoded = network.encode(batch.input_ids, batch.case_ids, batch.attention_mask)
        tones[indices] += encoded.sentiment.softmax(-1).cpu().numpy()
        if len(batch.rows):
            judged = network.judge(encoded, batch.rows, batch.span, batch.distance)
            taught = judged.stance.softmax(-1).cpu().numpy()
            ends = np.cumsum([len(stances[index]) for index in indices])
            for index, probabilities in zip(indices, np.split(taught, ends[:-1]), strict=True):
                stances[index] += probabilities
