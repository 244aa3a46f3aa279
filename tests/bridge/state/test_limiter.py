"""The limits hold for all processes on the bridge's state, whichever database that is."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.limited_writers import writers
from support.postgres import PostgresServer
from support.rest_http import served
from support.watched import Watched

from mktows.bridge.state.limiter import RowStore, shared_limiter
from mktows.bridge.state.store import SCHEMA
from mktows.database.database import Database
from mktows.database.failures import DatabaseFailed
from mktows.database.postgres import PostgresDatabase
from mktows.database.shared import open_shared
from mktows.errors import LimitReached, QuotaReached
from mktows.limiting.limiter import Limiter, Priority
from mktows.limiting.limits import Limits
from mktows.sandbox import Sandbox

PROCESSES, EACH, CALLS, SECONDS, CONCURRENCY = 4, 8, 10, 1.0, 3
# The service's own span is twenty seconds; the rule is the same for a shorter one.
LIMITS = Limits(CALLS, SECONDS, CONCURRENCY)


@contextmanager
def limited(place: str, limits: Limits, instance: str = "x") -> Iterator[Limiter]:
    """A limiter on a database of its own connections, as another process has one."""
    database = open_shared(SCHEMA, place)
    limiter = shared_limiter(database, limits, instance)
    try:
        yield limiter
    finally:
        limiter.close()
        database.close()


def pass_once(limiter: Limiter, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    with limiter.place(Priority.READ, deadline=deadline, seconds=1):
        pass


@pytest.mark.slow
def test_no_more_calls_than_are_allowed_over_four_processes(shared_place: str) -> None:
    with Sandbox(rest=True) as sandbox:
        watched = Watched(sandbox.rest())
        counts = {f"p{number}": EACH for number in range(PROCESSES)}
        with served(watched) as url, writers(url, shared_place, LIMITS, counts) as running:
            assert [each.ended() for each in running.values()] == [0] * PROCESSES
        made = sandbox.calls(operation="POST /rest/v1/leads.json")
    assert len(made) == len(watched.arrivals) == PROCESSES * EACH
    assert watched.busiest(SECONDS) <= CALLS
    # They are not far below what they may: the limits are used.
    assert 1 < watched.most <= CONCURRENCY


@pytest.mark.slow
def test_the_limits_hold_while_a_process_is_killed(shared_place: str) -> None:
    with Sandbox(rest=True) as sandbox:
        watched = Watched(sandbox.rest())
        counts = {"killed": 1000, **{f"p{number}": EACH for number in range(3)}}
        with served(watched) as url, writers(url, shared_place, LIMITS, counts) as running:
            killed = running["killed"]
            killed.wait_for(3)
            killed.process.kill()
            ended = {name: each.ended() for name, each in running.items()}
    assert ended == {"killed": -signal.SIGKILL, **dict.fromkeys(("p0", "p1", "p2"), 0)}
    assert len(watched.arrivals) >= 3 * EACH + 3
    assert watched.busiest(SECONDS) <= CALLS
    assert 1 < watched.most <= CONCURRENCY


def test_a_day_is_counted_for_all(shared_place: str) -> None:
    limits = Limits(1000, 1.0, 10, daily=3)
    with limited(shared_place, limits) as one, limited(shared_place, limits) as other:
        pass_once(one)
        pass_once(other)
        pass_once(one)
        assert one.daily_calls() == other.daily_calls()
        assert one.daily_calls().calls == 3
        for each in (one, other):
            with pytest.raises(QuotaReached):
                pass_once(each)


def test_instances_do_not_count_for_each_other(shared_place: str) -> None:
    limits = Limits(1, 60, 1)
    with limited(shared_place, limits) as one, limited(shared_place, limits, "y") as other:
        pass_once(one)
        pass_once(other)
        with pytest.raises(LimitReached):
            pass_once(one, 0.1)


def test_a_limiter_waits_for_no_other_writer_of_a_server(postgres: PostgresServer) -> None:
    place = postgres.new_url()
    database = open_shared(SCHEMA, place)
    with limited(place, Limits(1000, 1.0, 10)) as limiter, database.writing():
        pass_once(limiter, 1.0)
    database.close()


HOLD = """
import sys, time
from mktows.bridge.state.limiter import shared_limiter
from mktows.bridge.state.store import SCHEMA
from mktows.database.shared import open_shared
from mktows.limiting.limiter import Priority
from mktows.limiting.limits import Limits

limiter = shared_limiter(open_shared(SCHEMA, sys.argv[1]), Limits(1000, 1.0, 1), "x")
with limiter.place(Priority.READ, deadline=time.monotonic() + 30, seconds=1):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.slow
def test_the_place_of_a_killed_process_comes_free(postgres: PostgresServer) -> None:
    place = postgres.new_url()
    database = open_shared(SCHEMA, place)
    assert isinstance(database, PostgresDatabase)
    ahead = 0.0
    limiter = Limiter(
        Limits(1000, 1.0, 1), RowStore(database, "x"), clock=lambda: database.clock() + ahead
    )
    command = [sys.executable, "-c", HOLD, place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as held:
        assert held.stdout is not None
        held.stdout.readline()
        with pytest.raises(LimitReached):
            pass_once(limiter, 0.3)
        held.kill()
    ahead = 40.0  # a lease lasts as long as its call may take, and 30 seconds
    pass_once(limiter, 0.3)
    database.close()


@pytest.mark.parametrize("kind", [Database, PostgresDatabase])
def test_moments_are_told_by_the_clock_of_the_database(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    place = postgres.new_url() if kind is PostgresDatabase else str(tmp_path / "shared.db")
    with limited(place, Limits(1, 60, 1)) as limiter:
        pass_once(limiter)
    now = time.time()
    monkeypatch.setattr(kind, "clock", lambda _self: now + 70)
    with limited(place, Limits(1, 60, 1)) as limiter:
        pass_once(limiter, 0.1)


def test_a_call_that_was_made_is_no_failure_when_the_server_goes_meanwhile(
    postgres: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    with limited(postgres.new_url(), Limits(1000, 1.0, 2)) as limiter:
        try:
            with limiter.place(Priority.WRITE, deadline=time.monotonic() + 5, seconds=1):
                postgres.stop()
            with pytest.raises(DatabaseFailed):
                pass_once(limiter)
        finally:
            postgres.start()
        told = [each for each in caplog.records if each.name == "mktows.limiting"]
        assert [each.levelno for each in told] == [logging.WARNING]
        pass_once(limiter)
