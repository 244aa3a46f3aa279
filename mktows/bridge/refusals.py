"""The faults of SOAP for what REST calls fail with; pure."""

from __future__ import annotations

from collections.abc import Mapping

from mktows.facts import rest_errors as codes
from mktows.facts.faults import (
    ACCESS_DENIED,
    BAD_PARAMETER,
    CONCURRENCY_LIMIT_EXCEEDED,
    INTERNAL_ERROR,
    LEAD_ATTRIBUTE_BAD,
    LEAD_KEY_BAD,
    LEAD_NOT_FOUND,
    LEAD_SYNC_FAILED,
    PARAMETER_REQUIRED,
    RATE_LIMIT_EXCEEDED,
    REQUEST_LIMIT_EXCEEDED,
    UNSUPPORTED_OPERATION,
)
from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.rest.errors import (
    AccessError,
    AuthenticationError,
    LimitError,
    OutcomeUnknown,
    QuotaError,
    RestError,
)
from mktows.server.refusals import Reason, Refusal

_REST = "REST answered with a code; the one of SOAP follows its title."

RIGHT_MISSING = Reason(
    "right-missing", ACCESS_DENIED, "The user may not call {operation}", "inferred",
    "The vendor's table of errors has this code for a user without the right.", "instance",
)  # fmt: skip
REQUEST_REPEATED = Reason(
    "request-repeated", ACCESS_DENIED,
    "This very request was carried out before: sign another one", "inferred",
    "A signed request that does harm twice is taken once; the code follows its title.", "instance",
)  # fmt: skip
OUTCOME_UNKNOWN = Reason(
    "outcome-unknown", INTERNAL_ERROR,
    "The outcome of this call is unknown, and it is not made again", "inferred",
    "The service may have carried it out without an answer; the code is the one for a failure.",
    "instance",
)  # fmt: skip
CALL_IN_PROGRESS = Reason(
    "call-in-progress", INTERNAL_ERROR, "The same call is being carried out", "inferred",
    "Two calls at once cannot be told apart; the code is the one for a failure.", "instance",
)  # fmt: skip
LEAD_IN_USE = Reason(
    "lead-in-use", INTERNAL_ERROR, "Another call is writing a lead by the same key", "inferred",
    "Two at once could make two leads (documented of REST); the code is the one for a failure.",
    "instance",
)  # fmt: skip
NOT_AVAILABLE = Reason(
    "not-available", BAD_PARAMETER, "Not available through the bridge: {what}", "inferred",
    "REST has nothing for this value; the code follows its title.", "message",
)  # fmt: skip
FEATURE_GONE = Reason(
    "feature-gone", UNSUPPORTED_OPERATION, "Not available through the bridge: {what}", "inferred",
    "The instance, or REST as a whole, has nothing for this; the code follows its title.",
    "instance",
)  # fmt: skip
REST_FAILED = Reason(
    "rest-failed", INTERNAL_ERROR, "", "inferred", "The REST API failed, or did not answer.",
    "instance",
)  # fmt: skip
REST_DENIED = Reason(
    "rest-denied", ACCESS_DENIED, "", "inferred",
    "REST refuses the bridge's own credentials, or lacks a permission.", "instance",
)  # fmt: skip
REST_RATE = Reason("rest-rate", RATE_LIMIT_EXCEEDED, "", "inferred", _REST, "instance")
REST_CONCURRENCY = Reason(
    "rest-concurrency", CONCURRENCY_LIMIT_EXCEEDED, "", "inferred", _REST, "instance"
)
REST_QUOTA = Reason("rest-quota", REQUEST_LIMIT_EXCEEDED, "", "inferred", _REST, "instance")
REST_LEAD_UNKNOWN = Reason("rest-lead-unknown", LEAD_NOT_FOUND, "", "inferred", _REST, "instance")
REST_VALUE_MISSING = Reason(
    "rest-value-missing", PARAMETER_REQUIRED, "", "inferred", _REST, "instance"
)
REST_VALUE_BAD = Reason("rest-value-bad", BAD_PARAMETER, "", "inferred", _REST, "instance")
REST_FIELD_UNKNOWN = Reason(
    "rest-field-unknown", LEAD_ATTRIBUTE_BAD, "", "inferred", _REST, "instance"
)
REST_KEY_BAD = Reason("rest-key-bad", LEAD_KEY_BAD, "", "inferred", _REST, "instance")
REST_SYNC_FAILED = Reason("rest-sync-failed", LEAD_SYNC_FAILED, "", "inferred", _REST, "instance")

_BY_CODE: Mapping[int, Reason] = {
    codes.RATE_EXCEEDED: REST_RATE,
    codes.CONCURRENCY_REACHED: REST_CONCURRENCY,
    codes.QUOTA_REACHED: REST_QUOTA,
    codes.CLONES_TOO_MANY: REST_QUOTA,
    **dict.fromkeys(
        (codes.IMPORTS_TOO_MANY, codes.IMPORT_IN_PROGRESS, codes.JOBS_TOO_MANY), REST_CONCURRENCY
    ),
    codes.LEAD_UNKNOWN: REST_LEAD_UNKNOWN,
    **dict.fromkeys((codes.BLANK, codes.VALUE_MISSING), REST_VALUE_MISSING),
    **dict.fromkeys(
        (
            codes.DATE_BAD, codes.RULE_VIOLATED, codes.FOLDER_UNKNOWN, codes.FOLDER_INCOMPATIBLE,
            codes.VALUE_BAD, codes.DATA_BAD, codes.RUN_AT_BAD,
        ),
        REST_VALUE_BAD,
    ),
    codes.FIELD_UNKNOWN: REST_FIELD_UNKNOWN,
    **dict.fromkeys((codes.FIELD_UNSUPPORTED, codes.COOKIE_BAD), REST_KEY_BAD),
    **dict.fromkeys(
        (
            codes.LEAD_EXISTS, codes.LEADS_MATCH, codes.PARTITION_DENIED, codes.PARTITION_NEEDED,
            codes.PARTITION_FIXED, codes.OBJECT_NOT_MADE, codes.OBJECT_EXISTS, codes.COMPANY_FIXED,
        ),
        REST_SYNC_FAILED,
    ),
}  # fmt: skip
_GONE = frozenset(
    {
        codes.CRM_ENABLED, codes.FEATURE_DISABLED, codes.SUBSCRIPTION_TYPE_BAD,
        codes.CUSTOM_OBJECTS_DISABLED, codes.FILTER_UNSUPPORTED,
    }
)  # fmt: skip


def refusal_of_row(code: int | None, operation: str) -> Refusal:
    """Return the failure of one record that REST passed over, in SOAP's words.

    Args:
        code: REST's code for it.
        operation: The SOAP operation.
    """
    if code in _GONE:
        return FEATURE_GONE.refusal(what=operation)
    return _BY_CODE.get(code or 0, REST_SYNC_FAILED).refusal()


def refusal_for(error: RestError, operation: str) -> Refusal:
    """Return the fault for a REST call that failed and took the whole SOAP call with it.

    Its text is SOAP's: what REST said may name leads, and is in the journal by its code.

    Args:
        error: What the call failed with.
        operation: The SOAP operation.
    """
    if isinstance(error, OutcomeUnknown):
        return OUTCOME_UNKNOWN.refusal()
    endpoint = ENDPOINTS.get(error.endpoint)
    if not error.not_carried_out and endpoint is not None and endpoint.writes:
        # An attempt before may have been carried out: what the last one was refused for is not all.
        return REST_FAILED.refusal()
    if error.code in _GONE:
        return FEATURE_GONE.refusal(what=operation)
    known = _BY_CODE.get(error.code or 0)
    if known is not None:
        return known.refusal()
    if isinstance(error, QuotaError):
        return REST_QUOTA.refusal()
    if isinstance(error, LimitError):
        return REST_RATE.refusal()
    if isinstance(error, AuthenticationError | AccessError):
        return REST_DENIED.refusal()
    return REST_FAILED.refusal()


def refusal_of_sent(error: RestError, operation: str) -> Refusal:
    """Return the failure of a record whose REST call failed."""
    return refusal_for(error, operation) if error.not_carried_out else OUTCOME_UNKNOWN.refusal()


def refusal_of_unsent(error: RestError, operation: str) -> Refusal:
    """Return the failure of a record that was not sent, since a REST call before it failed."""
    if isinstance(error, OutcomeUnknown):
        return REST_FAILED.refusal()
    return refusal_for(error, operation)
