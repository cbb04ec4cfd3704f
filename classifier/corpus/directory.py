"""The output directory: one writer at a time, parts that are whole or absent, and a manifest of what was done.

    manifest.json    settings, fingerprint, counts, status
    errors.jsonl     one line for each row or file that could not be scored
    mentions/, documents/  part-00000.parquet ..., as `tables` describes them
    progress/        until the run is finished: for each finished shard its counts, errors and band keys

A shard is finished when its file in progress/ is there: it is written last, under another name, and then renamed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.corpus.copies import BANDS
from classifier.corpus.files import MANIFEST
from classifier.corpus.settings import Counts, TableFormat
from classifier.corpus.tables import FORMAT, FORMAT_VERSION, write_table
from classifier.errors import OutputError

ERRORS = "errors.jsonl"
LOCK = ".lock"
_PROGRESS = "progress"
_COUNTS, _FAILURES = b"counts", b"failures"  # keys of a progress file's metadata
_TABLES = ("mentions", "documents")
_BEFORE_ALL = {LOCK, f"{MANIFEST}.tmp"}  # what a run may leave that was killed before it had a manifest


class OutputDirectory:
    """What a run writes; opened by `open_directory`."""

    def __init__(self, path: Path, description: Mapping[str, Any], table_format: TableFormat) -> None:
        self.path = path
        self.description = dict(description)
        self._table_format = table_format

    @property
    def fingerprint(self) -> str:
        """Hash of all that decides the content of the tables."""
        return fingerprint_of(self.description)

    @property
    def is_finished(self) -> bool:
        """Whether a run came to its end here."""
        manifest = _read_manifest(self.path)
        return manifest is not None and manifest["status"] == "finished"

    def table_path(self, table: str, index: int) -> Path:
        """Return where a part of a table stands."""
        return self.path / table / f"part-{index:05d}.{self._table_format}"

    def write_part(self, table: str, index: int, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
        """Write a part of a table, whole or not at all."""
        path = self.table_path(table, index)
        _write_whole(path, lambda target: write_table(rows, schema, target, self._table_format))

    def finish_shard(self, index: int, counts: Counts, failures: list[dict[str, Any]], bands: pa.Table) -> None:
        """Mark a shard as finished: its parts stand, and this is what else is to be known of it."""
        metadata = {_COUNTS: json.dumps(counts.to_dict()), _FAILURES: json.dumps(failures)}
        table = bands.replace_schema_metadata(metadata)
        _write_whole(self._progress_path(index), lambda target: pq.write_table(table, target))

    def has_shard(self, index: int) -> bool:
        """Whether a shard is finished."""
        return self._progress_path(index).exists()

    def finished_shards(self) -> list[int]:
        """Return the indices of the finished shards, in order."""
        return sorted(int(path.stem.removeprefix("part-")) for path in (self.path / _PROGRESS).glob("part-*.parquet"))

    def read_shard(self, index: int) -> tuple[Counts, list[dict[str, Any]]]:
        """Return what a finished shard counted, and its failures."""
        metadata = pq.read_schema(self._progress_path(index)).metadata
        return Counts(**json.loads(metadata[_COUNTS])), json.loads(metadata[_FAILURES])

    def read_bands(self, columns: list[str]) -> pa.Table:
        """Return columns of all finished shards' band keys, in corpus order."""
        paths = [self._progress_path(index) for index in self.finished_shards()]
        if not paths:
            return BANDS.empty_table().select(columns)
        return pa.concat_tables([pq.read_table(path, columns=columns, partitioning=None) for path in paths])

    def finish(self, counts: Counts, details: Mapping[str, Any]) -> None:
        """Write errors.jsonl and the manifest, then clear away what only an unfinished run needs."""
        _write_whole(self.path / ERRORS, self._write_errors)
        self._write_manifest("finished", counts, details)
        self.clear_progress()

    def clear_progress(self) -> None:
        """Remove what only an unfinished run needs."""
        shutil.rmtree(self.path / _PROGRESS, ignore_errors=True)

    def begin(self) -> None:
        """Make the directory's folders, and a manifest that says that a run is under way."""
        if _read_manifest(self.path) is None:  # first of all: by it a run that was killed knows its own directory
            self._write_manifest("running", Counts(), {})
        with disk_errors(self.path):
            for folder in (*_TABLES, _PROGRESS):
                (self.path / folder).mkdir(exist_ok=True)
                for left in (self.path / folder).glob("*.tmp"):  # of a run that was killed
                    left.unlink()

    def read_counts(self) -> Counts:
        """Return the counts of a finished run."""
        manifest = _read_manifest(self.path)
        return Counts(**manifest["counts"]) if manifest is not None else Counts()

    def _progress_path(self, index: int) -> Path:
        return self.path / _PROGRESS / f"part-{index:05d}.parquet"

    def _write_errors(self, target: Path) -> None:
        with target.open("w", encoding="utf-8") as file:
            for index in self.finished_shards():
                for failure in self.read_shard(index)[1]:
                    file.write(json.dumps(failure) + "\n")  # escaped: an id may hold half a character

    def _write_manifest(self, status: str, counts: Counts, details: Mapping[str, Any]) -> None:
        manifest = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "status": status,
            "fingerprint": self.fingerprint,
            **self.description,
            "counts": counts.to_dict(),
            **details,
        }
        text = json.dumps(manifest, indent=2) + "\n"
        _write_whole(self.path / MANIFEST, lambda target: target.write_text(text, encoding="utf-8"))


def fingerprint_of(description: Mapping[str, Any]) -> str:
    """Return a hash of what decides a run's content."""
    return hashlib.sha256(json.dumps(description, sort_keys=True).encode()).hexdigest()[:16]


@contextmanager
def open_directory(path: Path, description: Mapping[str, Any], table_format: TableFormat) -> Iterator[OutputDirectory]:
    """Hold a directory as its only writer.

    Args:
        path: new, empty, or of a run with the same description.
        description: JSON types; all that decides the content of the tables.
        table_format: of the parts.

    Raises:
        OutputError: the directory holds something else, another run, or has another writer; or cannot be written.
    """
    manifest = _read_manifest(path)
    if manifest is None and path.exists() and (not path.is_dir() or {p.name for p in path.iterdir()} - _BEFORE_ALL):
        raise OutputError(
            f"{path} is not empty, and holds no run of newsstance score; name a new or an empty directory."
        )
    with disk_errors(path):
        path.mkdir(parents=True, exist_ok=True)
    with _locked(path / LOCK):
        manifest = _read_manifest(path)  # again: another writer may have been there
        if manifest is not None:
            _compare(path, manifest, description)
        yield OutputDirectory(path, description, table_format)


def _compare(path: Path, manifest: Mapping[str, Any], description: Mapping[str, Any]) -> None:
    wanted, found = fingerprint_of(description), manifest.get("fingerprint")
    if wanted == found:
        return
    there, now = _flat(manifest), _flat(description)
    differing = [
        f"{name} ({there.get(name)!r} there, {value!r} now)" for name, value in now.items() if there.get(name) != value
    ]
    raise OutputError(
        f"{path} holds a run with fingerprint {found}, this one has {wanted}; they differ in "
        f"{'; '.join(differing) or 'their fingerprints alone'}. Repeat that run's command, or name another directory."
    )


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested settings by dotted names."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {f"{prefix}{name}": value}
    return flat


def _read_manifest(path: Path) -> dict[str, Any] | None:
    """Return a directory's manifest, or None where there is none.

    Raises:
        OutputError: it cannot be read, or is none of ours.
    """
    try:
        text = (path / MANIFEST).read_text(encoding="utf-8")
        manifest = json.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise OutputError(f"{path / MANIFEST} cannot be read ({error}); name another directory.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise OutputError(f"{path / MANIFEST} is not of newsstance score; name another directory.")
    if manifest.get("format_version") != FORMAT_VERSION:
        raise OutputError(
            f"{path} has format version {manifest.get('format_version')!r}, this version of newsstance writes "
            f"{FORMAT_VERSION}; name another directory, or install the version that wrote it."
        )
    return manifest


def _write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that it is there whole or not at all, whenever the process or the machine stops."""
    target = path.with_name(f"{path.name}.tmp")
    with disk_errors(path):
        try:
            write(target)
            with target.open("rb+") as file:
                os.fsync(file.fileno())
            target.replace(path)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into an OutputError that says what to do."""
    try:
        yield
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = "the disk is full" if full else f"it cannot be written ({error.strerror or error})"
        raise OutputError(
            f"{path}: {what}. The finished parts are whole: make room, or mend it, and repeat the command to go on."
        ) from error


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock file; the system lets go of it when the process ends, however it ends."""
    with disk_errors(path):
        file = path.open("a+b")
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise OutputError(
                f"{path.parent} has another writer: another run is at work there. Wait for it, or name another "
                "directory."
            ) from error
        yield


try:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

except ImportError:  # Windows
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
