"""Elements that lxml parsed, as the nodes that are checked."""

from __future__ import annotations

from typing import Any

from lxml import etree

from mktows.checking.nodes import MIXED, NONE, Node, Scope
from mktows.soap import split_name

_WHITE = " \t\r\n"


def node_of(element: etree._Element) -> Node:
    """Copy an element and everything in it.

    Prefixes are looked up where they are declared: lxml would make a table of all that are in scope
    at each element.
    """
    around = Scope({prefix or "": uri for prefix, uri in element.nsmap.items()}, None)
    opened: list[Node] = []
    root = None
    declared: dict[str, str] = {}
    for event, item in etree.iterwalk(element, events=("start-ns", "start", "end")):
        if event == "start-ns":
            prefix, uri = item
            declared[prefix or ""] = uri or ""
            continue
        if event == "end":
            opened.pop()
            continue
        scope = opened[-1].scope if opened else around
        if declared:
            scope = Scope(declared, scope) if opened else around
            declared = {}
        namespace, name = split_name(item)
        attributes = dict(item.attrib) if item.attrib else NONE
        node = Node(namespace, name, attributes, scope, line_of(item), _text(item))
        node.before = _before(item)
        if root is None:
            root = node
        else:
            if not opened[-1].children:
                opened[-1].children = []
            opened[-1].children.append(node)  # type: ignore[attr-defined]  # the list set above
        opened.append(node)
    assert root is not None  # noqa: S101  # an element begins
    return root


def line_of(element: etree._Element) -> int:
    """The line that an element begins in; 1 for one that no parser read."""
    line: Any = element.sourceline
    return line or 1


def _text(element: etree._Element) -> str:
    """The text directly in an element; of one that holds elements, enough to tell of some."""
    text = element.text or ""
    if not len(element):
        return text
    parts = [text, *(child.tail or "" for child in element)]
    if any(isinstance(child.tag, str) for child in element):
        return "".join(part for part in parts if part.strip(_WHITE))[:MIXED]
    return "".join(parts)  # between its parts stood comments alone


def _before(element: etree._Element) -> int:
    """The number of characters of that text that stand before the first element in it."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            break
        parts.append(child.tail or "")
    return min(sum(len(part) for part in parts if part.strip(_WHITE)), MIXED)
