"""A page under watch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Watched:
    """A page, and whatever went wrong in it: console errors, scripts that failed, requests to other hosts."""

    page: Any  # Playwright's, which is not read for its types
    address: str
    wrong: list[str] = field(default_factory=list)

    def note(self, wrong: bool, what: str) -> None:
        """Remember what went wrong."""
        if wrong:
            self.wrong.append(what)
