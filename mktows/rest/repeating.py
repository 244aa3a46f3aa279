"""The rule by which a failed call is made again, and after how long; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mktows.errors import IncompleteReply, ReplyTooLarge, TransportError
from mktows.facts.rest_endpoints import Endpoint
from mktows.facts.rest_errors import CODES, CONCURRENCY_REACHED, RATE_EXCEEDED
from mktows.rest.errors import (
    BadAnswerError,
    LimitError,
    OutcomeUnknown,
    RestError,
    UnavailableError,
)

TRIES_IN_DOUBT = 3
"""Attempts at most of a call that may have been carried out each time."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 20.0
"""Seconds before the second attempt, doubled for each further one up to the longest."""
WAIT_FOR_QUEUE = 15.0
"""Seconds before asking again whether a queue of jobs has room."""
# An action creates what nothing keeps from being there twice, or refuses what is there already.
_HARMLESS_ACTIONS = ("createOrUpdate", "updateOnly")
_DEFAULT_ACTION = "createOrUpdate"


def is_harmless(endpoint: Endpoint, body: Mapping[str, Any] | None) -> bool:
    """Tell whether a call may be carried out twice."""
    if not endpoint.writes or endpoint.repeat == "harmless":
        return True
    action = (body or {}).get("action") or _DEFAULT_ACTION
    return endpoint.repeat == "by action" and action in _HARMLESS_ACTIONS


def of_transport(error: TransportError, endpoint: str) -> RestError:
    """The error of a call for what its transport failed with.

    What the transport's error came from is taken off: its text shows the address, with what is
    filtered by, and so would every traceback.
    """
    error.__cause__, error.__suppress_context__ = None, True
    kind: type[RestError] = UnavailableError
    if isinstance(error, ReplyTooLarge | IncompleteReply):
        kind = BadAnswerError
    made = kind(str(error), endpoint=endpoint)
    made.not_carried_out = not error.sent
    made.retryable = error.retryable
    return made


def wait_before(error: RestError, *, attempt: int, harmless: bool) -> float | None:
    """Seconds to wait before the next attempt, None to give up.

    What was certainly not carried out may be repeated as long as there is time. 601 and 602 are
    not told here: a new token is needed, and once.

    Args:
        error: What the attempt ended in.
        attempt: Its number, from 1.
        harmless: Whether the call may be carried out twice.
    """
    backoff = float(min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT))
    if not error.retryable:
        return None
    if error.not_carried_out:
        known = CODES.get(error.code or 0)
        return WAIT_FOR_QUEUE if known is not None and known.again == "later" else backoff
    return backoff if harmless and attempt < TRIES_IN_DOUBT else None


def is_crowded(error: RestError) -> bool:
    """Tell whether the service says that there are too many calls at the moment."""
    if error.code is None:
        return isinstance(error, LimitError)
    return error.code in (RATE_EXCEEDED, CONCURRENCY_REACHED)


def final(error: RestError, *, harmless: bool, in_doubt: bool) -> RestError:
    """The error to raise at last: what may have been carried out, and must not be twice, says so.

    An answer that says nothing of it, such as a page of HTML, leaves it open too.

    Args:
        error: What the last attempt ended in.
        harmless: Whether the call may be carried out twice.
        in_doubt: Whether an attempt may have been carried out.
    """
    if harmless or not in_doubt:
        error.not_carried_out = not in_doubt
        return error
    unknown = OutcomeUnknown(
        "the call may have been carried out, and is not repeated; look before doing it again",
        endpoint=error.endpoint,
        code=error.code,
        request_id=error.request_id,
        service_text=error.service_text,
    )
    unknown.__cause__ = error
    return unknown
