"""The bars: how many sentences take which stance toward each entity, and its score with the interval."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from classifier.demo.highlight import SIGNS
from classifier.records import Entity, StanceCounts, StanceLabel

SHOWN_BARS = 12  # more do not fit a screen; the rest stand behind a control


def bars_html(entities: Sequence[Entity], *, buttons: bool = True) -> str:
    """Return a list of entities, most mentioned first; each name is a button that filters the article's sentences.

    Without `buttons` the names are plain text. Bars of one list share a scale: a sentence is as long everywhere.
    Entities with nothing counted say so.
    """
    if not entities:
        return '<p class="ns-note">No company and no government was found.</p>'
    largest = max(1, *(_total(entity.stances) for entity in entities))
    rows = [_row(entity, largest, buttons) for entity in entities]
    shown = f'<ul class="ns-bars">{"".join(rows[:SHOWN_BARS])}</ul>'
    if len(rows) > SHOWN_BARS:
        shown += (
            f'<details class="ns-more"><summary>{len(rows) - SHOWN_BARS} more, mentioned less</summary>'
            f'<ul class="ns-bars">{"".join(rows[SHOWN_BARS:])}</ul></details>'
        )
    return shown


def score_texts(counts: StanceCounts) -> tuple[str, str]:
    """Return the score and its interval as text; dashes where nothing was counted."""
    if counts.score is None or counts.low is None or counts.high is None:
        return ("–", "–")
    return (_signed(counts.score), f"{_signed(counts.low)} to {_signed(counts.high)}")


def _row(entity: Entity, largest: int, buttons: bool) -> str:
    name = f"<bdi>{escape(entity.name)}</bdi>"
    if buttons:
        button = f'<button type="button" class="ns-entity" data-entity="{escape(entity.id)}" aria-pressed="false">'
        name = f"{button}{name}</button>"
    else:
        name = f'<strong class="ns-name">{name}</strong>'
    return (
        f"<li>{name}"
        f'<span class="ns-kind">{entity.kind}{"" if entity.known else ", not listed"}</span>'
        f"{_bar(entity.stances, largest)}{_interval(entity.stances)}</li>"
    )


def _bar(counts: StanceCounts, largest: int) -> str:
    if not _total(counts):
        return '<span class="ns-bar ns-nothing">no certain stance</span>'
    values = {label: getattr(counts, label.value) for label in StanceLabel}
    spoken = ", ".join(f"{n} {label}" for label, n in values.items())
    pieces = "".join(
        f'<span class="ns-{label}" style="flex:{n};min-width:{_room(n)}">{SIGNS[label]}{n}</span>'
        for label, n in values.items()
        if n
    )
    room = largest - _total(counts)
    rest = f'<span style="flex:{room}"></span>' if room else ""
    return f'<span class="ns-bar" role="img" aria-label="sentences: {spoken}">{pieces}{rest}</span>'


def _room(n: int) -> str:
    """Return the least width in which a number with its sign is not cut."""
    return f"{0.8 + 0.6 * len(str(n)):.1f}rem"


def _interval(counts: StanceCounts) -> str:
    """Return the score as a point on a line from -1 to 1, with its interval, and as a figure."""
    if counts.score is None or counts.low is None or counts.high is None:
        return '<span class="ns-score"></span>'
    score, interval = score_texts(counts)
    low, point, high = (f"{50 + 46 * value:.1f}" for value in (counts.low, counts.score, counts.high))
    return (
        f'<span class="ns-score" title="95 % interval: {interval}">'
        f'<svg viewBox="0 0 100 14" role="img" aria-label="score {score}, 95 % interval {interval}">'
        '<line class="ns-axis" x1="4" x2="96" y1="7" y2="7"/><line class="ns-axis" x1="50" x2="50" y1="2" y2="12"/>'
        f'<line class="ns-range" x1="{low}" x2="{high}" y1="7" y2="7"/><circle cx="{point}" cy="7" r="4"/></svg>'
        f"<b>{score}</b></span>"
    )


def _total(counts: StanceCounts) -> int:
    return counts.favor + counts.neutral + counts.against


def _signed(value: float) -> str:
    return "0.00" if round(value, 2) == 0 else f"{value:+.2f}".replace("-", "−")
