"""Lets browsers belong to leads."""

from __future__ import annotations

from mktows.sandbox.context import Scope
from mktows.sandbox.leads.rows import Lead


def attach(scope: Scope, target: Lead, cookie: str) -> None:
    """Let a browser belong to a lead; it leaves the lead it belonged to."""
    leads = scope.data.leads
    owner = leads.by_cookie(cookie)
    if owner is None or owner.id != target.id:
        leads.set_cookie(target, cookie)
        leads.touch(target.id, scope.now)
