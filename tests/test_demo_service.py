"""The HTTP routes: typed answers for whatever is sent, limits that hold, and nobody let in who does not belong."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from classifier import MissingExtraError, WeightsError, demo
from classifier.demo.analysis import Question, answer, answer_many, explain_sentence
from classifier.demo.desk import BusyError, Deadline, Desk, TimedScorer, TimeLimitError
from classifier.demo.limits import MAX_DOCUMENTS, MAX_SENTENCE_CHARS, MAX_TARGETS, MAX_TEXT_CHARS, RETRY_SECONDS
from classifier.demo.models import Models, NotReadyError
from classifier.errors import DocumentTooLongError, InputValueError, TargetError
from classifier.pipeline import Pipeline
from classifier.records import Document, DocumentResult
from tests.served import ARTICLE, SLOW, fake_baseline, fake_models, fake_pipeline

httpx = pytest.importorskip("httpx", reason="the service needs Gradio: pip install '.[demo]'")
pytest.importorskip("fastapi", reason="the service needs Gradio: pip install '.[demo]'")

from classifier.demo.guard import LOOPBACK, Guard  # noqa: E402
from classifier.demo.service import create  # noqa: E402

MAX_BODY = 50_000
LATER = Deadline(float("inf"))


@pytest.fixture(scope="module")
def models() -> Models:
    return fake_models()


@pytest.fixture
def desk() -> Iterator[Desk]:
    small = Desk(n_running=1, n_waiting=1, seconds=20)
    yield small
    small.close()


class Client:
    """Calls the routes in this process, each call in an event loop of its own."""

    def __init__(self, models: Models, desk: Desk, max_body_bytes: int = 4_000_000) -> None:
        self.app = Guard(create(models, desk, "0.0"), LOOPBACK, max_body_bytes)

    def send(self, method: str, path: str, **options: Any) -> Any:
        return asyncio.run(self._send([(method, path, options)]))[0]

    def post(self, path: str, **options: Any) -> Any:
        return self.send("POST", path, **options)

    def at_once(self, n: int, path: str, **options: Any) -> list[Any]:
        return asyncio.run(self._send([("POST", path, options)] * n))

    async def _send(self, calls: list[tuple[str, str, dict[str, Any]]]) -> list[Any]:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7860") as client:
            return await asyncio.gather(*(client.request(*call[:2], **call[2]) for call in calls))


@pytest.fixture
def client(models: Models, desk: Desk) -> Client:
    return Client(models, desk)


def refused(response: Any, status: int, kind: str) -> str:
    """Check that a response is a typed refusal, and return its message."""
    assert response.status_code == status, response.text
    assert set(response.json()) == {"error"}
    assert response.json()["error"]["type"] == kind
    return str(response.json()["error"]["message"])


# --- The desk ----------------------------------------------------------------------------------------------


def test_work_beyond_the_queue_is_refused_at_once_and_the_desk_recovers(desk: Desk) -> None:
    gate = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        taken = [pool.submit(desk.run, lambda deadline: gate.wait(20)) for _ in range(2)]  # one runs, one waits
        while desk.n_free:
            time.sleep(0.01)
        with pytest.raises(BusyError, match=f"1 requests wait already; try again in {RETRY_SECONDS} seconds"):
            desk.run(lambda deadline: True)
        gate.set()
        assert [future.result() for future in taken] == [True, True]
    while desk.n_free < 2:  # a place is free a moment after its work is done
        time.sleep(0.01)
    assert desk.run(lambda deadline: "done") == "done"


def test_work_stops_when_its_time_is_over(models: Models) -> None:
    desk = Desk(n_running=1, n_waiting=1, seconds=0.2)
    text = " ".join([SLOW] * 200)
    with pytest.raises(TimeLimitError, match=r"longer than the 0\.2 seconds"):
        desk.run(lambda deadline: answer(Question(Document(text)), models, deadline))
    desk.close()


def test_time_spent_waiting_counts(models: Models) -> None:
    desk = Desk(n_running=1, n_waiting=1, seconds=0.1)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(desk.run, lambda deadline: time.sleep(0.4))
        while desk.n_free == 2:
            time.sleep(0.01)
        with pytest.raises(TimeLimitError):
            desk.run(lambda deadline: "too late")
        first.result()
    desk.close()


def test_a_timed_scorer_changes_no_result() -> None:
    text = ARTICLE * 40  # more sentences than are read between two looks at the clock
    pipeline = fake_pipeline()
    assert Pipeline(TimedScorer(pipeline.scorer, LATER), pipeline.entities).predict(text) == pipeline.predict(text)


# --- Questions and answers ---------------------------------------------------------------------------------


def test_limits_have_typed_errors(models: Models) -> None:
    with pytest.raises(DocumentTooLongError, match="has 100,001 characters, this service takes at most 100,000"):
        answer(Question(Document("a" * (MAX_TEXT_CHARS + 1))), models, LATER)
    with pytest.raises(InputValueError, match="character 8 is half"):
        answer(Question(Document("Huawei \ud83e sued.")), models, LATER)
    with pytest.raises(TargetError, match="10,000 targets are named, at most 200"):
        answer(Question(Document("a", targets=("a",) * 10_000)), models, LATER)
    with pytest.raises(DocumentTooLongError, match=f"at most {MAX_DOCUMENTS} are taken"):
        answer_many([Question(Document("a"))] * (MAX_DOCUMENTS + 1), models, LATER)
    with pytest.raises(DocumentTooLongError, match="5,001 characters, at most 5,000"):
        explain_sentence("a" * (MAX_SENTENCE_CHARS + 1), [(0, 1)], "transformer", models, LATER)
    assert answer(Question(Document("a" * MAX_TEXT_CHARS, targets=None)), models, LATER).entities == ()
    assert MAX_TARGETS == 200


def test_reasons_of_a_sentence_are_those_of_the_whole_article(models: Models) -> None:
    result = models.pipeline("transformer").predict(ARTICLE, explain=True)
    n_words = 0
    for sentence in result.sentences:
        spans = [(mention.start - sentence.start, mention.end - sentence.start) for mention in sentence.mentions]
        alone = explain_sentence(sentence.text, spans, "transformer", models, LATER)
        for mention, words in zip(sentence.mentions, alone, strict=True):
            moved = [replace(w, start=w.start + sentence.start, end=w.end + sentence.start) for w in words]
            assert tuple(moved) == mention.explanation
            n_words += len(words)
    assert n_words > 20


def test_models_that_are_not_loaded_are_a_typed_error() -> None:
    models = Models(fake_pipeline, fake_baseline)
    assert not models.ready
    with pytest.raises(NotReadyError, match="still being loaded"):
        models.pipeline("transformer")
    models.load()
    assert models.pipeline("baseline").model_version == "fake-baseline"


def test_missing_weights_are_told() -> None:
    def missing() -> Pipeline:
        raise WeightsError("no file of this name")

    broken = Models(missing, fake_baseline)
    broken.load()
    with pytest.raises(NotReadyError, match="could not be loaded: no file of this name"):
        broken.pipeline("transformer")
    without = Models(fake_pipeline, missing)
    without.load()
    assert without.ready
    with pytest.raises(WeightsError, match="the baseline's weights are missing"):
        without.pipeline("baseline")


# --- Routes ------------------------------------------------------------------------------------------------


def test_one_document_gives_the_record_of_predict(client: Client) -> None:
    known = {
        "text": ARTICLE,
        "id": "a",
        "title": "T",
        "date": "2025-01-01",
        "source": "S",
        "url": "U",
        "language": "en",
    }
    response = client.post("/v1/predict", json=known)
    assert response.status_code == 200
    assert response.json() == fake_pipeline().predict(Document(**known)).to_dict()
    again = client.post("/v1/predict", json={"text": ARTICLE, "explain": True, "model": "baseline"}).json()
    assert again == fake_baseline().predict(ARTICLE, explain=True).to_dict()
    assert client.post("/v1/predict", json={"text": ""}).json() == fake_pipeline().predict("").to_dict()


def test_own_targets_are_judged(client: Client) -> None:
    targets = ["Nairobi", [0, 6]]
    shown = client.post("/v1/predict", json={"text": ARTICLE, "targets": targets}).json()
    assert shown == fake_pipeline().predict(ARTICLE, targets=["Nairobi", (0, 6)]).to_dict()
    assert [entity["name"] for entity in shown["entities"]] == ["Huawei", "Nairobi"]


def test_many_documents_give_as_many_answers_in_order(client: Client) -> None:
    texts = [f"Canada praised Acme {number} times." for number in range(20)]
    documents: list[Any] = [{"text": text, "id": str(number)} for number, text in enumerate(texts)]
    bad = {3: {"text": 3}, 7: "no object", 11: {"text": "Acme", "targets": ["Huawei"]}, 13: {"text": "a\ud83e"}}
    for index, document in bad.items():
        documents[index] = document
    body = json.dumps({"documents": documents})
    answers = client.post("/v1/predict_many", content=body, headers={"Content-Type": "application/json"}).json()[
        "answers"
    ]
    assert len(answers) == 20
    assert [index for index, item in enumerate(answers) if item["result"] is None] == sorted(bad)
    assert [answers[index]["error"]["type"] for index in sorted(bad)] == [
        "InputTypeError",
        "InputTypeError",
        "TargetError",
        "InputValueError",
    ]
    assert all((item["result"] is None) != (item["error"] is None) for item in answers)
    for index in set(range(20)) - set(bad):
        expected = fake_pipeline().predict(Document(texts[index], id=str(index)))
        assert DocumentResult.from_dict(answers[index]["result"]) == expected


def test_explain_counts_code_points(client: Client) -> None:
    sentence = "🦊 Canada praised Acme."
    [words] = client.post("/v1/explain", json={"sentence": sentence, "targets": [[17, 21]]}).json()["explanations"]
    assert [sentence[word["start"] : word["end"]] for word in words] == ["Canada", "praised"]
    assert max(words, key=lambda word: word["weight"])["text"] == "praised"


@pytest.mark.parametrize(
    ("path", "body", "status", "kind"),
    [
        ("/v1/predict", b"{", 400, "InvalidJson"),
        ("/v1/predict", b"[" * 100_000, 400, "HttpError"),
        ("/v1/predict", b"\xff\xfe", 400, "InvalidJson"),
        ("/v1/predict", b"[]", 422, "InvalidRequest"),
        ("/v1/predict", b"{}", 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": null}', 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": 7}', 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": ["a"]}', 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": NaN}', 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": "a", "txet": "b"}', 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": "a", "targets": "a"}', 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": "a", "targets": [[0, true]]}', 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": "a", "targets": ["b"]}', 422, "TargetError"),
        ("/v1/predict", b'{"text": "a", "targets": [[0, 9]]}', 422, "TargetError"),
        ("/v1/predict", b'{"text": "a", "targets": [[0, 99999999999999999999]]}', 422, "TargetError"),
        ("/v1/predict", b'{"text": "a", "language": "Klingon, perhaps"}', 422, "InputValueError"),
        ("/v1/predict", b'{"text": "a", "model": "gpt"}', 422, "InvalidRequest"),
        ("/v1/predict", b'{"text": "\\ud83e"}', 422, "InputValueError"),
        ("/v1/predict", b'{"text": "a", "id": "\\ud83e"}', 422, "InputValueError"),
        ("/v1/predict", b'{"text": "a", "targets": ["\\ud83e"]}', 422, "InputValueError"),
        ("/v1/predict", b'{"text": "a", "language": "' + b"b" * 100_000 + b'"}', 422, "InputValueError"),
        ("/v1/predict", b'{"text": "' + b"a" * 100_001 + b'"}', 413, "DocumentTooLongError"),
        ("/v1/predict", b'{"text": "' + b"a" * 4_000_000 + b'"}', 413, "BodyTooLarge"),
        ("/v1/predict", b'{"text": "a", "targets": [' + b'"a",' * 9_999 + b'"a"]}', 422, "TargetError"),
        ("/v1/predict_many", b'{"documents": {}}', 422, "InvalidRequest"),
        ("/v1/predict_many", b'{"documents": [' + b"1," * MAX_DOCUMENTS + b"1]}", 413, "DocumentTooLongError"),
        ("/v1/explain", b'{"sentence": "a", "targets": [[0, 0]]}', 422, "TargetError"),
        ("/v1/explain", b'{"sentence": "a", "targets": [[-1, 1]]}', 422, "TargetError"),
        ("/v1/nothing", b"{}", 404, "HttpError"),
        ("/health", b"{}", 405, "HttpError"),
    ],
)
def test_whatever_is_wrong_has_a_typed_answer_without_the_text(
    client: Client, path: str, body: bytes, status: int, kind: str
) -> None:
    message = refused(client.post(path, content=body, headers={"Content-Type": "application/json"}), status, kind)
    assert "aaaaaaaaaa" not in message
    assert len(message) < 600


def test_a_text_of_nul_and_of_one_long_word_is_judged(client: Client) -> None:
    for text in ("\0", "a" * MAX_TEXT_CHARS, "\u202e\u0301\ufeff"):
        response = client.post("/v1/predict", json={"text": text})
        assert response.status_code == 200
        assert response.json()["text"] == text


def test_state_routes(client: Client) -> None:
    assert client.send("GET", "/health").json() == {"status": "live"}
    assert client.send("GET", "/ready").json() == {"status": "ready", "model_version": "fake-1"}
    assert client.send("GET", "/version").json() == {"version": "0.0", "schema_version": 1, "model_version": "fake-1"}


def test_before_the_weights_are_loaded_the_service_lives_and_is_not_ready(desk: Desk) -> None:
    client = Client(Models(fake_pipeline, fake_baseline), desk)
    assert client.send("GET", "/health").status_code == 200
    assert client.send("GET", "/version").json()["model_version"] is None
    documents = {"documents": [{"text": "a"}]}
    calls = [("GET", "/ready", {}), ("POST", "/v1/predict", {"text": "a"}), ("POST", "/v1/predict_many", documents)]
    for method, path, body in calls:
        response = client.send(method, path, json=body)
        refused(response, 503, "NotReadyError")
        assert response.headers["Retry-After"] == str(RETRY_SECONDS)


def test_too_many_at_once_are_told_to_come_back(models: Models) -> None:
    desk = Desk(n_running=1, n_waiting=2, seconds=20)
    responses = Client(models, desk).at_once(8, "/v1/predict", json={"text": SLOW})
    assert sorted(response.status_code for response in responses) == [200] * 3 + [429] * 5
    for response in responses:
        if response.status_code == 429:
            refused(response, 429, "BusyError")
            assert response.headers["Retry-After"] == str(RETRY_SECONDS)
    assert Client(models, desk).post("/v1/predict", json={"text": ARTICLE}).status_code == 200
    desk.close()


def test_time_that_is_over_is_a_gateway_timeout(models: Models) -> None:
    desk = Desk(n_running=1, n_waiting=1, seconds=0.3)
    client = Client(models, desk)
    refused(client.post("/v1/predict", json={"text": " ".join([SLOW] * 100)}), 504, "TimeLimitError")
    many = {"documents": [{"text": SLOW}] * 5}
    refused(Client(models, Desk(n_running=1, seconds=0.3)).post("/v1/predict_many", json=many), 504, "TimeLimitError")
    desk.close()


# --- Who is let in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "[", "169.254.169.254"]
)
def test_a_foreign_name_is_refused(client: Client, host: str) -> None:
    refused(client.send("GET", "/version", headers={"Host": host}), 403, "ForeignHost")
    refused(client.post("/v1/predict", json={"text": "a"}, headers={"Host": host}), 403, "ForeignHost")


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860", "LOCALHOST"])
def test_the_own_names_are_let_in(client: Client, host: str) -> None:
    assert client.send("GET", "/version", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_page_of_another_site_can_send_nothing(client: Client, origin: str) -> None:
    refused(client.post("/v1/predict", json={"text": "a"}, headers={"Origin": origin}), 403, "ForeignOrigin")
    preflight = client.send(
        "OPTIONS", "/v1/predict", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}
    )
    shown = client.send("GET", "/version", headers={"Origin": origin})
    for response in (preflight, shown):
        assert not [name for name in response.headers if name.startswith("access-control-")]
        assert "default-src 'self'" in response.headers["content-security-policy"]


def test_an_own_page_can(client: Client) -> None:
    own = {"Origin": "http://127.0.0.1:7860"}
    assert client.post("/v1/predict", json={"text": "a"}, headers=own).status_code == 200


def test_a_body_without_a_length_is_cut_off_at_the_limit(models: Models, desk: Desk) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * MAX_BODY:
            sent += 10_000
            yield b"a" * 10_000

    response = Client(models, desk, MAX_BODY).post("/v1/predict", content=endless())
    refused(response, 413, "BodyTooLarge")
    assert sent <= 2 * MAX_BODY


# --- Descriptions ------------------------------------------------------------------------------------------


def test_openapi_describes_every_route_and_answer(client: Client) -> None:
    described = client.send("GET", "/openapi.json").json()
    assert set(described["paths"]) == {
        "/health", "/ready", "/version", "/v1/predict", "/v1/predict_many", "/v1/explain",
    }  # fmt: skip
    for path in ("/v1/predict", "/v1/predict_many", "/v1/explain"):
        answers = described["paths"][path]["post"]["responses"]
        assert set(answers) == {"200", "400", "403", "405", "408", "413", "422", "429", "503", "504"}
    record = described["components"]["schemas"]["DocumentResult"]
    assert list(record["properties"]) == list(fake_pipeline().predict("a").to_dict())
    assert "UTF-16" in described["info"]["description"]


def test_the_page_of_routes_needs_no_other_host(client: Client) -> None:
    response = client.send("GET", "/docs")
    assert response.status_code == 200
    assert "<script" not in response.text
    assert "//" not in response.text.replace("http://127.0.0.1:7860/", "").replace("<!--", "")
    for path in ("/v1/predict", "/v1/predict_many", "/v1/explain", "/ready"):
        assert f"http://127.0.0.1:7860{path}" in response.text


def test_the_mcp_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)  # as if it were not installed
    with pytest.raises(MissingExtraError, match=r"pip install 'newsstance\[mcp\]'"):
        demo.launch(mcp=True)
