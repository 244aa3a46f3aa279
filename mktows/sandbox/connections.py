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
READING_SECONDS = 60
"""Seconds that an answer may wait for its client to read on."""
IDLE_SECONDS = 60
"""Seconds that a connection may rest between an answer and the next request."""

_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"connection: close\r\ncontent-length: 30\r\n\r\nToo many connections at once.\n"
)


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with bounds that it lacks.

    Neither a client that sends its headers slowly or never, nor one that does not read its
    answers, nor many that open connections, can keep others from being answered.
    """

    _head_timer: asyncio.TimerHandle | None = None
    _since = 0.0
    _no_more = False
    _turned_away = False
    _reading_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a connection in, if need be in place of another."""
        super().connection_made(transport)
        # Part of each request's scope: what answers may have to hang up.
        self.app_state = {**self.app_state, "transport": transport}
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
        self._reads()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, and watch how long a request's headers take."""
        if self.transport.is_closing():
            return
        if self._turned_away:
            # Told only now: what was not read when the connection closes would make it a reset.
            self.transport.write(_BUSY)
            self.transport.close()
            return
        if self._head_timer is None and self.conn.their_state is h11.IDLE:
            self._await_head()
        try:
            super().data_received(data)
        except h11.LocalProtocolError:
            # What came makes no sense, and it is too late for an answer.
            self.transport.abort()
        if self.conn.their_state is not h11.IDLE:
            self._head_came()

    def eof_received(self) -> bool:  # type: ignore[override]  # uvicorn always hangs up here
        """Let a client that says it will send no more have its answer."""
        self._no_more = True
        return self.is_answering

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._since = self.loop.time()
        super().on_response_complete()
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

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _head_came(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
