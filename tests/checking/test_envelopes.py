"""Header blocks, faults, HTTP headers and the structure: each case of each rule, row by row."""

from __future__ import annotations

import pytest
from support.check_examples import (
    FAULT,
    HEADER,
    NAMESPACE,
    REQUESTS,
    SOAP,
    TIMESTAMP,
    USER_ID,
    body_envelope,
    envelope,
    lead,
    reply,
    request,
    request_body,
)

from mktows.checking import check, check_file
from mktows.contract import KNOWN_VERSIONS


def rules(document: str | bytes, version: str = "2_7") -> list[str]:
    data = document if isinstance(document, bytes) else document.encode()
    return [each.rule for each in check(data, version=version)]


def places(document: str) -> list[tuple[str, int, str]]:
    return [(each.rule, each.line, each.path) for each in check(document.encode())]


def changed(operation: str, old: str, new: str) -> str:
    document = request(operation)
    assert old in document
    return document.replace(old, new, 1)


# Header blocks


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("AuthenticationHeader", []),
        ("authenticationHeader", ["auth-header-misnamed"]),
        ("MktowsAuthenticationHeader", ["auth-header-misnamed"]),
        ("AuthenticationHeaderInfo", ["auth-header-misnamed"]),
        ("Security", ["auth-header-misnamed"]),  # known by what it holds
    ],
)
def test_an_authentication_header_is_known_by_another_name(name: str, found: list[str]) -> None:
    document = request("getLead").replace("AuthenticationHeader>", f"{name}>")
    assert rules(document) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("MktowsContextHeader", []),
        ("mktowsContextHeader", ["auth-header-misnamed"]),
        ("ContextHeader", ["auth-header-misnamed"]),
        ("MktowsContextHeaderInfo", ["auth-header-misnamed"]),
        ("Context", ["header-unknown"]),
    ],
)
def test_a_context_header_is_known_by_another_name(name: str, found: list[str]) -> None:
    block = f"<ns1:{name}><targetWorkspace>Default</targetWorkspace></ns1:{name}>"
    assert rules(changed("syncLead", HEADER, HEADER + block)) == found


@pytest.mark.parametrize("operation", REQUESTS)
def test_only_sync_lead_has_a_context(operation: str) -> None:
    block = (
        "<ns1:MktowsContextHeader><targetWorkspace>Default</targetWorkspace>"
        "</ns1:MktowsContextHeader>"
    )
    told = [] if operation == "syncLead" else ["context-header-unused"]
    assert rules(changed(operation, HEADER, HEADER + block)) == told


@pytest.mark.parametrize(
    ("attribute", "rule"),
    [
        ("", "header-unknown"),
        ('s:mustUnderstand="0"', "header-unknown"),
        ('s:mustUnderstand="1"', "header-must-understand"),
        ('s:mustUnderstand="true"', "header-must-understand"),
        ('mustUnderstand="1"', "header-unknown"),
        ('s:actor="urn:x"', "header-unknown"),
    ],
)
def test_a_block_may_demand_to_be_understood(attribute: str, rule: str) -> None:
    block = f"<ns1:Session {attribute}/>"
    assert places(changed("getLead", HEADER, HEADER + block)) == [
        (rule, 3, "Envelope.Header.Session")
    ]


@pytest.mark.parametrize(
    ("attribute", "found"),
    [
        ('s:mustUnderstand="1"', []),
        ('s:actor="urn:x"', []),
        ('kind="x"', ["xml-attribute-unknown"]),
        ('s:encodingStyle="urn:x"', []),
    ],
)
def test_attributes_of_soap_may_stand_at_a_block(attribute: str, found: list[str]) -> None:
    start = "<ns1:AuthenticationHeader"
    assert rules(changed("getLead", start, f"{start} {attribute}")) == found


@pytest.mark.parametrize("name", ["mktowsUserId", "requestSignature", "requestTimestamp"])
def test_each_field_of_the_authentication_is_needed(name: str) -> None:
    start = request("getLead").index(f"<{name}>")
    end = request("getLead").index(f"</{name}>") + len(name) + 3
    document = request("getLead")
    for text, rule, words in (
        ("", "auth-field-missing", f"{name} is missing; add {name}"),
        (f"<{name}/>", "auth-field-empty", f"{name} is empty; fill {name}"),
        (f"<{name}> </{name}>", "auth-field-empty", f"{name} is empty; fill {name}"),
    ):
        (finding,) = check((document[:start] + text + document[end:]).encode())
        assert finding.rule == rule
        assert f"{finding.reason}; {finding.correction}" == words
    nested = f"<{name}><b/></{name}>"
    assert rules(document[:start] + nested + document[end:]) == ["elements-unexpected"]


def test_a_header_block_counts_once() -> None:
    broken = HEADER.replace(TIMESTAMP, "never")
    assert rules(changed("getLead", HEADER, HEADER + broken)) == ["auth-header-repeated"]
    assert rules(changed("getLead", HEADER, broken + HEADER)) == [
        "timestamp-unreadable",
        "auth-header-repeated",
    ]


def test_a_block_in_the_body_is_read_all_the_same() -> None:
    broken = HEADER.replace(TIMESTAMP, "never")
    document = envelope(broken + request_body("getLead"), header="")
    assert rules(document) == ["auth-header-misplaced", "timestamp-unreadable"]
    context = (
        "<ns1:MktowsContextHeader><targetWorkspace>Default</targetWorkspace>"
        "</ns1:MktowsContextHeader>"
    )
    assert rules(envelope(context + request_body("syncLead"))) == ["auth-header-misplaced"]


@pytest.mark.parametrize("field", ["partnerId", "mode", "audit", "colour"])
@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_further_fields_of_the_authentication(field: str, version: str) -> None:
    without_effect = ["auth-field-without-effect"]
    partner = ["auth-partner-id"] if version < "3_1" else without_effect
    told = {"partnerId": partner, "mode": ["auth-mode"], "audit": without_effect}
    document = changed(
        "listMObjects", "</requestTimestamp>", f"</requestTimestamp><{field}>1</{field}>"
    )
    assert rules(document, version) == told.get(field, ["auth-field-unknown"])


# The envelope


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("<s:Body>", "<s:Body>text", [("envelope-text", 4, "Envelope.Body")]),
        ("<s:Header>", "<s:Header>text", [("envelope-text", 3, "Envelope.Header")]),
        ("\n<s:Header>", "text\n<s:Header>", [("envelope-text", 2, "Envelope")]),
        (
            "<s:Header>",
            '<s:Header s:encodingStyle="urn:x">',
            [("envelope-encoding-style", 3, "Envelope.Header")],
        ),
        (
            "<s:Body>",
            '<s:Body s:encodingStyle="urn:x">',
            [("envelope-encoding-style", 4, "Envelope.Body")],
        ),
        (
            f' xmlns:ns1="{NAMESPACE}">',
            f' xmlns:ns1="{NAMESPACE}" s:encodingStyle="urn:x">',
            [("envelope-encoding-style", 2, "Envelope")],
        ),
        (
            "<ns1:paramsGetLead>",
            '<ns1:paramsGetLead s:encodingStyle="urn:x">',
            [("envelope-encoding-style", 4, "paramsGetLead")],
        ),
        (
            "</s:Body>",
            "</s:Body>\n<s:Body>text</s:Body>",
            [
                ("envelope-text", 5, "Envelope.Body"),
                ("envelope-part-repeated", 5, "Envelope.Body"),
            ],
        ),
        (
            "</s:Header>",
            "</s:Header><s:Header/>",
            [("envelope-part-repeated", 3, "Envelope.Header")],
        ),
    ],
)
def test_each_part_of_an_envelope_is_looked_at(
    old: str, new: str, found: list[tuple[str, int, str]]
) -> None:
    assert places(changed("getLead", old, new)) == found


def test_what_multiple_references_refer_to_is_not_looked_at() -> None:
    document = changed(
        "getLead",
        "</ns1:paramsGetLead>",
        '</ns1:paramsGetLead><multiRef id="id1"><x/></multiRef>',
    )
    assert rules(document) == []


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("<ns1:paramsGetLeed/>", "write paramsGetLead"),
        ("<ns1:getLeadFoo/>", "ask for one of the operations of the WSDL"),
        ("<ns1:params-get-lead/>", "write paramsGetLead"),
    ],
)
def test_an_unknown_message_is_told_the_nearest(message: str, found: str) -> None:
    (finding,) = check(envelope(message).encode())
    assert (finding.rule, finding.correction) == ("message-unknown", found)
    name = message[5:-2]
    assert finding.path == name
    assert finding.reason == f"{name} is no message of the contract"


def test_a_message_of_soap_1_2_is_looked_at_too() -> None:
    fault = body_envelope(FAULT).replace(SOAP, "http://www.w3.org/2003/05/soap-envelope")
    assert rules(fault) == ["envelope-soap12"]
    alone = FAULT.replace(
        "<s:Fault>", '<s:Fault xmlns:s="http://www.w3.org/2003/05/soap-envelope">'
    )
    assert rules(alone) == []


# Faults


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("<faultstring>20103 - Lead not found</faultstring>", "", "faultstring is missing"),
        (">20103 - Lead not found<", "><", "faultstring is missing"),
        ("SOAP-ENV:Client", " ", "faultcode is missing"),
        ("<name>mktServiceException</name>", "", "name is missing"),
        ("<message>No lead found with IDNUM = 1 (20103)</message>", "", "message is missing"),
        (">No lead found with IDNUM = 1 (20103)<", "> <", "message is missing"),
        ("<code>20103</code>", "<code/>", "code is missing"),
    ],
)
def test_each_member_of_a_fault_is_needed(old: str, new: str, found: str) -> None:
    assert old in FAULT
    findings = check(body_envelope(FAULT.replace(old, new)).encode())
    assert [(each.reason, each.correction) for each in findings] == [(found, "add it")]
    inside = old.startswith(("<name", "<message", "<code", ">No"))
    assert findings[0].rule == ("fault-exception-member" if inside else "fault-member-missing")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("SOAP-ENV:Client", "Client", []),
        ("SOAP-ENV:Client", "x:Client", []),
        ("SOAP-ENV:Client", "x:Server", ["fault-client"]),
        ("mktServiceException", "x", ["fault-exception-name"]),
        ("20103 - Lead", "20102 - Lead", ["fault-code-unlike"]),
        ("20103 - Lead", "- 20103 - Lead", ["fault-string-form"]),
        ("20103 - Lead not found", "20103 - ", ["fault-string-form"]),
        ("20103 - Lead", "20103: Lead", ["fault-string-form"]),
        ("(20103)", "(20102)", ["fault-code-unlike"]),
        ("(20103)", "20103", ["fault-message-form"]),
        ("(20103)", "(20103).", ["fault-message-form"]),
        ("<code>20103", "<code>020103", ["fault-code-unknown", *["fault-code-unlike"] * 2]),
        ("<code>20103", "<code>x", ["fault-code-unknown", *["fault-code-unlike"] * 2]),
        ("<code>20103", "<code>20011", [*["fault-code-unlike"] * 2]),
    ],
)
def test_a_fault_names_one_code(old: str, new: str, found: list[str]) -> None:
    assert old in FAULT
    assert rules(body_envelope(FAULT.replace(old, new))) == found


def test_only_the_code_of_the_mobject_back_end_stands_without_texts() -> None:
    bare = FAULT.replace("20103 - Lead not found", "Parameter required")
    assert rules(body_envelope(bare.replace("<code>20103", "<code>10001"))) == []
    assert rules(body_envelope(bare)) == ["fault-string-form"]
    other = FAULT.replace("<code>20103", "<code>10001")
    assert rules(body_envelope(other)) == ["fault-code-unlike"] * 2


# HTTP headers

POST = "POST /soap/mktows/2_7 HTTP/1.1\r\n"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (f'SOAPAction: "{NAMESPACE}getLead"', []),
        (f'soapaction:"{NAMESPACE}getLead"', []),
        ('SOAPAction: ""', []),
        ("SOAPAction:", []),
        (f"SOAPAction: {NAMESPACE}getLead", ["soap-action-unquoted"]),
        (f"SOAPAction: '{NAMESPACE}getLead'", ["soap-action-unquoted"]),
        (f'SOAPAction: "{NAMESPACE}getLead', ["soap-action-unquoted"]),
        (f'SOAPAction: {NAMESPACE}getLead"', ["soap-action-unquoted"]),
        ('SOAPAction: "getLead"', ["soap-action-mismatch"]),
        ("Content-Type: text/xml", []),
        ("Content-Type: TEXT/XML ; charset=x", ["content-type-charset"]),
        ("Content-Type: text/xml;charset=UTF-8", []),
        ("Content-Type: text/xml;charset=utf8", []),
        ('Content-Type: text/xml; charset="utf-8"', []),
        ("Content-Type: text/xml; charset=latin1", ["content-type-charset"]),
        ("Content-Type: text/xml; charset=latin-1", ["content-type-charset"]),
        ("Content-Type: application/xml", ["content-type-not-xml"]),
        ("Content-Type:", ["content-type-not-xml"]),
    ],
)
def test_headers_in_front_of_a_request_are_judged(header: str, found: list[str]) -> None:
    document = f"{POST}{header}\r\nHost: x\r\n\r\n{request('getLead')}"
    findings = check_file(document.encode())
    assert [each.rule for each in findings] == found
    assert all(each.line == 2 for each in findings)


@pytest.mark.parametrize("name", ["iso-8859-1", "ISO-8859-1", "latin1", "latin-1", "LATIN1"])
@pytest.mark.parametrize("charset", ["iso-8859-1", "Latin1", "latin-1"])
def test_an_encoding_has_several_names(name: str, charset: str) -> None:
    document = request("getLead").replace('encoding="UTF-8"', f'encoding="{name}"')
    log = f"{POST}Content-Type: text/xml; charset={charset}\r\n\r\n{document}"
    assert [each.rule for each in check_file(log.encode())] == []


@pytest.mark.parametrize(
    ("status", "body", "found"),
    [
        (200, reply("getLead"), []),
        (500, body_envelope(FAULT), []),
        (500, reply("getLead"), ["a reply came with HTTP status 500; answer with 200"]),
        (200, body_envelope(FAULT), ["a fault came with HTTP status 200; answer with 500"]),
        (404, body_envelope(FAULT), ["a fault came with HTTP status 404; answer with 500"]),
        (404, reply("getLead"), []),
    ],
)
def test_a_status_goes_with_what_it_came_with(status: int, body: str, found: list[str]) -> None:
    log = f"x\r\nHTTP/1.1 {status} OK\r\nServer: y\r\n\r\n{body}"
    findings = check_file(log.encode())
    assert [f"{each.reason}; {each.correction}" for each in findings] == found
    assert all((each.rule, each.line) == ("fault-status", 2) for each in findings)


# Types


@pytest.mark.parametrize(
    ("operation", "old", "new", "form"),
    [
        (
            "getMultipleLeads",
            ">100<",
            ">many<",
            "batchSize is not a valid int; write a whole number",
        ),
        (
            "syncLead",
            "<Email>",
            "<Id>x</Id><Email>",
            "Id is not a valid int; write a whole number",
        ),
        (
            "syncLead",
            ">false<",
            ">no<",
            "returnLead is not a valid boolean; write true or false",
        ),
        (
            "getLeadChanges",
            ">2013-08-01T00:13:13+00:00<",
            ">yesterday<",
            "oldestCreatedAt is not a valid dateTime; write it like 2013-07-09T16:44:28-05:00",
        ),
    ],
)
def test_a_value_of_another_type_is_told_its_form(
    operation: str, old: str, new: str, form: str
) -> None:
    (finding,) = check(changed(operation, old, new).encode())
    assert (finding.rule, f"{finding.reason}; {finding.correction}") == ("value-type", form)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("true", []),
        ("false", []),
        ("1", []),
        ("0", []),
        (" true ", []),
        ("True", ["value-boolean-case"]),
        ("FALSE", ["value-boolean-case"]),
        ("yes", ["value-type"]),
        ("2", ["value-type"]),
    ],
)
def test_a_boolean_is_one_of_four_words(text: str, found: list[str]) -> None:
    assert rules(changed("syncLead", ">false<", f">{text}<")) == found
    document = reply("getMObjects").replace("<hasMore>false<", f"<hasMore>{text}<")
    told = [each for each in rules(document) if each.startswith("value")]
    assert told == (["value-type"] if found else [])


@pytest.mark.parametrize(
    ("element", "text", "rule"),
    [
        ("batchSize", "", ["value-empty"]),
        ("batchSize", " ", ["value-empty"]),
        ("includeAttributes", "", []),
    ],
)
def test_an_empty_optional_value_is_taken_as_absent(
    element: str, text: str, rule: list[str]
) -> None:
    selector = REQUESTS["getMultipleLeads"].replace("<batchSize>100</batchSize>", "")
    inner = f"{selector}<{element}>{text}</{element}>"
    assert rules(request("getMultipleLeads", inner)) == rule


@pytest.mark.parametrize(
    ("operation", "element", "advice"),
    [
        ("getLead", "leadKey", "give it a value of type LeadKey"),
        ("listOperation", "listKey", "give it a value of type ListKey"),
        ("getImportToListStatus", "listName", "leave it out"),
    ],
)
def test_what_may_not_be_nil_is_told_what_instead(
    operation: str, element: str, advice: str
) -> None:
    document = request(operation)
    start, end = document.index(f"<{element}>"), document.index(f"</{element}>")
    nil = f'{document[:start]}<{element} xsi:nil="true"/>{document[end + len(element) + 3 :]}'
    told = {each.rule: each.correction for each in check(nil.encode())}
    assert told["nil-not-allowed"] == advice


@pytest.mark.parametrize(
    ("nil", "found"),
    [
        ('xsi:nil="true"', ["nil-not-empty"]),
        ('xsi:nil="1"', ["nil-not-empty"]),
        ('xsi:nil=" true "', ["nil-not-empty"]),
        ('xsi:nil="false"', []),
        ('xsi:nil="0"', []),
        ('xsi:nil="True"', ["nil-invalid"]),
        ('xsi:nil=""', ["nil-invalid"]),
    ],
)
def test_nil_is_a_boolean(nil: str, found: list[str]) -> None:
    document = changed("importToList", "<campaignName>", f"<campaignName {nil}>")
    assert rules(document) == found


@pytest.mark.parametrize("name", ["clearList", "campaignName", "listName"])
def test_the_prose_calls_two_parameters_of_an_import_optional(name: str) -> None:
    document = request("importToList")
    start, end = document.index(f"<{name}>"), document.index(f"</{name}>") + len(name) + 3
    told = "element-missing" if name == "listName" else "import-parameter-missing"
    assert rules(document[:start] + document[end:]) == [told]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("xs:int", []),
        ("xs:long", ["xsi-type-mismatch"]),
        ("int", ["xsi-type-mismatch"]),
        ("ns1:int", ["xsi-type-mismatch"]),
    ],
)
def test_a_simple_value_may_repeat_its_own_type(said: str, found: list[str]) -> None:
    schema = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    document = changed("getMultipleLeads", "<batchSize>", f'<batchSize {schema} xsi:type="{said}">')
    assert rules(document) == found
    kind = said.replace("xs:", "q:").replace("int", "LeadKeyRef").replace("q:", "ns1:")
    key = changed("getLead", "<keyType>", f'<keyType xsi:type="{kind}">')
    assert rules(key) == ([] if kind == "ns1:LeadKeyRef" else ["xsi-type-mismatch"])


# Names


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        # One place too low, too high, and two.
        (
            "<leadAttributeList>",
            "<leadAttributeList><Email>t@t.com</Email>",
            ("element-misplaced", "put Email into LeadRecord, further out"),
        ),
        (
            "<returnLead>",
            "<Email>t@t.com</Email><returnLead>",
            ("element-misplaced", "put Email into leadRecord"),
        ),
        (
            "<returnLead>",
            "<attribute/><returnLead>",
            ("element-misplaced", "put attribute into leadRecord.leadAttributeList"),
        ),
        (
            "<returnLead>",
            "<attrName/><returnLead>",
            ("element-unknown", "leave it out; ParamsSyncLead holds leadRecord, returnLead,"),
        ),
        ("<returnLead>", "<returnLeads/><returnLead>", ("element-unknown", "write returnLead")),
        ("<Email>", "<LeadId>7</LeadId><Email>", ("lead-id-misnamed", "write Id")),
        ("<Email>", "<ID>7</ID><Email>", ("lead-id-misnamed", "write Id")),
        ("<Email>", "<Emial>x</Emial><Email>", ("element-unknown", "write Email")),
        (
            "<Email>",
            "<Company>x</Company><Email>",
            ("lead-attribute-as-element", "put it into leadAttributeList"),
        ),
    ],
)
def test_an_unknown_element_is_told_what_was_meant(
    old: str, new: str, found: tuple[str, str]
) -> None:
    rule, correction = found
    findings = check(changed("syncLead", old, new).encode())
    assert [each.rule for each in findings][:1] == [rule]
    assert findings[0].correction.startswith(correction)


def test_a_message_without_elements_takes_nothing() -> None:
    (finding,) = check(request("listMObjects", "<x/>").encode())
    assert finding.correction == "leave it out; it takes nothing"


@pytest.mark.parametrize(
    ("version", "nearby"), [("2_1", "2_3"), ("2_2", "2_3"), ("2_3", None), ("2_7", None)]
)
def test_the_nearest_version_is_suggested(version: str, nearby: str | None) -> None:
    found = check(request("getLeadChanges").encode(), version=version)
    told = [each for each in found if each.rule == "element-other-version"]
    assert [each.correction for each in told if "activityNameFilter" in each.path] == (
        [f"leave it out, or call version {nearby}"] if nearby else []
    )


def test_a_misspelt_member_counts_as_what_was_meant() -> None:
    record = lead(("FirstName", "x"), keys="<email>t@t.com</email>")
    found = rules(request("syncLead", f"{record}<returnLead>false</returnLead>"))
    assert found == ["lead-email-case"]  # and no key is missing


def test_very_many_unknown_names_are_not_thought_about() -> None:
    names = "".join(f"<colour{n}/>" for n in range(1001)) + "<leadKeys/>"
    document = changed("getLead", "<leadKey>", f"{names}<leadKey>")
    found = check(document.encode())
    assert {each.rule for each in found} == {"element-unknown", "findings-cut"}
    few = changed("getLead", "<leadKey>", "<leadKeys/><leadKey>")
    assert check(few.encode())[0].correction == "write leadKey"


def test_a_user_id_is_taken_as_it_stands() -> None:
    assert rules(changed("getLead", USER_ID, f"\n{USER_ID}")) == ["user-id-padded"]
