"""What a handler has at hand while it answers one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from types import ModuleType
from typing import Any

from mktows.sandbox.backend import Call
from mktows.sandbox.store import Transaction
from mktows.sandbox.values import seconds


@dataclass(frozen=True, slots=True)
class Context:
    """One call, the transaction it runs in, and the instance's settings.

    Attributes:
        call: The call; its clock is the only one.
        data: The transaction.
        zone: The instance's time zone.
    """

    call: Call
    data: Transaction
    zone: tzinfo

    @property
    def types(self) -> ModuleType:
        """The bindings of the version that was called."""
        return self.call.types

    @property
    def now(self) -> int:
        """When the call arrived, in whole seconds since 1970."""
        return seconds(self.call.now)


# Answers one operation. The parameters are bindings of whichever version was called, decoded
# leniently: a required member may be None, so handlers take them as they come.
Handler = Callable[[Context, Any], object]
