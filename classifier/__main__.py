"""The command line: `newsstance`, or `python -m classifier`.

Results go to stdout, all else to stderr. Exit status 0 done, 1 some documents failed, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from classifier import ClassifierError, Document, DocumentTooLongError, InputFileError, __version__, load
from classifier.corpus import Columns, ScoreSettings, score_corpus
from classifier.corpus_report.periods import Period
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


class TableFormat(StrEnum):
    """Formats of the tables that `score` writes."""

    PARQUET = "parquet"
    JSONL = "jsonl"


class InputFormat(StrEnum):
    """Formats that no file name tells."""

    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


class Engine(StrEnum):
    """What scores a corpus."""

    LOCAL = "local"
    RAY = "ray"


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
def score(
    corpora: Annotated[
        list[str], typer.Argument(help="Files, folders, globs or saved datasets; - for standard input.")
    ],
    out: Annotated[Path, typer.Option(help="Directory to write; the same command goes on with what is there.")],
    text: Annotated[str | None, typer.Option(help="Column of the text; default: a usual name, which is shown.")] = None,
    id_: Annotated[str | None, typer.Option("--id", help="Column of the ids.")] = None,
    title: Annotated[str | None, typer.Option(help="Column of the titles.")] = None,
    date: Annotated[str | None, typer.Option(help="Column of the dates.")] = None,
    source: Annotated[str | None, typer.Option(help="Column of the outlets.")] = None,
    url: Annotated[str | None, typer.Option(help="Column of the addresses.")] = None,
    language: Annotated[str | None, typer.Option(help="Column of the languages (ISO 639-1).")] = None,
    table_format: Annotated[TableFormat, typer.Option("--format", help="Of the tables.")] = TableFormat.PARQUET,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the texts out of the tables.")] = False,
    part_documents: Annotated[int, typer.Option(help="Rows of the corpus that make one part.")] = 1000,
    input_format: Annotated[
        InputFormat | None, typer.Option(help="Of standard input (default jsonl), or of files of an unknown name.")
    ] = None,
    model: Annotated[Model, typer.Option(help="Which model judges.")] = Model.TRANSFORMER,
    entities: Annotated[
        Path | None, typer.Option(help="JSON Lines of companies and governments to know beside the shipped ones.")
    ] = None,
    device: Annotated[str, typer.Option(help="cpu, or cuda (needs the extra `train`).")] = "cpu",
    workers: Annotated[int | None, typer.Option(help="Threads that score at once; default: one per core.")] = None,
    cache: Annotated[int, typer.Option(help="Sentences kept for when they come again; 0: none.")] = 50_000,
    engine: Annotated[Engine, typer.Option(help="Threads of this process, or a running Ray cluster.")] = Engine.LOCAL,
    ray_address: Annotated[str, typer.Option(help="Of the cluster; auto: the one of this machine.")] = "auto",
) -> None:
    """Score a corpus into tables; killed, the same command goes on where it was."""
    with _errors_as_messages():
        from classifier.corpus.progress import TerminalProgress

        settings = ScoreSettings(
            columns=Columns(text, id_, title, date, source, url, language),
            table_format=table_format.value,
            with_text=not no_text,
            part_documents=part_documents,
            model=model.value,
            device=device,
            entities=entities,
            input_format=None if input_format is None else input_format.value,
        )
        with TerminalProgress(Console(stderr=True)) as progress:
            counts = score_corpus(corpora, out, settings, workers=workers, cache_sentences=cache, progress=progress)
    typer.echo(
        f"read {counts.read:,} = scored {counts.scored:,} + errors {counts.errors:,} + skipped {counts.skipped:,}; "
        f"{counts.sentences:,} sentences, {counts.mentions:,} mentions, {counts.copies:,} near-duplicates; in {out}"
    )
    if counts.errors:
        typer.echo(f"what could not be scored, and why: {out / 'errors.jsonl'}", err=True)
        raise typer.Exit(1)


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


@app.command()
def benchmark(
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write the figures to this file.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="One round over little text: a look, no measurement.")] = False,
    repeats: Annotated[int | None, typer.Option(min=1, help="Rounds in which all take turns; default 5.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Of all contestants; default: one per core.")] = None,
    torch: Annotated[bool, typer.Option("--torch/--no-torch", help="Run what needs torch too.")] = True,
) -> None:
    """Measure speed on this machine, beside peers and the machine's own limit; takes some minutes."""
    from classifier.benchmark.measure import QUICK, Settings, run_benchmark  # loads the models' runtimes
    from classifier.benchmark.table import print_report

    notes = Console(stderr=True)
    with _errors_as_messages():
        if json_file is not None and not json_file.parent.is_dir():
            raise InputFileError(f"{json_file} cannot be written: {json_file.parent} is no folder; make it first.")
        settings = replace(QUICK if quick else Settings(), threads=threads, with_torch=torch)
        settings = replace(settings, repeats=repeats) if repeats is not None else settings
        with notes.status("benchmark") as status:
            report = run_benchmark(settings, say=lambda step: status.update(f"benchmark: {step}"))
        print_report(report, Console())
        if json_file is not None:
            json_file.write_text(json.dumps(report.to_dict(), indent=1) + "\n", encoding="utf-8")


@app.command()
def report(
    directories: Annotated[list[Path], typer.Argument(metavar="DIR...", help="What `newsstance score --out` wrote.")],
    out: Annotated[Path | None, typer.Option(help="Folder for page and tables; default: DIR/report.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many companies and governments get details.")] = 12,
    include_copies: Annotated[
        bool, typer.Option("--include-copies", help="Count near-duplicates of earlier articles too.")
    ] = False,
    period: Annotated[Period, typer.Option(help="Step of the time axis.")] = Period.AUTO,
) -> None:
    """Show who stands how toward whom in scored corpora: one page, tables beside it, readable offline."""
    with _errors_as_messages():
        from classifier.corpus_report.write import TITLE, write_report  # matplotlib and pyarrow are slow to import

        console = Console(stderr=True)
        with console.status("reading scores …") if console.is_terminal else nullcontext():
            page = write_report(
                directories,
                out or directories[0] / "report",
                title=TITLE if title is None else title,
                top=top,
                include_copies=include_copies,
                period=period,
            )
        typer.echo(page)


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
