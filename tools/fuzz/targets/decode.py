"""The decoder: messages of every version, read leniently and strictly."""

from __future__ import annotations

from lxml import etree

from mktows import soap
from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.departures import Departure
from mktows.errors import ProtocolError, RequestError

FORM = "xml"
CORPUS = ("requests", "replies")

_CODECS = {version: Codec(contract(version)) for version in KNOWN_VERSIONS}


def target(data: bytes) -> None:
    """Read an envelope's message in every version that knows it.

    Lenient reading raises nothing but ProtocolError, and gives the same whether or not departures
    are noted. Strict reading succeeds just where there are none; what it reads can be written, and
    is then valid and reads the same. What else can be written reads the same as well.
    """
    if _body(data) is None:
        return
    for version, codec in _CODECS.items():
        element = etree.QName(_message(data)).localname
        if element in contract(version).elements:
            _decode(data, codec, contract(version).namespace, element)


def _decode(data: bytes, codec: Codec, namespace: str, element: str) -> None:
    departures: list[Departure] = []
    try:
        value = codec.decode(_message(data), element)
    except ProtocolError as error:
        _raises(codec, _message(data), element, error.path)
        _raises(codec, _message(data), element, None, strict=True)
        return
    assert codec.decode(_message(data), element, departures) == value
    assert all(departure.path and departure.reason for departure in departures)
    if departures:
        _raises(codec, _message(data), element, departures[0].path, strict=True)
    else:
        assert codec.decode(_message(data), element, strict=True) == value
    for service in (False, True):
        try:
            written = codec.encode(element, value, service=service)
        except RequestError:
            assert departures, "what was read strictly cannot be written"
            continue
        again = soap.write_envelope(namespace=namespace, body=written.text, xsi=written.xsi)
        read = codec.decode(_message(again), element, strict=not departures)
        assert read == value
        assert codec.encode(element, read, service=service) == written


def _raises(
    codec: Codec, node: etree._Element, element: str, path: str | None, *, strict: bool = False
) -> None:
    try:
        codec.decode(node, element, [], strict=strict)
    except ProtocolError as error:
        assert path is None or error.path == path
    else:
        raise AssertionError("no ProtocolError where one was due")


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
