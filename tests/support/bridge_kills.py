"""A bridge that is killed within a SOAP call, begun again on its file, and asked again.

The old program repeats its call until it is answered, as such programs do. What it was told, and
what is there, go together: nothing is lost, doubled or triggered twice, and what nobody knows is
kept for the operator.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from mktows_bindings.v3_1 import types as t
from xsdata.models.datatype import XmlDateTime

from mktows import Client
from mktows.bridge.state.store import SCHEMA, BridgeStore
from mktows.database.shared import open_shared
from mktows.errors import ServiceFault, TransportError
from mktows.facts.faults import INTERNAL_ERROR
from mktows.sandbox import Sandbox
from support.bridge_processes import (
    KEY,
    TENANT,
    USER,
    BridgeOptions,
    BridgeProcess,
    Killing,
    bridge_process,
    next_second,
)
from support.bridge_trouble import Wrong, said
from support.rest_http import served
from support.trouble_acts import VERSION, Act, Held, world

Ask = Callable[[Callable[[Client], Any]], Any]
"""Makes a call by a client."""
Read = Callable[[Ask], list[int]]
"""Reads page after page."""
ACTS_OF_A_STAND = 200
_SCAN_SECONDS = 20.0
_AGAIN = 8  # calls after which an old program gives up
_HELD = 60.0  # seconds after which a call of a killed process is certainly over


class KilledBridge:
    """A bridge on a file, over a REST face of this process, that is killed and begun again.

    Args:
        folder: Where the files are.
        seconds: Seconds that a SOAP call may take.
    """

    def __init__(self, folder: Path, *, seconds: float = 1.0) -> None:
        self._stack = ExitStack()
        self._state = folder / "bridge.db"
        self.behind = self._stack.enter_context(
            Sandbox(
                database=folder / "instance.db",
                world=world(ACTS_OF_A_STAND),
                users={USER: KEY},
                rest=True,
            )
        )
        self.held = self._stack.enter_context(closing(Held(folder / "instance.db")))
        self.killing = Killing(self.behind.rest())
        url = self._stack.enter_context(served(self.killing))
        self._options = BridgeOptions(
            *(url, str(self._state), seconds),
            # The places of calls that were killed come free late; there are more kills than places.
            limits=(1000, 1.0, 1000),
            tenant={"scan_calls": 3},
        )
        self._number = 0
        self.kills = 0
        self.within = 0  # those that left the old program without an answer
        self._bridge: BridgeProcess | None = None
        self._life = ExitStack()

    @property
    def bridge(self) -> BridgeProcess:
        """The bridge, begun again if it was killed."""
        if self._bridge is None or not self._bridge.process.is_alive():
            self._life.close()
            self._bridge = self._life.enter_context(bridge_process(self._options))
        return self._bridge

    def asked(self, do: Callable[[Client], Any]) -> Any:
        """Make a call of the bridge as it is now."""
        with self.bridge.client(next_second) as client:
            return do(client)

    def unknown(self) -> list[str]:
        """The operations of which nobody knows what became, as the operator is shown them."""
        with closing(open_shared(SCHEMA, str(self._state))) as database:
            store = BridgeStore(database, clock=lambda: database.clock() + _HELD)
            with store.reading(TENANT) as rows:
                return [str(each["operation"]) for each in rows.unknown_outcomes()]

    @contextmanager
    def killed_within(self, chance: random.Random) -> Iterator[None]:
        """Have the bridge be killed within the block: at a REST call, or at a moment."""
        bridge = self.bridge
        way = chance.random()
        timer = threading.Timer(chance.uniform(0, 0.08), bridge.process.kill)
        if way < 0.7:
            calls = chance.choice((1, 1, 2, 2, 3))
            self.killing.arm(bridge.kill, calls=calls, before=way < 0.2)
        else:
            timer.start()
        try:
            yield
        finally:
            self.killing.disarm()
            timer.cancel()
            bridge.kill()
            self.kills += 1

    def write(self, act: Act, chance: random.Random) -> str:
        """Kill within a call that writes, and have the old program repeat it.

        Returns:
            What the old program was told at last.

        Raises:
            Wrong: That is not what is there.
        """
        number, self._number = self._number, self._number + 1
        given = self.asked(lambda client: act.begin(client, number))
        before, unknown = self._counts(act, number), self.unknown()
        words: list[str] = []

        def do() -> str:
            rows = len(before)
            try:
                told = said(lambda: self.asked(lambda c: act.do(c, number, given)), rows)
            except TransportError:
                self.within += 1
                return "no answer"
            return told.word

        with self.killed_within(chance):
            words.append(do())
        while words[-1] != "done" and len(words) < _AGAIN:
            words.append(do())
            if words[-2:] == ["unknown", "unknown"]:
                break
        if "refused" in words:
            raise Wrong(f"{act!r} was refused, as if the old program had made a mistake: {words}")
        there = [now - was for now, was in zip(self._counts(act, number), before, strict=True)]
        if not set(there) <= {0, 1}:
            raise Wrong(f"{act!r} was carried out twice: {there}, told {words}")
        if words[-1] == "done" and not all(there):
            raise Wrong(f"{act!r} is lost: {there}, told {words}")
        if act.harmless and words[-1] != "done":
            raise Wrong(f"nothing comes of repeating {act!r}: {there}, told {words}")
        noted = len(self.unknown()) > len(unknown)
        if noted != (words[-1] != "done"):
            raise Wrong(f"{act!r} ended as {words}, and the operator is shown {self.unknown()}")
        return words[-1]

    def fill(self, changes: int, leads: int) -> None:
        """Have a lead changed that all acts leave alone, and leads made, for scans."""
        client = Client(self.behind.config(VERSION), transport=self.behind)
        for number in range(changes):
            client.sync_multiple_leads([{"Id": 1, "Title": f"title {number}"}])
        client.sync_multiple_leads([{"Email": f"history{n}@example.com"} for n in range(leads)])

    def _counts(self, act: Act, number: int) -> Sequence[int]:
        return list(act.counts(self.held, number))

    def direct(self, read: Read) -> list[int]:
        """Read from the instance itself."""
        client = Client(self.behind.config(VERSION), transport=self.behind)
        return read(lambda do: do(client))

    def read(self, read: Read, *, calls: int) -> list[int]:
        """Kill behind some REST calls of a reading; the caller goes on where it stood."""

        def ask(do: Callable[[Client], Any]) -> Any:
            while True:
                try:
                    with self.bridge.client() as client:
                        return do(client)
                except TransportError:
                    self.within += 1

        self.killing.arm(self.bridge.kill, calls=calls, before=False)
        try:
            return read(ask)
        finally:
            self.killing.disarm()

    def close(self) -> None:
        self._life.close()
        self._stack.close()


def history(ask: Ask) -> list[int]:
    """All activities of a lead that all acts leave alone."""
    return _pages(
        ask,
        lambda position, client: client.get_lead_activity(
            id=1, start_position=position, batch_size=5
        ),
        lambda page: page.activity_record_list and page.activity_record_list.activity_record,
    )


def changes(ask: Ask) -> list[int]:
    """All changes of all leads."""
    return _pages(
        ask,
        lambda position, client: client.get_lead_changes(
            since=_EARLY if position is None else None, start_position=position, batch_size=100
        ),
        lambda page: (
            page.lead_change_record_list and page.lead_change_record_list.lead_change_record
        ),
    )


def updated(ask: Ask) -> list[int]:
    """The leads that were changed of late."""
    lately = datetime.now(UTC).replace(hour=0, minute=0) - timedelta(days=2)
    selector = t.LastUpdateAtSelector(oldest_updated_at=XmlDateTime.from_datetime(lately))
    return _pages(
        ask,
        lambda position, client: client.get_multiple_leads(
            selector, stream_position=position, batch_size=100, include_attributes=["Id"]
        ),
        lambda page: page.lead_record_list and page.lead_record_list.lead_record,
    )


READS = {"getLeadActivity": history, "getLeadChanges": changes, "getMultipleLeads": updated}
"""Readings that scan activities, by their operations; they give the ids of what they read."""
_EARLY = datetime(2014, 1, 1, tzinfo=UTC)


def _pages(
    ask: Ask,
    read: Callable[[Any, Client], Any],
    listed: Callable[[Any], list[Any] | None],
) -> list[int]:
    """The ids of the records of all pages; a page that is not ready yet is asked for again."""
    found: list[int] = []
    position = None
    until = time.monotonic() + _SCAN_SECONDS
    while True:
        try:
            page = ask(partial(read, position))
        except ServiceFault as fault:
            # The scan is not finished: the next call goes on.
            if fault.service_code != INTERNAL_ERROR or time.monotonic() > until:
                raise
            continue
        found += [each.id for each in listed(page) or []]
        if not page.remaining_count:
            return found
        position = (
            page.new_stream_position
            if hasattr(page, "new_stream_position")
            else (page.new_start_position)
        )
