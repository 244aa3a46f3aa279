"""How much one call may ask for or bring: counts, page sizes and spans of time."""

from __future__ import annotations

from datetime import datetime, timedelta

from mktows.checking.findings import Findings
from mktows.checking.items import Item
from mktows.facts.limits import (
    ACTIVITIES_PER_PAGE,
    CHANGES_PER_PAGE,
    CUSTOM_OBJECTS_PER_PAGE,
    CUSTOM_OBJECTS_PER_SYNC,
    KEYS_PER_SELECTOR,
    LEADS_PER_CAMPAIGN_REQUEST,
    LEADS_PER_PAGE,
    LEADS_PER_SYNC,
    LONGEST_TIME_RANGE,
    MEMBERS_PER_LIST_OPERATION,
    MOBJECTS_PER_SYNC,
    RECORDS_PER_BATCH,
)

# Operation: the list that is counted, how many it may hold, and the rule.
_COUNTS: dict[str, tuple[tuple[str, ...], int, str]] = {
    "syncMultipleLeads": (("leadRecordList", "leadRecord"), LEADS_PER_SYNC, "limit-sync-leads"),
    "listOperation": (
        ("listMemberList", "leadKey"),
        MEMBERS_PER_LIST_OPERATION,
        "limit-list-members",
    ),
    "requestCampaign": (
        ("leadList", "leadKey"),
        LEADS_PER_CAMPAIGN_REQUEST,
        "limit-campaign-leads",
    ),
    "syncMObjects": (("mObjectList", "mObject"), MOBJECTS_PER_SYNC, "limit-mobjects"),
    "deleteMObjects": (("mObjectList", "mObject"), RECORDS_PER_BATCH, "limit-batch"),
    "syncCustomObjects": (
        ("customObjList", "customObj"),
        CUSTOM_OBJECTS_PER_SYNC,
        "limit-custom-objects",
    ),
    "deleteCustomObjects": (("customObjKeyLists", "keyList"), RECORDS_PER_BATCH, "limit-batch"),
    "mergeLeads": (("losingLeadKeyLists", "keyList"), RECORDS_PER_BATCH, "limit-batch"),
}
_SELECTOR_KEYS = {
    "getMultipleLeads": "limit-selector-keys-ignored",
    "getLeadChanges": "limit-selector-keys-refused",
}
_BATCH_SIZES = {
    "getMultipleLeads": LEADS_PER_PAGE,
    "getLeadActivity": ACTIVITIES_PER_PAGE,
    "getLeadChanges": CHANGES_PER_PAGE,
    "getCustomObjects": CUSTOM_OBJECTS_PER_PAGE,
}


def check_limits(operation: str, item: Item, found: Findings) -> None:
    """Look through a request for more than its operation takes."""
    if operation in _COUNTS:
        names, most, rule = _COUNTS[operation]
        _count(item, names, most, rule, found)
    if operation in _SELECTOR_KEYS:
        rule = _SELECTOR_KEYS[operation]
        _count(item, ("leadSelector", "keyValues", "stringItem"), KEYS_PER_SELECTOR, rule, found)
    if operation in _BATCH_SIZES:
        _batch_size(item, _BATCH_SIZES[operation], found)
    for selector in item.each("leadSelector"):
        _range(selector, "oldestUpdatedAt", "latestUpdatedAt", found)
        span = _span(selector, "oldestUpdatedAt", "latestUpdatedAt")
        if operation == "getMultipleLeads" and span is not None and span > LONGEST_TIME_RANGE:
            found.add("limit-time-range", selector.line, selector.path)
    for position in item.each("startPosition"):
        _range(position, "oldestCreatedAt", "latestCreatedAt", found)


def _count(item: Item, names: tuple[str, ...], most: int, rule: str, found: Findings) -> None:
    (*outer, inner) = names
    for holder in item.each(*outer):
        count = len(holder.members.get(inner, ()))
        if count > most:
            found.add(rule, holder.line, holder.path, count=count)


def _batch_size(item: Item, most: int, found: Findings) -> None:
    for size in item.each("batchSize"):
        text = size.value.removeprefix("+")
        if not text.removeprefix("-").isdecimal():
            continue
        if text.startswith("-") or not text.strip("0"):
            found.add("limit-batch-size-low", size.line, size.path, limit=most)
        elif len(text.lstrip("0")) > 9 or int(text.lstrip("0")) > most:
            found.add("limit-batch-size", size.line, size.path, limit=most)


def _range(item: Item, oldest: str, latest: str, found: Findings) -> None:
    span = _span(item, oldest, latest)
    if span is not None and span < timedelta(0):
        found.add("time-range-reversed", item.line, item.path, oldest=oldest, latest=latest)


def _span(item: Item, oldest: str, latest: str) -> timedelta | None:
    """From one time to another, where both are there and can be compared."""
    try:
        first, last = (datetime.fromisoformat(item.text(name)) for name in (oldest, latest))
    except ValueError:
        return None
    if (first.tzinfo is None) is not (last.tzinfo is None):
        return None
    return last - first
