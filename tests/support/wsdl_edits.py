"""Named changes of a shipped WSDL at random places, with what a diff has to find.

What is expected is told from the bindings' table, which xsdata made, not from the diff's own model.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from lxml import etree

from mktows.contract import Contract, contract

XS = "{http://www.w3.org/2001/XMLSchema}"
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
BOTH_WAYS = ("request", "reply")

# Built-in type to others, and how its values change.
RETYPINGS = {
    ("int", "long"): "widened",
    ("int", "integer"): "widened",
    ("int", "string"): "widened",
    ("int", "short"): "narrowed",
    ("int", "unsignedInt"): "changed",
    ("int", "boolean"): "changed",
    ("long", "int"): "narrowed",
    ("long", "decimal"): "widened",
    ("string", "token"): "narrowed",
    ("string", "int"): "narrowed",
    ("boolean", "string"): "widened",
    ("boolean", "int"): "changed",
    ("dateTime", "date"): "changed",
    ("dateTime", "string"): "widened",
    ("base64Binary", "hexBinary"): "changed",
}


@dataclass(frozen=True)
class Edit:
    """A change that was made.

    Attributes:
        findings: Rule and path of everything that has to be found.
        type_name: The type that was changed, empty where it was none.
    """

    findings: frozenset[tuple[str, str]]
    type_name: str = ""


Editing = Callable[[DrawFn, Contract, etree._Element], Edit]


@functools.cache
def reached(version: str, direction: str) -> dict[str, frozenset[str]]:
    """Each operation to the types and enumerations that a message of it may hold."""
    table = contract(version)
    found = {}
    for operation in table.operations.values():
        request = direction == "request"
        pending = [operation.request_type if request else operation.reply_type]
        if request:
            pending += [table.elements[header] for header in operation.headers]
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            pending += [each for each in table.types if name in table.types and each != name
                        and table.is_a(each, name)]  # fmt: skip
            if name in table.types:
                pending += [field.type_name for field in table.types[name].fields]
        found[operation.name] = frozenset(seen)
    return found


def directions(table: Contract, name: str) -> list[str]:
    """Those in which what a type itself declares may be sent."""
    return [
        direction
        for direction in BOTH_WAYS
        if any(
            table.is_a(each, name)
            for types in reached(table.version, direction).values()
            for each in types
        )
    ]


def path_of(table: Contract, name: str) -> str:
    """The place of a type that stands in one place only, else its name."""
    used = any(f.type_name == name for item in table.types.values() for f in item.fields)
    used = used or any(item.base == name for item in table.types.values())
    places = {
        place
        for operation in table.operations.values()
        for place, element in (
            (f"{operation.name}/request", operation.request),
            (f"{operation.name}/reply", operation.reply),
            *((f"header {header}", header) for header in operation.headers),
        )
        if table.elements[element] == name
    }
    return places.pop() if len(places) == 1 and not used else f"type {name}"


def in_type(table: Contract, name: str, kind: str, below: str = "") -> Edit:
    """The edit of something that a type declares."""
    path = path_of(table, name) + below
    ways = directions(table, name)
    rules = [f"{way}-{kind}" for way in ways] or ["unused-type-changed"]
    return Edit(frozenset((rule, path) for rule in rules), name)


def _schema(root: etree._Element) -> etree._Element:
    (schema,) = root.iter(XS + "schema")
    return schema


def _node(root: etree._Element, tag: str, name: str) -> etree._Element:
    (node,) = (each for each in root.iter(tag) if each.get("name") == name)
    return node


def _fields(root: etree._Element) -> dict[tuple[str, str], etree._Element]:
    """Every field by type and name."""
    return {
        (str(node.get("name")), str(field.get("name"))): field
        for node in _schema(root).iterchildren(XS + "complexType")
        for field in node.iter(XS + "element")
    }


def _draw_field(
    draw: DrawFn, root: etree._Element, allowed: Callable[[etree._Element], bool] | None = None
) -> tuple[str, str, etree._Element]:
    fields = _fields(root)
    owner, name = draw(
        st.sampled_from([key for key, node in fields.items() if allowed is None or allowed(node)])
    )
    return owner, name, fields[owner, name]


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


# Edits within one type, which leave all else as it is.


def add_field(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner = draw(st.sampled_from(sorted(table.types)))
    (sequence,) = _node(root, XS + "complexType", owner).iter(XS + "sequence")
    optional = draw(st.booleans())
    field = etree.Element(XS + "element", name="somethingNew", type="xs:string", nsmap=_NSMAP)
    if optional:
        field.set("minOccurs", "0")
    sequence.insert(draw(st.integers(0, len(sequence))), field)
    kind = "optional-field-added" if optional else "required-field-added"
    return in_type(table, owner, kind, "/somethingNew")


def remove_field(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner, name, field = _draw_field(draw, root)
    optional = field.get("minOccurs") == "0"
    _remove(field)
    kind = "optional-field-removed" if optional else "required-field-removed"
    return in_type(table, owner, kind, f"/{name}")


def change_built_in(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner, name, field = _draw_field(
        draw, root, lambda node: any(node.get("type") == f"xs:{old}" for old, _ in RETYPINGS)
    )
    before = str(field.get("type"))[3:]
    after, how = draw(
        st.sampled_from([(new, how) for (old, new), how in RETYPINGS.items() if old == before])
    )
    field.set("type", f"xs:{after}")
    return in_type(table, owner, f"type-{how}", f"/{name}")


def change_min_occurs(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner, name, field = _draw_field(draw, root, lambda node: node.get("maxOccurs") is None)
    raised = field.get("minOccurs") == "0"
    field.set("minOccurs", "1" if raised else "0")
    return in_type(
        table, owner, "min-occurs-raised" if raised else "min-occurs-lowered", f"/{name}"
    )


def change_max_occurs(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner, name, field = _draw_field(draw, root)
    before = field.get("maxOccurs", "1")
    after = draw(st.sampled_from([each for each in ("1", "7", "unbounded") if each != before]))
    field.set("maxOccurs", after)
    lowered = before == "unbounded"
    return in_type(
        table, owner, "max-occurs-lowered" if lowered else "max-occurs-raised", f"/{name}"
    )


def change_nillable(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner, name, field = _draw_field(draw, root)
    removed = field.get("nillable") == "true"
    field.set("nillable", "false" if removed else "true")
    return in_type(table, owner, "nillable-removed" if removed else "nillable-added", f"/{name}")


def reorder_fields(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner, _, field = _draw_field(draw, root, lambda node: node.getnext() is not None)
    after = field.getnext()
    assert after is not None
    after.addnext(field)
    return in_type(table, owner, "fields-reordered")


def add_value(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner = draw(st.sampled_from(sorted(table.enumerations)))
    (restriction,) = _node(root, XS + "simpleType", owner).iter(XS + "restriction")
    value = etree.Element(XS + "enumeration", value="Some new value")
    restriction.insert(draw(st.integers(0, len(restriction))), value)
    return in_type(table, owner, "enumeration-value-added", "/Some new value")


def remove_value(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    values = {
        (name, str(value.get("value"))): value
        for name in sorted(table.enumerations)
        for value in _node(root, XS + "simpleType", name).iter(XS + "enumeration")
    }
    owner, text = draw(st.sampled_from(list(values)))
    _remove(values[owner, text])
    return in_type(table, owner, "enumeration-value-removed", f"/{text}")


def qualify_field(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner, name, field = _draw_field(draw, root)
    field.set("form", "qualified")
    return in_type(table, owner, "qualification-changed", f"/{name}")


def choose_between_fields(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner, _, field = _draw_field(draw, root, lambda node: node.getnext() is not None)
    after = field.getnext()
    assert after is not None
    choice = etree.Element(XS + "choice")
    field.addprevious(choice)
    choice.extend([field, after])
    return in_type(table, owner, "content-model-changed")


# Edits of the whole.


def change_abstract(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    owner = draw(st.sampled_from(sorted(table.types)))
    node = _node(root, XS + "complexType", owner)
    removed = node.get("abstract") == "true"
    node.set("abstract", "false" if removed else "true")
    return in_type(table, owner, "abstract-removed" if removed else "abstract-added")


def derive_type(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    base = draw(st.sampled_from(sorted(table.types)))
    derived = etree.SubElement(_schema(root), XS + "complexType", name="Derived")
    content = etree.SubElement(derived, XS + "complexContent")
    extension = etree.SubElement(content, XS + "extension", base=f"tns:{base}")
    etree.SubElement(extension, XS + "sequence")
    found = {(f"{way}-derived-type-added", "type Derived") for way in directions(table, base)}
    return Edit(frozenset(found | {("type-added", "type Derived")}))


def remove_derived_type(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    held = {field.type_name for item in table.types.values() for field in item.fields}
    names = [n for n, item in table.types.items() if item.base is not None and n not in held]
    name = draw(st.sampled_from(sorted(names)))
    ways = directions(table, name)
    _remove(_node(root, XS + "complexType", name))
    found = {(f"{way}-derived-type-removed", f"type {name}") for way in ways}
    return Edit(frozenset(found | {("type-removed", f"type {name}")}))


def add_unused(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    del draw, table
    schema = _schema(root)
    schema.append(etree.Element(XS + "element", name="forNothing", type="xs:int", nsmap=_NSMAP))
    schema.insert(0, etree.Element(XS + "complexType", name="ForNothing"))
    return Edit(
        frozenset(
            {("unused-element-added", "element forNothing"), ("type-added", "type ForNothing")}
        )
    )


def qualify_all(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    del draw, table
    _schema(root).set("elementFormDefault", "qualified")
    return Edit(frozenset({("element-form-default-changed", "schema")}))


def _operations(root: etree._Element, name: str) -> tuple[etree._Element, etree._Element]:
    """An operation in port type and binding."""
    port, bound = (node for node in root.iter(WSDL + "operation") if node.get("name") == name)
    return port, bound


def remove_operation(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    name = draw(st.sampled_from(sorted(table.operations)))
    for node in _operations(root, name):
        _remove(node)
    return Edit(frozenset({("operation-removed", name)}))


def add_operation(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    name = draw(st.sampled_from(sorted(table.operations)))
    for node in _operations(root, name):
        twin = etree.fromstring(etree.tostring(node))
        twin.set("name", "somethingNew")
        node.addprevious(twin)
    return Edit(frozenset({("operation-added", "somethingNew")}))


def change_action(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    name = draw(st.sampled_from(sorted(table.operations)))
    (action,) = _operations(root, name)[1].iter(SOAP + "operation")
    action.set("soapAction", "urn:other")
    return Edit(frozenset({("soap-action-changed", name)}))


def change_style(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    name = draw(st.sampled_from(sorted(table.operations)))
    (soap,) = _operations(root, name)[1].iter(SOAP + "operation")
    soap.set("style", "rpc")
    return Edit(frozenset({("style-changed", name)}))


def remove_header(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    name = draw(st.sampled_from(sorted(table.operations)))
    headers = list(_operations(root, name)[1].iter(SOAP + "header"))
    number = draw(st.integers(0, len(headers) - 1))
    _remove(headers[number])
    header = table.operations[name].headers[number]
    return Edit(frozenset({("request-header-removed", f"{name}/request/header {header}")}))


def add_header(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    header = "MktowsContextHeader"
    names = [each.name for each in table.operations.values() if header not in each.headers]
    name = draw(st.sampled_from(sorted(names)))
    (given, *_) = (h for h in root.iter(SOAP + "header") if header in str(h.get("message")))
    side = draw(st.sampled_from(("input", "output")))
    (body,) = _operations(root, name)[1].iterfind(f"{WSDL}{side}/{SOAP}body")
    body.addprevious(etree.fromstring(etree.tostring(given)))
    way = "request" if side == "input" else "reply"
    return Edit(frozenset({(f"{way}-header-added", f"{name}/{way}/header {header}")}))


def change_body(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    name, other = draw(st.permutations(sorted(table.operations)).map(lambda names: names[:2]))
    side = draw(st.sampled_from(("input", "output")))
    ours, theirs = (_operations(root, each)[0].find(WSDL + side) for each in (name, other))
    assert ours is not None
    assert theirs is not None
    ours.set("message", str(theirs.get("message")))
    way = "request" if side == "input" else "reply"
    return Edit(frozenset({(f"{way}-element-changed", f"{name}/{way}")}))


def change_transport(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    del draw, table
    (soap,) = root.iter(SOAP + "binding")
    soap.set("transport", "urn:pigeon")
    return Edit(frozenset({("transport-changed", "contract")}))


def change_address(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    del draw, table
    (address,) = root.iter(SOAP + "address")
    address.set("location", "https://other.example.com/")
    place = "service MktMktowsApiService/MktowsApiSoapPort"
    return Edit(frozenset({("address-changed", place)}))


def rename_port_type(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    del draw, table
    (port,), (binding,) = root.iter(WSDL + "portType"), root.iter(WSDL + "binding")
    port.set("name", "Other")
    binding.set("type", "tns:Other")
    return Edit(frozenset({("service-changed", "port type")}))


# Edits that change nothing.


def shuffle_declarations(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    del table
    for parent in (root, _schema(root), *root.iter(WSDL + "portType", WSDL + "binding")):
        nodes = [node for node in parent if node.get("name") is not None]
        draw(st.randoms(use_true_random=False)).shuffle(nodes)
        for node in nodes:
            parent.append(node)
    return Edit(frozenset())


def change_words(draw: DrawFn, table: Contract, root: etree._Element) -> Edit:
    """Comments, white space, documentation, and names that only the WSDL itself uses."""
    del table
    for node in root.iter(XS + "element", XS + "enumeration", XS + "complexType"):
        annotation = etree.Element(XS + "annotation")
        etree.SubElement(annotation, XS + "documentation").text = "other words"
        node.insert(0, annotation)
    root.insert(0, etree.Element(WSDL + "documentation"))
    root.insert(0, etree.Comment("a comment"))
    etree.indent(root, draw(st.sampled_from((" ", "\t"))))
    for message in root.iter(WSDL + "message"):
        message.set("name", f"Other{message.get('name')}")
    for node in root.iter(WSDL + "input", WSDL + "output", SOAP + "header"):
        if node.get("message") is not None:
            node.set("message", str(node.get("message")).replace("tns:", "tns:Other"))
    return Edit(frozenset())


_NSMAP: Any = {"xs": XS[1:-1]}
WITHIN: tuple[Editing, ...] = (
    add_field, remove_field, change_built_in, change_min_occurs, change_max_occurs,
    change_nillable, reorder_fields, add_value, remove_value, qualify_field,
    choose_between_fields,
)  # fmt: skip
"""What changes something in one type."""
WHOLE: tuple[Editing, ...] = (
    change_abstract, derive_type, remove_derived_type, add_unused, qualify_all, remove_operation,
    add_operation, change_action, change_style, remove_header, add_header, change_body,
    change_transport, change_address, rename_port_type,
)  # fmt: skip
"""What changes something else."""
NOTHING: tuple[Editing, ...] = (shuffle_declarations, change_words)
"""What changes nothing that is seen on the wire."""


class Wsdl(bytes):
    """A WSDL that does not fill a failing test's report."""

    def __repr__(self) -> str:
        return f"<WSDL of {len(self)} bytes>"


@functools.cache
def _bare(version: str) -> etree._Element:
    """A version's WSDL without documentation, which takes most of the time."""
    root = etree.fromstring(
        contract(version).wsdl(), etree.XMLParser(remove_comments=True, remove_blank_text=True)
    )
    for node in list(root.iter(WSDL + "documentation", XS + "annotation")):
        _remove(node)
    return root


@st.composite
def edited(draw: DrawFn, version: str, edits: tuple[Editing, ...]) -> tuple[Wsdl, list[Edit]]:
    """The WSDL of a version after some edits, and what each of them did."""
    table = contract(version)
    root = copy.deepcopy(_bare(version))
    made = [edit(draw, table, root) for edit in edits]
    return Wsdl(etree.tostring(root)), made


def some(kinds: tuple[Editing, ...], most: int) -> SearchStrategy[tuple[Editing, ...]]:
    """One to `most` kinds of edits."""
    return st.lists(st.sampled_from(kinds), min_size=1, max_size=most).map(tuple)


# Names of types, which no message shows where nothing is derived from them.

_REFERRING = ("type", "base", "itemType", "memberTypes")


def references_to(root: etree._Element, name: str) -> list[tuple[etree._Element, str]]:
    """Every attribute that mentions a named type: its element, and its name."""
    return [
        (node, attribute)
        for schema in root.iter(XS + "schema")
        for node in schema.iterdescendants(f"{XS}*")
        for attribute in _REFERRING
        if name in {word.rpartition(":")[2] for word in _own(node, attribute)}
    ]


def _own(node: etree._Element, attribute: str) -> list[str]:
    """The words of an attribute that name types of the WSDL's own schemas."""
    words = node.get(attribute, "").split()
    return [each for each in words if node.nsmap.get(each.rpartition(":")[0]) != XS[1:-1]]


def rename_types(root: etree._Element, names: dict[str, str]) -> None:
    """Give types other names wherever they are declared or mentioned; two may be swapped."""
    mentions = [(place, old) for old in names for place in references_to(root, old)]
    for node in list(root.iter(XS + "complexType", XS + "simpleType")):
        if node.get("name") in names:
            node.set("name", names[str(node.get("name"))])
    for (node, attribute), old in mentions:
        words = [
            f"{word.rpartition(':')[0]}:{names[old]}" if word.rpartition(":")[2] == old else word
            for word in node.get(attribute, "").split()
        ]
        node.set(attribute, " ".join(words))


def split_type(root: etree._Element, name: str, twin: str, share: list[bool]) -> None:
    """Declare a type a second time, and let some of what mentions it mention the twin."""
    for node in list(root.iter(XS + "complexType", XS + "simpleType")):
        if node.get("name") == name:
            copied = copy.deepcopy(node)
            copied.set("name", twin)
            node.addnext(copied)
    for (node, attribute), moved in zip(references_to(root, name), share, strict=False):
        if moved and attribute != "memberTypes":
            node.set(attribute, f"{str(node.get(attribute)).rpartition(':')[0]}:{twin}")
