"""Every error that a call of the REST API ends in.

::

    MktowsError
    +- RestError                  a call failed
       +- AuthenticationError     the credentials or the token are refused
       +- AccessError             a permission, a partition or a feature is missing
       +- LimitError              a limit is used up, the service's or the client's own
       |  +- QuotaError           no call until a known moment: `until`
       +- NotFoundError           what the call names does not exist
       +- InvalidError            the service refuses what was sent
       +- UnavailableError        no answer, or the service failed; repeating did not help
       +- BadAnswerError          an answer that is not one of the REST API
       +- OutcomeUnknown          it may have been carried out: look before doing it again

What cannot be sent at all is a `RequestError`, a setting that is wrong a `ConfigError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from mktows.errors import MktowsError
from mktows.facts import rest_errors as codes
from mktows.facts.rest_errors import CODES

if TYPE_CHECKING:
    from mktows.rest.outcomes import Outcome


class RestError(MktowsError):
    """A call of the REST API failed.

    The text is of our own making: the service's may hold a lead's data, and texts of errors land in
    logs. What the service said is in the attributes.

    Attributes:
        endpoint: The name of the endpoint.
        code: The service's code, None where the call failed without one.
        request_id: The service's id of the call; empty where no answer came.
        service_text: The service's own text; it may name leads.
        outcomes: What became of each record of a method that writes many: those of the calls
            before are done, those of the call that failed may be unknown, the others were not sent.
    """

    def __init__(
        self,
        reason: str,
        *,
        endpoint: str,
        code: int | None = None,
        request_id: str = "",
        service_text: str = "",
    ) -> None:
        super().__init__(f"{endpoint}: {reason}")
        self.endpoint = endpoint
        self.code = code
        self.request_id = request_id
        self.service_text = service_text
        self.outcomes: Sequence[Outcome] = ()


class AuthenticationError(RestError):
    """The client id and secret, or the token that they got, are refused."""

    not_carried_out = True


class AccessError(RestError):
    """The role lacks a permission, the address is not allowed, or a feature is not enabled."""

    not_carried_out = True


class LimitError(RestError):
    """A limit on calls is used up, and was until the call's deadline."""

    retryable = True
    not_carried_out = True


class QuotaError(LimitError):
    """The calls of a day are used up.

    Attributes:
        until: The moment from which calls are possible again; None where it is not known.
    """

    retryable = False
    until: datetime | None = None


class NotFoundError(RestError):
    """A lead, list, campaign or asset that the call names does not exist."""

    not_carried_out = True


class InvalidError(RestError):
    """The service refuses what was sent: correct it."""

    not_carried_out = True


class UnavailableError(RestError):
    """The service could not be reached, or failed; it is worth trying later."""

    retryable = True


class BadAnswerError(RestError):
    """The answer is none of the REST API, for example a page of HTML, or half of one."""

    retryable = True


class OutcomeUnknown(RestError):
    """The call may have been carried out, and a second time would do harm.

    It is not repeated for that reason. Look first: the error it came from is its `__cause__`.
    """


_BY_CLASS: dict[type[RestError], tuple[int, ...]] = {
    AuthenticationError: (codes.TOKEN_INVALID, codes.TOKEN_EXPIRED),
    AccessError: (
        codes.ACCESS_DENIED, codes.PARTITION_DENIED, codes.CRM_ENABLED, codes.FEATURE_DISABLED,
        codes.SUBSCRIPTION_TYPE_BAD, codes.CUSTOM_OBJECTS_DISABLED, codes.FILTER_UNSUPPORTED,
    ),
    LimitError: (
        codes.RATE_EXCEEDED, codes.CONCURRENCY_REACHED, codes.IMPORTS_TOO_MANY,
        codes.IMPORT_IN_PROGRESS, codes.CLONES_TOO_MANY, codes.JOBS_TOO_MANY,
    ),
    QuotaError: (codes.QUOTA_REACHED,),
    NotFoundError: (
        codes.RESOURCE_UNKNOWN, codes.NOTHING_FOUND, codes.FOLDER_UNKNOWN, codes.LEAD_UNKNOWN,
        codes.OBJECT_UNKNOWN, codes.LEAD_NOT_IN_LIST, codes.PROGRAM_STATUS_UNKNOWN,
    ),
    UnavailableError: (
        codes.INTERNAL_ERROR, codes.BAD_GATEWAY, codes.TIMED_OUT, codes.UNAVAILABLE,
        codes.SYSTEM_ERROR, codes.SUBSCRIPTION_BAD, codes.TRANSIENT, codes.LOCK_WAIT,
    ),
}  # fmt: skip
CLASSES: dict[int, type[RestError]] = {
    **dict.fromkeys(CODES, InvalidError),
    **{code: kind for kind, group in _BY_CLASS.items() for code in group},
}
"""The class of each code; a code that is not known is a plain `RestError`."""


def error_of_code(
    code: int, *, endpoint: str, request_id: str = "", service_text: str = ""
) -> RestError:
    """Make the error that stands for a code of the service."""
    error = CLASSES.get(code, RestError)(
        code_words(code),
        endpoint=endpoint,
        code=code,
        request_id=request_id,
        service_text=service_text,
    )
    known = CODES.get(code)
    if known is not None:
        error.not_carried_out = known.again != "if harmless" and code != codes.LOCK_WAIT
        error.retryable = known.again in ("soon", "later", "if harmless")
    if is_daily(error):
        error.retryable = False
    return error


def is_daily(error: RestError) -> bool:
    """Tell whether an error stands for a limit of the day, which no wait of minutes mends."""
    if error.code in (codes.QUOTA_REACHED, codes.CLONES_TOO_MANY):
        return True
    text = error.service_text.lower()
    return error.code == codes.JOBS_TOO_MANY and any(
        word in text for word in codes.DAILY_QUOTA_WORDS
    )


def code_words(code: int) -> str:
    """The words for a code: the documented text, unless it would hold something of the call."""
    known = CODES.get(code)
    if known is None:
        return f"{code}, a code that is not documented"
    if "{" in known.text:
        return f"{code} ({CLASSES[code].__name__}); its attribute service_text has the words"
    return f"{code} {known.text}"
