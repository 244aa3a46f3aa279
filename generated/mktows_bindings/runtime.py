# Made from tools/codec_runtime.py by tools/regenerate.py. Do not edit: change those and run it.
"""What every version's codec stands on: text forms of single values, out and in."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, cast

from lxml.etree import _Element
from xsdata.models.datatype import XmlDateTime

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

T = TypeVar("T")

# What XML 1.0 cannot hold, however it is escaped (production 2), and what must be escaped.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[+-]?[0-9]+")
# XML Schema's lexical form (part 2, 3.2.7), in ASCII; XmlDateTime then checks what the digits mean.
_DATE_TIME = re.compile(
    r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
# The service reads True and False as well, and the vendor's samples write them.
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class DocumentedSyncStatus(Enum):
    """Outcomes for a custom object that are documented, though no schema lists them.

    They are written, and read, where a SyncStatusEnum stands. To be strict about the schema is
    the business of those who compare with it.
    """

    UNCHANGED = "UNCHANGED"
    SKIPPED = "SKIPPED"


# By the enumeration that lacks them.
_DOCUMENTED: dict[str, type[Enum]] = {"SyncStatusEnum": DocumentedSyncStatus}


class Unwritable(ValueError):
    """A value cannot stand in a message; the text tells why, and never the value."""


class Unreadable(ValueError):
    """The text of a node is not of its type.

    Attributes:
        node: Where it stands.
        type_name: What it should have been.
    """

    def __init__(self, node: _Element, type_name: str, reason: str = "") -> None:
        super().__init__(reason or f"the text is not a valid {type_name}")
        self.node = node
        self.type_name = type_name


# Writing: each function takes a value and returns its text, ready to stand in XML.


def text(value: str) -> str:
    """Escape character data; a carriage return too, or a parser would read it as a line feed."""
    if value.isprintable() and "&" not in value and "<" not in value and ">" not in value:
        return value
    found = _IMPOSSIBLE.search(value)
    if found is not None:
        raise Unwritable(f"U+{ord(found[0]):04X} at index {found.start()} cannot stand in XML")
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.replace("\r", "&#13;")


def int_text(value: int) -> str:
    """Write an xs:int, which has 32 bits."""
    if value.__class__ is not int:
        raise Unwritable(f"expected int, got {shown(value)}")
    if not -2147483648 <= value <= 2147483647:
        raise Unwritable("is beyond the range of xs:int")
    return str(value)


def long_text(value: int) -> str:
    """Write an xs:long, which has 64 bits."""
    if value.__class__ is not int:
        raise Unwritable(f"expected int, got {shown(value)}")
    if not -(2**63) <= value < 2**63:
        raise Unwritable("is beyond the range of xs:long")
    return str(value)


def integer_text(value: int) -> str:
    """Write an xs:integer of any size."""
    if value.__class__ is not int:
        raise Unwritable(f"expected int, got {shown(value)}")
    try:
        return str(value)
    except ValueError:
        raise Unwritable("has more digits than can be written") from None


def boolean_text(value: bool) -> str:
    """Write an xs:boolean as the service does."""
    if value is True:
        return "true"
    if value is False:
        return "false"
    raise Unwritable(f"expected bool, got {shown(value)}")


def date_time_text(value: XmlDateTime | datetime) -> str:
    """Write an xs:dateTime with a numeric offset, never Z."""
    if isinstance(value, datetime):
        offset = value.utcoffset()
        if offset is None:
            raise Unwritable("a datetime needs an offset")
        if offset.total_seconds() % 60 or abs(offset.total_seconds()) > 14 * 3600:
            # An offset that xs:dateTime cannot write: the same moment in UTC.
            value = value.astimezone(UTC)
        value = XmlDateTime.from_datetime(value)
    if not isinstance(value, XmlDateTime):
        raise Unwritable(f"expected XmlDateTime or datetime, got {shown(value)}")
    written = str(value)
    try:
        # Made by hand, it may hold a thirteenth month.
        valid = _DATE_TIME.fullmatch(written) and XmlDateTime.from_string(written) == value
    except ValueError:
        valid = False
    if not valid:
        raise Unwritable("is no moment that xs:dateTime can write")
    return f"{written[:-1]}+00:00" if written.endswith("Z") else written


def base64_text(value: bytes) -> str:
    """Write an xs:base64Binary."""
    if not isinstance(value, bytes):
        raise Unwritable(f"expected bytes, got {shown(value)}")
    return base64.b64encode(value).decode("ascii")


def any_text(value: object) -> str:
    """Write an xs:anySimpleType: a text, or a value of a type whose text form is clear."""
    if isinstance(value, bool):
        return boolean_text(value)
    if isinstance(value, int):
        return integer_text(int(value))
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, XmlDateTime | datetime):
        return date_time_text(value)
    if not isinstance(value, str):
        raise Unwritable(f"expected str, got {shown(value)}")
    return text(value)


def element(tag: str, content: str, type_name: str = "") -> str:
    """Write a whole element around its content, with the type that xsi:type should name."""
    start = f'<{tag} xsi:type="ns1:{type_name}"' if type_name else f"<{tag}"
    return f"{start}>{content}</{tag}>" if content else f"{start}/>"


def enum_text(value: Enum, enumeration: type[Enum]) -> str:
    """Write a member of an enumeration, or of its namesake in another version."""
    if value.__class__ is enumeration or value.__class__ is _DOCUMENTED.get(enumeration.__name__):
        return str(value._value_)
    if value.__class__.__name__ == enumeration.__name__:
        try:
            return str(enumeration(value.value).value)
        except ValueError:
            pass
    raise Unwritable(f"expected {enumeration.__name__}, got {shown(value)}")


def listed(value: list[T]) -> list[T]:
    """The items of a repeated element; a single text is none."""
    if not isinstance(value, list | tuple):
        raise Unwritable(f"expected a list, got {shown(value)}")
    return value


def namesake(value: Any, binding: type[T], version: str = "this version") -> T:
    """Make the same type of another version ours, unless it says what this version cannot."""
    name = binding.__name__
    if not is_dataclass(value) or value.__class__.__name__ != name:
        raise Unwritable(f"expected {name}, got {shown(value)}")
    values = {field.name: getattr(value, field.name) for field in fields(value)}
    known = {field.name: field for field in fields(cast(Any, binding))}
    for unknown in values.keys() - known.keys():
        if values.pop(unknown) not in (None, []):
            raise Unwritable(f"{name} has no {unknown} in {version}")
    for later in known.keys() - values.keys():
        values[later] = None if known[later].default_factory is MISSING else []
    return binding(**values)


def shown(value: object) -> str:
    """A value's type, and its name where it is an enumeration's: values may be lead data."""
    return str(value) if isinstance(value, Enum) else value.__class__.__name__


# Reading: each function takes a node and returns its value, None where it says nothing.


def read_string(node: _Element) -> str | None:
    """Read character data; only nil says nothing."""
    found = node.text
    if found is None:
        return None if is_nil(node) else ""
    return None if found.isspace() and is_nil(node) else found


def read_int(node: _Element) -> int | None:
    """Read an xs:int."""
    value = read_integer(node, "int")
    if value is not None and not -2147483648 <= value <= 2147483647:
        raise Unreadable(node, "int")
    return value


def read_long(node: _Element) -> int | None:
    """Read an xs:long."""
    value = read_integer(node, "long")
    if value is not None and not -(2**63) <= value < 2**63:
        raise Unreadable(node, "long")
    return value


def read_integer(node: _Element, type_name: str = "integer") -> int | None:
    """Read an xs:integer of any size."""
    found = stripped(node)
    if not found:
        return None
    if not _INTEGER.fullmatch(found):
        raise Unreadable(node, type_name)
    try:
        return int(found)
    except ValueError:
        # Python reads 4300 digits; more would take a hostile message quadratic time.
        raise Unreadable(node, type_name) from None


def read_boolean(node: _Element) -> bool | None:
    """Read an xs:boolean, in any letter case."""
    found = stripped(node)
    try:
        return _BOOLEANS[found.lower()] if found else None
    except KeyError:
        raise Unreadable(node, "boolean") from None


def read_date_time(node: _Element) -> XmlDateTime | None:
    """Read an xs:dateTime with its fraction and its offset."""
    found = stripped(node)
    if not found:
        return None
    try:
        if _DATE_TIME.fullmatch(found):
            return XmlDateTime.from_string(found)
    except ValueError:
        pass
    raise Unreadable(node, "dateTime")


def read_base64(node: _Element) -> bytes | None:
    """Read an xs:base64Binary; only nil says nothing."""
    found = read_string(node)
    if found is None:
        return None
    try:
        return base64.b64decode("".join(found.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(node, "base64Binary") from None


def read_enum(node: _Element, enumeration: type[Enum]) -> Enum | None:
    """Read a member of an enumeration, or a value documented beside those of the schema."""
    found = stripped(node)
    try:
        return enumeration(found) if found else None
    except ValueError:
        pass
    try:
        return _DOCUMENTED.get(enumeration.__name__, enumeration)(found)
    except ValueError:
        raise Unreadable(node, enumeration.__name__) from None


def stripped(node: _Element) -> str:
    """A node's text without the white space around it; empty for nil."""
    found = node.text
    if found is None or is_nil(node):
        return ""
    return found.strip(" \t\r\n")


def is_nil(node: _Element) -> bool:
    """Whether a node carries xsi:nil and means it."""
    said = node.get(NIL)
    return said is not None and said.strip() in ("true", "1")


def unqualified(node: _Element) -> _Element:
    """Take the namespaces off a node's children, in place: the service reads local names."""
    for child in node:
        child.tag = child.tag.rpartition("}")[2]
    return node


def named_type(node: _Element) -> str | None:
    """The local part of the name that xsi:type gives; prefixes are passed over."""
    said = node.get(TYPE)
    return None if said is None else said.strip().rpartition(":")[2]
