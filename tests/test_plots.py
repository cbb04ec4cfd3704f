"""The pictures: every figure stands in them, they read without colour, and any name can be drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch

from classifier.aggregate import RelationCount
from classifier.plots import MAX_ARROWS, ScoreRow, Step, relation_graph, score_intervals, stances_over_time
from classifier.plots.inline import picture_html
from classifier.records import HolderKind, StanceCounts, StanceLabel

FAVOR, AGAINST = StanceLabel.FAVOR, StanceLabel.AGAINST
NAMES = {"company:huawei": "Huawei", "gov:US": "United States", "gov:CN": "China"}
HOSTILE = [
    "W" * 40,
    "Wy" * 9 + " " + "M" * 30,
    "a " * 100,
    "e\u0301" * 50,
    "$x$ & $y$",
    "华为",
    "a" * 300,
    "🦊",
    "\u202e\n\x00",
    "<b>",
    "\\frac{",
    " ",
    "",
]


def source(
    holder: str | None, target: str, label: StanceLabel, n: int = 1, name: str | None = "Ann Moe"
) -> RelationCount:
    return RelationCount(holder, name, target, label, HolderKind.SOURCE, n, n)


def own(target: str, label: StanceLabel, n: int = 1) -> RelationCount:
    return RelationCount(None, None, target, label, HolderKind.AUTHOR, n, n)


def drawn(arrows: Sequence[RelationCount], names: dict[str, str] = NAMES, **options: int) -> Figure:
    figure = relation_graph(arrows, names, **options)
    assert figure is not None
    figure.canvas.draw()  # a missing glyph would warn, and warnings are errors
    return figure


def texts(figure: Figure) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in figure.axes[0].texts]


def curves(figure: Figure) -> list[PathPatch]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, PathPatch)]


# --- Who → whom ----------------------------------------------------------------------------------------------


def test_no_arrow_gives_no_picture() -> None:
    assert relation_graph([], NAMES) is None


def test_an_arrow_shows_holder_target_sign_and_count() -> None:
    figure = drawn([source("company:huawei", "gov:US", AGAINST, 3)])
    assert {"Huawei", "United States", "−3"} <= set(texts(figure))
    assert "the articles' own voice" not in texts(figure)


def test_holders_of_one_entity_are_one_arrow() -> None:
    arrows = [
        source("company:huawei", "gov:US", AGAINST, 3),
        source("company:huawei", "gov:US", AGAINST, 2, name="Bo Li"),
    ]
    figure = drawn(arrows)
    assert "−5" in texts(figure)
    assert len(curves(figure)) == 1


def test_the_own_voice_is_never_summed_with_a_source() -> None:
    figure = drawn([source(None, "gov:US", AGAINST, 3), own("gov:US", AGAINST, 2)])
    assert {"Ann Moe", "the articles' own voice", "−3", "−2"} <= set(texts(figure))
    assert "−5" not in texts(figure)
    boxes = [patch for patch in figure.axes[0].patches if isinstance(patch, FancyBboxPatch)]
    assert len({box.get_facecolor() for box in boxes}) == 3  # entity, person, own voice


def test_a_source_without_a_name_is_no_author() -> None:
    assert "a source without a name" in texts(drawn([source(None, "gov:US", FAVOR, name=None)]))


def test_favor_and_against_differ_in_line_and_sign_and_width_follows_the_count() -> None:
    figure = drawn([source("gov:CN", "gov:US", FAVOR, 9), source("gov:US", "gov:CN", AGAINST, 1)])
    favor, against = curves(figure)
    assert favor.get_linestyle() != against.get_linestyle()
    assert favor.get_linewidth() > 2 * against.get_linewidth()
    assert {"+9", "−1"} <= set(texts(figure))


def test_both_labels_between_two_boxes_and_a_stance_toward_oneself_are_arrows_apart() -> None:
    ends = [("gov:CN", "gov:US", FAVOR), ("gov:CN", "gov:US", AGAINST), ("gov:CN", "gov:CN", FAVOR)]
    figure = drawn([source(*end, n=number) for number, end in enumerate(ends, start=1)])
    starts = [tuple(curve.get_path().vertices[0]) for curve in curves(figure)]
    assert len(set(starts)) == len(ends)


def test_a_limit_keeps_the_most_frequent_and_says_what_it_left_out() -> None:
    arrows = [source(None, "gov:US", FAVOR, n, name=f"Person {n}") for n in range(1, 201)]
    figure = drawn(arrows)
    assert len(curves(figure)) == MAX_ARROWS
    assert "+200" in texts(figure)
    assert f"{200 - MAX_ARROWS} more arrows are not drawn: {200 - MAX_ARROWS} of sources," in texts(figure)
    assert f"0 of the own voice; each counted at most {200 - MAX_ARROWS} times" in texts(figure)
    assert len(curves(drawn(arrows, limit=3))) == 3


def test_the_own_voice_does_not_crowd_out_the_sources() -> None:
    arrows = [own(f"company:{n}", FAVOR, 100) for n in range(50)]
    arrows += [source(None, "gov:US", FAVOR, 1, name=f"Person {n}") for n in range(50)]
    shown = texts(drawn(arrows, limit=10))
    assert shown.count("+1") == 5
    assert shown.count("+100") == 5


def test_counts_never_overlap() -> None:
    arrows = [source(None, f"company:{n % 7}", FAVOR, 1234 + n, name=f"Person {n % 5}") for n in range(35)]
    figure = drawn(arrows, limit=35)
    counts = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text().startswith("+1,")]
    assert len(counts) == 35
    assert not [1 for i, one in enumerate(counts) for other in counts[:i] if one.overlaps(other)]


def test_any_name_is_drawn_inside_its_box() -> None:
    names = {f"company:{number}": name for number, name in enumerate(HOSTILE)}
    figure = drawn([source(None, entity, FAVOR, name=name) for entity, name in names.items()], names)
    names_drawn = [text for text in figure.axes[0].texts if text.get_ha() == "center"][: 2 * len(names)]
    widest = max(text.get_window_extent().width for text in names_drawn)
    box = next(patch for patch in figure.axes[0].patches if isinstance(patch, FancyBboxPatch))
    assert widest < box.get_window_extent().width
    assert "$x$ & $y$" in texts(figure)


def test_dark_and_light_differ_in_colour_alone() -> None:
    arrows = [source("gov:CN", "gov:US", FAVOR)]
    light, dark = drawn(arrows), relation_graph(arrows, NAMES, dark=True)
    assert dark is not None
    assert texts(light) == texts(dark)
    assert light.get_facecolor() != dark.get_facecolor()


# --- Over time -----------------------------------------------------------------------------------------------


def test_bars_are_the_counts() -> None:
    steps = [Step("Jan 26", 3, 1, 0), Step("Feb 26", 0, 2, 0), Step("Mar 26", 1, 0, 4), Step("Apr 26", 0, 0, 0)]
    figure = stances_over_time(steps)
    assert figure is not None
    figure.canvas.draw()
    favor, against = figure.axes[0].containers
    assert {(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in favor} == {(0, 3), (2, 1)}
    assert {(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in against} == {(2, -4)}
    assert favor[0].get_hatch() != against[0].get_hatch()
    assert {"+3", "+1", "−4"} == set(texts(figure))
    assert [tuple(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() == "o"] == [(1,)]


def test_of_many_bars_the_highest_alone_has_a_number() -> None:
    figure = stances_over_time([Step(str(number), number, 0, 0) for number in range(200)])
    assert figure is not None
    assert texts(figure) == ["+199"]
    assert len(figure.axes[0].get_xticks()) <= 6


def test_no_sentence_gives_no_bars() -> None:
    assert stances_over_time([]) is None
    assert stances_over_time([Step("Jan 26", 0, 0, 0)]) is None


# --- Scores --------------------------------------------------------------------------------------------------


def marks(figure: Figure) -> list[Any]:
    return [line for line in figure.axes[0].lines if line.get_marker() in ("o", "s")]


def test_a_score_has_its_mark_interval_and_number() -> None:
    figure = score_intervals([ScoreRow("Huawei", StanceCounts(8, 3, 1, 0.583333, 0.25, 0.9))])
    assert figure is not None
    figure.canvas.draw()
    assert {"Huawei", "+0.58  n 12"} <= set(texts(figure))
    (mark,) = marks(figure)
    ends = [line.get_xdata()[0] for line in figure.axes[0].lines if len(set(line.get_xdata())) == 2]
    scale = [line.get_xdata()[0] for line in figure.axes[0].lines[:5]]  # −1, −0.5, 0, 0.5, 1
    assert mark.get_xdata()[0] == pytest.approx(scale[2] + 0.583333 * (scale[4] - scale[2]))
    assert ends == [pytest.approx(scale[2] + 0.25 * (scale[4] - scale[2]))]


def test_few_sentences_and_second_rows_differ_in_shape() -> None:
    many, few = StanceCounts(20, 0, 0, 1.0, 1.0, 1.0), StanceCounts(2, 0, 0, 1.0, 1.0, 1.0)
    figure = score_intervals([ScoreRow("a", many), ScoreRow("b", few), ScoreRow("c", many, square=True)])
    assert figure is not None
    shapes = [(mark.get_marker(), mark.get_markerfacecolor()) for mark in marks(figure)]
    assert len(set(shapes)) == 3


def test_headings_and_rows_without_counts_have_no_mark() -> None:
    rows = [ScoreRow("Huawei", None), ScoreRow("own", StanceCounts()), ScoreRow("all", StanceCounts(1, 0, 0, 1, 1, 1))]
    figure = score_intervals(rows)
    assert figure is not None
    assert len(marks(figure)) == 1
    assert {"Huawei", "own", "none"} <= set(texts(figure))
    assert score_intervals(rows[:2]) is None


def test_scores_draw_any_name() -> None:
    figure = score_intervals([ScoreRow(name, StanceCounts(1, 0, 0, 1, 1, 1)) for name in HOSTILE])
    assert figure is not None
    figure.canvas.draw()
    assert "$x$ & $y$" in texts(figure)


# --- In a page -----------------------------------------------------------------------------------------------


def test_a_picture_in_a_page_comes_in_light_and_dark_and_in_words() -> None:
    arrows = [source("gov:CN", "gov:US", FAVOR)]
    html = picture_html(lambda *, dark: relation_graph(arrows, NAMES, dark=dark), '"who" → <whom>')
    light, dark = re.findall(r"data:image/svg\+xml;base64,[\w+/=]+", html)[::-1]
    assert light != dark
    assert 'media="(prefers-color-scheme: dark)"' in html
    assert 'alt="&quot;who&quot; → &lt;whom&gt;"' in html
    assert html == picture_html(lambda *, dark: relation_graph(arrows, NAMES, dark=dark), '"who" → <whom>')
    assert picture_html(lambda *, dark: relation_graph([], NAMES, dark=dark), "nothing") == ""
