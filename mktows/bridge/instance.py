"""One instance of the REST API: its client, and what the bridge knows of it for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from mktows.bridge.fields import LeadFields
from mktows.bridge.held_keys import HeldKeys
from mktows.bridge.positions import Positions
from mktows.bridge.settings import Tenant
from mktows.bridge.state.store import BridgeStore
from mktows.rest.client import RestClient

FIELDS_SECONDS = 24 * 3600.0
"""Seconds after which the fields are asked for again."""
FIELDS_KEPT = 99 * 365 * 24 * 3600.0
"""Seconds for which fields are kept: their SOAP names may not be told again."""
IN_MEMORY = 60.0
"""Seconds at most for which a process goes by what it knows itself, and not by the state."""
_MOST_KNOWN = 20_000
_FIELDS, _SNAPSHOT, _FRESH = "fields", "snapshot", "fresh"
T = TypeVar("T")


class Instance:
    """One instance. Threads share it.

    Attributes:
        held: The keys that calls write leads by at the moment.

    Args:
        name: The name of the tenant.
        tenant: Its settings.
        client: The client that calls it.
        store: The state.
        key: The key that positions are signed with.
        clock: The monotonic clock.
    """

    def __init__(
        self,
        name: str,
        tenant: Tenant,
        client: RestClient,
        store: BridgeStore,
        key: bytes,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.tenant = tenant
        self.client = client
        self.store = store
        self.positions = Positions(key, name)
        self.held = HeldKeys()
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], tuple[float, Any]] = {}

    def remembered(
        self,
        kind: str,
        name: str,
        seconds: float,
        fetch: Callable[[], Any],
        read: Callable[[Any], T],
    ) -> T:
        """Return what is known, or fetch it and keep it for some seconds.

        That there is nothing is not kept: it may be made at any moment, and programs wait for that.

        Args:
            kind: The kind of thing.
            name: Its name.
            seconds: Seconds for which it is good.
            fetch: Gets it, as JSON, by REST calls.
            read: Makes of the JSON what is handed out, None where there is nothing; that is kept in
                memory.
        """
        key = (kind, name)
        found = self._held(key)
        if found is not None:
            return found[0]  # type: ignore[no-any-return]  # what `read` made
        with self.store.reading(self.name) as rows:
            content = rows.get(kind, name)
        is_new = content is None
        if is_new:
            content = fetch()
        made = read(content)
        if made is None:
            return made
        if is_new:
            with self.store.writing(self.name) as rows:
                rows.put(kind, name, content, seconds)
        self._keep(key, made, min(seconds, IN_MEMORY))
        return made

    def forget(self, kind: str, name: str | None = None) -> None:
        """Forget something, or all of a kind: REST says that it is not so any more."""
        with self._lock:
            for key in [*self._known]:
                if key[0] == kind and name in (None, key[1]):
                    del self._known[key]
        with self.store.writing(self.name) as rows:
            rows.forget(kind, name)

    def fields(self, client: RestClient) -> LeadFields:
        """Return the lead fields: those of the snapshot, with what REST says of them by now."""
        key = (_FIELDS, "")
        found = self._held(key)
        if found is not None:
            return found[0]  # type: ignore[no-any-return]  # what is kept below
        with self.store.reading(self.name) as rows:
            content, fresh = rows.get(_FIELDS, _SNAPSHOT), rows.get(_FIELDS, _FRESH)
        fields = None if content is None else LeadFields.read(content)
        if fields is None or fresh is None:
            fields = self.describe(client)
        self._keep(key, fields, IN_MEMORY)
        return fields

    def describe(self, client: RestClient) -> LeadFields:
        """Ask for the fields, keep them beside those that were known, and return them all."""
        return self.learn_fields(LeadFields.described(client.describe_leads()))

    def known_fields(self) -> LeadFields | None:
        """Return the fields as they are kept; None where they were never asked for."""
        with self.store.reading(self.name) as rows:
            content = rows.get(_FIELDS, _SNAPSHOT)
        return None if content is None else LeadFields.read(content)

    def keep_fields(self, fields: LeadFields) -> None:
        """Keep fields in place of those that were known."""
        with self.store.writing(self.name) as rows:
            rows.put(_FIELDS, _SNAPSHOT, fields.written(), FIELDS_KEPT)
        with self._lock:
            self._known.pop((_FIELDS, ""), None)

    def learn_fields(self, newer: LeadFields) -> LeadFields:
        """Keep fields beside those that were known, and return them all."""
        with self.store.writing(self.name) as rows:
            content = rows.get(_FIELDS, _SNAPSHOT)
            fields = newer if content is None else LeadFields.read(content).merged(newer)
            rows.put(_FIELDS, _SNAPSHOT, fields.written(), FIELDS_KEPT)
            rows.put(_FIELDS, _FRESH, True, FIELDS_SECONDS)
        with self._lock:
            self._known.pop((_FIELDS, ""), None)
        return fields

    def _held(self, key: tuple[str, str]) -> tuple[Any] | None:
        """Return what is kept in memory, None where nothing is, or not any more."""
        with self._lock:
            found = self._known.get(key)
        return None if found is None or found[0] <= self._clock() else (found[1],)

    def _keep(self, key: tuple[str, str], made: Any, seconds: float) -> None:
        with self._lock:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = (self._clock() + seconds, made)
