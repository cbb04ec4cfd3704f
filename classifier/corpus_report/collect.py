"""Lead the passes over directories of scores, and return all figures of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from classifier.aggregate import RelationCount
from classifier.corpus_report.counting import Arrow, Tally
from classifier.corpus_report.details import Details, Example, Figure
from classifier.corpus_report.periods import Period, Span, axis, suiting
from classifier.corpus_report.reading import MentionRow, Place, Quotation, ScoreDirectory, open_scores
from classifier.corpus_report.sums import CopyIds, DocumentSums, EntitySums, Overview
from classifier.errors import InputValueError
from classifier.records import HolderKind

MAX_OUTLETS = 10  # that are compared on the page; the tables have all
MAX_ARROWS_LISTED = 20  # of sources, and as many of the articles' own voice
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Report:
    """Every figure that the page and the tables show."""

    directories: tuple[ScoreDirectory, ...]
    documents: DocumentSums
    n_mentions: int
    let_go: int
    include_copies: bool
    period: Period
    spans: tuple[Span, ...]  # the time axis
    entities: tuple[tuple[str, EntitySums], ...]  # all, most mentioned first
    names: Mapping[str, str]  # entity id -> name
    shown: tuple[str, ...]  # ids of those with details
    relations: tuple[RelationCount, ...]
    outlets: tuple[str | None, ...]  # those compared, most articles first
    over_time: Mapping[str, Mapping[Span | None, Tally]]
    by_outlet: Mapping[str, Mapping[str | None, Tally]]
    examples: Mapping[Figure, Sequence[Example]]

    def listed(self, kind: HolderKind) -> list[RelationCount]:
        """Return the most frequent arrows of one voice."""
        return _most_frequent(self.relations, kind)


def collect(paths: Sequence[Path], *, top: int, include_copies: bool, period: Period) -> Report:
    """Return the figures of one or several directories that `newsstance score` wrote.

    Args:
        paths: the directories; a document stands in one of them.
        top: entities with details, the most mentioned, from 1 up.
        include_copies: count near-duplicates of earlier documents too.
        period: step of the time axis.

    Raises:
        InputFileError: a directory, manifest or part is missing, damaged or cannot be read.
        InputValueError: no directory, one named twice, or `top` below 1.
        RecordFormatError: a directory is of another format, or of another version of it.
    """
    if not paths or top < 1:
        raise InputValueError(f"a report needs a directory and top from 1 up, got {len(paths)} and {top}.")
    if len({path.resolve() for path in paths}) < len(paths):
        raise InputValueError("a directory is named twice, and would be counted twice; name each once.")
    directories = tuple(open_scores(path) for path in paths)
    documents, copies = _documents(directories, include_copies)
    left_out = None if include_copies else copies
    overview = Overview()
    for rows in _by_document(directories, left_out):
        overview.add([row for _, row in rows])
    entities = tuple(overview.ranked())
    relations = tuple(overview.relations())
    if period is Period.AUTO:
        period = suiting(documents.days)
    shown = tuple(entity_id for entity_id, _ in entities[:top])
    outlets = tuple(outlet for outlet, _ in sorted(documents.outlets.items(), key=_rank)[:MAX_OUTLETS])
    listed = frozenset(arrow_key(arrow) for kind in HolderKind for arrow in _most_frequent(relations, kind))
    details = Details(frozenset(shown), listed, frozenset(outlets), period)
    for rows in _by_document(directories, left_out, details.targets):
        details.add(rows)
    return Report(
        directories=directories,
        documents=documents,
        n_mentions=overview.n_mentions,
        let_go=overview.let_go,
        include_copies=include_copies,
        period=period,
        spans=tuple(axis(documents.days, period)),
        entities=entities,
        names={entity_id: sums.name for entity_id, sums in entities},
        shown=shown,
        relations=relations,
        outlets=outlets,
        over_time=details.over_time,
        by_outlet=details.by_outlet,
        examples=_examples(directories, details),
    )


def arrow_key(arrow: RelationCount) -> Arrow:
    """Return what tells an arrow apart from the others."""
    return Arrow(arrow.holder_entity_id, arrow.holder_name, arrow.target_entity_id, arrow.label, arrow.kind)


def _most_frequent(relations: Sequence[RelationCount], kind: HolderKind) -> list[RelationCount]:
    return [arrow for arrow in relations if arrow.kind is kind][:MAX_ARROWS_LISTED]


def _rank(item: tuple[str | None, int]) -> tuple[int, str]:
    return -item[1], item[0] or ""


def _documents(directories: Sequence[ScoreDirectory], include_copies: bool) -> tuple[DocumentSums, list[CopyIds]]:
    """Return the sums over the documents, and which documents of each directory are copies."""
    sums = DocumentSums()
    copies = [CopyIds(_add_documents(directory, sums, include_copies)) for directory in directories]
    sums.n_copies = sum(map(len, copies))
    return sums, copies


def _add_documents(directory: ScoreDirectory, sums: DocumentSums, include_copies: bool) -> Iterator[str]:
    """Count a directory's documents, and yield the ids of those that are copies."""
    sums.n_rows.append(0)
    for row in directory.documents():
        sums.n_rows[-1] += 1
        if row.copy_of is None or include_copies:
            sums.add(row)
        if row.copy_of is not None:
            yield row.document_id


def _by_document(
    directories: Sequence[ScoreDirectory],
    left_out: Sequence[CopyIds] | None,
    entity_ids: Set[str] | None = None,
) -> Iterator[list[tuple[Place, MentionRow]]]:
    """Yield the rows of one document after the other, of some entities or of all, without documents left out."""
    for number, directory in enumerate(directories):
        mentions = directory.mentions(number, entity_ids)
        for document_id, rows in groupby(mentions, key=lambda item: item[1].document_id):
            if left_out is None or document_id not in left_out[number]:
                yield list(rows)


def _examples(directories: Sequence[ScoreDirectory], details: Details) -> dict[Figure, list[Example]]:
    """Return the sentences behind the figures; only now are texts read."""
    places = details.places()
    quotations: dict[Place, Quotation] = {}
    for number, directory in enumerate(directories):
        quotations |= directory.quotations([place for place in places if place.directory == number])
    return details.examples(quotations, _EXAMPLES)
