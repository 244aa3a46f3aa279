"""The tables of opportunities, roles and programs, of their attributes and of the ids given out."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata

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
