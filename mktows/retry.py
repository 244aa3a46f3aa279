"""The rule by which a failed call is made again, and after how long; pure."""

from __future__ import annotations

from dataclasses import dataclass

from mktows.errors import ExpiredFault, LimitFault, MktowsError
from mktows.facts.faults import RATE_LIMIT_EXCEEDED
from mktows.facts.operations import READS


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The number of attempts, and the waits between them.

    Attributes:
        attempts: Attempts in all; 1 means that nothing is repeated.
        first_wait: Seconds before the second attempt; doubled for each further one.
        longest_wait: Seconds at most. The rate limit counts calls in 20 seconds.
        repeat_writes: Whether writes too are repeated after an attempt that may have been carried
            out: only for those that may happen twice.
    """

    attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 20.0
    repeat_writes: bool = False

    def wait(self, error: MktowsError, *, operation: str, attempt: int) -> float | None:
        """Seconds to wait before the next attempt, or None to give up.

        Args:
            error: What the attempt ended in.
            operation: The operation's name in the WSDL.
            attempt: Its number, from 1.
        """
        if attempt >= self.attempts or not error.retryable:
            return None
        repeatable = self.repeat_writes or operation in READS
        if not repeatable and not error.not_carried_out:
            return None
        if isinstance(error, ExpiredFault):
            return 0.0
        if isinstance(error, LimitFault) and error.service_code == RATE_LIMIT_EXCEEDED:
            return self.longest_wait
        return float(min(self.first_wait * 2 ** (attempt - 1), self.longest_wait))


NO_RETRY = RetryPolicy(attempts=1)
"""Every call is attempted once."""
