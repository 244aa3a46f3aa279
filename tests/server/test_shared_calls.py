"""The calls of a service do the same in a file and on a server of PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mktows.checking import RULES, Finding
from mktows.database.shared import SharedDatabase, open_shared
from mktows.server.journal.kept import Kept
from mktows.server.journal.queries import CallQuery
from mktows.server.limiting.limits import Limits, Rate
from mktows.server.store import SCHEMA, CallStore

NOW = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
RULE = next(iter(RULES.values()))
CALL = Kept(
    at=NOW,
    operation="getLead",
    version="3_1",
    user_id="ä'%s\N{SNOWMAN}",
    status=500,
    code=20103,
    fault="20103 - Lead not found",
    milliseconds=1.25,
    request="<a>\r\n it's %s :x ? \\ \N{SNOWMAN}</a>",
    reply="x" * 100_000,
    findings=(Finding(RULE.id, RULE.severity, 3, "a/b", "reason", "correction"),),
    notes=("GET /rest/v1/leads.json 200",),
)
# Never answered, and nothing known of it.
CUT = replace(CALL, status=None, code=None, fault="", findings=(), notes=(), reply="")
PLENTY = 10**9


@pytest.fixture
def database(shared_place: str) -> Iterator[SharedDatabase]:
    made = open_shared(SCHEMA, shared_place)
    yield made
    made.close()


@pytest.fixture
def store(database: SharedDatabase) -> CallStore:
    return CallStore(database)


def add(store: CallStore, *kept: Kept, calls: int = 1000, size: int = PLENTY) -> None:
    with store.writing() as data:
        data.journal.add(kept, calls=calls, size=size)


def ids(store: CallStore, **wanted: object) -> list[int]:
    chosen = {"operation": None, "user_id": None, "failed": False, "last": None, **wanted}
    with store.reading() as data:
        return [each.id for each in data.journal.select(**chosen)]  # type: ignore[arg-type]


def test_a_call_is_read_as_it_was_written(store: CallStore) -> None:
    add(store, CALL, CUT)
    with store.reading() as data:
        first, second = data.journal.get(1), data.journal.get(2)
    assert first is not None
    assert second is not None
    for kept, found in ((CALL, first), (CUT, second)):
        for name in ("at", "operation", "version", "user_id", "status", "code", "fault"):
            assert getattr(found, name) == getattr(kept, name)
        for name in ("milliseconds", "request", "reply", "findings", "notes"):
            assert getattr(found, name) == getattr(kept, name)


def test_a_call_with_a_nul_is_kept(store: CallStore) -> None:
    add(store, replace(CALL, request="a\0b", operation="\0"))
    with store.reading() as data:
        found = data.journal.get(1)
    assert found is not None
    assert found.request in ("a\0b", "a\N{REPLACEMENT CHARACTER}b")


def test_calls_are_chosen(store: CallStore) -> None:
    fine = replace(CALL, status=200, code=None, operation="getTags", user_id="other")
    add(store, CALL, fine, CUT, fine)
    assert ids(store) == [1, 2, 3, 4]
    assert ids(store, failed=True) == [1, 3]
    assert ids(store, last=2) == [3, 4]
    assert ids(store, operation="getTags", last=1) == [4]
    assert ids(store, user_id="other") == [2, 4]
    assert ids(store, user_id=CALL.user_id) == [1, 3]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (CallQuery(), [4, 3, 2, 1]),
        (CallQuery(operation="TAGS"), [4, 2]),
        (CallQuery(user_id="%"), [3, 1]),
        (CallQuery(user_id="_"), []),
        (CallQuery(outcome="ok"), [4, 2]),
        (CallQuery(outcome="failed"), [3, 1]),
        (CallQuery(outcome="findings"), [4, 2, 1]),
        (CallQuery(text="it's %s :x ? \\ \N{SNOWMAN}"), [4, 3, 2, 1]),
        (CallQuery(text="/rest/v1"), [4, 2, 1]),
        (CallQuery(text="lead NOT found", outcome="ok"), [4, 2]),
        (CallQuery(text="nothing"), []),
    ],
)
def test_calls_are_searched(store: CallStore, query: CallQuery, found: list[int]) -> None:
    fine = replace(CALL, status=200, code=None, operation="getTags", user_id="other")
    add(store, CALL, fine, CUT, fine)
    with store.reading() as data:
        summaries = data.journal.summaries(query, limit=10)
        assert [each.id for each in summaries] == found
        for each in summaries:
            whole = data.journal.get(each.id)
            assert whole is not None
            assert each.findings == len(whole.findings)
            for name in ("at", "operation", "version", "user_id", "status", "code", "fault"):
                assert getattr(each, name) == getattr(whole, name)
            assert (each.outcome, each.failed) == (whole.outcome, whole.failed)


def test_pages_of_calls_lie_in_front_of_one_or_behind_it(store: CallStore) -> None:
    add(store, *[CALL] * 6)

    def page(**place: Any) -> list[int]:
        with store.reading() as data:
            return [each.id for each in data.journal.summaries(CallQuery(), limit=2, **place)]

    assert page() == [6, 5]
    assert page(before=5) == [4, 3]
    assert page(before=1) == []
    assert page(after=2) == [6, 5]
    assert page(after=2, oldest=True) == [4, 3]
    assert page(after=6) == []
    assert page(before=5, after=3) == [4]
    assert page(oldest=True) == [2, 1]
    with store.reading() as data:
        assert data.journal.last_id() == 6


def test_a_journal_without_calls_has_no_last_one(store: CallStore) -> None:
    with store.reading() as data:
        assert data.journal.last_id() == 0


def test_the_oldest_calls_are_forgotten(store: CallStore) -> None:
    for _ in range(5):
        add(store, CALL, calls=3)
    assert ids(store) == [3, 4, 5]
    add(store, CALL, size=250_000)  # of which each takes a little more than 100,000
    assert ids(store) == [5, 6]
    add(store, CALL, size=1)
    assert ids(store) == [7]


def test_more_is_written_in_all_than_31_bits_can_tell(
    store: CallStore, database: SharedDatabase
) -> None:
    add(store, CALL)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE call SET written = 3000000000")
    add(store, CALL, size=10**10)
    assert ids(store) == [1, 2]


def test_a_journal_can_be_cleared(store: CallStore) -> None:
    add(store, CALL)
    with store.writing() as data:
        data.journal.clear()
    assert ids(store) == []


def test_calls_are_counted_for_all_together(store: CallStore, database: SharedDatabase) -> None:
    other = CallStore(database)
    limits = Limits(quota=5, rate=Rate(3, 20))

    def admit(at: datetime, by: CallStore = store, service: str = "soap") -> str | None:
        with by.writing() as data:
            return data.limits.admit(service, limits, at, UTC)

    assert [admit(NOW), admit(NOW, other), admit(NOW), admit(NOW)] == [None, None, None, "rate"]
    assert admit(NOW, service="rest") is None
    with store.reading() as data:
        assert data.limits.counts("soap", limits, NOW, UTC) == (3, 3)
        assert data.limits.counts("rest", limits, NOW, UTC) == (1, 1)
        assert data.limits.counts("soap", Limits(quota=5), NOW, UTC) == (3, 0)
        assert data.limits.counts("soap", limits, NOW + timedelta(seconds=20), UTC) == (3, 0)
        assert data.limits.counts("soap", limits, NOW + timedelta(days=1), UTC) == (0, 0)
    later = NOW + timedelta(seconds=20)
    assert [admit(later), admit(later, other), admit(later)] == [None, None, "quota"]
    assert admit(NOW + timedelta(days=1)) is None
    with store.writing() as data:
        data.limits.clear()
    assert admit(later) is None


def test_of_many_calls_at_once_no_more_are_let_through_than_allowed(store: CallStore) -> None:
    found: list[str | None] = []

    def run() -> None:
        for _ in range(5):
            with store.writing() as data:
                found.append(data.limits.admit("soap", Limits(rate=Rate(7, 20)), NOW, UTC))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(map(str, found)) == ["None"] * 7 + ["rate"] * 13
