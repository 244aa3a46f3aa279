"""The JSON schema of world files, made from the classes of worlds."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from mktows.sandbox.world.world import World

# A text stands as it is, also where it looks like something else.
_SCALARS: dict[type, dict[str, object]] = {
    str: {"type": ["string", "number", "boolean"]},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
}


def world_schema() -> dict[str, object]:
    """The JSON schema (draft 2020-12) of a world file.

    It says which members there are and of which form; whether all that is referred to is there,
    and whether values fit their fields, is told when the file is read.
    """
    definitions: dict[str, object] = {}
    root = _schema(World, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A world of the mktows sandbox",
        **root,
        "$defs": definitions,
    }


def _schema(expected: Any, definitions: dict[str, object]) -> dict[str, object]:
    origin, inner = get_origin(expected), get_args(expected)
    if origin is UnionType:
        (given,) = (each for each in inner if each is not NoneType)
        return {"anyOf": [_schema(given, definitions), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema(inner[0], definitions)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(inner[1], definitions)}
    if not dataclasses.is_dataclass(expected):
        return dict(_SCALARS[expected])
    name = expected.__name__  # type: ignore[union-attr]  # a class, as an annotation
    if name not in definitions:
        definitions[name] = {}  # it may hold itself
        definitions[name] = _record(expected, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _record(expected: Any, definitions: dict[str, object]) -> dict[str, object]:
    hints = get_type_hints(expected)
    members = dataclasses.fields(expected)
    required = [
        each.name
        for each in members
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    ]
    return {
        "description": (expected.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {each.name: _schema(hints[each.name], definitions) for each in members},
        "required": required,
        "additionalProperties": False,
    }
