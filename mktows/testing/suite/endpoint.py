"""The endpoint under test: signs and sends what a test writes, and keeps every exchange."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mktows.config import Config
from mktows.contract import contract
from mktows.errors import TransportError
from mktows.facts.faults import LEAD_NOT_FOUND
from mktows.facts.key_types import EMAIL, IDNUM
from mktows.signing import Secret, sign, timestamp
from mktows.soap import SOAP_NAMESPACE, XSI_NAMESPACE
from mktows.testing.suite.exchanges import Exchange, Item, masked
from mktows.testing.suite.expectations import accepted, equal, needed, not_tried, seen, stop
from mktows.testing.suite.instance import Known
from mktows.text import escape
from mktows.transport import HttpRequest, Transport

LEAD_NOT_FOUND = LEAD_NOT_FOUND
_PROBES = ("listMObjects", "getLead")  # an endpoint may well lack one of them


@dataclass(frozen=True)
class Made:
    """A lead that the suite has made."""

    id: str
    email: str


@dataclass(eq=False)
class Endpoint:
    """The endpoint that is called, and what the suite may use there.

    Attributes:
        config: Address and credentials.
        transport: What sends.
        run: What marks everything that this run writes.
        known: What the instance is known to hold.
        exchanges: Everything sent so far to an operation, with what came back.
        sleep: How to wait, in seconds.
        now: The clock by which requests are signed.
    """

    config: Config
    transport: Transport
    run: str
    known: Known
    exchanges: list[Exchange] = field(default_factory=list)
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __post_init__(self) -> None:
        self.started = self.now()
        self._numbers = itertools.count(1)
        self._contract = contract(self.config.version)
        self._silent = ""
        self.namespace = self._contract.namespace

    # Sending

    def probe(self) -> Exchange:
        """Make a call that changes nothing, and end the run unless the answer is SOAP.

        No clause can be tried on an endpoint that answers anything else; a fault is an answer.

        Raises:
            pytest.exit.Exception: There is no answer, or none in SOAP.
        """
        outcome = ""
        for operation in _PROBES:
            envelope = self.envelope(self.wrapped(operation, ""))
            exchange = self._attempt(operation, self._request(operation, envelope))
            if exchange.envelope is not None:
                return exchange
            outcome = exchange.outcome
            if exchange.response is None:
                break
        self._silent = outcome
        return stop(self.config.endpoint, self._silent)

    def call(self, operation: str, params: str = "", **header: str | None) -> Exchange:
        """Call an operation with XML as the content of its wrapper.

        Args:
            operation: As in the WSDL.
            params: Serialised; the prefix `m` is that of the contract.
            header: Members of the authentication header in place of the right ones, or None to
                leave one out.
        """
        return self.send(
            operation, self.envelope(self.wrapped(operation, params), block=self.header(**header))
        )

    def wrapped(self, operation: str, params: str) -> str:
        """The body's element for an operation."""
        name = self._contract.operations[operation].request
        return f"<m:{name}>{params}</m:{name}>"

    def envelope(self, body: str, *, more: str = "", block: str | None = None) -> str:
        """A signed envelope around a body; `more` stands behind the authentication header."""
        if block is None:
            block = self.header()
        return (
            f'<e:Envelope xmlns:e="{SOAP_NAMESPACE}" xmlns:xsi="{XSI_NAMESPACE}" '
            f'xmlns:m="{self.namespace}"><e:Header>{block}{more}</e:Header>'
            f"<e:Body>{body}</e:Body></e:Envelope>"
        )

    def header(self, **members: str | None) -> str:
        """The authentication header, signed now; see `call`."""
        user_id = self.config.user_id
        text = members.get("requestTimestamp") or timestamp(self.now())
        given: dict[str, str | None] = {
            "mktowsUserId": user_id,
            "requestSignature": self.signature(text),
            "requestTimestamp": text,
            **members,
        }
        inner = "".join(
            f"<{name}>{escape(value)}</{name}>"
            for name, value in given.items()
            if value is not None
        )
        return f"<m:AuthenticationHeader>{inner}</m:AuthenticationHeader>"

    def signature(self, text: str, *, key: Secret | None = None) -> str:
        """The signature at a timestamp."""
        return sign(
            user_id=self.config.user_id, key=key or self.config.encryption_key, timestamp=text
        )

    def send(
        self,
        operation: str,
        envelope: str,
        *,
        action: str | None = None,
        version: str | None = None,
    ) -> Exchange:
        """Send an envelope as it stands, to the path of the version or of another one.

        Raises:
            pytest.exit.Exception: The endpoint went away; see `probe`.
        """
        exchange = self._attempt(operation, self._request(operation, envelope, action, version))
        if exchange.envelope is None:
            self.probe()  # if that is answered, only this call is answered otherwise
        self.exchanges.append(exchange)
        return exchange

    def wsdl(self) -> Exchange:
        """Get the WSDL of the endpoint.

        Raises:
            pytest.exit.Exception: The endpoint went away; see `probe`.
        """
        request = HttpRequest(f"{self.config.endpoint}?WSDL", {}, b"", method="GET")
        exchange = self._attempt("", request)
        if exchange.response is None:
            self.probe()
        return exchange

    def _request(
        self, operation: str, envelope: str, action: str | None = None, version: str | None = None
    ) -> HttpRequest:
        if action is None:
            action = f'"{self.namespace}{operation}"'
        url = self.config.endpoint
        if version is not None:
            url = f"{url.rpartition('/')[0]}/{version}"
        headers = {"Content-Type": "text/xml;charset=UTF-8", "SOAPAction": action}
        return HttpRequest(url, headers, envelope.encode(), operation=operation)

    def _attempt(self, operation: str, request: HttpRequest) -> Exchange:
        if self._silent:  # a test that still calls after the run was ended
            stop(self.config.endpoint, self._silent)
        sent = masked(request.body) or f"{request.method} {request.url}"
        try:
            response = self.transport.send(request)
        except TransportError as error:
            return Exchange(operation, sent, None, str(error))
        return Exchange(operation, sent, response)

    def needs(self, operation: str, *members: str) -> None:
        """Leave the clause open where the version's requests have no such members.

        Raises:
            pytest.skip.Exception: One of them is not there.
        """
        item = self._contract.operations[operation]
        known = {each.element for each in self._contract.types[item.request_type].fields}
        for member in members:
            if member not in known:
                not_tried(f"{member} is not in version {self.config.version} of {operation}")

    def needs_element(self, type_name: str, element: str) -> None:
        """Leave the clause open where a type of the version has no such element.

        Raises:
            pytest.skip.Exception: It is not there.
        """
        if not self._contract.declares(type_name, element):
            not_tried(f"{element} is not in version {self.config.version} of {type_name}")

    # Leads

    def address(self) -> str:
        """An address that no lead has yet."""
        return f"mktows-suite-{self.run}-{next(self._numbers)}@example.com"

    def word(self) -> str:
        """A word that this run has not used yet."""
        return f"{self.run}x{next(self._numbers)}"

    def sync(self, record: str, *, returned: bool = False, cookie: str = "") -> Exchange:
        """Call syncLead with XML as the content of a leadRecord."""
        shown = "true" if returned else "false"
        if cookie:
            cookie = f"<marketoCookie>{escape(cookie)}</marketoCookie>"
        return self.call(
            "syncLead",
            f"<leadRecord>{record}</leadRecord><returnLead>{shown}</returnLead>{cookie}",
        )

    def lead(self, email: str | None = None, **attributes: str) -> Made:
        """A new lead.

        Raises:
            pytest.skip.Exception: The endpoint does not make one.
        """
        email = email or self.address()
        result = needed(self.sync(by_email(email) + attribute_list(attributes)))
        lead_id = result.value("leadId")
        if not lead_id:
            not_tried("syncLead reports no leadId")
        return Made(lead_id, email)

    def leads(self, count: int, **attributes: str) -> list[Made]:
        """New leads, made in one call.

        Raises:
            pytest.skip.Exception: The endpoint does not make them.
        """
        addresses = [self.address() for _ in range(count)]
        records = "".join(
            f"<leadRecord>{by_email(each)}{attribute_list(attributes)}</leadRecord>"
            for each in addresses
        )
        result = needed(
            self.call("syncMultipleLeads", f"<leadRecordList>{records}</leadRecordList>")
        )
        ids = [each.value("leadId") or "" for each in result.all("syncStatusList/syncStatus")]
        if len(ids) != count or not all(ids):
            not_tried("syncMultipleLeads does not report the ids of the leads")
        return [Made(lead_id, email) for lead_id, email in zip(ids, addresses, strict=True)]

    def get(self, key_type: str, value: str) -> Exchange:
        """Call getLead."""
        return self.call("getLead", lead_key(key_type, value))

    def records(self, key_type: str, value: str) -> list[Item]:
        """The leads that have a key; none where the endpoint says that there is none.

        Raises:
            pytest.skip.Exception: The endpoint says neither.
        """
        reply = self.get(key_type, value)
        if reply.code != LEAD_NOT_FOUND:
            needed(reply)
        return reply.result.all("leadRecordList/leadRecord")

    def ids(self, key_type: str, value: str) -> list[str]:
        """The ids of the leads that have a key."""
        return [each.value("Id") or "" for each in self.records(key_type, value)]

    def found(self, lead: Made) -> None:
        """Make sure that the endpoint finds a lead by both of its keys.

        Raises:
            pytest.skip.Exception: It does not.
        """
        for key_type, value in ((IDNUM, lead.id), (EMAIL, lead.email)):
            seen(f"leads by {key_type}", [lead.id], self.ids(key_type, value))

    def listed(self) -> list[str]:
        """Return the names that listMObjects lists for a valid call.

        Raises:
            pytest.skip.Exception: It lists none.
        """
        names = names_listed(self.call("listMObjects"))
        return names or not_tried("listMObjects lists nothing for a valid call")

    def lists(self, reply: Exchange) -> None:
        """Expect a reply to list the same as a valid call of listMObjects.

        Raises:
            ClauseBroken: It answers otherwise.
            pytest.skip.Exception: It lists nothing for a valid call.
        """
        accepted(reply)
        equal(reply, "objects", self.listed(), names_listed(reply))

    def values(self, lead: Made) -> dict[str, str]:
        """The attributes of a lead.

        Raises:
            pytest.skip.Exception: The endpoint does not give the lead back.
        """
        found = self.records(IDNUM, lead.id)
        if len(found) != 1:
            not_tried(f"getLead gave {len(found)} leads for an IDNUM")
        return attributes_of(found[0])

    def since(self) -> str:
        """A moment before the run, for clocks that are a little behind."""
        return timestamp(self.started - timedelta(minutes=5))


def names_listed(reply: Exchange) -> list[str]:
    """Return the names in a reply of listMObjects; none for a fault."""
    return [each.text for each in reply.result.all("objects")]


def by_email(email: str) -> str:
    """The Email of a leadRecord."""
    return f"<Email>{escape(email)}</Email>"


def attribute_list(attributes: Mapping[str, str]) -> str:
    """The leadAttributeList of a leadRecord; nothing for no attributes."""
    if not attributes:
        return ""
    return f"<leadAttributeList>{attributes_xml(attributes)}</leadAttributeList>"


def attributes_xml(attributes: Mapping[str, str]) -> str:
    """Attribute elements."""
    return "".join(
        f"<attribute><attrName>{escape(name)}</attrName>"
        f"<attrValue>{escape(value)}</attrValue></attribute>"
        for name, value in attributes.items()
    )


def attribs_xml(attributes: Mapping[str, str]) -> str:
    """The attribs of objects, which have other names than those of leads."""
    return "".join(
        f"<attrib><name>{escape(name)}</name><value>{escape(value)}</value></attrib>"
        for name, value in attributes.items()
    )


def lead_key(key_type: str, value: str) -> str:
    """A leadKey."""
    return f"<leadKey><keyType>{key_type}</keyType><keyValue>{escape(value)}</keyValue></leadKey>"


def strings(values: Iterable[str]) -> str:
    """Items of an ArrayOfString."""
    return "".join(f"<stringItem>{escape(each)}</stringItem>" for each in values)


def keys_selector(key_type: str, values: Iterable[str]) -> str:
    """A LeadKeySelector."""
    return (
        f'<leadSelector xsi:type="m:LeadKeySelector"><keyType>{key_type}</keyType>'
        f"<keyValues>{strings(values)}</keyValues></leadSelector>"
    )


def attributes_of(record: Item) -> dict[str, str]:
    """The attributes of a record by name."""
    return {
        each.value("attrName") or "": each.value("attrValue") or ""
        for each in record.all("leadAttributeList/attribute")
    }
