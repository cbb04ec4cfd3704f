"""A service with fake models, for tests: in this process, or on a port in a process of its own.

Gradio leaves event loops open, and in the tests warnings are errors: whatever mounts the page runs elsewhere.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from classifier.demo.desk import Desk
from classifier.demo.models import Models
from classifier.entities import EntityList
from classifier.pipeline import Pipeline
from classifier.scorer import Judgement, Reading, Tag

ROOT = Path(__file__).parent.parent
ARTICLE = (
    "Huawei sues Canada\n\n"
    "Canada praised Acme for its help. 🦊 Beijing attacked Canada over the arrest of Huawei's finance chief.\n\n"
    "Canada praised Acme for its help.\n\n"
    "Acme opened an office in Nairobi.\n"
)
SLOW = "Slowly, Canada praised Acme for its help."  # takes SLOW_SECONDS to read
SLOW_SECONDS = 0.8
ROWS = [
    {"id": "gov:CA", "name": "Canada", "kind": "government", "aliases": {"name": ["Canada"]}},
    {"id": "gov:CN", "name": "China", "kind": "government", "aliases": {"name": ["China", "Beijing"]}},
    {"id": "company:huawei", "name": "Huawei", "kind": "company", "aliases": {"name": ["Huawei"]}},
    {"id": "company:acme", "name": 'Acme <b onclick="x">', "kind": "company", "aliases": {"name": ["Acme"]}},
]
TAGS = {
    "Huawei": Tag.BEGIN_COMPANY,
    "Acme": Tag.BEGIN_COMPANY,
    "Canada": Tag.BEGIN_GOVERNMENT,
    "Beijing": Tag.BEGIN_GOVERNMENT,
}


class FakeScorer:
    """Tags four names; the last verb of judgement before a name gives the stance toward it."""

    calibrated = True
    stance_threshold = 0.6
    sentiment_threshold = 0.6

    def __init__(self, model_version: str = "fake-1", favor: str = "praised") -> None:
        self.model_version = model_version
        self.favor = favor

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        readings = []
        for sentence in sentences:
            if sentence.startswith("Slowly"):
                time.sleep(SLOW_SECONDS)
            words = tuple(match.span() for match in re.finditer(r"\w+", sentence))
            tags = np.zeros((len(words), len(Tag)), dtype=np.float32)
            for row, (start, end) in enumerate(words):
                tags[row, list(Tag).index(TAGS.get(sentence[start:end], Tag.OUTSIDE))] = 1
            readings.append(Reading(words, tags, np.array([0.1, 0.8, 0.1], dtype=np.float32), sentence))
        return readings

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int]]]) -> list[list[Judgement]]:
        return [
            [self._judge(reading.state, span) for span in wanted]
            for reading, wanted in zip(readings, spans, strict=True)
        ]

    def _judge(self, sentence: str, span: tuple[int, int]) -> Judgement:
        before = sentence[: span[0]]
        row, holder = [0.1, 0.8, 0.1], None
        if self.favor in before:
            row, holder = [0.9, 0.05, 0.05], (0, sentence.index(" "))
        elif "attacked" in before:
            row = [0.05, 0.05, 0.9]
        elif "sues" in before:
            row = [0.1, 0.4, 0.5]  # below the threshold: not certain
        return Judgement(np.array(row, dtype=np.float32), holder, 0.9, windowed=False)


def fake_pipeline() -> Pipeline:
    return Pipeline(FakeScorer(), EntityList(ROWS))


def fake_baseline() -> Pipeline:
    return Pipeline(FakeScorer("fake-baseline", favor="attacked"), EntityList(ROWS))


def fake_models() -> Models:
    models = Models(fake_pipeline, fake_baseline)
    models.load()
    return models


@contextmanager
def served(uploads: Path, *command: str, **variables: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run a command that serves the demo; yield its address (without the last slash) and the process.

    `uploads` is the folder in which Gradio puts what it is sent; `variables` join the environment.
    """
    paths = os.pathsep.join([str(ROOT), *sys.path])
    environment = {**os.environ, "PYTHONPATH": paths, "GRADIO_TEMP_DIR": str(uploads), **variables}
    with subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        try:
            if found is None:
                process.terminate()
                raise RuntimeError(f"the demo did not start: {line}{process.communicate()[1]}")
            yield found[0].rstrip("/"), process
        finally:
            process.terminate()
            try:
                process.communicate(timeout=30)
            except ValueError:  # the test has read the streams to their end
                process.wait(timeout=30)


def main() -> None:
    """Serve the page and the routes with fake models: `python tests/served.py`."""
    from classifier.demo.server import serve

    serve(
        Models(fake_pipeline, fake_baseline),
        {"Fox": ARTICLE},
        "127.0.0.1",
        0,
        desk=Desk(n_running=1, n_waiting=1, seconds=5),
    )


if __name__ == "__main__":
    main()
