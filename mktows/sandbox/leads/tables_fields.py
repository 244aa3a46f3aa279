"""The table of lead fields, and the mark by which a change of it is noticed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Connection, Integer, Table, Text, event

from mktows.sandbox.tables import metadata

lead_field = Table(
    "lead_field",
    metadata,
    Column("name", Text, primary_key=True),
    Column("display_name", Text, nullable=False),
    Column("data_type", Text, nullable=False),
    Column("writable", Boolean, nullable=False),
    Column("custom", Boolean, nullable=False),
    Column("lookup", Boolean, nullable=False),
    Column("rest_name", Text),
    Column("in_soap", Boolean, nullable=False),
    Column("number", Integer, nullable=False),
)

# What the REST API tells of a field that was made with it, besides.
lead_field_note = Table(
    "lead_field_note",
    metadata,
    Column("name", Text, primary_key=True),
    Column("description", Text),
    Column("hidden", Boolean, nullable=False),
    Column("html_encoded", Boolean, nullable=False),
    Column("sensitive", Boolean, nullable=False),
)

# One row: a random mark that the database itself draws anew with every change of the fields.
lead_field_revision = Table(
    "lead_field_revision", metadata, Column("revision", Text, nullable=False)
)
_TRIGGER = (
    "CREATE TRIGGER fields_after_{0} AFTER {0} ON lead_field BEGIN "
    "UPDATE lead_field_revision SET revision = hex(randomblob(16)); END"
)


@event.listens_for(metadata, "after_create")
def _watch(_metadata: object, connection: Connection, **_more: object) -> None:
    connection.exec_driver_sql("INSERT INTO lead_field_revision VALUES ('')")
    for change in ("INSERT", "UPDATE", "DELETE"):
        connection.exec_driver_sql(_TRIGGER.format(change))
