"""Pictures of the model card: how far probabilities can be trusted, and what abstaining buys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture

from training.calibration import risk_coverage
from training.metrics import StancePredictions

N_BINS = 10
_WIDTH, _HEIGHT = 5.0, 4.0  # inches


def reliability(found: StancePredictions) -> Picture:
    """Return the reliability diagram: of the labels given with some probability, the share that is right."""
    best = found.probabilities.max(axis=1)
    right = found.gold == found.predicted
    bins = np.minimum((best * N_BINS).astype(int), N_BINS - 1)
    used = [index for index in range(N_BINS) if (bins == index).any()]
    said = [100 * float(best[bins == index].mean()) for index in used]
    true = [100 * float(right[bins == index].mean()) for index in used]
    picture, axes = _axes("probability of the label, %", "labels that are right, %")
    axes.plot([30, 100], [30, 100], linestyle="--", color="0.5", label="perfect")
    axes.plot(said, true, marker="o", color="#1f5a96", label="newsstance")
    for x, y, index in zip(said, true, used, strict=True):
        axes.annotate(f"n = {int((bins == index).sum())}", (x, y), (6, -11), textcoords="offset points", fontsize=8)
    axes.set_xlim(30, 102)
    axes.set_ylim(20, 102)
    axes.legend(loc="upper left", frameon=False)
    return picture


def risk_and_coverage(found: StancePredictions) -> Picture:
    """Return the risk-coverage curve: the share of wrong labels among the surest ones that are kept."""
    coverage, risk = risk_coverage(found.probabilities, found.gold)
    picture, axes = _axes("labels kept, the surest first, %", "wrong among them, %")
    axes.plot(100 * coverage, 100 * risk, color="#1f5a96")
    start = int(0.02 * len(coverage))  # the first few labels make the curve jump
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 1.15 * 100 * float(risk[start:].max()))
    for wanted in (0.5, 0.8, 1.0):
        index = min(int(wanted * len(coverage)), len(coverage)) - 1
        point = (100 * coverage[index], 100 * risk[index])
        axes.plot(*point, marker="o", color="#1f5a96")
        axes.annotate(f"{point[1]:.1f} %", point, (-4, 7), textcoords="offset points", ha="right", fontsize=9)
    return picture


def save(picture: Picture, path: Path) -> None:
    """Write a picture as PNG, without a date or version in it: the same figures give the same file."""
    picture.savefig(path, dpi=110, metadata={"Software": None})


def _axes(x: str, y: str) -> tuple[Picture, Any]:
    picture = Picture(figsize=(_WIDTH, _HEIGHT), layout="constrained")
    FigureCanvasAgg(picture)
    axes = picture.add_subplot()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="0.92")
    return picture, axes
