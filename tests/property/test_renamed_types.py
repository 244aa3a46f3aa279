"""A change is as grave as it is, whatever the type is called that it is in."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from lxml import etree
from support.contract_cases import CASES, TEXT, changed_text, read
from support.wsdl_edits import WHOLE, WITHIN, XS, edited, rename_types, some, split_type

from mktows.contract import KNOWN_VERSIONS, contract
from mktows.diffing.compare import compare
from mktows.diffing.document import WsdlError
from mktows.diffing.findings import Finding
from mktows.diffing.model import Contract
from mktows.diffing.reader import read_contract

# Written out here, so that the levels of the code are not judged by themselves.
GRAVITY = {"info": 0, "attention": 1, "breaking": 2}
PARSER = etree.XMLParser(remove_comments=True, remove_blank_text=True)
OLD = read(TEXT)
ROOT = etree.fromstring(TEXT.encode(), PARSER)
Gravity = dict[tuple[str, str], int]


def names_of(root: etree._Element) -> list[str]:
    """Every named type once."""
    nodes = root.iter(XS + "complexType", XS + "simpleType")
    return sorted({str(node.get("name")) for node in nodes if node.get("name")})


NAMES = names_of(ROOT)


def gravity(findings: list[Finding]) -> Gravity:
    """The gravest level for each audience, of all findings and of those of one direction."""
    found: Gravity = {}
    for finding in findings:
        for audience, level in (("caller", finding.rule.caller), ("server", finding.rule.server)):
            for where in {"all", finding.rule.direction} - {"both"}:
                key = audience, where
                found[key] = max(found.get(key, 0), GRAVITY[level])
    return found


def milder(alone: list[Finding], found: list[Finding]) -> dict[tuple[str, str], object]:
    """For whom a change with a rename is told as less grave than the change alone."""
    before, after = gravity(alone), gravity(found)
    return {
        key: ([(f.rule.id, f.path) for f in alone], [(f.rule.id, f.path) for f in found])
        for key, level in before.items()
        if after.get(key, 0) < level
    }


def with_other_names(root: etree._Element, names: dict[str, str]) -> etree._Element:
    """A copy with types renamed."""
    made = copy.deepcopy(root)
    rename_types(made, names)
    return made


def written(root: etree._Element) -> Contract:
    return read_contract("renamed.wsdl", etree.tostring(root))


ALL_ANEW = {name: f"New{name}" for name in NAMES}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_change_is_not_milder_where_types_are_renamed_too(name: str) -> None:
    sides = TEXT, changed_text(*CASES[name].edits)
    for before, after in (sides, sides[::-1]):
        old, root = read(before), etree.fromstring(after.encode(), PARSER)
        alone = compare(old, read(after))
        for names in (*({each: f"New{each}"} for each in NAMES), ALL_ANEW):
            assert milder(alone, compare(old, written(with_other_names(root, names)))) == {}


def test_a_rename_alone_breaks_nobody_but_for_what_xsi_type_says() -> None:
    for name in NAMES:
        findings = compare(OLD, written(with_other_names(ROOT, {name: f"New{name}"})))
        level = 2 if name in ("Circle", "Square") else 0
        found = gravity(findings)
        assert [found["caller", "all"], found["server", "all"]] == [level, level]


# Small edits of a contract that holds one of every construct.

Pick = Callable[[etree._Element], bool]
ATTRIBUTES = {
    "minOccurs": ("0", "1", "2"),
    "maxOccurs": ("1", "2", "unbounded"),
    "nillable": ("true", "false"),
    "form": ("qualified", "unqualified"),
    "use": ("required", "optional"),
    "type": ("xs:long", "xs:string", "xs:anyType", "tns:Code", "tns:Size", "tns:Both", "tns:User"),
    "base": ("xs:string", "xs:short", "tns:Shape", "tns:Both", "more:Amount", "tns:Code"),
    "itemType": ("xs:long", "tns:Size"),
    "memberTypes": ("xs:int", "xs:int tns:Size"),
    "abstract": ("true", "false"),
    "mixed": ("true", "false"),
    "default": ("7", "8"),
    "value": ("1", "20", "A", "C", "[a-z]*"),
    "namespace": ("##any", "##other"),
    "elementFormDefault": ("qualified", "unqualified"),
    "attributeFormDefault": ("qualified", "unqualified"),
}
PIECES = [
    etree.fromstring(f'<xs:{text} xmlns:xs="{XS[1:-1]}"/>')
    for text in (
        "sequence",
        "choice",
        'element name="new" type="xs:int"',
        'attribute name="new" type="xs:int"',
        'enumeration value="C"',
        'maxLength value="9"',
        'whiteSpace value="collapse"',
    )
]
GROUPS = tuple(XS + name for name in ("sequence", "choice", "all"))


def _edit(data: DataObject, root: etree._Element) -> None:
    how = data.draw(st.sampled_from(("set", "insert", "wrap", "group", "swap", "remove")))
    nodes = [node for node in root.iter(f"{XS}*") if node.getparent() is not None]
    grouped = [node for node in nodes if node.getparent().tag in GROUPS]  # type: ignore[union-attr]
    if how == "set":
        name = data.draw(st.sampled_from(sorted(ATTRIBUTES)))
        node = data.draw(st.sampled_from(nodes), label="node")
        node.set(name, data.draw(st.sampled_from(ATTRIBUTES[name])))
    elif how == "insert":
        node = data.draw(st.sampled_from(nodes), label="node")
        place = data.draw(st.integers(0, len(node)))
        node.insert(place, copy.deepcopy(data.draw(st.sampled_from(PIECES))))
    elif how == "wrap":
        node = data.draw(st.sampled_from(grouped), label="node")
        group = etree.Element(data.draw(st.sampled_from(GROUPS[:2])))
        if data.draw(st.booleans()):
            group.set("minOccurs", "0")
        node.addprevious(group)
        group.append(node)
    elif how == "group":
        node = data.draw(st.sampled_from([each for each in nodes if each.tag in GROUPS]))
        node.tag = data.draw(st.sampled_from(GROUPS))
    elif how == "swap":
        followed = [each for each in grouped if each.getnext() is not None]
        node = data.draw(st.sampled_from(followed), label="node")
        node.getnext().addnext(node)  # type: ignore[union-attr] # it is followed
    else:
        node = data.draw(st.sampled_from(nodes), label="node")
        node.getparent().remove(node)  # type: ignore[union-attr] # it is not the root


@st.composite
def _other_names(draw: st.DrawFn, names: list[str]) -> dict[str, str]:
    """One type renamed, or all, or two swapped."""
    one, other = draw(st.permutations(names).map(lambda found: found[:2]))
    swapped = {one: other, other: one}
    return draw(st.sampled_from(({one: "New"}, {name: f"New{name}" for name in names}, swapped)))


@given(data=st.data())
def test_no_small_edit_is_milder_under_another_name(data: DataObject) -> None:
    root = copy.deepcopy(ROOT)
    for _ in range(data.draw(st.integers(1, 2))):
        _edit(data, root)
    try:
        new = written(root)
    except WsdlError:
        assume(False)
    there = with_other_names(root, data.draw(_other_names(names_of(root))))
    assert milder(compare(OLD, new), compare(OLD, written(there))) == {}
    back = with_other_names(ROOT, data.draw(_other_names(NAMES)))
    assert milder(compare(new, OLD), compare(new, written(back))) == {}


@given(data=st.data())
def test_no_edit_is_milder_where_a_type_is_split_in_two(data: DataObject) -> None:
    root = copy.deepcopy(ROOT)
    _edit(data, root)
    try:
        new = written(root)
    except WsdlError:
        assume(False)
    name = data.draw(st.sampled_from(names_of(root)))
    split_type(root, name, "Twin", data.draw(st.lists(st.booleans(), min_size=1, max_size=4)))
    assert milder(compare(OLD, new), compare(OLD, written(root))) == {}


@pytest.mark.slow
@settings(max_examples=max(10, settings().max_examples // 4))
@given(data=st.data())
def test_no_edit_of_our_contracts_is_milder_under_another_name(data: DataObject) -> None:
    version = data.draw(st.sampled_from(KNOWN_VERSIONS))
    edits = data.draw(st.one_of(some(WITHIN, 2), some(WHOLE, 1)))
    wsdl, made = data.draw(edited(version, edits))
    try:
        new = read_contract("edited", wsdl)
    except WsdlError:
        assume(False)  # the two contradict each other
    root = etree.fromstring(wsdl)
    names = names_of(root)
    mine = [each.type_name for each in made if each.type_name in names]
    anew = dict.fromkeys(mine[:1], "New") or data.draw(_other_names(names))
    old = read_contract(version, contract(version).wsdl())
    found = compare(old, written(with_other_names(root, anew)))
    assert milder(compare(old, new), found) == {}
