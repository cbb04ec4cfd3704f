"""What all pictures share: two palettes, signs, and names made fit for drawing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from matplotlib.font_manager import findfont, get_font

from classifier.records import StanceLabel

FONT = "DejaVu Sans"  # comes with matplotlib, so that a picture looks the same on every machine
SIGNS = {StanceLabel.FAVOR: "+", StanceLabel.NEUTRAL: "·", StanceLabel.AGAINST: "−"}
# Solid and dashed: the stance reads without colour too.
DASHES: dict[StanceLabel, tuple[float, tuple[float, ...] | None]] = {
    StanceLabel.FAVOR: (0, None),
    StanceLabel.NEUTRAL: (0, (0.5, 1.5)),
    StanceLabel.AGAINST: (0, (2.2, 1.1)),
}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture; texts reach a contrast of 4.5 : 1 on their ground, lines 3 : 1 (WCAG AA)."""

    ground: str
    ink: str
    muted: str
    line: str
    box: str
    favor: str
    neutral: str
    against: str

    def stance(self, label: StanceLabel) -> str:
        """Return the colour of a stance: blue, grey or vermillion, which colour-blind readers can tell apart."""
        return {
            StanceLabel.FAVOR: self.favor,
            StanceLabel.NEUTRAL: self.neutral,
            StanceLabel.AGAINST: self.against,
        }[label]


# Blue and vermillion of Okabe and Ito's palette, darkened or lightened until they carry text.
LIGHT = Palette("#ffffff", "#1f2937", "#565d68", "#8b929d", "#eef1f5", "#0069a6", "#666c77", "#b34700")
DARK = Palette("#16191f", "#e7eaef", "#a9b0bb", "#6d7581", "#252a33", "#5cb8ee", "#9aa1ac", "#f3955c")


def palette(*, dark: bool) -> Palette:
    """Return the colours for a dark or a light page."""
    return DARK if dark else LIGHT


def drawable(text: str, n_chars: int) -> str:
    """Return a text of at most `n_chars` characters that the font can draw.

    Controls (line ends and marks of direction too) and characters that the font lacks become boxes.
    """
    text = text.strip()
    text = text if len(text) <= n_chars else text[: n_chars - 1].rstrip() + "…"
    return "".join(character if _can_draw(character) else "□" for character in text)


@cache
def _can_draw(character: str) -> bool:
    return not unicodedata.category(character).startswith("C") and bool(
        get_font(findfont(FONT)).get_char_index(ord(character))
    )
