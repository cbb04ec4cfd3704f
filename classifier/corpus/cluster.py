"""The same run on many machines: Ray Data hands shards to workers, each of which writes its own parts.

The driver reads the corpus once, to cut it into shards and to refuse ids that come again; what travels is only where a
shard begins. Workers read its rows from the files themselves, so corpus and output directory must lie under the same
paths on every machine. A shard whose worker died is done again by another; a part is whole or absent, so it does not
matter how often.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import ray
import ray.data

from classifier.corpus.directory import OutputDirectory
from classifier.corpus.files import STDIN, CorpusFile, FoundFiles
from classifier.corpus.progress import Progress
from classifier.corpus.reading import Failure, Item, Place, read_file
from classifier.corpus.run import CorpusReader, load_pipeline, score_shard
from classifier.corpus.settings import ScoreSettings
from classifier.corpus.shards import Shard
from classifier.errors import InputValueError, OutputError

_ATTEMPTS = 3  # rounds over the shards that no worker finished


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker must know."""

    out: Path
    folder: Path  # in which the driver was started
    description: dict[str, Any]
    files: tuple[CorpusFile, ...]
    settings: ScoreSettings
    cache_sentences: int


def score_on_cluster(
    found: FoundFiles,
    settings: ScoreSettings,
    directory: OutputDirectory,
    *,
    address: str,
    workers: int | None,
    cache_sentences: int,
    progress: Progress,
) -> None:
    """Score every shard that is not finished, on the cluster at an address.

    Args:
        address: of the running cluster, as `ray.init` takes it; 'auto' finds the one of this machine.
        workers: at most so many, a core each; None takes all cores of the cluster.

    Raises:
        InputValueError: no cluster answers, or the corpus is standard input, which workers cannot read.
        OutputError: shards are unfinished though every worker has come to its end.
    """
    if any(file.name == STDIN for file in found.files):
        raise InputValueError("standard input can be read on one machine alone; name files that every machine sees.")
    job = Job(directory.path.resolve(), Path.cwd(), directory.description, found.files, settings, cache_sentences)
    with _connected(address):
        plan = [row for row in plan_shards(found, settings, progress) if not directory.has_shard(row["index"])]
        progress.say(f"{len(plan):,} shards are to be scored, on {int(ray.cluster_resources().get('CPU', 0))} cores")
        for _ in range(_ATTEMPTS):
            plan = [row for row in plan if not directory.has_shard(row["index"])]
            if not plan:
                return
            _score(plan, job, workers, progress)
    left = sum(not directory.has_shard(row["index"]) for row in plan)
    if left:
        raise OutputError(
            f"{directory.path}: {left} shards are unfinished though all workers came to their end. Does every machine "
            "see this directory under this path? Repeat the command to go on."
        )


def plan_shards(found: FoundFiles, settings: ScoreSettings, progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield one row per shard: the file where it begins, the items of that file before it, and what failed in it."""
    names = [file.name for file in found.files]
    file, n_before = 0, 0
    for shard in CorpusReader(found.files, settings, progress).shards():
        begins = names.index(shard.items[0].place.file, file)
        file, n_before = (file, n_before) if begins == file else (begins, 0)
        failures = [(number, item) for number, item in enumerate(shard.items) if isinstance(item, Failure)]
        yield {
            "index": shard.index,
            "file": file,
            "n_before": n_before,
            "n_items": len(shard.items),
            "failed": [number for number, _ in failures],
            "failures": [json.dumps(failure.to_dict()) for _, failure in failures],
        }
        ends = names.index(shard.items[-1].place.file, file)
        n_here = sum(item.place.file == names[ends] for item in shard.items)
        file, n_before = ends, n_here if ends != file else n_before + n_here


def read_shard(row: Mapping[str, Any], job: Job) -> Shard:
    """Return the shard that a row of the plan describes."""
    chosen = job.settings.columns.chosen()
    items: Iterator[Item] = (item for file in job.files[row["file"] :] for item in read_file(file, chosen))
    found = list(islice(items, row["n_before"], row["n_before"] + row["n_items"]))
    for number, line in zip(row["failed"], row["failures"], strict=True):  # ids that came again among them
        failure = json.loads(line)
        place = Place(failure["file"], failure["row"])
        found[number] = Failure(place, failure["id"], failure["error"], failure["reason"])
    return Shard(row["index"], tuple(found))


class _Worker:
    """Scores shards in a process of its own, somewhere in the cluster."""

    def __init__(self, job: Job) -> None:
        os.chdir(job.folder)  # where the names of the corpus' files begin
        self._job = job
        self._pipeline = load_pipeline(job.settings, job.cache_sentences)
        self._directory = OutputDirectory(job.out, job.description, job.settings.table_format)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        shard = read_shard(row, self._job)
        score_shard(shard, self._pipeline, self._directory, self._job.settings)
        return {"n_items": len(shard.items)}


def _score(plan: Sequence[Mapping[str, Any]], job: Job, workers: int | None, progress: Progress) -> None:
    n_workers = workers if workers is not None else max(1, int(ray.cluster_resources().get("CPU", 1)))
    shards = ray.data.from_items([dict(row) for row in plan], override_num_blocks=len(plan))
    strategy = ray.data.ActorPoolStrategy(min_size=1, max_size=n_workers)
    scored = shards.map(_Worker, fn_constructor_args=(job,), compute=strategy, num_cpus=1)
    ray.data.DataContext.get_current().enable_progress_bars = False
    total, done = sum(row["n_items"] for row in plan), 0
    for result in scored.iter_rows():
        done += result["n_items"]
        progress.advance(result["n_items"], done / total)


@contextmanager
def _connected(address: str) -> Iterator[None]:
    """Be connected to a cluster, and let Ray keep its progress to itself."""
    own = not ray.is_initialized()
    if own:
        try:
            _knock(address)
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        except (OSError, ValueError, RuntimeError) as error:
            raise InputValueError(
                f"no Ray cluster answers at {address!r} ({error}); start one with `ray start --head`, see "
                "data/CORPORA.md."
            ) from error
    logger = logging.getLogger("ray.data")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
        if own:
            ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError where nothing listens at host:port: Ray itself would wait there for minutes, then exit."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit() and "/" not in host:
        socket.create_connection((host, int(port)), timeout=5).close()
