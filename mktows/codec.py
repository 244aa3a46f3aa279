"""Bindings to XML and back, through the codec that was generated for their version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from mktows.contract import Contract
from mktows.errors import ProtocolError, RequestError

if TYPE_CHECKING:
    from mktows.departures import Departure

# `problems` and `departures` are imported where they are needed: few programs ever do.


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

    def decode(
        self,
        node: etree._Element,
        element: str,
        departures: list[Departure] | None = None,
        *,
        strict: bool = False,
    ) -> Any:
        """Read a message of a global element from its node.

        Order, prefixes and stray namespaces do not matter; unknown elements are passed over. An
        element that is absent, nil, or empty where its type allows no empty text, reads as None.

        Args:
            node: The message element, parsed by `soap.parse_xml`; its own name is the caller's
                affair. Qualified elements below it lose their namespace.
            element: The global element whose type the message has.
            departures: Where given, every departure from the contract is added to it.
            strict: Whether a departure is an error.

        Raises:
            ProtocolError: A value cannot be read as its type, or with `strict` something departs
                from the contract; the error names the path.
        """
        if strict or departures is not None:
            from mktows.departures import departures_of

            found = departures_of(self._contract, node, element)
            if departures is not None:
                departures += found
            if strict and found:
                raise ProtocolError(found[0].reason, found[0].path)
        type_name = self._contract.elements[element]
        try:
            return self._readers[type_name](node)
        except self._contract.codec.Unreadable as error:
            from mktows.departures import path_of

            raise ProtocolError(str(error), path_of(error.node), error.type_name) from None
