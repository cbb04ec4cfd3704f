"""Write results as the directory that `newsstance score` leaves behind, for tests of what reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.corpus.reading import Place, Row
from classifier.corpus.settings import TableFormat
from classifier.corpus.tables import DOCUMENTS, MENTIONS, document_row, schema_of, write_table
from classifier.records import Document, DocumentResult


def write_scores(
    folder: Path,
    results: Sequence[DocumentResult],
    *,
    copies: Mapping[str, str] | None = None,
    part_documents: int = 3,
    text: bool = True,
    json_lines: bool = False,
    **manifest: Any,
) -> Path:
    """Write a directory of scores and return it.

    Args:
        folder: it is made.
        results: each with an id of its own.
        copies: document id -> id of the document that it is a copy of.
        part_documents: documents in a part.
        text: False as with --no-text.
        json_lines: JSON Lines instead of Parquet.
        **manifest: fields that win over the usual ones.
    """
    copies = copies or {}
    for name in ("mentions", "documents"):
        (folder / name).mkdir(parents=True)
    for number, start in enumerate(range(0, len(results), part_documents)):
        part = results[start : start + part_documents]
        mentions = [row for result in part for row in result.to_rows()]
        documents = [
            document_row(Row(Place("articles.jsonl", row), Document(result.text, id=result.id), named=True), result)
            for row, result in enumerate(part, start + 1)
        ]
        for document in documents:
            document["copy_of"] = copies.get(document["document_id"])
        table_format: TableFormat = "jsonl" if json_lines else "parquet"
        for name, rows, schema in (("mentions", mentions, MENTIONS), ("documents", documents, DOCUMENTS)):
            path = folder / name / f"part-{number:05}.{table_format}"
            write_table(rows, schema_of(schema, text), path, table_format)
    counts = {"read": len(results), "scored": len(results), "errors": 0, "skipped": 0, "copies": len(copies)}
    counts["sentences"] = sum(len(result.sentences) for result in results)
    counts["mentions"] = sum(len(result.to_rows()) for result in results)
    described = {
        "format": "newsstance-scores",
        "format_version": 1,
        "status": "finished",
        "model_version": results[0].model_version if results else "m-1",
        "schema_version": 1,
        "fingerprint": "0" * 64,
        "settings": {},
        "inputs": [{"path": "articles.jsonl", "bytes": 1}],
        "counts": counts,
        "package_version": "0.1.0",
        **manifest,
    }
    (folder / "manifest.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "errors.jsonl").write_text("", encoding="utf-8")
    return folder
