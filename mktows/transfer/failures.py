"""Errors of files that are read, and of what is kept beside them."""

from __future__ import annotations

from mktows.errors import MktowsError


class InputError(MktowsError):
    """An input cannot be read, or is not what it should be. Nothing of it was sent."""

    not_carried_out = True
