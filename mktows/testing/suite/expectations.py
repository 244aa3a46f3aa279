"""Expectations of the clauses' tests: a clause is broken, or could not be tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import pytest

from mktows.testing.suite.exchanges import Exchange, Item

NO_ANSWER = 10
"""The exit code of a run whose endpoint does not answer in SOAP; pytest's own end with 5."""


class ClauseBroken(AssertionError):
    """An endpoint breaks a clause.

    Attributes:
        expected: What the clause asks for.
        found: What there was instead.
        exchange: The exchange that shows it; None where no single one does.
    """

    def __init__(self, expected: str, found: str, exchange: Exchange | None) -> None:
        super().__init__(f"expected {expected}, found {found}")
        self.expected = expected
        self.found = found
        self.exchange = exchange


def expect(fine: bool, exchange: Exchange | None, *, expected: str, found: object) -> None:
    """Break the clause unless something is as it should be.

    Raises:
        ClauseBroken: It is not.
    """
    if not fine:
        raise ClauseBroken(expected, str(found), exchange)


def equal(exchange: Exchange, what: str, expected: object, found: object) -> None:
    """Expect one value to be another.

    Raises:
        ClauseBroken: It is not.
    """
    expect(
        expected == found, exchange, expected=f"{what}: {expected!r}", found=f"{what}: {found!r}"
    )


def alphabetical(exchange: Exchange, what: str, names: Sequence[str]) -> None:
    """Expect names in order, by code point or without regard to letter case: either is right.

    Raises:
        ClauseBroken: They are in another order.
    """
    folded = [each.casefold() for each in names]
    expect(
        list(names) == sorted(names) or folded == sorted(folded),
        exchange,
        expected=f"{what}: in alphabetical order",
        found=f"{what}: {names!r}",
    )


def form(exchange: Exchange, item: Item, path: str, expected: str) -> None:
    """Expect an element to be `absent`, `nil`, `empty` or `filled`.

    Raises:
        ClauseBroken: It is not.
    """
    equal(exchange, path, expected, item.form(path))


def accepted(exchange: Exchange) -> Item:
    """Expect a success, and return what it holds.

    Raises:
        ClauseBroken: It is none.
    """
    expect(exchange.succeeded, exchange, expected="a success", found=exchange.outcome)
    return exchange.result


def refused(exchange: Exchange, *codes: int) -> None:
    """Expect a fault of the service: with one of some codes, or with any where none is given.

    An HTTP error, a broken connection and a fault without a code of the service are no refusal.

    Raises:
        ClauseBroken: It is none, or has another code.
    """
    wanted = " or ".join(map(str, codes)) or "with a code of the service"
    fine = exchange.code in codes if codes else exchange.code is not None
    expect(fine, exchange, expected=f"a fault {wanted}", found=exchange.outcome)


def needed(exchange: Exchange) -> Item:
    """Return what a success holds that the test needs, but does not test.

    Raises:
        pytest.skip.Exception: It is no success.
    """
    if not exchange.succeeded:
        not_tried(f"{exchange.operation} answered {exchange.outcome}")
    return exchange.result


def seen(what: str, expected: object, found: object) -> None:
    """Leave the clause open unless the endpoint shows what it must show first.

    A clause about something that is refused, gone or left out is tried only on an endpoint that
    accepts, finds and shows something similar.

    Raises:
        pytest.skip.Exception: It does not.
    """
    if expected != found:
        not_tried(f"{what}: needed {expected!r}, found {found!r}")


def not_tried(reason: str) -> NoReturn:
    """Leave the clause open.

    Raises:
        pytest.skip.Exception: Always.
    """
    pytest.skip(reason)


def stop(endpoint: str, found: str) -> NoReturn:
    """End the run: there is no endpoint to test.

    Args:
        endpoint: The address that was called.
        found: The outcome of the call.

    Raises:
        pytest.exit.Exception: Always.
    """
    pytest.exit(
        f"mktows: {endpoint} does not answer in SOAP ({found}): nothing more is tried",
        returncode=NO_ANSWER,
    )
