"""The served page with its routes, in a process of its own: named endpoints, files, logs, start and end."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from classifier import predict
from classifier.demo.limits import MAX_UPLOAD_BYTES
from classifier.records import DocumentResult
from tests.served import ARTICLE, ROOT, SLOW, SLOW_SECONDS, fake_baseline, fake_pipeline, served

if find_spec("gradio") is None:
    pytest.skip("the page needs Gradio: pip install '.[demo]'", allow_module_level=True)

FAKE = str(ROOT / "tests" / "served.py")
SECRET = "Zanzibarquux"  # stands in texts, and must not stand in the logs


@dataclass(frozen=True, slots=True)
class Server:
    address: str
    process: subprocess.Popen[str]
    uploads: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    uploads = tmp_path_factory.mktemp("uploads")
    with served(uploads, FAKE) as (address, process):
        yield Server(address, process, uploads)


def get(url: str, payload: object = None, headers: dict[str, str] | None = None) -> str:
    body = payload if isinstance(payload, bytes) else None if payload is None else json.dumps(payload).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", **(headers or {})})
    with urllib.request.urlopen(request, timeout=15) as response:
        return str(response.read(), "utf-8")


def status(url: str, payload: object = None, headers: dict[str, str] | None = None) -> int:
    try:
        get(url, payload, headers)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    return 200


def call(server: Server, name: str, data: list[Any]) -> str:
    """Call a named endpoint as gradio_client does; return the event that ends the call."""
    defaults = {"predict": [None, None, False, "transformer"], "predict_many": [None, False, "transformer"]}[name]
    whole = {"data": [*data, *defaults[len(data) :]]}
    event = json.loads(get(f"{server.address}/gradio_api/call/{name}", whole))["event_id"]
    return get(f"{server.address}/gradio_api/call/{name}/{event}")


def completed(events: str) -> Any:
    assert "event: complete" in events, events
    return json.loads(events.split("event: complete\ndata: ")[1])[0]


def upload(server: Server, name: str, content: bytes) -> str:
    """Send a file as the page does; return the path that Gradio gives it."""
    body = (
        f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
    ).encode() + content
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return str(json.loads(get(f"{server.address}/gradio_api/upload", body + b"\r\n--x--\r\n", headers))[0])


# --- Named endpoints ---------------------------------------------------------------------------------------


def test_named_endpoints_return_the_records_of_predict(server: Server) -> None:
    assert DocumentResult.from_dict(completed(call(server, "predict", [ARTICLE]))) == fake_pipeline().predict(ARTICLE)
    judged = completed(call(server, "predict", [ARTICLE, ["Nairobi", [0, 6]], True, "baseline"]))
    assert judged == fake_baseline().predict(ARTICLE, targets=["Nairobi", (0, 6)], explain=True).to_dict()
    answers = completed(call(server, "predict_many", [[{"text": ARTICLE, "id": "a"}, {"text": 1}]]))
    assert [item["error"] is None for item in answers] == [True, False]
    assert answers[0]["result"]["id"] == "a"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("predict", [["a", "list"]], "text: Input should be a valid string"),
        ("predict", ["Canada", ["Huawei"]], "TargetError"),
        ("predict", ["Canada", None, False, "gpt"], "model: Input should be"),
        ("predict", ["a" * 100_001], "at most 100,000"),
        ("predict_many", [["a"] * 65], "at most 64"),
    ],
)
def test_named_endpoints_refuse_with_a_message(server: Server, name: str, data: list[Any], message: str) -> None:
    events = call(server, name, data)
    assert "event: error" in events
    assert message in events
    assert "Traceback" not in events


def test_only_the_named_endpoints_are_public(server: Server) -> None:
    info = json.loads(get(f"{server.address}/gradio_api/info"))
    assert sorted(info["named_endpoints"]) == ["/predict", "/predict_many"]
    assert info["unnamed_endpoints"] == {}


def test_gradio_client_calls_them(server: Server) -> None:
    """In a process of its own: the client leaves threads and connections open."""
    program = (
        "import json; from gradio_client import Client\n"
        f"client = Client({server.address!r}, verbose=False)\n"
        f"print(json.dumps(client.predict({ARTICLE!r}, api_name='/predict')))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert DocumentResult.from_dict(json.loads(ran.stdout)) == fake_pipeline().predict(ARTICLE)


def test_the_calls_in_the_readme_work(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shell = next(block for block in re.findall(r"```console\n(.*?)```", readme, re.DOTALL) if "curl" in block)
    python = next(block for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "gradio_client" in block)
    texts = ["Brussels fined Acme Corp.", "Kenya sued Ada Lund."]
    record = predict(texts[0]).to_dict()
    named = predict(texts[1], targets=["Ada Lund"]).to_dict()
    with served(tmp_path, "-m", "classifier", "demo", "--port", "0") as (address, _):
        for _ in range(600):
            if status(f"{address}/ready") == 200:
                break
            time.sleep(0.1)
        calls = [shlex.split(line.replace("http://127.0.0.1:7860", address)) for line in shell.splitlines()]
        one, many = (json.loads(subprocess.run(call, capture_output=True, check=True).stdout) for call in calls)
        assert one == record
        assert many["answers"] == [
            {"result": {**record, "id": "a"}, "error": None},
            {"result": named, "error": None},
        ]
        program = (
            python.replace("http://127.0.0.1:7860", address) + "\nimport json; print(json.dumps([record, answers]))"
        )
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        shown = json.loads(ran.stdout.splitlines()[-1])
    assert shown == [record, [{"result": named, "error": None}]]


@pytest.mark.slow
def test_schemathesis_finds_no_undocumented_answer(server: Server) -> None:
    """Generated requests, right and wrong ones: no 5xx, and every answer as the OpenAPI description has it."""
    if find_spec("schemathesis") is None:
        pytest.skip("generated requests need schemathesis: pip install '.[test]'")
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    command = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"]
    command += [f"{server.address}/openapi.json", "--checks", checks, "--max-examples", "25", "--seed", "1"]
    command += ["--generation-deterministic", "--phases", "examples,coverage,fuzzing", "--no-color"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert "No issues found" in ran.stdout


# --- Hosts and files ---------------------------------------------------------------------------------------


def test_the_page_names_no_outside_host(server: Server) -> None:
    config = json.loads(get(f"{server.address}/config"))
    assert config["analytics_enabled"] is False
    assert config["stylesheets"] == []
    assert "fonts.g" not in get(f"{server.address}/")


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=/etc/passwd",
        "gradio_api/file=../../../../etc/passwd",
        "gradio_api/file=%2e%2e/%2e%2e/etc/passwd",
        "gradio_api/file=file:///etc/passwd",
        "gradio_api/file=//127.0.0.1/etc/passwd",
        "gradio_api/file=http://127.0.0.1:1/",
        "gradio_api/file=http://169.254.169.254/latest/meta-data/",
        "gradio_api/file=\\\\127.0.0.1\\share",
        f"gradio_api/file={ROOT}/pyproject.toml",
        f"gradio_api/file={ROOT}/tests/served.py",
        "gradio_api/file/etc/passwd",
        "gradio_api/proxy=http://127.0.0.1:1/",
        "gradio_api/proxy=https://huggingface.co/",
        "gradio_api/custom_component/1/client/component/..%2f..%2f..%2fetc%2fpasswd",
        "static/../../../../../etc/passwd",
        "assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "monitoring",
        "gradio_api/runs",
    ],
)
def test_no_file_and_no_address_is_reached(server: Server, path: str) -> None:
    assert status(f"{server.address}/{path}") in (400, 403, 404)


def test_an_upload_is_gone_after_it_was_read(server: Server) -> None:
    path = upload(server, "<img src=x onerror=alert(1)>.txt", ARTICLE.encode())
    assert Path(path).read_text(encoding="utf-8") == ARTICLE
    assert Path(path).is_relative_to(server.uploads)
    config = json.loads(get(f"{server.address}/config"))
    reader = next(item for item in config["dependencies"] if any(t[1] == "upload" for t in item["targets"]))
    file = {"path": path, "meta": {"_type": "gradio.FileData"}}
    joined = {"data": [file], "fn_index": reader["id"], "session_hash": "s", "trigger_id": None}
    get(f"{server.address}/gradio_api/queue/join", joined)
    request = urllib.request.Request(f"{server.address}/gradio_api/queue/data?session_hash=s")
    with urllib.request.urlopen(request, timeout=15) as events:
        done = next(line for line in events if b"process_completed" in line)
    assert json.loads(done[len(b"data: ") :])["output"]["data"][0] == ARTICLE
    assert not Path(path).exists()


def test_a_path_that_was_not_uploaded_is_not_read(server: Server) -> None:
    config = json.loads(get(f"{server.address}/config"))
    reader = next(item for item in config["dependencies"] if any(t[1] == "upload" for t in item["targets"]))
    file = {"path": str(ROOT / "README.md"), "meta": {"_type": "gradio.FileData"}}
    joined = {"data": [file], "fn_index": reader["id"], "session_hash": "t", "trigger_id": None}
    get(f"{server.address}/gradio_api/queue/join", joined)
    request = urllib.request.Request(f"{server.address}/gradio_api/queue/data?session_hash=t")
    with urllib.request.urlopen(request, timeout=15) as events:
        done = json.loads(next(line for line in events if b"process_completed" in line)[len(b"data: ") :])
    assert done["success"] is False
    assert "newsstance reads news" not in json.dumps(done)
    assert (ROOT / "README.md").exists()


def score_corpus(address: str, path: str) -> list[str]:
    """Send an uploaded corpus as the page does; return the events until the last."""
    config = json.loads(get(f"{address}/config"))
    scorer = [item for item in config["dependencies"] if any(t[1] == "upload" for t in item["targets"])][1]
    file = {"path": path, "meta": {"_type": "gradio.FileData"}}
    joined = {"data": [file], "fn_index": scorer["id"], "session_hash": "c", "trigger_id": None}
    get(f"{address}/gradio_api/queue/join", joined)
    lines = []
    request = urllib.request.Request(f"{address}/gradio_api/queue/data?session_hash=c")
    with urllib.request.urlopen(request, timeout=60) as events:
        for line in events:
            lines.append(str(line, "utf-8"))
            if "process_completed" in lines[-1]:
                break
    return lines


def test_a_corpus_is_scored_told_and_neither_kept_nor_logged(tmp_path: Path) -> None:
    rows = [{"text": f"{SECRET} said Canada praised Acme."}, {"text": SLOW}, {"text": ""}, {"id": SECRET, "text": 1}]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    uploads, temporary = tmp_path / "uploads", tmp_path / "temporary"
    temporary.mkdir()
    with served(uploads, FAKE, TMPDIR=str(temporary)) as (address, process):
        path = upload(Server(address, process, uploads), "news.jsonl", content)
        events = score_corpus(address, path)
        assert "read 4 = scored 2 + errors 2 + skipped 0" in events[-1]
        assert any("<progress" in event for event in events)
        assert not Path(path).exists()
        assert not list(temporary.glob("newsstance*"))
        path = upload(Server(address, process, uploads), "news.csv", f"{SECRET}\n{SECRET}\n".encode())
        assert "no column looks like the text" in score_corpus(address, path)[-1]
        process.send_signal(signal.SIGTERM)
        out, logged = process.communicate(timeout=60)
    assert SECRET not in out + logged
    assert "Traceback" not in logged


def test_a_running_corpus_does_not_hold_the_end_up(tmp_path: Path) -> None:
    uploads, temporary = tmp_path / "uploads", tmp_path / "temporary"
    temporary.mkdir()
    texts = [SLOW if number % 16 == 0 else f"It rained {number} times." for number in range(1000)]
    content = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
    with served(uploads, FAKE, TMPDIR=str(temporary)) as (address, process), ThreadPoolExecutor(1) as pool:
        path = upload(Server(address, process, uploads), "news.jsonl", content)
        running = pool.submit(score_corpus, address, path)
        while not list(temporary.glob("newsstance*")):
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        running.exception()  # the connection may have been cut
    assert not list(temporary.glob("newsstance*"))


def test_an_upload_that_is_too_large_is_refused(server: Server) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        upload(server, "a.txt", b"a" * (MAX_UPLOAD_BYTES + 1))
    caught.value.close()
    assert caught.value.code == 413


def test_foreign_hosts_and_origins_reach_neither_page_nor_queue(server: Server) -> None:
    for path in ("/", "/config", "/gradio_api/info", "/openapi.json"):
        assert status(server.address + path, headers={"Host": "evil.example"}) == 403
    joined = {"data": ["a"]}
    evil = {"Origin": "https://evil.example"}
    assert status(f"{server.address}/gradio_api/call/predict", joined, evil) == 403


# --- Start and end -----------------------------------------------------------------------------------------


def test_taken_port_is_a_typed_error(server: Server) -> None:
    port = server.address.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "classifier", "demo", "--port", port]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 2
    assert f"error: the demo cannot listen on 127.0.0.1, port {port}" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_missing_gradio_names_the_extra() -> None:
    program = (
        "import sys; sys.modules['gradio'] = None\n"  # as if it were not installed
        "from classifier import MissingExtraError, demo\n"
        "try: demo.launch()\n"
        "except MissingExtraError as error: print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert "pip install 'newsstance[demo]'" in ran.stdout, ran.stderr


def test_the_mcp_extra_is_named_on_the_command_line() -> None:
    program = (
        "import sys; sys.modules['mcp'] = None; sys.argv = ['newsstance', 'demo', '--mcp', '--port', '0']\n"
        "from classifier.__main__ import main\n"
        "main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 2, ran.stderr
    assert "pip install 'newsstance[mcp]'" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_no_text_is_logged_and_running_work_is_finished_at_the_end(tmp_path: Path) -> None:
    with served(tmp_path, FAKE) as (address, process):
        post = f"{address}/v1/predict"
        assert status(post, {"text": f"{SECRET} praised Acme."}) == 200
        assert status(post, {"text": SECRET, "targets": [SECRET + "x"]}) == 422
        assert status(post, {SECRET: SECRET}) == 422
        assert status(f"{address}/{SECRET}") == 404
        for data in ([SECRET], [[SECRET], None, False, "transformer"], [SECRET, SECRET, SECRET, SECRET]):
            event = json.loads(get(f"{address}/gradio_api/call/predict", {"data": data}))["event_id"]
            assert "event: error" in get(f"{address}/gradio_api/call/predict/{event}")
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(status, post, {"text": SLOW})
            time.sleep(SLOW_SECONDS / 2)  # it has been sent, and takes longer than this to be answered
            process.send_signal(signal.SIGTERM)
            out, logged = process.communicate(timeout=60)
            assert running.result() == 200
    assert SECRET not in out + logged
    assert "Traceback" not in logged


def test_weights_that_cannot_be_loaded_end_the_service_with_their_error() -> None:
    program = (
        "from classifier import WeightsError\n"
        "from classifier.demo.models import Models\n"
        "from classifier.demo.server import serve\n"
        "def missing(): raise WeightsError('model.safetensors is altered')\n"
        "try: serve(Models(missing, missing), {}, '127.0.0.1', 0)\n"
        "except WeightsError as error: print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == "model.safetensors is altered"
