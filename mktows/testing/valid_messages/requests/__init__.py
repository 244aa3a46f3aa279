"""Requests of each operation that keep every documented rule, as strategies of their JSON form."""

from __future__ import annotations

from collections.abc import Mapping

from mktows.contract import Contract
from mktows.testing.valid_messages.realistic import Builder, Objects
from mktows.testing.valid_messages.requests import (
    activities,
    campaigns,
    custom_objects,
    leads,
    lists,
    mobjects,
)

_BUILDERS: Mapping[str, Builder] = {
    name: builder
    for module in (leads, activities, lists, campaigns, mobjects, custom_objects)
    for name, builder in module.REQUESTS.items()
}


def valid_requests(table: Contract, operation: str) -> Objects:
    """Requests of an operation that keep every documented rule, in the members of a version."""
    return _BUILDERS[operation](table)
