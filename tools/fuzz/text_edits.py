"""Edits of bytes and lines: what any input can suffer."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from fuzz.words import tokens

_NUMBERS = b"0123456789"


def _flip(data: bytearray, random: Random) -> None:
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _overwrite(data: bytearray, random: Random) -> None:
    data[random.randrange(len(data))] = random.choice((0, 10, 13, 34, 38, 60, 62, 127, 128, 255))


def _cut(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    del data[start : start + random.choice((1, 1, 2, 8, 64, len(data)))]


def _insert_word(data: bytearray, random: Random) -> None:
    at = random.randrange(len(data) + 1)
    data[at:at] = random.choice(tokens()).encode("utf-8", "replace")


def _replace_number(data: bytearray, random: Random) -> None:
    places = [index for index, byte in enumerate(data) if byte in _NUMBERS]
    if places:
        at = random.choice(places)
        data[at : at + 1] = random.choice((b"", b"0", b"9", b"-1", b"9" * 20, b"1.5"))


def _repeat(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    part = data[start : start + random.choice((1, 4, 32, 256))]
    data[start:start] = part * random.choice((1, 2, 3, 30))


def _move(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    part = data[start : start + random.choice((1, 8, 64))]
    del data[start : start + len(part)]
    at = random.randrange(len(data) + 1)
    data[at:at] = part


def _edit_line(data: bytearray, random: Random) -> None:
    lines = bytes(data).split(b"\n")
    at = random.randrange(len(lines))
    edit = random.randrange(5)
    if edit == 0:
        del lines[at]
    elif edit == 1:
        lines.insert(at, lines[random.randrange(len(lines))])
    elif edit == 2:
        other = random.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif edit == 3:
        lines[at] += b"\r"
    else:
        lines[at] = b" " * random.randrange(4) + lines[at]
    data[:] = b"\n".join(lines)


def _edit_cell(data: bytearray, random: Random) -> None:
    """Between two commas, colons or line ends something else stands."""
    ends = [index for index, byte in enumerate(data) if byte in b",:\n<>"]
    if len(ends) > 1:
        at = random.randrange(len(ends) - 1)
        new = random.choice(tokens()).encode("utf-8", "replace")
        data[ends[at] + 1 : ends[at + 1]] = random.choice((new, b'"' + new + b'"', b" " + new))


_EDITS: tuple[Callable[[bytearray, Random], None], ...] = (
    *(_flip, _overwrite, _cut, _insert_word, _insert_word, _replace_number, _repeat, _move),
    *(_edit_line, _edit_cell, _edit_cell),
)


def edit(data: bytes, random: Random) -> bytes:
    """Change one place."""
    changed = bytearray(data) or bytearray(b" ")
    random.choice(_EDITS)(changed, random)
    return bytes(changed)
