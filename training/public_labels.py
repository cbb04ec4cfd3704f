"""Our own labels on sentences of public sets, kept apart from the sentences: `data/public_labels.jsonl`.

The public sets label one target of a sentence and no tone. These rows add the tone, every company, government and
place, and the stance toward further actors. A row holds positions and labels alone; the sentence comes from the set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from classifier.records import Kind, SentimentLabel, StanceLabel
from training.dataset import PLACE, DataError, Example, LabelledSpan, LabelledTarget, read_rows

SOURCE = "public sentence, own labels"
TONE_WEIGHT = 0.7
OTHER_WEIGHT = 0.5  # of a target that is neither company nor government: nearly all are neutral


@dataclass(frozen=True, slots=True)
class SentenceLabels:
    """What a row says of one sentence; the fields are those of Example."""

    sha256: str
    sentiment: SentimentLabel
    spans: tuple[LabelledSpan, ...]
    targets: tuple[LabelledTarget, ...]


def sentence_sha256(text: str) -> str:
    """Return the first 16 hex digits of a sentence's SHA-256: how a row knows that it still fits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_public_labels(path: Path) -> dict[tuple[str, str], SentenceLabels]:
    """Return the labels by (name of the set, id of the sentence there).

    Raises:
        DataError: a row is wrong; the message names file, line and what was expected.
    """
    labels = {}
    for number, row in read_rows(path):
        try:
            labels[row["source"], row["id"]] = _labels(row)
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(
                f"{path}:{number}: {error!r}; expected source, id, sha256, sentiment (positive | neutral | negative) "
                "and targets with start, end, type (company | government | other), and either place or stance "
                "(favor | neutral | against) and holder ('author' or [start, end])."
            ) from error
    return labels


def _labels(row: dict[str, Any]) -> SentenceLabels:
    spans, targets = [], []
    for target in row["targets"]:
        start, end, kind = target["start"], target["end"], Kind(target["type"])
        if not 0 <= start < end:
            raise ValueError(f"start {start}, end {end}")
        is_place = bool(target.get("place"))
        if kind is not Kind.OTHER:
            spans.append(LabelledSpan(start, end, frozenset({PLACE if is_place else kind})))
        if is_place:
            continue
        holder = target.get("holder")
        if isinstance(holder, list):
            first, last = holder
            if not 0 <= first < last:
                raise ValueError(f"holder {holder}")
            holder = (first, last)
        weight = OTHER_WEIGHT if kind is Kind.OTHER else 1.0
        targets.append(LabelledTarget(start, end, StanceLabel(target["stance"]), holder, weight, kind))
    return SentenceLabels(row["sha256"], SentimentLabel(row["sentiment"]), tuple(spans), tuple(targets))


def with_labels(examples: Iterable[Example], labels: Mapping[tuple[str, str], SentenceLabels]) -> list[Example]:
    """Return the examples, with our labels where there are some.

    A company or government gets our stance; any other target keeps the stance that the set itself gives it.

    Raises:
        DataError: a sentence is not the one that was labelled.
    """
    found = []
    for example in examples:
        row = labels.get((example.source, example.id))
        found.append(example if row is None else _joined(example, row))
    return found


def _joined(example: Example, row: SentenceLabels) -> Example:
    if sentence_sha256(example.text) != row.sha256:
        raise DataError(
            f"{example.source} {example.id}: the sentence is not the one that was labelled; use the version of the "
            "set that data/README.md names."
        )
    named = [target for target in row.targets if target.kind is not Kind.OTHER]
    kept = named + [target for target in example.targets if not _overlaps(target, named)]
    further = [target for target in row.targets if target.kind is Kind.OTHER and not _overlaps(target, kept)]
    return replace(
        example,
        source=SOURCE,
        spans=row.spans,
        sentiment=row.sentiment,
        sentiment_weight=TONE_WEIGHT,
        sentiment_odds=None,
        targets=tuple(kept + further),
    )


def _overlaps(target: LabelledTarget, others: Iterable[LabelledTarget]) -> bool:
    return any(target.start < other.end and other.start < target.end for other in others)
