"""The front of the REST face: one HTTP request in, its answer out."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from dataclasses import replace

from mktows.database.failures import DatabaseFailed
from mktows.errors import ConnectionFailed, TransportError
from mktows.facts.limits import CALLS_PER_SPAN, SPAN_SECONDS
from mktows.facts.rest_endpoints import IDENTITY_PATH
from mktows.facts.rest_errors import (
    ACCESS_DENIED,
    RESOURCE_UNKNOWN,
    SYSTEM_ERROR,
    TOKEN_EXPIRED,
    TOKEN_INVALID,
)
from mktows.parameters.scalars import seconds
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.rest.answers import Answer, without, write_answer, write_members, write_refusal
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.exchange import RestExchange
from mktows.sandbox.rest.failures import RestFailure
from mktows.sandbox.rest.identity import Caller, Identity, Unauthorized
from mktows.sandbox.rest.paging import date_position, row_position
from mktows.sandbox.rest.refusals import RestRefusal, refusal
from mktows.sandbox.rest.request import (
    RawCall,
    RestCall,
    check_parameters,
    document_of,
    opened,
    split_request,
)
from mktows.sandbox.rest.routes import route
from mktows.sandbox.rest.settings import Habits
from mktows.server.exchange import CONNECTION_CLOSED
from mktows.server.fault_injection import CutOff, FaultInjection
from mktows.server.limiting.limiter import Limiter
from mktows.server.unexpected import log_unexpected
from mktows.transport import HttpResponse


class RestFront:
    """Authenticates, holds the limits, finds the endpoint and has its handler answer.

    Args:
        emulator: What holds the data.
        handlers: What answers, by the endpoint's name.
        identity: Who may call.
        limiter: How much they may call.
        faults: The failures that a test asked for.
        habits: What the service does where the sources contradict each other.
        strict: Whether what an endpoint does not know is refused.
        closing: Ends the delays that a test asked for, once it is set.
    """

    def __init__(
        self,
        *,
        emulator: Emulator,
        handlers: Mapping[str, Handler],
        identity: Identity,
        limiter: Limiter,
        faults: FaultInjection[RestFailure],
        habits: Habits,
        strict: bool,
        closing: threading.Event,
    ) -> None:
        self._emulator = emulator
        self._handlers = handlers
        self._identity = identity
        self._limiter = limiter
        self._faults = faults
        self._habits = habits
        self._strict = strict
        self._closing = closing
        self._number = itertools.count(1)

    def answer(self, exchange: RestExchange) -> HttpResponse:
        """Answer a call, and note in the exchange what became of it.

        Raises:
            TransportError: A test asked for a connection that breaks.
        """
        try:
            exchange.response = without(self._answered(exchange), exchange.hidden)
        except TransportError:
            exchange.fault = CONNECTION_CLOSED
            raise
        except Exception as error:
            refused = _refusal_of(error)
            exchange.refused(refused)
            written = write_refusal(refused, self._request_id(exchange))
            exchange.response = without(written, exchange.hidden)
        return exchange.response

    def _answered(self, exchange: RestExchange) -> HttpResponse:
        raw = split_request(exchange.request)
        exchange.operation = f"{raw.method} {raw.path}"
        now = seconds(exchange.at)
        if raw.path == IDENTITY_PATH:
            return self._granted(exchange, raw, now)
        caller = self._caller(exchange, raw, now)
        with self._limiter.passing(exchange.at):
            endpoint, variables = route(raw.method, raw.path)
            exchange.operation = f"{endpoint.method} {endpoint.path}"
            allowed = caller.service.permissions
            if allowed is not None and not _permits(allowed, endpoint.permission):
                raise refusal(ACCESS_DENIED)
            raw = opened(raw, endpoint)
            call = RestCall(
                endpoint=endpoint,
                variables=variables,
                parameters=raw.parameters,
                document=document_of(raw, endpoint),
                user=caller.service.user,
                now=exchange.at,
                part=raw.headers.get("range", ""),
                strict=self._strict,
                notes=exchange.notes,
            )
            check_parameters(call, raw)
            failure = self._faults.take(endpoint.name)
            if failure is None:
                return self._carried_out(exchange, call)
            return self._failed(failure, exchange, call, caller)

    def _carried_out(self, exchange: RestExchange, call: RestCall) -> HttpResponse:
        handler = self._handlers.get(call.endpoint.name)
        if handler is None:
            raise refusal(RESOURCE_UNKNOWN)
        answer = self._emulator.within(
            seconds(call.now),
            writes=call.endpoint.writes,
            work=lambda data, now: handler(RestContext(data, now, call, self._habits)),
        )
        return write_answer(answer, call.endpoint, self._request_id(exchange))

    def _granted(self, exchange: RestExchange, raw: RawCall, now: int) -> HttpResponse:
        """Answer who asks for a token."""
        if raw.method not in ("GET", "POST"):
            return write_members({"error": "method_not_allowed"}, 405)
        failure = self._faults.take("identity", named=True)
        if failure is not None and not failure.carries_out:
            return self._instead(failure, exchange)
        try:
            grant, caller = self._identity.grant(raw, now)
        except Unauthorized as error:
            exchange.code, exchange.fault = 401, "unauthorized"
            return write_members({"error": "unauthorized", "error_description": str(error)}, 401)
        exchange.client_id, exchange.token = caller.client_id, grant.token
        response = write_members(
            {
                "access_token": grant.token,
                "token_type": "bearer",
                "expires_in": grant.seconds,
                "scope": caller.service.user,
            }
        )
        return response if failure is None else self._spoiled(failure, response)

    def _caller(self, exchange: RestExchange, raw: RawCall, now: int) -> Caller:
        scheme, _, token = raw.headers.get("authorization", "").strip().partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer":
            token = ""
        if not token and self._habits.token_in_query:
            token = raw.first("access_token")
        if not token or not token.isascii():
            raise refusal(TOKEN_INVALID)
        exchange.token = token
        caller = self._identity.caller(token, now)
        exchange.client_id = caller.client_id
        return caller

    def _failed(
        self, failure: RestFailure, exchange: RestExchange, call: RestCall, caller: Caller
    ) -> HttpResponse:
        if failure.empty:
            return write_answer(_empty_page(call), call.endpoint, self._request_id(exchange))
        if failure.code in (TOKEN_INVALID, TOKEN_EXPIRED):
            self._identity.withdraw(caller, seconds(exchange.at), code=failure.code)
        if not failure.carries_out:
            return self._instead(failure, exchange)
        try:
            response = self._carried_out(exchange, call)
        except RestRefusal as refused:
            exchange.refused(refused)
            response = write_refusal(refused, self._request_id(exchange))
        if failure.code is not None or failure.http or failure.drop:
            return self._instead(failure, exchange)
        return self._spoiled(failure, response)

    def _instead(self, failure: RestFailure, exchange: RestExchange) -> HttpResponse:
        """Answer with a failure alone."""
        if failure.delay:
            self._closing.wait(failure.delay)
        if failure.code is not None:
            refused = refusal(failure.code, **_ANY_DETAILS)
            if failure.message is not None:
                refused = RestRefusal(failure.code, failure.message)
            raise refused
        if failure.http:
            exchange.code, exchange.fault = None, ""
            return failure.page()
        raise ConnectionFailed("the connection was lost before an answer came")

    def _spoiled(self, failure: RestFailure, response: HttpResponse) -> HttpResponse:
        """Spoil the answer to a call that was carried out."""
        if failure.delay:
            self._closing.wait(failure.delay)
        if failure.cut:
            raise CutOff(response)
        if failure.truncate:
            return replace(response, body=response.body[: len(response.body) // 2])
        return response

    def _request_id(self, exchange: RestExchange) -> str:
        """Return an id in the form of the service's."""
        return f"{next(self._number):x}#{int(exchange.at.timestamp() * 1000):x}"


_ANY_DETAILS: Mapping[str, object] = {
    "name": "a field", "value": "a value", "type": "another type", "problem": "Invalid data",
    "most": CALLS_PER_SPAN, "seconds": SPAN_SECONDS,
}  # fmt: skip


def _permits(allowed: frozenset[str], needed: str) -> bool:
    """Tell whether permissions are enough: who may write may read."""
    return not needed or needed in allowed or needed.replace("Read-Only", "Read-Write") in allowed


def _empty_page(call: RestCall) -> Answer:
    """Return a page without records, whose token is another one of the same place."""
    position = date_position(call) if call.endpoint.paging == "date" else row_position(call)
    return Answer([], next_page_token=position.behind_an_empty_page(), more_result=True)


def _refusal_of(error: Exception) -> RestRefusal:
    if isinstance(error, RestRefusal):
        return error
    if isinstance(error, DatabaseFailed):
        return refusal(SYSTEM_ERROR)  # the database has logged it
    log_unexpected(error, "answering a REST call")
    return refusal(SYSTEM_ERROR)
