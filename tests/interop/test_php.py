"""PHP's SoapClient calls the sandbox over HTTP: a program of ours, and the vendor's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.program_peers import has_php_soap
from support.programs import PHP, run_php, vendor_php
from support.served_demo import ServedDemo
from support.vendor_programs import MISSING, assert_objects_written, vendor_programs

from mktows import lead_mappings
from mktows.contract import KNOWN_VERSIONS
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

PROGRAM = PHP / "calls.php"


pytestmark = pytest.mark.skipif(not has_php_soap(), reason="php with its soap extension is missing")


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_soapclient_writes_reads_and_meets_a_fault(
    version: str, served: ServedDemo, findings: Callable[[], list[str]]
) -> None:
    output = run_php(
        PROGRAM, ENDPOINT=served.endpoint(version), USER_ID=SAMPLE_USER_ID, KEY=SAMPLE_KEY
    )
    answers = json.loads(output)
    synced = answers["synced"]["reply"]["result"]["syncStatusList"]["syncStatus"]
    assert synced == [
        {"leadId": 1090243, "status": "CREATED", "error": None},
        {"leadId": 1090244, "status": "CREATED", "error": None},
    ]
    found = answers["found"]["reply"]["result"]
    assert found["count"] == 1
    record = found["leadRecordList"]["leadRecord"]
    values = {a["attrName"]: a["attrValue"] for a in record["leadAttributeList"]["attribute"]}
    assert values == {"Company": "Ünïcode & <Sons>", "FirstName": "One", "Website": "example.com"}
    # nil is null, absent is no member, empty is an empty text.
    assert (record["ForeignSysPersonId"], record["ForeignSysType"]) == (None, None)
    several = answers["several"]["reply"]["result"]
    assert [lead["Id"] for lead in several["leadRecordList"]["leadRecord"]] == [1090243, 1090244]
    assert several["newStreamPosition"] == ""
    assert 'xsi:type="ns1:LeadKeySelector"' in answers["several"]["request"]
    program = answers["program"]["reply"]["result"]["mObjStatusList"]["mObjStatus"]
    assert program == {"id": 1970, "status": "UPDATED"}
    assert answers["listed"]["reply"]["result"] == {"success": True, "statusList": None}
    assert answers["missing"]["faultcode"] == "SOAP-ENV:Client"
    assert answers["missing"]["faultstring"] == "20103 - Lead not found"
    assert answers["missing"]["detail"]["serviceException"] == {
        "name": "mktServiceException",
        "message": "No lead found with IDNUM = 99 (20103)",
        "code": "20103",
    }
    (lead,) = lead_mappings(served.client().get_lead(email="two@example.com"))
    assert lead["FirstName"] == "Two"
    assert findings() == []


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_soapclient_sends_positions_back_as_they_came(version: str, served: ServedDemo) -> None:
    output = run_php(
        PROGRAM, ENDPOINT=served.endpoint(version), USER_ID=SAMPLE_USER_ID, KEY=SAMPLE_KEY
    )
    answers = json.loads(output)
    read = {name: answers[name]["pages"] for name in ("list", "activities", "changes", "objects")}
    members = items(read["list"], "leadRecordList", "leadRecord")
    assert [(page["returnCount"], page["remainingCount"]) for page in read["list"]] == [
        (2, 1),
        (1, 0),
    ]
    assert [lead["Id"] for lead in members] == [65835, 67508, 1089946]
    forms = items(read["activities"], "activityRecordList", "activityRecord")
    assert [each["id"] for each in forms] == [1030593, 1024819]
    changes = items(read["changes"], "leadChangeRecordList", "leadChangeRecord")
    ids = [each["id"] for each in changes]
    assert len(set(ids)) == len(ids)
    assert ids[:10] == [
        *(1037189, 1037190, 1037193, 1082831, 1082843),
        *(1086153, 1086166, 1086167, 1086169, 1086173),
    ]
    assert len(read["changes"]) == -(-len(ids) // 4)
    # SoapClient sends the nil members of a position as nil.
    assert '<latestCreatedAt xsi:nil="true"/>' in answers["changes"]["request"]
    objects = items(read["objects"], "mObjectList", "mObject")
    assert [page["returnCount"] for page in read["objects"]] == [100, 1]
    names = [each["attribList"]["attrib"][0]["value"] for each in objects]
    assert names == [f"Deal {n}" for n in range(1, 102)]


def items(pages: list[Any], container: str, name: str) -> list[Any]:
    """The records of all pages; SoapClient gives a list's only item for the list."""
    found = [page[container][name] for page in pages]
    return [each for item in found for each in (item if isinstance(item, list) else [item])]


@pytest.mark.skipif(not vendor_programs("php"), reason=MISSING)
@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_the_vendors_own_programs_succeed(
    version: str, served: ServedDemo, findings: Callable[[], list[str]], tmp_path: Path
) -> None:
    served.client().sync_lead({"Email": "em1001@etestd.marketo.net", "Company": "Before"})
    statuses = {}
    for number, program in enumerate(vendor_programs("php")):
        source = tmp_path / f"program_{number}.php"
        ready = vendor_php(program, served.endpoint(version), SAMPLE_USER_ID, SAMPLE_KEY)
        source.write_text(ready, encoding="utf-8")
        _, reply = run_php(source).split("RAW response:\n")
        statuses[str(program)] = re.findall(r"<(?:leadId|id)>(\d+)</.*?<status>(\w+)<", reply)
    assert statuses == {
        "syncMultipleLeads": [("1090240", "UPDATED"), ("1090239", "UPDATED")],
        "syncMObjects-prepareUpdateProgramRequest": [("1970", "UPDATED")],
        "syncMObjects-prepareCreateOpptyRequest": [("40", "CREATED")],
        "syncMObjects-prepareCreateOpptyPersonRoleRequest": [("11", "CREATED")],
    }
    (lead,) = lead_mappings(served.client().get_lead(email="em1001@etestd.marketo.net"))
    assert (lead["Company"], lead["Phone"]) == ("Marketo1001", "650-555-1001")
    assert_objects_written(served.client())
    assert findings() == []
