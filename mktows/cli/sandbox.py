"""`mktows sandbox`: serve the sandbox over HTTP."""

from __future__ import annotations

import logging
import signal
import sys
from types import FrameType

from mktows.cli import output, settings
from mktows.config import is_loopback
from mktows.errors import ConfigError
from mktows.operations import LATEST_VERSION
from mktows.sandbox.app import Sandbox
from mktows.sandbox.server import base_url, listen, serve


class _Terminated(BaseException):
    """SIGTERM arrived; by itself it would end the process without closing anything."""


def sandbox(*, host: str, port: int, database: str | None) -> int:
    """Serve until SIGINT or SIGTERM, which both end it with 0."""
    config, origin = settings.served_credentials()
    before = signal.signal(signal.SIGTERM, _terminated)
    logged = logging.StreamHandler(sys.stderr)
    logging.getLogger("mktows.sandbox").addHandler(logged)
    try:
        with settings.opened_sandbox(
            database, users={config.user_id: config.encryption_key}
        ) as served:
            _serve(served, host, port, f"user id {config.user_id}, credentials {origin}", database)
    except (KeyboardInterrupt, _Terminated):
        # The server, too, passes the signal on once it has shut down, where it is not ignored.
        pass
    finally:
        logging.getLogger("mktows.sandbox").removeHandler(logged)
        signal.signal(signal.SIGTERM, before)
    output.note("stopped")
    return 0


def _serve(served: Sandbox, host: str, port: int, credentials: str, database: str | None) -> None:
    try:
        listener = listen(host, port)
    except (OSError, UnicodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "no valid host"
        raise ConfigError(f"cannot listen on {host}, port {port}: {reason}") from error
    with listener:
        endpoint = f"{base_url(listener)}/soap/mktows/{LATEST_VERSION}"
        output.note(f"the sandbox is at {endpoint}")
        output.note(f"its WSDL is at {endpoint}?WSDL")
        output.note(credentials)
        if database is None:
            output.note("its data is gone at the end (--database FILE keeps it)")
        if not is_loopback(host):
            output.note("other machines can reach it, without TLS")
        serve(served, listener)


def _terminated(_number: int, _frame: FrameType | None) -> None:
    raise _Terminated
