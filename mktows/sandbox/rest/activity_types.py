"""Answers calls for activity types, and makes and changes those of an instance's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mktows.facts.activity_types import ACTIVITY_TYPES, ActivityAttribute
from mktows.facts.rest_errors import (
    ACTIVITY_TYPES_TOO_MANY,
    ATTRIBUTES_TOO_MANY,
    DATA_BAD,
    OBJECT_EXISTS,
    OBJECT_UNKNOWN,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_limits import ACTIVITY_TYPES_PER_INSTANCE, ATTRIBUTES_PER_ACTIVITY_TYPE
from mktows.sandbox.activities.types import (
    DATA_TYPES,
    CustomActivityType,
    TypeAttribute,
    TypeVersion,
    is_api_name,
)
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.moments import utc_text
from mktows.sandbox.rest.records import records
from mktows.sandbox.rest.refusals import refusal

_TEXTS = ("name", "description", "triggerName", "filterName")
_REQUIRED = ("name", "triggerName", "filterName")
_ATTRIBUTE = ("apiName", "name", "description", "dataType", "isPrimary")


def _get_activity_types(context: RestContext) -> Answer:
    """Return the service's own types, the approved custom ones, and mere names."""
    types = context.data.activities.types
    result = [
        _listed(each.id, each.name, each.description, each.primary, each.attributes)
        for each in sorted(ACTIVITY_TYPES.values(), key=lambda each: each.id)
    ]
    custom = {each.id: each for each in types.custom()}
    for type_id, name in types.named():
        made = custom.get(type_id)
        if made is None:
            result.append(_listed(type_id, name, "", None, ()))
        elif made.live is not None:
            result.append(_listed_custom(made, made.live))
    return Answer(result)


def _listed(
    type_id: int,
    name: str,
    description: str,
    primary: ActivityAttribute | None,
    attributes: tuple[ActivityAttribute, ...],
) -> dict[str, Any]:
    def told(each: ActivityAttribute) -> dict[str, Any]:
        return {"name": each.name, "dataType": each.data_type}

    return {
        "id": type_id,
        "name": name,
        **({"description": description} if description else {}),
        **({} if primary is None else {"primaryAttribute": told(primary)}),
        "attributes": [told(each) for each in attributes],
    }


def _listed_custom(made: CustomActivityType, live: TypeVersion) -> dict[str, Any]:
    def told(each: TypeAttribute) -> dict[str, Any]:
        return {"apiName": each.api_name, "name": each.name, "dataType": each.data_type}

    return {
        "id": made.id,
        "apiName": made.api_name,
        "name": live.name,
        **({"description": live.description} if live.description else {}),
        "primaryAttribute": told(live.primary),
        "attributes": [told(each) for each in live.attributes],
    }


def _get_custom_activity_types(context: RestContext) -> Answer:
    found = context.data.activities.types.custom()
    return Answer([_told(each, each.live or each.newest) for each in found])


def _describe_custom_activity_type(context: RestContext) -> Answer:
    found = _known(context)
    version = found.newest if context.call.flag("draft") else found.live or found.newest
    return Answer([_told(found, version)])


def _create_custom_activity_type(context: RestContext) -> Answer:
    """Make a draft; it is answered without an id and without times (a sample)."""
    body = context.call.members("apiName", "primaryAttribute", *_TEXTS)
    types = context.data.activities.types
    for name in ("apiName", *_REQUIRED, "primaryAttribute"):
        if body.get(name) in (None, ""):
            raise refusal(VALUE_MISSING, name=name)
    api_name = _api_name(body["apiName"])
    draft = _with_texts(TypeVersion("", _attribute(context, body["primaryAttribute"])), body)
    name = draft.name
    if types.find(api_name) is not None or types.is_taken(name) or name in ACTIVITY_TYPES:
        raise refusal(OBJECT_EXISTS)
    if len(types.custom()) >= ACTIVITY_TYPES_PER_INSTANCE:
        raise refusal(ACTIVITY_TYPES_TOO_MANY)
    made = types.add(CustomActivityType(0, name, api_name, None, draft, context.now, context.now))
    return Answer([_version(made, draft)])


def _update_custom_activity_type(context: RestContext) -> Answer:
    body = context.call.members("apiName", "primaryAttribute", *_TEXTS)
    changed = _known(context)
    draft = _with_texts(changed.newest, body)
    if body.get("primaryAttribute") is not None:
        draft = replace(draft, primary=_attribute(context, body["primaryAttribute"]))
        _check_names(draft)
    return _changed(context, replace(changed, draft=draft))


def _approve_custom_activity_type(context: RestContext) -> Answer:
    found = _with_draft(context)
    return _changed(context, replace(found, live=found.draft, draft=None))


def _discard_custom_activity_type_draft(context: RestContext) -> Answer:
    found = _with_draft(context)
    if found.live is None:
        raise refusal(DATA_BAD, problem="The type was never approved")
    return _changed(context, replace(found, draft=None))


def _delete_custom_activity_type(context: RestContext) -> Answer:
    """Delete a type; its activities stay, and their type is a mere name (a guess)."""
    gone = _known(context)
    context.data.activities.types.delete(gone.id)
    return Answer([{**_told(gone, gone.newest), "status": "deleted"}])


def _create_attributes(context: RestContext) -> Answer:
    def added(draft: TypeVersion, given: Mapping[str, Any]) -> TypeVersion:
        made = _attribute(context, given)
        if len(draft.attributes) >= ATTRIBUTES_PER_ACTIVITY_TYPE:
            raise refusal(ATTRIBUTES_TOO_MANY)
        return replace(draft, attributes=(*draft.attributes, made))

    return _with_attributes(context, added)


def _update_attributes(context: RestContext) -> Answer:
    def updated(draft: TypeVersion, given: Mapping[str, Any]) -> TypeVersion:
        old = _attribute_of(draft, given)
        shown = {**_shown(old), **{n: v for n, v in given.items() if v is not None}}
        new = _attribute(context, {**shown, "apiName": old.api_name})
        if old == draft.primary:
            return replace(draft, primary=new)
        others = tuple(new if each == old else each for each in draft.attributes)
        return replace(draft, attributes=others)

    return _with_attributes(context, updated)


def _delete_attributes(context: RestContext) -> Answer:
    def deleted(draft: TypeVersion, given: Mapping[str, Any]) -> TypeVersion:
        gone = _attribute_of(draft, given)
        if gone == draft.primary:
            raise refusal(DATA_BAD, problem="The primary attribute cannot be deleted")
        left = tuple(each for each in draft.attributes if each != gone)
        return replace(draft, attributes=left)

    return _with_attributes(context, deleted)


def _with_attributes(
    context: RestContext, change: Callable[[TypeVersion, Mapping[str, Any]], TypeVersion]
) -> Answer:
    """Change the draft for each attribute that a call names; all are, or none is."""
    given = records(context.call.members("attributes"), "attributes")
    changed = _known(context)
    draft = changed.newest
    for each in given:
        draft = change(draft, each)
        _check_names(draft)
    return _changed(context, replace(changed, draft=draft))


def _changed(context: RestContext, changed: CustomActivityType) -> Answer:
    changed = replace(changed, updated_at=max(changed.updated_at, context.now))
    context.data.activities.types.change(changed)
    return Answer([_told(changed, changed.newest)])


def _known(context: RestContext) -> CustomActivityType:
    """Return the type that a path names.

    Raises:
        RestRefusal: There is none.
    """
    found = context.data.activities.types.find(context.call.variables["apiName"])
    if found is None:
        raise refusal(OBJECT_UNKNOWN)
    return found


def _with_draft(context: RestContext) -> CustomActivityType:
    found = _known(context)
    if found.draft is None:
        raise refusal(DATA_BAD, problem="The type has no draft")
    return found


def _with_texts(version: TypeVersion, body: Mapping[str, Any]) -> TypeVersion:
    def text(name: str, before: str) -> str:
        given = body.get(name)
        return before if given is None else _text(name, given)

    return replace(
        version,
        name=text("name", version.name),
        description=text("description", version.description),
        trigger_name=text("triggerName", version.trigger_name),
        filter_name=text("filterName", version.filter_name),
    )


def _text(name: str, given: object) -> str:
    if not isinstance(given, str):
        raise refusal(VALUE_BAD, value=name, type="String")
    return given.strip()


def _api_name(given: object) -> str:
    text = _text("apiName", given)
    if not is_api_name(text):
        problem = "An apiName holds letters and digits, and one letter at least"
        raise refusal(DATA_BAD, problem=problem)
    return text


def _attribute(context: RestContext, given: object) -> TypeAttribute:
    if not isinstance(given, Mapping):
        raise refusal(VALUE_BAD, value="attribute", type="Object")
    for name in given:
        if name not in _ATTRIBUTE:
            context.call.note_unknown(f"member {name!r} of an attribute")
    for name in ("apiName", "name"):
        if given.get(name) in (None, ""):
            raise refusal(VALUE_MISSING, name=name)
    kind = given.get("dataType") or TypeAttribute.__dataclass_fields__["data_type"].default
    if kind not in DATA_TYPES:
        raise refusal(VALUE_BAD, value=kind, type=" or ".join(sorted(DATA_TYPES)))
    return TypeAttribute(
        _api_name(given["apiName"]),
        _text("name", given["name"]),
        _text("description", given.get("description") or ""),
        kind,
    )


def _attribute_of(draft: TypeVersion, given: Mapping[str, Any]) -> TypeAttribute:
    """Return the attribute that a record names by its API name.

    Raises:
        RestRefusal: There is none.
    """
    named = given.get("apiName")
    if not named:
        raise refusal(VALUE_MISSING, name="apiName")
    for each in (draft.primary, *draft.attributes):
        if each.api_name == named:
            return each
    raise refusal(OBJECT_UNKNOWN)


def _check_names(draft: TypeVersion) -> None:
    attributes = (draft.primary, *draft.attributes)
    if len({each.api_name.casefold() for each in attributes}) < len(attributes):
        raise refusal(OBJECT_EXISTS)


def _told(made: CustomActivityType, version: TypeVersion) -> dict[str, Any]:
    return {
        "id": made.id,
        "createdAt": utc_text(made.created_at),
        "updatedAt": utc_text(made.updated_at),
        **_version(made, version),
    }


def _version(made: CustomActivityType, version: TypeVersion) -> dict[str, Any]:
    attributes = [_shown(each) for each in version.attributes]
    return {
        "apiName": made.api_name,
        "name": version.name,
        "description": version.description,
        "triggerName": version.trigger_name,
        "filterName": version.filter_name,
        "status": made.status,
        "primaryAttribute": _shown(version.primary),
        **({"attributes": attributes} if attributes else {}),
    }


def _shown(each: TypeAttribute) -> dict[str, Any]:
    return {
        "apiName": each.api_name,
        "name": each.name,
        "description": each.description,
        "dataType": each.data_type,
    }


HANDLERS: Mapping[str, Handler] = {
    "get_activity_types": _get_activity_types,
    "get_custom_activity_types": _get_custom_activity_types,
    "describe_custom_activity_type": _describe_custom_activity_type,
    "create_custom_activity_type": _create_custom_activity_type,
    "update_custom_activity_type": _update_custom_activity_type,
    "approve_custom_activity_type": _approve_custom_activity_type,
    "discard_custom_activity_type_draft": _discard_custom_activity_type_draft,
    "delete_custom_activity_type": _delete_custom_activity_type,
    "create_custom_activity_attributes": _create_attributes,
    "update_custom_activity_attributes": _update_attributes,
    "delete_custom_activity_attributes": _delete_attributes,
}
