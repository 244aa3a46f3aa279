"""JSON to the contract's messages and back, after the contract's table of types.

Members have the contract's element names. An object of an abstract type names its type under
`@type`. Repeated elements are lists; null is what is not sent, or did not come.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import difflib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NoReturn, TypeVar, cast

from xsdata.models.datatype import XmlDateTime

from mktows.contract import KNOWN_VERSIONS, ComplexType, Contract, Field, contract
from mktows.errors import RequestError

TYPE = "@type"
"""The member that names the type of an object where the contract leaves a choice."""

T = TypeVar("T")

_DATE_TIME = re.compile(
    r"-?[0-9]{4,9}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?",
    re.ASCII,
)
_INTEGERS = ("int", "long", "integer")


class _Fraction(str):
    """A JSON number with a fraction or exponent, as it was written."""

    __slots__ = ()


def parse(data: bytes, name: str) -> object:
    """Read one JSON document, strictly: UTF-8, no member twice, no NaN.

    Args:
        data: The document.
        name: What messages call it.

    Raises:
        RequestError: It is not such a document; the error says where.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RequestError("not UTF-8", f"{name}:{line}") from None
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_Fraction,
        )
    except json.JSONDecodeError as error:
        where = f"{name}:{error.lineno}:{error.colno}"
        raise RequestError(f"not JSON: {error.msg}", where) from None
    except RecursionError:
        raise RequestError("nested too deeply", name) from None
    except RequestError as error:
        raise RequestError(str(error), name) from None
    except ValueError:
        # Python reads no integer of more than some thousand digits.
        raise RequestError("a number has too many digits", name) from None


def from_json(contract: Contract, type_name: str, value: object) -> Any:
    """Build a complex type from its JSON object; what is null or left out is unset.

    Whether all that the contract requires is there is judged when the message is written.

    Raises:
        RequestError: A member is unknown or not of its type; the error names its path.
    """
    return _object(contract, type_name, value, "")


def to_json(contract: Contract, value: object, declared: str = "") -> dict[str, object]:
    """The JSON object of a complex type: every element, null where it is unset.

    Args:
        contract: The version that the value is of.
        value: A binding.
        declared: The type that the contract expects here; a derived one is named under `@type`.
    """
    name = type(value).__name__
    shown: dict[str, object] = {}
    if declared and name != declared:
        shown[TYPE] = name
    for field in contract.types[name].fields:
        member = getattr(value, field.attribute)
        if field.many:
            shown[field.element] = [_shown(contract, field, item) for item in member]
        else:
            shown[field.element] = _shown(contract, field, member)
    return shown


def to_dict(value: object) -> dict[str, object]:
    """The JSON form of a message or any other record of the bindings.

    Every element under its name in the contract, None where it is unset; moments and bytes as
    text. Where the contract leaves a choice of types, `@type` names the one. `json.dumps` writes
    it, and `from_dict` reads it again.

    Raises:
        RequestError: The value is no record of the bindings.
    """
    return to_json(_contract_of(type(value)), value)


def from_dict(record: type[T], value: Mapping[str, object]) -> T:
    """A message or record from its JSON form; what is None or left out is unset.

    Args:
        record: The class, such as `mktows.types.ParamsSyncLead`.
        value: Its members by the contract's names.

    Raises:
        RequestError: A member is unknown or not of its type; the error names its path.
    """
    built: T = from_json(_contract_of(record), record.__name__, dict(value))
    return built


def _contract_of(record: type) -> Contract:
    """The newest contract that has a class."""
    for version in reversed(KNOWN_VERSIONS):
        found = contract(version)
        if record.__name__ in found.types and found.binding(record.__name__) is record:
            return found
    raise RequestError(f"a {record.__name__} is no record of the bindings")


def _shown(contract: Contract, field: Field, value: object) -> object:
    if value is None:
        return None
    if field.type_name in contract.types:
        return to_json(contract, value, field.type_name)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, XmlDateTime | datetime):
        return _moment_text(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def _moment_text(value: XmlDateTime | datetime) -> str:
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    # As in the service's own messages: a numeric offset, never Z.
    return f"{text[:-1]}+00:00" if text.endswith("Z") else text


def _object(contract: Contract, declared: str, value: object, path: str) -> Any:
    if not isinstance(value, dict):
        raise _refused(path, f"expected an object, a {declared}, got {_kind(value)}")
    members = cast("dict[str, object]", value)
    item = _named_type(contract, contract.types[declared], members, path)
    by_element = {field.element: field for field in item.fields}
    values: dict[str, object] = {f.attribute: [] if f.many else None for f in item.fields}
    for name, member in members.items():
        if name == TYPE:
            continue
        field = by_element.get(name)
        if field is None:
            raise _refused(
                _join(path, name), f"{item.name} has no such element{_meant(name, by_element)}"
            )
        inner = _join(path, name)
        if member is None:
            continue
        if not field.many:
            values[field.attribute] = _value(contract, field, member, inner)
            continue
        # One item where a list is meant is a list of one.
        items = member if isinstance(member, list) else [member]
        values[field.attribute] = [
            _value(contract, field, each, f"{inner}[{index}]") for index, each in enumerate(items)
        ]
    return contract.binding(item.name)(**values)


def _named_type(
    contract: Contract, declared: ComplexType, members: dict[str, object], path: str
) -> ComplexType:
    fitting = [
        name
        for name, item in contract.types.items()
        if not item.abstract and contract.is_a(name, declared.name)
    ]
    if TYPE not in members:
        if declared.abstract:
            raise _refused(path, f'name the type under "{TYPE}": one of {", ".join(fitting)}')
        return declared
    named = members[TYPE]
    if named not in fitting:
        raise _refused(_join(path, TYPE), f"must be one of {', '.join(fitting)}")
    return contract.types[str(named)]


def _value(contract: Contract, field: Field, value: object, path: str) -> object:
    type_name = field.type_name
    if value is None:
        raise _refused(path, "null in a list: leave it out")
    if type_name in contract.types:
        return _object(contract, type_name, value, path)
    if type_name in contract.enumerations:
        return _member(cast("type[Enum]", contract.binding(type_name)), value, path)
    if type_name in _INTEGERS:
        return _integer(value, path)
    if type_name == "boolean":
        if not isinstance(value, bool):
            raise _refused(path, f"expected true or false, got {_kind(value)}")
        return value
    if type_name == "anySimpleType" and type(value) in (bool, int):
        return value
    if type(value) is not str:
        raise _refused(path, f"expected text, got {_kind(value)}")
    if type_name == "dateTime":
        return _moment(value, path)
    if type_name == "base64Binary":
        return _bytes(value, path)
    return value


def _integer(value: object, path: str) -> int:
    if type(value) is int:
        return value
    hint = ""
    if type(value) is str and re.fullmatch("[+-]?[0-9]+", value):
        hint = ": write it without quotes"
    raise _refused(path, f"expected an integer, got {_kind(value)}{hint}")


def _member(enumeration: type[Enum], value: object, path: str) -> Enum:
    members = {str(member.value): member for member in enumeration}
    if type(value) is str and value in members:
        return members[value]
    meant = _meant(value, members) if type(value) is str else ""
    known = f": one of {', '.join(members)}" if len(members) <= 12 and not meant else ""
    raise _refused(path, f"not a {enumeration.__name__}{meant or known}")


def _moment(text: str, path: str) -> XmlDateTime:
    if _DATE_TIME.fullmatch(text):
        with contextlib.suppress(ValueError):
            return XmlDateTime.from_string(text)
    raise _refused(path, "expected a date and time such as 2013-08-01T18:22:30-07:00")


def _bytes(text: str, path: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise _refused(path, "expected base64 text") from None


def _meant(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, as the end of a message."""
    by_letters = {re.sub("[_-]", "", each).lower(): each for each in known}
    letters = re.sub("[_-]", "", name).lower()
    close = difflib.get_close_matches(letters, by_letters, n=1, cutoff=0.7)
    return f"; did you mean {by_letters[close[0]]}?" if close else ""


def _kind(value: object) -> str:
    if isinstance(value, _Fraction):
        return "a number with a fraction"
    if isinstance(value, bool):
        return "true" if value else "false"
    kinds = {str: "text", int: "an integer", list: "a list", dict: "an object"}
    return kinds.get(type(value), "null")


def _join(path: str, name: str) -> str:
    shown = name if name.isprintable() and len(name) <= 80 else repr(name[:80])
    return f"{path}.{shown}" if path else shown


def _refused(path: str, reason: str) -> RequestError:
    return RequestError(reason, path)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise RequestError(f"the member {name!r} stands twice in one object")
            seen.add(name)
    return members


def _no_constant(text: str) -> NoReturn:
    raise RequestError(f"{text} is not JSON")
