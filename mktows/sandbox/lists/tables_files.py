"""The table of imports of leads from files, which calls of the REST API ask for."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata

# The file waits with the job that imports it. `ended_at` and the numbers are of one that reached
# its end; `failures` and `warnings` are rows of the file, with a reason each.
file_import = Table(
    "file_import",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("list_id", ForeignKey("static_list.id", ondelete="SET NULL"), index=True),
    Column("started_at", Integer, nullable=False),
    Column("begins_at", Integer, nullable=False),
    Column("due_at", Integer, nullable=False),
    Column("delimiter", Text, nullable=False),
    Column("header", Text, nullable=False),  # JSON: the names in the first row
    Column("ended_at", Integer),
    Column("imported", Integer),
    Column("members", Integer),  # null where there is no list
    Column("failures", Text),  # JSON: [[cell, ..., reason], ...]
    Column("warnings", Text),  # likewise
    sqlite_autoincrement=True,
)
Index("file_import_by_due", file_import.c.due_at)
