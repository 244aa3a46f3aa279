"""Repetitions of the very same signed request, for operations that do harm twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mktows.bridge.context import Context
from mktows.bridge.refusals import CALL_IN_PROGRESS, OUTCOME_UNKNOWN, REQUEST_REPEATED
from mktows.bridge.turns import seconds_held
from mktows.database.failures import DatabaseFailed
from mktows.errors import RequestError
from mktows.rest.errors import RestError
from mktows.server.refusals import Refusal


@contextmanager
def taken_once(context: Context, seconds: float) -> Iterator[None]:
    """Answer in the block a request that is taken once.

    The very same signed request is refused as long as its signature is good: with 20013 when it
    was carried out, with 20011 while it is, or when nobody knows what became of it. One that was
    certainly not carried out is forgotten, so that who repeats it has it carried out.

    Args:
        context: The call.
        seconds: Seconds for which its signature is good.

    Raises:
        Refusal: It is a repetition.
    """
    call, instance = context.call, context.instance
    told = f"{call.user_id}\n{call.signature}\n{call.operation}\n{call.fingerprint()}"
    digest = hashlib.sha256(told.encode()).hexdigest()
    with instance.store.writing(instance.name) as rows:
        before = rows.see(
            digest,
            busy=seconds_held(call),
            seconds=seconds,
            repeat_unknown=context.repeat_unknown,
        )
    if before == "carried out":
        raise REQUEST_REPEATED.refusal()
    if before == "busy":
        raise CALL_IN_PROGRESS.refusal()
    if before == "unknown":
        context.note_unknown(f"{call.operation}, of the same request before")
        raise OUTCOME_UNKNOWN.refusal()
    outcome: str | None = "unknown"
    try:
        yield
        outcome = "unknown" if context.turn.unknown else "carried out"
    except RestError as error:
        outcome = None if error.not_carried_out else "unknown"
        raise
    except Refusal as refused:
        outcome = "unknown" if refused.reason is OUTCOME_UNKNOWN else None
        raise
    except RequestError:
        outcome = None
        raise
    finally:
        # The call was made, and its outcome counts: see `Turn.end`.
        with suppress(DatabaseFailed), instance.store.writing(instance.name) as rows:
            rows.end_seen(digest, outcome)
