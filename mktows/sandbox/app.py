"""The sandbox's front: HTTP request in, HTTP response out, with a backend behind it."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from lxml import etree

from mktows import soap
from mktows.config import Config
from mktows.departures import Departure
from mktows.errors import ProtocolError, RefusedXml
from mktows.operations import KNOWN_VERSIONS, Contract, Operation, contract
from mktows.sandbox.authentication import WINDOW, Credentials
from mktows.sandbox.backend import Backend, Call
from mktows.sandbox.embedded import EmbeddedBackend
from mktows.sandbox.faults import Refusal, bad_request, refusal
from mktows.sandbox.wsdl import wsdl_at
from mktows.signing import Secret
from mktows.text import escape
from mktows.transport import HttpRequest, HttpResponse
from mktows.wire import Codec

SAMPLE_USER_ID = "demo17_1_809934544BFABAE58E5D27"
"""The user id of the vendor's public examples, which a sandbox accepts unless told otherwise."""
SAMPLE_KEY = "27272727aa"
"""The encryption key that goes with it in the vendor's public examples."""
MAX_REQUEST_BYTES = 32 * 1024 * 1024
"""Largest request body; 300 leads of 200 attributes take about 10 megabytes."""

_LOG = logging.getLogger("mktows.sandbox")
_PATH = re.compile(r"/soap/mktows/(\d{1,3})_(\d{1,3})/?")
_XML = {"content-type": "text/xml; charset=utf-8"}
_TEXT = {"content-type": "text/plain; charset=utf-8"}
# The type of a value that cannot be read, to the code that it gets; all others get 20110.
_BAD_VALUE_CODES = {"LeadKeyRef": 20102, "ActivityType": 20107}


class Sandbox:
    """The service, emulated in this process. It is a transport, so a client can send to it.

    Args:
        database: SQLite file to keep the data in; by default it is gone when the sandbox is closed.
        users: User id to encryption key; by default the vendor's public sample credentials.
        window: Age at which a timestamp is refused as expired.
        any_timestamp: Whether a signed timestamp that cannot be read is accepted.
        now: The clock; it must give aware datetimes.
        backend: What answers, instead of the embedded database.

    Example:
        >>> from mktows import Client
        >>> with Sandbox() as sandbox:
        ...     client = Client(sandbox.config(), transport=sandbox)
        ...     result = client.sync_lead({"Email": "t@t.com", "FirstName": "George"})
        ...     result.sync_status.status.value
        'CREATED'
    """

    def __init__(
        self,
        *,
        database: str | Path | None = None,
        users: Mapping[str, str | Secret] | None = None,
        window: timedelta = WINDOW,
        any_timestamp: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        backend: Backend | None = None,
    ) -> None:
        given = {SAMPLE_USER_ID: SAMPLE_KEY} if users is None else users
        secrets = {
            user: key if isinstance(key, Secret) else Secret(key) for user, key in given.items()
        }
        self._credentials = Credentials(secrets, window, any_timestamp)
        self._backend: Backend = EmbeddedBackend(database) if backend is None else backend
        self._now = now
        self._codecs = {version: Codec(contract(version)) for version in KNOWN_VERSIONS}

    def config(self, version: str = KNOWN_VERSIONS[-1]) -> Config:
        """Settings of a client that calls this sandbox in process, as its first user."""
        user_id, key = next(iter(self._credentials.users.items()))
        return Config(f"http://localhost/soap/mktows/{version}", user_id, key)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request, as `Transport.send`; it never raises for a bad one."""
        parts = urlsplit(request.url)
        path = _PATH.fullmatch(parts.path)
        if path is None:
            return _plain(404, "The service is at /soap/mktows/<version>, for example 2_7.")
        version = spoken_version(int(path[1]), int(path[2]))
        if request.method == "GET" and parts.query.lower() == "wsdl":
            address = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
            return HttpResponse(200, _XML, wsdl_at(contract(version), address))
        if request.method != "POST":
            return _plain(405, "POST a SOAP envelope, or GET ?WSDL.", {"allow": "GET, POST"})
        if len(request.body) > MAX_REQUEST_BYTES:
            return _plain(413, f"The request is larger than {MAX_REQUEST_BYTES} bytes.")
        try:
            return HttpResponse(200, _XML, self._answer(version, request.body))
        except Refusal as refused:
            return _fault(refused, contract(version).namespace)
        except Exception as error:
            # The text of an unexpected error may hold a lead's data: only where it happened.
            where = "".join(traceback.format_tb(error.__traceback__))
            _LOG.error("%s while answering a call\n%s", type(error).__name__, where)
            return _fault(refusal(20011), contract(version).namespace)

    def close(self) -> None:
        """Close the backend; a temporary database is gone then."""
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _answer(self, version: str, body: bytes) -> bytes:
        """Parse, authenticate, dispatch: in this order, and a failure of each is a refusal."""
        now = self._now()
        spoken = contract(version)
        try:
            envelope = soap.read_envelope(body)
        except RefusedXml:
            raise bad_request() from None
        except ProtocolError:
            raise refusal(20012) from None
        headers = envelope.headers
        user_id = self._credentials.user_of(
            headers.get((spoken.namespace, "AuthenticationHeader")), now
        )
        operation, node = _dispatch(spoken, envelope)
        departures: list[Departure] = []
        codec = self._codecs[version]
        try:
            params = codec.decode(node, operation.request, departures)
        except ProtocolError as error:
            raise refusal(_BAD_VALUE_CODES.get(error.type_name, 20110), str(error)) from None
        for departure in departures:
            _LOG.info("%s: %s: %s", operation.name, departure.path, departure.reason)
        call = Call(
            operation=operation.name,
            types=spoken.bindings,
            user_id=user_id,
            workspace=_workspace(headers.get((spoken.namespace, "MktowsContextHeader"))),
            now=now,
            undeclared=_undeclared(spoken, operation, node),
        )
        reply = codec.encode(operation.reply, self._backend.answer(call, params), service=True)
        return soap.write_envelope(namespace=spoken.namespace, body=reply.text, xsi=reply.xsi)


def spoken_version(major: int, minor: int) -> str:
    """The contract for a version in a path: that version, or the newest known one before it.

    The service was backward compatible, so any version is answered.
    """
    known = [tuple(int(part) for part in version.split("_")) for version in KNOWN_VERSIONS]
    not_newer = [version for version in known if version <= (major, minor)]
    chosen = max(not_newer) if not_newer else min(known)
    return "_".join(str(part) for part in chosen)


def _dispatch(spoken: Contract, envelope: soap.Envelope) -> tuple[Operation, etree._Element]:
    """The operation is told by the body's element; the SOAPAction header is advisory."""
    node = envelope.body
    if node is None or envelope.children != 1:
        raise refusal(20012)
    namespace, name = soap.split_name(node)
    for operation in spoken.operations.values():
        if (namespace, name) == (spoken.namespace, operation.request):
            fields = spoken.types[operation.request_type].fields
            if len(node) == 0 and any(field.required for field in fields):
                raise refusal(20017)
            return operation, node
    raise refusal(20019 if namespace == spoken.namespace and name.startswith("params") else 20012)


def _undeclared(spoken: Contract, operation: Operation, node: etree._Element) -> dict[str, str]:
    """Texts of the children that the contract does not declare."""
    declared = {field.element for field in spoken.types[operation.request_type].fields}
    found = {}
    for child in node.iterchildren(tag=etree.Element):
        name, text = soap.split_name(child)[1], (child.text or "").strip()
        if name not in declared and text and len(child) == 0:
            found[name] = text
    return found


def _workspace(header: etree._Element | None) -> str | None:
    for child in header if header is not None else ():
        if soap.split_name(child)[1] == "targetWorkspace":
            return (child.text or "").strip() or None
    return None


def _fault(refused: Refusal, namespace: str) -> HttpResponse:
    detail = ""
    if refused.code is not None:
        cause = "<cause/>" if refused.cause else ""
        detail = (
            f'<ns1:serviceException xmlns:ns1="{namespace}"><name>mktServiceException</name>'
            f"<message>{escape(refused.message)}</message><code>{refused.code}</code>{cause}"
            "</ns1:serviceException>"
        )
    return HttpResponse(500, _XML, soap.write_fault(string=refused.string, detail=detail))


def _plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(status, {**_TEXT, **(headers or {})}, f"{text}\n".encode())
