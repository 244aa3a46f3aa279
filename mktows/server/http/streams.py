"""Answers that go on: what is sent to a client piece by piece, as it comes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Protocol


class Channel(Protocol):
    """The way to a client of a stream; used in the event loop alone."""

    @property
    def is_ready(self) -> bool:
        """Tell whether the client has read most of what was sent."""

    def send(self, data: bytes) -> None:
        """Send a piece; nothing once the stream has ended."""

    def end(self) -> None:
        """End the answer. May be called twice."""


class Stream(ABC):
    """An answer that goes on until either side ends it. It waits in no thread.

    What is sent to a client that does not read is kept in memory: a stream looks at
    `Channel.is_ready` before it sends, and is ended for a client that does not read for long.

    Attributes:
        headers: The headers of the answer.
    """

    headers: Mapping[str, str]

    @abstractmethod
    def begin(self, channel: Channel) -> None:
        """Begin to send; the head is sent already."""

    @abstractmethod
    def ended(self) -> None:
        """Take note that nothing can be sent any more. It is called once."""
