"""Batch scoring of news corpora: every article is scored, or listed with the reason why not.

    files.py      names on the command line -> files, with their formats
    streams.py    a file -> bytes or lines, decompressed and bounded
    reading.py    a file -> rows: a document each, or the failure that stands in its place
    columns.py    which column holds the text, the id, the date ...
    shards.py     rows -> shards of a fixed number of rows, duplicate ids refused
    scoring.py    a shard -> its tables
    tables.py     the tables' columns, and how they are written
    directory.py  the output directory: one writer, finished shards, manifest
    copies.py     near-duplicate articles
    run.py        the run over all shards, on one machine
    cluster.py    the same on many, with Ray
    progress.py   rate and time left, on a terminal

Importing this module loads no reader and no model; scoring does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.corpus.settings import Columns, Counts, ScoreSettings

if TYPE_CHECKING:
    from classifier.corpus.progress import Progress
    from classifier.pipeline import Pipeline

__all__ = ["Columns", "Counts", "ScoreSettings", "score_corpus"]


def score_corpus(
    corpora: Sequence[str | Path],
    out: str | Path,
    settings: ScoreSettings | None = None,
    *,
    workers: int | None = None,
    cache_sentences: int = 50_000,
    progress: Progress | None = None,
    cluster: str | None = None,
    pipeline: Pipeline | None = None,
    folder: str | Path | None = None,
) -> Counts:
    """Score every document of some corpora into a directory of tables, and return what was counted.

    Killed at any moment and called again with the same arguments, it goes on where it was; the tables then equal
    those of an unbroken run. `read == scored + errors + skipped`, always.

    Args:
        corpora: files (JSON Lines, CSV, TSV, Parquet, Arrow, text, HTML; plain, .gz or .zst), folders of such,
            saved Hugging Face datasets, globs, or '-' for standard input.
        out: the directory to write; new, empty, or that of the same run.
        settings: all that decides what is written; None takes the defaults.
        workers: threads that score at once; None takes one per core.
        cache_sentences: how many judged sentences are kept for those that come again; 0 keeps none. It changes the
            speed alone.
        progress: told of every document; None: nobody is.
        cluster: address of a running Ray cluster that does the scoring, 'auto' for the one of this machine; needs the
            extra `ray`. `workers` then counts its cores. None scores in this process.
        pipeline: a model that is loaded already; None loads the one that the settings name.
        folder: a folder that holds all the files: their names, in ids and places too, then begin in it. None: files
            are named as they are here.

    Raises:
        InputFileError: nothing is there under a name, or nothing that could be scored.
        InputValueError: a setting cannot be used, or a file lies outside of `folder`.
        OutputError: the directory holds something else, another run, or has another writer; or the disk is full.
        MissingExtraError: a cluster without Ray.
    """
    from classifier.corpus.run import run  # pyarrow is heavy, and most callers score no corpus

    return run(
        [str(corpus) for corpus in corpora],
        Path(out),
        settings if settings is not None else ScoreSettings(),
        workers=workers,
        cache_sentences=cache_sentences,
        progress=progress,
        cluster=cluster,
        pipeline=pipeline,
        folder=None if folder is None else Path(folder),
    )
