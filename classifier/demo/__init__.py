"""The demo: a local page that shows what the package finds in an article, and why to doubt it.

    analysis.py    a text -> results, or a message that says why there are none
    highlight.py   the article with its mentions marked
    mentions.py    the table of mentions
    entities.py    the table of entities
    chart.py       the chart of entities
    table.py       what the tables have in common
    comparison.py  the two models side by side
    style.py       its colours, for light and dark screens, and for narrow ones
    page.py        the page that holds them; the only file that needs Gradio

Importing this module does not load Gradio; building the page does.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from types import ModuleType
from typing import TYPE_CHECKING

from classifier.errors import MissingExtraError, WeightsError
from classifier.pipeline import Pipeline, load

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build", "launch", "read_examples"]


def build(pipeline: Pipeline, baseline: Pipeline | None, examples: Mapping[str, str]) -> gr.Blocks:
    """Return the page, not yet served.

    Args:
        pipeline: the model whose results the page shows.
        baseline: the model to show beside it; None leaves the comparison out.
        examples: texts to choose from, by name.

    Raises:
        MissingExtraError: Gradio is not installed.
    """
    blocks: gr.Blocks = _page().build(pipeline, baseline, examples)
    return blocks


def launch(host: str = "127.0.0.1", port: int = 7860) -> None:
    """Load both models and serve the page until interrupted.

    Args:
        host: address to listen on. Only the loopback address keeps the page to this machine: it asks nobody
            for a password.
        port: port to listen on; 0 takes a free one.

    Raises:
        MissingExtraError: Gradio is not installed.
        WeightsError: the transformer's weights are missing or altered.
        InputValueError: the port is taken, or the address is not this machine's.
    """
    page = _page()  # before the models: what is missing should be said at once
    blocks = build(load(), _load_baseline(), read_examples())
    print(f"The demo is at {page.serve(blocks, host, port)} (Ctrl+C stops it).", flush=True)
    blocks.block_thread()


def read_examples() -> dict[str, str]:
    """Return the example articles that ship with the package, by name."""
    folder = resources.files("classifier") / "resources" / "examples"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return {
        file.name.removesuffix(".txt").replace("-", " ").capitalize(): file.read_text(encoding="utf-8")
        for file in files
    }


def _load_baseline() -> Pipeline | None:
    """Return the baseline, or None: the page does without the comparison where its weights are missing."""
    try:
        return load("baseline")
    except WeightsError:
        return None


def _page() -> ModuleType:
    try:
        from classifier.demo import page
    except ImportError as error:
        raise MissingExtraError(f"the demo needs Gradio ({error}); pip install 'newsstance[demo]'.") from error
    return page
