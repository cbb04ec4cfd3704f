"""Names on the command line -> the files of a corpus, in a fixed order."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Literal

from classifier.errors import InputFileError, InputValueError

STDIN = "-"
MANIFEST = "manifest.json"  # of an output directory: never a corpus
Compression = Literal["gzip", "zstd"]
_COMPRESSIONS: dict[str, Compression] = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd"}
_MAX_SKIPPED = 1000  # names of skipped files that are kept; all are counted


class FileFormat(StrEnum):
    """How documents stand in a file."""

    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    ARROW = "arrow"  # the stream format, as Hugging Face datasets save it
    TEXT = "text"
    HTML = "html"


_FORMATS = {
    ".jsonl": FileFormat.JSONL,
    ".ndjson": FileFormat.JSONL,
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.TSV,
    ".parquet": FileFormat.PARQUET,
    ".pq": FileFormat.PARQUET,
    ".arrow": FileFormat.ARROW,
    ".txt": FileFormat.TEXT,
    ".html": FileFormat.HTML,
    ".htm": FileFormat.HTML,
    ".xhtml": FileFormat.HTML,
}


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One file of a corpus; `name` is how the user knows it, '-' standard input; `folder` is where the name begins."""

    name: str
    format: FileFormat
    compression: Compression | None = None
    folder: str = ""

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(self.folder, self.name)

    @property
    def n_bytes(self) -> int:
        """Size on disk; 0 where it cannot be said."""
        try:
            return 0 if self.name == STDIN else self.path.stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files of a corpus in order, and those in its folders that are of no known format."""

    files: tuple[CorpusFile, ...]
    skipped: tuple[str, ...]  # at most _MAX_SKIPPED names
    n_skipped: int

    def named_from(self, folder: Path) -> FoundFiles:
        """Return the same files with names that begin in a folder that holds them all.

        Raises:
            InputValueError: a file lies elsewhere.
        """
        try:
            files = tuple(
                replace(file, name=file.path.relative_to(folder).as_posix(), folder=str(folder)) for file in self.files
            )
            skipped = tuple(Path(name).relative_to(folder).as_posix() for name in self.skipped)
        except ValueError as error:
            raise InputValueError(f"a file of the corpus is not below {folder} ({error}); leave folder out.") from error
        return FoundFiles(files, skipped, self.n_skipped)


def find_files(corpora: Sequence[str], input_format: str | None = None) -> FoundFiles:
    """Return the files that some names stand for: files, folders, globs, saved datasets, '-'.

    A file that is named twice is read once.

    Raises:
        InputFileError: a name stands for nothing, or for nothing that could be scored.
        InputValueError: a file's format cannot be told from its name; standard input is named twice.
    """
    if not corpora:
        raise InputValueError("no corpus is named; name files or folders, or - for standard input.")
    found: dict[str, CorpusFile] = {}
    skipped: dict[str, None] = {}
    for corpus in corpora:
        for path in _expanded(corpus):
            if path != STDIN and Path(path).is_dir():
                inside, left = _in_folder(Path(path))
                found |= {file.name: file for file in inside if file.name not in found}
                skipped |= dict.fromkeys(left)
            elif path not in found:
                found[path] = _named_file(path, input_format)
    skipped = {name: None for name in skipped if name not in found}
    if not found:
        raise InputFileError(
            f"there is nothing to score in {', '.join(corpora)}; expected .jsonl, .csv, .tsv, .parquet, .arrow, .txt "
            f"or .html, plain, .gz or .zst; found {len(skipped)} files of other formats."
        )
    return FoundFiles(tuple(found.values()), tuple(list(skipped)[:_MAX_SKIPPED]), len(skipped))


def _expanded(corpus: str) -> list[str]:
    if corpus == STDIN or Path(corpus).exists():
        return [corpus if corpus == STDIN else Path(corpus).as_posix()]
    matches = sorted(Path(match).as_posix() for match in glob.glob(corpus, recursive=True))  # noqa: PTH207 - Path.glob refuses absolute ones
    if not matches:
        raise InputFileError(f"{corpus} is not there: no file, no folder, and no glob that matches any.")
    return matches


def _format_of(path: Path) -> tuple[FileFormat | None, Compression | None]:
    compression = _COMPRESSIONS.get(path.suffix.lower())
    name = path.stem if compression is not None else path.name
    return _FORMATS.get(Path(name).suffix.lower()), compression


def _named_file(name: str, input_format: str | None) -> CorpusFile:
    """Return a file that the caller named: its format must be told by its name, or given."""
    known, compression = (None, None) if name == STDIN else _format_of(Path(name))
    if known is None and input_format is not None:
        known = FileFormat(input_format)
    if known is None and name == STDIN:
        known = FileFormat.JSONL
    if known is None:
        raise InputValueError(
            f"the format of {name} cannot be told from its name; give --input-format jsonl, csv or tsv, or rename it."
        )
    return CorpusFile(name, known, compression)


def _in_folder(folder: Path) -> tuple[list[CorpusFile], list[str]]:
    """Return the files below a folder in order of their names, and the names of those of no known format."""
    if (folder / MANIFEST).exists() and (folder / "mentions").is_dir():
        raise InputFileError(f"{folder} is what a scoring run wrote, not a corpus; `newsstance report {folder}`.")
    if (folder / "dataset_dict.json").exists() or (folder / "state.json").exists():
        return [CorpusFile(path.as_posix(), FileFormat.ARROW) for path in _saved_dataset(folder)], []
    files, skipped = [], []
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.is_dir():
            continue
        known, compression = _format_of(path)
        if known is None:
            skipped.append(path.as_posix())
        else:
            files.append(CorpusFile(path.as_posix(), known, compression))
    return files, skipped


def _saved_dataset(folder: Path) -> Iterator[Path]:
    """Yield the data files of what `save_to_disk` of Hugging Face datasets wrote, splits in their own order."""
    try:
        if (folder / "dataset_dict.json").exists():
            for split in json.loads((folder / "dataset_dict.json").read_text(encoding="utf-8"))["splits"]:
                yield from _saved_dataset(folder / split)
        else:
            for file in json.loads((folder / "state.json").read_text(encoding="utf-8"))["_data_files"]:
                yield folder / file["filename"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputFileError(
            f"{folder} looks like a saved dataset, but its description cannot be read ({error!r}); save it again with "
            "save_to_disk()."
        ) from error
