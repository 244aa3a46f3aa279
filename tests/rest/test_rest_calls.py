"""One call: success, tokens, repeating, and what is said when it fails."""

from __future__ import annotations

import threading
import time
from decimal import Decimal
from typing import Any

import pytest
from support.rest_stub import (
    BASE,
    CLIENT_SECRET,
    TOKEN,
    Clock,
    Step,
    Stub,
    answer,
    client,
    ok,
    refused,
)

from mktows.errors import (
    ConnectionFailed,
    IncompleteReply,
    MktowsError,
    ReplyTooLarge,
    RequestTimeout,
    TransportError,
)
from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.facts.rest_errors import CODES
from mktows.rest import (
    AccessError,
    AuthenticationError,
    BadAnswerError,
    InvalidError,
    LimitError,
    NotFoundError,
    OutcomeUnknown,
    QuotaError,
    RestError,
    UnavailableError,
)
from mktows.rest.errors import CLASSES
from mktows.rest.repeating import is_harmless
from mktows.transport import HttpResponse

HTML = HttpResponse(200, {"content-type": "text/html"}, b"<html>planted")
BAD_GATEWAY = HttpResponse(502, {"content-type": "text/html"}, b"<html>planted")
NOT_SENT = ConnectionFailed("x", sent=False)
LOST: tuple[Step, ...] = (
    RequestTimeout("x"),
    ConnectionFailed("x"),
    IncompleteReply("x"),
    HTML,
    BAD_GATEWAY,
    HttpResponse(200, {}, b'{"requestId": "1", "succ'),
    refused(500),
    refused(502),
    refused(604),
    refused(611),
)


# Tokens


def test_one_token_serves_many_calls_and_stands_in_the_header_alone() -> None:
    stub = Stub()
    rest = client(stub)
    for _ in range(3):
        rest.get_activity_types()
    assert len(stub.identities) == 1
    for request in stub.requests:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}-1"
        assert TOKEN not in request.url
        assert TOKEN.encode() not in request.body


def test_the_client_secret_stands_in_no_address() -> None:
    stub = Stub()
    client(stub).identity()
    (request,) = stub.identities
    assert (request.method, request.url) == ("POST", f"{BASE}/identity/oauth/token")
    assert CLIENT_SECRET.encode() in request.body


def test_a_token_is_renewed_a_minute_before_its_end() -> None:
    stub, clock = Stub(expires_in=3600), Clock()
    rest = client(stub, clock)
    rest.get_activity_types()
    clock.now += 3539
    rest.get_activity_types()
    assert len(stub.identities) == 1
    clock.now += 2
    rest.get_activity_types()
    assert len(stub.identities) == 2


@pytest.mark.parametrize("code", [601, 602])
def test_a_token_that_is_refused_is_renewed_once(code: int) -> None:
    stub = Stub(refused(code), ok({"id": 1}))
    rest = client(stub)
    # Nothing was carried out, so what must not be done twice is repeated too.
    rest.trigger_campaign(1, [1])
    assert [each.headers["Authorization"][-1] for each in stub.requests] == ["1", "2"]
    stub.script = [refused(code)]
    stub.requests.clear()
    with pytest.raises(AuthenticationError) as caught:
        rest.trigger_campaign(1, [1])
    assert caught.value.code == code
    assert len(stub.requests) == 2


def test_many_threads_that_meet_one_expiry_renew_once() -> None:
    together = threading.Barrier(8)
    stub = Stub()

    def slow_token(_: object) -> HttpResponse:
        time.sleep(0.1)
        return answer(stub.token())

    stub.identity = [slow_token]
    rest = client(stub)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            together.wait()
            rest.get_activity_types()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not failures
    assert len(stub.identities) == 1


def test_no_token_is_shown_by_a_repr() -> None:
    stub = Stub()
    rest = client(stub)
    token = rest._caller.tokens.current(rest._caller.deadline(rest._options, 30))
    assert TOKEN in token.text.reveal()
    assert TOKEN not in repr(token)
    assert CLIENT_SECRET not in repr(rest)


@pytest.mark.parametrize(
    "document",
    [
        {"access_token": "a\r\nb", "expires_in": 1},
        {"access_token": 7, "expires_in": 1},
        {"access_token": ""},
        {},
        [],
    ],
)
def test_an_answer_without_a_usable_token_is_a_bad_one(document: Any) -> None:
    stub = Stub()
    stub.identity = [answer(document)] * 9
    with pytest.raises(BadAnswerError):
        client(stub).identity()


@pytest.mark.parametrize("expires_in", ["3600", 3600.0, None, True, "x", -5])
def test_the_life_of_a_token_may_be_spelt_in_many_ways(expires_in: object) -> None:
    stub = Stub(expires_in=expires_in)
    client(stub).get_activity_types()
    assert len(stub.requests) == 1


def test_identity_is_asked_again_while_the_service_is_down() -> None:
    stub = Stub()
    stub.identity = [BAD_GATEWAY, NOT_SENT]
    assert client(stub).identity().scope == "api@example.com"
    assert len(stub.identities) == 3


def test_without_a_token_the_call_itself_was_not_made() -> None:
    stub = Stub()
    stub.identity = [BAD_GATEWAY] * 50
    with pytest.raises(UnavailableError) as caught:
        client(stub).trigger_campaign(1, [1])
    assert caught.value.not_carried_out
    assert not stub.requests


# Repeating

WRITES = {
    "harmless": lambda rest: rest.add_to_list(1, [1]),
    "by action": lambda rest: rest.sync_leads([{"email": "a@x.org"}]),
    "harmful": lambda rest: rest.trigger_campaign(1, [1]),
    "create only": lambda rest: rest.sync_leads([{"email": "a@x.org"}], action="createOnly"),
    "duplicate": lambda rest: rest.sync_leads([{"email": "a"}], action="createDuplicate"),
    "merge": lambda rest: rest.merge_leads(1, [2]),
    "import": lambda rest: rest.import_leads(b"email\r\n"),
}
DONE = ok({"id": 1, "status": "updated", "batchId": 1})


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("step", [refused(606), refused(608), refused(615), refused(614)])
@pytest.mark.parametrize("more", [refused(713), NOT_SENT])
def test_what_was_not_carried_out_is_always_repeated(write: str, step: Step, more: Step) -> None:
    stub = Stub(step, more, DONE)
    WRITES[write](client(stub))
    assert len(stub.requests) == 3


@pytest.mark.parametrize("write", ["harmless", "by action"])
@pytest.mark.parametrize("step", LOST)
def test_what_may_have_been_carried_out_is_repeated_where_it_is_harmless(
    write: str, step: Step
) -> None:
    stub = Stub(step, DONE)
    (outcome,) = WRITES[write](client(stub))
    assert len(stub.requests) == 2
    assert outcome.repeated


@pytest.mark.parametrize("write", ["harmful", "create only", "duplicate", "merge", "import"])
@pytest.mark.parametrize("step", LOST)
def test_what_must_not_be_done_twice_is_unknown(write: str, step: Step) -> None:
    stub = Stub(step, DONE)
    with pytest.raises(OutcomeUnknown) as caught:
        WRITES[write](client(stub))
    assert len(stub.requests) == 1
    assert not caught.value.not_carried_out
    assert isinstance(caught.value.__cause__, RestError)
    if write in ("create only", "duplicate"):
        assert [each.status for each in caught.value.outcomes] == ["unknown"]


@pytest.mark.parametrize("step", LOST)
def test_a_read_is_given_up_after_three_attempts_in_doubt(step: Step) -> None:
    stub = Stub(step)
    with pytest.raises((UnavailableError, BadAnswerError)):
        client(stub).get_activity_types()
    assert len(stub.requests) == 3


def test_a_harmless_write_that_failed_in_doubt_does_not_say_that_nothing_happened() -> None:
    stub = Stub(RequestTimeout("x"), refused(603))
    with pytest.raises(AccessError) as caught:
        client(stub).add_to_list(1, [1])
    assert not caught.value.not_carried_out
    assert [each.status for each in caught.value.outcomes] == ["unknown"]


def test_an_answer_that_is_too_large_is_not_asked_for_again() -> None:
    stub = Stub(ReplyTooLarge("x"))
    with pytest.raises(BadAnswerError):
        client(stub).get_activity_types()
    assert len(stub.requests) == 1


@pytest.mark.parametrize("code", [606, 608, 615])
def test_repeating_ends_at_the_deadline(code: int) -> None:
    stub, clock = Stub(refused(code)), Clock()
    rest = client(stub, clock, deadline=30.0)
    begun = clock.now
    with pytest.raises((LimitError, UnavailableError)) as caught:
        rest.trigger_campaign(1, [1])
    assert caught.value.not_carried_out
    assert 10 < clock.now - begun <= 30
    assert len(stub.requests) > 2


def test_each_attempt_has_the_time_that_is_left_and_no_more_than_its_endpoint() -> None:
    stub, clock = Stub(RequestTimeout("x"), ok()), Clock()
    rest = client(stub, clock).with_options(deadline=40)
    rest.get_activity_types()
    assert [each.seconds for each in stub.requests] == [30.0, 30.0]
    stub.script = [*[refused(608)] * 5, ok()]
    stub.requests.clear()
    rest.get_activity_types()
    assert stub.requests[0].seconds == 30.0
    assert stub.requests[-1].seconds == pytest.approx(40 - sum(clock.waited[-5:]), abs=2)


def test_the_rule_of_repeating_knows_every_endpoint() -> None:
    for endpoint in ENDPOINTS.values():
        if endpoint.repeat == "by action":
            assert is_harmless(endpoint, {})
            assert is_harmless(endpoint, {"action": "updateOnly"})
            assert not is_harmless(endpoint, {"action": "createOnly"})
            assert not is_harmless(endpoint, {"action": "createDuplicate"})
        else:
            harmless = endpoint.repeat == "harmless" or not endpoint.writes
            assert is_harmless(endpoint, None) == harmless


# Limits that the service holds


def test_a_quota_that_is_used_up_fails_all_further_calls_at_once() -> None:
    stub = Stub(refused(607))
    rest = client(stub)
    with pytest.raises(QuotaError) as first:
        rest.get_activity_types()
    with pytest.raises(QuotaError) as later:
        rest.trigger_campaign(1, [1])
    assert len(stub.requests) == 1
    assert first.value.until is not None
    assert first.value.until == later.value.until
    assert f"{later.value.until:%Y-%m-%d}" in str(later.value)
    assert rest.daily_calls().closed


def test_too_many_calls_make_all_callers_wait() -> None:
    stub, clock = Stub(refused(606), ok()), Clock()
    rest = client(stub, clock)
    rest.get_activity_types()
    # Another caller, who has seen no refusal, waits as well.
    stub.script = [refused(606), ok()]
    with pytest.raises(LimitError):
        rest.with_options(deadline=2).get_activity_types()
    begun = clock.now
    rest.get_activity_types()
    assert clock.now > begun


@pytest.mark.parametrize("code", sorted(CODES))
def test_calls_count_as_the_service_counts_them(code: int) -> None:
    stub = Stub(refused(code))
    rest = client(stub).with_options(deadline=0.5)
    with pytest.raises(RestError):
        rest.get_lead_partitions()
    sent = len(stub.requests)
    assert rest.daily_calls().calls == (sent if CODES[code].counted else 0)


# Errors


@pytest.mark.parametrize("code", sorted(CODES))
def test_an_error_has_what_is_known_of_it_and_says_nothing_of_the_data(code: int) -> None:
    stub = Stub(refused(code, "Lead planted@x.org not found"))
    rest = client(stub).with_options(deadline=0.5)
    with pytest.raises(CLASSES[code]) as caught:
        rest.get_lead(7)
    error = caught.value
    assert (error.code, error.endpoint, error.request_id) == (code, "get_lead", "a#2")
    assert error.service_text == "Lead planted@x.org not found"
    assert str(code) in str(error)
    for text in (str(error), repr(error)):
        assert "planted" not in text
        assert "{" not in text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (601, AuthenticationError),
        (603, AccessError),
        (1008, AccessError),
        (606, LimitError),
        (607, QuotaError),
        (1029, LimitError),
        (610, NotFoundError),
        (702, NotFoundError),
        (1004, NotFoundError),
        (1013, NotFoundError),
        (609, InvalidError),
        (1003, InvalidError),
        (608, UnavailableError),
        (611, UnavailableError),
    ],
)
def test_codes_have_classes(code: int, kind: type[RestError]) -> None:
    assert CLASSES[code] is kind


def test_an_unknown_code_is_a_plain_error_that_leaves_the_outcome_open() -> None:
    stub = Stub(refused(4711))
    with pytest.raises(RestError) as caught:
        client(stub).get_activity_types()
    assert type(caught.value) is RestError
    with pytest.raises(OutcomeUnknown):
        client(stub).trigger_campaign(1, [1])


@pytest.mark.parametrize(
    "document",
    [
        {"requestId": "1"},
        {"success": "true"},
        {"success": False},
        {"success": False, "errors": [{"message": "planted"}]},
        {"success": True, "result": {}},
        {"success": True, "nextPageToken": 7},
        {"success": True, "moreResult": "x"},
        [],
        "x",
        None,
    ],
)
def test_what_is_no_answer_is_told(document: Any) -> None:
    with pytest.raises(BadAnswerError):
        client(Stub(answer(document))).get_activity_types()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b'{"success": true, "x": NaN}', b"[" * 100_000]
)
def test_what_is_no_json_is_told(body: bytes) -> None:
    with pytest.raises(BadAnswerError):
        client(Stub(HttpResponse(200, {}, body))).get_activity_types()


def test_success_stands_in_the_body_whatever_the_status() -> None:
    assert client(Stub(answer(ok({"id": 1}), 500))).get_activity_types() == [{"id": 1}]
    with pytest.raises(NotFoundError):
        client(Stub(answer(refused(1004), 200))).get_lead(1)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(413, InvalidError), (414, InvalidError), (302, BadAnswerError), (404, BadAnswerError)],
)
def test_a_status_without_an_answer_tells_what_it_is(status: int, kind: type[RestError]) -> None:
    stub = Stub(HttpResponse(status, {"content-type": "text/html"}, b"<html>planted"))
    with pytest.raises(kind) as caught:
        client(stub).get_activity_types()
    assert str(status) in str(caught.value)
    assert len(stub.requests) == 1


def test_every_error_is_one_of_the_tree() -> None:
    assert issubclass(RestError, MktowsError)
    assert all(issubclass(each, RestError) for each in CLASSES.values())
    assert not issubclass(RestError, TransportError)


def test_numbers_come_without_loss() -> None:
    body = b'{"requestId":"1","success":true,"result":[{"a":28970000.10,"b":9007199254740993}]}'
    (record,) = client(Stub(HttpResponse(200, {}, body))).get_activity_types()
    assert record == {"a": Decimal("28970000.10"), "b": 9007199254740993}
    assert str(record["a"]) == "28970000.10"


def test_both_members_of_a_file_answer_are_read() -> None:
    csv = HttpResponse(200, {"content-type": "text/csv"}, b"email\r\n")
    assert client(Stub(csv)).get_import_failures(7) == b"email\r\n"
    with pytest.raises(NotFoundError):
        client(Stub(refused(1013))).get_import_warnings(7)
