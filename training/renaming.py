"""Companies and governments under names that nobody has heard: context must tell what they are, not memory.

A share of the training sentences gets invented names in place of its real ones; every label moves with the words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from classifier.records import Kind
from training.dataset import Example, LabelledTarget

_ONSETS = (
    "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "y", "z",
    "b", "d", "k", "l", "m", "n", "r", "s", "t", "v",
    "br", "ch", "dr", "fl", "gr", "kl", "kr", "qu", "sh", "st", "th", "tr", "zh",
)  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "a", "e", "i", "o", "a", "o", "ai", "ou", "y")
_CODAS = ("", "", "", "", "", "l", "n", "r", "s", "m")
_LAST_CODAS = ("", "", "", "l", "n", "r", "s", "m", "x", "t", "rd", "nd", "rk", "ss", "lt", "nt")
_COUNTRY_ENDS = ["ia", "ia", "land", "stan", "ova", "ar", "on", "ana", "esh", "u", "ala", "or", "ay", "ene", "a", ""]
_BODIES = (
    "government", "government", "foreign ministry", "finance ministry", "parliament", "army", "central bank",
    "justice ministry", "administration", "presidency", "police",
)  # fmt: skip
_TRADES = (
    "Airlines", "Bank", "Bioscience", "Capital", "Cement", "Energy", "Foods", "Gas", "Group", "Holdings", "Industries",
    "Insurance", "Labs", "Logistics", "Media", "Mining", "Motors", "Networks", "Oil", "Pharma", "Power", "Rail",
    "Robotics", "Semiconductor", "Shipping", "Software", "Steel", "Systems", "Technologies", "Telecom",
)  # fmt: skip
_LEGAL = ("Inc", "Inc.", "Corp", "Corp.", "Ltd", "PLC", "AG", "GmbH", "SA", "NV", "Co", "LLC", "SpA", "AB")
_SIDES = ("North", "South", "East", "West", "New", "Upper", "Greater", "Saint", "Republic of", "Kingdom of")
_DEMONYM = re.compile(r"(?:[iln]an|ish|ese|ench|eek|utch)$")
_TARGETED = (Kind.COMPANY, Kind.GOVERNMENT)


def rename_some(examples: Sequence[Example], share: float, seed: int) -> list[Example]:
    """Return the examples, about a share of them with other names for their companies and governments.

    Seven in ten names are invented; the others belong to some other company or country of the examples.
    """
    known = {kind: _plain_names(examples, kind) for kind in _TARGETED}
    renamed = []
    for example in examples:
        rng = random.Random(f"{seed} rename {example.id} {example.text}")
        renamed.append(rename(example, rng, known) if rng.random() < share else example)
    return renamed


def _plain_names(examples: Iterable[Example], kind: Kind) -> list[str]:
    """Return the annotated names of a kind: for governments, those that are a country's and no body's."""
    names = {
        target.name
        for example in examples
        for target in example.targets
        if target.kind is kind and target.name and example.text[target.start : target.end] == target.name
    }
    return sorted(name for name in names if len(name.split()) == 1 or kind is Kind.COMPANY)


def rename(example: Example, rng: random.Random, known: Mapping[Kind, Sequence[str]]) -> Example:
    """Return an example with every company and government that is surely one under another name.

    What the annotation calls by one canonical name, or by the same words, keeps one name. Left as it is: a name that
    overlaps another label in part, and words without a capital.

    Args:
        known: real names by kind, from which three in ten are taken.
    """
    taken = [edge for span in example.spans or () for edge in (span.start, span.end)]
    taken += [edge for target in example.targets for edge in (target.start, target.end)]
    taken += [edge for target in example.targets if isinstance(target.holder, tuple) for edge in target.holder]
    stems: dict[tuple[str, Kind], tuple[str, bool]] = {}
    pieces: list[tuple[int, int, str]] = []
    for start, end, kind, name in _certain_spans(example):
        surface = example.text[start:end]
        if not surface[:1].isupper() or any(start < edge < end for edge in taken):
            continue
        key = (name or surface, kind)
        if key not in stems:
            real = bool(known[kind]) and rng.random() < 0.3
            stems[key] = (rng.choice(known[kind]) if real else _INVENTED[kind](rng)), real
        stem, real = stems[key]
        if kind is Kind.COMPANY:
            new = stem
        elif not real:
            new = _government(stem, surface, example.text[:start].lower().endswith("the "), rng)
        elif len(surface.split()) == 1 and not example.text[:start].lower().endswith("the "):
            new = stem
        else:
            continue  # no form of a real country's name is sure to fit
        pieces.append((start, end, new.upper() if surface.isupper() and len(surface) > 5 else new))
    return _replaced(example, pieces)


def _certain_spans(example: Example) -> list[tuple[int, int, Kind, str | None]]:
    """Return (start, end, kind, canonical name) of what is surely a company or a government, in order, disjoint."""
    names = {(target.start, target.end): target.name for target in example.targets}
    found = {
        (span.start, span.end): kind
        for span in example.spans or ()
        for kind in _TARGETED
        if span.allowed == frozenset({kind})
    }
    found |= {(t.start, t.end): t.kind for t in example.targets if t.kind in _TARGETED}
    kept: list[tuple[int, int, Kind, str | None]] = []
    for (start, end), kind in sorted(found.items()):
        if not kept or kept[-1][1] <= start:
            kept.append((start, end, kind, names.get((start, end))))
    return kept


def _word(rng: random.Random, n_syllables: int) -> str:
    parts = [rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(n_syllables)]
    parts[-1] += rng.choice(_LAST_CODAS) if parts[-1][-1] in "aeiouy" else ""
    if rng.random() < 0.25:
        parts[0] = parts[0].lstrip("bcdfghjklmnpqrstvwxyz") or parts[0]  # begins with a vowel
    word = "".join(parts).capitalize()
    return word if len(word) > 3 else _word(rng, n_syllables)


def invented_company(rng: random.Random) -> str:
    """Return a name that a company might have, in one of many shapes."""
    word = _word(rng, rng.choice((1, 2, 2, 2, 3)))
    shape = rng.random()
    if shape < 0.45:
        name = word
    elif shape < 0.70:
        name = f"{word} {rng.choice(_TRADES)}"
    elif shape < 0.80:
        name = f"{word} {_word(rng, 2)}"
    elif shape < 0.86:
        name = f"{word} & {_word(rng, 2)}"
    elif shape < 0.91:
        name = word + _word(rng, 1)  # camel case
    elif shape < 0.96:
        name = "".join(rng.choice("ABCDEFGHKLMNPRSTVXZ") for _ in range(rng.choice((3, 3, 4))))
    else:
        name = f"{rng.randrange(2, 99)}{word}" if rng.random() < 0.5 else f"{word} {rng.randrange(2, 99)}"
    return f"{name} {rng.choice(_LEGAL)}" if rng.random() < 0.15 else name


def invented_country(rng: random.Random) -> str:
    """Return a name that a country might have."""
    name = _word(rng, rng.choice((1, 2, 2))).rstrip("aeiouy") + rng.choice(_COUNTRY_ENDS)
    return name if len(name) > 3 else invented_country(rng)


_INVENTED = {Kind.COMPANY: invented_company, Kind.GOVERNMENT: invented_country}


def _adjective(country: str) -> str:
    """Return what is of a country: Velmoria, Velmorian."""
    if country.endswith("a"):
        return country + "n"
    if country.endswith(("e", "i", "o", "u", "y")):
        return country.rstrip("eiouy") + "ian"
    return country + ("i" if country.endswith(("stan", "esh")) else "ish" if len(country) < 6 else "ese")


def _government(country: str, surface: str, after_article: bool, rng: random.Random) -> str:
    """Return words for an invented country's government that fit where the surface stood."""
    words = surface.split()
    body = next((index for index, word in enumerate(words) if word[0].islower()), None)
    if body is not None:  # 'Chinese foreign ministry', but 'Bank of England' and 'Ministry of Defence' too
        if words[body] not in ("of", "for", "and", "the"):
            return " ".join([_adjective(country), *words[body:]])
        return f"{surface} of {country}" if words[0] in ("Ministry", "Department", "Office") else country
    if words[-1] in ("Department", "Ministry", "Commission", "Agency", "Authority", "Court", "Army", "Parliament"):
        return f"{_adjective(country)} {surface}"
    if after_article:
        return f"{_adjective(country)} {rng.choice(_BODIES)}"
    if len(words) == 1 and _DEMONYM.search(surface):
        return _adjective(country)
    return f"{rng.choice(_SIDES)} {country}" if rng.random() < 0.12 else country


def _replaced(example: Example, pieces: list[tuple[int, int, str]]) -> Example:
    """Return the example with each piece (start, end, new words) put in, and all its offsets moved."""
    text = example.text
    for start, end, new in reversed(pieces):
        text = text[:start] + new + text[end:]

    def moved(position: int, is_end: bool) -> int:
        shift = 0
        for start, end, new in pieces:
            if position >= end if is_end else position > start:
                shift += len(new) - (end - start)
        return position + shift

    def target(old: LabelledTarget) -> LabelledTarget:
        holder = old.holder
        if isinstance(holder, tuple):
            holder = (moved(holder[0], False), moved(holder[1], True))
        return replace(old, start=moved(old.start, False), end=moved(old.end, True), holder=holder)

    spans = example.spans and tuple(
        replace(span, start=moved(span.start, False), end=moved(span.end, True)) for span in example.spans
    )
    return replace(example, text=text, spans=spans, targets=tuple(target(old) for old in example.targets))
