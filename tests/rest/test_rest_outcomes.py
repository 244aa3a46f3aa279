"""Many records: cut into calls, matched by place, and never left without an outcome."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rest_stub import Stub, answer, client, json_of, ok, refused

from mktows.errors import RequestTimeout
from mktows.rest import AccessError, BadAnswerError, OutcomeUnknown
from mktows.rest.outcomes import cut, read_outcomes
from mktows.rest.reading import Answer
from mktows.rest.writing import MOST_BODY
from mktows.transport import HttpRequest, HttpResponse


def echo(request: HttpRequest) -> HttpResponse:
    rows = [{"id": each["n"], "status": "created"} for each in json_of(request)["input"]]
    return answer(ok(*rows))


def test_leads_are_cut_by_count_and_matched_by_place() -> None:
    stub = Stub(echo)
    outcomes = client(stub).sync_leads([{"n": each} for each in range(700)])
    assert [len(json_of(each)["input"]) for each in stub.requests] == [300, 300, 100]
    assert [each.index for each in outcomes] == [*range(700)]
    assert [each.record["id"] for each in outcomes] == [*range(700)]


def test_leads_are_cut_by_size() -> None:
    stub = Stub(echo)
    client(stub).sync_leads([{"n": each, "text": "é" * 100_000} for each in range(9)])
    assert len(stub.requests) == 3
    assert all(len(each.body) <= MOST_BODY for each in stub.requests)


@given(st.lists(st.integers(1, 50), max_size=60), st.integers(51, 120), st.integers(1, 7))
def test_a_cut_loses_nothing_and_no_batch_is_too_large(
    sizes: list[int], room: int, most: int
) -> None:
    batches = [*cut(sizes, lambda each: each, room=room, most=most)]
    assert [each for batch in batches for each in batch] == sizes
    for batch in batches:
        assert 1 <= len(batch) <= most
        assert sum(batch) + len(batch) <= room
    # No two neighbours would have gone into one.
    for one, other in itertools.pairwise(batches):
        assert len(one) == most or sum(one) + len(one) + other[0] + 1 > room


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_more_or_fewer_rows_than_records_are_told(rows: int) -> None:
    stub = Stub(ok(*({"id": 1, "status": "created"} for _ in range(rows))))
    with pytest.raises(BadAnswerError, match=f"sent 2 records and got {rows}") as caught:
        client(stub).sync_leads([{"n": 1}, {"n": 2}])
    assert [each.status for each in caught.value.outcomes] == ["unknown", "unknown"]


@pytest.mark.parametrize(
    "row",
    [
        {"status": "skipped", "reasons": [{"code": "1004", "message": "planted"}]},
        {"status": "skipped", "reason": {"code": "1004", "message": "planted"}},
        {"status": "skipped", "errors": [{"code": "1004", "message": "planted"}]},
        {"status": "skipped", "reasons": [{"code": 1004, "message": "planted"}]},
        {"errors": [{"code": "1004", "message": "planted"}]},
    ],
)
def test_a_reason_is_read_in_each_of_its_spellings(row: dict[str, Any]) -> None:
    (outcome,) = read_outcomes("x", Answer("1", [row]), 1, 5)
    assert (outcome.index, outcome.status) == (5, "skipped")
    assert (outcome.code, outcome.text) == (1004, "planted")
    assert "planted" not in repr(outcome)


@pytest.mark.parametrize("row", [{"status": "created", "reasons": []}, {"status": "x"}])
def test_a_row_without_a_reason_has_none(row: dict[str, Any]) -> None:
    (outcome,) = read_outcomes("x", Answer("1", [row]), 1, 0)
    assert (outcome.status, outcome.code, outcome.text) == (row["status"], None, "")


def test_a_row_that_is_no_object_is_told() -> None:
    with pytest.raises(BadAnswerError):
        read_outcomes("x", Answer("1", [1]), 1, 0)


def test_when_a_call_fails_each_record_has_an_outcome() -> None:
    stub = Stub(echo, RequestTimeout("x"))
    with pytest.raises(OutcomeUnknown) as caught:
        client(stub).sync_leads([{"n": each} for each in range(700)], action="createOnly")
    statuses = [each.status for each in caught.value.outcomes]
    assert statuses == ["created"] * 300 + ["unknown"] * 300 + ["not sent"] * 100
    assert [each.index for each in caught.value.outcomes] == [*range(700)]


def test_a_call_that_is_refused_says_that_nothing_was_done() -> None:
    stub = Stub(echo, refused(603))
    with pytest.raises(AccessError) as caught:
        client(stub).sync_leads([{"n": each} for each in range(601)])
    statuses = [each.status for each in caught.value.outcomes]
    assert statuses == ["created"] * 300 + ["not done"] * 300 + ["not sent"]
    assert caught.value.outcomes[300].code == 603


def test_ids_in_a_query_are_cut_too_and_the_longest_fit() -> None:
    def members(request: HttpRequest) -> HttpResponse:
        count = request.url.count("%2C") + 1
        return answer(ok(*({"status": "memberof"} for _ in range(count))))

    stub = Stub(members)
    long_ids = range(2**63 - 700, 2**63)
    outcomes = client(stub).remove_from_list(7, long_ids)
    assert len(outcomes) == 700
    assert len(stub.requests) == 3
    assert all(each.method == "DELETE" for each in stub.requests)
    assert len(client(stub).is_member_of_list(7, [1, 2])) == 2


def test_no_records_are_no_call() -> None:
    stub = Stub()
    assert client(stub).sync_leads([]) == []
    assert not stub.requests
