"""The text of a version's contract table, and the model that it and the codec are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wsdl_source import WsdlSource


class FieldModel(NamedTuple):
    """One child element of a type, as the schema has it."""

    element: str
    attribute: str
    type_name: str
    least: int
    many: bool
    nillable: bool


class TypeModel(NamedTuple):
    """One complex type; `fields` are its own, those of its base come before them."""

    name: str
    base: str | None
    abstract: bool
    fields: tuple[FieldModel, ...]


def contract_source(
    wsdl: WsdlSource, types: Sequence[TypeModel], enumerations: Sequence[str]
) -> str:
    """The whole module."""
    lines = [
        f'"""The contract of version {wsdl.version}: what the classes do not say."""',
        "",
        f'VERSION = "{wsdl.version}"',
        f'NAMESPACE = "{wsdl.namespace}"',
        "",
        "ELEMENTS: dict[str, str] = {",
        *(f'    "{name}": "{type_}",' for name, type_ in wsdl.elements.items()),
        "}",
        '"""Global element to the name of its type."""',
        "",
        "OPERATIONS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {",
        *(
            f'    "{op.name}": ({op.action!r}, "{op.request}", "{op.reply}", {op.headers!r}),'
            for op in wsdl.operations
        ),
        "}",
        '"""Operation to SOAP action, request element, reply element, header elements."""',
        "",
        "ENUMERATIONS: tuple[str, ...] = (",
        *(f'    "{name}",' for name in enumerations),
        ")",
        "",
        "TYPES: dict[",
        "    str, tuple[str | None, bool, tuple[tuple[str, str, str, int, bool, bool], ...]]",
        "] = {",
        *(line for item in types for line in _type(item)),
        "}",
        '"""Complex type to base type, whether abstract, and its own fields in order: element',
        'name, Python name, type (built-in or ours), minOccurs, whether repeated, nillable."""',
    ]
    return "\n".join(lines) + "\n"


def _type(item: TypeModel) -> Iterator[str]:
    base = f'"{item.base}"' if item.base else "None"
    yield f'    "{item.name}": ({base}, {item.abstract}, ('
    for field in item.fields:
        yield (
            f'        ("{field.element}", "{field.attribute}", "{field.type_name}", {field.least},'
            f" {field.many}, {field.nillable}),"
        )
    yield "    )),"
