"""Check hand-labelled rows and add them to the parts in a folder: `python data/prepare.py ROWS... --out data`.

A row's part depends on a hash of its own alone, so rows added later move no earlier one. Rows that quote the same
speaker share their part: a speaker met in training would make the test easier than news is. Once there is a test
part it is frozen: rows that would fall into it train instead.
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


def add(paths: list[Path], parts: dict[str, list[dict[str, Any]]]) -> None:
    """Add the checked rows of some files to the rows of each part.

    Raises:
        DataError: a row is wrong or stands twice; the message names file and line.
    """
    frozen = bool(parts["test"])
    seen = {fold(row["text"]): row["id"] for rows in parts.values() for row in rows}
    for path in paths:
        read_annotated(path, "own")  # raises where a row is wrong
        for number, row in read_jsonl(path):
            key = fold(row["text"])
            if key in seen:
                raise DataError(f"{path}:{number}: the sentence of {seen[key]!r} again; remove one of the two.")
            seen[key] = row["id"]
            part = part_of(row)
            parts["train" if frozen and part == "test" else part].append(row)


def read_parts(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each part in a folder; none where there is no file yet."""
    paths = {part: folder / f"{part}.jsonl" for part in PARTS}
    return {part: [row for _, row in read_jsonl(path)] if path.exists() else [] for part, path in paths.items()}


def main() -> None:
    """Write the three parts and print their counts and hashes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", nargs="+", type=Path, help="JSONL files of labelled sentences")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()
    parts = read_parts(arguments.out)
    add(arguments.rows, parts)
    for part, rows in parts.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in sorted(rows, key=lambda row: row["id"]))
        path = arguments.out / f"{part}.jsonl"
        path.write_text(lines, encoding="utf-8")
        digest = hashlib.sha256(lines.encode()).hexdigest()
        print(f"{part}: {len(rows)} sentences, {sum(len(row['targets']) for row in rows)} targets, sha256 {digest}")


if __name__ == "__main__":
    main()
