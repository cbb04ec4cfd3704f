"""Measure every model on every set: `python -m training.evaluate --data DIR [--part dev|test]`.

Prints tables and, with `--part test`, writes them with `evaluation.json` and two pictures beside the weights, and into
their model card if they have one. The int8 weights (`--weights`; else the shipped ones) and the baseline are always
measured; `--run` adds the fp32 weights that they were made of, `--blind` the control that was trained with the target
hidden.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Mapping, Sequence
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
from classifier.records import SentimentLabel, StanceLabel
from classifier.scorer import FloatArray, Scorer
from classifier.transformer_scorer import TransformerScorer
from training import plots
from training.calibration import calibration_error, risk_coverage
from training.controls import faithfulness, name_swap
from training.dataset import OWN_DATA, DataError, Example, read_annotated, read_stance
from training.export import MAX_TOKENS, SHIPPED
from training.features import collate, encode_example
from training.mention_controls import mention_figures
from training.metrics import (
    StancePredictions,
    accuracy,
    all_right,
    confusion,
    macro_f1,
    stance_predictions,
    task_figures,
)
from training.report import markdown, write_card
from training.slices import slices
from training.teacher import load_run
from training.worst_errors import read_notes, worst_errors

# (name, folder in the data, is annotated in full); {} is the part
STANCE_SETS = {
    "test": ["newsmtsc/test_rw", "newsmtsc/test_mt", "madtsc_en/test", "sentfin/test"],
    "dev": ["newsmtsc/dev_rw", "newsmtsc/dev_mt", "finentity/dev", "sentfin/dev", "rusentne_en/dev"],
}
# FinEntity and RuSentNE have no test file, and their dev files tuned nothing: they are reported with the tests.
UNTUNED_DEV_SETS = ["finentity/dev", "rusentne_en/dev"]


def evaluation_sets(public: Path | None, part: str) -> dict[str, list[Example]]:
    """Return the labelled sets of a part, by name; without the public data, the project's own alone.

    Args:
        public: folder of the public sets, or a file of rows in the shape of data/test.jsonl: then it alone.

    Raises:
        DataError: a row is wrong, or the file has no target.
    """
    if public is not None and public.is_file():
        examples = read_annotated(public, public.stem)
        if not any(example.targets for example in examples):
            raise DataError(f"{public} holds no target; there is nothing to measure.")
        return {public.stem: examples}
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

    part: str  # or the name of a user's file
    model_version: str
    stance: dict[str, dict[str, Any]]  # set -> system -> figures
    task: dict[str, dict[str, Any]]  # set -> system -> TaskFigures
    confusion: dict[str, list[list[int]]]  # set -> (3, 3) of the transformer, rows gold, columns in StanceLabel order
    slices: dict[str, dict[str, Any]]  # set annotated in full -> slice -> figures of the transformer
    controls: dict[str, dict[str, Any]]  # set annotated in full -> control -> figures of the transformer
    pooled: dict[str, float]
    worst: list[dict[str, Any]]  # WorstError of the own rows, or of the user's


def evaluate(
    public: Path | None, part: str, weights: Path, run: Path | None, blind: Path | None
) -> tuple[Evaluation, StancePredictions]:
    """Measure every model on every set of a part ('dev' or 'test').

    Args:
        public: folder of the public sets, or a file of rows.
        weights: folder of exported weights.
        run, blind: training runs to measure beside them, if any.

    Returns:
        all figures, and the transformer's stances on all sets together.
    """
    entities = EntityList.load()
    files = ModelFiles.load(weights)
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
    annotated = {name: sets[name] for name in sets if sets[name][0].spans is not None}
    task = {
        name: {system: asdict(task_figures(scorer, entities, examples)) for system, scorer in scorers.items()}
        | {"majority": _majority_tone(examples)}
        for name, examples in annotated.items()
    }
    shipped = {name: systems["transformer"] for name, systems in predictions.items()}
    together = StancePredictions.pooled(list(shipped.values()))
    transformer = scorers["transformer"]
    first = next(iter(sets))
    evaluation = Evaluation(
        part=part if public is None or public.is_dir() else public.name,
        model_version=files.model_version,
        stance=stance,
        task=task,
        confusion={name: confusion(found).tolist() for name, found in shipped.items()},
        slices={
            name: {
                inside: {"n_targets": len(found.gold), **_slice_figures(found)}
                for inside, found in slices(examples, shipped[name]).items()
            }
            for name, examples in annotated.items()
        },
        controls={
            name: {
                "name_swap": asdict(name_swap(transformer, examples)),
                "faithfulness": asdict(faithfulness(transformer, examples)),
                "mentions": asdict(mention_figures(transformer, entities, examples)),
            }
            for name, examples in annotated.items()
        },
        pooled=_pooled(together),
        worst=[asdict(error) for error in worst_errors(sets[first], shipped[first], read_notes())],
    )
    return evaluation, together


def _both(found: StancePredictions) -> dict[str, Any]:
    return {"macro_f1": asdict(macro_f1(found)), "accuracy": asdict(accuracy(found))}


def _slice_figures(found: StancePredictions) -> dict[str, Any]:
    """Return both figures; no macro-F1 where a label is never right: what a source holds is never neutral."""
    both = _both(found)
    return both if len(np.unique(found.gold)) == len(StanceLabel) else both | {"macro_f1": None}


def _pooled(found: StancePredictions) -> dict[str, float]:
    """Return how well probabilities are calibrated, and what abstaining from a fifth of the labels buys."""
    _, risk = risk_coverage(found.probabilities, found.gold)
    return {
        "n_targets": len(found.gold),
        "stance_calibration_error": calibration_error(found.probabilities, found.gold),
        "error": 100 * float(risk[-1]),
        "error_at_80_coverage": 100 * float(risk[int(0.8 * len(risk)) - 1]),
    }


def _stance_figures(found: StancePredictions) -> dict[str, Any]:
    differing = found.differing()
    return {
        "n_targets": len(found.gold),
        **_both(found),
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


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate")
    parser.add_argument("--data", type=Path, default=None, help="folder of the public sets, or a file of rows")
    parser.add_argument("--part", choices=["dev", "test"], default="dev", help="tune on dev; look at test once")
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="folder of exported weights")
    parser.add_argument("--run", type=Path, default=None, help="training run whose fp32 weights are measured too")
    parser.add_argument("--blind", type=Path, default=None, help="training run with --hide-target, as a control")
    parser.add_argument("--accept-lower", action="store_true", help="let figures fall below those shipped before")
    arguments = parser.parse_args()
    is_file = arguments.data is not None and not arguments.data.is_dir()
    if is_file and arguments.part == "test" and arguments.weights.resolve() == SHIPPED.resolve():
        parser.error("the shipped model card keeps its own figures; leave --part out, or name your --weights")
    evaluation, together = evaluate(arguments.data, arguments.part, arguments.weights, arguments.run, arguments.blind)
    figures = asdict(evaluation)
    figures["floors"] = raised_floors(arguments.weights, figures, accept_lower=arguments.accept_lower)
    tables = markdown(figures)
    print(tables)
    if arguments.part == "test":
        write_report(arguments.weights, figures, tables, together)


def main_figures(figures: Mapping[str, Any]) -> dict[str, float]:
    """Return what must not fall from one version to the next, in percent, by set and figure."""
    found = {
        f"{name}: macro-F1": systems["transformer"]["macro_f1"]["value"] for name, systems in figures["stance"].items()
    }
    for name, systems in figures["task"].items():
        for figure in ("mention_f1", "kind_right", "sentiment_accuracy", "holder_right"):
            found[f"{name}: {figure}"] = systems["transformer"][figure]
    return found


def raised_floors(folder: Path, figures: Mapping[str, Any], *, accept_lower: bool) -> dict[str, float]:
    """Return the floors for the next version: the best of each figure so far, or this version's if lower is accepted.

    Args:
        folder: of the weights, where the evaluation of the version before stands, if there was one.
        figures: this version's.
        accept_lower: start again from this version.
    """
    found = main_figures(figures)
    before = folder / "evaluation.json"
    if accept_lower or not before.exists():
        return found
    stored = json.loads(before.read_text(encoding="utf-8"))
    floors = stored.get("floors") or main_figures(stored)
    return {name: max(value, floors.get(name, value)) for name, value in found.items()}


def write_report(folder: Path, figures: dict[str, Any], tables: str, together: StancePredictions) -> None:
    """Write figures, pictures and tables beside the weights: into their model card, or else into a report."""
    (folder / "evaluation.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    plots.save(plots.reliability(together), folder / "reliability.png")
    plots.save(plots.risk_and_coverage(together), folder / "risk_coverage.png")
    card = folder / "MODEL_CARD.md"
    if card.exists():
        write_card(card, tables)
    else:
        (folder / "report.md").write_text(tables, encoding="utf-8")


if __name__ == "__main__":
    main()
