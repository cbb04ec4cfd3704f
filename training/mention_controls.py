"""What finds the mentions: the tagger, the list of names, or both; and which ways of naming are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.entities import EntityList
from classifier.mentions import find_mentions
from classifier.scorer import FloatArray, Reading, Scorer, Tag
from training.dataset import PLACE, Example


@dataclass(frozen=True, slots=True)
class MentionFigures:
    """Exact spans, places neither counted nor missed, in percent.

    Attributes:
        f1: of both together, of the tagger without the list, of the list without the tagger.
        found: by kind and by way of naming, how many annotated mentions there are, and how many of them both find.
    """

    f1: dict[str, float]
    found: dict[str, dict[str, float]]


def mention_figures(scorer: Scorer, entities: EntityList, examples: Sequence[Example]) -> MentionFigures:
    """Return the figures of some annotated examples."""
    readings = scorer.read([example.text for example in examples])
    found = {
        "both": _found(examples, readings, [reading.tags for reading in readings], entities),
        "tagger alone": _found(examples, readings, [reading.tags for reading in readings], EntityList([])),
        "list alone": _found(examples, readings, [_ignorant(len(reading.words)) for reading in readings], entities),
    }
    gold = [{(target.start, target.end) for target in example.targets} for example in examples]
    f1 = {
        name: 200
        * sum(len(here & wanted) for here, wanted in zip(spans, gold, strict=True))
        / max(1, sum(len(here) + len(wanted) for here, wanted in zip(spans, gold, strict=True)))
        for name, spans in found.items()
    }
    n_all: Counter[str] = Counter()
    n_found: Counter[str] = Counter()
    for example, here in zip(examples, found["both"], strict=True):
        for target in example.targets:
            ways = (str(target.kind), f"{target.kind}: {_way(example.text[target.start : target.end], entities)}")
            n_all.update(ways)
            n_found.update(way for way in ways if (target.start, target.end) in here)
    return MentionFigures(f1, {way: {"n": n, "found": 100 * n_found[way] / n} for way, n in sorted(n_all.items())})


def _found(
    examples: Sequence[Example], readings: Sequence[Reading], tags: Sequence[FloatArray], entities: EntityList
) -> list[set[tuple[int, int]]]:
    spans = []
    for example, reading, row in zip(examples, readings, tags, strict=True):
        places = [span for span in example.spans or () if PLACE in span.allowed]
        spans.append(
            {
                (span.start, span.end)
                for span in find_mentions(example.text, reading.words, row, entities)
                if not any(place.start < span.end and span.start < place.end for place in places)
            }
        )
    return spans


def _ignorant(n_words: int) -> FloatArray:
    """Return the tags of a tagger that only knows that most words name nothing."""
    row = np.full(len(Tag), 0.1 / (len(Tag) - 1), dtype=np.float32)
    row[list(Tag).index(Tag.OUTSIDE)] = 0.9
    return np.tile(row, (n_words, 1))


def _way(surface: str, entities: EntityList) -> str:
    """Return how the list knows a surface: by a name, a body, a capital ...; or 'not in the list'."""
    whole = next((m for m in entities.search(surface) if (m.start, m.end) == (0, len(surface))), None)
    return "not in the list" if whole is None else whole.alias_kind
