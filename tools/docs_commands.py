"""The commands of `mktows` and their help, as the manual shows them."""

from __future__ import annotations

import contextlib
import functools
import io
import re
from collections.abc import Callable
from unittest import mock

from mktows.cli.app import parse

_COMMANDS = re.compile(r"^Commands:\n((?:  .*\n)+)", re.MULTILINE)


@functools.cache
def help_text(*command: str) -> str:
    """A command's `--help`, at a width that does not depend on the terminal."""
    shown = io.StringIO()
    with mock.patch.dict("os.environ", COLUMNS="100"), contextlib.redirect_stdout(shown):
        parse([*command, "--help"])
    lines = [line.rstrip() for line in shown.getvalue().strip().splitlines()]
    return "\n".join(lines)


def command_names(*group: str) -> list[tuple[str, ...]]:
    """A command and, after it, those that it groups, as its help lists them."""
    found = [group]
    listed = _COMMANDS.search(f"{help_text(*group)}\n")
    for line in listed[1].splitlines() if listed else ():
        if not line.startswith("   "):  # the text of the one before goes on
            found += command_names(*group, line.split()[0])
    return found


def _help(*command: str) -> str:
    words = " ".join(["mktows", *command, "--help"])
    return f"```console\n$ {words}\n{help_text(*command)}\n```"


def parts() -> dict[str, Callable[[], str]]:
    """What shows the help of each command, by a name such as `command_sync`."""
    return {
        "_".join(["command", *command]).replace("-", "_"): functools.partial(_help, *command)
        for command in command_names()
    }


def help_texts() -> str:
    """Every command's help."""
    return "\n\n".join(_help(*command) for command in command_names())
