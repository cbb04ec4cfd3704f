"""Texts out of a corpus, made harmless: they may hold markup, controls, marks of direction, half characters."""

from __future__ import annotations

import re
from html import escape

# Controls, and the two marks that turn letters around: no language needs those, and they make names read as others.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160), 0x202D, 0x202E], "\ufffd")
_HALVES = re.compile("[\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)


def encodable(text: str) -> str:
    """Return a text that UTF-8 can hold: halves of surrogate pairs and NUL become U+FFFD."""
    return _HALVES.sub("\ufffd", text).replace("\x00", "\ufffd")


def clean(text: str) -> str:
    """Return a text without controls, not yet fit for HTML."""
    return encodable(text).translate(_CONTROLS)


def shown(text: str, most: int | None = None) -> str:
    """Return a text of the corpus as HTML: no markup, no controls, its direction kept to itself; cut after `most`."""
    if most is not None and len(text) > most:
        text = text[: most - 1].rstrip() + "…"
    return f"<bdi>{escape(clean(text))}</bdi>"


def plain(text: str) -> str:
    """Return a text for an attribute or the page's title: without markup and controls."""
    return escape(clean(text))


def link(url: str | None, words: str) -> str:
    """Return words (HTML) as a link, where the address is one of the web; else the words alone."""
    if url is None or not _LINK.fullmatch(url.strip()):
        return words
    return f'<a href="{plain(url.strip())}" rel="noopener noreferrer nofollow">{words}</a>'
