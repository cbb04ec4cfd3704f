"""The page: text in, marked article, chart, table, comparison and JSON out. The only file that needs Gradio."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import gradio as gr
from gradio.events import api

from classifier.demo.analysis import MAX_PAGE_CHARS, analyse
from classifier.demo.chart import stance_chart
from classifier.demo.comparison import comparison_html
from classifier.demo.entities import entities_html
from classifier.demo.highlight import highlight_html, legend_html
from classifier.demo.mentions import mentions_html
from classifier.demo.style import CSS
from classifier.errors import InputValueError
from classifier.pipeline import Pipeline
from classifier.records import DocumentResult

MAX_WAITING = 16  # texts in the queue: a later one is refused at once instead of waiting for minutes
MAX_RUNNING = 2
_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")  # the reader's own: nothing is fetched
_MONO_FONTS = ("ui-monospace", "Consolas", "Liberation Mono", "monospace")
_HEADER = (
    '<h1 class="ns-title">Who stands how toward whom?</h1>'
    '<p class="ns-lead">Finds the companies and governments that a news article mentions, and the stance that the '
    "article, or whomever it quotes, takes toward each: <strong>+</strong> favor, <strong>·</strong> neutral, "
    "<strong>−</strong> against. The text stays on the computer that serves this page.</p>"
)


def build(pipeline: Pipeline, baseline: Pipeline | None, examples: Mapping[str, str]) -> gr.Blocks:
    """Return the page, not yet served; see `classifier.demo.build`."""

    def show(text: str | None) -> list[Any]:  # Any: one value per output
        analysis = analyse(text, pipeline, baseline)
        if analysis.result is None:
            return [_message_html(analysis.message), gr.Column(visible=False), *[None] * len(shown)]
        return ["", gr.Column(visible=True), *_values(analysis.result, analysis.baseline)]

    def predict(text: str) -> dict[str, Any]:  # Any: JSON
        """Return what the page's text is judged to say, as JSON: the fields of DocumentResult."""
        if not isinstance(text, str):
            raise gr.Error(f"text must be a str, got {type(text).__name__}.", print_exception=False)
        analysis = analyse(text, pipeline, None)
        if analysis.result is None:
            raise gr.Error(analysis.message, print_exception=False)
        return analysis.result.to_dict()

    blocks = gr.Blocks(title="newsstance", analytics_enabled=False)
    with blocks:
        _html(_HEADER)
        text = gr.Textbox(
            label="Article",
            placeholder="Paste a news article here",
            info=f"English, at most {MAX_PAGE_CHARS:,} characters",
            lines=8,
            max_lines=14,
        )
        with gr.Row(equal_height=True):
            example = gr.Dropdown(list(examples), value=None, label="Or choose an example", scale=2, min_width=240)
            button = gr.Button("Analyse", variant="primary", scale=1, min_width=120)
        message = _html()
        with gr.Column(visible=False) as results:
            shown = _result_components(compared=baseline is not None)
        example.change(examples.get, example, text, api_visibility="private", queue=False, show_progress="hidden")
        button.click(show, text, [message, results, *shown], api_visibility="private", show_progress_on=message)
        api(predict, api_name="predict")
    blocks.queue(max_size=MAX_WAITING, default_concurrency_limit=MAX_RUNNING, api_open=False)
    return blocks


def serve(blocks: gr.Blocks, host: str, port: int) -> str:
    """Serve the page in the background and return its address; `blocks.close()` stops it.

    Raises:
        InputValueError: the port is taken, or the address is not this machine's.
    """
    try:
        _, address, _ = blocks.launch(
            server_name=host,
            server_port=port or None,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            show_error=True,
            theme=_theme(),
            css=CSS,
            footer_links=[],
            max_file_size="1kb",  # the page takes no files, but Gradio's upload route is always open
            # Gradio would let environment variables switch these on.
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            run_history=False,
        )
    except OSError as error:
        raise InputValueError(
            f"the demo cannot listen on {host}, port {port} ({error}); pass a free port, or 0 for any, and an "
            "address of this machine."
        ) from error
    return str(address)


def _theme() -> gr.themes.Base:
    theme = gr.themes.Default(
        primary_hue="blue",
        font=[gr.themes.Font(name) for name in _FONTS],
        font_mono=[gr.themes.Font(name) for name in _MONO_FONTS],
    )
    return theme.set(  # darker than Gradio's own, which stay below a contrast of 4.5 : 1
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_hover_dark="*primary_800",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        block_label_text_color="*neutral_600",
        block_label_text_color_dark="*neutral_300",
        block_title_text_color="*neutral_600",
        block_title_text_color_dark="*neutral_300",
    )


def _result_components(*, compared: bool) -> list[gr.components.Component]:
    """Lay out what shows a result, and return it in the order of `_values`."""
    with gr.Tab("Article"):
        warnings = _html()
        _html(legend_html())
        with gr.Row(elem_classes="ns-beside"):
            with gr.Column(scale=3, min_width=300):
                article = _html()
            with gr.Column(scale=2, min_width=300, elem_classes="ns-chart"):
                _html('<h2 class="ns-heading">Stance toward each entity</h2>')
                chart = gr.Plot(show_label=False, format="png")
    with gr.Tab("Tables"):
        entities = _html()
        mentions = _html()
    components = [warnings, article, chart, entities, mentions]
    if compared:
        with gr.Tab("Baseline"):
            baseline_warnings = _html()
            _html(legend_html())
            with gr.Row():
                with gr.Column(min_width=300):
                    _html('<h2 class="ns-heading">Model</h2>')
                    article_again = _html()
                with gr.Column(min_width=300):
                    _html('<h2 class="ns-heading">Baseline (scikit-learn)</h2>')
                    article_by_baseline = _html()
            comparison = _html()
        components += [baseline_warnings, article_again, article_by_baseline, comparison]
    with gr.Tab("JSON"):
        json = gr.JSON(label="DocumentResult", open=False, max_height=700)
    return [*components, json]


def _values(result: DocumentResult, baseline: DocumentResult | None) -> list[Any]:
    """Return one value per component of `_result_components`."""
    article = highlight_html(result)
    tables = [entities_html(result), mentions_html(result)]
    values = [_warnings_html(result), article, stance_chart(result.entities), *tables]
    if baseline is not None:
        values += [_warnings_html(baseline), article, highlight_html(baseline), comparison_html(result, baseline)]
    return [*values, result.to_dict()]


def _html(value: str = "") -> gr.HTML:
    return gr.HTML(value, apply_default_css=False)  # Gradio's own would draw boxes around table cells


def _message_html(message: str) -> str:
    return f'<p class="ns-message" role="alert">{escape(message)}</p>'


def _warnings_html(result: DocumentResult) -> str:
    if not result.warnings:
        return ""
    items = "".join(f"<li>Note: {escape(warning)}</li>" for warning in result.warnings)
    return f'<ul class="ns-warnings" role="status">{items}</ul>'
