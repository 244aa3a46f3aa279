"""Streams of records from the sandbox: all of them, gone on with from any place."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from xsdata.models.datatype import XmlDateTime

from mktows import (
    NO_RETRY,
    Client,
    HttpRequest,
    HttpResponse,
    InvalidFault,
    ProtocolError,
    RequestError,
    Transport,
)
from mktows.sandbox import Sandbox
from mktows.sandbox.world import (
    World,
    WorldActivity,
    WorldCustomObjectType,
    WorldField,
    WorldLead,
    WorldList,
    WorldOpportunity,
)
from mktows.soap import write_envelope

NOW = datetime(2013, 8, 1, 12, 0, 0, tzinfo=UTC)
LEADS = range(1, 8)
DAYS = {lead: 13 * lead for lead in LEADS}
"""Days before now at which leads were changed the last time."""
SHOW = WorldCustomObjectType(
    name="Show",
    link="MKTOID",
    fields=(
        WorldField(name="MKTOID", type="integer", key=True),
        WorldField(name="rid", key=True),
        WorldField(name="city"),
    ),
    records=tuple({"MKTOID": "1", "rid": f"r, {n:03}", "city": "Oslo"} for n in range(7)),
)


def moment(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


WORLD = World(
    lists=(WorldList(name="L"),),
    leads=tuple(
        WorldLead(
            id=lead,
            email=f"l{lead}@x.org",
            attributes={"FirstName": f"F{lead}"},
            created=moment(200),
            updated=moment(DAYS[lead]),
            lists=("L",),
        )
        for lead in LEADS
    ),
    opportunities=tuple(
        WorldOpportunity(id=n, attributes={"Name": f"Deal {n}", "Stage": "new"})
        for n in range(1, 104)
    ),
    custom_objects=(SHOW,),
    activities=tuple(
        WorldActivity(
            lead=2, at=moment(100 - n), type="Visit Webpage", asset=f"Page {n}",
            attributes={"Webpage ID": str(n)},
        )
        for n in range(9)
    ),
)  # fmt: skip


class Watched:
    """A transport that keeps which operations were called."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.calls: list[str] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        self.calls.append(request.operation)
        return self.inner.send(request)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(world=WORLD, now=lambda: NOW, strict=True) as sandbox:
        yield sandbox


@pytest.fixture(params=["2_1", "3_1"])
def wire(sandbox: Sandbox, request: pytest.FixtureRequest) -> tuple[Client, Watched]:
    watched = Watched(sandbox)
    config = sandbox.config(request.param)
    return Client(config, transport=watched, retry=NO_RETRY, now=lambda: NOW), watched


@pytest.fixture
def client(wire: tuple[Client, Watched]) -> Client:
    return wire[0]


KEYS = [1, "l2@x.org", "l3@x.org", ("IDNUM", 4), {"Id": 5}, 999, "none@x.org", 6]
STREAMS: dict[str, tuple[Callable[..., Any], Callable[[Any], object], list[object]]] = {
    "keys": (
        lambda c, position=None: c.iter_leads(keys=iter(KEYS), position=position),
        lambda lead: lead["Id"],
        [1, 2, 3, 4, 5, 6],
    ),
    "list": (
        lambda c, position=None: c.iter_leads(list_name="L", batch_size=2, position=position),
        lambda lead: lead["Id"],
        [*LEADS],
    ),
    # Oldest spans first; by id in each. Lead 5 was changed at the bound of two.
    "range": (
        lambda c, position=None: c.iter_leads(
            since=NOW - timedelta(days=95), batch_size=1, position=position
        ),
        lambda lead: lead["Id"],
        [5, 6, 7, 3, 4, 5, 1, 2],
    ),
    "activity": (
        lambda c, position=None: c.iter_lead_activity(
            2, include_types=["VisitWebpage"], batch_size=2, position=position
        ),
        lambda activity: activity["mktgAssetName"],
        [f"Page {n}" for n in reversed(range(9))],
    ),
    "changes": (
        lambda c, position=None: c.iter_lead_changes(
            since=NOW - timedelta(days=98), until=NOW - timedelta(days=93), batch_size=2,
            position=position,
        ),
        lambda activity: activity["mktgAssetName"],
        [f"Page {n}" for n in range(2, 8)],
    ),
    "objects": (
        lambda c, position=None: c.iter_mobjects(
            "Opportunity", criteria=[("Stage", "EQ", "new")], position=position
        ),
        lambda each: each["id"],
        [*range(1, 104)],
    ),
    "custom objects": (
        lambda c, position=None: c.iter_custom_objects(
            "Show", keys={"MKTOID": 1}, batch_size=3, position=position
        ),
        lambda each: each["keys"]["rid"],
        [f"r, {n:03}" for n in range(7)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_has_all_records_and_asks_for_a_page_when_it_is_needed(
    name: str, wire: tuple[Client, Watched]
) -> None:
    client, watched = wire
    make, shown, expected = STREAMS[name]
    stream = make(client)
    assert watched.calls == []
    first = next(stream)
    early = len(watched.calls)
    assert [shown(first), *map(shown, stream)] == expected
    assert len(watched.calls) > early >= 1
    assert len({*watched.calls}) == 1


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_goes_on_from_its_position(name: str, client: Client) -> None:
    make, shown, expected = STREAMS[name]
    for taken in range(0, len(expected) + 1, 1 if len(expected) < 20 else 33):
        stream = make(client)
        begun = [shown(each) for each in itertools.islice(stream, taken)]
        rest = make(client, position=stream.position)
        assert begun + [shown(each) for each in rest] == expected


def test_a_position_of_other_arguments_is_refused(client: Client) -> None:
    position = client.iter_leads(list_name="L").position
    with pytest.raises(RequestError, match="repeat those that it was made with"):
        client.iter_leads(list_name="M", position=position)
    with pytest.raises(RequestError, match="repeat those"):
        client.iter_leads(list_name="L", batch_size=7, position=position)
    with pytest.raises(RequestError, match="one of 'leads', not of 'mobjects'"):
        client.iter_mobjects("Program", position=position)
    damaged = json.dumps({**json.loads(client.iter_lead_activity(2).position), "at": "x"})
    with pytest.raises(RequestError, match="damaged"):
        next(client.iter_lead_activity(2, position=damaged))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda c: c.iter_leads(), "exactly one of keys, list_name and since"),
        (lambda c: c.iter_leads(list_name="L", until=NOW), "until goes with since"),
        (lambda c: c.iter_leads(since=NOW, until=NOW - timedelta(1)), "since lies after until"),
        (lambda c: c.iter_leads(since=datetime(2013, 8, 1)), "since needs an offset"),
        (lambda c: c.iter_leads(since=NOW, until=XmlDateTime(2013, 9, 1, 0, 0, 0)), "until needs"),
        (lambda c: c.iter_leads(since=datetime.min.replace(tzinfo=ZoneInfo("Asia/Tokyo"))),
         "since is beyond"),
        (lambda c: c.iter_leads(keys=["x"]), "must be an email address"),
        (lambda c: c.iter_lead_activity("x"), "must be an email address"),
        (lambda c: c.iter_lead_activity(1, include_types=[], exclude_types=[]), "exclude each"),
        (lambda c: c.iter_lead_changes(), "give since, or the position"),
        (lambda c: c.iter_lead_changes(since=NOW, keys=range(101)), "more than 100"),
        (lambda c: c.iter_lead_changes(position="x"), "no text that a stream gave"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_before_sending(
    call: Callable[[Client], object], words: str, wire: tuple[Client, Watched]
) -> None:
    client, watched = wire
    with pytest.raises(RequestError, match=words):
        call(client)
    assert watched.calls == []


def spans(client: Client, **arguments: Any) -> list[tuple[str, str]]:
    """The bounds of the time ranges that are asked for."""
    asked: list[tuple[str, str]] = []
    call = client.call

    def kept(params: Any, **more: Any) -> Any:
        selector = params.lead_selector
        bounds = (selector.oldest_updated_at, selector.latest_updated_at)
        if not params.stream_position:
            asked.append((f"{bounds[0]:%m-%d %H}", f"{bounds[1]:%m-%d %H}"))
        return call(params, **more)

    client.call = kept  # type: ignore[method-assign]
    list(client.iter_leads(**arguments))
    return asked


def test_a_long_range_is_asked_for_in_spans_that_leave_nothing_out(client: Client) -> None:
    asked = spans(client, since=NOW - timedelta(days=61))
    assert [each for each, _ in asked] == [
        "06-01 12", "07-01 12", "07-31 12",
    ]  # fmt: skip
    assert [each for _, each in asked] == [*(each for each, _ in asked[1:]), "08-01 12"]


def test_a_span_of_thirty_days_is_thirty_days_long_where_clocks_change(client: Client) -> None:
    since = datetime(2013, 3, 1, tzinfo=ZoneInfo("America/Chicago"))
    asked = spans(client, since=since, until=since + timedelta(days=30))  # an hour less, in truth
    assert asked == [("03-01 06", "03-31 05")]
    (first, *_) = spans(client, since=since, until=since + timedelta(days=40))
    assert first == ("03-01 06", "03-31 06")


def test_a_range_that_ends_now_keeps_its_end_when_it_goes_on(sandbox: Sandbox) -> None:
    now = [NOW]
    client = Client(sandbox.config(), transport=sandbox, now=lambda: now[0])
    since = NOW - timedelta(days=95)
    stream = client.iter_leads(since=since)
    begun = [next(stream)["Id"], next(stream)["Id"]]
    now[0] = NOW + timedelta(minutes=5)
    rest = client.iter_leads(since=since, position=stream.position)
    assert [*begun, *(each["Id"] for each in rest)] == [5, 6, 7, 3, 4, 5, 1, 2]


def test_changes_go_on_in_the_next_run_with_the_position_alone() -> None:
    with Sandbox() as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        client.sync_lead({"Email": "a@x.org", "City": "Lyon"})
        first = client.iter_lead_changes(since=datetime.now(UTC) - timedelta(hours=1))
        assert [each["activityType"] for each in first] == ["New Lead"]
        second = client.iter_lead_changes(position=first.position)
        assert list(second) == []
        client.sync_lead({"Email": "a@x.org", "City": "Oslo"})
        third = client.iter_lead_changes(position=second.position)
        assert [each["attributes"]["New Value"] for each in third] == ["Oslo"]


def test_a_fault_leaves_the_stream_where_it_is(sandbox: Sandbox) -> None:
    client = Client(sandbox.config(), transport=sandbox, retry=NO_RETRY, now=lambda: NOW)
    stream = client.iter_leads(list_name="L", batch_size=2)
    begun = [next(stream)["Id"], next(stream)["Id"]]
    sandbox.fail_next("getMultipleLeads", code=20102)
    with pytest.raises(InvalidFault):
        next(stream)
    assert [*begun, *(each["Id"] for each in stream)] == [*LEADS]


def test_the_end_may_be_a_fault_of_its_own(sandbox: Sandbox) -> None:
    client = Client(sandbox.config(), transport=sandbox, retry=NO_RETRY, now=lambda: NOW)
    stream = client.iter_leads(list_name="L", batch_size=2)
    next(stream)
    sandbox.fail_next("getMultipleLeads", code=20123)
    assert [each["Id"] for each in stream] == [2]
    sandbox.fail_next("getMultipleLeads", code=20123)
    with pytest.raises(InvalidFault):  # at its beginning a stream has no end
        next(client.iter_leads(list_name="L"))


class Short:
    """Answers without the counts and positions that the contract requires."""

    def send(self, request: HttpRequest) -> HttpResponse:
        namespace = "http://www.marketo.com/mktows/"
        name = f"success{request.operation[0].upper()}{request.operation[1:]}"
        body = f"<ns1:{name}><result/></ns1:{name}>"
        return HttpResponse(200, {}, write_envelope(namespace=namespace, body=body))


def test_a_reply_that_does_not_say_whether_it_is_the_last_is_no_end(sandbox: Sandbox) -> None:
    client = Client(sandbox.config(), transport=Short(), retry=NO_RETRY)
    for stream in (client.iter_leads(list_name="L"), client.iter_mobjects("Program", id=1)):
        with pytest.raises(ProtocolError, match="whether there are more"):
            next(iter(stream))


def test_mappings_are_plain_values(client: Client) -> None:
    lead = next(client.iter_leads(keys=[2], include_attributes=["FirstName", "Email"]))
    assert lead == {"Id": 2, "Email": "l2@x.org", "FirstName": "F2"}
    activity = next(client.iter_lead_activity(lead, include_types=["VisitWebpage"]))
    assert activity["activityDateTime"] == NOW - timedelta(days=92)
    assert activity["attributes"]["Webpage ID"] == "8"
    deal = next(client.iter_mobjects("Opportunity", id=1))
    assert deal["attributes"] == {"Name": "Deal 1", "Stage": "new"}
    assert deal["createdAt"] == NOW
    show = next(client.iter_custom_objects("Show", keys={"MKTOID": 1}))
    assert show == {"keys": {"MKTOID": "1", "rid": "r, 000"}, "attributes": {"city": "Oslo"}}
