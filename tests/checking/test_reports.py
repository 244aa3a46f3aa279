"""Findings as text, JSON and SARIF: keys that stay, and the shape that code hosts read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from support.check_examples import EXAMPLES, request

from mktows.checking import RULES, Finding, check
from mktows.checking.findings import finding
from mktows.checking.reports import as_json, as_line, as_sarif

BROKEN = request("syncLead").replace(">false<", ">no<")
FOUND = check(BROKEN.encode())
ALL = {rule: check(example.document) for rule, example in EXAMPLES.items()}

# The rest of the message decides how grave these are.
REGRADED = {"element-case", "element-prose-name", "nil-not-allowed"}


def test_a_line_can_be_grepped() -> None:
    assert [as_line("a.xml", each) for each in FOUND] == [
        "a.xml:4: error value-type: paramsSyncLead.returnLead: returnLead is not a valid boolean;"
        " write true or false"
    ]


def test_a_finding_of_a_whole_file_has_no_path_in_its_line() -> None:
    (each,) = check(b"nothing")
    assert as_line("a", each).startswith("a:1: error xml-malformed: not well-formed XML (")


def test_json_holds_all_there_is_to_a_finding() -> None:
    assert as_json({"a.xml": FOUND, "b.xml": []}) == {
        "files": [
            {
                "file": "a.xml",
                "findings": [
                    {
                        "rule": "value-type",
                        "severity": "error",
                        "evidence": "documented",
                        "line": 4,
                        "path": "paramsSyncLead.returnLead",
                        "reason": "returnLead is not a valid boolean",
                        "correction": "write true or false",
                    }
                ],
            },
            {"file": "b.xml", "findings": []},
        ],
        "errors": 1,
        "warnings": 0,
        "notes": 0,
        "not_shown": 0,
    }


# SARIF 2.1.0: for each kind of object that a log of ours holds, the properties that the standard
# requires, and all that it allows; the schema refuses any other.
SARIF: dict[str, tuple[set[str], set[str]]] = {
    "sarifLog": (
        {"version", "runs"},
        {"$schema", "version", "runs", "inlineExternalProperties", "properties"},
    ),
    "run": (
        {"tool"},
        {"tool", "results", "columnKind", "artifacts", "invocations", "properties"},
    ),
    "tool": ({"driver"}, {"driver", "extensions", "properties"}),
    "toolComponent": (
        {"name"},
        {"name", "version", "semanticVersion", "informationUri", "rules", "properties"},
    ),
    "reportingDescriptor": (
        {"id"},
        {
            "id",
            "name",
            "shortDescription",
            "fullDescription",
            "defaultConfiguration",
            "help",
            "helpUri",
            "properties",
        },
    ),
    "reportingConfiguration": (set(), {"enabled", "level", "rank", "parameters", "properties"}),
    "multiformatMessageString": ({"text"}, {"text", "markdown", "properties"}),
    "result": (
        {"message"},
        {
            "ruleId",
            "ruleIndex",
            "level",
            "message",
            "locations",
            "partialFingerprints",
            "fingerprints",
            "properties",
        },
    ),
    "message": ({"text"}, {"text", "markdown", "id", "arguments", "properties"}),
    "location": (
        set(),
        {"id", "physicalLocation", "logicalLocations", "message", "annotations", "properties"},
    ),
    "physicalLocation": (
        {"artifactLocation"},
        {"address", "artifactLocation", "region", "contextRegion", "properties"},
    ),
    "artifactLocation": (
        {"uri"},
        {"uri", "uriBaseId", "index", "description", "properties"},
    ),
    "region": (
        {"startLine"},
        {"startLine", "startColumn", "endLine", "endColumn", "snippet", "message", "properties"},
    ),
    "logicalLocation": (
        set(),
        {"name", "index", "fullyQualifiedName", "decoratedName", "parentIndex", "kind"},
    ),
}
INSIDE = {
    ("sarifLog", "runs"): "run",
    ("run", "tool"): "tool",
    ("tool", "driver"): "toolComponent",
    ("toolComponent", "rules"): "reportingDescriptor",
    ("reportingDescriptor", "shortDescription"): "multiformatMessageString",
    ("reportingDescriptor", "defaultConfiguration"): "reportingConfiguration",
    ("run", "results"): "result",
    ("result", "message"): "message",
    ("result", "locations"): "location",
    ("location", "physicalLocation"): "physicalLocation",
    ("location", "logicalLocations"): "logicalLocation",
    ("physicalLocation", "artifactLocation"): "artifactLocation",
    ("physicalLocation", "region"): "region",
}
LISTS = {"runs", "rules", "results", "locations", "logicalLocations"}


def judge(kind: str, value: Any) -> None:
    required, allowed = SARIF[kind]
    assert required <= set(value) <= allowed, kind
    for name, inner in value.items():
        if (kind, name) in INSIDE:
            assert isinstance(inner, list) is (name in LISTS)
            for each in inner if name in LISTS else [inner]:
                judge(INSIDE[kind, name], each)


def test_sarif_has_the_shape_of_the_standard() -> None:
    log: Any = json.loads(json.dumps(as_sarif(ALL, version="0.1.0")))
    judge("sarifLog", log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert result["level"] == rule["defaultConfiguration"]["level"] or rule["id"] in REGRADED
        assert result["level"] in ("none", "note", "warning", "error")
        (location,) = result["locations"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert re.fullmatch(r"[\w./%-]+", location["physicalLocation"]["artifactLocation"]["uri"])
        assert re.fullmatch(r"[0-9a-f]{32}", result["partialFingerprints"]["mktowsRuleAndPath/v1"])


def fingerprints(findings: list[Finding], file: str = "a.xml") -> list[str]:
    log: Any = as_sarif({file: findings}, version="0.1.0")
    return [
        each["partialFingerprints"]["mktowsRuleAndPath/v1"] for each in log["runs"][0]["results"]
    ]


def test_a_fingerprint_stays_when_lines_are_added_above() -> None:
    assert fingerprints(check(BROKEN.replace("\n", "\n\n\n").encode())) == fingerprints(FOUND)


def test_fingerprints_tell_places_files_and_repetitions_apart() -> None:
    twice = [*FOUND, *FOUND]
    elsewhere = [
        finding(RULES["value-type"], 4, "another.x", name="x", type="boolean", form="true or false")
    ]
    every = [*fingerprints(twice), *fingerprints(FOUND, "b.xml"), *fingerprints(elsewhere)]
    assert len(set(every)) == 4


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("logs/a b.xml", "logs/a%20b.xml"),
        ("/tmp/a.xml", "file:///tmp/a.xml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("ключ.xml", "%D0%BA%D0%BB%D1%8E%D1%87.xml"),
    ],
)
def test_a_file_name_becomes_a_uri(file: str, uri: str) -> None:
    log: Any = as_sarif({file: FOUND}, version="0.1.0")
    location = log["runs"][0]["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_describes_the_rules_that_it_uses() -> None:
    log: Any = as_sarif({"a.xml": FOUND}, version="0.1.0")
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    known = RULES["value-type"]
    assert rule == {
        "id": known.id,
        "shortDescription": {"text": known.claim},
        "defaultConfiguration": {"level": "error"},
        "properties": {"evidence": "documented"},
    }
