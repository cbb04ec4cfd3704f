"""The same run on a cluster: two nodes on one machine, one of them killed in the middle."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from classifier import InputValueError
from classifier.corpus import ScoreSettings, score_corpus
from classifier.corpus.files import find_files
from classifier.corpus.progress import Silent
from classifier.corpus.run import CorpusReader
from tests.test_corpus import content, write_corpus

ROOT = Path(__file__).parent.parent
ray = pytest.importorskip("ray", reason="the cluster needs Ray: pip install 'newsstance[ray]'")

# In a process of its own: Ray's nodes talk to each other by the machine's own address, which the other tests forbid.
SCRIPT = """
import os, sys, threading, time
from pathlib import Path
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
import ray
from ray.cluster_utils import Cluster
from classifier.corpus import ScoreSettings, score_corpus
corpus, out = sys.argv[1:3]
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
nodes = [cluster.add_node(num_cpus=1), cluster.add_node(num_cpus=1)]
def kill_one():
    while not list(Path(out, "progress").glob("part-*.parquet")):
        time.sleep(0.05)
    cluster.remove_node(nodes[0], allow_graceful=False)
    print("killed", len(list(Path(out, "progress").glob("part-*.parquet"))), flush=True)
threading.Thread(target=kill_one, daemon=True).start()
ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
print(score_corpus([corpus], out, ScoreSettings(part_documents=7), cluster=cluster.address))
ray.shutdown()
cluster.shutdown()
"""


@pytest.mark.ray
@pytest.mark.slow
def test_a_cluster_that_loses_a_node_writes_what_one_machine_writes(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c.jsonl", 200)
    with corpus.open("a", encoding="utf-8") as file:
        file.write('{"id": "d3", "text": "Its id came before."}\n')
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(corpus), str(tmp_path / "cluster")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    n_finished = int(done.stdout.split("killed ")[1].split()[0])
    assert n_finished < 30, "the node was killed when all was done"
    counts = score_corpus([corpus], tmp_path / "local", ScoreSettings(part_documents=7))
    assert f"scored={counts.scored}, errors={counts.errors}" in done.stdout
    assert content(tmp_path / "cluster") == content(tmp_path / "local")


def test_workers_read_the_shards_that_the_driver_planned(tmp_path: Path) -> None:
    """Over files, formats, bad rows, empty files and ids that come again."""
    from classifier.corpus.cluster import Job, plan_shards, read_shard

    write_corpus(tmp_path / "a.jsonl", 23)
    (tmp_path / "b.jsonl").write_text("\n")
    (tmp_path / "c.txt").write_text("Kenya sued Norvia.")
    (tmp_path / "d.csv").write_text("id,text\nd1,Came before.\nnew,Kenya paid.\nx\n")
    write_corpus(tmp_path / "e.jsonl", 9, seed=2)
    found = find_files([str(tmp_path)])
    for size in (1, 4, 10, 100):
        settings = ScoreSettings(part_documents=size)
        job = Job(tmp_path / "out", tmp_path, {}, found.files, settings, 0)
        wanted = list(CorpusReader(found.files, settings, Silent()).shards())
        plan = [json.loads(json.dumps(row)) for row in plan_shards(found, settings, Silent())]
        assert [read_shard(row, job) for row in plan] == wanted


def test_standard_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputValueError, match="one machine alone"):
        score_corpus(["-"], tmp_path / "out", cluster="auto")


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c.jsonl", 3)
    with pytest.raises(InputValueError, match="no Ray cluster answers"):
        score_corpus([corpus], tmp_path / "out", cluster="127.0.0.1:1")
