"""`mktows check`: whether messages are what the contract says."""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Mapping, Sequence
from typing import Literal

from mktows.checking import SEVERITIES, Finding, Severity, check_file
from mktows.checking.reports import as_json, as_line, as_sarif, counts
from mktows.cli import inputs, output
from mktows.cli.failures import InputError, UsageError
from mktows.operations import KNOWN_VERSIONS, LATEST_VERSION
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
    version = version or LATEST_VERSION
    if version not in KNOWN_VERSIONS:
        raise UsageError(
            f"{output.one_line(version)!r} is no version of the contract",
            hint=f"the versions are {', '.join(KNOWN_VERSIONS)}",
        )
    if fail_on not in SEVERITIES:
        raise UsageError(
            f"{output.one_line(fail_on)!r} is no severity",
            hint=f"the severities are {', '.join(SEVERITIES)}",
        )
    key = environ.get("MKTOWS_ENCRYPTION_KEY")
    secret = Secret(key) if key else None
    found: dict[str, list[Finding]] = {}
    unread = False
    for path in paths:
        name = inputs.shown_name(path)
        try:
            data = _content(path)
        except InputError as error:
            output.note(output.one_line(str(error)))
            unread = True
            continue
        user_id = environ.get("MKTOWS_USER_ID") or None
        found[name] = check_file(data, version=version, key=secret, user_id=user_id)
        if report == "text":
            for each in found[name]:
                output.utf8(f"{output.one_line(as_line(name, each))}\n".encode("utf-8", "replace"))
    if report == "json":
        output.document(as_json(found))
    elif report == "sarif":
        output.document(as_sarif(found, version=_own_version()))
    every = [each for findings in found.values() for each in findings]
    output.note(_summary(every, len(found)))
    return _VIOLATED if unread or _fails(every, fail_on) else 0


def _own_version() -> str | None:
    try:
        return importlib.metadata.version("mktows")
    except importlib.metadata.PackageNotFoundError:
        return None  # run from a folder of sources


def _content(path: str) -> bytes:
    with inputs.opened(path) as source, inputs.reading(source.name):
        data = source.stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"{source.name}: larger than {MAX_FILE_BYTES} bytes: split it")
    return data


def _fails(findings: Sequence[Finding], fail_on: str) -> bool:
    grave: tuple[Severity, ...] = SEVERITIES[[*SEVERITIES].index(fail_on) :]  # type: ignore[arg-type]  # checked to be one
    return any(each.severity in grave for each in findings)


def _summary(findings: Sequence[Finding], files: int) -> str:
    numbers = ", ".join(
        f"{number} {name if number != 1 else name.removesuffix('s')}"
        for name, number in counts(findings).items()
    )
    return f"{numbers} in {files} {'file' if files == 1 else 'files'}"
