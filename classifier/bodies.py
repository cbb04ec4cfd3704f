"""Which authority or site a document means by 'the agency' or 'the plant': whose it was when the document named it.

'The watchdog', after 'Kenya's aviation regulator', is Kenya's; 'the mine', after 'Glencore's copper mine', is
Glencore's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from classifier.introductions import Anchor
from classifier.post_patterns import LONGEST_READ
from classifier.roles import BODY_NOUN, SITE
from classifier.text import Sentence

_STOP = (
    r"(?:said|says|that|the|an?|of|and|or|to|in|on|at|with|for|by|from|is|was|has|had|have|were|its|his|her|their"
    r"|over|as|after|but|which|who|will|would|\w{2,20}ed)\b"
)
_FIELD = rf"(?P<field>(?:(?!{_STOP})[\w-]{{2,20}} ){{0,4}}?)"
_BEHIND = re.compile(rf"(?:[’']s?)? {_FIELD}(?P<noun>{BODY_NOUN})\b", re.IGNORECASE)
_COUNTRYS = re.compile(
    rf"\b(?:the|this) (?:country|nation|state|kingdom|republic)[’']s {_FIELD}(?P<noun>{BODY_NOUN})\b", re.IGNORECASE
)
_AT_END = re.compile(rf"(?P<field>(?:[\w’'-]{{1,20}} ){{1,6}})(?P<noun>{BODY_NOUN})$", re.IGNORECASE)
_MEANT = re.compile(
    rf"(?:(?P<field>[\w-]{{2,20}}) )?\b(?P<noun>{BODY_NOUN})(?:[’']s?)?(?! (?:of|for)\b)\b", re.IGNORECASE
)
_SITE = re.compile(rf"\b{SITE}\b", re.IGNORECASE)
_SUPERVISES = frozenset(
    {"regulator", "watchdog", "agency", "authority", "authorities", "commission", "inspectorate", "directorate"}
)
_MAKES = frozenset({"plant", "factory", "mill", "steelworks", "works", "refinery", "smelter", "foundry"})
_AHEAD = 2500  # code points from a headline on


@dataclass(frozen=True, slots=True)
class _Body:
    place: int
    noun: str
    field: str
    entity_id: str


class Bodies:
    """The authorities and sites of one document. Offsets are the document's; an anchor's are its sentence's."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], anchors: Sequence[Sequence[Anchor]], home: str | None
    ) -> None:
        line = text.find("\n")
        self._headline = line if line >= 0 else len(text)
        self._bodies: dict[str, list[_Body]] = {}
        self._sites: dict[str, list[_Body]] = {}
        for sentence, named in zip(sentences, anchors, strict=True):
            self._read(sentence, named, home)

    def authority(self, words: str, place: int, target: str | None) -> str | None:
        """Return the government whose body some words mean; None where the document names no such body.

        Args:
            words: 'the aviation authority', 'the regulator's'.
            place: where they stand.
            target: the entity that the source judges, which is not meant.
        """
        meant = _MEANT.search(words)
        if meant is None:
            return None
        noun, field = meant["noun"].lower(), (meant["field"] or "").lower()
        known = _near(self._bodies.get(noun, []), place, self._headline)
        if not known and noun in _SUPERVISES:
            alike = [body for other in sorted(_SUPERVISES) for body in self._bodies.get(other, [])]
            known = _near(sorted(alike, key=lambda body: body.place), place, self._headline)
        known = [body for body in known if body.entity_id != target]
        same = [body for body in known if field and field in body.field]
        return next((body.entity_id for body in [*same, *known]), None)

    def operator(self, words: str, place: int, target: str | None) -> str | None:
        """Return the company whose plant or mine some words mean; None where the document names none."""
        site = _SITE.search(words)
        if site is None:
            return None
        noun = site.group().lower()
        nouns = sorted(_MAKES) if noun in _MAKES else [noun]
        found = sorted((body for n in nouns for body in self._sites.get(n, [])), key=lambda body: body.place)
        known = [body for body in _near(found, place, self._headline) if body.entity_id != target]
        same = [body for body in known if body.noun == noun]
        return next((body.entity_id for body in [*same, *known]), None)

    # --- reading ---------------------------------------------------------------------------------------

    def _read(self, sentence: Sentence, anchors: Sequence[Anchor], home: str | None) -> None:
        text = sentence.text[:LONGEST_READ]
        found = [] if home is None else [(match, home) for match in _COUNTRYS.finditer(text)]
        for anchor in anchors:
            if anchor.entity_id.startswith("gov:"):
                own = _AT_END.match(text, anchor.start, anchor.end)
                match = own or _BEHIND.match(text, anchor.end, anchor.end + 120)
                found += [(match, anchor.entity_id)] if match else []
        for match, entity_id in sorted(found, key=lambda item: item[0].start()):
            noun = match["noun"].lower()
            body = _Body(sentence.start + match.start(), noun, match["field"].lower(), entity_id)
            self._bodies.setdefault(noun, []).append(body)
        firms = [anchor for anchor in anchors if anchor.entity_id.startswith("company:")]
        for match in _SITE.finditer(text) if firms else ():
            noun = match.group().lower()
            index = bisect_left(firms, match.start(), key=lambda anchor: anchor.start)
            firm = firms[max(0, index - 1)]  # the last before it, else the first behind
            self._sites.setdefault(noun, []).append(_Body(sentence.start + match.start(), noun, "", firm.entity_id))


def _near(bodies: Sequence[_Body], place: int, headline: int) -> list[_Body]:
    """Return what stands before a place, the last first; for a headline, what follows it."""
    index = bisect_left(bodies, place, key=lambda body: body.place)
    if index:
        return list(reversed(bodies[max(0, index - 20) : index]))
    ahead = bodies[bisect_left(bodies, headline, key=lambda body: body.place) :][:20] if place <= headline else []
    return [body for body in ahead if body.place <= place + _AHEAD]
