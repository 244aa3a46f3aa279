"""Every rule is found where it is broken, and nothing is found where nothing is."""

from __future__ import annotations

import base64
import doctest
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from support.check_examples import (
    BY_NAME,
    CUSTOM,
    EXAMPLES,
    FAULT,
    KEY,
    LIST_SELECTOR,
    MEMBER,
    MESSAGE,
    PROGRAM,
    REPLIES,
    REQUESTS,
    ROLE,
    SELECTOR,
    SIGNATURE,
    SIGNATURE_MISTAKES,
    TIMESTAMP,
    UPDATED_SELECTOR,
    USER_ID,
    Example,
    asked,
    attrib,
    attribute,
    body_envelope,
    envelope,
    findings_of,
    key,
    lead,
    mac,
    objects,
    repeated,
    reply,
    request,
    request_body,
    signed,
)

from mktows.checking import RULES, SEVERITIES, Finding, check, check_file, envelopes
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.signing import Secret


def found(example: Example) -> list[Finding]:
    return check_file(
        example.document, version=example.version, key=example.key, user_id=example.user_id
    )


# The table

# What each rule says: its severity, evidence and claim, then each finding of its example.
WRITTEN = Path(__file__).resolve().parents[1] / "data" / "check_rules.txt"
WORDS = {
    block.partition(":")[0]: block.splitlines()
    for block in re.split(r"\n(?! )", WRITTEN.read_text(encoding="utf-8").strip())
}


def words_of(rule: str) -> list[str]:
    known = RULES[rule]
    lines = [f"{rule}: {known.severity}, {known.evidence}: {known.claim}"]
    for each in findings_of(rule):
        # In parentheses stands what another library says.
        reason = each.reason.partition(" (")[0] if rule == "xml-malformed" else each.reason
        line = f"    {each.line} {each.path}: {reason}; {each.correction}"
        if each.rule == rule and line not in lines:
            lines.append(line)
    return lines


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_is_written_down(rule: str) -> None:
    assert words_of(rule) == WORDS[rule]


def test_nothing_is_written_down_of_rules_that_are_none() -> None:
    assert sorted(WORDS) == list(RULES)


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) == set(RULES)
    alike = Counter(rule.example for rule in RULES.values())
    # Two rules are about what else is expected of a message.
    assert [rule.id for rule in RULES.values() if alike[rule.example] > 1] == [
        "message-unexpected",
        "schema-refused",
    ]


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_found_and_no_other(rule: str) -> None:
    rules = {finding.rule for finding in findings_of(rule)}
    assert rules == {rule} | ({"attribute-repeated"} if rule == "findings-cut" else set())


# The rest of the message decides how grave these are.
REGRADED = {"element-case", "element-prose-name", "nil-not-allowed"}


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_says_what_where_and_what_to_do(rule: str) -> None:
    for finding in findings_of(rule):
        assert finding.severity == RULES[finding.rule].severity or rule in REGRADED
        assert finding.severity in SEVERITIES
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
    assert "{" not in rule.claim.replace("{{my.name}}", "")  # a claim is no template


def test_many_findings_of_one_rule_do_not_hide_another() -> None:
    document = EXAMPLES["findings-cut"].document.replace(b"<returnLead>", b"<returnLead>un", 1)
    rules = Counter(finding.rule for finding in check(document))
    assert rules == {"attribute-repeated": 300, "value-type": 1, "findings-cut": 1}
    assert check(document)[-1].reason == "1 more findings of attribute-repeated are not shown"


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


@pytest.mark.parametrize(
    ("operation", "item", "most"),
    [
        ("requestCampaign", key("EMAIL", "lead@company.com"), 100),
        ("syncMultipleLeads", lead(("FirstName", "George")), 300),
        ("listOperation", MEMBER, 1000),
        ("syncMObjects", PROGRAM, 100),
        ("syncCustomObjects", CUSTOM, 100),
        ("deleteMObjects", "<mObject><type>Opportunity</type><id>4</id></mObject>", 300),
        ("mergeLeads", f"<keyList>{attribute('IDNUM', '15')}</keyList>", 300),
        ("deleteCustomObjects", f"<keyList>{attribute('MKTOID', '1090177')}</keyList>", 300),
    ],
)
def test_a_limit_may_be_reached_but_not_passed(operation: str, item: str, most: int) -> None:
    assert found(repeated(operation, item, most)) == []
    (finding,) = found(repeated(operation, item, most + 1))
    assert finding.reason.startswith(f"{most + 1} ")


def test_as_many_keys_may_be_given_as_are_read() -> None:
    item = "<stringItem>t@t.com</stringItem>"

    def of(count: int) -> list[str]:
        document = request("getMultipleLeads", SELECTOR.replace(item, item * count))
        return [each.reason for each in check(document.encode())]

    assert of(100) == []
    assert of(101) == ["101 keys: all after the 100th are passed over"]


@pytest.mark.parametrize(
    ("operation", "most"),
    [
        ("getMultipleLeads", 1000),
        ("getLeadActivity", 100),
        ("getLeadChanges", 1000),
        ("getCustomObjects", 100),
    ],
)
def test_a_page_may_be_as_large_as_its_operation_allows(operation: str, most: int) -> None:
    def rules(size: object) -> list[str]:
        document = re.sub("<batchSize>.*?</batchSize>", "", request(operation))
        where = "<includeAttributes" if operation == "getCustomObjects" else "</ns1:params"
        place = "<customObjKeyList" if operation == "getCustomObjects" else where
        sized = document.replace(place, f"<batchSize>{size}</batchSize>{place}", 1)
        return [each.rule for each in check(sized.encode())]

    assert rules(most) == rules(1) == rules("+1") == rules(f"00{most}") == []
    assert rules(most + 1) == rules(2**31 - 1) == ["limit-batch-size"]
    assert rules(0) == rules(-1) == rules("000") == ["limit-batch-size-low"]


@pytest.mark.parametrize(
    ("oldest", "latest", "rules"),
    [
        ("2014-01-14T11:51:08-08:00", "2014-02-13T11:51:08-08:00", []),
        ("2014-01-14T11:51:07-08:00", "2014-02-13T11:51:08-08:00", ["limit-time-range"]),
        ("2014-01-14T11:51:08Z", "2014-02-13T11:51:08-08:00", ["limit-time-range"]),
        ("2014-01-01T00:00:00", "2014-02-13T11:51:08-08:00", []),
        ("2014-02-13T11:51:08-08:00", "2014-02-13T11:51:08-08:00", []),
        ("2014-02-13T11:51:09-08:00", "2014-02-13T11:51:08-08:00", ["time-range-reversed"]),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", ["limit-time-range"]),
    ],
)
def test_thirty_days_may_be_asked_for(oldest: str, latest: str, rules: list[str]) -> None:
    selector = (
        f'<leadSelector xsi:type="ns1:LastUpdateAtSelector"><latestUpdatedAt>{latest}'
        f"</latestUpdatedAt><oldestUpdatedAt>{oldest}</oldestUpdatedAt></leadSelector>"
    )
    document = request("getMultipleLeads", selector)
    assert [each.rule for each in check(document.encode())] == rules


LEAD_BY_KEY = "<externalKey><name>FSPID</name><value>12346</value></externalKey>"
DOCUMENTED = {
    "activities from empty positions": (
        "getLeadActivity",
        key("EMAIL", "leademail@company.com")
        + "<activityFilter><includeTypes><activityType>VisitWebpage</activityType>"
        "<activityType>FillOutForm</activityType></includeTypes></activityFilter>"
        "<startPosition><latestCreatedAt/><offset/></startPosition><batchSize>10</batchSize>",
    ),
    "changes of a range and of one lead": (
        "getLeadChanges",
        "<startPosition><oldestCreatedAt>2013-08-01T00:13:13+00:00</oldestCreatedAt>"
        "<offset>ID:1086173</offset></startPosition>" + UPDATED_SELECTOR,
    ),
    "leads of a program's list": ("getMultipleLeads", LIST_SELECTOR),
    "a cookie alone": (
        "syncLead",
        "<leadRecord><leadAttributeList>"
        + attribute("FirstName", "George")
        + "</leadAttributeList></leadRecord><returnLead>True</returnLead><marketoCookie>"
        "id:561-HYG-937&amp;token:_mch-marketo.com-1258067434006-50277</marketoCookie>",
    ),
    "a change of email": (
        "syncLead",
        "<leadRecord><Id>1090240</Id><Email>t@t.com</Email></leadRecord>"
        "<returnLead>false</returnLead>",
    ),
    "members of a list": (
        "listOperation",
        "<listOperation>ISMEMBEROFLIST</listOperation><listKey><keyType>MKTOLISTNAME</keyType>"
        "<keyValue>Trav-Test-List</keyValue></listKey><listMemberList>"
        + key("IDNUM", "87710")
        + key("IDNUM", "1089946")
        + "</listMemberList><strict>false</strict>",
    ),
    "an import without campaign": (
        "importToList",
        REQUESTS["importToList"].replace("Batch Campaign Example", ""),
    ),
    "a campaign by name": (
        "requestCampaign",
        BY_NAME + f"<programTokenList>{attrib('{{my.conversationtopic}}', 'x')}</programTokenList>",
    ),
    "a campaign by name without tokens": ("requestCampaign", f"{BY_NAME}<programTokenList/>"),
    "a campaign of a cloned program": (
        "scheduleCampaign",
        "<programName>Trav-Demo-Program</programName>"
        "<campaignName>Batch Campaign Example</campaignName>"
        "<campaignRunAt>2013-08-03T21:39:34-07:00</campaignRunAt>"
        "<cloneToProgramName>TestProgramCloneFromSOAP</cloneToProgramName>",
    ),
    "an opportunity and its role in one call": (
        "syncMObjects",
        "<mObjectList><mObject><type>Opportunity</type><externalKey><name>opportunityId</name>"
        "<value>Opportunity_4</value></externalKey><attribList>"
        + attrib("Name", "Opportunity 4 for ACME")
        + attrib("IsClosed", "1")
        + "</attribList><associationList><mObjAssociation><mObjType>Company</mObjType>"
        "<externalKey><name>cAccountFSID</name><value>C123</value></externalKey>"
        "</mObjAssociation></associationList></mObject>"
        "<mObject><type>OpportunityPersonRole</type><attribList>"
        + attrib("Role", "Marketing Manager")
        + f"</attribList><associationList><mObjAssociation><mObjType>Lead</mObjType>{LEAD_BY_KEY}"
        "</mObjAssociation><mObjAssociation><mObjType>Opportunity</mObjType><externalKey>"
        "<name>opportunityId</name><value>Opportunity_4</value></externalKey></mObjAssociation>"
        "</associationList></mObject></mObjectList><operation>UPSERT</operation>",
    ),
    "a role by attributes": (
        "syncMObjects",
        f"<mObjectList>{ROLE}</mObjectList><operation>INSERT</operation>",
    ),
    "all programs": ("getMObjects", "<type>Program</type><includeDetails>true</includeDetails>"),
    "records of one custom object": (
        "getCustomObjects",
        REQUESTS["getCustomObjects"].replace(
            "<includeAttributes/>", "<includeAttributes><stringItem/></includeAttributes>"
        ),
    ),
    "all channels": ("getChannels", ""),
    "all tags": ("getTags", ""),
    "a merge in the CRM too": (
        "mergeLeads",
        REQUESTS["mergeLeads"] + "<mergeInSales>True</mergeInSales>",
    ),
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_documented_request_has_no_more_than_notes(name: str) -> None:
    findings = check(request(*DOCUMENTED[name]).encode())
    assert [each for each in findings if each.severity != "note"] == []


def test_a_role_cannot_lose_either_end() -> None:
    for name, words in (("OpportunityId", "no opportunity"), ("PersonId", "no person")):
        role = re.sub(f"<attrib><name>{name}.*?</attrib>", "", ROLE)
        (finding,) = found(objects(role))
        assert finding.reason.endswith(words)
        assert found(objects(role.replace("</type>", "</type><id>11</id>"), "UPSERT")) == []


def test_a_fault_without_envelope_is_checked_too() -> None:
    soap = 'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    fault = FAULT.replace("<s:Fault>", f"<s:Fault {soap}>")
    assert check(fault.encode()) == []
    broken = fault.replace("mktServiceException", "x")
    assert [each.rule for each in check(broken.encode())] == ["fault-exception-name"]
    for other in (f"<s:Trailer {soap}/>", '<Fault xmlns="urn:x"/>'):
        assert [each.rule for each in check(other.encode())] == ["envelope-not-found"]


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
        ("2_7", "syncLead", "moveCookie", "in version 2_7; it is in 3_1"),
        (
            "2_2",
            "getLeadChanges",
            "activityNameFilter",
            "in version 2_2; it is in 2_3, 2_7 and 3_1",
        ),
        ("2_3", "mergeLeads", "mergeInSales", "in version 2_3; it is in 2_7 and 3_1"),
        ("2_1", "getLeadChanges", "leadSelector", "in version 2_1; it is in 2_2, 2_3, 2_7 and 3_1"),
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
    declared = ["field-without-effect"]
    assert rules == (declared if version in ("2_1", "2_2") else ["element-other-version"])


def test_a_misplaced_element_is_told_its_place() -> None:
    (finding,) = found(EXAMPLES["element-misplaced"])
    assert finding.correction == "put attribute into leadAttributeList"


def test_a_wrong_word_of_an_enumeration_is_shown_with_the_nearest() -> None:
    (finding,) = found(EXAMPLES["value-enumeration"])
    assert finding.reason == "keyType is no LeadKeyRef (EMIAL)"
    assert finding.correction == "write EMAIL"


@pytest.mark.parametrize(("bits", "version"), [(31, "2_3"), (63, "2_7")])
def test_a_number_may_reach_the_bounds_of_its_type(bits: int, version: str) -> None:
    def rules(number: object) -> list[str]:
        document = reply("getLeadActivity").replace("<id>1030680<", f"<id>{number}<")
        document = document.replace("<marketoGUID>1030680</marketoGUID>", "")
        return [each.rule for each in check(document.encode(), version=version)]

    assert rules(2**bits - 1) == rules(-(2**bits)) == rules(f"+{2**bits - 1}") == []
    assert rules(2**bits) == rules(-(2**bits) - 1) == rules("9" * 5000) == ["value-range"]
    assert rules("") == rules("1.5") == rules("one") == ["value-type"]


def test_a_selector_without_type_is_checked_as_what_it_looks_like() -> None:
    document = request("getMultipleLeads", SELECTOR)
    document = document.replace(' xsi:type="ns1:LeadKeySelector"', "")
    rules = [each.rule for each in check(document.replace("keyType>", "KeyType>").encode())]
    assert rules == ["xsi-type-missing", "element-case"]


def test_a_value_of_another_version_is_told_with_that_version() -> None:
    document = request("listOperation").replace("ADDTOLIST", "CLEARLIST")
    document = document.replace("<strict>false</strict>", "")
    assert check(document.encode(), version="2_1") == []
    (finding,) = check(document.encode())
    assert finding.correction == (
        "call version 2_1, or write ADDTOLIST, ISMEMBEROFLIST or REMOVEFROMLIST"
    )


# Signatures


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("z" * 40, "signature-not-hex"),
        (f"*{SIGNATURE}", "signature-not-hex"),
        ("ключ", "signature-not-hex"),
        ("====", "signature-not-hex"),
        ("+/" * 14, "signature-not-hex"),
        ("*" + "z" * 27, "signature-not-hex"),
        ("z" * 27, "signature-base64"),
        ("z" * 27 + "=", "signature-base64"),
        ("-_" * 13 + "A=", "signature-base64"),
        (base64.b64encode(SIGNATURE.encode()).decode(), "signature-base64"),
    ],
)
def test_the_form_of_a_signature_is_judged(text: str, rule: str) -> None:
    document = request("getLead").replace(SIGNATURE, text)
    assert [each.rule for each in check(document.encode())] == [rule]


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
    text = base64.b64encode(mac(KEY, USER_ID + TIMESTAMP)).decode()
    assert {each.rule for each in found(signed(text))} == {
        "signature-base64",
        "signature-message-order",
    }


def test_a_right_signature_in_upper_case_is_only_written_wrong() -> None:
    assert [each.rule for each in found(signed(SIGNATURE.upper()))] == ["signature-uppercase"]


def test_without_a_key_only_the_form_of_a_signature_is_judged() -> None:
    assert check(request("getLead").replace(SIGNATURE, "0123456789" * 4).encode()) == []


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1399903200", "a count of seconds"),
        ("1399903200.123", "a count of seconds"),
        ("1399903200123", "a count of milliseconds"),
        ("2014-05-12", "a day without time"),
        ("2014-02-30T10:00:00-04:00", "no time of the calendar"),
        ("12 May 2014", "in no form that the service is known to read"),
    ],
)
def test_an_unreadable_timestamp_is_told_what_it_looks_like(text: str, words: str) -> None:
    (finding,) = check(request("getLead").replace(TIMESTAMP, text).encode())
    assert finding.reason == f"requestTimestamp is {words}"


def test_a_header_with_nothing_in_it_lacks_every_field() -> None:
    document = envelope(request_body("getLead"), header="<ns1:AuthenticationHeader/>")
    assert [each.reason for each in check(document.encode())] == [
        "mktowsUserId is missing",
        "requestSignature is missing",
        "requestTimestamp is missing",
    ]


@pytest.mark.parametrize(
    ("namespace", "shown"),
    [
        ("http://www.marketo.com/mktows", "in http://www.marketo.com/mktows"),
        ("urn:ada@example.com", "in another namespace"),
    ],
)
def test_only_a_plain_address_is_shown_as_a_namespace(namespace: str, shown: str) -> None:
    start = "<ns1:paramsGetLead>"
    declared = f'<ns1:paramsGetLead xmlns:ns1="{namespace}">'
    document = request("getLead").replace(start, declared)
    (finding,) = check(document.encode())
    assert finding.reason.endswith(shown)


def test_the_example_in_the_documentation_runs() -> None:
    assert doctest.testmod(envelopes) == doctest.TestResults(failed=0, attempted=2)


@pytest.mark.parametrize("separator", ["\u2028", "\u0085"])
def test_only_line_ends_of_csv_end_a_row_of_an_import(separator: str) -> None:
    changed = asked("importToList", "Awesomesauce", f"Awe{separator}some")
    assert found(changed) == []


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_include_types_are_deprecated_where_there_are_name_filters(version: str) -> None:
    wanted = "<includeTypes><activityType>NewLead</activityType></includeTypes>"
    inner = (
        "<startPosition><oldestCreatedAt>2013-08-01T00:13:13+00:00</oldestCreatedAt>"
        f"</startPosition><activityFilter>{wanted}</activityFilter>"
    )
    rules = [
        each.rule for each in found(Example(request("getLeadChanges", inner).encode(), version))
    ]
    assert rules == (["filter-include-deprecated"] if version >= "2_3" else [])


def test_a_list_that_stands_elsewhere_is_not_called_empty_besides() -> None:
    inner = '<leadRecordList href="#list"/><dedupEnabled>true</dedupEnabled>'
    rules = [each.rule for each in found(Example(request("syncMultipleLeads", inner).encode()))]
    assert rules == ["envelope-multiref"]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("", "nil-invalid"),
        ("x", "nil-invalid"),
        ("true", "nil-not-allowed"),
        (" 0 ", "nil-not-allowed"),
    ],
)
def test_a_message_may_not_be_nil(said: str, rule: str) -> None:
    document = asked("getLead", "<ns1:paramsGetLead>", f'<ns1:paramsGetLead xsi:nil="{said}">')
    (finding,) = check(document.document)
    assert (finding.rule, finding.path) == (rule, "paramsGetLead")
