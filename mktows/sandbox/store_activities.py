"""Rows of activities: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert

from mktows.sandbox.tables_activities import activity


@dataclass(frozen=True, slots=True)
class NewActivity:
    """Something that happened to a lead; its repr hides what it says about a person.

    Attributes:
        lead_id: Whom it happened to.
        at: When, in seconds since 1970.
        type: The display name, such as `New Lead`.
        asset: What it is about, such as a field's display name; may be empty.
        attributes: Names and values in the order of replies, without the closing `Lead ID`.
        campaign: The campaign that caused it; empty where none did.
    """

    lead_id: int
    at: int
    type: str
    asset: str = field(default="", repr=False)
    attributes: Sequence[tuple[str, str]] = field(default=(), repr=False)
    campaign: str = ""


class ActivityRows:
    """The activities of one transaction; new ones are held back and written by `flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._logged: list[NewActivity] = []

    def log(self, happened: NewActivity) -> None:
        """Have an activity written; ids follow the order of logging."""
        self._logged.append(happened)

    def flush(self) -> None:
        """Write what was logged; the leads must be written before."""
        if self._logged:
            self._connection.execute(
                insert(activity),
                [
                    {
                        "lead_id": each.lead_id,
                        "at": each.at,
                        "type": each.type,
                        "asset": each.asset,
                        "attributes": json.dumps(
                            each.attributes, ensure_ascii=False, separators=(",", ":")
                        ),
                        "campaign": each.campaign,
                    }
                    for each in self._logged
                ],
            )
            self._logged = []
