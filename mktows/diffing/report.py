"""Findings for people and for programs.

The JSON document is one object, whose members are stable:

- `format`: 1; it grows when a member changes its meaning or goes.
- `old`, `new`: what the two contracts are called.
- `findings`: a list, the gravest first, of objects with `rule` (id), `path`, `caller` and `server`
  (levels: `breaking`, `attention`, `info`), `direction` (`request`, `reply`, `both`, or `none` for
  what no message shows), `old` and `new` (text, or null for nothing), `reason`, `hint` (text or
  null) and `fingerprint` (16 hex digits, the same as long as rule, path, old and new are).
- `summary`: for `caller` and `server` the number of findings of each level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mktows.diffing.findings import Finding
from mktows.diffing.rule import AUDIENCES, LEVELS


def level(finding: Finding, audiences: Sequence[str] = AUDIENCES) -> str:
    """The gravest level that a finding has for any of some audiences."""
    return max((finding.rule.level(each) for each in audiences), key=LEVELS.index)


def as_json(old: str, new: str, findings: Sequence[Finding]) -> dict[str, object]:
    """The document that the module's docstring describes."""
    return {
        "format": 1,
        "old": old,
        "new": new,
        "findings": [
            {
                "rule": finding.rule.id,
                "path": finding.path,
                "caller": finding.rule.caller,
                "server": finding.rule.server,
                "direction": finding.rule.direction,
                "old": finding.old,
                "new": finding.new,
                "reason": finding.rule.reason,
                "hint": finding.hint or None,
                "fingerprint": finding.fingerprint,
            }
            for finding in findings
        ],
        "summary": {
            audience: {
                each: sum(finding.rule.level(audience) == each for finding in findings)
                for each in reversed(LEVELS)
            }
            for audience in AUDIENCES
        },
    }


def as_lines(
    old: str, new: str, findings: Sequence[Finding], audiences: Sequence[str] = AUDIENCES
) -> Iterator[str]:
    """A report to read: a group for each level, two lines for each finding, and a summary.

    Text out of the contracts stands in it as it is.
    """
    yield f"{old} -> {new}"
    for group in reversed(LEVELS):
        members = [finding for finding in findings if level(finding, audiences) == group]
        if members:
            yield ""
            yield f"{group}:"
        for finding in members:
            rule = finding.rule
            hint = f" ({finding.hint})" if finding.hint else ""
            levels = f"caller {rule.caller}, server {rule.server}"
            yield f"  {finding.path} [{rule.id}; {levels}]: {_change(finding)}{hint}"
            yield f"    {rule.reason}"
    yield ""
    yield _summary(findings)


def _change(finding: Finding) -> str:
    if finding.old is None:
        return "added" if finding.new is None else f"added {finding.new}"
    return f"removed {finding.old}" if finding.new is None else f"{finding.old} -> {finding.new}"


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "no differences"
    counts = [
        f"{audience} "
        + ", ".join(
            f"{sum(f.rule.level(audience) == each for f in findings)} {each}"
            for each in reversed(LEVELS)
        )
        for audience in AUDIENCES
    ]
    differences = "1 difference" if len(findings) == 1 else f"{len(findings)} differences"
    return f"{differences}: {'; '.join(counts)}"
