"""The first pass over the tables: what was scored, and what every entity and every arrow comes to.

What is kept grows with the number of different names, not of articles, and has a bound: past it the rarest names are
let go, and the report says so.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import groupby
from typing import Any, TypeVar

import numpy as np

from classifier.aggregate import RelationCount
from classifier.corpus_report.counting import VOICES, Arrow, Tally, Voice, arrow_of, countable, stances
from classifier.corpus_report.periods import read_date
from classifier.corpus_report.reading import DocumentRow, MentionRow
from classifier.records import Kind, StanceCounts

MAX_NAMES = 500_000  # entities, and as many arrows: some 300 MB each
_Name = TypeVar("_Name", str, Arrow)


@dataclass(slots=True)
class DocumentSums:
    """What the tables of documents come to. Days and outlets are those of the documents that are counted."""

    n_rows: list[int] = field(default_factory=list)  # of each directory, copies included
    n_documents: int = 0
    n_sentences: int = 0
    n_counted_sentences: int = 0
    n_copies: int = 0
    n_undated: int = 0
    days: Counter[date] = field(default_factory=Counter)
    outlets: Counter[str | None] = field(default_factory=Counter)

    def add(self, row: DocumentRow) -> None:
        """Count one document."""
        self.n_documents += 1
        self.n_sentences += row.n_sentences
        self.n_counted_sentences += row.n_counted_sentences
        day = read_date(row.date)
        if day is None:
            self.n_undated += 1
        else:
            self.days[day] += 1
        self.outlets[row.source] += 1


class CopyIds:
    """The documents that are copies of earlier ones, in eight bytes each, however long their ids are."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._sorted = np.sort(np.array(array("Q", map(_hash, ids)), dtype=np.uint64))

    def __contains__(self, document_id: str) -> bool:
        wanted = np.uint64(_hash(document_id))
        at = int(np.searchsorted(self._sorted, wanted))
        return at < len(self._sorted) and bool(self._sorted[at] == wanted)

    def __len__(self) -> int:
        return len(self._sorted)


def _hash(document_id: str) -> int:
    digest = blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


class EntitySums:
    """What was counted for one entity."""

    __slots__ = ("_tallies", "kind", "known", "n_documents", "n_mentions", "n_sentences", "name")

    def __init__(self, name: str, kind: Kind, known: bool) -> None:
        self.name, self.kind, self.known = name, kind, known
        self.n_mentions = self.n_sentences = self.n_documents = 0
        self._tallies = {voice: Tally() for voice in VOICES}

    def tally(self, voice: Voice) -> Tally:
        """Return the tally of one voice, or of all."""
        return self._tallies[voice]

    def counts(self, voice: Voice = None) -> StanceCounts:
        """Return the stances counted for one voice, or for all."""
        return self._tallies[voice].counts()


@dataclass(slots=True)
class Overview:
    """All entities and arrows. `let_go` says how many were dropped because there were more than MAX_NAMES."""

    entities: dict[str, EntitySums] = field(default_factory=dict)
    arrows: dict[Arrow, list[int]] = field(default_factory=dict)  # numbers of sentences and of documents
    n_mentions: int = 0
    let_go: int = 0

    def add(self, rows: Sequence[MentionRow]) -> None:
        """Count the mentions of one document."""
        self.n_mentions += len(rows)
        arrows_here: set[Arrow] = set()
        for _, group in groupby(rows, key=lambda row: row.sentence):
            sentence = list(group)
            self._add_mentions(sentence)
            if countable(sentence[0]):
                for (entity_id, voice), label in stances(sentence).items():
                    self.entities[entity_id].tally(voice).add(label)
                arrows = {arrow for row in sentence if (arrow := arrow_of(row)) is not None}
                for arrow in arrows:
                    self.arrows.setdefault(arrow, [0, 0])[0] += 1
                arrows_here |= arrows
        for arrow in arrows_here:
            self.arrows[arrow][1] += 1
        for entity_id in {row.entity_id for row in rows}:
            self.entities[entity_id].n_documents += 1
        self._let_go()

    def relations(self) -> list[RelationCount]:
        """Return the arrows as `summarize` counts them, most frequent first."""
        ranked = sorted(self.arrows.items(), key=lambda item: (*(-n for n in item[1]), tuple(map(str, item[0]))))
        return [RelationCount(*arrow, n_sentences, n_documents) for arrow, (n_sentences, n_documents) in ranked]

    def ranked(self) -> list[tuple[str, EntitySums]]:
        """Return the entities, most mentioned first, as `summarize` orders them."""
        return sorted(self.entities.items(), key=lambda item: (-item[1].n_mentions, item[0]))

    def _add_mentions(self, sentence: Sequence[MentionRow]) -> None:
        for row in sentence:
            if row.entity_id not in self.entities:
                self.entities[row.entity_id] = EntitySums(row.entity, row.kind, row.known)
            self.entities[row.entity_id].n_mentions += 1
        for entity_id in {row.entity_id for row in sentence}:
            self.entities[entity_id].n_sentences += 1

    def _let_go(self) -> None:
        """Keep the commoner names where there are too many; a dropped one that comes again starts anew."""
        if len(self.entities) > MAX_NAMES:
            rarest = sorted(self.entities, key=lambda entity_id: self.entities[entity_id].n_mentions)
            self._drop(self.entities, rarest)
        if len(self.arrows) > MAX_NAMES:
            self._drop(self.arrows, sorted(self.arrows, key=lambda arrow: self.arrows[arrow][0]))

    def _drop(self, names: dict[_Name, Any], rarest_first: Sequence[_Name]) -> None:
        """Drop all but half of what may be kept, so that this is not to be done again soon."""
        dropped = rarest_first[: len(rarest_first) - MAX_NAMES // 2]
        self.let_go += len(dropped)
        for name in dropped:
            del names[name]
