"""Turn a sentence and its target spans into what the network reads: the one encoding of training and inference."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

IntArray = npt.NDArray[np.int64]

MAX_TOKENS = 256  # the base encoder was pre-trained on sequences up to this length
OVERLAP_TOKENS = 64  # context that neighbouring windows of a long sentence share
MAX_BATCH_TOKENS = 4096  # padded; bounds memory, and 2 cores gain nothing above it


class Case(IntEnum):
    """Case of the word that a token belongs to: the vocabulary is lower-cased, so 'US' and 'us' need it."""

    NONE = 0  # no cased letter
    LOWER = 1
    INITIAL = 2  # 'Apple'
    UPPER = 3  # 'USA'
    MIXED = 4  # 'iPhone'
    SINGLE = 5  # one capital letter, as in 'U.S.'


_BLANK = re.compile(r"[^\S ]")  # but for the space itself
_SURROGATE = re.compile("[\ud800-\udfff]")


def case_of(word: str) -> Case:
    """Return the case class of one word."""
    if word.islower():  # most words; what follows says the same of them, letter by letter
        return Case.LOWER
    if word[:1].isupper() and word[1:].islower():
        return Case.INITIAL
    letters = [letter for letter in word if letter.isupper() or letter.islower()]
    if not letters:
        return Case.NONE
    if not any(letter.isupper() for letter in letters):
        return Case.LOWER
    if all(letter.isupper() for letter in letters):
        return Case.SINGLE if len(letters) == 1 else Case.UPPER
    if letters[0].isupper() and not any(letter.isupper() for letter in letters[1:]):
        return Case.INITIAL
    return Case.MIXED


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence, or a stretch of a long one, as tokens between [CLS] and [SEP].

    Attributes:
        input_ids, case_ids: (n_tokens,) with the two special tokens.
        offsets: (n_tokens, 2) code points of the sentence; (-1, -1) for the special tokens.
        first_word: index in the sentence of the first word of this window.
        word_tokens: (n_words,) index of each word's first token.
        words: (start, end) of each word, in code points of the sentence.
    """

    input_ids: IntArray
    case_ids: IntArray
    offsets: IntArray
    first_word: int
    word_tokens: IntArray
    words: tuple[tuple[int, int], ...]

    def span_tokens(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and last token (inclusive) that overlap the characters [start, end).

        A span without a token of its own (an odd control character, say) gets the nearest token.
        """
        inner = self.offsets[1:-1]
        if len(inner) == 0:
            return 0, 0
        inside = self.inside(start, end)
        if len(inside) == 0:
            nearest = int(np.abs(inner.mean(axis=1) - (start + end) / 2).argmin())
            return nearest + 1, nearest + 1
        return int(inside[0]) + 1, int(inside[-1]) + 1

    def inside(self, start: int, end: int) -> IntArray:
        """Return the indices, special tokens left out, of the tokens that overlap the characters [start, end)."""
        inner = self.offsets[1:-1]
        return np.flatnonzero((inner[:, 0] < end) & (inner[:, 1] > start))

    def covers(self, start: int, end: int) -> int:
        """Return how many tokens of context stand on the poorer side of a span; negative where it is cut."""
        inner = self.offsets[1:-1]
        if len(inner) == 0 or start < inner[0, 0] or end > inner[-1, 1]:
            return -1
        first, last = self.span_tokens(start, end)
        return min(first - 1, len(self.input_ids) - 2 - last)


def best_window(windows: Sequence[Window], start: int, end: int) -> int:
    """Return the index of the window that shows most around a span or, where none holds it whole, most of it."""
    if len(windows) == 1:
        return 0
    return max(
        range(len(windows)),
        key=lambda index: (windows[index].covers(start, end), len(windows[index].inside(start, end))),
    )


class SentenceEncoder:
    """Tokenises sentences with offsets and case; thread-safe, as nothing in it changes after loading.

    Args:
        tokenizer: contents of a `tokenizer.json` whose special tokens are [CLS], [SEP] and [PAD].
        max_tokens: longest window, special tokens included.
    """

    def __init__(self, tokenizer: str, max_tokens: int = MAX_TOKENS) -> None:
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True  # '[MASK]' in an article is only text
        self.max_tokens = max_tokens
        self.pad_id = self._special("[PAD]")
        self.mask_id = self._special("[MASK]")
        self._cls_id = self._special("[CLS]")
        self._sep_id = self._special("[SEP]")

    def _special(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        assert found is not None, f"the tokenizer has no {token} token"
        return int(found)

    def windows(self, sentence: str) -> list[Window]:
        """Return the sentence as one window, or as several overlapping ones where it is too long for one."""
        # A lone surrogate cannot reach the tokenizer, which also drops some blanks as control characters and so
        # joins two words; the stand-ins keep every offset.
        safe = _SURROGATE.sub("\ufffd", _BLANK.sub(" ", sentence))
        encoding = self._tokenizer.encode(safe, add_special_tokens=False)
        # Plain lists: on the few tokens of a sentence they are several times faster than arrays.
        ids, offsets, word_ids = encoding.ids, encoding.offsets, encoding.word_ids
        begins = [index for index, word in enumerate(word_ids) if index == 0 or word != word_ids[index - 1]]
        ends = [*begins[1:], len(ids)]
        words = [(offsets[begin][0], offsets[end - 1][1]) for begin, end in zip(begins, ends, strict=False)]
        cases: list[int] = []
        for (start, stop), begin, end in zip(words, begins, ends, strict=False):
            cases += [case_of(sentence[start:stop])] * (end - begin)
        found = []
        for low, high in self._stretches(begins, len(ids)):
            first, last = bisect_left(begins, low), bisect_left(begins, high)  # none where one endless word goes on
            found.append(
                Window(
                    input_ids=np.array([self._cls_id, *ids[low:high], self._sep_id], dtype=np.int64),
                    case_ids=np.array([0, *cases[low:high], 0], dtype=np.int64),
                    offsets=np.array([(-1, -1), *offsets[low:high], (-1, -1)], dtype=np.int64),
                    first_word=first,
                    word_tokens=np.array([begin - low + 1 for begin in begins[first:last]], dtype=np.int64),
                    words=tuple(words[first:last]),
                )
            )
        return found

    def _stretches(self, begins: Sequence[int], n_tokens: int) -> Iterator[tuple[int, int]]:
        """Yield [low, high) token ranges that fit a window, each beginning with a word."""
        room = self.max_tokens - 2
        low = 0
        while n_tokens - low > room:
            yield low, low + room
            after = bisect_left(begins, low + room - OVERLAP_TOKENS + 1)
            low = begins[after] if after < len(begins) and begins[after] <= low + room else low + room
        yield low, n_tokens


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length. All arrays are int64.

    Attributes:
        input_ids, case_ids, attention_mask: (n_windows, n_tokens).
    """

    input_ids: IntArray
    case_ids: IntArray
    attention_mask: IntArray


def pad(windows: Sequence[Window], pad_id: int, length_step: int = 1) -> Batch:
    """Return the windows as one batch, in order, padded to the next multiple of `length_step`."""
    longest = max(len(window.input_ids) for window in windows)
    length = -(-longest // length_step) * length_step
    input_ids = np.full((len(windows), length), pad_id, dtype=np.int64)
    case_ids = np.zeros((len(windows), length), dtype=np.int64)
    attention_mask = np.zeros((len(windows), length), dtype=np.int64)
    for row, window in enumerate(windows):
        n_tokens = len(window.input_ids)
        input_ids[row, :n_tokens] = window.input_ids
        case_ids[row, :n_tokens] = window.case_ids
        attention_mask[row, :n_tokens] = 1
    return Batch(input_ids, case_ids, attention_mask)


def plan_batches(lengths: Sequence[int], max_batch_tokens: int = MAX_BATCH_TOKENS) -> Iterator[list[int]]:
    """Yield lists of indices, longest first, each within the padded token budget (one item at least)."""
    order = sorted(range(len(lengths)), key=lambda index: (-lengths[index], index))
    low = 0
    while low < len(order):
        size = max(1, max_batch_tokens // max(1, lengths[order[low]]))
        yield order[low : low + size]
        low += size


N_DISTANCES = 13
_EDGES = np.array([1, 2, 3, 5, 9, 17])  # 1, 2, 3-4, 5-8, 9-16, 17 and more tokens away


def distance_ids(first: IntArray, last: IntArray, n_tokens: int) -> IntArray:
    """Return how far each token stands from each span, in buckets: 0 inside, 1-6 before it, 7-12 behind it.

    Args:
        first, last: (n_pairs,) inclusive token range of each span.

    Returns:
        (n_pairs, n_tokens), values below N_DISTANCES.
    """
    position = np.arange(n_tokens)[None, :]
    before = np.maximum(first[:, None] - position, 0)
    behind = np.maximum(position - last[:, None], 0)
    buckets = np.searchsorted(_EDGES, before, side="right")
    after = np.searchsorted(_EDGES, behind, side="right") + len(_EDGES)
    return np.asarray(np.where(behind > 0, after, buckets), dtype=np.int64)
