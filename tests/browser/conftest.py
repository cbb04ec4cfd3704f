"""Chromium and a served demo for the tests of the page; skipped where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.browser.watched import Watched
from tests.served import served

HOW = "the page is tested in Chromium; get it by: apt-get install chromium, and pip install '.[test,demo]'"


# No longer than a module: while Playwright is open its event loop is, and then no other test can run one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None or not all(map(find_spec, ("playwright", "axe_playwright_python", "gradio"))):
        pytest.skip(HOW)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo with the shipped models, as users start it."""
    with served(tmp_path_factory.mktemp("uploads"), "-m", "classifier", "demo", "--port", "0") as (found, _):
        yield found


@pytest.fixture(scope="session")
def screenshots(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for pictures: that of --screenshots, or a temporary one."""
    folder = request.config.getoption("--screenshots")
    path = Path(folder) if folder else tmp_path_factory.mktemp("screenshots")
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def opened(chromium: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """The page just opened, 1280 pixels wide and light; parameters (width, theme) say otherwise."""
    width, theme = getattr(request, "param", (1280, "light"))
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    watched = Watched(page, address)
    page.on("console", lambda message: watched.note(message.type in ("error", "warning"), message.text))
    page.on("pageerror", lambda error: watched.note(True, str(error)))
    page.on("dialog", lambda dialog: (watched.note(True, "a dialog"), dialog.dismiss()))
    page.on("response", lambda answer: watched.note(answer.status >= 400, f"{answer.status} {answer.url}"))
    own = (f"{address}/", "data:", "blob:")
    page.on("request", lambda sent: watched.note(not sent.url.startswith(own), f"outside: {sent.url}"))
    page.goto(address)
    page.get_by_placeholder("Paste a news article here").wait_for()
    yield watched
    context.close()
