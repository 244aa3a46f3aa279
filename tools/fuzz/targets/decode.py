"""The decoder: messages of every version, read and checked."""

from __future__ import annotations

import re

from lxml import etree

from mktows import soap
from mktows.checking import Finding, check_message
from mktows.checking.messages import MOST_FINDINGS
from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, Contract, contract
from mktows.errors import ProtocolError, RequestError

FORM = "xml"
CORPUS = ("requests", "replies")

# Rules that an element breaks by its content as a whole.
_NOT_ENTERED = ("nil-not-empty", "envelope-multiref")
_PLACE = re.compile(r"\[\d+\]")
_CODECS = {version: Codec(contract(version)) for version in KNOWN_VERSIONS}


def target(data: bytes) -> None:
    """Read an envelope's message in every version that knows it.

    Reading raises nothing but ProtocolError, and that only where something is found; of a reply
    it raises nothing, and tells a departure only where something is found. What was read
    of a message without findings can be written, and is then without findings too and reads the
    same. What else can be written reads the same as well.
    """
    if _body(data) is None:
        return
    for version, codec in _CODECS.items():
        element = etree.QName(_message(data)).localname
        if element in contract(version).elements:
            _decode(data, codec, contract(version), element)


def _decode(data: bytes, codec: Codec, known: Contract, element: str) -> None:
    found = check_message(known, _message(data), element)
    assert all(each.path and each.reason for each in found)
    replies = {operation.reply for operation in known.operations.values()}
    reply = codec.decode_reply(_message(data), element) if element in replies else None
    if reply is not None:
        assert found or not reply.departures, "what is in order departs"
    try:
        value = codec.decode(_message(data), element)
    except ProtocolError as error:
        assert found, "what cannot be read is in order"
        assert _is_told(error.path, found) or len(found) == MOST_FINDINGS
        assert reply is None or reply.departures, "what cannot be read is not told"
        return
    assert reply is None or reply.departures or reply == value
    for service in (False, True):
        try:
            written = codec.encode(element, value, service=service)
        except RequestError:
            assert found, "what is in order cannot be written"
            continue
        again = soap.write_envelope(namespace=known.namespace, body=written.text, xsi=written.xsi)
        if not found:
            assert check_message(known, _message(again), element) == []
        read = codec.decode(_message(again), element)
        assert read == value
        assert codec.encode(element, read, service=service) == written


def _is_told(path: str, found: list[Finding]) -> bool:
    """Whether findings tell of a place, or of an element around it that is not looked into."""
    return any(
        path == told or (each.rule in _NOT_ENTERED and path.startswith(f"{told}."))
        for each in found
        for told in (_PLACE.sub("", each.path),)
    )


def _body(data: bytes) -> etree._Element | None:
    try:
        return soap.read_envelope(data).body
    except ProtocolError:
        return None


def _message(data: bytes) -> etree._Element:
    # Read anew each time: decoding takes the namespaces off.
    node = _body(data)
    assert node is not None
    return node
