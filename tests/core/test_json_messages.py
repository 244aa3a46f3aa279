"""JSON to messages and back: all types of all versions, and every way to get it wrong."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.exact import exact

from mktows import RequestError
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.json_messages import from_dict, from_json, parse, to_dict, to_json
from mktows.testing.any_values import values_of

LATEST = contract("2_7")
CONCRETE = [
    (version, name)
    for version in KNOWN_VERSIONS
    for name, item in contract(version).types.items()
    if not item.abstract
]


def through_text(value: object) -> object:
    return parse(json.dumps(value).encode(), "x")


@pytest.mark.slow
@pytest.mark.parametrize(("version", "type_name"), CONCRETE)
@settings(max_examples=5)
@given(data=st.data())
def test_every_type_goes_both_ways(version: str, type_name: str, data: st.DataObject) -> None:
    table = contract(version)
    value = data.draw(values_of(type_name, version=version))
    shown = to_json(table, value, type_name)
    back = from_json(table, type_name, through_text(shown))
    assert exact(back) == exact(value)
    # The public form needs no version: the class tells it.
    assert to_dict(value) == to_json(table, value)
    assert exact(from_dict(type(value), json.loads(json.dumps(to_dict(value))))) == exact(value)
    assert to_json(table, back, type_name) == shown


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_a_selector_names_its_type(version: str) -> None:
    table = contract(version)
    given = {
        "leadSelector": {
            "@type": "LeadKeySelector",
            "keyType": "EMAIL",
            "keyValues": {"stringItem": ["a@b.c"]},
        }
    }
    params = from_json(table, "ParamsGetMultipleLeads", given)
    assert type(params.lead_selector).__name__ == "LeadKeySelector"
    assert to_json(table, params)["leadSelector"] == given["leadSelector"]


def test_what_is_no_record_has_no_json_form() -> None:
    for value in (7, LATEST.bindings.LeadKeyRef.EMAIL, {"a": 1}):
        with pytest.raises(RequestError, match="no record of the bindings"):
            to_dict(value)
    with pytest.raises(RequestError, match="a str is no record"):
        from_dict(str, {})
    with pytest.raises(RequestError, match="did you mean leadKey"):
        from_dict(LATEST.bindings.ParamsGetLead, {"leadkey": {}})


def test_a_declared_type_may_be_named_too() -> None:
    given = {"@type": "LeadKey", "keyType": "EMAIL", "keyValue": "a@b.c"}
    assert to_json(LATEST, from_json(LATEST, "LeadKey", given), "LeadKey") == {
        "keyType": "EMAIL",
        "keyValue": "a@b.c",
    }


@pytest.mark.parametrize("one", ["a", ["a"]])
def test_one_item_is_a_list_of_one(one: object) -> None:
    assert from_json(LATEST, "ArrayOfString", {"stringItem": one}).string_item == ["a"]


def test_what_is_null_or_left_out_is_unset() -> None:
    empty = from_json(LATEST, "ParamsGetMultipleLeads", {})
    nulls = dict.fromkeys(to_json(LATEST, empty))
    assert from_json(LATEST, "ParamsGetMultipleLeads", nulls) == empty
    assert from_json(LATEST, "ArrayOfString", {"stringItem": None}).string_item == []


def test_an_empty_text_is_not_null() -> None:
    attribute = from_json(LATEST, "Attribute", {"attrName": "City", "attrValue": ""})
    assert attribute.attr_value == ""
    assert to_json(LATEST, attribute) == {"attrName": "City", "attrType": None, "attrValue": ""}


@pytest.mark.parametrize("value", ["x", "1", True, 1, 10**30])
def test_a_simple_value_of_any_type_keeps_its_own(value: object) -> None:
    criterion = {"attrName": "a", "comparison": "EQ", "attrValue": value}
    back = from_json(LATEST, "MObjCriteria", through_text(criterion))
    assert exact(back.attr_value) == exact(value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2013-08-01T18:22:30-07:00", "2013-08-01T18:22:30-07:00"),
        ("2013-08-01T18:22:30Z", "2013-08-01T18:22:30+00:00"),
        ("2013-08-01T18:22:30", "2013-08-01T18:22:30"),
        ("2013-08-01T18:22:30.5+05:30", "2013-08-01T18:22:30.500+05:30"),
    ],
)
def test_a_moment_is_text(text: str, shown: str) -> None:
    given = from_json(LATEST, "StreamPosition", {"latestCreatedAt": text})
    assert to_json(LATEST, given)["latestCreatedAt"] == shown


REFUSED = [
    ("ParamsGetLead", {"leadkey": {}}, "leadkey: ParamsGetLead has no such element; did you mean "
     "leadKey?"),
    ("ParamsGetLead", {"lead_key": {}}, "lead_key: ParamsGetLead has no such element; did you mean "
     "leadKey?"),
    ("ParamsGetLead", {"zzz": 1}, "zzz: ParamsGetLead has no such element"),
    ("ParamsGetLead", {"leadKey": {"keyTyp": 1}}, "leadKey.keyTyp: LeadKey has no such element; "
     "did you mean keyType?"),
    ("ParamsGetLead", {"a\nb": 1}, "'a\\nb': ParamsGetLead has no such element"),
    # A name is shown as it is up to 80 characters; no more of a longer one.
    ("ParamsGetLead", {"z" * 80: 1}, f"{'z' * 80}: ParamsGetLead has no such element"),
    ("ParamsGetLead", {"z" * 81: 1}, f"'{'z' * 80}': ParamsGetLead has no such element"),
    # All values of an enumeration are named where there are 12 at most.
    ("ActivityTypeFilter", {"includeTypes": {"activityType": ["zzz"]}},
     "includeTypes.activityType[0]: not a ActivityType"),
    ("LeadRecord", {"Id": "+7"}, "Id: expected an integer, got text: write it without quotes"),
    ("LeadRecord", {"Id": False}, "Id: expected an integer, got false"),
    ("ParamsGetLead", [], "expected an object, a ParamsGetLead, got a list"),
    ("ParamsGetLead", None, "expected an object, a ParamsGetLead, got null"),
    ("ParamsGetLead", {"leadKey": "x"}, "leadKey: expected an object, a LeadKey, got text"),
    ("ParamsGetLead", {"leadKey": [{}]}, "leadKey: expected an object, a LeadKey, got a list"),
    ("LeadKey", {"keyType": "EMAL"}, "keyType: not a LeadKeyRef; did you mean EMAIL?"),
    ("LeadKey", {"keyType": 3}, "keyType: not a LeadKeyRef: one of IDNUM, COOKIE, EMAIL, "
     "LEADOWNEREMAIL, SFDCACCOUNTID, SFDCCONTACTID, SFDCLEADID, SFDCLEADOWNERID, SFDCOPPTYID"),
    ("LeadKey", {"keyValue": 5}, "keyValue: expected text, got an integer"),
    ("LeadKey", {"keyValue": True}, "keyValue: expected text, got true"),
    ("LeadKey", {"keyValue": 1.5}, "keyValue: expected text, got a number with a fraction"),
    ("LeadRecord", {"Id": "7"}, "Id: expected an integer, got text: write it without quotes"),
    ("LeadRecord", {"Id": "x"}, "Id: expected an integer, got text"),
    ("LeadRecord", {"Id": True}, "Id: expected an integer, got true"),
    ("LeadRecord", {"Id": 7.0}, "Id: expected an integer, got a number with a fraction"),
    ("LeadRecord", {"Id": 1e3}, "Id: expected an integer, got a number with a fraction"),
    ("ParamsSyncLead", {"returnLead": "true"}, "returnLead: expected true or false, got text"),
    ("ParamsSyncLead", {"returnLead": 1}, "returnLead: expected true or false, got an integer"),
    ("MObjCriteria", {"attrValue": 0.1}, "attrValue: expected text, got a number with a fraction"),
    ("MObjCriteria", {"attrValue": {}}, "attrValue: expected text, got an object"),
    ("ArrayOfString", {"stringItem": ["a", None]}, "stringItem[1]: null in a list: leave it out"),
    ("ArrayOfString", {"stringItem": [["a"]]}, "stringItem[0]: expected text, got a list"),
    (
        "ParamsSyncMultipleLeads",
        {"leadRecordList": {"leadRecord": [{}, {"id": 1}]}},
        "leadRecordList.leadRecord[1].id: LeadRecord has no such element; did you mean Id?",
    ),
    ("ParamsGetMultipleLeads", {"leadSelector": {}}, 'leadSelector: name the type under "@type": '
     "one of LastUpdateAtSelector, StaticListSelector, LeadKeySelector"),
    ("ParamsGetMultipleLeads", {"leadSelector": {"@type": "LeadSelector"}}, "leadSelector.@type: "
     "must be one of LastUpdateAtSelector, StaticListSelector, LeadKeySelector"),
    ("ParamsGetLead", {"leadKey": {"@type": "X"}}, "leadKey.@type: must be one of LeadKey"),
    ("ParamsGetLead", {"leadKey": {"@type": []}}, "leadKey.@type: must be one of LeadKey"),
    *(
        (
            "StreamPosition",
            {"latestCreatedAt": text},
            "latestCreatedAt: expected a date and time such as 2013-08-01T18:22:30-07:00",
        )
        for text in ("2013-08-01", "2013-02-30T00:00:00Z", "2013-08-01 18:22:30", "", " ",
                     "2013-08-01T18:22:30+15:00", "\uff12013-08-01T18:22:30Z", "now")
    ),
]  # fmt: skip


@pytest.mark.parametrize(("type_name", "value", "message"), REFUSED)
def test_what_is_not_of_the_contract_is_refused_with_its_path(
    type_name: str, value: object, message: str
) -> None:
    with pytest.raises(RequestError) as caught:
        from_json(LATEST, type_name, through_text(value))
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["a", "====", "Zm9v\n", "Zm9vé", "Zm9"])
def test_base64_is_read_strictly(text: str) -> None:
    (name, field) = next(
        (item.name, field)
        for item in LATEST.types.values()
        for field in item.fields
        if field.type_name == "base64Binary"
    )
    with pytest.raises(RequestError, match="expected base64 text"):
        from_json(LATEST, name, {field.element: text})
    good = from_json(LATEST, name, {field.element: "Zm9v"})
    assert getattr(good, field.attribute) == [b"foo"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": {"b": 1, "b": 2}}', "r.json: the member 'b' stands twice in one object"),
        (b"NaN", "r.json: NaN is not JSON"),
        (b'{"a": -Infinity}', "r.json: -Infinity is not JSON"),
        (b"[" * 200_000, "r.json: nested too deeply"),
        (b'{"a":' * 200_000, "r.json: nested too deeply"),
        (b"1" * 5_000, "r.json: a number has too many digits"),
        (b'{\n"a": "\xe9"}', "r.json:2: not UTF-8"),
        (b"\xff\xfe{\0}\0", "r.json:1: not UTF-8"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse(data, "r.json")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "place"), [(b"", "1:1"), (b'{\n "a": }', "2:7"), (b"{} {}", "1:4")]
)
def test_a_mistake_of_syntax_is_told_with_its_place(data: bytes, place: str) -> None:
    # What follows are Python's words, which differ between its versions.
    with pytest.raises(RequestError, match=rf"\Ar\.json:{place}: not JSON: .+\Z"):
        parse(data, "r.json")


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse(b'\xef\xbb\xbf{"a": "\xc3\xa9"}', "r.json") == {"a": "é"}


_json: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["leadKey", "keyType", "keyValue", "@type"]) | st.text(), inner
        )
    ),
    max_leaves=8,
)


@given(_json)
def test_any_json_is_built_or_refused(value: object) -> None:
    try:
        params = from_json(LATEST, "ParamsGetLead", parse(json.dumps(value).encode(), "x"))
    except RequestError:
        return
    assert type(params).__name__ == "ParamsGetLead"


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(RequestError):
        parse(data, "x")
