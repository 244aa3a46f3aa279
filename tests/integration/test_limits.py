"""The client keeps limits by itself, and obeys those that the service tells."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mktows import (
    NO_RETRY,
    AuthenticationFault,
    Client,
    Config,
    ConfigError,
    Fate,
    HttpRequest,
    HttpResponse,
    Limiter,
    LimitFault,
    LimitReached,
    Limits,
    QuotaReached,
    RetryPolicy,
    Transport,
    TransportError,
)
from mktows.facts.faults import (
    CONCURRENCY_LIMIT_EXCEEDED,
    RATE_LIMIT_EXCEEDED,
    REQUEST_LIMIT_EXCEEDED,
)
from mktows.sandbox import Sandbox
from mktows.soap import write_fault

ENVIRONMENT = {
    "MKTOWS_ENDPOINT": "http://localhost/soap/mktows/2_7",
    "MKTOWS_USER_ID": "someone",
    "MKTOWS_ENCRYPTION_KEY": "some key",
}


class Refusing:
    """A sandbox whose next calls end in faults of some codes."""

    def __init__(self, sandbox: Sandbox, *codes: int) -> None:
        self._sandbox = sandbox
        self._codes = list(codes)
        self.sent = 0

    def send(self, request: HttpRequest) -> HttpResponse:
        self.sent += 1
        if self._codes:
            return HttpResponse(500, {}, write_fault(string=f"{self._codes.pop(0)} - refused"))
        return self._sandbox.send(request)


class Clock:
    """A clock that goes on when somebody waits."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@contextmanager
def limited(clock: Clock, limits: Limits, *codes: int) -> Iterator[tuple[Client, Refusing]]:
    limiter = Limiter(
        limits, clock=clock, monotonic=clock, wait=lambda _, seconds: clock.sleep(seconds)
    )
    with Sandbox() as sandbox:
        refusing = Refusing(sandbox, *codes)
        yield (
            Client(sandbox.config(), transport=refusing, limiter=limiter, retry=NO_RETRY),
            refusing,
        )


def test_the_rate_is_kept_by_waiting() -> None:
    clock = Clock()
    begun = clock()
    with limited(clock, Limits(5, 20, 10)) as (client, _):
        for _ in range(11):
            client.list_mobjects()
    assert 40 <= clock() - begun < 41


@pytest.mark.parametrize(
    ("code", "least", "most"),
    [(RATE_LIMIT_EXCEEDED, 20, 21), (CONCURRENCY_LIMIT_EXCEEDED, 1, 2)],
)
def test_a_refusal_holds_up_all_who_share_the_limiter(code: int, least: int, most: int) -> None:
    clock = Clock()
    with limited(clock, Limits(1000, 1, 10), code) as (client, _):
        with pytest.raises(LimitFault):
            client.list_mobjects()
        begun = clock()
        client.list_mobjects()
    assert least <= clock() - begun <= most


def test_a_day_that_is_used_up_is_not_tried_again_before_the_next() -> None:
    clock = Clock()
    with limited(clock, Limits(1000, 1, 10), REQUEST_LIMIT_EXCEEDED) as (client, refusing):
        with pytest.raises(LimitFault):
            client.list_mobjects()
        with pytest.raises(QuotaReached) as caught:
            client.list_mobjects()
        assert caught.value.not_carried_out
        assert refusing.sent == 1
        clock.now = caught.value.until.timestamp()
        client.list_mobjects()


def test_a_day_has_a_cap_of_its_own() -> None:
    with limited(Clock(), Limits(1000, 1, 10, daily=2)) as (client, refusing):
        client.list_mobjects()
        client.list_mobjects()
        with pytest.raises(QuotaReached):
            client.list_mobjects()
    assert refusing.sent == 2


class Unreachable:
    def send(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        raise TransportError("no connection", sent=False)


def test_what_was_never_sent_is_not_counted() -> None:
    limiter = Limiter(Limits(1000, 1, 10))
    with Sandbox() as sandbox:
        config = sandbox.config()
    client = Client(config, transport=Unreachable(), limiter=limiter, retry=NO_RETRY)
    with pytest.raises(TransportError):
        client.list_mobjects()
    assert limiter.daily_calls().calls == 0


class Slow:
    """Answers nothing before it is told to."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.begun, self.go_on = threading.Event(), threading.Event()

    def send(self, request: HttpRequest) -> HttpResponse:
        self.begun.set()
        self.go_on.wait(10)
        return self._transport.send(request)


def test_a_call_that_may_not_begin_in_time_was_not_sent() -> None:
    with Sandbox() as sandbox:
        slow = Slow(sandbox)
        limiter = Limiter(Limits(1000, 1, 1))
        config = sandbox.config()
        client = Client(config, transport=slow, limiter=limiter)
        held = threading.Thread(target=client.list_mobjects)
        held.start()
        slow.begun.wait(10)
        hasty = Config(config.endpoint, config.user_id, config.encryption_key, read_timeout=0.01)
        with pytest.raises(LimitReached) as caught:
            Client(hasty, transport=sandbox, limiter=limiter).list_mobjects()
        slow.go_on.set()
        held.join()
    assert caught.value.not_carried_out
    assert not caught.value.retryable


def test_the_environment_sets_limits(tmp_path: Path) -> None:
    assert Config.from_env(ENVIRONMENT).limits is None
    assert Config.from_env({**ENVIRONMENT, "MKTOWS_RATE": "45/20"}).limits == Limits(45, 20, 10)
    state = str(tmp_path / "state")
    config = Config.from_env(
        {
            **ENVIRONMENT,
            "MKTOWS_CONCURRENCY": "3",
            "MKTOWS_DAILY_CALLS": "2",
            "MKTOWS_STATE_FILE": state,
        }
    )
    assert config.limits == Limits(100, 20, 3, 2)
    with (
        Sandbox() as sandbox,
        Client(config, transport=sandbox) as one,
        Client(config, transport=sandbox) as other,
    ):
        assert one.limiter is not None
        assert other.limiter is not None
        for client in (one, other):
            with pytest.raises(AuthenticationFault):
                client.get_lead(id=1)
        assert one.limiter.daily_calls() == other.limiter.daily_calls()
        with pytest.raises(QuotaReached):
            other.get_lead(id=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MKTOWS_RATE", "often"),
        ("MKTOWS_RATE", "0/20"),
        ("MKTOWS_RATE", "10/0"),
        ("MKTOWS_CONCURRENCY", "0"),
        ("MKTOWS_CONCURRENCY", "some"),
        ("MKTOWS_DAILY_CALLS", "0"),
    ],
)
def test_limits_that_would_let_no_call_begin_are_refused(name: str, value: str) -> None:
    with pytest.raises(ConfigError):
        Config.from_env({**ENVIRONMENT, name: value})


def test_that_the_last_attempt_was_not_sent_says_nothing_of_those_before() -> None:
    """Where writes may be repeated, the first attempt may have been carried out."""

    class Failing:
        def __init__(self) -> None:
            self.sent = [True, False]

        def send(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
            raise TransportError("no answer", sent=self.sent.pop(0))

    with Sandbox() as sandbox:
        config = sandbox.config()
    retry = RetryPolicy(attempts=2, first_wait=0.0, repeat_writes=True)
    client = Client(config, transport=Failing(), retry=retry)
    (outcome,) = client.batch_sync_leads([{"Email": "a@example.com"}])
    assert outcome.fate is Fate.UNKNOWN
