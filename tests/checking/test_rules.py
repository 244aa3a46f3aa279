"""Every rule is found where it is broken, and nothing is found where nothing is."""

from __future__ import annotations

import string

import pytest
from check_examples import (
    EXAMPLES,
    FAULT,
    KEY,
    MESSAGE,
    REPLIES,
    REQUESTS,
    SIGNATURE,
    SIGNATURE_MISTAKES,
    TIMESTAMP,
    USER_ID,
    Example,
    body_envelope,
    envelope,
    mac,
    reply,
    request,
    request_body,
    signed,
)

from mktows.checking import RULES, SEVERITIES, Finding, check, check_file
from mktows.operations import KNOWN_VERSIONS, contract
from mktows.signing import Secret


def found(example: Example) -> list[Finding]:
    return check_file(
        example.document, version=example.version, key=example.key, user_id=example.user_id
    )


# The table


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_found_and_no_other(rule: str) -> None:
    rules = {finding.rule for finding in found(EXAMPLES[rule])}
    beside = {"attribute-repeated", "attribute-value-empty", "limit-sync-leads"}
    assert rules == {rule} | (beside if rule == "findings-cut" else set())


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_says_what_where_and_what_to_do(rule: str) -> None:
    for finding in found(EXAMPLES[rule]):
        assert finding.severity == RULES[finding.rule].severity
        assert finding.line >= 1
        for text in (finding.reason, finding.correction):
            assert text
            assert "{" not in text.replace("{{my.name}}", "")
            assert "  " not in text
            assert not text.endswith((".", " "))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_is_written_like_the_others(rule: object) -> None:
    assert isinstance(rule, type(RULES["xml-malformed"]))
    assert set(rule.id) <= set(string.ascii_lowercase + string.digits + "-")
    assert rule.severity in SEVERITIES
    assert rule.evidence in ("documented", "recorded", "inferred", "guess")
    assert rule.claim.endswith(".")
    assert rule.claim.count(". ") == 0


# What is in order


@pytest.mark.parametrize("operation", contract("2_7").operations)
def test_nothing_is_found_in_a_valid_request(operation: str) -> None:
    assert found(Example(request(operation).encode(), key=Secret(KEY), user_id=USER_ID)) == []


@pytest.mark.parametrize("operation", REPLIES)
def test_nothing_is_found_in_a_reply_as_the_service_writes_it(operation: str) -> None:
    assert check(reply(operation).encode()) == []


def test_every_operation_has_a_valid_request() -> None:
    assert set(REQUESTS) == set(contract("2_7").operations)


@pytest.mark.parametrize(
    "fault",
    [
        FAULT,
        "<s:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>Bad Request</faultstring>"
        "</s:Fault>",
        FAULT.replace("20103 - Lead not found", "Parameter required")
        .replace("No lead found with IDNUM = 1 (20103)", "No selection criteria found in request")
        .replace("<code>20103</code>", "<code>10001</code><cause/>"),
    ],
    ids=["with detail", "Bad Request", "of the MObject back end"],
)
def test_nothing_is_found_in_a_recorded_fault(fault: str) -> None:
    assert check(body_envelope(fault).encode()) == []


@pytest.mark.parametrize("operation", REQUESTS)
def test_a_message_without_envelope_is_checked_too(operation: str) -> None:
    declared = request_body(operation).replace(
        ">",
        ' xmlns:ns1="http://www.marketo.com/mktows/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
        1,
    )
    assert check(declared.encode()) == []
    broken = declared.replace("</ns1:params", "<colour/></ns1:params")
    assert [finding.rule for finding in check(broken.encode())] == ["element-unknown"]


# The words


def said(document: str, **how: object) -> list[tuple[int, str, str, str, str]]:
    return [
        (each.line, each.rule, each.path, each.reason, each.correction)
        for each in check(document.encode(), **how)  # type: ignore[arg-type]  # as given
    ]


def test_a_lower_case_id_is_said_to_create_a_lead() -> None:
    document = request("syncMultipleLeads").replace("<Email>", "\n<id>7</id><Email>")
    assert said(document) == [
        (
            5,
            "lead-id-misnamed",
            "paramsSyncMultipleLeads.leadRecordList.leadRecord[0].id",
            "id is not Id: it is passed over, so another key decides, or a new lead is made",
            "write Id",
        )
    ]


@pytest.mark.parametrize(
    ("operation", "wrong", "right"),
    [
        ("syncLead", "foreignSysPersonId", "ForeignSysPersonId"),
        ("syncLead", "foreignSysType", "ForeignSysType"),
        ("getLeadActivity", "includeAttributes", "includeTypes"),
        ("getLeadActivity", "excludeAttributes", "excludeTypes"),
        ("syncCustomObjects", "objectTypeName", "objTypeName"),
        ("syncCustomObjects", "customObjectList", "customObjList"),
        ("getCustomObjects", "objectTypeName", "objTypeName"),
        ("getCustomObjects", "customObjKeyLists", "customObjKeyList"),
        ("deleteCustomObjects", "objectTypeName", "objTypeName"),
        ("syncMObjects", "mObjAssociationList", "associationList"),
    ],
)
def test_names_of_the_prose_are_told_from_those_of_the_wsdl(
    operation: str, wrong: str, right: str
) -> None:
    places = {
        "syncLead": "<leadRecord>",
        "getLeadActivity": "<activityFilter>",
        "syncMObjects": "<mObject>",
    }
    document = request(operation)
    if f"{right}>" in document:
        document = document.replace(f"<{right}>", f"<{wrong}>").replace(
            f"</{right}>", f"</{wrong}>"
        )
    else:
        start = places[operation]
        document = document.replace(start, f"{start}<{wrong}/>")
    names = [each for each in check(document.encode()) if each.rule == "element-prose-name"]
    assert [each.correction for each in names] == [f"write {right}"]


@pytest.mark.parametrize(
    ("version", "operation", "element", "reason"),
    [
        ("2_7", "listOperation", "skipActivityLog", "in version 2_7; it is in 2_1 and 2_2"),
        ("2_2", "getLeadChanges", "activityNameFilter", "in version 2_2; it is in 2_3 and 2_7"),
        ("2_3", "mergeLeads", "mergeInSales", "in version 2_3; it is in 2_7"),
        ("2_1", "getLeadChanges", "leadSelector", "in version 2_1; it is in 2_2, 2_3 and 2_7"),
    ],
)
def test_an_element_of_another_version_is_told_with_its_versions(
    version: str, operation: str, element: str, reason: str
) -> None:
    name = f"ns1:params{operation[0].upper()}{operation[1:]}>"
    document = request(operation, f"<{element}/>" + REQUESTS[operation])
    (told,) = {
        each.reason
        for each in check(document.encode(), version=version)
        if each.rule == "element-other-version" and each.path.endswith(element)
    }
    assert name in document
    assert told.endswith(reason)


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_the_version_decides_what_is_known(version: str) -> None:
    document = request(
        "listOperation", REQUESTS["listOperation"] + "<skipActivityLog>true</skipActivityLog>"
    )
    rules = [each.rule for each in check(document.encode(), version=version)]
    assert rules == ([] if version in ("2_1", "2_2") else ["element-other-version"])


def test_a_misplaced_element_is_told_its_place() -> None:
    (finding,) = found(EXAMPLES["element-misplaced"])
    assert finding.correction == "put attribute into leadAttributeList"


def test_a_wrong_word_of_an_enumeration_is_shown_with_the_nearest() -> None:
    (finding,) = found(EXAMPLES["value-enumeration"])
    assert finding.reason == "keyType is no LeadKeyRef (EMIAL)"
    assert finding.correction == "write EMAIL"


# Signatures

PARTS = {
    "hexadecimal digits": mac(bytes.fromhex("0123456789abcdef"), MESSAGE),
    "Base64": SIGNATURE_MISTAKES["signature-key-decoded"],
    "in upper case": mac("0123456789ABCDEF", MESSAGE),
    "and a line end behind it": mac("0123456789abcdef\r\n", MESSAGE),
    "in quotes": mac('"0123456789abcdef"', MESSAGE),
    "in UTF-16": mac("0123456789abcdef".encode("utf-16-le"), MESSAGE),
    "a space between them": mac("0123456789abcdef", f"{TIMESTAMP} {USER_ID}"),
    "a line end behind them": mac("0123456789abcdef", f"{MESSAGE}\n"),
    "user id alone": mac("0123456789abcdef", USER_ID),
    "upper case": mac("0123456789abcdef", MESSAGE.upper()),
    "HMAC-MD5": mac("0123456789abcdef", MESSAGE, "md5"),
    "HMAC-SHA-512": mac("0123456789abcdef", MESSAGE, "sha512"),
    "SHA-1 instead of an HMAC": SIGNATURE_MISTAKES["signature-digest"],
}


@pytest.mark.parametrize("words", PARTS)
def test_a_known_mistake_of_signing_is_named(words: str) -> None:
    (finding,) = found(signed(PARTS[words], key="0123456789abcdef"))
    assert words in finding.reason


@pytest.mark.parametrize(
    "text",
    [
        "2013-08-05T16:57:10+00:00",
        "2013-08-05T09:57:10-0700",
        "2013-08-05 09:57:10",
        "2013-08-05T09:57:10.000-07:00",
        "1375721830",
    ],
)
def test_another_text_of_the_same_time_is_recognised(text: str) -> None:
    (finding,) = found(signed(mac(KEY, text + USER_ID)))
    assert finding.rule == "signature-timestamp-text"


def test_a_mistake_is_recognised_in_base64_too() -> None:
    import base64

    text = base64.b64encode(mac(KEY, USER_ID + TIMESTAMP)).decode()
    assert {each.rule for each in found(signed(text))} == {
        "signature-base64",
        "signature-message-order",
    }


def test_a_right_signature_in_upper_case_is_only_written_wrong() -> None:
    assert [each.rule for each in found(signed(SIGNATURE.upper()))] == ["signature-uppercase"]


def test_without_a_key_only_the_form_of_a_signature_is_judged() -> None:
    assert check(request("getLead").replace(SIGNATURE, "0" * 40).encode()) == []


def test_the_signature_covers_the_timestamp_as_it_was_sent() -> None:
    text = "2014-05-12 10:00:00 -0400"
    document = request("listMObjects").replace(TIMESTAMP, text)
    document = document.replace(SIGNATURE, mac(KEY, text + USER_ID).hex())
    assert [each.rule for each in check(document.encode(), key=Secret(KEY))] == ["timestamp-loose"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("2013-06-09T14:04:54-08:00", []),
        ("2014-05-12 10:00:00 -0400", ["timestamp-loose"]),
        ("2014-05-12T10:00:00-0400", ["timestamp-loose"]),
        ("2014-05-12T10:00:00.123456", ["timestamp-fraction", "timestamp-no-offset"]),
        ("2014-05-12T10:00:00Z", ["timestamp-zulu"]),
        ("2014-05-12", ["timestamp-unreadable"]),
        ("2014-13-12T10:00:00-04:00", ["timestamp-unreadable"]),
        ("Mon, 12 May 2014 10:00:00 -0400", ["timestamp-unreadable"]),
    ],
)
def test_the_form_of_a_timestamp_is_judged(text: str, rules: list[str]) -> None:
    document = request("getLead").replace(TIMESTAMP, text)
    assert [each.rule for each in check(document.encode())] == rules


def test_a_header_with_nothing_in_it_lacks_every_field() -> None:
    document = envelope(request_body("getLead"), header="<ns1:AuthenticationHeader/>")
    assert [each.reason for each in check(document.encode())] == [
        "mktowsUserId is missing",
        "requestSignature is missing",
        "requestTimestamp is missing",
    ]
