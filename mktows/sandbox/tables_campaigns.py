"""The tables of smart campaigns, their runs and the tokens given for a run."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata

# `kind` is `trigger` or `batch`. `sources` says who may request it: MKTOWS, SALES, both, none.
campaign = Table(
    "campaign",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("program_id", Integer, index=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),  # casefolded
    Column("kind", Text, nullable=False),
    Column("sources", Text, nullable=False),  # blank-separated
    Column("description", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("campaign_by_name", campaign.c.name_key)

campaign_run = Table(
    "campaign_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), nullable=False),
    Column("requested_at", Integer, nullable=False),
    Column("run_at", Integer, nullable=False),
    Column("ended_at", Integer),
    Column("operation", Text, nullable=False),
    Column("tokens", Text, nullable=False),  # JSON: {name: value}, of the call
    Column("leads", Text, nullable=False),  # JSON: [[lead id, {name: value}], ...], as resolved
    sqlite_autoincrement=True,
)
Index("run_of_campaign", campaign_run.c.campaign_id)

# Values that an import gave per lead, for the campaign's next run.
lead_token = Table(
    "lead_token",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True),
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
Index("token_of_lead", lead_token.c.lead_id)
