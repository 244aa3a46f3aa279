"""The front: one request to a version's endpoint in, its answer out, with a backend behind it."""

from __future__ import annotations

import functools
import logging
import threading
import traceback
from collections.abc import Callable, Mapping

from lxml import etree

from mktows import soap
from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, Contract, Operation, contract
from mktows.database.failures import DatabaseFailed
from mktows.departures import Departure
from mktows.errors import ConnectionFailed, ProtocolError, RefusedXml, TransportError
from mktows.server.authentication import Credentials, members_of
from mktows.server.backend import AnswersAtOnce, Backend, Call, TakesLonger
from mktows.server.exchange import Exchange
from mktows.server.fault_injection import CutOff, Trouble, Troubles
from mktows.server.headers import departures_around
from mktows.server.limiting.limiter import Gate
from mktows.server.refusals import Refusal, bad_request, refusal
from mktows.server.request_body import (
    MAX_REQUEST_ELEMENTS,
    BadBody,
    check_action,
    lower_headers,
    read_body,
)
from mktows.service_faults import write_service_fault
from mktows.transport import HttpRequest, HttpResponse

_LOG = logging.getLogger("mktows.sandbox")
_XML = {"content-type": "text/xml; charset=utf-8"}
_TEXT = {"content-type": "text/plain; charset=utf-8"}
# The type of a value that cannot be read, to the code that it gets; all others get 20110.
_BAD_VALUE_CODES = {"LeadKeyRef": 20102, "ActivityType": 20107}


class Front:
    """Parses, authenticates, holds the limits and dispatches, in this order.

    Args:
        backend: What answers a call that is in order.
        credentials: Who may call.
        gate: How much they may call.
        troubles: What a test asked for.
        strict: Whether what departs from the contract is refused, not passed over.
        closing: Ends the delays that a test asked for, once it is set.
    """

    def __init__(
        self,
        *,
        backend: Backend,
        credentials: Credentials,
        gate: Gate,
        troubles: Troubles,
        strict: bool,
        closing: threading.Event,
    ) -> None:
        self._backend = backend
        self._at_once = backend if isinstance(backend, AnswersAtOnce) else None
        self._credentials = credentials
        self._gate = gate
        self._troubles = troubles
        self._strict = strict
        self._closing = closing
        self._codecs = {version: Codec(contract(version)) for version in KNOWN_VERSIONS}

    def answer(
        self, request: HttpRequest, exchange: Exchange, *, at_once: bool = False
    ) -> HttpResponse:
        """Answer one request, and note in the exchange what became of it.

        Args:
            request: The request.
            exchange: What is known of the call so far.
            at_once: Whether to answer only what takes no longer than reading a few rows.

        Raises:
            TakesLonger: It does not; nothing was done.
            TransportError: A test asked for a connection that breaks.
        """
        spoken = contract(exchange.version)
        try:
            response = self._answer(spoken, request, exchange, at_once)
        except BadBody as error:
            response = plain(error.status, str(error))
        except Refusal as refused:
            response = _refused(refused, spoken, exchange)
        except TakesLonger:
            raise
        except TransportError:
            exchange.fault = "connection closed"
            raise
        except DatabaseFailed as failed:
            # The store has logged it.
            message = f"The sandbox cannot use its database: {failed}"
            response = _refused(refusal(20011, message), spoken, exchange)
        except Exception as error:
            # The text of an unexpected error may hold a lead's data: only where it happened.
            where = "".join(traceback.format_tb(error.__traceback__))
            _LOG.error("%s while answering a call\n%s", type(error).__name__, where)
            response = _refused(refusal(20011), spoken, exchange)
        exchange.status, exchange.reply = response.status, response.body
        return response

    def _answer(
        self, spoken: Contract, request: HttpRequest, exchange: Exchange, at_once: bool
    ) -> HttpResponse:
        headers = lower_headers(request)
        exchange.request = read_body(request.body, headers, exchange.departures)
        try:
            envelope = soap.read_envelope(exchange.request, max_elements=MAX_REQUEST_ELEMENTS)
        except RefusedXml:
            raise bad_request() from None
        except ProtocolError:
            exchange.well_formed = True
            raise refusal(20012) from None
        exchange.well_formed = True
        operation = _named(spoken, envelope.body)
        exchange.operation = "" if operation is None else operation.name
        # Nothing is checked and decoded twice that will have to wait for another thread.
        if at_once and not self._may_answer_at_once(exchange.operation):
            raise TakesLonger
        members = members_of(envelope.headers.get((spoken.namespace, "AuthenticationHeader")))
        exchange.user_id = members.get("mktowsUserId", "")
        self._credentials.check(members, exchange.at)
        if self._at_once is not None and at_once:
            operation, message = _dispatch(spoken, envelope, operation)
            answer = self._at_once.answer_at_once
            return self._carried_out(
                spoken, operation, message, headers, envelope, exchange, answer
            )
        answer = self._backend.answer
        with self._gate.passing(exchange.at):
            operation, message = _dispatch(spoken, envelope, operation)
            trouble = self._troubles.take(operation.name)
            if trouble is None:
                return self._carried_out(
                    spoken, operation, message, headers, envelope, exchange, answer
                )
            response = None
            if trouble.carries_out:
                try:
                    response = self._carried_out(
                        spoken, operation, message, headers, envelope, exchange, answer
                    )
                except Refusal as refused:
                    response = _refused(refused, spoken, exchange)
            return self._troubled(trouble, response, exchange)

    def _may_answer_at_once(self, operation: str) -> bool:
        return (
            self._at_once is not None
            and operation in self._at_once.operations_at_once
            and self._gate.is_open
            and not self._troubles.pending
        )

    def _carried_out(
        self,
        spoken: Contract,
        operation: Operation,
        message: etree._Element,
        headers: Mapping[str, str],
        envelope: soap.Envelope,
        exchange: Exchange,
        answer: Callable[[Call, object], object],
    ) -> HttpResponse:
        workspace = envelope.headers.get((spoken.namespace, "MktowsContextHeader"))
        try:
            params = self._params(spoken, operation, message, headers, exchange.departures)
            call = Call(
                operation=operation.name,
                types=spoken.bindings,
                user_id=exchange.user_id,
                workspace=_workspace(workspace),
                now=exchange.at,
                # What is not declared departs from the contract.
                undeclared=_undeclared(spoken, operation, message) if exchange.departures else {},
                strict=self._strict,
            )
            reply = answer(call, params)
        except TakesLonger:
            exchange.departures.clear()  # they are found again, and told then
            raise
        finally:
            for each in exchange.departures:
                _LOG.info("%s: %s: %s", operation.name, each.path, each.reason)
        encoded = self._codecs[spoken.version].encode(operation.reply, reply, service=True)
        body = soap.write_envelope(namespace=spoken.namespace, body=encoded.text, xsi=encoded.xsi)
        return HttpResponse(200, _XML, body)

    def _params(
        self,
        spoken: Contract,
        operation: Operation,
        message: etree._Element,
        headers: Mapping[str, str],
        departures: list[Departure],
    ) -> object:
        """Decode the message leniently; of every departure, take note, or refuse it."""
        departures += departures_around(message, spoken, operation)
        check_action(headers, operation.action, departures)
        around = len(departures)
        try:
            params: object = self._codecs[spoken.version].decode(
                message, operation.request, departures
            )
        except ProtocolError as error:
            if all(each.path != error.path for each in departures):
                reason = str(error).removeprefix(f"{error.path}: ")
                departures.append(Departure(error.path, reason))
            raise refusal(_bad_value_code(error), str(error)) from None
        if self._strict and departures:
            code = 20012 if around else 20110
            raise refusal(code, f"{departures[0].path}: {departures[0].reason}")
        return params

    def _troubled(
        self, trouble: Trouble, response: HttpResponse | None, exchange: Exchange
    ) -> HttpResponse:
        if trouble.delay:
            self._closing.wait(trouble.delay)
        if trouble.code is not None:
            raise refusal(trouble.code, trouble.message)
        if trouble.http:
            exchange.code, exchange.fault = None, ""
            return trouble.page()
        if trouble.drop or response is None:
            raise ConnectionFailed("the connection was lost before an answer came")
        if trouble.cut:
            raise CutOff(response)
        if trouble.truncate:
            return HttpResponse(
                response.status, response.headers, response.body[: len(response.body) // 2]
            )
        return response


def plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """An HTTP answer that is no SOAP."""
    return HttpResponse(status, {**_TEXT, **(headers or {})}, f"{text}\n".encode())


def _bad_value_code(error: ProtocolError) -> int:
    if "startPosition" in error.path.split("."):
        return 20122  # whatever in a position cannot be read
    return _BAD_VALUE_CODES.get(error.type_name, 20110)


def _named(spoken: Contract, message: etree._Element | None) -> Operation | None:
    """The operation is told by the body's element; the SOAPAction header is advisory."""
    if message is None:
        return None
    namespace, name = soap.split_name(message)
    if namespace != spoken.namespace:
        return None
    return _requests(spoken.version).get(name)


@functools.cache
def _requests(version: str) -> dict[str, Operation]:
    return {each.request: each for each in contract(version).operations.values()}


def _dispatch(
    spoken: Contract, envelope: soap.Envelope, operation: Operation | None
) -> tuple[Operation, etree._Element]:
    message = envelope.body
    if message is None or envelope.children != 1:
        raise refusal(20012)
    if operation is None:
        namespace, name = soap.split_name(message)
        ours = namespace == spoken.namespace and name.startswith("params")
        raise refusal(20019 if ours else 20012)
    fields = spoken.types[operation.request_type].fields
    if len(message) == 0 and any(field.required for field in fields):
        raise refusal(20017)
    return operation, message


def _undeclared(spoken: Contract, operation: Operation, node: etree._Element) -> dict[str, str]:
    """Texts of the children that the contract does not declare."""
    declared = {field.element for field in spoken.types[operation.request_type].fields}
    found = {}
    for child in node.iterchildren(tag=etree.Element):
        name, text = soap.split_name(child)[1], (child.text or "").strip()
        if name not in declared and text and len(child) == 0:
            found[name] = text
    return found


def _workspace(header: etree._Element | None) -> str | None:
    for child in header if header is not None else ():
        if soap.split_name(child)[1] == "targetWorkspace":
            return (child.text or "").strip() or None
    return None


def _refused(refused: Refusal, spoken: Contract, exchange: Exchange) -> HttpResponse:
    """The fault that tells the caller of a refusal, which the exchange takes note of."""
    exchange.code, exchange.fault = refused.code, refused.string
    envelope = write_service_fault(
        namespace=spoken.namespace,
        string=refused.string,
        code=refused.code,
        message=refused.message,
        cause=refused.cause,
    )
    return HttpResponse(500, _XML, envelope)
