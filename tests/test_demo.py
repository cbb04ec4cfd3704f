"""What the demo shows: marks that read without colour, nothing unescaped, figures that are those of the records."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from classifier import demo
from classifier.demo.about import EXAMPLES, about_html, examples_html
from classifier.demo.bars import SHOWN_BARS, bars_html
from classifier.demo.comparison import comparison_html, pair_mentions
from classifier.demo.evaluation import PICTURES, card_html, scores, scores_html
from classifier.demo.export import csv_text, json_text
from classifier.demo.highlight import highlight_html, legend_html
from classifier.demo.limits import MAX_UPLOAD_BYTES
from classifier.demo.mentions import COLUMNS, mentions_html
from classifier.demo.picture import picture_html
from classifier.demo.result_view import message_html, views
from classifier.demo.uploads import Upload, read_upload
from classifier.errors import InputFileError
from classifier.pipeline import Pipeline
from classifier.records import DocumentResult, StanceCounts, StanceLabel
from tests.served import ARTICLE, fake_baseline, fake_pipeline

HOSTILE = (
    "<script>alert(1)</script> \"Huawei\" attacked <img src=x onerror=alert(1)> Canada & ${alert(1)} {{value}} 'Acme'."
)


class Marks(HTMLParser):
    """Read highlighted HTML back: the text, the marks with what they say, the sentences, all tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.marks: list[dict[str, str]] = []
        self.sentences: list[dict[str, str]] = []
        self.tags: set[str] = set()
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.tags.add(tag)
        self._open.append(tag)
        assert not [name for name in values if name.startswith("on")]
        if tag == "mark":
            self.marks.append({"text": "", **values})
        elif "ns-sentence" in values.get("class", ""):
            self.sentences.append(values)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marks[-1]["text"] += data


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return fake_pipeline()


@pytest.fixture(scope="module")
def baseline() -> Pipeline:
    return fake_baseline()


@pytest.fixture(scope="module")
def result(pipeline: Pipeline) -> DocumentResult:
    return pipeline.predict(ARTICLE)


# --- The marked article ----------------------------------------------------------------------------------


def test_marks_stand_where_the_mentions_do_in_a_text_with_emoji(result: DocumentResult) -> None:
    marks = Marks(highlight_html(result))
    mentions = [mention for sentence in result.sentences for mention in sentence.mentions]
    assert marks.text == ARTICLE
    assert [mark["text"] for mark in marks.marks] == [ARTICLE[m.start : m.end] for m in mentions]
    assert [mark["data-mention"] for mark in marks.marks] == [str(index) for index in range(len(mentions))]
    assert len(mentions) == 10


def test_every_mark_has_the_sign_of_its_stance(result: DocumentResult) -> None:
    marks = Marks(highlight_html(result)).marks
    mentions = [mention for sentence in result.sentences for mention in sentence.mentions]
    signs = {StanceLabel.FAVOR: "+", StanceLabel.NEUTRAL: "·", StanceLabel.AGAINST: "−"}
    assert [mark["data-sign"] for mark in marks] == [
        signs[m.stance.label] + ("" if m.stance.certain else "?") for m in mentions
    ]
    assert {mark["data-sign"] for mark in marks} == {"+", "·", "−", "−?"}
    assert all(f"ns-{m.stance.label}" in mark["class"] for m, mark in zip(mentions, marks, strict=True))


def test_a_mark_tells_entity_stance_probabilities_certainty_and_holder(result: DocumentResult) -> None:
    favored = next(mark for mark in Marks(highlight_html(result)).marks if mark["data-sign"] == "+")
    spoken = 'Acme <b onclick="x"> (company): favor, certain: favor 90%, neutral 5%, against 5%; stance of Canada'
    assert favored["aria-label"] == spoken
    assert (favored["role"], favored["tabindex"]) == ("button", "0")
    looked_at = next(m for m in Marks(highlight_html(result, active=False)).marks if m["data-sign"] == "+")
    assert looked_at["title"] == spoken
    assert "tabindex" not in looked_at


def test_repeated_sentences_are_grey_and_say_so(result: DocumentResult) -> None:
    sentences = Marks(highlight_html(result)).sentences
    grey = [index for index, sentence in enumerate(sentences) if "ns-muted" in sentence["class"]]
    assert grey == [index for index, sentence in enumerate(result.sentences) if sentence.duplicate_of is not None]
    assert len(grey) == 1
    assert [sentence.get("data-why", "") for sentence in sentences].count("repeats sentence 2") == 1
    assert "repeats sentence 2" in mentions_html(result)


def test_sentences_carry_the_entities_that_the_filter_looks_for(result: DocumentResult) -> None:
    for shown, sentence in zip(Marks(highlight_html(result)).sentences, result.sentences, strict=True):
        assert set(shown["data-entities"].split()) == {mention.entity_id for mention in sentence.mentions}


def test_everything_in_a_hostile_article_is_escaped(pipeline: Pipeline, baseline: Pipeline) -> None:
    hostile = pipeline.predict(HOSTILE)
    shown = highlight_html(hostile)
    assert Marks(shown).text == HOSTILE
    assert Marks(shown).tags == {"div", "span", "mark"}
    made = views(hostile)
    pages = [
        shown,
        mentions_html(hostile),
        comparison_html(hostile, baseline.predict(HOSTILE)),
        legend_html(),
        message_html(HOSTILE),
        made.article,
        made.bars,
        made.files,
        re.sub(r"<img class=\"ns-only-(light|dark)\" src=\"data:image/svg", "", picture_html(hostile)),
    ]
    assert not [html for html in pages if re.search(r"<(script|img|b) ?\b(?!>[+−·0-9])", html)]
    assert "Acme &lt;b onclick=&quot;x&quot;&gt;" in pages[1]


def test_overlapping_targets_are_all_marked(pipeline: Pipeline) -> None:
    judged = pipeline.predict("Canada praised Acme Steel Works.", targets=[(15, 25), (20, 31), (15, 31)])
    marks = Marks(highlight_html(judged))
    assert marks.text == judged.text
    assert [mark["text"] for mark in marks.marks] == ["Acme ", "Steel", " Works"]
    assert [mark["data-sign"] for mark in marks.marks] == ["", "+", "++"]


def test_empty_result_is_an_empty_article(pipeline: Pipeline) -> None:
    assert Marks(highlight_html(pipeline.predict(" \n"))).text == " \n"
    assert "No company" in mentions_html(pipeline.predict("It rained."))
    assert "No company" in bars_html(())


# --- Table, bars, picture, comparison ----------------------------------------------------------------------


def test_table_has_a_row_per_mention_and_a_group_per_entity(result: DocumentResult) -> None:
    html = mentions_html(result)
    assert html.count("<td") == len(result.to_rows()) * len(COLUMNS)
    headings = re.findall(r'<tr class="ns-group"><th[^>]*><bdi>(.*?)</bdi>', html)
    assert [unescape(heading) for heading in headings] == [entity.name for entity in result.entities]


def test_bars_hold_the_counts_and_scores_of_the_records(result: DocumentResult) -> None:
    rows = re.findall(r"<li>.*?</li>", bars_html(result.entities))
    assert len(rows) == len(result.entities)
    for row, entity in zip(rows, result.entities, strict=True):
        counts = entity.stances
        if counts.score is None:
            assert "no certain stance" in row
            continue
        assert f"{counts.favor} favor, {counts.neutral} neutral, {counts.against} against" in row
        score = "0.00" if counts.score == 0 else f"{counts.score:+.2f}".replace("-", "−")
        assert f"<b>{score}</b>" in row
        point = re.search(r'<circle cx="([\d.]+)"', row)
        ends = re.search(r'class="ns-range" x1="([\d.]+)" x2="([\d.]+)"', row)
        assert point is not None
        assert ends is not None
        assert float(ends[1]) <= float(point[1]) <= float(ends[2])


def test_bars_of_a_corpus_are_no_buttons_and_cut_no_number(result: DocumentResult) -> None:
    """Nothing stands beside them that a button could filter; and a bar may be short with a long number."""
    counts = StanceCounts(3, 4_000, 12, 0.1, 0.0, 0.2)
    html = bars_html([replace(result.entities[0], stances=counts)], buttons=False)
    assert "<button" not in html
    assert f"<bdi>{result.entities[0].name.replace('<', '&lt;').replace('>', '&gt;')}" in html.replace("&quot;", '"')
    widths = [float(width) for width in re.findall(r"min-width:([\d.]+)rem", html)]
    assert [len(str(n)) for n in (3, 4_000, 12)] == [round((width - 0.8) / 0.6) for width in widths]


def test_bars_beyond_the_first_stand_behind_a_control(result: DocumentResult) -> None:
    many = [replace(result.entities[0], id=f"company:{index}") for index in range(SHOWN_BARS + 3)]
    html = bars_html(many)
    assert "3 more" in html
    assert html.count("<li>") == len(many)


def test_picture_says_its_arrows_as_a_list(pipeline: Pipeline, result: DocumentResult) -> None:
    html = picture_html(result)
    assert html.count('src="data:image/svg+xml;base64,') == 2
    assert re.search(r"<bdi>Canada</bdi> <mark class=\"ns-favor\">.*?→ <bdi>Acme", html)
    assert "no arrow" in picture_html(pipeline.predict("It rained."))


def test_comparison_pairs_mentions_and_marks_what_differs(result: DocumentResult, baseline: Pipeline) -> None:
    other = baseline.predict(ARTICLE)
    pairs = pair_mentions(result, other)
    html = comparison_html(result, other)
    n_differing = [pair.differs for pair in pairs].count(True)
    assert len(pairs) == len(result.to_rows())
    assert n_differing == html.count("≠ differs") > 0
    marked = [mark for mark in Marks(html).marks if "ns-other" in mark["class"] and "data-mention" in mark]
    assert len(marked) == 2 * n_differing
    assert not any(pair.differs for pair in pair_mentions(result, result))


def test_mentions_that_one_model_misses_stay_alone(result: DocumentResult) -> None:
    without = replace(result, sentences=tuple(replace(sentence, mentions=()) for sentence in result.sentences))
    assert [pair.model for pair in pair_mentions(without, result)] == [None] * len(result.to_rows())
    assert [pair.baseline for pair in pair_mentions(result, without)] == [None] * len(result.to_rows())
    assert "not found" in comparison_html(result, without)


# --- Files in and out --------------------------------------------------------------------------------------


def test_json_is_the_record(result: DocumentResult) -> None:
    assert DocumentResult.from_dict(json.loads(json_text(result))) == result
    held = re.search(r"<pre[^>]* data-record [^>]*>(.*?)</pre>", views(result).files, re.DOTALL)
    assert held is not None
    assert DocumentResult.from_dict(json.loads(unescape(held[1]))) == result


def test_csv_holds_the_rows_and_no_formula(pipeline: Pipeline) -> None:
    judged = pipeline.predict("=HYPERLINK(1) Canada praised Acme.\n\n@cmd Beijing attacked Canada.\n\n -1 Acme, fine.")
    rows = list(csv.DictReader(io.StringIO(csv_text(judged))))
    assert len(rows) == len(judged.to_rows()) == 5
    assert [row["entity_id"] for row in rows] == [row["entity_id"] for row in judged.to_rows()]
    assert not [
        cell for row in rows for cell in row.values() if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))
    ]
    assert rows[0]["sentence_text"] == "'=HYPERLINK(1) Canada praised Acme."
    assert csv_text(pipeline.predict("It rained.")) == ""


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", "\ufeffCanada 🦊", Upload("Canada 🦊")),
        (
            "a.json",
            '{"text": "Canada praised Acme.", "targets": ["Acme", "Canada"]}',
            Upload("Canada praised Acme.", "Acme\nCanada"),
        ),
        ("a.json", '"Canada"', Upload("Canada")),
        (
            "A.HTML",
            "<html><body><article><p>Canada praised Acme for its help.</p></article></body></html>",
            Upload("Canada praised Acme for its help."),
        ),
    ],
)
def test_upload_is_read_and_deleted(tmp_path: Path, name: str, content: str, expected: Upload) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert read_upload(path) == expected
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.exe", b"x", "must be one of .txt"),
        ("<img src=x onerror=alert(1)>", b"x", "must be one of .txt"),
        ("a.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("a.txt", b"a" * (MAX_UPLOAD_BYTES + 1), "at most 2,000,000 are taken"),
        ("a.json", b"{", "no JSON"),
        ("a.json", b"[" * 100_000, "no JSON"),
        ("a.json", b'{"text": 1}', "must be"),
        ("a.json", b'{"text": "x", "targets": [[0, 1]]}', "list of names"),
    ],
)
def test_upload_that_cannot_be_read_says_why_and_is_deleted(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputFileError, match=message):
        read_upload(path)
    assert list(tmp_path.iterdir()) == []


# --- About -------------------------------------------------------------------------------------------------


def test_about_shows_the_measured_figures() -> None:
    weights = Path(demo.__file__).parent.parent / "weights"
    measured = json.loads((weights / "evaluation.json").read_text(encoding="utf-8"))["stance"]
    html = scores_html()
    assert [one.name for one in scores()] == list(measured)
    for by_model in measured.values():
        for model in ("transformer", "baseline"):
            assert f"<strong>{by_model[model]['macro_f1']['value']:.1f}</strong>" in html


def test_about_holds_the_model_card_with_its_pictures(pipeline: Pipeline) -> None:
    html = about_html(examples_html(pipeline))
    assert html.count("data:image/png;base64,") == 2 * len(PICTURES)
    assert not re.search(r'(src|href)="(?!data:|docs"|openapi\.json")', html)
    assert "<h1" not in html
    assert card_html().count("<table>") >= 5
    for title in ("What a stance is", "Known failures", "Licences"):
        assert f"<h2>{title}</h2>" in html


def test_examples_show_what_the_text_beside_them_says(shipped: Pipeline) -> None:
    """The page shows whatever the model says; these are the labels for which the sentences were chosen."""
    labels = [
        [mention.stance.label.value for sentence in result.sentences for mention in sentence.mentions]
        for result in shipped.predict_many([sentence for sentence, _ in EXAMPLES])
    ]
    assert labels == [
        ["neutral", "against"],
        ["neutral", "favor"],
        ["neutral"],
        ["neutral", "against"],
        ["favor", "against"],
    ]
    assert shipped.predict(EXAMPLES[1][0]).sentences[0].mentions[1].holder.name == "Norway"


def test_examples_ship_with_the_package() -> None:
    examples = demo.read_examples()
    assert "Chip export ban" in examples
    assert all(text.strip() for text in examples.values())
