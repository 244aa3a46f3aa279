"""The replies of getChannels and getTags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType

Status = Sequence[tuple[str, str]]
"""A status as replies show it: names and values, in order."""


def channels(types: ModuleType, shown: Mapping[str, Iterable[Status]]) -> object:
    """Return the reply with channels, by name, and their statuses."""
    return types.SuccessGetChannels(
        result=types.ResultGetChannels(
            tags=types.ArrayOfTagStatus(
                tag_status=[
                    types.TagStatus(
                        tag_value=name,
                        status_list=types.ArrayOfProgressionStatus(
                            progression_status_item=[_status(types, each) for each in statuses]
                        ),
                    )
                    for name, statuses in shown.items()
                ]
            )
        )
    )


def tags(types: ModuleType, shown: Mapping[str, list[str]]) -> object:
    """Return the reply with tag types and their values."""
    listed = [
        types.Tag(type_value=kind, values=types.ArrayOfString(string_item=values))
        for kind, values in shown.items()
    ]
    return types.SuccessGetTags(
        result=types.ResultGetTags(tag_list=types.ArrayOfTag(tag=listed)),
    )


def _status(types: ModuleType, pairs: Status) -> object:
    listed = [types.Attrib(name=name, value=value) for name, value in pairs]
    return types.ProgressionStatus(progression_status=types.ArrayOfAttrib(attrib=listed))
