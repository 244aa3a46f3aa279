"""The shape of a request: all of it that tells how it is carried, and nothing of a lead.

Values are shown where the contract lists them, or where they name a type, a key type or a
criterion. Of all others a shape tells that they are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from mktows.contract import LATEST_VERSION, ComplexType, Contract, contract
from mktows.facts.key_types import LEAD_KEY_TYPES
from mktows.facts.limits import KEYS_PER_SELECTOR, RECORDS_PER_BATCH
from mktows.facts.mobjects import COMPANY, CRITERIA, DESCRIBED, LEAD, READ
from mktows.migration.recorded import Recorded
from mktows.soap import XSI_NAMESPACE, split_name

OTHER = "(another)"
"""Stands for a value that is not of the contract."""
MOST_TRAITS = 60
_COMMA = ","
_BRACES = "{{"
_OF_MERGE = ("winningLeadKeyList", "losingLeadKeyLists")
# They stand in every record of a list; that the list is there tells it.
_PLAIN = frozenset({"attrName", "attrType", "attrValue", "keyValue", "name", "value", "stringItem"})
_BOOLEANS = {"true": "true", "1": "true", "false": "false", "0": "false", "": "(empty)"}
_TYPES = frozenset({*DESCRIBED, *READ, LEAD, COMPANY, "OpportunityLeadRole"})
_CRITERIA = frozenset(name for names in CRITERIA.values() for name in names)


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """A kind of calls: all that they have in common.

    Attributes:
        operation: The operation; empty where it is not known.
        traits: What it holds, in the order of the contract.
        trouble: Why its calls are counted and no more; empty where they can be read.
    """

    operation: str
    traits: tuple[str, ...] = ()
    trouble: str = ""


def shape_of(recorded: Recorded) -> Shape:
    """The shape of a request."""
    if recorded.message is None:
        return Shape(recorded.operation, trouble=recorded.trouble)
    table = contract(LATEST_VERSION)
    request = table.types[table.operations[recorded.operation].request_type]
    traits = list(dict.fromkeys(_traits(table, request, recorded.message, "")))
    if recorded.has_workspace:
        traits.append("targetWorkspace")
    if len(traits) > MOST_TRAITS:
        traits = [*traits[: MOST_TRAITS - 1], OTHER]
    return Shape(recorded.operation, tuple(traits))


def children(node: etree._Element, name: str) -> list[etree._Element]:
    """The child elements of a local name."""
    return [each for each in node.iterchildren(etree.Element) if split_name(each)[1] == name]


def text_of(node: etree._Element | None) -> str:
    """The text of an element, without white space around it."""
    return "" if node is None else (node.text or "").strip()


def member(node: etree._Element, name: str) -> str:
    """The text of the first child of a name; empty where there is none."""
    return next((text_of(each) for each in children(node, name)), "")


def _traits(
    table: Contract, declared: ComplexType, node: etree._Element, path: str
) -> Iterator[str]:
    """The traits of an element's members, in the order of the contract."""
    merges = path.startswith(_OF_MERGE)
    for field in declared.fields:
        found = children(node, field.element)
        if not found:
            continue
        here = f"{path}{field.element}"
        if field.many:
            yield f"{here}: {_amount(len(found))}"
        if declared.name == "MObjCriteria":
            if field.element == "attrName":
                comparison = _listed(table, "ComparisonEnum", member(node, "comparison"))
                yield f"{path[:-1]}: {_known(text_of(found[0]), _CRITERIA)} {comparison}"
            continue
        for each in found:
            if field.type_name in table.types:
                kind = _derived(table, field.type_name, each)
                if kind.name != field.type_name:
                    yield f"{here} = {kind.name}"
                yield from _traits(table, kind, each, f"{here}.")
            elif field.type_name in table.enumerations:
                yield f"{here} = {_listed(table, field.type_name, text_of(each))}"
            elif field.type_name == "boolean":
                yield f"{here} = {_boolean(text_of(each))}"
            else:
                yield from _leaf(here, field.element, text_of(each), merges=merges)


def _leaf(here: str, element: str, text: str, *, merges: bool) -> Iterator[str]:
    """The trait of a plain value."""
    if element in ("type", "mObjType", "objectName"):
        yield f"{here} = {_known(text, _TYPES)}"
    elif element == "attrName" and merges:
        yield f"{here} = {_known(text, LEAD_KEY_TYPES)}"
    elif element in ("keyValue", "keyValues") and _COMMA in text:
        yield f"{here} (with a comma)"
    elif element in _PLAIN:
        return
    elif not text:
        yield f"{here} (empty)"
    elif element == "importFileHeader" and _BRACES in text:
        yield f"{here} (with tokens)"
    else:
        yield here


def _amount(count: int) -> str:
    if count == 1:
        return "1"
    if count <= KEYS_PER_SELECTOR:
        return f"2 to {KEYS_PER_SELECTOR}"
    if count <= RECORDS_PER_BATCH:
        return f"{KEYS_PER_SELECTOR + 1} to {RECORDS_PER_BATCH}"
    return f"more than {RECORDS_PER_BATCH}"


def _derived(table: Contract, type_name: str, node: etree._Element) -> ComplexType:
    """The type that an element says it has, if that is one of those allowed."""
    said = str(node.get(f"{{{XSI_NAMESPACE}}}type") or "").rpartition(":")[2].strip()
    if said in table.types and table.is_a(said, type_name):
        return table.types[said]
    return table.types[type_name]


@cache
def _values(table_version: str, type_name: str) -> frozenset[str]:
    return frozenset(str(each.value) for each in contract(table_version).binding(type_name))  # type: ignore[attr-defined]  # an enumeration


def _listed(table: Contract, type_name: str, text: str) -> str:
    return _known(text, _values(table.version, type_name))


def _known(text: str, known: frozenset[str] | tuple[str, ...]) -> str:
    return text if text in known else OTHER


def _boolean(text: str) -> str:
    return _BOOLEANS.get(text, OTHER)
