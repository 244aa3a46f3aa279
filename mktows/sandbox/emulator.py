"""The emulator: answers calls from a database of its own, as the service did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from lxml import etree

from mktows.database.failures import DatabaseFailed
from mktows.facts.faults import UNSUPPORTED_OPERATION
from mktows.facts.request_fields import without_effect
from mktows.parameters.scalars import seconds
from mktows.sandbox.activities import operations as activities
from mktows.sandbox.browsing.browser import SandboxBrowser
from mktows.sandbox.campaigns import operations as campaigns
from mktows.sandbox.campaigns import runs as campaign_runs
from mktows.sandbox.campaigns.rows import CampaignRun
from mktows.sandbox.context import Context, Scope
from mktows.sandbox.custom_objects import operations as custom_objects
from mktows.sandbox.leads import merge
from mktows.sandbox.leads import operations as leads
from mktows.sandbox.leads import sync as lead_sync
from mktows.sandbox.lists import file_imports, imports
from mktows.sandbox.lists import operations as lists
from mktows.sandbox.mobjects import describe
from mktows.sandbox.mobjects import operations as mobjects
from mktows.sandbox.mobjects import sync as mobject_sync
from mktows.sandbox.operation import JobHandler, Operation
from mktows.sandbox.programs import operations as channels
from mktows.sandbox.rest import export_files
from mktows.sandbox.store import Store, Transaction
from mktows.sandbox.world.seeding import seed
from mktows.sandbox.world.world import World
from mktows.server.backend import Call, Coverage
from mktows.server.browsing import Browser
from mktows.server.refusals import Reason
from mktows.server.unexpected import log_unexpected

OPERATION_NOT_EMULATED = Reason(
    "operation-not-emulated",
    UNSUPPORTED_OPERATION,
    "",
    "inferred",
    "The code follows its title.",
    "instance",
)

# One line per module of handlers.
OPERATIONS: dict[str, Operation] = {
    **activities.OPERATIONS,
    **campaigns.OPERATIONS,
    **channels.OPERATIONS,
    **custom_objects.OPERATIONS,
    **describe.OPERATIONS,
    **imports.OPERATIONS,
    **lead_sync.OPERATIONS,
    **leads.OPERATIONS,
    **lists.OPERATIONS,
    **merge.OPERATIONS,
    **mobject_sync.OPERATIONS,
    **mobjects.OPERATIONS,
}
JOBS: dict[str, JobHandler] = {
    **campaign_runs.JOBS,
    **export_files.JOBS,
    **file_imports.JOBS,
    **imports.JOBS,
}

Done = TypeVar("Done")


class Emulator:
    """Keeps the data of one instance in SQLite, and answers calls as the service did.

    Each call is one transaction: a refused call, and one that breaks off, has written nothing.
    Calls may come from several threads at once.

    Args:
        database: A store, which whoever opened it closes; or a file that keeps the data; None for
            a private one that is gone after `close`.
        activity_ids: Whether activities have their id beside their marketoGUID, since 3_1.

    Raises:
        UnusableDatabase: The file cannot serve.
    """

    def __init__(
        self, database: Store | str | Path | None = None, *, activity_ids: bool = True
    ) -> None:
        self._owns_store = not isinstance(database, Store)
        self.store = database if isinstance(database, Store) else Store(database)
        self._activity_ids = activity_ids

    def answer(self, call: Call, params: object) -> object:
        """Return the operation's success message.

        Raises:
            Refusal: The whole request is refused; then nothing was changed.
        """
        operation = OPERATIONS.get(call.operation)
        if operation is None:
            raise OPERATION_NOT_EMULATED.refusal()
        handler = operation.handler
        return self.within(
            seconds(call.now),
            writes=operation.writes,
            work=lambda data, now: handler(Context(data, now, call, self._activity_ids), params),
        )

    def within(self, now: int, *, writes: bool, work: Callable[[Transaction, int], Done]) -> Done:
        """Return what work in a transaction does, once all that is due at its moment is done.

        Args:
            now: The moment, in seconds since 1970.
            writes: Whether it may write.
            work: Takes the transaction and the moment.
        """
        begin = self.store.writing if writes else self.store.reading
        while True:
            with begin() as data:
                if data.jobs.next_due(now) is None:
                    return work(data, now)
            self.do_due_work(now)

    def is_short(self, operation: str, message: etree._Element, now: datetime) -> bool:
        """Tell whether a call reads a few rows and waits for nothing, such as work that is due."""
        known = OPERATIONS.get(operation)
        return (
            known is not None
            and known.short is not None
            and known.short(message)
            and not self.store.has_due_work(seconds(now))
        )

    def do_due_work(self, now: int) -> None:
        """Do what waited for a moment up to `now`, in seconds since 1970.

        Nobody can look between two calls, so work that is done when the next call comes is as
        good as done in the background. It carries the moment it was due at, each piece is one
        transaction, and it is done once, however many processes share the database.
        """
        with self.store.reading() as data:
            waiting = data.jobs.next_due(now) is not None
        while waiting:
            job = None
            try:
                with self.store.writing() as data:
                    job = data.jobs.next_due(now)
                    waiting = job is not None
                    if job is not None:
                        data.jobs.remove(job.id)
                        JOBS[job.kind](Scope(data, job.due_at), job.content)
            except DatabaseFailed:
                raise  # nothing is wrong with the job: it waits on
            except Exception as error:
                if job is None:
                    raise
                # Nothing of it was written, its removal included; it is not tried again.
                with self.store.writing() as data:
                    data.jobs.remove(job.id)
                log_unexpected(error, "doing a job")

    def seed(self, world: World, now: datetime, *, if_new: bool = False) -> bool:
        """Put a world into the database while it is new; see `seeding.seed`."""
        return seed(self.store, world, now=seconds(now), if_new=if_new)

    def zone(self) -> tzinfo:
        """The time zone of the instance."""
        with self.store.reading() as data:
            return data.instance.settings().tzinfo

    def reset(self) -> None:
        """Make the database as it was when it was new."""
        self.store.reset()

    def coverage(self) -> dict[str, Coverage]:
        """Return how each operation is emulated."""
        return {
            name: Coverage(
                each.summary, ", ".join(each.strength), (*each.differences, *without_effect(name))
            )
            for name, each in OPERATIONS.items()
        }

    def browser(self, now: datetime) -> Browser:
        """Return what shows the data, once all that is due at a moment is done."""
        stamp = seconds(now)
        return SandboxBrowser(
            lambda work: self.within(stamp, writes=False, work=lambda data, _: work(data))
        )

    def campaign_runs(self) -> list[CampaignRun]:
        """Return the runs that calls asked for, in the order they were asked for."""
        with self.store.reading() as data:
            return data.campaigns.runs()

    def close(self) -> None:
        """Close the database that was opened here. May be called twice."""
        if self._owns_store:
            self.store.close()
