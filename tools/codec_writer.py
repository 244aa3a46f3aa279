"""The text of the codec: for each type a function to write it and one to read it."""

from __future__ import annotations

from collections.abc import Iterator

from units import Table, Unit
from version_model import FieldModel, TypeModel, VersionModel

PACKAGE = '''\
"""Writes and reads every type, each by code of its own, once for all versions that have it.

A `write_` function returns the content of an element; `nil` says whether an unset element that
may be nil is written as nil, as the service does, or left out. A `read_` function takes the
element, minds neither order nor namespaces, and tells the reading where it departs from its type.

A module's name tells those versions; `mktows_bindings.vX_Y.codec` has the tables of version X_Y,
and in XSI_MARKS the markup that a text can only hold if it uses the prefix xsi.
"""

from collections.abc import Callable
from typing import Any

from lxml.etree import _Element

from mktows_bindings.runtime import Reading

Writers = dict[str, Callable[[str, Any, bool], str]]
"""Type to a function that writes a whole element: its tag, the value, nil."""

Readers = dict[str, Callable[[_Element, Reading], Any]]
"""Type to the function that reads an element of it."""
'''
TABLES = (Table("WRITERS", "Writers"), Table("READERS", "Readers"))

# Built-in type: how a value becomes text, and how a node becomes a value.
_BUILT_INS = {
    "string": ("text", "read_string"),
    "anySimpleType": ("any_text", "read_string"),
    "boolean": ("boolean_text", "read_boolean"),
    "int": ("int_text", "read_int"),
    "long": ("long_text", "read_long"),
    "integer": ("integer_text", "read_integer"),
    "dateTime": ("date_time_text", "read_date_time"),
    "base64Binary": ("base64_text", "read_base64"),
}


class CodecWriter:
    """Writes the code for the types of one version."""

    def __init__(self, model: VersionModel) -> None:
        self._types = {item.name: item for item in model.types}
        self._enumerations = frozenset(model.enumerations)

    def units(self) -> Iterator[Unit]:
        """The functions of every type, and its entries in the tables."""
        for name, item in self._types.items():
            yield Unit("codec", "", name, "\n".join(self._type(item)))
            yield Unit("codec", "WRITERS", name, f'"{name}": {self._whole(name)},')
            yield Unit("codec", "READERS", name, f'"{name}": read_{name},')

    def marks(self) -> list[str]:
        """Markup that only what uses the prefix xsi can hold: a text's own `<` is escaped."""
        found = [' xsi:nil="true"/>']
        for item in self._types.values():
            for field in item.fields:
                if self._derived(field.type_name):
                    found.append(f'<{field.element} xsi:type="')
        return list(dict.fromkeys(found))

    def _whole(self, name: str) -> str:
        if self._derived(name):
            return f"write_any_{name}"
        return f"lambda tag, value, nil: element(tag, write_{name}(value, nil))"

    def _fields(self, item: TypeModel) -> tuple[FieldModel, ...]:
        base = () if item.base is None else self._fields(self._types[item.base])
        return (*base, *item.fields)

    def _derived(self, name: str) -> list[str]:
        """Names of the types that extend a type, at any remove."""
        direct = [item.name for item in self._types.values() if item.base == name]
        return direct + [more for one in direct for more in self._derived(one)]

    def _type(self, item: TypeModel) -> Iterator[str]:
        derived = self._derived(item.name)
        if not item.abstract:
            yield from self._write(item)
        if derived:
            yield from self._write_any(item, derived)
        yield from self._read(item, derived)

    def _write(self, item: TypeModel) -> Iterator[str]:
        fields = self._fields(item)
        yield f"def write_{item.name}(v: {item.name}, nil: bool) -> str:"
        yield f"    if v.__class__ is not {item.name}:"
        yield f"        v = namesake(v, {item.name})"
        for field in fields:
            yield from self._prepare(field)
        pieces = [f'        f"{self._piece(field)}"' for field in fields]
        yield from ["    return (", *pieces, "    )"] if pieces else ['    return ""']
        yield ""

    def _prepare(self, field: FieldModel) -> Iterator[str]:
        """Statements that put a field's value, or its whole element, into a local variable."""
        name = _variable(field)
        if field.many:
            element = self._element(field, "item")
            yield f'    {name}_xml = "".join([{element} for item in listed(v.{field.attribute})])'
            return
        yield f"    {name} = v.{field.attribute}"
        if self._is_plain(field):
            # In place, since most texts are plain and a call costs more than the look.
            marks = " or ".join(f'"{mark}" in {name}' for mark in "&<>")
            yield f"    if not {name}.isprintable() or {marks}:"
            yield f"        {name} = text({name})"
        elif field.nillable or not field.least:
            element = self._element(field, name)
            yield f"    {name}_xml = {self._absent(field)} if {name} is None else {element}"

    def _piece(self, field: FieldModel) -> str:
        """A field's part of the f-string that is the content."""
        name, tag = _variable(field), field.element
        if self._is_plain(field):
            return f"<{tag}>{{{name}}}</{tag}>"
        if field.many or field.nillable or not field.least:
            return f"{{{name}_xml}}"
        return (
            f"<{tag}>{{{self._text(field, name)}}}</{tag}>"
            if self._text(field, name)
            else (f"{{{self._element(field, name, quote=chr(39))}}}")
        )

    def _is_plain(self, field: FieldModel) -> bool:
        one = not field.many and not field.nillable and field.least == 1
        return one and field.type_name == "string"

    def _absent(self, field: FieldModel) -> str:
        """What stands for None."""
        nil = f"'<{field.element} xsi:nil=\"true\"/>'"
        if field.nillable:
            return nil if field.least else f'({nil} if nil else "")'
        return '""'

    def _text(self, field: FieldModel, name: str) -> str:
        """An expression for the text of a simple value, or of content that is never empty."""
        if field.type_name in _BUILT_INS:
            return f"{_BUILT_INS[field.type_name][0]}({name})"
        if field.type_name in self._enumerations:
            return f"enum_text({name}, {field.type_name})"
        target = self._types[field.type_name]
        never_empty = any(inner.least and not inner.many for inner in self._fields(target))
        if never_empty and not self._derived(field.type_name):
            return f"write_{field.type_name}({name}, nil)"
        return ""

    def _element(self, field: FieldModel, name: str, quote: str = '"') -> str:
        """An expression for one whole element with a value."""
        tag, text = field.element, self._text(field, name)
        if text:
            return f"f{quote}<{tag}>{{{text}}}</{tag}>{quote}"
        if self._derived(field.type_name):
            return f"write_any_{field.type_name}({quote}{tag}{quote}, {name}, nil)"
        return f"element({quote}{tag}{quote}, write_{field.type_name}({name}, nil))"

    def _write_any(self, item: TypeModel, derived: list[str]) -> Iterator[str]:
        """The whole element of a type that others extend: the one meant goes into xsi:type."""
        yield f"def write_any_{item.name}(tag: str, v: Any, nil: bool) -> str:"
        yield "    name = v.__class__.__name__"
        if not item.abstract:
            yield f'    if name == "{item.name}":'
            yield f"        return element(tag, write_{item.name}(v, nil))"
        for each in derived:
            if self._types[each].abstract:
                continue
            yield f'    if name == "{each}":'
            yield f'        return element(tag, write_{each}(v, nil), "{each}")'
        if item.abstract:
            yield f'    if name == "{item.name}":'
            yield f'        raise Unwritable("{item.name} is abstract: use a type derived from it")'
        yield f'    raise Unwritable(f"expected {item.name}, got {{name}}")'
        yield ""

    def _read(self, item: TypeModel, derived: list[str]) -> Iterator[str]:
        fields = self._fields(item)
        yield f"def read_{item.name}(node: _Element, reading: Reading) -> Any:"
        if derived:
            yield "    name = named_type(node)"
            for each in derived:
                if not self._types[each].abstract:
                    yield f'    if name == "{each}":'
                    yield f"        return read_{each}(node, reading)"
        if item.abstract:
            yield "    if name is None:"
            yield f'        reason = "{item.name} needs an xsi:type"'
            yield f'        raise Unreadable(node, "{item.name}", reason)'
            yield f'    raise Unreadable(node, "{item.name}", "xsi:type names no {item.name}")'
            yield ""
            return
        for field in fields:
            start = (
                "list[Any] = []" if field.many else "Any = None" if _needed(field) else "Any = ..."
            )
            yield f"    {_variable(field)}: {start}"
        yield "    for child in node:"
        if fields:
            yield "        tag = child.tag"
            for index, field in enumerate(fields):
                keyword = "elif" if index else "if"
                yield f'        {keyword} tag == "{field.element}":'
                yield from self._read_child(field)
            yield '        elif tag[0] == "{":'
            yield f"            return read_{item.name}(unqualified(node), reading)"
            yield "        else:"
            yield "            reading.unknown(child)"
        else:
            yield "        reading.unknown(child)"
        for field in fields:
            yield from self._read_absent(field)
        # All members are set here: without a call of __init__ reading takes a tenth less time.
        yield f"    made: Any = bare({item.name})"
        for field in fields:
            yield f"    made.{field.attribute} = {_variable(field)}"
        yield "    return made"
        yield ""

    def _read_child(self, field: FieldModel) -> Iterator[str]:
        """Statements that read one child into its variable."""
        name, (function, *more) = _variable(field), self._reader(field)
        value = f"{function}({', '.join(['child', 'reading', *more])})"
        if field.many and field.type_name in self._types:
            # An item that is nil stays an item, so that none of a batch is lost.
            yield f"            {name}.append(read_{field.type_name}(child, reading))"
            return
        if field.many:
            yield f"            if (item := {value}) is not None:"
            yield f"                {name}.append(item)"
            return
        yield f"            if {name} is {'None' if _needed(field) else '...'}:"
        if field.type_name in ("string", "anySimpleType"):
            # Most texts are neither empty nor white, and hold no markup: no call is needed.
            yield "                said = child.text"
            value = f"said if said and not said.isspace() and not len(child) else {value}"
        yield f"                {name} = {value}"
        if _needed(field):
            yield f"                if {name} is None:"
            yield "                    reading.nothing(child)"
            yield "            else:"
            yield "                reading.repeated(child)"
            return
        yield "            else:"
        again = ", ".join(["child", "reading", name, function, *more])
        yield f"                {name} = read_again({again})"

    def _read_absent(self, field: FieldModel) -> Iterator[str]:
        """Statements for a field of which no child was met."""
        name = _variable(field)
        if field.many:
            return
        yield f"    if {name} is {'None' if _needed(field) else '...'}:"
        if not _needed(field):
            yield f"        {name} = None"
        if field.least:
            yield f'        reading.missing(node, "{field.element}")'

    def _reader(self, field: FieldModel) -> tuple[str, ...]:
        """The function that reads a child, and what it takes beside the child and the reading."""
        if field.type_name in _BUILT_INS:
            return (_BUILT_INS[field.type_name][1],)
        if field.type_name in self._enumerations:
            return "read_enum", field.type_name
        return "read_member", f"read_{field.type_name}"


_RUNTIME = frozenset(
    {writer for writer, _ in _BUILT_INS.values()}
    | {reader for _, reader in _BUILT_INS.values()}
    | {
        "Reading",
        "Unreadable",
        "Unwritable",
        "bare",
        "element",
        "enum_text",
        "listed",
        "unqualified",
        "named_type",
        "namesake",
        "read_again",
        "read_enum",
        "read_member",
    }
)
FOREIGN = dict.fromkeys(_RUNTIME, ".runtime") | {"Any": "typing", "_Element": "lxml.etree"}
"""Name that the functions read to the module that has it; one with a dot is of the package."""
_TAKEN = _RUNTIME | {
    "child",
    "content",
    "item",
    "made",
    "nil",
    "node",
    "reading",
    "said",
    "tag",
    "v",
}


def _variable(field: FieldModel) -> str:
    """A field's name as a local variable."""
    return f"{field.attribute}_" if field.attribute in _TAKEN else field.attribute


def _needed(field: FieldModel) -> bool:
    """Whether a field must have a value, so that None tells that none was met.

    Elsewhere `...` does, since a child may say nothing.
    """
    return bool(field.least) and not field.nillable and not field.many
