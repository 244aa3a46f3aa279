"""The log of errors that are ours."""

from __future__ import annotations

import logging
import traceback

_LOG = logging.getLogger("mktows.server")


def log_unexpected(error: Exception, doing: str) -> None:
    """Log an error of ours, with what went on.

    The text of an unexpected error may hold a lead's data: only where it happened is told.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("%s while %s\n%s", type(error).__name__, doing, where)
