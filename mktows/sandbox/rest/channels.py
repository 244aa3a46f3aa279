"""Answers calls for channels with their statuses, and for types of tags with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mktows.facts.rest_endpoints import ASSETS_PER_DEFAULT_PAGE, ASSETS_PER_PAGE
from mktows.facts.rest_errors import NO_ASSETS
from mktows.facts.rest_programs import CHANNEL_TYPES, NOT_IN_PROGRAM, STATUS_EXTRAS
from mktows.sandbox.programs.rows_assets import Channel, TagType
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.moments import asset_text
from mktows.sandbox.rest.objects import Json
from mktows.sandbox.rest.paging import offset_page

Statuses = Sequence[Sequence[tuple[str, str]]]


def _get_channels(context: RestContext) -> Answer:
    statuses = context.data.programs.channels()
    told = [
        _channel(each, statuses.get(each.name, ()))
        for each in context.data.program_assets.channels()
    ]
    return _page(context, told)


def _get_channel_by_name(context: RestContext) -> Answer:
    wanted = _name(context, "Name", "name").casefold()
    statuses = context.data.programs.channels()
    return _found(
        [
            _channel(each, statuses.get(each.name, ()))
            for each in context.data.program_assets.channels()
            if each.name.casefold() == wanted
        ]
    )


def _get_tag_types(context: RestContext) -> Answer:
    said = context.data.program_assets.tag_types()
    return _page(context, [_tag_type(said, name) for name in context.data.programs.tags()])


def _get_tag_type_by_name(context: RestContext) -> Answer:
    wanted = _name(context, "name").casefold()
    said = context.data.program_assets.tag_types()
    return _found(
        [
            {**_tag_type(said, name), "allowableValues": f"[{', '.join(values)}]"}
            for name, values in context.data.programs.tags().items()
            if name.casefold() == wanted
        ]
    )


def _channel(channel: Channel, statuses: Statuses) -> dict[str, Json]:
    steps: list[dict[str, str]] = [{"Status": NOT_IN_PROGRAM, "Step": "0"}, *map(dict, statuses)]
    return {
        "id": channel.id,
        "name": channel.name,
        "applicableProgramType": channel.program_type,
        "progressionStatuses": [
            _status(each) for each in sorted(steps, key=lambda each: int(each["Step"]))
        ],
        "createdAt": asset_text(channel.created_at),
        "updatedAt": asset_text(channel.created_at),
    }


def _status(given: Mapping[str, str]) -> dict[str, Json]:
    # SOAP says of some statuses more, by another name (inferred: described, in no sample).
    more = [text for name, text in given.items() if name in STATUS_EXTRAS]
    return {
        "name": given["Status"],
        "step": int(given["Step"]),
        "description": None,
        "hidden": False,
        "success": given.get("Success") == "true",
        **({"type": more[0]} if more else {}),
    }


def _tag_type(said: Mapping[str, TagType], name: str) -> dict[str, Json]:
    known = said.get(name) or TagType(name, False, CHANNEL_TYPES)
    return {
        "tagType": name,
        "applicableProgramTypes": f"[{','.join(known.program_types)}]",
        "required": known.required,
    }


def _name(context: RestContext, *names: str) -> str:
    """Return the first parameter that is there; prose and description spell one differently."""
    return next((text for name in names if (text := context.call.text(name))), "")


def _page(context: RestContext, told: list[dict[str, Json]]) -> Answer:
    offset, size = offset_page(context.call, default=ASSETS_PER_DEFAULT_PAGE, most=ASSETS_PER_PAGE)
    return _found(told[offset : offset + size])


def _found(told: list[dict[str, Json]]) -> Answer:
    return Answer(told) if told else Answer(warnings=[NO_ASSETS])


HANDLERS: Mapping[str, Handler] = {
    "get_channels": _get_channels,
    "get_channel_by_name": _get_channel_by_name,
    "get_tag_types": _get_tag_types,
    "get_tag_type_by_name": _get_tag_type_by_name,
}
