"""Where a model is good and where it is not: the same figures for parts of a set."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from training.dataset import Example, LabelledTarget
from training.metrics import StancePredictions

MIN_TARGETS = 25  # a smaller slice says nothing
_QUOTES = re.compile("[\"“”„«»]|(?<!\\w)['‘](?=\\w).*(?<=[\\w.,!?])['’](?!\\w)")  # 'growers’ guild' is no quote


def _kind(_: Example, target: LabelledTarget) -> list[str]:
    return [str(target.kind)] if target.kind else []


def _n_targets(example: Example, _: LabelledTarget) -> list[str]:
    n_targets = len({(target.start, target.end) for target in example.targets})
    return [{1: "1 target", 2: "2 targets"}.get(n_targets, "3 or more targets")]


def _quoted(example: Example, _: LabelledTarget) -> list[str]:
    return ["with quotation marks" if _QUOTES.search(example.text) else "without quotation marks"]


def _length(example: Example, _: LabelledTarget) -> list[str]:
    n_words = len(example.text.split())
    return ["up to 15 words" if n_words <= 15 else "16 to 30 words" if n_words <= 30 else "more than 30 words"]


def _voice(_: Example, target: LabelledTarget) -> list[str]:
    if target.holder is None:
        return []
    return ["held by the author" if isinstance(target.holder, str) else "held by a source"]


def _phenomenon(example: Example, _: LabelledTarget) -> list[str]:
    return [f"phenomenon: {name}" for name in re.split(r"\s*,\s*", example.phenomenon) if name]


_SLICERS: tuple[Callable[[Example, LabelledTarget], list[str]], ...] = (
    _kind,
    _n_targets,
    _quoted,
    _length,
    _voice,
    _phenomenon,
)


def slices(examples: Sequence[Example], found: StancePredictions) -> dict[str, StancePredictions]:
    """Return the predictions of each slice that holds at least MIN_TARGETS targets, by name, kinds first.

    Args:
        examples: the set.
        found: predictions of all its targets, in order.
    """
    names = [
        [name for slicer in _SLICERS for name in slicer(example, target)]
        for example in examples
        for target in example.targets
    ]
    order = {name: (index, name) for index, slicer in enumerate(_SLICERS) for name in _names(examples, slicer)}
    parts = {}
    for name in sorted(order, key=order.__getitem__):
        inside = np.array([name in of_target for of_target in names])
        if inside.sum() >= MIN_TARGETS:
            parts[name] = found.where(inside)
    return parts


def _names(examples: Sequence[Example], slicer: Callable[[Example, LabelledTarget], list[str]]) -> set[str]:
    return {name for example in examples for target in example.targets for name in slicer(example, target)}
