"""Clauses about how each field without a value is written: nil, empty or absent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mktows.facts.key_types import EMAIL, IDNUM
from mktows.signing import timestamp
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import (
    Endpoint,
    Made,
    attribute_list,
    attributes_of,
    by_email,
    keys_selector,
    lead_key,
    strings,
)
from mktows.testing.suite.exchanges import Exchange, Item
from mktows.testing.suite.expectations import expect, form, needed, not_tried, seen
from mktows.testing.suite.instance import CustomType
from mktows.testing.suite.makers import (
    lead_with_history,
    list_call,
    opportunity,
    sync_objects,
    visits,
)


def _lead(endpoint: Endpoint, *include: str, **attributes: str) -> tuple[Exchange, Item]:
    lead = endpoint.lead(**attributes)
    more = f"<includeAttributes>{strings(include)}</includeAttributes>" if include else ""
    reply = endpoint.call("getMultipleLeads", keys_selector(IDNUM, [lead.id]) + more)
    return reply, _first(reply, "leadRecordList/leadRecord")


def _first(reply: Exchange, path: str) -> Item:
    found = needed(reply).first(path)
    return found if found is not None else not_tried(f"the reply has no {path}")


@clause(
    "MK-NIL-1",
    "A lead without a foreign id has a nil ForeignSysPersonId and ForeignSysType",
    "recorded",
    "getMultipleLeads",
)
@pytest.mark.parametrize("name", ["ForeignSysPersonId", "ForeignSysType"])
def test_no_foreign_id_is_nil(endpoint: Endpoint, name: str) -> None:
    foreign = {"ForeignSysPersonId": endpoint.word(), "ForeignSysType": "CUSTOM"}
    members = "".join(f"<{each}>{value}</{each}>" for each, value in foreign.items())
    made = needed(endpoint.sync(members + by_email(endpoint.address()))).value("leadId")
    known = endpoint.call("getMultipleLeads", keys_selector(IDNUM, [made or ""]))
    seen(name, foreign[name], _first(known, "leadRecordList/leadRecord").value(name))
    reply, record = _lead(endpoint)
    form(reply, record, name, "nil")


@clause(
    "MK-NIL-2", "An Email that is not in includeAttributes is nil", "recorded", "getMultipleLeads"
)
def test_an_address_that_is_not_asked_for_is_nil(endpoint: Endpoint) -> None:
    seen("the form of Email", "filled", _lead(endpoint)[1].form("Email"))
    reply, record = _lead(endpoint, "FirstName", FirstName="A")
    form(reply, record, "Email", "nil")


@clause("MK-NIL-3", "A leadAttributeList without attributes is nil", "recorded", "getMultipleLeads")
def test_no_attributes_are_nil(endpoint: Endpoint) -> None:
    some = _lead(endpoint, "FirstName", FirstName="A")[1]
    seen("the form of leadAttributeList", "filled", some.form("leadAttributeList"))
    reply, record = _lead(endpoint, "FirstName")
    form(reply, record, "leadAttributeList", "nil")


@clause(
    "MK-NIL-4",
    "A text attribute of a lead without a value is absent",
    "documented",
    "getMultipleLeads",
)
def test_an_empty_attribute_is_absent(endpoint: Endpoint) -> None:
    _, both = _lead(endpoint, "FirstName", "LastName", FirstName="A", LastName="B")
    seen("attributes", {"FirstName": "A", "LastName": "B"}, attributes_of(both))
    reply, record = _lead(endpoint, "FirstName", "LastName", FirstName="A")
    names = attributes_of(record)
    seen("FirstName", "A", names.get("FirstName"))
    expect("LastName" not in names, reply, expected="no LastName", found="a LastName")


@clause("MK-NIL-5", "The attrType of a lead's attribute is filled", "recorded", "getMultipleLeads")
def test_an_attribute_of_a_lead_has_its_type(endpoint: Endpoint) -> None:
    reply, record = _lead(endpoint, "FirstName", FirstName="A")
    form(reply, record, "leadAttributeList/attribute/attrType", "filled")


@clause("MK-NIL-6", "The error of syncLead without one is nil", "recorded", "syncLead")
def test_no_error_of_a_lead_is_nil(endpoint: Endpoint) -> None:
    reply = endpoint.sync(by_email(endpoint.address()))
    form(reply, _first(reply, "syncStatus"), "error", "nil")


@clause(
    "MK-NIL-7",
    "The leadRecord of syncLead is nil where the lead is not returned",
    "recorded",
    "syncLead",
)
def test_a_lead_that_is_not_returned_is_nil(endpoint: Endpoint) -> None:
    returned = endpoint.sync(by_email(endpoint.address()), returned=True)
    seen("the form of a leadRecord", "filled", needed(returned).form("leadRecord"))
    reply = endpoint.sync(by_email(endpoint.address()))
    form(reply, needed(reply), "leadRecord", "nil")


@clause(
    "MK-NIL-8",
    "The error of a record in syncMultipleLeads without one is nil",
    "recorded",
    "syncMultipleLeads",
)
def test_no_error_in_a_batch_is_nil(endpoint: Endpoint) -> None:
    record = f"<leadRecord>{by_email(endpoint.address())}</leadRecord>"
    reply = endpoint.call("syncMultipleLeads", f"<leadRecordList>{record}</leadRecordList>")
    form(reply, _first(reply, "syncStatusList/syncStatus"), "error", "nil")


@clause(
    "MK-NIL-9",
    "The statusList of an addition that succeeds completely is nil",
    "recorded",
    "listOperation",
)
def test_no_statuses_of_a_list_are_nil(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    test = list_call(endpoint, endpoint.known.the_list(), "ISMEMBEROFLIST", lead.id)
    seen("the form of a statusList", "filled", needed(test).form("statusList"))
    reply = list_call(endpoint, endpoint.known.the_list(), "ADDTOLIST", lead.id)
    form(reply, needed(reply), "statusList", "nil")


@clause(
    "MK-NIL-10",
    "The newStreamPosition of the last page of leads is empty",
    "recorded",
    "getMultipleLeads",
)
def test_the_position_of_the_last_page_of_leads_is_empty(endpoint: Endpoint) -> None:
    reply = endpoint.call("getMultipleLeads", keys_selector(IDNUM, [endpoint.lead().id]))
    form(reply, needed(reply), "newStreamPosition", "empty")


@clause("MK-NIL-11", "The leadRecordList of no leads is nil", "inferred", "getMultipleLeads")
def test_no_leads_are_nil(endpoint: Endpoint) -> None:
    _first(_lead(endpoint)[0], "leadRecordList/leadRecord")
    reply = endpoint.call("getMultipleLeads", keys_selector(EMAIL, [endpoint.address()]))
    form(reply, needed(reply), "leadRecordList", "nil")


def _activities(endpoint: Endpoint, include: str) -> Exchange:
    lead = lead_with_history(endpoint).lead
    return endpoint.call(
        "getLeadActivity",
        f"{lead_key(IDNUM, lead.id)}<activityFilter><includeTypes>"
        f"<activityType>{include}</activityType></includeTypes></activityFilter>",
    )


_ACTIVITY = "activityRecordList/activityRecord"


@clause(
    "MK-NIL-12",
    "All four members of a newStartPosition are there, nil or filled",
    "recorded",
    "getLeadActivity",
)
@pytest.mark.parametrize(
    "name", ["latestCreatedAt", "oldestCreatedAt", "activityCreatedAt", "offset"]
)
def test_every_part_of_a_position_is_there(endpoint: Endpoint, name: str) -> None:
    reply = _activities(endpoint, "NewLead")
    found = _first(reply, "newStartPosition").form(name)
    expect(found in ("nil", "filled"), reply, expected=f"{name}: nil or filled", found=found)


@clause(
    "MK-NIL-13",
    "An activity without a campaign or an asset has an empty campaign or mktgAssetName",
    "recorded",
    "getLeadActivity",
)
@pytest.mark.parametrize("name", ["campaign", "mktgAssetName"])
def test_no_campaign_and_no_asset_are_empty(endpoint: Endpoint, name: str) -> None:
    reply = _activities(endpoint, "NewLead")
    form(reply, _first(reply, _ACTIVITY), name, "empty")


@clause(
    "MK-NIL-14",
    "The members of an activity about a person and an organisation are nil",
    "recorded",
    "getLeadActivity",
)
@pytest.mark.parametrize("name", ["personName", "foreignSysId", "orgName", "foreignSysOrgId"])
def test_no_person_and_no_organisation_are_nil(endpoint: Endpoint, name: str) -> None:
    reply = _activities(endpoint, "NewLead")
    form(reply, _first(reply, _ACTIVITY), name, "nil")


@clause(
    "MK-NIL-15", "The attrType of an activity's attribute is nil", "recorded", "getLeadActivity"
)
def test_the_type_of_an_activitys_attribute_is_nil(endpoint: Endpoint) -> None:
    reply = _activities(endpoint, "NewLead")
    form(reply, _first(reply, f"{_ACTIVITY}/activityAttributes/attribute"), "attrType", "nil")


@clause(
    "MK-NIL-16", "The activityRecordList of no activities is nil", "inferred", "getLeadActivity"
)
def test_no_activities_are_nil(endpoint: Endpoint) -> None:
    _first(_activities(endpoint, "NewLead"), _ACTIVITY)
    reply = _activities(endpoint, "ClickLink")
    form(reply, needed(reply), "activityRecordList", "nil")


@clause(
    "MK-NIL-17", "An Old Value of a field that had none is empty", "recorded", "getLeadActivity"
)
def test_an_old_value_that_was_none_is_empty(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    needed(endpoint.sync(by_email(lead.email) + attribute_list({"FirstName": "A"})))
    reply = endpoint.call("getLeadActivity", lead_key(IDNUM, lead.id))
    for each in needed(reply).all(f"{_ACTIVITY}/activityAttributes/attribute"):
        if each.value("attrName") == "Old Value":
            form(reply, each, "attrValue", "empty")
            return
    not_tried("no activity has an Old Value")


def _changes(endpoint: Endpoint, start: str) -> Exchange:
    endpoint.needs("getLeadChanges", "leadSelector")
    lead = lead_with_history(endpoint).lead
    return endpoint.call(
        "getLeadChanges",
        f"<startPosition><oldestCreatedAt>{start}</oldestCreatedAt></startPosition>"
        + keys_selector(IDNUM, [lead.id]),
    )


@clause("MK-NIL-18", "The campaign of a change without one is absent", "recorded", "getLeadChanges")
def test_no_campaign_of_a_change_is_absent(endpoint: Endpoint) -> None:
    reply = _changes(endpoint, endpoint.since())
    record = _first(reply, "leadChangeRecordList/leadChangeRecord")
    form(reply, record, "campaign", "absent")


@clause("MK-NIL-19", "The leadChangeRecordList of no changes is nil", "inferred", "getLeadChanges")
def test_no_changes_are_nil(endpoint: Endpoint) -> None:
    tomorrow = datetime.now(UTC).replace(year=datetime.now(UTC).year + 1, day=1)
    _first(_changes(endpoint, endpoint.since()), "leadChangeRecordList/leadChangeRecord")
    reply = _changes(endpoint, timestamp(tomorrow))
    form(reply, needed(reply), "leadChangeRecordList", "nil")


def _no_objects(endpoint: Endpoint) -> Exchange:
    """Search by a name that no object has, after a search by a name that one has."""
    name = endpoint.word()
    needed(sync_objects(endpoint, "INSERT", opportunity({"Name": name})))
    _first(_objects_named(endpoint, name), "mObjectList/mObject")
    return _objects_named(endpoint, endpoint.word())


def _objects_named(endpoint: Endpoint, name: str) -> Exchange:
    return endpoint.call(
        "getMObjects",
        "<type>Opportunity</type><mObjCriteriaList><mObjCriteria><attrName>Name</attrName>"
        f"<comparison>EQ</comparison><attrValue>{name}</attrValue></mObjCriteria>"
        "</mObjCriteriaList>",
    )


@clause("MK-NIL-20", "The mObjectList of no objects is absent", "inferred", "getMObjects")
def test_no_objects_are_absent(endpoint: Endpoint) -> None:
    reply = _no_objects(endpoint)
    form(reply, needed(reply), "mObjectList", "absent")


@clause(
    "MK-NIL-21",
    "The newStreamPosition of the last page of objects is filled",
    "recorded",
    "getMObjects",
)
def test_the_position_of_the_last_page_of_objects_is_filled(endpoint: Endpoint) -> None:
    reply = _no_objects(endpoint)
    form(reply, needed(reply), "newStreamPosition", "filled")


@clause(
    "MK-NIL-22",
    "The externalKey and error that the status of an object lacks are absent",
    "recorded",
    "syncMObjects",
)
@pytest.mark.parametrize("name", ["externalKey", "error"])
def test_what_an_objects_status_lacks_is_absent(endpoint: Endpoint, name: str) -> None:
    reply = sync_objects(endpoint, "INSERT", opportunity({"Name": endpoint.word()}))
    form(reply, _first(reply, "mObjStatusList/mObjStatus"), name, "absent")


@clause(
    "MK-NIL-23", "The customObjList of no custom objects is empty", "recorded", "getCustomObjects"
)
def test_no_custom_objects_are_an_empty_element(endpoint: Endpoint) -> None:
    kind, lead, _ = visits(endpoint)
    _first(_visits_of(endpoint, kind, lead), "customObjList/customObj")
    reply = _visits_of(endpoint, kind, endpoint.lead())
    form(reply, needed(reply), "customObjList", "empty")


def _visits_of(endpoint: Endpoint, kind: CustomType, lead: Made) -> Exchange:
    return endpoint.call(
        "getCustomObjects",
        f"<objTypeName>{kind.name}</objTypeName><customObjKeyList><attribute>"
        f"<attrName>{kind.link}</attrName><attrValue>{lead.id}</attrValue></attribute>"
        "</customObjKeyList><includeAttributes/>",
    )


@clause(
    "MK-NIL-24",
    "The displayName and dynamicFieldRef that a described field lacks are nil",
    "recorded",
    "describeMObject",
)
@pytest.mark.parametrize("name", ["displayName", "dynamicFieldRef"])
def test_what_a_field_lacks_is_nil(endpoint: Endpoint, name: str) -> None:
    reply = endpoint.call("describeMObject", "<objectName>ActivityRecord</objectName>")
    form(reply, _first(reply, "metadata/fieldList/field"), name, "nil")
