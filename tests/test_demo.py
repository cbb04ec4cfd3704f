"""The demo: marks that read without colour, nothing unescaped, the same records as the library, no outside host."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from importlib.util import find_spec

import numpy as np
import pytest

from classifier import demo
from classifier.demo.analysis import MAX_PAGE_CHARS, analyse
from classifier.demo.chart import stance_chart
from classifier.demo.comparison import comparison_html, pair_mentions
from classifier.demo.entities import entities_html
from classifier.demo.highlight import highlight_html, legend_html
from classifier.demo.mentions import COLUMNS, mentions_html
from classifier.entities import EntityList
from classifier.errors import InputValueError
from classifier.pipeline import Pipeline
from classifier.records import DocumentResult, StanceLabel
from classifier.scorer import Judgement, Reading, Tag

ARTICLE = (
    "Huawei sues Canada\n\n"
    "Canada praised Acme for its help. 🦊 Beijing attacked Canada over the arrest of Huawei's finance chief.\n\n"
    "Canada praised Acme for its help.\n\n"
    "Acme opened an office in Nairobi.\n"
)
HOSTILE = (
    "<script>alert(1)</script> \"Huawei\" attacked <img src=x onerror=alert(1)> Canada & ${alert(1)} {{value}} 'Acme'."
)
ROWS = [
    {"id": "gov:CA", "name": "Canada", "kind": "government", "aliases": {"name": ["Canada"]}},
    {"id": "gov:CN", "name": "China", "kind": "government", "aliases": {"name": ["China", "Beijing"]}},
    {"id": "company:huawei", "name": "Huawei", "kind": "company", "aliases": {"name": ["Huawei"]}},
    {"id": "company:acme", "name": 'Acme <b onclick="x">', "kind": "company", "aliases": {"name": ["Acme"]}},
]


SAME_PACKAGES = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
TAGS = {
    "Huawei": Tag.BEGIN_COMPANY,
    "Acme": Tag.BEGIN_COMPANY,
    "Canada": Tag.BEGIN_GOVERNMENT,
    "Beijing": Tag.BEGIN_GOVERNMENT,
}


class FakeScorer:
    """Tags four names; the last verb of judgement before a name gives the stance toward it."""

    calibrated = True
    stance_threshold = 0.6
    sentiment_threshold = 0.6

    def __init__(self, model_version: str = "fake-1", favor: str = "praised") -> None:
        self.model_version = model_version
        self.favor = favor

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        readings = []
        for sentence in sentences:
            words = tuple(match.span() for match in re.finditer(r"\w+", sentence))
            tags = np.zeros((len(words), len(Tag)), dtype=np.float32)
            for row, (start, end) in enumerate(words):
                tags[row, list(Tag).index(TAGS.get(sentence[start:end], Tag.OUTSIDE))] = 1
            readings.append(Reading(words, tags, np.array([0.1, 0.8, 0.1], dtype=np.float32), sentence))
        return readings

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int]]]) -> list[list[Judgement]]:
        return [
            [self._judge(reading.state, span) for span in wanted]
            for reading, wanted in zip(readings, spans, strict=True)
        ]

    def _judge(self, sentence: str, span: tuple[int, int]) -> Judgement:
        before = sentence[: span[0]]
        row, holder = [0.1, 0.8, 0.1], None
        if self.favor in before:
            row, holder = [0.9, 0.05, 0.05], (0, sentence.index(" "))
        elif "attacked" in before:
            row = [0.05, 0.05, 0.9]
        elif "sues" in before:
            row = [0.1, 0.4, 0.5]  # below the threshold: not certain
        return Judgement(np.array(row, dtype=np.float32), holder, 0.9, windowed=False)


class Marks(HTMLParser):
    """Read highlighted HTML back: the text without signs, the marks with their titles and signs, all tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.marks: list[dict[str, str]] = []
        self.sentences: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        classes = values.get("class", "")
        self.tags.add(tag)
        self._open.append(classes if tag == "span" else tag)
        assert not [name for name in values if name.startswith("on")]
        if tag == "mark":
            self.marks.append({"text": "", "sign": "", "class": classes, "title": values["title"]})
        elif "ns-sentence" in classes:
            self.sentences.append((classes, values["title"]))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1] == "ns-sign":
            self.marks[-1]["sign"] += data
            return
        self.text += data
        if "mark" in self._open:
            self.marks[-1]["text"] += data


@pytest.fixture(scope="module")
def entities() -> EntityList:
    return EntityList(ROWS)


@pytest.fixture(scope="module")
def pipeline(entities: EntityList) -> Pipeline:
    return Pipeline(FakeScorer(), entities)


@pytest.fixture(scope="module")
def baseline(entities: EntityList) -> Pipeline:
    return Pipeline(FakeScorer("fake-baseline", favor="attacked"), entities)


@pytest.fixture(scope="module")
def result(pipeline: Pipeline) -> DocumentResult:
    return pipeline.predict(ARTICLE)


# --- The marked article ----------------------------------------------------------------------------------


def test_marks_stand_where_the_mentions_do_in_a_text_with_emoji(result: DocumentResult) -> None:
    marks = Marks(highlight_html(result))
    mentions = [mention for sentence in result.sentences for mention in sentence.mentions]
    assert marks.text == ARTICLE
    assert [mark["text"] for mark in marks.marks] == [ARTICLE[m.start : m.end] for m in mentions]
    assert len(mentions) == 10


def test_every_mark_has_the_sign_of_its_stance(result: DocumentResult) -> None:
    marks = Marks(highlight_html(result)).marks
    mentions = [mention for sentence in result.sentences for mention in sentence.mentions]
    signs = {StanceLabel.FAVOR: "+", StanceLabel.NEUTRAL: "·", StanceLabel.AGAINST: "−"}
    assert [mark["sign"] for mark in marks] == [
        signs[m.stance.label] + ("" if m.stance.certain else "?") for m in mentions
    ]
    assert {mark["sign"] for mark in marks} == {"+", "·", "−", "−?"}
    assert all(f"ns-{m.stance.label}" in mark["class"] for m, mark in zip(mentions, marks, strict=True))


def test_title_tells_entity_stance_probabilities_certainty_and_holder(result: DocumentResult) -> None:
    favored = next(mark for mark in Marks(highlight_html(result)).marks if mark["sign"] == "+")
    assert favored["title"] == (
        'Acme <b onclick="x"> (company)\nfavor, certain: favor 90%, neutral 5%, against 5%\nstance of Canada'
    )


def test_repeated_sentences_are_grey(result: DocumentResult) -> None:
    sentences = Marks(highlight_html(result)).sentences
    grey = [index for index, (classes, _) in enumerate(sentences) if "ns-muted" in classes]
    assert grey == [index for index, sentence in enumerate(result.sentences) if sentence.duplicate_of is not None]
    assert len(grey) == 1
    assert "repeats sentence" in sentences[grey[0]][1]
    assert "repeats sentence" in mentions_html(result)


def test_everything_in_a_hostile_article_is_escaped(pipeline: Pipeline, baseline: Pipeline) -> None:
    hostile = pipeline.predict(HOSTILE)
    shown = highlight_html(hostile)
    assert Marks(shown).text == HOSTILE
    assert Marks(shown).tags == {"div", "span", "mark"}
    pages = [
        shown,
        mentions_html(hostile),
        entities_html(hostile),
        comparison_html(hostile, baseline.predict(HOSTILE)),
        legend_html(),
    ]
    assert not [html for html in pages if re.search(r"<(script|img|b)\b", html)]
    assert "Acme &lt;b onclick=&quot;x&quot;&gt;" in pages[1]


def test_overlapping_targets_are_all_marked(pipeline: Pipeline) -> None:
    judged = pipeline.predict("Canada praised Acme Steel Works.", targets=[(15, 25), (20, 31), (15, 31)])
    marks = Marks(highlight_html(judged))
    assert marks.text == judged.text
    assert [mark["text"] for mark in marks.marks] == ["Acme ", "Steel", " Works"]
    assert [mark["sign"] for mark in marks.marks] == ["", "+", "++"]


def test_empty_result_is_an_empty_article(pipeline: Pipeline) -> None:
    assert Marks(highlight_html(pipeline.predict(" \n"))).text == " \n"
    assert "No company" in mentions_html(pipeline.predict("It rained."))


# --- Table, comparison, chart ----------------------------------------------------------------------------


def test_table_has_a_row_per_mention_and_a_cell_per_column(result: DocumentResult) -> None:
    html = mentions_html(result)
    assert html.count("<tr class=") == len(result.to_rows())
    assert html.count("<td") == len(result.to_rows()) * len(COLUMNS)


def test_entity_table_holds_the_counts_of_the_records(result: DocumentResult) -> None:
    html = entities_html(result)
    canada = next(entity for entity in result.entities if entity.id == "gov:CA").stances
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    row = cells[cells.index("Canada") :][:8]
    assert row[3:6] == [str(canada.favor), str(canada.neutral), str(canada.against)]
    assert canada.score is not None
    assert row[6] == ("0.00" if canada.score == 0 else f"{canada.score:+.2f}".replace("-", "−"))


def test_comparison_pairs_mentions_and_marks_what_differs(result: DocumentResult, baseline: Pipeline) -> None:
    other = baseline.predict(ARTICLE)
    pairs = pair_mentions(result, other)
    assert len(pairs) == len(result.to_rows())
    assert [pair.differs for pair in pairs].count(True) == comparison_html(result, other).count("≠ differs") > 0
    assert not any(pair.differs for pair in pair_mentions(result, result))


def test_mentions_that_one_model_misses_stay_alone(result: DocumentResult) -> None:
    without = replace(result, sentences=tuple(replace(sentence, mentions=()) for sentence in result.sentences))
    assert [pair.model for pair in pair_mentions(without, result)] == [None] * len(result.to_rows())
    assert [pair.baseline for pair in pair_mentions(result, without)] == [None] * len(result.to_rows())
    assert "not found" in comparison_html(result, without)


def test_chart_has_a_bar_per_counted_entity(result: DocumentResult) -> None:
    figure = stance_chart(result.entities)
    assert figure is not None
    axes = figure.axes[0]
    counted = [entity for entity in result.entities if entity.stances.score is not None]
    assert [label.get_text() for label in axes.get_yticklabels()] == [entity.name for entity in counted]
    assert [[bar.get_width() for bar in bars] for bars in axes.containers] == [
        [getattr(entity.stances, label) for entity in counted] for label in StanceLabel
    ]
    assert len({bars[0].get_hatch() for bars in axes.containers}) == 3
    assert stance_chart([]) is None


def test_chart_draws_any_name(result: DocumentResult) -> None:
    names = ["$x$ & $y$", "华为", "a" * 300, "🦊"]
    renamed = [replace(result.entities[0], name=name) for name in names]
    figure = stance_chart(renamed)
    assert figure is not None
    figure.canvas.draw()  # a missing glyph would warn, and warnings are errors


# --- What the button does --------------------------------------------------------------------------------


def test_page_shows_the_records_that_predict_returns(pipeline: Pipeline, baseline: Pipeline) -> None:
    analysis = analyse(ARTICLE, pipeline, baseline)
    assert analysis.result == pipeline.predict(ARTICLE)
    assert analysis.baseline == baseline.predict(ARTICLE)
    assert analysis.message == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "paste an article"),
        (" \n\t", "paste an article"),
        ("a" * (MAX_PAGE_CHARS + 1), "has 100,001 characters, this page shows at most 100,000"),
        ("Huawei \ud83e sued.", "character 8 is half"),
    ],
)
def test_text_that_cannot_be_judged_gives_a_message(pipeline: Pipeline, text: str | None, message: str) -> None:
    analysis = analyse(text, pipeline, None)
    assert analysis.result is None
    assert message in analysis.message


def test_classifier_error_gives_its_message(entities: EntityList) -> None:
    class Failing(FakeScorer):
        def read(self, sentences: Sequence[str]) -> list[Reading]:
            raise InputValueError("the scorer refuses this text.")

    analysis = analyse(ARTICLE, Pipeline(Failing(), entities), None)
    assert analysis.message == "The text cannot be judged: the scorer refuses this text."


def test_text_at_the_limit_is_judged(pipeline: Pipeline) -> None:
    text = ("Canada praised Acme. " * MAX_PAGE_CHARS)[:2_000].ljust(MAX_PAGE_CHARS, "\n")
    assert analyse(text, pipeline, None).result is not None


# --- The page --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Server:
    address: str
    error: str  # of a second page on the same port
    max_waiting: int | None


def serve_fake_page() -> None:
    """Serve the page with fake models until standard input closes, and say where as JSON."""
    from classifier.demo import page

    entities = EntityList(ROWS)
    models = (Pipeline(FakeScorer(), entities), Pipeline(FakeScorer("fake-baseline", favor="attacked"), entities))
    blocks = demo.build(*models, {"Fox": ARTICLE})
    address = page.serve(blocks, "127.0.0.1", 0)
    try:
        error = page.serve(demo.build(*models, {}), "127.0.0.1", int(address.rstrip("/").rsplit(":", 1)[1]))
    except InputValueError as caught:
        error = str(caught)
    print(json.dumps({"address": address, "error": error, "max_waiting": blocks._queue.max_size}), flush=True)
    sys.stdin.read()
    blocks.close(verbose=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A served page, in a process of its own: Gradio leaves event loops open, and here warnings are errors."""
    if find_spec("gradio") is None:
        pytest.skip("the page needs Gradio: pip install '.[demo]'")
    program = [sys.executable, __file__]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=SAME_PACKAGES
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Server(**json.loads(process.stdout.readline()))
        process.stdin.close()
        process.wait(timeout=60)


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    return server.address


def get(url: str, payload: object = None) -> str:
    body = None if payload is None else json.dumps(payload).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return str(response.read(), "utf-8")


def call(address: str, text: object) -> str:
    """Call the endpoint `predict` as a script would; return the event that ends the call."""
    event = json.loads(get(f"{address}gradio_api/call/predict", {"data": [text]}))["event_id"]
    return get(f"{address}gradio_api/call/predict/{event}")


def test_page_endpoint_returns_the_records_that_predict_returns(address: str, result: DocumentResult) -> None:
    events = call(address, ARTICLE)
    assert "event: complete" in events
    data = json.loads(events.split("event: complete\ndata: ")[1])
    assert DocumentResult.from_dict(data[0]) == result


def test_page_endpoint_refuses_what_is_no_text_with_a_message(address: str) -> None:
    events = call(address, ["a", "list"])
    assert "event: error" in events
    assert "must be a str" in events
    assert "Traceback" not in events


def test_only_the_endpoint_predict_is_public(address: str) -> None:
    info = json.loads(get(f"{address}gradio_api/info"))
    assert list(info["named_endpoints"]) == ["/predict"]
    assert info["unnamed_endpoints"] == {}


def test_page_asks_no_outside_host(address: str) -> None:
    html = get(address)
    config = json.loads(get(f"{address}config"))
    loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=[\"']([^\"']+)", html)
    loaded += config["stylesheets"]
    loaded += re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", get(f"{address}theme.css") + config["css"])
    assert loaded
    assert not [url for url in loaded if re.match(r"(https?:)?//", url)]
    assert "fonts.g" not in html
    assert config["analytics_enabled"] is False


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/"])
def test_page_serves_no_file(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(f"{address}gradio_api/file={path}")
    caught.value.close()
    assert caught.value.code in (400, 403, 404)


def test_queue_is_bounded(server: Server) -> None:
    assert server.max_waiting is not None


def test_taken_port_is_a_typed_error(server: Server) -> None:
    assert server.error.startswith("the demo cannot listen on 127.0.0.1, port ")


def test_examples_ship_with_the_package() -> None:
    examples = demo.read_examples()
    assert "Chip export ban" in examples
    assert all(text.strip() for text in examples.values())


def test_missing_gradio_names_the_extra() -> None:
    program = (
        "import sys; sys.modules['gradio'] = None\n"  # as if it were not installed
        "from classifier import MissingExtraError, demo\n"
        "try: demo.launch()\n"
        "except MissingExtraError as error: print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False, env=SAME_PACKAGES
    )
    assert "pip install 'newsstance[demo]'" in ran.stdout, ran.stderr


if __name__ == "__main__":
    serve_fake_page()
