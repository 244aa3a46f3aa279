"""Every call that the REST client makes is as the vendor describes it, whatever it is given."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rest_calls import CALLS
from support.rest_stub import Stub, answer, client, json_of, ok
from support.vendor_rest import needs_description, validate_call

from mktows.exact_json import read_json
from mktows.facts.rest_endpoints import ENDPOINTS, EXPORT_STATUSES
from mktows.rest import RestClient
from mktows.transport import HttpRequest, HttpResponse

pytestmark = needs_description


def echo(request: HttpRequest) -> HttpResponse:
    """Judge a call, and answer it with as many rows as it has records."""
    validate_call(request)
    count = 1
    if request.headers.get("Content-Type") == "application/json":
        given_records = json_of(request).get("input")
        count = len(given_records) if isinstance(given_records, list) else 1
    elif "leads" in request.url and "id=" in request.url:
        count = request.url.count("%2C") + 1
    rows = [{"batchId": 1, "status": "created"} for _ in range(count)]
    return answer(ok(*rows, nextPageToken="t", moreResult=False))


def judged() -> RestClient:
    return client(Stub(echo))


def sent_by(act: Callable[[RestClient], Any]) -> None:
    act(judged())


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_call_with_all_of_its_arguments_is_as_described(name: str) -> None:
    for act in CALLS[name]:
        sent_by(act)


def test_the_call_for_a_token_is_as_described() -> None:
    stub = Stub()
    client(stub).identity()
    validate_call(stub.identities[0])


# Values of the kinds that the methods' arguments have.

NAMES = st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1).filter(
    lambda text: bool(text.strip()) and text not in (".", "..")
)
IDS = st.integers(0, 2**31 - 1)
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
NUMBERS = (
    st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(st.characters(codec="utf-8")) | TIMES
FIELDS = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=12)
# What the description itself gives a type to.
TYPED = {
    "id",
    "status",
    "reason",
    "seq",
    "reasons",
    "email",
    "company",
    "marketoGUID",
    "membership",
}
RECORDS = st.dictionaries(FIELDS.filter(lambda name: name not in TYPED), SCALARS, max_size=4)
MANY = st.lists(RECORDS, min_size=1, max_size=5)
ID_LISTS = st.lists(IDS, min_size=1, max_size=10)
NAME_LISTS = st.lists(NAMES, min_size=1, max_size=5)
VALUES = st.lists(NAMES | IDS, min_size=1, max_size=300)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "filter_values": VALUES,
    "batch_size": st.integers(1, 300),
    "max_return": st.integers(1, 200),
    "folder_type": st.sampled_from(["Folder", "Program"]),
    "state": st.sampled_from(["draft", "approved", "approvedWithDraft"]),
    "activity_type_ids": ID_LISTS,
    "lead_ids": ID_LISTS,
    "loser_ids": ID_LISTS,
    "asset_ids": ID_LISTS,
    "ids": ID_LISTS,
    "names": NAME_LISTS,
    "program_names": NAME_LISTS,
    "workspace_names": NAME_LISTS,
    "fields": NAME_LISTS,
    "keys": MANY,
    "records": MANY,
    "tokens": st.dictionaries(NAMES, NAMES, max_size=3),
    "costs": st.lists(
        st.fixed_dictionaries({"startDate": st.just("2026-01-01"), "cost": IDS}), max_size=2
    ),
    "tags": st.lists(st.fixed_dictionaries({"tagType": NAMES, "tagValue": NAMES}), max_size=2),
    "folder": st.fixed_dictionaries({"id": IDS, "type": st.just("Folder")}),
    "content": st.binary(max_size=100),
    "format": st.sampled_from(["csv", "tsv", "ssv"]),
}
BY_KIND = {"str": NAMES, "int": IDS, "bool": st.booleans(), "Time": TIMES}
# What stands where one of few words must, or an object with members of its own.
OWN: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    **{
        (f"create_{kind}_export", name): strategy
        for kind in ("lead", "activity")
        for name, strategy in {
            "filter": st.fixed_dictionaries(
                {"createdAt": st.fixed_dictionaries({"startAt": st.just("2026-03-01T00:00:00Z")})}
            ),
            "format": st.sampled_from(["CSV", "TSV", "SSV"]),
            "column_names": st.dictionaries(NAMES, NAMES, min_size=1, max_size=2),
        }.items()
    },
    **{
        (f"get_{kind}_exports", "statuses"): st.lists(st.sampled_from(EXPORT_STATUSES), min_size=1)
        for kind in ("lead", "activity")
    },
    ("get_programs", "filter_type"): st.sampled_from(["id", "programId", "folderId", "workspace"]),
    ("add_token", "type"): st.sampled_from(["date", "number", "rich text", "score", "text"]),
    ("get_smart_campaigns", "folder"): NAMES,
    ("get_static_lists", "folder"): NAMES,
    ("create_lead_fields", "fields"): st.lists(
        st.fixed_dictionaries(
            {"displayName": NAMES, "name": NAMES, "dataType": st.sampled_from(["string", "float"])}
        ),
        min_size=1,
        max_size=3,
    ),
    ("add_custom_object_fields", "fields"): st.lists(
        st.fixed_dictionaries({"displayName": NAMES, "name": NAMES, "dataType": NAMES}),
        min_size=1,
        max_size=3,
    ),
    ("update_custom_object_field", "changes"): st.fixed_dictionaries({"displayName": NAMES}),
    ("submit_form", "fields"): st.builds(
        lambda record, email: {**record, "email": email}, RECORDS, NAMES
    ),
    ("submit_form", "visitor_data"): st.fixed_dictionaries({"pageURL": NAMES}),
    ("add_custom_activities", "activities"): st.lists(
        st.fixed_dictionaries(
            {
                "leadId": IDS,
                "activityDate": TIMES,
                "activityTypeId": IDS,
                "primaryAttributeValue": NAMES,
                "attributes": st.lists(
                    st.fixed_dictionaries({"apiName": NAMES, "value": NAMES}), max_size=2
                ),
            }
        ),
        min_size=1,
        max_size=3,
    ),
}
ATTRIBUTE = st.fixed_dictionaries(
    {"apiName": NAMES, "name": NAMES, "dataType": st.sampled_from(["string", "datetime"])}
)
ACTIONS = st.sampled_from(["createOrUpdate", "createOnly", "updateOnly"])


def strategy_of(method: str, name: str, kind: str) -> st.SearchStrategy[Any]:
    """Values for an argument: by its own rule, its name, or its type."""
    if (method, name) in OWN:
        return OWN[method, name]
    if name == "primary_attribute":
        return ATTRIBUTE
    if name == "attributes":
        return st.lists(ATTRIBUTE, min_size=1, max_size=2)
    if name == "action":
        return ACTIONS
    if name in ("dedupe_by", "delete_by"):
        return st.just("dedupeFields")
    if name == "lookup_field":
        return NAMES.filter(lambda text: text != "id")
    if name in BY_NAME:
        return BY_NAME[name]
    return BY_KIND[kind]


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A method with arguments."""
    method = draw(st.sampled_from(sorted(CALLS)))
    arguments: dict[str, Any] = {}
    for name, each in inspect.signature(getattr(RestClient, method)).parameters.items():
        if name == "self":
            continue
        optional = each.default is not each.empty
        kind = str(each.annotation).removesuffix(" | None")
        if not optional or draw(st.booleans()):
            arguments[name] = draw(strategy_of(method, name, kind))
    with_keys = "keys" in arguments
    if "filter_type" in arguments or "filter_values" in arguments or with_keys:
        if with_keys:
            arguments.pop("filter_type", None)
            arguments.pop("filter_values", None)
        else:
            arguments.setdefault("filter_type", "id")
            arguments.setdefault("filter_values", ["1"])
    elif any(each.name == "filterType" and each.required for each in ENDPOINTS[method].query):
        arguments |= {"filter_type": "id", "filter_values": ["1"]}
    if ENDPOINTS[method].body == "form" and method.startswith("update"):
        arguments["name"] = draw(NAMES)
    return method, arguments


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(calls())
def test_every_call_that_can_be_made_is_as_described(call: tuple[str, dict[str, Any]]) -> None:
    method, arguments = call
    getattr(judged(), method)(**arguments)


@given(RECORDS)
def test_numbers_arrive_as_they_were_given(record: dict[str, Any]) -> None:
    stub = Stub(ok({"id": 1, "status": "created"}))
    client(stub).sync_leads([record])
    (sent,) = read_json(stub.requests[0].body)["input"]
    for name, value in record.items():
        if isinstance(value, int | Decimal):
            assert sent[name] == value
        elif isinstance(value, float):
            assert float(sent[name]) == value
