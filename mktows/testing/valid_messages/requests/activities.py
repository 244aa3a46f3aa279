"""Valid requests of getLeadActivity and getLeadChanges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.contract import Contract
from mktows.facts import limits
from mktows.facts.activity_types import ADD_TO_LIST, CHANGE_DATA_VALUE, NEW_LEAD, REMOVE_FROM_LIST
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Objects, listed, object_of
from mktows.testing.valid_messages.requests.leads import selectors


def _positions(**dates: SearchStrategy[str]) -> Objects:
    offset = st.one_of(
        realistic.ids.map(lambda number: f"ID:{number}"), st.integers(1, 999).map(str)
    )
    return st.fixed_dictionaries({}, optional={"offset": offset, **dates})


def _type_filters(table: Contract, *members: str) -> Objects:
    members_of: Any = table.binding("ActivityType")
    types = st.lists(
        st.sampled_from([item.value for item in members_of]), min_size=1, max_size=5, unique=True
    )
    return st.one_of(
        *(
            object_of(table, "ActivityTypeFilter", {name: listed("activityType", types)})
            for name in members
        )
    )


def _get_lead_activity(table: Contract) -> Objects:
    return object_of(
        table,
        "ParamsGetLeadActivity",
        {"leadKey": realistic.lead_keys()},
        {
            "activityFilter": _type_filters(table, "includeTypes", "excludeTypes"),
            "startPosition": _positions(latestCreatedAt=realistic.request_times),
            "batchSize": st.integers(1, limits.ACTIVITIES_PER_PAGE),
        },
    )


ACTIVITY_NAMES = (
    "Visit Webpage", "Fill Out Form", "Click Link", "Send Email", "Open Email", NEW_LEAD,
    CHANGE_DATA_VALUE, ADD_TO_LIST, REMOVE_FROM_LIST, "Add to Nurture", "Share Content",
    "Interesting Moment", "Change Score",
)  # fmt: skip
"""Some of the documented display names."""


def _get_lead_changes(table: Contract) -> Objects:
    shown = st.lists(st.sampled_from(ACTIVITY_NAMES), min_size=1, max_size=4, unique=True)
    return object_of(
        table,
        "ParamsGetLeadChanges",
        {"startPosition": _positions(oldestCreatedAt=realistic.request_times)},
        {
            "activityFilter": _type_filters(table, "excludeTypes"),
            "activityNameFilter": listed("stringItem", shown),
            "batchSize": st.integers(1, limits.CHANGES_PER_PAGE),
            "leadSelector": selectors(table),
        },
    )


REQUESTS: Mapping[str, Builder] = {
    "getLeadActivity": _get_lead_activity,
    "getLeadChanges": _get_lead_changes,
}
