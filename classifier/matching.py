"""When a listed name in a text is one: whole words, a case that fits, and the words around it that it takes in.

Nothing here knows the list; `classifier.entities` searches it and asks here what each place amounts to.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from classifier.linking import COMPANY_TAIL, EXCHANGE_CODE, LEADER_FRONT, LEADER_TAIL, PHRASE_FRONT, PHRASE_TAIL
from classifier.region_bodies import is_region, reach_of_region

NEVER_ALONE = frozenset({"demonym", "leader"})  # 'French', 'Obama': only with a word such as 'government'
PLACE_NAMES = frozenset({"name", "code", "demonym"})
_VERB_HEADS = frozenset({"forces", "courts", "marines", "policing", "leaders", "ships", "state"})  # 'China courts'
_CAPS_WINDOW = 40
_FRONT_WINDOW = 90  # code points before a name in which 'Ministry of Foreign Affairs of' may stand
_AND = re.compile(r",? (?:and|&) |, ")


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name in a text, `text[start:end]`, genitive 's left out.

    Attributes:
        ambiguous: True where the words often mean something else ('Target', 'House'), so that the match
            needs support from the sentence.
        alias_kind: name, code, seat, capital, body, legal, brand, ticker, share ('$TSLA'), or phrase ('French
            government').
    """

    start: int
    end: int
    entity_id: str
    ambiguous: bool
    alias_kind: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of the list as it is written there, and in what way it names its entity."""

    surface: str
    entity_id: str
    kind: str
    ambiguous: bool


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Say whether no letter, digit or underscore touches `text[start:end]`."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_")


def case_fit(alias: Alias, text: str, start: int, end: int) -> bool | None:
    """Return whether the words as written are ambiguous for this alias; None if their case rules it out."""
    surface, name = text[start:end], alias.surface
    if not any(character.islower() for character in name):  # an acronym: 'US' is not 'us'
        if surface != name:
            return None
        around = text[max(0, start - _CAPS_WINDOW) : start] + text[end : end + _CAPS_WINDOW]
        shouted = around.isupper()
        return alias.ambiguous or shouted
    if surface == name or surface.isupper():
        return alias.ambiguous or (surface != name and len(surface) < 4)
    company = alias.entity_id.startswith("company:")
    if name[0].islower() or (surface.islower() and (alias.ambiguous or (company and " " in name))):
        return None
    if not surface[0].isupper():
        return True if surface.islower() and alias.kind not in NEVER_ALONE else None
    words = zip(name.split(), surface.split(), strict=False)
    if all(word[0].isupper() for listed, word in words if listed[0].isupper()):
        return alias.ambiguous
    return None if company else True  # 'Supreme court' names a court, 'U.S. bank' no company


def grow(match: Match, text: str, bodies: Mapping[int, int], alike: Iterable[Match], firms: Container[int]) -> Match:
    """Return the match with the words around it that are part of it: 'Chinese authorities', 'Apple Inc.'.

    `alike` are the listed names that begin where the match does: in 'Georgia Power', the state does not grow. `firms`
    are where companies begin: 'Texas Commission on Environmental Quality and Exxon' grows no further than 'Quality'.
    """
    start, end = match.start, match.end
    if match.alias_kind == "share":
        return match
    if match.entity_id.startswith("company:"):
        tail = COMPANY_TAIL.match(text, end)
        if EXCHANGE_CODE.match(text, end):
            return Match(start, end, "", False, "ticker")
        return match if tail is None else replace(match, end=tail.end())
    tail = front = None
    before = max(0, start - _FRONT_WINDOW)
    if match.alias_kind == "leader":
        tail = LEADER_TAIL.match(text, end)
        front = LEADER_FRONT.search(text, before, start) if " of " in text[before:start] else None
    elif match.alias_kind in PLACE_NAMES:
        tail = PHRASE_TAIL.match(text, end)
        if tail and match.alias_kind == "name" and tail["head"].lower() in _VERB_HEADS:
            tail = None
        for gap in (" ", "'s ", "’s "):  # 'U.S. State Department', 'Israel's Knesset'
            if text.startswith(gap, match.end):
                end = max(end, bodies.get(match.end + len(gap), end))
        if text[before:start].endswith((" of ", " in ", " of the ", " in the ")):
            front = PHRASE_FRONT.search(text, before, start)
    start = front.start() if front else start
    end = max(end, tail.end()) if tail else end
    if match.alias_kind in PLACE_NAMES and is_region(match.entity_id) and not _is_begun(match, alike):
        low, high = reach_of_region(text, match.start, match.end, before)
        if high > end or low < start:
            end = _before_firms(text, match.end, max(high, end), firms)
            return Match(min(low, start), end, match.entity_id, False, "body")
    end = _before_firms(text, match.end, end, firms)
    if (start, end) == (match.start, match.end):
        return match
    return Match(start, end, match.entity_id, False, "phrase")


def _before_firms(text: str, start: int, end: int, firms: Container[int]) -> int:
    """Return where a name ends that a list of companies follows: at the first comma or 'and' before one of them."""
    cuts = (mark.start() for mark in _AND.finditer(text, start, end) if mark.end() in firms)
    return next(cuts, end)


def _is_begun(match: Match, alike: Iterable[Match]) -> bool:
    """Say whether a match is only the beginning of another one's name."""
    return any(other.end > match.end and other.entity_id != match.entity_id for other in alike)
