"""Old programs, unmodified, through the bridge: each is answered as by the sandbox."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.bridge_pair import KEY, USER
from support.peer_steps import LIST, steps
from support.program_peers import Node2014Peer, NodePeer, PhpPeer, has_php_soap, needs_node
from support.programs import (
    JAVA,
    PHP,
    compiled,
    in_envelope,
    make_stubs,
    needs_codec,
    needs_jaxws,
    needs_marketo,
    run_java,
    run_marketo,
    run_php,
    vendor_java,
    vendor_php,
)
from support.served_bridge import Served, served_pair
from support.soap_peers import Peer, PeerFault, SudsPeer, ZeepPeer, as_plain, ours, without_empty
from support.vendor_programs import MISSING, vendor_programs
from xsdata.models.datatype import XmlDateTime

from mktows import Client, ServiceFault, lead_mappings
from mktows.contract import contract

needs_php = pytest.mark.skipif(not has_php_soap(), reason="php with its soap extension is missing")
PEERS: list[Any] = [
    pytest.param(ZeepPeer, "3_1", id="zeep"),
    pytest.param(SudsPeer, "2_1", id="suds"),
    pytest.param(NodePeer, "2_3", id="node", marks=needs_node("node")),
    pytest.param(Node2014Peer, "2_2", id="node-2014", marks=needs_node("node-2014")),
    pytest.param(PhpPeer, "2_7", id="php", marks=needs_php),
]
JAXWS = "2_7"
"""The version of the stubs that programs in Java are made with."""
Differences = Mapping[str, str]
"""What differs on purpose, with the reason: what is listed must differ, and nothing else may."""
OLD_IDS = "REST has texts for ids, and those that SOAP gave out are not known"
NEW_IDS = "ids of opportunities are numbers that the bridge gives"
COST_ID = "REST knows no ids of costs"
SEARCH = "REST finds opportunities by their keys alone"
GONE = "REST tells no name of a campaign that is gone"
TOOLKITS: Differences = {
    "syncMObjects": "REST knows no company of an opportunity by a key of its own",
    "deleteMObjects": OLD_IDS,
}
TOOLKIT_EFFECTS: Differences = {"Opportunity": f"{TOOLKITS['syncMObjects']}; {OLD_IDS}"}
DEALS: Differences = {"Opportunity": "the bridge gives an external id to what comes without one"}
REASONS = {"SOAP API", "Web service API"}
"""Reasons of a change: REST tells the other one of those that its own calls made."""
SCHEDULED = {"scheduleCampaign", "schedule_campaign"}
"""The operations of both APIs that schedule a campaign."""
_TIME = re.compile(r"[0-9-]{10}T[0-9:]{8}(?:\.[0-9]+)?(?:Z|[+-][0-9:]{5})")
OPAQUE = {"newStreamPosition", "newStartPosition", "offset"}
"""Positions: those of the bridge carry more."""


@pytest.fixture
def served() -> Iterator[tuple[Served, Served]]:
    with served_pair() as both:
        yield both


def comparable(answer: Any) -> Any:
    """An answer without what REST cannot tell as SOAP did."""
    if isinstance(answer, dict) and answer.get("attrType") == "Cost":
        # REST knows no ids of costs.
        listed = answer["attrList"]["attrib"]
        return [each for each in listed if each["name"] != "Id"]
    if isinstance(answer, dict):
        return {
            name: ("there" if value else value) if name in OPAQUE else comparable(value)
            for name, value in answer.items()
        }
    if isinstance(answer, list):
        return [comparable(each) for each in answer]
    if answer in REASONS:
        return "a call"
    if isinstance(answer, datetime) or (isinstance(answer, str) and _TIME.fullmatch(answer)):
        moment = answer if isinstance(answer, datetime) else datetime.fromisoformat(answer)
        # The two are called one behind the other.
        return "now" if abs(datetime.now(UTC) - moment) < timedelta(minutes=5) else moment
    return answer


def hold_to(differences: Differences, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Expect the same under every name but for those that are listed."""
    assert old.keys() == new.keys()
    differ = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    assert differ.keys() == differences.keys(), differ


def numbered(told: list[tuple[str, Any]]) -> dict[str, Any]:
    """Answers by their operations; a second one of an operation has a number."""
    names: dict[str, Any] = {}
    for name, answer in told:
        times = sum(each.partition(" ")[0] == name for each in names)
        names[f"{name} {times + 1}" if times else name] = comparable(answer)
    return names


def effects(side: Served) -> dict[str, Any]:
    """What programs leave in the data."""
    client = side.client()
    bindings = contract(client.config.version).bindings
    since = XmlDateTime.from_datetime(datetime.now(UTC) - timedelta(hours=1))
    changed = bindings.LastUpdateAtSelector(oldest_updated_at=since)
    listed = bindings.StaticListSelector(static_list_name=LIST)
    position = bindings.StreamPosition(oldest_created_at=since)
    read = {
        "leads": client.get_multiple_leads(changed, batch_size=1000),
        "members": client.get_multiple_leads(listed, batch_size=1000),
        "changes": client.get_lead_changes(start_position=position, batch_size=1000),
        **{
            kind: client.get_mobjects(kind, criteria=[("Id", "GE", "1")])
            for kind in ("Opportunity", "OpportunityPersonRole", "Program")
        },
    }
    # REST waits five minutes with a batch campaign, whose leads are those of that time.
    runs = [
        (each.campaign, each.tokens, None if each.operation in SCHEDULED else each.leads)
        for each in side.data.campaign_runs()
    ]
    known = contract(client.config.version)
    return {
        "runs": runs,
        **{name: comparable(as_plain(known, each)) for name, each in read.items()},
    }


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "version"), PEERS)
def test_a_toolkit_gets_the_same_answers(
    kind: type[Peer], version: str, served: tuple[Served, Served]
) -> None:

    def asked(side: Served) -> Iterator[tuple[str, Any]]:
        peer = kind(side.endpoint(version), user_id=USER, key=KEY)
        for operation, arguments, _ in steps(version, peer):
            try:
                yield operation, peer.asked(operation, **arguments)
            except PeerFault as fault:
                yield operation, fault.args

    hold_to(TOOLKITS, *(numbered([*asked(side)]) for side in served))
    hold_to(TOOLKIT_EFFECTS, *map(effects, served))


@pytest.mark.slow
@needs_marketo
def test_marketo_in_python_2_gets_the_same_answers(served: tuple[Served, Served]) -> None:
    old, new = (run_marketo(side.endpoint("2_7"), USER, KEY) for side in served)
    assert len(old["activities"]) == 12
    hold_to({}, old, new)
    hold_to({}, *map(effects, served))


@pytest.mark.slow
@needs_php
def test_a_program_in_php_gets_the_same_answers(served: tuple[Served, Served]) -> None:
    old, new = (
        comparable(
            json.loads(
                run_php(PHP / "calls.php", ENDPOINT=side.endpoint("2_7"), USER_ID=USER, KEY=KEY)
            )
        )
        for side in served
    )
    for told in (*old.values(), *new.values()):
        told.pop("request", None)  # it is signed
    differences = {
        **dict.fromkeys(("opportunities", "one more"), NEW_IDS),
        "objects": SEARCH,
        "program": COST_ID,
        "changes": GONE,
    }
    hold_to(differences, old, new)
    made = [
        told["opportunities"]["reply"]["result"]["mObjStatusList"]["mObjStatus"]
        for told in (old, new)
    ]
    assert [[each["status"] for each in some] for some in made] == [["CREATED"] * 100] * 2
    assert len({each["id"] for each in made[1]}) == 100
    for told in (old, new):
        for page in told["changes"]["pages"]:
            for change in page["leadChangeRecordList"]["leadChangeRecord"]:
                change.pop("campaign", None)
    assert old["changes"] == new["changes"]
    assert_refused(new["objects"]["detail"]["serviceException"]["message"])
    hold_to({**DEALS, "Program": COST_ID}, *map(effects, served))


def assert_refused(text: str) -> None:
    assert text.startswith("Not available through the bridge: ")
    assert text.endswith(" (20110)")


VENDOR: Differences = {"syncMObjects-prepareUpdateProgramRequest": COST_ID}
WRITTEN: Differences = {
    "costs": COST_ID,
    "deal": "REST has a number for a probability, and an external id for every opportunity",
}
LEADS = ("em1001@etestd.marketo.net", "t@t.com", "myemail@test.com")
_STATUS = re.compile(
    r"<(leadId|id)>(\d+)</.*?<status>(\w+)</status>(?:\s*<error>(.*?)</error>)?", re.DOTALL
)


def known_deal(side: Served) -> int:
    """The number of an opportunity that programs can name: a program asks for it beforehand."""
    client = side.client_of_service()
    made = client.sync_mobjects([opportunity(client)], operation="UPSERT").m_obj_status_list
    assert made is not None
    (status,) = made.m_obj_status
    assert status.id is not None
    return status.id


def opportunity(client: Client) -> Any:
    """An opportunity with a key of its own."""
    types = contract(client.config.version).bindings
    key = types.Attrib(name="opportunityId", value="Opportunity_7")
    name = types.Attrib(name="Name", value="Known")
    return types.MObject(
        type_value="Opportunity",
        external_key=key,
        attrib_list=types.ArrayOfAttrib(attrib=[key, name]),
    )


def statuses(reply: str) -> list[tuple[str, ...]]:
    """What a reply tells of each record; the numbers of new objects are not the same."""
    return [
        (kind, "new" if (kind, status) == ("id", "CREATED") else number, status, error)
        for kind, number, status, error in _STATUS.findall(reply)
    ]


def written(side: Served) -> dict[str, Any]:
    """What the vendor's programs leave in the data."""
    client = side.client()
    leads = {}
    for email in LEADS:
        with suppress(ServiceFault):
            leads[email] = lead_mappings(client.get_lead(email=email))
    return {
        "leads": leads,
        "costs": [
            {each.name: each.value for each in group.attr_list.attrib}
            for group in objects(client, "Program", id=1970)[0].type_attrib_list.type_attrib
            if group.attr_type == "Cost"
        ],
        "deal": values(objects(client, "Opportunity", criteria=[("Name", "EQ", "Q1 2014")])[0]),
        "role": values(
            objects(
                client,
                "OpportunityPersonRole",
                criteria=[("Role", "EQ", "Influencer/Champion")],
            )[0]
        ),
    }


def objects(client: Client, kind: str, **asked: Any) -> list[Any]:
    found = client.get_mobjects(kind, **asked).m_object_list
    return [] if found is None else found.m_object


def values(found: Any) -> dict[str, str]:
    return {each.name: each.value for each in found.attrib_list.attrib}


def hold_vendor_programs(
    served: tuple[Served, Served],
    run: Callable[[list[tuple[Served, int]]], list[dict[str, str]]],
) -> None:
    """Have the vendor's programs run on both sides, and expect the same answers and effects."""
    for side in served:
        side.client().sync_lead({"Email": LEADS[0], "Company": "Before"})
    replies = run([(side, known_deal(side)) for side in served])
    old, new = ({name: statuses(each) for name, each in told.items()} for told in replies)
    assert all(old.values())
    hold_to(VENDOR, old, new)
    ((*_, status, error),) = new["syncMObjects-prepareUpdateProgramRequest"]
    assert status == "FAILED"
    assert_refused(error)
    before, after = (written(side) for side in served)
    hold_to(WRITTEN, before, after)
    # The program changes a cost that is there.
    assert [[each["Amount"] for each in costs["costs"]] for costs in (before, after)] == [
        ["2000"],
        ["1000"],
    ]
    assert before["deal"] == {"Name": "Q1 2014", "Amount": "2000", "Probability": "80%"}
    key = after["deal"].pop("externalOpportunityId")
    assert key.startswith("mktows-")
    assert after["deal"] == before["deal"] | {"Probability": "80"}


@pytest.mark.slow
@needs_php
@pytest.mark.skipif(not vendor_programs("php"), reason=MISSING)
def test_the_vendors_programs_in_php_succeed(served: tuple[Served, Served], tmp_path: Path) -> None:
    def run(sides: list[tuple[Served, int]]) -> list[dict[str, str]]:
        return [run_on(*side) for side in sides]

    def run_on(side: Served, deal: int) -> dict[str, str]:
        told = {}
        for number, program in enumerate(vendor_programs("php")):
            source = tmp_path / f"{side.name}_{number}.php"
            ready = vendor_php(program, side.endpoint("2_7"), USER, KEY, deal)
            source.write_text(ready, encoding="utf-8")
            told[str(program)] = run_php(source).split("RAW response:\n")[1]
        return told

    hold_vendor_programs(served, run)


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stubs of a version, made of what the bridge serves."""
    folder = tmp_path_factory.mktemp("stubs")
    with served_pair() as (_, bridge):
        make_stubs({bridge.endpoint(JAXWS): folder})
    return folder


@pytest.fixture(scope="module")
def classes(stubs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our programs in Java."""
    sources = [JAVA / f"{name}.java" for name in ("Operations", "Calls")]
    return compiled(tmp_path_factory.mktemp("ours"), stubs, *sources)


@pytest.mark.slow
@needs_jaxws
@needs_codec
@pytest.mark.skipif(not vendor_programs("java"), reason=MISSING)
def test_the_vendors_programs_in_java_succeed(
    served: tuple[Served, Served], stubs: Path, tmp_path: Path
) -> None:
    def run(sides: list[tuple[Served, int]]) -> list[dict[str, str]]:
        sources: list[Path] = []
        for place, (side, deal) in enumerate(sides):
            for number, program in enumerate(programs):
                source = tmp_path / f"Program{place}{number}.java"
                ready = vendor_java(program, side.endpoint, USER, KEY, source.stem, deal)
                source.write_text(ready, encoding="utf-8")
                sources.append(source)
        made = compiled(tmp_path, stubs, JAVA / "Mains.java", *sources)
        output = run_java(made, "Mains", *(each.stem for each in sources))
        said = re.split(r"^== \w+$", output, flags=re.MULTILINE)[1:]
        names, count = [str(each) for each in programs], len(programs)
        return [dict(zip(names, told, strict=True)) for told in (said[:count], said[count:])]

    programs = vendor_programs("java")
    hold_vendor_programs(served, run)


@pytest.mark.slow
@needs_jaxws
def test_jaxws_gets_the_same_answers(served: tuple[Served, Served], classes: Path) -> None:
    def asked(side: Served) -> Iterator[tuple[str, Any]]:
        endpoint = side.endpoint(JAXWS)
        zeep = ZeepPeer(endpoint, user_id=USER, key=KEY)
        calls = [(operation, arguments) for operation, arguments, _ in steps(JAXWS, zeep)]
        lines = [
            f"{operation} {b64encode(zeep.message(operation, **arguments)).decode()}\n"
            for operation, arguments in calls
        ]
        said = run_java(classes, "Operations", endpoint, USER, KEY, given="".join(lines))
        for (operation, _), line in zip(calls, said.splitlines(), strict=True):
            yield operation, without_empty(ours(JAXWS, in_envelope(b64decode(line))))

    hold_to(TOOLKITS, *(numbered([*asked(side)]) for side in served))
    hold_to(TOOLKIT_EFFECTS, *map(effects, served))


@pytest.mark.slow
@needs_jaxws
def test_a_program_in_java_gets_the_same_answers(
    served: tuple[Served, Served], classes: Path
) -> None:
    old, new = (
        run_java(classes, "Calls", side.endpoint(JAXWS), USER, KEY).splitlines() for side in served
    )
    # REST tells of a list whether members follow, and not how many.
    assert [old[at] for at in (7, 10)] == ["page 2 4", "page 2 2"]
    assert [new[at] for at in (7, 10)] == ["page 2 1"] * 2
    for told in (old, new):
        del told[10], told[7]
    # REST finds opportunities by their keys alone.
    at = old.index("opportunities 200") + 1
    found = old[at : at + 2]
    assert found == ["objects 100 true [Java 1]", "objects 100 false [Java 101]"]
    fault, message, code = new[at : at + 3]
    assert (fault, code) == ("fault [SOAP-ENV:Client] [20110 - Input error]", "code [20110]")
    assert_refused(message.removeprefix("message [").removesuffix("]"))
    assert [*old[:at], *old[at + 2 :]] == [*new[:at], *new[at + 3 :]]
    hold_to(DEALS, *map(effects, served))
