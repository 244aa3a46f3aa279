"""The table that sums up blocks of activities by their ids, kept by the database itself."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, Table, Text, event

from mktows.sandbox.tables import metadata

BLOCK_BITS = 11
"""A block holds the activities whose ids are the same but for this many bits."""

# `oldest` and `newest` enclose the times of what a block holds of a type.
activity_block = Table(
    "activity_block",
    metadata,
    Column("block", Integer, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("activities", Integer, nullable=False),
    Column("oldest", Integer, nullable=False),
    Column("newest", Integer, nullable=False),
    sqlite_with_rowid=False,
)

_TRIGGERS = (
    f"""
    CREATE TRIGGER activity_made AFTER INSERT ON activity BEGIN
        INSERT INTO activity_block (block, type, activities, oldest, newest)
        VALUES (new.id >> {BLOCK_BITS}, new.type, 1, new.at, new.at)
        ON CONFLICT (block, type) DO UPDATE SET activities = activities + 1,
            oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest);
    END
    """,
    f"""
    CREATE TRIGGER activity_deleted AFTER DELETE ON activity BEGIN
        UPDATE activity_block SET activities = activities - 1
        WHERE block = old.id >> {BLOCK_BITS} AND type = old.type;
    END
    """,
)


@event.listens_for(metadata, "after_create")
def _watch(_metadata: object, connection: Connection, **_more: object) -> None:
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(trigger)
