"""One REST call on its way through the face, and what the journal keeps of it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlsplit

from mktows.facts.rest_endpoints import IDENTITY_PATH
from mktows.sandbox.rest.refusals import RestRefusal
from mktows.server.exchange import REST_VERSION
from mktows.server.journal.kept import LONGEST_ENVELOPE, Kept
from mktows.server.journal.masking import MASK, cut, hide
from mktows.transport import HttpRequest, HttpResponse

_TOKEN = re.compile(r"((?:^|[?&])(?:access_token|client_secret)=)[^&\s]*")
_NOT_KEPT = "(not kept: it holds credentials)"


@dataclass(slots=True)
class RestExchange:
    """One REST call: what is known of it so far. Its bodies hold leads.

    Attributes:
        at: When it arrived.
        request: The request.
        secrets: The clients' secrets and tokens, which are not kept.
        operation: The method and the path, with the names of its variable parts where known.
        client_id: Who called, once that is known.
        token: The access token that it brought.
        notes: What is odd about it.
        response: The answer, once there is one.
        code: The code of a refusal.
        fault: What it stands for, or what else went wrong; empty for success.
        milliseconds: How long it took.
    """

    at: datetime
    request: HttpRequest = field(repr=False)
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    operation: str = ""
    client_id: str = ""
    token: str = field(default="", repr=False)
    notes: list[str] = field(default_factory=list, repr=False)
    response: HttpResponse | None = field(default=None, repr=False)
    code: int | None = None
    fault: str = ""
    milliseconds: float = 0.0
    _started: float = field(default_factory=time.perf_counter, repr=False)

    @property
    def hidden(self) -> frozenset[str]:
        """Texts that nobody is shown: the secrets, and the token of the call."""
        return self.secrets | ({self.token} if self.token else frozenset())

    @property
    def is_identity(self) -> bool:
        """Tell whether it asks for a token."""
        return urlsplit(self.request.url).path == IDENTITY_PATH

    @property
    def size(self) -> int:
        """Bytes that it takes to keep it."""
        return len(self.request.body) + len(self.response.body if self.response else b"")

    def refused(self, refused: RestRefusal) -> None:
        """Take note of a refusal."""
        self.code, self.fault = refused.code, refused.title

    def end(self) -> None:
        """Note how long it took."""
        self.milliseconds = (time.perf_counter() - self._started) * 1000

    def kept(self, secrets: frozenset[str]) -> Kept:
        """Return what the journal keeps: tokens and secrets are masked."""
        hidden = secrets | self.hidden
        hidden |= {quote(each, safe="") for each in hidden}
        parts = urlsplit(self.request.url)
        if self.is_identity:
            request, reply = f"{self.request.method} {parts.path}\n\n{_NOT_KEPT}", _NOT_KEPT
        else:
            query = _masked(f"?{parts.query}") if parts.query else ""
            body = self.request.body[:LONGEST_ENVELOPE].decode("utf-8", "replace")
            request = f"{self.request.method} {parts.path}{query}\n\n{_masked(body)}"
            answered = self.response.body if self.response else b""
            reply = answered.decode("utf-8", "replace")
        return Kept(
            at=self.at,
            operation=hide(self.operation, hidden),
            version=REST_VERSION,
            user_id=hide(self.client_id, hidden),
            status=None if self.response is None else self.response.status,
            code=self.code,
            fault=self.fault,
            milliseconds=self.milliseconds,
            request=cut(hide(request, hidden), LONGEST_ENVELOPE),
            reply=cut(hide(reply, hidden), LONGEST_ENVELOPE),
            notes=[hide(each, hidden) for each in self.notes],
        )


def _masked(text: str) -> str:
    return _TOKEN.sub(rf"\1{MASK}", text)
