"""Write a report: the page and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from classifier.corpus_report.collect import collect
from classifier.corpus_report.csv_tables import write_tables
from classifier.corpus_report.page import page_html
from classifier.corpus_report.periods import Period
from classifier.errors import InputFileError

PAGE = "report.html"
TITLE = "Who stands how toward whom"
TOP = 12


def write_report(
    directories: Sequence[Path],
    out: Path,
    *,
    title: str = TITLE,
    top: int = TOP,
    include_copies: bool = False,
    period: Period = Period.AUTO,
) -> Path:
    """Write a report of directories that `newsstance score` wrote, and return its page.

    The page is report.html; entities.csv, over_time.csv, relations.csv, sources.csv and sentences.csv stand beside it.
    The same directories always give the same files.

    Args:
        directories: one or several; each document stands in one of them.
        out: folder for page and tables; it is made where it is missing, and files of these names are replaced.
        title: plain text.
        top: entities with details, the most mentioned, from 1 up.
        include_copies: count near-duplicates of earlier documents too.
        period: step of the time axis; AUTO lets the dates decide.

    Raises:
        InputFileError: a directory, manifest or part is missing, damaged or cannot be read; `out` cannot be written.
        InputValueError: no directory, one named twice, or `top` below 1.
        RecordFormatError: a directory is of another format, or of another version of it.
    """
    report = collect(directories, top=top, include_copies=include_copies, period=period)
    page = page_html(report, title)
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_tables(report, out)
        unfinished = out / f"{PAGE}.tmp"
        unfinished.write_text(page, encoding="utf-8")
        unfinished.replace(out / PAGE)
    except OSError as error:
        raise InputFileError(
            f"{out} cannot be written ({error.strerror or error}); name a folder that can, by --out."
        ) from error
    return out / PAGE
