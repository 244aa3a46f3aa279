"""A service that answers REST calls by a script, and a clock that nobody waits for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from mktows.facts.rest_endpoints import IDENTITY_PATH
from mktows.limiting.limits import Limits
from mktows.rest import Limiter, RestClient, RestConfig
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse, Transport

BASE = "https://123-abc-456.mktorest.com"
CLIENT_SECRET, TOKEN = "planted-client-secret", "planted-token"
Step = Mapping[str, Any] | HttpResponse | Exception | Callable[[HttpRequest], HttpResponse]


class Clock:
    """A clock that goes on when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


def unhurried(config: RestConfig, transport: Transport) -> RestClient:
    """A client that never waits, and that its own limits never hold up."""
    clock = Clock()
    limiter = Limiter(
        Limits(1_000_000, 20, 10),
        clock=clock,
        monotonic=clock,
        wait=lambda _, seconds: clock.sleep(seconds),
    )
    return RestClient(config, transport=transport, limiter=limiter, clock=clock, sleep=clock.sleep)


class Stub:
    """Answers calls in the order of a script; the last step stays."""

    def __init__(self, *script: Step, expires_in: object = 3600) -> None:
        self.script = list(script) or [ok()]
        self.expires_in = expires_in
        self.identity: list[Step] = []
        self.requests: list[HttpRequest] = []
        self.identities: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        if IDENTITY_PATH in request.url:
            self.identities.append(request)
            step: Step = self.identity.pop(0) if self.identity else self.token()
        else:
            self.requests.append(request)
            step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, Exception):
            raise step
        if isinstance(step, HttpResponse):
            return step
        return answer(step) if isinstance(step, Mapping) else step(request)

    def token(self) -> dict[str, Any]:
        return {
            "access_token": f"{TOKEN}-{len(self.identities)}",
            "token_type": "bearer",
            "expires_in": self.expires_in,
            "scope": "api@example.com",
        }


def answer(document: object, status: int = 200) -> HttpResponse:
    return HttpResponse(status, {"content-type": "application/json"}, json.dumps(document).encode())


def ok(*result: object, **members: object) -> dict[str, Any]:
    return {"requestId": "a#1", "success": True, "result": list(result), **members}


def refused(code: int, message: str = "planted-message") -> dict[str, Any]:
    errors = [{"code": str(code), "message": message}]
    return {"requestId": "a#2", "success": False, "errors": errors}


def config(**settings: Any) -> RestConfig:
    return RestConfig(BASE, "planted-client-id", Secret(CLIENT_SECRET), **settings)


def client(stub: Stub, clock: Clock | None = None, **settings: Any) -> RestClient:
    """A client of a stub, which waits for nothing."""
    clock = clock or Clock()
    limiter = Limiter(
        Limits(1000, 20, 10),
        clock=clock,
        monotonic=clock,
        wait=lambda _, seconds: clock.sleep(seconds),
    )
    return RestClient(
        config(**settings), transport=stub, limiter=limiter, clock=clock, sleep=clock.sleep
    )


def json_of(request: HttpRequest) -> Any:
    return json.loads(request.body)
