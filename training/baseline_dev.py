"""What the baseline gets right on the dev sets, and the temperatures and thresholds that are fitted there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import f1_score

from classifier.baseline import BaselineScorer, Calibration
from classifier.scorer import Tag
from training.calibration import fit_head
from training.dataset import PLACE, Example
from training.metrics import sentiment_probabilities, stance_predictions

_TAGS = list(Tag)


def calibrated(scorer: BaselineScorer, dev: Mapping[str, Sequence[Example]]) -> BaselineScorer:
    """Return the scorer with temperatures and thresholds fitted on all dev sets together."""
    examples = [example for rows in dev.values() for example in rows]
    start = scorer.calibrate(Calibration())
    found = stance_predictions(start, examples)
    stance, tone = fit_head(found.probabilities, found.gold), fit_head(*sentiment_probabilities(start, examples))
    return scorer.calibrate(
        Calibration(
            stance_temperature=stance.temperature,
            sentiment_temperature=tone.temperature,
            stance_threshold=stance.threshold,
            sentiment_threshold=tone.threshold,
        )
    )


def dev_figures(scorer: BaselineScorer, dev: Mapping[str, Sequence[Example]]) -> dict[str, dict[str, float]]:
    """Return percentages per dev set: what of stance, sentiment, mentions and holders is right."""
    figures = {}
    for name, examples in dev.items():
        found: dict[str, float] = {}
        if any(example.targets for example in examples):
            predictions = stance_predictions(scorer, examples)
            probabilities, labels = predictions.probabilities, predictions.gold
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
