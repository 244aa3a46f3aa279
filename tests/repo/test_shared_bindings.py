"""What versions have in common stands once, and each version is whole and exact nevertheless."""

from __future__ import annotations

import ast
import dataclasses
import functools
import importlib
import itertools
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, get_args, get_type_hints

import pytest
from lxml import etree
from mktows_bindings.runtime import Reading
from support.generated_code import BINDINGS, KINDS

from mktows.contract import KNOWN_VERSIONS, contract

ROOT = Path(__file__).resolve().parents[2]
XS = "{http://www.w3.org/2001/XMLSchema}"
EVERY_VERSION = pytest.mark.parametrize("version", KNOWN_VERSIONS)


def module(version: str, name: str = "") -> Any:
    return importlib.import_module(f"mktows_bindings.v{version}{name and f'.{name}'}")


@functools.cache
def schema(version: str) -> etree._Element:
    root = etree.parse(ROOT / "wsdl" / f"mktows_{version}.wsdl").getroot()
    found = next(root.iter(f"{XS}schema"))
    etree.strip_elements(found, f"{XS}annotation", with_tail=False)
    return found


def declared(version: str, kind: str) -> list[str]:
    """The names of what the schema of a version's WSDL declares."""
    return sorted(str(node.get("name")) for node in schema(version).iterfind(XS + kind))


# A version is whole


@EVERY_VERSION
def test_a_version_has_every_name_of_its_wsdl(version: str) -> None:
    names = sorted(declared(version, "complexType") + declared(version, "simpleType"))
    package, types = module(version), module(version, "types")
    assert package.__all__ == names
    namespace: dict[str, object] = {}
    exec(f"from mktows_bindings.v{version} import *", namespace)
    assert sorted(namespace.keys() - {"__builtins__"}) == names
    for name in names:
        item: type = getattr(types, name)
        assert getattr(package, name) is item
        assert namespace[name] is item
        assert item.__name__ == item.__qualname__ == name
        # What pickle and get_type_hints go by.
        assert getattr(sys.modules[item.__module__], name) is item
        assert pickle.loads(pickle.dumps(item)) is item


@EVERY_VERSION
def test_a_version_has_every_table(version: str) -> None:
    types = declared(version, "complexType")
    codec, table = module(version, "codec"), module(version, "contract")
    assert sorted(codec.WRITERS) == sorted(codec.READERS) == sorted(table.TYPES) == types
    assert issubclass(codec.Unreadable, ValueError)
    assert version == table.VERSION
    assert schema(version).get("targetNamespace") == table.NAMESPACE
    assert sorted(table.ELEMENTS) == declared(version, "element")
    assert sorted(table.ENUMERATIONS) == declared(version, "simpleType")
    root = schema(version).getroottree()
    operations = root.iterfind(".//{*}portType/{*}operation")
    assert sorted(table.OPERATIONS) == sorted(str(node.get("name")) for node in operations)


@EVERY_VERSION
def test_what_was_pickled_before_versions_shared_their_classes_is_read(version: str) -> None:
    for name in module(version).__all__:
        for place in ("", ".types"):
            kept = f"cmktows_bindings.v{version}{place}\n{name}\n.".encode()
            assert pickle.loads(kept) is getattr(module(version), name)


# The same in several versions is one class


def said(version: str, name: str) -> dict[str, bytes]:
    """What the schema says of a type and of all that it is made of, by name."""
    found: dict[str, bytes] = {}
    waiting = [name]
    while waiting:
        name = waiting.pop()
        for node in schema(version):
            if node.get("name") == name and node.tag != f"{XS}element" and name not in found:
                found[name] = etree.tostring(node, method="c14n")
                for part in node.iter(f"{XS}element", f"{XS}extension"):
                    named = part.get("type") or part.get("base") or ""
                    waiting.append(named.rpartition(":")[2])
    return found


PAIRS = list(itertools.combinations(KNOWN_VERSIONS, 2))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_type_that_does_not_change_is_one_class(one: str, other: str) -> None:
    names = [n for n in module(one).__all__ if said(one, n) == said(other, n)]
    assert "LeadRecord" in names
    for name in names:
        assert getattr(module(one), name) is getattr(module(other), name), name
    lead = module(one).LeadRecord(email="ada@example.com")
    assert isinstance(lead, module(other).LeadRecord)
    assert lead == module(other).LeadRecord(email="ada@example.com")


def test_a_type_that_changes_is_two_classes_and_so_is_what_holds_it() -> None:
    first, second = module("2_1"), module("2_2")
    assert first.ListOperationType is not second.ListOperationType
    # Nothing else of this one changed from 2_1 to 2_2.
    assert first.ParamsListOperation is not second.ParamsListOperation
    (before, after) = (
        get_type_hints(each.ParamsListOperation)["list_operation"] for each in (first, second)
    )
    assert (before, after) == (first.ListOperationType, second.ListOperationType)


@EVERY_VERSION
def test_a_version_holds_its_own_classes_and_no_others(version: str) -> None:
    types = module(version, "types")
    for name in module(version).__all__:
        item = getattr(types, name)
        hints = get_type_hints(item) if dataclasses.is_dataclass(item) else {}
        for hint in hints.values():
            for each in {hint, *get_args(hint)}:
                if getattr(each, "__module__", "").startswith("mktows_bindings.types."):
                    assert each is getattr(types, each.__name__), f"{name}: {each}"
        for base in item.__mro__[1:]:
            if base.__module__.startswith("mktows_bindings.types."):
                assert base is getattr(types, base.__name__)


def named_by(function: FunctionType) -> Iterator[tuple[str, object]]:
    """The global names that a function, with what is nested in it, uses."""
    codes = [function.__code__]
    while codes:
        code = codes.pop()
        codes += [each for each in code.co_consts if isinstance(each, type(code))]
        for name in code.co_names:
            if name in function.__globals__:
                yield name, function.__globals__[name]


@EVERY_VERSION
def test_the_code_of_a_version_names_its_own_classes_and_no_others(version: str) -> None:
    types, codec = module(version, "types"), module(version, "codec")
    waiting = [*codec.READERS.values(), *codec.WRITERS.values()]
    seen: dict[str, object] = {}
    while waiting:
        for name, item in named_by(waiting.pop()):
            if hasattr(types, name) and isinstance(item, type):
                assert item is getattr(types, name), name
            elif isinstance(item, FunctionType) and name.startswith(("write_", "read_")):
                if name not in seen:
                    waiting.append(item)
                assert seen.setdefault(name, item) is item, name
    assert len(seen) > 200


@EVERY_VERSION
def test_what_is_read_has_the_class_of_the_version(version: str) -> None:
    types, codec = module(version, "types"), module(version, "codec")
    for name, item in contract(version).types.items():
        if not item.abstract:
            assert type(codec.READERS[name](etree.Element("x"), Reading())) is getattr(types, name)


# Each text once


def definitions() -> dict[tuple[str, str], ast.AST]:
    """Every class, function and entry of a table, by its module and its name."""
    found: dict[tuple[str, str], ast.AST] = {}
    for path in BINDINGS.rglob("*.py"):
        where = ".".join(path.relative_to(BINDINGS.parent).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                if ast.get_docstring(node) is not None:
                    node.body = node.body[1:]
                found[where, node.name] = node
            elif isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
                for key, value in zip(node.value.keys, node.value.values, strict=True):
                    if key is not None:
                        entry = ast.Dict([key], [value])
                        found[where, f"{ast.unparse(node.target)} {ast.unparse(key)}"] = entry
    return found


def homes() -> dict[str, dict[str, str]]:
    """Module to the names that it imports, and where from."""
    found: dict[str, dict[str, str]] = {}
    for path in BINDINGS.rglob("*.py"):
        where = ".".join(path.relative_to(BINDINGS.parent).with_suffix("").parts)
        found[where] = {
            alias.name: str(node.module)
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
    return found


def test_nothing_stands_twice() -> None:
    # Twice is what has one text, in which each name means the same: two classes that hold
    # different classes of one name have one text too.
    nodes, imported = definitions(), homes()
    names = {
        place: {node.id for node in ast.walk(node) if isinstance(node, ast.Name)}
        for place, node in nodes.items()
    }
    meaning: dict[tuple[str, str], object] = {
        place: ast.unparse(node) for place, node in nodes.items()
    }
    count = 0
    while count != len(set(meaning.values())):
        count = len(set(meaning.values()))
        numbers = {said: number for number, said in enumerate(dict.fromkeys(meaning.values()))}
        meaning = {
            (where, name): (
                numbers[said],
                *(
                    (each, numbers.get(meaning.get((imported[where].get(each, where), each))))
                    for each in sorted(names[where, name])
                ),
            )
            for (where, name), said in meaning.items()
        }
    places: dict[object, list[tuple[str, str]]] = {}
    for place, said in meaning.items():
        places.setdefault(said, []).append(place)
    assert [each for each in places.values() if len(each) > 1] == []
    assert len(places) > 700


# A version loads what it needs


LOADED = """
import json, sys
from mktows.contract import contract
assert not [name for name in sys.modules if name.startswith("mktows_bindings.")]
contract(sys.argv[1])
print(json.dumps([name for name in sys.modules if name.startswith("mktows_bindings.")]))
"""


@EVERY_VERSION
def test_a_version_loads_nothing_that_only_others_need(version: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOADED, version],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    loaded = [name.removeprefix("mktows_bindings.") for name in json.loads(done.stdout)]
    packages = [name for name in loaded if name[0] == "v"]
    assert {name.partition(".")[0] for name in packages} == {f"v{version}"}
    shared = [name for name in loaded if name.partition(".")[0] in KINDS and "." in name]
    assert len(shared) > 3
    for name in shared:
        kind = name.partition(".")[0]
        part: ModuleType = importlib.import_module(f"mktows_bindings.{name}")
        own = module(version, kind)
        for item in getattr(part, "__all__", ()):
            assert getattr(own, item) is getattr(part, item), f"{name}: {item}"
        for table in ("WRITERS", "READERS", "ELEMENTS", "OPERATIONS", "TYPES"):
            for entry, value in getattr(part, table, {}).items():
                assert getattr(own, table)[entry] is value, f"{name}: {entry}"
        assert set(getattr(part, "ENUMERATIONS", ())) <= set(getattr(own, "ENUMERATIONS", ()))
