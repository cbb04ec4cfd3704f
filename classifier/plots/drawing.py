"""What all pictures share: two palettes, signs, and names made fit for drawing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font

from classifier.records import StanceLabel

_EM = 100  # any size: widths are asked for in ems
_LONGEST = 200  # characters; no box holds more
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


def lines_of(text: str, width: float, size: float, most: int = 1) -> list[str]:
    """Return a text as at most `most` lines that the font can draw; what does not fit is cut, and an … says so.

    Controls (line ends and marks of direction too) and characters that the font lacks become boxes.

    Args:
        text: any name.
        width: of a line, in inches.
        size: of the letters, in points.
        most: lines to fill, from 1 up.
    """
    room = width * 72 / size  # in ems
    words = drawable(text).split()
    lines: list[str] = []
    while words and len(lines) < most - 1:
        line, words = _filled(words, room)
        lines.append(line)
    if words:
        lines.append(_cut(" ".join(words), room))
    return lines or ["□"]


def drawable(text: str) -> str:
    """Return a text with a box for each character that cannot be drawn; the far end of an endless one is left out."""
    return "".join(character if _advance(character) is not None else "□" for character in text.strip()[:_LONGEST])


def _filled(words: list[str], room: float) -> tuple[str, list[str]]:
    """Return as many words as fit in a line, at least one (cut in two where it is too long), and the rest."""
    taken = 1
    while taken < len(words) and _width(" ".join(words[: taken + 1])) <= room:
        taken += 1
    line = " ".join(words[:taken])
    if _width(line) <= room:
        return line, words[taken:]
    fits = _fitting(line, room)
    return line[:fits], [line[fits:], *words[taken:]]


def _cut(line: str, room: float) -> str:
    return line if _width(line) <= room else line[: _fitting(line, room - _width("…"))].rstrip() + "…"


def _fitting(line: str, room: float) -> int:
    """Return how many characters fit, at least one."""
    fits = 1
    while fits < len(line) and _width(line[: fits + 1]) <= room:
        fits += 1
    return fits


def _width(text: str) -> float:
    """Return the width of a text in ems."""
    return sum(_advance(character) or 0.0 for character in text)


@cache
def _font() -> FT2Font:
    font = FT2Font(findfont(FONT))  # not matplotlib's own, whose size its renderers set
    font.set_size(_EM, 72)
    return font


@lru_cache(maxsize=4096)
def _advance(character: str) -> float | None:
    """Return a character's width in ems; None where the font cannot draw it."""
    if unicodedata.category(character).startswith("C") or not _font().get_char_index(ord(character)):
        return None
    return float(_font().load_char(ord(character)).linearHoriAdvance) / 65536 / _EM
