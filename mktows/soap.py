"""SOAP 1.1 envelopes, out and in; knows no operation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from mktows.errors import Fault, ProtocolError, RefusedXml
from mktows.prolog import BadProlog, Problem, read_prolog
from mktows.text import escape

SOAP_NAMESPACE = "http://schemas.xmlsoap.org/soap/envelope/"
XSI_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance"
CONTENT_TYPE = "text/xml;charset=UTF-8"
MAX_ELEMENTS = 3_000_000
"""Most elements, comments and instructions in one document; a reply of 1000 leads with 500
attributes each has 2 million."""
MAX_BLOCKS = 10_000
"""Most header blocks of one envelope, and most parts of it; the contract knows two of each."""
MAX_TOKEN_BYTES = 2 * 1024 * 1024
"""Longest tag, comment or instruction that expat is given: it begins again with each piece."""

_PIECE = 1024 * 1024  # pyexpat hands on no more at a time
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_SOAP = f"{{{SOAP_NAMESPACE}}}"
_HEADER, _BODY = f"{_SOAP}Header", f"{_SOAP}Body"
_ENDS_TOO_EARLY = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_NO_ELEMENTS,
    )
)
_CODE_IN_FRONT = re.compile(r"\s*(\d+) - ")
_CODE_BEHIND = re.compile(r"\((\d+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope that was read.

    Attributes:
        headers: Header blocks by (namespace, local name).
        body: The one child of the Body, None where it holds a fault or nothing.
        children: How many children the Body has.
        fault: The fault, where it is one.
    """

    headers: Mapping[tuple[str, str], etree._Element]
    body: etree._Element | None
    children: int
    fault: Fault | None


def write_envelope(*, namespace: str, body: str, header: str = "", xsi: bool = False) -> bytes:
    """Put serialised parts into an envelope.

    The prefixes are those of the service's own messages: `SOAP-ENV`, `xsi` where something uses
    it, `ns1` for the namespace of the parts. They are declared on the root, in that order.
    """
    xsi_declaration = f' xmlns:xsi="{XSI_NAMESPACE}"' if xsi else ""
    block = f"<SOAP-ENV:Header>{header}</SOAP-ENV:Header>" if header else ""
    return (
        f'{_DECLARATION}<SOAP-ENV:Envelope xmlns:SOAP-ENV="{SOAP_NAMESPACE}"{xsi_declaration}'
        f' xmlns:ns1="{namespace}">{block}<SOAP-ENV:Body>{body}</SOAP-ENV:Body>'
        "</SOAP-ENV:Envelope>"
    ).encode()


def write_fault(*, string: str, detail: str = "", code: str = "SOAP-ENV:Client") -> bytes:
    """Write a fault envelope; `detail` is serialised XML that declares its own prefixes."""
    block = f"<detail>{detail}</detail>" if detail else ""
    return (
        f'{_DECLARATION}<SOAP-ENV:Envelope xmlns:SOAP-ENV="{SOAP_NAMESPACE}"><SOAP-ENV:Body>'
        f"<SOAP-ENV:Fault><faultcode>{escape(code)}</faultcode>"
        f"<faultstring>{escape(string)}</faultstring>{block}</SOAP-ENV:Fault></SOAP-ENV:Body>"
        "</SOAP-ENV:Envelope>"
    ).encode()


def parse_xml(data: bytes, *, max_elements: int = MAX_ELEMENTS) -> etree._Element:
    """Parse XML that may be hostile.

    A document type declaration is refused before any parser sees it, so there are no entities;
    nothing is fetched. The root element begins within `mktows.prolog.MAX_PROLOG_BYTES`; libxml2
    bounds the nesting (256 levels in most of its versions, 2048 in the newest) and the length of a
    text (10 million characters). The caller bounds the size. Comments and processing instructions
    are dropped.

    Args:
        data: The document.
        max_elements: Most elements, comments and instructions in it.

    Raises:
        RefusedXml: It is malformed, declares a document type, is nested too deeply, or has too
            many elements.
    """
    try:
        document = read_prolog(data)
    except BadProlog as bad:
        raise _refusal(bad) from None
    # An element of four bytes takes some hundred in libxml2's tree, and half a microsecond.
    if len(data) > max_elements and (
        document.data.count(b"<") - document.data.count(b"</") > max_elements
    ):
        raise RefusedXml(f"it has more than {max_elements} elements")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # nothing is looked up by id, and parsing takes two thirds of the time
    )
    try:
        root = etree.fromstring(document.data, parser)
    except etree.XMLSyntaxError as error:
        # libxml2's words may quote the document, which may be a lead's data: only say where.
        line, column = error.position
        if _error_number(error) == _RESOURCE_LIMIT:
            reason = "elements are nested too deeply, or one text is too long"
            raise RefusedXml(reason, line=line) from None
        raise RefusedXml(
            f"not well-formed XML (line {line}, column {column}, {_error_name(error)})",
            truncated=_is_beginning(document.data),
            line=line,
        ) from None
    if not document.whole:
        raise RefusedXml("not well-formed XML: it ends within a character")
    if len(parser.error_log):
        _refuse_undeclared_prefixes(root)
    return root


def _refuse_undeclared_prefixes(root: etree._Element) -> None:
    """Refuse a name whose prefix is not declared.

    lxml refuses it too, unless a warning comes behind it, such as one of a namespace that is a
    relative URI; and its log of them is bounded, so the names themselves are looked at.
    """
    for node in root.iter(etree.Element):
        if any(":" in str(name).rpartition("}")[2] for name in (node.tag, *node.attrib)):
            line = int(str(node.sourceline or 1))
            raise RefusedXml(
                f"not well-formed XML (line {line}: a prefix is not declared)", line=line
            )


def _refusal(bad: BadProlog) -> RefusedXml:
    if bad.problem in (Problem.DOCUMENT_TYPE, Problem.TOO_LONG):
        return RefusedXml(str(bad), line=bad.line)
    reason = f"not well-formed XML (line {bad.line}: {bad})"
    return RefusedXml(reason, truncated=bad.problem is Problem.TRUNCATED, line=bad.line)


# libxml2's XML_ERR_RESOURCE_LIMIT, which lxml before 6.0.2 has no name for.
_RESOURCE_LIMIT = 114
_ERROR_NAMES = {
    number: name for name, number in vars(etree.ErrorTypes).items() if name.startswith("ERR_")
}


def _error_name(error: etree.XMLSyntaxError) -> str:
    """Libxml2's name for what went wrong."""
    return str(_ERROR_NAMES.get(_error_number(error), "unknown error"))


def _error_number(error: etree.XMLSyntaxError) -> int | None:
    return getattr(error, "code", None)  # the stubs do not know it


def _is_beginning(data: bytes) -> bool:
    """Tell whether nothing is wrong but that more should follow, as expat sees it."""
    try:
        feed(expat.ParserCreate("utf-8"), data)
    except TokenTooLong:
        return False
    except expat.ExpatError as error:
        return error.code in _ENDS_TOO_EARLY
    return False


class TokenTooLong(Exception):
    """A tag, a comment or an instruction is longer than `MAX_TOKEN_BYTES`."""


def feed(parser: expat.XMLParserType, data: bytes) -> None:
    """Give a whole document to expat, in a time that grows with its length in every version.

    Raises:
        ExpatError: It is malformed.
        TokenTooLong: Something in it is no text, and too long.
    """
    for start in range(0, len(data), _PIECE):
        end = start + _PIECE
        parser.Parse(data[start:end], end >= len(data))
        if min(end, len(data)) - parser.CurrentByteIndex > MAX_TOKEN_BYTES:
            raise TokenTooLong


def read_envelope(data: bytes, *, max_elements: int = MAX_ELEMENTS) -> Envelope:
    """Read an envelope, whatever its prefixes.

    Args:
        data: The envelope.
        max_elements: See `parse_xml`.

    Raises:
        RefusedXml: See `parse_xml`.
        ProtocolError: It is XML, but not a SOAP 1.1 envelope with a body, or has too many parts or
            header blocks.
    """
    root = parse_xml(data, max_elements=max_elements)
    if root.tag != f"{_SOAP}Envelope":
        raise ProtocolError(f"expected a SOAP 1.1 Envelope, found {describe(root)}")
    if len(root) > MAX_BLOCKS:
        raise ProtocolError(f"the SOAP Envelope has more than {MAX_BLOCKS} parts")
    parts: dict[str, etree._Element] = {}
    for part in root:
        parts.setdefault(part.tag, part)
    body = parts.get(_BODY)
    if body is None:
        raise ProtocolError("the SOAP Envelope has no Body")
    header = parts.get(_HEADER)
    if header is not None and len(header) > MAX_BLOCKS:
        raise ProtocolError(f"the SOAP Header has more than {MAX_BLOCKS} blocks")
    blocks = {split_name(block): block for block in (header if header is not None else ())}
    children = len(body)
    first = body[0] if children else None
    if first is not None and first.tag == f"{_SOAP}Fault":
        return Envelope(blocks, None, children, _read_fault(first))
    return Envelope(blocks, first, children, None)


def split_name(node: etree._Element) -> tuple[str, str]:
    """Namespace (empty for none) and local name of an element."""
    tag = node.tag
    if tag[0] == "{":
        namespace, _, local = tag[1:].partition("}")
        return namespace, local
    return "", tag


def path_of(node: etree._Element) -> str:
    """Local names from the message element down to a node, joined by dots."""
    names = [split_name(node)[1]]
    names += [split_name(ancestor)[1] for ancestor in node.iterancestors()]
    names.reverse()
    return ".".join(names[names.index("Body") + 1 :] if "Body" in names else names)


def describe(node: etree._Element) -> str:
    """An element's name for an error message."""
    namespace, local = split_name(node)
    return f"<{local}> in {namespace or 'no namespace'}"


def _read_fault(node: etree._Element) -> Fault:
    """Read a fault's members by local name: servers differ in how they qualify them."""
    members = {split_name(child)[1]: child for child in node}
    string = _text(members.get("faultstring")) or ""
    detail = members.get("detail")
    parts: dict[str, etree._Element] = {}
    for entry in detail if detail is not None else ():
        if split_name(entry)[1] == "serviceException":
            parts = {split_name(child)[1]: child for child in entry}
    message = _text(parts.get("message"))
    return Fault(
        code=_text(members.get("faultcode")) or "",
        string=string,
        actor=_text(members.get("faultactor")),
        service_code=_service_code(_text(parts.get("code")), string, message),
        service_name=_text(parts.get("name")),
        service_message=message,
    )


def _service_code(code: str | None, string: str, message: str | None) -> int | None:
    """The vendor's code: from the detail, else before the faultstring, else behind a text."""
    if code and re.fullmatch(r"[0-9]{1,9}", code.strip()):
        return int(code)
    for found in (
        _CODE_IN_FRONT.match(string),
        _CODE_BEHIND.search(message or ""),
        _CODE_BEHIND.search(string),
    ):
        if found and len(found[1]) < 10:
            return int(found[1])
    return None


def _text(node: etree._Element | None) -> str | None:
    return None if node is None else "".join(str(part) for part in node.itertext()).strip()
