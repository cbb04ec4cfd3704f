"""Who a source is or speaks for: only what its own words say."""

from __future__ import annotations

import pytest

from classifier.holders import holder_entity
from classifier.mentions import NamedSpan
from classifier.records import Kind


def tied(sentence: str, holder: str, *names: str) -> str | None:
    """The name, as an id, that the holder is tied to in a sentence that names `names`."""
    spans = [NamedSpan(sentence.index(name), sentence.index(name) + len(name), Kind.COMPANY) for name in names]
    start = sentence.index(holder)
    return holder_entity(sentence, (start, start + len(holder)), spans, names)


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        ("Airbus", "Airbus"),
        ("U.S. officials", "U.S. officials"),
        ("Boeing's rival Airbus", "Airbus"),
        ("Huawei founder Ren Zhengfei", "Huawei"),
        ("U.S. Secretary of State Mike Pompeo", "U.S."),
        ("a Kremlin spokesman", "Kremlin"),
        ("a spokeswoman for Norvia", "Norvia"),
        ("the president of France", "France"),
        ("Apple's chief executive", "Apple"),
    ],
)
def test_a_source_is_tied_to_what_it_is_or_speaks_for(holder: str, name: str) -> None:
    names = ("Boeing", "Airbus") if "Boeing" in holder else (name,)
    assert tied(f"Then {holder} called it a lie.", holder, *names) == name


@pytest.mark.parametrize(
    ("holder", "name"),
    [
        ("Critics of Huawei", "Huawei"),
        ("Gazprom Neft's partners", "Gazprom Neft"),
        ("A former Google engineer", "Google"),
        ("a former president of France", "France"),
        ("the rector of a Brasília institute", "Brasília"),
        ("a trader in London", "London"),
        ("Norvia customers", "Norvia"),
    ],
)
def test_a_name_that_only_describes_somebody_speaks_for_nobody(holder: str, name: str) -> None:
    assert tied(f"Then {holder} called it a lie.", holder, name) is None


def test_a_name_outside_of_the_holder_is_not_tied() -> None:
    assert tied("Ren said Huawei would win.", "Ren", "Huawei") is None
