"""Odd but possible answers of REST: what was written is never told as a failure, nor guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pytest
from mktows_bindings.v2_1 import types as v2_1
from mktows_bindings.v3_1 import types as t
from support.bridge_pair import Pair, outcome
from support.rest_stub import ok
from support.twisted_rest import Twist, Twisted, rows

from mktows.bridge.turns import UNKNOWN
from mktows.client import Client
from mktows.errors import RequestTimeout
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldCustomObjectType,
    WorldField,
    WorldLead,
    WorldList,
    WorldProgram,
)

LONG_AGO = "2026-01-01T00:00:00Z"
CAR = WorldCustomObjectType(
    name="Car",
    link="owner",
    fields=(WorldField(name="vin", key=True), WorldField(name="owner", type="integer")),
)
WORLD = World(
    channels=(WorldChannel(name="Email"),),
    custom_objects=(CAR,),
    lists=(WorldList(name="Plain"),),
    programs=(
        WorldProgram(
            id=4000,
            name="Program",
            channel="Email",
            campaigns=(WorldCampaign(name="Weekly", kind="batch"),),
            lists=(WorldList(name="List", id=71),),
        ),
    ),
    leads=(
        WorldLead(id=7, created=LONG_AGO, email="a@example.com"),
        WorldLead(id=8, created=LONG_AGO, email="b@example.com"),
        WorldLead(id=9, created=LONG_AGO, email="b@example.com"),
    ),
)
UNKNOWN_TEXT = "outcome of this call is unknown"


def twisted(two_ways: Callable[..., Pair], world: World = WORLD, **settings: Any) -> Any:
    twist = Twisted()
    return two_ways(world, client=twist.client, **settings), twist


def notes(pair: Pair) -> list[str]:
    return [each for call in pair.bridge.calls() for each in call.notes if each.startswith(UNKNOWN)]


def shown(call: Callable[[], Any]) -> str:
    """All that an answer says: no repr shows the errors of records."""
    return str(asdict(outcome(call)))


def anew(client: Client) -> Any:
    return client.sync_multiple_leads([{"Email": "n@example.com"}], dedup_enabled=False)


def test_the_id_of_a_lead_may_be_a_text(two_ways: Callable[..., Pair]) -> None:
    pair, twist = twisted(two_ways)
    twist.path, twist.twist = "/v1/leads.json", rows(lambda row: {**row, "id": str(row["id"])})
    told = outcome(lambda: pair.soap("bridge").sync_lead({"Email": "n@example.com"}))
    made = pair.behind_client().get_lead(email="n@example.com").lead_record_list.lead_record
    assert [told.lead_id] == [each.id for each in made]


@pytest.mark.parametrize(
    "change",
    [
        lambda row: {"status": row["status"]},
        lambda row: {**row, "id": None},
        lambda row: {**row, "status": "accepted"},
        lambda row: {"id": row["id"]},
        lambda row: {**row, "status": None},
    ],
)
def test_a_lead_that_may_be_made_is_not_told_as_not_made(
    two_ways: Callable[..., Pair], change: Any
) -> None:
    pair, twist = twisted(two_ways)
    twist.path, twist.twist = "/v1/leads.json", rows(change)
    assert UNKNOWN_TEXT in shown(lambda: anew(pair.soap("bridge")))
    assert notes(pair)
    # The same call again is not made.
    assert UNKNOWN_TEXT in shown(lambda: anew(pair.soap("bridge")))
    assert len(twist.met) == 1


@pytest.mark.parametrize(
    ("path", "call"),
    [
        (
            "/bulk/v1/leads.json",
            lambda client: client.import_to_list(
                program_name="Program", list_name="List", header="Email Address", rows=["x@x.org"]
            ),
        ),
        (
            "/schedule.json",
            lambda client: client.schedule_campaign(program_name="Program", campaign_name="Weekly"),
        ),
    ],
)
def test_what_was_begun_is_not_begun_again_since_its_record_lacks(
    two_ways: Callable[..., Pair], path: str, call: Callable[[Client], Any]
) -> None:
    pair, twist = twisted(two_ways)
    twist.path, twist.twist = path, lambda document: {**document, "result": []}
    for _ in range(2):
        assert UNKNOWN_TEXT in shown(lambda: call(pair.soap("bridge")))
        assert notes(pair)
    assert len(twist.met) == 1


def test_a_cookie_that_cannot_be_sent_hides_no_lead_that_was_written(
    two_ways: Callable[..., Pair],
) -> None:
    pair, _ = twisted(two_ways)
    lead = {"Email": "a@example.com", "FirstName": "Ann"}
    told = outcome(lambda: pair.soap("bridge").sync_lead(lead, marketo_cookie="x" * 9000))
    assert told.sync_status.status.value == "UPDATED"


def test_a_lead_that_was_written_is_not_told_as_not_written_since_it_cannot_be_read(
    two_ways: Callable[..., Pair],
) -> None:
    pair, twist = twisted(two_ways)
    pair.soap("bridge").get_lead(id=7)
    twist.path, twist.method = "/v1/leads.json", "GET"
    twist.twist = rows(lambda row: {"email": row["email"]})
    lead = {"Email": "a@example.com", "FirstName": "Ann"}
    told = outcome(lambda: pair.soap("bridge").sync_lead(lead, return_lead=True))
    assert UNKNOWN_TEXT in str(told)
    assert notes(pair)


@pytest.mark.parametrize("failing", [False, True])
def test_a_record_that_was_made_is_told_though_it_cannot_be_looked_up(
    two_ways: Callable[..., Pair], failing: bool
) -> None:
    pair, twist = twisted(two_ways)
    pair.soap("bridge").get_custom_objects("Car", keys={"vin": "1"})
    pair.face.fail_next("sync_custom_objects", code=604, processed=True)
    if failing:
        twist.path, twist.method, twist.error = "_method=GET", "POST", RequestTimeout("x")
    car = ({"vin": "1"}, {"owner": "7"})
    told = pair.soap("bridge").sync_custom_objects("Car", [car], operation="INSERT")
    (status,) = told.sync_custom_obj_status_list.sync_custom_obj_status
    if failing:
        assert status.status.value == "FAILED"
        assert UNKNOWN_TEXT in status.error
        assert notes(pair)
    else:
        assert status.status.value == "CREATED"


@pytest.mark.parametrize("failing", [False, True])
def test_an_opportunity_that_was_made_is_told_though_it_cannot_be_looked_up(
    two_ways: Callable[..., Pair], failing: bool
) -> None:
    pair, twist = twisted(two_ways)
    pair.soap("bridge").describe_mobject("Opportunity")
    pair.face.fail_next("sync_opportunities", code=604, processed=True)
    if failing:
        twist.path, twist.method, twist.error = "opportunities.json", "GET", RequestTimeout("x")
    values = {"externalOpportunityId": "X1", "Name": "Deal"}
    pairs = [t.Attrib(name=name, value=value) for name, value in values.items()]
    deal = t.MObject(type_value="Opportunity", attrib_list=t.ArrayOfAttrib(attrib=pairs))
    told = pair.soap("bridge").sync_mobjects([deal], operation="INSERT")
    (status,) = told.m_obj_status_list.m_obj_status
    if failing:
        assert status.status.value == "FAILED"
        assert UNKNOWN_TEXT in status.error
        assert notes(pair)
    else:
        assert status.status.value == "CREATED"


@pytest.mark.parametrize("status", ["skipped", "accepted", None])
def test_a_lead_counts_as_added_only_where_that_is_told(
    two_ways: Callable[..., Pair], status: str | None
) -> None:
    pair, twist = twisted(two_ways)
    twist.path = "/leads.json"
    twist.twist = rows(lambda row: {"id": row["id"], "status": status})
    told = pair.soap("bridge").list_operation("ADDTOLIST", list_name="Plain", members=[7])
    assert not told.success


def pages(*said: Mapping[str, Any], result: tuple[Any, ...] = ()) -> Twist:
    """One page after another, which say where they lead; the last one stays."""
    left = list(said)
    return lambda _: ok(*result, **(left.pop(0) if len(left) > 1 else left[0]))


CLEAR = v2_1.ParamsListOperation(
    list_operation=v2_1.ListOperationType("CLEARLIST"),
    list_key=v2_1.ListKey(key_type=v2_1.ListKeyType("MKTOLISTNAME"), key_value="Plain"),
    list_member_list=v2_1.ArrayOfLeadKey(lead_key=[]),
)
READS: dict[str, tuple[str, Callable[[Pair], Any]]] = {
    "custom objects": (
        "/customobjects/Car.json",
        lambda pair: pair.soap("bridge").get_custom_objects("Car", keys={"vin": "1"}),
    ),
    "members of a list": (
        "/leads.json",
        lambda pair: pair.soap("bridge").get_multiple_leads(
            t.StaticListSelector(static_list_name="Plain")
        ),
    ),
    "leads": ("/v1/leads.json", lambda pair: pair.soap("bridge").get_lead(email="a@example.com")),
    "a list to clear": ("/leads.json", lambda pair: pair.soap("bridge", "2_1").call(CLEAR)),
}
NOWHERE: dict[str, Sequence[Mapping[str, Any]]] = {
    "a token that repeats": [{"nextPageToken": "t"}],
    "tokens in a circle": [{"nextPageToken": each} for each in "tutu"],
    "no token": [{"moreResult": True}],
    "more of the same": [{"moreResult": True, "nextPageToken": "t"}],
}


@pytest.mark.parametrize(("path", "call"), READS.values(), ids=READS)
@pytest.mark.parametrize("said", NOWHERE.values(), ids=NOWHERE)
def test_pages_that_lead_nowhere_end_in_a_fault(
    two_ways: Callable[..., Pair],
    path: str,
    call: Callable[[Pair], Any],
    said: Sequence[Mapping[str, Any]],
) -> None:
    pair, twisting = twisted(two_ways)
    outcome(lambda: call(pair))
    twisting.path, twisting.method, twisting.twist = path, "GET", pages(*said)
    assert "20011" in shown(lambda: call(pair))
    assert 1 <= len(twisting.met) <= 4


def test_leads_that_cannot_be_taken_out_of_a_list_end_in_a_fault(
    two_ways: Callable[..., Pair],
) -> None:
    pair, twisting = twisted(two_ways)
    outcome(lambda: pair.soap("bridge", "2_1").call(CLEAR))
    twisting.path, twisting.method = "/leads.json", "GET"
    twisting.twist = pages({"nextPageToken": "t"}, result=({"id": 7},))
    assert "20011" in shown(lambda: pair.soap("bridge", "2_1").call(CLEAR))
    assert len(twisting.met) == 2


def test_an_empty_page_is_not_the_last_where_more_remains(two_ways: Callable[..., Pair]) -> None:
    pair, twisting = twisted(two_ways)
    twisting.path, twisting.method = "/customobjects/Car.json", "GET"
    twisting.twist = pages({"moreResult": True, "nextPageToken": "t"}, {})
    told = pair.soap("bridge").get_custom_objects("Car", keys={"vin": "1"})
    assert told.return_count == 0
    assert len(twisting.met) == 2


def test_a_lead_that_goes_meanwhile_hides_no_other_with_a_shared_address(
    two_ways: Callable[..., Pair],
) -> None:
    shared = [
        WorldLead(id=number, created=LONG_AGO, email=f"{letter}@example.com")
        for number, letter in enumerate("aabb", 7)
    ]
    commas = [WorldLead(id=number, created=LONG_AGO, email="c,c@example.com") for number in (1, 2)]
    pair, twist = twisted(two_ways, World(leads=(*shared, *commas)))
    pair.soap("bridge").get_lead(id=7)
    twist.path, twist.method = "/v1/leads.json", "GET"
    twist.twist = lambda document: {
        **document,
        "result": [each for each in document["result"] if each["email"] != "a@example.com"],
    }
    asked = [{"Email": f"{each}@example.com", "City": "Ulm"} for each in ("a", "b", "c,c")]
    told = pair.soap("bridge").sync_multiple_leads(asked)
    statuses = [each.status.value for each in told.sync_status_list.sync_status]
    assert statuses == ["FAILED", "UPDATED", "FAILED"]


def test_of_several_leads_one_whose_change_is_not_told_is_not_the_last(
    two_ways: Callable[..., Pair],
) -> None:
    pair, twist = twisted(two_ways, several="last_updated")
    pair.soap("bridge").get_lead(id=7)
    twist.path, twist.method = "/v1/leads.json", "GET"
    twist.twist = rows(lambda row: row if row["id"] == 8 else {**row, "updatedAt": None})
    told = pair.soap("bridge").sync_lead({"Email": "b@example.com", "City": "Ulm"})
    assert told.lead_id == 8


@pytest.mark.parametrize(
    ("path", "name", "call"),
    [
        ("/v1/leads.json", "email", lambda client: client.get_lead(id=7)),
        ("/channels.json", "name", lambda client: client.get_channels()),
    ],
)
def test_what_xml_cannot_carry_is_left_out_and_the_rest_is_shown(
    two_ways: Callable[..., Pair], path: str, name: str, call: Callable[[Client], Any]
) -> None:
    pair, twist = twisted(two_ways)
    twist.path, twist.method = path, "GET"
    twist.twist = rows(lambda row: {**row, name: "odd\x01\ufffename"})
    assert "'oddname'" in shown(lambda: call(pair.soap("bridge")))
