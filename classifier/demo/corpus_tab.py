"""The view of a corpus: a file in; progress, and then the counts, figures and files out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from classifier.demo.corpus_job import SUFFIXES, CorpusDesk
from classifier.demo.corpus_view import CORPUS_EMPTY, CORPUS_LEAD, corpus_html, progress_html
from classifier.demo.models import Models
from classifier.demo.result_view import message_html
from classifier.errors import ClassifierError

_LOOK_SECONDS = 0.5  # between two looks at a job
_LOAD_SECONDS = 30.0
_WATCHED = 4  # visitors at once whose corpora are scored, or told that another one's is


def corpus_tab(corpora: CorpusDesk, models: Models) -> Callable[[gr.Request], None]:
    """Lay the view out; return what stops a visitor's job.

    Args:
        corpora: where corpora are scored.
        models: loaded, or being loaded.
    """
    gr.HTML(CORPUS_LEAD, apply_default_css=False)
    with gr.Row(elem_classes="ns-buttons"):
        upload = gr.UploadButton(
            "Upload a corpus (.jsonl, .csv, .parquet, .gz)",
            file_types=list(SUFFIXES),
            file_count="single",
            variant="primary",
            scale=3,
            min_width=220,
            elem_id="ns-corpus-upload",
        )
        cancel = gr.Button("Cancel", visible=False, scale=1, min_width=100)
    shown = gr.HTML(CORPUS_EMPTY, apply_default_css=False)

    def score(path: str, request: gr.Request) -> Iterator[tuple[Any, Any, str]]:
        """Yield the two buttons and what is shown, as long as the corpus is scored."""
        idle = gr.UploadButton(interactive=True), gr.Button(visible=False)
        running = gr.UploadButton(interactive=False), gr.Button(visible=True)
        models.wait(_LOAD_SECONDS)
        visitor = str(request.session_hash)
        try:
            job = corpora.start(visitor, Path(path))
        except ClassifierError as error:
            yield *idle, message_html(f"The file was not scored: {error}")
            return
        try:
            while not job.wait(_LOOK_SECONDS):
                yield *running, progress_html(job.standing())
            yield *idle, corpus_html(job.result(), job.standing().said)
        except ClassifierError as error:
            yield *idle, message_html(f"The corpus was not scored: {error}")
        finally:  # also where the page was closed meanwhile
            job.cancel()

    def stop(request: gr.Request) -> None:
        corpora.cancel(str(request.session_hash))

    outputs = [upload, cancel, shown]
    upload.upload(score, upload, outputs, api_visibility="private", show_progress="hidden", concurrency_limit=_WATCHED)
    cancel.click(stop, None, None, api_visibility="private", queue=False, show_progress="hidden")
    return stop
