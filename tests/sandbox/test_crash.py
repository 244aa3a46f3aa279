"""The server is killed while several clients write: what was answered is there, once.

`MKTOWS_CRASH_ROUNDS` sets the number of rounds; each kills one process on the same file.
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.serving import ServedProcess, served_process

from mktows import Client, NotFoundFault, TransportError, lead_mappings
from mktows.retry import RetryPolicy

ROUNDS = int(os.environ.get("MKTOWS_CRASH_ROUNDS", "4"))
CLIENTS = 4
BATCH = 20
_ONCE = RetryPolicy(attempts=1)


@dataclass
class Written:
    """What one client was told."""

    name: str
    sent: int = 0
    answered: list[int] = field(default_factory=list)
    counter: int = 0  # the last value that was answered for
    counter_sent: int = 0

    def email(self, call: int, row: int) -> str:
        return f"{self.name}.{call}.{row}@crash.example"

    def counter_email(self) -> str:
        return f"{self.name}.counter@crash.example"


def load(served: ServedProcess, written: Written, killed: threading.Event) -> None:
    """Write until the server is gone: batches of new leads, and one lead again and again."""
    with Client(served.config(), retry=_ONCE) as client:
        try:
            while not killed.is_set():
                call = written.sent
                written.sent += 1
                rows = [
                    {"Email": written.email(call, row), "FirstName": str(call)}
                    for row in range(BATCH)
                ]
                answer = client.sync_multiple_leads(rows)
                assert len({each.lead_id for each in answer.sync_status_list.sync_status}) == BATCH
                written.answered.append(call)
                written.counter_sent += 1
                client.sync_lead(
                    {"Email": written.counter_email(), "LastName": str(written.counter_sent)}
                )
                written.counter = written.counter_sent
        except TransportError:
            assert killed.is_set(), "the server broke a call off without being killed"


def stored(served: ServedProcess, emails: list[str]) -> list[dict[str, object]]:
    with Client(served.config(), retry=_ONCE) as client:
        found: list[dict[str, object]] = []
        for start in range(0, len(emails), 100):
            page = client.get_multiple_leads(emails=emails[start : start + 100])
            assert page.remaining_count == 0
            found += lead_mappings(page)
        return found


def check(served: ServedProcess, written: Written) -> None:
    """Compare what is stored with what one client was told."""
    for call in range(written.sent):
        emails = [written.email(call, row) for row in range(BATCH)]
        found = stored(served, emails)
        if call in written.answered:
            assert sorted(str(each["Email"]) for each in found) == sorted(emails)
        else:
            # The call was one transaction: it happened whole and once, or not at all.
            assert sorted(str(each["Email"]) for each in found) in ([], sorted(emails))
        assert {each["FirstName"] for each in found} <= {str(call)}
    with Client(served.config(), retry=_ONCE) as client:
        try:
            result = client.get_lead(email=written.counter_email())
        except NotFoundFault:
            assert written.counter == 0
        else:
            (lead,) = lead_mappings(result)
            value = int(str(lead["LastName"]))
            assert value in (written.counter, written.counter_sent)


def intact(database: Path) -> Iterator[str]:
    with closing(sqlite3.connect(database)) as connection:
        for (line,) in connection.execute("PRAGMA integrity_check"):
            yield line
        for row in connection.execute("PRAGMA foreign_key_check"):
            yield f"foreign key: {row}"


@pytest.mark.slow
def test_killed_at_any_moment_no_answered_call_is_lost_or_doubled(tmp_path: Path) -> None:
    chance = random.Random(20140213)
    database = tmp_path / "leads.db"
    everything: list[Written] = []
    for number in range(ROUNDS):
        round_ = [Written(f"r{number}c{each}") for each in range(CLIENTS)]
        killed = threading.Event()
        with served_process(tmp_path, "--database", str(database)) as served:
            threads = [
                threading.Thread(target=load, args=(served, each, killed)) for each in round_
            ]
            for thread in threads:
                thread.start()
            killed.wait(chance.uniform(0.05, 1.0))
            killed.set()
            served.process.kill()
            served.process.wait()
            for thread in threads:
                thread.join()
        assert list(intact(database)) == ["ok"]
        with served_process(tmp_path, "--database", str(database)) as served:
            for each in round_:
                check(served, each)
        everything += round_
    assert sum(len(each.answered) for each in everything) > 0
    with served_process(tmp_path, "--database", str(database)) as served:
        for each in everything:
            check(served, each)
