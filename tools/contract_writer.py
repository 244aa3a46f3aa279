"""The text of the contract tables: what the classes do not say."""

from __future__ import annotations

from collections.abc import Iterator

from units import Table, Unit
from version_model import TypeModel, VersionModel

PACKAGE = '''\
"""The contract: what the classes do not say, each entry once for all versions that have it.

A module's name tells those versions; `mktows_bindings.vX_Y.contract` has the tables of X_Y.
"""

Elements = dict[str, str]
"""Global element to the name of its type."""

Operations = dict[str, tuple[str, str, str, tuple[str, ...]]]
"""Operation to SOAP action, request element, reply element, header elements."""

Enumerations = tuple[str, ...]
"""The names of the enumerations."""

Types = dict[str, tuple[str | None, bool, tuple[tuple[str, str, str, int, bool, bool], ...]]]
"""Complex type to base type, whether abstract, and its own fields in order: element
name, Python name, type (built-in or ours), minOccurs, whether repeated, nillable."""
'''
TABLES = (
    Table("ELEMENTS", "Elements"),
    Table("OPERATIONS", "Operations"),
    Table("ENUMERATIONS", "Enumerations", keyed=False),
    Table("TYPES", "Types"),
)


def contract_units(model: VersionModel) -> Iterator[Unit]:
    """Every entry of a version's tables."""
    for name, type_ in model.source.elements.items():
        yield _entry("ELEMENTS", name, f'"{name}": "{type_}",')
    for op in model.source.operations:
        entry = f'"{op.name}": ({op.action!r}, "{op.request}", "{op.reply}", {op.headers!r}),'
        yield _entry("OPERATIONS", op.name, entry)
    for name in model.enumerations:
        yield _entry("ENUMERATIONS", name, f'"{name}",')
    for item in model.types:
        yield _entry("TYPES", item.name, _type(item))


def _entry(table: str, name: str, text: str) -> Unit:
    return Unit("contract", table, name, text)


def _type(item: TypeModel) -> str:
    base = f'"{item.base}"' if item.base else "None"
    fields = "".join(
        f'("{field.element}", "{field.attribute}", "{field.type_name}", {field.least},'
        f" {field.many}, {field.nillable}), "
        for field in item.fields
    )
    return f'"{item.name}": ({base}, {item.abstract}, ({fields})),'
