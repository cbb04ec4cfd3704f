"""What the baseline sees: a sentence and a target span as lists of strings, to be hashed into columns.

A target's own words never become features, so its name cannot bias its stance.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

BoolArray = npt.NDArray[np.bool_]
Span = tuple[int, int]

# 'U.S.' is one word, 'Huawei's' is two: a genitive stands outside a mention. Linear on any text.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|\w+(?:['’](?!s\b)\w+)?|['’]s\b|[^\w\s]")
REACH = 150  # words on each side of a target that are looked at: bounds the cost of endless sentences
MAX_WORD = 30  # characters of a word that are looked at
NEGATION_REACH = 6  # words after a negation, up to the next punctuation, that count as negated
VERB_REACH = 25  # words between a target and a verb that may be about it
TARGET = "TARGET"
NAME = "NAME"


def word_set(words: str) -> frozenset[str]:
    """Return words written with blanks between them as a set."""
    return frozenset(words.split())


_NEGATIONS = word_set("no not never nor without neither nobody nothing none cannot hardly barely")  # and all on n't
_STOPS = frozenset('.,;:!?()"“”—–-') | {"but"}
_CLAUSE_ENDS = word_set(", ; : — – ( ) but while whereas although though and as after because which who that")
_REPORTING = word_set(
    "said says say saying told tells tell added adds announced announces wrote writes claimed claims argued argues "
    "according stated states noted notes insisted insists explained called calls described describes thinks "
    "believes believe thought warned warns"
)
_ACCUSING = word_set(
    "accused accuses accusing accuse blamed blames blame blaming criticized criticised criticizes criticises "
    "criticizing criticising slammed slams condemned condemns condemning denounced denounces attacked attacks sued "
    "sues suing fined fines fine charged charges sanctioned sanctions banned bans alleged alleges ripped blasted "
    "blasts mocked mocks rejected rejects opposed opposes urged protest protested threatened threatens"
)
_PRAISING = word_set(
    "praised praises praising praise thanked thanks thank lauded lauds hailed hails welcomed welcomes backed backs "
    "supported supports support endorsed endorses defended defends credited credits applauded trust trusts loves "
    "love admired admires commended congratulated"
)
VERBS = {"reports": _REPORTING, "accuses": _ACCUSING, "praises": _PRAISING}
_PRONOUNS = word_set("he she they it him her them his their i we us you")
_INSIDE_NAMES = word_set("of & - '")
_GENITIVE = "'s"
_TITLES = word_set("mr mrs ms dr sen rep gov gen lt col capt prof st")  # a period behind them ends nothing
_OPENERS = frozenset('“".:‘(')  # behind these a capital is no sign of a name
_COMMON_FIRST_WORDS = word_set(
    "the a an in on at but and he she it they we i this that if when as for his her their its our my there what "
    "while after with from by so now yet not no some many most all"
)
_HEADLINE_SHARE = 0.7  # of capitalised words, from which capitals say nothing


@dataclass(frozen=True, slots=True)
class Analysis:
    """One sentence, cut into words. Every sequence has one element per word.

    Attributes:
        spans: (start, end) in code points of the sentence.
        surfaces: the words as they stand; lone surrogates replaced.
        lower: lower-cased, numbers as '#', at most MAX_WORD characters.
        marked: `lower`, with NOT_ in front where a negation reaches.
        quoted: inside quotation marks.
        named: part of a capitalised run that looks like a name.
    """

    spans: tuple[Span, ...]
    surfaces: tuple[str, ...]
    lower: tuple[str, ...]
    marked: tuple[str, ...]
    quoted: BoolArray
    named: BoolArray

    def target(self, start: int, end: int) -> Target:
        """Return the target at a span of characters, in code points of the sentence."""
        first, last = self.words_of(start, end)
        low, high = max(0, first - REACH), min(len(self.spans), last + REACH)
        if high - low == len(self.spans):
            return Target(self, first, last, 0, windowed=False)
        near = Analysis(
            self.spans[low:high],
            self.surfaces[low:high],
            self.lower[low:high],
            self.marked[low:high],
            self.quoted[low:high],
            self.named[low:high],
        )
        return Target(near, first - low, last - low, low, windowed=True)

    def words_of(self, start: int, end: int) -> Span:
        """Return the first word of a span of characters and the word behind its last; the next word if it has none."""
        first = bisect_right(self.spans, start, key=lambda span: span[1])
        last = bisect_left(self.spans, end, key=lambda span: span[0])
        if first < last:
            return first, last
        first = max(0, min(first, len(self.spans) - 1))
        return first, min(first + 1, len(self.spans))


@dataclass(frozen=True, slots=True)
class Target:
    """A target in its sentence; of a long sentence, in the REACH words on each side of it.

    Attributes:
        analysis: the sentence, or what of it is looked at.
        first, last: the target's words [first, last) there.
        low: index in the sentence of the analysis's first word.
    """

    analysis: Analysis
    first: int
    last: int
    low: int
    windowed: bool


def analyse(sentence: str) -> Analysis:
    """Return the words of a sentence with what can be told of each without a target."""
    spans = tuple(match.span() for match in WORD.finditer(sentence))
    # A lone surrogate cannot be hashed; its stand-in keeps every offset.
    surfaces = tuple(
        "".join(
            "\ufffd" if "\ud800" <= char <= "\udfff" else char for char in sentence[low : min(high, low + MAX_WORD)]
        )
        for low, high in spans
    )
    lower = tuple("#" if word[0].isdigit() else word.lower().replace("’", "'") for word in surfaces)
    return Analysis(spans, surfaces, lower, _marked(lower), _quoted(surfaces), _named(surfaces, lower))


def _marked(lower: Sequence[str]) -> tuple[str, ...]:
    marked = []
    left = 0
    for word in lower:
        if word in _STOPS:
            left = 0
        marked.append(f"NOT_{word}" if left > 0 else word)
        left = NEGATION_REACH if word in _NEGATIONS or word.endswith("n't") else left - 1
    return tuple(marked)


def _quoted(surfaces: Sequence[str]) -> BoolArray:
    quoted = np.zeros(len(surfaces), dtype=np.bool_)
    inside = False
    for index, word in enumerate(surfaces):
        if word in ("“", "”", '"'):
            inside = word == "“" or (word == '"' and not inside)
        quoted[index] = inside
    return quoted


def _named(surfaces: Sequence[str], lower: Sequence[str]) -> BoolArray:
    named = np.zeros(len(surfaces), dtype=np.bool_)
    n_letters = sum(word[0].isalpha() for word in surfaces)
    if sum(word[0].isupper() for word in surfaces) > _HEADLINE_SHARE * n_letters:
        return named
    for index, word in enumerate(surfaces):
        if word[0].isupper() and word not in ("I", "A"):
            opens = index == 0 or surfaces[index - 1] in _OPENERS
            named[index] = not (opens and lower[index] in _COMMON_FIRST_WORDS)
    return named


@lru_cache(maxsize=50_000)
def word_features(marked: str) -> tuple[str, ...]:
    """Return a word, its stem and its inner strings of five letters: what an unseen form shares with seen ones."""
    negation, word = ("NOT_", marked[4:]) if marked.startswith("NOT_") else ("", marked)
    found = [f"w={marked}"]
    if len(word) > 5:
        found.append(f"s={negation}{word[:5]}")
    if len(word) > 3:
        padded = f"<{word}>"
        found += [f"c={negation}{padded[i : i + 5]}" for i in range(len(padded) - 4)]
    return tuple(found)


def sentence_features(analysis: Analysis) -> list[str]:
    """Return what speaks for the tone of a whole sentence: words, stems, letter strings, pairs of words."""
    found = [feature for word in analysis.marked for feature in word_features(word)]
    found += [f"w2={one} {two}" for one, two in zip(analysis.marked, analysis.marked[1:], strict=False)]
    return found


def _clause(target: Target) -> Span:
    """Return the words [low, high) around a target up to the next comma, conjunction or the like."""
    lower = target.analysis.lower
    low, high = target.first, target.last
    while low > 0 and lower[low - 1] not in _CLAUSE_ENDS:
        low -= 1
    while high < len(lower) and lower[high] not in _CLAUSE_ENDS:
        high += 1
    return low, high


def _unshared(target: Target) -> Span:
    """Return the words [low, high) around a target up to the next name."""
    named = target.analysis.named
    low, high = target.first, target.last
    while low > 0 and not named[low - 1]:
        low -= 1
    while high < len(named) and not named[high]:
        high += 1
    return low, high


def _is_quoted(target: Target) -> bool:
    return bool(target.analysis.quoted[target.first : target.first + 1].any())


def regions(target: Target) -> npt.NDArray[np.float32]:
    """Return which words lie in which region around a target, as 0 and 1. *Shape:* (N_REGIONS, n_words)."""
    first, last = target.first, target.last
    position = np.arange(len(target.analysis.lower))
    distance = np.where(position < first, first - position, position - last + 1)
    side = [position < first, position >= last]
    ring = [distance <= 2, (distance > 2) & (distance <= 5), (distance > 5) & (distance <= 10), distance > 10]
    clause, own = np.zeros((2, len(position)), dtype=np.bool_)
    clause[slice(*_clause(target))] = True
    own[slice(*_unshared(target))] = True
    same = target.analysis.quoted == _is_quoted(target)
    masks = [one & other for one in side for other in (*ring, clause, own, ~own)]
    return np.array([*masks, (side[0] | side[1]) & same, (side[0] | side[1]) & ~same], dtype=np.float32)


N_REGIONS = 16  # two sides times four rings, the clause, the words up to and from the next name; same quote or not


def _near(distance: int) -> str:
    """Return a distance in words: exact up to 2, in pairs up to 6."""
    return f"e{distance}" if abs(distance) <= 2 else f"{(distance + (1 if distance > 0 else -1)) // 2}"


def stance_features(target: Target) -> list[str]:
    """Return what speaks for the stance toward a target."""
    analysis, first, last = target.analysis, target.first, target.last
    words = [*analysis.marked[:first], TARGET, *analysis.marked[last:]]
    shown = [NAME if named else word for word, named in zip(analysis.marked, analysis.named, strict=True)]
    abstract = [*shown[:first], TARGET, *shown[last:]]
    others = [index for index in range(len(words)) if index != first]
    found = []
    for index in others:
        word, side = words[index], "L" if index < first else "R"
        found += [f"w={word}", f"{side}={word}"]
        if abs(index - first) <= 6:
            found.append(f"d{_near(index - first)}={word}")
        bare = word.removeprefix("NOT_")
        if len(bare) > 5:
            stem = word[: len(word) - len(bare) + 5]
            found += [f"s={stem}", f"s{side}={stem}"]
    for size in (2, 3):
        for index in range(len(words) - size + 1):
            gram = " ".join(words[index : index + size])
            found.append(f"{'L' if index < first else 'R'}{size}={gram}")
            if size == 2:
                found.append(f"w2={gram}")
    for size in (2, 3, 4):  # the strings of words that hold the target, with and without the names around it
        for index in range(max(0, first - size + 1), min(first, len(words) - size) + 1):
            found.append("a=" + " ".join(words[index : index + size]))
            found.append("n=" + " ".join(abstract[index : index + size]))
    return [
        *found,
        *_scope_features(target),
        *_place_features(target),
        *verb_features(target),
        *_quote_features(target),
    ]


def _scope_features(target: Target) -> Iterator[str]:
    """Yield the words of the target's clause, and those up to the next name, by side."""
    analysis, first, last = target.analysis, target.first, target.last
    low, high = _clause(target)
    for side, words in (("L", analysis.marked[low:first]), ("R", analysis.marked[last:high])):
        for word in words:
            yield f"c{side}={word}"
            yield f"c={word}"
    yield "begins=" + (analysis.lower[low - 1] if low else "")
    yield "ends=" + (analysis.lower[high] if high < len(analysis.lower) else "")
    low, high = _unshared(target)
    yield from (f"uL={word}" for word in analysis.marked[low:first])
    yield from (f"uR={word}" for word in analysis.marked[last:high])


def _place_features(target: Target) -> Iterator[str]:
    first, last, lower = target.first, target.last, target.analysis.lower
    word = lower[first] if first < len(lower) else ""
    yield f"place={5 * first // max(1, len(lower))}"
    yield f"first={first == 0}"
    yield f"length={min(6, len(lower) // 8)}"
    yield f"size={min(4, last - first)}"
    yield f"capital={bool(word) and target.analysis.surfaces[first][0].isupper()}"
    yield f"pronoun={word if word in _PRONOUNS else ''}"
    yield f"genitive={lower[last : last + 1] == (_GENITIVE,)}"


def bucket(distance: int) -> int:
    """Return a distance in words, rounded up to a few steps."""
    return next((bound for bound in (1, 2, 3, 5, 9) if distance <= bound), 10)


def verb_features(target: Target) -> Iterator[str]:
    """Yield on which sides of the target somebody reports, accuses or praises, and how near."""
    lower, first, last = target.analysis.lower, target.first, target.last
    for name, verbs in VERBS.items():
        left = next((i for i in range(1, min(VERB_REACH, first) + 1) if lower[first - i] in verbs), 0)
        after = lower[last : last + VERB_REACH]
        right = next((i for i, word in enumerate(after, start=1) if word in verbs), 0)
        for side, distance in (("L", left), ("R", right)):
            if distance:
                yield f"{name}{side}"
                yield f"{name}{side}{bucket(distance)}"
        if left and right:
            yield f"{name}LR"


def _quote_features(target: Target) -> Iterator[str]:
    """Yield whether the target is quoted, and each word with whether it stands in the same voice."""
    analysis, inside = target.analysis, _is_quoted(target)
    yield f"quoted={inside}"
    yield f"quotes={bool(analysis.quoted.any())}"
    if analysis.quoted.any():
        for index, (word, quoted) in enumerate(zip(analysis.marked, analysis.quoted, strict=True)):
            if not target.first <= index < target.last:
                yield f"q{inside}{bool(quoted) == inside}={word}"


def name_runs(analysis: Analysis) -> Iterator[Span]:
    """Yield the words [low, high) of each run of names, a linking word such as 'of' between two included."""
    n_words = len(analysis.lower)
    low = 0
    while low < n_words:
        if not analysis.named[low]:
            low += 1
            continue
        high = low + 1
        while high < n_words:
            step = 1 if analysis.named[high] else 2
            linked = analysis.lower[high] in _INSIDE_NAMES or (
                analysis.lower[high] == "." and analysis.lower[high - 1] in _TITLES
            )
            if step == 2 and not (linked and high + 1 < n_words and analysis.named[high + 1]):
                break
            high += step
        yield low, high
        low = high
