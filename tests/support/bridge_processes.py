"""Whole bridges as processes, which are killed, in front of a REST face of this process."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mktows import Client, Config
from mktows.errors import ConnectionFailed
from mktows.retry import RetryPolicy
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse, Transport

USER, KEY, TENANT = "bridge_user", "a-key-that-only-tests-know", "main"
VERSION = "3_1"
_PATIENCE = 60
# A process that has all modules, and of which each bridge is a copy.
_BEGINNING = multiprocessing.get_context("forkserver")
_BEGINNING.set_forkserver_preload(["support.bridge_processes", "mktows.bridge"])


@dataclass(frozen=True)
class BridgeOptions:
    """What a bridge of its own process is begun with; all of it can be sent to one.

    Attributes:
        url: Where the REST face is.
        place: The database of its state.
        timeout: Seconds that a SOAP call may take.
        limits: Calls in any span, the seconds of that, and calls at once; the service's own span
            is twenty seconds, and the rule is the same for a shorter one.
        tenant: Settings of the tenant.
    """

    url: str
    place: str
    timeout: float = 3.0
    limits: tuple[int, float, int] = (1000, 1.0, 10)
    tenant: dict[str, Any] = field(default_factory=dict)


_signed = [datetime.now(UTC)]


def next_second() -> datetime:
    """A second of its own for each: two requests of one second may be the very same one."""
    _signed.append(max(datetime.now(UTC), _signed.pop() + timedelta(seconds=1)))
    return _signed[-1]


@dataclass
class BridgeProcess:
    """A bridge that is served."""

    process: Any
    url: str

    def client(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Client:
        """A SOAP client of it, which repeats nothing by itself."""
        config = Config(f"{self.url}/soap/mktows/{VERSION}", USER, Secret(KEY))
        return Client(config, retry=RetryPolicy(attempts=1), now=now)

    def kill(self) -> None:
        """End it by SIGKILL, in the middle of whatever it does."""
        self.process.kill()
        self.process.join()


@contextmanager
def bridge_process(options: BridgeOptions) -> Iterator[BridgeProcess]:
    """Serve a bridge by a process; it is killed at the end if it still runs."""
    ours, theirs = _BEGINNING.Pipe(duplex=False)
    process = _BEGINNING.Process(target=_serve, args=(options, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        assert ours.poll(_PATIENCE), "the bridge does not begin"
        yield BridgeProcess(process, ours.recv())
    finally:
        process.kill()
        process.join()
        ours.close()


def _serve(options: BridgeOptions, told: Any) -> None:
    from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
    from mktows.bridge import bridge as bridge_module
    from mktows.limiting.limits import Limits
    from mktows.rest import RestConfig
    from mktows.server.http.server import ThreadedServer

    vars(bridge_module)["limits_of"] = lambda _: Limits(*options.limits)
    config = RestConfig(options.url, USER, Secret(KEY))
    settings = BridgeSettings(
        {TENANT: Tenant(config, **options.tenant)},
        {USER: BridgeUser(Secret(KEY), TENANT)},
        database=options.place,
        timeout=timedelta(seconds=options.timeout),
    )
    with Bridge(settings) as bridge, ThreadedServer(bridge) as server:
        told.send(server.url)
        threading.Event().wait()


@dataclass
class Killing:
    """The way to a REST face, at whose next calls a process is killed.

    Attributes:
        inner: The face.
    """

    inner: Transport
    _left: int = 0
    _before: bool = False
    _kill: Callable[[], None] = lambda: None

    def arm(self, kill: Callable[[], None], *, calls: int, before: bool) -> None:
        """Kill at a call from now on, before it is carried out, or behind that."""
        self._left, self._before, self._kill = calls, before, kill

    @property
    def is_armed(self) -> bool:
        """Whether that call has not come yet."""
        return self._left > 0

    def disarm(self) -> None:
        self._left = 0

    def send(self, request: HttpRequest) -> HttpResponse:
        if "/identity/" in request.url or not self._left:
            return self.inner.send(request)
        self._left -= 1
        if self._left:
            return self.inner.send(request)
        if not self._before:
            self.inner.send(request)
        self._kill()
        raise ConnectionFailed("nobody waits for an answer any more")
