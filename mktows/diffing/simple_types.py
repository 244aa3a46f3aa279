"""Compares the values of two simple types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import cast

from mktows.diffing.model import Contract, QName, SimpleType

# A built-in type to the one whose values include its own (XML Schema part 2, section 3), none for
# the primitive ones. Every value is written as text, so that string includes them all.
_PARENTS: dict[str, str] = {
    "integer": "decimal",
    "nonPositiveInteger": "integer",
    "negativeInteger": "nonPositiveInteger",
    "nonNegativeInteger": "integer",
    "positiveInteger": "nonNegativeInteger",
    "float": "double",
    "normalizedString": "string",
    "token": "normalizedString",
    "language": "token",
    "Name": "token",
    "NCName": "Name",
    "ID": "NCName",
    "IDREF": "NCName",
    "ENTITY": "NCName",
    "NMTOKEN": "token",
}
# Lowest and highest value, None for unbounded.
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    **{f"{name}": (-(2**bits), 2**bits - 1) for name, bits in
       (("long", 63), ("int", 31), ("short", 15), ("byte", 7))},
    **{f"unsigned{name}": (0, 2**bits - 1) for name, bits in
       (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))},
}  # fmt: skip
BUILT_INS = (
    frozenset(_PARENTS)
    | frozenset(_PARENTS.values())
    | frozenset(_RANGES)
    | frozenset(
        # What stands in the tree of XML Schema without being within another type of it.
        {"anyType", "anySimpleType", "boolean", "duration", "dateTime", "time", "date"}
        | {"gYearMonth", "gYear", "gMonthDay", "gDay", "gMonth", "hexBinary", "base64Binary"}
        | {"anyURI", "QName", "NOTATION", "IDREFS", "ENTITIES", "NMTOKENS"}
    )
)
"""Local names of every type of XML Schema 1.0."""

_AT_MOST = frozenset({"maxLength", "maxInclusive", "maxExclusive", "totalDigits", "fractionDigits"})
_AT_LEAST = frozenset({"minLength", "minInclusive", "minExclusive"})
NUMERIC_FACETS = _AT_MOST | _AT_LEAST | {"length"}
"""Facets whose value is a number (or a date, for the four bounds)."""


@dataclass(frozen=True)
class Values:
    """The values of a simple type: the built-in type below it, and every restriction on the way."""

    built_in: str
    shape: str = ""
    enumeration: frozenset[str] | None = None
    facets: Mapping[str, str] = field(default_factory=dict, hash=False)


def values(contract: Contract, ref: QName | SimpleType) -> Values:
    """The values of a simple type."""
    enumeration: frozenset[str] | None = None
    facets: dict[str, str] = {}
    while not (isinstance(ref, QName) and ref.built_in):
        item = cast(SimpleType, contract.resolve(ref))
        # What is said nearer to the type is the narrower.
        if enumeration is None and item.values:
            enumeration = frozenset(item.values)
        for name, text in item.facets.items():
            if name == "pattern" and name in facets:
                facets[name] = f"{facets[name]} and {text}"  # all of them hold
            else:
                facets.setdefault(name, text)
        if item.base is None:
            return Values("", shape(contract, item), enumeration, facets)
        ref = item.base
    return Values(ref.local, "", enumeration, facets)


def shape(contract: Contract, ref: QName | SimpleType) -> str:
    """A simple type in one line: its name, or what an anonymous one is made of."""
    if isinstance(ref, QName):
        return contract.label(ref)
    if ref.base is None:
        return f"{ref.variety} of {', '.join(shape(contract, each) for each in ref.members)}"
    said = [repr(value) for value in ref.values]
    said += [f"{name}={text!r}" for name, text in sorted(ref.facets.items())]
    return (
        f"{shape(contract, ref.base)} of {', '.join(said)}" if said else shape(contract, ref.base)
    )


def relation(old: Values, new: Values) -> str:
    """The change of values: `equal`, `widened`, `narrowed`, or `changed` for both at once."""
    return _relation(_within(old, new), _within(new, old))


def facet_relation(name: str, old: str | None, new: str | None) -> str:
    """The same for one facet alone; None where it does not stand."""
    return _relation(_facet_within(name, old, new), _facet_within(name, new, old))


def _relation(kept: bool, nothing_new: bool) -> str:
    if kept:
        return "equal" if nothing_new else "widened"
    return "narrowed" if nothing_new else "changed"


def _within(one: Values, other: Values) -> bool:
    """Tell whether every value of one is a value of the other, as far as can be told."""
    if one.shape != other.shape or not _built_in_within(one.built_in, other.built_in):
        return False
    if other.enumeration is not None and (
        one.enumeration is None or not one.enumeration <= other.enumeration
    ):
        return False
    # Beside an enumeration facets hold too; which of its values they let pass cannot be told.
    return all(
        _facet_within(name, one.facets.get(name), text) for name, text in other.facets.items()
    )


def _built_in_within(one: str, other: str) -> bool:
    if one == other or other == "anyType":
        return True
    if other in ("string", "anySimpleType"):
        return one != "anyType"
    if one in _RANGES and other in _RANGES:
        (low, high), (other_low, other_high) = _RANGES[one], _RANGES[other]
        return (other_low is None or (low is not None and low >= other_low)) and (
            other_high is None or (high is not None and high <= other_high)
        )
    if one in _RANGES:
        return other == "decimal"
    parent = _PARENTS.get(one)
    return parent is not None and _built_in_within(parent, other)


def _facet_within(name: str, one: str | None, other: str | None) -> bool:
    """Tell whether one value of a facet lets pass all that another does."""
    if other is None or one == other:
        return True
    if one is None or name not in _AT_MOST | _AT_LEAST:
        return False
    try:
        ours, theirs = Decimal(one), Decimal(other)
    except InvalidOperation:
        return False  # a bound of dates
    return ours <= theirs if name in _AT_MOST else ours >= theirs
