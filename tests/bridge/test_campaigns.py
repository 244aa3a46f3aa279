"""Campaigns through the bridge: told and run as by the sandbox, and never run twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from mktows_bindings.v3_1 import types as v3_1
from support.bridge_pair import NOW, Pair

from mktows import Client
from mktows.errors import Fault
from mktows.facts.faults import BAD_PARAMETER, CAMPAIGN_NOT_FOUND, INTERNAL_ERROR
from mktows.sandbox.campaigns.rows import CampaignRun
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldField,
    WorldLead,
    WorldList,
    WorldProgram,
)

Call = Callable[[Client], Any]
Pairs = Callable[..., Pair]
MANY = 110
WORLD = World(
    channels=(WorldChannel(name="Email"),),
    lead_fields=(WorldField(name="SfdcLeadId", rest_name="sfdcLeadId"),),
    leads=(
        *(
            WorldLead(id=number, email=f"{number}@one.example", lists=("Members",))
            for number in range(1, MANY + 1)
        ),
        WorldLead(id=201, email="twice@one.example", attributes={"SfdcLeadId": "00Qa"}),
        WorldLead(id=202, email="Twice@one.example", attributes={"SfdcLeadId": "00QA"}),
    ),
    lists=(WorldList(name="Members"),),
    campaigns=(
        WorldCampaign(id=11, name="Zeta, Own", kind="trigger"),
        WorldCampaign(id=12, name="alpha", kind="trigger", description="The first"),
        WorldCampaign(id=13, name="For sales", kind="trigger", sources=("SALES",)),
        WorldCampaign(id=14, name="For both", kind="trigger", sources=("MKTOWS", "SALES")),
        WorldCampaign(id=15, name="Asleep", kind="trigger", active=False),
        WorldCampaign(id=16, name="Nightly", kind="batch"),
    ),
    programs=(
        WorldProgram(
            id=4000,
            name="SMSProgram",
            channel="Email",
            tokens={"text": "of the program"},
            campaigns=(
                WorldCampaign(id=21, name="SMS Campaign", kind="trigger"),
                WorldCampaign(id=22, name="Weekly", kind="batch", list="Members"),
                WorldCampaign(id=23, name="alpha", kind="trigger", sources=("SALES",)),
            ),
        ),
        WorldProgram(
            id=4001,
            name="Other, Program",
            channel="Email",
            campaigns=(
                WorldCampaign(id=31, name="SMS Campaign", kind="trigger"),
                WorldCampaign(id=32, name="Weekly", kind="batch"),
            ),
        ),
    ),
)
TOKENS = {"{{my.text}}": "a <b> & c", "{{my.empty}}": ""}


def keys(*pairs: tuple[str, str]) -> Any:
    return v3_1.ArrayOfLeadKey(
        lead_key=[
            v3_1.LeadKey(key_type=v3_1.LeadKeyRef(kind), key_value=value) for kind, value in pairs
        ]
    )


def tokens(given: dict[str, str]) -> Any:
    return v3_1.ArrayOfAttrib(
        attrib=[v3_1.Attrib(name=name, value=value) for name, value in given.items()]
    )


def request(*leads: tuple[str, str], source: str = "MKTOWS", **members: Any) -> Call:
    """A requestCampaign call that no client holds against the rules first."""
    params = v3_1.ParamsRequestCampaign(
        source=v3_1.ReqCampSourceType(source), lead_list=keys(*leads), **members
    )
    return lambda client: client.call(params)


def schedule(program: str = "SMSProgram", name: str = "Weekly", **more: Any) -> Call:
    return lambda client: client.schedule_campaign(program_name=program, campaign_name=name, **more)


def runs(pair: Pair) -> tuple[list[Any], list[Any]]:
    """The runs of the sandbox, and of the instance behind the bridge."""

    def told(run: CampaignRun) -> Any:
        return (run.campaign, run.tokens, run.leads)

    return (
        [told(each) for each in pair.sandbox.campaign_runs()],
        [told(each) for each in pair.behind.campaign_runs()],
    )


ONE, TWO = ("IDNUM", "1"), ("EMAIL", "2@one.example")
LISTED: dict[str, Call] = {
    "all": lambda client: client.get_campaigns_for_source(),
    "a part": lambda client: client.get_campaigns_for_source(name="SMS"),
    "a part in another letter case": lambda client: client.get_campaigns_for_source(name="sms c"),
    "exactly": lambda client: client.get_campaigns_for_source(name="alpha", exact_name=True),
    "in a program": lambda client: client.get_campaigns_for_source(
        name="SMSProgram.SMS Campaign", exact_name=True
    ),
    "a comma": lambda client: client.get_campaigns_for_source(name="a, o"),
    "none": lambda client: client.get_campaigns_for_source(name="nowhere"),
    "a blank": lambda client: client.get_campaigns_for_source(name=" "),
}
REQUESTED: dict[str, Call] = {
    "by id": request(ONE, campaign_id=12),
    "in a program by id": request(ONE, TWO, campaign_id=21),
    "by names": request(
        ONE, campaign_name="SMS Campaign", program_name="SMSProgram", program_token_list=tokens({})
    ),
    "in another letter case": request(
        ONE, campaign_name="sms campaign", program_name="smsprogram", program_token_list=tokens({})
    ),
    "names with commas": request(
        ONE,
        campaign_name="SMS Campaign",
        program_name="Other, Program",
        program_token_list=tokens(TOKENS),
    ),
    "with tokens": request(ONE, campaign_id=14, program_token_list=tokens(TOKENS)),
    "a lead twice": request(ONE, ("EMAIL", "1@one.example"), ("IDNUM", " 01 "), campaign_id=12),
    "an address of two leads": request(TWO, ("EMAIL", "TWICE@one.example"), campaign_id=12),
    "an address of two leads alone": request(("EMAIL", "twice@one.example"), campaign_id=12),
    "of a CRM": request(("SFDCLEADID", "00Qa"), ("SFDCLEADID", "00QA"), campaign_id=12),
    "more than a hundred": request(
        *(("IDNUM", str(number)) for number in range(1, MANY + 1)),
        ("EMAIL", "nobody@one.example"),
        campaign_id=12,
    ),
}
REFUSED: dict[str, Call] = {
    "no such id": request(ONE, campaign_id=99),
    "no id": request(ONE, campaign_id=0),
    "a negative id": request(ONE, campaign_id=-1),
    "a batch campaign": request(ONE, campaign_id=16),
    "for sales alone": request(ONE, campaign_id=13),
    "for sales alone in a program": request(
        ONE, campaign_name="alpha", program_name="SMSProgram", program_token_list=tokens({})
    ),
    "not active": request(ONE, campaign_id=15),
    "no such name": request(
        ONE, campaign_name="Nowhere", program_name="SMSProgram", program_token_list=tokens({})
    ),
    "no such program": request(
        ONE, campaign_name="SMS Campaign", program_name="Nowhere", program_token_list=tokens({})
    ),
    "of the lead database by name": request(
        ONE, campaign_name="For both", program_name="SMSProgram", program_token_list=tokens({})
    ),
    "id and names": request(ONE, campaign_id=12, campaign_name="alpha"),
    "names without tokens": request(ONE, campaign_name="SMS Campaign", program_name="SMSProgram"),
    "nothing": request(ONE),
    "no leads": request(campaign_id=12),
    "a cookie": request(ONE, ("COOKIE", "id:1&token:_mch"), campaign_id=12),
    "no value": request(("EMAIL", " "), campaign_id=12),
    "an unknown lead": request(ONE, ("IDNUM", "999"), TWO, campaign_id=12),
    "an unknown address": request(TWO, ("EMAIL", "nobody@one.example"), campaign_id=12),
    "no number": request(("IDNUM", "one"), campaign_id=12),
    "an unknown owner": request(("LEADOWNEREMAIL", "o@one.example"), campaign_id=12),
    "an unknown contact": request(("SFDCCONTACTID", "003"), campaign_id=12),
    "a token without name": request(
        ONE, campaign_id=12, program_token_list=tokens({"{{my.a}}": "b", " ": "c"})
    ),
    "an unknown lead before a token without name": request(
        ("IDNUM", "999"), campaign_id=12, program_token_list=tokens({" ": "c"})
    ),
    "an unknown campaign before an unknown lead": request(("IDNUM", "999"), campaign_id=99),
}
SCHEDULED: dict[str, Call] = {
    "now": schedule(),
    "with tokens": schedule(tokens=TOKENS),
    "in the past": schedule(run_at=NOW - timedelta(days=1)),
    "soon": schedule(run_at=NOW + timedelta(minutes=2)),
    "later": schedule(run_at=NOW + timedelta(days=3)),
    "in another letter case": schedule("smsprogram", "WEEKLY"),
    "names with commas": schedule("Other, Program"),
    "in a clone": schedule(clone_to="New Program", run_at=NOW + timedelta(hours=1)),
}
NOT_SCHEDULED: dict[str, Call] = {
    "no such campaign": schedule(name="Nowhere"),
    "no such program": schedule("Nowhere"),
    "of the lead database": schedule(name="Nightly"),
    "a trigger campaign": schedule(name="SMS Campaign"),
    "a clone of a name that is taken": schedule(clone_to="other, program"),
    "a token without name": schedule(tokens={" ": "b"}),
}


@pytest.fixture(scope="module")
def unchanged() -> Iterator[Pair]:
    """A pair for calls that change nothing."""
    with Pair(WORLD) as pair:
        yield pair


@pytest.mark.parametrize("name", LISTED)
def test_campaigns_are_told_as_by_the_sandbox(unchanged: Pair, name: str) -> None:
    old, new = unchanged.both(LISTED[name])
    assert old == new
    assert not isinstance(new, Fault)


@pytest.mark.parametrize("name", REQUESTED)
def test_campaigns_run_as_with_the_sandbox(two_ways: Pairs, name: str) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(REQUESTED[name])
    assert old == new
    assert new.result.success
    before, behind = runs(pair)
    assert len(behind) == 1
    assert before == behind


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_has_the_same_fault_and_runs_nothing(unchanged: Pair, name: str) -> None:
    old, new = unchanged.both(REFUSED[name])
    assert old == new
    assert isinstance(new, Fault)
    assert runs(unchanged) == ([], [])


@pytest.mark.parametrize("name", SCHEDULED)
def test_campaigns_are_scheduled_as_with_the_sandbox(two_ways: Pairs, name: str) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(SCHEDULED[name])
    assert old == new
    assert new.success
    pair.now += timedelta(days=4)
    pair.data(lambda client: client.list_mobjects())
    before, behind = runs(pair)
    assert len(behind) == 1
    assert before == behind


@pytest.mark.parametrize("name", NOT_SCHEDULED)
def test_what_cannot_be_scheduled_has_the_same_fault(unchanged: Pair, name: str) -> None:
    old, new = unchanged.both(NOT_SCHEDULED[name])
    assert old == new
    assert isinstance(new, Fault)
    assert runs(unchanged) == ([], [])


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.get_campaigns_for_source("SALES"),
        request(ONE, source="SALES", campaign_id=14),
        request(ONE, campaign_id=12, program_token_list=tokens({str(n): "" for n in range(101)})),
        schedule(run_at=NOW + timedelta(days=800)),
    ],
)
def test_what_rest_has_nothing_for_is_refused(two_ways: Pairs, call: Call) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(call)
    assert not isinstance(old, Fault)
    assert new.service_code == BAD_PARAMETER
    assert new.service_message.startswith("Not available through the bridge: ")
    assert runs(pair)[1] == []


def test_a_message_is_judged_before_its_source_is_refused(two_ways: Pairs) -> None:
    old, new = two_ways(WORLD).both(
        request(ONE, source="SALES", campaign_id=14, campaign_name="both")
    )
    assert old == new


@pytest.mark.parametrize(
    ("call", "first", "later"),
    [
        (lambda client: client.get_campaigns_for_source(), 1, 0),
        (request(ONE, campaign_id=12), 3, 2),
        (request(ONE, TWO, campaign_id=12), 4, 3),
        (REQUESTED["by names"], 4, 2),
        (schedule(), 2, 1),
    ],
)
def test_rest_calls(two_ways: Pairs, call: Call, first: int, later: int) -> None:
    pair = two_ways(WORLD)
    pair.rest_calls(lambda client: client.get_lead(id=1))  # the fields are known
    assert pair.rest_calls(call) == first
    pair.now += timedelta(seconds=1)  # another signature
    assert pair.rest_calls(call) == later


def test_the_campaigns_of_a_clone_are_known_at_once(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.both(LISTED["all"])
    pair.both(SCHEDULED["in a clone"])
    old, new = pair.both(LISTED["all"])
    assert old == new
    names = {each.name for each in new.campaign_record_list.campaign_record}
    assert "New Program.SMS Campaign" in names


def test_a_campaign_that_was_deactivated_is_looked_up_again(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    assert pair.both(request(ONE, campaign_id=12))[1].result.success
    pair.client.deactivate_smart_campaign(12)
    refused = pair.both(request(TWO, campaign_id=12))[1]
    assert refused.service_code == CAMPAIGN_NOT_FOUND
    assert len(runs(pair)[1]) == 1


def test_a_campaign_that_was_deleted_is_looked_up_again(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    assert pair.both(schedule())[1].success
    pair.client.delete_smart_campaign(22)
    refused = pair.both(schedule(tokens=TOKENS))[1]
    assert refused.service_code == CAMPAIGN_NOT_FOUND
    assert refused.service_message == "No campaign found with NAME = SMSProgram.Weekly (20113)"


def test_a_moment_that_came_too_near_on_the_way_is_left_to_rest(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    pair.face.fail_next("schedule_campaign", code=1042)
    assert pair.both(schedule(run_at=NOW + timedelta(minutes=6)))[1].success
    assert len(runs(pair)[1]) == 1


@pytest.mark.parametrize("processed", [True, False])
@pytest.mark.parametrize(
    ("call", "endpoint"),
    [(request(ONE, campaign_id=12), "trigger_campaign"), (schedule(), "schedule_campaign")],
)
def test_nothing_runs_twice(two_ways: Pairs, call: Call, endpoint: str, processed: bool) -> None:
    pair = two_ways(WORLD)
    pair.face.fail_next(endpoint, code=604, processed=processed)
    unknown = pair.both(call)[1]
    assert unknown.service_code == INTERNAL_ERROR
    sent = len(pair.watched.requests)
    pair.now += timedelta(seconds=1)
    assert pair.both(call)[1] == unknown
    pair.now += timedelta(days=1)
    assert len(runs(pair)[1]) == (1 if processed else 0)
    assert not [each for each in pair.watched.requests[sent:] if each.method == "POST"]


@pytest.mark.parametrize("code", [606, 608, 611])
def test_what_was_not_carried_out_is_repeated(two_ways: Pairs, code: int) -> None:
    pair = two_ways(WORLD)
    pair.face.fail_next("get_campaigns", code=code)
    pair.face.fail_next("trigger_campaign", code=608)
    assert pair.both(request(ONE, campaign_id=12))[1].result.success
    assert len(runs(pair)[1]) == 1


def test_what_could_not_even_be_sent_is_in_no_doubt(two_ways: Pairs) -> None:
    pair = two_ways(WORLD)
    call = schedule(tokens={"{{my.text}}": "x" * 1_000_000})
    for _ in range(2):
        assert pair.both(call)[1].service_code == BAD_PARAMETER
        pair.now += timedelta(seconds=1)
    assert runs(pair)[1] == []
