"""The client, at the moment of the vendor's documented examples, sends and reads just those."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mktows import Client, Config, HttpRequest, HttpResponse, Secret
from mktows.contract import KNOWN_VERSIONS

DATA = Path(__file__).parent.parent / "data"


class Recorded:
    """Keeps the request, and answers with the document's reply."""

    def __init__(self, reply: bytes) -> None:
        self._reply = reply
        self.body = b""

    def send(self, request: HttpRequest) -> HttpResponse:
        self.body = request.body
        return HttpResponse(200, {}, self._reply)


def sync_leads(client: Client) -> Any:
    return client.sync_multiple_leads(
        {
            "Email": f"em{number}@etestd.marketo.net",
            "Company": f"Marketo{number}",
            "Phone": f"650-555-{number}",
        }
        for number in (1000, 1001)
    )


def sync_program(client: Client) -> Any:
    bindings = client.contract.bindings
    cost = {"Month": "2013-06", "Amount": "2000", "Id": "153"}
    group = bindings.TypeAttrib(
        attr_type="Cost",
        attr_list=bindings.ArrayOfAttrib(
            attrib=[bindings.Attrib(name=name, value=value) for name, value in cost.items()]
        ),
    )
    program = bindings.MObject(
        type_value="Program",
        id=1970,
        type_attrib_list=bindings.ArrayOfTypeAttrib(type_attrib=[group]),
    )
    return client.sync_mobjects([program], operation="UPDATE")


LEADS = ("sync_multiple_leads", "2013-08-01T18:22:30-07:00", sync_leads)
PROGRAM = ("sync_mobjects", "2013-08-05T14:22:45-07:00", sync_program)


def called(
    name: str, moment: str, call: Callable[[Client], Any], version: str
) -> tuple[bytes, bytes, Any]:
    """The document's request, the client's request, and what the client read from the reply."""
    document = (DATA / f"documented_{name}_request.xml").read_bytes()
    recorded = Recorded((DATA / f"documented_{name}_reply.xml").read_bytes())
    config = Config(
        f"https://100-AEK-913.mktoapi.com/soap/mktows/{version}",
        "demo17_1_809934544BFABAE58E5D27",
        Secret("27272727aa"),
    )
    client = Client(config, transport=recorded, now=lambda: datetime.fromisoformat(moment))
    result = call(client)
    return document, recorded.body, result


def canonical(data: bytes) -> bytes:
    """Inclusive C14N, in which namespace declarations count; white space between elements goes."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n")


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
@pytest.mark.parametrize(("name", "moment", "call"), [LEADS, PROGRAM], ids=["leads", "program"])
def test_the_request_is_the_documents_signature_included(
    name: str, moment: str, call: Callable[[Client], Any], version: str
) -> None:
    document, built, _ = called(name, moment, call, version)
    assert canonical(built) == canonical(document)


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_the_reply_of_the_leads_example_reads_as_it_shows(version: str) -> None:
    _, _, result = called(*LEADS, version)
    statuses = result.sync_status_list.sync_status
    assert [(s.lead_id, s.status.value, s.error) for s in statuses] == [
        (1090240, "UPDATED", None),
        (1090239, "UPDATED", None),
    ]


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_the_reply_of_the_program_example_reads_as_it_shows(version: str) -> None:
    _, _, result = called(*PROGRAM, version)
    (status,) = result.m_obj_status_list.m_obj_status
    assert (status.id, status.status.value) == (1970, "UPDATED")
    assert (status.external_key, status.error) == (None, None)
