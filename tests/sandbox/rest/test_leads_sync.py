"""Leads written over the REST face, and read over both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rest_service import RestService

from mktows import Client, lead_mappings
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldChannel, WorldField, WorldLead, WorldProgram

LEADS = "/rest/v1/leads.json"
PUSH = "/rest/v1/leads/push.json"
FORM = "/rest/v1/leads/submitForm.json"
COOKIE = "id:287-GTJ-838&token:_mch-example.com-1396310362214-46169"
WORLD = World(
    instance=Instance(zone="UTC", workspaces=("Europe",)),
    lead_fields=(
        WorldField(name="Code__c", rest_name="code", external_key=True),
        WorldField(name="Price__c", type="currency", rest_name="price"),
        WorldField(name="Own__c", rest_name="own", writable=False),
    ),
    channels=(WorldChannel(name="Online"),),
    programs=(WorldProgram(id=9, name="Launch", channel="Online"),),
    leads=(
        WorldLead(id=1, email="a@x.org", attributes={"FirstName": "Ada", "Code__c": "A-1"}),
        WorldLead(id=2, email="b@x.org"),
        WorldLead(id=3, email="B@x.org"),
        WorldLead(id=4, workspace="Europe", email="e@x.org"),
    ),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def sync(rest: RestService, *leads: object, **more: object) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = rest.post(LEADS, {"input": list(leads), **more})["result"]
    return result


def codes(result: list[dict[str, Any]]) -> list[object]:
    """What became of each: the status, or the code of the reason."""
    return [
        int(each["reasons"][0]["code"]) if each["status"] == "skipped" else each["status"]
        for each in result
    ]


def soap(rest: RestService) -> Any:
    return Client(rest.sandbox.config(), transport=rest.sandbox)


def lead(rest: RestService, **key: object) -> dict[str, Any]:
    found = lead_mappings(soap(rest).get_lead(**key))
    return dict(found[0])


def test_what_is_written_here_is_read_there(rest: RestService) -> None:
    made, changed = sync(
        rest,
        {"email": "new@x.org", "firstName": "Grace", "doNotCall": True, "price": 1.50, "code": 7},
        {"email": "A@X.org", "firstName": "Augusta", "lastName": "King"},
    )
    assert made == {"id": 5, "status": "created"}
    assert changed == {"id": 1, "status": "updated"}
    assert lead(rest, id=5) == {
        "Id": 5,
        "Email": "new@x.org",
        "FirstName": "Grace",
        "DoNotCall": "1",
        "Price__c": "1.5",
        "Code__c": "7",
        "Website": "x.org",
    }
    # The key is an address like others: its letter case is written.
    assert lead(rest, id=1) == {
        **{"Id": 1, "Email": "A@X.org", "Code__c": "A-1"},
        **{"FirstName": "Augusta", "LastName": "King"},
    }


def test_what_is_written_there_is_read_here(rest: RestService) -> None:
    client = soap(rest)
    client.sync_lead({"Email": "soap@x.org", "FirstName": "Sam", "Price__c": "2.25"})
    query = {"filterType": "email", "filterValues": "soap@x.org", "fields": "firstName,price"}
    (found,) = rest.get(LEADS, **query)["result"]
    assert (found["firstName"], str(found["price"])) == ("Sam", "2.25")


def test_null_and_an_empty_text_clear(rest: RestService) -> None:
    sync(rest, {"email": "a@x.org", "firstName": None, "code": ""})
    assert lead(rest, id=1) == {"Id": 1, "Email": "a@x.org"}


@pytest.mark.parametrize(
    ("action", "outcomes"),
    [
        (None, ["updated", "created", 1007]),
        ("createOrUpdate", ["updated", "created", 1007]),
        ("createOnly", [1005, "created", 1007]),
        ("updateOnly", ["updated", 1004, 1007]),
        ("createDuplicate", ["created", "created", "created"]),
    ],
)
def test_each_action_has_its_outcomes(
    rest: RestService, action: str | None, outcomes: list[object]
) -> None:
    given = [{"email": each, "title": "x"} for each in ("a@x.org", "new@x.org", "b@x.org")]
    more = {} if action is None else {"action": action}
    assert codes(sync(rest, *given, **more)) == outcomes


def test_a_later_record_sees_an_earlier_ones_effect(rest: RestService) -> None:
    first, second = sync(
        rest, {"email": "n@x.org", "title": "a"}, {"email": "N@x.org", "firstName": "b"}
    )
    assert (first["status"], second["status"]) == ("created", "updated")
    assert first["id"] == second["id"]
    assert codes(sync(rest, {"email": "o@x.org"}, {"email": "o@x.org"}, action="createOnly")) == [
        "created",
        1005,
    ]
    assert lead(rest, email="n@x.org")["Title"] == "a"


def test_other_fields_tell_leads_too(rest: RestService) -> None:
    result = sync(
        rest,
        {"code": "A-1", "email": "moved@x.org"},
        {"code": "A-2", "email": "a@x.org"},
        {"email": "c@x.org"},
        lookupField="code",
    )
    assert codes(result) == ["updated", "created", 1002]
    assert lead(rest, id=1)["Email"] == "moved@x.org"
    result = sync(
        rest,
        {"id": 1, "title": "x"},
        {"id": 99},
        {"id": "one"},
        lookupField="id",
        action="updateOnly",
    )
    assert codes(result) == ["updated", 1004, 1001]
    assert result[1]["id"] == 99


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"action": "replace"}, 1003),
        ({"lookupField": "nothing"}, 1006),
        ({"lookupField": "firstName"}, 1011),
        ({"lookupField": "id"}, 1003),
        ({"lookupField": "id", "action": "createOnly"}, 1003),
        ({"partitionName": "Asia"}, 1008),
        ({"input": []}, 1002),
        ({"input": None}, 1002),
        ({"input": [7]}, 609),
        ({"input": [{"email": f"{each}@x.org"} for each in range(301)]}, 1003),
    ],
)
def test_a_call_is_refused_whole(rest: RestService, more: dict[str, Any], code: int) -> None:
    assert rest.error("POST", LEADS, body={"input": [{"email": "new@x.org"}], **more}) == code
    query = {"filterType": "email", "filterValues": "new@x.org,1@x.org"}
    assert rest.get(LEADS, **query)["result"] == []


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"email": "new@x.org", "FirstName": "x"}, 1006),
        ({"email": "new@x.org", "leadScore": "many"}, 1001),
        ({"email": "new@x.org", "leadScore": 1.5}, 1001),
        ({"email": "new@x.org", "doNotCall": "perhaps"}, 1001),
        ({"email": "new@x.org", "firstName": {"x": 1}}, 1001),
        ({"email": "né@x.org"}, 1001),
        ({"firstName": "x"}, 1002),
        ({"email": ""}, 1002),
    ],
)
def test_a_record_is_passed_over_alone(
    rest: RestService, record: dict[str, Any], code: int
) -> None:
    assert codes(sync(rest, record, {"email": "other@x.org"})) == [code, "created"]
    query = {"filterType": "email", "filterValues": "new@x.org"}
    assert rest.get(LEADS, **query)["result"] == []


@pytest.mark.parametrize("text", ["\x00", "x\ud800", "\uffff"])
def test_a_text_that_soap_cannot_hold_is_refused(rest: RestService, text: str) -> None:
    body = {"input": [{"email": "a@x.org", "firstName": text}]}
    assert rest.error("POST", LEADS, body=body) == 1003
    if text != "x\ud800":  # which no form can hold
        query = {"filterType": "email", "filterValues": text}
        assert rest.error("GET", LEADS, query) == 1003
    assert lead(rest, id=1)["FirstName"] == "Ada"


def test_what_the_service_owns_is_passed_over(rest: RestService) -> None:
    sync(rest, {"email": "a@x.org", "own": "x", "createdAt": "2001-01-01", "id": 77})
    assert "Own__c" not in lead(rest, id=1)


def test_a_partition_is_where_new_leads_go(rest: RestService) -> None:
    result = sync(
        rest,
        *({"email": each, "title": "x"} for each in ("new@x.org", "e@x.org", "a@x.org")),
        partitionName="europe",
    )
    assert codes(result) == ["created", "updated", 1010]
    (made,) = rest.get(f"/rest/v1/lead/{result[0]['id']}.json", fields="leadPartitionId")["result"]
    assert made["leadPartitionId"] == 2
    assert "Title" not in lead(rest, id=1)


def test_who_does_not_wait_learns_no_status(rest: RestService) -> None:
    answer = rest.post(LEADS, {"input": [{"email": "new@x.org"}], "asyncProcessing": True})
    assert "result" not in answer
    assert lead(rest, email="new@x.org")


def test_fields_of_a_company_are_a_habit() -> None:
    habits = Habits(company_fields=False)
    with Sandbox(world=WORLD, rest=RestSettings(habits=habits)) as sandbox:
        rest = RestService(sandbox)
        record = {"email": "a@x.org", "company": "Engines", "title": "x"}
        assert codes(sync(rest, record)) == [1021]
        assert "Title" not in lead(rest, id=1)
    with Sandbox(world=WORLD, rest=True) as sandbox:
        assert codes(sync(RestService(sandbox), record)) == ["updated"]


def test_changes_are_logged_with_their_source(rest: RestService) -> None:
    sync(rest, {"email": "a@x.org", "firstName": "Augusta"})
    found = soap(rest).get_lead_activity(id=1, batch_size=10).activity_record_list.activity_record
    (logged,) = found
    assert logged.activity_type == "Change Data Value"
    told = {each.attr_name: each.attr_value for each in logged.activity_attributes.attribute}
    assert told["Reason"] == "Web service API"
    assert (told["Old Value"], told["New Value"]) == ("Ada", "Augusta")


@given(
    st.lists(
        st.fixed_dictionaries({"email": st.sampled_from(["a@x.org", "n@x.org", "N@X.org"])}),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=15, deadline=None)
def test_a_batch_does_what_its_records_do_one_by_one(records: list[dict[str, str]]) -> None:
    numbered = [{**each, "title": str(place)} for place, each in enumerate(records)]
    outcomes = []
    for whole in (True, False):
        with Sandbox(world=WORLD, rest=True) as sandbox:
            rest = RestService(sandbox)
            if whole:
                result = sync(rest, *numbered)
            else:
                result = [told for each in numbered for told in sync(rest, each)]
            outcomes.append((result, lead(rest, id=1)))
    assert outcomes[0] == outcomes[1]


def test_a_pushed_lead_is_logged(rest: RestService) -> None:
    body = {
        **{"programName": "launch", "source": "Site", "reason": "Sheet", "lookupField": "email"},
        "input": [{"email": "a@x.org", "title": "x"}, {"email": "new@x.org", "nothing": 1}],
    }
    assert codes(rest.post(PUSH, body)["result"]) == ["updated", 1006]
    found = soap(rest).get_lead_activity(id=1, batch_size=10).activity_record_list.activity_record
    (pushed,) = [each for each in found if each.activity_type == "Push Lead to Marketo"]
    told = {each.attr_name: each.attr_value for each in pushed.activity_attributes.attribute}
    assert (told["Source"], told["Reason"]) == ("Site", "Sheet")
    assert rest.error("POST", PUSH, body={**body, "programName": "Lunch"}) == 1013
    assert rest.error("POST", PUSH, body={**body, "programName": None}) == 1002


def test_a_form_is_submitted(rest: RestService) -> None:
    form = {
        "leadFormFields": {"email": "b@x.org", "firstName": "Bea"},
        "visitorData": {"pageURL": "https://x.org/", "leadClientIpAddress": "192.0.2.1"},
        "cookie": COOKIE,
    }
    body = {"formId": 1029, "input": [form]}
    # The newest of several leads with an address is meant.
    assert rest.post(FORM, body)["result"] == [{"id": 3, "status": "updated"}]
    assert lead(rest, key=("COOKIE", COOKIE))["FirstName"] == "Bea"
    found = soap(rest).get_lead_activity(id=3, batch_size=10).activity_record_list.activity_record
    assert "Fill Out Form" in {each.activity_type for each in found}
    rest.post(FORM, {**body, "programId": 9})
    (member,) = rest.get("/rest/v1/leads/3/programMembership.json")["result"]
    assert member["id"] == 9
    form["leadFormFields"] = {"email": "new@x.org", "nothing": "x"}
    assert codes(rest.post(FORM, body)["result"]) == [1006]
    for broken, code in (
        ({"input": [form]}, 1002),
        ({"formId": "x", "input": [form]}, 1001),
        ({"formId": 1029, "programId": 8, "input": [form]}, 1013),
        ({"formId": 1029, "input": [form, form]}, 1003),
        ({"formId": 1029, "input": [{}]}, 1002),
        (
            {"formId": 1029, "input": [{"leadFormFields": {"email": "a@x.org"}, "cookie": "x"}]},
            1012,
        ),
    ):
        assert rest.error("POST", FORM, body=broken) == code
