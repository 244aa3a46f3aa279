"""The table of activity types that an instance has beyond the service's own."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from mktows.sandbox.tables import metadata

# A custom type, or a mere name that an activity came with. `name` is what activities have in
# `type`, also when the type is given another one later; `api_key` is the casefolded API name.
activity_type = Table(
    "activity_type",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("api_name", Text),
    Column("api_key", Text, unique=True),
    Column("live", Text),  # JSON of the approved version
    Column("draft", Text),  # JSON of what is not approved yet
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
    sqlite_autoincrement=True,
)
