"""Rows of a corpus -> rows of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from classifier.corpus.copies import BANDS, BandArray, band_keys
from classifier.corpus.reading import Failure, Item, Row
from classifier.corpus.settings import Counts
from classifier.corpus.tables import document_row
from classifier.pipeline import Pipeline
from classifier.records import DocumentResult


@dataclass(slots=True)
class ScoredRows:
    """What became of some rows of the corpus, in their order."""

    mentions: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    bands: list[BandArray] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        """How many of each."""
        return Counts(
            read=len(self.documents) + len(self.failures),
            scored=len(self.documents),
            errors=len(self.failures),
            sentences=sum(row["n_sentences"] for row in self.documents),
            mentions=len(self.mentions),
        )

    def add(self, other: ScoredRows) -> None:
        """Append what became of the rows that follow."""
        self.mentions += other.mentions
        self.documents += other.documents
        self.failures += other.failures
        self.bands += other.bands

    def band_table(self) -> pa.Table:
        """Return the band keys with the ids of their documents."""
        keys = np.stack(self.bands) if self.bands else np.zeros((0, len(BANDS) - 1), dtype=np.uint64)
        ids = pa.array([row["document_id"] for row in self.documents], pa.string())
        return pa.Table.from_arrays([ids, *(pa.array(column) for column in keys.T)], schema=BANDS)


def score_rows(items: Sequence[Item], pipeline: Pipeline) -> ScoredRows:
    """Judge the documents among some rows; what cannot be judged joins the failures."""
    scored = ScoredRows()
    results = pipeline.predict_many([item.document for item in items if isinstance(item, Row)], errors="yield")
    for item in items:
        result = item if isinstance(item, Failure) else next(results)
        if isinstance(result, DocumentResult):
            assert isinstance(item, Row)
            scored.mentions += result.to_rows()
            scored.documents.append(document_row(item, result))
            scored.bands.append(band_keys(result))
        else:
            failure = result if isinstance(result, Failure) else Failure.of(item.place, result, _id_of(item))
            scored.failures.append(failure.to_dict())
    return scored


def _id_of(item: Item) -> str | None:
    return item.document.id if isinstance(item, Row) else item.id
