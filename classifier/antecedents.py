"""What a description points back to: the one company or government named before that it can mean.

Only where the document leaves one choice: a missed description costs nothing that a name does not give, a wrong one
puts words into the wrong mouth. What is known of a company or country (trade, seat, country, form of state) rules out
or bears out; what is left must be one, or the one that the text goes on about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classifier.country_facts import is_telling
from classifier.description_facts import ALIKE, Named, Scene, Wanted, points_of, trades_told, wanted_by
from classifier.description_words import NOUN_TRADES, PERSON_NOUNS, SELDOM_BARE
from classifier.entities import EntityList
from classifier.nominals import MODIFIER, Nominal
from classifier.records import Kind
from classifier.trades import CITIES

BEGINS_CHARS = 4  # before the subject of a sentence: 'The US'
_PREFIX = {Kind.COMPANY: "company:", Kind.GOVERNMENT: "gov:"}
_IS_BRAND = re.compile(r" (?:maker|owner|manufacturer|operator)\b")  # 'the iPhone maker'
_NEAR_CHARS = 1200  # back to the last time that the one meant was named
_LISTENER = re.compile(r"\b(?:told|tells|telling|informed)(?: the)? $")
_GOES_ON = re.compile(
    r"(?:[,;:—–] ?(?:(?:and|but|as|so|yet|since|because|although|though|for|while) )?|\b(?:because|although|since) )"
    r"(?:the|this) $"
)
_LOCATIVE = re.compile(r"\b(?:in|near|outside|across|around|inside)(?: the)? $")
_FRESH = re.compile(
    rf"\b(?:an?|another|one|every|each|any|no|some|which)(?P<modifiers>(?: {MODIFIER}){{0,5}}?) (?P<noun>{ALIKE})\b",
    re.IGNORECASE,
)
# What stands between a name and a description of it, and what before one of nobody.
_APPOSED = re.compile(r"(?:[’']s)?(?:,| is| was| has been| became| remains| as)(?: now| still| also)? $")
_STOP = re.compile(r"[.!?] |\n")
_LIKENED = re.compile(r"\b(?:like|than) $")


_CAPITALS = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w&’'-]*[^\W_’'](?: [^\W\d_a-z][\w&’'-]*[^\W_’']){0,6}")
_NO_COMPANY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Easter|Christmas|New Year(?:’s|'s)?(?: Day| Eve)?|I|He|She|It|They|We|You|This|That|These"
    r"|Those|There|Nobody|Nothing|One|Its?|His|Her|Their|What|Who|Neither|Both|Most|Some|Many|Staff|Two|Three|Four|Five"
)
_ACTS = re.compile(
    r"(?:[’']s\b|, (?:which|whose)|,? (?:has|had|is|was|will|would|said|says|[a-z]+(?:ed|ts|ys|ns|ls|es)) )"
)


_PIT = re.compile(
    r"\b(?:trapped|rescue[dr]?s?|underground|shafts?|injured|widow|helmet|aged|apprentice|retired|son of)\b"
)
_SPEAKS = re.compile(r",? (?:has |had )?(?:said|says|added|told|argued|called|wrote|warned|asked|replied)\b")


def resolve(nominal: Nominal, history: Sequence[Named], scene: Scene, entities: EntityList) -> str | None:
    """Return the id of the one entity that a description can mean; None where there is none, or a choice.

    Args:
        nominal: the description.
        history: what the document has named before it, in order.
        scene: where it stands.
        entities: the list, which knows countries.
    """
    wanted = wanted_by(nominal, entities)
    if wanted is None:
        return None
    named = [
        name
        for name in history
        if name.entity_id.startswith(_PREFIX[nominal.kind])
        and not _IS_BRAND.match(scene.text, max(0, name.end - scene.start))
    ]
    known = dict.fromkeys(name.entity_id for name in named)
    everyone = known | dict.fromkeys(_overlooked(nominal.kind, scene, entities))
    points = {
        entity_id: points_of(
            entity_id, nominal, wanted, [n for n in named if n.entity_id == entity_id], scene, entities
        )
        for entity_id in everyone
    }
    fitting = {entity_id: value for entity_id, value in points.items() if value is not None}
    n_facts = wanted.n_facts if nominal.kind is Kind.COMPANY else max(wanted.n_facts, is_telling(nominal.noun))
    full = [entity_id for entity_id, value in fitting.items() if value >= n_facts > 0]
    topics = [topic for topic in _topics(named, scene) if topic in fitting]
    if wanted.is_vague and len(everyone) > 1:
        return None
    chosen = _chosen(full, list(fitting), topics)
    if chosen is None or chosen not in known or (nominal.noun in SELDOM_BARE and chosen not in full):
        return None
    last = max(name.start for name in named if name.entity_id == chosen)
    is_sure = chosen in full
    if _is_of_any(nominal, scene, last):
        return None
    if nominal.kind is Kind.COMPANY and not is_sure:
        strangers = list(_strangers(scene, history, entities))
        if any(n_facts or (is_subject and place > last) for place, is_subject in strangers):
            return None
    fresh = _is_introduced(nominal, wanted, history, scene, None if is_sure else last)
    return None if fresh or scene.place - last > _NEAR_CHARS else chosen


def _is_of_any(nominal: Nominal, scene: Scene, last: int) -> bool:
    """Say whether a bare noun of a trade may mean any of its kind, or a person of that trade."""
    if nominal.modifiers or nominal.noun not in NOUN_TRADES:
        return False
    is_person = nominal.noun in PERSON_NOUNS and (last < scene.previous_start or _PIT.search(scene.text) is not None)
    return scene.is_quoted or is_person


def is_listener(before: str, after: str) -> bool:
    """Say whether the words around a name make it the outlet that was told something, which nothing points back to."""
    return _LISTENER.search(before) is not None and not after.startswith(" to ")


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
    is_subject = bool(before) and before[0].start - scene.previous_start <= BEGINS_CHARS
    sole_company = alone and before[0].kind is Kind.COMPANY
    return [before[0].entity_id] if alone and begins and (is_subject or sole_company) else []


def _overlooked(kind: Kind, scene: Scene, entities: EntityList) -> Iterator[str]:
    """Yield the listed ones in the text that may be meant too, as they were no targets: mere places, for example."""
    for match in entities.find(scene.text):
        listed = entities.get(match.entity_id)
        was_told = is_listener(
            scene.text[max(0, match.start - 20) : match.start], scene.text[match.end : match.end + 4]
        )
        words = scene.text[match.start : match.end]
        is_name = not match.ambiguous or " " in words or _ACTS.match(scene.text, match.end) is not None
        if listed is not None and listed.kind is kind and is_name and not was_told:
            yield match.entity_id


def _strangers(scene: Scene, history: Sequence[Named], entities: EntityList) -> Iterator[tuple[int, bool]]:
    """Yield where the text has a name that may be a company's and was not found, and whether it acts as a subject."""
    known = [(name.start - scene.start, name.end - scene.start) for name in history]
    known += [(match.start, match.end) for match in entities.find(scene.text)]
    for match in _CAPITALS.finditer(scene.text):
        start, end = match.span()
        if any(low < end and start < high for low, high in known) or _NO_COMPANY.fullmatch(match.group()):
            continue
        if match.group() in CITIES or entities.is_demonym(match.group()):
            continue
        opens = start == 0 or scene.text[:start].rstrip()[-1:] in '.!?“"”:' or scene.text[start - 1] == "\n"
        acts = _ACTS.match(scene.text, end) is not None
        if not opens or acts:
            yield scene.start + start, opens and acts and _SPEAKS.match(scene.text, end) is None


def _is_introduced(nominal: Nominal, wanted: Wanted, history: Sequence[Named], scene: Scene, last: int | None) -> bool:
    """Say whether the text speaks of an unnamed one, which the description then may mean ('a start-up in Oslo').

    One of the same noun or trade counts wherever it stands. If no fact bears out the one chosen, which was last named
    at `last`, any other counts as well, from the sentence of that name on.
    """
    ends = {name.end for name in history}
    if nominal.noun in PERSON_NOUNS and re.search(rf"\b{nominal.noun}s\b", scene.text, re.IGNORECASE):
        return True
    since = None
    if last is not None and nominal.kind is Kind.COMPANY:
        since = max([0, *(stop.end() for stop in _STOP.finditer(scene.text[: max(0, last - scene.start)]))])
    for match in _FRESH.finditer(scene.text):
        noun, before = match["noun"].lower(), scene.text[: match.start()]
        apposed = _APPOSED.search(before[-16:])
        if _LIKENED.search(before[-6:]) or (apposed and scene.start + len(before) - len(apposed.group()) in ends):
            continue
        trades = trades_told(noun, match["modifiers"].split())[0]
        if noun == nominal.noun or (wanted.trades and trades and wanted.trades & trades):
            return True
        if since is not None and match.start() >= since:
            return True
    if nominal.kind is Kind.GOVERNMENT:
        pattern = rf"\b(?:an?|one|another|every|each|any|no)(?: [\w’'-]+){{0,3}} {re.escape(nominal.noun)}\b"
        return re.search(pattern, scene.text, re.IGNORECASE) is not None
    return False
