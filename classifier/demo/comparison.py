"""Two models on one text: which mentions each found, and where their stances differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from classifier.demo.highlight import stance_html
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
    """Return how far the models agree, and one table row per mention, those that differ marked."""
    pairs = pair_mentions(model, baseline)
    columns = ("Mention", "Model", "Baseline", "Agreement")
    rows = [table_row(columns, _cells(pair), "ns-differs" if pair.differs else "") for pair in pairs]
    if not rows:
        return '<p class="ns-note">Neither model finds a company or a government.</p>'
    versions = f"Model: {escape(model.model_version)}. Baseline: {escape(baseline.model_version)}."
    return f'<p class="ns-note">{_agreement(pairs)} {versions}</p>' + table_html(
        "Stance by either model", columns, rows
    )


def _in_text_order(result: DocumentResult) -> list[Mention]:
    return sorted((m for sentence in result.sentences for m in sentence.mentions), key=lambda m: (m.start, m.end))


def _agreement(pairs: Sequence[Pair]) -> str:
    both = [pair for pair in pairs if pair.model is not None and pair.baseline is not None]
    same = sum(not pair.differs for pair in both)
    text = f"The models agree on {same} of the {len(both)} mentions that both find."
    only_model = sum(pair.baseline is None for pair in pairs)
    only_baseline = sum(pair.model is None for pair in pairs)
    if only_model or only_baseline:
        text += f" The model alone finds {only_model} more, the baseline alone {only_baseline}."
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
