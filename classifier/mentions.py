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
from dataclasses import dataclass

import numpy as np

from classifier.bystanders import events, is_only_shaken, names_a_bystander
from classifier.cues import acts, names_a_language, names_a_person, names_no_actor
from classifier.entities import EntityList, Match
from classifier.linking import PHRASE_TAIL
from classifier.records import Kind
from classifier.scorer import FloatArray, Tag
from classifier.state_or_firm import ENOUGH, state_score
from classifier.weighing import COUNTRY_ALIASES, bonuses_of, cues_of, is_inside, kind_of, lean_of, share_evidence

_TAGS = list(Tag)
_WHOLE = frozenset({"name", "body", "seat"})
_BEGINS = {
    _TAGS.index(Tag.BEGIN_COMPANY): Kind.COMPANY,
    _TAGS.index(Tag.BEGIN_GOVERNMENT): Kind.GOVERNMENT,
    _TAGS.index(Tag.BEGIN_PLACE): None,
}
_INSIDES = [column for column, tag in enumerate(_TAGS) if tag.startswith("I-")]
_OUTSIDE = _TAGS.index(Tag.OUTSIDE)
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
    cues = cues_of(sentence, words, logs, matches, entities)
    matches = [match for match in matches if not any(cue.whole and is_inside(match, cue) for cue in cues)]
    unshared = logs.copy()
    share_evidence(sentence, logs, words, matches, cues)
    logs += bonuses_of(sentence, words, matches, cues, entities)
    listed = {(match.start, match.end): match for match in matches if match.entity_id}
    cued = {(cue.start, cue.end): cue.kind for cue in cues}
    runs = _runs(best_tags(logs))
    blocked = [(match.start, match.end) for match in matches if match.alias_kind == "blocked"]
    blocked += events(sentence) if runs else []
    found: list[NamedSpan] = []
    for begin, end, kind in runs:
        start, stop = words[begin][0], words[end - 1][1]
        span = (start, stop) if (start, stop) in cued else _trimmed(sentence, start, stop, listed)
        if span is None or kind is None or any(low < span[1] and span[0] < high for low, high in blocked):
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
            lean = lean_of(unshared[begin])
            found.append(
                NamedSpan(*span, cued.get(span) or _kind(sentence, span, kind, listed.get(span), entities, lean))
            )
    return found


def _names_another(sentence: str, span: tuple[int, int], match: Match | None, entities: EntityList) -> bool:
    """Say whether a found name is not that of the government or company here: a team, a language, a founder."""
    surface = sentence[span[0] : span[1]]
    if names_a_bystander(sentence, *span, match is not None):
        return True
    if match is None:
        if entities.is_demonym(surface):
            return names_a_language(sentence, *span)
        return " " not in surface and (
            names_no_actor(sentence, *span)
            or entities.names_an_office_holder(surface.removesuffix("’s").removesuffix("'s"))
        )
    if match.entity_id.startswith("gov:"):
        if match.alias_kind not in COUNTRY_ALIASES:
            return False
        return names_no_actor(sentence, *span) or (is_only_shaken(sentence, span[0]) and not acts(sentence, *span))
    founder = match.ambiguous and surface.count(" ") == 1 and match.alias_kind == "name"
    return founder and names_a_person(sentence, span[1])


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
        whole = whole or (match.alias_kind == "name" and match.entity_id.startswith("gov:"))  # 'North Dakota'
        if start <= span[0] and span[1] <= end and whole and sentence[start : span[0]].lower() != "the ":
            return start, end
    return span


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


def _kind(
    sentence: str, span: tuple[int, int], tagged: Kind, match: Match | None, entities: EntityList, lean: float
) -> Kind:
    """Return the kind of a tagged span: the list's where it knows just this name, and the name is not ambiguous.

    What is tagged as a company that the list lacks is a state if the sentence speaks of it as of one.
    """
    if match is not None and not match.ambiguous:
        return kind_of(match, entities)
    surface = sentence[span[0] : span[1]]
    if tagged is not Kind.COMPANY or entities.link(surface, Kind.COMPANY).known:
        return tagged
    if match is not None:
        return kind_of(match, entities)
    return Kind.GOVERNMENT if state_score(sentence, *span, lean) >= ENOUGH else tagged
