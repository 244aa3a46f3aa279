"""The context in which a handler answers one call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from types import ModuleType

from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.store import Transaction
from mktows.server.backend import Call


@dataclass(frozen=True, slots=True)
class Scope:
    """A transaction and the moment it stands for; work that no caller waits for has only this.

    Attributes:
        data: The transaction.
        now: The moment, in whole seconds since 1970; for a call, when it arrived.
    """

    data: Transaction
    now: int

    @property
    def instance(self) -> Instance:
        """The instance's settings."""
        return self.data.instance.settings()

    @property
    def zone(self) -> tzinfo:
        """The instance's time zone."""
        return self.instance.tzinfo


@dataclass(frozen=True, slots=True)
class Context(Scope):
    """One call, and the transaction it runs in.

    Attributes:
        call: The call; its clock is the only one.
        activity_ids: Whether activities have their id beside their marketoGUID, since 3_1.
    """

    call: Call
    activity_ids: bool = True

    @property
    def types(self) -> ModuleType:
        """The bindings of the version that was called."""
        return self.call.types
