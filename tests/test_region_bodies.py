"""How far the names of bodies of states and provinces reach, and whose they are."""

from __future__ import annotations

import pytest

from classifier.entities import EntityList
from classifier.records import Kind

ENTITIES = EntityList.load()


@pytest.mark.parametrize(
    ("text", "body", "entity_id"),
    [
        (
            "The Texas Commission on Environmental Quality left.",
            "Texas Commission on Environmental Quality",
            "gov:US-TX",
        ),
        ("A clerk of the Ontario Securities Commission left.", "Ontario Securities Commission", "gov:CA-ON"),
        ("It was the Kerala High Court, he said.", "Kerala High Court", "gov:IN-KL"),
        ("The New Jersey Board of Public Utilities met.", "New Jersey Board of Public Utilities", "gov:US-NJ"),
        ("The Public Utilities Commission of Ohio met.", "Public Utilities Commission of Ohio", "gov:US-OH"),
        ("The Bavarian State Office for Health met.", "Bavarian State Office for Health", "gov:DE-BY"),
        ("Then the Michigan attorney general sued Norvik.", "Michigan attorney general", "gov:US-MI"),
        ("Ask the California governor's office.", "California governor's office", "gov:US-CA"),
        ("The Georgia Department of Revenue met.", "Georgia Department of Revenue", "gov:US-GA"),
        ("Idaho Department of Health and Nestle met.", "Idaho Department of Health", "gov:US-ID"),
    ],
)
def test_bodies_of_states_are_whole_and_theirs(text: str, body: str, entity_id: str) -> None:
    found = {text[match.start : match.end]: match for match in ENTITIES.find(text)}
    assert body in found
    assert ENTITIES.link(body, Kind.GOVERNMENT).entity_id == entity_id


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The Oklahoma City Police Department met.", "Oklahoma City Police Department"),
        ("The Virginia Beach Planning Commission met.", "Virginia Beach Planning Commission"),
        ("Ohio State University Board of Trustees met.", "Ohio State University Board of Trustees"),
        ("Nevada Attorney General Anna Holt sued.", "Nevada Attorney General"),
        ("The former Ohio attorney general sued.", "Ohio attorney general"),
    ],
)
def test_towns_schools_and_persons_are_no_bodies_of_the_state(text: str, whole: str) -> None:
    assert whole not in {text[match.start : match.end] for match in ENTITIES.find(text)}


def test_police_of_a_capital_are_not_those_of_the_state() -> None:
    assert ENTITIES.link("Sacramento police", Kind.GOVERNMENT).entity_id == "gov:sacramento"
    assert ENTITIES.link("Sacramento", Kind.GOVERNMENT).entity_id == "gov:US-CA"
