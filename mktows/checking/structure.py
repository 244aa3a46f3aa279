"""What a message departs in from the schema: all of it, with what was probably meant."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable, Sequence
from typing import Any

from mktows.checking.findings import MAX_FINDINGS, Findings, listed, nearest, shown_value
from mktows.checking.items import Item
from mktows.checking.names import Meaning, meaning_of
from mktows.checking.nodes import Node
from mktows.contract import KNOWN_VERSIONS, ComplexType, Contract, Field, contract
from mktows.facts.activity_types import ENUMERATION_BY_DISPLAY_NAME
from mktows.soap import SOAP_NAMESPACE, XSI_NAMESPACE

HEADER_FIELDS = ("mktowsUserId", "requestSignature", "requestTimestamp")
"""The fields of an AuthenticationHeader that a caller must send."""

_XSI = f"{{{XSI_NAMESPACE}}}"
_XS_NAMESPACE = "http://www.w3.org/2001/XMLSchema"
_ALWAYS_ALLOWED = frozenset(
    _XSI + name for name in ("type", "nil", "schemaLocation", "noNamespaceSchemaLocation")
)
_ENCODING_STYLE = f"{{{SOAP_NAMESPACE}}}encodingStyle"
_WHITE = " \t\r\n"
_NUMBER = re.compile(r"[+-]?[0-9]+")
_RANGES = {"int": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}
_FORMS = {
    "boolean": "true or false",
    "int": "a whole number",
    "long": "a whole number",
    "integer": "a whole number",
    "dateTime": "it like 2013-07-09T16:44:28-05:00",
    "base64Binary": "it in Base64",
}
_MAX_NAMES = 1000  # unknown names that are thought about; more are no mistakes of spelling
_TOO_MANY = Meaning("element-unknown", None, {"hint": "leave it out"})
# The rule that a missing element breaks, where it is not `element-missing`.
_MISSING = {
    **{("AuthenticationHeaderInfo", name): "auth-field-missing" for name in HEADER_FIELDS},
    ("ParamsImportToList", "clearList"): "import-parameter-missing",
    ("ParamsImportToList", "campaignName"): "import-parameter-missing",
}


def walk(spoken: Contract, node: Node, type_name: str, found: Findings, *, reply: bool) -> Item:
    """Look through a message or header block, and return it as it was meant.

    Args:
        spoken: The version's contract.
        node: The element, whose own name is the caller's affair.
        type_name: The type of it.
        found: Takes what is found.
        reply: Whether the service wrote it, which is held to its own habits.
    """
    return _Walk(spoken, found, reply).complex(node, node.name, spoken.types[type_name], ())


class _Walk:
    def __init__(self, spoken: Contract, found: Findings, reply: bool) -> None:
        self._contract = spoken
        self._runtime: Any = importlib.import_module("mktows_bindings.runtime")
        self._found = found
        self._reply = reply
        self._places: dict[str, dict[str, int]] = {}
        self._meanings: dict[tuple[str, ...], Meaning] = {}

    def _note(self, rule: str, node: Node, path: str, **details: object) -> None:
        self._found.add(rule, node.line, path, name=node.name, **details)

    def complex(
        self, node: Node, path: str, declared: ComplexType, above: Sequence[ComplexType]
    ) -> Item:
        """Look through an element of a complex type."""
        self._attributes(node, path)
        item = self._actual(node, path, declared)
        read = Item(node, path, item.name)
        if "href" in node.attributes:
            return read  # what it refers to stands elsewhere
        if node.text.strip(_WHITE):
            first = item.fields[0].element if item.fields else ""
            hint = f"put the text into {first}" if first else "leave the text out"
            self._note("text-unexpected", node, path, hint=hint)
        if not item.abstract:
            self._children(node, path, item, read, above)
        return read

    def _children(
        self,
        node: Node,
        path: str,
        item: ComplexType,
        read: Item,
        above: Sequence[ComplexType],
    ) -> None:
        places = self._places.get(item.name)
        if places is None:
            places = {field.element: place for place, field in enumerate(item.fields)}
            self._places[item.name] = places
        around = (*above, item)
        reached = 0
        right: set[str] = set()
        for child in node.children:
            name = child.name
            place = places.get(name)
            if place is None:
                meaning = self._meaning(item, name, above)
                self._note(
                    meaning.rule, child, f"{path}.{name}", parent=item.name, **meaning.details
                )
                if meaning.member is not None:
                    field = item.fields[places[meaning.member]]
                    self._member(child, f"{path}.{name}", field, read, around)
                continue
            field = item.fields[place]
            here = f"{path}.{name}"
            if field.many:
                here += f"[{len(read.members.get(name, ()))}]"
            if child.namespace:
                self._note(self._either("element-qualified"), child, here)
            if name in right and not field.many:
                self._note("element-repeated", child, here)
            elif place < reached:
                other = item.fields[reached].element
                self._note(self._either("element-order"), child, here, other=other)
            right.add(name)
            reached = max(reached, place)
            self._member(child, here, field, read, around)
        for field in item.fields:
            if field.required and field.element not in read.members:
                self._found.add(
                    _MISSING.get((item.name, field.element), "element-missing"),
                    node.line,
                    path,
                    name=field.element,
                    field=field.element,
                    type=field.type_name,
                )

    def _meaning(self, item: ComplexType, name: str, above: Sequence[ComplexType]) -> Meaning:
        key = (item.name, name, *(outer.name for outer in above))
        if key not in self._meanings and len(self._meanings) < _MAX_NAMES:
            self._meanings[key] = meaning_of(self._contract, item, name, above)
        return self._meanings.get(key, _TOO_MANY)

    def _either(self, rule: str) -> str:
        return f"reply-{rule}" if self._reply else rule

    def _member(
        self, node: Node, path: str, field: Field, read: Item, above: Sequence[ComplexType]
    ) -> None:
        read.members.setdefault(field.element, []).append(self._value(node, path, field, above))

    def _value(self, node: Node, path: str, field: Field, above: Sequence[ComplexType]) -> Item:
        type_name = field.type_name
        inner = self._contract.types.get(type_name)
        said = node.get(f"{_XSI}nil")
        nil = False
        if said is not None:
            word = said.strip(_WHITE)
            nil = word in ("true", "1")
            if not nil and word not in ("false", "0"):
                self._note("nil-invalid", node, path)
            elif not field.nillable:
                hint = f"give it a value of type {type_name}" if field.required else "leave it out"
                self._note("nil-not-allowed", node, path, hint=hint)
        if nil:
            self._attributes(node, path)
            if node.children or node.text:
                self._note("nil-not-empty", node, path)
            if inner is None:
                self._named_type(node, path, type_name)
            else:
                self._actual(node, path, inner)
            return Item(node, path, type_name, nil=True)
        if inner is not None:
            return self.complex(node, path, inner, above)
        self._attributes(node, path)
        self._named_type(node, path, type_name)
        if node.children:
            self._note("elements-unexpected", node, path)
        else:
            self._simple(node, path, field)
        return Item(node, path, type_name)

    def _attributes(self, node: Node, path: str) -> None:
        for name in node.attributes:
            if name in _ALWAYS_ALLOWED:
                continue
            if name == "href":
                self._note("envelope-multiref", node, path)
            elif name == _ENCODING_STYLE:
                self._note("envelope-encoding-style", node, path)
            else:
                attribute = name.rpartition("}")[2]
                self._note("xml-attribute-unknown", node, path, attribute=attribute)

    # Types

    def _resolved(self, node: Node) -> tuple[str, str] | None:
        """What xsi:type names: namespace and local name, None where there is none."""
        said = node.get(f"{_XSI}type")
        if said is None:
            return None
        prefix, _, local = said.strip(_WHITE).rpartition(":")
        return node.scope.namespace(prefix), local

    def _actual(self, node: Node, path: str, declared: ComplexType) -> ComplexType:
        """The type of an element: the one declared, or what xsi:type makes of it."""
        named = self._resolved(node)
        if named is None and not declared.abstract:
            return declared
        concrete = [
            name
            for name, item in self._contract.types.items()
            if self._contract.is_a(name, declared.name) and not item.abstract
        ]
        details = {"type": declared.name, "types": listed(concrete)}
        if named is None:
            self._note("xsi-type-missing", node, path, **details)
            return self._guess(node, declared, concrete)
        namespace, local = named
        known = local in concrete or local == declared.name
        if namespace == self._contract.namespace and known:
            if self._contract.types[local].abstract:
                self._note("xsi-type-abstract", node, path, **details)
                return self._guess(node, declared, concrete)
            return self._contract.types[local]
        if not declared.abstract:
            self._note("xsi-type-mismatch", node, path, **details)
            return declared
        if known:
            self._note("xsi-type-unresolvable", node, path, namespace=self._contract.namespace)
            return self._guess(node, self._contract.types[local], concrete)
        self._note("xsi-type-unknown", node, path, **details)
        return self._guess(node, declared, concrete)

    def _guess(self, node: Node, declared: ComplexType, concrete: list[str]) -> ComplexType:
        """The derived type whose elements are there, where the message does not say."""
        if not declared.abstract:
            return declared
        names = {child.name for child in node.children}
        for name in concrete:
            if names & {field.element for field in self._contract.types[name].fields}:
                return self._contract.types[name]
        return declared

    def _named_type(self, node: Node, path: str, type_name: str) -> None:
        """A simple value may only repeat its own type."""
        named = self._resolved(node)
        ours = type_name in self._contract.enumerations
        expected = (self._contract.namespace if ours else _XS_NAMESPACE, type_name)
        if named is not None and named != expected:
            self._note("xsi-type-mismatch", node, path, type=type_name)

    # Values

    def _simple(self, node: Node, path: str, field: Field) -> None:
        type_name = field.type_name
        if type_name in ("string", "anySimpleType"):
            return
        text = node.text.strip(_WHITE)
        optional = not field.required and not field.many
        if not text and type_name != "base64Binary" and optional and not self._reply:
            self._note("value-empty", node, path, type=type_name)
        elif type_name in self._contract.enumerations:
            self._enumeration(node, path, type_name)
        elif type_name == "boolean":
            self._boolean(node, path, text)
        elif type_name in _RANGES and _NUMBER.fullmatch(text):
            least, most = _RANGES[type_name]
            if not least <= _number(text) <= most:
                self._note("value-range", node, path, type=type_name, least=least, most=most)
        elif not self._reads(node, type_name):
            self._note("value-type", node, path, type=type_name, form=_FORMS[type_name])

    def _boolean(self, node: Node, path: str, text: str) -> None:
        if text in ("true", "false", "1", "0"):
            return
        if text.lower() in ("true", "false") and not self._reply:
            self._note("value-boolean-case", node, path)
        else:
            self._note("value-type", node, path, type="boolean", form=_FORMS["boolean"])

    def _enumeration(self, node: Node, path: str, type_name: str) -> None:
        values = _values(self._contract.version, type_name)
        text = node.text
        if text in values:
            return
        meant = ENUMERATION_BY_DISPLAY_NAME.get(text) if type_name == "ActivityType" else None
        if meant in values:
            shown = f" ({text})"
            self._note("activity-type-display-name", node, path, shown=shown, expected=meant)
            return
        few = self._found.counts["value-enumeration"] < MAX_FINDINGS
        others = [version for version in KNOWN_VERSIONS if text in _values(version, type_name)]
        meant = nearest(text, values) if few else None
        if text.strip() in values:
            hint = "remove the white space around it"
        elif others:
            hint = f"call version {listed(others)}, or write {listed(values)}"
        else:
            hint = f"write {meant or listed(values)}"
        self._note(
            "value-enumeration",
            node,
            path,
            type=type_name,
            shown=shown_value(text.strip()),
            hint=hint,
        )

    def _reads(self, node: Node, type_name: str) -> bool:
        readers: dict[str, Callable[[Node], object]] = {
            "integer": self._runtime.read_integer,
            "dateTime": self._runtime.read_date_time,
            "base64Binary": self._runtime.read_base64,
        }
        if type_name not in readers:
            return False  # an int or long without digits
        if not node.text.strip(_WHITE):
            return type_name == "base64Binary"
        try:
            readers[type_name](node)
        except self._runtime.Unreadable:
            return False
        return True


@functools.cache
def _values(version: str, type_name: str) -> dict[str, None]:
    """The values of an enumeration, in the order of the WSDL."""
    spoken = contract(version)
    if type_name not in spoken.enumerations:
        return {}
    return {member.value: None for member in spoken.binding(type_name)}  # type: ignore[attr-defined]  # an Enum


def _number(text: str) -> int:
    """A whole number; one beyond any range where it is so long that int() may refuse it."""
    digits = text.lstrip("+-").lstrip("0")[:30] or "0"
    return -int(digits) if text.startswith("-") else int(digits)
