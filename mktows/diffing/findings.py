"""One difference that was found, with its rule."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from mktows.diffing.rule import Rule


@dataclass(frozen=True)
class Finding:
    """One difference between two contracts.

    Attributes:
        rule: What was found.
        path: Where, such as `getLeadChanges/request/leadSelector` or `type ActivityRecord/id`.
        old: What stood there, None for nothing.
        new: What stands there, None for nothing.
        hint: What else may help, such as a likely new name; empty for nothing.
    """

    rule: Rule
    path: str
    old: str | None = None
    new: str | None = None
    hint: str = ""

    @property
    def fingerprint(self) -> str:
        """16 hex digits that stay the same as long as rule, place, old and new do."""
        text = json.dumps([self.rule.id, self.path, self.old, self.new], ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
