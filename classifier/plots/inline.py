"""Pictures as parts of a page: drawn in light and in dark, inside the file, described in words."""

from __future__ import annotations

import io
from base64 import b64encode
from html import escape
from typing import Protocol

from matplotlib import rc_context
from matplotlib.figure import Figure

# Texts as outlines: the page looks the same whatever fonts the reader has. The salt keeps ids the same in every run.
_SETTINGS = {"svg.fonttype": "path", "svg.hashsalt": "newsstance", "hatch.linewidth": 0.9}
_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_CSS_INCH = 96  # pixels


class Draw(Protocol):
    """Draws one picture in light or in dark; None where there is nothing to draw."""

    def __call__(self, *, dark: bool) -> Figure | None:
        """Return the picture."""


def picture_html(draw: Draw, description: str) -> str:
    """Return a picture as HTML that follows the reader's light or dark setting; empty where nothing is drawn.

    Args:
        draw: called with `dark=False` and `dark=True`.
        description: plain text for readers who do not see the picture.
    """
    light, dark = draw(dark=False), draw(dark=True)
    if light is None or dark is None:
        return ""
    width, height = (round(_CSS_INCH * inches) for inches in light.get_size_inches())
    return (
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="{_data_uri(dark)}">'
        f'<img src="{_data_uri(light)}" alt="{escape(description)}" width="{width}" height="{height}"></picture>'
    )


def _data_uri(figure: Figure) -> str:
    buffer = io.BytesIO()
    with rc_context(_SETTINGS):
        figure.savefig(buffer, format="svg", metadata=_METADATA, facecolor=figure.get_facecolor())
    return f"data:image/svg+xml;base64,{b64encode(buffer.getvalue()).decode('ascii')}"
