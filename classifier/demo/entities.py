"""The table of entities: what the chart shows, in figures, and all of them."""

from __future__ import annotations

from html import escape

from classifier.demo.table import table_html, table_row
from classifier.records import DocumentResult, StanceCounts

COLUMNS = ("Entity", "Kind", "Mentions", "+ favor", "· neutral", "− against", "Score", "95 % interval")


def entities_html(result: DocumentResult) -> str:
    """Return one table row per company and government, most mentioned first."""
    rows = []
    for entity in result.entities:
        counts = entity.stances
        cells = (
            escape(entity.name),
            entity.kind.value,
            str(entity.n_mentions),
            str(counts.favor),
            str(counts.neutral),
            str(counts.against),
            *score_texts(counts),
        )
        rows.append(table_row(COLUMNS, cells))
    return table_html("Entities", COLUMNS, rows) if rows else ""


def score_texts(counts: StanceCounts) -> tuple[str, str]:
    """Return the score and its interval as text; dashes where nothing was counted."""
    if counts.score is None or counts.low is None or counts.high is None:
        return ("–", "–")
    return (_signed(counts.score), f"{_signed(counts.low)} to {_signed(counts.high)}")


def _signed(value: float) -> str:
    return "0.00" if round(value, 2) == 0 else f"{value:+.2f}".replace("-", "−")
