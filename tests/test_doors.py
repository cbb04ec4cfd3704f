"""Three doors, one truth: predict(), predict_many(), the command line and the demo give equal records."""

import json
from importlib import resources

import pytest
from typer.testing import CliRunner

from classifier import Document, DocumentResult, load, predict
from classifier.__main__ import app
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


def test_demo_agrees_on_fifty_articles(texts):
    """The answers that the page and the HTTP routes show, of whole articles and of their parts."""
    models = Models(load, lambda: load("baseline"))
    models.load()
    paragraphs = [paragraph for text in texts.values() for paragraph in text.split("\n\n")]
    articles = [*texts.values(), *("\n\n".join(paragraphs[low : low + 5]) for low in range(0, 3 * 44, 3))]
    assert len(set(articles)) == 50
    desk = Desk()
    questions = [Question(Document(text)) for text in articles]
    shown = [desk.run(lambda deadline, q=question: answer(q, models, deadline)) for question in questions]
    desk.close()
    assert shown == [predict(text) for text in articles]
