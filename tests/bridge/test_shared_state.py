"""A bridge on state that others share: a file, or a PostgreSQL server that goes away at times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from mktows_bindings import v3_1
from support.bridge_pair import KEY, NOW, TENANT, USER
from support.postgres import PostgresServer
from support.rest_http import served

from mktows import Client, InternalFault
from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
from mktows.bridge.context import Context
from mktows.retry import NO_RETRY
from mktows.sandbox import Sandbox
from mktows.server.backend import Call
from mktows.server.refusals import Refusal
from mktows.signing import Secret


class Behind:
    """The instance that bridges call."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(rest=True)
        self.transport = self.sandbox.rest()
        self.soap = Client(self.sandbox.config(), transport=self.sandbox)
        self.email = "a@example.com"
        self.soap.sync_lead({"Email": self.email})


@pytest.fixture
def behind() -> Iterator[Behind]:
    made = Behind()
    yield made
    made.sandbox.close()


@contextmanager
def bridged(behind: Behind, url: str, place: str) -> Iterator[tuple[Bridge, Client]]:
    """A bridge whose REST clients are made by its settings, and a SOAP client of it."""
    settings = BridgeSettings(
        tenants={TENANT: Tenant(replace(behind.transport.config(), base_url=url))},
        users={USER: BridgeUser(Secret(KEY), TENANT)},
        database=place,
    )
    bridge = Bridge(settings)
    try:
        yield bridge, Client(bridge.config(), transport=bridge, retry=NO_RETRY)
    finally:
        bridge.close()


def test_bridges_share_state_limits_and_calls(behind: Behind, shared_place: str) -> None:
    with (
        served(behind.transport) as url,
        bridged(behind, url, shared_place) as (one, client_of_one),
        bridged(behind, url, shared_place) as (other, client_of_other),
    ):
        for each in (client_of_one, client_of_other):
            each.get_lead(email=behind.email)
        day = one.instances[TENANT].client.daily_calls()
        assert day == other.instances[TENANT].client.daily_calls()
        # One describe for both, and one call of each.
        assert day.calls == 3
        assert [call.operation for call in one.calls()] == ["getLead"]
        other.close()
        assert [call.operation for call in one.calls()] == ["getLead"] * 2


def test_a_password_of_the_state_is_not_shown() -> None:
    place = "postgresql://u:s3cr-t@h/d"
    settings = BridgeSettings(
        tenants={TENANT: Tenant(Sandbox(rest=True).rest().config())},
        users={USER: BridgeUser(Secret(KEY), TENANT)},
        database=place,
    )
    assert "s3cr-t" not in repr(settings)


def test_calls_are_refused_while_the_state_is_away(
    behind: Behind, postgres: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        served(behind.transport) as url,
        bridged(behind, url, postgres.new_url()) as (_, client),
    ):
        client.get_lead(email=behind.email)
        postgres.stop()
        try:
            with pytest.raises(InternalFault, match="20011") as raised:
                client.get_lead(email=behind.email)
            assert behind.email not in f"{raised.value} {caplog.text}"
            assert not [each for each in caplog.records if each.exc_info]  # it is no bug
        finally:
            postgres.start()
        client.get_lead(email=behind.email)


def test_what_was_done_is_no_failure_when_the_state_goes_meanwhile(
    behind: Behind, postgres: PostgresServer
) -> None:
    with (
        served(behind.transport) as url,
        bridged(behind, url, postgres.new_url()) as (bridge, _),
    ):
        instance = bridge.instances[TENANT]
        call = Call("requestCampaign", v3_1, USER, None, NOW)
        done = 0
        try:
            with Context(call, instance).once():
                postgres.stop()
                done += 1
        finally:
            postgres.start()
        # The same call is not made again: nobody could write down that it was answered.
        late = replace(call, deadline=0.0)
        with pytest.raises(Refusal), Context(late, instance).once():
            done += 1
        assert done == 1
