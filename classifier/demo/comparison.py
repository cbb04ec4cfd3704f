"""Two models on one text: which mentions each found, and where their stances differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from classifier.demo.evaluation import scores_html
from classifier.demo.highlight import highlight_html, legend_html, stance_html
from classifier.demo.result_view import warnings_html
from classifier.demo.table import table_html, table_row
from classifier.records import DocumentResult, Mention


@dataclass(frozen=True, slots=True)
class Pair:
    """A mention as each model sees it; None where a model did not find it."""

    model: Mention | None
    baseline: Mention | None

    @property
    def differs(self) -> bool:
        """Whether the stances differ, or one model did not find the mention."""
        return self.model is None or self.baseline is None or self.model.stance.label != self.baseline.stance.label


def pair_mentions(model: DocumentResult, baseline: DocumentResult) -> list[Pair]:
    """Return the mentions of both results in text order, those that overlap paired."""
    ours, theirs = _in_text_order(model), _in_text_order(baseline)
    pairs = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if ours[i].end <= theirs[j].start:
            pairs.append(Pair(ours[i], None))
            i += 1
        elif theirs[j].end <= ours[i].start:
            pairs.append(Pair(None, theirs[j]))
            j += 1
        else:
            pairs.append(Pair(ours[i], theirs[j]))
            i, j = i + 1, j + 1
    return pairs + [Pair(mention, None) for mention in ours[i:]] + [Pair(None, mention) for mention in theirs[j:]]


def comparison_html(model: DocumentResult, baseline: DocumentResult) -> str:
    """Return both readings side by side, how far they agree, one row per mention, and both models' scores."""
    pairs = pair_mentions(model, baseline)
    sides = (
        ("Transformer", model, [pair.model for pair in pairs if pair.differs]),
        ("Baseline (scikit-learn)", baseline, [pair.baseline for pair in pairs if pair.differs]),
    )
    readings = "".join(_reading(*side) for side in sides)
    n_differing = sum(pair.differs for pair in pairs)
    return (
        f'<section class="ns-result"><p class="ns-agreement">{_agreement(pairs)}</p>{legend_html(compared=True)}'
        f'<div class="ns-beside ns-even">{readings}</div>'
        f'<details class="ns-fold"><summary>Table: {len(pairs)} mentions, {n_differing} differ</summary>'
        f"{_table(pairs)}</details>{warnings_html(baseline)}{scores_html()}</section>"
    )


def _reading(title: str, result: DocumentResult, differing: Sequence[Mention | None]) -> str:
    spans = {(mention.start, mention.end) for mention in differing if mention is not None}
    return (
        f'<div class="ns-main"><h2 class="ns-heading">{title}</h2><p class="ns-hint">{escape(result.model_version)}</p>'
        f"{highlight_html(result, active=False, differing=spans)}</div>"
    )


def _table(pairs: Sequence[Pair]) -> str:
    columns = ("Mention", "Transformer", "Baseline", "Agreement")
    if not pairs:
        return '<p class="ns-note">Neither model finds a company or a government.</p>'
    rows = [table_row(columns, _cells(pair), "ns-differs" if pair.differs else "") for pair in pairs]
    return table_html("Stance by either model", columns, rows)


def _in_text_order(result: DocumentResult) -> list[Mention]:
    return sorted((m for sentence in result.sentences for m in sentence.mentions), key=lambda m: (m.start, m.end))


def _agreement(pairs: Sequence[Pair]) -> str:
    both = [pair for pair in pairs if pair.model is not None and pair.baseline is not None]
    same = sum(not pair.differs for pair in both)
    text = f"The models agree on {same} of the {len(both)} mentions that both find."
    only_model = sum(pair.baseline is None for pair in pairs)
    only_baseline = sum(pair.model is None for pair in pairs)
    if only_model or only_baseline:
        text += f" The transformer alone finds {only_model} more, the baseline alone {only_baseline}."
    return text


def _cells(pair: Pair) -> tuple[str, ...]:
    found = pair.model or pair.baseline
    assert found is not None  # a pair holds at least one
    same = "<strong>≠ differs</strong>" if pair.differs else "= same"
    return (escape(found.text), _stance(pair.model), _stance(pair.baseline), same)


def _stance(mention: Mention | None) -> str:
    if mention is None:
        return "not found"
    return f"{stance_html(mention.stance)} {mention.stance.probabilities[mention.stance.label]:.2f}"
