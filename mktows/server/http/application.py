"""The service over HTTP: what answers each request, and in which thread."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from mktows.errors import TransportError
from mktows.server.fault_injection import CutOff
from mktows.server.front import plain
from mktows.server.http.callers import Callers
from mktows.server.http.control import Control, refused
from mktows.server.http.request_head import RequestHead
from mktows.server.http.workers import Workers
from mktows.server.service import Service
from mktows.server.unexpected import log_unexpected
from mktows.transport import HttpRequest, HttpResponse

SHORT_BYTES = 8 * 1024
"""Bytes of a request that is read in less time than it takes to hand it to another thread."""

_LOG = logging.getLogger("mktows.sandbox")
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
    """

    def __init__(self, service: Service, control: Control | None, callers: Callers) -> None:
        self._service = service
        self._control = control
        self._callers = callers
        self._logged: set[str] = set()
        self._workers: Workers[HttpResponse] = Workers()

    def refusal(self, head: RequestHead, *, client: str, local: str) -> HttpResponse | None:
        """Return the answer to a request that is refused by its head alone, else None."""
        if head.path == _HEALTH:
            return None  # it tells nothing
        steers = self._is_control(head.path)
        reason = self._callers.barred(head, client=client, local=local, steers=steers)
        if not reason:
            return None
        if reason not in self._logged and len(self._logged) < _LOGGED_REFUSALS:
            self._logged.add(reason)
            _LOG.warning("a request is refused: %s", reason)
        return refused(reason) if steers else plain(403, reason)

    def answer(self, request: HttpRequest) -> HttpResponse | asyncio.Future[HttpResponse]:
        """Answer a request here, or have a thread answer it.

        The future raises CutOff or TransportError where a test asked for a broken connection.
        """
        path = urlsplit(request.url).path
        if path == _HEALTH and request.method == "GET":
            return plain(200, "ok")
        if self._control is not None and self._is_control(path):
            return self._workers.run(functools.partial(_sent, self._control.answer, request))
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


Asked = TypeVar("Asked")


def _sent(answer: Callable[[Asked], HttpResponse], asked: Asked) -> HttpResponse:
    """Return the answer to what is asked, also where the sandbox fails."""
    try:
        return answer(asked)
    except (CutOff, TransportError):
        raise
    except Exception as error:
        log_unexpected(error, "serving")
        return plain(500, "The sandbox failed; its log says where.")
