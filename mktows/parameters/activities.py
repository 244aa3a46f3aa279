"""Reads which activities getLeadActivity and getLeadChanges are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from mktows.facts.activity_types import display_name, known_spelling
from mktows.facts.faults import ACTIVITY_KEY_BAD, BAD_PARAMETER, PARAMETER_REQUIRED
from mktows.facts.limits import KEYS_PER_SELECTOR
from mktows.parameters.keys import SELECTOR_KEYS_MISSING, read_key_type
from mktows.parameters.scalars import enum_text, trimmed
from mktows.parameters.selectors import read_range, read_static_list
from mktows.server.refusals import Reason

START_POSITION_MISSING = Reason(
    "start-position-missing",
    PARAMETER_REQUIRED,
    "startPosition is required",
    "documented",
    "The WSDL requires startPosition, though it may be empty; the code follows its title.",
    "message",
)
ACTIVITY_TYPE_UNKNOWN = Reason(
    "activity-type-unknown",
    ACTIVITY_KEY_BAD,
    "Activity type {value} is not valid",
    "documented",
    "The vendor's table of errors has this code for a bad type in an activity filter.",
    "message",
)
BOTH_TYPE_FILTERS = Reason(
    "both-type-filters",
    BAD_PARAMETER,
    "includeTypes and excludeTypes exclude each other",
    "documented",
    "Prose allows one of the two; the code is inferred.",
    "message",
)
SELECTOR_KEYS_TOO_MANY = Reason(
    "selector-keys-too-many",
    BAD_PARAMETER,
    "More than {most} keyValues",
    "documented",
    "Prose says that getLeadChanges refuses them as a bad parameter.",
    "message",
)


@dataclass(frozen=True, slots=True)
class TypeFilter:
    """The types of the activities that are wanted, by their display names.

    Attributes:
        included: Their type is one of these; None for any.
        excluded: Their type is none of these.
    """

    included: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()

    @classmethod
    def read(cls, params: Any) -> TypeFilter:
        """Read the filters of a call: by enumeration, and in getLeadChanges by display name, too.

        Raises:
            Refusal: 20107 for a bad type, 20110 where some are to be included and others left out
                (documented; the code is inferred).
        """
        given = params.activity_filter
        included = None if given is None else _types_of(given.include_types)
        excluded = None if given is None else _types_of(given.exclude_types)
        if included and excluded:
            raise BOTH_TYPE_FILTERS.refusal()
        # The names were not in the first versions' messages.
        named = _named(getattr(params, "activity_name_filter", None))
        return cls(_both(included, named), excluded or frozenset())


@dataclass(frozen=True, slots=True)
class LeadsChosen:
    """The leads, or the time, that the leadSelector of getLeadChanges chooses; mostly none.

    Attributes:
        keys: Type and values of keys.
        static_list: The id of a static list, or its name.
        bounds: The first and the last second, both inclusive.
    """

    keys: tuple[str, list[str]] | None = field(default=None, repr=False)
    static_list: int | str | None = None
    bounds: tuple[int, int] | None = None

    @classmethod
    def read(cls, params: Any, zone: tzinfo, now: datetime) -> LeadsChosen:
        """Read the leadSelector.

        Args:
            params: The parameters; the first versions' have none.
            zone: The zone of a time without an offset.
            now: The moment of the call.

        Raises:
            Refusal: 20022 for more than 30 days, 20102 for a bad key type, 20109 for a selector
                that says nothing, 20110 for more than 100 keys (documented; the code is a guess).
        """
        selector = getattr(params, "lead_selector", None)
        # Each version has classes of its own, so a selector is told by its name.
        match type(selector).__name__:
            case "LeadKeySelector":
                return cls(keys=_keys(selector))
            case "StaticListSelector":
                return cls(static_list=read_static_list(selector))
            case "LastUpdateAtSelector":
                return cls(bounds=read_range(selector, zone, now))
        return cls()


def later(first: int | None, second: int | None) -> int | None:
    """Return the later of two bounds: both hold."""
    return max((each for each in (first, second) if each is not None), default=None)


def earlier(first: int | None, second: int | None) -> int | None:
    """Return the earlier of two bounds: both hold."""
    return min((each for each in (first, second) if each is not None), default=None)


def _keys(selector: Any) -> tuple[str, list[str]]:
    key_type = read_key_type(selector.key_type)
    if selector.key_values is None:
        raise SELECTOR_KEYS_MISSING.refusal()
    given = selector.key_values.string_item
    if len(given) > KEYS_PER_SELECTOR:
        raise SELECTOR_KEYS_TOO_MANY.refusal(most=KEYS_PER_SELECTOR)
    return key_type, [value for each in given if (value := trimmed(each)) is not None]


def _types_of(listed: Any) -> frozenset[str] | None:
    """Return the display names of the types in one half of an activityFilter; None for none.

    Raises:
        Refusal: 20107, there is no such type.
    """
    names = set()
    for each in listed.activity_type if listed else ():
        value = enum_text(each)
        name = value and display_name(value)
        if value is not None and name is None:
            raise ACTIVITY_TYPE_UNKNOWN.refusal(value=value)
        if name:
            names.add(name)
    return frozenset(names) or None


def _named(listed: Any) -> frozenset[str] | None:
    """Return the types a name filter asks for; an unknown name matches nothing (inferred)."""
    names = [text for each in (listed.string_item if listed else ()) if (text := trimmed(each))]
    return frozenset(known_spelling(name) for name in names) or None


def _both(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    """Return what both filters let pass; the types by name and by enumeration (a guess)."""
    if first is None or second is None:
        return second if first is None else first
    return first & second
