"""The service over HTTP: what answers each request, and in which thread."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from mktows.errors import TransportError
from mktows.server.fault_injection import CutOff
from mktows.server.front import plain
from mktows.server.http.callers import Callers
from mktows.server.http.control import Control, refused
from mktows.server.http.pages import Page
from mktows.server.http.request_head import RequestHead
from mktows.server.http.streams import Stream
from mktows.server.http.workers import Workers
from mktows.server.service import Service
from mktows.server.unexpected import log_unexpected
from mktows.transport import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from mktows.server.http.page.site import Site

SHORT_BYTES = 8 * 1024
"""Bytes of a request that is read in less time than it takes to hand it to another thread."""

_LOG = logging.getLogger("mktows.server")
_LOGGED_REFUSALS = 20  # different ones; who sends many names fills no log
_HEALTH = "/healthz"


class Application:
    """Answers the requests that reach a service over HTTP.

    A request waits in a thread of its own, since the database's lock may keep a writing call
    waiting. There are as many threads as requests, and connections are bounded, so those that wait
    hold nobody else up. Only short calls, of operations that the backend marks, are answered in the
    event loop itself, which takes less time than to hand them over.

    Args:
        service: What answers.
        control: What answers below `/_control/`; None where nothing does.
        callers: Who may call.
        pages: What else answers, by its path.
        site: The page that people read; None where there is none.
    """

    def __init__(
        self,
        service: Service,
        control: Control | None,
        callers: Callers,
        pages: Mapping[str, Page] = MappingProxyType({}),
        site: Site | None = None,
    ) -> None:
        self._service = service
        self._control = control
        self._callers = callers
        self._pages = pages
        self._site = site
        self._logged: set[str] = set()
        self._workers: Workers[HttpResponse] = Workers()

    def refusal(self, head: RequestHead, *, client: str, local: str) -> HttpResponse | None:
        """Return the answer to a request that its head alone decides on, else None."""
        if head.path == _HEALTH:
            return None  # it tells nothing
        page, site = self._pages.get(head.path), self._site
        if page is not None and not page.local:
            return None
        steers = self._is_control(head.path)
        if site is not None and site.answers(head.method, head.path):
            reason = self._unseen(head, client, local)
        else:
            reason = self._callers.barred(head, client=client, local=local, steers=steers)
        if page is not None and not reason:
            reason = self._callers.not_here(head, client=client, local=local)
        if not reason:
            if site is not None and site.leads_here(head) and not self._unseen(head, client, local):
                return site.redirect()
            return None
        if reason not in self._logged and len(self._logged) < _LOGGED_REFUSALS:
            self._logged.add(reason)
            _LOG.warning("a request is refused: %s", reason)
        return refused(reason) if steers else plain(403, reason)

    def answer(self, request: HttpRequest) -> HttpResponse | asyncio.Future[HttpResponse] | Stream:
        """Answer a request here, or have a thread answer it.

        The future raises CutOff or TransportError where a test asked for a broken connection.
        """
        path = urlsplit(request.url).path
        if path == _HEALTH and request.method == "GET":
            return plain(200, "ok")
        if self._control is not None and self._is_control(path):
            return self._workers.run(functools.partial(_sent, self._control.answer, request))
        if self._site is not None and self._site.answers(request.method, path):
            return self._site.stream(request) or self._workers.run(
                functools.partial(_sent, self._site.answer, request)
            )
        page = self._pages.get(path)
        if page is not None:
            return self._workers.run(functools.partial(_sent, _turned, (page, request.method)))
        service = self._service
        if not _is_short(request) or not service.is_ready(request):
            return self._workers.run(functools.partial(_sent, service.send, request))
        received = service.receive(request)
        if isinstance(received, HttpResponse):
            return received
        if not service.is_short(received):
            # It is read anew there: libxml2 keeps the names of all trees that a thread has parsed
            # in one table without a lock, so another thread may not work on them meanwhile.
            return self._workers.run(functools.partial(_sent, service.send, request))
        try:
            return _sent(service.answer, received)
        except (CutOff, TransportError) as error:  # a test asked for it just now
            failed: asyncio.Future[HttpResponse] = asyncio.get_running_loop().create_future()
            failed.set_exception(error)
            return failed

    def close(self) -> None:
        """Wait for the calls in flight."""
        self._workers.close()

    def _unseen(self, head: RequestHead, client: str, local: str) -> str:
        """Return why the page is not shown to a client; empty where it is."""
        for_hosts = self._site is not None and self._site.for_hosts
        return self._callers.page_barred(head, client=client, local=local, for_hosts=for_hosts)

    def _is_control(self, path: str) -> bool:
        return self._control is not None and path.startswith("/_control/")


def _is_short(request: HttpRequest) -> bool:
    """Tell whether a request is read in less time than it takes to hand it to another thread."""
    # What is coded may be much longer than it looks.
    return (
        request.method == "POST"
        and len(request.body) <= SHORT_BYTES
        and "content-encoding" not in request.headers
    )


def _turned(asked: tuple[Page, str]) -> HttpResponse:
    """Return a page, which is asked for by a method."""
    page, method = asked
    return page.answer() if method == "GET" else plain(405, "GET it.", {"allow": "GET, HEAD"})


Asked = TypeVar("Asked")


def _sent(answer: Callable[[Asked], HttpResponse], asked: Asked) -> HttpResponse:
    """Return the answer to what is asked, also where the service fails."""
    try:
        return answer(asked)
    except (CutOff, TransportError):
        raise
    except Exception as error:
        log_unexpected(error, "serving")
        return plain(500, "The server failed; its log says where.")
