"""Pages of leads by the time of their last update: exact, and as cheap for many as for few."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from mktows.sandbox.leads import rows_updates as store_lead_updates
from mktows.sandbox.leads.rows_updates import ids_updated_between
from mktows.sandbox.leads.tables import lead
from mktows.sandbox.leads.tables_blocks import lead_block
from mktows.sandbox.store import Store

IDS = st.integers(1, 9000)  # blocks of 1024
TIMES = st.integers(0, 9)


def row(lead_id: int, at: int) -> dict[str, object]:
    return {
        "id": lead_id,
        "created_at": 0,
        "updated_at": at,
        "workspace": "Default",
        "attributes": "{}",
    }


def connection_of(data: Any) -> Connection:
    connection: Connection = data._connection
    return connection


@given(
    leads=st.dictionaries(IDS, TIMES, min_size=1, max_size=60),
    changes=st.lists(st.tuples(IDS, TIMES | st.none()), max_size=60),
    bounds=st.tuples(TIMES, TIMES).map(sorted),
    after=st.just(0) | IDS,
    limit=st.integers(1, 7),
    few=st.sampled_from([1, 5, 1000]),
    mixed=st.sampled_from([0, 1, 16]),
)
def test_a_page_and_the_rest_are_exact_whichever_way_they_are_found(
    leads: dict[int, int],
    changes: list[tuple[int, int | None]],
    bounds: list[int],
    after: int,
    limit: int,
    few: int,
    mixed: int,
) -> None:
    store = Store()
    with pytest.MonkeyPatch.context() as patch, store.writing() as data:
        patch.setattr(store_lead_updates, "_FEW", few)
        patch.setattr(store_lead_updates, "_MIXED_BLOCKS", mixed)
        connection = connection_of(data)
        connection.execute(insert(lead), [row(*each) for each in leads.items()])
        known = sorted(leads)
        for number, at in changes:
            chosen = known[number % len(known)]
            if at is None:
                connection.execute(delete(lead).where(lead.c.id == chosen))
                leads.pop(chosen, None)
            else:
                connection.execute(update(lead).where(lead.c.id == chosen).values(updated_at=at))
                if chosen in leads:
                    leads[chosen] = at
        oldest, latest = bounds
        found = ids_updated_between(connection, oldest, latest, after=after, limit=limit)
        wanted = sorted(n for n, at in leads.items() if n > after and oldest <= at <= latest)
        assert found == (wanted[:limit], len(wanted[limit:]))
    store.close()


def test_bounds_of_a_block_become_tight_again() -> None:
    store = Store()
    with store.writing() as data:
        connection = connection_of(data)
        connection.execute(insert(lead), [row(number, 5) for number in range(1, 4)])
        for at in (7, 8):
            connection.execute(update(lead).values(updated_at=at))
        block = connection.execute(select(lead_block)).one()
    assert (block.leads, block.oldest, block.newest, block.updates) == (3, 8, 8, 0)
    store.close()


def steps_of_a_page(leads: int) -> int:
    """How much SQLite does to read a page from the middle of them."""
    store = Store()
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    with store.writing() as data:
        connection = connection_of(data)
        connection.execute(insert(lead), [row(number, number) for number in range(1, leads + 1)])
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_progress_handler(count, 10)
        page, left = ids_updated_between(connection, 0, leads, after=leads // 2, limit=100)
        raw.set_progress_handler(None, 10)
        assert (len(page), left) == (100, leads - leads // 2 - 100)
    store.close()
    return counted


@pytest.mark.slow
def test_a_page_of_many_leads_costs_no_more_than_one_of_few() -> None:
    assert steps_of_a_page(60_000) < 1.5 * steps_of_a_page(2_000)
