"""The REST client: a method for every endpoint of the table."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.limiting.limiter import DailyCalls, Limiter, Priority
from mktows.limiting.limits import Limits
from mktows.rest.activities import ActivityMethods
from mktows.rest.assets import AssetMethods
from mktows.rest.calling import Attempt, Caller, CallOptions
from mktows.rest.campaigns import CampaignMethods
from mktows.rest.companies import CompanyMethods
from mktows.rest.custom_objects import CustomObjectMethods
from mktows.rest.exports import ExportMethods
from mktows.rest.imports import ImportMethods
from mktows.rest.leads import LeadMethods
from mktows.rest.lists import ListMethods
from mktows.rest.opportunities import OpportunityMethods
from mktows.rest.programs import ProgramMethods
from mktows.rest.reading import Answer
from mktows.rest.settings import RestConfig
from mktows.rest.tokens import TokenSource
from mktows.rest.usage import UsageMethods
from mktows.rest.writing import ImportFile, RestCall, rest_call
from mktows.transport import RequestsTransport, Transport


@dataclass(frozen=True, slots=True)
class Identity:
    """The caller, as the service knows it.

    Attributes:
        scope: The API-only user that the custom service acts for.
        expires_in: Seconds that the token had left when it came.
    """

    scope: str
    expires_in: float


class RestClient(
    LeadMethods,
    ListMethods,
    ActivityMethods,
    CampaignMethods,
    CustomObjectMethods,
    OpportunityMethods,
    CompanyMethods,
    ImportMethods,
    ExportMethods,
    ProgramMethods,
    AssetMethods,
    UsageMethods,
):
    """Calls the REST API, one method for each endpoint, and `iter_…` for what comes in pages.

    Data goes in and out as plain mappings by REST names. A client may be shared between threads.
    What was certainly not carried out is repeated until the deadline; what may have been is
    repeated where a second time does no harm, else it raises `OutcomeUnknown`.

    Args:
        config: Where, who, and the limits.
        transport: What to send through; by default the network.
        limiter: What every call passes; by default one of its own, by the config's limits. Clients
            of one instance in one process should share one.
        clock: The monotonic clock.
        sleep: How to wait between attempts, in seconds.

    Example:
        >>> with RestClient.from_env() as client:  # doctest: +SKIP
        ...     for lead in client.iter_leads("email", ["t@t.com"]):
        ...         print(lead["id"])
    """

    def __init__(
        self,
        config: RestConfig,
        *,
        transport: Transport | None = None,
        limiter: Limiter | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.config = config
        self._own: list[RequestsTransport | Limiter] = []
        if transport is None:
            transport = RequestsTransport(
                connect_timeout=config.connect_timeout, max_reply_bytes=config.max_reply_bytes
            )
            self._own.append(transport)
        if limiter is None:
            limiter = Limiter.of_file(
                limits_of(config), config.state_file, config.base_url, monotonic=clock
            )
            self._own.append(limiter)
        tokens = TokenSource(config, transport, clock=clock, sleep=sleep)
        self._caller = Caller(config.base_url, transport, tokens, limiter, clock=clock, sleep=sleep)
        self._options = CallOptions(config.deadline)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Make a client by the variables `MKTOWS_REST_...`.

        Raises:
            ConfigError: A setting is missing or malformed.
        """
        return cls(RestConfig.from_env(environ))

    def with_options(
        self,
        *,
        deadline: float | None = None,
        background: bool = False,
        priority: Priority | None = None,
        on_attempt: Callable[[Attempt], None] | None = None,
    ) -> Self:
        """Return this client with other options; both share the token, limits and connections.

        Args:
            deadline: Seconds that each call may take in all; None for what its endpoint needs.
            background: Whether its calls wait behind all others; short for that priority.
            priority: The turn of its calls among those that wait; None for what each endpoint
                does: what writes goes first.
            on_attempt: Is told of each attempt once it has ended.
        """
        if background:
            priority = Priority.BACKGROUND
        made = object.__new__(type(self))
        made.config = self.config
        made._own = []
        made._caller = self._caller
        made._options = CallOptions(deadline, priority, on_attempt)
        return made

    def call(
        self,
        endpoint: str,
        /,
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, object] | None = None,
        file: ImportFile | None = None,
    ) -> Answer:
        """Make one call to an endpoint by its name in `mktows.facts.rest_endpoints`.

        Args:
            endpoint: The name.
            path: The variable parts of the path.
            query: The parameters in the query.
            body: What is sent as JSON.
            form: The members of a form.
            file: The file of an import.

        Raises:
            RequestError: It cannot be sent as it is; nothing was.
            RestError: It failed.
        """
        return self._answer(
            rest_call(endpoint, path=path or {}, query=query or {}, body=body, form=form, file=file)
        )

    def identity(self) -> Identity:
        """Prove the credentials: the token at hand, or a new one. It counts against no limit.

        Raises:
            AuthenticationError: They are refused.
        """
        timeout = ENDPOINTS["identity"].timeout
        token = self._caller.tokens.current(self._caller.deadline(self._options, timeout))
        return Identity(token.scope, token.expires_in)

    def token_age(self) -> float | None:
        """Seconds since the token at hand came; None without one."""
        return self._caller.tokens.age()

    def daily_calls(self) -> DailyCalls:
        """The calls of the day that this client, and those who share its limits, have made."""
        return self._caller.limiter.daily_calls()

    def close(self) -> None:
        """Close the connections and the state file."""
        for each in self._own:
            each.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"RestClient({self.config!r})"

    def _answer(self, call: RestCall) -> Answer:
        return self._caller.call(call, self._options)


def limits_of(config: RestConfig) -> Limits:
    """The limits of a config."""
    return Limits(config.rate_calls, config.rate_seconds, config.concurrency, config.daily_calls)
