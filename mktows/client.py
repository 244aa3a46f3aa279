"""The client: signs, sends and reads one call at a time."""

from __future__ import annotations

import copy
import functools
import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from mktows import soap
from mktows.attempts import Attempt
from mktows.batches.methods import BatchMethods
from mktows.codec import Codec
from mktows.compound import CompoundMethods
from mktows.config import Config, check_timeout
from mktows.contract import LATEST_VERSION, Operation, contract
from mktows.errors import (
    HttpStatusError,
    IncompleteReply,
    MktowsError,
    ProtocolError,
    RefusedXml,
    RequestError,
    fault_error,
)
from mktows.facts.operations import READS
from mktows.iterators import IteratorMethods
from mktows.limited import limited
from mktows.limiting.limiter import Limiter
from mktows.retry import RetryPolicy
from mktows.signing import sign, timestamp
from mktows.transport import (
    TOTAL_FACTOR,
    HttpRequest,
    HttpResponse,
    RequestsTransport,
    Transport,
)
from mktows.values import Records

_LOG = logging.getLogger("mktows")


class Client(IteratorMethods, CompoundMethods, BatchMethods):
    """Calls the service, one method for each operation.

    A client may be shared between threads. Each attempt is signed anew. Reads are repeated when
    that may help; writes only when the failed attempt certainly did nothing.

    Args:
        config: Where, who, and how long to wait.
        transport: What to send through; by default the network. `mktows.sandbox.Sandbox` is one.
        retry: When to repeat a call; `NO_RETRY` for never.
        limiter: What every attempt passes; by default one of its own where the config has limits.
            Clients of one instance in one process should share one.
        now: The clock for timestamps; it must give aware datetimes.
        sleep: How to wait between attempts, in seconds.
        on_attempt: Told of each attempt when it is over: for a history, for metrics, for tests. It
            changes nothing: what it raises is logged by its kind alone.

    Example:
        >>> with Client.from_env() as client:  # doctest: +SKIP
        ...     result = client.get_lead(email="t@t.com")
    """

    def __init__(
        self,
        config: Config,
        *,
        transport: Transport | None = None,
        retry: RetryPolicy | None = None,
        limiter: Limiter | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        on_attempt: Callable[[Attempt], object] | None = None,
    ) -> None:
        self.config = config
        self.contract = contract(config.version)
        self._records = Records(self.contract)
        self._codec = Codec(self.contract)
        self._header_codec, self._header_records = self._codec, self._records
        declared = self.contract.declares("AuthenticationHeaderInfo", "partnerId")
        if config.partner_id is not None and not declared:
            # Documented for every version, and declared in the last one.
            latest = contract(LATEST_VERSION)
            self._header_codec, self._header_records = Codec(latest), Records(latest)
        _tell_version(config.endpoint_version, config.version)
        self._transport = transport or RequestsTransport(
            connect_timeout=config.connect_timeout,
            read_timeout=config.read_timeout,
            max_reply_bytes=config.max_reply_bytes,
        )
        self._owns_transport = transport is None
        self._own_limiter: Limiter | None = None
        if limiter is None and config.limits is not None:
            limiter = self._own_limiter = Limiter.of_file(
                config.limits, config.state_file, config.endpoint.rpartition("/")[0]
            )
        self.limiter = limiter
        self._retry = retry or RetryPolicy()
        self._now = now
        self._sleep = sleep
        self._on_attempt = on_attempt
        self._seconds: float | None = None
        self._by_request_type = {
            operation.request_type: operation for operation in self.contract.operations.values()
        }

    @classmethod
    def from_env(cls, **options: Any) -> Self:
        """A client with the settings of the environment; see `Config.from_env`."""
        return cls(Config.from_env(os.environ), **options)

    def with_options(
        self,
        *,
        timeout: float | None = None,
        retry: RetryPolicy | None = None,
        on_attempt: Callable[[Attempt], object] | None = None,
    ) -> Self:
        """A client that differs in what is given, over the same connections and limits.

        Closing it closes nothing.

        Args:
            timeout: Seconds that each attempt may take in all, and wait for a byte; as long it may
                wait before that for the limits that are kept here.
            retry: When to repeat a call, such as `RetryPolicy(repeat_writes=True)` for writes that
                may happen twice.
            on_attempt: Told of each attempt.

        Raises:
            ConfigError: The timeout is not above 0, or too long.

        Example:
            >>> quick = client.with_options(timeout=5, retry=NO_RETRY)  # doctest: +SKIP
        """
        other = copy.copy(self)
        other._owns_transport, other._own_limiter = False, None
        if timeout is not None:
            check_timeout(timeout)
            other._seconds = timeout
        other._retry = retry or self._retry
        other._on_attempt = on_attempt or self._on_attempt
        return other

    def build_request(self, params: object, *, workspace: str | None = None) -> HttpRequest:
        """Return the signed HTTP request for a message, without sending it.

        Args:
            params: A request message such as `ParamsGetLead`, of this client's version.
            workspace: The target workspace of syncLead, in instances that have workspaces.

        Raises:
            RequestError: The message is not valid; the error names the path.
        """
        operation = self._operation_of(params)
        body = self._codec.encode(operation.request, params)
        return self._signed(operation, body.text, body.xsi, workspace)

    def send(self, request: HttpRequest) -> Any:
        """Send a built request once, as it is, and return the operation's success message.

        Raises:
            TransportError: No usable answer came.
            ProtocolError: The answer is not the SOAP of the contract.
            SoapFault: The service answered with a fault.
        """
        operation = self.contract.operations[request.operation]
        return self._read(operation, self._transport.send(request))

    def call(self, params: object, *, workspace: str | None = None) -> Any:
        """Make a call, repeating it as the retry policy allows; return its success message.

        Raises:
            RequestError: The message is not valid; nothing was sent.
            LimitReached: The limits that are kept here forbid it; nothing was sent.
            TransportError: No usable answer came.
            ProtocolError: The answer is not the SOAP of the contract.
            SoapFault: The service answered with a fault.
        """
        operation = self._operation_of(params)
        body = self._codec.encode(operation.request, params)
        attempt, in_doubt = 0, False
        while True:
            attempt += 1
            started = time.monotonic()
            try:
                with limited(
                    self.limiter,
                    writes=operation.name not in READS,
                    patience=self._seconds or self.config.read_timeout * TOTAL_FACTOR,
                    seconds=self._seconds or self.config.read_timeout,
                ):
                    request = self._signed(operation, body.text, body.xsi, workspace)
                    started = time.monotonic()
                    reply = self.send(request)
            except MktowsError as error:
                self._tell(operation, attempt, params, started, error=error)
                wait = self._retry.wait(error, operation=operation.name, attempt=attempt)
                in_doubt = in_doubt or not error.not_carried_out
                if wait is None:
                    # That the last attempt did nothing says nothing of those before.
                    error.not_carried_out = not in_doubt
                    raise
                self._sleep(wait)
            else:
                self._tell(operation, attempt, params, started, reply=reply)
                return reply

    def close(self) -> None:
        """Close the connections and the limits' file, where the client opened them itself."""
        if self._owns_transport and isinstance(self._transport, RequestsTransport):
            self._transport.close()
        if self._own_limiter is not None:
            self._own_limiter.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.config!r})"

    def _operation_of(self, params: object) -> Operation:
        type_name = type(params).__name__
        operation = self._by_request_type.get(type_name)
        if operation is None:
            raise RequestError(f"{type_name} is no request message of {self.contract.version}")
        return operation

    def _signed(
        self, operation: Operation, body: str, xsi: bool, workspace: str | None
    ) -> HttpRequest:
        return HttpRequest(
            url=self.config.endpoint,
            headers={
                "Content-Type": soap.CONTENT_TYPE,
                "SOAPAction": f'"{operation.action}"',
                "Accept": "text/xml",
            },
            seconds=self._seconds,
            body=soap.write_envelope(
                namespace=self.contract.namespace,
                header=self._header(operation, workspace),
                body=body,
                xsi=xsi,
            ),
            operation=operation.name,
        )

    def _header(self, operation: Operation, workspace: str | None) -> str:
        text = timestamp(self._now())
        signature = sign(
            user_id=self.config.user_id, key=self.config.encryption_key, timestamp=text
        )
        info = self._header_records.make(
            "AuthenticationHeaderInfo",
            mktows_user_id=self.config.user_id,
            request_signature=signature,
            request_timestamp=text,
            partner_id=self.config.partner_id,
        )
        header = self._header_codec.encode("AuthenticationHeader", info).text
        if workspace is not None:
            if "MktowsContextHeader" not in operation.headers:
                raise RequestError(f"{operation.name} takes no workspace; only syncLead does")
            context = self._records.make("MktowsContextHeaderInfo", target_workspace=workspace)
            header += self._codec.encode("MktowsContextHeader", context).text
        return header

    def _read(self, operation: Operation, response: HttpResponse) -> Any:
        """Read a response: first for a fault, whatever the status, since faults come with 500."""
        try:
            envelope = soap.read_envelope(response.body)
        except ProtocolError as error:
            raise _unreadable(error, response) from error
        if envelope.fault is not None:
            raise fault_error(envelope.fault)
        if not 200 <= response.status < 300:
            raise _status_error(response)
        body = envelope.body
        expected = (self.contract.namespace, operation.reply)
        if body is None or soap.split_name(body) != expected:
            found = "an empty Body" if body is None else soap.describe(body)
            raise ProtocolError(f"expected <{operation.reply}>, found {found}")
        reply = self._codec.decode_reply(body, operation.reply)
        if reply.departures:
            first = reply.departures[0]
            _LOG.warning(
                "%s: the reply departs from %s in %d places, first at %s: %s",
                operation.name,
                self.contract.version,
                len(reply.departures),
                first.path,
                first.reason,
            )
        return reply

    def _tell(
        self,
        operation: Operation,
        number: int,
        params: object,
        started: float,
        *,
        reply: object | None = None,
        error: MktowsError | None = None,
    ) -> None:
        milliseconds = (time.monotonic() - started) * 1000
        outcome = "ok" if error is None else type(error).__name__
        _LOG.info("%s %s in %.0f ms, attempt %d", operation.name, outcome, milliseconds, number)
        if self._on_attempt is None:
            return
        try:
            self._on_attempt(Attempt(operation.name, number, params, reply, error, milliseconds))
        except Exception as raised:
            # A call that was carried out must not look like one that was not.
            _LOG.warning("on_attempt raised %s", type(raised).__name__)


@functools.cache  # said once for each pair
def _tell_version(named: str, spoken: str) -> None:
    if named != spoken:
        _LOG.warning("the endpoint's version %s is spoken with the contract %s", named, spoken)


def _unreadable(error: ProtocolError, response: HttpResponse) -> MktowsError:
    """Tell an error page, a reply that broke off, and a reply that is no SOAP apart."""
    if not 200 <= response.status < 300:
        return _status_error(response)
    if _is_html(response):
        title = _title(response.body)
        return ProtocolError(
            f"the server answered with an HTML page{title and f' titled {title!r}'} instead of "
            "SOAP: is the endpoint right, or a proxy in between?"
        )
    if isinstance(error, RefusedXml) and error.truncated:
        return IncompleteReply(f"the reply broke off after {len(response.body)} bytes")
    return ProtocolError(f"the reply is not SOAP: {error}")


def _status_error(response: HttpResponse) -> HttpStatusError:
    title = _title(response.body) if _is_html(response) else ""
    reason = f"the server answered with HTTP status {response.status} and no SOAP"
    if 300 <= response.status < 400:
        reason += "; redirects are not followed: set the endpoint to the final address"
    elif title:
        reason += f": an HTML page titled {title!r}"
    return HttpStatusError(reason, status=response.status, excerpt=title)


def _is_html(response: HttpResponse) -> bool:
    start = response.body[:512].lstrip().lower()
    declared = "html" in response.headers.get("content-type", "").lower()
    return declared or start.startswith((b"<!doctype html", b"<html"))


def _title(page: bytes) -> str:
    """An HTML page's title: the page itself may repeat the request."""
    text = page[:65536].decode("utf-8", "replace")
    start = text.lower().find("<title>")
    end = text.lower().find("</title>", start)
    return " ".join(text[start + 7 : end].split())[:100] if 0 <= start < end else ""
