"""The run: shards are read in order, scored by threads, written one by one; then copies are marked."""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from classifier import __version__
from classifier.corpus.copies import N_BANDS, find_copies
from classifier.corpus.directory import OutputDirectory, open_directory
from classifier.corpus.files import CorpusFile, FoundFiles, find_files
from classifier.corpus.progress import Progress, Silent
from classifier.corpus.reading import Item, Watcher, read_file
from classifier.corpus.scoring import ScoredRows, score_rows
from classifier.corpus.settings import Counts, ScoreSettings
from classifier.corpus.shards import Shard, cut_shards
from classifier.corpus.tables import DOCUMENTS, MENTIONS, read_table, schema_of
from classifier.errors import InputFileError, InputValueError, MissingExtraError
from classifier.judging import SentenceCache
from classifier.onnx_engine import count_cores
from classifier.pipeline import Pipeline, load
from classifier.records import SCHEMA_VERSION

SLICE_ROWS = 16  # that one thread scores in one go: a few seconds
_SHARDS_AHEAD = 2  # read and waiting, so that no thread is idle while a part is written


def run(
    corpora: Sequence[str],
    out: Path,
    settings: ScoreSettings,
    *,
    workers: int | None,
    cache_sentences: int,
    progress: Progress | None,
    cluster: str | None,
    pipeline: Pipeline | None,
    folder: Path | None,
) -> Counts:
    """Score corpora into a directory; see `score_corpus`."""
    if workers is not None and workers < 1:
        raise InputValueError(f"workers must be a whole number from 1 up, or None, got {workers!r}.")
    if cache_sentences < 0:
        raise InputValueError(f"cache_sentences must be 0 or more, got {cache_sentences!r}.")
    if cluster is not None and pipeline is not None:
        raise InputValueError("the workers of a cluster load the model themselves; leave pipeline or cluster out.")
    found = find_files(corpora, settings.input_format)
    if folder is not None:
        found = found.named_from(folder)
    if pipeline is None:
        pipeline = load_pipeline(settings, cache_sentences)
    description = describe(found, settings, pipeline)
    told = progress if progress is not None else Silent()
    with open_directory(out, description, settings.table_format) as directory:
        if directory.is_finished:
            directory.clear_progress()
            told.say(f"{out} is finished; nothing is left to do.")
            return directory.read_counts()
        directory.begin()
        if cluster is None:
            _score_all(found, settings, pipeline, directory, workers or count_cores(), told)
        else:
            _cluster_engine()(
                found,
                settings,
                directory,
                address=cluster,
                workers=workers,
                cache_sentences=cache_sentences,
                progress=told,
            )
        return finish(directory, settings, found)


def _cluster_engine() -> Callable[..., None]:
    try:
        from classifier.corpus.cluster import score_on_cluster
    except ImportError as error:
        raise MissingExtraError(f"a cluster needs Ray ({error}); pip install 'newsstance[ray]'.") from error
    return score_on_cluster


def load_pipeline(settings: ScoreSettings, cache_sentences: int) -> Pipeline:
    """Return the model that the settings name, for use by many threads at once."""
    transformer = settings.model == "transformer"
    pipeline = load(
        settings.model,
        backend="torch" if transformer and settings.device != "cpu" else "onnx",
        device=settings.device,
        threads=1 if transformer and settings.device == "cpu" else None,
        entities=settings.entities,
    )
    cache = SentenceCache(cache_sentences) if cache_sentences else None
    return Pipeline(pipeline.scorer, pipeline.entities, cache)


def describe(found: FoundFiles, settings: ScoreSettings, pipeline: Pipeline) -> dict[str, Any]:
    """Return all that decides the content of the tables, as JSON types."""
    listed, entities = resources.files("classifier") / "resources" / "entities.jsonl", settings.entities
    return {
        "package_version": __version__,
        "model_version": pipeline.model_version,
        "schema_version": SCHEMA_VERSION,
        "entities_sha256": hashlib.sha256(listed.read_bytes()).hexdigest(),
        "own_entities_sha256": None if entities is None else hashlib.sha256(entities.read_bytes()).hexdigest(),
        "settings": settings.to_dict(),
        "inputs": [{"path": file.name, "bytes": file.n_bytes} for file in found.files],
    }


def _score_all(
    found: FoundFiles,
    settings: ScoreSettings,
    pipeline: Pipeline,
    directory: OutputDirectory,
    workers: int,
    progress: Progress,
) -> None:
    reader = CorpusReader(found.files, settings, progress)
    waiting: deque[_Waiting] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="score") as pool:
        stop = threading.Event()

        def score(items: Sequence[Item]) -> ScoredRows:
            return ScoredRows() if stop.is_set() else score_rows(items, pipeline)

        try:
            for shard in reader.shards():
                if directory.has_shard(shard.index):
                    progress.advance(len(shard.items), reader.fraction)
                    continue
                slices = [shard.items[low : low + SLICE_ROWS] for low in range(0, len(shard.items), SLICE_ROWS)]
                waiting.append(_Waiting(shard, [pool.submit(score, rows) for rows in slices], reader.fraction))
                if len(waiting) == _SHARDS_AHEAD:
                    _write_next(waiting.popleft(), directory, settings, progress)
            while waiting:
                _write_next(waiting.popleft(), directory, settings, progress)
        except BaseException:
            stop.set()  # what was not begun is dropped; the next run does it
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A shard whose slices are being scored."""

    shard: Shard
    slices: list[Future[ScoredRows]]
    fraction: float | None


def _write_next(waiting: _Waiting, directory: OutputDirectory, settings: ScoreSettings, progress: Progress) -> None:
    scored = ScoredRows()
    for future in waiting.slices:
        part = future.result()
        scored.add(part)
        progress.advance(part.counts.read, None)
    write_shard(waiting.shard.index, scored, directory, settings)
    progress.advance(0, waiting.fraction)


def score_shard(shard: Shard, pipeline: Pipeline, directory: OutputDirectory, settings: ScoreSettings) -> None:
    """Score a shard and write what became of it."""
    write_shard(shard.index, score_rows(shard.items, pipeline), directory, settings)


def write_shard(index: int, scored: ScoredRows, directory: OutputDirectory, settings: ScoreSettings) -> None:
    """Write what became of a shard; its mark of being finished comes last."""
    directory.write_part("mentions", index, scored.mentions, schema_of(MENTIONS, settings.with_text))
    directory.write_part("documents", index, scored.documents, schema_of(DOCUMENTS, settings.with_text))
    directory.finish_shard(index, scored.counts, scored.failures, scored.band_table())


def finish(directory: OutputDirectory, settings: ScoreSettings, found: FoundFiles) -> Counts:
    """Mark copies, sum the counts up, and close the directory. Repeating it changes nothing."""
    counts = Counts(read=found.n_skipped, skipped=found.n_skipped)
    n_scored: dict[int, int] = {}
    for index in directory.finished_shards():
        shard = directory.read_shard(index)[0]
        counts += shard
        n_scored[index] = shard.scored
    counts = replace(counts, copies=_mark_copies(directory, settings, n_scored))
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    directory.finish(counts, {"skipped_files": list(found.skipped), "finished_at": now})
    return counts


def _mark_copies(directory: OutputDirectory, settings: ScoreSettings, n_scored: Mapping[int, int]) -> int:
    """Write into the documents of which earlier one each is a copy, and return how many are."""
    keys = (directory.read_bands([f"band_{n}"]).column(0).to_numpy() for n in range(N_BANDS))
    copy_of = find_copies(keys)
    if not (copy_of >= 0).any():
        return 0
    ids = directory.read_bands(["document_id"]).column(0)
    schema, low = schema_of(DOCUMENTS, settings.with_text), 0
    for index, n_documents in n_scored.items():
        origins = copy_of[low : low + n_documents]
        low += n_documents
        if not (origins >= 0).any():
            continue
        rows = read_table(directory.table_path("documents", index), schema, settings.table_format)
        for row, origin in zip(rows, origins, strict=True):
            row["copy_of"] = ids[int(origin)].as_py() if origin >= 0 else None
        directory.write_part("documents", index, rows, schema)
    return int(np.count_nonzero(copy_of >= 0))


class CorpusReader(Watcher):
    """The rows of a corpus as shards, and how far the reading is."""

    def __init__(self, files: Sequence[CorpusFile], settings: ScoreSettings, progress: Progress) -> None:
        self._files = files
        self._settings = settings
        self._progress = progress
        self._n_bytes = sum(file.n_bytes for file in files)
        self._n_before = 0  # bytes of files that are read
        self._n_here = 0
        self._told: set[tuple[str, ...]] = set()
        self.n_read = 0

    @property
    def fraction(self) -> float | None:
        """Share of the corpus' bytes that has been read; None for standard input."""
        return min(1.0, (self._n_before + self._n_here) / self._n_bytes) if self._n_bytes else None

    def shards(self) -> Iterator[Shard]:
        """Yield the corpus in shards.

        Raises:
            InputFileError: there was no row at all, not even a bad one.
        """
        yield from cut_shards(self._items(), self._settings.part_documents)
        if not self.n_read:
            raise InputFileError("the corpus holds no row at all; nothing was scored.")

    def columns_chosen(self, file: CorpusFile, columns: Mapping[str, str]) -> None:
        """Say once for each choice which columns are read."""
        choice = tuple(f"{field}={column!r}" for field, column in columns.items())
        if choice not in self._told:
            self._told.add(choice)
            self._progress.say(f"{file.name}: columns {', '.join(choice)}")

    def moved(self, file: CorpusFile, n_bytes: int) -> None:
        """Take note of how far the file has been read."""
        self._n_here = n_bytes

    def _items(self) -> Iterator[Item]:
        chosen = self._settings.columns.chosen()
        for file in self._files:
            for item in read_file(file, chosen, self):
                self.n_read += 1
                yield item
            self._n_before += file.n_bytes
            self._n_here = 0
