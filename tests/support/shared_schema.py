"""A schema for tests of databases that are shared: words, and a counter."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert

from mktows.database.schema import Schema

_metadata = MetaData()
word = Table(
    "word",
    _metadata,
    Column("id", Text, primary_key=True),
    Column("text", Text, nullable=False, unique=True),
    Column("uses", Integer, nullable=False, server_default="0"),
)
counter = Table(
    "counter",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("value", Integer, nullable=False, server_default="0"),
)


def _fill(connection: Connection) -> None:
    connection.execute(insert(counter).values(id=1))


def make(*, owner: int = 0x74657374, version: int = 7, parts: tuple[MetaData, ...] = ()) -> Schema:
    """The schema, with other marks or further tables."""
    return Schema("the test", owner, version, (_metadata, *parts), _fill)


SCHEMA = make()
