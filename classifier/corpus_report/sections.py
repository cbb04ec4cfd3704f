"""The page's sections, one function each; every one returns HTML and says so where there is nothing to show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from classifier.aggregate import RelationCount
from classifier.corpus_report.collect import Report, arrow_key
from classifier.corpus_report.counting import Tally, n_counted
from classifier.corpus_report.details import Example, Figure, Outlet
from classifier.corpus_report.elements import (
    OWN_VOICE,
    Column,
    anchor,
    counted,
    counts_html,
    disclosure,
    holder_html,
    score_html,
    sentence_list,
    stance_html,
    table,
)
from classifier.corpus_report.periods import Period, Span
from classifier.corpus_report.texts import clean, shown
from classifier.plots import ScoreRow, Step, relation_graph, score_intervals, stances_over_time
from classifier.plots.drawing import SIGNS
from classifier.plots.inline import picture_html
from classifier.records import HolderKind, StanceCounts, StanceLabel

_SIDES = (StanceLabel.FAVOR, StanceLabel.AGAINST)
_MOST = {StanceLabel.FAVOR: "Most in favor", StanceLabel.AGAINST: "Most against"}
_NO_OUTLET = "(no source given)"


def entities_section(report: Report) -> str:
    """Return the most mentioned entities: scores as a picture, counts as a table."""
    chosen = [(entity_id, sums) for entity_id, sums in report.entities[: len(report.shown)]]
    if not chosen:
        return "<p>No company or government was found.</p>"
    rows = [ScoreRow(sums.name, sums.counts()) for _, sums in chosen]
    picture = picture_html(
        lambda *, dark: score_intervals(rows, dark=dark),
        "Scores with 95 % intervals; the table holds the same figures.",
    )
    cells = [
        (
            f'<a href="#{anchor(place)}">{shown(sums.name)}</a> <small class="muted">{sums.kind.value}'
            f"{'' if sums.known else ', not listed'}</small>",
            f"{sums.n_documents:,}",
            f"{sums.n_mentions:,}",
            counts_html(sums.counts()),
            score_html(sums.counts()),
        )
        for place, (_, sums) in enumerate(chosen)
    ]
    columns = (
        Column("Entity"),
        Column("Articles", "number"),
        Column("Mentions", "number"),
        Column("Sentences", "full"),
        Column("Score [95 %]", "full"),
    )
    rest = len(report.entities) - len(chosen)
    caption = f"The {len(chosen)} most mentioned; {rest:,} more in entities.csv" if rest else "All that were found"
    figure = f'<figure class="alone">{picture}</figure>' if picture else ""
    return f'<div class="beside">{figure}<div>{table(caption, columns, cells)}</div></div>'


def time_section(report: Report) -> str:
    """Return favor and against over time, one small picture per entity."""
    if not report.spans:
        return "<p>No article has a date that names its day, so nothing can be shown over time.</p>"
    unit = "week, from its Monday" if report.period is Period.WEEK else report.period.value
    lead = (
        f"<p>Sentences per {unit}: {stance_html(StanceLabel.FAVOR)} above the line, "
        f"{stance_html(StanceLabel.AGAINST)} below it, hatched; a dot where all were neutral. Each picture has its own "
        "scale.</p>"
    )
    figures = [_time_figure(report, entity_id) for entity_id in report.shown]
    return f'{lead}<div class="grid">{"".join(figures)}</div>'


def _time_figure(report: Report, entity_id: str) -> str:
    tallies = report.over_time.get(entity_id, {})
    counts = {span: (tallies[span].counts() if span in tallies else StanceCounts()) for span in report.spans}
    steps = [Step(span.short(), each.favor, each.neutral, each.against) for span, each in counts.items()]
    name = report.names[entity_id]
    picture = picture_html(
        lambda *, dark: stances_over_time(steps, dark=dark),
        f"{clean(name)}: sentences in favor and against per {report.period.value}; the table below holds the figures.",
    )
    rows = [
        (span.label(), *(f"{getattr(each, label.value):,}" for label in StanceLabel), score_html(each))
        for span, each in counts.items()
        if n_counted(each)
    ]
    signs = (Column(SIGNS[label], "number") for label in StanceLabel)
    columns = (Column(report.period.value.title()), *signs, Column("Score"))
    notes = [*_peaks(report, entity_id, counts), *_not_drawn(report, tallies)]
    return (
        f"<figure><h3>{shown(name)}</h3>{picture or '<p>Nothing counted in this time.</p>'}"
        f"<figcaption>{' '.join(notes)}</figcaption>"
        + (disclosure("Figures", table("", columns, rows, narrow=True)) if rows else "")
        + "</figure>"
    )


def _peaks(report: Report, entity_id: str, counts: dict[Span, StanceCounts]) -> list[str]:
    """Return, for favor and for against, the step with the most sentences, and the surest of them."""
    peaks = []
    for label in _SIDES:
        span = max(counts, key=lambda span: getattr(counts[span], label.value))
        n = getattr(counts[span], label.value)
        if n:
            examples = report.examples.get(Figure(entity_id, label, span), ())
            words = sentence_list([(label, example) for example in examples[:1]], report.names)
            peaks.append(disclosure(f"{_MOST[label]}: {counted(n, 'sentence')} in {span.label()}", words))
    return peaks


def _not_drawn(report: Report, tallies: Mapping[Span | None, Tally]) -> list[str]:
    """Return how many sentences the picture lacks, and why."""
    undated = n_counted(tallies[None].counts()) if None in tallies else 0
    outside = sum(
        n_counted(tally.counts()) for span, tally in tallies.items() if span is not None and span not in report.spans
    )
    notes = [(undated, "in articles without a date"), (outside, "far before or after the others")]
    return [f"{counted(n, 'sentence')} {where}, not drawn." for n, where in notes if n]


def relations_section(report: Report) -> str:
    """Return who stands how toward whom: the picture, and the arrows of sources and of the own voice apart."""
    if not report.relations:
        return "<p>No stance that is not neutral was found with certainty.</p>"
    picture = picture_html(
        partial(relation_graph, report.relations, report.names),
        "Arrows from holders to targets, favor and against; the tables hold the same figures.",
    )
    sources = _relation_table(report, HolderKind.SOURCE, "Quoted sources")
    own = _relation_table(report, HolderKind.AUTHOR, OWN_VOICE.capitalize())
    return f'<div class="beside"><div><figure class="alone">{picture}</figure>{own}</div><div>{sources}</div></div>'


def _relation_table(report: Report, kind: HolderKind, title: str) -> str:
    arrows = report.listed(kind)
    rest = sum(arrow.kind is kind for arrow in report.relations) - len(arrows)
    caption = f"The {len(arrows)} most frequent; {rest:,} more in relations.csv" if rest else "All that were found"
    columns = (
        Column("Who, toward whom"),
        Column("Stance"),
        Column("Sentences", "number"),
        Column("Articles", "number"),
    )
    rows = [_relation_row(report, arrow) for arrow in arrows]
    return f"<h3>{title}</h3>" + (table(caption, columns, rows) if rows else "<p>None.</p>")


def _relation_row(report: Report, arrow: RelationCount) -> tuple[str, ...]:
    key = arrow_key(arrow)
    examples = report.examples.get(Figure(arrow.target_entity_id, arrow.label, key), ())
    words = sentence_list([(arrow.label, example) for example in examples[:2]], report.names)
    return (
        f"{holder_html(arrow.kind, arrow.holder_name, arrow.holder_entity_id, report.names)} → "
        f"{shown(report.names.get(arrow.target_entity_id, arrow.target_entity_id))}{disclosure('Sentences', words)}",
        stance_html(arrow.label),
        f"{arrow.n_sentences:,}",
        f"{arrow.n_documents:,}",
    )


def outlets_section(report: Report) -> str:
    """Return the sources of the articles side by side, one picture per entity."""
    named = [outlet for outlet in report.documents.outlets if outlet is not None]
    if len(report.documents.outlets) < 2:
        only = f"All articles come from {shown(named[0])}" if named else "No article names its source"
        return f"<p>{only}: there is nothing to compare.</p>"
    rest = len(report.documents.outlets) - len(report.outlets)
    more = f" The {len(report.outlets)} with the most articles; {rest:,} more in sources.csv." if rest else ""
    lead = (
        "<p>The same entity in different outlets. Where two intervals overlap widely, the sentences do not show that "
        f"the outlets differ.{more}</p>"
    )
    return f'{lead}<div class="grid">{"".join(_outlet_figure(report, entity_id) for entity_id in report.shown)}</div>'


def _outlet_figure(report: Report, entity_id: str) -> str:
    tallies = report.by_outlet.get(entity_id, {})
    counts = {outlet: tallies[outlet].counts() for outlet in report.outlets if outlet in tallies}
    name = report.names[entity_id]
    rows = [ScoreRow(_NO_OUTLET if outlet is None else outlet, each) for outlet, each in counts.items()]
    picture = picture_html(
        lambda *, dark: score_intervals(rows, dark=dark),
        f"{clean(name)}: score with 95 % interval by source of the article; the table below holds the figures.",
    )
    cells = [
        (
            _NO_OUTLET if outlet is None else shown(outlet),
            counts_html(each),
            score_html(each),
            _examples(report, entity_id, Outlet(outlet), most=1),
        )
        for outlet, each in counts.items()
    ]
    columns = (Column("Source"), Column("Sentences", "full"), Column("Score", "full"), Column("The surest", "full"))
    return (
        f"<figure><h3>{shown(name)}</h3>{picture or '<p>Nothing counted.</p>'}"
        + (disclosure("Figures and sentences", table("", columns, cells)) if cells else "")
        + "</figure>"
    )


def voices_section(report: Report) -> str:
    """Return the articles' own voice against the sources that they quote, for each entity."""
    chosen = [sums for _, sums in report.entities[: len(report.shown)]]
    if not chosen:
        return "<p>No company or government was found.</p>"
    rows = []
    for sums in chosen:
        rows += [
            ScoreRow(sums.name, None),
            ScoreRow("own voice", sums.counts(HolderKind.AUTHOR), square=True),
            ScoreRow("quoted sources", sums.counts(HolderKind.SOURCE)),
        ]
    picture = picture_html(
        lambda *, dark: score_intervals(rows, dark=dark),
        "Scores of the articles' own voice and of quoted sources; the table holds the same figures.",
    )
    cells = [
        (
            shown(sums.name),
            *(
                f"{counts_html(sums.counts(kind))}{score_html(sums.counts(kind))}"
                for kind in (HolderKind.AUTHOR, HolderKind.SOURCE)
            ),
        )
        for sums in chosen
    ]
    columns = (Column("Entity"), Column("Own voice", "full"), Column("Quoted sources", "full"))
    caption = "A sentence that holds both kinds of voice counts in both columns."
    figure = f'<figure class="alone">{picture}</figure>' if picture else ""
    return f'<div class="beside">{figure}<div>{table(caption, columns, cells)}</div></div>'


def sentences_section(report: Report) -> str:
    """Return the most telling sentences of each entity: the surest ones, own voice and sources apart."""
    parts = []
    for place, entity_id in enumerate(report.shown):
        pieces = [
            f"<h4>{title}</h4>{words}"
            for kind, title in ((HolderKind.AUTHOR, "Own voice"), (HolderKind.SOURCE, "Quoted sources"))
            if (words := _examples(report, entity_id, kind, most=2))
        ]
        content = "".join(pieces) or "<p>No stance that is not neutral was found with certainty.</p>"
        parts.append(
            f'<section class="card" id="{anchor(place)}"><h3>{shown(report.names[entity_id])}</h3>{content}</section>'
        )
    return f'<div class="wide grid">{"".join(parts)}</div>' if parts else "<p>No company or government was found.</p>"


def _examples(report: Report, entity_id: str, part: HolderKind | Outlet, *, most: int) -> str:
    chosen: list[tuple[StanceLabel, Example]] = []
    for label in _SIDES:
        chosen += [(label, example) for example in report.examples.get(Figure(entity_id, label, part), ())[:most]]
    return sentence_list(chosen, report.names)
