"""The row of a limiter's state: the SQL of one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, select

from mktows.bridge.state.tables import limiter
from mktows.database.upserts import upsert
from mktows.limiting.limits import State
from mktows.limiting.store import read_state, state_text


class LimiterRows:
    """The state of one instance's limiter in one transaction.

    Args:
        connection: The transaction.
        instance: What the state belongs to.
    """

    def __init__(self, connection: Connection, instance: str) -> None:
        self._connection = connection
        self._instance = instance

    def get(self) -> State:
        """Return the state.

        Raises:
            ConfigError: There is something else.
        """
        query = select(limiter.c.state).where(limiter.c.instance == self._instance)
        text = self._connection.scalar(query)
        return State() if text is None else read_state(text)

    def put(self, state: State) -> None:
        """Replace the state."""
        row = {"instance": self._instance, "state": state_text(state)}
        upsert(self._connection, limiter, row, keys=["instance"])
