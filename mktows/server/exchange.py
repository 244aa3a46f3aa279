"""One call on its way through the sandbox, and as the journal keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mktows.departures import Departure


@dataclass(slots=True)
class Exchange:
    """One call on its way: what is known of it so far. Its bodies hold leads and a signature.

    Attributes:
        at: When it arrived, by the sandbox's clock.
        version: The contract that it is answered by, such as `2_7`.
        operation: Its name in the WSDL, once that is known.
        user_id: The user id that the request claims, which may have been refused.
        well_formed: Whether the request could be parsed.
        departures: What the request departs from the contract in.
        status: The HTTP status of the answer; None where the connection was closed without one.
        code: The vendor's code of a fault.
        fault: The faultstring, or what else went wrong; empty for success.
        milliseconds: How long it took.
    """

    at: datetime
    version: str
    request: bytes = field(repr=False)
    operation: str = ""
    user_id: str = ""
    well_formed: bool = False
    departures: list[Departure] = field(default_factory=list)
    status: int | None = None
    code: int | None = None
    fault: str = ""
    reply: bytes = field(default=b"", repr=False)
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call that the sandbox has answered. Its envelopes hold leads, so no repr shows them.

    Attributes:
        id: Its number; calls are numbered in the order in which they were written down.
        at: When it arrived, by the sandbox's clock.
        operation: Its name in the WSDL; empty where the request names none.
        version: The contract that it was answered by, such as `2_7`.
        user_id: The user id that the request claims, which may have been refused.
        status: The HTTP status of the answer; None where the connection was closed without one.
        code: The vendor's code of a fault.
        fault: The faultstring, or what else went wrong; empty for success.
        departures: What the request departs from the contract in.
        milliseconds: How long it took.
        request: The envelope that came in; its signature is masked.
        reply: The envelope, or other body, that went out.
    """

    id: int
    at: datetime
    operation: str
    version: str
    user_id: str
    status: int | None
    code: int | None
    fault: str
    departures: tuple[Departure, ...]
    milliseconds: float
    request: str = field(repr=False)
    reply: str = field(repr=False)

    @property
    def failed(self) -> bool:
        """Whether the call as a whole had no success; records in it may have failed anyway."""
        return self.status != 200

    @property
    def outcome(self) -> str:
        """The outcome in a few words."""
        if self.fault:
            return self.fault
        return "ok" if self.status == 200 else f"HTTP {self.status}"
