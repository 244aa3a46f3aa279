"""The context in which a handler answers one call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from types import ModuleType
from typing import Any, TypeVar

from mktows.bridge.fields import LeadFields
from mktows.bridge.held_keys import KeysInUse
from mktows.bridge.instance import Instance
from mktows.bridge.positions import Positions
from mktows.bridge.refusals import LEAD_IN_USE, NOT_AVAILABLE
from mktows.bridge.settings import Tenant
from mktows.bridge.turns import Turn, seconds_left
from mktows.facts.lead_fields import LeadField
from mktows.limiting.limiter import Priority
from mktows.rest.calling import OK, Attempt
from mktows.rest.client import RestClient
from mktows.server.backend import Call
from mktows.server.refusals import Refusal

T = TypeVar("T")


@dataclass
class Context:
    """One call, and what a handler answers it by.

    Attributes:
        call: The call.
        instance: The instance of the REST API.
        writes: Whether the operation writes: then all its REST calls go first.
        repeat_unknown: Whether a call is made again whose last outcome is unknown.
        on_attempt: Is told of each attempt of a REST call.
        wrote: Whether REST has carried out a call of it that writes.
    """

    call: Call
    instance: Instance
    writes: bool = False
    repeat_unknown: bool = False
    on_attempt: Callable[[Attempt], None] = field(default=lambda _: None)
    wrote: bool = field(default=False, init=False)

    @property
    def types(self) -> ModuleType:
        """The bindings of the version that was called."""
        return self.call.types

    @property
    def now(self) -> datetime:
        """The moment at which the call arrived."""
        return self.call.now

    @property
    def tenant(self) -> Tenant:
        """The settings of the instance."""
        return self.instance.tenant

    @property
    def zone(self) -> tzinfo:
        """The zone that replies show times in."""
        return self.tenant.zone

    @property
    def positions(self) -> Positions:
        """Writes and reads stream positions."""
        return self.instance.positions

    @property
    def rest(self) -> RestClient:
        """The REST client of this call: its calls end before the call's deadline, and are noted."""
        return self._client(Priority.WRITE if self.writes else Priority.READ)

    @property
    def scanning(self) -> RestClient:
        """The REST client for scans, whose calls wait behind all others."""
        return self._client(Priority.BACKGROUND)

    @cached_property
    def lead_fields(self) -> LeadFields:
        """The lead fields of the instance."""
        return self.instance.fields(self.rest)

    @property
    def soap_fields(self) -> dict[str, LeadField]:
        """The lead fields by their SOAP names."""
        return self.lead_fields.by_soap

    def remembered(
        self,
        kind: str,
        name: str,
        seconds: float,
        fetch: Callable[[], Any],
        read: Callable[[Any], T],
    ) -> T:
        """Return what is known, or fetch it; see `Instance.remembered`."""
        return self.instance.remembered(kind, name, seconds, fetch, read)

    def not_available(self, what: str) -> Refusal:
        """The refusal of a value that REST has nothing for; it names no data of leads."""
        return NOT_AVAILABLE.refusal(what=what)

    @cached_property
    def turn(self) -> Turn:
        """The turn of this call among equal ones, as far as it must not be made twice."""
        return Turn(self.call, self.instance, repeat_unknown=self.repeat_unknown)

    def note_unknown(self, what: str) -> None:
        """Note in the journal that nobody knows what became of something; no values."""
        self.turn.note_unknown(what)

    def once(self) -> AbstractContextManager[None]:
        """Do in the block what must not be done twice; see `Turn.step`."""
        return self.turn.step()

    @contextmanager
    def holding(self, keys: Collection[Hashable]) -> Iterator[None]:
        """Hold keys of leads in the block: REST makes two leads by one key, asked twice at once.

        Other calls of this process wait for them, those of other processes do not.

        Raises:
            Refusal: 20011, another call has one of them until the deadline.
        """
        try:
            with self.instance.held.hold(keys, seconds_left(self.call)):
                yield
        except KeysInUse:
            raise LEAD_IN_USE.refusal() from None

    def _client(self, priority: Priority) -> RestClient:
        return self.instance.client.with_options(
            deadline=seconds_left(self.call), priority=priority, on_attempt=self._attempted
        )

    def _attempted(self, attempt: Attempt) -> None:
        endpoint = attempt.endpoint
        self.wrote = self.wrote or (endpoint.writes and attempt.outcome == OK)
        outcome = attempt.code or attempt.outcome
        self.call.notes.add(
            f"{endpoint.method} {endpoint.path} {outcome} {attempt.milliseconds:.0f} ms "
            f"{attempt.request_id}".rstrip()
        )
        self.on_attempt(attempt)
