"""tap-marketo, which copies an instance into a warehouse, copies a sandbox as it is."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.rest_peers import environment, needs_python3_peers, python
from support.rest_service import RestService

from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world import (
    World,
    WorldActivity,
    WorldActivityAttribute,
    WorldActivityType,
    WorldCampaign,
    WorldChannel,
    WorldField,
    WorldLead,
    WorldList,
    WorldProgram,
)
from mktows.server.http.server import ThreadedServer

pytestmark = needs_python3_peers

NOW = datetime.now(UTC).replace(microsecond=0)
START = NOW - timedelta(days=40)
"""The tap asks for 30 days at a time, so two jobs for each stream."""
LEADS, ACTIVITIES, LISTS, PROGRAMS = 60, 120, 24, 30
VISIT, CLICK, GAME = 1, 11, 100_001
TYPES = {VISIT: "Visit Webpage", CLICK: "Click Email", GAME: "Play Game"}
STREAMS = {
    *("leads", "activity_types", "campaigns", "lists", "programs"),
    *(f"activities_{each}" for each in ("visit_webpage", "click_email", "play_game")),
}


def at(days: float) -> str:
    """A moment of the world, some days after the start."""
    return (START + timedelta(days=days)).isoformat()


def read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def lead(number: int) -> WorldLead:
    values = {
        "FirstName": f'First, "{number}"\né',
        "LeadScore": str(number),
        "Rate": f"{number}.25",
        "Is Fit": "true" if number % 2 else "false",
        "Since": "2020-02-01",
        "Seen": "2020-02-01T10:00:00Z",
    }
    return WorldLead(
        id=number,
        email=f"{number}@example.com" if number % 7 else None,
        attributes=values if number % 5 else {},
        created=at(number * 0.3),
        updated=at(number * 0.6),
        lists=("List 1",) if number % 2 else (),
    )


def activity(number: int) -> WorldActivity:
    kind = list(TYPES)[number % len(TYPES)]
    attributes = {
        VISIT: {"Webpage ID": str(number), "Referrer URL": 'http://x/?"a,b"', "User Agent": ""},
        CLICK: {"Link": f"http://x/{number}"},
        GAME: {"Points": str(number)},
    }
    return WorldActivity(
        id=number,
        lead=number % LEADS + 1,
        at=at(1.1 + number * 0.25),
        type=TYPES[kind],
        asset=f"Asset {number}",
        attributes=attributes[kind],
    )


def program(number: int) -> WorldProgram:
    return WorldProgram(
        id=1000 + number,
        name=f"Program {number}",
        channel="Blog",
        campaigns=(
            WorldCampaign(
                id=2000 + number,
                name=f"Campaign {number}",
                kind="trigger",
                created=at(number * 0.5),
                updated=at(number * 0.5 + 1),
            ),
        ),
    )


WORLD = World(
    instance=Instance(zone="UTC"),
    lead_fields=(
        WorldField(name="Rate", type="float", rest_name="rate"),
        WorldField(name="Is Fit", type="boolean", rest_name="isFit"),
        WorldField(name="Since", type="date", rest_name="since"),
        WorldField(name="Seen", type="datetime", rest_name="seen"),
    ),
    channels=(WorldChannel(name="Blog"),),
    programs=tuple(map(program, range(1, PROGRAMS + 1))),
    lists=tuple(
        WorldList(id=number, name=f"List {number}", created=at(number), updated=at(number + 1))
        for number in range(1, LISTS + 1)
    ),
    leads=tuple(map(lead, range(1, LEADS + 1))),
    activity_types=(
        WorldActivityType(
            id=GAME,
            api_name="playGame",
            name="Play Game",
            primary=WorldActivityAttribute(api_name="game", name="Game"),
            attributes=(WorldActivityAttribute(api_name="points", name="Points", type="integer"),),
        ),
    ),
    activities=tuple(map(activity, range(1, ACTIVITIES + 1))),
)


@dataclass
class Copied:
    """What a run of the tap wrote: the records of each stream, and its last state."""

    records: dict[str, list[dict[str, Any]]]
    state: dict[str, Any]

    def by(self, stream: str, key: str = "id") -> dict[Any, dict[str, Any]]:
        """The records of a stream, each of which is there once."""
        found = self.records.get(stream, [])
        assert max(Counter(each[key] for each in found).values(), default=1) == 1
        return {each[key]: each for each in found}


class Tap:
    """The tap, with its files in a folder, and the sandbox that it copies."""

    def __init__(self, folder: Path, url: str, sandbox: Sandbox) -> None:
        self._folder = folder
        self._url = url
        self.rest = RestService(sandbox)
        config = {
            "endpoint": "https://123-ABC-456.mktorest.com/rest",
            "client_id": SAMPLE_USER_ID,
            "client_secret": SAMPLE_KEY,
            "start_date": START.isoformat(),
            # Until a second has passed, it begins its last window again, and calls on and on.
            "poll_interval": 1,
        }
        self._config = self._file("config", config)

    def discover(self, streams: Collection[str]) -> dict[str, Any]:
        """What it finds that it could copy, with some streams chosen, and all of their fields."""
        catalog = json.loads(self._run("--discover"))
        assert isinstance(catalog, dict)
        assert {each["tap_stream_id"] for each in catalog["streams"]} >= STREAMS
        for stream in catalog["streams"]:
            for each in stream["metadata"] if stream["tap_stream_id"] in streams else ():
                if each["metadata"].get("inclusion") != "unsupported":
                    each["metadata"]["selected"] = True
        return catalog

    def copy(self, catalog: dict[str, Any], state: dict[str, Any] | None = None) -> Copied:
        """Have it copy what is chosen, from a state on."""
        arguments: list[str | Path] = ["--properties", self._file("catalog", catalog)]
        if state is not None:
            arguments += ["--state", self._file("state", state)]
        copied = Copied({}, {})
        for line in self._run(*arguments).splitlines():
            message = json.loads(line)
            if message["type"] == "RECORD":
                copied.records.setdefault(message["stream"], []).append(message["record"])
            elif message["type"] == "STATE":
                copied.state = message["value"]
        return copied

    def _file(self, name: str, content: object) -> Path:
        path = self._folder / f"{name}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    def _run(self, *arguments: str | Path) -> str:
        program = python("tap_marketo_calls.py", self._url, "--config", self._config, *arguments)
        result = subprocess.run(
            program, env=environment(), capture_output=True, text=True, timeout=120, check=False
        )
        assert result.returncode == 0, result.stderr[-3000:]
        return result.stdout


@contextmanager
def tapped(folder: Path, *, by_update: bool) -> Iterator[Tap]:
    """The tap; not every instance can export leads by the time of their last change."""
    habits = Habits(export_updated=by_update)
    with (
        Sandbox(world=WORLD, rest=RestSettings(habits=habits)) as sandbox,
        ThreadedServer(sandbox) as server,
    ):
        yield Tap(folder, server.url, sandbox)


@pytest.fixture
def tap(tmp_path: Path) -> Iterator[Tap]:
    """The tap, and a sandbox that exports leads by the time of their last change."""
    with tapped(tmp_path, by_update=True) as made:
        yield made


@pytest.mark.slow
def test_leads_are_copied_once_and_then_new_ones_where_changed_ones_are_not_exported(
    tmp_path: Path,
) -> None:
    with tapped(tmp_path, by_update=False) as tap:
        catalog = tap.discover({"leads"})
        first = tap.copy(catalog)
        _check_leads(tap, first)
        time.sleep(1)  # it compares its own fraction of a second with whole ones, as texts
        made = _change_leads(tap)
        time.sleep(1)  # both ends of a window count, and its windows meet at a whole second
        second = tap.copy(catalog, first.state)
    # It takes the time of the last change for one of making, and misses what has changed.
    assert second.by("leads").keys() == {made}


def _change_leads(tap: Tap) -> int:
    """Change lead 3, and make another one, whose id is returned."""
    tap.rest.authorize()
    new = {"email": "new@example.com", "firstName": "New"}
    changed = {"id": 3, "firstName": "Changed"}
    (made,) = tap.rest.post("/rest/v1/leads.json", {"input": [new]})["result"]
    update = {"action": "updateOnly", "lookupField": "id", "input": [changed]}
    assert tap.rest.post("/rest/v1/leads.json", update)["result"][0]["status"] == "updated"
    return int(made["id"])


@pytest.mark.slow
def test_everything_is_copied_once_and_then_what_has_changed(tap: Tap) -> None:
    catalog = tap.discover(STREAMS)
    first = tap.copy(catalog)
    _check_leads(tap, first)
    _check_activities(first)
    _check_assets(tap, first)

    time.sleep(1)  # it compares its own fraction of a second with whole ones, as texts
    made = _change_leads(tap)
    game = {
        "leadId": 5,
        "activityDate": datetime.now(UTC).isoformat(timespec="seconds"),
        "activityTypeId": GAME,
        "primaryAttributeValue": "Chess",
        "attributes": [{"apiName": "points", "value": 9}],
    }
    tap.rest.post("/rest/v1/activities/external.json", {"input": [game]})
    for path in ("staticList/4", "program/1004"):
        form = {"description": "Changed"}
        answer = tap.rest.call("POST", f"/rest/asset/v1/{path}.json", form=form)
        assert answer["success"], answer
    assert tap.rest.call("POST", "/rest/asset/v1/smartCampaign/2004/deactivate.json")["success"]

    time.sleep(1)  # both ends of a window count, and its windows meet at a whole second
    second = tap.copy(catalog, first.state)
    leads = second.by("leads")
    # Lead 5 has changed by its activity.
    assert leads.keys() == {3, 5, made}
    assert leads[made]["firstName"] == "New"
    assert leads[3]["firstName"] == "Changed"
    for stream, key in (("lists", 4), ("programs", 1004), ("campaigns", 2004)):
        assert second.by(stream).keys() == {key}, stream
    assert second.by("lists")[4]["description"] == "Changed"
    assert second.by("programs")[1004]["description"] == "Changed"
    assert second.by("campaigns")[2004]["active"] is False
    # Of activities it begins with its last window again, which is its own way.
    window = START + timedelta(days=30)
    games = second.by("activities_play_game", "marketoGUID")
    (added,) = games.keys() - first.by("activities_play_game", "marketoGUID").keys()
    assert games[added]["primary_attribute_value"] == "Chess"
    assert games[added]["points"] == 9
    for stream in STREAMS:
        if stream.startswith("activities_"):
            for each in second.records.get(stream, []):
                assert read(each["activityDate"]) >= window


def _all_leads(tap: Tap) -> list[dict[str, Any]]:
    ids = ",".join(str(each) for each in range(1, LEADS + 10))
    query = {"filterType": "id", "filterValues": ids, "fields": "updatedAt"}
    found = tap.rest.get("/rest/v1/leads.json", **query)["result"]
    assert isinstance(found, list)
    return found


def _check_leads(tap: Tap, copied: Copied) -> None:
    leads = copied.by("leads")
    updated = {each["id"]: read(each["updatedAt"]) for each in _all_leads(tap)}
    assert leads.keys() == updated.keys() == {*range(1, LEADS + 1)}
    for each in WORLD.leads:
        found = leads[each.id]
        values = each.attributes
        assert found["email"] == each.email
        assert found["firstName"] == values.get("FirstName")
        assert found["leadScore"] == (each.id if values else None)
        assert found["rate"] == (each.id + 0.25 if values else None)
        assert found["isFit"] == (each.id % 2 == 1 if values else None)
        assert found["lastName"] is None
        for name in ("since", "seen"):
            assert bool(found[name]) == bool(values)
        assert each.created is not None
        assert read(found["createdAt"]) == read(each.created)
        assert read(found["updatedAt"]) == updated[each.id]


def _check_activities(copied: Copied) -> None:
    for kind, name in TYPES.items():
        stream = f"activities_{name.lower().replace(' ', '_')}"
        found = copied.by(stream, "marketoGUID")
        expected = {str(each.id): each for each in WORLD.activities if each.type == name}
        assert found.keys() == expected.keys()
        for guid, each in expected.items():
            record = found[guid]
            assert (record["leadId"], record["activityTypeId"]) == (each.lead, kind)
            assert read(record["activityDate"]) == read(each.at)
            if "primary_attribute_value" in record:
                assert record["primary_attribute_value"] == each.asset
            if kind == VISIT:
                assert record["referrer_url"] == 'http://x/?"a,b"'
                assert record["primary_attribute_value_id"] == guid
                assert record["user_agent"] is None
            elif kind == GAME:
                assert record["points"] == each.id


def _check_assets(tap: Tap, copied: Copied) -> None:
    lists = copied.by("lists")
    assert lists.keys() == {each.id for each in WORLD.lists}
    for each in WORLD.lists:
        assert each.updated is not None
        assert lists[each.id]["name"] == each.name
        assert read(lists[each.id]["updatedAt"]) == read(each.updated)
    programs, campaigns = copied.by("programs"), copied.by("campaigns")
    assert programs.keys() == {each.id for each in WORLD.programs}
    assert len(campaigns) == PROGRAMS
    for number, program_ in enumerate(WORLD.programs, 1):
        (own,) = program_.campaigns
        found = campaigns[own.id]
        assert programs[program_.id]["name"] == found["programName"] == program_.name
        assert (found["name"], found["programId"]) == (own.name, program_.id)
        assert read(found["createdAt"]) == START + timedelta(days=number * 0.5)
    types = copied.by("activity_types")
    told = tap.rest.get("/rest/v1/activities/types.json")["result"]
    assert {each: types[each]["name"] for each in types} == {
        each["id"]: each["name"] for each in told
    }
