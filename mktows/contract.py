"""The operation table of each version, and the types that its messages are made of."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import NamedTuple, cast

import mktows_bindings
from lxml import etree

KNOWN_VERSIONS: tuple[str, ...] = mktows_bindings.VERSIONS
LATEST_VERSION = KNOWN_VERSIONS[-1]
_VERSION = re.compile(r"([0-9]{1,3})_([0-9]{1,3})")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema}schema"
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the WSDL.

    Attributes:
        name: As in the WSDL, such as `getMObjects`.
        method: The client's method, such as `get_mobjects`.
        action: Its SOAP action.
        request: The request's global element, whose type is `request_type`.
        reply: The reply's global element, whose type is `reply_type`.
        headers: The header elements that the binding declares.
    """

    name: str
    method: str
    action: str
    request: str
    request_type: str
    reply: str
    reply_type: str
    headers: tuple[str, ...]


class Field(NamedTuple):
    """One child element of a complex type.

    Attributes:
        element: Its name on the wire.
        attribute: Its name in Python.
        type_name: An XML Schema built-in, or one of the contract's types.
        required: Whether minOccurs is 1.
        many: Whether it may be repeated.
        nillable: Whether it may carry `xsi:nil`.
    """

    element: str
    attribute: str
    type_name: str
    required: bool
    many: bool
    nillable: bool


class ComplexType(NamedTuple):
    """A complex type: all its fields in order, those of its base first."""

    name: str
    base: str | None
    abstract: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Contract:
    """One version of the contract, as the bindings have it."""

    version: str
    namespace: str
    bindings: ModuleType
    codec: ModuleType
    elements: Mapping[str, str]
    operations: Mapping[str, Operation]
    enumerations: frozenset[str]
    types: Mapping[str, ComplexType]

    def binding(self, type_name: str) -> type:
        """The class of a type or enumeration."""
        return cast(type, getattr(self.bindings, type_name))

    def declares(self, type_name: str, element: str) -> bool:
        """Tell whether a type of this version has an element."""
        item = self.types.get(type_name)
        return item is not None and any(field.element == element for field in item.fields)

    def is_a(self, type_name: str, base: str) -> bool:
        """Tell whether a type is another one or derived from it."""
        name: str | None = type_name
        while name is not None and name != base:
            name = self.types[name].base if name in self.types else None
        return name == base

    def wsdl(self) -> bytes:
        """The WSDL that the bindings were made from."""
        from importlib.resources import files  # here, since importing it takes a while

        return (files(self.bindings) / "contract.wsdl").read_bytes()

    @functools.cached_property
    def declared(self) -> frozenset[str]:
        """The global elements of the WSDL."""
        return frozenset(importlib.import_module(f"{self.bindings.__name__}.contract").ELEMENTS)

    @functools.cached_property
    def schema(self) -> etree.XMLSchema:
        """The schema of the WSDL, compiled; it may be shared between threads."""
        element = next(etree.fromstring(self.wsdl()).iter(_SCHEMA))
        return etree.XMLSchema(etree.fromstring(etree.tostring(element)))


@functools.cache
def contract(version: str) -> Contract:
    """Load one of `KNOWN_VERSIONS`; its bindings are imported now and not before."""
    package = f"mktows_bindings.v{version}"
    bindings = importlib.import_module(package)
    table = importlib.import_module(f"{package}.contract")
    types: dict[str, ComplexType] = {}
    for name, (base, abstract, own) in table.TYPES.items():
        fields = tuple(
            Field(element, attribute, type_name, least > 0, many, nillable)
            for element, attribute, type_name, least, many, nillable in own
        )
        types[name] = ComplexType(name, base, abstract, fields)
    for name, item in types.items():
        types[name] = item._replace(fields=_inherited(name, types))
    return Contract(
        version=version,
        namespace=table.NAMESPACE,
        bindings=bindings,
        codec=importlib.import_module(f"{package}.codec"),
        elements=table.ELEMENTS,
        operations={
            name: Operation(
                name=name,
                method=method_name(name),
                action=action,
                request=request,
                request_type=table.ELEMENTS[request],
                reply=reply,
                reply_type=table.ELEMENTS[reply],
                headers=headers,
            )
            for name, (action, request, reply, headers) in table.OPERATIONS.items()
        },
        enumerations=frozenset(table.ENUMERATIONS),
        types=types,
    )


def nearest_version(version: str) -> str:
    """The known version to speak where a version is named: the newest that is not newer than it.

    Below the oldest it is the oldest. The service was backward compatible (documented), and
    versions between the known ones, such as 2_9, were in wide use.

    Raises:
        ValueError: It has not the form of a version, such as `2_7`.
    """
    wanted = _numbers(version)
    not_newer = [known for known in KNOWN_VERSIONS if _numbers(known) <= wanted]
    return not_newer[-1] if not_newer else KNOWN_VERSIONS[0]


def _numbers(version: str) -> tuple[int, int]:
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError("a version has the form 2_7")
    return int(found[1]), int(found[2])


def method_name(operation: str) -> str:
    """An operation's name in snake_case: `getMObjects` becomes `get_mobjects`."""
    return _WORD.sub("_", operation).lower()


def _inherited(name: str, types: Mapping[str, ComplexType]) -> tuple[Field, ...]:
    base = types[name].base
    fields = {} if base is None else {field.element: field for field in _inherited(base, types)}
    fields |= {field.element: field for field in types[name].fields}
    return tuple(fields.values())
