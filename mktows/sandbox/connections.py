"""The connections of a server: bounded in number, and in the time that each may take."""

from __future__ import annotations

import asyncio
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_CONNECTIONS = 256
"""Connections at a time; for a new one the one goes that has kept us waiting longest."""
HEAD_SECONDS = 20
"""Seconds from a request's first byte to the end of its headers; also to a connection's first."""
BODY_SECONDS = 60
"""Seconds from the end of a request's headers to the end of its body."""
READING_SECONDS = 60
"""Seconds that an answer may wait for its client to read on."""
IDLE_SECONDS = 60
"""Seconds that a connection may rest between an answer and the next request."""


def _last_words(status: str, text: str) -> bytes:
    """An answer behind which the connection is closed."""
    return (
        f"HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
        f"content-length: {len(text) + 1}\r\n\r\n{text}\n"
    ).encode()


_BUSY = _last_words("503 Service Unavailable", "Too many connections at once.")
_LATE = _last_words("408 Request Timeout", "The request took too long to arrive.")


class Gathering(asyncio.Transport):
    """A connection's transport that can gather what is written, and send it at once.

    The head and the body of an answer are written one after the other. Sent one by one, each
    wakes the client up, which takes longer than to write them.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._held: list[bytes] | None = None

    def hold(self) -> None:
        """Hold what is written back until `release`."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Send what was held back."""
        held, self._held = self._held, None
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send bytes, or hold them back."""
        if self._held is None:
            self._transport.write(data)
        else:
            self._held.append(bytes(data))

    def close(self) -> None:
        """Send what was written, and close."""
        self.release()
        self._transport.close()

    def abort(self) -> None:
        """Close at once; what was not sent is lost."""
        self._held = None
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether the connection is closing or closed."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: object = None) -> object:
        """What is known of the connection, such as its peer."""
        return self._transport.get_extra_info(name, default)

    def get_write_buffer_size(self) -> int:
        """How many bytes the client has not taken yet."""
        return self._transport.get_write_buffer_size()

    def pause_reading(self) -> None:
        """Take no more in."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take more in."""
        self._transport.resume_reading()


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with bounds that it lacks.

    Neither a client that sends its headers slowly or never, nor one that does not read its
    answers, nor many that open connections, can keep others from being answered.
    """

    _head_timer: asyncio.TimerHandle | None = None
    _body_timer: asyncio.TimerHandle | None = None
    _since = 0.0
    _no_more = False
    _turned_away = False
    _reading_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a connection in, if need be in place of another."""
        gathering = Gathering(transport)
        super().connection_made(gathering)
        # Part of each request's scope: what answers may have to hang up.
        self.app_state = {**self.app_state, "transport": gathering}
        self._since = self.loop.time()
        self._await_head()
        if len(self.connections) > MAX_CONNECTIONS:
            others = cast("set[BoundedProtocol]", self.connections) - {self}
            waiting = [each for each in others if not each.is_answering]
            if waiting:
                min(waiting, key=lambda each: each._since).transport.abort()
            else:
                self._turned_away = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of a connection."""
        self._head_came()
        self._body_came()
        self._reads()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, and watch how long a request takes to arrive."""
        if self.transport.is_closing():
            return
        if self._turned_away:
            # Told only now: what was not read when the connection closes would make it a reset.
            self.transport.write(_BUSY)
            self.transport.close()
            return
        try:
            super().data_received(data)
        except h11.LocalProtocolError:
            # What came makes no sense, and it is too late for an answer.
            self.transport.abort()
        if self.conn.their_state is not h11.IDLE:
            self._head_came()
        elif self._head_timer is None:
            self._await_head()
        self._watch_body()

    def eof_received(self) -> bool:  # type: ignore[override]  # uvicorn always hangs up here
        """Let a client that says it will send no more have its answer."""
        self._no_more = True
        return self.is_answering

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._since = self.loop.time()
        super().on_response_complete()
        self._watch_body()  # of a request that had come already
        if self._no_more and not self.is_answering:
            self.transport.close()

    def pause_writing(self) -> None:
        """Wait for a client that does not read its answer, but not for ever."""
        super().pause_writing()
        self._reading_timer = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on, since the client reads."""
        self._reads()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that rests, also where the client has not read its answer."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            super().timeout_keep_alive_handler()

    def shutdown(self) -> None:
        """Finish the answer to a request that has come, and wait for no other."""
        if self.is_answering:
            super().shutdown()
        else:
            self.transport.close()

    @property
    def is_answering(self) -> bool:
        """Whether a whole request has come whose answer is not complete."""
        cycle = self.cycle
        begun = self.conn.their_state in (h11.DONE, h11.MUST_CLOSE)
        return begun and not cycle.response_complete

    def _reads(self) -> None:
        if self._reading_timer is not None:
            self._reading_timer.cancel()
            self._reading_timer = None

    def _watch_body(self) -> None:
        if self.conn.their_state is not h11.SEND_BODY:
            self._body_came()
        elif self._body_timer is None:
            self._body_timer = self.loop.call_later(BODY_SECONDS, self._body_is_late)

    def _body_is_late(self) -> None:
        if not self.cycle.response_started:
            self.transport.write(_LATE)
        self.transport.close()

    def _body_came(self) -> None:
        if self._body_timer is not None:
            self._body_timer.cancel()
            self._body_timer = None

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _head_came(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
