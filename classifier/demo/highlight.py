"""An article as HTML: every mention marked by a colour and by a sign, sentences that do not count in grey."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from html import escape
from itertools import pairwise

from classifier.records import DocumentResult, HolderKind, Mention, Role, SentenceResult, Stance, StanceLabel

SIGNS = {StanceLabel.FAVOR: "+", StanceLabel.NEUTRAL: "·", StanceLabel.AGAINST: "−"}


def highlight_html(result: DocumentResult, *, active: bool = True, differing: Container[tuple[int, int]] = ()) -> str:
    """Return the article's text as HTML that refers to nothing outside itself.

    Its text content is exactly `result.text`: signs, and the words that say why a sentence is grey, are attributes
    that the style sheet shows. A mark's `data-mention` counts the mentions of the record in order.

    Args:
        result: the article.
        active: marks can be reached by keyboard and opened; False: they are only looked at.
        differing: spans of the mentions to set off, because another model judges them otherwise.
    """
    names = {entity.id: entity.name for entity in result.entities}
    parts = []
    position = number = 0
    for index, sentence in enumerate(result.sentences):
        parts.append(escape(result.text[position : sentence.start]))
        parts.append(_sentence_html(index, sentence, names, number, active, differing))
        position = sentence.end
        number += len(sentence.mentions)
    parts.append(escape(result.text[position:]))
    return f'<div class="ns-text" lang="{escape(result.language)}" dir="auto">{"".join(parts)}</div>'


def legend_html(*, compared: bool = False) -> str:
    """Return the key to the marks; `compared`: also of those that another model judges otherwise."""
    marks = [
        f'<li><mark class="ns-{label}" data-sign="{SIGNS[label]}">name</mark> {label}</li>' for label in StanceLabel
    ]
    if compared:
        marks.append('<li><mark class="ns-neutral ns-other">name</mark> the other model differs</li>')
    return (
        f'<ul class="ns-legend" aria-label="Key to the marks">{"".join(marks)}'
        f'<li><mark class="ns-favor ns-unsure" data-sign="{SIGNS[StanceLabel.FAVOR]}?">name</mark> not certain</li>'
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


def sign(stance: Stance) -> str:
    """Return the sign of a stance, with a question mark where it is not certain."""
    return SIGNS[stance.label] + ("" if stance.certain else "?")


def stance_html(stance: Stance) -> str:
    """Return a stance as a mark that reads without colour: sign, label, and a question mark where not certain."""
    unsure = "" if stance.certain else " ns-unsure"
    return f'<mark class="ns-{stance.label}{unsure}">{sign(stance)}&nbsp;{stance.label}</mark>'


def describe(mention: Mention, name: str) -> str:
    """Return all that is known of a mention as one line, for those who hear the page."""
    stance = mention.stance
    probabilities = ", ".join(f"{label} {stance.probabilities[label]:.0%}" for label in StanceLabel)
    certain = "certain" if stance.certain else "not certain"
    return f"{name} ({mention.kind}): {stance.label}, {certain}: {probabilities}; stance of {holder_name(mention)}"


def _sentence_html(
    index: int,
    sentence: SentenceResult,
    names: dict[str, str],
    number: int,
    active: bool,
    differing: Container[tuple[int, int]],
) -> str:
    starting = defaultdict(list)
    for offset, mention in enumerate(sentence.mentions):
        starting[mention.start].append((number + offset, mention))
    # Targets that a caller names may overlap, and marks cannot: cut the sentence wherever a mention starts or ends.
    edges = {sentence.start, sentence.end}
    edges.update(edge for mention in sentence.mentions for edge in (mention.start, mention.end))
    open_here: list[tuple[int, Mention]] = []
    parts = []
    for start, end in pairwise(sorted(edges)):
        open_here = [item for item in open_here if item[1].end > start] + starting[start]
        piece = escape(sentence.text[start - sentence.start : end - sentence.start])
        parts.append(_mark(piece, end, open_here, names, active, differing) if open_here else piece)
    reason = uncounted_reason(sentence)
    classes = "ns-sentence" + (" ns-muted" if reason else "")
    classes += " ns-headline" if sentence.role is Role.HEADLINE else ""
    ids = escape(" ".join(dict.fromkeys(mention.entity_id for mention in sentence.mentions)))
    why = f' data-why="{reason}"' if reason else ""
    return f'<span class="{classes}" data-sentence="{index}" data-entities="{ids}"{why}>{"".join(parts)}</span>'


def _mark(
    piece: str,
    end: int,
    mentions: list[tuple[int, Mention]],
    names: dict[str, str],
    active: bool,
    differing: Container[tuple[int, int]],
) -> str:
    number, last = mentions[-1]
    unsure = "" if last.stance.certain else " ns-unsure"
    unsure += " ns-other" if (last.start, last.end) in differing else ""
    signs = "".join(sign(mention.stance) for _, mention in mentions if mention.end == end)
    spoken = escape("; ".join(describe(mention, names[mention.entity_id]) for _, mention in mentions))
    opened = f' tabindex="0" role="button" aria-label="{spoken}"' if active else f' title="{spoken}"'
    return (
        f'<mark class="ns-mark ns-{last.stance.label}{unsure}" data-mention="{number}" data-sign="{signs}"{opened}>'
        f"{piece}</mark>"
    )
