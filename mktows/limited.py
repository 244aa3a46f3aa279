"""The limiter around one attempt of a SOAP call: it waits before, and obeys what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mktows.errors import LimitFault, TransportError
from mktows.facts.faults import RATE_LIMIT_EXCEEDED, REQUEST_LIMIT_EXCEEDED
from mktows.facts.limits import SPAN_SECONDS
from mktows.limiting.limiter import Limiter, Priority

_PLACE_PAUSE = 1.0  # seconds after which a place among the calls in flight may have come free


@contextmanager
def limited(
    limiter: Limiter | None, *, writes: bool, patience: float, seconds: float
) -> Iterator[None]:
    """Hold a place among the calls in flight during the block; nothing where there is no limiter.

    A refusal by one of the service's limits holds up all who share the limiter: until the next day
    (20015), for the span of the rate (20023), for a moment (20024).

    Args:
        limiter: What is passed.
        writes: Whether the call writes: those go before reads that wait.
        patience: Seconds to wait at most.
        seconds: Seconds after which the place comes free if the process ends in the block.

    Raises:
        LimitReached: The call may not begin.
    """
    if limiter is None:
        yield
        return
    priority = Priority.WRITE if writes else Priority.READ
    with limiter.place(priority, deadline=limiter.deadline(patience), seconds=seconds) as place:
        try:
            yield
        except TransportError as error:
            place.counted = error.sent
            raise
        except LimitFault as fault:
            if fault.service_code == REQUEST_LIMIT_EXCEEDED:
                limiter.close_day()
            else:
                rate = fault.service_code == RATE_LIMIT_EXCEEDED
                limiter.pause(SPAN_SECONDS if rate else _PLACE_PAUSE)
            raise
