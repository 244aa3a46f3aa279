"""Reads selectors of leads: what a static list and a range of time ask for."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED, TIME_RANGE_EXCEEDED
from mktows.facts.limits import LONGEST_TIME_RANGE
from mktows.parameters.scalars import seconds, trimmed, wire_moment
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


def read_static_list(selector: Any) -> int | str:
    """Return the id of the list that a StaticListSelector names, or its name.

    The id decides where both are given (a guess).

    Raises:
        Refusal: 20109, neither is given (a fault is recorded; the code is a guess).
    """
    if selector.static_list_id is not None:
        return int(selector.static_list_id)
    name = trimmed(selector.static_list_name)
    if name is None:
        raise STATIC_LIST_UNNAMED.refusal()
    return name


def read_range(selector: Any, zone: tzinfo, until: datetime) -> tuple[int, int]:
    """Return the bounds of a LastUpdateAtSelector, both inclusive, in seconds since 1970.

    Args:
        selector: The selector.
        zone: The zone of a time without an offset.
        until: The later bound where the selector has none.

    Raises:
        Refusal: 20022 for more than 30 days, 20109 without the older bound, 20110 for a bound
            that is no time.
    """
    if selector.oldest_updated_at is None or trimmed(selector.oldest_updated_at) is None:
        raise RANGE_WITHOUT_BEGIN.refusal()
    oldest = _bound(zone, "oldestUpdatedAt", selector.oldest_updated_at)
    latest, too_long = until, RANGE_TO_NOW_TOO_LONG
    stated = selector.latest_updated_at
    if stated is not None and trimmed(stated) is not None:
        latest, too_long = _bound(zone, "latestUpdatedAt", stated), RANGE_TOO_LONG
    if latest - oldest > LONGEST_TIME_RANGE:
        raise too_long.refusal()
    return seconds(oldest), seconds(latest)


def open_range(since: object, zone: tzinfo, until: datetime) -> tuple[int, int]:
    """Return the bounds from a moment to another; however far they are apart.

    Raises:
        Refusal: 20110 for what is no time.
    """
    return seconds(_bound(zone, "lastUpdatedAt", since)), seconds(until)


def _bound(zone: tzinfo, name: str, given: object) -> datetime:
    moment = wire_moment(given, zone)
    if moment is None:
        raise RANGE_BOUND_UNREADABLE.refusal(name=name)
    return moment
