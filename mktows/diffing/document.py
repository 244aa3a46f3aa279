"""A WSDL as XML that may be hostile: parsed hardened, refused with file and line."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from mktows.errors import MktowsError, RefusedXml
from mktows.soap import parse_xml

XS_NAMESPACE = "http://www.w3.org/2001/XMLSchema"
WSDL_NAMESPACE = "http://schemas.xmlsoap.org/wsdl/"
SOAP_NAMESPACE = "http://schemas.xmlsoap.org/wsdl/soap/"
XS = f"{{{XS_NAMESPACE}}}"
WSDL = f"{{{WSDL_NAMESPACE}}}"
SOAP = f"{{{SOAP_NAMESPACE}}}"

MAX_BYTES = 32 * 1024 * 1024
"""Largest WSDL that is read; ours have 160 KiB, those of large services a few MiB (a guess)."""

MAX_PREFIXES = 100
"""Most prefixes in scope where a name has one; ours have 6, those of other tools 20 (a guess)."""


class WsdlError(MktowsError):
    """A WSDL that cannot be used: the text is `file:line: what is wrong`."""

    def __init__(self, name: object, line: int | None, reason: str) -> None:
        super().__init__(f"{name}:{line or 1}: {reason}")


class Document:
    """A parsed file, with what every reader of it needs.

    Attributes:
        name: What messages call the file.
        root: Its root element.
    """

    def __init__(self, name: object, data: bytes) -> None:
        """Parse a file.

        Raises:
            WsdlError: It is too large, malformed, declares a document type, or is no WSDL.
        """
        self.name = name
        if len(data) > MAX_BYTES:
            raise WsdlError(name, 1, f"larger than {MAX_BYTES} bytes")
        try:
            self.root = parse_xml(data)
        except RefusedXml as error:
            raise WsdlError(name, error.line, str(error)) from None
        if self.root.tag != f"{WSDL}definitions":
            raise self.fail(self.root, "the root element is not wsdl:definitions")

    def fail(self, node: etree._Element | None, reason: str) -> WsdlError:
        """The error that something is wrong with a node."""
        return WsdlError(self.name, None if node is None else line_of(node), reason)

    def named(self, nodes: Iterable[etree._Element], kind: str) -> dict[str, etree._Element]:
        """Nodes by their `name`, which each must have and none may share."""
        found: dict[str, etree._Element] = {}
        for node in nodes:
            name = node.get("name")
            if not name:
                raise self.fail(node, f"{kind} without a name")
            if name in found:
                raise self.fail(
                    node, f"{kind} {name} is already defined in line {line_of(found[name])}"
                )
            found[name] = node
        return found

    def resolved(self, node: etree._Element, attribute: str) -> tuple[str, str]:
        """The namespace and local name that a QName attribute stands for."""
        text = node.get(attribute)
        if not text:
            raise self.fail(node, f"{etree.QName(node).localname} needs the attribute {attribute}")
        return self.qualified(node, attribute, text.strip())

    def qualified(self, node: etree._Element, attribute: str, text: str) -> tuple[str, str]:
        """The namespace and local name that one QName of an attribute stands for."""
        prefix, _, local = text.rpartition(":")
        scope = node.nsmap  # lxml makes this table anew each time
        if len(scope) > MAX_PREFIXES:
            raise self.fail(node, f"more than {MAX_PREFIXES} prefixes are declared here and above")
        namespace = scope.get(prefix or None)
        if namespace is None:
            raise self.fail(node, f"{attribute}={text!r}: the prefix is not declared")
        return namespace, local


def line_of(node: etree._Element) -> int:
    """The line that an element begins in."""
    return int(str(node.sourceline or 1))
