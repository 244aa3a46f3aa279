"""Answers that are odd, but possible: what was done is never told as not done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.rest_stub import Stub, client, ok

from mktows.rest import BadAnswerError, LimitError, OutcomeUnknown, RestClient
from mktows.rest.errors import NotFoundError
from mktows.transport import HttpResponse

DONE = {"requestId": "a#1", "success": True}


@pytest.mark.parametrize(
    ("write", "error"),
    [
        (lambda rest: rest.import_leads(b"email\n"), OutcomeUnknown),
        (lambda rest: rest.schedule_campaign(7), OutcomeUnknown),
        (lambda rest: rest.update_program(7, costs=[{"startDate": "2026-01-01"}]), OutcomeUnknown),
        (lambda rest: rest.sync_leads([{}], action="createDuplicate"), OutcomeUnknown),
        (lambda rest: rest.sync_leads([{}]), BadAnswerError),
    ],
)
@pytest.mark.parametrize("result", [{}, {"result": None}, {"result": []}])
def test_a_write_that_succeeded_without_a_record_may_have_been_done(
    write: Callable[[RestClient], Any], error: type[Exception], result: dict[str, Any]
) -> None:
    stub = Stub(DONE | result)
    with pytest.raises(error) as caught:
        write(client(stub))
    assert not caught.value.not_carried_out  # type: ignore[attr-defined]  # it is one of ours
    assert len(stub.requests) == 1


def test_a_search_without_a_record_has_found_nothing() -> None:
    with pytest.raises(NotFoundError):
        client(Stub(DONE)).get_campaign(7)


def test_rows_in_another_order_are_told_by_their_numbers() -> None:
    rows = [{"seq": 1, "status": "updated"}, {"seq": 0, "status": "created"}]
    told = client(Stub(ok(*rows))).sync_custom_objects("x_c", [{}, {}])
    assert [each.status for each in told] == ["created", "updated"]


def test_rows_in_another_order_are_told_by_the_ids_of_leads() -> None:
    rows = [{"id": 8, "status": "skipped"}, {"id": "7", "status": "added"}]
    told = client(Stub(ok(*rows))).add_to_list(1, [7, 8])
    assert [each.status for each in told] == ["added", "skipped"]
    told = client(Stub(ok(*rows))).remove_from_list(1, [7, 8])
    assert [each.status for each in told] == ["added", "skipped"]


@pytest.mark.parametrize(
    "rows",
    [
        [{"id": 7, "status": "added"}, {"id": 9, "status": "added"}],
        [{"id": 8, "status": "added"}, {"status": "skipped"}],
        [{"seq": 0, "status": "added"}, {"seq": 0, "status": "added"}],
    ],
)
def test_rows_that_belong_to_others_are_no_answer(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(BadAnswerError, match="other records") as caught:
        client(Stub(ok(*rows))).add_to_list(1, [7, 8])
    assert [each.status for each in caught.value.outcomes] == ["unknown", "unknown"]


def test_a_page_that_says_too_many_calls_is_waited_for() -> None:
    page = HttpResponse(429, {"content-type": "text/html"}, b"<html>Slow down</html>")
    stub = Stub(page, ok({"id": 7}))
    client(stub).schedule_campaign(7)
    assert len(stub.requests) == 2
    with pytest.raises(LimitError, match="429"):
        client(Stub(page)).schedule_campaign(7)


def test_an_endless_request_id_is_cut() -> None:
    told = client(Stub(ok(requestId="x" * 5000))).get_leads("id", [1])
    assert len(told.request_id) <= 128
