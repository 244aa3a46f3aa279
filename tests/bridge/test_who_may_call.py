"""Who may call a bridge: signatures, rights of each user, and requests that come twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from support.bridge_pair import KEY, NOW, TENANT, USER, Pair
from support.envelopes import code_of, request, signed

from mktows import Secret, sign, timestamp
from mktows.bridge import BridgeSettings, BridgeUser, Tenant, backend
from mktows.bridge.context import Context
from mktows.bridge.operation import Operation
from mktows.errors import ConfigError
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.rest.errors import LimitError, OutcomeUnknown, UnavailableError
from mktows.sandbox.world.world import World, WorldLead

WORLD = World(leads=(WorldLead(id=7, email="a@example.com"),))
GET_LEAD = (
    "<m:paramsGetLead><leadKey><keyType>IDNUM</keyType><keyValue>7</keyValue></leadKey>"
    "</m:paramsGetLead>"
)
RUN = (
    "<m:paramsRequestCampaign><source>MKTOWS</source><campaignId>{number}</campaignId>"
    "<leadList><leadKey><keyType>IDNUM</keyType><keyValue>7</keyValue></leadKey></leadList>"
    "</m:paramsRequestCampaign>"
)
ACCESS_DENIED, AUTHENTICATION, EXPIRED, INTERNAL = 20013, 20014, 20016, 20011


def header(
    user: str = USER, key: str = KEY, text: str = timestamp(NOW), signature: str | None = None
) -> str:
    made = sign(user_id=user, key=Secret(key), timestamp=text) if signature is None else signature
    return (
        f"<m:AuthenticationHeader><mktowsUserId>{user}</mktowsUserId>"
        f"<requestSignature>{made}</requestSignature>"
        f"<requestTimestamp>{text}</requestTimestamp></m:AuthenticationHeader>"
    )


def asked(pair: Pair, message: str, authentication: str | None = None) -> int | None:
    """The code that the bridge answers with; None for success."""
    body = signed(message, header=authentication or header())
    return code_of(pair.bridge.send(request(body, "3_1")).body)


class Runs:
    """Stands for an operation that does harm twice.

    Attributes:
        calls: How often it was carried out.
        error: What it ends in; None for success.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.error: Exception | None = None
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def __call__(self, context: Context, params: Any) -> object:
        del params
        with context.once():
            self.calls += 1
            self.begun.set()
            assert self.go_on.wait(20)
            if self.error is not None:
                raise self.error
        return context.types.SuccessRequestCampaign(
            result=context.types.ResultRequestCampaign(success=True)
        )


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    made = Runs()
    operation = Operation(made, "carried", "run", "1", "as it is", repeatable=False)
    monkeypatch.setitem(backend.OPERATIONS, "requestCampaign", operation)
    return made


@pytest.mark.parametrize(
    ("authentication", "code"),
    [
        (header(), None),
        (header(key="another"), AUTHENTICATION),
        (header(user="nobody"), AUTHENTICATION),
        (header(SAMPLE_USER_ID, SAMPLE_KEY), AUTHENTICATION),
        (header(signature=""), AUTHENTICATION),
        (header(text=timestamp(NOW - timedelta(minutes=16))), EXPIRED),
        (header(text=timestamp(NOW + timedelta(minutes=16))), EXPIRED),
        (header(text="last week"), EXPIRED),
    ],
)
def test_a_signature_is_needed(
    two_ways: Callable[..., Pair], authentication: str, code: int | None
) -> None:
    pair = two_ways(WORLD)
    assert asked(pair, GET_LEAD, authentication) == code
    if code is not None:
        assert not pair.watched.requests


def test_who_has_no_signature_leaves_nothing_in_the_state(
    two_ways: Callable[..., Pair], runs: Runs
) -> None:
    pair = two_ways(WORLD)
    bad = header(key="another")
    assert asked(pair, RUN.format(number=1), bad) == AUTHENTICATION
    # As it was not seen, it is no repetition.
    assert asked(pair, RUN.format(number=1), bad) == AUTHENTICATION
    assert asked(pair, RUN.format(number=1)) is None
    assert runs.calls == 1


def test_odd_timestamps_are_accepted_where_that_is_set(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, settings={"any_timestamp": True})
    assert asked(pair, GET_LEAD, header(text="last week")) is None


@pytest.mark.parametrize("rights", [{"read"}, {"write"}, {"run"}, {"read", "run"}])
def test_each_right_is_needed(two_ways: Callable[..., Pair], runs: Runs, rights: set[str]) -> None:
    pair = two_ways(WORLD, rights=frozenset(rights))
    assert asked(pair, GET_LEAD) == (None if "read" in rights else ACCESS_DENIED)
    assert asked(pair, RUN.format(number=1)) == (None if "run" in rights else ACCESS_DENIED)
    assert runs.calls == ("run" in rights)
    if "read" not in rights:
        assert not pair.watched.requests


def test_a_user_may_be_kept_to_some_operations(two_ways: Callable[..., Pair], runs: Runs) -> None:
    pair = two_ways(WORLD)
    users = dict(pair.settings.users)
    users[USER] = replace(users[USER], operations=frozenset({"getLead"}))
    object.__setattr__(pair.settings, "users", users)
    assert asked(pair, GET_LEAD) is None
    assert asked(pair, RUN.format(number=1)) == ACCESS_DENIED
    assert runs.calls == 0


def test_each_operation_needs_the_right_that_is_told() -> None:
    reads = {name for name, each in backend.OPERATIONS.items() if each.right == "read"}
    assert all(name.startswith(("get", "describe", "list")) for name in reads)
    changes = {"sync", "merge", "delete", "import", "request", "schedule"}
    assert not [each for each in reads if any(each.startswith(word) for word in changes)]


@pytest.mark.parametrize(
    ("user_id", "user", "said"),
    [
        (SAMPLE_USER_ID, BridgeUser(Secret(KEY), TENANT), "public sample"),
        (USER, BridgeUser(Secret(SAMPLE_KEY), TENANT), "public sample"),
        (USER, BridgeUser(Secret(""), TENANT), "has no key"),
    ],
)
def test_credentials_that_anybody_has_are_refused(
    two_ways: Callable[..., Pair], user_id: str, user: BridgeUser, said: str
) -> None:
    tenant = Tenant(two_ways(WORLD).face.config())
    with pytest.raises(ConfigError, match=said):
        BridgeSettings({TENANT: tenant}, {user_id: user})


def test_a_request_that_reads_may_come_again(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    assert [asked(pair, GET_LEAD) for _ in range(3)] == [None, None, None]


def test_a_request_that_was_carried_out_is_refused_again(
    two_ways: Callable[..., Pair], runs: Runs
) -> None:
    pair = two_ways(WORLD)
    assert [asked(pair, RUN.format(number=1)) for _ in range(3)] == [
        None, ACCESS_DENIED, ACCESS_DENIED,
    ]  # fmt: skip
    assert runs.calls == 1
    # Another message, or another signature, is another request.
    assert asked(pair, RUN.format(number=2)) is None
    later = header(text=timestamp(NOW + timedelta(seconds=1)))
    assert asked(pair, RUN.format(number=1), later) is None
    assert runs.calls == 3


def test_a_request_comes_again_while_it_is_being_answered(
    two_ways: Callable[..., Pair], runs: Runs
) -> None:
    pair = two_ways(WORLD)
    runs.go_on.clear()
    answers: list[int | None] = []
    first = threading.Thread(target=lambda: answers.append(asked(pair, RUN.format(number=1))))
    first.start()
    assert runs.begun.wait(20)
    assert asked(pair, RUN.format(number=1)) == INTERNAL
    runs.go_on.set()
    first.join(20)
    assert answers == [None]
    assert runs.calls == 1
    assert asked(pair, RUN.format(number=1)) == ACCESS_DENIED


def test_a_request_of_unknown_outcome_stays_so(two_ways: Callable[..., Pair], runs: Runs) -> None:
    pair = two_ways(WORLD)
    runs.error = OutcomeUnknown("lost", endpoint="trigger_campaign")
    assert asked(pair, RUN.format(number=1)) == INTERNAL
    runs.error = None
    assert asked(pair, RUN.format(number=1)) == INTERNAL
    # With another signature, too, until the operator allows it.
    later = header(text=timestamp(NOW + timedelta(seconds=1)))
    assert asked(pair, RUN.format(number=1), later) == INTERNAL
    assert runs.calls == 1
    *_, last = pair.bridge.calls()
    assert any(each.startswith("outcome unknown") for each in last.notes)
    with pair.bridge.store.writing(TENANT) as rows:
        (found,) = rows.unknown_outcomes()
        assert rows.allow(found["digest"])
    # The very same request stays refused: whoever has seen it pass could send it.
    assert asked(pair, RUN.format(number=1)) == INTERNAL
    again = header(text=timestamp(NOW + timedelta(seconds=2)))
    assert asked(pair, RUN.format(number=1), again) is None
    assert runs.calls == 2


def test_unknown_outcomes_are_risked_where_that_is_set(
    two_ways: Callable[..., Pair], runs: Runs
) -> None:
    pair = two_ways(WORLD, settings={"repeat_unknown": True})
    runs.error = OutcomeUnknown("lost", endpoint="trigger_campaign")
    assert asked(pair, RUN.format(number=1)) == INTERNAL
    runs.error = None
    assert asked(pair, RUN.format(number=1)) is None
    assert runs.calls == 2


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (LimitError("full", endpoint="x"), None),
        (UnavailableError("gone", endpoint="x"), INTERNAL),
        (ValueError("a bug"), INTERNAL),
    ],
)
def test_only_what_was_certainly_not_carried_out_may_come_again(
    two_ways: Callable[..., Pair], runs: Runs, error: Exception, again: int | None
) -> None:
    pair = two_ways(WORLD)
    runs.error = error
    assert asked(pair, RUN.format(number=1)) is not None
    runs.error = None
    assert asked(pair, RUN.format(number=1)) == again


def test_a_killed_process_leaves_an_unknown_outcome(two_ways: Callable[..., Pair]) -> None:
    store = two_ways(WORLD).bridge.store
    now = 1000.0
    store._clock = lambda: now
    with store.writing(TENANT) as rows:
        assert rows.see("x", busy=60, seconds=1800) == "new"
        assert rows.begin("x", "requestCampaign", "me", seconds=60, kept=600) == "ours"
    with store.writing(TENANT) as rows:
        assert rows.see("x", busy=60, seconds=1800) == "busy"
        assert not rows.unknown_outcomes()
        assert not rows.allow("x")  # it may be under way still
    now = 1061.0
    with store.writing(TENANT) as rows:
        assert rows.see("x", busy=60, seconds=1800) == "unknown"
        assert [each["digest"] for each in rows.unknown_outcomes()] == ["x"]
        assert rows.allow("x")
        assert not rows.unknown_outcomes()
    now = 3000.0
    with store.writing(TENANT) as rows:
        assert rows.see("x", busy=60, seconds=1800) == "new"
