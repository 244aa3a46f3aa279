"""Live updates: open pages are told of the calls that come in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mktows.database.failures import DatabaseFailed
from mktows.server.http.page.answers import HEADERS
from mktows.server.http.streams import Channel, Stream
from mktows.server.journal.queries import CallQuery, CallSummary
from mktows.server.page.live import ALIVE, RESET, calls_event
from mktows.server.service import Service
from mktows.server.unexpected import log_unexpected

MOST_STREAMS = 16
"""Pages that are told of calls at a time; a browser's tab that is not seen is not among them."""
LOOK_SECONDS = 0.5
"""Seconds from one look at the journal to the next, while any page is told."""
ALIVE_SECONDS = 15.0
"""Seconds after which a page without news is told that the server is there."""
MOST_ROWS = 100
"""Calls that a page is told of at once; of more, the newest."""

_Found = tuple[int, list[list[CallSummary]]]


class LiveStream(Stream):
    """The updates of one page.

    Args:
        live: What tells it.
        query: The calls that it shows.
        last: The newest call that it knows.

    Attributes:
        query: As given.
        last: The newest call that it was told of.
        told_at: The loop's time at which it was told something.
        channel: The way to it; None while it is not open.
    """

    headers: Mapping[str, str] = MappingProxyType({**HEADERS, "content-type": "text/event-stream"})

    def __init__(self, live: LiveCalls, query: CallQuery, last: int) -> None:
        self._live = live
        self.query = query
        self.last = last
        self.told_at = 0.0
        self.channel: Channel | None = None

    def begin(self, channel: Channel) -> None:
        """Be told from now on."""
        self.channel = channel
        self.tell(b"retry: 2000\n\n")
        self._live.add(self)

    def ended(self) -> None:
        """Be told no more."""
        self.channel = None
        self._live.remove(self)

    def tell(self, data: bytes) -> None:
        """Send an event."""
        if self.channel is not None:
            self.channel.send(data)
            self.told_at = asyncio.get_running_loop().time()


class LiveCalls:
    """Looks at the journal while pages are open, once for all of them, and tells them.

    It looks because other processes may write to the same journal. All but the look itself happens
    in the event loop of the server; between two looks, no thread is held.

    Args:
        service: Its journal.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._streams: set[LiveStream] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._looking = False

    @property
    def is_full(self) -> bool:
        """Tell whether no more pages can be told."""
        return len(self._streams) >= MOST_STREAMS

    def stream(self, query: CallQuery, last: int) -> LiveStream:
        """Return the updates of a page that knows of all calls up to one."""
        return LiveStream(self, query, last)

    def add(self, stream: LiveStream) -> None:
        """Begin to tell a page."""
        self._streams.add(stream)
        self._wait()

    def remove(self, stream: LiveStream) -> None:
        """Tell a page no more. May be called twice."""
        self._streams.discard(stream)
        if not self._streams and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self) -> None:
        if self._timer is None and not self._looking and self._streams:
            self._timer = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        self._timer = None
        ready = [each for each in self._streams if each.channel and each.channel.is_ready]
        if not ready:
            self._wait()
            return
        after = min(each.last for each in ready)
        queries = list(dict.fromkeys(each.query for each in ready))
        self._looking = True
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(None, self._found, after, queries)
        future.add_done_callback(lambda done: self._tell(ready, queries, done))

    def _found(self, after: int, queries: Sequence[CallQuery]) -> _Found | None:
        """Look at the journal, in a thread; None where it cannot be read just now."""
        try:
            return self._service.written_since(after, queries, limit=MOST_ROWS + 1)
        except DatabaseFailed:
            return None  # the database has logged it
        except Exception as error:
            log_unexpected(error, "looking for calls")
            return None

    def _tell(
        self,
        streams: Sequence[LiveStream],
        queries: Sequence[CallQuery],
        done: asyncio.Future[_Found | None],
    ) -> None:
        self._looking = False
        self._wait()
        found = None if done.cancelled() else done.result()
        if found is None:
            return
        last, calls = found
        by_query = dict(zip(queries, calls, strict=True))
        for each in streams:
            self._tell_one(each, last, by_query[each.query])

    @staticmethod
    def _tell_one(stream: LiveStream, last: int, calls: Sequence[CallSummary]) -> None:
        if last < stream.last:
            stream.last = last
            stream.tell(RESET)
            return
        news = [each for each in calls if each.id > stream.last]
        stream.last = last
        if news:
            whole = len(news) <= MOST_ROWS
            stream.tell(calls_event(last, news[:MOST_ROWS], all_of_them=whole))
        elif asyncio.get_running_loop().time() - stream.told_at > ALIVE_SECONDS:
            stream.tell(ALIVE)
