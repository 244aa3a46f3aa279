"""`mktows check`: whether messages are what the contract says."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal

from mktows import __version__
from mktows.checking import SEVERITIES
from mktows.checking.reports import as_json, as_line, as_sarif, counts
from mktows.checking.sources import findings_of
from mktows.checking.tallies import Tally
from mktows.cli import inputs, output
from mktows.cli.failures import InputError, UsageError
from mktows.contract import KNOWN_VERSIONS, nearest_version
from mktows.signing import Secret

MAX_FILE_BYTES = 256 * 1024 * 1024
"""Largest file that is read; a longer log is split first."""

Format = Literal["text", "json", "sarif"]
_VIOLATED = 6


def check(
    paths: Sequence[str],
    *,
    version: str | None,
    report: Format,
    fail_on: str,
    environ: Mapping[str, str] = os.environ,
) -> int:
    """Check files and print what was found; 6 where something is as grave as `fail_on`."""
    named = version
    try:
        version = None if named is None else nearest_version(named)
    except ValueError as error:
        raise UsageError(
            f"{output.one_line(named or '')!r} is no version of the contract: {error}",
            hint=f"the known versions are {', '.join(KNOWN_VERSIONS)}",
        ) from error
    if version != named:
        output.note(f"version {named} is checked by the contract {version}")
    if fail_on not in SEVERITIES:
        raise UsageError(
            f"{output.one_line(fail_on)!r} is no severity",
            hint=f"the severities are {', '.join(SEVERITIES)}",
        )
    key = environ.get("MKTOWS_ENCRYPTION_KEY")
    secret = Secret(key) if key else None
    user_id = environ.get("MKTOWS_USER_ID") or None
    tally = Tally()
    unread = False
    for path in paths:
        name = inputs.shown_name(path)
        try:
            data = _content(path)
        except InputError as error:
            output.note(output.one_line(str(error)))
            unread = True
            continue
        found = findings_of(data, version=version, key=secret, user_id=user_id)
        for each in tally.take(name, found):
            if report == "text":
                output.utf8(f"{output.one_line(as_line(name, each))}\n".encode("utf-8", "replace"))
    if report == "json":
        output.document(as_json(tally.shown, tally.left_out))
    elif report == "sarif":
        output.document(as_sarif(tally.shown, version=__version__))
    output.note(_summary(tally))
    grave = SEVERITIES[[*SEVERITIES].index(fail_on) :]
    return _VIOLATED if unread or any(tally.has(each) for each in grave) else 0


def _content(path: str) -> bytes:
    return inputs.read_all(path, limit=MAX_FILE_BYTES, remedy="split it")


def _summary(tally: Tally) -> str:
    files = len(tally.shown)
    numbers = ", ".join(
        f"{number} {name if number != 1 else name.removesuffix('s')}"
        for name, number in counts(tally.shown, tally.left_out).items()
    )
    left = tally.left_out.total()
    not_shown = f", {left} of them not shown" if left else ""
    return f"{numbers} in {files} {'file' if files == 1 else 'files'}{not_shown}"
