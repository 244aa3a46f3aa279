"""Rows of static lists, their members and imports: the SQL of one transaction."""

from __future__ import annotations

from sqlalchemy import Connection


class ListRows:
    """The static lists of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
