"""Does the model judge for the right reason? The same sentence with another name, and without its weightiest words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.explain import OCCLUDED, explain_mentions
from classifier.records import Kind, Role
from classifier.scorer import Scorer
from classifier.text import Sentence
from training.calibration import IntArray
from training.dataset import Example, LabelledTarget

# Three known and two invented names of each kind; a name that a sentence already holds is left out there.
NAMES = {
    Kind.COMPANY: ("Siemens", "Walmart", "Samsung", "Veltrano", "Oskarn"),
    Kind.GOVERNMENT: ("Canada", "Japan", "Brazil", "Ruvania", "Kesmar"),
}


@dataclass(frozen=True, slots=True)
class NameSwap:
    """How often a stance changes when the target's name alone does, in percent; None where there is nothing to swap.

    Attributes:
        n_sentences: sentences in which a name was swapped.
        n_pairs: (sentence, name) pairs.
        changed: of the pairs.
        changed_any: of the sentences, those that change under at least one name.
    """

    n_sentences: int
    n_pairs: int
    changed: float | None
    changed_any: float | None


def name_swap(scorer: Scorer, examples: Sequence[Example]) -> NameSwap:
    """Judge one target of each sentence under its own name and under each of NAMES.

    Companies, and governments under their plain names: in place of 'U.S. officials' no country's name would read well.
    """
    cases = [(example, target) for example in examples if (target := _swappable(example)) is not None]
    own = _stances(scorer, [(example.text, target.start, target.end) for example, target in cases])
    changed: list[list[bool]] = [[] for _ in cases]
    swapped = [(index, *case) for index, (example, target) in enumerate(cases) for case in _swaps(example, target)]
    for (index, *_), stance in zip(swapped, _stances(scorer, [case[1:] for case in swapped]), strict=True):
        changed[index].append(bool(stance != own[index]))
    pairs = [flag for flags in changed for flag in flags]
    return NameSwap(len(cases), len(pairs), _percent(pairs), _percent([any(flags) for flags in changed]))


def _swappable(example: Example) -> LabelledTarget | None:
    """Return the sentence's first target whose name alone can be swapped."""
    for target in example.targets:
        surface = example.text[target.start : target.end]
        if target.kind is Kind.COMPANY:
            return target
        if target.kind is Kind.GOVERNMENT and target.name == surface:
            return target
    return None


def _swaps(example: Example, target: LabelledTarget) -> Iterator[tuple[str, int, int]]:
    """Yield the sentence with each other name in the target's place, wherever it stands, and the new span."""
    assert target.kind is not None
    surface = re.compile(rf"(?<!\w){re.escape(example.text[target.start : target.end])}(?!\w)")
    for name in NAMES[target.kind]:
        if name in example.text:
            continue
        before = surface.sub(name, example.text[: target.start])
        yield before + name + surface.sub(name, example.text[target.end :]), len(before), len(before) + len(name)


def _stances(scorer: Scorer, cases: Sequence[tuple[str, int, int]]) -> IntArray:
    readings = scorer.read([text for text, _, _ in cases])
    judged = scorer.judge(readings, [[(start, end)] for _, start, end in cases])
    return np.array([int(judgements[0].stance.argmax()) for judgements in judged], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Whether the words that an explanation names first are those that the label rests on, in percent, or None.

    Attributes:
        n_targets: targets in sentences of more than six words beside the target.
        top_falls_more: of the targets, those whose label's probability falls more without the three weightiest words
            than without three others drawn at random.
    """

    n_targets: int
    top_falls_more: float | None


def faithfulness(scorer: Scorer, examples: Sequence[Example], seed: int = 0) -> Faithfulness:
    """Hide the three weightiest words of each explanation, and three random ones, and judge again."""
    rng = np.random.default_rng(seed)
    falls_more = []
    for example in examples:
        spans = [(target.start, target.end) for target in example.targets]
        if not spans:
            continue
        judgements = scorer.judge(scorer.read([example.text]), [spans])[0]
        sentence = Sentence(0, len(example.text), example.text, Role.BODY, None)
        explained = explain_mentions(scorer, sentence, spans, judgements)
        for span, judgement, words in zip(spans, judgements, explained, strict=True):
            if len(words) <= 6:
                continue
            weightiest = sorted(words, key=lambda word: -word.weight)[:3]
            others = [word for word in words if word not in weightiest]
            drawn = [others[int(index)] for index in rng.choice(len(others), 3, replace=False)]
            variants = [
                _without(example.text, span, [(word.start, word.end) for word in chosen])
                for chosen in (weightiest, drawn)
            ]
            readings = scorer.read([text for text, _ in variants])
            without = scorer.judge(readings, [[moved] for _, moved in variants])
            label = int(judgement.stance.argmax())
            falls_more.append(bool(without[0][0].stance[label] < without[1][0].stance[label]))
    return Faithfulness(len(falls_more), _percent(falls_more))


def _percent(flags: Sequence[bool]) -> float | None:
    return 100 * sum(flags) / len(flags) if flags else None


def _without(text: str, span: tuple[int, int], words: Sequence[tuple[int, int]]) -> tuple[str, tuple[int, int]]:
    """Return the text with some words occluded, and where the span stands then."""
    start, end = span
    for low, high in sorted(words, reverse=True):
        text = text[:low] + OCCLUDED + text[high:]
        if high <= start:
            start, end = start + len(OCCLUDED) - (high - low), end + len(OCCLUDED) - (high - low)
    return text, (start, end)
