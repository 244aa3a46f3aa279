"""One WSDL file, read and checked before anything is generated from it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from own_package import document

XS, WSDL, SOAP, XS_NAMESPACE = document.XS, document.WSDL, document.SOAP, document.XS_NAMESPACE
WsdlError = document.WsdlError

# Built-in types that the codec can carry (mktows.codec); others are refused by name.
BUILT_INS = frozenset(
    {"int", "long", "integer", "string", "boolean", "dateTime", "base64Binary", "anySimpleType"}
)
_FILE_NAME = re.compile(r"[a-z]+_(\d+_\d+)\.wsdl")
# What a schema may be made of: construct to its attributes. All else is refused, since the
# generator would pass over it and the bindings would not be what the schema says.
_SCHEMA_PARTS: dict[str, frozenset[str]] = {
    XS + name: frozenset(attributes.split())
    for name, attributes in {
        "schema": "targetNamespace elementFormDefault attributeFormDefault version id",
        "annotation": "",
        "complexType": "name abstract",
        "simpleType": "name",
        "restriction": "base",
        "enumeration": "value",
        "sequence": "",
        "element": "name type minOccurs maxOccurs nillable",
        "complexContent": "",
        "extension": "base",
    }.items()
}


@dataclass(frozen=True)
class SourceOperation:
    """One operation of the binding, with its messages resolved to global elements."""

    name: str
    action: str
    request: str
    reply: str
    headers: tuple[str, ...]


@dataclass(frozen=True)
class WsdlSource:
    """A checked WSDL: every name in it resolves, and every construct is one we can generate."""

    path: Path
    version: str
    namespace: str
    schema: etree._Element
    elements: dict[str, str]
    operations: tuple[SourceOperation, ...]


def read_wsdl(path: Path) -> WsdlSource:
    """Read and check one file.

    Raises:
        WsdlError: It is malformed, contradicts itself, or uses what the generator does not know.
    """
    return _Reader(path).read()


class _Reader(document.Document):
    def __init__(self, path: Path) -> None:
        self.path = path
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise WsdlError(path, 1, "the file name must end in its version, as in mktows_2_7.wsdl")
        self.version = match[1]
        super().__init__(path, path.read_bytes())

    def read(self) -> WsdlSource:
        schemas = list(self.root.iter(XS + "schema"))
        if len(schemas) != 1:
            raise self.fail(self.root, f"expected one xs:schema, found {len(schemas)}")
        schema = schemas[0]
        namespace = schema.get("targetNamespace")
        if not namespace or namespace != self.root.get("targetNamespace"):
            raise self.fail(schema, "definitions and schema need the same targetNamespace")
        for form in ("elementFormDefault", "attributeFormDefault"):
            if schema.get(form, "unqualified") != "unqualified":
                raise self.fail(schema, f"{form} must be unqualified, as the service reads")
        self.namespace = namespace
        self.types = self._types(schema)
        self._check_types()
        self.elements = self._elements(schema)
        self.messages = self._messages()
        operations = self._operations()
        self._compile(schema)
        return WsdlSource(
            self.path, self.version, namespace, schema, self.elements, tuple(operations)
        )

    def _ours(self, node: etree._Element, attribute: str, known: object, kind: str) -> str:
        namespace, local = self.resolved(node, attribute)
        if namespace != self.namespace or local not in known:  # type: ignore[operator]
            raise self.fail(node, f"{attribute}={node.get(attribute)!r}: no such {kind}")
        return local

    def _types(self, schema: etree._Element) -> dict[str, etree._Element]:
        for node in schema.iter(etree.Element):
            if any(a.tag == XS + "documentation" for a in node.iterancestors()):
                continue
            if node.tag != XS + "documentation":
                self._check_construct(node)
        both = (n for n in schema if n.tag in (XS + "complexType", XS + "simpleType"))
        types = self.named(both, "type")
        seen: dict[str, str] = {}
        for name, node in types.items():
            twin = seen.setdefault(name.lower(), name)
            if twin != name:
                raise self.fail(node, f"the types {twin} and {name} differ in case only")
        return types

    def _check_construct(self, node: etree._Element) -> None:
        name = etree.QName(node).localname
        attributes = _SCHEMA_PARTS.get(str(node.tag))
        if attributes is None:
            raise self.fail(node, f"{name} is not supported by the generator")
        for attribute in map(str, node.attrib):
            if attribute not in attributes:
                raise self.fail(node, f"{name} with {attribute} is not supported by the generator")
        texts = [node.text, *(child.tail for child in node)]
        if any(text and text.strip() for text in texts):
            raise self.fail(node, f"{name} holds text")
        if node.tag == XS + "restriction":
            parent = node.getparent()
            if parent is None or parent.tag != XS + "simpleType":
                raise self.fail(node, "the restriction of a complex type is not supported")
            if self.resolved(node, "base") != (XS_NAMESPACE, "string"):
                raise self.fail(node, "an enumeration must be one of xs:string")

    def _check_types(self) -> None:
        for name, node in self.types.items():
            if node.tag == XS + "simpleType":
                self._check_enumeration(name, node)
                continue
            inherited = self._inherited(name)
            for field_name, field in self.named(node.iter(XS + "element"), "element").items():
                if field_name in inherited:
                    raise self.fail(field, f"{name}.{field_name} stands in the base type already")
                self._check_field(f"{name}.{field_name}", field)

    def _check_field(self, path: str, field: etree._Element) -> None:
        self._type_of(field, "type")
        least, most = field.get("minOccurs", "1"), field.get("maxOccurs", "1")
        many = most == "unbounded"
        if most not in ("1", "unbounded") or (least != "0" and (least != "1" or many)):
            raise self.fail(field, f"{path}: occurs {least} to {most} is not supported")
        if many and field.get("nillable", "false") not in ("false", "0"):
            raise self.fail(field, f"{path}: a repeated element that may be nil is not supported")

    def _check_enumeration(self, name: str, node: etree._Element) -> None:
        seen: set[str | None] = set()
        for value in node.iter(XS + "enumeration"):
            if value.get("value") in seen:
                raise self.fail(value, f"enumeration {name} has {value.get('value')!r} twice")
            seen.add(value.get("value"))
        if not seen:
            raise self.fail(node, f"simple type {name} is not an enumeration")

    def _inherited(self, name: str) -> set[str]:
        """Names of the fields that a type has from its bases."""
        fields: set[str] = set()
        seen = [name]
        while (base := next(self.types[seen[-1]].iter(XS + "extension"), None)) is not None:
            parent = self._ours(base, "base", self.types, "type")
            if self.types[parent].tag != XS + "complexType":
                raise self.fail(base, f"base={base.get('base')!r} is not a complex type")
            if parent in seen:
                raise self.fail(base, f"type {name} extends itself")
            seen.append(parent)
            fields |= {str(e.get("name")) for e in self.types[parent].iter(XS + "element")}
        return fields

    def _type_of(self, node: etree._Element, attribute: str) -> str:
        namespace, local = self.resolved(node, attribute)
        if namespace == XS_NAMESPACE:
            if local not in BUILT_INS:
                raise self.fail(node, f"the type xs:{local} is not supported by the generator")
            return local
        return self._ours(node, attribute, self.types, "type")

    def _elements(self, schema: etree._Element) -> dict[str, str]:
        nodes = self.named((n for n in schema if n.tag == XS + "element"), "global element")
        for name, node in nodes.items():
            if extra := {str(attribute) for attribute in node.attrib} - {"name", "type"}:
                raise self.fail(node, f"global element {name} with {', '.join(sorted(extra))}")
        return {name: self._ours(n, "type", self.types, "type") for name, n in nodes.items()}

    def _messages(self) -> dict[str, dict[str, str]]:
        messages = self.named(self.root.iterchildren(WSDL + "message"), "message")
        return {
            name: {
                part: self._ours(p, "element", self.elements, "global element")
                for part, p in self.named(node.iterchildren(WSDL + "part"), "part").items()
            }
            for name, node in messages.items()
        }

    def _body(self, operation: etree._Element, direction: str) -> str:
        node = operation.find(WSDL + direction)
        if node is None:
            raise self.fail(operation, f"operation {operation.get('name')} has no {direction}")
        parts = self.messages[self._ours(node, "message", self.messages, "message")]
        if len(parts) != 1:
            raise self.fail(node, f"the message must have one part, it has {len(parts)}")
        return next(iter(parts.values()))

    def _operations(self) -> Iterator[SourceOperation]:
        ports = self.named(self.root.iterchildren(WSDL + "portType"), "portType")
        bindings = self.named(self.root.iterchildren(WSDL + "binding"), "binding")
        if len(bindings) != 1:
            raise self.fail(self.root, f"expected one binding, found {len(bindings)}")
        (binding,) = bindings.values()
        port = ports[self._ours(binding, "type", ports, "portType")]
        abstract = self.named(port.iterchildren(WSDL + "operation"), "operation")
        bound = self.named(binding.iterchildren(WSDL + "operation"), "operation")
        for name, node in (*abstract.items(), *bound.items()):
            if name not in abstract or name not in bound:
                raise self.fail(node, f"operation {name} must stand in both portType and binding")
        self._check_style(binding)
        for service in self.root.iterchildren(WSDL + "service"):
            for service_port in service.iterchildren(WSDL + "port"):
                self._ours(service_port, "binding", bindings, "binding")
        for name, node in bound.items():
            soap = node.find(SOAP + "operation")
            if soap is None or not soap.get("soapAction"):
                raise self.fail(node, f"operation {name} has no soapAction")
            yield SourceOperation(
                name=name,
                action=soap.get("soapAction", ""),
                request=self._body(abstract[name], "input"),
                reply=self._body(abstract[name], "output"),
                headers=tuple(self._header(h) for h in node.iter(SOAP + "header")),
            )

    def _check_style(self, binding: etree._Element) -> None:
        for node in binding.iter(SOAP + "binding", SOAP + "operation"):
            if node.get("style", "document") != "document":
                raise self.fail(node, "only the style document is supported")
        for node in binding.iter(SOAP + "body", SOAP + "header"):
            if node.get("use", "literal") != "literal":
                raise self.fail(node, "only literal use is supported")

    def _header(self, node: etree._Element) -> str:
        parts = self.messages[self._ours(node, "message", self.messages, "message")]
        part = node.get("part", "")
        if part not in parts:
            raise self.fail(node, f"the message has no part {part!r}")
        return parts[part]

    def _compile(self, schema: etree._Element) -> None:
        """Let libxml2 judge what our own checks did not think of."""
        # On its own, with the prefixes declared above it; its nodes keep their lines.
        prefixes: Any = schema.nsmap  # the stubs know no default namespace
        alone = etree.Element(schema.tag, nsmap=prefixes)
        alone.attrib.update(schema.attrib)
        alone.extend(copy.deepcopy(list(schema)))
        try:
            etree.XMLSchema(alone)
        except etree.XMLSchemaParseError as error:
            lines = [entry.line for entry in error.error_log]
            line = lines[0] if lines else document.line_of(schema)
            raise WsdlError(self.path, line, f"invalid schema: {error}") from None
