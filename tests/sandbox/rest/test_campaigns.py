"""Campaigns over REST: lists of them, runs that calls ask for, and campaigns as assets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rest_service import RestService

from mktows import Client, ServiceFault
from mktows.sandbox import Sandbox
from mktows.sandbox.campaigns.rows import CampaignRun
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldLead,
    WorldList,
    WorldProgram,
)

CAMPAIGNS = "/rest/v1/campaigns.json"
ASSETS = "/rest/asset/v1/smartCampaigns.json"
ASSET = "/rest/asset/v1/smartCampaign"
NOW = datetime(2018, 3, 1, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)

WORLD = World(
    instance=Instance(zone="UTC", workspaces=("North",)),
    channels=(WorldChannel(name="Blog"),),
    lists=(WorldList(id=1, name="All"),),
    campaigns=(
        WorldCampaign(
            id=3, name="Nightly", kind="batch", list="All", created="2016-01-01", folder=5
        ),
        WorldCampaign(id=4, name="Sales", kind="trigger", sources=("SALES",)),
        WorldCampaign(id=5, name="Asleep", kind="trigger", active=False, workspace="North"),
    ),
    programs=(
        WorldProgram(
            id=7,
            name="Launch",
            channel="Blog",
            workspace="North",
            tokens={"speaker": "George"},
            campaigns=(
                WorldCampaign(id=1, name="Greet", kind="trigger", description="Says hello"),
                WorldCampaign(id=2, name="Follow-up", kind="batch", list="All"),
            ),
        ),
    ),
    leads=(
        WorldLead(id=1, email="a@example.com", lists=("All",)),
        WorldLead(id=2, email="b@example.com"),
    ),
)


@pytest.fixture
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        sandbox.clock.set(NOW)
        yield RestService(sandbox)


def ids(answer: dict[str, Any]) -> list[int]:
    return [each["id"] for each in answer.get("result", [])]


def runs(rest: RestService) -> list[CampaignRun]:
    return list(rest.sandbox.campaign_runs())


def soap(rest: RestService) -> Client:
    return Client(rest.sandbox.config(), transport=rest.sandbox, now=rest.sandbox.clock.now)


# Lists of campaigns


def test_campaigns_are_told_with_their_programs(rest: RestService) -> None:
    answer = rest.get(CAMPAIGNS, id="1,3")
    greet, nightly = answer["result"]
    made = greet.pop("createdAt"), greet.pop("updatedAt")
    assert made[0] == made[1]
    assert greet == {
        "id": 1,
        "name": "Greet",
        "description": "Says hello",
        "type": "trigger",
        "programId": 7,
        "programName": "Launch",
        "workspaceName": "North",
        "active": True,
    }
    assert nightly == {
        "id": 3,
        "name": "Nightly",
        "type": "batch",
        "workspaceName": "Default",
        "createdAt": "2016-01-01T00:00:00Z",
        "updatedAt": "2016-01-01T00:00:00Z",
        "active": False,
    }
    assert rest.get("/rest/v1/campaigns/3.json")["result"] == [nightly]
    assert rest.error("GET", "/rest/v1/campaigns/99.json") == 1013


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"id": "2,5,99"}, [2, 5]),
        ({"name": "greet,Nightly"}, [1, 3]),
        ({"programName": "launch"}, [1, 2]),
        ({"programName": "nothing"}, []),
        ({"workspaceName": "North"}, [1, 2, 5]),
        ({"workspaceName": "default"}, [3, 4]),
        ({"isTriggerable": "true"}, [1]),
        ({"isTriggerable": "false"}, [1, 2, 3, 4, 5]),
        ({"isTriggerable": "true", "workspaceName": "Default"}, []),
    ],
)
def test_campaigns_are_chosen_by_all_that_a_call_says(
    rest: RestService, query: dict[str, object], found: list[int]
) -> None:
    assert ids(rest.get(CAMPAIGNS, **query)) == found


@settings(max_examples=10, deadline=None)
@given(size=st.integers(1, 4), number=st.integers(0, 7))
def test_every_campaign_is_shown_once_under_any_batch_size(size: int, number: int) -> None:
    campaigns = tuple(
        WorldCampaign(name=f"C{n}", kind="trigger", id=n * 2 + 1) for n in range(number)
    )
    with Sandbox(world=World(campaigns=campaigns), rest=True) as sandbox:
        rest = RestService(sandbox)
        found, query = [], {"batchSize": size}
        while True:
            answer = rest.get(CAMPAIGNS, **query)
            assert answer["moreResult"] == ("nextPageToken" in answer)
            found += ids(answer)
            if not answer["moreResult"]:
                break
            query["nextPageToken"] = answer["nextPageToken"]
        assert found == [each.id for each in campaigns]


def test_more_result_is_a_habit() -> None:
    with Sandbox(world=WORLD, rest=RestSettings(habits=Habits(more_result=False))) as sandbox:
        answer = RestService(sandbox).get(CAMPAIGNS, batchSize=2)
        assert "moreResult" not in answer
        assert answer["nextPageToken"]


# Triggers


def trigger(leads: list[Any], *tokens: tuple[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {"leads": [{"id": each} for each in leads]}
    if tokens:
        given["tokens"] = [{"name": name, "value": value} for name, value in tokens]
    return {"input": given}


def test_leads_are_sent_through_a_campaign(rest: RestService) -> None:
    body = trigger([2, 1, 2], ("{{my.speaker}}", "Rufus"))
    answer = rest.post("/rest/v1/campaigns/1/trigger.json", body)
    assert answer["result"] == [{"id": 1}]
    (run,) = runs(rest)
    assert (run.campaign, run.operation) == ("Launch.Greet", "trigger_campaign")
    tokens = {"{{my.speaker}}": "Rufus"}
    assert run.leads == {1: tokens, 2: tokens}
    records = soap(rest).get_lead_activity(id=2).activity_record_list
    assert records is not None
    shown = records.activity_record[0]
    assert (shown.activity_type, shown.mktg_asset_name) == ("Request Campaign", "Launch.Greet")


@pytest.mark.parametrize(
    ("campaign", "body", "code"),
    [
        (99, trigger([1]), 1013),
        (2, trigger([1]), 1003),
        (4, trigger([1]), 1003),
        (5, trigger([1]), 1003),
        (1, trigger([1, 99]), 1004),
        (1, trigger([]), 1002),
        (1, trigger(["x"]), 1001),
        (1, trigger(list(range(1, 102))), 1003),
        (1, trigger([1], *[(f"{{{{my.t{n}}}}}", "") for n in range(101)]), 1003),
        (1, trigger([1], ("", "x")), 1002),
        (1, {"input": []}, 1001),
        (1, {"input": {"leads": "1"}}, 1001),
        (1, {}, 1002),
    ],
)
def test_a_trigger_that_cannot_be_runs_nothing(
    rest: RestService, campaign: int, body: dict[str, Any], code: int
) -> None:
    assert rest.error("POST", f"/rest/v1/campaigns/{campaign}/trigger.json", body=body) == code
    assert runs(rest) == []


# Schedules


def schedule(**given: Any) -> dict[str, Any]:
    return {"input": given}


def test_a_batch_campaign_runs_in_five_minutes_where_nothing_is_said(rest: RestService) -> None:
    path = "/rest/v1/campaigns/2/schedule.json"
    assert rest.post(path, None)["result"] == [{"id": 2}]
    assert rest.post(path, schedule())["result"] == [{"id": 2}]
    assert [each.ended_at for each in runs(rest)] == [None, None]
    rest.sandbox.clock.set(SOON)
    rest.get(CAMPAIGNS)
    ended = [each.ended_at for each in runs(rest)]
    assert ended == [int(SOON.timestamp())] * 2
    assert [each.leads.keys() for each in runs(rest)] == [{1}, {1}]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-03-28T18:05:00+0000", datetime(2018, 3, 28, 18, 5, tzinfo=UTC)),
        ("2018-03-28T18:05:00+02:00", datetime(2018, 3, 28, 16, 5, tzinfo=UTC)),
        ("2018-03-01T12:05:00Z", SOON),
        ("2020-02-29T12:00:00Z", datetime(2020, 2, 29, 12, 0, tzinfo=UTC)),
    ],
)
def test_a_batch_campaign_runs_when_a_call_says(
    rest: RestService, text: str, moment: datetime
) -> None:
    token = {"name": "{{my.speaker}}", "value": "Rufus"}
    rest.post("/rest/v1/campaigns/2/schedule.json", schedule(runAt=text, tokens=[token]))
    (run,) = runs(rest)
    assert (run.run_at, run.tokens) == (int(moment.timestamp()), {"{{my.speaker}}": "Rufus"})


@pytest.mark.parametrize(
    ("campaign", "given", "code"),
    [
        (99, {}, 1013),
        (1, {}, 1003),
        (2, {"runAt": "soon"}, 1001),
        (2, {"runAt": 5}, 1001),
        (2, {"runAt": "2018-03-01T12:04:59Z"}, 1042),
        (2, {"runAt": "2020-03-01T12:00:01Z"}, 1042),
        (2, {"tokens": [{"value": "x"}]}, 1002),
        (2, {"cloneToProgramName": "launch"}, 1017),
        (3, {"cloneToProgramName": "Other"}, 1003),
    ],
)
def test_a_schedule_that_cannot_be_runs_nothing(
    rest: RestService, campaign: int, given: dict[str, Any], code: int
) -> None:
    path = f"/rest/v1/campaigns/{campaign}/schedule.json"
    assert rest.error("POST", path, body=schedule(**given)) == code
    assert runs(rest) == []


def test_a_run_in_a_clone_is_limited_to_twenty_a_day(rest: RestService) -> None:
    path = "/rest/v1/campaigns/2/schedule.json"
    for number in range(20):
        rest.post(path, schedule(cloneToProgramName=f"Copy {number}"))
    assert rest.error("POST", path, body=schedule(cloneToProgramName="One more")) == 1020
    assert runs(rest)[0].campaign == "Copy 0.Follow-up"
    copies = rest.get(CAMPAIGNS, programName="Copy 3")["result"]
    assert [(each["name"], each["active"]) for each in copies] == [
        ("Greet", True),
        ("Follow-up", False),
    ]
    rest.sandbox.clock.advance(timedelta(days=1))
    rest.authorize()
    rest.post(path, schedule(cloneToProgramName="One more"))


# Assets


def test_campaigns_as_assets_are_told_whole(rest: RestService) -> None:
    (greet,) = rest.get(f"{ASSET}/1.json")["result"]
    assert greet["folder"] == {"id": 7, "type": "Program"}
    assert greet["parentProgramId"] == 7
    assert (greet["status"], greet["type"], greet["workspace"]) == ("Active", "trigger", "North")
    assert (greet["isActive"], greet["isRequestable"]) == (True, True)
    (nightly,) = rest.get(f"{ASSET}/byName.json", name="nightly")["result"]
    assert nightly["folder"] == {"id": 5, "type": "Folder"}
    assert nightly["status"] == "Never Run"
    assert nightly["createdAt"] == "2016-01-01T00:00:00Z+0000"
    rest.post("/rest/v1/campaigns/3/schedule.json", None)
    rest.sandbox.clock.set(SOON)
    (nightly,) = rest.get(f"{ASSET}/3.json")["result"]
    assert nightly["status"] == "Single Run"
    (sales,) = rest.get(f"{ASSET}/4.json")["result"]
    assert "folder" not in sales
    assert (sales["isActive"], sales["isRequestable"]) == (True, False)


@pytest.mark.parametrize("path", [f"{ASSET}/99.json", f"{ASSET}/byName.json"])
def test_what_is_not_there_is_a_warning(rest: RestService, path: str) -> None:
    query = {"name": "nothing"} if path.endswith("byName.json") else {}
    answer = rest.get(path, **query)
    assert "result" not in answer
    assert len(answer["warnings"]) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"maxReturn": 2}, [1, 2]),
        ({"maxReturn": 2, "offset": 3}, [4, 5]),
        ({"offset": 9}, []),
        ({"isActive": "true"}, [1, 4]),
        ({"isActive": "false"}, [1, 2, 3, 4, 5]),
        ({"folder": '{"id": 7, "type": "Program"}'}, [1, 2]),
        ({"folder": '{"id": 7, "type": "Folder"}'}, []),
        ({"folder": '{"id": 5, "type": "folder"}'}, [3]),
        ({"latestUpdatedAt": "2016-06-01T00:00:00-00:00"}, [3]),
        ({"earliestUpdatedAt": "2016-06-01T00:00:00-00:00"}, [1, 2, 4, 5]),
        ({"earliestUpdatedAt": "2016-01-01T00:00:00Z", "latestUpdatedAt": "2016-01-01"}, [3]),
    ],
)
def test_assets_are_chosen_by_all_that_a_call_says(
    rest: RestService, query: dict[str, object], found: list[int]
) -> None:
    answer = rest.get(ASSETS, **query)
    assert ids(answer) == found
    assert bool(answer["warnings"]) == (not found)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"maxReturn": 201}, 1003),
        ({"offset": -1}, 1003),
        ({"folder": "7"}, 1003),
        ({"folder": '{"id": 7, "type": "Shelf"}'}, 711),
        ({"earliestUpdatedAt": "long ago"}, 1001),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    rest: RestService, query: dict[str, object], code: int
) -> None:
    assert rest.error("GET", ASSETS, query) == code


def test_a_campaign_that_sleeps_takes_no_leads_of_either_api(rest: RestService) -> None:
    client = soap(rest)
    assert client.get_campaigns_for_source().return_count == 1
    assert rest.post(f"{ASSET}/1/deactivate.json", None)["result"] == [{"id": 1}]
    assert client.get_campaigns_for_source().return_count == 0
    with pytest.raises(ServiceFault):
        client.request_campaign(campaign_id=1, leads=[("IDNUM", "1")])
    assert rest.error("POST", "/rest/v1/campaigns/1/trigger.json", body=trigger([1])) == 1003
    assert runs(rest) == []
    for _ in range(2):
        rest.post(f"{ASSET}/1/activate.json", None)
    client.request_campaign(campaign_id=1, leads=[("IDNUM", "1")])
    rest.post("/rest/v1/campaigns/1/trigger.json", trigger([1]))
    assert [each.operation for each in runs(rest)] == ["requestCampaign", "trigger_campaign"]
    assert rest.error("POST", f"{ASSET}/2/activate.json") == 709
    assert rest.error("POST", f"{ASSET}/99/activate.json") == 702


def test_a_clone_is_made_where_it_is_wanted_and_does_not_listen(rest: RestService) -> None:
    form = {"name": "Twin", "folder": '{"id": 7, "type": "program"}', "description": "Other"}
    (made,) = rest.call("POST", f"{ASSET}/1/clone.json", form=form)["result"]
    assert (made["id"], made["name"], made["description"]) == (6, "Twin", "Other")
    assert made["createdAt"] == "2018-03-01T12:00:00Z+0000"
    assert (made["status"], made["type"]) == ("Inactive", "trigger")
    rest.post(f"{ASSET}/6/activate.json", None)
    found = soap(rest).get_campaigns_for_source().campaign_record_list
    assert found is not None
    assert [each.name for each in found.campaign_record] == ["Launch.Greet", "Launch.Twin"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"name": "greet"}, 709),
        ({"name": ""}, 701),
        ({"name": None}, 1002),
        ({"folder": None}, 1002),
        ({"folder": '{"id": 99, "type": "Program"}'}, 710),
        ({"folder": '{"id": 0, "type": "Folder"}'}, 710),
    ],
)
def test_a_clone_that_cannot_be_is_refused(
    rest: RestService, form: dict[str, Any], code: int
) -> None:
    given = {"name": "Twin", "folder": '{"id": 7, "type": "Program"}', **form}
    given = {name: value for name, value in given.items() if value is not None}
    assert rest.error("POST", f"{ASSET}/1/clone.json", form=given) == code


def test_a_new_campaign_has_no_rules_yet(rest: RestService) -> None:
    form = {"name": "New", "folder": '{"id": 8, "type": "Folder"}'}
    (made,) = rest.call("POST", ASSETS, form=form)["result"]
    assert (made["type"], made["status"], made["isActive"]) == ("default", "Never Run", False)
    assert rest.error("POST", f"/rest/v1/campaigns/{made['id']}/schedule.json") == 1003
    path = f"/rest/v1/campaigns/{made['id']}/trigger.json"
    assert rest.error("POST", path, body=trigger([1])) == 1003


@pytest.mark.parametrize("as_form", [False, True])
def test_a_campaign_is_renamed_and_described(rest: RestService, as_form: bool) -> None:
    given = {"name": "Welcome", "description": "Says welcome"}
    rest.sandbox.clock.advance(timedelta(hours=1))
    sent: dict[str, Any] = {"form" if as_form else "body": given}
    (changed,) = rest.call("POST", f"{ASSET}/1.json", **sent)["result"]
    assert (changed["name"], changed["description"]) == ("Welcome", "Says welcome")
    assert changed["updatedAt"] == "2018-03-01T13:00:00Z+0000"
    found = soap(rest).get_campaigns_for_source().campaign_record_list
    assert found is not None
    assert [each.name for each in found.campaign_record] == ["Launch.Welcome"]
    assert rest.error("POST", f"{ASSET}/1.json", body={"name": "follow-up"}) == 709


def test_a_campaign_that_does_not_listen_is_deleted(rest: RestService) -> None:
    assert rest.error("POST", f"{ASSET}/1/delete.json") == 709
    rest.post("/rest/v1/campaigns/3/schedule.json", None)
    assert rest.post(f"{ASSET}/3/delete.json", None)["result"] == [{"id": 3}]
    assert rest.error("POST", f"{ASSET}/3/delete.json") == 702
    assert ids(rest.get(CAMPAIGNS)) == [1, 2, 4, 5]
    rest.sandbox.clock.set(SOON)  # the run that waited has nothing to run
    assert ids(rest.get(CAMPAIGNS)) == [1, 2, 4, 5]


def test_a_strict_face_refuses_unknown_members() -> None:
    with Sandbox(world=WORLD, rest=True, strict=True) as sandbox:
        sandbox.clock.set(NOW)
        rest = RestService(sandbox)
        rest.post("/rest/v1/campaigns/2/schedule.json", schedule(tokens=[]))
        body = schedule(cloneToProgram="X")
        assert rest.error("POST", "/rest/v1/campaigns/2/schedule.json", body=body) == 1003
        assert rest.error("POST", f"{ASSET}/1.json", form={"nam": "X"}) == 1003
        rest.call("POST", f"{ASSET}/1.json", form={"name": "X"})
