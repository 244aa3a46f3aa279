"""The calls and errors that the service has counted."""

from __future__ import annotations

from mktows.rest.base import RestMethods
from mktows.rest.reading import Record


class UsageMethods(RestMethods):
    """The endpoints of usage, which count as calls themselves."""

    def get_daily_usage(self) -> list[Record]:
        """Return the calls of today, of each API user."""
        return self._all("get_daily_usage")

    def get_daily_errors(self) -> list[Record]:
        """Return the errors of today, by code."""
        return self._all("get_daily_errors")

    def get_weekly_usage(self) -> list[Record]:
        """Return the calls of the last seven days, of each API user."""
        return self._all("get_weekly_usage")

    def get_weekly_errors(self) -> list[Record]:
        """Return the errors of the last seven days, by code."""
        return self._all("get_weekly_errors")
