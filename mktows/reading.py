"""The reading of a reply: nothing of it is refused, and what departs from the contract is told."""

from __future__ import annotations

from collections import Counter

from lxml import etree
from mktows_bindings.runtime import Departure, Reading, Reply, UnlistedValue

from mktows.contract import Contract

__all__ = ["Departure", "Paths", "Reading", "Reply", "ReplyReading", "UnlistedValue"]

MAX_DEPARTURES = 20_000
"""Departures of one reply that are told; a page has at most 1000 records."""
_LONGEST_NAME = 80


class ReplyReading(Reading):
    """Takes note of the places where a reply departs from the contract while it is read.

    Attributes:
        noted: Reasons by node, which is kept so that it stays the same object, and by the element
            that the node lacks, empty where the node itself departs.
    """

    __slots__ = ("_contract", "_left", "noted")

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self.noted: dict[tuple[etree._Element, str], list[str]] = {}
        self._left = 0

    def unknown(self, node: etree._Element) -> None:
        """See `Reading.unknown`."""
        self._note(node, f"{self._contract.version} has no such element here")

    def repeated(self, node: etree._Element) -> None:
        """See `Reading.repeated`."""
        self._note(node, "stands more than once: the first that says something was read")

    def nothing(self, node: etree._Element) -> None:
        """See `Reading.nothing`."""
        if (node, "") not in self.noted:
            self._note(node, "says nothing, though the contract requires a value")

    def missing(self, node: etree._Element, element: str) -> None:
        """See `Reading.missing`."""
        if all(_local(child) != element for child in node):
            self._note(node, "is missing, though the contract requires it", element)

    def markup(self, node: etree._Element) -> str | None:
        """See `Reading.markup`; all text counts, that of the elements too."""
        self._note(node, "holds elements: their text was read without their tags")
        return _text(node) or None

    def unreadable(self, node: etree._Element, type_name: str) -> None:
        """See `Reading.unreadable`."""
        self._note(node, f"the text is not a valid {type_name}")

    def beyond(self, node: etree._Element, type_name: str) -> None:
        """See `Reading.beyond`."""
        self._note(node, f"the number is beyond the range of {type_name}")

    def documented(self, node: etree._Element, type_name: str) -> None:
        """See `Reading.documented`."""
        self._note(node, f"the value is documented, but not listed in {type_name}")

    def unlisted(self, node: etree._Element, type_name: str) -> None:
        """See `Reading.unlisted`."""
        self._note(node, f"the value is not listed in {type_name}")

    def departures(self, message: etree._Element, type_name: str) -> tuple[Departure, ...]:
        """All that was noted of a message, in the order of reading."""
        paths = Paths(self._contract, message, type_name)
        found = [
            Departure(
                paths.path(node) + (f".{element}" if element else ""),
                reason,
                None if element else _text(node),
            )
            for (node, element), reasons in self.noted.items()
            for reason in reasons
        ]
        if self._left:
            found.append(Departure("", f"{self._left} more departures are not told"))
        return tuple(found)

    def _note(self, node: etree._Element, reason: str, element: str = "") -> None:
        reasons = self.noted.get((node, element))
        if reasons is not None:
            # A node is read again where its neighbour turns out to be qualified.
            if reason not in reasons:
                reasons.append(reason)
        elif len(self.noted) < MAX_DEPARTURES:
            self.noted[node, element] = [reason]
        else:
            self._left += 1


class Paths:
    """Paths of nodes of one message, with the places of what may stand more than once."""

    def __init__(self, contract: Contract, message: etree._Element, type_name: str) -> None:
        self._contract = contract
        self._message = message
        self._type_name = type_name
        # By parent, to count once for all: the place of each child among those of its name.
        self._places: dict[etree._Element, dict[etree._Element, int]] = {}

    def path(self, node: etree._Element) -> str:
        """The path of a node below the message."""
        line = [node, *node.iterancestors()]
        line = line[: line.index(self._message)]
        path, type_name, above = _local(self._message), self._type_name, self._message
        for inner in reversed(line):
            name = _local(inner)
            item = self._contract.types.get(type_name)
            field = next((f for f in item.fields if f.element == name), None) if item else None
            path += f".{name if len(name) <= _LONGEST_NAME else f'{name[:_LONGEST_NAME]}...'}"
            if field is not None and field.many:
                path += f"[{self._places_below(above)[inner]}]"
            type_name, above = field.type_name if field else "", inner
        return path

    def _places_below(self, parent: etree._Element) -> dict[etree._Element, int]:
        places = self._places.get(parent)
        if places is None:
            counts: Counter[str] = Counter()
            places = self._places[parent] = {}
            for child in parent:
                name = _local(child)
                places[child] = counts[name]
                counts[name] += 1
        return places


def _local(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2]


def _text(node: etree._Element) -> str:
    return "".join(map(str, node.itertext()))
