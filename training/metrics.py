"""Figures of a scorer on labelled examples, each with what it needs to be read: n, intervals, slices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, f1_score

from classifier.entities import EntityList
from classifier.mentions import find_mentions
from classifier.records import Kind, SentimentLabel, StanceLabel
from classifier.scorer import FloatArray, Scorer
from training.calibration import IntArray
from training.dataset import PLACE, Example

N_RESAMPLES = 1000
_STANCES = list(StanceLabel)
_SENTIMENTS = list(SentimentLabel)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in percent; low and high bound it by a 95 % bootstrap interval over sentences."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.1f} ({self.low:.1f} to {self.high:.1f})"


@dataclass(frozen=True, slots=True)
class StancePredictions:
    """Stances of all targets of a set, given the targets.

    Attributes:
        gold, predicted: (n_targets,) columns of StanceLabel.
        probabilities: (n_targets, 3).
        sentence: (n_targets,) which sentence each target stands in.
    """

    gold: IntArray
    predicted: IntArray
    probabilities: FloatArray
    sentence: IntArray

    @classmethod
    def of(cls, examples: Sequence[Example], probabilities: Sequence[FloatArray]) -> StancePredictions:
        """Return the predictions; `probabilities` holds one (3,) array per target, in order."""
        gold = [_STANCES.index(target.stance) for example in examples for target in example.targets]
        sentence = [index for index, example in enumerate(examples) for _ in example.targets]
        stacked = np.array(probabilities, dtype=np.float32).reshape(-1, len(_STANCES))
        return cls(np.array(gold, np.int64), stacked.argmax(axis=1), stacked, np.array(sentence, np.int64))

    def differing(self) -> StancePredictions:
        """Return the targets of those sentences whose targets have differing labels."""
        labels: dict[int, set[int]] = {}
        for sentence, label in zip(self.sentence, self.gold, strict=True):
            labels.setdefault(int(sentence), set()).add(int(label))
        return self.where(np.array([len(labels[int(sentence)]) > 1 for sentence in self.sentence], dtype=bool))

    @classmethod
    def pooled(cls, parts: Sequence[StancePredictions]) -> StancePredictions:
        """Return the predictions of several sets as one; their sentences stay apart."""
        offsets = np.cumsum([0] + [int(part.sentence.max(initial=-1)) + 1 for part in parts])
        return cls(
            np.concatenate([part.gold for part in parts]),
            np.concatenate([part.predicted for part in parts]),
            np.concatenate([part.probabilities for part in parts]),
            np.concatenate([part.sentence + offset for part, offset in zip(parts, offsets, strict=False)]),
        )

    def where(self, keep: npt.NDArray[np.bool_]) -> StancePredictions:
        """Return the targets for which `keep`, (n_targets,), is True."""
        return StancePredictions(self.gold[keep], self.predicted[keep], self.probabilities[keep], self.sentence[keep])


def stance_predictions(scorer: Scorer, examples: Sequence[Example]) -> StancePredictions:
    """Judge all labelled targets of the examples."""
    probabilities: list[FloatArray] = []
    for low in range(0, len(examples), 256):
        chunk = examples[low : low + 256]
        readings = scorer.read([example.text for example in chunk])
        spans = [[(target.start, target.end) for target in example.targets] for example in chunk]
        probabilities += [judgement.stance for judged in scorer.judge(readings, spans) for judgement in judged]
    return StancePredictions.of(examples, probabilities)


def sentiment_probabilities(scorer: Scorer, examples: Sequence[Example]) -> tuple[FloatArray, IntArray]:
    """Return (n, 3) probabilities and (n,) gold columns of the examples whose tone is annotated."""
    toned = [(example.text, example.sentiment) for example in examples if example.sentiment is not None]
    readings = scorer.read([text for text, _ in toned])
    gold = np.array([_SENTIMENTS.index(label) for _, label in toned])
    return np.stack([reading.sentiment for reading in readings]), gold


def macro_f1(predictions: StancePredictions) -> Figure:
    """Return the unweighted mean of the F1 of favor, neutral and against."""
    return _bootstrap(predictions, _macro_f1)


def accuracy(predictions: StancePredictions) -> Figure:
    """Return the share of targets whose label is right."""
    return _bootstrap(predictions, lambda confusion: np.trace(confusion, axis1=1, axis2=2) / confusion.sum(axis=(1, 2)))


def confusion(predictions: StancePredictions) -> IntArray:
    """Return how often each label (rows, in StanceLabel order) was given which (columns): (3, 3)."""
    counts = np.zeros((len(_STANCES), len(_STANCES)), dtype=np.int64)
    np.add.at(counts, (predictions.gold, predictions.predicted), 1)
    return counts


def all_right(predictions: StancePredictions) -> float:
    """Return the share, in percent, of sentences all of whose targets are right."""
    right = predictions.gold == predictions.predicted
    sentences = np.unique(predictions.sentence)
    return float(100 * np.mean([right[predictions.sentence == sentence].all() for sentence in sentences]))


def _macro_f1(confusion: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return macro-F1 of each confusion matrix in (n, 3, 3), rows gold, columns predicted."""
    hits = np.diagonal(confusion, axis1=1, axis2=2)
    total = confusion.sum(axis=1) + confusion.sum(axis=2)
    f1 = np.where(total > 0, 2 * hits / np.maximum(total, 1e-12), 0.0)
    return np.asarray(f1.mean(axis=1))


def _bootstrap(predictions: StancePredictions, statistic: object) -> Figure:
    """Return a statistic of the confusion matrix with its interval; whole sentences are resampled."""
    sentences, index = np.unique(predictions.sentence, return_inverse=True)
    by_sentence = np.zeros((len(sentences), 3, 3))
    np.add.at(by_sentence, (index, predictions.gold, predictions.predicted), 1)
    drawn = np.random.default_rng(0).multinomial(
        len(sentences), np.full(len(sentences), 1 / len(sentences)), size=N_RESAMPLES
    )
    resampled = np.tensordot(drawn, by_sentence, axes=1)
    assert callable(statistic)
    low, high = np.percentile(statistic(resampled), [2.5, 97.5])
    value = statistic(by_sentence.sum(axis=0, keepdims=True))[0]
    return Figure(100 * float(value), 100 * float(low), 100 * float(high))


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Figures of one set with full annotation, in percent; places neither counted nor missed.

    `entity_right` is None where no target has a canonical name.
    """

    n_sentences: int
    n_mentions: int
    mention_precision: float
    mention_recall: float
    mention_f1: float
    kind_right: float
    entity_right: float | None
    sentiment_accuracy: float
    sentiment_macro_f1: float
    n_held: int
    holder_right: float


def task_figures(scorer: Scorer, entities: EntityList, examples: Sequence[Example]) -> TaskFigures:
    """Return how well a scorer and the list find mentions, name them, and tell tone and holder."""
    readings = scorer.read([example.text for example in examples])
    n_gold = n_found = n_right = n_kind = n_named = n_entity = 0
    for example, reading in zip(examples, readings, strict=True):
        gold = {(target.start, target.end): target for target in example.targets}
        places = [span for span in example.spans or () if PLACE in span.allowed]
        found = [
            span
            for span in find_mentions(example.text, reading.words, reading.tags, entities)
            if not any(place.start < span.end and span.start < place.end for place in places)
        ]
        n_gold += len(gold)
        n_found += len(found)
        for span in found:
            target = gold.get((span.start, span.end))
            if target is None:
                continue
            assert target.kind is not None
            n_right += 1
            n_kind += span.kind is target.kind
            if target.name is not None:
                n_named += 1
                surface = example.text[span.start : span.end]
                n_entity += _same_entity(entities, surface, span.kind, target.name, target.kind)
    tone = np.array([int(reading.sentiment.argmax()) for reading in readings])
    tone_gold = np.array([_SENTIMENTS.index(e.sentiment) for e in examples if e.sentiment is not None])
    n_held, n_held_right = _holders(scorer, examples)
    return TaskFigures(
        n_sentences=len(examples),
        n_mentions=n_gold,
        mention_precision=_percent(n_right, n_found),
        mention_recall=_percent(n_right, n_gold),
        mention_f1=_percent(2 * n_right, n_found + n_gold),
        kind_right=_percent(n_kind, n_right),
        entity_right=_percent(n_entity, n_named) if n_named else None,
        sentiment_accuracy=100 * float(accuracy_score(tone_gold, tone)),
        sentiment_macro_f1=100 * float(f1_score(tone_gold, tone, average="macro")),
        n_held=n_held,
        holder_right=_percent(n_held_right, n_held),
    )


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def _same_entity(entities: EntityList, surface: str, kind: Kind, gold_name: str, gold_kind: Kind) -> bool:
    """Return whether a found mention gets the id that the annotated canonical name has."""
    return entities.link(surface, kind).entity_id == entities.link(gold_name, gold_kind).entity_id


def _holders(scorer: Scorer, examples: Sequence[Example]) -> tuple[int, int]:
    """Return how many non-neutral targets have an annotated holder, and for how many it was told right.

    Right: the author, or a span that overlaps the annotated one.
    """
    readings = scorer.read([example.text for example in examples])
    wanted = [
        [t for t in example.targets if t.stance is not StanceLabel.NEUTRAL and t.holder is not None]
        for example in examples
    ]
    judged = scorer.judge(readings, [[(target.start, target.end) for target in targets] for targets in wanted])
    total = right = 0
    for targets, judgements in zip(wanted, judged, strict=True):
        for target, judgement in zip(targets, judgements, strict=True):
            total += 1
            if isinstance(target.holder, tuple) and judgement.holder is not None:
                right += target.holder[0] < judgement.holder[1] and judgement.holder[0] < target.holder[1]
            else:
                right += isinstance(target.holder, str) and judgement.holder is None
    return total, right
