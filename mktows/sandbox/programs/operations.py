"""Answers getChannels and getTags: what programs may be tagged with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mktows.sandbox.context import Context
from mktows.sandbox.operation import Operation
from mktows.sandbox.scalars import trimmed


def get_channels(context: Context, params: Any) -> object:
    """Return channels with the statuses their members can have; the tag's type has no effect."""
    types = context.types
    wanted = _names(params.tag)
    shown = [
        types.TagStatus(
            tag_value=name,
            status_list=types.ArrayOfProgressionStatus(
                progression_status_item=[_status(context, each) for each in statuses]
            ),
        )
        for name, statuses in context.data.programs.channels().items()
        if not wanted or name.casefold() in wanted
    ]
    return types.SuccessGetChannels(
        result=types.ResultGetChannels(tags=types.ArrayOfTagStatus(tag_status=shown))
    )


def get_tags(context: Context, params: Any) -> object:
    """Return tag types with their values, in the order of their definition (recorded)."""
    types = context.types
    asked = [
        ((trimmed(each.type_value) or "").casefold(), _names(each))
        for each in (() if params.tag_list is None else params.tag_list.tag)
    ]
    shown = []
    for kind, values in context.data.programs.tags().items():
        # An entry without a type looks for its values in every type (inferred).
        fitting = [names for name, names in asked if name in ("", kind.casefold())]
        chosen = [
            value
            for value in values
            if not asked or any(not names or value.casefold() in names for names in fitting)
        ]
        if chosen:
            listed = types.ArrayOfString(string_item=chosen)
            shown.append(types.Tag(type_value=kind, values=listed))
    return types.SuccessGetTags(
        result=types.ResultGetTags(tag_list=types.ArrayOfTag(tag=shown)),
    )


def _names(tag: Any) -> set[str]:
    """Return the values a tag lists, casefolded: letter case does not count (inferred)."""
    listed: Iterable[str] = () if tag is None or tag.values is None else tag.values.string_item
    return {text.casefold() for each in listed if (text := trimmed(each)) is not None}


def _status(context: Context, pairs: Iterable[tuple[str, str]]) -> object:
    types = context.types
    listed = [types.Attrib(name=name, value=value) for name, value in pairs]
    return types.ProgressionStatus(progression_status=types.ArrayOfAttrib(attrib=listed))


OPERATIONS = {
    "getChannels": Operation(
        get_channels,
        "all channels, or some by name, with their statuses",
        ("documented", "recorded", "inferred"),
        ("unknown channels are left out; what the service said of them is not on record",),
    ),
    "getTags": Operation(
        get_tags,
        "all tag types, or some by type and value",
        ("documented", "recorded", "inferred"),
        ("filters by type and by value as documented; the one recorded reply is unfiltered",),
    ),
}
