"""What Ruby's Savon writes of hashes with snake-case keys is understood.

Savon is in no package index that CI has. These are requests as version 2 writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from mktows import HttpRequest
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


def test_a_value_that_a_repeated_key_lost_is_missed(sandbox: Sandbox) -> None:
    reply = sent(sandbox, "ruby_savon_repeated_key.xml")
    (status,) = re.findall("<mObjStatus>(.*?)</mObjStatus>", reply)
    assert "<status>FAILED</status>" in status
    (error,) = re.findall("<error>(.*)</error>", status)
    assert "Amount" in error
