"""Deletes leads, and remembers that they were there."""

from __future__ import annotations

from collections.abc import Collection

from mktows.sandbox.context import Scope
from mktows.sandbox.leads.rows import Lead


def remove(scope: Scope, leads: Collection[Lead]) -> None:
    """Delete leads with all that is theirs."""
    scope.data.flush()  # what is still to be written may be theirs
    scope.data.deleted_leads.add(sorted(leads, key=lambda each: each.id), scope.now)
    scope.data.leads.delete([each.id for each in leads])
