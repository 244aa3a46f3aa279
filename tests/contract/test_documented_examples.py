"""The vendor's documented examples, read for what they say and written again as they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from support.contract_schemas import codec, violations

from mktows.checking import check_message
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.signing import Secret, sign
from mktows.soap import Envelope, read_envelope, split_name, write_envelope

DATA = Path(__file__).resolve().parents[1] / "data"
NAMESPACE = contract("2_7").namespace
OPERATIONS = {"sync_multiple_leads": "syncMultipleLeads", "sync_mobjects": "syncMObjects"}
EXAMPLES = [f"documented_{name}_{side}" for name in OPERATIONS for side in ("request", "reply")]
REQUESTS = [name for name in EXAMPLES if name.endswith("request")]
REPLIES = [name for name in EXAMPLES if name.endswith("reply")]
EVERY_VERSION = pytest.mark.parametrize("version", KNOWN_VERSIONS)


def document(name: str) -> bytes:
    return (DATA / f"{name}.xml").read_bytes()


def element_of(name: str) -> str:
    subject, _, side = name.removeprefix("documented_").rpartition("_")
    operation = contract("2_7").operations[OPERATIONS[subject]]
    return operation.request if side == "request" else operation.reply


def envelope(name: str) -> Envelope:
    return read_envelope(document(name))


def message(name: str, version: str = "2_7") -> Any:
    body = envelope(name).body
    assert body is not None
    return codec(version).decode(body, element_of(name))


def header(name: str, version: str = "2_7") -> Any:
    node = envelope(name).headers[NAMESPACE, "AuthenticationHeader"]
    return codec(version).decode(node, "AuthenticationHeader")


def canonical(data: bytes) -> bytes:
    """Canonical form without the white space between elements, which carries nothing here."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n", exclusive=True)


# What they say


def test_the_request_of_sync_multiple_leads_reads_as_it_shows() -> None:
    b = contract("2_7").bindings

    def lead(number: int) -> Any:
        attributes = [
            b.Attribute(attr_name="Company", attr_value=f"Marketo{number}"),
            b.Attribute(attr_name="Phone", attr_value=f"650-555-{number}"),
        ]
        return b.LeadRecord(
            email=f"em{number}@etestd.marketo.net",
            lead_attribute_list=b.ArrayOfAttribute(attribute=attributes),
        )

    assert message("documented_sync_multiple_leads_request") == b.ParamsSyncMultipleLeads(
        lead_record_list=b.ArrayOfLeadRecord(lead_record=[lead(1000), lead(1001)]),
        dedup_enabled=True,
    )


def test_the_reply_of_sync_multiple_leads_reads_as_it_shows() -> None:
    b = contract("2_7").bindings
    statuses = [
        b.SyncStatus(lead_id=lead_id, status=b.LeadSyncStatus.UPDATED, error=None)
        for lead_id in (1090240, 1090239)
    ]
    assert message("documented_sync_multiple_leads_reply") == b.SuccessSyncMultipleLeads(
        result=b.ResultSyncMultipleLeads(sync_status_list=b.ArrayOfSyncStatus(sync_status=statuses))
    )


def test_the_request_of_sync_mobjects_reads_as_it_shows() -> None:
    b = contract("2_7").bindings
    cost = b.TypeAttrib(
        attr_type="Cost",
        attr_list=b.ArrayOfAttrib(
            attrib=[
                b.Attrib(name="Month", value="2013-06"),
                b.Attrib(name="Amount", value="2000"),
                b.Attrib(name="Id", value="153"),
            ]
        ),
    )
    program = b.MObject(
        type_value="Program",
        id=1970,
        type_attrib_list=b.ArrayOfTypeAttrib(type_attrib=[cost]),
    )
    assert message("documented_sync_mobjects_request") == b.ParamsSyncMObjects(
        m_object_list=b.ArrayOfMObject(m_object=[program]),
        operation=b.SyncOperationEnum.UPDATE,
    )


def test_the_reply_of_sync_mobjects_reads_as_it_shows() -> None:
    b = contract("2_7").bindings
    status = b.MObjStatus(id=1970, status=b.MObjStatusEnum.UPDATED)
    assert message("documented_sync_mobjects_reply") == b.SuccessSyncMObjects(
        result=b.ResultSyncMObjects(m_obj_status_list=b.ArrayOfMObjStatus(m_obj_status=[status]))
    )


@pytest.mark.parametrize("name", REQUESTS)
def test_the_header_of_a_request_reads_as_it_shows(name: str) -> None:
    read = header(name)
    assert read.mktows_user_id == "demo17_1_809934544BFABAE58E5D27"
    assert (read.request_timestamp, read.request_signature) in SIGNATURES
    assert (read.audit, read.mode) == (None, None)


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_has_no_header(name: str) -> None:
    assert envelope(name).headers == {}


# As the contract has it


@EVERY_VERSION
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_valid_in_every_version(name: str, version: str) -> None:
    body = envelope(name).body
    assert body is not None
    assert split_name(body) == (NAMESPACE, element_of(name))
    assert violations(version, body) == []
    assert check_message(contract(version), body, element_of(name)) == []
    codec(version).decode(body, element_of(name))


# Written again


@EVERY_VERSION
@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_written_again_as_it_stands(name: str, version: str) -> None:
    body = codec(version).encode(element_of(name), message(name, version))
    head = codec(version).encode("AuthenticationHeader", header(name, version))
    written = write_envelope(
        namespace=NAMESPACE, header=head.text, body=body.text, xsi=head.xsi or body.xsi
    )
    assert canonical(written) == canonical(document(name))


@EVERY_VERSION
@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_written_again_as_it_stands(name: str, version: str) -> None:
    body = codec(version).encode(element_of(name), message(name, version), service=True)
    written = write_envelope(namespace=NAMESPACE, body=body.text, xsi=body.xsi)
    assert canonical(written) == canonical(document(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_prefixes_are_declared_where_the_examples_declare_them(name: str) -> None:
    service = name in REPLIES
    body = codec("2_7").encode(element_of(name), message(name), service=service)
    written = write_envelope(namespace=NAMESPACE, body=body.text, xsi=body.xsi)
    ours, theirs = etree.fromstring(written), etree.fromstring(document(name))
    assert list(ours.nsmap.items()) == list(theirs.nsmap.items())


# Their signatures

# Timestamp and printed signature. Both are genuine: they verify with the key that stands in the
# programs beside the examples.
SIGNATURES = {
    ("2013-08-01T18:22:30-07:00", "b5e21953ae9f1b263e644da5eccce9ff33802513"),
    ("2013-08-05T14:22:45-07:00", "40e6d89bd2f7f0daaddaf150ce7a7ca49788ffe7"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_printed_signature_verifies(name: str) -> None:
    read = header(name)
    signature = sign(
        user_id=read.mktows_user_id, key=Secret("27272727aa"), timestamp=read.request_timestamp
    )
    assert signature == read.request_signature
