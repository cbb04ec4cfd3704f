"""Calibration of probabilities, fitted on dev: temperatures, thresholds of abstention, and how far off they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from classifier.scorer import FloatArray

IntArray = npt.NDArray[np.int64]
WANTED_ACCURACY = 0.85  # of the labels that are marked certain, on dev


@dataclass(frozen=True, slots=True)
class FittedHead:
    """What is fitted for one head on dev, and what it leads to there.

    Attributes:
        temperature: logits are divided by it.
        threshold: labels below this calibrated probability are not certain.
        error: expected calibration error, in [0, 1].
        coverage: share of labels that are certain.
    """

    temperature: float
    threshold: float
    error: float
    coverage: float


def fit_head(probabilities: FloatArray, gold: IntArray) -> FittedHead:
    """Fit a head's temperature, then its threshold.

    Args:
        probabilities: (n, n_classes) at temperature 1.
        gold: (n,) right columns.
    """
    temperature = round(fit_temperature(probabilities, gold), 4)
    powered = probabilities.astype(np.float64) ** (1 / temperature)
    calibrated = (powered / powered.sum(axis=1, keepdims=True)).astype(np.float32)
    threshold = round(risk_threshold(calibrated, gold, WANTED_ACCURACY), 4)
    return FittedHead(
        temperature,
        threshold,
        round(calibration_error(calibrated, gold), 4),
        round(float((calibrated.max(axis=1) >= threshold).mean()), 4),
    )


def fit_temperature(probabilities: FloatArray, gold: IntArray) -> float:
    """Return the temperature that minimises the log loss (Guo et al. 2017, arXiv 1706.04599).

    Args:
        probabilities: (n, n_classes) at temperature 1.
        gold: (n,) right columns.
    """
    logs = np.log(np.maximum(probabilities.astype(np.float64), 1e-9))

    def loss(temperature: float) -> float:
        scaled = logs / temperature
        normal = np.logaddexp.reduce(scaled, axis=1)
        return float((normal - scaled[np.arange(len(gold)), gold]).mean())

    return float(minimize_scalar(loss, bounds=(0.3, 4.0), method="bounded").x)


def risk_threshold(probabilities: FloatArray, gold: IntArray, accuracy_wanted: float) -> float:
    """Return the lowest probability from which labels are right at least as often as wanted; 1 if never.

    Args:
        probabilities: (n, n_classes), calibrated.
        gold: (n,) right columns.
        accuracy_wanted: of the labels kept, in [0, 1].
    """
    best, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == gold
    order = np.argsort(-best, kind="stable")
    kept = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(kept >= accuracy_wanted)
    return float(best[order[enough[-1]]]) if len(enough) else 1.0


def risk_coverage(probabilities: FloatArray, gold: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return coverage and risk, each (n,): of the surest labels, growing one by one, their share and their error.

    Args:
        probabilities: (n, n_classes), calibrated.
        gold: (n,) right columns.
    """
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    wrong = (probabilities.argmax(axis=1) != gold)[order]
    kept = np.arange(1, len(order) + 1)
    return (kept / len(order)).astype(np.float32), (np.cumsum(wrong) / kept).astype(np.float32)


def calibration_error(probabilities: FloatArray, gold: IntArray, n_bins: int = 15) -> float:
    """Return the expected calibration error over equal-width bins of the best label's probability, in [0, 1]."""
    best, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == gold
    bins = np.minimum((best * n_bins).astype(int), n_bins - 1)
    error = 0.0
    for index in range(n_bins):
        inside = bins == index
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - best[inside].mean())
    return float(error)
