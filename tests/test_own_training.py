"""Training on a user's own rows, and going on after a kill."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from training import checkpoint, evaluate, train
from training.dataset import OWN_DATA, DataError, data_hashes, held_out_files, read_annotated
from training.export import SHIPPED
from training.metrics import StancePredictions
from training.mixture import read_training_set

ROW = {
    "text": "Officials in Quito praised Norvia Foods.",
    "sentiment": "positive",
    "targets": [
        {"start": 27, "end": 39, "type": "company", "stance": "favor", "holder": "Officials in Quito"},
    ],
}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def few_rows(monkeypatch):
    """Train on some eighty rows: what is tested is how a run goes on, not what it learns."""
    examples = read_training_set(None)[:80]
    monkeypatch.setattr(train, "read_training_set", lambda public: examples)


class KilledError(Exception):
    pass


def test_killed_run_goes_on_and_ends_as_an_unbroken_one(tiny_base, tmp_path, few_rows, monkeypatch, capfd):
    config = train.TrainConfig(
        out=str(tmp_path / "one"), encoder=str(tiny_base), epochs=3, batch_size=16, threads=1, checkpoint_steps=4
    )
    unbroken = train.train(config) / "model.safetensors"
    again = dataclasses.replace(config, out=str(tmp_path / "two"))
    update = train.MovingAverage.update

    def killing(self, network):
        if self.steps == 10:  # in the third epoch of five steps each; the last checkpoint is that of step 8
            raise KilledError
        update(self, network)

    with monkeypatch.context() as patch:
        patch.setattr(train.MovingAverage, "update", killing)
        with pytest.raises(KilledError):
            train.train(again)
    assert (tmp_path / "two" / checkpoint.NAME).exists()
    resumed = train.train(again) / "model.safetensors"
    assert "goes on after step 8 of 15" in capfd.readouterr().err
    assert resumed.read_bytes() == unbroken.read_bytes()
    assert not (tmp_path / "two" / checkpoint.NAME).exists()


@pytest.mark.parametrize("at", [1, 2, 3])
def test_run_killed_while_it_saves_its_weights_is_saved_again(tiny_base, tmp_path, few_rows, monkeypatch, at):
    """Twelve steps in three epochs, a checkpoint after each step: nothing is left to train after the last."""
    config = train.TrainConfig(
        out=str(tmp_path / "one"), encoder=str(tiny_base), epochs=3, batch_size=20, threads=1, checkpoint_steps=1
    )
    unbroken = train.train(config) / "model.safetensors"
    again = dataclasses.replace(config, out=str(tmp_path / "two"))
    save, calls = train._save, []

    def killing(*arguments):
        calls.append(arguments)
        if len(calls) == at:
            raise KilledError
        save(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(train, "_save", killing)
        with pytest.raises(KilledError):
            train.train(again)
    assert (train.train(again) / "model.safetensors").read_bytes() == unbroken.read_bytes()


def test_checkpoint_of_another_run_is_refused(tiny_base, tmp_path, few_rows, monkeypatch):
    config = train.TrainConfig(
        out=str(tmp_path / "one"), encoder=str(tiny_base), epochs=1, threads=1, checkpoint_steps=1
    )
    monkeypatch.setattr(checkpoint, "remove", lambda folder: None)
    train.train(config)
    with pytest.raises(DataError, match=r"belongs to another run: learning_rate was 0\.00015 and is 0\.1 now"):
        train.train(dataclasses.replace(config, learning_rate=0.1))


def test_own_file_trains_beside_the_rows_of_the_project(tmp_path):
    path = write(tmp_path / "my.jsonl", ROW)
    examples = read_training_set(path)
    assert len(examples) == len(read_training_set(None)) + 1
    assert examples[0].targets[0].holder == (0, 18)
    assert "my.jsonl" in data_hashes(path)
    assert held_out_files(path) == held_out_files(None)


def test_own_file_that_does_not_exist_says_so(tmp_path):
    with pytest.raises(DataError, match=r"my\.jsonl does not exist"):
        read_training_set(tmp_path / "my.jsonl")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"targets": [ROW["targets"][0] | {"type": "other"}]},
            r"my\.jsonl:2: targets\[0\]: .*expected start, end, type",
        ),
        ({"targets": [ROW["targets"][0] | {"holder": " "}]}, r"my\.jsonl:2: targets\[0\]: .*words of the text"),
        ({"targets": [ROW["targets"][0] | {"name": 5}]}, r"my\.jsonl:2: targets\[0\]: .*must be a string"),
        ({"text": 5}, r"my\.jsonl:2: expected an object with a string 'text'"),
        ({"sentiment": "good"}, r"my\.jsonl:2: sentiment: .*expected positive \| neutral \| negative"),
        ({"targets": None}, r"my\.jsonl:2: targets: expected a list"),
        ({"targets": ["Norvia"]}, r"my\.jsonl:2: targets\[0\]: .*expected start, end, type"),
        ({"targets": [ROW["targets"][0] | {"start": "27"}]}, r"my\.jsonl:2: targets\[0\]: .*whole numbers"),
        ({"targets": [ROW["targets"][0] | {"holder": None}]}, r"my\.jsonl:2: targets\[0\]: .*holder None"),
        ({"targets": [ROW["targets"][0] | {"end": 90}]}, r"my\.jsonl:2: targets\[0\]: text\[27:90\]"),
    ],
)
def test_wrong_row_of_an_own_file_names_line_field_and_what_is_expected(tmp_path, change, message):
    path = write(tmp_path / "my.jsonl", ROW, ROW | change)
    with pytest.raises(DataError, match=message):
        read_training_set(path)


def test_file_that_is_not_utf8_says_so(tmp_path):
    path = tmp_path / "my.jsonl"
    path.write_bytes(json.dumps(ROW).encode() + b"\n" + json.dumps(ROW, ensure_ascii=False).encode()[:-1] + b"\xff}\n")
    with pytest.raises(DataError, match=r"my\.jsonl:2: not UTF-8"):
        read_training_set(path)


def test_own_file_leaves_the_shipped_card_alone(tmp_path, monkeypatch, capsys):
    path = write(tmp_path / "mine.jsonl", ROW)
    monkeypatch.setattr("sys.argv", ["evaluate", "--data", str(path), "--part", "test"])
    with pytest.raises(SystemExit):
        evaluate.main()
    assert "name your --weights" in capsys.readouterr().err


def test_file_without_a_target_cannot_be_measured(tmp_path):
    path = write(tmp_path / "mine.jsonl", ROW | {"targets": []})
    with pytest.raises(DataError, match="holds no target"):
        evaluate.evaluation_sets(path, "dev")


def test_own_file_is_measured_with_the_same_report(tmp_path, monkeypatch, capsys):
    rows = [json.loads(line) for line in (OWN_DATA / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:40]]
    path = write(tmp_path / "mine.jsonl", *rows)
    monkeypatch.setattr("sys.argv", ["evaluate", "--data", str(path)])
    evaluate.main()
    printed = capsys.readouterr().out
    n_targets = sum(len(example.targets) for example in read_annotated(path, "mine"))
    assert f"| mine | transformer | {n_targets} |" in printed
    assert f"| mine | baseline | {n_targets} |" in printed
    assert "Measured on: mine.jsonl." in printed


def test_report_stands_beside_own_weights(tmp_path):
    figures = json.loads((SHIPPED / "evaluation.json").read_text(encoding="utf-8"))
    probabilities = np.array([[0.8, 0.1, 0.1], [0.2, 0.5, 0.3]], np.float32)
    found = StancePredictions(np.array([0, 2]), np.array([0, 1]), probabilities, np.array([0, 1]))
    evaluate.write_report(tmp_path, figures, "the tables\n", found)
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == "the tables\n"
    assert json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8")) == figures
    assert {path.name for path in tmp_path.glob("*.png")} == {"reliability.png", "risk_coverage.png"}
