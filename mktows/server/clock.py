"""The service's clock: the real time, until a test sets another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the moment at which calls arrive. Safe to use from several threads.

    Args:
        real: Where the time comes from while nobody sets it; it must give aware datetimes.
    """

    def __init__(self, real: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._real = real
        self._lock = threading.Lock()
        self._stands_at: datetime | None = None
        self._ahead = timedelta()

    @property
    def is_real(self) -> bool:
        """Tell whether it tells the real time."""
        return self._stands_at is None and not self._ahead

    def now(self) -> datetime:
        """The moment, with an offset."""
        stands_at = self._stands_at
        return self._real() + self._ahead if stands_at is None else stands_at

    def set(self, moment: datetime, *, running: bool = False) -> None:
        """Show a moment, and stand still there or run on from it.

        Raises:
            ValueError: The moment has no offset, so nobody can tell which instant it is.
        """
        if moment.utcoffset() is None:
            raise ValueError("the clock needs a moment with an offset, such as datetime.now(UTC)")
        with self._lock:
            self._stands_at = None if running else moment
            self._ahead = moment - self._real() if running else timedelta()

    def advance(self, span: timedelta) -> None:
        """Move on by a span; a clock that runs goes on running.

        Raises:
            OverflowError: No calendar reaches that far; the clock is as before.
        """
        with self._lock:
            if self._stands_at is not None:
                self._stands_at += span
            else:
                ahead = self._ahead + span
                self._real() + ahead  # so that a span out of range fails here
                self._ahead = ahead

    def reset(self) -> None:
        """Tell the real time again."""
        with self._lock:
            self._stands_at = None
            self._ahead = timedelta()
