"""The page: text in; marked article, bars, picture, tables and JSON out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.events import api
from pydantic import ValidationError

from classifier.demo.about import about_html, examples_html
from classifier.demo.analysis import Question, answer, answer_many
from classifier.demo.comparison import comparison_html
from classifier.demo.corpus_job import CorpusDesk
from classifier.demo.corpus_tab import corpus_tab
from classifier.demo.desk import Desk
from classifier.demo.limits import MAX_BODY_BYTES, MAX_TARGETS, MAX_TEXT_CHARS, MAX_UPLOAD_BYTES, MAX_WAITING
from classifier.demo.models import Models
from classifier.demo.picture import picture_html
from classifier.demo.result_view import EMPTY, message_html, views
from classifier.demo.schemas import PredictIn, PredictManyIn, problems
from classifier.demo.service import answer_dict
from classifier.demo.style import script, style_sheet
from classifier.demo.uploads import SUFFIXES, read_upload
from classifier.errors import ClassifierError
from classifier.records import Document, DocumentResult

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")  # the reader's own: nothing is fetched
_MONO_FONTS = ("ui-monospace", "Consolas", "Liberation Mono", "monospace")
_DELETE_SECONDS = 60  # uploads that no event has read are deleted after this long
_LOAD_SECONDS = 30.0
_MAX_EVENTS = 8  # of the page at once; the desk decides how many of them are judged at once
_HEADER = (
    '<header class="ns-header"><h1 class="ns-title">Who stands how toward whom?</h1><p class="ns-lead">Paste a news '
    "article: newsstance finds the companies and governments that it names, and the stance that the article, or "
    "whomever it quotes, takes toward each.</p></header>"
)
_COMPARE_LEAD = (
    '<p class="ns-lead">The transformer and the scikit-learn baseline on the same article. What they judge differently '
    "is framed.</p>"
)
_COMPARE_EMPTY = '<div class="ns-empty"><p>There is no article yet: paste or choose one under Article first.</p></div>'
# On a telephone the result stands below what is seen.
_INTO_SIGHT = """() => {
  const view = document.querySelector(".ns-view");
  if (view && view.offsetParent && view.getBoundingClientRect().top > 0.8 * window.innerHeight) view.scrollIntoView();
}"""
_NO_TEXT = "There is no text yet: paste an article, upload a file, or choose an example."
_PICTURE_HEADING = '<h2 class="ns-heading">Who → whom</h2>'


def build(models: Models, desk: Desk, corpora: CorpusDesk, examples: Mapping[str, str]) -> gr.Blocks:
    """Return the page, not yet served.

    Args:
        models: loaded, or being loaded.
        desk: where articles are judged.
        corpora: where corpora are scored.
        examples: texts to choose from, by name.
    """
    judge = _judge(models, desk)

    def compare(text: str | None, targets: str | None) -> str:
        if not (text or "").strip():
            return _COMPARE_EMPTY
        try:
            return comparison_html(judge(text, targets, "transformer"), judge(text, targets, "baseline"))
        except ClassifierError as error:
            return message_html(str(error))

    @cache
    def examples_once() -> str:
        return examples_html(models.pipeline("transformer"))

    def about() -> str:
        return about_html(
            examples_once() if models.wait(_LOAD_SECONDS) else message_html("The models are still being loaded.")
        )

    blocks = _Blocks(
        title="newsstance: who stands how toward whom",
        analytics_enabled=False,
        delete_cache=(_DELETE_SECONDS, _DELETE_SECONDS),
    )
    with blocks:
        _html(_HEADER)
        with gr.Tabs():
            with gr.Tab("Article"):
                text, targets = _article_tab(judge, examples)
            with gr.Tab("Compare") as compare_tab:
                _html(_COMPARE_LEAD)
                comparison = _html(_COMPARE_EMPTY)
            with gr.Tab("Corpus"):
                stop = corpus_tab(corpora, models)
            with gr.Tab("About"):
                about_view = _html("")
        compare_tab.select(compare, [text, targets], comparison, api_visibility="private")
        blocks.load(about, None, about_view, api_visibility="private", show_progress="hidden")
        blocks.unload(stop)  # who leaves the page wants no result
        _add_named_endpoints(models, desk)
    blocks.queue(max_size=MAX_WAITING, default_concurrency_limit=_MAX_EVENTS, api_open=False)
    return blocks


def mount(app: FastAPI, blocks: gr.Blocks, *, mcp: bool = False) -> FastAPI:
    """Mount the page at the root of the service."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name="127.0.0.1",
        show_error=True,
        theme=_theme(),
        css=style_sheet(),
        head=f"<script>{script()}</script>",
        footer_links=[],
        max_file_size=MAX_UPLOAD_BYTES,
        allowed_paths=[],
        # Gradio would let environment variables switch these on.
        ssr_mode=False,
        pwa=False,
        mcp_server=mcp,
        enable_monitoring=False,
        run_history=False,
    )
    assert MAX_UPLOAD_BYTES < MAX_BODY_BYTES
    return mounted


class _Blocks(gr.Blocks):  # type: ignore[misc]  # Gradio's types are not read
    """Blocks whose errors do not print what was sent: Gradio's own would log all inputs of a malformed call."""

    def validate_inputs(self, block_fn: Any, inputs: list[Any]) -> None:
        """Refuse a call with another number of inputs than the function takes."""
        if len(inputs) < len(block_fn.inputs):
            raise gr.Error(
                f"the call has {len(inputs)} inputs, {len(block_fn.inputs)} are needed; see gradio_api/info.",
                print_exception=False,
            )


Judge = Callable[[str | None, str | None, Any], DocumentResult]  # text, targets one a line, model


def _judge(models: Models, desk: Desk) -> Judge:
    def judge(text: str | None, targets: str | None, model: Any) -> DocumentResult:
        named = tuple(line.strip() for line in (targets or "").splitlines() if line.strip())
        question = Question(Document(text or "", targets=named or None), model=model)
        models.wait(_LOAD_SECONDS)  # who opens the page at once should see a result, and no error
        return desk.run(lambda deadline: answer(question, models, deadline))

    return judge


def _article_tab(judge: Judge, examples: Mapping[str, str]) -> tuple[gr.Textbox, gr.Textbox]:
    """Lay the first tab out; return the boxes of the text and of the targets."""
    text = gr.Textbox(
        label="Article",
        placeholder="Paste a news article here",
        info=f"English, at most {MAX_TEXT_CHARS:,} characters",
        lines=7,
        max_lines=12,
        elem_id="ns-article",
    )
    with gr.Row(equal_height=True, elem_classes="ns-inputs"):
        example = gr.Dropdown(
            list(examples), value=None, label="Or choose an example", info="Invented articles", scale=2, min_width=220
        )
        targets = gr.Textbox(
            label="Own targets (optional)",
            info=f"One a line, as written in the article; at most {MAX_TARGETS}. Judged instead of what is found",
            lines=1,
            max_lines=4,
            scale=3,
            min_width=220,
        )
    with gr.Row(elem_classes="ns-buttons"):
        button = gr.Button("Analyse", variant="primary", scale=2, min_width=120)
        upload = gr.UploadButton(
            "Upload .txt, .html or .json", file_types=list(SUFFIXES), file_count="single", scale=1, min_width=120
        )
        clear = gr.Button("Clear", scale=1, min_width=80)
    message = _html(EMPTY)
    with gr.Column(visible=False, elem_classes="ns-view") as view:
        with gr.Row():
            with gr.Column(scale=3, min_width=300):
                article = _html()
            with gr.Column(scale=2, min_width=300, elem_classes="ns-side"):
                bars = _html()
                picture = _html()
        files = _html()
    shown = gr.State(None)
    nothing = (gr.Column(visible=False), "", "", "", "", None)
    outputs = [message, view, article, bars, files, picture, shown]

    def analyse(text: str | None, targets: str | None) -> tuple[Any, ...]:  # Any: one value per output
        if not (text or "").strip():
            return message_html(_NO_TEXT), *nothing
        try:
            result = judge(text, targets, "transformer")
        except ClassifierError as error:
            return message_html(str(error)), *nothing
        made = views(result)
        return "", gr.Column(visible=True), made.article, made.bars, made.files, "", result.to_dict()

    def draw(record: dict[str, Any] | None) -> tuple[str, None]:
        if record is None or not record["entities"]:
            return "", None
        return _PICTURE_HEADING + picture_html(DocumentResult.from_dict(record)), None

    def read(path: str) -> tuple[str, str, str]:
        try:
            found = read_upload(Path(path))
        except ClassifierError as error:
            raise gr.Error(f"The file was not read: {error}", print_exception=False) from error
        return found.text, found.targets, ""

    def choose(name: str | None) -> tuple[str, str]:
        return examples.get(name or "", ""), ""

    hidden: dict[str, Any] = {"api_visibility": "private"}
    quiet = hidden | {"queue": False, "show_progress": "hidden"}

    def then_analyse(event: Any) -> None:
        """Judge once the event is over, and draw the picture once the article is shown: it takes the longest."""
        judged = event(analyse, [text, targets], outputs, **hidden, show_progress_on=message)
        judged.then(None, None, None, js=_INTO_SIGHT, **hidden)
        judged.then(draw, shown, [picture, shown], **hidden, show_progress="hidden")

    then_analyse(button.click)
    then_analyse(text.submit)
    then_analyse(example.input(choose, example, [text, targets], **quiet).then)
    then_analyse(upload.upload(read, upload, [text, targets, message], **hidden, show_progress_on=message).success)
    clear.click(lambda: ("", "", None, EMPTY, *nothing), None, [text, targets, example, *outputs], **quiet)
    return text, targets


def _add_named_endpoints(models: Models, desk: Desk) -> None:
    """Add the endpoints that gradio_client sees; they take and return what the HTTP routes do."""

    def predict(text: str, targets: list | None = None, explain: bool = False, model: str = "transformer") -> dict:  # type: ignore[type-arg]
        """Return what an article says of each company and government in it.

        Args:
            text: the article, in English.
            targets: judge these instead of what is found: names, or [start, end] spans in code points.
            explain: add word weights to every mention.
            model: 'transformer' or 'baseline'.
        """
        body = _checked(PredictIn, {"text": text, "targets": targets, "explain": explain, "model": model})
        record: dict[str, Any] = _told(
            lambda: desk.run(lambda deadline: answer(body.question(), models, deadline).to_dict())
        )
        return record

    def predict_many(documents: list, explain: bool = False, model: str = "transformer") -> list:  # type: ignore[type-arg]
        """Return one answer per document, in order, each a result or an error.

        Args:
            documents: objects with the field text, and any of id, title, date, source, url, language, targets.
            explain: add word weights to every mention.
            model: 'transformer' or 'baseline'.
        """
        body = _checked(PredictManyIn, {"documents": documents, "explain": explain, "model": model})
        answers = _told(lambda: desk.run(lambda deadline: answer_many(body.questions(), models, deadline)))
        return [answer_dict(item) for item in answers]

    api(predict, api_name="predict")
    api(predict_many, api_name="predict_many")


def _checked(kind: Any, fields: dict[str, Any]) -> Any:
    """Return a request as its type; one that has another shape is a message, and never a traceback."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise gr.Error(problems(error.errors()), print_exception=False) from None


def _told(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except ClassifierError as error:
        raise gr.Error(f"{type(error).__name__}: {error}", print_exception=False) from None


def _theme() -> gr.themes.Base:
    theme = gr.themes.Default(
        primary_hue="blue",
        neutral_hue="gray",
        font=[gr.themes.Font(name) for name in _FONTS],
        font_mono=[gr.themes.Font(name) for name in _MONO_FONTS],
    )
    same_in_both = {  # darker than Gradio's own, which stay below a contrast of 4.5 : 1
        "button_primary_background_fill": "*primary_700",
        "button_primary_background_fill_hover": "*primary_800",
        "button_primary_text_color": "white",
    }
    light = {
        "input_placeholder_color": "*neutral_500",
        "block_info_text_color": "*neutral_600",
        "block_label_text_color": "*neutral_700",
        "block_title_text_color": "*neutral_700",
    }
    dark = {
        "input_placeholder_color_dark": "*neutral_400",
        "block_info_text_color_dark": "*neutral_300",
        "block_label_text_color_dark": "*neutral_200",
        "block_title_text_color_dark": "*neutral_200",
    }
    return theme.set(**same_in_both, **{f"{name}_dark": value for name, value in same_in_both.items()}, **light, **dark)


def _html(value: str = "") -> gr.HTML:
    return gr.HTML(value, apply_default_css=False)  # Gradio's own would draw boxes around table cells


__all__: Sequence[str] = ["build", "mount"]
