"""Answers getChannels and getTags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.names import TYPES_SECONDS
from mktows.bridge.operation import Operation
from mktows.facts.rest_programs import NOT_IN_PROGRAM, STATUS_EXTRAS
from mktows.parameters.programs import ChannelsToGet, TagsToGet
from mktows.replies.programs import Status, channels, tags

_EXTRAS = {kind: name for name, kind in STATUS_EXTRAS.items()}
_BETWEEN = ", "
_TYPES, _VALUES = "tag types", "tag values"


def get_channels(context: Context, params: Any) -> object:
    """Return channels with the statuses their members can have, by name."""
    asked = ChannelsToGet.read(params)
    known = known_channels(context)
    shown = {
        name: statuses
        for name, statuses in sorted(known.items(), key=lambda each: _by_name(each[0]))
        if asked.includes(name)
    }
    return channels(context.types, shown)


def get_tags(context: Context, params: Any) -> object:
    """Return tag types with their values; values are asked for of the types wanted alone."""
    asked = TagsToGet.read(params)
    shown = {}
    for kind in tag_types(context):
        if asked.includes_type(kind) and (chosen := asked.chosen(kind, tag_values(context, kind))):
            shown[kind] = chosen
    return tags(context.types, shown)


def known_channels(context: Context) -> dict[str, list[Status]]:
    """Return all channels by their names, each with its statuses in the order of their names."""
    rest = context.rest

    def fetch() -> list[Mapping[str, Any]]:
        return list(rest.iter_channels())

    def read(records: list[Mapping[str, Any]]) -> dict[str, list[Status]]:
        return {str(each["name"]): _statuses(each) for each in records}

    return context.remembered("channels", "", TYPES_SECONDS, fetch, read)


def tag_types(context: Context) -> list[str]:
    """Return the types of tags but for the channel, in REST's order."""
    rest = context.rest

    def fetch() -> list[str]:
        return [str(each["tagType"]) for each in rest.iter_tag_types()]

    return context.remembered(_TYPES, "", TYPES_SECONDS, fetch, list)


def tag_values(context: Context, kind: str) -> Sequence[str]:
    """Return the values of a type of tags."""
    rest = context.rest

    def fetch() -> list[str]:
        found = rest.get_tag_type_by_name(kind)
        return [] if found is None else list(_values(str(found.get("allowableValues") or "")))

    return context.remembered(_VALUES, kind, TYPES_SECONDS, fetch, list)


def forget_tags(context: Context) -> None:
    """Forget the types of tags and their values."""
    for kind in (_TYPES, _VALUES):
        context.instance.forget(kind)


def _statuses(channel: Mapping[str, Any]) -> list[Status]:
    extra = _EXTRAS.get(str(channel.get("applicableProgramType")))
    found = []
    for each in channel.get("progressionStatuses") or ():
        # The step before all others is of every channel, and SOAP had no word of it (inferred).
        if each.get("hidden") or (each["name"] == NOT_IN_PROGRAM and not each.get("step")):
            continue
        more = [(extra, str(each["type"]))] if extra and each.get("type") else []
        success = "true" if each.get("success") else "false"
        pairs = [("Status", str(each["name"])), ("Step", str(each["step"]))]
        found.append([*pairs, *more, ("Success", success)])
    return sorted(found, key=lambda pairs: _by_name(pairs[0][1]))


def _values(text: str) -> Iterator[str]:
    """The values in REST's text of them, as in `[one, two]`."""
    inner = text.removeprefix("[").removesuffix("]")
    yield from (each for each in inner.split(_BETWEEN) if each)


def _by_name(name: str) -> tuple[str, str]:
    return name.casefold(), name


OPERATIONS = {
    "getChannels": Operation(
        get_channels,
        "carried",
        "read",
        "1 for 200 channels (kept for an hour)",
        "all channels, or some by name, with their statuses",
        ("`Check-in Status` and `Webinar Behavior` of a status that REST tells no type of",),
    ),
    "getTags": Operation(
        get_tags,
        "carried",
        "read",
        "1 for 200 types of tags, and 1 for each type that is asked for (kept for an hour)",
        "all tag types, or some by type and value",
        ("a value with a comma and a blank in it looks like two",),
    ),
}
