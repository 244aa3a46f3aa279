"""marketo, the library that Python programs of the service's time used, calls the sandbox."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from mktows_bindings.v3_1 import ActivityRecord
from support.programs import needs_marketo, run_marketo
from support.served_demo import ServedDemo

from mktows import lead_mappings
from mktows.contract import KNOWN_VERSIONS
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

pytestmark = needs_marketo


def as_read(activity: ActivityRecord) -> dict[str, Any]:
    """An activity as the library hands it out."""
    assert activity.activity_attributes is not None
    return {
        "id": str(activity.id),
        "type": activity.activity_type,
        "timestamp": activity.activity_date_time.to_datetime().isoformat(),
        "attributes": {
            each.attr_name: each.attr_value or None
            for each in activity.activity_attributes.attribute
        },
    }


# Programs named 2_0 in their endpoint, and versions between those that are known.
@pytest.mark.parametrize("version", [*KNOWN_VERSIONS, "2_0", "2_9"])
def test_every_function_returns_what_the_world_holds(
    version: str, served: ServedDemo, findings: Callable[[], list[str]]
) -> None:
    answers = run_marketo(served.endpoint(version), SAMPLE_USER_ID, SAMPLE_KEY)
    jane, joan, found = answers["leads"]
    default = {"Website": "example.com", "LeadScore": 7}
    assert jane == {
        "id": "1090243",
        "email": "new@example.com",
        "attributes": {"FirstName": "Jane", **default},
    }
    assert joan == found == {**jane, "attributes": {"FirstName": "Joan", **default}}
    (lead,) = lead_mappings(served.client().get_lead(id=1090243))
    assert (lead["Email"], lead["FirstName"]) == ("new@example.com", "Joan")

    page = served.client().get_lead_activity(email="rufus@marketo.com")
    assert page.activity_record_list is not None
    written = page.activity_record_list.activity_record
    assert len(written) == page.return_count == 12
    assert answers["activities"] == [as_read(each) for each in written]

    assert answers["requested"] is True
    activities = served.client().get_lead_activity(id=1090243).activity_record_list
    assert activities is not None
    assert [(each.activity_type, each.mktg_asset_name) for each in activities.activity_record] == [
        ("Request Campaign", "Requestable Campaign"),
        ("Change Data Value", "First Name"),
        ("New Lead", ""),
    ]

    nobody = "No lead found with EMAIL = nobody@example.com (20103)"
    assert [re.findall("<message>(.*)</message>", text) for text in answers["refused"]] == [
        [nobody],
        [nobody],
        ["No campaign found with ID = 1 (20113)"],
        ["syncLead operation failed: unknown fields for import: pants (20105)"],
    ]
    assert [each for each in findings() if f"version {version} is answered" not in each] == []
