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
TONE_WEIGHT = 1.0
# Of a target that is neither company nor government. Nearly all of these are neutral, more than a crowd would say of
# persons; at full weight they would teach that persons are mostly neutral.
OTHER_WEIGHT = {StanceLabel.FAVOR: 0.5, StanceLabel.NEUTRAL: 0.05, StanceLabel.AGAINST: 0.5}


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
        holder = _holder(target["holder"]) if kind is not Kind.OTHER else None
        stance = StanceLabel(target["stance"])
        weight = OTHER_WEIGHT[stance] if kind is Kind.OTHER else 1.0
        targets.append(LabelledTarget(start, end, stance, holder, weight, kind))
    return SentenceLabels(row["sha256"], SentimentLabel(row["sentiment"]), tuple(spans), tuple(targets))


def _holder(value: Any) -> tuple[int, int] | str:
    if value == "author":
        return "author"
    start, end = value
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        raise ValueError(f"holder {value!r}")
    return start, end


def with_labels(examples: Iterable[Example], labels: Mapping[tuple[str, str], SentenceLabels]) -> list[Example]:
    """Return the examples, with our labels where there are some.

    A company or government gets our stance; a target of the set itself with any other span keeps the set's.

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
    held = [target.holder for target in row.targets if isinstance(target.holder, tuple)]
    if any(end > len(example.text) for end in [*(t.end for t in row.targets), *(end for _, end in held)]):
        raise DataError(f"{example.source} {example.id}: a label lies behind the end of the sentence.")
    named = [target for target in row.targets if target.kind is not Kind.OTHER]
    spans = {(target.start, target.end) for target in named}
    kept = named + [target for target in example.targets if (target.start, target.end) not in spans]
    further = [target for target in row.targets if target.kind is Kind.OTHER and not _overlaps(target, kept)]
    return replace(
        example,
        source=SOURCE,
        spans=row.spans,
        sentiment=row.sentiment,
        sentiment_weight=TONE_WEIGHT,
        targets=tuple(kept + further),
    )


def _overlaps(target: LabelledTarget, others: Iterable[LabelledTarget]) -> bool:
    return any(target.start < other.end and other.start < target.end for other in others)
