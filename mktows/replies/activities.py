"""The replies of getLeadActivity and getLeadChanges."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import tzinfo
from types import ModuleType
from typing import Any, Protocol

from mktows.facts.activity_types import LEAD_ID
from mktows.parameters.scalars import wire_stamp


class Happened(Protocol):
    """Something that happened to a lead."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def lead_id(self) -> int:
        """The lead that it happened to."""

    @property
    def at(self) -> int:
        """Its moment, in seconds since 1970."""

    @property
    def type(self) -> str:
        """The display name of its type."""

    @property
    def asset(self) -> str:
        """The thing that it is about; may be empty."""

    @property
    def attributes(self) -> Iterable[tuple[str, str]]:
        """Names and values, without the closing `Lead ID`."""

    @property
    def campaign(self) -> str:
        """The campaign that caused it; empty where none did."""


@dataclass(frozen=True, slots=True)
class ActivityReply:
    """Builds a reply with a page of activities.

    Attributes:
        types: The bindings of the version.
        zone: The zone that times are shown in.
        with_ids: Whether activities have their id beside their marketoGUID, since 3_1.
    """

    types: ModuleType
    zone: tzinfo
    with_ids: bool = True

    def history(self, page: Sequence[Happened], *, remaining: int, position: object) -> object:
        """Return the reply of getLeadActivity.

        Args:
            page: The activities.
            remaining: How many follow.
            position: Where they begin.
        """
        types = self.types
        records = [self._activity(each) for each in page]
        return types.SuccessGetLeadActivity(
            lead_activity_list=types.LeadActivityList(
                return_count=len(page),
                remaining_count=remaining,
                new_start_position=position,
                activity_record_list=types.ArrayOfActivityRecord(activity_record=records)
                if page
                else None,
            )
        )

    def changes(self, page: Sequence[Happened], *, remaining: int, position: object) -> object:
        """Return the reply of getLeadChanges; see `history`."""
        types = self.types
        records = [self._change(each) for each in page]
        return types.SuccessGetLeadChanges(
            result=types.ResultGetLeadChanges(
                return_count=len(page),
                remaining_count=remaining,
                new_start_position=position,
                lead_change_record_list=types.ArrayOfLeadChangeRecord(lead_change_record=records)
                if page
                else None,
            )
        )

    def _activity(self, happened: Happened) -> object:
        # The four members about person and organisation were never seen with a value (recorded).
        made = self.types.ActivityRecord
        return made(**self._members(made, happened), campaign=happened.campaign)

    def _change(self, happened: Happened) -> object:
        # Without a campaign the member is absent; ActivityRecord has it empty (both recorded).
        made = self.types.LeadChangeRecord
        return made(**self._members(made, happened), campaign=happened.campaign or None)

    def _members(self, record: type, happened: Happened) -> dict[str, Any]:
        return {
            **self._identity(record, happened),
            "activity_date_time": wire_stamp(happened.at, self.zone),
            "activity_type": happened.type,
            "mktg_asset_name": happened.asset,
            "activity_attributes": self._attributes(happened),
            "mkt_person_id": str(happened.lead_id),
        }

    def _identity(self, record: type, happened: Happened) -> dict[str, Any]:
        """Return the members that identify an activity: since 3_1 these are two.

        Whether replies of 3_1 had the id at all is not known. The text of marketoGUID is that of
        the id, as the vendor's samples of the later API have it (a guess for this one).
        """
        if not _has_guid(record):
            return {"id": happened.id}
        return {
            "id": happened.id if self.with_ids else None,
            "marketo_guid": str(happened.id),
        }

    def _attributes(self, happened: Happened) -> object:
        """Return the attributes as they come; `Lead ID` closes them, none has a type (recorded)."""
        types = self.types
        pairs = (*happened.attributes, (LEAD_ID, str(happened.lead_id)))
        return types.ArrayOfAttribute(
            attribute=[
                types.Attribute(attr_name=name, attr_type=None, attr_value=value)
                for name, value in pairs
            ]
        )


@functools.cache  # asked for each record, of the same few classes
def _has_guid(record: type) -> bool:
    return any(field.name == "marketo_guid" for field in fields(record))
