"""The corpus view: what `newsstance score` writes, within limits, and nothing of it kept."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier import ClassifierError, Document, InputFileError, InputValueError
from classifier.corpus import ScoreSettings, score_corpus
from classifier.demo import corpus_job
from classifier.demo.corpus_job import CancelledError, CorpusDesk, Scored, count_rows
from classifier.demo.corpus_view import corpus_html, progress_html
from classifier.demo.desk import BusyError, TimeLimitError
from classifier.demo.limits import MAX_CORPUS_CHARS, MAX_CORPUS_ROWS, MAX_UPLOAD_BYTES
from classifier.demo.models import Models, NotReadyError
from classifier.errors import DocumentTooLongError
from classifier.pipeline import Pipeline
from tests.served import ARTICLE, SLOW, SLOW_SECONDS, fake_baseline, fake_models, fake_pipeline

ROWS = [
    {"key": "a", "body": ARTICLE, "published": "2026-03-01", "outlet": "Daily"},
    {"key": "b", "body": "Beijing attacked Canada <script>alert(1)</script>.", "published": "2026-04-01"},
    {"key": "b", "body": "Canada praised Acme."},
    {"key": "c<b>", "body": " "},
]
BAD_LINE = "{broken <b>\n"
LONG = [{"text": SLOW if n % 16 == 0 else f"It rained {n} times."} for n in range(200)]  # one slow row in each slice


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, to see that none stays."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def desk() -> Iterator[CorpusDesk]:
    made = CorpusDesk(fake_models())
    yield made
    made.close()


def write(path: Path, rows: list[dict[str, str]], more: str = "") -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + more, encoding="utf-8")
    return path


def scored(desk: CorpusDesk, path: Path) -> Scored:
    return desk.start("visitor", path).result()


def member(archive: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(archive)).read(name)


def test_the_guess_is_told_and_every_row_is_counted(desk: CorpusDesk, tmp_path: Path, temporary: Path) -> None:
    job = desk.start("visitor", write(tmp_path / "news.jsonl", ROWS, BAD_LINE))
    found = job.result()
    assert job.standing().said == ("news.jsonl: columns text='body', id='key', date='published', source='outlet'",)
    assert job.standing().n_rows == job.standing().n_done == 5
    counts = found.counts
    assert (counts.read, counts.scored, counts.errors, counts.skipped) == (5, 2, 3, 0)
    html = corpus_html(found, job.standing().said)
    assert "read 5 = scored 2 + errors 3 + skipped 0" in html
    assert "date=&#x27;published&#x27;" in html
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "news.jsonl").exists()


def test_bad_rows_are_listed_with_place_and_reason(desk: CorpusDesk, tmp_path: Path) -> None:
    found = scored(desk, write(tmp_path / "news.jsonl", ROWS, BAD_LINE))
    assert [(error["file"], error["row"], error["error"]) for error in found.errors] == [
        ("news.jsonl", 3, "InputValueError"),
        ("news.jsonl", 4, "InputValueError"),
        ("news.jsonl", 5, "RecordFormatError"),
    ]
    html = corpus_html(found, ())
    for words in ("row 3", "already stands at news.jsonl:2", "the text is empty", "the line is not JSON"):
        assert words in html
    assert "<script" not in html
    assert "<b>" not in html.replace("<b>0", "").replace("<b>+", "").replace("<b>−", "")  # figures of scores are bold
    lines = member(found.archive, "errors.jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == list(found.errors)


def test_the_tables_are_those_of_score_and_of_predict(desk: CorpusDesk, tmp_path: Path) -> None:
    """The records behind the page, the command line and `predict` are the same."""
    rows = [
        {"id": "a", "text": ARTICLE, "date": "2026-03-01"},
        {"text": "Beijing attacked Canada.", "date": "2026-04-01"},
    ]
    path = write(tmp_path / "in.jsonl", rows)
    score_corpus([path], tmp_path / "out", ScoreSettings(), pipeline=fake_pipeline(), folder=tmp_path)
    found = scored(desk, path)
    name = "mentions/part-00000.parquet"
    shown = pq.read_table(pa.BufferReader(member(found.archive, name))).to_pylist()
    assert shown == pq.read_table(tmp_path / "out" / name).to_pylist()
    documents = [
        Document(ARTICLE, id="a", date="2026-03-01"),
        Document("Beijing attacked Canada.", id="in.jsonl:2", date="2026-04-01"),
    ]
    assert shown == [row for document in documents for row in fake_pipeline().predict(document).to_rows()]


def test_the_figures_are_those_of_the_rows(desk: CorpusDesk, tmp_path: Path) -> None:
    found = scored(desk, write(tmp_path / "in.jsonl", ROWS))
    html = corpus_html(found, ())
    sums = dict(found.report.entities)["gov:CA"].counts()
    assert (sums.favor, sums.neutral, sums.against) == (0, 1, 2)
    assert 'aria-label="sentences: 0 favor, 1 neutral, 2 against"' in html
    assert "2026-03 +0 ·1 −1" in html or "2026-W" in html
    assert html.count('class="ns-only-dark"') == 1 + sum(
        any(tally.counts().score is not None for tally in found.report.over_time[name].values())
        for name in found.report.shown
    )
    assert "data-entity" not in html  # there is no article whose sentences a button could filter


def test_the_archive_holds_report_and_tables(desk: CorpusDesk, tmp_path: Path) -> None:
    found = scored(desk, write(tmp_path / "in.jsonl", ROWS))
    names = set(zipfile.ZipFile(io.BytesIO(found.archive)).namelist())
    tables = {"entities.csv", "over_time.csv", "relations.csv", "sources.csv", "sentences.csv"}
    assert names >= tables | {"report.html", "errors.jsonl", "manifest.json", "documents/part-00000.parquet"}
    assert not [name for name in names if ".lock" in name]
    assert str(tmp_path) not in "".join(
        member(found.archive, name).decode() for name in names if not name.endswith(".parquet")
    )


def test_a_corpus_without_dates_and_names_says_so(desk: CorpusDesk, tmp_path: Path) -> None:
    html = corpus_html(scored(desk, write(tmp_path / "in.jsonl", [{"text": "It rained."}])), ())
    assert "No article has a date" in html
    assert "No company and no government was found." in html
    assert "there is no arrow to draw" in html


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl.gz", "a.parquet", "A.CSV.GZ"])
def test_formats_are_told_by_the_name(desk: CorpusDesk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if "parquet" in name:
        pq.write_table(pa.table({"text": ["Canada praised Acme.", "It rained."]}), path)
    else:
        table = "text\tdate\n" if "tsv" in name else "text,date\n"
        table += table.replace("text", "Canada praised Acme.").replace("date", "2026-01-01")
        table += table.splitlines()[1] + "\n"
        text = '{"text": "Canada praised Acme."}\n' * 2 if "jsonl" in name else table
        path.write_bytes(gzip.compress(text.encode()) if name.lower().endswith("gz") else text.encode())
    assert scored(desk, path).counts.scored == 2


def test_cancel_stops_the_visitors_own_job_and_keeps_nothing(desk: CorpusDesk, tmp_path: Path, temporary: Path) -> None:
    job = desk.start("visitor", write(tmp_path / "in.jsonl", LONG))
    desk.cancel("another")
    assert not job.wait(SLOW_SECONDS / 2)
    desk.cancel("visitor")
    with pytest.raises(CancelledError, match="nothing of the file was kept"):
        job.result()
    assert job.standing().n_done < 200
    assert list(temporary.iterdir()) == []


def test_one_corpus_at_a_time(desk: CorpusDesk, tmp_path: Path) -> None:
    job = desk.start("visitor", write(tmp_path / "in.jsonl", [{"text": SLOW}] * 3))
    second = write(tmp_path / "second.jsonl", ROWS)
    with pytest.raises(BusyError, match="try again"):
        desk.start("another", second)
    assert not second.exists()
    assert job.result().counts.scored == 3
    assert scored(desk, write(second, ROWS)).counts.scored == 2


def test_a_closed_desk_takes_nothing(desk: CorpusDesk, tmp_path: Path, temporary: Path) -> None:
    job = desk.start("visitor", write(tmp_path / "in.jsonl", LONG))
    desk.close()
    assert job.wait(0)
    assert list(temporary.iterdir()) == []
    with pytest.raises(BusyError):
        desk.start("visitor", write(tmp_path / "in.jsonl", ROWS))


def test_the_time_limit_holds(tmp_path: Path, temporary: Path) -> None:
    desk = CorpusDesk(fake_models(), seconds=SLOW_SECONDS / 2)
    with pytest.raises(TimeLimitError, match="newsstance score"):
        desk.start("visitor", write(tmp_path / "in.jsonl", LONG)).result()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.txt", b"Canada", InputFileError, "no corpus by its name"),
        ("a.txt.gz", gzip.compress(b"Canada"), InputFileError, "holds no rows by its name"),
        ("a.gz", gzip.compress(b"{}"), InputValueError, "cannot be told from its name"),
        ("<img src=x>.exe", b"x", InputFileError, "no corpus by its name"),
        ("a.jsonl", b"", InputFileError, "no row"),
        ("a.jsonl", b"a" * (MAX_UPLOAD_BYTES + 1), InputFileError, "at most 2,000,000"),
        ("a.jsonl", b'{"text": "a"}\n' * (MAX_CORPUS_ROWS + 1), DocumentTooLongError, "more than 2,000 rows"),
        (
            "a.jsonl.gz",
            gzip.compress(b'{"text": "' + b"a" * (MAX_CORPUS_CHARS + 1) + b'"}'),
            DocumentTooLongError,
            "10,000,000 characters",
        ),
    ],
)
def test_what_is_not_taken_says_why_and_is_deleted(
    desk: CorpusDesk,
    tmp_path: Path,
    temporary: Path,
    name: str,
    content: bytes,
    error: type[ClassifierError],
    message: str,
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=message):
        desk.start("visitor", path)
    assert not path.exists()
    assert list(temporary.iterdir()) == []


def test_most_rows_that_are_taken_are_counted(tmp_path: Path) -> None:
    assert count_rows(write(tmp_path / "a.jsonl", [{"text": "a"}] * MAX_CORPUS_ROWS)) == MAX_CORPUS_ROWS


def test_a_corpus_waits_for_no_models(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(NotReadyError, match="still being loaded"):
        CorpusDesk(Models(fake_pipeline, fake_baseline)).start("v", write(tmp_path / "in.jsonl", ROWS))
    assert list(temporary.iterdir()) == []


def test_progress_tells_count_rate_and_time_left() -> None:
    html = progress_html(corpus_job.Standing(1200, 300, 30.0, ("a.csv: columns text='<b>'",)))
    assert 'max="1200" value="300"' in html
    assert "300 of 1,200 rows · 10.0 rows a second · 2 min left" in html
    assert "&lt;b&gt;" in html
    assert "figures are being drawn" in progress_html(corpus_job.Standing(2, 2, 1.0, ()))
    assert "0 of 2 rows<" in progress_html(corpus_job.Standing(2, 0, 0.0, ()))


def test_equal_records_with_the_shipped_model(shipped: Pipeline, tmp_path: Path) -> None:
    models = Models(lambda: shipped, fake_baseline)
    models.load()
    texts = ["Brussels fined Acme Corp for lying to regulators.", "Norway praised Kenya. Reuters said Norvia failed."]
    path = write(tmp_path / "in.jsonl", [{"id": str(n), "text": text} for n, text in enumerate(texts)])
    found = scored(CorpusDesk(models), path)
    rows = pq.read_table(pa.BufferReader(member(found.archive, "mentions/part-00000.parquet"))).to_pylist()
    assert rows == [row for n, text in enumerate(texts) for row in shipped.predict(Document(text, id=str(n))).to_rows()]


def test_files_outside_of_the_folder_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", ROWS)
    with pytest.raises(InputValueError, match="not below"):
        score_corpus([path], tmp_path / "out", pipeline=fake_pipeline(), folder=tmp_path / "other")
    with pytest.raises(InputValueError, match="leave pipeline or cluster out"):
        score_corpus([path], tmp_path / "out", pipeline=fake_pipeline(), cluster="auto")
