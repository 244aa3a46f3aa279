"""The two sides that are compared, on equal worlds and by one clock."""

from __future__ import annotations

import atexit
import functools
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import etree

from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
from mktows.facts.rest_endpoints import IDENTITY_PATH
from mktows.sandbox import Sandbox
from mktows.sandbox.world.world import World
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse, Transport
from support.copies import copy_into
from support.oracle.aliases import Aliases
from support.oracle.messages import KEY, USER, Call
from support.oracle.world import (
    FOREIGN_FIELD,
    IMPORT_SECONDS,
    ZONE,
    behind_bridge,
    crowded,
    oracle_world,
)
from support.rest_stub import unhurried
from support.vendor_rest import IS_DESCRIBED, validate_call_once

START = datetime(2014, 2, 13, 18, 0, tzinfo=UTC)
TENANT = "main"
USERS = {USER: KEY}


class Clock:
    """The clock of both sides; it stands still between steps."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Side:
    """One of the two.

    Attributes:
        transport: What answers.
        data: The sandbox that holds its data.
        positions: By call of the episode, the position that its reply ended with.
        aliases: Names of what it gave ids to.
    """

    transport: Transport
    data: Sandbox
    positions: dict[int, str] = field(default_factory=dict)
    aliases: Aliases = field(default_factory=Aliases)

    def send(self, call: Call, message: etree._Element, now: datetime, number: int) -> bytes:
        """Send a message, with the positions that this side has given out."""
        for node in message.iter():
            text = node.text or ""
            if text.startswith("@") and text.endswith("@"):
                node.text = self.positions[int(text.strip("@"))]
        return self.transport.send(call.request(message, now, number)).body

    def take_for_imports(self, seconds: int) -> None:
        """Have imports that begin from now on take so long."""
        with self.data._emulator.store.writing() as data:  # type: ignore[union-attr]
            settings = data.instance.settings()
            data.instance.change(replace(settings, import_seconds=seconds))


@dataclass
class Stores:
    """Both sides, and their clock."""

    sandbox: Side
    bridge: Side
    clock: Clock

    def prepare(self, call: Call) -> None:
        """Set how long the import takes that a call asks for, and have those before be done.

        REST does two at a time, and none beside calls that change the same list.
        """
        if call.import_seconds is None:
            return
        self.clock.advance(IMPORT_SECONDS)
        for side in (self.sandbox, self.bridge):
            side.take_for_imports(call.import_seconds)


@contextmanager
def two_stores(*, is_crowded: bool = False) -> Iterator[Stores]:
    """Both sides, new, on equal worlds."""
    ready = _ready(is_crowded)
    clock = Clock()
    with (
        Sandbox(users=USERS, now=clock) as first,
        Sandbox(users=USERS, rest=True, now=clock) as other,
    ):
        for sandbox, name in ((first, "sandbox"), (other, "behind")):
            with closing(sqlite3.connect(ready / name)) as filled:
                copy_into(sandbox, filled)
        bridge = _bridge(other, clock)
        try:
            yield Stores(Side(first, first), Side(bridge, other), clock)
        finally:
            bridge.close()


@functools.cache
def _ready(is_crowded: bool) -> Path:
    """The folder of the databases to copy: filling one takes ten times as long as copying it."""
    world = crowded(oracle_world()) if is_crowded else oracle_world()
    folder = tempfile.TemporaryDirectory(prefix="mktows-oracle-")
    atexit.register(folder.cleanup)
    made = Path(folder.name)
    _fill(made / "sandbox", world)
    _fill(made / "behind", behind_bridge(world))
    return made


def _fill(database: Path, world: World) -> None:
    with Sandbox(database=database, world=world, users=USERS, now=Clock()):
        pass


def _bridge(behind: Sandbox, clock: Clock) -> Bridge:
    """A bridge over the REST face of a sandbox."""
    face = behind.rest()
    config = face.config()
    tenant = Tenant(
        config,
        zone=ZoneInfo(ZONE),
        foreign_fields={"CUSTOM": FOREIGN_FIELD},
    )
    settings = BridgeSettings(
        tenants={TENANT: tenant},
        users={USER: BridgeUser(Secret(KEY), TENANT)},
    )
    client = unhurried(config, Judged(face))
    return Bridge(settings, clients={TENANT: client}, now=clock)


class Judged:
    """Holds each REST call against the vendor's description, where that is at hand."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner

    def send(self, request: HttpRequest) -> HttpResponse:
        if IS_DESCRIBED and IDENTITY_PATH not in request.url:
            validate_call_once(request)
        return self._inner.send(request)
