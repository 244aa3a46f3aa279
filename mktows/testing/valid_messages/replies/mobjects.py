"""Valid replies of the operations on MObjects."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from mktows.contract import Contract
from mktows.facts.mobjects import DESCRIBED, WORKSPACE_ID
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Objects, listed, object_of
from mktows.testing.valid_messages.replies.parts import few, merged, page, result
from mktows.testing.valid_messages.requests.mobjects import external_keys

METADATA_TIME = "2010-01-01T00:00:00+00:00"


def _list_mobjects(_: Contract) -> Objects:
    return st.just(result({"objects": list(DESCRIBED)}))


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
            "fieldList": listed("field", few(field)),
            "updatedAt": st.just(METADATA_TIME),
        },
    )
    return metadata.map(lambda found: result({"metadata": found}))


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
            "attribList": realistic.attribs("Name", "Type", WORKSPACE_ID),
        },
        {
            "createdAt": realistic.reply_times,
            "updatedAt": realistic.reply_times,
            "typeAttribList": listed("typeAttrib", st.lists(group, min_size=1, max_size=2)),
        },
    )
    items = few(item, by=lambda found: found["id"]).map(
        lambda found: sorted(found, key=lambda item: item["id"])
    )
    more = st.fixed_dictionaries(
        {"hasMore": realistic.booleans, "newStreamPosition": realistic.words}
    )
    return merged(page("mObjectList", "mObject", items, "returnCount"), more).map(result)


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
    return listed("mObjStatus", found).map(lambda item: result({"mObjStatusList": item}))


def _sync_mobjects(table: Contract) -> Objects:
    return _statuses(table, "CREATED", "UPDATED", "UNCHANGED", "SKIPPED")


def _delete_mobjects(table: Contract) -> Objects:
    return _statuses(table, "DELETED", "UNCHANGED")


REPLIES: Mapping[str, Builder] = {
    "deleteMObjects": _delete_mobjects,
    "describeMObject": _describe_mobject,
    "getMObjects": _get_mobjects,
    "listMObjects": _list_mobjects,
    "syncMObjects": _sync_mobjects,
}
