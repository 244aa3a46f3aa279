"""PHP's SoapClient calls the sandbox over HTTP."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from example_instance import define_examples

from mktows import Client, lead_mappings
from mktows.operations import KNOWN_VERSIONS
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.embedded import EmbeddedBackend
from mktows.sandbox.server import ThreadedServer

PROGRAM = Path(__file__).parent / "php" / "calls.php"


def has_php_soap() -> bool:
    if shutil.which("php") is None:
        return False
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    return "soap" in modules.lower().split()


pytestmark = pytest.mark.skipif(not has_php_soap(), reason="php with its soap extension is missing")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    backend = EmbeddedBackend()
    define_examples(backend.store)
    with Sandbox(backend=backend) as running:
        yield running


@pytest.fixture
def server(sandbox: Sandbox) -> Iterator[ThreadedServer]:
    with ThreadedServer(sandbox) as running:
        yield running


def run(program: Path, **settings: str) -> str:
    result = subprocess.run(
        ["php", "-d", "soap.wsdl_cache_enabled=0", str(program)],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_soapclient_writes_reads_and_meets_a_fault(
    version: str, server: ThreadedServer, client: Client
) -> None:
    output = run(PROGRAM, ENDPOINT=server.endpoint(version), USER_ID=SAMPLE_USER_ID, KEY=SAMPLE_KEY)
    answers = json.loads(output)
    synced = answers["synced"]["reply"]["result"]["syncStatusList"]["syncStatus"]
    assert synced == [
        {"leadId": 1, "status": "CREATED", "error": None},
        {"leadId": 2, "status": "CREATED", "error": None},
    ]
    found = answers["found"]["reply"]["result"]
    assert found["count"] == 1
    record = found["leadRecordList"]["leadRecord"]
    values = {a["attrName"]: a["attrValue"] for a in record["leadAttributeList"]["attribute"]}
    assert values == {"Company": "Ünïcode & <Sons>", "FirstName": "One", "Website": "example.com"}
    several = answers["several"]["reply"]["result"]
    assert [lead["Id"] for lead in several["leadRecordList"]["leadRecord"]] == [1, 2]
    assert 'xsi:type="ns1:LeadKeySelector"' in answers["several"]["request"]
    program = answers["program"]["reply"]["result"]["mObjStatusList"]["mObjStatus"]
    assert (program["id"], program["status"]) == (1970, "UPDATED")
    assert answers["missing"]["faultstring"] == "20103 - Lead not found"
    assert answers["missing"]["detail"]["serviceException"]["code"] in (20103, "20103")
    (lead,) = lead_mappings(client.get_lead(email="two@example.com"))
    assert lead["FirstName"] == "Two"


# The vendor's own programs are not ours to copy: they are cut out of the vendor's pages, wherever
# a folder of those is given.
PAGES = os.environ.get("MKTOWS_VENDOR_PAGES")
CHANGES = {
    "marketoSoapEndPoint": "endpoint",
    "marketoUserId": SAMPLE_USER_ID,
    "marketoSecretKey": SAMPLE_KEY,
}


@pytest.mark.skipif(not PAGES, reason="MKTOWS_VENDOR_PAGES names no folder of the vendor's pages")
def test_the_vendors_own_programs_succeed(
    server: ThreadedServer, client: Client, tmp_path: Path
) -> None:
    pages = [path for path in Path(PAGES or "").iterdir() if path.is_file()]
    programs = [
        program
        for page in sorted(pages)
        for program in re.findall(r"```php\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert len(programs) >= 2
    for number, source in enumerate(programs):
        text = source
        for variable, value in CHANGES.items():
            actual = server.endpoint("2_7") if value == "endpoint" else value
            text, count = re.subn(
                rf'(\${variable}\s*=\s*)""(;\s*// CHANGE ME)', rf'\g<1>"{actual}"\g<2>', text
            )
            assert count == 1
        program = tmp_path / f"program_{number}.php"
        program.write_text(text, encoding="utf-8")
        output = run(program)
        assert "RAW response" in output
        assert re.search(r"<status>(CREATED|UPDATED)</status>", output)
        assert "Fault" not in output
    (lead,) = lead_mappings(client.get_lead(email="em1001@etestd.marketo.net"))
    assert (lead["Company"], lead["Phone"]) == ("Marketo1001", "650-555-1001")
    program_1970 = client.get_mobjects("Program", id=1970).m_object_list
    assert program_1970 is not None
    groups = program_1970.m_object[0].type_attrib_list
    assert groups is not None
    costs = [
        {a.name: a.value for a in (group.attr_list.attrib if group.attr_list else [])}
        for group in groups.type_attrib
        if group.attr_type == "Cost"
    ]
    assert {"Id": "153", "Amount": "2000"}.items() <= costs[0].items()
