"""What is found in a call's form: recorded, or refused by a strict sandbox."""

from __future__ import annotations

import gzip
import zlib

import pytest
from support.envelopes import code_of, request, signed

from mktows import Client, HttpRequest
from mktows.checking import RULES, Finding
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION
from mktows.sandbox import Sandbox
from mktows.server import request_body as incoming_module
from mktows.soap import read_envelope

ACTION = '"http://www.marketo.com/mktows/listMObjects"'
XML = "text/xml;charset=UTF-8"


def findings(body: bytes, *, action: str = ACTION, content_type: str = XML) -> list[Finding]:
    """Send to a lenient sandbox, which must answer, and to a strict one, which must not.

    The strict one must name the first finding; a message without any both must answer.
    """
    sent = request(body, action=action, content_type=content_type)
    with Sandbox() as lenient, Sandbox(strict=True) as strict:
        answer = lenient.send(sent)
        assert answer.status == 200, answer.body
        found = list(lenient.calls()[0].findings)
        refused = strict.send(sent)
        fault = read_envelope(refused.body).fault
        if not found:
            assert fault is None
        else:
            assert fault is not None
            first = f"{found[0].path}: {found[0].reason}"
            assert fault.service_message == f"{first} ({fault.service_code})"
            in_message = found[0].path.startswith("params")
            assert fault.service_code == (20110 if in_message else 20012)
        assert list(strict.calls()[0].findings) == found
    assert {each.rule for each in found} <= set(RULES)
    return found


def rules(body: bytes, *, action: str = ACTION, content_type: str = XML) -> list[str]:
    """What is found, as path and rule."""
    found = findings(body, action=action, content_type=content_type)
    return [f"{each.path}: {each.rule}" for each in found]


def test_nothing_is_found_in_a_proper_call() -> None:
    assert rules(signed()) == []


@pytest.mark.parametrize("action", ['""', "", ACTION])
def test_an_empty_action_was_accepted(action: str) -> None:
    assert rules(signed(), action=action) == []


@pytest.mark.parametrize(
    ("action", "rule"),
    [
        ('"http://www.marketo.com/mktows/getLead"', "soap-action-mismatch"),
        ("listMObjects", "soap-action-mismatch"),
        (ACTION.strip('"'), "soap-action-unquoted"),
    ],
)
def test_an_action_that_is_sent_must_be_right(action: str, rule: str) -> None:
    assert rules(signed(), action=action) == [f"Envelope: {rule}"]


@pytest.mark.parametrize(
    ("content_type", "rule"),
    [
        ("", "content-type-not-xml"),
        ("application/soap+xml; charset=utf-8", "content-type-not-xml"),
        ("application/x-www-form-urlencoded", "content-type-not-xml"),
        ("text/xml; charset=klingon", "content-type-charset"),
        ("text/xml; charset=cp500", "content-type-charset"),
        ("text/xml; charset=punycode", "content-type-charset"),
    ],
)
def test_another_content_type_is_found(content_type: str, rule: str) -> None:
    assert rules(signed(), content_type=content_type) == [f"Envelope: {rule}"]


@pytest.mark.parametrize("content_type", ["text/xml", 'TEXT/XML; Charset="utf-8"'])
def test_text_xml_may_be_written_in_any_way(content_type: str) -> None:
    assert rules(signed(), content_type=content_type) == []


@pytest.mark.parametrize(
    ("more", "name", "rule"),
    [
        ("<w:Security xmlns:w='urn:w'/>", "Security", "header-unknown"),
        ("<AuthenticationHeader/>", "AuthenticationHeader", "auth-header-namespace"),
        (
            "<m:MktowsContextHeader><targetWorkspace>x</targetWorkspace></m:MktowsContextHeader>",
            "MktowsContextHeader",
            "context-header-unused",
        ),
    ],
    ids=["unknown", "unqualified", "of another operation"],
)  # fmt: skip
def test_a_foreign_header_block_is_found(more: str, name: str, rule: str) -> None:
    assert rules(signed(more=more)) == [f"Envelope.Header.{name}: {rule}"]


def test_members_of_the_header_must_be_unqualified_known_and_in_order() -> None:
    plain = signed().decode()
    qualified = plain.replace("mktowsUserId", "m:mktowsUserId")
    path = "AuthenticationHeader"
    assert rules(qualified.encode()) == [f"{path}.mktowsUserId: element-qualified"]
    unknown = plain.replace("</m:Auth", "<x/></m:Auth")
    assert rules(unknown.encode())[0].startswith(f"{path}.x: ")
    start, end = plain.index("<mktowsUserId"), plain.index("<requestSignature")
    moved = plain[:start] + plain[end:].replace("</m:Auth", f"{plain[start:end]}</m:Auth", 1)
    assert rules(moved.encode()) == [f"{path}.mktowsUserId: element-order"]


def test_a_block_that_stands_twice_is_found() -> None:
    first = "<m:AuthenticationHeader><mktowsUserId>x</mktowsUserId></m:AuthenticationHeader>"
    plain = signed().decode().replace("<e:Header>", f"<e:Header>{first}")
    found = rules(plain.encode())
    assert "Envelope.Header.AuthenticationHeader: auth-header-repeated" in found


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
@pytest.mark.parametrize("name", ["partnerId", "audit", "mode"])
def test_a_field_of_the_header_without_effect_is_noted_and_refused_by_nobody(
    name: str, version: str
) -> None:
    plain = signed().decode()
    body = plain.replace("</m:Auth", f"<{name}>1</{name}></m:Auth").encode()
    told = {"partnerId": "auth-partner-id", "mode": "auth-mode"}
    if version == "3_1":
        del told["partnerId"]
    for strict in (False, True):
        with Sandbox(strict=strict) as sandbox:
            sent = request(body, action=ACTION, version=version)
            assert sandbox.send(sent).status == 200
            (noted,) = sandbox.calls()[0].findings
        assert noted.path == f"AuthenticationHeader.{name}"
        assert noted.rule == told.get(name, "auth-field-without-effect")


def test_soaps_own_attributes_are_in_order() -> None:
    plain = signed().decode()
    understood = plain.replace(
        "<m:AuthenticationHeader>", '<m:AuthenticationHeader e:mustUnderstand="0">'
    )
    assert rules(understood.encode()) == []
    other = plain.replace("<m:AuthenticationHeader>", '<m:AuthenticationHeader a="0">')
    assert rules(other.encode()) == ["AuthenticationHeader: xml-attribute-unknown"]


def test_something_else_in_the_envelope_is_found() -> None:
    more = signed().replace(b"</e:Envelope>", b"<e:Fault/></e:Envelope>")
    assert rules(more) == ["Envelope.Fault: envelope-part-unknown"]


def test_the_message_is_looked_through() -> None:
    body = signed("<m:paramsListMObjects><a/><b/></m:paramsListMObjects>")
    assert rules(body) == [
        "paramsListMObjects.a: element-unknown",
        "paramsListMObjects.b: element-unknown",
    ]


def test_nothing_is_found_in_calls_of_our_own_client() -> None:
    with Sandbox(strict=True) as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        client.sync_lead({"Email": "a@example.com", "FirstName": "A"})
        client.get_lead(email="a@example.com")
        client.list_mobjects()
        assert [call.findings for call in sandbox.calls()] == [(), (), ()]


def test_a_strict_refusal_changes_nothing() -> None:
    lead = "<leadRecord><Email>a@example.com</Email><email/></leadRecord>"
    message = f"<m:paramsSyncLead>{lead}<returnLead>false</returnLead></m:paramsSyncLead>"
    with Sandbox(strict=True) as sandbox:
        refused = sandbox.send(request(signed(message), content_type=XML))
        assert code_of(refused.body) == 20110
        key = "<leadKey><keyType>IDNUM</keyType><keyValue>1</keyValue></leadKey>"
        looked = sandbox.send(
            request(signed(f"<m:paramsGetLead>{key}</m:paramsGetLead>"), content_type=XML)
        )
        assert code_of(looked.body) == 20103


def test_strictness_comes_after_authentication() -> None:
    with Sandbox(strict=True) as sandbox:
        assert code_of(sandbox.send(request(signed(header=""), content_type="x")).body) == 20014


NAME = "Zo\xeb"
LEAD = (
    "<m:paramsSyncLead><leadRecord><Email>z@example.com</Email><leadAttributeList><attribute>"
    f"<attrName>FirstName</attrName><attrValue>{NAME}</attrValue></attribute></leadAttributeList>"
    "</leadRecord><returnLead>true</returnLead></m:paramsSyncLead>"
)


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type", "wrong"),
    [
        ("utf-8", "", "text/xml; charset=utf-8", False),
        ("utf-8", "UTF-8", "text/xml", False),
        ("iso-8859-1", "", "text/xml; charset=ISO-8859-1", False),
        ("iso-8859-1", "ISO-8859-1", "text/xml; charset=ISO-8859-1", False),
        ("iso-8859-1", "ISO-8859-1", "text/xml", False),
        ("iso-8859-1", "ISO-8859-1", "text/xml; charset=utf-8", True),
        ("utf-8", "UTF-8", "text/xml; charset=iso-8859-1", True),
        ("utf-16", "UTF-16", "text/xml; charset=utf-16", False),
        ("utf-16-le", "UTF-16", "text/xml; charset=utf-16le", False),
        ("utf-16-be", "", "text/xml; charset=utf-16be", False),
        ("utf-16", "", "text/xml", False),
        ("utf-8-sig", "", "text/xml; charset=iso-8859-1", False),
        ("cp1252", "", "text/xml; charset=windows-1252", False),
    ],
)
def test_the_document_tells_its_encoding_before_the_header_does(
    sandbox: Sandbox, encoding: str, declared: str, content_type: str, wrong: bool
) -> None:
    text = signed(LEAD).decode()
    if declared:
        text = f'<?xml version="1.0" encoding="{declared}"?>{text}'
    answer = sandbox.send(request(text.encode(encoding), content_type=content_type))
    assert f"<attrValue>{NAME}</attrValue>".encode() in answer.body, answer.body
    assert bool(sandbox.calls()[0].findings) is wrong


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        (" GZIP ", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("identity", bytes),
    ],
    ids=["gzip", "x-gzip", "letter case", "deflate", "bare deflate", "identity"],
)
def test_compressed_requests_are_read(sandbox: Sandbox, coding: str, pack: object) -> None:
    headers = {"Content-Type": "text/xml", "Content-Encoding": coding}
    body = pack(signed())  # type: ignore[operator]
    sent = HttpRequest(f"http://localhost/soap/mktows/{LATEST_VERSION}", headers, body)
    assert sandbox.send(sent).status == 200
    assert "paramsListMObjects" in sandbox.calls()[0].request


@pytest.mark.parametrize(
    ("coding", "body", "status"),
    [
        ("br", b"x", 415),
        ("gzip, gzip", b"x", 415),
        ("gzip", b"no gzip", 400),
        ("gzip", gzip.compress(b"<x/>", mtime=0)[:-1], 400),
        ("gzip", gzip.compress(b"<x/>", mtime=0) + b"more", 400),
        ("deflate", b"\xff\xff", 400),
        ("gzip", gzip.compress(b" " * 20_001, mtime=0), 413),
        ("deflate", zlib.compress(b" " * 20_001), 413),
        ("deflate", raw_deflate(b" " * 20_001), 413),
    ],
)
def test_what_cannot_be_unpacked_is_a_plain_http_error(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, coding: str, body: bytes, status: int
) -> None:
    monkeypatch.setattr(incoming_module, "MAX_REQUEST_BYTES", 20_000)
    headers = {"content-encoding": coding}
    sent = HttpRequest("http://localhost/soap/mktows/2_7", headers, body)
    assert sandbox.send(sent).status == status
    assert sandbox.calls()[0].status == status


def test_findings_are_told_up_to_a_number(sandbox: Sandbox) -> None:
    many = "<x/>" * 5_000
    body = signed(f"<m:paramsListMObjects>{many}</m:paramsListMObjects>", more=many)
    assert sandbox.send(request(body, content_type=XML)).status == 200
    assert len(sandbox.calls()[0].findings) == 200  # a hundred of the header, as many of the body


def test_more_parts_of_an_envelope_than_are_told_are_not_looked_at(sandbox: Sandbox) -> None:
    body = signed().replace(b"</e:Envelope>", b"<x/>" * 5_000 + b"</e:Envelope>")
    assert sandbox.send(request(body, content_type=XML)).status == 200
    assert len(sandbox.calls()[0].findings) == 100


@pytest.mark.parametrize("count", [90, 200, 2000])
def test_a_type_is_resolved_whatever_prefixes_are_declared(count: int) -> None:
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    many = " ".join(f"xmlns:p{number}='u'" for number in range(count))
    typed = f"<objectName xmlns:xsi='{xsi}' xmlns:x='http://www.w3.org/2001/XMLSchema' "
    typed += "xsi:type='{}'>Opportunity</objectName><a/>"
    for name, told in (("x:string", []), ("p7:string", ["xsi-type-mismatch"])):
        message = f"<m:paramsDescribeMObject {many}>{typed.format(name)}</m:paramsDescribeMObject>"
        found = [each.rule for each in findings(signed(message), action='""')]
        assert found == [*told, "element-unknown"]
