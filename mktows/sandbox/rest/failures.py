"""A failure to inject into an otherwise valid REST call."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.facts.rest_errors import CODES
from mktows.server.fault_injection import Failure


@dataclass(frozen=True, slots=True)
class RestFailure(Failure):
    """A failure to inject into a REST call that is in order otherwise.

    The ways are those of `Failure`, but for these:

    Attributes:
        operation: The name of the endpoint that it waits for, such as `sync_leads`; None for any
            but `identity`.
        code: A code of the REST API. 601 and 602 also let the caller's token be good no more.
        truncate: The answer is complete for HTTP, but its JSON breaks off.
        processed: As in `Failure`; with a code, only with one after which the outcome is unknown.
        empty: A page without records, though more remain; of paged endpoints only.
    """

    empty: bool = False

    def __post_init__(self) -> None:
        if self.operation is not None and self.operation not in ENDPOINTS:
            raise ValueError(f"{self.operation!r} is no endpoint; one is named sync_leads")
        if self.empty:
            others = (self.code, self.status, self.body, self.drop, self.cut, self.truncate)
            if any(each not in (None, False) for each in others) or self.processed:
                raise ValueError("an empty page is no other failure")
            endpoint = None if self.operation is None else ENDPOINTS[self.operation]
            if endpoint is None or endpoint.paging not in ("position", "date"):
                raise ValueError("an empty page is for an endpoint whose pages have tokens")
            return
        # Not super(): a dataclass with slots is made anew, and the name means the former one.
        Failure.__post_init__(self)

    @classmethod
    def codes(cls) -> tuple[Collection[int], Collection[int]]:
        """The codes of the REST API, and those after which the outcome is unknown."""
        return CODES, [code for code, known in CODES.items() if known.again == "if harmless"]
