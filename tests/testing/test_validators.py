"""The validators: what they accept, and each thing that they refuse, with its path and reason."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mktows import Client, Secret
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.service_faults import write_service_fault
from mktows.soap import SOAP_NAMESPACE
from mktows.testing import (
    SAMPLE_KEY,
    InvalidEnvelope,
    Violation,
    envelopes,
    fault_envelopes,
    fault_violations,
    reply_envelopes,
    reply_violations,
    request_violations,
    sample_config,
    validate_fault,
    validate_reply,
    validate_request,
    validators,
)
from mktows.testing.schemas import Verdict, judge

NAMESPACE = contract("2_7").namespace
VERSIONS = pytest.mark.parametrize("version", KNOWN_VERSIONS)
OPERATIONS = st.sampled_from(sorted(contract("2_7").operations))


@VERSIONS
@given(data=st.data())
def test_requests_are_valid_and_their_signatures_verify(version: str, data: st.DataObject) -> None:
    operation = data.draw(OPERATIONS)
    envelope = data.draw(envelopes(operation, version=version))
    validate_request(
        envelope, version=version, operation=operation, encryption_key=Secret(SAMPLE_KEY)
    )


@VERSIONS
@given(data=st.data())
def test_replies_are_valid(version: str, data: st.DataObject) -> None:
    operation = data.draw(OPERATIONS)
    envelope = data.draw(reply_envelopes(operation, version=version))
    validate_reply(envelope, version=version, operation=operation)


@VERSIONS
@given(data=st.data())
def test_faults_are_valid(version: str, data: st.DataObject) -> None:
    validate_fault(data.draw(fault_envelopes(version=version)), version=version)


@given(data=st.data())
def test_a_request_is_no_reply_and_no_fault_and_the_other_way_round(data: st.DataObject) -> None:
    operation = data.draw(OPERATIONS)
    request, reply = data.draw(envelopes(operation)), data.draw(reply_envelopes(operation))
    fault = data.draw(fault_envelopes())
    assert request_violations(reply)
    assert request_violations(fault)
    assert reply_violations(request)
    assert reply_violations(fault)
    assert fault_violations(request)
    assert fault_violations(reply)


# One departure each

client = Client(sample_config("2_3"))
LEAD_KEY = client.contract.bindings.LeadKey(
    key_type=client.contract.bindings.LeadKeyRef.IDNUM, key_value="canary"
)
REQUEST = client.build_request(client.contract.bindings.ParamsGetLead(lead_key=LEAD_KEY)).body
REPLY = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    b' xmlns:m="http://www.marketo.com/mktows/"><s:Body><m:successRequestCampaign><result>'
    b"<success>true</success></result></m:successRequestCampaign></s:Body></s:Envelope>"
)
FAULT = write_service_fault(
    namespace=NAMESPACE,
    string="20103 - Lead not found",
    code=20103,
    message="No lead found with IDNUM = canary (20103)",
)


def put(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        changed = data.replace(old.encode(), new.encode())
        assert changed != data, "nothing was changed"
        return changed

    return change


def cut(pattern: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        changed = re.sub(pattern.encode(), b"", data)
        assert changed != data, "nothing was changed"
        return changed

    return change


LINE = "requestSignature: is not 40 lower-case hexadecimal digits"
WRONG_REQUESTS = {
    "broken": (cut("</SOAP-ENV:Envelope>"), "not well-formed XML (line 1, column"),
    "document type": (put("<SOAP-ENV:Env", "<!DOCTYPE x><SOAP-ENV:Env"),
                      "a document type declaration is refused"),
    "instruction": (put("<SOAP-ENV:Body>", "<SOAP-ENV:Body><?x y?>"),
                    "holds a processing instruction"),
    "SOAP 1.2": (put("http://schemas.xmlsoap.org/soap/envelope/",
                     "http://www.w3.org/2003/05/soap-envelope"),
                 "Envelope: is not the Envelope of SOAP 1.1"),
    "no body": (cut("<SOAP-ENV:Body>.*</SOAP-ENV:Body>"), "Envelope: has no Body"),
    "header behind": (lambda data: re.sub(rb"(<SOAP-ENV:Header>.*</SOAP-ENV:Header>)(.*)"
                                          rb"(</SOAP-ENV:Envelope>)", rb"\2\1\3", data),
                      "Envelope.Header: may not stand behind the Body"),
    "two headers": (put("<SOAP-ENV:Header>", "<SOAP-ENV:Header/><SOAP-ENV:Header>"),
                    "Envelope: holds more than one Header in front of the Body"),
    "two bodies": (put("</SOAP-ENV:Body>", "</SOAP-ENV:Body><SOAP-ENV:Body/>"),
                   "Envelope.Body: may not stand behind the Body"),
    "an attribute": (put("<SOAP-ENV:Body>", '<SOAP-ENV:Body id="1">'),
                     "Body: has an attribute in no namespace"),
    "text": (put("<SOAP-ENV:Body>", "<SOAP-ENV:Body>canary"),
             "Body: holds text between its elements"),
    "empty body": (cut("<ns1:paramsGetLead>.*</ns1:paramsGetLead>"),
                   "Body: holds 0 elements, not one"),
    "no authentication": (cut("<SOAP-ENV:Header>.*</SOAP-ENV:Header>"),
                          "Header: AuthenticationHeader is missing"),
    "two authentications": (put("</SOAP-ENV:Header>", "<ns1:AuthenticationHeader/>"
                                "</SOAP-ENV:Header>"),
                            "AuthenticationHeader: stands more than once"),
    "another operation's header": (
        put("</SOAP-ENV:Header>", "<ns1:MktowsContextHeader><targetWorkspace>x</targetWorkspace>"
            "</ns1:MktowsContextHeader></SOAP-ENV:Header>"),
        "MktowsContextHeader: is no header of this operation"),
    "a mandatory block": (
        put("</SOAP-ENV:Header>", '<x:a xmlns:x="urn:x" SOAP-ENV:mustUnderstand="1"/>'
            "</SOAP-ENV:Header>"),
        "a: demands to be understood, but the contract does not know it"),
    "an unqualified block": (put("</SOAP-ENV:Header>", "<a/></SOAP-ENV:Header>"),
                             "a: must be qualified, as every header block"),
    "a mandatory block, in words": (
        put("</SOAP-ENV:Header>", '<x:a xmlns:x="urn:x" SOAP-ENV:mustUnderstand=" true "/>'
            "</SOAP-ENV:Header>"),
        "a: demands to be understood, but the contract does not know it"),
    "an attribute of the Envelope": (put("<SOAP-ENV:Envelope ", '<SOAP-ENV:Envelope id="1" '),
                                     "Envelope: has an attribute in no namespace"),
    "an attribute of the Header": (put("<SOAP-ENV:Header>", '<SOAP-ENV:Header id="1">'),
                                   "Header: has an attribute in no namespace"),
    "text in the Envelope": (put("</SOAP-ENV:Header>", "</SOAP-ENV:Header>canary"),
                             "Envelope: holds text between its elements"),
    "text in the Header": (put("</SOAP-ENV:Header>", "canary</SOAP-ENV:Header>"),
                           "Header: holds text between its elements"),
    "something in front of the Body": (
        put("<SOAP-ENV:Body>", '<x:a xmlns:x="urn:x"/><SOAP-ENV:Body>'),
        "Envelope: holds more than one Header in front of the Body"),
    "something unqualified behind the Body": (put("</SOAP-ENV:Body>", "</SOAP-ENV:Body><a/>"),
                                              "Envelope.a: may not stand behind the Body"),
    "two messages": (put("</SOAP-ENV:Body>", "<ns1:paramsGetLead/></SOAP-ENV:Body>"),
                     "Body: holds 2 elements, not one"),
    "a long signature": (put("</requestSignature>", "0</requestSignature>"),
                         f"AuthenticationHeader.{LINE}"),
    "an upper-case signature": (
        lambda data: re.sub(b"(?<=<requestSignature>)[^<]+", lambda found: found[0].upper(), data),
        f"AuthenticationHeader.{LINE}"),
    "no timestamp": (cut("<requestTimestamp>.*</requestTimestamp>"),
                     "AuthenticationHeader: requestTimestamp is missing"),
    "a short signature": (cut("(?<=<requestSignature>).."), f"AuthenticationHeader.{LINE}"),
    "another message": (put("paramsGetLead", "paramsGetLeads"),
                        "paramsGetLeads: is no request of version 2_3"),
    "another namespace": (put("marketo.com/mktows/", "marketo.com/mktows"),
                          "paramsGetLead: is no request of version 2_3"),
    "a wrong value": (put(">IDNUM<", ">canary<"),
                      "paramsGetLead.leadKey.keyType: the text is not a valid LeadKeyRef"),
    "an unknown element": (put("<leadKey>", "<leadKey><canary/>"),
                           "paramsGetLead.leadKey.canary: LeadKey has no such element"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "line"), WRONG_REQUESTS.values(), ids=WRONG_REQUESTS)
def test_what_is_wrong_with_a_request_is_told(change: Callable[[bytes], bytes], line: str) -> None:
    with pytest.raises(InvalidEnvelope) as caught:
        validate_request(change(REQUEST), version="2_3")
    assert any(str(violation).startswith(line) for violation in caught.value.violations)
    if "<canary" not in change(REQUEST).decode():
        assert "canary" not in str(caught.value)


def test_the_unchanged_request_is_valid_though_a_partner_id_is_in_no_schema() -> None:
    validate_request(REQUEST, version="2_3", operation="getLead")
    partner = put("</requestTimestamp>", "</requestTimestamp><partnerId>x</partnerId>")(REQUEST)
    validate_request(partner, version="2_3")


def test_a_signature_is_verified_where_the_key_is_given() -> None:
    found = request_violations(REQUEST, version="2_3", encryption_key="another key")
    assert [str(violation) for violation in found] == [
        "AuthenticationHeader.requestSignature: does not verify with the key"
    ]


def test_another_operation_than_the_one_meant_is_refused() -> None:
    (violation,) = request_violations(REQUEST, version="2_3", operation="syncLead")
    assert str(violation) == "paramsGetLead: is not the request of syncLead"
    (violation,) = reply_violations(REPLY, operation="getLead")
    assert str(violation) == "successRequestCampaign: is not the reply of getLead"


def test_elements_of_a_later_version_are_refused() -> None:
    later = put("</leadKey>", "</leadKey><mergeInSales>true</mergeInSales>")(REQUEST)
    (violation,) = request_violations(later, version="2_3")
    assert violation.path == "paramsGetLead.mergeInSales"


def test_foreign_elements_behind_the_body_are_allowed_by_soap() -> None:
    more = put("</SOAP-ENV:Body>", '</SOAP-ENV:Body><x:more xmlns:x="urn:x"/>')(REQUEST)
    assert request_violations(more, version="2_3") == []


WRONG_FAULTS = {
    "a message": (lambda _: REPLY, "Body: holds no Fault, or more than that"),
    "no code": (cut("<faultcode>.*</faultcode>"), "Fault.faultcode: is missing or empty"),
    "order": (lambda data: re.sub(rb"(<faultcode>.*</faultcode>)(<faultstring>.*</faultstring>)",
                                  rb"\2\1", data), "Fault: holds other members than"),
    "prefix": (put("<faultcode>SOAP-ENV:", "<faultcode>x:"),
               "Fault.faultcode: its prefix is not declared"),
    "qualified": (lambda data: put("<faultstring>", "<ns:faultstring xmlns:ns='urn:x'>")(
        put("</faultstring>", "</ns:faultstring>")(data)),
        "Fault: its members must be in no namespace"),
    "detail": (put("serviceException", "exception"),
               "Fault.detail: holds no serviceException in the contract's namespace"),
    "member": (cut("<message>.*</message>"),
               "Fault.detail.serviceException: does not hold name, message and code, in order"),
    "another member": (put("</faultstring>", "</faultstring><canary/>"),
                       "Fault: holds other members than faultcode, faultstring, faultactor, det"),
    "no text": (cut("(?<=<faultstring>).*(?=</faultstring>)"),
                "Fault.faultstring: is missing or empty"),
    "two of them": (lambda data: re.sub(rb"(<SOAP-ENV:Fault>.*</SOAP-ENV:Fault>)", rb"\1\1", data),
                    "Body: holds no Fault, or more than that"),
    "order in the detail": (lambda data: re.sub(rb"(<message>.*</message>)(<code>.*</code>)",
                                                rb"\2\1", data),
        "Fault.detail.serviceException: does not hold name, message and code, in order"),
    "four digits": (put("<code>20103", "<code>2010"),
                    "Fault.detail.serviceException.code: is not a number of five digits"),
    "six digits": (put("<code>20103", "<code>201030"),
                   "Fault.detail.serviceException.code: is not a number of five digits"),
    "number": (put("<code>20103", "<code>canary"),
               "Fault.detail.serviceException.code: is not a number of five digits"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "line"), WRONG_FAULTS.values(), ids=WRONG_FAULTS)
def test_what_is_wrong_with_a_fault_is_told(change: Callable[[bytes], bytes], line: str) -> None:
    with pytest.raises(InvalidEnvelope) as caught:
        validate_fault(change(FAULT))
    assert any(str(violation).startswith(line) for violation in caught.value.violations)
    assert "canary" not in str(caught.value)


def test_what_is_wrong_with_a_reply_is_told() -> None:
    with pytest.raises(InvalidEnvelope) as caught:
        validate_reply(REPLY.replace(b">true<", b">canary<"))
    assert str(caught.value) == (
        "successRequestCampaign.result.success: the text is not a valid boolean"
    )


@pytest.mark.parametrize(
    ("violations", "data"),
    [(request_violations, REQUEST), (reply_violations, REPLY), (fault_violations, FAULT)],
)
def test_a_mandatory_block_is_refused_in_every_message(
    violations: Callable[..., list[Violation]], data: bytes
) -> None:
    root = etree.fromstring(data)
    soap = f"{{{SOAP_NAMESPACE}}}"
    if root[0].tag != f"{soap}Header":
        root.insert(0, etree.Element(f"{soap}Header"))
    block = etree.SubElement(root[0], "{urn:x}a")
    assert violations(etree.tostring(root)) == []
    block.set(f"{soap}mustUnderstand", "1")
    assert [str(each) for each in violations(etree.tostring(root))] == [
        "a: demands to be understood, but the contract does not know it"
    ]


@pytest.mark.parametrize(
    "verdict",
    [Verdict("said", []), Verdict("", [("path", "reason")])],
    ids=["libxml2", "xmlschema"],
)
def test_what_only_one_of_the_two_validators_refuses_is_refused(
    verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "libxml2" if verdict.libxml2 else "xmlschema"
    monkeypatch.setattr(validators, "judge", lambda *_: verdict)
    assert [str(each) for each in reply_violations(REPLY)] == [
        f"successRequestCampaign: is not valid against the schema for {name}"
    ]


# The judges


MUTATIONS = ["text", "rename", "double", "attribute", "remove"]


@given(data=st.data())
def test_the_two_validators_agree_on_envelopes_gone_wrong(data: st.DataObject) -> None:
    operation = data.draw(OPERATIONS)
    root = etree.fromstring(data.draw(envelopes(operation)))
    body = root[-1][0]
    below = list(body.iterdescendants())
    if below:
        node = data.draw(st.sampled_from(below))
        how = data.draw(st.sampled_from(MUTATIONS))
        if how == "text":
            node.text = data.draw(st.sampled_from(["", " ", "x", "-1", "true", "2013-08-01"]))
        elif how == "rename":
            node.tag = data.draw(st.sampled_from(["x", "keyType", f"{{{NAMESPACE}}}leadKey"]))
        elif how == "double":
            node.addnext(etree.fromstring(etree.tostring(node, with_tail=False)))
        elif how == "attribute":
            node.set("x", "1")
        else:
            parent = node.getparent()
            assert parent is not None
            parent.remove(node)
    verdict = judge("2_7", body)
    assert bool(verdict.libxml2) == bool(verdict.xmlschema)
    found = request_violations(etree.tostring(root))
    assert bool(found) == bool(verdict.lines)
    assert not [violation for violation in found if "for libxml2" in violation.reason]
    assert not [violation for violation in found if "for xmlschema" in violation.reason]
