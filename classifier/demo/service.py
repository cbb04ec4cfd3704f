"""The HTTP service: the library's functions as routes with typed answers, and the page mounted beside them.

The event loop only waits; the work is done at the desk. No text of a request is ever logged.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from classifier.demo.analysis import answer, answer_many, explain_sentence
from classifier.demo.api_page import api_page
from classifier.demo.desk import BusyError, Desk, TimeLimitError
from classifier.demo.limits import RETRY_SECONDS
from classifier.demo.models import Models, NotReadyError
from classifier.demo.schemas import (
    ErrorOut,
    ExplainIn,
    ExplainOut,
    HealthOut,
    PredictIn,
    PredictManyIn,
    PredictManyOut,
    ReadyOut,
    VersionOut,
    problems,
)
from classifier.errors import ClassifierError, DocumentTooLongError, WeightsError
from classifier.records import SCHEMA_VERSION, DocumentResult

DESCRIPTION = """Who stands how toward whom in news articles: the records of the Python package, over HTTP.

All offsets are half-open and count **Unicode code points** of the text that was sent. JavaScript, Java and C# index
strings by UTF-16 units instead, in which an emoji takes two: in JavaScript,
`Array.from(text).slice(start, end).join("")` cuts a mention out.

Every answer that is no success has the body `{"error": {"type": ..., "message": ...}}`. After 429 (too many requests
wait) and 503 (the weights are still being loaded), try again after the seconds that the header `Retry-After` names.
"""
_MESSAGE_CHARS = 500  # a message may quote what was sent
_MEANINGS = {
    400: "The body is no JSON.",
    403: "The request calls the service by a foreign name, or comes from a page of another site.",
    404: "There is nothing at this address.",
    405: "The address knows another method.",
    408: "The body did not arrive in time.",
    413: "Too large: the body, a text, or the number of documents.",
    422: "A field is missing, unknown or of the wrong type, or a target cannot be judged.",
    429: "Too many requests wait. The header Retry-After says when to try again.",
    503: "The weights are not loaded. The header Retry-After says when to try again.",
    504: "The time limit passed.",
}
_STATUS = (  # the first that fits
    (DocumentTooLongError, 413),
    (BusyError, 429),
    (NotReadyError, 503),
    (WeightsError, 503),
    (TimeLimitError, 504),
    (ClassifierError, 422),
)


def _documented(*codes: int) -> dict[int | str, dict[str, Any]]:
    return {code: {"model": ErrorOut, "description": _MEANINGS[code]} for code in codes}


_WORK = _documented(400, 403, 408, 413, 422, 429, 503, 504)


def create(models: Models, desk: Desk, version: str) -> FastAPI:
    """Return the service; `Guard` must stand before it wherever it is served.

    Args:
        models: loaded, or being loaded.
        desk: where the work is done.
        version: of the package.
    """
    app = FastAPI(
        title="newsstance",
        version=version,
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0"},
        docs_url=None,  # FastAPI's own pages load scripts from other hosts
        redoc_url=None,
        responses=_documented(403, 405),
    )
    _add_errors(app)
    _add_state_routes(app, models, version)
    _add_work_routes(app, models, desk)
    app.openapi = _with_items(app.openapi)  # type: ignore[method-assign]  # as FastAPI's manual says
    return app


def _add_state_routes(app: FastAPI, models: Models, version: str) -> None:
    @app.get("/health", tags=["state"], response_model=HealthOut)
    async def health() -> dict[str, str]:
        """Whether the process answers, loaded or not."""
        return {"status": "live"}

    @app.get("/ready", tags=["state"], response_model=ReadyOut, responses=_documented(503))
    async def ready() -> dict[str, str]:
        """Whether the weights are loaded and requests can be answered."""
        return {"status": "ready", "model_version": models.pipeline("transformer").model_version}

    @app.get("/version", tags=["state"], response_model=VersionOut)
    async def versions() -> dict[str, str | int | None]:
        """The versions of the package, of its records and of the model."""
        return {"version": version, "schema_version": SCHEMA_VERSION, "model_version": models.version}

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(api_page(app.openapi()))


def _add_work_routes(app: FastAPI, models: Models, desk: Desk) -> None:
    @app.post("/v1/predict", tags=["work"], responses={200: {"model": DocumentResult}, **_WORK})
    async def predict(body: PredictIn) -> Response:
        """Judge one document; the record is that of `predict(...).to_dict()`."""
        result = await desk.run_async(lambda deadline: answer(body.question(), models, deadline).to_dict())
        return JSONResponse(result)

    @app.post("/v1/predict_many", tags=["work"], responses={200: {"model": PredictManyOut}, **_WORK})
    async def predict_many(body: PredictManyIn) -> Response:
        """Judge several documents: as many answers, in order, each a result or an error."""

        def work(deadline: Any) -> list[dict[str, Any]]:
            return [answer_dict(item) for item in answer_many(body.questions(), models, deadline)]

        return JSONResponse({"answers": await desk.run_async(work)})

    @app.post("/v1/explain", tags=["work"], responses={200: {"model": ExplainOut}, **_WORK})
    async def explain(body: ExplainIn) -> Response:
        """Say which words of one sentence speak for the stance toward each target in it."""
        weights = await desk.run_async(
            lambda deadline: explain_sentence(body.sentence, body.targets, body.model, models, deadline)
        )
        return JSONResponse({"explanations": [[word.to_dict() for word in words] for words in weights]})


def answer_dict(item: DocumentResult | ClassifierError) -> dict[str, Any]:
    """Return one answer of `predict_many` as JSON types."""
    if isinstance(item, ClassifierError):
        return {"result": None, "error": _problem(type(item).__name__, str(item))}
    return {"result": item.to_dict(), "error": None}


def _problem(kind: str, message: str) -> dict[str, str]:
    shown = message if len(message) <= _MESSAGE_CHARS else message[: _MESSAGE_CHARS - 1] + "…"
    return {"type": kind, "message": shown.encode("utf-8", "backslashreplace").decode("utf-8")}  # half surrogate pairs


def _refusal(status: int, kind: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": _problem(kind, message)}, status, headers)


def _add_errors(app: FastAPI) -> None:
    async def typed(request: Request, error: Exception) -> Response:
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        headers = {"Retry-After": str(RETRY_SECONDS)} if status in (429, 503) else None
        return _refusal(status, type(error).__name__, str(error), headers)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = error.errors()
        if any(item["type"] == "json_invalid" for item in found):
            return _refusal(400, "InvalidJson", "the body is no JSON; send an object as /docs shows it.")
        return _refusal(422, "InvalidRequest", problems(found))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        message = _MEANINGS.get(error.status_code, str(error.detail))
        return _refusal(error.status_code, "HttpError", f"{message} /docs lists what there is.", _plain(error.headers))

    handlers: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
        ClassifierError: typed,
        RequestValidationError: invalid,
        HTTPException: http,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def _plain(headers: Any) -> dict[str, str] | None:
    return dict(headers) if headers else None


def _with_items(openapi: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Return an `openapi` that also describes the documents of predict_many, which are checked one by one."""

    def complete() -> dict[str, Any]:
        schema = openapi()
        schemas = schema["components"]["schemas"]
        if "DocumentIn" not in schemas:
            own = {"explain", "model"}
            described = schemas["PredictIn"]
            properties = {name: field for name, field in described["properties"].items() if name not in own}
            schemas["DocumentIn"] = {**described, "title": "DocumentIn", "properties": properties}
            schemas["DocumentIn"]["description"] = "A document to judge. Offsets count Unicode code points."
        return schema

    return complete
