"""The evaluation as Markdown: one table after another, as they stand in the model card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.records import StanceLabel
from training.metrics import TaskFigures

_FINDERS = ("both", "tagger alone", "list alone")
BEGIN, END = "<!-- evaluation:begin -->", "<!-- evaluation:end -->"


def markdown(figures: Mapping[str, Any]) -> str:
    """Return the tables of an evaluation: the fields of `evaluate.Evaluation`, as `evaluation.json` holds them."""
    intro = (
        f"Measured on: {figures['part']}. Weights: `{figures['model_version']}` (int8). Figures in percent; in "
        "brackets a 95 % bootstrap interval over sentences."
    )
    parts = [
        intro,
        *_stance(figures),
        *_task(figures),
        *_slices(figures),
        *_confusion(figures),
        *_controls(figures),
        *_mentions(figures),
    ]
    return "\n\n".join([*parts, *_calibration(figures), *_worst(figures)]) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def _stance(figures: Mapping[str, Any]) -> list[str]:
    rows = []
    for name, systems in figures["stance"].items():
        for system, row in systems.items():
            differing = "–"
            if row["differing_macro_f1"] is not None:
                differing = (
                    f"{row['n_differing_sentences']}, {row['differing_macro_f1']['value']:.1f}, "
                    f"{row['differing_all_right']:.1f}"
                )
            rows.append([name, system, row["n_targets"], _shown(row["macro_f1"]), _shown(row["accuracy"]), differing])
    heads = ["set", "model", "n", "macro-F1", "accuracy", "sentences with differing labels: n, macro-F1, all right"]
    return ["Stance, given the targets:", _table(heads, rows)]


def _task(figures: Mapping[str, Any]) -> list[str]:
    rows: list[list[object]] = []
    for name, systems in figures["task"].items():
        for system, row in systems.items():
            if system == "majority":
                rows.append([name, "most frequent tone", "–", "–", "–", f"{row['sentiment_accuracy']:.1f}", "–"])
                continue
            found = TaskFigures(**row)
            rows.append(
                [
                    name,
                    system,
                    f"{found.mention_precision:.1f}, {found.mention_recall:.1f}, {found.mention_f1:.1f}",
                    f"{found.kind_right:.1f}",
                    "–" if found.entity_right is None else f"{found.entity_right:.1f}",
                    f"{found.sentiment_accuracy:.1f}, {found.sentiment_macro_f1:.1f}",
                    f"{found.holder_right:.1f} ({found.n_held})",
                ]
            )
    heads = ["set", "model", "mentions: precision, recall, F1", "kind", "entity", "sentiment: accuracy, macro-F1"]
    return [
        "The whole task (places neither counted nor missed; kind and entity: of the mentions found; holder: author, "
        "or a span that overlaps the right one, on targets whose stance is not neutral):",
        _table([*heads, "holder (n)"], rows),
    ]


def _slices(figures: Mapping[str, Any]) -> list[str]:
    rows = [
        [name, inside, row["n_targets"], _shown(row["macro_f1"]) if row["macro_f1"] else "–", _shown(row["accuracy"])]
        for name, parts in figures["slices"].items()
        for inside, row in parts.items()
    ]
    return [
        "Stance by slice (no macro-F1 where one of the three labels never is the right one):",
        _table(["set", "slice", "n", "macro-F1", "accuracy"], rows),
    ]


def _confusion(figures: Mapping[str, Any]) -> list[str]:
    rows = [
        [name, label, *counts[index]]
        for name, counts in figures["confusion"].items()
        for index, label in enumerate(StanceLabel)
    ]
    heads = ["set", "right label", *(f"said {label}" for label in StanceLabel)]
    return ["Stances given for each right label, in targets:", _table(heads, rows)]


def _controls(figures: Mapping[str, Any]) -> list[str]:
    rows = []
    for name, controls in figures["controls"].items():
        swap, words = controls["name_swap"], controls["faithfulness"]
        rows.append(
            [
                name,
                f"{_percent(swap['changed'])} of {swap['n_pairs']} "
                f"({_percent(swap['changed_any'])} of {swap['n_sentences']})",
                f"{_percent(words['top_falls_more'])} of {words['n_targets']}",
            ]
        )
    heads = [
        "set",
        "stances that change with the target's name: of swaps (of sentences, under any of five names)",
        "labels that lose more without their three weightiest words than without three random ones",
    ]
    return ["Controls:", _table(heads, rows)]


def _mentions(figures: Mapping[str, Any]) -> list[str]:
    controls = {name: found["mentions"] for name, found in figures["controls"].items() if "mentions" in found}
    if not controls:
        return []
    alone = [[name, *(f"{found['f1'][who]:.1f}" for who in _FINDERS)] for name, found in controls.items()]
    ways = [
        [name, way, row["n"], f"{row['found']:.1f}"]
        for name, found in controls.items()
        for way, row in found["found"].items()
    ]
    return [
        "What finds the mentions (F1, exact spans):",
        _table(["set", *_FINDERS], alone),
        "Mentions found, by kind and by how the list knows their words (by a `name`, a `body`, a `capital`, ...):",
        _table(["set", "kind: way", "n", "found, %"], ways),
    ]


def _calibration(figures: Mapping[str, Any]) -> list[str]:
    pooled = figures["pooled"]
    less = 100 * (1 - pooled["error_at_80_coverage"] / pooled["error"]) if pooled["error"] else 0.0
    return [
        f"All sets pooled ({pooled['n_targets']} targets): expected calibration error of stance (15 bins) "
        f"{pooled['stance_calibration_error']:.3f}; {pooled['error']:.1f} % of the labels are wrong, of the surest "
        f"four fifths {pooled['error_at_80_coverage']:.1f} % ({less:.0f} % fewer)."
    ]


def _worst(figures: Mapping[str, Any]) -> list[str]:
    errors = figures.get("worst") or []
    if not errors:
        return []
    rows = [
        [
            error["id"],
            error["target"],
            _in_a_cell(error["text"]),
            error["right"],
            f"{error['said']} ({error['probability']:.2f})",
            _in_a_cell(error["why"]),
        ]
        for error in errors
    ]
    heads = ["row", "target", "sentence", "right", "said (probability of the right label)", "why, or what it shows"]
    return [f"The {len(errors)} stances furthest from right, on the first set:", _table(heads, rows)]


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _percent(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.1f}"


def _shown(figure: dict[str, float]) -> str:
    return f"{figure['value']:.1f} ({figure['low']:.1f} to {figure['high']:.1f})"


def write_card(card: Path, table: str) -> None:
    """Put the table between the card's markers."""
    text = card.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    card.write_text(f"{before}{BEGIN}\n{table}{END}{after}", encoding="utf-8")
