"""Replies of each operation as the service wrote them, as strategies of their JSON form.

What is left out is nil where it may be nil, and absent elsewhere, as in the recordings.
"""

from __future__ import annotations

from collections.abc import Mapping

from mktows.contract import Contract
from mktows.testing.valid_messages.realistic import Builder, Objects
from mktows.testing.valid_messages.replies import (
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
    for name, builder in module.REPLIES.items()
}


def valid_replies(table: Contract, operation: str) -> Objects:
    """Replies of an operation as the service wrote them, in the members of a version."""
    return _BUILDERS[operation](table)
