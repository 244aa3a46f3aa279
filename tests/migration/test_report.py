"""The report: grades, fields, load and permissions of recorded calls."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable

import pytest
from support.recordings import REQUESTS, envelope, lead_key, log

from mktows.bridge.backend import OPERATIONS
from mktows.bridge.fields import LeadFields
from mktows.errors import RequestError
from mktows.facts.lead_fields import SERVICE_FIELDS, STANDARD_FIELDS
from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.facts.rest_limits import REST_CALLS_PER_DAY
from mktows.migration.fields import LEAD, FieldNames, Used, read_snapshot
from mktows.migration.recorded import requests_in
from mktows.migration.rehearsal.outcomes import rehearsals
from mktows.migration.report import Outcome, Report, make_report
from mktows.migration.tally import Met, Tally

DESCRIBED = {
    "success": True,
    "result": [
        {"id": 1, "displayName": "Shoe Size", "dataType": "string",
         "rest": {"name": "shoeSize__c"}, "soap": {"name": "Shoe"}},
        {"id": 2, "displayName": "First Name", "dataType": "string",
         "rest": {"name": "firstName"}, "soap": {"name": "FirstName"}},
    ],
}  # fmt: skip


def report_of(
    lines: Iterable[str], *, names: FieldNames | None = None, with_values: bool = False
) -> Report:
    names = names or FieldNames()
    return make_report(
        counted(lines), names, rehearsals(names.lead_fields, with_values=with_values)
    )


def counted(lines: Iterable[str]) -> Tally:
    tally = Tally()
    for each in requests_in(log(lines)):
        tally.add(each)
    return tally


@functools.cache
def of_all() -> Report:
    """The report on one call of each operation."""
    return report_of(envelope(name) for name in REQUESTS)


@pytest.mark.parametrize("name", REQUESTS)
def test_every_operation_is_graded_and_its_rest_calls_are_shown(name: str) -> None:
    (user,) = of_all().users
    (operation,) = [each for each in user.operations if each.name == name]
    (shape,) = operation.shapes
    assert shape.grade == operation.grade
    assert shape.reason
    assert shape.advice
    assert shape.outcome is not None
    if name not in OPERATIONS:
        assert shape.grade == "gone"
        return
    assert shape.grade == OPERATIONS[name].grade
    assert shape.outcome.code is None
    assert not shape.outcome.failed
    assert shape.outcome.later <= len(shape.outcome.examples)
    if name != "listMObjects":
        assert shape.outcome.examples
    for each in shape.outcome.examples:
        assert each.path == each.endpoint.path == ENDPOINTS[each.endpoint.name].path


def test_the_operations_of_the_recordings_are_those_of_the_contract() -> None:
    from mktows.contract import LATEST_VERSION, contract

    assert {*REQUESTS} == {*contract(LATEST_VERSION).operations}


def test_an_example_is_what_the_bridge_sends() -> None:
    report = report_of([envelope("getLead")], with_values=True)
    outcome = report.users[0].operations[0].shapes[0].outcome
    assert outcome is not None
    described, looked_up = outcome.examples
    assert (described.endpoint.name, described.remembered) == ("describe_leads", True)
    assert (looked_up.endpoint.name, looked_up.remembered) == ("get_leads", False)
    assert looked_up.query[:2] == (("filterType", "email"), ("filterValues", "ann@example.com"))
    assert outcome.later == 1


def test_what_the_bridge_refuses_is_gone_with_its_reason() -> None:
    comma = lead_key("EMAIL", "a,b@example.com")
    report = report_of([envelope("getLead"), envelope("getLead", comma)])
    first, second = report.users[0].operations[0].shapes
    assert {first.grade, second.grade} == {"carried", "gone"}
    gone = first if first.grade == "gone" else second
    assert gone.reason == "a key with a comma"
    assert report.is_gone
    assert report.users[0].operations[0].grade == "gone"
    assert (report.grades["carried"], report.grades["gone"]) == (1, 1)


EMAIL_ALONE = (
    "<attribute><attrName>Email</attrName><attrValue>a@example.com</attrValue></attribute>"
)
MISSPELT = (
    "<leadRecordList><leadRecord><email>a@example.com</email><leadAttributeList>"
    "<attribute><attrName>Company</attrName><attrValue>x</attrValue></attribute>"
    "</leadAttributeList></leadRecord></leadRecordList><dedupEnabled/>"
)
OF_CLIENTS: dict[str, tuple[str, str, str]] = {
    "an address as attribute alone": (
        "syncLead",
        f"<leadRecord><leadAttributeList>{EMAIL_ALONE}</leadAttributeList></leadRecord>"
        "<returnLead>true</returnLead>",
        "carried",
    ),
    "an empty boolean": (
        "syncLead",
        "<leadRecord><Id/><Email>a@example.com</Email></leadRecord><returnLead/><marketoCookie/>",
        "carried",
    ),
    "a member in small letters": ("syncMultipleLeads", MISSPELT, "carried"),
    "the old lastUpdatedAt, long ago": (
        "getMultipleLeads",
        "<lastUpdatedAt>2010-01-01T00:00:00Z</lastUpdatedAt><streamPosition/>"
        "<batchSize>10</batchSize>",
        "approximate",
    ),
    "no selector at all": ("getMultipleLeads", "<batchSize>10</batchSize>", "gone"),
    "programs with any CRM Id": (
        "getMObjects",
        "<type>Program</type><mObjCriteriaList><mObjCriteria><attrName>CRM Id</attrName>"
        "<comparison>NE</comparison><attrValue/></mObjCriteria></mObjCriteriaList>",
        "approximate",
    ),
}


@pytest.mark.parametrize("case", OF_CLIENTS)
def test_requests_that_clients_were_seen_to_send_are_graded(case: str) -> None:
    operation, members, grade = OF_CLIENTS[case]
    (shape,) = report_of([envelope(operation, members)]).users[0].operations[0].shapes
    assert shape.outcome is not None
    assert shape.grade == grade
    assert (shape.outcome.code is None) is (grade != "gone")


@pytest.mark.parametrize("kind", ["MKTOSALESUSERID", "SFDCLEADOWNERID"])
def test_lists_of_sales_users_are_gone(kind: str) -> None:
    members = REQUESTS["listOperation"].replace("MKTOLISTNAME", kind)
    (shape,) = report_of([envelope("listOperation", members)]).users[0].operations[0].shapes
    assert (shape.grade, shape.reason) == ("gone", "REST has no lists of sales users")


def test_a_call_that_ends_with_a_fault_is_told_by_its_code() -> None:
    report = report_of([envelope("getLead", lead_key("IDNUM", "none"))])
    (shape,) = report.users[0].operations[0].shapes
    assert shape.outcome is not None
    assert shape.outcome.code
    assert shape.grade == "carried"
    assert str(shape.outcome.code) in shape.reason


def test_a_record_that_fails_is_told() -> None:
    month = "<attrib><name>Month</name><value>2026-03</value></attrib>"
    cost = f"<attrType>Cost</attrType><attrList>{month}</attrList>"
    members = (
        "<mObjectList><mObject><type>Program</type><id>12</id><typeAttribList>"
        f"<typeAttrib>{cost}</typeAttrib></typeAttribList></mObject></mObjectList>"
        "<operation>UPDATE</operation>"
    )
    (shape,) = report_of([envelope("syncMObjects", members)]).users[0].operations[0].shapes
    assert shape.outcome is not None
    assert shape.outcome.failed
    assert shape.reason == "a record failed in the rehearsal"


def test_users_operations_and_shapes_are_told_apart_and_add_up() -> None:
    lines = [envelope("getLead")] * 3
    lines += [envelope("getLead", lead_key("IDNUM", "7"))] * 2
    lines += [envelope("listMObjects", user="u2"), envelope("getLead")[:-10]]
    report = report_of(lines)
    assert report.calls == len(lines) == sum(user.count for user in report.users)
    assert sum(report.grades.values()) + sum(report.unread.values()) == len(lines)
    mine = next(user for user in report.users if user.user_id == "old_program_1")
    assert [shape.count for shape in mine.operations[0].shapes] == [3, 2]


def test_fields_have_the_names_that_the_vendor_gave_them() -> None:
    # Documented; all others begin with a small letter.
    special = {
        "DateofBirth": "dateOfBirth",
        "SICCode": "sicCode",
        "Marketo Jigsaw Contact Id": "jigsawContactId",
        "Marketo Jigsaw Contact Status": "jigsawContactStatus",
    }
    names = FieldNames()
    for each in STANDARD_FIELDS:
        found = names.of(Used(LEAD, each.name))
        assert found.rest == special.get(each.name, each.name[0].lower() + each.name[1:])
        assert found.standing == "renamed"
        assert names.of(Used(LEAD, each.display_name)).rest == found.rest


def test_fields_without_a_rest_name_are_gone_or_unknown() -> None:
    names = FieldNames()
    lost = next(each for each in SERVICE_FIELDS if each.rest_name is None)
    assert names.of(Used(LEAD, lost.name)).standing == "gone"
    unknown = names.of(Used(LEAD, "Shoe"))
    assert (unknown.rest, unknown.standing) == (None, "unknown")
    assert "snapshot" in unknown.advice


def test_a_snapshot_tells_the_names_of_custom_fields() -> None:
    names = FieldNames(read_snapshot(json.dumps(DESCRIBED).encode()))
    assert names.of(Used(LEAD, "Shoe")).rest == "shoeSize__c"
    assert names.of(Used(LEAD, "Shoe Size")).rest == "shoeSize__c"
    assert "no such field" in names.of(Used(LEAD, "Hat")).advice
    kept = LeadFields.described(DESCRIBED["result"]).written()  # type: ignore[arg-type]  # a list
    again = FieldNames(read_snapshot(json.dumps(kept).encode()))
    assert again.of(Used(LEAD, "Shoe")).rest == "shoeSize__c"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"7", b"null", b"[]", b"{}", b'{"result": 3}', b'[{"a": 1}]', b"[" * 99999]
)
def test_what_is_no_snapshot_is_refused(data: bytes) -> None:
    with pytest.raises(RequestError):
        read_snapshot(data)


def test_the_fields_that_calls_use_are_counted_with_their_operations() -> None:
    found = {each.used: each for each in of_all().fields}
    company = found[Used(LEAD, "Company")]
    assert (company.rest.rest, company.count, company.operations) == (
        "company",
        1,
        ("getMultipleLeads",),
    )
    assert found[Used(LEAD, "Email Address")].rest.rest == "email"
    assert found[Used(LEAD, "LastName")].count == 2
    assert found[Used("custom object Car_c", "VIN")].count == 3
    assert found[Used("Opportunity", "Name")].rest.rest == "name"


def test_the_permissions_are_those_of_the_endpoints() -> None:
    report = report_of([envelope("getLead"), envelope("listOperation")])
    assert {*report.permissions} == {
        ENDPOINTS[name].permission for names in report.permissions.values() for name in names
    }
    assert {"describe_leads", "get_leads", "get_lists"} <= {
        name for names in report.permissions.values() for name in names
    }
    assert "Read-Write Lead" in report.permissions


def fixed(calls: int) -> Outcome:
    return Outcome((), calls, None, "")


def test_peaks_are_those_of_any_20_seconds_and_of_days_in_central_time() -> None:
    times = [f"2026-03-02T09:00:{second:02d}-06:00" for second in (0, 19, 20, 39)]
    times += ["2026-03-03T05:59:59Z", "2026-03-03T06:00:00Z"]
    tally = counted(envelope("getLead", at=at) for at in times)
    load = make_report(tally, FieldNames(), lambda _: fixed(3)).load
    assert load.soap is not None
    assert load.rest is not None
    # The first five are of one day in US Central time.
    assert (load.soap.in_span, load.soap.in_day, load.soap.day) == (2, 5, "2026-03-02")
    assert (load.rest.in_span, load.rest.in_day) == (6, 15)
    assert (load.soap_calls, load.rest_calls, load.untimed, load.unmeasured) == (6, 18, 0, 0)


def test_rest_calls_are_counted_by_what_each_shape_takes() -> None:
    lines = [envelope("getLead")] * 2 + [envelope("listMObjects")] * 5

    def measured(met: Met) -> Outcome | None:
        return fixed(4) if met.shape.operation == "getLead" else None

    load = make_report(counted(lines), FieldNames(), measured).load
    assert (load.rest_calls, load.unmeasured) == (2 * 4 + 5, 5)


@pytest.mark.parametrize(
    ("calls", "over"), [(REST_CALLS_PER_DAY, False), (REST_CALLS_PER_DAY + 1, True)]
)
def test_the_busiest_day_is_held_against_the_quota(calls: int, over: bool) -> None:
    load = make_report(counted([envelope("getLead")]), FieldNames(), lambda _: fixed(calls)).load
    assert load.over_quota is over
    assert load.over_rate


def test_without_times_no_peak_is_told() -> None:
    load = make_report(counted([envelope("getLead", at="")]), FieldNames(), lambda _: fixed(1)).load
    assert (load.soap, load.rest, load.untimed) == (None, None, 1)


def test_the_differences_are_those_of_the_operations_that_were_called() -> None:
    report = report_of([envelope("getLead")])
    assert report.differences == {"getLead": OPERATIONS["getLead"].lost}
