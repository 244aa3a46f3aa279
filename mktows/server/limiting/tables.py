"""The tables that calls are counted in while limits are on."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

metadata = MetaData()

# The calls of the last seconds, each with its moment in milliseconds since 1970.
recent_call = Table(
    "recent_call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False, index=True),
)

# Days of the instance's time zone, such as 2013-08-05.
call_day = Table(
    "call_day",
    metadata,
    Column("day", Text, primary_key=True),
    Column("calls", Integer, nullable=False),
)
