"""The seam to the network: one request out, one response back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import requests
import urllib3.exceptions

from mktows.config import CONNECT_TIMEOUT, MAX_REPLY_BYTES, READ_TIMEOUT
from mktows.errors import (
    ConnectionFailed,
    IncompleteReply,
    ReplyTooLarge,
    RequestTimeout,
    TransportError,
)

_CHUNK = 64 * 1024
TOTAL_FACTOR = 10
"""A reply that trickles in may take this many read timeouts in all."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One HTTP request. Its body holds leads and a signature, so no repr shows it.

    Attributes:
        operation: The operation that it carries, for log lines and for reading the reply.
    """

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    method: str = "POST"
    operation: str = ""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One HTTP response, decompressed. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Transport(Protocol):
    """What a client sends through; anything with this one method will do."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send one request and return the answer, whatever its status.

        Raises:
            TransportError: No usable answer came.
        """


class RequestsTransport:
    """Sends over the network with `requests`.

    Keep-alive, TLS verified, proxies and certificates from the environment as `requests` does it.
    Redirects are not followed: they would carry leads and a signature to another address. Each
    thread has its own session, so one transport may be shared between threads.
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
        self._longest = read_timeout * TOTAL_FACTOR
        self._max_reply_bytes = max_reply_bytes
        self._clock = clock
        self._local = threading.local()
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        """See `Transport.send`."""
        deadline = self._clock() + self._longest
        try:
            response = self._session().request(
                request.method,
                request.url,
                data=request.body,
                headers=dict(request.headers),
                timeout=self._timeouts,
                allow_redirects=False,
                stream=True,
            )
            with response:
                body = self._read(response, deadline)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise map_error(error) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        return HttpResponse(response.status_code, headers, body)

    def close(self) -> None:
        """Close every thread's connections."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.close()

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            with self._lock:
                self._sessions.append(session)
        return session

    def _read(self, response: requests.Response, deadline: float) -> bytes:
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
            if self._clock() > deadline:
                raise RequestTimeout(f"the reply was not complete after {self._longest:g} s")
        return b"".join(pieces)


# Lower-level exceptions to ours, the most specific first. Their texts are not passed on: they may
# hold the URL with whatever a proxy's address carries.
_NEVER_ARRIVED = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.UnrewindableBodyError,
)
_BROKEN_OFF = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
    requests.exceptions.StreamConsumedError,
    urllib3.exceptions.IncompleteRead,
    urllib3.exceptions.ProtocolError,
    urllib3.exceptions.DecodeError,
)


def map_error(error: Exception) -> TransportError:
    """Our exception for one of `requests`, urllib3 or the system."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return RequestTimeout("no connection came about in time", sent=False)
    if isinstance(error, requests.exceptions.Timeout | urllib3.exceptions.TimeoutError):
        return RequestTimeout("the service did not answer in time")
    if isinstance(error, requests.exceptions.SSLError):
        return ConnectionFailed("the server's certificate or TLS was not accepted", sent=False)
    if isinstance(error, requests.exceptions.ProxyError):
        return ConnectionFailed("the proxy could not be reached or refused", sent=False)
    if isinstance(error, _NEVER_ARRIVED):
        return ConnectionFailed(f"the request could not be sent ({_name(error)})", sent=False)
    if isinstance(error, requests.exceptions.ConnectionError):
        return _connection_error(error)
    if isinstance(error, _BROKEN_OFF):
        return IncompleteReply(f"the reply broke off before its end ({_name(error)})")
    return ConnectionFailed(f"the connection failed ({_name(error)})")


def _connection_error(error: requests.exceptions.ConnectionError) -> TransportError:
    causes = _causes(error)
    if any(isinstance(cause, urllib3.exceptions.ReadTimeoutError) for cause in causes):
        return RequestTimeout("the service did not answer in time")
    never = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.NameResolutionError)
    if any(isinstance(cause, never) for cause in causes):
        return ConnectionFailed("no connection could be made: is the endpoint right?", sent=False)
    if any(isinstance(cause, urllib3.exceptions.IncompleteRead) for cause in causes):
        return IncompleteReply("the reply broke off before its end")
    return ConnectionFailed("the connection was lost before an answer came")


def _causes(error: BaseException) -> list[BaseException]:
    """Everything that an exception wraps, in its arguments, reasons and contexts."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop()
        if isinstance(item, BaseException) and item not in found:
            found.append(item)
            waiting += [*item.args, getattr(item, "reason", None), item.__cause__, item.__context__]
    return found


def _name(error: Exception) -> str:
    return type(error).__name__
