"""The report: its figures are those of `summarize`, it runs and fetches nothing, and it says what it leaves out."""

from __future__ import annotations

import base64
import csv
import io
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier import DocumentResult, Pipeline, summarize
from classifier.aggregate import relations_of
from classifier.corpus_report import sums
from classifier.corpus_report.collect import Report, collect
from classifier.corpus_report.counting import VOICES
from classifier.corpus_report.details import Figure
from classifier.corpus_report.periods import Period, axis, read_date, span_of, suiting
from classifier.corpus_report.style import CSS
from classifier.corpus_report.write import write_report
from classifier.errors import InputFileError, InputValueError, RecordFormatError
from classifier.plots.drawing import DARK, LIGHT
from classifier.records import (
    AUTHOR,
    Document,
    Form,
    Holder,
    HolderKind,
    Mention,
    Role,
    SentenceResult,
    Stance,
    StanceLabel,
)
from tests.score_directory import write_scores

TEXTS = (
    "Huawei sued Canada over the ban. “Canada has betrayed us,” Huawei founder Ren Zhengfei said. Nokia won praise.",
    "Kenya praised Nokia for its honesty. Nokia was fined.\n\nShare this article\n\nNokia was fined.",
    "“Brazil keeps its word,” Ann Moe said. Huawei opened an office. Canada accused Huawei of theft.",
    "Nokia, Nokia and Huawei met Canada. Brussels attacked Nokia. Ann Moe told Brazil that Huawei had lied.",
)
HOLDERS = (
    AUTHOR,
    Holder(HolderKind.SOURCE, "Ann Moe"),
    Holder(HolderKind.SOURCE, "Ren Zhengfei", entity_id="company:huawei"),
    Holder(HolderKind.SOURCE, "the founder", entity_id="company:huawei"),
    Holder(HolderKind.SOURCE),
)
OUTLETS = ("The Courier", "Post", None)
DATES = ("2026-01-05", "2026-02-10T08:30:00Z", "12 March 2026", None, "03/04/2026", "2026-03-31")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\u202e\x00\x1b{{x}}${x}$x$"
FORMULAS = ("=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "\rx")


@pytest.fixture(scope="module")
def results(tiny_pipeline: Pipeline) -> list[DocumentResult]:
    """Sixty documents with mentions as the pipeline finds them, and stances of every kind, drawn by chance."""
    dice = random.Random(20250101)
    found = list(tiny_pipeline.predict_many(TEXTS))
    return [_shuffled(found[number % len(found)], number, dice) for number in range(60)]


def _shuffled(result: DocumentResult, number: int, dice: random.Random) -> DocumentResult:
    sentences = tuple(
        replace(sentence, mentions=tuple(_drawn(mention, dice) for mention in sentence.mentions))
        for sentence in result.sentences
    )
    return replace(
        result,
        id=f"d{number}",
        title=f"Title {number}",
        date=dice.choice(DATES),
        source=dice.choice(OUTLETS),
        url=f"https://news.example/{number}",
        sentences=sentences,
        relations=relations_of(sentences),
    )


def _drawn(mention: Mention, dice: random.Random) -> Mention:
    label = dice.choice(list(StanceLabel))
    rest = dice.uniform(0, 0.4)
    probabilities = {each: round(1 - rest if each is label else rest / 2, 6) for each in StanceLabel}
    form = Form.NOMINAL if dice.random() < 0.1 else Form.NAME
    stance = Stance(label, probabilities, certain=dice.random() < 0.8)
    return replace(mention, form=form, stance=stance, holder=dice.choice(HOLDERS))


@pytest.fixture
def scores(results: list[DocumentResult], tmp_path: Path) -> Path:
    """The sixty documents as a directory of scores."""
    return write_scores(tmp_path / "scores", results, part_documents=7)


def report_of(*paths: Path, **options: Any) -> Report:
    return collect(paths, **{"top": 50, "include_copies": False, "period": Period.MONTH, **options})


def page_of(path: Path, *more: Path, **options: Any) -> str:
    return write_report([path, *more], path.parent / "out", **{"top": 1, **options}).read_text(encoding="utf-8")


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assert_same(report: Report, expected: Sequence[DocumentResult]) -> None:
    """Every figure of a report is that of `summarize`."""
    summary = summarize(expected)
    assert report.documents.n_documents == summary.n_documents
    assert report.documents.n_sentences == summary.n_sentences
    assert report.n_mentions == summary.n_mentions
    assert [entity_id for entity_id, _ in report.entities] == [entity.id for entity in summary.entities]
    for (_, sums_), entity in zip(report.entities, summary.entities, strict=True):
        assert (sums_.name, sums_.kind, sums_.known) == (entity.name, entity.kind, entity.known)
        assert (sums_.n_mentions, sums_.n_sentences) == (entity.n_mentions, entity.n_sentences)
        counted = [sums_.counts(voice) for voice in VOICES]
        assert counted == [entity.stances, entity.by_author, entity.by_source]
    assert set(report.relations) == set(summary.relations)
    assert len(report.relations) == len(summary.relations)


# --- Figures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("json_lines", [False, True])
@pytest.mark.parametrize("part_documents", [1, 7, 100])
def test_figures_are_those_of_summarize(
    results: list[DocumentResult], tmp_path: Path, json_lines: bool, part_documents: int
) -> None:
    summary = summarize(results)
    assert {arrow.kind for arrow in summary.relations} == set(HolderKind)  # else the test below says little
    assert {sentence.role for result in results for sentence in result.sentences} >= {Role.BODY, Role.BOILERPLATE}
    path = write_scores(tmp_path / "s", results, part_documents=part_documents, json_lines=json_lines)
    assert_same(report_of(path), results)


def test_several_directories_are_summed(results: list[DocumentResult], tmp_path: Path) -> None:
    again = [replace(result, id=results[0].id) for result in results[:1]]  # the same id in another run
    first, second = write_scores(tmp_path / "a", results), write_scores(tmp_path / "b", again)
    assert_same(report_of(first, second), [*results, *again])


def test_copies_are_left_out_unless_wanted(results: list[DocumentResult], tmp_path: Path) -> None:
    copies = {f"d{number}": "d0" for number in range(1, 60, 3)}
    path = write_scores(tmp_path / "s", results, copies=copies)
    assert_same(report_of(path), [result for result in results if result.id not in copies])
    assert_same(report_of(path, include_copies=True), results)
    assert report_of(path).documents.n_copies == report_of(path, include_copies=True).documents.n_copies == 20
    assert "left out of all figures" in page_of(path)
    assert "counted like all others" in page_of(path, include_copies=True)


def test_outlets_and_times_add_up_to_the_whole(results: list[DocumentResult], scores: Path) -> None:
    report = report_of(scores)
    for outlet in OUTLETS:
        entities = summarize([result for result in results if result.source == outlet]).entities
        expected = {entity.id: entity.stances for entity in entities if entity.stances.score is not None}
        found = {each: tallies[outlet].counts() for each, tallies in report.by_outlet.items() if outlet in tallies}
        assert found == expected
    months = {read_date(result.date) and span_of(read_date(result.date), Period.MONTH) for result in results}  # type: ignore[arg-type]
    assert None in months
    for month in months:
        of_month = [
            result
            for result in results
            if (day := read_date(result.date), day and span_of(day, Period.MONTH))[1] == month
        ]
        expected = {e.id: e.stances for e in summarize(of_month).entities if e.stances.score is not None}
        found = {each: tallies[month].counts() for each, tallies in report.over_time.items() if month in tallies}
        assert found == expected


def test_the_sentences_are_the_surest_that_count(results: list[DocumentResult], scores: Path) -> None:
    report = report_of(scores)
    examined = 0
    for entity_id in report.shown:
        for label in (StanceLabel.FAVOR, StanceLabel.AGAINST):
            for kind in HolderKind:
                best = _surest(results, entity_id, label, kind)
                found = report.examples.get(Figure(entity_id, label, kind), [])
                assert [(e.probability, e.quotation.sentence_text) for e in found] == best
                examined += len(best)
    assert examined > 20


def _surest(
    results: Sequence[DocumentResult], entity_id: str, label: StanceLabel, kind: HolderKind
) -> list[tuple[float, str]]:
    """The three highest probabilities of certain, countable stances, with their sentences, no words twice."""
    found: dict[str, float] = {}
    for result in results:
        for sentence in result.sentences:
            named = [m for m in sentence.mentions if m.form is Form.NAME and m.stance.certain]
            named = [m for m in named if m.entity_id == entity_id]
            sides = {m.stance.label for m in named} - {StanceLabel.NEUTRAL}
            if sentence.duplicate_of is None and sentence.role is not Role.BOILERPLATE and sides == {label}:
                for mention in named:
                    if mention.stance.label is label and mention.holder.kind is kind:
                        probability = mention.stance.probabilities[label]
                        found[sentence.text] = max(probability, found.get(sentence.text, 0))
    return sorted(((probability, text) for text, probability in found.items()), reverse=True)[:3]


def test_texts_are_read_for_shown_sentences_alone(results: list[DocumentResult], tmp_path: Path) -> None:
    neutral = [
        replace(result, sentences=tuple(_made_neutral(sentence) for sentence in result.sentences), relations=())
        for result in results[:3]
    ]
    path = write_scores(tmp_path / "s", [*neutral, *results[3:6]], part_documents=3)
    for table in ("mentions/part-00000", "documents/part-00000", "documents/part-00001"):
        part = path / f"{table}.parquet"
        rows = pq.read_table(part).to_pylist()
        for row in rows:
            row["sentence_text" if "mentions" in table else "text"] = 7  # reading it would be a RecordFormatError
        pq.write_table(pa.Table.from_pylist(rows), part)
    assert_same(report_of(path), [*neutral, *results[3:6]])


def _made_neutral(sentence: SentenceResult) -> SentenceResult:
    stance = Stance(StanceLabel.NEUTRAL, dict.fromkeys(StanceLabel, 0.333333), certain=True)
    return replace(sentence, mentions=tuple(replace(mention, stance=stance) for mention in sentence.mentions))


def test_names_past_the_bound_are_let_go_and_it_is_said(
    results: list[DocumentResult], scores: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "MAX_NAMES", 3)
    report = report_of(scores)
    assert report.let_go > 0
    assert len(report.entities) <= 3
    assert "too many different names" in page_of(scores)


# --- Time ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T23:59:59+09:00", "2026-03-01"),
        ("2026/3/1 12:00", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("1 March 2026", "2026-03-01"),
        ("Sun, 01 Mar 2026 10:00:00 GMT", "2026-03-01"),
        ("March 1st, 2026", "2026-03-01"),
        ("Sept. 5, 2026", "2026-09-05"),
        (" 2026-03-01 ", "2026-03-01"),
        ("03/04/2026", None),
        ("2026-03", None),
        ("2026-02-30", None),
        ("0001-01-01", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        ("9" * 100_000, None),
    ],
)
def test_a_date_names_a_day_or_none(text: str | None, day: str | None) -> None:
    assert read_date(text) == (None if day is None else date.fromisoformat(day))


@pytest.mark.parametrize(
    ("period", "label", "start", "following"),
    [
        (Period.DAY, "2026-12-31", "2026-12-31", "2027-01-01"),
        (Period.WEEK, "2026-W53", "2026-12-28", "2027-W01"),
        (Period.MONTH, "2026-12", "2026-12-01", "2027-01"),
        (Period.QUARTER, "2026-Q4", "2026-10-01", "2027-Q1"),
        (Period.YEAR, "2026", "2026-01-01", "2027"),
    ],
)
def test_a_day_falls_into_one_step(period: Period, label: str, start: str, following: str) -> None:
    span = span_of(date(2026, 12, 31), period)
    assert (span.label(), span.start.isoformat(), span.next().label()) == (label, start, following)


@pytest.mark.parametrize("period", [period for period in Period if period is not Period.AUTO])
def test_steps_follow_without_hole_or_overlap(period: Period) -> None:
    days = [date.fromordinal(date(2023, 1, 1).toordinal() + number) for number in range(1200)]
    spans = axis(dict.fromkeys(days, 1), period)
    assert sorted({span_of(day, period) for day in days}) == spans


@pytest.mark.parametrize(
    ("n_days", "period"),
    [(1, "day"), (31, "day"), (60, "week"), (365, "month"), (2000, "quarter"), (9000, "year")],
)
def test_the_dates_choose_the_step(n_days: int, period: str) -> None:
    days = {date.fromordinal(date(2000, 1, 1).toordinal() + number): 1 for number in range(n_days)}
    assert suiting(days) == period
    assert len(axis(days, suiting(days))) <= 45


def test_a_stray_date_does_not_press_the_others_together(results: list[DocumentResult], tmp_path: Path) -> None:
    days = {date(2026, month, 1): 50 for month in range(1, 9)} | {date(1970, 1, 1): 1}
    assert suiting(days) is Period.MONTH
    assert [span.label() for span in axis(days, Period.MONTH)] == [f"2026-{month:02}" for month in range(1, 9)]
    dated = [replace(result, date="2026-03-01") for result in results] * 3
    dated = [replace(result, id=str(number)) for number, result in enumerate(dated)]
    page = page_of(write_scores(tmp_path / "s", [replace(dated[0], date="1970-01-01"), *dated[1:]]))
    assert "far before or after the others, not drawn" in page


# --- The page ------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The elements of a page, its texts, and what it refers to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "source", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += data

    def values(self, *names: str) -> list[str]:
        return [value or "" for _, attributes in self.elements for name, value in attributes.items() if name in names]


def test_page_shows_the_figures(results: list[DocumentResult], scores: Path) -> None:
    page = Page(page_of(scores, title="A title", top=3))
    entity = summarize(results).entities[0]
    assert "A title" in page.text
    assert f"+{entity.stances.favor} ·{entity.stances.neutral} −{entity.stances.against}" in page.text
    assert f"{entity.stances.score:+.2f}".replace("-", "−") in page.text
    assert "The Courier" in page.text
    assert "Ann Moe" in page.text
    assert max(result.sentences[0].text for result in results) in page.text


def test_page_needs_no_script_no_file_and_no_host(scores: Path) -> None:
    page = Page(page_of(scores))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "base", "video", "audio", "svg"}
    pictures = page.values("src", "srcset")
    assert len(pictures) == 10
    for picture in pictures:
        kind, _, data = picture.partition(";base64,")
        assert kind == "data:image/svg+xml"
        svg = base64.b64decode(data).decode()
        assert not re.search(r"(?:href|src)=\"(?!#)|url\((?!#)|<script|<image", svg)
    assert "url(" not in CSS
    assert "@import" not in CSS
    policy = page.values("content")[0]
    assert policy.startswith("default-src 'none'")


def test_links_lead_somewhere(scores: Path) -> None:
    page = Page(page_of(scores, top=3))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    tables = {path.name for path in (scores.parent / "out").glob("*.csv")}
    assert len(tables) == 5
    links = page.values("href")
    assert {link for link in links if link.startswith("#")} <= {f"#{name}" for name in ids}
    assert {link for link in links if not link.startswith(("#", "https://"))} == tables


def test_hostile_texts_are_shown_as_text(results: list[DocumentResult], tmp_path: Path) -> None:
    hostile = [
        replace(
            result,
            title=HOSTILE,
            source=f"{HOSTILE} {number % 3}",
            date=HOSTILE if number % 4 == 0 else "2026-03-01",
            url=("javascript:alert(1)", 'https://x.example/"onclick=alert(1)', "//x.example", "https://x.example/ok")[
                number % 4
            ],
            sentences=tuple(replace(each, text=f"{HOSTILE} {each.text}") for each in result.sentences),
            entities=tuple(replace(entity, name=f"{HOSTILE} {entity.id}") for entity in result.entities),
        )
        for number, result in enumerate(results)
    ]
    path = write_scores(tmp_path / HOSTILE[:8].replace("/", ""), hostile, json_lines=True, model_version=HOSTILE)
    html = page_of(path, title=HOSTILE, top=2)
    page = Page(html)
    assert not {tag for tag, _ in page.elements} & {"script", "b"}
    assert {tag for tag, attributes in page.elements if any(name.startswith("on") for name in attributes)} == set()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", html)
    assert all(image.startswith("data:image/svg+xml;base64,") for image in page.values("src", "srcset"))
    assert {link for link in page.values("href") if "x.example" in link} == {"https://x.example/ok"}
    assert not [link for link in page.values("href") if link.startswith("javascript")]
    assert page.text.count("<script>alert(1)</script>") > 10
    assert "\u202e" not in html


def test_half_characters_do_not_stop_the_report(results: list[DocumentResult], tmp_path: Path) -> None:
    """The scorer refuses such documents; the tables may come from elsewhere."""
    broken = [replace(result, title="HALF a", source="b HALF", date="2026-03-01") for result in results]
    scores = write_scores(tmp_path / "s", broken, json_lines=True)
    for path in (*(scores / "documents").iterdir(), *(scores / "mentions").iterdir()):
        path.write_text(path.read_text(encoding="utf-8").replace("HALF", r"\ud800"), encoding="utf-8")
    assert "\ufffd a" in page_of(scores)


def test_texts_reach_the_contrast_that_readers_need() -> None:
    for block in re.findall(r":root \{([^}]*)\}", CSS):
        colours = dict(re.findall(r"--(\w+): (#\w{6})", block))
        for text in ("ink", "muted", "favor", "against", "link"):
            for ground in ("ground", "panel"):
                assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert _contrast(colours["ink"], colours["note"]) >= 4.5
    for palette in (LIGHT, DARK):
        for colour in (palette.ink, palette.muted, palette.favor, palette.against, palette.neutral):
            assert _contrast(colour, palette.ground) >= 4.5
        assert _contrast(palette.ink, palette.box) >= 4.5
        assert _contrast(palette.line, palette.ground) >= 3


def _contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_same_scores_give_the_same_files(scores: Path) -> None:
    def files() -> dict[str, bytes]:
        out = write_report([scores], scores.parent / "out", top=2).parent
        return {path.name: path.read_bytes() for path in sorted(out.iterdir())}

    first = files()
    assert len(first) == 6
    assert files() == first


@pytest.mark.parametrize("n_results", [0, 1])
def test_little_or_nothing_scored_is_a_page_that_says_so(
    results: list[DocumentResult], tmp_path: Path, n_results: int
) -> None:
    empty = [replace(result, sentences=(), entities=(), relations=()) for result in results[:n_results]]
    page = Page(page_of(write_scores(tmp_path / "s", empty)))
    assert "No company or government was found." in page.text
    assert ("hold no article that counts" in page.text) == (n_results == 0)


# --- What a reader must know first ---------------------------------------------------------------------------


def test_an_unfinished_run_is_said(results: list[DocumentResult], tmp_path: Path) -> None:
    path = write_scores(tmp_path / "s", results, status="running", finished_at=None)
    (path / "mentions" / "part-99999.parquet.tmp").write_bytes(b"PAR1 half")  # what a run is writing right now
    assert "is not finished" in Page(page_of(path)).text
    assert_same(report_of(path), results)


def test_different_models_are_said(results: list[DocumentResult], tmp_path: Path) -> None:
    first = write_scores(tmp_path / "a", results)
    second = write_scores(tmp_path / "b", results[:2], model_version="other-2")
    assert "scored by different models (other-2, tiny-1)" in Page(page_of(first, second)).text
    assert "different models" not in Page(page_of(first)).text


def test_a_lost_part_is_said(scores: Path) -> None:
    assert "parts are missing" not in page_of(scores)
    (scores / "documents" / "part-00001.parquet").unlink()
    assert "holds 53 articles, but its manifest says 60" in Page(page_of(scores)).text


@pytest.mark.parametrize("json_lines", [False, True])
def test_without_texts_the_figures_stay(results: list[DocumentResult], tmp_path: Path, json_lines: bool) -> None:
    path = write_scores(tmp_path / "s", results, text=False, json_lines=json_lines)
    assert_same(report_of(path), results)
    page = Page(page_of(path))
    assert "without keeping texts" in page.text
    assert "(text not kept)" in page.text
    assert {row["sentence_text"] for row in rows_of(tmp_path / "out", "sentences.csv")} == {""}


# --- Tables --------------------------------------------------------------------------------------------------


def test_tables_hold_the_figures(results: list[DocumentResult], scores: Path) -> None:
    page_of(scores, top=2)
    out = scores.parent / "out"
    summary = summarize(results)
    for row, entity in zip(rows_of(out, "entities.csv"), summary.entities, strict=True):
        assert (row["entity_id"], int(row["n_mentions"])) == (entity.id, entity.n_mentions)
        assert (int(row["favor"]), int(row["against"])) == (entity.stances.favor, entity.stances.against)
        assert row["by_source_score"] == ("" if entity.by_source.score is None else str(entity.by_source.score))
    relations = rows_of(out, "relations.csv")
    assert sum(int(row["n_sentences"]) for row in relations) == sum(one.n_sentences for one in summary.relations)
    shown = [entity.id for entity in summary.entities[:2]]
    for name in ("over_time.csv", "sources.csv"):
        rows = rows_of(out, name)
        for entity in summary.entities[:2]:
            favor = sum(int(row["favor"]) for row in rows if row["entity_id"] == entity.id)
            assert favor == entity.stances.favor
        assert {row["entity_id"] for row in rows} == set(shown)
    assert {row["figure"] for row in rows_of(out, "sentences.csv")} == {
        "entities",
        "over_time",
        "relations",
        "sources",
    }


def test_no_cell_is_a_formula(results: list[DocumentResult], tmp_path: Path) -> None:
    formulas = [
        replace(
            result,
            title=FORMULAS[number % 6],
            source=FORMULAS[number % 6],
            url=FORMULAS[number % 6],
            entities=tuple(replace(entity, name=FORMULAS[0]) for entity in result.entities),
        )
        for number, result in enumerate(results)
    ]
    page_of(write_scores(tmp_path / "s", formulas))
    texts = [path.read_bytes().decode() for path in (tmp_path / "out").glob("*.csv")]
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert {f"'{formula}" for formula in FORMULAS} <= set(cells)
    dangerous = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert dangerous, "negative scores"
    assert all(-1 <= float(cell) < 0 for cell in dangerous)


# --- What cannot be read -------------------------------------------------------------------------------------


def _manifest(**changes: Any) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        (path / "manifest.json").write_text(json.dumps(manifest | changes), encoding="utf-8")

    return change


def _file(name: str, content: bytes | None) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        if content is None:
            (path / name).unlink()
        else:
            (path / name).write_bytes(content)

    return change


def _column(name: str, value: Any) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        part = path / "mentions" / "part-00002.parquet"
        rows = [{**row, name: value} for row in pq.read_table(part).to_pylist()]
        if value is ...:
            for row in rows:
                del row[name]
        pq.write_table(pa.Table.from_pylist(rows), part)

    return change


def _cut(path: Path) -> None:
    part = path / "mentions" / "part-00002.parquet"
    part.write_bytes(part.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("damage", "error", "message"),
    [
        (_file("manifest.json", None), InputFileError, "holds no manifest.json"),
        (_file("manifest.json", b"{"), InputFileError, "manifest.json cannot be read"),
        (_file("manifest.json", b"\xff"), InputFileError, "manifest.json cannot be read"),
        (_file("manifest.json", b"[]"), RecordFormatError, "is no JSON object"),
        (_manifest(format="other"), RecordFormatError, "says format 'other', expected 'newsstance-scores'"),
        (_manifest(format_version=2), RecordFormatError, "format_version 2, this version reads 1"),
        (_manifest(schema_version=9), RecordFormatError, "schema_version 9, this version reads 1"),
        (_manifest(counts=None), RecordFormatError, "lacks counts"),
        (_cut, InputFileError, "part-00002.parquet cannot be read"),
        (_file("documents/part-00001.parquet", b"no parquet"), InputFileError, "part-00001.parquet cannot be read"),
        (_file("mentions/part-00001.jsonl", b'{"a": 1}\n'), RecordFormatError, "line 1 lacks the columns document_id"),
        (_file("mentions/part-00001.jsonl", b"[]\n"), RecordFormatError, "line 1 lacks the columns"),
        (_file("mentions/part-00001.jsonl", b"7\n"), RecordFormatError, "line 1 lacks the columns"),
        (_file("mentions/part-00001.jsonl", b'{"a'), InputFileError, "line 1 is no JSON"),
        (_file("mentions/part-00001.jsonl", b"\xff\n"), InputFileError, "part-00001.jsonl cannot be read"),
        (_column("stance", ...), RecordFormatError, "part-00002.parquet lacks the columns stance"),
        (
            _column("stance", "pro"),
            RecordFormatError,
            "column stance holds 'pro', expected favor or neutral or against",
        ),
        (_column("certain", 1), RecordFormatError, "column certain holds '1', expected bool"),
        (_column("entity_id", None), RecordFormatError, "column entity_id holds 'None', expected str"),
        (_column("sentence_text", 7), RecordFormatError, "column sentence_text holds '7', expected str"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_names_it(
    scores: Path, damage: Callable[[Path], None], error: type[Exception], message: str
) -> None:
    damage(scores)
    with pytest.raises(error, match=re.escape(message)):
        write_report([scores], scores.parent / "out")
    assert not (scores.parent / "out").exists()


def test_wrong_arguments_are_errors(scores: Path, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="is no directory"):
        report_of(tmp_path / "nowhere")
    with pytest.raises(InputValueError, match="named twice"):
        report_of(scores, scores / ".." / "scores")
    with pytest.raises(InputValueError, match="top from 1 up"):
        report_of(scores, top=0)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputFileError, match="cannot be written"):
        write_report([scores], tmp_path / "file")


def test_documents_of_the_real_pipeline_make_a_page(shipped: Pipeline, tmp_path: Path) -> None:
    documents = [Document(text, id=str(number), date="2026-03-01") for number, text in enumerate(TEXTS)]
    results = list(shipped.predict_many(documents))
    path = write_scores(tmp_path / "s", results)
    assert_same(report_of(path), results)
    assert "Nokia" in Page(page_of(path)).text
