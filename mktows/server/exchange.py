"""One call on its way through the service, and as the journal keeps it."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from mktows.checking import Finding
from mktows.contract import Contract, Operation
from mktows.server.journal.kept import LONGEST_ENVELOPE, Kept
from mktows.server.journal.masking import cut, hide, masked
from mktows.server.notes import Notes
from mktows.soap import Envelope
from mktows.transport import HttpResponse

REST_VERSION = "rest"
"""The word in place of a contract's version, for a call of the REST API."""
CONNECTION_CLOSED = "connection closed"
"""The outcome of a call that was not answered."""
_LONGEST_USER_ID = 200


@dataclass(slots=True)
class Exchange:
    """One call on its way: what is known of it so far. Its bodies hold leads and a signature.

    Attributes:
        at: When it arrived, by the service's clock.
        contract: The contract that it is answered by.
        request: Its body, made readable once its headers are read.
        headers: The headers of its request, by their names in lower case.
        deadline: The moment of `time.monotonic()` until which its answer is waited for.
        envelope: The envelope, once it is parsed.
        operation: The operation that it asks for, once that is known.
        user_id: The user id that the request claims, which may have been refused.
        well_formed: Whether the request could be parsed.
        findings: What is wrong with the request's form.
        notes: What the backend did elsewhere.
        response: The answer, once there is one: what cannot be read has its answer at once.
        code: The vendor's code of a fault.
        fault: The faultstring, or what else went wrong; empty for success.
        milliseconds: How long it took.
    """

    at: datetime
    contract: Contract
    request: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    deadline: float
    envelope: Envelope | None = field(default=None, repr=False)
    operation: Operation | None = field(default=None, repr=False)
    user_id: str = ""
    well_formed: bool = False
    findings: list[Finding] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes, repr=False)
    response: HttpResponse | None = field(default=None, repr=False)
    code: int | None = None
    fault: str = ""
    milliseconds: float = 0.0
    _started: float = field(default_factory=time.perf_counter, repr=False)

    @property
    def message(self) -> etree._Element | None:
        """The message in the envelope."""
        return None if self.envelope is None else self.envelope.body

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer; None where the connection was closed without one."""
        return None if self.response is None else self.response.status

    @property
    def reply(self) -> bytes:
        """The body of the answer."""
        return b"" if self.response is None else self.response.body

    @property
    def size(self) -> int:
        """Bytes that it takes to keep it."""
        return len(self.request) + len(self.reply)

    def end(self) -> None:
        """Note how long it took, and let go of what only the answering needs."""
        self.milliseconds = (time.perf_counter() - self._started) * 1000
        self.envelope = None
        self.headers = {}

    def kept(self, secrets: frozenset[str]) -> Kept:
        """Return what the journal keeps: the signature is masked, and so are the secrets."""
        request = masked(self.request, well_formed=self.well_formed, longest=LONGEST_ENVELOPE)
        hidden = request.hidden | secrets
        return Kept(
            at=self.at,
            operation="" if self.operation is None else self.operation.name,
            version=self.contract.version,
            # Callers were seen to mix up the members of the header.
            user_id=cut(hide(self.user_id, hidden), _LONGEST_USER_ID),
            status=self.status,
            code=self.code,
            fault=self.fault,
            findings=self.findings,
            milliseconds=self.milliseconds,
            request=cut(hide(request.text, hidden), LONGEST_ENVELOPE, request.left),
            reply=cut(hide(self.reply.decode("utf-8", "replace"), hidden), LONGEST_ENVELOPE),
            notes=[hide(each, hidden) for each in self.notes.lines()],
        )


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call that the service has answered. Its envelopes hold leads, so no repr shows them.

    Attributes:
        id: Its number; calls are numbered in the order in which they were written down.
        at: When it arrived, by the service's clock.
        operation: Its name in the WSDL, or method and path of a REST call; empty where the
            request names none.
        version: The contract that it was answered by, such as `2_7`; `rest` for a REST call.
        user_id: The user id, or client id, that the request claims, which may have been refused.
        status: The HTTP status of the answer; None where the connection was closed without one.
        code: The vendor's code of a fault.
        fault: The faultstring, or what else went wrong; empty for success.
        findings: What is wrong with the request's form.
        milliseconds: How long it took.
        request: The envelope or the HTTP request that came in; signature, token and secrets are
            masked.
        reply: The envelope, or other body, that went out.
        notes: What the backend did elsewhere to answer it.
    """

    id: int
    at: datetime
    operation: str
    version: str
    user_id: str
    status: int | None
    code: int | None
    fault: str
    findings: tuple[Finding, ...]
    milliseconds: float
    request: str = field(repr=False)
    reply: str = field(repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def departures(self) -> tuple[Finding, ...]:
        """The former name of `findings`."""
        warnings.warn("departures is now called findings", DeprecationWarning, stacklevel=2)
        return self.findings

    @property
    def failed(self) -> bool:
        """Tell whether the call as a whole had no success; records in it may have failed anyway."""
        return has_failed(self.status, self.code)

    @property
    def outcome(self) -> str:
        """The outcome in a few words."""
        return outcome_of(self.status, self.fault)


def has_failed(status: int | None, code: int | None) -> bool:
    """Tell whether a call as a whole had no success.

    Args:
        status: The HTTP status of the answer.
        code: The code of its fault; None where there was none.
    """
    return status != 200 or code is not None


def outcome_of(status: int | None, fault: str) -> str:
    """The outcome of a call in a few words.

    Args:
        status: The HTTP status of the answer.
        fault: What went wrong; empty for success.
    """
    if fault:
        return fault
    return "ok" if status == 200 else f"HTTP {status}"
