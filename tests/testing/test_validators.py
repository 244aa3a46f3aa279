"""The validators: what they accept, and each thing that they refuse, with its path and reason."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import mktows.testing
from mktows import Client, Secret, departures
from mktows.checking import Finding
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.service_faults import write_service_fault
from mktows.soap import SOAP_NAMESPACE
from mktows.testing import (
    SAMPLE_KEY,
    InvalidEnvelope,
    envelopes,
    fault_envelopes,
    fault_findings,
    reply_envelopes,
    reply_findings,
    request_findings,
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
    assert request_findings(reply)
    assert request_findings(fault)
    assert reply_findings(request)
    assert reply_findings(fault)
    assert fault_findings(request)
    assert fault_findings(reply)


# One finding each

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


SIGNATURE = "AuthenticationHeader.requestSignature"
WRONG_REQUESTS = {
    "broken": (cut("</SOAP-ENV:Envelope>"), ": xml-truncated"),
    "document type": (put("<SOAP-ENV:Env", "<!DOCTYPE x><SOAP-ENV:Env"),
                      ": xml-dtd"),
    "instruction": (put("<SOAP-ENV:Body>", "<SOAP-ENV:Body><?x y?>"),
                    ": xml-instruction"),
    "SOAP 1.2": (put("http://schemas.xmlsoap.org/soap/envelope/",
                     "http://www.w3.org/2003/05/soap-envelope"),
                 "Envelope: envelope-soap12"),
    "no body": (cut("<SOAP-ENV:Body>.*</SOAP-ENV:Body>"), "Envelope: envelope-body-missing"),
    "header behind": (lambda data: re.sub(rb"(<SOAP-ENV:Header>.*</SOAP-ENV:Header>)(.*)"
                                          rb"(</SOAP-ENV:Envelope>)", rb"\2\1\3", data),
                      "Envelope.Header: envelope-header-behind-body"),
    "two headers": (put("<SOAP-ENV:Header>", "<SOAP-ENV:Header/><SOAP-ENV:Header>"),
                    "Envelope.Header: envelope-part-repeated"),
    "two bodies": (put("</SOAP-ENV:Body>", "</SOAP-ENV:Body><SOAP-ENV:Body/>"),
                   "Envelope.Body: envelope-part-repeated"),
    "an attribute": (put("<SOAP-ENV:Body>", '<SOAP-ENV:Body id="1">'),
                     "Envelope.Body: envelope-attribute"),
    "text": (put("<SOAP-ENV:Body>", "<SOAP-ENV:Body>canary"),
             "Envelope.Body: envelope-text"),
    "empty body": (cut("<ns1:paramsGetLead>.*</ns1:paramsGetLead>"),
                   "Envelope.Body: envelope-body-empty"),
    "no authentication": (cut("<SOAP-ENV:Header>.*</SOAP-ENV:Header>"),
                          "Envelope.Header: auth-header-missing"),
    "two authentications": (put("</SOAP-ENV:Header>", "<ns1:AuthenticationHeader/>"
                                "</SOAP-ENV:Header>"),
                            "Envelope.Header.AuthenticationHeader: auth-header-repeated"),
    "another operation's header": (
        put("</SOAP-ENV:Header>", "<ns1:MktowsContextHeader><targetWorkspace>x</targetWorkspace>"
            "</ns1:MktowsContextHeader></SOAP-ENV:Header>"),
        "Envelope.Header.MktowsContextHeader: context-header-unused"),
    "a mandatory block": (
        put("</SOAP-ENV:Header>", '<x:a xmlns:x="urn:x" SOAP-ENV:mustUnderstand="1"/>'
            "</SOAP-ENV:Header>"),
        "Envelope.Header.a: header-must-understand"),
    "an unqualified block": (put("</SOAP-ENV:Header>", "<a/></SOAP-ENV:Header>"),
                             "Envelope.Header.a: header-unknown"),
    "a mandatory block, in words": (
        put("</SOAP-ENV:Header>", '<x:a xmlns:x="urn:x" SOAP-ENV:mustUnderstand=" true "/>'
            "</SOAP-ENV:Header>"),
        "Envelope.Header.a: header-must-understand"),
    "an attribute of the Envelope": (put("<SOAP-ENV:Envelope ", '<SOAP-ENV:Envelope id="1" '),
                                     "Envelope: envelope-attribute"),
    "an attribute of the Header": (put("<SOAP-ENV:Header>", '<SOAP-ENV:Header id="1">'),
                                   "Envelope.Header: envelope-attribute"),
    "text in the Envelope": (put("</SOAP-ENV:Header>", "</SOAP-ENV:Header>canary"),
                             "Envelope: envelope-text"),
    "text in the Header": (put("</SOAP-ENV:Header>", "canary</SOAP-ENV:Header>"),
                           "Envelope.Header: envelope-text"),
    "something in front of the Body": (
        put("<SOAP-ENV:Body>", '<x:a xmlns:x="urn:x"/><SOAP-ENV:Body>'),
        "Envelope.a: envelope-part-unknown"),
    "something unqualified behind the Body": (put("</SOAP-ENV:Body>", "</SOAP-ENV:Body><a/>"),
                                              "Envelope.a: envelope-part-unknown"),
    "two messages": (put("</SOAP-ENV:Body>", "<ns1:paramsGetLead/></SOAP-ENV:Body>"),
                     "Envelope.Body: envelope-body-crowded"),
    "a long signature": (put("</requestSignature>", "0</requestSignature>"),
                         f"{SIGNATURE}: signature-length"),
    "an upper-case signature": (
        lambda data: re.sub(b"(?<=<requestSignature>)[^<]+", lambda found: found[0].upper(), data),
        f"{SIGNATURE}: signature-uppercase"),
    "no timestamp": (cut("<requestTimestamp>.*</requestTimestamp>"),
                     "AuthenticationHeader: auth-field-missing"),
    "a short signature": (cut("(?<=<requestSignature>).."), f"{SIGNATURE}: signature-length"),
    "another message": (put("paramsGetLead", "paramsGetLeads"),
                        "paramsGetLeads: message-unknown"),
    "another namespace": (put("marketo.com/mktows/", "marketo.com/mktows"),
                          "paramsGetLead: message-namespace"),
    "a wrong value": (put(">IDNUM<", ">canary<"),
                      "paramsGetLead.leadKey.keyType: value-enumeration"),
    "an unknown element": (put("<leadKey>", "<leadKey><canary/>"),
                           "paramsGetLead.leadKey.canary: element-unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "line"), WRONG_REQUESTS.values(), ids=WRONG_REQUESTS)
def test_what_is_wrong_with_a_request_is_told(change: Callable[[bytes], bytes], line: str) -> None:
    with pytest.raises(InvalidEnvelope) as caught:
        validate_request(change(REQUEST), version="2_3")
    assert line in [f"{each.path}: {each.rule}" for each in caught.value.findings]
    assert all(each.reason in str(caught.value) for each in caught.value.findings)
    if "<canary" not in change(REQUEST).decode():
        assert "canary" not in str(caught.value)


def test_the_unchanged_request_is_valid_though_a_partner_id_is_in_no_schema() -> None:
    validate_request(REQUEST, version="2_3", operation="getLead")
    partner = put("</requestTimestamp>", "</requestTimestamp><partnerId>x</partnerId>")(REQUEST)
    validate_request(partner, version="2_3")


def test_a_signature_is_verified_where_the_key_is_given() -> None:
    found = request_findings(REQUEST, version="2_3", encryption_key="another key")
    assert [(each.path, each.rule) for each in found] == [(SIGNATURE, "signature-wrong")]


def test_another_operation_than_the_one_meant_is_refused() -> None:
    (found,) = request_findings(REQUEST, version="2_3", operation="syncLead")
    assert (found.rule, found.reason) == (
        "message-unexpected",
        "paramsGetLead is not the request of syncLead",
    )
    (found,) = reply_findings(REPLY, operation="getLead")
    assert found.reason == "successRequestCampaign is not the reply of getLead"


def test_elements_of_a_later_version_are_refused() -> None:
    later = put("</leadKey>", "</leadKey><mergeInSales>true</mergeInSales>")(REQUEST)
    (found,) = request_findings(later, version="2_3")
    assert found.path == "paramsGetLead.mergeInSales"


def test_foreign_elements_behind_the_body_are_allowed_by_soap() -> None:
    more = put("</SOAP-ENV:Body>", '</SOAP-ENV:Body><x:more xmlns:x="urn:x"/>')(REQUEST)
    assert request_findings(more, version="2_3") == []


IN_FAULT = "Envelope.Body.Fault"
WRONG_FAULTS = {
    "a message": (lambda _: REPLY, "successRequestCampaign: message-unexpected"),
    "no code": (cut("<faultcode>.*</faultcode>"), f"{IN_FAULT}: fault-member-missing"),
    "order": (lambda data: re.sub(rb"(<faultcode>.*</faultcode>)(<faultstring>.*</faultstring>)",
                                  rb"\2\1", data), f"{IN_FAULT}: schema-refused"),
    "prefix": (put("<faultcode>SOAP-ENV:", "<faultcode>x:"),
               f"{IN_FAULT}.faultcode: xml-prefix-undeclared"),
    "qualified": (lambda data: put("<faultstring>", "<ns:faultstring xmlns:ns='urn:x'>")(
        put("</faultstring>", "</ns:faultstring>")(data)),
        f"{IN_FAULT}.faultstring: fault-member-qualified"),
    "detail": (put("serviceException", "exception"),
               f"{IN_FAULT}.detail: fault-detail-missing"),
    "member": (cut("<message>.*</message>"),
               f"{IN_FAULT}.detail.serviceException: fault-exception-member"),
    "another member": (put("</faultstring>", "</faultstring><canary/>"),
                       f"{IN_FAULT}: schema-refused"),
    "no text": (cut("(?<=<faultstring>).*(?=</faultstring>)"),
                f"{IN_FAULT}: fault-member-missing"),
    "two of them": (lambda data: re.sub(rb"(<SOAP-ENV:Fault>.*</SOAP-ENV:Fault>)", rb"\1\1", data),
                    "Envelope.Body: envelope-body-crowded"),
    "order in the detail": (lambda data: re.sub(rb"(<message>.*</message>)(<code>.*</code>)",
                                                rb"\2\1", data),
        f"{IN_FAULT}.detail.serviceException: schema-refused"),
    "four digits": (put("<code>20103", "<code>2010"),
                    f"{IN_FAULT}.detail.serviceException.code: fault-code-unknown"),
    "six digits": (put("<code>20103", "<code>201030"),
                   f"{IN_FAULT}.detail.serviceException.code: fault-code-unknown"),
    "number": (put("<code>20103", "<code>canary"),
               f"{IN_FAULT}.detail.serviceException.code: fault-code-unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "line"), WRONG_FAULTS.values(), ids=WRONG_FAULTS)
def test_what_is_wrong_with_a_fault_is_told(change: Callable[[bytes], bytes], line: str) -> None:
    with pytest.raises(InvalidEnvelope) as caught:
        validate_fault(change(FAULT))
    assert line in [f"{each.path}: {each.rule}" for each in caught.value.findings]
    assert all(each.reason in str(caught.value) for each in caught.value.findings)
    assert "canary" not in str(caught.value)


def test_what_is_wrong_with_a_reply_is_told() -> None:
    with pytest.raises(InvalidEnvelope) as caught:
        validate_reply(REPLY.replace(b">true<", b">canary<"))
    assert str(caught.value) == (
        "successRequestCampaign.result.success: success is not a valid boolean (value-type)"
    )


@pytest.mark.parametrize(
    ("findings", "data"),
    [(request_findings, REQUEST), (reply_findings, REPLY), (fault_findings, FAULT)],
)
def test_a_mandatory_block_is_refused_in_every_message(
    findings: Callable[..., list[Finding]], data: bytes
) -> None:
    root = etree.fromstring(data)
    soap = f"{{{SOAP_NAMESPACE}}}"
    if root[0].tag != f"{soap}Header":
        root.insert(0, etree.Element(f"{soap}Header"))
    block = etree.SubElement(root[0], "{urn:x}a")
    assert findings(etree.tostring(root)) == []
    block.set(f"{soap}mustUnderstand", "1")
    assert [(each.path, each.rule) for each in findings(etree.tostring(root))] == [
        ("Envelope.Header.a", "header-must-understand")
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
    (found,) = reply_findings(REPLY)
    assert (found.path, found.rule) == ("successRequestCampaign", "schema-refused")
    assert found.reason == f"it is not valid against the schema for {name}"


# Former names


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("request_violations", request_findings),
        ("reply_violations", reply_findings),
        ("fault_violations", fault_findings),
        ("Violation", Finding),
    ],
)
def test_a_former_name_warns_and_is_the_new_one(former: str, now: object) -> None:
    with pytest.warns(DeprecationWarning, match=f"{former} is .* now"):
        assert getattr(mktows.testing, former) is now


def test_other_former_names_warn_too() -> None:
    with pytest.raises(InvalidEnvelope) as caught:
        validate_fault(b"<x/>")
    with pytest.warns(DeprecationWarning, match="findings"):
        assert caught.value.violations == caught.value.findings != []
    with pytest.warns(DeprecationWarning, match="Finding"):
        assert departures.Departure is Finding


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
    found = request_findings(etree.tostring(root))
    assert bool(found) == bool(verdict.lines)
    assert "schema-refused" not in {each.rule for each in found}
