"""The tables that a run writes: their columns, and a part of them in each format.

`mentions` holds one row per mention, as `DocumentResult.to_rows()` gives it; `documents` one per scored document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.corpus.reading import Row
from classifier.corpus.settings import TableFormat
from classifier.records import DocumentResult, Role, SentimentLabel

FORMAT = "newsstance-scores"
FORMAT_VERSION = 1
TEXT_COLUMNS = ("sentence_text", "text")  # left out without texts

MENTIONS = pa.schema(
    [
        ("document_id", pa.string()),
        ("title", pa.string()),
        ("date", pa.string()),
        ("source", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("sentence", pa.int32()),
        ("sentence_start", pa.int32()),
        ("sentence_end", pa.int32()),
        ("sentence_text", pa.string()),
        ("role", pa.string()),
        ("duplicate_of", pa.int32()),
        ("sentiment", pa.string()),
        ("sentiment_certain", pa.bool_()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("mention", pa.string()),
        ("form", pa.string()),
        ("entity_id", pa.string()),
        ("entity", pa.string()),
        ("kind", pa.string()),
        ("known", pa.bool_()),
        ("stance", pa.string()),
        ("p_favor", pa.float64()),
        ("p_neutral", pa.float64()),
        ("p_against", pa.float64()),
        ("certain", pa.bool_()),
        ("holder_kind", pa.string()),
        ("holder", pa.string()),
        ("holder_start", pa.int32()),
        ("holder_end", pa.int32()),
        ("holder_entity_id", pa.string()),
        ("model_version", pa.string()),
        ("schema_version", pa.int32()),
    ]
)
DOCUMENTS = pa.schema(
    [
        ("document_id", pa.string()),
        ("title", pa.string()),
        ("date", pa.string()),
        ("source", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("file", pa.string()),
        ("row", pa.int64()),
        ("n_chars", pa.int32()),
        ("n_sentences", pa.int32()),
        ("n_counted_sentences", pa.int32()),
        ("n_mentions", pa.int32()),
        ("n_positive", pa.int32()),
        ("n_neutral", pa.int32()),
        ("n_negative", pa.int32()),
        ("warnings", pa.list_(pa.string())),
        ("text", pa.string()),
        ("copy_of", pa.string()),
        ("model_version", pa.string()),
        ("schema_version", pa.int32()),
    ]
)


def schema_of(schema: pa.Schema, with_text: bool) -> pa.Schema:
    """Return a table's schema, without the columns of text where texts are left out."""
    return schema if with_text else pa.schema([field for field in schema if field.name not in TEXT_COLUMNS])


def document_row(row: Row, result: DocumentResult) -> dict[str, Any]:
    """Return a document's row; `copy_of` is found when all are scored."""
    counted = [s for s in result.sentences if s.duplicate_of is None and s.role is not Role.BOILERPLATE]
    tones = [sentence.sentiment.label for sentence in counted if sentence.sentiment.certain]
    return {
        "document_id": result.id,
        "title": result.title,
        "date": result.date,
        "source": result.source,
        "url": result.url,
        "language": result.language,
        "file": row.place.file,
        "row": row.place.row,
        "n_chars": len(result.text),
        "n_sentences": len(result.sentences),
        "n_counted_sentences": len(counted),
        "n_mentions": sum(len(sentence.mentions) for sentence in result.sentences),
        **{f"n_{label.value}": tones.count(label) for label in SentimentLabel},
        "warnings": list(result.warnings),
        "text": result.text,
        "copy_of": None,
        "model_version": result.model_version,
        "schema_version": result.schema_version,
    }


def write_table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema, path: Path, table_format: TableFormat) -> None:
    """Write rows to a file, columns and types as the schema says; keys that it lacks are left out."""
    if table_format == "parquet":
        pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), path, compression="zstd")
        return
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({name: row[name] for name in schema.names}, ensure_ascii=False) + "\n")


def read_table(path: Path, schema: pa.Schema, table_format: TableFormat) -> list[dict[str, Any]]:
    """Return the rows of a part that `write_table` wrote."""
    if table_format == "parquet":
        rows: list[dict[str, Any]] = pq.read_table(path, schema=schema).to_pylist()
        return rows
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
