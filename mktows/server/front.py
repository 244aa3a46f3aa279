"""The front: one request to a version's endpoint in, its answer out, with a backend behind it."""

from __future__ import annotations

import functools
import hashlib
import logging
import threading
import time
from collections.abc import Mapping
from datetime import datetime

from lxml import etree

from mktows import soap
from mktows.checking import check_message, check_surroundings, effects_of
from mktows.checking.doubts import check_doubts
from mktows.checking.findings import Findings
from mktows.checking.transfers import check_action
from mktows.contract import Contract, Operation
from mktows.contract import contract as contract_of
from mktows.database.failures import DatabaseFailed
from mktows.errors import ConnectionFailed, ProtocolError, RefusedXml, TransportError
from mktows.facts.faults import (
    ACTIVITY_KEY_BAD,
    BAD_PARAMETER,
    BAD_STREAM_POSITION,
    INTERNAL_ERROR,
    INVALID_REQUEST,
    LEAD_KEY_BAD,
    REQUEST_NOT_UNDERSTOOD,
    UNSUPPORTED_OPERATION,
)
from mktows.server.authentication import Credentials, members_of
from mktows.server.backend import Backend, Call, TellsShortCalls
from mktows.server.contracts import Contracts
from mktows.server.exchange import CONNECTION_CLOSED, Exchange
from mktows.server.fault_injection import CutOff, Failure, FaultInjection
from mktows.server.limiting.limiter import Limiter
from mktows.server.refusals import Reason, Refusal, refusal
from mktows.server.request_body import (
    MAX_REQUEST_ELEMENTS,
    BadBody,
    lower_headers,
    read_body,
)
from mktows.server.request_reading import RequestReading, read_request
from mktows.server.unexpected import log_unexpected
from mktows.service_faults import write_service_fault
from mktows.transport import HttpRequest, HttpResponse

_LOG = logging.getLogger("mktows.server")
_XML = {"content-type": "text/xml; charset=utf-8"}
_TEXT = {"content-type": "text/plain; charset=utf-8"}

NO_XML = Reason(
    "no-xml",
    None,
    "",
    "recorded",
    "Recorded for malformed XML; what is not clean otherwise, such as a DOCTYPE, is inferred.",
    "message",
    string="Bad Request",
)
ENVELOPE_UNREADABLE = Reason(
    "envelope-unreadable",
    REQUEST_NOT_UNDERSTOOD,
    "",
    "inferred",
    "The vendor's table of errors has this code for an unexpected SOAP message.",
    "message",
)
BODY_UNEXPECTED = Reason(
    "body-unexpected",
    REQUEST_NOT_UNDERSTOOD,
    "",
    "inferred",
    "A message is the one child of the body; the code follows its title.",
    "message",
)
MESSAGE_FOREIGN = Reason(
    "message-foreign",
    REQUEST_NOT_UNDERSTOOD,
    "",
    "inferred",
    "Messages are of the WSDL's namespace; the code follows its title.",
    "message",
)
OPERATION_UNKNOWN = Reason(
    "operation-unknown",
    UNSUPPORTED_OPERATION,
    "",
    "documented",
    "The vendor's table of errors has this code for an operation that the WSDL does not have.",
    "message",
)
MESSAGE_EMPTY = Reason(
    "message-empty",
    INVALID_REQUEST,
    "",
    "inferred",
    "The vendor's table of errors has this code for a parameter that is missing.",
    "message",
)
VALUE_UNREADABLE = Reason(
    "value-unreadable",
    BAD_PARAMETER,
    "{problem}",
    "inferred",
    "The WSDL declares the type; a number beyond its range is recorded as a fault.",
    "message",
)
KEY_TYPE_UNREADABLE = Reason(
    "key-type-unreadable",
    LEAD_KEY_BAD,
    "{problem}",
    "documented",
    "The vendor's table of errors has this code for a LeadKeyType that is not valid.",
    "message",
)
FILTER_TYPE_UNREADABLE = Reason(
    "filter-type-unreadable",
    ACTIVITY_KEY_BAD,
    "{problem}",
    "documented",
    "The vendor's table of errors has this code for a bad type in an activity filter.",
    "message",
)
POSITION_UNREADABLE = Reason(
    "position-unreadable",
    BAD_STREAM_POSITION,
    "{problem}",
    "documented",
    "The vendor's table of errors has this code for a position that is not understood.",
    "message",
)
FINDING_AROUND = Reason(
    "finding-around",
    REQUEST_NOT_UNDERSTOOD,
    "{path}: {problem}",
    "guess",
    "Only a strict service refuses it.",
    "message",
)
FINDING_IN_MESSAGE = Reason(
    "finding-in-message",
    BAD_PARAMETER,
    "{path}: {problem}",
    "guess",
    "Only a strict service refuses it.",
    "message",
)
DATABASE_UNUSABLE = Reason(
    "database-unusable",
    INTERNAL_ERROR,
    "The database cannot be used: {problem}",
    "documented",
    "The vendor's table of errors has this code for a failure of the service.",
    "instance",
)
CALL_BROKE_OFF = Reason(
    "call-broke-off",
    INTERNAL_ERROR,
    "",
    "documented",
    "The vendor's table of errors has this code for a failure of the service.",
    "instance",
)
# By the type of a value that cannot be read; all others are VALUE_UNREADABLE.
_UNREADABLE_BY_TYPE = {"LeadKeyRef": KEY_TYPE_UNREADABLE, "ActivityType": FILTER_TYPE_UNREADABLE}


class Front:
    """Parses, authenticates, holds the limits and dispatches, in this order.

    Args:
        backend: What answers a call that is in order.
        credentials: Who may call.
        limiter: How much they may call.
        faults: The failures that a test asked for.
        strict: Whether a call with findings is refused, not only recorded.
        closing: Ends the delays that a test asked for, once it is set.
        seconds: How long the answer of a call is waited for.
    """

    def __init__(
        self,
        *,
        backend: Backend,
        credentials: Credentials,
        limiter: Limiter,
        faults: FaultInjection[Failure],
        strict: bool,
        closing: threading.Event,
        seconds: float,
    ) -> None:
        self._backend = backend
        self._short = backend if isinstance(backend, TellsShortCalls) else None
        self._credentials = credentials
        self._limiter = limiter
        self._faults = faults
        self._strict = strict
        self._closing = closing
        self._seconds = seconds
        self._contracts = Contracts()

    def is_loaded(self, version: str) -> bool:
        """Tell whether a version was called before, so that its bindings need not be imported."""
        return self._contracts.is_loaded(version)

    def receive(self, request: HttpRequest, version: str, at: datetime) -> Exchange:
        """Read a request, up to its operation; one that cannot be read has its answer then.

        Args:
            request: The request.
            version: The contract's version.
            at: The moment at which it arrived.
        """
        exchange = Exchange(
            at=at,
            contract=self._contracts.contract(version),
            request=request.body,
            headers=lower_headers(request),
            deadline=time.monotonic() + self._seconds,
        )
        try:
            self._read(exchange)
        except Exception as error:
            exchange.response = _answer_to(error, exchange)
        return exchange

    def is_short(self, exchange: Exchange) -> bool:
        """Tell whether a call is answered by reading a few rows, and waits for nothing."""
        if exchange.response is not None:
            return True
        return (
            self._short is not None
            and exchange.operation is not None
            and exchange.message is not None
            and self._limiter.is_open
            and not self._faults.pending
            and self._short.is_short(exchange.operation.name, exchange.message, exchange.at)
        )

    def answer(self, exchange: Exchange) -> HttpResponse:
        """Answer a call that was received, and note in the exchange what became of it.

        Raises:
            TransportError: A test asked for a connection that breaks.
        """
        if exchange.response is None:
            try:
                exchange.response = self._answered(exchange)
            except Exception as error:
                exchange.response = _answer_to(error, exchange)
        return exchange.response

    def _read(self, exchange: Exchange) -> None:
        exchange.request = read_body(exchange.request, exchange.headers, exchange.findings)
        try:
            envelope = soap.read_envelope(exchange.request, max_elements=MAX_REQUEST_ELEMENTS)
        except RefusedXml:
            raise NO_XML.refusal() from None
        except ProtocolError:
            exchange.well_formed = True
            raise ENVELOPE_UNREADABLE.refusal() from None
        exchange.well_formed = True
        exchange.envelope = envelope
        exchange.operation = _named(exchange.contract, envelope.body)

    def _answered(self, exchange: Exchange) -> HttpResponse:
        members = members_of(_header(exchange, "AuthenticationHeader"))
        exchange.user_id = members.get("mktowsUserId", "")
        self._credentials.check(members, exchange.at)
        with self._limiter.passing(exchange.at):
            operation, message = _dispatch(exchange)
            failure = self._faults.take(operation.name)
            if failure is None:
                return self._carried_out(exchange, operation, message)
            response = None
            if failure.carries_out:
                try:
                    response = self._carried_out(exchange, operation, message)
                except Refusal as refused:
                    response = _refused(refused, exchange)
            return self._failed(failure, response, exchange)

    def _carried_out(
        self, exchange: Exchange, operation: Operation, message: etree._Element
    ) -> HttpResponse:
        contract, codec = exchange.contract, self._contracts.codec(exchange.contract.version)
        doubts: set[str] = set()
        try:
            params, reading = self._params(exchange, operation, message)
            call = Call(
                operation=operation.name,
                types=contract.bindings,
                user_id=exchange.user_id,
                workspace=_workspace(_header(exchange, "MktowsContextHeader")),
                now=exchange.at,
                undeclared=reading.undeclared(contract, message, operation.request_type),
                strict=self._strict,
                deadline=exchange.deadline,
                notes=exchange.notes,
                signature=members_of(_header(exchange, "AuthenticationHeader")).get(
                    "requestSignature", ""
                ),
                fingerprint=functools.partial(_fingerprint, message),
                doubts=doubts,
            )
            reply = self._backend.answer(call, params)
        finally:
            if doubts:
                exchange.findings += check_doubts(message, contract, operation, doubts)
            for each in exchange.findings:
                _LOG.info("%s: %s: %s", operation.name, each.path, each.rule)
        encoded = codec.encode(operation.reply, reply, service=True)
        body = soap.write_envelope(namespace=contract.namespace, body=encoded.text, xsi=encoded.xsi)
        return HttpResponse(200, _XML, body)

    def _params(
        self, exchange: Exchange, operation: Operation, message: etree._Element
    ) -> tuple[object, RequestReading]:
        """Check the message and decode it; a strict service refuses it for a finding."""
        contract, findings = exchange.contract, exchange.findings
        findings += check_surroundings(message, contract, operation)
        check_action(exchange.headers.get("soapaction", ""), operation, 1, Findings(findings))
        around = len(findings)
        # Before it is read, which takes namespaces off.
        findings += check_message(contract, message, operation.request)
        without_effect = effects_of(message, contract, operation)
        try:
            codec = self._contracts.codec(contract.version)
            read = read_request(codec, message, operation.request)
        except ProtocolError as error:
            raise _unreadable(error).refusal(problem=error) from None
        if self._strict and findings:
            reason = FINDING_AROUND if around else FINDING_IN_MESSAGE
            raise reason.refusal(path=findings[0].path, problem=findings[0].reason)
        findings += without_effect  # the contract has them, so they are no reason to refuse
        return read

    def _failed(
        self, failure: Failure, response: HttpResponse | None, exchange: Exchange
    ) -> HttpResponse:
        if failure.delay:
            self._closing.wait(failure.delay)
        if failure.code is not None:
            raise refusal(failure.code, failure.message)
        if failure.http:
            exchange.code, exchange.fault = None, ""
            return failure.page()
        if failure.drop or response is None:
            raise ConnectionFailed("the connection was lost before an answer came")
        if failure.cut:
            raise CutOff(response)
        if failure.truncate:
            return HttpResponse(
                response.status, response.headers, response.body[: len(response.body) // 2]
            )
        return response


def _answer_to(error: Exception, exchange: Exchange) -> HttpResponse:
    """The answer to a call that is refused, or that broke off.

    Raises:
        TransportError: It is one, and there is no answer.
    """
    if isinstance(error, BadBody):
        return plain(error.status, str(error))
    if isinstance(error, Refusal):
        return _refused(error, exchange)
    if isinstance(error, TransportError):
        exchange.fault = CONNECTION_CLOSED
        raise error
    if isinstance(error, DatabaseFailed):
        # The database has logged it.
        return _refused(DATABASE_UNUSABLE.refusal(problem=error), exchange)
    log_unexpected(error, "answering a call")
    return _refused(CALL_BROKE_OFF.refusal(), exchange)


def plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """An HTTP answer that is no SOAP."""
    return HttpResponse(status, {**_TEXT, **(headers or {})}, f"{text}\n".encode())


def _unreadable(error: ProtocolError) -> Reason:
    if "startPosition" in error.path.split("."):
        return POSITION_UNREADABLE
    return _UNREADABLE_BY_TYPE.get(error.type_name, VALUE_UNREADABLE)


def _named(contract: Contract, message: etree._Element | None) -> Operation | None:
    """The operation is told by the body's element; the SOAPAction header is advisory."""
    if message is None:
        return None
    namespace, name = soap.split_name(message)
    if namespace != contract.namespace:
        return None
    return _requests(contract.version).get(name)


@functools.cache
def _requests(version: str) -> dict[str, Operation]:
    return {each.request: each for each in contract_of(version).operations.values()}


def _header(exchange: Exchange, name: str) -> etree._Element | None:
    """A header block of the service's own namespace."""
    envelope = exchange.envelope
    if envelope is None:
        return None
    return envelope.headers.get((exchange.contract.namespace, name))


def _dispatch(exchange: Exchange) -> tuple[Operation, etree._Element]:
    """Return the operation and the message of a call.

    Raises:
        Refusal: There is none of them, or the message lacks all that it must have.
    """
    contract, message, operation = exchange.contract, exchange.message, exchange.operation
    if exchange.envelope is None or message is None or exchange.envelope.children != 1:
        raise BODY_UNEXPECTED.refusal()
    if operation is None:
        namespace, name = soap.split_name(message)
        ours = namespace == contract.namespace and name.startswith("params")
        raise OPERATION_UNKNOWN.refusal() if ours else MESSAGE_FOREIGN.refusal()
    fields = contract.types[operation.request_type].fields
    if len(message) == 0 and any(field.required for field in fields):
        raise MESSAGE_EMPTY.refusal()
    return operation, message


def _fingerprint(message: etree._Element) -> str:
    return hashlib.sha256(etree.tostring(message, method="c14n", with_comments=False)).hexdigest()


def _workspace(header: etree._Element | None) -> str | None:
    for child in header if header is not None else ():
        if soap.split_name(child)[1] == "targetWorkspace":
            return (child.text or "").strip() or None
    return None


def _refused(refused: Refusal, exchange: Exchange) -> HttpResponse:
    """The fault that tells the caller of a refusal, which the exchange takes note of."""
    exchange.code, exchange.fault = refused.code, refused.string
    envelope = write_service_fault(
        namespace=exchange.contract.namespace,
        string=refused.string,
        code=refused.code,
        message=refused.message,
        cause=refused.cause,
    )
    return HttpResponse(500, _XML, envelope)
