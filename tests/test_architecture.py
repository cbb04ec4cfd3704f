"""How the package hangs together: what imports what, what stays light, and what must not stand in it at all."""

from __future__ import annotations

import ast
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import classifier

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "classifier"
SOURCES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")
}

HEAVY = [
    "datasets",
    "gradio",
    "matplotlib",
    "onnxruntime",
    "pyarrow",
    "ray",
    "rensa",
    "sklearn",
    "tokenizers",
    "torch",
    "trafilatura",
    "transformers",
]
# One heavy dependency, one file.
HOMES = {
    "torch": ("classifier/network.py", "classifier/torch_engine.py", "classifier/benchmark/peers.py"),
    "transformers": ("classifier/network.py", "classifier/benchmark/peers.py"),
    "onnxruntime": ("classifier/onnx_engine.py", "classifier/benchmark/int8_limit.py"),
    "sklearn": ("classifier/baseline",),
    "tokenizers": ("classifier/encode.py",),
    "gradio": ("classifier/demo/",),
    "matplotlib": ("classifier/demo/picture.py", "classifier/plots/"),
    "fastapi": ("classifier/demo/",),
    "uvicorn": ("classifier/demo/server.py",),
    "pydantic": ("classifier/demo/",),
    "pyarrow": ("classifier/corpus/", "classifier/corpus_report/reading.py"),
    "ray": ("classifier/corpus/cluster.py", "classifier/benchmark/ray_workers.py"),
    "rensa": ("classifier/corpus/copies.py",),
    "trafilatura": ("classifier/text.py",),
    "typer": ("classifier/__main__.py",),
    "ahocorasick_rs": ("classifier/entities.py",),
    "vaderSentiment": ("classifier/benchmark/encoder_stage.py",),
    "onnx": (),
    "datasets": (),
    "accelerate": (),
}


def run(code: str) -> str:
    """Return what a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module_name(path): path for path in SOURCES}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full names of what a piece of code imports; the package has no relative imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def run_at_import(tree: ast.Module) -> ast.Module:
    """The code without function bodies and without what only type checkers read."""

    class Strip(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
            return None

        def visit_If(self, node: ast.If) -> ast.If | None:
            return None if ast.unparse(node.test).endswith("TYPE_CHECKING") else node

    stripped = Strip().visit(ast.parse(ast.unparse(tree)))
    assert isinstance(stripped, ast.Module)
    return stripped


def own_module(name: str) -> str | None:
    """The module of the package that an imported name lies in."""
    return name if name in MODULES else name.rpartition(".")[0] if name.rpartition(".")[0] in MODULES else None


# --- Light imports -----------------------------------------------------------------------------------------

STATE = """
import json, logging, os, random, sys, threading, warnings
import numpy  # adds warning filters of its own
def state():
    return [dict(os.environ), logging.getLogger().level, len(logging.getLogger().handlers), random.getstate()[1][:5],
            len(warnings.filters), threading.active_count()]
before = state()
import classifier
print(json.dumps([sorted({name.partition('.')[0] for name in sys.modules}), before == state()]))
"""


def test_importing_the_package_is_light_and_changes_nothing() -> None:
    loaded, unchanged = json.loads(run(STATE))
    assert "classifier" in loaded
    assert not set(HEAVY) & set(loaded)
    assert unchanged, "the import touched the environment, a log level, a seed, a warning filter or a thread"


def loaded_by(modules: str) -> set[str]:
    """The packages that a fresh interpreter holds after importing some modules."""
    names = json.loads(run(f"import json, sys, {modules}; print(json.dumps(list(sys.modules)))"))
    return {name.partition(".")[0] for name in names}


def test_the_default_model_needs_neither_torch_nor_sklearn() -> None:
    loaded = loaded_by("classifier.onnx_engine, classifier.transformer_scorer")
    assert "onnxruntime" in loaded
    assert not {"torch", "sklearn", "transformers", "onnx", "gradio", "matplotlib"} & loaded


def test_the_command_line_starts_without_a_model() -> None:
    assert not set(HEAVY) & loaded_by("classifier.__main__")


# --- Import direction --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SOURCES))
def test_the_package_imports_nothing_of_what_stands_around_it(path: str) -> None:
    assert not {name.partition(".")[0] for name in imported(SOURCES[path])} & {"training", "data", "tests", "app"}


def test_no_import_cycle() -> None:
    graph = {
        module: {own_module(name) for name in imported(run_at_import(SOURCES[path]))} - {None, module}
        for module, path in MODULES.items()
    }
    while graph:
        free = {module for module, needed in graph.items() if not needed & set(graph)}
        assert free, f"these modules import each other: {sorted(graph)}"
        graph = {module: needed for module, needed in graph.items() if module not in free}


BELOW = {
    "classifier.errors": set(),
    "classifier.records": {"errors", "text"},
    "classifier.scorer": set(),
    "classifier.encode": set(),
    "classifier.model_files": {"errors"},
    "classifier.sentences": set(),
    "classifier.furniture": {"records", "sentences"},
    "classifier.text": {"errors", "furniture", "records", "sentences"},
    "classifier.linking": set(),
    "classifier.entity_file": {"errors", "linking", "records"},
    "classifier.region_bodies": {"cues"},
    "classifier.matching": {"linking", "region_bodies"},
    "classifier.entities": {"entity_file", "linking", "matching", "records", "region_bodies"},
    "classifier.country_facts": set(),
    "classifier.description_words": set(),
    "classifier.trades": set(),
    "classifier.nominals": {"country_facts", "description_words", "mentions", "records"},
    "classifier.description_facts": {"country_facts", "description_words", "entities", "nominals", "records", "trades"},
    "classifier.antecedents": {
        "country_facts",
        "description_facts",
        "description_words",
        "entities",
        "nominals",
        "records",
        "trades",
    },
    "classifier.judging": {"entities", "mentions", "nominals", "records", "scorer"},
    "classifier.assembly": {
        "aggregate",
        "antecedents",
        "description_facts",
        "entities",
        "explain",
        "judging",
        "mentions",
        "records",
        "scorer",
        "sources",
        "text",
    },
    "classifier.corpus.settings": {"errors"},
    "classifier.corpus.files": {"errors"},
    "classifier.corpus.streams": {"corpus.files", "errors"},
    "classifier.corpus.columns": {"errors", "records"},
    "classifier.corpus.reading": {"corpus.columns", "corpus.files", "corpus.streams", "errors", "records"},
    "classifier.corpus.shards": {"corpus.reading", "errors"},
    "classifier.corpus.copies": {"records"},
    "classifier.cues": set(),
    "classifier.state_or_firm": set(),
    "classifier.unlisted": {"cues", "linking", "records", "state_or_firm"},
    "classifier.bystanders": {"state_or_firm"},
    "classifier.weighing": {"cues", "entities", "records", "scorer", "state_or_firm", "unlisted"},
    "classifier.mentions": {
        "bystanders",
        "cues",
        "entities",
        "linking",
        "records",
        "scorer",
        "state_or_firm",
        "weighing",
    },
    "classifier.transformer_scorer": {"encode", "model_files", "scorer"},
    "classifier.onnx_engine": {"encode", "errors", "model_files", "scorer", "transformer_scorer"},
    "classifier.network": {"encode", "records", "scorer"},
    "classifier.aggregate": {"entities", "errors", "records"},
    "classifier.explain": {"records", "scorer", "text"},
    "classifier.targets": {"errors", "text"},
    "classifier.speech_patterns": {"roles"},
    "classifier.quotation": {"speech_patterns"},
    "classifier.benchmark.texts": set(),
    "classifier.benchmark.rounds": set(),
    "classifier.benchmark.onnx_message": set(),
    "classifier.benchmark.report": {"records"},
    "classifier.benchmark.table": {"benchmark.report"},
    "classifier.benchmark.int8_limit": {"benchmark.onnx_message"},
    "classifier.benchmark.fresh_process": {"benchmark.texts", "errors", "pipeline"},
    "classifier.demo.limits": set(),
    "classifier.demo.guard": {"demo.limits"},
    "classifier.demo.desk": {"demo.limits", "errors", "scorer"},
    "classifier.demo.models": {"demo.desk", "errors", "pipeline"},
    "classifier.demo.analysis": {
        "demo.desk",
        "demo.limits",
        "demo.models",
        "errors",
        "explain",
        "pipeline",
        "records",
        "text",
    },
    "classifier.demo.schemas": {"demo.analysis", "demo.limits", "errors", "pipeline", "records"},
    "classifier.demo.uploads": {"demo.limits", "errors", "records"},
    "classifier.demo.highlight": {"records"},
    "classifier.demo.export": {"records"},
    "classifier.demo.bars": {"demo.highlight", "records"},
    "classifier.demo.picture": {"aggregate", "demo.highlight", "plots", "records"},
    "classifier.demo.corpus_job": {
        "corpus",
        "corpus.files",
        "corpus.reading",
        "corpus_report.collect",
        "corpus_report.csv_tables",
        "corpus_report.page",
        "corpus_report.periods",
        "corpus_report.write",
        "demo.desk",
        "demo.limits",
        "demo.models",
        "errors",
    },
    "classifier.demo.corpus_view": {
        "corpus_report.collect",
        "corpus_report.sums",
        "corpus_report.texts",
        "demo.bars",
        "demo.corpus_job",
        "demo.limits",
        "demo.picture",
        "demo.table",
        "plots",
        "records",
    },
    "classifier.demo.corpus_tab": {
        "demo.corpus_job",
        "demo.corpus_view",
        "demo.models",
        "demo.result_view",
        "errors",
    },
    "classifier.plots.drawing": {"records"},
    "classifier.plots.relations": {"aggregate", "plots.drawing", "records"},
    "classifier.plots.over_time": {"plots.drawing", "records"},
    "classifier.plots.scores": {"plots.drawing", "records"},
    "classifier.plots.inline": set(),
    "classifier.corpus_report.texts": set(),
    "classifier.corpus_report.periods": set(),
    "classifier.corpus_report.reading": {"errors", "records"},
    "classifier.corpus_report.counting": {"aggregate", "corpus_report.reading", "records"},
    "classifier.corpus_report.sums": {
        "aggregate",
        "corpus_report.counting",
        "corpus_report.periods",
        "corpus_report.reading",
        "records",
    },
    "classifier.corpus_report.details": {
        "corpus_report.counting",
        "corpus_report.periods",
        "corpus_report.reading",
        "records",
    },
    "classifier.sources": {
        "document_names",
        "entities",
        "holders",
        "mentions",
        "quotation",
        "records",
        "roles",
        "text",
    },
    "classifier.roles": set(),
    "classifier.post_patterns": {"roles"},
    "classifier.introductions": {"post_patterns", "roles"},
    "classifier.bodies": {"introductions", "post_patterns", "roles", "text"},
    "classifier.document_names": {
        "bodies",
        "entities",
        "introductions",
        "mentions",
        "post_patterns",
        "quotation",
        "records",
        "roles",
        "text",
    },
    "classifier.people": {"document_names", "introductions"},
    "classifier.holders": {"document_names", "introductions", "mentions", "people", "roles"},
}


@pytest.mark.parametrize("module", sorted(BELOW))
def test_imports_point_one_way(module: str) -> None:
    needed = {own_module(name) for name in imported(SOURCES[MODULES[module]])} - {None}
    assert needed <= {f"classifier.{name}" for name in BELOW[module]}


@pytest.mark.parametrize("path", sorted(SOURCES))
def test_one_heavy_dependency_is_one_file(path: str) -> None:
    for name in imported(SOURCES[path]):
        homes = HOMES.get(name.partition(".")[0])
        assert homes is None or path.startswith(homes), f"{name} does not belong in {path}"


def test_modules_are_named_by_their_job() -> None:
    names = {Path(path).stem for path in SOURCES}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc", "core", "base"}


# --- The public names --------------------------------------------------------------------------------------


def test_the_public_list_is_complete() -> None:
    names = {name for name in vars(classifier) if not name.startswith("_")}
    modules = {module.rpartition(".")[2] for module in MODULES if module != "classifier"}
    assert names - modules | {"__version__"} == set(classifier.__all__)
    assert all(hasattr(classifier, name) for name in classifier.__all__)


def test_the_public_list_has_an_order_and_no_doubles() -> None:
    """Constants, classes, then functions, each by the alphabet."""
    ordered = sorted(classifier.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert list(classifier.__all__) == ordered
    assert len(set(classifier.__all__)) == len(classifier.__all__)


def test_every_public_name_is_documented() -> None:
    for name in classifier.__all__:
        value = getattr(classifier, name)
        if callable(value):
            assert value.__doc__, name
            assert not value.__doc__.startswith(f"{name}("), f"{name} has no docstring but a dataclass's own"


# --- What must not stand in the sources --------------------------------------------------------------------

FORBIDDEN_MODULES = {"pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "skops", "requests", "urllib3"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "torch.load", "np.load", "os.putenv", "os.system"}


@pytest.mark.parametrize("path", sorted(SOURCES))
def test_nothing_runs_or_loads_foreign_code(path: str) -> None:
    tree = SOURCES[path]
    assert not {name.partition(".")[0] for name in imported(tree)} & FORBIDDEN_MODULES
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in FORBIDDEN_CALLS
            assert "trust_remote_code" not in {keyword.arg for keyword in node.keywords}
            assert not any(keyword.arg == "shell" for keyword in node.keywords)
        if isinstance(node, ast.Attribute) and node.attr == "environ":
            assert isinstance(node.ctx, ast.Load)


@pytest.mark.parametrize("path", sorted(SOURCES))
def test_the_environment_is_not_written(path: str) -> None:
    for node in ast.walk(SOURCES[path]):
        targets = node.targets if isinstance(node, (ast.Assign, ast.Delete)) else []
        targets = [*targets, node.target] if isinstance(node, (ast.AugAssign, ast.AnnAssign)) else targets
        assert not any("environ" in ast.unparse(target) for target in targets)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert not called.endswith(tuple(f"environ.{verb}" for verb in ("update", "setdefault", "pop", "clear")))


@pytest.mark.parametrize("path", sorted(SOURCES))
def test_no_global_seed_and_no_log_level_is_set(path: str) -> None:
    forbidden = {
        "random.seed",
        "np.random.seed",
        "torch.manual_seed",
        "logging.basicConfig",
        "logging.disable",
        "torch.set_grad_enabled",
        "warnings.simplefilter",
        "warnings.filterwarnings",
    }
    assert not {ast.unparse(node.func) for node in ast.walk(SOURCES[path]) if isinstance(node, ast.Call)} & forbidden


def test_no_weights_are_pickles() -> None:
    allowed = {".py", ".json", ".jsonl", ".safetensors", ".onnx", ".md", ".txt", ".css", ".js", ".html", ".svg", ".png"}
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert not [path for path in files if path.suffix not in allowed and path.name != "py.typed"]
    pickles = tuple(bytes([0x80, protocol]) for protocol in range(2, 6))
    assert not [path for path in files if path.read_bytes().startswith(pickles)]


# --- The tests themselves ----------------------------------------------------------------------------------


def test_no_test_reaches_the_network() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection,
        pytest.raises(RuntimeError, match=r"socket\.connect"),
    ):
        connection.connect(("192.0.2.1", 80))  # an address for documentation, RFC 5737
    with pytest.raises(RuntimeError, match="getaddrinfo"):
        socket.create_connection(("host.example", 80), timeout=1)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
