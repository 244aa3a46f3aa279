"""The sandbox and `mktows check` agree: what one refuses the other calls an error.

A request is sent to a sandbox whose world holds all that the request names. With
HYPOTHESIS_PROFILE=deep these are more than 20,000 requests.
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from support.check_examples import request
from support.envelopes import signed
from support.meaningful_world import Impossible, world_for
from support.mutations import MUTATIONS

from mktows.checking import check
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.errors import ProtocolError
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World, WorldError
from mktows.signing import Secret
from mktows.soap import read_envelope
from mktows.testing import SAMPLE_KEY, envelopes, near_miss_rules, near_misses
from mktows.transport import HttpRequest

OPERATIONS = sorted(contract("2_7").operations)
KEY = Secret(SAMPLE_KEY)
NOW = datetime(2013, 8, 5, 17, 0, tzinfo=UTC)
ALWAYS = timedelta(days=40_000)
# About captures, not about what was sent: a log has masked them, or cut them off.
OF_CAPTURES = frozenset({"signature-masked", "value-masked", "envelope-cut", "user-id-masked"})
# A key that no lead can have: that nobody has it is the refusal.
NOBODYS_KEY = frozenset({"key-value-not-id"})
versions = st.sampled_from(KNOWN_VERSIONS)
# One test for each of very many cases: a tenth of the profile's examples, but enough of them.
few = settings(max_examples=max(4, settings().max_examples // 10))
PLACES: dict[str, list[tuple[str, str]]] = {}
for each_version, each_operation in itertools.product(KNOWN_VERSIONS, OPERATIONS):
    for each_rule in near_miss_rules(each_operation, version=each_version):
        PLACES.setdefault(each_rule, []).append((each_version, each_operation))
# A reply is no request, and what is masked was not sent so.
BREAKABLE = sorted(
    each for each in PLACES if not each.startswith(("reply-", "fault-")) and each not in OF_CAPTURES
)


def tree_of(document: bytes) -> etree._Element | None:
    """The message of a request, where it can be read."""
    try:
        return read_envelope(document).body
    except ProtocolError:
        return None


class Outcome:
    """The outcome of a request: what the sandbox says of it, or of its first bad record.

    Attributes:
        refused: Whether it, or a record of it, is refused.
        of_instance: Whether what the instance holds decided that: a position that it never gave, a
            list that no world can hold, a key that the type does not have.
        text: What is said.
    """

    def __init__(self, status: int, reply: str) -> None:
        said = re.search(r"<message>(.*?)</message>", reply) or re.search(
            r"<status>FAILED</status>(?:<error[^>]*>(.*?)</error>)?", reply
        )
        self.text = "" if said is None else said[1] or "FAILED"
        self.refused = status != 200 or said is not None
        self.of_instance = self.refused and OF_INSTANCE.search(self.text) is not None


OF_INSTANCE = re.compile(
    r"\((20103|20108|20111|20113)\)$|No lead found with|Bad Stream Position \(20122\)|"
    r"associated Company not found|"
    r"the key |Object name is not valid|is not an external key of|a key of|there is a program|"
    r"unknown fields for import: \S|No Opportunity found|No Cost found|"
    r"Unknown name attribute list: \S|is no lead id|"
    r"Time range specified"  # up to now, where no end is given
)


def outcome_of(document: bytes, version: str) -> Outcome | None:
    """Send a request to a sandbox that has what it names; None where no world can have it."""
    message = tree_of(document)
    try:
        sandbox = Sandbox(
            world=World() if message is None else world_for(message), now=lambda: NOW, window=ALWAYS
        )
    except (Impossible, WorldError):
        return None
    with sandbox:
        url = f"http://localhost/soap/mktows/{version}"
        answer = sandbox.send(HttpRequest(url, {}, document))
    return Outcome(answer.status, answer.body.decode())


def judge(document: bytes, version: str) -> bool:
    """Hold the sandbox and the check together over one request.

    Returns:
        Whether they were: not where a log masked it, or what the instance holds decided.
    """
    found = check(document, version=version, key=KEY)
    if {each.rule for each in found} & OF_CAPTURES:
        return False
    errors = [each for each in found if each.severity == "error"]
    outcome = outcome_of(document, version)
    if outcome is None:
        return False
    if outcome.of_instance:
        return bool({each.rule for each in errors} & NOBODYS_KEY)
    assert bool(errors) == outcome.refused, (outcome.text, found, document.decode())
    return True


@given(data=st.data(), version=versions)
def test_they_agree_on_valid_requests(data: st.DataObject, version: str) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    judge(data.draw(envelopes(operation, version=version)), version)


@pytest.mark.slow
@few
@given(data=st.data())
@pytest.mark.parametrize("rule", BREAKABLE)
def test_they_agree_on_near_misses(rule: str, data: st.DataObject) -> None:
    version, operation = data.draw(st.sampled_from(PLACES[rule]))
    _, document = data.draw(near_misses(operation, version=version, rule=rule))
    if b":success" not in document and b"Fault>" not in document:
        judge(document, version)


def test_few_requests_are_decided_by_the_instance() -> None:
    # Else the tests above would hold nothing together.
    judged: list[bool] = []

    @settings(max_examples=100, derandomize=True, database=None)
    @given(data=st.data())
    def judge_each(data: st.DataObject) -> None:
        operation = data.draw(st.sampled_from(OPERATIONS))
        judged.append(judge(data.draw(envelopes(operation, version="2_7")), "2_7"))

    judge_each()
    assert sum(judged) > 0.8 * len(judged)


@pytest.mark.slow
@settings(max_examples=settings().max_examples * 4)
@given(data=st.data(), version=versions)
def test_they_agree_on_mutated_requests(data: st.DataObject, version: str) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    root = etree.fromstring(data.draw(envelopes(operation, version=version)))
    message = root[-1][0]
    for _ in range(data.draw(st.integers(1, 3))):
        below = list(message.iterdescendants(etree.Element))
        if below:
            data.draw(st.sampled_from(MUTATIONS))(data.draw(st.sampled_from(below)), data)
    judge(etree.tostring(root), version)


# Each was a disagreement once: an operation, and a passage of its request with what stands there.
@pytest.mark.parametrize(
    ("operation", "old", "new"),
    [
        ("syncMultipleLeads", "<leadRecordList>", "<leadRecordList><leadRecord xsi:nil='true'/>"),
        ("getLead", ">EMAIL<", "> EMAIL <"),
        ("getLead", "<keyType>EMAIL", "<keyType xsi:nil='false'>EMAIL"),
        ("getLead", "<keyType>EMAIL", "<keyType xsi:nil='true'>EMAIL"),
        ("getLead", "<keyValue>", "<keyValue xsi:nil='true'>"),
        ("getLead", "<leadKey>", "<leadKey xsi:nil='true'>"),
        ("syncLead", "<Email>", "<id>x</id><Email>"),
        ("syncLead", "<Email>t@t.com</Email>", "<id>7</id>"),
        ("syncLead", "<Email>t@t.com</Email>", "<email>t@t.com<b/></email>"),
        ("syncLead", "<returnLead>false", "<returnLead>false</returnLead><returnLead>x"),
        ("syncLead", "<returnLead>false", "<returnLead/><returnLead>x"),
        ("syncLead", "<returnLead>false</returnLead>", "<ReturnLead>x</ReturnLead>"),
        ("syncLead", "<returnLead>false", "<returnLead>"),
        ("describeMObject", "<objectName>", "<objectName/><objectName>"),
        ("describeMObject", ">ActivityRecord<", "><b/><"),
        ("getLead", ">rufus@marketo.com<", "><b/><"),
        ("getLead", ">rufus@marketo.com<", ">rufus@marketo.com<b/>x<"),
        ("getLead", "</mktowsUserId>", "<b/></mktowsUserId>"),
        ("getLead", "</requestSignature>", "<b/></requestSignature>"),
        ("getLead", "<requestTimestamp>", "<requestTimestamp><b/>"),
        ("describeMObject", ">ActivityRecord<", ">ActivityRecord<b/>x<"),
        ("describeMObject", ">ActivityRecord<", "><b/>ActivityRecord<"),
        ("syncLead", "<returnLead>false<", "<returnLead>false<b/>x<"),
        ("syncLead", "<returnLead>false<", "<returnLead><b/>false<"),
        ("requestCampaign", "<campaignId>", "<campaignId>x<b/>"),
        ("describeMObject", "<objectName>", "<objectName> </objectName><objectName>"),
        ("scheduleCampaign", "<programName>", "<programName xsi:nil='true'>"),
        ("getMObjects", "<type>", "<type>Nothing</type><type>"),
        ("importToList", "<clearList>false", "<clearList>"),
        ("importToList", "<listName>", "<ListName>x</ListName><listName>"),
        ("syncMObjects", "<value>2013-06</value>", "<value/>"),
        ("syncMObjects", "<typeAttrib>", "<typeAttrib><AttrType/>"),
        ("syncMObjects", "<typeAttrib>", "<typeAttrib xsi:nil='true'/><typeAttrib>"),
        ("syncMObjects", "<value>2013-06</value>", "<value>June</value>"),
        ("getImportToListStatus", "listName", "ListName"),
    ],
)
def test_they_agree_where_they_once_did_not(operation: str, old: str, new: str) -> None:
    document = request(operation)
    assert old in document
    changed = document.replace(old, new, -1 if old.isalpha() else 1)
    for version in KNOWN_VERSIONS:
        judge(changed.encode(), version)


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
@pytest.mark.parametrize(
    "body",
    [
        "<m:paramsGetMultipleLeads>"
        '<leadSelector xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:type="m:LeadSelector" xsi:nil="true"/>'
        "</m:paramsGetMultipleLeads>",
        "<m:paramsSyncMObjects><mObjectList><mObject><type>Opportunity</type><id>999</id>"
        "<attribList><attrib><name>Nothing</name><value>1</value></attrib></attribList></mObject>"
        "</mObjectList><operation>UPDATE</operation></m:paramsSyncMObjects>",
    ],
    ids=["nil-of-an-abstract-type", "wrong-object-that-the-mode-skips"],
)
def test_they_agree_on_what_is_not_read_and_what_is_skipped(body: str, version: str) -> None:
    assert judge(signed(body), version)
