"""A glance at a few leads, in one statement: what replies show of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, literal, select

from mktows.database.database import Database
from mktows.database.prepared import Prepared
from mktows.facts.lead_fields import LeadField
from mktows.sandbox.instance.tables import job
from mktows.sandbox.leads.rows import ForeignId, Lead, email_key, lead_of
from mktows.sandbox.leads.rows_fields import KnownFields
from mktows.sandbox.leads.tables_fields import lead_field_revision
from mktows.sandbox.scalars import MAX_ID
from mktows.sandbox.tables import lead, lead_foreign_id

FEW_LEADS = 10
"""Leads that are read in less time than it takes to hand a call over to another thread."""


@dataclass(frozen=True, slots=True)
class Glance:
    """Leads in ascending order of their ids, and what belongs to showing them.

    Attributes:
        foreign_ids: The foreign id set most recently, by the id of a lead that has one.
        fields: The lead fields by name.
    """

    leads: list[Lead]
    foreign_ids: dict[int, ForeignId]
    fields: Mapping[str, LeadField]


def _query(which: ColumnElement[bool]) -> Prepared:
    """The mark of the fields, which is one row, joined with each of the leads."""
    foreign = (
        select(literal(0))
        .where(lead_foreign_id.c.lead_id == lead.c.id)
        .order_by(lead_foreign_id.c.seq.desc())
        .limit(1)
    )
    return Prepared(
        select(
            lead_field_revision.c.revision,
            select(job.c.id).where(job.c.due_at <= bindparam("now")).exists(),
            foreign.with_only_columns(lead_foreign_id.c.type).scalar_subquery(),
            foreign.with_only_columns(lead_foreign_id.c.foreign_id).scalar_subquery(),
            lead,
        )
        .select_from(lead_field_revision.outerjoin(lead, which))
        .limit(FEW_LEADS + 1)
    )


_BY_ID = _query(lead.c.id == bindparam("id"))
_BY_EMAIL = _query(lead.c.email_key == bindparam("key"))


class LeadGlances:
    """Glances at the leads of one database, each a transaction of its own.

    Args:
        database: The database.
        known: The fields that transactions have read.
    """

    def __init__(self, database: Database, known: KnownFields) -> None:
        self._database = database
        self._known = known

    def at_id(self, lead_id: int, now: int) -> Glance | None:
        """Return the lead with an id, as `at_email` does."""
        possible = lead_id if 0 < lead_id <= MAX_ID else 0
        with self._database.glancing() as connection:
            rows = _BY_ID.rows(connection, id=possible, now=now)
        return self._glance(rows)

    def at_email(self, email: str, now: int) -> Glance | None:
        """Return the leads with an address.

        Returns:
            None where that is not all there is to it: work is due, or there are more leads than
            a few, or nobody has read the fields yet.
        """
        with self._database.glancing() as connection:
            rows = _BY_EMAIL.rows(connection, key=email_key(email), now=now)
        return self._glance(rows)

    def _glance(self, rows: list[tuple[Any, ...]]) -> Glance | None:
        revision, due, *_ = rows[0]
        fields = self._known.get(revision)
        if due or fields is None or len(rows) > FEW_LEADS:
            return None
        leads: list[Lead] = []
        foreign_ids: dict[int, ForeignId] = {}
        for _, _, kind, value, *row in rows:
            if row[0] is None:  # there is none
                break
            leads.append(lead_of(row))
            if value is not None:
                foreign_ids[row[0]] = (kind, value)
        leads.sort(key=lambda each: each.id)
        return Glance(leads, foreign_ids, fields)
