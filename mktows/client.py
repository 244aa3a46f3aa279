"""The client: signs, sends and reads one call at a time."""

from __future__ import annotations

import functools
import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from mktows import soap
from mktows.codec import Codec
from mktows.config import Config
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
from mktows.methods import OperationMethods
from mktows.retry import RetryPolicy
from mktows.signing import sign, timestamp
from mktows.transport import HttpRequest, HttpResponse, RequestsTransport, Transport
from mktows.values import Records

_LOG = logging.getLogger("mktows")


class Client(OperationMethods):
    """Calls the service, one method for each operation.

    A client may be shared between threads. Each attempt is signed anew. Reads are repeated when
    that may help; writes only when the failed attempt certainly did nothing.

    Args:
        config: Where, who, and how long to wait.
        transport: What to send through; by default the network. `mktows.sandbox.Sandbox` is one.
        retry: When to repeat a call; `NO_RETRY` for never.
        now: The clock for timestamps; it must give aware datetimes.
        sleep: How to wait between attempts, in seconds.

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
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
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
        self._retry = retry or RetryPolicy()
        self._now = now
        self._sleep = sleep
        self._by_request_type = {
            operation.request_type: operation for operation in self.contract.operations.values()
        }

    @classmethod
    def from_env(cls, **options: Any) -> Self:
        """A client with the settings of the environment; see `Config.from_env`."""
        return cls(Config.from_env(os.environ), **options)

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
            TransportError: No usable answer came.
            ProtocolError: The answer is not the SOAP of the contract.
            SoapFault: The service answered with a fault.
        """
        operation = self._operation_of(params)
        body = self._codec.encode(operation.request, params)
        attempt = 0
        while True:
            attempt += 1
            request = self._signed(operation, body.text, body.xsi, workspace)
            started = time.monotonic()
            try:
                reply = self.send(request)
            except MktowsError as error:
                self._log(operation, type(error).__name__, started, attempt)
                wait = self._retry.wait(error, operation=operation.name, attempt=attempt)
                if wait is None:
                    raise
                self._sleep(wait)
            else:
                self._log(operation, "ok", started, attempt)
                return reply

    def close(self) -> None:
        """Close the connections, where the client opened them itself."""
        if self._owns_transport and isinstance(self._transport, RequestsTransport):
            self._transport.close()

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

    def _log(self, operation: Operation, outcome: str, started: float, attempt: int) -> None:
        milliseconds = (time.monotonic() - started) * 1000
        _LOG.info("%s %s in %.0f ms, attempt %d", operation.name, outcome, milliseconds, attempt)


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
