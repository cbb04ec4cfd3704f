"""A file that the page was given: read once, and deleted at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from classifier.demo.limits import MAX_UPLOAD_BYTES
from classifier.errors import InputFileError
from classifier.records import Document

SUFFIXES = (".txt", ".html", ".htm", ".json")


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file holds: the article's text, and the targets that it names (one per line)."""

    text: str
    targets: str = ""


def read_upload(path: Path) -> Upload:
    """Return what an uploaded file holds, and delete the file.

    Raises:
        InputFileError: the file is of another type, too large, not UTF-8, or its JSON is no document.
        InputValueError: the web page holds no article.
    """
    try:
        return _read(path)
    finally:
        path.unlink(missing_ok=True)


def _read(path: Path) -> Upload:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputFileError(f"the file must be one of {', '.join(SUFFIXES)}; got {suffix or 'no suffix'}.")
    size = path.stat().st_size
    if size > MAX_UPLOAD_BYTES:
        raise InputFileError(f"the file has {size:,} bytes, at most {MAX_UPLOAD_BYTES:,} are taken; shorten it.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputFileError("the file is not UTF-8; save it as UTF-8 first.") from error
    if suffix == ".txt":
        return Upload(text)
    return _from_json(text) if suffix == ".json" else Upload(Document.from_html(text).text)


def _from_json(text: str) -> Upload:
    """Return the text of a JSON document: a string, or an object as `Document` has it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputFileError(f"the file is no JSON ({type(error).__name__}); upload the text as .txt.") from error
    if isinstance(data, str):
        return Upload(data)
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise InputFileError('the JSON must be {"text": "...", "targets": ["..."]}, or a string.')
    targets = data.get("targets") or []
    if not isinstance(targets, list) or not all(isinstance(target, str) for target in targets):
        raise InputFileError('"targets" must be a list of names; spans can be sent to /v1/predict.')
    return Upload(data["text"], "\n".join(targets))
