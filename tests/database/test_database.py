"""A new database is a copy of one that was made once: whole or not at all, and nobody else's."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, event, insert, select
from sqlalchemy.engine import Engine

from mktows.database import schema as schema_module
from mktows.database.database import Database
from mktows.database.failures import UnusableDatabase
from mktows.database.schema import Schema

_first, _second = MetaData(), MetaData()
thing = Table("thing", _first, Column("id", Integer, primary_key=True), sqlite_autoincrement=True)
word = Table("word", _second, Column("text", Text, nullable=False))


def _fill(connection: Connection) -> None:
    connection.execute(insert(word).values(text="begin; it's a % and a ? and :x"))


def made() -> Schema:
    """A schema that no database was made with."""
    return Schema("the test", 0x74657374, 7, (_first, _second), _fill)


SCHEMA = made()


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """The statements of SQLAlchemy's that make tables."""
    found: list[str] = []

    def note(_c: object, _k: object, statement: str, *_more: object) -> None:
        if "CREATE" in statement:
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


def words(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(select(word.c.text)))


def add(database: Database) -> int:
    with database.writing() as connection:
        return int(connection.scalars(insert(thing).returning(thing.c.id)).one())


def test_the_tables_are_made_once_however_many_databases_there_are(
    tmp_path: Path, statements: list[str]
) -> None:
    ours = made()
    Database(ours).close()
    assert len(statements) == 2
    for number in range(3):
        Database(ours).close()
        Database(ours, tmp_path / f"{number}.db").close()
    assert len(statements) == 2


def test_a_copy_is_what_the_statements_make(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()  # there is a file: it is filled, not replaced
    dumps = []
    for name in ("empty.db", "copy.db"):
        Database(SCHEMA, tmp_path / name).close()
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            marks = [
                connection.execute(f"PRAGMA {each}").fetchone()
                for each in ("application_id", "user_version", "journal_mode", "integrity_check")
            ]
            dumps.append((marks, list(connection.iterdump())))
    assert dumps[0] == dumps[1]
    assert dumps[0][0] == [(0x74657374,), (7,), ("wal",), ("ok",)]


def test_two_databases_share_nothing() -> None:
    first, second = Database(SCHEMA), Database(SCHEMA)
    assert [add(first), add(first), add(second)] == [1, 2, 1]
    first.close()
    second.close()


def test_a_database_that_is_reset_is_as_it_was_when_it_was_new() -> None:
    database = Database(SCHEMA)
    before = words(database)
    add(database)
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE INDEX later ON word (text)")
        connection.execute(insert(word).values(text="more"))
    database.reset()
    assert words(database) == before == ["begin; it's a % and a ? and :x"]
    assert add(database) == 1
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == 7
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars()
        assert set(found) == {"thing", "word", "sqlite_sequence"}
    database.close()


def test_a_reset_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(SCHEMA)
    add(database)
    template = SCHEMA.template()
    broken = schema_module.Template(template.content, (*template.statements, "CREATE nonsense"))
    with monkeypatch.context() as patched:
        patched.setattr(schema_module, "_template", lambda _schema: broken)
        with pytest.raises(Exception, match="syntax error"):
            database.reset()
    assert add(database) == 2
    database.close()


def _open_and_add(path: str) -> int:
    database = Database(SCHEMA, path)
    try:
        return add(database)
    finally:
        database.close()


@pytest.mark.slow
def test_processes_that_make_one_file_at_once_all_use_it(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        for number in range(5):
            path = str(tmp_path / f"{number}.db")
            assert sorted(pool.map(_open_and_add, [path] * 8, chunksize=1)) == list(range(1, 9))
    assert not list(tmp_path.glob("*.new"))


def test_a_file_that_another_process_made_meanwhile_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shared.db"
    link = os.link

    def late(*given: Path) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(os, "link", link)
            assert _open_and_add(str(path)) == 1
        link(*given)

    monkeypatch.setattr(os, "link", late)
    assert _open_and_add(str(path)) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["shared.db"]


_KILLED = """
import os, sys
sys.path.insert(0, sys.argv[2])
from database.test_database import SCHEMA
from mktows.database.database import Database
name = sys.argv[3]
def die(*given, **named):
    os.kill(os.getpid(), 9)
SCHEMA.template()
setattr(os, name, die)
Database(SCHEMA, sys.argv[1])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal there")
@pytest.mark.parametrize("moment", ["fsync", "link", "unlink"])
def test_a_process_that_is_killed_while_it_makes_a_file_leaves_no_part_of_one(
    tmp_path: Path, moment: str
) -> None:
    path = tmp_path / "named.db"
    tests = str(Path(__file__).parent.parent)
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(path), tests, moment], check=False)
    assert killed.returncode == -9
    assert path.exists() == (moment == "unlink")
    assert _open_and_add(str(path)) == 1


def test_where_a_file_has_one_name_alone_it_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "named.db"
    assert _open_and_add(str(path)) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["named.db"]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_database_of_another_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "named.db"
    Database(SCHEMA, path).close()
    other = Schema("the other", 0x6F746872, 7, (_first,), lambda _connection: None)
    with pytest.raises(UnusableDatabase, match="as the other's database: it belongs to another"):
        Database(other, path)
    with pytest.raises(UnusableDatabase, match="the other keeps no database in memory"):
        Database(other, ":memory:")
    newer = Schema("the test", 0x74657374, 8, (_first, _second), _fill)
    with pytest.raises(UnusableDatabase, match=r"older version of mktows .*version 7, this one wr"):
        Database(newer, path)
    larger = MetaData()
    Table("another", larger, Column("id", Integer))
    with pytest.raises(UnusableDatabase, match="its table another is missing"):
        Database(Schema("the test", 0x74657374, 7, (_first, larger), _fill), path)
