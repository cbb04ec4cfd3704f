"""The stances of the project's own rows that the model gets most wrong, with a word on why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifier.records import StanceLabel
from training.dataset import OWN_DATA, Example
from training.metrics import StancePredictions

NOTES = OWN_DATA / "error_notes.json"
_STANCES = list(StanceLabel)


@dataclass(frozen=True, slots=True)
class WorstError:
    """A target whose right label got little probability.

    Attributes:
        probability: of the right label.
        why: a reader's word on it, where there is one; else what the row was written to show.
    """

    id: str
    text: str
    target: str
    right: str
    said: str
    probability: float
    why: str


def worst_errors(
    examples: Sequence[Example], found: StancePredictions, notes: Mapping[str, str], n: int = 30
) -> list[WorstError]:
    """Return the wrong stances, least probability of the right label first.

    Args:
        examples: the set.
        found: predictions of all its targets, in order.
        notes: a word on why by `id target`, as `read_notes` gives them.
        n: how many at most.
    """
    places = [(example, target) for example in examples for target in example.targets]
    errors = []
    for (example, target), gold, said, probabilities in zip(
        places, found.gold, found.predicted, found.probabilities, strict=True
    ):
        if gold == said:
            continue
        words = example.text[target.start : target.end]
        why = notes.get(f"{example.id} {words}", example.phenomenon)
        right = float(probabilities[gold])
        errors.append(WorstError(example.id, example.text, words, _STANCES[gold], _STANCES[said], right, why))
    return sorted(errors, key=lambda error: error.probability)[:n]


def read_notes(path: Path = NOTES) -> dict[str, str]:
    """Return the notes on errors by `id target`; none where there is no such file."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
