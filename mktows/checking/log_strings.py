"""Strings as programs write them in logs: with escapes, in pieces, and in wire logs."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    rb"\\(?:u\{(?P<braced>[0-9a-fA-F]{1,6})\}|u(?P<high>[dD][89abAB][0-9a-fA-F]{2})"
    rb"\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})|u(?P<short>[0-9a-fA-F]{4})"
    rb"|U(?P<long>[0-9a-fA-F]{8})|x(?P<byte>[0-9a-fA-F]{2})|(?P<char>[nrt\\/\"'`#$&<>]))"
)
_CHARACTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_LINE_ENDS = frozenset("\t\n\r")


def unescaped(data: bytes, *, times: int = 1) -> bytes:
    r"""A text without the escapes of JSON, JavaScript, Java, PHP, Python and Ruby.

    `\xe9` is a byte, as Python means it. What no XML could hold, and what is no escape, stays.
    """
    for _ in range(times):
        data = _ESCAPE.sub(_meant, data)
    return data


def _meant(escape: re.Match[bytes]) -> bytes:
    if escape["char"]:
        return _CHARACTERS.get(escape["char"], escape["char"])
    if escape["byte"]:
        byte = bytes.fromhex(escape["byte"].decode())
        return byte if byte >= b" " or byte in b"\t\n\r" else escape[0]
    if escape["high"]:
        units = bytes.fromhex((escape["high"] + escape["low"]).decode())
        return units.decode("utf-16-be").encode()
    number = int(escape["braced"] or escape["short"] or escape["long"], 16)
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return escape[0]
    text = chr(number)
    return text.encode() if number >= 0x20 or text in _LINE_ENDS else escape[0]
