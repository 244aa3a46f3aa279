"""Which built-in type of XML Schema holds the values of which, told from the specification."""

from __future__ import annotations

import itertools

import pytest

from mktows.diffing.simple_types import BUILT_INS, Values, facet_relation, relation

# The tree of XML Schema part 2, section 3: a type, and those that are derived from it.
TREE = {
    "string": ["normalizedString"],
    "normalizedString": ["token"],
    "token": ["language", "NMTOKEN", "Name"],
    "Name": ["NCName"],
    "NCName": ["ID", "IDREF", "ENTITY"],
    "decimal": ["integer"],
    "integer": ["nonPositiveInteger", "long", "nonNegativeInteger"],
    "nonPositiveInteger": ["negativeInteger"],
    "long": ["int"],
    "int": ["short"],
    "short": ["byte"],
    "nonNegativeInteger": ["unsignedLong", "positiveInteger"],
    "unsignedLong": ["unsignedInt"],
    "unsignedInt": ["unsignedShort"],
    "unsignedShort": ["unsignedByte"],
    # Not derived, but with no value that the other lacks.
    "double": ["float"],
    "_long": ["unsignedInt"],
    "_int": ["unsignedShort"],
    "_short": ["unsignedByte"],
}
PRIMITIVE = {
    "boolean", "duration", "dateTime", "time", "date", "gYearMonth", "gYear", "gMonthDay", "gDay",
    "gMonth", "hexBinary", "base64Binary", "anyURI", "QName", "NOTATION", "IDREFS", "ENTITIES",
    "NMTOKENS", "anyType", "anySimpleType",
}  # fmt: skip


def below(name: str) -> set[str]:
    """A type and all that are within it by the tree."""
    direct = [*TREE.get(name, ()), *TREE.get(f"_{name}", ())]
    return {name}.union(*map(below, direct)) if direct else {name}


NAMES = sorted({*PRIMITIVE, *(name.strip("_") for name in TREE), *itertools.chain(*TREE.values())})


def within(one: str, other: str) -> bool:
    if other == "anyType":
        return True
    # Every value is written as text.
    return one in below(other) or (other in ("string", "anySimpleType") and one != "anyType")


def test_every_built_in_type_is_in_the_tree() -> None:
    assert set(NAMES) == BUILT_INS


@pytest.mark.parametrize("old", NAMES)
def test_a_built_in_type_is_wider_or_narrower_as_the_tree_says(old: str) -> None:
    words = {(True, True): "equal", (True, False): "widened", (False, True): "narrowed"}
    expected = {new: words.get((within(old, new), within(new, old)), "changed") for new in NAMES}
    assert {new: relation(Values(old), Values(new)) for new in NAMES} == expected


# A facet, its old and its new value, and what that does to the values of the type.
FACETS = [
    *((name, "9", "10", "widened") for name in
      ("maxLength", "maxInclusive", "maxExclusive", "totalDigits", "fractionDigits")),
    *((name, "9", "10", "narrowed") for name in ("minLength", "minInclusive", "minExclusive")),
    ("length", "9", "10", "changed"),
    ("pattern", "a", "b", "changed"),
    ("whiteSpace", "replace", "collapse", "changed"),
    ("maxInclusive", "2013-01-01", "2014-01-01", "changed"),
    ("maxLength", None, "9", "narrowed"),
    ("pattern", "a", None, "widened"),
    ("maxLength", "9", "9", "equal"),
    ("maxLength", "9", "9.0", "equal"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "how"), FACETS)
def test_a_facet_lets_more_or_less_pass(
    name: str, old: str | None, new: str | None, how: str
) -> None:
    assert facet_relation(name, old, new) == how
    back = {"widened": "narrowed", "narrowed": "widened"}
    assert facet_relation(name, new, old) == back.get(how, how)
    sides = [Values("string", facets={name: text} if text else {}) for text in (old, new)]
    assert relation(*sides) == how
