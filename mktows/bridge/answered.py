"""A call that a bridge has answered, as log and metrics tell it: without a value that was sent."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from mktows.rest.calling import Attempt

_LOG = logging.getLogger("mktows.bridge")
_MOST_IDS = 20  # the service's ids of REST calls in one line


@dataclass(frozen=True, slots=True)
class AnsweredCall:
    """A SOAP call that was answered.

    Attributes:
        operation: Its name in the WSDL; empty where the request names none.
        user_id: Who called; empty where that is no user of this bridge.
        outcome: `ok`, the code of its fault, or what else became of it.
        milliseconds: How long it took.
        tenant: The instance that was called; empty where none was.
        attempts: The attempts of REST calls that were made for it.
    """

    operation: str
    user_id: str
    outcome: str
    milliseconds: float
    tenant: str = ""
    attempts: tuple[Attempt, ...] = ()


def log(call: AnsweredCall) -> None:
    """Write one line on a call."""
    ids = [each.request_id for each in call.attempts if each.request_id]
    told = ", ".join(ids[:_MOST_IDS]) + (", ..." if len(ids) > _MOST_IDS else "")
    _LOG.info(
        "%s by %s: %s in %.0f ms, %d REST calls%s",
        call.operation or "-",
        call.user_id or "-",
        call.outcome,
        call.milliseconds,
        len(call.attempts),
        f" ({told})" if told else "",
    )
