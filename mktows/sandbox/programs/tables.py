"""The tables of what programs have besides their attributes: tags, costs, tokens and channels."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint

from mktows.sandbox.tables import metadata

program_tag = Table(
    "program_tag",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("program_id", Integer, nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("program_id", "type"),
)

program_cost = Table(
    "program_cost",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("program_id", Integer, nullable=False, index=True),
    Column("month", Text, nullable=False),
    Column("amount", Text, nullable=False),
    Column("note", Text),
    sqlite_autoincrement=True,
)

program_token = Table(
    "program_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("program_id", Integer, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("type", Text, nullable=False),
)

# What a program may be tagged with: no operation makes a new type or value (documented). The
# channels are the values of the type `Channel`.
tag_value = Table(
    "tag_value",
    metadata,
    Column("type", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("position", Integer, nullable=False),
)

# What a channel's members can become; `attributes` are shown with the status as they stand.
progression_status = Table(
    "progression_status",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("status", Text, primary_key=True),
    Column("attributes", Text, nullable=False),  # JSON: [[name, value], ...], in order
)
