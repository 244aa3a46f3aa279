"""Rows of lead fields: the SQL of one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from mktows.database.prepared import Prepared
from mktows.facts.lead_fields import LeadField
from mktows.sandbox.leads.tables_fields import (
    lead_field,
    lead_field_note,
    lead_field_revision,
)


class LeadFields(NamedTuple):
    """The lead fields of an instance.

    Attributes:
        soap: Those that SOAP knows, by API name.
        rest: Those that the REST API knows, by their name there.
    """

    soap: Mapping[str, LeadField]
    rest: Mapping[str, LeadField]


# Fields by the mark that the database had when they were read. Marks are random, so a
# mark seen again means the same fields, in any transaction of any process.
KnownFields = dict[str, LeadFields]

_REVISION = Prepared(select(lead_field_revision.c.revision))
_ALL = select(lead_field).order_by(lead_field.c.number)
_REMEMBERED = 8  # marks; a few transactions may still see former fields


@dataclass(frozen=True, slots=True)
class FieldNote:
    """Further properties of a lead field that was made with the REST API.

    Attributes:
        description: What the field is for.
        hidden: Whether people do not see it.
        html_encoded: Whether e-mails show it with what means something in HTML made harmless.
        sensitive: Whether it is marked as sensitive.
    """

    description: str | None = None
    hidden: bool = False
    html_encoded: bool = True
    sensitive: bool = False


class LeadFieldRows:
    """The lead fields of one transaction.

    Args:
        connection: The transaction.
        known: What former transactions read; this one adds to it.
    """

    def __init__(self, connection: Connection, known: KnownFields) -> None:
        self._connection = connection
        self._known = known
        self._fields: LeadFields | None = None

    def all(self) -> LeadFields:
        """Return the fields, as they stand in this transaction."""
        if self._fields is None:
            ((revision,),) = _REVISION.rows(self._connection)
            self._fields = self._known.get(revision)
            if self._fields is None:
                rows = self._connection.execute(_ALL)
                self._fields = _by_name([LeadField(**row._mapping) for row in rows])
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[revision] = self._fields
        return self._fields

    def define(self, defined: LeadField) -> None:
        """Add a field with a number of its own, or replace the one of this name."""
        held = lead_field.c
        number = self._connection.scalar(select(held.number).where(held.name == defined.name))
        if number is None:
            number = (self._connection.scalar(select(func.max(held.number))) or 0) + 1
        self._connection.execute(
            insert(lead_field)
            .prefix_with("OR REPLACE")
            .values({**asdict(defined), "number": number})
        )
        self._fields = None

    def note(self, name: str, noted: FieldNote) -> None:
        """Keep what is told of a field besides."""
        self._connection.execute(
            insert(lead_field_note)
            .prefix_with("OR REPLACE")
            .values({"name": name, **asdict(noted)})
        )

    def notes(self) -> dict[str, FieldNote]:
        """Return what is told of fields besides, by their names."""
        rows = self._connection.execute(select(lead_field_note)).all()
        return {name: FieldNote(*told) for name, *told in rows}


def _by_name(fields: Sequence[LeadField]) -> LeadFields:
    rest: dict[str, LeadField] = {}
    for each in fields:
        if each.rest_name is not None:
            rest.setdefault(each.rest_name, each)  # a name is that of the field that had it first
    return LeadFields({each.name: each for each in fields if each.in_soap}, rest)
