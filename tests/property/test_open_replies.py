"""A reply that departs from the contract in one place is read, and that one place is told.

Any reply of any operation and version, one member of it broken in each way that there is: all else
reads as if nothing were broken.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from support.contract_schemas import as_body, codec
from support.exact import exact

from mktows import UnlistedValue
from mktows.checking import check_message
from mktows.checking.messages import MOST_FINDINGS
from mktows.contract import KNOWN_VERSIONS, Contract, Field, contract
from mktows.soap import XSI_NAMESPACE
from mktows.testing.any_values import messages

NIL = f"{{{XSI_NAMESPACE}}}nil"
OPERATIONS = [
    (version, name) for version in KNOWN_VERSIONS for name in contract(version).operations
]
RANGES = {"int": 2**31, "long": 2**63}
WITH_A_FORM = ("int", "long", "integer", "boolean", "dateTime", "base64Binary")


class Place(NamedTuple):
    """An element of a reply: its node and path, and the way to its value from the message down."""

    node: etree._Element
    field: Field | None
    path: str
    way: tuple[tuple[str, int | None], ...]

    @property
    def type_name(self) -> str:
        return self.field.type_name if self.field else ""

    @property
    def needed(self) -> bool:
        """Whether it must be there, once and with a value."""
        return self.field is not None and self.field.required and not self.field.many


def places(known: Contract, message: etree._Element, type_name: str) -> Iterator[Place]:
    """Every element of a reply that the contract knows, the message first."""
    waiting = [(Place(message, None, etree.QName(message).localname, ()), type_name)]
    while waiting:
        place, type_name = waiting.pop()
        yield place
        if type_name not in known.types or place.node.get(NIL):
            continue
        for field in known.types[type_name].fields:
            for index, child in enumerate(place.node.findall(field.element)):
                where = index if field.many else None
                path = f"{place.path}.{field.element}" + (f"[{index}]" if field.many else "")
                way = (*place.way, (field.attribute, where))
                waiting.append((Place(child, field, path, way), field.type_name))


def put(message: Any, way: tuple[tuple[str, int | None], ...], value: object) -> None:
    """Give the member at the end of a way another value; None takes an item out of its list."""
    *above, (attribute, index) = way
    for name, place in above:
        message = getattr(message, name)
        message = message if place is None else message[place]
    if index is None:
        setattr(message, attribute, value)
    elif value is None:
        del getattr(message, attribute)[index]
    else:
        getattr(message, attribute)[index] = value


class Way(NamedTuple):
    """A way to break a member: which may be broken so, how, and what it reads as then."""

    may: Callable[[Contract, Place], bool]
    break_: Callable[[Place], str]
    """Breaks it, and returns the path that must be told."""
    value: Callable[[Place], object] | None = None


def said(place: Place, text: str) -> str:
    place.node.text = text
    return place.path


def nil(place: Place) -> str:
    for child in [*place.node]:
        place.node.remove(child)
    place.node.text = None
    place.node.set(NIL, "true")
    return place.path


def gone(place: Place) -> str:
    above = place.node.getparent()
    assert above is not None
    above.remove(place.node)
    return place.path


def extra(place: Place) -> str:
    place.node.insert(0, etree.Element("extra"))
    place.node[0].text = "x"
    return f"{place.path}.extra"


def twice(place: Place) -> str:
    place.node.addnext(copy.deepcopy(place.node))
    return place.path


def marked_up(place: Place) -> str:
    text = place.node.text or ""
    place.node.text = text[: len(text) // 2]
    etree.SubElement(place.node, "b").text = text[len(text) // 2 :]
    return place.path


def has_text(place: Place) -> bool:
    return place.node.get(NIL) is None and bool((place.node.text or "").strip())


WAYS = {
    "a value that is not listed": Way(
        lambda known, place: place.type_name in known.enumerations and has_text(place),
        lambda place: said(place, " NEITHER "),
        lambda _: UnlistedValue("NEITHER"),
    ),
    "a number beyond its range": Way(
        lambda _, place: place.type_name in RANGES,
        lambda place: said(place, str(RANGES[place.type_name])),
        lambda place: RANGES[place.type_name],
    ),
    "no value of its type": Way(
        lambda _, place: place.type_name in WITH_A_FORM and place.node.get(NIL) is None,
        lambda place: said(place, "never"),
        lambda _: None,
    ),
    "nil though required": Way(
        lambda _, place: place.needed and not place.field.nillable,  # type: ignore[union-attr]
        nil,
        lambda _: None,
    ),
    "missing": Way(lambda _, place: place.needed, gone, lambda _: None),
    "an extra element": Way(
        lambda known, place: (
            place.node.get(NIL) is None and (place.type_name in known.types or place.field is None)
        ),
        extra,
    ),
    "twice": Way(lambda _, place: place.field is not None and not place.field.many, twice),
    "markup in a text": Way(
        lambda known, place: (
            place.field is not None and place.type_name not in known.types and has_text(place)
        ),
        marked_up,
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@given(data=st.data())
def test_what_departs_in_one_place_is_read_and_told(data: st.DataObject, way: Way) -> None:
    version, name = data.draw(st.sampled_from(OPERATIONS))
    known, element = contract(version), contract(version).operations[name].reply
    encoded = codec(version).encode(
        element, data.draw(messages(element, version=version)), service=True
    )
    whole = codec(version).decode_reply(as_body(version, encoded), element)
    assert whole.departures == ()
    node = as_body(version, encoded)
    found = [
        place for place in places(known, node, known.elements[element]) if way.may(known, place)
    ]
    assume(found)
    place = data.draw(st.sampled_from(found))
    if place.type_name in RANGES and way is WAYS["a number beyond its range"]:
        place.node.attrib.clear()
    told = way.break_(place)
    judged = [each.path for each in check_message(known, node, element)]
    read = codec(version).decode_reply(node, element)
    assert [each.path for each in read.departures] == [told]
    if way.value is not None:
        put(whole, place.way, way.value(place))
    assert exact(read) == exact(whole)
    # Where something is missing, the check names what lacks it.
    above = told.rpartition(".")[0]
    assert told in judged or above in judged or len(judged) == MOST_FINDINGS


@given(data=st.data())
def test_what_is_allowed_to_be_otherwise_is_not_told(data: st.DataObject) -> None:
    """Order, namespaces, and an optional member that is absent, nil or empty."""
    version, name = data.draw(st.sampled_from(OPERATIONS))
    known, element = contract(version), contract(version).operations[name].reply
    message = data.draw(messages(element, version=version))
    for service in (False, True):
        node = as_body(version, codec(version).encode(element, message, service=service))
        for place in list(places(known, node, known.elements[element])):
            if data.draw(st.booleans()):
                place.node.tag = f"{{urn:other}}{etree.QName(place.node).localname}"
            if len({each.tag for each in place.node}) > 1 and data.draw(st.booleans()):
                place.node.append(place.node[0])
        assert codec(version).decode_reply(node, element).departures == ()
