"""What the baseline sees of a holder: is it a source at all, and which words of the sentence name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classifier.baseline_features import VERBS, Span, Target, bucket, name_runs, verb_features, word_set

_PRONOUNS = word_set("he she they i we it")
_FUNCTION_WORDS = word_set(
    "a an the this that these those of in on at by for with from to into over under about against as than and or but "
    "if when while after before because who which whose what how why where there here is are was were be been being "
    "has have had do does did will would can could may might shall should must not no nor so too very more most less "
    "him her them his their its my our your us me you all any some each both such own same other"
)
MAX_DROPPED = 3  # words of a name's front that a holder may leave out
_VERB_SIDE = {word: name for name, verbs in VERBS.items() for word in verbs}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Spans of words [low, high) of a target's analysis that may name the source."""

    spans: tuple[Span, ...]
    features: tuple[list[str], ...]


def candidates(target: Target) -> Candidates:
    """Return the runs of names, pronouns and common nouns beside a target, each with what speaks for it."""
    analysis = target.analysis
    runs = list(name_runs(analysis))
    covered = {index for run in runs for index in range(*run)}
    # 'President Donald Trump' is annotated as 'Donald Trump' or 'Trump': offer the run's endings too
    spans = [(start, end) for begin, end in runs for start in range(begin, min(end, begin + MAX_DROPPED + 1))]
    spans += [(i, i + 1) for i, word in enumerate(analysis.lower) if i not in covered and _may_name(word)]
    apart = sorted(span for span in spans if span[1] <= target.first or span[0] >= target.last)
    return Candidates(tuple(apart), tuple(list(_candidate_features(target, span)) for span in apart))


def _may_name(word: str) -> bool:
    return word in _PRONOUNS or (len(word) > 2 and word.isalpha() and word not in _FUNCTION_WORDS)


def _candidate_features(target: Target, span: Span) -> Iterator[str]:
    analysis, first, last = target.analysis, target.first, target.last
    low, high = span
    lower = ["^", "^", *analysis.lower, "$", "$"]
    word = analysis.lower[high - 1]
    kind = "name" if analysis.named[low] else "pronoun" if word in _PRONOUNS else "noun"
    side = "L" if high <= first else "R"
    gap = first - high if side == "L" else low - last
    yield f"kind={kind}"
    yield f"side={side} {kind}"
    yield f"gap={side}{bucket(gap)}"
    yield f"first={low == 0} {kind}"
    yield f"starts={bucket(low)} {kind}"
    yield f"quoted={bool(analysis.quoted[low])} {kind}"
    if kind != "name":
        yield f"w={word}"
        yield f"{kind} ends={word[-2:]}"
        yield f"{kind} ends={word[-3:]}"
    yield f"size={min(4, high - low)}"
    inside = kind == "name" and low > 0 and bool(analysis.named[low - 1])
    yield f"ending={inside}"
    if kind == "name":
        yield f"starts={analysis.lower[low]}"
        yield f"starts={analysis.lower[low]} ending={inside}"
        yield f"behind={analysis.lower[low - 1] if inside else ''}"
    before, after = lower[low + 1], lower[high + 2]
    yield f"-1={before}"
    yield f"-1={before} {kind}"
    yield f"1={after}"
    yield f"1={after} {kind}"
    yield f"-2={lower[low]} {before}"
    yield f"2={after} {lower[high + 3]}"
    for name, near in (("-1", before), ("-2", lower[low]), ("1", after), ("2", lower[high + 3])):
        if near in _VERB_SIDE:
            yield f"{name} {_VERB_SIDE[near]}"
            yield f"{name} {_VERB_SIDE[near]} {kind}"
            yield f"{name} verb"
    for step in range(3, 7):
        if low - step >= 0 and analysis.lower[low - step] in _VERB_SIDE:
            yield "verb before"
        if high + step - 1 < len(analysis.lower) and analysis.lower[high + step - 1] in _VERB_SIDE:
            yield f"verb after {kind}"
    between = analysis.lower[high:first] if side == "L" else analysis.lower[last:low]
    for verb in sorted({_VERB_SIDE[word] for word in between if word in _VERB_SIDE}):
        yield f"between {side} {verb} {kind}"
    if len(between) <= 6:
        yield f"path={side} " + " ".join(between)
    yield from (f"between {side}={word}" for word in between[:12])


def source_features(target: Target) -> list[str]:
    """Return what speaks for the stance being that of a source, whom the sentence quotes or describes."""
    lower, first, last = target.analysis.lower, target.first, target.last
    quoted = bool(target.analysis.quoted[first : first + 1].any())
    found = [f"quoted={quoted}", f"quotes={bool(target.analysis.quoted.any())}", f"quoted={quoted} first={first == 0}"]
    found += verb_features(target)
    found += [f"any {name}" for name, verbs in VERBS.items() if not verbs.isdisjoint(lower)]
    found += [f"{side}={word}" for side, words in (("L", lower[:first]), ("R", lower[last:])) for word in words]
    found += [f"w={word}" for word in (*lower[:first], *lower[last:])]
    found += [f"-1={word}" for word in lower[max(0, first - 1) : first]]
    found += [f"1={word}" for word in lower[last : last + 1]]
    found.append(f"place={bucket(first)}")
    found.append("opens=" + " ".join(lower[:2] if first >= 2 else ()))
    for low, high in name_runs(target.analysis):
        if high <= first or low >= last:
            side = "L" if high <= first else "R"
            for word in (*lower[high : high + 1], *lower[max(0, low - 1) : low]):
                if word in _VERB_SIDE:
                    found += [f"name {side} {_VERB_SIDE[word]}", f"name {side} {word}"]
    return found
