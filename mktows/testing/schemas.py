"""The schema of each version for two independent validators: xmlschema and libxml2.

Besides the global elements of the contract they know one element per complex type, named like the
type, so that a type can be judged on its own, whether or not a message holds it.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import xmlschema
import xmlschema.exceptions
from lxml import etree

from mktows.contract import contract

XS = "{http://www.w3.org/2001/XMLSchema}"


class Verdict(NamedTuple):
    """The validators' messages about an element, which may quote values.

    Attributes:
        libxml2: Its log, empty where it accepts the element.
        xmlschema: Path and reason of each error.
    """

    libxml2: str
    xmlschema: list[tuple[str, str]]

    @property
    def lines(self) -> list[str]:
        """All messages; each begins with the validator's name."""
        found = [f"libxml2: {self.libxml2}"] if self.libxml2 else []
        return found + [f"xmlschema: {path}: {reason}" for path, reason in self.xmlschema]


def schema_of(wsdl: bytes) -> etree._Element:
    """The one xs:schema of a WSDL, as a document of its own."""
    (schema,) = etree.fromstring(wsdl).iter(XS + "schema")
    return etree.fromstring(etree.tostring(schema))


def judge(version: str, node: etree._Element) -> Verdict:
    """Have both validators judge an element."""
    alone = etree.fromstring(etree.tostring(node, with_tail=False))
    schema = _libxml2_schema(version)
    said = "" if schema.validate(alone) else str(schema.error_log)
    try:
        errors = [
            (error.path or "", error.reason or "")
            for error in _xmlschema_schema(version).iter_errors(alone)
        ]
    except xmlschema.exceptions.XMLSchemaKeyError as error:
        # What it raises where xsi:type names a type that the schema does not have.
        errors = [("", str(error))]
    return Verdict(said, errors)


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
