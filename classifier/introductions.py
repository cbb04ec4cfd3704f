"""Read who is who out of one sentence: 'Norwegian Fisheries Minister Ada Lund', 'Ola Berg, who runs Norvia's office'.

A sentence is read with its names masked: each company or government becomes as many placeholders as it has letters, so
that patterns stay short and offsets true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifier.roles import (
    COMPANY_NOUN,
    FEMALE,
    FORMER,
    FORMER_TITLE,
    MALE,
    NOBODY,
    NOW,
    OFFICE,
    PAPER,
    PAST_VERB,
    ROLE,
    SERVES,
    STATE_NOUN,
)

_E, _D = "\ue000", "\ue001"  # of a name, and of a country's adjective: private use, so no word character
LONGEST_READ = 4000  # code points: what is longer is no sentence, and nobody is introduced in it
_SAID = (
    r"(?:said|says|say|saying|told|tells|adds?|added|called|calls|accus\w{2,3}|prais\w{2,3}|warn\w{1,3}"
    r"|thank\w{1,3}|blam\w{1,3}|insist\w{1,3}|wrote|writes"
    r"|argu\w{1,3}|repli\w{2}|answered|dismissed|rejected|defended|welcomed|spoke|shot back|hit back|went|put|took"
    r"|thinks|believes)"
)
_STOP = (
    r"(?:and|the|an?|that|which|who|whom|whose|is|was|were|are|be|been|has|have|had|will|would|can|could|may|might"
    r"|should|by|with|from"
    r"|at|in|on|to|against|near|as|after|before|when|while|where|but|or|nor|not|its|his|her|their|our|my|he|she|it"
    r"|they|we|i|if|than|then"
    rf"|for|of|over|under|about|into|whether|because|until|since|so|too|also|{_SAID[3:-1]})"
)
_W = rf"(?!(?i:{_STOP})\b)(?![a-z]{{1,20}}ed\b)[^\W_][\w’'&./-]{{0,30}}"
_PART = r"[^\W\d_a-z][\w’'-]{0,30}"
_TITLES = r"(?:(?:Mrs?|Ms|Miss|Dr|Prof(?:essor)?|Sir|Lord|Lady|Dame|Gen|Adm|Col|Lt|Capt|Sheikh|Prince|Princess)\.? )"
NOT_A_NAME = (
    r"(?:The|An?|But|And|In|On|At|As|For|When|While|If|It|Its|He|She|They|We|I|His|Her|Their|This|That|These|Those"
    r"|Not|No|So|Then"
    r"|After|Before|Since|By|From|To|With|Of|Or|Yet|Still|Once|Now|Today|Asked|There|Here|What|Who|Why|How|Where"
    r"|Both|Among|Last|Next"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    r"|September"
    r"|October|November|December|Federal|State|National|New|Old|Prime|Foreign|Vice|Deputy|Chief|Former|Even|Only"
    r"|Some|Many|Most|All|One|Two|Three"
    r"|Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Sir|Our|My|Your|Every|Any|Nobody|Nothing|According|Critics|Under|Over|During"
    r"|Between|Out)"
)
_NAME = (  # atomic, for a name is read whole: 'Energy' is none in 'Energy Minister'
    rf"(?>(?!{NOT_A_NAME}\b)(?!(?i:{ROLE})\b)(?:(?:[A-Z]\.[ -]?){{1,3}})?{_PART}(?:,? (?:Jr|Sr)\.|(?: (?:(?:de|da|di"
    rf"|do|dos|das|van|von|der|den"
    rf"|ter|ten|bin|ibn|al|el|la|le|du|del|della|y|of the) ){{0,3}}"
    rf"|(?: [A-Z]\.)? )(?!(?i:{ROLE})\b){_PART}){{0,4}})(?! (?i:{ROLE})\b)"
)
_EMPLOYER = rf"(?P<employer>{_E}{{1,200}}|{_D}{{1,60}})"
_OWN = rf"(?:(?<={_E})(?:[’']s?)?(?: [{_E}{_D}]{{1,40}}(?:[’']s?)?)?|[’']s?)?"  # 'Norvia's UK', of 'Norvia's UK chair'
_ROLES = rf"(?i:(?>(?:\w{{1,20}}-)?{ROLE}\b(?:[ -]{ROLE}\b){{0,3}}))"  # atomic: no way back into a run of posts
_FIELD = rf" (?:of|for|to|in|at) (?:the )?(?:{_W}(?: (?:of |for |and )?{_W}){{0,4}}?|[{_E}{_D}]{{1,60}})"
_ALSO = rf"(?: and (?:{_W} ){{0,3}}?{_ROLES}| and {_W})?"
_POST = rf"(?:(?:and )?{_W},? ){{0,6}}?{_ROLES}"
# A name follows its post at once, or behind a comma where words for the field stand between.
_THEN = rf"(?:{_ALSO},?|{_FIELD},| of [A-Z]\w{{2,20}}(?= {_PART} {_PART}))"
_BEFORE = re.compile(
    rf"(?:\b(?P<former>[Ff]ormer|[Ee]x|[Tt]hen|[Oo]usted|[Rr]etired)[ -])?{_EMPLOYER}{_OWN} "
    rf"(?P<role>{_POST}{_THEN}) {_TITLES}?(?P<name>{_NAME})"
)
_BEFORE_OF = re.compile(
    rf"(?P<role>\b{_ROLES}(?:{_FIELD})?) (?:of|for|at|to|with|from|in) (?:the )?{_EMPLOYER}, {_TITLES}?"
    rf"(?P<name>{_NAME})"
)
_THING = rf"(?:{COMPANY_NOUN}|{STATE_NOUN})"
_WHOSE = (
    rf"(?P<whose>\b(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er"
    rf"|[Tt]he (?:(?:[\w-]{{1,20}}|{_D}{{1,60}}) ){{0,2}}[\w-]{{2,20}}[’']s?))"
)
_UNEMPLOYED = re.compile(
    rf"(?<![\w’'-])(?P<role>(?:{_WHOSE} )?(?:{_W} ){{0,4}}?\b{_ROLES}{_THEN}) {_TITLES}?(?P<name>{_NAME})"
)
_FOR_THING = re.compile(
    rf"(?P<role>\b{_ROLES}(?:{_FIELD})?) (?:of|for|at|from) (?P<whose>(?:the|its) "
    rf"(?:(?:[\w-]{{1,20}}|{_D}{{1,60}}) ){{0,2}}?{_THING})\b(?:, {_TITLES}?(?P<name>{_NAME}))?"
)
_ITS_POST = re.compile(rf"{_WHOSE} (?:{_W} ){{0,4}}?(?P<role>{_ROLES}|(?i:{PAPER})\b)")
_THING_POST = re.compile(rf"\b(?P<whose>{COMPANY_NOUN}|{STATE_NOUN}) (?P<role>{_ROLES}|(?i:{PAPER})\b)")
_OF_NORVIA = re.compile(rf"(?P<employer>{_E}{{1,200}})[’']s (?P<role>)(?P<name>{_NAME})(?=[ ,])")
_ANY_NAME = re.compile(rf"(?<![\w’'-])(?:{_TITLES}(?P<titled>{_NAME})|(?P<name>{_NAME}))")
_UNNAMED = re.compile(
    rf"{_EMPLOYER}{_OWN} (?:(?:and )?{_W} ){{0,5}}?(?P<role>{_ROLES}|(?i:{PAPER})\b)(?: (?:of|for) (?!the )"
    rf"(?:{_W} ){{0,2}}{_W})?"
)
_UNNAMED_OF = re.compile(
    rf"(?P<role>\b(?:{_ROLES}|(?i:{PAPER}))\b)(?: (?:of|for) {_W}(?: {_W}){{0,2}}?)? (?:of|for|at|by|from|with|in) "
    rf"(?:the )?(?:{_W} ){{0,3}}?{_EMPLOYER}"
)
_BARE = re.compile(rf"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er) (?:{_W} ){{0,4}}?(?P<role>{_ROLES})")
_BEHIND = re.compile(rf"(?:,? (?:and )?(?:[\w-]{{1,30}} ){{0,2}}(?P<verb>{_SAID})\b|[\"“”;:]|\)|$)")
_VERB = re.compile(
    rf"(?:\w{{1,20}}ly )?(?:{_SAID}|(?!retired|based|tasked|charged|appointed|hired|named)[a-z]{{2,20}}ed|took|came"
    rf"|made|gave|did|had|has|was|is|were|will)\b"
)
_END = re.compile(rf", (?:\w+ly )?(?:{_SAID}|[a-z]+ed|was|were|is|has|had|did|does|will)\b|[;:\"“”]| – | — ")
_SEGMENTS = re.compile(
    r",? (?:and|but|before|then|who) (?=(?:\w+ )?(?:now|today|currently|is|until|once|formerly|previously|has"
    r"|later|since|who|joined|these|in \d{4}|an? )\b)"
    r"| (?=who )|, (?=now |today |currently |formerly |previously |once |until )|,? (?:and|but|before) (?=[a-z]+"
    r"(?:s|ed|ing) )|, (?=an? |the |and |who )"
)
_POST_OF = re.compile(rf"{_EMPLOYER}{_OWN} (?:(?:and )?{_W},? ){{0,6}}?(?P<role>{_ROLES})")
_POST_AT = re.compile(
    rf"(?P<role>\b{_ROLES}\b)(?P<between>[^{_E}{_D}]{{0,80}}?)\b(?P<by>of|at|for|in|with|from|to|inside|within) "
    rf"(?:the |its )?(?:(?:{_W}|[{_D}]{{1,60}}) (?:of |and )?){{0,4}}?{_EMPLOYER}"
)
_SERVING = re.compile(rf"\b(?P<verb>(?i:{SERVES}))\b(?P<between>[^{_E}]{{0,80}}?)(?P<employer>{_E}{{1,200}})")
_SERVING_AT = re.compile(
    r"\b(?:at|for|of|with|by|from|on behalf of|in) (?:the )?(?:[\w-]{1,30} ){0,3}$|^(?:,? as)?(?: the)? ?$|^ "
    r"(?:the |its )?(?:\w+ )?$"
)
_PLAIN = re.compile(
    rf"^ ?(?:of|from|at|with|for|\(|,(?= [{_E}]{{1,200}}[,)])) ?(?:the )?{_EMPLOYER}(?=[\s,.)’'\"“”]|$)"
)
_SERVANTS = {"covers": "analyst", "tracks": "analyst", "heads": "head", "leads": "head", "speaks": "spokesperson"}
_ADVISES = re.compile(r"\b(?:advis[eo]rs?|aides?|officials?|engineers?)\b", re.IGNORECASE)
_BODY = re.compile(
    r"(?:government|ministry|agency|army|navy|police|parliament|embassy|authorit|court|treasury|cabinet|mission|guard)",
    re.IGNORECASE,
)
_STATE_POST = re.compile(
    rf"\b(?:{OFFICE}|spokes\w+|officials?|delegat\w+|representatives?|leader(?:ship)?|deputy|counterpart|chief negotiator"
    rf"|{_BODY.pattern}\w*)\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(rf"\b{COMPANY_NOUN}\b(?<!agency)", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"\b(?:president|secretary|king|commissioner|governor|general|treasurer|leader) (?:of|at|for) ", re.IGNORECASE
)
_OFFICE = re.compile(rf"\b{OFFICE}\b", re.IGNORECASE)
_HEAD = re.compile(rf"\b(?:{ROLE}|{PAPER})\b", re.IGNORECASE)


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
        return _OFFICE.search(self.role) is not None

    @property
    def heads(self) -> frozenset[str]:
        """Return the words of the post that can stand for it alone: 'minister', 'executive'."""
        return frozenset(word.lower() for word in _HEAD.findall(self.role))


def masked(text: str, anchors: Sequence[Anchor]) -> str:
    """Return the text with each anchor replaced by placeholders; a post at its end stays: 'Fed Chair'."""
    parts, position = [], 0
    for anchor in anchors:
        if anchor.start < position:
            continue
        surface = text[anchor.start : anchor.end]
        tail = re.search(rf" (?i:{ROLE})$", surface)
        end = anchor.start + tail.start() if tail else anchor.end
        parts += [text[position : anchor.start], (_D if anchor.adjective else _E) * (end - anchor.start)]
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
        self._anchors = [anchor for anchor in anchors if anchor.end <= len(text)]
        self._masked = masked(text, self._anchors)
        self._ids = {anchor.start: anchor.entity_id for anchor in self._anchors}

    def read(self) -> list[Introduction]:
        found: dict[int, Introduction] = {}
        if _is_title_case(self._text):  # its capitals tell no names
            return list(self._unnamed([]))
        for introduction in self._before_names():
            assert introduction.name is not None
            found.setdefault(introduction.name[0], introduction)
        for match in _ANY_NAME.finditer(self._masked):
            group = "titled" if match["titled"] else "name"
            name = match.span(group)
            if self._masked[max(0, name[0] - 2) : name[0]] in (f"{_E} ", f"{_D} ") and name[0] not in found:
                continue  # 'Kenya Mining Agency'
            if any(other.start <= name[0] < other.end for other in found.values() if other.name != name):
                continue
            known = found.get(name[0])
            found[name[0]] = self._with_apposition(known or Introduction(*match.span(), name, "", None))
        named = list(found.values())
        return sorted([*named, *self._unnamed(named)], key=lambda item: item.start)

    # --- before a name ---------------------------------------------------------------------------------

    def _before_names(self) -> Iterator[Introduction]:
        for pattern in (_BEFORE, _BEFORE_OF, _FOR_THING, _UNEMPLOYED, _OF_NORVIA):
            for match in pattern.finditer(self._masked):
                if not match["name"] or (pattern is _OF_NORVIA and " " not in match["name"]):
                    continue
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
        described = self._masked[start:end].lstrip(", ")
        its = _ITS_POST.match(described) or _FOR_THING.match(described)
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
        if re.match(rf"(?:, | \(| (?:of|from|at) (?:the )?(?:[{_E}]))", text[start : start + 12]) is None:
            return None
        if text[start : start + 2] == ", " and _VERB.match(text, start + 2):
            return None
        stop = _END.search(text, start + 1)
        end = stop.start() if stop else len(text)
        return start, min(end, start + 300)

    def _front(self, end: int) -> tuple[int, int] | None:
        """Return the words before a name that begin its sentence: 'Once at Norvia and now a director at Acme, Lund'."""
        if not self._masked[:end].endswith(", ") or not 8 < end < 260:
            return None
        front = self._masked[:end]
        if re.search(r"[.;:\"“”]", front) or not re.match(
            r"(?:Once|Now|Until|Formerly|An?|The|Today|Previously|As|Long)\b", front
        ):
            return None
        return 0, end - 2

    def _employment(self, start: int, end: int) -> tuple[str, str | None, bool]:
        """Return (post, present employer, settled) of the words that describe a person."""
        words = self._masked[start:end]
        roles: list[str] = []
        employers: list[tuple[int, str]] = []
        settled = False
        position = 0
        borders = [match.start() for match in _SEGMENTS.finditer(words)] + [len(words)]
        for border in borders:
            segment, offset = words[position:border], start + position
            position = border
            role, place = self._employer_in(segment, offset)
            comma = segment.find(",", max(place or 0, 3))
            segment = segment[: comma if comma > 0 else len(segment)]  # behind it, the sentence goes on: ', left'
            segment = segment.partition(" whose ")[0]  # of his company or family, not of himself
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
            elif _OF_OTHERS.search(segment):
                settled = True  # 'president of the exporters' association'
        best = max(employers, key=lambda item: item[0], default=None)
        return " ".join(roles), best[1] if best else None, settled

    @staticmethod
    def _employs(match: re.Match[str]) -> bool:
        """Say whether a country's adjective stands for its government: 'Danish minister', not 'Danish economist'."""
        start = match.start("employer") if "employer" in match.re.groupindex else -1
        if start < 0 or match.string[start] != _D:
            return True
        behind = match.string[match.end("employer") : max(match.end("role"), match.end("employer") + 40)]
        words = behind if match.start("role") < start else behind[: match.end("role") - match.end("employer")]
        if match.start("role") < start:  # 'an official at the Danish …'
            return _BODY.search(words) is not None
        return _STATE_POST.search(words) is not None and _COMPANY.search(words) is None

    def _employer_in(self, segment: str, offset: int) -> tuple[str, int | None]:
        """Return (post, where the employer stands) of one description."""
        for pattern in (_POST_OF, _POST_AT):
            match = pattern.search(segment)
            if match is None:
                continue
            employer = self._ids.get(offset + match.start("employer"), "")
            away = pattern is _POST_AT and match["by"] in ("in", "to", "with", "from") and employer.startswith("gov:")
            if away and not _ADVISES.search(match["role"]):
                continue  # 'the company's director in Peru'
            if self._employs(match):
                return segment[match.start("role") : match.end("role")], match.start("employer")
        serving = _SERVING.search(segment)
        if serving is not None:
            tail = serving["between"]
            owned = re.match(r"[’']s? ", segment[serving.end() :])
            if _SERVING_AT.search(tail) or owned:
                return _SERVANTS.get(serving["verb"].lower(), ""), serving.start("employer")
        plain = _PLAIN.match(segment)
        if plain is not None:
            return "", plain.start("employer")
        role = _HEAD.search(segment)
        return (role.group() if role else ""), None

    # --- without a name --------------------------------------------------------------------------------

    def _unnamed(self, named: Sequence[Introduction]) -> Iterator[Introduction]:
        taken = [(item.start, item.end) for item in named if item.role]
        for pattern in (_UNNAMED, _UNNAMED_OF, _FOR_THING, _ITS_POST, _THING_POST, _BARE):
            for match in pattern.finditer(self._masked):
                if any(start < match.end() and match.start() < end for start, end in taken) or not self._employs(match):
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


def _is_title_case(text: str) -> bool:
    """Say whether nearly all long words of a sentence begin with a capital, as in a headline."""
    words = re.findall(r"(?<![\w’'-])[^\W\d_][\w’'-]{3,}", text)
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _gender(words: str) -> str:
    """Return 'f' or 'm' where a word of a person's description tells, else nothing."""
    return "f" if FEMALE.search(words) else "m" if MALE.search(words) else ""
