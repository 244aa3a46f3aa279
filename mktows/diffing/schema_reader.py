"""The schemas of a WSDL, read into the model; what is not modelled is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar, cast

from lxml import etree

from mktows.diffing.document import XS, XS_NAMESPACE, Document
from mktows.diffing.model import ComplexType, Field, Group, QName, SimpleType, TypeRef
from mktows.diffing.simple_types import BUILT_INS, NUMERIC_FACETS

MAX_DEPTH = 60
"""Greatest depth of groups and anonymous types, and of a chain of base types."""

_ANY_TYPE = QName(XS_NAMESPACE, "anyType")
_ANY_SIMPLE_TYPE = QName(XS_NAMESPACE, "anySimpleType")
_GROUPS = frozenset({"sequence", "choice", "all"})
_FACETS = NUMERIC_FACETS | {"pattern", "whiteSpace"}
_OCCURS = "minOccurs maxOccurs"
# What a schema may be made of: construct to its attributes and to its children. All else is
# refused, since passing over it would be to say that it did not change.
_PARTS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(attributes.split()), frozenset(children.split()))
    for name, (attributes, children) in {
        "schema": (
            "targetNamespace elementFormDefault attributeFormDefault version",
            "import element complexType simpleType",
        ),
        "import": ("namespace", ""),
        "element": (
            f"name type ref {_OCCURS} nillable default fixed form",
            "complexType simpleType",
        ),
        "attribute": ("name type use default fixed form", "simpleType"),
        "any": (f"namespace processContents {_OCCURS}", ""),
        "anyAttribute": ("namespace processContents", ""),
        "complexType": (
            "name abstract mixed",
            "sequence choice all attribute anyAttribute complexContent simpleContent",
        ),
        "complexContent": ("mixed", "extension restriction"),
        "simpleContent": ("", "extension"),
        "extension": ("base", "sequence choice all attribute anyAttribute"),
        "sequence": (_OCCURS, "element any sequence choice"),
        "choice": (_OCCURS, "element any sequence choice"),
        "all": (_OCCURS, "element"),
        "simpleType": ("name", "restriction list union"),
        "list": ("itemType", "simpleType"),
        "union": ("memberTypes", "simpleType"),
        "enumeration": ("value", ""),
        **dict.fromkeys(_FACETS, ("value fixed", "")),
    }.items()
}
_SIMPLE_RESTRICTION = (frozenset({"base"}), frozenset({"enumeration", "simpleType"}) | _FACETS)
_COMPLEX_RESTRICTION = _PARTS["extension"]
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_Word = TypeVar("_Word")


class SchemaReader:
    """Reads every schema of a document.

    Attributes:
        forms: elementFormDefault by namespace.
        elements: The global elements.
        types: The named types.
    """

    def __init__(self, document: Document, schemas: list[etree._Element]) -> None:
        """Read them.

        Raises:
            WsdlError: Something is malformed, does not resolve, or is not modelled.
        """
        self._document = document
        self._fail = document.fail
        self.forms: dict[str, str] = {}
        self._attribute_forms: dict[str, str] = {}
        self._type_nodes: dict[QName, etree._Element] = {}
        self._element_nodes: dict[QName, etree._Element] = {}
        self._complex_types: list[tuple[etree._Element, ComplexType]] = []
        for schema in schemas:
            self._declare(schema)
        for schema in schemas:
            for node in schema.iterchildren(f"{XS}import"):
                self._check_import(node)
        self.types = {
            name: self._type(node, name.namespace) for name, node in self._type_nodes.items()
        }
        self.elements = {
            name: self._element(node, name.namespace, 0)
            for name, node in self._element_nodes.items()
        }
        self._check_bases()

    def _declare(self, schema: etree._Element) -> None:
        self._check(schema, _PARTS["schema"])
        namespace = schema.get("targetNamespace")
        if not namespace:
            raise self._fail(schema, "a schema without targetNamespace is not modelled")
        if namespace in self.forms:
            raise self._fail(schema, f"a second schema of {namespace} is not modelled")
        forms = {"qualified": "qualified", "unqualified": "unqualified"}
        self.forms[namespace] = self._word(schema, "elementFormDefault", forms, "unqualified")
        self._attribute_forms[namespace] = self._word(
            schema, "attributeFormDefault", forms, "unqualified"
        )
        declared = [
            (("complexType", "simpleType"), "type", self._type_nodes),
            (("element",), "global element", self._element_nodes),
        ]
        for tags, kind, found in declared:
            nodes = schema.iterchildren(*(f"{XS}{tag}" for tag in tags))
            for name, node in self._document.named(nodes, kind).items():
                found[QName(namespace, name)] = node

    def _check(
        self, node: etree._Element, allowed: tuple[frozenset[str], frozenset[str]]
    ) -> list[tuple[str, etree._Element]]:
        """The children of a construct but annotations, each by its name, if all are known."""
        attributes, children = allowed
        name = etree.QName(node).localname
        for attribute in map(str, node.attrib):
            if attribute not in attributes and attribute != "id":
                raise self._fail(node, f"{name} with {attribute} is not modelled")
        texts = [node.text, *(child.tail for child in node)]
        if any(text and text.strip() for text in texts):
            raise self._fail(node, f"{name} holds text")
        found = []
        for child in node:
            tag = etree.QName(child)
            if tag.namespace == XS_NAMESPACE and tag.localname == "annotation":
                continue
            if tag.namespace != XS_NAMESPACE or tag.localname not in children:
                raise self._fail(child, f"{tag.localname} in {name} is not modelled")
            found.append((tag.localname, child))
        return found

    def _word(
        self, node: etree._Element, attribute: str, words: Mapping[str, _Word], default: str
    ) -> _Word:
        text = node.get(attribute, default).strip()
        if text not in words:
            raise self._fail(node, f"{attribute}={text!r} is not one of {', '.join(words)}")
        return words[text]

    def _check_import(self, node: etree._Element) -> None:
        if node.get("schemaLocation") is not None:
            raise self._fail(
                node, "an import is never fetched: put the schema into the WSDL, without location"
            )
        self._check(node, _PARTS["import"])
        if node.get("namespace") not in self.forms:
            raise self._fail(node, f"the WSDL holds no schema of {node.get('namespace')}")

    # Types

    def _type(
        self, node: etree._Element, namespace: str, depth: int = 0
    ) -> SimpleType | ComplexType:
        if depth > MAX_DEPTH:
            raise self._fail(node, f"nested more than {MAX_DEPTH} deep")
        if node.tag == f"{XS}simpleType":
            return self._simple(node, depth + 1)
        return self._complex(node, namespace, depth + 1)

    def _reference(self, node: etree._Element, attribute: str) -> QName:
        return self._known(node, attribute, QName(*self._document.resolved(node, attribute)))

    def _known(self, node: etree._Element, attribute: str, name: QName) -> QName:
        if name.built_in and name.local not in BUILT_INS:
            raise self._fail(node, f"XML Schema has no type {name.local}")
        if not name.built_in and name not in self._type_nodes:
            raise self._fail(node, f"{attribute}={node.get(attribute)!r}: no such type")
        return name

    def _inline_or_named(
        self, node: etree._Element, attribute: str, inline: list[etree._Element], depth: int
    ) -> SimpleType | QName:
        """The simple type that an attribute names or that stands in the node."""
        if (node.get(attribute) is None) == (not inline) or len(inline) > 1:
            raise self._fail(node, f"expected either {attribute} or one type inside")
        if not inline:
            return self._simple_reference(node, attribute)
        return self._simple(inline[0], depth + 1)

    def _simple_reference(self, node: etree._Element, attribute: str) -> QName:
        name = QName(*self._document.resolved(node, attribute))
        return self._simple_known(node, attribute, name)

    def _simple_known(self, node: etree._Element, attribute: str, name: QName) -> QName:
        self._known(node, attribute, name)
        if name == _ANY_TYPE or self._is_complex(name):
            raise self._fail(node, f"{attribute}={node.get(attribute)!r} is not a simple type")
        return name

    def _is_complex(self, name: QName) -> bool:
        return not name.built_in and self._type_nodes[name].tag == f"{XS}complexType"

    def _simple(self, node: etree._Element, depth: int) -> SimpleType:
        if depth > MAX_DEPTH:
            raise self._fail(node, f"nested more than {MAX_DEPTH} deep")
        parts = self._check(node, _PARTS["simpleType"])
        if len(parts) != 1:
            raise self._fail(node, "a simple type needs one restriction, list or union")
        ((kind, part),) = parts
        if kind == "restriction":
            return self._restriction(part, depth)
        inline = [child for _, child in self._check(part, _PARTS[kind])]
        if kind == "list":
            return SimpleType(
                None, "list", (self._inline_or_named(part, "itemType", inline, depth),)
            )
        return SimpleType(None, "union", (*self._members(part), *self._inline(inline, depth)))

    def _members(self, node: etree._Element) -> Iterator[QName]:
        for text in node.get("memberTypes", "").split():
            name = QName(*self._document.qualified(node, "memberTypes", text))
            yield self._simple_known(node, "memberTypes", name)

    def _inline(self, nodes: list[etree._Element], depth: int) -> Iterator[SimpleType]:
        return (self._simple(node, depth + 1) for node in nodes)

    def _restriction(self, node: etree._Element, depth: int) -> SimpleType:
        values: dict[str, None] = {}
        patterns: list[str] = []
        facets: dict[str, str] = {}
        inline: list[etree._Element] = []
        for kind, part in self._check(node, _SIMPLE_RESTRICTION):
            if kind == "simpleType":
                inline.append(part)
                continue
            value = part.get("value")
            if value is None:
                raise self._fail(part, f"{kind} needs the attribute value")
            if kind == "enumeration":
                if value in values:
                    raise self._fail(part, f"the enumeration has {value!r} twice")
                values[value] = None
            elif kind == "pattern":
                patterns.append(value)
            elif kind in facets:
                raise self._fail(part, f"{kind} stands twice")
            else:
                facets[kind] = value.strip()
        if patterns:
            facets["pattern"] = "|".join(sorted(patterns))
        base = self._inline_or_named(node, "base", inline, depth)
        return SimpleType(base, values=tuple(values), facets=facets)

    def _complex(self, node: etree._Element, namespace: str, depth: int) -> ComplexType:
        parts = self._check(node, _PARTS["complexType"])
        abstract = self._word(node, "abstract", _BOOLEANS, "false")
        mixed = self._word(node, "mixed", _BOOLEANS, "false")
        derived = [part for part in parts if part[0] in ("complexContent", "simpleContent")]
        if not derived:
            content, attributes = self._body(node, parts, namespace, depth)
            return ComplexType(
                abstract=abstract, mixed=mixed, content=content, attributes=attributes
            )
        item = self._derived(node, parts, derived, namespace, depth)
        self._complex_types.append((node, item))
        return replace(item, abstract=abstract, mixed=mixed or item.mixed)

    def _derived(
        self,
        node: etree._Element,
        parts: list[tuple[str, etree._Element]],
        derived: list[tuple[str, etree._Element]],
        namespace: str,
        depth: int,
    ) -> ComplexType:
        if len(parts) > 1:
            raise self._fail(node, f"{derived[0][0]} with something beside it")
        ((kind, part),) = derived
        inner = self._check(part, _PARTS[kind])
        if len(inner) != 1:
            raise self._fail(part, f"{kind} needs one derivation")
        ((how, derivation),) = inner
        rules = _COMPLEX_RESTRICTION if how == "restriction" else _PARTS["extension"]
        base = self._reference(derivation, "base")
        content, attributes = self._body(
            derivation, self._check(derivation, rules), namespace, depth
        )
        complex_base = self._is_complex(base)
        if kind == "complexContent" and not complex_base and base != _ANY_TYPE:
            raise self._fail(derivation, f"base={derivation.get('base')!r} is not a complex type")
        return ComplexType(
            base=base if complex_base else None,
            extends=how == "extension",
            mixed=self._word(part, "mixed", _BOOLEANS, "false"),
            text=base if kind == "simpleContent" and not complex_base else None,
            content=content,
            attributes=attributes,
        )

    def _check_bases(self) -> None:
        """No type may be derived from itself, and none may have a field of its base again."""
        for name, node in self._type_nodes.items():
            seen = {name}
            base = self._base(name)
            while base is not None and not base.built_in:
                if base in seen:
                    raise self._fail(node, f"type {name.local} is derived from itself")
                seen.add(base)
                if len(seen) > MAX_DEPTH:
                    raise self._fail(node, f"derived from more than {MAX_DEPTH} types")
                base = self._base(base)
        for node, item in self._complex_types:
            self._check_twins(node, item)

    def _base(self, name: QName) -> QName | None:
        item = self.types[name]
        base: TypeRef | None = item.base
        while isinstance(base, SimpleType):
            base = base.base
        return base if isinstance(base, QName) else None

    def _check_twins(self, node: etree._Element, item: ComplexType) -> None:
        own = {field.name.local for field, _ in item.fields()}
        while item.base is not None and item.extends:
            item = cast(ComplexType, self.types[item.base])
            for field, _ in item.fields():
                if field.name.local in own:
                    raise self._fail(node, f"{field.name.local} stands in the base type already")

    # Content

    def _body(
        self,
        node: etree._Element,
        parts: list[tuple[str, etree._Element]],
        namespace: str,
        depth: int,
    ) -> tuple[Group, tuple[Field, ...]]:
        groups = [self._group(n, namespace, depth) for kind, n in parts if kind in _GROUPS]
        attributes = tuple(
            self._attribute(n, namespace, depth) if kind == "attribute" else self._any(n, "@*")
            for kind, n in parts
            if kind in ("attribute", "anyAttribute")
        )
        if len(groups) > 1:
            raise self._fail(node, f"{etree.QName(node).localname} with several groups")
        content = groups[0] if groups else Group("sequence")
        seen: set[str] = set()
        for field, _ in (*content.fields(), *((attribute, False) for attribute in attributes)):
            if field.name.local in seen:
                raise self._fail(
                    node, f"{field.name.local} stands twice in one content: not modelled"
                )
            seen.add(field.name.local)
        return content, attributes

    def _group(self, node: etree._Element, namespace: str, depth: int) -> Group:
        if depth > MAX_DEPTH:
            raise self._fail(node, f"nested more than {MAX_DEPTH} deep")
        kind = etree.QName(node).localname
        items: list[Field | Group] = []
        for name, part in self._check(node, _PARTS[kind]):
            item: Field | Group
            if name == "element":
                item = self._element(part, namespace, depth)
            elif name == "any":
                item = self._any(part, "*")
            else:
                item = self._group(part, namespace, depth + 1)
            if item.most != 0:
                items.append(item)
        least, most = self._occurs(node)
        return Group(kind, tuple(items), least, most)

    def _occurs(self, node: etree._Element) -> tuple[int, int | None]:
        texts = [node.get("minOccurs", "1").strip(), node.get("maxOccurs", "1").strip()]
        for text in texts:
            if not (text.isascii() and text.isdigit() and len(text) < 10) and (
                text != "unbounded" or text is texts[0]
            ):
                raise self._fail(node, f"occurs {texts[0]} to {texts[1]}")
        least, most = int(texts[0]), None if texts[1] == "unbounded" else int(texts[1])
        if most is not None and least > most:
            raise self._fail(node, f"occurs {least} to {most}")
        return least, most

    def _element(self, node: etree._Element, namespace: str, depth: int) -> Field:
        parts = self._check(node, _PARTS["element"])
        least, most = self._occurs(node)
        if node.get("ref") is not None:
            return self._element_reference(node, parts, least, most)
        name = node.get("name")
        if not name:
            raise self._fail(node, "element without a name")
        parent = node.getparent()
        is_global = parent is not None and parent.tag == f"{XS}schema"
        if is_global and {"minOccurs", "maxOccurs", "form"} & {str(key) for key in node.attrib}:
            raise self._fail(node, f"global element {name} with minOccurs, maxOccurs or form")
        form = node.get("form", "").strip()
        if form not in ("", "qualified", "unqualified"):
            raise self._fail(node, f"form={form!r} is not one of qualified, unqualified")
        qualified = is_global or (form or self.forms[namespace]) == "qualified"
        if (node.get("type") is not None and parts) or len(parts) > 1:
            raise self._fail(node, f"element {name}: expected either type or one type inside")
        kind: TypeRef
        if parts:
            kind = self._type(parts[0][1], namespace, depth + 1)
        else:
            kind = _ANY_TYPE if node.get("type") is None else self._reference(node, "type")
        return Field(
            QName(namespace if qualified else "", name),
            kind,
            least,
            most,
            self._word(node, "nillable", _BOOLEANS, "false"),
            _default(node),
            form,
        )

    def _element_reference(
        self,
        node: etree._Element,
        parts: list[tuple[str, etree._Element]],
        least: int,
        most: int | None,
    ) -> Field:
        """A field like the global element that it refers to."""
        beside = {str(key) for key in node.attrib} - {"ref", "minOccurs", "maxOccurs", "id"}
        if beside or parts:
            raise self._fail(node, "a reference to an element with something beside it")
        name = QName(*self._document.resolved(node, "ref"))
        target = self._element_nodes.get(name)
        if target is None:
            raise self._fail(node, f"ref={node.get('ref')!r}: no such global element")
        if target.get("type") is None:
            raise self._fail(node, f"{name.local} has no named type: not modelled in a reference")
        return Field(
            name,
            self._reference(target, "type"),
            least,
            most,
            self._word(target, "nillable", _BOOLEANS, "false"),
            _default(target),
            declared_here=False,
        )

    def _attribute(self, node: etree._Element, namespace: str, depth: int) -> Field:
        inline = [part for _, part in self._check(node, _PARTS["attribute"])]
        name = node.get("name")
        if not name:
            raise self._fail(node, "attribute without a name")
        form = node.get("form", self._attribute_forms[namespace]).strip()
        uses = {"required": 1, "optional": 0}
        return Field(
            QName(namespace if form == "qualified" else "", f"@{name}"),
            _ANY_SIMPLE_TYPE
            if node.get("type") is None and not inline
            else self._inline_or_named(node, "type", inline, depth),
            self._word(node, "use", uses, "optional"),
            default=_default(node),
            form=form,
        )

    def _any(self, node: etree._Element, name: str) -> Field:
        """Any element or attribute; what it may be stands in the place of a default."""
        self._check(node, _PARTS["any" if name == "*" else "anyAttribute"])
        least, most = self._occurs(node) if name == "*" else (0, 1)
        allowed = " ".join(sorted(node.get("namespace", "##any").split()))
        how = node.get("processContents", "strict")
        return Field(QName("", name), _ANY_TYPE, least, most, default=f"{allowed} {how}")


def _default(node: etree._Element) -> str:
    return ", ".join(
        f"{kind}={node.get(kind)!r}" for kind in ("default", "fixed") if node.get(kind) is not None
    )
