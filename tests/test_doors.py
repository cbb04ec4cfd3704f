"""Three doors, one truth: predict(), predict_many(), the command line and the demo give equal records."""

import json
from importlib import resources

import pytest
from typer.testing import CliRunner

from classifier import Document, DocumentResult, load, predict
from classifier.__main__ import app
from classifier.corpus import ScoreSettings, score_corpus
from classifier.demo import analysis

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


def test_batch_scoring_agrees(texts, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in texts.items():
        (corpus / name).write_text(text, encoding="utf-8")
    score_corpus([corpus], tmp_path / "out", ScoreSettings(part_documents=4, table_format="jsonl"))
    parts = sorted((tmp_path / "out" / "mentions").iterdir())
    rows = [json.loads(line) for part in parts for line in part.read_text(encoding="utf-8").splitlines()]
    wanted = [predict(Document(text, id=(corpus / name).as_posix())).to_rows() for name, text in texts.items()]
    assert rows == [row for result in wanted for row in result]


def test_demo_agrees(texts):
    pipeline = load()
    for text in texts.values():
        assert analysis.analyse(text, pipeline, None).result == predict(text)
