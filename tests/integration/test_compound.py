"""Methods that make several calls, options of a client, and what watches its attempts."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from mktows import (
    NO_RETRY,
    AmbiguousLead,
    Attempt,
    CampaignStopped,
    Client,
    ConfigError,
    ConnectionFailed,
    HttpRequest,
    HttpResponse,
    InvalidFault,
    NotFoundFault,
    RequestError,
    RetryPolicy,
    StillRunning,
    to_dict,
)
from mktows.facts.limits import IMPORT_STATUS_SECONDS
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldLead,
    WorldList,
    WorldProgram,
)

WORLD = World(
    instance=Instance(import_seconds=100),
    channels=(WorldChannel(name="Blog"),),
    programs=(WorldProgram(id=1001, name="P", channel="Blog", lists=(WorldList(name="L"),)),),
    campaigns=(WorldCampaign(id=4, name="C", kind="trigger"),),
    leads=(
        *(WorldLead(id=n, email=f"l{n}@x.org") for n in range(1, 251)),
        WorldLead(id=300, email="two@x.org"),
        WorldLead(id=301, email="two@x.org"),
    ),
)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(world=WORLD) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return Client(sandbox.config(), transport=sandbox, retry=NO_RETRY)


# One lead


def test_the_one_lead_is_found_or_none(client: Client) -> None:
    for key in (7, "l7@x.org", ("IDNUM", "7"), {"Id": 7}):
        found = client.find(key)
        assert found is not None
        assert (found["Id"], found["Email"]) == (7, "l7@x.org")
    assert client.find(email="l7@x.org") == client.find(id=7)
    assert client.find("none@x.org") is None
    with pytest.raises(AmbiguousLead, match="2 leads have this key") as caught:
        client.find("two@x.org")
    assert {*caught.value.ids} == {300, 301}


def test_another_fault_is_no_lead_that_is_missing(client: Client, sandbox: Sandbox) -> None:
    for code, kind in ((20102, InvalidFault), (20108, NotFoundFault)):
        sandbox.fail_next("getLead", code=code)
        with pytest.raises(kind):
            client.find(7)


# A campaign for many


def test_a_campaign_is_requested_for_all_in_batches(client: Client, sandbox: Sandbox) -> None:
    assert client.request_campaign_in_batches(leads=iter(range(1, 251)), campaign_id=4) == 250
    assert len(sandbox.calls(operation="requestCampaign")) == 3
    runs = sandbox.campaign_runs()
    assert [lead for run in runs for lead in run.leads] == [*range(1, 251)]
    assert client.request_campaign_in_batches(leads=[], campaign_id=4) == 0


def test_a_key_that_is_none_is_told_before_anything_is_sent(
    client: Client, sandbox: Sandbox
) -> None:
    with pytest.raises(RequestError, match="must be an email address"):
        client.request_campaign_in_batches(leads=[*range(1, 150), "x"], campaign_id=4)
    assert sandbox.calls() == []


def test_a_campaign_that_stops_says_for_whom_it_was_requested(
    client: Client, sandbox: Sandbox
) -> None:
    leads = [*range(1, 150), 999, *range(151, 251)]
    with pytest.raises(CampaignStopped, match="first 100 leads; the call for the next 100") as stop:
        client.request_campaign_in_batches(leads=leads, campaign_id=4)
    assert (stop.value.done, stop.value.uncertain) == (100, 100)
    assert isinstance(stop.value.__cause__, NotFoundFault)
    assert not stop.value.not_carried_out
    with pytest.raises(NotFoundFault):
        client.request_campaign_in_batches(leads=[999], campaign_id=4)
    assert sum(len(run.leads) for run in sandbox.campaign_runs()) == 100


# An import


def test_an_import_is_waited_for(sandbox: Sandbox) -> None:
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        sandbox.clock.advance(timedelta(seconds=seconds))

    client = Client(sandbox.config(), transport=sandbox, sleep=sleep)
    where: dict[str, Any] = {"program_name": "P", "list_name": "L"}
    rows = [{"Email Address": f"new{n}@x.org", "First Name": "N"} for n in range(3)]
    client.import_to_list(**where, rows=rows)
    with pytest.raises(StillRunning, match="not over after 60 seconds"):
        client.wait_for_import(**where, timeout=119)
    done = client.wait_for_import(**where, timeout=60)
    assert done.status.value == "COMPLETE"
    assert done.rows_imported == 3
    assert waits == [IMPORT_STATUS_SECONDS] * 2
    assert client.wait_for_import(**where) == done
    assert client.find("new2@x.org") is not None
    with pytest.raises(RequestError, match="more than 0 seconds"):
        client.wait_for_import(**where, every=float("nan"))


# Options and attempts


class Lost:
    """Loses the answers of some calls that were carried out."""

    def __init__(self, inner: Sandbox, times: int) -> None:
        self.inner = inner
        self.times = times
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        response = self.inner.send(request)
        if len(self.requests) <= self.times:
            raise ConnectionFailed("lost")
        return response


def test_writes_are_repeated_where_that_was_chosen(sandbox: Sandbox) -> None:
    lost = Lost(sandbox, 1)
    client = Client(sandbox.config(), transport=lost, sleep=lambda _: None)
    with pytest.raises(ConnectionFailed):
        client.sync_lead({"Email": "l7@x.org"})
    lost.requests.clear()
    repeating = client.with_options(retry=RetryPolicy(repeat_writes=True))
    assert repeating.sync_lead({"Email": "l7@x.org"}).lead_id == 7
    assert len(lost.requests) == 2
    lost.requests.clear()
    with pytest.raises(ConnectionFailed):  # the first one is as it was
        client.sync_lead({"Email": "l7@x.org"})


def test_a_timeout_goes_with_each_request(sandbox: Sandbox) -> None:
    lost = Lost(sandbox, 0)
    client = Client(sandbox.config(), transport=lost)
    quick = client.with_options(timeout=5)
    for each in (client, quick, quick.with_options(retry=NO_RETRY)):
        each.list_mobjects()
    assert [request.seconds for request in lost.requests] == [None, 5, 5]
    for seconds in (0, -1, float("nan"), float("inf")):
        with pytest.raises(ConfigError, match="timeouts must be"):
            client.with_options(timeout=seconds)


def test_closing_a_client_with_options_closes_nothing() -> None:
    closed: list[str] = []
    with Sandbox() as sandbox:
        client = Client(sandbox.config())
        client._transport.close = lambda: closed.append("x")  # type: ignore[attr-defined]
        with client.with_options(timeout=5):
            pass
        assert closed == []
        client.close()
        assert closed == ["x"]


def test_each_attempt_is_told(sandbox: Sandbox) -> None:
    told: list[Attempt] = []
    client = Client(
        sandbox.config(), transport=sandbox, sleep=lambda _: None, on_attempt=told.append
    )
    sandbox.fail_next("getLead", code=20024)
    client.get_lead(7)
    with pytest.raises(NotFoundFault):
        client.with_options(timeout=5).get_lead("none@x.org")
    assert [(each.operation, each.number) for each in told] == [
        ("getLead", 1), ("getLead", 2), ("getLead", 1),
    ]  # fmt: skip
    assert [type(each.error).__name__ for each in told] == [
        "LimitFault", "NoneType", "NotFoundFault",
    ]  # fmt: skip
    assert [each.reply is None for each in told] == [True, False, True]
    assert all(each.milliseconds > 0 for each in told)
    assert to_dict(told[2].request) == {"leadKey": {"keyType": "EMAIL", "keyValue": "none@x.org"}}
    assert "x.org" not in repr(told)


def test_what_watches_changes_nothing(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    def fail(attempt: Attempt) -> None:
        raise ValueError(str(to_dict(attempt.request)))

    client = Client(sandbox.config(), transport=sandbox, on_attempt=fail)
    with caplog.at_level(logging.WARNING, "mktows"):
        assert client.sync_lead({"Email": "l7@x.org"}).lead_id == 7
    assert caplog.messages == ["on_attempt raised ValueError"]
    assert "l7@x.org" not in caplog.text


@pytest.mark.parametrize("option", ["timeout", "retry", "on_attempt"])
def test_an_option_that_is_not_given_stays(option: str, sandbox: Sandbox) -> None:
    told: list[Attempt] = []
    hook: Callable[[Attempt], object] = told.append
    given: dict[str, Any] = {"timeout": 5, "retry": NO_RETRY, "on_attempt": hook}
    lost = Lost(sandbox, 1)
    client = Client(sandbox.config(), transport=lost, sleep=lambda _: None)
    client = client.with_options(**{option: given.pop(option)}).with_options(**given)
    with pytest.raises(ConnectionFailed):
        client.list_mobjects()
    assert [request.seconds for request in lost.requests] == [5]
    assert len(told) == 1
