"""Scoring corpora: nothing lost, nothing twice, whatever happens in between."""

from __future__ import annotations

import errno
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier import Document, InputFileError, InputValueError, OutputError, Pipeline, load
from classifier.corpus import Columns, Counts, ScoreSettings, directory, run, score_corpus
from classifier.corpus.tables import DOCUMENTS, MENTIONS
from classifier.judging import SentenceCache

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((resources.files("classifier") / "resources" / "examples").iterdir(), key=lambda path: path.name)
NAMES = ("Norvia", "Kenya", "Huawei", "Boeing", "France", "the European Union", "Ostrava Steel", "Peru")
VERBS = ("praised", "sued", "fined", "met", "accused", "thanked", "defended")


def sentence(rng: random.Random) -> str:
    return f"{rng.choice(NAMES)} {rng.choice(VERBS)} {rng.choice(NAMES)} over clause {rng.randrange(10_000)}."


def write_corpus(path: Path, n_documents: int, seed: int = 1) -> Path:
    """A corpus with a bad line after every tenth document."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        for number in range(n_documents):
            text = " ".join(sentence(rng) for _ in range(rng.randrange(1, 6)))
            file.write(json.dumps({"id": f"d{number}", "text": text, "date": f"2025-01-{number % 28 + 1:02d}"}) + "\n")
            if number % 10 == 9:
                file.write("{broken\n")
    return path


def content(out: Path) -> dict[str, Any]:
    """All that a run wrote, but for the time."""
    tables = {
        table: [
            pq.read_table(path).to_pylist()
            if path.suffix == ".parquet"
            else [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            for path in sorted((out / table).iterdir())
        ]
        for table in ("mentions", "documents")
    }
    left = {path.name for path in out.iterdir()}
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest.pop("finished_at") >= "2026"
    errors = (out / "errors.jsonl").read_text()
    return {**tables, "manifest": manifest, "errors": errors, "left": left}


SMALL = ScoreSettings(part_documents=7)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty documents and four broken lines. Shared: do not change it."""
    return write_corpus(tmp_path_factory.mktemp("corpus") / "c.jsonl", 40)


@pytest.fixture(scope="module", autouse=True)
def quick_model(tiny_pipeline: Pipeline) -> Iterator[None]:
    """Score with the tiny model: what is tested here is the run. The shipped one has its turn in other processes."""

    def load_pipeline(settings: ScoreSettings, cache_sentences: int) -> Pipeline:
        scorer = tiny_pipeline.scorer if settings.model == "transformer" else load("baseline").scorer
        return Pipeline(scorer, tiny_pipeline.entities, SentenceCache(cache_sentences) if cache_sentences else None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "load_pipeline", load_pipeline)
        yield


@pytest.fixture(scope="module")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of an unbroken run. Shared: do not change it."""
    out = tmp_path_factory.mktemp("whole") / "out"
    score_corpus([corpus], out, SMALL)
    return out


def test_the_tables_hold_what_predict_says(corpus: Path, whole: Path, tiny_pipeline: Pipeline) -> None:
    found = content(whole)
    wanted = []
    for line in corpus.read_text().splitlines():
        if line != "{broken":
            row = json.loads(line)
            wanted += tiny_pipeline.predict(Document(**row)).to_rows()
    assert [row for part in found["mentions"] for row in part] == wanted
    documents = [row for part in found["documents"] for row in part]
    assert [row["document_id"] for row in documents] == [f"d{number}" for number in range(40)]
    assert [row["n_mentions"] for row in documents] == [
        sum(row["document_id"] == f"d{number}" for row in wanted) for number in range(40)
    ]
    assert found["left"] == {"mentions", "documents", "errors.jsonl", "manifest.json", ".lock"}


def test_read_is_scored_and_errors_and_skipped(corpus: Path, whole: Path) -> None:
    manifest = content(whole)["manifest"]
    counts = manifest["counts"]
    assert (counts["read"], counts["scored"], counts["errors"], counts["skipped"]) == (44, 40, 4, 0)
    assert manifest["status"] == "finished"
    errors = [json.loads(line) for line in content(whole)["errors"].splitlines()]
    assert [(error["file"], error["row"]) for error in errors] == [(str(corpus), row) for row in (11, 22, 33, 44)]


def test_tables_have_the_documented_types(whole: Path) -> None:
    for table, schema in (("mentions", MENTIONS), ("documents", DOCUMENTS)):
        for path in (whole / table).iterdir():
            assert pq.read_schema(path).equals(schema)


def test_neither_threads_nor_cache_nor_part_size_change_a_row(corpus: Path, whole: Path, tmp_path: Path) -> None:
    score_corpus([corpus], tmp_path / "a", SMALL, workers=1, cache_sentences=0)
    assert content(tmp_path / "a") == content(whole)
    score_corpus([corpus], tmp_path / "b", ScoreSettings(part_documents=1000), workers=3, cache_sentences=3)
    for table in ("mentions", "documents"):
        rows = [row for part in content(tmp_path / "b")[table] for row in part]
        assert rows == [row for part in content(whole)[table] for row in part]


def test_json_lines_hold_the_same_rows(corpus: Path, whole: Path, tmp_path: Path) -> None:
    score_corpus([corpus], tmp_path / "a", ScoreSettings(part_documents=7, table_format="jsonl"))
    assert content(tmp_path / "a")["mentions"] == content(whole)["mentions"]
    assert content(tmp_path / "a")["documents"] == content(whole)["documents"]


def test_texts_can_be_left_out(corpus: Path, whole: Path, tmp_path: Path) -> None:
    score_corpus([corpus], tmp_path / "a", ScoreSettings(part_documents=7, with_text=False))
    bare = content(tmp_path / "a")
    for table, column in (("mentions", "sentence_text"), ("documents", "text")):
        wanted = [[{k: v for k, v in row.items() if k != column} for row in part] for part in content(whole)[table]]
        assert bare[table] == wanted


def test_the_baseline_scores_too(tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "c.jsonl", 3)
    score_corpus([path], tmp_path / "out", ScoreSettings(model="baseline"))
    rows = content(tmp_path / "out")["mentions"][0]
    assert rows
    assert {row["model_version"] for row in rows} == {load("baseline").model_version}


def test_a_document_that_the_model_refuses_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    rows = [
        {"id": "long", "text": "x" * 2_000_001},
        {"id": "odd", "text": "Kenya.", "lang": "?"},
        {"text": "Kenya sued."},
    ]
    path.write_text("".join(json.dumps({"lang": "en", **row}) + "\n" for row in rows))
    counts = score_corpus([path], tmp_path / "out")
    assert (counts.read, counts.scored, counts.errors) == (3, 1, 2)
    errors = [json.loads(line) for line in content(tmp_path / "out")["errors"].splitlines()]
    assert [(error["id"], error["error"]) for error in errors] == [
        ("long", "DocumentTooLongError"),
        ("odd", "InputValueError"),
    ]


def test_files_of_no_known_format_are_skipped_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Kenya sued Norvia.")
    (folder / "b.docx").write_bytes(b"PK")
    counts = score_corpus([folder], tmp_path / "out")
    assert (counts.read, counts.scored, counts.skipped) == (2, 1, 1)
    assert content(tmp_path / "out")["manifest"]["skipped_files"] == [str(folder / "b.docx")]


def test_a_corpus_without_a_row_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text("\n\n")
    with pytest.raises(InputFileError, match="no row at all"):
        score_corpus([tmp_path / "c.jsonl"], tmp_path / "out")


def test_near_duplicates_point_at_the_first(tmp_path: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES[:3]]
    reprint = "Another headline\n\n" + "\n".join(texts[0].split("\n")[1:])
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate([*texts, reprint])))
    counts = score_corpus([path], tmp_path / "out", ScoreSettings(part_documents=2))
    assert counts.copies == 1
    rows = [row for part in content(tmp_path / "out")["documents"] for row in part]
    assert [row["copy_of"] for row in rows] == [None, None, None, "0"]


# --- Exactly once ------------------------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for whatever ends a process."""


@pytest.mark.parametrize("n_writes", range(1, 24, 2))
def test_a_run_that_ends_at_any_write_goes_on(
    corpus: Path, whole: Path, tmp_path: Path, n_writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write after which the run ends has just been renamed, or is about to be."""
    original, left = Path.replace, [n_writes]

    def replace(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return original(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(Killed):
            score_corpus([corpus], tmp_path / "out", SMALL)
    score_corpus([corpus], tmp_path / "out", SMALL)
    assert content(tmp_path / "out") == content(whole)


def score_command(corpus: Path, out: Path) -> Sequence[str]:
    return [sys.executable, "-m", "classifier", "score", str(corpus), "--out", str(out), "--part-documents", "7"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_kill_9_at_random_moments_changes_nothing(corpus: Path, tmp_path: Path) -> None:
    """30 kills, a run each until it is through; the moments are drawn over the length of an unbroken run."""
    rng = random.Random(7)
    began = time.monotonic()
    subprocess.run(score_command(corpus, tmp_path / "timed"), cwd=ROOT, capture_output=True, check=False)
    length, wanted = time.monotonic() - began, content(tmp_path / "timed")
    n_kills = 0
    for number in range(30):
        out = tmp_path / f"out{number}"
        run_ = subprocess.Popen(score_command(corpus, out), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(rng.uniform(0.2, 1) * length)
        run_.send_signal(signal.SIGKILL)
        run_.communicate()
        n_kills += run_.returncode == -signal.SIGKILL
        subprocess.run(score_command(corpus, out), cwd=ROOT, capture_output=True, check=False)
        assert content(out) == wanted
    assert n_kills >= 15, "too few runs were still going when they were killed"


def test_a_finished_run_is_left_alone(corpus: Path, whole: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in whole.rglob("*")}
    assert score_corpus([corpus], whole, SMALL).scored == 40
    assert {path: path.stat().st_mtime_ns for path in whole.rglob("*")} == before


def test_another_run_on_the_same_directory_is_refused_with_both_fingerprints(corpus: Path, whole: Path) -> None:
    fingerprint = content(whole)["manifest"]["fingerprint"]
    with pytest.raises(
        OutputError, match=rf"fingerprint {fingerprint}, this one has (?!{fingerprint})[0-9a-f]+"
    ) as error:
        score_corpus([corpus], whole, ScoreSettings(part_documents=7, with_text=False))
    assert "settings.with_text (True there, False now)" in str(error.value)


def test_other_weights_on_the_same_directory_are_refused(
    corpus: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pipeline, "model_version", "newsstance-0.1.0+other")
    with pytest.raises(OutputError, match=r"model_version .*\+other"):
        score_corpus([corpus], whole, SMALL)


def test_a_corpus_that_changed_is_refused(whole: Path, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = write_corpus(tmp_path / "c.jsonl", 3)
    score_corpus([path], out)
    write_corpus(path, 4)
    with pytest.raises(OutputError, match="inputs"):
        score_corpus([path], out)


def test_a_second_writer_is_refused(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with (
        directory.open_directory(out, {}, "parquet"),
        pytest.raises(OutputError, match="another writer"),
        directory.open_directory(out, {}, "parquet"),
    ):
        pass
    with directory.open_directory(out, {}, "parquet"):
        pass


def test_a_directory_of_something_else_is_not_touched(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="not empty"):
        score_corpus([corpus], tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": "other"}')
    with pytest.raises(OutputError, match="not of newsstance score"):
        score_corpus([corpus], tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"thesis.txt", "manifest.json"}
    with pytest.raises(OutputError, match="not empty"):
        score_corpus([corpus], tmp_path / "thesis.txt")


def test_a_full_disk_is_an_error_and_what_was_written_stays(
    corpus: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, left = directory.write_table, [5]

    def write_table(*arguments: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        original(*arguments)

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(directory, "write_table", write_table)
        with pytest.raises(OutputError, match="the disk is full"):
            score_corpus([corpus], out, SMALL)
    assert len(list((out / "documents").glob("part-*.parquet"))) == 2
    assert not list(out.rglob("*.tmp"))
    score_corpus([corpus], out, SMALL)
    assert content(out) == content(whole)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"workers": 0}, "workers"),
        ({"cache_sentences": -1}, "cache_sentences"),
    ],
)
def test_arguments_that_cannot_be_used(corpus: Path, tmp_path: Path, arguments: Any, message: str) -> None:
    with pytest.raises(InputValueError, match=message):
        score_corpus([corpus], tmp_path / "out", **arguments)
    assert not (tmp_path / "out").exists()


def test_settings_that_cannot_be_used() -> None:
    with pytest.raises(InputValueError, match="parquet or jsonl"):
        ScoreSettings(table_format="xlsx")  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="1 to 100,000"):
        ScoreSettings(part_documents=0)
    with pytest.raises(InputValueError, match="jsonl, csv or tsv"):
        ScoreSettings(input_format="xml")  # type: ignore[arg-type]


def test_what_a_caller_raises_ends_the_run_and_the_next_goes_on(corpus: Path, whole: Path, tmp_path: Path) -> None:
    class Impatient:
        def say(self, message: str) -> None:
            pass

        def advance(self, n_documents: int, fraction: float | None) -> None:
            if fraction is not None:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_corpus([corpus], tmp_path / "out", SMALL, progress=Impatient())
    assert content_of_unfinished(tmp_path / "out") == "running"
    score_corpus([corpus], tmp_path / "out", SMALL)
    assert content(tmp_path / "out") == content(whole)


def content_of_unfinished(out: Path) -> str:
    status: str = json.loads((out / "manifest.json").read_text())["status"]
    return status


def test_progress_is_told_of_every_row(corpus: Path, tmp_path: Path) -> None:
    class Listener:
        def __init__(self) -> None:
            self.messages: list[str] = []
            self.n_rows = 0
            self.fraction = 0.0

        def say(self, message: str) -> None:
            self.messages.append(message)

        def advance(self, n_documents: int, fraction: float | None) -> None:
            self.n_rows += n_documents
            self.fraction = fraction if fraction is not None else self.fraction

    listener = Listener()
    score_corpus([corpus], tmp_path / "out", SMALL, progress=listener)
    assert listener.n_rows == 44
    assert listener.fraction == 1.0
    assert listener.messages == [f"{corpus}: columns text='text', id='id', date='date'"]


def test_counts_add_up() -> None:
    assert Counts(read=2, scored=1, errors=1) + Counts(read=1, skipped=1) == Counts(
        read=3, scored=1, errors=1, skipped=1
    )


def test_columns_can_be_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["wrong"], "lead": ["Kenya sued Norvia."]}), tmp_path / "c.parquet")
    score_corpus([tmp_path / "c.parquet"], tmp_path / "out", ScoreSettings(columns=Columns(text="lead")))
    assert [row["text"] for row in content(tmp_path / "out")["documents"][0]] == ["Kenya sued Norvia."]
