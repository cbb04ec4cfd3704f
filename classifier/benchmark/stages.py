"""Where the time of a run goes, on one core: a stopwatch at the doors between the pipeline's stages.

Nothing of the pipeline is done twice or left out: the stopwatch stands in the documents that the pipeline asks for,
in the scorer and engine that it calls, and behind the results that it gives.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifier.encode import IntArray
from classifier.entities import EntityList
from classifier.mentions import find_mentions
from classifier.pipeline import Pipeline
from classifier.records import Document, DocumentResult
from classifier.scorer import FloatArray, Judgement, Reading, Scorer
from classifier.transformer_scorer import EncodedBatch, Engine, JudgedBatch

READ = "read documents (JSON Lines)"
SPLIT = "language, sentences, roles"
TOKENISE = "tokenise, pad, unpack"
ENCODER = "encoder"
FIND = "find names"
AROUND_HEADS = "around the heads"
HEADS = "judge heads"
ASSEMBLE = "link, holders, records, counts"
WRITE = "write rows (JSON Lines)"
STAGES = (READ, SPLIT, TOKENISE, ENCODER, FIND, AROUND_HEADS, HEADS, ASSEMBLE, WRITE)


class Stopwatch:
    """Seconds by stage; one stage runs at any time."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._clock = clock
        self._stage: str | None = None
        self._since = 0.0

    def switch(self, stage: str | None) -> None:
        """End the stage that runs and begin another one; None: stop."""
        now = self._clock()
        if self._stage is not None:
            self.seconds[self._stage] += now - self._since
        self._stage, self._since = stage, now


@dataclass(slots=True)
class TimedEngine:
    """An engine that tells the stopwatch when its network runs; Python around it goes on before and after."""

    engine: Engine
    watch: Stopwatch

    def encode(self, input_ids: IntArray, case_ids: IntArray, attention_mask: IntArray) -> EncodedBatch:
        """Run the encoder; see `transformer_scorer.Engine`."""
        self.watch.switch(ENCODER)
        encoded = self.engine.encode(input_ids, case_ids, attention_mask)
        self.watch.switch(TOKENISE)
        return encoded

    def judge(self, states: FloatArray, attention_mask: IntArray, span: FloatArray, distance: IntArray) -> JudgedBatch:
        """Run the heads; see `transformer_scorer.Engine`."""
        self.watch.switch(HEADS)
        judged = self.engine.judge(states, attention_mask, span, distance)
        self.watch.switch(AROUND_HEADS)
        return judged


class TimedScorer:
    """A scorer over a TimedEngine, with the stopwatch at its two doors."""

    def __init__(self, scorer: Scorer, watch: Stopwatch) -> None:
        self._scorer = scorer
        self._watch = watch
        self.model_version = scorer.model_version
        self.calibrated = scorer.calibrated
        self.stance_threshold = scorer.stance_threshold
        self.sentiment_threshold = scorer.sentiment_threshold

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        """Return one Reading per sentence; see `Scorer`."""
        self._watch.switch(TOKENISE)
        readings = self._scorer.read(sentences)
        self._watch.switch(FIND)
        return readings

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int]]]) -> list[list[Judgement]]:
        """Return one Judgement per span of each reading; see `Scorer`."""
        self._watch.switch(AROUND_HEADS)
        judgements = self._scorer.judge(readings, spans)
        self._watch.switch(ASSEMBLE)
        return judgements


def time_stages(pipeline: Pipeline, watch: Stopwatch, texts: Sequence[str]) -> list[DocumentResult]:
    """Judge texts as a corpus is judged, from a file of documents to a file of rows, and time every stage.

    Args:
        pipeline: over a TimedScorer with the same stopwatch.
        watch: gets the seconds.
        texts: the articles.
    """
    results = []
    with tempfile.TemporaryDirectory() as folder:
        source, destination = Path(folder) / "documents.jsonl", Path(folder) / "rows.jsonl"
        lines = [json.dumps({"id": str(index), "text": text}) + "\n" for index, text in enumerate(texts)]
        source.write_text("".join(lines), encoding="utf-8")
        watch.switch(READ)
        with destination.open("w", encoding="utf-8") as out:
            for result in pipeline.predict_many(_documents(source, watch)):
                watch.switch(WRITE)
                out.writelines(json.dumps(row) + "\n" for row in result.to_rows())
                results.append(result)
                watch.switch(ASSEMBLE)
            watch.switch(WRITE)
        watch.switch(None)
    return results


def _documents(source: Path, watch: Stopwatch) -> Iterator[Document]:
    """Yield the documents of a file; the stopwatch counts as reading what happens in here."""
    watch.switch(READ)
    with source.open(encoding="utf-8") as file:
        for line in file:
            document = Document(**json.loads(line))
            watch.switch(SPLIT)
            yield document
            watch.switch(READ)
    watch.switch(ASSEMBLE)


def entity_stage(entities: EntityList, sentences: Sequence[str], readings: Sequence[Reading]) -> Callable[[], None]:
    """Return a contestant: find the names in sentences that were read, and link each to its entity."""

    def run() -> None:
        surfaces: list[str] = []
        for sentence, reading in zip(sentences, readings, strict=True):
            for span in find_mentions(sentence, reading.words, reading.tags, entities):
                surface = sentence[span.start : span.end]
                entities.link(surface, span.kind, surfaces)
                surfaces.append(surface)

    return run
