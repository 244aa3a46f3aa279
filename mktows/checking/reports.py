"""Findings as text, as JSON and as SARIF 2.1.0."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from types import MappingProxyType
from urllib.parse import quote

from mktows.checking.findings import Finding
from mktows.checking.rule import SEVERITIES, Severity
from mktows.checking.rules import RULES

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""The address of the schema of SARIF 2.1.0; named in a log, never fetched."""
FINGERPRINT = "mktowsRuleAndPath/v1"
"""The name under which a result's fingerprint stands."""
NOTHING: Mapping[Severity, int] = MappingProxyType({})
"""No finding of any severity."""


def as_line(file: str, finding: Finding) -> str:
    """One finding as one line: `file:line: severity rule: path: reason; correction`."""
    where = f" {finding.path}:" if finding.path else ""
    return (
        f"{file}:{finding.line}: {finding.severity} {finding.rule}:{where}"
        f" {finding.reason}; {finding.correction}"
    )


def counts(
    findings: Mapping[str, Sequence[Finding]], left_out: Mapping[Severity, int] = NOTHING
) -> dict[str, int]:
    """The number of findings of each severity: `errors`, `warnings` and `notes`."""
    number = Counter(each.severity for found in findings.values() for each in found)
    number.update(left_out)
    return {f"{severity}s": number[severity] for severity in reversed(SEVERITIES)}


def as_json(
    findings: Mapping[str, Sequence[Finding]], left_out: Mapping[Severity, int] = NOTHING
) -> dict[str, object]:
    """All findings as one document; its keys are stable.

    Args:
        findings: Those of each file, by its name.
        left_out: How many more there are of each severity; they are counted too.
    """
    return {
        "files": [
            {
                "file": file,
                "findings": [
                    {
                        "rule": each.rule,
                        "severity": each.severity,
                        "evidence": RULES[each.rule].evidence,
                        "line": each.line,
                        "path": each.path,
                        "reason": each.reason,
                        "correction": each.correction,
                    }
                    for each in found
                ],
            }
            for file, found in findings.items()
        ],
        **counts(findings, left_out),
        "not_shown": sum(left_out.values()),
    }


def as_sarif(findings: Mapping[str, Sequence[Finding]], *, version: str) -> dict[str, object]:
    """All findings as a SARIF 2.1.0 log, for code hosts.

    A result's fingerprint is made of rule, path and file, not of the line: it stays when something
    is added above.

    Args:
        findings: Those of each file, by its name.
        version: That of this tool.
    """
    used = sorted({each.rule for found in findings.values() for each in found})
    results = [
        result for file, found in findings.items() for result in _sarif_results(file, found, used)
    ]
    driver = {
        "name": "mktows check",
        "semanticVersion": version,
        "rules": [_sarif_rule(rule) for rule in used],
    }
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }


def _sarif_rule(name: str) -> dict[str, object]:
    rule = RULES[name]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.claim},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"evidence": rule.evidence},
    }


def _sarif_results(
    file: str, found: Sequence[Finding], used: Sequence[str]
) -> Iterable[dict[str, object]]:
    uri = _uri(file)
    seen: Counter[str] = Counter()
    for each in found:
        # A log may break one rule at one path in many envelopes: the number tells them apart.
        place = f"{each.rule}\n{each.path}\n{uri}"
        seen[place] += 1
        fingerprint = hashlib.sha256(f"{place}\n{seen[place]}".encode("utf-8", "replace"))
        location: dict[str, object] = {
            "physicalLocation": {
                "artifactLocation": {"uri": uri},
                "region": {"startLine": each.line},
            }
        }
        if each.path:
            location["logicalLocations"] = [{"fullyQualifiedName": each.path, "kind": "element"}]
        yield {
            "ruleId": each.rule,
            "ruleIndex": used.index(each.rule),
            "level": each.severity,
            "message": {"text": f"{each.reason}; {each.correction}"},
            "locations": [location],
            "partialFingerprints": {FINGERPRINT: fingerprint.hexdigest()[:32]},
        }


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="replace")
