"""Client secret, tokens, SOAP keys and leads stand nowhere in what a bridge tells or keeps."""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.envelopes import request, signed
from support.rest_stub import unhurried

from mktows import Client, HttpRequest, HttpResponse, MktowsError, Secret, sign, timestamp
from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
from mktows.bridge.operating.metrics import Metrics
from mktows.bridge.operating.pages import pages
from mktows.bridge.operating.proofs import Prover
from mktows.bridge.operating.readiness import Readiness
from mktows.bridge.operating.upkeep import Upkeep
from mktows.retry import RetryPolicy
from mktows.sandbox import CustomService, RestSettings, Sandbox
from mktows.sandbox.world.world import World, WorldLead
from mktows.server.http.control import Control

SECRET, KEY, LEAD = "planted-client-secret-4711", "planted-soap-key-0815", "canarylead"
USER, CLIENT, TENANT = "old_program", "client-0815", "main"
WORLD = World(leads=(WorldLead(id=7, email=f"{LEAD}@example.com", attributes={"FirstName": LEAD}),))
FAILURES: list[dict[str, Any]] = [
    {"code": 601},
    {"code": 603},
    {"code": 604},
    {"code": 1003},
    {"status": 502},
    {"status": 200, "body": f"<html>{LEAD}".encode()},
    {"truncate": True},
    {"drop": True},
    {"cut": True},
]


class Listening:
    """A transport that remembers the tokens that went out."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.face = sandbox.rest()
        self.tokens: set[str] = set()

    def send(self, request: HttpRequest) -> HttpResponse:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer":
            self.tokens.add(token)
        return self.face.send(request)


class Planted:
    """A bridge on an instance, with a lead, a secret and a key that are looked for."""

    def __init__(self, folder: Path) -> None:
        rest = RestSettings(services={CLIENT: CustomService(Secret(SECRET))})
        self.behind = Sandbox(world=WORLD, rest=rest)
        self.listening = Listening(self.behind)
        config = self.behind.rest().config()
        self.folder = folder
        self.settings = BridgeSettings(
            {TENANT: Tenant(config)},
            {USER: BridgeUser(Secret(KEY), TENANT)},
            database=folder / "bridge.db",
        )
        self.bridge = Bridge(self.settings, clients={TENANT: unhurried(config, self.listening)})
        self.upkeep = Upkeep(self.bridge.instances)
        self.metrics = Metrics(self.bridge.instances, self.upkeep)
        self.bridge.watch(self.metrics.count)
        self.client = Client(
            self.bridge.config(), transport=self.bridge, retry=RetryPolicy(attempts=1)
        )

    def close(self) -> None:
        self.bridge.close()
        self.behind.close()

    def told(self) -> str:
        """All that the bridge tells and keeps of its calls."""
        bridge = self.bridge
        found = [
            f"{each!r}{each.request}{each.reply}{each.notes}{each.fault}{each.user_id}"
            for each in bridge.calls()
        ]
        assert found
        url = "http://127.0.0.1/_control/calls"
        found.append(Control(bridge).answer(HttpRequest(url, {}, b"", "GET")).body.decode())
        for page in pages(bridge, self.metrics.page).values():
            found.append(page.answer().body.decode())
        found += Readiness(bridge.instances).missing()
        prover = Prover(bridge.instances[TENANT], [*self.settings.users.values()])
        found += map(repr, prover.proofs())
        found += map(repr, (bridge, self.settings, bridge.instances, prover, self.upkeep))
        files = [each for each in self.folder.iterdir() if each.is_file()]
        found += [each.read_bytes().decode("latin-1") for each in files]
        return "".join(found)


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    made = Planted(tmp_path)
    yield made
    made.close()


CALLS: list[Callable[[Client], Any]] = [
    lambda client: client.get_lead(id=7),
    lambda client: client.get_lead(("EMAIL", f"{LEAD}@example.com")),
    lambda client: client.get_lead(("EMAIL", f"{LEAD}2@example.com")),
    lambda client: client.get_lead(("IDNUM", LEAD)),
    lambda client: client.sync_lead({"Email": f"{LEAD}@example.com", "LastName": LEAD}),
    lambda client: client.sync_lead({"Email": f"{LEAD}@example.com", LEAD: LEAD}),
    lambda client: client.list_operation(
        "ADDTOLIST", list_name="A list", members=[("EMAIL", f"{LEAD}@example.com")]
    ),
]


def attempt(call: Callable[[Client], Any], client: Client) -> None:
    """Make a call, which may fail."""
    with contextlib.suppress(MktowsError):
        call(client)


def test_they_stand_nowhere(planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for call in CALLS:
        attempt(call, planted.client)
        for failure in FAILURES:
            planted.behind.rest().fail_next(**failure)
            attempt(call, planted.client)
    planted.upkeep.round()
    healthy = planted.told()
    planted.behind.rest().fail_next(code=607)
    attempt(CALLS[0], planted.client)
    planted.upkeep.round()
    assert len(planted.listening.tokens) > 1  # some were refused
    everything = healthy + planted.told() + caplog.text
    for each in (SECRET, KEY, *planted.listening.tokens):
        assert each not in everything
    assert LEAD not in everything
    # It was not silent: there are lines on calls, and metrics of them.
    assert "getLead by old_program: ok in " in caplog.text
    assert 'operation="getLead",user="old_program"' in everything


@pytest.mark.parametrize("stray", [SECRET, KEY, LEAD])
def test_what_strays_into_the_header_is_not_kept(
    planted: Planted, caplog: pytest.LogCaptureFixture, stray: str
) -> None:
    caplog.set_level(logging.DEBUG)
    text = timestamp(planted.bridge.clock.now())
    signature = sign(user_id=USER, key=Secret(KEY), timestamp=text)
    for user, made, at in ((stray, signature, text), (USER, stray, text), (USER, signature, stray)):
        header = (
            f"<m:AuthenticationHeader><mktowsUserId>{user}</mktowsUserId>"
            f"<requestSignature>{made}</requestSignature>"
            f"<requestTimestamp>{at}</requestTimestamp></m:AuthenticationHeader>"
        )
        planted.bridge.send(request(signed(header=header), "3_1"))
    everything = planted.metrics.page().body.decode() + caplog.text
    assert stray not in everything
    if stray == KEY:
        assert stray not in planted.told()


def test_errors_of_settings_show_none(tmp_path: Path) -> None:
    from mktows.bridge.operating.settings_file import read_settings

    path = tmp_path / "bridge.toml"
    path.write_text(
        f'[tenants.main]\nurl = "http://x"\nclient_id = "c"\nclient_secret = "{SECRET}"\n'
        f'[users.a]\ntenant = "main"\nkey = "{KEY}"\n'
    )
    with pytest.raises(MktowsError) as caught:
        read_settings(path, {})
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert SECRET not in shown
    assert KEY not in shown
