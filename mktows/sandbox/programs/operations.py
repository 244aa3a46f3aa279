"""Answers getChannels and getTags: what programs may be tagged with."""

from __future__ import annotations

from typing import Any

from mktows.parameters.programs import ChannelsToGet, TagsToGet
from mktows.replies.programs import channels, tags
from mktows.sandbox.context import Context
from mktows.sandbox.operation import Operation


def get_channels(context: Context, params: Any) -> object:
    """Return channels with the statuses their members can have; the tag's type has no effect."""
    asked = ChannelsToGet.read(params)
    shown = {
        name: statuses
        for name, statuses in context.data.programs.channels().items()
        if asked.includes(name)
    }
    return channels(context.types, shown)


def get_tags(context: Context, params: Any) -> object:
    """Return tag types with their values, in the order of their definition (recorded)."""
    asked = TagsToGet.read(params)
    shown = {
        kind: chosen
        for kind, values in context.data.programs.tags().items()
        if (chosen := asked.chosen(kind, values))
    }
    return tags(context.types, shown)


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
