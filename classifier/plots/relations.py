"""The picture of relations: who → whom, holders on the left, targets on the right.

Two columns instead of a cloud of nodes: an arrow never crosses a name, a stance of an entity toward itself is an
arrow like any other, and the picture stays readable on a telephone. Every arrow has a place of its own on both boxes,
and its count stands at its start, where no other arrow runs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path as Curve

from classifier.aggregate import RelationCount
from classifier.plots.drawing import DASHES, FONT, SIGNS, Palette, lines_of, palette
from classifier.records import HolderKind, StanceLabel

MAX_ARROWS = 16  # more crossings than these give cannot be followed by eye
# All lengths in inches: the axes' units are inches too.
_WIDTH = 4.7  # on a telephone letters of 10 points are 10 pixels high
_MARGIN = 0.1
_BOX = 1.5  # width of a name's box
_PORT = 0.27  # height that one arrow takes on its box
_LINE = 0.19  # height of a line of text
_GAP = 0.15  # between boxes
_APART = 0.42  # between the sources and the article's own voice
_STUB = 0.5  # the straight start of an arrow, which carries its count
_HEAD = 0.15  # the arrow's head
_TOP = 0.78  # key and column titles
_LETTERS = 10.5  # points
_NAME_LINES = 2


@dataclass(frozen=True, slots=True)
class _Node:
    """A box: what it stands for ('author', 'entity', 'name'), and the entity's id or the holder's name."""

    sort: str
    key: str = ""


_AUTHOR = _Node("author")


@dataclass(frozen=True, slots=True)
class _Arrow:
    holder: _Node
    target: _Node
    label: StanceLabel
    n: int


@dataclass(slots=True)
class _Column:
    """One column of boxes, from top to bottom: the height of each, its place, and the arrows' places on it."""

    order: list[_Node]
    arrows: dict[_Node, list[_Arrow]]
    lines: dict[_Node, list[str]]
    tops: dict[_Node, float]

    def height_of(self, node: _Node) -> float:
        return max(_LINE * len(self.lines[node]) + 0.14, _PORT * len(self.arrows[node]) + 0.06)

    def gap_above(self, node: _Node) -> float:
        index = self.order.index(node)
        return 0.0 if index == 0 else _APART if node == _AUTHOR else _GAP

    @property
    def height(self) -> float:
        return sum(self.height_of(node) + self.gap_above(node) for node in self.order)

    def place(self, top: float, room: float) -> None:
        """Place the boxes below `top`; where the other column is higher, spread them over its height."""
        spare = (room - self.height) / (len(self.order) + 1)
        extra = min(spare, 0.6)
        y = top - (room - self.height - extra * (len(self.order) - 1)) / 2
        for index, node in enumerate(self.order):
            y -= self.gap_above(node) + (extra if index else 0)
            self.tops[node] = y
            y -= self.height_of(node)

    def port(self, node: _Node, arrow: _Arrow) -> float:
        """Return the height at which an arrow leaves or reaches its box."""
        arrows = self.arrows[node]
        middle = self.tops[node] - self.height_of(node) / 2
        return middle + _PORT * ((len(arrows) - 1) / 2 - arrows.index(arrow))


def relation_graph(
    arrows: Iterable[RelationCount],
    names: Mapping[str, str],
    *,
    limit: int = MAX_ARROWS,
    author: str = "the articles' own voice",
    dark: bool = False,
) -> Figure | None:
    """Return the directed picture who → whom; None where there is no arrow.

    Holders that speak for an entity are drawn as that entity, other holders by their name, and the articles' own
    voice as one box set apart. Favor is blue and solid, against vermillion and dashed; width and number of an arrow
    say how often. Where there are more arrows than `limit`, the most frequent are drawn, at least half of them (if
    there are as many) those of sources, and a note says how many are not.

    Args:
        arrows: relations as `summarize` counts them.
        names: entity id -> name; an entity without a name is drawn by its id.
        limit: most arrows to draw, from 1 up.
        author: what to call the articles' own voice.
        dark: colours for a dark page.
    """
    counted = _summed(arrows)
    if not counted:
        return None
    drawn = _chosen(counted, max(1, limit))
    colours = palette(dark=dark)
    left, right = _columns(drawn, names, author)
    notes = _notes(counted, drawn)
    room = max(left.height, right.height)
    height = _TOP + room + 0.16 + 0.2 * len(notes) + 0.06
    figure, axes = _canvas(height, colours)
    left.place(height - _TOP, room)
    right.place(height - _TOP, room)
    _draw_key(axes, height, drawn, colours)
    largest = max(arrow.n for arrow in drawn)
    for arrow in sorted(drawn, key=lambda arrow: arrow.n, reverse=True):  # thin ones on top of thick ones
        _draw_arrow(axes, arrow, left.port(arrow.holder, arrow), right.port(arrow.target, arrow), largest, colours)
    for column, x in ((left, _MARGIN), (right, _WIDTH - _MARGIN - _BOX)):
        for node in column.order:
            _draw_box(axes, node, column, x, colours)
    if _AUTHOR in left.order and len(left.order) > 1:
        y = left.tops[_AUTHOR] + _APART / 2
        axes.plot([_MARGIN, _MARGIN + _BOX], [y, y], color=colours.line, linewidth=0.8)
    for row, note in enumerate(notes):
        _write(axes, _WIDTH / 2, 0.06 + 0.2 * (len(notes) - 1 - row) + 0.09, note, colours.muted, size=9.5, ha="center")
    return figure


def _summed(arrows: Iterable[RelationCount]) -> list[_Arrow]:
    """Return one arrow per holder as drawn, target and label, the most frequent first."""
    sums: Counter[tuple[_Node, _Node, StanceLabel]] = Counter()
    for arrow in arrows:
        if arrow.label is not StanceLabel.NEUTRAL:
            sums[_holder(arrow), _Node("entity", arrow.target_entity_id), arrow.label] += arrow.n_sentences
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0][0].key, item[0][1].key, item[0][2]))
    return [_Arrow(*ends, n) for ends, n in ranked]


def _holder(arrow: RelationCount) -> _Node:
    if arrow.kind is HolderKind.AUTHOR:
        return _AUTHOR
    if arrow.holder_entity_id is not None:
        return _Node("entity", arrow.holder_entity_id)
    return _Node("name", arrow.holder_name or "a source without a name")


def _chosen(counted: Sequence[_Arrow], limit: int) -> list[_Arrow]:
    """Return the arrows to draw: the articles' own voice, mostly the most frequent, must not crowd its sources out."""
    sources = [arrow for arrow in counted if arrow.holder != _AUTHOR]
    author = [arrow for arrow in counted if arrow.holder == _AUTHOR]
    n_sources = min(len(sources), max(limit - len(author), (limit + 1) // 2))
    kept = {*sources[:n_sources], *author[: limit - n_sources]}
    return [arrow for arrow in counted if arrow in kept]


def _notes(counted: Sequence[_Arrow], drawn: Sequence[_Arrow]) -> list[str]:
    missing = len(counted) - len(drawn)
    if not missing:
        return []
    of_author = sum(arrow.holder == _AUTHOR for arrow in counted) - sum(arrow.holder == _AUTHOR for arrow in drawn)
    arrows = "1 more arrow is" if missing == 1 else f"{missing:,} more arrows are"
    most = max(arrow.n for arrow in set(counted) - set(drawn))
    return [
        f"{arrows} not drawn: {missing - of_author:,} of sources,",
        f"{of_author:,} of the own voice; each counted at most {most:,} times",
    ]


def _columns(drawn: Sequence[_Arrow], names: Mapping[str, str], author: str) -> tuple[_Column, _Column]:
    """Return holders and targets, both ordered so that few arrows cross."""
    left_arrows, right_arrows = defaultdict(list), defaultdict(list)
    for arrow in drawn:
        left_arrows[arrow.holder].append(arrow)
        right_arrows[arrow.target].append(arrow)
    left, right = list(left_arrows), list(right_arrows)
    for _ in range(8):  # means of neighbours settle in a few rounds (Sugiyama's barycentre heuristic)
        left.sort(key=lambda node: _mean([right.index(arrow.target) for arrow in left_arrows[node]]))
        left.sort(key=lambda node: node == _AUTHOR)
        right.sort(key=lambda node: _mean([left.index(arrow.holder) for arrow in right_arrows[node]]))
    for node in left:
        left_arrows[node].sort(key=lambda arrow: (right.index(arrow.target), arrow.label))
    for node in right:
        right_arrows[node].sort(key=lambda arrow: (left.index(arrow.holder), arrow.label))
    lines = {node: _lines(node, names, author) for node in {*left, *right}}
    return _Column(left, left_arrows, lines, {}), _Column(right, right_arrows, lines, {})


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)


def _lines(node: _Node, names: Mapping[str, str], author: str) -> list[str]:
    name = author if node == _AUTHOR else names.get(node.key, node.key) if node.sort == "entity" else node.key
    return lines_of(name, _BOX - 0.1, _LETTERS, _NAME_LINES)


def _canvas(height: float, colours: Palette) -> tuple[Figure, Any]:
    figure = Figure(figsize=(_WIDTH, height), dpi=160, facecolor=colours.ground)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return figure, axes


def _write(axes: Any, x: float, y: float, text: str, colour: str, *, size: float, **style: Any) -> Any:
    return axes.text(
        x, y, text, color=colour, fontsize=size, fontfamily=FONT, va="center", parse_math=False, **style
    )  # no mathtext: a name may hold two dollar signs


def _draw_key(axes: Any, height: float, drawn: Sequence[_Arrow], colours: Palette) -> None:
    """Draw what lines and numbers mean, and the columns' titles."""
    x = _MARGIN
    y = height - 0.2
    for label in (StanceLabel.FAVOR, StanceLabel.AGAINST):
        colour = colours.stance(label)
        axes.plot([x, x + 0.4], [y, y], color=colour, linewidth=2.4, linestyle=DASHES[label], solid_capstyle="butt")
        _draw_head(axes, x + 0.4, y, 2.4, colour)
        _write(axes, x + 0.6, y, f"{SIGNS[label]} {label}", colour, size=10, weight="bold")
        x += 1.42
    _write(axes, _WIDTH - _MARGIN, y, "number: sentences", colours.muted, size=9.5, ha="right")
    _write(axes, _MARGIN, height - _TOP + 0.16, "who", colours.muted, size=10)
    _write(axes, _WIDTH - _MARGIN - _BOX, height - _TOP + 0.16, "toward whom", colours.muted, size=10)


def _draw_arrow(axes: Any, arrow: _Arrow, start: float, end: float, largest: int, colours: Palette) -> None:
    x0, x1 = _MARGIN + _BOX + 0.06, _WIDTH - _MARGIN - _BOX - 0.04
    colour = colours.stance(arrow.label)
    width = 1.1 + 5.4 * arrow.n / largest
    shown = f"{SIGNS[arrow.label]}{arrow.n:,}"
    _write(axes, x0, start, shown, colour, size=10.5, weight="bold")
    x0 += 0.1 * len(shown) + 0.09
    bend, tip = max(x0, _MARGIN + _BOX + _STUB), x1 - _HEAD
    middle = (bend + tip) / 2
    points = [(x0, start), (bend, start), (middle, start), (middle, end), (tip, end)]
    codes = [Curve.MOVETO, Curve.LINETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4]
    axes.add_patch(
        PathPatch(
            Curve(points, codes),
            facecolor="none",
            edgecolor=colour,
            linewidth=width,
            linestyle=DASHES[arrow.label],
            capstyle="butt",
        )
    )
    _draw_head(axes, tip, end, width, colour)


def _draw_head(axes: Any, x: float, y: float, width: float, colour: str) -> None:
    half = 0.055 + 0.6 * width / 72
    axes.add_patch(Polygon([(x, y + half), (x + _HEAD, y), (x, y - half)], facecolor=colour, edgecolor="none"))


def _draw_box(axes: Any, node: _Node, column: _Column, x: float, colours: Palette) -> None:
    """Draw a name in its box: filled for entities, open for other holders, dark for the articles' own voice."""
    height = column.height_of(node)
    bottom = column.tops[node] - height
    own = node == _AUTHOR
    axes.add_patch(
        FancyBboxPatch(
            (x, bottom),
            _BOX,
            height,
            boxstyle=f"round,pad=0,rounding_size={0.0 if own else 0.08}",
            facecolor=colours.ink if own else colours.box if node.sort == "entity" else colours.ground,
            edgecolor=colours.ink if own else colours.line,
            linestyle="dotted" if node.sort == "name" else "solid",
            linewidth=1.1,
        )
    )
    _write(
        axes,
        x + _BOX / 2,
        bottom + height / 2,
        "\n".join(column.lines[node]),
        colours.ground if own else colours.ink,
        size=_LETTERS,
        ha="center",
        linespacing=1.15,
        style="italic" if own else "normal",
    )
