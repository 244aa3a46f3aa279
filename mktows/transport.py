"""The seam to the network: one request out, one response back."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from mktows.config import CONNECT_TIMEOUT, MAX_REPLY_BYTES, READ_TIMEOUT, is_loopback
from mktows.connections import Watch, WatchedAdapter
from mktows.errors import (
    ConnectionFailed,
    IncompleteReply,
    ReplyTooLarge,
    RequestTimeout,
    TransportError,
)

_CHUNK = 64 * 1024
TOTAL_FACTOR = 10
"""A call may take this many read timeouts in all, from connecting to the reply's last byte."""
_FRAMING = 1024 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class HttpRequest:
    """One HTTP request.

    Its body holds leads, its headers what authorises it, and its query may name leads, so no repr
    shows them.

    Attributes:
        operation: The operation that it carries, for log lines and for reading the reply.
        seconds: Seconds that this call may take in all, and wait for a byte, in place of the
            transport's own; None for those.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"
    operation: str = ""
    seconds: float | None = None

    def __repr__(self) -> str:
        return f"HttpRequest({self.method} {self.url.partition('?')[0]} {self.operation})"


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One HTTP response, decompressed. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Transport(Protocol):
    """The way to the service; anything with this one method will do."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send one request and return the answer, whatever its status.

        Raises:
            TransportError: No usable answer came.
        """


class RequestsTransport:
    """Sends over the network with `requests`.

    Keep-alive, TLS verified, proxies and certificates from the environment as `requests` does it.
    But no proxy is asked for this machine's own addresses, and no password of a `.netrc` file is
    sent. Redirects are not followed: they would carry leads and a signature to another address.
    Each thread has its own connections, so one transport may be shared between threads.

    Args:
        connect_timeout: Seconds to wait for a connection, for each address of the host.
        read_timeout: Seconds without a byte before a call is given up. In all it may take
            `TOTAL_FACTOR` times that, whatever the other side does; only the system's resolving
            of a host's name cannot be broken off.
        max_reply_bytes: Largest reply, after decompression.
        clock: What tells the time, in seconds.
    """

    def __init__(
        self,
        *,
        connect_timeout: float = CONNECT_TIMEOUT,
        read_timeout: float = READ_TIMEOUT,
        max_reply_bytes: int = MAX_REPLY_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timeouts = (connect_timeout, read_timeout)
        self._max_reply_bytes = max_reply_bytes
        self._clock = clock
        self._local = threading.local()
        self._lock = threading.Lock()
        self._lines: list[_Line] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        """See `Transport.send`."""
        line = self._line()
        watch = line.watch
        timeouts, seconds = self._timeouts, self._timeouts[1] * TOTAL_FACTOR
        if request.seconds is not None:
            timeouts, seconds = (timeouts[0], request.seconds), request.seconds
        watch.begin(
            seconds=seconds,
            # Of a reply that is not compressed, with as much again for chunks' framing.
            max_bytes=2 * self._max_reply_bytes + _FRAMING,
        )
        response: requests.Response | None = None
        try:
            with line.exchange(request, timeouts) as response:
                body = self._read(response)
        except BaseException as error:
            watch.abandon()
            if not isinstance(error, _FAILURES):
                raise
            if watch.remaining <= 0:
                raise watch.timeout() from error
            raise failure(error, sent=watch.sent, answered=response is not None) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        return HttpResponse(response.status_code, headers, body)

    def close(self) -> None:
        """Close every thread's connections."""
        with self._lock:
            lines, self._lines = self._lines, []
        for line in lines:
            line.close()

    def _line(self) -> _Line:
        line: _Line | None = getattr(self._local, "line", None)
        if line is None:
            line = self._local.line = _Line(self._clock)
            with self._lock:
                self._lines.append(line)
        return line

    def _read(self, response: requests.Response) -> bytes:
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_content(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > self._max_reply_bytes:
                raise ReplyTooLarge(
                    f"the reply is larger than {self._max_reply_bytes} bytes: ask for smaller "
                    "pages, or raise max_reply_bytes"
                )
        return b"".join(pieces)


class _Line:
    """One thread's way to the network: its connections, and what watches them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.watch = Watch(clock)
        self._adapter = WatchedAdapter(self.watch)
        self._session = requests.Session()

    def exchange(self, request: HttpRequest, timeouts: tuple[float, float]) -> requests.Response:
        """Send a request, and return the response as soon as its head has come."""
        prepared = self._session.prepare_request(
            requests.Request(
                request.method,
                request.url,
                data=request.body,
                headers=dict(request.headers),
                auth=_as_it_is,
            )
        )
        settings: dict[str, Any] = dict(
            self._session.merge_environment_settings(prepared.url, {}, True, True, None)
        )
        if is_loopback(urlsplit(request.url).hostname or ""):
            settings["proxies"] = {}
        # Not by the session, which would follow a redirect a little, and keep cookies.
        return self._adapter.send(prepared, timeout=timeouts, **settings)

    def close(self) -> None:
        """Close the connections."""
        self._adapter.close()
        self._session.close()


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Authorise nothing: without any other way, requests would look into `.netrc`."""
    return prepared


def failure(error: Exception, *, sent: bool, answered: bool) -> TransportError:
    """Our exception for one of `requests`, urllib3 or the system.

    What was raised only chooses the words. Its text is not passed on: it may hold the URL, with
    whatever a proxy's address carries.

    Args:
        error: What was raised.
        sent: Whether the request left, as the connection has noted it.
        answered: Whether the head of an answer had come.
    """
    causes = _causes(error)
    name = type(error).__name__

    def is_any(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if not sent:
        # The most specific first: a connection that was refused is a timeout to urllib3.
        if is_any(urllib3.exceptions.ProxyError, requests.exceptions.ProxyError):
            text = "the proxy could not be reached or refused"
        elif is_any(urllib3.exceptions.NewConnectionError):
            text = "no connection could be made: is the endpoint right?"
        elif is_any(*_TIMEOUTS):
            return RequestTimeout("no connection came about in time", sent=False)
        elif is_any(*_TLS):
            text = "the server's certificate or TLS was not accepted"
        else:
            text = f"the request could not be sent ({name})"
        return ConnectionFailed(text, sent=False)
    if is_any(*_TIMEOUTS):
        return RequestTimeout("the service did not answer in time")
    if answered:
        return IncompleteReply(f"the reply broke off before its end ({name})")
    if is_any(urllib3.exceptions.InvalidHeader, requests.exceptions.InvalidHeader):
        return ConnectionFailed("the head of the answer is not valid HTTP")
    if is_any(*_TLS):
        return ConnectionFailed("TLS failed before an answer came")
    return ConnectionFailed(f"the connection was lost before an answer came ({name})")


_FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, OSError)
_TIMEOUTS = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
_TLS = (requests.exceptions.SSLError, urllib3.exceptions.SSLError, ssl.SSLError)


def _causes(error: BaseException) -> list[BaseException]:
    """Everything that an exception wraps: in its arguments, as its reason and as its cause.

    Not its context: that may be any exception which the caller was about to handle.
    """
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop()
        if isinstance(item, BaseException) and item not in found:
            found.append(item)
            waiting += [*item.args, getattr(item, "reason", None), item.__cause__]
    return found
