"""What a document names, sentence by sentence: companies, governments, countries' adjectives, and what stands for them.

The model's names come first, then the list's, then names that the model found elsewhere in the document. Offsets are
the document's, but for those of an Anchor, which are its sentence's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from classifier.bodies import Bodies
from classifier.entities import EntityList, Match
from classifier.introductions import Anchor
from classifier.mentions import NamedSpan
from classifier.post_patterns import LONGEST_READ, NOT_A_NAME
from classifier.quotation import quoted_ranges
from classifier.records import Kind
from classifier.roles import CAUSE, COMPANY_NOUN, OFFICE, PAPER, ROLE, SITE, STATE_NOUN
from classifier.text import Sentence

_NAME = re.compile(
    r"[^\W\d_a-z][\w’'.-]*"
    r"(?: (?:(?:de|da|di|do|dos|van|von|der|den|bin|al|el|la|le|du|del) ){0,2}[^\W\d_a-z][\w’'-]*){0,4}"
)
_SITE = re.compile(rf"(?P<town>[^\W\d_a-z][\w’-]{{1,30}}(?: [^\W\d_a-z][\w’-]{{1,30}})?) (?:[a-z]{{2,20}} )?{SITE}\b")
_IN_TOWN = re.compile(
    r"\b(?:in|at|near|outside|to|from) (?P<town>[^\W\d_a-z][\w’-]{1,30}(?: [^\W\d_a-z][\w’-]{1,30})?)"
)
_POST = re.compile(rf"\b(?:{ROLE}|{PAPER})\b", re.IGNORECASE)
_MOST_ALIKE = 8  # unlisted names that begin with the same word
NEAR = 6  # sentences back in which 'the company', or a person without a post, may stand
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'-]*")
_COMPANY_NOUN = re.compile(rf"\b{COMPANY_NOUN}\b", re.IGNORECASE)
_STATE_NOUN = re.compile(rf"\b{STATE_NOUN}\b", re.IGNORECASE)
_BODY_BEHIND = re.compile(rf" (?:[a-z-]{{2,20}} ){{0,3}}?{STATE_NOUN}\b")  # 'the Dutch data watchdog'
_UNION = re.compile(
    r",? (?:an?|the) (?:[\w-]{2,20} ){0,3}?(?:union|charity|think[ -]tank|ngo|(?:consumer|campaign) group)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(r"\b(?:its|it|their|they)\b", re.IGNORECASE)
_SPOKEN_FOR = re.compile(
    rf"(?:[’']s (?:[\w-]{{1,20}} ){{0,4}}?|[’']? (?:(?:[A-Z][\w-]*|chief|vice|deputy) ){{0,3}}?)(?i:{ROLE})\b"
)
_PORTFOLIO = re.compile(
    r"(?:,? (?:and )?(?!the\b|an?\b|its\b|his\b|her\b)\w{1,20}){0,4}? (?:[Mm]inister|[Ss]ecretary)\b"
)  # 'Energy and business minister'
_COUNTRY = re.compile(r"gov:[A-Z]{2}")
_DATELINE = re.compile(
    r"^(?P<city>[A-Z][A-Z' ]{2,30})(?:, [^\n–—-]{1,40})? ?(?:\([^)\n]{1,30}\) ?)?[–—-]", re.MULTILINE
)
_STATE_OF = re.compile(  # before a state's name
    rf"\b(?i:{OFFICE}) of (?:the (?:state|province) of )?$"
)
_LEADER_OF = re.compile(  # before a company whose name is a common word, too: 'chief executive of Next'
    r"\b(?:chief executive|C[EFO]O|president|chair(?:man|woman)?|spokes(?:man|woman|person)|boss|founder|(?<=analyst)"
    r"|(?<=economist)|(?<=manager)) (?:of|at|for) $"
)
_GOVERNOR_OF = re.compile(r"\b(?:[Gg]overnor|[Aa]ttorney [Gg]eneral) of (?:the state of )?$")
_STATES = re.compile(r"(?:[’']s)? (?:(?:[Ll]ieutenant |[Ll]t\. )?[Gg]ov(?:ernor|\.)|[Ss]tate [Tt]reasurer)")
_FIRST_NAME = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w’'-]{1,20} $")
_OFFICER = re.compile(  # before a person's name
    r"\b(?:spokes(?:man|woman|person)|ministers?|president|secretary|chief executive|C[EFO]O|chair(?:man|woman)?"
    r"|director|boss|analyst|economist|lawyer|co-?founder|advis[eo]r|aide|governor|ambassador|Mrs?|Ms|Dr),?"
    r" (?:Mrs? |Ms )?$",
    re.IGNORECASE,
)
_CAUSE_BEFORE = re.compile(rf"\b{CAUSE} $", re.IGNORECASE)
_CAUSE_BEHIND = re.compile(rf",? (?:an?|the) (?:[\w-]{{2,20}} ){{0,3}}?{CAUSE}\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the |an? )?", re.IGNORECASE)
_OPENING = re.compile(r"(?:In|At|Of) [A-Z][\w .-]{2,40}, ")
_POST_BEFORE = re.compile(rf"\b(?i:{ROLE}) $")
_UNLIKE_A_NAME = re.compile(NOT_A_NAME)


class DocumentNames:
    """The names of one document. Add every sentence before the first question."""

    def __init__(self, text: str, entities: EntityList) -> None:
        self.text = text
        self.entities = entities
        self.sentences: list[Sentence] = []
        self._spans: list[list[tuple[int, int, str]]] = []
        self._found: dict[int, list[Match]] = {}

    def add_sentence(self, sentence: Sentence, spans: Sequence[NamedSpan], entity_ids: Sequence[str]) -> None:
        """Remember what a sentence names; sentences come in order."""
        shift = sentence.start
        self.sentences.append(sentence)
        named = [(shift + s.start, shift + s.end, i) for s, i in zip(spans, entity_ids, strict=True)]
        self._spans.append([self._without_dateline(*span) for span in named])

    def _without_dateline(self, start: int, end: int, entity_id: str) -> tuple[int, int, str]:
        """Return an unlisted company without the city of a dateline before it: 'MUMBAI - Norvia'."""
        begins = self.after_dateline(start, end)
        if begins == start or not entity_id.startswith("company:") or self.entities.get(entity_id) is not None:
            return start, end, entity_id
        return begins, end, self.entities.link(self.text[begins:end], Kind.COMPANY).entity_id

    # --- questions -------------------------------------------------------------------------------------

    def sentence_at(self, place: int) -> int:
        return max(0, bisect_right(self.sentences, place, key=lambda sentence: sentence.start) - 1)

    def entity_at(self, index: int, start: int, end: int) -> str | None:
        """Return the company or government that the words at a place are, but for an article."""
        shift = self.sentences[index].start
        for anchor in self.anchors[index]:
            low, high = shift + anchor.start, shift + anchor.end
            if low < end and start < high and not anchor.adjective and _ARTICLE.fullmatch(self.text[start:low]):
                return anchor.entity_id if end <= high + 2 else None
        return None

    def is_town(self, words: str) -> bool:
        """Say whether the name before a site is where it stands: 'Leeds plant boss', of 'the Norvia plant in Leeds'."""
        site = _SITE.match(words.removeprefix("the ").removeprefix("The "))
        return site is not None and not self._towns.isdisjoint({site["town"], site["town"].split()[0]})

    @cached_property
    def _towns(self) -> frozenset[str]:
        """Return the first word, and the first two, of each capitalised name behind 'in', 'near' or the like."""
        found = [match.group("town") for match in _IN_TOWN.finditer(self.text)]
        return frozenset(found) | {town.split()[0] for town in found}

    def name_at(self, start: int, end: int) -> str | None:
        """Return the company or government that the model found in just these words."""
        spans = self._spans[self.sentence_at(start)]
        return next((entity_id for low, high, entity_id in spans if (low, high) == (start, end)), None)

    def group(
        self, words: str, index: int, place: int, target: str | None, governs: bool = False, near: int = NEAR
    ) -> str | None:
        """Return what 'the company', 'the ministry', 'its' means: the first such name of the nearest sentence."""
        known = self.bodies.operator(words, place, target) or self.bodies.authority(words, place, target)
        if known is not None:
            return known
        company, state, theirs = (pattern.search(words) for pattern in (_COMPANY_NOUN, _STATE_NOUN, _THEIRS))
        prefix: str | tuple[str, str] = "gov:" if (state and not company) or (theirs and governs) else "company:"
        if company and state:
            prefix = ("gov:", "company:")
        elif theirs and not governs:
            prefix = ("company:", "gov:")
        elif not (company or state or theirs):
            return None
        for back in range(index, max(-1, index - near - 1), -1):
            shift = self.sentences[back].start
            for anchor in self.anchors[back]:
                fits = anchor.entity_id.startswith(prefix) and anchor.entity_id != target
                if anchor.adjective and not (state and _BODY_BEHIND.match(self.text, shift + anchor.end)):
                    continue
                fits = fits and not self.is_quoted(shift + anchor.start)
                if fits and shift + anchor.start < place:
                    return anchor.entity_id
        return None

    @cached_property
    def bodies(self) -> Bodies:
        """The authorities and sites that the document names."""
        return Bodies(self.text, self.sentences, self.anchors, self.home)

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        return quoted_ranges(self.text)

    def is_quoted(self, place: int) -> bool:
        index = bisect_right(self._quotes, place, key=lambda quote: quote[0]) - 1
        return index >= 0 and place < self._quotes[index][1]

    def after_dateline(self, start: int, end: int) -> int:
        """Return where words begin behind a dateline among them: 'MUMBAI - Norvia'."""
        dateline = _DATELINE.match(self.text, start, end)
        if dateline is None:
            return start
        begins = dateline.end() + (self.text[dateline.end() : dateline.end() + 1] == " ")
        return begins if begins < end else start

    def where(self, place: int) -> str | None:
        """Return the country that a sentence's opening names before a place: 'In Budapest, Foreign Minister …'."""
        sentence = self.sentences[self.sentence_at(place)]
        opening = _OPENING.match(sentence.text)
        places = self._matches(sentence) if opening is not None and sentence.start + opening.end() <= place else []
        return next((m.entity_id for m in places if m.start == 3 and _COUNTRY.fullmatch(m.entity_id)), None)

    @cached_property
    def home(self) -> str | None:
        """Return the country of the document's dateline; else the one that it names most often, as a place too."""
        dateline = _DATELINE.search(self.text[:LONGEST_READ])
        places = self.entities.find(dateline["city"].title()) if dateline is not None else []
        if places and _COUNTRY.fullmatch(places[0].entity_id):
            return places[0].entity_id
        counts: Counter[str] = Counter()
        for sentence, anchors in zip(self.sentences, self.anchors, strict=True):
            counts.update(match.entity_id for match in self._matches(sentence) if _COUNTRY.fullmatch(match.entity_id))
            counts.update(anchor.entity_id for anchor in anchors if _COUNTRY.fullmatch(anchor.entity_id))
        return max(counts, key=lambda entity_id: counts[entity_id], default=None)

    def unlisted_person(self, place: int, own: int) -> tuple[int, int] | None:
        """Return the nearest name of two words that the model took for a company: a pronoun says that it is none."""
        for index in range(own, max(-1, own - NEAR), -1):
            for start, end, entity_id in self._spans[index][:LONGEST_READ]:
                if end <= place and " " in self.text[start:end] and self.entities.get(entity_id) is None:
                    return start, end
        return None

    # --- reading ---------------------------------------------------------------------------------------

    def _matches(self, sentence: Sentence) -> list[Match]:
        """Return the listed names in what is read of a sentence."""
        found = self._found.get(sentence.start)
        if found is None:
            found = self._found[sentence.start] = self.entities.find(sentence.text[:LONGEST_READ])
        return found

    @cached_property
    def _surfaces(self) -> dict[str, list[tuple[str, str]]]:
        """Return (surface, id) of the unlisted names that the model found, by first word."""
        index: dict[str, list[tuple[str, str]]] = {}
        for spans in self._spans:
            for start, end, entity_id in spans:
                surface = self.text[start:end]
                known = index.setdefault(surface.split()[0], [])
                if len(known) < _MOST_ALIKE and (surface, entity_id) not in known:
                    known += [(surface, entity_id)] if self.entities.get(entity_id) is None else []
        return index

    @cached_property
    def anchors(self) -> list[list[Anchor]]:
        """Return the companies, governments and adjectives of each sentence, offsets its own."""
        return [list(self._anchors_of(index)) for index in range(len(self.sentences))]

    def _anchors_of(self, index: int) -> Iterator[Anchor]:
        sentence, spans = self.sentences[index], self._spans[index]
        found = [
            Anchor(start - sentence.start, end - sentence.start, entity_id)
            for start, end, entity_id in spans
            if end - sentence.start <= LONGEST_READ
            and not (self.entities.get(entity_id) is None and self._is_surname(self.text[start:end]))
        ]
        for match in self._matches(sentence):
            employs = not match.ambiguous or self._is_employer(sentence.text, match)
            if employs and match.alias_kind != "ticker":
                found.append(Anchor(match.start, match.end, self._state(sentence.text, match)))
        for word in _CAPITALISED.finditer(sentence.text[:LONGEST_READ]):
            found += self._unlisted(sentence.text, word)
        end = 0
        for anchor in sorted(found, key=lambda item: (item.start, item.adjective, -item.end)):
            company = anchor.entity_id.startswith("company:")
            if company and (self._is_officer(sentence.text, anchor) or self._is_last_name(sentence.text, anchor)):
                continue
            if company and (_is_first_name(sentence.text, anchor) or _PORTFOLIO.match(sentence.text, anchor.end)):
                continue
            if anchor.start >= end:
                end = anchor.end
                yield anchor

    def _state(self, text: str, match: Match) -> str:
        """Return what a name means beside a governor: the state of that name, not the country or the capital."""
        if not (_GOVERNOR_OF.search(text, max(0, match.start - 40), match.start) or _STATES.match(text, match.end)):
            return match.entity_id
        link = self.entities.link(f"State of {text[match.start : match.end]}", Kind.GOVERNMENT)
        return link.entity_id if link.known and link.entity_id.startswith("gov:US-") else match.entity_id

    @staticmethod
    def _is_employer(text: str, match: Match) -> bool:
        """Say whether a post follows a name that is also a common word: 'Alberta Premier', not 'Vice President'."""
        before = text[: match.start].rpartition(" ")[0].rpartition(" ")[2]
        word = text[match.start : match.end]
        if match.entity_id.startswith("gov:") and _STATE_OF.search(text, max(0, match.start - 40), match.start):
            return match.alias_kind == "name"
        if _LEADER_OF.search(text, max(0, match.start - 40), match.start) and match.entity_id.startswith("company:"):
            return True
        inside = before[:1].isupper() and match.start - len(before) > 1 and not before.endswith((".", ","))
        return not (inside or _UNLIKE_A_NAME.fullmatch(word)) and _SPOKEN_FOR.match(text, match.end) is not None

    def _is_officer(self, text: str, anchor: Anchor) -> bool:
        """Say whether a name of two words that only the model took for a company's follows a person's post."""
        words = text[anchor.start : anchor.end].split()
        plain = 1 < len(words) < 4 and all(_CAPITALISED.fullmatch(word) for word in words)
        if not plain or self.entities.get(anchor.entity_id) is not None:
            return False
        return _OFFICER.search(text, max(0, anchor.start - 30), anchor.start) is not None

    def _is_last_name(self, text: str, anchor: Anchor) -> bool:
        """Say whether a company's name ends that of an office holder whom the list knows: 'Kate Forbes'."""
        first = _FIRST_NAME.search(text, max(0, anchor.start - 24), anchor.start)
        if first is None or " " in text[anchor.start : anchor.end]:
            return False
        return self.entities.spoken_for(text[first.start() : anchor.end], self._countries) is not None

    @cached_property
    def causes(self) -> frozenset[str]:
        """Return the ids of what is no company though the model took it for one: 'the consumer group Foodwatch'."""
        found = set()
        for sentence, spans in zip(self.sentences, self._spans, strict=True):
            for start, end, entity_id in spans:
                low, high = max(sentence.start, start - 40), min(sentence.end, end + 60)
                told = _CAUSE_BEFORE.search(self.text, low, start) or _CAUSE_BEHIND.match(self.text, end, high)
                if (told and self.entities.get(entity_id) is None) or _UNION.match(self.text, end, high):
                    found.add(entity_id)
        return frozenset(found)

    def _unlisted(self, text: str, word: re.Match[str]) -> Iterator[Anchor]:
        """Yield what begins at a word and no list has as a name: a country's adjective, a name found elsewhere."""
        bare = word.group().removesuffix("’s").removesuffix("'s")
        for surface, entity_id in self._surfaces.get(bare, ()):
            end = word.start() + len(surface)
            whole = text.startswith(surface, word.start()) and not text[end : end + 1].isalnum()
            if whole and not self._is_surname(surface):
                yield Anchor(word.start(), end, entity_id)
        second = re.compile(r" [^\W\d_a-z]\w{0,20}").match(text, word.end())
        for end in (second.end() if second else 0, word.end()):
            surface = text[word.start() : end]
            if surface and self.entities.is_demonym(surface):
                link = self.entities.link(f"{surface} government", Kind.GOVERNMENT)
                if link.known:
                    yield Anchor(word.start(), end, link.entity_id, adjective=True)
                    return

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Return the last words of all runs of capitals that no name covers: perhaps somebody's surname."""
        found = set()
        for sentence, spans in zip(self.sentences, self._spans, strict=True):
            text = sentence.text[:LONGEST_READ]
            taken = [
                (start - sentence.start, end - sentence.start)
                for start, end, _ in spans
                if end - sentence.start <= LONGEST_READ
            ]
            for match in _NAME.finditer(text):
                words = [word for word in match.group().split() if not _UNLIKE_A_NAME.fullmatch(word)]
                covered = any(start <= match.start() and match.end() <= end for start, end in taken)
                if len(words) > 1 and not covered:
                    found.add(words[-1].removesuffix("’s").removesuffix("'s"))
        return frozenset(found)

    def _is_surname(self, surface: str) -> bool:
        return " " not in surface and (
            surface in self._surnames or self.entities.spoken_for(surface, self._countries) is not None
        )

    @cached_property
    def _countries(self) -> frozenset[str]:
        """Return the ids of all entities that the document names, by the model or by the list."""
        found = {entity_id for spans in self._spans for _, _, entity_id in spans}
        for sentence in self.sentences:
            found |= {match.entity_id for match in self._matches(sentence) if not match.ambiguous}
        return frozenset(found)

    @cached_property
    def named(self) -> frozenset[str]:
        return self._countries | {anchor.entity_id for anchors in self.anchors for anchor in anchors}


def _is_first_name(text: str, anchor: Anchor) -> bool:
    """Say whether a company's name is a person's first one: 'Minister Lotte Friis'."""
    post = _POST_BEFORE.search(text, max(0, anchor.start - 24), anchor.start)
    behind = _CAPITALISED.match(text, anchor.end + 1) if text[anchor.end : anchor.end + 1] == " " else None
    is_word = " " not in text[anchor.start : anchor.end]
    return bool(post and behind and is_word and not _POST.fullmatch(behind.group()))
