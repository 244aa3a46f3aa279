"""The generated package: reproducible, fresh, well formed; and what becomes of a bad WSDL."""

from __future__ import annotations

import ast
import dataclasses
import enum
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from regenerate import main as regenerate_here
from support.generated_code import BINDINGS, KINDS, pieces_of
from wsdl_source import WsdlError, read_wsdl

from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, ComplexType, contract

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which a process has gone astray; all of them take one or two."""
EVERY_VERSION = pytest.mark.parametrize("version", KNOWN_VERSIONS)
MODULES = sorted(path.relative_to(BINDINGS).as_posix() for path in BINDINGS.rglob("*.py"))


def regenerate(*arguments: str | Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "tools" / "regenerate.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def run(program: str, bindings: Path) -> None:
    """Run a program with the bindings of a folder in the place of the shipped ones."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(bindings), str(ROOT)])},
    )
    assert (done.returncode, done.stderr) == (0, "")


# Fresh and reproducible


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small WSDL in a folder, and the bindings made of it."""
    wsdl, output = prepared(tmp_path_factory.mktemp("mini"), {"mini_1_0.wsdl": MINIMAL})
    done = regenerate("--wsdl", wsdl, "--output", output)
    assert done.returncode == 0, done.stderr
    return wsdl, output


def altered(path: Path) -> None:
    """Change one byte in the middle of a file; make an empty one one byte long."""
    data = bytearray(path.read_bytes() or b"\x00")
    middle = len(data) // 2
    data[middle] = data[middle] ^ 1
    path.write_bytes(bytes(data))


@pytest.mark.slow
def test_the_same_wsdls_make_the_same_bytes(with_2_9: Path, tmp_path: Path) -> None:
    # The run that checks whether the shipped ones are fresh has another seed.
    copy = shutil.copytree(with_2_9, tmp_path / "generated")
    altered(copy / "mktows_bindings" / "v2_7" / "types.py")
    (copy / "mktows_bindings" / "v2_7" / "extra.py").write_text("x = 1\n")
    done = regenerate("--output", copy, seed="4711")
    assert (done.returncode, done.stdout) == (0, "contract 2_9: gone\n"), done.stderr
    assert contents(copy) == contents(ROOT / "generated")
    assert [path.name for path in copy.iterdir()] == ["mktows_bindings"]


def test_a_second_run_changes_nothing(mini: tuple[Path, Path]) -> None:
    wsdl, output = mini
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    done = regenerate("--wsdl", wsdl, "--output", output, seed="4711")
    assert (done.returncode, done.stdout, "unchanged" in done.stderr) == (0, "", True)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before


def test_one_altered_byte_and_files_too_many_are_found_and_shown(
    mini: tuple[Path, Path], tmp_path: Path
) -> None:
    wsdl, output = mini
    copy = shutil.copytree(output, tmp_path / "generated")
    package = copy / "mktows_bindings"
    names = sorted(path.relative_to(package) for path in package.rglob("*") if path.is_file())
    stale = {Path("py.typed"), *names[::2]}
    for name in stale:
        altered(package / name)
    for name in (Path("types", "only_1_1.py"), Path("v1_0", "extra.py")):
        (package / name).write_text("x = 1\n")
        stale.add(name)
    (package / "v1_0" / "empty.py").touch()
    before = contents(copy)
    done = regenerate("--wsdl", wsdl, "--check", "--output", copy)
    assert done.returncode == 1
    shown = [line for line in done.stdout.splitlines() if line.startswith(("--- ", "+++ "))]
    assert shown == [
        line
        for name in sorted(stale)
        for line in (f"--- {name} (on disk)", f"+++ {name} (regenerated)")
    ]
    assert "v1_0/empty.py: does not belong there\n" in done.stdout
    assert "is stale: run tools/regenerate.py" in done.stderr
    assert contents(copy) == before


def test_missing_files_are_found_even_empty_ones(mini: tuple[Path, Path], tmp_path: Path) -> None:
    wsdl, output = mini
    copy = shutil.copytree(output, tmp_path / "generated")
    names = ["py.typed", "types/since_1_0.py", "v1_0/contract.wsdl", "v1_0/types.py"]
    for name in names:
        (copy / "mktows_bindings" / name).unlink()
    done = regenerate("--wsdl", wsdl, "--check", "--output", copy)
    assert done.returncode == 1
    missing = [line for line in done.stdout.splitlines() if line.endswith(": missing")]
    assert missing == [f"{name}: missing" for name in names]


# A new version


@pytest.fixture(scope="module")
def with_2_9(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bindings with one more version: one more field, and one of a type that others extend."""
    folder = tmp_path_factory.mktemp("2_9")
    wsdl = shutil.copytree(ROOT / "wsdl", folder / "wsdl")
    text = (wsdl / "mktows_2_7.wsdl").read_text(encoding="utf-8")
    text = edited(text, "soap/mktows/2_7", "soap/mktows/2_9")
    start = text.index('<xs:complexType name="ActivityRecord">')
    end = text.index("</xs:sequence>", start)
    field = '<xs:element name="activityGUID" type="xs:string" minOccurs="0"/>\n        '
    text = text[:end] + field + text[end:]
    start = text.index('<xs:complexType name="LeadSelector" abstract="true">')
    shared = '<xs:element name="partition" type="xs:string" minOccurs="0"/>'
    empty = edited(text[start:], "<xs:sequence/>", f"<xs:sequence>{shared}</xs:sequence>")
    (wsdl / "mktows_2_9.wsdl").write_text(text[:start] + empty, encoding="utf-8")
    done = regenerate("--wsdl", wsdl, "--output", folder / "generated")
    assert done.returncode == 0, done.stderr
    return folder / "generated"


@pytest.mark.slow
def test_a_new_wsdl_becomes_a_version_without_a_change_of_code(with_2_9: Path) -> None:
    run(
        """
from lxml import etree
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.codec import Codec
from mktows_bindings.v2_9 import ActivityRecord
assert (KNOWN_VERSIONS[-3:], LATEST_VERSION) == (("2_7", "2_9", "3_1"), "3_1"), KNOWN_VERSIONS
fields = [field.element for field in contract("2_9").types["ActivityRecord"].fields]
assert fields[:-1] == [f.element for f in contract("2_7").types["ActivityRecord"].fields]
assert fields[-1] == "activityGUID"
inner = "<activityRecord><activityGUID>g</activityGUID></activityRecord>"
inner = f"<activityRecordList>{inner}</activityRecordList>"
node = etree.fromstring(f"<x><leadActivityList>{inner}</leadActivityList></x>")
read = Codec(contract("2_9")).decode(node, "successGetLeadActivity")
(record,) = read.lead_activity_list.activity_record_list.activity_record
assert type(record) is ActivityRecord
assert record.activity_guid == "g"
""",
        with_2_9,
    )


def test_the_fields_of_a_base_are_written_and_read_before_the_own(with_2_9: Path) -> None:
    run(
        """
from lxml import etree
from mktows.contract import contract
from mktows.codec import Codec
from mktows_bindings.v2_9 import ParamsGetMultipleLeads, StaticListSelector
selector = StaticListSelector(partition="P", static_list_name="L")
codec = Codec(contract("2_9"))
params = ParamsGetMultipleLeads(lead_selector=selector)
text = codec.encode("paramsGetMultipleLeads", params).text
assert "<partition>P</partition><staticListName>L</staticListName>" in text, text
fields = [field.element for field in contract("2_9").types["StaticListSelector"].fields]
assert fields == ["partition", "staticListName", "staticListId"], fields
node = etree.fromstring(
    '<x xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<leadSelector xsi:type="StaticListSelector"><partition>P</partition></leadSelector></x>'
)
assert codec.decode(node, "paramsGetMultipleLeads").lead_selector.partition == "P"
""",
        with_2_9,
    )


@pytest.mark.slow
def test_a_new_version_leaves_the_others_as_they_were(with_2_9: Path) -> None:
    package = with_2_9 / "mktows_bindings"
    for version in KNOWN_VERSIONS:
        assert pieces_of(package, version) == pieces_of(BINDINGS, version)
        for name in ("__init__.py", "contract.wsdl"):
            path = Path(f"v{version}", name)
            assert (package / path).read_bytes() == (BINDINGS / path).read_bytes()


def lines_of(texts: Iterable[str]) -> int:
    return sum(len(text.splitlines()) for text in texts)


def code_lines(package: Path) -> int:
    return lines_of(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))


@pytest.mark.slow
def test_a_version_costs_what_it_differs_in(tmp_path: Path) -> None:
    """Three versions more, each of which has a field more, in another type, than the one before."""
    wsdl = shutil.copytree(ROOT / "wsdl", tmp_path / "wsdl")
    text = (wsdl / f"mktows_{LATEST_VERSION}.wsdl").read_text(encoding="utf-8")
    versions = {"99_0": "CampaignRecord", "99_1": "LeadRecord", "99_2": "ParamsGetTags"}
    for version, type_name in versions.items():
        start = text.index(f'<xs:complexType name="{type_name}">')
        end = text.index("</xs:sequence>", start)
        field = '<xs:element name="colour" type="xs:string" minOccurs="0"/>\n        '
        text = text[:end] + field + text[end:]
        (wsdl / f"mktows_{version}.wsdl").write_text(text, encoding="utf-8")
    done = regenerate("--wsdl", wsdl, "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    package = tmp_path / "mktows_bindings"
    types = contract(LATEST_VERSION).types
    forms = ("{}", "write_{}", "read_{}", "WRITERS {}", "READERS {}")
    differing = 0
    for version, type_name in versions.items():
        changed = {type_name}
        while more := {n for n in types if n not in changed and held(types[n]) & changed}:
            changed |= more
        names = {form.format(name) for form in forms for name in changed} | {f"TYPES {type_name}"}
        found = {n: t for texts in pieces_of(package, version).values() for n, t in texts.items()}
        differing += lines_of(found[name] for name in names)
    # Beside what differs: headings and imports of three modules, twice, once for the new version
    # and once for the others; and in every version's package the names of those modules.
    grown = code_lines(package) - code_lines(BINDINGS)
    everywhere = 20 * (len(KNOWN_VERSIONS) + len(versions))
    assert differing < grown < 1.25 * differing + len(versions) * (200 + everywhere)


def held(item: ComplexType) -> set[str]:
    return {field.type_name for field in item.fields} | {str(item.base)}


# What changes in the contract


NEW_2_2 = """\
contract 2_2 (new):
  wsdl/mktows_2_1.wsdl -> wsdl/mktows_2_2.wsdl

  breaking:
    type ListOperationType/CLEARLIST [request-enumeration-value-removed; """
CHANGED_2_3 = """\
contract 2_3:
  v2_3/contract.wsdl -> wsdl/mktows_2_3.wsdl

  breaking:
    type LeadRecord/Id [reply-type-widened; caller breaking, server info]: xs:int -> xs:long
      A caller may get a value that its type lacks; what servers send still fits.
    type LeadRecord/Id [request-type-widened; caller info, server breaking]: xs:int -> xs:long
      What callers send still fits; a server may get a value that its type lacks.

  2 differences: caller 1 breaking, 0 attention, 1 info; server 1 breaking, 0 attention, 1 info
"""
UNREADABLE_2_7 = "contract 2_7: cannot be compared: v2_7/contract.wsdl:1: not well-formed XML"
REWORDED = f"""\
contract {LATEST_VERSION}:
  v{LATEST_VERSION}/contract.wsdl -> wsdl/mktows_{LATEST_VERSION}.wsdl

  no differences
"""


@pytest.mark.slow
def test_changed_wsdls_are_shown_as_changes_of_the_contract(tmp_path: Path) -> None:
    """One that is new, one that changes, one in place of a broken one, and one in other words."""
    copy = shutil.copytree(ROOT / "generated", tmp_path / "generated")
    shutil.rmtree(copy / "mktows_bindings" / "v2_2")
    (copy / "mktows_bindings" / "v2_7" / "contract.wsdl").write_bytes(b"<wsdl:definitions")
    wsdl = shutil.copytree(ROOT / "wsdl", tmp_path / "wsdl")
    path = wsdl / "mktows_2_3.wsdl"
    text = path.read_text(encoding="utf-8")
    start = text.index('<xs:complexType name="LeadRecord">')
    changed = edited(text[start:], 'type="xs:int"', 'type="xs:long"')
    path.write_text(text[:start] + changed, encoding="utf-8")
    # The classes that all versions share are made from the newest.
    path = wsdl / f"mktows_{LATEST_VERSION}.wsdl"
    path.write_bytes(path.read_bytes().replace(b"A list of texts.", b"A list of tests."))

    done = regenerate("--wsdl", wsdl, "--output", copy, "--check")
    assert done.returncode == 1
    told, first, differences = done.stdout.partition("--- ")
    new, _, rest = told.partition("contract 2_3:")
    assert new.startswith(NEW_2_2)
    changed, mark, unreadable = f"contract 2_3:{rest}".partition("contract 2_7:")
    assert changed == CHANGED_2_3
    assert f"{mark}{unreadable}".startswith(UNREADABLE_2_7)
    assert told.endswith(f"\n{REWORDED}")
    assert told.count("contract 2_") + told.count("contract 3_") == 4
    assert (first + differences).startswith("--- GENERATED.json (on disk)")
    assert "-    A list of texts.\n+    A list of tests.\n" in differences

    done = regenerate("--wsdl", wsdl, "--output", copy)
    assert (done.returncode, done.stdout) == (0, told)
    for version in KNOWN_VERSIONS:
        kept = copy / "mktows_bindings" / f"v{version}" / "contract.wsdl"
        assert kept.read_bytes() == (wsdl / f"mktows_{version}.wsdl").read_bytes()


@pytest.mark.parametrize("state", ["missing", "broken", "empty"])
def test_bindings_are_made_again_without_bindings_that_work(
    mini: tuple[Path, Path], tmp_path: Path, state: str
) -> None:
    # What compares contracts is a part of mktows, which cannot be imported without bindings.
    wsdl, made = mini
    output = tmp_path / "generated"
    package = output / "mktows_bindings"
    if state != "missing":
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("VERSIONS = (" if state == "broken" else "")
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "regenerate.py", "--wsdl", wsdl, "--output", output],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(output)},
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert contents(output) == contents(made)


def test_tools_that_make_the_bindings_do_not_import_them() -> None:
    program = (
        "import sys, regenerate; "
        "print([name for name in sys.modules if name.startswith('mktows_bindings')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
    )
    assert done.stdout == "[]\n"


# A bad WSDL

MINIMAL = """\
<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="mini" targetNamespace="urn:mini" xmlns:tns="urn:mini"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <wsdl:types>
    <xs:schema targetNamespace="urn:mini">
      <xs:complexType name="Header">
        <xs:sequence>
          <xs:element name="user" type="xs:string"/>
        </xs:sequence>
      </xs:complexType>
      <xs:complexType name="Base" abstract="true">
        <xs:sequence>
          <xs:element name="id" type="xs:int"/>
        </xs:sequence>
      </xs:complexType>
      <xs:complexType name="Derived">
        <xs:complexContent>
          <xs:extension base="tns:Base">
            <xs:sequence>
              <xs:element name="colour" type="tns:Colour" minOccurs="0"/>
              <xs:element name="text" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
            </xs:sequence>
          </xs:extension>
        </xs:complexContent>
      </xs:complexType>
      <xs:simpleType name="Colour">
        <xs:restriction base="xs:string">
          <xs:enumeration value="RED"/>
          <xs:enumeration value="GREEN"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:element name="header" type="tns:Header"/>
      <xs:element name="ask" type="tns:Derived"/>
      <xs:element name="answer" type="tns:Derived"/>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="Header">
    <wsdl:part name="header" element="tns:header"/>
  </wsdl:message>
  <wsdl:message name="Ask">
    <wsdl:part name="body" element="tns:ask"/>
  </wsdl:message>
  <wsdl:message name="Answer">
    <wsdl:part name="body" element="tns:answer"/>
  </wsdl:message>
  <wsdl:portType name="Port">
    <wsdl:operation name="ask">
      <wsdl:input message="tns:Ask"/>
      <wsdl:output message="tns:Answer"/>
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="Binding" type="tns:Port">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="ask">
      <soap:operation soapAction="urn:mini/ask" style="document"/>
      <wsdl:input>
        <soap:header message="tns:Header" part="header" use="literal"/>
        <soap:body use="literal"/>
      </wsdl:input>
      <wsdl:output>
        <soap:body use="literal"/>
      </wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="Service">
    <wsdl:port name="Port" binding="tns:Binding">
      <soap:address location="https://example.com/soap"/>
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
"""
USER = '<xs:element name="user" type="xs:string"/>'
ID = '<xs:element name="id" type="xs:int"/>'
COLOUR = '<xs:element name="colour" type="tns:Colour" minOccurs="0"/>'


@dataclasses.dataclass(frozen=True)
class Bad:
    """One thing wrong: what is replaced by what, what is said, and in the line of which text.

    `¶` in the new text marks the place that the error has to name, and is removed.
    """

    old: str
    new: str
    reason: str

    def text(self) -> str:
        return edited(MINIMAL, self.old, self.new.replace("¶", ""))

    def line(self) -> int:
        marked = edited(MINIMAL, self.old, self.new)
        return marked[: marked.index("¶")].count("\n") + 1


def edited(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


BAD = {
    "not XML": Bad("</xs:schema>", "¶</xs:schemata>", "not well-formed XML"),
    "cut off": Bad(MINIMAL[MINIMAL.index("<wsdl:portType") :], "¶", "not well-formed XML"),
    "empty": Bad(MINIMAL, "¶", "not well-formed XML"),
    "a DTD": Bad(
        "<wsdl:definitions",
        "¶<!DOCTYPE x><wsdl:definitions",
        "a document type declaration is refused",
    ),
    "another root": Bad(
        MINIMAL, '¶<xs:schema xmlns:xs="x"/>', "the root element is not wsdl:definitions"
    ),
    "another namespace in the schema": Bad(
        '<xs:schema targetNamespace="urn:mini">',
        '¶<xs:schema targetNamespace="urn:maxi">',
        "definitions and schema need the same targetNamespace",
    ),
    "qualified elements": Bad(
        '<xs:schema targetNamespace="urn:mini">',
        '¶<xs:schema targetNamespace="urn:mini" elementFormDefault="qualified">',
        "elementFormDefault must be unqualified, as the service reads",
    ),
    "two schemas": Bad(
        "</wsdl:types>",
        '<xs:schema targetNamespace="urn:mini"/></wsdl:types>',
        "expected one xs:schema",
    ),
    "a field of unknown type": Bad(
        COLOUR, '¶<xs:element name="colour" type="tns:Color"/>', "type='tns:Color': no such type"
    ),
    "a field of another namespace's type": Bad(
        COLOUR,
        '¶<xs:element name="colour" type="wsdl:Colour"/>',
        "type='wsdl:Colour': no such type",
    ),
    "a prefix that is not declared": Bad(
        COLOUR,
        '¶<xs:element name="colour" type="own:Colour"/>',
        "type='own:Colour': the prefix is not declared",
    ),
    "a field without a type": Bad(
        ID, '¶<xs:element name="id"/>', "element needs the attribute type"
    ),
    "a field without a name": Bad(ID, '¶<xs:element type="xs:int"/>', "element without a name"),
    "a type of XML Schema that the codec does not know": Bad(
        ID,
        '¶<xs:element name="id" type="xs:float"/>',
        "the type xs:float is not supported by the generator",
    ),
    "an unknown base": Bad(
        '<xs:extension base="tns:Base">',
        '¶<xs:extension base="tns:Basis">',
        "base='tns:Basis': no such type",
    ),
    "a built-in type as base": Bad(
        '<xs:extension base="tns:Base">', '¶<xs:extension base="xs:string">', ""
    ),
    "an enumeration as base": Bad(
        '<xs:extension base="tns:Base">', '¶<xs:extension base="tns:Colour">', ""
    ),
    "a type twice": Bad(
        '<xs:complexType name="Base" abstract="true">',
        '¶<xs:complexType name="Header" abstract="true">',
        "type Header is already defined in line 8",
    ),
    "a type and an enumeration of one name": Bad(
        '<xs:simpleType name="Colour">',
        '¶<xs:simpleType name="Base">',
        "type Base is already defined in line 13",
    ),
    "two types whose names differ in case only": Bad(
        '<xs:simpleType name="Colour">',
        '¶<xs:complexType name="DERIVED"><xs:sequence/></xs:complexType>'
        '<xs:simpleType name="Colour">',
        "",
    ),
    "a field twice": Bad(
        COLOUR,
        COLOUR + '¶<xs:element name="colour" type="xs:int"/>',
        "element colour is already defined in line 22",
    ),
    "a field that the base has": Bad(COLOUR, '¶<xs:element name="id" type="xs:int"/>', ""),
    "an enumeration value twice": Bad(
        '<xs:enumeration value="GREEN"/>',
        '¶<xs:enumeration value="RED"/>',
        "enumeration Colour has 'RED' twice",
    ),
    "a global element twice": Bad(
        '<xs:element name="ask" type="tns:Derived"/>',
        '¶<xs:element name="header" type="tns:Derived"/>',
        "global element header is already defined in line 34",
    ),
    "a global element of unknown type": Bad(
        '<xs:element name="ask" type="tns:Derived"/>',
        '¶<xs:element name="ask" type="tns:Asked"/>',
        "type='tns:Asked': no such type",
    ),
    "a type that extends itself": Bad(
        '<xs:extension base="tns:Base">',
        '¶<xs:extension base="tns:Derived">',
        "type Derived extends itself",
    ),
    "two types that extend each other": Bad(
        f"""<xs:sequence>
          {ID}
        </xs:sequence>""",
        '<xs:complexContent><xs:extension base="tns:Derived"><xs:sequence/></xs:extension>'
        "</xs:complexContent>",
        "extends itself",
    ),
    "a field that must stand twice": Bad(
        ID,
        '¶<xs:element name="id" type="xs:int" minOccurs="2" maxOccurs="2"/>',
        "Base.id: occurs 2 to 2 is not supported",
    ),
    "a field that may stand three times": Bad(
        ID,
        '¶<xs:element name="id" type="xs:int" maxOccurs="3"/>',
        "Base.id: occurs 1 to 3 is not supported",
    ),
    "a choice": Bad(
        USER, f"¶<xs:choice>{USER}</xs:choice>", "choice is not supported by the generator"
    ),
    "an attribute": Bad(
        "</xs:sequence>\n      </xs:complexType>",
        '</xs:sequence>\n        ¶<xs:attribute name="a" type="xs:string"/></xs:complexType>',
        "attribute is not supported by the generator",
    ),
    "any element": Bad(USER, "¶<xs:any/>", "any is not supported by the generator"),
    "an import": Bad(
        '<xs:complexType name="Header">',
        '¶<xs:import namespace="urn:other"/><xs:complexType name="Header">',
        "import is not supported by the generator",
    ),
    "a pattern": Bad(
        '<xs:enumeration value="RED"/>',
        '¶<xs:pattern value="R.*"/>',
        "pattern is not supported by the generator",
    ),
    "a simple type without values": Bad(
        """<xs:simpleType name="Colour">
        <xs:restriction base="xs:string">
          <xs:enumeration value="RED"/>
          <xs:enumeration value="GREEN"/>""",
        """¶<xs:simpleType name="Colour">
        <xs:restriction base="xs:string">""",
        "simple type Colour is not an enumeration",
    ),
    "a name that is none, which only libxml2 notices": Bad(
        COLOUR, '¶<xs:element name="two words" type="xs:int"/>', "invalid schema: "
    ),
    "the same below an element of several lines": Bad(
        f"{USER}\n",
        '<xs:element\n            name="user"\n            type="xs:string"/>\n'
        '          ¶<xs:element name="two words" type="xs:int"/>\n',
        "invalid schema: ",
    ),
    "a part that names no element": Bad(
        '<wsdl:part name="body" element="tns:ask"/>',
        '¶<wsdl:part name="body" element="tns:asked"/>',
        "element='tns:asked': no such global element",
    ),
    "a part that names a type": Bad(
        '<wsdl:part name="body" element="tns:ask"/>',
        '¶<wsdl:part name="body" type="tns:Derived"/>',
        "part needs the attribute element",
    ),
    "a message twice": Bad(
        '<wsdl:message name="Ask">',
        '¶<wsdl:message name="Header">',
        "message Header is already defined in line 39",
    ),
    "a message of two parts": Bad(
        '<wsdl:part name="body" element="tns:ask"/>',
        '<wsdl:part name="body" element="tns:ask"/><wsdl:part name="more" element="tns:ask"/>',
        "the message must have one part, it has 2",
    ),
    "a header of an unknown message": Bad(
        '<soap:header message="tns:Header" part="header" use="literal"/>',
        '¶<soap:header message="tns:Head" part="header" use="literal"/>',
        "message='tns:Head': no such message",
    ),
    "a header of an unknown part": Bad(
        '<soap:header message="tns:Header" part="header" use="literal"/>',
        '¶<soap:header message="tns:Header" part="head" use="literal"/>',
        "the message has no part 'head'",
    ),
    "an operation of the binding only": Bad(
        """<wsdl:operation name="ask">
      <soap:operation""",
        """¶<wsdl:operation name="tell"/><wsdl:operation name="ask">
      <soap:operation""",
        "operation tell must stand in both portType and binding",
    ),
    "an operation of the port type only": Bad(
        """<wsdl:operation name="ask">
      <wsdl:input""",
        """¶<wsdl:operation name="tell"/><wsdl:operation name="ask">
      <wsdl:input""",
        "operation tell must stand in both portType and binding",
    ),
    "an operation twice": Bad(
        "</wsdl:portType>",
        '¶<wsdl:operation name="ask"/></wsdl:portType>',
        "operation ask is already defined in line 49",
    ),
    "an operation of an unknown message": Bad(
        '<wsdl:input message="tns:Ask"/>',
        '¶<wsdl:input message="tns:Asked"/>',
        "message='tns:Asked': no such message",
    ),
    "an operation without a reply": Bad(
        '<wsdl:output message="tns:Answer"/>', "", "operation ask has no output"
    ),
    "an operation without an action": Bad(
        '<soap:operation soapAction="urn:mini/ask" style="document"/>',
        "",
        "operation ask has no soapAction",
    ),
    "a binding of an unknown port type": Bad(
        '<wsdl:binding name="Binding" type="tns:Port">',
        '¶<wsdl:binding name="Binding" type="tns:Harbour">',
        "type='tns:Harbour': no such portType",
    ),
    "a port of an unknown binding": Bad(
        '<wsdl:port name="Port" binding="tns:Binding">',
        '¶<wsdl:port name="Port" binding="tns:Bound">',
        "binding='tns:Bound': no such binding",
    ),
}
# These would be accepted by a generator that looks at element names alone, and then what the codec
# writes or reads would not be what the WSDL says.
BAD |= {
    "a field in the namespace": Bad(
        ID, '¶<xs:element name="id" type="xs:int" form="qualified"/>', ""
    ),
    "a field with a default": Bad(ID, '¶<xs:element name="id" type="xs:int" default="7"/>', ""),
    "a field with a fixed value": Bad(ID, '¶<xs:element name="id" type="xs:int" fixed="7"/>', ""),
    "a list whose items may be nil": Bad(
        USER, f'¶{USER[:-2]} maxOccurs="unbounded" nillable="true"/>', ""
    ),
    "an abstract element": Bad(
        '<xs:element name="ask" type="tns:Derived"/>',
        '¶<xs:element name="ask" type="tns:Derived" abstract="true"/>',
        "",
    ),
    "text between the fields": Bad(
        '<xs:complexType name="Header">', '¶<xs:complexType name="Header" mixed="true">', ""
    ),
    "a sequence that may be absent": Bad("<xs:sequence>", '¶<xs:sequence minOccurs="0">', ""),
    "a sequence that may be repeated": Bad(
        "<xs:sequence>", '¶<xs:sequence maxOccurs="unbounded">', ""
    ),
    "a restriction of a complex type": Bad(
        '<xs:extension base="tns:Base">\n            <xs:sequence>\n',
        '¶<xs:restriction base="tns:Base"><xs:sequence><xs:element name="id" type="xs:int"/>'
        "</xs:sequence></xs:restriction></xs:complexContent></xs:complexType>"
        '<xs:complexType name="More"><xs:complexContent><xs:extension base="tns:Base">'
        "<xs:sequence>\n",
        "",
    ),
    "an enumeration of numbers": Bad(
        """<xs:restriction base="xs:string">
          <xs:enumeration value="RED"/>
          <xs:enumeration value="GREEN"/>""",
        """¶<xs:restriction base="xs:int">
          <xs:enumeration value="1"/>
          <xs:enumeration value="2"/>""",
        "",
    ),
    "a binding in RPC style": Bad(
        '<soap:binding style="document"', '¶<soap:binding style="rpc"', ""
    ),
    "an operation in RPC style": Bad(
        '<soap:operation soapAction="urn:mini/ask" style="document"/>',
        '¶<soap:operation soapAction="urn:mini/ask" style="rpc"/>',
        "",
    ),
    "an encoded body": Bad('<soap:body use="literal"/>', '¶<soap:body use="encoded"/>', ""),
}


def prepared(folder: Path, files: dict[str, str]) -> tuple[Path, Path]:
    """A folder of WSDLs, and an output folder in which something stands already."""
    wsdl, output = folder / "wsdl", folder / "generated"
    wsdl.mkdir()
    for name, text in files.items():
        (wsdl / name).write_text(text, encoding="utf-8")
    package = output / "mktows_bindings"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("VERSIONS = ()\n")
    (package / "py.typed").touch()
    return wsdl, output


Refusal = Callable[[dict[str, str]], str]


@pytest.fixture
def refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refusal:
    """The one line that a refused regeneration prints, without the name of the folder."""

    def told(files: dict[str, str]) -> str:
        wsdl, output = prepared(tmp_path, files)
        before = contents(tmp_path)
        code = regenerate_here(["--wsdl", str(wsdl), "--output", str(output)])
        out, err = capsys.readouterr()
        assert (code, out, err.count("\n")) == (1, "", 1), err
        assert contents(tmp_path) == before
        assert [path.name for path in output.iterdir()] == ["mktows_bindings"]
        return err.replace(f"{wsdl}/", "").removesuffix("\n")

    return told


def test_the_wsdl_that_the_bad_ones_are_made_from_is_a_good_one(mini: tuple[Path, Path]) -> None:
    _, output = mini
    run(
        """
from mktows.contract import contract
from mktows.codec import Codec
from mktows_bindings.v1_0 import Colour, Derived
table = contract("1_0")
assert table.operations["ask"].headers == ("header",)
message = Derived(id=7, colour=Colour.RED, text=["a", "b"])
encoded = Codec(table).encode("ask", message)
assert encoded.text == (
    "<ns1:ask><id>7</id><colour>RED</colour><text>a</text><text>b</text></ns1:ask>"
), encoded
""",
        output,
    )


def test_types_that_hold_each_other_are_shared_while_neither_changes(tmp_path: Path) -> None:
    ring = """<xs:complexType name="Node"><xs:sequence>
        <xs:element name="leaf" type="tns:Leaf" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="Leaf"><xs:sequence>
        <xs:element name="node" type="tns:Node" minOccurs="0"/>
      </xs:sequence></xs:complexType>
      """
    header = '<xs:complexType name="Header">'
    first = edited(MINIMAL, header, ring + header)
    second = edited(first, 'name="user"', 'name="caller"')
    third = edited(second, 'name="node" type', 'name="parent" type')
    files = {"mini_1_0.wsdl": first, "mini_1_1.wsdl": second, "mini_1_2.wsdl": third}
    wsdl, output = prepared(tmp_path, files)
    done = regenerate("--wsdl", wsdl, "--output", output)
    assert done.returncode == 0, done.stderr
    run(
        """
from lxml import etree
from mktows_bindings.runtime import Reading
from mktows_bindings import v1_0, v1_1, v1_2
from mktows_bindings.v1_0 import codec as codec_1_0
from mktows_bindings.v1_2 import codec as codec_1_2
assert v1_0.Node is v1_1.Node is not v1_2.Node
assert v1_0.Leaf is v1_1.Leaf is not v1_2.Leaf
assert v1_0.Header is not v1_1.Header is v1_2.Header
assert v1_0.Derived is v1_1.Derived is v1_2.Derived
node = etree.fromstring("<x><leaf><node><leaf/></node></leaf></x>")
old, new = (each.READERS["Node"](node, Reading()) for each in (codec_1_0, codec_1_2))
assert old == v1_0.Node(leaf=[v1_0.Leaf(node=v1_0.Node(leaf=[v1_0.Leaf()]))]), old
assert new == v1_2.Node(leaf=[v1_2.Leaf()]), new
""",
        output,
    )


def test_the_names_of_the_files_tell_no_more_than_their_versions(tmp_path: Path) -> None:
    # By name the newest file comes first, and numbers are not compared as text.
    second = edited(MINIMAL, 'name="user"', 'name="caller"')
    third = edited(second, 'name="id"', 'name="key"')
    texts = {"1_9": MINIMAL, "1_10": second, "2_0": third}
    made = []
    for folder, prefixes in (("one", "abc"), ("other", "cba")):
        (tmp_path / folder).mkdir()
        pairs = zip(prefixes, texts.items(), strict=True)
        files = {f"{prefix}_{version}.wsdl": text for prefix, (version, text) in pairs}
        wsdl, output = prepared(tmp_path / folder, files)
        done = regenerate("--wsdl", wsdl, "--output", output)
        assert done.returncode == 0, done.stderr
        made.append(
            {
                name: re.sub(rb"wsdl/[abc]_", b"wsdl/x_", data)
                for name, data in contents(output / "mktows_bindings").items()
            }
        )
    assert made[0] == made[1]
    names = {name for name in made[0] if name.startswith("types/")}
    assert names == {
        f"types/{name}.py"
        for name in (
            "__init__",
            "since_1_9",
            "only_1_9",
            "from_1_9_to_1_10",
            "since_1_10",
            "since_2_0",
        )
    }


RUN_ALL = """
import contextlib, io, json, sys, traceback
from regenerate import main
results = []
for wsdl, output in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(["--wsdl", wsdl, "--output", output])
        except BaseException:
            code = traceback.format_exc()[-400:]
    results.append([code, out.getvalue(), err.getvalue()])
json.dump(results, sys.stdout)
"""


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, list[Any]]]:
    """What became of each bad WSDL: its folder; exit code, stdout, stderr. One process for all."""
    folders = {}
    for number, (name, bad) in enumerate(BAD.items()):
        folders[name] = tmp_path_factory.mktemp(f"bad{number}")
        prepared(folders[name], {"mini_1_0.wsdl": bad.text()})
    pairs = [[str(folder / "wsdl"), str(folder / "generated")] for folder in folders.values()]
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
    )
    return dict(zip(BAD, zip(folders.values(), json.loads(done.stdout), strict=True), strict=True))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_wsdl_is_refused_in_one_line_that_says_where(
    name: str, refusals: dict[str, tuple[Path, list[Any]]], tmp_path: Path
) -> None:
    bad, (folder, (code, out, err)) = BAD[name], refusals[name]
    assert (code, out, err.count("\n")) == (1, "", 1), err
    line = f"{bad.line()}: " if "¶" in bad.new else ""
    assert err.startswith(f"regenerate: {folder}/wsdl/mini_1_0.wsdl:{line}")
    assert bad.reason in err
    assert "<string>" not in err
    prepared(tmp_path, {"mini_1_0.wsdl": bad.text()})
    assert contents(folder) == contents(tmp_path)


def test_a_generation_does_not_disturb_the_next_one_in_the_process(tmp_path: Path) -> None:
    second = edited(MINIMAL, 'name="colour" type="tns:Colour"', 'name="shade" type="tns:Colour"')
    pairs = []
    for name, text in (("first", MINIMAL), ("second", second)):
        (tmp_path / name).mkdir()
        pairs.append(prepared(tmp_path / name, {"mini_1_0.wsdl": text}))
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL],
        input=json.dumps([[str(path) for path in pair] for pair in pairs]),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
    )
    assert [code for code, _, _ in json.loads(done.stdout)] == [0, 0], done.stdout
    first, after = (contents(output / "mktows_bindings") for _, output in pairs)
    assert b"    colour: " in first["types/since_1_0.py"]
    for module in ("types", "contract"):
        for name in (f"v1_0/{module}.py", f"{module}/since_1_0.py"):
            assert after[name] == first[name].replace(b"colour", b"shade")


def test_a_refusal_is_the_exit_code_of_the_process_too(tmp_path: Path) -> None:
    wsdl, output = prepared(tmp_path, {"mini_1_0.wsdl": BAD["a choice"].text()})
    done = regenerate("--wsdl", wsdl, "--output", output)
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"regenerate: {wsdl}/mini_1_0.wsdl:10: choice is not supported by the generator\n",
    )


def test_one_bad_wsdl_keeps_the_good_ones_from_being_generated(refusal: Refusal) -> None:
    files = {"mini_1_0.wsdl": MINIMAL, "mini_1_1.wsdl": BAD["a choice"].text()}
    said = refusal(files)
    assert said == "regenerate: mini_1_1.wsdl:10: choice is not supported by the generator"


@pytest.mark.parametrize("names", [("maxi", "mini"), ("mini", "maxi")], ids="-".join)
def test_two_files_of_one_version_are_refused(names: tuple[str, str], refusal: Refusal) -> None:
    # Which of them is named must not depend on the order in which they were made.
    said = refusal({f"{name}_1_0.wsdl": MINIMAL for name in names})
    assert said == "regenerate: mini_1_0.wsdl:1: maxi_1_0.wsdl has the same version"


@pytest.mark.parametrize("name", ["mini.wsdl", "mini_1.wsdl", "mini-1-0.wsdl", "mini_1_0_2.wsdl"])
def test_a_file_name_without_a_version_is_refused(name: str, refusal: Refusal) -> None:
    said = refusal({name: MINIMAL})
    assert said == (
        f"regenerate: {name}:1: the file name must end in its version, as in mktows_2_7.wsdl"
    )


def test_a_folder_without_a_wsdl_is_refused(refusal: Refusal, tmp_path: Path) -> None:
    said = refusal({"readme.txt": "nothing here"})
    assert said == f"regenerate: {tmp_path / 'wsdl'}: no *.wsdl file there"


def test_of_several_faults_the_first_in_the_file_is_named(tmp_path: Path) -> None:
    operations = "".join(f'\n    <wsdl:operation name="tell{n}"/>' for n in range(50))
    path = tmp_path / "mini_1_0.wsdl"
    path.write_text(edited(MINIMAL, "</wsdl:portType>", f"{operations}\n  </wsdl:portType>"))
    with pytest.raises(WsdlError, match="operation tell0 must stand in both"):
        read_wsdl(path)


def test_an_action_with_a_quote_is_carried_as_it_is(tmp_path: Path) -> None:
    text = edited(MINIMAL, 'soapAction="urn:mini/ask"', "soapAction='urn:\"mini\\ask'")
    wsdl, output = prepared(tmp_path, {"mini_1_0.wsdl": text})
    done = regenerate("--wsdl", wsdl, "--output", output)
    assert done.returncode == 0, done.stderr
    run(
        """
from mktows_bindings.v1_0.contract import OPERATIONS
assert OPERATIONS["ask"][0] == 'urn:"mini\\\\ask'
""",
        output,
    )


# The generated code


@pytest.mark.parametrize("name", MODULES)
def test_a_generated_module_says_so_in_its_first_line(name: str) -> None:
    first = (BINDINGS / name).read_text(encoding="utf-8").partition("\n")[0]
    found = re.fullmatch(
        r"# Made from (.+) by tools/regenerate\.py\. Do not edit: change those and run it\.", first
    )
    assert found is not None
    folder, slash, _ = name.rpartition("/")
    if folder in KINDS:
        assert found[1] == "wsdl/*.wsdl"
    elif slash:
        assert found[1] == f"wsdl/mktows_{folder.removeprefix('v')}.wsdl"


@pytest.mark.parametrize("name", MODULES)
def test_a_generated_module_does_not_say_when_it_was_made(name: str) -> None:
    text = (BINDINGS / name).read_text(encoding="utf-8")
    assert "xsdata v" not in text
    assert "Generated" not in text


def test_the_package_is_typed_and_holds_every_version() -> None:
    files = contents(BINDINGS)
    assert files["py.typed"] == b""
    for version in KNOWN_VERSIONS:
        names = ("__init__.py", "types.py", "contract.py", "contract.wsdl")
        assert {f"v{version}/{name}" for name in names} <= files.keys()
    folders = {name.partition("/")[0] for name in files if "/" in name}
    assert folders == {*KINDS, *(f"v{version}" for version in KNOWN_VERSIONS)}


def types_of(version: str) -> ModuleType:
    return importlib.import_module(f"mktows_bindings.v{version}.types")


def classes(version: str) -> Iterator[type]:
    for value in vars(types_of(version)).values():
        if isinstance(value, type) and value.__module__.startswith("mktows_bindings.types."):
            yield value


def bindings(version: str) -> Iterator[Any]:
    return (item for item in classes(version) if dataclasses.is_dataclass(item))


@EVERY_VERSION
def test_no_class_is_numbered(version: str) -> None:
    assert [item.__name__ for item in classes(version) if item.__name__[-1].isdigit()] == []


@EVERY_VERSION
def test_every_class_is_a_dataclass_or_an_enumeration(version: str) -> None:
    assert len(list(bindings(version))) == 127
    assert all(
        dataclasses.is_dataclass(item) or issubclass(item, enum.Enum) for item in classes(version)
    )


@EVERY_VERSION
def test_every_dataclass_has_slots_and_takes_keywords_only(version: str) -> None:
    for item in bindings(version):
        assert "__slots__" in vars(item), item
        assert "__dict__" not in dir(item), item
        assert all(field.kw_only for field in dataclasses.fields(item)), item


@pytest.mark.slow
@EVERY_VERSION
def test_every_class_is_documented(version: str) -> None:
    texts = pieces_of(BINDINGS, version)["types"].values()
    found = [node for text in texts for node in ast.parse(text).body]
    nodes = [node for node in found if isinstance(node, ast.ClassDef)]
    assert len(nodes) == len(found) == len(list(classes(version)))
    assert [node.name for node in nodes if not (ast.get_docstring(node) or "").strip()] == []


# Texts that are names out of the contract or of its metadata, not out of somebody's data.
SHOWN = {"activity_type", "attr_name", "attr_type", "data_type", "m_obj_type", "name"}
SHOWN |= {"obj_type_name", "type_value"}


@EVERY_VERSION
def test_a_repr_shows_no_text_but_the_names_of_the_contract(version: str) -> None:
    hints = {"str", "bytes", "object"}
    for item in bindings(version):
        for field in dataclasses.fields(item):
            texts = hints & set(str(field.type).replace("[", " ").replace("]", " ").split())
            assert field.repr == (not texts or field.name in SHOWN), f"{item.__name__}.{field.name}"


@EVERY_VERSION
def test_a_repr_shows_neither_signature_nor_user_nor_value(version: str) -> None:
    module: Any = types_of(version)
    canary = "canary"
    header = module.AuthenticationHeaderInfo(
        mktows_user_id=canary, request_signature=canary, request_timestamp=canary, audit=canary
    )
    attribute = module.Attribute(attr_name="Phone", attr_value=canary)
    lead = module.LeadRecord(
        email=canary,
        foreign_sys_person_id=canary,
        lead_attribute_list=module.ArrayOfAttribute(attribute=[attribute]),
    )
    cookie = module.ParamsSyncLead(lead_record=lead, return_lead=True, marketo_cookie=canary)
    rows = module.ArrayOfString(string_item=[canary])
    criterion = module.MObjCriteria(
        attr_name="Id", comparison=module.ComparisonEnum.EQ, attr_value=canary
    )
    data = module.ArrayOfBase64Binary(base64_binary=[canary.encode()])
    for value in (header, cookie, rows, criterion, data):
        assert canary not in repr(value)
    assert "Phone" in repr(cookie)
