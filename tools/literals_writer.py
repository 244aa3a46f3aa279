"""The module of the values that enumerations have, as types for type checkers."""

from __future__ import annotations

from collections.abc import Sequence

from version_model import VersionModel
from wsdl_source import XS


def literals(models: Sequence[VersionModel]) -> str:
    """The text of a module with one `Literal` for each enumeration: its values in any version.

    Those of the newest version come first, and after them what only older ones have.
    """
    values: dict[str, dict[str, None]] = {}
    for model in reversed(models):
        for name in model.enumerations:
            path = f"{XS}simpleType[@name='{name}']//{XS}enumeration"
            found = [each.get("value", "") for each in model.source.schema.iterfind(path)]
            values.setdefault(name, {}).update(dict.fromkeys(found))
    lines = ['"""The values of each enumeration, as types: those that any version has."""', ""]
    lines += ["from typing import Literal, TypeAlias", ""]
    for name in sorted(name for name in values if values[name]):
        lines.append(f"{name}: TypeAlias = Literal[{', '.join(map(repr, values[name]))}]")
    return "\n".join(lines) + "\n"
