"""Which column holds what: named by the caller, or guessed from the usual names; and its cells as a Document."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Any

from classifier.errors import InputTypeError, InputValueError
from classifier.records import Document

# Names in news corpora (NewsCatcher, GDELT, Common Crawl news, MediaCloud, Kaggle sets), most telling first.
_USUAL = {
    "text": ("text", "body", "content", "article", "article_text", "maintext", "full_text", "fulltext", "story"),
    "id": ("id", "article_id", "document_id", "doc_id", "uuid", "guid", "key"),
    "title": ("title", "headline", "heading"),
    "date": (
        "date",
        "published",
        "published_at",
        "publish_date",
        "date_publish",
        "published_date",
        "pub_date",
        "datetime",
        "timestamp",
    ),
    "source": ("source", "outlet", "publisher", "publication", "newspaper", "site", "domain", "source_domain"),
    "url": ("url", "link", "href", "web_url"),
    "language": ("language", "lang"),
}
_MAX_SHOWN = 20


def choose_columns(header: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each field of Document that the header has.

    Args:
        header: the columns that are there.
        chosen: those that the caller named, by field; they must be there.

    Raises:
        InputValueError: a named column is not there, or none looks like the text.
    """
    there = ", ".join(repr(name) for name in header[:_MAX_SHOWN]) + (" …" if len(header) > _MAX_SHOWN else "")
    for field, name in chosen.items():
        if name not in header:
            raise InputValueError(f"there is no column {name!r} for --{field}; there are {there or 'none'}.")
    lowered = {name.strip().lower().replace(" ", "_").replace("-", "_"): name for name in reversed(header)}
    columns = {
        field: chosen.get(field) or next((lowered[name] for name in usual if name in lowered), None)
        for field, usual in _USUAL.items()
    }
    if columns["text"] is None:
        raise InputValueError(f"no column looks like the text; name it with --text. There are {there or 'none'}.")
    return {field: name for field, name in columns.items() if name is not None}


def document_of(cells: Mapping[str, Any], columns: Mapping[str, str], fallback_id: str) -> Document:
    """Return the document that a row holds; without an id of its own it gets the fallback.

    Raises:
        InputTypeError: the text is no string, or another field neither a string, a number nor a date.
        InputValueError: the text is missing, empty, or holds half a character.
    """
    name = columns["text"]
    text = cells.get(name)
    if text is None:
        raise InputValueError(f"the text is missing: {name!r} is {'null' if name in cells else 'not in the row'}.")
    if not isinstance(text, str):
        raise InputTypeError(f"the text must be a string, {name!r} holds a {type(text).__name__}.")
    if not text.strip():
        raise InputValueError(f"the text is empty: {name!r} holds nothing but blanks.")
    fields: dict[str, Any] = {
        field: _as_text(cells.get(column), column) for field, column in columns.items() if field != "text"
    }
    fields["id"] = fields.get("id") or fallback_id
    document = Document(text, **fields)
    for value in (text, *fields.values()):
        try:
            (value or "").encode("utf-8")
        except UnicodeEncodeError as error:
            raise InputValueError(
                f"character {error.start + 1:,} is half of a surrogate pair, which no table can hold; repair the row."
            ) from error
    return document


def _as_text(value: Any, column: str) -> str | None:
    """Return a cell that describes a document as text; blank and NaN cells, as of pandas, are None."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Mapping) and isinstance(value.get("name"), str):  # {"id": ..., "name": ...}, as of NewsAPI
        return _as_text(value["name"], column)
    raise InputTypeError(f"{column!r} must hold a string, a number or a date, got a {type(value).__name__}.")
