"""Clauses about pages: together they have every record once, whatever their size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from mktows.facts.faults import BAD_STREAM_POSITION
from mktows.facts.key_types import IDNUM
from mktows.facts.limits import DEFAULT_PER_PAGE
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, lead_key
from mktows.testing.suite.exchanges import Exchange, Item
from mktows.testing.suite.expectations import ClauseBroken, accepted, expect, not_tried, refused
from mktows.testing.suite.makers import (
    lead_with_history,
    list_members,
    opportunities,
    visits,
)

_MOST_PAGES = 300
_SIZES = [1, 2, 3, 7, DEFAULT_PER_PAGE]


@dataclass(frozen=True)
class Stream:
    """A paged operation, asked for what the suite has written.

    Attributes:
        operation: As in the WSDL.
        params: Its parameters, but for position and size.
        records: Where a page holds its records.
        key: What tells one record from another.
        wanted: The keys that all pages together must hold.
        exact: Whether nothing else may be there.
    """

    operation: str
    params: str
    records: str
    key: Callable[[Item], str | None]
    wanted: list[str]
    exact: bool = True
    position: str = "newStreamPosition"
    sent: str = "streamPosition"
    start: str = ""

    def call(self, endpoint: Endpoint, position: str, size: int | None) -> Exchange:
        """Ask for a page."""
        batch = "" if size is None else f"<batchSize>{size}</batchSize>"
        return endpoint.call(self.operation, self.params + position + batch)

    def following(self, page: Item) -> str | None:
        """The element that asks for the next page; None after the last."""
        more = page.value("hasMore")
        if more == "false" or (more is None and page.value("remainingCount") == "0"):
            return None
        return self.sent_back(page)

    def sent_back(self, page: Item, garbage: str | None = None) -> str:
        """The position as the next request sends it, or a garbled one in its place."""
        if self.sent == "streamPosition":
            text = page.value(self.position) if garbage is None else garbage
            return f"<streamPosition>{_escaped(text or '')}</streamPosition>"
        given = page.first(self.position)
        if given is None:
            raise ClauseBroken(f"a {self.position}", "none", None)
        inner = "".join(
            f"<{each.name}>{_escaped(each.text)}</{each.name}>"
            for each in given.children
            if not each.nil and (each.name != "offset" or garbage is None)
        )
        if garbage is not None:
            inner += f"<offset>{garbage}</offset>"
        return f"<startPosition>{inner}</startPosition>"

    def pages(self, endpoint: Endpoint, size: int | None) -> Iterator[tuple[Exchange, Item]]:
        """Every page, at most 300."""
        position: str | None = self.start
        for _ in range(_MOST_PAGES):
            if position is None:
                return
            reply = self.call(endpoint, position, size)
            page = accepted(reply)
            yield reply, page
            position = self.following(page)
        not_tried(f"there are more than {_MOST_PAGES} pages")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _id_of(name: str) -> Callable[[Item], str | None]:
    return lambda item: item.value(name)


def _activities(endpoint: Endpoint) -> Stream:
    lead = lead_with_history(endpoint)
    return Stream(
        "getLeadActivity",
        lead_key(IDNUM, lead.lead.id),
        "activityRecordList/activityRecord",
        _id_of("id"),
        lead.activity_ids,
        position="newStartPosition",
        sent="startPosition",
    )


def _changes(endpoint: Endpoint) -> Stream:
    endpoint.needs("getLeadChanges", "leadSelector")
    lead = lead_with_history(endpoint)
    return Stream(
        "getLeadChanges",
        '<leadSelector xsi:type="m:LeadKeySelector"><keyType>IDNUM</keyType><keyValues>'
        f"<stringItem>{lead.lead.id}</stringItem></keyValues></leadSelector>",
        "leadChangeRecordList/leadChangeRecord",
        _id_of("id"),
        lead.activity_ids,
        position="newStartPosition",
        sent="startPosition",
        start=f"<startPosition><oldestCreatedAt>{endpoint.since()}</oldestCreatedAt></startPosition>",
    )


def _members(endpoint: Endpoint) -> Stream:
    name, members = list_members(endpoint)
    return Stream(
        "getMultipleLeads",
        '<leadSelector xsi:type="m:StaticListSelector">'
        f"<staticListName>{_escaped(name)}</staticListName></leadSelector>",
        "leadRecordList/leadRecord",
        _id_of("Id"),
        members,
        exact=False,
    )


def _updated(endpoint: Endpoint) -> Stream:
    made = endpoint.leads(5)
    return Stream(
        "getMultipleLeads",
        '<leadSelector xsi:type="m:LastUpdateAtSelector">'
        f"<oldestUpdatedAt>{endpoint.since()}</oldestUpdatedAt></leadSelector>",
        "leadRecordList/leadRecord",
        _id_of("Id"),
        [each.id for each in made],
        exact=False,
    )


def _opportunities(endpoint: Endpoint) -> Stream:
    mark, ids = opportunities(endpoint)
    return Stream(
        "getMObjects",
        "<type>Opportunity</type><mObjCriteriaList><mObjCriteria><attrName>Type</attrName>"
        f"<comparison>EQ</comparison><attrValue>{mark}</attrValue></mObjCriteria>"
        "</mObjCriteriaList>",
        "mObjectList/mObject",
        _id_of("id"),
        ids,
    )


def _visits(endpoint: Endpoint) -> Stream:
    kind, lead, keys = visits(endpoint)

    def key(item: Item) -> str | None:
        pairs = {
            each.value("attrName"): each.value("attrValue")
            for each in item.all("customObjKeyList/attribute")
        }
        return pairs.get(kind.key)

    return Stream(
        "getCustomObjects",
        f"<objTypeName>{kind.name}</objTypeName><customObjKeyList><attribute>"
        f"<attrName>{kind.link}</attrName><attrValue>{lead.id}</attrValue></attribute>"
        "</customObjKeyList><includeAttributes/>",
        "customObjList/customObj",
        key,
        keys,
    )


def _complete(endpoint: Endpoint, stream: Stream, size: int | None) -> None:
    found: list[str] = []
    last = None
    for reply, page in stream.pages(endpoint, size):
        last = reply
        records = page.all(stream.records)
        if size is not None:
            expect(
                len(records) <= size,
                reply,
                expected=f"at most {size} records",
                found=f"{len(records)}",
            )
        found += [stream.key(each) or "" for each in records]
    twice = sorted({each for each in found if found.count(each) > 1})
    missing = [each for each in stream.wanted if each not in found]
    strange = [each for each in found if each not in stream.wanted] if stream.exact else []
    expect(
        not (twice or missing or strange),
        last,
        expected="every record on one page",
        found=f"twice: {twice}, missing: {missing}, not asked for: {strange}",
    )


def _refuses_garbage(endpoint: Endpoint, stream: Stream, size: int | None) -> None:
    reply = stream.call(endpoint, stream.start, size)
    page = accepted(reply) if reply.succeeded else not_tried(f"it answered {reply.outcome}")
    position = stream.sent_back(page, "no position at all")
    refused(stream.call(endpoint, position, size), BAD_STREAM_POSITION)


@clause("MK-PAGE-1", "Pages of activities are complete", "documented", "getLeadActivity")
@pytest.mark.parametrize("size", _SIZES)
def test_pages_of_activities_are_complete(endpoint: Endpoint, size: int) -> None:
    _complete(endpoint, _activities(endpoint), size)


@clause("MK-PAGE-2", "Pages of changes are complete", "documented", "getLeadChanges")
@pytest.mark.parametrize("size", _SIZES)
def test_pages_of_changes_are_complete(endpoint: Endpoint, size: int) -> None:
    _complete(endpoint, _changes(endpoint), size)


@clause("MK-PAGE-3", "Pages of list members are complete", "documented", "getMultipleLeads")
@pytest.mark.parametrize("size", _SIZES)
def test_pages_of_list_members_are_complete(endpoint: Endpoint, size: int) -> None:
    _complete(endpoint, _members(endpoint), size)


@clause("MK-PAGE-4", "Pages of changed leads are complete", "documented", "getMultipleLeads")
@pytest.mark.parametrize("size", [7, DEFAULT_PER_PAGE])
def test_pages_of_changed_leads_are_complete(endpoint: Endpoint, size: int) -> None:
    _complete(endpoint, _updated(endpoint), size)


@clause("MK-PAGE-5", "Pages of objects are complete", "documented", "getMObjects")
def test_pages_of_objects_are_complete(endpoint: Endpoint) -> None:
    _complete(endpoint, _opportunities(endpoint), None)


@clause("MK-PAGE-6", "Pages of custom objects are complete", "documented", "getCustomObjects")
@pytest.mark.parametrize("size", _SIZES)
def test_pages_of_custom_objects_are_complete(endpoint: Endpoint, size: int) -> None:
    _complete(endpoint, _visits(endpoint), size)


@clause(
    "MK-PAGE-7",
    "A garbled position of getLeadActivity is refused with 20122",
    "documented",
    "getLeadActivity",
)
def test_a_garbled_position_of_activities_is_refused(endpoint: Endpoint) -> None:
    _refuses_garbage(endpoint, _activities(endpoint), 1)


@clause(
    "MK-PAGE-8",
    "A garbled position of getLeadChanges is refused with 20122",
    "documented",
    "getLeadChanges",
)
def test_a_garbled_position_of_changes_is_refused(endpoint: Endpoint) -> None:
    _refuses_garbage(endpoint, _changes(endpoint), 1)


@clause(
    "MK-PAGE-9",
    "A garbled position of getMultipleLeads is refused with 20122",
    "documented",
    "getMultipleLeads",
)
def test_a_garbled_position_of_leads_is_refused(endpoint: Endpoint) -> None:
    _refuses_garbage(endpoint, _updated(endpoint), 1)


@clause(
    "MK-PAGE-10",
    "A garbled position of getMObjects is refused with 20122",
    "documented",
    "getMObjects",
)
def test_a_garbled_position_of_objects_is_refused(endpoint: Endpoint) -> None:
    _refuses_garbage(endpoint, _opportunities(endpoint), None)


@clause(
    "MK-PAGE-11",
    "A garbled position of getCustomObjects is refused with 20122",
    "documented",
    "getCustomObjects",
)
def test_a_garbled_position_of_custom_objects_is_refused(endpoint: Endpoint) -> None:
    _refuses_garbage(endpoint, _visits(endpoint), 1)


@clause(
    "MK-PAGE-12",
    "The remainingCount is the number of records that follow",
    "inferred",
    "getLeadActivity",
    "getMultipleLeads",
    "getCustomObjects",
)
@pytest.mark.parametrize("make", [_activities, _members, _visits], ids=lambda each: each.__name__)
def test_the_remaining_count_is_exact(
    endpoint: Endpoint, make: Callable[[Endpoint], Stream]
) -> None:
    stream = make(endpoint)
    left: int | None = None
    pages = 0
    for reply, page in stream.pages(endpoint, 2):
        remaining = int(page.value("remainingCount") or "-1")
        came = len(page.all(stream.records))
        if left is not None:
            expect(
                remaining == left - came,
                reply,
                expected=f"remainingCount {left - came}",
                found=f"remainingCount {remaining}",
            )
        left = remaining
        pages += bool(came)
    if pages < 2:
        not_tried("there are fewer than two pages")


@clause("MK-PAGE-13", "The same position gives the same page", "inferred", "getLeadActivity")
def test_the_same_position_gives_the_same_page(endpoint: Endpoint) -> None:
    stream = _activities(endpoint)
    first = stream.call(endpoint, "", 2)
    page = accepted(first) if first.succeeded else not_tried(f"it answered {first.outcome}")
    following = stream.following(page)
    if following is None:
        not_tried("there is one page only")
    one, other = (stream.call(endpoint, following, 2) for _ in range(2))
    keys = [
        [stream.key(each) for each in accepted(reply).all(stream.records)] for reply in (one, other)
    ]
    if not keys[0]:
        not_tried("the second page is empty")
    expect(keys[0] == keys[1], other, expected=str(keys[0]), found=str(keys[1]))
