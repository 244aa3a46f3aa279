"""The peers of the codec's benchmark: each writes the same requests and reads the same replies."""

from __future__ import annotations

import logging
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol
from xml.sax.saxutils import escape

import suds.client
import zeep
from lxml import etree
from mktows_bindings import v2_7 as b
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.models.generics import DerivedElement
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.serializers import XmlSerializer

from mktows.codec import Codec
from mktows.contract import contract
from mktows.soap import XSI_NAMESPACE, parse_xml, read_envelope, write_envelope

NIL = f"{{{XSI_NAMESPACE}}}nil"
_CONTRACT = contract("2_7")
_NS = _CONTRACT.namespace
_REQUESTS = {"many": "paramsSyncMultipleLeads", "one": "paramsGetLead"}
_REPLIES = {"many": "successGetMultipleLeads", "one": "successGetLead"}


@dataclass(frozen=True)
class Samples:
    """Requests and replies by size, and the replies as envelopes."""

    requests: dict[str, Any]
    replies: dict[str, Any]
    envelopes: dict[str, bytes]


class Peer(Protocol):
    """Writes a request and reads a reply; `size` is `many` or `one`."""

    def encode(self, size: str) -> bytes | str:
        """Write the request."""

    def decode(self, size: str) -> Any:
        """Read the reply's envelope into objects."""

    def agrees(self, size: str) -> bool:
        """Whether what it writes and reads is the message."""


def samples() -> Samples:
    """The messages of the benchmark."""
    requests = {
        "many": b.ParamsSyncMultipleLeads(
            lead_record_list=b.ArrayOfLeadRecord(
                lead_record=[
                    b.LeadRecord(email=f"lead{n}@example.com", lead_attribute_list=_values(n, 10))
                    for n in range(300)
                ]
            ),
            dedup_enabled=True,
        ),
        "one": b.ParamsGetLead(
            lead_key=b.LeadKey(key_type=b.LeadKeyRef.EMAIL, key_value="lead1@example.com")
        ),
    }
    replies = {
        "many": b.SuccessGetMultipleLeads(
            result=b.ResultGetMultipleLeads(
                return_count=1000,
                remaining_count=0,
                new_stream_position="id:1000",
                lead_record_list=_records(1000, 20),
            )
        ),
        "one": b.SuccessGetLead(result=b.ResultGetLead(count=1, lead_record_list=_records(1, 8))),
    }
    codec = Codec(_CONTRACT)
    envelopes = {}
    for size, reply in replies.items():
        body = codec.encode(_REPLIES[size], reply, service=True)
        envelopes[size] = write_envelope(namespace=_NS, body=body.text, xsi=body.xsi)
    return Samples(requests, replies, envelopes)


def _values(lead: int, count: int, type_name: str | None = None) -> b.ArrayOfAttribute:
    return b.ArrayOfAttribute(
        attribute=[
            b.Attribute(
                attr_name=f"Field{n:02}", attr_type=type_name, attr_value=f"Value {n} of {lead}"
            )
            for n in range(count)
        ]
    )


def _records(leads: int, attributes: int) -> b.ArrayOfLeadRecord:
    return b.ArrayOfLeadRecord(
        lead_record=[
            b.LeadRecord(
                id=n + 1,
                email=f"lead{n}@example.com",
                lead_attribute_list=_values(n, attributes, "string"),
            )
            for n in range(leads)
        ]
    )


def _canonical(data: bytes | str) -> bytes:
    """The message alone: not its envelope, not its prefixes, not what xsdata sends as nil."""
    root = parse_xml(data.encode() if isinstance(data, str) else data)
    names = {f"{{{_NS}}}{name}" for name in _REQUESTS.values()}
    node = next(element for element in root.iter() if element.tag in names)
    return b"|".join(
        f"{etree.QName(element).localname}={(element.text or '').strip()}".encode()
        for element in node.iter()
        if element.get(NIL) is None
    )


class _Typed(ABC):
    """What peers share that read into our bindings."""

    def __init__(self, messages: Samples) -> None:
        self.messages = messages

    @abstractmethod
    def encode(self, size: str) -> bytes | str: ...

    @abstractmethod
    def decode(self, size: str) -> Any: ...

    def agrees(self, size: str) -> bool:
        ours = Codec(_CONTRACT).encode(_REQUESTS[size], self.messages.requests[size])
        expected = _canonical(write_envelope(namespace=_NS, body=ours.text, xsi=ours.xsi))
        written = self.encode(size)
        if isinstance(written, str):
            written = write_envelope(namespace=_NS, body=written)
        return _canonical(written) == expected and self._same(self.decode(size), size)

    def _same(self, read: Any, size: str) -> bool:
        return bool(read == self.messages.replies[size])


class Ours(_Typed):
    """The generated codec, as the client uses it."""

    def __init__(self, messages: Samples) -> None:
        super().__init__(messages)
        self._codec = Codec(_CONTRACT)

    def encode(self, size: str) -> str:
        return self._codec.encode(_REQUESTS[size], self.messages.requests[size]).text

    def decode(self, size: str) -> Any:
        node = read_envelope(self.messages.envelopes[size]).body
        assert node is not None
        return self._codec.decode_reply(node, _REPLIES[size])


class Xsdata(_Typed):
    """The generator's own runtime."""

    def __init__(self, messages: Samples) -> None:
        super().__init__(messages)
        context = XmlContext()
        self._serializer = XmlSerializer(context=context)
        self._parser = XmlParser(context=context)
        # It cannot read an envelope: the parser's default handler gets the body alone.
        self._bodies = {
            size: etree.tostring(etree.fromstring(envelope)[0][0])
            for size, envelope in messages.envelopes.items()
        }

    def encode(self, size: str) -> bytes:
        name = f"{{{_NS}}}{_REQUESTS[size]}"
        text = self._serializer.render(DerivedElement(name, self.messages.requests[size]))
        return text.encode()

    def decode(self, size: str) -> Any:
        return self._parser.from_bytes(self._bodies[size], type(self.messages.replies[size]))

    def _same(self, read: Any, size: str) -> bool:
        return super()._same(getattr(read, "value", read), size)


class Floor(_Typed):
    """As little as a patient person can get away with."""

    def encode(self, size: str) -> str:
        message = self.messages.requests[size]
        if size == "one":
            key = message.lead_key
            return (
                f"<ns1:paramsGetLead><leadKey><keyType>{key.key_type.value}</keyType>"
                f"<keyValue>{escape(key.key_value)}</keyValue></leadKey></ns1:paramsGetLead>"
            )
        out = ["<ns1:paramsSyncMultipleLeads><leadRecordList>"]
        for lead in message.lead_record_list.lead_record:
            out.append(f"<leadRecord><Email>{escape(lead.email)}</Email><leadAttributeList>")
            for a in lead.lead_attribute_list.attribute:
                out.append(
                    f"<attribute><attrName>{escape(a.attr_name)}</attrName>"
                    f"<attrValue>{escape(a.attr_value)}</attrValue></attribute>"
                )
            out.append("</leadAttributeList></leadRecord>")
        dedup = "true" if message.dedup_enabled else "false"
        out.append(f"</leadRecordList><dedupEnabled>{dedup}</dedupEnabled>")
        out.append("</ns1:paramsSyncMultipleLeads>")
        return "".join(out)

    def decode(self, size: str) -> Any:
        result = etree.fromstring(self.messages.envelopes[size])[0][0][0]
        leads = []
        for record in result[-1]:
            number, email, _, _, listed = record
            attributes = [
                b.Attribute(attr_name=n.text or "", attr_type=t.text, attr_value=v.text or "")
                for n, t, v in listed
            ]
            leads.append(
                b.LeadRecord(
                    id=int(number.text or ""),
                    email=email.text,
                    lead_attribute_list=b.ArrayOfAttribute(attribute=attributes),
                )
            )
        records = b.ArrayOfLeadRecord(lead_record=leads)
        if size == "one":
            count = int(result[0].text or "")
            return b.SuccessGetLead(result=b.ResultGetLead(count=count, lead_record_list=records))
        return b.SuccessGetMultipleLeads(
            result=b.ResultGetMultipleLeads(
                return_count=int(result[0].text or ""),
                remaining_count=int(result[1].text or ""),
                new_stream_position=result[2].text or "",
                lead_record_list=records,
            )
        )


class Lxml(_Typed):
    """Hand-written lxml: a tree built and serialised, a tree searched by names."""

    def encode(self, size: str) -> bytes:
        message = self.messages.requests[size]
        root = etree.Element(f"{{{_NS}}}{_REQUESTS[size]}")
        sub = etree.SubElement
        if size == "one":
            key = sub(root, "leadKey")
            sub(key, "keyType").text = message.lead_key.key_type.value
            sub(key, "keyValue").text = message.lead_key.key_value
            return etree.tostring(root)
        listed = sub(root, "leadRecordList")
        for lead in message.lead_record_list.lead_record:
            record = sub(listed, "leadRecord")
            sub(record, "Email").text = lead.email
            attributes = sub(record, "leadAttributeList")
            for a in lead.lead_attribute_list.attribute:
                attribute = sub(attributes, "attribute")
                sub(attribute, "attrName").text = a.attr_name
                sub(attribute, "attrValue").text = a.attr_value
        sub(root, "dedupEnabled").text = "true" if message.dedup_enabled else "false"
        return etree.tostring(root)

    def decode(self, size: str) -> Any:
        result = etree.fromstring(self.messages.envelopes[size]).find(".//result")
        assert result is not None
        leads = [
            b.LeadRecord(
                id=int(record.findtext("Id") or ""),
                email=record.findtext("Email"),
                lead_attribute_list=b.ArrayOfAttribute(
                    attribute=[
                        b.Attribute(
                            attr_name=a.findtext("attrName") or "",
                            attr_type=a.findtext("attrType"),
                            attr_value=a.findtext("attrValue") or "",
                        )
                        for a in record.iterfind("leadAttributeList/attribute")
                    ]
                ),
            )
            for record in result.iterfind("leadRecordList/leadRecord")
        ]
        records = b.ArrayOfLeadRecord(lead_record=leads)
        if size == "one":
            count = int(result.findtext("count") or "")
            return b.SuccessGetLead(result=b.ResultGetLead(count=count, lead_record_list=records))
        return b.SuccessGetMultipleLeads(
            result=b.ResultGetMultipleLeads(
                return_count=int(result.findtext("returnCount") or ""),
                remaining_count=int(result.findtext("remainingCount") or ""),
                new_stream_position=result.findtext("newStreamPosition") or "",
                lead_record_list=records,
            )
        )


class _Untyped(_Typed):
    """What peers share that have objects of their own."""

    operations: ClassVar = {
        "many": ("syncMultipleLeads", "getMultipleLeads"),
        "one": ("getLead", "getLead"),
    }

    def __init__(self, messages: Samples) -> None:
        super().__init__(messages)
        self.arguments: dict[str, dict[str, Any]] = {
            "many": {
                "leadRecordList": {
                    "leadRecord": [
                        {
                            "Email": lead.email,
                            "leadAttributeList": {
                                "attribute": [
                                    {"attrName": a.attr_name, "attrValue": a.attr_value}
                                    for a in lead.lead_attribute_list.attribute
                                ]
                            },
                        }
                        for lead in messages.requests["many"].lead_record_list.lead_record
                    ]
                },
                "dedupEnabled": True,
            },
            "one": {"leadKey": {"keyType": "EMAIL", "keyValue": "lead1@example.com"}},
        }

    def _same(self, read: Any, size: str) -> bool:
        expected = self.messages.replies[size].result.lead_record_list.lead_record
        found = read.leadRecordList.leadRecord
        return len(found) == len(expected) and all(
            (theirs.Id, theirs.Email) == (ours.id, ours.email)
            and [(str(a.attrName), str(a.attrValue)) for a in theirs.leadAttributeList.attribute]
            == [(a.attr_name, a.attr_value) for a in ours.lead_attribute_list.attribute]
            for theirs, ours in zip(found, expected, strict=True)
        )


@contextmanager
def _wsdl_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="mktows-bench-") as folder:
        path = Path(folder) / "contract.wsdl"
        path.write_bytes(_CONTRACT.wsdl())
        yield path


class Zeep(_Untyped):
    """A SOAP client that resolves the schema at run time."""

    def __init__(self, messages: Samples) -> None:
        super().__init__(messages)
        with _wsdl_file() as path:
            self._client: Any = zeep.Client(str(path))

    def encode(self, size: str) -> bytes:
        name = self.operations[size][0]
        envelope = self._client.create_message(self._client.service, name, **self.arguments[size])
        return etree.tostring(envelope)

    def decode(self, size: str) -> Any:
        operation = self._client.service._binding.get(self.operations[size][1])
        return operation.process_reply(etree.fromstring(self.messages.envelopes[size]))


class Suds(_Untyped):
    """The oldest of them, with a parser of its own."""

    def __init__(self, messages: Samples) -> None:
        super().__init__(messages)
        logging.getLogger("suds").setLevel(logging.CRITICAL)
        with _wsdl_file() as path:
            self._client: Any = suds.client.Client(path.as_uri(), cache=None)

    def encode(self, size: str) -> bytes:
        self._client.set_options(nosend=True)
        method = getattr(self._client.service, self.operations[size][0])
        return bytes(method(**self.arguments[size]).envelope)

    def decode(self, size: str) -> Any:
        self._client.set_options(nosend=False)
        method = getattr(self._client.service, self.operations[size][1])
        return method(__inject={"reply": self.messages.envelopes[size]})


PEERS: dict[str, Callable[[Samples], Peer]] = {
    "mktows": Ours,
    "floor": Floor,
    "lxml by hand": Lxml,
    "xsdata": Xsdata,
    "zeep": Zeep,
    "suds": Suds,
}
