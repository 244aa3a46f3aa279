"""marketorestpython, the best known Python client of the REST API, calls the sandbox as it is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.rest_peers import MarketoRestPython, PeerError, needs_python3_peers
from support.rest_service import RestService

from mktows.facts.rest_errors import METHOD_UNSUPPORTED, RESOURCE_UNKNOWN
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world import (
    World,
    WorldActivity,
    WorldActivityAttribute,
    WorldActivityType,
    WorldCampaign,
    WorldChannel,
    WorldLead,
    WorldList,
    WorldProgram,
    WorldStatus,
)
from mktows.sandbox.world.world import WorldMembership
from mktows.server.http.server import ThreadedServer

pytestmark = needs_python3_peers

SINCE = "2020-01-01T00:00:00Z"
COOKIE = "id:123-ABC-456&token:_mch-example.com-1"
FOLDER = 1
CAR = [
    {"name": "vin", "displayName": "VIN", "dataType": "string", "isDedupeField": True},
    {"name": "make", "displayName": "Make", "dataType": "string"},
    {
        "name": "owner",
        "displayName": "Owner",
        "dataType": "link",
        "relatedTo": {"name": "lead", "field": "id"},
    },
]
"""The fields of a type of custom objects."""


def visit(lead: int, at: str, **more: Any) -> WorldActivity:
    return WorldActivity(lead=lead, at=at, type="Visit Webpage", **more)


def campaign(number: int, name: str, kind: str = "trigger") -> WorldCampaign:
    return WorldCampaign(
        id=number, name=name, kind=kind, list="Launch.Guests" if kind == "batch" else None
    )


WORLD = World(
    instance=Instance(zone="UTC"),
    channels=(
        WorldChannel(
            name="Blog",
            statuses=(
                WorldStatus(name="Read", step=1, success=False),
                WorldStatus(name="Won", step=2, success=True),
            ),
        ),
    ),
    tags={"Region": ("North", "South")},
    programs=(
        WorldProgram(
            id=7,
            name="Launch",
            channel="Blog",
            tags={"Region": "North"},
            tokens={"greeting": "Hello"},
            campaigns=(campaign(70, "Greet"), campaign(71, "Mail", "batch")),
            lists=(WorldList(id=72, name="Guests"),),
        ),
        WorldProgram(id=8, name="Other", channel="Blog", tags={"Region": "South"}),
        WorldProgram(id=9, name="Mail", channel="Blog", type="Email Batch Program"),
    ),
    lists=(WorldList(id=73, name="All", description="everybody"), WorldList(id=74, name="None")),
    leads=tuple(
        WorldLead(
            id=number,
            email=f"{number}@example.com",
            attributes={"FirstName": f"First {number}"},
            created="2026-01-01T00:00:00Z",
            lists=("All", "Launch.Guests") if number < 4 else ("All",),
            programs=(WorldMembership(program="Launch", status="Read"),) if number < 3 else (),
        )
        for number in range(1, 6)
    ),
    activity_types=(
        WorldActivityType(
            id=100_001,
            api_name="playGame",
            name="Play Game",
            primary=WorldActivityAttribute(api_name="game", name="Game"),
            attributes=(WorldActivityAttribute(api_name="points", name="Points", type="integer"),),
        ),
        WorldActivityType(
            id=100_002,
            api_name="drafted",
            name="Drafted",
            primary=WorldActivityAttribute(api_name="what", name="What"),
            approved=False,
        ),
    ),
    activities=tuple(
        visit(number % 5 + 1, f"2026-01-{number + 2:02}T10:00:00", id=number + 1, asset="start")
        for number in range(9)
    ),
)


@dataclass(frozen=True)
class Bench:
    """A sandbox, the library that calls it over HTTP, and a look into what it holds."""

    sandbox: Sandbox
    peer: MarketoRestPython
    rest: RestService
    folder: Path

    def call(self, method: str, /, *args: object, **named: object) -> Any:
        return self.peer.call(method, *args, **named)

    def get(self, path: str, /, **query: object) -> list[Any]:
        """The result of a GET."""
        result = self.rest.get(path, **query)["result"]
        assert isinstance(result, list)
        return result

    def first(self, path: str, /, **query: object) -> dict[str, Any]:
        found = self.get(path, **query)[0]
        assert isinstance(found, dict)
        return found

    def lead(self, lead: int, *fields: str) -> dict[str, Any]:
        return self.first(f"/rest/v1/lead/{lead}.json", fields=",".join(fields or ("email",)))

    def members(self, number: int) -> list[int]:
        return [each["id"] for each in self.get(f"/rest/v1/lists/{number}/leads.json")]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with (
        Sandbox(world=WORLD, rest=RestSettings(habits=Habits(activity_times="Z"))) as sandbox,
        ThreadedServer(sandbox) as server,
    ):
        yield Bench(sandbox, MarketoRestPython(server.url), RestService(sandbox), tmp_path)


TRIED: dict[str, Callable[[Bench], None]] = {}


def tries(*methods: str) -> Callable[[Callable[[Bench], None]], Callable[[Bench], None]]:
    """Tell which methods of the library a function tries."""

    def keep(act: Callable[[Bench], None]) -> Callable[[Bench], None]:
        for each in methods:
            assert each not in TRIED
            TRIED[each] = act
        return act

    return keep


# Leads


@tries("get_lead_by_id")
def one_lead(bench: Bench) -> None:
    (lead,) = bench.call("get_lead_by_id", 3, fields=["email", "firstName", "lastName"])
    assert lead == {"id": 3, "email": "3@example.com", "firstName": "First 3", "lastName": None}
    (lead,) = bench.call("get_lead_by_id", id=3)
    assert lead["createdAt"] == "2026-01-01T00:00:00Z"
    with pytest.raises(PeerError) as caught:
        bench.call("get_lead_by_id", 99)
    assert (caught.value.kind, caught.value.code) == ("MarketoException", "1004")


@tries("get_multiple_leads_by_filter_type")
def leads_by_filter(bench: Bench) -> None:
    emails = ["4@example.com", "2@example.com", "nobody@example.com", "1@example.com"]
    found = bench.call(
        "get_multiple_leads_by_filter_type", "email", emails, fields="firstName", batchSize=2
    )
    assert found == [{"id": each, "firstName": f"First {each}"} for each in (1, 2, 4)]
    # A query that no address could hold.
    ids = [str(each) for each in range(1, 300)]
    found = bench.call("get_multiple_leads_by_filter_type", "id", ids, ["email", "firstName"])
    assert [each["id"] for each in found] == [1, 2, 3, 4, 5]
    assert found[0].keys() == {"id", "email", "firstName"}


@tries("get_multiple_leads_by_list_id", "get_multiple_leads_by_list_id_yield")
def leads_of_list(bench: Bench) -> None:
    found = bench.call("get_multiple_leads_by_list_id", 73, fields="email", batchSize=2)
    assert found == [{"id": each, "email": f"{each}@example.com"} for each in range(1, 6)]
    pages = bench.call("get_multiple_leads_by_list_id_yield", 73, batchSize=2)
    assert [[each["id"] for each in page] for page in pages] == [[1, 2], [3, 4], [5]]
    assert bench.call("get_multiple_leads_by_list_id", 74) == []


@tries("get_multiple_leads_by_program_id", "get_multiple_leads_by_program_id_yield")
def leads_of_program(bench: Bench) -> None:
    found = bench.call("get_multiple_leads_by_program_id", 7, fields="email", batchSize=1)
    assert [each["email"] for each in found] == ["1@example.com", "2@example.com"]
    assert found[0]["membership"]["progressionStatus"] == "Read"
    pages = bench.call("get_multiple_leads_by_program_id_yield", 7, batchSize=1)
    assert [[each["id"] for each in page] for page in pages] == [[1], [2]]


@tries("create_update_leads")
def sync_leads(bench: Bench) -> None:
    leads = [{"email": "1@example.com", "firstName": "Ann"}, {"email": "new@example.com"}]
    updated, created = bench.call("create_update_leads", leads, lookupField="email")
    assert updated == {"id": 1, "status": "updated"}
    assert created["status"] == "created"
    assert bench.lead(1, "firstName")["firstName"] == "Ann"
    assert bench.lead(created["id"])["email"] == "new@example.com"
    again, unknown = bench.call(
        "create_update_leads",
        [{"email": "1@example.com"}, {"email": "nobody@example.com"}],
        action="createOnly",
        asyncProcessing=False,
    )
    assert (again["status"], again["reasons"][0]["code"]) == ("skipped", "1005")
    assert unknown["status"] == "created"


@tries("delete_lead")
def delete_leads(bench: Bench) -> None:
    gone, unknown = bench.call("delete_lead", [1, 99])
    assert gone == {"id": 1, "status": "deleted"}
    assert (unknown["status"], unknown["reasons"][0]["code"]) == ("skipped", "1004")
    assert bench.members(73) == [2, 3, 4, 5]


@tries("associate_lead")
def associate(bench: Bench) -> None:
    assert bench.call("associate_lead", 2, COOKIE) is True
    asked = {"filterType": "cookies", "filterValues": COOKIE}
    assert [each["id"] for each in bench.get("/rest/v1/leads.json", **asked)] == [2]


@tries("push_lead")
def push(bench: Bench) -> None:
    leads = [{"email": "4@example.com"}, {"email": "new@example.com", "firstName": "Ann"}]
    known, new = bench.call(
        "push_lead", leads, "Launch", lookupField="email", programStatus="Won", reason="a fair"
    )
    assert (known["id"], known["status"], new["status"]) == (4, "updated", "created")
    members = bench.get("/rest/v1/leads/programs/7.json", fields="firstName")
    told = {each["id"]: each["membership"]["progressionStatus"] for each in members}
    assert told == {1: "Read", 2: "Read", 4: "Won", new["id"]: "Won"}


@tries("merge_lead")
def merge(bench: Bench) -> None:
    assert bench.call("merge_lead", 1, [2, 3]) is True
    asked = {"filterType": "id", "filterValues": "1,2,3"}
    assert [each["id"] for each in bench.get("/rest/v1/leads.json", **asked)] == [1]
    assert bench.call("merge_lead", 1, [4], mergeInCRM=True) is True


@tries("get_lead_partitions")
def partitions(bench: Bench) -> None:
    (default,) = bench.call("get_lead_partitions")
    assert (default["id"], default["name"]) == (1, "Default")


@tries("describe", "describe2")
def describe(bench: Bench) -> None:
    # Some fields are SOAP's alone.
    fields = {each["rest"]["name"]: each for each in bench.call("describe") if "rest" in each}
    assert fields["firstName"]["soap"]["name"] == "FirstName"
    (described,) = bench.call("describe2")
    assert ["email"] in described["searchableFields"]
    assert {each["name"] for each in described["fields"]} == fields.keys()


@tries("submit_form")
def submit_form(bench: Bench) -> None:
    given = {"leadFormFields": {"email": "new@example.com", "firstName": "Ann"}}
    (made,) = bench.call("submit_form", 5, given)
    assert made["status"] == "created"
    assert bench.lead(made["id"], "firstName")["firstName"] == "Ann"


# Lists


@tries("add_leads_to_list", "remove_leads_from_list", "member_of_list")
def members_of_lists(bench: Bench) -> None:
    added, unknown = bench.call("add_leads_to_list", 74, [2, 99])
    assert (added, unknown["status"]) == ({"id": 2, "status": "added"}, "skipped")
    assert bench.members(74) == [2]
    told = bench.call("member_of_list", 74, [1, 2])
    assert [each["status"] for each in told] == ["notmemberof", "memberof"]
    removed, absent = bench.call("remove_leads_from_list", 74, [2, 1])
    assert (removed, absent["status"]) == ({"id": 2, "status": "removed"}, "skipped")
    assert bench.members(74) == []


@tries("get_multiple_lists")
def lists(bench: Bench) -> None:
    found = bench.call("get_multiple_lists", batchSize=1)
    assert [each["name"] for each in found] == ["Guests", "All", "None"]
    (guests,) = bench.call("get_multiple_lists", programName=["Launch"])
    assert (guests["id"], guests["programName"]) == (72, "Launch")
    assert [each["id"] for each in bench.call("get_multiple_lists", id=[73, 74])] == [73, 74]
    assert bench.call("get_multiple_lists", name="Nobody's") == []


@tries("create_list", "update_list", "delete_list")
def make_lists(bench: Bench) -> None:
    (made,) = bench.call("create_list", "New", FOLDER, "Folder", description="of today")
    assert (made["name"], made["description"]) == ("New", "of today")
    path = f"/rest/asset/v1/staticList/{made['id']}.json"
    assert bench.first(path)["folder"] == {"id": FOLDER, "type": "Folder"}
    (changed,) = bench.call("update_list", made["id"], description="of tomorrow")
    assert bench.first(path)["description"] == changed["description"] == "of tomorrow"
    assert bench.call("delete_list", made["id"]) == [{"id": made["id"]}]
    assert bench.rest.error("GET", path) == 702


@tries("get_list_by_id", "get_list_by_name", "browse_lists", "browse_lists_yield")
def lists_as_assets(bench: Bench) -> None:
    (by_id,) = bench.call("get_list_by_id", 73)
    (by_name,) = bench.call("get_list_by_name", "All")
    assert by_id == by_name == bench.first("/rest/asset/v1/staticList/73.json")
    assert by_id["description"] == "everybody"
    assert [each["id"] for each in bench.call("browse_lists", maxReturn=2)] == [72, 73, 74]
    pages = bench.call("browse_lists_yield", maxReturn=2)
    assert [[each["id"] for each in page] for page in pages] == [[72, 73], [74]]
    in_program = bench.call("browse_lists", folderId=7, folderType="Program")
    assert [each["id"] for each in in_program] == [72]


# Activities


@tries("get_paging_token", "get_lead_activities", "get_lead_activities_yield")
def activities(bench: Bench) -> None:
    found = bench.call("get_lead_activities", ["1"], sinceDatetime=SINCE, batchSize=2)
    assert [each["id"] for each in found] == [*range(1, 10)]
    assert found[0]["activityDate"] == "2026-01-02T10:00:00Z"
    until = bench.call(
        "get_lead_activities", "1 12", sinceDatetime=SINCE, untilDatetime="2026-01-05", batchSize=3
    )
    assert [each["id"] for each in until] == [1, 2, 3]
    token = bench.call("get_paging_token", "2026-01-08T10:00:00Z")
    pages = bench.call("get_lead_activities_yield", ["1"], nextPageToken=token, batchSize=2)
    assert [[each["id"] for each in page] for page in pages] == [[7, 8], [9]]
    of_leads = bench.call("get_lead_activities", ["1"], sinceDatetime=SINCE, leadIds=[1, 2])
    assert {each["leadId"] for each in of_leads} == {1, 2}


@tries("get_lead_changes", "get_lead_changes_yield")
def lead_changes(bench: Bench) -> None:
    bench.rest.post(
        "/rest/v1/leads.json", {"input": [{"email": "1@example.com", "firstName": "A"}]}
    )
    for found in (
        bench.call("get_lead_changes", ["firstName"], sinceDatetime=SINCE),
        bench.call(
            "get_lead_changes", "firstName", sinceDatetime=SINCE, untilDatetime="2090-01-01"
        ),
        bench.call("get_lead_changes_yield", ["firstName"], sinceDatetime=SINCE)[0],
    ):
        change = found[-1]
        assert (change["leadId"], change["activityTypeId"]) == (1, 13)
        (field,) = change["fields"]
        assert (field["name"], field["newValue"]) == ("firstName", "A")


@tries("get_deleted_leads")
def deleted_leads(bench: Bench) -> None:
    bench.rest.post("/rest/v1/leads/delete.json", {"input": [{"id": 2}, {"id": 4}]})
    found = bench.call("get_deleted_leads", sinceDatetime=SINCE, batchSize=1)
    assert [each["leadId"] for each in found] == [2, 4]


@tries("get_activity_types")
def activity_types(bench: Bench) -> None:
    types = {each["id"]: each for each in bench.call("get_activity_types")}
    assert types[1]["name"] == "Visit Webpage"
    assert types[100_001]["apiName"] == "playGame"
    assert 100_002 not in types


@tries("add_custom_activities")
def add_activities(bench: Bench) -> None:
    activity = {
        "leadId": 3,
        "activityDate": "2026-02-01T10:00:00Z",
        "activityTypeId": 100_001,
        "primaryAttributeValue": "Go",
        "attributes": [{"apiName": "points", "value": 12}],
    }
    (made,) = bench.call("add_custom_activities", [activity])
    assert made["status"] == "added"
    (found,) = bench.call("get_lead_activities", ["100001"], sinceDatetime=SINCE)
    assert (found["leadId"], found["primaryAttributeValue"]) == (3, "Go")
    assert found["attributes"] == [{"apiName": "points", "name": "Points", "value": 12}]


@tries(
    "create_custom_activity_type",
    "update_custom_activity_type",
    "approve_custom_activity_type",
    "describe_custom_activity_type",
    "get_custom_activity_types",
    "create_custom_activity_type_attribute",
    "update_custom_activity_type_attribute",
    "delete_custom_activity_type_attribute",
    "discard_custom_activity_type_draft",
    "delete_custom_activity_type",
)
def own_activity_types(bench: Bench) -> None:
    names = {"name": "Sing", "triggerName": "Sings", "filterName": "Sang"}
    primary = {"primaryAttributeApiName": "song", "primaryAttributeName": "Song"}
    (made,) = bench.call("create_custom_activity_type", "sing", **names, **primary)
    assert (made["apiName"], made["status"]) == ("sing", "draft")
    attributes = [
        {"apiName": "key", "name": "Key", "dataType": "string"},
        {"apiName": "bars", "name": "Bars", "dataType": "integer"},
    ]
    bench.call("create_custom_activity_type_attribute", "sing", attributes)
    bench.call(
        "update_custom_activity_type_attribute", "sing", [{"apiName": "key", "name": "Clef"}]
    )
    bench.call("delete_custom_activity_type_attribute", "sing", [{"apiName": "bars"}])
    bench.call("update_custom_activity_type", "sing", description="aloud")
    (draft,) = bench.call("describe_custom_activity_type", "sing", draft=True)
    assert draft["description"] == "aloud"
    assert [each["name"] for each in draft["attributes"] if not each.get("isPrimary")] == ["Clef"]
    (approved,) = bench.call("approve_custom_activity_type", "sing")
    assert approved["status"] == "approved"
    types = {each["apiName"] for each in bench.call("get_custom_activity_types")}
    assert types == {"playGame", "drafted", "sing"}
    bench.call("update_custom_activity_type", "sing", description="softly")
    bench.call("discard_custom_activity_type_draft", "sing")
    (kept,) = bench.call("describe_custom_activity_type", "sing")
    assert kept["description"] == "aloud"
    bench.call("delete_custom_activity_type", "sing")
    assert bench.rest.error("GET", "/rest/v1/activities/external/type/sing/describe.json") == 1013


# Campaigns


@tries("get_multiple_campaigns", "get_campaign_by_id")
def campaigns(bench: Bench) -> None:
    found = bench.call("get_multiple_campaigns", batchSize=1)
    assert [(each["id"], each["type"]) for each in found] == [(70, "trigger"), (71, "batch")]
    (mail,) = bench.call("get_multiple_campaigns", id=[71])
    assert (mail["name"], mail["programName"]) == ("Mail", "Launch")
    assert bench.call("get_multiple_campaigns", name=["Greet"], programName="Launch") == found[:1]
    assert bench.call("get_campaign_by_id", 71) == [mail]


@tries("request_campaign")
def request_campaign(bench: Bench) -> None:
    assert bench.call("request_campaign", 70, [1, 2], tokens={"my.greeting": "Hi"}) is True
    (run,) = bench.sandbox.campaign_runs()
    assert (run.campaign_id, sorted(run.leads)) == (70, [1, 2])
    assert run.tokens == {"{{my.greeting}}": "Hi"}


@tries("schedule_campaign")
def schedule_campaign(bench: Bench) -> None:
    assert bench.call("schedule_campaign", 71) is True
    run_at = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)
    assert bench.call("schedule_campaign", 71, runAt=run_at.isoformat()) is True
    runs = [each.run_at for each in bench.sandbox.campaign_runs() if each.campaign_id == 71]
    assert runs[1] == int(run_at.timestamp())
    tokens = {"my.greeting": "Hi"}
    assert bench.call("schedule_campaign", 71, cloneToProgramName="Copy", tokens=tokens) is True
    assert bench.get("/rest/v1/campaigns.json", programName="Copy")


@tries(
    "get_smart_campaign_by_id",
    "get_smart_campaign_by_name",
    "get_smart_campaigns",
)
def smart_campaigns(bench: Bench) -> None:
    (greet,) = bench.call("get_smart_campaign_by_id", 70)
    assert bench.call("get_smart_campaign_by_name", "Greet") == [greet]
    assert (greet["name"], greet["type"], greet["parentProgramId"]) == ("Greet", "trigger", 7)
    pages = bench.call("get_smart_campaigns", maxReturn=1)
    assert [[each["id"] for each in page] for page in pages] == [[70], [71]]
    ((one, two),) = bench.call("get_smart_campaigns", folderId=7, folderType="Program")
    assert (one["id"], two["id"]) == (70, 71)


@tries(
    "activate_smart_campaign",
    "deactivate_smart_campaign",
    "create_smart_campaign",
    "update_smart_campaign",
    "clone_smart_campaign",
    "delete_smart_campaign",
)
def change_smart_campaigns(bench: Bench) -> None:
    path = "/rest/asset/v1/smartCampaign/{}.json"
    assert bench.call("deactivate_smart_campaign", 70) == [{"id": 70}]
    assert bench.first(path.format(70))["isActive"] is False
    assert bench.call("activate_smart_campaign", 70) == [{"id": 70}]
    assert bench.first(path.format(70))["isActive"] is True
    (made,) = bench.call("create_smart_campaign", "New", 7, "Program", description="of today")
    bench.call("update_smart_campaign", made["id"], "Newer", description="of tomorrow")
    told = bench.first(path.format(made["id"]))
    assert (told["name"], told["description"]) == ("Newer", "of tomorrow")
    (copy,) = bench.call("clone_smart_campaign", 70, 7, "Program", "Copy", isExecutable=False)
    assert bench.first(path.format(copy["id"]))["name"] == "Copy"
    bench.call("delete_smart_campaign", copy["id"])
    assert "result" not in bench.rest.get(path.format(copy["id"]))


# Companies, opportunities and sales persons


@tries("describe_company", "create_update_companies", "get_companies", "delete_companies")
def companies(bench: Bench) -> None:
    (described,) = bench.call("describe_company")
    assert "externalCompanyId" in {each["name"] for each in described["fields"]}
    new = [{"externalCompanyId": "c1", "company": "One"}, {"externalCompanyId": "c2"}]
    made = bench.call("create_update_companies", new, action="createOrUpdate")
    assert [(each["seq"], each["status"]) for each in made] == [(0, "created"), (1, "created")]
    found = bench.call(
        "get_companies", "externalCompanyId", ["c1", "c2"], fields=["company"], batchSize=1
    )
    assert [each["company"] for each in found] == ["One", None]
    (gone,) = bench.call("delete_companies", [{"externalCompanyId": "c1"}], deleteBy="dedupeFields")
    assert gone["status"] == "deleted"
    left = bench.call("get_companies", "externalCompanyId", "c1 c2")
    assert [each["externalCompanyId"] for each in left] == ["c2"]


@tries(
    "describe_opportunity",
    "create_update_opportunities",
    "get_opportunities",
    "delete_opportunities",
    "describe_opportunity_role",
    "create_update_opportunities_roles",
    "get_opportunity_roles",
    "delete_opportunity_roles",
)
def opportunities(bench: Bench) -> None:
    for what, member in (("opportunity", "name"), ("opportunity_role", "role")):
        (described,) = bench.call(f"describe_{what}")
        assert member in {each["name"] for each in described["fields"]}
    new = [
        {"externalOpportunityId": "o1", "name": "One"},
        {"externalOpportunityId": "o2", "name": "Two"},
    ]
    made = bench.call(
        "create_update_opportunities", new, action="createOrUpdate", dedupeBy="dedupeFields"
    )
    assert [each["status"] for each in made] == ["created", "created"]
    found = bench.call(
        "get_opportunities", "externalOpportunityId", ["o1", "o2"], ["name"], batchSize=1
    )
    assert [each["name"] for each in found] == ["One", "Two"]
    role = {"externalOpportunityId": "o1", "leadId": 1, "role": "Buyer"}
    (made_role,) = bench.call("create_update_opportunities_roles", [{**role, "isPrimary": True}])
    assert made_role["status"] == "created"
    (found_role,) = bench.call("get_opportunity_roles", "leadId", ["1"])
    assert {name: found_role[name] for name in role} == role
    (gone_role,) = bench.call("delete_opportunity_roles", [role])
    assert gone_role["status"] == "deleted"
    assert bench.call("get_opportunity_roles", "leadId", "1") == []
    gone = bench.call("delete_opportunities", [{"externalOpportunityId": "o1"}])
    assert [each["status"] for each in gone] == ["deleted"]
    left = bench.call("get_opportunities", "externalOpportunityId", "o1 o2")
    assert [each["externalOpportunityId"] for each in left] == ["o2"]


@tries(
    "describe_sales_person",
    "create_update_sales_persons",
    "get_sales_persons",
    "delete_sales_persons",
)
def sales_persons(bench: Bench) -> None:
    (described,) = bench.call("describe_sales_person")
    assert "externalSalesPersonId" in {each["name"] for each in described["fields"]}
    new = [{"externalSalesPersonId": "s1", "email": "s@example.com"}]
    (made,) = bench.call("create_update_sales_persons", new, action="createOnly")
    assert made["status"] == "created"
    (found,) = bench.call("get_sales_persons", "externalSalesPersonId", "s1", fields=["email"])
    assert found["email"] == "s@example.com"
    (gone,) = bench.call("delete_sales_persons", [{"externalSalesPersonId": "s1"}])
    assert gone["status"] == "deleted"
    assert bench.call("get_sales_persons", "externalSalesPersonId", ["s1"]) == []


# Custom objects


@tries(
    "create_update_custom_object_type",
    "add_field_custom_object_type",
    "approve_custom_object_type",
    "discard_custom_object_type",
    "get_list_of_custom_object_types",
    "describe_custom_object_type",
    "delete_custom_object_type",
)
def custom_object_types(bench: Bench) -> None:
    bench.call("create_update_custom_object_type", "car", "Car", pluralName="Cars")
    bench.call("add_field_custom_object_type", "car", CAR)
    (draft,) = bench.call("describe_custom_object_type", "car")
    assert (draft["state"], draft["displayName"]) == ("draft", "Car")
    bench.call("approve_custom_object_type", "car")
    bench.call("create_update_custom_object_type", "car", "Vehicle", action="updateOnly")
    bench.call("discard_custom_object_type", "car")
    (listed,) = bench.call("get_list_of_custom_object_types")
    assert (listed["apiName"], listed["state"], listed["displayName"]) == ("car", "approved", "Car")
    described = bench.first("/rest/v1/customobjects/schema/car/describe.json")
    assert {"vin", "make", "owner"} <= {each["name"] for each in described["fields"]}
    bench.call("delete_custom_object_type", "car")
    assert bench.get("/rest/v1/customobjects/schema.json") == []


@tries(
    "get_list_of_custom_objects",
    "describe_custom_object",
    "create_update_custom_objects",
    "get_custom_objects",
    "delete_custom_objects",
)
def custom_objects(bench: Bench) -> None:
    bench.call("create_update_custom_object_type", "car", "Car")
    bench.call("add_field_custom_object_type", "car", CAR)
    bench.call("approve_custom_object_type", "car")
    (listed,) = bench.call("get_list_of_custom_objects", names=["car"])
    (described,) = bench.call("describe_custom_object", "car")
    assert listed["name"] == described["name"] == "car"
    assert described["dedupeFields"] == ["vin"]
    cars = [{"vin": f"v{each}", "make": "One", "owner": each} for each in (1, 2, 3)]
    made = bench.call("create_update_custom_objects", "car", cars, action="createOnly")
    assert [each["status"] for each in made] == ["created"] * 3
    changed = [{"marketoGUID": made[0]["marketoGUID"], "make": "Two"}]
    (updated,) = bench.call(
        "create_update_custom_objects", "car", changed, action="updateOnly", dedupeBy="idField"
    )
    assert updated["status"] == "updated"
    asked = [{"vin": "v1"}, {"vin": "v3"}, {"vin": "v9"}]
    found = bench.call(
        "get_custom_objects", "car", asked, "dedupeFields", fields=["make", "owner"], batchSize=1
    )
    assert [(each["make"], each["owner"]) for each in found] == [("Two", 1), ("One", 3)]
    (gone,) = bench.call("delete_custom_objects", "car", [{"vin": "v1"}], deleteBy="dedupeFields")
    assert gone["status"] == "deleted"
    left = {"filterType": "vin", "filterValues": "v1,v2,v3", "fields": "vin"}
    found = bench.get("/rest/v1/customobjects/car.json", **left)
    assert [each["vin"] for each in found] == ["v2", "v3"]


# Imports


@tries(
    "import_lead", "get_import_lead_status", "get_import_failure_file", "get_import_warning_file"
)
def imports(bench: Bench) -> None:
    file = bench.folder / "leads.csv"
    file.write_text("email,firstName\n1@example.com,Ann\nnew@example.com,Bob\nplanted\n")
    (started,) = bench.call("import_lead", "csv", str(file), lookupField="email", listId=74)
    batch = started["batchId"]
    (status,) = bench.call("get_import_lead_status", batch)
    assert (status["status"], status["numOfLeadsProcessed"]) == ("Complete", 2)
    assert status["numOfRowsFailed"] == 1
    assert "planted" in bench.call("get_import_failure_file", batch)
    assert bench.call("get_import_warning_file", batch).count("\n") == 1  # its heading
    assert bench.members(74) == [1, 6]
    assert bench.lead(6, "firstName")["firstName"] == "Bob"
    assert bench.lead(1, "firstName")["firstName"] == "Ann"


# Programs, channels, tags, tokens and folders


@tries("get_program_by_id", "get_program_by_name", "get_program_by_tag_type")
def programs(bench: Bench) -> None:
    (launch,) = bench.call("get_program_by_id", 7)
    assert (launch["name"], launch["channel"]) == ("Launch", "Blog")
    assert launch["tags"] == [{"tagType": "Region", "tagValue": "North"}]
    (by_name,) = bench.call("get_program_by_name", "Launch")
    assert (by_name["id"], by_name["name"]) == (7, "Launch")
    (by_tag,) = bench.call("get_program_by_tag_type", "Region", "South", maxReturn=1)
    assert (by_tag["id"], by_tag["name"]) == (8, "Other")


@tries("browse_programs", "get_programs_yield")
def browse_programs(bench: Bench) -> None:
    found = bench.call("browse_programs", maxReturn=1)
    assert [each["name"] for each in found] == ["Launch", "Mail", "Other"]
    assert (
        bench.call(
            "browse_programs",
            earliestUpdatedAt="2090-01-01T00:00:00Z",
            latestUpdatedAt="2090-02-01T00:00:00Z",
        )
        == []
    )
    pages = bench.call("get_programs_yield", maxReturn=1)
    assert [[each["id"] for each in page] for page in pages] == [[7], [9], [8]]
    ((one,),) = bench.call("get_programs_yield", filterType="id", filterValues=8)
    assert one["id"] == 8


@tries("update_program", "approve_program", "unapprove_program", "delete_program")
def change_programs(bench: Bench) -> None:
    path = "/rest/asset/v1/program/{}.json"
    (changed,) = bench.call("update_program", 8, name="Another", description="of today")
    assert changed["id"] == 8
    told = bench.first(path.format(8))
    assert (told["name"], told["description"]) == ("Another", "of today")
    # It sends tags as Python shows them, which is no JSON.
    with pytest.raises(PeerError) as caught:
        bench.call("update_program", 8, tags={"Region": "North"})
    assert caught.value.kind == "MarketoException"
    assert bench.first(path.format(8))["tags"] == told["tags"]
    (gone,) = bench.call("delete_program", 8)
    assert gone["id"] == 8
    assert [each["id"] for each in bench.get("/rest/asset/v1/programs.json")] == [7, 9]
    mail = "/rest/asset/v1/program/9.json"
    assert bench.call("approve_program", 9) == [{"id": 9}]
    assert bench.first(mail)["status"] == "locked"
    assert bench.call("unapprove_program", 9) == [{"id": 9}]
    assert bench.first(mail)["status"] == "unlocked"


@tries("get_channels", "get_channel_by_name", "get_tags", "get_tag_by_name")
def channels_and_tags(bench: Bench) -> None:
    channels = bench.call("get_channels", maxReturn=1)
    (blog,) = (each for each in channels if each["name"] == "Blog")
    statuses = {each["name"]: each["success"] for each in blog["progressionStatuses"]}
    assert (statuses["Read"], statuses["Won"]) == (False, True)
    assert bench.call("get_channel_by_name", "Blog") == [blog]
    tags = bench.call("get_tags", maxReturn=1)
    assert "Region" in [each["tagType"] for each in tags]
    (region,) = bench.call("get_tag_by_name", "Region")
    assert region["allowableValues"] == "[North, South]"


@tries("create_token", "get_tokens", "delete_tokens")
def tokens(bench: Bench) -> None:
    def held() -> dict[str, str]:
        (found,) = bench.get("/rest/asset/v1/folder/7/tokens.json", folderType="Program")
        return {each["name"]: each["value"] for each in found["tokens"]}

    bench.call("create_token", 7, "Program", "text", "farewell", "Bye")
    assert held() == {"greeting": "Hello", "farewell": "Bye"}
    (found,) = bench.call("get_tokens", 7, "Program")
    assert {each["name"] for each in found["tokens"]} == {"greeting", "farewell"}
    bench.call("delete_tokens", 7, "Program", "greeting", "text")
    assert held() == {"farewell": "Bye"}


@tries("get_folder_by_id")
def folder(bench: Bench) -> None:
    (found,) = bench.call("get_folder_by_id", 7, "Program")
    assert (found["name"], found["folderId"]) == ("Launch", {"id": 7, "type": "Program"})


# Exports


@tries(
    "create_leads_export_job",
    "enqueue_leads_export_job",
    "cancel_leads_export_job",
    "get_leads_export_jobs_list",
    "get_leads_export_job_status",
    "get_leads_export_job_file",
    "create_activities_export_job",
    "enqueue_activities_export_job",
    "cancel_activities_export_job",
    "get_activities_export_jobs_list",
    "get_activities_export_job_status",
    "get_activities_export_job_file",
)
def exports(bench: Bench) -> None:
    window = {"createdAt": {"startAt": "2026-01-01T00:00:00Z", "endAt": "2026-01-31T00:00:00Z"}}
    wanted = {
        "leads": "Number,email\n" + "".join(f"{each},{each}@example.com\n" for each in range(1, 6)),
        "activities": "Number,activityDate\n"
        + "".join(f"{each},2026-01-{each + 1:02}T10:00:00Z\n" for each in range(1, 10)),
    }
    fields = {"leads": ["id", "email"], "activities": ["marketoGUID", "activityDate"]}
    for kind, content in wanted.items():
        headings = {fields[kind][0]: "Number"}
        (made,) = bench.call(
            f"create_{kind}_export_job", fields[kind], window, columnHeaderNames=headings
        )
        (other,) = bench.call(f"create_{kind}_export_job", fields=fields[kind], filters=window)
        assert made["status"] == other["status"] == "Created"
        (queued,) = bench.call(f"enqueue_{kind}_export_job", made["exportId"])
        assert queued["status"] == "Queued"
        (cancelled,) = bench.call(f"cancel_{kind}_export_job", other["exportId"])
        assert cancelled["status"] == "Cancelled"
        (told,) = bench.call(f"get_{kind}_export_job_status", job_id=made["exportId"])
        assert told["status"] == "Completed"
        jobs = bench.call(f"get_{kind}_export_jobs_list")
        assert [each["status"] for each in jobs] == ["Completed", "Cancelled"]
        assert bench.call(f"get_{kind}_export_job_file", made["exportId"]) == content
        streamed = bench.call(f"get_{kind}_export_job_file", made["exportId"], stream=True)
        assert streamed == {"status": 200, "text": content}


# Usage


@tries("get_daily_usage", "get_last_7_days_usage", "get_daily_errors", "get_last_7_days_errors")
def usage(bench: Bench) -> None:
    bench.call("get_lead_by_id", 1)
    with pytest.raises(PeerError):
        bench.call("get_lead_by_id", 99)
    for method in ("get_daily_usage", "get_last_7_days_usage"):
        (day,) = bench.call(method)
        assert day["total"] >= 2
        assert [each["count"] for each in day["users"]] == [day["total"]]
    for method in ("get_daily_errors", "get_last_7_days_errors"):
        (day,) = bench.call(method)
        assert day["errors"] == [{"errorCode": "1004", "count": 1}]


NOTED = {
    # It misspells the one, and names in the query what stands in the path.
    "member 'asyncProcessing ' of the body is unknown",
    "parameter 'id' is unknown",
}


@pytest.mark.parametrize("act", dict.fromkeys(TRIED.values()), ids=lambda act: act.__name__)
def test_the_library_works_as_with_the_service(act: Callable[[Bench], None], bench: Bench) -> None:
    act(bench)
    notes = {note for each in bench.sandbox.calls() for note in each.notes}
    assert notes <= NOTED


# Methods that send nothing: they look up one of these, or are empty in the library.
NO_CALL = {
    *("authenticate", "execute", "process_lead_activity_until_datetime"),
    *("sync_named_accounts", "delete_named_accounts"),
    *("add_named_account_list_members", "remove_named_account_list_members"),
    *("sync_named_account_lists", "delete_named_account_lists"),
}
# What is given to the methods whose endpoints are not served, but for numbers.
GIVEN: dict[str, object] = {
    **{name: [{"id": 7}] for name in ("input", "fields", "attributes")},
    **{name: ["7"] for name in ("leadIds", "filterValues")},
    "folderType": "Folder",
    "type": "Text",
    **dict.fromkeys(("file", "content"), __file__),
}
# Exports, whose methods pass on whatever they are given.
PASSED_ON: dict[str, tuple[object, ...]] = {
    "create_custom_objects_export_job": ([], {"a": 1}, "CSV", None, "car"),
    "create_program_members_export_job": ([], {"a": 1}),
}


def test_the_endpoints_of_all_other_methods_are_not_served(bench: Bench) -> None:
    methods = bench.peer.methods()
    assert methods.keys() >= {*TRIED, *NO_CALL}
    others = methods.keys() - {*TRIED, *NO_CALL}
    served = set()
    for method in sorted(others):
        args: tuple[object, ...] = tuple(GIVEN.get(name, "7") for name in methods[method])
        if "export_job" in method:
            args = PASSED_ON.get(method, ("7", "car") if "custom" in method else ("7",))
            args = ("car",) if method == "get_custom_objects_export_jobs_list" else args
            args = () if method == "get_program_members_export_jobs_list" else args
        before = len(bench.sandbox.calls())
        with contextlib.suppress(PeerError):  # some refusals of files are no error to it
            bench.call(method, *args)
        calls = [
            each for each in bench.sandbox.calls()[before:] if "/identity/" not in each.operation
        ]
        assert len(calls) == 1, method
        if calls[0].code not in (RESOURCE_UNKNOWN, METHOD_UNSUPPORTED):
            served.add((method, calls[0].operation, calls[0].code))
    assert served == set()
