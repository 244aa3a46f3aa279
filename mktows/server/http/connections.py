"""The connections of a server: HTTP/1.1, bounded in number, in size and in time."""

from __future__ import annotations

import asyncio
import email.utils
import enum
import time
from http import HTTPStatus
from typing import Protocol

from mktows.extras import named

try:
    import h11
except ModuleNotFoundError as error:
    raise named(error) from error

from mktows.errors import TransportError
from mktows.server.fault_injection import CutOff
from mktows.server.front import plain
from mktows.server.http.request_head import BadHead, RequestHead, read_head
from mktows.server.http.streams import Stream
from mktows.server.request_body import MAX_REQUEST_BYTES
from mktows.transport import HttpRequest, HttpResponse

MAX_CONNECTIONS = 256
"""Connections at a time; for a new one the one goes that has kept us waiting longest."""
MAX_WAITING_BYTES = 256 * 1024 * 1024
"""Bytes that the bodies of all requests in flight may have together."""
MAX_CHUNKS = 100_000
"""Chunks of a request's body; a chunk costs as much as a thousand bytes."""
HEAD_SECONDS = 20
"""Seconds from a request's first byte to the end of its headers; also to a connection's first."""
BODY_SECONDS = 60
"""Seconds from the end of a request's headers to the end of its body."""
READING_SECONDS = 60
"""Seconds that an answer may wait for its client to read on."""
IDLE_SECONDS = 60
"""Seconds that a connection may rest between an answer and the next request."""
LINGER_SECONDS = 20
"""Seconds that a client which still sends may take to read that it is refused."""
LINGER_BYTES = 2 * MAX_REQUEST_BYTES
"""Bytes that it may send meanwhile."""

_PHRASES = {each.value: each.phrase.encode() for each in HTTPStatus}
_REASONS = {
    431: "The head of the request is too long.",
    501: "Of transfer codings, only chunked is supported.",
}
_BODILESS = frozenset({204, 304})


class Application(Protocol):
    """Answers the requests of connections."""

    def refusal(self, head: RequestHead, *, client: str, local: str) -> HttpResponse | None:
        """Return the answer to a request that its head alone decides on, else None.

        Args:
            head: The request's head.
            client: The client's address.
            local: The address of ours that it is connected to.
        """

    def answer(self, request: HttpRequest) -> HttpResponse | asyncio.Future[HttpResponse] | Stream:
        """Answer a request, or have it answered.

        The future may raise CutOff, where the answer is to break off, and TransportError, where
        there is to be none.
        """


class _Phase(enum.Enum):
    HEAD = "the head of a request is awaited"
    BODY = "its body is awaited"
    ANSWERING = "it is being answered"
    READING = "its answer waits for the client to read on"
    STREAMING = "its answer goes on"
    RESTING = "it was answered, and no other has begun"
    LINGERING = "the last answer is sent; what still comes is passed over"
    CLOSING = "the last answer is sent, if the client reads it"
    GONE = "the connection is closed"


class Connections:
    """The open connections of a server.

    Attributes:
        body_bytes: Bytes of the bodies of all requests that are not answered.
    """

    def __init__(self) -> None:
        self.body_bytes = 0
        self._open: set[Connection] = set()
        self._all_gone = asyncio.Event()

    def add(self, connection: Connection) -> bool:
        """Take a connection in, if need be in place of another; tell whether there is room."""
        self._open.add(connection)
        if len(self._open) <= MAX_CONNECTIONS:
            return True
        waiting = [each for each in self._open if each.waits_for_its_client]
        waiting.remove(connection)
        if not waiting:
            return False
        oldest = min(waiting, key=lambda each: each.since)
        self.remove(oldest)
        oldest.abort()
        return True

    def remove(self, connection: Connection) -> None:
        """Let go of a connection. May be called twice."""
        self._open.discard(connection)
        if not self._open:
            self._all_gone.set()

    async def finish(self, seconds: float) -> None:
        """End each connection once its answer is sent, and after so many seconds all of them."""
        self._all_gone.clear()
        for each in list(self._open):
            each.finish()
        try:
            if self._open:
                await asyncio.wait_for(self._all_gone.wait(), seconds)
        except TimeoutError:
            self.abort()

    def abort(self) -> None:
        """End all connections at once."""
        for each in list(self._open):
            each.abort()


class Connection(asyncio.Protocol):
    """One connection: takes requests in and sends their answers, in order.

    Neither a client that sends its headers slowly or never, nor one that does not read its
    answers, nor many that open connections, can keep others from being answered.

    Attributes:
        since: The loop's time at which the client was answered last, or connected.
    """

    def __init__(self, application: Application, connections: Connections) -> None:
        self._application = application
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._http = h11.Connection(h11.SERVER)
        self._phase = _Phase.HEAD
        self._timer: asyncio.TimerHandle | None = None
        self._head: RequestHead | None = None
        self._body = bytearray()
        self._taken = 0  # bytes of the body that are counted
        self._chunks = 0
        self._passed_over = 0
        self._writing_paused = False
        self._is_last = False
        self._stream: Stream | None = None
        self.since = self._loop.time()

    @property
    def waits_for_its_client(self) -> bool:
        """Tell whether it is the client that has to act."""
        return self._phase is not _Phase.ANSWERING

    @property
    def is_ready(self) -> bool:
        """Tell whether the client of a stream has read most of what was sent."""
        return not self._writing_paused

    def send(self, data: bytes) -> None:
        """Send a piece of a stream; nothing once it has ended."""
        if self._phase is _Phase.STREAMING:
            self._transport.write(self._http.send(h11.Data(data=data)))

    def end(self) -> None:
        """End a stream, and hang up."""
        if self._phase is _Phase.STREAMING:
            self._transport.write(self._http.send(h11.EndOfMessage()))
            self._close()

    def finish(self) -> None:
        """Finish the answer to a request that has come, and wait for no other."""
        if self._phase is _Phase.ANSWERING:
            self._is_last = True
        elif self._phase is _Phase.STREAMING:
            self.end()
        else:
            self._close()

    def abort(self) -> None:
        """Close at once; what was not sent is lost."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a connection in, unless all others wait for their answers."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - it is a stream's
        self._transport = transport
        self._client = _address(transport.get_extra_info("peername"))
        self._local = _address(transport.get_extra_info("sockname"))
        secure = transport.get_extra_info("sslcontext") is not None
        self._scheme = "https" if secure else "http"
        self._enter(_Phase.HEAD)
        if not self._connections.add(self):
            self._refuse(plain(503, "Too many connections at once."))

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of a connection; a call that is being answered goes on."""
        del exc
        if self._phase is not _Phase.ANSWERING:
            self._forget_body()
        self._enter(_Phase.GONE)
        self._end_stream()
        self._connections.remove(self)

    def data_received(self, data: bytes) -> None:
        """Take bytes in."""
        if self._phase is _Phase.LINGERING:
            self._passed_over += len(data)
            if self._passed_over > LINGER_BYTES:
                self.abort()
            return
        if self._transport.is_closing():
            return
        self._http.receive_data(data)
        if self._phase in (_Phase.ANSWERING, _Phase.READING, _Phase.STREAMING):
            self._transport.pause_reading()
        else:
            self._take_in()

    def eof_received(self) -> bool:
        """Let a client that says it will send no more have its answers."""
        if self._phase in (_Phase.LINGERING, _Phase.STREAMING):
            return False  # nobody waits for the rest of a stream
        self._http.receive_data(b"")
        if self._phase not in (_Phase.ANSWERING, _Phase.READING):
            self._take_in()
        return not self._transport.is_closing()

    def pause_writing(self) -> None:
        """Note that the client does not read its answer."""
        self._writing_paused = True
        if self._phase is _Phase.STREAMING:
            self._timer = self._loop.call_later(READING_SECONDS, self._too_late)

    def resume_writing(self) -> None:
        """Go on, since the client reads."""
        self._writing_paused = False
        if self._phase is _Phase.READING:
            self._rest()
        elif self._phase is _Phase.STREAMING:
            self._enter(_Phase.STREAMING)

    def _enter(self, phase: _Phase) -> None:
        """Begin a phase, which may last for its time."""
        self._phase = phase
        if self._timer is not None:
            self._timer.cancel()
        seconds = {
            _Phase.HEAD: HEAD_SECONDS,
            _Phase.BODY: BODY_SECONDS,
            _Phase.READING: READING_SECONDS,
            _Phase.RESTING: IDLE_SECONDS,
            _Phase.LINGERING: LINGER_SECONDS,
            _Phase.CLOSING: READING_SECONDS,
        }.get(phase)
        self._timer = None if seconds is None else self._loop.call_later(seconds, self._too_late)

    def _too_late(self) -> None:
        if self._phase is _Phase.BODY:
            self._refuse(plain(408, "The request took too long to arrive."))
        elif self._phase is _Phase.RESTING and not self._transport.get_write_buffer_size():
            self._close()
        else:
            self.abort()

    def _take_in(self) -> None:
        """Take in what has come, up to the end of one request."""
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as error:
                status = error.error_status_hint
                self._refuse(plain(status, _REASONS.get(status, "This is no HTTP/1.1 request.")))
                return
            if event is h11.NEED_DATA:
                self._await_more()
                return
            if isinstance(event, h11.Request):
                refused = self._begin(event)
            elif isinstance(event, h11.Data):
                refused = self._add(event)
            elif isinstance(event, h11.EndOfMessage):
                self._answer()
                return
            else:  # the client has hung up between two requests
                self._close()
                return
            if refused is not None:
                self._refuse(refused)
                return

    def _await_more(self) -> None:
        if self._http.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
            self._transport.write(self._http.send(go_on))
        if self._head is not None:
            if self._phase is not _Phase.BODY:
                self._enter(_Phase.BODY)
        elif self._phase is _Phase.RESTING and self._http.trailing_data[0]:
            self._enter(_Phase.HEAD)

    def _begin(self, event: h11.Request) -> HttpResponse | None:
        """Begin a request; return the answer if it is refused by its head."""
        try:
            self._head = read_head(event, self._scheme)
        except BadHead as error:
            return plain(400, str(error))
        self._chunks = 0
        if self._head.length is not None and self._head.length > MAX_REQUEST_BYTES:
            return _too_large()
        return self._application.refusal(self._head, client=self._client, local=self._local)

    def _add(self, event: h11.Data) -> HttpResponse | None:
        """Add to a request's body; return the answer if it is refused for its size."""
        self._body += event.data
        self._taken += len(event.data)
        self._connections.body_bytes += len(event.data)
        self._chunks += event.chunk_start
        if self._chunks > MAX_CHUNKS:
            return plain(413, f"More than {MAX_CHUNKS} chunks are refused: send larger ones.")
        if len(self._body) > MAX_REQUEST_BYTES:
            return _too_large()
        if self._connections.body_bytes > MAX_WAITING_BYTES:
            return plain(503, "Too many large requests at once.")
        return None

    def _answer(self) -> None:
        head = self._head
        assert head is not None  # noqa: S101 - it came before the body
        request = HttpRequest(
            url=head.url,
            headers=head.headers,
            body=bytes(self._body),
            # The body of an answer to HEAD is left out when it is sent, and its length stated.
            method="GET" if head.method == "HEAD" else head.method,
        )
        self._body = bytearray()
        answer = self._application.answer(request)
        if isinstance(answer, HttpResponse):
            self._respond(answer)
            return
        if isinstance(answer, Stream):
            self._begin_stream(answer)
            return
        self._enter(_Phase.ANSWERING)
        answer.add_done_callback(self._answered)

    def _answered(self, future: asyncio.Future[HttpResponse]) -> None:
        if self._phase is _Phase.GONE:
            future.exception()
            self._forget_body()
            return
        try:
            response = future.result()
        except CutOff as cut:
            self._break_off(cut.response)
        except TransportError:
            self._forget_body()
            self.abort()
        else:
            self._respond(response)

    def _begin_stream(self, stream: Stream) -> None:
        """Send the head of an answer that goes on, and let it go on."""
        self._forget_body()
        self._is_last = True
        if self._head is not None and self._head.method == "HEAD":
            self._respond(HttpResponse(200, stream.headers, b""))
            return
        self._transport.write(self._start_with(200, [*stream.headers.items()]))
        self._stream = stream
        self._enter(_Phase.STREAMING)
        stream.begin(self)

    def _end_stream(self) -> None:
        """Tell a stream that it has ended, once."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.ended()

    def _respond(self, response: HttpResponse) -> None:
        """Answer the request that has come, and rest."""
        self._forget_body()
        self._send(response)
        if self._http.our_state is h11.MUST_CLOSE:
            if self._http.trailing_data[0]:
                self._linger()
            else:
                self._close()
            return
        self._http.start_next_cycle()
        self._head = None
        self.since = self._loop.time()
        if self._writing_paused:
            self._enter(_Phase.READING)
        else:
            self._rest()

    def _rest(self) -> None:
        """Wait for the next request, which may have come already."""
        self._enter(_Phase.RESTING)
        if self._http.trailing_data != (b"", False) or not self._transport.is_reading():
            # Others have their turn in between.
            self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        if self._phase is _Phase.RESTING:
            self._transport.resume_reading()
            self._take_in()

    def _refuse(self, response: HttpResponse) -> None:
        """Answer a request that has not come to its end, and hang up."""
        self._forget_body()
        self._is_last = True
        self._send(response)
        self._linger()

    def _break_off(self, response: HttpResponse) -> None:
        """Send half an answer, and hang up."""
        self._forget_body()
        half = response.body[: len(response.body) // 2]
        self._transport.write(self._start(response) + self._http.send(h11.Data(data=half)))
        self._close()

    def _send(self, response: HttpResponse) -> None:
        # One piece: sent one by one, the head and the body wake the client up twice.
        pieces = [self._start(response)]
        is_bodiless = self._head is not None and self._head.method == "HEAD"
        if not is_bodiless and response.status not in _BODILESS:
            pieces.append(self._http.send(h11.Data(data=response.body)))
        pieces.append(self._http.send(h11.EndOfMessage()))
        self._transport.write(b"".join(pieces))

    def _start(self, response: HttpResponse) -> bytes:
        headers = [*response.headers.items()]
        if response.status not in _BODILESS:
            headers.append(("content-length", str(len(response.body))))
        return self._start_with(response.status, headers)

    def _start_with(self, status: int, headers: list[tuple[str, str]]) -> bytes:
        """The head of an answer; without its length, h11 marks where its body ends."""
        headers.append(("date", _date()))
        if self._is_last:
            headers.append(("connection", "close"))
        reason = _PHRASES.get(status, b"")
        return self._http.send(h11.Response(status_code=status, headers=headers, reason=reason))

    def _close(self) -> None:
        """Close once the client has read what was sent."""
        self._forget_body()
        self._end_stream()
        self._enter(_Phase.CLOSING)
        self._transport.close()

    def _linger(self) -> None:
        """Say that no more follows, and pass over what comes until the client has seen it.

        To close while unread bytes arrive would reset the connection, and the client would lose
        the answer (RFC 9112, section 9.6).
        """
        self._enter(_Phase.LINGERING)
        if self._http.trailing_data[1]:
            self._transport.close()
            return
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self._transport.resume_reading()

    def _forget_body(self) -> None:
        self._connections.body_bytes -= self._taken
        self._taken = 0
        self._body = bytearray()


def _too_large() -> HttpResponse:
    return plain(413, f"More than {MAX_REQUEST_BYTES} bytes are refused.")


def _address(name: object) -> str:
    """The address of one side of a connection; empty where it has none."""
    return str(name[0]) if isinstance(name, tuple) and name else ""


_dates: tuple[int, str] = (0, "")


def _date() -> str:
    global _dates
    now = int(time.time())
    if _dates[0] != now:
        _dates = (now, email.utils.formatdate(now, usegmt=True))
    return _dates[1]
