"""Stances over time: sentences in favor above the line, against below it, one pair of bars a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from classifier.plots.drawing import FONT, SIGNS, Palette, palette
from classifier.records import StanceLabel

_SIZE = (3.9, 2.0)  # inches
_MOST_NUMBERS = 14  # bars with a number each; of more, only the highest gets one
_MOST_DATES = 5
_HATCHES = {StanceLabel.FAVOR: "", StanceLabel.AGAINST: "/////"}


class Step(NamedTuple):
    """One step of the time axis: its name, and the sentences counted in it."""

    name: str
    favor: int
    neutral: int
    against: int


def stances_over_time(steps: Sequence[Step], *, dark: bool = False) -> Figure | None:
    """Return bars of sentences in favor (up, plain) and against (down, hatched); None where nothing was counted.

    A step in which the entity was judged neutral alone has a dot on the line; one without any sentence has nothing.

    Args:
        steps: in the order of time, without holes.
        dark: colours for a dark page.
    """
    if not any(step.favor or step.neutral or step.against for step in steps):
        return None
    colours = palette(dark=dark)
    figure = Figure(figsize=_SIZE, dpi=160, facecolor=colours.ground)
    highest = max(1, *(max(step.favor, step.against) for step in steps))
    left = 0.07 + 0.022 * len(f"{highest:,}")  # room for the numbers on the axis
    axes = figure.add_axes((left, 0.13, 0.985 - left, 0.85), facecolor=colours.ground)
    for label, way in ((StanceLabel.FAVOR, 1), (StanceLabel.AGAINST, -1)):
        heights = [way * int(getattr(step, label.value)) for step in steps]
        places = [index for index, height in enumerate(heights) if height]  # a bar of no height would leave its edge
        axes.bar(
            places,
            [heights[index] for index in places],
            width=0.78,
            color=colours.stance(label) if way > 0 else colours.ground,
            edgecolor=colours.stance(label),
            hatch=_HATCHES[label],
            linewidth=0.8,
        )
        _number(axes, heights, label, highest, colours)
    neutral = [index for index, step in enumerate(steps) if step.neutral and not step.favor and not step.against]
    axes.plot(neutral, [0] * len(neutral), "o", color=colours.neutral, markersize=3, linestyle="none")
    axes.axhline(0, color=colours.ink, linewidth=0.8)
    axes.set_xlim(-0.7, max(len(steps), 4) - 0.3)
    axes.set_ylim(-1.28 * highest, 1.28 * highest)
    _dress(axes, steps, colours)
    return figure


def _number(axes: Any, heights: Sequence[int], label: StanceLabel, highest: int, colours: Palette) -> None:
    """Write the number beside each bar, or beside the highest alone where there are many."""
    wanted = [index for index, height in enumerate(heights) if height]
    if len(heights) > _MOST_NUMBERS and wanted:
        wanted = [max(wanted, key=lambda index: abs(heights[index]))]
    for index in wanted:
        up = heights[index] > 0
        axes.annotate(
            f"{SIGNS[label]}{abs(heights[index]):,}",
            (index, heights[index]),
            xytext=(0, 2 if up else -2),
            textcoords="offset points",
            ha="center",
            va="bottom" if up else "top",
            fontsize=8,
            fontfamily=FONT,
            color=colours.stance(label),
        )


def _dress(axes: Any, steps: Sequence[Step], colours: Palette) -> None:
    """Draw the axes: few dates, whole numbers, and nothing that is not needed."""
    stride = -(-len(steps) // _MOST_DATES)
    ticks = range(0, len(steps), stride)
    axes.set_xticks(ticks, [steps[index].name for index in ticks], fontsize=8.5, fontfamily=FONT, color=colours.muted)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
    for text in axes.get_yticklabels():
        text.set_fontfamily(FONT)
    axes.tick_params(axis="y", labelsize=8.5, labelcolor=colours.muted, color=colours.line)
    axes.tick_params(axis="x", color=colours.line)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.spines["left"].set_color(colours.line)
