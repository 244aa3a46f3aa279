"""syncLead through the bridge: the same leads, ids and faults as of the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import pytest
from mktows_bindings.v3_1 import types
from support.bridge_pair import Pair, outcome

from mktows.client import Client
from mktows.errors import Fault
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldField, WorldForeignId, WorldLead

COOKIE = "id:123-ABC-456&token:_mch-example.com-1-2"
KNOWN_COOKIE = "id:123-ABC-456&token:_mch-example.com-3-4"
ANONYMOUS_COOKIE = "id:123-ABC-456&token:_mch-example.com-5-6"
LONG_AGO = "2026-01-01T00:00:00Z"
WORLD = World(
    lead_fields=(
        WorldField(name="Rank", type="integer"),
        WorldField(name="Worth", type="currency"),
        WorldField(name="Agreed", type="boolean"),
        WorldField(name="Born", type="date"),
    ),
    leads=(
        WorldLead(
            id=7,
            created=LONG_AGO,
            email="a@example.com",
            attributes={"FirstName": "Ann", "Rank": "3"},
        ),
        WorldLead(id=8, created=LONG_AGO, email="b@example.com", cookies=(KNOWN_COOKIE,)),
        WorldLead(id=9, email="b@example.com"),
        WorldLead(id=10, cookies=(ANONYMOUS_COOKIE,)),
    ),
)
CALLS: dict[str, tuple[Mapping[str, Any], dict[str, Any]]] = {
    "new by address": ({"Email": "new@example.com", "FirstName": "New"}, {}),
    "known by address": ({"Email": "a@example.com", "FirstName": "Bea"}, {}),
    "in other letters": ({"Email": "A@EXAMPLE.COM", "LastName": "B"}, {}),
    "by id": ({"Id": 7, "Rank": "12", "Worth": "1234567890.5", "Agreed": "1"}, {}),
    "by id, and another address": ({"Id": 7, "Email": "z@example.com"}, {}),
    "an unknown id": ({"Id": 99, "FirstName": "X"}, {}),
    "no id at all": ({"Id": -3, "FirstName": "X"}, {}),
    "the newest of several": ({"Email": "b@example.com", "FirstName": "Newest"}, {}),
    "an unknown field": ({"Email": "a@example.com", "Pants": "1", "Hat": "2"}, {}),
    "a value that does not fit": ({"Email": "a@example.com", "Rank": "many", "City": "Ulm"}, {}),
    "a field of the service": ({"Email": "a@example.com", "Created At": "2001-01-01"}, {}),
    "cleared": ({"Id": 7, "FirstName": "", "Rank": ""}, {}),
    "a date": ({"Id": 7, "Born": "1980-02-29"}, {}),
    "nothing but the key": ({"Id": 7}, {}),
    "an empty record": ({}, {}),
    "no key": ({"FirstName": "X"}, {}),
    "a new cookie": ({"Email": "a@example.com", "City": "Ulm"}, {"marketo_cookie": COOKIE}),
    "a cookie alone": ({"FirstName": "Dan"}, {"marketo_cookie": KNOWN_COOKIE}),
    "an unknown cookie alone": ({"FirstName": "Dan"}, {"marketo_cookie": COOKIE}),
    "an anonymous visitor": (
        {"Email": "c@example.com", "FirstName": "Cy"},
        {"marketo_cookie": ANONYMOUS_COOKIE},
    ),
    "an anonymous visitor who is known": (
        {"Email": "a@example.com", "FirstName": "Cy"},
        {"marketo_cookie": ANONYMOUS_COOKIE},
    ),
    "somebody else's browser": (
        {"Email": "a@example.com", "FirstName": "Cy"},
        {"marketo_cookie": KNOWN_COOKIE},
    ),
    "the owner's browser": (
        {"Email": "B@example.com", "FirstName": "Cy"},
        {"marketo_cookie": KNOWN_COOKIE},
    ),
    "a cookie without attributes": ({"Email": "a@example.com"}, {"marketo_cookie": COOKIE}),
    "a cookie that is none": (
        {"Email": "a@example.com", "City": "Ulm"},
        {"marketo_cookie": "biscuit"},
    ),
    "the default workspace": ({"Email": "d@example.com"}, {"workspace": "default"}),
    "an unknown workspace": ({"Email": "d@example.com"}, {"workspace": "Mars"}),
    "an unknown workspace, and no record": ({}, {"workspace": "Mars"}),
}


def sync(client: Client, lead: Mapping[str, Any], **settings: Any) -> Any:
    return client.sync_lead(lead, return_lead=True, **settings)


def all_leads(client: Client) -> Any:
    return client.get_multiple_leads(ids=range(1, 101))


@pytest.mark.parametrize(("lead", "settings"), CALLS.values(), ids=CALLS)
def test_the_bridge_answers_as_the_sandbox(
    two_ways: Callable[..., Pair], lead: Mapping[str, Any], settings: dict[str, Any]
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: sync(client, lead, **settings))
    assert _in_small(old) == _in_small(new)
    old, new = pair.both(all_leads)
    assert _in_small(old) == _in_small(new)
    if settings:
        cookies = ["_".join(settings.values())]
        old, new = pair.both(lambda client: client.get_lead(("COOKIE", cookies[0])))
        # The only one that REST does not take for a cookie.
        assert (old == new) == (cookies != ["biscuit"])


def _in_small(told: Any) -> Any:
    """The same with addresses in small letters: REST writes those of the key, too."""
    if is_dataclass(told) and not isinstance(told, type):
        return _in_small(asdict(told))
    if isinstance(told, dict):
        return {
            name: value.lower() if name == "email" and value else _in_small(value)
            for name, value in told.items()
        }
    return [_in_small(each) for each in told] if isinstance(told, list) else told


@pytest.mark.parametrize(
    ("lead", "settings", "calls"),
    [
        ({"Email": "new@example.com", "FirstName": "N"}, {}, 1),
        ({"Id": 7, "FirstName": "N"}, {}, 1),
        ({"Email": "b@example.com", "FirstName": "N"}, {}, 3),
        ({"Email": "a@example.com", "FirstName": "N"}, {"return_lead": True}, 2),
        ({"Email": "a@example.com", "FirstName": "N"}, {"marketo_cookie": COOKIE}, 3),
        ({"Email": "a@example.com", "Pants": "1"}, {}, 0),
    ],
)
def test_the_calls_that_it_takes(
    two_ways: Callable[..., Pair], lead: Mapping[str, Any], settings: dict[str, Any], calls: int
) -> None:
    pair = two_ways(WORLD)
    pair.soap("bridge").get_lead(id=7)
    assert pair.rest_calls(lambda client: client.sync_lead(lead, **settings)) == calls


def test_the_one_that_was_changed_last_of_several(two_ways: Callable[..., Pair]) -> None:
    leads = (
        WorldLead(id=8, email="b@example.com", created="2026-01-02T00:00:00Z"),
        WorldLead(id=9, email="b@example.com", created="2026-01-01T00:00:00Z"),
    )
    for several, chosen in (("last_updated", 8), ("newest", 9)):
        client = two_ways(World(leads=leads), several=several).soap("bridge")
        result = client.sync_lead({"Email": "b@example.com", "FirstName": "X"})
        assert (result.lead_id, result.sync_status.status.value) == (chosen, "UPDATED")


WORKSPACES = World(
    instance=Instance(workspaces=("Europe",)),
    leads=(
        WorldLead(id=7, email="a@example.com"),
        WorldLead(id=8, email="e@example.com", workspace="Europe", cookies=(KNOWN_COOKIE,)),
    ),
)


@pytest.mark.parametrize(
    ("lead", "settings"),
    [
        ({"Id": 7, "FirstName": "X"}, {"workspace": "Europe"}),
        ({"Id": 8, "FirstName": "X"}, {"workspace": "europe"}),
        ({"Id": 8, "FirstName": "X"}, {"workspace": "Default"}),
        ({"Id": 99, "FirstName": "X"}, {"workspace": "Europe"}),
        ({"Email": "a@example.com", "FirstName": "X"}, {"workspace": "Europe"}),
        ({"Email": "new@example.com", "FirstName": "X"}, {"workspace": "Europe"}),
        ({"FirstName": "X"}, {"workspace": "Default", "marketo_cookie": KNOWN_COOKIE}),
        ({"FirstName": "X"}, {"workspace": "Europe", "marketo_cookie": COOKIE}),
    ],
)
def test_a_workspace_is_a_partition(
    two_ways: Callable[..., Pair], lead: Mapping[str, Any], settings: dict[str, Any]
) -> None:
    pair = two_ways(WORKSPACES, workspaces={"Default": "Default", "Europe": "Europe"})
    old, new = pair.both(lambda client: sync(client, lead, **settings))
    assert old == new
    if not isinstance(new, Fault):
        again = {"Id": new.lead_id}
        places = pair.both(lambda client: client.sync_lead(again, workspace="Europe"))
        assert places[0] == places[1]


FOREIGN = World(
    lead_fields=(WorldField(name="Code", external_key=True),),
    leads=(
        WorldLead(id=7, email="a@example.com", attributes={"Code": "x"}),
        WorldLead(id=8, email="b@example.com", foreign_ids=(WorldForeignId(id="x"),)),
    ),
)


@pytest.mark.parametrize(
    ("lead", "answer", "held", "calls"),
    [
        ({"ForeignSysPersonId": "x", "City": "Ulm"}, (7, "UPDATED"), "x", 1),
        ({"ForeignSysPersonId": "x", "Email": "b@example.com"}, (7, "UPDATED"), "x", 2),
        ({"ForeignSysPersonId": "y", "Email": "b@example.com"}, (8, "UPDATED"), "y", 2),
        ({"ForeignSysPersonId": "y", "City": "Ulm"}, (9, "CREATED"), "y", 1),
        ({"Id": 8, "ForeignSysPersonId": "z"}, (8, "UPDATED"), "z", 2),
        ({"Id": 8, "ForeignSysPersonId": "x"}, (8, "UPDATED"), "x", 3),
    ],
)
def test_a_field_holds_foreign_ids(
    two_ways: Callable[..., Pair],
    lead: Mapping[str, Any],
    answer: tuple[int, str],
    held: str,
    calls: int,
) -> None:
    pair = two_ways(FOREIGN, foreign_fields={"CUSTOM": "Code"})
    client: Any = pair.soap("bridge")
    client.get_lead(id=7)
    before = len(pair.watched.requests)
    result = client.sync_lead(lead)
    assert len(pair.watched.requests) - before == calls
    assert (result.lead_id, result.sync_status.status.value) == answer
    (found,) = client.get_lead(id=result.lead_id).lead_record_list.lead_record
    assert found.foreign_sys_person_id == held


def test_a_foreign_id_that_is_given_to_another_lead_leaves_the_former(
    two_ways: Callable[..., Pair],
) -> None:
    client: Any = two_ways(FOREIGN, foreign_fields={"CUSTOM": "Code"}).soap("bridge")
    client.sync_lead({"Id": 8, "ForeignSysPersonId": "x"})
    assert client.get_lead(id=7).lead_record_list.lead_record[0].foreign_sys_person_id is None
    assert client.sync_lead({"ForeignSysPersonId": "x", "City": "Ulm"}).lead_id == 8


def test_a_foreign_id_without_a_field_is_refused(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(FOREIGN)
    fault = outcome(lambda: pair.soap("bridge").sync_lead({"ForeignSysPersonId": "x", "City": "U"}))
    assert isinstance(fault, Fault)
    assert fault.service_code == 20110


def test_fields_of_a_company_are_left_out_or_fail(two_ways: Callable[..., Pair]) -> None:
    rest = RestSettings(habits=Habits(company_fields=False))
    lead = {"Email": "a@example.com", "Company": "C", "FirstName": "X"}
    client: Any = two_ways(WORLD, rest=rest).soap("bridge")
    assert client.sync_lead(lead).sync_status.status.value == "UPDATED"
    (record,) = client.get_lead(id=7).lead_record_list.lead_record
    shown = {each.attr_name: each.attr_value for each in record.lead_attribute_list.attribute}
    assert shown == {"FirstName": "X", "Rank": "3"}
    client = two_ways(WORLD, rest=rest, company_fields="fail").soap("bridge")
    fault = outcome(lambda: client.sync_lead(lead))
    assert isinstance(fault, Fault)
    assert fault.service_code == 20106


def test_an_address_beyond_ascii_is_refused(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    fault = outcome(lambda: pair.soap("bridge").sync_lead({"Email": "ä@example.com"}))
    assert isinstance(fault, Fault)
    assert fault.service_code == 20110


@pytest.mark.parametrize("code", [602, 604, 608])
def test_a_new_lead_counts_as_created_however_often_rest_was_asked(
    two_ways: Callable[..., Pair], code: int
) -> None:
    pair = two_ways(WORLD)
    done = {"processed": True} if code == 604 else {}
    pair.face.fail_next("sync_leads", code=code, **done)
    result = pair.soap("bridge").sync_lead({"Email": "new@example.com", "City": "Ulm"})
    assert result.sync_status.status.value == "CREATED"
    pair.face.fail_next("sync_leads", code=code, **done)
    result = pair.soap("bridge").sync_lead({"Email": "a@example.com", "City": "Ulm"})
    assert result.sync_status.status.value == "UPDATED"
    assert pair.soap("bridge").get_lead(email="new@example.com").count == 1


def test_a_lead_without_a_key_is_never_made_twice(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    client: Any = pair.soap("bridge")

    def sync() -> Any:
        return client.sync_lead({"FirstName": "Dan"}, marketo_cookie=COOKIE)

    pair.face.fail_next("sync_leads", code=604, processed=True)
    for _ in range(2):
        fault = outcome(sync)
        assert isinstance(fault, Fault)
        assert fault.service_code == 20011
    assert client.get_multiple_leads(ids=range(1, 101)).return_count == len(WORLD.leads) + 1


def test_a_new_lead_of_an_address_is_found_again(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    client: Any = pair.soap("bridge")
    params = types.ParamsSyncLead(
        lead_record=types.LeadRecord(
            email="none@example.com",
            lead_attribute_list=types.ArrayOfAttribute(
                attribute=[types.Attribute(attr_name="Email", attr_value="a@example.com")]
            ),
        ),
        return_lead=False,
    )
    pair.face.fail_next("sync_leads", code=604, processed=True)
    result = client.call(params).result
    assert (result.lead_id, result.sync_status.status.value) == (11, "CREATED")
    assert client.get_lead(email="a@example.com").count == 2
