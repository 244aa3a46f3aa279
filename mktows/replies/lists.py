"""The reply of listOperation."""

from __future__ import annotations

from collections.abc import Container, Sequence
from types import ModuleType

from mktows.parameters.list_operations import TEST, ListMember


def cleared(types: ModuleType) -> object:
    """Return the reply for a list that was cleared."""
    return types.SuccessListOperation(result=types.ResultListOperation(success=True))


def changed(
    types: ModuleType, operation: str, members: Sequence[ListMember], true: Container[int]
) -> object:
    """Return the reply about members.

    Args:
        types: The bindings of the version that was called.
        operation: What was asked for.
        members: The members that it was asked for.
        true: The leads for which it is true.
    """
    success = all(each.id in true for each in members)
    statuses = None
    if operation == TEST or not success:
        # Once one status is false, all are listed (recorded for one lead, else a guess).
        statuses = types.ArrayOfLeadStatus(
            lead_status=[
                types.LeadStatus(lead_key=each.key, status=each.id in true) for each in members
            ]
        )
    return types.SuccessListOperation(
        result=types.ResultListOperation(success=success, status_list=statuses)
    )
