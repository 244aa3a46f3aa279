"""Writes opportunities and roles, whichever API the values come by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mktows.sandbox.context import Scope
from mktows.sandbox.mobjects.rows import StoredObject


def target_of(scope: Scope, kind: str, stored: StoredObject | None) -> StoredObject:
    """Return what to change: a copy, so that an object that fails later leaves no trace."""
    if stored is None:
        return StoredObject(kind, 0, scope.now, scope.now)
    return replace(stored, attributes=dict(stored.attributes), updated_at=scope.now)


def write(scope: Scope, target: StoredObject, values: Mapping[str, str], *, new: bool) -> int:
    """Give a target its new values, write it and return its id; "" clears an attribute."""
    for name, text in values.items():
        if text:
            target.attributes[name] = text
        else:
            target.attributes.pop(name, None)
    if new:
        return scope.data.mobjects.insert(target)
    scope.data.mobjects.update(target)
    return target.id
