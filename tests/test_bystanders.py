"""Words that bear the name of a company or country and mean neither."""

from __future__ import annotations

import pytest

from classifier.bystanders import events, is_only_shaken, names_a_bystander


def is_bystander(sentence: str, words: str, listed: bool) -> bool:
    start = sentence.index(words)
    return names_a_bystander(sentence, start, start + len(words), listed)


@pytest.mark.parametrize(
    ("sentence", "words", "listed"),
    [
        ("A jury believed Brooklyn Chase rather than him.", "Brooklyn Chase", False),
        ("The drummer, Danny Chase, sold his house.", "Chase", True),
        ("Weather forced India Summerfield to abandon her row.", "India", True),
        ("Labour lost the seat.", "Labour", False),
        ("Fratelli d'Italia printed its posters.", "Fratelli d'Italia", False),
        ("Vox lost two seats in the region.", "Vox", True),
        ("The IT department asks staff to wait.", "IT department", False),
        ("Grandmother's best china came through.", "china", True),
        ("It stood in the china cabinet.", "china", True),
        ("The roast turkey was dry.", "turkey", True),
        ("Loggers cleared a swathe of the Amazon last year.", "Amazon", True),
        ("The Nikkei closed at a record.", "Nikkei", True),
    ],
)
def test_persons_parties_dishes_and_regions_are_bystanders(sentence: str, words: str, listed: bool) -> None:
    assert is_bystander(sentence, words, listed)


@pytest.mark.parametrize(
    ("sentence", "words", "listed"),
    [
        ("Yesterday Chase raised its fees.", "Chase", True),
        ("India Summerfield is a warm place.", "India", True),
        ("The blogger says china must pay.", "china", True),
        ("The Amazon warehouse burned.", "Amazon", True),
        ("The Nikkei reported the merger.", "Nikkei", True),
        ("Vox Media laid off its editors.", "Vox", True),
        ("Shares in Grace Pemberton fell.", "Grace Pemberton", False),
        ("Petra Rotorcraft delivered gearboxes.", "Petra Rotorcraft", False),
        ("The trade department said so.", "trade department", False),
    ],
)
def test_firms_and_states_with_such_names_are_not(sentence: str, words: str, listed: bool) -> None:
    assert not is_bystander(sentence, words, listed)


@pytest.mark.parametrize(
    ("sentence", "name", "shaken"),
    [
        ("An earthquake of magnitude 6.1 shook western Nepal overnight.", "Nepal", True),
        ("Storms lashed Italy overnight.", "Italy", True),
        ("Sanctions hit Nepal hard.", "Nepal", False),
        ("The quake relief was sent by Nepal.", "Nepal", False),
    ],
)
def test_a_country_that_nature_struck_is_a_place(sentence: str, name: str, shaken: bool) -> None:
    assert is_only_shaken(sentence, sentence.index(name)) is shaken


def test_treaties_battles_and_revolutions_are_events() -> None:
    sentence = "The Congress of Vienna, the Battle of Britain and the French Revolution shaped Berlin."
    found = [sentence[start:end] for start, end in events(sentence)]
    assert found == ["Congress of Vienna", "Battle of Britain", "French Revolution"]
