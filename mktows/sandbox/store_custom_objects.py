"""Rows of custom objects and their types: the SQL of one transaction."""

from __future__ import annotations

from sqlalchemy import Connection


class CustomObjectRows:
    """The custom objects of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
