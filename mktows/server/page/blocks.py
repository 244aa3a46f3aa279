"""A report as blocks, before it is written as anything: headings, paragraphs, tables and code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Own(str):
    """A text of ours, which holds nothing of the recording."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of items."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Code:
    """Text that is shown as it stands."""

    text: str


Block = Heading | Paragraph | Items | Table | Code
"""A part of a report."""
