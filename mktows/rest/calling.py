"""One call from its arguments to its answer: limiter, token, transport, and repeating."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from mktows.errors import TransportError
from mktows.facts.rest_errors import CODES, RATE_EXCEEDED
from mktows.rest.errors import (
    AuthenticationError,
    QuotaError,
    RestError,
    UnavailableError,
)
from mktows.rest.governor import Governor, Priority
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
WAITING = 60.0
"""Seconds for waiting and renewing in a call whose deadline is not said."""


@dataclass(frozen=True, slots=True)
class CallOptions:
    """The options of one client's calls.

    Attributes:
        deadline: Seconds that a call may take in all; None for what its endpoint needs.
        background: Whether its calls wait behind all others.
    """

    deadline: float | None = None
    background: bool = False


class Caller:
    """Makes calls. Threads may share one.

    Args:
        base_url: Where.
        transport: What to send through.
        tokens: Has the token.
        governor: What every call passes.
        clock: The monotonic clock.
        sleep: How to wait between attempts.
    """

    def __init__(
        self,
        base_url: str,
        transport: Transport,
        tokens: TokenSource,
        governor: Governor,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.tokens = tokens
        self.governor = governor
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
        if options.background:
            priority = Priority.BACKGROUND
        # Before the place is taken: a renewal that takes long must not hold one.
        token = self._token(deadline)
        with self.governor.place(
            endpoint.name, priority, deadline=deadline, seconds=endpoint.timeout
        ) as place:
            left = deadline - self._clock()
            if left <= 0:
                raise _too_late(endpoint.name)
            started = self._clock()
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
                self._log(endpoint.name, type(error).__name__, started, "")
                raise of_transport(error, endpoint.name) from error
            except RestError as error:
                self._log(endpoint.name, str(error.code or "failed"), started, error.request_id)
                known = CODES.get(error.code or 0)
                place.counted = known is None or known.counted
                self._obey(error, token)
                raise
            self._log(endpoint.name, "ok", started, answer.request_id)
            return answer

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
            error.until = self.governor.close_day()
        elif isinstance(error, AuthenticationError):
            self.tokens.refused(token)
        elif is_crowded(error):
            # The whole span of the rate may be used up by others.
            self.governor.pause(LONGEST_WAIT / 4 if error.code == RATE_EXCEEDED else 1.0)

    def _log(self, name: str, outcome: str, started: float, request_id: str) -> None:
        milliseconds = (self._clock() - started) * 1000
        _LOG.info("%s %s in %.0f ms, request %s", name, outcome, milliseconds, request_id or "-")


def _bearer(token: Token) -> str:
    return f"Bearer {token.text.reveal()}"


def _too_late(name: str) -> RestError:
    error = UnavailableError("the deadline passed before the call was sent", endpoint=name)
    error.not_carried_out = True
    error.retryable = False
    return error
