"""`mktows diff`: what changed between two contracts."""

from __future__ import annotations

import re
from pathlib import Path

from mktows.cli import inputs, output
from mktows.cli.failures import InputError, UsageError
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.diffing.compare import compare
from mktows.diffing.document import MAX_BYTES, WsdlError
from mktows.diffing.model import Contract
from mktows.diffing.reader import read_contract
from mktows.diffing.report import as_json, as_lines, level
from mktows.diffing.rule import AUDIENCES, LEVELS

_VERSION = re.compile(r"[0-9]+_[0-9]+")


def diff(
    old: str, new: str, *, audience: str | None, fail_on: str | None, as_document: bool
) -> int:
    """Print every difference; 1 where one is at or above a level for the audience, else 0."""
    for option, value, known in (
        ("--for", audience, AUDIENCES),
        ("--fail-on", fail_on, LEVELS),
    ):
        if value is not None and value not in known:
            raise UsageError(
                f"{option} takes {', '.join(known[:-1])} or {known[-1]}", hint="mktows diff --help"
            )
    audiences = AUDIENCES if audience is None else (audience,)
    findings = compare(_read(old), _read(new))
    if as_document:
        output.document(as_json(old, new, findings))
    else:
        for line in as_lines(old, new, findings, audiences):
            indent = " " * (len(line) - len(line.lstrip(" ")))
            output.line(f"{indent}{output.one_line(line)}")
    if fail_on is None:
        return 0
    gravest = max((LEVELS.index(level(each, audiences)) for each in findings), default=-1)
    return int(gravest >= LEVELS.index(fail_on))


def _read(name: str) -> Contract:
    """The contract in a file, or the shipped one of a known version."""
    if name in KNOWN_VERSIONS:
        data = contract(name).wsdl()
    elif _VERSION.fullmatch(name) and not Path(name).exists():
        known = ", ".join(KNOWN_VERSIONS)
        raise InputError(f"{name} is neither a file nor a known version: those are {known}")
    else:
        data = inputs.read_all(name, limit=MAX_BYTES, remedy="is it a WSDL?")
    try:
        return read_contract(name, data)
    except WsdlError as error:
        raise InputError(str(error)) from error
