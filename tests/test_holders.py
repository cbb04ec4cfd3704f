"""Who a source is or speaks for: only what its own words say."""

from __future__ import annotations

import pytest

from classifier.document_names import DocumentNames
from classifier.entities import EntityList
from classifier.holders import Speakers, holder_entity
from classifier.mentions import NamedSpan
from classifier.records import Kind
from classifier.text import split


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


# --- Over a document ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def entities() -> EntityList:
    return EntityList.load()


NORVIA = [("Norvia", "company:norvia")]


def spoken(entities: EntityList, text: str, holder: str, *listed: tuple[str, str]) -> tuple[str, str | None]:
    """The fullest name of the last `holder` in the text, and the entity that it speaks for; names as (surface, id)."""
    names = DocumentNames(text, entities)
    for sentence in split(text):
        found = [(sentence.text.find(surface), surface, entity_id) for surface, entity_id in listed]
        here = sorted(item for item in found if item[0] >= 0)
        spans = [NamedSpan(start, start + len(surface), Kind.COMPANY) for start, surface, _ in here]
        names.add_sentence(sentence, spans, [entity_id for _, _, entity_id in here])
    speakers = Speakers(names)
    start = text.rindex(holder)
    return speakers.fullest_name(start, start + len(holder)), speakers.entity(start, start + len(holder))


@pytest.mark.parametrize(
    ("text", "holder", "names", "expected"),
    [
        (
            "Norvia founder Ada Lund left. Lund said no.",
            "Lund",
            NORVIA,
            ("Ada Lund", "company:norvia"),
        ),
        (
            "Ada Lund, the head of Norvia, left. Lund said no.",
            "Lund",
            NORVIA,
            ("Ada Lund", "company:norvia"),
        ),
        (
            "Ada Lund, a Norvia spokeswoman, said no.",
            "Ada Lund",
            NORVIA,
            ("Ada Lund", "company:norvia"),
        ),
        ("Ada Lund of Norvia said no.", "Ada Lund", NORVIA, ("Ada Lund", "company:norvia")),
        ("French President Ada Lund left. Lund said no.", "Lund", [], ("Ada Lund", "gov:FR")),
        ("Ada Lund, the Kenyan health minister, said no.", "Ada Lund", [], ("Ada Lund", "gov:KE")),
        ("U.S. Secretary of State Ada Lund said no.", "Ada Lund", [("U.S.", "gov:US")], ("Ada Lund", "gov:US")),
        (
            "Ada Lund, a former Norvia engineer, said no.",
            "Ada Lund",
            NORVIA,
            ("Ada Lund", None),
        ),
        ("Ada Lund left Norvia. Lund said no.", "Lund", NORVIA, ("Ada Lund", None)),
        ("U.S. Secretary of State Ada Lund left.", "State Ada Lund", [("U.S.", "gov:US")], ("Ada Lund", "gov:US")),
        (
            "Kenya Mining Agency Fines Norvia. Kenya Mining Agency said no.",
            "Kenya Mining Agency",
            [],
            ("Kenya Mining Agency", "gov:KE"),
        ),
        ("Lund Fines Norvia Over River Spill. Lund said no.", "Lund", [], ("Lund", None)),
        ("The union said no.", "union", [], ("union", None)),
        ("“No,” she said.", "she", [], ("she", None)),
        # The list knows who leads Huawei, and is believed where the article names Huawei.
        ("Huawei won. Ren said no.", "Ren", [("Huawei", "company:huawei")], ("Ren", "company:huawei")),
        ("Norvia won. Ren said no.", "Ren", NORVIA, ("Ren", None)),
    ],
)
def test_a_person_is_tied_to_what_the_document_or_the_list_says(
    entities: EntityList, text: str, holder: str, names: list[tuple[str, str]], expected: tuple[str, str | None]
) -> None:
    assert spoken(entities, text, holder, *names) == expected


# --- Pronouns ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pronoun", "expected"),
    [
        ("Marit Aas picks berries. Norvia, she says, never paid her.", "she says", "Marit Aas"),
        ("Nobody was named. Norvia, she says, never paid her.", "she says", None),
        ("Ola Berg left. Norvia, she says, never paid Ada Lund.", "she says", "Ola Berg"),  # gender is not known
        ("Spokesman Ola Berg left. Marit Aas and Spokesman Ola Berg met. He said no.", "He", "Ola Berg"),
        ("Chairwoman Ada Lund spoke. Spokesman Ola Berg left. She said no.", "She", "Ada Lund"),
        ("A Norvia spokeswoman called. “No,” she said.", "she said", "Norvia spokeswoman"),
    ],
)
def test_a_pronoun_stands_for_the_person_named_before(
    entities: EntityList, text: str, pronoun: str, expected: str | None
) -> None:
    names = DocumentNames(text, entities)
    for sentence in split(text):
        start = sentence.text.find("Norvia")
        spans = [NamedSpan(start, start + 6, Kind.COMPANY)] if start >= 0 else []
        names.add_sentence(sentence, spans, ["company:norvia"] * len(spans))
    start = text.index(pronoun)
    found = Speakers(names).antecedent(start, start + len(pronoun.split()[0]))
    assert (None if found is None else text[slice(*found)]) == expected
