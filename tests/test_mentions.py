"""From word tags and the list of names to mentions: valid sequences, exact spans, and who decides what."""

from __future__ import annotations

import re
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.cues import describes_the_private
from classifier.entities import EntityList
from classifier.mentions import NamedSpan, _trimmed, best_tags, find_mentions
from classifier.records import Kind
from classifier.scorer import FloatArray, Tag

TAGS = list(Tag)
SHORT = {
    "O": Tag.OUTSIDE,
    "c": Tag.BEGIN_COMPANY,
    "C": Tag.INSIDE_COMPANY,
    "g": Tag.BEGIN_GOVERNMENT,
    "G": Tag.INSIDE_GOVERNMENT,
    "p": Tag.BEGIN_PLACE,
    "P": Tag.INSIDE_PLACE,
}


def textbook_tags(logs: FloatArray) -> list[int]:
    """Viterbi's search as the books have it, over whole arrays of 32-bit sums."""
    allowed = [[not tag.startswith("I-") or previous[2:] == tag[2:] for tag in TAGS] for previous in TAGS]
    moves = np.where(allowed, np.float32(0), np.float32(-np.inf))
    score = np.where([tag.startswith("I-") for tag in TAGS], np.float32(-np.inf), logs[0])
    back = []
    for row in logs[1:]:
        paths = score[:, None] + moves
        back.append(paths.argmax(axis=0))
        score = paths.max(axis=0) + row
    sequence = [int(score.argmax())]
    for came in reversed(back):
        sequence.append(int(came[sequence[-1]]))
    return sequence[::-1]


@pytest.mark.parametrize("digits", [0, 1, 6])  # with few digits, many sequences are equally good
@pytest.mark.parametrize("lean", [0.0, 1.0, 3.0])  # toward no target
def test_the_search_is_the_textbooks_to_the_last_bit(digits: int, lean: float) -> None:
    random = np.random.default_rng(20250101)
    for n_words in [1, 2, 3, 10, 40] * 20:
        logs = np.round(random.normal(size=(n_words, len(TAGS))), digits).astype(np.float32)
        logs[:, TAGS.index(Tag.OUTSIDE)] += np.float32(lean)
        assert best_tags(logs) == textbook_tags(logs)


def is_valid(sequence: list[int]) -> bool:
    """IOB2: an inside tag follows a tag of its own kind."""
    tags = [Tag.OUTSIDE, *(TAGS[column] for column in sequence)]
    return all(not tag.startswith("I-") or previous[2:] == tag[2:] for previous, tag in pairwise(tags))


probability_rows = st.lists(st.integers(0, 1000), min_size=len(TAGS), max_size=len(TAGS)).map(
    lambda row: [(value + 1) / (sum(row) + len(TAGS)) for value in row]
)


def array(rows: list[list[float]]) -> FloatArray:
    return np.array(rows, dtype=np.float32).reshape(-1, len(TAGS))


@settings(max_examples=150)
@given(st.lists(probability_rows, max_size=12))
def test_an_inside_tag_never_follows_another_kind(rows: list[list[float]]) -> None:
    sequence = best_tags(np.log(array(rows)))
    assert len(sequence) == len(rows)
    assert is_valid(sequence)


@settings(max_examples=40)
@given(st.lists(probability_rows, min_size=1, max_size=4))
def test_the_best_sequence_is_the_best_of_all(rows: list[list[float]]) -> None:
    logs = np.log(array(rows))
    valid = [sequence for sequence in product(range(len(TAGS)), repeat=len(rows)) if is_valid(list(sequence))]
    totals = logs[np.arange(len(rows)), np.array(valid)].sum(axis=1)
    found = logs[np.arange(len(rows)), best_tags(logs)].sum()
    assert found == pytest.approx(totals.max(), abs=1e-4)


def test_no_words_have_no_tags() -> None:
    assert best_tags(array([])) == []


def test_tags_that_are_ruled_out_are_not_taken() -> None:
    logs = np.full((3, len(TAGS)), -np.inf, dtype=np.float32)
    logs[:, [TAGS.index(Tag.OUTSIDE), TAGS.index(Tag.INSIDE_COMPANY)]] = (-9, 0)
    assert best_tags(logs) == [TAGS.index(Tag.OUTSIDE)] * 3


# --- Mentions ----------------------------------------------------------------------------------------------


def tagged(sentence: str, pattern: str = "", sure: float = 0.94) -> tuple[list[tuple[int, int]], FloatArray]:
    """Words split as the tokenizer splits them, and tags: one letter of SHORT per word, O for the rest."""
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", sentence)]
    tags = np.full((len(words), len(TAGS)), (1 - sure) / (len(TAGS) - 1), dtype=np.float32)
    for row, letter in enumerate(pattern.ljust(len(words), "O")):
        tags[row, TAGS.index(SHORT[letter])] = sure
    return words, tags


def found(entities: EntityList, sentence: str, pattern: str = "", sure: float = 0.94) -> list[tuple[str, Kind]]:
    spans = find_mentions(sentence, *tagged(sentence, pattern, sure), entities)
    assert all(earlier.end <= later.start for earlier, later in pairwise(spans)), "overlapping, or out of order"
    return [(sentence[span.start : span.end], span.kind) for span in spans]


COMPANY, GOVERNMENT = Kind.COMPANY, Kind.GOVERNMENT


@pytest.mark.parametrize(
    ("sentence", "pattern", "expected"),
    [
        ("Norvik Brae sued Tallulah Ports", "cCOcC", [("Norvik Brae", COMPANY), ("Tallulah Ports", COMPANY)]),
        ("Norvik Brae sued", "ccO", [("Norvik", COMPANY), ("Brae", COMPANY)]),
        ("it sued Norvik", "OOc", [("Norvik", COMPANY)]),
        ("the ruling junta fell", "ggGO", [("ruling junta", GOVERNMENT)]),
        ("nobody sued anybody", "", []),
        ("", "", []),
    ],
)
def test_tagged_spans_become_mentions(
    entities: EntityList, sentence: str, pattern: str, expected: list[tuple[str, Kind]]
) -> None:
    assert found(entities, sentence, pattern) == expected


def test_places_are_no_mentions(entities: EntityList) -> None:
    assert found(entities, "The fire broke out in Canada", "OOOOOp") == []
    assert found(entities, "The fire broke out in Canada", "OOOOOg") == [("Canada", GOVERNMENT)]


@pytest.mark.parametrize(
    ("sentence", "pattern", "surface"),
    [
        ("Norvik's shares fell", "cCCO", "Norvik"),
        ("Norvik’s shares fell", "cCCO", "Norvik"),
        ("Brothers' shares fell", "cCO", "Brothers"),
        ("Brothers’ shares fell", "cCO", "Brothers"),
        ('"Norvik" fell', "cCCO", "Norvik"),
        ("“Norvik” fell", "cCCO", "Norvik"),
        ("(Norvik), it fell", "cCCCOO", "Norvik"),
        ("— Norvik: it fell", "cCCOO", "Norvik"),
        ("shares of ‘Norvik’s fell", "OOcCCCO", "Norvik"),
        ("«\u00a0Norvik\u202f» fell", "cCCO", "Norvik"),
    ],
)
def test_genitives_and_quotes_are_left_out(entities: EntityList, sentence: str, pattern: str, surface: str) -> None:
    assert found(entities, sentence, pattern) == [(surface, COMPANY)]


def test_a_bracket_that_the_name_opens_stays(entities: EntityList) -> None:
    assert found(entities, "Norvik (UK) fell", "cCCCO") == [("Norvik (UK)", COMPANY)]


def test_a_span_without_a_letter_is_no_mention(entities: EntityList) -> None:
    assert found(entities, '" — " fell', "cCCO") == []


def test_offsets_are_exact_behind_emoji_and_marks(entities: EntityList) -> None:
    sentence = "🦊👩‍👩‍👧 e\u0301tat: Norvik sued 🦊 Huawei’s 🇨🇦 arm"
    words, tags = tagged(sentence)
    for surface in ("Norvik", "Huawei"):
        row = next(row for row, (start, end) in enumerate(words) if sentence[start:end] == surface)
        tags[row] = np.eye(len(TAGS), dtype=np.float32)[TAGS.index(Tag.BEGIN_COMPANY)]
    spans = find_mentions(sentence, words, tags, entities)
    assert [sentence[span.start : span.end] for span in spans] == ["Norvik", "Huawei"]
    assert spans[0].start == sentence.index("Norvik")


def leaning(sentence: str, surface: str, tag: Tag, probability: float) -> tuple[list[tuple[int, int]], FloatArray]:
    """Words all outside, but for `probability` of `tag` on the words of a surface."""
    words, tags = tagged(sentence, sure=1.0)
    low = sentence.index(surface)
    for row, (start, end) in enumerate(words):
        if low <= start and end <= low + len(surface):
            tags[row, TAGS.index(tag)], tags[row, TAGS.index(Tag.OUTSIDE)] = probability, 1 - probability
    return words, tags


def supported(entities: EntityList, sentence: str, surface: str, tag: Tag, probability: float) -> list[str]:
    spans = find_mentions(sentence, *leaning(sentence, surface, tag, probability), entities)
    return [sentence[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("sentence", "surface", "tag"),
    [
        ("It said Huawei lied", "Huawei", Tag.BEGIN_COMPANY),
        ("It said Target lied", "Target", Tag.BEGIN_COMPANY),
        ("It said Canada lied", "Canada", Tag.BEGIN_GOVERNMENT),
        ("It said Norvik lied", "Norvik", Tag.BEGIN_COMPANY),
    ],
)
def test_a_name_needs_support_from_its_sentence(entities: EntityList, sentence: str, surface: str, tag: Tag) -> None:
    assert supported(entities, sentence, surface, tag, 0.0) == []
    assert supported(entities, sentence, surface, tag, 0.9) == [surface]


def test_a_listed_name_needs_less_and_an_ambiguous_one_more(entities: EntityList) -> None:
    least = {
        surface: next(
            percent
            for percent in range(1, 100)
            if supported(entities, f"It said {surface} lied", surface, Tag.BEGIN_COMPANY, percent / 100)
        )
        for surface in ("Huawei", "Target", "Norvik")
    }
    assert least["Huawei"] < least["Target"] < least["Norvik"]


def test_support_of_another_kind_does_not_count(entities: EntityList) -> None:
    for probability in (0.1, 0.3):
        assert supported(entities, "It said Huawei lied", "Huawei", Tag.BEGIN_COMPANY, probability) == ["Huawei"]
        assert supported(entities, "It said Huawei lied", "Huawei", Tag.BEGIN_GOVERNMENT, probability) == []


def test_a_surely_tagged_span_wins_over_a_listed_name_in_it(entities: EntityList) -> None:
    assert found(entities, "Huawei Norvik Arm lied", "cCC") == [("Huawei Norvik Arm", COMPANY)]


def test_a_listed_phrase_is_one_mention(entities: EntityList) -> None:
    assert found(entities, "It said French government officials lied", "OOgGG") == [
        ("French government officials", GOVERNMENT)
    ]


def test_a_listed_name_keeps_what_belongs_to_it(entities: EntityList) -> None:
    assert found(entities, "Lowe's lied", "cCC") == [("Lowe's", COMPANY)]
    assert found(entities, "Yahoo! lied", "cC") == [("Yahoo!", COMPANY)]


def test_an_article_before_a_listed_name_is_left_out(entities: EntityList) -> None:
    assert found(entities, "Today the Kremlin lied", "OgG") == [("Kremlin", GOVERNMENT)]


def test_the_list_decides_the_kind_of_a_name_that_it_knows(entities: EntityList) -> None:
    assert found(entities, "Huawei lied", "g") == [("Huawei", COMPANY)]
    assert found(entities, "Canada lied", "c") == [("Canada", GOVERNMENT)]
    assert found(entities, "Target, in May", "g") == [("Target", GOVERNMENT)], "an ambiguous name: the tagger decides"
    assert found(entities, "Target lied", "g") == [("Target", COMPANY)], "unless it acts"


def test_a_sentence_without_words_names_nobody(entities: EntityList) -> None:
    assert find_mentions("\u0301\u0301", [], array([]), entities) == []
    assert find_mentions("", [], array([]), entities) == []
    assert find_mentions("Huawei", [], array([]), entities) == []


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["Huawei", "US", "officials", "the", "Canada's", "“Acme”", "🦊", "(UK)", "Target", "of", "Inc."]
        ),
        max_size=12,
    ).map(" ".join),
    st.data(),
)
def test_no_mentions_overlap(entities: EntityList, sentence: str, data: st.DataObject) -> None:
    words, _ = tagged(sentence)
    rows = data.draw(st.lists(probability_rows, min_size=len(words), max_size=len(words)))
    spans = find_mentions(sentence, words, array(rows), entities)
    assert all(isinstance(span, NamedSpan) and 0 <= span.start < span.end <= len(sentence) for span in spans)
    assert all(earlier.end <= later.start for earlier, later in pairwise(spans))
    assert all(sentence[span.start : span.end].strip() == sentence[span.start : span.end] for span in spans)
    assert {span.kind for span in spans} <= {COMPANY, GOVERNMENT}


@pytest.mark.parametrize(
    ("sentence", "pattern"),
    [
        ("NATO praised nobody", "gOO"),
        ("The World Bank and the IMF lent it", "OcCOOcOO"),
        ("officials of the U.N. left", "gGGGO"),
        ("the state of it", "ggGO"),
        ("The New and the Old", "OgOOg"),
    ],
)
def test_bodies_of_many_states_and_empty_words_are_no_mentions(
    entities: EntityList, sentence: str, pattern: str
) -> None:
    assert found(entities, sentence, pattern) == []


def test_a_chain_of_legal_forms_belongs_to_the_name(entities: EntityList) -> None:
    assert found(entities, "It sued Tokyo Gas Co., Ltd. in May", "OOcCCCCCC") == [("Tokyo Gas Co., Ltd.", COMPANY)]


def test_an_adjective_of_a_country_is_no_company(entities: EntityList) -> None:
    assert found(entities, "It praised the Danish group", "OOOcO") == []


def test_a_part_of_a_countrys_code_is_the_whole_code(entities: EntityList) -> None:
    sentence = "Then U.S. Secretary of State Ann Moe spoke"
    words, tags = tagged(sentence)
    row = next(row for row, (start, end) in enumerate(words) if sentence[start:end] == "U")
    tags[:] = 1e-6
    tags[:, TAGS.index(Tag.OUTSIDE)] = 1.0
    tags[row] = 1e-6
    tags[row, TAGS.index(Tag.BEGIN_GOVERNMENT)] = 1.0
    assert [sentence[m.start : m.end] for m in find_mentions(sentence, words, tags, entities)] == ["U.S."]


@pytest.mark.parametrize(
    ("surface", "kept"),
    [
        ("officials '", "officials"),
        ("Norvia Foods, ", "Norvia Foods"),
        ("Alphabet (Google)", "Alphabet (Google)"),
        ("Norvia Foods)", "Norvia Foods"),
    ],
)
def test_marks_and_blanks_at_the_end_are_left_out_of_names_of_several_words(surface, kept):
    assert _trimmed(surface, 0, len(surface), {}) == (0, len(kept))


@pytest.mark.parametrize(
    ("sentence", "pattern", "expected"),
    [
        ("Cavendale Inc. named a chief", "cC", [("Cavendale Inc.", COMPANY)]),
        ("Rivoltini S.r.l. will stop", "cC", [("Rivoltini S.r.l.", COMPANY)]),
        ("Shengtuo Power Co., Ltd. withdrew", "cC", [("Shengtuo Power Co., Ltd.", COMPANY)]),
        ("It sued Zandvoorde B.V. again", "OOc", [("Zandvoorde B.V.", COMPANY)]),
        ("Bjornstad Marine AS chartered", "cC", [("Bjornstad Marine AS", COMPANY)]),
        ("Norvik as a name", "c", [("Norvik", COMPANY)]),
        ("It sued Norvik Corp. Then it left", "OOcC", [("Norvik Corp", COMPANY)]),
        ("Galdorian security forces left", "gG", [("Galdorian security forces", GOVERNMENT)]),
        ("Kirvanian officials left", "g", [("Kirvanian officials", GOVERNMENT)]),
        ("Kirvania forces a vote", "g", [("Kirvania", GOVERNMENT)]),
    ],
)
def test_an_unlisted_name_reaches_over_its_form_or_body(
    entities: EntityList, sentence: str, pattern: str, expected: list[tuple[str, Kind]]
) -> None:
    assert found(entities, sentence, pattern) == expected


@pytest.mark.parametrize(
    ("sentence", "pattern"),
    [("At Norvik Stadium it rained", "Oc"), ("the Tallulah War", "Og"), ("the Norvik Foundation gave", "Oc")],
)
def test_a_part_of_another_name_is_no_mention(entities: EntityList, sentence: str, pattern: str) -> None:
    assert found(entities, sentence, pattern) == []


def test_a_department_of_war_is_one(entities: EntityList) -> None:
    assert found(entities, "the Tallulah War Department", "OgGG") == [("Tallulah War Department", GOVERNMENT)]


@pytest.mark.parametrize(
    ("sentence", "is_actor"),
    [
        ("Ann accused Washington of lying", True),
        ("Rabat hailed the vote", True),
        ("Ann left Washington in May", False),
        ("Rabat is a warm city", False),
    ],
)
def test_a_capital_that_acts_is_a_government_though_the_tagger_says_place(
    entities: EntityList, sentence: str, is_actor: bool
) -> None:
    pattern = "p" if sentence.startswith("Rabat") else "OOp"
    surface = "Rabat" if sentence.startswith("Rabat") else "Washington"
    assert found(entities, sentence, pattern, sure=0.9) == ([(surface, GOVERNMENT)] if is_actor else [])


@pytest.mark.parametrize(
    ("sentence", "surface"),
    [
        ("Rabat hailed the deal", "Rabat"),
        ("The envoys told Quito to wait", "Quito"),
        ("It was annulled by Dushanbe", "Dushanbe"),
        ("In the end Jordan agreed to reopen it", "Jordan"),
        ("Later Oregon scrapped the levy", "Oregon"),
        ("The drones came later, said Quito, and left", "Quito"),
        ("It was a gift from Oregon that took two years", "Oregon"),
        ("The change of heart earned it Quito's thanks", "Quito"),
        ("A leak embarrassed Quito on the eve of it", "Quito"),
        ("A decree on behalf of Oregon annulled it", "Oregon"),
    ],
)
def test_a_place_that_acts_is_a_government(entities: EntityList, sentence: str, surface: str) -> None:
    assert supported(entities, sentence, surface, Tag.BEGIN_COMPANY, 0.4) == [surface]
    words, tags = leaning(sentence, surface, Tag.BEGIN_COMPANY, 0.4)
    assert [span.kind for span in find_mentions(sentence, words, tags, entities)] == [GOVERNMENT]


@pytest.mark.parametrize(
    ("sentence", "surface"),
    [
        ("Analysts in Quito said it was late", "Quito"),
        ("Michael Jordan agreed to reopen it", "Jordan"),
        ("The rain in Oregon stopped", "Oregon"),
    ],
)
def test_a_mere_place_and_a_surname_do_not_act(entities: EntityList, sentence: str, surface: str) -> None:
    assert supported(entities, sentence, surface, Tag.BEGIN_COMPANY, 0.1) == []


@pytest.mark.parametrize(
    ("sentence", "pattern", "expected"),
    [
        ("Norvika withdrew from the arms treaty", "c", [("Norvika", GOVERNMENT)]),
        ("The president of Norvika dissolved parliament", "OOOc", [("Norvika", GOVERNMENT)]),
        ("Norvika withdrew its shares from the market", "c", [("Norvika", COMPANY)]),
        ("Norvika cut the price of its smartphones", "c", [("Norvika", COMPANY)]),
        ("The Emirate of Dhovar banned it", "", [("Emirate of Dhovar", GOVERNMENT)]),
        ("A fire at a plant of Norvik Plastiques SAS burned", "", [("Norvik Plastiques SAS", COMPANY)]),
        (
            "It sued Norway's Tallulah Foods S.A. de C.V. twice",
            "OOgOO",
            [("Norway", GOVERNMENT), ("Tallulah Foods S.A. de C.V.", COMPANY)],
        ),
    ],
)
def test_grammar_tells_unlisted_states_from_firms(
    entities: EntityList, sentence: str, pattern: str, expected: list[tuple[str, Kind]]
) -> None:
    assert found(entities, sentence, pattern) == expected


def test_a_listed_name_of_several_words_is_found_whole(entities: EntityList) -> None:
    assert found(entities, "So St. Kitts and Nevis let him in", "OgGGOc") == [("St. Kitts and Nevis", GOVERNMENT)]
    assert found(entities, "the Bureau of Reclamation said so", "") == [("Bureau of Reclamation", GOVERNMENT)]


@pytest.mark.parametrize(
    ("sentence", "pattern"),
    [
        ("Argentina needed extra time to beat the Netherlands in the quarter-final", "gOOOOOOg"),
        ("He wrote it in Turkish, and well", "OOOOg"),
        ('The director shot "Brazil" in a year', "OOOOgO"),
        ("Astronomers watched Saturn and its rings", "OOg"),
        ("Levi Strauss sold canvas before he thought of trousers", "cC"),
        ("Inter Milan sold their captain", "cC"),
        ("A report by Oxfam said so", "OOOc"),
    ],
)
def test_teams_languages_works_planets_and_founders_are_no_mentions(
    entities: EntityList, sentence: str, pattern: str
) -> None:
    assert found(entities, sentence, pattern) == []


@pytest.mark.parametrize(
    ("sentence", "pattern", "expected"),
    [
        ("Argentina beat the creditors in court", "g", [("Argentina", GOVERNMENT)]),
        ("Turkish officials said so in Ankara", "gG", [("Turkish officials", GOVERNMENT)]),
        ("Levi Strauss raised its dividend", "cC", [("Levi Strauss", COMPANY)]),
    ],
)
def test_words_of_sport_or_speech_alone_hide_nobody(
    entities: EntityList, sentence: str, pattern: str, expected: list[tuple[str, Kind]]
) -> None:
    assert found(entities, sentence, pattern) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Shorts are back in $INTC today", [("$INTC", COMPANY)]),
        ("The maker (NYSE: CAT) raised it", [("CAT", COMPANY)]),
        ("Custody fees saved the quarter for COIN, brokers say", [("COIN", COMPANY)]),
        ("She put a COIN into the box", []),
        ("It cost $QQQQ and $X9", []),
    ],
)
def test_a_ticker_is_found_where_shares_are_spoken_of(
    entities: EntityList, sentence: str, expected: list[tuple[str, Kind]]
) -> None:
    assert found(entities, sentence) == expected


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("U.S. oil refiners", True),
        ("U.S. pensions", True),
        ("U.S. officials", False),
        ("U.S. state media", False),
        ("U.S. market regulator", False),
        ("U.S. demands", False),
    ],
)
def test_a_country_before_something_private_gets_no_bonus(text: str, private: bool) -> None:
    assert describes_the_private(text, 4) is private
