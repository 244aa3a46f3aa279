"""The embedded backend: answers calls from a database of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from mktows.sandbox import lead_sync, leads, mobject_sync, mobjects
from mktows.sandbox.backend import Call
from mktows.sandbox.context import Context, Handler
from mktows.sandbox.faults import refusal
from mktows.sandbox.store import Store

# The quota's day ends at midnight there, and the examples' offsets fit it (inferred).
DEFAULT_ZONE = "America/Chicago"


@dataclass(frozen=True, slots=True)
class _Operation:
    handler: Handler
    writes: bool = False


_OPERATIONS = {
    "deleteMObjects": _Operation(mobjects.delete_mobjects, writes=True),
    "getLead": _Operation(leads.get_lead),
    "getMObjects": _Operation(mobjects.get_mobjects),
    "getMultipleLeads": _Operation(leads.get_multiple_leads),
    "listMObjects": _Operation(mobjects.list_mobjects),
    "syncLead": _Operation(lead_sync.sync_lead, writes=True),
    "syncMObjects": _Operation(mobject_sync.sync_mobjects, writes=True),
    "syncMultipleLeads": _Operation(lead_sync.sync_multiple_leads, writes=True),
}

ANSWERED: frozenset[str] = frozenset(_OPERATIONS)


class EmbeddedBackend:
    """Keeps leads and their kin in SQLite, and answers calls as the service did.

    Each call is one transaction: a refused call, and one that breaks off, has written nothing.
    Calls may come from several threads at once.

    Args:
        database: A file that keeps the data; None for a private one that is gone after
            `close`.
        zone: The instance's time zone, in which replies state times.

    Raises:
        UnusableDatabase: The file cannot serve.
    """

    def __init__(self, database: str | Path | None = None, *, zone: tzinfo | None = None) -> None:
        self._zone = zone or ZoneInfo(DEFAULT_ZONE)
        self._store = Store(database)

    def answer(self, call: Call, params: object) -> object:
        """Return the operation's success message.

        Raises:
            Refusal: The whole request is refused; then nothing was changed.
        """
        operation = _OPERATIONS.get(call.operation)
        if operation is None:
            raise refusal(20019)
        begin = self._store.writing if operation.writes else self._store.reading
        with begin() as data:
            return operation.handler(Context(call, data, self._zone), params)

    def close(self) -> None:
        """Close the database; a private one is deleted. May be called twice."""
        self._store.close()
