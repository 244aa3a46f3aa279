"""The seam between the sandbox's front and what answers behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Protocol, runtime_checkable

from mktows.errors import MktowsError


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request, apart from its parameters.

    Attributes:
        operation: Its name in the WSDL, such as `getLead`.
        types: The bindings of the version that was called; replies are built from them.
        user_id: Who called.
        workspace: `MktowsContextHeader/targetWorkspace`, where it was sent.
        now: When the call arrived, with an offset.
        strict: Whether values that do not fit their field are refused, not passed over.
        undeclared: Texts of the request's children that no schema of this version declares; the
            documents know some all the same, such as scheduleCampaign's cloneToProgramName.
    """

    operation: str
    types: ModuleType
    user_id: str
    workspace: str | None
    now: datetime
    strict: bool = False
    undeclared: Mapping[str, str] = field(default_factory=dict, repr=False)


class Backend(Protocol):
    """Answers calls whose envelope and signature are in order."""

    def answer(self, call: Call, params: object) -> object:
        """Return the operation's success message.

        Raises:
            Refusal: The whole request is refused; then nothing was changed.
        """

    def close(self) -> None:
        """Let go of what the backend holds."""


class TakesLonger(Exception):
    """A call could not be answered at once; nothing was done for it."""


@runtime_checkable
class AnswersAtOnce(Protocol):
    """A backend that can answer some calls in no more time than it takes to read a few rows.

    Attributes:
        operations_at_once: The operations that have such calls, by their names in the WSDL.
    """

    operations_at_once: Collection[str]

    def answer_at_once(self, call: Call, params: object) -> object:
        """Return the operation's success message, as `Backend.answer` does.

        Raises:
            Refusal: The whole request is refused; then nothing was changed.
            TakesLonger: This call may have to wait, or to work for long.
        """


@runtime_checkable
class Resettable(Protocol):
    """A backend that can be brought back to its beginning."""

    def reset(self) -> None:
        """Forget everything that calls, and whoever else, have changed."""


class NotOffered(MktowsError):
    """The backend cannot do what was asked, since what it stands for cannot."""
