"""The form of a file of records: its kind, encoding and delimiter, said or recognised."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from mktows.errors import RequestError
from mktows.transfer.csv_rows import UTF_8

Kind = Literal["csv", "json", "parquet"]
_HEAD = 64 * 1024
_PARQUET = b"PAR1"
_JSON_SUFFIXES = (".jsonl", ".ndjson")
_NAMED = {"tab": "\t", "comma": ",", "semicolon": ";", "\\t": "\t"}
_WORDS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_PROBE = ',;\t"\r\n'


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a file.

    Attributes:
        kind: `csv`, `json` for JSON Lines, or `parquet`.
        encoding: Of CSV and JSON Lines.
        delimiter: Of CSV.
        renamed: New names of columns; an empty one leaves the column out.
        recognised: Words for what was recognised and not said; empty where nothing is unusual.
    """

    kind: Kind = "csv"
    encoding: str = UTF_8
    delimiter: str = ","
    renamed: Mapping[str, str] = field(default_factory=dict)
    recognised: str = ""


CSV = Form()
"""UTF-8, separated by commas."""


def recognise(
    stream: BinaryIO,
    name: str,
    *,
    keys: Sequence[str],
    encoding: str | None = None,
    delimiter: str | None = None,
    renamed: Mapping[str, str] | None = None,
) -> Form:
    """Recognise the form of a file by its name and its beginning; the stream is put back there.

    A delimiter is recognised by a header that names a key with it, UTF-16 by its byte order mark
    or its zeros. No other encoding can be told for certain, so none is taken for granted.

    Args:
        stream: The file.
        name: Its name.
        keys: The columns of which a header has one.
        encoding: The encoding, where it is said.
        delimiter: The delimiter, where it is said; `tab` and `semicolon` are names of theirs.
        renamed: New names of columns.

    Raises:
        RequestError: What was said cannot be.
    """
    renamed = dict(renamed or {})
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(_PARQUET):
        return Form("parquet", renamed=renamed)
    found: list[str] = []
    if encoding is None:
        encoding = _utf_16(head) or UTF_8
        if encoding != UTF_8:
            found.append("UTF-16")
    else:
        encoding = checked_encoding(encoding)
    if name.lower().endswith(_JSON_SUFFIXES):
        return Form("json", encoding, ",", renamed, " and ".join(found))
    if delimiter is None:
        delimiter = _delimiter(head, encoding, {*keys, *_sources(renamed, keys)})
        if delimiter != ",":
            found.append(f"separated by {_WORDS[delimiter]}")
    else:
        delimiter = checked_delimiter(delimiter)
    return Form("csv", encoding, delimiter, renamed, ", ".join(found))


def checked_encoding(name: str) -> str:
    """The name of an encoding by which CSV and JSON can be read.

    Raises:
        RequestError: There is no such encoding, or its lines cannot be told.
    """
    try:
        known = codecs.lookup(name).name
        plain = _PROBE.encode(known)
    except (LookupError, ValueError):
        raise RequestError(f"{name!r} is no encoding of text that is known") from None
    if known.startswith("utf-16"):
        return known
    if known == "utf-8-sig":
        return UTF_8
    if plain != _PROBE.encode("ascii"):
        raise RequestError(f"files in {known} cannot be read: save it as UTF-8")
    return known


def checked_delimiter(text: str) -> str:
    """The one character that a delimiter is.

    Raises:
        RequestError: It is none that can separate cells.
    """
    character = _NAMED.get(text.lower(), text)
    if len(character) != 1 or character in '"\r\n\0':
        raise RequestError("a delimiter is one character, or tab or semicolon")
    return character


def _utf_16(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first = head[:32]
    if len(first) >= 4 and b"\0" in first:
        for name, zeros, others in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
            if not first[zeros::2].strip(b"\0") and 0 not in first[others::2]:
                return name
    return None


def _delimiter(head: bytes, encoding: str, keys: set[str]) -> str:
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    lines = text.splitlines()[:1]
    for each in _WORDS:
        try:
            (cells,) = csv.reader(lines, delimiter=each)
        except (csv.Error, ValueError):
            continue
        if keys & {*cells}:
            return each
    return ","


def _sources(renamed: Mapping[str, str], keys: Sequence[str]) -> set[str]:
    return {name for name, new in renamed.items() if new in keys}
