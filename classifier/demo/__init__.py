"""The demo: a local page that shows what the package finds in an article, and the same functions over HTTP.

    limits.py       every limit
    desk.py         where work waits: few at once, a bounded queue, a time limit
    models.py       both models, loaded in the background
    analysis.py     a question, checked and answered
    uploads.py      a file that the page was given
    highlight.py    the article with its mentions marked
    bars.py         the bars of entities
    picture.py      the picture who → whom
    mentions.py     the table of mentions; table.py: what tables have in common
    comparison.py   the two models side by side
    evaluation.py   both models' measured figures; about.py: the view that tells of them
    corpus_job.py   a corpus, scored; corpus_view.py: what is shown of it; corpus_tab.py: its view
    export.py       a result as JSON and CSV
    result_view.py  all that is shown of one result
    page.py         the page that holds the views; it and corpus_tab.py alone need Gradio
    page.css, page.js, style.py   how it looks, and what happens in the browser
    schemas.py      what programs send and get
    service.py      the HTTP routes; api_page.py: their description; guard.py: who is let in
    server.py       puts all of it on a port

Importing this module does not load Gradio; starting the demo does.
"""

from __future__ import annotations

from importlib import import_module, resources
from importlib.util import find_spec
from types import ModuleType

from classifier.demo.models import Models
from classifier.errors import MissingExtraError
from classifier.pipeline import load

__all__ = ["launch", "read_examples"]


def launch(host: str = "127.0.0.1", port: int = 7860, *, mcp: bool = False) -> None:
    """Serve the page and the HTTP routes until interrupted; the models load meanwhile.

    Args:
        host: address to listen on. Only the loopback address keeps the service to this machine: it asks nobody
            for a password.
        port: port to listen on; 0 takes a free one.
        mcp: also answer as a Model Context Protocol server; needs the extra `mcp`.

    Raises:
        MissingExtraError: Gradio is not installed, or mcp is asked for and not installed.
        WeightsError: the transformer's weights are missing or altered.
        InputValueError: the port is taken, or the address is not this machine's.
    """
    server = _server()
    if mcp and find_spec("mcp") is None:
        raise MissingExtraError("the MCP server needs its own extra; pip install 'newsstance[mcp]'.")
    server.serve(Models(load, lambda: load("baseline")), read_examples(), host, port, mcp=mcp)


def read_examples() -> dict[str, str]:
    """Return the example articles that ship with the package, by name."""
    folder = resources.files("classifier") / "resources" / "examples"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return {
        file.name.removesuffix(".txt").replace("-", " ").capitalize(): file.read_text(encoding="utf-8")
        for file in files
    }


def _server() -> ModuleType:
    try:
        return import_module("classifier.demo.server")
    except ImportError as error:
        raise MissingExtraError(f"the demo needs Gradio ({error}); pip install 'newsstance[demo]'.") from error
