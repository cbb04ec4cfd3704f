"""The counting rules over rows of mentions: those of `classifier.aggregate`, whose `combine` and `count` are used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from classifier.aggregate import combine, count
from classifier.corpus_report.reading import MentionRow
from classifier.records import Form, HolderKind, Role, StanceCounts, StanceLabel

_LABELS = tuple(StanceLabel)
_COLUMN = {label: column for column, label in enumerate(_LABELS)}

Voice = HolderKind | None  # None: whosever stance it is
VOICES: tuple[Voice, ...] = (None, HolderKind.AUTHOR, HolderKind.SOURCE)


class Arrow(NamedTuple):
    """Who → whom, as `summarize` tells relations apart."""

    holder_entity_id: str | None
    holder_name: str | None
    target_entity_id: str
    label: StanceLabel
    kind: HolderKind


class Tally:
    """How many sentences take which stance, counted one by one."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers = [0] * len(_LABELS)

    def add(self, label: StanceLabel) -> None:
        """Count one sentence."""
        self._numbers[_COLUMN[label]] += 1

    def counts(self) -> StanceCounts:
        """Return the counts with score and interval."""
        return _stance_counts(*self._numbers)


@lru_cache(maxsize=65536)  # most names of a corpus share a few small counts
def _stance_counts(*numbers: int) -> StanceCounts:
    return count([label for label, number in zip(_LABELS, numbers, strict=True) for _ in range(number)])


def n_counted(counts: StanceCounts) -> int:
    """Return how many sentences a score rests on."""
    return counts.favor + counts.neutral + counts.against


def countable(row: MentionRow) -> bool:
    """Tell whether a mention's sentence counts: no repetition of an earlier one, and no page furniture."""
    return row.duplicate_of is None and row.role is not Role.BOILERPLATE


def stances(sentence: Sequence[MentionRow]) -> dict[tuple[str, Voice], StanceLabel]:
    """Return the one label that each entity gets in a countable sentence: over all voices, and in each of them."""
    here: dict[tuple[str, Voice], list[StanceLabel]] = defaultdict(list)
    for row in sentence:
        if row.certain and row.form is Form.NAME:
            here[row.entity_id, None].append(row.stance)
            here[row.entity_id, row.holder_kind].append(row.stance)
    return {key: labels[0] if len(labels) == 1 else combine(labels) for key, labels in here.items()}


def arrow_of(row: MentionRow) -> Arrow | None:
    """Return the arrow that a mention of a countable sentence gives; None where it is neutral or not certain."""
    if not row.certain or row.stance is StanceLabel.NEUTRAL:
        return None
    return Arrow(row.holder_entity_id, row.holder, row.entity_id, row.stance, row.holder_kind)


def probability(row: MentionRow) -> float:
    """Return how probable the mention's own label is."""
    return (row.p_favor, row.p_neutral, row.p_against)[_COLUMN[row.stance]]
