"""Scores with their intervals, one row a name, on one scale from −1 (all against) to +1 (all in favor)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.figure import Figure

from classifier.plots.drawing import FONT, Palette, lines_of, palette
from classifier.records import StanceCounts

_WIDTH = 4.5  # inches, as all lengths here
_NAMES = 1.6
_SCALE = 1.75  # from −1 to +1
_ROW, _HEADING, _TOP, _BOTTOM = 0.29, 0.36, 0.1, 0.42
_FEW = 10  # sentences: with fewer a score says little, and its mark stays open


class ScoreRow(NamedTuple):
    """One row: a name and what was counted for it. A row without counts is a heading for those below it."""

    name: str
    counts: StanceCounts | None
    square: bool = False  # a second kind of row: a square instead of a circle


def score_intervals(rows: Sequence[ScoreRow], *, dark: bool = False) -> Figure | None:
    """Return one mark per row with its 95 % interval and its number of sentences; None where nothing was counted.

    Marks of fewer than ten sentences are open. A row that counted nothing says "none".
    """
    if not any(row.counts is not None and row.counts.score is not None for row in rows):
        return None
    colours = palette(dark=dark)
    heights = [_HEADING if row.counts is None else _ROW for row in rows]
    height = _TOP + sum(heights) + _BOTTOM
    figure = Figure(figsize=(_WIDTH, height), dpi=160, facecolor=colours.ground)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    _draw_scale(axes, height, colours)
    y = height - _TOP
    for row, room in zip(rows, heights, strict=True):
        y -= room
        if row.counts is None:
            _write(
                axes, 0.1, y + room * 0.4, lines_of(row.name, 0.8 * _WIDTH, 10)[0], colours.ink, size=10, weight="bold"
            )
        else:
            _write(
                axes,
                _NAMES - 0.12,
                y + room / 2,
                lines_of(row.name, _NAMES - 0.2, 9.5)[0],
                colours.ink,
                size=9.5,
                ha="right",
            )
            _draw_score(axes, y + room / 2, row.counts, row.square, colours)
    return figure


def _x(score: float) -> float:
    return _NAMES + (score + 1) / 2 * _SCALE


def _write(axes: Any, x: float, y: float, text: str, colour: str, *, size: float, **style: Any) -> None:
    axes.text(x, y, text, color=colour, fontsize=size, fontfamily=FONT, va="center", parse_math=False, **style)


def _draw_scale(axes: Any, height: float, colours: Palette) -> None:
    for score, text in ((-1, "−1"), (-0.5, ""), (0, "0"), (0.5, ""), (1, "+1")):
        style = "solid" if score == 0 else (0, (1, 2.5))
        axes.plot([_x(score)] * 2, [_BOTTOM, height - _TOP], color=colours.line, linewidth=0.8, linestyle=style)
        _write(axes, _x(score), _BOTTOM - 0.11, text, colours.muted, size=9, ha="center")
    _write(axes, _x(-1), _BOTTOM - 0.28, "all against", colours.against, size=9, ha="center")
    _write(axes, _x(1), _BOTTOM - 0.28, "all in favor", colours.favor, size=9, ha="center")


def _draw_score(axes: Any, y: float, counts: StanceCounts, square: bool, colours: Palette) -> None:
    if counts.score is None or counts.low is None or counts.high is None:
        _write(axes, _NAMES + _SCALE + 0.12, y, "none", colours.muted, size=9)
        return
    n = counts.favor + counts.neutral + counts.against
    colour = colours.favor if counts.low > 0 else colours.against if counts.high < 0 else colours.ink
    axes.plot([_x(counts.low), _x(counts.high)], [y, y], color=colour, linewidth=2, solid_capstyle="butt")
    for end in (counts.low, counts.high):
        axes.plot([_x(end)] * 2, [y - 0.05, y + 0.05], color=colour, linewidth=1.2)
    axes.plot(
        [_x(counts.score)],
        [y],
        marker="s" if square else "o",
        markersize=6.5,
        markerfacecolor=colours.ground if n < _FEW else colour,
        markeredgecolor=colour,
        markeredgewidth=1.5,
    )
    shown = "0.00" if round(counts.score, 2) == 0 else f"{counts.score:+.2f}".replace("-", "−")
    _write(axes, _NAMES + _SCALE + 0.12, y, f"{shown}  n {n:,}", colours.ink, size=9.5)
