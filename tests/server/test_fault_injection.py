"""What a test may have go wrong, in process and over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mktows import (
    NO_RETRY,
    Client,
    ConnectionFailed,
    HttpStatusError,
    IncompleteReply,
    NotFoundFault,
    ProtocolError,
    RequestTimeout,
    ServiceFault,
)
from mktows.config import Config
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer

LEAD = {"Email": "a@example.com"}


@pytest.fixture(params=["in process", "over HTTP"])
def caller(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Client]:
    """A client that never tries twice."""
    if request.param == "in process":
        yield Client(sandbox.config(), transport=sandbox, retry=NO_RETRY)
        return
    config = sandbox.config()
    with ThreadedServer(sandbox) as server:
        served = Config(server.endpoint("2_7"), config.user_id, config.encryption_key)
        with Client(served, retry=NO_RETRY) as client:
            yield client


def arrived(client: Client) -> bool:
    """Whether the lead is there."""
    try:
        client.get_lead(email="a@example.com")
    except NotFoundFault:
        return False
    return True


@pytest.mark.parametrize("code", [20013, 20016, 20023, 20024, 20103, 20110])
def test_no_call_is_carried_out_and_then_refused(sandbox: Sandbox, code: int) -> None:
    """A client may repeat a write that is refused so; the service never wrote before it did."""
    with pytest.raises(ValueError, match=f"refuses with {code} before"):
        sandbox.fail_next("syncLead", code=code, processed=True)


@pytest.mark.parametrize("processed", [False, True])
@pytest.mark.parametrize(
    ("failure", "error"),
    [
        ({"code": 20106}, ServiceFault),
        ({"code": 20011, "message": "no <luck>"}, ServiceFault),
        ({"status": 503}, HttpStatusError),
        ({"status": 500, "body": b"oops"}, HttpStatusError),
        ({"body": b"<html><title>Login</title></html>"}, ProtocolError),
        ({"drop": True}, ConnectionFailed),
    ],
    ids=["code", "message", "status", "status and body", "body", "drop"],
)
def test_a_call_fails_as_asked_with_or_without_effect(
    sandbox: Sandbox, caller: Client, failure: dict[str, object], error: type, processed: bool
) -> None:
    sandbox.fail_next("syncLead", **failure, processed=processed)  # type: ignore[arg-type]
    with pytest.raises(error) as caught:
        caller.sync_lead(LEAD)
    if isinstance(caught.value, ServiceFault) and "message" in failure:
        assert caught.value.service_message == "no <luck> (20011)"
    if isinstance(caught.value, HttpStatusError) and "body" not in failure:
        assert caught.value.excerpt == "503 Service Unavailable"
    assert arrived(caller) is processed
    caller.sync_lead(LEAD)


@pytest.mark.parametrize("failure", [{"cut": True}, {"truncate": True}])
def test_an_answer_that_breaks_off_has_had_its_effect(
    sandbox: Sandbox, caller: Client, failure: dict[str, bool]
) -> None:
    sandbox.fail_next("syncLead", **failure)  # type: ignore[arg-type]
    with pytest.raises(IncompleteReply):
        caller.sync_lead(LEAD)
    assert arrived(caller)


def test_a_fault_breaks_off_as_well(sandbox: Sandbox, caller: Client) -> None:
    sandbox.fail_next(cut=True)
    with pytest.raises(IncompleteReply):
        caller.get_lead(email="a@example.com")


def test_a_delayed_answer_is_a_timeout_whose_call_has_had_its_effect(sandbox: Sandbox) -> None:
    config = sandbox.config()
    with ThreadedServer(sandbox) as server:
        served = Config(
            server.endpoint("2_7"), config.user_id, config.encryption_key, read_timeout=0.3
        )
        with Client(served, retry=NO_RETRY) as client:
            client.list_mobjects()
            sandbox.fail_next("syncLead", delay=60)
            with pytest.raises(RequestTimeout):
                client.sync_lead(LEAD)
            sandbox.clock.now()
            assert arrived(Client(config, transport=sandbox))
        sandbox._closing.set()  # so that nobody waits for the delay to end


def test_closing_ends_a_delay(sandbox: Sandbox, client: Client) -> None:
    sandbox.fail_next(delay=3600)
    sandbox._closing.set()
    assert client.list_mobjects().objects


# The documented codes, each with the text that was recorded, or else its documented title.
TEXTS = {
    10001: "Internal Error",
    20011: "Internal Error",
    20012: "Request Not Understood",
    20013: "Access Denied",
    20014: "Authentication failed",
    20015: "Request Limit Exceeded",
    20016: "Request Expired",
    20017: "Invalid Request",
    20019: "Unsupported Operation",
    20022: "Time range specified in query filter exceeded limit",
    20023: "Rate Limit Exceeded",
    20024: "Concurrency Limit Exceeded",
    20101: "Lead Key Required",
    20102: "Input error",
    20103: "Lead not found",
    20104: "Lead Detail Required",
    20105: "Unknown lead field",
    20106: "Lead Sync Failed",
    20107: "Activity Key Bad",
    20108: "Lead Owner Not Found",
    20109: "Parameter Required",
    20110: "Input error",
    20111: "List Not Found",
    20113: "Campaign Not Found",
    20114: "Bad Parameter",
    20122: "Bad Stream Position",
    20123: "Stream at End",
}


@pytest.mark.parametrize("code", TEXTS)
def test_every_documented_code_can_be_had(sandbox: Sandbox, client: Client, code: int) -> None:
    sandbox.fail_next(code=code, times=100)
    with pytest.raises(ServiceFault) as caught:
        Client(client.config, transport=sandbox, retry=NO_RETRY).list_mobjects()
    assert caught.value.service_code == code
    assert caught.value.string == f"{code} - {TEXTS[code]}"


def test_only_the_operation_that_was_named_fails(sandbox: Sandbox, caller: Client) -> None:
    sandbox.fail_next("getLead", code=20011)
    caller.list_mobjects()
    assert sandbox.pending_failures == 1
    with pytest.raises(ServiceFault, match="20011"):
        caller.get_lead(id=1)


def test_failures_come_in_the_order_and_number_they_were_asked_for(
    sandbox: Sandbox, caller: Client
) -> None:
    sandbox.fail_next(code=20011, times=2)
    sandbox.fail_next("listMObjects", code=20023)
    codes: list[int | None] = []
    for _ in range(4):
        try:
            caller.list_mobjects()
            codes.append(0)
        except ServiceFault as fault:
            codes.append(fault.service_code)
    assert codes == [20011, 20011, 20023, 0]


def test_retries_are_what_it_is_for(sandbox: Sandbox) -> None:
    client = Client(sandbox.config(), transport=sandbox, sleep=lambda _: None)
    sandbox.fail_next(drop=True, times=2)
    assert client.list_mobjects().objects
    assert [call.outcome for call in sandbox.calls()] == [
        "connection closed",
        "connection closed",
        "ok",
    ]
    assert [call.failed for call in sandbox.calls()] == [True, True, False]


def test_the_journal_tells_what_the_caller_saw(sandbox: Sandbox) -> None:
    client = Client(sandbox.config(), transport=sandbox, retry=NO_RETRY)
    sandbox.fail_next(status=502, processed=True)
    with pytest.raises(HttpStatusError):
        client.get_lead(id=1)
    (call,) = sandbox.calls()
    assert (call.outcome, call.code, call.status) == ("HTTP 502", None, 502)
    assert "502 Bad Gateway" in call.reply


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({}, "give a failure"),
        ({"code": 20018}, "20018 is no code of the service"),
        ({"code": 20011, "drop": True}, "give one of"),
        ({"status": 99}, "status must be from 200 to 599"),
        ({"message": "x", "drop": True}, "message is for a code"),
        ({"code": 20011, "message": "\0"}, "a character that XML cannot carry"),
        ({"delay": -1}, "delay must be"),
        ({"delay": float("nan")}, "delay must be"),
        ({"drop": True, "times": 0}, "times must be"),
        ({"operation": "dance", "drop": True}, "'dance' is no operation"),
    ],
)
def test_what_is_no_failure_is_told(
    sandbox: Sandbox, asked: dict[str, object], reason: str
) -> None:
    fail_next: Callable[..., None] = sandbox.fail_next
    with pytest.raises(ValueError, match=reason):
        fail_next(**asked)
    assert sandbox.pending_failures == 0
