"""The replies of getCustomObjects, syncCustomObjects and deleteCustomObjects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType

from mktows_bindings.runtime import DocumentedSyncStatus

from mktows.parameters.custom_objects import CustomRecord
from mktows.parameters.custom_types import CustomObjectType

# Documented, though the enumeration of no version lists them.
_UNLISTED = {each.name: each for each in DocumentedSyncStatus}


def page(
    types: ModuleType,
    kind: CustomObjectType,
    records: Iterable[Mapping[str, str]],
    *,
    included: set[str] | None,
    remaining: int,
    position: str,
) -> object:
    """Return the reply with a page of records.

    Args:
        types: The bindings of the version.
        kind: Their type.
        records: The values of each by field, the keys among them.
        included: The fields to show; None for all.
        remaining: How many records follow.
        position: Where they begin.
    """
    shown = [_record(types, kind, each, included) for each in records]
    return types.SuccessGetCustomObjects(
        result=types.ResultGetCustomObjects(
            obj_type_name=kind.name,
            return_count=len(shown),
            remaining_count=remaining,
            new_stream_position=position,
            # Empty, not nil, when nothing matches (recorded).
            custom_obj_list=types.ArrayOfCustomObj(custom_obj=shown),
        )
    )


def synced(types: ModuleType, statuses: list[object]) -> object:
    """Return the reply with what became of each record that was written."""
    return types.SuccessSyncCustomObjects(
        result=types.ResultSyncCustomObjects(
            sync_custom_obj_status_list=types.ArrayOfSyncCustomObjStatus(
                sync_custom_obj_status=statuses
            )
        )
    )


def deleted(types: ModuleType, statuses: list[object]) -> object:
    """Return the reply with what became of each record that was deleted."""
    return types.SuccessDeleteCustomObjects(
        result=types.ResultDeleteCustomObjects(
            delete_custom_obj_status_list=types.ArrayOfSyncCustomObjStatus(
                sync_custom_obj_status=statuses
            )
        )
    )


def outcome(
    types: ModuleType,
    kind: CustomObjectType,
    given: CustomRecord,
    status: str,
    error: str | None = None,
) -> object:
    """Return what became of one record."""
    return types.SyncCustomObjStatus(
        obj_type_name=kind.name,
        custom_obj_key_list=_attributes(types, given.keys),
        status=_UNLISTED.get(status) or types.SyncStatusEnum[status],
        error=error,
    )


def _record(
    types: ModuleType,
    kind: CustomObjectType,
    record: Mapping[str, str],
    included: set[str] | None,
) -> object:
    values = dict(record)
    keys = {each.name: values.pop(each.name) for each in kind.keys}
    names = sorted(name for name in values if included is None or name in included)
    return types.CustomObj(
        custom_obj_key_list=_attributes(types, keys),
        # Nil when none is to be shown, as in lead records (inferred).
        custom_obj_attribute_list=_attributes(types, {name: values[name] for name in names}),
    )


def _attributes(types: ModuleType, values: Mapping[str, str]) -> object:
    """Return attributes, their type always nil (recorded); None where there is none."""
    if not values:
        return None
    return types.ArrayOfAttribute(
        attribute=[
            types.Attribute(attr_name=name, attr_type=None, attr_value=value)
            for name, value in values.items()
        ]
    )
