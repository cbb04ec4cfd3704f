"""The figures of a report as CSV: whole numbers and plain fractions, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from classifier.corpus_report.collect import Report
from classifier.corpus_report.counting import Arrow
from classifier.corpus_report.details import Outlet
from classifier.corpus_report.periods import Span
from classifier.corpus_report.texts import encodable
from classifier.records import HolderKind, StanceCounts

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_COUNTS = ("favor", "neutral", "against", "score", "low", "high")
Cell = str | int | float | None


def write_tables(report: Report, folder: Path) -> None:
    """Write entities.csv, over_time.csv, relations.csv, sources.csv and sentences.csv: UTF-8, with a header."""
    for name, (header, rows) in _tables(report).items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows([_safe(cell) for cell in row] for row in rows)


def _tables(report: Report) -> Mapping[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]:
    """Return each table's name, header and rows."""
    voices = [f"{prefix}{name}" for prefix in ("", "by_author_", "by_source_") for name in _COUNTS]
    entity = ("entity_id", "entity")
    holder = ("holder", "holder_entity_id")
    document = ("document_id", "title", "date", "source", "url")
    numbers = ("n_mentions", "n_sentences", "n_documents")
    return {
        "entities.csv": ((*entity, "kind", "known", *numbers, *voices), _entities(report)),
        "over_time.csv": ((*entity, "period", "starts", *_COUNTS), _over_time(report)),
        "relations.csv": (
            ("voice", *holder, "holder_entity", "target_entity_id", "target", "stance", "n_sentences", "n_documents"),
            _relations(report),
        ),
        "sources.csv": ((*entity, "source", *_COUNTS), _sources(report)),
        "sentences.csv": (
            ("figure", "detail", *entity, "stance", "probability", "voice", *holder, *document, "sentence_text"),
            _sentences(report),
        ),
    }


def _safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    cell = encodable(cell)
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _figures(counts: StanceCounts) -> tuple[Cell, ...]:
    return (counts.favor, counts.neutral, counts.against, counts.score, counts.low, counts.high)


def _entities(report: Report) -> Iterator[Sequence[Cell]]:
    for entity_id, sums in report.entities:
        numbers = (sums.n_mentions, sums.n_sentences, sums.n_documents)
        voices = [figure for voice in (None, *HolderKind) for figure in _figures(sums.counts(voice))]
        yield (entity_id, sums.name, sums.kind.value, str(sums.known).lower(), *numbers, *voices)


def _over_time(report: Report) -> Iterator[Sequence[Cell]]:
    for entity_id in report.shown:
        tallies = report.over_time.get(entity_id, {})
        for span in sorted(tallies, key=lambda span: (span is None, span.start.toordinal() if span else 0)):
            period = ("undated", None) if span is None else (span.label(), span.start.isoformat())
            yield (entity_id, report.names[entity_id], *period, *_figures(tallies[span].counts()))


def _relations(report: Report) -> Iterator[Sequence[Cell]]:
    for arrow in report.relations:
        holder = (arrow.holder_name, arrow.holder_entity_id, report.names.get(arrow.holder_entity_id or ""))
        target = (arrow.target_entity_id, report.names.get(arrow.target_entity_id))
        yield (arrow.kind.value, *holder, *target, arrow.label.value, arrow.n_sentences, arrow.n_documents)


def _sources(report: Report) -> Iterator[Sequence[Cell]]:
    for entity_id in report.shown:
        for outlet, tally in sorted(report.by_outlet.get(entity_id, {}).items(), key=lambda item: item[0] or ""):
            yield (entity_id, report.names[entity_id], outlet, *_figures(tally.counts()))


def _sentences(report: Report) -> Iterator[Sequence[Cell]]:
    for figure, examples in report.examples.items():
        for example in examples:
            words = example.quotation
            yield (
                *_described(figure.part, report),
                *(figure.entity_id, report.names.get(figure.entity_id), figure.label.value),
                *(round(example.probability, 6), example.holder_kind.value, example.holder, example.holder_entity_id),
                *(words.document_id, words.title, words.date, words.source, words.url, words.sentence_text),
            )


def _described(part: object, report: Report) -> tuple[str, str | None]:
    """Return which table a sentence is an example for, and which row of it."""
    if isinstance(part, HolderKind):
        return "entities", f"by_{part.value}"
    if isinstance(part, Outlet):
        return "sources", part.name
    if isinstance(part, Arrow):
        holder = part.holder_name or report.names.get(part.holder_entity_id or "") or part.holder_entity_id
        return "relations", holder
    return "over_time", part.label() if isinstance(part, Span) else "undated"
