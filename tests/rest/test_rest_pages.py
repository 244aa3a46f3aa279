"""Pages: they end, they move, and they say where to go on."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from support.rest_stub import Step, Stub, client, ok, refused

from mktows.rest import AccessError, BadAnswerError, RestError
from mktows.transport import HttpRequest


def page(*ids: int, **members: Any) -> dict[str, Any]:
    return ok(*({"id": each} for each in ids), **members)


def query(request: HttpRequest) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(request.url).query))


def tokens(stub: Stub) -> list[str | None]:
    return [
        dict(parse_qsl(urlsplit(each.url).query)).get("nextPageToken") for each in stub.requests
    ]


def offsets(stub: Stub) -> list[str]:
    return [query(each)["offset"] for each in stub.requests]


def leads(*pages: Step) -> tuple[Stub, Any]:
    stub = Stub(*pages)
    return stub, client(stub).iter_leads("id", [1])


def activities(*pages: Step, position: str = "t0") -> tuple[Stub, Any]:
    stub = Stub(*pages)
    return stub, client(stub).iter_activities([1], position=position)


def ids(records: Any) -> list[int]:
    return [each["id"] for each in records]


def test_pages_go_on_while_more_remains() -> None:
    stub, found = leads(
        page(1, 2, nextPageToken="a", moreResult=True),
        page(3, nextPageToken="b", moreResult=True),
        page(4, moreResult=False),
    )
    assert ids(found) == [1, 2, 3, 4]
    assert tokens(stub) == [None, "a", "b"]
    assert found.pages == 3


def test_a_page_without_token_is_the_last_where_more_is_not_said() -> None:
    stub, found = leads(page(1, nextPageToken="a"), page(2))
    assert ids(found) == [1, 2]
    assert tokens(stub) == [None, "a"]


def test_a_token_beside_no_more_is_not_followed() -> None:
    stub, found = leads(page(1, nextPageToken="a", moreResult=False))
    assert ids(found) == [1]
    assert len(stub.requests) == 1


def test_empty_pages_are_passed_while_more_remains() -> None:
    stub, found = activities(
        page(nextPageToken="a", moreResult=True),
        ok(nextPageToken="b", moreResult=True),
        page(1, nextPageToken="c", moreResult=False),
    )
    assert ids(found) == [1]
    assert tokens(stub) == ["t0", "a", "b"]


@pytest.mark.parametrize(
    "last",
    [
        page(2, moreResult=True),
        page(2, nextPageToken="", moreResult=True),
        page(2, nextPageToken="a", moreResult=True),
    ],
)
def test_a_page_that_leads_nowhere_is_an_error(last: Step) -> None:
    _, found = leads(page(1, nextPageToken="a", moreResult=True), last)
    assert next(found)["id"] == 1
    with pytest.raises(BadAnswerError):
        next(found)
    with pytest.raises(StopIteration):
        next(found)


def test_tokens_that_go_in_a_circle_are_found() -> None:
    stub, found = activities(
        page(nextPageToken="a", moreResult=True),
        page(nextPageToken="b", moreResult=True),
        page(nextPageToken="a", moreResult=True),
        page(moreResult=False),
    )
    with pytest.raises(BadAnswerError, match="before"):
        list(found)
    assert len(stub.requests) == 3


def test_the_last_token_of_activities_is_where_to_go_on_tomorrow() -> None:
    _, found = activities(
        page(1, nextPageToken="a", moreResult=True), page(2, nextPageToken="b", moreResult=False)
    )
    assert list(found)
    assert found.position == "b"
    stub, again = activities(page(3, nextPageToken="c", moreResult=False), position="b")
    assert ids(again) == [3]
    assert tokens(stub) == ["b"]


def test_activities_end_where_nothing_is_said_of_more() -> None:
    stub, found = activities(page(1, nextPageToken="a"), page(nextPageToken="b"))
    assert ids(found) == [1]
    assert len(stub.requests) == 2
    stub, found = activities(page(1, nextPageToken="t0"))
    assert ids(found) == [1]
    assert len(stub.requests) == 1


def test_a_position_in_the_middle_of_a_page_misses_nothing() -> None:
    _, found = leads(page(1, 2, nextPageToken="a", moreResult=True), page(3, 4))
    positions = [(found.position, each["id"]) for each in found]
    assert positions == [(None, 1), (None, 2), ("a", 3), ("a", 4)]
    stub = Stub(page(3, 4))
    assert ids(client(stub).iter_leads("id", [1], position="a")) == [3, 4]
    assert tokens(stub) == ["a"]


def test_after_an_error_the_same_iterator_goes_on() -> None:
    stub, found = leads(page(1, nextPageToken="a", moreResult=True), refused(603), page(2))
    assert next(found)["id"] == 1
    with pytest.raises(AccessError):
        next(found)
    assert ids(found) == [2]
    assert tokens(stub) == [None, "a", "a"]


def test_activities_from_a_moment_on_ask_for_a_token_first() -> None:
    stub = Stub(ok(nextPageToken="t0"), page(1, nextPageToken="a", moreResult=False))
    found = client(stub).iter_activities([1, 2], since="2026-03-01T00:00:00Z")
    assert ids(found) == [1]
    assert [urlsplit(each.url).path for each in stub.requests] == [
        "/rest/v1/activities/pagingtoken.json",
        "/rest/v1/activities.json",
    ]
    with pytest.raises(BadAnswerError, match="token"):
        client(Stub(ok())).get_paging_token("2026-03-01T00:00:00Z")


# Assets


def assets(*pages: Step) -> tuple[Stub, Any]:
    stub = Stub(*pages)
    return stub, client(stub).iter_programs()


def test_assets_end_with_a_page_that_is_short() -> None:
    stub, found = assets(page(*range(200)), page(*range(200, 203)))
    assert ids(found) == [*range(203)]
    assert offsets(stub) == ["0", "200"]
    assert found.position == 203


def test_assets_end_with_a_page_that_is_empty() -> None:
    stub, found = assets(page(*range(200)), {"requestId": "1", "success": True, "warnings": ["x"]})
    assert ids(found) == [*range(200)]
    assert offsets(stub) == ["0", "200"]


@pytest.mark.parametrize(
    "nothing",
    [
        {"requestId": "1", "success": True, "warnings": ["No assets found"], "errors": []},
        {"requestId": "1", "success": True, "result": []},
        {"requestId": "1", "success": True, "result": None},
        refused(702),
    ],
)
def test_no_assets_are_no_error(nothing: Step) -> None:
    stub, found = assets(nothing)
    assert list(found) == []
    assert client(stub).get_programs().result in ((), [])


def test_702_elsewhere_is_not_found() -> None:
    with pytest.raises(RestError):
        client(Stub(refused(702))).get_program(7)
    assert client(Stub(refused(702))).get_program_by_name("x") is None
    assert client(Stub(ok())).get_channel_by_name("x") is None


def test_a_page_that_comes_again_is_an_error() -> None:
    stub, found = assets(page(*range(200)))
    with pytest.raises(BadAnswerError, match="again"):
        list(found)
    assert len(stub.requests) == 2
