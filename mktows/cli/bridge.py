"""`mktows bridge serve`: serve a bridge over HTTP."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from mktows.bridge.bridge import Bridge
from mktows.bridge.operating.pages import pages
from mktows.bridge.operating.settings_file import read_settings
from mktows.bridge.operating.upkeep import Upkeep
from mktows.bridge.settings import BridgeSettings
from mktows.cli import output
from mktows.cli.failures import UsageError
from mktows.cli.page import PageOptions
from mktows.cli.tls import Tls, TlsOptions
from mktows.config import is_loopback
from mktows.contract import LATEST_VERSION
from mktows.errors import ConfigError
from mktows.server.http.callers import Callers
from mktows.server.http.server import base_url, listen, serve
from mktows.transport import HttpResponse

_HINT = "mktows bridge serve --help"
_LOGGERS = {"mktows.bridge": logging.INFO, "mktows.server": logging.WARNING}


class _Terminated(BaseException):
    """SIGTERM arrived; by itself it would end the process without closing anything."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that a bridge is served with; the help explains each."""

    config: str
    host: str
    port: int
    plain_http: bool
    hosts: tuple[str, ...]
    open_metrics: bool
    tls: TlsOptions
    page: PageOptions = field(default_factory=PageOptions)


def bridge(given: Settings) -> int:
    """Serve until SIGINT or SIGTERM, which both end it with 0; `main` makes SIGTERM of SIGHUP."""
    try:
        Callers(given.hosts)
    except ValueError as error:
        raise UsageError(f"--allow-host: {error}", hint=_HINT) from error
    given.page.require(given.hosts, _HINT)
    tls = _tls(given)
    settings = read_settings(Path(given.config))
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        with _logged(), Bridge(settings) as served:
            _serve(served, settings, given, tls)
    except (KeyboardInterrupt, _Terminated):
        pass  # before the server took the signals over, or after
    finally:
        signal.signal(signal.SIGTERM, before)
    output.note("stopped")
    return 0


def _tls(given: Settings) -> Tls | None:
    if given.tls.asked and given.plain_http:
        raise UsageError("--plain-http is for a bridge without TLS", hint=_HINT)
    if not given.tls.asked and not is_loopback(given.host) and not given.plain_http:
        raise UsageError(
            f"{given.host} is reached from other machines: give --tls-cert and --tls-key, or "
            "--tls, or --plain-http if a proxy in front speaks TLS",
            hint=_HINT,
        )
    return given.tls.opened(given.host, given.hosts, _HINT)


def _serve(served: Bridge, settings: BridgeSettings, given: Settings, tls: Tls | None) -> None:
    host, port = given.host, given.port
    try:
        listener = listen(host, port)
    except (OSError, UnicodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "no valid host"
        raise ConfigError(f"cannot listen on {host}, port {port}: {reason}") from error
    upkeep = Upkeep(served.instances)
    made = pages(served, _metrics(served, upkeep), metrics_for_all=given.open_metrics)
    with listener, upkeep:
        url = base_url(listener, tls=tls is not None)
        output.note(f"the bridge is at {url}/soap/mktows/{LATEST_VERSION}")
        for user_id, user in settings.users.items():
            rights = ", ".join(sorted(user.rights)) or "no right"
            output.note(f"user id {output.one_line(user_id)}: {user.tenant}, {rights}")
        output.note(f"whoever runs it asks {', '.join(f'{url}{path}' for path in made)}")
        if settings.database is None:
            output.note("what is known of imports and unknown outcomes is gone at the end")
            output.hint("database = FILE in the settings keeps it")
        for line in () if tls is None else tls.told:
            output.note(line)
        if tls is None and not is_loopback(host):
            output.note("other machines can reach it by its address, without TLS")
        # A call that has begun may take all its time: whether it was carried out is to be told.
        grace = settings.timeout.total_seconds() + 5
        context = None if tls is None else tls.context
        site = given.page.site(served, url)
        serve(served, listener, hosts=given.hosts, pages=made, site=site, tls=context, grace=grace)


def _metrics(served: Bridge, upkeep: Upkeep) -> Callable[[], HttpResponse] | None:
    try:
        from mktows.bridge.operating.metrics import Metrics
    except ModuleNotFoundError as error:
        output.note(f"there is no /metrics: {error}")
        return None
    metrics = Metrics(served.instances, upkeep)
    served.watch(metrics.count)
    return metrics.page


@contextmanager
def _logged() -> Iterator[None]:
    """Write one line on each call, and warnings of the server, to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    before = {name: logging.getLogger(name).level for name in _LOGGERS}
    for name, level in _LOGGERS.items():
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(level)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).setLevel(level)


def _terminated(_number: int, _frame: FrameType | None) -> None:
    raise _Terminated
