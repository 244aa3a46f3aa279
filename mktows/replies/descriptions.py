"""The replies of listMObjects and describeMObject."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from types import ModuleType

from mktows.facts.described import ABOUT, VIRTUAL, DescribedField
from mktows.facts.mobjects import DESCRIBED, METADATA_STAMP
from mktows.parameters.scalars import wire_stamp


def object_types(types: ModuleType) -> object:
    """Return the reply that names the object types.

    Program is not listed, although getMObjects knows it (documented).
    """
    return types.SuccessListMObjects(result=types.ResultListMObjects(objects=list(DESCRIBED)))


def description(types: ModuleType, name: str, fields: Iterable[DescribedField]) -> object:
    """Return the reply that describes an object type."""
    return types.SuccessDescribeMObject(
        result=types.ResultDescribeMObject(
            metadata=types.MObjectMetadata(
                name=name,
                description=ABOUT[name],
                is_custom=False,
                is_virtual=name in VIRTUAL,
                field_list=types.ArrayOfMObjFieldMetadata(
                    field_value=[_field(types, each) for each in fields]
                ),
                # Recorded for all metadata; in UTC, whatever the instance's zone.
                updated_at=wire_stamp(METADATA_STAMP, UTC),
            )
        )
    )


def _field(types: ModuleType, described: DescribedField) -> object:
    return types.MObjFieldMetadata(
        name=described.name,
        description=described.description,
        display_name=described.display_name,
        source_object=described.source,
        data_type=described.data_type,
        size=described.size,
        is_readonly=described.fixed,
        is_update_blocked=described.fixed,
        is_name=described.is_name,
        is_primary_key=described.is_key,
        is_custom=described.custom,
        is_dynamic=described.dynamic is not None,
        dynamic_field_ref=described.dynamic,
        updated_at=wire_stamp(METADATA_STAMP, UTC),
    )
