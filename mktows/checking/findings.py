"""A finding about one place of a message, and the findings of a whole message."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from mktows.checking.rule import Example, Rule, Severity

MAX_FINDINGS = 300
"""Findings of one rule that are shown of one envelope: one for each lead of a full batch."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_WORD = re.compile(r"[A-Za-z]{1,40}")
_ADDRESS = re.compile(r"https?://[\w./-]{1,80}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a message. It names elements and types, never a lead's data.

    Attributes:
        rule: The id of the rule, in `mktows.checking.RULES`.
        severity: That of the rule, or another one where the rest of the message decides.
        line: Line in the input, from 1.
        path: Element names from the message or header block down, joined by dots; places in lists
            count from 0. The envelope's own parts begin with `Envelope`.
        reason: What is wrong.
        correction: What to do about it.
    """

    rule: str
    severity: Severity
    line: int
    path: str
    reason: str
    correction: str


def finding(
    rule: Rule, line: int, path: str, *, of_reply: bool = False, **details: object
) -> Finding:
    """A finding of a rule, its templates filled in."""
    words = rule.words(reply=of_reply)
    return Finding(
        rule.id,
        rule.severity,
        line,
        path,
        words.reason.format(**details),
        words.correction.format(**details),
    )


FINDINGS_CUT = Rule(
    "findings-cut",
    "note",
    "inferred",
    "A message that breaks a rule very often mostly repeats itself.",
    "{count} more findings of {what} are not shown",
    "correct those shown and check again",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        ),
        repeat=(
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute>",
            302,
        ),
    ),
)


class Enough(Exception):
    """There are as many findings as are wanted."""


@dataclass(slots=True)
class Findings:
    """The findings of one envelope while it is looked through, at most `MAX_FINDINGS` of a rule.

    Attributes:
        most: How many are wanted; with the last of them `Enough` is raised. None for all.
        shows_values: Whether a wrong value is shown where it is a word.
        passed_over: Paths of elements that do not count, so that no harm comes of their content.
        of_reply: Whether they are worded for a reply.
    """

    found: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    most: int | None = None
    shows_values: bool = True
    passed_over: tuple[str, ...] = ()
    of_reply: bool = False

    def add(self, rule: Rule, line: int, path: str, **details: object) -> None:
        """Add a finding, its rule's templates filled in."""
        if self.passed_over and f"{path}.".startswith(self.passed_over):
            return
        self.counts[rule.id] += 1
        if self.counts[rule.id] <= MAX_FINDINGS:
            self.found.append(finding(rule, line, path, of_reply=self.of_reply, **details))
            if self.most is not None and len(self.found) >= self.most:
                raise Enough

    def regrade(
        self,
        severity: Severity,
        places: Collection[str],
        *,
        within: bool = False,
        but: Collection[str] = (),
    ) -> None:
        """Make what was found at some paths, or below them too, of another severity.

        Notes stay notes: they tell of no harm.

        Args:
            severity: The one that it shall have.
            places: The paths.
            within: Whether also below them.
            but: Ids of rules whose findings stay as they are.
        """
        for index, each in enumerate(self.found):
            there = each.path in places or (
                within and any(each.path.startswith((f"{p}.", f"{p}[")) for p in places)
            )
            if there and each.severity != "note" and each.rule not in but:
                self.found[index] = replace(each, severity=severity)

    def soften(self, start: int) -> None:
        """Make errors that were found since then warnings."""
        for index in range(start, len(self.found)):
            if self.found[index].severity == "error":
                self.found[index] = replace(self.found[index], severity="warning")

    def in_order(self) -> list[Finding]:
        """All of them by line, and for each rule of which some were left out a word on that."""
        ordered = sorted(self.found, key=lambda each: each.line)
        for rule, count in self.counts.items():
            if count > MAX_FINDINGS:
                last = max(each.line for each in ordered if each.rule == rule)
                left = count - MAX_FINDINGS
                ordered.append(finding(FINDINGS_CUT, last, "", what=rule, count=left))
        return ordered


def shown_name(text: str) -> str:
    """A lead attribute's name, or words for it where it might be a value in the wrong place."""
    return text if _NAME.fullmatch(text) else "an attribute"


def shown_value(text: str) -> str:
    """A wrong value in parentheses, where it is a word and so may be shown; else nothing."""
    return f" ({text})" if _WORD.fullmatch(text) else ""


def shown_namespace(namespace: str) -> str:
    """A namespace for a message: itself where it is a plain address."""
    if not namespace:
        return "no namespace"
    return namespace if _ADDRESS.fullmatch(namespace) else "another namespace"


def nearest(text: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The choice that was probably meant, whatever its letter case."""
    by_letters = {re.sub(r"[\W_]", "", choice).lower(): choice for choice in choices}
    plain = re.sub(r"[\W_]", "", text[:80]).lower()
    close = difflib.get_close_matches(plain, by_letters, n=1, cutoff=cutoff)
    return by_letters[close[0]] if close else None


def listed(choices: Iterable[str], word: str = "or") -> str:
    """`a, b or c`; long lists end in dots."""
    items = list(choices)
    if len(items) > 9:
        return f"{', '.join(items[:8])}, ..."
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""
