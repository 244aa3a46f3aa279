"""The access token of one custom service: asked for once, shared by threads, renewed in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from mktows.errors import TransportError
from mktows.exact_json import read_json
from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.rest.errors import AuthenticationError, BadAnswerError, RestError, UnavailableError
from mktows.rest.repeating import of_transport, wait_before
from mktows.rest.settings import RestConfig
from mktows.rest.writing import FORM, JSON
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse, Transport

RENEW_BEFORE = 60.0
"""Seconds before its end at which a token is renewed."""
_IDENTITY = ENDPOINTS["identity"]
_GRANT = _IDENTITY.parameters["grant_type"].choices[0]
_NAME = _IDENTITY.name
# A fragment of a secret shorter than this is a word like others.
_SHORTEST_SECRET = 4


@dataclass(frozen=True, slots=True)
class Token:
    """An access token.

    Attributes:
        text: The token.
        scope: The API-only user whom it acts for.
        expires_in: Seconds that it had left when it came.
        renew_at: When to ask for another, by the monotonic clock.
        begun: When it was asked for, by the same.
    """

    text: Secret = field(repr=False)
    scope: str
    expires_in: float
    renew_at: float
    begun: float = 0.0


class TokenSource:
    """Has the token of a custom service, and asks for it when it must.

    A request for a token goes out as a POST with a form: the client secret stands in no address
    then, and so in no log of a server or proxy. The vendor describes the POST with the same
    parameters as the GET; OAuth 2.0 (RFC 6749, 2.3.1) wants them in the form.

    Args:
        config: Who asks, and where.
        transport: What to send through.
        clock: The monotonic clock.
        sleep: How to wait between attempts.
    """

    def __init__(
        self,
        config: RestConfig,
        transport: Transport,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._config = config
        self._transport = transport
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._token: Token | None = None
        self._renewals = 0

    def current(self, deadline: float) -> Token:
        """The token for the next call; a new one where the last is refused or about to end.

        A token that has no time left is good for the call at hand, and for those that waited
        for it.

        Raises:
            AuthenticationError: The credentials are refused.
            RestError: No token could be had before the deadline.
        """
        seen, token = self._renewals, self._token
        if token is not None and self._clock() < token.renew_at:
            return token
        if not self._lock.acquire(timeout=max(deadline - self._clock(), 0.001)):
            raise UnavailableError("no token came before the deadline", endpoint=_NAME)
        try:
            token = self._token
            if self._renewals != seen and token is not None:
                return token
            token = self._token = self._ask(deadline)
            self._renewals += 1
            return token
        finally:
            self._lock.release()

    def age(self) -> float | None:
        """Seconds since the token at hand came; None without one."""
        token = self._token
        return None if token is None else self._clock() - token.begun

    def refused(self, token: Token) -> None:
        """Forget a token that the service refused, unless it was renewed meanwhile."""
        with self._lock:
            if self._token is token:
                self._token = None

    def _ask(self, deadline: float) -> Token:
        attempt = 1
        while True:
            left = deadline - self._clock()
            if left <= 0:
                raise UnavailableError("no token came before the deadline", endpoint=_NAME)
            try:
                return self._asked_once(min(left, _IDENTITY.timeout))
            except RestError as error:
                wait = wait_before(error, attempt=attempt, harmless=True)
                if wait is None or self._clock() + wait >= deadline:
                    raise
            self._sleep(wait)
            attempt += 1

    def _asked_once(self, seconds: float) -> Token:
        config = self._config
        form = {
            "grant_type": _GRANT,
            "client_id": config.client_id,
            "client_secret": config.client_secret.reveal(),
        }
        request = HttpRequest(
            f"{config.base_url}{_IDENTITY.path}",
            {"Accept": JSON, "Content-Type": FORM},
            urlencode(form).encode(),
            "POST",
            _NAME,
            seconds,
        )
        begun = self._clock()
        try:
            response = self._transport.send(request)
        except TransportError as error:
            raise of_transport(error, _NAME) from error
        return read_token(response, begun, hide=config.client_secret)


def read_token(response: HttpResponse, begun: float, *, hide: Secret) -> Token:
    """Read the answer to a request for a token; pure.

    Args:
        response: The answer.
        begun: When the request was sent, by the monotonic clock.
        hide: A secret that must not be told again.

    Raises:
        AuthenticationError: The credentials are refused.
        UnavailableError: The service failed.
        BadAnswerError: It is no such answer.
    """
    if response.status >= 500:
        raise UnavailableError(f"HTTP status {response.status}", endpoint=_NAME)
    try:
        document = read_json(response.body)
    except ValueError:
        document = None
    members: dict[str, Any] = document if isinstance(document, dict) else {}
    text = members.get("access_token")
    if not isinstance(text, str) or not text:
        if response.status in (400, 401, 403) or members.get("error") is not None:
            raise AuthenticationError(
                f"the client id and secret are refused (HTTP status {response.status})",
                endpoint=_NAME,
                service_text=_harmless_text(members, hide),
            )
        raise BadAnswerError(
            f"HTTP status {response.status} and no token: is the base URL right?", endpoint=_NAME
        )
    if not text.isascii() or not text.isprintable() or " " in text:
        raise BadAnswerError("the token is none that a header can hold", endpoint=_NAME)
    left = members.get("expires_in")
    if isinstance(left, str) and left.isascii() and left.isdigit():
        left = int(left[:9])
    seconds = float(left) if isinstance(left, int | Decimal) and not isinstance(left, bool) else 0.0
    scope = members.get("scope")
    return Token(
        Secret(text),
        scope if isinstance(scope, str) else "",
        seconds,
        begun + seconds - RENEW_BEFORE,
        begun,
    )


def _harmless_text(members: dict[str, Any], hide: Secret) -> str:
    """The service's text of a refusal, empty where it holds the secret."""
    text = members.get("error_description") or members.get("error")
    if not isinstance(text, str) or not text.isprintable():
        return ""
    secret = hide.reveal()
    holds = len(secret) >= _SHORTEST_SECRET and secret in text
    return "" if holds else text[:500]
