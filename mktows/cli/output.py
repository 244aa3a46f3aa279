"""The streams: data on stdout, everything else on stderr."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping

from mktows.cli.failures import OutputLost

MAX_MESSAGE = 500
"""Longest text of someone else's that is shown in one line."""


def line(text: str) -> None:
    """Write a line of data to stdout."""
    try:
        sys.stdout.write(f"{text}\n")
    except OSError as error:
        raise lost(error) from error


def utf8(data: bytes) -> None:
    """Write data to stdout in UTF-8, whatever the terminal's encoding: JSON and XML are that."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise lost(error) from error


def document(value: object) -> None:
    """Write one JSON document to stdout."""
    utf8(f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode())


def flush() -> None:
    """Hand stdout over to whoever reads it, while a failure can still be told."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise lost(error) from error


def lost(error: OSError) -> OutputLost:
    """The error that says why stdout cannot be written."""
    return OutputLost(f"standard output cannot be written: {error.strerror or 'it is closed'}")


def note(text: str) -> None:
    """Write a line of ours to stderr."""
    _to_stderr(f"mktows: {text}")


def hint(text: str) -> None:
    """Write what to do about the line before to stderr."""
    _to_stderr(f"  hint: {text}")


def problem(text: str) -> None:
    """Write a problem of an input to stderr; it begins with file and line."""
    _to_stderr(text)


def one_line(text: str) -> str:
    """Someone else's text, made safe for a line of ours: no line ends, no terminal controls."""
    words = " ".join(text.split())
    if len(words) > MAX_MESSAGE:
        words = f"{words[:MAX_MESSAGE]}..."
    return printable(words)


def printable(text: str) -> str:
    """Someone else's text, without terminal controls; line ends stay."""
    if text.isprintable():
        return text
    shown = (c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
    return "".join(shown)


def _to_stderr(text: str) -> None:
    # Where nobody can be told, what is under way, such as a report on stdout, still goes on.
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


class JsonDocument:
    """One JSON object on stdout whose first member is a list, written as its items come."""

    def __init__(self, member: str) -> None:
        utf8(f"{{\n  {json.dumps(member)}: [".encode())
        self._empty = True

    def add(self, item: Mapping[str, object]) -> None:
        """Write one item of the list."""
        text = json.dumps(item, ensure_ascii=False)
        utf8(f"{'' if self._empty else ','}\n    {text}".encode())
        self._empty = False

    def end(self, members: Mapping[str, object]) -> None:
        """End the list, write the other members and end the document."""
        rest = "".join(
            f",\n  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in members.items()
        )
        utf8(f"{'' if self._empty else chr(10) + '  '}]{rest}\n}}\n".encode())
