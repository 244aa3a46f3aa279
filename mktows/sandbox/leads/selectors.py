"""Selectors of leads in requests: what a static list and a range of time name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED, TIME_RANGE_EXCEEDED
from mktows.facts.limits import LONGEST_TIME_RANGE
from mktows.sandbox.context import Context
from mktows.sandbox.scalars import seconds, trimmed, wire_moment
from mktows.server.refusals import Reason

STATIC_LIST_UNNAMED = Reason(
    "static-list-unnamed",
    PARAMETER_REQUIRED,
    "staticListName or staticListId is required",
    "recorded",
    "A fault is recorded for a nil id without a name; its code was not kept.",
    "message",
)
RANGE_WITHOUT_BEGIN = Reason(
    "range-without-begin",
    PARAMETER_REQUIRED,
    "oldestUpdatedAt is required",
    "documented",
    "The WSDL requires oldestUpdatedAt; the code follows its title.",
    "message",
)
RANGE_BOUND_UNREADABLE = Reason(
    "range-bound-unreadable",
    BAD_PARAMETER,
    "{name} is not valid",
    "inferred",
    "The WSDL declares a time, and this is none of the calendar.",
    "message",
)
RANGE_TOO_LONG = Reason(
    "range-too-long",
    TIME_RANGE_EXCEEDED,
    "",
    "documented",
    "Prose and the vendor's table of errors allow 30 days between the two bounds.",
    "message",
    disputed="A connector's test against a live instance reads 61 days at once.",
)
RANGE_TO_NOW_TOO_LONG = Reason(
    "range-to-now-too-long",
    TIME_RANGE_EXCEEDED,
    "",
    "inferred",
    "Without latestUpdatedAt the range ends now, and may have 30 days as any other.",
    "instance",
    disputed="A connector's test against a live instance reads 61 days at once.",
)


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
        raise STATIC_LIST_UNNAMED.refusal()
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
        raise RANGE_WITHOUT_BEGIN.refusal()
    oldest = wire_moment(oldest_given, context.zone)
    latest, too_long = context.call.now if until is None else until, RANGE_TO_NOW_TOO_LONG
    if latest_given is not None and trimmed(latest_given) is not None:
        stated = wire_moment(latest_given, context.zone)
        if stated is None:
            raise RANGE_BOUND_UNREADABLE.refusal(name="latestUpdatedAt")
        latest, too_long = stated, RANGE_TOO_LONG
    if oldest is None:
        raise RANGE_BOUND_UNREADABLE.refusal(name="oldestUpdatedAt")
    if latest - oldest > LONGEST_TIME_RANGE:
        raise too_long.refusal()
    return seconds(oldest), seconds(latest)
