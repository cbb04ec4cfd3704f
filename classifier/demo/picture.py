"""Pictures for light and for dark pages: who → whom, with the same arrows as a list, and any other."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from functools import partial
from html import escape

from matplotlib.figure import Figure

from classifier.aggregate import RelationCount, summarize
from classifier.demo.highlight import SIGNS
from classifier.plots import relation_graph
from classifier.records import DocumentResult, HolderKind

_OWN_VOICE = "the article's own voice"


def picture_html(result: DocumentResult) -> str:
    """Return the picture twice, of which the style sheet shows one, with its arrows as a list; a note where empty."""
    arrows = summarize([result]).relations
    return arrows_html(arrows, {entity.id: entity.name for entity in result.entities}, _OWN_VOICE, arrows)


def arrows_html(
    arrows: Sequence[RelationCount], names: dict[str, str], own_voice: str, listed: Sequence[RelationCount]
) -> str:
    """Return the picture of arrows, and those `listed` as a list; a note where there is none.

    Args:
        arrows: most frequent first.
        names: of entities, by id.
        own_voice: what to call the author.
        listed: the arrows that the list names.
    """
    spoken = "Arrows from holders to targets; the list below the picture says the same."
    images = themed_picture(partial(relation_graph, arrows, names, author=own_voice), spoken)
    if not images:
        return '<p class="ns-note">No certain stance for or against anyone: there is no arrow to draw.</p>'
    items = "".join(f"<li>{_arrow_html(arrow, names, own_voice)}</li>" for arrow in listed)
    rest = f", {len(arrows) - len(listed):,} more in relations.csv" if len(arrows) > len(listed) else ""
    return (
        f'<figure class="ns-picture">{images}</figure>'
        f"<details><summary>The arrows as a list ({len(listed)}{rest})</summary><ul>{items}</ul></details>"
    )


def themed_picture(draw: Callable[..., Figure | None], spoken: str) -> str:
    """Return a picture twice, of which the style sheet shows one; empty where nothing is drawn.

    Args:
        draw: called with `dark=False` and `dark=True`.
        spoken: what the picture says, as plain text.
    """
    light, dark = draw(dark=False), draw(dark=True)
    if light is None or dark is None:
        return ""
    return "".join(
        f'<img class="ns-only-{theme}" src="{_data_uri(figure)}" alt="{escape(spoken)}">'
        for theme, figure in (("light", light), ("dark", dark))
    )


def _arrow_html(arrow: RelationCount, names: dict[str, str], own_voice: str) -> str:
    holder = own_voice if arrow.kind is HolderKind.AUTHOR else arrow.holder_name or "an unnamed source"
    target = names.get(arrow.target_entity_id, arrow.target_entity_id)
    sentences = "1 sentence" if arrow.n_sentences == 1 else f"{arrow.n_sentences} sentences"
    return (
        f'<bdi>{escape(holder)}</bdi> <mark class="ns-{arrow.label}">{SIGNS[arrow.label]}&nbsp;{arrow.label}</mark> '
        f"→ <bdi>{escape(target)}</bdi>, {sentences}"
    )


def _data_uri(figure: Figure) -> str:
    """Return a figure as the address of an image that holds itself: SVG, drawn in half the time of PNG."""
    written = io.BytesIO()
    figure.savefig(written, format="svg", metadata={"Date": None})  # letters become outlines: no font is needed
    return "data:image/svg+xml;base64," + base64.b64encode(written.getvalue()).decode("ascii")
