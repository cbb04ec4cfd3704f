"""Names that no list has: what the grammar shows of them, and whether a sentence speaks of a state or a firm."""

from __future__ import annotations

import pytest

from classifier.records import Kind
from classifier.state_or_firm import ENOUGH, state_score
from classifier.unlisted import SURE, names_that_act, names_that_say_what_they_are

COMPANY, GOVERNMENT = Kind.COMPANY, Kind.GOVERNMENT


class Anywhere:
    """Every place, for a tagger that rules nothing out."""

    def __contains__(self, place: object) -> bool:
        return True


def acting(sentence: str) -> dict[str, Kind | None]:
    return {sentence[cue.start : cue.end]: cue.kind for cue in names_that_act(sentence, Anywhere())}


@pytest.mark.parametrize(
    ("sentence", "name", "is_state"),
    [
        ("Norvika recalled its ambassador from Vienna.", "Norvika", True),
        ("Norvika recalled 40,000 prams.", "Norvika", False),
        ("Norvika denies shelling the camp.", "Norvika", True),
        ("Norvika hired two banks for a flotation.", "Norvika", False),
        ("Talks were hosted by Norvika, a neutral state with more cows than soldiers.", "Norvika", True),
        ("The family behind Norvika, the Stuttgart bearing maker, fell out.", "Norvika", False),
        ("Users of Norvika cannot delete their accounts.", "Norvika", False),
        ("The army of Norvika crossed the river.", "Norvika", True),
        ("Fennimore Labs said that it would wait.", "Fennimore Labs", False),
        ("Balmeira Province said that it would wait.", "Balmeira Province", True),
    ],
)
def test_a_sentence_speaks_of_a_state_or_of_a_firm(sentence: str, name: str, is_state: bool) -> None:
    start = sentence.index(name)
    assert (state_score(sentence, start, start + len(name)) >= ENOUGH) is is_state


def test_the_tagger_leans_where_the_sentence_says_nothing() -> None:
    sentence = "Norvik said that it would wait."
    assert state_score(sentence, 0, 6, lean=-3.0) < ENOUGH < state_score(sentence, 0, 6, lean=2.0)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The chip designer Zyntaric has hired two banks.", "Zyntaric"),
        ("A fire at the Gdynia plant of Mazurex cut supply.", "Mazurex"),
        ("7Cairn, which rents out servers, lost money.", "7Cairn"),
        ("Quanterra 9 unveiled a fridge.", "Quanterra 9"),
        ("Brewer Drennick sold more beer than ever.", "Drennick"),
        ("The recall covers prams that Tumbleby sold in May.", "Tumbleby"),
        ("Estrela do Vale packs guava paste.", "Estrela do Vale"),
        ("Only Great Penhallow and two other members abstained.", "Great Penhallow"),
        ("It dropped the case on behalf of West Tallahoma, it said of its governor.", "West Tallahoma"),
        ("Serindor is building a wall along its frontier.", "Serindor"),
    ],
)
def test_a_name_that_acts_or_is_called_something_is_shown(sentence: str, name: str) -> None:
    assert name in acting(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "They spent the winter in Norvika and came home.",
        "Ida Colbrook said that she would wait.",
        "President Norvik said that it was late.",
        "Beekeepers blamed the rain.",
        "Zentrix Recalls Toys After Norvik Court Orders Refunds",
        "The Green Party sacked its treasurer.",
        "It flowed through the Severn and stopped.",
    ],
)
def test_mere_places_persons_and_headlines_are_not(sentence: str) -> None:
    assert acting(sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "name", "kind"),
    [
        ("Ore is bought by Societe Miniere du Lubaya SARL for a song.", "Societe Miniere du Lubaya SARL", COMPANY),
        ("Delgado y Hijos S.L. went under.", "Delgado y Hijos S.L.", COMPANY),
        ("So Van der Velde Groep NV sold its barges.", "Van der Velde Groep NV", COMPANY),
        ("The Supreme Court of Wendelia struck it down.", "Supreme Court of Wendelia", GOVERNMENT),
        ("Then the Monetary Authority of Tavessa Island agreed.", "Monetary Authority of Tavessa Island", GOVERNMENT),
        ("The Kingdom of Othmar ended it.", "Kingdom of Othmar", GOVERNMENT),
    ],
)
def test_a_name_that_says_what_it_is_is_sure(sentence: str, name: str, kind: Kind) -> None:
    cues = [cue for cue in names_that_say_what_they_are(sentence) if cue.weight == SURE]
    assert [(sentence[cue.start : cue.end], cue.kind) for cue in cues] == [(name, kind)]


def test_only_places_that_the_tagger_leaves_open_are_looked_at() -> None:
    sentence = "The lender Norvik sued it."
    assert [sentence[c.start : c.end] for c in names_that_act(sentence, {11})] == ["Norvik"]
    assert list(names_that_act(sentence, ())) == []
