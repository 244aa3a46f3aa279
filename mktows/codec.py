"""Bindings to XML and back, through the codec that was generated for their version."""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import etree

from mktows.contract import Contract
from mktows.errors import ProtocolError, RequestError
from mktows.reading import Reading, Reply, ReplyReading
from mktows.soap import path_of

# `problems` is imported where it is needed: few programs ever do.


class Encoded(NamedTuple):
    """A serialised element, and whether it uses the prefix `xsi`."""

    text: str
    xsi: bool


class Codec:
    """Writes and reads the messages of one version. Safe to share between threads."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._writers = contract.codec.WRITERS
        self._readers = contract.codec.READERS
        # Markup that only what uses the prefix xsi can hold: a text's own `<` is escaped.
        bases = {item.base for item in contract.types.values()}
        self._marks = (
            *contract.codec.XSI_MARKS,
            *(f'<ns1:{e} xsi:type="' for e, name in contract.elements.items() if name in bases),
        )

    def encode(self, element: str, value: object, *, service: bool = False) -> Encoded:
        """Write a message under a global element, with the prefix `ns1`.

        A client leaves an unset optional element out; with `service`, an unset element that may be
        nil is nil, as in the service's replies. Either way a required nillable element without a
        value is nil.

        Raises:
            RequestError: A value is missing, of the wrong type, out of range, or holds a character
                that XML cannot carry. The error names its path.
        """
        type_name = self._contract.elements[element]
        try:
            text = self._writers[type_name](f"ns1:{element}", value, service)
        except (AttributeError, TypeError, ValueError):
            # The generated code does not know where it is: look for the place now.
            from mktows.problems import problem_of

            problem = problem_of(self._contract, type_name, value)
            if problem is None:
                raise
            raise RequestError(problem.reason, ".".join([element, *problem.path])) from None
        return Encoded(text, any(mark in text for mark in self._marks))

    def decode(self, node: etree._Element, element: str, reading: Reading | None = None) -> Any:
        """Read a message of a global element from its node, strictly: that of a caller.

        Order, prefixes and stray namespaces do not matter; unknown elements are passed over. An
        element that is absent, nil, or empty where its type allows no empty text, reads as None.
        `mktows.checking.check_message` finds what is passed over.

        Args:
            node: The message element, parsed by `soap.parse_xml`; its own name is the caller's
                affair. Qualified elements below it lose their namespace.
            element: The global element whose type the message has.
            reading: Takes note of what is unusual; it may be less strict.

        Raises:
            ProtocolError: A value cannot be read as its type; the error names the path.
        """
        return self._read(node, self._contract.elements[element], reading or _REQUEST)

    def decode_reply(self, node: etree._Element, element: str) -> Any:
        """Read a reply, whatever the service wrote in it; its `departures` tell what is unusual.

        Where a reply departs from the contract, the rest of it is read as it is: a value that an
        enumeration does not list is an `UnlistedValue`, a number beyond its range is itself, a text
        that is not of its type is None, and so is what is missing. An element that the contract
        does not know is passed over; of one that stands too often, the first that says something
        counts; the text of markup inside a text is read without its tags.

        Args:
            node: See `decode`.
            element: The global element of an operation's reply.
        """
        type_name = self._contract.elements[element]
        reading = ReplyReading(self._contract)
        reply = self._read(node, type_name, reading)
        if reading.noted:
            departures = reading.departures(node, type_name)
            held = (
                getattr(reply, field.attribute) for field in self._contract.types[type_name].fields
            )
            for each in (reply, *held):
                if isinstance(each, Reply):
                    each.departures = departures
        return reply

    def _read(self, node: etree._Element, type_name: str, reading: Reading) -> Any:
        try:
            return self._readers[type_name](node, reading)
        except self._contract.codec.Unreadable as error:
            raise ProtocolError(str(error), path_of(error.node), error.type_name) from None


_REQUEST = Reading()
