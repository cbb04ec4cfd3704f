"""The measured figures of both models, as they stand in the files beside the weights."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from markdown_it import MarkdownIt

from classifier.demo.table import table_html, table_row

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_WEIGHTS = resources.files("classifier") / "weights"
PICTURES = {
    "reliability.png": "Reliability: how often the model is right, by the probability that it gives",
    "risk_coverage.png": "Risk and coverage: errors left when the least sure labels are left out",
}


@dataclass(frozen=True, slots=True)
class SetScores:
    """Stance macro-F1 of both models on one set, in percent, with a 95 % interval."""

    name: str
    n_targets: int
    transformer: tuple[float, float, float]  # value, low, high
    baseline: tuple[float, float, float]


@cache
def scores() -> tuple[SetScores, ...]:
    """Return the scores of every set on which both models were measured."""
    stance = _evaluation()["stance"]
    return tuple(
        SetScores(name, by_model["transformer"]["n_targets"], _f1(by_model, "transformer"), _f1(by_model, "baseline"))
        for name, by_model in stance.items()
    )


def scores_html() -> str:
    """Return a table of both models' scores."""
    columns = ("Set", "Targets", "Transformer", "Baseline")
    rows = [
        table_row(columns, (escape(one.name), f"{one.n_targets:,}", _shown(one.transformer), _shown(one.baseline)))
        for one in scores()
    ]
    return table_html("Stance macro-F1 in percent, with its 95 % interval; the targets given", columns, rows)


def card_html(*, heading_level: int = 3) -> str:
    """Return the model card as HTML, its headings below `heading_level`."""
    html: str = _MARKDOWN.render(_text("MODEL_CARD.md"))
    for name in PICTURES:
        html = html.replace(f'src="{name}"', f'src="{_data_uri(name)}"')
    tables = html.split("<table>")  # wide ones scroll, and what scrolls must be reachable by keyboard
    html = tables[0] + "".join(
        f'<div class="ns-scroll" tabindex="0" role="region" aria-label="Table {number} of the model card"><table>{rest}'
        for number, rest in enumerate(tables[1:], 1)
    ).replace("</table>", "</table></div>")
    for level in (4, 3, 2, 1):  # the card's own headings stand below the page's
        html = re.sub(rf"(</?)h{level}>", rf"\1h{min(6, level + heading_level)}>", html)
    return html


def card_section(title: str) -> str:
    """Return one section of the model card as HTML; KeyError where the card has none of this title."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", _text("MODEL_CARD.md"), re.DOTALL | re.MULTILINE)
    if found is None:
        raise KeyError(title)
    html: str = _MARKDOWN.render(found[1])
    return html


def pictures_html() -> str:
    """Return the model card's pictures, held in the page itself."""
    figures = []
    for name, caption in PICTURES.items():
        figures.append(
            f'<figure><img src="{_data_uri(name)}" alt="{escape(caption)}">'
            f"<figcaption>{escape(caption)}</figcaption></figure>"
        )
    return f'<div class="ns-figures">{"".join(figures)}</div>'


def _data_uri(name: str) -> str:
    """Return a picture as the address of an image that holds itself."""
    return "data:image/png;base64," + base64.b64encode((_WEIGHTS / name).read_bytes()).decode("ascii")


def _f1(by_model: dict[str, Any], model: str) -> tuple[float, float, float]:
    found = by_model[model]["macro_f1"]
    return found["value"], found["low"], found["high"]


def _shown(score: tuple[float, float, float]) -> str:
    value, low, high = score
    return f"<strong>{value:.1f}</strong> ({low:.1f} to {high:.1f})"


@cache
def _evaluation() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_text("evaluation.json"))
    return found


def _text(name: str) -> str:
    return (_WEIGHTS / name).read_text(encoding="utf-8")
