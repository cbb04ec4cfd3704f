"""Sentences are judged once, and a cache changes no record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from classifier import Document, Pipeline
from classifier.judging import SentenceCache, SentenceJudge, SentenceQuestion

TEXTS = ["Kenya sued Norvia. Kenya praised Norvia.", "Kenya praised Norvia. Peru met Norvia.", "Peru met Norvia."]


class Counting:
    """A scorer that counts what it reads."""

    def __init__(self, scorer: Any) -> None:
        self._scorer = scorer
        self.n_read = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._scorer, name)

    def read(self, sentences: Sequence[str]) -> Any:
        self.n_read += len(sentences)
        return self._scorer.read(sentences)


def test_a_sentence_that_comes_again_is_judged_once_with_equal_records(tiny_pipeline: Pipeline) -> None:
    scorer = Counting(tiny_pipeline.scorer)
    cached = Pipeline(scorer, tiny_pipeline.entities, SentenceCache(10))
    assert list(cached.predict_many(TEXTS)) == list(tiny_pipeline.predict_many(TEXTS))
    assert scorer.n_read == 3
    assert list(cached.predict_many(TEXTS)) == list(tiny_pipeline.predict_many(TEXTS))
    assert scorer.n_read == 3


def test_targets_that_the_caller_names_are_not_mixed_up(tiny_pipeline: Pipeline) -> None:
    cached = Pipeline(tiny_pipeline.scorer, tiny_pipeline.entities, SentenceCache(10))
    documents = [
        Document("Kenya sued Norvia."),
        Document("Kenya sued Norvia.", targets=("Norvia",)),
        Document("Kenya sued Norvia.", targets=((0, 5),)),
        Document("Kenya sued Norvia.", targets=()),
        Document("Kenya sued Norvia.", targets=("sued",)),
    ]
    for _ in range(2):
        assert list(cached.predict_many(documents)) == list(tiny_pipeline.predict_many(documents))


def test_the_cache_is_bounded_and_lets_go_of_what_was_not_asked_for(tiny_pipeline: Pipeline) -> None:
    cache = SentenceCache(2)
    judge = SentenceJudge(tiny_pipeline.scorer, tiny_pipeline.entities, cache)
    first, second, third = (SentenceQuestion(f"Kenya sued Norvia {n}.", None) for n in range(3))
    judge.judge([first, second])
    judge.judge([first])
    judge.judge([third])
    assert cache.get(first) is not None
    assert cache.get(second) is None
    assert cache.get(third) is not None
