"""What the rows of static lists promise those who build on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from mktows.sandbox.lists.rows import StaticList
from mktows.sandbox.store import Store, Transaction

LEADS = 12


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    made = Store()
    with made.writing() as data:
        for number in range(1, LEADS + 1):
            assert data.leads.create(f"{number}@one.example", 0).id == number
    yield made
    made.close()


class Undo(Exception):
    """Makes a transaction leave nothing behind."""


@contextmanager
def undone(store: Store) -> Iterator[Transaction]:
    with suppress(Undo), store.writing() as data:
        yield data
        raise Undo


@pytest.fixture
def data(store: Store) -> Iterator[Transaction]:
    with undone(store) as opened:
        yield opened


def test_a_list_is_found_by_its_name_in_any_letter_case(data: Transaction) -> None:
    made = data.lists.add("Größe.Test-List", program_id=1970)
    assert data.lists.find_by_name("GRÖSSE.test-list") == StaticList(made, "Größe.Test-List", 1970)
    assert data.lists.find_by_name("Test-List") is None


def test_a_list_is_found_by_its_id(data: Transaction) -> None:
    assert data.lists.add("Trav-Test-List", list_id=6926) == 6926
    assert data.lists.find_by_id(6926) == StaticList(6926, "Trav-Test-List", None)
    assert [data.lists.find_by_id(none) for none in (6927, 0, -1, 2**63, 10**30)] == [None] * 5


def test_a_name_is_given_once(data: Transaction) -> None:
    data.lists.add("Trav-Test-List")
    with pytest.raises(IntegrityError):
        data.lists.add("TRAV-TEST-LIST", program_id=1970)


def test_a_member_must_be_a_lead(data: Transaction) -> None:
    made = data.lists.add("Trav-Test-List")
    with pytest.raises(IntegrityError):
        data.lists.put(made, [LEADS + 1])


IDS = st.sets(st.integers(1, LEADS))
MAYBE_IDS = st.lists(st.integers(-1, LEADS + 3) | st.sampled_from([2**63, -(10**30)]))


@given(before=IDS, put=IDS, removed=MAYBE_IDS, asked=MAYBE_IDS, size=st.integers(1, LEADS + 1))
def test_members_are_a_set(
    store: Store, before: set[int], put: set[int], removed: list[int], asked: list[int], size: int
) -> None:
    with undone(store) as data:
        rows, made = data.lists, data.lists.add("Trav-Test-List")
        other = rows.add("other")
        rows.put(other, range(1, LEADS + 1))
        assert rows.put(made, before) == sorted(before)
        assert rows.put(made, put) == sorted(put - before)
        assert rows.remove(made, removed) == sorted((before | put) & set(removed))
        expected = (before | put) - set(removed)
        assert rows.contains(made, asked) == expected & set(asked)
        found: list[int] = []
        remaining = len(expected)
        while remaining:
            page, remaining = rows.members(made, after=found[-1] if found else 0, limit=size)
            found += page
            assert remaining == len(expected) - len(found)
        assert found == sorted(expected)
        assert rows.members(other, limit=LEADS) == (list(range(1, LEADS + 1)), 0)


@given(members=st.lists(IDS, min_size=3, max_size=3), losers=IDS, winner=st.integers(1, LEADS))
def test_the_winner_of_a_merge_is_where_a_loser_was(
    store: Store, members: list[set[int]], losers: set[int], winner: int
) -> None:
    with undone(store) as data:
        made = [data.lists.add(f"list {number}") for number in range(len(members))]
        for list_id, ids in zip(made, members, strict=True):
            data.lists.put(list_id, ids)
        data.lists.reassign(losers, winner)
        for list_id, ids in zip(made, members, strict=True):
            expected = (ids - losers) | ({winner} if ids & (losers | {winner}) else set())
            assert data.lists.members(list_id, limit=LEADS)[0] == sorted(expected)


def test_a_deleted_lead_leaves_its_lists() -> None:
    store = Store()
    with store.writing() as data:
        made = data.lists.add("Trav-Test-List")
        data.leads.create("t@t.com", 0)
        data.leads.flush()
        data.lists.put(made, [1])
    with store.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM lead WHERE id = 1")
    with store.reading() as data:
        assert data.lists.members(made, limit=1) == ([], 0)
    store.close()
