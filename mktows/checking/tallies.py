"""The findings of a run of checks: all counted, and as many kept as a reader can use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mktows.checking.findings import FINDINGS_CUT, Finding, finding
from mktows.checking.rule import Severity

MAX_SHOWN = 5_000
"""Findings of one severity that are kept of a run, so that no many notes hide an error."""


@dataclass(slots=True)
class Tally:
    """The findings of a run over files, in bounded memory.

    Attributes:
        shown: The findings that are kept, by file.
        left_out: How many of each severity are not.
    """

    shown: dict[str, list[Finding]] = field(default_factory=dict)
    left_out: Counter[Severity] = field(default_factory=Counter)
    _kept: Counter[Severity] = field(default_factory=Counter)

    def take(self, file: str, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Count a file's findings as they come, and give those that are kept.

        Where some are left out, the file's last finding says how many, for each severity.
        """
        kept = self.shown.setdefault(file, [])
        left: Counter[Severity] = Counter()
        line = 1
        for each in findings:
            line = each.line
            if self._kept[each.severity] < MAX_SHOWN:
                self._kept[each.severity] += 1
                kept.append(each)
                yield each
            else:
                left[each.severity] += 1
        self.left_out += left
        for severity, count in left.items():
            cut = finding(FINDINGS_CUT, line, "", what=f"severity {severity}", count=count)
            kept.append(cut)
            yield cut

    def has(self, severity: Severity) -> bool:
        """Tell whether anything of a severity was found, kept or not."""
        return self._kept[severity] > 0
