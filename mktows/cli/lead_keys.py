"""Lead keys as arguments, or as the lines of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from mktows.cli import inputs
from mktows.cli.failures import InputError, UsageError
from mktows.facts.key_types import LEAD_KEY_TYPES

if TYPE_CHECKING:
    from mktows.methods import Key

MAX_KEY_FILE_BYTES = 256 * 1024 * 1024
"""Bytes of a file of keys that are read at most: some ten million addresses."""
_REMEDY = "split it"
_ID_DIGITS = 20


@dataclass(frozen=True, slots=True)
class LeadKeys:
    """The leads that a command is about.

    Attributes:
        keys: Their keys, in the order given.
        subject: What tells them from others, for a journal; of a file it is a digest.
        file: The name of the file that they came from; None where they are arguments.
        lines: Of each key of a file, its line.
    """

    keys: Sequence[Key]
    subject: object
    file: str | None = None
    lines: Sequence[int] = ()

    def place(self, index: int) -> str:
        """The place that a key came from, without the key: that may be a person's address."""
        if self.file is None:
            return f"--key number {index + 1}"
        return f"{self.file}, line {self.lines[index]}"


def lead_keys(given: Sequence[str], path: str | None, *, hint: str) -> LeadKeys | None:
    """The keys of `--key` or of the file of `--keys-from`; None where neither is given.

    Args:
        given: Keys: a Marketo id, an address, or a pair such as `SFDCLEADID=00Q`.
        path: A file of keys, one a line; `-` for standard input. Blank lines are passed over.
        hint: The command that tells of the options.

    Raises:
        InputError: The file cannot be read, is no UTF-8, or holds no key.
        UsageError: Both are given.
    """
    if path is None:
        return LeadKeys([read_key(each) for each in given], list(given)) if given else None
    if given:
        raise UsageError("give one of --key and --keys-from", hint=hint)
    name = inputs.shown_name(path)
    data = inputs.read_all(path, limit=MAX_KEY_FILE_BYTES, remedy=_REMEDY)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}, line {line}: this is no UTF-8: save it so") from None
    found = [
        (number, stripped)
        for number, line in enumerate(text.split("\n"), start=1)
        if (stripped := line.strip())
    ]
    if not found:
        raise InputError(f"{name}: there is no key in it")
    return LeadKeys(
        [read_key(key) for _, key in found],
        {"digest": hashlib.sha256(data).hexdigest()},
        name,
        [number for number, _ in found],
    )


def read_key(text: str) -> Key:
    """Read a lead key: a Marketo id, an address, or a pair such as `SFDCLEADID=00Q`."""
    name, separator, value = text.partition("=")
    if separator and name in LEAD_KEY_TYPES:
        return cast("Key", (name, value))
    return int(text) if text.isascii() and text.isdigit() and len(text) < _ID_DIGITS else text
