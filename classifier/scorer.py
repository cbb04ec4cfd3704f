"""What every model has in common: sentences in, word tags and tone out, then stance for spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


class Tag(StrEnum):
    """Tag of one word, in the IOB2 scheme. The order is the column order of `tags`.

    A place is a country named as a mere place: marked so that it can be told from the acting state.
    """

    OUTSIDE = "O"
    BEGIN_COMPANY = "B-company"
    INSIDE_COMPANY = "I-company"
    BEGIN_GOVERNMENT = "B-government"
    INSIDE_GOVERNMENT = "I-government"
    BEGIN_PLACE = "B-place"
    INSIDE_PLACE = "I-place"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass over one sentence gives. Row i of the word arrays belongs to `words[i]`.

    Attributes:
        words: (start, end) of each word, in code points of the sentence; a word holds no blank. A sentence
            longer than the model's window is read in overlapping windows, so every word has a row.
        tags: (n_words, len(Tag)) probabilities, columns in `Tag` order, rows sum to 1.
        sentiment: (3,) probabilities, columns in `SentimentLabel` order.
        state: what the model itself needs to judge targets in this sentence; opaque to callers.
    """

    words: tuple[tuple[int, int], ...]
    tags: FloatArray
    sentiment: FloatArray
    state: Any  # each scorer's own


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model says of one target span in one sentence.

    Attributes:
        stance: (3,) calibrated probabilities, columns in `StanceLabel` order.
        holder: (start, end) of the words that name the holder, in code points of the sentence; None: the author.
        holder_probability: probability of that holder, author or span.
        windowed: True where the sentence was too long and was judged through a window around the target.
    """

    stance: FloatArray
    holder: tuple[int, int] | None
    holder_probability: float
    windowed: bool


class Scorer(Protocol):
    """Anything that can read sentences and judge target spans in them.

    A result depends on its own sentence and span alone, never on what else is in the call.
    """

    model_version: str
    calibrated: bool
    stance_threshold: float  # below this probability of the best label, the stance is not `certain`
    sentiment_threshold: float

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        """Return one Reading per sentence, in order."""
        ...

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int]]]) -> list[list[Judgement]]:
        """Return one Judgement per span of each reading; spans count code points of their sentence."""
        ...
