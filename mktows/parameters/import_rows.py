"""Reads the header and the rows of an import: CSV lines with display names on top."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mktows.facts.faults import BAD_PARAMETER
from mktows.facts.lead_fields import LeadField
from mktows.facts.tokens import TOKEN
from mktows.server.refusals import Reason

IMPORT_HEADER_UNREADABLE = Reason(
    "import-header-unreadable",
    BAD_PARAMETER,
    "importFileHeader: {problem}",
    "inferred",
    "The header is documented as a line of CSV.",
    "message",
)
IMPORT_COLUMN_UNKNOWN = Reason(
    "import-column-unknown",
    BAD_PARAMETER,
    "importFileHeader: column '{title}' is neither the display name of a lead field nor a token "
    "such as {{{{my.message}}}}",
    "inferred",
    "The header is documented to hold display names and tokens; syncLead refuses unknown fields.",
    "instance",
)
IMPORT_COLUMN_TWICE = Reason(
    "import-column-twice",
    BAD_PARAMETER,
    "importFileHeader: column '{title}' is named twice",
    "guess",
    "Nothing says which of two columns counts.",
    "message",
)
IMPORT_ROW_UNREADABLE = Reason(
    "import-row-unreadable",
    None,
    "{problem}",
    "documented",
    "Each row is a line of CSV with as many columns as the header; the row alone fails.",
    "message",
)

EMAIL = "Email"
"""API name of the field that tells whom a row means."""


class BadRow(Exception):
    """A row cannot be read; the text says why, without what is in it."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row; its repr hides it, because rows are about people.

    Attributes:
        email: The address that is the key, if there is one.
        values: The other cells by API name, trimmed; "" asks to clear the field.
        tokens: The cells of token columns by name in full, such as `{{my.message}}`.
    """

    email: str | None = field(repr=False)
    values: dict[str, str] = field(repr=False)
    tokens: dict[str, str] = field(repr=False)


def is_token(column: str) -> bool:
    """Tell whether a column is a token, not a lead field."""
    return TOKEN.fullmatch(column) is not None


def read_header(header: str, fields: Iterable[LeadField]) -> list[str]:
    """Return the columns: API names of fields, and tokens in full.

    The header has display names (documented); letter case does not count (a guess).

    Raises:
        Refusal: 20110, for a header that is no CSV and for a column that is unknown or named
            twice (inferred).
    """
    names = {each.display_name.casefold(): each.name for each in fields}
    columns: dict[str, None] = {}
    try:
        titles = _cells(header)
    except BadRow as error:
        raise IMPORT_HEADER_UNREADABLE.refusal(problem=error) from None
    for title in titles:
        column = title if is_token(title) else names.get(title.casefold())
        if column is None:
            raise IMPORT_COLUMN_UNKNOWN.refusal(title=title)
        if column in columns:
            raise IMPORT_COLUMN_TWICE.refusal(title=title)
        columns[column] = None
    return list(columns)


def read_row(line: str, columns: Sequence[str]) -> ImportRow | None:
    """Return what a row says, or None for one that says nothing.

    Raises:
        BadRow: It is no CSV, or it has not as many columns as the header (documented).
    """
    cells = _cells(line)
    if not any(cells):
        return None
    if len(cells) != len(columns):
        raise BadRow(f"{len(cells)} columns instead of {len(columns)}")
    values = dict(zip(columns, cells, strict=True))
    tokens = {name: values.pop(name) for name in columns if is_token(name)}
    return ImportRow(values.pop(EMAIL, None) or None, values, tokens)


def _cells(line: str) -> list[str]:
    """Return the cells of one line; quoting as in CSV (inferred)."""
    try:
        lines = list(csv.reader([line.strip()], strict=True, skipinitialspace=True))
    except csv.Error as error:
        raise BadRow(f"not a line of CSV ({error})") from None
    return [cell.strip() for cell in lines[0]] if lines else []
