"""The page: one file of HTML that needs no script, no other file and no network."""

from __future__ import annotations

from classifier.corpus_report.collect import Report
from classifier.corpus_report.elements import Column, counted, table, warning
from classifier.corpus_report.reading import ScoreDirectory
from classifier.corpus_report.sections import (
    entities_section,
    outlets_section,
    relations_section,
    sentences_section,
    time_section,
    voices_section,
)
from classifier.corpus_report.style import CSS
from classifier.corpus_report.texts import plain, shown

# Whatever a corpus holds, the browser neither runs nor fetches anything for this page.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SECTIONS = (
    ("entities", "Companies and governments", entities_section),
    ("time", "Over time", time_section),
    ("relations", "Who → whom", relations_section),
    ("sources", "Sources compared", outlets_section),
    ("voices", "Own voice and quoted sources", voices_section),
    ("sentences", "The most telling sentences", sentences_section),
)
_READING = """
<p>A <strong>score</strong> is (favor − against) / (favor + neutral + against), from −1 to +1. A sentence counts once
for each company or government that it names, by the labels that the model is certain of; repeated sentences and page
furniture do not count. Where one name is both favored and opposed in a sentence, it counts as neutral.</p>
<p>The <strong>interval</strong> holds the middle 95 % of 1,000 scores, each of as many sentences drawn anew with
replacement. It tells how far the score may lie off by the chance of which sentences were there; it knows nothing of the
model's own errors. It is too narrow where a
few sentences all agree, so marks of fewer than ten sentences are open.</p>
<p>An <strong>arrow</strong> is a stance that is not neutral, counted once per sentence, holder and target. The
articles' own voice, opinion and stated fact alike, is never summed with that of the people whom they quote. In
the picture, holders that speak for a company or government are drawn as that one.</p>
<p>The <strong>most telling sentences</strong> are those of which the model is surest, not those that matter most.</p>
<p>Tables beside this page: <a href="entities.csv">entities.csv</a>, <a href="over_time.csv">over_time.csv</a>,
<a href="relations.csv">relations.csv</a>, <a href="sources.csv">sources.csv</a>,
<a href="sentences.csv">sentences.csv</a>. Entities and relations are complete there; time, sources and sentences are
those of the entities shown here. A text that a spreadsheet would take for a formula starts with an apostrophe.</p>
"""


def page_html(report: Report, title: str) -> str:
    """Return the whole page; `title` is plain text."""
    sections = [("scored", "What was scored", _scored(report))]
    sections += [(name, heading, render(report)) for name, heading, render in _SECTIONS]
    sections.append(("reading", "How to read this page", _READING))
    contents = "".join(f'<li><a href="#{name}">{heading}</a></li>' for name, heading, _ in sections)
    body = "".join(
        f'<section aria-labelledby="{name}"><h2 id="{name}">{heading}</h2>{content}</section>'
        for name, heading, content in sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f"<title>{plain(title)}</title><style>{CSS}</style></head><body>"
        f'<a class="skip" href="#scored">Skip to the figures</a><header><h1>{shown(title)}</h1>{_lead(report)}'
        f'<nav aria-label="Contents"><ul>{contents}</ul></nav>{"".join(map(warning, _warnings(report)))}</header>'
        f"<main>{body}</main><footer>Made by newsstance.</footer></body></html>\n"
    )


def _lead(report: Report) -> str:
    models = ", ".join(sorted({directory.model_version for directory in report.directories}))
    days = report.documents.days
    covered = f", dated {min(days)} to {max(days)}" if days else ""
    return (
        f'<p class="muted">{counted(report.documents.n_documents, "article")}{covered}; labelled by {shown(models)}. '
        "Labels are a model's judgement, and some are wrong: read the sentences before you rely on a figure.</p>"
    )


def _warnings(report: Report) -> list[str]:
    """Return what a reader must know before any figure, as HTML."""
    notes = [
        f"{shown(_name(report, directory))} is not finished: its run is still going, or was broken off. The figures "
        "are of the articles scored so far."
        for directory in report.directories
        if not directory.finished
    ]
    models = sorted({directory.model_version for directory in report.directories})
    if len(models) > 1:
        notes.append(
            f"The directories were scored by different models ({shown(', '.join(models))}). Differences between their "
            "articles, such as over time, may be differences of the models; score all by one model to compare them."
        )
    if not report.documents.n_documents:
        notes.append("The directories hold no article that counts, so there is nothing to show.")
    for directory, n_rows in zip(report.directories, report.documents.n_rows, strict=True):
        if directory.finished and n_rows != directory.counts["scored"]:
            notes.append(
                f"{shown(_name(report, directory))} holds {counted(n_rows, 'article')}, but its manifest says "
                f"{directory.counts['scored']:,}: parts are missing, or stand there twice."
            )
    if any(example.quotation.sentence_text is None for examples in report.examples.values() for example in examples):
        notes.append("A corpus was scored without keeping texts, so its sentences cannot be shown.")
    if report.let_go:
        notes.append(
            f"There were too many different names to count: {report.let_go:,} of the rarest were let go, and figures "
            "of rare names may be too low."
        )
    return notes


def _scored(report: Report) -> str:
    documents = report.documents
    totals = {name: sum(each.counts[name] for each in report.directories) for name in report.directories[0].counts}
    copies = "counted like all others" if report.include_copies else "left out of all figures"
    days = documents.days
    n_named = sum(outlet is not None for outlet in documents.outlets)
    facts = [
        ("Articles counted", f"{documents.n_documents:,}", ""),
        ("Copies of earlier articles", f"{documents.n_copies:,}", copies),
        ("Not scored", f"{totals['errors']:,}", "errors, listed in errors.jsonl"),
        ("Skipped", f"{totals['skipped']:,}", ""),
        ("Sentences", f"{documents.n_sentences:,}", f"{documents.n_counted_sentences:,} of them count"),
        ("Mentions", f"{report.n_mentions:,}", f"of {counted(len(report.entities), 'name')}"),
        ("Dates", f"{min(days)}<br>{max(days)}" if days else "none", f"{documents.n_undated:,} undated"),
        ("Sources", f"{n_named:,}", f"{counted(documents.outlets[None], 'article')} without"),
    ]
    cards = "".join(
        f"<div><dt>{name}</dt><dd>{value}{f'<small>{note}</small>' if note else ''}</dd></div>"
        for name, value, note in facts
    )
    return f'<dl class="facts">{cards}</dl>{_directories(report)}'


def _name(report: Report, directory: ScoreDirectory) -> str:
    """Return a directory's name; its path, which says more of a machine than readers need, only where names clash."""
    names = [each.path.resolve().name for each in report.directories]
    name = directory.path.resolve().name
    return name if names.count(name) == 1 else str(directory.path)


def _directories(report: Report) -> str:
    names = ("read", "scored", "errors", "skipped", "copies")
    columns = (Column("Directory"), Column("Model"), Column("State"), *(Column(name, "number") for name in names))
    rows = [
        (
            shown(_name(report, directory)),
            shown(directory.model_version),
            f"finished {shown(directory.finished_at or '')}" if directory.finished else "not finished",
            *(f"{directory.counts[name]:,}" for name in names),
        )
        for directory in report.directories
    ]
    return table("As their manifests say: read = scored + errors + skipped", columns, rows)
