"""The table of mentions."""

from __future__ import annotations

from html import escape

from classifier.demo.highlight import holder_name, stance_html, uncounted_reason
from classifier.demo.table import table_html, table_row
from classifier.records import DocumentResult

COLUMNS = ("Entity", "Kind", "Mention", "Stance", "p", "Certain", "Holder", "Tone", "Sentence")


def mentions_html(result: DocumentResult) -> str:
    """Return one table row per mention, in text order; grey rows do not count."""
    names = {entity.id: entity.name for entity in result.entities}
    rows = []
    for index, sentence in enumerate(result.sentences):
        reason = uncounted_reason(sentence)
        for mention in sentence.mentions:
            cells = (
                escape(names[mention.entity_id]),
                mention.kind.value,
                escape(mention.text),
                stance_html(mention.stance),
                f"{mention.stance.probabilities[mention.stance.label]:.2f}",
                "yes" if mention.stance.certain else "no",
                escape(holder_name(mention)),
                sentence.sentiment.label.value + ("" if sentence.sentiment.certain else "?"),
                f"<small>{index + 1}. {escape(sentence.text)}{f' <em>({reason})</em>' if reason else ''}</small>",
            )
            rows.append(table_row(COLUMNS, cells, "ns-muted" if reason else ""))
    if not rows:
        return '<p class="ns-note">No company and no government is mentioned.</p>'
    return table_html("Mentions", COLUMNS, rows)
