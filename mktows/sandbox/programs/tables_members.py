"""The table of the members of programs."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata

program_member = Table(
    "program_member",
    metadata,
    Column("program_id", Integer, primary_key=True),
    Column("lead_id", ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True),
    Column("status", Text, nullable=False),
    Column("member_since", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
    Column("acquired", Boolean, nullable=False),  # the lead came by this program
    Column("succeeded", Boolean, nullable=False),
    Column("exhausted", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
Index("program_of_lead", program_member.c.lead_id)
