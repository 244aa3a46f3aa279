"""Wherever a REST call breaks off: no write arrives twice, and no error says more than is known."""

from __future__ import annotations

import itertools
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from support.breaking_server import DRIPS, FAULTS, BreakingServer, Fault, Phase, Route

from mktows import RequestsTransport
from mktows.errors import MktowsError
from mktows.rest import BadAnswerError, OutcomeUnknown, RestClient
from mktows.sandbox import Sandbox

# How a connection comes about is the transport's affair, which SOAP calls try on every route. Here
# the connection is one on which a token came.
EXCHANGES = [
    each for each in (*FAULTS, *DRIPS) if Route.PLAIN in each.routes and each.accepted is None
]
# The body is read to the end all the same.
HARMLESS = frozenset({"a negative length", "a length that is no number"})
NOT_REPEATED = frozenset({"a redirect to nowhere"})
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rest=True) as sandbox:
        yield sandbox


@contextmanager
def serving(sandbox: Sandbox, fault: Fault) -> Iterator[BreakingServer]:
    """Serve with a fault that strikes once a token was given out."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # which the plain route does without
    with BreakingServer(Route.PLAIN, sandbox=sandbox, tls=tls, fault=fault, passing=1) as server:
        yield server


@contextmanager
def client_of(
    server: BreakingServer,
    sandbox: Sandbox,
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[RestClient]:
    config = sandbox.rest().config(server.base_url, deadline=seconds)
    with (
        closing(RequestsTransport(clock=clock)) as transport,
        RestClient(config, transport=transport, clock=clock, sleep=lambda _: None) as client,
    ):
        yield client


def each_look_a_second() -> Callable[[], float]:
    """A clock that goes on at each look, so that what drips is given up in no real time."""
    ticks = itertools.count()
    return lambda: next(ticks)


def leads_with(sandbox: Sandbox, email: str) -> int:
    with RestClient(sandbox.rest().config(), transport=sandbox) as client:
        return len(list(client.iter_leads("email", [email])))


@pytest.mark.slow
@pytest.mark.parametrize("action", ["createDuplicate", "createOrUpdate"])
@pytest.mark.parametrize("fault", EXCHANGES, ids=str)
def test_no_lead_is_made_twice(fault: Fault, action: str, sandbox: Sandbox) -> None:
    email = f"{next(NUMBERS)}@example.com"
    error: MktowsError | None = None
    # A clock that is not the socket's own ends nothing that is one step to the socket.
    drips = fault in DRIPS and fault.name != "silence"
    given = (100.0, each_look_a_second()) if drips else (1.5, time.monotonic)
    with serving(sandbox, fault) as server, client_of(server, sandbox, *given) as client:
        client.identity()
        begun = server.begun
        try:
            client.sync_leads([{"email": email}], action=action)
        except MktowsError as caught:
            error = caught
        attempts = server.begun - begun
    made = leads_with(sandbox, email)
    assert made == (1 if fault.phase is Phase.CARRIED_OUT else 0)
    assert (error is None) == (fault.name in HARMLESS)
    if error is not None:
        assert not error.not_carried_out
        assert email not in str(error)
        if action == "createDuplicate":
            assert attempts == 1
            assert isinstance(error, OutcomeUnknown)


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault", [each for each in EXCHANGES if each.answered and each not in DRIPS], ids=str
)
def test_what_does_no_harm_is_sent_again_until_it_arrives(fault: Fault, sandbox: Sandbox) -> None:
    email = f"{next(NUMBERS)}@example.com"
    with serving(sandbox, fault) as server, client_of(server, sandbox, 60.0) as client:
        client.identity()
        server.fault = _once(server, fault)
        if fault.name in NOT_REPEATED:
            with pytest.raises(BadAnswerError):
                client.sync_leads([{"email": email}])
        else:
            (outcome,) = client.sync_leads([{"email": email}])
            repeated = fault.name not in HARMLESS
            assert outcome.status == ("updated" if repeated else "created")
            assert outcome.repeated == repeated
    assert leads_with(sandbox, email) == 1


def _once(server: BreakingServer, fault: Fault) -> Fault:
    """A fault that strikes one request."""

    def answered(conversation: Any, head: bytes, body: bytes) -> None:
        server.fault = None
        assert fault.answered is not None
        fault.answered(conversation, head, body)

    return Fault(fault.name, fault.phase, answered=answered, routes=fault.routes)
