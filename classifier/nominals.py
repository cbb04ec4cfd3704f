"""Descriptions that point back to one company or government that the document has named: 'the Chinese firm'.

Only definite descriptions of one thing, and only where the document leaves one choice: a missed description costs
nothing that a name does not give, a wrong one puts words into the wrong mouth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.entities import EntityList
from classifier.mentions import NamedSpan
from classifier.records import Kind

# What each noun may stand for, with the words in a company's name that say that it is one; () where none does.
_COMPANY_NOUNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("company", "firm", "group", "corporation", "conglomerate", "giant", "titan", "multinational"), ()),
    **dict.fromkeys(("manufacturer", "producer", "maker", "supplier", "operator", "developer", "contractor"), ()),
    **dict.fromkeys(
        ("airline", "carrier"), ("air", "airlines", "airline", "airways", "lufthansa", "ryanair", "easyjet")
    ),
    **dict.fromkeys(("bank", "lender"), ("bank", "bancorp", "banco", "banca", "banque", "bankia", "financial")),
    "insurer": ("insurance", "assurance", "life", "re"),
    **dict.fromkeys(("carmaker", "automaker", "car maker"), ("motor", "motors", "auto", "automotive", "cars")),
    **dict.fromkeys(("chipmaker", "chip maker"), ("semiconductor", "semiconductors", "chips", "micro")),
    **dict.fromkeys(("drugmaker", "drug maker"), ("pharma", "pharmaceutical", "pharmaceuticals", "therapeutics")),
    **dict.fromkeys(("planemaker", "shipbuilder", "steelmaker", "phonemaker", "smelter", "refiner"), ("steel",)),
    **dict.fromkeys(("retailer", "grocer", "supermarket", "chain"), ("stores", "supermarkets", "mart")),
    **dict.fromkeys(("brewer", "distiller"), ("brewery", "brewing", "breweries", "beer")),
    **dict.fromkeys(("miner",), ("mining", "minerals", "gold", "metals")),
    **dict.fromkeys(("utility",), ("energy", "power", "electric", "gas", "water")),
    **dict.fromkeys(("start-up", "startup", "publisher", "broadcaster", "consultancy", "shipyard"), ()),
}
_GOVERNMENT_NOUNS = {
    **dict.fromkeys(("government", "administration", "authorities", "cabinet"), ()),
    **dict.fromkeys(("country", "nation", "kingdom", "republic", "island state", "city state", "emirate"), ()),
    "bloc": ("gov:EU",),
}
_PLACES = {"country", "nation", "kingdom", "republic", "island state", "city state", "emirate"}
_NOUNS = "|".join(sorted(map(re.escape, (*_COMPANY_NOUNS, *_GOVERNMENT_NOUNS)), key=len, reverse=True))
_DESCRIPTION = re.compile(
    rf"\b(?:[Tt]he|THE|[Tt]his) (?P<words>(?P<modifiers>(?:[\w’'.-]+ ){{0,3}}?)(?P<noun>{_NOUNS}))\b(?![-’'](?!s\b))"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|across|throughout|around|inside|outside|within|into|from|to|of|through|over|leave|left|fled|entered?"
    r"|visit(?:ed|ing)?|half)$",
    re.IGNORECASE,
)
# Words that choose another one than the one named, or make the description general.
_OTHER = re.compile(
    r"(?:rival|other|another|parent|former|two|three|four|five|both|first|second|third|next|last|only|biggest"
    r"|largest|smaller|bigger|larger|acquiring|whole|entire|local|unnamed|unidentified|private|holding"
    r"|shell|state-owned|same|new|old|sister|partner|competing|neighbouring|neighboring|host|home"
    r"|third-largest|second-largest|opposition|previous|future|incoming|outgoing|provincial|regional"
    r"|municipal|city|average|typical|right|wrong|best|worst)",
    re.IGNORECASE,
)
# What may follow the noun: else it only describes the next one ('the company car', 'the government bond').
_FOLLOWS = re.compile(
    r"(?:[’']s\b| ?[.,;:!?)”\"’—–]|$| (?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall"
    r"|does|did|do|said|says|and|or|but|nor|to|for|on|in|at|by|with|from|as|if|when|while|because|after|before|over|into"
    r"|against|about|under|since|until|than|without|within|during|through|not|never|also|now|then|still|again|itself"
    r"|alone|too|has|itself|instead|later|first|already|once|only|just|simply|quickly|a|an|the|its|their|it|they|he|she"
    r"|who|where|so|out|off|up|down|away|back|made|told|took|gets|pumps|values|says|owes|owns|runs|warns|wants|plans|sees|gave|paid|won|lost|sold|bought|built|cut|kept|broke|drew"
    r"|went|came|got|let|put|set|ran|rose|fell|led|left|met|saw|spent|sent|began|grew|held|stood|chose|[a-z]+ly|[a-z]+ed"
    r"|[a-z]+(?<!sse)(?:ises|izes|ates|kes|ves|ns|ts|ds|ks|ls|ws|ys|es))\b)"
)
_NOUNS_THAT_FOLLOW = re.compile(
    r" (?:shares|bonds|officials|directors|sources|workers|employees|policies|forces|ministers|troops|executives"
    r"|accounts|documents|records|statements?|agents|agencies|buildings|offices|funds|loans|contracts|services|plans"
    r"|products|profits|sales|results|managers|owners|investors|analysts|customers|clients|networks|systems|websites?"
    r"|headquarters|premises|assets|lawyers|representatives|notes|debts|budgets?|departments?|bodies|websites|based"
    r"|owned|backed|wide|run)\b"
)
_RESTRICTED = re.compile(r" (?:of|that|which|whose|behind|closest|responsible)\b")
_BASED = re.compile(r"[\w.]+-based", re.IGNORECASE)
_COMPOUND = re.compile(
    r"(?:food|blood|river|west|left|south|snow|theatre|theater|dance|phone|pop|rock|study|crime) (?:bank|company|group)"
)
_LISTENER = re.compile(r"\b(?:told|tells|telling|informed)(?: the)? $")
_SUBJECT_CHARS = 4  # 'The company said' goes on about the subject of the sentence before
_NEVER_BARE = {
    "group",
    "giant",
    "titan",
    "maker",
    "manufacturer",
    "producer",
    "supplier",
    "operator",
    "developer",
    "chain",
}


@dataclass(frozen=True, slots=True)
class Nominal:
    """A description in a sentence, in code points of the sentence; `noun` is its last word, in lower case."""

    start: int
    end: int
    kind: Kind
    noun: str
    modifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name that the document has used: its entity and kind, and where."""

    entity_id: str
    kind: Kind
    start: int  # in code points of the document


def find_nominals(sentence: str, named: Sequence[NamedSpan]) -> list[Nominal]:
    """Return the descriptions in a sentence that may point back to something named, without those inside of names."""
    found = []
    for match in _DESCRIPTION.finditer(sentence):
        noun = match["noun"].lower()
        start, end = match.span("words")
        modifiers = tuple(match["modifiers"].split())
        after = sentence[end : end + 40]
        if _COMPOUND.fullmatch(match["words"]) or (noun in _NEVER_BARE and not modifiers):
            continue
        if any(_OTHER.fullmatch(word) or word[:1].isdigit() for word in modifiers):
            continue
        if not _FOLLOWS.match(after) or _RESTRICTED.match(after) or _NOUNS_THAT_FOLLOW.match(after):
            continue
        if noun in _PLACES and _PLACE_BEFORE.search(sentence[: match.start()].rstrip()):
            continue
        if any(span.start < end and start < span.end for span in named):
            continue
        kind = Kind.COMPANY if noun in _COMPANY_NOUNS else Kind.GOVERNMENT
        found.append(Nominal(start, end, kind, noun, modifiers))
    return found


def resolve(nominal: Nominal, history: Iterable[Named], subject: str | None, entities: EntityList) -> str | None:
    """Return the id of the one entity that a description can mean; None where there is none, or a choice.

    Args:
        nominal: the description.
        history: what the document has named before it.
        subject: the entity with which the sentence before begins.
        entities: the list, which knows countries.
    """
    candidates = dict.fromkeys(name.entity_id for name in history if name.kind is nominal.kind)
    if nominal.kind is Kind.GOVERNMENT:
        wanted = _GOVERNMENT_NOUNS[nominal.noun]
        candidates = {c: None for c in candidates if (c in wanted if wanted else c != "gov:EU" or len(candidates) == 1)}
    country, others = _country(nominal.modifiers, entities)
    if any(word[:1].isupper() and not _BASED.fullmatch(word) for word in others):  # 'the PlayStation maker'
        return None
    if country is not None:
        fitting = {c: None for c in candidates if _country_of(c, entities) == country}
        unknown = [c for c in candidates if _country_of(c, entities) is None]
        candidates = fitting if fitting or len(candidates) > 1 else dict.fromkeys(unknown)
    elif nominal.kind is Kind.COMPANY and len(candidates) > 1:
        hints = set(_COMPANY_NOUNS[nominal.noun])
        hinted = {c: None for c in candidates if set(c.removeprefix("company:").split("-")) & hints}
        candidates = hinted or candidates
    if len(candidates) > 1 and nominal.start <= _SUBJECT_CHARS:
        candidates = {c: None for c in candidates if c == subject}
    return next(iter(candidates)) if len(candidates) == 1 else None


def is_introduced(noun: str, text: str) -> bool:
    """Say whether a text speaks of an unnamed one of the kind ('a start-up in Oslo'), which 'the start-up' then is."""
    return (
        re.search(rf"\b(?:an?|one|another|every|each|any|no)(?: [\w’'-]+){{0,3}} {noun}\b", text, re.IGNORECASE)
        is not None
    )


def is_listener(before: str) -> bool:
    """Say whether the words before a name make it the outlet that was told something, which nothing points back to."""
    return _LISTENER.search(before) is not None


def _country(modifiers: Sequence[str], entities: EntityList) -> tuple[str | None, list[str]]:
    """Return the government whose demonym stands among the words before a noun, and the other words."""
    for word in modifiers:
        if word[:1].isupper() and entities.is_demonym(word):
            link = entities.link(f"{word} government", Kind.GOVERNMENT)
            return (link.entity_id if link.known else None), [other for other in modifiers if other != word]
    return None, list(modifiers)


def _country_of(entity_id: str, entities: EntityList) -> str | None:
    listed = entities.get(entity_id)
    if entity_id.startswith("gov:"):
        return entity_id
    return None if listed is None or listed.attributes.country is None else f"gov:{listed.attributes.country}"
