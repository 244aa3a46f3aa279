"""Whatever is written can be read again, is what the schema asks for, and what xsdata would write.

xsdata's own serializer and parser are the reference: they know the generated classes only, not the
contract table. Where we differ from them on purpose, DIFFERENCES says so, and nowhere else.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from support.contract_schemas import as_body, codec, open_codec, violations
from support.exact import exact
from xsdata.formats.dataclass.models.generics import DerivedElement
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig
from xsdata.formats.dataclass.serializers.mixins import XmlWriterEvent
from xsdata.models.datatype import XmlDateTime

from mktows.checking import check_message
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.soap import XSI_NAMESPACE
from mktows.testing.any_values import messages, type_names, values_of, versions
from mktows.testing.samples import samples

NAMESPACE = contract("2_7").namespace
TYPES = sorted({name for version in KNOWN_VERSIONS for name in contract(version).types})
# One test per type: a tenth of the profile's examples for each makes thousands in all.
per_type = settings(max_examples=max(5, settings().max_examples // 10))
styles = st.sampled_from([False, True])
READER = XmlParser(config=ParserConfig(fail_on_converter_warnings=True))

# Name: why we write otherwise than xsdata. `Peer` holds one method for each.
DIFFERENCES = {
    "a message names no type": "xsdata puts xsi:type on an element named unlike its class, though"
    " the schema already says which type the element has; the service's own messages have none",
    "unset optional is absent": "xsdata writes nil wherever it may; what the service makes of a nil"
    " in a request is known for few fields, so a client sends nothing it was not given",
    "empty is not nil": "xsdata writes an empty list as nil where it may, and reads it as none; the"
    " service's replies tell an empty customObjList from a nil one",
    "empty is read as empty": "xsdata reads an empty text as None where it could have been nil",
    "UTC is an offset": "xsdata writes Z; the service writes +00:00, and never Z",
}


class Peer(XmlSerializer):  # type: ignore[misc,unused-ignore]
    """xsdata's serializer with our differences, and only them."""

    def __init__(self, *, differences: frozenset[str] = frozenset(DIFFERENCES)) -> None:
        super().__init__(config=SerializerConfig(xml_declaration=False))
        self.differences = differences

    def canonical(self, element: str, value: object) -> bytes:
        """A message as xsdata writes it, in canonical form."""
        root = DerivedElement(qname=f"{{{NAMESPACE}}}{element}", value=value)
        text = self.render(root, ns_map={"ns1": NAMESPACE, "xsi": XSI_NAMESPACE})
        return canonical(etree.fromstring(text.encode()))

    def generate(self, obj: Any) -> Iterator[Any]:
        if "a message names no type" not in self.differences:
            return super().generate(obj)
        declared = obj.qname.rpartition("}")[2]
        known = {**contract("2_7").elements, **{name: name for name in TYPES}}[declared]
        actual = type(obj.value).__name__
        xsi_type = None if actual == known else f"{{{NAMESPACE}}}{actual}"
        return self.convert_dataclass(obj.value, qname=obj.qname, xsi_type=xsi_type)

    def next_value(self, obj: Any, meta: Any) -> Iterator[Any]:  # type: ignore[override]
        defaults = {field.name: field.default for field in dataclasses.fields(obj)}
        for var, value in super().next_value(obj, meta):
            unset = value is None and defaults[var.name] is not dataclasses.MISSING
            if unset and "unset optional is absent" in self.differences:
                continue
            yield var, value

    def convert_element(self, value: Any, var: Any, namespace: Any) -> Iterator[Any]:
        numeric = isinstance(value, XmlDateTime) and "UTC is an offset" in self.differences
        for kind, *rest in super().convert_element(value, var, namespace):
            if numeric and kind == XmlWriterEvent.DATA:
                yield kind, re.sub("Z$", "+00:00", rest[0])
            else:
                yield kind, *rest

    def convert_dataclass(
        self,
        obj: Any,
        namespace: Any = None,
        qname: Any = None,
        nillable: bool = False,
        xsi_type: Any = None,
    ) -> Iterator[Any]:
        nillable = nillable and "empty is not nil" not in self.differences
        return super().convert_dataclass(obj, namespace, qname, nillable, xsi_type)


CLIENT = Peer()
SERVICE = Peer(differences=frozenset(DIFFERENCES) - {"unset optional is absent"})


def canonical(node: etree._Element) -> bytes:
    alone = etree.fromstring(etree.tostring(node, with_tail=False))
    return etree.tostring(alone, method="c14n", exclusive=True)


# Every type, on its own


@per_type
@given(data=st.data(), version=versions(), service=styles)
@pytest.mark.parametrize("type_name", TYPES)
def test_every_type_reads_back_as_it_was(
    type_name: str, data: st.DataObject, version: str, service: bool
) -> None:
    value = data.draw(values_of(type_name, version=version))
    encoded = open_codec(version).encode(type_name, value, service=service)
    read = open_codec(version).decode(as_body(version, encoded), type_name)
    assert exact(read) == exact(value)


@pytest.mark.slow
@per_type
@given(data=st.data(), version=versions(), service=styles)
@pytest.mark.parametrize("type_name", TYPES)
def test_every_type_is_valid_for_two_validators(
    type_name: str, data: st.DataObject, version: str, service: bool
) -> None:
    value = data.draw(values_of(type_name, version=version))
    encoded = open_codec(version).encode(type_name, value, service=service)
    assert violations(version, as_body(version, encoded)) == []


@per_type
@given(data=st.data(), version=versions(), service=styles)
@pytest.mark.parametrize("type_name", TYPES)
def test_every_type_is_written_as_xsdata_writes_it(
    type_name: str, data: st.DataObject, version: str, service: bool
) -> None:
    value = data.draw(values_of(type_name, version=version))
    encoded = open_codec(version).encode(type_name, value, service=service)
    peer = SERVICE if service else CLIENT
    assert canonical(as_body(version, encoded)) == peer.canonical(type_name, value)


@pytest.mark.slow
@per_type
@given(data=st.data(), version=versions(), service=styles)
@pytest.mark.parametrize("type_name", TYPES)
def test_every_type_is_read_by_xsdata_as_it_was(
    type_name: str, data: st.DataObject, version: str, service: bool
) -> None:
    value = data.draw(values_of(type_name, version=version))
    encoded = open_codec(version).encode(type_name, value, service=service)
    document = etree.tostring(as_body(version, encoded))
    binding = contract(version).binding(type_name)
    read: Any = READER.from_bytes(document, binding)
    if isinstance(read, DerivedElement):
        read = read.value
    assert exact(read) == exact(without_empty_nillables(value))


@pytest.mark.slow
@pytest.mark.parametrize("service", [False, True], ids=["client", "service"])
@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_a_fixed_walk_over_all_messages_is_written_as_xsdata_writes_it(
    version: str, service: bool
) -> None:
    peer = SERVICE if service else CLIENT
    for element in contract(version).elements:
        for value in samples(element, version=version):
            encoded = open_codec(version).encode(element, value, service=service)
            assert canonical(as_body(version, encoded)) == peer.canonical(element, value)


def without_empty_nillables(value: Any) -> Any:
    """The difference "empty is read as empty", applied to what was written."""
    if isinstance(value, list):
        return [without_empty_nillables(item) for item in value]
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    members = {}
    for field in dataclasses.fields(value):
        member = without_empty_nillables(getattr(value, field.name))
        members[field.name] = None if field.metadata.get("nillable") and member == "" else member
    return type(value)(**members)


# Whole messages, through the codec that clients use


@given(data=st.data(), service=styles)
@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_messages_of_every_version_read_back_as_they_were(
    version: str, data: st.DataObject, service: bool
) -> None:
    element = data.draw(st.sampled_from(sorted(contract(version).elements)))
    message = data.draw(messages(element, version=version))
    encoded = codec(version).encode(element, message, service=service)
    node = as_body(version, encoded)
    assert check_message(contract(version), node, element) == []
    assert exact(codec(version).decode(node, element)) == exact(message)


@given(data=st.data(), version=versions())
def test_messages_are_equal_in_both_styles_once_read(data: st.DataObject, version: str) -> None:
    element = data.draw(st.sampled_from(sorted(contract(version).elements)))
    message = data.draw(messages(element, version=version))
    client, service = (codec(version).encode(element, message, service=s) for s in (False, True))
    read = [codec(version).decode(as_body(version, e), element) for e in (client, service)]
    assert exact(read[0]) == exact(read[1])


@given(data=st.data(), version=versions(), service=styles)
def test_the_prefix_xsi_is_announced_exactly_where_it_is_used(
    data: st.DataObject, version: str, service: bool
) -> None:
    type_name = data.draw(type_names(version))
    value = data.draw(values_of(type_name, version=version))
    encoded = open_codec(version).encode(type_name, value, service=service)
    assert encoded.xsi == bool(re.search(r"<[^>]* xsi:", encoded.text))


# Moments


def written_moment(moment: datetime) -> XmlDateTime:
    binding = contract("2_7").binding
    message = binding("LastUpdateAtSelector")(oldest_updated_at=moment)
    encoded = open_codec("2_7").encode("LastUpdateAtSelector", message)
    body = as_body("2_7", encoded)
    assert violations("2_7", body) == []
    read = open_codec("2_7").decode(body, "LastUpdateAtSelector").oldest_updated_at
    assert isinstance(read, XmlDateTime)
    return read


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda n: timezone(timedelta(minutes=n)))
WRITABLE = st.datetimes(
    min_value=datetime(2, 1, 1),
    max_value=datetime(9998, 12, 31),
    timezones=st.one_of(st.just(UTC), OFFSETS),
)


@given(moment=WRITABLE)
def test_an_aware_datetime_keeps_its_clock_time_and_its_offset(moment: datetime) -> None:
    read = written_moment(moment).to_datetime()
    assert read.replace(tzinfo=None) == moment.replace(tzinfo=None)
    assert read.utcoffset() == moment.utcoffset()


@given(
    moment=st.datetimes(
        min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=st.timezones()
    )
)
@example(moment=datetime(1880, 1, 1, tzinfo=timezone(timedelta(minutes=19, seconds=32))))
@example(moment=datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=20))))
def test_a_datetime_of_any_zone_is_written_as_the_same_moment(moment: datetime) -> None:
    # In UTC, since Python calls no two moments equal where a zone's clocks are set back.
    assert written_moment(moment).to_datetime().astimezone(UTC) == moment.astimezone(UTC)


# The list of differences


def message_of(difference: str) -> tuple[str, object]:
    """A message that xsdata writes otherwise because of one difference."""
    b = contract("2_7").bindings
    key = b.LeadKey(key_type=b.LeadKeyRef.EMAIL, key_value="")
    position = b.StreamPosition(latest_created_at=XmlDateTime(2020, 1, 1, 0, 0, 0, 0, 0))
    empty = b.LeadRecord(lead_attribute_list=b.ArrayOfAttribute())
    return {
        "a message names no type": ("paramsGetLead", b.ParamsGetLead(lead_key=key)),
        "unset optional is absent": ("LeadRecord", b.LeadRecord(email="ada@example.com")),
        "empty is not nil": ("LeadRecord", empty),
        "UTC is an offset": ("StreamPosition", position),
    }[difference]


@pytest.mark.parametrize("difference", [d for d in DIFFERENCES if "read" not in d])
def test_each_difference_to_xsdata_when_writing_is_a_real_one(difference: str) -> None:
    element, message = message_of(difference)
    ours = canonical(as_body("2_7", open_codec("2_7").encode(element, message)))
    assert CLIENT.canonical(element, message) == ours
    without = Peer(differences=frozenset(DIFFERENCES) - {difference})
    assert without.canonical(element, message) != ours


def test_the_difference_to_xsdata_when_reading_is_a_real_one() -> None:
    record = contract("2_7").binding("LeadRecord")(email="")
    body = as_body("2_7", open_codec("2_7").encode("LeadRecord", record))
    assert open_codec("2_7").decode(body, "LeadRecord").email == ""
    assert XmlParser().from_bytes(etree.tostring(body), type(record)).email is None
