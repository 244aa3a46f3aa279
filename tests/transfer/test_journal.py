"""The journal: what it holds after any end, and which runs it lets go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktows.batches.outcomes import BatchOutcome, Fate
from mktows.transfer.failures import InputError
from mktows.transfer.journal import CREATED, FAILED, NOT_SENT, UNKNOWN, UPDATED, Journal

LETTERS = {
    ("CREATED", Fate.WRITTEN): CREATED,
    ("UPDATED", Fate.WRITTEN): UPDATED,
    ("FAILED", Fate.FAILED): FAILED,
    (None, Fate.NOT_SENT): NOT_SENT,
    (None, Fate.UNKNOWN): UNKNOWN,
}
ROWS = 40


def subject(**members: Any) -> dict[str, Any]:
    return {"input": "digest", "rows": ROWS, "dedup": True, **members}


def outcome(row: int, kind: tuple[str | None, Fate]) -> BatchOutcome:
    status, fate = kind
    error = None if fate is Fate.WRITTEN else f"why {row}"
    return BatchOutcome(row, fate, status, row, error)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(
        st.tuples(
            st.sets(st.integers(0, ROWS - 1), min_size=1, max_size=6).map(sorted),
            st.sampled_from([*LETTERS]),
            st.booleans(),
        ),
        max_size=8,
    ),
    torn=st.integers(0, 60),
)
def test_a_journal_that_is_opened_again_says_the_same(
    tmp_path: Path, batches: list[tuple[list[int], tuple[str | None, Fate], bool]], torn: int
) -> None:
    """Whatever ends the process: but for the last line, which may be torn, all is there."""
    path = tmp_path / "journal"
    path.unlink(missing_ok=True)
    journal = Journal(path, subject())
    begun: set[int] = set()
    for rows, kind, ends in batches:
        journal.begin(rows)
        begun |= {*rows}
        if ends:
            journal.end(rows, [outcome(row, kind) for row in rows])
    held = bytes(journal.letters)
    whole = path.read_bytes()
    journal.close()
    again = Journal(path, subject())
    assert (again.resumed, bytes(again.letters)) == (True, held)
    for row in range(ROWS):
        if held[row] in (FAILED, NOT_SENT):
            assert again.reason(row) == f"why {row}"
    again.close()
    first = whole.index(b"\n") + 1
    path.write_bytes(whole[: max(first, len(whole) - torn)])
    cut = Journal(path, subject())
    # A torn journal knows less, and never claims a row that was begun was not.
    for row, letter in enumerate(bytes(cut.letters)):
        if (letter == 0 and row in begun) or letter not in (held[row], UNKNOWN):
            assert torn
    cut.begin([0])
    cut.close()
    last = Journal(path, subject())
    assert last.letters[0] == UNKNOWN
    last.close()


def test_one_process_has_it(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal", subject())
    with pytest.raises(InputError, match="another process"):
        Journal(tmp_path / "journal", subject())
    first.close()
    Journal(tmp_path / "journal", subject()).close()


def ended(path: Path, *rows: int, **members: Any) -> None:
    journal = Journal(path, subject(**members))
    journal.begin(rows)
    journal.end(rows, [outcome(row, ("FAILED", Fate.FAILED)) for row in rows])
    journal.close()


def test_an_input_that_changed_is_refused_while_rows_of_it_are_left(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    ended(path, 0, 1)
    before = path.read_bytes()
    with pytest.raises(InputError, match="38 of its 40 rows were not sent"):
        Journal(path, subject(input="other"))
    with pytest.raises(InputError, match="begun with another dedup"):
        Journal(path, subject(dedup=False))
    assert path.read_bytes() == before
    anew = Journal(path, subject(input="other"), restart=True)
    assert not any(anew.letters)
    anew.close()


def test_a_run_that_is_over_makes_room_for_the_next_input(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    ended(path, *range(ROWS))
    journal = Journal(path, subject(input="other", rows=3))
    assert (journal.resumed, bytes(journal.letters)) == (False, bytes(3))
    journal.close()


@pytest.mark.parametrize(
    "damage",
    [
        b'["e",[[0,1]],"C"]\n',
        b'["b",[[0,4000]]]\n',
        b'["b",[["x",1]]]\n',
        b"[]\n",
        b"{}\n",
        b'{"mktows"\n',
    ],
)
def test_a_damaged_journal_is_refused(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "journal"
    ended(path, 0)
    path.write_bytes(path.read_bytes() + damage + b'["b",[[2,2]]]\n')
    with pytest.raises(InputError, match="damaged"):
        Journal(path, subject())


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    for data in (b"Email\nx\n", b"no line end", b"[]\n"):
        path.write_bytes(data)
        with pytest.raises(InputError, match="no journal"):
            Journal(path, subject())
        assert path.read_bytes() == data
    with pytest.raises(InputError, match="--journal"):
        Journal(tmp_path / "nowhere" / "journal", subject())


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    ended(tmp_path / "journal", 0)
    assert (tmp_path / "journal").stat().st_mode & 0o077 == 0
