"""The own lists: sound rows, frozen test parts, and figures that count what they say."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from classifier import Pipeline
from training.dataset import read_rows
from training.lists import (
    LISTS,
    ListFigure,
    alias_is_right,
    measure_holders,
    measure_lists,
    measure_names,
    measure_nominals,
    measure_speakers,
    trap_is_right,
    unlisted_is_right,
)

ROWS = {path.stem: [row for _, row in read_rows(path)] for path in sorted(LISTS.glob("*.jsonl"))}
CARD = Path(__file__).parents[1] / "data" / "README.md"


@pytest.mark.parametrize("name", sorted(ROWS))
def test_rows_point_at_their_words(name: str) -> None:
    rows = ROWS[name]
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    for row in rows:
        if name.startswith("nominal"):
            for case in (*row["nominals"], *row["others"]):
                assert row["text"][case["start"] : case["end"]] == case["text"]
        elif name.startswith("speaker"):
            for case in row["cases"]:
                assert row["text"][slice(*case["target"])] == case["target_text"]
                assert row["text"][slice(*case["holder"])] == case["holder_text"]
        elif name.startswith("holder"):
            assert all(row["text"][t["start"] : t["end"]] == t["text"] for t in row["targets"])
            held = [t["holder"] for t in row["targets"] if t["holder"] != "author"]
            assert all(0 <= start < end <= len(row["text"]) for start, end in held)
            assert all(t["holder"] == "author" for t in row["targets"] if t["stance"] == "neutral")
        else:
            assert row["text"][row["start"] : row["end"]] == row["surface"]


@pytest.mark.parametrize("name", sorted(name for name in ROWS if name.endswith("_test")))
def test_a_test_list_is_the_frozen_one_and_shares_no_text_with_its_dev_list(name: str) -> None:
    digest = hashlib.sha256((LISTS / f"{name}.jsonl").read_bytes()).hexdigest()
    assert digest in CARD.read_text(encoding="utf-8")
    dev = ROWS.get(name.replace("_test", "_dev"), [])
    assert not {row["text"] for row in dev} & {row["text"] for row in ROWS[name]}


def row(text: str, surface: str, **fields: Any) -> dict[str, Any]:
    start = text.index(surface)
    return {"id": "x", "text": text, "start": start, "end": start + len(surface), "surface": surface, **fields}


def test_names_traps_and_unlisted_names_are_judged_at_their_place(shipped: Pipeline) -> None:
    text = "Brussels fined Huawei after a raid on Zorvex Corp in Oslo."
    result = shipped.predict(text)
    assert alias_is_right(result, row(text, "Huawei", entity_id="company:huawei"))
    assert not alias_is_right(result, row(text, "Huawei", entity_id="company:nokia"))
    assert not alias_is_right(result, row(text, "raid", entity_id="company:huawei"))
    assert trap_is_right(result, row(text, "raid", never=["*"]))
    assert not trap_is_right(result, row(text, "Brussels", never=["*"]))
    assert trap_is_right(result, row(text, "Brussels", never=["gov:BE"]))
    assert not trap_is_right(result, row(text, "Brussels", never=["gov:EU"]))
    assert unlisted_is_right(result, row(text, "Zorvex Corp", kind="company"))
    assert not unlisted_is_right(result, row(text, "Zorvex Corp", kind="government"))
    assert not unlisted_is_right(result, row(text, "Zorvex", kind="company"))
    assert not unlisted_is_right(result, row(text, "Huawei", kind="company"))


def test_a_figure_counts_by_group_and_names_what_is_wrong(shipped: Pipeline) -> None:
    text = "Brussels fined Huawei."
    rows = [
        row(text, "Huawei", entity_id="company:huawei", group="company"),
        row(text, "Brussels", entity_id="gov:BE", group="capital"),
    ]
    figure = measure_names(shipped, rows, alias_is_right)
    groups = {"company": {"n": 1, "percent": 100.0}, "capital": {"n": 1, "percent": 0.0}}
    assert figure.to_dict() == {"n": 2, "percent": 50.0, "groups": groups}
    assert figure.wrong == ["x 'Brussels' [('Brussels', 'gov:EU')] | Brussels fined Huawei."]
    assert ListFigure().percent == 0.0


def test_holders_are_right_where_they_overlap(shipped: Pipeline) -> None:
    text = "“Norvia Corp robbed us, lied to us and fled,” said Ada Lund."
    start = text.index("Ada Lund")
    target = {"start": 1, "end": 12, "text": "Norvia Corp", "stance": "against", "holder": [start + 4, start + 8]}
    rows = [{"id": "x", "text": text, "phenomenon": "quote", "targets": [target]}]
    assert measure_holders(shipped, rows)[0].percent == 100.0
    rows = [{**rows[0], "targets": [{**target, "holder": "author"}]}]
    assert measure_holders(shipped, rows)[0].percent == 0.0
    rows = [{**rows[0], "targets": [{**target, "stance": "neutral", "accuser": True}]}]
    holders, accusers = measure_holders(shipped, rows)
    assert (holders.n_cases.total(), accusers.percent) == (0, 0.0)


def test_speakers_are_right_where_they_speak_for_their_entity(shipped: Pipeline) -> None:
    text = "“Norvia Corp robbed us, lied to us and fled,” said Huawei founder Ada Lund. Ada Lund's dog slept."
    start = text.index("Ada Lund")
    case = {"target": [1, 12], "target_text": "Norvia Corp", "holder": [start, start + 8], "holder_text": "Ada Lund"}
    rows = [{"id": "x", "text": text, "cases": [{**case, "speaks_for": "company:huawei", "phenomenon": "title"}]}]
    assert [figure.percent for figure in measure_speakers(shipped, rows)] == [100.0, 100.0]
    rows = [{"id": "x", "text": text, "cases": [{**case, "speaks_for": None, "phenomenon": "title"}]}]
    assert [figure.percent for figure in measure_speakers(shipped, rows)] == [0.0, 0.0]
    neutral = "Ada Lund of Huawei met Norvia Corp."
    case = {"target": [23, 34], "target_text": "Norvia Corp", "holder": [0, 8], "holder_text": "Ada Lund"}
    rows = [{"id": "x", "text": neutral, "cases": [{**case, "speaks_for": None, "phenomenon": "title"}]}]
    assert measure_speakers(shipped, rows)[0].percent == 0.0


def test_descriptions_are_right_where_they_mean_the_labelled_entity(shipped: Pipeline) -> None:
    text = "Norvia Corp robbed its customers. The company lied to regulators."
    nominal = {"start": 38, "end": 45, "text": "company", "entity": "Norvia Corp", "entity_start": 0}
    rows = [{"id": "x", "text": text, "nominals": [nominal], "others": []}]
    assert [figure.percent for figure in measure_nominals(shipped, rows)] == [100.0, 100.0]
    precision, recall = measure_nominals(shipped, [{**rows[0], "nominals": []}])
    assert (precision.percent, recall.n_cases.total()) == (0.0, 0)


# As measured with the shipped weights, less one point. A change that lowers them on purpose changes them here.
FLOORS = {
    "names": 98.6,
    "traps": 98.7,
    "unlisted": 98.4,
    "holders": 93.5,
    "neutral accusers": 91.6,
    "descriptions tied, right": 95.2,
    "descriptions found": 53.7,
    "speakers": 94.4,
    "speakers, given the stance": 96.5,
}


def test_no_figure_of_the_dev_lists_falls(shipped: Pipeline) -> None:
    figures = measure_lists(shipped, "dev")
    assert {name: figure.percent for name, figure in figures.items() if figure.percent < FLOORS[name]} == {}
