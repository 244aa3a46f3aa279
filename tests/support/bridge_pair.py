"""A sandbox, and a bridge over the REST face of another one with the same data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mktows import Client
from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
from mktows.errors import SoapFault
from mktows.rest import RestClient
from mktows.retry import RetryPolicy
from mktows.sandbox import Sandbox
from mktows.sandbox.rest.settings import RestSettings
from mktows.sandbox.world.world import World
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse, Transport
from support.rest_stub import unhurried
from support.vendor_rest import IS_DESCRIBED, validate_call_once

USER, KEY = "bridge_user", "a-key-that-only-tests-know"
TENANT = "main"
NOW = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)


class Watched:
    """Counts the REST calls that pass, and holds each against the vendor's description."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        if "/identity/" not in request.url:
            self.requests.append(request)
            if IS_DESCRIBED:
                validate_call_once(request)
        return self.inner.send(request)


class Pair:
    """The same call to a sandbox, and to a bridge over a sandbox with the same data.

    Args:
        world: What both begin with.
        now: The moment at which both stand.
        database: The bridge's state.
        settings: Changes the bridge's settings.
        key: The key that requests are signed with.
        tenant: Settings of the tenant.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        now: datetime = NOW,
        database: Path | str | None = None,
        rest: RestSettings | None = None,
        client: Callable[[Any, Transport], RestClient] = unhurried,
        rights: frozenset[Any] | None = None,
        strict: bool = False,
        settings: dict[str, Any] | None = None,
        key: str = KEY,
        **tenant: Any,
    ) -> None:
        self.now = now
        users = {USER: key}
        self.sandbox = Sandbox(world=world, users=users, now=lambda: self.now, strict=strict)
        self.behind = Sandbox(world=world, users=users, now=lambda: self.now, rest=rest or True)
        self.face = self.behind.rest()
        self.watched = Watched(self.face)
        self.client = client(self.face.config(), self.watched)
        more = {} if rights is None else {"rights": rights}
        self.settings = BridgeSettings(
            tenants={TENANT: Tenant(self.face.config(), **tenant)},
            users={USER: BridgeUser(Secret(key), TENANT, **more)},
            database=database,
            strict=strict,
            **(settings or {}),
        )
        self.bridge = Bridge(self.settings, clients={TENANT: self.client}, now=lambda: self.now)
        self.clients: dict[tuple[str, str], Client] = {}

    def soap(self, side: str, version: str = "3_1") -> Client:
        """A SOAP client of a side: `sandbox`, `bridge`, or `behind` it. It never repeats a call."""
        key = (side, version)
        if key not in self.clients:
            sides = {"sandbox": self.sandbox, "bridge": self.bridge, "behind": self.behind}
            service = sides[side]
            self.clients[key] = Client(
                service.config(version),
                transport=service,
                retry=RetryPolicy(attempts=1),
                now=lambda: self.now,
            )
        return self.clients[key]

    def behind_client(self, version: str = "3_1") -> Client:
        """A SOAP client of the sandbox behind the bridge: what was done is seen through it."""
        return Client(self.behind.config(version), transport=self.behind, now=lambda: self.now)

    def both(self, call: Callable[[Client], Any], version: str = "3_1") -> tuple[Any, Any]:
        """Make a call on both sides, and return what each answers: a result, or its fault."""
        old = outcome(lambda: call(self.soap("sandbox", version)))
        return old, outcome(lambda: call(self.soap("bridge", version)))

    def data(self, call: Callable[[Client], Any], version: str = "3_1") -> tuple[Any, Any]:
        """What a call that reads tells of the two instances, that behind the bridge the second."""
        old = outcome(lambda: call(self.soap("sandbox", version)))
        return old, outcome(lambda: call(self.soap("behind", version)))

    def rest_calls(self, call: Callable[[Client], Any], version: str = "3_1") -> int:
        """Make a call on the bridge alone, and return how many REST calls it took."""
        before = len(self.watched.requests)
        outcome(lambda: call(self.soap("bridge", version)))
        return len(self.watched.requests) - before

    def close(self) -> None:
        self.bridge.close()
        self.sandbox.close()
        self.behind.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def outcome(call: Callable[[], Any]) -> Any:
    """What a call returns, or the code and text of its fault."""
    try:
        return call()
    except SoapFault as error:
        return error.fault
