"""What a description says of the company or government that it means, and what is known of those that were named.

A fact bears a name out, or rules it out: its trade and seat, its country, its form of state.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifier.country_facts import PLACE_NOUNS, is_region, is_telling, lies_in, may_be_called
from classifier.description_words import (
    BARE_COMPANY_NOUNS,
    HARMLESS,
    NEVER_BARE,
    NOUN_TRADES,
    ROLE_NOUNS,
    SECTOR_TRADES,
)
from classifier.entities import EntityList
from classifier.nominals import COMPANY_NOUNS, Nominal
from classifier.records import Kind
from classifier.trades import CITIES, seats_of, trades_of

_BASED = re.compile(r"(?P<city>[\w.-]+)-based", re.IGNORECASE)
_OWNS = frozenset(("maker", "owner", "parent", "operator", "manufacturer", "producer", "developer", "publisher"))
_LEVELS = frozenset(("federal", "central", "national", "devolved", "regional", "provincial", "state", "military"))
_CAPITAL_AFTER = re.compile(r" in (?P<city>[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)?)")
_CAPITAL_BEFORE = re.compile(r"(?:^|[.!?\n]\s)In (?P<city>[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)?),? the $")
ALIKE = "|".join(
    sorted(map(re.escape, (COMPANY_NOUNS | {"unit", "fund", "client", "customer", "subcontractor"}) - {"major"}))
)
_CALLED = re.compile(
    rf"(?:,|,? (?:which )?(?:is|was)) (?:an?|the) (?P<modifiers>(?:[\w’'-]+ ){{0,4}}?)(?P<noun>{ALIKE})\b"
)
_CALLED_BEFORE = re.compile(rf"(?P<modifiers>(?:[\w’'-]+ ){{0,2}})(?P<noun>{ALIKE}) $")


@dataclass(frozen=True, slots=True)
class Named:
    """A name that the document has used, in code points of the document: its entity and kind, and where."""

    entity_id: str
    kind: Kind
    start: int
    end: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a description stands.

    Attributes:
        text: what the document says before it, or the last of that.
        start: where `text` begins in the document.
        sentence_start: where its sentence begins in the document, and `previous_start` the one before.
        after: what follows it.
    """

    text: str
    start: int = 0
    sentence_start: int = 0
    previous_start: int = 0
    after: str = ""

    @property
    def place(self) -> int:
        """Where the description begins in the document."""
        return self.start + len(self.text)

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in quotation marks that its paragraph has opened and not closed."""
        paragraph = self.text.rpartition("\n")[2]
        return paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2 == 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a description says of the one meant: None or empty where it does not say."""

    country: str | None
    regions: tuple[str, ...]
    city: str | None
    owner: str | None  # the company whose brand or part it names
    trades: frozenset[str] | None
    levels: tuple[str, ...]
    is_vague: bool  # says something that no fact can bear out

    @property
    def n_facts(self) -> int:
        """How many facts it tells."""
        told = (self.country, self.regions or None, self.city, self.owner, self.trades)
        return sum(fact is not None for fact in told)


# --- what a description says ---------------------------------------------------------------------------


def wanted_by(nominal: Nominal, entities: EntityList) -> Wanted | None:
    """Return what a description says of the one meant; None where it says what cannot be told."""
    country: str | None = None
    regions: list[str] = []
    cities: list[str] = []
    others: list[str] = []
    for word in nominal.modifiers:
        based = _BASED.fullmatch(word)
        if based is not None:
            cities.append(based["city"])
        elif is_region(word) and (nominal.noun in PLACE_NOUNS or word[:1].isupper()):
            regions.append(word)
        elif word[:1].isupper() and (found := _country_named(word, entities)) is not None:
            country = found
        elif word[:1].isupper():
            cities.append(word)
        else:
            others.append(word)
    city: str | None = " ".join(cities) or None
    owner = None
    if city is not None and nominal.noun in _OWNS:
        owner = _owner_of(city, entities)
        city = city if owner is None else None
    if city is not None and not _is_city(city, entities):
        return None
    trades: frozenset[str] | None = None
    levels: list[str] = []
    if nominal.kind is Kind.COMPANY:
        trades, others = trades_told(nominal.noun, others)
        if nominal.noun in ROLE_NOUNS and not (country or city or owner or regions):
            return None
        if nominal.noun in NEVER_BARE & BARE_COMPANY_NOUNS and not (country or city or owner or trades or regions):
            return None
    else:
        levels = [word for word in others if word in _LEVELS]
        others = [word for word in others if word not in _LEVELS]
    is_vague = any(word.lower() not in HARMLESS for word in others)
    return Wanted(country, tuple(regions), city, owner, trades, tuple(levels), is_vague)


def _country_named(word: str, entities: EntityList) -> str | None:
    """Return the government that a country's adjective or code names."""
    if entities.is_demonym(word):
        link = entities.link(f"{word} government", Kind.GOVERNMENT)
        return link.entity_id if link.known else None
    if word in ("US", "U.S.", "UK", "U.K."):
        return "gov:US" if word.startswith("U.S") or word == "US" else "gov:GB"
    return None


def _owner_of(words: str, entities: EntityList) -> str | None:
    """Return the company whose brand, or whose part, some words name: 'PlayStation', 'WhatsApp'."""
    for match in entities.find(words):
        listed = entities.get(match.entity_id)
        if (match.start, match.end) == (0, len(words)) and listed is not None and listed.kind is Kind.COMPANY:
            return listed.attributes.parent or listed.id
    return None


def _is_city(city: str, entities: EntityList) -> bool:
    return city in CITIES or _country_of_capital(city, entities) is not None


def _country_of_capital(city: str, entities: EntityList) -> str | None:
    """Return the government whose capital a word is."""
    found = [match for match in entities.find(city) if (match.start, match.end) == (0, len(city))]
    return found[0].entity_id if found and found[0].alias_kind == "capital" else None


def trades_told(noun: str, words: Sequence[str]) -> tuple[frozenset[str] | None, list[str]]:
    """Return the trades that a noun or a word before it tells, and the words that tell none."""
    telling = [word for word in words if word.lower() in SECTOR_TRADES]
    others = [word for word in words if word not in telling]
    if telling:
        return frozenset[str]().union(*(SECTOR_TRADES[word.lower()] for word in telling)), others
    return NOUN_TRADES.get(noun), others


# --- what is known of the one meant ----------------------------------------------------------------------


def points_of(
    entity_id: str, nominal: Nominal, wanted: Wanted, named: Sequence[Named], scene: Scene, entities: EntityList
) -> int | None:
    """Return how many facts bear out that a description means an entity; None where one rules it out."""
    if nominal.kind is Kind.GOVERNMENT:
        return _government_points(entity_id, nominal, wanted, scene, entities)
    home = _country_of(entity_id, entities)
    points = 0
    if wanted.country is not None and home is not None:
        if home != wanted.country:
            return None
        points += 1
    if wanted.regions and home is not None:
        if not lies_in(home, wanted.regions):
            return None
        points += 1
    if wanted.city is not None:
        seats, capital_of = seats_of(entity_id), _country_of_capital(wanted.city, entities)
        if wanted.city in seats:
            points += 1
        elif seats or (home is not None and capital_of not in (None, home)):
            return None
    if wanted.owner is not None:
        if entity_id != wanted.owner:
            return None
        points += 1
    if wanted.trades is not None:
        own = trades_of(entity_id) or _told_by_text(named, scene)
        if own and not own & wanted.trades:
            return None
        points += bool(own)
    return points


def _government_points(
    entity_id: str, nominal: Nominal, wanted: Wanted, scene: Scene, entities: EntityList
) -> int | None:
    if not may_be_called(entity_id, nominal.noun, (*wanted.regions, *wanted.levels)):
        return None
    if nominal.noun == "commission" and "European Commission" not in scene.text:
        return None
    if wanted.country is not None and _country_of(entity_id, entities) != wanted.country:
        return None
    points = sum((wanted.country is not None, bool(wanted.regions), is_telling(nominal.noun)))
    capital = _CAPITAL_AFTER.match(scene.after) or _CAPITAL_BEFORE.search(scene.text[-60:])
    of = _country_of_capital(capital["city"], entities) if capital is not None else None
    if of is not None:
        return points + 1 if of == entity_id else None
    return points


def _told_by_text(named: Sequence[Named], scene: Scene) -> frozenset[str]:
    """Return the trades that the text itself tells: 'Credora, an exchange', 'the brewer Tollmann'."""
    found: frozenset[str] = frozenset()
    for name in named:
        start, end = name.start - scene.start, name.end - scene.start
        if start < 0:
            continue
        matches = (_CALLED.match(scene.text, end), _CALLED_BEFORE.search(scene.text[max(0, start - 60) : start]))
        for match in matches:
            if match is not None:
                found |= trades_told(match["noun"].lower(), match["modifiers"].split())[0] or frozenset()
    return found


def _country_of(entity_id: str, entities: EntityList) -> str | None:
    if entity_id.startswith("gov:"):
        return entity_id
    listed = entities.get(entity_id)
    return None if listed is None or listed.attributes.country is None else f"gov:{listed.attributes.country}"
