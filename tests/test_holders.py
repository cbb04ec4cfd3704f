"""Who a source is or speaks for: only what its own words say."""

from __future__ import annotations

import re

import pytest

from classifier import Pipeline
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


ARTICLE = """Danish shipping minister: Norvia lies
OSLO – Danish Shipping Minister Ada Lund, 51, spoke on Monday. The minister called it a scandal.
Ola Berg, chief executive of Norvia, laughed. Norvia's spokeswoman said no. The spokeswoman left.
Its finance chief, Marit Aas, stayed. Aas sighed. The company said nothing.
“We wait,” said the carmaker's head of safety, Per Dahl. The chief executive agreed.
Kari Moe has a farm. The Norvia chairwoman likes it. Moe sings.
In Nairobi, Foreign Minister Ken Otieno yawned. His trade minister, Jo Mwangi, slept. The Norwegian union leader cried.
A note from Norvia came late. The note's author, Liv Strand, hid. The report vanished.
Finance Minister Siri Vik wept. Emmanuel Macron and Tim Cook laughed. A person near the company coughed.
Prime minister Erna Lie's words were quoted by a Kenyan farmer and a resident of France.
"""


@pytest.fixture(scope="module")
def article(entities: EntityList) -> Speakers:
    names = DocumentNames(ARTICLE, entities)
    for sentence in split(ARTICLE):
        places = [match.start() for match in re.finditer("Norvia", sentence.text)]
        spans = [NamedSpan(start, start + 6, Kind.COMPANY) for start in places]
        names.add_sentence(sentence, spans, ["company:norvia"] * len(spans))
    return Speakers(names)


@pytest.mark.parametrize(
    ("holder", "name", "entity_id"),
    [
        ("Danish shipping minister", "Danish shipping minister", "gov:DK"),
        ("Danish Shipping Minister Ada Lund", "Ada Lund", "gov:DK"),
        ("minister called", None, "gov:DK"),
        ("Ola Berg", "Ola Berg", "company:norvia"),
        ("spokeswoman left", None, "company:norvia"),
        ("Marit Aas", "Marit Aas", "company:norvia"),
        ("Aas sighed", None, "company:norvia"),
        ("company said", None, "company:norvia"),
        ("Per Dahl", "Per Dahl", "company:norvia"),
        ("chief executive agreed", None, "company:norvia"),
        ("Moe sings", None, "company:norvia"),  # the next sentence says who he is
        ("Ken Otieno", "Ken Otieno", "gov:KE"),  # of the country that the sentence opens with
        ("Jo Mwangi", "Jo Mwangi", "gov:KE"),
        ("Norwegian union leader", "Norwegian union leader", None),
        ("note from Norvia", "note from Norvia", "company:norvia"),
        ("Liv Strand", "Liv Strand", "company:norvia"),
        ("Siri Vik", "Siri Vik", "gov:NO"),  # of the dateline's country
        ("Emmanuel Macron", "Emmanuel Macron", "gov:FR"),
        ("Tim Cook", "Tim Cook", "company:apple"),  # two words that the list knows need no naming
        ("person near the company", "person near the company", None),
        ("Kenyan farmer", "Kenyan farmer", None),
        ("resident of France", "resident of France", None),
    ],
)
def test_an_article_ties_each_source_to_its_employer(
    article: Speakers, holder: str, name: str | None, entity_id: str | None
) -> None:
    words = holder if name is not None else holder.rpartition(" ")[0]
    start = ARTICLE.index(holder)
    assert article.entity(start, start + len(words)) == entity_id
    assert name in (None, article.fullest_name(start, start + len(words)))


def test_the_company_is_not_the_one_that_is_judged(article: Speakers) -> None:
    start = ARTICLE.index("company said")
    assert article.entity(start, start + len("company"), target="company:norvia") is None


def test_a_surname_is_no_company_of_that_name(shipped: Pipeline) -> None:
    text = "Ghanaian Trade Minister Kofi Stern spoke. Norvia robbed us and lied, Stern said."
    (mention,) = (m for s in shipped.predict(text, targets=["Norvia"]).sentences for m in s.mentions)
    assert (mention.holder.name, mention.holder.entity_id) == ("Kofi Stern", "gov:GH")


def test_a_headlines_surname_is_tied_to_the_name_below(shipped: Pipeline) -> None:
    text = "Otieno: Norvia has robbed and cheated us\n\nKenyan Trade Minister Grace Otieno spoke on Monday."
    (mention,) = (m for s in shipped.predict(text, targets=["Norvia"]).sentences for m in s.mentions)
    assert (mention.holder.name, mention.holder.entity_id) == ("Grace Otieno", "gov:KE")


@pytest.mark.parametrize(
    "piece",
    [
        "minister ",
        "Minister of the ",
        "Huawei founder Ren Zhengfei said no. ",
        "Huawei's chief of the , ",
        "Ada Lund, who ",
        "His minister Ada Lund. ",
        "The note's author, Ada Lund. ",
        "While A said B, ",
        "Ada Lund, who left Huawei in 2023 and ",
        "Macron's spokeswoman, ",
        "Huawei plant boss in Leeds ",
        "Kenya's drug agency head of the mine ",
        "The Oslo spokesman for Huawei, ",
        "She now works as a vet for the agency, ",
        "A. ",
    ],
)
def test_hostile_text_is_read_in_bounded_steps(entities: EntityList, piece: str) -> None:
    # A pattern that backtracks, or a chain of people that refer to each other, does not come back from this.
    text = piece * (30_000 // len(piece))
    names = DocumentNames(text, entities)
    for sentence in split(text):
        names.add_sentence(sentence, [], [])
    speakers = Speakers(names)
    for sentence in names.sentences[:: max(1, len(names.sentences) // 50)]:
        assert speakers.fullest_name(sentence.start, sentence.end)
        speakers.entity(sentence.start, sentence.end)
        speakers.antecedent(sentence.end - 1, sentence.end)


@pytest.mark.parametrize(
    ("text", "holder", "expected"),
    [
        ("Tom Grady, the governor of Georgia, said no.", "Tom Grady", "gov:US-GA"),
        ("Georgia Governor Tom Grady said no.", "Tom Grady", "gov:US-GA"),
        ("Georgian Prime Minister Gia Beridze said no.", "Gia Beridze", "gov:GE"),
        ("Olaf Berg, premier of Lower Saxony, left. The premier said no.", "premier", "gov:DE-NI"),
        ("U.S. Energy Secretary Chris Wright left. The secretary said no.", "secretary", "gov:US"),
    ],
)
def test_a_state_is_known_by_its_governor(entities: EntityList, text: str, holder: str, expected: str) -> None:
    assert spoken(entities, text, holder)[1] == expected


def test_a_bare_post_in_a_headline_is_tied_to_the_office_below(shipped: Pipeline) -> None:
    text = "Minister: Norvia has robbed and cheated us\nKenyan Trade Minister Grace Otieno spoke on Monday."
    (mention,) = (m for s in shipped.predict(text, targets=["Norvia"]).sentences for m in s.mentions)
    assert (mention.holder.name, mention.holder.entity_id) == ("Minister", "gov:KE")


def test_a_surname_in_a_headline_is_no_company_when_the_article_has_the_person(shipped: Pipeline) -> None:
    text = "Ford: Norvia has robbed and cheated us\nOntario Premier Doug Ford spoke on Wednesday."
    (mention,) = (m for s in shipped.predict(text, targets=["Norvia"]).sentences for m in s.mentions)
    assert (mention.holder.name, mention.holder.entity_id) == ("Doug Ford", "gov:CA-ON")


def test_a_dateline_is_no_part_of_a_name(entities: EntityList) -> None:
    text = "MUMBAI - Norvia said no. Ada Lund, Norvia's head of law, left. Lund said no."
    listed = ("MUMBAI - Norvia", "company:mumbai-norvia")
    assert spoken(entities, text, "Lund", listed) == ("Ada Lund", "company:norvia")


@pytest.mark.parametrize(
    ("text", "holder", "expected"),
    [
        # A bare post goes to the office holder whom the words just before name without it.
        (
            "China's spokesman left. The U.S. smiled. Lutnick came. The commerce secretary said no.",
            "secretary",
            "gov:US",
        ),
        ("TSMC won. TSMC's Wei stayed. In Oslo the chairman said no.", "chairman", "company:tsmc"),
        # Who held a post before, or speaks for the opposition, speaks for nobody.
        ("Norsk Hydro won. Kallevik's predecessor, Hilde Merete Aasheim, said no.", "Hilde Merete Aasheim", None),
        ("Canberra won. The opposition's energy spokesman, Dan Berg, said no.", "Dan Berg", None),
        # A city's name is no state's.
        ("Tom Grady, the governor of Buenos Aires province, said no.", "Tom Grady", None),
    ],
)
def test_a_bare_or_past_post_is_tied_with_care(
    entities: EntityList, text: str, holder: str, expected: str | None
) -> None:
    assert spoken(entities, text, holder)[1] == expected


@pytest.mark.parametrize(
    ("text", "holder", "expected"),
    [
        ("Macron's spokeswoman, Ada Lund, said no.", "Ada Lund", "gov:FR"),
        ("Kenya's aviation regulator fined Norvia. The watchdog's head said no.", "watchdog's head", "gov:KE"),
        ("Kenya's drug agency sat. Agency head Ada Lund said no.", "Ada Lund", "gov:KE"),
        (
            "Kenya's drug agency sued Norvia. Ada Lund, who works as a vet for the agency, said no.",
            "Ada Lund",
            "gov:KE",
        ),
        ("Norvia's copper mine shut. Ada Lund, the manager of the mine, said no.", "Ada Lund", "company:norvia"),
        ("Leeds plant boss: No\nThe Norvia plant in Leeds shut.", "Leeds plant boss", "company:norvia"),
        ("Ada Lund worked at Norvia. She is now an adviser to the Kenyan government. Lund said no.", "Lund", "gov:KE"),
        (
            "The former chemist Ada Lund left Norvia for Kenya's army. The former Norvia chemist said no.",
            "former Norvia chemist",
            "gov:KE",
        ),
        ("NAIROBI, Kenya - Kenya fined Norvia. Inspectors said no.", "Inspectors", "gov:KE"),
        (
            "Ada Lund, director general of Kenya's police, sat. The director general said no.",
            "director general",
            "gov:KE",
        ),
        ("Norvia's chief, Bram de Wit, sat. De Wit said no.", "De Wit", "company:norvia"),
        ("Norvia won. A Putin aide said no.", "Putin aide", "gov:RU"),
        ("Ada Lund of Norvia smiled. The analyst said no.", "analyst", "company:norvia"),
        ("Norvia founder Ada Lund smiled. The lawyer by training said no.", "lawyer by training", "company:norvia"),
        ("In Oslo, Ada Lund, the Kenyan health minister, smiled. The Green politician said no.", "Green", "gov:KE"),
        ("OSLO, Norway - Kenyan Minister Ada Lund left. In Rome, the minister said no.", "minister", "gov:KE"),
    ],
)
def test_later_words_for_a_person_are_tied(entities: EntityList, text: str, holder: str, expected: str) -> None:
    words = "Green politician" if holder == "Green" else holder
    assert spoken(entities, text, words, *NORVIA)[1] == expected


def test_a_union_that_the_model_takes_for_a_company_speaks_for_nobody(entities: EntityList) -> None:
    text = "The consumer group Foodwatch said Norvia lied. Foodwatch went to court."
    names = DocumentNames(text, entities)
    for sentence in split(text):
        start = sentence.text.index("Foodwatch")
        names.add_sentence(sentence, [NamedSpan(start, start + 9, Kind.COMPANY)], ["company:foodwatch"])
    assert names.causes == {"company:foodwatch"}


@pytest.mark.parametrize(
    ("text", "holder", "expected"),
    [
        ("Unifor president Ada Lund said no. Ottawa won.", "Ada Lund", None),
        ("Greenpeace Indonesia's Ada Lund said no.", "Ada Lund", None),
        ("Jefferies' Ada Lund said no.", "Ada Lund", "company:jefferies"),
        ("Ada Lund, president of Freeport, said no.", "Ada Lund", "company:freeport-mcmoran"),
        ("Lithuanian Minister Ada Lund left. “No,” said the Lithuanian.", "Lithuanian", "gov:LT"),
    ],
)
def test_a_body_that_the_list_lacks_is_not_taken_for_another(
    entities: EntityList, text: str, holder: str, expected: str | None
) -> None:
    assert spoken(entities, text, holder)[1] == expected


def test_another_word_for_the_post_is_tied_to_who_was_named_just_before(entities: EntityList) -> None:
    text = "Ada Lund, the EU's competition chief, frowned. Norvia, the commissioner said, lied."
    assert spoken(entities, text, "commissioner")[1] == "gov:EU"
    assert spoken(entities, "Cairo smiled. The State Department said no.", "State Department")[1] == "gov:US"


@pytest.mark.parametrize(
    ("text", "holder", "expected"),
    [
        ("Kate Forbes, the deputy first minister, left. Holyrood won. Forbes said no.", "Forbes", "gov:GB-SCT"),
        ("Kenyan President Ada Lund met Rio Duro. Her trade secretary, Ola Berg, said no.", "Ola Berg", "gov:KE"),
        ("Kenyan Minister Ada Lund left. Lund, a former Norvia engineer, said no.", "Lund", "gov:KE"),
        ("The Dutch data watchdog fined it. The watchdog's chairman, Ada Lund, said no.", "Ada Lund", "gov:NL"),
        ("Ada Lund of Norvia is among its customers and said no.", "Ada Lund", "company:norvia"),
        ("Ada Lund of the Norvia union said no.", "Ada Lund", None),
    ],
)
def test_the_present_post_outlasts_what_is_said_later(
    entities: EntityList, text: str, holder: str, expected: str | None
) -> None:
    assert spoken(entities, text, holder, *NORVIA)[1] == expected
