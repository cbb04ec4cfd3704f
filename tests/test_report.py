"""What the evaluation reports: slices, controls, calibration curves, pictures, tables."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest

from classifier.records import Kind, StanceLabel
from classifier.scorer import FloatArray, Judgement, Reading
from training import plots
from training.calibration import risk_coverage
from training.controls import NAMES, _swaps, faithfulness, name_swap
from training.dataset import OWN_DATA, Example, LabelledTarget, read_rows
from training.export import SHIPPED
from training.metrics import StancePredictions, confusion
from training.report import BEGIN, END, markdown, write_card
from training.slices import slices
from training.worst_errors import read_notes, worst_errors


class WordScorer:
    """Judges by two words of the sentence alone: 'good' is favor, 'bad' against; and, if biased, by the name."""

    model_version = "words"
    calibrated = True
    stance_threshold = 0.0
    sentiment_threshold = 0.0

    def __init__(self, *, biased: bool = False) -> None:
        self._biased = biased

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        return [Reading((), np.zeros((0, 7), np.float32), np.ones(3, np.float32) / 3, text) for text in sentences]

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int]]]) -> list[list[Judgement]]:
        return [
            [Judgement(self._stance(reading.state, span), None, 1.0, False) for span in of_sentence]
            for reading, of_sentence in zip(readings, spans, strict=True)
        ]

    def _stance(self, text: str, span: tuple[int, int]) -> FloatArray:
        name = text[span[0] : span[1]]
        column = 0 if "good" in text else 2 if "bad" in text else 1
        if self._biased and name in NAMES[Kind.COMPANY]:
            column = 2
        return np.array([0.8 if index == column else 0.1 for index in range(3)], np.float32)


def example(text: str, *names: str, kind: Kind = Kind.COMPANY, phenomenon: str = "") -> Example:
    targets = tuple(
        LabelledTarget(text.index(name), text.index(name) + len(name), StanceLabel.FAVOR, "author", 1.0, kind, name)
        for name in names
    )
    return Example(text, text, "own", None, None, 0.0, targets, phenomenon)


def predictions(*pairs: tuple[int, int], probability: float = 0.8) -> StancePredictions:
    """Predictions of (right, given) columns, one target a sentence."""
    spread = np.array(
        [[probability if column == given else (1 - probability) / 2 for column in range(3)] for _, given in pairs]
    )
    gold = np.array([right for right, _ in pairs])
    return StancePredictions(gold, spread.argmax(axis=1), spread.astype(np.float32), np.arange(len(pairs)))


SENTENCES = [
    example("Acme is good, said the old man to the young man near Acme today", "Acme"),
    example("A bad day for Borland and for all who once worked for it", "Borland", kind=Kind.GOVERNMENT),
]


def test_name_swap_finds_no_change_in_a_model_that_ignores_names():
    found = name_swap(WordScorer(), SENTENCES)
    assert (found.n_sentences, found.n_pairs, found.changed, found.changed_any) == (2, 10, 0.0, 0.0)


def test_name_swap_finds_the_bias_of_a_model_that_judges_names():
    found = name_swap(WordScorer(biased=True), SENTENCES[:1])
    assert (found.changed, found.changed_any) == (100.0, 100.0)


def test_name_swap_leaves_out_what_no_name_can_stand_for():
    target = LabelledTarget(0, 14, StanceLabel.FAVOR, "author", 1.0, Kind.GOVERNMENT, "United States")
    officials = Example("x", "U.S. officials are good", "own", None, None, 0.0, (target,))
    assert name_swap(WordScorer(), [officials, SENTENCES[0]]).n_sentences == 1


def test_weightiest_words_are_those_that_the_label_rests_on():
    found = faithfulness(WordScorer(), SENTENCES * 10)
    assert found.n_targets == 20
    assert found.top_falls_more == 100.0


def test_slice_of_quotes_leaves_genitives_out():
    texts = [
        "The growers’ guild sued Acme",
        "Acme’s and Yum Brands' pizza",
        "They call Acme ‘a liar’ now",
        "'Acme lied,' she said",
    ]
    examples = [example(text, "Acme") for text in texts for _ in range(30)]
    parts = slices(examples, predictions(*[(0, 0)] * 120))
    assert set(parts["with quotation marks"].sentence) == set(range(60, 120))


def test_name_swap_leaves_longer_words_whole():
    swapped = [text for text, _, _ in _swaps(*_case("Iran denied Iranian involvement in Iran's raid", "Iran"))]
    assert swapped[0] == "Canada denied Iranian involvement in Canada's raid"


def _case(text: str, name: str) -> tuple[Example, LabelledTarget]:
    found = example(text, name, kind=Kind.GOVERNMENT)
    return found, found.targets[0]


def test_report_of_an_easy_file_has_dashes_in_place_of_what_nothing_shows():
    assert name_swap(WordScorer(), []).changed is None
    assert faithfulness(WordScorer(), SENTENCES[:0]).top_falls_more is None


def test_slices_cover_every_target_once_for_each_way_of_slicing():
    examples = [
        example(text, "Acme", kind=kind, phenomenon=phenomenon)
        for text, kind, phenomenon in (
            ("Acme won", Kind.COMPANY, "plain"),
            ("“Acme won”, they said" + " again" * 20, Kind.GOVERNMENT, "quote, plain"),
        )
        for _ in range(30)
    ]
    parts = slices(examples, predictions(*[(0, 0)] * 30, *[(0, 1)] * 30))
    counts = {name: len(part.gold) for name, part in parts.items()}
    assert counts == {
        "company": 30,
        "government": 30,
        "1 target": 60,
        "with quotation marks": 30,
        "without quotation marks": 30,
        "16 to 30 words": 30,
        "up to 15 words": 30,
        "held by the author": 60,
        "phenomenon: plain": 60,
        "phenomenon: quote": 30,
    }
    assert (parts["company"].predicted == parts["company"].gold).all()
    assert not (parts["phenomenon: quote"].predicted == parts["phenomenon: quote"].gold).any()


def test_risk_falls_as_the_least_sure_labels_are_left_out():
    sure, unsure = predictions(*[(0, 0)] * 3, probability=0.9), predictions((0, 1), probability=0.5)
    pooled = StancePredictions.pooled([unsure, sure])
    coverage, risk = risk_coverage(pooled.probabilities, pooled.gold)
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == [0.0, 0.0, 0.0, 0.25]
    assert len(np.unique(pooled.sentence)) == 4


def test_confusion_counts_right_labels_in_rows():
    assert confusion(predictions((0, 0), (0, 2), (0, 2), (1, 1))).tolist() == [[1, 0, 2], [0, 1, 0], [0, 0, 0]]


@pytest.mark.parametrize("draw", [plots.reliability, plots.risk_and_coverage])
def test_same_figures_give_the_same_picture(tmp_path, draw):
    found = predictions(*[(0, 0)] * 40, *[(0, 1)] * 10)
    for name in ("one.png", "two.png"):
        plots.save(draw(found), tmp_path / name)
    data = (tmp_path / "one.png").read_bytes()
    assert data[:4] == b"\x89PNG"
    assert data == (tmp_path / "two.png").read_bytes()
    assert b"Software" not in data
    assert b"matplotlib" not in data.lower()


def test_card_holds_the_tables_between_its_markers(tmp_path):
    shipped = json.loads((SHIPPED / "evaluation.json").read_text(encoding="utf-8"))
    interval = {"value": 71.26, "low": 60.0, "high": 80.04}
    evaluation = shipped | {
        "slices": {
            "own test": {
                "company": {"n_targets": 124, "macro_f1": interval, "accuracy": interval},
                "held by a source": {"n_targets": 98, "macro_f1": None, "accuracy": interval},
            }
        },
        "confusion": {"own test": [[70, 10, 7], [9, 80, 7], [5, 11, 79]]},
        "controls": {
            "own test": {
                "name_swap": {"n_sentences": 122, "n_pairs": 604, "changed": 7.45, "changed_any": 17.21},
                "faithfulness": {"n_targets": 0, "top_falls_more": None},
            }
        },
        "pooled": {
            "n_targets": 278,
            "stance_calibration_error": 0.0391,
            "error": 20.0,
            "error_at_80_coverage": 12.0,
        },
    }
    tables = markdown(evaluation)
    for name in evaluation["stance"]:
        assert f"| {name} | transformer |" in tables
    for line in (
        f"`{evaluation['model_version']}`",
        "| own test | company | 124 | 71.3 (60.0 to 80.0) | 71.3 (60.0 to 80.0) |",
        "| own test | held by a source | 98 | – | 71.3 (60.0 to 80.0) |",
        "| own test | neutral | 9 | 80 | 7 |",
        "| own test | 7.5 of 604 (17.2 of 122) | – of 0 |",
        "error of stance (15 bins) 0.039; 20.0 % of the labels are wrong",
        "of the surest four fifths 12.0 % (40 % fewer).",
    ):
        assert line in tables
    card = tmp_path / "card.md"
    card.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_card(card, tables)
    text = card.read_text(encoding="utf-8")
    assert text == f"before\n{BEGIN}\n{tables}{END}\nafter\n"


def test_worst_errors_come_worst_first_with_a_word_on_why():
    rows = [example("good Acme | Zorvex", "Acme", "Zorvex", phenomenon="irony"), example("bad Norvia", "Norvia")]
    probabilities = np.array([[0.8, 0.1, 0.1], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8]], np.float32)
    found = StancePredictions.of(rows, list(probabilities))
    first, second = worst_errors(rows, found, {"bad Norvia Norvia": "a word that misleads"})
    assert (first.target, first.right, first.said, first.why) == ("Norvia", "favor", "against", "a word that misleads")
    assert (second.target, second.said, second.why) == ("Zorvex", "neutral", "irony")
    assert first.probability == pytest.approx(0.1)
    assert worst_errors(rows, found, {}, n=1)[0].target == "Norvia"


def test_card_lists_the_worst_errors():
    evaluation = json.loads((SHIPPED / "evaluation.json").read_text(encoding="utf-8"))
    error = {"id": "x1", "text": "a | b", "target": "b", "right": "favor", "said": "against", "probability": 0.1}
    tables = markdown(evaluation | {"worst": [error | {"why": "irony"}]})
    assert "| x1 | b | a \\| b | favor | against (0.10) | irony |" in tables


def test_notes_on_errors_are_of_rows_that_exist():
    rows = {row["id"]: row for part in ("dev", "test") for _, row in read_rows(OWN_DATA / f"{part}.jsonl")}
    for key, why in read_notes().items():
        name, _, target = key.partition(" ")
        assert target in {item["text"] for item in rows[name]["targets"]}, key
        assert why
