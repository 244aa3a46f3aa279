"""The tables of custom objects and their types."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from mktows.sandbox.tables import metadata

custom_object_type = Table(
    "custom_object_type",
    metadata,
    Column("name", Text, primary_key=True),
    Column("name_key", Text, nullable=False, unique=True),  # casefolded
    Column("description", Text, nullable=False),
    Column("link_field", Text, nullable=False),  # the field that holds the lead's id, or empty
    Column("display_name", Text, nullable=False),
    Column("plural_name", Text, nullable=False),
    Column("in_leads", Boolean, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
)

# What a type is to become once it is approved; until then no record knows of it.
custom_object_draft = Table(
    "custom_object_draft",
    metadata,
    Column("name_key", Text, primary_key=True),  # casefolded
    Column("content", Text, nullable=False),  # JSON: the members of a type
)

custom_object_field = Table(
    "custom_object_field",
    metadata,
    Column("type", ForeignKey("custom_object_type.name"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("data_type", Text, nullable=False),
    Column("key", Boolean, nullable=False),  # may stand in customObjKeyList
    Column("display_name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("related_object", Text),
    Column("related_field", Text),
)

# `key_text` holds the values of all key fields as one text that sorts as they do; `attributes`
# holds every value but the link to the lead, which only `lead_id` (and `key_text`) know.
custom_object = Table(
    "custom_object",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", ForeignKey("custom_object_type.name"), nullable=False),
    Column("key_text", Text, nullable=False),
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE")),
    Column("attributes", Text, nullable=False),  # JSON: {name: value}
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
    UniqueConstraint("type", "key_text"),
    sqlite_autoincrement=True,
)
Index(
    "custom_object_of_lead", custom_object.c.lead_id, custom_object.c.type, custom_object.c.key_text
)
