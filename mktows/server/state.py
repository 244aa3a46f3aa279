"""The state of a running service, as those who run it look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mktows.server.fault_injection import Failure
from mktows.server.limiting.limits import Limits


@dataclass(frozen=True, slots=True)
class LimitUse:
    """The limits of one API, and how much of them is used.

    Attributes:
        api: What the API is called.
        limits: What it allows.
        today: Calls let through today; counted only where there is a quota or a rate.
        lately: Calls let through in the span of the rate; counted only where there is one.
        in_flight: Calls that are being answered in this process; counted only where there are
            limits.
    """

    api: str
    limits: Limits
    today: int
    lately: int
    in_flight: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A failure that waits for its calls.

    Attributes:
        api: What the API is called.
        failure: The failure.
        count: How many calls it will still fail.
    """

    api: str
    failure: Failure
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """Names and values that belong together."""

    title: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class State:
    """The state of a service.

    Attributes:
        now: The moment by its clock.
        is_real: Whether that is the real time.
        usages: The calls of each API.
        waiting: The failures that wait, in their order.
        groups: What there is to tell besides.
    """

    now: datetime
    is_real: bool
    usages: Sequence[LimitUse]
    waiting: Sequence[Waiting]
    groups: Sequence[Group] = ()
