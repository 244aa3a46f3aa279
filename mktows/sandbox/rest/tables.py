"""The tables of the REST face: access tokens, how often whom was served, and exports."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

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

# Bulk exports. `queued_at` and what follows it are of one that was enqueued, `size` and what
# follows it of one whose file was made. `job_id` is the work that waits for `due_at`.
export = Table(
    "export",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("export_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("request", Text, nullable=False),  # JSON
    Column("created_at", Integer, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("queued_at", Integer),
    Column("started_at", Integer),
    Column("due_at", Integer),
    Column("job_id", Integer),
    Column("size", Integer),
    Column("records", Integer),
    Column("checksum", Text),
    sqlite_autoincrement=True,
)
Index("export_by_time", export.c.due_at)

# The file of an export, in pieces of the same length but for the last one.
export_piece = Table(
    "export_piece",
    metadata,
    Column("export", ForeignKey("export.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
