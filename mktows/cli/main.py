"""The entry points: `run` for the console, `main` for everyone else; both know the exit codes."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from types import FrameType

from mktows.cli import output
from mktows.cli.failures import INTERRUPTED, InputError, OutputLost, UsageError
from mktows.config import unknown_settings
from mktows.errors import (
    AuthenticationFault,
    ConfigError,
    ConnectionFailed,
    ExpiredFault,
    LimitFault,
    LimitReached,
    MktowsError,
    ProtocolError,
    RequestError,
    RequestTimeout,
    SoapFault,
    TransportError,
)
from mktows.extras import extra_missing

BUG = 70

# The first class that an error is an instance of decides; the help's epilog explains the codes.
_CODES: tuple[tuple[type[MktowsError], int], ...] = (
    (OutputLost, 1),
    (UsageError, 2),
    (ConfigError, 3),
    (TransportError, 4),
    (LimitReached, 5),
    (SoapFault, 5),
    (ProtocolError, 6),
    (RequestError, 6),
    (InputError, 6),
)
_HINTS: tuple[tuple[type[MktowsError], str], ...] = (
    (AuthenticationFault, "check MKTOWS_USER_ID and MKTOWS_ENCRYPTION_KEY"),
    (ExpiredFault, "check this machine's clock"),
    (LimitFault, "wait, then go on"),
    (LimitReached, "wait, then go on"),
    (RequestTimeout, "MKTOWS_TIMEOUT allows more seconds"),
    (ConnectionFailed, "check MKTOWS_ENDPOINT and the network"),
)


def run() -> None:
    """Run the command line of this process, and exit."""
    # Ended from outside is ended like by Ctrl-C: with a report, and nothing left behind on disk.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _hang_up)
    _occupy_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a character shows its number.
            stream.reconfigure(errors="backslashreplace")
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # Nobody reads on: what is buffered must not fail again at exit.
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def _occupy_closed_streams() -> None:
    # Python has None for them, and their numbers would go to the next files that are opened.
    null = Path(os.devnull)
    if sys.stdout is None:
        sys.stdout = null.open()  # which cannot be written: what is lost is told
    if sys.stderr is None:
        sys.stderr = null.open("w")


def _hang_up(_number: int, _frame: FrameType | None) -> None:
    # Told by the terminal and by the shell; the report of the first time must not be cut short.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.raise_signal(signal.SIGTERM)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; by default that of this process."""
    debug = _asks_for_debug(sys.argv[1:] if argv is None else argv)
    try:
        from mktows.cli.app import parse

        verb = parse(argv)
        for name, near in unknown_settings(os.environ).items():
            what_to_do = f"is {near} meant?" if near else "mktows --help lists them"
            output.note(f"{output.one_line(name)} is no setting of mktows: {what_to_do}")
        code = verb()
        output.flush()
    except KeyboardInterrupt as error:
        return _end(error, "interrupted", INTERRUPTED, debug)
    except MktowsError as error:
        code = next((code for kind, code in _CODES if isinstance(error, kind)), BUG)
        return _end(error, output.one_line(str(error)), code, debug, _hint(error))
    except ModuleNotFoundError as error:
        missing = extra_missing(error)
        return _end(error, missing, 3, debug) if missing else _bug(error, debug)
    except Exception as error:
        return _bug(error, debug)
    return code


def _asks_for_debug(argv: Sequence[str]) -> bool:
    """Tell whether it is among the options before the verb, whatever else is wrong with them."""
    return "--debug" in takewhile(lambda each: each.startswith("-"), argv)


def _hint(error: MktowsError) -> str:
    if isinstance(error, UsageError):
        return error.hint
    return next((hint for kind, hint in _HINTS if isinstance(error, kind)), "")


def _bug(error: BaseException, debug: bool) -> int:
    # Its text may hold anything, a lead's data too.
    hint = "" if debug else "--debug shows where"
    return _end(error, f"unexpected {type(error).__name__}", BUG, debug, hint)


def _end(error: BaseException, message: str, code: int, debug: bool, hint: str = "") -> int:
    if debug:
        output.problem("".join(traceback.format_exception(error)).rstrip())
    output.note(message)
    if hint:
        output.hint(hint)
    return code


if __name__ == "__main__":
    run()
