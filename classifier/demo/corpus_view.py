"""What the page shows of a corpus: how far it is, and then who stands how toward whom in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

from classifier.corpus_report.collect import Report
from classifier.corpus_report.sums import EntitySums
from classifier.corpus_report.texts import shown
from classifier.demo.bars import bars_html
from classifier.demo.corpus_job import Scored, Standing
from classifier.demo.limits import MAX_CORPUS_ROWS, MAX_UPLOAD_BYTES
from classifier.demo.picture import arrows_html, themed_picture
from classifier.demo.table import table_html, table_row
from classifier.plots import Step, stances_over_time
from classifier.records import Entity, EntityAttributes, HolderKind, StanceCounts

CORPUS_LEAD = (
    '<p class="ns-lead">Many articles at once, scored as <code>newsstance score</code> does, and summed up as '
    f"<code>newsstance report</code> does: at most {MAX_CORPUS_ROWS:,} rows and {MAX_UPLOAD_BYTES // 1_000_000} MB "
    "here, any number on the command line.</p>"
)
CORPUS_EMPTY = (
    '<div class="ns-empty"><p><strong>No corpus yet.</strong> Upload a file with one article a row: JSON Lines, CSV or '
    "Parquet, or one of the first two packed as .gz. Columns such as <code>text</code>, <code>date</code> and "
    "<code>source</code> are found by their names; nothing else is to be chosen.</p></div>"
)
_ERROR_COLUMNS = ("Place", "Error", "Reason")
_SHOWN_OVER_TIME = 8  # small pictures; the report to take away has all


def progress_html(standing: Standing) -> str:
    """Return how many rows are done, how fast, and how long it will take."""
    if standing.n_done >= standing.n_rows:
        told = "All rows are scored; the figures are being drawn…"
    else:
        told = f"{standing.n_done:,} of {standing.n_rows:,} rows"
        if standing.n_done and standing.rate:
            left = (standing.n_rows - standing.n_done) / standing.rate
            told += f" · {standing.rate:,.1f} rows a second · {_duration(left)} left"
    return (
        f'<div class="ns-progress"><progress max="{standing.n_rows}" value="{standing.n_done}" '
        f'aria-label="Rows scored"></progress><p>{told}</p>{guess_html(standing.said)}</div>'
    )


def guess_html(said: tuple[str, ...]) -> str:
    """Return which columns are read."""
    return "".join(f'<p class="ns-note">Read by the names of the columns. {shown(line)}.</p>' for line in said)


def corpus_html(scored: Scored, said: tuple[str, ...]) -> str:
    """Return the counts, the download, what failed, and the figures."""
    report = scored.report
    return (
        f'<section class="ns-result ns-corpus">{_counts(scored)}{guess_html(said)}{_download(scored)}{_errors(scored)}'
        f'<div class="ns-beside"><div><h2 class="ns-heading">Stance toward each</h2>{_bars(report)}</div>'
        f'<div><h2 class="ns-heading">Who → whom</h2>{_relations(report)}</div></div>'
        f'<h2 class="ns-heading">Over time</h2>{_over_time(report)}</section>'
    )


def _counts(scored: Scored) -> str:
    counts, documents = scored.counts, scored.report.documents
    days = documents.days
    facts = [
        f"{counts.sentences:,} sentences, {counts.mentions:,} mentions of {len(scored.report.entities):,} names",
        f"dated {min(days)} to {max(days)}" if days else "no dates",
    ]
    if counts.copies:
        facts.append(f"{counts.copies:,} near-{'copy' if counts.copies == 1 else 'copies'} left out of the figures")
    return (
        f'<p class="ns-agreement" role="status">read {counts.read:,} = scored {counts.scored:,} + errors '
        f"{counts.errors:,} + skipped {counts.skipped:,}</p><p>{'; '.join(facts)}.</p>"
    )


def _download(scored: Scored) -> str:
    size = f"{len(scored.archive) / 1e6:.1f} MB"
    return (
        f'<div class="ns-tools"><button type="button" data-tool="zip">Download all (ZIP, {size})</button>'
        '<span class="ns-told" role="status"></span></div>'
        '<p class="ns-hint">Tables of mentions and of articles (Parquet), errors.jsonl, the whole report (report.html) '
        "and its tables (CSV). This page alone holds them: on the server all is deleted.</p>"
        f"<pre data-zip hidden>{scored.archive_base64()}</pre>"
    )


def _errors(scored: Scored) -> str:
    if not scored.errors:
        return ""
    rows = [table_row(_ERROR_COLUMNS, _error_cells(error)) for error in scored.errors]
    rest = scored.counts.errors - len(rows)
    caption = f"What could not be scored{f'; {rest:,} more in errors.jsonl' if rest else ''}"
    return (
        f'<details class="ns-fold" open><summary>{scored.counts.errors:,} of {scored.counts.read:,} rows could not be '
        f"scored</summary>{table_html(caption, _ERROR_COLUMNS, rows)}</details>"
    )


def _error_cells(error: Mapping[str, Any]) -> tuple[str, str, str]:
    row = "the file" if error["row"] is None else f"row {error['row']:,}"
    named = f" (id {shown(str(error['id']), 80)})" if error["id"] else ""
    return (f"{row}{named}", escape(str(error["error"])), shown(str(error["reason"]), 400))


def _bars(report: Report) -> str:
    entities = [_entity(entity_id, sums) for entity_id, sums in report.entities[: len(report.shown)]]
    rest = len(report.entities) - len(entities)
    more = f'<p class="ns-note">{rest:,} more, mentioned less, stand in entities.csv.</p>' if rest else ""
    return (
        '<p class="ns-hint">Sentences for, neutral and against; score from −1 to +1 with its 95 % interval.</p>'
        f"{bars_html(entities, buttons=False)}{more}"
    )


def _entity(entity_id: str, sums: EntitySums) -> Entity:
    return Entity(
        entity_id,
        sums.name,
        sums.kind,
        sums.known,
        EntityAttributes(),
        sums.n_mentions,
        sums.n_sentences,
        sums.counts(),
        sums.counts(HolderKind.AUTHOR),
        sums.counts(HolderKind.SOURCE),
    )


def _relations(report: Report) -> str:
    listed = [arrow for kind in (HolderKind.SOURCE, HolderKind.AUTHOR) for arrow in report.listed(kind)]
    listed.sort(key=lambda arrow: -arrow.n_sentences)
    return arrows_html(report.relations, dict(report.names), "the articles' own voice", listed)


def _over_time(report: Report) -> str:
    if not report.spans:
        return (
            '<p class="ns-note">No article has a date that names its day; a column such as <code>date</code> with '
            "2026-03-01 would show the stances over time.</p>"
        )
    figures = [_time_figure(report, entity_id) for entity_id in report.shown[:_SHOWN_OVER_TIME]]
    return (
        f'<p class="ns-hint">Sentences per {report.period.value}: in favor above the line, against below it, hatched; '
        f'a dot where all were neutral. Each picture has its own scale.</p><div class="ns-figures">'
        f"{''.join(figures)}</div>"
    )


def _time_figure(report: Report, entity_id: str) -> str:
    tallies = report.over_time.get(entity_id, {})
    counts = {span: tallies[span].counts() if span in tallies else StanceCounts() for span in report.spans}
    steps = [Step(span.short(), each.favor, each.neutral, each.against) for span, each in counts.items()]
    name = report.names[entity_id]
    told = [
        f"{span.label()} +{each.favor} ·{each.neutral} −{each.against}"
        for span, each in counts.items()
        if each.score is not None
    ]
    picture = themed_picture(partial(stances_over_time, steps), f"{name}, by {report.period.value}: {', '.join(told)}")
    return f"<figure><h3>{shown(name)}</h3>{picture or '<p class=ns-note>No certain stance in this time.</p>'}</figure>"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
