"""Near misses around the message: XML, envelope and the element of the message."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml import etree

from mktows.soap import SOAP_NAMESPACE
from mktows.testing.near_misses.makers import (
    SOAP,
    Maker,
    NearMiss,
    Tree,
    in_request,
    only,
)
from mktows.testing.strategies import envelopes

_SOAP12 = "http://www.w3.org/2003/05/soap-envelope"


# The document


def _in_bytes(change: Callable[[DrawFn, bytes], bytes]) -> Maker:
    @st.composite
    def changed(draw: DrawFn, version: str, operation: str) -> bytes:
        return change(draw, draw(envelopes(operation, version=version)))

    return lambda table, operation: changed(table.version, operation)


def _malformed(draw: DrawFn, data: bytes) -> bytes:
    piece = draw(st.sampled_from((b"& ", b"<1", b"\x01", b"&nbsp;", b"]]>", b"\xff")))
    return data.replace(b"</requestTimestamp>", piece + b"</requestTimestamp>")


def _truncated(draw: DrawFn, data: bytes) -> bytes:
    return data[: draw(st.integers(data.index(b"<SOAP-ENV:Envelope"), len(data) - 1))]


def _without_declaration(_: DrawFn, data: bytes) -> bytes:
    return data.replace(b' xmlns:ns1="http://www.marketo.com/mktows/"', b"", 1)


def _with_document_type(draw: DrawFn, data: bytes) -> bytes:
    declared = draw(st.sampled_from((b"x", b'x SYSTEM "x.dtd"', b'x [<!ENTITY e "x">]')))
    return data.replace(b"<SOAP-ENV:Env", b"<!DOCTYPE " + declared + b"><SOAP-ENV:Env", 1)


def _with_instruction(draw: DrawFn, data: bytes) -> bytes:
    place = draw(st.sampled_from((b"<SOAP-ENV:Header>", b"<SOAP-ENV:Body>", b"<requestTimestamp>")))
    return data.replace(place, b"<?x y?>" + place, 1)


def _too_deep(draw: DrawFn, data: bytes) -> bytes:
    depth = draw(st.integers(256, 400))
    nested = b"<a>" * depth + b"</a>" * depth
    return data.replace(b"</requestTimestamp>", nested + b"</requestTimestamp>")


def _of_namespace(namespace: str) -> Callable[[DrawFn, bytes], bytes]:
    return lambda _, data: data.replace(SOAP_NAMESPACE.encode(), namespace.encode())


# The envelope


def _other_root(_: DrawFn, tree: Tree) -> None:
    tree.root.tag = f"{SOAP}Letter"


def _foreign_part(draw: DrawFn, tree: Tree) -> None:
    part = draw(st.sampled_from((tree.header, tree.body)))
    part.tag = f"{{urn:x}}{etree.QName(part).localname}"


def _unknown_part(draw: DrawFn, tree: Tree) -> None:
    tree.root.insert(draw(st.integers(0, 2)), etree.Element(f"{SOAP}Trailer"))


def _second_part(draw: DrawFn, tree: Tree) -> None:
    part = draw(st.sampled_from((tree.header, tree.body)))
    part.addnext(etree.Element(part.tag))


def _header_last(_: DrawFn, tree: Tree) -> None:
    tree.root.append(tree.header)


def _no_body(_: DrawFn, tree: Tree) -> None:
    tree.root.remove(tree.body)


def _empty_body(_: DrawFn, tree: Tree) -> None:
    tree.body.remove(tree.message)


def _two_messages(_: DrawFn, tree: Tree) -> None:
    tree.body.append(copy.deepcopy(tree.message))


def _text(draw: DrawFn, tree: Tree) -> None:
    part = draw(st.sampled_from((tree.root, tree.header, tree.body)))
    part.text = draw(st.sampled_from(("x", "2013-08-05 DEBUG", "&", "\u2028")))


def _plain_attribute(draw: DrawFn, tree: Tree) -> None:
    part = draw(st.sampled_from((tree.root, tree.header, tree.body)))
    part.set("id", "1")


def _encoded(draw: DrawFn, tree: Tree) -> None:
    place = draw(st.sampled_from((tree.root, tree.header, tree.body, tree.message)))
    place.set(f"{SOAP}encodingStyle", "http://schemas.xmlsoap.org/soap/encoding/")


def _named(name: Callable[[Tree], str]) -> Maker:
    def change(_: DrawFn, tree: Tree) -> None:
        tree.message.tag = name(tree)

    return in_request(change)


ENVELOPE_NEAR_MISSES: Mapping[str, NearMiss] = {
    "xml-malformed": only(_in_bytes(_malformed)),
    "xml-truncated": only(_in_bytes(_truncated)),
    "xml-prefix-undeclared": only(_in_bytes(_without_declaration)),
    "xml-instruction": only(_in_bytes(_with_instruction)),
    "xml-dtd": only(_in_bytes(_with_document_type)),
    "xml-too-large": only(_in_bytes(_too_deep)),
    "envelope-not-found": only(in_request(_other_root)),
    "envelope-soap12": only(_in_bytes(_of_namespace(_SOAP12))),
    "envelope-namespace": only(_in_bytes(_of_namespace(SOAP_NAMESPACE.removesuffix("/")))),
    "envelope-part-namespace": only(in_request(_foreign_part)),
    "envelope-part-unknown": only(in_request(_unknown_part)),
    "envelope-part-repeated": only(in_request(_second_part)),
    "envelope-header-behind-body": only(in_request(_header_last)),
    "envelope-body-missing": only(in_request(_no_body)),
    "envelope-body-empty": only(in_request(_empty_body)),
    "envelope-body-crowded": only(in_request(_two_messages)),
    "envelope-text": only(in_request(_text)),
    "envelope-attribute": only(in_request(_plain_attribute)),
    "envelope-encoding-style": only(in_request(_encoded)),
    "message-namespace": only(
        _named(lambda tree: f"{{http://www.marketo.com/mktows}}{tree.operation.request}")
    ),
    "message-unqualified": only(_named(lambda tree: tree.operation.request)),
    "message-rpc-style": only(_named(lambda tree: tree.ours(tree.operation.name))),
    "message-unknown": only(_named(lambda tree: tree.ours(f"{tree.operation.request}X"))),
}
"""Rules about the document and its envelope, and how each is broken, in any operation."""
