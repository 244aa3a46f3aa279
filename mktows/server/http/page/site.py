"""The page of a service: what answers at `/` and below `/_page/`."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from importlib.resources import files
from urllib.parse import urlsplit

from mktows.config import ENDPOINT_PATH
from mktows.server.http.control import Control
from mktows.server.http.page.answers import NotShown, answer, html, see_other
from mktows.server.http.page.asked import Asked, number_in, read
from mktows.server.http.page.calls import CallViews
from mktows.server.http.page.contract import ContractViews, Migrate
from mktows.server.http.page.data import DataViews
from mktows.server.http.page.live import LiveCalls
from mktows.server.http.page.state import StateViews
from mktows.server.http.page.view import View
from mktows.server.http.request_head import RequestHead
from mktows.server.http.streams import Stream
from mktows.server.page.templates import Templates
from mktows.server.service import Service
from mktows.transport import HttpRequest, HttpResponse

HOME = "/"
PREFIX = "/_page/"
LIVE = "/_page/live"
_TEXT = "text/plain; charset=utf-8"
_HTML = re.compile(r"(?:^|,)\s*text/html\s*(?:;|,|$)")
_STATIC = {
    "style.css": "text/css; charset=utf-8",
    "script.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}

Route = tuple[str, re.Pattern[str], Callable[..., HttpResponse]]
"""A method, the paths that it is for, and what answers: it takes the request and the groups."""


class Site:
    """The page of a service, for whoever runs it. It is given to the server of the service.

    The server tells who may read it (`mktows.server.http.callers`). What is posted must come from
    a form of the page: each has a token that nobody else knows.

    Args:
        service: What the page tells of.
        control: What steers the service; by default the page only shows.
        for_hosts: Whether it is shown to all who call the server by a name that was given to it;
            else on this machine alone.
        migrate: Makes the migration report of recorded calls; by default none is made.

    Attributes:
        for_hosts: As given.
    """

    def __init__(
        self,
        service: Service,
        *,
        control: Control | None = None,
        for_hosts: bool = False,
        migrate: Migrate | None = None,
    ) -> None:
        self.for_hosts = for_hosts
        self._token = secrets.token_urlsafe(32)
        menu = [("Calls", HOME)]
        if service.browser() is not None:
            menu.append(("Data", "/_page/data"))
        menu += [("Contract", "/_page/contract"), ("State", "/_page/state")]
        self._templates = Templates(
            {"described": service.described, "menu": menu, "token": self._token}
        )
        view = View(service, self._templates)
        self._calls = CallViews(view)
        self._live = LiveCalls(service)
        self._routes: Sequence[Route] = [
            (method, re.compile(pattern), handler)
            for method, pattern, handler in (
                *self._calls.routes(),
                *DataViews(view).routes(),
                *ContractViews(view, migrate).routes(),
                *StateViews(view, control).routes(),
            )
        ]

    def answers(self, method: str, path: str) -> bool:
        """Tell whether a request is for the page."""
        if path == HOME:
            return method in ("GET", "HEAD")
        return path.startswith(PREFIX)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a request for the page."""
        try:
            return self._answered(request)
        except NotShown as reason:
            values = {"status": reason.status, "text": str(reason)}
            return html(self._templates.fill("not_shown.html", values), reason.status)

    def stream(self, request: HttpRequest) -> HttpResponse | Stream | None:
        """Return the answer to a request for live updates; None for any other.

        It is asked in the event loop, and waits for nothing.
        """
        if urlsplit(request.url).path != LIVE or request.method != "GET":
            return None
        try:
            asked = read(request)
            # The browser says by itself how far it got before it lost the connection.
            last = number_in(asked.headers.get("last-event-id") or asked.query.get("after", "0"))
            query = self._calls.query(asked)
        except NotShown as reason:
            return answer(reason.status, _TEXT, f"{reason}\n".encode())
        if query is None:
            return answer(404, _TEXT, b"The search is not kept any more.\n")
        if self._live.is_full:
            return answer(503, _TEXT, b"Too many pages are open.\n")
        return self._live.stream(query, last)

    @staticmethod
    def leads_here(head: RequestHead) -> bool:
        """Tell whether a request is a browser's for an endpoint, where there is nothing to see."""
        return (
            head.method in ("GET", "HEAD")
            and ENDPOINT_PATH.fullmatch(head.path) is not None
            and head.query.lower() != "wsdl"
            and _HTML.search(head.headers.get("accept", "")) is not None
        )

    @staticmethod
    def redirect() -> HttpResponse:
        """Return the way to the page."""
        return see_other(HOME)

    def _answered(self, request: HttpRequest) -> HttpResponse:
        path = urlsplit(request.url).path
        name = path.removeprefix(PREFIX)
        if name in _STATIC and request.method == "GET":
            return _static(name)
        allowed = {}
        for method, pattern, handler in self._routes:
            found = pattern.fullmatch(path)
            if found is not None:
                allowed[method] = (handler, found.groups())
        if not allowed:
            raise NotShown(404, "There is no such page.")
        if request.method not in allowed:
            raise NotShown(405, f"This takes {' or '.join(allowed)}.")
        asked = read(request)
        if request.method != "GET":
            self._check(asked)
        handler, groups = allowed[request.method]
        return handler(asked, *groups)

    def _check(self, asked: Asked) -> None:
        token = asked.form.get("token", "")
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            raise NotShown(
                403, "The form is not of this server, or of before it was started: load it anew."
            )


def _static(name: str) -> HttpResponse:
    content = files("mktows.server.page").joinpath("static", name).read_bytes()
    return answer(200, _STATIC[name], content)
