"""The tables of the instance itself: settings, workspaces, and work that waits."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata

# One row, the settings as JSON.
instance = Table("instance", metadata, Column("settings", Text, nullable=False))

# The digest of the world that the database began with.
world = Table("world", metadata, Column("digest", Text, nullable=False))

# Work to be done at a moment: it lasts when the process does not, and is done exactly once.
job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("due_at", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON
    sqlite_autoincrement=True,
)
Index("job_by_time", job.c.due_at, job.c.id)
