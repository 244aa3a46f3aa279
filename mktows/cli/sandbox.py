"""`mktows sandbox`: serve the sandbox over HTTP."""

from __future__ import annotations

import logging
import signal
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType

from mktows.cli import output, settings
from mktows.cli.failures import UsageError
from mktows.cli.moments import moment
from mktows.cli.page import PageOptions
from mktows.cli.tls import Tls, TlsOptions
from mktows.config import is_loopback
from mktows.contract import LATEST_VERSION
from mktows.errors import ConfigError
from mktows.sandbox.control import Control
from mktows.sandbox.rest.settings import REAL, Habits, RestSettings
from mktows.sandbox.sandbox import Sandbox
from mktows.server.http.callers import Callers
from mktows.server.http.server import base_url, listen, serve
from mktows.server.journal.journal import Bounds
from mktows.server.limiting.limits import Limits


class _Terminated(BaseException):
    """SIGTERM arrived; by itself it would end the process without closing anything."""


@dataclass(frozen=True, slots=True)
class RestOptions:
    """The options of the REST API; the help explains each."""

    served: bool = False
    limits: str | None = None
    habits: tuple[str, ...] = ()

    def settings(self) -> RestSettings | bool:
        """The settings of the sandbox's REST face; False where none is served.

        Raises:
            UsageError: An option goes without `--rest`, or has no meaning.
        """
        hint = "mktows sandbox --help"
        if not self.served:
            if self.limits is not None or self.habits:
                raise UsageError("--rest-limits and --rest-habit go with --rest", hint=hint)
            return False
        limits = Limits()
        if self.limits is not None:
            limits = REAL if self.limits == "real" else _limits(self.limits, "--rest-limits")
        try:
            habits = Habits.parse(self.habits)
        except ValueError as error:
            raise UsageError(f"--rest-habit: {error}", hint=hint) from error
        return RestSettings(services=settings.served_services(), limits=limits, habits=habits)


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that a sandbox is served with; the help explains each."""

    host: str
    port: int
    database: str | None
    seed: settings.Seed
    strict: bool
    limits: str | None
    window: int
    clock: str | None
    journal: int
    control: bool
    hosts: tuple[str, ...]
    tls: TlsOptions
    activity_ids: bool = True
    rest: RestOptions = RestOptions()
    page: PageOptions = field(default_factory=PageOptions)


def sandbox(given: Settings) -> int:
    """Serve until SIGINT or SIGTERM, which both end it with 0; `main` makes SIGTERM of SIGHUP."""
    limits = None if given.limits is None else _limits(given.limits, "--limits")
    rest = given.rest.settings()
    clock = None if given.clock is None else moment(given.clock, "--clock", "mktows sandbox --help")
    try:
        Callers(given.hosts)
    except ValueError as error:
        raise UsageError(f"--allow-host: {error}", hint="mktows sandbox --help") from error
    given.page.require(given.hosts, "mktows sandbox --help")
    tls = given.tls.opened(given.host, given.hosts, "mktows sandbox --help")
    world = given.seed.world()
    config, origin = settings.served_credentials()
    before = signal.signal(signal.SIGTERM, _terminated)
    logged = logging.StreamHandler(sys.stderr)
    logging.getLogger("mktows.server").addHandler(logged)
    try:
        with settings.opened_sandbox(
            given.database,
            world,
            clock,
            users={config.user_id: config.encryption_key},
            window=timedelta(minutes=given.window),
            strict=given.strict,
            limits=limits,
            journal=Bounds(calls=given.journal),
            activity_ids=given.activity_ids,
            rest=rest,
        ) as served:
            _serve(served, given, tls, f"user id {config.user_id}, credentials {origin}")
    except (KeyboardInterrupt, _Terminated):
        pass  # before the server took the signals over, or after
    finally:
        logging.getLogger("mktows.server").removeHandler(logged)
        signal.signal(signal.SIGTERM, before)
    output.note("stopped")
    return 0


def _limits(text: str, option: str) -> Limits:
    try:
        return Limits.parse(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}", hint="mktows sandbox --help") from error


def _serve(served: Sandbox, given: Settings, tls: Tls | None, credentials: str) -> None:
    host, port = given.host, given.port
    try:
        listener = listen(host, port)
    except (OSError, UnicodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "no valid host"
        raise ConfigError(f"cannot listen on {host}, port {port}: {reason}") from error
    with listener:
        url = base_url(listener, tls=tls is not None)
        endpoint = f"{url}/soap/mktows/{LATEST_VERSION}"
        output.note(f"the sandbox is at {endpoint}")
        output.note(f"its WSDL is at {endpoint}?WSDL")
        output.note(credentials)
        if given.rest.served:
            ids = ", ".join(served.rest().services)
            output.note(f"its REST API is at {url}, for client id {ids}")
        if given.database is None:
            output.note("its data is gone at the end (--database FILE keeps it)")
        for line in () if tls is None else tls.told:
            output.note(line)
        if tls is None and not is_loopback(host):
            output.note("other machines can reach it by its address, without TLS")
        if given.control:
            output.note(f"tests steer it at {url}/_control/")
        control = Control(served) if given.control else None
        context = None if tls is None else tls.context
        site = given.page.site(served, url, control)
        serve(served, listener, control=control, hosts=given.hosts, site=site, tls=context)


def _terminated(_number: int, _frame: FrameType | None) -> None:
    raise _Terminated
