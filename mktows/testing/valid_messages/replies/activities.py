"""Valid replies of getLeadActivity and getLeadChanges."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from mktows.contract import Contract
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Json, Objects, object_of
from mktows.testing.valid_messages.replies.parts import few, merged, page
from mktows.testing.valid_messages.requests.activities import ACTIVITY_NAMES

_RECORD = ("Attribute Name", "Old Value", "New Value", "Reason", "Source")


def _activity(table: Contract, type_name: str) -> Objects:
    """An activity; its attributes end in the lead's id, and empty ones stay."""
    values = st.one_of(st.just(""), realistic.texts)

    def filled(lead: int, found: list[str]) -> Json:
        named = zip(_RECORD, found, strict=False)
        attributes = [{"attrName": name, "attrValue": value} for name, value in named]
        return {
            "mktPersonId": str(lead),
            "activityAttributes": {
                "attribute": [*attributes, {"attrName": "Lead ID", "attrValue": str(lead)}]
            },
        }

    campaign = st.one_of(st.just(""), realistic.names)
    has_guid = table.declares(type_name, "marketoGUID")
    fixed = object_of(
        table,
        type_name,
        {
            # Since the second identifier was there, the first may be nil.
            "id": st.one_of(realistic.ids, st.none()) if has_guid else realistic.ids,
            "activityDateTime": realistic.reply_times,
            "activityType": st.sampled_from(ACTIVITY_NAMES),
            # An activity record's asset may be empty, a change's was always filled.
            "mktgAssetName": campaign if type_name == "ActivityRecord" else realistic.names,
            **({"marketoGUID": realistic.guids} if has_guid else {}),
        },
        {"campaign": realistic.names} if type_name == "LeadChangeRecord" else None,
    )
    parts = [fixed, st.builds(filled, realistic.ids, st.lists(values, max_size=len(_RECORD)))]
    if type_name == "ActivityRecord":
        parts.append(st.fixed_dictionaries({"campaign": campaign}))
    return merged(*parts)


def _activities(table: Contract, wrapper: str, name: str, item: str, type_name: str) -> Objects:
    records = few(
        _activity(table, type_name), by=lambda record: record.get("marketoGUID", record["id"])
    )
    position = st.fixed_dictionaries(
        {"offset": st.one_of(realistic.ids.map(lambda number: f"ID:{number}"), st.just("1"))},
        optional={
            "latestCreatedAt": realistic.reply_times,
            "oldestCreatedAt": realistic.reply_times,
        },
    )
    return merged(
        page(name, item, records, "returnCount"),
        st.fixed_dictionaries(
            {"remainingCount": st.integers(0, 10_000), "newStartPosition": position}
        ),
    ).map(lambda found: {wrapper: found})


def _get_lead_activity(table: Contract) -> Objects:
    names = ("leadActivityList", "activityRecordList", "activityRecord", "ActivityRecord")
    return _activities(table, *names)


def _get_lead_changes(table: Contract) -> Objects:
    names = ("result", "leadChangeRecordList", "leadChangeRecord", "LeadChangeRecord")
    return _activities(table, *names)


REPLIES: Mapping[str, Builder] = {
    "getLeadActivity": _get_lead_activity,
    "getLeadChanges": _get_lead_changes,
}
