"""The chart of entities: how many sentences take which stance toward each."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font

from classifier.demo.entities import score_texts
from classifier.demo.highlight import SIGNS
from classifier.records import Entity, StanceLabel

MAX_BARS = 12  # more do not fit a screen; the table has them all
_NAME_CHARS = 24
_INK = "#1f2937"
# Blue, grey and vermillion of Okabe and Ito's palette, which colour-blind readers can tell apart; the hatching
# and the signs say the same without colour.
_FILLS = {
    StanceLabel.FAVOR: ("#8ec7ea", "//"),
    StanceLabel.NEUTRAL: ("#e3e3e6", ""),
    StanceLabel.AGAINST: ("#f5b48a", "xx"),
}


def stance_chart(entities: Sequence[Entity]) -> Figure | None:
    """Return stacked bars, one per entity, of the sentences counted for it; None where nothing was counted.

    Beside each bar stands the entity's score with its 95 % interval.
    """
    counted = [entity for entity in entities if entity.stances.score is not None]
    if not counted:
        return None
    shown = counted[:MAX_BARS]
    figure = Figure(figsize=(5.0, 1.3 + 0.5 * len(shown)), dpi=160, layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    left = [0] * len(shown)
    for label in StanceLabel:
        colour, hatch = _FILLS[label]
        widths = [getattr(entity.stances, label.value) for entity in shown]
        bars = axes.barh(
            range(len(shown)),
            widths,
            left=left,
            height=0.62,
            color=colour,
            hatch=hatch,
            edgecolor=_INK,
            linewidth=0.8,
            label=f"{SIGNS[label]} {label}",
        )
        axes.bar_label(
            bars,
            [f"{SIGNS[label]}{width}" if width else "" for width in widths],
            label_type="center",
            fontsize=10,
            color=_INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.9},
        )
        left = [total + width for total, width in zip(left, widths, strict=True)]
    for row, entity in enumerate(shown):
        axes.annotate(
            "{} [{}]".format(*score_texts(entity.stances)),
            (left[row], row),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=_INK,
        )
    axes.set_yticks(range(len(shown)), [_drawable(entity.name) for entity in shown], fontsize=11, parse_math=False)
    axes.invert_yaxis()
    axes.set_xlim(0, max(left) * 1.9)  # room for the scores
    axes.set_xticks([])
    axes.set_xlabel("sentences; score from −1 to +1 [its 95 % interval]", fontsize=10)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    title = "" if len(shown) == len(counted) else f"the {len(shown)} most mentioned of {len(counted)} entities"
    figure.legend(loc="outside upper left", ncols=3, frameon=False, fontsize=11, title=title or None)
    return figure


def _drawable(name: str) -> str:
    """Return a name that fits beside a bar, with a box for each character that the chart's font lacks."""
    font = get_font(findfont("DejaVu Sans"))
    name = name if len(name) <= _NAME_CHARS else name[: _NAME_CHARS - 1] + "…"
    return "".join(character if font.get_char_index(ord(character)) else "□" for character in name)
