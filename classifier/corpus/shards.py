"""Rows -> shards: a fixed number of rows each, in order, so that a second run cuts the corpus alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from classifier.corpus.reading import Failure, Item, Row
from classifier.errors import InputValueError


@dataclass(frozen=True, slots=True)
class Shard:
    """Consecutive rows of the corpus; what becomes of them stands in the part of the same index."""

    index: int
    items: tuple[Item, ...]


def cut_shards(items: Iterable[Item], size: int) -> Iterator[Shard]:
    """Yield the rows in shards of `size`, the last perhaps smaller; of two rows with one id the second is refused."""
    index, held = 0, []
    for item in refuse_duplicates(items):
        held.append(item)
        if len(held) == size:
            yield Shard(index, tuple(held))
            index, held = index + 1, []
    if held:
        yield Shard(index, tuple(held))


def refuse_duplicates(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items, with a failure for each document whose id an earlier one has.

    The ids stand in a temporary file, not in memory: there may be a hundred million.
    """
    with closing(sqlite3.connect("")) as seen:  # "": a private file that SQLite deletes, cached in memory
        seen.execute("PRAGMA journal_mode = OFF")
        seen.execute("CREATE TABLE ids (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")
        for item in items:
            yield _refused(item, seen) if isinstance(item, Row) else item


def _refused(row: Row, seen: sqlite3.Connection) -> Item:
    name = row.document.id
    place = str(row.place) if row.named else None  # an id that is the place needs it no second time
    if seen.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (name, place)).rowcount:
        return row
    earlier = seen.execute("SELECT place FROM ids WHERE id = ?", (name,)).fetchone()[0] or name
    error = InputValueError(f"the id {name!r} already stands at {earlier}; ids must be unique in a run.")
    return Failure.of(row.place, error, name)
