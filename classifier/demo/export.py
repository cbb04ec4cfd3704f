"""A result as files to take away: JSON, and CSV whose cells no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from classifier.records import DocumentResult

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # OWASP's list for CSV injection


def json_text(result: DocumentResult) -> str:
    """Return the record as JSON, indented for people."""
    return json.dumps(result.to_dict(), ensure_ascii=False, indent=1)


def csv_text(result: DocumentResult) -> str:
    """Return one line per mention, with a head; texts that a spreadsheet would run get an apostrophe before them."""
    rows = result.to_rows()
    if not rows:
        return ""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows({name: _neutral(value) for name, value in row.items()} for row in rows)
    return written.getvalue()


def _neutral(value: Any) -> Any:  # Any: a cell of to_rows()
    starts = isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS)
    return f"'{value}" if starts else value
