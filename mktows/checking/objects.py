"""Requests about MObjects and custom objects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from mktows.checking.findings import Findings, listed, shown_value
from mktows.checking.items import Item
from mktows.checking.leads import check_batch
from mktows.checking.masks import is_masked
from mktows.checking.rule import Example, Rule
from mktows.facts.mobjects import (
    ASSOCIATED,
    COST,
    CREATED_AT,
    CRITERIA,
    DELETED,
    DESCRIBED,
    ID,
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
    UPDATED_AT,
)
from mktows.moments import read_moment
from mktows.numerals import is_decimal, read_whole

# Criteria whose values have a form.
_FORMS: Mapping[str, str] = {ID: "a whole number", CREATED_AT: "a time", UPDATED_AT: "a time"}
_READS: Mapping[str, Callable[[str], object]] = {
    "a whole number": lambda text: read_whole(text) is not None,
    "a time": read_moment,
}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def check_describe(item: Item, found: Findings) -> None:
    """Look through a describeMObject request."""
    for name in item.each("objectName"):
        _type_of(name, DESCRIBED, "describeMObject", found)


MOBJECT_TYPE_UNKNOWN = Rule(
    "mobject-type-unknown",
    "error",
    "documented",
    "Each MObject operation knows a few types only.",
    "{operation} does not know this type{shown}",
    "use {types}",
    example=Example(
        body=(
            "<ns1:paramsDescribeMObject>"
            "<objectName>OpportunityLeadRole</objectName></ns1:paramsDescribeMObject>"
        )
    ),
)


def _type_of(name: Item, known: tuple[str, ...], operation: str, found: Findings) -> str:
    """The type that a name stands for; another is a finding."""
    for each in known:
        if each.lower() == name.value.lower():
            return each
    found.add(
        MOBJECT_TYPE_UNKNOWN,
        name.line,
        name.path,
        operation=operation,
        shown=shown_value(name.value),
        types=listed(known),
    )
    return ""


MOBJECT_CRITERIA_MISSING = Rule(
    "mobject-criteria-missing",
    "error",
    "recorded",
    "A search without criteria is refused: No selection criteria found in request.",
    "there is no id, externalKey, criterion or association",
    "add one; only programs may be read without",
    example=Example(body="<ns1:paramsGetMObjects><type>Opportunity</type></ns1:paramsGetMObjects>"),
)

MOBJECT_CRITERION_UNKNOWN = Rule(
    "mobject-criterion-unknown",
    "error",
    "documented",
    "getMObjects searches by a few attributes of each type.",
    "objects of type {type} cannot be searched by this attribute",
    "use {names}",
    example=Example(
        body=(
            "<ns1:paramsGetMObjects><type>Program</type><mObjCriteriaList><mObjCriteria>"
            "<attrName>Stage</attrName><comparison>LE</comparison>"
            "<attrValue>1010</attrValue></mObjCriteria></mObjCriteriaList>"
            "</ns1:paramsGetMObjects>"
        )
    ),
)

MOBJECT_CRITERION_VALUE = Rule(
    "mobject-criterion-value",
    "error",
    "inferred",
    "Id is a whole number, Created At and Updated At are times; an empty value is neither.",
    "attrValue of {name} is not {form}",
    "write {form}",
    example=Example(
        body=(
            "<ns1:paramsGetMObjects><type>Program</type><mObjCriteriaList><mObjCriteria>"
            "<attrName>Id</attrName><comparison>NE</comparison>"
            "<attrValue></attrValue></mObjCriteria></mObjCriteriaList>"
            "</ns1:paramsGetMObjects>"
        )
    ),
)

MOBJECT_CRITERION_REPEATED = Rule(
    "mobject-criterion-repeated",
    "error",
    "documented",
    "Tag and workspace criteria may be given once.",
    "the criterion {name} stands more than once",
    "send it once",
    example=Example(
        body=(
            "<ns1:paramsGetMObjects><type>Program</type><mObjCriteriaList><mObjCriteria>"
            "<attrName>Tag Type</attrName><comparison>LE</comparison>"
            "<attrValue>1010</attrValue></mObjCriteria><mObjCriteria>"
            "<attrName>Tag Type</attrName><comparison>NE</comparison>"
            "<attrValue>Channel</attrValue></mObjCriteria></mObjCriteriaList>"
            "</ns1:paramsGetMObjects>"
        )
    ),
)


def check_get(item: Item, found: Findings) -> None:
    """Look through a getMObjects request."""
    kind = ""
    for name in item.each("type"):
        kind = _type_of(name, READ, "getMObjects", found)
    criteria = item.each("mObjCriteriaList", "mObjCriteria")
    associations = item.each("mObjAssociationList", "mObjAssociation")
    chosen = item.has("id") or _is_keyed(item) or criteria or associations
    if kind in DELETED and not chosen:
        found.add(MOBJECT_CRITERIA_MISSING, item.line, item.path)
    counts = Counter(each.said("attrName") for each in criteria)
    for once in ONCE:
        if counts[once] > 1:
            where = next(each for each in criteria if each.said("attrName") == once)
            found.add(MOBJECT_CRITERION_REPEATED, where.line, where.path, name=once)
    for each in criteria:
        if kind and each.counts("attrName") and each.said("attrName") not in CRITERIA[kind]:
            names = ", ".join(CRITERIA[kind])
            found.add(MOBJECT_CRITERION_UNKNOWN, each.line, each.path, type=kind, names=names)
        for value in each.each("attrValue"):
            criterion = each.said("attrName")
            form = _FORMS.get(criterion)
            if form and not is_masked(value.value) and not _READS[form](value.value):
                found.add(
                    MOBJECT_CRITERION_VALUE, value.line, value.path, name=criterion, form=form
                )
    for each in associations:
        _check_association(each, "a search", SEARCHED_BY, found)


MOBJECT_ASSOCIATION_TYPE = Rule(
    "mobject-association-type",
    "error",
    "documented",
    "Opportunities are associated with companies, roles with leads and opportunities.",
    "{type} cannot be associated like this{shown}",
    "use {types}",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Opportunity</type>"
            "<attribList><attrib><name>Name</name>"
            "<value>Q1 2014</value></attrib></attribList><associationList><mObjAssociation>"
            "<mObjType>Lead</mObjType>"
            "<id>3</id></mObjAssociation></associationList></mObject></mObjectList>"
            "<operation>INSERT</operation></ns1:paramsSyncMObjects>"
        )
    ),
)

MOBJECT_ASSOCIATION_KEY = Rule(
    "mobject-association-key",
    "error",
    "documented",
    "An association refers to its object by id or external key.",
    "the association has neither id nor externalKey",
    "add one",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Opportunity</type>"
            "<attribList><attrib><name>Name</name>"
            "<value>Q1 2014</value></attrib></attribList><associationList><mObjAssociation>"
            "<mObjType>Company</mObjType></mObjAssociation></associationList></mObject>"
            "</mObjectList>"
            "<operation>INSERT</operation></ns1:paramsSyncMObjects>"
        )
    ),
)


def _check_association(item: Item, holder: str, known: tuple[str, ...], found: Findings) -> None:
    kind = item.member("mObjType")
    if kind is not None and kind.value.lower() not in {each.lower() for each in known}:
        shown = shown_value(kind.value)
        found.add(
            MOBJECT_ASSOCIATION_TYPE,
            kind.line,
            kind.path,
            type=holder,
            shown=shown,
            types=listed(known),
        )
    if not item.has("id") and not _is_keyed(item):
        found.add(MOBJECT_ASSOCIATION_KEY, item.line, item.path)


def _is_keyed(item: Item) -> bool:
    """Tell whether an object has an external key: one without name or value is none."""
    return any(key.has("name") and key.has("value") for key in item.each("externalKey"))


MOBJECT_READ_ONLY = Rule(
    "mobject-read-only",
    "note",
    "documented",
    "createdAt and updatedAt are read-only.",
    "{name} is passed over",
    "leave it out",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Opportunity</type>"
            "<createdAt>2014-02-12T11:51:08Z</createdAt><attribList><attrib><name>Name</name>"
            "<value>Q1 2014</value></attrib></attribList><associationList><mObjAssociation>"
            "<mObjType>Company</mObjType>"
            "<id>3</id></mObjAssociation></associationList></mObject></mObjectList>"
            "<operation>INSERT</operation></ns1:paramsSyncMObjects>"
        )
    ),
)


def check_sync(item: Item, found: Findings) -> None:
    """Look through a syncMObjects request."""
    check_batch(item, "mObjectList", "mObject", found)
    operation = item.said("operation")
    for each in item.each("mObjectList", "mObject"):
        kind = ""
        for name in each.each("type"):
            kind = _type_of(name, READ, "syncMObjects", found)
        for stamp in (*each.each("createdAt"), *each.each("updatedAt")):
            found.add(MOBJECT_READ_ONLY, stamp.line, stamp.path, name=stamp.node.name)
        if kind == PROGRAM:
            _check_program(each, operation, found)
        elif kind:
            _check_writable(each, kind, operation, found)


MOBJECT_KEY_MISSING = Rule(
    "mobject-key-missing",
    "error",
    "documented",
    "What is updated or deleted is named by its id, or for an update its external key.",
    "the object has no {key}",
    "add it",
    example=Example(
        body=(
            "<ns1:paramsDeleteMObjects><mObjectList><mObject>"
            "<type>Opportunity</type></mObject></mObjectList></ns1:paramsDeleteMObjects>"
        )
    ),
)

ROLE_EXTERNAL_KEY = Rule(
    "role-external-key",
    "error",
    "documented",
    "An OpportunityPersonRole cannot have an external key.",
    "an OpportunityPersonRole has an externalKey",
    "leave it out, and use the id of the role",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>OpportunityPersonRole</type>"
            "<externalKey><name>x</name><value>1</value></externalKey><attribList><attrib>"
            "<name>OpportunityId</name><value>64</value></attrib><attrib>"
            "<name>PersonId</name>"
            "<value>19</value></attrib></attribList></mObject></mObjectList>"
            "<operation>INSERT</operation></ns1:paramsSyncMObjects>"
        )
    ),
)

ROLE_ENDS_MISSING = Rule(
    "role-ends-missing",
    "error",
    "documented",
    "A role needs its opportunity and its person, as attributes or as associations.",
    "the role has no {what}",
    "add the attrib {name}, or an association with {type}",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>OpportunityPersonRole</type>"
            "<attribList><attrib><name>OpportunityId</name>"
            "<value>64</value></attrib></attribList></mObject></mObjectList>"
            "<operation>INSERT</operation></ns1:paramsSyncMObjects>"
        )
    ),
)


def _check_writable(item: Item, kind: str, operation: str, found: Findings) -> None:
    keyed = item.has("id") or _is_keyed(item)
    associations = item.each("associationList", "mObjAssociation")
    for each in associations:
        _check_association(each, kind, ASSOCIATED[kind], found)
    if operation == "UPDATE" and not keyed:
        # An update of nothing is skipped.
        rule = MOBJECT_KEY_MISSING.at("warning")
        found.add(rule, item.line, item.path, key="id or externalKey")
    if kind != ROLE:
        return
    for key in item.each("externalKey"):
        found.add(ROLE_EXTERNAL_KEY, key.line, key.path)
    made = operation == "INSERT" or (operation == "UPSERT" and not keyed)
    values = {each.text("name"): each.text("value") for each in item.each("attribList", "attrib")}
    others = {each.text("mObjType").lower() for each in associations}
    for what, name, other in (
        ("opportunity", ROLE_OPPORTUNITY_ID, OPPORTUNITY),
        ("person", ROLE_PERSON_ID, LEAD),
    ):
        # An attribute goes before an association, also one that is empty.
        if not values[name] if name in values else made and other.lower() not in others:
            found.add(ROLE_ENDS_MISSING, item.line, item.path, what=what, name=name, type=other)


PROGRAM_OPERATION = Rule(
    "program-operation",
    "error",
    "documented",
    "Programs can be updated only.",
    "operation is {operation}, but a Program takes UPDATE only",
    "send programs with operation UPDATE",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Program</type><id>1970</id>"
            "<typeAttribList><typeAttrib><attrType>Cost</attrType><attrList><attrib>"
            "<name>Month</name><value>2013-06</value></attrib><attrib><name>Amount</name>"
            "<value>2000</value></attrib></attrList></typeAttrib></typeAttribList></mObject>"
            "</mObjectList>"
            "<operation>UPSERT</operation></ns1:paramsSyncMObjects>"
        )
    ),
)

PROGRAM_DETAIL_MISSING = Rule(
    "program-detail-missing",
    "error",
    "documented",
    "A cost needs Month and Amount, a tag Type and Value.",
    "{type} lacks {name}",
    "add an attrib named {name}",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Program</type><id>1970</id>"
            "<typeAttribList><typeAttrib><attrType>Cost</attrType><attrList><attrib>"
            "<name>Month</name>"
            "<value>2013-06</value></attrib></attrList></typeAttrib></typeAttribList></mObject>"
            "</mObjectList>"
            "<operation>UPDATE</operation></ns1:paramsSyncMObjects>"
        )
    ),
)

PROGRAM_DETAIL_UNKNOWN = Rule(
    "program-detail-unknown",
    "error",
    "documented",
    "Of a program's details, Cost and Tag can be written.",
    "this attrType cannot be written{shown}",
    "use Cost or Tag",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Program</type><id>1970</id>"
            "<typeAttribList><typeAttrib><attrType>Token</attrType><attrList><attrib>"
            "<name>Month</name><value>2013-06</value></attrib><attrib><name>Amount</name>"
            "<value>2000</value></attrib></attrList></typeAttrib></typeAttribList></mObject>"
            "</mObjectList>"
            "<operation>UPDATE</operation></ns1:paramsSyncMObjects>"
        )
    ),
)

PROGRAM_MONTH_FORM = Rule(
    "program-month-form",
    "error",
    "documented",
    "The month of a cost is written YYYY-MM.",
    "Month is not of the form YYYY-MM",
    "write it like 2013-06",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Program</type><id>1970</id>"
            "<typeAttribList><typeAttrib><attrType>Cost</attrType><attrList><attrib>"
            "<name>Month</name><value>June 2013</value></attrib><attrib><name>Amount</name>"
            "<value>2000</value></attrib></attrList></typeAttrib></typeAttribList></mObject>"
            "</mObjectList>"
            "<operation>UPDATE</operation></ns1:paramsSyncMObjects>"
        )
    ),
)


PROGRAM_AMOUNT_FORM = Rule(
    "program-amount-form",
    "error",
    "inferred",
    "The amount of a cost is a number.",
    "Amount is not a number",
    "write it like 2000 or 29.50",
    example=Example(
        body=(
            "<ns1:paramsSyncMObjects><mObjectList><mObject><type>Program</type><id>1970</id>"
            "<typeAttribList><typeAttrib><attrType>Cost</attrType><attrList><attrib>"
            "<name>Month</name><value>2013-06</value></attrib><attrib><name>Amount</name>"
            "<value>much</value></attrib></attrList></typeAttrib></typeAttribList></mObject>"
            "</mObjectList>"
            "<operation>UPDATE</operation></ns1:paramsSyncMObjects>"
        )
    ),
)


def _check_program(item: Item, operation: str, found: Findings) -> None:
    if operation in ("INSERT", "UPSERT"):
        found.add(PROGRAM_OPERATION, item.line, item.path, operation=operation)
    if not item.has("id"):
        found.add(MOBJECT_KEY_MISSING, item.line, item.path, key="id")
    for detail in item.each("typeAttribList", "typeAttrib"):
        kind = detail.member("attrType")
        if kind is None:
            continue
        if kind.value not in PROGRAM_DETAILS:
            shown = shown_value(kind.value)
            found.add(PROGRAM_DETAIL_UNKNOWN, kind.line, kind.path, shown=shown)
            continue
        attribs = {each.text("name"): each for each in detail.each("attrList", "attrib")}
        for name in PROGRAM_DETAILS[kind.value]:
            if name not in attribs or not attribs[name].has("value"):
                found.add(
                    PROGRAM_DETAIL_MISSING, detail.line, detail.path, type=kind.value, name=name
                )
        month = attribs.get("Month")
        if (
            kind.value == COST
            and month
            and month.has("value")
            and not _MONTH.fullmatch(month.text("value"))
        ):
            found.add(PROGRAM_MONTH_FORM, month.line, month.path)
        amount = attribs.get("Amount")
        if kind.value == COST and amount and amount.has("value"):
            text = amount.text("value")
            if not is_masked(text) and not is_decimal(text):
                found.add(PROGRAM_AMOUNT_FORM, amount.line, amount.path)


def check_delete(item: Item, found: Findings) -> None:
    """Look through a deleteMObjects request."""
    check_batch(item, "mObjectList", "mObject", found)
    for each in item.each("mObjectList", "mObject"):
        for name in each.each("type"):
            _type_of(name, DELETED, "deleteMObjects", found)
        if not each.has("id"):
            found.add(MOBJECT_KEY_MISSING, each.line, each.path, key="id")


CUSTOM_OBJECT_KEY_MISSING = Rule(
    "custom-object-key-missing",
    "error",
    "inferred",
    "A custom object is named by its keys.",
    "the record has no keys",
    "fill customObjKeyList",
    example=Example(
        body=(
            "<ns1:paramsSyncCustomObjects><objTypeName>RoadShow</objTypeName><customObjList>"
            "<customObj><customObjKeyList></customObjKeyList><customObjAttributeList>"
            "<attribute><attrName>city</attrName>"
            "<attrValue>SanMateo</attrValue></attribute></customObjAttributeList></customObj>"
            "</customObjList>"
            "<operation>UPSERT</operation></ns1:paramsSyncCustomObjects>"
        )
    ),
)

CUSTOM_OBJECT_OPERATION_MISSING = Rule(
    "custom-object-operation-missing",
    "error",
    "documented",
    "The vendor's prose requires the operation of syncCustomObjects; the schema does not.",
    "operation is missing",
    "add INSERT, UPDATE or UPSERT",
    example=Example(
        body=(
            "<ns1:paramsSyncCustomObjects><objTypeName>RoadShow</objTypeName><customObjList>"
            "<customObj><customObjKeyList><attribute><attrName>MKTOID</attrName>"
            "<attrValue>1090177</attrValue></attribute></customObjKeyList>"
            "<customObjAttributeList><attribute><attrName>city</attrName>"
            "<attrValue>SanMateo</attrValue></attribute></customObjAttributeList></customObj>"
            "</customObjList></ns1:paramsSyncCustomObjects>"
        )
    ),
)


def check_custom_sync(item: Item, found: Findings) -> None:
    """Look through a syncCustomObjects request."""
    check_batch(item, "customObjList", "customObj", found)
    for each in item.each("customObjList", "customObj"):
        if not each.has("customObjKeyList"):
            found.add(CUSTOM_OBJECT_KEY_MISSING, each.line, each.path)
    if item.member("operation") is None:
        found.add(CUSTOM_OBJECT_OPERATION_MISSING, item.line, item.path)


def check_custom_delete(item: Item, found: Findings) -> None:
    """Look through a deleteCustomObjects request."""
    check_batch(item, "customObjKeyLists", "keyList", found)
    for keys in item.each("customObjKeyLists", "keyList"):
        if not keys.members.get("attribute"):
            found.add(CUSTOM_OBJECT_KEY_MISSING, keys.line, keys.path)
