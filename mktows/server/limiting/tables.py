"""The tables that calls are counted in while limits are on."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from mktows.database.columns import BigNumber

metadata = MetaData()

# The calls of the last seconds, each with its moment in milliseconds since 1970. Here and below,
# `service` is the API that was called.
recent_call = Table(
    "recent_call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("service", Text, nullable=False),
    Column("at", BigNumber, nullable=False),
)
Index("recent_call_by_time", recent_call.c.service, recent_call.c.at)

# Days of the instance's time zone, such as 2013-08-05.
call_day = Table(
    "call_day",
    metadata,
    Column("service", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("calls", Integer, nullable=False),
)
