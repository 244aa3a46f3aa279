"""The tables of static lists and of imports into them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata

# `name_key` is the casefolded name: `List`, or `Program.List` for a list inside a program, which is
# in the program's workspace. `folder_id` is of a list in no program.
static_list = Table(
    "static_list",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("program_id", Integer, index=True),
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
    Column("description", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("folder_id", Integer, nullable=False),
    sqlite_autoincrement=True,
)

list_member = Table(
    "list_member",
    metadata,
    Column("list_id", ForeignKey("static_list.id", ondelete="CASCADE"), primary_key=True),
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("list_of_lead", list_member.c.lead_id)

# One row per list, and a list has one program: the latest run wins. Each run has an id of its
# own, so that an earlier one, which may end later, is told apart. `ended_at` and what follows it
# are of a run that reached its end.
list_import = Table(
    "list_import",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "list_id", ForeignKey("static_list.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("started_at", Integer, nullable=False),
    Column("due_at", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("ended_at", Integer),
    Column("imported", Integer),
    Column("failed", Integer),
    Column("ignored", Integer),
    Column("summary", Text),
    sqlite_autoincrement=True,
)
