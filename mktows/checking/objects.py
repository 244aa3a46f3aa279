"""Requests about MObjects and custom objects."""

from __future__ import annotations

import re
from collections import Counter

from mktows.checking.findings import Findings, listed, shown_value
from mktows.checking.items import Item
from mktows.checking.leads import check_batch
from mktows.facts.mobjects import (
    ASSOCIATED,
    COST,
    CRITERIA,
    DELETED,
    DESCRIBED,
    LEAD,
    ONCE,
    OPPORTUNITY,
    PROGRAM,
    PROGRAM_DETAILS,
    READ,
    ROLE,
    ROLE_OPPORTUNITY_ID,
    ROLE_PERSON_ID,
    SEARCHED_BY,
)

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def check_describe(item: Item, found: Findings) -> None:
    """Look through a describeMObject request."""
    for name in item.each("objectName"):
        _type_of(name, DESCRIBED, "describeMObject", found)


def _type_of(name: Item, known: tuple[str, ...], operation: str, found: Findings) -> str:
    """The type that a name stands for; another is a finding."""
    for each in known:
        if each.lower() == name.value.lower():
            return each
    found.add(
        "mobject-type-unknown",
        name.line,
        name.path,
        operation=operation,
        shown=shown_value(name.value),
        types=listed(known),
    )
    return ""


def check_get(item: Item, found: Findings) -> None:
    """Look through a getMObjects request."""
    kind = ""
    for name in item.each("type"):
        kind = _type_of(name, READ, "getMObjects", found)
    criteria = item.each("mObjCriteriaList", "mObjCriteria")
    associations = item.each("mObjAssociationList", "mObjAssociation")
    chosen = item.has("id") or item.has("externalKey") or criteria or associations
    if kind in DELETED and not chosen:
        found.add("mobject-criteria-missing", item.line, item.path)
    counts = Counter(each.text("attrName") for each in criteria)
    for once in ONCE:
        if counts[once] > 1:
            where = next(each for each in criteria if each.text("attrName") == once)
            found.add("mobject-criterion-repeated", where.line, where.path, name=once)
    for each in criteria:
        if kind and each.has("attrName") and each.text("attrName") not in CRITERIA[kind]:
            names = ", ".join(CRITERIA[kind])
            found.add("mobject-criterion-unknown", each.line, each.path, type=kind, names=names)
    for each in associations:
        _check_association(each, "a search", SEARCHED_BY, found)


def _check_association(item: Item, holder: str, known: tuple[str, ...], found: Findings) -> None:
    kind = item.member("mObjType")
    if kind is not None and kind.value.lower() not in {each.lower() for each in known}:
        shown = shown_value(kind.value)
        found.add(
            "mobject-association-type",
            kind.line,
            kind.path,
            type=holder,
            shown=shown,
            types=listed(known),
        )
    if not item.has("id") and not item.has("externalKey"):
        found.add("mobject-association-key", item.line, item.path)


def check_sync(item: Item, found: Findings) -> None:
    """Look through a syncMObjects request."""
    check_batch(item, "mObjectList", "mObject", found)
    operation = item.text("operation")
    for each in item.each("mObjectList", "mObject"):
        kind = ""
        for name in each.each("type"):
            kind = _type_of(name, READ, "syncMObjects", found)
        for stamp in (*each.each("createdAt"), *each.each("updatedAt")):
            found.add("mobject-read-only", stamp.line, stamp.path, name=stamp.node.name)
        if kind == PROGRAM:
            _check_program(each, operation, found)
        elif kind:
            _check_writable(each, kind, operation, found)


def _check_writable(item: Item, kind: str, operation: str, found: Findings) -> None:
    keyed = item.has("id") or item.has("externalKey")
    associations = item.each("associationList", "mObjAssociation")
    for each in associations:
        _check_association(each, kind, ASSOCIATED[kind], found)
    if operation == "UPDATE" and not keyed:
        found.add("mobject-key-missing", item.line, item.path, key="id or externalKey")
    if kind != ROLE:
        return
    for key in item.each("externalKey"):
        found.add("role-external-key", key.line, key.path)
    if operation == "INSERT" or (operation == "UPSERT" and not keyed):
        names = {each.text("name") for each in item.each("attribList", "attrib")}
        others = {each.text("mObjType").lower() for each in associations}
        for what, name, other in (
            ("opportunity", ROLE_OPPORTUNITY_ID, OPPORTUNITY),
            ("person", ROLE_PERSON_ID, LEAD),
        ):
            if name not in names and other.lower() not in others:
                found.add(
                    "role-ends-missing", item.line, item.path, what=what, name=name, type=other
                )


def _check_program(item: Item, operation: str, found: Findings) -> None:
    if operation in ("INSERT", "UPSERT"):
        found.add("program-operation", item.line, item.path, operation=operation)
    if not item.has("id"):
        found.add("mobject-key-missing", item.line, item.path, key="id")
    for detail in item.each("typeAttribList", "typeAttrib"):
        kind = detail.member("attrType")
        if kind is None:
            continue
        if kind.value not in PROGRAM_DETAILS:
            shown = shown_value(kind.value)
            found.add("program-detail-unknown", kind.line, kind.path, shown=shown)
            continue
        attribs = {each.text("name"): each for each in detail.each("attrList", "attrib")}
        for name in PROGRAM_DETAILS[kind.value]:
            if name not in attribs:
                found.add(
                    "program-detail-missing", detail.line, detail.path, type=kind.value, name=name
                )
        month = attribs.get("Month")
        if kind.value == COST and month and not _MONTH.fullmatch(month.text("value")):
            found.add("program-month-form", month.line, month.path)


def check_delete(item: Item, found: Findings) -> None:
    """Look through a deleteMObjects request."""
    check_batch(item, "mObjectList", "mObject", found)
    for each in item.each("mObjectList", "mObject"):
        for name in each.each("type"):
            _type_of(name, DELETED, "deleteMObjects", found)
        if not each.has("id"):
            found.add("mobject-key-missing", each.line, each.path, key="id")


def check_custom_sync(item: Item, found: Findings) -> None:
    """Look through a syncCustomObjects request."""
    check_batch(item, "customObjList", "customObj", found)
    for each in item.each("customObjList", "customObj"):
        if not each.has("customObjKeyList"):
            found.add("custom-object-key-missing", each.line, each.path)
    if not item.members.get("operation"):
        found.add("custom-object-operation-missing", item.line, item.path)


def check_custom_delete(item: Item, found: Findings) -> None:
    """Look through a deleteCustomObjects request."""
    check_batch(item, "customObjKeyLists", "keyList", found)
    for keys in item.each("customObjKeyLists", "keyList"):
        if not keys.members.get("attribute"):
            found.add("custom-object-key-missing", keys.line, keys.path)
