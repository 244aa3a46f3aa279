"""The page that a served sandbox or bridge shows to people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mktows.cli import output
from mktows.cli.failures import UsageError
from mktows.server.exchange import RecordedCall
from mktows.server.http.control import Control
from mktows.server.http.page.site import Site
from mktows.server.page.blocks import Block
from mktows.server.service import Service


@dataclass(frozen=True, slots=True)
class PageOptions:
    """The options of the page; the help explains each."""

    shown: bool = True
    for_hosts: bool = False

    def require(self, hosts: Collection[str], hint: str) -> None:
        """Make sure that the options go together.

        Raises:
            UsageError: They do not.
        """
        if self.for_hosts and not self.shown:
            raise UsageError("--no-page and --page-for-hosts exclude each other", hint=hint)
        if self.for_hosts and not hosts:
            raise UsageError("--page-for-hosts goes with --allow-host", hint=hint)

    def site(self, service: Service, url: str, control: Control | None = None) -> Site | None:
        """Return the page of a service, and say where it is; None where none is shown."""
        if not self.shown:
            return None
        output.note(f"its page is at {url}/")
        return Site(service, control=control, for_hosts=self.for_hosts, migrate=_migrate)


def _migrate(calls: Iterable[RecordedCall]) -> list[Block]:
    """Make the migration report of recorded calls."""
    from mktows.migration.fields import FieldNames  # which loads the bridge
    from mktows.migration.page import blocks_of
    from mktows.migration.recorded import request_of
    from mktows.migration.rehearsal.outcomes import rehearsals
    from mktows.migration.report import make_report
    from mktows.migration.tally import Tally

    names, tally = FieldNames(), Tally()
    for call in calls:
        found = request_of(call)
        if found is not None:
            tally.add(found)
    return [*blocks_of(make_report(tally, names, rehearsals(names.lead_fields, with_values=False)))]
