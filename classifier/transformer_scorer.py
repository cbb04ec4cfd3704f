"""The fine-tuned transformer as a Scorer, over any engine that can run its network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from classifier.encode import IntArray, SentenceEncoder, Window, best_window, distance_ids, pad, plan_batches
from classifier.model_files import TOKENIZER, ModelFiles
from classifier.scorer import FloatArray, Judgement, Reading, Tag

BoolArray = npt.NDArray[np.bool_]

LENGTH_STEP = 8  # windows are padded to a multiple of it, so that a window's shape depends on itself alone
MAX_HOLDER_TOKENS = 16  # the longest holder in the training data has 12


@dataclass(frozen=True, slots=True)
class EncodedBatch:
    """What an engine's encoder gives.

    Attributes:
        states: (n_windows, n_tokens, hidden).
        tags: (n_windows, n_tokens, len(Tag)) logits.
        sentiment: (n_windows, 3) logits.
    """

    states: FloatArray
    tags: FloatArray
    sentiment: FloatArray


@dataclass(frozen=True, slots=True)
class JudgedBatch:
    """What an engine's heads give: stance (n_pairs, 3), holder_start and holder_end (n_pairs, n_tokens), logits."""

    stance: FloatArray
    holder_start: FloatArray
    holder_end: FloatArray


class Engine(Protocol):
    """Anything that can run the network on arrays."""

    def encode(self, input_ids: IntArray, case_ids: IntArray, attention_mask: IntArray) -> EncodedBatch:
        """Run the encoder and the heads that need no target; all arguments are (n_windows, n_tokens)."""
        ...

    def judge(self, states: FloatArray, attention_mask: IntArray, span: FloatArray, distance: IntArray) -> JudgedBatch:
        """Run the heads that judge a target: states (n_pairs, n_tokens, hidden), the others (n_pairs, n_tokens)."""
        ...


@dataclass(frozen=True, slots=True)
class _State:
    """A sentence's windows and their encoder states, kept until its targets are judged."""

    windows: tuple[Window, ...]
    states: tuple[FloatArray, ...]  # each (n_tokens, hidden)


class TransformerScorer:
    """Reads each sentence in one encoder pass, and judges any number of targets on what it kept of it."""

    calibrated = True

    def __init__(self, files: ModelFiles, engine: Engine) -> None:
        self.model_version = files.model_version
        self.stance_threshold = files.calibration.stance_threshold
        self.sentiment_threshold = files.calibration.sentiment_threshold
        self._calibration = files.calibration
        self._engine = engine
        tokenizer = (files.folder / TOKENIZER).read_text(encoding="utf-8")
        self._encoder = SentenceEncoder(tokenizer, files.max_tokens)

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        """Return one Reading per sentence, in order; a sentence longer than the window is read in several."""
        windows = [self._encoder.windows(sentence) for sentence in sentences]
        flat = [window for group in windows for window in group]
        encoded = self._encode(flat)
        readings, low = [], 0
        for group in windows:
            readings.append(self._reading(group, encoded[low : low + len(group)]))
            low += len(group)
        return readings

    def _encode(self, windows: Sequence[Window]) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
        """Return (states, tag logits, sentiment logits) of each window, without padding."""
        results: dict[int, tuple[FloatArray, FloatArray, FloatArray]] = {}
        for indices in _equal_length_batches([len(window.input_ids) for window in windows]):
            chosen = [windows[index] for index in indices]
            # A lone row would take another matrix kernel, and its last bits would depend on its company.
            batch = pad(chosen if len(chosen) > 1 else chosen * 2, self._encoder.pad_id, LENGTH_STEP)
            encoded = self._engine.encode(batch.input_ids, batch.case_ids, batch.attention_mask)
            for row, index in enumerate(indices):
                n_tokens = len(windows[index].input_ids)
                results[index] = (
                    encoded.states[row, :n_tokens].copy(),  # a view would keep the whole batch alive
                    encoded.tags[row, :n_tokens],
                    encoded.sentiment[row],
                )
        return [results[index] for index in range(len(windows))]

    def _reading(
        self, windows: Sequence[Window], encoded: Sequence[tuple[FloatArray, FloatArray, FloatArray]]
    ) -> Reading:
        words, tags = _words_and_tags(windows, [tag_logits for _, tag_logits, _ in encoded])
        lengths = np.array([len(window.input_ids) for window in windows], dtype=np.float32)
        tones = np.array([sentiment for _, _, sentiment in encoded])
        tone = (tones * lengths[:, None]).sum(axis=0) / lengths.sum()
        return Reading(
            words=words,
            tags=tags,
            sentiment=_probabilities(tone, self._calibration.sentiment_temperature),
            state=_State(tuple(windows), tuple(states for states, _, _ in encoded)),
        )

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int]]]) -> list[list[Judgement]]:
        """Return one Judgement per span of each reading, through the window that shows most around the span."""
        pairs = [
            (best_window(reading.state.windows, *span), reading, span)
            for reading, wanted in zip(readings, spans, strict=True)
            for span in wanted
        ]
        lengths = [len(reading.state.windows[index].input_ids) for index, reading, _ in pairs]
        results: dict[int, Judgement] = {}
        for indices in _equal_length_batches(lengths):
            rows = [pairs[index] for index in indices]
            judged = self._judge_batch(rows if len(rows) > 1 else rows * 2)
            for index, judgement in zip(indices, judged, strict=False):
                results[index] = judgement
        flat = iter(results[index] for index in range(len(pairs)))
        return [[next(flat) for _ in wanted] for wanted in spans]

    def _judge_batch(self, rows: Sequence[tuple[int, Reading, tuple[int, int]]]) -> list[Judgement]:
        windows = [reading.state.windows[index] for index, reading, _ in rows]
        batch = pad(windows, self._encoder.pad_id, LENGTH_STEP)
        n_tokens = batch.input_ids.shape[1]
        hidden = rows[0][1].state.states[0].shape[1]
        states = np.zeros((len(rows), n_tokens, hidden), dtype=np.float32)
        for row, (index, reading, _) in enumerate(rows):
            kept = reading.state.states[index]
            states[row, : len(kept)] = kept
        tokens = np.array(
            [window.span_tokens(*span) for window, (_, _, span) in zip(windows, rows, strict=True)], dtype=np.int64
        )
        first, last = tokens[:, 0], tokens[:, 1]
        position = np.arange(n_tokens)[None, :]
        span_mask = ((position >= first[:, None]) & (position <= last[:, None])).astype(np.float32)
        distance = distance_ids(first, last, n_tokens)
        judged = self._engine.judge(states, batch.attention_mask, span_mask, distance)
        stance = _probabilities(judged.stance, self._calibration.stance_temperature)
        judgements = []
        for row, (_, reading, _) in enumerate(rows):
            length = len(windows[row].input_ids)
            holder, probability = _best_holder(
                windows[row], judged.holder_start[row, :length], judged.holder_end[row, :length]
            )
            windowed = len(reading.state.windows) > 1
            judgements.append(Judgement(stance[row], holder, probability, windowed))
        return judgements


def _words_and_tags(
    windows: Sequence[Window], tag_logits: Sequence[FloatArray]
) -> tuple[tuple[tuple[int, int], ...], FloatArray]:
    """Return the words of a sentence and their (n_words, len(Tag)) tag probabilities, from all its windows."""
    if len(windows) == 1:
        return windows[0].words, _softmax(tag_logits[0])[windows[0].word_tokens]
    n_words = windows[-1].first_word + len(windows[-1].words)
    words: list[tuple[int, int]] = [(0, 0)] * n_words
    tags = np.zeros((n_words, len(Tag)), dtype=np.float32)
    margins = np.full(n_words, -1)
    for window, logits in zip(windows, tag_logits, strict=True):
        probabilities = _softmax(logits)
        last = len(window.input_ids) - 1
        for offset, (token, word) in enumerate(zip(window.word_tokens, window.words, strict=True)):
            index, margin = window.first_word + offset, min(int(token), last - int(token))
            if margin > margins[index]:  # of two windows, the one that shows more around the word
                words[index], tags[index], margins[index] = word, probabilities[token], margin
    return tuple(words), tags


def _softmax(logits: FloatArray) -> FloatArray:
    """Return probabilities over the last axis; scipy's own takes longer to check its arguments than to compute."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _probabilities(logits: FloatArray, temperature: float) -> FloatArray:
    return _softmax(logits / temperature)


@lru_cache(maxsize=512)  # as many as there are lengths of windows
def _holder_places(n_tokens: int) -> BoolArray:
    """Return (n_tokens, n_tokens), True where a holder may begin with one token and end with the other."""
    return np.asarray(np.tri(n_tokens, k=MAX_HOLDER_TOKENS - 1, dtype=bool) & ~np.tri(n_tokens, k=-1, dtype=bool))


def _equal_length_batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield indices of windows that pad to the same length, within the token budget."""
    padded = [-(-length // LENGTH_STEP) * LENGTH_STEP for length in lengths]
    for length in sorted(set(padded), reverse=True):
        members = [index for index, other in enumerate(padded) if other == length]
        for batch in plan_batches([length] * len(members)):
            yield [members[index] for index in batch]


def _best_holder(
    window: Window, start_logits: FloatArray, end_logits: FloatArray
) -> tuple[tuple[int, int] | None, float]:
    """Return the most probable holder, None for the author, and its probability.

    As in span extraction with a null answer (Devlin et al. 2019, arXiv 1810.04805): [CLS] stands for the author.
    The probability is the author's, or one minus the author's.
    """
    start, end = _softmax(start_logits), _softmax(end_logits)
    author = float(np.sqrt(start[0] * end[0]))
    if author >= 0.5 or len(start) < 3:
        return None, author
    inner = start[1:-1, None] * end[None, 1:-1] * _holder_places(len(start) - 2)
    first, last = np.unravel_index(int(inner.argmax()), inner.shape)
    left, right = int(window.offsets[first + 1, 0]), int(window.offsets[last + 1, 1])
    whole = [word for word in window.words if word[0] < right and left < word[1]]  # a holder ends with a word
    return (min([left, *(start for start, _ in whole)]), max([right, *(end for _, end in whole)])), 1.0 - author
