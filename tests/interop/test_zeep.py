"""zeep, a SOAP client that nobody here wrote, calls the sandbox and sees what our client sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from support.soap_peers import PeerFault, ZeepPeer, as_plain, unwrapped, without_empty

from mktows import Client, Config, Secret, ServiceFault
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server.http.server import ThreadedServer

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(params=KNOWN_VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def peers(version: str) -> Iterator[tuple[ZeepPeer, Client]]:
    """zeep on one sandbox over HTTP, our client on another, both new."""
    with (
        Sandbox(now=lambda: NOW) as one,
        Sandbox(now=lambda: NOW) as other,
        ThreadedServer(one) as server,
        ThreadedServer(other) as second,
    ):
        config = Config(second.endpoint(version), SAMPLE_USER_ID, Secret(SAMPLE_KEY))
        with Client(config, now=lambda: NOW) as client:
            yield ZeepPeer(server.endpoint(version), lambda: NOW), client


def attributes(**values: str) -> dict[str, list[dict[str, str]]]:
    return {"attribute": [{"attrName": name, "attrValue": text} for name, text in values.items()]}


def test_the_same_calls_have_the_same_answers(version: str, peers: tuple[ZeepPeer, Client]) -> None:
    theirs, ours = peers
    bindings = contract(version).bindings
    acme = "Opportunity 4 for ACME"
    george = {"FirstName": "George", "LastName": "of the <Jungle> & co"}
    opportunity = bindings.MObject(
        type_value="Opportunity",
        external_key=bindings.Attrib(name="opportunityId", value="Opportunity_4"),
        attrib_list=bindings.ArrayOfAttrib(
            attrib=[
                bindings.Attrib(name="opportunityId", value="Opportunity_4"),
                bindings.Attrib(name="Name", value=acme),
            ]
        ),
    )
    steps: list[tuple[Callable[[], Any], Callable[[], Any]]] = [
        (
            lambda: theirs.asked(
                "syncLead",
                leadRecord={"Email": "t@t.com", "leadAttributeList": attributes(**george)},
                returnLead=True,
            ),
            lambda: ours.sync_lead({"Email": "t@t.com", **george}, return_lead=True),
        ),
        (
            lambda: theirs.asked(
                "syncMultipleLeads",
                leadRecordList={
                    "leadRecord": [
                        {"Email": "a@example.com", "leadAttributeList": attributes(Company="Ä")},
                        {"Id": 77},
                        {"Email": "t@t.com", "leadAttributeList": attributes(pants="x")},
                        {"ForeignSysPersonId": "12346", "ForeignSysType": "CUSTOM"},
                    ]
                },
                dedupEnabled=True,
            ),
            lambda: ours.sync_multiple_leads(
                [
                    {"Email": "a@example.com", "Company": "Ä"},
                    {"Id": 77},
                    {"Email": "t@t.com", "pants": "x"},
                    {"ForeignSysPersonId": "12346", "ForeignSysType": "CUSTOM"},
                ]
            ),
        ),
        (
            lambda: theirs.asked("getLead", leadKey={"keyType": "EMAIL", "keyValue": "t@t.com"}),
            lambda: ours.get_lead(email="t@t.com"),
        ),
        (
            lambda: theirs.asked(
                "getMultipleLeads",
                leadSelector=theirs.made(
                    "LeadKeySelector",
                    keyType="IDNUM",
                    keyValues={"stringItem": ["3", "1", "2", "99"]},
                ),
                batchSize=2,
                includeAttributes={"stringItem": ["FirstName", "Company"]},
            ),
            lambda: ours.get_multiple_leads(
                ids=[3, 1, 2, 99], batch_size=2, include_attributes=["FirstName", "Company"]
            ),
        ),
        (lambda: theirs.asked("listMObjects"), ours.list_mobjects),
        (
            lambda: theirs.asked(
                "syncMObjects",
                mObjectList={
                    "mObject": [
                        {
                            "type": "Opportunity",
                            "externalKey": {"name": "opportunityId", "value": "Opportunity_4"},
                            "attribList": {
                                "attrib": [
                                    {"name": "opportunityId", "value": "Opportunity_4"},
                                    {"name": "Name", "value": acme},
                                ]
                            },
                        }
                    ]
                },
                operation="UPSERT",
            ),
            lambda: ours.sync_mobjects([opportunity], operation="UPSERT"),
        ),
        (
            lambda: theirs.asked(
                "getMObjects",
                type="Opportunity",
                mObjCriteriaList={
                    "mObjCriteria": [
                        {"attrName": "Name", "comparison": "EQ", "attrValue": acme}
                    ]
                },
            ),
            lambda: ours.get_mobjects(
                "Opportunity", criteria=[("Name", "EQ", acme)]
            ),
        ),
        (
            lambda: theirs.asked(
                "deleteMObjects", mObjectList={"mObject": [{"type": "Opportunity", "id": 1}]}
            ),
            lambda: ours.delete_mobjects([("Opportunity", 1)]),
        ),
    ]  # fmt: skip
    for their_call, our_call in steps:
        our_answer = unwrapped(as_plain(contract(version), our_call()))
        assert their_call() == without_empty(our_answer)


def test_a_fault_is_the_same_fault(peers: tuple[ZeepPeer, Client]) -> None:
    theirs, ours = peers
    with pytest.raises(PeerFault) as their_fault:
        theirs.call("getLead", leadKey={"keyType": "IDNUM", "keyValue": "1"})
    with pytest.raises(ServiceFault) as our_fault:
        ours.get_lead(id=1)
    assert their_fault.value.string == our_fault.value.string
    assert their_fault.value.detail == {
        "name": our_fault.value.service_name,
        "message": our_fault.value.service_message,
        "code": str(our_fault.value.service_code),
    }
