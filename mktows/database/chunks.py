"""Splits the values of a query, which SQLite takes a limited number of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_CHUNK = 500  # values in one IN list; the oldest SQLite libraries allow 999 variables


def chunks(values: Collection[T]) -> Iterator[Sequence[T]]:
    """Yield all values, in lists short enough for an IN list."""
    listed = list(values)
    return (listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK))
