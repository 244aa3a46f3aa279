"""What the service writes in its replies, row by row: each habit is written out here too."""

from __future__ import annotations

import json
import re

import pytest
from lxml import etree
from support.check_examples import REPLIES, reply

from mktows.checking import Finding, check, check_file
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.soap import XSI_NAMESPACE

XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def parsed(operation: str) -> etree._Element:
    return etree.fromstring(reply(operation).encode())


def replies_rules(root: etree._Element) -> list[Finding]:
    return [each for each in check(etree.tostring(root)) if each.rule.startswith("reply-")]


# Elements without a value: in the reply of an operation, below one element, how each is written.
FORMS: dict[tuple[str, str, str], dict[str, str]] = {
    ("getLead", "leadRecord", "LeadRecord"): {
        "Email": "nil",
        "ForeignSysPersonId": "nil",
        "ForeignSysType": "nil",
        "leadAttributeList": "nil",
    },
    ("syncLead", "syncStatus", "SyncStatus"): {"error": "nil"},
    ("syncLead", "result", "ResultSyncLead"): {"leadRecord": "nil"},
    ("syncMultipleLeads", "syncStatus", "SyncStatus"): {"error": "nil"},
    ("mergeLeads", "mergeStatus", "MergeStatus"): {"error": "nil"},
    ("syncCustomObjects", "syncCustomObjStatus", "SyncCustomObjStatus"): {"error": "nil"},
    ("listOperation", "result", "ResultListOperation"): {"statusList": "nil"},
    ("getLeadActivity", "newStartPosition", "StreamPosition"): {
        "latestCreatedAt": "nil",
        "oldestCreatedAt": "nil",
        "activityCreatedAt": "nil",
        "offset": "nil",
    },
    ("getLeadActivity", "activityRecord", "ActivityRecord"): {
        "mktgAssetName": "empty",
        "campaign": "empty",
        "personName": "nil",
        "foreignSysId": "nil",
        "orgName": "nil",
        "foreignSysOrgId": "nil",
    },
    ("getLeadChanges", "leadChangeRecord", "LeadChangeRecord"): {"campaign": "absent"},
    ("getCampaignsForSource", "campaignRecord", "CampaignRecord"): {"description": "empty"},
    ("getImportToListStatus", "result", "ResultGetImportToListStatus"): {
        "endedTime": "nil",
        "estimatedTime": "nil",
        "importSummary": "nil",
    },
    ("getMObjects", "mObject", "MObject"): {
        "externalKey": "absent",
        "createdAt": "absent",
        "updatedAt": "absent",
        "typeAttribList": "absent",
        "associationList": "absent",
    },
    ("syncMObjects", "mObjStatus", "MObjStatus"): {"externalKey": "absent", "error": "absent"},
    ("describeMObject", "field", "MObjFieldMetadata"): {
        "displayName": "nil",
        "dynamicFieldRef": "nil",
    },
    ("getCustomObjects", "result", "ResultGetCustomObjects"): {"customObjList": "empty"},
}
ROWS = [
    (operation, parent, kind, name, form)
    for (operation, parent, kind), names in FORMS.items()
    for name, form in names.items()
]
ADVICE = {
    "reply-element-absent": {"nil": "nil", "empty": "as an empty element"},
    "reply-empty-form": {
        "nil": "nil",
        "empty": "as an empty element",
        "absent": "only where it has a value",
    },
}


@pytest.mark.parametrize(("operation", "parent", "kind", "name", "form"), ROWS)
@pytest.mark.parametrize("written", ["absent", "empty", "nil"])
def test_an_element_without_a_value_is_written_in_its_own_way(
    operation: str, parent: str, kind: str, name: str, form: str, written: str
) -> None:
    root = parsed(operation)
    holder = next(root.iter(parent))
    for child in holder.findall(name):
        holder.remove(child)
    if written != "absent":
        # In its place, so that nothing else is out of order.
        order = [field.element for field in contract(LATEST_VERSION).types[kind].fields]
        before = sum(order.index(str(child.tag)) < order.index(name) for child in holder)
        holder.insert(before, etree.Element(name, {XSI_NIL: "true"} if written == "nil" else {}))
    # What a whole list lacks is not this rule's affair.
    found = [each for each in replies_rules(root) if each.path.endswith(f".{name}")]
    found = [each for each in found if each.rule in ADVICE]
    if written == form:
        assert found == []
        return
    (finding,) = found
    assert finding.rule == ("reply-element-absent" if written == "absent" else "reply-empty-form")
    assert finding.reason.startswith(f"{name} is {written}")
    assert finding.correction.endswith(ADVICE[finding.rule][form])


def test_a_value_is_no_matter_of_form() -> None:
    for operation, parent, _, name, _ in ROWS:
        root = parsed(operation)
        for each in next(root.iter(parent)).findall(name):
            if len(each) == 0 and each.get(XSI_NIL):
                del each.attrib[XSI_NIL]
                each.text = "x"
        assert [each for each in replies_rules(root) if each.path.endswith(f".{name}")] == []


# Counts

COUNTED = {
    "getLead": ("count", "leadRecordList", "leadRecord"),
    "getMultipleLeads": ("returnCount", "leadRecordList", "leadRecord"),
    "getLeadActivity": ("returnCount", "activityRecordList", "activityRecord"),
    "getLeadChanges": ("returnCount", "leadChangeRecordList", "leadChangeRecord"),
    "getCampaignsForSource": ("returnCount", "campaignRecordList", "campaignRecord"),
    "getMObjects": ("returnCount", "mObjectList", "mObject"),
    "getCustomObjects": ("returnCount", "customObjList", "customObj"),
}


@pytest.mark.parametrize("operation", COUNTED)
def test_a_count_is_that_of_the_records(operation: str) -> None:
    name, records, record = COUNTED[operation]

    def said(count: str, copies: int) -> list[tuple[str, str, str]]:
        root = parsed(operation)
        next(root.iter(name)).text = count
        holder = next(root.iter(records))
        (one,) = holder.findall(record)
        text = etree.tostring(one)
        holder.remove(one)
        for _ in range(copies):
            holder.append(etree.fromstring(text))
        return [
            (each.rule, each.path.rpartition(".")[2], each.reason) for each in replies_rules(root)
        ]

    for copies in (0, 1, 3):
        assert said(str(copies), copies) == said(f"0{copies}", copies) == []
        for wrong in (copies + 1, copies + 10, 0 if copies else 7):
            ((rule, where, reason),) = said(str(wrong), copies)
            assert (rule, where) == ("reply-count", name)
            assert reason.startswith(f"{name} ")
            assert re.findall(r"\d+", reason) == [str(copies)]
    assert said("many", 1) == []  # that it is no number is told by its type


def test_every_operation_that_counts_is_counted_here() -> None:
    counting = {
        name for name in REPLIES if re.search(r"<(returnCount|count)>", REPLIES[name])
    }  # fmt: skip
    assert counting == set(COUNTED)


# Types of attributes

ATTRIBUTES = [
    ("getLeadActivity", "activityAttributes"),
    ("getLeadChanges", "activityAttributes"),
    ("getCustomObjects", "customObjKeyList"),
    ("getCustomObjects", "customObjAttributeList"),
    ("syncCustomObjects", "customObjKeyList"),
]


@pytest.mark.parametrize(("operation", "holder"), ATTRIBUTES)
def test_an_attribute_of_anything_but_a_lead_has_no_type(operation: str, holder: str) -> None:
    for text, rule, words in (
        ("string", "reply-attribute-type", "filled"),
        ("", "reply-empty-form", "attrType is empty"),
    ):
        root = parsed(operation)
        kind = next(next(root.iter(holder)).iter("attrType"))
        del kind.attrib[XSI_NIL]
        kind.text = text
        (finding,) = replies_rules(root)
        assert (finding.rule, finding.path.endswith(f"{holder}.attribute[0].attrType")) == (
            rule,
            True,
        )
        assert words in finding.reason
        assert "nil" in finding.correction


@pytest.mark.parametrize("operation", ["getLead", "getMultipleLeads"])
def test_an_attribute_of_a_lead_has_a_type(operation: str) -> None:
    for change in ("absent", "empty", "nil"):
        root = parsed(operation)
        kind = next(root.iter("attrType"))
        kind.text = None
        if change == "nil":
            kind.set(XSI_NIL, "true")
        elif change == "absent":
            holder = kind.getparent()
            assert holder is not None
            holder.remove(kind)
        (finding,) = replies_rules(root)
        assert finding.rule == "reply-attribute-type"
        assert finding.path.endswith("leadAttributeList.attribute[0].attrType")
        assert "not filled" in finding.reason
        assert "the type of the field" in finding.correction


# Orders and values


def lead_of(*names: str) -> etree._Element:
    root = parsed("getLead")
    holder = next(root.iter("leadAttributeList"))
    text = etree.tostring(holder[0])
    holder[:] = [etree.fromstring(text) for _ in names]
    for each, name in zip(holder, names, strict=True):
        next(each.iter("attrName")).text = name
    return root


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (("City", "Company", "FirstName"), None),
        (("city", "Company"), None),  # whether letter case counts is not known
        (("Company", "city"), None),
        (("FirstName", "City", "Company"), 1),
        (("City", "FirstName", "Company"), 2),
        (("C", "B", "A"), 1),  # told once
        (("City", "City"), None),
    ],
)
def test_attributes_of_a_lead_are_sorted_by_name(names: tuple[str, ...], place: int | None) -> None:
    found = replies_rules(lead_of(*names))
    if place is None:
        assert found == []
        return
    (finding,) = found
    assert finding.rule == "reply-attribute-order"
    assert finding.path.endswith(f"attribute[{place}]")
    assert names[place] in finding.reason
    assert names[place - 1] in finding.reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2013-08-05T17:58:10-05:00", []),
        ("2013-08-05T17:58:10+00:00", []),
        ("2013-08-05T17:58:10Z", ["ends in Z"]),
        ("2013-08-05T17:58:10", ["has no offset"]),
        ("2013-08-05T17:58:10.123-05:00", ["has fractions of a second"]),
        ("2013-08-05T17:58:10.1Z", ["has fractions of a second", "ends in Z"]),
        ("2013-08-05", []),  # no time at all, which its type tells
    ],
)
def test_a_time_of_a_reply_has_one_form(text: str, words: list[str]) -> None:
    root = parsed("getImportToListStatus")
    next(root.iter("startedTime")).text = text
    found = replies_rules(root)
    assert [each.rule for each in found] == ["reply-time-form"] * len(words)
    for each, said in zip(found, words, strict=True):
        assert each.path.endswith(".startedTime")
        assert f"startedTime {said}" in each.reason


@pytest.mark.parametrize("text", ["0", "1", "true", "false"])
def test_a_boolean_of_a_reply_is_a_word(text: str) -> None:
    root = parsed("getMObjects")
    next(root.iter("hasMore")).text = text
    expected = ["reply-boolean-form"] if text.isdigit() else []
    assert [each.rule for each in replies_rules(root)] == expected


@pytest.mark.parametrize(
    ("success", "statuses", "wrong"),
    [
        ("true", ["true", "true"], False),
        ("false", ["true", "false"], False),
        ("false", ["false"], False),
        ("true", ["true", "false"], True),
        ("true", ["false"], True),
        ("false", ["true", "true"], True),
        ("true", [], False),
        ("false", [], False),
    ],
)
def test_a_list_operation_succeeded_where_every_status_did(
    success: str, statuses: list[str], wrong: bool
) -> None:
    root = parsed("listOperation")
    next(root.iter("success")).text = success
    holder = next(root.iter("statusList"))
    text = etree.tostring(holder[0])
    holder[:] = [etree.fromstring(text) for _ in statuses]
    if not statuses:
        holder.set(XSI_NIL, "true")
    for each, status in zip(holder, statuses, strict=True):
        next(each.iter("status")).text = status
    found = replies_rules(root)
    assert [each.rule for each in found] == ["reply-list-success"] * wrong
    for finding in found:
        other = "false" if success == "true" else "true"
        assert finding.path.endswith("result.success")
        assert f"success is {success}" in finding.reason
        assert other in finding.correction


@pytest.mark.parametrize(
    ("outer", "inner", "wrong"),
    [("7", "7", False), ("7", "8", True), ("7", "", False), ("", "7", False)],
)
def test_both_ids_of_a_synced_lead_are_one(outer: str, inner: str, wrong: bool) -> None:
    root = parsed("syncLead")
    first, second = root.iter("leadId")
    first.text, second.text = outer, inner
    assert [each.rule for each in replies_rules(root)] == ["reply-lead-id"] * wrong


@pytest.mark.parametrize(
    ("remaining", "position", "rules"),
    [
        ("0", "", []),
        ("1", "id:1", []),
        ("0", "id:1", ["reply-last-position"]),
    ],
)
def test_a_last_page_has_no_position(remaining: str, position: str, rules: list[str]) -> None:
    root = parsed("getMultipleLeads")
    next(root.iter("remainingCount")).text = remaining
    next(root.iter("newStreamPosition")).text = position
    assert [each.rule for each in replies_rules(root)] == rules


def test_other_operations_keep_their_position_on_the_last_page() -> None:
    root = parsed("getCustomObjects")
    next(root.iter("newStreamPosition")).text = "id:1"
    assert replies_rules(root) == []


# Words

OF_REQUESTS = re.compile(
    r"\b(sends?|sent|calls?|asks?|pass(ed|es) over|ignores|refused|parameter|is made|split)\b"
)
CHANGES = {
    "in other letters": lambda node: node.__setattr__("tag", node.tag.swapcase()),
    "with another name": lambda node: node.__setattr__("tag", node.tag[:-1] + "x"),
    "with a name of its own": lambda node: node.__setattr__("tag", "colour"),
    "as Lead": lambda node: node.__setattr__("tag", "leadId"),
    "as a key": lambda node: node.__setattr__("tag", "id"),
    "as a field": lambda node: node.__setattr__("tag", "FirstName"),
    "as a later version has it": lambda node: node.__setattr__("tag", "marketoGUID"),
    "as another type has it": lambda node: node.__setattr__("tag", "attribute"),
    "gone": lambda node: node.getparent().remove(node),
    "twice": lambda node: node.addnext(etree.fromstring(etree.tostring(node, with_tail=False))),
    "last": lambda node: node.getparent().append(node),
    "nil": lambda node: node.set(f"{{{XSI_NAMESPACE}}}nil", "true"),
    "nil in other words": lambda node: node.set(f"{{{XSI_NAMESPACE}}}nil", "yes"),
    "of another type": lambda node: node.set(f"{{{XSI_NAMESPACE}}}type", "q:x"),
    "marked": lambda node: node.set("kind", "x"),
    "elsewhere": lambda node: node.set("href", "#id"),
    "with another text": lambda node: node.__setattr__("text", "many"),
    "with a number": lambda node: node.__setattr__("text", "9" * 30),
    "empty": lambda node: node.__setattr__("text", ""),
    "with elements": lambda node: node.append(etree.Element("b")),
}


@pytest.mark.parametrize("version", [KNOWN_VERSIONS[0], LATEST_VERSION])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("operation", REPLIES)
def test_a_reply_is_judged_in_words_for_replies(operation: str, change: str, version: str) -> None:
    document = reply(operation).encode()
    count = len(list(etree.fromstring(document).iter()))
    for place in range(3, count):
        root = etree.fromstring(document)
        CHANGES[change](list(root.iter())[place])
        for each in check(etree.tostring(root), version=version):
            said = f"{each.reason}; {each.correction}"
            assert not OF_REQUESTS.search(said), (each.rule, said)


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (reply("getLead")[:-30], "xml-truncated"),
        (f"log {reply('getLead')[:-30]}", "xml-truncated"),
        (f"log {json.dumps(reply('getLead')[:-30])}", "xml-truncated"),
        (reply("getLead").replace("successGetLead", "successGetLeed"), "message-unknown"),
        (reply("getLead").replace("successGetLead", "successTurn"), "message-unknown"),
        (f"Content-Type: text/html\n{reply('getLead')}", "content-type-not-xml"),
        (f"Content-Type: text/xml; charset=x\n{reply('getLead')}", "content-type-charset"),
        (reply("getLead").replace("<result>", "<a>" * 300), "xml-too-large"),
    ],
)
def test_a_reply_that_is_no_message_is_judged_in_words_for_replies(
    document: str, rule: str
) -> None:
    (each,) = check_file(document.encode())
    assert each.rule == rule
    assert not OF_REQUESTS.search(f"{each.reason}; {each.correction}")
