"""The service in this process: users, clock, limits, journal and fault injection, and a backend."""

from __future__ import annotations

import functools
import re
import threading
import time
import weakref
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mktows.config import Config
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.database.database import Database
from mktows.facts.instance import DEFAULT_ZONE
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.server.authentication import WINDOW, Credentials
from mktows.server.backend import Backend, NotOffered, Resettable, TakesLonger
from mktows.server.clock import Clock
from mktows.server.exchange import Exchange, RecordedCall
from mktows.server.fault_injection import Trouble, Troubles
from mktows.server.front import Front, plain
from mktows.server.journal.journal import Bounds, Journal
from mktows.server.limiting.limiter import Gate
from mktows.server.limiting.limits import Limits
from mktows.server.store import SCHEMA, CallStore
from mktows.server.wsdl import wsdl_at
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse

SHORT_BYTES = 8 * 1024
"""Bytes of a request that is read in less time than it takes to hand it to another thread."""

_ADDRESS = re.compile(r"[^\x00-\x20\x7f-\x9f#]+")
_PATH = re.compile(r"/soap/mktows/([0-9]{1,3})_([0-9]{1,3})/?")
_XML = {"content-type": "text/xml; charset=utf-8"}


def default_zone() -> tzinfo:
    """The time zone of an instance that nobody has set up."""
    return ZoneInfo(DEFAULT_ZONE)


class Service:
    """Answers SOAP calls as the service did, by a backend. It is a transport for clients, too.

    Args:
        backend: What answers a call that is in order; it is closed with the service.
        database: Where calls are recorded and counted: an open database whose schema has the
            tables for that, or the file of one; by default it is gone when the service is closed.
        users: User id to encryption key; by default the vendor's public sample credentials.
        barred: User ids that are refused with 20013.
        window: Age at which a timestamp is refused as expired.
        any_timestamp: Whether a signed timestamp that cannot be read is accepted.
        strict: Whether what departs from the contract is refused, not only recorded.
        limits: Quota, rate and concurrency; by default there are none.
        journal: How many calls are recorded, and how much of them.
        now: The clock that tells the time until `clock` is set; it must give aware datetimes.
        zone: Tells the time zone in which the quota's day ends.

    Attributes:
        clock: The clock that calls arrive by; tests may set it.

    Raises:
        UnusableDatabase: The file cannot serve.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        database: Database | str | Path | None = None,
        users: Mapping[str, str | Secret] | None = None,
        barred: Collection[str] = (),
        window: timedelta = WINDOW,
        any_timestamp: bool = True,
        strict: bool = False,
        limits: Limits | None = None,
        journal: Bounds | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: Callable[[], tzinfo] = default_zone,
    ) -> None:
        given = {SAMPLE_USER_ID: SAMPLE_KEY} if users is None else users
        self._users = {
            user: key if isinstance(key, Secret) else Secret(key) for user, key in given.items()
        }
        self.clock = Clock(now)
        self._backend = backend
        ours = None if isinstance(database, Database) else Database(SCHEMA, database)
        self._own_database = ours
        calls = database if isinstance(database, Database) else ours
        assert calls is not None  # noqa: S101 - it is one of the two
        try:
            calls.require_writing()
        except BaseException:
            self._close_database()
            raise
        self._calls = CallStore(calls)
        self._troubles = Troubles()
        self._closing = threading.Event()
        self._journal = Journal(
            self._calls, journal or Bounds(), [key.reveal() for key in self._users.values()]
        )
        # A service that nobody closes writes down what waits when it is collected.
        self._end_journal = weakref.finalize(self, self._journal.close)
        self._front = Front(
            backend=backend,
            credentials=Credentials(self._users, window, any_timestamp, frozenset(barred)),
            gate=Gate(self._calls, limits or Limits(), zone),
            troubles=self._troubles,
            strict=strict,
            closing=self._closing,
        )

    def config(self, version: str = KNOWN_VERSIONS[-1]) -> Config:
        """Settings of a client that calls this service in process, as its first user."""
        user_id, key = next(iter(self._users.items()))
        return Config(f"http://localhost/soap/mktows/{version}", user_id, key)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request, as `Transport.send`; a bad one, too, gets its answer.

        Raises:
            TransportError: `fail_next` asked for a connection that breaks.
        """
        return self._answer(request, at_once=False)

    def send_at_once(self, request: HttpRequest) -> HttpResponse | None:
        """Answer one HTTP request if that takes no longer than handing it to another thread.

        Returns:
            None where it may take longer, or might have to wait; then nothing was done.
        """
        # What is coded may be much longer than it looks.
        if len(request.body) > SHORT_BYTES or "content-encoding" in request.headers:
            return None
        try:
            return self._answer(request, at_once=True)
        except TakesLonger:
            return None

    def _answer(self, request: HttpRequest, *, at_once: bool) -> HttpResponse:
        # What is split has lost its line breaks and tabs: they must not make a path ours.
        if not _ADDRESS.fullmatch(request.url):
            return plain(400, "The address is malformed.")
        try:
            parts = urlsplit(request.url)
        except ValueError:
            return plain(400, "The address is malformed.")
        path = _PATH.fullmatch(parts.path)
        if path is None:
            return plain(404, "The service is at /soap/mktows/<version>, for example 2_7.")
        version = spoken_version(int(path[1]), int(path[2]))
        if at_once and request.method != "POST":
            raise TakesLonger
        address = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        asks_for_wsdl = parts.query.lower() == "wsdl"
        if request.method in ("GET", "HEAD") and asks_for_wsdl:
            wsdl = wsdl_at(contract(version), address)
            return HttpResponse(200, _XML, b"" if request.method == "HEAD" else wsdl)
        if request.method != "POST":
            return plain(
                405,
                f"This is a sandbox of Marketo's SOAP API, version {version}. POST SOAP envelopes "
                f"here; the WSDL is at {address}?WSDL",
                {"allow": "GET, HEAD, POST" if asks_for_wsdl else "POST"},
            )
        exchange = Exchange(self.clock.now(), version, request.body)
        started = time.perf_counter()
        done = True
        try:
            return self._front.answer(request, exchange, at_once=at_once)
        except TakesLonger:
            done = False
            raise
        finally:
            if done:
                exchange.milliseconds = (time.perf_counter() - started) * 1000
                self._journal.add(exchange)

    def calls(
        self,
        *,
        operation: str | None = None,
        user_id: str | None = None,
        failed: bool = False,
        last: int | None = None,
    ) -> list[RecordedCall]:
        """Return the calls made so far, oldest first, as far as the journal reaches back.

        Args:
            operation: Only those of this operation, by its name in the WSDL.
            user_id: Only those that claimed this user id.
            failed: Only those whose answer was no success.
            last: At most so many, the last ones.
        """
        return self._journal.select(operation=operation, user_id=user_id, failed=failed, last=last)

    def call(self, call_id: int) -> RecordedCall | None:
        """Return one call made so far; None where the journal has none with this id."""
        return self._journal.get(call_id)

    def fail_next(
        self,
        operation: str | None = None,
        *,
        code: int | None = None,
        message: str | None = None,
        status: int | None = None,
        body: bytes | None = None,
        drop: bool = False,
        cut: bool = False,
        truncate: bool = False,
        delay: float = 0.0,
        processed: bool = False,
        times: int = 1,
    ) -> None:
        """Have the next calls fail that are in order otherwise; see `Trouble` for the ways.

        Args:
            operation: Only calls of this operation, by its name in the WSDL.
            code: A fault with this code of the vendor's.
            message: That fault's specific text.
            status: An answer with this HTTP status, and no SOAP.
            body: What that answer holds.
            drop: The connection is closed without an answer.
            cut: The connection is closed in the middle of the answer.
            truncate: The answer's envelope breaks off.
            delay: Seconds that the caller waits for the answer.
            processed: Whether the call is carried out nevertheless.
            times: How many calls fail.

        Raises:
            ValueError: There is no such operation or code, or the ways do not go together.
        """
        if operation is not None and operation not in contract(KNOWN_VERSIONS[-1]).operations:
            raise ValueError(f"{operation!r} is no operation; names are as in the WSDL: getLead")
        trouble = Trouble(
            operation, code, message, status, body, drop, cut, truncate, delay, processed
        )
        self._troubles.add(trouble, times)

    @property
    def pending_troubles(self) -> int:
        """How many calls `fail_next` will still have fail."""
        return self._troubles.pending

    def reset(self) -> None:
        """Make everything as it was at the beginning: data, clock, counts, troubles, journal.

        Raises:
            NotOffered: The backend cannot be reset; nothing was changed.
        """
        if not isinstance(self._backend, Resettable):
            raise NotOffered("this backend cannot be reset")
        self._backend.reset()
        self._journal.forget()
        with self._calls.writing() as data:
            data.journal.clear()
            data.limits.clear()
        self._troubles.clear()
        self.clock.reset()

    def close(self) -> None:
        """Close the backend and the journal; a temporary database is gone then."""
        self._end()
        self._backend.close()
        self._close_database()

    def _end(self) -> None:
        """End what goes on, and write down what waits."""
        self._closing.set()
        self._end_journal()

    def _close_database(self) -> None:
        """Close the database of calls, if it was opened here."""
        if self._own_database is not None:
            self._own_database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


@functools.cache
def spoken_version(major: int, minor: int) -> str:
    """The contract for a version in a path: that version, or the newest known one before it.

    The service was backward compatible, so any version is answered.
    """
    known = [tuple(int(part) for part in version.split("_")) for version in KNOWN_VERSIONS]
    not_newer = [version for version in known if version <= (major, minor)]
    chosen = max(not_newer) if not_newer else min(known)
    return "_".join(str(part) for part in chosen)
