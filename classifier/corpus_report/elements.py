"""The small pieces that the page is made of: tables, scores, bars, sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from classifier.corpus_report.counting import n_counted
from classifier.corpus_report.details import Example
from classifier.corpus_report.periods import read_date
from classifier.corpus_report.texts import link, shown
from classifier.plots.drawing import SIGNS
from classifier.records import HolderKind, StanceCounts, StanceLabel

OWN_VOICE = "the article's own voice"
NAMELESS = "a source without a name"
_MOST_CHARS = 600  # of a sentence: one that was never split must not fill the page
_TITLE_CHARS = 140


class Column(NamedTuple):
    """A table's column: its title, and how its cells are set ('', 'number', 'full': a line of its own on a phone)."""

    title: str
    style: str = ""


def table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, narrow: bool = False) -> str:
    """Return a table; caption, titles and cells are HTML, and the first cell of a row is its heading.

    Args:
        caption: may be empty.
        columns: one per cell of a row.
        rows: their cells.
        narrow: the columns fit a telephone as they are; else a row becomes a block there.
    """
    head = "".join(f'<th scope="col"{_style(column)}>{column.title}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(
            f'<td{_style(column)} data-label="{column.title}">{cell}</td>'
            for column, cell in zip(columns[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="fit"><table class="{"narrow" if narrow else "rows"}">'
        f"{f'<caption>{caption}</caption>' if caption else ''}<thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _style(column: Column) -> str:
    return f' class="{column.style}"' if column.style else ""


def signed(value: float) -> str:
    """Return a score with its sign."""
    return "0.00" if round(value, 2) == 0 else f"{value:+.2f}".replace("-", "−")


def score_html(counts: StanceCounts) -> str:
    """Return a score with its interval, or that there is none where nothing was counted."""
    if counts.score is None or counts.low is None or counts.high is None:
        return '<span class="muted">no score</span>'
    interval = f"{signed(counts.low)} to {signed(counts.high)}"
    return f'<strong>{signed(counts.score)}</strong> <span class="muted nowrap">[{interval}]</span>'


def counts_html(counts: StanceCounts) -> str:
    """Return counts with their signs, and a bar of their shares: plain for favor, hatched for against."""
    n = n_counted(counts)
    numbers = (
        f'<span class="nowrap"><span class="favor-text">+{counts.favor:,}</span> ·{counts.neutral:,} '
        f'<span class="against-text">−{counts.against:,}</span></span>'
    )
    if n == 0:
        return f"{numbers} "
    width = {label: 100 * getattr(counts, label.value) / n for label in StanceLabel}
    pieces = "".join(f'<i class="{label}" style="width:{width[label]:.1f}%"></i>' for label in StanceLabel)
    return f'{numbers}<span class="bar" aria-hidden="true">{pieces}</span>'


def stance_html(label: StanceLabel, words: str | None = None) -> str:
    """Return a stance as coloured words with its sign."""
    return f'<span class="{label}-text">{SIGNS[label]}&nbsp;{words or label.value}</span>'


def holder_html(kind: HolderKind, name: str | None, entity_id: str | None, names: Mapping[str, str]) -> str:
    """Return whose stance it is, with the entity that a source speaks for."""
    if kind is HolderKind.AUTHOR:
        return f"<em>{OWN_VOICE}</em>"
    entity = None if entity_id is None else names.get(entity_id, entity_id)
    if name is None:
        return NAMELESS if entity is None else shown(entity, _TITLE_CHARS)
    if entity is None or entity == name:
        return shown(name, _TITLE_CHARS)
    return f"{shown(name, _TITLE_CHARS)} ({shown(entity, _TITLE_CHARS)})"


def sentence_list(examples: Sequence[tuple[StanceLabel, Example]], names: Mapping[str, str]) -> str:
    """Return sentences with their stance, holder, and article; empty where there are none."""
    items = [
        f'<li class="{label}">{_words(example)}<span class="source">{stance_html(label)} '
        f"{example.probability:.0%}, "
        f"{holder_html(example.holder_kind, example.holder, example.holder_entity_id, names)}; {_article(example)}"
        "</span></li>"
        for label, example in examples
    ]
    return f'<ul class="sentences">{"".join(items)}</ul>' if items else ""


def _words(example: Example) -> str:
    text = example.quotation.sentence_text
    return '<span class="muted">(text not kept)</span>' if text is None else f"<q>{shown(text, _MOST_CHARS)}</q>"


def _article(example: Example) -> str:
    article = example.quotation
    title = link(article.url, shown(article.title or f"article {article.document_id}", _TITLE_CHARS))
    day = read_date(article.date)
    date = article.date if day is None else day.isoformat()  # the hour only fills the line
    return ", ".join([title, *(shown(value, _TITLE_CHARS) for value in (article.source, date) if value)])


def disclosure(summary: str, content: str) -> str:
    """Return content that opens on demand, by mouse and by key, without a script; empty without content."""
    return f"<details><summary>{summary}</summary>{content}</details>" if content else ""


def warning(text: str) -> str:
    """Return a note that must not be overlooked; `text` is HTML."""
    return f'<div class="warning" role="note"><p>{text}</p></div>'


def counted(n: int, thing: str) -> str:
    """Return a number with its noun: '1 article', '2,000 articles'."""
    return f"{n:,} {thing}" + ("" if n == 1 else "s")


def anchor(place: int) -> str:
    """Return the id of the sentences of an entity: its place, since its own id may hold anything."""
    return escape(f"sentences-{place}")
