"""Mistakes about getMultipleLeads and about pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mktows import HttpRequest, HttpResponse, timestamp
from wrong_endpoints.mistakes import (
    Mistake,
    Wrong,
    fault,
    matches,
    of_reply,
    of_request,
    one_more,
    recoded,
    reversed_items,
    sub,
    without,
    without_last,
)
from wrong_endpoints.runs import Send

_GET = "getMultipleLeads"
_KEYS, _LIST = "m:LeadKeySelector", "m:StaticListSelector"
_FIRST_NAME = "<includeAttributes><stringItem>FirstName</stringItem>"
_SENT_POSITION = "<streamPosition>[^<]"
_SENT_OFFSET = "<offset>[^<]"


def _nothing_is_a_fault(code: int, selector: str) -> Mistake:
    def mistake(send: Send) -> Send:
        def wrong(request: HttpRequest) -> HttpResponse:
            response = send(request)
            nothing = b"<returnCount>0<" in response.body and matches(request, _GET, selector)
            return fault(code) if nothing else response

        return wrong

    return mistake


def _range_is_today(text: str) -> str:
    """An old range is taken for the last day."""
    latest = re.search("<latestUpdatedAt>([^<]*)</latestUpdatedAt>", text)
    if latest is None or latest[1] > timestamp(datetime.now(UTC) - timedelta(days=10)):
        return text
    begin = timestamp(datetime.now(UTC) - timedelta(days=1))
    text = text.replace(latest[0], "")
    return re.sub("<oldestUpdatedAt>[^<]*", f"<oldestUpdatedAt>{begin}", text)


def _where_more_follow(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: change(text) if "<hasMore>true<" in text else text


def _another_order_each_time(send: Send) -> Send:
    asked: list[str] = []

    def wrong(request: HttpRequest) -> HttpResponse:
        response = send(request)
        if not matches(request, "getLeadActivity", _SENT_OFFSET):
            return response
        params = request.body.decode().partition("<leadKey>")[2]
        asked.append(params)
        if asked.count(params) % 2:
            return response
        text = reversed_items("activityRecord")(response.body.decode())
        return replace(response, body=text.encode())

    return wrong


MISTAKES = {
    "MK-MULTI-1": Wrong(of_reply(reversed_items("leadRecord"), _GET, _KEYS)),
    "MK-MULTI-2": Wrong(_nothing_is_a_fault(20103, _KEYS)),
    "MK-MULTI-3": Wrong(of_reply(sub("<returnCount>2<", "<returnCount>3<"), _GET, _KEYS)),
    "MK-MULTI-4": Wrong(
        of_request(sub(_FIRST_NAME, f"{_FIRST_NAME}<stringItem>LastName</stringItem>"), _GET)
    ),
    "MK-MULTI-5": Wrong(
        of_reply(sub('<Email xsi:nil="true"/>', "<Email>a@example.com</Email>"), _GET, _FIRST_NAME),
        ("MK-NIL-2",),
    ),
    "MK-MULTI-6": Wrong(
        of_reply(
            sub("<Email>[^<]*</Email>", '<Email xsi:nil="true"/>'),
            _GET,
            "<includeAttributes><stringItem>Email<",
        )
    ),
    "MK-MULTI-7": Wrong(
        of_reply(
            sub("<Id>[^<]*</Id>", '<Id xsi:nil="true"/>'),
            _GET,
            "<includeAttributes><stringItem>LastName<",
        )
    ),
    "MK-MULTI-8": Wrong(recoded(20022, 20110, _GET)),
    "MK-MULTI-9": Wrong(_nothing_is_a_fault(20111, _LIST)),
    "MK-MULTI-11": Wrong(of_request(without("<stringItem>2147[0-9]{6}</stringItem>"), _GET)),
    "MK-MULTI-12": Wrong(of_request(_range_is_today, _GET)),
    "MK-PAGE-1": Wrong(
        of_reply(without_last("activityRecord"), "getLeadActivity", _SENT_OFFSET),
        ("MK-PAGE-12",),
    ),
    "MK-PAGE-2": Wrong(of_reply(without_last("leadChangeRecord"), "getLeadChanges", _SENT_OFFSET)),
    "MK-PAGE-3": Wrong(
        of_reply(without_last("leadRecord"), _GET, f"{_LIST}.*{_SENT_POSITION}"), ("MK-PAGE-12",)
    ),
    "MK-PAGE-4": Wrong(
        of_reply(without_last("leadRecord"), _GET, 'LastUpdateAtSelector"><oldestUpdatedAt>')
    ),
    "MK-PAGE-5": Wrong(of_reply(_where_more_follow(without_last("mObject")), "getMObjects")),
    "MK-PAGE-6": Wrong(
        of_reply(without_last("customObj"), "getCustomObjects", _SENT_POSITION), ("MK-PAGE-12",)
    ),
    "MK-PAGE-7": Wrong(recoded(20122, 20110, "getLeadActivity")),
    "MK-PAGE-8": Wrong(recoded(20122, 20110, "getLeadChanges")),
    "MK-PAGE-9": Wrong(recoded(20122, 20110, _GET)),
    "MK-PAGE-10": Wrong(recoded(20122, 20110, "getMObjects")),
    "MK-PAGE-11": Wrong(recoded(20122, 20110, "getCustomObjects")),
    "MK-PAGE-12": Wrong(of_reply(one_more("remainingCount"))),
    "MK-PAGE-13": Wrong(_another_order_each_time),
}
