"""Connections that know whether a request left on them, and that end when its time is up.

What an exception is called does not tell whether the request left: the same class stands for a
proxy that was never reached and for one that broke off behind the whole request. So the connection
itself takes note, before it hands the first byte of the request to its socket.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, PoolManager

from mktows.errors import ReplyTooLarge, RequestTimeout

_PIECE = 64 * 1024


class Watch:
    """Watches the call that one thread makes: its deadline, its size, and whether it was sent.

    Attributes:
        sent: Whether a byte of the request was, or may have been, handed to a socket. What is said
            to a proxy before (CONNECT) and the TLS handshake are no part of the request.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.sent = False
        self._clock = clock
        self._total = 0.0
        self._deadline = 0.0
        self._bytes_left = 0
        self._readers: list[io.BufferedReader] = []

    def begin(self, *, seconds: float, max_bytes: int) -> None:
        """Begin a call.

        Args:
            seconds: Seconds that it may take in all.
            max_bytes: Bytes that may come back on the wire, heads and framing included.
        """
        self.sent = False
        self._total = seconds
        self._deadline = self._clock() + seconds
        self._bytes_left = max_bytes
        self._readers.clear()

    def reading(self, reader: io.BufferedReader) -> io.BufferedReader:
        """Remember what the call reads from."""
        self._readers.append(reader)
        return reader

    def abandon(self) -> None:
        """Close what a failed call has read from: a reply with a bad head is left open."""
        for reader in self._readers:
            reader.close()
        self._readers.clear()

    @property
    def remaining(self) -> float:
        """Seconds until the deadline; 0 or less behind it."""
        return self._deadline - self._clock()

    def seconds(self, step: float | None) -> float:
        """Seconds that the next step may take, of the `step` that it would be given without.

        Raises:
            RequestTimeout: The time is up.
        """
        remaining = self.remaining
        if remaining <= 0:
            raise self.timeout()
        return remaining if step is None else min(step, remaining)

    def timeout(self) -> RequestTimeout:
        """The error that ends a call whose time is up."""
        text = f"the call was not complete after {self._total:g} s"
        return RequestTimeout(text, sent=self.sent)

    def received(self, count: int) -> None:
        """Count bytes that came in.

        Raises:
            ReplyTooLarge: There were too many, for example of a reply that never begins.
        """
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise ReplyTooLarge("more came in than the largest reply allowed can take")


class WatchedAdapter(HTTPAdapter):
    """An adapter of `requests` whose connections, direct or by a proxy, are watched.

    Args:
        watch: What watches them.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*arguments, **options)
        self._watch_connections(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> PoolManager:
        """Return the pools of connections by a proxy, made when it is first used."""
        known = proxy in self.proxy_manager
        manager: PoolManager = super().proxy_manager_for(proxy, **options)
        if not known:
            self._watch_connections(manager)
        return manager

    def _watch_connections(self, manager: PoolManager) -> None:
        manager.pool_classes_by_scheme = {
            scheme: _watched(pool, self._watch)
            for scheme, pool in manager.pool_classes_by_scheme.items()
        }


def _watched(pool: type[HTTPConnectionPool], watch: Watch) -> type[HTTPConnectionPool]:
    """A pool class like another one, whose connections are watched."""
    kind: Any = pool.ConnectionCls
    connection = type(kind.__name__, (_WatchedConnection, kind), {"watch": watch})
    return type(pool.__name__, (pool,), {"ConnectionCls": connection})


class _WatchedConnection:
    """A mixin in front of a connection class of urllib3, which watches what is sent."""

    watch: Watch
    timeout: float | None
    auto_open: int
    socket_options: Iterable[Any] | None
    _socket: _WatchedSocket | None = None
    _connecting = False

    @property
    def sock(self) -> _WatchedSocket | None:
        """The connected socket, None while there is none."""
        return self._socket

    @sock.setter
    def sock(self, given: Any) -> None:
        plain = given is None or isinstance(given, _WatchedSocket)
        self._socket = given if plain else _WatchedSocket(given, self.watch, self.timeout)

    def connect(self) -> None:
        """Connect, with what time is left: to the proxy, if there is one, and by TLS too."""
        self.timeout = self.watch.seconds(self.timeout)
        self.socket_options = _EachAddress(self.socket_options, self.watch, self.timeout)
        self._connecting = True
        try:
            super().connect()  # type: ignore[misc]
        finally:
            self._connecting = False

    def send(self, data: Any) -> None:
        """Send a piece of the request, or of what is said to a proxy before."""
        if self.sock is None and self.auto_open:
            self.connect()
        if not self._connecting:
            self.watch.seconds(None)
            self.watch.sent = True
        super().send(data)  # type: ignore[misc]


class _EachAddress:
    """The options of a socket, read once for each address of a host that is tried.

    Each address may take the time to connect anew, so another one is only tried while there is
    that much left.
    """

    def __init__(self, options: Iterable[Any] | None, watch: Watch, timeout: float) -> None:
        self._options = tuple(options or ())
        self._watch = watch
        self._timeout = timeout
        self._tried = False

    def __iter__(self) -> Iterator[Any]:
        if self._tried and self._watch.remaining < self._timeout:
            raise TimeoutError("no time is left for another address")
        self._tried = True
        return iter(self._options)


class _WatchedSocket:
    """A socket, plain or with TLS, each of whose steps ends before the deadline.

    A timeout of a socket begins anew with every byte, so it is set before each step.
    """

    def __init__(self, plain: Any, watch: Watch, step: float | None) -> None:
        self._plain = plain
        self._watch = watch
        self.settimeout(step)

    def settimeout(self, step: float | None) -> None:
        """Set the seconds that each step may take, the deadline allowing."""
        self._step = step
        self._allow()  # what is layered upon the plain socket, such as TLS, has that much too

    def sendall(self, data: Any) -> None:
        """Send all of it."""
        rest = memoryview(data)
        while rest:
            self._allow()
            rest = rest[self._plain.send(rest[:_PIECE]) :]

    def makefile(self, mode: str, *_: object, **__: object) -> io.BufferedReader:
        """Return what replies are read from.

        Raises:
            ValueError: Another mode than `rb` is asked for.
        """
        if mode != "rb":
            raise ValueError("replies are read as bytes")
        incoming = _Incoming(self, self._plain.makefile("rb", buffering=0))
        return self._watch.reading(io.BufferedReader(incoming))

    def fill(self, incoming: io.RawIOBase, buffer: Any) -> int | None:
        """Read what is there into a buffer, or wait for it."""
        self._allow()
        count: int | None = incoming.readinto(buffer)
        self._watch.received(count or 0)
        return count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)

    def _allow(self) -> None:
        self._plain.settimeout(self._watch.seconds(self._step))


class _Incoming(io.RawIOBase):
    """The bytes that come in on a watched socket."""

    def __init__(self, watched: _WatchedSocket, plain: io.RawIOBase) -> None:
        super().__init__()
        self._watched = watched
        self._incoming = plain

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        return self._watched.fill(self._incoming, buffer)

    def close(self) -> None:
        self._incoming.close()
        super().close()
