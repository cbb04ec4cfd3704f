"""What stands before every route: whose request is let in, how large it may be, and what a browser may do with it.

Hosts: a page of another site can make a browser resolve that site's name to the loopback address (DNS rebinding), so
a service on the loopback address answers only to names of the loopback address.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from classifier.demo.limits import MAX_BODY_BYTES, READ_SECONDS

Scope = MutableMapping[str, Any]  # Any: as ASGI defines it
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_CLOSED = ("/gradio_api/proxy", "/gradio_api/run-history", "/gradio_api/runs", "/gradio_api/vibe", "/monitoring")
# Nothing from elsewhere, and nothing to elsewhere; Gradio builds its page with inline scripts and styles.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Guard:
    """ASGI middleware that refuses foreign hosts, foreign origins and oversized bodies, and closes CORS."""

    def __init__(self, app: Any, hosts: frozenset[str] | None, max_body_bytes: int = MAX_BODY_BYTES) -> None:
        """Wrap an ASGI application.

        Args:
            app: the application.
            hosts: names by which the service may be called; None: any, for a service behind a proxy.
            max_body_bytes: largest body of a request.
        """
        self._app = app
        self._hosts = hosts
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no route of the service speaks WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is None and scope["method"] not in _SAFE_METHODS:
            body = await self._body(headers, receive)
            if isinstance(body, bytes):
                receive = _replay(body, receive)
            else:
                refusal = body
        if refusal is not None:
            await _refuse(send, *refusal)
            return
        await self._app(scope, receive, _closing(send))

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> tuple[int, str, str] | None:
        """Return status, type and message where the request is not let in."""
        host = headers.get(b"host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            return (
                403,
                "ForeignHost",
                "the request calls this service by a name that is not its own; use the address that the service "
                "printed when it started.",
            )
        origin = headers.get(b"origin")
        if origin is not None and scope["method"] not in _SAFE_METHODS and urlsplit(origin).netloc != host:
            return 403, "ForeignOrigin", "the request comes from a page of another site; use this service's own page."
        if scope["path"].startswith(_CLOSED):
            return 404, "NotFound", "there is nothing at this address; /docs lists what there is."
        return None

    async def _body(self, headers: dict[bytes, str], receive: Receive) -> bytes | tuple[int, str, str]:
        """Return the whole body, or a refusal; no more than the limit is ever held."""
        too_large = (
            413,
            "BodyTooLarge",
            f"the request is larger than {self._max_body_bytes:,} bytes; send less text, or fewer documents.",
        )
        announced = headers.get(b"content-length", "0")
        if not announced.isascii() or not announced.isdigit() or int(announced) > self._max_body_bytes:
            return too_large
        body = bytearray()
        try:
            async with asyncio.timeout(READ_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        return 408, "BodyIncomplete", "the connection ended before the request's body."
                    body += message.get("body", b"")
                    if len(body) > self._max_body_bytes:
                        return too_large
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            return 408, "BodyIncomplete", f"the request's body did not arrive within {READ_SECONDS:g} seconds."


def _name(host: str) -> str:
    """Return a Host header's name, without the port and the brackets of an IPv6 address."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that hands over a body that was read already."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


def _closing(send: Send) -> Send:
    """Return a `send` that adds the service's own headers and takes out every permission for other sites."""

    async def closing(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(k, v) for k, v in message.get("headers", []) if not k.lower().startswith(b"access-control-")]
            message = {**message, "headers": [*kept, *_HEADERS]}
        await send(message)

    return closing


async def _refuse(send: Send, status: int, kind: str, message: str) -> None:
    body = json.dumps({"error": {"type": kind, "message": message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *_HEADERS]})
    await send({"type": "http.response.body", "body": body})
