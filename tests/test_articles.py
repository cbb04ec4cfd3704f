"""Scraped articles of our own: what is a headline, a repetition, page furniture; and what the whole path finds."""

import json
from importlib import resources
from pathlib import Path

import pytest

from classifier import Role, StanceLabel, predict
from classifier.text import split

CASES = sorted((Path(__file__).parent / "cases" / "articles").glob("*.json"))
EXAMPLES = resources.files("classifier") / "resources" / "examples"


def article(case):
    return (EXAMPLES / f"{case.stem}.txt").read_text(encoding="utf-8")


def roles_by_line(text):
    """Return the roles of the sentences of each line."""
    found = {}
    for sentence in split(text):
        line = text[text.rfind("\n", 0, sentence.start) + 1 :].split("\n", 1)[0].strip()
        found.setdefault(line, []).append(sentence.role)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_body_line_is_lost_and_furniture_is_marked(case):
    expected = json.loads(case.read_text(encoding="utf-8"))
    furniture = {line.strip() for line in expected["boilerplate_lines"]}
    marked = total = 0
    for line, roles in roles_by_line(article(case)).items():
        if line in furniture:
            total += 1
            marked += all(role is Role.BOILERPLATE for role in roles)
        else:
            assert Role.BOILERPLATE not in roles, line
    assert marked >= 0.6 * total, (marked, total)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_repetitions_are_marked(case):
    expected = json.loads(case.read_text(encoding="utf-8"))["duplicate_sentences"]
    repeated = [sentence for sentence in split(article(case)) if sentence.duplicate_of is not None]
    assert len(repeated) >= 0.6 * len(expected)


def test_one_government_by_all_its_names():
    result = predict(article(next(case for case in CASES if case.stem == "chip-export-ban")))
    names = {m.text for s in result.sentences for m in s.mentions if m.entity_id == "gov:US"}
    assert {"USA", "Washington", "Trump Administration", "United States"} <= names
    labels = [m.stance.label for s in result.sentences for m in s.mentions if m.entity_id == "gov:US"]
    assert labels.count(StanceLabel.AGAINST) > labels.count(StanceLabel.FAVOR), "makers of chips complain of its rules"
