"""SOAP and REST in turn on one sandbox: what one face writes the other reads, by a plain model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from mktows_bindings.v3_1 import types as b
from support.rest_stub import unhurried

from mktows import Client, NotFoundFault, lead_mapping
from mktows.rest import NotFoundError
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldCustomObjectType,
    WorldField,
    WorldLead,
    WorldList,
)

FIRST_LEADS = 3
LISTS = {1: "First", 2: "Second"}
CAMPAIGN = 7
WORLD = World(
    lead_fields=(
        WorldField(name="Rank", type="integer"),
        WorldField(name="Worth", type="currency"),
        WorldField(name="Agreed", type="boolean"),
        WorldField(name="Code", external_key=True),
    ),
    lists=tuple(WorldList(name=name, id=number) for number, name in LISTS.items()),
    campaigns=(WorldCampaign(name="Campaign", kind="trigger", id=CAMPAIGN),),
    custom_objects=(
        WorldCustomObjectType(
            name="car",
            link="owner",
            fields=(
                WorldField(name="vin", key=True),
                WorldField(name="owner", type="integer"),
                WorldField(name="colour"),
            ),
        ),
    ),
    leads=tuple(
        WorldLead(id=each, email=f"{each}@example.com") for each in range(1, FIRST_LEADS + 1)
    ),
)
REST_NAMES = {
    "FirstName": "firstName", "Rank": "Rank", "Worth": "Worth", "Agreed": "Agreed", "Code": "Code",
}  # fmt: skip

EMAILS = st.sampled_from([f"{each}@example.com" for each in (1, 2, 3, 4, 5)])
IDS = st.integers(1, FIRST_LEADS + 4)
FACES = st.sampled_from(["soap", "rest"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "FirstName": st.sampled_from(["", "George", "Ärö, ☃ & <b>"]),
    "Rank": st.sampled_from([0, -3, 2**31 - 1]),
    "Worth": st.sampled_from([Decimal("1.50"), Decimal("28970000"), Decimal("0.001")]),
    "Agreed": st.booleans(),
    "Code": st.sampled_from(["", "a", "b"]),
}
FIELDS = st.fixed_dictionaries({}, optional=VALUES)
Values = dict[str, Any]
VIN_TEXTS = ["a", "b"]
VINS = st.sampled_from(VIN_TEXTS)
EXTERNAL_ID = "externalOpportunityId"


@dataclass
class Person:
    """A lead of the model; what is empty it does not have."""

    email: str | None
    values: Values = field(default_factory=dict)

    def take(self, values: Values) -> None:
        for name, value in values.items():
            if value == "":
                self.values.pop(name, None)
            else:
                self.values[name] = value


def soap_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def meant(name: str, text: Any) -> object:
    """What a text of SOAP means, by the field's type."""
    match name:
        case "Rank":
            return int(text)
        case "Worth":
            return Decimal(text)
        case "Agreed":
            return text in ("true", "1")
        case _:
            return text


class TwoFaces(RuleBasedStateMachine):
    """Calls either face, and looks at both."""

    @initialize()
    def begin(self) -> None:
        self.sandbox = Sandbox(rest=True, world=WORLD)
        self.sandbox.clock.set(datetime(2026, 3, 1, tzinfo=UTC))
        self.soap = Client(
            self.sandbox.config(), transport=self.sandbox, now=self.sandbox.clock.now
        )
        face = self.sandbox.rest()
        self.rest = unhurried(face.config(), face)
        self.people = {each.id: Person(each.email) for each in WORLD.leads}
        self.members: dict[int, set[int]] = {number: set() for number in LISTS}
        self.last_id = FIRST_LEADS
        self.cars: dict[str, tuple[int, str | None]] = {}
        self.deals: dict[str, str] = {}
        self.requested = 0
        self.deleted: list[int] = []

    def teardown(self) -> None:
        if hasattr(self, "sandbox"):
            self.sandbox.close()

    # Leads

    def with_email(self, email: str) -> list[int]:
        return [each for each, person in self.people.items() if person.email == email]

    def make(self, email: str | None, values: Values) -> int:
        self.last_id += 1
        self.people[self.last_id] = Person(email)
        self.people[self.last_id].take(values)
        return self.last_id

    @rule(face=FACES, email=EMAILS, values=FIELDS)
    def upsert(self, face: str, email: str, values: Values) -> None:
        there = self.with_email(email)
        if face == "soap":
            done = self.soap.sync_lead({"Email": email, **self.as_soap(values)}).lead_id
            expected = max(there) if there else self.make(email, values)
        else:
            (outcome,) = self.rest.sync_leads([{"email": email, **self.as_rest(values)}])
            if len(there) > 1:
                assert (outcome.status, outcome.code) == ("skipped", 1007)
                return
            done = outcome.record["id"]
            assert outcome.status == ("updated" if there else "created")
            expected = there[0] if there else self.make(email, values)
        assert done == expected
        self.people[expected].take(values)

    @rule(face=FACES, email=EMAILS, values=FIELDS)
    def duplicate(self, face: str, email: str, values: Values) -> None:
        if face == "soap":
            reply = self.soap.sync_multiple_leads(
                [{"Email": email, **self.as_soap(values)}], dedup_enabled=False
            )
            (done,) = [each.lead_id for each in reply.sync_status_list.sync_status]
        else:
            record = {"email": email, **self.as_rest(values)}
            (outcome,) = self.rest.sync_leads([record], action="createDuplicate")
            done = outcome.record["id"]
        assert done == self.make(email, values)

    @rule(face=FACES, lead=IDS, email=EMAILS, values=FIELDS)
    def update(self, face: str, lead: int, email: str, values: Values) -> None:
        """By id, which may give the lead another address."""
        there = lead in self.people
        if face == "soap":
            record = {"Id": lead, "Email": email, **self.as_soap(values)}
            if not there:
                with pytest.raises(NotFoundFault):
                    self.soap.sync_lead(record)
                return
            assert self.soap.sync_lead(record).lead_id == lead
        else:
            (outcome,) = self.rest.sync_leads(
                [{"id": lead, "email": email, **self.as_rest(values)}],
                action="updateOnly",
                lookup_field="id",
            )
            assert (outcome.status, outcome.code) == (
                ("updated", None) if there else ("skipped", 1004)
            )
        if there:
            self.people[lead].email = email
            self.people[lead].take(values)

    @rule(lead=IDS)
    def delete(self, lead: int) -> None:
        (outcome,) = self.rest.delete_leads([lead])
        assert (outcome.status == "deleted") == (lead in self.people)
        self.forget(lead)

    @rule(face=FACES, winner=IDS, loser=IDS)
    def merge(self, face: str, winner: int, loser: int) -> None:
        if not {winner, loser} <= self.people.keys() or winner == loser:
            return
        if face == "soap":
            self.soap.merge_leads({"IDNUM": winner}, [{"IDNUM": loser}])
        else:
            self.rest.merge_leads(winner, [loser])
        lost = self.people[loser]
        kept = self.people[winner]
        kept.email = kept.email or lost.email
        kept.values = {**lost.values, **kept.values}
        for members in self.members.values():
            if loser in members:
                members.add(winner)
        self.cars = {
            vin: (winner if owner == loser else owner, colour)
            for vin, (owner, colour) in self.cars.items()
        }
        self.forget(loser)

    def forget(self, lead: int) -> None:
        if self.people.pop(lead, None) is not None:
            self.deleted.append(lead)
        for members in self.members.values():
            members.discard(lead)
        self.cars = {vin: car for vin, car in self.cars.items() if car[0] != lead}

    # Lists

    @rule(face=FACES, number=st.sampled_from(sorted(LISTS)), leads=st.sets(IDS, min_size=1))
    def add(self, face: str, number: int, leads: set[int]) -> None:
        if face == "soap":
            self.soap.list_operation(
                "ADDTOLIST", list_name=LISTS[number], members=leads, strict=False
            )
        else:
            outcomes = self.rest.add_to_list(number, sorted(leads))
            assert [each.status == "added" for each in outcomes] == [
                each in self.people for each in sorted(leads)
            ]
        self.members[number] |= leads & self.people.keys()

    @rule(face=FACES, number=st.sampled_from(sorted(LISTS)), leads=st.sets(IDS, min_size=1))
    def remove(self, face: str, number: int, leads: set[int]) -> None:
        if face == "soap":
            self.soap.list_operation(
                "REMOVEFROMLIST", list_name=LISTS[number], members=leads, strict=False
            )
        else:
            self.rest.remove_from_list(number, sorted(leads))
        self.members[number] -= leads

    # Custom objects, opportunities and campaigns

    @rule(face=FACES, vin=VINS, owner=IDS, colour=st.sampled_from(["", "red", "blue"]))
    def upsert_car(self, face: str, vin: str, owner: int, colour: str) -> None:
        if owner not in self.people:
            return
        if face == "soap":
            reply: Any = self.soap.sync_custom_objects(
                "car", [({"vin": vin}, {"owner": owner, "colour": colour})], operation="UPSERT"
            )
            (done,) = reply.sync_custom_obj_status_list.sync_custom_obj_status
            status = done.status.value.lower()
        else:
            record = {"vin": vin, "owner": owner, "colour": colour}
            (outcome,) = self.rest.sync_custom_objects("car", [record])
            status = outcome.status
        assert status == ("updated" if vin in self.cars else "created")
        self.cars[vin] = (owner, colour or None)

    @rule(face=FACES, vin=VINS)
    def delete_car(self, face: str, vin: str) -> None:
        if face == "soap":
            reply: Any = self.soap.delete_custom_objects("car", [{"vin": vin}])
            (done,) = reply.delete_custom_obj_status_list.sync_custom_obj_status
            gone = done.status.value == "DELETED"
        else:
            (outcome,) = self.rest.delete_custom_objects("car", [{"vin": vin}])
            gone = outcome.status == "deleted"
        assert gone == (vin in self.cars)
        self.cars.pop(vin, None)

    @rule(face=FACES, key=VINS, name=st.sampled_from(["Chairs", "Tables"]))
    def upsert_opportunity(self, face: str, key: str, name: str) -> None:
        if face == "soap":
            made = b.MObject(
                type_value="Opportunity",
                external_key=b.Attrib(name=EXTERNAL_ID, value=key),
                attrib_list=b.ArrayOfAttrib(attrib=[b.Attrib(name="Name", value=name)]),
            )
            reply: Any = self.soap.sync_mobjects([made], operation="UPSERT")
            (done,) = reply.m_obj_status_list.m_obj_status
            status = done.status.value.lower()
        else:
            (outcome,) = self.rest.sync_opportunities([{EXTERNAL_ID: key, "name": name}])
            status = outcome.status
        assert status == ("updated" if key in self.deals else "created")
        self.deals[key] = name

    @rule(face=FACES, leads=st.sets(IDS, min_size=1))
    def request(self, face: str, leads: set[int]) -> None:
        there = sorted(leads & self.people.keys())
        if there:
            if face == "soap":
                self.soap.request_campaign(leads=there, campaign_id=CAMPAIGN)
            else:
                self.rest.trigger_campaign(CAMPAIGN, there)
            self.requested += 1

    @invariant()
    def both_faces_show_the_same_objects(self) -> None:
        wanted = ["vin", "owner", "colour"]
        found = self.rest.iter_custom_objects("car", "vin", VIN_TEXTS, fields=wanted)
        by_rest = {each["vin"]: (each["owner"], each["colour"]) for each in found}
        by_soap = {}
        for vin in VIN_TEXTS:
            reply: Any = self.soap.get_custom_objects(
                "car", keys={"vin": vin}, include_attributes=["owner", "colour"]
            )
            for each in reply.custom_obj_list.custom_obj if reply.return_count else ():
                held = {a.attr_name: a.attr_value for a in each.custom_obj_attribute_list.attribute}
                by_soap[vin] = (int(held["owner"]), held.get("colour"))
        assert by_rest == by_soap == self.cars

    @invariant()
    def both_faces_show_the_same_opportunities(self) -> None:
        found = self.rest.iter_opportunities(EXTERNAL_ID, VIN_TEXTS, fields=[EXTERNAL_ID, "name"])
        assert {each[EXTERNAL_ID]: each["name"] for each in found} == self.deals
        for key in VIN_TEXTS:
            reply: Any = self.soap.get_mobjects("Opportunity", external_key=(EXTERNAL_ID, key))
            names = [
                attrib.value
                for each in (reply.m_object_list.m_object if reply.return_count else ())
                for attrib in each.attrib_list.attrib
                if attrib.name == "Name"
            ]
            assert names == [self.deals[key]] if key in self.deals else names == []

    @invariant()
    def campaigns_ran_as_often_as_was_asked(self) -> None:
        assert len(self.sandbox.campaign_runs()) == self.requested

    # What both faces show

    def as_soap(self, values: Values) -> dict[str, str]:
        return {name: soap_text(value) for name, value in values.items()}

    def as_rest(self, values: Values) -> Values:
        return {REST_NAMES[name]: value for name, value in values.items()}

    @invariant()
    def both_faces_show_the_same_leads(self) -> None:
        ids = range(1, self.last_id + 1)
        wanted = ["id", "email", *REST_NAMES.values()]
        by_rest = {each["id"]: each for each in self.rest.iter_leads("id", ids, fields=wanted)}
        records = self.soap.get_multiple_leads(ids=ids).lead_record_list
        by_soap = {} if records is None else {each.id: each for each in records.lead_record}
        assert by_rest.keys() == by_soap.keys() == self.people.keys()
        for lead, person in self.people.items():
            shown = by_rest[lead]
            assert shown["email"] == person.email == by_soap[lead].email
            expected = {name: person.values.get(name) for name in REST_NAMES}
            assert {name: shown[rest] for name, rest in REST_NAMES.items()} == expected
            attributes = lead_mapping(by_soap[lead])
            assert {
                name: meant(name, text) for name, text in attributes.items() if name in REST_NAMES
            } == person.values

    @invariant()
    def both_faces_show_the_same_members(self) -> None:
        for number, name in LISTS.items():
            found = {each["id"] for each in self.rest.iter_leads_of_list(number, fields=["id"])}
            assert found == self.members[number]
            if self.people:
                reply = self.soap.list_operation(
                    "ISMEMBEROFLIST", list_name=name, members=self.people, strict=False
                )
                statuses: Any = reply.status_list
                listed = {each.lead_key.key_value: each.status for each in statuses.lead_status}
                assert listed == {str(each): each in self.members[number] for each in self.people}

    @invariant()
    def deleted_leads_are_told(self) -> None:
        told = self.rest.iter_deleted_leads(since=datetime(2026, 1, 1, tzinfo=UTC))
        assert [each["leadId"] for each in told] == self.deleted
        for lead in self.deleted:
            with pytest.raises(NotFoundError):
                self.rest.get_lead(lead)


@pytest.mark.slow
def test_what_one_face_writes_the_other_reads() -> None:
    examples = max(5, settings().max_examples * 3 // 10)
    run_state_machine_as_test(
        TwoFaces, settings=settings(max_examples=examples, stateful_step_count=25, deadline=None)
    )
