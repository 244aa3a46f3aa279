"""Cells that spreadsheets would run, made harmless, and back."""

from __future__ import annotations

_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what looks like one is marked.

    The mark is an apostrophe in front. Numbers stay as they are, negative ones too. What begins
    with the mark gets another, so that `original` finds each cell again.
    """
    if cell.startswith(_MARK):
        return _MARK + cell
    return _MARK + cell if cell.startswith(_BEGINS) and not _is_number(cell) else cell


def original(cell: str) -> str:
    """The cell that `harmless` was given."""
    return cell.removeprefix(_MARK)


def _is_number(cell: str) -> bool:
    digits = cell[1:].replace(".", "", 1)
    return cell[0] in "+-" and digits.isascii() and digits.isdigit()
