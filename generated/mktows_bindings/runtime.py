# Made from tools/codec_runtime.py by tools/regenerate.py. Do not edit: change those and run it.
"""What every version's codec stands on: text forms of single values, out and in."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from lxml.etree import _Element
from xsdata.models.datatype import XmlDateTime

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

# What XML 1.0 cannot hold, however it is escaped (production 2), and what must be escaped.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[+-]?[0-9]+")
# XML Schema's lexical form (part 2, 3.2.7), in ASCII; XmlDateTime then checks what the digits mean.
_DATE_TIME = re.compile(
    r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
_WORD = re.compile("[A-Za-z_]{1,40}")
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


class UnlistedValue(str):
    """The text of a reply's value that its enumeration does not list.

    It equals no member of the enumeration, and cannot be sent.
    """

    __slots__ = ()

    @property
    def value(self) -> str:
        """The text, as a member of an enumeration has its own."""
        return str(self)

    def __repr__(self) -> str:
        shown = repr(str(self)) if _WORD.fullmatch(self) else "..."
        return f"UnlistedValue({shown})"


if TYPE_CHECKING:
    Open: TypeAlias = E | UnlistedValue
    """An enumeration in a reply, where a value may come that is not listed."""
else:

    class Open:
        """An enumeration in a reply; what evaluates annotations sees the enumeration alone."""

        def __class_getitem__(cls, enumeration: type[E]) -> type[E]:
            return enumeration


@dataclass(frozen=True, slots=True)
class Departure:
    """A place where a reply is not what the contract says. Its repr holds no data of the reply.

    Attributes:
        path: Element names from the message down, joined by dots; places in lists count from 0.
        reason: How it departs.
        text: All text of the element, as it came; None where no element stands there.
    """

    path: str
    reason: str
    text: str | None = field(default=None, repr=False)


class Reply:
    """A reply, or its one member. `departures` is no field: it counts in no comparison."""

    __slots__ = ("_departures",)

    _departures: tuple[Departure, ...]

    @property
    def departures(self) -> tuple[Departure, ...]:
        """The places where the reply that was read is not what the contract says."""
        return getattr(self, "_departures", ())

    @departures.setter
    def departures(self, found: tuple[Departure, ...]) -> None:
        self._departures = found


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


def enum_text(value: Any, enumeration: type[Enum]) -> str:
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


class Reading:
    """The reading of a request: a value that is not of its type is refused, the rest passed over.

    The functions that read call a method wherever a message is not what the contract says.
    """

    __slots__ = ()

    def unknown(self, node: _Element) -> None:
        """Take note of an element that the type above it does not have."""

    def repeated(self, node: _Element) -> None:
        """Take note of an element that may stand once, and stands again."""

    def nothing(self, node: _Element) -> None:
        """Take note of an element without a value, which it must have."""

    def missing(self, node: _Element, element: str) -> None:
        """Take note that a node has no value for a child that it must have."""

    def markup(self, node: _Element) -> str | None:
        """The text of a simple value that holds elements."""
        return node.text

    def unreadable(self, node: _Element, type_name: str) -> None:
        """Take note of a text that is not of its type, which reads as None.

        Raises:
            Unreadable: Such a text is refused.
        """
        raise Unreadable(node, type_name)

    def beyond(self, node: _Element, type_name: str) -> None:
        """Take note of a number beyond the range of its type, which is read as it is.

        Raises:
            Unreadable: Such a number is refused.
        """
        raise Unreadable(node, type_name)

    def documented(self, node: _Element, type_name: str) -> None:
        """Take note of a value that is documented, though its enumeration does not list it."""

    def unlisted(self, node: _Element, type_name: str) -> None:
        """Take note of a text that its enumeration does not list, which reads as an UnlistedValue.

        Raises:
            Unreadable: Such a text is refused.
        """
        raise Unreadable(node, type_name)


bare: Callable[[type], Any] = object.__new__
"""Makes an instance of a class, no member of which is set."""

# Reading: each function takes a node and returns its value, None where it says nothing.


def read_string(node: _Element, reading: Reading) -> str | None:
    """Read character data; only nil says nothing."""
    found = reading.markup(node) if len(node) else node.text
    if found is None:
        return None if is_nil(node) else ""
    return None if found.isspace() and is_nil(node) else found


def read_int(node: _Element, reading: Reading) -> int | None:
    """Read an xs:int."""
    value = read_integer(node, reading, "int")
    if value is not None and not -2147483648 <= value <= 2147483647:
        reading.beyond(node, "int")
    return value


def read_long(node: _Element, reading: Reading) -> int | None:
    """Read an xs:long."""
    value = read_integer(node, reading, "long")
    if value is not None and not -(2**63) <= value < 2**63:
        reading.beyond(node, "long")
    return value


def read_integer(node: _Element, reading: Reading, type_name: str = "integer") -> int | None:
    """Read an xs:integer of any size."""
    found = stripped(node, reading)
    try:
        return integer_of(found) if found else None
    except ValueError:
        reading.unreadable(node, type_name)
        return None


def read_boolean(node: _Element, reading: Reading) -> bool | None:
    """Read an xs:boolean, in any letter case."""
    found = stripped(node, reading)
    try:
        return _BOOLEANS[found.lower()] if found else None
    except KeyError:
        reading.unreadable(node, "boolean")
        return None


def read_date_time(node: _Element, reading: Reading) -> XmlDateTime | None:
    """Read an xs:dateTime with its fraction and its offset."""
    found = stripped(node, reading)
    try:
        return date_time_of(found) if found else None
    except ValueError:
        reading.unreadable(node, "dateTime")
        return None


def read_base64(node: _Element, reading: Reading) -> bytes | None:
    """Read an xs:base64Binary; only nil says nothing."""
    found = read_string(node, reading)
    try:
        return None if found is None else base64_of(found)
    except ValueError:
        reading.unreadable(node, "base64Binary")
        return None


def read_enum(node: _Element, reading: Reading, enumeration: type[Enum]) -> Any:
    """Read a member of an enumeration, or a value documented beside those of the schema."""
    found = stripped(node, reading)
    try:
        return enumeration(found) if found else None
    except ValueError:
        pass
    try:
        documented = _DOCUMENTED.get(enumeration.__name__, enumeration)(found)
    except ValueError:
        reading.unlisted(node, enumeration.__name__)
        return UnlistedValue(found)
    reading.documented(node, enumeration.__name__)
    return documented


def read_member(
    node: _Element, reading: Reading, read: Callable[[_Element, Reading], T]
) -> T | None:
    """Read a member of a complex type."""
    return None if not len(node) and is_nil(node) else read(node, reading)


def read_again(
    node: _Element, reading: Reading, value: T | None, read: Callable[..., T | None], *more: Any
) -> T | None:
    """Read a member that was met before: the first that says something counts."""
    reading.repeated(node)
    return read(node, reading, *more) if value is None else value


def integer_of(text: str) -> int:
    """The number that a text writes.

    Raises:
        ValueError: It writes none, or one of more than 4300 digits, which would take a hostile
            message quadratic time.
    """
    if not _INTEGER.fullmatch(text):
        raise ValueError
    return int(text)


def date_time_of(text: str) -> XmlDateTime:
    """The moment that a text writes.

    Raises:
        ValueError: It writes none.
    """
    if not _DATE_TIME.fullmatch(text):
        raise ValueError
    return XmlDateTime.from_string(text)


def base64_of(text: str) -> bytes:
    """The bytes that a text writes.

    Raises:
        ValueError: It writes none.
    """
    return base64.b64decode("".join(text.split()), validate=True)


def stripped(node: _Element, reading: Reading) -> str:
    """A node's text without the white space around it; empty for nil."""
    found = reading.markup(node) if len(node) else node.text
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
