"""The retry policy: nothing sent twice, nothing hammered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows import (
    NO_RETRY,
    ConnectionFailed,
    Fault,
    HttpStatusError,
    IncompleteReply,
    MktowsError,
    ProtocolError,
    ReplyTooLarge,
    RequestTimeout,
    RetryPolicy,
)
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.errors import FAULT_CLASSES, fault_error
from mktows.facts.operations import READS


def fault(code: int) -> MktowsError:
    return fault_error(Fault(code="c", string=f"{code} - x", service_code=code))


LOST = [
    ConnectionFailed("x"),
    RequestTimeout("x"),
    IncompleteReply("x"),
    HttpStatusError("x", status=503),
]
NOT_SENT = [ConnectionFailed("x", sent=False), RequestTimeout("x", sent=False)]
WRITES = sorted(set(contract("2_7").operations) - READS)


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_every_operation_is_known_to_read_or_to_write(version: str) -> None:
    names = set(contract(version).operations)
    reading = {name for name in names if name.startswith(("get", "list", "describe"))}
    # Reading or writing, as it is asked; what asks alone is not told apart.
    assert reading - {"listOperation"} == READS & names
    assert names >= READS


@pytest.mark.parametrize("operation", WRITES)
@pytest.mark.parametrize("error", [*LOST, fault(10001), fault(20011), fault(20106)], ids=str)
def test_a_write_that_may_have_happened_is_not_repeated(operation: str, error: MktowsError) -> None:
    assert RetryPolicy().wait(error, operation=operation, attempt=1) is None


@pytest.mark.parametrize("error", [*NOT_SENT, fault(20016), fault(20023), fault(20024)], ids=str)
def test_a_write_that_certainly_did_not_happen_is_repeated(error: MktowsError) -> None:
    assert RetryPolicy().wait(error, operation="syncLead", attempt=1) is not None


@pytest.mark.parametrize("error", [*LOST, *NOT_SENT, fault(10001), fault(20011)], ids=str)
def test_a_read_is_repeated_when_that_may_help(error: MktowsError) -> None:
    assert RetryPolicy().wait(error, operation="getLead", attempt=1) is not None


@pytest.mark.parametrize(
    "error",
    [
        ProtocolError("x"),
        ReplyTooLarge("x"),
        HttpStatusError("x", status=404),
        fault(20103),
        fault(20015),
    ],
    ids=str,
)
def test_what_cannot_get_better_is_not_repeated(error: MktowsError) -> None:
    assert RetryPolicy().wait(error, operation="getLead", attempt=1) is None


def test_an_expired_call_is_signed_anew_at_once() -> None:
    assert RetryPolicy().wait(fault(20016), operation="syncLead", attempt=1) == 0


def test_the_rate_limit_is_waited_out() -> None:
    assert RetryPolicy().wait(fault(20023), operation="getLead", attempt=1) == 20


@given(
    code=st.sampled_from(sorted(FAULT_CLASSES)),
    operation=st.sampled_from(sorted(contract("2_7").operations)),
    attempts=st.integers(1, 10),
)
def test_attempts_end_and_waits_stay_bounded(code: int, operation: str, attempts: int) -> None:
    policy = RetryPolicy(attempts=attempts)
    assert policy.wait(fault(code), operation=operation, attempt=attempts) is None
    for attempt in range(1, attempts):
        wait = policy.wait(fault(code), operation=operation, attempt=attempt)
        assert wait is None or 0 <= wait <= policy.longest_wait


def test_no_retry_never_repeats() -> None:
    assert NO_RETRY.wait(fault(20016), operation="getLead", attempt=1) is None


def test_each_wait_is_twice_the_one_before() -> None:
    policy = RetryPolicy(attempts=6, first_wait=1.5, longest_wait=20.0)
    error = RequestTimeout("x")
    waits = [policy.wait(error, operation="getLead", attempt=number) for number in range(1, 6)]
    assert waits == [1.5, 3.0, 6.0, 12.0, 20.0]
