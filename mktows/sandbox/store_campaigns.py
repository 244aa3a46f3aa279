"""Rows of campaigns, their runs and tokens: the SQL of one transaction."""

from __future__ import annotations

from sqlalchemy import Connection


class CampaignRows:
    """The campaigns of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
