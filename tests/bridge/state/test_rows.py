"""The rows of the bridge's state do the same in a file and on a server of PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from mktows.bridge.state.rows import FIRST_NUMBER
from mktows.bridge.state.store import SCHEMA, BridgeStore
from mktows.database.shared import open_shared

# What callers write: quotes, what SQL and formats mean something by, and much of it.
NAMES = ["", "a", "A", "ä ☃", "it's %s ? :x \\", 'pro"gram.list', "x" * 5000, "☃" * 5000]


@dataclass
class Clock:
    now: float = 1_800_000_000.25

    def __call__(self) -> float:
        return self.now


@dataclass
class State:
    """A store, and one of another process on the same database."""

    place: str
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.store, self.other = (self._opened() for _ in range(2))

    def _opened(self) -> BridgeStore:
        return BridgeStore(open_shared(SCHEMA, self.place), clock=self.clock)

    def close(self) -> None:
        for each in (self.store, self.other):
            each.database.close()


@pytest.fixture
def state(shared_place: str) -> Iterator[State]:
    made = State(shared_place)
    yield made
    made.close()


def test_what_is_known_is_known_for_a_while(state: State) -> None:
    with state.store.writing("t") as rows:
        for number, name in enumerate(NAMES):
            rows.put("list", name, {"id": number, "nul": "\0"}, 60)
        rows.put("list", "a", {"id": "changed"}, 90)
        rows.put("other", "a", None, 90)
    with state.other.reading("t") as rows:
        assert rows.get("list", NAMES[-1]) == {"id": len(NAMES) - 1, "nul": "\0"}
        assert [rows.get("list", name) is not None for name in NAMES] == [True] * len(NAMES)
        assert rows.get("list", "a") == {"id": "changed"}
        assert rows.get("list", "b") is None
    with state.other.reading("another tenant") as rows:
        assert rows.get("list", "a") is None
    state.clock.now += 60
    with state.other.reading("t") as rows:
        assert [name for name in NAMES if rows.get("list", name) is not None] == ["a"]


def test_what_is_known_can_be_forgotten(state: State) -> None:
    with state.store.writing("t") as rows:
        for name in NAMES:
            rows.put("list", name, 1, 60)
            rows.put("other", name, 1, 60)
        rows.forget("list", NAMES[-1])
        rows.forget("other")
    with state.other.reading("t") as rows:
        assert [name for name in NAMES if rows.get("list", name)] == NAMES[:-1]
        assert not [name for name in NAMES if rows.get("other", name)]


def test_an_id_has_one_number_for_ever(state: State) -> None:
    guids = [f"guid-{number}" for number in range(30)]
    with state.store.writing("t") as rows:
        numbers = rows.numbers("opportunity", guids)
        assert sorted(numbers.values()) == list(range(FIRST_NUMBER, FIRST_NUMBER + 30))
    with state.other.writing("t") as rows:
        assert rows.numbers("opportunity", guids[::-1]) == numbers
        # Of another kind the same id is another one.
        assert rows.numbers("role", guids[:1]) == {"guid-0": FIRST_NUMBER + 30}
        wanted = list(numbers.values())[:2]
        assert rows.guids("opportunity", [*wanted, 7]) == dict(zip(wanted, guids[:2], strict=True))
    with state.other.writing("another tenant") as rows:
        assert rows.numbers("opportunity", ["guid-9"]) == {"guid-9": FIRST_NUMBER}


def test_processes_that_meet_an_id_at_once_give_it_the_same_number(state: State) -> None:
    found: list[dict[str, int]] = []

    def run(store: BridgeStore) -> None:
        for start in range(10):
            with store.writing("t") as rows:
                found.append(rows.numbers("x", [f"guid-{start + step}" for step in range(5)]))

    in_threads(lambda: run(state.store), lambda: run(state.other))
    merged: dict[str, set[int]] = {}
    for each in found:
        for guid, number in each.items():
            merged.setdefault(guid, set()).add(number)
    assert all(len(numbers) == 1 for numbers in merged.values())
    assert len(set.union(*merged.values())) == len(merged) == 14


def in_threads(*calls: Callable[[], object]) -> None:
    threads = [threading.Thread(target=each) for each in calls]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def begin(store: BridgeStore, owner: str) -> str:
    with store.writing("t") as rows:
        return rows.begin("digest", "requestCampaign", owner, seconds=10, kept=600)


def end(store: BridgeStore, owner: str, *, unknown: bool) -> None:
    with store.writing("t") as rows:
        rows.end("digest", owner, unknown=unknown, kept=600)


def test_one_has_the_turn(state: State) -> None:
    assert begin(state.store, "one") == "ours"
    assert begin(state.other, "other") == "busy"
    end(state.other, "other", unknown=False)  # which is not the one who has it
    assert begin(state.other, "other") == "busy"
    end(state.store, "one", unknown=False)
    assert begin(state.other, "other") == "ours"


def test_of_many_at_once_one_has_the_turn(state: State) -> None:
    turns: list[str] = []
    in_threads(
        *(
            lambda store=store, owner=owner: turns.append(begin(store, f"{owner}"))
            for owner in range(4)
            for store in (state.store, state.other)
        )
    )
    assert sorted(turns) == ["busy"] * 7 + ["ours"]


def test_an_outcome_that_is_unknown_is_so_for_a_while(state: State) -> None:
    begin(state.store, "one")
    end(state.store, "one", unknown=True)
    assert begin(state.other, "other") == "unknown"
    with state.other.reading("t") as rows:
        (told,) = rows.unknown_outcomes()
        assert told == {
            "digest": "digest",
            "operation": "requestCampaign",
            "since": state.clock.now,
        }
    state.clock.now += 600
    assert begin(state.other, "other") == "ours"


def test_the_outcome_of_one_who_died_is_unknown(state: State) -> None:
    begin(state.store, "one")
    state.clock.now += 10
    assert begin(state.other, "other") == "unknown"
    with state.other.writing("t") as rows:
        assert len(rows.unknown_outcomes()) == 1
        assert not rows.allow("another digest")


def test_a_call_whose_outcome_is_unknown_can_be_allowed_again(state: State) -> None:
    begin(state.store, "one")
    with state.other.writing("t") as rows:
        assert not rows.allow("digest")  # it goes on
    end(state.store, "one", unknown=True)
    with state.other.writing("t") as rows:
        assert rows.allow("digest")
        assert not rows.allow("digest")
    assert begin(state.other, "other") == "ours"


def test_a_request_is_seen_once(state: State) -> None:
    seen: list[str] = []

    def see(store: BridgeStore, tenant: str = "t") -> None:
        with store.writing(tenant) as rows:
            seen.append(rows.see("digest", busy=60, seconds=60))

    in_threads(lambda: see(state.store), lambda: see(state.other))
    assert sorted(seen) == ["busy", "new"]
    see(state.store, "another tenant")
    state.clock.now += 61
    see(state.store)
    assert seen[2:] == ["new", "new"]


def test_the_newest_import_into_a_list_counts(state: State) -> None:
    program, name = NAMES[-1], NAMES[4]
    with state.store.writing("t") as rows:
        first = rows.add_import(program, name, {"batches": [1]}, 60)
        second = rows.add_import(program, name, {"batches": [2]}, 60)
        rows.add_import(program, "another", {}, 60)
        rows.change_import(second, {"batches": [2, 3]})
    assert second > first
    with state.other.reading("t") as rows:
        assert rows.newest_import(program, name) == (second, {"batches": [2, 3]})
        assert rows.newest_import(program, "none") is None
    with state.other.reading("another tenant") as rows:
        assert rows.newest_import(program, name) is None
    state.clock.now += 60
    with state.other.reading("t") as rows:
        assert rows.newest_import(program, name) is None


def test_what_is_over_is_tidied(state: State) -> None:
    with state.store.writing("t") as rows:
        rows.put("list", "a", 1, 60)
        rows.put("list", "b", 1, 6000)
        rows.see("digest", busy=60, seconds=60)
        rows.add_import("p", "l", {}, 60)
    begin(state.store, "one")
    state.clock.now += 700
    with state.store.writing("t") as rows:
        rows.put("list", "c", 1, 60)
    state.clock.now -= 700
    with state.other.reading("t") as rows:
        assert [rows.get("list", each) for each in "abc"] == [None, 1, 1]
        assert rows.newest_import("p", "l") is None


def test_processes_sign_positions_with_one_key(state: State) -> None:
    keys: list[bytes] = []
    in_threads(
        lambda: keys.append(state.store.position_key()),
        lambda: keys.append(state.other.position_key()),
    )
    assert len(keys[0]) == 32
    assert keys[0] == keys[1]
