"""The turn to make a call that must not be made twice, written down before it is made."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mktows.bridge.instance import Instance
from mktows.bridge.refusals import CALL_IN_PROGRESS, OUTCOME_UNKNOWN
from mktows.bridge.settings import UNKNOWN_KEPT
from mktows.bridge.state.rows import Standing
from mktows.database.failures import DatabaseFailed
from mktows.errors import RequestError
from mktows.rest.errors import RestError
from mktows.server.backend import Call
from mktows.server.refusals import Refusal

UNKNOWN = "outcome unknown"
"""The beginning of the note on a call of which nobody knows what became."""
_POLL = 0.2  # seconds after which another's turn may be over
_MARGIN = 30.0  # seconds that a turn is held beyond the time that the call may take


class Turn:
    """The turn of one SOAP call, which is taken with its first step that must not be done twice.

    It is held until the call is answered: who sends the call again, since he got no answer, repeats
    all of its steps.

    Args:
        call: The call.
        instance: The instance of the REST API.
        repeat_unknown: Whether a call is made again whose last outcome is unknown.

    Attributes:
        done: Whether a step was carried out.
        unknown: Whether nobody knows what became of a part of the call.
    """

    def __init__(self, call: Call, instance: Instance, *, repeat_unknown: bool) -> None:
        self.done = self.unknown = False
        self._call = call
        self._instance = instance
        self._repeat_unknown = repeat_unknown
        self._owner = ""

    def check(self) -> None:
        """Wait for the same call, or refuse it, before anything is looked up for it.

        What it does, or may have done, would be found, and be told as a mistake of the caller's.

        Raises:
            Refusal: 20011, since the same call is being made, or its outcome is not known.
        """
        while True:
            with self._instance.store.reading(self._instance.name) as rows:
                standing = rows.standing(self._digest())
            if standing is None or (standing == "unknown" and self._repeat_unknown):
                return
            self._await(standing)

    @contextmanager
    def step(self) -> Iterator[None]:
        """Do in the block what must not be done twice.

        Before it begins, that is written down. If the process is killed, or the block raises a
        `RestError` that leaves open what became of it, the same call is answered with that it is
        not known, for ten minutes.

        Raises:
            Refusal: 20011, since the outcome of the same call is not known.
        """
        if not self._owner:
            self._take()
        unknown = True
        try:
            yield
            self.done, unknown = True, False
        except RestError as error:
            unknown = not error.not_carried_out
            raise
        except Refusal as refused:
            unknown = refused.reason is OUTCOME_UNKNOWN
            raise
        except RequestError:
            unknown = False
            raise
        finally:
            if unknown:
                self.note_unknown(self._call.operation)

    def note_unknown(self, what: str) -> None:
        """Note in the journal that nobody knows what became of something; no values."""
        self._call.notes.add(f"{UNKNOWN}: {what}")
        self.unknown = True

    def end(self, *, answered: bool) -> None:
        """Give the turn back, or note that nobody knows what became of the call.

        Args:
            answered: Whether the caller is told what became of it.
        """
        if not self._owner:
            return
        if self.done and not answered and not self.unknown:
            self.note_unknown(self._call.operation)
        # The call was made, and its outcome counts. A turn that cannot be given back ends by
        # itself, and leaves its outcome unknown; the database has told the log.
        with suppress(DatabaseFailed), self._instance.store.writing(self._instance.name) as rows:
            rows.end(
                self._digest(),
                self._owner,
                unknown=self.unknown,
                kept=UNKNOWN_KEPT.total_seconds(),
            )

    def _take(self) -> None:
        digest, owner = self._digest(), uuid.uuid4().hex
        while True:
            with self._instance.store.writing(self._instance.name) as rows:
                if self._repeat_unknown:
                    rows.allow(digest)
                standing = rows.begin(
                    digest,
                    self._call.operation,
                    owner,
                    seconds=seconds_held(self._call),
                    kept=UNKNOWN_KEPT.total_seconds(),
                )
            if standing == "ours":
                self._owner = owner
                return
            self._await(standing)

    def _await(self, standing: Standing) -> None:
        """Wait a moment for the one who makes the same call."""
        if standing == "unknown":
            self.note_unknown(f"{self._call.operation}, of an earlier call")
            raise OUTCOME_UNKNOWN.refusal()
        if seconds_left(self._call) <= _POLL:
            raise CALL_IN_PROGRESS.refusal()
        time.sleep(_POLL)

    def _digest(self) -> str:
        call = self._call
        told = "\n".join((call.user_id, call.operation, call.fingerprint()))
        return hashlib.sha256(told.encode()).hexdigest()


def seconds_left(call: Call) -> float:
    """Return the seconds until the deadline of a call."""
    left = call.seconds_left
    return left if left != float("inf") else UNKNOWN_KEPT.total_seconds()


def seconds_held(call: Call) -> float:
    """Return the seconds after which a call is certainly over, or its process was killed."""
    return seconds_left(call) + _MARGIN
