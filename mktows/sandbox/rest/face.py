"""The REST face of a sandbox: a transport for REST clients, and what tests steer it by."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mktows.facts.rest_errors import CODES, CONCURRENCY_REACHED, QUOTA_REACHED, RATE_EXCEEDED
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.rest.exchange import RestExchange
from mktows.sandbox.rest.failures import RestFailure
from mktows.sandbox.rest.front import RestFront
from mktows.sandbox.rest.handlers import HANDLERS
from mktows.sandbox.rest.identity import Identity
from mktows.sandbox.rest.refusals import refusal
from mktows.sandbox.rest.routes import PREFIXES
from mktows.sandbox.rest.rows import Usage
from mktows.sandbox.rest.settings import CustomService, RestSettings
from mktows.server.clock import Clock
from mktows.server.fault_injection import FaultInjection
from mktows.server.journal.journal import Journal
from mktows.server.limiting.limiter import Limiter
from mktows.server.limiting.limits import Limit, day_of
from mktows.server.state import LimitUse, Waiting
from mktows.server.store import CallStore
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from mktows.rest.settings import RestConfig

_API = "REST"
_COUNTED_TOGETHER = 200
_CODES: Mapping[Limit, int] = {
    "concurrency": CONCURRENCY_REACHED,
    "rate": RATE_EXCEEDED,
    "quota": QUOTA_REACHED,
}


class RestFace:
    """Answers REST calls from a sandbox's data. It is a transport for REST clients.

    Args:
        emulator: What holds the data.
        users: The users of the SOAP face, with their keys: its custom services by default.
        settings: Who may call, how much, and its habits.
        calls: Where calls are counted.
        journal: Where they are written down.
        clock: The clock that they arrive by.
        strict: Whether what an endpoint does not know is refused, not only noted.
        closing: Ends the delays that a test asked for, once it is set.
    """

    def __init__(
        self,
        *,
        emulator: Emulator,
        users: Mapping[str, Secret],
        settings: RestSettings,
        calls: CallStore,
        journal: Journal,
        clock: Clock,
        strict: bool,
        closing: threading.Event,
    ) -> None:
        services = settings.services
        if services is None:
            services = {user: CustomService(key) for user, key in users.items()}
        self._emulator = emulator
        self._services = dict(services)
        self._secrets = frozenset(each.secret.reveal() for each in services.values())
        self._journal = journal
        self._clock = clock
        self._faults: FaultInjection[RestFailure] = FaultInjection()
        self._identity = Identity(emulator.store, self._services, settings.habits.token_seconds)
        self._counting = threading.Lock()
        self._counted: list[tuple[datetime, str, int]] = []  # moment, user and code
        rate = settings.limits.rate
        details = {"most": rate.calls, "seconds": rate.seconds} if rate else {}
        self._limiter = Limiter(
            calls,
            settings.limits,
            emulator.zone,
            service="rest",
            refusal=lambda limit: refusal(_CODES[limit], **details),
        )
        self._front = RestFront(
            emulator=emulator,
            handlers=HANDLERS,
            identity=self._identity,
            limiter=self._limiter,
            faults=self._faults,
            habits=settings.habits,
            strict=strict,
            closing=closing,
        )

    @property
    def services(self) -> Mapping[str, CustomService]:
        """The custom services, by client id."""
        return self._services

    def config(self, base_url: str = "http://localhost", **settings: Any) -> RestConfig:
        """Settings of a client that calls this face, as its first custom service.

        Args:
            base_url: Where it is served; in process, any.
            settings: Other settings of `RestConfig`.
        """
        from mktows.rest.settings import RestConfig

        client_id, service = next(iter(self._services.items()))
        return RestConfig(base_url, client_id, service.secret, **settings)

    def answers(self, path: str) -> bool:
        """Tell whether a path is one of the REST API."""
        return path.startswith(PREFIXES)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request, as `Transport.send`; a bad one, too, gets its answer.

        Raises:
            TransportError: `fail_next` asked for a connection that breaks.
        """
        hidden = self._secrets | self._identity.tokens
        exchange = RestExchange(self._clock.now(), request, hidden)
        if "/stats/" in request.url:
            self.flush()
        try:
            return self._front.answer(exchange)
        finally:
            exchange.end()
            self._count(exchange)
            self._journal.add(exchange)

    def fail_next(self, endpoint: str | None = None, *, times: int = 1, **ways: Any) -> None:
        """Have the next calls fail that are in order otherwise; see `RestFailure` for the ways.

        Args:
            endpoint: Only calls of this endpoint, such as `sync_leads`.
            times: How many calls fail.
            ways: How.

        Raises:
            TypeError: There is no such way.
            ValueError: There is no such endpoint or code, or the ways do not go together.
        """
        self._faults.add(RestFailure(endpoint, **ways), times)

    def usage(self) -> LimitUse:
        """Return how much of what is allowed is used now."""
        return self._limiter.usage(_API, self._clock.now())

    def waiting(self) -> list[Waiting]:
        """Return the failures that wait for their calls."""
        return [Waiting(_API, *each) for each in self._faults.waiting()]

    @property
    def pending_failures(self) -> int:
        """The number of calls that `fail_next` will still have fail."""
        return self._faults.pending

    def reset(self) -> None:
        """Forget failures to come, counts and tokens; the data are the emulator's."""
        self._faults.clear()
        self._identity.forget()
        with self._counting:
            self._counted.clear()

    def flush(self) -> None:
        """Write down how many calls there were."""
        with self._counting:
            counted, self._counted = self._counted, []
        if counted:
            zone = self._emulator.zone()
            usage = Counter[Usage]((day_of(at, zone), user, code) for at, user, code in counted)
            with self._emulator.store.writing() as data:
                data.rest.count(usage)

    def _count(self, exchange: RestExchange) -> None:
        """Count a call, unless it is one that counts against nothing."""
        code = exchange.code or 0
        caller = self._services.get(exchange.client_id)
        known = CODES.get(code)
        if caller is None or exchange.is_identity or (known is not None and not known.counted):
            return
        with self._counting:
            self._counted.append((exchange.at, caller.user, code))
            many = len(self._counted) >= _COUNTED_TOGETHER
        if many:
            self.flush()
