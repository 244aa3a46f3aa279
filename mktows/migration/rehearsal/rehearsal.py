"""Carries recorded calls out by the very bridge, and records the REST calls that it makes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from lxml import etree

from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
from mktows.bridge.refusals import FEATURE_GONE, NOT_AVAILABLE
from mktows.contract import LATEST_VERSION, contract, nearest_version
from mktows.errors import MktowsError, RefusedXml
from mktows.facts.lead_fields import LeadField
from mktows.facts.mobjects import OPPORTUNITY
from mktows.facts.rest_endpoints import IDENTITY_PATH
from mktows.limiting.limits import Limits
from mktows.migration.recorded import Recorded
from mktows.migration.rehearsal.seeds import (
    FOREIGN_FIELD,
    has_foreign_id,
    message_of,
    plain_world,
    world_for,
)
from mktows.migration.shapes import children, member, text_of
from mktows.rest import Limiter, RestClient
from mktows.rest.settings import RestConfig
from mktows.sandbox import Sandbox
from mktows.sandbox.world import World, WorldError
from mktows.server.journal.journal import Bounds
from mktows.signing import Secret, sign, timestamp
from mktows.soap import parse_xml, read_envelope, split_name, write_envelope
from mktows.text import escape
from mktows.transport import HttpRequest, HttpResponse, Transport

_USER, _KEY, _TENANT, _WORKSPACE = "rehearsal", "a-key-of-no-account", "rehearsal", "Rehearsal"
_WITHOUT_TIME = datetime(2026, 8, 1, 12, tzinfo=UTC)
"""The moment of a call whose own is not known."""
_FOREIGN = ("CUSTOM", "NETSUITE", "SFDC")
_PREFIX = NOT_AVAILABLE.text.partition("{")[0]
_TOKEN_REFUSED = (b'"601"', b'"602"')
_LONGEST_REASON = 200
_FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """The outcome of a call that was carried out.

    Attributes:
        requests: The REST calls of the first time.
        remembered: The places of those that a second time needs no more.
        later: How many REST calls the second time took.
        code: The code of the fault that it was answered with, None for none.
        gone: Why it, or a part of it, cannot be carried; empty where it can be.
        failed: Whether the reply says of a record that it failed.
    """

    requests: tuple[HttpRequest, ...] = field(repr=False)
    remembered: frozenset[int]
    later: int
    code: int | None
    gone: str
    failed: bool


class _Recording:
    """Passes REST calls on, and keeps them."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        response = self.inner.send(request)
        refused = any(code in response.body for code in _TOKEN_REFUSED)
        if IDENTITY_PATH not in request.url and not refused:
            self.requests.append(request)
        return response

    def taken(self) -> list[HttpRequest]:
        taken, self.requests = self.requests, []
        return taken


class _Clock:
    """A clock that goes on when somebody waits."""

    def __init__(self) -> None:
        self._now = 0.0

    def __call__(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += seconds


def rehearse(
    operation: str,
    message: bytes,
    *,
    version: str = "",
    at: datetime | None = None,
    workspace: bool = False,
    known: Mapping[str, LeadField],
) -> Rehearsed | None:
    """Carry a call out twice, each time on a sandbox that holds what it names.

    Args:
        operation: The operation.
        message: The message as XML.
        version: The version that it was sent to; empty for the latest.
        at: When it was sent.
        workspace: Whether it aims at a workspace.
        known: The lead fields of the instance, by their SOAP names.

    Returns:
        What became of it; None where it cannot be rehearsed.
    """
    moment = _WITHOUT_TIME if at is None else at
    try:
        node = _from_its_beginning(parse_xml(message), moment)
        recorded = Recorded(_USER, operation, node)
        stage = _Stage(recorded, known, moment)
    except (RefusedXml, WorldError):
        return None
    with stage:
        first, reply = stage.play(version, workspace=workspace)
        stage.reset()
        second, _ = stage.play(version, workspace=workspace)
    left = [_place(each) for each in second]
    remembered = set()
    for number, each in enumerate(first):
        if _place(each) in left:
            left.remove(_place(each))
        else:
            remembered.add(number)
    return Rehearsed(
        tuple(first), frozenset(remembered), len(second), reply.code, reply.gone, reply.failed
    )


class _Stage:
    """A bridge over a sandbox that holds what a call names.

    Raises:
        WorldError: What it names cannot be.
    """

    def __init__(
        self, recorded: Recorded, known: Mapping[str, LeadField], moment: datetime
    ) -> None:
        self._message = message_of(recorded)
        self._operation = recorded.operation
        self._now = moment
        self._sandbox = _sandbox(recorded, known, lambda: self._now)
        face = self._sandbox.rest()
        self._rest = _Recording(face)
        kinds = _FOREIGN if has_foreign_id(self._message) else ()
        foreign = dict.fromkeys(kinds, FOREIGN_FIELD)
        tenant = Tenant(face.config(), foreign_fields=foreign, workspaces={_WORKSPACE: "Default"})
        settings = BridgeSettings(
            tenants={_TENANT: tenant},
            users={_USER: BridgeUser(Secret(_KEY), _TENANT)},
            any_timestamp=True,
        )
        client = _unhurried(face.config(), self._rest)
        self._bridge = Bridge(
            settings, clients={_TENANT: client}, journal=Bounds(calls=0), now=lambda: self._now
        )

    def play(self, version: str, *, workspace: bool) -> tuple[list[HttpRequest], _Judged]:
        """Make the call, and return the REST calls, and what the reply says."""
        if self._operation == "getImportToListStatus":
            self._import_before(version)
        message = self._with_known_ids(version)
        self._now += timedelta(seconds=1)
        self._rest.taken()
        reply = self._send_text(_text(message), version, workspace=workspace)
        return self._rest.taken(), _judged(reply)

    def reset(self) -> None:
        """Make the sandbox, not the bridge, what it was at the beginning."""
        self._sandbox.reset()

    def _with_known_ids(self, version: str) -> etree._Element:
        """The message with ids of opportunities that the bridge gave: it knows no others."""
        message = copy.deepcopy(self._message)
        named = [*_opportunity_ids(message)]
        distinct = [*dict.fromkeys(text_of(each) for each in named)]
        if not distinct:
            return message
        made = "".join(
            f"<mObject><type>{OPPORTUNITY}</type><attribList><attrib><name>Name</name>"
            f"<value>{number}</value></attrib></attribList></mObject>"
            for number in range(len(distinct))
        )
        reply = self._send_text(
            f"<ns1:paramsSyncMObjects><mObjectList>{made}</mObjectList>"
            "<operation>INSERT</operation></ns1:paramsSyncMObjects>",
            version,
        )
        given = [
            member(each, "id")
            for each in parse_xml(reply).iter(etree.Element)
            if split_name(each)[1] == "mObjStatus"
        ]
        known = dict(zip(distinct, given, strict=False))
        for each in named:
            each.text = known.get(text_of(each), each.text)
        return message

    def _import_before(self, version: str) -> None:
        """Make the import that the call asks about: the bridge knows those that it made."""
        names = "".join(
            f"<{name}>{escape(text_of(each))}</{name}>"
            for name in ("programName", "listName")
            for each in children(self._message, name)[:1]
        )
        self._send_text(
            f"<ns1:paramsImportToList>{names}<importFileHeader>Email Address</importFileHeader>"
            "<importFileRows><stringItem>lead@example.com</stringItem></importFileRows>"
            "<importListMode>UPSERTLEADS</importListMode></ns1:paramsImportToList>",
            version,
        )

    def _send_text(self, body: str, version: str, *, workspace: bool = False) -> bytes:
        spoken = nearest_version(version) if version else LATEST_VERSION
        at = timestamp(self._now)
        signature = sign(user_id=_USER, key=Secret(_KEY), timestamp=at)
        header = (
            f"<ns1:AuthenticationHeader><mktowsUserId>{_USER}</mktowsUserId>"
            f"<requestSignature>{signature}</requestSignature>"
            f"<requestTimestamp>{at}</requestTimestamp></ns1:AuthenticationHeader>"
        )
        if workspace:
            header += (
                f"<ns1:MktowsContextHeader><targetWorkspace>{_WORKSPACE}</targetWorkspace>"
                "</ns1:MktowsContextHeader>"
            )
        data = write_envelope(
            namespace=contract(spoken).namespace, body=body, header=header, xsi=True
        )
        headers = {"Content-Type": "text/xml;charset=UTF-8"}
        return self._bridge.send(
            HttpRequest(self._bridge.config(spoken).endpoint, headers, data)
        ).body

    def __enter__(self) -> _Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self._bridge.close()
        self._sandbox.close()


def _opportunity_ids(message: etree._Element) -> Iterator[etree._Element]:
    """The ids of opportunities that a call names."""
    for each in message.iter(etree.Element):
        if OPPORTUNITY in (member(each, "type"), member(each, "mObjType")):
            yield from children(each, "id")[:1]


def _text(message: etree._Element) -> str:
    return str(etree.tostring(message, encoding="unicode", with_tail=False))


def _sandbox(
    recorded: Recorded, known: Mapping[str, LeadField], now: Callable[[], datetime]
) -> Sandbox:
    def made(world: World) -> Sandbox:
        return Sandbox(
            world=world, rest=True, users={_USER: _KEY}, now=now, journal=Bounds(calls=0)
        )

    try:
        return made(world_for(recorded, known))
    except WorldError:
        return made(plain_world(recorded, known))


def _unhurried(config: RestConfig, transport: Transport) -> RestClient:
    """A client that never waits: nothing here has limits."""
    clock = _Clock()
    limiter = Limiter(
        Limits(10**9, 1, 10),
        clock=clock,
        monotonic=clock,
        wait=lambda _, seconds: clock.sleep(seconds),
    )
    return RestClient(config, transport=transport, limiter=limiter, clock=clock, sleep=clock.sleep)


def _from_its_beginning(message: etree._Element, moment: datetime) -> etree._Element:
    """A call for the first page: a position of the old service leads nowhere here."""
    for each in [*message.iter(etree.Element)]:
        name, parent = split_name(each)[1], each.getparent()
        if parent is None:
            continue
        if name == "streamPosition" or (name == "offset" and text_of(each)):
            parent.remove(each)
            if name == "offset" and not children(parent, "oldestCreatedAt"):
                oldest = etree.SubElement(parent, "oldestCreatedAt")
                oldest.text = timestamp(moment - timedelta(days=1))
    return message


class _Judged(NamedTuple):
    """The judgement of a reply; see `Rehearsed` for the members."""

    code: int | None = None
    gone: str = ""
    failed: bool = False


def _judged(reply: bytes) -> _Judged:
    try:
        envelope = read_envelope(reply)
    except (RefusedXml, MktowsError):
        return _Judged()
    if envelope.fault is not None:
        fault = envelope.fault
        message = fault.service_message or ""
        gone = fault.service_code == FEATURE_GONE.code or message.startswith(_PREFIX)
        return _Judged(fault.service_code, _reason(message) if gone else "")
    body = envelope.body
    elements = [] if body is None else [*body.iter(etree.Element)]
    parts = [text for each in elements if (text := text_of(each)).startswith(_PREFIX)]
    failed = any(split_name(e)[1] == "status" and text_of(e) == _FAILED for e in elements)
    return _Judged(None, f"a part of it: {_reason(parts[0])}" if parts else "", failed)


def _reason(text: str) -> str:
    """The words behind the bridge's prefix; the bridge names no data of leads there."""
    words = text.removeprefix(_PREFIX).rpartition(" (")[0] or text
    return words[:_LONGEST_REASON]


def _place(request: HttpRequest) -> str:
    return f"{request.method} {request.operation}"
