"""Say which words a stance rests on, by occlusion, over any scorer."""

from __future__ import annotations

import numpy as np

from classifier.records import WordWeight
from classifier.scorer import Judgement, Scorer
from classifier.text import Sentence

OCCLUDED = "…"  # stands in for a word: it has a token, and says nothing


def explain_mention(
    scorer: Scorer, sentence: Sentence, span: tuple[int, int], judgement: Judgement
) -> tuple[WordWeight, ...]:
    """Return, for each word of a sentence outside the target, how much its label's probability falls without it.

    Occlusion (Zeiler and Fergus 2014, arXiv 1311.2901): each word in turn is hidden, the sentence read and the
    target judged again. A negative weight: the word speaks against the label.

    Args:
        scorer: the model that judged.
        sentence: the mention's sentence; the offsets returned count code points of its document.
        span: the target, in code points of the sentence.
        judgement: what the model said of the whole sentence.
    """
    label = int(np.argmax(judgement.stance))
    words = [(start, end) for start, end in _words(sentence.text) if end <= span[0] or start >= span[1]]
    hidden, targets = [], []
    for start, end in words:
        hidden.append(sentence.text[:start] + OCCLUDED + sentence.text[end:])
        shift = len(OCCLUDED) - (end - start) if end <= span[0] else 0
        targets.append([(span[0] + shift, span[1] + shift)])
    judged = scorer.judge(scorer.read(hidden), targets)
    return tuple(
        WordWeight(
            start=sentence.start + start,
            end=sentence.start + end,
            text=sentence.text[start:end],
            weight=round(float(judgement.stance[label] - without.stance[label]), 6),
        )
        for (start, end), (without,) in zip(words, judged, strict=True)
    )


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
