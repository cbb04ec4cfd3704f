"""Files of a corpus -> rows: every format, every way of being broken, and nothing lost."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier import InputFileError, InputValueError
from classifier.corpus import streams
from classifier.corpus.columns import choose_columns
from classifier.corpus.files import CorpusFile, FileFormat, find_files
from classifier.corpus.reading import Failure, Item, Row, read_file
from classifier.corpus.shards import cut_shards, refuse_duplicates

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "Kenya sued Norvia.", "title": "Suit", "date": "2025-01-02", "source": "Daily", "url": "u:1"},
    {"id": "b", "text": "Norvia, “calm”, paid\nup.", "title": "Paid", "date": None, "source": None, "url": None},
    {"id": "c", "text": "Zürich 🙂 praised Norvia.", "title": None, "date": "May", "source": "Weekly", "url": None},
]


def read(path: Path, chosen: Mapping[str, str] | None = None) -> list[Item]:
    (file,) = find_files([str(path)]).files
    return list(read_file(file, chosen or {}))


def documents(items: list[Item]) -> list[tuple[Any, ...]]:
    found = []
    for item in items:
        assert isinstance(item, Row), item
        document = item.document
        found.append((document.id, document.text, document.title, document.date, document.source, document.url))
    return found


EXPECTED = [tuple(row[name] for name in ("id", "text", "title", "date", "source", "url")) for row in ROWS]


def as_jsonl() -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in ROWS)


def as_csv(delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return text.getvalue().encode()


def compressed(data: bytes, suffix: str) -> bytes:
    if suffix == ".gz":
        return gzip.compress(data)
    return pa.compress(data, codec="zstd", asbytes=True) if suffix == ".zst" else data


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("c.jsonl", as_jsonl()),
        ("c.ndjson", b"\xef\xbb\xbf" + as_jsonl().replace(b"\n", b"\r\n\r\n")),
        ("c.csv", as_csv()),
        ("semicolons.csv", as_csv(";")),
        ("c.tsv", b"\xef\xbb\xbf" + as_csv("\t")),
    ],
)
def test_text_formats_plain_and_compressed(tmp_path: Path, name: str, data: bytes, suffix: str) -> None:
    path = tmp_path / (name + suffix)
    path.write_bytes(compressed(data, suffix))
    assert documents(read(path)) == EXPECTED


def test_two_gzip_members_are_one_file(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl.gz"
    head, *rest = as_jsonl().splitlines(keepends=True)
    path.write_bytes(gzip.compress(head) + gzip.compress(b"".join(rest)))
    assert documents(read(path)) == EXPECTED


def test_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "c.parquet", row_group_size=2)
    assert documents(read(tmp_path / "c.parquet")) == EXPECTED


def test_a_saved_dataset(tmp_path: Path) -> None:
    from datasets import Dataset, DatasetDict

    DatasetDict({"train": Dataset.from_list(ROWS[:2]), "test": Dataset.from_list(ROWS[2:])}).save_to_disk(
        tmp_path / "d"
    )
    files = find_files([str(tmp_path / "d")]).files
    assert documents([item for file in files for item in read_file(file, {})]) == EXPECTED


def test_a_saved_dataset_that_was_filtered(tmp_path: Path) -> None:
    from datasets import Dataset

    Dataset.from_list(ROWS).select([2, 0]).save_to_disk(tmp_path / "d")
    files = find_files([str(tmp_path / "d")]).files
    assert documents([item for file in files for item in read_file(file, {})]) == [EXPECTED[2], EXPECTED[0]]


def test_folders_are_read_in_order_and_unknown_files_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text("Kenya sued Norvia.")
    (tmp_path / "sub" / "a.html").write_text("<html><body><p>Kenya praised Norvia in a long speech.</p></body></html>")
    (tmp_path / "a.jsonl").write_bytes(as_jsonl())
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / ".hidden.txt").write_text("x")
    found = find_files([str(tmp_path)])
    assert [Path(file.name).name for file in found.files] == ["a.jsonl", "b.txt", "a.html"]
    assert [Path(name).name for name in found.skipped] == ["notes.docx"]
    texts = [item.document.text for file in found.files[1:] for item in read_file(file, {}) if isinstance(item, Row)]
    assert texts == ["Kenya sued Norvia.", "Kenya praised Norvia in a long speech."]


def test_globs_and_a_file_named_twice(tmp_path: Path) -> None:
    for name in ("x1.jsonl", "x2.jsonl"):
        (tmp_path / name).write_bytes(as_jsonl())
    found = find_files([f"{tmp_path}/x*.jsonl", str(tmp_path / "x1.jsonl")])
    assert [Path(file.name).name for file in found.files] == ["x1.jsonl", "x2.jsonl"]


def test_what_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"PK")
    with pytest.raises(InputFileError, match="is not there"):
        find_files([str(tmp_path / "no.jsonl")])
    with pytest.raises(InputFileError, match="nothing to score"):
        find_files([str(tmp_path)])
    with pytest.raises(InputValueError, match="input-format"):
        find_files([str(tmp_path / "notes.docx")])
    with pytest.raises(InputValueError, match="no corpus"):
        find_files([])
    assert find_files([str(tmp_path / "notes.docx")], "csv").files[0].format is FileFormat.CSV


def test_the_output_of_a_run_is_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "mentions").mkdir()
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(InputFileError, match="newsstance report"):
        find_files([str(tmp_path)])


# --- Columns -----------------------------------------------------------------------------------------------


def test_usual_names_are_guessed_whatever_their_case() -> None:
    chosen = choose_columns(["Article ID", "Headline", "BODY", "Published-At", "outlet", "link"], {})
    assert chosen == {
        "id": "Article ID",
        "title": "Headline",
        "text": "BODY",
        "date": "Published-At",
        "source": "outlet",
        "url": "link",
    }


def test_the_callers_columns_win_and_must_be_there() -> None:
    assert choose_columns(["text", "lead"], {"text": "lead"})["text"] == "lead"
    with pytest.raises(InputValueError, match=r"no column 'nope' for --title; there are 'text', 'lead'"):
        choose_columns(["text", "lead"], {"title": "nope"})
    with pytest.raises(InputValueError, match="--text"):
        choose_columns(["a", "b"], {})


def test_cells_that_describe_become_text(tmp_path: Path) -> None:
    row = {
        "text": "Kenya sued Norvia.",
        "id": 17,
        "date": datetime.datetime(2025, 3, 1, 12, 30),
        "source": {"id": "x", "name": "Daily"},
        "title": float("nan"),
    }
    table = pa.Table.from_pylist([row])
    nanoseconds = table.column("date").cast(pa.timestamp("ns"))
    table = table.set_column(table.schema.get_field_index("date"), "date", nanoseconds)
    pq.write_table(table, tmp_path / "c.parquet")
    assert documents(read(tmp_path / "c.parquet")) == [
        ("17", "Kenya sued Norvia.", None, "2025-03-01T12:30:00", "Daily", None)
    ]


# --- Bad rows ----------------------------------------------------------------------------------------------


def failures(items: list[Item]) -> list[tuple[int | None, str | None, str]]:
    return [(item.place.row, item.id, item.error) for item in items if isinstance(item, Failure)]


@pytest.mark.parametrize(
    ("line", "error", "reason"),
    [
        (b'{"text": ', "RecordFormatError", "not JSON"),
        (b"[1, 2]", "RecordFormatError", "holds a list"),
        (b"[" * 100_000, "RecordFormatError", "not JSON"),
        (b'{"id": "x", "body": "y"}', "InputValueError", "'text' is not in the row"),
        (b'{"id": "x", "text": null}', "InputValueError", "'text' is null"),
        (b'{"id": "x", "text": " \\n "}', "InputValueError", "is empty"),
        (b'{"id": "x", "text": 12}', "InputTypeError", "holds a int"),
        (b'{"id": ["x"], "text": "Kenya sued."}', "InputTypeError", "'id' must hold"),
        (b'{"id": "x", "text": "half \\ud83d of it"}', "InputValueError", "surrogate"),
        (b'{"text": "Z\xfcrich"}', "RecordFormatError", "not UTF-8"),
    ],
)
def test_a_bad_line_is_a_failure_and_the_rest_is_read(tmp_path: Path, line: bytes, error: str, reason: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(as_jsonl() + line + b"\n" + b'{"id": "d", "text": "Last."}\n')
    items = read(path)
    assert len(items) == 5
    failure = items[3]
    assert isinstance(failure, Failure)
    assert (failure.place.row, failure.error) == (4, error)
    assert reason in failure.reason
    assert isinstance(items[4], Row)


def test_a_bad_first_line_does_not_decide_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(b'{"x": 1}\n{"x": 2}\n' + as_jsonl())
    items = read(path)
    assert failures(items) == [(1, None, "InputValueError"), (2, None, "InputValueError")]
    assert documents(items[2:]) == EXPECTED


def test_a_later_row_may_have_fields_that_the_first_lacks(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    rows = [
        {"text": "One."},
        {"text": "Two.", "body": "x", "published": "2025-01-02"},
        {"text": "Three.", "date": "May"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = [(item.document.text, item.document.date) for item in read(path) if isinstance(item, Row)]
    assert found == [("One.", None), ("Two.", "2025-01-02"), ("Three.", None)]


def test_a_line_without_end_is_refused_and_the_next_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_ROW_BYTES", 1000)
    path = tmp_path / "c.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 5000 + b'"}\n' + as_jsonl())
    items = read(path)
    assert failures(items) == [(1, None, "DocumentTooLongError")]
    assert documents(items[1:]) == EXPECTED


def test_csv_rows_of_a_wrong_width_and_encoding(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(b'id,text\n1,Kenya sued.,more\n2,"Two\nlines."\n3,Z\xfcrich paid.\n4\n5,Kenya paid.\n')
    items = read(path)
    assert failures(items) == [
        (2, None, "RecordFormatError"),
        (5, None, "RecordFormatError"),
        (6, None, "RecordFormatError"),
    ]
    assert [(row.place.row, row.document.text) for row in items if isinstance(row, Row)] == [
        (3, "Two\nlines."),
        (7, "Kenya paid."),
    ]


def test_a_quote_that_is_never_closed_says_what_it_swallowed(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(b'id,text,url\n1,"Kenya sued.,u\n2,Kenya paid.,u\n')
    (failure,) = read(path)
    assert isinstance(failure, Failure)
    assert "lines 2 to 3" in failure.reason


@pytest.mark.parametrize("name", ["c.jsonl.gz", "c.csv.gz", "c.jsonl.zst"])
def test_what_can_be_read_of_a_truncated_file_is_read(tmp_path: Path, name: str) -> None:
    rng = __import__("random").Random(1)
    lines = [json.dumps({"id": str(n), "text": f"Kenya sued {rng.random()}."}).encode() for n in range(5000)]
    data = (
        b"\n".join(lines)
        if "jsonl" in name
        else b"id,text\n" + b"\n".join(b"%d,Kenya %f." % (n, rng.random()) for n in range(5000))
    )
    packed = compressed(data, Path(name).suffix)
    (tmp_path / name).write_bytes(packed[: len(packed) // 2])
    items = read(tmp_path / name)
    last = items[-1]
    assert isinstance(last, Failure)
    assert last.place.row is None
    assert last.error == "InputFileError"
    assert "no further" in last.reason


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_BOMB_BYTES", 2**20)
    path = tmp_path / "c.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a", "text": "Kenya sued."}\n' + b" " * 2**26))
    items = read(path)
    assert isinstance(items[-1], Failure)
    assert "unpacks to more than" in items[-1].reason


def test_files_that_are_not_what_they_seem(tmp_path: Path) -> None:
    (tmp_path / "c.parquet").write_bytes(b"PAR1 but not really")
    (tmp_path / "d.arrow").write_bytes(b"no stream")
    (tmp_path / "e.jsonl.gz").write_bytes(b"not packed")
    (tmp_path / "f.jsonl").write_bytes(as_jsonl().decode().encode("utf-16"))
    (tmp_path / "g.csv").write_bytes(as_csv().decode().encode("utf-16"))
    (tmp_path / "h.csv").write_bytes(b"")
    pq.write_table(pa.table({"a": [1], "b": [2]}), tmp_path / "i.parquet")
    (tmp_path / "j.parquet.gz").write_bytes(gzip.compress(b"x"))
    (tmp_path / "k.txt").write_bytes(b"Z\xfcrich")
    (tmp_path / "l.html").write_bytes(b"<html><body></body></html>")
    (tmp_path / "m.txt").write_bytes(b" ")
    for file in find_files([str(tmp_path)]).files:
        items = list(read_file(file, {}))
        assert len(items) == 1, file
        assert isinstance(items[0], Failure), file
        assert items[0].reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(as_jsonl())
    path.chmod(0)
    assert failures(read(path)) == [(None, None, "InputFileError")]


def test_a_file_that_went_away_is_a_failure(tmp_path: Path) -> None:
    items = list(read_file(CorpusFile(str(tmp_path / "gone.jsonl"), FileFormat.JSONL), {}))
    assert failures(items) == [(None, None, "InputFileError")]


def test_a_row_too_long_for_the_model_is_read_and_judged_later(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps({"text": "x" * 50_000_000}))
    assert isinstance(read(path)[0], Row)


# --- Shards ------------------------------------------------------------------------------------------------


def test_an_id_that_comes_again_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(as_jsonl() + as_jsonl().splitlines(keepends=True)[1] + b'{"text": "No id."}\n{"text": "None."}\n')
    items = list(refuse_duplicates(read(path)))
    assert failures(items) == [(4, "b", "InputValueError")]
    assert f"'b' already stands at {path}:2" in items[3].reason  # type: ignore[union-attr]
    assert [row.document.id for row in items[4:] if isinstance(row, Row)] == [f"{path}:5", f"{path}:6"]


def test_shards_have_one_size_but_the_last(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(b"".join(b'{"text": "Kenya sued."}\n' for _ in range(7)))
    assert [(shard.index, len(shard.items)) for shard in cut_shards(read(path), 3)] == [(0, 3), (1, 3), (2, 1)]
    assert list(cut_shards([], 3)) == []
