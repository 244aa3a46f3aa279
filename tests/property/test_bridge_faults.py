"""SOAP calls through the bridge under schedules of faults: nothing is lost, doubled or hidden.

`tools/bridge_trouble.py` carries out as many schedules as it is told to; here are a few.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.bridge_trouble import Stand, Step, Trouble, Wrong, carry_out, run
from support.trouble_acts import ACTS, Act

from mktows.bridge.backend import OPERATIONS
from mktows.facts.rest_errors import QUOTA_REACHED
from mktows.rest import calling

SCHEDULES = 25


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    with Stand() as stand:
        yield stand


def act_of(name: str) -> Act:
    return next(each for each in ACTS if repr(each) == name)


def test_every_operation_that_writes_is_troubled() -> None:
    writes = {name for name, each in OPERATIONS.items() if each.right != "read"}
    assert {each.operation for each in ACTS} == writes


@pytest.mark.parametrize("act", ACTS, ids=repr)
def test_the_very_same_request_does_no_harm(stand: Stand, act: Act) -> None:
    carry_out(stand, [Step(act, replayed=True)])


@pytest.mark.slow
def test_each_write_is_there_as_often_as_is_said() -> None:
    outcomes = [*run(f"0 {number}" for number in range(SCHEDULES))]
    assert len(outcomes) == SCHEDULES
    assert [str(wrong) for _, wrong in outcomes if wrong is not None] == []


@pytest.mark.parametrize(
    ("act", "endpoint"),
    [
        ("syncLead", "sync_leads"),
        ("syncMultipleLeads", "sync_leads"),
        ("listOperation", "add_to_list"),
        ("deleteMObjects", "delete_opportunities"),
    ],
)
def test_what_may_have_been_carried_out_is_not_refused(
    stand: Stand, act: str, endpoint: str
) -> None:
    troubles: list[Trouble] = [{"endpoint": endpoint, "cut": True}, {"code": QUOTA_REACHED}]
    carry_out(stand, [Step(act_of(act), troubles)])
    assert [each.code for each in stand.bridge.calls(last=2)] == [20011, None]


@pytest.mark.parametrize(
    ("act", "endpoint"),
    [
        ("requestCampaign", "trigger_campaign"),
        ("scheduleCampaign", "schedule_campaign"),
        # The program that it made has the name from then on.
        ("scheduleCampaign in a clone", "schedule_campaign"),
        ("importToList", "import_leads"),
        ("syncMObjects costs", "update_program"),
    ],
)
def test_an_unknown_outcome_is_told_again(stand: Stand, act: str, endpoint: str) -> None:
    trouble = {"endpoint": endpoint, "code": 502, "processed": True}
    carry_out(stand, [Step(act_of(act), [trouble], replayed=True)])
    assert [each.code for each in stand.bridge.calls(last=2)] == [20011, 20011]
    assert stand.notes_unknown()


@pytest.mark.parametrize(
    ("act", "write", "read"),
    [
        ("syncCustomObjects INSERT", "sync_custom_objects", "get_custom_objects"),
        ("syncCustomObjects UPSERT", "sync_custom_objects", "get_custom_objects"),
        ("syncMObjects", "sync_opportunities", "get_opportunities"),
        ("syncMObjects", "sync_opportunity_roles", "get_opportunity_roles"),
        ("syncMObjects without a key", "sync_opportunities", "get_opportunities"),
    ],
)
@pytest.mark.parametrize("code", [602, QUOTA_REACHED])
def test_what_cannot_be_looked_for_has_not_failed(
    stand: Stand, act: str, write: str, read: str, code: int
) -> None:
    lost: Trouble = {"endpoint": write, "code": 502, "processed": True}
    carry_out(stand, [Step(act_of(act), [lost, {}, *[{"endpoint": read, "code": code}] * 2])])


def test_a_merge_that_cannot_be_looked_for_stays_unknown(stand: Stand) -> None:
    troubles: list[Trouble] = [{"endpoint": "merge_leads", "code": 502, "processed": True}]
    lost = [{"endpoint": "get_leads", "drop": True}] * 3
    carry_out(stand, [Step(act_of("mergeLeads"), [*troubles, *lost])])
    assert [each.code for each in stand.bridge.calls(last=2)] == [20011, 20011]


def test_a_call_that_is_made_twice_is_noticed(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "is_harmless", lambda *_: True)
    with pytest.raises(Wrong, match="row 0 was carried out twice"):
        carry_out(
            stand,
            [Step(act_of("requestCampaign"), [{"endpoint": "trigger_campaign", "cut": True}])],
        )
