"""What the vendor's Java program sends through JAX-WS, byte for byte as it was captured."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mktows import Client, HttpRequest, lead_mappings
from mktows.operations import KNOWN_VERSIONS, contract
from mktows.sandbox import Sandbox

CAPTURED = Path(__file__).parent.parent / "data" / "jaxws_qualified_attribute_list_request.xml"
SENT_AT = datetime(2026, 11, 22, 4, 23, 10, tzinfo=UTC)


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


@pytest.mark.skipif(shutil.which("wsimport") is None, reason="JAX-WS wsimport is missing")
@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_wsimport_makes_stubs_of_every_version(version: str, tmp_path: Path) -> None:
    wsdl = tmp_path / "contract.wsdl"
    wsdl.write_bytes(contract(version).wsdl())
    command = ["wsimport", "-quiet", "-Xnocompile", "-keep", "-d", str(tmp_path), str(wsdl)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    made = {path.stem for path in (tmp_path / "com" / "marketo" / "mktows").glob("*.java")}
    assert made >= {"MktowsPort", "MktMktowsApiService", *contract(version).types}
