"""A corpus that the page was given: checked, scored by what `newsstance score` runs, and deleted at once.

One corpus is scored at a time, in a thread of its own; whoever sent it can look at how far it is, and cancel it.
"""

from __future__ import annotations

import base64
import io
import json
import shutil
import tempfile
import threading
import time
import zipfile
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.corpus import Counts, ScoreSettings, score_corpus
from classifier.corpus.files import CorpusFile, FileFormat, find_files
from classifier.corpus.reading import Row, read_file
from classifier.corpus_report.collect import Report, collect
from classifier.corpus_report.csv_tables import write_tables
from classifier.corpus_report.page import page_html
from classifier.corpus_report.periods import Period
from classifier.corpus_report.write import PAGE, TITLE, TOP
from classifier.demo.desk import BusyError, TimeLimitError
from classifier.demo.limits import MAX_CORPUS_CHARS, MAX_CORPUS_ROWS, MAX_CORPUS_SECONDS, MAX_UPLOAD_BYTES
from classifier.demo.models import Models
from classifier.errors import ClassifierError, DocumentTooLongError, InputFileError

FORMATS = {FileFormat.JSONL: ".jsonl", FileFormat.CSV: ".csv", FileFormat.TSV: ".tsv", FileFormat.PARQUET: ".parquet"}
SUFFIXES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".pq", ".gz", ".zst", ".zstd")
_COMMAND_LINE = "use the command line, which takes any number: newsstance score FILE --out DIR"
_WORKERS = 1  # whoever reads an article meanwhile needs the other cores
_MAX_ERRORS = 100  # that the page lists; the file to take away has all
_END_SECONDS = 5.0  # for a job to notice that the service ends


class CancelledError(ClassifierError):
    """Whoever sent the corpus does not want it any more."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of a corpus: its counts, what the page shows, and all tables and the report as one ZIP file."""

    counts: Counts
    report: Report
    errors: tuple[Mapping[str, Any], ...]  # lines of errors.jsonl, the first _MAX_ERRORS
    archive: bytes

    def archive_base64(self) -> str:
        """Return the ZIP file as text that a page can hold."""
        return base64.b64encode(self.archive).decode("ascii")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is."""

    n_rows: int
    n_done: int
    seconds: float
    said: tuple[str, ...]  # which columns are read

    @property
    def rate(self) -> float:
        """Rows a second since the start."""
        return self.n_done / self.seconds if self.seconds else 0.0


class CorpusJob:
    """One corpus, from its file to its figures. It is told of its own run as a `Progress`."""

    def __init__(self, path: Path, models: Models, seconds: float = MAX_CORPUS_SECONDS) -> None:
        """Take a file over, check it and begin to score it; it is deleted at the end, or where it is refused.

        Raises:
            InputFileError, InputValueError, DocumentTooLongError: the file is of another type, or holds too much.
        """
        self._models = models
        self._seconds = seconds
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._said: list[str] = []
        self._n_done = 0
        self._folder = Path(tempfile.mkdtemp(prefix="newsstance-corpus-"))
        try:
            self._file = self._folder / "in" / path.name
            self._file.parent.mkdir()
            shutil.move(path, self._file)
            self._n_rows = count_rows(self._file)
            models.pipeline("transformer")  # not ready is told at once
        except BaseException:
            self._delete()
            raise
        finally:
            path.unlink(missing_ok=True)
        self._begun = time.monotonic()
        thread = ThreadPoolExecutor(1, thread_name_prefix="newsstance-corpus")
        self._future: Future[Scored] = thread.submit(self._run)
        thread.shutdown(wait=False)  # once the one job is done

    def wait(self, seconds: float) -> bool:
        """Wait for the end; return whether it is there."""
        return bool(wait([self._future], seconds).done)

    def result(self) -> Scored:
        """Return what became of the corpus, waiting for the end.

        Raises:
            CancelledError, TimeLimitError: it was stopped.
            ClassifierError: it cannot be scored.
        """
        return self._future.result()

    def cancel(self) -> None:
        """Stop within a group of sentences."""
        self._cancelled.set()

    def standing(self) -> Standing:
        """Return how far the job is."""
        with self._lock:
            return Standing(self._n_rows, self._n_done, time.monotonic() - self._begun, tuple(self._said))

    def say(self, message: str) -> None:
        """Keep what a person should know."""
        with self._lock:
            self._said.append(message)

    def advance(self, n_documents: int, fraction: float | None) -> None:
        """Count rows; raise where the job is to stop."""
        with self._lock:
            self._n_done += n_documents
        self.check()

    def check(self) -> None:
        """Raise CancelledError or TimeLimitError where the job is to stop."""
        if self._cancelled.is_set():
            raise CancelledError("cancelled; nothing of the file was kept. Upload it again to start anew.")
        if time.monotonic() - self._begun > self._seconds:
            raise TimeLimitError(
                f"the corpus took longer than the {self._seconds:g} seconds that are allowed and was stopped; "
                f"upload fewer rows, or {_COMMAND_LINE}"
            )

    def _run(self) -> Scored:
        try:
            return self._score()
        finally:
            self._delete()

    def _score(self) -> Scored:
        out = self._folder / "scores"
        pipeline = self._models.pipeline("transformer", self)
        settings = ScoreSettings()
        counts = score_corpus(
            [self._file], out, settings, workers=_WORKERS, progress=self, pipeline=pipeline, folder=self._file.parent
        )
        report = collect([out], top=TOP, include_copies=False, period=Period.AUTO)
        self.check()
        (out / PAGE).write_text(page_html(report, TITLE), encoding="utf-8")
        write_tables(report, out)
        self.check()
        return Scored(counts, report, _errors(out / "errors.jsonl"), _zipped(out))

    def _delete(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class CorpusDesk:
    """Where corpora are scored: one at a time, each for one visitor of the page."""

    def __init__(self, models: Models, seconds: float = MAX_CORPUS_SECONDS) -> None:
        self._models = models
        self._seconds = seconds
        self._lock = threading.Lock()
        self._job: CorpusJob | None = None
        self._visitor = ""
        self._closed = False

    def start(self, visitor: str, path: Path) -> CorpusJob:
        """Begin to score a file, which is deleted whatever happens.

        Raises:
            BusyError: another corpus is being scored.
            ClassifierError: the file cannot be taken; the message says why.
        """
        if not self._lock.acquire(blocking=False):
            path.unlink(missing_ok=True)
            raise _busy()
        try:
            if self._closed or (self._job is not None and not self._job.wait(0)):
                path.unlink(missing_ok=True)
                raise _busy()
            job = CorpusJob(path, self._models, self._seconds)
            self._job, self._visitor = job, visitor
        finally:
            self._lock.release()
        return job

    def cancel(self, visitor: str) -> None:
        """Stop the job of a visitor; those of others go on."""
        if self._job is not None and self._visitor == visitor:
            self._job.cancel()

    def close(self) -> None:
        """Stop what runs, take no more, and wait a little until its files are deleted."""
        self._closed = True
        if self._job is not None:
            self._job.cancel()
            self._job.wait(_END_SECONDS)


def count_rows(path: Path) -> int:
    """Return how many rows a corpus file has, bad ones too.

    Raises:
        InputFileError: the file is of another type, has too many bytes, or holds no row.
        InputValueError: its format cannot be told from its name.
        DocumentTooLongError: it has too many rows, or too much text.
    """
    size = path.stat().st_size
    if size > MAX_UPLOAD_BYTES:
        raise InputFileError(
            f"the file has {size:,} bytes, at most {MAX_UPLOAD_BYTES:,} are taken; pack it (.gz), or {_COMMAND_LINE}"
        )
    n_rows = n_chars = 0
    for item in read_file(_corpus_file(path), {}):
        n_rows += 1
        n_chars += len(item.document.text) if isinstance(item, Row) else 0
        if n_rows > MAX_CORPUS_ROWS or n_chars > MAX_CORPUS_CHARS:
            raise DocumentTooLongError(
                f"the file has more than {MAX_CORPUS_ROWS:,} rows or {MAX_CORPUS_CHARS:,} characters of text; "
                f"upload a part of it, or {_COMMAND_LINE}"
            )
    if not n_rows:
        raise InputFileError("the file holds no row; it needs one article a row, with its text in a column.")
    return n_rows


def _corpus_file(path: Path) -> CorpusFile:
    expected = f"expected {', '.join(FORMATS.values())}, or one of the first three with .gz or .zst behind it"
    if not path.name.lower().endswith(SUFFIXES):
        raise InputFileError(f"{path.name!r} is no corpus by its name; {expected}.")
    file = find_files([str(path)]).named_from(path.parent).files[0]
    if file.format not in FORMATS:
        raise InputFileError(f"{path.name!r} holds no rows by its name; {expected}.")
    return file


def _busy() -> BusyError:
    return BusyError("another corpus is being scored, and one at a time is; try again in a minute.")


def _errors(path: Path) -> tuple[Mapping[str, Any], ...]:
    with path.open(encoding="utf-8") as lines:
        return tuple(json.loads(line) for _, line in zip(range(_MAX_ERRORS), lines, strict=False))


def _zipped(folder: Path) -> bytes:
    """Return a folder's files as a ZIP file; always the same for the same files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
            member = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            member.external_attr = 0o644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, path.read_bytes())
    return written.getvalue()
