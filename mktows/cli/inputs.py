"""Input files, and standard input under the name `-`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mktows.cli.failures import InputError

STDIN = "-"
_PIECE = 256 * 1024


class Source(NamedTuple):
    """An open input that can be read more than once, and its name for messages.

    Attributes:
        copied: Whether it is a copy: nobody can read the original again.
    """

    name: str
    stream: BinaryIO
    copied: bool = False


@contextmanager
def opened(path: str, *, limit: int, remedy: str) -> Iterator[Source]:
    """Open a file or standard input; what cannot be rewound is copied to a temporary file.

    Args:
        path: The file, or `-`.
        limit: Bytes that are copied at most; a file that can be rewound may be larger.
        remedy: What to do about an input that is longer.

    Raises:
        InputError: It cannot be opened or read, in the block too, or it is too long to copy.
    """
    name = shown_name(path)
    if path == STDIN:
        with _copied(sys.stdin.buffer, name, limit, remedy) as stream:
            yield Source(name, stream, copied=True)
        return
    with reading(name):
        file = _path(path).open("rb")
    with file:
        if file.seekable():
            yield Source(name, file)
            return
        with _copied(file, name, limit, remedy) as stream:
            yield Source(name, stream, copied=True)


def read_all(path: str, *, limit: int, remedy: str) -> bytes:
    """The whole content of a file or of standard input.

    Args:
        path: The file, or `-`.
        limit: Bytes that are read at most.
        remedy: What to do about an input that is longer.

    Raises:
        InputError: It cannot be read, or is longer.
    """
    name = shown_name(path)
    if path == STDIN:
        return b"".join(pieces(sys.stdin.buffer, name, limit=limit, remedy=remedy))
    with reading(name), _path(path).open("rb") as file:
        return b"".join(pieces(file, name, limit=limit, remedy=remedy))


def pieces(stream: BinaryIO, name: str, *, limit: int, remedy: str) -> Iterator[bytes]:
    """A stream piece by piece, for it may have no end.

    Raises:
        InputError: It cannot be read, or is longer than the limit.
    """
    size = 0
    with reading(name):
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > limit:
                raise InputError(
                    f"{name}: larger than {limit} bytes, the most that is read: {remedy}"
                )
            yield piece


def shown_name(path: str) -> str:
    """The name of an input in messages."""
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
def _copied(stream: BinaryIO, name: str, limit: int, remedy: str) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as copy:
        with reading(name):
            for piece in pieces(stream, name, limit=limit, remedy=remedy):
                copy.write(piece)
        copy.seek(0)
        yield copy
