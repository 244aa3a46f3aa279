"""Failures of a database: of the disk, the file or a lock, in its own words."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError

from mktows.errors import ConfigError

_LOG = logging.getLogger("mktows.server")

LOCKED = "SQLITE_BUSY"
_GONE = "GONE"
# What is the fault of the surroundings; all other errors of SQLite are ours.
_SURROUNDINGS = {
    each: sqlite3_name
    for sqlite3_name, each in {
        "SQLITE_PERM": sqlite3.SQLITE_PERM,
        LOCKED: sqlite3.SQLITE_BUSY,
        "SQLITE_LOCKED": sqlite3.SQLITE_LOCKED,
        "SQLITE_NOMEM": sqlite3.SQLITE_NOMEM,
        "SQLITE_READONLY": sqlite3.SQLITE_READONLY,
        "SQLITE_IOERR": sqlite3.SQLITE_IOERR,
        "SQLITE_CORRUPT": sqlite3.SQLITE_CORRUPT,
        "SQLITE_FULL": sqlite3.SQLITE_FULL,
        "SQLITE_CANTOPEN": sqlite3.SQLITE_CANTOPEN,
        "SQLITE_PROTOCOL": sqlite3.SQLITE_PROTOCOL,
        "SQLITE_NOTADB": sqlite3.SQLITE_NOTADB,
    }.items()
}
_SETTLED_SECONDS = 10
"""Seconds without a failure after which the next one is told again."""


class UnusableDatabase(ConfigError):
    """The database cannot serve; it was left as it is.

    The text says what to do. Usual causes: it belongs to another program, or was written by a newer
    version of this package.
    """


class DatabaseFailed(ConfigError):
    """The database cannot be used now; nothing of the call is in it.

    The text gives the reason, in the database's own words where they are its. It holds no data.

    Attributes:
        kind: What stays the same where the same thing fails again.
    """

    def __init__(self, reason: str, kind: str) -> None:
        super().__init__(reason)
        self.kind = kind


def gone(reason: str) -> DatabaseFailed:
    """The failure of a file that is not there any more."""
    return DatabaseFailed(reason, _GONE)


def failure_of(error: Exception) -> DatabaseFailed | None:
    """Return what an error says of the surroundings; None where it says nothing of them."""
    if isinstance(error, DatabaseFailed):
        return error
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, sqlite3.Error):
        return None
    # Errors that the driver itself raises have no code.
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK)
    kind = _SURROUNDINGS.get(code & 0xFF)
    if kind is None:
        return None
    return DatabaseFailed(f"{cause} ({cause.sqlite_errorname})", kind)


class FailureLog:
    """Tells the log of a database's failures: each kind once, until all has been well for a while.

    Safe to use from several threads.

    Args:
        place: The database, by the name of its place.
        now: The time in seconds, from any beginning.
    """

    def __init__(self, place: str, now: Callable[[], float] = time.monotonic) -> None:
        self._place = place
        self._now = now
        self._lock = threading.Lock()
        self._told: dict[str, bool] = {}  # kind, and whether it is writing alone that failed
        self._last = 0.0

    def failed(self, failure: DatabaseFailed, *, writing: bool) -> None:
        """Take note of a transaction that failed."""
        with self._lock:
            known = failure.kind in self._told
            self._told[failure.kind] = writing and self._told.get(failure.kind, True)
            self._last = self._now()
        if not known:
            verb = "written" if writing else "read"
            _LOG.error("the database %s cannot be %s: %s", self._place, verb, failure)

    def worked(self, *, writing: bool) -> None:
        """Take note of a transaction that worked."""
        if not self._told:
            return
        with self._lock:
            if self._now() - self._last < _SETTLED_SECONDS:
                return
            over = [
                kind for kind, only_writing in self._told.items() if writing or not only_writing
            ]
            for kind in over:
                del self._told[kind]
            settled = over and not self._told
        if settled:
            _LOG.warning("the database %s can be used again", self._place)
