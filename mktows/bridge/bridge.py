"""The bridge: the service of old, answered by the vendor's REST API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from mktows.bridge.answered import AnsweredCall, log
from mktows.bridge.backend import BridgeBackend
from mktows.bridge.instance import Instance
from mktows.bridge.settings import BridgeSettings
from mktows.bridge.state.limiter import shared_limiter
from mktows.bridge.state.store import SCHEMA, BridgeStore
from mktows.database.shared import open_shared
from mktows.limiting.limiter import Limiter
from mktows.rest.calling import Attempt
from mktows.rest.client import RestClient, limits_of
from mktows.server.backend import Call
from mktows.server.exchange import Exchange
from mktows.server.journal.journal import Bounds
from mktows.server.limiting.limits import Limits
from mktows.server.notes import Notes
from mktows.server.service import Service
from mktows.server.state import Group, State
from mktows.transport import HttpResponse


class Bridge(Service):
    """Answers SOAP calls by the vendor's REST API. It is a transport for SOAP clients, too.

    Args:
        settings: Instances, users and the rest.
        clients: REST clients by the names of tenants, which are closed with the bridge; by default
            they are made by the settings, and their limits hold for all processes on one database.
        limits: Quota, rate and concurrency of the SOAP side; by default there are none.
        journal: How many calls are recorded, and how much of them; by default what the settings
            say.
        now: The clock that tells the time; it must give aware datetimes.

    Raises:
        UnusableDatabase: The database cannot serve.
    """

    described = "a bridge from Marketo's SOAP API to its REST API"

    def __init__(
        self,
        settings: BridgeSettings,
        *,
        clients: Mapping[str, RestClient] | None = None,
        limits: Limits | None = None,
        journal: Bounds | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.settings = settings
        self._attempts: dict[Notes, tuple[str, list[Attempt]]] = {}
        self._watchers: list[Callable[[AnsweredCall], None]] = [log]
        self._limiters: list[Limiter] = []
        database = open_shared(SCHEMA, settings.database)
        try:
            self.store = BridgeStore(database)
            key = self.store.position_key()
            self.instances = {
                name: Instance(
                    name,
                    tenant,
                    clients[name] if clients is not None else self._client(name),
                    self.store,
                    key,
                )
                for name, tenant in settings.tenants.items()
            }
            super().__init__(
                BridgeBackend(settings, self.instances, self._attempted),
                database=database,
                users={user_id: user.key for user_id, user in settings.users.items()},
                window=settings.window,
                any_timestamp=settings.any_timestamp,
                strict=settings.strict,
                limits=limits,
                journal=journal or Bounds(settings.journal_calls, bodies=settings.journal_bodies),
                now=now,
                timeout=settings.timeout,
            )
        except BaseException:
            self._close_limiters()
            database.close()
            raise
        self._own_database = database

    def close(self) -> None:
        """Close the REST clients, the journal and the database; a private one is gone then."""
        super().close()
        self._close_limiters()

    def state(self) -> State:
        """Return what a service tells, and of each tenant its calls of REST."""
        groups = tuple(_group(name, each) for name, each in self.instances.items())
        return replace(super().state(), groups=groups)

    def watch(self, watcher: Callable[[AnsweredCall], None]) -> None:
        """Have each call told to a function once it is answered."""
        self._watchers.append(watcher)

    def answer(self, exchange: Exchange) -> HttpResponse:
        """Answer a call that this thread has received; see `Service.answer`."""
        try:
            return super().answer(exchange)
        finally:
            tenant, attempts = self._attempts.pop(exchange.notes, ("", []))
            known = exchange.user_id in self.settings.users
            call = AnsweredCall(
                operation="" if exchange.operation is None else exchange.operation.name,
                # Callers were seen to mix up the members of the header.
                user_id=exchange.user_id if known else "",
                outcome=_outcome(exchange),
                milliseconds=exchange.milliseconds,
                tenant=tenant,
                attempts=tuple(attempts),
            )
            for each in self._watchers:
                each(call)

    def _attempted(self, tenant: str, call: Call, attempt: Attempt) -> None:
        _, attempts = self._attempts.setdefault(call.notes, (tenant, []))
        attempts.append(attempt)

    def _client(self, name: str) -> RestClient:
        """A client whose limits are shared by all processes that have this state."""
        config = self.settings.tenants[name].rest
        if self.settings.database is None:
            return RestClient(config)
        limiter = shared_limiter(self.store.database, limits_of(config), config.base_url)
        self._limiters.append(limiter)
        return RestClient(config, limiter=limiter)

    def _close_limiters(self) -> None:
        for each in self._limiters:
            each.close()


def _group(name: str, instance: Instance) -> Group:
    """The state of a tenant."""
    age, calls = instance.client.token_age(), instance.client.daily_calls()
    with instance.store.reading(name) as rows:
        unknown = len(rows.unknown_outcomes())
    most = "" if calls.most is None else f" of {calls.most}"
    return Group(
        f"Tenant {name}",
        (
            ("REST calls of the day, by bridges on this state", f"{calls.calls}{most}"),
            ("The day ends", calls.resets.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")),
            ("The service says that its quota is used up", "yes" if calls.closed else "no"),
            ("Age of the token", "none at hand" if age is None else f"{age:.0f} s"),
            ("Calls of which nobody knows what became", str(unknown)),
        ),
    )


def _outcome(exchange: Exchange) -> str:
    if exchange.code is not None:
        return str(exchange.code)
    if exchange.status == HTTPStatus.OK:
        return "ok"
    return "no answer" if exchange.status is None else f"HTTP {exchange.status}"
