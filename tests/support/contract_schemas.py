"""Any type of the contract on its own: written, read, and judged by two validators."""

from __future__ import annotations

import dataclasses
import functools

from lxml import etree

from mktows.codec import Codec, Encoded
from mktows.contract import Contract, contract
from mktows.soap import read_envelope, write_envelope
from mktows.testing.schemas import judge


@functools.cache
def open_contract(version: str) -> Contract:
    """A version's contract with one more global element per complex type, named like it."""
    table = contract(version)
    return dataclasses.replace(
        table, elements={**{name: name for name in table.types}, **table.elements}
    )


@functools.cache
def open_codec(version: str) -> Codec:
    """A codec for `open_contract`, to write and read any type on its own."""
    return Codec(open_contract(version))


@functools.cache
def codec(version: str) -> Codec:
    """The codec of a version, as clients use it."""
    return Codec(contract(version))


def as_body(version: str, encoded: Encoded) -> etree._Element:
    """What an envelope with a serialised element holds, once it is read again."""
    data = write_envelope(namespace=contract(version).namespace, body=encoded.text, xsi=encoded.xsi)
    body = read_envelope(data).body
    assert body is not None
    return body


def violations(version: str, node: etree._Element) -> list[str]:
    """What either validator says against an element; each line begins with the validator's name."""
    return judge(version, node).lines
