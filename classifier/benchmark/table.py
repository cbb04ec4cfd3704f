"""Print a benchmark's figures for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from classifier.benchmark.report import BenchmarkReport, Ratio, Timing


def print_report(report: BenchmarkReport, console: Console) -> None:
    """Print all tables of a report."""
    machine, texts = report.machine, report.texts
    console.print(
        f"{report.model_version} on {machine.processor}, {report.settings['threads']} threads; int8 instructions: "
        f"{machine.int8}\nPython {machine.python}, onnxruntime {machine.onnxruntime}, torch {machine.torch}\n"
        f"{texts.n_articles} articles, {texts.n_words:,} words, {texts.n_sentences} sentences, {texts.n_targets} "
        f"targets, {texts.n_tokens:,} tokens of which {texts.n_padding:,} padding; medians of "
        f"{report.settings['repeats']} rounds",
        highlight=False,
    )
    console.print(_timings("Whole path: text to records, in fresh processes", report.whole_path))
    for memory in report.memory:
        peak = "not told by this system" if memory.peak_mib is None else f"{memory.peak_mib:,.0f} MiB"
        console.print(f"peak memory, {memory.name}: {peak}", highlight=False)
    console.print(_timings("Encoder stage: same sentences, token ids and batches", report.encoder_stage))
    console.print(_shares("Where the time goes, on one core", report.stages))
    console.print(_timings("Finding names, beside the encoder, on one core", report.entity_stage))
    console.print(
        f"list of names: {report.names.n_names:,} names of {report.names.n_entities:,} entities in "
        f"{report.names.median_s:.2f} s; in proportion, 40,000 names in {report.names.at_40000_s:.2f} s",
        highlight=False,
    )
    console.print(_ratios(report))


def _empty(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", pad_edge=False)
    table.add_column(first, overflow="fold", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _timings(title: str, timings: tuple[Timing, ...]) -> Table:
    rates = list(dict.fromkeys(what for timing in timings for what in timing.per_second))
    table = _empty(title, "contestant", "seconds", *(f"{what}/s" for what in rates))
    table.add_column("", overflow="fold", style="dim")
    for timing in timings:
        seconds = "–" if timing.median_s is None else f"{timing.median_s:.3f}"
        shown = (f"{timing.per_second[what]:,.1f}" if what in timing.per_second else "" for what in rates)
        table.add_row(timing.name, seconds, *shown, timing.note)
    return table


def _shares(title: str, timings: tuple[Timing, ...]) -> Table:
    table = _empty(title, "stage", "seconds", "share")
    whole = timings[-1].median_s or 1.0
    for timing in timings:
        seconds = timing.median_s or 0.0
        table.add_row(timing.name, f"{seconds:.3f}", f"{seconds / whole:.1%}")
    return table


def _ratios(report: BenchmarkReport) -> Table:
    table = _empty("Ratios of the medians", "", "ratio", "floor", "goal")
    table.add_column("reached")
    for ratio in report.ratios:
        table.add_row(
            ratio.name, _number(ratio.value), _bound(ratio, ratio.floor), _bound(ratio, ratio.goal), _reached(ratio)
        )
    return table


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _bound(ratio: Ratio, bound: float | None) -> str:
    return "" if bound is None else f"{'≤' if ratio.at_most else '≥'} {bound:g}"


def _reached(ratio: Ratio) -> str:
    if ratio.value is None or ratio.floor is None:
        return ""
    reached = [
        word
        for word, bound in (("floor", ratio.floor), ("goal", ratio.goal))
        if bound is not None and (ratio.value <= bound if ratio.at_most else ratio.value >= bound)
    ]
    return reached[-1] if reached else "below the floor" if not ratio.at_most else "above the floor"
