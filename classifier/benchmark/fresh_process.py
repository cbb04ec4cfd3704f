"""One run in a process of its own, as a user's first command is: `python -m classifier.benchmark.fresh_process`.

The parent measures the time from the start of the process to its first line; the process itself times what follows.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from classifier.benchmark.texts import articles
from classifier.errors import ClassifierError
from classifier.pipeline import ModelName, load

_FIRST = "first"


@dataclass(frozen=True, slots=True)
class FreshRun:
    """What one process took.

    Attributes:
        cold_s: from the start of the process to the first article's result.
        warm_s: all articles, once the first is done.
        peak_mib: most memory held; None where the system does not say.
    """

    cold_s: float
    warm_s: float
    peak_mib: float | None
    n_sentences: int
    n_targets: int


def run_fresh(model: ModelName, n_articles: int, n_words: int, threads: int) -> FreshRun:
    """Return what a new process takes to load a model and to judge the benchmark's articles."""
    arguments = [model, str(n_articles), str(n_words), str(threads)]
    command = [sys.executable, "-m", "classifier.benchmark.fresh_process", *arguments]
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        cold = time.perf_counter() - begin
        rest = process.stdout.read()
    if first.strip() != _FIRST or process.returncode != 0:
        raise ClassifierError(
            f"a fresh process with the model {model!r} ended with status {process.returncode} and no result; "
            "its own message stands above: mend that, and start the benchmark again."
        )
    return FreshRun(cold_s=cold, **json.loads(rest))


def _peak_mib() -> float | None:
    """Return the most memory that this process has held.

    On Linux the kernel's own figure for a process is read first: what `getrusage` tells there begins with the size
    of the parent at the time it started this process.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource  # not on Windows
    except ImportError:
        return None
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest / 2**20 if sys.platform == "darwin" else largest / 1024


def main(model: ModelName, n_articles: int, n_words: int, threads: int) -> None:
    """Judge the articles, and print a line at the first result and one with all figures at the end."""
    texts = articles(n_articles, n_words)
    pipeline = load(model, threads=threads)
    pipeline.predict(texts[0])
    print(_FIRST, flush=True)
    begin = time.perf_counter()
    results = list(pipeline.predict_many(texts))
    warm = time.perf_counter() - begin
    sentences = [sentence for result in results for sentence in result.sentences]
    figures = {
        "warm_s": warm,
        "peak_mib": _peak_mib(),
        "n_sentences": len(sentences),
        "n_targets": sum(len(sentence.mentions) for sentence in sentences),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main("baseline" if sys.argv[1] == "baseline" else "transformer", *map(int, sys.argv[2:5]))
