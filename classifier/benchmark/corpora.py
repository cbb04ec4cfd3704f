"""What scoring a corpus costs: repeats with the cache and without, a long run from first to last, a second core.

    python -m classifier.benchmark.corpora            # some ten minutes on two cores
    python -m classifier.benchmark.corpora --quick

Every run is a process of its own, so that one does not warm up or fill the memory of another.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from classifier.corpus import ScoreSettings, score_corpus

_NAMES = ("Norvia", "Ostrava Steel", "Huawei", "Boeing", "Kenya", "France", "Peru", "Shell", "Ireland", "Zorvex")
_RSS = Path("/proc/self/statm")
_PAGE_MIB = 4096 / 2**20


@dataclass(frozen=True, slots=True)
class LongRun:
    """Speed and memory over one run of many articles, without the cache.

    Attributes:
        last_tenth: articles a second in the last tenth of the run over those in the first.
        last_tenth_of_work: the same in articles a second of processor time, which other programs on the machine do not
            shorten.
        growth: memory held at the end over that at the end of the first tenth, less one; None where the system does
            not say.
    """

    n_articles: int
    articles_per_second: float
    last_tenth: float
    last_tenth_of_work: float
    growth: float | None


def paragraphs(rng: random.Random) -> Iterator[str]:
    """Yield paragraphs without end, no two alike: those of the examples, each with a name and a number of its own."""
    folder = resources.files("classifier") / "resources" / "examples"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    known = [part for file in files for part in file.read_text(encoding="utf-8").split("\n\n") if part.strip()]
    while True:
        sentences = rng.choice(known).split(". ")
        changed = [
            f"In case {rng.randrange(10**9)}, {rng.choice(_NAMES)} replied: {sentence}" for sentence in sentences
        ]
        yield ". ".join(changed)


def write_corpus(path: Path, n_articles: int, n_paragraphs: int, *, repeated: bool) -> None:
    """Write JSON Lines of articles; `repeated`: every paragraph stands in two articles, anywhere in the corpus."""
    rng = random.Random(5)
    source = paragraphs(rng)
    n_all = n_articles * n_paragraphs
    parts = [next(source) for _ in range(n_all // 2 if repeated else n_all)]
    if repeated:
        parts = parts + parts
        rng.shuffle(parts)
    with path.open("w", encoding="utf-8") as file:
        for number in range(n_articles):
            text = "\n\n".join(parts[number * n_paragraphs : (number + 1) * n_paragraphs])
            file.write(json.dumps({"id": str(number), "text": text}) + "\n")


class Mark(NamedTuple):
    """Where a run stood: documents done, seconds on the clock and of processors, memory held in MiB."""

    n_done: int
    seconds: float
    work: float
    held: float | None


class _Clock:
    """Takes time and memory as a run goes on."""

    def __init__(self) -> None:
        self.marks = [self._mark(0)]

    def _mark(self, n_done: int) -> Mark:
        return Mark(n_done, time.perf_counter(), time.process_time(), _held_mib())

    def say(self, message: str) -> None:
        """Drop the message."""

    def advance(self, n_documents: int, fraction: float | None) -> None:
        """Note when so many documents were done."""
        self.marks.append(self._mark(self.marks[-1].n_done + n_documents))


def _held_mib() -> float | None:
    return int(_RSS.read_text(encoding="ascii").split()[1]) * _PAGE_MIB if _RSS.exists() else None


def summarise(marks: Sequence[Mark]) -> LongRun:
    """Return what the marks of a run say."""
    end = marks[-1]
    begin = next(mark for mark in marks if mark.n_done > 0)  # before, the model is loaded and the threads start
    first = next(mark for mark in marks if mark.n_done >= max(end.n_done / 10, begin.n_done + 1))
    last = next(mark for mark in reversed(marks) if mark.n_done <= end.n_done * 9 / 10)

    def rate(since: Mark, until: Mark, clock: str) -> float:
        taken: float = getattr(until, clock) - getattr(since, clock)
        return (until.n_done - since.n_done) / taken

    return LongRun(
        n_articles=end.n_done,
        articles_per_second=rate(begin, end, "seconds"),
        last_tenth=rate(last, end, "seconds") / rate(begin, first, "seconds"),
        last_tenth_of_work=rate(last, end, "work") / rate(begin, first, "work"),
        growth=None if end.held is None or first.held is None else end.held / first.held - 1,
    )


def run_alone(corpus: Path, cache: int, workers: int | None) -> LongRun:
    """Score a corpus in a process of its own."""
    command = [sys.executable, "-m", "classifier.benchmark.corpora", "--corpus", str(corpus), "--cache", str(cache)]
    command += [] if workers is None else ["--workers", str(workers)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return LongRun(**json.loads(done.stdout))


def _score_one(corpus: Path, cache: int, workers: int | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = _Clock()
        settings = ScoreSettings(part_documents=100)
        score_corpus([corpus], Path(folder) / "out", settings, cache_sentences=cache, workers=workers, progress=clock)
        run = summarise(clock.marks)
        print(json.dumps({name: getattr(run, name) for name in run.__dataclass_fields__}))


def measure(n_long: int, n_short: int, repeats: int) -> dict[str, object]:
    """Return all figures: ratios are medians over rounds in which the contestants take turns."""
    with tempfile.TemporaryDirectory() as folder:
        repeated, plain, long = (Path(folder) / f"{name}.jsonl" for name in ("repeated", "plain", "long"))
        write_corpus(repeated, n_short, 6, repeated=True)
        write_corpus(plain, n_short, 6, repeated=False)
        write_corpus(long, n_long, 2, repeated=False)
        rounds = [
            {
                "cache": run_alone(repeated, 50_000, None),
                "no cache": run_alone(repeated, 0, None),
                "one thread": run_alone(plain, 0, 1),
                "two threads": run_alone(plain, 0, 2),
            }
            for _ in range(repeats)
        ]
        whole = run_alone(long, 0, None)

    def rate(name: str) -> float:
        return statistics.median(one[name].articles_per_second for one in rounds)

    return {
        "articles a second, half of whose paragraphs are repeats: with the cache": rate("cache"),
        "the same without": rate("no cache"),
        "with the cache / without (floor 1.6)": rate("cache") / rate("no cache"),
        "two threads / one": rate("two threads") / rate("one thread"),
        "long run, cache off: articles": whole.n_articles,
        "articles a second": whole.articles_per_second,
        "speed of the last tenth / of the first (floor 0.95)": whole.last_tenth,
        "the same by processor time, whatever else the machine does": whole.last_tenth_of_work,
        "growth of memory after the first tenth (below 0.05)": whole.growth,
    }


def main(arguments: Iterable[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m classifier.benchmark.corpora", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little text, one round: a look, no measurement")
    parser.add_argument("--corpus", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(None if arguments is None else list(arguments))
    if options.corpus is not None:
        _score_one(options.corpus, options.cache, options.workers)
        return
    figures = measure(400, 64, 1) if options.quick else measure(10_000, 200, 3)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
