"""The table of the calls that were answered."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, MetaData, Table, Text

metadata = MetaData()

# Notes and envelopes stand last, so that reading the rest of a row does not read them.
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
    # As JSON, a list for each finding: rule, line, path, reason and correction.
    Column("findings", Text, nullable=False),
    Column("milliseconds", Float, nullable=False),
    # Bytes of the envelopes and notes of this and all earlier calls: differences tell how much
    # is kept.
    Column("written", Integer, nullable=False, index=True),
    Column("notes", Text, nullable=False),  # JSON: [text, ...]
    Column("request", Text, nullable=False),
    Column("reply", Text, nullable=False),
    sqlite_autoincrement=True,
)
