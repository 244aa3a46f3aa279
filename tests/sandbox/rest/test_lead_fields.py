"""Lead fields over the REST face: described, and made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.rest_service import RestService

from mktows import Client
from mktows.facts.lead_fields import WITHOUT_SOAP_NAME
from mktows.sandbox import Sandbox
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldField

FIELDS = "/rest/v1/leads/schema/fields.json"
WORLD = World(lead_fields=(WorldField(name="Price__c", type="currency", rest_name="price"),))


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def described(rest: RestService) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = rest.get("/rest/v1/leads/describe.json")["result"]
    return result


def test_a_field_has_a_name_in_each_api(rest: RestService) -> None:
    fields = {each["rest"]["name"]: each for each in described(rest) if "rest" in each}
    assert fields["company"] == {
        "id": 2,
        "displayName": "Company Name",
        "dataType": "string",
        "length": 255,
        "rest": {"name": "company", "readOnly": False},
        "soap": {"name": "Company", "readOnly": False},
    }
    assert fields["price"]["soap"]["name"] == "Price__c"
    assert "length" not in fields["price"]
    assert fields["sicCode"]["soap"]["name"] == "SICCode"
    assert {name for name, each in fields.items() if "soap" not in each} == WITHOUT_SOAP_NAME
    only_soap = [each for each in described(rest) if "rest" not in each]
    assert "SFDC Type" in {each["soap"]["name"] for each in only_soap}


def test_the_names_of_soap_are_a_habit() -> None:
    with Sandbox(rest=RestSettings(habits=Habits(soap_names=False))) as sandbox:
        fields = described(RestService(sandbox))
        assert all("rest" in each and "soap" not in each for each in fields)


def test_the_later_description_tells_what_leads_are_found_by(rest: RestService) -> None:
    made = {"name": "code", "displayName": "Code", "dataType": "string"}
    rest.post(FIELDS, {"input": [made]})
    (result,) = rest.get("/rest/v1/leads/describe2.json")["result"]
    assert result["name"] == "API Lead"
    assert ["code"] in result["searchableFields"]
    assert ["price"] not in result["searchableFields"]
    for (name,) in result["searchableFields"]:
        query = {"filterType": name, "filterValues": "7"}
        assert rest.get("/rest/v1/leads.json", **query)["result"] == []
    (code,) = [each for each in result["fields"] if each["name"] == "code"]
    assert code == {
        "name": "code",
        "displayName": "Code",
        "dataType": "string",
        "length": 255,
        "updateable": True,
        "crmManaged": False,
    }


@pytest.mark.parametrize("size", [1, 7, 300])
def test_pages_of_fields_hold_each_once(rest: RestService, size: int) -> None:
    query: dict[str, object] = {"batchSize": size}
    seen: list[str] = []
    while True:
        answer = rest.get(FIELDS, **query)
        seen += [each["name"] for each in answer["result"]]
        if "nextPageToken" not in answer:
            break
        query["nextPageToken"] = answer["nextPageToken"]
    assert seen == [each["rest"]["name"] for each in described(rest) if "rest" in each]


def test_a_field_that_is_made_here_is_one_there(rest: RestService) -> None:
    given = {
        **{"name": "shoe", "displayName": "Shoe size", "description": "Of both feet"},
        **{"dataType": "integer", "isHidden": True, "isSensitive": True},
    }
    assert rest.post(FIELDS, {"input": [given]})["result"] == [
        {"name": "shoe", "status": "created"}
    ]
    assert rest.get("/rest/v1/leads/schema/fields/shoe.json")["result"] == [
        {
            **given,
            "isHtmlEncodingInEmail": True,
            "isCustom": True,
        }
    ]
    client: Any = Client(rest.sandbox.config(), transport=rest.sandbox)
    client.sync_lead({"Email": "a@x.org", "shoe": "44"})
    query = {"filterType": "shoe", "filterValues": "44", "fields": "shoe"}
    assert rest.get("/rest/v1/leads.json", **query)["result"] == [{"id": 1, "shoe": 44}]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "company"}, 1017),
        ({"name": "COMPANY"}, 1017),
        ({"name": "Price__c"}, 1017),
        ({"displayName": "company name"}, 1017),
        ({"name": "7up"}, 1003),
        ({"name": "a b"}, 1003),
        ({"name": None}, 1002),
        ({"displayName": " "}, 701),
        ({"dataType": "list"}, 1001),
        ({"dataType": None}, 1002),
        ({"isHidden": "yes"}, 1001),
    ],
)
def test_a_field_that_cannot_be_is_refused_with_all_others(
    rest: RestService, change: dict[str, object], code: int
) -> None:
    fine = {"name": "shoe", "displayName": "Shoe", "dataType": "string"}
    other = {"name": "hat", "displayName": "Hat", "dataType": "string", **change}
    assert rest.error("POST", FIELDS, body={"input": [fine, other]}) == code
    assert rest.error("GET", "/rest/v1/leads/schema/fields/shoe.json") == 1006
