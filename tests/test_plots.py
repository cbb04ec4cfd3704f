"""The pictures: every figure stands in them, they read without colour, and any name can be drawn."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch

from classifier.aggregate import RelationCount
from classifier.plots import MAX_ARROWS, relation_graph
from classifier.records import HolderKind, StanceLabel

FAVOR, AGAINST = StanceLabel.FAVOR, StanceLabel.AGAINST
NAMES = {"company:huawei": "Huawei", "gov:US": "United States", "gov:CN": "China"}
HOSTILE = ["$x$ & $y$", "华为", "a" * 300, "🦊", "\u202e\n\x00", "<b>", "\\frac{", " ", ""]


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
    widest = max(text.get_window_extent().width for text in figure.axes[0].texts if text.get_ha() == "center")
    assert widest < figure.axes[0].transData.transform((1.5, 0))[0]
    assert "$x$ & $y$" in texts(figure)


def test_dark_and_light_differ_in_colour_alone() -> None:
    arrows = [source("gov:CN", "gov:US", FAVOR)]
    light, dark = drawn(arrows), relation_graph(arrows, NAMES, dark=True)
    assert dark is not None
    assert texts(light) == texts(dark)
    assert light.get_facecolor() != dark.get_facecolor()
