"""The command line: `newsstance`, or `python -m classifier`.

Results go to stdout, all else to stderr. Exit status 0 done, 1 some documents failed, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from classifier import ClassifierError, Document, DocumentTooLongError, InputFileError, __version__, load
from classifier.tables import print_result

app = typer.Typer(
    name="newsstance",
    help="Who stands how toward whom in news articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_HTML = {".html", ".htm", ".xhtml"}


class Model(StrEnum):
    """The models that can be chosen."""

    TRANSFORMER = "transformer"
    BASELINE = "baseline"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsstance {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Who stands how toward whom in news articles."""


@app.command()
def predict(
    article: Annotated[str, typer.Argument(help="A .txt or .html file, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")] = False,
    target: Annotated[
        list[str] | None,
        typer.Option("--target", "-t", help="Judge this target instead of those found; may be repeated."),
    ] = None,
    model: Annotated[Model, typer.Option(help="Which model judges.")] = Model.TRANSFORMER,
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code; default: decided from the text.")] = None,
    entities: Annotated[
        Path | None, typer.Option(help="JSON Lines of companies and governments to know beside the shipped ones.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="With --json: add word weights to every mention.")] = False,
) -> None:
    """Label one article: every company and government in it, and the stance toward each."""
    if explain and not as_json:
        raise typer.BadParameter("--explain adds to the JSON: pass --json too.")
    with _errors_as_messages():
        document = _read(article, language)
        result = load(model.value, entities=entities).predict(document, targets=target or None, explain=explain)
        if as_json:
            # Escaped: a lone surrogate in the text has no UTF-8 form.
            typer.echo(json.dumps(result.to_dict()))
        else:
            print_result(result, Console(), Console(stderr=True))


@app.command()
def demo(
    host: Annotated[
        str, typer.Option(help="Address to listen on. The loopback address keeps the demo to this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 7860,
    mcp: Annotated[bool, typer.Option("--mcp", help="Also serve the Model Context Protocol (extra: mcp).")] = False,
) -> None:
    """Start the demo and its HTTP routes on the loopback address."""
    with _errors_as_messages():
        from classifier.demo import launch  # Gradio is an extra, and slow to import

        launch(host=host, port=port, mcp=mcp)


def _read(article: str, language: str | None) -> Document:
    """Return an article: a file's text, or that of standard input, out of its HTML where it is a page.

    Raises:
        InputFileError: the file cannot be read, or is not UTF-8.
    """
    try:
        raw = sys.stdin.buffer.read() if article == "-" else Path(article).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise InputFileError(
            f"{article} cannot be read ({error.strerror}); name a .txt or .html file, or -."
        ) from error
    except UnicodeDecodeError as error:
        raise InputFileError(f"{article} is not UTF-8 ({error}); convert it first, e.g. with iconv.") from error
    name = article if article != "-" else None
    is_page = Path(article).suffix.lower() in _HTML or (name is None and text.lstrip().startswith("<"))
    return (Document.from_html if is_page else Document)(text, id=name, language=language)


@contextmanager
def _errors_as_messages() -> Iterator[None]:
    """Turn a ClassifierError into a message on stderr and an exit status: 1 for a document, 2 for wrong usage."""
    try:
        yield
    except ClassifierError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1 if isinstance(error, DocumentTooLongError) else 2) from error


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
