"""Descriptions that point back to one entity: found where there is no choice, left alone elsewhere."""

from __future__ import annotations

import pytest

from classifier import Form, Pipeline, StanceCounts
from classifier.antecedents import resolve
from classifier.country_facts import is_telling, lies_in, may_be_called
from classifier.description_facts import Named, Scene
from classifier.description_words import NOUN_TRADES, SECTOR_TRADES
from classifier.entities import EntityList
from classifier.mentions import NamedSpan
from classifier.nominals import find_nominals
from classifier.records import Kind
from classifier.trades import COMPANY_SEATS, COMPANY_TRADES, seats_of, trades_of

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
        ("The bank from Oslo paid.", []),
        ("The bank in March paid.", ["bank"]),
        ("The company founded in Oslo paid.", []),
        ("The youngest operator paid.", []),
        ("The startup costs rose, and the miner who dug left.", []),
        ("They back the government and people of Iraq.", []),
        ("In the end the bank paid.", ["bank"]),
        ("The partner paid, and the French partner did not.", ["French partner"]),
        ("The oil giant and the island paid.", ["oil giant", "island"]),
    ],
)
def test_definite_descriptions_of_one_thing(sentence: str, found: list[str]) -> None:
    assert words(sentence) == found


def test_names_hold_no_descriptions() -> None:
    sentence = "The Chinese government is angry."
    assert find_nominals(sentence, [NamedSpan(4, 22, Kind.GOVERNMENT)]) == []


def meant(text: str, *found: str) -> str | None:
    """Return what the last description in a text means, after the names in it that the list knows, or `found`."""
    named = [
        Named(m.entity_id, Kind.GOVERNMENT if m.entity_id.startswith("gov:") else Kind.COMPANY, m.start, m.end)
        for m in ENTITIES.find(text)
    ]
    named += [
        Named(f"company:{name.lower()}", Kind.COMPANY, text.index(name), text.index(name) + len(name)) for name in found
    ]
    named.sort(key=lambda name: name.start)
    starts = [0, *(place + 2 for place in range(len(text)) if text.startswith(". ", place))]
    sentence = text[starts[-1] :]
    nominal = find_nominals(sentence, [])[-1]
    place = starts[-1] + nominal.start
    previous = starts[-2] if len(starts) > 1 else 0
    after = sentence[nominal.end :]
    before = [name for name in named if name.start < place]
    return resolve(nominal, before, Scene(text[:place], 0, starts[-1], previous, after), ENTITIES)


def test_the_one_that_was_named_is_meant() -> None:
    assert meant("Huawei left China. The company said so.") == "company:huawei"
    assert meant("Huawei left China. The government said so.") == "gov:CN"
    assert meant("China fell. The company said so.") is None
    assert meant(f"Huawei left. {'It rained all day. ' * 80}The company said so.") is None


def test_of_two_that_one_is_meant_about_which_the_text_goes_on() -> None:
    assert meant("Huawei sued Nokia. The company said so.") is None
    assert meant("Huawei fell. Nokia rose. The company said so.") == "company:nokia"
    assert meant("Huawei fell. Nokia rose. So the company said.") is None
    assert meant("Huawei fell. Nokia rose, and the company said so.") == "company:nokia"
    assert meant("Huawei fell. Nokia rose with Sony, and the company said so.") is None


def test_what_is_known_of_a_company_bears_it_out_or_rules_it_out() -> None:
    assert meant("Huawei sued Nokia. Then the Chinese firm said so.") == "company:huawei"
    assert meant("Huawei sued Nokia. Then the Espoo-based firm said so.") == "company:nokia"
    assert meant("Huawei sued Nokia. Then the Nordic group said so.") == "company:nokia"
    assert meant("Airbus sued Safran. Then the engine maker said so.") == "company:safran"
    assert meant("Airbus sued Nokia. Then the planemaker said so.") == "company:airbus"
    assert meant("Airbus fell. The brewer said so.") is None
    assert meant("Airbus fell. The Danish company said so.") is None
    assert meant("Airbus fell. The Munich company said so.") is None
    assert meant("Huawei fell. The PlayStation maker said so.") is None
    assert meant("Airbus sued Nokia. The angry company said so.") is None
    assert meant("The Zorvex maker fell. The company said so.", "Zorvex") is None
    assert meant("Sony sued Nokia. Then the PlayStation maker said so.") == "company:sony"
    assert meant("Meta sued Nokia. Then the WhatsApp owner said so.") == "company:meta"
    assert meant("Citigroup sued Nokia. Then the Wall Street bank said so.") == "company:citigroup"
    assert meant("Huawei sued Zorvex, an exchange in Oslo. Then the exchange said so.", "Zorvex") == "company:zorvex"


def test_where_a_name_may_be_overlooked_only_facts_count() -> None:
    assert meant("Zorvex fell. The drugmaker said so.", "Zorvex") == "company:zorvex"
    assert meant("Zorvex fell, like Quandar Labs. The drugmaker said so.", "Zorvex") is None
    assert meant("Zorvex fell. Quandar has risen. Then the company said so.", "Zorvex") is None
    assert meant("Zorvex fell. Ada said so. Then the company said so.", "Zorvex") == "company:zorvex"
    assert meant("Pfizer fell, like Quandar Labs. The drugmaker said so.") == "company:pfizer"


def test_what_is_known_of_a_country_bears_it_out_or_rules_it_out() -> None:
    assert meant("Bhutan and Nepal met. Then the kingdom said so.") == "gov:BT"
    assert meant("Bhutan and Nepal met. Then the republic said so.") == "gov:NP"
    assert meant("Bolivia and Chile met. Then the landlocked country said so.") == "gov:BO"
    assert meant("Bolivia and Chile met. Then the government said so.") is None
    assert meant("Bolivia and Chile met. Then the government in Santiago said so.") == "gov:CL"
    assert meant("China and the European Union met. Then the bloc said so.") == "gov:EU"
    assert meant("China and the European Union met. Then the commission said so.") is None
    assert meant("China and the European Commission met. Then the commission said so.") == "gov:EU"
    assert meant("China met the European Union. Then the government said so.") == "gov:CN"
    assert meant("Bolivia and Chile met. In Santiago, the government said so.") == "gov:CL"
    assert meant("Peru arrested smugglers in Chile. The government said so.") == "gov:PE"
    assert meant("Bolivia was glad. The president of Peru sent rice. The country said so.") is None
    assert meant("Canada met Newfoundland. Then the federal government said so.") == "gov:CA"
    assert meant("Canada met Newfoundland. Then the province said so.") == "gov:CA-NL"


@pytest.mark.parametrize(
    ("entity_id", "noun", "words", "fits"),
    [
        ("gov:NO", "kingdom", (), True),
        ("gov:FR", "kingdom", (), False),
        ("gov:EE", "state", ("Baltic",), True),
        ("gov:EE", "state", (), False),
        ("gov:US-TX", "state", (), True),
        ("gov:PH", "archipelago", (), True),
        ("gov:BO", "country", ("South", "American"), True),
        ("gov:IN", "country", ("South", "American"), False),
        ("gov:US-TX", "country", (), False),
        ("gov:IT-25", "region", (), True),
        ("gov:GB-SCT", "government", ("devolved",), True),
        ("gov:CA", "government", ("provincial",), False),
        ("gov:US", "government", ("state",), False),
        ("gov:US", "government", ("central",), True),
        ("gov:ML", "government", ("military",), True),
        ("gov:EU", "government", (), False),
    ],
)
def test_what_a_country_may_be_called(entity_id: str, noun: str, words: tuple[str, ...], fits: bool) -> None:
    assert may_be_called(entity_id, noun, words) is fits


def test_words_that_tell_of_a_country() -> None:
    assert is_telling("kingdom")
    assert is_telling("country", ["Baltic"])
    assert not is_telling("country", ["angry"])
    assert lies_in("gov:EE", ["Baltic", "angry"])


def test_tables_speak_of_listed_companies_and_known_trades() -> None:
    assert [key for key in (*COMPANY_TRADES, *COMPANY_SEATS) if ENTITIES.get(f"company:{key}") is None] == []
    trades = frozenset().union(*COMPANY_TRADES.values())
    assert frozenset().union(*NOUN_TRADES.values(), *SECTOR_TRADES.values()) == trades
    assert trades_of("company:norvia-bank") == {"bank"}
    assert trades_of("company:norvia") == seats_of("company:norvia") == frozenset()


def test_a_bare_trade_may_be_of_anybody() -> None:
    assert meant("Ryanair fell. “The airline is always late,” he said.") is None
    assert meant('Ryanair fell. "The airline is always late," he said.') is None
    assert meant("Ryanair fell. “The Irish airline is always late,” he said.") == "company:ryanair"
    assert meant("Ryanair fell. “The company is always late,” he said.") == "company:ryanair"
    assert meant("Vale fell. It rained. The miner was glad.") is None
    assert meant("Vale fell underground. The miner was glad.") is None
    assert meant("Vale fell. The miner was glad.") == "company:vale"


def test_an_unnamed_one_that_was_introduced_is_not_the_named_one() -> None:
    assert meant("Huawei hired a start-up in Oslo. Then the start-up said so.") is None
    assert meant("Huawei hired the start-up in Oslo. Then the start-up said so.") == "company:huawei"
    assert meant("Huawei hired a contractor. Then the company said so.") is None
    assert meant("A contractor fell. Huawei rose. Then the company said so.") == "company:huawei"
    assert meant("A contractor of Huawei fell. Then the company said so.") is None
    assert meant("Ada Lund is a big miner. Vale fell. Then the miner said so.") is None
    assert meant("Zara hired a shipping company. Maersk fell. Then the shipping line said so.") is None
    assert meant("Huawei is a big company. Then the company said so.") == "company:huawei"
    assert meant("Ryanair hired a carrier from Oslo. Then the airline said so.") is None
    assert meant("Vale hired miners. Then the miner said so.") is None
    assert meant("No government was as slow as Peru. Then the government said so.") is None


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
