"""Puts the service on a port of this machine, and takes it off again."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Mapping

import uvicorn

from classifier import __version__
from classifier.demo.corpus_job import CorpusDesk
from classifier.demo.desk import Desk
from classifier.demo.guard import LOOPBACK, Guard
from classifier.demo.models import Models
from classifier.demo.page import build, mount
from classifier.demo.service import create
from classifier.errors import InputValueError

_SHUTDOWN_SECONDS = 10  # for requests that are being answered when the service is stopped


def application(
    models: Models,
    desk: Desk,
    corpora: CorpusDesk,
    examples: Mapping[str, str],
    hosts: frozenset[str] | None,
    *,
    mcp: bool = False,
) -> Guard:
    """Return the whole service: routes, page, and the guard before both."""
    app = create(models, desk, __version__)
    mount(app, build(models, desk, corpora, examples), mcp=mcp)
    return Guard(app, hosts)


def serve(
    models: Models,
    examples: Mapping[str, str],
    host: str,
    port: int,
    *,
    mcp: bool = False,
    desk: Desk | None = None,
) -> None:
    """Serve until interrupted; see `classifier.demo.launch`."""
    listening = _listen(host, port)
    address = _address(listening)
    desk, corpora = desk or Desk(), CorpusDesk(models)
    app = application(models, desk, corpora, examples, _own_names(host), mcp=mcp)
    # No access log: it would grow for as long as the service runs, and says nothing that a user needs.
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    server = _Server(config, corpora)
    loading = threading.Thread(target=_load, args=(models, server), daemon=True, name="newsstance-load")
    loading.start()
    print(f"The demo is at {address} and describes its HTTP routes at {address}docs (Ctrl+C stops it).", flush=True)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:  # uvicorn raises it again once all is closed
        pass
    finally:
        desk.close()
        listening.close()
    if models.error is not None:
        raise models.error


class _Server(uvicorn.Server):
    """A server that stops the corpus first: after a signal it ends the process itself, and files would be left."""

    def __init__(self, config: uvicorn.Config, corpora: CorpusDesk) -> None:
        super().__init__(config)
        self._corpora = corpora

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the corpus, then let running requests end."""
        await asyncio.to_thread(self._corpora.close)
        await super().shutdown(sockets)


def _load(models: Models, server: uvicorn.Server) -> None:
    """Load the models; without them there is nothing to serve."""
    models.load()
    if models.error is not None:
        server.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    """Return a bound socket.

    Raises:
        InputValueError: the port is taken, or the address is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen()
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise InputValueError(
            f"the demo cannot listen on {host}, port {port} ({error}); pass a free port, or 0 for any, and an "
            "address of this machine."
        ) from error
    return listening


def _address(listening: socket.socket) -> str:
    name, port = listening.getsockname()[:2]
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _own_names(host: str) -> frozenset[str] | None:
    """Return the names that a request may call the service by; None (any) where it is open to other machines."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    return LOOPBACK | {host} if loopback else None
