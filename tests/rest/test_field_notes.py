"""Cases that users of the REST API met, each as the client meets it."""

from __future__ import annotations

import pytest
from support.rest_stub import Clock, Step, Stub, answer, client, json_of, ok, refused

from mktows.facts.rest_errors import NO_ASSETS
from mktows.rest import AuthenticationError, BadAnswerError, LimitError, QuotaError
from mktows.transport import HttpResponse


@pytest.mark.parametrize("expires_in", [0, 59, 60])
def test_a_token_without_time_left_serves_the_call_at_hand(expires_in: int) -> None:
    stub = Stub(expires_in=expires_in)
    rest = client(stub)
    for count in (1, 2, 3):
        rest.get_activity_types()
        assert (len(stub.identities), len(stub.requests)) == (count, count)


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (answer({"error": "unauthorized", "error_description": "No such client"}, 401), "No such"),
        (answer({"error": "invalid_client"}, 400), "invalid_client"),
        (answer({"error": "invalid_client", "error_description": "No such client"}), "No such"),
        (HttpResponse(401, {"content-type": "text/html"}, b"<html>no"), ""),
        (answer({"error": "x", "error_description": "is planted-client-secret bad?"}, 401), ""),
    ],
)
def test_credentials_that_are_refused_are_told_without_the_secret(
    refusal: HttpResponse, text: str
) -> None:
    stub = Stub()
    stub.identity = [refusal] * 9
    with pytest.raises(AuthenticationError) as caught:
        client(stub).get_activity_types()
    assert text in caught.value.service_text
    assert "planted" not in caught.value.service_text + str(caught.value)
    assert len(stub.identities) == 1  # nothing is gained by asking again
    assert not stub.requests


@pytest.mark.parametrize("code", [601, 602])
def test_both_codes_mean_that_the_token_is_renewed_once(code: int) -> None:
    stub = Stub(refused(code))
    with pytest.raises(AuthenticationError):
        client(stub).get_activity_types()
    assert (len(stub.identities), len(stub.requests)) == (2, 2)


def test_more_may_be_missing_and_the_token_alone_tells() -> None:
    stub = Stub(ok({"id": 1}, nextPageToken="a"), ok({"id": 2}))
    assert len(list(client(stub).iter_campaigns())) == 2
    stub = Stub(ok({"id": 1}, nextPageToken="a", moreResult=False))
    assert len(list(client(stub).iter_campaigns())) == 1
    with pytest.raises(BadAnswerError):
        list(client(Stub(ok(moreResult=True))).iter_campaigns())


def test_assets_have_no_token_and_end_with_a_short_page() -> None:
    stub = Stub(ok(*({"id": each} for each in range(200))), ok({"id": 200}))
    assert len(list(client(stub).iter_channels())) == 201


def test_nothing_found_is_no_error() -> None:
    nothing = {"requestId": "1", "success": True, "errors": [], "warnings": [NO_ASSETS]}
    rest = client(Stub(nothing))
    assert list(rest.iter_programs()) == []
    assert rest.get_program_by_name("x") is None
    assert list(client(Stub(ok())).get_leads("id", [1]).result) == []


def test_a_field_may_lack_its_name_in_one_api() -> None:
    fields = [{"id": 1, "rest": {"name": "a"}}, {"id": 2, "soap": None, "rest": None}]
    assert client(Stub(ok(*fields))).describe_leads() == fields


def test_activities_tell_how_many_calls_they_took_and_where_to_go_on() -> None:
    empty = [ok(nextPageToken=f"t{place}", moreResult=True) for place in range(1, 50)]
    stub = Stub(*empty, ok({"id": 1}, nextPageToken="end", moreResult=False))
    found = client(stub).iter_activities([1], position="t0")
    assert [each["id"] for each in found] == [1]
    assert (found.pages, found.position) == (50, "end")


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Too many jobs (10) in queue", 2),
        ("Export daily quota 500MB exceeded.", 1),
    ],
)
def test_1029_is_repeated_by_its_text(text: str, sent: int) -> None:
    stub = Stub(refused(1029, text), ok({"batchId": 1}))
    rest = client(stub)
    if sent == 1:
        with pytest.raises(LimitError) as caught:
            rest.import_leads(b"email\r\n")
        assert not caught.value.retryable
    else:
        assert rest.import_leads(b"email\r\n")["batchId"] == 1
    assert len(stub.requests) == sent


def test_a_rate_that_was_exceeded_slows_everybody_down() -> None:
    stub, clock = Stub(refused(606), ok()), Clock()
    rest = client(stub, clock)
    rest.get_activity_types()
    assert clock.now - 1000 >= 5
    assert len(stub.requests) == 2


def test_a_cap_of_the_day_is_kept() -> None:
    from support.rest_stub import config

    from mktows.rest import RestClient

    stub = Stub()
    with RestClient(config(daily_calls=2), transport=stub) as rest:
        rest.get_activity_types()
        rest.get_activity_types()
        with pytest.raises(QuotaError):
            rest.get_activity_types()
    assert len(stub.requests) == 2


def test_a_skipped_row_without_a_key_is_known_by_its_place() -> None:
    reason = {"code": "1007", "message": "Multiple lead match lookup criteria"}
    rows = [
        {"id": 1, "status": "updated"},
        {"status": "skipped", "reasons": [reason]},
        {"id": 3, "status": "created"},
    ]
    outcomes = client(Stub(ok(*rows))).sync_leads([{"email": each} for each in "abc"])
    assert [(each.index, each.status, each.code) for each in outcomes] == [
        (0, "updated", None),
        (1, "skipped", 1007),
        (2, "created", None),
    ]


def test_the_lookup_field_is_always_sent() -> None:
    stub = Stub(ok({"id": 1, "status": "created"}))
    client(stub).sync_leads([{"email": "a"}])
    assert json_of(stub.requests[0])["lookupField"] == "email"


def test_opportunities_are_found_by_exact_keys_too() -> None:
    stub = Stub(ok())
    client(stub).get_opportunity_roles(
        keys=[{"externalOpportunityId": "a", "leadId": 1, "role": "b"}]
    )
    assert json_of(stub.requests[0])["filterType"] == "dedupeFields"


def test_an_id_is_sent_as_it_is_and_with_its_lookup_field() -> None:
    stub = Stub(ok({"id": 7, "status": "updated"}))
    record = {"id": 7, "email": "a@x.org"}
    client(stub).sync_leads([record], action="updateOnly", lookup_field="id")
    body = json_of(stub.requests[0])
    assert (body["lookupField"], body["action"], body["input"]) == ("id", "updateOnly", [record])


STEPS: list[Step] = [refused(1004, "planted"), HttpResponse(200, {}, b"planted")]


@pytest.mark.parametrize("step", STEPS)
def test_what_the_service_says_stands_in_no_text_of_an_error(step: Step) -> None:
    with pytest.raises(Exception, match="get_lead") as caught:
        client(Stub(step)).get_lead(1)
    assert "planted" not in str(caught.value)
