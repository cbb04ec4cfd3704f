"""Everything that the page shows of one result, as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from classifier.demo.bars import bars_html
from classifier.demo.export import csv_text, json_text
from classifier.demo.highlight import highlight_html, legend_html
from classifier.demo.mentions import mentions_html
from classifier.records import DocumentResult

EMPTY = (
    '<div class="ns-empty"><p><strong>Nothing judged yet.</strong> Paste an article, upload a file, or choose an '
    "example; then press Analyse.</p></div>"
)


@dataclass(frozen=True, slots=True)
class Views:
    """The parts of the view, each as HTML; the script finds them in the element of class `ns-view` around them."""

    article: str
    bars: str
    files: str


def views(result: DocumentResult) -> Views:
    """Return the marked article, the bars, and the table with the files."""
    return Views(_article(result), _bars(result), _files(result))


def _article(result: DocumentResult) -> str:
    return (
        f'<section class="ns-result">{warnings_html(result)}<h2 class="ns-heading">The article</h2>{legend_html()}'
        '<p class="ns-hint">Point at a name, or move to it with the Tab key; click or press Enter for the reasons.</p>'
        f'<p class="ns-filtered" role="status" hidden></p>{highlight_html(result)}</section>'
    )


def _bars(result: DocumentResult) -> str:
    return (
        '<section class="ns-result"><h2 class="ns-heading">Stance toward each</h2>'
        '<p class="ns-hint">Sentences for, neutral and against; score from −1 to +1 with its 95 % interval. '
        f"Press a name to see its sentences alone.</p>{bars_html(result.entities)}</section>"
    )


def _files(result: DocumentResult) -> str:
    """Return the table, and the record and the CSV, which the script copies, saves, and reads details from."""
    n_mentions = sum(len(sentence.mentions) for sentence in result.sentences)
    return (
        f'<section class="ns-result"><details class="ns-fold"><summary>Table: {n_mentions} mentions of '
        f"{len(result.entities)} entities</summary>"
        f"{mentions_html(result)}</details>"
        f'<details class="ns-fold"><summary>JSON: the record as programs get it</summary>'
        f'<pre class="ns-json" data-record tabindex="0" role="region" aria-label="The record as JSON">'
        f"{escape(json_text(result))}</pre></details>"
        f'<pre data-csv hidden>{escape(csv_text(result))}</pre><div class="ns-tools">{_tools()}</div>'
        f'<p class="ns-note">{len(result.sentences)} sentences; model {escape(result.model_version)}.</p></section>'
    )


def message_html(message: str) -> str:
    """Return why there is no result, and what to do."""
    return f'<p class="ns-message" role="alert">{escape(message)}</p>'


def warnings_html(result: DocumentResult) -> str:
    """Return what to know of a result; empty where there is nothing."""
    if not result.warnings:
        return ""
    items = "".join(f"<li>Note: {escape(warning)}</li>" for warning in result.warnings)
    return f'<ul class="ns-warnings">{items}</ul>'


def _tools() -> str:
    buttons = (("copy", "Copy JSON"), ("json", "Download JSON"), ("csv", "Download CSV"))
    return "".join(f'<button type="button" data-tool="{tool}">{name}</button>' for tool, name in buttons) + (
        '<span class="ns-told" role="status"></span>'
    )
