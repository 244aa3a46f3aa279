"""What the embedded backend says about leads, called with bindings and without HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from mktows_bindings.v2_1 import types as v2_1
from sqlalchemy import event
from support.sandbox_service import START, Service, refused, values
from xsdata.models.datatype import XmlDateTime

from mktows.database.connections import ENGINE
from mktows.facts.lead_fields import LeadField
from mktows.sandbox.instance.settings import AssignmentRule

COOKIE = "id:561-HYG-937&token:_mch-marketo.com-1258067434006-50277"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.backend.close()


# Which lead syncLead means


def test_an_unknown_email_creates_and_a_known_one_updates(service: Service) -> None:
    first = service.sync(email="t@t.com", FirstName="George")
    second = service.sync(email="T@T.COM", LastName="of the Jungle")
    assert first.sync_status.status.value == "CREATED"
    assert second.sync_status.status.value == "UPDATED"
    assert first.lead_id == second.lead_id == second.sync_status.lead_id
    assert second.sync_status.error is None
    assert values(second.lead_record)["LastName"] == "of the Jungle"


def test_id_goes_before_foreign_id_before_cookie_before_email(service: Service) -> None:
    by_email = service.sync(email="email@example.com", FirstName="1").lead_id
    by_cookie = service.sync(cookie=COOKIE, FirstName="2").lead_id
    by_foreign = service.sync(foreign="F", FirstName="3").lead_id
    by_id = service.sync(email="id@example.com", FirstName="4").lead_id
    assert len({by_email, by_cookie, by_foreign, by_id}) == 4
    all_keys: dict[str, Any] = {"foreign": "F", "cookie": COOKIE}
    assert service.sync(**all_keys, id=by_id, FirstName="x").lead_id == by_id
    service.sync(id=by_foreign, foreign="F")
    assert service.sync(foreign="F", cookie="other", FirstName="x").lead_id == by_foreign
    service.sync(id=by_cookie, cookie=COOKIE, FirstName="x")
    assert service.sync(cookie=COOKIE, FirstName="x").lead_id == by_cookie
    assert service.sync(email="email@example.com").lead_id == by_email


@pytest.mark.parametrize("key", ["id", "foreign"])
def test_an_email_beside_id_or_foreign_id_replaces_the_leads_email(
    service: Service, key: str
) -> None:
    made = service.sync(email="old@example.com", foreign="F").lead_id
    given: dict[str, Any] = {"id": made} if key == "id" else {"foreign": "F"}
    result = service.sync(**given, email="new@example.com")
    assert (result.lead_id, result.lead_record.email) == (made, "new@example.com")
    with refused(20103, "No lead found with EMAIL = old@example.com (20103)"):
        service.get("EMAIL", "old@example.com")


def test_a_duplicated_email_means_the_newest_lead(service: Service) -> None:
    record = service.record(email="twin@example.com")
    (first, _, _), (second, _, _) = service.batch(record, record, dedup=False)
    assert service.sync(email="twin@example.com", FirstName="x").lead_id == second
    service.sync(id=second, email="gone@example.com")
    assert service.sync(email="twin@example.com", FirstName="x").lead_id == first


def test_an_unknown_id_is_refused_and_creates_nothing(service: Service) -> None:
    with refused(20103, "No lead found with IDNUM = 1 (20103)"):
        service.sync(id=1, email="pants@example.com")
    with refused(20103):
        service.get("EMAIL", "pants@example.com")


@pytest.mark.parametrize("lead_id", [0, -1, 2**31, 2**70])
def test_an_id_no_lead_can_have_is_an_unknown_one(service: Service, lead_id: int) -> None:
    with refused(20103):
        service.sync(id=lead_id, FirstName="x")
    assert service.batch(service.record(id=lead_id)) == [
        (lead_id, "FAILED", f"No lead found with IDNUM = {lead_id} (20103)")
    ]


def test_an_unknown_foreign_id_is_given_to_the_lead_with_the_email(service: Service) -> None:
    made = service.sync(email="a@example.com").lead_id
    assert service.sync(email="a@example.com", foreign="F").lead_id == made
    assert service.sync(foreign="F", FirstName="x").lead_id == made


def test_the_foreign_type_is_custom_unless_given(service: Service) -> None:
    custom = service.sync(foreign="F", FirstName="x")
    assert custom.lead_record.foreign_sys_type.value == "CUSTOM"
    assert service.sync(foreign="F", kind="CUSTOM", FirstName="y").lead_id == custom.lead_id
    assert service.sync(foreign="F", kind="NETSUITE", FirstName="y").lead_id != custom.lead_id


@pytest.mark.parametrize("foreign", [None, "", "  "])
def test_a_foreign_type_without_an_id_is_ignored(service: Service, foreign: str | None) -> None:
    record = service.sync(email="a@example.com", foreign=foreign, kind="SFDC").lead_record
    assert (record.foreign_sys_person_id, record.foreign_sys_type) == (None, None)


def test_a_foreign_id_moves_to_the_lead_it_is_given_to(service: Service) -> None:
    first = service.sync(email="a@example.com", foreign="old").lead_id
    service.sync(id=first, foreign="F")
    second = service.sync(email="b@example.com").lead_id
    assert service.sync(id=second, foreign="F").lead_record.foreign_sys_person_id == "F"
    assert service.get("IDNUM", str(first))[0].foreign_sys_person_id == "old"
    assert service.sync(foreign="F", FirstName="x").lead_id == second


def test_the_foreign_id_set_most_recently_is_shown(service: Service) -> None:
    made = service.sync(foreign="one", FirstName="x").lead_id
    service.sync(id=made, foreign="two")
    assert service.get("IDNUM", str(made))[0].foreign_sys_person_id == "two"
    assert service.sync(id=made, foreign="one").lead_record.foreign_sys_person_id == "one"


# Cookies


def test_a_cookie_alone_creates_an_anonymous_lead(service: Service) -> None:
    result = service.sync(cookie=COOKIE, AnonymousIP="192.0.2.1")
    assert result.lead_record.email is None
    assert service.ids("COOKIE", COOKIE) == [result.lead_id]


def test_an_email_makes_an_anonymous_lead_known(service: Service) -> None:
    anonymous = service.sync(cookie=COOKIE, FirstName="x").lead_id
    result = service.sync(cookie=COOKIE, email="a@example.com", FirstName="x")
    assert (result.lead_id, result.lead_record.email) == (anonymous, "a@example.com")


def test_an_anonymous_browser_moves_to_the_known_lead_with_the_email(service: Service) -> None:
    known = service.sync(email="a@example.com").lead_id
    anonymous = service.sync(cookie=COOKIE, FirstName="x").lead_id
    assert service.sync(cookie=COOKIE, email="a@example.com", FirstName="y").lead_id == known
    assert service.ids("COOKIE", COOKIE) == [known] != [anonymous]


def test_another_email_in_the_same_browser_makes_another_lead(service: Service) -> None:
    first = service.sync(cookie=COOKIE, email="a@example.com", FirstName="x").lead_id
    second = service.sync(cookie=COOKIE, email="b@example.com", FirstName="y").lead_id
    assert first != second
    assert service.ids("COOKIE", COOKIE) == [second]
    assert service.get("IDNUM", str(first))[0].email == "a@example.com"


def test_a_record_without_attributes_attaches_no_cookie(service: Service) -> None:
    service.sync(cookie=COOKIE, email="a@example.com")
    with refused(20103):
        service.get("COOKIE", COOKIE)


# What syncLead writes


def test_website_is_filled_with_the_domain_on_creation_only(service: Service) -> None:
    record = service.sync(email="spiderman@example.com", FirstName="Peter").lead_record
    assert [(each.attr_name, each.attr_type) for each in record.lead_attribute_list.attribute] == [
        ("FirstName", "string"),
        ("Website", "url"),
    ]
    assert values(record)["Website"] == "example.com"
    changed = service.sync(id=record.id, email="peter@example.org").lead_record
    assert values(changed)["Website"] == "example.com"
    given = service.sync(email="own@example.com", Website="elsewhere.example").lead_record
    assert values(given) == {"Website": "elsewhere.example"}


def test_attributes_come_in_alphabetical_order_with_their_types(service: Service) -> None:
    given = {
        "Website": "example.com",
        "Phone": "1",
        "LeadScore": "62",
        "Date_of_purchase": "2012-04-04",
        "Company": "Marketo",
        "Unsubscribed": "true",
    }
    record = service.sync(foreign="F", attributes=given).lead_record
    assert [(each.attr_name, each.attr_type) for each in record.lead_attribute_list.attribute] == [
        ("Company", "string"),
        ("Date_of_purchase", "date"),
        ("LeadScore", "integer"),
        ("Phone", "string"),
        ("Unsubscribed", "boolean"),
        ("Website", "url"),
    ]


def test_an_empty_value_clears_the_field(service: Service) -> None:
    made = service.sync(foreign="F", FirstName="x", LastName="y").lead_id
    record = service.sync(id=made, FirstName="", LastName="  ").lead_record
    assert record.lead_attribute_list is None


def test_values_are_trimmed(service: Service) -> None:
    record = service.sync(email=" a@example.com ", attributes={" FirstName ": "  Ada "}).lead_record
    assert (record.email, values(record)["FirstName"]) == ("a@example.com", "Ada")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LeadScore", "many"),
        ("LeadScore", "1.5"),
        ("LeadScore", "1_000"),
        ("DateofBirth", "yesterday"),
        ("Unsubscribed", "perhaps"),
    ],
)
def test_an_ill_typed_value_is_passed_over_and_reported_as_updated(
    service: Service, name: str, value: str
) -> None:
    made = service.sync(foreign="F", FirstName="x").lead_id
    result = service.sync(id=made, attributes={name: value})
    assert result.sync_status.status.value == "UPDATED"
    assert values(result.lead_record) == {"FirstName": "x"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LeadScore", "-5"),
        ("NumberOfEmployees", "+20"),
        ("DateofBirth", "2012-04-04"),
        ("DateofBirth", "2012-10-15T14:01:26-05:00"),
        ("Unsubscribed", "True"),
        ("DoNotCall", "0"),
        ("Created_Time__c", "2012-10-15 19:01:26Z"),
    ],
)
def test_a_well_typed_value_is_stored_as_given(service: Service, name: str, value: str) -> None:
    assert values(service.sync(foreign="F", attributes={name: value}).lead_record) == {name: value}


@pytest.mark.parametrize(
    "name", ["AnnualRevenue", "Created At", "Marketo SFDC ID", "Urgency", "Id"]
)
def test_a_field_the_service_owns_is_silently_ignored(service: Service, name: str) -> None:
    made = service.sync(foreign="F", FirstName="x").lead_id
    result = service.sync(id=made, attributes={name: "7"})
    assert result.sync_status.status.value == "UPDATED"
    assert values(result.lead_record) == {"FirstName": "x"}


def test_email_as_an_attribute_beside_a_key_only_sets_the_address(service: Service) -> None:
    known = service.sync(email="a@example.com").lead_id
    result = service.sync(foreign="F", Email="a@example.com")
    assert result.lead_id != known
    assert result.lead_record.email == "a@example.com"
    assert service.ids("EMAIL", "a@example.com") == [result.lead_id, known]
    service.sync(cookie=COOKIE, Email="a@example.com")
    assert service.ids("COOKIE", COOKIE) == service.ids("EMAIL", "a@example.com")[:1]
    assert service.ids("EMAIL", "a@example.com")[1:] == [result.lead_id, known]


def test_an_unknown_attribute_is_refused_and_nothing_is_written(service: Service) -> None:
    text = "syncLead operation failed: unknown fields for import: pants (20105)"
    with refused(20105, text):
        service.sync(email="spiderman@example.com", FirstName="Peter", pants="blue")
    with refused(20103):
        service.get("EMAIL", "spiderman@example.com")


def test_field_names_are_compared_exactly(service: Service) -> None:
    with refused(20105, "firstname"):
        service.sync(email="a@example.com", firstname="x")


def test_the_lead_comes_back_only_when_asked_for(service: Service) -> None:
    assert service.sync(email="a@example.com", returned=False).lead_record is None


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({}, 20104),
        ({"kind": "SFDC"}, 20104),
        ({"email": " ", "foreign": ""}, 20104),
        ({"FirstName": "x"}, 20101),
    ],
    ids=["empty", "type-alone", "blank-keys", "no-key"],
)
def test_a_record_that_says_too_little_is_refused(
    service: Service, record: dict[str, Any], code: int
) -> None:
    with refused(code):
        service.sync(**record)


def test_a_missing_record_is_refused_and_a_missing_return_lead_means_false(
    service: Service,
) -> None:
    types = service.types
    with refused(20104):
        service.call("syncLead", types.ParamsSyncLead(lead_record=None, return_lead=True))
    record = service.record(email="a@example.com")
    params = types.ParamsSyncLead(lead_record=record, return_lead=None)
    result = service.call("syncLead", params).result
    assert (result.sync_status.status.value, result.lead_record) == ("CREATED", None)


# Workspaces


@pytest.mark.parametrize("workspace", ["Default", "default", " DEFAULT ", "", None])
@pytest.mark.parametrize("names", [(), ("Futures Institute",)], ids=["off", "on"])
def test_the_default_workspace_is_always_there(
    service: Service, workspace: str | None, names: tuple[str, ...]
) -> None:
    configure(service, workspaces=names)
    service.workspace = workspace
    assert service.sync(email="a@example.com").lead_id == 1
    assert place(service, 1) == "Default"


@pytest.mark.parametrize("names", [(), ("Elsewhere",)], ids=["off", "on"])
def test_an_unknown_workspace_is_refused_by_name(service: Service, names: tuple[str, ...]) -> None:
    configure(service, workspaces=names)
    service.workspace = "Futures Institute"
    with refused(20110, "Workspace Futures Institute is not valid (20110)"):
        service.sync(email="a@example.com")


def configure(service: Service, **settings: Any) -> None:
    with service.writing() as data:
        data.instance.change(replace(data.instance.settings(), **settings))


def place(service: Service, lead_id: int) -> str:
    with service.backend.store.reading() as data:
        (lead,) = data.leads.load([lead_id])
    return lead.workspace


INSTITUTE = "Futures Institute"


@pytest.fixture
def divided(service: Service) -> Service:
    """A service with a workspace of its own, and one that a rule sends leads to."""
    rule = AssignmentRule("Country", "Japan", "Tokyo")
    configure(service, workspaces=(INSTITUTE, "Tokyo"), assignment_rules=(rule,))
    return service


def test_a_new_lead_goes_to_the_named_workspace(divided: Service) -> None:
    divided.workspace = "futures institute"
    assert place(divided, divided.sync(email="a@example.com").lead_id) == INSTITUTE


@pytest.mark.parametrize("workspace", [None, INSTITUTE])
def test_an_assignment_rule_goes_before_the_named_workspace(
    divided: Service, workspace: str | None
) -> None:
    divided.workspace = workspace
    assert place(divided, divided.sync(email="a@example.com", Country="japan").lead_id) == "Tokyo"


def test_a_rule_applies_to_new_leads_of_a_batch_but_the_header_does_not(divided: Service) -> None:
    divided.workspace = INSTITUTE
    divided.batch(
        divided.record(email="a@example.com", Country="Japan"),
        divided.record(email="b@example.com"),
    )
    assert [place(divided, each) for each in (1, 2)] == ["Tokyo", "Default"]
    divided.workspace = "nowhere"
    assert divided.batch(divided.record(email="b@example.com"))[0][1] == "UPDATED"
    assert divided.ids("EMAIL", "b@example.com") == [2]


@pytest.mark.parametrize("key", ["id", "foreign", "cookie"])
def test_a_lead_known_otherwise_than_by_email_must_be_in_the_named_workspace(
    divided: Service, key: str
) -> None:
    divided.sync(email="a@example.com", foreign="F", cookie="c", FirstName="x")
    given: dict[str, Any] = {"id": 1, "foreign": "F", "cookie": "c"}
    chosen = {key: given[key]}
    divided.workspace = INSTITUTE
    with refused(20110, f"Lead 1 is not in workspace {INSTITUTE} (20110)"):
        divided.sync(**chosen, FirstName="y")
    divided.workspace = "default"
    assert values(divided.sync(**chosen, FirstName="z").lead_record)["FirstName"] == "z"
    divided.workspace = None
    assert divided.sync(**chosen, FirstName="z").lead_id == 1


def test_a_lead_known_by_email_is_updated_where_it_is(divided: Service) -> None:
    divided.sync(email="a@example.com")
    divided.workspace = INSTITUTE
    assert divided.sync(email="a@example.com", FirstName="x").lead_id == 1
    assert place(divided, 1) == "Default"


def test_leads_of_all_workspaces_are_read(divided: Service) -> None:
    divided.workspace = INSTITUTE
    divided.sync(email="a@example.com")
    divided.workspace = None
    divided.sync(email="b@example.com")
    assert divided.page(divided.since(START)).return_count == 2
    assert divided.page(divided.keys("IDNUM", "1", "2")).return_count == 2


# Strict types


STRICT_TEXT = "operation failed: values of another type: LeadScore, DateofBirth (20105)"


def test_strictly_a_value_of_another_type_refuses_the_call(service: Service) -> None:
    service.strict = True
    with refused(20105, f"syncLead {STRICT_TEXT}"):
        service.sync(email="a@example.com", LeadScore="many", DateofBirth="x", FirstName="x")
    with refused(20103):
        service.get("EMAIL", "a@example.com")
    record = service.sync(email="a@example.com", LeadScore="62", LastName="", AnnualRevenue="x")
    assert values(record.lead_record) == {"LeadScore": "62", "Website": "example.com"}


def test_strictly_a_value_of_another_type_fails_its_record_of_a_batch(service: Service) -> None:
    service.strict = True
    statuses = service.batch(
        service.record(email="a@example.com", LeadScore="many", DateofBirth="x"),
        service.record(email="b@example.com", LeadScore="1"),
    )
    assert statuses == [
        (0, "FAILED", f"syncMultipleLeads {STRICT_TEXT}"),
        (1, "CREATED", None),
    ]


# syncMultipleLeads


def test_a_batch_answers_in_order_and_later_records_see_earlier_ones(service: Service) -> None:
    known = service.sync(email="b@example.com").lead_id
    statuses = service.batch(
        service.record(email="a@example.com", FirstName="x"),
        service.record(email="b@example.com", FirstName="x"),
        service.record(email="A@example.com", LastName="y"),
        service.record(foreign="F", email="c@example.com"),
        service.record(foreign="F", LastName="z"),
    )
    made = statuses[0][0]
    other = statuses[3][0]
    assert statuses == [
        (made, "CREATED", None),
        (known, "UPDATED", None),
        (made, "UPDATED", None),
        (other, "CREATED", None),
        (other, "UPDATED", None),
    ]
    stored = values(service.get("IDNUM", str(made))[0])
    assert stored == {"FirstName": "x", "LastName": "y", "Website": "example.com"}


def test_in_a_batch_a_changed_address_leads_to_the_next_newest_lead(service: Service) -> None:
    twin = service.record(email="twin@example.com")
    (first, _, _), (second, _, _) = service.batch(twin, twin, dedup=False)
    statuses = service.batch(
        service.record(email="twin@example.com", Email="moved@example.com"),
        service.record(email="twin@example.com", FirstName="x"),
        service.record(email="moved@example.com", FirstName="y"),
    )
    assert [lead_id for lead_id, _, _ in statuses] == [second, first, second]


def test_in_a_batch_an_email_beside_another_key_is_not_changed(service: Service) -> None:
    made = service.sync(email="old@example.com", foreign="F").lead_id
    service.batch(
        service.record(id=made, email="new@example.com"),
        service.record(foreign="F", email="new@example.com"),
    )
    assert service.get("IDNUM", str(made))[0].email == "old@example.com"
    service.batch(service.record(id=made, email="key@example.com", Email="new@example.com"))
    assert service.get("IDNUM", str(made))[0].email == "new@example.com"


def test_in_a_batch_the_foreign_id_beside_the_id_is_set(service: Service) -> None:
    made = service.sync(email="a@example.com").lead_id
    service.batch(service.record(id=made, foreign="1224191"))
    assert service.get("IDNUM", str(made))[0].foreign_sys_person_id == "1224191"


@pytest.mark.parametrize(
    ("dedup", "outcome"), [(None, "UPDATED"), (True, "UPDATED"), (False, "CREATED")]
)
def test_dedup_decides_whether_an_email_is_a_key(
    service: Service, dedup: bool | None, outcome: str
) -> None:
    service.sync(email="a@example.com")
    record = service.record(email="a@example.com", FirstName="x")
    assert service.batch(record, dedup=dedup)[0][1] == outcome


def test_without_dedup_id_and_foreign_id_still_find_their_lead(service: Service) -> None:
    made = service.sync(foreign="F", FirstName="x").lead_id
    statuses = service.batch(service.record(id=made), service.record(foreign="F"), dedup=False)
    assert [status for _, status, _ in statuses] == ["UPDATED", "UPDATED"]


def test_a_failed_record_leaves_no_trace_and_the_others_go_through(service: Service) -> None:
    statuses = service.batch(
        service.record(email="a@example.com"),
        service.record(email="b@example.com", foreign="F", FirstName="x", pants="blue"),
        service.record(id=77, FirstName="x"),
        service.record(FirstName="x"),
        service.record(email="c@example.com"),
    )
    assert statuses == [
        (1, "CREATED", None),
        (
            0,
            "FAILED",
            "syncMultipleLeads operation failed: unknown fields for import: pants (20105)",
        ),
        (77, "FAILED", "No lead found with IDNUM = 77 (20103)"),
        (0, "FAILED", "Lead Key Required (20101)"),
        (2, "CREATED", None),
    ]
    with refused(20103):
        service.get("EMAIL", "b@example.com")
    assert service.batch(service.record(foreign="F"))[0][1] == "CREATED"


def test_a_batch_without_records_is_refused(service: Service) -> None:
    with refused(20104):
        service.batch()


@pytest.mark.parametrize("key", ["email", "foreign"])
def test_a_large_batch_finds_the_lead_of_every_key(service: Service, key: str) -> None:
    keys: list[dict[str, Any]] = [{key: f"{number}@example.com"} for number in range(1201)]
    records = [service.record(**each, FirstName="x") for each in keys]
    made = service.batch(*records)
    assert service.batch(*records) == [(lead_id, "UPDATED", None) for lead_id, _, _ in made]


def test_a_batch_past_the_advised_size_is_processed(service: Service) -> None:
    statuses = service.batch(*(service.record(email=f"{n}@example.com") for n in range(1201)))
    assert [lead_id for lead_id, _, _ in statuses] == list(range(1, 1202))


# getLead


def test_get_lead_returns_every_match_newest_first(service: Service) -> None:
    twin = service.record(email="foo@example.com", FirstName="foo")
    service.batch(twin, twin, dedup=False)
    assert service.ids("EMAIL", "FOO@example.com") == [2, 1]


@pytest.mark.parametrize(
    ("key_type", "value"),
    [
        ("EMAIL", "pants@example.com"),
        ("IDNUM", "1"),
        ("IDNUM", "one"),
        ("IDNUM", "9" * 40),
        ("COOKIE", "c"),
        ("SFDCLEADID", "00Q"),
    ],
)
def test_get_lead_without_a_match_is_a_fault(service: Service, key_type: str, value: str) -> None:
    with refused(20103, f"No lead found with {key_type} = {value} (20103)") as caught:
        service.get(key_type, value)
    assert caught.value.string == "20103 - Lead not found"


@pytest.mark.parametrize("key_type", ["LEADOWNEREMAIL", "SFDCLEADOWNERID"])
def test_an_unknown_owner_has_a_fault_of_its_own(service: Service, key_type: str) -> None:
    with refused(20108):
        service.get(key_type, "owner@example.com")


CRM_FIELDS = {
    "LEADOWNEREMAIL": LeadField("LeadOwnerEmail", "Lead Owner Email", "email", lookup=True),
    **{
        key_type: LeadField(name, name, writable=False, lookup=True)
        for key_type, name in {
            "SFDCACCOUNTID": "SfdcAccountId",
            "SFDCCONTACTID": "SfdcContactId",
            "SFDCLEADID": "SfdcLeadId",
            "SFDCLEADOWNERID": "SfdcLeadOwnerId",
            "SFDCOPPTYID": "SfdcOpptyId",
        }.items()
    },
}


@pytest.mark.parametrize("key_type", CRM_FIELDS)
def test_a_crm_key_finds_all_leads_whose_field_has_it(service: Service, key_type: str) -> None:
    field = CRM_FIELDS[key_type]
    with service.writing() as data:
        data.leads.define_field(field)
        for value in ("a@Example.com", "a@Example.com", "other"):
            data.leads.create(None, 0).attributes[field.name] = value
    assert service.ids(key_type, "a@Example.com") == [2, 1]
    found = service.page(service.keys(key_type, "other", "a@Example.com", "none"))
    assert [each.id for each in found.lead_record_list.lead_record] == [1, 2, 3]
    is_address = field.data_type == "email"
    found = service.page(service.keys(key_type, "A@example.com"))
    assert found.return_count == (2 if is_address else 0)
    with refused(20108 if "OWNER" in key_type else 20103):
        service.get(key_type, "none")


@pytest.mark.parametrize("key_type", CRM_FIELDS)
def test_a_lookup_by_a_crm_key_reads_an_index(service: Service, key_type: str) -> None:
    field = CRM_FIELDS[key_type]
    plans: list[Any] = []

    def explain(_c: object, cursor: Any, statement: str, given: Any, *_more: object) -> None:
        if field.name in statement and statement.startswith("SELECT"):
            plans.extend(cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", given))

    with service.writing() as data:
        data.leads.define_field(field)
    event.listen(ENGINE, "before_cursor_execute", explain)
    service.page(service.keys(key_type, "x", "y"))
    event.remove(ENGINE, "before_cursor_execute", explain)
    assert plans
    assert all(f"USING INDEX lead_by_attribute_{field.name}" in each[3] for each in plans)


def test_get_lead_needs_a_key(service: Service) -> None:
    types = service.types
    email = types.LeadKeyRef.EMAIL
    for key, code in [
        (None, 20101),
        (types.LeadKey(key_type=email, key_value=None), 20101),
        (types.LeadKey(key_type=email, key_value=" "), 20101),
        (types.LeadKey(key_type=None, key_value="a@example.com"), 20102),
    ]:
        with refused(code):
            service.call("getLead", types.ParamsGetLead(lead_key=key))


# getMultipleLeads


def test_keys_find_each_lead_once_in_ascending_order(service: Service) -> None:
    twin = service.record(email="a@example.com")
    service.batch(twin, service.record(email="b@example.com"), twin, dedup=False)
    found = service.page(
        service.keys("EMAIL", "b@example.com", "A@example.com", "none@example.com", "b@example.com")
    )
    assert [each.id for each in found.lead_record_list.lead_record] == [1, 2, 3]
    assert (found.return_count, found.remaining_count, found.new_stream_position) == (3, 0, "")


def test_keys_that_match_nothing_are_no_fault(service: Service) -> None:
    found = service.page(service.keys("EMAIL", "a@example.com", "b@example.com"))
    assert (found.return_count, found.remaining_count, found.new_stream_position) == (0, 0, "")
    assert found.lead_record_list is None


def test_keys_beyond_the_hundredth_are_ignored_and_a_small_batch_size_too(
    service: Service,
) -> None:
    service.batch(*(service.record(foreign=str(n)) for n in range(120)))
    found = service.page(service.keys("IDNUM", *map(str, range(1, 121))), batch_size=1)
    assert (found.return_count, found.remaining_count) == (100, 0)


def test_included_names_are_the_only_ones_shown(service: Service) -> None:
    service.sync(email="a@example.com", foreign="F", FirstName="x", LastName="y")
    chosen = service.keys("IDNUM", "1")
    names = ["LastName", "Title", "pants", "firstname"]
    (record,) = service.page(chosen, include=names).lead_record_list.lead_record
    assert (record.id, record.email, record.foreign_sys_person_id) == (1, None, None)
    assert values(record) == {"LastName": "y"}
    (record,) = service.page(chosen, include=["Email"]).lead_record_list.lead_record
    assert (record.email, record.lead_attribute_list) == ("a@example.com", None)
    (record,) = service.page(chosen, include=[]).lead_record_list.lead_record
    assert (record.email, record.foreign_sys_person_id) == ("a@example.com", "F")
    assert list(values(record)) == ["FirstName", "LastName", "Website"]


def test_a_range_of_time_is_paged_until_nothing_remains(service: Service) -> None:
    for number in range(5):
        service.now = START + timedelta(hours=number)
        service.sync(foreign=str(number), FirstName="x")
    service.now = START + timedelta(days=1)
    selector = service.since(START + timedelta(hours=1))
    first = service.page(selector, batch_size=3)
    assert [each.id for each in first.lead_record_list.lead_record] == [2, 3, 4]
    oldest = int((START + timedelta(hours=1)).timestamp())
    latest = int(service.now.timestamp())
    assert first.new_stream_position == f"id:4:to:{oldest}:tl:{latest}:os:3:rc:1"
    assert first.remaining_count == 1
    service.now += timedelta(minutes=5)
    last = service.page(selector, batch_size=3, stream_position=first.new_stream_position)
    assert [each.id for each in last.lead_record_list.lead_record] == [5]
    assert (last.remaining_count, last.new_stream_position) == (0, "")


def test_pages_until_now_can_be_read_on_after_more_than_thirty_days(service: Service) -> None:
    for number in range(3):
        service.sync(foreign=str(number), FirstName="x")
    service.now += timedelta(days=20)
    selector = service.since(START)
    first = service.page(selector, batch_size=1)
    service.now += timedelta(days=20)
    last = service.page(selector, batch_size=5, stream_position=first.new_stream_position)
    assert [each.id for each in last.lead_record_list.lead_record] == [2, 3]
    old = XmlDateTime.from_datetime(START)
    later = {"batch_size": 5, "stream_position": first.new_stream_position}
    assert service.page(last_updated_at=old, **later).return_count == 2
    with refused(20022):
        service.page(selector)


def test_later_pages_keep_the_bounds_of_the_first_one(service: Service) -> None:
    for number in range(3):
        service.sync(foreign=str(number), FirstName="x")
    service.now += timedelta(days=1)
    first = service.page(service.since(START), batch_size=1)
    other = service.since(START - timedelta(days=2), START - timedelta(days=1))
    last = service.page(other, batch_size=5, stream_position=first.new_stream_position)
    assert [each.id for each in last.lead_record_list.lead_record] == [2, 3]


def test_a_lead_that_is_changed_meanwhile_is_not_in_later_pages(service: Service) -> None:
    for number in range(3):
        service.sync(foreign=str(number), FirstName="x")
    service.now += timedelta(hours=1)
    selector = service.since(START)
    first = service.page(selector, batch_size=1)
    service.now += timedelta(minutes=5)
    service.sync(foreign="2", FirstName="y")
    last = service.page(selector, batch_size=5, stream_position=first.new_stream_position)
    assert [each.id for each in last.lead_record_list.lead_record] == [2]
    assert (last.remaining_count, last.new_stream_position) == (0, "")


def test_a_lead_is_in_range_by_its_last_change(service: Service) -> None:
    made = service.sync(email="a@example.com", FirstName="x").lead_id
    service.now += timedelta(days=2)
    service.sync(id=made, FirstName="x")
    assert service.page(service.since(START + timedelta(days=1))).return_count == 0
    service.sync(id=made, FirstName="y")
    assert service.page(service.since(START + timedelta(days=1))).return_count == 1
    old = service.since(START - timedelta(days=1), START + timedelta(days=1))
    assert service.page(old).return_count == 0


def test_a_foreign_id_counts_as_a_change_when_it_is_new_to_the_lead(service: Service) -> None:
    made = service.sync(email="a@example.com", FirstName="x").lead_id
    for days, changed in ((2, 1), (4, 0)):
        service.now = START + timedelta(days=days)
        service.sync(id=made, foreign="F")
        assert service.page(service.since(service.now)).return_count == changed


def test_the_old_form_without_a_selector_is_answered(service: Service) -> None:
    service.sync(email="a@example.com")
    assert service.page(last_updated_at=XmlDateTime.from_datetime(START)).return_count == 1
    after = XmlDateTime.from_datetime(START + timedelta(seconds=1))
    assert service.page(last_updated_at=after).return_count == 0


def test_thirty_days_are_allowed_and_no_more(service: Service) -> None:
    start = START - timedelta(days=30)
    assert service.page(service.since(start, START)).return_count == 0
    with refused(20022):
        service.page(service.since(start - timedelta(seconds=1), START))
    with refused(20022):
        service.page(service.since(start - timedelta(seconds=1)))


@pytest.mark.parametrize(
    "position",
    [
        "x",
        "id:1",
        "id:1:to:2:tl:3:os:4:rc:-1",
        "id:1:to:2:tl:3:os:4:rc:5 6",
        "id:0:to:2:tl:3:os:4:rc:5",
        "id:1:to:2:tl:3:os:0:rc:5",
        "id:1:to:2:tl:3:os:4:rc:0",
        "ID:1024814",
        "id:\u0663:to:2:tl:3:os:4:rc:5",
    ],
)
def test_a_position_that_is_none_is_refused(service: Service, position: str) -> None:
    with refused(20122):
        service.page(service.since(START), stream_position=position)


@pytest.mark.parametrize("position", [None, "", "  "])
def test_an_empty_position_means_from_the_start(service: Service, position: str | None) -> None:
    service.sync(email="a@example.com")
    assert service.page(service.since(START), stream_position=position).return_count == 1


@pytest.mark.parametrize(
    ("asked", "size"), [(None, 100), (0, 100), (-1, 100), (7, 7), (1000, 1000), (5000, 1000)]
)
def test_the_batch_size_is_capped(service: Service, asked: int | None, size: int) -> None:
    service.batch(*(service.record(foreign=str(n)) for n in range(1005)))
    found = service.page(service.since(START), batch_size=asked)
    assert (found.return_count, found.remaining_count) == (size, 1005 - size)


def test_a_position_of_another_selector_is_refused(service: Service) -> None:
    types = service.types
    service.batch(*(service.record(foreign=str(n)) for n in range(4)))
    with service.writing() as data:
        lists = [data.lists.add(name) for name in ("one", "two")]
        for each in lists:
            data.lists.put(each, [1, 2, 3])
    one, two = (types.StaticListSelector(static_list_id=each) for each in lists)
    of_list = service.page(one, batch_size=1).new_stream_position
    of_time = service.page(service.since(START), batch_size=1).new_stream_position
    assert service.page(one, batch_size=1, stream_position=of_list).remaining_count == 1
    assert service.page(service.since(START), stream_position=of_time).return_count == 3
    for selector, position in [
        (two, of_list),
        (one, of_time),
        (service.since(START), of_list),
        (service.keys("IDNUM", "1"), of_list),
        (service.keys("IDNUM", "1"), of_time),
    ]:
        with refused(20122):
            service.page(selector, stream_position=position)


def test_a_lead_that_changes_leaves_the_pages_to_come_and_moves_no_other(
    service: Service,
) -> None:
    service.batch(*(service.record(foreign=str(n), FirstName="x") for n in range(6)))
    service.now += timedelta(hours=1)
    selector = service.since(START - timedelta(hours=1))
    first = service.page(selector, batch_size=2)
    service.now += timedelta(seconds=1)
    service.sync(id=1, FirstName="y")
    service.sync(id=4, FirstName="y")
    service.sync(foreign="new", FirstName="y")
    second = service.page(selector, batch_size=2, stream_position=first.new_stream_position)
    assert [each.id for each in second.lead_record_list.lead_record] == [3, 5]
    assert second.remaining_count == 1
    last = service.page(selector, stream_position=second.new_stream_position)
    assert [each.id for each in last.lead_record_list.lead_record] == [6]


def test_members_of_a_static_list_are_paged(service: Service) -> None:
    types = service.types
    service.batch(*(service.record(foreign=str(n), FirstName="x") for n in range(7)))
    with service.writing() as data:
        listed = data.lists.add("SMSProgram.listForTesting")
        data.lists.put(listed, [2, 3, 5, 7])
    for selector in (
        types.StaticListSelector(static_list_id=listed),
        types.StaticListSelector(static_list_name="SMSProgram.listForTesting"),
        types.StaticListSelector(static_list_name="smsprogram.LISTFORTESTING"),
        types.StaticListSelector(static_list_name="none", static_list_id=listed),
    ):
        first = service.page(selector, batch_size=3, include=["FirstName"])
        assert [each.id for each in first.lead_record_list.lead_record] == [2, 3, 5]
        assert first.remaining_count == 1
        last = service.page(selector, batch_size=3, stream_position=first.new_stream_position)
        assert [each.id for each in last.lead_record_list.lead_record] == [7]
        assert (last.remaining_count, last.new_stream_position) == (0, "")


def test_an_unknown_list_is_an_empty_success(service: Service) -> None:
    types = service.types
    for selector in (
        types.StaticListSelector(static_list_name="none"),
        types.StaticListSelector(static_list_id=6926),
    ):
        found = service.page(selector)
        assert (found.return_count, found.new_stream_position) == (0, "")


def test_an_empty_selector_is_refused(service: Service) -> None:
    types = service.types
    email = types.LeadKeyRef.EMAIL
    for selector in (
        types.LeadSelector(),
        types.StaticListSelector(static_list_name=""),
        types.LastUpdateAtSelector(oldest_updated_at=None),
        types.LeadKeySelector(key_type=email, key_values=None),
    ):
        with refused(20109):
            service.page(selector)


# What an administrator defines


def test_a_field_defined_later_takes_part_like_any_other(service: Service) -> None:
    with refused(20105):
        service.sync(email="a@example.com", Shoe="44")
    with service.writing() as data:
        data.leads.define_field(LeadField("Shoe", "Shoe Size", "integer", custom=True, lookup=True))
    record = service.sync(email="a@example.com", Shoe="44").lead_record
    assert [(each.attr_name, each.attr_type) for each in record.lead_attribute_list.attribute] == [
        ("Shoe", "integer"),
        ("Website", "url"),
    ]
    with service.writing() as data:
        assert data.leads.ids_by_attribute("Shoe", ["44"]) == {1}
        data.leads.define_field(LeadField("Shoe", "Shoe Size", writable=False))
    record = service.sync(email="a@example.com", Shoe="45").lead_record
    assert record.lead_attribute_list.attribute[0].attr_value == "44"


def test_a_lead_can_come_with_all_it_has(service: Service) -> None:
    with service.writing() as data:
        lead = data.leads.create("a@example.com", 5, lead_id=1089965, workspace="Tokyo")
        lead.attributes["FirstName"] = "George"
        data.leads.set_foreign_id(lead, ("NETSUITE", "F"))
        data.leads.set_cookie(lead, COOKIE)
    (record,) = service.get("COOKIE", COOKIE)
    assert (record.id, record.email, values(record)) == (
        1089965,
        "a@example.com",
        {"FirstName": "George"},
    )
    assert (record.foreign_sys_type.value, record.foreign_sys_person_id) == ("NETSUITE", "F")
    assert place(service, 1089965) == "Tokyo"
    assert service.sync(email="next@example.com").lead_id == 1089966


@pytest.mark.parametrize("lead_id", [0, -1, 2**31, 7])
def test_an_id_that_is_taken_or_none_is_not_given(service: Service, lead_id: int) -> None:
    with service.writing() as data:
        data.leads.create(None, 0, lead_id=7)
    with pytest.raises(ValueError, match=str(lead_id)), service.writing() as data:
        data.leads.create(None, 0, lead_id=lead_id)
    assert service.sync(email="next@example.com").lead_id == 8


def test_an_id_below_others_is_no_hindrance_to_new_ones(service: Service) -> None:
    with service.writing() as data:
        made = [data.leads.create(None, 0, lead_id=each).id for each in (None, 50, 7)]
        made.append(data.leads.create(None, 0).id)
    assert made == [1, 50, 7, 51]


# Everything


def test_the_oldest_version_is_answered_in_its_own_types() -> None:
    service = Service(v2_1)
    made = service.sync(email="a@example.com", foreign="F", kind="SFDC", FirstName="x")
    assert type(made) is v2_1.ResultSyncLead
    found = service.page(service.keys("EMAIL", "a@example.com"), include=["FirstName"])
    assert type(found.lead_record_list.lead_record[0]) is v2_1.LeadRecord
    assert service.page(service.since(START)).return_count == 1
    assert service.batch(service.record(email="a@example.com")) == [(1, "UPDATED", None)]
    service.backend.close()


def test_other_operations_are_unsupported(service: Service) -> None:
    with refused(20019):
        service.call("mergeLists", None)


def test_objects_of_leads_do_not_show_what_they_hold(service: Service) -> None:
    service.sync(email="canary@example.com", foreign="canary", FirstName="canary")
    with service.backend.store.reading() as data:
        lead = data.leads.newest_by_email("canary@example.com")
    assert lead is not None
    assert "canary" not in repr(lead)
