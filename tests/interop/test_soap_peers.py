"""Toolkits of four kinds call every operation of every version, and read what our reader reads."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support import contract_schemas
from support.peer_steps import LIST, attribs, declares, holds, key, keys, pairs, steps, strings
from support.program_peers import Node2014Peer, NodePeer, PhpPeer, has_php_soap, needs_node
from support.served_demo import ServedDemo
from support.soap_peers import Peer, PeerFault, SudsPeer, ZeepPeer, ours, without_empty

from mktows.contract import KNOWN_VERSIONS, contract
from mktows.soap import read_envelope

PEERS: dict[str, type[Peer]] = {
    "zeep": ZeepPeer,
    "suds": SudsPeer,
    "node": NodePeer,
    "php": PhpPeer,
}
needs_php = pytest.mark.skipif(not has_php_soap(), reason="php with its soap extension is missing")
INSTALLED = [
    "zeep",
    "suds",
    pytest.param("node", marks=needs_node("node")),
    pytest.param("php", marks=needs_php),
]


@pytest.fixture(params=KNOWN_VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@functools.cache
def made_of_wsdl(kind: str, endpoint: str) -> Peer:
    return PEERS[kind](endpoint)


@pytest.fixture(params=INSTALLED)
def peer(
    request: pytest.FixtureRequest,
    served: ServedDemo,
    version: str,
    findings: Callable[[], list[str]],
) -> Iterator[Peer]:
    """A client; all that it sends is by the contract, all that it receives is so too.

    What it reads in a reply is what our own reader reads, without lenience.
    """
    client = made_of_wsdl(request.param, served.endpoint(version))
    client.exchanges.clear()
    yield client
    assert findings() == []
    for exchange in client.exchanges:
        body = read_envelope(exchange.reply).body
        assert body is not None
        assert contract_schemas.violations(version, body) == [], exchange.operation
        read = without_empty(ours(version, exchange.reply))
        assert without_empty(exchange.answer) == client.gives(read)


@pytest.mark.slow
def test_every_operation_is_called_and_its_reply_read(version: str, peer: Peer) -> None:
    for operation, arguments, expected in steps(version, peer):
        answer = peer.asked(operation, **arguments)
        assert holds(peer.gives(expected), answer), (operation, answer)
    assert {each.operation for each in peer.exchanges} == set(contract(version).operations)


@pytest.mark.slow
@needs_node("node-2014")
def test_a_client_of_2014_calls_every_operation(
    version: str, served: ServedDemo, findings: Callable[[], list[str]]
) -> None:
    peer = Node2014Peer(served.endpoint(version))
    for operation, arguments, expected in steps(version, peer):
        answer = peer.asked(operation, **arguments)
        assert holds(peer.gives(expected), answer), (operation, answer)
        read = without_empty(ours(version, peer.received()))
        assert answer == peer.gives(read), operation
    assert {each.operation for each in peer.exchanges} == set(contract(version).operations)
    # It qualifies what stands in a message, and writes it in the order in which it is given.
    found = {each.rpartition(": ")[2] for each in findings()}
    assert found == {"element-qualified", "element-order"}


@pytest.mark.parametrize("kind", INSTALLED)
def test_a_client_of_the_oldest_version_calls_a_newer_one(kind: str, served: ServedDemo) -> None:
    # Replies of 3_1 hold marketoGUID, which these clients of older versions refuse.
    newer = "2_7"
    peer = PEERS[kind](served.endpoint("2_1"), location=served.endpoint(newer))
    for operation, arguments, expected in steps("2_1", peer):
        answer = peer.asked(operation, **arguments)
        assert holds(peer.gives(expected), answer), (operation, answer)
        assert answer == peer.gives(without_empty(ours(newer, peer.received())))


def sync_leads(peer: Peer, count: int) -> list[int]:
    """Write leads; return their ids."""
    leads = [
        {"Email": f"{n}@example.com", "leadAttributeList": pairs(FirstName=f"First {n}")}
        for n in range(count)
    ]
    statuses = peer.asked(
        "syncMultipleLeads", leadRecordList={"leadRecord": leads}, dedupEnabled=True
    )
    assert {each["status"] for each in statuses} == {"CREATED"}
    return [each["leadId"] for each in statuses]


def pages(peer: Peer, operation: str, position: str, **arguments: Any) -> Iterator[Any]:
    """All pages of a reading; each position goes back as the object that the peer read it as."""
    for _ in range(20):
        page = peer.call(operation, **arguments)
        yield page
        more = getattr(page, "hasMore", None)
        if not (page.remainingCount > 0 if more is None else more):
            return
        arguments[position] = getattr(page, f"new{position[0].upper()}{position[1:]}")
    pytest.fail("there is always one page more")


def test_leads_of_a_list_are_paged(peer: Peer) -> None:
    ids = sync_leads(peer, 7)
    added = peer.asked(
        "listOperation",
        listOperation="ADDTOLIST",
        listKey=key("MKTOLISTNAME", LIST),
        listMemberList=keys(*ids),
        strict=False,
    )
    assert added == peer.gives({"success": True})
    read = list(
        pages(
            peer,
            "getMultipleLeads",
            "streamPosition",
            leadSelector=peer.made("StaticListSelector", staticListName=LIST),
            batchSize=3,
        )
    )
    assert [(page.returnCount, page.remainingCount) for page in read] == [(3, 5), (3, 2), (2, 0)]
    leads = [lead for page in read for lead in page.leadRecordList.leadRecord]
    assert [lead.Id for lead in leads] == [1089946, *ids]
    assert not read[-1].newStreamPosition


def test_leads_updated_since_are_paged(peer: Peer) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    ids = sync_leads(peer, 5)
    read = list(
        pages(
            peer,
            "getMultipleLeads",
            "streamPosition",
            leadSelector=peer.made("LastUpdateAtSelector", oldestUpdatedAt=since),
            batchSize=2,
            includeAttributes=strings("FirstName", "Email"),
        )
    )
    assert [(page.returnCount, page.remainingCount) for page in read] == [(2, 3), (2, 1), (1, 0)]
    leads = [lead for page in read for lead in page.leadRecordList.leadRecord]
    assert [(lead.Id, lead.Email) for lead in leads] == [
        (id, f"{n}@example.com") for n, id in enumerate(ids)
    ]
    assert [lead.leadAttributeList.attribute[0].attrValue for lead in leads] == [
        f"First {n}" for n in range(5)
    ]


def test_activities_of_a_lead_are_paged(peer: Peer) -> None:
    read = pages(
        peer,
        "getLeadActivity",
        "startPosition",
        leadKey=key("EMAIL", "rufus@marketo.com"),
        activityFilter={"includeTypes": {"activityType": ["VisitWebpage", "FillOutForm"]}},
        batchSize=4,
    )
    ids = [each.id for page in read for each in page.activityRecordList.activityRecord]
    # The documented order, by time, which the ids do not follow.
    assert ids == [
        *(1030680, 1030678, 1030607, 1030597, 1030593),
        *(1030596, 1030595, 1030552, 1024819, 1024814),
    ]


def test_changes_of_leads_are_paged(version: str, peer: Peer) -> None:
    start = datetime.fromisoformat("2013-08-01T00:13:13+00:00")
    arguments: dict[str, Any] = {"startPosition": {"oldestCreatedAt": start}}
    if declares(version, "ParamsGetLeadChanges", "activityNameFilter"):
        arguments["activityNameFilter"] = strings("Change Data Value")
    else:
        arguments["activityFilter"] = {"includeTypes": {"activityType": ["ChangeDataValue"]}}
    read = pages(peer, "getLeadChanges", "startPosition", **arguments, batchSize=3)
    changes = [each for page in read for each in page.leadChangeRecordList.leadChangeRecord]
    assert [each.id for each in changes] == [
        *(1037189, 1037190, 1037193, 1082831, 1082843),
        *(1086153, 1086166, 1086167, 1086169, 1086173),
    ]
    assert {each.activityType for each in changes} == {"Change Data Value"}


def test_objects_are_paged(peer: Peer) -> None:
    names = [f"Deal {n:03}" for n in range(101)]
    objects = [{"type": "Opportunity", "attribList": attribs(Name=n, Stage="new")} for n in names]
    for part in (objects[:100], objects[100:]):
        statuses = peer.asked("syncMObjects", mObjectList={"mObject": part}, operation="INSERT")
        assert {each["status"] for each in statuses} == {"CREATED"}
    read = list(
        pages(
            peer,
            "getMObjects",
            "streamPosition",
            type="Opportunity",
            mObjCriteriaList={
                "mObjCriteria": [{"attrName": "Stage", "comparison": "EQ", "attrValue": "new"}]
            },
        )
    )
    assert [page.returnCount for page in read] == [100, 1]
    found = [each.attribList.attrib[0] for page in read for each in page.mObjectList.mObject]
    assert [(each.name, each.value) for each in found] == [("Name", name) for name in names]
    assert all(page.newStreamPosition for page in read)


def test_custom_objects_are_written_and_paged(peer: Peer) -> None:
    statuses = peer.asked(
        "syncCustomObjects",
        objTypeName="roadshow",
        customObjList={
            "customObj": [
                {
                    "customObjKeyList": pairs(MKTOID="6", rid=f"rid{n}"),
                    "customObjAttributeList": pairs(city=f"City {n}"),
                }
                for n in range(5)
            ]
        },
        operation="INSERT",
    )
    assert {each["status"] for each in statuses} == {"CREATED"}
    read = list(
        pages(
            peer,
            "getCustomObjects",
            "streamPosition",
            objTypeName="roadshow",
            customObjKeyList=pairs(MKTOID="6"),
            includeAttributes=strings("city"),
            batchSize=2,
        )
    )
    assert [(page.returnCount, page.remainingCount) for page in read] == [(2, 3), (2, 1), (1, 0)]
    found = [each for page in read for each in page.customObjList.customObj]
    assert [each.customObjAttributeList.attribute[0].attrValue for each in found] == [
        f"City {n}" for n in range(5)
    ]
    assert read[-1].newStreamPosition == '{"ky":["6"],"os":5}'


FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "getLead",
        {"leadKey": key("EMAIL", "pants@example.com")},
        "20103 - Lead not found",
        "No lead found with EMAIL = pants@example.com (20103)",
    ),
    (
        "syncLead",
        {
            "leadRecord": {"Email": "a@example.com", "leadAttributeList": pairs(pants="x")},
            "returnLead": False,
        },
        "20105 - Unknown lead field",
        "syncLead operation failed: unknown fields for import: pants (20105)",
    ),
    (
        "getCustomObjects",
        {"objTypeName": "No such type", "includeAttributes": strings("x")},
        "20110 - Input error",
        "Object name is not valid (20110)",
    ),
    (
        "getMObjects",
        {"type": "Opportunity"},
        "Parameter required",
        "No selection criteria found in request",
    ),
]


def test_faults_are_read_with_code_and_message(peer: Peer) -> None:
    for operation, arguments, string, message in FAULTS:
        with pytest.raises(PeerFault) as refused:
            peer.call(operation, **arguments)
        assert refused.value.string == string
        assert refused.value.detail["name"] == "mktServiceException"
        assert refused.value.detail["message"] == message
        code = "10001" if operation == "getMObjects" else string[:5]
        assert refused.value.detail["code"] == code


def test_nil_empty_and_absent_are_nothing(peer: Peer) -> None:
    def nothing(value: Any) -> bool:
        return without_empty(peer.plain(value)) is None

    (id,) = sync_leads(peer, 1)
    (one,) = peer.call("getLead", leadKey=key("IDNUM", id)).leadRecordList.leadRecord
    assert nothing(one.ForeignSysPersonId)  # nil
    synced = peer.call(
        "syncLead", leadRecord={"Id": id, "Email": "b@example.com"}, returnLead=False
    )
    assert nothing(synced.leadRecord)  # nil, where a record could stand
    assert nothing(synced.syncStatus.error)
    unknown = peer.made("LeadKeySelector", keyType="EMAIL", keyValues=strings("nobody@example.com"))
    none = peer.call("getMultipleLeads", leadSelector=unknown)
    assert none.returnCount == 0
    assert nothing(none.leadRecordList)  # nil, where a list could stand
    assert nothing(none.newStreamPosition)  # empty
    page = peer.call("getLeadActivity", leadKey=key("IDNUM", id), startPosition={"offset": ""})
    *_, oldest = page.activityRecordList.activityRecord
    assert nothing(oldest.personName)  # nil
    assert nothing(oldest.mktgAssetName)  # empty
    page = peer.call("getLeadChanges", startPosition={"offset": ""}, batchSize=1000)
    *_, newest = page.leadChangeRecordList.leadChangeRecord
    assert newest.mktPersonId == str(id)
    assert nothing(getattr(newest, "campaign", None))  # absent
