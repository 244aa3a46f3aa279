"""Activities, as they are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from mktows.sandbox.browsing.kinds import Kind, lead_link, moment, pairs
from mktows.sandbox.browsing.rows import SOURCES
from mktows.sandbox.store import Transaction
from mktows.server.browsing import Collection, Record, Row


def _rows(data: Transaction, ids: Sequence[int]) -> list[Row]:
    return [
        Row(
            each.id,
            (str(each.id), lead_link(each.lead_id), moment(each.at), each.type, each.asset),
        )
        for each in data.browsed.activities(ids)
    ]


def _record(data: Transaction, number: int) -> Record | None:
    found = data.browsed.activities([number])
    if not found:
        return None
    each = found[0]
    return Record(
        title=f"Activity {number}: {each.type}",
        facts=(
            ("Lead", lead_link(each.lead_id)),
            ("Time", moment(each.at)),
            ("Type", each.type),
            ("Asset", each.asset),
            ("Campaign", each.campaign),
        ),
        sections=(pairs("Attributes", dict(each.attributes), ("Name", "Value")),),
    )


ACTIVITIES = Kind(
    Collection("activities", "Activities", "id, type, asset, campaign and attributes"),
    SOURCES["activities"],
    ("Activity", "Lead", "Time", "Type", "Asset"),
    _rows,
    _record,
)
