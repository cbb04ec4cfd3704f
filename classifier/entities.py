"""The shipped list of companies and governments: find their names in text, link a mention to its entity.

The list (`resources/entities.jsonl`) is built by data/build_entities.py from open data and hand-written
facts; its first line says of what format and from which sources. One entity per country: a ministry, court,
army or central bank is an alias of its country (data/GUIDELINES.md).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from classifier.entity_file import read_list, read_own, with_own
from classifier.linking import (
    LOCAL,
    bare_government,
    core_key,
    fold,
    has_own_name,
    initials,
    is_bare_body,
    is_generic_body,
    loose_key,
    owner_of_body,
    slug,
    without_legal_suffix,
)
from classifier.matching import NEVER_ALONE, PLACE_NAMES, Alias, Match, case_fit, grow, is_whole_word
from classifier.records import EntityAttributes, Kind
from classifier.region_bodies import is_local, is_region, names_a_region

__all__ = ["EntityList", "Link", "ListedEntity", "Match", "slug"]

_LINK_RANK = {"name": 0, "code": 0, "demonym": 0, "leader": 1, "capital": 2, "seat": 3, "body": 4}
_ORDER = {"seat": 1, "body": 1, "ticker": 2, "capital": 2, "demonym": 3, "leader": 4}
_LONGEST_NAME = 200  # in code points: the rules for names are not made for more
_PREFIX = {Kind.COMPANY: "company", Kind.GOVERNMENT: "gov", Kind.OTHER: "other"}
# '$TSLA' and '(NYSE: CAT)': letters that can only be a share's.
_QUOTED_SHARE = re.compile(
    r"\$(?P<tag>[A-Z]{1,5}(?:\.[A-Z])?)(?![\w.]*\d)(?!\w)"
    r"|(?<!\w)(?:NYSE|NASDAQ|Nasdaq|NasdaqGS|AMEX|NYSEAMERICAN|LSE|LON|TSX|ASX|NSE|BSE)(?: ?: ?"
    r"| )(?P<code>[A-Z]{1,5})(?!\w)"
)
_MANY = 2  # so many mentions of one other country, and none of its own, move 'Supreme Court' to that country
_AFTER_OF = re.compile(r"\b(?:of|in|for) (?:the )?$")
_HEADED = re.compile(r"government|regime|forces|administration|cabinet|white house|presidency|department|army|troops")


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """One company or government of the list. `attributes.country` is an ISO 3166-1 code, `parent` an id."""

    id: str
    name: str
    kind: Kind
    attributes: EntityAttributes


@dataclass(frozen=True, slots=True)
class Link:
    """The entity that a mention names. `listed` is None, and `known` False, where the list lacks it."""

    entity_id: str
    name: str
    known: bool
    listed: ListedEntity | None


class EntityList:
    """Every listed company and government, with a search automaton over all their names.

    Example:
        >>> entities = EntityList.load()
        >>> [match.entity_id for match in entities.find("Brussels fined Huawei.")]
        ['gov:EU', 'company:huawei']
        >>> entities.link("Chinese authorities", Kind.GOVERNMENT).entity_id
        'gov:CN'
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]], blocked: Iterable[str] = ()) -> None:
        self._rows = {row["id"]: row for row in rows}
        self._asked: dict[str, ListedEntity] = {}  # those asked for so far
        self._aliases: dict[str, list[Alias]] = {}
        for row in rows:
            ambiguous = set(row.get("ambiguous", ()))
            for kind, surfaces in row["aliases"].items():
                for surface in surfaces:
                    alias = Alias(surface, row["id"], kind, surface in ambiguous)
                    self._aliases.setdefault(fold(surface), []).append(alias)
        for surface in blocked:
            self._aliases[fold(surface)] = []
        for aliases in self._aliases.values():  # 'Brussels' is the seat of the EU before it is a capital
            aliases.sort(key=lambda alias: _ORDER.get(alias.kind, 0))
        self._shares: dict[str, str] = {}
        for row in rows:
            if row.get("ticker") is not None and row["id"].startswith("company:"):
                self._shares.setdefault(row["ticker"], row["id"])
        self._keys = list(self._aliases)
        self._automaton = AhoCorasick(self._keys)

    @classmethod
    def load(cls, path: str | Path | None = None, own: str | Path | None = None) -> EntityList:
        """Return the list in a file, by default the one that ships with the package.

        Args:
            path: a list in the shipped format.
            own: a file of rows that add to the list, or override it: `entity_file.read_own` says how.

        Raises:
            EntityListError: a file is missing, broken, or of another format version.
        """
        rows, blocked = read_list(None if path is None else Path(path))
        if own is not None:
            rows, blocked = with_own(rows, blocked, read_own(Path(own), rows))
        return cls(rows, blocked)

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, entity_id: str) -> ListedEntity | None:
        """Return the listed entity with this id, or None."""
        known = self._asked.get(entity_id)
        if known is not None:
            return known
        row = self._rows.get(entity_id)
        if row is None:
            return None
        own = ("name", "code", "legal", "brand", "seat")  # bodies and leaders are not names of the country
        names = dict.fromkeys(surface for kind in own for surface in row["aliases"].get(kind, ()))
        names.pop(row["name"], None)
        attributes = EntityAttributes(
            iso=row.get("iso"),
            ticker=row.get("ticker"),
            country=row.get("country"),
            parent=row.get("parent"),
            aliases=tuple(names),
        )
        listed = ListedEntity(row["id"], row["name"], Kind(row["kind"]), attributes)
        self._asked[entity_id] = listed
        return listed

    @cached_property
    def _office_holders(self) -> dict[str, list[tuple[str, str]]]:
        """Return (full name, entity id) of leaders of governments and companies by each word of their names."""
        index: dict[str, list[tuple[str, str]]] = {}
        for entity_id, row in self._rows.items():
            for name in (*row["aliases"].get("leader", ()), *row.get("people", ())):
                if " " in name:
                    for word in dict.fromkeys(fold(name).split()):
                        index.setdefault(word, []).append((fold(name), entity_id))
        return index

    def names_an_office_holder(self, word: str) -> bool:
        """Say whether a word is part of the name of somebody whom the list knows as a leader: 'Musk', 'Xi'."""
        return fold(word) in self._office_holders

    def spoken_for(self, name: str, named: Container[str]) -> str | None:
        """Return the one government or company that a person leads, by the list; None where there is none, or two.

        Of a company and its parent, it is the parent, unless the document names the company alone.

        Args:
            name: of the person, as the document has it. A name that is or ends in a listed one needs no more; of
                others, such as a surname, only an entity is taken that the document names.
            named: ids of the entities that the document names.
        """
        words = fold(name).split()
        known = self._office_holders.get(words[-1] if words else "", ())
        whole = {i for full, i in known if len(words) > 1 and words[-len(full.split()) :] == full.split()}
        whole = {entity_id for entity_id in whole if entity_id in named} or whole
        last = {entity_id for full, entity_id in known if full.split()[-len(words) :] == words and entity_id in named}
        part = {entity_id for full, entity_id in known if set(words) <= set(full.split()) and entity_id in named}
        for found in (whole, last, part):
            highest = {entity_id for entity_id in found if self._rows[entity_id].get("parent") not in found}
            if len(highest) == 1:
                return highest.pop()
        return None

    # --- finding ---------------------------------------------------------------------------------------

    def find(self, text: str) -> list[Match]:
        """Return the listed names in `text`, leftmost and longest first, none overlapping, in text order."""
        return [match for match in self.search(text) if match.entity_id]

    def search(self, text: str) -> list[Match]:
        """Return what `find` returns and, without an entity, phrases that only look like names ('S&P 500', 'NATO')."""
        candidates = self._candidates(text)
        bodies = {match.start: match.end for match in candidates if match.alias_kind == "body"}
        beginning: dict[int, list[Match]] = {}
        for match in candidates:
            beginning.setdefault(match.start, []).append(match)
        firms = {m.start for m in candidates if m.entity_id.startswith("company:") and not m.ambiguous}
        grown = [grow(match, text, bodies, beginning[match.start], firms) for match in candidates]
        named = [match for match in grown if match.alias_kind not in NEVER_ALONE]
        reach = {match.start: match.end for match in sorted(named, key=lambda match: match.end)}
        named = [  # 'the North' of 'the North Korean army' is no name
            match
            for match in named
            if not (text.startswith("the ", match.start) and reach.get(match.start + 4, 0) > match.end)
        ]
        chosen: list[Match] = []
        for match in sorted(named, key=lambda found: (found.start, -found.end, bool(found.entity_id))):
            if not chosen or match.start >= chosen[-1].end:
                chosen.append(match)
        return chosen

    def _candidates(self, text: str) -> list[Match]:
        """Return every whole-word occurrence of an alias whose case fits, longest first at each start."""
        candidates = list(self._quoted_shares(text))
        for index, start, end in self._automaton.find_matches_as_indexes(fold(text), overlapping=True):
            if not is_whole_word(text, start, end):
                continue
            aliases = self._aliases[self._keys[index]]
            if not aliases:  # a blocked phrase shields what stands in it, such as 'S&P 500'
                candidates.append(Match(start, end, "", False, "blocked"))
                continue
            for alias in aliases:
                fit = case_fit(alias, text, start, end)
                if fit is not None:
                    candidates.append(Match(start, end, alias.entity_id, fit, alias.kind))
                    if alias.kind not in NEVER_ALONE:
                        break
        return candidates

    def _quoted_shares(self, text: str) -> Iterator[Match]:
        """Yield the companies that a text names by their shares alone: '$TSLA', '(NYSE: CAT)'."""
        for found in _QUOTED_SHARE.finditer(text):
            group = "tag" if found["tag"] else "code"
            entity_id = self._shares.get(found[group])
            if entity_id is not None:
                start = found.start() if group == "tag" else found.start(group)
                yield Match(start, found.end(group), entity_id, False, "share")

    def is_demonym(self, surface: str) -> bool:
        """Say whether the words are the adjective of a country and no listed name: 'Danish'."""
        aliases = self._aliases.get(fold(surface), ())
        return bool(aliases) and all(alias.kind == "demonym" for alias in aliases)

    # --- linking ---------------------------------------------------------------------------------------

    @cached_property
    def _by_key(self) -> dict[Kind, dict[str, list[Alias]]]:
        """Aliases by kind of entity and `loose_key`; built when first needed, since finding does without."""
        index: dict[Kind, dict[str, list[Alias]]] = {Kind.COMPANY: {}, Kind.GOVERNMENT: {}}
        for aliases in self._aliases.values():
            for alias in aliases:
                kind = Kind(self._rows[alias.entity_id]["kind"])
                index[kind].setdefault(loose_key(alias.surface), []).append(alias)
        return index

    def link(self, surface: str, kind: Kind, context: Sequence[str] = ()) -> Link:
        """Return the canonical entity for a mention.

        Args:
            surface: the words of the mention.
            kind: what the mention is; it decides between names that clash ('Washington', 'Amazon').
            context: surfaces already seen in the document, oldest first; 'Deutsche' after 'Deutsche Bank'
                links to the same entity, listed or not.
        """
        if kind is Kind.OTHER or len(surface) > _LONGEST_NAME:
            return Link(f"{_PREFIX[kind]}:{slug(surface)}", surface.strip(), False, None)
        if kind is Kind.COMPANY:
            return self._link_company(surface, context)
        return self._link_government(surface, context)

    def _listed(self, entity_id: str) -> Link:
        listed = self.get(entity_id)
        assert listed is not None  # ids come from the list itself
        return Link(entity_id, listed.name, True, listed)

    def _link_company(self, surface: str, context: Sequence[str]) -> Link:
        bare = without_legal_suffix(surface)
        index = self._by_key[Kind.COMPANY]
        if surface.startswith("$") and surface[1:] in self._shares:
            return self._listed(self._shares[surface[1:]])
        aliases = index.get(loose_key(surface)) or index.get(loose_key(bare)) or []
        if aliases and not aliases[0].ambiguous and len(aliases) == 1:
            return self._listed(aliases[0].entity_id)
        earlier = self._same_company(surface, context)
        if earlier is not None and (earlier.known or not aliases or aliases[0].kind == "ticker"):
            return earlier  # an unlisted 'Intel Foundry' does not rename Intel
        if aliases:
            return self._listed(aliases[0].entity_id)
        if surface in self._shares:
            return self._listed(self._shares[surface])
        for key in (core_key(surface), loose_key(bare).removesuffix(" com")):
            if len(key) > 3 and key in index and not index[key][0].ambiguous:
                return self._listed(index[key][0].entity_id)
        entity_id = f"company:{slug(bare)}"
        return self._listed(entity_id) if entity_id in self._rows else Link(entity_id, bare, False, None)

    def _same_company(self, surface: str, context: Sequence[str]) -> Link | None:
        """Return the company of the first earlier surface that is a longer or shorter form of this one."""
        key, core, bare = loose_key(surface), core_key(surface), loose_key(without_legal_suffix(surface))
        for position, other in enumerate(context):
            other_key = loose_key(other)
            if not other_key or other_key in self._by_key[Kind.GOVERNMENT]:
                continue
            if other_key == key:
                continue
            other_bare = loose_key(without_legal_suffix(other))
            shortened = other_bare.startswith(key + " ") and len(key) > 2
            abbreviated = surface.isupper() and key == initials(other)
            lengthened = core == core_key(other) and core in (bare, other_bare)  # never two different tails
            if shortened or abbreviated or lengthened or bare == other_bare:
                return self._link_company(other, context[:position])
        return None

    def _link_government(self, surface: str, context: Sequence[str]) -> Link:
        aliases = self._by_key[Kind.GOVERNMENT].get(loose_key(surface), [])
        aliases = [alias for alias in aliases if alias.kind != "leader"]
        if aliases:
            return self._listed(self._between(aliases, context))
        composed = [] if LOCAL.search(surface) else self._composed(surface)
        if composed:
            return self._listed(self._between(composed, context) if len(composed) > 1 else composed[0].entity_id)
        place = surface
        if is_bare_body(surface):
            country = self._country_of_body(surface, context)
            if country is not None:
                return self._listed(country)
        else:
            place = bare_government(surface)
            if loose_key(place) not in (loose_key(surface), "") and not self._is_of_a_town(surface, place):
                return self._link_government(place, context)
        name = " ".join(place.split()).strip(" ,.;:\"'“”") or surface
        entity_id = f"gov:{slug(name)}"
        return self._listed(entity_id) if entity_id in self._rows else Link(entity_id, name, False, None)

    def _is_of_a_town(self, surface: str, place: str) -> bool:
        """Say whether a phrase is of the capital of a state itself, not of the state: 'Sacramento police'."""
        aliases = self._by_key[Kind.GOVERNMENT].get(loose_key(place), [])
        capital = bool(aliases) and all(alias.kind == "capital" and is_region(alias.entity_id) for alias in aliases)
        return capital and is_local(fold(surface))

    def _between(self, aliases: Sequence[Alias], context: Sequence[str]) -> str:
        """Return the entity that an alias means here: a clash is decided by the governments already named."""
        first = aliases[0]
        generic = first.kind == "body" and is_bare_body(first.surface)
        if not generic and len({alias.entity_id for alias in aliases}) == 1:
            return first.entity_id
        seen = self._countries(context)
        if first.entity_id in seen:
            return first.entity_id
        for alias in aliases[1:]:
            parent = self._rows[alias.entity_id].get("parent", "")
            if alias.entity_id in seen or (parent and any(other.startswith(f"{parent}-") for other in seen)):
                return alias.entity_id
        if generic and seen and seen.count(seen[-1]) >= _MANY:
            return seen[-1]  # 'Supreme Court' in an article that goes on about Venezuela alone
        return first.entity_id

    def _country_of_body(self, surface: str, context: Sequence[str]) -> str | None:
        """Return whose body a 'Foreign Ministry' is: that of the country named most often, of two the later."""
        seen = self._countries(context)
        if "ministry" in surface.lower():
            seen = [entity_id for entity_id in seen if not entity_id.startswith("gov:US")]  # it has departments
        return max(reversed(seen), key=seen.count, default=None)

    def _countries(self, context: Sequence[str]) -> list[str]:
        """Return the governments that earlier mentions name outright, oldest first; names of two are left out."""
        found = []
        for other in context:
            if loose_key(other) in self._by_key[Kind.COMPANY]:
                continue
            aliases = self._by_key[Kind.GOVERNMENT].get(loose_key(other), [])
            if not aliases:
                composed = self._composed(other)
                found += [composed[0].entity_id] if len(composed) == 1 else []
            elif len({alias.entity_id for alias in aliases}) > 1:
                continue  # 'Georgia' says nothing of which Georgia the next one is
            elif aliases[0].kind != "leader" and not (aliases[0].kind == "body" and aliases[0].ambiguous):
                found.append(aliases[0].entity_id)
        return found

    def _composed(self, surface: str) -> list[Alias]:
        """Return the government in a phrase such as 'Ministry of Defence of Ukraine', 'Assad's regime'.

        Two of them where its name is that of two: 'Georgia Supreme Court'.
        """
        folded = fold(surface)
        found: list[tuple[int, int, Alias]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if is_whole_word(surface, start, end):
                found += [(start, end, alias) for alias in self._aliases[self._keys[index]]]
        found = [
            (start, end, alias)
            for start, end, alias in found
            if alias.entity_id.startswith("gov:")
            and not any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
            and not (alias.kind == "body" and folded[:start].endswith("state "))  # whose 'State Senate'?
            and not (alias.kind == "leader" and not _HEADED.search(folded))
            and not (alias.kind == "capital" and is_region(alias.entity_id) and is_local(folded))
        ]
        owner = owner_of_body(surface)
        if owner is not None and not any(start <= owner[0] and owner[1] <= end for start, end, _ in found):
            # 'Supreme Court of Wendelia' is no other country's, and 'Tavessa Island' not Iceland's
            found = [item for item in found if item[1] <= owner[0] and not _is_of_all(item[2])]
        after_of = [a for start, _, a in found if a.kind in PLACE_NAMES and _AFTER_OF.search(folded[:start])]
        if after_of and not folded.startswith("state of "):
            return [after_of[0]]
        best = min(found, key=lambda item: (_LINK_RANK[item[2].kind], item[0]), default=None)
        if best is None:
            return []
        start, end, first = best
        if first.kind == "body" and is_generic_body(first.surface) and has_own_name(surface[:start]):
            return []  # 'Morqati air force' is not that of the United States
        alike = [alias for s, e, alias in found if (s, e) == (start, end) and alias.kind == first.kind]
        if names_a_region(folded, start, end):
            alike = [alias for alias in alike if self._rows[alias.entity_id].get("parent")] or alike
        return alike


def _is_of_all(alias: Alias) -> bool:
    shared = alias.ambiguous and alias.surface.startswith(("Ministry of ", "Department of "))
    return alias.kind == "body" and (shared or is_generic_body(alias.surface))
