"""Answers of a REST face, changed on their way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mktows.rest import RestClient
from mktows.transport import HttpRequest, HttpResponse, Transport
from support.rest_stub import answer, unhurried

Twist = Callable[[dict[str, Any]], Any]


@dataclass
class Twisted:
    """Hands calls on, and makes other answers of those to some path, or fails in their place."""

    path: str = ""
    method: str = "POST"
    twist: Twist | None = None
    error: Exception | None = None
    inner: Transport | None = None
    met: list[HttpRequest] = field(default_factory=list)

    def client(self, config: Any, inner: Transport) -> RestClient:
        self.inner = inner
        return unhurried(config, self)

    def send(self, request: HttpRequest) -> HttpResponse:
        assert self.inner is not None
        meant = self.path and self.path in request.url and request.method == self.method
        if meant:
            self.met.append(request)
            if self.error is not None:
                raise self.error
        response = self.inner.send(request)
        if not meant or self.twist is None:
            return response
        document = json.loads(response.body)
        made = self.twist(document)
        return made if isinstance(made, HttpResponse) else answer(made)


def rows(change: Callable[[dict[str, Any]], Any]) -> Twist:
    """Changes every row of an answer."""
    return lambda document: {**document, "result": [change(each) for each in document["result"]]}
