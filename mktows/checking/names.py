"""What an element was meant to be that the contract does not have in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mktows.checking.findings import listed, nearest
from mktows.contract import KNOWN_VERSIONS, ComplexType, Contract, contract

_LEAD_IDS = frozenset({"id", "leadid"})

# Spellings of the vendor's prose and examples, by type; the WSDL's names win.
_PROSE: dict[str, dict[str, str]] = {
    "LeadRecord": {
        "foreignSysPersonId": "ForeignSysPersonId",
        "foreignSysType": "ForeignSysType",
    },
    "ActivityTypeFilter": {
        "includeAttributes": "includeTypes",
        "excludeAttributes": "excludeTypes",
    },
    "ParamsGetCustomObjects": {
        "objectTypeName": "objTypeName",
        "customObjKeyLists": "customObjKeyList",
    },
    "ParamsSyncCustomObjects": {
        "objectTypeName": "objTypeName",
        "customObjectList": "customObjList",
    },
    "ParamsDeleteCustomObjects": {"objectTypeName": "objTypeName"},
    "MObject": {"mObjAssociationList": "associationList"},
}

# Documented for versions after the last schema that is known.
_DOCUMENTED_ONLY: dict[str, dict[str, str]] = {
    "ParamsScheduleCampaign": {"cloneToProgramName": "element-documented-only"},
    "ActivityRecord": {"marketoGUID": "element-documented-only"},
    "LeadChangeRecord": {"marketoGUID": "element-documented-only"},
    "AuthenticationHeaderInfo": {"partnerId": "auth-partner-id"},
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an unknown element probably is.

    Attributes:
        rule: The rule that it breaks.
        member: The element of its parent that was meant, None where it was none of them.
        details: What the rule's templates are filled with.
    """

    rule: str
    member: str | None
    details: Mapping[str, object]


def meaning_of(
    spoken: Contract, item: ComplexType, name: str, above: Sequence[ComplexType]
) -> Meaning:
    """What an element is that its parent's type does not have.

    Args:
        spoken: The version's contract.
        item: The parent's type.
        name: The element's local name.
        above: The types around the parent, outermost first.
    """
    own = {field.element for field in item.fields}
    if item.name == "LeadRecord" and name.lower() in _LEAD_IDS:
        return Meaning("lead-id-misnamed", "Id", {})
    meant = _PROSE.get(item.name, {}).get(name)
    if meant in own:
        return Meaning("element-prose-name", meant, {"expected": meant})
    meant = next((known for known in own if known.lower() == name.lower()), None)
    if meant:
        return Meaning("element-case", meant, {"expected": meant})
    if name in _DOCUMENTED_ONLY.get(item.name, {}):
        return Meaning(_DOCUMENTED_ONLY[item.name][name], None, {})
    others = [version for version in KNOWN_VERSIONS if _knows(version, item.name, name)]
    if others:
        nearby = min(others, key=lambda other: _distance(other, spoken.version))
        details = {"version": spoken.version, "others": listed(others, "and"), "suggested": nearby}
        return Meaning("element-other-version", None, details)
    place = _place(spoken, item, name, above)
    if place:
        return Meaning("element-misplaced", None, {"place": place})
    meant = nearest(name, sorted(own), cutoff=0.75)
    if meant:
        return Meaning("element-unknown", meant, {"hint": f"write {meant}"})
    if item.name == "LeadRecord":
        return Meaning("lead-attribute-as-element", None, {})
    if item.name == "AuthenticationHeaderInfo":
        return Meaning("auth-field-unknown", None, {})
    holds = f"{item.name} holds {listed(own_in_order(item), 'and')}" if own else "it takes nothing"
    return Meaning("element-unknown", None, {"hint": f"leave it out; {holds}"})


def own_in_order(item: ComplexType) -> list[str]:
    """The elements of a type, as the WSDL orders them."""
    return [field.element for field in item.fields]


def _knows(version: str, type_name: str, element: str) -> bool:
    item = contract(version).types.get(type_name)
    return item is not None and any(field.element == element for field in item.fields)


def _distance(version: str, other: str) -> int:
    return abs(KNOWN_VERSIONS.index(version) - KNOWN_VERSIONS.index(other))


def _place(
    spoken: Contract, item: ComplexType, name: str, above: Iterable[ComplexType]
) -> str | None:
    """Where an element belongs that stands one place too high, or too low."""
    below = _path_down(spoken, item, name, 2)
    if below:
        return f"into {'.'.join(below)}"
    for outer in above:
        for field in outer.fields:
            if field.element == name:
                return f"into {outer.name}, further out"
    return None


def _path_down(spoken: Contract, item: ComplexType, name: str, depth: int) -> list[str] | None:
    types = [(field.element, spoken.types.get(field.type_name)) for field in item.fields]
    for element, inner in types:
        if inner and any(field.element == name for field in inner.fields):
            return [element]
    for element, inner in types:
        if inner and depth > 1:
            path = _path_down(spoken, inner, name, depth - 1)
            if path:
                return [element, *path]
    return None
