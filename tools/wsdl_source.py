"""One WSDL file, read and checked before anything is generated from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
XS_NAMESPACE = XS[1:-1]

# Built-in types that the codec can carry (mktows.wire); others are refused by name.
BUILT_INS = frozenset(
    {"int", "long", "integer", "string", "boolean", "dateTime", "base64Binary", "anySimpleType"}
)
_FILE_NAME = re.compile(r"[a-z]+_(\d+_\d+)\.wsdl")
_SCHEMA_PARTS = frozenset(
    XS + name
    for name in (
        "annotation", "documentation", "complexType", "simpleType", "restriction", "enumeration",
        "sequence", "element", "complexContent", "extension",
    )
)  # fmt: skip


class WsdlError(Exception):
    """A WSDL that cannot become bindings: the text is `file:line: what is wrong`."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line or 1}: {reason}")


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


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise WsdlError(path, 1, "the file name must end in its version, as in mktows_2_7.wsdl")
        self.version = match[1]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            tree = etree.fromstring(path.read_bytes(), parser).getroottree()
        except etree.XMLSyntaxError as error:
            raise WsdlError(path, error.lineno, f"not well-formed XML: {error.msg}") from None
        if tree.docinfo.internalDTD is not None:
            raise WsdlError(path, 1, "a document type declaration is refused")
        self.root = tree.getroot()

    def fail(self, node: etree._Element | None, reason: str) -> WsdlError:
        return WsdlError(self.path, None if node is None else _line(node), reason)

    def read(self) -> WsdlSource:
        if self.root.tag != WSDL + "definitions":
            raise self.fail(self.root, "the root element is not wsdl:definitions")
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

    def _named(self, nodes: Iterator[etree._Element], kind: str) -> dict[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for node in nodes:
            name = node.get("name")
            if not name:
                raise self.fail(node, f"{kind} without a name")
            if name in found:
                raise self.fail(
                    node, f"{kind} {name} is already defined in line {found[name].sourceline}"
                )
            found[name] = node
        return found

    def _local(self, node: etree._Element, attribute: str) -> tuple[str, str]:
        """The namespace and local name that a QName attribute stands for."""
        text = node.get(attribute)
        if not text:
            raise self.fail(node, f"{etree.QName(node).localname} needs the attribute {attribute}")
        prefix, _, local = text.rpartition(":")
        namespace = node.nsmap.get(prefix or None)
        if namespace is None:
            raise self.fail(node, f"{attribute}={text!r}: the prefix is not declared")
        return namespace, local

    def _ours(self, node: etree._Element, attribute: str, known: object, kind: str) -> str:
        namespace, local = self._local(node, attribute)
        if namespace != self.namespace or local not in known:  # type: ignore[operator]
            raise self.fail(node, f"{attribute}={node.get(attribute)!r}: no such {kind}")
        return local

    def _types(self, schema: etree._Element) -> dict[str, etree._Element]:
        for node in schema.iterdescendants(etree.Element):
            inside_documentation = any(a.tag == XS + "documentation" for a in node.iterancestors())
            if node.tag not in _SCHEMA_PARTS and not inside_documentation:
                raise self.fail(
                    node, f"{etree.QName(node).localname} is not supported by the generator"
                )
        both = (n for n in schema if n.tag in (XS + "complexType", XS + "simpleType"))
        return self._named(both, "type")

    def _check_types(self) -> None:
        for name, node in self.types.items():
            base = next(node.iter(XS + "restriction", XS + "extension"), None)
            if base is not None:
                self._type_of(base, "base")
            if node.tag == XS + "simpleType":
                self._check_enumeration(name, node)
                continue
            self._check_ancestry(name)
            for field_name, field in self._named(node.iter(XS + "element"), "element").items():
                self._type_of(field, "type")
                least, most = field.get("minOccurs", "1"), field.get("maxOccurs", "1")
                if least not in ("0", "1") or most not in ("1", "unbounded"):
                    raise self.fail(
                        field, f"{name}.{field_name}: occurs {least} to {most} is not supported"
                    )

    def _check_enumeration(self, name: str, node: etree._Element) -> None:
        seen: set[str | None] = set()
        for value in node.iter(XS + "enumeration"):
            if value.get("value") in seen:
                raise self.fail(value, f"enumeration {name} has {value.get('value')!r} twice")
            seen.add(value.get("value"))
        if not seen:
            raise self.fail(node, f"simple type {name} is not an enumeration")

    def _check_ancestry(self, name: str) -> None:
        seen = [name]
        while (base := next(self.types[seen[-1]].iter(XS + "extension"), None)) is not None:
            _, parent = self._local(base, "base")
            if parent in seen:
                raise self.fail(base, f"type {name} extends itself")
            seen.append(parent)

    def _type_of(self, node: etree._Element, attribute: str) -> str:
        namespace, local = self._local(node, attribute)
        if namespace == XS_NAMESPACE:
            if local not in BUILT_INS:
                raise self.fail(node, f"the type xs:{local} is not supported by the generator")
            return local
        return self._ours(node, attribute, self.types, "type")

    def _elements(self, schema: etree._Element) -> dict[str, str]:
        nodes = self._named((n for n in schema if n.tag == XS + "element"), "global element")
        return {name: self._ours(n, "type", self.types, "type") for name, n in nodes.items()}

    def _messages(self) -> dict[str, dict[str, str]]:
        messages = self._named(self.root.iterchildren(WSDL + "message"), "message")
        return {
            name: {
                part: self._ours(p, "element", self.elements, "global element")
                for part, p in self._named(node.iterchildren(WSDL + "part"), "part").items()
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
        ports = self._named(self.root.iterchildren(WSDL + "portType"), "portType")
        bindings = self._named(self.root.iterchildren(WSDL + "binding"), "binding")
        if len(bindings) != 1:
            raise self.fail(self.root, f"expected one binding, found {len(bindings)}")
        (binding,) = bindings.values()
        port = ports[self._ours(binding, "type", ports, "portType")]
        abstract = self._named(port.iterchildren(WSDL + "operation"), "operation")
        bound = self._named(binding.iterchildren(WSDL + "operation"), "operation")
        for name in abstract.keys() ^ bound.keys():
            node = abstract.get(name, bound.get(name))
            raise self.fail(node, f"operation {name} must stand in both portType and binding")
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

    def _header(self, node: etree._Element) -> str:
        parts = self.messages[self._ours(node, "message", self.messages, "message")]
        part = node.get("part", "")
        if part not in parts:
            raise self.fail(node, f"the message has no part {part!r}")
        return parts[part]

    def _compile(self, schema: etree._Element) -> None:
        """Let libxml2 judge what our own checks did not think of."""
        # On its own, so that it carries the prefixes declared above it; lines then count from it.
        alone = etree.fromstring(etree.tostring(schema))
        try:
            etree.XMLSchema(alone)
        except etree.XMLSchemaParseError as error:
            last = error.error_log.last_error
            offset = last.line - 1 if last is not None else 0
            line = _line(schema) + offset
            raise WsdlError(self.path, line, f"invalid schema: {error}") from None


def _line(node: etree._Element) -> int:
    return int(str(node.sourceline or 1))
