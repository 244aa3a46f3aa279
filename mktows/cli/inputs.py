"""Input files, and standard input under the name `-`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mktows.cli.failures import InputError

STDIN = "-"


class Source(NamedTuple):
    """An open input that can be read more than once, and its name for messages."""

    name: str
    stream: BinaryIO


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """Open a file or standard input; what cannot be rewound is copied to a temporary file.

    Raises:
        InputError: It cannot be opened or read, in the block too.
    """
    name = shown_name(path)
    if path == STDIN:
        with _copied(sys.stdin.buffer, name) as stream:
            yield Source(name, stream)
        return
    with reading(name):
        file = _path(path).open("rb")
    with file:
        if file.seekable():
            yield Source(name, file)
            return
        with _copied(file, name) as stream:
            yield Source(name, stream)


def read_all(path: str) -> bytes:
    """The whole content of a file or of standard input.

    Raises:
        InputError: It cannot be read.
    """
    with reading(shown_name(path)):
        return sys.stdin.buffer.read() if path == STDIN else _path(path).read_bytes()


def shown_name(path: str) -> str:
    """What messages call an input."""
    return "<stdin>" if path == STDIN else path


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn the system's refusals in the block into input errors.

    Raises:
        InputError: Something in the block could not be opened or read.
    """
    try:
        yield
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error


def _path(text: str) -> Path:
    if "\0" in text:
        raise InputError("a file name holds a NUL byte")
    return Path(text)


@contextmanager
def _copied(stream: BinaryIO, name: str) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as copy:
        with reading(name):
            shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy
