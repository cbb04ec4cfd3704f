"""The second pass over the tables: time, outlets and the most telling sentences, for the names that are shown."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from classifier.corpus_report.counting import Arrow, Tally, arrow_of, countable, probability, stances
from classifier.corpus_report.periods import Period, Span, read_date, span_of
from classifier.corpus_report.reading import MentionRow, Place, Quotation
from classifier.records import Form, HolderKind, StanceLabel

_KEPT = 8  # sentences per figure: more than are shown, since several articles may hold the same words


class Figure(NamedTuple):
    """What a sentence is an example of: an entity's stances by voice, in a time, in an outlet; or an arrow."""

    entity_id: str
    label: StanceLabel
    part: HolderKind | Span | Outlet | Arrow | None  # None: the entity's undated articles


class Outlet(NamedTuple):
    """A source of articles, such as a newspaper; None where the corpus names none."""

    name: str | None


class Example(NamedTuple):
    """One sentence behind a figure: how sure the model is, whose stance it is, and its words (None without texts)."""

    probability: float
    holder_kind: HolderKind
    holder: str | None
    holder_entity_id: str | None
    quotation: Quotation


class _Candidate(NamedTuple):
    """An example whose words are not read yet. Ordered so that the surest wins, and of equals the first."""

    probability: float
    before: tuple[int, ...]  # the place, negated
    holder_kind: HolderKind
    holder: str
    holder_entity_id: str

    @property
    def place(self) -> Place:
        return Place(*(-number for number in self.before))


@dataclass(slots=True)
class Details:
    """What the second pass counts, for some entities, outlets and arrows."""

    entity_ids: frozenset[str]
    arrows: frozenset[Arrow]
    outlets: frozenset[str | None]
    period: Period
    over_time: dict[str, dict[Span | None, Tally]] = field(default_factory=dict)
    by_outlet: dict[str, dict[str | None, Tally]] = field(default_factory=dict)
    _candidates: dict[Figure, list[_Candidate]] = field(default_factory=dict)

    @property
    def targets(self) -> frozenset[str]:
        """The entities whose mentions are to be added; all others may be left out."""
        return self.entity_ids | {arrow.target_entity_id for arrow in self.arrows}

    def add(self, rows: Sequence[tuple[Place, MentionRow]]) -> None:
        """Count the mentions of one document."""
        day = read_date(rows[0][1].date)
        span = None if day is None else span_of(day, self.period)
        for _, group in groupby(rows, key=lambda item: item[1].sentence):
            sentence = list(group)
            if countable(sentence[0][1]):
                self._add_sentence(sentence, span, rows[0][1].source)

    def places(self) -> list[Place]:
        """Return where the words of all candidates stand."""
        return sorted({candidate.place for heap in self._candidates.values() for candidate in heap})

    def examples(self, quotations: Mapping[Place, Quotation], most: int) -> dict[Figure, list[Example]]:
        """Return at most `most` sentences for each figure, the surest first, no words twice."""
        chosen: dict[Figure, list[Example]] = {}
        for figure, heap in self._candidates.items():
            by_words: dict[str, Example] = {}
            for candidate in sorted(heap, reverse=True):
                quotation = quotations[candidate.place]
                words = quotation.sentence_text or str(candidate.before)
                holder = (candidate.holder or None, candidate.holder_entity_id or None)
                by_words.setdefault(words, Example(candidate.probability, candidate.holder_kind, *holder, quotation))
            chosen[figure] = list(by_words.values())[:most]
        return chosen

    def _add_sentence(
        self, sentence: Sequence[tuple[Place, MentionRow]], span: Span | None, outlet: str | None
    ) -> None:
        labels = stances([row for _, row in sentence if row.entity_id in self.entity_ids])
        for (entity_id, voice), label in labels.items():
            if voice is None:
                self.over_time.setdefault(entity_id, defaultdict(Tally))[span].add(label)
                self.by_outlet.setdefault(entity_id, defaultdict(Tally))[outlet].add(label)
        surest: dict[Figure, tuple[Place, MentionRow]] = {}  # two names of one entity in a sentence are one example
        for place, row in sentence:
            for figure in self._figures(row, labels.get((row.entity_id, None)), span, outlet):
                if figure not in surest or probability(row) > probability(surest[figure][1]):
                    surest[figure] = (place, row)
        for figure, (place, row) in surest.items():
            self._keep(figure, place, row)

    def _figures(
        self, row: MentionRow, counted: StanceLabel | None, span: Span | None, outlet: str | None
    ) -> list[Figure]:
        """Return what a mention is an example of; `counted` is the label that the sentence counts as."""
        arrow = arrow_of(row)
        if arrow is None:
            return []
        figures = [Figure(row.entity_id, row.stance, arrow)] if arrow in self.arrows else []
        # A sentence that counts as neutral, since favor meets against in it, is no example of either.
        if row.form is Form.NAME and row.stance is counted:
            parts = [row.holder_kind, span, *([Outlet(outlet)] if outlet in self.outlets else [])]
            figures += [Figure(row.entity_id, row.stance, part) for part in parts]
        return figures

    def _keep(self, figure: Figure, place: Place, row: MentionRow) -> None:
        heap = self._candidates.setdefault(figure, [])
        if len(heap) == _KEPT and probability(row) < heap[0].probability:
            return  # as most are
        before = tuple(-number for number in place)
        candidate = _Candidate(probability(row), before, row.holder_kind, row.holder or "", row.holder_entity_id or "")
        if len(heap) < _KEPT:
            heapq.heappush(heap, candidate)
        else:
            heapq.heappushpop(heap, candidate)
