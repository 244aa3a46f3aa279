"""`mktows call`: one operation, JSON in and JSON out."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import asdict

from mktows.cli import inputs, output, settings
from mktows.cli.failures import UsageError
from mktows.client import Client
from mktows.contract import Contract, Operation
from mktows.contract import contract as contract_of
from mktows.errors import SoapFault
from mktows.json_messages import from_json, parse, to_json
from mktows.reading import Departure

MAX_REQUEST_BYTES = 32 * 1024 * 1024
"""Largest document that is read; 300 leads of 200 attributes take some ten megabytes."""
MAX_DEPARTURES = 20
"""Departures of a reply that are listed; the others are counted."""


def call(
    name: str,
    path: str | None,
    *,
    dry_run: bool,
    workspace: str | None,
    embedded: settings.Embedded,
    version: str | None = None,
) -> int:
    """Make one call and print its success message, or only print its signed envelope.

    A fault is printed too, as the one member `fault`: only there is the service's own text, which
    may name leads and so stays out of what is written to stderr.
    """
    target = settings.target(embedded, version=version)
    contract = contract_of(target.config.version)
    operation = _operation(contract, name)
    if workspace is not None and "MktowsContextHeader" not in operation.headers:
        raise UsageError(f"{operation.name} takes no workspace; only syncLead does")
    value = {} if path is None else parse(_read(path), inputs.shown_name(path))
    params = from_json(contract, operation.request_type, value)
    if dry_run:
        with Client(target.config) as client:
            request = client.build_request(params, workspace=workspace)
        output.utf8(request.body + b"\n")
        return 0
    output.note(target.notice or f"calling {target.name}")
    with target.connect() as client:
        try:
            reply = client.call(params, workspace=workspace)
        except SoapFault as error:
            output.document({"fault": asdict(error.fault)})
            raise
        output.document(to_json(contract, reply))
        _tell(reply.departures)
    return 0


def _tell(departures: Sequence[Departure]) -> None:
    for each in departures[:MAX_DEPARTURES]:
        output.note(output.one_line(f"{each.path}: {each.reason}"))
    if len(departures) > MAX_DEPARTURES:
        output.note(f"{len(departures) - MAX_DEPARTURES} more departures from the contract")


def _read(path: str) -> bytes:
    return inputs.read_all(path, limit=MAX_REQUEST_BYTES, remedy="ask for less in one call")


def _operation(contract: Contract, name: str) -> Operation:
    operation = contract.operations.get(name)
    if operation is not None:
        return operation
    letters = {known.lower(): known for known in contract.operations}
    plain = name.replace("-", "").replace("_", "").lower()
    close = difflib.get_close_matches(plain, letters, n=3)
    raise UsageError(
        f"{output.one_line(name)!r} is no operation of version {contract.version}",
        hint=f"did you mean {' or '.join(letters[each] for each in close)}?"
        if close
        else f"the operations are {', '.join(sorted(contract.operations))}",
    )
