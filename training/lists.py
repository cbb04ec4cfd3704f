"""Figures of the own lists in `data/lists/`: names, traps, unlisted names, whose stance it is, and for whom they speak.

`python -m training.lists` prints those of the dev part, with every case that went wrong; `--part test` the final ones.
Other hands than the code's wrote the lists; the test parts were frozen by hash before any tuning (data/README.md).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from classifier import Document, DocumentResult, Form, HolderKind, Mention, Pipeline, StanceLabel, load
from classifier.scorer import Judgement, Reading, Scorer
from training.dataset import OWN_DATA, read_rows

LISTS = OWN_DATA / "lists"
Row = dict[str, Any]


@dataclass(slots=True)
class ListFigure:
    """How many cases of a list came out right, also by group, and the ids of the others."""

    n_right: Counter[str] = field(default_factory=Counter)
    n_cases: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, group: str, right: bool, case: str) -> None:
        """Count one case."""
        self.n_cases[group] += 1
        self.n_right[group] += right
        if not right:
            self.wrong.append(case)

    @property
    def percent(self) -> float:
        """Cases that came out right, in percent."""
        return 100.0 * self.n_right.total() / max(self.n_cases.total(), 1)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON types."""
        groups = {
            group: {"n": n, "percent": round(100 * self.n_right[group] / n, 1)} for group, n in self.n_cases.items()
        }
        return {"n": self.n_cases.total(), "percent": round(self.percent, 1), "groups": groups}


def _mentions_at(result: DocumentResult, start: int, end: int) -> list[Mention]:
    return [m for s in result.sentences for m in s.mentions if m.start < end and start < m.end]


def alias_is_right(result: DocumentResult, row: Row) -> bool:
    """Say whether all that was found at a name's place is its entity, and something was."""
    return {m.entity_id for m in _mentions_at(result, row["start"], row["end"])} == {row["entity_id"]}


def trap_is_right(result: DocumentResult, row: Row) -> bool:
    """Say whether nothing was found where nothing may be, or at least none of the entities that it must not be."""
    found = {m.entity_id for m in _mentions_at(result, row["start"], row["end"])}
    return not found if row["never"] == ["*"] else found.isdisjoint(row["never"])


def unlisted_is_right(result: DocumentResult, row: Row) -> bool:
    """Say whether just these words were found, as their kind, under an id that no listed entity has."""
    listed = {entity.id for entity in result.entities if entity.known}
    found = _mentions_at(result, row["start"], row["end"])
    return [(m.start, m.end, str(m.kind), m.entity_id in listed) for m in found] == [
        (row["start"], row["end"], row["kind"], False)
    ]


def measure_names(
    pipeline: Pipeline, rows: Sequence[Row], is_right: Callable[[DocumentResult, Row], bool]
) -> ListFigure:
    """Return the figure of a list of names: one text and one place in it a row."""
    figure = ListFigure()
    for row, result in zip(rows, pipeline.predict_many(row["text"] for row in rows), strict=True):
        found = [(m.text, m.entity_id) for m in _mentions_at(result, row["start"], row["end"])]
        figure.add(row["group"], is_right(result, row), f"{row['id']} {row['surface']!r} {found} | {row['text']}")
    return figure


def measure_holders(pipeline: Pipeline, rows: Sequence[Row]) -> tuple[ListFigure, ListFigure]:
    """Return the figures of holders of non-neutral targets, and of neutral accusers, the targets given.

    A holder is right where it is the author as labelled, or a span that overlaps the labelled one.
    """
    holders, accusers = ListFigure(), ListFigure()
    documents = [Document(row["text"], targets=tuple((t["start"], t["end"]) for t in row["targets"])) for row in rows]
    for row, result in zip(rows, pipeline.predict_many(documents), strict=True):
        found = {(m.start, m.end): m for s in result.sentences for m in s.mentions}
        for target in row["targets"]:
            mention = found[target["start"], target["end"]]
            held = mention.holder
            place = f"{row['id']} {target['text']!r}"
            if target["stance"] != "neutral":
                gold = None if target["holder"] == "author" else tuple(target["holder"])
                got = None if held.start is None or held.end is None else (held.start, held.end)
                right = gold == got if gold is None or got is None else got[0] < gold[1] and gold[0] < got[1]
                wanted = "author" if gold is None else row["text"][slice(*gold)]
                case = f"{place} is {held.name!r}, not {wanted!r} | {row['text']}"
                holders.add(row["phenomenon"], right, case)
            elif target.get("accuser"):
                case = f"{place} {mention.stance.label} | {row['text']}"
                accusers.add(row["phenomenon"], mention.stance.label == "neutral", case)
    return holders, accusers


def measure_speakers(pipeline: Pipeline, rows: Sequence[Row]) -> tuple[ListFigure, ListFigure]:
    """Return the figures of sources tied to the entity for which they speak: of the pipeline, and given the stance.

    A case is right where the holder is a source with the labelled entity, or with none where none is labelled. Given
    the stance, no case is lost to a target that the model calls neutral.
    """
    given = Pipeline(_AlwaysAgainst(pipeline.scorer), pipeline.entities)
    figures = []
    for judge in (pipeline, given):
        figure = ListFigure()
        targets = [tuple(tuple(case["target"]) for case in row["cases"]) for row in rows]
        documents = [Document(row["text"], targets=spans) for row, spans in zip(rows, targets, strict=True)]
        for row, result in zip(rows, judge.predict_many(documents), strict=True):
            found = {(m.start, m.end): m.holder for s in result.sentences for m in s.mentions}
            for case in row["cases"]:
                holder = found[tuple(case["target"])]
                right = holder.kind is HolderKind.SOURCE and holder.entity_id == case["speaks_for"]
                words = row["text"][max(0, case["target"][0] - 150) : case["target"][1] + 150]
                wanted = f"{case['holder_text']!r} for {case['speaks_for']}"
                got = f"{case['target_text']!r} by {holder.text!r} for {holder.entity_id}"
                figure.add(case["phenomenon"], right, f"{row['id']} {got}, not {wanted} | {words!r}")
        figures.append(figure)
    return figures[0], figures[1]


def measure_nominals(pipeline: Pipeline, rows: Sequence[Row]) -> tuple[ListFigure, ListFigure]:
    """Return the precision of descriptions tied to an entity, and how many of the labelled ones are found.

    One is right where a labelled description overlaps it, and its entity is that of the labelled earlier name; the
    name itself must have been found for that.
    """
    precision, recall = ListFigure(), ListFigure()
    for row, result in zip(rows, pipeline.predict_many(row["text"] for row in rows), strict=True):
        mentions = [m for s in result.sentences for m in s.mentions]
        named = [m for m in mentions if m.form is Form.NAME]
        tied = [m for m in mentions if m.form is Form.NOMINAL]
        entity = {
            (n["start"], n["end"]): {m.entity_id for m in named if m.start <= n["entity_start"] < m.end}
            for n in row["nominals"]
        }
        for mention in tied:
            meant = [ids for (start, end), ids in entity.items() if mention.start < end and start < mention.end]
            case = f"{row['id']} {mention.text!r} is {mention.entity_id} | {row['text']}"
            precision.add(str(mention.kind), bool(meant) and mention.entity_id in meant[0], case)
        for nominal in row["nominals"]:
            ids = entity[nominal["start"], nominal["end"]]
            found = any(m.start < nominal["end"] and nominal["start"] < m.end and m.entity_id in ids for m in tied)
            case = f"{row['id']} {nominal['text']!r} is {nominal['entity']} | {row['text']}"
            recall.add("all", found, case)
    return precision, recall


class _AlwaysAgainst:
    """A scorer whose every stance is against; all else is another scorer's."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self.model_version = scorer.model_version
        self.calibrated = scorer.calibrated
        self.stance_threshold = scorer.stance_threshold
        self.sentiment_threshold = scorer.sentiment_threshold

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        """Return what the other scorer reads."""
        return self._scorer.read(sentences)

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int]]]) -> list[list[Judgement]]:
        """Return the other scorer's holders."""
        against = np.array([label is StanceLabel.AGAINST for label in StanceLabel], dtype=np.float32)
        return [[replace(j, stance=against) for j in judged] for judged in self._scorer.judge(readings, spans)]


def measure_lists(pipeline: Pipeline, part: str, folder: Path = LISTS) -> dict[str, ListFigure]:
    """Return all figures of a part, 'dev' or 'test', by name."""

    def rows(name: str) -> list[Row]:
        return [row for _, row in read_rows(folder / f"{name}_{part}.jsonl")]

    holders, accusers = measure_holders(pipeline, rows("holder"))
    speakers, given = measure_speakers(pipeline, rows("speaker"))
    precision, recall = measure_nominals(pipeline, rows("nominal"))
    return {
        "names": measure_names(pipeline, rows("alias"), alias_is_right),
        "traps": measure_names(pipeline, rows("trap"), trap_is_right),
        "unlisted": measure_names(pipeline, rows("unlisted"), unlisted_is_right),
        "holders": holders,
        "neutral accusers": accusers,
        "speakers": speakers,
        "speakers, given the stance": given,
        "descriptions tied, right": precision,
        "descriptions found": recall,
    }


def main(arguments: Iterable[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.lists", description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--weights", type=Path, help="measure these instead of the shipped ones")
    options = parser.parse_args(None if arguments is None else list(arguments))
    figures = measure_lists(load(weights=options.weights), options.part)
    for name, figure in figures.items():
        print(name, json.dumps(figure.to_dict(), ensure_ascii=False))
        if options.part == "dev":
            print(*(f"  {case}" for case in figure.wrong), sep="\n")


if __name__ == "__main__":
    main()
