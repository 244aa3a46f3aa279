"""The demo world twice over HTTP: in a sandbox, and behind a bridge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from mktows import Client
from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
from mktows.sandbox import Sandbox
from mktows.sandbox.world.files import demo_world
from mktows.server.http.server import ThreadedServer
from mktows.server.service import Service
from mktows.signing import Secret
from support.bridge_pair import KEY, TENANT, USER, Watched
from support.rest_stub import unhurried

BEFORE = datetime(2010, 1, 1, tzinfo=UTC)
"""The moment at which the data was made: before anything that programs do."""


@dataclass(frozen=True)
class Served:
    """One of the two.

    Attributes:
        name: `sandbox` or `bridge`.
        service: What answers.
        data: The sandbox that has the data.
        server: Where it is served.
    """

    name: str
    service: Service
    data: Sandbox
    server: ThreadedServer

    def endpoint(self, version: str) -> str:
        """The endpoint of a version."""
        return self.server.endpoint(version)

    def client(self, version: str = "2_7") -> Client:
        """Ours, in process and on the data itself: what a program did is seen through it."""
        return Client(self.data.config(version), transport=self.data)

    def client_of_service(self, version: str = "2_7") -> Client:
        """Ours, in process: it calls what programs call."""
        return Client(self.service.config(version), transport=self.service)


@contextmanager
def served_pair() -> Iterator[tuple[Served, Served]]:
    """Serve a sandbox, and a bridge on the REST face of another one; both hold the demo world."""
    users = {USER: KEY}
    with Sandbox(users=users) as old, Sandbox(users=users, rest=True) as behind:
        for each in (old, behind):
            each.clock.set(BEFORE)
            each.seed(demo_world())
            each.clock.reset()
        face = behind.rest()
        settings = BridgeSettings(
            {TENANT: Tenant(face.config())}, {USER: BridgeUser(Secret(KEY), TENANT)}
        )
        client = unhurried(face.config(), Watched(face))
        with (
            Bridge(settings, clients={TENANT: client}) as bridge,
            ThreadedServer(old) as first,
            ThreadedServer(bridge) as second,
        ):
            yield Served("sandbox", old, old, first), Served("bridge", bridge, behind, second)
