"""The classes of replies, which may hold what the contract does not list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """The texts of the classes of replies: enumerations open, the outermost two of class Reply.

    A list within an element of its own has a property that gives its items.
    """
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
    for name in texts.keys() - messages:
        texts[name] += "".join(_properties(by_name[name], by_name, texts))
    return texts


def _properties(
    item: TypeModel, types: Mapping[str, TypeModel], texts: Mapping[str, str]
) -> Iterator[str]:
    """Properties that give the items of a type's lists, whether the list's element is there."""
    taken = {field.attribute for field in item.fields}
    for field in item.fields:
        listed = types.get(field.type_name)
        if field.many or listed is None or len(listed.fields) != 1 or not listed.fields[0].many:
            continue
        inner = listed.fields[0].attribute
        annotation = re.search(rf"^    {inner}: (list\[.*\]) = ", texts[listed.name], re.MULTILINE)
        stem = field.attribute.removesuffix("_list") if "_list" in field.attribute else inner
        name = f"{stem}es" if stem.endswith("s") else f"{stem}s"
        if annotation is None or name in taken:
            continue
        taken.add(name)
        yield (
            f"\n\n    @property\n    def {name}(self) -> {annotation[1]}:\n"
            f'        """The items of `{field.attribute}`; empty where there is none."""\n'
            f"        found = self.{field.attribute}\n"
            f"        return found.{inner} if found else []"
        )


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
