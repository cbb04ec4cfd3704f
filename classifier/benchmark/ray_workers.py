"""What a second worker of one core brings on a Ray cluster, and how fast the driver reads a corpus.

    python -m classifier.benchmark.ray_workers        # some seven minutes on two cores

One worker and two take turns on a cluster of two nodes of one core each, on this machine; starting them counts.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path

import ray
from ray.cluster_utils import Cluster

from classifier.benchmark.corpora import write_corpus
from classifier.corpus import ScoreSettings, score_corpus
from classifier.corpus.files import find_files
from classifier.corpus.progress import Silent
from classifier.corpus.run import CorpusReader

_SETTINGS = ScoreSettings(part_documents=40)


def reading_rate(n_rows: int) -> float:
    """Return rows of 3,500 characters a second that the driver reads, to cut a corpus into shards."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "long.jsonl"
        text = "The company said so. " * 170
        with corpus.open("w", encoding="utf-8") as file:
            for number in range(n_rows):
                file.write(json.dumps({"id": str(number), "text": text}) + "\n")
        begin = time.perf_counter()
        shards = CorpusReader(find_files([str(corpus)]).files, ScoreSettings(), Silent()).shards()
        n_read = sum(len(shard.items) for shard in shards)
        return n_read / (time.perf_counter() - begin)


def seconds(corpus: Path, out: Path, address: str, workers: int) -> float:
    """Return how long so many workers take for a corpus, their start included."""
    begin = time.perf_counter()
    score_corpus([corpus], out, _SETTINGS, cluster=address, workers=workers, cache_sentences=0)
    return time.perf_counter() - begin


def measure(n_articles: int = 1600, rounds: int = 2) -> dict[str, float]:
    """Return all figures; the ratio is the median over rounds in which one worker and two take turns."""
    rows = reading_rate(20_000)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "articles.jsonl"
        write_corpus(corpus, n_articles, 6, repeated=False)
        n_characters = sum(len(json.loads(line)["text"]) for line in corpus.read_text(encoding="utf-8").splitlines())
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
        cluster.add_node(num_cpus=1)
        cluster.add_node(num_cpus=1)
        try:
            ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
            taken = [
                [seconds(corpus, Path(folder) / f"{number}-{workers}", cluster.address, workers) for workers in (1, 2)]
                for number in range(rounds)
            ]
        finally:
            ray.shutdown()
            cluster.shutdown()
    return {
        "articles": n_articles,
        "characters an article": n_characters / n_articles,
        "one worker: characters a second": n_characters / statistics.median(one for one, _ in taken),
        "two workers / one (floor 1.7)": statistics.median(one / two for one, two in taken),
        "driver: rows of 3,500 characters read a second": rows,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
