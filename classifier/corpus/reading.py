"""A corpus file -> its rows in order: a document each, or the failure that stands in its place.

Every row of the file gives exactly one; what ends a file early gives one more, without a row number.
"""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.corpus.columns import choose_columns, document_of
from classifier.corpus.files import CorpusFile, FileFormat
from classifier.corpus.streams import MAX_ROW_BYTES, open_bytes, read_all, read_lines
from classifier.errors import (
    ClassifierError,
    DocumentTooLongError,
    InputFileError,
    InputValueError,
    RecordFormatError,
)
from classifier.records import Document

_ARROW_ROWS = 64  # rows that are held at once: an article may be long
_MAX_ID = 500
# What damaged files make the readers raise; pyarrow's own errors are ValueErrors, OSErrors or ArrowExceptions.
_READ_ERRORS = (OSError, EOFError, ValueError, OverflowError, zlib.error, pa.ArrowException, csv.Error)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, and row from 1 (a line in JSON Lines and CSV); row None is the file itself."""

    file: str
    row: int | None

    def __str__(self) -> str:
        return self.file if self.row is None else f"{self.file}:{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the corpus; `named` where its id is its own and not its place."""

    place: Place
    document: Document
    named: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be scored, with the name of the error and the reason."""

    place: Place
    id: str | None
    error: str
    reason: str

    @classmethod
    def of(cls, place: Place, error: Exception, id: str | None = None) -> Failure:
        """Return the failure that an error is."""
        reason = str(error) or type(error).__name__
        return cls(place, id, type(error).__name__, reason)

    def to_dict(self) -> dict[str, Any]:
        """Return the line of errors.jsonl."""
        return {
            "file": self.place.file,
            "row": self.place.row,
            "id": self.id,
            "error": self.error,
            "reason": self.reason,
        }


Item = Row | Failure


class Watcher:
    """Told how the reading goes; this one does not care."""

    def columns_chosen(self, file: CorpusFile, columns: Mapping[str, str]) -> None:
        """Columns of the file, by field of Document; told once a file."""

    def moved(self, file: CorpusFile, n_bytes: int) -> None:
        """So many bytes of the file, as it lies on disk, have been read."""


def read_file(file: CorpusFile, chosen: Mapping[str, str], watcher: Watcher | None = None) -> Iterator[Item]:
    """Yield the rows of a file; never raises for what is in it.

    Args:
        file: where to read.
        chosen: the columns that the caller named, by field of Document.
        watcher: told how it goes.
    """
    try:
        yield from _READERS[file.format](file, chosen, watcher if watcher is not None else Watcher())
    except ClassifierError as error:
        yield Failure.of(Place(file.name, None), error)
    except _READ_ERRORS as error:
        why = str(error) or type(error).__name__
        yield Failure.of(
            Place(file.name, None),
            InputFileError(f"the file cannot be read, or no further than this ({why}); mend it and score it again."),
        )


def _item(cells: Mapping[str, Any], columns: Mapping[str, str], place: Place) -> Item:
    own = cells.get(columns.get("id", ""))
    try:
        document = document_of(cells, columns, str(place))
    except ClassifierError as error:
        return Failure.of(place, error, None if own is None else str(own)[:_MAX_ID])
    return Row(place, document, document.id != str(place))


def _read_jsonl(file: CorpusFile, chosen: Mapping[str, str], watcher: Watcher) -> Iterator[Item]:
    columns: dict[str, str] = {}
    keys: dict[str, None] = {}  # of all rows so far, in order
    with open_bytes(file, partial(watcher.moved, file)) as stream:
        for number, line in enumerate(read_lines(stream), 1):
            place = Place(file.name, number)
            if line is None:
                yield Failure.of(place, _too_long())
                continue
            if number == 1:
                _refuse_utf16(line)
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                row = _json_object(line)
                if not columns or not keys.keys() >= row.keys():  # a row may have a date that the first one lacks
                    keys |= dict.fromkeys(row)
                    columns = _with_new(columns, list(keys), chosen)
                    watcher.columns_chosen(file, columns)
            except ClassifierError as error:
                yield Failure.of(place, error)
                continue
            yield _item(row, columns, place)


def _with_new(columns: Mapping[str, str], keys: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the columns, with those that new keys bring for fields that had none."""
    return {**choose_columns(keys, chosen), **columns}


def _json_object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RecordFormatError(f"the line is not UTF-8 ({error}); convert the file, e.g. with iconv.") from error
    except (ValueError, RecursionError) as error:
        raise RecordFormatError(f"the line is not JSON ({error}); expected one object a line.") from error
    if not isinstance(row, dict):
        raise RecordFormatError(f"the line holds a {type(row).__name__}; expected one JSON object a line.")
    return row


def _read_csv(file: CorpusFile, chosen: Mapping[str, str], watcher: Watcher) -> Iterator[Item]:
    previous_limit = csv.field_size_limit(MAX_ROW_BYTES)
    try:
        with open_bytes(file, partial(watcher.moved, file)) as stream:
            lines = _text_lines(stream)
            first = next(lines, "")
            delimiter = "\t" if file.format is FileFormat.TSV else _delimiter(first)
            reader = csv.reader(_chain(first, lines), delimiter=delimiter, strict=False)
            header = next(reader, [])
            columns = choose_columns(header, chosen)
            watcher.columns_chosen(file, columns)
            begin = reader.line_num + 1
            for cells in reader:
                if cells:
                    yield _csv_item(cells, header, columns, Place(file.name, begin), reader.line_num)
                begin = reader.line_num + 1
    finally:
        csv.field_size_limit(previous_limit)


def _csv_item(
    cells: Sequence[str], header: Sequence[str], columns: Mapping[str, str], place: Place, last_line: int
) -> Item:
    if len(cells) != len(header):
        lines = "" if last_line == place.row else f" (lines {place.row:,} to {last_line:,}: is a quote never closed?)"
        return Failure.of(
            place,
            RecordFormatError(
                f"the row has {len(cells)} cells, the header {len(header)}{lines}; quote cells that hold a separator."
            ),
        )
    if any("\udc80" <= character <= "\udcff" for cell in cells if not cell.isascii() for character in cell):
        return Failure.of(place, RecordFormatError("the row is not UTF-8; convert the file, e.g. with iconv."))
    return _item(dict(zip(header, cells, strict=True)), columns, place)


def _text_lines(stream: IO[bytes]) -> Iterator[str]:
    """Yield lines with their ends, for the CSV reader; what is no UTF-8 becomes half surrogates, found later."""
    number = 0
    while line := stream.readline(MAX_ROW_BYTES + 1):
        if len(line) > MAX_ROW_BYTES:
            raise _too_long()
        if number == 0:
            _refuse_utf16(line)
            line = line.removeprefix(b"\xef\xbb\xbf")
        number += 1
        yield line.decode("utf-8", errors="surrogateescape")


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _delimiter(header: str) -> str:
    """Return what separates the header's cells: the most frequent of the usual ones."""
    return max(",;\t|", key=header.count)


def _read_parquet(file: CorpusFile, chosen: Mapping[str, str], watcher: Watcher) -> Iterator[Item]:
    if file.compression is not None:
        raise InputValueError(f"{file.name}: a Parquet file is read in any order, and is packed inside; unpack it.")
    with pq.ParquetFile(file.path) as table:
        columns = choose_columns(table.schema_arrow.names, chosen)
        watcher.columns_chosen(file, columns)
        batches = table.iter_batches(batch_size=_ARROW_ROWS, columns=list(dict.fromkeys(columns.values())))
        for item in _batch_items(batches, columns, file.name):
            yield item
            row = item.place.row or 0
            if row % _ARROW_ROWS == 0:
                watcher.moved(file, file.n_bytes * row // table.metadata.num_rows)


def _read_arrow(file: CorpusFile, chosen: Mapping[str, str], watcher: Watcher) -> Iterator[Item]:
    with open_bytes(file, partial(watcher.moved, file)) as stream, pa.ipc.open_stream(stream) as reader:
        columns = choose_columns(reader.schema.names, chosen)
        watcher.columns_chosen(file, columns)
        wanted = list(dict.fromkeys(columns.values()))
        batches = (
            batch.slice(low, _ARROW_ROWS).select(wanted)
            for batch in reader
            for low in range(0, batch.num_rows, _ARROW_ROWS)
        )
        yield from _batch_items(batches, columns, file.name)


def _batch_items(batches: Iterator[pa.RecordBatch], columns: Mapping[str, str], name: str) -> Iterator[Item]:
    number = 0
    for batch in batches:
        for row in _in_microseconds(batch).to_pylist():
            number += 1
            yield _item(row, columns, Place(name, number))


def _in_microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch whose times Python can hold: pandas writes nanoseconds."""
    for index, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            cut = batch.column(index).cast(pa.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(index, field.name, cut)
    return batch


def _read_text(file: CorpusFile, chosen: Mapping[str, str], watcher: Watcher) -> Iterator[Item]:
    """Yield the one document that a text or HTML file is; its id is the file's name."""
    place = Place(file.name, None)
    with open_bytes(file, partial(watcher.moved, file)) as stream:
        data = read_all(stream)
    try:
        if data is None:
            raise _too_long()
        _refuse_utf16(data[:2])
        text = data.decode("utf-8-sig")
        if not text.strip():
            raise InputValueError("the file is empty, or holds nothing but blanks.")
        is_page = file.format is FileFormat.HTML
        document = Document.from_html(text, id=file.name) if is_page else Document(text, id=file.name)
    except UnicodeDecodeError as error:
        yield Failure.of(
            place, RecordFormatError(f"the file is not UTF-8 ({error}); convert it, e.g. with iconv."), file.name
        )
    except ClassifierError as error:
        yield Failure.of(place, error, file.name)
    else:
        yield Row(place, document, True)


def _refuse_utf16(start: bytes) -> None:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RecordFormatError("the file is UTF-16; convert it to UTF-8, e.g. with iconv.")


def _too_long() -> DocumentTooLongError:
    return DocumentTooLongError(f"a row or file of more than {MAX_ROW_BYTES // 2**20} MB is not read; split it.")


_READERS: dict[FileFormat, Callable[[CorpusFile, Mapping[str, str], Watcher], Iterator[Item]]] = {
    FileFormat.JSONL: _read_jsonl,
    FileFormat.CSV: _read_csv,
    FileFormat.TSV: _read_csv,
    FileFormat.PARQUET: _read_parquet,
    FileFormat.ARROW: _read_arrow,
    FileFormat.TEXT: _read_text,
    FileFormat.HTML: _read_text,
}
