"""Every view of the demo in a browser: readable, reachable, and nothing asked of any other host."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path
from typing import Any

import pytest

from classifier import predict
from classifier.demo import read_examples
from classifier.records import DocumentResult
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser

EXAMPLE = "Chip export ban"
SCREENS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
SETTLED = """() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))"""
HOSTILE = (
    '<script>window.hit=1</script> Brussels fined <img src=x onerror="window.hit=2"> Acme Corp for ${window.hit=3} '
    "{{constructor.constructor('window.hit=4')()}} lying.\n\n=cmd|' /C calc'!A0 Kenya praised <b>Acme</b> Corp.\n"
)


def choose_example(page: Any, name: str = EXAMPLE) -> None:
    page.get_by_label("Or choose an example").click()
    page.get_by_role("option", name=name).click()
    page.locator(".ns-view .ns-picture img").first.wait_for(state="attached")


def paste(box: Any, text: str) -> None:
    """Set a box's text as a paste does; Playwright's own way takes minutes for thousands of lines."""
    box.evaluate("(e, text) => { e.value = text; e.dispatchEvent(new Event('input', { bubbles: true })); }", text)


def analyse(page: Any, text: str, targets: str = "") -> None:
    paste(page.get_by_placeholder("Paste a news article here"), text)
    paste(page.get_by_label("Own targets"), targets)
    page.get_by_role("button", name="Analyse").click()


def shown_record(page: Any) -> DocumentResult:
    return DocumentResult.from_dict(json.loads(page.locator("[data-record]").text_content()))


def check(watched: Watched, name: str, folder: Path) -> None:
    """Take a picture; fail on what goes wrong, on sideways scrolling, and on what axe finds serious."""
    from axe_playwright_python.sync_playwright import Axe

    page = watched.page
    page.evaluate(SETTLED)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"{name} scrolls sideways: {wide} of {seen}"
    found = [
        (item["impact"], item["id"], item["nodes"][0]["html"][:200])
        for item in Axe().run(page).response["violations"]
        if item["impact"] in ("serious", "critical")
    ]
    assert found == [], name
    assert watched.wrong == [], name


@pytest.mark.parametrize("opened", SCREENS, indirect=True, ids=lambda screen: "-".join(map(str, screen)))
def test_every_view(opened: Watched, screenshots: Path, request: pytest.FixtureRequest) -> None:
    page, screen = opened.page, request.node.callspec.id
    check(opened, f"empty-{screen}", screenshots)
    choose_example(page, "Bank fine")
    check(opened, f"article-{screen}", screenshots)
    page.locator("mark[role=button].ns-against").first.click()
    page.locator(".ns-why strong").wait_for()
    check(opened, f"details-{screen}", screenshots)
    page.keyboard.press("Escape")
    page.locator(".ns-entity").first.click()
    for summary in page.locator(".ns-view details.ns-fold > summary").all():
        summary.click()
    check(opened, f"filter-and-table-{screen}", screenshots)
    page.get_by_role("tab", name="Compare").click()
    page.locator(".ns-agreement").wait_for()
    page.locator("details.ns-fold > summary:visible").first.click()
    check(opened, f"compare-{screen}", screenshots)
    page.get_by_role("tab", name="About").click()
    page.locator(".ns-about table").first.wait_for()
    if screen == "390-light":  # the whole model card is long, and nowhere wider for its screen
        page.locator("details.ns-card-text > summary").click()
    check(opened, f"about-{screen}", screenshots)
    page.get_by_role("tab", name="Article").click()
    analyse(page, "Kenya praised Acme Corp.", "Huawei")
    page.get_by_role("alert").filter(has_text="Huawei").wait_for()
    check(opened, f"error-{screen}", screenshots)
    page.goto(f"{opened.address}/docs")
    check(opened, f"routes-{screen}", screenshots)


def test_the_page_shows_the_record_of_predict(opened: Watched) -> None:
    choose_example(opened.page)
    assert shown_record(opened.page) == predict(read_examples()[EXAMPLE])
    assert opened.page.locator(".ns-text").first.evaluate("e => e.textContent") == read_examples()[EXAMPLE]


def test_from_paste_to_picture(opened: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, not judged: how long it takes depends on the machine."""
    text = "\n\n".join(read_examples()[EXAMPLE].split("\n\n")[3:36])
    times = []
    for number in range(6):
        article = f"{text}\n\nNorway thanked Norvia {number} times."
        paste(opened.page.get_by_placeholder("Paste a news article here"), article)
        begun = time.perf_counter()
        opened.page.get_by_role("button", name="Analyse").click()
        opened.page.locator(".ns-text", has_text=f"Norvia {number} times").wait_for()
        marked = time.perf_counter() - begun
        opened.page.locator(".ns-view .ns-picture img").first.wait_for(state="attached")
        times.append((marked, time.perf_counter() - begun))
    warm = times[1:]  # the first warms the pictures up
    marked, drawn = (sorted(column)[len(warm) // 2] for column in zip(*warm, strict=True))
    record = shown_record(opened.page)
    assert 38 <= len(record.sentences) <= 46
    with capsys.disabled():
        print(f"\n{len(record.sentences)} sentences: marked {1000 * marked:.0f} ms, with picture {1000 * drawn:.0f} ms")


def test_reasons_are_those_of_explain(opened: Watched) -> None:
    page = opened.page
    analyse(page, "🦊 Norway praised Acme Corp for its honesty.")
    page.locator("mark[role=button]", has_text="Acme").click()
    page.locator(".ns-why strong").wait_for()
    [sentence] = predict("🦊 Norway praised Acme Corp for its honesty.", explain=True).sentences
    words = next(mention.explanation for mention in sentence.mentions if mention.text == "Acme Corp")
    best = max(words or (), key=lambda word: word.weight)
    assert f"{best.text} +{best.weight:.2f}" in page.locator(".ns-why").inner_text()
    assert page.locator(".ns-why p").last.inner_text() == sentence.text
    assert page.locator(".ns-details h3").inner_text() == "Acme"


def test_everything_can_be_reached_by_keyboard(opened: Watched) -> None:
    page = opened.page
    choose_example(page)
    mark = page.locator("mark[role=button]").first
    mark.focus()
    assert page.locator(".ns-details").is_visible()
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".ns-details").is_visible()
    assert mark.evaluate("e => e === document.activeElement")
    page.locator(".ns-entity").nth(1).focus()
    page.keyboard.press("Enter")
    name = page.locator(".ns-entity").nth(1).inner_text()
    assert name.removeprefix("✓ ") in page.locator(".ns-filtered").inner_text()


def test_sentences_filter_by_entity(opened: Watched) -> None:
    page = opened.page
    choose_example(page)
    entity = shown_record(page).entities[2]
    page.locator(".ns-entity", has_text=entity.name).first.click()
    assert page.locator(".ns-sentence:visible").count() == entity.n_sentences
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".ns-sentence:visible").count() == len(shown_record(page).sentences)


def test_downloads_hold_the_record_and_the_rows(opened: Watched, tmp_path: Path) -> None:
    page = opened.page
    analyse(page, HOSTILE)
    page.locator(".ns-tools").wait_for()
    for name in ("JSON", "CSV"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download {name}").click()
        download.value.save_as(tmp_path / name)
    saved = DocumentResult.from_dict(json.loads((tmp_path / "JSON").read_text(encoding="utf-8")))
    assert saved == predict(saved.text)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "CSV").read_text(encoding="utf-8-sig"))))
    assert [row["entity_id"] for row in rows] == [row["entity_id"] for row in saved.to_rows()]
    assert next(row["sentence_text"][:5] for row in rows if "cmd" in row["sentence_text"]) == "'=cmd"


def test_uploads_are_shown_and_own_targets_judged(opened: Watched, tmp_path: Path) -> None:
    page = opened.page
    path = tmp_path / "a<b>.json"
    path.write_text(json.dumps({"text": "Kenya praised Ada Lund.", "targets": ["Ada Lund"]}), encoding="utf-8")
    page.locator("input[type=file]").first.set_input_files(path)
    page.locator(".ns-text", has_text="Ada Lund").wait_for()
    assert shown_record(page) == predict("Kenya praised Ada Lund.", targets=["Ada Lund"])
    assert opened.wrong == []


def test_hostile_input_is_shown_as_text_or_refused(opened: Watched, tmp_path: Path) -> None:
    page = opened.page
    analyse(page, HOSTILE)
    page.locator(".ns-text").first.wait_for()
    assert page.locator(".ns-text").first.evaluate("e => e.textContent") == HOSTILE
    page.locator("mark[role=button]").first.click()
    page.locator(".ns-why strong, .ns-why p").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Compare").click()
    page.locator(".ns-agreement").wait_for()
    page.get_by_role("tab", name="Article").click()
    target = "<img src=x onerror=window.hit=5>"
    analyse(page, f"Kenya praised {target} today.", target)
    page.locator(".ns-entity", has_text=target).wait_for()
    for text, targets, message in (
        ("a" * 1_000_000, "", "has 1,000,000 characters"),
        ("Kenya", "Kenya\n" * 10_000, "10,000 targets are named"),
        ("   ", "", "There is no text yet"),
    ):
        analyse(page, text, targets)
        page.get_by_role("alert").filter(has_text=message).wait_for()
        assert not page.locator(".ns-view").is_visible()
    wrong = tmp_path / "<img src=x onerror=window.hit=6>.json"
    wrong.write_text("{", encoding="utf-8")
    page.locator("input[type=file]").first.set_input_files(wrong)
    page.get_by_text("The file was not read").wait_for()
    assert page.evaluate("window.hit") is None
    assert [item for item in opened.wrong if "outside" in item or "dialog" in item] == []
