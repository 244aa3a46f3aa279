"""Failures of a PostgreSQL database: of the server, the way to it or a lock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError, TimeoutError

from mktows.database.failures import LOCKED, DatabaseFailed

_LOST = "LOST"
# Beginnings of SQLSTATE: what is the fault of the surroundings; all other errors are ours.
_SURROUNDINGS = {
    "08": _LOST,  # connection
    "25006": "READ_ONLY",  # the server became a standby
    "25P03": LOCKED,  # idle in a transaction for too long
    "28": "REFUSED",  # authentication
    "3D": "REFUSED",  # no such database
    "40": LOCKED,  # a deadlock, or others were first
    "42501": "REFUSED",  # no privilege
    "53": "FULL",  # disk, memory, connections
    "55P03": LOCKED,  # waited for a lock too long
    "57": _LOST,  # the server was stopped, or starts
    "58": "SYSTEM",  # disk
    "XX": "SYSTEM",  # damaged
}
# Errors of values, whose texts repeat the value.
_OF_VALUES = "22"


def failure_of(error: Exception) -> DatabaseFailed | None:
    """Return what an error says of the surroundings; None where it says nothing of them."""
    if isinstance(error, DatabaseFailed):
        return error
    if isinstance(error, TimeoutError):
        return DatabaseFailed("all connections are in use for too long", LOCKED)
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, psycopg.Error):
        return None
    state = cause.sqlstate
    if state is None:
        # The driver's own: it could not connect, or the connection broke off.
        if isinstance(cause, psycopg.OperationalError):
            return DatabaseFailed(_first_line(cause), _LOST)
        return None
    for beginning, kind in _SURROUNDINGS.items():
        if state.startswith(beginning):
            return DatabaseFailed(f"{_first_line(cause)} ({state})", kind)
    return None


class DiscreetCursor(psycopg.Cursor[Any]):
    """A cursor whose errors do not repeat what was written: PostgreSQL shows whole rows."""

    def execute(self, *args: Any, **named: Any) -> DiscreetCursor:
        """See `psycopg.Cursor.execute`."""
        try:
            super().execute(*args, **named)
        except psycopg.Error as error:
            _hide_values(error)
            raise
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **named: Any) -> None:
        """See `psycopg.Cursor.executemany`."""
        try:
            super().executemany(query, params_seq, **named)
        except psycopg.Error as error:
            _hide_values(error)
            raise


def _hide_values(error: psycopg.Error) -> None:
    state, text = error.sqlstate, error.diag.message_primary
    if state is None or text is None:
        return  # the driver's own
    error.args = (type(error).__name__ if state.startswith(_OF_VALUES) else text,)


def _first_line(error: Exception) -> str:
    return " ".join(str(error).partition("\n")[0].split())
