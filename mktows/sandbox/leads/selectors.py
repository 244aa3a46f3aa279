"""Selectors of leads in requests: what a static list and a range of time name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED, TIME_RANGE_EXCEEDED
from mktows.facts.limits import LONGEST_TIME_RANGE
from mktows.sandbox.context import Context
from mktows.sandbox.scalars import seconds, trimmed, wire_moment
from mktows.server.refusals import refusal


def selected_list(context: Context, selector: Any) -> int | None:
    """Return the id of the list a StaticListSelector names; None for an unknown one.

    The id decides where both are given (a guess). A list in a program is `Program.List`
    (recorded).

    Raises:
        Refusal: 20109, neither is given (a fault is recorded; the code is a guess).
    """
    name = trimmed(selector.static_list_name)
    if selector.static_list_id is not None:
        found = context.data.lists.find_by_id(selector.static_list_id)
    elif name is not None:
        found = context.data.lists.find_by_name(name)
    else:
        raise refusal(PARAMETER_REQUIRED, "staticListName or staticListId is required")
    return None if found is None else found.id


def read_range(context: Context, selector: Any, until: datetime | None = None) -> tuple[int, int]:
    """Return the bounds of a LastUpdateAtSelector, both inclusive, in seconds since 1970.

    Args:
        context: The call.
        selector: The selector.
        until: The later bound where the selector has none; by default the moment of the call.

    Raises:
        Refusal: 20022 for more than 30 days, 20109 without the older bound, 20110 for a bound
            that is no time.
    """
    return time_range(context, selector.oldest_updated_at, selector.latest_updated_at, until)


def time_range(
    context: Context,
    oldest_given: object,
    latest_given: object,
    until: datetime | None = None,
) -> tuple[int, int]:
    """Return two bounds of time as `read_range` does; without the later one it is now (inferred).

    Raises:
        Refusal: As `read_range`.
    """
    if oldest_given is None or trimmed(oldest_given) is None:
        raise refusal(PARAMETER_REQUIRED, "oldestUpdatedAt is required")
    oldest = wire_moment(oldest_given, context.zone)
    latest = context.call.now if until is None else until
    if latest_given is not None and trimmed(latest_given) is not None:
        stated = wire_moment(latest_given, context.zone)
        if stated is None:
            raise refusal(BAD_PARAMETER, "latestUpdatedAt is not valid")
        latest = stated
    if oldest is None:
        raise refusal(BAD_PARAMETER, "oldestUpdatedAt is not valid")
    if latest - oldest > LONGEST_TIME_RANGE:
        raise refusal(TIME_RANGE_EXCEEDED)
    return seconds(oldest), seconds(latest)
