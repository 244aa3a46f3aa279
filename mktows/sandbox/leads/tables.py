"""The tables of leads, of their foreign ids and cookies, and of leads that are gone."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.tables import metadata

# Times are whole seconds since 1970. Ids are never given out twice (sqlite_autoincrement).
# `email` lives outside `attributes` because it is a key; `email_key` is its casefolded form.
# What is long comes last: the other columns are read without it.
lead = Table(
    "lead",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),  # the last change, or the last activity
    Column("workspace", Text, nullable=False),  # the primary partition of this workspace
    Column("email", Text),
    Column("email_key", Text),
    Column("attributes", Text, nullable=False),  # one JSON object: field name -> value as text
    sqlite_autoincrement=True,
)
Index("lead_by_email", lead.c.email_key, sqlite_where=lead.c.email_key.is_not(None))
Index("lead_by_update", lead.c.updated_at)
# Most leads are in the default workspace, which no index makes shorter.
Index("lead_by_workspace", lead.c.workspace, sqlite_where=lead.c.workspace != DEFAULT_WORKSPACE)

# `seq` grows with every setting, so the greatest of a lead is the one set most recently.
lead_foreign_id = Table(
    "lead_foreign_id",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("type", Text, nullable=False),
    Column("foreign_id", Text, nullable=False),
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE"), nullable=False, index=True),
    UniqueConstraint("type", "foreign_id"),
    sqlite_autoincrement=True,
)

lead_cookie = Table(
    "lead_cookie",
    metadata,
    Column("cookie", Text, primary_key=True),
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE"), nullable=False, index=True),
)

# Leads that calls deleted or merged away; their own rows are gone.
deleted_lead = Table(
    "deleted_lead",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lead_id", Integer, nullable=False),
    Column("deleted_at", Integer, nullable=False),
    Column("name", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("deleted_lead_by_time", deleted_lead.c.deleted_at, deleted_lead.c.id)
