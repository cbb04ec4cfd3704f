"""The view of a corpus in a browser: the guess, progress, cancel, figures, errors, and the files to take away."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from classifier import Document, predict
from classifier.demo import read_examples
from classifier.demo.limits import MAX_CORPUS_ROWS
from tests.browser.test_demo_views import SCREENS, check
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser

HOSTILE = "<script>window.hit=1</script> Brussels fined <img src=x onerror=window.hit=2> Acme Corp."


def corpus(path: Path, n_rows: int, more: str = "") -> Path:
    """Write rows of a few paragraphs each, of the examples, over half a year."""
    chosen = random.Random(1)
    paragraphs = [paragraph for text in read_examples().values() for paragraph in text.split("\n\n")]
    rows = [
        {
            "id": f"a{number}",
            "body": "\n\n".join(chosen.sample(paragraphs, 4)),
            "published": f"2026-{1 + number % 6:02}-{1 + number % 27:02}",
        }
        for number in range(n_rows)
    ]
    rows.append({"id": "<img src=x onerror=window.hit=3>", "body": HOSTILE, "published": "2026-03-01"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + more, encoding="utf-8")
    return path


def upload(page: Any, path: Path) -> None:
    """Choose a file as a person does: the click also lets the same file be chosen again."""
    page.get_by_role("tab", name="Corpus").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload a corpus").click()
    chooser.value.set_files(path)


@pytest.mark.parametrize("opened", SCREENS, indirect=True, ids=lambda screen: "-".join(map(str, screen)))
def test_the_view_of_a_corpus(
    opened: Watched, screenshots: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page, screen = opened.page, request.node.callspec.id
    page.get_by_role("tab", name="Corpus").click()
    page.get_by_text("No corpus yet").wait_for()
    check(opened, f"corpus-empty-{screen}", screenshots)
    bad = '{broken\n{"id": "<b>x</b>", "body": " "}\n'
    upload(page, corpus(tmp_path / "news.jsonl", 24, bad))
    page.get_by_text("text='body', id='id', date='published'").first.wait_for()
    page.locator(".ns-corpus").wait_for()
    assert "read 27 = scored 25 + errors 2 + skipped 0" in page.locator(".ns-agreement:visible").inner_text()
    assert "the line is not JSON" in page.locator(".ns-corpus .ns-table").inner_text()
    assert page.locator(".ns-corpus .ns-figures figure").count() >= 4
    assert page.locator(".ns-corpus .ns-picture img:visible").count() == 1
    assert (
        page.locator(".ns-corpus .ns-bar > span[class]").evaluate_all(
            "pieces => pieces.filter(piece => piece.scrollWidth > piece.clientWidth).map(piece => piece.textContent)"
        )
        == []
    )  # no number is cut
    page.locator(".ns-corpus .ns-picture + details > summary").click()
    check(opened, f"corpus-{screen}", screenshots)
    many = tmp_path / "many.jsonl"
    many.write_text('{"text": "Canada"}\n' * (MAX_CORPUS_ROWS + 1), encoding="utf-8")
    upload(page, many)
    page.get_by_role("alert").filter(has_text="more than 2,000 rows").wait_for()
    check(opened, f"corpus-error-{screen}", screenshots)
    assert page.evaluate("window.hit") is None


def test_a_corpus_can_be_cancelled_by_keyboard_and_scored_anew(opened: Watched, tmp_path: Path) -> None:
    page = opened.page
    upload(page, corpus(tmp_path / "long.jsonl", 800))
    page.locator(".ns-progress p", has_text="rows a second").wait_for()
    assert "of 801 rows" in page.locator(".ns-progress").inner_text()
    button = page.get_by_role("button", name="Cancel")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("alert").filter(has_text="nothing of the file was kept").wait_for()
    button.wait_for(state="hidden")
    upload(page, corpus(tmp_path / "short.jsonl", 1))
    page.locator(".ns-corpus").wait_for()
    assert opened.wrong == []


def test_one_corpus_at_a_time_and_none_for_who_has_left(opened: Watched, chromium: Any, tmp_path: Path) -> None:
    page = opened.page
    other = chromium.new_context().new_page()
    other.goto(opened.address)
    upload(other, corpus(tmp_path / "long.jsonl", 800))
    other.locator(".ns-progress").wait_for()
    upload(page, corpus(tmp_path / "short.jsonl", 1))
    page.get_by_role("alert").filter(has_text="another corpus is being scored").wait_for()
    other.context.close()
    for _ in range(20):  # the service takes a moment to notice
        upload(page, corpus(tmp_path / "short.jsonl", 1))
        page.locator(".ns-progress").wait_for(state="detached")
        page.locator(".ns-corpus, .ns-message").wait_for()
        if page.locator(".ns-corpus").count():
            break
        page.wait_for_timeout(1000)
    page.locator(".ns-corpus").wait_for()


def test_the_download_holds_the_records_of_predict(opened: Watched, tmp_path: Path) -> None:
    page = opened.page
    path = corpus(tmp_path / "news.jsonl", 2)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    upload(page, path)
    page.locator(".ns-corpus").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all").click()
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        archive.extractall(tmp_path / "all")
    found = pq.read_table(tmp_path / "all" / "mentions" / "part-00000.parquet").to_pylist()
    documents = [Document(row["body"], id=row["id"], date=row["published"]) for row in rows]
    assert found == [mention for document in documents for mention in predict(document).to_rows()]
    assert "<!DOCTYPE html>" in (tmp_path / "all" / "report.html").read_text(encoding="utf-8")
