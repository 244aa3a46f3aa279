"""The versions beside each other: what differs between them, and that nothing else does."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import mktows_bindings
import pytest
import zeep
from lxml import etree

from mktows.contract import KNOWN_VERSIONS, Contract, Operation, contract
from mktows.testing.schemas import XS, schema_of

ROOT = Path(__file__).resolve().parents[2]
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
PAIRS = list(pairwise(KNOWN_VERSIONS))
EVERY_VERSION = pytest.mark.parametrize("version", KNOWN_VERSIONS)

# Everything that changed from one version to the next.
CHANGES = {
    ("2_1", "2_2"): {
        "ParamsGetLeadChanges: gained leadSelector: LeadSelector? after batchSize",
        "ListOperationType: lost CLEARLIST",
    },
    ("2_2", "2_3"): {
        "ParamsGetLeadChanges: gained activityNameFilter: ArrayOfString? nillable"
        " after activityFilter",
        "ParamsListOperation: lost skipActivityLog: boolean? nillable",
    },
    ("2_3", "2_7"): {
        "ActivityRecord: id was int, is long",
        "LeadChangeRecord: id was int, is long",
        "MObjStatus: id was int, is int nillable",
        "ParamsMergeLeads: gained mergeInSales: boolean? after losingLeadKeyLists",
    },
    ("2_7", "3_1"): {
        "ActivityRecord: id was long, is long? nillable",
        "ActivityRecord: gained marketoGUID: string after id",
        "LeadChangeRecord: id was long, is long? nillable",
        "LeadChangeRecord: gained marketoGUID: string after id",
        "ParamsScheduleCampaign: gained cloneToProgramName: string? nillable after programName",
        "ParamsSyncLead: gained moveCookie: boolean? nillable after marketoCookie",
        "AuthenticationHeaderInfo: gained partnerId: string? after requestTimestamp",
    },
}


def test_versions_are_known_oldest_first() -> None:
    assert KNOWN_VERSIONS == ("2_1", "2_2", "2_3", "2_7", "3_1")


@EVERY_VERSION
def test_a_version_has_127_types_15_enumerations_and_23_operations(version: str) -> None:
    schema = schema_of(contract(version).wsdl())
    assert len(schema.findall(XS + "complexType")) == 127
    assert len(schema.findall(XS + "simpleType")) == 15
    assert len(contract(version).types) == 127
    assert len(contract(version).operations) == 23


# The differences


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_versions_differ_in_exactly_what_is_listed(pair: tuple[str, str]) -> None:
    old, new = (contract(version) for version in pair)
    assert set(differences(old, new)) == CHANGES[pair]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_elements_and_operations_are_the_same_in_all_versions(pair: tuple[str, str]) -> None:
    old, new = (contract(version) for version in pair)
    assert dict(old.elements) == dict(new.elements)
    assert list(old.operations.items()) == list(new.operations.items())
    assert old.namespace == new.namespace


def differences(old: Contract, new: Contract) -> Iterator[str]:
    yield from compared("", type_texts(old), type_texts(new))
    for name in old.types.keys() & new.types.keys():
        yield from compared(f"{name}: ", field_texts(old, name), field_texts(new, name))
    for name in old.enumerations & new.enumerations:
        yield from compared(f"{name}: ", members(old, name), members(new, name))
    for name in old.enumerations ^ new.enumerations:
        yield f"{name}: only in one"


def compared(where: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """What was gained, where; what was lost; what changed; whether the order did."""
    previous = ""
    for name, text in new.items():
        if name not in old:
            yield f"{where}gained {name}{text}{previous}"
        elif old[name] != text:
            yield f"{where}{name} was{old[name][1:]}, is{text[1:]}"
        previous = f" after {name}"
    for name in old.keys() - new.keys():
        yield f"{where}lost {name}{old[name]}"
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield f"{where}order"


def type_texts(table: Contract) -> dict[str, str]:
    return {
        name: f": {item.base}{' abstract' if item.abstract else ''}"
        for name, item in sorted(table.types.items())
    }


def members(table: Contract, name: str) -> dict[str, str]:
    enumeration: Any = table.binding(name)
    return {item.value: "" for item in enumeration}


def field_texts(table: Contract, name: str) -> dict[str, str]:
    texts = {}
    for field in table.types[name].fields:
        mark = "*" if field.many else "" if field.required else "?"
        nil = " nillable" if field.nillable else ""
        texts[field.element] = f": {field.type_name}{mark}{nil}"
    return texts


# The documentation


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_documentation_is_the_same_wherever_the_component_is(pair: tuple[str, str]) -> None:
    old, new = (components(version) for version in pair)
    same = [name for name in old.keys() & new.keys() if old[name][0] == new[name][0]]
    assert {name: old[name][1] for name in same} == {name: new[name][1] for name in same}
    assert len(same) > 500


@EVERY_VERSION
def test_every_type_and_operation_is_documented(version: str) -> None:
    found = components(version)
    assert [name for name, (_, text) in found.items() if not text and name.count("/") == 1] == []


@functools.cache
def components(version: str) -> dict[str, tuple[str, str]]:
    """Every type, field, value and operation: its declaration, and what is said about it."""
    root = etree.fromstring(contract(version).wsdl())
    found: dict[str, tuple[str, str]] = {}
    for top in schema_of(contract(version).wsdl()).iterchildren(
        XS + "complexType", XS + "simpleType"
    ):
        name = f"type/{top.get('name')}"
        found[name] = (str(sorted(top.items())), documentation(top))
        for node in top.iter(XS + "element", XS + "enumeration"):
            key = f"{name}/{node.get('name') or node.get('value')}"
            found[key] = (str(sorted(node.items())), documentation(node))
    for operation in root.iterfind(f"{WSDL}portType/{WSDL}operation"):
        key = f"operation/{operation.get('name')}"
        found[key] = (key, text_of(operation.find(WSDL + "documentation")))
    found["definitions"] = ("", text_of(root.find(WSDL + "documentation")))
    return found


def documentation(node: etree._Element) -> str:
    return text_of(node.find(f"{XS}annotation/{XS}documentation"))


def text_of(node: etree._Element | None) -> str:
    return "" if node is None else " ".join(" ".join(str(t) for t in node.itertext()).split())


# The table, the bindings and the WSDL agree


@EVERY_VERSION
def test_the_operation_table_is_that_of_the_wsdl(version: str) -> None:
    root = etree.fromstring(contract(version).wsdl())
    parts = {
        message.get("name"): [str(part.get("element")).partition(":")[2] for part in message]
        for message in root.iterfind(WSDL + "message")
    }
    port = {o.get("name"): o for o in root.iterfind(f"{WSDL}portType/{WSDL}operation")}
    expected = {}
    for bound in root.iterfind(f"{WSDL}binding/{WSDL}operation"):
        name = str(bound.get("name"))
        (action,) = bound.iterfind(SOAP + "operation")
        expected[name] = {
            "action": action.get("soapAction"),
            "request": only(parts, port[name], "input"),
            "reply": only(parts, port[name], "output"),
            "headers": tuple(
                parts[str(h.get("message")).partition(":")[2]][0]
                for h in bound.iter(SOAP + "header")
            ),
        }
    actual = {
        name: {key: getattr(operation, key) for key in ("action", "request", "reply", "headers")}
        for name, operation in contract(version).operations.items()
    }
    assert actual == expected
    assert list(actual) == list(expected)


def only(parts: Mapping[Any, list[str]], operation: etree._Element, direction: str) -> str:
    (node,) = operation.iterfind(WSDL + direction)
    (element,) = parts[str(node.get("message")).partition(":")[2]]
    return element


@EVERY_VERSION
def test_an_operation_is_wired_as_its_name_says(version: str) -> None:
    for name, operation in contract(version).operations.items():
        subject = name[0].upper() + name[1:]
        assert operation == Operation(
            name=name,
            method=operation.method,
            action=f"http://www.marketo.com/mktows/{name}",
            request=f"params{subject}",
            request_type=f"Params{subject}",
            reply=f"success{subject}",
            reply_type=f"Success{subject}",
            headers=("AuthenticationHeader",)
            + (("MktowsContextHeader",) if name == "syncLead" else ()),
        )


@pytest.mark.parametrize(
    ("operation", "method"),
    [
        ("getLead", "get_lead"),
        ("getMObjects", "get_mobjects"),
        ("listMObjects", "list_mobjects"),
        ("describeMObject", "describe_mobject"),
        ("getImportToListStatus", "get_import_to_list_status"),
        ("getCampaignsForSource", "get_campaigns_for_source"),
    ],
)
def test_methods_are_named_in_snake_case(operation: str, method: str) -> None:
    assert contract("2_7").operations[operation].method == method


@EVERY_VERSION
def test_the_shipped_wsdl_is_the_one_in_the_folder(version: str) -> None:
    assert contract(version).wsdl() == (ROOT / "wsdl" / f"mktows_{version}.wsdl").read_bytes()


@EVERY_VERSION
def test_the_type_table_is_that_of_the_wsdl(version: str) -> None:
    table = contract(version)
    for node in schema_of(table.wsdl()).iterfind(XS + "complexType"):
        item = table.types[str(node.get("name"))]
        extension = node.find(f".//{XS}extension")
        base = None if extension is None else str(extension.get("base")).partition(":")[2]
        assert (item.base, item.abstract) == (base, node.get("abstract") == "true")
        own = [
            field for field in item.fields if base is None or field not in table.types[base].fields
        ]
        assert [field[:1] + field[2:] for field in own] == [
            (
                child.get("name"),
                str(child.get("type")).partition(":")[2],
                child.get("minOccurs", "1") != "0",
                child.get("maxOccurs", "1") == "unbounded",
                child.get("nillable") == "true",
            )
            for child in node.iter(XS + "element")
        ]


@EVERY_VERSION
def test_the_enumerations_are_those_of_the_wsdl(version: str) -> None:
    table = contract(version)
    for node in schema_of(table.wsdl()).iterfind(XS + "simpleType"):
        expected = [str(value.get("value")) for value in node.iter(XS + "enumeration")]
        enumeration = getattr(table.bindings, str(node.get("name")), None)
        assert enumeration is not None, f"{node.get('name')} has no class"
        assert issubclass(enumeration, enum.Enum)
        assert [item.value for item in enumeration] == expected


def test_the_bindings_name_the_known_versions() -> None:
    files = sorted((ROOT / "wsdl").glob("*.wsdl"))
    assert tuple(p.stem.removeprefix("mktows_") for p in files) == mktows_bindings.VERSIONS


# Another toolkit reads the same contract


@EVERY_VERSION
def test_zeep_finds_the_same_operations(version: str) -> None:
    client: Any = zeep.Client(str(ROOT / "wsdl" / f"mktows_{version}.wsdl"))
    (service,) = client.wsdl.services.values()
    (port,) = service.ports.values()
    assert (service.name, port.name) == ("MktMktowsApiService", "MktowsApiSoapPort")
    found = {
        name: (operation.soapaction, operation.input.body.name, operation.output.body.name)
        for name, operation in port.binding.all().items()
    }
    assert found == {
        name: (operation.action, operation.request, operation.reply)
        for name, operation in contract(version).operations.items()
    }
    assert len(found) == 23


@EVERY_VERSION
def test_zeep_finds_the_same_fields(version: str) -> None:
    client: Any = zeep.Client(str(ROOT / "wsdl" / f"mktows_{version}.wsdl"))
    for name, item in contract(version).types.items():
        theirs = client.get_type(f"{{{contract(version).namespace}}}{name}")
        assert [element for element, _ in theirs.elements] == [f.element for f in item.fields]
