"""The sandbox: the service, emulated in this process, with worlds and campaign runs."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from os import PathLike
from pathlib import Path

from mktows.sandbox.campaigns.rows import CampaignRun
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.protocols import RunsCampaigns, Seedable
from mktows.sandbox.rest.face import RestFace
from mktows.sandbox.rest.routes import path_of
from mktows.sandbox.rest.settings import RestSettings
from mktows.sandbox.world.world import World
from mktows.server.authentication import WINDOW
from mktows.server.backend import Backend, NotOffered
from mktows.server.journal.journal import Bounds
from mktows.server.limiting.limits import Limits
from mktows.server.service import TIMEOUT, Service, default_zone
from mktows.server.state import State
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse

Worldly = World | Mapping[str, object] | str | PathLike[str]
"""A world, what a world file holds, or the path of one."""


class Sandbox(Service):
    """The service, emulated in this process. It is a transport, so a client can send to it.

    It is a `Service` whose backend is the emulator, and besides knows worlds and campaign runs.

    Args:
        database: SQLite file to keep the data in; by default it is gone when the sandbox is closed.
        world: What the data begins with: a world, the path of a world file, or a mapping with what
            such a file holds. A database that began with this very world before goes on
            as it has become; any other must be new.
        users: User id to encryption key; by default the vendor's public sample credentials.
        barred: User ids that are refused with 20013.
        window: Age at which a timestamp is refused as expired.
        any_timestamp: Whether a signed timestamp that cannot be read is accepted.
        strict: Whether what departs from the contract is refused, not only recorded.
        limits: Quota, rate and concurrency; by default there are none.
        journal: How many calls are recorded, and how much of them.
        now: The clock that tells the time until `clock` is set; it must give aware datetimes.
        timeout: How long the answer of a call is waited for; the backend is told, and no more.
        activity_ids: Whether activities have their id beside their marketoGUID, since 3_1: what
            the service did is not known.
        backend: What answers, instead of the emulator; the file then keeps the calls alone.
        rest: Whether the vendor's REST API is answered too, beside SOAP, and with what settings.

    Attributes:
        clock: The clock that calls arrive by; tests may set it.

    Raises:
        NotOffered: The backend takes no world.
        UnusableDatabase: The file cannot serve.
        WorldError: The world contradicts itself, or the database began without it.

    Example:
        >>> from mktows import Client
        >>> with Sandbox() as sandbox:
        ...     client = Client(sandbox.config(), transport=sandbox)
        ...     result = client.sync_lead({"Email": "t@t.com", "FirstName": "George"})
        ...     result.sync_status.status.value
        'CREATED'
    """

    def __init__(
        self,
        *,
        database: str | Path | None = None,
        world: Worldly | None = None,
        users: Mapping[str, str | Secret] | None = None,
        barred: Collection[str] = (),
        window: timedelta = WINDOW,
        any_timestamp: bool = True,
        strict: bool = False,
        limits: Limits | None = None,
        journal: Bounds | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout: timedelta = TIMEOUT,
        activity_ids: bool = True,
        backend: Backend | None = None,
        rest: bool | RestSettings = False,
    ) -> None:
        emulator = None
        if backend is None:
            emulator = backend = Emulator(database, activity_ids=activity_ids)
        try:
            super().__init__(
                backend,
                database=database if emulator is None else emulator.store.database,
                users=users,
                barred=barred,
                window=window,
                any_timestamp=any_timestamp,
                strict=strict,
                limits=limits,
                journal=journal,
                now=now,
                timeout=timeout,
                zone=default_zone if emulator is None else emulator.zone,
            )
        except BaseException:
            if emulator is not None:
                emulator.close()
            raise
        self._emulator = emulator
        self._rest_settings = rest if isinstance(rest, RestSettings) else RestSettings()
        self._rest: RestFace | None = None
        self._world: World | None = None
        try:
            if rest:
                self.rest()
            if world is not None:
                self.seed(world, if_new=True)
        except BaseException:
            self._end()
            if emulator is not None:
                emulator.close()
            self._close_database()
            raise

    def reset(self) -> None:
        """Make all as it was at the beginning: data, clock, counts, failures to come, journal.

        Raises:
            NotOffered: The backend cannot be reset; nothing was changed.
        """
        super().reset()
        if self._rest is not None:
            self._rest.reset()
        if self._world is not None:
            self.seed(self._world)

    def seed(self, world: Worldly, *, if_new: bool = False) -> bool:
        """Put a world where nothing is yet: in a new sandbox that was made without one.

        Args:
            world: What is to be there, as `Sandbox` takes it.
            if_new: Whether the sandbox begins with this world: a database that began with this
                very world before goes on as it has become, and `reset` returns to it.

        Returns:
            Whether it was put in now.

        Raises:
            NotOffered: The backend takes data from calls alone; nothing was changed.
            WorldError: The world contradicts itself, or something else is there; nothing was
                changed.
        """
        backend, now = self._backend, self.clock.now()
        if not isinstance(backend, Seedable):
            raise NotOffered("this backend cannot be seeded")
        if not isinstance(world, World):
            from mktows.sandbox.world.files import as_world  # which needs the reader of YAML

            world = as_world(world)
        made = True
        if if_new and isinstance(backend, Emulator):
            made = backend.seed(world, now, if_new=True)
        else:
            backend.seed(world, now)
        if if_new:
            self._world = world
        return made

    def rest(self) -> RestFace:
        """Return the REST face of this sandbox: a transport for REST clients, on the same data.

        Raises:
            NotOffered: The backend is not the emulator.
        """
        if self._rest is None:
            if self._emulator is None:
                raise NotOffered("this backend answers SOAP calls alone")
            self._rest = RestFace(
                emulator=self._emulator,
                users=self._users,
                settings=self._rest_settings,
                calls=self._calls,
                journal=self._journal,
                clock=self.clock,
                strict=self._strict,
                closing=self._closing,
            )
        return self._rest

    def state(self) -> State:
        """Return limits and what is used of them, failures that wait, and the clock."""
        state, face = super().state(), self._rest
        if face is None:
            return state
        return replace(
            state,
            usages=(*state.usages, face.usage()),
            waiting=(*state.waiting, *face.waiting()),
        )

    def send(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request, as `Transport.send`; a bad one, too, gets its answer.

        Raises:
            TransportError: `fail_next` asked for a connection that breaks.
        """
        face = self._face(request)
        return super().send(request) if face is None else face.send(request)

    def is_ready(self, request: HttpRequest) -> bool:
        """Tell whether a request can be received without importing the bindings of its version."""
        return self._face(request) is None and super().is_ready(request)

    def close(self) -> None:
        """Close the data and the journal; a temporary database is gone then."""
        if self._rest is not None:
            self._rest.flush()
        super().close()

    def _face(self, request: HttpRequest) -> RestFace | None:
        """Return the REST face where it is switched on and the request is for it."""
        face = self._rest
        return face if face is not None and face.answers(path_of(request.url)) else None

    def begin_with(self, world: World) -> bool:
        """Do as `seed` does with `if_new`, under its former name."""
        warnings.warn(
            "begin_with is called seed(world, if_new=True)", DeprecationWarning, stacklevel=2
        )
        return self.seed(world, if_new=True)

    def campaign_runs(self) -> Sequence[CampaignRun]:
        """Return the campaign runs that calls asked for, in the order they were asked for.

        Raises:
            NotOffered: The backend does not know them.
        """
        if not isinstance(self._backend, RunsCampaigns):
            raise NotOffered("this backend does not tell what campaigns were run")
        return self._backend.campaign_runs()
