"""Ids that each store gives out itself, and what stands for them on both sides."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

OBJECT_TYPES = ("Opportunity", "OpportunityPersonRole")


class Aliases:
    """Names things by the order in which they were first shown, by kind.

    So equal names on both sides mean: the same order, and distinct where they are distinct.
    """

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._ids: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def name(self, kind: str, number: str) -> str:
        """The name of a thing; a new one if it was never shown."""
        key = (kind, number)
        if key not in self._names:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            made = f"{kind} {self._counts[kind]}"
            self._names[key], self._ids[made] = made, number
        return self._names[key]

    def known(self, kind: str, number: str) -> str | None:
        """The name of a thing that was shown."""
        return self._names.get((kind, number))

    def number(self, name: str) -> str | None:
        """The id behind a name."""
        return self._ids.get(name)


def translate(message: etree._Element, sandbox: Aliases, bridge: Aliases) -> None:
    """Put the bridge's ids where a request has the sandbox's; others stay."""
    for kind, node in object_ids(message):
        name = sandbox.known(kind, (node.text or "").strip())
        number = None if name is None else bridge.number(name)
        if number is not None:
            node.text = number


def object_ids(message: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The elements of a message that hold ids of opportunities and roles, each with its type."""
    own = message.findtext("type") or ""
    if own in OBJECT_TYPES:
        yield from ((own, node) for node in message.findall("id"))
        for criterion in message.iter("mObjCriteria"):
            value = criterion.find("attrValue")
            if criterion.findtext("attrName") == "Id" and value is not None:
                yield own, value
    for name, member in (("mObject", "type"), ("mObjAssociation", "mObjType")):
        for each in message.iter(name):
            kind = each.findtext(member) or ""
            if kind in OBJECT_TYPES:
                yield from ((kind, node) for node in each.findall("id"))
    for attrib in message.iter("attrib"):
        value = attrib.find("value")
        if attrib.findtext("name") == "OpportunityId" and value is not None:
            yield "Opportunity", value
