"""Tie a source to the company or government that it is, or for which the document says that it speaks.

'Airbus', 'a Kremlin spokesman' and, after 'Huawei founder Ren Zhengfei', plain 'Ren' are tied; 'critics of Huawei', 'a
former Google engineer' and 'a Rotterdam trader' are not: a name that only describes somebody is nobody's voice.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from classifier.entities import EntityList, Match
from classifier.introductions import LONGEST_READ, NOT_A_NAME, Anchor, Introduction, introductions
from classifier.mentions import NamedSpan
from classifier.quotation import quoted_ranges
from classifier.records import Kind
from classifier.roles import COMPANY_NOUN, FORMER, NOBODY, PAPER, ROLE, STATE_NOUN
from classifier.text import Sentence

_EMPLOYED = re.compile(r"\b(?:of|for|at|from) (?:the )?$", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:of|in|at|for|from|against|near|by|with|to|outside|on)\b", re.IGNORECASE)
_SPEAKS = re.compile(rf"\b(?:{ROLE}|ministry|delegation|leadership|{PAPER})\b", re.IGNORECASE)
_NAME = re.compile(
    r"[^\W\d_a-z][\w’'.-]*(?: (?:(?:de|da|di|do|dos|van|von|der|den|bin|al|el|la|le|du|del) ){0,2}[^\W\d_a-z][\w’'-]*){0,4}"
)
_TITLE = re.compile(r"(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Lord|Lady|Dame|Gen|Sen|Rep|Gov|State|The)\.? ")
_UNLIKE_A_NAME = re.compile(NOT_A_NAME)
_HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Lord", "Lady", "Dame"})
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'-]*")
_PRONOUN = re.compile(r"(?:he|she|him|her|his|hers)", re.IGNORECASE)
_ROLE = re.compile(rf"\b(?:{ROLE}|{PAPER})\b", re.IGNORECASE)
_PAPER = re.compile(rf"\b{PAPER}\b", re.IGNORECASE)
_COMPANY_NOUN = re.compile(rf"\b{COMPANY_NOUN}\b", re.IGNORECASE)
_STATE_NOUN = re.compile(rf"\b{STATE_NOUN}\b", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:its|it|their|they)\b", re.IGNORECASE)
_SPOKEN_FOR = re.compile(rf"(?:[’']s?)? (?:(?:[A-Z][\w-]*|chief|vice|deputy) ){{0,3}}?{ROLE}\b", re.IGNORECASE)
_COUNTRY = re.compile(r"gov:[A-Z]{2}")
_LOCAL = re.compile(r"\b(?:governor|mayor|premier|sheriff)\b", re.IGNORECASE)
_MUCH = 2  # so many times more often than others is the main voice of a document named
_DATELINE = re.compile(
    r"^(?P<city>[A-Z][A-Z' ]{2,30})(?:, [^\n–—-]{1,40})? ?(?:\([^)\n]{1,30}\) ?)?[–—-]", re.MULTILINE
)
_SPOKESMAN = re.compile(r"(?:an? )?(?:spokes(?:man|woman|person)|representative|press officer)")
_EX = re.compile(r"\b(?:former|formerly|ex|retired|ousted|erstwhile|once)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the |an? )?", re.IGNORECASE)
_OPENING = re.compile(r"(?:In|At|Of) [A-Z][\w .-]{2,40}, ")
_POST_BEFORE = re.compile(rf"\b(?i:{ROLE}) $")
_NEAR = 4  # sentences back in which 'the company', or a person without a post, may stand
_AHEAD = 2500  # code points: a full name may also stand behind the short one, as a headline comes first
_LIKE = (  # posts that later words may call each other
    frozenset({"minister", "ministers", "secretary", "official", "officials", "premier", "chancellor"}),
    frozenset({"ambassador", "envoy", "diplomat", "diplomats", "official", "consul"}),
    frozenset({"executive", "ceo", "chief", "boss", "head", "leader"}),
    frozenset({"chairman", "chairwoman", "chair", "chairperson", "boss"}),
    frozenset({"analyst", "analysts", "economist", "strategist", "lead"}),
    frozenset({"lawyer", "attorney", "counsel"}),
    frozenset({"spokesman", "spokesperson", "official", "representative"}),
    frozenset({"spokeswoman", "spokesperson", "official", "representative"}),
    frozenset(
        {"executive", "manager", "director", "officer", "head", "president", "cfo", "coo", "cto", "cio", "chief"}
    ),
    frozenset({"banker", "economist", "strategist"}),
    frozenset({"governor", "official"}),
    frozenset({"president", "leader"}),
    frozenset({"general", "officer", "commander", "admiral", "colonel"}),
)


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
        if _SPEAKS.search(role) and not unfit and (_EMPLOYED.search(before) if described else True):
            return entity_id
    return None


@dataclass(slots=True)
class _Person:
    """Somebody whom a document introduces: the fullest name, and what is known of the post."""

    name: str
    place: tuple[int, int]
    sentence: int
    entity_id: str | None = None
    settled: bool = False
    gender: str = ""
    heads: set[str] = field(default_factory=set)
    post: Introduction | None = None  # the first that names a post
    places: list[tuple[int, int]] = field(default_factory=list)
    boss: _Person | None = None  # whose 'his' or 'her' in 'his trade minister' is


class Speakers:
    """The people of one document: their fullest names, and for whom its words say that they speak.

    'Ren' is tied to Huawei where a sentence has 'Huawei founder Ren Zhengfei'. All offsets are the document's. Add
    every sentence before the first question.
    """

    def __init__(self, text: str, entities: EntityList) -> None:
        self._text = text
        self._entities = entities
        self._sentences: list[Sentence] = []
        self._spans: list[list[tuple[int, int, str]]] = []
        self._found: dict[int, list[Match]] = {}

    def add_sentence(self, sentence: Sentence, spans: Sequence[NamedSpan], entity_ids: Sequence[str]) -> None:
        """Remember what a sentence names; sentences come in order."""
        shift = sentence.start
        self._sentences.append(sentence)
        self._spans.append([(shift + s.start, shift + s.end, i) for s, i in zip(spans, entity_ids, strict=True)])

    # --- questions -------------------------------------------------------------------------------------

    def fullest_name(self, start: int, end: int) -> str:
        """Return the fullest name of the person whom text[start:end] names; the words themselves if there is none."""
        person = self._person_at(start, end)
        return person.name if person is not None else self._text[start:end]

    def is_person(self, start: int, end: int) -> bool:
        """Say whether text[start:end], which no list has as a company, is a person's name in this document."""
        name = self._text[start:end]
        person = self._person_named(name, start)
        if person is not None and (" " in person.name or person.heads):
            return True
        return self._entities.spoken_for(name, self._named) is not None

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
            return None
        index = self._sentence_at(start)
        here = self._introduction_at(index, start, end)
        if here is not None and here.name is None and (here.settled or here.entity_id):
            return here.entity_id
        itself = self._anchor_at(index, start, end)
        if itself is not None:
            return itself
        person = self._person_at(start, end)
        if person is not None:
            if person.entity_id is not None or person.settled:
                return person.entity_id
            boss = person.boss
            if boss is not None and not boss.settled:
                listed = self._entities.spoken_for(boss.name, self._named)
                return boss.entity_id or listed or self._of_its_words(boss.post, target)
            listed = self._entities.spoken_for(person.name, self._named)
            return listed or self._of_its_words(person.post or here, target)
        if NOBODY.search(words):
            return None
        if here is not None and here.name is None and here.whose:
            found = self._of_its_words(here, target)
            if found is not None:
                return found
        if _SPOKESMAN.fullmatch(words.lower()) and self._text[max(0, start - 3) : start].lower().strip() in ("a", "an"):
            return self._of_group("company agency", index, start, target, near=1)  # 'a spokeswoman said'
        listed = self._entities.spoken_for(words, self._named) if _NAME.fullmatch(words) else None
        return listed or self._of_post(words, start) or self._of_group(words, index, start, target)

    def antecedent(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the place of the person or post for whom a pronoun stands, the nearest before it that fits."""
        wanted = "f" if self._text[start:end].lower() in ("she", "her", "hers") else "m"
        own = self._sentence_at(start)
        for index in range(own, max(-1, own - 2 * _NEAR), -1):
            found = [item for item in self._read[index] if item.start < start and self._fits(item, wanted)]
            found = [item for item in found if index < own or not self._is_quoted(item.start)]
            if found:
                best = min(found, key=lambda item: (item.gender != wanted, item.start))
                far = index < own - 1 and self._text.count("\n", best.end, start) > 1
                return (self._main_voice(wanted, start) if far else None) or best.name or (best.start, best.end)
        return self._unlisted_person(start, own)

    def _unlisted_person(self, place: int, own: int) -> tuple[int, int] | None:
        """Return the nearest name of two words that the model took for a company: a pronoun says that it is none."""
        for index in range(own, max(-1, own - _NEAR), -1):
            for start, end, entity_id in self._spans[index]:
                if end <= place and " " in self._text[start:end] and self._entities.get(entity_id) is None:
                    return start, end
        return None

    def _main_voice(self, wanted: str, place: int) -> tuple[int, int] | None:
        """Return the last place before another of the one person of whom the document goes on: 'he', from afar."""
        person = self._main.get(wanted)
        index = bisect_left(person.places, (place, place)) if person is not None else 0
        return person.places[index - 1] if person is not None and index else None

    @cached_property
    def _main(self) -> dict[str, _Person]:
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

    # --- reading ---------------------------------------------------------------------------------------

    def _matches(self, sentence: Sentence) -> list[Match]:
        """Return the listed names in what is read of a sentence."""
        found = self._found.get(sentence.start)
        if found is None:
            found = self._found[sentence.start] = self._entities.find(sentence.text[:LONGEST_READ])
        return found

    @cached_property
    def _surfaces(self) -> dict[str, list[tuple[str, str]]]:
        """Return (surface, id) of the unlisted names that the model found, by first word."""
        index: dict[str, list[tuple[str, str]]] = {}
        for spans in self._spans:
            for start, end, entity_id in spans:
                surface = self._text[start:end]
                if self._entities.get(entity_id) is None and (surface, entity_id) not in index.get(
                    surface.split()[0], []
                ):
                    index.setdefault(surface.split()[0], []).append((surface, entity_id))
        return {word: found[:8] for word, found in index.items()}

    @cached_property
    def _anchors(self) -> list[list[Anchor]]:
        """Return the companies, governments and adjectives of each sentence, offsets its own."""
        return [list(self._anchors_of(index)) for index in range(len(self._sentences))]

    def _anchors_of(self, index: int) -> Iterator[Anchor]:
        sentence, spans = self._sentences[index], self._spans[index]
        found = [
            Anchor(start - sentence.start, end - sentence.start, entity_id)
            for start, end, entity_id in spans
            if not (self._entities.get(entity_id) is None and self._is_surname(self._text[start:end]))
        ]
        for match in self._matches(sentence):
            employs = not match.ambiguous or self._is_employer(sentence.text, match)
            if employs and match.alias_kind != "ticker":
                found.append(Anchor(match.start, match.end, match.entity_id))
        for word in _CAPITALISED.finditer(sentence.text[:LONGEST_READ]):
            found += self._unlisted(sentence.text, word)
        end = 0
        for anchor in sorted(found, key=lambda item: (item.start, item.adjective, -item.end)):
            if anchor.start >= end and not _is_first_name(sentence.text, anchor):
                end = anchor.end
                yield anchor

    @staticmethod
    def _is_employer(text: str, match: Match) -> bool:
        """Say whether a name that is also a common word is followed by a post: 'Alberta Premier', not 'Vice President'."""
        before = text[: match.start].rpartition(" ")[0].rpartition(" ")[2]
        word = text[match.start : match.end]
        inside = before[:1].isupper() and match.start - len(before) > 1 and not before.endswith((".", ","))
        return not (inside or _UNLIKE_A_NAME.fullmatch(word)) and _SPOKEN_FOR.match(text, match.end) is not None

    def _unlisted(self, text: str, word: re.Match[str]) -> Iterator[Anchor]:
        """Yield what begins at a word and no list has as a name: a country's adjective, a name found elsewhere."""
        for surface, entity_id in self._surfaces.get(word.group(), ()):
            end = word.start() + len(surface)
            if text.startswith(surface, word.start()) and not text[end : end + 1].isalnum():
                if not self._is_surname(surface):
                    yield Anchor(word.start(), end, entity_id)
        second = re.compile(r" [^\W\d_a-z]\w{0,20}").match(text, word.end())
        for end in (second.end() if second else 0, word.end()):
            surface = text[word.start() : end]
            if surface and self._entities.is_demonym(surface):
                link = self._entities.link(f"{surface} government", Kind.GOVERNMENT)
                if link.known:
                    yield Anchor(word.start(), end, link.entity_id, adjective=True)
                    return

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Return the last words of all runs of capitals that no name covers: perhaps somebody's surname."""
        found = set()
        for sentence, spans in zip(self._sentences, self._spans, strict=True):
            text = sentence.text[:LONGEST_READ]
            taken = [(start - sentence.start, end - sentence.start) for start, end, _ in spans]
            for match in _NAME.finditer(text):
                words = [word for word in match.group().split() if not _UNLIKE_A_NAME.fullmatch(word)]
                covered = any(start <= match.start() and match.end() <= end for start, end in taken)
                if len(words) > 1 and not covered:
                    found.add(words[-1].removesuffix("’s").removesuffix("'s"))
        return frozenset(found)

    def _is_surname(self, surface: str) -> bool:
        return " " not in surface and (
            surface in self._surnames or self._entities.spoken_for(surface, self._countries) is not None
        )

    @cached_property
    def _countries(self) -> frozenset[str]:
        """Return the ids of all entities that the document names, by the model or by the list."""
        found = {entity_id for spans in self._spans for _, _, entity_id in spans}
        for sentence in self._sentences:
            found |= {match.entity_id for match in self._matches(sentence) if not match.ambiguous}
        return frozenset(found)

    @cached_property
    def _named(self) -> frozenset[str]:
        return self._countries | {anchor.entity_id for anchors in self._anchors for anchor in anchors}

    @cached_property
    def _read(self) -> list[list[Introduction]]:
        """Return the introductions of each sentence, offsets the document's."""
        return [
            [_shifted(item, sentence.start) for item in introductions(sentence.text, anchors)]
            for sentence, anchors in zip(self._sentences, self._anchors, strict=True)
        ]

    @cached_property
    def _people(self) -> dict[str, list[_Person]]:
        """Return the people by each word of their names, and tie those whom only later or other words tie."""
        people: dict[str, list[_Person]] = {}
        last: _Person | None = None
        for index, found in enumerate(self._read):
            for item in found:
                if item.name is None:
                    self._tie_to_post(last, item, index)
                    continue
                name = self._text[slice(*item.name)].removesuffix("’s").removesuffix("'s")
                person = self._same(people, name)
                if person is None:
                    person = _Person(name, item.name, index)
                    for word in dict.fromkeys(name.split()):
                        people.setdefault(word, []).append(person)
                elif len(name.split()) > len(person.name.split()):
                    for word in dict.fromkeys(name.split()):
                        if person not in people.setdefault(word, []):
                            people[word].append(person)
                    person.name, person.place = name, item.name
                if item.whose.lower() in ("his", "her"):
                    person.boss = last
                person.entity_id = person.entity_id or item.entity_id
                person.settled = person.settled or item.settled
                person.gender = person.gender or item.gender
                person.heads |= item.heads
                person.post = person.post or (item if item.role else None)
                person.places.append(item.name)
                last = person if self._is_known(person) else last
        return people

    def _tie_to_post(self, person: _Person | None, item: Introduction, index: int) -> None:
        """Tie the last person of whom nothing is known where the next words are 'The Norvia chief executive'."""
        if person is None or person.entity_id or person.settled or person.heads or " " not in person.name:
            return
        definite = self._text[max(0, item.start - 4) : item.start] in ("The ", "the ")
        if definite and item.entity_id and item.heads and index - person.sentence <= 1:
            person.entity_id = item.entity_id

    @staticmethod
    def _same(people: dict[str, list[_Person]], name: str) -> _Person | None:
        words = name.split()
        for person in reversed(people.get(words[-1], [])[-20:]):
            known = person.name.split()
            short, long = sorted((words, known), key=len)
            if (
                long[-len(short) :] == short
                or long[: len(short)] == short
                or (long[0], long[-1]) == (short[0], short[-1])
            ):
                return person
        return None

    @cached_property
    def _posts(self) -> dict[str, list[tuple[int, Introduction]]]:
        """Return the places of all posts by each word that can stand for them, in text order."""
        index: dict[str, list[tuple[int, Introduction]]] = {}
        for found in self._read:
            for item in found:
                for head in item.heads if item.name or item.entity_id or item.settled else ():
                    index.setdefault(head, []).append((item.start, item))
        return index

    # --- answers ---------------------------------------------------------------------------------------

    def _sentence_at(self, place: int) -> int:
        return max(0, bisect_right(self._sentences, place, key=lambda sentence: sentence.start) - 1)

    def _introduction_at(self, index: int, start: int, end: int) -> Introduction | None:
        """Return what the words at a place present, a name before a post without one."""
        found = [item for item in self._read[index] if item.start < end and start < item.end] if self._read else []
        named = [item for item in found if item.name and item.name[0] < end and start < item.name[1]]
        return next(iter([*named, *(item for item in found if item.name is None), *found]), None)

    def _anchor_at(self, index: int, start: int, end: int) -> str | None:
        """Return the company or government that the words at a place are, but for an article."""
        shift = self._sentences[index].start
        for anchor in self._anchors[index]:
            low, high = shift + anchor.start, shift + anchor.end
            if low < end and start < high and not anchor.adjective and _ARTICLE.fullmatch(self._text[start:low]):
                return anchor.entity_id if end <= high + 2 else None
        return None

    def _person_at(self, start: int, end: int) -> _Person | None:
        index = self._sentence_at(start)
        here = self._introduction_at(index, start, end)
        if here is not None and here.name is not None:
            return self._person_named(self._text[slice(*here.name)], here.name[0])
        return self._person_named(self._text[start:end], start)

    def _person_named(self, name: str, place: int) -> _Person | None:
        """Return the person whom a name or a part of one means: the last one introduced before, else the first after."""
        words = [
            word for word in name.removesuffix("’s").removesuffix("'s").split() if word.strip(".") not in _HONORIFICS
        ]
        if not words or not words[-1][:1].isupper():
            return None
        known = [
            person for person in self._people.get(words[-1], []) if self._same({words[-1]: [person]}, " ".join(words))
        ]
        before = [person for person in known if person.place[0] <= place]
        after = [person for person in known if place < person.place[0] <= place + _AHEAD]
        return before[-1] if before else after[0] if after else None

    def _of_its_words(self, post: Introduction | None, target: str | None) -> str | None:
        """Return whom a post without an employer serves: 'the miner's head of safety', 'Federal prosecutor'."""
        if post is None or not post.role or post.whose.lower() in ("his", "her"):
            return None
        if post.whose and _PAPER.search(post.whose):  # 'the note's author'
            return self._of_post(post.whose, post.start)
        if post.whose:
            return self._of_group(post.whose, self._sentence_at(post.start), post.start, target, post.governs)
        local = _LOCAL.search(post.role) and "bank" not in post.role.lower()
        if not post.governs or local:
            return None
        return self._where(post.start) or self._home

    def _where(self, place: int) -> str | None:
        """Return the country that a sentence's opening names before a place: 'In Budapest, Foreign Minister …'."""
        sentence = self._sentences[self._sentence_at(place)]
        opening = _OPENING.match(sentence.text)
        places = self._matches(sentence) if opening is not None and sentence.start + opening.end() <= place else []
        return next((m.entity_id for m in places if m.start == 3 and _COUNTRY.fullmatch(m.entity_id)), None)

    @cached_property
    def _home(self) -> str | None:
        """Return the country of the document's dateline; else the one that it names most often, as a place too."""
        dateline = _DATELINE.search(self._text[:LONGEST_READ])
        places = self._entities.find(dateline["city"].title()) if dateline is not None else []
        if places and _COUNTRY.fullmatch(places[0].entity_id):
            return places[0].entity_id
        counts: Counter[str] = Counter()
        for sentence, anchors in zip(self._sentences, self._anchors, strict=True):
            counts.update(match.entity_id for match in self._matches(sentence) if _COUNTRY.fullmatch(match.entity_id))
            counts.update(anchor.entity_id for anchor in anchors if _COUNTRY.fullmatch(anchor.entity_id))
        return max(counts, key=lambda entity_id: counts[entity_id], default=None)

    def _of_post(self, words: str, place: int) -> str | None:
        """Return for whom the bearer of a bare post speaks: 'the minister', after 'Kenyan Mining Minister Ada Lund'."""
        heads = [head.lower() for head in _ROLE.findall(words)]
        for wanted in ({head} for head in heads[-1:]), (kind for kind in _LIKE if heads and heads[-1] in kind):
            found = [item for alike in wanted for head in alike if (item := self._last_post(head, place))]
            if found:
                item = max(found, key=lambda post: post.start)
                if item.name is not None:
                    person = self._person_named(self._text[slice(*item.name)], item.name[0])
                    if person is not None and person.entity_id is not None:
                        return person.entity_id
                return item.entity_id or self._of_its_words(item, None)
        return None

    def _last_post(self, head: str, place: int) -> Introduction | None:
        posts = self._posts.get(head, [])
        index = bisect_left(posts, place, key=lambda post: post[0])
        return posts[index - 1][1] if index else None

    def _of_group(
        self, words: str, index: int, place: int, target: str | None, governs: bool = False, near: int = _NEAR
    ) -> str | None:
        """Return what 'the company', 'the ministry', 'its' means: the first such name of the nearest sentence with one."""
        company, state, theirs = (pattern.search(words) for pattern in (_COMPANY_NOUN, _STATE_NOUN, _THEIRS))
        prefix: str | tuple[str, str] = "gov:" if state and not company or theirs and governs else "company:"
        if company and state:
            prefix = ("gov:", "company:")
        elif theirs and not governs:
            prefix = ("company:", "gov:")
        elif not (company or state or theirs):
            return None
        for back in range(index, max(-1, index - near - 1), -1):
            shift = self._sentences[back].start
            for anchor in self._anchors[back]:
                fits = anchor.entity_id.startswith(prefix) and anchor.entity_id != target
                fits = fits and not anchor.adjective and not self._is_quoted(shift + anchor.start)
                if fits and shift + anchor.start < place:
                    return anchor.entity_id
        return None

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        return quoted_ranges(self._text)

    def _is_quoted(self, place: int) -> bool:
        index = bisect_right(self._quotes, place, key=lambda quote: quote[0]) - 1
        return index >= 0 and place < self._quotes[index][1]

    def _fits(self, item: Introduction, wanted: str) -> bool:
        """Say whether a pronoun may mean whom a place presents."""
        if item.name is None:
            return bool(item.heads) and item.gender in ("", wanted)
        person = self._person_named(self._text[slice(*item.name)], item.name[0])
        return person is not None and person.gender in ("", wanted) and self._is_known(person)

    def _is_known(self, person: _Person) -> bool:
        """Say whether a name is a person's: of two words, with a post, or an office holder's."""
        return (
            " " in person.name or bool(person.heads) or self._entities.spoken_for(person.name, self._named) is not None
        )


def _is_first_name(text: str, anchor: Anchor) -> bool:
    """Say whether a company's name is a person's first one: 'Minister Lotte Friis'."""
    post = _POST_BEFORE.search(text, max(0, anchor.start - 24), anchor.start)
    behind = _CAPITALISED.match(text, anchor.end + 1) if text[anchor.end : anchor.end + 1] == " " else None
    is_word = " " not in text[anchor.start : anchor.end] and anchor.entity_id.startswith("company:")
    return bool(post and behind and is_word and not _ROLE.fullmatch(behind.group()))


def _shifted(item: Introduction, shift: int) -> Introduction:
    name = None if item.name is None else (item.name[0] + shift, item.name[1] + shift)
    return Introduction(
        item.start + shift, item.end + shift, name, item.role, item.entity_id, item.settled, item.whose, item.gender
    )
