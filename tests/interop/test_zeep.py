"""zeep, a SOAP client that nobody here wrote, calls the sandbox and sees what our client sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import zeep
import zeep.exceptions
import zeep.helpers
from xsdata.models.datatype import XmlDateTime

from mktows import Client, Config, Secret, ServiceFault, sign, timestamp
from mktows.operations import KNOWN_VERSIONS, Contract, contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.server import ThreadedServer

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Zeep:
    """zeep on the WSDL that the sandbox itself serves, with a signed header on every call."""

    def __init__(self, endpoint: str) -> None:
        self._client = zeep.Client(f"{endpoint}?WSDL")
        self.types = self._client.type_factory("ns0")

    def call(self, operation: str, /, **arguments: object) -> Any:
        text = timestamp(NOW)
        header = self._client.get_element("{http://www.marketo.com/mktows/}AuthenticationHeader")(
            mktowsUserId=SAMPLE_USER_ID,
            requestSignature=sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text),
            requestTimestamp=text,
        )
        reply = self._client.service[operation](
            **arguments, _soapheaders={"authentication": header}
        )
        return zeep.helpers.serialize_object(reply, dict)


def plain(spoken: Contract, value: Any) -> Any:
    """One of our records in the shape of zeep's: element names to values."""
    item = spoken.types.get(type(value).__name__)
    if item is not None:
        return {f.element: plain(spoken, getattr(value, f.attribute)) for f in item.fields}
    if isinstance(value, list):
        return [plain(spoken, entry) for entry in value]
    if type(value).__name__ in spoken.enumerations:
        return value.value
    if isinstance(value, XmlDateTime):
        return value.to_datetime()
    return value


@pytest.fixture(params=KNOWN_VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def peers(version: str) -> Iterator[tuple[Zeep, Client]]:
    """zeep on one sandbox over HTTP, our client on another, both new."""
    with (
        Sandbox(now=lambda: NOW) as one,
        Sandbox(now=lambda: NOW) as other,
        ThreadedServer(one) as server,
        ThreadedServer(other) as second,
    ):
        config = Config(second.endpoint(version), SAMPLE_USER_ID, Secret(SAMPLE_KEY))
        with Client(config, now=lambda: NOW) as client:
            yield Zeep(server.endpoint(version)), client


def attributes(**values: str) -> dict[str, list[dict[str, str]]]:
    return {"attribute": [{"attrName": name, "attrValue": text} for name, text in values.items()]}


def test_the_same_calls_have_the_same_answers(version: str, peers: tuple[Zeep, Client]) -> None:
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
            lambda: theirs.call(
                "syncLead",
                leadRecord={"Email": "t@t.com", "leadAttributeList": attributes(**george)},
                returnLead=True,
            ),
            lambda: ours.sync_lead({"Email": "t@t.com", **george}, return_lead=True),
        ),
        (
            lambda: theirs.call(
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
            lambda: theirs.call("getLead", leadKey={"keyType": "EMAIL", "keyValue": "t@t.com"}),
            lambda: ours.get_lead(email="t@t.com"),
        ),
        (
            lambda: theirs.call(
                "getMultipleLeads",
                leadSelector=theirs.types.LeadKeySelector(
                    keyType="IDNUM", keyValues={"stringItem": ["3", "1", "2", "99"]}
                ),
                batchSize=2,
                includeAttributes={"stringItem": ["FirstName", "Company"]},
            ),
            lambda: ours.get_multiple_leads(
                ids=[3, 1, 2, 99], batch_size=2, include_attributes=["FirstName", "Company"]
            ),
        ),
        (lambda: theirs.call("listMObjects"), ours.list_mobjects),
        (
            lambda: theirs.call(
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
            lambda: theirs.call(
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
            lambda: theirs.call(
                "deleteMObjects", mObjectList={"mObject": [{"type": "Opportunity", "id": 1}]}
            ),
            lambda: ours.delete_mobjects([("Opportunity", 1)]),
        ),
    ]  # fmt: skip
    for their_call, our_call in steps:
        their_answer, our_answer = their_call(), plain(contract(version), our_call())
        assert compared(their_answer) == compared(our_answer)


def compared(answer: Any) -> Any:
    """An answer in the shape in which two libraries can be compared.

    zeep hands out the only child of a reply in the reply's place, an empty list where an element
    is absent, a record of empty lists for nil, and None for an empty element.
    """
    while isinstance(answer, dict) and len(answer) == 1:
        (answer,) = answer.values()
    return without_empty(answer)


def without_empty(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {name: without_empty(value) for name, value in answer.items() if value != []} or None
    if isinstance(answer, list):
        return [without_empty(entry) for entry in answer]
    return None if answer == "" else answer


def test_a_fault_is_the_same_fault(peers: tuple[Zeep, Client]) -> None:
    theirs, ours = peers
    with pytest.raises(zeep.exceptions.Fault) as their_fault:
        theirs.call("getLead", leadKey={"keyType": "IDNUM", "keyValue": "1"})
    with pytest.raises(ServiceFault) as our_fault:
        ours.get_lead(id=1)
    (detail,) = their_fault.value.detail
    their_parts = {child.tag: child.text for child in detail}
    assert their_fault.value.message == our_fault.value.string
    assert their_parts == {
        "name": our_fault.value.service_name,
        "message": our_fault.value.service_message,
        "code": str(our_fault.value.service_code),
    }
