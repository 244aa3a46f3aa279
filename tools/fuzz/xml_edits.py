"""Edits of XML as a tree: elements, names, namespaces, attributes, values, encodings."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from random import Random

from lxml import etree

from fuzz.words import ENCODINGS, FRAGMENTS, NAMESPACES, VALUES, XSI, names

_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
_MAX_COPIES = 310  # more than the 300 of a batch
MAX_BYTES = 64 * 1024
"""Largest input that is made."""

_Tree = etree._Element


def _remove(node: _Tree, _random: Random) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _copy(node: _Tree, random: Random) -> None:
    count = random.choice((1, 1, 2, 3, 30, _MAX_COPIES))
    size = len(etree.tostring(node, with_tail=False))
    if node.getparent() is not None and size * count < MAX_BYTES:
        for _ in range(count):
            node.addnext(copy.deepcopy(node))


def _move(node: _Tree, random: Random) -> None:
    root = node.getroottree().getroot()
    inside = set(node.iter())
    places = [place for place in root.iter(etree.Element) if place not in inside]
    if places:
        place = random.choice(places)
        place.insert(random.randrange(len(place) + 1), node)


def _nest(node: _Tree, random: Random) -> None:
    for _ in range(random.choice((1, 2, 20, 250, 300))):
        inner = etree.SubElement(node, random.choice((str(node.tag), "x")))
        node = inner


def _rename(node: _Tree, random: Random) -> None:
    namespace = etree.QName(node).namespace
    node.tag = etree.QName(namespace, random.choice(names())).text


def _change_case(node: _Tree, random: Random) -> None:
    name = etree.QName(node)
    local = name.localname
    changed = (local.lower(), local.upper(), local[:1].swapcase() + local[1:], f"{local}s")
    node.tag = etree.QName(name.namespace, random.choice(changed)).text


def _change_namespace(node: _Tree, random: Random) -> None:
    node.tag = etree.QName(random.choice(NAMESPACES) or None, etree.QName(node).localname).text


def _set_nil(node: _Tree, random: Random) -> None:
    node.set(f"{XSI}nil", random.choice(("true", "1", "false", " true ", "yes", "")))
    if random.random() < 0.5:
        node.text = None
        node[:] = []


def _set_type(node: _Tree, random: Random) -> None:
    prefix = random.choice(["", "no:", *(f"{p}:" for p in node.nsmap if p)])
    node.set(f"{XSI}type", prefix + random.choice((*names(), "string", "int", "")))


def _set_attribute(node: _Tree, random: Random) -> None:
    kept = list(node.attrib)
    if kept and random.random() < 0.7:
        name = random.choice(kept)
        if random.random() < 0.4:
            del node.attrib[name]
        else:
            node.set(name, _value(random))
        return
    node.set(
        random.choice(("id", "href", "name", "type", "minOccurs", "maxOccurs")), _value(random)
    )


def _set_text(node: _Tree, random: Random) -> None:
    node.text = _value(random)


def _set_name_in_text(node: _Tree, random: Random) -> None:
    node.text = random.choice(names())


def _set_tail(node: _Tree, random: Random) -> None:
    if node.getparent() is not None:
        node.tail = random.choice(("x", " ", "\n" * 50))


def _add_child(node: _Tree, random: Random) -> None:
    child = etree.Element(random.choice(names()))
    child.text = _value(random)
    node.insert(random.randrange(len(node) + 1), child)


def _add_node(node: _Tree, random: Random) -> None:
    node.insert(0, random.choice((etree.Comment("x"), etree.ProcessingInstruction("x", "y"))))


def _swap_texts(node: _Tree, random: Random) -> None:
    other = random.choice(list(node.getroottree().getroot().iter(etree.Element)))
    node.text, other.text = other.text, node.text


_EDITS: tuple[Callable[[_Tree, Random], None], ...] = (
    *(_remove, _copy, _move, _nest, _rename, _change_case, _change_namespace, _set_nil, _set_type),
    *(_set_attribute, _set_text, _set_text, _set_text, _set_name_in_text, _set_tail, _add_child),
    *(_add_node, _swap_texts),
)


def edit(data: bytes, random: Random) -> bytes | None:
    """Change a few places of a document, and now and then how it is written; None if it is none."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        nodes = list(root.iter(etree.Element))
        try:
            random.choice(_EDITS)(random.choice(nodes), random)
        except ValueError:
            continue  # a name or a text that lxml refuses to write
    text = etree.tostring(root, encoding="unicode")
    return _written(text, random)


def _written(text: str, random: Random) -> bytes:
    style = random.random()
    if style < 0.7:
        return text.encode("utf-8", "replace")
    if style < 0.8:
        at = random.randrange(len(text))
        return (text[:at] + random.choice(FRAGMENTS) + text[at:]).encode("utf-8", "replace")
    declared, actual = random.choice(ENCODINGS), random.choice(ENCODINGS[:4])
    if random.random() < 0.6:
        actual = declared
    text = f'<?xml version="1.0" encoding="{declared}"?>' + _DECLARATION.sub("", text)
    try:
        return text.encode(actual, "xmlcharrefreplace")
    except (LookupError, UnicodeError):
        return text.encode("utf-8", "replace")


def _value(random: Random) -> str:
    return random.choice(VALUES)
