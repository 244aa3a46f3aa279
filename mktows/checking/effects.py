"""Fields of a request that have no effect, always or in the circumstances that it gives them in."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from mktows.checking.elements import line_of
from mktows.checking.findings import Finding, Findings
from mktows.checking.headers import AUTH_FIELD_WITHOUT_EFFECT, AUTH_MODE, AUTHENTICATION
from mktows.checking.leads import EMAIL_NOT_CHANGED, FOREIGN_TYPE_WITHOUT_ID
from mktows.checking.messages import check_message
from mktows.checking.names import AUTH_PARTNER_ID
from mktows.checking.nodes import Node
from mktows.checking.objects import MOBJECT_READ_ONLY
from mktows.checking.rule import Example, Rule
from mktows.checking.selectors import STATIC_LIST_TWICE
from mktows.contract import Contract, Operation
from mktows.contract import contract as contract_of
from mktows.facts.mobjects import PROGRAM
from mktows.facts.request_fields import (
    HEADER_FIELDS_WITHOUT_EFFECT,
    WITHOUT_EFFECT,
    Circumstance,
    WithoutEffect,
)
from mktows.soap import XSI_NAMESPACE, split_name

Element = Node | etree._Element
"""An element of a message, as either parser gives it."""

_NIL, _TYPE = f"{{{XSI_NAMESPACE}}}nil", f"{{{XSI_NAMESPACE}}}type"

FIELD_WITHOUT_EFFECT = Rule(
    "field-without-effect",
    "note",
    "inferred",
    "Some fields have no effect, always or in some circumstances; they are accepted.",
    "{name} has no effect{when}: {reason} ({strength})",
    "leave it out",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LeadKeySelector">'
            "<keyType>EMAIL</keyType><keyValues>"
            "<stringItem>t@t.com</stringItem></keyValues></leadSelector>"
            "<batchSize>100</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

# Fields that a rule of its own tells of, by their name: for each, the operations, the rule, and
# whether it is told of the field itself, or of what holds it.
_OWN_RULES: Mapping[str, tuple[tuple[str, ...], Rule, bool]] = {
    "createdAt": (("syncMObjects",), MOBJECT_READ_ONLY, True),
    "updatedAt": (("syncMObjects",), MOBJECT_READ_ONLY, True),
    "Email": (("syncMultipleLeads",), EMAIL_NOT_CHANGED, True),
    "ForeignSysType": (("syncLead", "syncMultipleLeads"), FOREIGN_TYPE_WITHOUT_ID, False),
    "staticListName": (("getMultipleLeads", "getLeadChanges"), STATIC_LIST_TWICE, False),
}


def check_effects(contract: Contract, operation: str, message: Element, found: Findings) -> None:
    """Look for fields without effect that no other rule of requests tells of."""
    for fact, element, path, _ in _places(contract, operation, message):
        if _own_rule(fact) is None:
            _add(fact, element, path, found)


def effects_of(message: etree._Element, contract: Contract, operation: Operation) -> list[Finding]:
    """Return the findings of all fields without effect, those of the header among them.

    Args:
        message: The message in its envelope.
        contract: The version's contract.
        operation: The operation that it asks for.
    """
    found = Findings(shows_values=False)
    for fact, element, path, holder in _places(contract, operation.name, message):
        own = _own_rule(fact)
        if own is None:
            _add(fact, element, path, found)
            continue
        rule, of_field = own
        named = {"name": fact.name} if "name" in rule.details else {}
        place = path if of_field else path.rpartition(".")[0]
        found.add(rule, _line(element if of_field else holder), place, **named)
    return [*_header_effects(message, contract), *found.found]


def _add(fact: WithoutEffect, element: Element, path: str, found: Findings) -> None:
    found.add(
        FIELD_WITHOUT_EFFECT,
        _line(element),
        path,
        name=fact.name,
        when=fact.when,
        reason=fact.reason,
        strength=fact.strength,
    )


def _own_rule(fact: WithoutEffect) -> tuple[Rule, bool] | None:
    operations, rule, of_field = _OWN_RULES.get(fact.name, ((), FIELD_WITHOUT_EFFECT, True))
    return (rule, of_field) if fact.operation in operations else None


def _header_effects(message: etree._Element, contract: Contract) -> Iterator[Finding]:
    """The findings of the AuthenticationHeader's fields."""
    name = f"{{{contract.namespace}}}{AUTHENTICATION}"
    block = next(message.getroottree().getroot().iter(name), None)
    if block is None:
        return
    found = Findings(shows_values=False)
    declared = {each.element for each in contract.types[contract.elements[AUTHENTICATION]].fields}
    for fact in HEADER_FIELDS_WITHOUT_EFFECT:
        for element in _children(block, fact.name):
            path = f"{AUTHENTICATION}.{fact.name}"
            if not _has_value(element):
                continue
            if fact.name == "mode":
                found.add(AUTH_MODE, _line(element), path)
            elif fact.name in declared:
                found.add(
                    AUTH_FIELD_WITHOUT_EFFECT,
                    _line(element),
                    path,
                    name=fact.name,
                    reason=fact.reason,
                    strength=fact.strength,
                )
            else:
                yield from (
                    each
                    for each in check_message(contract, block, AUTHENTICATION)
                    if each.rule == AUTH_PARTNER_ID.id
                )
            break
    yield from found.found


# Where they stand


@functools.cache
def _facts(version: str, operation: str) -> tuple[WithoutEffect, ...]:
    """The fields of one operation; of what the version does not declare another rule tells."""
    contract = contract_of(version)
    fields = contract.types[contract.operations[operation].request_type].fields
    declared = {field.element for field in fields}
    return tuple(
        fact
        for fact in WITHOUT_EFFECT
        if fact.operation == operation and fact.path.partition(".")[0] in declared
    )


def _places(
    contract: Contract, operation: str, message: Element
) -> Iterator[tuple[WithoutEffect, Element, str, Element]]:
    """The first place of each field without effect: the element, its path, and what holds it.

    Of fields of one name, such as the `attrType` of keys and of attributes, one is enough.
    """
    names: set[str] = set()
    for fact in _facts(contract.version, operation):
        if fact.name in names or not _may_hold(message, fact.name):
            continue
        *above, last = fact.path.split(".")
        for holder, path in _holders(message, _name(message), tuple(above)):
            element = next(filter(_has_value, _children(holder, last)), None)
            if element is None or not _applies(fact.circumstance, holder, message):
                continue
            names.add(fact.name)
            yield fact, element, f"{path}.{last}", holder
            break


def _holders(element: Element, path: str, above: tuple[str, ...]) -> Iterator[tuple[Element, str]]:
    """The elements at the end of a path of names, each with its path in the message."""
    if not above:
        yield element, path
        return
    first, *others = above
    name = first.removesuffix("[]")
    for index, child in enumerate(_children(element, name)):
        place = f"{path}.{name}[{index}]" if first != name else f"{path}.{name}"
        if not _is_nil(child):
            yield from _holders(child, place, tuple(others))


def _applies(circumstance: Circumstance | None, holder: Element, message: Element) -> bool:
    return circumstance is None or _CIRCUMSTANCES[circumstance](holder, message)


def _selects_by_keys(_: Element, message: Element) -> bool:
    return any(
        (selector.get(_TYPE) or "").rpartition(":")[2].strip() == "LeadKeySelector"
        for selector in _children(message, "leadSelector")
    )


def _changes_no_members(holder: Element, _: Element) -> bool:
    return _value(holder, "listOperation") in ("ISMEMBEROFLIST", "CLEARLIST")


def _is_program(holder: Element, _: Element) -> bool:
    return _value(holder, "type").casefold() == PROGRAM.casefold()


def _is_other(holder: Element, message: Element) -> bool:
    return _value(holder, "type") != "" and not _is_program(holder, message)


def _keeps_email(holder: Element, _: Element) -> bool:
    """Tell whether a record has an Id, and no attribute that sets its address."""
    if not _value(holder, "Id"):
        return False
    attributes = _holders(holder, "", ("leadAttributeList", "attribute[]"))
    return all(_value(each, "attrName") != "Email" for each, _ in attributes)


_CIRCUMSTANCES: Mapping[Circumstance, Callable[[Element, Element], bool]] = {
    "with a LeadKeySelector": _selects_by_keys,
    "beside a leadSelector": lambda holder, _: bool(_children(holder, "leadSelector")),
    "beside staticListId": lambda holder, _: _value(holder, "staticListId") != "",
    "without name": lambda holder, _: not _is_meant(holder, "name"),
    "unless leads are added or removed": _changes_no_members,
    "for other types than Program": _is_other,
    "for a Program": _is_program,
    "beside id": lambda holder, _: _value(holder, "id") != "",
    "beside Id": _keeps_email,
    "without ForeignSysPersonId": lambda holder, _: not _is_meant(holder, "ForeignSysPersonId"),
}


def _is_meant(holder: Element, name: str) -> bool:
    """Tell whether a member has a value, also in other letters: of that another rule tells."""
    members = holder.children if isinstance(holder, Node) else holder.iterchildren(etree.Element)
    return any(_name(each).lower() == name.lower() and _has_value(each) for each in members)


# Elements of either parser


def _name(element: Element) -> str:
    return element.name if isinstance(element, Node) else split_name(element)[1]


def _children(element: Element, name: str) -> list[Element]:
    name = name.removesuffix("[]")
    if isinstance(element, Node):
        return [each for each in element.children if each.name == name]
    return list(element.iterchildren(f"{{*}}{name}"))


def _may_hold(message: Element, name: str) -> bool:
    """Tell whether an element of a name is anywhere in a message; quickly, where that is easy."""
    if isinstance(message, Node):
        return True
    return next(message.iter(f"{{*}}{name}"), None) is not None


def _line(element: Element) -> int:
    return element.line if isinstance(element, Node) else line_of(element)


def _is_nil(element: Element) -> bool:
    return (element.get(_NIL) or "").strip() in ("true", "1")


def _has_value(element: Element) -> bool:
    """Tell whether an element is neither nil nor empty."""
    if _is_nil(element):
        return False
    if isinstance(element, Node):
        return bool(element.text.strip() or element.children)
    return bool((element.text or "").strip() or len(element))


def _value(holder: Element, name: str) -> str:
    """The text of a member, empty where it has no value."""
    member = next(filter(_has_value, _children(holder, name)), None)
    return "" if member is None else (member.text or "").strip()
