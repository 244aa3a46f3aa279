"""Pages of activities: exact, and as cheap for many as for few."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows.sandbox.activities import pages as store_activity_pages
from mktows.sandbox.activities.pages import ActivityQuery
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.store import Store

KINDS = ["New Lead", "Open Email", "Click Email"]
TIMES = st.integers(0, 9)
LEADS = 4
# Blocks hold 2048 ids; times that follow the ids make whole blocks, others mixed ones.
IDS = st.integers(1, 20_000)


@given(
    events=st.dictionaries(
        IDS, st.tuples(TIMES, st.sampled_from(KINDS), st.integers(1, LEADS)), max_size=60
    ),
    in_order=st.booleans(),
    query=st.builds(
        ActivityQuery,
        lead_ids=st.none() | st.sets(st.integers(1, LEADS + 1)),
        included=st.none() | st.sets(st.sampled_from([*KINDS, "Wait"])),
        excluded=st.sets(st.sampled_from(KINDS)),
        oldest=st.none() | TIMES,
        latest=st.none() | TIMES,
    ),
    gone=st.none() | st.integers(1, LEADS),
    newest_first=st.booleans(),
    start=st.integers(0, 70),
    skip=st.integers(0, 3),
    limit=st.integers(1, 7),
    mixed=st.sampled_from([0, 1, 16]),
)
def test_a_page_and_the_rest_are_exact_whichever_way_they_are_found(
    events: dict[int, tuple[int, str, int]],
    in_order: bool,
    query: ActivityQuery,
    gone: int | None,
    newest_first: bool,
    start: int,
    skip: int,
    limit: int,
    mixed: int,
) -> None:
    if in_order:
        times = sorted(at for at, _, _ in events.values())
        events = {
            number: (at, *events[number][1:])
            for at, number in zip(times, sorted(events), strict=True)
        }
    store = Store()
    with pytest.MonkeyPatch.context() as patch, store.writing() as data:
        patch.setattr(store_activity_pages, "_MIXED_BLOCKS", mixed)
        for lead_id in range(1, LEADS + 1):
            data.leads.create(None, 0, lead_id=lead_id)
        for number, (at, kind, lead_id) in events.items():
            data.activities.log(NewActivity(lead_id, at, kind, id=number))
        if gone is not None:
            data.activities.flush()
            data.leads.delete([gone])
        left = {number: each for number, each in events.items() if each[2] != gone}
        order = sorted(((each[0], number) for number, each in left.items()), reverse=newest_first)
        after = order[start] if start < len(order) else None
        wanted = [
            number
            for at, number in (order if after is None else order[start + 1 :])
            if (query.lead_ids is None or left[number][2] in query.lead_ids)
            and (query.included is None or left[number][1] in query.included)
            and left[number][1] not in query.excluded
            and (query.oldest is None or at >= query.oldest)
            and (query.latest is None or at <= query.latest)
        ][skip:]
        page, remaining = data.activities.page(
            query, newest_first=newest_first, after=after, skip=skip, limit=limit
        )
        assert [each.id for each in page] == wanted[:limit]
        assert remaining == len(wanted[limit:])
    store.close()


FEW, MANY = 10_000, 40_000


@pytest.fixture(scope="module")
def stores() -> Iterator[dict[int, Store]]:
    """A store with few activities and one with many; one lead of two has 500 in either."""
    made = {FEW: Store(), MANY: Store()}
    for activities, store in made.items():
        with store.writing() as data:
            for lead_id in (1, 2):
                data.leads.create(None, 0, lead_id=lead_id)
            for number in range(activities):
                data.activities.log(NewActivity(1, number, KINDS[number % 3]))
            for number in range(500):
                data.activities.log(NewActivity(2, number, "Wait"))
            data.flush()
            data.lists.put(data.lists.add("List", list_id=1), [2])
    yield made
    for store in made.values():
        store.close()


def steps_of_a_page(store: Store, after: int, query: ActivityQuery, *, newest_first: bool) -> int:
    """How much SQLite does to read a page."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    with store.reading() as data:
        raw = data.activities._connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_progress_handler(count, 10)
        place = data.activities.place(after)
        data.activities.page(query, newest_first=newest_first, after=place, limit=100)
        raw.set_progress_handler(None, 10)
    return counted


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "newest_first"),
    [
        (ActivityQuery(), False),
        (ActivityQuery(included={"New Lead", "Open Email"}), False),
        (ActivityQuery(excluded={"New Lead"}), False),
        (ActivityQuery(included={"Wait"}), False),
        (ActivityQuery(lead_ids=(2,)), True),
        (ActivityQuery(lead_ids=(2,), included={"New Lead", "Wait"}, oldest=3), False),
        (ActivityQuery(list_id=1, included={"New Lead"}, oldest=3), False),
    ],
    ids=["all", "types", "but-a-type", "a-rare-type", "a-lead", "a-lead-and-types", "a-list"],
)
def test_a_page_of_many_activities_costs_no_more_than_one_of_few(
    stores: dict[int, Store], query: ActivityQuery, newest_first: bool
) -> None:
    few, many = (
        steps_of_a_page(store, size // 2, query, newest_first=newest_first)
        for size, store in stores.items()
    )
    assert many < 1.5 * few
