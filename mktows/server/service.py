"""The service in this process: users, clock, limits, journal and fault injection, and a backend."""

from __future__ import annotations

import functools
import logging
import re
import threading
import warnings
import weakref
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mktows.config import ENDPOINT_PATH, Config
from mktows.contract import LATEST_VERSION, contract, nearest_version
from mktows.database.database import Database
from mktows.database.shared import SharedDatabase
from mktows.facts.instance import DEFAULT_ZONE
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.server.authentication import WINDOW, Credentials
from mktows.server.backend import Backend, Coverage, NotOffered, Resettable, TellsCoverage
from mktows.server.browsing import Browsable, Browser
from mktows.server.clock import Clock
from mktows.server.exchange import Exchange, RecordedCall
from mktows.server.fault_injection import Failure, FaultInjection
from mktows.server.front import Front, plain
from mktows.server.journal.journal import Bounds, Journal
from mktows.server.journal.queries import CallQuery, CallSummary
from mktows.server.limiting.limiter import Limiter
from mktows.server.limiting.limits import Limits
from mktows.server.state import State, Waiting
from mktows.server.store import SCHEMA, CallStore
from mktows.server.wsdl import wsdl_at
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse

TIMEOUT = timedelta(seconds=60)
"""Time for which the answer of a call is waited for by default: clients wait no longer."""

SOAP = "SOAP"
"""The words for the API that a service answers."""
_ADDRESS = re.compile(r"[^\x00-\x20\x7f-\x9f#]+")
# Versions of which it is said with what contract they are answered: a stranger may ask for all.
_MOST_VERSIONS_TOLD = 32
_LOG = logging.getLogger("mktows.server")
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
        strict: Whether a call with findings is refused, not only recorded.
        limits: Quota, rate and concurrency; by default there are none.
        journal: How many calls are recorded, and how much of them.
        now: The clock that tells the time until `clock` is set; it must give aware datetimes.
        zone: Tells the time zone in which the quota's day ends.
        timeout: How long the answer of a call is waited for; the backend is told, and no more.

    Attributes:
        clock: The clock that calls arrive by; tests may set it.
        described: The words for it in an answer to who does not know what it is.

    Raises:
        UnusableDatabase: The file cannot serve.
    """

    described = "a sandbox of Marketo's SOAP API"

    def __init__(
        self,
        backend: Backend,
        *,
        database: SharedDatabase | str | Path | None = None,
        users: Mapping[str, str | Secret] | None = None,
        barred: Collection[str] = (),
        window: timedelta = WINDOW,
        any_timestamp: bool = True,
        strict: bool = False,
        limits: Limits | None = None,
        journal: Bounds | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: Callable[[], tzinfo] = default_zone,
        timeout: timedelta = TIMEOUT,
    ) -> None:
        given = {SAMPLE_USER_ID: SAMPLE_KEY} if users is None else users
        self._users = {
            user: key if isinstance(key, Secret) else Secret(key) for user, key in given.items()
        }
        self.clock = Clock(now)
        self._backend = backend
        self._own_database: SharedDatabase | None = None
        calls: SharedDatabase
        if database is None or isinstance(database, str | Path):
            calls = self._own_database = Database(SCHEMA, database)
        else:
            calls = database
        try:
            calls.require_writing()
        except BaseException:
            self._close_database()
            raise
        self._calls = CallStore(calls)
        self._strict = strict
        self._faults: FaultInjection[Failure] = FaultInjection()
        self._closing = threading.Event()
        self._told: set[str] = set()
        self._journal = Journal(
            self._calls, journal or Bounds(), [key.reveal() for key in self._users.values()]
        )
        # A service that nobody closes writes down what waits when it is collected.
        self._end_journal = weakref.finalize(self, self._journal.close)
        self._limiter = Limiter(self._calls, limits or Limits(), zone)
        self._front = Front(
            backend=backend,
            credentials=Credentials(self._users, window, any_timestamp, frozenset(barred)),
            limiter=self._limiter,
            faults=self._faults,
            strict=strict,
            closing=self._closing,
            seconds=timeout.total_seconds(),
        )

    def config(self, version: str = LATEST_VERSION) -> Config:
        """Settings of a client that calls this service in process, as its first user."""
        user_id, key = next(iter(self._users.items()))
        return Config(f"http://localhost/soap/mktows/{version}", user_id, key)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request, as `Transport.send`; a bad one, too, gets its answer.

        Raises:
            TransportError: `fail_next` asked for a connection that breaks.
        """
        received = self.receive(request)
        return received if isinstance(received, HttpResponse) else self.answer(received)

    def is_ready(self, request: HttpRequest) -> bool:
        """Tell whether a request can be received without importing the bindings of its version."""
        target = _target(request.url)
        return isinstance(target, HttpResponse) or self._front.is_loaded(target.version)

    def receive(self, request: HttpRequest) -> Exchange | HttpResponse:
        """Read one HTTP request.

        Returns:
            The call that it makes, which `answer` answers; or the answer where it makes none.
        """
        target = _target(request.url)
        if isinstance(target, HttpResponse):
            return target
        self._tell_version(target)
        if request.method == "POST":
            return self._front.receive(request, target.version, self.clock.now())
        if request.method in ("GET", "HEAD") and target.asks_for_wsdl:
            wsdl = wsdl_at(contract(target.version), target.address)
            return HttpResponse(200, _XML, b"" if request.method == "HEAD" else wsdl)
        return plain(
            405,
            f"This is {self.described}, version {target.version}. POST SOAP "
            f"envelopes here; the WSDL is at {target.address}?WSDL",
            {"allow": "GET, HEAD, POST" if target.asks_for_wsdl else "POST"},
        )

    def _tell_version(self, target: _Target) -> None:
        """Say once of a version in an address that another one answers it."""
        named, told = target.named, self._told
        if named != target.version and named not in told and len(told) < _MOST_VERSIONS_TOLD:
            told.add(named)
            _LOG.warning("version %s is answered by the contract %s", named, target.version)

    def is_short(self, exchange: Exchange) -> bool:
        """Tell whether a call is answered by reading a few rows, and waits for nothing."""
        return self._front.is_short(exchange)

    def answer(self, exchange: Exchange) -> HttpResponse:
        """Answer a call that this thread has received.

        Raises:
            TransportError: `fail_next` asked for a connection that breaks.
        """
        try:
            return self._front.answer(exchange)
        finally:
            exchange.end()
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

    def summaries(
        self,
        query: CallQuery,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int,
        oldest: bool = False,
    ) -> list[CallSummary]:
        """Return calls made so far, the newest first and without their envelopes.

        Args:
            query: Which calls.
            before: Only calls that are older than the one with this id.
            after: Only calls that are newer than the one with this id.
            limit: At most so many, the newest ones.
            oldest: Whether it is the oldest ones instead.
        """
        return self._journal.summaries(
            query, before=before, after=after, limit=limit, oldest=oldest
        )

    def written_since(
        self, after: int, queries: Collection[CallQuery], *, limit: int
    ) -> tuple[int, list[list[CallSummary]]]:
        """Return the newest call that is written down, and those that came after one.

        See `Journal.written_since`. It has nothing written down, so it slows no call.
        """
        return self._journal.written_since(after, queries, limit=limit)

    def call(self, call_id: int) -> RecordedCall | None:
        """Return one call made so far; None where the journal has none with this id."""
        return self._journal.get(call_id)

    def state(self) -> State:
        """Return limits and what is used of them, failures that wait, and the clock."""
        now = self.clock.now()
        return State(
            now=now,
            is_real=self.clock.is_real,
            usages=(self._limiter.usage(SOAP, now),),
            waiting=tuple(Waiting(SOAP, *each) for each in self._faults.waiting()),
        )

    def coverage(self) -> Mapping[str, Coverage]:
        """Return how the backend answers each operation; nothing where it does not tell."""
        backend = self._backend
        return backend.coverage() if isinstance(backend, TellsCoverage) else {}

    @contextmanager
    def recorded(self) -> Iterator[Iterator[RecordedCall]]:
        """All calls made so far, oldest first, a few at a time: they may be too many to hold."""
        self._journal.flush()
        with self._calls.reading() as data:
            yield data.journal.each()

    def browser(self) -> Browser | None:
        """Return what shows the backend's data as they are now; None where it shows none."""
        backend = self._backend
        return backend.browser(self.clock.now()) if isinstance(backend, Browsable) else None

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
        """Have the next calls fail that are in order otherwise; see `Failure` for the ways.

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
        if operation is not None and operation not in contract(LATEST_VERSION).operations:
            raise ValueError(f"{operation!r} is no operation; names are as in the WSDL: getLead")
        failure = Failure(
            operation, code, message, status, body, drop, cut, truncate, delay, processed
        )
        self._faults.add(failure, times)

    @property
    def pending_failures(self) -> int:
        """The number of calls that `fail_next` will still have fail."""
        return self._faults.pending

    @property
    def pending_troubles(self) -> int:
        """The number of `pending_failures`, under its former name."""
        warnings.warn(
            "pending_troubles is called pending_failures", DeprecationWarning, stacklevel=2
        )
        return self.pending_failures

    def reset(self) -> None:
        """Make all as it was at the beginning: data, clock, counts, failures to come, journal.

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
        self._faults.clear()
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


class _Target(NamedTuple):
    """The endpoint that an address means.

    Attributes:
        named: The version in the address.
        version: The version of the contract that it is answered by.
        address: The endpoint's own address.
        asks_for_wsdl: Whether it is the WSDL that the address means.
    """

    named: str
    version: str
    address: str
    asks_for_wsdl: bool


@functools.lru_cache(maxsize=64)  # asked at each request, of the same few
def _target(url: str) -> _Target | HttpResponse:
    """Return what an address means, or the answer where that is nothing here."""
    # What is split has lost its line breaks and tabs: they must not make a path ours.
    if not _ADDRESS.fullmatch(url):
        return plain(400, "The address is malformed.")
    try:
        parts = urlsplit(url)
    except ValueError:
        return plain(400, "The address is malformed.")
    path = ENDPOINT_PATH.fullmatch(parts.path)
    if path is None:
        return plain(404, "The service is at /soap/mktows/<version>, for example 2_7.")
    address = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    return _Target(path[1], nearest_version(path[1]), address, parts.query.lower() == "wsdl")
