"""Measure every model on every set: `python -m training.evaluate --data DIR [--part dev|test]`.

Prints one table and, with `--part test`, writes it to `evaluation.json` beside the weights and into their model card.
The shipped int8 weights and the baseline are always measured; `--run` adds the fp32 weights that they were made of,
`--blind` the control that was trained with the target hidden.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.stats import binomtest

from classifier.baseline import BaselineScorer
from classifier.encode import SentenceEncoder
from classifier.entities import EntityList
from classifier.model_files import ModelFiles
from classifier.onnx_engine import OnnxEngine
from classifier.records import SentimentLabel
from classifier.scorer import FloatArray, Scorer
from classifier.transformer_scorer import TransformerScorer
from training.calibration import calibration_error
from training.dataset import OWN_DATA, Example, read_annotated, read_stance
from training.export import MAX_TOKENS, SHIPPED
from training.features import collate, encode_example
from training.metrics import (
    StancePredictions,
    TaskFigures,
    accuracy,
    all_right,
    macro_f1,
    stance_predictions,
    task_figures,
)
from training.teacher import load_run

BEGIN, END = "<!-- evaluation:begin -->", "<!-- evaluation:end -->"
# (name, folder in the data, is annotated in full); {} is the part
STANCE_SETS = {
    "test": ["newsmtsc/test_rw", "newsmtsc/test_mt", "madtsc_en/test", "sentfin/test"],
    "dev": ["newsmtsc/dev_rw", "newsmtsc/dev_mt", "finentity/dev", "sentfin/dev", "rusentne_en/dev"],
}
# FinEntity and RuSentNE have no test file, and their dev files tuned nothing: they are reported with the tests.
UNTUNED_DEV_SETS = ["finentity/dev", "rusentne_en/dev"]


def evaluation_sets(public: Path | None, part: str) -> dict[str, list[Example]]:
    """Return the labelled sets of a part, by name; without the public data, the project's own alone."""
    sets = {f"own {part}": read_annotated(OWN_DATA / f"{part}.jsonl", "own")}
    if public is None:
        return sets
    path = public / "company_government_news" / f"{part}.jsonl"
    sets[f"company_government_news {part}"] = read_annotated(path, "company_government_news")
    for name in STANCE_SETS[part] + (UNTUNED_DEV_SETS if part == "test" else []):
        sets[name.replace("/", " ")] = read_stance(public / "stance" / f"{name}.jsonl", name, 1.0)
    return sets


def network_predictions(run: Path, examples: Sequence[Example], *, hide_target: bool) -> StancePredictions:
    """Judge with a training run's fp32 weights, in torch, through the encoding of training.

    Args:
        run: output folder of `training.train`.
        hide_target: hide every target's words and point each span at the whole sentence.
    """
    network = load_run(run)
    encoder = SentenceEncoder((run / "tokenizer.json").read_text(encoding="utf-8"), MAX_TOKENS)
    probabilities: list[FloatArray] = []
    with torch.inference_mode():
        for example in examples:
            if not example.targets:
                continue
            rows = list(encode_example(encoder, example, hide_target=hide_target))
            batch = collate([row for row in rows if row["stance"]], encoder, None, random.Random(0))
            encoded = network.encode(batch.input_ids, batch.case_ids, batch.attention_mask)
            judged = network.judge(encoded, batch.rows, batch.span, batch.distance)
            probabilities += list(judged.stance.softmax(-1).numpy())
    return StancePredictions.of(examples, probabilities)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one part, in percent, ready for JSON."""

    part: str
    model_version: str
    stance: dict[str, dict[str, Any]]  # set -> system -> figures
    task: dict[str, dict[str, Any]]  # set -> system -> TaskFigures
    pooled: dict[str, Any]


def evaluate(public: Path | None, part: str, run: Path | None, blind: Path | None) -> Evaluation:
    """Measure every model on every set of a part ('dev' or 'test')."""
    entities = EntityList.load()
    files = ModelFiles.load(SHIPPED)
    scorers: dict[str, Scorer] = {
        "transformer": TransformerScorer(files, OnnxEngine(files)),
        "baseline": BaselineScorer.load(),
    }
    judges: dict[str, Callable[[Sequence[Example]], StancePredictions]] = {
        name: lambda examples, scorer=scorer: stance_predictions(scorer, examples)  # type: ignore[misc]
        for name, scorer in scorers.items()
    }
    if run is not None:
        judges["transformer fp32"] = lambda examples: network_predictions(run, examples, hide_target=False)
    if blind is not None:
        judges["target-blind"] = lambda examples: network_predictions(blind, examples, hide_target=True)
    sets = evaluation_sets(public, part)
    predictions = {
        name: {system: judge(examples) for system, judge in judges.items()} for name, examples in sets.items()
    }
    stance = {
        name: {
            system: _stance_figures(found) | _against_baseline(found, systems["baseline"])
            for system, found in systems.items()
        }
        for name, systems in predictions.items()
    }
    annotated = {name: sets[name] for name in sets if name.startswith(("own", "company_government_news"))}
    task = {
        name: {system: asdict(task_figures(scorer, entities, examples)) for system, scorer in scorers.items()}
        | {"majority": _majority_tone(examples)}
        for name, examples in annotated.items()
    }
    shipped = [systems["transformer"] for systems in predictions.values()]
    pooled = {
        "stance_calibration_error": calibration_error(
            np.concatenate([found.probabilities for found in shipped]),
            np.concatenate([found.gold for found in shipped]),
        )
    }
    return Evaluation(part, files.model_version, stance, task, pooled)


def _stance_figures(found: StancePredictions) -> dict[str, Any]:
    differing = found.differing()
    return {
        "n_targets": len(found.gold),
        "macro_f1": asdict(macro_f1(found)),
        "accuracy": asdict(accuracy(found)),
        "n_differing_sentences": len(np.unique(differing.sentence)),
        "differing_macro_f1": asdict(macro_f1(differing)) if len(differing.gold) else None,
        "differing_all_right": all_right(differing) if len(differing.gold) else None,
    }


def _against_baseline(found: StancePredictions, baseline: StancePredictions) -> dict[str, Any]:
    """Return the p-value of McNemar's exact test against the baseline, over targets."""
    right, other = found.predicted == found.gold, baseline.predicted == baseline.gold
    only_here, only_there = int((right & ~other).sum()), int((other & ~right).sum())
    if only_here + only_there == 0:
        return {"mcnemar_p": None}
    return {"mcnemar_p": float(binomtest(only_here, only_here + only_there).pvalue)}


def _majority_tone(examples: Sequence[Example]) -> dict[str, float]:
    tones = [example.sentiment for example in examples if example.sentiment is not None]
    return {"sentiment_accuracy": 100 * max(tones.count(label) for label in SentimentLabel) / len(tones)}


def markdown(evaluation: Evaluation) -> str:
    """Return the evaluation as Markdown tables."""
    lines = [
        f"Part: {evaluation.part}. Weights: `{evaluation.model_version}` (int8). Figures in percent; in brackets a "
        "95 % bootstrap interval over sentences.",
        "",
        "Stance, given the targets:",
        "",
        "| set | model | n | macro-F1 | accuracy | sentences with differing labels: n, macro-F1, all targets right |",
        "|---|---|---|---|---|---|",
    ]
    for name, systems in evaluation.stance.items():
        for system, row in systems.items():
            differing = "–"
            if row["differing_macro_f1"] is not None:
                differing = (
                    f"{row['n_differing_sentences']}, {row['differing_macro_f1']['value']:.1f}, "
                    f"{row['differing_all_right']:.1f}"
                )
            lines.append(
                f"| {name} | {system} | {row['n_targets']} | {_shown(row['macro_f1'])} | {_shown(row['accuracy'])} "
                f"| {differing} |"
            )
    lines += [
        "",
        "The whole task (places neither counted nor missed; kind and entity: of the mentions found; holder: author, "
        "or a span that overlaps the right one, on targets whose stance is not neutral):",
        "",
        "| set | model | mentions: precision, recall, F1 | kind | entity | sentiment: accuracy, macro-F1 "
        "| holder (n) |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, systems in evaluation.task.items():
        for system, row in systems.items():
            if system == "majority":
                lines.append(f"| {name} | most frequent tone | – | – | – | {row['sentiment_accuracy']:.1f} | – |")
                continue
            figures = TaskFigures(**row)
            lines.append(
                f"| {name} | {system} | {figures.mention_precision:.1f}, {figures.mention_recall:.1f}, "
                f"{figures.mention_f1:.1f} | {figures.kind_right:.1f} | {figures.entity_right:.1f} "
                f"| {figures.sentiment_accuracy:.1f}, {figures.sentiment_macro_f1:.1f} "
                f"| {figures.holder_right:.1f} ({figures.n_held}) |"
            )
    error = evaluation.pooled["stance_calibration_error"]
    lines += ["", f"Expected calibration error of stance (15 bins), all sets pooled: {error:.3f}.", ""]
    return "\n".join(lines)


def _shown(figure: dict[str, float]) -> str:
    return f"{figure['value']:.1f} ({figure['low']:.1f} to {figure['high']:.1f})"


def write_card(card: Path, table: str) -> None:
    """Put the table between the card's markers."""
    text = card.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    card.write_text(f"{before}{BEGIN}\n{table}{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate")
    parser.add_argument("--data", type=Path, default=None, help="folder of the public sets")
    parser.add_argument("--part", choices=["dev", "test"], default="dev", help="tune on dev; look at test once")
    parser.add_argument("--run", type=Path, default=None, help="training run whose fp32 weights are measured too")
    parser.add_argument("--blind", type=Path, default=None, help="training run with --hide-target, as a control")
    arguments = parser.parse_args()
    evaluation = evaluate(arguments.data, arguments.part, arguments.run, arguments.blind)
    table = markdown(evaluation)
    print(table)
    if arguments.part == "test":
        (SHIPPED / "evaluation.json").write_text(json.dumps(asdict(evaluation), indent=1) + "\n", encoding="utf-8")
        write_card(SHIPPED / "MODEL_CARD.md", table)


if __name__ == "__main__":
    main()
