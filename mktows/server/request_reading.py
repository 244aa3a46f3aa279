"""The reading of a request: what is declared nowhere is kept, and loose times are understood."""

from __future__ import annotations

from lxml import etree

from mktows.codec import Codec
from mktows.contract import Contract
from mktows.facts.activity_types import LATER
from mktows.moments import date_time_form
from mktows.reading import Paths, Reading

MOST_UNDECLARED = 20_000
"""Undeclared elements of a request that are kept, the first ones; a batch has some a record."""


class RequestReading(Reading):
    """Takes note of what the contract does not declare, and reads more than it allows.

    Attributes:
        rewritten: Whether a time was rewritten as the schema writes it, so that the message has to
            be read again.
    """

    __slots__ = ("_unknown", "rewritten")

    def __init__(self) -> None:
        self._unknown: list[etree._Element] = []
        self.rewritten = False

    def unknown(self, node: etree._Element) -> None:
        """See `Reading.unknown`."""
        if not len(node) and node.text and len(self._unknown) < MOST_UNDECLARED:
            self._unknown.append(node)

    def unreadable(self, node: etree._Element, type_name: str) -> None:
        """See `Reading.unreadable`; a time counts in any form that the service accepted."""
        written = date_time_form(node.text or "") if type_name == "dateTime" else None
        if written is None:
            super().unreadable(node, type_name)
        node.text = written
        self.rewritten = True

    def unlisted(self, node: etree._Element, type_name: str) -> None:
        """See `Reading.unlisted`; later types of activities are listed in no known version."""
        if type_name != "ActivityType" or (node.text or "").strip() not in LATER:
            super().unlisted(node, type_name)

    def undeclared(
        self, contract: Contract, message: etree._Element, type_name: str
    ) -> dict[str, str]:
        """The texts of the elements that are declared nowhere, by their paths below the message."""
        if not self._unknown:
            return {}
        paths = Paths(contract, message, type_name)
        found: dict[str, str] = {}
        for node in self._unknown:
            text = (node.text or "").strip()
            if text:
                found[paths.path(node).partition(".")[2]] = text
        return found


def read_request(
    codec: Codec, message: etree._Element, element: str
) -> tuple[object, RequestReading]:
    """Read the message of a global element.

    Raises:
        ProtocolError: A value cannot be read as its type; the error names the path.
    """
    reading = RequestReading()
    params = codec.decode(message, element, reading)
    if reading.rewritten:
        reading = RequestReading()
        params = codec.decode(message, element, reading)
    return params, reading
