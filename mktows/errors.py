"""Every exception of the library.

`...Fault` came as a SOAP fault, `...Error` did not::

    MktowsError
    +- ConfigError              a setting is missing or malformed; nothing was sent
    +- RequestError             the data cannot be a valid message; nothing was sent
    +- LimitReached             no call may begin, by the limits kept here; nothing was sent
    |  +- QuotaReached          none until the next day
    +- TransportError           no usable answer came
    |  +- ConnectionFailed      no connection, or it broke before the answer began
    |  +- RequestTimeout        nothing came in time
    |  +- IncompleteReply       the answer broke off
    |  +- ReplyTooLarge         the answer is larger than allowed
    |  +- HttpStatusError       an HTTP error that holds no SOAP
    +- ProtocolError            an answer that is not the SOAP of the contract
    |  +- RefusedXml            XML that is malformed or hostile
    +- SoapFault                a fault without the service's detail
    |  +- ServiceFault          a fault with one of the service's codes
    |     +- AuthenticationFault    +- ExpiredFault       +- LimitFault
    |     +- NotFoundFault          +- InvalidFault       +- InternalFault
    +- AmbiguousLead            one lead was asked for, and several have the key
    +- CampaignStopped          a campaign was requested for some of its leads, and not for all
    +- StillRunning             an import is not over after the time that it was waited for
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mktows.facts import faults


class MktowsError(Exception):
    """Base of everything that the library raises on purpose.

    Attributes:
        retryable: Whether the same call may succeed if it is made again.
        not_carried_out: True only when the failed call certainly changed nothing at the service.
            Whether a write may be repeated, and what a report says of it, follow from this alone.
    """

    retryable = False
    not_carried_out = False


class ConfigError(MktowsError):
    """A setting is missing or malformed. Nothing was sent: correct the setting named."""

    not_carried_out = True


class RequestError(MktowsError):
    """The data given cannot become a valid message. Nothing was sent.

    Attributes:
        path: Where the bad value stands, as in `ParamsSyncLead.leadRecord.Id`.
    """

    not_carried_out = True

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path


class LimitReached(MktowsError):
    """No call could begin in the time that there was, by the limits that are kept on this side."""

    not_carried_out = True


class QuotaReached(LimitReached):
    """The calls of the day are used up.

    Attributes:
        until: The moment from which calls are possible again.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__(f"the calls of the day are used up until {until:%Y-%m-%d %H:%M} UTC")
        self.until = until


class TransportError(MktowsError):
    """No usable answer came; whether the service carried the call out is not known.

    Attributes:
        sent: False when no byte of the request was handed to a connection, so that even a write
            may be repeated. Where that is not known, it counts as sent.
    """

    retryable = True

    def __init__(self, message: str, *, sent: bool = True) -> None:
        super().__init__(message)
        self.sent = sent
        self.not_carried_out = not sent


class ConnectionFailed(TransportError):
    """No connection came about, or it was lost before the answer began."""


class RequestTimeout(TransportError):
    """The service took longer than the time allowed: raise the read timeout, or send less."""


class IncompleteReply(TransportError):
    """The answer broke off before its end."""


class ReplyTooLarge(TransportError):
    """The answer is larger than the limit: ask for smaller pages, or raise `max_reply_bytes`."""

    retryable = False


class HttpStatusError(TransportError):
    """The server answered with an HTTP error that holds no SOAP, such as a proxy's error page.

    Attributes:
        status: The HTTP status.
        excerpt: The page's title, if it has one; never its text, which may repeat the request.
    """

    def __init__(self, message: str, *, status: int, excerpt: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.excerpt = excerpt
        self.retryable = status in (502, 503, 504)


class ProtocolError(MktowsError):
    """The answer is not the SOAP of the contract, for example another element than expected.

    Attributes:
        path: Where in the message, as in `paramsGetLead.leadKey`; empty for the envelope.
        type_name: The contract's type of the value that could not be read, where it is one value.
    """

    def __init__(self, reason: str, path: str = "", type_name: str = "") -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.type_name = type_name


class RefusedXml(ProtocolError):
    """XML that is malformed, or that holds what an envelope never needs, such as a DTD.

    Attributes:
        truncated: Whether the document merely ends too early.
        line: The line that is refused, None where it is not known.
    """

    def __init__(self, reason: str, *, truncated: bool = False, line: int | None = None) -> None:
        super().__init__(reason)
        self.truncated = truncated
        self.line = line


@dataclass(frozen=True, slots=True)
class Fault:
    """A SOAP 1.1 fault as it was read.

    Attributes:
        code: The `faultcode`, such as `SOAP-ENV:Client`.
        string: The `faultstring`.
        actor: The `faultactor`, None where there is none.
        service_code: The vendor's code, None where the fault carries none.
        service_name: `serviceException/name`, None where there is no detail.
        service_message: `serviceException/message`, None where there is no detail.
    """

    code: str
    string: str
    actor: str | None = None
    service_code: int | None = None
    service_name: str | None = None
    service_message: str | None = None


class SoapFault(MktowsError):
    """The service answered with a fault.

    The error's text is of our own making: the service's may hold a lead's data, and texts of
    errors land in logs. What the service said is in the attributes.

    Attributes:
        fault: The fault as it was read; its members are attributes of the error too.
        string: The `faultstring`.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(_text(fault))
        self.fault = fault
        self.code = fault.code
        self.string = fault.string
        self.actor = fault.actor


class ServiceFault(SoapFault):
    """A fault with one of the service's own codes.

    Attributes:
        service_code: The number, such as 20103.
        service_name: Always `mktServiceException` in recordings.
        service_message: The specific text, which differs from the faultstring's and may name
            leads.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.service_code = fault.service_code
        self.service_name = fault.service_name
        self.service_message = fault.service_message
        # The MObject back end reuses 10001 for a missing parameter, with a faultstring that has
        # no code in front: then nothing is gained by asking again.
        severe = faults.SEVERE_INTERNAL_ERROR
        another_meaning = fault.service_code == severe and not fault.string.startswith(str(severe))
        self.retryable = fault.service_code in faults.RETRYABLE and not another_meaning
        self.not_carried_out = (
            fault.service_code in faults.SHORT_TEXTS
            and fault.service_code not in faults.MAY_FOLLOW_A_WRITE
        )


class AuthenticationFault(ServiceFault):
    """The user id, the key or the client is not accepted: check the credentials."""


class ExpiredFault(ServiceFault):
    """The timestamp is too old: the call is signed anew and repeated; else check the clock."""


class LimitFault(ServiceFault):
    """A daily, rate or concurrency limit is used up: wait, then go on."""


class NotFoundFault(ServiceFault):
    """A lead, lead owner, list or campaign that the request names does not exist."""


class InvalidFault(ServiceFault):
    """The service refuses the request's content: correct it."""


class InternalFault(ServiceFault):
    """The service failed at something of its own."""


class AmbiguousLead(MktowsError):
    """Several leads have the key by which one was asked for: `get_lead` returns them all.

    Attributes:
        ids: Their Marketo ids.
    """

    not_carried_out = True

    def __init__(self, ids: tuple[int | None, ...]) -> None:
        super().__init__(f"{len(ids)} leads have this key: get_lead returns them all")
        self.ids = ids


class CampaignStopped(MktowsError):
    """A campaign was requested for some of the leads, and then a call failed; see its cause.

    Whether the failed call was carried out, its cause tells by `not_carried_out`.

    Attributes:
        done: The number of leads, from the first on, for which it was certainly requested.
        uncertain: The number of leads after those that were in the call that failed.
    """

    def __init__(self, done: int, uncertain: int) -> None:
        super().__init__(
            f"the campaign was requested for the first {done} leads; the call for the next "
            f"{uncertain} failed, and those after them were not sent"
        )
        self.done = done
        self.uncertain = uncertain


class StillRunning(MktowsError):
    """An import is not over after the time that it was waited for. It goes on nevertheless."""


# Code to class. Evidence: the vendor's list of error codes, but for 20018, which only a
# third-party list of constants has.
FAULT_CLASSES: dict[int, type[ServiceFault]] = {
    faults.SEVERE_INTERNAL_ERROR: InternalFault,
    faults.INTERNAL_ERROR: InternalFault,
    faults.REQUEST_NOT_UNDERSTOOD: InvalidFault,
    faults.ACCESS_DENIED: AuthenticationFault,
    faults.AUTHENTICATION_FAILED: AuthenticationFault,
    faults.REQUEST_LIMIT_EXCEEDED: LimitFault,
    faults.REQUEST_EXPIRED: ExpiredFault,
    faults.INVALID_REQUEST: InvalidFault,
    faults.BAD_ENCODING: InvalidFault,
    faults.UNSUPPORTED_OPERATION: InvalidFault,
    faults.TIME_RANGE_EXCEEDED: InvalidFault,
    faults.RATE_LIMIT_EXCEEDED: LimitFault,
    faults.CONCURRENCY_LIMIT_EXCEEDED: LimitFault,
    faults.LEAD_KEY_REQUIRED: InvalidFault,
    faults.LEAD_KEY_BAD: InvalidFault,
    faults.LEAD_NOT_FOUND: NotFoundFault,
    faults.LEAD_DETAIL_REQUIRED: InvalidFault,
    faults.LEAD_ATTRIBUTE_BAD: InvalidFault,
    faults.LEAD_SYNC_FAILED: InternalFault,
    faults.ACTIVITY_KEY_BAD: InvalidFault,
    faults.LEAD_OWNER_NOT_FOUND: NotFoundFault,
    faults.PARAMETER_REQUIRED: InvalidFault,
    faults.BAD_PARAMETER: InvalidFault,
    faults.LIST_NOT_FOUND: NotFoundFault,
    faults.CAMPAIGN_NOT_FOUND: NotFoundFault,
    faults.OTHER_BAD_PARAMETER: InvalidFault,
    faults.BAD_STREAM_POSITION: InvalidFault,
    faults.STREAM_AT_END: InvalidFault,
}


def fault_error(fault: Fault) -> SoapFault:
    """The exception that stands for a fault, of the class that its code asks for."""
    if fault.service_code is None:
        return SoapFault(fault)
    return FAULT_CLASSES.get(fault.service_code, ServiceFault)(fault)


def _text(fault: Fault) -> str:
    """The text of a fault's error: only words that are known to hold no data."""
    if fault.string in faults.STRINGS_WITHOUT_CODE:
        return fault.string
    number = fault.service_code
    if number is None:
        return "a fault without a code of the service; its attribute string has the text"
    return f"{number} - {faults.SHORT_TEXTS.get(number, 'a code that is not documented')}"
