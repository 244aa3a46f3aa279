"""An attempt of a call, as it is told to whoever watches."""

from __future__ import annotations

from dataclasses import dataclass, field

from mktows.errors import MktowsError


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, when it is over. Its repr holds no data of the messages.

    Attributes:
        operation: The operation's name in the WSDL.
        number: Its number among the attempts of this call, from 1.
        request: The request message; `to_dict` gives it as plain values.
        reply: The success message; None where there is none.
        error: What it ended in instead.
        milliseconds: From the beginning of sending to the reply that was read.
    """

    operation: str
    number: int
    request: object = field(repr=False)
    reply: object | None = field(repr=False)
    error: MktowsError | None = field(repr=False)
    milliseconds: float
