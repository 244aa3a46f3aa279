"""The tables of the REST face: when access tokens were given out, and how often whom was served."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from mktows.sandbox.tables import metadata

# A token itself is not kept: it is made again from the client's secret and the `salt`.
rest_token = Table(
    "rest_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", Text, nullable=False, index=True),
    Column("issued_at", Integer, nullable=False),  # seconds since 1970
    Column("lasts", Integer, nullable=False),  # seconds
    Column("salt", Text, nullable=False),
)

# Calls by the day of the instance's time zone, user and code; 0 for success.
rest_usage = Table(
    "rest_usage",
    metadata,
    Column("day", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("code", Integer, primary_key=True),
    Column("calls", Integer, nullable=False),
)
