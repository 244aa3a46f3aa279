"""Near misses of requests that ask for or bring more than is allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mktows.contract import KNOWN_VERSIONS, Contract
from mktows.facts import limits
from mktows.facts.key_types import IDNUM
from mktows.testing.near_misses.leads import numbered_key
from mktows.testing.near_misses.makers import (
    JsonChange,
    NearMiss,
    ValidMessages,
    enveloped,
    in_json,
    only,
    setting,
)
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Json, Objects
from mktows.testing.valid_messages.requests.custom_objects import custom_object_keys

_LONGEST = limits.LONGEST_TIME_RANGE // timedelta(seconds=1)
_SINCE_SELECTOR = tuple(each for each in KNOWN_VERSIONS if each >= "2_2")


def _many(allowed: int, *names: str, item: Callable[[int], Any]) -> JsonChange:
    """Fills the list at the end of a path with more items than are allowed."""

    def change(draw: DrawFn, request: Json) -> None:
        count, start = draw(st.integers(allowed + 1, allowed + 21)), draw(st.integers(1, 10**6))
        holder = request
        for name in names[:-1]:
            holder = holder[name]
        holder[names[-1]] = [item(start + n) for n in range(count)]

    return change


def _too_many_keys(_: Contract, operation: str) -> Objects:
    start: Json = {"startPosition": {}} if operation == "getLeadChanges" else {}

    def selecting(first: int, count: int) -> Json:
        keys = [str(first + n) for n in range(count)]
        selector = {
            "@type": "LeadKeySelector",
            "keyType": IDNUM,
            "keyValues": {"stringItem": keys},
        }
        return {**start, "leadSelector": selector}

    allowed = limits.KEYS_PER_SELECTOR
    return st.builds(selecting, st.integers(1, 10**6), st.integers(allowed + 1, allowed + 30))


def _numbered_lead(number: int) -> Json:
    return {"Email": f"{number}@many.example"}


def _numbered_program(number: int) -> Json:
    costs = [{"name": "Month", "value": "2013-06"}, {"name": "Amount", "value": "2000"}]
    cost = {"attrType": "Cost", "attrList": {"attrib": costs}}
    return {"type": "Program", "id": number, "typeAttribList": {"typeAttrib": [cost]}}


def _numbered_custom_object(number: int) -> Json:
    return {"customObjKeyList": custom_object_keys(number)}


def _too_many_losers(draw: DrawFn, request: Json) -> None:
    request["winningLeadKeyList"] = numbered_key(2**31 - 1)
    allowed = limits.RECORDS_PER_BATCH
    _many(allowed, "losingLeadKeyLists", "keyList", item=numbered_key)(draw, request)


def _too_many_programs(draw: DrawFn, request: Json) -> None:
    request["operation"] = "UPDATE"
    _many(limits.MOBJECTS_PER_SYNC, "mObjectList", "mObject", item=_numbered_program)(draw, request)


_BATCH_SIZES = {
    "getMultipleLeads": limits.LEADS_PER_PAGE,
    "getLeadActivity": limits.ACTIVITIES_PER_PAGE,
    "getLeadChanges": limits.CHANGES_PER_PAGE,
    "getCustomObjects": limits.CUSTOM_OBJECTS_PER_PAGE,
}


def _too_large_pages(table: Contract, operation: str) -> SearchStrategy[bytes]:
    sizes = st.integers(_BATCH_SIZES[operation] + 1, 2**31 - 1)
    return in_json(_sized(sizes))(table, operation)


def _sized(sizes: SearchStrategy[int]) -> JsonChange:
    """Sets the batchSize, where it has an effect."""

    def change(draw: DrawFn, request: Json) -> None:
        setting(batchSize=sizes)(draw, request)
        selector = request.get("leadSelector", {})
        if selector.get("@type") == "LeadKeySelector":
            request["leadSelector"] = {"@type": "StaticListSelector", "staticListId": 6926}

    return change


def _spanning(seconds: SearchStrategy[int]) -> ValidMessages:
    """GetMultipleLeads of a range of time that is so many seconds long."""

    def requests(_: Contract, __: str) -> Objects:
        def selector(oldest: str, latest: str) -> Json:
            return {
                "leadSelector": {
                    "@type": "LastUpdateAtSelector",
                    "latestUpdatedAt": latest,
                    "oldestUpdatedAt": oldest,
                }
            }

        return realistic.times_apart(seconds).map(lambda found: selector(*found))

    return requests


LIMIT_NEAR_MISSES: Mapping[str, NearMiss] = {
    "limit-selector-keys-ignored": only(enveloped(_too_many_keys), "getMultipleLeads"),
    "limit-selector-keys-refused": only(
        enveloped(_too_many_keys), "getLeadChanges", versions=_SINCE_SELECTOR
    ),
    "limit-campaign-leads": only(
        in_json(
            _many(limits.LEADS_PER_CAMPAIGN_REQUEST, "leadList", "leadKey", item=realistic.id_key)
        ),
        "requestCampaign",
    ),
    "limit-sync-leads": only(
        in_json(_many(limits.LEADS_PER_SYNC, "leadRecordList", "leadRecord", item=_numbered_lead)),
        "syncMultipleLeads",
    ),
    "limit-list-members": only(
        in_json(
            _many(
                limits.MEMBERS_PER_LIST_OPERATION,
                "listMemberList",
                "leadKey",
                item=realistic.id_key,
            )
        ),
        "listOperation",
    ),
    "limit-mobjects": only(in_json(_too_many_programs), "syncMObjects"),
    "limit-custom-objects": only(
        in_json(
            _many(
                limits.CUSTOM_OBJECTS_PER_SYNC,
                "customObjList",
                "customObj",
                item=_numbered_custom_object,
            )
        ),
        "syncCustomObjects",
    ),
    "limit-batch": only(in_json(_too_many_losers), "mergeLeads"),
    "limit-batch-size": only(_too_large_pages, *_BATCH_SIZES),
    "limit-batch-size-low": only(in_json(_sized(st.integers(-(2**31), 0))), *_BATCH_SIZES),
    "limit-time-range": only(
        enveloped(_spanning(st.integers(_LONGEST + 1, 400 * 86400))), "getMultipleLeads"
    ),
    "time-range-reversed": only(
        enveloped(_spanning(st.integers(-400 * 86400, -1))), "getMultipleLeads"
    ),
}
"""Rules about how much a request holds, and how each is broken."""
