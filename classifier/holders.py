"""Tie a source to the company or government that it is, or for which the document says that it speaks.

'Airbus', 'a Kremlin spokesman' and, after 'Huawei founder Ren Zhengfei', plain 'Ren' are tied; 'critics of Huawei', 'a
former Google engineer' and 'a Rotterdam trader' are not: a name that only describes somebody is nobody's voice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from classifier.introductions import Introduction
from classifier.mentions import NamedSpan
from classifier.people import AHEAD, People, Person, is_abroad
from classifier.roles import ALIKE, FORMER, NOBODY, OFFICE, PAPER, ROLE, SOMEBODY, STATE_NOUN

_EMPLOYED = re.compile(r"\b(?:of|for|at|from) (?:the )?$", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:of|in|at|for|from|against|near|by|with|to|outside|on)\b", re.IGNORECASE)
_SPEAKS = re.compile(rf"\b(?:{ROLE}|ministry|delegation|leadership|{PAPER})\b", re.IGNORECASE)
_NAME = re.compile(
    r"[^\W\d_a-z][\w’'.-]*"
    r"(?: (?:(?:de|da|di|do|dos|van|von|der|den|bin|al|el|la|le|du|del) ){0,2}[^\W\d_a-z][\w’'-]*){0,4}"
)
_ROLE = re.compile(rf"\b(?:{ROLE}|{PAPER})\b", re.IGNORECASE)
_PAPER = re.compile(rf"\b{PAPER}\b", re.IGNORECASE)
_LOCAL = re.compile(r"\b(?:governor|mayor|premier|sheriff)\b", re.IGNORECASE)
_BACK = 8  # sentences back in which a pronoun's person may stand
_MUCH = 2  # so many times more often than others is the main voice of a document named
_OFFICE = re.compile(rf"\b{OFFICE}\b(?<!president)", re.IGNORECASE)
_BOSS = re.compile(
    r"(?:[Aa]n? |[Tt]he )?(?P<boss>[A-Z][\w-]{1,20}(?: [A-Z][\w-]{1,20}){0,2})(?:[’']s)? (?:[a-z-]{2,20} ){0,3}?"
    r"(?:spokes(?:man|woman|person)|aides?|advis[eo]rs?|officials?|ministers?|secretary|envoy|negotiator|chief of staff"
    r"|office|team|deputy|press secretary)"
)
_HEADS_OTHERS = re.compile(  # 'Unifor president': of a body that no list has
    r"(?!(?:Interim|Acting|Vice|Deputy|Outgoing|Incoming|State|Current|Then|Federal|New) )[A-Z][\w-]+ (?:vice )?"
    r"president\b"
)
_OFFICIALS = re.compile(
    r"(?:[Tt]he )?(?:(?:government|state|federal|senior|local|national) )?(?:officials|inspectors|authorities"
    r"|investigators|prosecutors|regulators|police|tax inspectors|customs officers)",
    re.IGNORECASE,
)
_THING_HEAD = re.compile(
    rf"(?:[\w-]{{2,20}} )?{STATE_NOUN} (?={ROLE}\b)|(?:committee|board) (?={ROLE}\b)", re.IGNORECASE
)
_SPOKESMAN = re.compile(r"(?:an? )?(?:spokes(?:man|woman|person)|representative|press officer)")
_EX = re.compile(r"\b(?:former|formerly|ex|retired|ousted|erstwhile|once)\b", re.IGNORECASE)
_TELLING = 5  # code points: a shorter surname is many people's


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
        unfit = FORMER.search(before + after) or NOBODY.search(before + after)
        man = role in (" man", " woman") and entity_id.startswith("company:")  # 'the Norvia man'
        if (man or _SPEAKS.search(role)) and not unfit and (_EMPLOYED.search(before) if described else True):
            return entity_id
    return None


class _All:
    """Contains every id but Andorra's, whose co-prince is the president of France."""

    def __contains__(self, entity_id: object) -> bool:
        return entity_id != "gov:AD"


_ALL = _All()


class Speakers(People):
    """The people of one document: their fullest names, and for whom its words say that they speak.

    'Ren' is tied to Huawei where a sentence has 'Huawei founder Ren Zhengfei'. All offsets are the document's.
    """

    # --- questions -------------------------------------------------------------------------------------

    def fullest_name(self, start: int, end: int) -> str:
        """Return the fullest name of the person whom text[start:end] names; the words themselves if there is none."""
        person = self._person_at(start, end)
        return person.name if person is not None else self._text[start:end]

    def is_person(self, start: int, end: int, listed: bool) -> bool:
        """Say whether text[start:end], which the model took for a company, is a person's name in this document.

        Args:
            start: of the words.
            end: of the words.
            listed: the list has a company of this name; then only somebody with a known post is a person.
        """
        name = self._text[start:end]
        person = self._person_named(name, start)
        if listed:
            known = (
                person is not None
                and (person.place[0] <= start or self._leads(end))
                and (person.entity_id is not None or person.settled or bool(person.heads))
            )
            return person is not None and known and " " in person.name and " " not in name and name in person.name
        if person is not None and (" " in person.name or person.heads):
            return True
        return self._entities.spoken_for(name, self._names.named) is not None

    def entity(self, start: int, end: int, target: str | None = None) -> str | None:
        """Return the id of the company or government for which a source speaks; None where nothing says.

        The words around the place are asked first, then each other place of the person or post, then the list's
        office holders.

        Args:
            start: of the words that name the source.
            end: of these words.
            target: the entity that the source judges: 'the company' does not mean it.
        """
        words = self._text[start:end]
        if _EX.search(words):
            return self._of_former(words, start, target)
        if _OFFICIALS.fullmatch(words):
            return self._names.home
        site = self._of_site(words, start, target)
        if site is not None:
            return site
        if SOMEBODY.fullmatch(words) or self._entities.is_demonym(words.removeprefix("the ").removeprefix("The ")):
            return self._of_somebody(start, target)
        index = self._names.sentence_at(start)
        here = self._introduction_at(index, start, end)
        if here is not None and here.name is None and (here.settled or here.entity_id):
            return here.entity_id
        itself = None if _ROLE.fullmatch(words) else self._names.entity_at(index, start, end)
        if itself is not None and not self.is_person(start, end, self._entities.get(itself) is not None):
            return itself
        person = self._person_at(start, end)
        if person is not None:
            return self._of_person(person, here, target)
        if NOBODY.search(words):
            return None
        body = next((match for match in self._entities.find(words) if match.start == 0), None)
        if body is not None and body.end == len(words) and " " in words and body.entity_id.startswith("gov:"):
            return body.entity_id  # 'State Department'
        boss = _BOSS.fullmatch(words)
        of_boss = self._of_boss(boss["boss"], start) if boss is not None else None
        if of_boss is not None:
            return of_boss
        found = self._of_its_words(here, target) if here is not None and here.name is None and here.whose else None
        listed = self._office(words) if _NAME.fullmatch(words) else None
        found = found or listed or self._of_post(words, start) or self._group(words, index, start, target)
        return found or self._of_spokesman(words, index, start, target)

    def abroad(self, start: int, end: int) -> str | None:
        """Return the company whose post in a country later words mean: 'the UK boss', after 'Norvia's UK boss'."""
        index = self._names.sentence_at(start)
        here = self._introduction_at(index, start, end)
        if here is None or here.name is not None or not is_abroad(here):
            return None
        same = self._last_post(_ROLE.findall(here.role)[-1].lower(), here.start)
        found = None if same is None else self._of_bearer(same)
        return found if found is not None and found.startswith("company:") else None

    def _of_former(self, words: str, place: int, target: str | None) -> str | None:
        """Return for whom 'the former Norvia manager' speaks, whom the last words with a name present as just that."""
        if not self._text[max(0, place - 4) : place].lower().startswith("the") and not words.lower().startswith("the "):
            return None
        own = self._names.sentence_at(place)
        names = {name for name in _NAME.findall(words) if name != "The"}
        for index in range(own, max(-1, own - _BACK), -1):
            text = self._names.sentences[index].text
            if not names or not all(name in text for name in names):
                continue
            for item in reversed(self._read[index]):
                if item.name is None or item.start >= place:
                    continue
                person = self._person_named(self._text[slice(*item.name)], item.name[0])
                if person is not None:
                    return self._of_person(person, item, target)
        return None

    def _of_site(self, words: str, place: int, target: str | None) -> str | None:
        """Return whose plant 'Leeds plant boss' runs."""
        if not _ROLE.search(words) or NOBODY.search(words):
            return None
        first = next(iter(self._entities.find(words)), None)
        if first is not None and first.entity_id.startswith("company:"):
            return None
        index = self._names.sentence_at(place)
        named = self._names.entity_at(index, place, place + len(words))
        here = self._introduction_at(index, place, place + len(words))
        named = named or (here.entity_id if here is not None else None)
        if named is not None and named.startswith("company:") and not self._names.is_town(words):
            return None
        return self._names.bodies.operator(words, place, target)

    def _of_person(self, person: Person, here: Introduction | None, target: str | None) -> str | None:
        """Return for whom somebody speaks, of whom a place says no more than `here`."""
        if person.entity_id is not None or person.settled:
            return person.entity_id
        boss = person.boss
        if boss is not None and not boss.settled:
            listed = self._office(boss.name)
            return boss.entity_id or listed or self._of_its_words(boss.post, target)
        return self._office(person.name) or self._of_its_words(person.post or here, target)

    def _office(self, name: str) -> str | None:
        """Return what somebody leads, by the list; a surname that one government's office holder alone has is enough.

        Whoever is named by no more than a surname is known to all readers, as long as the document has no other person
        of that name.
        """
        listed = self._entities.spoken_for(name, self._names.named)
        if listed is not None or " " in name or len(name) < _TELLING:
            return listed
        alone = self._entities.spoken_for(name, _ALL)
        return alone if alone is not None and alone.startswith("gov:") else None

    def _of_spokesman(self, words: str, index: int, start: int, target: str | None) -> str | None:
        """Return for whom 'a spokesman' speaks."""
        if _SPOKESMAN.fullmatch(words.lower()):
            return self._names.group("company agency", index, start, target, near=1)
        return None

    def _of_somebody(self, start: int, target: str | None) -> str | None:
        """Return for whom 'the billionaire' speaks, whom the words before present."""
        place = self.antecedent(start, start)
        person = None if place is None else self._person_at(*place)
        return None if person is None else self._of_person(person, None, target)

    def _group(self, words: str, index: int, start: int, target: str | None) -> str | None:
        """Return what 'the company' means; 'a person close to the company' is not it."""
        return None if _PREPOSITION.search(words) else self._names.group(words, index, start, target)

    def antecedent(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the place of the person or post for whom a pronoun stands, the nearest before it that fits.

        An empty place, start == end, asks for a person of either gender.
        """
        wanted = {"": "", "she": "f", "her": "f", "hers": "f"}.get(self._text[start:end].lower(), "m")
        own = self._names.sentence_at(start)
        for index in range(own, max(-1, own - _BACK), -1):
            found = [item for item in self._read[index] if item.start < start and self._fits(item, wanted)]
            found = [item for item in found if item.name is not None] if start == end else found
            found = [item for item in found if index < own or not self._names.is_quoted(item.start)]
            if found:
                best = min(found, key=lambda item: (item.gender != wanted, item.start))
                far = index < own - 1 and self._text.count("\n", best.end, min(start, best.end + AHEAD)) > 1
                return (self._main_voice(wanted, start) if far else None) or best.name or (best.start, best.end)
        return self._names.unlisted_person(start, own)

    def _main_voice(self, wanted: str, place: int) -> tuple[int, int] | None:
        """Return the last place before another of the one person of whom the document goes on: 'he', from afar."""
        person = self._main.get(wanted)
        index = bisect_left(person.places, (place, place)) if person is not None else 0
        return person.places[index - 1] if person is not None and index else None

    @cached_property
    def _main(self) -> dict[str, Person]:
        """Return the person named most by gender of the pronoun, where named more than twice as often as any other."""
        people = {id(person): person for known in self._people.values() for person in known}.values()
        found = {}
        for wanted in ("f", "m"):
            fit = sorted(
                (p for p in people if p.gender in ("", wanted) and self._is_known(p)), key=lambda p: -len(p.places)
            )
            if fit and len(fit[0].places) > _MUCH * (len(fit[1].places) if len(fit) > 1 else 1):
                found[wanted] = fit[0]
        return found

    # --- answers ---------------------------------------------------------------------------------------

    def _of_its_words(self, post: Introduction | None, target: str | None) -> str | None:
        """Return whom a post without an employer serves: 'the miner's head of safety', 'Federal prosecutor'."""
        if post is None or not post.role or post.whose.lower() in ("his", "her"):
            return None
        boss = _BOSS.match(self._text, post.start, post.end)
        if boss is not None and not post.whose:
            return self._of_boss(boss["boss"], post.start)
        if post.whose and _PAPER.search(post.whose):  # 'the note's author'
            paper = self._last_post(_PAPER.findall(post.whose)[-1].lower(), post.start)
            return None if paper is None else paper.entity_id
        if post.whose:
            return self._names.group(post.whose, self._names.sentence_at(post.start), post.start, target, post.governs)
        thing = _THING_HEAD.match(post.role)
        if thing is not None:  # 'Agency head Ada Lund'
            return self._names.group(thing.group(), self._names.sentence_at(post.start), post.start, target, True)
        if _HEADS_OTHERS.match(post.role):
            return None
        local = _LOCAL.search(post.role) and "bank" not in post.role.lower()
        if not post.governs or local:
            return None
        return self._names.where(post.start) or self._names.home

    def _of_boss(self, name: str, place: int) -> str | None:
        """Return for whom somebody's spokesman speaks: 'Macron's spokeswoman', 'a Putin aide'."""
        person = self._person_named(name, place)
        listed = self._office(person.name if person is not None else name)
        return (person.entity_id if person is not None else None) or (None if person and person.settled else listed)

    def _of_post(self, words: str, place: int) -> str | None:
        """Return for whom the bearer of a bare post speaks: 'the minister', after 'Kenyan Mining Minister Ada Lund'."""
        heads = [head.lower() for head in _ROLE.findall(words)]
        same = self._tied_post(heads[-1:], place) or self._tied_post(heads[-2:-1], place)
        if same is not None:
            return self._of_bearer(same)
        bearer = self._bearer_before(words, place) if heads else None
        if bearer is not None:
            return bearer
        alike = self._tied_post([head for kind in ALIKE if heads and heads[-1] in kind for head in kind], place)
        if alike is not None:
            return self._of_bearer(alike)
        return self._bearer_before(words, place, other=True) if heads else None

    def _tied_post(self, heads: Sequence[str], place: int) -> Introduction | None:
        """Return the last post before a place that one of some words can stand for."""
        found = [item for head in heads if (item := self._last_post(head, place))]
        return max(found, key=lambda post: post.start, default=None)

    def _of_bearer(self, item: Introduction) -> str | None:
        """Return for whom the bearer of a post speaks, as its place or the rest of the document says."""
        person = None if item.name is None else self._person_named(self._text[slice(*item.name)], item.name[0])
        if person is not None:
            return self._of_person(person, item, None)
        return item.entity_id or self._of_its_words(item, None)

    def _bearer_before(self, words: str, place: int, other: bool = False) -> str | None:
        """Return for whom a person speaks whom the words just before name without a post: 'Lund of Norvia …'.

        Args:
            words: of the post.
            place: where they stand.
            other: a person with another post will do, too.
        """
        own = self._names.sentence_at(place)
        kinds = ("gov:",) if _OFFICE.search(words) else ("company:",)
        for index in range(own, max(-1, own - 2), -1):
            for item in reversed(self._read[index]):
                if item.name is None or item.start >= place or (item.heads and not other):
                    continue
                name = self._text[slice(*item.name)]
                person = self._person_named(name, item.name[0])
                tied = person.entity_id if person is not None and (other or not person.heads) else None
                tied = tied or self._entities.spoken_for(name, self._names.named)
                if tied is not None and tied.startswith(kinds):
                    return tied
        return None

    def _leads(self, end: int) -> bool:
        """Say whether words stand in a headline, before a colon or at its end, where a short form comes first."""
        behind = self._text[end : end + 1]
        return behind in (":", "\n") and self._text.find("\n") >= end

    def _fits(self, item: Introduction, wanted: str) -> bool:
        """Say whether a pronoun may mean whom a place presents."""
        if item.name is None:
            return bool(item.heads) and (not wanted or item.gender in ("", wanted))
        person = self._person_named(self._text[slice(*item.name)], item.name[0])
        fits = person is not None and (not wanted or person.gender in ("", wanted))
        return fits and person is not None and self._is_known(person)
