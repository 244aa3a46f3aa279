"""The bridge beside the sandbox: REST calls for each SOAP call, and the bridge's own time.

    python tools/bench_bridge.py [--rounds 30] [--list 1000000]

In process, on equal data, in turn: each call to a sandbox, and to a bridge over the REST face of
another one, whose state is in a file as in service. The bridge's own time is what it takes without
the time in the REST face; it is told as a ratio of the sandbox's for the same call, and for the sum
of all. The REST calls are those of a call whose names are known, and those of the very first one.
With --list, a list of so many leads is read in pages, and the bridge's memory is told at a tenth of
it and at its end.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mktows_bindings.v2_7 import types as b
from xsdata.models.datatype import XmlDateTime

from mktows import Client
from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
from mktows.limiting.limits import Limits
from mktows.limiting.store import FileStore
from mktows.rest import Limiter, RestClient
from mktows.sandbox import Sandbox
from mktows.sandbox.store import Store
from mktows.sandbox.world.files import demo_world
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse, Transport

VERSION = "2_7"
USER, KEY, TENANT = "bench", "a-key-for-the-bench", "main"
LEADS = 300
LIST, PROGRAM = "Trav-Test-List", "Trav-Demo-Program"
SINCE = XmlDateTime.from_string("2013-08-01T00:13:13+00:00")
BEHIND = "behind.db"
CREATED = 1373000000
_PIECE = 10_000
STATE = Limits(1_000_000, 0.2, 10)
"""Limits that hold nothing up, with as many calls in a span as there are in service."""


@dataclass
class Timed:
    """A transport that counts calls, and the seconds that they take."""

    inner: Transport
    calls: int = 0
    seconds: float = 0.0

    def send(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        try:
            return self.inner.send(request)
        finally:
            self.seconds += time.perf_counter() - started
            self.calls += "/identity/" not in request.url


@dataclass
class Measured:
    """One kind of call.

    Attributes:
        first: REST calls of the first one.
        usual: REST calls of one whose names are known.
        sandbox: Seconds of each in the sandbox.
        bridge: Seconds of each in the bridge.
        own: The same without the seconds in the REST face.
    """

    first: int = 0
    usual: int = 0
    sandbox: list[float] = field(default_factory=list)
    bridge: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)


Make = Callable[[Client, int], object]


def records(number: int, count: int) -> list[dict[str, str]]:
    """Leads of one round."""
    return [
        {
            "Email": f"{number}.{row}@bench.example",
            "FirstName": f"First {row}",
            "Company": "Company & Sons",
            "Phone": f"0{number}{row}",
        }
        for row in range(count)
    ]


def opportunity(number: int) -> b.MObject:
    """An opportunity of one round."""
    key = f"bench-{number}"
    return b.MObject(
        type_value="Opportunity",
        external_key=b.Attrib(name="opportunityId", value=key),
        attrib_list=b.ArrayOfAttrib(
            attrib=[b.Attrib(name="opportunityId", value=key), b.Attrib(name="Name", value=key)]
        ),
    )


CALLS: dict[str, Make] = {
    "getLead": lambda client, _: client.get_lead(email="rufus@marketo.com"),
    "getMultipleLeads, 100 keys": lambda client, _: client.get_multiple_leads(
        emails=[f"0.{row}@bench.example" for row in range(100)]
    ),
    "getMultipleLeads, list, 300": lambda client, _: client.get_multiple_leads(
        b.StaticListSelector(static_list_name=LIST), batch_size=LEADS
    ),
    "syncLead": lambda client, number: client.sync_lead(records(number, 1)[0]),
    "syncMultipleLeads, 300": lambda client, number: client.sync_multiple_leads(
        records(number, LEADS)
    ),
    "listOperation, 1000": lambda client, _: client.list_operation(
        "ISMEMBEROFLIST", list_name=LIST, members=range(1, 1001)
    ),
    "requestCampaign": lambda client, _: client.request_campaign(
        campaign_id=4496, leads=[("IDNUM", "67508"), ("IDNUM", "87710")]
    ),
    "scheduleCampaign": lambda client, number: client.schedule_campaign(
        program_name=PROGRAM,
        campaign_name="Batch Campaign Example",
        tokens={"{{my.message}}": str(number)},
    ),
    "getCampaignsForSource": lambda client, _: client.get_campaigns_for_source(),
    "getLeadActivity": lambda client, _: client.get_lead_activity(
        email="rufus@marketo.com", include_types=["FillOutForm"]
    ),
    "getLeadChanges, 1 group": lambda client, _: client.get_lead_changes(
        start_position=b.StreamPosition(oldest_created_at=SINCE),
        include_types=["ChangeDataValue"],
    ),
    "importToList": lambda client, number: client.import_to_list(
        program_name=PROGRAM,
        list_name=LIST,
        header="First Name,Email Address",
        rows=[f"First {row},{number}.{row}@bench.example" for row in range(LEADS)],
    ),
    "getImportToListStatus": lambda client, _: client.get_import_to_list_status(
        program_name=PROGRAM, list_name=LIST
    ),
    "getCustomObjects": lambda client, _: client.get_custom_objects(
        "roadshow", keys={"MKTOID": "1090177", "rid": "rid1"}
    ),
    "syncCustomObjects, 100": lambda client, number: client.sync_custom_objects(
        "roadshow",
        [({"MKTOID": "6", "rid": f"{number}.{row}"}, {"city": "City"}) for row in range(100)],
        operation="UPSERT",
    ),
    "deleteCustomObjects": lambda client, number: client.delete_custom_objects(
        "roadshow", [{"MKTOID": "6", "rid": f"{number}.0"}]
    ),
    "getMObjects, program": lambda client, _: client.get_mobjects(
        "Program", criteria=[("Name", "EQ", PROGRAM)]
    ),
    "syncMObjects, opportunity": lambda client, number: client.sync_mobjects(
        [opportunity(number)], operation="UPSERT"
    ),
    "describeMObject": lambda client, _: client.describe_mobject("LeadRecord"),
    "listMObjects": lambda client, _: client.list_mobjects(),
    "getChannels": lambda client, _: client.get_channels(),
    "getTags": lambda client, _: client.get_tags(),
    "mergeLeads": lambda client, number: client.merge_leads(
        {"IDNUM": 2}, [{"EMAIL": f"{number}.1@bench.example"}]
    ),
}


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--list", type=int, default=0)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mktows-bench-") as name, ExitStack() as stack:
        clock = _Clock()
        sides = _sides(stack, Path(name), clock)
        measured = {each: Measured() for each in CALLS}
        for number in range(options.rounds + 1):
            for kind, make in CALLS.items():
                _measure(measured[kind], make, number, *sides)
        _report(measured)
        if options.list:
            _report_list(sides[1], Path(name) / BEHIND, options.list)
    return 0


def _sides(stack: ExitStack, folder: Path, clock: _Clock) -> tuple[Client, Client, Sandbox, Timed]:
    """The clients of a sandbox and of a bridge, the sandbox behind it, and the transport between.

    Each call arrives a second after the one before, so that none has the signature of another.
    """
    users = {USER: KEY}
    old, behind = (
        stack.enter_context(
            Sandbox(
                world=demo_world(),
                users=users,
                rest=rest,
                now=clock,
                database=folder / database,
            )
        )
        for rest, database in ((False, "alone.db"), (True, BEHIND))
    )
    face = behind.rest()
    between = Timed(face)
    settings = BridgeSettings(
        {TENANT: Tenant(face.config())},
        {USER: BridgeUser(Secret(KEY), TENANT)},
        database=folder / "bridge.db",
    )
    limiter = Limiter(STATE, FileStore(folder / "limits.db", TENANT))
    rest = RestClient(face.config(), transport=between, limiter=limiter)
    bridge = stack.enter_context(Bridge(settings, clients={TENANT: rest}, now=clock))
    clients = [
        Client(service.config(VERSION), transport=service, now=clock) for service in (old, bridge)
    ]
    for client in clients:
        synced = client.sync_multiple_leads(records(0, LEADS)).sync_status_list
        assert synced is not None
        ids = [each.lead_id for each in synced.sync_status]
        client.list_operation("ADDTOLIST", list_name=LIST, members=ids)
    return clients[0], clients[1], behind, between


class _Clock:
    """A clock that goes on by a second for each look."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def _measure(
    into: Measured, make: Make, number: int, old: Client, new: Client, _: Sandbox, between: Timed
) -> None:
    """Make a call on both sides; the first round only warms up."""
    started = time.perf_counter()
    make(old, number)
    taken = time.perf_counter() - started
    calls, seconds = between.calls, between.seconds
    started = time.perf_counter()
    make(new, number)
    whole = time.perf_counter() - started
    made = between.calls - calls
    if not number:
        into.first = made
        return
    into.usual = max(into.usual, made)
    into.sandbox.append(taken)
    into.bridge.append(whole)
    into.own.append(whole - (between.seconds - seconds))


def _report(measured: dict[str, Measured]) -> None:
    print(
        "| Call | REST calls | the first time | sandbox, ms | bridge of it | its own time of it |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    totals = [0.0, 0.0, 0.0]
    for kind, each in measured.items():
        times = [statistics.median(some) for some in (each.sandbox, each.bridge, each.own)]
        totals = [total + some for total, some in zip(totals, times, strict=True)]
        _row(kind, str(each.usual), str(each.first), times)
    _row("all, one of each", "", "", totals)


def _row(kind: str, usual: str, first: str, times: list[float]) -> None:
    sandbox, bridge, own = times
    print(
        f"| {kind} | {usual} | {first} | {sandbox * 1000:.2f} | {bridge / sandbox:.2f} "
        f"| {own / sandbox:.2f} |"
    )


def _report_list(client: Client, database: Path, size: int) -> None:
    """Read a list of so many leads in pages through the bridge, and tell of the memory."""
    _fill_list(database, size)
    position, read, told = None, 0, False
    while True:
        page = client.get_multiple_leads(
            b.StaticListSelector(static_list_name=LIST),
            batch_size=1000,
            stream_position=position,
            include_attributes=["Email"],
        )
        read += page.return_count
        if not told and read >= size / 10:
            told = True
            print(f"after {read:,} leads: {_megabytes():.0f} MB at most")
        position = page.new_stream_position
        if not page.return_count or not position:
            break
    print(f"after {read:,} leads: {_megabytes():.0f} MB at most")


def _fill_list(database: Path, size: int) -> None:
    """Put leads of a list into the database of a sandbox, without a call for each few."""
    store = Store(database)
    with store.reading() as data:
        found = data.lists.find_by_name(LIST)
    assert found is not None
    for first in range(0, size, _PIECE):
        with store.writing() as data:
            made = [
                data.leads.create(f"{row}@list.example", CREATED).id
                for row in range(first, min(first + _PIECE, size))
            ]
        with store.writing() as data:
            data.lists.put(found.id, made)
    store.close()


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
