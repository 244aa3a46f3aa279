"""Progress on stderr: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from mktows.cli import output

if TYPE_CHECKING:
    import rich.progress

    from mktows.limiting.limiter import Limiter

LINE_SECONDS = 10.0
"""Seconds between two lines where stderr is no terminal."""
EVENT_SECONDS = 1.0
"""Seconds between two events."""


class Listener(Protocol):
    """Whoever is told how far a run is."""

    def progress(self, done: int, total: int, per_second: float) -> None:
        """Take note of how far a run is."""


class Progress:
    """The way that a run has come. It is told so by one thread.

    Args:
        title: The run's name.
        total: Its steps; None where nobody knows.
        bar: The bar on the terminal, None without one.
        lines: Whether lines are written instead.
        limiter: What the calls pass; its state is shown.
        report: Is told, too.
        clock: Tells the time, in seconds.
    """

    def __init__(
        self,
        title: str,
        total: int | None,
        *,
        bar: rich.progress.Progress | None = None,
        lines: bool = False,
        limiter: Limiter | None = None,
        report: Listener | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._title = title
        self._total = total
        self._bar = bar
        self._lines = lines
        self._limiter = limiter
        self._report = report
        self._clock = clock
        self._begun = self._told = self._reported = clock()
        self._done = 0
        self._task = None if bar is None else bar.add_task(title, total=total, state="")

    def advance(self, count: int) -> None:
        """Move on by a number of steps."""
        self._done += count
        now = self._clock()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=count, state=self._state())
        elif self._lines and now - self._told >= LINE_SECONDS:
            self._told = now
            output.note(f"{self._title}: {self._line(now)}")
        if self._report is not None and now - self._reported >= EVENT_SECONDS:
            self._reported = now
            self._report.progress(self._done, self._total or 0, self._rate(now))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the bar off the screen while the block writes to stdout."""
        if self._bar is None or not sys.stdout.isatty():
            yield
            return
        self._bar.stop()
        yield
        self._bar.start()

    def _rate(self, now: float) -> float:
        return self._done / max(now - self._begun, 0.001)

    def _line(self, now: float) -> str:
        rate = self._rate(now)
        words = str(self._done) if self._total is None else f"{self._done} of {self._total}"
        words += f", {rate:.0f} a second"
        if rate and self._total is not None:
            words += f", {_time(max(self._total - self._done, 0) / rate)} left"
        state = self._state()
        return f"{words}, {state}" if state else words

    def _state(self) -> str:
        """The limiter's state in words."""
        if self._limiter is None:
            return ""
        usage, limits = self._limiter.usage(), self._limiter.limits
        words = f"{usage.recent}/{limits.calls} calls in {limits.seconds:g} s"
        return f"{words}, paused {usage.pause:.0f} s" if usage.pause > 0 else words


@contextmanager
def progress(
    title: str,
    total: int | None,
    *,
    quiet: bool,
    limiter: Limiter | None = None,
    report: Listener | None = None,
) -> Iterator[Progress]:
    """Show progress on stderr during the block, unless `quiet`."""
    if quiet or not sys.stderr.isatty():
        yield Progress(title, total, lines=not quiet, limiter=limiter, report=report)
        return
    from rich import progress as shown
    from rich.console import Console

    # Redirected, what is written to stdout would come out on stderr.
    bar = shown.Progress(
        shown.TextColumn("{task.description}", markup=False),
        shown.BarColumn(),
        shown.MofNCompleteColumn(),
        shown.TimeElapsedColumn(),
        shown.TimeRemainingColumn(),
        shown.TextColumn("{task.fields[state]}", markup=False),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with bar:
        yield Progress(title, total, bar=bar, limiter=limiter, report=report)


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"
