"""Strategies for any value that the schema allows, realistic or not.

They walk the contract table, so a new version or field needs no change here. Nothing is filtered
into shape: whatever they build is what the schema of its version accepts.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from xsdata.models.datatype import XmlDateTime

from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, Contract, Field, contract

MAX_DEPTH = 6
"""The depth to which optional elements and lists are filled; required ones have no bound."""

AWKWARD_CHARACTERS = "\t\n\r <>&'\"]\x85\xa0\u2028\u2029\u200b\ufeff\ufffdeé字\U0001f600\U0010ffff"
AWKWARD_TEXTS = (
    "",
    " ",
    "\r\n",
    "\n leading and trailing \t",
    "]]>",
    "<![CDATA[x]]>",
    "<!-- -->",
    "<?pi?>",
    "&amp;&#13;",
    "<&>\"'",
    "a\rb\r\nc\nd",
    "next\x85line\u2028separator",
    "\ufeffmark",
    "\U0001f600\U0010ffff",
    "true",
    "0",
    "long " * 1_000,
)
# Everything that XML 1.0 can hold (production 2), surrogates and two non-characters left out.
XML_CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[*(chr(n) for n in range(32) if n not in (9, 10, 13)), "\ufffe", "\uffff"],
)
_TEXTS = st.one_of(
    st.text(st.one_of(st.sampled_from(AWKWARD_CHARACTERS), XML_CHARACTERS), max_size=12),
    st.sampled_from(AWKWARD_TEXTS),
)
_OFFSETS = st.one_of(
    st.sampled_from((None, 0, -420, 330, 14 * 60, -14 * 60, -1)), st.integers(-14 * 60, 14 * 60)
)
_FIRST_AND_LAST = (XmlDateTime(1, 1, 1, 0, 0, 0), XmlDateTime(9999, 12, 31, 23, 59, 59))
_FRACTIONS = st.one_of(
    st.sampled_from((0, 710_000_000, 1_000, 1, 999_999_999)), st.integers(0, 10**9 - 1)
)


def texts() -> SearchStrategy[str]:
    """Any text that XML can hold, the awkward ones first."""
    return _TEXTS


def integers(type_name: str) -> SearchStrategy[int]:
    """Any value of xs:int, xs:long or xs:integer, its bounds included."""
    if type_name == "integer":
        return st.one_of(st.integers(), st.sampled_from((10**400, -(10**400), 2**63)))
    limit = {"int": 2**31, "long": 2**63}[type_name]
    return st.one_of(st.integers(-limit, limit - 1), st.sampled_from((0, -limit, limit - 1)))


def moments() -> SearchStrategy[XmlDateTime]:
    """Any xs:dateTime of the years 1 to 9999, with and without fractions and offsets."""
    return st.builds(
        lambda start, fraction, offset: start.replace(fractional_second=fraction, offset=offset),
        st.one_of(st.datetimes().map(XmlDateTime.from_datetime), st.sampled_from(_FIRST_AND_LAST)),
        _FRACTIONS,
        _OFFSETS,
    )


def versions() -> SearchStrategy[str]:
    """One of the known versions."""
    return st.sampled_from(KNOWN_VERSIONS)


def type_names(version: str) -> SearchStrategy[str]:
    """The name of one of a version's complex types."""
    return st.sampled_from(sorted(contract(version).types))


def values_of(type_name: str, *, version: str = LATEST_VERSION) -> SearchStrategy[Any]:
    """Any value of a type that the schema allows: a built-in, an enumeration or a complex type.

    Where the type is abstract or has derived types, the value is of any concrete one of them.
    Texts hold XML's awkward characters, numbers reach their bounds, lists may be empty or long.

    Args:
        type_name: As in the WSDL, such as `LeadRecord` or `dateTime`.
        version: Of the contract, such as `2_3`.

    Example:
        >>> from hypothesis import find
        >>> find(values_of("LeadKeyRef", version="2_3"), lambda value: True).value
        'IDNUM'
    """
    return _values(version, type_name, MAX_DEPTH)


def messages(element: str, *, version: str = LATEST_VERSION) -> SearchStrategy[Any]:
    """Any value that the schema allows for a global element, such as `paramsGetLead`.

    Most mean nothing to the service; `requests` and `replies` build realistic messages.
    """
    return values_of(contract(version).elements[element], version=version)


@functools.cache
def _values(version: str, type_name: str, depth: int) -> SearchStrategy[Any]:
    table = contract(version)
    if type_name in table.enumerations:
        return st.sampled_from(list(table.binding(type_name)))  # type: ignore[call-overload]
    if type_name not in table.types:
        return _BUILT_INS[type_name]()
    concrete = [
        name
        for name, item in table.types.items()
        if table.is_a(name, type_name) and not item.abstract
    ]
    return st.one_of([_instances(table, name, depth) for name in concrete])


def _instances(table: Contract, type_name: str, depth: int) -> SearchStrategy[Any]:
    members = {
        field.attribute: _field(table.version, field, depth)
        for field in table.types[type_name].fields
    }
    binding = table.binding(type_name)
    return st.fixed_dictionaries(members).map(lambda kwargs: binding(**kwargs))


def _field(version: str, field: Field, depth: int) -> SearchStrategy[Any]:
    simple = field.type_name not in contract(version).types
    if depth <= 0 and field.many:
        return st.builds(list)
    if depth <= 0 and not field.required:
        return st.none()
    item = _values(version, field.type_name, depth - 1)
    if field.many:
        return _lists(item, longest=60 if simple else 12)
    if not field.required or field.nillable:
        return st.one_of(st.none(), item)
    return item


def _lists(item: SearchStrategy[Any], longest: int) -> SearchStrategy[list[Any]]:
    """Short lists of different items, and now and then a long one of the same."""
    short = st.lists(item, max_size=3)
    long = st.builds(lambda value, count: [value] * count, item, st.just(longest))
    return st.one_of(short, short, short, long)


_BUILT_INS: dict[str, Callable[[], SearchStrategy[Any]]] = {
    "string": texts,
    "anySimpleType": texts,
    "boolean": st.booleans,
    "dateTime": moments,
    "base64Binary": lambda: st.one_of(st.binary(max_size=40), st.just(bytes(range(256)))),
    "int": lambda: integers("int"),
    "long": lambda: integers("long"),
    "integer": lambda: integers("integer"),
}
