"""What the list of names and the grammar around names add to the tagger's word tags, before the best are searched for.

A listed name adds to the log probability of the tags that would mark just its words as its kind; so does a name that
the grammar gives away. `classifier.mentions` searches.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from classifier.cues import acts, describes_the_private, of_the_market
from classifier.entities import EntityList, Match
from classifier.records import Kind
from classifier.scorer import FloatArray, Tag
from classifier.state_or_firm import ENOUGH, firm_like, state_score
from classifier.unlisted import SURE, Cue, names_that_act, names_that_say_what_they_are

# What a listed name adds to the log probability of its tags, and what is added to or taken from other tags. Tuned for
# mention F1 on company_government_news dev and own dev.
NAME_BONUS = 4.0  # companies whose names have one word, phrases such as 'French government'
FIRM_BONUS = 8.0  # companies whose names have several words
ACRONYM_BONUS = 8.0  # bodies whose names have one: 'FBI', 'Ofcom'
BODY_BONUS = SURE  # bodies whose names have several words
COUNTRY_BONUS = 4.0  # a country by its own name or code: often an adjective
AMBIGUOUS_BONUS = 1.0  # names that are also common words, first names, places
ACTIVE_BONUS = 3.0  # such names of companies, where they do or have what a company does or has
PRIVATE_BONUS = -1.0  # of a country's name that only tells where something private is
ACTOR_BONUS = 7.0  # a capital or seat whose verb only a government can have
PLACE_SHARE = 0.25  # of a government's bonus, for the tags that call it a mere place
AFTER_PENALTY = 1.0  # against going on with a span behind the end of an unambiguous listed name
OUTSIDE_BONUS = 1.0  # for no target: offsets what the bonuses do to precision

_TAGS = list(Tag)
_INSIDES = [column for column, tag in enumerate(_TAGS) if tag.startswith("I-")]
_PLACES = frozenset({"name", "capital", "seat"})
COUNTRY_ALIASES = frozenset({"name", "code", "demonym", "capital"})
_COMPANY_TO_GOVERNMENT = (
    (_TAGS.index(Tag.BEGIN_COMPANY), _TAGS.index(Tag.BEGIN_GOVERNMENT)),
    (_TAGS.index(Tag.INSIDE_COMPANY), _TAGS.index(Tag.INSIDE_GOVERNMENT)),
)
_COLUMNS = {tag.value: column for column, tag in enumerate(_TAGS)}
_RULED_OUT = math.log(0.993)  # above, a word is no name whatever a likely cue adds
_SHORT_FORM = 4
_SHORTEST_REST = 12  # so many code points of a name must lie behind a listed one that is a part of it


def lean_of(row: FloatArray) -> float:
    """Return log10 of how many times likelier a government than a company begins at a word.

    Args:
        row: (n_tags,) log probabilities of the word.
    """
    return float(row[_COLUMNS[Tag.BEGIN_GOVERNMENT]] - row[_COLUMNS[Tag.BEGIN_COMPANY]]) / math.log(10)


def cues_of(
    sentence: str,
    words: Sequence[tuple[int, int]],
    logs: FloatArray,
    matches: Sequence[Match],
    entities: EntityList,
) -> list[Cue]:
    """Return the names that the grammar gives away and the list lacks."""
    cues: list[Cue] = []
    taken = bytearray(len(sentence))
    starts = [match.start for match in matches]  # in text order, none overlapping
    open_rows: list[int] = np.flatnonzero(logs[:, _COLUMNS[Tag.OUTSIDE]] < _RULED_OUT).tolist()
    likely = {words[index][0]: index for index in open_rows}
    for match in matches:
        likely.pop(match.start, None)  # a name that begins with a listed one is not unlisted
    for cue in (*names_that_say_what_they_are(sentence), *names_that_act(sentence, likely)):
        low = max(0, bisect_right(starts, cue.start) - 1)
        inside = [match for match in matches[low : bisect_left(starts, cue.end)] if cue.start < match.end]
        if cue.weight == SURE:  # 'SAS' is a form, and an airline
            inside = [match for match in inside if match.start < cue.end - _SHORT_FORM]
        longer = cue.kind is Kind.COMPANY and all(match.end < cue.end - _SHORTEST_REST for match in inside)
        longer = longer or (cue.whole and all(_is_part(match, cue) for match in inside))
        known = entities.is_demonym(sentence[cue.start : cue.end].split()[0])
        if (not inside or longer) and not known and not any(taken[cue.start : cue.end]):
            taken[cue.start : cue.end] = b"\1" * (cue.end - cue.start)
            cues.append(cue if cue.kind else replace(cue, kind=_kind_of_unlisted(sentence, cue, logs, likely)))
    return cues


def _kind_of_unlisted(sentence: str, cue: Cue, logs: FloatArray, rows: Mapping[int, int]) -> Kind:
    row = rows.get(cue.start)
    score = state_score(sentence, cue.start, cue.end, None if row is None else lean_of(logs[row]))
    return Kind.GOVERNMENT if score >= ENOUGH else Kind.COMPANY


def is_inside(match: Match, cue: Cue) -> bool:
    """Say whether a listed name lies within the words of a cue."""
    return cue.start <= match.start and match.end <= cue.end


def _is_part(match: Match, cue: Cue) -> bool:
    """Say whether a listed name is only a part of a longer one: 'Galicia' of a bank, the court of a country."""
    if cue.kind is Kind.GOVERNMENT:
        return match.end < cue.end and match.alias_kind == "body"
    return match.start > cue.start


def share_evidence(
    sentence: str, logs: FloatArray, words: Sequence[tuple[int, int]], matches: Sequence[Match], cues: Sequence[Cue]
) -> None:
    """Let what speaks for a company speak for the government that the list, or the grammar, knows by that name.

    The tagger takes a city that acts, and a state that it has never heard of, for a firm; and now and then a firm for
    a state.
    """
    spans = [
        (match.start, match.end, Kind.GOVERNMENT if match.entity_id.startswith("gov:") else Kind.COMPANY)
        for match in matches
        if match.ambiguous and match.entity_id and _is_active(sentence, match)
    ]
    spans += [(cue.start, cue.end, cue.kind) for cue in cues if cue.kind is not None]
    for low, high, kind in spans:
        for index, (start, end) in enumerate(words):
            if start < high and low < end:
                for firm, state in _COMPANY_TO_GOVERNMENT:
                    other = state if kind is Kind.GOVERNMENT else firm
                    logs[index, other] = np.logaddexp(logs[index, firm], logs[index, state])


def _is_active(sentence: str, match: Match) -> bool:
    """Say whether a listed name does, suffers or has what only an actor does, suffers or has."""
    if acts(sentence, match.start, match.end):
        return True
    return match.entity_id.startswith("company:") and firm_like(sentence, match.start, match.end)


def bonuses_of(
    sentence: str,
    words: Sequence[tuple[int, int]],
    matches: Sequence[Match],
    cues: Sequence[Cue],
    entities: EntityList,
) -> FloatArray:
    """Return what the list adds to each word's log probabilities, (n_words, n_tags)."""
    bonuses = np.zeros((len(words), len(_TAGS)), dtype=np.float32)
    bonuses[:, _TAGS.index(Tag.OUTSIDE)] += OUTSIDE_BONUS
    for match in matches:
        if not match.entity_id:
            continue
        kind = kind_of(match, entities)
        placed = kind is Kind.GOVERNMENT and match.alias_kind in _PLACES
        acting = placed and acts(sentence, match.start, match.end)
        plain = match.ambiguous or " " not in sentence[match.start : match.end]
        bonus = (ACTOR_BONUS if plain else SURE) if acting else _bonus(sentence, match, kind)
        inside = _add(bonuses, words, match.start, match.end, kind, bonus)
        if (
            inside and bonus == BODY_BONUS and not sentence[: match.start].endswith("s ")
        ):  # it may be the end of a longer name, 'U.S. Air Forces Central Command'
            bonuses[inside[0], _COLUMNS[f"I-{kind.value}"]] += bonus
        if kind is Kind.GOVERNMENT and not acting and bonus < SURE:
            for position, index in enumerate(inside):
                bonuses[index, _COLUMNS[f"{'I' if position else 'B'}-place"]] += PLACE_SHARE * bonus
        if inside and not match.ambiguous and inside[-1] + 1 < len(words):
            bonuses[inside[-1] + 1, _INSIDES] -= AFTER_PENALTY
    for cue in cues:
        if cue.kind is not None:
            _add(bonuses, words, cue.start, cue.end, cue.kind, cue.weight)
    return bonuses


def _bonus(sentence: str, match: Match, kind: Kind) -> float:
    """Return what a listed name adds to its tags where it does not act."""
    if match.alias_kind == "share" or (match.alias_kind == "ticker" and of_the_market(sentence)):
        return SURE
    if match.ambiguous:
        active = kind is Kind.COMPANY and match.alias_kind == "name" and _is_active(sentence, match)
        return ACTIVE_BONUS if active else AMBIGUOUS_BONUS
    if match.alias_kind in COUNTRY_ALIASES:
        if kind is Kind.GOVERNMENT:
            return PRIVATE_BONUS if describes_the_private(sentence, match.end) else COUNTRY_BONUS
        # Whether the article belongs to 'The Sun' is the tagger's to say.
        plain = " " not in sentence[match.start : match.end] or sentence[match.start :].startswith("The ")
        return NAME_BONUS if plain else FIRM_BONUS
    several = " " in sentence[match.start : match.end]
    if match.alias_kind == "body":
        return BODY_BONUS if several else ACRONYM_BONUS
    return NAME_BONUS


def _add(
    bonuses: FloatArray, words: Sequence[tuple[int, int]], start: int, end: int, kind: Kind, weight: float
) -> list[int]:
    """Add a weight to the tags of a kind over some words; return the places of these words."""
    inside = [index for index, (low, high) in enumerate(words) if low < end and start < high]
    for position, index in enumerate(inside):
        bonuses[index, _COLUMNS[f"{'I' if position else 'B'}-{kind.value}"]] += weight
    return inside


def kind_of(match: Match, entities: EntityList) -> Kind:
    listed = entities.get(match.entity_id)
    assert listed is not None  # matches come from the list itself
    return listed.kind
