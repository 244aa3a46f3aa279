"""The table of the calls that were answered."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, MetaData, Table, Text

metadata = MetaData()

# The envelopes stand last, so that reading the rest of a row does not read them.
call = Table(
    "call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),  # milliseconds since 1970
    Column("operation", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("status", Integer),
    Column("code", Integer),
    Column("fault", Text, nullable=False),
    Column("departures", Text, nullable=False),  # JSON: [[path, reason], ...]
    Column("milliseconds", Float, nullable=False),
    # Bytes of this and all earlier envelopes: differences tell how much is kept.
    Column("written", Integer, nullable=False, index=True),
    Column("request", Text, nullable=False),
    Column("reply", Text, nullable=False),
    sqlite_autoincrement=True,
)
