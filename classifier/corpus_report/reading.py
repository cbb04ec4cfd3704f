"""Read what `newsstance score` wrote, as a stream: a directory's manifest, its documents, its mentions.

Only the columns that are asked for are read, a few thousand rows at a time; texts are read for chosen rows alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.errors import InputFileError, RecordFormatError
from classifier.records import SCHEMA_VERSION, Form, HolderKind, Kind, Role, StanceLabel

FORMAT = "newsstance-scores"
FORMAT_VERSION = 1
BATCH_ROWS = 8192  # some 5 MB of columns at once
_COUNTS = ("read", "scored", "errors", "skipped", "sentences", "mentions", "copies")


class DocumentRow(NamedTuple):
    """What the report needs of a document."""

    document_id: str
    date: str | None
    source: str | None
    n_sentences: int
    n_counted_sentences: int
    copy_of: str | None


class MentionRow(NamedTuple):
    """What the report needs of a mention to count it."""

    document_id: str
    date: str | None
    source: str | None
    sentence: int
    role: Role
    duplicate_of: int | None
    form: Form
    entity_id: str
    entity: str
    kind: Kind
    known: bool
    stance: StanceLabel
    p_favor: float
    p_neutral: float
    p_against: float
    certain: bool
    holder_kind: HolderKind
    holder: str | None
    holder_entity_id: str | None


_ENTITY_ID = MentionRow._fields.index("entity_id")


class Place(NamedTuple):
    """Where a mention stands: number of the directory, of the part in it, and of the row in that."""

    directory: int
    part: int
    row: int


class Quotation(NamedTuple):
    """The words of a mention's sentence, and the document they stand in. `sentence_text` is None without texts."""

    document_id: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    sentence_text: str | None


# How a column is checked: its type, and whether a value may be missing. An enum's values are checked one by one.
_COLUMNS: dict[str, tuple[type, bool]] = {
    **dict.fromkeys(("title", "date", "source", "url", "copy_of", "holder", "holder_entity_id"), (str, True)),
    **dict.fromkeys(("document_id", "entity_id", "entity", "sentence_text"), (str, False)),
    **dict.fromkeys(("n_sentences", "n_counted_sentences", "sentence"), (int, False)),
    **dict.fromkeys(("p_favor", "p_neutral", "p_against"), (float, False)),
    **dict.fromkeys(("known", "certain"), (bool, False)),
    "duplicate_of": (int, True),
    "role": (Role, False),
    "form": (Form, False),
    "kind": (Kind, False),
    "stance": (StanceLabel, False),
    "holder_kind": (HolderKind, False),
}


@dataclass(frozen=True, slots=True)
class ScoreDirectory:
    """A directory that `newsstance score` wrote, as its manifest describes it."""

    path: Path
    finished: bool
    model_version: str
    package_version: str
    finished_at: str | None
    counts: Mapping[str, int]
    document_parts: tuple[Path, ...]
    mention_parts: tuple[Path, ...]

    def documents(self) -> Iterator[DocumentRow]:
        """Yield the documents' rows, part by part."""
        for part in self.document_parts:
            for columns in _batches(part, DocumentRow._fields):
                yield from map(DocumentRow._make, zip(*columns, strict=True))

    def mentions(self, directory: int, entity_ids: Set[str] | None = None) -> Iterator[tuple[Place, MentionRow]]:
        """Yield the mentions' rows with their places, part by part.

        Args:
            directory: number of this directory, for the places.
            entity_ids: yield mentions of these alone; None: of all.
        """
        for number, part in enumerate(self.mention_parts):
            position = 0
            for columns in _batches(part, MentionRow._fields):
                entities = columns[_ENTITY_ID]
                rows = [i for i, one in enumerate(entities) if entity_ids is None or one in entity_ids]
                chosen = [[column[i] for i in rows] for column in columns]
                for i, row in zip(rows, map(MentionRow._make, zip(*chosen, strict=True)), strict=True):
                    yield Place(directory, number, position + i), row
                position += len(entities)

    def quotations(self, places: Sequence[Place]) -> dict[Place, Quotation]:
        """Return the words behind some mentions; parts that hold none of them are not opened."""
        found: dict[Place, Quotation] = {}
        for number in sorted({place.part for place in places}):
            wanted = {place.row: place for place in places if place.part == number}
            position = 0
            for columns in _batches(self.mention_parts[number], Quotation._fields, optional=("sentence_text",)):
                n_rows = len(columns[0])
                for row in [row for row in wanted if position <= row < position + n_rows]:
                    found[wanted[row]] = Quotation._make(column[row - position] for column in columns)
                position += n_rows
                if position > max(wanted):
                    break
        return found


def open_scores(path: Path) -> ScoreDirectory:
    """Return a directory of scores, its manifest checked.

    Raises:
        InputFileError: the directory or its manifest is missing or cannot be read.
        RecordFormatError: the manifest is of another format, or of another version of it.
    """
    manifest = _manifest(path)
    if manifest.get("format") != FORMAT:
        raise RecordFormatError(
            f"{path / 'manifest.json'} says format {manifest.get('format')!r}, expected {FORMAT!r}; name a directory "
            "that `newsstance score --out` wrote."
        )
    for name, expected in (("format_version", FORMAT_VERSION), ("schema_version", SCHEMA_VERSION)):
        if manifest.get(name) != expected:
            raise RecordFormatError(
                f"{path} has {name} {manifest.get(name)!r}, this version reads {expected}; score the corpus again, "
                "or install the version that wrote it."
            )
    counts = manifest.get("counts")
    if not isinstance(counts, Mapping) or not isinstance(manifest.get("model_version"), str):
        raise RecordFormatError(
            f"{path / 'manifest.json'} lacks counts or model_version; restore it, or score the corpus again."
        )
    return ScoreDirectory(
        path=path,
        finished=manifest.get("status") == "finished",
        model_version=manifest["model_version"],
        package_version=str(manifest.get("package_version")),
        finished_at=_text_or_none(manifest.get("finished_at")),
        counts={name: _whole(counts.get(name)) for name in _COUNTS},
        document_parts=_parts(path / "documents"),
        mention_parts=_parts(path / "mentions"),
    )


def _manifest(path: Path) -> dict[str, Any]:
    """Return the manifest's fields, as yet unchecked."""
    if not path.is_dir():
        raise InputFileError(f"{path} is no directory; name one that `newsstance score --out` wrote.")
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputFileError(
            f"{path} holds no manifest.json; name a directory that `newsstance score --out` wrote."
        ) from error
    except (OSError, ValueError, RecursionError) as error:  # ValueError: neither JSON nor UTF-8
        raise InputFileError(f"{path / 'manifest.json'} cannot be read ({error}); restore it.") from error
    if not isinstance(manifest, dict):
        raise RecordFormatError(f"{path / 'manifest.json'} is no JSON object; restore it, or score the corpus again.")
    return manifest


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _parts(folder: Path) -> tuple[Path, ...]:
    """Return a table's parts in order; files that are still being written have other names."""
    return tuple(sorted(path for path in folder.glob("part-*") if path.suffix in (".parquet", ".jsonl")))


def _batches(part: Path, names: Sequence[str], optional: Sequence[str] = ()) -> Iterator[list[list[Any]]]:
    """Yield some thousand rows at a time, as one list per column, values checked; an absent optional one is None.

    Raises:
        InputFileError: the part cannot be read, or is damaged.
        RecordFormatError: a column is missing or of another type.
    """
    reader = _parquet_batches if part.suffix == ".parquet" else _json_batches
    try:
        for columns in reader(part, names, optional):
            yield [_checked(part, name, column, name in optional) for name, column in zip(names, columns, strict=True)]
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        if isinstance(error, InputFileError):
            raise
        raise InputFileError(
            f"{part} cannot be read ({str(error).strip().splitlines()[0]}); it is damaged or was cut off: restore it, "
            "or score the corpus again."
        ) from error


def _parquet_batches(part: Path, names: Sequence[str], optional: Sequence[str]) -> Iterator[list[list[Any]]]:
    with pq.ParquetFile(part) as file:
        there = [name for name in names if name not in optional or name in file.schema_arrow.names]
        missing = [name for name in there if name not in file.schema_arrow.names]
        if missing:
            raise _missing(part, missing)
        for batch in file.iter_batches(BATCH_ROWS, columns=there):
            yield [batch.column(name).to_pylist() if name in there else [None] * batch.num_rows for name in names]


def _json_batches(part: Path, names: Sequence[str], optional: Sequence[str]) -> Iterator[list[list[Any]]]:
    columns: list[list[Any]] = [[] for _ in names]
    with part.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputFileError(
                    f"{part}, line {number} is no JSON ({error}); it is damaged: score the corpus again."
                ) from error
            fields = row if isinstance(row, dict) else {}
            absent = [name for name in names if name not in optional and name not in fields]
            if absent:
                raise _missing(part, absent, number)
            for name, column in zip(names, columns, strict=True):
                column.append(fields.get(name))
            if len(columns[0]) == BATCH_ROWS:
                yield columns
                columns = [[] for _ in names]
    if columns[0]:
        yield columns


def _missing(part: Path, names: Sequence[str], line: int | None = None) -> RecordFormatError:
    place = f"{part}, line {line}" if line else str(part)
    return RecordFormatError(
        f"{place} lacks the columns {', '.join(names)}; it is no table that `newsstance score` wrote: name another "
        "directory, or score the corpus again."
    )


def _checked(part: Path, name: str, values: list[Any], optional: bool) -> list[Any]:
    """Return a column's values, labels as enums; the first wrong one is an error that shows it."""
    expected, may_miss = _COLUMNS[name]
    may_miss = may_miss or optional
    if issubclass(expected, str) and expected is not str:
        labels = {member.value: member for member in expected}  # type: ignore[attr-defined]  # a StrEnum
        try:
            return [labels[value] for value in values]
        except (KeyError, TypeError):
            wrong = next(value for value in values if not isinstance(value, str) or value not in labels)
            raise _wrong(part, name, " or ".join(labels), wrong) from None
    allowed = {expected, type(None)} if may_miss else {expected}
    if expected is float:
        allowed.add(int)  # JSON writes 1.0 as 1 in other hands
    kinds = set(map(type, values))
    if kinds <= allowed:
        return values
    wrong = next(value for value in values if type(value) not in allowed)
    raise _wrong(part, name, expected.__name__, wrong)


def _wrong(part: Path, name: str, expected: str, value: object) -> RecordFormatError:
    return RecordFormatError(
        f"{part}: column {name} holds {str(value)[:60]!r}, expected {expected}; it is damaged, or no table that "
        "`newsstance score` wrote: score the corpus again."
    )
