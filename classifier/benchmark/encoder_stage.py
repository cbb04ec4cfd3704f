"""The network's part alone: what the shipped model, the baseline and VADER do with the same sentences and targets.

What the engine is handed on the way through the shipped scorer is kept, and replayed: every contestant sees the same
token ids in the same batches, and nobody pays for tokenising.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from classifier.encode import IntArray
from classifier.model_files import ModelFiles
from classifier.onnx_engine import OnnxEngine
from classifier.pipeline import Pipeline
from classifier.scorer import FloatArray, Scorer
from classifier.transformer_scorer import EncodedBatch, Engine, JudgedBatch, TransformerScorer

EncodeCall = tuple[IntArray, IntArray, IntArray]  # input_ids, case_ids, attention_mask: each (n_windows, n_tokens)
JudgeCall = tuple[FloatArray, IntArray, FloatArray, IntArray]  # states, attention_mask, span, distance
Spans = list[tuple[int, int]]


@dataclass(slots=True)
class Recorder:
    """An engine that keeps what it is handed."""

    engine: Engine
    encoded: list[EncodeCall] = field(default_factory=list)
    judged: list[JudgeCall] = field(default_factory=list)

    def encode(self, input_ids: IntArray, case_ids: IntArray, attention_mask: IntArray) -> EncodedBatch:
        """Run the encoder; see `transformer_scorer.Engine`."""
        self.encoded.append((input_ids, case_ids, attention_mask))
        return self.engine.encode(input_ids, case_ids, attention_mask)

    def judge(self, states: FloatArray, attention_mask: IntArray, span: FloatArray, distance: IntArray) -> JudgedBatch:
        """Run the heads; see `transformer_scorer.Engine`."""
        self.judged.append((states, attention_mask, span, distance))
        return self.engine.judge(states, attention_mask, span, distance)


@dataclass(frozen=True, slots=True)
class Work:
    """Sentences, their targets, and what the engine is handed for them.

    Attributes:
        encoded: batches of all sentences.
        encoded_targets, judged: the batches of those sentences that hold a target, and of their targets.
        targets: for each target its sentence and its (start, end) there.
    """

    sentences: tuple[str, ...]
    spans: tuple[Spans, ...]
    encoded: tuple[EncodeCall, ...]
    encoded_targets: tuple[EncodeCall, ...]
    judged: tuple[JudgeCall, ...]

    @property
    def targets(self) -> list[tuple[str, tuple[int, int]]]:
        """Return every target: its sentence, and where it stands in it."""
        return [(sentence, span) for sentence, spans in zip(self.sentences, self.spans, strict=True) for span in spans]

    @property
    def token_counts(self) -> list[int]:
        """Return the tokens of each batch of all sentences, padding included."""
        return [int(call[0].size) for call in self.encoded]


def record_work(files: ModelFiles, engine: OnnxEngine, pipeline: Pipeline, texts: Sequence[str], limit: int) -> Work:
    """Return the work of the first `limit` sentences of some texts, with the targets that the pipeline finds."""
    found = [
        (sentence.text, [(m.start - sentence.start, m.end - sentence.start) for m in sentence.mentions])
        for result in pipeline.predict_many(texts)
        for sentence in result.sentences
    ][:limit]
    recorder = Recorder(engine)
    scorer = TransformerScorer(files, recorder)
    scorer.read([sentence for sentence, _ in found])
    encoded, recorder.encoded = recorder.encoded, []
    named = [(sentence, spans) for sentence, spans in found if spans]
    scorer.judge(scorer.read([sentence for sentence, _ in named]), [spans for _, spans in named])
    return Work(
        sentences=tuple(sentence for sentence, _ in found),
        spans=tuple(spans for _, spans in found),
        encoded=tuple(encoded),
        encoded_targets=tuple(recorder.encoded),
        judged=tuple(recorder.judged),
    )


def encoder_alone(engine: Engine, work: Work) -> Callable[[], None]:
    """Return a contestant: an engine's encoder over all sentences."""

    def run() -> None:
        for call in work.encoded:
            engine.encode(*call)

    return run


def targets_judged(engine: Engine, work: Work) -> Callable[[], None]:
    """Return a contestant: encoder and heads over the sentences with a target, and all their targets."""

    def run() -> None:
        for call in work.encoded_targets:
            engine.encode(*call)
        for judged in work.judged:
            engine.judge(*judged)

    return run


def read_and_judged(scorer: Scorer, work: Work) -> Callable[[], None]:
    """Return a contestant: a scorer from text to stances, over all sentences and their targets."""

    def run() -> None:
        scorer.judge(scorer.read(work.sentences), work.spans)

    return run


def vader(work: Work) -> Callable[[], None] | None:
    """Return a contestant: VADER (Hutto and Gilbert 2014), tone alone, without targets; None: not installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyzer = SentimentIntensityAnalyzer()

    def run() -> None:
        for sentence in work.sentences:
            analyzer.polarity_scores(sentence)

    return run
