"""Records of replies as plain mappings, and those mappings in requests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xsdata.models.datatype import XmlDateTime

from mktows import (
    ProtocolError,
    RequestError,
    activity_mapping,
    custom_object_mapping,
    lead_mappings,
    mobject_mapping,
)
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.mappings import python_moment
from mktows.values import CUSTOM_OBJECT_MEMBERS, MOBJECT_MEMBERS, Records

B: Any = contract("2_7").bindings
RECORDS = Records(contract("2_7"))
TEXTS = st.text(max_size=5)
PAIRS = st.dictionaries(TEXTS, TEXTS, max_size=3)
KEYS = st.none() | st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=1)
MOBJECTS = st.fixed_dictionaries(
    {
        "type": TEXTS,
        "id": st.none() | st.integers(),
        "externalKey": KEYS,
        "attributes": PAIRS,
        "associations": st.lists(
            st.fixed_dictionaries(
                {"type": TEXTS, "id": st.none() | st.integers(), "externalKey": KEYS}
            ),
            max_size=2,
        ),
        "tags": st.lists(PAIRS, max_size=2),
        "costs": st.lists(PAIRS, max_size=2),
    }
)


@given(MOBJECTS)
def test_an_mobject_comes_back_as_it_went_and_can_go_again(given: dict[str, Any]) -> None:
    record = RECORDS.mobject(given)
    mapping = mobject_mapping(record)
    services_own: dict[str, object] = {
        "createdAt": None,
        "updatedAt": None,
        "tokens": [],
        "others": {},
    }
    assert mapping == {**services_own, **given}
    assert RECORDS.mobject(mapping) == record
    assert {*mapping} == {*MOBJECT_MEMBERS}


@given(keys=PAIRS, attributes=PAIRS)
def test_a_custom_object_comes_back_as_it_went(
    keys: dict[str, str], attributes: dict[str, str]
) -> None:
    given = {"keys": keys, "attributes": attributes}
    record = RECORDS.custom_object(given)
    assert custom_object_mapping(record) == given
    assert RECORDS.custom_object((keys, attributes)) == record
    assert {*given} == {*CUSTOM_OBJECT_MEMBERS}


def test_what_a_program_has_besides_is_read_and_cannot_be_written() -> None:
    details = [
        B.TypeAttrib(
            attr_type=kind,
            attr_list=B.ArrayOfAttrib(attrib=[B.Attrib(name="Name", value="x")]),
        )
        for kind in ("Token", "New", "New")
    ]
    record = B.MObject(
        type_value="Program",
        created_at=XmlDateTime.from_string("2013-08-01T18:22:30.5-07:00"),
        type_attrib_list=B.ArrayOfTypeAttrib(type_attrib=details),
    )
    mapping = mobject_mapping(record)
    assert mapping["tokens"] == [{"Name": "x"}]
    assert mapping["others"] == {"New": [{"Name": "x"}] * 2}
    assert mapping["createdAt"] == datetime(2013, 8, 2, 1, 22, 30, 500_000, tzinfo=UTC)
    with pytest.raises(RequestError, match="tags and costs alone"):
        RECORDS.mobject({**mapping, "tokens": []})
    assert RECORDS.mobject({**mapping, "tokens": [], "others": {}}).created_at is None


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
@pytest.mark.parametrize("kind", ["ActivityRecord", "LeadChangeRecord"])
def test_an_activity_has_every_member_in_every_version(version: str, kind: str) -> None:
    table = contract(version)
    bindings: Any = table.bindings
    fields = table.types[kind].fields
    values: dict[str, Any] = {field.attribute: field.element for field in fields}
    values |= {
        "activity_date_time": XmlDateTime.from_string("2013-08-01T18:22:30Z"),
        "activity_attributes": bindings.ArrayOfAttribute(
            attribute=[bindings.Attribute(attr_name="Lead ID", attr_value="7")]
        ),
    }
    mapping: dict[str, Any] = dict(activity_mapping(getattr(bindings, kind)(**values)))
    assert mapping.pop("attributes") == {"Lead ID": "7"}
    assert mapping.pop("activityDateTime") == datetime(2013, 8, 1, 18, 22, 30, tzinfo=UTC)
    elements = {field.element for field in fields} - {"activityAttributes", "activityDateTime"}
    assert {name: value for name, value in mapping.items() if value is not None} == {
        name: name for name in elements
    }


def test_an_activity_without_anything_is_a_mapping_too() -> None:
    values: dict[str, Any] = {
        field.attribute: None for field in contract("2_7").types["ActivityRecord"].fields
    }
    mapping: dict[str, Any] = dict(activity_mapping(B.ActivityRecord(**values)))
    assert mapping.pop("attributes") == {}
    assert {*mapping.values()} == {None}


def test_a_reply_without_leads_is_an_empty_list() -> None:
    assert lead_mappings(B.ResultGetLead(count=0, lead_record_list=None)) == []


def test_a_moment_keeps_what_it_says() -> None:
    moment = datetime(2013, 8, 1, tzinfo=UTC)
    assert python_moment(None) is None
    assert python_moment(moment) is moment
    assert python_moment(XmlDateTime(2013, 8, 1, 0, 0, 0)) == datetime(2013, 8, 1)
    with pytest.raises(ProtocolError, match="beyond what a datetime holds"):
        python_moment(XmlDateTime(12013, 8, 1, 0, 0, 0))
