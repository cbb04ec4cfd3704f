"""Tokens, windows and spans: every word keeps its offsets, however long or odd the sentence."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from classifier.encode import (
    MAX_TOKENS,
    N_DISTANCES,
    OVERLAP_TOKENS,
    Case,
    SentenceEncoder,
    Window,
    case_of,
    distance_ids,
    pad,
    plan_batches,
)
from classifier.model_files import TOKENIZER

WEIGHTS_FOLDER = Path(__file__).parent.parent / "classifier" / "weights"
LONG_WORD = "zwxщxккwqzxjщqщкzщwwщщжwккjqxwjjxкwжwqжxкщzкzжкжжwwzzjщzzjjщwzxкwwщzкqjqwzкжwjzzzщjqщqщwzwxjщxxжщzжz"


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder((WEIGHTS_FOLDER / TOKENIZER).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def unlimited() -> SentenceEncoder:
    return SentenceEncoder((WEIGHTS_FOLDER / TOKENIZER).read_text(encoding="utf-8"), max_tokens=10**6)


def one(windows: list[Window]) -> Window:
    (window,) = windows
    return window


def surfaces(sentence: str, window: Window) -> list[str]:
    return [sentence[start:end] for start, end in window.words]


# --- Words and offsets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Huawei sued Canada.", ["Huawei", "sued", "Canada", "."]),
        ("“L’Oréal” fell  3%", ["“", "L", "’", "Oréal", "”", "fell", "3", "%"]),
        ("🦊 U.S. officials", ["🦊", "U", ".", "S", ".", "officials"]),
        ("华为 sued", ["华", "为", "sued"]),
        ("e\u0301tat naïve", ["e\u0301tat", "naïve"]),
        ("", []),
        (" \t ", []),
    ],
)
def test_words_are_slices_of_the_sentence(encoder: SentenceEncoder, sentence: str, words: list[str]) -> None:
    assert surfaces(sentence, one(encoder.windows(sentence))) == words


def test_every_token_lies_in_its_word(encoder: SentenceEncoder) -> None:
    sentence = "Antidisestablishmentarianism outraged Huawei’s Łódź subsidiary 🦊🦊."
    window = one(encoder.windows(sentence))
    firsts = [*window.word_tokens.tolist(), len(window.input_ids) - 1]
    assert firsts[0] == 1
    for (start, end), (first, after) in zip(window.words, pairwise(firsts), strict=True):
        assert first < after
        assert window.offsets[first, 0] == start
        assert window.offsets[after - 1, 1] == end
        assert (window.offsets[first:after, 0] >= start).all()
        assert (window.offsets[first:after, 1] <= end).all()


def test_special_tokens_have_no_offsets_and_no_case(encoder: SentenceEncoder) -> None:
    window = one(encoder.windows("Huawei sued."))
    assert window.offsets[[0, -1]].tolist() == [[-1, -1], [-1, -1]]
    assert window.case_ids[[0, -1]].tolist() == [Case.NONE, Case.NONE]


def test_special_tokens_written_in_a_text_are_only_text(encoder: SentenceEncoder) -> None:
    plain = one(encoder.windows("Huawei sued."))
    special = {int(plain.input_ids[0]), int(plain.input_ids[-1]), encoder.pad_id, encoder.mask_id}
    window = one(encoder.windows("[CLS] Huawei [MASK] sued [SEP] [PAD] it [UNK]."))
    assert not special & set(window.input_ids[1:-1].tolist())


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("US", Case.UPPER),
        ("us", Case.LOWER),
        ("Us", Case.INITIAL),
        ("iPhone", Case.MIXED),
        ("McDonald", Case.MIXED),
        ("AT&T", Case.UPPER),
        ("Huawei", Case.INITIAL),
        ("U", Case.SINGLE),
        ("U.", Case.SINGLE),
        ("U.S.", Case.UPPER),
        ("Élysée", Case.INITIAL),
        ("华为", Case.NONE),
        ("2020", Case.NONE),
        ("5G", Case.SINGLE),
        ("", Case.NONE),
    ],
)
def test_case_classes(word: str, case: Case) -> None:
    assert case_of(word) is case


def test_case_tells_words_apart_that_the_vocabulary_does_not(encoder: SentenceEncoder) -> None:
    upper, lower = one(encoder.windows("They told US")), one(encoder.windows("They told us"))
    assert upper.input_ids.tolist() == lower.input_ids.tolist()
    assert upper.case_ids.tolist() == [Case.NONE, Case.INITIAL, Case.LOWER, Case.UPPER, Case.NONE]
    assert lower.case_ids.tolist() == [Case.NONE, Case.INITIAL, Case.LOWER, Case.LOWER, Case.NONE]
    dotted = one(encoder.windows("U.S."))
    assert dotted.case_ids.tolist() == [Case.NONE, Case.SINGLE, Case.NONE, Case.SINGLE, Case.NONE, Case.NONE]


# --- Windows -----------------------------------------------------------------------------------------------


def check_windows(sentence: str, windows: list[Window]) -> None:
    """What holds for every sentence: windows that fit, agree on the words, and leave none out."""
    words: dict[int, tuple[int, int]] = {}
    for window in windows:
        assert 2 <= len(window.input_ids) <= MAX_TOKENS
        assert len(window.input_ids) == len(window.case_ids) == len(window.offsets)
        assert len(window.words) == len(window.word_tokens)
        inner = window.offsets[1:-1]
        assert (inner >= 0).all()
        assert (inner <= len(sentence)).all()
        assert (inner[:, 0] <= inner[:, 1]).all()
        for index, word in enumerate(window.words, window.first_word):
            assert words.setdefault(index, word) == word
            assert 0 <= word[0] < word[1] <= len(sentence)
            assert not any(letter.isspace() for letter in sentence[slice(*word)])
    assert sorted(words) == list(range(len(words)))
    assert [words[index] for index in sorted(words)] == sorted(set(words.values()))


def test_windows_of_a_very_long_sentence_cover_every_word(encoder: SentenceEncoder, unlimited: SentenceEncoder) -> None:
    names = ["Huawei", "sued", "the", "Antarctic", "commissioners", "U.S.", "3.5", "naïve", "unhelpfulness"]
    sentence = " ".join(names[index % len(names)] for index in range(10_000))
    windows = encoder.windows(sentence)
    check_windows(sentence, windows)
    assert len(windows) > 40
    covered = {word for window in windows for word in window.words}
    assert len(covered) == len(one(unlimited.windows(sentence)).words)
    for earlier, later in pairwise(windows):
        shared = earlier.offsets[-2, 1] - later.offsets[1, 0]
        assert shared > 0
        n_shared = int((earlier.offsets[1:-1, 0] >= later.offsets[1, 0]).sum())
        assert OVERLAP_TOKENS - 16 <= n_shared <= OVERLAP_TOKENS
        assert later.word_tokens[0] == 1, "a window begins with a word"


@pytest.mark.parametrize("n_tokens", [253, 254, 255, 256, 509, 510])
def test_windows_at_the_very_limit(encoder: SentenceEncoder, n_tokens: int) -> None:
    sentence = " ".join(["the"] * n_tokens)
    windows = encoder.windows(sentence)
    check_windows(sentence, windows)
    assert (len(windows) == 1) is (n_tokens <= MAX_TOKENS - 2)
    assert windows[-1].first_word + len(windows[-1].words) == n_tokens


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["the", "naïve", "y" * 300, LONG_WORD]), st.integers(1, 60)), max_size=5))
@example([("the", 180), (LONG_WORD, 1)])  # a word of 98 tokens, cut by the end of the first window
@example([(LONG_WORD, 8)])
def test_windows_cover_words_of_many_tokens(
    encoder: SentenceEncoder, unlimited: SentenceEncoder, runs: list[tuple[str, int]]
) -> None:
    sentence = " ".join(word for word, times in runs for _ in range(times))
    windows = encoder.windows(sentence)
    check_windows(sentence, windows)
    n_words = len(one(unlimited.windows(sentence)).words)
    assert windows[-1].first_word + len(windows[-1].words) == n_words


ODD = [
    "\x00",
    "\x07",
    "\ud800",
    "\udfff",
    "\u0301",
    "\u200b",
    "\u2028",
    "\ufeff",
    "e\u0301",
    "🦊",
    "👩‍👩‍👧",
    "ﷺ",
    "İ",
    "ß",
    "华",
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(ODD) | st.text(st.characters(exclude_categories=()), max_size=5), max_size=30))
@example(["Huawei\x1fsued\x0cCanada\x85"])  # blanks that are control characters too
def test_odd_characters_never_raise_and_keep_offsets_in_range(encoder: SentenceEncoder, pieces: list[str]) -> None:
    sentence = "".join(pieces)
    check_windows(sentence, encoder.windows(sentence))


def test_a_lone_surrogate_moves_no_offset(encoder: SentenceEncoder) -> None:
    sentence = "\ud800Huawei \udfff sued"
    assert surfaces(sentence, one(encoder.windows(sentence)))[-1] == "sued"


# --- Spans -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "tokens"),
    [("Huawei", (1, 2)), ("sued", (3, 3)), ("Canada", (4, 4)), ("ued Can", (3, 4)), (" ", (2, 2)), (".", (5, 5))],
)
def test_span_tokens(encoder: SentenceEncoder, surface: str, tokens: tuple[int, int]) -> None:
    sentence = "Huawei sued Canada."
    window = one(encoder.windows(sentence))
    assert len(window.input_ids) == 7, "the expected token numbers below are of this vocabulary"
    start = sentence.index(surface)
    found = window.span_tokens(start, start + len(surface))
    if surface == " ":  # no token of its own: one that stands beside it
        assert found in ((2, 2), (3, 3))
    else:
        assert found == tokens


def test_span_tokens_of_a_sentence_without_tokens(encoder: SentenceEncoder) -> None:
    window = one(encoder.windows("\u0301\x00"))
    assert window.span_tokens(0, 1) == (0, 0)
    assert window.covers(0, 1) == -1


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=60), st.data())
def test_span_tokens_stay_inside_the_window(encoder: SentenceEncoder, sentence: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sentence) - 1))
    end = data.draw(st.integers(start + 1, len(sentence)))
    for window in encoder.windows(sentence):
        first, last = window.span_tokens(start, end)
        assert 0 <= first <= last < len(window.input_ids)


def test_covers_counts_the_poorer_side(encoder: SentenceEncoder) -> None:
    sentence = "the the the Huawei the the the the"
    window = one(encoder.windows(sentence))
    assert window.covers(12, 18) == 3
    assert window.covers(0, 3) == 0
    assert window.covers(12, 200) == -1


def test_distances_fall_into_buckets() -> None:
    n_tokens, first, last = 60, 25, 27
    (row,) = distance_ids(np.array([first]), np.array([last]), n_tokens)
    buckets = {0: 0, 1: 1, 2: 2, 3: 3, 4: 3, 5: 4, 8: 4, 9: 5, 16: 5, 17: 6, 25: 6}
    for away, bucket in buckets.items():
        assert row[first - away] == bucket
        assert row[last + away] == (bucket + 6 if away else 0)
    assert row[26] == 0
    assert set(row.tolist()) == set(range(N_DISTANCES))
    assert row.dtype == np.int64


def test_distances_of_several_spans_are_rows() -> None:
    first, last = np.array([1, 4]), np.array([2, 4])
    rows = distance_ids(first, last, 6)
    assert rows.tolist() == [[1, 0, 0, 7, 8, 9], [3, 3, 2, 1, 0, 7]]


# --- Batches -----------------------------------------------------------------------------------------------


def test_pad_fills_up_to_a_multiple(encoder: SentenceEncoder) -> None:
    windows = [one(encoder.windows(sentence)) for sentence in ("Huawei sued Canada.", "No", "")]
    batch = pad(windows, encoder.pad_id, length_step=8)
    assert batch.input_ids.shape == batch.case_ids.shape == batch.attention_mask.shape == (3, 8)
    assert batch.attention_mask.sum(axis=1).tolist() == [len(window.input_ids) for window in windows]
    for row, window in enumerate(windows):
        n_tokens = len(window.input_ids)
        assert batch.input_ids[row, :n_tokens].tolist() == window.input_ids.tolist()
        assert (batch.input_ids[row, n_tokens:] == encoder.pad_id).all()
        assert (batch.case_ids[row, n_tokens:] == 0).all()


@settings(max_examples=100)
@given(st.lists(st.integers(0, 300), max_size=80), st.integers(1, 1000))
def test_batches_hold_every_index_once(lengths: list[int], budget: int) -> None:
    batches = list(plan_batches(lengths, budget))
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[index] for index in batch)
        assert len(batch) == 1 or len(batch) * longest <= budget
    ordered = [lengths[index] for batch in batches for index in batch]
    assert ordered == sorted(lengths, reverse=True)
