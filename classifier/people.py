"""The people of one document: who is introduced where, with which name and post, and serving whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from classifier.document_names import DocumentNames
from classifier.introductions import Introduction, introductions

_HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Lord", "Lady", "Dame"})
_MOST_OF_A_NAME = 200  # people with one word of their names alike: more are no article
_FIRMS_POST = re.compile(
    r"boss|manager|director|head|chief|executive|lobbyist"
    r"|managing director|ceo|chief executive|country (?:head|manager)",
    re.IGNORECASE,
)
AHEAD = 2500  # code points: a full name may also stand behind the short one, as a headline comes first


@dataclass(slots=True)
class Person:
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
    boss: Person | None = None  # whose 'his' or 'her' in 'his trade minister' is


class People:
    """Who is who in one document. All offsets are the document's."""

    def __init__(self, names: DocumentNames) -> None:
        self._names = names
        self._text = names.text
        self._entities = names.entities

    @cached_property
    def _read(self) -> list[list[Introduction]]:
        """Return the introductions of each sentence, offsets the document's."""
        return [
            [_shifted(item, sentence.start) for item in introductions(sentence.text, anchors)]
            for sentence, anchors in zip(self._names.sentences, self._names.anchors, strict=True)
        ]

    @cached_property
    def _people(self) -> dict[str, list[Person]]:
        """Return the people by each word of their names, and tie those whom only later or other words tie."""
        people: dict[str, list[Person]] = {}
        last: Person | None = None
        leader: Person | None = None  # the last with a post
        for index, found in enumerate(self._read):
            for item in found:
                if item.name is None and item.whose.lower() in ("he", "she"):
                    if last is not None:
                        last.entity_id, last.settled = item.entity_id, False
                    continue
                if item.name is None:
                    self._tie_to_post(last, item, index)
                    continue
                name = self._text[slice(*item.name)].removesuffix("’s").removesuffix("'s")
                person = self._same(people, name)
                if person is None:
                    person = Person(name, item.name, index)
                    for word in dict.fromkeys(name.split()):
                        if len(people.setdefault(word, [])) < _MOST_OF_A_NAME:
                            people[word].append(person)
                elif len(name.split()) > len(person.name.split()):
                    for word in dict.fromkeys(name.split()):
                        if person not in people.setdefault(word, []):
                            people[word].append(person)
                    person.name, person.place = name, item.name
                if item.whose.lower() in ("his", "her"):
                    person.boss = leader or last
                person.entity_id = person.entity_id or item.entity_id
                person.settled = person.settled or (
                    item.settled and not person.heads
                )  # a post before is the present one
                person.gender = person.gender or item.gender
                person.heads |= item.heads
                person.post = person.post or (item if item.role else None)
                person.places.append(item.name)
                last = person if self._is_known(person) else last
                leader = person if person.heads and not person.boss else leader
        return people

    def _tie_to_post(self, person: Person | None, item: Introduction, index: int) -> None:
        """Tie the last person of whom nothing is known where the next words are 'The Norvia chief executive'."""
        if person is None or person.entity_id or person.settled or person.heads or " " not in person.name:
            return
        definite = self._text[max(0, item.start - 4) : item.start] in ("The ", "the ")
        if definite and item.entity_id and item.heads and index - person.sentence <= 1:
            person.entity_id = item.entity_id

    @staticmethod
    def _same(people: dict[str, list[Person]], name: str) -> Person | None:
        words = name.split()
        for person in reversed(people.get(words[-1], [])[-20:]):
            known = person.name.split()
            short, long = sorted((words, known), key=len)
            if (
                [word.lower() for word in long[-len(short) :]] == [word.lower() for word in short]
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
                if item.name is None and is_abroad(item):
                    continue
                for head in item.heads if item.name or item.entity_id or item.settled or item.whose else ():
                    index.setdefault(head, []).append((item.start, item))
        return index

    def _introduction_at(self, index: int, start: int, end: int) -> Introduction | None:
        """Return what the words at a place present, a name before a post without one."""
        found = [item for item in self._read[index] if item.start < end and start < item.end] if self._read else []
        named = [item for item in found if item.name and item.name[0] < end and start < item.name[1]]
        return next(iter([*named, *(item for item in found if item.name is None), *found]), None)

    def _person_at(self, start: int, end: int) -> Person | None:
        index = self._names.sentence_at(start)
        here = self._introduction_at(index, start, end)
        if here is not None and here.name is not None:
            return self._person_named(self._text[slice(*here.name)], here.name[0])
        return self._person_named(self._text[start:end], start)

    def _person_named(self, name: str, place: int) -> Person | None:
        """Return the person whom a name or a part of one means: the last one before, else the first after."""
        words = [
            word for word in name.removesuffix("’s").removesuffix("'s").split() if word.strip(".") not in _HONORIFICS
        ]
        if not words or not words[-1][:1].isupper():
            return None
        known = [
            person for person in self._people.get(words[-1], []) if self._same({words[-1]: [person]}, " ".join(words))
        ]
        before = [person for person in known if person.place[0] <= place]
        after = [person for person in known if place < person.place[0] <= place + AHEAD]
        return before[-1] if before else after[0] if after else None

    def _last_post(self, head: str, place: int) -> Introduction | None:
        """Return the last place of a post before another; for a headline, the first behind it."""
        posts = self._posts.get(head, [])
        index = bisect_left(posts, place, key=lambda post: post[0])
        if index:
            return posts[index - 1][1]
        line = self._text.find("\n")
        ahead = next((post for post in posts[:8] if post[0] > line >= place), None)
        return ahead[1] if ahead is not None and ahead[0] <= place + AHEAD else None

    def _is_known(self, person: Person) -> bool:
        """Say whether a name is a person's: of two words, with a post, or an office holder's."""
        return (
            " " in person.name
            or bool(person.heads)
            or self._entities.spoken_for(person.name, self._names.named) is not None
        )


def is_abroad(item: Introduction) -> bool:
    """Say whether a post of a company stands beside a country alone: 'UK boss'."""
    return (item.entity_id or "").startswith("gov:") and _FIRMS_POST.fullmatch(item.role) is not None


def _shifted(item: Introduction, shift: int) -> Introduction:
    name = None if item.name is None else (item.name[0] + shift, item.name[1] + shift)
    return Introduction(
        item.start + shift, item.end + shift, name, item.role, item.entity_id, item.settled, item.whose, item.gender
    )
