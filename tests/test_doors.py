"""Three doors, one truth: predict(), predict_many(), the command line and the demo give equal records."""

import json
from importlib import resources

import pytest
from typer.testing import CliRunner

from classifier import Document, DocumentResult, load, predict
from classifier.__main__ import app
from classifier.corpus import ScoreSettings, score_corpus
from classifier.demo.analysis import Question, answer
from classifier.demo.desk import Desk
from classifier.demo.models import Models

EXAMPLES = sorted((resources.files("classifier") / "resources" / "examples").iterdir(), key=lambda path: path.name)


@pytest.fixture(scope="module")
def texts():
    return {path.name: path.read_text(encoding="utf-8") for path in EXAMPLES}


def test_examples_ship(texts):
    assert len(texts) >= 5
    assert all(len(text) > 1000 for text in texts.values())


def test_one_by_one_and_many_at_once_agree(texts):
    alone = [predict(text) for text in texts.values()]
    assert list(load().predict_many(texts.values())) == alone
    assert list(load().predict_many(reversed(texts.values()))) == alone[::-1]


def test_threads_do_not_matter(texts):
    text = texts["bank-fine.txt"]
    assert load(threads=1).predict(text) == load(threads=2).predict(text)


def test_command_line_agrees(texts):
    for path in EXAMPLES[:2]:
        run = CliRunner().invoke(app, ["predict", str(path), "--json"])
        assert run.exit_code == 0
        shown = DocumentResult.from_dict(json.loads(run.stdout))
        assert shown == predict(Document(texts[path.name], id=str(path)))


@pytest.fixture(scope="module")
def articles(texts):
    """Fifty: whole articles, and parts of them."""
    paragraphs = [paragraph for text in texts.values() for paragraph in text.split("\n\n")]
    articles = [*texts.values(), *("\n\n".join(paragraphs[low : low + 5]) for low in range(0, 3 * 44, 3))]
    assert len(set(articles)) == 50
    return articles


def test_batch_scoring_agrees_on_fifty_articles(articles, tmp_path):
    corpus = tmp_path / "c.jsonl"
    rows = [{"id": str(number), "text": text} for number, text in enumerate(articles)]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    score_corpus([corpus], tmp_path / "out", ScoreSettings(part_documents=20, table_format="jsonl"))
    parts = sorted((tmp_path / "out" / "mentions").iterdir())
    found = [json.loads(line) for part in parts for line in part.read_text(encoding="utf-8").splitlines()]
    assert found == [mention for row in rows for mention in predict(Document(**row)).to_rows()]


def test_demo_agrees_on_fifty_articles(articles):
    """The answers that the page and the HTTP routes show."""
    models = Models(load, lambda: load("baseline"))
    models.load()
    desk = Desk()
    questions = [Question(Document(text)) for text in articles]
    shown = [desk.run(lambda deadline, q=question: answer(q, models, deadline)) for question in questions]
    desk.close()
    assert shown == [predict(text) for text in articles]
