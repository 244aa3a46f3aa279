"""Bindings to XML and back, after the contract table of their version."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from lxml import etree
from xsdata.models.datatype import XmlDateTime

from mktows.errors import ProtocolError, RequestError
from mktows.operations import Contract, Field
from mktows.soap import XSI_NAMESPACE, split_name
from mktows.text import escape, impossible_character

_NIL = f"{{{XSI_NAMESPACE}}}nil"
_TYPE = f"{{{XSI_NAMESPACE}}}type"
_INTEGER = re.compile(r"[+-]?[0-9]+")
# XML Schema's lexical form (part 2, 3.2.7), in ASCII; XmlDateTime then checks what the digits mean.
_DATETIME = re.compile(
    r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
_RANGES = {"int": 2**31, "long": 2**63}
# The service reads and the vendor's samples write True and False as well.
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class Encoded(NamedTuple):
    """A serialised element, and whether it uses the prefix `xsi`."""

    text: str
    xsi: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """Something that lenient reading passed over: where, and what.

    Attributes:
        path: Element names from the message element down, joined by dots.
        reason: What differs from the contract; never a value.
    """

    path: str
    reason: str


class _Plan(NamedTuple):
    """What reading and writing one complex type needs, looked up once."""

    type_name: str
    binding: type
    abstract: bool
    fields: tuple[Field, ...]
    by_element: Mapping[str, Field]


class _Invalid(Exception):
    """A value cannot be written; the path grows on the way up."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: list[str] = []
        self.index = ""

    def within(self, element: str) -> None:
        """Add the element that the path so far stands in."""
        self.path.insert(0, element + self.index)
        self.index = ""


class _Writer:
    """The pieces of one document on their way out."""

    __slots__ = ("append", "pieces", "service", "xsi")

    def __init__(self, service: bool) -> None:
        self.pieces: list[str] = []
        self.append = self.pieces.append
        self.service = service
        self.xsi = False


class Codec:
    """Writes and reads the messages of one version. Safe to share between threads."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._plans = {
            name: _Plan(
                name,
                contract.binding(name),
                item.abstract,
                item.fields,
                {field.element: field for field in item.fields},
            )
            for name, item in contract.types.items()
        }
        self._enumerations: dict[str, dict[str, Enum]] = {
            name: {member.value: member for member in contract.binding(name)}  # type: ignore[attr-defined]
            for name in contract.enumerations
        }

    def encode(self, element: str, value: object, *, service: bool = False) -> Encoded:
        """Write a message under a global element, with the prefix `ns1`.

        A client leaves an unset optional element out; with `service`, an unset element that may be
        nil is nil, as in the service's replies. Either way a required nillable element without a
        value is nil.

        Raises:
            RequestError: A value is missing, of the wrong type, out of range, or holds a character
                that XML cannot carry. The error names its path.
        """
        out = _Writer(service)
        try:
            self._write(out, f"ns1:{element}", self._contract.elements[element], value)
        except _Invalid as error:
            raise RequestError(error.reason, ".".join([element, *error.path])) from None
        return Encoded("".join(out.pieces), out.xsi)

    def decode(
        self, node: etree._Element, element: str, departures: list[Departure] | None = None
    ) -> Any:
        """Read a message of a global element from its node.

        Order, prefixes and stray namespaces do not matter; unknown elements are passed over. An
        element that is absent, nil, or empty where its type allows no empty text, reads as None.

        Args:
            node: The message element; its own name is the caller's affair.
            element: The global element whose type the message has.
            departures: Where given, what was passed over is added to it.

        Raises:
            ProtocolError: A value cannot be read as its type; the error names its path.
        """
        return self._read(node, self._plans[self._contract.elements[element]], departures)

    # Writing

    def _write(self, out: _Writer, tag: str, declared: str, value: object) -> None:
        plan = self._plan_for(declared, value)
        xsi_type = ""
        if plan.type_name != declared:
            xsi_type = f' xsi:type="ns1:{plan.type_name}"'
            out.xsi = True
        start = len(out.pieces)
        out.append(f"<{tag}{xsi_type}>")
        for field in plan.fields:
            try:
                # The same type of an earlier version may lack what came later.
                unset: object = [] if field.many else None
                self._write_field(out, field, getattr(value, field.attribute, unset))
            except _Invalid as error:
                error.within(field.element)
                raise
        if len(out.pieces) == start + 1:
            out.pieces[start] = f"<{tag}{xsi_type}/>"
        else:
            out.append(f"</{tag}>")

    def _plan_for(self, declared: str, value: object) -> _Plan:
        plan = self._plans.get(type(value).__name__)
        if plan is None or not is_dataclass(value):
            raise _Invalid(f"expected {declared}, got {type(value).__name__}")
        if not self._contract.is_a(plan.type_name, declared):
            raise _Invalid(f"expected {declared}, got {plan.type_name}")
        if plan.abstract:
            raise _Invalid(f"{declared} is abstract: use one of the types derived from it")
        if type(value) is not plan.binding:
            # The same type of another version: fine, unless it says what this version cannot.
            known = {field.attribute for field in plan.fields}
            for item in fields(value):
                if item.name not in known and getattr(value, item.name) not in (None, []):
                    raise _Invalid(
                        f"{plan.type_name} has no {item.name} in {self._contract.version}"
                    )
        return plan

    def _write_field(self, out: _Writer, field: Field, value: object) -> None:
        if field.many:
            if not isinstance(value, list | tuple):
                raise _Invalid(f"expected a list, got {type(value).__name__}")
            for index, item in enumerate(value):
                try:
                    self._write_value(out, field, item)
                except _Invalid as error:
                    error.index = f"[{index}]"
                    raise
        elif value is not None:
            self._write_value(out, field, value)
        elif field.nillable and (field.required or out.service):
            out.append(f'<{field.element} xsi:nil="true"/>')
            out.xsi = True
        elif field.required:
            raise _Invalid("a required value is missing")

    def _write_value(self, out: _Writer, field: Field, value: object) -> None:
        writer = _WRITERS.get(field.type_name)
        if writer is not None:
            text = writer(value)
        elif field.type_name in self._enumerations:
            text = self._enumeration_text(field.type_name, value)
        else:
            self._write(out, field.element, field.type_name, value)
            return
        name = field.element
        out.append(f"<{name}>{text}</{name}>" if text else f"<{name}/>")

    def _enumeration_text(self, type_name: str, value: object) -> str:
        text = value.value if isinstance(value, Enum) else None
        if type(value).__name__ != type_name or text not in self._enumerations[type_name]:
            raise _Invalid(f"expected {type_name}, got {_shown(value)}")
        return str(text)

    # Reading

    def _read(
        self, node: etree._Element, declared: _Plan, departures: list[Departure] | None
    ) -> Any:
        plan = self._actual(node, declared, departures)
        values: dict[str, Any] = {
            field.attribute: [] if field.many else None for field in plan.fields
        }
        seen: set[str] = set()
        for child in node.iterchildren(etree.Element):
            namespace, name = split_name(child)
            field = plan.by_element.get(name)
            if field is None:
                _note(departures, child, f"{plan.type_name} has no such element")
                continue
            if namespace:
                _note(departures, child, "must be in no namespace")
            if not field.many:
                if name in seen:
                    _note(departures, child, "stands more than once; the first counts")
                    continue
                seen.add(name)
            value = self._read_value(child, field, departures)
            if field.many:
                if value is not None:
                    values[field.attribute].append(value)
            else:
                values[field.attribute] = value
        return plan.binding(**values)

    def _read_value(
        self, node: etree._Element, field: Field, departures: list[Departure] | None
    ) -> Any:
        if node.get(_NIL, "").strip() in ("true", "1"):
            if not field.nillable:
                _note(departures, node, "may not be nil")
            return None
        type_name = field.type_name
        plan = self._plans.get(type_name)
        if plan is not None:
            return self._read(node, plan, departures)
        if len(node):
            _note(departures, node, "holds elements where text was expected")
        text = node.text or ""
        reader = _READERS.get(type_name)
        try:
            if reader is not None:
                return reader(text)
            text = text.strip()
            return self._enumerations[type_name][text] if text else None
        except (ValueError, KeyError):
            raise ProtocolError(
                f"the text is not a valid {type_name}", path_of(node), type_name
            ) from None

    def _actual(
        self, node: etree._Element, declared: _Plan, departures: list[Departure] | None
    ) -> _Plan:
        """The type that xsi:type names; a prefix that leads nowhere is passed over."""
        named = node.get(_TYPE)
        if named is None:
            if declared.abstract:
                raise ProtocolError(
                    f"{declared.type_name} needs an xsi:type", path_of(node), declared.type_name
                )
            return declared
        prefix, _, local = named.strip().rpartition(":")
        if node.nsmap.get(prefix or None) != self._contract.namespace:
            _note(departures, node, "the prefix in xsi:type is not that of the contract")
        plan = self._plans.get(local)
        if plan is None or plan.abstract or not self._contract.is_a(local, declared.type_name):
            if declared.abstract:
                raise ProtocolError(
                    f"xsi:type names no {declared.type_name}", path_of(node), declared.type_name
                )
            _note(departures, node, f"xsi:type names no {declared.type_name}")
            return declared
        return plan


def path_of(node: etree._Element) -> str:
    """Local names from the message element down to a node, joined by dots."""
    names = [split_name(node)[1]]
    names += [split_name(ancestor)[1] for ancestor in node.iterancestors()]
    names.reverse()
    return ".".join(names[names.index("Body") + 1 :] if "Body" in names else names)


def _note(departures: list[Departure] | None, node: etree._Element, reason: str) -> None:
    if departures is not None:
        departures.append(Departure(path_of(node), reason))


def _shown(value: object) -> str:
    """A value's type, and its name where it is an enumeration's: values may be lead data."""
    return str(value) if isinstance(value, Enum) else type(value).__name__


def _string_text(value: object) -> str:
    if not isinstance(value, str):
        raise _Invalid(f"expected str, got {_shown(value)}")
    index = impossible_character(value)
    if index is not None:
        raise _Invalid(f"U+{ord(value[index]):04X} at index {index} cannot stand in XML")
    return escape(value)


def _integer_writer(type_name: str) -> Callable[[Any], str]:
    limit = _RANGES.get(type_name)

    def write(value: object) -> str:
        if type(value) is not int:
            raise _Invalid(f"expected int, got {_shown(value)}")
        if limit is not None and not -limit <= value < limit:
            raise _Invalid(f"is beyond the range of xs:{type_name}")
        try:
            return str(value)
        except ValueError:
            raise _Invalid("has more digits than can be written") from None

    return write


def _boolean_text(value: object) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    raise _Invalid(f"expected bool, got {_shown(value)}")


def _datetime_text(value: object) -> str:
    if isinstance(value, datetime):
        offset = value.utcoffset()
        if offset is None:
            raise _Invalid("a datetime needs an offset")
        if offset.total_seconds() % 60 or abs(offset.total_seconds()) > 14 * 3600:
            # An offset that xs:dateTime cannot write: the same moment in UTC.
            value = value.astimezone(UTC)
        value = XmlDateTime.from_datetime(value)
    if not isinstance(value, XmlDateTime):
        raise _Invalid(f"expected XmlDateTime or datetime, got {_shown(value)}")
    text = str(value)
    try:
        # Made by hand, it may hold a thirteenth month.
        valid = _DATETIME.fullmatch(text) is not None and XmlDateTime.from_string(text) == value
    except ValueError:
        valid = False
    if not valid:
        raise _Invalid("is no moment that xs:dateTime can write")
    # The service's own form is a numeric offset, never Z.
    return f"{text[:-1]}+00:00" if text.endswith("Z") else text


def _base64_text(value: object) -> str:
    if not isinstance(value, bytes):
        raise _Invalid(f"expected bytes, got {_shown(value)}")
    return base64.b64encode(value).decode("ascii")


def _any_text(value: object) -> str:
    if isinstance(value, bool):
        return _boolean_text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, XmlDateTime | datetime):
        return _datetime_text(value)
    return _string_text(value)


def _read_integer(type_name: str) -> Callable[[str], int | None]:
    limit = _RANGES.get(type_name)

    def read(text: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        if not _INTEGER.fullmatch(text):
            raise ValueError
        value = int(text)
        if limit is not None and not -limit <= value < limit:
            raise ValueError
        return value

    return read


def _read_boolean(text: str) -> bool | None:
    text = text.strip()
    return _BOOLEANS[text.lower()] if text else None


def _read_datetime(text: str) -> XmlDateTime | None:
    text = text.strip()
    if not text:
        return None
    if not _DATETIME.fullmatch(text):
        raise ValueError
    return XmlDateTime.from_string(text)


def _read_base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        raise ValueError from None


_WRITERS: dict[str, Callable[[Any], str]] = {
    "string": _string_text,
    "anySimpleType": _any_text,
    "boolean": _boolean_text,
    "dateTime": _datetime_text,
    "base64Binary": _base64_text,
    "int": _integer_writer("int"),
    "long": _integer_writer("long"),
    "integer": _integer_writer("integer"),
}
_READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "anySimpleType": str,
    "boolean": _read_boolean,
    "dateTime": _read_datetime,
    "base64Binary": _read_base64,
    "int": _read_integer("int"),
    "long": _read_integer("long"),
    "integer": _read_integer("integer"),
}
