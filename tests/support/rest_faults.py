"""Faults between a REST client and a REST face, by a schedule."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from mktows.facts.rest_endpoints import IDENTITY_PATH
from mktows.facts.rest_errors import CODES
from mktows.sandbox import Sandbox
from mktows.transport import HttpRequest, HttpResponse

HTML = b"<html><head><title>Sorry</title></head></html>"
LATE = [code for code, known in CODES.items() if known.again == "if harmless"]
EARLY = [code for code, known in CODES.items() if known.again in ("soon", "renew")]
FAULTS: list[dict[str, Any]] = [
    *({"code": code} for code in (*EARLY, *LATE)),
    *({"code": code, "processed": True} for code in LATE),
    *({"status": 502, "processed": each} for each in (False, True)),
    *({"status": 200, "body": HTML, "processed": each} for each in (False, True)),
    *({"drop": True, "processed": each} for each in (False, True)),
    {"cut": True},
    {"truncate": True},
]


@dataclass
class Between:
    """Injects a schedule into the calls, takes members away that need not be there, and counts."""

    sandbox: Sandbox
    bare: bool
    waiting: list[dict[str, Any]] = field(default_factory=list)
    met: list[dict[str, Any]] = field(default_factory=list)
    identities: int = 0

    def send(self, request: HttpRequest) -> HttpResponse:
        face = self.sandbox.rest()
        if IDENTITY_PATH in request.url:
            self.identities += 1
        elif self.waiting:
            self.met.append(self.waiting.pop(0))
            face.fail_next(**self.met[-1])
        response = face.send(request)
        return self._bared(response) if self.bare else response

    def _bared(self, response: HttpResponse) -> HttpResponse:
        """The answer without the members that real answers were seen to leave out."""
        try:
            document = json.loads(response.body)
        except ValueError:
            return response
        for name in ("errors", "warnings", "result"):
            if not document.get(name, True):
                del document[name]
        if document.get("moreResult") is False:
            del document["moreResult"]
        return HttpResponse(response.status, response.headers, json.dumps(document).encode())
