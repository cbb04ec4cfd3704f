"""All that decides what a run writes, and what it counts."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from classifier.errors import InputValueError

TableFormat = Literal["parquet", "jsonl"]
InputFormat = Literal["jsonl", "csv", "tsv"]
MAX_PART_DOCUMENTS = 100_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns to read, by field of Document; None lets the usual names be looked for."""

    text: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None

    def chosen(self) -> dict[str, str]:
        """Return the fields whose column the caller named."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """What decides the content of the tables; a run can only be taken up with the same.

    Attributes:
        columns: where the fields of a document stand.
        table_format: of the parts.
        with_text: False leaves the texts of documents and sentences out.
        part_documents: rows of the corpus that make one part.
        model: 'transformer' or 'baseline'.
        device: 'cpu' runs the int8 weights on ONNX Runtime; anything else runs them in torch there.
        entities: a JSON Lines file of companies and governments beside the shipped ones.
        input_format: of standard input, and of files whose names do not say it.
    """

    columns: Columns = field(default_factory=Columns)
    table_format: TableFormat = "parquet"
    with_text: bool = True
    part_documents: int = 1000
    model: Literal["transformer", "baseline"] = "transformer"
    device: str = "cpu"
    entities: Path | None = None
    input_format: InputFormat | None = None

    def __post_init__(self) -> None:
        if self.table_format not in get_args(TableFormat):
            raise InputValueError(f"the tables' format must be parquet or jsonl, got {self.table_format!r}.")
        if self.input_format is not None and self.input_format not in get_args(InputFormat):
            raise InputValueError(f"the input's format must be jsonl, csv or tsv, got {self.input_format!r}.")
        if not 1 <= self.part_documents <= MAX_PART_DOCUMENTS:
            raise InputValueError(
                f"a part holds 1 to {MAX_PART_DOCUMENTS:,} documents, got {self.part_documents}; 1,000 is usual."
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as JSON types; of the file of entities only its name."""
        data = asdict(self)
        data["entities"] = None if self.entities is None else self.entities.name
        return data


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run (or one shard of it) counted; `read` is the sum of `scored`, `errors` and `skipped`.

    Attributes:
        read: rows, and files that could not be read to their end.
        scored: documents in the tables.
        errors: rows and files in errors.jsonl.
        skipped: files in folders that are of no known format; the manifest names them.
        copies: scored documents that are near-duplicates of an earlier one.
    """

    read: int = 0
    scored: int = 0
    errors: int = 0
    skipped: int = 0
    sentences: int = 0
    mentions: int = 0
    copies: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{item.name: getattr(self, item.name) + getattr(other, item.name) for item in fields(self)})

    def to_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)
