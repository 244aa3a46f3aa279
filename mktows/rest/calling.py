"""One call from its arguments to its answer: limiter, token, transport, and repeating."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from mktows.errors import LimitReached, QuotaReached, TransportError
from mktows.facts.rest_endpoints import Endpoint
from mktows.facts.rest_errors import CODES, RATE_EXCEEDED
from mktows.limiting.limiter import Limiter, Place, Priority
from mktows.rest.errors import (
    AuthenticationError,
    LimitError,
    QuotaError,
    RestError,
    UnavailableError,
)
from mktows.rest.reading import Answer, read_answer
from mktows.rest.repeating import (
    LONGEST_WAIT,
    final,
    is_crowded,
    is_harmless,
    of_transport,
    wait_before,
)
from mktows.rest.tokens import Token, TokenSource
from mktows.rest.writing import RestCall, write_call
from mktows.transport import HttpRequest, Transport

_LOG = logging.getLogger("mktows.rest")
OK = "ok"
"""The outcome of an attempt that succeeded."""
WAITING = 60.0
"""Seconds for waiting and renewing in a call whose deadline is not said."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a call, as it ended. It names nothing of what was called for.

    Attributes:
        endpoint: The endpoint.
        code: The code of the error; None for success and where no answer told one.
        outcome: `ok`, or the name of the error.
        milliseconds: Milliseconds that it took, without the waiting before.
        request_id: The service's id of it; empty where no answer came.
        waited: Seconds that it waited for the limits before.
    """

    endpoint: Endpoint
    code: int | None
    outcome: str
    milliseconds: float
    request_id: str = ""
    waited: float = 0.0


@dataclass(frozen=True, slots=True)
class CallOptions:
    """The options of one client's calls.

    Attributes:
        deadline: Seconds that a call may take in all; None for what its endpoint needs.
        priority: The turn of its calls among those that wait; None for what each endpoint does.
        on_attempt: Is told of each attempt.
    """

    deadline: float | None = None
    priority: Priority | None = None
    on_attempt: Callable[[Attempt], None] | None = None


class Caller:
    """Makes calls. Threads may share one.

    Args:
        base_url: Where.
        transport: What to send through.
        tokens: Has the token.
        limiter: What every call passes.
        clock: The monotonic clock.
        sleep: How to wait between attempts.
    """

    def __init__(
        self,
        base_url: str,
        transport: Transport,
        tokens: TokenSource,
        limiter: Limiter,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.tokens = tokens
        self.limiter = limiter
        self._base_url = base_url
        self._transport = transport
        self._clock = clock
        self._sleep = sleep

    def deadline(self, options: CallOptions, timeout: float) -> float:
        """The moment at which a call that begins now is given up, by the monotonic clock."""
        seconds = options.deadline if options.deadline is not None else 2 * timeout + WAITING
        return self._clock() + seconds

    def call(self, call: RestCall, options: CallOptions) -> Answer:
        """Make a call, and again where that does no harm.

        Raises:
            RequestError: It cannot be sent as it is.
            RestError: It failed.
        """
        endpoint = call.endpoint
        request = write_call(call, self._base_url)
        harmless = is_harmless(endpoint, call.body)
        deadline = self.deadline(options, endpoint.timeout)
        attempt, renewed, in_doubt = 1, False, False
        while True:
            try:
                answer = self._attempt(call, request, options, deadline)
                return replace(answer, repeated=True) if in_doubt else answer
            except RestError as caught:
                error = caught
            in_doubt = in_doubt or not error.not_carried_out
            wait = wait_before(error, attempt=attempt, harmless=harmless)
            if isinstance(error, AuthenticationError) and error.code is not None and not renewed:
                renewed, wait = True, 0.0
            if wait is None or self._clock() + wait >= deadline:
                raise final(error, harmless=harmless, in_doubt=in_doubt)
            _LOG.info("%s: repeated in %.1f s after %s", endpoint.name, wait, type(error).__name__)
            self._sleep(wait)
            attempt += 1

    def _attempt(
        self, call: RestCall, request: HttpRequest, options: CallOptions, deadline: float
    ) -> Answer:
        endpoint = call.endpoint
        priority = Priority.WRITE if endpoint.writes else Priority.READ
        if options.priority is not None:
            priority = options.priority
        # Before the place is taken: a renewal that takes long must not hold one.
        token = self._token(deadline)
        entered = self._clock()
        with self._place(endpoint, priority, deadline) as place:
            left = deadline - self._clock()
            if left <= 0:
                raise _too_late(endpoint.name)
            started = self._clock()

            def tell(code: int | None, outcome: str, request_id: str = "") -> None:
                spent = self._since(started)
                self._tell(
                    options,
                    Attempt(endpoint, code, outcome, spent, request_id, started - entered),
                )

            try:
                response = self._transport.send(
                    replace(
                        request,
                        headers={**request.headers, "Authorization": _bearer(token)},
                        seconds=min(left, endpoint.timeout),
                    )
                )
                answer = read_answer(endpoint, response)
            except TransportError as error:
                place.counted = error.sent
                tell(None, type(error).__name__)
                raise of_transport(error, endpoint.name) from error
            except RestError as error:
                tell(error.code, type(error).__name__, error.request_id)
                known = CODES.get(error.code or 0)
                place.counted = known is None or known.counted
                self._obey(error, token)
                raise
            tell(None, OK, answer.request_id)
            return answer

    @contextmanager
    def _place(self, endpoint: Endpoint, priority: Priority, deadline: float) -> Iterator[Place]:
        """Hold a place among the calls in flight; a limit that forbids it is an error of REST."""
        with ExitStack() as stack:
            try:
                place = stack.enter_context(
                    self.limiter.place(priority, deadline=deadline, seconds=endpoint.timeout)
                )
            except LimitReached as reached:
                raise _limited(reached, endpoint.name) from None
            yield place

    def _token(self, deadline: float) -> Token:
        """The token; without one the call itself was never made."""
        try:
            return self.tokens.current(deadline)
        except RestError as error:
            error.not_carried_out, error.retryable = True, False
            raise

    def _obey(self, error: RestError, token: Token) -> None:
        """Do what an error asks of all callers."""
        if isinstance(error, QuotaError):
            error.until = self.limiter.close_day()
        elif isinstance(error, AuthenticationError):
            self.tokens.refused(token)
        elif is_crowded(error):
            # The whole span of the rate may be used up by others.
            self.limiter.pause(LONGEST_WAIT / 4 if error.code == RATE_EXCEEDED else 1.0)

    def _since(self, started: float) -> float:
        """Milliseconds since a moment."""
        return (self._clock() - started) * 1000

    def _tell(self, options: CallOptions, attempt: Attempt) -> None:
        _LOG.info(
            "%s %s in %.0f ms, request %s",
            attempt.endpoint.name,
            attempt.code or attempt.outcome,
            attempt.milliseconds,
            attempt.request_id or "-",
        )
        if options.on_attempt is not None:
            options.on_attempt(attempt)


def _bearer(token: Token) -> str:
    return f"Bearer {token.text.reveal()}"


def _limited(reached: LimitReached, name: str) -> LimitError:
    if isinstance(reached, QuotaReached):
        error = QuotaError(str(reached), endpoint=name)
        error.until = reached.until
        return error
    late = LimitError(str(reached), endpoint=name)
    late.retryable = False  # the waiting is over
    return late


def _too_late(name: str) -> RestError:
    error = UnavailableError("the deadline passed before the call was sent", endpoint=name)
    error.not_carried_out = True
    error.retryable = False
    return error
