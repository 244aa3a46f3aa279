"""The sandbox over HTTP: a thin ASGI application, and the server that runs it."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mktows.sandbox.app import MAX_REQUEST_BYTES, Sandbox
from mktows.transport import HttpRequest

BODY_SECONDS = 60
"""Seconds that a client has to send its request body."""
_HOST = re.compile(r"[A-Za-z0-9.\-]{1,255}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


def application(sandbox: Sandbox) -> Starlette:
    """The ASGI application around a sandbox."""

    async def answer(request: Request) -> Response:
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            return PlainTextResponse("The Host header is not valid.\n", 400)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except TimeoutError:
            return PlainTextResponse("The request took too long to arrive.\n", 408)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return PlainTextResponse(f"More than {MAX_REQUEST_BYTES} bytes are refused.\n", 413)
        query = f"?{request.url.query}" if request.url.query else ""
        response = await run_in_threadpool(
            sandbox.send,
            HttpRequest(
                url=f"{request.url.scheme}://{host}{request.url.path}{query}",
                headers=dict(request.headers),
                body=body,
                method=request.method,
            ),
        )
        return Response(response.body, response.status, dict(response.headers))

    methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
    return Starlette(routes=[Route("/{path:path}", answer, methods=methods)])


async def _body(request: Request) -> bytes | None:
    """The request's body, or None as soon as it is larger than allowed."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > MAX_REQUEST_BYTES:
            return None
        pieces.append(piece)
    return b"".join(pieces)


def _server(sandbox: Sandbox, host: str, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        application(sandbox),
        host=host,
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    return uvicorn.Server(config)


def serve(sandbox: Sandbox, listener: socket.socket) -> None:
    """Serve on a bound socket until the process is told to stop (SIGINT or SIGTERM)."""
    _server(sandbox, *_address(listener)).run(sockets=[listener])


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

    def __init__(self, sandbox: Sandbox, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._listener = listen(host, port)
        self._server = _server(sandbox, *_address(self._listener))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True
        )

    def endpoint(self, version: str) -> str:
        """The URL that a client of a version calls."""
        return f"{base_url(self._listener)}/soap/mktows/{version}"

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
        self._server.should_exit = True
        self._thread.join(timeout=15)
        self._listener.close()
