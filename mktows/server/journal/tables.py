"""The table of the calls that were answered."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, MetaData, Table

from mktows.database.columns import BigNumber, ForeignText

metadata = MetaData()

# Notes and envelopes stand last, so that reading the rest of a row does not read them.
call = Table(
    "call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigNumber, nullable=False),  # milliseconds since 1970
    Column("operation", ForeignText, nullable=False),
    Column("version", ForeignText, nullable=False),
    Column("user_id", ForeignText, nullable=False),
    Column("status", Integer),
    Column("code", Integer),
    Column("fault", ForeignText, nullable=False),
    # As JSON, a list for each finding: rule, line, path, reason and correction.
    Column("findings", ForeignText, nullable=False),
    Column("milliseconds", Float, nullable=False),
    # Bytes of the envelopes and notes of this and all earlier calls: differences tell how much
    # is kept.
    Column("written", BigNumber, nullable=False, index=True),
    Column("notes", ForeignText, nullable=False),  # JSON: [text, ...]
    Column("request", ForeignText, nullable=False),
    Column("reply", ForeignText, nullable=False),
    sqlite_autoincrement=True,
)
