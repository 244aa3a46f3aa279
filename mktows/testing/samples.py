"""Sample messages, the same in every run: built by a fixed walk over the contract."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from xsdata.models.datatype import XmlDateTime

from mktows.contract import LATEST_VERSION, Contract, Field, contract

MOMENT = XmlDateTime(2013, 7, 9, 16, 44, 28, 0, -300)


def samples(element: str, *, version: str = LATEST_VERSION) -> Iterator[Any]:
    """Sample messages of a global element, which together use all that it can hold.

    The first sets what must be set and nothing else, the others set everything: as many of them as
    it takes to use every derived type, and every value of every enumeration. They are the same in
    every run, for programs that want no random choice.

    Example:
        >>> smallest, *others = samples("paramsGetLead", version="2_3")
        >>> len(others)  # one for each key type
        9
    """
    table = contract(version)
    type_name = table.elements[element]
    yield minimal(table, type_name)
    for variant in range(_variants(table, type_name)):
        yield _full(table, type_name, variant)


def minimal(table: Contract, type_name: str) -> Any:
    """Return a value with only what its type requires, of the first concrete type."""
    if type_name not in table.types:
        return _simple_values(table, type_name)[0]
    name = _concrete(table, type_name)[0]
    members: dict[str, Any] = {
        field.attribute: []
        if field.many
        else minimal(table, field.type_name)
        if field.required and not field.nillable
        else None
        for field in table.types[name].fields
    }
    return table.binding(name)(**members)


def _full(table: Contract, type_name: str, variant: int, path: str = "") -> Any:
    """Return a value with everything set; the variant decides wherever there is a choice."""
    if type_name not in table.types:
        choices = _simple_values(table, type_name, path)
        return choices[variant % len(choices)]
    choices = _concrete(table, type_name)
    name = choices[variant % len(choices)]
    members = {
        field.attribute: _full_field(
            table, field, variant // len(choices), f"{path}/{field.element}"
        )
        for field in table.types[name].fields
    }
    return table.binding(name)(**members)


def _full_field(table: Contract, field: Field, variant: int, path: str) -> Any:
    if field.many:
        return [_full(table, field.type_name, variant + n, f"{path}[{n}]") for n in range(3)]
    return _full(table, field.type_name, variant, path)


def _variants(table: Contract, type_name: str) -> int:
    """Count the variants of `_full` that are needed until every choice was made."""
    if type_name not in table.types:
        return len(_simple_values(table, type_name))
    choices = _concrete(table, type_name)
    inner = (_variants(table, field.type_name) for n in choices for field in table.types[n].fields)
    return len(choices) * max(inner, default=1)


def _concrete(table: Contract, type_name: str) -> list[str]:
    found = (name for name in table.types if table.is_a(name, type_name))
    return [name for name in found if not table.types[name].abstract]


@functools.cache
def _enumeration_members(version: str, type_name: str) -> list[Any]:
    enumeration: Any = contract(version).binding(type_name)
    return list(enumeration)


def _simple_values(table: Contract, type_name: str, path: str = "") -> list[Any]:
    """Values of a simple type: all of an enumeration, else the bounds and the awkward ones."""
    if type_name in table.enumerations:
        return _enumeration_members(table.version, type_name)
    text = f" {path} <&> ]]>\r\n\t\xe9\U0001f600\x85\u2028 "
    built_ins: dict[str, list[Any]] = {
        "string": ["x", text, ""],
        "anySimpleType": ["x", text, "12", "2013-07-09T16:44:28-05:00"],
        "boolean": [True, False],
        "int": [0, -(2**31), 2**31 - 1],
        "long": [0, -(2**63), 2**63 - 1],
        "integer": [0, -(10**40), 10**40],
        "dateTime": [
            MOMENT,
            MOMENT.replace(offset=0),
            MOMENT.replace(offset=None, fractional_second=710_000_000),
            MOMENT.replace(offset=14 * 60, fractional_second=1),
        ],
        "base64Binary": [b"\x00\xff", b"", bytes(range(256))],
    }
    return built_ins[type_name]
