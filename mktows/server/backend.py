"""The seam between the front and what answers behind it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Protocol, runtime_checkable

from lxml import etree

from mktows.errors import MktowsError
from mktows.server.notes import Notes
from mktows.server.refusals import Reason


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request, apart from its parameters.

    Attributes:
        operation: Its name in the WSDL, such as `getLead`.
        types: The bindings of the version that was called; replies are built from them.
        user_id: Who called.
        workspace: `MktowsContextHeader/targetWorkspace`, where it was sent.
        now: When the call arrived, with an offset.
        strict: Whether values that do not fit their field are refused, not passed over, and so is
            what is doubtful.
        undeclared: Texts of the request's elements that the schema of this version does not
            declare, by their paths below the message, such as `leadRecordList.leadRecord[0].email`.
            Some count all the same, such as scheduleCampaign's cloneToProgramName, which 3_1 alone
            declares.
        deadline: The moment of `time.monotonic()` at which nobody waits for the answer any more. A
            backend is only told: one that overruns it is neither stopped nor contradicted, its
            answer is sent all the same.
        notes: Takes what the backend does elsewhere to answer, such as calls of another API; the
            journal keeps it, without the users' keys and the request's signature.
        signature: The request's signature, which a repetition of the very same request has too.
        fingerprint: Returns a digest of the message, which a repetition of it has too; making it
            takes time that grows with the message.
        doubts: Takes the rules of `mktows.checking` that tell what was carried out in doubt; the
            service finds where the message breaks them, and records that with the call.
    """

    operation: str
    types: ModuleType
    user_id: str
    workspace: str | None
    now: datetime
    strict: bool = False
    undeclared: Mapping[str, str] = field(default_factory=dict, repr=False)
    deadline: float = math.inf
    notes: Notes = field(default_factory=Notes, repr=False, compare=False)
    signature: str = field(default="", repr=False)
    fingerprint: Callable[[], str] = field(default=str, repr=False, compare=False)
    doubts: set[str] = field(default_factory=set, repr=False, compare=False)

    @property
    def seconds_left(self) -> float:
        """Seconds until the deadline; 0 when it has passed."""
        return max(self.deadline - time.monotonic(), 0.0)

    def tolerate(self, reason: Reason, **details: object) -> None:
        """Go on although there is a reason to refuse, which nothing shows that the service had.

        Raises:
            Refusal: The service is a strict one.
        """
        if self.strict:
            raise reason.refusal(**details)
        self.doubts.add(reason.noted_as)


class Backend(Protocol):
    """Answers calls whose envelope and signature are in order."""

    def answer(self, call: Call, params: object) -> object:
        """Return the operation's success message.

        Raises:
            Refusal: The whole request is refused; then nothing was changed.
        """

    def close(self) -> None:
        """Let go of what the backend holds."""


@runtime_checkable
class TellsShortCalls(Protocol):
    """A backend with calls that are answered by reading a few rows, and that wait for nothing."""

    def is_short(self, operation: str, message: etree._Element, now: datetime) -> bool:
        """Tell whether a call is one of these: a server answers it without another thread.

        Args:
            operation: Its name in the WSDL.
            message: Its message, which is not checked yet.
            now: When it arrived.
        """


@dataclass(frozen=True, slots=True)
class Coverage:
    """The way in which a backend answers an operation.

    Attributes:
        summary: It in a few words.
        standing: How far it goes, or on what evidence it rests, in a word or a few.
        differences: What is known, or feared, to differ from the real service, each in one
            sentence without a full stop.
    """

    summary: str
    standing: str
    differences: tuple[str, ...] = ()


@runtime_checkable
class TellsCoverage(Protocol):
    """A backend that tells how it answers each operation."""

    def coverage(self) -> Mapping[str, Coverage]:
        """Return the operations that it answers, by their names in the WSDL."""


@runtime_checkable
class Resettable(Protocol):
    """A backend that can be brought back to its beginning."""

    def reset(self) -> None:
        """Forget everything that calls, and whoever else, have changed."""


class NotOffered(MktowsError):
    """The backend cannot do what was asked, since what it stands for cannot."""
