"""A database of one schema does the same on a file and on a server of PostgreSQL."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from support.shared_schema import SCHEMA, counter, make, word

from mktows.database.failures import UnusableDatabase
from mktows.database.schema import Schema
from mktows.database.shared import SharedDatabase, open_shared
from mktows.database.upserts import upsert
from mktows.errors import ConfigError

PROCESSES, ROUNDS = 4, 25


@contextmanager
def opened(place: str, schema: Schema = SCHEMA) -> Iterator[SharedDatabase]:
    database = open_shared(schema, place)
    try:
        yield database
    finally:
        database.close()


def words(database: SharedDatabase) -> list[tuple[str, str, int]]:
    with database.reading() as connection:
        rows = connection.execute(select(word.c.id, word.c.text, word.c.uses).order_by(word.c.id))
        return [(row.id, row.text, row.uses) for row in rows]


def count_up(place: str, beginning: float = 0.0) -> list[int]:
    """From a moment on, count up as often as is said above; the numbers that were made."""
    time.sleep(max(0.0, beginning - time.time()))
    made = []
    with opened(place) as database:
        for _ in range(ROUNDS):
            with database.writing() as connection:
                now = int(connection.scalars(select(counter.c.value)).one())
                connection.execute(update(counter).values(value=now + 1))
                made.append(now + 1)
    return made


def test_a_new_one_holds_its_first_rows_and_keeps_what_is_written(shared_place: str) -> None:
    with opened(shared_place) as database:
        with database.writing() as connection:
            connection.execute(insert(word).values(id="a", text="ä ☃ %s ? :x"))
        assert words(database) == [("a", "ä ☃ %s ? :x", 0)]
    with opened(shared_place) as database, database.reading() as connection:
        assert connection.scalars(select(counter.c.value)).all() == [0]
        assert connection.scalars(select(word.c.text)).all() == ["ä ☃ %s ? :x"]


def test_a_writer_that_raises_writes_nothing(shared_place: str) -> None:
    with opened(shared_place) as database:
        with suppress(KeyError), database.writing() as connection:
            connection.execute(insert(word).values(id="a", text="x"))
            raise KeyError
        assert words(database) == []


def test_a_reader_sees_one_state_and_waits_for_nobody(shared_place: str) -> None:
    with opened(shared_place) as database, opened(shared_place) as other:
        with database.reading() as connection:
            before = connection.scalars(select(word.c.id)).all()
            with other.writing() as writing:
                writing.execute(insert(word).values(id="a", text="x"))
            assert connection.scalars(select(word.c.id)).all() == before == []
        assert words(database) == [("a", "x", 0)]


def test_to_read_decide_and_write_is_one_step_among_threads(shared_place: str) -> None:
    made: list[int] = []
    threads = [
        threading.Thread(target=lambda: made.extend(count_up(shared_place))) for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(made) == list(range(1, 4 * ROUNDS + 1))


@pytest.mark.slow
def test_processes_that_make_one_at_once_all_use_it(shared_place: str) -> None:
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        beginning = time.time() + 1.5  # when all processes are there
        made = pool.starmap(count_up, [(shared_place, beginning)] * PROCESSES, chunksize=1)
    numbers = sorted(number for each in made for number in each)
    assert numbers == list(range(1, PROCESSES * ROUNDS + 1))


def test_a_row_is_written_by_its_key_whether_it_is_there_or_not(shared_place: str) -> None:
    def write(*rows: dict[str, object]) -> list[tuple[str, str, int]]:
        with database.writing() as connection:
            upsert(connection, word, rows, keys=["id"])
        return words(database)

    with opened(shared_place) as database:
        assert write({"id": "a", "text": "x", "uses": 3}) == [("a", "x", 3)]
        # A column that is not given stays as it is.
        assert write({"id": "a", "text": "y"}, {"id": "b", "text": "z"}) == [
            ("a", "y", 3),
            ("b", "z", 0),
        ]
        assert write() == words(database)
        with database.writing() as connection:
            upsert(connection, counter, {"id": 1}, keys=["id"])
            assert connection.scalars(select(counter.c.value)).all() == [0]
        # By another key that is unique.
        with database.writing() as connection:
            upsert(connection, word, {"id": "c", "text": "y", "uses": 9}, keys=["text"])
        assert words(database) == [("b", "z", 0), ("c", "y", 9)]


def test_a_savepoint_is_taken_back_alone(shared_place: str) -> None:
    with opened(shared_place) as database:
        with database.writing() as connection:
            connection.execute(insert(word).values(id="a", text="x"))
            with pytest.raises(IntegrityError), connection.begin_nested():
                connection.execute(insert(word).values(id="b", text="x"))
            connection.execute(insert(word).values(id="c", text="z"))
        assert [each[0] for each in words(database)] == ["a", "c"]


def test_an_error_of_ours_does_not_repeat_what_was_written(shared_place: str) -> None:
    canary = "canary@example.com"
    wrong: list[Callable[[Connection], object]] = [
        lambda it: it.execute(insert(word).values(id="b", text=canary)),
        lambda it: it.execute(insert(word), [{"id": each, "text": canary} for each in "bc"]),
        lambda it: it.execute(insert(word).values(id=None, text=canary)),
        lambda it: it.execute(insert(word).values(id=canary, text=None)),
    ]
    with opened(shared_place) as database:
        with database.writing() as connection:
            connection.execute(insert(word).values(id="a", text=canary))
        for each in wrong:
            with pytest.raises(IntegrityError) as raised, database.writing() as connection:
                each(connection)
            shown = f"{raised.value!r} {raised.value} {raised.value.orig!r} {raised.value.orig}"
            assert "canary" not in shown
            assert "word" in shown


def test_one_of_another_version_or_program_is_refused_and_left(shared_place: str) -> None:
    def refused(schema: Schema) -> str:
        with pytest.raises(UnusableDatabase) as raised:
            open_shared(schema, shared_place)
        return str(raised.value)

    with opened(shared_place) as database, database.writing() as connection:
        connection.execute(insert(word).values(id="a", text="x"))
    assert "written by an older version of mktows (database version 7" in refused(make(version=8))
    assert "written by a newer version of mktows (database version 7" in refused(make(version=6))
    assert "as the test's database: it belongs to another program" in refused(make(owner=9))
    more = MetaData()
    Table("missing", more, Column("id", Integer, primary_key=True))
    assert "it is damaged: its table missing is missing" in refused(make(parts=(more,)))
    with opened(shared_place) as database:
        assert words(database) == [("a", "x", 0)]


def test_the_tables_of_another_program_are_not_taken(shared_place: str) -> None:
    theirs = MetaData()
    Table("word", theirs, Column("id", Text, primary_key=True))
    other = Schema("the other", 0x6F746872, 1, (theirs,), lambda _connection: None)
    open_shared(other, shared_place).close()
    with pytest.raises(UnusableDatabase, match="belongs to another program"):
        open_shared(SCHEMA, shared_place)


def test_one_that_is_closed_says_so(shared_place: str) -> None:
    database = open_shared(SCHEMA, shared_place)
    database.close()
    database.close()
    with pytest.raises(RuntimeError, match="the database is closed"), database.reading():
        pass


@pytest.mark.parametrize("place", ["mysql://x:secret@y/z", "sqlite:///x.db", "https://x"])
def test_a_url_of_anything_else_is_no_path(place: str) -> None:
    with pytest.raises(ConfigError, match="no database can be reached by") as raised:
        open_shared(SCHEMA, place)
    assert "secret" not in str(raised.value)


def test_a_path_is_a_file(tmp_path: Path) -> None:
    open_shared(SCHEMA, tmp_path / "shared.db").close()
    assert (tmp_path / "shared.db").is_file()


def test_the_driver_is_named_where_it_is_missing() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None; from mktows.database.shared import *; "
        "open_shared(None, 'postgresql://x/y')"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert shown.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: psycopg is not installed: install mktows[postgres]"
    )
