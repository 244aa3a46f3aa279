"""Answers calls that define types of custom objects: drafts that are changed and approved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mktows.facts.rest_errors import (
    DATA_BAD,
    DRAFT_KEPT,
    FIELD_UNKNOWN,
    FIELDS_TOO_MANY,
    OBJECT_EXISTS,
    OBJECT_UNKNOWN,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_limits import CUSTOM_OBJECT_TYPES
from mktows.parameters.custom_types import (
    FIELD_TYPES,
    MAX_OWN_FIELDS,
    CustomObjectField,
    CustomObjectType,
)
from mktows.sandbox.custom_objects.drafts import LEAD_ID, TypeDraft, is_lead, is_lead_id
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.custom_object_forms import schema
from mktows.sandbox.rest.objects import (
    CREATE_ONLY,
    CREATE_OR_UPDATE,
    UPDATE_ONLY,
    Json,
    Record,
    check_action,
)
from mktows.sandbox.rest.records import records
from mktows.sandbox.rest.refusals import refusal

_LINK = "link"
_DATA_TYPES = (
    *("string", "boolean", "integer", "float", _LINK, "email", "currency", "date", "datetime"),
    *("phone", "text"),
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_DRAFT, _APPROVED, _BOTH = "draft", "approved", "approvedWithDraft"
_DONE = Answer([])


@dataclass(frozen=True, slots=True)
class _Definition:
    """A type with its draft.

    Attributes:
        approved: The type as records know it, if it was approved.
        draft: Its draft, if it has one.
        newest: The draft, or the type as a draft that changes nothing.
    """

    approved: CustomObjectType | None
    draft: TypeDraft | None
    newest: TypeDraft

    @property
    def state(self) -> str:
        """The state that answers tell."""
        if self.approved is None:
            return _DRAFT
        return _APPROVED if self.draft is None else _BOTH

    def told(self, asked: str | None) -> dict[str, Json]:
        """Return what is told of it; where no version is asked for, the approved one if there is.

        Raises:
            RestRefusal: There is no such version.
        """
        approved = self.approved
        if approved is None or asked == _DRAFT:
            if self.draft is None or asked not in (None, _DRAFT):
                raise refusal(OBJECT_UNKNOWN)
            return schema(self.draft, state=self.state, approved=approved, as_draft=True)
        if asked == _BOTH and self.draft is None:
            raise refusal(OBJECT_UNKNOWN)
        shown = TypeDraft.of(approved)
        return schema(shown, state=self.state, approved=approved, as_draft=False)


def _known(context: RestContext, name: str) -> _Definition | None:
    """Return the type of a name, in any letter case; None where there is none."""
    held = context.data.custom_objects
    approved, draft = held.type(name), held.draft(name)
    if draft is None and approved is None:
        return None
    newest = draft if approved is None or draft is not None else TypeDraft.of(approved)
    return None if newest is None else _Definition(approved, draft, newest)


def _list(context: RestContext) -> Answer:
    call, held = context.call, context.data.custom_objects
    asked, state = {each.casefold() for each in call.values("names")}, _state(context)
    names = held.type_names()
    known = (_known(context, each) for each in sorted(names & asked if asked else names))
    return Answer([each.told(None) for each in known if each and state in (None, each.state)])


def _describe(context: RestContext) -> Answer:
    return Answer([_definition(context).told(_state(context))])


def _sync(context: RestContext) -> Answer:
    body = context.call.members(
        "action", "apiName", "displayName", "pluralName", "description", "showInLeadDetail"
    )
    action = body.get("action") or CREATE_OR_UPDATE
    if action not in (CREATE_OR_UPDATE, CREATE_ONLY, UPDATE_ONLY):
        raise refusal(DATA_BAD, problem=f"Invalid action '{action}'")
    held, name = context.data.custom_objects, _text(body, "apiName")
    known = _known(context, name)
    check_action(action, there=known is not None)
    if known is not None:
        draft = known.newest
    else:
        if not _NAME.fullmatch(name):
            raise refusal(DATA_BAD, problem=f"Invalid apiName '{name}'")
        if len(held.type_names()) >= CUSTOM_OBJECT_TYPES:
            raise refusal(DATA_BAD, problem=f"There are {CUSTOM_OBJECT_TYPES} types already")
        draft = TypeDraft(name, _text(body, "displayName"))
    if body.get("displayName") is not None:
        draft = replace(draft, display_name=_text(body, "displayName"))
    if body.get("pluralName") is not None:
        draft = replace(draft, plural_name=str(body["pluralName"]))
    if body.get("description") is not None:
        draft = replace(draft, description=str(body["description"]))
    in_leads = body.get("showInLeadDetail", draft.in_leads)
    if not isinstance(in_leads, bool):
        raise refusal(VALUE_BAD, value=in_leads, type="Boolean")
    held.put_draft(replace(draft, in_leads=in_leads))
    return _DONE


def _add_fields(context: RestContext) -> Answer:
    draft = _definition(context).newest
    fields = list(draft.fields)
    for given in records(context.call.members("input")):
        name = _text(given, "name")
        if not _NAME.fullmatch(name):
            raise refusal(DATA_BAD, problem=f"Invalid name '{name}'")
        if name.casefold() in {each.name.casefold() for each in fields}:
            raise refusal(OBJECT_EXISTS)
        empty = CustomObjectField(name, display_name=_text(given, "displayName"))
        _text(given, "dataType")
        fields.append(_changed(context, empty, given))
    if len(fields) > MAX_OWN_FIELDS:
        raise refusal(FIELDS_TOO_MANY)
    _put(context, draft.with_fields(fields))
    return _DONE


def _update_field(context: RestContext) -> Answer:
    definition = _definition(context)
    draft = definition.newest
    name = context.call.variables["fieldApiName"]
    before = draft.by_name().get(name.casefold())
    if before is None:
        raise refusal(FIELD_UNKNOWN, name=name)
    body = context.call.members(
        "name", "displayName", "dataType", "description", "isDedupeField", "relatedTo"
    )
    after = _changed(context, before, body)
    identity = (before.key, before.related) != (after.key, after.related) or (
        before.key and before.data_type != after.data_type
    )
    if identity and _is_approved(definition, before):
        # Keys and links of records that are there stay what they are (a guess).
        raise refusal(DATA_BAD, problem=f"Field '{before.name}' tells records apart")
    _put(context, draft.with_fields(after if each is before else each for each in draft.fields))
    return _DONE


def _delete_fields(context: RestContext) -> Answer:
    definition = _definition(context)
    draft = definition.newest
    gone = set()
    for given in records(context.call.members("input")):
        name = _text(given, "name")
        known = draft.by_name().get(name.casefold())
        if known is None:
            raise refusal(FIELD_UNKNOWN, name=name)
        if (known.key or known.related) and _is_approved(definition, known):
            raise refusal(DATA_BAD, problem=f"Field '{known.name}' tells records apart")
        gone.add(known.name)
    _put(context, draft.with_fields(each for each in draft.fields if each.name not in gone))
    return _DONE


def _approve(context: RestContext) -> Answer:
    definition, held = _definition(context), context.data.custom_objects
    draft, before = definition.draft, definition.approved
    if draft is None:
        raise refusal(DATA_BAD, problem="There is no draft to approve")
    created_at = context.now if before is None else before.created_at
    try:
        kind = draft.approved(created_at=created_at, now=context.now)
    except ValueError as problem:
        raise refusal(DATA_BAD, problem=problem) from None
    if before is None:
        held.define(kind)
    else:
        held.redefine(kind, before)
    held.drop_draft(draft.name)
    return _DONE


def _discard_draft(context: RestContext) -> Answer:
    definition = _definition(context)
    # A type that was never approved has nothing to go back to (a guess).
    if definition.draft is None or definition.approved is None:
        raise refusal(DRAFT_KEPT)
    context.data.custom_objects.drop_draft(definition.draft.name)
    return _DONE


def _delete(context: RestContext) -> Answer:
    definition, held = _definition(context), context.data.custom_objects
    if definition.draft is not None:
        held.drop_draft(definition.draft.name)
    if definition.approved is not None:
        held.drop(definition.approved)
    return _DONE


def _definition(context: RestContext) -> _Definition:
    """Return the type that a path names, in any letter case.

    Raises:
        RestRefusal: There is no such type.
    """
    found = _known(context, context.call.variables["apiName"])
    if found is None:
        raise refusal(OBJECT_UNKNOWN)
    return found


def _state(context: RestContext) -> str | None:
    text = context.call.text("state")
    known = {each.casefold(): each for each in (_DRAFT, _APPROVED, _BOTH)}
    return None if text is None else known[text.casefold()]


def _is_approved(definition: _Definition, given: CustomObjectField) -> bool:
    return definition.approved is not None and definition.approved.field(given.name) is not None


def _changed(context: RestContext, before: CustomObjectField, given: Record) -> CustomObjectField:
    """Return a field as a call says that it is to be.

    Raises:
        RestRefusal: Something of it makes no sense.
    """
    key = given.get("isDedupeField", before.key)
    if not isinstance(key, bool):
        raise refusal(VALUE_BAD, value=key, type="Boolean")
    data_type, related = before.data_type, before.related
    if given.get("dataType") is not None:
        data_type = str(given["dataType"])
        if data_type not in _DATA_TYPES:
            raise refusal(VALUE_BAD, value=data_type, type=" or ".join(_DATA_TYPES))
        if data_type != _LINK:
            related = None
    if data_type == _LINK or given.get("relatedTo") is not None:
        related, data_type = _related(context, given.get("relatedTo"))
    display_name, description = given.get("displayName"), given.get("description")
    return replace(
        before,
        data_type=data_type,
        key=key,
        related=related,
        display_name=before.display_name if display_name is None else str(display_name),
        description=before.description if description is None else str(description),
    )


def _related(context: RestContext, given: Json) -> tuple[tuple[str, str], str]:
    """Return what a link refers to, and the type of its values.

    Raises:
        RestRefusal: It refers to nothing that there is.
    """
    if not isinstance(given, Mapping):
        raise refusal(VALUE_MISSING, name="relatedTo")
    name, field = _text(given, "name"), _text(given, "field")
    if is_lead(name):
        known = context.data.leads.rest_fields().get(field)
        if is_lead_id((name, field)):
            return (name, LEAD_ID), "integer"
        if known is None:
            raise refusal(FIELD_UNKNOWN, name=field)
        kind = known.data_type if known.data_type in FIELD_TYPES else "string"
        return (name, field), kind
    target = context.data.custom_objects.type(name)
    if target is None:
        raise refusal(OBJECT_UNKNOWN)
    referred = target.field(field)
    if referred is None:
        raise refusal(FIELD_UNKNOWN, name=field)
    return (target.name, referred.name), referred.data_type


def _put(context: RestContext, draft: TypeDraft) -> None:
    links = [each for each in draft.fields if each.related and is_lead_id(each.related)]
    if len(links) > 1:
        raise refusal(DATA_BAD, problem="A second field refers to the ids of leads")
    context.data.custom_objects.put_draft(draft)


def _text(given: Record, name: str) -> str:
    """Return a text that must be given.

    Raises:
        RestRefusal: It is not, or is none.
    """
    text = given.get(name)
    if text is None:
        raise refusal(VALUE_MISSING, name=name)
    if not isinstance(text, str):
        raise refusal(VALUE_BAD, value=text, type="String")
    if not text.strip():
        raise refusal(VALUE_MISSING, name=name)
    return text.strip()


HANDLERS: Mapping[str, Handler] = {
    "list_custom_object_types": _list,
    "describe_custom_object_type": _describe,
    "sync_custom_object_type": _sync,
    "add_custom_object_fields": _add_fields,
    "update_custom_object_field": _update_field,
    "delete_custom_object_fields": _delete_fields,
    "approve_custom_object_type": _approve,
    "discard_draft_of_custom_object_type": _discard_draft,
    "delete_custom_object_type": _delete,
    "get_custom_object_data_types": lambda _: Answer(list(_DATA_TYPES)),
}
