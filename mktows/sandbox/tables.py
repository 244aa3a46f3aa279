"""The tables of leads, MObjects and programs, and what marks a database as ours."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# Written into the file: `application_id` tells our files from other programs' ("mkto" in ASCII),
# `user_version` is raised with every change of the tables below, or of the service's own.
APPLICATION_ID = 0x6D6B746F
SCHEMA_VERSION = 3

metadata = MetaData()

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

# Opportunities, roles and programs share one shape; ids count per type.
mobject = Table(
    "mobject",
    metadata,
    Column("type", Text, primary_key=True),
    Column("id", Integer, primary_key=True),
    Column("attributes", Text, nullable=False),
    Column("name_key", Text),  # the attribute Name, casefolded
    Column("opportunity_id", Integer),  # roles
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE")),  # roles
    Column("company_field", Text),  # opportunities: the external key of their company
    Column("company_value", Text),
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
)
Index(
    "mobject_by_opportunity",
    mobject.c.opportunity_id,
    sqlite_where=mobject.c.opportunity_id.is_not(None),
)
Index(
    "mobject_by_name",
    mobject.c.name_key,
    mobject.c.type,
    sqlite_where=mobject.c.name_key.is_not(None),
)
Index("mobject_by_update", mobject.c.type, mobject.c.updated_at)
Index("mobject_by_lead", mobject.c.lead_id, sqlite_where=mobject.c.lead_id.is_not(None))
Index(
    "mobject_by_company",
    mobject.c.company_field,
    mobject.c.company_value,
    sqlite_where=mobject.c.company_field.is_not(None),
)

# The last id given out per type: an id stays used after its object is gone.
mobject_counter = Table(
    "mobject_counter",
    metadata,
    Column("type", Text, primary_key=True),
    Column("last_id", Integer, nullable=False),
)

mobject_field = Table(
    "mobject_field",
    metadata,
    Column("type", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("data_type", Text, nullable=False),
    Column("external_key", Boolean, nullable=False),
)

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
