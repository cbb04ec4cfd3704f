"""The style sheet and the script of the page, as they stand in the files beside this one."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def style_sheet() -> str:
    """Return the style sheet."""
    return (resources.files("classifier") / "demo" / "page.css").read_text(encoding="utf-8")


@cache
def script() -> str:
    """Return the script: details of a mention, filter, copy and download."""
    return (resources.files("classifier") / "demo" / "page.js").read_text(encoding="utf-8")
