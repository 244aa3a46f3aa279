"""SOAP clients in Python that nobody here wrote, zeep and suds, behind the same few calls."""

from __future__ import annotations

import hashlib
import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import suds
import suds.client
import suds.plugin
import suds.sudsobject
import zeep
import zeep.exceptions
import zeep.helpers
import zeep.plugins
from lxml import etree
from xsdata.models.datatype import XmlDateTime

from mktows.checking import check_message
from mktows.codec import Codec
from mktows.contract import Contract, contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.soap import read_envelope

NAMESPACE = "{http://www.marketo.com/mktows/}"


class PeerFault(Exception):
    """A fault as a peer reads it: its string, and the members of its detail."""

    def __init__(self, string: str, detail: dict[str, str | None]) -> None:
        super().__init__(string, detail)
        self.string = string
        self.detail = detail


@dataclass(frozen=True)
class Exchange:
    """A reply as it came, and as the peer read it."""

    operation: str
    reply: bytes
    answer: object


class Peer(ABC):
    """A client and what it received.

    Args:
        endpoint: Where the WSDL that it is made from is served.
        now: The clock by which it signs.
        location: Where it calls, if that is not the endpoint.
        user_id: As whom it calls.
        key: The key that goes with the user.
    """

    def __init__(
        self,
        endpoint: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        location: str | None = None,
        user_id: str = SAMPLE_USER_ID,
        key: str = SAMPLE_KEY,
    ) -> None:
        self._now = now
        self._user_id = user_id
        self._key = key
        self.exchanges: list[Exchange] = []
        self._made(f"{endpoint}?WSDL", location or endpoint)

    def call(self, operation: str, /, **arguments: object) -> Any:
        """Call an operation; return what the peer hands out, in its own classes."""
        answer = self._call(operation, arguments)
        self.exchanges.append(Exchange(operation, self.received(), self.plain(answer)))
        return answer

    def asked(self, operation: str, /, **arguments: object) -> Any:
        """Call an operation; return what the peer hands out as `without_empty` gives it."""
        return without_empty(self.plain(self.call(operation, **arguments)))

    def gives(self, answer: Any) -> Any:
        """An answer, as `without_empty` gives it, in the form in which this peer hands it out."""
        return answer

    def _signed(self) -> dict[str, str]:
        stamp = self._now().isoformat(timespec="seconds")
        message = f"{stamp}{self._user_id}".encode()
        return {
            "mktowsUserId": self._user_id,
            "requestSignature": hmac.new(self._key.encode(), message, hashlib.sha1).hexdigest(),
            "requestTimestamp": stamp,
        }

    @abstractmethod
    def _made(self, wsdl: str, location: str) -> None: ...

    @abstractmethod
    def _call(self, operation: str, arguments: dict[str, object]) -> Any: ...

    @abstractmethod
    def received(self) -> bytes:
        """The last reply."""

    @abstractmethod
    def made(self, type_name: str, /, **values: object) -> Any:
        """An object that is sent with its xsi:type."""

    @abstractmethod
    def plain(self, answer: Any) -> Any:
        """An answer as dicts and lists, without the elements around its first that has several."""


class ZeepPeer(Peer):
    """zeep, in its strict mode."""

    def _made(self, wsdl: str, location: str) -> None:
        self._history = zeep.plugins.HistoryPlugin()
        self._client = zeep.Client(wsdl, plugins=[self._history])
        self._service = self._client.create_service(f"{NAMESPACE}MktowsApiSoapBinding", location)
        self._types = self._client.type_factory("ns0")
        self._header = self._client.get_element(f"{NAMESPACE}AuthenticationHeader")

    def _call(self, operation: str, arguments: dict[str, object]) -> Any:
        header = {"authentication": self._header(**self._signed())}
        try:
            return self._service[operation](**arguments, _soapheaders=header)
        except zeep.exceptions.Fault as fault:
            (detail,) = fault.detail if fault.detail is not None else ((),)
            found = {child.tag: child.text for child in detail}
            raise PeerFault(fault.message, found) from None

    def message(self, operation: str, /, **arguments: object) -> bytes:
        """What it would send in the body for a call."""
        envelope = self._client.create_message(self._service, operation, **arguments)
        ((message,),) = (list(each) for each in envelope if each.tag.endswith("}Body"))
        return etree.tostring(message)

    def received(self) -> bytes:
        return etree.tostring(self._history.last_received["envelope"])

    def made(self, type_name: str, /, **values: object) -> Any:
        return getattr(self._types, type_name)(**values)

    def plain(self, answer: Any) -> Any:
        return unwrapped(zeep.helpers.serialize_object(answer, dict))


class _Received(suds.plugin.MessagePlugin):  # type: ignore[misc]  # suds has no types
    def __init__(self) -> None:
        self.reply = b""

    def received(self, context: Any) -> None:
        self.reply = context.reply


class SudsPeer(Peer):
    """suds."""

    def _made(self, wsdl: str, location: str) -> None:
        self._received = _Received()
        self._client = suds.client.Client(
            wsdl, cache=None, plugins=[self._received], location=location
        )

    def _call(self, operation: str, arguments: dict[str, object]) -> Any:
        header = self.made("AuthenticationHeaderInfo", **self._signed())
        self._client.set_options(soapheaders={"AuthenticationHeader": header})
        try:
            return getattr(self._client.service, operation)(**arguments)
        except suds.WebFault as refused:
            fault = refused.fault
            detail = fault.detail.serviceException if hasattr(fault, "detail") else None
            found = {} if detail is None else suds.sudsobject.asdict(detail)
            raise PeerFault(str(fault.faultstring), found) from None

    def received(self) -> bytes:
        return self._received.reply

    def made(self, type_name: str, /, **values: object) -> Any:
        made = self._client.factory.create(f"ns0:{type_name}")
        for name, value in values.items():
            setattr(made, name, value)
        return made

    def plain(self, answer: Any) -> Any:
        return unwrapped(self._plain(answer))

    def _plain(self, answer: Any) -> Any:
        if isinstance(answer, suds.sudsobject.Object):
            return {
                name: self._plain(value) for name, value in suds.sudsobject.asdict(answer).items()
            }
        if isinstance(answer, list):
            return [self._plain(each) for each in answer]
        return answer


def unwrapped(answer: Any) -> Any:
    """An answer without the elements that are the only child: zeep takes them away."""
    while isinstance(answer, dict) and len(answer) == 1:
        (answer,) = answer.values()
    return answer


def without_empty(answer: Any) -> Any:
    """An answer without nil, empty and absent, which these clients do not tell apart.

    zeep hands out an empty list where an element is absent, a record of empty lists for nil, and
    None for an empty element.
    """
    if isinstance(answer, dict):
        found = {name: without_empty(value) for name, value in answer.items()}
        return {name: value for name, value in found.items() if value is not None} or None
    if isinstance(answer, list):
        return [without_empty(entry) for entry in answer] or None
    return None if answer == "" else answer


def ours(version: str, envelope: bytes) -> Any:
    """A reply as our codec reads it, without lenience, in the shape of `Peer.plain`."""
    contract_ = contract(version)
    body = read_envelope(envelope).body
    assert body is not None
    name = etree.QName(body).localname
    assert check_message(contract_, body, name) == []
    read = Codec(contract_).decode(body, name)
    return unwrapped(as_plain(contract_, read))


def as_plain(contract_: Contract, value: Any) -> Any:
    """One of our records as dicts and lists: element names to values."""
    item = contract_.types.get(type(value).__name__)
    if item is not None:
        return {f.element: as_plain(contract_, getattr(value, f.attribute)) for f in item.fields}
    if isinstance(value, list):
        return [as_plain(contract_, entry) for entry in value]
    if type(value).__name__ in contract_.enumerations:
        return value.value
    if isinstance(value, XmlDateTime):
        return value.to_datetime()
    return value
