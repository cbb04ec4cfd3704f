"""Read who is who out of one sentence: 'Norwegian Fisheries Minister Ada Lund', 'Ola Berg, who runs Norvia's office'.

A sentence is read with its names masked: each company or government becomes as many placeholders as it has letters, so
that patterns stay short and offsets true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from classifier.post_patterns import (
    ADJECTIVE,
    ADVISES,
    ANY_NAME,
    BARE,
    BEFORE,
    BEFORE_OF,
    BODY,
    COMPANY,
    END,
    FOR_THING,
    HEAD,
    HEADS,
    ITS_POST,
    LONGEST_READ,
    NAMED,
    NOT_A_NAME,
    OF_NORVIA,
    OF_OTHERS,
    OFFICE_WORD,
    PLAIN,
    POST_AT,
    POST_OF,
    RUNS_THING,
    SEATED,
    SEATED_OFFICE,
    SEGMENTS,
    SERVANTS,
    SERVING,
    SERVING_AT,
    STATE_POST,
    SWAPPED,
    THING_POST,
    UNEMPLOYED,
    UNNAMED,
    UNNAMED_OF,
    VERB,
)
from classifier.roles import CAUSE, FEMALE, FORMER, FORMER_TITLE, MALE, NOBODY, NOW, PAPER, PAST_VERB, ROLE

_INITIALS = 4  # code points: more capitals in a row are no person's name
_OF_NORVIA = re.compile(
    rf" (?:of|from|at) (?:the )?{NAMED}{{1,200}}(?:[’']s?(?: [\w-]{{1,20}}){{1,4}}?(?: in [\w{NAMED}]{{2,20}})?)?"
    rf"(?= {VERB.pattern})"
)
_OWNED = re.compile(
    r"(?:[’']s?)?[ -](?:owner|parent|maker|operator|subsidiary|rival|competitor|challenger)(?: company)? "
)
_WHERE = re.compile(r"(?:\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]cross|[Aa]round)|^From|^To|^At) $")
_CAPITALS = re.compile(rf"(?<![\w’'-])(?!{NOT_A_NAME}\b)[A-Z][\w’'-]{{2,25}} $")
_PRIVATE = re.compile(r", an? [a-z]")
_DESCRIBED = re.compile(  # what stands between a name and the words that describe its bearer
    r"(?:, | \(| (?:is )?(?:now|today|currently) | spent \w{1,12} (?:years|decades?) "
    rf"| (?:of|from|at) (?:the )?(?:[{NAMED}])| [–—] (?=[^–—]{{2,200}} [–—] )"
    rf"| (?=(?:left|quit|swapped|moved from|switched|crossed|defected|worked|used to work|used to run|once worked"
    rf"|began|became|has become|joined (?:the )?{NAMED}{{1,200}} (?:in \d|as|from|last|this|two|three|a year))\b))"
)
_WORD = re.compile(r"[^\W_][\w’'-]*")
_POST_WORD = re.compile(rf"\b(?:{ROLE}|{PAPER}|members?|office|(?:wo)?man|number|point)\b", re.IGNORECASE)
_LONG_WORD = 30  # code points: no post is longer, and hostile words shall not fill the memory
_LEFT_IT = re.compile(r"\b(?:left|quit|sacked|fired|dismissed|resigned)\b", re.IGNORECASE)
_STILL = re.compile(r", (?:(?:is|has been|works|runs|heads|leads) (?:now|today|currently|these days)|has since)\b")
_AND_ANOTHER = re.compile(rf", and {NAMED}{{1,200}}(?:[’']s)? ")
_THEN = re.compile(r"; (?:(?:today|now|these days),? (?:he|she)|(?:he|she) (?:now|today|is now|is today))\b")
_SHE_IS = re.compile(
    r"(?:(?:Now|Today|These days),? (?=he |she ))?(?P<she>[Hh]e|[Ss]he)(?= (?:is (?:now|today)|now|today|currently"
    r"|has since|joined|has been with|works for|runs|heads|leads|speaks for)\b)"
)
_CAUSE = re.compile(rf"\b(?:{CAUSE})\b|\bgreen\b", re.IGNORECASE)
_AS = re.compile(r"\bas (?:its|their|the|an?)\b|\bas $")
_SMALL_WORDS = frozenset({"after", "amid", "from", "into", "over", "than", "that", "under", "upon", "with"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A company or government in a sentence; `adjective` for 'Norwegian' alone."""

    start: int
    end: int
    entity_id: str
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Introduction:
    """A person or post as one place of a text presents it.

    Attributes:
        start: of the words that present it, the name's own included.
        end: of these words.
        name: (start, end) of a person's bare name; None: a post without a name, 'a Norvia spokesman'.
        role: the words for the post; empty for a name alone.
        entity_id: the present employer; None where the words name none.
        settled: the words say that it is nobody's voice: a former employer alone, a union, a customer.
        whose: 'its', 'the miner's': the words that stand for the employer.
    """

    start: int
    end: int
    name: tuple[int, int] | None
    role: str
    entity_id: str | None
    settled: bool = False
    whose: str = ""
    gender: str = ""

    @property
    def governs(self) -> bool:
        """Say whether the post is one of a state."""
        return OFFICE_WORD.search(self.role) is not None

    @property
    def heads(self) -> frozenset[str]:
        """Return the words of the post that can stand for it alone: 'minister', 'executive'."""
        return frozenset(word.lower() for word in HEAD.findall(self.role))


def masked(text: str, anchors: Sequence[Anchor]) -> str:
    """Return the text with each anchor replaced by placeholders; a post at its end stays: 'Fed Chair'."""
    parts, position = [], 0
    for anchor in anchors:
        if anchor.start < position:
            continue
        surface = text[anchor.start : anchor.end]
        tail = re.search(rf" (?i:{ROLE})$", surface)
        end = anchor.start + tail.start() if tail else anchor.end
        parts += [text[position : anchor.start], (ADJECTIVE if anchor.adjective else NAMED) * (end - anchor.start)]
        position = end
    return "".join([*parts, text[position:]])


def introductions(text: str, anchors: Sequence[Anchor]) -> list[Introduction]:
    """Return the people and posts of a sentence, in text order.

    Args:
        text: the sentence.
        anchors: its companies, governments and adjectives of countries, in text order.
    """
    return _Reader(text[:LONGEST_READ], anchors).read()


class _Reader:
    def __init__(self, text: str, anchors: Sequence[Anchor]) -> None:
        self._text = text
        self._anchors: list[Anchor] = []
        for anchor in anchors:
            last = self._anchors[-1] if self._anchors else None
            if (
                last is not None
                and not last.adjective
                and _OWNED.fullmatch(text, last.end, max(last.end, anchor.start))
            ):
                anchor = Anchor(last.start, anchor.end, anchor.entity_id)  # 'Facebook parent Meta' is Meta
                self._anchors.pop()
            self._anchors += [anchor] if anchor.end <= len(text) else []
        self._masked = masked(text, self._anchors)
        self._described: list[tuple[int, int]] = []  # what stands behind names, and presents nobody else
        self._ids = {anchor.start: anchor.entity_id for anchor in self._anchors}
        self._has_posts = any(_may_be_a_post(word) for word in _WORD.findall(self._masked))

    def read(self) -> list[Introduction]:
        found: dict[int, Introduction] = {}
        if _is_title_case(self._text):  # its capitals tell no names
            return list(self._unnamed([]))
        for introduction in self._before_names():
            assert introduction.name is not None
            found.setdefault(introduction.name[0], introduction)
        for match in ANY_NAME.finditer(self._masked):
            group = "titled" if match["titled"] else "name"
            name = match.span(group)
            if self._masked[max(0, name[0] - 2) : name[0]] in (f"{NAMED} ", f"{ADJECTIVE} ") and name[0] not in found:
                continue  # 'Kenya Mining Agency'
            if name[1] - name[0] > _INITIALS and self._masked[slice(*name)].isupper():
                continue  # a dateline's city
            if " " not in self._masked[slice(*name)] and _WHERE.search(self._masked, max(0, name[0] - 9), name[0]):
                continue  # 'In Oslo, Ada Lund …'
            if any(other.start <= name[0] < other.end for other in found.values() if other.name != name):
                continue
            known = found.get(name[0])
            found[name[0]] = self._with_apposition(known or Introduction(*match.span(), name, "", None))
        named = list(found.values())
        return sorted([*named, *self._goes_on(), *self._unnamed(named)], key=lambda item: item.start)

    # --- before a name ---------------------------------------------------------------------------------

    def _before_names(self) -> Iterator[Introduction]:
        patterns = (SEATED, SEATED_OFFICE, BEFORE, BEFORE_OF, FOR_THING, UNEMPLOYED, OF_NORVIA)
        for pattern in patterns if self._has_posts else (OF_NORVIA,):
            for match in pattern.finditer(self._masked):
                if pattern in (SEATED, SEATED_OFFICE) and not self._is_seat(match):
                    continue
                if not match["name"] or (pattern is OF_NORVIA and " " not in match["name"]):
                    continue
                if pattern is OF_NORVIA and _CAPITALS.search(self._masked, max(0, match.start() - 30), match.start()):
                    continue  # 'Greenpeace Norvia's Ada Lund'
                words = self._masked[max(0, match.start() - 12) : match.start("name")]
                settled = bool(FORMER_TITLE.search(words) or NOBODY.search(words))
                if not self._employs(match):
                    continue
                groups = match.groupdict()
                employer = None if settled or "employer" not in groups else self._ids.get(match.start("employer"))
                yield Introduction(
                    match.start(),
                    match.end(),
                    match.span("name"),
                    match["role"],
                    employer,
                    settled,
                    groups.get("whose") or "",
                    _gender(words),
                )

    # --- behind a name ---------------------------------------------------------------------------------

    def _with_apposition(self, found: Introduction) -> Introduction:
        """Return an introduction with what the words behind the name add: ', who runs Norvia's office,'."""
        assert found.name is not None
        words = self._apposition(found.name[1]) or self._front(found.name[0])
        if words is None:
            return found
        start, end = words
        role, employer, settled = self._employment(start, end)
        if role or employer or settled:
            self._described.append(words)
        described = self._masked[start:end].lstrip(", ").removeprefix("the ").removeprefix("an ").removeprefix("a ")
        its = (
            ITS_POST.match(self._masked[start:end].lstrip(", "))
            or FOR_THING.match(described)
            or self._serves_thing(start, end)
        )
        its = None if its is not None and NOBODY.search(its.group()) else its  # 'the opposition's spokesman'
        if its is not None and employer is None:
            role = its["role"] if HEAD.search(its["role"]) else role or "head"
        gender = found.gender or _gender(self._masked[start:end])
        return Introduction(
            found.start,
            found.end,
            found.name,
            " ".join(filter(None, (found.role, role))),
            employer or found.entity_id,
            (found.settled or settled) and not (employer or found.entity_id or its),
            found.whose or (its["whose"] if its else ""),
            gender,
        )

    def _apposition(self, start: int) -> tuple[int, int] | None:
        text = self._masked
        if _DESCRIBED.match(text, start) is None or _AND_ANOTHER.match(text, start):
            return None
        if text[start : start + 2] == ", " and VERB.match(text, start + 2):
            return None
        plain = _OF_NORVIA.match(text, start)
        if plain is not None:  # 'Ada Lund of Norvia is among its customers'
            return start, plain.end()
        end = self._description_end(start)
        return start, min(end, start + 300)

    def _description_end(self, start: int) -> int:
        """Return where the words behind a name that describe its bearer end."""
        text = self._masked
        if text.startswith(" (", start):
            closed = text.find(")", start, start + 300)
            return closed if closed >= 0 else len(text)
        stop = END.search(text, start + 1)
        if stop is not None and _STILL.match(text, stop.start()):  # 'Ada Lund, once at Norvia, is now …'
            stop = END.search(text, stop.start() + 5)
        elif stop is not None and _THEN.match(text, stop.start()):  # 'Ada Lund worked at Norvia; today she …'
            stop = END.search(text, stop.start() + 1)
        return stop.start() if stop else len(text)

    def _goes_on(self) -> Iterator[Introduction]:
        """Yield whom somebody named before serves by a sentence of its own: 'She now works for Norvia.'."""
        begins = _SHE_IS.match(self._masked)
        if begins is not None:
            end = min(self._description_end(begins.end("she")), begins.end("she") + 300)
            _, employer, settled = self._employment(begins.end("she"), end)
            if employer is not None and not settled:
                yield Introduction(*begins.span("she"), None, "", employer, False, begins["she"])

    def _front(self, end: int) -> tuple[int, int] | None:
        """Return the words before a name that begin its sentence: 'Once at Norvia and now a director at Acme, Lund'."""
        if not self._masked[:end].endswith(", ") or not 8 < end < 260:
            return None
        front = self._masked[:end]
        if re.search(r"[.;:\"“”]", front) or not re.match(
            r"(?:Once|Now|Until|Fired|Hired|Sacked|Poached|Lured|Recruited|Employed|Trained|Formerly|An?|The|Today|Previously|As|Long|Having|After|Since|Before)\b",
            front,
        ):
            return None
        return 0, end - 2

    def _employment(self, start: int, end: int) -> tuple[str, str | None, bool]:
        """Return (post, present employer, settled) of the words that describe a person."""
        words = self._masked[start:end]
        roles: list[str] = []
        employers: list[tuple[int, str]] = []
        settled = False
        swapped = SWAPPED.search(words)
        if swapped is not None:
            group = next(group for group in ("employer", "next", "hirer", "taker") if swapped[group])
            entity_id = self._ids.get(start + swapped.start(group))
            if entity_id is not None and not self._is_mere_place(start + swapped.start(group)):
                head = HEAD.search(words, swapped.end())
                return (head.group() if head else ""), entity_id, False
        for offset, border in self._segments(start, end):
            segment = self._masked[offset:border]
            role, place = self._employer_in(segment, offset)
            comma = segment.find(",", max(place or 0, 3))
            segment = segment[: comma if comma > 0 else len(segment)]  # behind it, the sentence goes on: ', left'
            segment = segment.partition(" whose ")[0]  # of his company or family, not of himself
            if employers and place is None and _LEFT_IT.search(segment):
                return " ".join(roles), None, True
            now = bool(NOW.search(segment))
            past = bool(FORMER.search(segment) or PAST_VERB.search(segment)) and not re.search(
                r"\b(?:has|joined|took over|became)\b", segment
            )
            roles += [role] if role and not past else []
            if past and not re.search(r"\bnow\b|\btoday\b|\bsince\b", segment):
                settled = settled or place is not None or bool(role)
            elif NOBODY.search(segment):
                settled = True
                if place is None or now:
                    return " ".join(roles), None, True
            elif place is not None:
                entity_id = self._ids.get(offset + place)
                if entity_id is not None:
                    employers.append((1 if now else 0, entity_id))
            elif OF_OTHERS.search(segment):
                settled = True  # 'president of the exporters' association'
        if not (employers or roles) and _PRIVATE.match(words):
            settled = True  # 'a nurse in Oslo' is no office holder of the same name
        best = max(employers, key=lambda item: item[0], default=None)
        return " ".join(roles), best[1] if best else None, settled

    def _serves_thing(self, start: int, end: int) -> re.Match[str] | None:
        """Return the words of the present post at a body or site: 'who now works as a vet for the food agency'."""
        for begins, stops in reversed(self._segments(start, end)):
            segment = self._masked[begins:stops]
            if FORMER.search(segment) and not NOW.search(segment):
                continue
            found = RUNS_THING.search(segment) or (FOR_THING.search(segment) if NOW.search(segment) else None)
            if found is not None and not _CAUSE.search(found.group()):
                return found
        return None

    def _segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return (start, end) of each part of a description: one post, or one step of a career."""
        words = self._masked[start:end]
        borders = [0, *(match.start() for match in SEGMENTS.finditer(words)), len(words)]
        return [(start + low, start + high) for low, high in pairwise(borders)]

    def _is_mere_place(self, place: int) -> bool:
        """Say whether a country's name is where somebody went, and no employer: 'left Norway for Spain'."""
        if not self._ids.get(place, "").startswith("gov:"):
            return False
        end = re.compile(f"{NAMED}+").match(self._masked, place)
        words = self._text[place : end.end() + 40] if end else ""
        return BODY.search(words) is None and re.match(r"[’']s?\b", self._masked[end.end() :] if end else "") is None

    def _is_seat(self, match: re.Match[str]) -> bool:
        """Say whether a post has a country or capital before it and a company behind it: who employs is the company."""
        seat, employer = (self._ids.get(match.start(group), "") for group in ("seat", "employer"))
        return seat.startswith("gov:") and employer.startswith("company:")

    @staticmethod
    def _employs(match: re.Match[str]) -> bool:
        """Say whether a country's adjective stands for its government: 'Danish minister', not 'Danish economist'."""
        start = match.start("employer") if "employer" in match.re.groupindex else -1
        if start < 0 or match.string[start] != ADJECTIVE:
            return True
        behind = match.string[match.end("employer") : max(match.end("role"), match.end("employer") + 40)]
        words = behind if match.start("role") < start else behind[: match.end("role") - match.end("employer")]
        if match.start("role") < start:  # 'an official at the Danish …'
            return BODY.search(words) is not None
        return STATE_POST.search(words) is not None and COMPANY.search(words) is None

    def _employer_in(self, segment: str, offset: int) -> tuple[str, int | None]:
        """Return (post, where the employer stands) of one description."""
        for pattern in (SEATED, SEATED_OFFICE):
            match = pattern.search(self._masked, offset, offset + len(segment))
            if match is not None and self._is_seat(match):
                return match["role"], match.start("employer") - offset
        serving = SERVING.search(segment)
        joined = serving is not None and SERVING_AT.search(serving["between"]) is not None
        for pattern in (POST_OF, POST_AT):
            match = pattern.search(segment)
            if match is None:
                continue
            if (
                joined
                and serving is not None
                and serving.end() < match.start("role")
                and _AS.search(segment, serving.end(), match.start("role"))
            ):
                continue  # 'who joined Norvia as its director for Canada'
            employer = self._ids.get(offset + match.start("employer"), "")
            away = pattern is POST_AT and match["by"] in ("in", "to", "with", "from") and employer.startswith("gov:")
            if away and not ADVISES.search(match["role"]):
                continue  # 'the company's director in Peru'
            if self._employs(match):
                return segment[match.start("role") : match.end("role")], match.start("employer")
        if serving is not None:
            tail = serving["between"]
            owned = re.match(r"[’']s? ", segment[serving.end() :])
            if SERVING_AT.search(tail) or owned:
                return SERVANTS.get(serving["verb"].lower(), ""), serving.start("employer")
        plain = PLAIN.match(segment)
        if plain is not None:
            return "", plain.start("employer")
        role = HEADS.search(segment)
        return (role.group() if role else ""), None

    # --- without a name --------------------------------------------------------------------------------

    def _unnamed(self, named: Sequence[Introduction]) -> Iterator[Introduction]:
        if not self._has_posts:
            return
        taken = [*self._described, *((item.start, item.end) for item in named if item.role)]
        for pattern in (SEATED, SEATED_OFFICE, UNNAMED, UNNAMED_OF, FOR_THING, ITS_POST, THING_POST, BARE):
            for match in pattern.finditer(self._masked):
                if any(start < match.end() and match.start() < end for start, end in taken) or not self._employs(match):
                    continue
                if pattern in (SEATED, SEATED_OFFICE) and not self._is_seat(match):
                    continue
                taken.append(match.span())
                words = self._masked[max(0, match.start() - 14) : match.start()] + match.group()
                settled = bool(FORMER_TITLE.search(words) or NOBODY.search(words))
                groups = match.groupdict()
                employer = None if settled or "employer" not in groups else self._ids.get(match.start("employer"))
                whose = groups.get("whose") or ""
                yield Introduction(
                    match.start(), match.end(), None, match["role"], employer, settled, whose, _gender(words)
                )


def _may_be_a_post(word: str) -> bool:
    """Say whether a word may be part of a post or a paper, without which most patterns find nothing."""
    return _known_word(word.lower()) if len(word) <= _LONG_WORD else _POST_WORD.search(word) is not None


@lru_cache(maxsize=1 << 15)
def _known_word(word: str) -> bool:
    return _POST_WORD.search(word) is not None


def _is_title_case(text: str) -> bool:
    """Say whether nearly all long words of a sentence begin with a capital, as in a headline."""
    words = re.findall(r"(?<![\w’'-])[^\W\d_][\w’'-]{3,}", text)
    words = [word for word in words if word.lower() not in _SMALL_WORDS]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.9 * len(words)


def _gender(words: str) -> str:
    """Return 'f' or 'm' where a word of a person's description tells, else nothing."""
    return "f" if FEMALE.search(words) else "m" if MALE.search(words) else ""
