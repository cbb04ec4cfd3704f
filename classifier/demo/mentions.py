"""The table of mentions, grouped by entity."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from classifier.demo.bars import score_texts
from classifier.demo.highlight import SIGNS, holder_name, stance_html, uncounted_reason
from classifier.demo.table import group_row, table_html, table_row
from classifier.records import DocumentResult, Entity, Mention, SentenceResult, StanceLabel

COLUMNS = ("Mention", "Stance", "p", "Holder", "Tone", "Sentence")


def mentions_html(result: DocumentResult) -> str:
    """Return one group per entity, most mentioned first, and in it one row per mention; grey rows do not count."""
    rows: dict[str, list[str]] = defaultdict(list)
    for index, sentence in enumerate(result.sentences):
        for mention in sentence.mentions:
            rows[mention.entity_id].append(_row(index, sentence, mention))
    if not rows:
        return '<p class="ns-note">No company and no government is mentioned.</p>'
    groups = [group_row(len(COLUMNS), _heading(entity)) + "".join(rows[entity.id]) for entity in result.entities]
    return table_html("Mentions by entity", COLUMNS, groups)


def _heading(entity: Entity) -> str:
    counts = entity.stances
    figures = " ".join(f"{SIGNS[label]}{getattr(counts, label.value)}" for label in StanceLabel)
    score, interval = score_texts(counts)
    shown = f"{figures}, score {score} ({interval})" if counts.score is not None else "no certain stance"
    return f"<bdi>{escape(entity.name)}</bdi> <small><code>{escape(entity.id)}</code> {entity.kind}; {shown}</small>"


def _row(index: int, sentence: SentenceResult, mention: Mention) -> str:
    reason = uncounted_reason(sentence)
    note = f" <em>({reason}: not counted)</em>" if reason else ""
    cells = (
        escape(mention.text),
        stance_html(mention.stance),
        f"{mention.stance.probabilities[mention.stance.label]:.2f}",
        escape(holder_name(mention)),
        sentence.sentiment.label.value + ("" if sentence.sentiment.certain else "?"),
        f"{index + 1}. {escape(sentence.text)}{note}",
    )
    return table_row(COLUMNS, cells, "ns-muted" if reason else "")
