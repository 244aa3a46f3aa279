"""Wherever an exchange breaks off: no write arrives twice, and no error says more than is known."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.breaking_server import (
    DRIPS,
    FAULTS,
    BreakingServer,
    Fault,
    Phase,
    Route,
    certificates,
    wait_until,
)

from mktows import (
    Client,
    Config,
    ConnectionFailed,
    MktowsError,
    RequestsTransport,
    RequestTimeout,
    RetryPolicy,
    Secret,
    TransportError,
    lead_mappings,
)
from mktows.cli.main import main
from mktows.contract import Operation, contract
from mktows.facts.operations import READS
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.testing import samples

OPERATIONS = tuple(contract("2_7").operations.values())
LEAD = {"Email": "once@example.com"}
EXCHANGES = [
    pytest.param(route, fault, id=f"{route.value}, {fault}")
    for fault in FAULTS
    for route in fault.routes
]
DRIPPING = [
    pytest.param(route, fault, id=f"{route.value}, {fault}")
    for fault in DRIPS
    for route in fault.routes
]
# Each once: the routes in turn. What is one step to the socket is tried on every route.
DRIPPING_IN_TURN = [
    each
    for number, fault in enumerate(DRIPS)
    for each in DRIPPING
    if each.values[1] is fault
    and (fault.name == "silence" or each.values[0] is fault.routes[number % len(fault.routes)])
]
# A clock that is not the socket's own ends nothing that is one step to the socket.
SEVERAL_STEPS = [
    each for each in DRIPPING if str(each.values[1]) not in ("silence", "a dripping handshake")
]
Serving = Callable[..., BreakingServer]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, str]:
    return certificates(str(tmp_path_factory.mktemp("certificates")))


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def serving(
    authority: tuple[Any, str], shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Serving]:
    """Start a server on a route, and set the environment so that it is used."""
    context, bundle = authority
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
    with contextlib.ExitStack() as stack:

        def serve(route: Route, fault: Fault | None = None, **options: Any) -> BreakingServer:
            options.setdefault("sandbox", shared_sandbox)
            server = stack.enter_context(BreakingServer(route, tls=context, fault=fault, **options))
            if route.proxied:
                name = "HTTPS_PROXY" if route.encrypted else "HTTP_PROXY"
                monkeypatch.setenv(name, f"http://127.0.0.1:{server.port}")
            return server

        yield serve


def client_of(server: BreakingServer, **options: Any) -> Client:
    config = Config(
        server.endpoint,
        SAMPLE_USER_ID,
        Secret(SAMPLE_KEY),
        allow_http=frozenset({"mktows.test"}),
        **options,
    )
    return Client(config, sleep=lambda _: None)


@pytest.mark.parametrize("route", Route, ids=lambda route: route.value)
def test_every_route_works_where_nothing_breaks(route: Route, serving: Serving) -> None:
    server = serving(route)
    with client_of(server) as client:
        lead_id = client.sync_lead({"Email": f"{route.name}@example.com"}).lead_id
        found = client.get_lead(id=lead_id)
    (lead,) = lead_mappings(found)
    assert lead["Email"] == f"{route.name}@example.com"
    assert (server.begun, len(server.carried_out)) == (2, 2)


def operations_for(route: Route, fault: Fault) -> list[Operation]:
    if route is fault.routes[0]:
        return [*OPERATIONS]
    place = [each for each in FAULTS if route in each.routes].index(fault)
    reads = [each for each in OPERATIONS if each.name in READS]
    writes = [each for each in OPERATIONS if each.name not in READS]
    return [*reads[place % 4 :: 4], *writes[place % 4 :: 4]]


@pytest.mark.parametrize("route", Route, ids=lambda route: route.value)
def test_every_operation_is_met_on_every_route(route: Route) -> None:
    met = {
        operation.name
        for fault in FAULTS
        if route in fault.routes and fault.phase is Phase.CARRIED_OUT
        for operation in operations_for(route, fault)
    }
    assert met == {each.name for each in OPERATIONS}


@pytest.mark.slow
@pytest.mark.parametrize(("route", "fault"), EXCHANGES)
def test_no_write_arrives_twice(route: Route, fault: Fault, serving: Serving) -> None:
    """What certainly was not carried out has not even begun to arrive.

    All 23 operations on the plain route, and for a fault that it cannot have; on each other route
    a quarter of them, the next quarter with the next fault, so that all are met on every route.
    """
    server = serving(route, fault)
    with client_of(server) as client:
        for operation in operations_for(route, fault):
            message = next(iter(samples(operation.request, version="2_7")))
            server.begun = 0
            error: MktowsError | None = None
            try:
                client.call(message)
            except MktowsError as raised:
                error = raised
            if operation.name not in READS:
                assert server.begun <= 1, operation.name
            if error is None or not isinstance(error, TransportError):
                continue
            if error.not_carried_out:
                assert server.begun == 0, operation.name
            # A write that has not left is worth another attempt, so that must be known.
            assert error.sent is (fault.phase is not Phase.CONNECTING), operation.name


@pytest.mark.slow
@pytest.mark.parametrize(("route", "fault"), EXCHANGES)
def test_the_report_of_a_sync_agrees_with_what_the_service_holds(
    route: Route,
    fault: Fault,
    serving: Serving,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Six leads in three calls, the second of which is broken off, and so are all that follow."""
    rows = [f"lead{number}@example.com" for number in range(6)]
    source = tmp_path / "leads.csv"
    source.write_text("\n".join(["Email", *rows, ""]))
    with Sandbox() as sandbox:
        server = serving(route, fault, passing=1, sandbox=sandbox)
        if fault.phase is Phase.CONNECTING or fault.accepted is not None:
            # The connection is kept, so the fault would not be met behind the first call.
            server.passing = 0
        monkeypatch.setenv("MKTOWS_ENDPOINT", server.endpoint)
        monkeypatch.setenv("MKTOWS_USER_ID", SAMPLE_USER_ID)
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", SAMPLE_KEY)
        monkeypatch.setenv("MKTOWS_ALLOW_HTTP", "mktows.test")
        patient = {**(Client.__init__.__kwdefaults__ or {}), "sleep": lambda _: None}
        monkeypatch.setattr(Client.__init__, "__kwdefaults__", patient)
        argv = ["sync", str(source), "--no-dedup", "--batch-size", "2", "--workers", "1", "--json"]
        code = main(argv)
        report = json.loads(capfdbinary.readouterr().out)
        held = [held_count(sandbox, row) for row in rows]
    assert max(held) <= 1, "a lead was written twice"
    if code == 0:
        assert held == [1] * 6
        assert report["created"] == 6
        return
    assert code in (1, 4, 6)
    done, unknown = (lines(report[f"{part}_lines"]) for part in ("done", "unknown"))
    assert all(held[line] == 1 for line in done)
    unsent = {*range(6)} - {*done} - {*unknown}
    assert all(held[line] == 0 for line in unsent)
    assert (report["created"], report["unknown"]) == (len(done), len(unknown))
    assert report["not_sent"] == len(unsent)
    if fault.phase is Phase.CONNECTING:
        assert unsent
        assert not unknown
    else:
        assert unknown


def lines(spans: list[dict[str, int]]) -> list[int]:
    """The places in the file, from 0, that a part of a report names."""
    return [
        place for each in spans for place in range(each["first_line"] - 2, each["last_line"] - 1)
    ]


def held_count(sandbox: Sandbox, email: str) -> int:
    client = Client(sandbox.config(), transport=sandbox)
    try:
        return int(client.get_lead(email=email).count)
    except MktowsError:
        return 0


@pytest.mark.slow
@pytest.mark.parametrize(("route", "fault"), SEVERAL_STEPS)
def test_no_drip_outlasts_the_deadline(route: Route, fault: Fault, serving: Serving) -> None:
    """By a clock that goes on at each look, so the test depends on no real time."""
    server = serving(route, fault)
    ticks = itertools.count()
    transport = RequestsTransport(read_timeout=6, clock=lambda: next(ticks))
    config = Config(
        server.endpoint,
        SAMPLE_USER_ID,
        Secret(SAMPLE_KEY),
        allow_http=frozenset({"mktows.test"}),
    )
    client = Client(
        config, transport=transport, retry=RetryPolicy(attempts=3), sleep=lambda _: None
    )
    try:
        with pytest.raises(RequestTimeout) as caught:
            client.sync_lead(LEAD)
    finally:
        transport.close()
    assert caught.value.sent is (fault.phase is not Phase.CONNECTING)
    assert server.begun == (1 if caught.value.sent else 0)


@pytest.mark.slow
@pytest.mark.parametrize(("route", "fault"), DRIPPING_IN_TURN)
def test_a_call_ends_soon_after_its_deadline(route: Route, fault: Fault, serving: Serving) -> None:
    """By the real clock: a deadline of a second, and several for a machine that is busy."""
    server = serving(route, fault)
    with client_of(server, read_timeout=0.1, connect_timeout=0.1) as client:
        started = time.monotonic()
        with pytest.raises(TransportError):
            client.sync_lead(LEAD)
        assert time.monotonic() - started < 3 * 1.0 + 5.0  # at most three attempts, if none left


def test_a_request_that_nobody_reads_is_given_up(serving: Serving) -> None:
    """A body larger than every buffer on the way, and a service that takes none of it."""

    def stalls(server: BreakingServer, *_: object) -> None:
        server.stop.wait(30)

    server = serving(Route.PLAIN)
    server.fault = Fault("stalls", Phase.REQUEST, requested=functools.partial(stalls, server))
    with client_of(server, read_timeout=0.1, connect_timeout=0.1) as client:
        with pytest.raises(RequestTimeout) as caught:
            client.sync_lead({"Email": "a@example.com", "Website": "x" * 20_000_000})
        assert caught.value.sent
    assert server.begun == 1


def test_an_error_that_is_being_handled_has_no_say(serving: Serving) -> None:
    """A call made while an earlier refused connection is handled is judged by itself."""
    fault = next(each for each in FAULTS if each.name == "FIN instead of an answer")
    server = serving(Route.PLAIN, fault)
    refused = Config("http://127.0.0.1:9/soap/mktows/2_7", SAMPLE_USER_ID, Secret(SAMPLE_KEY))

    def sync_while_handling(client: Client) -> None:
        try:
            Client(refused, retry=RetryPolicy(attempts=1)).list_mobjects()
        except ConnectionFailed:
            client.sync_lead(LEAD)

    with client_of(server) as client, pytest.raises(ConnectionFailed) as caught:
        sync_while_handling(client)
    assert caught.value.sent
    assert server.begun == 1


def test_a_kept_connection_that_the_server_closed_is_opened_anew(serving: Serving) -> None:
    server = serving(Route.PLAIN)
    with client_of(server) as client:
        client.list_mobjects()
        server.end()
        assert wait_until(lambda: server.stop.is_set())
        with pytest.raises(ConnectionFailed) as caught:
            client.sync_lead(LEAD)
    assert not caught.value.sent
    assert server.begun == 1
