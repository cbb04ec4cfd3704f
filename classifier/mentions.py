"""Find the companies and governments that a sentence names: the model's word tags and the list decide together.

The tagger has learned the labelling guidelines: which words are a target, how far the name reaches, and whether a
country acts or is a mere place. The list knows names. One search for the best tag sequence hears both: a listed name
adds to the log probability of the tags that would mark just its words as its kind.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from classifier.cues import (
    acts,
    describes_the_private,
    names_a_language,
    names_a_person,
    names_no_actor,
    of_the_market,
)
from classifier.entities import EntityList, Match
from classifier.linking import PHRASE_TAIL
from classifier.records import Kind
from classifier.scorer import FloatArray, Tag
from classifier.state_or_firm import ENOUGH, firm_like, state_score
from classifier.unlisted import SURE, Cue, names_that_act, names_that_say_what_they_are

# What a listed name adds to the log probability of its tags, and what is added to or taken from other tags. Tuned for
# mention F1 on company_government_news dev and own dev (these: 90.8 and 93.0).
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
_WHOLE = frozenset({"name", "body", "seat"})
_PLACES = frozenset({"name", "capital", "seat"})
_COUNTRY_ALIASES = frozenset({"name", "code", "demonym", "capital"})
_BEGINS = {
    _TAGS.index(Tag.BEGIN_COMPANY): Kind.COMPANY,
    _TAGS.index(Tag.BEGIN_GOVERNMENT): Kind.GOVERNMENT,
    _TAGS.index(Tag.BEGIN_PLACE): None,
}
_COMPANY_TO_GOVERNMENT = (
    (_TAGS.index(Tag.BEGIN_COMPANY), _TAGS.index(Tag.BEGIN_GOVERNMENT)),
    (_TAGS.index(Tag.INSIDE_COMPANY), _TAGS.index(Tag.INSIDE_GOVERNMENT)),
)
_INSIDES = [column for column, tag in enumerate(_TAGS) if tag.startswith("I-")]
_OUTSIDE = _TAGS.index(Tag.OUTSIDE)
_COLUMNS = {tag.value: column for column, tag in enumerate(_TAGS)}
_EDGE_MARKS = frozenset("\"'“”‘’«»,;:!?()[]{}<>|*_/\\–—-&")
# What follows a name that only is a part of another one: 'Etihad Stadium', 'Falklands War'.
_PART_OF_A_NAME = re.compile(
    r" (?:Stadium|Arena|Field|War(?! (?:Department|Office|Cabinet|Crimes|Powers))|Treaty|Accords?|Convention|Protocol"
    r"|Foundation|Prize|Derby|Marathon|Museum|University|College)(?!\w)"
)
_LEGAL_FORM = re.compile(
    r"(?:,? (?:S\.A\. de C\.V\.|S\.r\.l\.|S\.p\.A\.|B\.V\.|N\.V\.|S\.A\.|A/S|L\.P\."
    r"|(?:Inc|Corp|Cos?|Ltd|LLC|PLC|plc|LP|LLP|AG|SAS|SARL|SA|SE|NV|BV|ASA|AS|SpA|AB|Oyj|GmbH|KG|Pty|Bhd)(?!\w)"
    r"(?:\.(?=,? \w+\.|,? (?:Ltd|Inc|LLC)|\s+[a-z]|[,;)]))?))+"
)
_VERB_HEADS = frozenset({"forces", "state", "ships", "leaders"})
_LONGEST_FORM = 24
_SHORT_FORM = 4
# Words that alone name nobody, whatever the tagger says.
_EMPTY_WORDS = frozenset(
    (
        "a",
        "an",
        "and",
        "at",
        "for",
        "i",
        "in",
        "its",
        "new",
        "of",
        "old",
        "on",
        "or",
        "our",
        "state",
        "the",
        "their",
        "to",
    )
)
_BRACKETS = {")": "(", "]": "[", "}": "{"}


# Columns of the tags that an inside tag may follow, those of its own kind (IOB2): (inside, begin).
_PAIRS = [(column, _TAGS.index(Tag(tag.replace("I-", "B-")))) for column, tag in enumerate(_TAGS) if tag[0] == "I"]


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A company or government that a sentence names; offsets count code points of the sentence."""

    start: int
    end: int
    kind: Kind


def best_tags(logs: FloatArray) -> list[int]:
    """Return the best valid tag sequence (Viterbi 1967) for (n_words, n_tags) log weights; of equals, the first.

    Where no word prefers any tag to `O`, nothing need be searched.
    """
    if not logs.argmax(axis=1).any():
        return [_OUTSIDE] * len(logs)
    # On seven tags plain floats are several times faster than arrays. Sums are rounded to 32 bits, as those of the
    # weights' own type would be, so that no tie is decided otherwise.
    rows = logs.tolist()
    score = [-math.inf if column in _INSIDES else weight for column, weight in enumerate(rows[0])]
    back: list[list[int]] = []
    for row in rows[1:]:
        best = max(score)
        came = [score.index(best)] * len(row)
        sums = [best + weight for weight in row]
        for inside, begin in _PAIRS:
            came[inside] = begin if score[begin] >= score[inside] else inside
            sums[inside] = score[came[inside]] + row[inside]
        back.append(came)
        score = array("f", sums).tolist()
    sequence = [score.index(max(score))]
    for came in reversed(back):
        sequence.append(came[sequence[-1]])
    return sequence[::-1]


def find_mentions(
    sentence: str, words: Sequence[tuple[int, int]], tags: FloatArray, entities: EntityList
) -> list[NamedSpan]:
    """Return the companies and governments that a sentence names, in text order, none overlapping.

    Args:
        sentence: the sentence.
        words: (start, end) of each word in the sentence.
        tags: (n_words, len(Tag)) probabilities, as in `scorer.Reading`.
        entities: the list of known names.
    """
    matches = entities.search(sentence)
    logs = np.log(np.maximum(tags, 1e-4))
    cues = _cues(sentence, words, logs, matches, entities)
    leans = _leans(logs)
    _share_evidence(sentence, logs, words, matches, cues)
    logs += _bonuses(sentence, words, matches, cues, entities)
    listed = {(match.start, match.end): match for match in matches if match.entity_id}
    cued = {(cue.start, cue.end): cue.kind for cue in cues}
    blocked = [match for match in matches if match.alias_kind == "blocked"]
    found: list[NamedSpan] = []
    for begin, end, kind in _runs(best_tags(logs)):
        start, stop = words[begin][0], words[end - 1][1]
        span = (start, stop) if (start, stop) in cued else _trimmed(sentence, start, stop, listed)
        if span is None or kind is None or any(match.start < span[1] and span[0] < match.end for match in blocked):
            continue
        if kind is Kind.COMPANY and entities.is_demonym(sentence[span[0] : span[1]]):
            continue  # 'a Danish group' is no company named Danish
        if span not in listed and span not in cued:
            if _EMPTY_WORDS.issuperset(re.findall(r"\w+", sentence[span[0] : span[1]].lower())):
                continue
            span = _completed(sentence, span, listed)
            span = span[0], max(span[1], _end_of_name(sentence, span, kind))
        if _PART_OF_A_NAME.match(sentence, span[1]) or _names_another(sentence, span, listed.get(span), entities):
            continue
        if not found or span[0] >= found[-1].end:
            lean = leans[begin]
            found.append(
                NamedSpan(*span, cued.get(span) or _kind(sentence, span, kind, listed.get(span), entities, lean))
            )
    return found


def _names_another(sentence: str, span: tuple[int, int], match: Match | None, entities: EntityList) -> bool:
    """Say whether a found name is not that of the government or company here: a team, a language, a founder."""
    surface = sentence[span[0] : span[1]]
    if match is None:
        if entities.is_demonym(surface):
            return names_a_language(sentence, *span)
        return " " not in surface and (
            names_no_actor(sentence, *span)
            or entities.names_an_office_holder(surface.removesuffix("’s").removesuffix("'s"))
        )
    if match.entity_id.startswith("gov:"):
        return match.alias_kind in _COUNTRY_ALIASES and names_no_actor(sentence, *span)
    founder = match.ambiguous and surface.count(" ") == 1 and match.alias_kind == "name"
    return founder and names_a_person(sentence, span[1])


def _leans(logs: FloatArray) -> list[float]:
    """Return log10 of how many times likelier a government than a company begins at each word, by the tagger."""
    difference = logs[:, _COLUMNS[Tag.BEGIN_GOVERNMENT]] - logs[:, _COLUMNS[Tag.BEGIN_COMPANY]]
    return [float(value) for value in difference / math.log(10)]


def _cues(
    sentence: str,
    words: Sequence[tuple[int, int]],
    logs: FloatArray,
    matches: Sequence[Match],
    entities: EntityList,
) -> list[Cue]:
    """Return the names that the grammar gives away and the list lacks."""
    cues: list[Cue] = []
    leans = dict(zip((start for start, _ in words), _leans(logs), strict=True))
    for cue in (*names_that_say_what_they_are(sentence), *names_that_act(sentence)):
        inside = [match for match in matches if match.start < cue.end and cue.start < match.end]
        if cue.weight == SURE:  # 'SAS' is a form, and an airline
            inside = [match for match in inside if match.start < cue.end - _SHORT_FORM]
        longer = cue.kind is Kind.COMPANY and all(match.end < cue.end - _LONGEST_FORM // 2 for match in inside)
        longer = longer or (cue.whole and all(_is_part(match, cue) for match in inside))
        known = entities.is_demonym(sentence[cue.start : cue.end].split()[0])
        if (not inside or longer) and not known and not any(cue.start < c.end and c.start < cue.end for c in cues):
            score = 0.0 if cue.kind else state_score(sentence, cue.start, cue.end, leans.get(cue.start))
            kind = cue.kind or (Kind.GOVERNMENT if score >= ENOUGH else Kind.COMPANY)
            cues.append(replace(cue, kind=kind))
    return cues


def _is_part(match: Match, cue: Cue) -> bool:
    """Say whether a listed name is only a part of a longer one: 'Galicia' of a bank, the court of a country."""
    if cue.kind is Kind.GOVERNMENT:
        return match.end < cue.end and match.alias_kind == "body"
    return match.start > cue.start


def _share_evidence(
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


def _end_of_name(sentence: str, span: tuple[int, int], kind: Kind) -> int:
    """Return where a name ends that no list has: behind its legal form, or behind 'security forces', 'officials'."""
    start, end = span
    if kind is Kind.COMPANY:
        for form in _LEGAL_FORM.finditer(sentence, start, end + _LONGEST_FORM):
            if form.start() <= end < form.end():
                return form.end()
        return end
    first = re.compile(r"[\w’'-]+").match(sentence, start)
    tail = PHRASE_TAIL.match(sentence, first.end()) if first is not None else None
    if first is None or tail is None:
        return end
    is_verb = tail["head"].lower() in _VERB_HEADS and len(tail.group().split()) == 1  # 'Norvia forces a vote'
    return end if is_verb else max(end, tail.end())


def _completed(sentence: str, span: tuple[int, int], listed: dict[tuple[int, int], Match]) -> tuple[int, int]:
    """Return the listed name that a span is only a part of: 'Nevis' of 'St. Kitts and Nevis'; else it."""
    for (start, end), match in listed.items():
        whole = match.alias_kind == "code" or (match.alias_kind in _WHOLE and not match.ambiguous)
        if start <= span[0] and span[1] <= end and whole and sentence[start : span[0]].lower() != "the ":
            return start, end
    return span


def _bonuses(
    sentence: str,
    words: Sequence[tuple[int, int]],
    matches: Sequence[Match],
    cues: Sequence[Cue],
    entities: EntityList,
) -> FloatArray:
    """Return what the list adds to each word's log probabilities, (n_words, n_tags)."""
    bonuses = np.zeros((len(words), len(_TAGS)), dtype=np.float32)
    bonuses[:, _OUTSIDE] += OUTSIDE_BONUS
    for match in matches:
        if not match.entity_id:
            continue
        kind = _kind_of(match, entities)
        placed = kind is Kind.GOVERNMENT and match.alias_kind in _PLACES
        acting = placed and acts(sentence, match.start, match.end)
        bonus = ACTOR_BONUS if acting else _bonus(sentence, match, kind)
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
    if match.alias_kind in _COUNTRY_ALIASES:
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


def _runs(sequence: Sequence[int]) -> list[tuple[int, int, Kind | None]]:
    """Return (first word, word after the last, kind) of each span of a tag sequence; kind None: a place."""
    runs: list[tuple[int, int, Kind | None]] = []
    begin: int | None = None
    for index, tag in enumerate([*sequence, _OUTSIDE]):
        if begin is not None and (tag == _OUTSIDE or tag in _BEGINS):
            runs.append((begin, index, _BEGINS[sequence[begin]]))
            begin = None
        if tag in _BEGINS:
            begin = index
    return runs


def _trimmed(sentence: str, start: int, end: int, listed: dict[tuple[int, int], Match]) -> tuple[int, int] | None:
    """Return a span without an article, a genitive, and quotes and blanks at its edges; None if no letter is left.

    A listed name keeps what belongs to it: 'Lowe's', 'The Gap'.
    """
    if (start, end) in listed:
        return start, end
    surface = sentence[start:end]
    for genitive in ("'s", "’s", "'", "’"):
        if surface.endswith(genitive):
            surface = surface.removesuffix(genitive)
            break
    low, high = 0, len(surface)
    while low < high and _is_edge(surface[low]):
        low += 1
    while low < high and _is_edge(surface[high - 1]) and not _is_closed(surface[low:high]):
        high -= 1
    if not any(letter.isalnum() for letter in surface[low:high]):
        return None
    if surface[low : low + 4].lower() == "the " and (start + low + 4, start + high) in listed:
        low += 4
    return start + low, start + high


def _is_closed(surface: str) -> bool:
    """Return whether a surface ends in a bracket that it opens itself: 'Alphabet (Google)'."""
    opening = _BRACKETS.get(surface[-1])
    return opening is not None and opening in surface


def _is_edge(character: str) -> bool:
    return character.isspace() or character in _EDGE_MARKS


def _kind_of(match: Match, entities: EntityList) -> Kind:
    listed = entities.get(match.entity_id)
    assert listed is not None  # matches come from the list itself
    return listed.kind


def _kind(
    sentence: str, span: tuple[int, int], tagged: Kind, match: Match | None, entities: EntityList, lean: float
) -> Kind:
    """Return the kind of a tagged span: the list's where it knows just this name, and the name is not ambiguous.

    What is tagged as a company that the list lacks is a state if the sentence speaks of it as of one.
    """
    if match is not None and not match.ambiguous:
        return _kind_of(match, entities)
    surface = sentence[span[0] : span[1]]
    if tagged is not Kind.COMPANY or entities.link(surface, Kind.COMPANY).known:
        return tagged
    if match is not None:
        return _kind_of(match, entities)
    return Kind.GOVERNMENT if state_score(sentence, *span, lean) >= ENOUGH else tagged
