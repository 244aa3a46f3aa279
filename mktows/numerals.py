"""Numbers as text, in the forms that the sandbox reads and the check allows."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def read_whole(text: str) -> int | None:
    """Read a whole number of 18 digits at most, which is more than an id has; None for others."""
    return int(text) if _WHOLE.fullmatch(text) else None


def is_decimal(text: str) -> bool:
    """Tell whether a text is a decimal number."""
    return _DECIMAL.fullmatch(text) is not None
