"""The records of custom object types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mktows.parameters.custom_types import CustomObjectType


@dataclass(slots=True)
class CustomObject:
    """One record; its repr hides the values, which may say something about a person.

    Attributes:
        lead_id: The lead it belongs to, if it belongs to one.
        values: Values of all fields but the link, keys in their kept form; none is empty.
        updated_at: The last change, in seconds since 1970.
        id: Its number; 0 before it has one.
    """

    lead_id: int | None
    values: dict[str, str] = field(repr=False)
    created_at: int
    updated_at: int
    id: int = 0

    def change(self, values: Mapping[str, str], now: int) -> None:
        """Give it some new values; "" clears a field."""
        self.updated_at = now
        for name, text in values.items():
            if text:
                self.values[name] = text
            else:
                self.values.pop(name, None)

    def shown(self, kind: CustomObjectType) -> dict[str, str]:
        """Return the values of all fields that have one, the link among them."""
        if not kind.link_field:
            return dict(self.values)
        return {**self.values, kind.link_field: str(self.lead_id)}


def placed(
    kind: CustomObjectType,
    found: CustomObject | None,
    keys: Mapping[str, str],
    lead_id: int | None,
    now: int,
) -> CustomObject:
    """Return the record to write: a new one with its keys, or the one that is there.

    Args:
        kind: Its type.
        found: The one that is there.
        keys: The keys, in kept form.
        lead_id: The lead that it belongs to from now on; None where nothing is said of it.
        now: The moment.
    """
    if found is None:
        own = {name: value for name, value in keys.items() if name != kind.link_field}
        return CustomObject(lead_id, own, now, now)
    if lead_id is not None:
        found.lead_id = lead_id
    return found
