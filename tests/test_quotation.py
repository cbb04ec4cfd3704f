"""The grammar of quotation: ranges, speakers, pronouns, reports."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import HolderKind, Pipeline
from classifier.quotation import Quotation, quoted_ranges
from classifier.text import split


def holder(text: str, target: str, model: str | None = None, named: tuple[str, ...] = ()) -> str | None:
    """Return whose stance toward the last `target` it is, the model's own answer given."""
    start = text.rindex(target)
    sentence = next(s for s in split(text) if s.start <= start < s.end)

    def span(words: str) -> tuple[int, int]:
        place = text.index(words, sentence.start)
        return place, place + len(words)

    found = Quotation(text).holder(
        (sentence.start, sentence.end),
        (start, start + len(target)),
        None if model is None else span(model),
        [span(words) for words in (*named, target)],
    )
    return None if found is None else text[slice(*found)]


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ('"One," he said, "and two."', ['"One,"', '"and two."']),
        ("‘It's ours,’ said the unions' man.", ["‘It's ours,’"]),
        ("'It's the boys' job,' she said. It's Ann's.", ["'It's the boys' job,'"]),
        ("«Oui», dit-il.", ["«Oui»"]),
        ("“An open one\n“goes on.”", ["“An open one", "“goes on.”"]),
        ("The dogs' owner isn't here.", []),
        ("", []),
    ],
)
def test_quotes_are_told_from_apostrophes(text: str, ranges: list[str]) -> None:
    assert [text[slice(*span)] for span in quoted_ranges(text)] == ranges


@given(st.text(alphabet=st.sampled_from("“”\"'‘’«»„ab s.,\n"), max_size=80))
def test_ranges_lie_in_order_within_the_text(text: str) -> None:
    ranges = quoted_ranges(text)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert all(left[1] <= right[0] for left, right in pairwise(ranges))
    Quotation(text)


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("“We asked twice,” said Ada Lund of the growers. “Nobody came. Norvia lied to us.”", "Norvia", "Ada Lund"),
        ('The farmer Ola Berg said: "It rained. Norvia let us drown."', "Norvia", "Ola Berg"),
        ("“Norvia lied,” a tired official said.", "Norvia", "tired official"),
        ("“Norvia lied,” she said.", "Norvia", "she"),
        ("“Norvia lied,” Kenya's minister, Ada Lund, told them.", "Norvia", "Ada Lund"),
        ("Ada Lund sat down. She said no. “Norvia lied.” The farmers said Acme was fair to all.", "Norvia", "She"),
        ("Ada Lund sat down.\nLund stood firm. “Norvia has lied to us.”", "Norvia", "Lund"),
        ("In Oslo, Ada Lund called it a farce. “Norvia has lied to us all.”", "Norvia", "Ada Lund"),
        ("It was a farce, Ada Lund said. “Norvia lied.”", "Norvia", "Ada Lund"),
        ("“It has lied,” said Ada Lund, to laughter. “Norvia knows.”", "Norvia", "Ada Lund"),
        ("Ada Lund said she would stay. Norvia has failed everyone.", "Norvia", None),
        ("They sell “smart” pumps. Norvia's “miracle” broke.", "Norvia", None),
    ],
)
def test_a_quote_has_the_speaker_whom_its_words_or_those_before_it_name(
    text: str, target: str, expected: str | None
) -> None:
    assert holder(text, target) == expected


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("Minister: Norvia must stop lying", "Norvia", "Minister"),
        ("Beekeepers: Norvia poisons the valley", "Norvia", "Beekeepers"),
        ("Opinion: Norvia has lost its nerve", "Norvia", None),
        ("He is wrong: Norvia is failing its nurses.", "Norvia", None),
        ("OSLO: Norvia is failing its nurses.", "Norvia", None),
        ("Norvia was ridiculed by dairy producers after the launch.", "Norvia", "dairy producers"),
        ("Norvia was founded by two brothers and failed.", "Norvia", None),
        ("Norvia failed again, according to the union Ekra.", "Norvia", "union Ekra"),
        ("Two former traders have claimed that Norvia hid its losses.", "Norvia", "Two former traders"),
        ("Nobody claimed that Norvia was honest.", "Norvia", None),
        ("Norvia, Ada Lund told a congress, had hidden the trial.", "Norvia", "Ada Lund"),
        ("It was Norvia that had hidden the trial, Ada Lund said.", "Norvia", "Ada Lund"),
        ("Norvia, it said, had hidden the trial.", "Norvia", "it"),
        ("Norvia, countered Lund, had hidden the trial.", "Norvia", "Lund"),
        ("Lund shot back that Norvia had hidden the trial.", "Norvia", "Lund"),
        ("Acme Corp was in no such mood and called Norvia a fraud.", "Norvia", "Acme Corp"),
        ("Lund took a swipe at Norvia.", "Norvia", "Lund"),
        ("Its chief, Ada Lund, said Norvia was a fraud.", "Norvia", "chief"),
        ("OSLO – A senior minister on Monday urged Norvia to stop.", "Norvia", "senior minister"),
        ("Ada Lund laughed, saying Norvia was a fraud.", "Norvia", "Ada Lund"),
        ("For Ada Lund, a baker, it is simple: Norvia is a fraud.", "Norvia", "Ada Lund"),
    ],
)
def test_a_report_has_the_source_that_its_grammar_names(text: str, target: str, expected: str | None) -> None:
    assert holder(text, target) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lund left. I think that Norvia cheats.", "I"),
        ("“I think that Norvia cheats,” said Ada Lund.", "Ada Lund"),
    ],
)
def test_the_first_person_is_who_speaks_the_quote(text: str, expected: str) -> None:
    assert holder(text, "Norvia", "I") == expected


@pytest.mark.parametrize(
    ("text", "model", "named", "expected"),
    [
        ("Ada Lund said that Kenya had accused Norvia of theft.", "Ada Lund", ("Kenya",), "Kenya"),
        ("Ada Lund recalled how a whistleblower praised Norvia.", "Ada Lund", (), "whistleblower"),
        ("Ada Lund said that Norvia stole the pumps.", "Ada Lund", (), "Ada Lund"),
        ("Ada Lund said her side trusted Norvia.", "Ada Lund", (), "Ada Lund"),
        ("Ada Lund accused Norvia of theft.", "Ada Lund", (), "Ada Lund"),
    ],
)
def test_the_accuser_holds_the_stance_and_not_who_reports_it(
    text: str, model: str, named: tuple[str, ...], expected: str
) -> None:
    assert holder(text, "Norvia", model, named) == expected


def test_a_holder_of_an_earlier_sentence_is_in_the_record(shipped: Pipeline) -> None:
    text = "“We asked twice,” said Ada Lund of the growers. “Nobody came. Norvia Corp lied to us, robbed us and fled.”"
    result = shipped.predict(text, targets=["Norvia Corp"])
    (mention,) = (mention for sentence in result.sentences for mention in sentence.mentions)
    assert mention.stance.label == "against"
    assert (mention.holder.kind, mention.holder.name) == (HolderKind.SOURCE, "Ada Lund")
    assert mention.holder.start is not None
    assert text[mention.holder.start : mention.holder.end] == "Ada Lund"


@pytest.mark.parametrize(
    "before",
    [
        "Ada Lund answered that nothing was wrong.",
        "Ada Lund was unmoved, saying the price was fair.",
        "Ada Lund, a baker in Oslo, had little patience for excuses.",
        "In Oslo, Ada Lund shrugged off the row.",
    ],
)
def test_a_quote_without_a_speaker_is_whose_the_sentence_before_is(before: str) -> None:
    text = f"{before} “Norvia lied to all of us.”"
    assert holder(text, "Norvia") == "Ada Lund"
    assert holder("Shares fell. “Norvia lied to all of us.”", "Norvia") is None


def test_a_quote_that_opens_a_paragraph_is_whose_the_report_before_is() -> None:
    text = "Ada Lund said that nothing was wrong.\n“Norvia lied to all of us.”"
    assert holder(text, "Norvia") == "Ada Lund"
    assert holder(text.replace("said that nothing was wrong", "ran home"), "Norvia") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norvia a true friend in the maize crisis: Nairobi\nNAIROBI - It rained.", "Nairobi"),
        ("Norvia has lied to us – minister", "minister"),
        ("Norvia hid debts, says short seller Bleakwater Research", "short seller Bleakwater Research"),
        ("U.S. Commerce Secretary: Norvia cheats", "U.S. Commerce Secretary"),
        ("Norvia: a thief in all but name", None),
        ("Norvia hid its debts – report", None),
        ("Oslo, Lund told 9,000 workers in Hall 11, at least knows Norvia.", "Lund"),
        ("In town, baker Ada Lund said Norvia remembered nothing.", "Ada Lund"),
    ],
)
def test_headlines_and_asides_name_who_speaks(text: str, expected: str | None) -> None:
    assert holder(text, "Norvia") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("While Ola Berg applauded Norvia for its work, Ada Lund, a baker, said Acme had lied.", "Ola Berg"),
        ("Ada Lund said Acme was jealous, while a Pentagon spokesman described Norvia as solid.", "Pentagon spokesman"),
        ("A Kremlin aide called Norvia the fairest, a day after Ada Lund accused Acme of fraud.", "Kremlin aide"),
        ("Ada Lund said Acme was jealous, but Ola Berg blamed Norvia.", "Ola Berg"),
        ("Ada Lund said Acme was jealous, but blamed Norvia.", "Ada Lund"),
        ("Ada Lund said Acme was jealous, and that Norvia had lied.", "Ada Lund"),
        ("Ada Lund said Norvia lied, and Ola Berg agreed.", "Ada Lund"),
    ],
)
def test_each_of_two_voices_holds_the_stances_of_its_clause(text: str, expected: str) -> None:
    assert holder(text, "Norvia", model="Ada Lund") == expected


@pytest.mark.parametrize(
    "text",
    [
        "OSLO, March 3 (Reuters) - Ada Lund took Norvia to task on Tuesday.",
        "Ada Lund sides with Norvia",
        "Ada Lund rushed to the defence of Norvia.",
        "Its rules, Ada Lund told a congress, were a dream. “Norvia writes them for itself.”",
    ],
)
def test_more_verbs_of_judgement_name_who_judges(text: str) -> None:
    assert holder(text, "Norvia") == "Ada Lund"


def test_who_accuses_in_a_report_is_a_name() -> None:
    text = "Ada Lund promised to pay but faulted Norvia."
    assert holder(text, "Norvia", model="Ada Lund") == "Ada Lund"


def test_a_source_that_asks_not_to_be_named_speaks() -> None:
    text = "A Kremlin official who asked not to be named said Norvia lied."
    assert holder(text, "Norvia") == "Kremlin official"
