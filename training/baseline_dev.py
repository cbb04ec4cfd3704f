"""What the baseline gets right on the dev sets, and the temperatures and thresholds that are fitted there."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score

from classifier.baseline import BaselineScorer, Calibration
from classifier.records import SentimentLabel, StanceLabel
from classifier.scorer import FloatArray, Tag
from training.dataset import PLACE, Example

IntArray = npt.NDArray[np.int64]

KEPT_ACCURACY = 0.85  # what share of the labels that count as certain is right on dev
_STANCES = list(StanceLabel)
_SENTIMENTS = list(SentimentLabel)
_TAGS = list(Tag)


def stance_probabilities(scorer: BaselineScorer, examples: Sequence[Example]) -> tuple[FloatArray, IntArray]:
    """Return (n_targets, 3) probabilities and the right columns."""
    readings = scorer.read([example.text for example in examples])
    judged = scorer.judge(readings, [[(t.start, t.end) for t in example.targets] for example in examples])
    labels = [_STANCES.index(target.stance) for example in examples for target in example.targets]
    return np.array([judgement.stance for own in judged for judgement in own]), np.array(labels)


def sentiment_probabilities(scorer: BaselineScorer, examples: Sequence[Example]) -> tuple[FloatArray, IntArray]:
    """Return (n_sentences, 3) probabilities and the right columns, of the sentences with a label."""
    toned = [(e.text, _SENTIMENTS.index(e.sentiment)) for e in examples if e.sentiment is not None]
    readings = scorer.read([text for text, _ in toned])
    return np.array([reading.sentiment for reading in readings]), np.array([label for _, label in toned])


def best_temperature(probabilities: FloatArray, labels: IntArray) -> float:
    """Return the temperature with the least log loss (Guo et al. 2017, arXiv 1706.04599)."""
    logits = np.log(np.maximum(probabilities, 1e-9))

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        norm = np.log(np.exp(scaled - scaled.max(axis=1, keepdims=True)).sum(axis=1)) + scaled.max(axis=1)
        return float((norm - scaled[np.arange(len(labels)), labels]).mean())

    return round(float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x), 4)


def lowest_threshold(probabilities: FloatArray, labels: IntArray) -> float:
    """Return the lowest probability from which the best labels are right often enough; 1.0 if none is."""
    best = probabilities.max(axis=1)
    order = np.argsort(-best, kind="stable")
    right = np.cumsum(probabilities.argmax(axis=1)[order] == labels[order]) / np.arange(1, len(labels) + 1)
    kept = np.flatnonzero(right >= KEPT_ACCURACY)
    return round(float(best[order[kept[-1]]]), 4) if len(kept) else 1.0


def calibrated(scorer: BaselineScorer, dev: Mapping[str, Sequence[Example]]) -> BaselineScorer:
    """Return the scorer with temperatures and thresholds fitted on all dev sets together."""
    examples = [example for rows in dev.values() for example in rows]
    start = scorer.calibrate(Calibration())
    stance, tone = stance_probabilities(start, examples), sentiment_probabilities(start, examples)
    warm = Calibration(stance_temperature=best_temperature(*stance), sentiment_temperature=best_temperature(*tone))
    start = scorer.calibrate(warm)
    return scorer.calibrate(
        dataclasses.replace(
            warm,
            stance_threshold=lowest_threshold(*stance_probabilities(start, examples)),
            sentiment_threshold=lowest_threshold(*sentiment_probabilities(start, examples)),
        )
    )


def dev_figures(scorer: BaselineScorer, dev: Mapping[str, Sequence[Example]]) -> dict[str, dict[str, float]]:
    """Return percentages per dev set: what of stance, sentiment, mentions and holders is right."""
    figures = {}
    for name, examples in dev.items():
        found: dict[str, float] = {}
        if any(example.targets for example in examples):
            probabilities, labels = stance_probabilities(scorer, examples)
            found["stance_macro_f1"] = f1_score(labels, probabilities.argmax(1), average="macro")
            found["stance_accuracy"] = (probabilities.argmax(1) == labels).mean()
            certain = probabilities.max(axis=1) >= scorer.stance_threshold
            found["stance_certain"] = certain.mean()
            found["stance_accuracy_certain"] = (probabilities.argmax(1) == labels)[certain].mean()
        if any(example.sentiment for example in examples):
            probabilities, labels = sentiment_probabilities(scorer, examples)
            found["sentiment_macro_f1"] = f1_score(labels, probabilities.argmax(1), average="macro")
            certain = probabilities.max(axis=1) >= scorer.sentiment_threshold
            found["sentiment_certain"] = certain.mean()
        if any(example.spans is not None for example in examples):
            found["mention_f1"] = _mention_f1(scorer, examples)
            found |= _holder_figures(scorer, examples)
        figures[name] = {key: round(100 * float(value), 1) for key, value in found.items()}
    return figures


def _mention_f1(scorer: BaselineScorer, examples: Sequence[Example]) -> float:
    """Return the F1 of exact spans with kinds, places left out, by the best tag of each word."""
    n_right = n_found = n_gold = 0
    for example, reading in zip(examples, scorer.read([e.text for e in examples]), strict=True):
        found: list[tuple[int, int, str]] = []
        for (start, end), row in zip(reading.words, reading.tags, strict=True):
            tag = _TAGS[int(row.argmax())]
            prefix, _, kind = tag.partition("-")
            if prefix == "I" and found and found[-1][2] == kind and found[-1][1] >= start - 1:
                found[-1] = (found[-1][0], end, kind)
            elif prefix != "O":
                found.append((start, end, kind))
        mentions = {span for span in found if span[2] != PLACE}
        gold = {(s.start, s.end, next(iter(s.allowed))) for s in example.spans or () if s.allowed != {PLACE}}
        n_right += len(mentions & {(start, end, str(kind)) for start, end, kind in gold})
        n_found += len(mentions)
        n_gold += len(gold)
    return 2 * n_right / max(1, n_found + n_gold)


def _holder_figures(scorer: BaselineScorer, examples: Sequence[Example]) -> dict[str, float]:
    """Return how often author or source is right, and how often a source's words are found (overlap) and exact."""
    readings = scorer.read([example.text for example in examples])
    judged = scorer.judge(readings, [[(t.start, t.end) for t in example.targets] for example in examples])
    pairs = [
        (target.holder, judgement.holder)
        for example, own in zip(examples, judged, strict=True)
        for target, judgement in zip(example.targets, own, strict=True)
        if target.holder is not None
    ]
    kinds = [isinstance(gold, str) == (found is None) for gold, found in pairs]
    sources = [(gold, found) for gold, found in pairs if not isinstance(gold, str)]
    exact = [gold == found for gold, found in sources]
    overlap = [found is not None and found[0] < gold[1] and gold[0] < found[1] for gold, found in sources]
    said = [isinstance(gold, str) for gold, found in pairs if found is not None]
    return {
        "holder_kind_accuracy": float(np.mean(kinds)),
        "source_recall": float(np.mean([found is not None for _, found in sources])) if sources else 0.0,
        "source_precision": 1 - float(np.mean(said)) if said else 0.0,
        "source_overlap": float(np.mean(overlap)) if overlap else 0.0,
        "source_exact": float(np.mean(exact)) if exact else 0.0,
    }
