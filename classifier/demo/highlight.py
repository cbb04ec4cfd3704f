"""An article as HTML: every mention marked by a colour and by a sign, sentences that do not count in grey."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from itertools import pairwise

from classifier.records import DocumentResult, HolderKind, Mention, Role, SentenceResult, Stance, StanceLabel

SIGNS = {StanceLabel.FAVOR: "+", StanceLabel.NEUTRAL: "·", StanceLabel.AGAINST: "−"}


def highlight_html(result: DocumentResult) -> str:
    """Return the article's text as HTML that refers to nothing outside itself.

    Without its signs (`.ns-sign`) the text is exactly `result.text`. The colours stand in style.py.
    """
    names = {entity.id: entity.name for entity in result.entities}
    parts = []
    position = 0
    for index, sentence in enumerate(result.sentences):
        parts.append(escape(result.text[position : sentence.start]))
        parts.append(_sentence_html(index, sentence, names))
        position = sentence.end
    parts.append(escape(result.text[position:]))
    return f'<div class="ns-text" lang="{escape(result.language)}" dir="auto">{"".join(parts)}</div>'


def legend_html() -> str:
    """Return the key to the marks."""
    marks = [f'<li><mark class="ns-{label}">name{_sign(label)}</mark> {label}</li>' for label in StanceLabel]
    return (
        f'<ul class="ns-legend" aria-label="Legend">{"".join(marks)}'
        f'<li><mark class="ns-favor ns-unsure">name{_sign(StanceLabel.FAVOR, certain=False)}</mark> not certain</li>'
        '<li><span class="ns-muted">grey</span> repeated, or not part of the article: not counted</li></ul>'
    )


def uncounted_reason(sentence: SentenceResult) -> str:
    """Return why a sentence is not counted; empty where it is."""
    if sentence.duplicate_of is not None:
        return f"repeats sentence {sentence.duplicate_of + 1}"
    if sentence.role is Role.BOILERPLATE:
        return "not part of the article"
    return ""


def holder_name(mention: Mention) -> str:
    """Return whose stance it is, for a reader."""
    if mention.holder.kind is HolderKind.AUTHOR:
        return "the article"
    return mention.holder.name or mention.holder.text or "an unnamed source"


def stance_html(stance: Stance) -> str:
    """Return a stance as a mark that reads without colour: sign, label, and a question mark where not certain."""
    unsure = "" if stance.certain else " ns-unsure"
    sign = SIGNS[stance.label] + ("" if stance.certain else "?")
    return f'<mark class="ns-{stance.label}{unsure}">{sign}&nbsp;{stance.label}</mark>'


def _sentence_html(index: int, sentence: SentenceResult, names: dict[str, str]) -> str:
    starting = defaultdict(list)
    for mention in sentence.mentions:
        starting[mention.start].append(mention)
    # Targets that a caller names may overlap, and marks cannot: cut the sentence wherever a mention starts or ends.
    edges = {sentence.start, sentence.end}
    edges.update(edge for mention in sentence.mentions for edge in (mention.start, mention.end))
    active: list[Mention] = []
    parts = []
    for start, end in pairwise(sorted(edges)):
        active = [mention for mention in active if mention.end > start] + starting[start]
        piece = escape(sentence.text[start - sentence.start : end - sentence.start])
        parts.append(_mark(piece, end, active, names) if active else piece)
    reason = uncounted_reason(sentence)
    classes = (
        "ns-sentence" + (" ns-muted" if reason else "") + (" ns-headline" if sentence.role is Role.HEADLINE else "")
    )
    title = f"Sentence {index + 1}" + (f": {reason}, so not counted" if reason else "")
    return f'<span class="{classes}" title="{title}">{"".join(parts)}</span>'


def _mark(piece: str, end: int, mentions: list[Mention], names: dict[str, str]) -> str:
    stance = mentions[-1].stance
    unsure = "" if stance.certain else " ns-unsure"
    title = escape("\n\n".join(_describe(mention, names[mention.entity_id]) for mention in mentions))
    signs = "".join(
        _sign(mention.stance.label, certain=mention.stance.certain) for mention in mentions if mention.end == end
    )
    return f'<mark class="ns-{stance.label}{unsure}" title="{title}">{piece}{signs}</mark>'


def _sign(label: StanceLabel, *, certain: bool = True) -> str:
    spoken = f"{label}" if certain else f"{label}, not certain"
    return f'<span class="ns-sign" role="img" aria-label="{spoken}">{SIGNS[label]}{"" if certain else "?"}</span>'


def _describe(mention: Mention, name: str) -> str:
    probabilities = ", ".join(f"{label} {mention.stance.probabilities[label]:.0%}" for label in StanceLabel)
    return (
        f"{name} ({mention.kind})\n"
        f"{mention.stance.label}, {'certain' if mention.stance.certain else 'not certain'}: {probabilities}\n"
        f"stance of {holder_name(mention)}"
    )
