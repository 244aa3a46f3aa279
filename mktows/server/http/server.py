"""The server of a service: its socket, its event loop, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType, MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from mktows.server.http.application import Application
from mktows.server.http.callers import Callers
from mktows.server.http.connections import Connection, Connections
from mktows.server.http.control import Control
from mktows.server.http.pages import Page
from mktows.server.http.tls import CLOSING_SECONDS, HANDSHAKE_SECONDS
from mktows.server.service import Service
from mktows.server.unexpected import log_unexpected

if TYPE_CHECKING:
    from mktows.server.http.page.site import Site  # which loads the templates' library

GRACE_SECONDS = 20
"""Seconds that calls in flight may take once the server is told to stop."""

_LOG = logging.getLogger("mktows.server")
_BACKLOG = 128  # connections that wait to be accepted


class _Server:
    """A server on a bound socket."""

    def __init__(
        self,
        application: Application,
        listener: socket.socket,
        tls: ssl.SSLContext | None,
        grace: float,
    ) -> None:
        self._listener = listener
        self._tls = tls
        self._grace = grace
        self._application = application
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = 0  # how often it was told to stop

    def run(self) -> None:
        """Serve until the server is told to stop, and the calls in flight are answered."""
        try:
            asyncio.run(self._serve())
        finally:
            self._application.close()

    def stop(self) -> None:
        """End the serving; told a second time, it waits for no call. Safe in a signal handler."""
        self._told += 1
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._heed)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_failure)
        self._stopping = asyncio.Event()
        self._connections = connections = Connections()
        server = await loop.create_server(
            lambda: Connection(self._application, connections),
            sock=self._listener,
            backlog=_BACKLOG,
            ssl=self._tls,
            ssl_handshake_timeout=None if self._tls is None else HANDSHAKE_SECONDS,
            ssl_shutdown_timeout=None if self._tls is None else CLOSING_SECONDS,
        )
        self._loop = loop
        self._heed()  # it may have been told before
        await self._stopping.wait()
        server.close()
        await connections.finish(self._grace)

    def _heed(self) -> None:
        if self._told > 0:
            self._stopping.set()
        if self._told > 1:
            self._connections.abort()


def serve(
    service: Service,
    listener: socket.socket,
    *,
    control: Control | None = None,
    hosts: Collection[str] = (),
    pages: Mapping[str, Page] = MappingProxyType({}),
    site: Site | None = None,
    tls: ssl.SSLContext | None = None,
    grace: float = GRACE_SECONDS,
) -> None:
    """Serve on a bound socket until the process is told to stop (SIGINT or SIGTERM).

    Args:
        service: What answers.
        listener: The bound socket.
        control: What answers below `/_control/`; by default nothing does.
        hosts: Names and addresses, besides those that it listens on, under which it is reached.
        pages: What else answers, by its path.
        site: The page that people read; by default there is none.
        tls: The context, of `tls_context` or `local_tls`; by default the server speaks plain HTTP.
        grace: Seconds that calls in flight may take once the server is told to stop.

    Raises:
        ValueError: One of the hosts is neither a name nor an address.
    """
    application = Application(service, control, Callers(hosts), pages, site)
    server = _Server(application, listener, tls, grace)
    with _signals_to(server.stop):
        server.run()


@contextmanager
def _signals_to(stop: Callable[[], None]) -> Iterator[None]:
    """Have SIGINT and SIGTERM stop a server, where they can be caught: in the main thread."""

    def told(_number: int, _frame: FrameType | None) -> None:
        stop()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, told) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _log_failure(_loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, Exception):
        log_unexpected(error, "serving")
    else:
        _LOG.error("the server: %s", context.get("message"))


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
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def base_url(listener: socket.socket, *, tls: bool = False) -> str:
    """The URL of a bound socket, without a path."""
    host, port = _address(listener)
    scheme = "https" if tls else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _address(listener: socket.socket) -> tuple[str, int]:
    host, port = listener.getsockname()[:2]
    return str(host), int(port)


class ThreadedServer:
    """A service served from a thread of this process, on loopback; for tests.

    Args:
        service: What answers.
        host: Where to listen.
        port: The port; 0 takes a free one.
        control: What answers below `/_control/`; by default nothing does.
        hosts: Names and addresses, besides those that it listens on, under which it is reached.
        pages: What else answers, by its path.
        site: The page that people read; by default there is none.
        tls: The context, of `tls_context` or `local_tls`; by default the server speaks plain HTTP.

    Raises:
        OSError: It cannot listen there.
        ValueError: One of the hosts is neither a name nor an address.

    Example:
        >>> with Sandbox() as sandbox, ThreadedServer(sandbox) as server:  # doctest: +SKIP
        ...     endpoint = server.endpoint("2_7")
    """

    def __init__(
        self,
        service: Service,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        control: Control | None = None,
        hosts: Collection[str] = (),
        pages: Mapping[str, Page] = MappingProxyType({}),
        site: Site | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        application = Application(service, control, Callers(hosts), pages, site)
        self._listener = listen(host, port)
        self._tls = tls is not None
        self._server = _Server(application, self._listener, tls, GRACE_SECONDS)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @property
    def url(self) -> str:
        """The URL of the server, without a path."""
        return base_url(self._listener, tls=self._tls)

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
        self._server.stop()
        self._thread.join(timeout=60)
        self._listener.close()
