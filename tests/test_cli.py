"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import classifier.__main__ as command_line
from classifier import Document, DocumentResult, Pipeline, __version__
from classifier.entities import EntityList
from tests.score_directory import write_scores

TEXT = "Huawei sued Canada on [red]Friday[/red]. 🦊 “Nokia lied to the US,” Ann Moe said."
PAGE = (
    "<html><head><title>Norland sues</title></head><body><article><p>Norland sued its rival on Friday over a patent "
    "that both of them say they own.</p><p>The rival called the suit absurd, and said that it would answer in court "
    "before the end of the month.</p></article></body></html>"
)
Invoke = Callable[..., Result]


@pytest.fixture
def invoke(tiny_pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Invoke:
    """Run the command line in an empty folder, with the tiny model as its configuration."""

    def loaded(model: str, entities: Path | None) -> Pipeline:
        assert model == "transformer"
        return Pipeline(tiny_pipeline.scorer, EntityList.load(own=entities))

    monkeypatch.setattr(command_line, "load", loaded)
    monkeypatch.chdir(tmp_path)
    runner = CliRunner(env={"COLUMNS": "240"})

    def run(*arguments: str, stdin: bytes | None = None) -> Result:
        result = runner.invoke(command_line.app, list(arguments), input=stdin)
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


def written(content: str | bytes, name: str = "article.txt") -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


# --- Results -----------------------------------------------------------------------------------------------


def test_a_file_gives_tables_for_people(invoke: Invoke) -> None:
    result = invoke("predict", written(TEXT), "--target", "Huawei", "--target", "Canada")
    assert result.exit_code == 0
    for part in ("Stance of each sentence", "company:huawei", "gov:CA", "2 sentences", "2 mentions", "tiny-1"):
        assert part in result.stdout
    assert result.stderr == ""


def test_standard_input_gives_the_same(invoke: Invoke) -> None:
    from_file = invoke("predict", written(TEXT))
    assert invoke("predict", "-", stdin=TEXT.encode()).stdout == from_file.stdout


def test_json_is_the_whole_result(invoke: Invoke, tiny_pipeline: Pipeline) -> None:
    result = invoke("predict", written(TEXT), "--json")
    assert result.exit_code == 0
    read = DocumentResult.from_dict(json.loads(result.stdout))
    assert read == tiny_pipeline.predict(Document(TEXT, id="article.txt"))
    assert read.sentences


def test_json_of_standard_input_has_no_id(invoke: Invoke, tiny_pipeline: Pipeline) -> None:
    result = invoke("predict", "-", "--json", stdin=TEXT.encode())
    assert DocumentResult.from_dict(json.loads(result.stdout)) == tiny_pipeline.predict(TEXT)


def test_targets_and_explanations(invoke: Invoke, tiny_pipeline: Pipeline) -> None:
    result = invoke("predict", "-", "--json", "-t", "Ann Moe", "--target", "Nokia", "--explain", stdin=TEXT.encode())
    wanted = tiny_pipeline.predict(TEXT, targets=["Ann Moe", "Nokia"], explain=True)
    assert DocumentResult.from_dict(json.loads(result.stdout)) == wanted
    assert wanted.sentences[1].mentions[0].explanation


def test_a_page_is_read_as_its_article(invoke: Invoke, tiny_pipeline: Pipeline) -> None:
    result = invoke("predict", written(PAGE, "page.HTML"), "--json")
    read = DocumentResult.from_dict(json.loads(result.stdout))
    assert read.text.startswith("Norland sued its rival")
    assert read == tiny_pipeline.predict(Document.from_html(PAGE, id="page.HTML"))
    piped = DocumentResult.from_dict(json.loads(invoke("predict", "-", "--json", stdin=PAGE.encode()).stdout))
    assert piped.text == read.text


def test_text_that_only_looks_like_a_page_is_left_alone_in_a_text_file(invoke: Invoke) -> None:
    assert json.loads(invoke("predict", written(PAGE), "--json").stdout)["text"] == PAGE


def test_a_byte_order_mark_is_no_text(invoke: Invoke) -> None:
    result = invoke("predict", written(b"\xef\xbb\xbfHuawei lied."), "--json")
    assert json.loads(result.stdout)["text"] == "Huawei lied."


def test_line_ends_are_kept_as_they_stand(invoke: Invoke) -> None:
    text = "Huawei lied.\r\n\r\nNokia won.\r\n"
    assert json.loads(invoke("predict", written(text), "--json").stdout)["text"] == text


def test_language_can_be_set(invoke: Invoke) -> None:
    result = invoke("predict", written(TEXT), "--language", "fr")
    assert result.exit_code == 0
    assert "warning: the document's language is given as 'fr'" in result.stderr
    assert "language" not in result.stdout


def test_hostile_markup_is_printed_as_it_stands(invoke: Invoke) -> None:
    hostile = "Huawei [red]sued[/red] [bold on blink] Canada [/] \\[link=http://a.example]it[/link] :smile: [/none]."
    result = invoke("predict", written(hostile), "--target", "Huawei", "--target", "[red]sued[/red]")
    assert result.exit_code == 0
    assert "[bold on blink] Canada [/] \\[link=http://a.example]it[/link] :smile: [/none]." in result.stdout
    assert "[red]sued[/red]" in result.stdout


def test_hostile_markup_in_a_message_is_printed_as_it_stands(invoke: Invoke) -> None:
    result = invoke("predict", written("Huawei lied."), "--target", "[/red]")
    assert result.exit_code == 2
    assert "error: target '[/red]' does not occur" in result.stderr


def test_entities_of_ones_own_are_known(invoke: Invoke) -> None:
    own = written('{"name": "Ann Moe Industries", "kind": "company", "aliases": ["Ann Moe"]}', "own.jsonl")
    result = invoke("predict", "-", "--json", "-t", "Ann Moe", "--entities", own, stdin=TEXT.encode())
    (entity,) = DocumentResult.from_dict(json.loads(result.stdout)).entities
    assert (entity.id, entity.known) == ("company:ann-moe-industries", True)


def test_wrong_entities_of_ones_own_are_a_message_and_status_2(invoke: Invoke) -> None:
    own = written('{"name": "Ann Moe"}', "own.jsonl")
    result = invoke("predict", written(TEXT), "--entities", own)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: own.jsonl, line 1: field kind: missing")


# --- Empty and wrong input ---------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["", " \n\n", "\ufeff"])
@pytest.mark.parametrize("name", ["article.txt", "page.html"])
def test_an_empty_file_is_a_warning(invoke: Invoke, name: str, content: str) -> None:
    result = invoke("predict", written(content, name))
    assert result.exit_code == 0
    assert "warning: the text is empty or blank" in result.stderr
    assert "0 sentences, 0 mentions" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent.txt"], "error: absent.txt cannot be read (No such file or directory); name a .txt or .html"),
        (["."], "error: . cannot be read (Is a directory)"),
        (["latin.txt"], "error: latin.txt is not UTF-8"),
        (["article.txt", "--target", "Erewhon"], "error: target 'Erewhon' does not occur in the text"),
        (["article.txt", "--target", ""], "error: target '' does not occur in the text"),
        (["hollow.html"], "error: no article text found in a page"),
    ],
)
@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["tables", "json"])
def test_wrong_input_is_a_message_and_status_2(
    invoke: Invoke, arguments: list[str], message: str, as_json: list[str]
) -> None:
    written(TEXT)
    written("Die Tür von Huawei".encode("latin-1"), "latin.txt")
    written("<html><body><nav></nav></body></html>", "hollow.html")
    result = invoke("predict", *arguments, *as_json)
    assert result.exit_code == 2
    assert result.stderr.startswith(message)
    assert result.stdout == ""


def test_standard_input_that_is_not_text_is_a_message(invoke: Invoke) -> None:
    result = invoke("predict", "-", stdin=b"\xff\xfe\x00")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: - is not UTF-8")


@pytest.mark.parametrize("arguments", [["predict"], ["predict", "a.txt", "--model", "gpt"], ["guess"], ["--guess"]])
def test_wrong_usage_is_status_2(invoke: Invoke, arguments: list[str]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert "Usage" in result.stderr
    assert result.stdout == ""


# --- The program itself ------------------------------------------------------------------------------------


def test_version(invoke: Invoke) -> None:
    result = invoke("--version")
    assert (result.exit_code, result.stdout) == (0, f"newsstance {__version__}\n")


def test_help_names_the_commands(invoke: Invoke) -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    assert "predict" in result.stdout
    assert "demo" in result.stdout


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "classifier", "predict", str(tmp_path / "absent.txt")],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    message = io.TextIOWrapper(io.BytesIO(done.stderr), encoding="utf-8").read()
    assert message.startswith("error: ")
    assert "absent.txt cannot be read" in message
    assert "Traceback" not in message


def test_the_shipped_model_answers(tmp_path: Path) -> None:
    """Whole: a fresh process, the default model, JSON out and read back."""
    (tmp_path / "article.txt").write_text("Brussels fined Acme Corp for lying to regulators.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "classifier", "predict", str(tmp_path / "article.txt"), "--json"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    result = DocumentResult.from_dict(json.loads(done.stdout))
    assert [mention.text for sentence in result.sentences for mention in sentence.mentions] == ["Brussels", "Acme Corp"]


def test_word_weights_need_json(invoke: Invoke) -> None:
    result = invoke("predict", written(TEXT), "--explain")
    assert result.exit_code == 2
    assert "json" in result.stderr


def test_a_document_that_is_too_long_is_no_wrong_usage(invoke: Invoke) -> None:
    assert invoke("predict", written("a " * 1_000_001)).exit_code == 1


def test_control_characters_do_not_reach_the_terminal(invoke: Invoke) -> None:
    result = invoke("predict", written("Huawei sued \x1b[31mCanada\x1b]0;X over it."))
    assert result.exit_code == 0
    assert "\x1b]0;X" not in result.stdout


# --- score -------------------------------------------------------------------------------------------------


def test_score_writes_tables_and_says_what_was_read(tmp_path: Path) -> None:
    corpus = tmp_path / "c.csv"
    corpus.write_text("id,body\n1,Kenya sued Norvia.\n2,Norvia thanked Kenya.\n", encoding="utf-8")
    run = CliRunner().invoke(
        command_line.app, ["score", str(corpus), "--out", str(tmp_path / "out"), "--format", "jsonl"]
    )
    assert run.exit_code == 0, run.output
    assert run.stdout.startswith("read 2 = scored 2 + errors 0 + skipped 0; 2 sentences, ")
    assert "columns text='body', id='id'" in run.stderr
    assert (tmp_path / "out" / "mentions" / "part-00000.jsonl").read_text(encoding="utf-8").count("\n") >= 3


def test_score_reads_standard_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "classifier", "score", "-", "--out", str(tmp_path / "out")],
        input='{"text": "Kenya sued Norvia."}\n{"text": 5}\n',
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "read 2 = scored 1 + errors 1 + skipped 0" in done.stdout
    assert "errors.jsonl" in done.stderr
    assert json.loads((tmp_path / "out" / "errors.jsonl").read_text())["row"] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such.jsonl"], "is not there"),
        (["{corpus}", "--part-documents", "0"], "1 to 100,000"),
        (["{corpus}", "--workers", "0"], "workers"),
        (["{corpus}", "--entities", "no-such.jsonl"], "no-such.jsonl"),
        (["{corpus}", "--model", "baseline", "--device", "cuda"], "baseline"),
        (["{corpus}", "--format", "xlsx"], "format"),
    ],
)
def test_wrong_usage_of_score_writes_nothing(tmp_path: Path, arguments: list[str], message: str) -> None:
    corpus, out = tmp_path / "c.jsonl", tmp_path / "out"
    corpus.write_text('{"text": "Kenya sued Norvia."}\n', encoding="utf-8")
    given = [argument.format(corpus=corpus) for argument in arguments]
    run = CliRunner().invoke(command_line.app, ["score", *given, "--out", str(out)])
    assert run.exit_code == 2
    assert message in run.output
    assert not out.exists()


# --- report --------------------------------------------------------------------------------------------------


def test_report_prints_where_the_page_is(invoke: Invoke, tiny_pipeline: Pipeline, tmp_path: Path) -> None:
    results = list(tiny_pipeline.predict_many([Document(TEXT, id="a", date="2026-03-01")]))
    write_scores(tmp_path / "scores", results)
    result = invoke("report", "scores", "--title", "My <title>", "--top", "1", "--period", "week", "--include-copies")
    assert (result.exit_code, result.stdout.strip()) == (0, "scores/report/report.html")
    page = Path("scores/report/report.html").read_text(encoding="utf-8")
    assert "<title>My &lt;title&gt;</title>" in page
    assert "Sentences per week" in page
    again = invoke("report", "scores", "--out", "elsewhere", "--top", "1")
    assert (again.exit_code, again.stdout.strip()) == (0, "elsewhere/report.html")
    assert sorted(path.suffix for path in Path("elsewhere").iterdir()) == [".csv"] * 5 + [".html"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere is no directory"),
        (["."], "holds no manifest.json"),
        ([".", "--top", "0"], "--top"),
        ([".", "--period", "hour"], "--period"),
        ([], "DIR"),
    ],
)
def test_report_of_nothing_is_wrong_usage(invoke: Invoke, arguments: list[str], message: str) -> None:
    result = invoke("report", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert not list(Path.cwd().iterdir())
