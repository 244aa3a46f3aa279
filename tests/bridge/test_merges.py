"""mergeLeads through the bridge: the same leads stay, and the same faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.bridge_pair import Pair, outcome
from support.exact import exact

from mktows.errors import Fault
from mktows.sandbox.world.world import World, WorldField, WorldLead

LONG_AGO = "2026-01-01T00:00:00Z"
WORLD = World(
    lead_fields=(WorldField(name="SfdcLeadId", rest_name="sfdcLeadId"),),
    leads=(
        WorldLead(id=1, email="a@example.com", attributes={"City": "A"}, created=LONG_AGO),
        WorldLead(id=2, email="b@example.com", attributes={"City": "B"}, created=LONG_AGO),
        WorldLead(id=3, email="c@example.com", attributes={"LastName": "C"}, created=LONG_AGO),
        WorldLead(id=4, email="c@example.com", attributes={"Title": "D"}, created=LONG_AGO),
        WorldLead(id=5, attributes={"SfdcLeadId": "00Q5"}, created=LONG_AGO),
        *(WorldLead(id=each, created=LONG_AGO) for each in range(100, 160)),
    ),
)
Keys = dict[str, object]
MERGES: dict[str, tuple[Keys, list[Keys]]] = {
    "by id": ({"IDNUM": 1}, [{"IDNUM": 2}, {"IDNUM": 3}]),
    "by address": ({"EMAIL": "A@example.com"}, [{"EMAIL": "c@example.com"}]),
    "by both": ({"IDNUM": 1}, [{"IDNUM": 3, "EMAIL": "c@example.com"}]),
    "by keys of two leads": ({"IDNUM": 1}, [{"IDNUM": 2, "EMAIL": "c@example.com"}]),
    "by a key of the CRM": ({"IDNUM": 1}, [{"SFDCLEADID": "00Q5"}]),
    "the same loser twice": ({"IDNUM": 1}, [{"IDNUM": 3}, {"IDNUM": 3}]),
    "an unknown winner": ({"IDNUM": 9}, [{"IDNUM": 8}]),
    "an unknown loser": ({"IDNUM": 1}, [{"IDNUM": 2}, {"EMAIL": "x@example.com"}]),
    "no number": ({"IDNUM": "x"}, [{"IDNUM": 2}]),
    "an owner of nobody": ({"IDNUM": 1}, [{"LEADOWNEREMAIL": "o@example.com"}]),
    "a cookie": ({"IDNUM": 1}, [{"COOKIE": "x"}]),
    "an unknown loser before a cookie": ({"IDNUM": 1}, [{"IDNUM": 9}, {"COOKIE": "x"}]),
    "a cookie before an unknown loser": ({"IDNUM": 1}, [{"COOKIE": "x"}, {"IDNUM": 9}]),
    "an unknown winner alone": ({"IDNUM": 9}, []),
    "no such type": ({"IDNUM": 1}, [{"PHONE": "x"}]),
    "into itself": ({"IDNUM": 1}, [{"IDNUM": 2}, {"EMAIL": "a@example.com"}]),
    "more than one call takes": ({"IDNUM": 1}, [{"IDNUM": each} for each in range(100, 151)]),
}


def all_leads(client: Any) -> Any:
    return client.get_multiple_leads(ids=[*range(1, 10), *range(100, 160)])


@pytest.mark.parametrize(("winner", "losers"), MERGES.values(), ids=MERGES)
def test_the_bridge_answers_as_the_sandbox(
    two_ways: Callable[..., Pair], winner: Keys, losers: list[Keys]
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: client.merge_leads(winner, losers))
    assert exact(old) == exact(new)
    old, new = pair.both(all_leads)
    assert exact(old) == exact(new)


@pytest.mark.parametrize(
    ("losers", "calls"),
    [
        ([{"IDNUM": 2}], 2),
        ([{"EMAIL": "b@example.com"}, {"EMAIL": "c@example.com"}], 3),
        ([{"IDNUM": each} for each in range(100, 126)], 3),
        ([{"IDNUM": 99}], 1),
    ],
)
def test_the_calls_that_it_takes(
    two_ways: Callable[..., Pair], losers: list[Keys], calls: int
) -> None:
    pair = two_ways(WORLD)
    assert pair.rest_calls(lambda client: client.merge_leads({"IDNUM": 1}, losers)) == calls


def test_a_merge_that_was_carried_out_without_an_answer_is_told(
    two_ways: Callable[..., Pair],
) -> None:
    client = _failing(two_ways(WORLD), code=604, processed=True)
    status = client.merge_leads({"IDNUM": 1}, [{"IDNUM": 2}]).merge_status
    assert (status.status.value, status.error) == ("MERGED", None)


def test_a_merge_of_which_nobody_knows_is_not_made_again(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    client = _failing(pair, code=604)
    for _ in range(2):
        fault = outcome(lambda: client.merge_leads({"IDNUM": 1}, [{"IDNUM": 2}]))
        assert isinstance(fault, Fault)
        assert fault.service_code == 20011
    assert sum("merge.json" in each.url for each in pair.watched.requests) == 1


def test_the_losers_that_were_merged_are_told_when_the_rest_is_not(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    client: Any = pair.soap("bridge")
    inner = pair.watched.inner

    class FailingSecond:
        def send(self, request: Any) -> Any:
            if "merge.json" in request.url and "125" in request.url:
                pair.face.fail_next("merge_leads", code=604)
            return inner.send(request)

    pair.watched.inner = FailingSecond()
    losers = [{"IDNUM": each} for each in range(100, 130)]
    status = client.merge_leads({"IDNUM": 1}, losers).merge_status
    assert status.status.value == "FAILED"
    assert status.losing_lead_id_list.integer_item == list(range(100, 125))
    assert "20011" in status.error


def test_a_merge_that_the_crm_refuses_failed(two_ways: Callable[..., Pair]) -> None:
    client = _failing(two_ways(WORLD), code=1078)
    status = client.merge_leads({"IDNUM": 1}, [{"IDNUM": 2}]).merge_status
    assert (status.status.value, status.losing_lead_id_list.integer_item) == ("FAILED", [])
    assert status.error.endswith("(1078)")


def _failing(pair: Pair, **ways: Any) -> Any:
    pair.face.fail_next("merge_leads", **ways)
    return pair.soap("bridge")
