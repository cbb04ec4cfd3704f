"""Near-duplicate articles: reprints are found, other articles on the same matter are not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from importlib import resources

import numpy as np

from classifier import Pipeline
from classifier.corpus.copies import MIN_SHARED, N_BANDS, band_keys, find_copies

TEXTS = [
    path.read_text(encoding="utf-8")
    for path in sorted((resources.files("classifier") / "resources" / "examples").iterdir(), key=lambda p: p.name)
]


def reprints(text: str, rng: random.Random) -> Iterator[str]:
    """What other outlets make of a wire story."""
    lines = [line for line in text.split("\n") if line.strip()]
    yield "\n\n".join(["A headline of our own", *lines[1:]])
    yield "\n\n".join(lines[: len(lines) - len(lines) // 5])
    yield "\n\n".join([*lines, "Recommended News", "Share this article", "Sign up for our newsletter"])
    yield "\n\n".join(line for line in lines if rng.random() > 0.1)


def bands_of(pipeline: Pipeline, texts: Sequence[str]) -> list[np.ndarray]:
    keys = np.stack([band_keys(result) for result in pipeline.predict_many(texts)])
    return list(keys.T)


def test_reprints_are_found_and_other_articles_are_not(tiny_pipeline: Pipeline) -> None:
    rng = random.Random(3)
    copies = [(index, copy) for index, text in enumerate(TEXTS) for copy in reprints(text, rng)]
    found = find_copies(bands_of(tiny_pipeline, [*TEXTS, *(copy for _, copy in copies)]))
    assert (found[: len(TEXTS)] == -1).all()
    right = [got == wanted for got, (wanted, _) in zip(found[len(TEXTS) :], copies, strict=True)]
    assert np.mean(right) >= 0.9
    assert all(got in (-1, wanted) for got, (wanted, _) in zip(found[len(TEXTS) :], copies, strict=True))


def test_equal_texts_are_copies_however_short(tiny_pipeline: Pipeline) -> None:
    texts = ["Kenya sued.", "Peru paid.", "Kenya sued.", "Kenya sued."]
    assert find_copies(bands_of(tiny_pipeline, texts)).tolist() == [-1, -1, 0, 0]


def test_texts_without_a_word_are_no_copies(tiny_pipeline: Pipeline) -> None:
    assert find_copies(bands_of(tiny_pipeline, ["…", "…", "—"])).tolist() == [-1, -1, -1]


def test_a_copy_of_a_copy_points_at_the_first() -> None:
    bands = [np.array([n + 2, 100 + n, 0], dtype=np.uint64) for n in range(N_BANDS)]
    for n in range(N_BANDS):
        bands[n] = np.array([2 * n + 2, 2 * n + 2 if n < MIN_SHARED else 1000 + n, 1000 + n], dtype=np.uint64)
    assert find_copies(bands).tolist() == [-1, 0, 0]


def test_too_few_shared_bands_are_chance() -> None:
    bands = [np.array([n + 2, n + 2 if n < MIN_SHARED - 1 else 1000 + n], dtype=np.uint64) for n in range(N_BANDS)]
    assert find_copies(bands).tolist() == [-1, -1]


def test_no_document_is_no_copy() -> None:
    assert find_copies([np.zeros(0, dtype=np.uint64)] * N_BANDS).tolist() == []
