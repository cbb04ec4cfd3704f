"""Write results as the directory that `newsstance score` leaves behind, for tests of what reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.records import DocumentResult, Role, SentimentLabel


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
        documents = [_document(result, copies.get(result.id or "")) for result in part]
        for row in (*mentions, *documents):
            if not text:
                row.pop("sentence_text", None)
                row.pop("text", None)
        _write(folder / "mentions", number, mentions, json_lines)
        _write(folder / "documents", number, documents, json_lines)
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
        "finished_at": "2026-03-01T12:00:00Z",
        **manifest,
    }
    (folder / "manifest.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "errors.jsonl").write_text("", encoding="utf-8")
    return folder


def _document(result: DocumentResult, copy_of: str | None) -> dict[str, Any]:
    counted = [one for one in result.sentences if one.duplicate_of is None and one.role is not Role.BOILERPLATE]
    tones = [sentence.sentiment.label for sentence in counted if sentence.sentiment.certain]
    return {
        "document_id": result.id,
        "title": result.title,
        "date": result.date,
        "source": result.source,
        "url": result.url,
        "language": result.language,
        "file": "articles.jsonl",
        "row": 1,
        "n_chars": len(result.text),
        "n_sentences": len(result.sentences),
        "n_counted_sentences": len(counted),
        "n_mentions": len(result.to_rows()),
        **{f"n_{label.value}": tones.count(label) for label in SentimentLabel},
        "warnings": list(result.warnings),
        "text": result.text,
        "copy_of": copy_of,
        "model_version": result.model_version,
        "schema_version": result.schema_version,
    }


def _write(folder: Path, number: int, rows: list[dict[str, Any]], json_lines: bool) -> None:
    name = f"part-{number:05}"
    if json_lines:
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    elif rows:
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
