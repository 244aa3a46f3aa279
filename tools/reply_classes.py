"""The classes of replies, which may hold what the contract does not list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from wsdl_source import WsdlSource

if TYPE_CHECKING:
    from version_model import TypeModel

OPEN = {"Open": ".runtime", "Reply": ".runtime"}
"""Name that the classes read to the module that has it; one with a dot is of the package."""


def open_classes(
    source: WsdlSource,
    types: Sequence[TypeModel],
    enumerations: Iterable[str],
    classes: Mapping[str, str],
) -> dict[str, str]:
    """The texts of the classes of replies: enumerations open, the outermost two of class Reply."""
    by_name = {item.name: item for item in types}
    known = "|".join(map(re.escape, enumerations))
    annotation = re.compile(rf"^(    \w+: (?:None \| |list\[)?)({known})(\]?) = ", re.MULTILINE)
    messages = [source.elements[operation.reply] for operation in source.operations]
    held = [field.type_name for name in messages for field in by_name[name].fields]
    texts = {}
    for name in _reached(messages, by_name):
        text = annotation.sub(r"\1Open[\2]\3 = ", classes[name]) if known else classes[name]
        if name in messages or name in held:
            text = re.sub(rf"^class {name}:", f"class {name}(Reply):", text, flags=re.MULTILINE)
        texts[name] = text
    return texts


def _reached(names: Iterable[str], types: Mapping[str, TypeModel]) -> list[str]:
    """Complex types and all that they hold, their bases and what extends them included."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found or name not in types:
            continue
        found[name] = None
        item = types[name]
        waiting += [field.type_name for field in item.fields]
        waiting += [other.name for other in types.values() if name == other.base]
        waiting += [item.base] if item.base else []
    return list(found)
