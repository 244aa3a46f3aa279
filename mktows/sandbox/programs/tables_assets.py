"""The tables of what the REST API alone knows of programs, channels, tag types and folders."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Table, Text, UniqueConstraint

from mktows.sandbox.tables import metadata

program_asset = Table(
    "program_asset",
    metadata,
    Column("program_id", Integer, primary_key=True),
    Column("folder_id", Integer, nullable=False, index=True),
    Column("description", Text, nullable=False),
    Column("status", Text, nullable=False),  # of engagement and e-mail programs; else empty
    Column("sfdc_name", Text),
)

channel = Table(
    "channel",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("program_type", Text, nullable=False),
    Column("created_at", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# A tag type that does not stand here is optional, and of every type of program.
tag_type = Table(
    "tag_type",
    metadata,
    Column("name", Text, primary_key=True),
    Column("required", Boolean, nullable=False),
    Column("program_types", Text, nullable=False),  # blank-separated
)

# Folders are made with the first program in them; `path` begins and does not end with a slash.
program_folder = Table(
    "program_folder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("parent_id", Integer),
    Column("created_at", Integer, nullable=False),
    sqlite_autoincrement=True,
)

folder_token = Table(
    "folder_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("folder_id", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("folder_id", "name"),
)
