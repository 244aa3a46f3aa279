"""Calls as they are written: paths, queries, bodies, and what cannot be sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from support.rest_stub import Stub, client, json_of, ok

from mktows.errors import RequestError
from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.rest import Answer, RestClient, read_time
from mktows.rest.times import time_text
from mktows.rest.writing import MOST_BODY, MOST_URI, json_body, rest_call, write_call
from mktows.transport import HttpRequest


def sent(act: Callable[[RestClient], Any]) -> HttpRequest:
    """The one call that something makes."""
    stub = Stub(ok({"id": 1, "batchId": 1}))
    act(client(stub))
    (request,) = stub.requests
    return request


def query(request: HttpRequest) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(request.url).query))


def test_a_query_has_commas_between_values_and_true_or_false() -> None:
    request = sent(lambda rest: rest.get_campaigns(ids=[1, 2], is_triggerable=True))
    assert query(request) == {"id": "1,2", "isTriggerable": "true"}
    assert request.method == "GET"
    assert not request.body


def test_no_address_has_a_double_slash() -> None:
    for name, endpoint in ENDPOINTS.items():
        if name != "identity" and endpoint.body in ("none", "json"):
            path = {each: 1 if each in endpoint.numbers else "x" for each in endpoint.variables}
            call = rest_call(name, path=path, body={"a": 1} if endpoint.body == "json" else None)
            required = {each.name for each in endpoint.query if each.required}
            if endpoint.body == "json" or not required:
                assert "//" not in write_call(call, "https://x.example").url[8:]


def test_a_name_in_a_path_is_quoted() -> None:
    request = sent(lambda rest: rest.update_program_tag(7, "a/b ü?", "c&d"))
    assert urlsplit(request.url).path.endswith("/program/7/tag/a%2Fb%20%C3%BC%3F.json")
    assert query(request) == {"tagValue": "c&d"}


def test_a_long_query_goes_as_a_form() -> None:
    values = [f"name{place}@a.long.example.com" for place in range(300)]
    request = sent(lambda rest: rest.get_leads("email", values))
    assert request.method == "POST"
    assert urlsplit(request.url).query == "_method=GET"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    form = dict(parse_qsl(request.body.decode()))
    assert form == {"filterType": "email", "filterValues": ",".join(values)}


def test_the_longest_query_that_goes_in_the_address_is_below_the_bound() -> None:
    for count in range(1, 300):
        values = [f"name{place}@a.long.example.com" for place in range(count)]
        request = sent(lambda rest, v=values: rest.get_leads("email", v))  # type: ignore[misc]
        parts = urlsplit(request.url)
        size = len(parts.path) + len(parts.query)
        if request.method == "POST":
            assert size < 100 < count
            return
        assert size <= MOST_URI < 8 * 1024
    pytest.fail("none was long enough")


def test_compound_keys_go_as_json_with_the_method_in_the_address() -> None:
    keys = [{"vin": "1", "owner": 2}]
    request = sent(lambda rest: rest.get_custom_objects("car", keys=keys, fields=["make"]))
    assert (request.method, urlsplit(request.url).query) == ("POST", "_method=GET")
    assert json_of(request) == {"filterType": "dedupeFields", "fields": ["make"], "input": keys}


def test_the_pages_of_compound_keys_send_them_again() -> None:
    stub = Stub(ok({"seq": 0}, nextPageToken="a", moreResult=True), ok({"seq": 1}))
    found = list(client(stub).iter_custom_objects("car", keys=[{"vin": "1"}]))
    assert [each["seq"] for each in found] == [0, 1]
    first, second = map(json_of, stub.requests)
    assert second == {**first, "nextPageToken": "a"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (28970000.0, "28970000.0"),
        (1e22, "10000000000000000000000"),
        (Decimal("0.10"), "0.10"),
        (Decimal("1E+3"), "1000"),
        (2**53 + 1, "9007199254740993"),
        (True, "true"),
        (None, "null"),
        ("é", '"é"'),
        (date(2026, 3, 1), '"2026-03-01"'),
        (datetime(2026, 3, 1, 12, 0, 1, 5, tzinfo=UTC), '"2026-03-01T12:00:01+00:00"'),
        (
            datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=-8))),
            '"2026-03-01T12:00:00-08:00"',
        ),
    ],
)
def test_values_are_written_without_loss(value: object, text: str) -> None:
    assert json_body({"a": [value]}) == f'{{"a":[{text}]}}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("1E999"),
        "\ud800",
        b"x",
        {1: 2},
        object(),
    ],
)
def test_what_json_has_no_form_for_is_refused_and_not_shown(value: object) -> None:
    with pytest.raises(RequestError, match="cannot be sent") as caught:
        json_body({"a": ["planted", value]})
    assert "planted" not in str(caught.value)


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(RequestError, match="offset"):
        json_body({"a": datetime(2026, 3, 1)})


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00Z",
        "2026-03-01T04:00:00-08:00",
        "2026-03-01T12:00:00+0000",
        "2026-03-01T12:00:00Z+0000",
        "2026-03-01T12:00:00.000Z",
    ],
)
def test_all_spellings_of_a_time_are_read_and_one_is_written(text: str) -> None:
    assert read_time(text) == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert read_time(time_text(read_time(text))) == read_time(text)
    assert "Z" not in time_text(read_time(text))


@pytest.mark.parametrize("text", ["", "2026-03-01", "2026-03-01T12:00:00", "x", "Z+0000"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        read_time(text)


REFUSED: dict[str, Callable[[RestClient], Any]] = {
    "a comma in a filter": lambda rest: rest.get_leads("company", ["planted, Inc."]),
    "a comma in a name": lambda rest: rest.get_lists(names=["planted, b"]),
    "an empty value": lambda rest: rest.get_leads("email", ["planted", ""]),
    "no value": lambda rest: rest.get_leads("email", []),
    "a text for a list": lambda rest: rest.get_leads("email", "planted"),
    "301 values": lambda rest: rest.get_leads("id", range(301)),
    "11 types": lambda rest: rest.get_activities("x", range(11)),
    "31 leads": lambda rest: rest.get_activities("x", [1], lead_ids=range(31)),
    "an unknown status": lambda rest: rest.get_lead_exports(statuses=["planted"]),
    "no filter": lambda rest: rest.create_lead_export(["id"], {}),
    "a part that ends first": lambda rest: rest.get_lead_export_file("x", first=5, last=4),
    "26 losers": lambda rest: rest.merge_leads(1, range(2, 28)),
    "101 leads to trigger": lambda rest: rest.trigger_campaign(1, range(101)),
    "no lead to trigger": lambda rest: rest.trigger_campaign(1, []),
    "a page of 301": lambda rest: rest.get_leads("id", [1], batch_size=301),
    "a page of 0": lambda rest: rest.get_leads("id", [1], batch_size=0),
    "an asset page of 201": lambda rest: rest.get_channels(max_return=201),
    "a negative id": lambda rest: rest.get_lead(-1),
    "an id that is true": lambda rest: rest.get_lead(True),
    "an id of text": lambda rest: rest.get_lead("planted"),  # type: ignore[arg-type]
    "an empty name": lambda rest: rest.describe_custom_object(" "),
    "dots": lambda rest: rest.delete_program_tag(1, ".."),
    "half a character": lambda rest: rest.describe_custom_object("planted\ud800"),
    "an unknown folder type": lambda rest: rest.get_folder(1, folder_type="planted"),
    "an unknown action": lambda rest: rest.sync_leads([{}], action="planted"),
    "id to create by": lambda rest: rest.sync_leads([{"id": 1}], lookup_field="id"),
    "idField to create by": lambda rest: rest.sync_companies([{}], dedupe_by="idField"),
    "an unknown way to dedupe": lambda rest: rest.delete_companies([{}], delete_by="planted"),
    "keys and a filter": lambda rest: rest.get_opportunities("a", ["b"], keys=[{"a": 1}]),
    "neither keys nor filter": lambda rest: rest.get_opportunities(),
    "301 keys": lambda rest: rest.get_opportunities(keys=[{"a": 1}] * 301),
    "no beginning": lambda rest: rest.iter_activities([1]),
    "two beginnings": lambda rest: rest.iter_activities([1], since="2026-01-01", position="x"),
    "an unknown endpoint": lambda rest: rest.call("get_all"),
    "identity by hand": lambda rest: rest.call("identity"),
    "an unknown parameter": lambda rest: rest.call("get_channels", query={"other": 1}),
    "an unknown part": lambda rest: rest.call("get_channels", path={"other": 1}),
    "a body too much": lambda rest: rest.call("get_channels", body={}),
    "a form for JSON": lambda rest: rest.call("sync_leads", form={}),
    "an empty form": lambda rest: rest.update_static_list(7),
    "no form": lambda rest: rest.call("create_static_list"),
    "a whole import too large": lambda rest: rest.import_leads(b"x" * 10 * 1024 * 1024),
    "a lead too large": lambda rest: rest.sync_leads([{"a": "planted" * 200_000}]),
    "a second lead too large": lambda rest: rest.sync_leads([{"a": 1}, {"a": "x" * MOST_BODY}]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_sent_is_refused_before_anything_is(name: str) -> None:
    stub = Stub()
    with pytest.raises(RequestError) as caught:
        REFUSED[name](client(stub))
    assert not stub.requests
    assert "planted" not in str(caught.value)


def test_dedupe_and_lookup_are_always_sent() -> None:
    for act, member, value in (
        (lambda rest: rest.sync_leads([{"email": "a"}]), "lookupField", "email"),
        (lambda rest: rest.push_leads([{}], program_name="p"), "lookupField", "email"),
        (lambda rest: rest.sync_companies([{}]), "dedupeBy", "dedupeFields"),
        (lambda rest: rest.sync_custom_objects("car", [{}]), "dedupeBy", "dedupeFields"),
        (lambda rest: rest.delete_opportunities([{}]), "deleteBy", "dedupeFields"),
    ):
        body = json_of(sent(act))
        assert body[member] == value
        assert len(body["input"]) == 1
    assert query(sent(lambda rest: rest.import_leads(b"email\r\n")))["lookupField"] == "email"


def test_an_import_is_one_part_named_file() -> None:
    request = sent(lambda rest: rest.import_leads("email\r\né@x.org\r\n".encode(), list_id=7))
    assert query(request) == {"format": "csv", "lookupField": "email", "listId": "7"}
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert request.body.count(b'name="file"') == 1
    assert "é@x.org".encode() in request.body


def test_objects_in_forms_are_json() -> None:
    request = sent(
        lambda rest: rest.update_program(7, name="a&b", tags=[{"tagType": "t", "tagValue": "v"}])
    )
    form = dict(parse_qsl(request.body.decode()))
    assert form == {"name": "a&b", "tags": '[{"tagType":"t","tagValue":"v"}]'}


def test_no_repr_shows_what_is_sent_or_came() -> None:
    call = rest_call("sync_leads", body={"input": [{"email": "planted"}]}, query={})
    assert "planted" not in repr(call)
    assert "planted" not in repr(write_call(call, "https://x.example"))
    assert "planted" not in repr(Answer("1", [{"email": "planted"}], "planted"))
