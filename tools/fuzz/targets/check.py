"""The checks of one message."""

from __future__ import annotations

import json
from collections import Counter

from mktows.checking import RULES, SEVERITIES, Finding, check
from mktows.checking.findings import MAX_FINDINGS
from mktows.checking.reports import as_json, as_line, as_sarif
from mktows.contract import KNOWN_VERSIONS
from mktows.signing import Secret

FORM = "xml"
CORPUS = ("requests", "replies", "faults")
KEY = Secret("27272727aa")


def target(data: bytes) -> None:
    """Check a message against the oldest and the newest contract.

    Nothing is raised; the findings are the same again, in order of lines that the document has,
    and bounded; every report can be made of them.
    """
    for version, key in ((KNOWN_VERSIONS[0], None), (KNOWN_VERSIONS[-1], KEY)):
        found = check(data, version=version, key=key)
        assert found == check(data, version=version, key=key)
        sound(found, data)
        lines = [each.line for each in found if each.rule != "findings-cut"]
        assert lines == sorted(lines)
        assert max(Counter(each.rule for each in found).values(), default=0) <= MAX_FINDINGS


def sound(found: list[Finding], data: bytes) -> None:
    """Findings are of known rules, at lines that the document has, and can be reported."""
    last = data.count(b"\n") + data.count(b"\r") + 1
    for each in found:
        assert each.rule in RULES
        assert each.severity in SEVERITIES
        assert 1 <= each.line <= last, each
        assert each.reason
        assert each.correction
        assert as_line("file", each)
    json.dumps(as_json({"file": found}))
    json.dumps(as_sarif({"file": found}, version="0.1.0"))
