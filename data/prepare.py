"""Check hand-labelled rows and split them into train, dev and test: `python data/prepare.py ROWS... --out data`.

A row's part depends on a hash of its own alone, so rows added later move no earlier one. Rows that quote the same
speaker share their part: a speaker met in training would make the test easier than news is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from training.dataset import DataError, fold, read_annotated, read_jsonl

PARTS = {"train": range(50), "dev": range(50, 68), "test": range(68, 100)}  # in hundredths


def part_of(row: dict[str, Any]) -> str:
    """Return the part that a row belongs to: a pure function of its first named speaker, or else of its text."""
    speakers = [target["holder"] for target in row["targets"] if target["holder"][:1].isupper()]
    named = [speaker for speaker in speakers if len(speaker.split()) > 1]
    key = fold(named[0] if named else row["text"])
    bucket = int(hashlib.sha256(key.encode()).hexdigest(), 16) % 100
    return next(part for part, buckets in PARTS.items() if bucket in buckets)


def split(paths: list[Path]) -> dict[str, list[dict[str, Any]]]:
    """Return checked rows by part.

    Raises:
        DataError: a row is wrong or stands twice; the message names file and line.
    """
    parts: dict[str, list[dict[str, Any]]] = {part: [] for part in PARTS}
    seen: dict[str, str] = {}
    for path in paths:
        read_annotated(path, "own")  # raises where a row is wrong
        for number, row in read_jsonl(path):
            key = fold(row["text"])
            if key in seen:
                raise DataError(f"{path}:{number}: the sentence of {seen[key]!r} again; remove one of the two.")
            seen[key] = row["id"]
            parts[part_of(row)].append(row)
    return parts


def main() -> None:
    """Write the three parts and print their counts and hashes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", nargs="+", type=Path, help="JSONL files of labelled sentences")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()
    for part, rows in split(arguments.rows).items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in sorted(rows, key=lambda row: row["id"]))
        path = arguments.out / f"{part}.jsonl"
        path.write_text(lines, encoding="utf-8")
        digest = hashlib.sha256(lines.encode()).hexdigest()
        print(f"{part}: {len(rows)} sentences, {sum(len(row['targets']) for row in rows)} targets, sha256 {digest}")


if __name__ == "__main__":
    main()
