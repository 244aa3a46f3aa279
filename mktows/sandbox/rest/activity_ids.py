"""Ids for what activities name: their types, the fields, lists, programs and campaigns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mktows.facts.activity_types import (
    ACTIVITY_TYPES,
    ADD_TO_LIST,
    CHANGE_DATA_VALUE,
    CHANGE_SCORE,
    CHANGE_STATUS,
    REMOVE_FROM_LIST,
    REQUEST_CAMPAIGN,
    ActivityAttribute,
)
from mktows.numerals import read_whole
from mktows.sandbox.activities.pages import Activity
from mktows.sandbox.context import Scope

_TYPE_NAMES = {each.id: each.name for each in ACTIVITY_TYPES.values()}


def type_names(scope: Scope, ids: Collection[int]) -> dict[int, str]:
    """Return the names that activities have as their type, by ids; unknown ids are left out."""
    own = {each: name for each in ids if (name := _TYPE_NAMES.get(each)) is not None}
    others = set(ids) - own.keys()
    return {**own, **scope.data.activities.types.names(others)} if others else own


class Shown(NamedTuple):
    """The ids and attributes that an activity is shown with.

    Attributes:
        asset_id: The id of what it is about; None where it has none, or is not known.
        attributes: The attributes without the primary one.
    """

    type_id: int
    asset_id: int | None
    campaign_id: int | None
    attributes: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ActivityIds:
    """The ids for what the activities of a page name, looked up together."""

    _types: Mapping[str, int]
    _campaigns: Mapping[str, int]
    _assets: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, scope: Scope, page: Collection[Activity]) -> ActivityIds:
        """Look up what the activities name."""
        data = scope.data
        types = {each.type for each in page}
        others: dict[str, int] = {}
        if not types <= ACTIVITY_TYPES.keys():
            others = {name: type_id for type_id, name in data.activities.types.named()}
        campaigns = {each.campaign for each in page if each.campaign}
        look_up: Mapping[str, Callable[[Collection[str]], Mapping[str, int]]] = {
            ADD_TO_LIST: data.lists.ids_by_name,
            REMOVE_FROM_LIST: data.lists.ids_by_name,
            REQUEST_CAMPAIGN: data.campaigns.ids_by_shown_name,
            CHANGE_STATUS: data.programs.ids_by_name,
            CHANGE_DATA_VALUE: lambda _: _field_ids(scope),
            CHANGE_SCORE: lambda _: _field_ids(scope),
        }
        return cls(
            {
                **{name: ACTIVITY_TYPES[name].id for name in types if name in ACTIVITY_TYPES},
                **others,
            },
            data.campaigns.ids_by_shown_name(campaigns) if campaigns else {},
            {
                kind: look_up[kind]({each.asset for each in page if each.type == kind})
                for kind in types & look_up.keys()
            },
        )

    def shown(self, happened: Activity) -> Shown:
        """Return what one of the activities is shown with.

        Its primary attribute, which SOAP has among the others, tells the id where it is a number.
        """
        known = ACTIVITY_TYPES.get(happened.type)
        primary = None if known is None else known.primary
        asset_id = self._assets.get(happened.type, {}).get(happened.asset)
        attributes = happened.attributes
        if primary is not None:
            asset_id = _number(primary, attributes) or asset_id
            attributes = [pair for pair in attributes if pair[0] != primary.name]
        return Shown(
            self._types[happened.type],
            asset_id,
            self._campaigns.get(happened.campaign),
            attributes,
        )


def _number(primary: ActivityAttribute, attributes: Iterable[tuple[str, str]]) -> int | None:
    """Return the number that a primary attribute has among the others."""
    if primary.data_type != "integer":
        return None
    return next((read_whole(text) for name, text in attributes if name == primary.name), None)


def _field_ids(scope: Scope) -> Mapping[str, int]:
    return {each.display_name: each.number for each in scope.data.leads.rest_fields().values()}
