"""The replies of the operations on leads, and the records in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from types import ModuleType

Attribute = tuple[str, str, str]
"""Name, type and value of an attribute."""


def record(
    types: ModuleType,
    lead_id: int,
    *,
    email: str | None,
    foreign_id: tuple[str, str] | None,
    attributes: Iterable[Attribute],
    include: Collection[str] | None = None,
) -> object:
    """Return a lead as a leadRecord.

    Id is always filled (recorded); the address and the foreign id only where they are among the
    names.

    Args:
        types: The bindings of the version that was called.
        lead_id: Its id.
        email: Its address.
        foreign_id: Type and value of its foreign id.
        attributes: Those that are shown, in their order.
        include: Names that the caller wants to see; None for all.
    """
    kind, value = foreign_id or (None, None)
    with_foreign = include is None or "ForeignSysPersonId" in include
    with_type = with_foreign or (include is not None and "ForeignSysType" in include)
    listed = [
        types.Attribute(attr_name=name, attr_type=attr_type, attr_value=text)
        for name, attr_type, text in attributes
    ]
    return types.LeadRecord(
        id=lead_id,
        email=email if include is None or "Email" in include else None,
        foreign_sys_person_id=value if with_foreign else None,
        foreign_sys_type=types.ForeignSysType(kind) if kind and with_type else None,
        lead_attribute_list=types.ArrayOfAttribute(attribute=listed) if listed else None,
    )


def found(types: ModuleType, records: list[object]) -> object:
    """Return the reply of getLead with leadRecords."""
    return types.SuccessGetLead(
        result=types.ResultGetLead(
            count=len(records), lead_record_list=types.ArrayOfLeadRecord(lead_record=records)
        )
    )


def page(types: ModuleType, records: list[object], *, remaining: int, position: str) -> object:
    """Return the reply of getMultipleLeads with leadRecords.

    Args:
        types: The bindings of the version that was called.
        records: The records.
        remaining: How many follow.
        position: Where they follow; empty where none does.
    """
    return types.SuccessGetMultipleLeads(
        result=types.ResultGetMultipleLeads(
            return_count=len(records),
            remaining_count=remaining,
            new_stream_position=position,
            lead_record_list=types.ArrayOfLeadRecord(lead_record=records) if records else None,
        )
    )


def status(
    types: ModuleType, lead_id: int, *, created: bool = False, error: str | None = None
) -> object:
    """Return the status of a record that was to be written; with an error it failed."""
    word = types.LeadSyncStatus.CREATED if created else types.LeadSyncStatus.UPDATED
    if error is not None:
        word = types.LeadSyncStatus.FAILED
    return types.SyncStatus(lead_id=lead_id, status=word, error=error)


def synced(types: ModuleType, lead_id: int, *, created: bool, returned: object | None) -> object:
    """Return the reply of syncLead.

    Args:
        types: The bindings of the version that was called.
        lead_id: The lead that was written.
        created: Whether it was made.
        returned: The leadRecord, where the caller asked for it.
    """
    return types.SuccessSyncLead(
        result=types.ResultSyncLead(
            lead_id=lead_id,
            sync_status=status(types, lead_id, created=created),
            lead_record=returned,
        )
    )


def all_synced(types: ModuleType, statuses: list[object]) -> object:
    """Return the reply of syncMultipleLeads with the status of each record."""
    return types.SuccessSyncMultipleLeads(
        result=types.ResultSyncMultipleLeads(
            sync_status_list=types.ArrayOfSyncStatus(sync_status=statuses)
        )
    )


def merged(
    types: ModuleType, winner: int, losers: Sequence[int], error: str | None = None
) -> object:
    """Return the reply of mergeLeads; with an error the merge failed."""
    word = types.LeadMergeStatusEnum
    return types.SuccessMergeLeads(
        result=types.ResultMergeLeads(
            merge_status=types.MergeStatus(
                winning_lead_id=winner,
                losing_lead_id_list=types.ArrayOfInteger(integer_item=list(losers)),
                status=word.MERGED if error is None else word.FAILED,
                error=error,
            )
        )
    )
