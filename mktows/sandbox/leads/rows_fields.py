"""Rows of lead fields: the SQL of one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import Connection, insert, select

from mktows.database.prepared import Prepared
from mktows.facts.lead_fields import LeadField
from mktows.sandbox.leads.tables_fields import lead_field, lead_field_revision

# Fields by name, by the mark that the database had when they were read. Marks are random, so a
# mark seen again means the same fields, in any transaction of any process.
KnownFields = dict[str, Mapping[str, LeadField]]

_REVISION = Prepared(select(lead_field_revision.c.revision))
_ALL = select(lead_field)
_REMEMBERED = 8  # marks; a few transactions may still see former fields


class LeadFieldRows:
    """The lead fields of one transaction.

    Args:
        connection: The transaction.
        known: What former transactions read; this one adds to it.
    """

    def __init__(self, connection: Connection, known: KnownFields) -> None:
        self._connection = connection
        self._known = known
        self._fields: Mapping[str, LeadField] | None = None

    def all(self) -> Mapping[str, LeadField]:
        """Return the fields by name, as they stand in this transaction."""
        if self._fields is None:
            ((revision,),) = _REVISION.rows(self._connection)
            self._fields = self._known.get(revision)
            if self._fields is None:
                rows = self._connection.execute(_ALL)
                self._fields = {row.name: LeadField(**row._mapping) for row in rows}
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[revision] = self._fields
        return self._fields

    def define(self, defined: LeadField) -> None:
        """Add a field, or replace the one of this name."""
        self._connection.execute(
            insert(lead_field).prefix_with("OR REPLACE").values(asdict(defined))
        )
        self._fields = None
