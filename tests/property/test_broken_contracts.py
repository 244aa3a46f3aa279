"""A WSDL that somebody damaged is read, or refused with its line; nothing else happens."""

from __future__ import annotations

import copy
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from lxml import etree

from mktows.diffing.compare import compare
from mktows.diffing.document import WsdlError
from mktows.diffing.model import Contract
from mktows.diffing.reader import read_contract
from mktows.diffing.report import as_json, as_lines

DATA = (Path(__file__).parents[1] / "data" / "every_construct.wsdl").read_bytes()
ROOT = etree.fromstring(DATA, etree.XMLParser(remove_comments=True))
WHOLE = read_contract("whole", DATA)
NODES = len(list(ROOT.iter()))
TEXTS = sorted({str(value) for node in ROOT.iter() for value in node.attrib.values()})
NAMES = sorted({str(name) for node in ROOT.iter() for name in node.attrib})


def _read(wsdl: bytes) -> Contract | str:
    try:
        return read_contract("damaged.wsdl", wsdl)
    except WsdlError as error:
        return str(error)


@given(data=st.data())
def test_damage_is_compared_or_refused(data: DataObject) -> None:
    root = copy.deepcopy(ROOT)
    for _ in range(data.draw(st.integers(1, 3))):
        nodes = list(root.iter())
        node = nodes[data.draw(st.integers(0, NODES - 1)) % len(nodes)]
        parent = node.getparent()
        match data.draw(st.sampled_from(("set", "drop", "remove", "repeat", "move", "rename"))):
            case "set":
                node.set(data.draw(st.sampled_from(NAMES)), data.draw(st.sampled_from(TEXTS)))
            case "drop" if node.attrib:
                del node.attrib[data.draw(st.sampled_from(sorted(map(str, node.attrib))))]
            case "remove" if parent is not None:
                parent.remove(node)
            case "repeat" if parent is not None:
                parent.append(copy.deepcopy(node))
            case "move" if parent is not None:
                nodes[data.draw(st.integers(0, NODES - 1)) % len(nodes)].append(copy.deepcopy(node))
            case "rename":
                node.tag = nodes[data.draw(st.integers(0, NODES - 1)) % len(nodes)].tag
    damaged = _read(etree.tostring(root))
    if isinstance(damaged, str):
        assert re.match(r"damaged\.wsdl:[0-9]+: \S", damaged)
        return
    there, back = compare(WHOLE, damaged), compare(damaged, WHOLE)
    assert [bool(there), len(there)] == [bool(back), len(back)]
    assert sorted(f.rule.id for f in back) == sorted(f.rule.reverse for f in there)
    assert list(as_lines("a", "b", there))
    assert as_json("a", "b", there)
