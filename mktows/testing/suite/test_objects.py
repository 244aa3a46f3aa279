"""Clauses about the operations on MObjects, tried on opportunities of the suite."""

from __future__ import annotations

import pytest

from mktows.facts.faults import BAD_PARAMETER, OTHER_BAD_PARAMETER, SEVERE_INTERNAL_ERROR
from mktows.facts.mobjects import ROLE
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, attribs_xml
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import (
    accepted,
    equal,
    expect,
    needed,
    not_tried,
    refused,
    seen,
)
from mktows.testing.suite.makers import opportunity, sync_objects

_STATUSES = "mObjStatusList/mObjStatus"
_KINDS = ["ActivityRecord", "LeadRecord", "Opportunity", ROLE]
_UNKNOWN = "2147483646"


def _statuses(reply: Exchange) -> list[str | None]:
    return [each.value("status") for each in accepted(reply).all(_STATUSES)]


def _made(endpoint: Endpoint, **attributes: str) -> str:
    given = {"Name": endpoint.word(), **attributes}
    reply = sync_objects(endpoint, "INSERT", opportunity(given))
    found = needed(reply).value(f"{_STATUSES}/id")
    return found or not_tried("syncMObjects reports no id")


def _delete(endpoint: Endpoint, *ids: str) -> Exchange:
    listed = "".join(f"<mObject><type>Opportunity</type><id>{each}</id></mObject>" for each in ids)
    return endpoint.call("deleteMObjects", f"<mObjectList>{listed}</mObjectList>")


def _get(endpoint: Endpoint, kind: str, more: str) -> Exchange:
    return endpoint.call("getMObjects", f"<type>{kind}</type>{more}")


def _found(reply: Exchange) -> list[str | None]:
    return [each.value("id") for each in accepted(reply).all("mObjectList/mObject")]


@clause(
    "MK-MOBJ-1", "listMObjects names the four objects, in their order", "documented", "listMObjects"
)
def test_the_objects_are_listed(endpoint: Endpoint) -> None:
    reply = endpoint.call("listMObjects")
    equal(reply, "objects", _KINDS, [each.text for each in accepted(reply).all("objects")])


@clause("MK-MOBJ-2", "Every listed object is described", "documented", "describeMObject")
@pytest.mark.parametrize("name", _KINDS)
def test_every_listed_object_is_described(endpoint: Endpoint, name: str) -> None:
    reply = endpoint.call("describeMObject", f"<objectName>{name}</objectName>")
    equal(reply, "name", name, accepted(reply).value("metadata/name"))


@clause(
    "MK-MOBJ-3",
    "Describing an unknown object is refused as a bad parameter",
    "inferred",
    "describeMObject",
)
def test_an_unknown_object_is_not_described(endpoint: Endpoint) -> None:
    known = endpoint.call("describeMObject", "<objectName>LeadRecord</objectName>")
    seen("name", "LeadRecord", needed(known).value("metadata/name"))
    reply = endpoint.call("describeMObject", "<objectName>Teapot</objectName>")
    refused(reply, BAD_PARAMETER, OTHER_BAD_PARAMETER)


@clause(
    "MK-MOBJ-4",
    "An ActivityRecord is described by its eleven fields",
    "documented",
    "describeMObject",
)
def test_an_activity_is_described_field_by_field(endpoint: Endpoint) -> None:
    reply = endpoint.call("describeMObject", "<objectName>ActivityRecord</objectName>")
    found = [each.value("name") for each in needed(reply).all("metadata/fieldList/field")]
    wanted = [
        *("id", "activityDateTime", "activityType", "mktgAssetName", "activityAttributes"),
        *("campaign", "personName", "mktPersonId", "foreignSysId", "orgName", "foreignSysOrgId"),
    ]
    equal(reply, "fields", sorted(wanted), sorted(str(each) for each in found))


@clause(
    "MK-MOBJ-5",
    "Fields of leads are described as members of leadAttributeList",
    "recorded",
    "describeMObject",
)
def test_the_fields_of_leads_are_described(endpoint: Endpoint) -> None:
    reply = endpoint.call("describeMObject", "<objectName>LeadRecord</objectName>")
    found = {
        each.value("name"): each.value("dynamicFieldRef")
        for each in needed(reply).all("metadata/fieldList/field")
    }
    names = ("FirstName", "LastName")
    expected = dict.fromkeys(names, "leadAttributeList")
    equal(reply, "dynamicFieldRef", expected, {name: found.get(name) for name in names})


@clause("MK-MOBJ-6", "A new object is CREATED by INSERT and by UPSERT", "inferred", "syncMObjects")
def test_a_new_object_is_created(endpoint: Endpoint) -> None:
    new = opportunity({"Name": endpoint.word()})
    for operation in ("INSERT", "UPSERT"):
        reply = sync_objects(endpoint, operation, new)
        equal(reply, "statuses", ["CREATED"], _statuses(reply))


@clause(
    "MK-MOBJ-7",
    "Attributes of an object are read back as they were written",
    "inferred",
    "syncMObjects",
    "getMObjects",
)
def test_what_is_written_is_read(endpoint: Endpoint) -> None:
    given = {"Name": f"{endpoint.word()} é <&>", "Amount": "501.00", "Stage": "Won"}
    reply = _get(endpoint, "Opportunity", f"<id>{_made(endpoint, **given)}</id>")
    read = {
        each.value("name"): each.value("value")
        for each in accepted(reply).all("mObjectList/mObject/attribList/attrib")
    }
    equal(reply, "attributes", given, {name: read.get(name) for name in given})


@clause(
    "MK-MOBJ-8",
    "An object that is there is UPDATED by UPDATE and by UPSERT",
    "documented",
    "syncMObjects",
)
def test_an_object_that_is_there_is_updated(endpoint: Endpoint) -> None:
    known = _made(endpoint)
    for operation in ("UPDATE", "UPSERT"):
        given = opportunity({"Stage": operation}, object_id=known)
        reply = sync_objects(endpoint, operation, given)
        equal(reply, "statuses", ["UPDATED"], _statuses(reply))


@clause(
    "MK-MOBJ-9",
    "INSERT of an object that is there, and UPDATE of a missing one, is SKIPPED or UNCHANGED",
    "documented",
    "syncMObjects",
)
def test_a_mode_that_forbids_it_skips(endpoint: Endpoint) -> None:
    known = opportunity({"Stage": "Won"}, object_id=_made(endpoint))
    unknown = opportunity({"Stage": "Won"}, object_id=_UNKNOWN)
    for operation, given in (("INSERT", known), ("UPDATE", unknown)):
        reply = sync_objects(endpoint, operation, given)
        found = _statuses(reply)
        expect(found in (["SKIPPED"], ["UNCHANGED"]), reply, expected="SKIPPED", found=found)


@clause(
    "MK-MOBJ-10",
    "A bad object fails alone, and those beside it are written",
    "inferred",
    "syncMObjects",
)
def test_a_bad_object_fails_alone(endpoint: Endpoint) -> None:
    good = [opportunity({"Name": endpoint.word()}) for _ in range(2)]
    bad = opportunity({"NoSuchFieldAtAll": "1"})
    reply = sync_objects(endpoint, "INSERT", good[0], bad, good[1])
    equal(reply, "statuses", ["CREATED", "FAILED", "CREATED"], _statuses(reply))


@clause("MK-MOBJ-11", "An object is DELETED once, then UNCHANGED", "inferred", "deleteMObjects")
def test_an_object_is_deleted_once(endpoint: Endpoint) -> None:
    known = _made(endpoint)
    for status in ("DELETED", "UNCHANGED"):
        reply = _delete(endpoint, known)
        equal(reply, "statuses", [status], _statuses(reply))


@clause("MK-MOBJ-12", "A deleted object is gone", "documented", "deleteMObjects")
def test_a_deleted_object_is_gone(endpoint: Endpoint) -> None:
    known = _visible(endpoint)
    needed(_delete(endpoint, known))
    reply = _get(endpoint, "Opportunity", f"<id>{known}</id>")
    equal(reply, "objects", [], _found(reply))


def _visible(endpoint: Endpoint) -> str:
    """An opportunity that getMObjects finds."""
    made = _made(endpoint)
    reply = _get(endpoint, "Opportunity", f"<id>{made}</id>")
    needed(reply)
    seen("objects", [made], _found(reply))
    return made


@clause(
    "MK-MOBJ-13",
    "getMObjects of opportunities without anything to select by is a fault 10001",
    "inferred",
    "getMObjects",
)
def test_something_to_select_by_is_required(endpoint: Endpoint) -> None:
    _visible(endpoint)
    refused(_get(endpoint, "Opportunity", ""), SEVERE_INTERNAL_ERROR)


@clause("MK-MOBJ-14", "Criteria select and are combined", "inferred", "getMObjects")
def test_criteria_select_and_are_combined(endpoint: Endpoint) -> None:
    mark = endpoint.word()
    wanted = _made(endpoint, Type=mark, Stage="Won")
    other = _made(endpoint, Type=mark, Stage="Lost")
    for each, stage in ((wanted, "Won"), (other, "Lost")):
        reply = _selected(endpoint, Type=mark, Stage=stage)
        equal(reply, "objects", [each], _found(reply))


def _selected(endpoint: Endpoint, **values: str) -> Exchange:
    criteria = "".join(
        f"<mObjCriteria><attrName>{name}</attrName><comparison>EQ</comparison>"
        f"<attrValue>{value}</attrValue></mObjCriteria>"
        for name, value in values.items()
    )
    return _get(endpoint, "Opportunity", f"<mObjCriteriaList>{criteria}</mObjCriteriaList>")


@clause(
    "MK-MOBJ-15",
    "A role ties a lead to an opportunity",
    "documented",
    "syncMObjects",
    "getMObjects",
)
def test_a_role_ties_a_lead_to_an_opportunity(endpoint: Endpoint) -> None:
    lead, known = endpoint.lead(), _made(endpoint)
    attributes = attribs_xml({"OpportunityId": known, "PersonId": lead.id, "Role": "Influencer"})
    reply = sync_objects(
        endpoint,
        "INSERT",
        "<mObject><type>OpportunityPersonRole</type>"
        f"<attribList>{attributes}</attribList></mObject>",
    )
    equal(reply, "statuses", ["CREATED"], _statuses(reply))
    role = needed(reply).value(f"{_STATUSES}/id")
    association = (
        "<mObjAssociationList><mObjAssociation><mObjType>Opportunity</mObjType>"
        f"<id>{known}</id></mObjAssociation></mObjAssociationList>"
    )
    found = _get(endpoint, ROLE, association)
    equal(found, "roles of the opportunity", [role], _found(found))


@clause(
    "MK-MOBJ-16",
    "The returnCount of getMObjects is the number of its objects",
    "documented",
    "getMObjects",
)
def test_the_return_count_is_the_number_of_objects(endpoint: Endpoint) -> None:
    reply = _get(endpoint, "Opportunity", f"<id>{_made(endpoint)}</id>")
    result = needed(reply)
    listed = len(result.all("mObjectList/mObject")) or not_tried("no object comes")
    equal(reply, "returnCount", str(listed), result.value("returnCount"))


@clause("MK-MOBJ-17", "Programs cannot be made", "documented", "syncMObjects")
def test_programs_cannot_be_made(endpoint: Endpoint) -> None:
    _made(endpoint)
    attributes = attribs_xml({"Name": endpoint.word()})
    reply = sync_objects(
        endpoint,
        "INSERT",
        f"<mObject><type>Program</type><attribList>{attributes}</attribList></mObject>",
    )
    if reply.fault is not None:
        refused(reply)
        return
    found = _statuses(reply)
    fine = len(found) == 1 and found[0] in ("FAILED", "SKIPPED", "UNCHANGED")
    expect(fine, reply, expected="a fault, or a status that says so", found=found)


@clause("MK-MOBJ-18", "Every program has a channel", "documented", "getMObjects")
def test_every_program_has_a_channel(endpoint: Endpoint) -> None:
    reply = _get(endpoint, "Program", "<includeDetails>true</includeDetails>")
    programs = needed(reply).all("mObjectList/mObject")
    if not programs:
        not_tried("the instance has no program")
    for each in programs:
        tags = [
            [(pair.value("name"), pair.value("value")) for pair in group.all("attrList/attrib")]
            for group in each.all("typeAttribList/typeAttrib")
            if group.value("attrType") == "Tag"
        ]
        channels = [tag for tag in tags if ("Type", "Channel") in tag]
        equal(reply, f"channels of program {each.value('id')}", 1, len(channels))
