"""Custom objects as JSON: how types and their fields are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mktows.facts.rest_objects import GUID, GUID_FIELD, LENGTHS, TIMES, RestField
from mktows.parameters.custom_types import CustomObjectField, CustomObjectType
from mktows.sandbox.custom_objects.drafts import TypeDraft, is_lead
from mktows.sandbox.rest.context import RestContext
from mktows.sandbox.rest.moments import utc_text
from mktows.sandbox.rest.objects import Json, described

_SERVICE = (GUID_FIELD, *TIMES)


def rest_fields(draft: TypeDraft) -> list[RestField]:
    """Return the fields of a type, with those that the service owns."""
    return [*_SERVICE, *map(_rest_field, draft.fields)]


def _rest_field(given: CustomObjectField) -> RestField:
    return RestField(
        given.name,
        given.display_name or given.name,
        given.data_type,
        LENGTHS.get(given.data_type),
        updateable=not given.key,
        stored=given.name,
    )


def searchable(draft: TypeDraft) -> list[list[str]]:
    """Return the fields, and the sets of fields, by which records are chosen."""
    keys = [each.name for each in draft.fields if each.key]
    links = [[each.name] for each in draft.fields if each.related is not None]
    return [keys, [GUID], *(each for each in links if each != keys)]


def type_summary(context: RestContext, kind: CustomObjectType, related: str) -> dict[str, Json]:
    """Return what is told of an approved type.

    Args:
        context: The call.
        kind: The type.
        related: The member that names what a field refers to.
    """
    draft = TypeDraft.of(kind)
    return {
        context.habits.object_name: kind.name,
        "displayName": draft.display_name,
        "description": kind.description,
        "createdAt": utc_text(kind.created_at),
        "updatedAt": utc_text(kind.updated_at),
        "idField": GUID,
        "dedupeFields": [each.name for each in kind.keys],
        "searchableFields": searchable(draft),
        "relationships": _relations(draft, "parent", related),
    }


def field_descriptions(kind: CustomObjectType) -> list[dict[str, Json]]:
    """Return what is told of the fields of an approved type."""
    told = [described(each) for each in _SERVICE]
    for each in kind.fields:
        shown = described(_rest_field(each))
        description = {"description": each.description} if each.description else {}
        told.append({**_first(shown, 2), **description, **shown})
    return told


def schema(
    draft: TypeDraft, *, state: str, approved: CustomObjectType | None, as_draft: bool
) -> dict[str, Json]:
    """Return what the definition of a type is, as a draft or as it was approved.

    Args:
        draft: The definition.
        state: What the type has: `draft`, `approved` or `approvedWithDraft`.
        approved: The type as it was approved, if it was.
        as_draft: Whether the definition is the draft's.
    """
    keys = [each.name for each in draft.fields if each.key]
    told: dict[str, Json] = {"state": state}
    if approved is not None:
        told["version"] = "draft" if as_draft else "approved"
    told |= {
        "displayName": draft.display_name,
        "description": draft.description,
        "apiName": draft.name,
        # A type that was never approved has none of these (a sample).
        "idField": None if approved is None else GUID,
        "createdAt": None if approved is None else utc_text(approved.created_at),
        "updatedAt": None if approved is None else utc_text(approved.updated_at),
        "dedupeFields": keys,
        "searchableFields": [[]] if approved is None and not keys else searchable(draft),
        "relationships": _relations(draft, "child", "relatedTo"),
        "fields": [
            {**described(each), "updateable": each.stored != "", "crmManaged": False}
            for each in rest_fields(draft)
        ],
    }
    if draft.plural_name:
        told["pluralName"] = draft.plural_name
    return told


def _relations(draft: TypeDraft, kind: str, member: str) -> Sequence[Mapping[str, Json]]:
    """Return what the fields refer to; one sample calls that `parent`, and another `child`."""
    return [
        {"field": each.name, "type": kind, member: {"name": _named(name), "field": field}}
        for each in draft.fields
        if each.related is not None
        for name, field in [each.related]
    ]


def _named(name: str) -> str:
    return "Lead" if is_lead(name) else name


def _first(given: Mapping[str, Any], count: int) -> dict[str, Any]:
    return dict([*given.items()][:count])
