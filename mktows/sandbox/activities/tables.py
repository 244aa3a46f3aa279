"""The table of activities."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata

# `type` is the display name, as replies and name filters have it. Three orders are read: one lead's
# history from its end, everybody's from its beginning, and that of some types alone.
activity = Table(
    "activity",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE"), nullable=False),
    Column("at", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("asset", Text, nullable=False),
    Column("attributes", Text, nullable=False),  # JSON: [[name, value], ...], in order
    Column("campaign", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("activity_of_lead", activity.c.lead_id, activity.c.at, activity.c.id)
Index("activity_by_time", activity.c.at, activity.c.id)
Index("activity_by_type", activity.c.type, activity.c.at, activity.c.id)
