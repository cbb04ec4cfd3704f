"""Run every measurement, and put the figures together."""

from __future__ import annotations

import importlib.metadata
import platform
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from classifier.benchmark.encoder_stage import (
    Work,
    encoder_alone,
    read_and_judged,
    record_work,
    targets_judged,
    vader,
)
from classifier.benchmark.fresh_process import FreshRun, run_fresh
from classifier.benchmark.int8_limit import IntegerProducts, n_operations
from classifier.benchmark.report import (
    BenchmarkReport,
    Machine,
    Memory,
    NameList,
    Ratio,
    Texts,
    Timing,
    ratio,
)
from classifier.benchmark.rounds import alternate
from classifier.benchmark.stages import ENCODER, STAGES, Stopwatch, TimedEngine, TimedScorer, entity_stage, time_stages
from classifier.benchmark.texts import articles
from classifier.entities import EntityList
from classifier.entity_file import read_list
from classifier.errors import InputValueError
from classifier.model_files import ModelFiles
from classifier.onnx_engine import OnnxEngine, count_cores
from classifier.pipeline import ModelName, Pipeline
from classifier.transformer_scorer import TransformerScorer

INT8 = "encoder, shipped int8"
FP32 = "encoder, torch fp32"
BF16 = "encoder, torch bf16"
LIMIT = "its int8 products alone"
INT8_TARGETS = "targets, shipped int8"
ROBERTA = "targets, RoBERTa-base"
BASELINE = "all, baseline"
SHIPPED = "all, shipped int8"
VADER = "tone, VADER"
NAMES_ALONE = "find and link names, alone"
ENCODER_ALONE = "encoder, one core"
OPERATIONS = "G operations"
WALL = "all stages"
ALL_BUT_ENCODER = "all but the encoder"
NEEDS_TORCH = "needs torch: pip install 'newsstance[train]'"
NEEDS_VADER = "needs VADER: pip install vaderSentiment"
NOT_WANTED = "left out by --no-torch"
_RANDOM = "one pass per target; random weights: speed alone"
_LIST_SIZE = 40_000
# By name: what to run (None: it cannot), how much it does in a round, and a note.
Contestants = dict[str, tuple[Callable[[], None] | None, dict[str, float], str]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What to measure.

    Args:
        repeats: rounds in which the contestants take turns.
        n_articles, n_words: the texts.
        n_sentences: at most so many of them for the encoder's contestants, the slowest of which takes a minute for
            a thousand.
        threads: of all contestants; None takes one per core that this process may use.
        with_torch: whether to run what needs torch, where it is installed.

    Raises:
        InputValueError: a number below 1.
    """

    repeats: int = 5
    n_articles: int = 4
    n_words: int = 600
    n_sentences: int = 64
    threads: int | None = None
    with_torch: bool = True

    def __post_init__(self) -> None:
        for name in ("repeats", "n_articles", "n_words", "n_sentences", "threads"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise InputValueError(f"{name} must be a whole number from 1 up, got {value!r}.")


QUICK = Settings(repeats=1, n_articles=1, n_sentences=16)


def run_benchmark(settings: Settings, say: Callable[[str], None] = lambda step: None) -> BenchmarkReport:
    """Measure everything on this machine; takes some minutes.

    Args:
        settings: how much.
        say: told of each step before it begins.

    Raises:
        ClassifierError: a model cannot be loaded, or a fresh process failed.
    """
    threads = settings.threads if settings.threads is not None else count_cores()
    texts = articles(settings.n_articles, settings.n_words)
    say("whole path, in fresh processes")  # first, while this process is small itself
    whole_path, memory = _whole_path(settings, threads)
    files, names = ModelFiles.load(), EntityList.load()
    engine = OnnxEngine(files, threads)
    say("texts, and what the model finds in them")
    pipeline = Pipeline(TransformerScorer(files, engine), names)
    everything = record_work(files, engine, pipeline, texts, limit=len("".join(texts)))
    work = record_work(files, engine, pipeline, texts, settings.n_sentences)
    say("encoder stage")
    encoder_rows = _encoder_stage(settings, threads, files, engine, work)
    say("stages on one core")
    stages, entity_rows = _stages(settings, files, names, texts)
    say("list of names")
    load_s = statistics.median(alternate({"names": _load_names}, settings.repeats)["names"])
    n_names = sum(len(surfaces) for row in read_list()[0] for surfaces in row["aliases"].values())
    return BenchmarkReport(
        model_version=files.model_version,
        machine=_machine(),
        settings={
            "repeats": settings.repeats,
            "n_articles": settings.n_articles,
            "n_words": settings.n_words,
            "n_sentences": settings.n_sentences,
            "threads": threads,
            "with_torch": settings.with_torch,
        },
        texts=Texts(
            n_articles=len(texts),
            n_words=sum(len(text.split()) for text in texts),
            n_sentences=len(everything.sentences),
            n_targets=len(everything.targets),
            n_tokens=sum(everything.token_counts),
            n_padding=sum(int(call[2].size - call[2].sum()) for call in everything.encoded),
        ),
        whole_path=whole_path,
        memory=memory,
        encoder_stage=encoder_rows,
        stages=stages,
        entity_stage=entity_rows,
        names=NameList(len(names), n_names, load_s, load_s * _LIST_SIZE / n_names),
        ratios=_ratios([*encoder_rows, *stages, *entity_rows]),
    )


def _load_names() -> None:
    EntityList.load()


def _whole_path(settings: Settings, threads: int) -> tuple[tuple[Timing, ...], tuple[Memory, ...]]:
    models: tuple[ModelName, ...] = ("transformer", "baseline")
    runs: dict[str, list[FreshRun]] = {model: [] for model in models}

    def run(model: ModelName) -> float:
        runs[model].append(run_fresh(model, settings.n_articles, settings.n_words, threads))
        return runs[model][-1].cold_s

    alternate({model: partial(run, model) for model in models}, settings.repeats)
    timings, memory = [], []
    for model in models:
        timed = runs[model][1:]  # the first only warms the disk's cache
        name = "shipped int8" if model == "transformer" else model
        done = {"articles": 1.0}
        timings.append(Timing.of(f"{name}, cold", [run.cold_s for run in timed], done, "start to first result"))
        done = {"articles": settings.n_articles, "sentences": timed[0].n_sentences, "targets": timed[0].n_targets}
        timings.append(Timing.of(f"{name}, warm", [run.warm_s for run in timed], done))
        peaks = [run.peak_mib for run in timed if run.peak_mib is not None]
        memory.append(Memory(name, statistics.median(peaks) if peaks else None))
    return tuple(timings), tuple(memory)


def _encoder_stage(
    settings: Settings, threads: int, files: ModelFiles, engine: OnnxEngine, work: Work
) -> tuple[Timing, ...]:
    from classifier.baseline import BaselineScorer  # scikit-learn, as heavy as the rest together

    sentences = {"sentences": float(len(work.sentences))}
    targets = {"targets": float(len(work.targets))}
    both = sentences | targets
    products = sentences | {OPERATIONS: n_operations(files.network, work.token_counts) / 1e9}
    contestants: Contestants = {
        INT8: (encoder_alone(engine, work), products, ""),
        LIMIT: (
            IntegerProducts(files.network, work.token_counts, threads),
            products,
            "the machine's limit",
        ),
        **_in_torch(settings, threads, files, work, products, targets),
        INT8_TARGETS: (targets_judged(engine, work), targets, "one pass per sentence, then the heads"),
        SHIPPED: (read_and_judged(TransformerScorer(files, engine), work), both, "from text, tokenised too"),
        BASELINE: (read_and_judged(BaselineScorer.load(), work), both, "from text, tokenised too"),
    }
    analyse = vader(work)
    contestants[VADER] = (analyse, sentences, "" if analyse is not None else NEEDS_VADER)
    able = {name: run for name, (run, _, _) in contestants.items() if run is not None}
    seconds = alternate(able, settings.repeats)
    return tuple(
        Timing.of(name, seconds[name], amounts, note) if name in seconds else Timing.missing(name, note)
        for name, (_, amounts, note) in contestants.items()
    )


def _in_torch(
    settings: Settings,
    threads: int,
    files: ModelFiles,
    work: Work,
    products: dict[str, float],
    targets: dict[str, float],
) -> Contestants:
    """Return the contestants that need torch, or rows that say why they do not run."""
    missing = NOT_WANTED
    if settings.with_torch:
        try:
            from classifier.benchmark import peers
        except ImportError:
            missing = NEEDS_TORCH
        else:
            peers.use_threads(threads)
            return {
                FP32: (peers.encoder_in_torch(files, work, bf16=False), products, ""),
                BF16: (peers.encoder_in_torch(files, work, bf16=True), products, "autocast"),
                ROBERTA: (peers.roberta_per_target(files, work) if work.targets else None, targets, _RANDOM),
            }
    return {FP32: (None, {}, missing), BF16: (None, {}, missing), ROBERTA: (None, {}, missing)}


def _stages(
    settings: Settings, files: ModelFiles, names: EntityList, texts: list[str]
) -> tuple[tuple[Timing, ...], tuple[Timing, ...]]:
    """Return the timings of all stages on one core, and of the entity stage alone beside the encoder."""
    engine = OnnxEngine(files, threads=1)
    rounds: list[dict[str, float]] = []
    n_sentences = 0

    def run() -> float:
        nonlocal n_sentences
        watch = Stopwatch()
        pipeline = Pipeline(TimedScorer(TransformerScorer(files, TimedEngine(engine, watch)), watch), names)
        n_sentences = sum(len(result.sentences) for result in time_stages(pipeline, watch, texts))
        rounds.append(dict(watch.seconds))
        return sum(watch.seconds.values())

    plain = Pipeline(TransformerScorer(files, engine), names)
    work = record_work(files, engine, plain, texts, limit=len("".join(texts)))
    readings = plain.scorer.read(work.sentences)
    contestants: dict[str, Callable[[], float | None]] = {
        WALL: run,
        ENCODER_ALONE: encoder_alone(engine, work),
        NAMES_ALONE: entity_stage(names, work.sentences, readings),
    }
    seconds = alternate(contestants, settings.repeats)
    timed = rounds[1:]  # the first was to warm up
    amounts = {"sentences": float(n_sentences)}
    rest = [sum(parts.values()) - parts[ENCODER] for parts in timed]
    stages = [Timing.of(stage, [parts[stage] for parts in timed], amounts) for stage in STAGES]
    stages += [Timing.of(ALL_BUT_ENCODER, rest, amounts), Timing.of(WALL, seconds[WALL], amounts)]
    alone = [Timing.of(name, seconds[name], amounts) for name in (ENCODER_ALONE, NAMES_ALONE)]
    return tuple(stages), tuple(alone)


def _ratios(timings: list[Timing]) -> tuple[Ratio, ...]:
    """Return what the project wants to know of the timings."""
    return (
        ratio(timings, "shipped int8 is faster than torch fp32", FP32, INT8, floor=2.5, goal=4.0),
        ratio(timings, "shipped int8 is faster than torch bf16", BF16, INT8),
        ratio(timings, "most that int8 can gain here over torch fp32", FP32, LIMIT),
        ratio(timings, "share of the machine's int8 limit", LIMIT, INT8, floor=0.4, goal=0.6),
        ratio(timings, "faster than RoBERTa-base once per target", ROBERTA, INT8_TARGETS, floor=20.0, goal=40.0),
        ratio(timings, "baseline is faster than shipped int8", SHIPPED, BASELINE),
        ratio(timings, "VADER is faster than shipped int8", SHIPPED, VADER),
        ratio(timings, "share of all but the encoder", ALL_BUT_ENCODER, WALL, floor=0.3, goal=0.15, at_most=True),
        ratio(timings, "names, beside the encoder", NAMES_ALONE, ENCODER_ALONE, floor=0.1, at_most=True),
    )


def _machine() -> Machine:
    flags = (_cpu_field("flags") or _cpu_field("Features")).split()  # x86, ARM
    int8 = [flag for flag in ("amx_int8", "avx512_vnni", "avx_vnni", "asimddp", "i8mm") if flag in flags]
    return Machine(
        processor=_cpu_field("model name") or platform.processor() or platform.machine(),
        n_cores=count_cores(),
        int8=", ".join(int8) if int8 else "none known",
        python=platform.python_version(),
        onnxruntime=_version("onnxruntime"),
        torch=_version("torch"),
    )


def _cpu_field(name: str) -> str:
    """Return a field of the first processor in Linux's own list; empty elsewhere."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8", errors="replace").splitlines() if listed.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.partition(":")[0].strip() == name), "")


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
