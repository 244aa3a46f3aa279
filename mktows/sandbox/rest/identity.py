"""Access tokens: given out to those who know a client secret, and judged when a call brings one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import uuid
from collections.abc import Mapping
from typing import NamedTuple

from mktows.facts.rest_errors import TOKEN_EXPIRED, TOKEN_INVALID
from mktows.sandbox.rest.refusals import refusal
from mktows.sandbox.rest.request import RawCall
from mktows.sandbox.rest.rows import Issue
from mktows.sandbox.rest.settings import CustomService
from mktows.sandbox.store import Store

_MOST_KNOWN = 500


class Caller(NamedTuple):
    """The client that makes a call."""

    client_id: str
    service: CustomService


class Grant(NamedTuple):
    """An access token that was given out."""

    token: str
    seconds: int


class Unauthorized(Exception):
    """Nobody gets a token with that; the text says why, and holds nothing of the request."""


class Identity:
    """Gives out one token for each client until its end, and tells whose a token is.

    Several processes on one database give out the same token: it is made from what stands there.

    Args:
        store: Where it is kept when tokens were given out.
        services: The custom services, by client id.
        lasts: Seconds that a new token is valid.
    """

    def __init__(self, store: Store, services: Mapping[str, CustomService], lasts: int) -> None:
        self._store = store
        self._services = services
        self._lasts = lasts
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Caller, int]] = {}  # by token: whose, and when it ends

    def grant(self, raw: RawCall, now: int) -> tuple[Grant, Caller]:
        """Return the token of who asks: the same one until it ends (documented).

        Raises:
            Unauthorized: The client or its secret is not known.
        """
        kind, client_id = raw.first("grant_type"), raw.first("client_id")
        if kind != "client_credentials":
            raise Unauthorized("Unsupported grant type")
        service = self._services.get(client_id)
        given = raw.first("client_secret").encode("utf-8", "replace")
        if service is None or not hmac.compare_digest(service.secret.reveal().encode(), given):
            raise Unauthorized("Bad client credentials")
        with self._store.writing() as data:
            issues = data.rest.issues(client_id)
            newest = issues[0] if issues else None
            if newest is None or newest.ends_at <= now or newest.issued_at > now:
                newest = Issue(now, self._lasts, secrets.token_hex(16))
                data.rest.issue(client_id, newest)
        caller = Caller(client_id, service)
        return Grant(_token(service, newest), newest.ends_at - now), caller

    def caller(self, token: str, now: int) -> Caller:
        """Return whose a token is.

        Raises:
            RestRefusal: 601 where it is nobody's, 602 where it has ended.
        """
        known = self._known.get(token)
        if known is None:
            known = self._found(token)
            with self._lock:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[token] = known
        caller, ends_at = known
        if ends_at <= now:
            raise refusal(TOKEN_EXPIRED)
        return caller

    def withdraw(self, caller: Caller, now: int, *, code: int) -> None:
        """Let no token of a client be good any more.

        Args:
            caller: The client.
            now: The moment.
            code: 601, after which they are unknown, or 602, after which they have ended.
        """
        with self._store.writing() as data:
            if code == TOKEN_INVALID:
                data.rest.withdraw(caller.client_id)
            else:
                data.rest.end(caller.client_id, now)
        self.forget()

    @property
    def tokens(self) -> frozenset[str]:
        """The tokens that calls have brought so far, by which journals are cleared of them."""
        return frozenset(self._known)

    def forget(self) -> None:
        """Look every token up anew: the database may be another one."""
        with self._lock:
            self._known.clear()

    def _found(self, token: str) -> tuple[Caller, int]:
        with self._store.reading() as data:
            for client_id, service in self._services.items():
                for issue in data.rest.issues(client_id):
                    if hmac.compare_digest(_token(service, issue), token):
                        return Caller(client_id, service), issue.ends_at
        raise refusal(TOKEN_INVALID)


def _token(service: CustomService, issue: Issue) -> str:
    """Return the token in the form of the vendor's."""
    digest = hmac.digest(
        service.secret.reveal().encode(), f"{issue.salt}:{issue.issued_at}".encode(), hashlib.sha256
    )
    return f"{uuid.UUID(bytes=digest[:16], version=4)}:int"
