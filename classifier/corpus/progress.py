"""What a run tells while it goes on."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

_SHOWN_STEPS = 1000  # of the whole bar


class Progress(Protocol):
    """Told of a run, from the thread that called it; an error that it raises ends the run as Ctrl+C would."""

    def say(self, message: str) -> None:
        """Something that a person should know."""
        ...

    def advance(self, n_documents: int, fraction: float | None) -> None:
        """So many rows more are done, which makes this fraction of the corpus, where it can be said."""
        ...


class Silent:
    """Tells nobody."""

    def say(self, message: str) -> None:
        """Drop the message."""

    def advance(self, n_documents: int, fraction: float | None) -> None:
        """Drop the news."""


class TerminalProgress:
    """A bar with rate and time left on a terminal; elsewhere the messages alone."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.fields[rows]:,} rows"),
            BarColumn(),
            _Rate(),
            TimeElapsedColumn(),
            _TimeLeft(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=None, rows=0)
        self._rows = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def say(self, message: str) -> None:
        """Print a message above the bar."""
        self._console.print(message, style="dim", highlight=False, markup=False, soft_wrap=True)

    def advance(self, n_documents: int, fraction: float | None) -> None:
        """Move the bar."""
        self._rows += n_documents
        if fraction is None:
            self._bar.update(self._task, rows=self._rows)
        else:
            self._bar.update(self._task, total=_SHOWN_STEPS, completed=fraction * _SHOWN_STEPS, rows=self._rows)


class _Rate(ProgressColumn):
    """Rows a second since the start."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.fields['rows'] / task.elapsed:.1f} rows/s" if task.elapsed else "")


class _TimeLeft(ProgressColumn):
    """Time left, from the share that is done."""

    def render(self, task: Task) -> Text:
        if not task.elapsed or not task.total or not task.completed:
            return Text("")
        seconds = int(task.elapsed * (task.total - task.completed) / task.completed)
        hours, rest = divmod(seconds, 3600)
        return Text(f"{hours}:{rest // 60:02d}:{rest % 60:02d} left")
