"""Reads which channels and tags getChannels and getTags ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mktows.parameters.scalars import trimmed


@dataclass(frozen=True, slots=True)
class ChannelsToGet:
    """The channels of a getChannels call.

    Attributes:
        names: Their names, casefolded; none for all channels.
    """

    names: frozenset[str]

    @classmethod
    def read(cls, params: Any) -> ChannelsToGet:
        """Read the parameters of a getChannels call; the tag's type has no effect."""
        return cls(_names(params.tag))

    def includes(self, name: str) -> bool:
        """Tell whether a channel is asked for."""
        return not self.names or name.casefold() in self.names


@dataclass(frozen=True, slots=True)
class TagsToGet:
    """The tags of a getTags call.

    Attributes:
        asked: Types and values, casefolded. An empty type means every type (inferred), and no
            values all of them; no entries mean all tags.
    """

    asked: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def read(cls, params: Any) -> TagsToGet:
        """Read the parameters of a getTags call."""
        listed = () if params.tag_list is None else params.tag_list.tag
        return cls(
            tuple(((trimmed(each.type_value) or "").casefold(), _names(each)) for each in listed)
        )

    def includes_type(self, kind: str) -> bool:
        """Tell whether values of a tag type may be asked for."""
        return not self.asked or any(name in ("", kind.casefold()) for name, _ in self.asked)

    def chosen(self, kind: str, values: Iterable[str]) -> list[str]:
        """Return those values of a tag type that are asked for, in their order."""
        fitting = [names for name, names in self.asked if name in ("", kind.casefold())]
        return [
            value
            for value in values
            if not self.asked or any(not names or value.casefold() in names for names in fitting)
        ]


def _names(tag: Any) -> frozenset[str]:
    """Return the values a tag lists, casefolded: letter case does not count (inferred)."""
    listed: Iterable[str] = () if tag is None or tag.values is None else tag.values.string_item
    return frozenset(text.casefold() for each in listed if (text := trimmed(each)) is not None)
