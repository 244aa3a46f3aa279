"""Answers calls for how much the API was used, and with which errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.server.limiting.limits import day_of

_LAST_DAYS = 7


def _usage(context: RestContext, days: int) -> Answer:
    users: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    if days == 1:
        # A well-known client reads today's row before it has made any other call.
        users[_first_day(context, days)] = defaultdict(int)
    for (day, user, _code), calls in context.data.rest.usage(_first_day(context, days)):
        users[day][user] += calls
    return Answer(
        [
            {
                "date": day,
                "total": sum(counts.values()),
                "users": [{"userId": user, "count": count} for user, count in counts.items()],
            }
            for day, counts in users.items()
        ]
    )


def _errors(context: RestContext, days: int) -> Answer:
    codes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (day, _user, code), calls in context.data.rest.usage(_first_day(context, days)):
        if code:
            codes[day][code] += calls
    result: list[Any] = [
        {
            "date": day,
            "total": sum(counts.values()),
            "errors": [{"errorCode": str(code), "count": count} for code, count in counts.items()],
        }
        for day, counts in codes.items()
    ]
    return Answer(result)


def _first_day(context: RestContext, days: int) -> str:
    return day_of(context.call.now - timedelta(days=days - 1), context.zone)


HANDLERS: Mapping[str, Handler] = {
    "get_daily_usage": lambda context: _usage(context, 1),
    "get_weekly_usage": lambda context: _usage(context, _LAST_DAYS),
    "get_daily_errors": lambda context: _errors(context, 1),
    "get_weekly_errors": lambda context: _errors(context, _LAST_DAYS),
}
