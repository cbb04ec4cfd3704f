"""The benchmark: what it measures is what it says, its ratios follow from its rows, and nothing is missing silently.

No test looks at a time that was measured, beyond its being positive.
"""

from __future__ import annotations

import builtins
import json
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from rich.console import Console
from typer.testing import CliRunner

import classifier
import classifier.__main__ as command_line
from classifier import InputValueError, Pipeline
from classifier.benchmark import measure
from classifier.benchmark.corpora import Mark, summarise
from classifier.benchmark.encoder_stage import Recorder, encoder_alone, record_work, targets_judged
from classifier.benchmark.fresh_process import run_fresh
from classifier.benchmark.int8_limit import IntegerProducts, matrix_shapes, n_operations
from classifier.benchmark.onnx_message import integer_product
from classifier.benchmark.report import BenchmarkReport, Timing, ratio
from classifier.benchmark.rounds import alternate
from classifier.benchmark.stages import ENCODER, STAGES, Stopwatch, TimedEngine, TimedScorer, time_stages
from classifier.benchmark.table import print_report
from classifier.benchmark.texts import articles
from classifier.entities import EntityList
from classifier.errors import ClassifierError
from classifier.model_files import ModelFiles
from classifier.onnx_engine import OnnxEngine
from classifier.transformer_scorer import TransformerScorer

SMALL = measure.Settings(repeats=2, n_articles=1, n_words=60, n_sentences=4, threads=1, with_torch=False)
MINI_LM = {"hidden_size": 384, "intermediate_size": 1536, "n_layers": 6}


@pytest.fixture(scope="module")
def report() -> BenchmarkReport:
    """One small run with everything but torch."""
    return measure.run_benchmark(SMALL)


# --- Texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n_articles", "n_words"), [(1, 1), (3, 600), (9, 600), (1, 5000)])
def test_articles_have_just_so_many_words(n_articles: int, n_words: int) -> None:
    made = articles(n_articles, n_words)
    assert [len(text.split()) for text in made] == [n_words] * n_articles
    assert made == articles(n_articles, n_words)


def test_articles_repeat_nothing_that_the_examples_do_not() -> None:
    """A cache of sentences must not make the benchmark faster than fresh news would be."""
    folder = Path(classifier.__file__).parent / "resources" / "examples"
    examples = "\n\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.txt"))
    taken = Counter(paragraph for text in articles(4, 600) for paragraph in text.split("\n\n"))
    there = Counter(" ".join(paragraph.split()) for paragraph in examples.split("\n\n"))
    cut = {paragraph: n for paragraph, n in taken.items() if n > there[paragraph]}
    assert len(cut) <= 4  # the last paragraph of an article
    assert set(cut.values()) == {1}


# --- Taking turns ------------------------------------------------------------------------------------------


def test_contestants_take_turns() -> None:
    calls: list[str] = []
    seconds = alternate({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, repeats=3)
    assert calls == ["a", "b"] * 4  # one round to warm up
    assert {name: len(values) for name, values in seconds.items()} == {"a": 3, "b": 3}
    assert all(value > 0 for values in seconds.values() for value in values)


def test_a_contestant_may_tell_its_own_seconds() -> None:
    told = iter([9.0, 1.0, 2.0])
    assert alternate({"child": lambda: next(told)}, repeats=2) == {"child": (1.0, 2.0)}


# --- The machine's limit -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (384, 48)])
def test_the_hand_written_model_multiplies(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(1)
    matrix = random.integers(-64, 65, shape).astype(np.int8)
    rows = random.integers(0, 256, (5, shape[0])).astype(np.uint8)
    session = onnxruntime.InferenceSession(integer_product(matrix), providers=["CPUExecutionProvider"])
    (product,) = session.run(["product"], {"rows": rows})
    np.testing.assert_array_equal(product, rows.astype(np.int32) @ matrix.astype(np.int32))


def test_the_hand_written_model_is_what_onnx_reads() -> None:
    onnx = pytest.importorskip("onnx")
    model = onnx.load_from_string(integer_product(np.arange(-3, 3, dtype=np.int8).reshape(2, 3)))
    onnx.checker.check_model(model, full_check=True)
    np.testing.assert_array_equal(onnx.numpy_helper.to_array(model.graph.initializer[0]), [[-3, -2, -1], [0, 1, 2]])


def test_the_limit_does_as_many_operations_as_the_encoder(shipped: Pipeline) -> None:
    """Each product of the graph once, and no other: counted in the shipped graph itself."""
    onnx = pytest.importorskip("onnx")
    graph = onnx.load(ModelFiles.load().folder / "encoder.onnx", load_external_data=False).graph
    shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    found = [shapes[node.input[1]] for node in graph.node if node.op_type == "MatMulIntegerToFloat"]
    assert matrix_shapes(ModelFiles.load().network) == {shape: found.count(shape) for shape in set(found)}
    assert n_operations(ModelFiles.load().network, [10, 5]) == 15 * sum(2 * n_in * n_out for n_in, n_out in found)


def test_the_limit_runs_every_shape_of_every_batch() -> None:
    products = IntegerProducts(MINI_LM | {"n_layers": 1}, [8, 16], threads=1)
    products()
    shapes = [binding.get_outputs()[0].shape() for _, bindings, _ in products._products for binding in bindings]
    assert sorted(map(tuple, shapes)) == [(8, 384), (8, 384), (8, 1536), (16, 384), (16, 384), (16, 1536)]


# --- The same work for all ---------------------------------------------------------------------------------


def test_the_replayed_work_is_the_pipelines_own(tiny_files: ModelFiles, entities: EntityList) -> None:
    engine = Recorder(OnnxEngine(tiny_files, 1))
    pipeline = Pipeline(TransformerScorer(tiny_files, engine), entities)
    texts = articles(1, 120)
    work = record_work(tiny_files, OnnxEngine(tiny_files, 1), pipeline, texts, limit=1000)
    sentences = pipeline.predict(texts[0]).sentences
    assert work.sentences == tuple(sentence.text for sentence in sentences)
    assert [text[start:end] for text, (start, end) in work.targets] == [
        mention.text for sentence in sentences for mention in sentence.mentions
    ]
    assert sum(work.token_counts) == sum(call[0].size for call in engine.encoded[: len(work.encoded)])
    replayed = Recorder(OnnxEngine(tiny_files, 1))
    encoder_alone(replayed, work)()
    for call, recorded in zip(replayed.encoded, engine.encoded, strict=False):
        np.testing.assert_array_equal(call[0], recorded[0])
    targets_judged(replayed, work)()
    assert sum(len(call[0]) for call in replayed.judged) >= len(work.targets)


def test_a_limit_takes_the_first_sentences(tiny_files: ModelFiles, tiny_pipeline: Pipeline) -> None:
    work = record_work(tiny_files, OnnxEngine(tiny_files, 1), tiny_pipeline, articles(1, 120), limit=3)
    assert len(work.sentences) == len(work.spans) == 3


# --- Stages ------------------------------------------------------------------------------------------------


def test_the_stopwatch_counts_every_second_once() -> None:
    times = iter([0.0, 1.0, 3.0, 6.0, 16.0, 17.0])
    watch = Stopwatch(lambda: next(times))
    for stage in ("a", "b", "a", None, "b", None):
        watch.switch(stage)
    assert watch.seconds == {"a": 1.0 + 3.0, "b": 2.0 + 1.0}


def test_stages_are_those_of_an_ordinary_run(tiny_files: ModelFiles, tiny_pipeline: Pipeline) -> None:
    watch = Stopwatch()
    scorer = TransformerScorer(tiny_files, TimedEngine(OnnxEngine(tiny_files, 1), watch))
    texts = articles(2, 60)
    results = time_stages(Pipeline(TimedScorer(scorer, watch), tiny_pipeline.entities), watch, texts)
    assert [result.sentences for result in results] == [tiny_pipeline.predict(text).sentences for text in texts]
    assert set(watch.seconds) == set(STAGES)
    assert all(seconds > 0 for seconds in watch.seconds.values())


# --- Fresh processes ---------------------------------------------------------------------------------------


def test_a_fresh_process_tells_what_it_did(shipped: Pipeline) -> None:
    run = run_fresh("transformer", 2, 60, 1)
    sentences = [sentence for text in articles(2, 60) for sentence in shipped.predict(text).sentences]
    assert run.n_sentences == len(sentences)
    assert run.n_targets == sum(len(sentence.mentions) for sentence in sentences)
    assert run.cold_s > run.warm_s > 0
    assert run.peak_mib is None or 40 < run.peak_mib < 2000


def test_a_process_that_fails_is_an_error() -> None:
    with pytest.raises(ClassifierError, match="ended with status 1"):
        run_fresh("transformer", 2, 60, -1)


# --- The report --------------------------------------------------------------------------------------------


def all_timings(report: BenchmarkReport) -> dict[str, Timing]:
    rows = [*report.whole_path, *report.encoder_stage, *report.stages, *report.entity_stage]
    return {timing.name: timing for timing in rows}


def test_medians_and_rates_follow_from_the_rounds(report: BenchmarkReport) -> None:
    timings = all_timings(report)
    assert len(timings) > 15
    for timing in timings.values():
        if timing.median_s is None:
            assert not timing.seconds
            assert timing.note
            continue
        assert len(timing.seconds) == SMALL.repeats
        assert timing.median_s == statistics.median(timing.seconds) > 0
    shipped = timings[measure.INT8]
    assert shipped.per_second["sentences"] * (shipped.median_s or 0) == pytest.approx(SMALL.n_sentences)
    rates = [timings[name].per_second[measure.OPERATIONS] for name in (measure.INT8, measure.LIMIT)]
    seconds = [timings[name].median_s or 0 for name in (measure.INT8, measure.LIMIT)]
    assert rates[0] * seconds[0] == pytest.approx(rates[1] * seconds[1])


def test_ratios_follow_from_the_rows(report: BenchmarkReport) -> None:
    timings = all_timings(report)
    assert len({item.name for item in report.ratios}) == len(report.ratios) == 9
    for item in report.ratios:
        above, below = timings[item.numerator].median_s, timings[item.denominator].median_s
        expected = None if above is None or below is None else above / below
        assert item.value == expected


def test_the_stages_of_each_round_add_up(report: BenchmarkReport) -> None:
    timings = all_timings(report)
    for index in range(SMALL.repeats):
        parts = [timings[stage].seconds[index] for stage in STAGES]
        assert sum(parts) == pytest.approx(timings[measure.WALL].seconds[index])
        rest = timings[measure.ALL_BUT_ENCODER].seconds[index]
        assert rest + timings[ENCODER].seconds[index] == pytest.approx(sum(parts))


def test_what_is_left_out_says_so(report: BenchmarkReport) -> None:
    timings = all_timings(report)
    for name in (measure.FP32, measure.BF16, measure.ROBERTA):
        assert timings[name] == Timing.missing(name, measure.NOT_WANTED)
    assert [item.value for item in report.ratios if item.numerator == measure.FP32] == [None, None]


def test_a_report_is_printed_and_written_whole(report: BenchmarkReport) -> None:
    written = json.loads(json.dumps(report.to_dict()))
    assert written["names"]["n_names"] > written["names"]["n_entities"] > 3000
    assert written["settings"] == {
        "repeats": 2,
        "n_articles": 1,
        "n_words": 60,
        "n_sentences": 4,
        "threads": 1,
        "with_torch": False,
    }
    assert written["texts"]["n_words"] == 60
    console = Console(width=160)
    with console.capture() as capture:
        print_report(report, console)
    shown = capture.get()
    for timing in all_timings(report).values():
        assert timing.name in shown
    for item in report.ratios:
        assert item.name in shown
    assert measure.NOT_WANTED in shown


def test_a_ratio_knows_its_rows() -> None:
    timings = [Timing.of("slow", [4.0, 2.0, 9.0], {"sentences": 8}), Timing.of("fast", [2.0], {})]
    assert timings[0].per_second == {"sentences": 2.0}
    assert ratio(timings, "x", "slow", "fast").value == 2.0
    assert ratio([*timings, Timing.missing("none", "why")], "x", "none", "fast").value is None


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """Let the import of some packages fail, as where they are not installed."""
    original = builtins.__import__

    def refuse(name: str, *arguments: Any, **keywords: Any) -> Any:
        wanted = [name, *(f"{name}.{part}" for part in (arguments[2] if len(arguments) > 2 and arguments[2] else ()))]
        if any(part in missing for part in wanted):
            raise ImportError(f"No module named {name!r}")
        return original(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", refuse)


def test_without_torch_the_rows_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tiny_files: ModelFiles, tiny_pipeline: Pipeline
) -> None:
    engine = OnnxEngine(tiny_files, 1)
    work = record_work(tiny_files, engine, tiny_pipeline, articles(1, 60), 2)
    without(monkeypatch, "classifier.benchmark.peers", "vaderSentiment.vaderSentiment")
    settings = measure.Settings(repeats=1, threads=1)
    rows = {row.name: row for row in measure._encoder_stage(settings, 1, tiny_files, engine, work)}
    for name in (measure.FP32, measure.BF16, measure.ROBERTA):
        assert rows[name] == Timing.missing(name, measure.NEEDS_TORCH)
    assert rows[measure.VADER] == Timing.missing(measure.VADER, measure.NEEDS_VADER)
    assert rows[measure.INT8].median_s


def test_torch_reads_the_same_batches_and_every_target(tiny_files: ModelFiles, tiny_pipeline: Pipeline) -> None:
    pytest.importorskip("torch")
    from transformers import RobertaConfig

    from classifier.benchmark import peers

    work = record_work(tiny_files, OnnxEngine(tiny_files, 1), tiny_pipeline, articles(1, 120), 20)
    assert work.targets
    small = RobertaConfig(
        num_hidden_layers=1, hidden_size=12, num_attention_heads=2, intermediate_size=12, num_labels=3
    )
    batches = peers.pair_batches(tiny_files, work)
    assert sum(len(ids) for ids, _ in batches) == len(work.targets)
    assert all(ids.shape == mask.shape and bool((ids[mask == 0] == 1).all()) for ids, mask in batches)
    for contestant in (
        peers.encoder_in_torch(tiny_files, work, bf16=False),
        peers.encoder_in_torch(tiny_files, work, bf16=True),
        peers.roberta_per_target(tiny_files, work, small),
    ):
        assert contestant() is None


# --- Bad usage, and the command line -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["repeats", "n_articles", "n_words", "n_sentences", "threads"])
def test_a_number_below_one_is_refused(name: str) -> None:
    with pytest.raises(InputValueError, match=f"{name} must be a whole number from 1 up, got 0"):
        measure.Settings(**{name: 0})


@pytest.fixture
def run_command(monkeypatch: pytest.MonkeyPatch, report: BenchmarkReport) -> Any:
    """Run the command line with a report at hand; returns a runner, and the settings that the command asked for."""
    asked: list[measure.Settings] = []

    def run_benchmark(settings: measure.Settings, say: Any) -> BenchmarkReport:
        say("a step")
        asked.append(settings)
        return report

    monkeypatch.setattr(measure, "run_benchmark", run_benchmark)
    runner = CliRunner(env={"COLUMNS": "160"})
    return lambda *arguments: (runner.invoke(command_line.app, ["benchmark", *arguments]), asked)


def test_the_command_prints_and_writes(run_command: Any, report: BenchmarkReport, tmp_path: Path) -> None:
    file = tmp_path / "speed.json"
    result, asked = run_command("--json", str(file), "--repeats", "3", "--threads", "1", "--no-torch")
    assert result.exit_code == 0
    assert "Ratios of the medians" in result.stdout
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(json.dumps(report.to_dict()))
    assert asked == [measure.Settings(repeats=3, threads=1, with_torch=False)]


def test_quick_is_little_of_everything(run_command: Any) -> None:
    assert run_command("--quick")[1] == [measure.QUICK]
    assert run_command("--quick", "--repeats", "2")[1][-1].n_articles == measure.QUICK.n_articles


def test_a_folder_that_is_missing_is_found_before_the_run(run_command: Any, tmp_path: Path) -> None:
    result, asked = run_command("--json", str(tmp_path / "none" / "speed.json"))
    assert result.exit_code == 2
    assert "is no folder" in result.stderr
    assert asked == []


def test_a_long_run_is_judged_by_its_first_and_last_tenth():
    marks = [Mark(0, 0.0, 0.0, 90.0), Mark(10, 5.0, 5.0, 95.0)]  # the model is loaded before the first
    marks += [Mark(10 * n, 5.0 + 2 * (n - 1), 5.0 + n - 1, 100.0) for n in range(2, 90)]
    marks += [Mark(900, 180.0, 92.0, 103.0), Mark(1000, 220.0, 102.0, 104.0)]
    run = summarise(marks)
    assert run.n_articles == 1000
    assert run.articles_per_second == pytest.approx(990 / 215)
    assert run.last_tenth == pytest.approx((100 / 40) / (90 / 18))
    assert run.last_tenth_of_work == pytest.approx((100 / 10) / (90 / 9))
    assert run.growth == pytest.approx(0.04)
