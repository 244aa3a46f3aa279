"""A WSDL, read into the model; what is not modelled is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from mktows.diffing.document import SOAP, WSDL, XS, Document
from mktows.diffing.model import Contract, Operation, QName
from mktows.diffing.schema_reader import SchemaReader

# What a WSDL may be made of, besides its schemas: construct to its attributes and children.
_PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    f"{WSDL}definitions": (
        "name targetNamespace",
        ("wsdl:types", "wsdl:message", "wsdl:portType", "wsdl:binding", "wsdl:service"),
    ),
    f"{WSDL}types": ("", ("xs:schema",)),
    f"{WSDL}message": ("name", ("wsdl:part",)),
    f"{WSDL}part": ("name element", ()),
    f"{WSDL}portType": ("name", ("wsdl:operation",)),
    f"{WSDL}binding": ("name type", ("soap:binding", "wsdl:operation")),
    f"{WSDL}operation": (
        "name parameterOrder",
        ("wsdl:input", "wsdl:output", "wsdl:fault", "soap:operation"),
    ),
    f"{WSDL}input": ("name message", ("soap:header", "soap:body")),
    f"{WSDL}output": ("name message", ("soap:header", "soap:body")),
    f"{WSDL}fault": ("name message", ("soap:fault",)),
    f"{WSDL}service": ("name", ("wsdl:port",)),
    f"{WSDL}port": ("name binding", ("soap:address",)),
    f"{SOAP}binding": ("style transport", ()),
    f"{SOAP}operation": ("soapAction style", ()),
    f"{SOAP}body": ("use parts encodingStyle namespace", ()),
    f"{SOAP}header": ("message part use encodingStyle namespace", ()),
    f"{SOAP}fault": ("name use encodingStyle namespace", ()),
    f"{SOAP}address": ("location", ()),
}
_PREFIXES = {"wsdl": WSDL, "soap": SOAP, "xs": XS}
_CHILDREN = {
    tag: frozenset(_PREFIXES[name.partition(":")[0]] + name.partition(":")[2] for name in children)
    for tag, (_, children) in _PARTS.items()
}
# What may stand once only where it stands.
_ONCE = frozenset(
    {f"{WSDL}input", f"{WSDL}output"}
    | {f"{SOAP}{name}" for name in ("binding", "operation", "body", "fault", "address")}
)
# Attributes of these namespaces say nothing about messages.
_HARMLESS = frozenset(
    {"http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/XMLSchema-instance"}
)


def read_contract(name: str, data: bytes) -> Contract:
    """Read a WSDL; `name` is what messages and reports call it. Nothing it refers to is fetched.

    Raises:
        WsdlError: It is malformed or contradicts itself, or holds something that is not modelled,
            which is refused rather than passed over.
    """
    return _Reader(name, data).read()


class _Reader(Document):
    def read(self) -> Contract:
        self._check(self.root)
        schemas = list(self.root.iterfind(f"{WSDL}types/{XS}schema"))
        schema = SchemaReader(self, schemas)
        self._namespace = self.root.get("targetNamespace", "")
        self._elements = schema.elements
        self._messages = self._named_parts("message")
        ports, bindings = self._named_parts("portType"), self._named_parts("binding")
        if len(bindings) != 1:
            raise self.fail(self.root, f"expected one binding, found {len(bindings)}")
        (binding,) = bindings.values()
        port_type = self._one_of(binding, "type", ports, "portType")
        soap = binding.find(f"{SOAP}binding")
        if soap is None:
            raise self.fail(binding, "the binding is not one of SOAP 1.1")
        services = tuple(sorted(self._services(bindings)))
        operations = {each.name: each for each in self._operations(port_type, binding, soap)}
        return Contract(
            name=str(self.name),
            namespace=self._home(operations.values()),
            definitions=self._namespace,
            transport=soap.get("transport", ""),
            port_type=port_type.get("name", ""),
            services=services,
            forms=schema.forms,
            operations=operations,
            elements=schema.elements,
            types=schema.types,
        )

    def _check(self, node: etree._Element) -> None:
        """Refuse what is not known in a node and below it, schemas left out."""
        attributes, _ = _PARTS[str(node.tag)]
        name = etree.QName(node).localname
        for attribute in map(etree.QName, map(str, node.attrib)):
            known = not attribute.namespace and attribute.localname in attributes.split()
            if not known and attribute.namespace not in _HARMLESS:
                raise self.fail(node, f"{name} with {attribute.text} is not modelled")
        seen: set[str] = set()
        for child in node:
            if child.tag in seen:
                raise self.fail(child, f"a second {etree.QName(child).localname} in {name}")
            seen |= {str(child.tag)} & _ONCE
            if child.tag == f"{WSDL}documentation":
                continue
            if child.tag == f"{WSDL}import":
                raise self.fail(child, "an import is never fetched: put its content into the WSDL")
            if child.tag not in _CHILDREN[str(node.tag)]:
                raise self.fail(child, f"{etree.QName(child).text} in {name} is not modelled")
            if child.tag != f"{XS}schema":
                self._check(child)

    def _named_parts(self, kind: str) -> dict[str, etree._Element]:
        return self.named(self.root.iterchildren(WSDL + kind), kind)

    def _one_of(
        self, node: etree._Element, attribute: str, known: dict[str, etree._Element], kind: str
    ) -> etree._Element:
        namespace, local = self.resolved(node, attribute)
        if namespace != self._namespace or local not in known:
            raise self.fail(node, f"{attribute}={node.get(attribute)!r}: no such {kind}")
        return known[local]

    def _services(self, bindings: dict[str, etree._Element]) -> Iterator[tuple[str, str, str]]:
        for service, node in self._named_parts("service").items():
            for name, port in self.named(node.iterchildren(f"{WSDL}port"), "port").items():
                self._one_of(port, "binding", bindings, "binding")
                address = port.find(f"{SOAP}address")
                yield service, name, "" if address is None else address.get("location", "")

    def _operations(
        self, port_type: etree._Element, binding: etree._Element, soap: etree._Element
    ) -> Iterator[Operation]:
        abstract = self.named(port_type.iterchildren(f"{WSDL}operation"), "operation")
        bound = self.named(binding.iterchildren(f"{WSDL}operation"), "operation")
        for name, node in (*abstract.items(), *bound.items()):
            if name not in abstract or name not in bound:
                raise self.fail(node, f"operation {name} must stand in both portType and binding")
        for name, node in bound.items():
            yield self._operation(name, abstract[name], node, soap.get("style", "document"))

    def _operation(
        self, name: str, abstract: etree._Element, bound: etree._Element, style: str
    ) -> Operation:
        soap = bound.find(f"{SOAP}operation")
        reply = abstract.find(f"{WSDL}output")
        uses: set[str] = set()
        for node in bound.iter(f"{SOAP}body", f"{SOAP}header", f"{SOAP}fault"):
            how = [node.get("use", "literal"), node.get("encodingStyle"), node.get("namespace")]
            uses.add(" ".join(text for text in how if text))
        said = style if soap is None else soap.get("style", style)
        return Operation(
            name=name,
            action="" if soap is None else soap.get("soapAction", ""),
            style=f"{said}/{', '.join(sorted(uses)) or 'literal'}",
            request=self._body(abstract, bound, "input"),
            reply=None if reply is None else self._body(abstract, bound, "output"),
            one_way=reply is None,
            headers=self._headers(bound, "input"),
            reply_headers=self._headers(bound, "output"),
            faults=self._faults(abstract, bound),
        )

    def _body(
        self, abstract: etree._Element, bound: etree._Element, direction: str
    ) -> QName | None:
        node, side = abstract.find(WSDL + direction), bound.find(WSDL + direction)
        if node is None or side is None:
            raise self.fail(bound, f"operation {bound.get('name')} has no {direction}")
        body = side.find(f"{SOAP}body")
        if body is None:
            raise self.fail(side, "no soap:body")
        parts = self._parts(node)
        wanted = body.get("parts")
        if wanted is not None:
            unknown = [part for part in wanted.split() if part not in parts]
            if unknown:
                raise self.fail(body, f"the message has no part {unknown[0]!r}")
            parts = {part: parts[part] for part in wanted.split()}
        if len(parts) > 1:
            raise self.fail(node, f"a body of {len(parts)} parts is not modelled")
        return next(iter(parts.values()), None)

    def _parts(self, node: etree._Element) -> dict[str, QName]:
        """The parts of the message that a node names, with their elements."""
        message = self._one_of(node, "message", self._messages, "message")
        found = {}
        for name, part in self.named(message.iterchildren(f"{WSDL}part"), "part").items():
            element = QName(*self.resolved(part, "element"))
            if element not in self._elements:
                raise self.fail(part, f"element={part.get('element')!r}: no such global element")
            found[name] = element
        return found

    def _headers(self, bound: etree._Element, direction: str) -> tuple[QName, ...]:
        found = []
        for node in bound.iterfind(f"{WSDL}{direction}/{SOAP}header"):
            parts, part = self._parts(node), node.get("part", "")
            if part not in parts:
                raise self.fail(node, f"the message has no part {part!r}")
            found.append(parts[part])
        return tuple(found)

    def _faults(self, abstract: etree._Element, bound: etree._Element) -> dict[str, QName]:
        found = {}
        declared, carried = (
            self.named(node.iterchildren(f"{WSDL}fault"), "fault") for node in (abstract, bound)
        )
        for name, node in (*declared.items(), *carried.items()):
            if name not in declared or name not in carried:
                raise self.fail(node, f"fault {name} must stand in both portType and binding")
        for name, node in declared.items():
            parts = self._parts(node)
            if len(parts) != 1:
                raise self.fail(node, f"a fault of {len(parts)} parts is not modelled")
            found[name] = next(iter(parts.values()))
        return found

    def _home(self, operations: Iterable[Operation]) -> str:
        """The namespace of most request elements; where there is none, that of the WSDL."""
        found = Counter(each.request.namespace for each in operations if each.request is not None)
        return found.most_common(1)[0][0] if found else self._namespace
