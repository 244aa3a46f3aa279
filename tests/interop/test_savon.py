"""What Ruby's Savon writes of hashes with snake-case keys is understood.

Savon is in no package index that CI has. These are requests as version 2 writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from mktows import Client, HttpRequest, lead_mappings
from mktows.sandbox import Sandbox
from mktows.sandbox.world.files import demo_world

FOLDER = Path(__file__).resolve().parents[1] / "data" / "toolkits"
SENT_AT = datetime.fromisoformat("2014-05-12T10:00:00-04:00")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(now=lambda: SENT_AT) as sandbox:
        sandbox.seed(demo_world())
        yield sandbox


def sent(sandbox: Sandbox, name: str) -> str:
    headers = {"content-type": "text/xml;charset=UTF-8"}
    body = (FOLDER / name).read_bytes()
    response = sandbox.send(HttpRequest("http://localhost/soap/mktows/2_3", headers, body))
    assert response.status == 200, response.body
    return response.body.decode()


def findings(sandbox: Sandbox) -> set[str]:
    """The rules of the findings of the last call."""
    (call,) = sandbox.calls(last=1)
    return {each.rule for each in call.findings}


def test_a_key_that_becomes_a_lower_case_email_is_the_key(sandbox: Sandbox) -> None:
    written = []
    for status in ("CREATED", "UPDATED"):
        reply = sent(sandbox, "ruby_savon_multiple_leads.xml")
        written.append(re.findall(r"<leadId>(\d+)</leadId><status>(\w+)</status>", reply))
        assert [each for _, each in written[-1]] == [status, status]
        assert "lead-email-case" in findings(sandbox)
    assert [id for id, _ in written[0]] == [id for id, _ in written[1]]
    client = Client(sandbox.config(), transport=sandbox, now=lambda: SENT_AT)
    for number in (1, 2):
        (lead,) = lead_mappings(client.get_lead(email=f"ruby{number}@example.com"))
        assert lead["Phone"] == f"650-555-010{number}"


def test_a_value_that_a_repeated_key_lost_is_missed(sandbox: Sandbox) -> None:
    reply = sent(sandbox, "ruby_savon_repeated_key.xml")
    (status,) = re.findall("<mObjStatus>(.*?)</mObjStatus>", reply)
    assert "<status>FAILED</status>" in status
    (error,) = re.findall("<error>(.*)</error>", status)
    assert "Amount" in error
