"""Where each rule can be broken, and in which of its ways a near miss breaks it.

That each near miss is found by its rule and no other is in test_agreement. Here it is that nothing
of the variety gets lost: no operation, no version, none of the ways.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from lxml import etree

from mktows.checking import RULES, check
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.signing import Secret
from mktows.testing import SAMPLE_KEY, SAMPLE_USER_ID, near_miss_rules, near_misses
from mktows.testing.near_misses.near_misses import WRITTEN as WRITTEN_FOR
from mktows.testing.near_misses.near_misses import collected

OPERATIONS = frozenset(contract("2_7").operations)
WRITTEN = Path(__file__).resolve().parents[1] / "data" / "near_misses.txt"
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
Way = Callable[[bytes], object]


def places(line: str) -> tuple[str, set[tuple[str, str]]]:
    """A rule, and the versions and operations that are written down for it."""
    rule, _, where = line.partition(": ")
    name, _, since = rule.partition(" since ")
    words = where.split()
    operations = OPERATIONS - set(words[2:]) if words[0] == "all" else frozenset(words)
    versions = since.split(",") if since else KNOWN_VERSIONS
    return name, {(version, operation) for version in versions for operation in operations}


PLACES = dict(
    places(line)
    for line in WRITTEN.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)


def test_every_rule_is_broken_where_it_is_written_down_and_nowhere_else() -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    for version in KNOWN_VERSIONS:
        for operation in OPERATIONS:
            for rule in {*near_miss_rules(operation, version=version)} & {*WRITTEN_FOR}:
                found.setdefault(rule, set()).add((version, operation))
    assert found == PLACES


@pytest.mark.parametrize(
    "rule", ["dedup-disabled", "xml-malformed", "reply-header", "fault-client"]
)
def test_a_rule_without_a_near_miss_is_broken_by_its_example(rule: str) -> None:
    others = {each: near_miss for each, near_miss in WRITTEN_FOR.items() if each != rule}
    near_miss = collected(others, RULES.values())[rule]
    places = {(v, o) for v in KNOWN_VERSIONS for o in OPERATIONS if near_miss.fits(v, o)}
    assert places
    for version, operation in places:
        document = find(near_miss.maker(contract(version), operation), lambda _: True)
        said = check(document, version=version, key=Secret(SAMPLE_KEY))
        assert [each.rule for each in said] == [rule]
        named = {contract(version).operations[operation].request.encode()}
        assert rule != "dedup-disabled" or all(each in document for each in named)


# The ways


def text(pattern: str) -> Way:
    """What stands in the document where a pattern has its group."""

    def way(data: bytes) -> object:
        found = re.search(pattern.encode("latin-1"), data, re.DOTALL)
        return found and found[1].decode("latin-1")

    return way


def tree(find: Callable[[etree._Element], object]) -> Way:
    return lambda data: find(etree.fromstring(data))


def local(node: etree._Element) -> str:
    return etree.QName(node).localname


def children(node: etree._Element) -> tuple[str, ...]:
    return tuple(local(child) for child in node)


def mac(key: str, message: str, name: str = "sha1") -> str:
    return hmac.new(key.encode(), message.encode(), name).hexdigest()


U, K = SAMPLE_USER_ID, SAMPLE_KEY
# Mistakes of a signature, of the timestamp and what the Body holds.
SIGNED: dict[str, dict[str, Callable[[str, str], str]]] = {
    "signature-masked": {"stars": lambda _t, _: "***", "x": lambda _t, _: "x" * 40},
    "signature-padded": {
        "line feed": lambda t, _: mac(K, t + U) + "\n",
        "blanks": lambda t, _: f" {mac(K, t + U)} ",
    },
    "signature-length": {
        "39": lambda t, _: mac(K, t + U)[:39],
        "38": lambda t, _: mac(K, t + U)[:38],
        "41": lambda t, _: mac(K, t + U) + "0",
    },
    "signature-key-changed": {
        "upper case": lambda t, _: mac("27272727AA", t + U),
        "line feed": lambda t, _: mac(f"{K}\n", t + U),
        "quotes": lambda t, _: mac(f'"{K}"', t + U),
    },
    "signature-message-separator": {
        "&": lambda t, _: mac(K, f"{t}&{U}"),
        "blank": lambda t, _: mac(K, f"{t} {U}"),
        "line feed": lambda t, _: mac(K, f"{t}{U}\n"),
    },
    "signature-message-partial": {
        "timestamp": lambda t, _: mac(K, t),
        "user": lambda _t, _: mac(K, U),
    },
    "signature-body-signed": {
        "alone": lambda _t, body: mac(K, body),
        "behind": lambda t, body: mac(K, t + U + body),
    },
    "signature-digest": {
        "sha256": lambda t, _: mac(K, t + U, "sha256"),
        "md5": lambda t, _: mac(K, t + U, "md5"),
        "no hmac": lambda t, _: hashlib.sha1((t + U + K).encode()).hexdigest(),
    },
    "signature-wrong": {
        "ones": lambda _t, _: "1" * 40,
        "other key": lambda t, _: mac(f"{K}0", t + U),
    },
}


def mistake(rule: str) -> Way:
    def way(data: bytes) -> object:
        shown = data.decode()
        moment, signature, body = (
            re.findall(f"<{name}>(.*?)</{name}>", shown, re.DOTALL)[0]
            for name in ("requestTimestamp", "requestSignature", "SOAP-ENV:Body")
        )
        return {name for name, make in SIGNED[rule].items() if make(moment, body) == signature}

    return lambda data: frozenset(way(data))  # type: ignore[call-overload]


FIELDS = ("mktowsUserId", "requestSignature", "requestTimestamp")


def empty_field(root: etree._Element) -> object:
    return next((local(n), n.text) for n in root[0][0] if not (n.text or "").strip())


# A rule and an operation, what tells the way, and all the ways.
WAYS: dict[tuple[str, str], tuple[Way, set[object]]] = {
    ("xml-malformed", "listMObjects"): (
        text("[0-9]{2}(& |<1|\x01|&nbsp;|]]>|\xff)</requestTimestamp>"),
        {"& ", "<1", "\x01", "&nbsp;", "]]>", "\xff"},
    ),
    ("xml-dtd", "listMObjects"): (
        text("<!DOCTYPE (.*)><SOAP-ENV:Env"), {"x", 'x SYSTEM "x.dtd"', 'x [<!ENTITY e "x">]'}
    ),
    ("xml-instruction", "listMObjects"): (
        text("<\\?x y\\?>(<[a-zA-Z:-]+>)"),
        {"<SOAP-ENV:Header>", "<SOAP-ENV:Body>", "<requestTimestamp>"},
    ),
    ("envelope-attribute", "listMObjects"): (
        tree(lambda root: next(local(n) for n in (root, *root) if n.get("id"))),
        {"Envelope", "Header", "Body"},
    ),
    ("envelope-part-namespace", "listMObjects"): (
        tree(lambda root: next(local(n) for n in root if "urn:x" in str(n.tag))),
        {"Header", "Body"},
    ),
    ("envelope-part-unknown", "listMObjects"): (
        tree(lambda root: children(root).index("Trailer")), {0, 1, 2}
    ),
    ("envelope-part-repeated", "listMObjects"): (
        tree(children), {("Header", "Header", "Body"), ("Header", "Body", "Body")}
    ),
    ("envelope-text", "listMObjects"): (
        tree(lambda root: next((local(n), n.text) for n in (root, *root) if n.text)),
        {(part, said) for part in ("Envelope", "Header", "Body")
         for said in ("x", "2013-08-05 DEBUG", "&", "\u2028")},
    ),
    ("envelope-encoding-style", "listMObjects"): (
        tree(lambda root: next(local(n) for n in root.iter() if n.get(f"{SOAP}encodingStyle"))),
        {"Envelope", "Header", "Body", "paramsListMObjects"},
    ),
    ("auth-header-misnamed", "listMObjects"): (
        tree(lambda root: local(root[0][0])),
        {"authenticationHeader", "AuthenticationHeaderInfo", "MktowsAuthenticationHeader"},
    ),
    ("auth-header-namespace", "listMObjects"): (
        tree(lambda root: etree.QName(root[0][0]).namespace),
        {None, "urn:x", "http://www.marketo.com/mktows"},
    ),
    ("auth-field-missing", "listMObjects"): (
        tree(lambda root: ({*FIELDS} - {*children(root[0][0])}).pop()), set(FIELDS)
    ),
    ("auth-field-empty", "listMObjects"): (
        tree(empty_field),
        {(name, said) for name in FIELDS for said in (None, " ", "\n\t")},
    ),
    ("header-unknown", "listMObjects"): (
        tree(lambda root: etree.QName(root[0][-1]).namespace),
        {"urn:x", "http://www.marketo.com/mktows/"},
    ),
    ("user-id-padded", "listMObjects"): (
        text("<mktowsUserId>(.*)</mktowsUserId>"), {f"{U} ", f" {U}", f"{U}\n"}
    ),
    ("timestamp-loose", "listMObjects"): (
        text("<requestTimestamp>.{10}(.).*</requestTimestamp>"), {" ", "T"}
    ),
    ("timestamp-unreadable", "listMObjects"): (
        lambda data: re.sub("[0-9]+", "0", str(text("Timestamp>(.*)</requestT")(data))),
        {"0", "0.0.0 0:0", "0-0-0T0:0:0+0:0"},
    ),
    ("element-prose-name", "syncCustomObjects"): (
        tree(lambda root: ({"objectTypeName", "customObjectList"} & {*children(root[1][0])}).pop()),
        {"objectTypeName", "customObjectList"},
    ),
    ("element-misplaced", "getLead"): (
        tree(lambda root: ({*children(root[1][0])} - {"leadKey"}).pop()), {"keyType", "keyValue"}
    ),
    ("import-parameter-missing", "importToList"): (
        tree(lambda root: ({"clearList", "campaignName"} - {*children(root[1][0])}).pop()),
        {"clearList", "campaignName"},
    ),
    ("lead-id-misnamed", "syncLead"): (
        tree(lambda root: ({"id", "ID", "leadId", "LeadId"} & {*children(root[1][0][0])}).pop()),
        {"id", "ID", "leadId", "LeadId"},
    ),
    ("lead-attribute-as-element", "syncLead"): (
        tree(lambda root: next(local(n) for n in root[1][0][0] if n.text == "7")),
        {"FirstName", "Company", "City", "LeadScore"},
    ),
    ("nil-invalid", "getLead"): (
        tree(lambda root: next(n.get(f"{XSI}nil") for n in root[1][0].iter() if n.attrib)),
        {"no", "", "TRUE", "nil"},
    ),
    ("text-unexpected", "listMObjects"): (
        tree(lambda root: root[1][0].text), {"x", "7", " & "}
    ),
    ("xml-attribute-unknown", "listMObjects"): (
        tree(lambda root: root[1][0].attrib.keys()[0]), {"kind", "{urn:x}kind"}
    ),
    ("xsi-type-unknown", "getMultipleLeads"): (
        text('xsi:type="(.*?)"'), {"ns1:LeadKeysSelector", "ns1:Nothing"}
    ),
    ("xsi-type-unresolvable", "getMultipleLeads"): (
        text('xsi:type="([a-z0-9]*:?)'), {"mkt:", "", "xsi:"}
    ),
    ("xsi-type-mismatch", "listMObjects"): (
        text('xsi:type="(.*?)"'), {"ns1:ListKey", "ns1:ArrayOfString", "xsi:Tag"}
    ),
    ("value-type", "deleteMObjects"): (
        tree(lambda root: next(n.text for n in root[1][0].iter("id") if not str(n.text).isdigit())),
        {"many", "x1", "2013-02-30T00:00:00Z", "1.5"},
    ),
    ("value-range", "deleteMObjects"): (
        tree(lambda root: max((str(n.text) for n in root.iter("id")), key=lambda t: abs(int(t)))),
        {"27672544444444", "2147483648", "-2147483649"},
    ),
    ("activity-type-display-name", "getLeadActivity"): (
        text("<activityType>(.*?)</activityType>"), {"Visit Webpage", "New Lead"}
    ),
    ("attribute-read-only", "syncLead"): (
        text("<attrName>(.*?)</attrName>"),
        {"CreatedAt", "UpdatedAt", "Urgency", "Priority", "MarketoSFDCId", "SFDCType"},
    ),
    ("cookie-form", "syncLead"): (
        text("<marketoCookie>(.*)</marketoCookie>"),
        {"x", "_mch-marketo.com-1258067434006-50277", "id:561-HYG-937"},
    ),
    ("key-value-empty", "getLead"): (
        tree(lambda root: root[1][0][0].findtext("keyValue")), {"", " ", "\n"}
    ),
    ("key-value-not-id", "getLead"): (
        text("<keyValue>(.*)</keyValue>"), {"null", "1.0", "2147483648", "t@t.com"}
    ),
    ("token-form", "scheduleCampaign"): (
        text("<name>(.*)</name>"),
        {"message", "my.message", "{{message}}", "{my.message}", "{{my.}}"},
    ),
    ("mobject-type-unknown", "describeMObject"): (
        text("<objectName>(.*)</objectName>"), {"OpportunityLeadRole", "Lead", "Oppurtunity"}
    ),
    ("fault-member-missing", "getLead"): (
        tree(lambda root: ({"faultcode", "faultstring"} - {*children(root[0][0])}).pop()),
        {"faultcode", "faultstring"},
    ),
    ("fault-member-qualified", "getLead"): (
        tree(lambda root: next(local(n) for n in root[0][0] if n.tag != local(n))),
        {"faultcode", "faultstring"},
    ),
    ("fault-client", "getLead"): (
        text("<faultcode>(.*)</faultcode>"), {"SOAP-ENV:Server", "Server", "SOAP-ENV:Sender"}
    ),
    ("fault-detail-missing", "getLead"): (
        tree(lambda root: children(root[0][0])[2:]), {(), ("detail",)}
    ),
    ("fault-exception-member", "getLead"): (
        tree(lambda root: ({"name", "message", "code"} - {*children(root[0][0][2][0])}).pop()),
        {"name", "message", "code"},
    ),
    ("reply-time-form", "getImportToListStatus"): (
        lambda data: re.sub("[0-9]+", "0", str(text("<startedTime>(.*)</startedTime>")(data))[19:])
        .replace("-", "+"),
        {"Z", "", ".0+0:0"},
    ),
    **{
        (rule, "listMObjects"): (mistake(rule), {frozenset({name}) for name in ways})
        for rule, ways in SIGNED.items()
    },
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "operation"), WAYS)
def test_a_rule_is_broken_in_each_of_its_ways(rule: str, operation: str) -> None:
    way, ways = WAYS[rule, operation]
    found: set[object] = set()

    @settings(
        max_examples=100,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(near_misses(operation, rule=rule))
    def collect(near_miss: tuple[str, bytes]) -> None:
        found.add(way(near_miss[1]))

    collect()
    assert found == ways


# How much is too much: rule, operation, element, and the least number that is refused.
BEYOND = {
    ("limit-selector-keys-ignored", "getMultipleLeads"): ("stringItem", 101),
    ("limit-selector-keys-refused", "getLeadChanges"): ("stringItem", 101),
    ("limit-campaign-leads", "requestCampaign"): ("leadKey", 101),
    ("limit-sync-leads", "syncMultipleLeads"): ("leadRecord", 301),
    ("limit-list-members", "listOperation"): ("leadKey", 1001),
    ("limit-mobjects", "syncMObjects"): ("mObject", 101),
    ("limit-custom-objects", "syncCustomObjects"): ("customObj", 101),
    ("limit-batch", "mergeLeads"): ("keyList", 301),
}


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "operation"), BEYOND)
def test_one_more_than_is_allowed_is_a_near_miss(rule: str, operation: str) -> None:
    element, least = BEYOND[rule, operation]
    found: set[int] = set()

    @settings(
        max_examples=25,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(near_misses(operation, rule=rule))
    def collect(near_miss: tuple[str, bytes]) -> None:
        found.add(near_miss[1].count(f"<{element}>".encode()))

    collect()
    assert min(found) == least
