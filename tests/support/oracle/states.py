"""What both stores hold at the end of an episode, read by SOAP from both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from lxml import etree
from mktows_bindings.v2_7 import types as t
from xsdata.models.datatype import XmlDateTime

from support.oracle.messages import Call, content_of, envelope_of, position_of
from support.oracle.normalisations import CHANGES, LEADS
from support.oracle.stores import Side, Stores
from support.oracle.world import LISTS, PROGRAM_LISTS

_VERSION = "2_7"
_LISTS = ("leadRecordList", "leadChangeRecordList", "customObjList", "mObjectList")
_NAMES = (*LISTS, *(f"{program}.{name}" for program, name in PROGRAM_LISTS))


def _reads() -> Iterator[tuple[str, Call]]:
    """What is read, and the calls that read its first page."""

    def call(operation: str, params: Any) -> Call:
        return Call(operation, params, _VERSION)

    yield LEADS, call("getMultipleLeads", t.ParamsGetMultipleLeads(batch_size=1000))
    for name in _NAMES:
        selector = t.StaticListSelector(static_list_name=name)
        params = t.ParamsGetMultipleLeads(
            lead_selector=selector,
            batch_size=1000,
            include_attributes=t.ArrayOfString(string_item=["Email"]),
        )
        yield f"list {name}", call("getMultipleLeads", params)
    for kind in ("Car", "Roadshow"):
        objects = t.ParamsGetCustomObjects(
            obj_type_name=kind, include_attributes=t.ArrayOfString(), batch_size=100
        )
        yield f"custom objects {kind}", call("getCustomObjects", objects)
    every = t.ArrayOfMObjCriteria(
        m_obj_criteria=[
            t.MObjCriteria(attr_name="Id", comparison=t.ComparisonEnum.GE, attr_value="1")
        ]
    )
    for kind in ("Opportunity", "OpportunityPersonRole", "Program"):
        wanted = t.ParamsGetMObjects(
            type_value=kind, m_obj_criteria_list=every, include_details=True
        )
        yield f"objects {kind}", call("getMObjects", wanted)
    start = t.StreamPosition(oldest_created_at=XmlDateTime(2014, 2, 13, 12, 0, 0, 0, 0))
    changes = t.ParamsGetLeadChanges(start_position=start, batch_size=1000)
    yield CHANGES, call("getLeadChanges", changes)


def states(stores: Stores) -> Iterator[tuple[str, Call, etree._Element, etree._Element]]:
    """What each store holds: a name, the call that read it, and both answers."""
    for name, call in _reads():
        yield (name, call, _read(stores.sandbox, call, stores), _read(stores.bridge, call, stores))


def _read(side: Side, call: Call, stores: Stores) -> etree._Element:
    """All pages of an answer, as one."""
    message = call.message()
    whole: etree._Element | None = None
    while True:
        request = call.request(message, stores.clock())
        content = content_of(envelope_of(side.data.send(request).body))
        more = content.findtext(".//hasMore") == "true" or content.findtext(
            ".//remainingCount"
        ) not in (None, "0")
        position = position_of(content)
        if whole is None:
            whole = content
        else:
            _join(whole, content)
        if not more:
            for each in whole.findall(".//newStartPosition"):
                each.clear()
            return whole
        assert position is not None
        node = message.find("streamPosition")
        if node is None:
            node = message.find("startPosition/offset")
        if node is None:
            parent = message.find("startPosition")
            name = "streamPosition" if parent is None else "offset"
            node = etree.SubElement(message if parent is None else parent, name)
        node.text = position


def _join(whole: etree._Element, page: etree._Element) -> None:
    """Add a page to those before it."""
    for name in _LISTS:
        for here, there in zip(whole.iter(name), page.iter(name), strict=True):
            here.extend(list(there))
    for name in ("returnCount", "remainingCount"):
        for here, there in zip(whole.iter(name), page.iter(name), strict=True):
            here.text = str(int(here.text or 0) * (name == "returnCount") + int(there.text or 0))


def campaign_runs(side: Side) -> etree._Element:
    """The campaign runs of a store, as XML."""
    whole = etree.Element("campaignRuns")
    for each in side.data.campaign_runs():
        run = etree.SubElement(whole, "run")
        for name, value in asdict(each).items():
            etree.SubElement(run, name).text = str(value)
    return whole
