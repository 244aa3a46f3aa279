"""An exchange with an endpoint, and the reading of its reply in whatever form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from mktows.errors import Fault, ProtocolError, RefusedXml
from mktows.soap import XSI_NAMESPACE, Envelope, read_envelope, split_name
from mktows.transport import HttpResponse

_NIL = f"{{{XSI_NAMESPACE}}}nil"
_SECRET = re.compile(r"(<(?:[\w.-]+:)?requestSignature[^>]*>)[^<]*")


@dataclass(frozen=True)
class Item:
    """An element of a reply, whose namespaces do not matter to most clauses."""

    node: etree._Element

    @property
    def name(self) -> str:
        """The local name."""
        return split_name(self.node)[1]

    @property
    def text(self) -> str:
        """The text; empty for an element without."""
        return self.node.text or ""

    @property
    def nil(self) -> bool:
        """True for a nil element."""
        return self.node.get(_NIL, "").strip() in ("true", "1")

    @property
    def children(self) -> list[Item]:
        """The elements in it."""
        return [Item(child) for child in self.node]

    def all(self, path: str) -> list[Item]:
        """Every element at a path of local names, such as `leadRecordList/leadRecord`."""
        found = [self]
        for name in path.split("/"):
            found = [child for each in found for child in each.children if child.name == name]
        return found

    def first(self, path: str) -> Item | None:
        """The first element at a path."""
        return next(iter(self.all(path)), None)

    def value(self, path: str) -> str | None:
        """The text at a path; None where there is no such element, or a nil one."""
        found = self.first(path)
        return None if found is None or found.nil else found.text

    def form(self, path: str) -> str:
        """The form of the element at a path: `absent`, `nil`, `empty` or `filled`."""
        found = self.first(path)
        if found is None:
            return "absent"
        if found.nil:
            return "nil"
        return "filled" if found.text or len(found.node) else "empty"

    def everything(self) -> Iterator[Item]:
        """This element and all in it."""
        yield from (Item(node) for node in self.node.iter())


@dataclass(frozen=True)
class Exchange:
    """A request and its answer.

    Attributes:
        operation: As in the WSDL; empty where no operation was called.
        sent: The request's body, the signature masked.
        response: None where no answer came.
        failure: Why none came.
    """

    operation: str
    sent: str
    response: HttpResponse | None
    failure: str = ""

    @cached_property
    def envelope(self) -> Envelope | None:
        """The reply's envelope; None where it is none."""
        if self.response is None:
            return None
        try:
            return read_envelope(self.response.body)
        except (RefusedXml, ProtocolError):
            return None

    @property
    def fault(self) -> Fault | None:
        """The fault, where the reply is one."""
        return None if self.envelope is None else self.envelope.fault

    @property
    def code(self) -> int | None:
        """The fault's code, wherever it stands."""
        return None if self.fault is None else self.fault.service_code

    @property
    def succeeded(self) -> bool:
        """True for an envelope without a fault."""
        return self.envelope is not None and self.envelope.body is not None

    @property
    def result(self) -> Item:
        """The element in the reply's wrapper; an empty one where it holds nothing."""
        body = None if self.envelope is None else self.envelope.body
        if body is None or not len(body):
            return Item(etree.Element("nothing"))
        return Item(body[0])

    @property
    def outcome(self) -> str:
        """The outcome in a few words."""
        if self.response is None:
            return f"no answer: {self.failure}"
        if self.fault is not None:
            code = "without a code" if self.code is None else str(self.code)
            return f"a fault {code}: {self.fault.string}"
        if self.succeeded:
            return "a success"
        if self.envelope is not None:
            return "an envelope with an empty Body"
        return f"HTTP {self.response.status} without a SOAP envelope"

    @property
    def received(self) -> str:
        """The reply as text, with its status."""
        if self.response is None:
            return self.outcome
        return f"HTTP {self.response.status}\n{self.response.body.decode('utf-8', 'replace')}"


def masked(body: bytes) -> str:
    """A request's text without its signature."""
    return _SECRET.sub(r"\1***", body.decode("utf-8", "replace"))
