"""A database on a PostgreSQL server: what is lost, who waits for whom, and what is not told."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DataError
from support.postgres import LOCKED_OUT, PostgresServer
from support.shared_schema import SCHEMA, make, word

from mktows.database import postgres as module
from mktows.database.failures import DatabaseFailed, UnusableDatabase
from mktows.database.postgres import PostgresDatabase
from mktows.database.postgres_address import read_address
from mktows.errors import ConfigError

SECRET = "s3cr-t"


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.new_url()


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    made = PostgresDatabase(SCHEMA, read_address(url))
    yield made
    made.close()


def add(database: PostgresDatabase, key: str) -> None:
    with database.writing() as connection:
        connection.execute(insert(word).values(id=key, text=key))


def keys(database: PostgresDatabase) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(select(word.c.id).order_by(word.c.id)))


def name_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def end_connections(postgres: PostgresServer, url: str) -> None:
    postgres.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name_of(url)}' AND pid <> pg_backend_pid()"
    )


# What is lost


def test_calls_fail_while_the_server_is_away_and_work_when_it_is_back(
    postgres: PostgresServer, database: PostgresDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    add(database, "a")
    postgres.stop()
    try:
        for _ in range(3):
            with pytest.raises(DatabaseFailed, match="connection"):
                add(database, "b")
            with pytest.raises(DatabaseFailed, match="connection"):
                keys(database)
    finally:
        postgres.start()
    add(database, "c")
    assert keys(database) == ["a", "c"]
    assert len([each for each in caplog.records if each.levelname == "ERROR"]) == 1


def test_a_server_that_was_started_again_is_no_failure(
    postgres: PostgresServer, database: PostgresDatabase
) -> None:
    add(database, "a")
    postgres.restart()
    add(database, "b")
    assert keys(database) == ["a", "b"]


def test_what_was_committed_is_there_after_the_server_went_down(
    postgres: PostgresServer, database: PostgresDatabase
) -> None:
    add(database, "a")
    postgres.stop("immediate")
    postgres.start()
    assert keys(database) == ["a"]


def test_a_connection_lost_in_a_transaction_leaves_nothing_of_it(
    postgres: PostgresServer, database: PostgresDatabase, url: str
) -> None:
    def broken_off() -> None:
        with database.writing() as connection:
            connection.execute(insert(word).values(id="a", text="a"))
            end_connections(postgres, url)
            connection.execute(insert(word).values(id="b", text="b"))

    with pytest.raises(DatabaseFailed):
        broken_off()
    assert keys(database) == []
    add(database, "c")
    assert keys(database) == ["c"]


def test_a_server_that_cannot_be_reached_is_named() -> None:
    with pytest.raises(UnusableDatabase) as raised:
        PostgresDatabase(SCHEMA, read_address(f"postgresql://x:{SECRET}@127.0.0.1:9/y"))
    said = str(raised.value)
    assert said.startswith("cannot use postgresql://x@127.0.0.1:9/y as the test's database: ")
    assert "refused" in said


def test_a_parents_connections_are_not_used_behind_a_fork(url: str) -> None:
    program = f"""
import os
from support.shared_schema import SCHEMA, word
from sqlalchemy import insert, select, func
from mktows.database.shared import open_shared

database = open_shared(SCHEMA, {url!r})
child = os.fork()
for number in range(50):
    with database.writing() as connection:
        name = f"{{child}}-{{number}}"
        connection.execute(insert(word).values(id=name, text=name))
if child:
    assert os.waitpid(child, 0)[1] == 0
    with database.reading() as connection:
        print(connection.scalar(select(func.count()).select_from(word)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": "tests"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "100", done.stderr


# Who waits for whom


def test_writers_of_different_things_do_not_wait_for_each_other(
    database: PostgresDatabase,
) -> None:
    with database.writing("one") as first, database.writing("other") as second:
        first.execute(insert(word).values(id="a", text="a"))
        second.execute(insert(word).values(id="b", text="b"))
    assert keys(database) == ["a", "b"]


def test_writers_of_the_same_take_turns(database: PostgresDatabase) -> None:
    seen: list[list[str]] = []

    def second() -> None:
        with database.writing("one") as connection:
            seen.append(list(connection.scalars(select(word.c.id))))

    with database.writing("one") as connection:
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.2)
        assert seen == []
        connection.execute(insert(word).values(id="a", text="a"))
    waiting.join(10)
    assert seen == [["a"]]


def test_a_writer_does_not_wait_for_ever(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SESSION", "SET lock_timeout = 100")
    database = PostgresDatabase(SCHEMA, read_address(url))
    with (
        database.writing(),
        pytest.raises(DatabaseFailed, match="lock timeout"),
        database.writing(),
    ):
        pass
    add(database, "a")
    database.close()


def test_a_process_that_stops_in_a_transaction_does_not_hold_the_others_up(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "idle_in_transaction_session_timeout = 15000" in module._SESSION
    monkeypatch.setattr(module, "_SESSION", "SET idle_in_transaction_session_timeout = 200")
    stopped, other = (PostgresDatabase(SCHEMA, read_address(url)) for _ in range(2))

    def stop_in_the_middle() -> None:
        with stopped.writing() as connection:
            connection.execute(insert(word).values(id="a", text="a"))
            add(other, "b")  # which waits until the server has ended the first

    with pytest.raises(DatabaseFailed, match="idle-in-transaction"):
        stop_in_the_middle()
    assert keys(other) == ["b"]
    stopped.close()
    other.close()


def test_more_callers_than_connections_are_refused_in_the_end(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"KEPT": 1, "_MORE": 0, "_PATIENCE": 0.1}.items():
        monkeypatch.setattr(module, name, value)
    database = PostgresDatabase(SCHEMA, read_address(url))
    with (
        database.reading(),
        pytest.raises(DatabaseFailed, match="all connections are in use"),
        database.reading(),
    ):
        pass
    database.close()


def test_the_clock_is_the_servers(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 120)
    with database.writing():
        assert abs(database.clock() - real()) < 5


# What is refused


def test_a_reader_cannot_write(database: PostgresDatabase) -> None:
    with pytest.raises(DatabaseFailed, match="read-only"), database.reading() as connection:
        connection.execute(insert(word).values(id="a", text="a"))


def test_a_table_that_is_there_without_our_marks_is_another_programs(
    postgres: PostgresServer, url: str
) -> None:
    postgres.query("CREATE TABLE word (id text)", name_of(url))
    with pytest.raises(UnusableDatabase, match="its table word belongs to another program; give"):
        PostgresDatabase(SCHEMA, read_address(url))
    assert postgres.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'",
                          name_of(url)) == "1"  # fmt: skip


def test_marks_of_another_shape_are_another_programs(postgres: PostgresServer, url: str) -> None:
    postgres.query("CREATE TABLE mktows_schema (id text)", name_of(url))
    with pytest.raises(UnusableDatabase, match="it belongs to another program"):
        PostgresDatabase(SCHEMA, read_address(url))


def test_two_may_share_a_database_in_schemas_of_their_own(
    postgres: PostgresServer, url: str
) -> None:
    for name in ("one", "other"):
        postgres.query(f"CREATE SCHEMA {name}", name_of(url))
    path = quote("-csearch_path=")
    first = PostgresDatabase(SCHEMA, read_address(f"{url}&options={path}one"))
    second = PostgresDatabase(make(owner=9), read_address(f"{url}&options={path}other"))
    add(first, "a")
    assert (keys(first), keys(second)) == (["a"], [])
    first.close()
    second.close()
    with pytest.raises(UnusableDatabase, match="no schema of its search path is there"):
        PostgresDatabase(SCHEMA, read_address(f"{url}&options={path}nowhere"))


def test_a_database_of_another_encoding_is_refused(postgres: PostgresServer) -> None:
    url = postgres.new_url("ENCODING 'SQL_ASCII' TEMPLATE template0")
    with pytest.raises(UnusableDatabase, match="its encoding is SQL_ASCII, not UTF8"):
        PostgresDatabase(SCHEMA, read_address(url))


def test_a_user_who_may_make_no_tables_is_refused(postgres: PostgresServer, url: str) -> None:
    postgres.query("CREATE ROLE guest LOGIN", name_of(url))
    with pytest.raises(UnusableDatabase, match="permission denied for schema public"):
        PostgresDatabase(SCHEMA, read_address(url.replace("postgres@", "guest@")))


# Secrets


def test_a_password_is_in_no_word(
    postgres: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    postgres.query(f"CREATE ROLE {LOCKED_OUT} LOGIN PASSWORD 'another'")
    url = postgres.new_url()
    for secret in (SECRET, f"{SECRET}%40x%2Fy"):
        for given in (
            url.replace("postgres@", f"{LOCKED_OUT}:{secret}@"),
            f"{url.replace('postgres@', f'{LOCKED_OUT}@')}&password={secret}",
        ):
            address = read_address(given)
            with pytest.raises(UnusableDatabase) as raised:
                PostgresDatabase(SCHEMA, address)
            said = f"{raised.value!r} {raised.value} {address!r} {caplog.text}"
            assert "password authentication failed" in said
            assert SECRET not in said
            assert raised.value.__cause__ is None
    # With the right one it is let in.
    opened = PostgresDatabase(make(), read_address(url))
    with opened.writing() as connection:
        connection.exec_driver_sql(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {LOCKED_OUT}")
    opened.close()
    given = url.replace("postgres@", f"{LOCKED_OUT}:another@")
    PostgresDatabase(SCHEMA, read_address(given)).close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"postgresql://u:{SECRET}@{SECRET}@h/d", "more than one @"),
        (f"postgresql://u:{SECRET}@h:port{SECRET}/d", "cannot be read"),
        (f"postgresql://u:x@h:1:{SECRET}/d", "cannot be read"),
        (f"postgres://u:{SECRET}@h/d?sslmod=require", "an unknown option, sslmod"),
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(url: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as raised:
        read_address(url)
    assert SECRET not in f"{raised.value!r} {raised.value}"
    assert raised.value.__cause__ is None


def test_an_error_of_a_value_does_not_repeat_it(database: PostgresDatabase) -> None:
    with pytest.raises(DataError) as raised, database.writing() as connection:
        connection.exec_driver_sql("SELECT CAST(%s AS integer)", ("canary@example.com",))
    assert "canary" not in f"{raised.value!r} {raised.value}"
