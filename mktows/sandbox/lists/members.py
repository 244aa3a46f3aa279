"""Puts leads into static lists and takes them out, and logs what really changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mktows.facts.activity_types import ADD_TO_LIST, REMOVE_FROM_LIST
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.context import Scope
from mktows.sandbox.lists.rows import StaticList

_PAGE = 10_000  # members taken out at a time, so that a long list takes little memory


def join(scope: Scope, joined: StaticList, lead_ids: Collection[int], *, source: str) -> None:
    """Make leads members; `source` says in the activity what did it."""
    scope.data.leads.flush()  # a lead made by this call must be there before it joins
    _log(scope, ADD_TO_LIST, joined, scope.data.lists.put(joined.id, lead_ids), source)


def leave(scope: Scope, left: StaticList, lead_ids: Collection[int], *, source: str) -> None:
    """Take leads out."""
    _log(scope, REMOVE_FROM_LIST, left, scope.data.lists.remove(left.id, lead_ids), source)


def clear(scope: Scope, emptied: StaticList, *, source: str) -> None:
    """Take every lead out."""
    remaining = 1
    while remaining:
        page, remaining = scope.data.lists.members(emptied.id, limit=_PAGE)
        leave(scope, emptied, page, source=source)
        scope.data.flush()


def _log(scope: Scope, kind: str, about: StaticList, lead_ids: Iterable[int], source: str) -> None:
    # The display names are documented; the list's name as asset and both attributes are inferred.
    attributes = (("List ID", str(about.id)), ("Source", source))
    for lead_id in lead_ids:
        scope.data.activities.log(NewActivity(lead_id, scope.now, kind, about.name, attributes))
