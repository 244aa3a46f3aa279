"""Near misses inside a request's message that its schema decides: names, order, types, values."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from lxml import etree

from mktows.contract import Contract, Field
from mktows.facts.activity_types import NEW_LEAD
from mktows.soap import XSI_NAMESPACE
from mktows.testing.near_misses.makers import (
    BEFORE_3_1,
    Change,
    Element,
    NearMiss,
    Tree,
    ValidMessages,
    in_request,
    in_request_of,
    only,
)
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Objects, object_of
from mktows.testing.valid_messages.requests.lists import import_of

_NIL, _TYPE = (f"{{{XSI_NAMESPACE}}}{name}" for name in ("nil", "type"))
_WITH_CHILDREN = (
    "deleteCustomObjects", "deleteMObjects", "describeMObject", "getCampaignsForSource",
    "getCustomObjects", "getImportToListStatus", "getLead", "getLeadActivity", "getLeadChanges",
    "getMObjects", "getMultipleLeads", "importToList", "listOperation", "mergeLeads",
    "requestCampaign", "scheduleCampaign", "syncCustomObjects", "syncLead", "syncMObjects",
    "syncMultipleLeads",
)  # fmt: skip
"""Operations whose requests always hold something."""
_WITH_VALUES = tuple(name for name in _WITH_CHILDREN if name != "getLeadChanges")
_WITH_REQUIRED = tuple(
    name for name in _WITH_CHILDREN if name not in ("getMultipleLeads", "getImportToListStatus")
)
_WITH_ORDER = tuple(
    name
    for name in _WITH_VALUES
    if name
    not in (
        "describeMObject", "getCampaignsForSource", "getMObjects", "getMultipleLeads",
        "syncMultipleLeads",
    )
)  # fmt: skip
"""Operations whose requests always hold two elements of different names beside each other."""
_WITH_ENUMERATION = (
    "getLead", "getLeadActivity", "requestCampaign", "getCampaignsForSource", "importToList",
    "listOperation", "syncMObjects", "syncCustomObjects",
)  # fmt: skip
_OPTIONAL_IN_PROSE = ("clearList", "campaignName")
"""Parameters of importToList that the schema requires."""
_SPARED = (*_OPTIONAL_IN_PROSE, "returnLead", "includeAttributes")
"""Members that the schema requires, and that calls were carried out without."""
_LEADS = ("syncLead", "syncMultipleLeads")


def _below(tree: Tree) -> list[Element]:
    return list(tree.message.iterdescendants())


def _anything(draw: DrawFn, tree: Tree) -> Element:
    return draw(st.sampled_from(_below(tree)))


def _fields(tree: Tree) -> Iterator[tuple[Element, Field]]:
    """Every element below the message, with what the contract says of it."""
    waiting = [(tree.message, tree.operation.request_type)]
    while waiting:
        node, declared = waiting.pop()
        named = node.get(_TYPE, declared).rpartition(":")[2]
        by_element = {field.element: field for field in tree.table.types[named].fields}
        for child in node:
            field = by_element[str(child.tag)]
            yield child, field
            if field.type_name in tree.table.types and not child.get(_NIL):
                waiting.append((child, field.type_name))


def _of_types(draw: DrawFn, tree: Tree, *type_names: str) -> Element:
    found = [node for node, field in _fields(tree) if field.type_name in type_names]
    return draw(st.sampled_from(found))


def _simple(draw: DrawFn, tree: Tree) -> Element:
    found = [node for node, field in _fields(tree) if field.type_name not in tree.table.types]
    return draw(st.sampled_from([node for node in found if not node.get(_NIL)]))


# Names and places


def _qualified(draw: DrawFn, tree: Tree) -> None:
    node = _anything(draw, tree)
    node.tag = tree.ours(str(node.tag))


def _swapped(draw: DrawFn, tree: Tree) -> None:
    pairs = [
        (node, after)
        for node in _below(tree)
        if (after := node.getnext()) is not None and after.tag != node.tag
    ]
    first, second = draw(st.sampled_from(pairs))
    first.addprevious(second)


def _unknown(draw: DrawFn, tree: Tree) -> None:
    place = draw(st.integers(0, len(tree.message)))
    tree.message.insert(place, etree.Element("colour"))


def _other_case(draw: DrawFn, tree: Tree) -> None:
    # A lead's own elements have rules of their own.
    found = [
        node
        for node in _below(tree)
        if str(node.tag)[0].islower() and (parent := node.getparent()) is not None
        and parent.tag != "leadRecord"
    ]  # fmt: skip
    node = draw(st.sampled_from(found))
    node.tag = str(node.tag)[0].upper() + str(node.tag)[1:]


_PROSE = {
    "getCustomObjects": {"objTypeName": "objectTypeName"},
    "syncCustomObjects": {"objTypeName": "objectTypeName", "customObjList": "customObjectList"},
    "deleteCustomObjects": {"objTypeName": "objectTypeName"},
}


def _as_in_prose(draw: DrawFn, tree: Tree) -> None:
    names = _PROSE[tree.operation.name]
    name = draw(st.sampled_from(sorted(names)))
    tree.find(name).tag = names[name]


def _elsewhere(draw: DrawFn, tree: Tree) -> None:
    key = "listKey" if tree.operation.name == "listOperation" else "leadKey"
    node = copy.deepcopy(tree.find(f"{key}/{draw(st.sampled_from(('keyType', 'keyValue')))}"))
    tree.message.insert(draw(st.integers(0, len(tree.message))), node)


def _of_another_version(_: DrawFn, tree: Tree) -> None:
    etree.SubElement(tree.message, "skipActivityLog").text = "true"


def _documented_only(draw: DrawFn, tree: Tree) -> None:
    clone = etree.Element("cloneToProgramName")
    clone.text = "TestProgramCloneFromSOAP"
    tree.message.insert(draw(st.integers(0, len(tree.message))), clone)


def _repeated(draw: DrawFn, tree: Tree) -> None:
    node = draw(st.sampled_from(list(tree.message)))
    node.addnext(copy.deepcopy(node))


def _required(draw: DrawFn, tree: Tree) -> Element:
    known = {field.element: field for field in tree.table.types[tree.operation.request_type].fields}
    found = [node for node in tree.message if known[str(node.tag)].required]
    return draw(st.sampled_from([node for node in found if node.tag not in _SPARED]))


def _missing(draw: DrawFn, tree: Tree) -> None:
    tree.message.remove(_required(draw, tree))


def _missing_in_import(draw: DrawFn, tree: Tree) -> None:
    tree.message.remove(tree.find(draw(st.sampled_from(_OPTIONAL_IN_PROSE))))


# Leads


def one_lead(table: Contract, operation: str, record: Objects) -> Objects:
    """A request of syncLead or syncMultipleLeads with one record."""
    if operation == "syncLead":
        required = {"leadRecord": record, "returnLead": realistic.booleans}
        return object_of(table, "ParamsSyncLead", required)
    records = record.map(lambda found: {"leadRecord": [found]})
    return object_of(table, "ParamsSyncMultipleLeads", {"leadRecordList": records})


def lead_by(**keys: SearchStrategy[Any]) -> ValidMessages:
    """Requests of syncLead or syncMultipleLeads with one record that has some keys."""

    def requests(table: Contract, operation: str) -> Objects:
        record = object_of(
            table, "LeadRecord", keys, {"leadAttributeList": realistic.lead_attributes}
        )
        return one_lead(table, operation, record)

    return requests


_by_id = lead_by(Id=realistic.ids)


def _renamed(old: str, *new: str) -> Change:
    def change(draw: DrawFn, tree: Tree) -> None:
        tree.find(f".//{old}").tag = draw(st.sampled_from(new))

    return change


def _field_as_element(draw: DrawFn, tree: Tree) -> None:
    record = tree.find(".//leadRecord")
    node = etree.Element(draw(st.sampled_from(("FirstName", "Company", "City", "LeadScore"))))
    node.text = "7"
    record.insert(draw(st.integers(0, len(record))), node)


# Nil, text, attributes, types


def _nil_required(draw: DrawFn, tree: Tree) -> None:
    node = _required(draw, tree)
    for child in list(node):
        node.remove(child)
    node.text = None
    node.attrib.clear()
    node.set(_NIL, "true")


def _no_nil(draw: DrawFn, tree: Tree) -> None:
    found = [node for node in _below(tree) if not node.get(_NIL)]
    draw(st.sampled_from(found)).set(_NIL, draw(st.sampled_from(("no", "", "TRUE", "nil"))))


def _nil_with_text(_: DrawFn, tree: Tree) -> None:
    tree.find("campaignName").set(_NIL, "true")


def _nil_optional(_: DrawFn, tree: Tree) -> None:
    name = {"syncLead": "marketoCookie", "syncMultipleLeads": "dedupEnabled"}[tree.operation.name]
    etree.SubElement(tree.message, name).set(_NIL, "true")


def _with_text(draw: DrawFn, tree: Tree) -> None:
    tree.message.text = draw(st.sampled_from(("x", "7", " & ")))


def _with_elements(draw: DrawFn, tree: Tree) -> None:
    etree.SubElement(_simple(draw, tree), "b")


def _reference(draw: DrawFn, tree: Tree) -> None:
    _simple(draw, tree).set("href", "#id1")


def _with_attribute(draw: DrawFn, tree: Tree) -> None:
    node = draw(st.sampled_from([tree.message, *_below(tree)]))
    node.set(draw(st.sampled_from(("kind", "{urn:x}kind"))), "x")


def _typed(*names: str) -> Change:
    def change(draw: DrawFn, tree: Tree) -> None:
        tree.find("leadSelector").set(_TYPE, draw(st.sampled_from(names)))

    return change


def _untyped(_: DrawFn, tree: Tree) -> None:
    del tree.find("leadSelector").attrib[_TYPE]


def _unresolvable(draw: DrawFn, tree: Tree) -> None:
    selector = tree.find("leadSelector")
    own = str(selector.get(_TYPE)).rpartition(":")[2]
    selector.set(_TYPE, draw(st.sampled_from(("mkt:", "", "xsi:"))) + own)


def _other_type(draw: DrawFn, tree: Tree) -> None:
    names = st.sampled_from(("ns1:ListKey", "ns1:ArrayOfString", "xsi:Tag"))
    tree.message.set(_TYPE, draw(names))


# Values


def _text_of(*texts: str) -> Any:
    return st.sampled_from(texts)


def _no_value_of_its_type(draw: DrawFn, tree: Tree) -> None:
    node = _of_types(draw, tree, "int", "boolean", "dateTime")
    node.text = draw(_text_of("many", "x1", "2013-02-30T00:00:00Z", "1.5"))


def _out_of_range(draw: DrawFn, tree: Tree) -> None:
    texts = _text_of("27672544444444", "2147483648", "-2147483649")
    _of_types(draw, tree, "int").text = draw(texts)


def _empty_optional(_: DrawFn, tree: Tree) -> None:
    name = {"getLeadActivity": "batchSize", "syncMultipleLeads": "dedupEnabled"}
    wanted = name[tree.operation.name]
    found = tree.message.find(wanted)
    node = etree.SubElement(tree.message, wanted) if found is None else found
    node.text = None


def _no_member(draw: DrawFn, tree: Tree) -> None:
    node = _of_types(draw, tree, *tree.table.enumerations)
    node.text = f"{node.text}X"


def _boolean_case(draw: DrawFn, tree: Tree) -> None:
    node = _of_types(draw, tree, "boolean")
    node.text = (node.text or "").title()


def _with_types(table: Contract, _: str) -> Objects:
    types = {"activityType": ["VisitWebpage"]}
    shown = st.sampled_from(("includeTypes", "excludeTypes")).map(lambda name: {name: types})
    required = {"leadKey": realistic.lead_keys(), "activityFilter": shown}
    return object_of(table, "ParamsGetLeadActivity", required)


def _displayed(draw: DrawFn, tree: Tree) -> None:
    tree.find(".//activityType").text = draw(_text_of("Visit Webpage", NEW_LEAD))


STRUCTURE_NEAR_MISSES: Mapping[str, NearMiss] = {
    "element-qualified": only(in_request(_qualified), *_WITH_CHILDREN),
    "element-order": only(in_request(_swapped), *_WITH_ORDER),
    "element-unknown": only(in_request(_unknown)),
    "element-case": only(in_request(_other_case), *_WITH_CHILDREN),
    "element-prose-name": only(in_request(_as_in_prose), *_PROSE),
    "element-misplaced": only(
        in_request(_elsewhere), "getLead", "getLeadActivity", "listOperation"
    ),
    "element-other-version": only(
        in_request(_of_another_version), "listOperation", versions=("2_3", "2_7", "3_1")
    ),
    "element-documented-only": only(
        in_request(_documented_only), "scheduleCampaign", versions=BEFORE_3_1
    ),
    "element-repeated": only(in_request(_repeated), *_WITH_CHILDREN),
    "element-missing": only(in_request(_missing), *_WITH_REQUIRED),
    "import-parameter-missing": only(
        in_request_of(lambda table, _: import_of(table, realistic.names), _missing_in_import),
        "importToList",
    ),
    "lead-id-misnamed": only(
        in_request_of(_by_id, _renamed("Id", "id", "ID", "leadId", "LeadId")), *_LEADS
    ),
    "lead-attribute-as-element": only(in_request_of(_by_id, _field_as_element), *_LEADS),
    "nil-not-allowed": only(in_request(_nil_required), *_WITH_REQUIRED),
    "nil-invalid": only(in_request(_no_nil), *_WITH_CHILDREN),
    "nil-not-empty": only(
        in_request_of(lambda table, _: import_of(table, realistic.names), _nil_with_text),
        "importToList",
    ),
    "nil-for-absent": only(in_request_of(_by_id, _nil_optional), *_LEADS),
    "text-unexpected": only(in_request(_with_text)),
    "elements-unexpected": only(in_request(_with_elements), *_WITH_VALUES),
    "envelope-multiref": only(in_request(_reference), *_WITH_VALUES),
    "xml-attribute-unknown": only(in_request(_with_attribute)),
    "xsi-type-missing": only(in_request(_untyped), "getMultipleLeads"),
    "xsi-type-unresolvable": only(in_request(_unresolvable), "getMultipleLeads"),
    "xsi-type-unknown": only(
        in_request(_typed("ns1:LeadKeysSelector", "ns1:Nothing")), "getMultipleLeads"
    ),
    "xsi-type-abstract": only(in_request(_typed("ns1:LeadSelector")), "getMultipleLeads"),
    "xsi-type-mismatch": only(in_request(_other_type)),
    "value-type": only(
        in_request(_no_value_of_its_type), "syncLead", "deleteMObjects", "importToList"
    ),
    "value-range": only(in_request(_out_of_range), "deleteMObjects"),
    "value-empty": only(in_request(_empty_optional), "getLeadActivity", "syncMultipleLeads"),
    "value-enumeration": only(in_request(_no_member), *_WITH_ENUMERATION),
    "value-boolean-case": only(in_request(_boolean_case), "syncLead", "importToList"),
    "activity-type-display-name": only(in_request_of(_with_types, _displayed), "getLeadActivity"),
}
"""Rules that the schema decides, and how each is broken."""
