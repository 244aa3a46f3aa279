"""The schema of each version, as two unrelated validators see it: xmlschema and libxml2.

Besides the global elements of the contract they know one element per complex type, named like the
type, so that a type can be judged on its own, whether or not a message holds it.
"""

from __future__ import annotations

import dataclasses
import functools

import xmlschema
import xmlschema.exceptions
from lxml import etree

from mktows.operations import Contract, contract
from mktows.soap import read_envelope, write_envelope
from mktows.wire import Codec, Encoded

XS = "{http://www.w3.org/2001/XMLSchema}"


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


def schema_of(wsdl: bytes) -> etree._Element:
    """The one xs:schema of a WSDL, as a document of its own."""
    (schema,) = etree.fromstring(wsdl).iter(XS + "schema")
    return etree.fromstring(etree.tostring(schema))


@functools.cache
def _schema_text(version: str) -> bytes:
    table = contract(version)
    schema = schema_of(table.wsdl())
    prefix = next(p for p, uri in schema.nsmap.items() if uri == table.namespace)
    for name in table.types:
        etree.SubElement(schema, XS + "element", {"name": name, "type": f"{prefix}:{name}"})
    return etree.tostring(schema)


@functools.cache
def _libxml2_schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(_schema_text(version)))


@functools.cache
def _xmlschema_schema(version: str) -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(_schema_text(version).decode())


def as_body(version: str, encoded: Encoded) -> etree._Element:
    """What an envelope with a serialised element holds, once it is read again."""
    data = write_envelope(namespace=contract(version).namespace, body=encoded.text, xsi=encoded.xsi)
    body = read_envelope(data).body
    assert body is not None
    return body


def violations(version: str, node: etree._Element) -> list[str]:
    """What either validator says against an element; each line begins with the validator's name."""
    alone = etree.fromstring(etree.tostring(node, with_tail=False))
    schema = _libxml2_schema(version)
    found = []
    if not schema.validate(alone):
        found.append(f"libxml2: {schema.error_log}")
    try:
        found += [
            f"xmlschema: {error.path}: {error.reason}"
            for error in _xmlschema_schema(version).iter_errors(alone)
        ]
    except xmlschema.exceptions.XMLSchemaKeyError as error:
        # What it raises where xsi:type names a type that the schema does not have.
        found.append(f"xmlschema: {error}")
    return found
