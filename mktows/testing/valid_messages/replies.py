"""Replies of each operation as the service wrote them, as strategies of their JSON form.

What is left out is nil where it may be nil, and absent elsewhere, as in the recordings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.contract import Contract
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Json, Objects, listed, object_of
from mktows.testing.valid_messages.requests import (
    ACTIVITY_NAMES,
    DESCRIBED,
    custom_object_keys,
    external_keys,
)

METADATA_TIME = "2010-01-01T00:00:00+00:00"
TYPED = {name: realistic.FIELD_TYPES.get(name, "string") for name in realistic.LEAD_FIELDS}


def valid_replies(table: Contract, operation: str) -> Objects:
    """Replies of an operation as the service wrote them, in the members of a version."""
    return _BUILDERS[operation](table)


def _few(
    item: SearchStrategy[Json], by: Callable[[Json], Any] | None = None
) -> SearchStrategy[list[Json]]:
    return st.lists(item, max_size=4, unique_by=by)


def _page(name: str, item: str, records: SearchStrategy[list[Json]], count: str) -> Objects:
    """A list and its count; a list of nothing is left out."""
    return records.map(
        lambda found: {count: len(found), **({name: {item: found}} if found else {})}
    )


def _merged(*parts: Objects) -> Objects:
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


# Leads


def _typed_attributes(found: Json) -> Json:
    typed = [{**item, "attrType": TYPED[item["attrName"]]} for item in found["attribute"]]
    return {"attribute": sorted(typed, key=lambda item: item["attrName"])}


_shown_attributes = realistic.lead_attributes.map(_typed_attributes)


def _shown_leads(table: Contract) -> Objects:
    foreign = {
        "ForeignSysPersonId": realistic.words,
        "ForeignSysType": st.sampled_from(("CUSTOM", "SFDC", "NETSUITE")),
    }
    optional = {"Email": realistic.emails, "leadAttributeList": _shown_attributes}
    return st.one_of(
        object_of(table, "LeadRecord", {"Id": realistic.ids}, optional),
        object_of(table, "LeadRecord", {"Id": realistic.ids, **foreign}, optional),
    )


def _lead_list(table: Contract) -> SearchStrategy[list[Json]]:
    leads = _few(_shown_leads(table), by=lambda lead: lead["Id"])
    return leads.map(lambda found: sorted(found, key=lambda lead: lead["Id"]))


def _get_lead(table: Contract) -> Objects:
    # No match is a fault, so there is one lead at least; the newest comes first.
    leads = st.lists(
        _shown_leads(table), min_size=1, max_size=3, unique_by=lambda lead: lead["Id"]
    ).map(lambda found: sorted(found, key=lambda lead: -lead["Id"]))
    return _page("leadRecordList", "leadRecord", leads, "count").map(_result)


def _get_multiple_leads(table: Contract) -> Objects:
    def positioned(page: Json, left: int) -> Json:
        done = page["returnCount"]
        left = left if done else 0
        position = f"id:1089965:to:1392234668:tl:1392321068:os:{done}:rc:{left}" if left else ""
        return _result({**page, "remainingCount": left, "newStreamPosition": position})

    page = _page("leadRecordList", "leadRecord", _lead_list(table), "returnCount")
    return st.builds(positioned, page, st.integers(0, 10_000))


def _result(content: Json) -> Json:
    return {"result": content}


def _sync_lead(table: Contract) -> Objects:
    def answered(lead: Json, status: str, shown: bool) -> Json:
        result: Json = {
            "leadId": lead["Id"],
            "syncStatus": {"leadId": lead["Id"], "status": status},
        }
        return _result({**result, **({"leadRecord": lead} if shown else {})})

    return st.builds(
        answered, _shown_leads(table), st.sampled_from(("CREATED", "UPDATED")), realistic.booleans
    )


def _sync_multiple_leads(table: Contract) -> Objects:
    done = object_of(
        table,
        "SyncStatus",
        {"leadId": realistic.ids, "status": st.sampled_from(("CREATED", "UPDATED"))},
    )
    failed = object_of(
        table,
        "SyncStatus",
        {"leadId": st.just(0), "status": st.just("FAILED"), "error": realistic.texts},
    )
    statuses = st.lists(st.one_of(done, done, failed), min_size=1, max_size=5)
    return listed("syncStatus", statuses).map(lambda found: _result({"syncStatusList": found}))


def _merge_leads(table: Contract) -> Objects:
    done = object_of(
        table,
        "MergeStatus",
        {
            "winningLeadId": realistic.ids,
            "losingLeadIdList": listed(
                "integerItem", st.lists(realistic.ids, min_size=1, max_size=4)
            ),
            "status": st.just("MERGED"),
        },
    )
    failed = object_of(
        table, "MergeStatus", {"status": st.just("FAILED"), "error": realistic.texts}
    )
    return st.one_of(done, failed).map(lambda found: _result({"mergeStatus": found}))


# Activities

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
    fixed = object_of(
        table,
        type_name,
        {
            "id": realistic.ids,
            "activityDateTime": realistic.reply_times,
            "activityType": st.sampled_from(ACTIVITY_NAMES),
            # An activity record's asset may be empty, a change's was always filled.
            "mktgAssetName": campaign if type_name == "ActivityRecord" else realistic.names,
        },
        {"campaign": realistic.names} if type_name == "LeadChangeRecord" else None,
    )
    parts = [fixed, st.builds(filled, realistic.ids, st.lists(values, max_size=len(_RECORD)))]
    if type_name == "ActivityRecord":
        parts.append(st.fixed_dictionaries({"campaign": campaign}))
    return _merged(*parts)


def _activities(table: Contract, wrapper: str, name: str, item: str, type_name: str) -> Objects:
    records = _few(_activity(table, type_name), by=lambda record: record["id"])
    position = st.fixed_dictionaries(
        {"offset": st.one_of(realistic.ids.map(lambda number: f"ID:{number}"), st.just("1"))},
        optional={
            "latestCreatedAt": realistic.reply_times,
            "oldestCreatedAt": realistic.reply_times,
        },
    )
    return _merged(
        _page(name, item, records, "returnCount"),
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


# Lists, campaigns, tags


def _list_operation(table: Contract) -> Objects:
    """All done, with no list of statuses; or a status for every lead, one false at least."""
    status = object_of(
        table, "LeadStatus", {"leadKey": realistic.lead_keys("IDNUM"), "status": realistic.booleans}
    )
    statuses = st.lists(status, min_size=1, max_size=4)

    def told(found: list[Json]) -> Json:
        success = all(item["status"] for item in found)
        return _result({"success": success, "statusList": {"leadStatus": found}})

    return st.one_of(st.just(_result({"success": True})), statuses.map(told))


def _import_to_list(_: Contract) -> Objects:
    return st.just(_result({"importStatus": "PROCESSING"}))


def _get_import_to_list_status(table: Contract) -> Objects:
    counts = st.integers(0, 300)
    rows = dict.fromkeys(("estimatedRows", "rowsImported", "rowsFailed", "rowsIgnored"), counts)
    running = {"status": st.just("PROCESSING"), "startedTime": realistic.reply_times, **rows}
    finished = {
        **running,
        "status": st.sampled_from(("COMPLETE", "FAILED", "CANCELED")),
        "endedTime": realistic.reply_times,
        "importSummary": realistic.texts,
    }
    return st.one_of(
        *(object_of(table, "ResultGetImportToListStatus", way) for way in (running, finished))
    ).map(_result)


def _get_campaigns_for_source(table: Contract) -> Objects:
    campaign = object_of(
        table,
        "CampaignRecord",
        {
            "id": realistic.ids,
            "name": realistic.names,
            "description": st.one_of(st.just(""), realistic.texts),
        },
    )
    campaigns = _few(campaign, by=lambda item: item["id"]).map(
        lambda found: sorted(found, key=lambda item: (item["name"], item["id"]))
    )
    return _page("campaignRecordList", "campaignRecord", campaigns, "returnCount").map(_result)


def _done(_: Contract) -> Objects:
    return st.just(_result({"success": True}))


def _get_channels(table: Contract) -> Objects:
    def status(step: int, name: str, success: bool) -> Json:
        pairs = {"Status": name, "Step": str(step), "Success": "true" if success else "false"}
        attribs = [{"name": key, "value": value} for key, value in pairs.items()]
        return {"progressionStatus": {"attrib": attribs}}

    statuses = _few(st.builds(status, st.integers(0, 100), realistic.names, realistic.booleans))
    channel = object_of(
        table,
        "TagStatus",
        {"tagValue": realistic.names, "statusList": listed("progressionStatusItem", statuses)},
    )
    return listed("tagStatus", _few(channel)).map(lambda found: _result({"tags": found}))


def _get_tags(table: Contract) -> Objects:
    values = listed("stringItem", st.lists(realistic.names, max_size=4))
    tag = object_of(table, "Tag", {"type": realistic.names, "values": values})
    return listed("tag", _few(tag)).map(lambda found: _result({"tagList": found}))


# MObjects


def _list_mobjects(_: Contract) -> Objects:
    return st.just(_result({"objects": list(DESCRIBED)}))


def _describe_mobject(table: Contract) -> Objects:
    flags = ("isReadonly", "isUpdateBlocked", "isPrimaryKey", "isCustom", "isDynamic")
    field = object_of(
        table,
        "MObjFieldMetadata",
        {
            "name": realistic.names,
            "description": realistic.texts,
            "displayName": st.none() | realistic.names,
            "sourceObject": st.sampled_from(("Event", "Campaign", "Lead", "Company")),
            "dataType": st.sampled_from(("integer", "string", "datetime", "boolean", "float")),
            "size": st.none() | st.integers(1, 2000),
            "isName": st.none() | realistic.booleans,
            "dynamicFieldRef": st.sampled_from((None, "leadAttributeList")),
            "updatedAt": st.just(METADATA_TIME),
            **dict.fromkeys(flags, realistic.booleans),
        },
    )
    metadata = object_of(
        table,
        "MObjectMetadata",
        {
            "name": st.sampled_from(DESCRIBED),
            "description": realistic.texts,
            "isCustom": st.just(False),
            "isVirtual": realistic.booleans,
            "fieldList": listed("field", _few(field)),
            "updatedAt": st.just(METADATA_TIME),
        },
    )
    return metadata.map(lambda found: _result({"metadata": found}))


def _get_mobjects(table: Contract) -> Objects:
    group = object_of(
        table,
        "TypeAttrib",
        {"attrType": st.just("Tag"), "attrList": realistic.attribs("Type", "Value")},
    )
    item = object_of(
        table,
        "MObject",
        {
            "type": st.just("Program"),
            "id": realistic.ids,
            "attribList": realistic.attribs("Name", "Type", "Workspace Id"),
        },
        {
            "createdAt": realistic.reply_times,
            "updatedAt": realistic.reply_times,
            "typeAttribList": listed("typeAttrib", st.lists(group, min_size=1, max_size=2)),
        },
    )
    items = _few(item, by=lambda found: found["id"]).map(
        lambda found: sorted(found, key=lambda item: item["id"])
    )
    more = st.fixed_dictionaries(
        {"hasMore": realistic.booleans, "newStreamPosition": realistic.words}
    )
    return _merged(_page("mObjectList", "mObject", items, "returnCount"), more).map(_result)


def _statuses(table: Contract, *done: str) -> Objects:
    """One status per object; since 2_7 the id of what failed may be nil."""
    key = {"externalKey": external_keys}
    fine = object_of(
        table, "MObjStatus", {"id": realistic.ids, "status": st.sampled_from(done)}, key
    )
    bad = object_of(
        table,
        "MObjStatus",
        {"id": realistic.ids, "status": st.just("FAILED"), "error": realistic.texts},
        key,
    )
    found = st.lists(st.one_of(fine, fine, bad), min_size=1, max_size=4)
    return listed("mObjStatus", found).map(lambda item: _result({"mObjStatusList": item}))


def _sync_mobjects(table: Contract) -> Objects:
    return _statuses(table, "CREATED", "UPDATED", "UNCHANGED", "SKIPPED")


def _delete_mobjects(table: Contract) -> Objects:
    return _statuses(table, "DELETED", "UNCHANGED")


# Custom objects

_keys = st.integers(0, 9999).map(custom_object_keys)


def _custom_statuses(table: Contract, name: str, *done: str) -> Objects:
    fixed = {"objTypeName": st.just("Roadshow"), "customObjKeyList": _keys}
    fine = object_of(table, "SyncCustomObjStatus", {**fixed, "status": st.sampled_from(done)})
    bad = object_of(
        table,
        "SyncCustomObjStatus",
        {**fixed, "status": st.just("FAILED"), "error": realistic.texts},
    )
    found = st.lists(st.one_of(fine, fine, bad), min_size=1, max_size=4)
    return listed("syncCustomObjStatus", found).map(lambda item: _result({name: item}))


def _sync_custom_objects(table: Contract) -> Objects:
    return _custom_statuses(table, "syncCustomObjStatusList", "CREATED", "UPDATED")


def _delete_custom_objects(table: Contract) -> Objects:
    return _custom_statuses(table, "deleteCustomObjStatusList", "DELETED")


def _get_custom_objects(table: Contract) -> Objects:
    record = object_of(
        table,
        "CustomObj",
        {
            "customObjKeyList": _keys,
            # In alphabetical order, whatever the order of a request.
            "customObjAttributeList": realistic.attributes("city", "state", "zip"),
        },
    )

    def paged(records: list[Json], left: int) -> Json:
        return _result(
            {
                "objTypeName": "Roadshow",
                "returnCount": len(records),
                "remainingCount": left if records else 0,
                "newStreamPosition": f'{{"ky":["1090177"],"os":{len(records)}}}',
                # Without a match it is empty, never nil (recorded).
                "customObjList": {"customObj": records},
            }
        )

    return st.builds(paged, _few(record), st.integers(0, 999))


_BUILDERS: Mapping[str, Callable[[Contract], Objects]] = {
    "deleteCustomObjects": _delete_custom_objects,
    "deleteMObjects": _delete_mobjects,
    "describeMObject": _describe_mobject,
    "getCampaignsForSource": _get_campaigns_for_source,
    "getChannels": _get_channels,
    "getCustomObjects": _get_custom_objects,
    "getImportToListStatus": _get_import_to_list_status,
    "getLead": _get_lead,
    "getLeadActivity": _get_lead_activity,
    "getLeadChanges": _get_lead_changes,
    "getMObjects": _get_mobjects,
    "getMultipleLeads": _get_multiple_leads,
    "getTags": _get_tags,
    "importToList": _import_to_list,
    "listMObjects": _list_mobjects,
    "listOperation": _list_operation,
    "mergeLeads": _merge_leads,
    "requestCampaign": _done,
    "scheduleCampaign": _done,
    "syncCustomObjects": _sync_custom_objects,
    "syncLead": _sync_lead,
    "syncMObjects": _sync_mobjects,
    "syncMultipleLeads": _sync_multiple_leads,
}
