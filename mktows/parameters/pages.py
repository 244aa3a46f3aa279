"""Reads how many records a page holds."""

from __future__ import annotations

from mktows.facts.limits import DEFAULT_PER_PAGE


def page_size(asked: int | None, most: int) -> int:
    """Return how many records a page holds: as many as are asked for, and `most` allow.

    A batchSize that is missing, nil or less than 1 asks for the default.
    """
    return DEFAULT_PER_PAGE if asked is None or asked < 1 else min(asked, most)
