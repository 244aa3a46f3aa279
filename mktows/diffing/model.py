"""A contract as it can be seen on the wire: operations, headers, elements and types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, cast

from mktows.diffing.document import XS_NAMESPACE


class QName(NamedTuple):
    """A namespace, empty for none, and a local name."""

    namespace: str
    local: str

    @property
    def built_in(self) -> bool:
        """True where XML Schema itself defines it."""
        return self.namespace == XS_NAMESPACE


@dataclass(frozen=True)
class SimpleType:
    """A simple type that is not built in.

    Attributes:
        base: What it restricts; None for a list or union.
        variety: `list`, `union`, or empty.
        members: The item type of a list, the types of a union.
        values: Its enumeration in order, empty where it has none.
        facets: Its other facets by name; the patterns of one type count as one.
    """

    base: QName | SimpleType | None
    variety: str = ""
    members: tuple[QName | SimpleType, ...] = ()
    values: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Field:
    """A child element, an attribute (`@name`), any element (`*`) or any attribute (`@*`).

    Attributes:
        name: Its name; without a namespace where it is not qualified.
        declared_here: Whether it is not a reference to a global element.
        form: Its own `form`, empty where the schema's default holds.
        least: minOccurs; 1 for a required attribute.
        most: maxOccurs, None for unbounded.
        nillable: Whether it may carry `xsi:nil`.
        default: Its default or fixed value, as `default='…'`; empty for none.
        type: Its type.
    """

    name: QName
    type: TypeRef
    least: int = 1
    most: int | None = 1
    nillable: bool = False
    default: str = ""
    form: str = ""
    declared_here: bool = True


@dataclass(frozen=True)
class Group:
    """A sequence, choice or all, and how often it may stand."""

    kind: str
    items: tuple[Field | Group, ...] = ()
    least: int = 1
    most: int | None = 1

    @property
    def empty(self) -> bool:
        """True where there is no field in it."""
        return next(self.fields(), None) is None

    @property
    def fewest(self) -> int:
        """The number of times it must stand; 0 also for a choice of which one branch is nothing."""
        nothing = any(isinstance(item, Group) and item.empty for item in self.items)
        return 0 if self.kind == "choice" and nothing else self.least

    def fields(self, *, optional: bool = False) -> Iterator[tuple[Field, bool]]:
        """Every field, and whether a message may do without it."""
        choice = self.kind == "choice" and len(self.items) > 1
        optional = optional or self.least == 0 or choice
        for item in self.items:
            if isinstance(item, Group):
                yield from item.fields(optional=optional)
            else:
                yield item, optional or item.least == 0

    def branches(self, *, inside: bool = False) -> Iterator[Field]:
        """Every field in a choice, which stands in the place of others."""
        others = [item for item in self.items if isinstance(item, Field) or not item.empty]
        inside = inside or (self.kind == "choice" and len(others) > 1)
        for item in self.items:
            if isinstance(item, Group):
                yield from item.branches(inside=inside)
            elif inside:
                yield item


@dataclass(frozen=True)
class ComplexType:
    """A complex type; `content` and `attributes` are its own, those of an extended base precede.

    Attributes:
        base: The complex type that it is derived from, None for none.
        extends: Whether it adds to its base, rather than saying it anew.
        abstract: Whether only derived types may stand in a message.
        mixed: Whether text may stand between the elements.
        text: The type of its text, where it is text with attributes.
        content: Its child elements.
        attributes: Its attributes.
    """

    base: QName | None = None
    extends: bool = True
    abstract: bool = False
    mixed: bool = False
    text: TypeRef | None = None
    content: Group = Group("sequence")
    attributes: tuple[Field, ...] = ()

    def fields(self) -> Iterator[tuple[Field, bool]]:
        """Its own elements and attributes, and whether a message may do without them."""
        yield from self.content.fields()
        for attribute in self.attributes:
            yield attribute, attribute.least == 0


TypeRef = QName | SimpleType | ComplexType
"""The name of a type, or an anonymous type itself."""


@dataclass(frozen=True)
class Operation:
    """One operation of the binding.

    Attributes:
        action: Its SOAP action.
        style: Style and use of its messages, such as `document/literal`.
        request: The element in the request's Body, None for an empty one.
        reply: The same of the reply.
        one_way: Whether there is no reply.
        headers: Header elements of the request.
        reply_headers: Header elements of the reply.
        faults: Fault elements by the fault's name.
    """

    name: str
    action: str
    style: str
    request: QName | None
    reply: QName | None
    one_way: bool
    headers: tuple[QName, ...]
    reply_headers: tuple[QName, ...]
    faults: Mapping[str, QName]


@dataclass(frozen=True)
class Contract:
    """A whole contract.

    Attributes:
        name: What messages and reports call it.
        namespace: That of most request elements, which names are written without.
        definitions: The namespace of the WSDL's own names, which no message shows.
        transport: The binding's transport.
        port_type: The port type's name.
        services: Service, port and address of each port.
        forms: elementFormDefault by namespace.
        operations: By name.
        elements: The global elements.
        types: The named types.
    """

    name: str
    namespace: str
    definitions: str
    transport: str
    port_type: str
    services: tuple[tuple[str, str, str], ...]
    forms: Mapping[str, str]
    operations: Mapping[str, Operation]
    elements: Mapping[QName, Field]
    types: Mapping[QName, SimpleType | ComplexType]

    def label(self, name: QName) -> str:
        """A name for people, and for matching with another contract's."""
        if name.built_in:
            return f"xs:{name.local}"
        if name.namespace in ("", self.namespace):
            return name.local
        return f"{{{name.namespace}}}{name.local}"

    def resolve(self, ref: TypeRef) -> TypeRef:
        """The type that a reference stands for; a built-in type stands for itself."""
        return ref if not isinstance(ref, QName) or ref.built_in else self.types[ref]

    def complex_type(self, name: QName) -> ComplexType:
        """A type that is known to be complex, such as a base."""
        return cast(ComplexType, self.types[name])

    def bases(self, name: QName) -> Iterator[QName]:
        """The complex types that a named one is derived from, nearest first."""
        item = self.types[name]
        while isinstance(item, ComplexType) and item.base is not None:
            yield item.base
            item = self.types[item.base]

    @cached_property
    def derived(self) -> Mapping[QName, tuple[QName, ...]]:
        """Every complex type that others are derived from, to those, near and far."""
        found: dict[QName, list[QName]] = defaultdict(list)
        for name in self.types:
            for base in self.bases(name):
                found[base].append(name)
        return {name: tuple(names) for name, names in found.items()}

    def whole(self, item: ComplexType) -> ComplexType:
        """A complex type with what it has from its bases put in front."""
        contents: list[Group] = []
        attributes: dict[str, Field] = {}
        text, each, extends = item.text, item, True
        while True:
            if extends:
                contents.append(each.content)  # what is restricted was said anew
            attributes = {field.name.local: field for field in each.attributes} | attributes
            text = text if text is not None else each.text
            extends = extends and each.extends
            if each.base is None:
                break
            each = self.complex_type(each.base)
        items = tuple(content for content in reversed(contents) if content.items)
        return replace(
            item,
            base=None,
            text=text,
            content=Group("sequence", items),
            attributes=tuple(attributes.values()),
        )
