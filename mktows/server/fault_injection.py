"""Fault injection: the next calls fail as a test asks."""

from __future__ import annotations

import math
import threading
from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, TypeVar

from mktows.errors import IncompleteReply
from mktows.facts.faults import MAY_FOLLOW_A_WRITE, SHORT_TEXTS
from mktows.text import impossible_character
from mktows.transport import HttpResponse

_LONGEST_DELAY = 3600.0


class CutOff(IncompleteReply):
    """The answer breaks off in its middle; what it would have been is for the server to cut.

    Attributes:
        response: The whole answer.
    """

    def __init__(self, response: HttpResponse) -> None:
        super().__init__("the reply broke off before its end")
        self.response = response


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure to inject into a call whose envelope and signature are in order.

    At most one of `code`, `status` or `body`, `drop`, `cut` and `truncate` is given; with none,
    there is a delay and the proper answer after it.

    Attributes:
        operation: The operation that it waits for; None for any.
        code: A fault with this code of the vendor's.
        message: The fault's specific text; by default its title.
        status: An answer with this HTTP status and no SOAP; with `body` alone, 200.
        body: What that answer holds; by default an error page as proxies send.
        drop: The connection is closed without an answer.
        cut: The connection is closed in the middle of the answer.
        truncate: The answer is complete for HTTP, but its envelope breaks off.
        delay: Seconds that the answer keeps the caller waiting.
        processed: Whether the call is carried out before the failure shows: the answer is lost,
            its effect is not. With a code, only with one that the service may give after it has
            written. Always so with `cut`, `truncate`, and a delay alone.
    """

    operation: str | None = None
    code: int | None = None
    message: str | None = None
    status: int | None = None
    body: bytes | None = None
    drop: bool = False
    cut: bool = False
    truncate: bool = False
    delay: float = 0.0
    processed: bool = False

    def __post_init__(self) -> None:
        kinds = (self.code is not None, self.http, self.drop, self.cut, self.truncate)
        if sum(kinds) > 1:
            raise ValueError("give one of code, status or body, drop, cut and truncate")
        if not any(kinds) and not self.delay:
            raise ValueError("give a failure: code, status, body, drop, cut, truncate or delay")
        codes, late = self.codes()
        if self.code is not None and self.code not in codes:
            known = ", ".join(map(str, codes))
            raise ValueError(f"{self.code} is no code of the service: use one of {known}")
        if self.processed and self.code is not None and self.code not in late:
            may = ", ".join(map(str, sorted(late)))
            raise ValueError(
                f"the service refuses with {self.code} before it carries anything out: "
                f"processed goes with {may}"
            )
        if self.message is not None and self.code is None:
            raise ValueError("message is for a code")
        if self.message is not None and impossible_character(self.message) is not None:
            raise ValueError("message holds a character that XML cannot carry")
        if self.status is not None and not 200 <= self.status <= 599:
            raise ValueError("status must be from 200 to 599")
        if not (math.isfinite(self.delay) and 0 <= self.delay <= _LONGEST_DELAY):
            raise ValueError(f"delay must be from 0 to {_LONGEST_DELAY:g} seconds")

    @classmethod
    def codes(cls) -> tuple[Collection[int], Collection[int]]:
        """The service's codes, and those of them that it may give after it has written."""
        return SHORT_TEXTS, MAY_FOLLOW_A_WRITE

    @property
    def http(self) -> bool:
        """Tell whether the answer is an HTTP response of its own."""
        return self.status is not None or self.body is not None

    @property
    def carries_out(self) -> bool:
        """Tell whether the call is carried out."""
        instead = self.code is not None or self.http or self.drop
        return self.processed or not instead

    def page(self) -> HttpResponse:
        """The answer that is no SOAP."""
        status = 200 if self.status is None else self.status
        body = self.body
        if body is None:
            title = f"{status} {_phrase(status)}".rstrip()
            body = f"<html><head><title>{title}</title></head><body/></html>\n".encode()
        return HttpResponse(status, {"content-type": "text/html; charset=utf-8"}, body)


AFailure = TypeVar("AFailure", bound=Failure)


class FaultInjection(Generic[AFailure]):
    """The failures that wait for their calls. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[list[AFailure]] = []

    def add(self, failure: AFailure, times: int) -> None:
        """Inject a failure into so many calls, after those that were asked for earlier.

        Raises:
            ValueError: The number is not from 1 to 1000000.
        """
        if not 1 <= times <= 1_000_000:
            raise ValueError("times must be from 1 to 1000000")
        with self._lock:
            self._waiting.append([failure] * times)

    def take(self, operation: str, *, named: bool = False) -> AFailure | None:
        """Return the first failure that waits for a call of an operation, once.

        Args:
            operation: The operation.
            named: Whether only what waits for this very operation counts.
        """
        if not self._waiting:
            return None
        with self._lock:
            for each in self._waiting:
                if each[0].operation in ((operation,) if named else (None, operation)):
                    failure = each.pop()
                    if not each:
                        self._waiting.remove(each)
                    return failure
        return None

    def waiting(self) -> list[tuple[AFailure, int]]:
        """Return the failures that wait, each with the number of calls that it will still fail."""
        with self._lock:
            return [(each[0], len(each)) for each in self._waiting]

    @property
    def pending(self) -> int:
        """The number of calls that will still fail."""
        with self._lock:
            return sum(len(each) for each in self._waiting)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._waiting.clear()


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
