"""The sandbox over HTTP: a thin ASGI application, and the server that runs it."""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import TracebackType
from typing import Any, Self

import uvicorn

from mktows.errors import TransportError
from mktows.sandbox.app import Sandbox
from mktows.sandbox.connections import IDLE_SECONDS, BoundedProtocol, Gathering
from mktows.sandbox.control import Control
from mktows.sandbox.front import plain
from mktows.sandbox.incoming import MAX_REQUEST_BYTES
from mktows.sandbox.troubles import CutOff
from mktows.sandbox.workers import Workers
from mktows.transport import HttpRequest, HttpResponse

MAX_WAITING_BYTES = 256 * 1024 * 1024
"""Bytes that the bodies of all requests in flight may have together."""

_LOG = logging.getLogger("mktows.sandbox")
_HOST = re.compile(r"[A-Za-z0-9.\-_]{1,255}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class _Gone(Exception):
    """The client has hung up."""


class Application:
    """The ASGI application around a sandbox.

    A request waits in a thread of its own, since the database's lock may keep a writing call
    waiting. There are as many threads as requests, and connections are bounded, so those that wait
    hold nobody else up. Only what is done in less time than the threads' handing over takes is
    answered in the event loop itself.

    Args:
        sandbox: What answers.
        control: What answers below `/_control/`; None where nothing does.
    """

    def __init__(self, sandbox: Sandbox, control: Control | None = None) -> None:
        self._sandbox = sandbox
        self._control = control
        self._workers: Workers[HttpRequest, HttpResponse] = Workers()
        self._waiting_bytes = 0

    def close(self) -> None:
        """Wait for the calls in flight."""
        self._workers.close()

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = bytearray()
        transport: Gathering = scope["state"]["transport"]
        try:
            response = await self._response(scope, receive, body)
        except CutOff as cut:
            await send(_start(cut.response))
            await send(
                {
                    "type": "http.response.body",
                    "body": cut.response.body[: len(cut.response.body) // 2],
                    "more_body": True,
                }
            )
            return  # an answer that is not complete makes the server hang up
        except (TransportError, _Gone):
            transport.abort()
            return
        finally:
            self._waiting_bytes -= len(body)
        transport.hold()
        try:
            await send(_start(response))
            await send({"type": "http.response.body", "body": response.body})
        finally:
            transport.release()

    async def _response(self, scope: _Scope, receive: _Receive, body: bytearray) -> HttpResponse:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        host = headers.get("host")
        if host is None:  # HTTP/1.0
            host = "localhost"
        elif not _HOST.fullmatch(host):
            return plain(400, "The Host header is not valid.")
        path = scope["path"]
        if path == "/healthz" and scope["method"] in ("GET", "HEAD"):
            return plain(200, "ok")
        if int(headers.get("content-length", "0")) > MAX_REQUEST_BYTES:
            return plain(413, f"More than {MAX_REQUEST_BYTES} bytes are refused.", _CLOSE)
        trouble = await self._receive_body(receive, body)
        if trouble is not None:
            return trouble
        query = scope["query_string"].decode("latin-1")
        request = HttpRequest(
            url=f"{scope['scheme']}://{host}{path}{'?' if query else ''}{query}",
            headers=headers,
            body=bytes(body),
            # The server leaves the body of an answer to HEAD out, and states its length.
            method="GET" if scope["method"] == "HEAD" else scope["method"],
        )
        if self._control is not None and path.startswith("/_control/"):
            client = scope["client"]
            control = self._control.answering("" if client is None else client[0])
            return await self._workers.run(control, request)
        response = self._sandbox.send_at_once(request)
        if response is None:
            response = await self._workers.run(self._sandbox.send, request)
        return response

    async def _receive_body(self, receive: _Receive, body: bytearray) -> HttpResponse | None:
        """Read a request's body; the answer where it is too large."""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            piece = message.get("body", b"")
            body += piece
            self._waiting_bytes += len(piece)
            if len(body) > MAX_REQUEST_BYTES:
                return plain(413, f"More than {MAX_REQUEST_BYTES} bytes are refused.", _CLOSE)
            if self._waiting_bytes > MAX_WAITING_BYTES:
                return plain(503, "Too many large requests at once.", _CLOSE)
            if not message.get("more_body", False):
                return None


_CLOSE = {"connection": "close"}


def _start(response: HttpResponse) -> dict[str, object]:
    headers = [
        (name.encode("latin-1"), v.encode("latin-1")) for name, v in response.headers.items()
    ]
    headers.append((b"content-length", b"%d" % len(response.body)))
    return {"type": "http.response.start", "status": response.status, "headers": headers}


class _Server:
    """The sandbox's own uvicorn server on a bound socket."""

    def __init__(self, sandbox: Sandbox, listener: socket.socket, control: Control | None) -> None:
        self._listener = listener
        self._application = Application(sandbox, control)
        host, port = _address(listener)
        self.uvicorn = uvicorn.Server(
            uvicorn.Config(
                self._application,
                host=host,
                port=port,
                http=BoundedProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level=logging.CRITICAL,  # its records may hold what a client sent
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=IDLE_SECONDS,
                timeout_graceful_shutdown=20,
            )
        )

    def run(self) -> None:
        """Serve until the server is told to stop, and the calls in flight are answered."""
        try:
            self.uvicorn.run(sockets=[self._listener])
        finally:
            self._application.close()


def serve(sandbox: Sandbox, listener: socket.socket, *, control: Control | None = None) -> None:
    """Serve on a bound socket until the process is told to stop (SIGINT or SIGTERM)."""
    _Server(sandbox, listener, control).run()


def listen(host: str, port: int) -> socket.socket:
    """Bind a listening socket; port 0 takes a free one.

    Raises:
        OSError: The address is taken, or not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's algorithm off only for such sockets; with
    # it on, each answer to a client that keeps its connection waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def base_url(listener: socket.socket) -> str:
    """The URL of a bound socket, without a path."""
    host, port = _address(listener)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _address(listener: socket.socket) -> tuple[str, int]:
    host, port = listener.getsockname()[:2]
    return str(host), int(port)


class ThreadedServer:
    """A sandbox served from a thread of this process, on loopback; for tests.

    Example:
        >>> with Sandbox() as sandbox, ThreadedServer(sandbox) as server:  # doctest: +SKIP
        ...     endpoint = server.endpoint("2_7")
    """

    def __init__(
        self,
        sandbox: Sandbox,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        control: Control | None = None,
    ) -> None:
        self._listener = listen(host, port)
        self._server = _Server(sandbox, self._listener, control)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @property
    def url(self) -> str:
        """The URL of the server, without a path."""
        return base_url(self._listener)

    def endpoint(self, version: str) -> str:
        """The URL that a client of a version calls."""
        return f"{self.url}/soap/mktows/{version}"

    def __enter__(self) -> Self:
        # The socket listens already, so a call made before the loop runs waits and is answered.
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.uvicorn.should_exit = True
        self._thread.join(timeout=60)
        self._listener.close()
