"""Sentences -> what is named in them, and the models' judgement of it.

It depends on the sentence's text alone, so it can be kept for when the same sentence comes again: wire copies, slogans,
page furniture.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from classifier.entities import EntityList
from classifier.mentions import NamedSpan, find_mentions
from classifier.nominals import Nominal, find_nominals
from classifier.records import Kind
from classifier.scorer import FloatArray, Judgement, Scorer


@dataclass(frozen=True, slots=True)
class SentenceQuestion:
    """A sentence, and the (start, end) spans to judge in it; None: the companies and governments that it names."""

    text: str
    targets: tuple[tuple[int, int], ...] | None


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """All that the models say of one sentence.

    Attributes:
        sentiment: (3,) probabilities, columns in `SentimentLabel` order.
        named: the companies and governments that the sentence names.
        spans: what was judged in it; `named`, unless targets were given.
        judgements: one for each of `spans`.
        nominals: the descriptions that may point back to something named before; none where targets were given.
        nominal_judgements: one for each of `nominals`.
    """

    sentiment: FloatArray
    named: Sequence[NamedSpan]
    spans: Sequence[NamedSpan]
    judgements: Sequence[Judgement]
    nominals: Sequence[Nominal] = ()
    nominal_judgements: Sequence[Judgement] = ()


class SentenceCache:
    """The sentences that were asked for last, at most `size` of them. Safe to share between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[SentenceQuestion, JudgedSentence] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: SentenceQuestion) -> JudgedSentence | None:
        """Return what is kept of a sentence, or None."""
        with self._lock:
            found = self._kept.get(question)
            if found is not None:
                self._kept.move_to_end(question)
            return found

    def put(self, question: SentenceQuestion, judged: JudgedSentence) -> None:
        """Keep a sentence; the one that was not asked for longest makes room."""
        with self._lock:
            self._kept[question] = judged
            self._kept.move_to_end(question)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)


class SentenceJudge:
    """Finds and judges what sentences name, each in one pass of the encoder."""

    def __init__(self, scorer: Scorer, entities: EntityList, cache: SentenceCache | None = None) -> None:
        self._scorer = scorer
        self._entities = entities
        self._cache = cache

    def judge(self, questions: Sequence[SentenceQuestion]) -> list[JudgedSentence]:
        """Return one answer per question, in order. With a cache, nothing is judged twice."""
        if self._cache is None:
            return self._judge(questions)
        known = {question: self._cache.get(question) for question in dict.fromkeys(questions)}
        new = [question for question, judged in known.items() if judged is None]
        fresh = dict(zip(new, self._judge(new), strict=True))
        for question, judged in fresh.items():
            self._cache.put(question, judged)
        return [known[question] or fresh[question] for question in questions]

    def _judge(self, questions: Sequence[SentenceQuestion]) -> list[JudgedSentence]:
        readings = self._scorer.read([question.text for question in questions])
        named = [
            find_mentions(question.text, reading.words, reading.tags, self._entities)
            for question, reading in zip(questions, readings, strict=True)
        ]
        spans: list[Sequence[NamedSpan]] = [
            _spans(question, found) for question, found in zip(questions, named, strict=True)
        ]
        nominals: list[list[Nominal]] = [
            find_nominals(question.text, found) if question.targets is None else []
            for question, found in zip(questions, named, strict=True)
        ]
        judgements = self._scorer.judge(
            readings,
            [
                [(s.start, s.end) for s in wanted] + [(n.start, n.end) for n in described]
                for wanted, described in zip(spans, nominals, strict=True)
            ],
        )
        return [
            JudgedSentence(reading.sentiment, found, wanted, judged[: len(wanted)], described, judged[len(wanted) :])
            for reading, found, wanted, described, judged in zip(
                readings, named, spans, nominals, judgements, strict=True
            )
        ]


def _spans(question: SentenceQuestion, named: Sequence[NamedSpan]) -> Sequence[NamedSpan]:
    """Return the spans to judge in a sentence: the given targets, or else those that are found."""
    if question.targets is None:
        return named
    kinds = {(span.start, span.end): span.kind for span in named}
    return [NamedSpan(start, end, kinds.get((start, end), Kind.OTHER)) for start, end in question.targets]
