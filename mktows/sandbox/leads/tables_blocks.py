"""The table that sums up blocks of leads by their ids, kept by the database itself."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, Table, event

from mktows.sandbox.tables import metadata

BLOCK_BITS = 10
"""A block holds the leads whose ids are the same but for this many bits."""

# `oldest` and `newest` enclose the last updates of a block's leads: never too narrow, and made
# tight again after as many `updates` as the block has leads.
lead_block = Table(
    "lead_block",
    metadata,
    Column("block", Integer, primary_key=True),
    Column("leads", Integer, nullable=False),
    Column("oldest", Integer, nullable=False),
    Column("newest", Integer, nullable=False),
    Column("updates", Integer, nullable=False),
)

_OF_BLOCK = (
    f"FROM lead WHERE id BETWEEN lead_block.block << {BLOCK_BITS} "
    f"AND ((lead_block.block + 1) << {BLOCK_BITS}) - 1"
)
_TRIGGERS = (
    f"""
    CREATE TRIGGER lead_made AFTER INSERT ON lead BEGIN
        INSERT INTO lead_block (block, leads, oldest, newest, updates)
        VALUES (new.id >> {BLOCK_BITS}, 1, new.updated_at, new.updated_at, 0)
        ON CONFLICT (block) DO UPDATE SET leads = leads + 1,
            oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest);
    END
    """,
    f"""
    CREATE TRIGGER lead_updated AFTER UPDATE OF updated_at ON lead
    WHEN new.updated_at <> old.updated_at BEGIN
        UPDATE lead_block SET updates = updates + 1,
            oldest = min(oldest, new.updated_at), newest = max(newest, new.updated_at)
        WHERE block = new.id >> {BLOCK_BITS};
        UPDATE lead_block SET updates = 0,
            oldest = (SELECT min(updated_at) {_OF_BLOCK}),
            newest = (SELECT max(updated_at) {_OF_BLOCK})
        WHERE block = new.id >> {BLOCK_BITS} AND updates >= leads;
    END
    """,
    f"""
    CREATE TRIGGER lead_deleted AFTER DELETE ON lead BEGIN
        UPDATE lead_block SET leads = leads - 1 WHERE block = old.id >> {BLOCK_BITS};
    END
    """,
)


@event.listens_for(metadata, "after_create")
def _watch(_metadata: object, connection: Connection, **_more: object) -> None:
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(trigger)
