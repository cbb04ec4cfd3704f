"""Descriptions that point back to one entity: found where there is no choice, left alone elsewhere."""

from __future__ import annotations

import pytest

from classifier import Form, Pipeline, StanceCounts
from classifier.entities import EntityList
from classifier.mentions import NamedSpan
from classifier.nominals import Named, find_nominals, is_introduced, resolve
from classifier.records import Kind

ENTITIES = EntityList.load()


def words(sentence: str) -> list[str]:
    return [sentence[n.start : n.end] for n in find_nominals(sentence, [])]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The company said it would appeal.", ["company"]),
        ("Critics of the Chinese firm were loud.", ["Chinese firm"]),
        ("The Espoo-based group’s shares fell.", ["Espoo-based group"]),
        ("It praised the airline, and the government.", ["airline", "government"]),
        ("THE bank paid.", ["bank"]),
        ("A company said so.", []),
        ("The company car was red.", []),
        ("The government bonds rose.", []),
        ("The company that built the bridge closed.", []),
        ("The government of Peru fell.", []),
        ("The rival company said so.", []),
        ("The two companies agreed.", []),
        ("Prices rose in the country, he said.", []),
        ("The country has apologised.", ["country"]),
        ("The food bank moved in.", []),
        ("The group said so.", []),
        ("The state-owned company paid.", []),
        ("The company-wide rule fell.", []),
    ],
)
def test_definite_descriptions_of_one_thing(sentence: str, found: list[str]) -> None:
    assert words(sentence) == found


def test_names_hold_no_descriptions() -> None:
    sentence = "The Chinese government is angry."
    assert find_nominals(sentence, [NamedSpan(4, 22, Kind.GOVERNMENT)]) == []


def meant(sentence: str, *named: tuple[str, Kind], subject: str | None = None) -> str | None:
    (nominal,) = find_nominals(sentence, [])
    return resolve(nominal, [Named(entity_id, kind, 0) for entity_id, kind in named], subject, ENTITIES)


HUAWEI, NOKIA = ("company:huawei", Kind.COMPANY), ("company:nokia", Kind.COMPANY)
CHINA, EU = ("gov:CN", Kind.GOVERNMENT), ("gov:EU", Kind.GOVERNMENT)


def test_the_one_that_was_named_is_meant() -> None:
    assert meant("The company said so.", HUAWEI, CHINA) == "company:huawei"
    assert meant("The government said so.", HUAWEI, CHINA) == "gov:CN"
    assert meant("The company said so.", CHINA) is None


def test_of_two_none_is_meant_unless_something_tells() -> None:
    assert meant("So the company said, twice.", HUAWEI, NOKIA) is None
    assert meant("So the Chinese firm said, twice.", HUAWEI, NOKIA) == "company:huawei"
    assert meant("The company said so.", HUAWEI, NOKIA, subject="company:nokia") == "company:nokia"
    bank = ("company:deutsche-bank", Kind.COMPANY)
    assert meant("So the lender said, twice.", HUAWEI, bank) == "company:deutsche-bank"
    assert meant("So the bloc said, twice.", CHINA, EU) == "gov:EU"
    assert meant("So the PlayStation maker said.", HUAWEI) is None


def test_an_unnamed_one_that_was_introduced_is_not_the_named_one() -> None:
    assert is_introduced("start-up", "The licence came with a small start-up in Oslo. ")
    assert not is_introduced("start-up", "The licence came with the small start-up. ")


def test_descriptions_are_mentions_outside_of_the_counts(shipped: Pipeline) -> None:
    text = "Norvia Corp robbed its customers. The company lied to regulators and cheated its workers."
    result = shipped.predict(text)
    (nominal,) = (m for s in result.sentences for m in s.mentions if m.form is Form.NOMINAL)
    assert (nominal.text, nominal.entity_id, nominal.stance.label) == ("company", "company:norvia", "against")
    assert text[nominal.start : nominal.end] == "company"
    (entity,) = result.entities
    assert (entity.n_mentions, entity.n_sentences) == (2, 2)
    assert entity.stances == StanceCounts(favor=0, neutral=0, against=1, score=-1.0, low=-1.0, high=-1.0)


def test_the_outlet_that_was_told_is_not_meant(shipped: Pipeline) -> None:
    result = shipped.predict("Ada Lund told the BBC that she was sad. She stood before the company's plant.")
    assert all(m.form is Form.NAME for s in result.sentences for m in s.mentions)


def test_named_targets_bring_no_descriptions(shipped: Pipeline) -> None:
    text = "Norvia Corp robbed its customers. The company lied to regulators."
    result = shipped.predict(text, targets=["Norvia Corp"])
    assert [m.text for s in result.sentences for m in s.mentions] == ["Norvia Corp"]
