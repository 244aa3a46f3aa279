"""Activities as REST tells of them, in an order that stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any, NamedTuple, Self

from mktows.bridge.context import Context
from mktows.bridge.values import soap_text
from mktows.numerals import read_whole
from mktows.parameters.scalars import seconds
from mktows.rest.times import read_time

_NUMBERS = "activity"
_MOST_ID = 2**31 - 1  # of an activity in the versions before 2_7


class Place(NamedTuple):
    """The place of an activity in time: its second, and its id among those of one second."""

    at: int
    id: int


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity; its repr hides what it says about a person.

    Attributes:
        id: Its number in SOAP.
        at: Its moment, in seconds since 1970.
        lead_id: The lead that it happened to.
        type_id: The id of its type.
        asset: What it is about; empty where it is about nothing.
        asset_id: The id of that.
        campaign_id: The id of the campaign that caused it.
        attributes: Names and values, as texts.
    """

    id: int
    at: int
    lead_id: int
    type_id: int
    asset: str = field(repr=False)
    asset_id: int | None
    campaign_id: int | None
    attributes: Sequence[tuple[str, str]] = field(repr=False)

    @property
    def place(self) -> Place:
        """Its place in time."""
        return Place(self.at, self.id)

    def packed(self) -> list[Any]:
        """Return it as JSON."""
        return list(astuple(self))

    @classmethod
    def unpacked(cls, content: Sequence[Any]) -> Self:
        """Read what `packed` has made."""
        return cls(*content)


def moment(record: Mapping[str, Any]) -> int:
    """Return the second of an activity of REST."""
    return seconds(read_time(str(record["activityDate"])))


def read_activities(context: Context, records: Iterable[Mapping[str, Any]]) -> list[Activity]:
    """Read activities of REST.

    The number of one is that of its marketoGUID, which is unique where `id` need not be, or may be
    absent (documented). One that is no number, or too great a one for a SOAP client, gets one from
    the state, which it keeps for ever.
    """
    given = list(records)
    guids = [_guid(each) for each in given]
    known = {each: number for each in guids if (number := _number(each))}
    others = [each for each in dict.fromkeys(guids) if each not in known]
    if others:
        with context.instance.store.writing(context.instance.name) as rows:
            known |= rows.numbers(_NUMBERS, others)
    return [_activity(context, each, known[guid]) for each, guid in zip(given, guids, strict=True)]


def _activity(context: Context, record: Mapping[str, Any], number: int) -> Activity:
    asset_id, campaign_id = (record.get(each) for each in ("primaryAttributeValueId", "campaignId"))
    asset = record.get("primaryAttributeValue")
    return Activity(
        number,
        moment(record),
        int(record["leadId"]),
        int(record["activityTypeId"]),
        "" if asset is None else str(asset),
        None if asset_id is None else int(asset_id),
        None if campaign_id is None else int(campaign_id),
        [
            (str(each.get("name") or ""), soap_text("", each.get("value"), context.zone) or "")
            for each in record.get("attributes") or ()
        ],
    )


def _guid(record: Mapping[str, Any]) -> str:
    """Return what tells an activity from all others."""
    for name in ("marketoGUID", "id"):
        if record.get(name):
            return str(record[name])
    told = json.dumps(record, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _number(guid: str) -> int | None:
    number = read_whole(guid)
    return number if number is not None and number <= _MOST_ID else None
