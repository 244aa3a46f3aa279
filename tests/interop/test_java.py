"""Java calls the sandbox over HTTP, through stubs that JAX-WS makes from the WSDL it serves."""

from __future__ import annotations

import functools
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.peer_steps import declares, holds, steps
from support.programs import (
    JAVA,
    compiled,
    in_envelope,
    make_stubs,
    needs_codec,
    needs_jaxws,
    run_java,
    vendor_java,
)
from support.served_demo import ServedDemo
from support.soap_peers import ZeepPeer, ours, without_empty
from support.vendor_programs import MISSING, assert_objects_written, vendor_programs

from mktows import Client, HttpRequest, lead_mappings
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox

CAPTURED = Path(__file__).parent.parent / "data" / "jaxws_qualified_attribute_list_request.xml"
SENT_AT = datetime(2026, 11, 22, 4, 23, 10, tzinfo=UTC)
CALLING = sorted({"2_7", LATEST_VERSION})
# The versions whose contract can clone a program.
CLONING = [
    each
    for each in KNOWN_VERSIONS
    if declares(each, "ParamsScheduleCampaign", "cloneToProgramName")
]


@pytest.fixture(scope="session")
def stubs(server: ServedDemo, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sources of the stubs of every version."""
    folders = {version: tmp_path_factory.mktemp(f"stubs_{version}") for version in KNOWN_VERSIONS}
    make_stubs({server.endpoint(version): folder for version, folder in folders.items()})
    return folders


@pytest.fixture(scope="session")
def classes(
    stubs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Gives the classes of all programs that are made with a version's stubs, compiled once."""

    @functools.cache
    def of(version: str) -> Path:
        names = ["Operations", *["Calls"] * (version in CALLING)]
        names += ["CloneProgram"] * (version in CLONING)
        folder = tmp_path_factory.mktemp(f"classes_{version}")
        return compiled(folder, stubs[version], *(JAVA / f"{name}.java" for name in names))

    return of


def test_a_qualified_attribute_list_is_understood() -> None:
    """The program qualifies leadAttributeList, and hands the first list to both leads."""
    with Sandbox(now=lambda: SENT_AT) as sandbox:
        headers = {"content-type": "text/xml; charset=utf-8"}
        request = HttpRequest(
            "http://localhost/soap/mktows/2_1", headers, CAPTURED.read_bytes().rstrip()
        )
        response = sandbox.send(request)
        assert response.status == 200
        assert response.body.count(b"<status>CREATED</status>") == 2
        client = Client(sandbox.config(), transport=sandbox, now=lambda: SENT_AT)
        for email in ("t@t.com", "myemail@test.com"):
            (lead,) = lead_mappings(client.get_lead(email=email))
            assert (lead["FirstName"], lead["LastName"]) == ("George", "of the Jungle")


@pytest.mark.slow
@needs_jaxws
@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_wsimport_makes_stubs_of_every_version(version: str, stubs: dict[str, Path]) -> None:
    made = {each.stem for each in (stubs[version] / "com" / "marketo" / "mktows").glob("*.java")}
    # The simple binding mode names these classes like their elements.
    headers = {"AuthenticationHeaderInfo", "MktowsContextHeaderInfo"}
    expected = {name.removesuffix("Info") if name in headers else name for name in types(version)}
    assert made >= {"MktowsPort", "MktMktowsApiService", *expected}


def types(version: str) -> set[str]:
    return set(contract(version).types)


@pytest.mark.slow
@needs_jaxws
@pytest.mark.parametrize("version", [KNOWN_VERSIONS[0], LATEST_VERSION])
def test_jaxws_calls_every_operation(
    version: str,
    served: ServedDemo,
    classes: Callable[[str], Path],
    findings: Callable[[], list[str]],
) -> None:
    zeep = ZeepPeer(served.endpoint(version))
    calls = list(steps(version, zeep))
    lines = [
        f"{operation} {b64encode(zeep.message(operation, **arguments)).decode()}\n"
        for operation, arguments, _ in calls
    ]
    arguments = ["Operations", served.endpoint(version), SAMPLE_USER_ID, SAMPLE_KEY]
    output = run_java(classes(version), *arguments, given="".join(lines))
    for (operation, _, expected), line in zip(calls, output.splitlines(), strict=True):
        answer = without_empty(ours(version, in_envelope(b64decode(line))))
        assert holds(expected, answer), (operation, answer)
    assert {operation for operation, _, _ in calls} == set(contract(version).operations)
    # The one header that is null is sent as nil.
    assert findings() == ["syncLead: Envelope.Header.MktowsContextHeader: context-header-empty"]


@needs_jaxws
@pytest.mark.parametrize("version", CLONING)
def test_jaxws_schedules_a_campaign_of_a_clone(
    version: str,
    served: ServedDemo,
    classes: Callable[[str], Path],
    findings: Callable[[], list[str]],
) -> None:
    arguments = ["CloneProgram", served.endpoint(version), SAMPLE_USER_ID, SAMPLE_KEY]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert run_java(classes(version), *arguments, "Made by Java") == "true\n"
    (scheduled,) = served.campaign_runs()
    assert scheduled.campaign == "Made by Java.Batch Campaign Example"
    assert scheduled.tokens == {"{{my.message}}": "Updated message"}
    assert abs(scheduled.run_at - tomorrow.timestamp()) < 60
    names = served.client().get_mobjects("Program", criteria=[("Name", "EQ", "Made by Java")])
    assert names.return_count == 1
    assert findings() == []


@pytest.mark.slow
@needs_jaxws
@pytest.mark.parametrize("version", CALLING)
def test_jaxws_writes_reads_pages_and_meets_a_fault(
    version: str,
    served: ServedDemo,
    classes: Callable[[str], Path],
    findings: Callable[[], list[str]],
) -> None:
    output = run_java(
        classes(version), "Calls", served.endpoint(version), SAMPLE_USER_ID, SAMPLE_KEY
    )
    first_change = "change [New Lead] [Source Type] [Web service API] null"
    assert output.splitlines() == [
        *["synced CREATED nil"] * 5,
        "synced FAILED [No lead found with IDNUM = 77 (20103)]",
        "listed true nil",
        "page 2 4",
        "member nil nil",
        "member [java1@example.com] nil",
        "page 2 2",
        "member [java2@example.com] nil",
        "member [java3@example.com] nil",
        "page 2 0",
        "member [java4@example.com] nil",
        "member [java5@example.com] nil",
        "end []",
        "selected nil [FirstName] [string] [Zoë <1> & co]",
        "selected nil [FirstName] [string] [Zoë <2> & co]",
        "updated 3 2",
        "updated 2 0",
        "activity [Add to List] [Trav-Test-List] true nil []",
        "activity [New Lead] [] true nil []",
        *("changes 2 3", first_change, first_change),
        *("changes 2 1", first_change, first_change),
        *("changes 1 0", first_change),
        "opportunities 200",
        "objects 100 true [Java 1]",
        "objects 100 false [Java 101]",
        "returned UPDATED nil",
        "returned [LastName] [Last]",
        "returned [Website] [example.com]",
        "returned nil",
        "fault [SOAP-ENV:Client] [20103 - Lead not found]",
        "message [No lead found with EMAIL = nobody@example.com (20103)]",
        "code [20103]",
    ]
    (lead,) = lead_mappings(served.client().get_lead(email="java5@example.com"))
    assert lead["FirstName"] == "Zoë <5> & co"
    assert findings() == []


@needs_jaxws
@pytest.mark.skipif(not vendor_programs("java"), reason=MISSING)
@needs_codec
def test_the_vendors_own_java_programs_succeed(
    served: ServedDemo,
    stubs: dict[str, Path],
    findings: Callable[[], list[str]],
    tmp_path: Path,
) -> None:
    programs = {f"Program{n}": each for n, each in enumerate(vendor_programs("java"))}
    sources = []
    for name, program in programs.items():
        source = tmp_path / f"{name}.java"
        ready = vendor_java(program, served.endpoint, SAMPLE_USER_ID, SAMPLE_KEY, name)
        source.write_text(ready, encoding="utf-8")
        sources.append(source)
    made = compiled(tmp_path, stubs["2_1"], JAVA / "Mains.java", *sources)
    output = run_java(made, "Mains", *programs)
    said = dict(zip(programs, re.split(r"^== \w+$", output, flags=re.MULTILINE)[1:], strict=True))
    statuses = {
        str(program): re.findall(r"<(?:leadId|id)>(\d+)</.*?<status>(\w+)<", said[name], re.DOTALL)
        for name, program in programs.items()
    }
    assert statuses == {
        "syncMultipleLeads": [("1090243", "CREATED"), ("1090244", "CREATED")],
        "syncMObjects-prepareUpdateProgramRequest": [("1970", "UPDATED")],
        "syncMObjects-prepareCreateOpptyRequest": [("40", "CREATED")],
        "syncMObjects-prepareCreateOpptyPersonRoleRequest": [("11", "CREATED")],
    }
    assert_objects_written(served.client())
    for email in ("t@t.com", "myemail@test.com"):
        (lead,) = lead_mappings(served.client().get_lead(email=email))
        assert (lead["FirstName"], lead["LastName"]) == ("George", "of the Jungle")
    records = "syncMultipleLeads: paramsSyncMultipleLeads.leadRecordList.leadRecord"
    assert findings() == [
        f"{records}[{place}].leadAttributeList: element-qualified" for place in (0, 1)
    ]
