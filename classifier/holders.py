"""Tie a source to the company or government that it is, or for which its own words say that it speaks.

'Airbus' and 'a Kremlin spokesman' are tied; 'critics of Huawei', 'a former Google engineer' and 'a Rotterdam trader'
are not: a name that only describes somebody is nobody's voice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from classifier.entities import EntityList
from classifier.mentions import NamedSpan
from classifier.records import Kind

_SPEAKER = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|officials?|ministers?|ministry|secretary|president|premier|chancellor"
    r"|ambassador|envoy|diplomats?|governor|mayor|commissioner|prosecutors?|king|queen|prince|lawyers?|attorneys?"
    r"|ceo|cfo|chief|co-?founders?|founders?|chair(?:man|woman|person)?|executives?|director|managers?|head|boss|owner"
    r"|representatives?|delegation|leadership|leaders?)\b",
    re.IGNORECASE,
)
_NOT_FOR_IT = re.compile(
    r"\b(?:former|formerly|ex|rivals?|critics?|opponents?|partners?|competitors?|victims?|customers?|users?)\b",
    re.IGNORECASE,
)
# Words that may stand before a name and begin with a capital, but are no part of it.
_TITLE = re.compile(
    r"(?:Mrs?|Ms|Miss|Dr|Prof(?:essor)?|Sir|Lord|Lady|Dame|Sen(?:ator)?|Rep|Gov|Gen(?:eral)?|Col|Capt(?:ain)?|Judge|Justice"
    r"|State|Prime|Foreign|Defen[cs]e|Finance|Interior|Trade|Energy|Health|Vice|Deputy|The|But|And|In|On|At|As|For|When)\.?"
)
_PART = r"[^\W\d_a-z][\w’'-]+"  # of a name: begins with a capital
_FULL_NAME = re.compile(rf"(?<![\w-]){_PART}(?: {_PART})+")
_PERSON = re.compile(rf"{_PART}(?: {_PART}){{0,3}}")
_TITLED = re.compile(rf"(?:{_SPEAKER.pattern}),? (?P<name>{_PART}(?: {_PART}){{0,2}})$")
_LONGEST_NAME = 4  # words: a longer run of capitals is a headline
_AHEAD = 2000  # a full name may also stand behind the short one: a headline comes first
_NEAR = 90  # code points between a name and what it speaks for
_ROLE_WORDS = (
    r"(?:spokes(?:man|woman|person)|ministers?|secretary|president|premier|chancellor|ambassador|envoy|diplomat|governor"
    r"|mayor|commissioner|prosecutor|king|queen|prince|lawyer|attorney|ceo|cfo|coo|cto|chief|co-?founder|founder"
    r"|chair(?:man|woman|person)?|executive|director|manager|head|boss|owner|representative|leader|official|deputy"
    r"|general|whip|speaker|counsel|officer)"
)
_ROLE_BEFORE = re.compile(
    rf"(?:['’]s?)? (?:[\w’'&-]+ ){{0,4}}?(?:[\w-]+-)?{_ROLE_WORDS}"
    r"(?: (?:of|for) [\w ]{2,30}?| and [\w ]{2,30}?)?,? ",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    rf",? \(?(?:who is |who was |the |an? |its |her |his )*(?:[\w’'&-]+ ){{0,4}}?(?:[\w-]+-)?{_ROLE_WORDS}"
    r"(?: [\w&-]+){0,4}? (?:of|at|for|in|with|to) (?:the )?",
    re.IGNORECASE,
)
_ROLE_ALONE = re.compile(rf"(?:['’]s?)? (?:[\w’'&-]+ ){{0,4}}?(?:[\w-]+-)?{_ROLE_WORDS}\b", re.IGNORECASE)
_GOVERNING = (
    r"(?:spokes(?:man|woman|person)|ministers?|secretary|president|premier|chancellor|ambassador|envoy|diplomat"
    r"|king|queen|official|leader)"
)
_DEMONYM_BEFORE = re.compile(
    rf"(?<![\w-])(?P<country>[A-Z]\w+(?: [A-Z]\w+)?) (?i:(?:[\w-]+ ){{0,3}}?{_GOVERNING}(?: for [\w ]{{2,20}})?),? $"
)
_DEMONYM_AFTER = re.compile(
    rf", (?:the |an? )?(?P<country>[A-Z]\w+(?: [A-Z]\w+)?) (?i:(?:[\w-]+ ){{0,3}}?{_GOVERNING})\b"
)
_PREPOSITION = re.compile(r"\b(?:of|in|at|for|from|against|near|by|with|to|outside|on)\b", re.IGNORECASE)


def holder_entity(
    sentence: str, holder: tuple[int, int], spans: Sequence[NamedSpan], entity_ids: Sequence[str]
) -> str | None:
    """Return the id of the company or government that a holder is or speaks for; None where its words do not say.

    Args:
        sentence: the sentence.
        holder: the words that name the source, in code points of the sentence.
        spans: all companies and governments that the sentence names.
        entity_ids: the entity of each span.
    """
    start, end = holder
    for span, entity_id in zip(spans, entity_ids, strict=True):
        if span.end <= start or span.start >= end:
            continue
        before = sentence[start : max(start, span.start)]
        after = sentence[min(end, span.end) : end]
        named_last = not after.strip(" '’s.,")
        described = _PREPOSITION.search(before) is not None  # 'critics of Huawei', 'a spokesman for Huawei'
        if named_last and not described:
            return entity_id
        role = before if named_last else after
        if _SPEAKER.search(role) and not _NOT_FOR_IT.search(before + after) and (named_last or not described):
            return entity_id
    return None


class Speakers:
    """The people of one document: their fullest names, and for whom its words say that they speak.

    'Ren' is tied to Huawei where an earlier sentence has 'Huawei founder Ren Zhengfei'. All offsets are the document's.
    """

    def __init__(self, text: str, entities: EntityList) -> None:
        self._text = text
        self._entities = entities
        self._spans: list[tuple[int, int, str]] = []

    def add_sentence(self, start: int, spans: Sequence[NamedSpan], entity_ids: Sequence[str]) -> None:
        """Remember what a sentence that begins at `start` names; sentences come in order."""
        self._spans += [
            (start + span.start, start + span.end, entity_id) for span, entity_id in zip(spans, entity_ids, strict=True)
        ]

    def fullest_name(self, start: int, end: int) -> str:
        """Return the fullest name of the person whom text[start:end] names; the words themselves if there is none."""
        return self._text[slice(*self._introductions(start, end)[0])]

    def entity(self, start: int, end: int) -> str | None:
        """Return the id of the company or government for which a person speaks, by the words around the name.

        The place itself is asked first, then each earlier place of the fullest name, then the list's office holders.
        """
        for place in [(start, end), *self._introductions(start, end)]:
            if place[0] < end:
                found = self._affiliation(*place)
                if found is not None:
                    return found
        places = self._introductions(start, end)
        seen = {entity_id for _, _, entity_id in self._spans}
        return self._entities.spoken_for(self._text[slice(*places[0])], seen)

    @cached_property
    def _full_names(self) -> dict[str, list[tuple[int, int]]]:
        """Return the places of all full names of the document, titles left out, by each word of the name."""
        index: dict[str, list[tuple[int, int]]] = {}
        for match in _FULL_NAME.finditer(self._text):
            place = _without_title(match)
            if place is not None:
                for word in dict.fromkeys(self._text[slice(*place)].split()):
                    index.setdefault(word, []).append(place)
        return index

    def _introductions(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the places of the fullest name, the first one first; else the place itself."""
        titled = _TITLED.search(self._text[start:end])
        if titled is not None:  # 'Huawei founder Ren Zhengfei'
            start = start + titled.start("name")
        name = self._text[start:end]
        person = _PERSON.fullmatch(name)
        if person is None:
            return [(start, end)]
        untitled = _without_title(person)
        if untitled is not None:  # 'State Mike Pompeo', of 'Secretary of State Mike Pompeo'
            start, name = start + untitled[0], name[untitled[0] :]
        words = name.split()
        known = self._full_names.get(words[-1], [])
        known = known[: bisect_right(known, start + _AHEAD, key=lambda place: place[0])]
        texts = (self._text[slice(*place)].split() for place in known)
        longer = (text for text in texts if len(words) == 1 < len(text) <= _LONGEST_NAME and _holds(text, words))
        whole = " ".join(next(longer, words))
        places = [place for place in known if self._text[slice(*place)] == whole]
        return places or [(start, end)]

    def _affiliation(self, start: int, end: int) -> str | None:
        before = self._text[max(0, start - _NEAR) : start]
        after = self._text[end : end + _NEAR]
        first = bisect_right(self._spans, start - 2 * _NEAR, key=lambda span: span[0])
        last = bisect_right(self._spans, end + _NEAR, key=lambda span: span[0])
        for low, high, entity_id in self._spans[first:last]:
            if high <= start and start - high < _NEAR:
                role = self._text[high:start]
                if _ROLE_BEFORE.fullmatch(role) and not _former(self._text[max(0, low - 12) : low] + role):
                    return entity_id
            if low >= end and low - end < _NEAR and not _former(self._text[end:low]):
                role = self._text[end:low]
                if _ROLE_AFTER.fullmatch(role) or re.fullmatch(r" of (?:the )?", role):
                    return entity_id
                if re.fullmatch(r", (?:the |an? )?", role) and _ROLE_ALONE.match(self._text[high : high + _NEAR]):
                    return entity_id
        for words in (_DEMONYM_BEFORE.search(before), _DEMONYM_AFTER.match(after)):
            if words is not None and not _former(words.group()) and self._entities.is_demonym(words["country"]):
                link = self._entities.link(f"{words['country']} government", Kind.GOVERNMENT)
                return link.entity_id if link.known else None
        return None


def _holds(name: Sequence[str], words: Sequence[str]) -> bool:
    """Say whether a name begins or ends with these words: 'Ren Zhengfei' with 'Ren', 'Ada Lund' with 'Lund'."""
    return name[: len(words)] == words or name[-len(words) :] == words


def _former(words: str) -> bool:
    return _NOT_FOR_IT.search(words) is not None


def _without_title(match: re.Match[str]) -> tuple[int, int] | None:
    """Return where a full name stands in a run of capitalised words: 'Ada Lund' of 'French President Ada Lund'."""
    words = list(re.finditer(r"\S+", match.group()))
    for index in range(len(words) - 1, -1, -1):
        if _SPEAKER.fullmatch(words[index].group()) or _TITLE.fullmatch(words[index].group()):
            words = words[index + 1 :]
            break
    return (match.start() + words[0].start(), match.end()) if len(words) > 1 else None
