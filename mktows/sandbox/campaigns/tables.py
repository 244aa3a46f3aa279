"""The tables of smart campaigns, their runs and the tokens given for a run."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata

# `kind` is `trigger`, `batch`, or `default` where it has no rules yet. `sources` says who may
# request it: MKTOWS, SALES, both, none.
# A campaign of a program is shown as `Program.Campaign`; keys are casefolded.
campaign = Table(
    "campaign",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("program_id", Integer),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("shown_name", Text, nullable=False),
    Column("shown_key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sources", Text, nullable=False),  # blank-separated
    Column("description", Text, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
    Column("active", Boolean, nullable=False),  # whether a trigger campaign listens
    Column("workspace", Text, nullable=False),  # of one of the lead database
    Column("folder_id", Integer),  # likewise
    # Whom a batch campaign runs over.
    Column("list_id", ForeignKey("static_list.id", ondelete="SET NULL"), index=True),
    sqlite_autoincrement=True,
)
Index("campaign_by_name", campaign.c.program_id, campaign.c.name_key)
Index("campaign_by_shown_name", campaign.c.shown_key, campaign.c.id)

# One that waits for its moment has no `ended_at` yet.
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
    Column("cloned", Boolean, nullable=False),  # the call made the program it ran in
    sqlite_autoincrement=True,
)
Index("run_of_campaign", campaign_run.c.campaign_id)
Index("run_by_request", campaign_run.c.requested_at, sqlite_where=campaign_run.c.cloned)

# Whom a run went over, with the tokens as they were resolved.
run_lead = Table(
    "run_lead",
    metadata,
    Column("run_id", ForeignKey("campaign_run.id", ondelete="CASCADE"), primary_key=True),
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column("tokens", Text, nullable=False),  # JSON: {name: value}
)
Index("run_of_lead", run_lead.c.lead_id)

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
