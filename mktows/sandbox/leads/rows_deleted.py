"""Rows of leads that are gone: the SQL of one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, tuple_

from mktows.facts.lead_fields import FULL_NAME
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.leads.tables import deleted_lead


@dataclass(frozen=True, slots=True)
class DeletedLead:
    """A lead that is gone.

    Attributes:
        id: The number of the deletion.
        lead_id: The id that the lead had.
        deleted_at: When it was deleted, in seconds since 1970.
        name: What it was called.
    """

    id: int
    lead_id: int
    deleted_at: int
    name: str = field(repr=False)


class DeletedLeadRows:
    """The leads that are gone, of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, leads: Sequence[Lead], now: int) -> None:
        """Note that leads are deleted at a moment."""
        if leads:
            self._connection.execute(
                insert(deleted_lead),
                [{"lead_id": each.id, "deleted_at": now, "name": _name(each)} for each in leads],
            )

    def since(self, at: int, *, after: int, limit: int) -> list[DeletedLead]:
        """Return a page of those deleted from a moment on, the first ones first.

        Args:
            at: The moment, in seconds since 1970.
            after: The deletion of that moment behind which the page begins; 0 for none.
            limit: How many it has at most.
        """
        held = deleted_lead.c
        rows = self._connection.execute(
            select(held.id, held.lead_id, held.deleted_at, held.name)
            .where(tuple_(held.deleted_at, held.id) > (at, after))
            .order_by(held.deleted_at, held.id)
            .limit(limit)
        )
        return [DeletedLead(*row) for row in rows]


def _name(lead: Lead) -> str:
    names = (lead.attributes.get(each) for each in FULL_NAME)
    return " ".join(each for each in names if each) or lead.email or ""
