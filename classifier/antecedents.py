"""What a description points back to: the one company or government named before that it can mean.

Only where the document leaves one choice: a missed description costs nothing that a name does not give, a wrong one
puts words into the wrong mouth. What is known of a company or country (trade, seat, country, form of state) rules out
or bears out; what is left must be one, or the one that the text goes on about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifier.country_facts import PLACE_NOUNS, is_region, is_telling, lies_in, may_be_called
from classifier.description_words import (
    BARE_COMPANY_NOUNS,
    HARMLESS,
    NEVER_BARE,
    NOUN_TRADES,
    PERSON_NOUNS,
    ROLE_NOUNS,
    SECTOR_TRADES,
    SELDOM_BARE,
)
from classifier.entities import EntityList
from classifier.nominals import COMPANY_NOUNS, MODIFIER, Nominal
from classifier.records import Kind
from classifier.trades import CITIES, seats_of, trades_of

BEGINS_CHARS = 4  # before the subject of a sentence: 'The US'
_NEAR_CHARS = 1200  # back to the last time that the one meant was named
_BASED = re.compile(r"(?P<city>[\w.-]+)-based", re.IGNORECASE)
_LISTENER = re.compile(r"\b(?:told|tells|telling|informed)(?: the)? $")
_GOES_ON = re.compile(
    r"(?:[,;:—–] ?(?:(?:and|but|as|so|yet|since|because|although|though|for|while) )?|\b(?:because|although|since) )"
    r"(?:the|this) $"
)
_LEVELS = frozenset(("federal", "central", "national", "devolved", "regional", "provincial", "state", "military"))
_CAPITAL_AFTER = re.compile(r" in (?P<city>[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)?)")
_CAPITAL_BEFORE = re.compile(r"(?:^|[.!?\n]\s)In (?P<city>[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)?),? the $")
_LOCATIVE = re.compile(r"\b(?:in|near|outside|across|around|inside)(?: the)? $")
_ALIKE = "|".join(
    sorted(map(re.escape, (COMPANY_NOUNS | {"unit", "fund", "client", "customer", "subcontractor"}) - {"major"}))
)
_FRESH = re.compile(
    rf"\b(?:an?|another|one|every|each|any|no|some|which)(?: {MODIFIER}){{0,5}}? (?P<noun>{_ALIKE})\b", re.IGNORECASE
)
# What stands between a name and a description of it, and what before one of nobody.
_APPOSED = re.compile(r"(?:[’']s)?(?:,| is| was| has been| became| remains| as)(?: now| still| also)? $")
_LIKENED = re.compile(r"\b(?:like|than) $")
_CALLED = re.compile(
    rf"(?:,|,? (?:which )?(?:is|was)) (?:an?|the) (?P<modifiers>(?:[\w’'-]+ ){{0,4}}?)(?P<noun>{_ALIKE})\b"
)
_CALLED_BEFORE = re.compile(rf"(?P<modifiers>(?:[\w’'-]+ ){{0,2}})(?P<noun>{_ALIKE}) $")


_CAPITALS = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w&’'-]*[^\W_’'](?: [^\W\d_a-z][\w&’'-]*[^\W_’'])*")
_NO_COMPANY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Easter|Christmas|New Year(?:’s|'s)?(?: Day| Eve)?|I|He|She|It|They|We|You|This|That|These"
    r"|Those|There|Nobody|Nothing|One|Its?|His|Her|Their|What|Who|Neither|Both|Most|Some|Many|Staff|Two|Three|Four|Five"
)
_ACTS = re.compile(
    r"(?:[’']s\b|, (?:which|whose)|,? (?:has|had|is|was|will|would|said|says|[a-z]+(?:ed|ts|ys|ns|ls|es)) )"
)


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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a description says of the one meant: None or empty where it does not say."""

    country: str | None
    regions: tuple[str, ...]
    city: str | None
    trades: frozenset[str] | None
    levels: tuple[str, ...]
    is_vague: bool  # says something that no fact can bear out

    @property
    def n_facts(self) -> int:
        return sum((self.country is not None, bool(self.regions), self.city is not None, self.trades is not None))


def resolve(nominal: Nominal, history: Sequence[Named], scene: Scene, entities: EntityList) -> str | None:
    """Return the id of the one entity that a description can mean; None where there is none, or a choice.

    Args:
        nominal: the description.
        history: what the document has named before it, in order.
        scene: where it stands.
        entities: the list, which knows countries.
    """
    wanted = _wanted(nominal, entities)
    if wanted is None:
        return None
    named = [name for name in history if name.kind is nominal.kind]
    known = dict.fromkeys(name.entity_id for name in named)
    everyone = known | dict.fromkeys(_overlooked(nominal.kind, scene, entities))
    points = {
        entity_id: _points(entity_id, nominal, wanted, [n for n in named if n.entity_id == entity_id], scene, entities)
        for entity_id in everyone
    }
    fitting = {entity_id: value for entity_id, value in points.items() if value is not None}
    n_facts = wanted.n_facts if nominal.kind is Kind.COMPANY else max(wanted.n_facts, is_telling(nominal.noun))
    full = [entity_id for entity_id, value in fitting.items() if value >= n_facts > 0]
    topics = [topic for topic in _topics(named, scene) if topic in fitting]
    if wanted.is_vague and len(everyone) > 1:
        return None
    if nominal.kind is Kind.COMPANY and not full and n_facts and _has_strangers(scene, history, entities):
        return None
    chosen = _chosen(full, list(fitting), topics)
    if chosen is None or chosen not in known or (nominal.noun in SELDOM_BARE and chosen not in full):
        return None
    last = max(name.start for name in named if name.entity_id == chosen)
    if scene.place - last > _NEAR_CHARS or _is_introduced(nominal, history, scene, last, is_sure=chosen in full):
        return None
    return chosen


def is_listener(before: str) -> bool:
    """Say whether the words before a name make it the outlet that was told something, which nothing points back to."""
    return _LISTENER.search(before) is not None


def _chosen(full: Sequence[str], fitting: Sequence[str], topics: Sequence[str]) -> str | None:
    """Return the one borne out by all facts, or else not ruled out; among several, what the text goes on about."""
    if len(full) == 1:
        return full[0] if not topics or topics[0] == full[0] or len(fitting) == 1 else None
    pool = full or fitting
    if len(pool) == 1:
        return pool[0]
    return next((topic for topic in topics if topic in pool), None)


def _topics(named: Sequence[Named], scene: Scene) -> list[str]:
    """Return the subject of the sentence so far, or of the one before, where a description goes on about it."""
    own = [name for name in named if scene.sentence_start <= name.start]
    if own:
        goes_on = _GOES_ON.search(scene.text) is not None
        alone = len({name.entity_id for name in own}) == 1
        return [own[0].entity_id] if goes_on and alone and own[0].start - scene.sentence_start <= BEGINS_CHARS else []
    before = [name for name in named if scene.previous_start <= name.start < scene.sentence_start]
    before = [
        name
        for name in before
        if name.kind is Kind.COMPANY or not _LOCATIVE.search(scene.text[: max(0, name.start - scene.start)][-12:])
    ]
    alone = len({name.entity_id for name in before}) == 1
    begins = scene.place - scene.sentence_start <= BEGINS_CHARS
    return [before[0].entity_id] if before and alone and begins else []


def _overlooked(kind: Kind, scene: Scene, entities: EntityList) -> Iterator[str]:
    """Yield the listed ones in the text that may be meant too, as they were no targets: mere places, for example."""
    for match in entities.find(scene.text):
        listed = entities.get(match.entity_id)
        was_told = is_listener(scene.text[max(0, match.start - 20) : match.start])
        if listed is not None and listed.kind is kind and not match.ambiguous and not was_told:
            yield match.entity_id


def _has_strangers(scene: Scene, history: Sequence[Named], entities: EntityList) -> bool:
    """Say whether the text has a name that may be a company's and was not found: its trade may be the one told."""
    known = [(name.start - scene.start, name.end - scene.start) for name in history]
    known += [(match.start, match.end) for match in entities.find(scene.text)]
    for match in _CAPITALS.finditer(scene.text):
        start, end = match.span()
        if any(low < end and start < high for low, high in known) or _NO_COMPANY.fullmatch(match.group()):
            continue
        if match.group() in CITIES or entities.is_demonym(match.group()):
            continue
        opens = start == 0 or scene.text[:start].rstrip()[-1:] in '.!?“"”:' or scene.text[start - 1] == "\n"
        if not opens or _ACTS.match(scene.text, end):
            return True
    return False


# --- what a description says ---------------------------------------------------------------------------


def _wanted(nominal: Nominal, entities: EntityList) -> _Wanted | None:
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
        elif word[:1].isupper() and (found := _country(word, entities)) is not None:
            country = found
        elif word[:1].isupper():
            cities.append(word)
        else:
            others.append(word)
    city = " ".join(cities) or None
    if city is not None and not _is_city(city, entities):
        return None
    trades: frozenset[str] | None = None
    levels: list[str] = []
    if nominal.kind is Kind.COMPANY:
        trades, others = _trades(nominal.noun, others)
        if nominal.noun in ROLE_NOUNS and country is None and city is None and not regions:
            return None
        if nominal.noun in NEVER_BARE & BARE_COMPANY_NOUNS and not (country or city or trades or regions):
            return None
    else:
        levels = [word for word in others if word in _LEVELS]
        others = [word for word in others if word not in _LEVELS]
    is_vague = any(word.lower() not in HARMLESS for word in others)
    return _Wanted(country, tuple(regions), city, trades, tuple(levels), is_vague)


def _country(word: str, entities: EntityList) -> str | None:
    """Return the government that a country's adjective or code names."""
    if entities.is_demonym(word):
        link = entities.link(f"{word} government", Kind.GOVERNMENT)
        return link.entity_id if link.known else None
    if word in ("US", "U.S.", "UK", "U.K."):
        return "gov:US" if word.startswith("U.S") or word == "US" else "gov:GB"
    return None


def _is_city(city: str, entities: EntityList) -> bool:
    return city in CITIES or _country_of_city(city, entities) is not None


def _country_of_city(city: str, entities: EntityList) -> str | None:
    """Return the government whose capital a word is."""
    found = entities.find(city)
    return found[0].entity_id if len(found) == 1 and found[0].alias_kind == "capital" else None


def _trades(noun: str, words: Sequence[str]) -> tuple[frozenset[str] | None, list[str]]:
    """Return the trades that a noun or a word before it tells, and the words that tell none."""
    telling = [word for word in words if word.lower() in SECTOR_TRADES]
    others = [word for word in words if word not in telling]
    if telling:
        return frozenset[str]().union(*(SECTOR_TRADES[word.lower()] for word in telling)), others
    return NOUN_TRADES.get(noun), others


# --- what is known of the one meant ----------------------------------------------------------------------


def _points(
    entity_id: str, nominal: Nominal, wanted: _Wanted, named: Sequence[Named], scene: Scene, entities: EntityList
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
        seats, capital_of = seats_of(entity_id), _country_of_city(wanted.city, entities)
        if wanted.city in seats:
            points += 1
        elif seats or (home is not None and capital_of not in (None, home)):
            return None
    if wanted.trades is not None:
        own = trades_of(entity_id) or _told_trades(named, scene)
        if own and not own & wanted.trades:
            return None
        points += bool(own)
    return points


def _government_points(
    entity_id: str, nominal: Nominal, wanted: _Wanted, scene: Scene, entities: EntityList
) -> int | None:
    if not may_be_called(entity_id, nominal.noun, (*wanted.regions, *wanted.levels)):
        return None
    if nominal.noun == "commission" and "European Commission" not in scene.text:
        return None
    if wanted.country is not None and _country_of(entity_id, entities) != wanted.country:
        return None
    points = sum((wanted.country is not None, bool(wanted.regions), is_telling(nominal.noun)))
    capital = _CAPITAL_AFTER.match(scene.after) or _CAPITAL_BEFORE.search(scene.text[-60:])
    of = _country_of_city(capital["city"], entities) if capital is not None else None
    if of is not None:
        return points + 1 if of == entity_id else None
    return points


def _told_trades(named: Sequence[Named], scene: Scene) -> frozenset[str]:
    """Return the trades that the text itself tells: 'Credora, an exchange', 'the brewer Tollmann'."""
    found: frozenset[str] = frozenset()
    for name in named:
        start, end = name.start - scene.start, name.end - scene.start
        if start < 0:
            continue
        matches = (_CALLED.match(scene.text, end), _CALLED_BEFORE.search(scene.text[max(0, start - 60) : start]))
        for match in matches:
            if match is not None:
                found |= _trades(match["noun"].lower(), match["modifiers"].split())[0] or frozenset()
    return found


def _country_of(entity_id: str, entities: EntityList) -> str | None:
    if entity_id.startswith("gov:"):
        return entity_id
    listed = entities.get(entity_id)
    return None if listed is None or listed.attributes.country is None else f"gov:{listed.attributes.country}"


def _is_introduced(nominal: Nominal, history: Sequence[Named], scene: Scene, last: int, is_sure: bool) -> bool:
    """Say whether the text speaks of an unnamed one, which the description then may mean ('a start-up in Oslo').

    One of the same noun counts wherever it stands; any other only after the name, and if no fact bears the name out.
    """
    alike = NOUN_TRADES.get(nominal.noun, frozenset())
    ends = {name.end for name in history}
    if nominal.noun in PERSON_NOUNS and re.search(rf"\b{nominal.noun}s\b", scene.text, re.IGNORECASE):
        return True
    for match in _FRESH.finditer(scene.text):
        noun, before = match["noun"].lower(), scene.text[: match.start()]
        apposed = _APPOSED.search(before[-16:])
        if _LIKENED.search(before[-6:]) or (apposed and scene.start + len(before) - len(apposed.group()) in ends):
            continue
        if noun == nominal.noun or alike & NOUN_TRADES.get(noun, frozenset()):
            return True
        if nominal.kind is Kind.COMPANY and not is_sure and scene.start + match.start() > last:
            return True
    if nominal.kind is Kind.GOVERNMENT:
        pattern = rf"\b(?:an?|one|another|every|each|any|no)(?: [\w’'-]+){{0,3}} {re.escape(nominal.noun)}\b"
        return re.search(pattern, scene.text, re.IGNORECASE) is not None
    return False
