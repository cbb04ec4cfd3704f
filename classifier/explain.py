"""Say which words a stance rests on, by occlusion, over any scorer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifier.records import WordWeight
from classifier.scorer import Judgement, Scorer
from classifier.text import Sentence

OCCLUDED = "…"  # stands in for a word: it has a token, and says nothing
CHUNK_WORDS = 128  # variants of the sentence whose encoder states are held at once


def explain_mentions(
    scorer: Scorer, sentence: Sentence, spans: Sequence[tuple[int, int]], judgements: Sequence[Judgement]
) -> list[tuple[WordWeight, ...]]:
    """Return, for each target of a sentence and each word outside it, how much its label's probability falls without.

    Occlusion (Zeiler and Fergus 2014, arXiv 1311.2901): each word in turn is hidden, the sentence read once and all
    targets judged again. A negative weight: the word speaks against the label.

    Args:
        scorer: the model that judged.
        sentence: the sentence; the offsets returned count code points of its document.
        spans: the targets, in code points of the sentence.
        judgements: what the model said of each target in the whole sentence.
    """
    labels = [int(np.argmax(judgement.stance)) for judgement in judgements]
    weights: list[list[WordWeight]] = [[] for _ in spans]
    words = _words(sentence.text) if spans else []
    for low in range(0, len(words), CHUNK_WORDS):
        chunk = words[low : low + CHUNK_WORDS]
        apart = [[i for i, span in enumerate(spans) if end <= span[0] or start >= span[1]] for start, end in chunk]
        hidden = [sentence.text[:start] + OCCLUDED + sentence.text[end:] for start, end in chunk]
        moved = [[_moved(spans[index], word) for index in indices] for word, indices in zip(chunk, apart, strict=True)]
        judged = scorer.judge(scorer.read(hidden), moved)
        for (start, end), indices, without in zip(chunk, apart, judged, strict=True):
            for index, judgement in zip(indices, without, strict=True):
                fall = judgements[index].stance[labels[index]] - judgement.stance[labels[index]]
                weights[index].append(
                    WordWeight(
                        start=sentence.start + start,
                        end=sentence.start + end,
                        text=sentence.text[start:end],
                        weight=round(float(fall), 6),
                    )
                )
    return [tuple(found) for found in weights]


def _moved(span: tuple[int, int], word: tuple[int, int]) -> tuple[int, int]:
    """Return where a span stands once a word is hidden."""
    shift = len(OCCLUDED) - (word[1] - word[0]) if word[1] <= span[0] else 0
    return span[0] + shift, span[1] + shift


def _words(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each run between blanks, without the punctuation around it."""
    words = []
    start = 0
    for run in text.split():
        start = text.index(run, start)
        left = next((i for i, char in enumerate(run) if char.isalnum()), None)
        if left is not None:
            right = next(i for i in range(len(run), 0, -1) if run[i - 1].isalnum())
            words.append((start + left, start + right))
        start += len(run)
    return words
