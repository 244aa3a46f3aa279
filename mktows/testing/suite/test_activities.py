"""Clauses about getLeadActivity and getLeadChanges, but for their pages."""

from __future__ import annotations

from mktows.facts.activity_types import CHANGE_DATA_VALUE, NEW_LEAD
from mktows.facts.faults import ACTIVITY_KEY_BAD, BAD_PARAMETER, LEAD_NOT_FOUND, OTHER_BAD_PARAMETER
from mktows.facts.key_types import EMAIL, IDNUM
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, keys_selector, lead_key, strings
from mktows.testing.suite.exchanges import Exchange, Item
from mktows.testing.suite.expectations import (
    accepted,
    equal,
    expect,
    needed,
    not_tried,
    refused,
    seen,
)
from mktows.testing.suite.makers import lead_with_history

_RECORDS = "activityRecordList/activityRecord"
_CHANGES = "leadChangeRecordList/leadChangeRecord"


def _activities(endpoint: Endpoint, more: str = "") -> Exchange:
    lead = lead_with_history(endpoint).lead
    return endpoint.call("getLeadActivity", lead_key(IDNUM, lead.id) + more)


def _types(member: str, *names: str) -> str:
    listed = "".join(f"<activityType>{each}</activityType>" for each in names)
    return f"<activityFilter><{member}>{listed}</{member}></activityFilter>"


def _told(item: Item) -> dict[str, str]:
    return {
        each.value("attrName") or "": each.value("attrValue") or ""
        for each in item.all("activityAttributes/attribute")
    }


def _kinds(reply: Exchange, path: str = _RECORDS) -> list[str | None]:
    return [each.value("activityType") for each in accepted(reply).all(path)]


@clause("MK-ACT-1", "Activities come newest first", "recorded", "getLeadActivity")
def test_activities_come_newest_first(endpoint: Endpoint) -> None:
    reply = _activities(endpoint)
    times = [each.value("activityDateTime") or "" for each in needed(reply).all(_RECORDS)]
    if len(set(times)) < 2:
        not_tried("all activities came at one moment")
    expect(times == sorted(times, reverse=True), reply, expected="newest first", found=times)


@clause("MK-ACT-2", "A new lead is logged once", "inferred", "getLeadActivity")
def test_a_new_lead_is_logged_once(endpoint: Endpoint) -> None:
    reply = _activities(endpoint)
    equal(reply, "how many New Lead", 1, _kinds(reply).count(NEW_LEAD))


@clause("MK-ACT-3", "A new lead tells its source", "recorded", "getLeadActivity")
def test_a_new_lead_tells_its_source(endpoint: Endpoint) -> None:
    reply = _activities(endpoint)
    for each in needed(reply).all(_RECORDS):
        if each.value("activityType") == NEW_LEAD:
            told = _told(each)
            equal(reply, "Source Type", "Web service API", told.get("Source Type"))
            equal(reply, "Source Info", "Web service API", told.get("Source Info"))
            return
    not_tried("no New Lead is logged")


@clause(
    "MK-ACT-4",
    "Each change of a field is logged with its old and its new value",
    "inferred",
    "getLeadActivity",
)
def test_each_change_of_a_field_is_logged(endpoint: Endpoint) -> None:
    reply = _activities(endpoint)
    told = [
        _told(each)
        for each in accepted(reply).all(_RECORDS)
        if each.value("activityType") == CHANGE_DATA_VALUE
    ]
    found = [
        (each.get("Old Value"), each.get("New Value"))
        for each in told
        if each.get("New Value") == "Three"
    ]
    equal(reply, "changes of two fields to Three", [("Two", "Three")] * 2, found)


@clause(
    "MK-ACT-5", "A change made by a call has the reason SOAP API", "recorded", "getLeadActivity"
)
def test_a_change_tells_its_reason(endpoint: Endpoint) -> None:
    reply = _activities(endpoint)
    for each in needed(reply).all(_RECORDS):
        if each.value("activityType") == CHANGE_DATA_VALUE:
            equal(reply, "Reason", "SOAP API", _told(each).get("Reason"))
            return
    not_tried("no Change Data Value is logged")


@clause(
    "MK-ACT-6", "The last attribute of every activity is Lead ID", "recorded", "getLeadActivity"
)
def test_the_lead_stands_last_in_every_activity(endpoint: Endpoint) -> None:
    reply = _activities(endpoint)
    lead = lead_with_history(endpoint).lead
    for each in needed(reply).all(_RECORDS) or not_tried("no activity comes"):
        last = list(_told(each).items())[-1:]
        equal(reply, "the last attribute", [("Lead ID", lead.id)], last)


@clause(
    "MK-ACT-7", "The mktPersonId of an activity is the lead's id", "recorded", "getLeadActivity"
)
def test_an_activity_belongs_to_its_lead(endpoint: Endpoint) -> None:
    reply = _activities(endpoint)
    found = {each.value("mktPersonId") for each in needed(reply).all(_RECORDS)}
    equal(reply, "mktPersonId", {lead_with_history(endpoint).lead.id}, found)


@clause("MK-ACT-8", "Only activities of the included types come", "documented", "getLeadActivity")
def test_only_the_types_asked_for_come(endpoint: Endpoint) -> None:
    reply = _activities(endpoint, _types("includeTypes", "NewLead"))
    equal(reply, "types", [NEW_LEAD], _kinds(reply))


@clause("MK-ACT-9", "Activities of excluded types do not come", "documented", "getLeadActivity")
def test_excluded_types_do_not_come(endpoint: Endpoint) -> None:
    kinds = [each.value("activityType") for each in needed(_activities(endpoint)).all(_RECORDS)]
    seen("whether Change Data Value comes", True, CHANGE_DATA_VALUE in kinds)
    reply = _activities(endpoint, _types("excludeTypes", "ChangeDataValue"))
    others = [each for each in kinds if each != CHANGE_DATA_VALUE]
    equal(reply, "types", others, _kinds(reply))


@clause(
    "MK-ACT-10",
    "Included and excluded types together are refused as a bad parameter",
    "inferred",
    "getLeadActivity",
)
def test_include_and_exclude_do_not_go_together(endpoint: Endpoint) -> None:
    both = (
        "<activityFilter><includeTypes><activityType>NewLead</activityType></includeTypes>"
        "<excludeTypes><activityType>OpenEmail</activityType></excludeTypes></activityFilter>"
    )
    refused(_activities(endpoint, both), BAD_PARAMETER, OTHER_BAD_PARAMETER)


@clause(
    "MK-ACT-11",
    "An unknown type of activity is refused with 20107",
    "documented",
    "getLeadActivity",
)
def test_an_unknown_type_is_bad(endpoint: Endpoint) -> None:
    refused(_activities(endpoint, _types("includeTypes", "ReadTeaLeaves")), ACTIVITY_KEY_BAD)


@clause(
    "MK-ACT-12", "Activities of an unknown lead are a fault 20103", "recorded", "getLeadActivity"
)
def test_an_unknown_lead_is_a_fault(endpoint: Endpoint) -> None:
    lead = lead_with_history(endpoint).lead
    known = needed(endpoint.call("getLeadActivity", lead_key(EMAIL, lead.email)))
    seen("whether a known lead has activities", True, bool(known.all(_RECORDS)))
    refused(endpoint.call("getLeadActivity", lead_key(EMAIL, endpoint.address())), LEAD_NOT_FOUND)


@clause(
    "MK-ACT-13",
    "The returnCount of getLeadActivity is the number of its activities",
    "documented",
    "getLeadActivity",
)
def test_the_return_count_is_the_number_of_activities(endpoint: Endpoint) -> None:
    reply = _activities(endpoint)
    result = needed(reply)
    listed = len(result.all(_RECORDS)) or not_tried("no activity comes")
    equal(reply, "returnCount", str(listed), result.value("returnCount"))


@clause(
    "MK-ACT-14",
    "Since 3_1 each activity has a marketoGUID, the same one in both operations",
    "inferred",
    "getLeadActivity",
    "getLeadChanges",
)
def test_an_activity_has_one_guid(endpoint: Endpoint) -> None:
    endpoint.needs_element("ActivityRecord", "marketoGUID")
    changes = _changes(endpoint)
    told = [
        {each.value("marketoGUID"): each.value("activityType") for each in found}
        for found in (
            needed(_activities(endpoint)).all(_RECORDS),
            needed(changes).all(_CHANGES),
        )
    ]
    if not told[0]:
        not_tried("no activity comes")
    expect(None not in told[0], changes, expected="a marketoGUID in each", found=told[0])
    equal(changes, "marketoGUID and activityType", told[0], told[1])


# getLeadChanges


def _changes(endpoint: Endpoint, more: str = "", start: str = "") -> Exchange:
    endpoint.needs("getLeadChanges", "leadSelector")
    lead = lead_with_history(endpoint).lead
    start = start or endpoint.since()
    return endpoint.call(
        "getLeadChanges",
        f"<startPosition><oldestCreatedAt>{start}</oldestCreatedAt></startPosition>{more}"
        + keys_selector(IDNUM, [lead.id]),
    )


def _come(endpoint: Endpoint) -> None:
    """Make sure that getLeadChanges returns changes."""
    came = bool(needed(_changes(endpoint)).all(_CHANGES))
    seen("whether changes come", True, came)


def _names(*names: str) -> str:
    return f"<activityNameFilter>{strings(names)}</activityNameFilter>"


@clause("MK-CHG-1", "Changes come oldest first", "recorded", "getLeadChanges")
def test_changes_come_oldest_first(endpoint: Endpoint) -> None:
    reply = _changes(endpoint)
    times = [each.value("activityDateTime") or "" for each in needed(reply).all(_CHANGES)]
    if len(set(times)) < 2:
        not_tried("all changes came at one moment")
    expect(times == sorted(times), reply, expected="oldest first", found=times)


@clause(
    "MK-CHG-2",
    "With a LeadKeySelector, changes of these leads alone come",
    "documented",
    "getLeadChanges",
)
def test_changes_of_the_selected_leads_alone_come(endpoint: Endpoint) -> None:
    endpoint.lead()
    reply = _changes(endpoint)
    found = {each.value("mktPersonId") for each in accepted(reply).all(_CHANGES)}
    equal(reply, "mktPersonId", {lead_with_history(endpoint).lead.id}, found)


@clause(
    "MK-CHG-3",
    "Only changes of the names in activityNameFilter come",
    "documented",
    "getLeadChanges",
)
def test_only_the_names_asked_for_come(endpoint: Endpoint) -> None:
    endpoint.needs("getLeadChanges", "activityNameFilter")
    reply = _changes(endpoint, _names(NEW_LEAD))
    equal(reply, "types", [NEW_LEAD], _kinds(reply, _CHANGES))


@clause("MK-CHG-4", "An unknown name matches nothing", "inferred", "getLeadChanges")
def test_an_unknown_name_matches_nothing(endpoint: Endpoint) -> None:
    endpoint.needs("getLeadChanges", "activityNameFilter")
    _come(endpoint)
    reply = _changes(endpoint, _names("Read Tea Leaves"))
    equal(reply, "returnCount", "0", accepted(reply).value("returnCount"))


@clause(
    "MK-CHG-5",
    "A LeadKeySelector of more than 100 keys is refused as a bad parameter",
    "documented",
    "getLeadChanges",
)
def test_more_than_a_hundred_keys_are_refused(endpoint: Endpoint) -> None:
    endpoint.needs("getLeadChanges", "leadSelector")
    _come(endpoint)
    keys = [str(2_147_000_000 + number) for number in range(101)]
    reply = endpoint.call(
        "getLeadChanges",
        f"<startPosition><oldestCreatedAt>{endpoint.since()}</oldestCreatedAt></startPosition>"
        + keys_selector(IDNUM, keys),
    )
    refused(reply, BAD_PARAMETER, OTHER_BAD_PARAMETER)


@clause(
    "MK-CHG-6",
    "The oldestCreatedAt of the request comes back with its offset",
    "recorded",
    "getLeadChanges",
)
def test_the_start_comes_back_with_its_offset(endpoint: Endpoint) -> None:
    start = endpoint.since()
    reply = _changes(endpoint, start=start)
    found = needed(reply).value("newStartPosition/oldestCreatedAt")
    equal(reply, "newStartPosition/oldestCreatedAt", start, found)


@clause(
    "MK-CHG-7",
    "The returnCount of getLeadChanges is the number of its changes",
    "documented",
    "getLeadChanges",
)
def test_the_return_count_is_the_number_of_changes(endpoint: Endpoint) -> None:
    reply = _changes(endpoint)
    result = needed(reply)
    listed = len(result.all(_CHANGES)) or not_tried("no change comes")
    equal(reply, "returnCount", str(listed), result.value("returnCount"))


@clause(
    "MK-CHG-8", "getLeadChanges without a startPosition is refused", "documented", "getLeadChanges"
)
def test_a_start_is_required(endpoint: Endpoint) -> None:
    _come(endpoint)
    refused(endpoint.call("getLeadChanges", "<batchSize>1</batchSize>"))
