"""What a message departs from the contract in: what lenient reading passes over."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from mktows.contract import ComplexType, Contract, Field
from mktows.soap import XSI_NAMESPACE, path_of, split_name

_XSI = f"{{{XSI_NAMESPACE}}}"
_XS_NAMESPACE = "http://www.w3.org/2001/XMLSchema"
_ALWAYS_ALLOWED = frozenset(
    _XSI + name for name in ("type", "nil", "schemaLocation", "noNamespaceSchemaLocation")
)
_WHITE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure from the contract.

    Attributes:
        path: Element names from the message element down, joined by dots.
        reason: What differs from the contract; never a value.
    """

    path: str
    reason: str


MOST_DEPARTURES = 100
"""Departures of one message that are told; a hostile one may have millions."""
MOST_PREFIXES = 100
"""Prefixes in scope at an element with `xsi:type`; beyond, no more departures are looked for."""


def departures_of(contract: Contract, node: etree._Element, element: str) -> list[Departure]:
    """Every departure of a message, in document order, up to `MOST_DEPARTURES`.

    A message is in order when libxml2 finds it valid against the WSDL's schema; only others are
    looked through. What libxml2 refuses and this search does not explain is one departure.
    """
    judged = element in contract.declared and node.tag == f"{{{contract.namespace}}}{element}"
    if judged and contract.schema.validate(node):
        return []
    search = _Search(contract)
    with contextlib.suppress(_Enough):
        search.complex(node, contract.types[contract.elements[element]])
    if judged and not search.found and not _is_valid_alone(contract, node):
        search.found.append(Departure(path_of(node), "is not valid against the schema"))
    return search.found


def _is_valid_alone(contract: Contract, node: etree._Element) -> bool:
    """Ask libxml2 once more: inside an envelope it does not see the prefixes declared there."""
    return contract.schema.validate(etree.fromstring(etree.tostring(node, with_tail=False)))


class _Enough(Exception):
    """There are as many departures as are told."""


class _Search:
    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._runtime: Any = importlib.import_module("mktows_bindings.runtime")
        self.found: list[Departure] = []

    def _note(self, node: etree._Element, reason: str) -> None:
        self.found.append(Departure(path_of(node), reason))
        if len(self.found) >= MOST_DEPARTURES:
            raise _Enough

    def complex(self, node: etree._Element, declared: ComplexType) -> None:
        """Search an element of a complex type."""
        self._attributes(node)
        item = self._actual(node, declared)
        if item.abstract:
            self._note(node, f"{item.name} is abstract: xsi:type must name a type derived from it")
            return
        if any(text and text.strip(_WHITE) for text in _texts(node)):
            self._note(node, "holds text between its elements")
        places = {field.element: place for place, field in enumerate(item.fields)}
        seen: set[str] = set()
        reached = 0
        for child in node.iterchildren(etree.Element):
            namespace, name = split_name(child)
            place = places.get(name)
            if place is None:
                self._note(child, f"{item.name} has no such element")
                continue
            field = item.fields[place]
            if namespace:
                self._note(child, "must be in no namespace")
            if name in seen and not field.many:
                self._note(child, "stands more than once; the first counts")
            elif place < reached:
                self._note(child, f"stands behind {item.fields[reached].element}, not before it")
            seen.add(name)
            reached = max(reached, place)
            self._value(child, field)
        for field in item.fields:
            if field.required and field.element not in seen:
                self._note(node, f"{field.element} is missing")

    def _attributes(self, node: etree._Element) -> None:
        for name in node.attrib:
            if name not in _ALWAYS_ALLOWED:
                self._note(node, "has an attribute")

    def _actual(self, node: etree._Element, declared: ComplexType) -> ComplexType:
        said = node.get(f"{_XSI}type")
        if said is None:
            return declared
        prefix, _, local = said.strip(_WHITE).rpartition(":")
        if self._namespace(node, prefix) != self._contract.namespace:
            self._note(node, "the prefix in xsi:type is not that of the contract")
        if local in self._contract.types and self._contract.is_a(local, declared.name):
            return self._contract.types[local]
        self._note(node, f"xsi:type names no {declared.name}")
        return declared

    def _namespace(self, node: etree._Element, prefix: str) -> str | None:
        """What a prefix stands for; lxml makes a table of all that are in scope, each time."""
        scope = node.nsmap
        if len(scope) > MOST_PREFIXES:
            self._note(node, f"stands where more than {MOST_PREFIXES} prefixes are declared")
            raise _Enough
        return scope.get(prefix or None)

    def _value(self, node: etree._Element, field: Field) -> None:
        said = node.get(f"{_XSI}nil")
        if said is not None:
            nil = said.strip(_WHITE)
            if nil not in ("true", "1", "false", "0"):
                self._note(node, "xsi:nil is neither true nor false")
            elif not field.nillable:
                self._note(node, "may not be nil")
            if nil in ("true", "1"):
                self._nil(node, field.type_name)
                return
        if field.type_name in self._contract.types:
            self.complex(node, self._contract.types[field.type_name])
        else:
            self._simple(node, field.type_name)

    def _nil(self, node: etree._Element, type_name: str) -> None:
        self._attributes(node)
        if len(node) or node.text:
            self._note(node, "is nil, but not empty")
        if type_name not in self._contract.types:
            self._named_type(node, type_name)
        elif self._actual(node, self._contract.types[type_name]).abstract:
            self._note(node, f"{type_name} is abstract: xsi:type must name a type derived from it")

    def _simple(self, node: etree._Element, type_name: str) -> None:
        self._attributes(node)
        self._named_type(node, type_name)
        if len(node):
            self._note(node, "holds elements where text was expected")
        elif not self._is_valid(node, type_name):
            self._note(node, f"the text is not a valid {type_name}")

    def _named_type(self, node: etree._Element, type_name: str) -> None:
        """A simple value may only repeat its own type."""
        said = node.get(f"{_XSI}type")
        if said is not None:
            prefix, _, local = said.strip(_WHITE).rpartition(":")
            ours = type_name in self._contract.enumerations
            namespace = self._contract.namespace if ours else _XS_NAMESPACE
            if (self._namespace(node, prefix), local) != (namespace, type_name):
                self._note(node, f"xsi:type does not name {type_name}")

    def _is_valid(self, node: etree._Element, type_name: str) -> bool:
        text = node.text or ""
        if type_name in self._contract.enumerations:
            # Based on xs:string, so white space counts.
            return text in {member.value for member in self._contract.binding(type_name)}  # type: ignore[attr-defined]
        if type_name in ("string", "anySimpleType"):
            return True
        text = text.strip(_WHITE)
        if type_name == "boolean":
            return text in ("true", "false", "1", "0")
        if type_name == "base64Binary":
            return self._reads(node, self._runtime.read_base64)
        readers: dict[str, Callable[[etree._Element], object]] = {
            "int": self._runtime.read_int,
            "long": self._runtime.read_long,
            "integer": self._runtime.read_integer,
            "dateTime": self._runtime.read_date_time,
        }
        return bool(text) and self._reads(node, readers[type_name])

    def _reads(self, node: etree._Element, reader: Callable[[etree._Element], object]) -> bool:
        try:
            reader(node)
        except self._runtime.Unreadable:
            return False
        return True


def _texts(node: etree._Element) -> Iterator[str | None]:
    yield node.text
    for child in node:
        yield child.tail
