"""The contract: operations of each version, how they are answered, what REST makes of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence

from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, Contract, contract
from mktows.facts.operations import READS
from mktows.facts.request_fields import REQUEST_FIELDS
from mktows.server.exchange import RecordedCall
from mktows.server.http.page.answers import NotShown, download, see_other
from mktows.server.http.page.asked import Asked
from mktows.server.http.page.searches import Searches
from mktows.server.http.page.view import View
from mktows.server.page.blocks import Block
from mktows.server.page.bodies import body_of
from mktows.server.page.call import Message, excerpt
from mktows.server.page.examples import examples_of
from mktows.server.wsdl import wsdl_at
from mktows.transport import HttpResponse

Migrate = Callable[[Iterable[RecordedCall]], Sequence[Block]]
"""Makes the migration report of recorded calls; it takes seconds."""
_AT = "Contract"
_VERSION = "([0-9]+_[0-9]+)"


class ContractViews:
    """Shows the contract.

    Args:
        view: The means.
        migrate: Makes the migration report; None where none is made.
    """

    def __init__(self, view: View, migrate: Migrate | None) -> None:
        self._view = view
        self._migrate = migrate
        self._reports: Searches[Sequence[Block]] = Searches()
        self._making = threading.Lock()

    def routes(self) -> Iterator[tuple[str, str, Callable[..., HttpResponse]]]:
        """Return the routes: method, pattern of the path, and what answers."""
        yield "GET", "/_page/contract", self.overview
        yield "GET", f"/_page/contract/{_VERSION}", self.overview
        yield "GET", f"/_page/contract/{_VERSION}[.]wsdl", self.wsdl
        yield "GET", f"/_page/contract/{_VERSION}/([A-Za-z]+)", self.operation
        if self._migrate is not None:
            yield "GET", "/_page/migration", self.report
            yield "POST", "/_page/migration", self.make_report

    def overview(self, asked: Asked, version: str = LATEST_VERSION) -> HttpResponse:
        """Show the operations of a version."""
        table = _contract(version)
        coverage = self._view.service.coverage()
        rows = [
            (name, "read" if name in READS else "write", coverage.get(name))
            for name in sorted(table.operations)
        ]
        return self._view.page(
            "contract.html",
            _AT,
            version=version,
            versions=KNOWN_VERSIONS,
            rows=rows,
            tells=bool(coverage),
            endpoint=_endpoint(asked, version),
            migrates=self._migrate is not None,
        )

    def operation(self, asked: Asked, version: str, name: str) -> HttpResponse:
        """Show one operation."""
        table = _contract(version)
        operation = table.operations.get(name)
        if operation is None:
            raise NotShown(404, f"Version {version} has no such operation.")
        coverage = self._view.service.coverage()
        return self._view.page(
            "operation.html",
            _AT,
            version=version,
            operation=operation,
            kind="read" if name in READS else "write",
            covered=coverage.get(name),
            tells=bool(coverage),
            fields=REQUEST_FIELDS.get(name, ()),
            examples=[(each, _message(each.envelope)) for each in examples_of(name, version)],
            endpoint=_endpoint(asked, version),
        )

    def wsdl(self, asked: Asked, version: str) -> HttpResponse:
        """Give the WSDL of a version, with the address of this server."""
        content = wsdl_at(_contract(version), _endpoint(asked, version))
        return download(f"mktows_{version}.wsdl", "application/octet-stream", content)

    def report(self, asked: Asked) -> HttpResponse:
        """Show a migration report that was made, or offer to make one."""
        name = asked.query.get("report", "")
        blocks = self._reports.get(name) if name else None
        named = [(type(each).__name__.lower(), each) for each in blocks or ()]
        return self._view.page("migration.html", _AT, blocks=named, gone=bool(name) and not blocks)

    def make_report(self, _asked: Asked) -> HttpResponse:
        """Make the migration report of all recorded calls, and lead to it."""
        if self._migrate is None or not self._making.acquire(blocking=False):
            raise NotShown(409, "A report is being made just now: wait a while, and ask again.")
        try:
            with self._view.service.recorded() as calls:
                blocks = self._migrate(calls)
        finally:
            self._making.release()
        return see_other(f"/_page/migration?report={self._reports.keep(blocks)}")


def _contract(version: str) -> Contract:
    if version not in KNOWN_VERSIONS:
        raise NotShown(
            404, f"There is no version {version}; there are {', '.join(KNOWN_VERSIONS)}."
        )
    return contract(version)


def _endpoint(asked: Asked, version: str) -> str:
    return f"{asked.address}/soap/mktows/{version}"


def _message(envelope: str) -> Message:
    body = body_of(envelope)
    return Message(body.form, excerpt(body.lines, {}), body.is_whole)
