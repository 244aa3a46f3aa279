"""Changes of a document, as bad programs make them, for property tests."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from lxml import etree

from mktows.contract import contract
from mktows.soap import XSI_NAMESPACE

NAMESPACE = contract("2_7").namespace
NIL, TYPE = (f"{{{XSI_NAMESPACE}}}{name}" for name in ("nil", "type"))
TEXTS = [
    "", " ", "x", "1", "-0", "99999999999", "true", "TRUE", "2013-02-29T00:00:00Z", " EMAIL ",
    "2013-08-01T18:22:30-07:00", "2013-08-01", "AA==", "A", "1_0", "+7", "EMAIL", "CREATED",
    "2013-07-01 23:58:14 -0700",
]  # fmt: skip
Mutation = Callable[[etree._Element, st.DataObject], None]


def remove(node: etree._Element, data: st.DataObject) -> None:
    del data
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def double(node: etree._Element, data: st.DataObject) -> None:
    del data
    node.addnext(etree.fromstring(etree.tostring(node, with_tail=False)))


def move_behind(node: etree._Element, data: st.DataObject) -> None:
    siblings = list(node.itersiblings())
    if siblings:
        data.draw(st.sampled_from(siblings)).addnext(node)


def rename(node: etree._Element, data: st.DataObject) -> None:
    node.tag = data.draw(
        st.sampled_from(["id", "Id", "x", "keyType", "attribute", "email", "EMAIL"])
    )


def qualify(node: etree._Element, data: st.DataObject) -> None:
    del data
    node.tag = f"{{{NAMESPACE}}}{etree.QName(node).localname}"


def change_text(node: etree._Element, data: st.DataObject) -> None:
    node.text = data.draw(st.sampled_from(TEXTS))


def change_tail(node: etree._Element, data: st.DataObject) -> None:
    node.tail = data.draw(st.sampled_from([" ", "\n", "x"]))


def make_nil(node: etree._Element, data: st.DataObject) -> None:
    node.set(NIL, data.draw(st.sampled_from(["true", "1", "false", " true ", "yes"])))
    if data.draw(st.booleans()):
        for child in list(node):
            node.remove(child)
        node.text = None


def name_type(node: etree._Element, data: st.DataObject) -> None:
    names = ["LeadKeySelector", "LeadSelector", "Attribute", "ArrayOfString", "Nothing"]
    node.set(TYPE, f"ns1:{data.draw(st.sampled_from(names))}")


def add_attribute(node: etree._Element, data: st.DataObject) -> None:
    del data
    node.set("extra", "1")


def add_child(node: etree._Element, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["x", "Email", "attribute", "stringItem", "leadRecord"]))
    node.insert(data.draw(st.integers(0, len(node))), etree.Element(name))


MUTATIONS: list[Mutation] = [
    remove, double, move_behind, rename, qualify, change_text, change_tail, make_nil, name_type,
    add_attribute, add_child,
]  # fmt: skip


def mutate(root: etree._Element, data: st.DataObject) -> int:
    """Change up to three places below the message element; return how many."""
    changed = 0
    for _ in range(data.draw(st.integers(0, 3))):
        below = list(root.iterdescendants(etree.Element))
        if not below:
            break
        data.draw(st.sampled_from(MUTATIONS))(data.draw(st.sampled_from(below)), data)
        changed += 1
    return changed
