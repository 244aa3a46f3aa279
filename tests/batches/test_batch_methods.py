"""The batch methods against a sandbox: each operation, its keys and its outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mktows import Client, Fate, HttpRequest, HttpResponse, RequestError, lead_mappings
from mktows.batches.calls import SyncLeads, SyncMObjects
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World, WorldCustomObjectType, WorldField, WorldList
from mktows.types import ArrayOfAttrib, ArrayOfMObjAssociation, Attrib, MObjAssociation, MObject


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return Client(sandbox.config(), transport=sandbox)


def test_leads(client: Client, sandbox: Sandbox) -> None:
    leads: list[dict[str, object]] = [
        {"Email": f"{n}@example.com", "FirstName": str(n)} for n in range(70)
    ]
    leads[33] = {"Id": 4711, "FirstName": "nobody"}
    leads[40] = {"Email": "a\x00b@example.com"}
    leads[50] = {"email": "misspelt@example.com"}
    outcomes = list(client.batch_sync_leads(iter(leads), batch_size=10, workers=3))
    assert [each.index for each in outcomes] == [*range(70)]
    assert {each.index: each.fate for each in outcomes if not each.written} == {
        33: Fate.FAILED,
        40: Fate.FAILED,
        50: Fate.FAILED,
    }
    assert "Email" in (outcomes[50].error or "")
    (lead,) = lead_mappings(client.get_lead(id=outcomes[69].id))
    assert lead["FirstName"] == "69"
    assert len(sandbox.calls(operation="syncMultipleLeads")) == 7


def test_records_of_one_lead_are_written_in_their_order(client: Client) -> None:
    leads = [
        {"Email": ("A@example.com", "a@EXAMPLE.com")[n % 2], "FirstName": str(n)} for n in range(30)
    ]
    outcomes = list(client.batch_sync_leads(leads, batch_size=1, workers=10))
    assert {each.id for each in outcomes} == {outcomes[0].id}
    (lead,) = lead_mappings(client.get_lead(id=outcomes[0].id))
    assert lead["FirstName"] == "29"


def test_lists(client: Client, sandbox: Sandbox) -> None:
    sandbox.seed(World(lists=(WorldList(name="Some"),)))
    ids = [
        each.id for each in client.batch_sync_leads({"Email": f"{n}@example.com"} for n in range(5))
    ]
    members: list[Any] = [*ids, 4711]
    added = list(client.batch_list_operation("ADDTOLIST", members, list_name="Some", batch_size=2))
    assert [each.fate for each in added] == [Fate.WRITTEN] * 5 + [Fate.FAILED]
    removed = list(client.batch_list_operation("REMOVEFROMLIST", ids[:2], list_name="Some"))
    assert all(each.written for each in removed)
    result = client.list_operation("ISMEMBEROFLIST", list_name="Some", members=ids)
    assert result.status_list is not None
    assert [each.status for each in result.status_list.lead_status] == [False] * 2 + [True] * 3
    with pytest.raises(RequestError):
        client.batch_list_operation("ISMEMBEROFLIST", ids, list_name="Some")
    with pytest.raises(RequestError):
        client.batch_list_operation("ADDTOLIST", ids)


def opportunity(name: str) -> MObject:
    return MObject(
        type_value="Opportunity",
        external_key=Attrib(name="Key__c", value=name),
        attrib_list=ArrayOfAttrib(attrib=[Attrib(name="Name", value=name)]),
    )


def role(name: str, lead: int) -> MObject:
    return MObject(
        type_value="OpportunityPersonRole",
        attrib_list=ArrayOfAttrib(attrib=[Attrib(name="Role", value="Buyer")]),
        association_list=ArrayOfMObjAssociation(
            m_obj_association=[
                MObjAssociation(m_obj_type="Lead", id=lead),
                MObjAssociation(
                    m_obj_type="Opportunity", external_key=Attrib(name="Key__c", value=name)
                ),
            ]
        ),
    )


def test_mobjects_and_what_refers_to_them(client: Client, sandbox: Sandbox) -> None:
    """A role in another call than its opportunity comes behind it."""
    sandbox.seed(World(opportunity_fields=(WorldField(name="Key__c", external_key=True),)))
    lead = client.sync_lead({"Email": "a@example.com"}).lead_id
    objects = [each for n in range(10) for each in (opportunity(f"O{n}"), role(f"O{n}", lead))]
    made = list(client.batch_sync_mobjects(objects, operation="UPSERT", batch_size=1, workers=10))
    assert [each.status for each in made] == ["CREATED"] * 20
    gone = list(client.batch_delete_mobjects(("Opportunity", each.id) for each in made[:2:2]))
    assert [each.status for each in gone] == ["DELETED"]


def test_custom_objects(client: Client, sandbox: Sandbox) -> None:
    kind = WorldCustomObjectType(
        name="Car",
        fields=(WorldField(name="Vin", key=True), WorldField(name="Colour")),
    )
    sandbox.seed(World(custom_objects=(kind,)))
    cars = [({"Vin": str(n)}, {"Colour": "red"}) for n in range(7)]
    cars[3] = ({"Vin": "3"}, {"Wheels": "4"})
    made = list(client.batch_sync_custom_objects("Car", cars, operation="UPSERT", batch_size=2))
    assert [each.index for each in made if not each.written] == [3]
    keys = [{"Vin": str(n)} for n in range(7)]
    gone = list(client.batch_delete_custom_objects("Car", keys, batch_size=3, workers=2))
    assert [each.status for each in gone].count("DELETED") == 6


def test_inputs_are_those_of_the_one_call_methods(client: Client, sandbox: Sandbox) -> None:
    sandbox.seed(
        World(
            lists=(WorldList(name="Some"),),
            opportunity_fields=(WorldField(name="Key__c", external_key=True),),
            custom_objects=(
                WorldCustomObjectType(name="Car", fields=(WorldField(name="Vin", key=True),)),
            ),
        )
    )
    lead = client.sync_lead({"Email": "a@example.com"}).lead_id
    deal = {"type": "Opportunity", "externalKey": {"Key__c": "x"}, "attributes": {"Name": "x"}}
    (made,) = client.batch_sync_mobjects([deal], operation="UPSERT")
    (again,) = client.batch_sync_mobjects([deal], operation="UPSERT")
    assert (made.status, again.status, again.id) == ("CREATED", "UPDATED", made.id)
    (gone,) = client.batch_delete_mobjects([{"type": "Opportunity", "id": made.id}])
    assert gone.status == "DELETED"
    (car,) = client.batch_sync_custom_objects("Car", [{"keys": {"Vin": "1"}}], operation="UPSERT")
    assert car.written
    members: list[Any] = [lead, {"Id": lead}]
    added = list(client.batch_list_operation("ADDTOLIST", members, list_name="Some"))
    assert [each.fate for each in added] == [Fate.WRITTEN] * 2


def test_what_a_record_may_touch(client: Client) -> None:
    leads = SyncLeads(client)
    keys = [
        {*leads.keys(leads.prepare(each))}
        for each in (
            {"Email": " A@example.com"},
            {"Email": "a@EXAMPLE.com", "Id": 7},
            {"Id": 7},
            {"ForeignSysPersonId": "x"},
            {"FirstName": "nobody"},
        )
    ]
    assert keys[0] & keys[1]
    assert keys[1] & keys[2]
    assert not keys[0] & keys[2]
    assert keys[3]
    assert not keys[4]
    objects = SyncMObjects(client, "UPSERT")
    assert {*objects.keys(opportunity("x"))} == {*objects.keys(role("x", 7))}


def test_a_reply_with_fewer_statuses_says_nothing_for_certain() -> None:
    with Sandbox() as sandbox:
        client = Client(sandbox.config(), transport=_Shortened(sandbox))
        outcomes = list(client.batch_sync_leads([{"Email": f"{n}@example.com"} for n in range(3)]))
    assert [each.fate for each in outcomes] == [Fate.UNKNOWN] * 3
    assert "sent 3 records and got 2 statuses" in str(outcomes[0].error)


class _Shortened:
    """A service whose replies lack a status."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def send(self, request: HttpRequest) -> HttpResponse:
        answer = self._sandbox.send(request)
        begin, end = answer.body.index(b"<syncStatus>"), answer.body.index(b"</syncStatus>")
        body = answer.body[:begin] + answer.body[end + len(b"</syncStatus>") :]
        return HttpResponse(answer.status, answer.headers, body)
