"""Our labels on sentences of public sets: joined by position, refused where they do not fit."""

import json

import pytest

from classifier.records import Kind, SentimentLabel, StanceLabel
from training.dataset import OWN_DATA, PLACE, DataError, Example, LabelledTarget
from training.public_labels import SOURCE, read_public_labels, sentence_sha256, with_labels

TEXT = "Quito praised Norvia Foods, said Ana Ruiz in Chile."
ROW = {
    "source": "newsmtsc",
    "id": "n1",
    "sha256": sentence_sha256(TEXT),
    "sentiment": "positive",
    "targets": [
        {"start": 0, "end": 5, "type": "government", "stance": "neutral", "holder": "author"},
        {"start": 14, "end": 26, "type": "company", "stance": "favor", "holder": [0, 5]},
        {"start": 33, "end": 41, "type": "other", "stance": "neutral"},
        {"start": 45, "end": 50, "type": "government", "place": True},
    ],
}
CROWD = LabelledTarget(33, 41, StanceLabel.FAVOR, None, 1.0)
SENTENCE = Example("n1", TEXT, "newsmtsc", None, None, 0.0, (CROWD,))


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_labels_bring_tone_mentions_places_stances_and_holders(tmp_path):
    labels = read_public_labels(write(tmp_path / "labels.jsonl", ROW))
    (example,) = with_labels([SENTENCE], labels)
    assert (example.source, example.sentiment) == (SOURCE, SentimentLabel.POSITIVE)
    assert [TEXT[span.start : span.end] for span in example.spans or ()] == ["Quito", "Norvia Foods", "Chile"]
    assert [set(span.allowed) for span in example.spans or ()] == [{Kind.GOVERNMENT}, {Kind.COMPANY}, {PLACE}]
    norvia = example.targets[1]
    assert (norvia.stance, norvia.kind, norvia.holder) == (StanceLabel.FAVOR, Kind.COMPANY, (0, 5))


def test_label_of_the_set_itself_stays_where_it_has_one(tmp_path):
    labels = read_public_labels(write(tmp_path / "labels.jsonl", ROW))
    (example,) = with_labels([SENTENCE], labels)
    assert [target.stance for target in example.targets if target.start == 33] == [StanceLabel.FAVOR]
    assert len(example.targets) == 3


def test_sentence_without_labels_stays_as_it_is(tmp_path):
    labels = read_public_labels(write(tmp_path / "labels.jsonl", ROW | {"id": "n2"}))
    assert with_labels([SENTENCE], labels) == [SENTENCE]


def test_another_version_of_the_sentence_is_refused(tmp_path):
    labels = read_public_labels(write(tmp_path / "labels.jsonl", ROW | {"sha256": sentence_sha256(TEXT + " ")}))
    with pytest.raises(DataError, match="newsmtsc n1: the sentence is not the one that was labelled"):
        with_labels([SENTENCE], labels)


def test_label_behind_the_end_of_the_sentence_is_refused(tmp_path):
    target = {"start": 45, "end": 90, "type": "company", "stance": "favor", "holder": "author"}
    labels = read_public_labels(write(tmp_path / "labels.jsonl", ROW | {"targets": [target]}))
    with pytest.raises(DataError, match="behind the end"):
        with_labels([SENTENCE], labels)


@pytest.mark.parametrize(
    "change",
    [
        {"sentiment": "good"},
        {"targets": [{"start": 5, "end": 5, "type": "company", "stance": "favor", "holder": "author"}]},
        {"targets": [{"start": 0, "end": 5, "type": "person", "stance": "favor", "holder": "author"}]},
        {"targets": [{"start": 0, "end": 5, "type": "company", "holder": "author"}]},
        {"targets": [{"start": 0, "end": 5, "type": "company", "stance": "favor", "holder": [3, 2]}]},
        {"targets": [{"start": 0, "end": 5, "type": "company", "stance": "favor", "holder": "Quito"}]},
        {"targets": [{"start": 0, "end": 5, "type": "company", "stance": "favor"}]},
        {"targets": None},
    ],
)
def test_wrong_row_names_file_and_line(tmp_path, change):
    path = write(tmp_path / "labels.jsonl", ROW, ROW | {"id": "n2"} | change)
    with pytest.raises(DataError, match=r"labels\.jsonl:2: .*expected"):
        read_public_labels(path)


def test_shipped_labels_hold_positions_alone():
    labels = read_public_labels(OWN_DATA / "public_labels.jsonl")
    assert len(labels) > 5000
    with (OWN_DATA / "public_labels.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            assert "text" not in row
            assert all("text" not in target for target in row["targets"])
