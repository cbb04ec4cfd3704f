"""Who is who in one sentence: posts before and behind names, changed sides, posts without a name."""

from __future__ import annotations

import re

import pytest

from classifier.introductions import Anchor, introductions

IDS = {"Norvia": "company:norvia", "Acme": "company:acme", "Kenya": "gov:KE", "EU": "gov:EU"}
ADJECTIVES = {"Danish": "gov:DK", "French": "gov:FR"}


def read(text: str) -> list[tuple[str | None, str | None, bool]]:
    """Return (name, employer, settled) of each introduction that says something of a person or a post."""
    anchors = [Anchor(m.start(), m.end(), IDS[m.group()]) for m in re.finditer("|".join(IDS), text)]
    anchors += [
        Anchor(m.start(), m.end(), ADJECTIVES[m.group()], True) for m in re.finditer("|".join(ADJECTIVES), text)
    ]
    found = introductions(text, sorted(anchors, key=lambda anchor: anchor.start))
    told = [item for item in found if item.role or item.entity_id or item.settled]
    return [(None if i.name is None else text[slice(*i.name)], i.entity_id, i.settled) for i in told]


@pytest.mark.parametrize(
    ("text", "name", "employer"),
    [
        ("Danish Fisheries Minister Ada Lund spoke.", "Ada Lund", "gov:DK"),
        ("Danish Deputy Energy Minister Ada Lund spoke.", "Ada Lund", "gov:DK"),
        ("The Kenya spokeswoman for Norvia, Ada Lund, spoke.", "Ada Lund", "company:norvia"),
        ("Ada Lund, head of the Kenya office of Norvia, spoke.", "Ada Lund", "company:norvia"),
        ("Ada Lund, country manager for Kenya at Norvia, spoke.", "Ada Lund", "company:norvia"),
        ("Ada Lund of Norvia's trading desk in Oslo said Acme had lied.", "Ada Lund", "company:norvia"),
        ("Ada Lund (Norvia's legal chief) said Acme had lied.", "Ada Lund", "company:norvia"),
        ("Ada Lund – Norvia's legal chief – said Acme had lied.", "Ada Lund", "company:norvia"),
        ("Ada Lund, Norvia's number two, spoke.", "Ada Lund", "company:norvia"),
        ("Kenya's energy and climate minister, Ada Lund, spoke.", "Ada Lund", "gov:KE"),
        ("EU Competition Commissioner Ada van Lund spoke.", "Ada van Lund", "gov:EU"),
        ("Norvia chief executive Ada Lund spoke.", "Ada Lund", "company:norvia"),
        ("Norvia's chief lobbyist in Kenya, Ada Lund, spoke.", "Ada Lund", "company:norvia"),
        ("Norvia's Kenya head, Ada Lund, spoke.", "Ada Lund", "company:norvia"),
        ("The head of Norvia, Ada Lund, spoke.", "Ada Lund", "company:norvia"),
        ("Norvia's Ada Lund spoke.", "Ada Lund", "company:norvia"),
        ("Norvia founder C.C. Lund spoke.", "C.C. Lund", "company:norvia"),
        ("Ada Lund, country manager at Norvia, spoke.", "Ada Lund", "company:norvia"),
        ("Ada Lund, lead analyst for sovereign debt at Norvia, said no.", "Ada Lund", "company:norvia"),
        ("Ada Lund, head of investor relations at Norvia, said no.", "Ada Lund", "company:norvia"),
        ("Ada Lund, who covers metals for Norvia in Oslo, said no.", "Ada Lund", "company:norvia"),
        ("Ada Lund, who has run Norvia's water office since May, said no.", "Ada Lund", "company:norvia"),
        ("Ada Lund, who runs Acme's owner Norvia, said no.", "Ada Lund", "company:norvia"),
        ("Ada Lund, chief executive of Acme parent Norvia, said no.", "Ada Lund", "company:norvia"),
        ("Ada Lund, a French prosecutor, said no.", "Ada Lund", "gov:FR"),
        ("“No,” said Ada Lund of Norvia.", "Ada Lund", "company:norvia"),
    ],
)
def test_a_person_has_the_employer_that_the_words_around_the_name_give(text: str, name: str, employer: str) -> None:
    assert read(text) == [(name, employer, False)]


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("Ada Lund, a former Norvia geologist who has run Acme's office since May, said no.", "company:acme"),
        ("Ada Lund, who left Norvia and is now a vice president of the Danish designer Acme, said no.", "company:acme"),
        ("Ada Lund, who left Norvia for Acme in 2022, said no.", "company:acme"),
        ("Ada Lund, a former Norvia geologist now employed by Acme, said no.", "company:acme"),
        ("Ada Lund, a one-time Norvia designer now at Acme, said no.", "company:acme"),
        ("Ada Lund, a retired Danish colonel who joined Acme as its director for Kenya, said no.", "company:acme"),
        ("Ada Lund, a former Norvia pilot taken on by Acme, said no.", "company:acme"),
        ("Ada Lund, until 2021 at Norvia, has since become Acme's chief lobbyist.", "company:acme"),
        ("Ada Lund worked at Norvia; today she runs Acme's lab.", "company:acme"),
        ("Fired by Norvia in 2020 and hired by Acme, Ada Lund said no.", "company:acme"),
        ("Ada Lund, who crossed from Norvia to Acme in 2022, said no.", "company:acme"),
        ("Ada Lund, whom Acme hired away from Norvia, said no.", "company:acme"),
        ("Ada Lund, poached from Norvia last year to run Acme's fleet, said no.", "company:acme"),
        ("Ada Lund, now at Acme after fifteen years at Norvia, said no.", "company:acme"),
        ("Ada Lund, who quit Norvia and went to work for Acme, said no.", "company:acme"),
        ("Ada Lund, a Norvia engineer for decades who now advises the Danish government, said no.", "gov:DK"),
        ("Having left Norvia for Acme in 2019, Ada Lund said no.", "company:acme"),
        ("Formerly of Norvia, Ada Lund now runs safety for Acme.", "company:acme"),
        ("Ada Lund spent ten years at Norvia and now runs the fleet of Acme.", "company:acme"),
        ("Ada Lund, who left Norvia in 2023 and today heads safety at Acme, said no.", "company:acme"),
        ("Ada Lund, who used to lobby for Norvia and today is Acme's head of law, said no.", "company:acme"),
        ("Ada Lund, who spent ten years at Norvia before joining Acme as head of law, said no.", "company:acme"),
        ("Ada Lund, energy minister until 2020 and now head of the French unit of Acme, said no.", "company:acme"),
        ("Ada Lund, once Norvia's chief counsel and now in charge of licensing at Acme, said no.", "company:acme"),
        ("Once Norvia's chief chemist and today a director at Acme, Lund said no.", "company:acme"),
    ],
)
def test_who_changed_sides_speaks_for_the_present_employer(text: str, employer: str) -> None:
    assert [found for _, found, _ in read(text) if found] == [employer]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund, a former Norvia engineer, said no.",
        "Ada Lund, who was Norvia's chief executive until May, said no.",
        "Ada Lund, once a Norvia engineer and now a student in Oslo, said no.",
        "Ada Lund, leader of the dockers' union at Norvia, said no.",
        "Ada Lund, a customer of Norvia, said no.",
        "Ada Lund, who joined Norvia in 1999 and was sacked in 2021, said no.",
        "Ada Lund, who used to work at Norvia and now teaches at a college, said no.",
        "Ada Lund, an energy spokeswoman of the opposition and until 2021 a Norvia engineer, said no.",
        "Ada Lund, president of the exporters' association, said no.",
        "Former Norvia boss Ada Lund said no.",
        "Ada Lund, a nurse in Oslo, said no.",
    ],
)
def test_who_only_was_something_speaks_for_nobody(text: str) -> None:
    assert (("Ada Lund", None, True)) in read(text)
    assert not [found for _, found, _ in read(text) if found]


@pytest.mark.parametrize(
    "text",
    ["Danish economist Ada Lund spoke.", "Ada Lund, who farms near Norvia, spoke.", "Ada Lund praised Norvia."],
)
def test_other_words_near_a_name_tie_nobody(text: str) -> None:
    assert not [found for _, found, _ in read(text) if found]


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("A Norvia spokesman said no.", "company:norvia"),
        ("A spokeswoman for Norvia said no.", "company:norvia"),
        ("Kenya's mining minister: no", "gov:KE"),
        ("A Danish foreign ministry spokesman said no.", "gov:DK"),
        ("A director at the Danish Food Agency said no.", "gov:DK"),
        ("A Norvia note said no.", "company:norvia"),
        ("A statement from Norvia said no.", "company:norvia"),
        ("Norvia's trading arm said no.", "company:norvia"),
        ("A former Norvia engineer said no.", None),
        ("The Danish carmaker's boss said no.", None),
    ],
)
def test_a_post_without_a_name_has_its_employer(text: str, employer: str | None) -> None:
    assert {found for name, found, _ in read(text) if name is None} == {employer}


def test_the_capitals_of_a_headline_make_no_names() -> None:
    assert read("Lund Fines Norvia Chief Over River Spill Again") == [(None, "company:norvia", False)]


def test_offsets_hold_where_names_are_masked() -> None:
    (found,) = introductions("🙂 Norvia founder Ada Lund spoke.", [Anchor(2, 8, "company:norvia")])
    assert (found.start, found.end, found.name) == (2, 25, (17, 25))
