"""What a new database holds after a world was loaded, read through the operations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mktows_bindings.v2_7 import types
from support.worlds import as_json, worlds

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.store import Store
from mktows.sandbox.world.files import demo_world, parse_world
from mktows.sandbox.world.seeding import seed
from mktows.sandbox.world.world import World, WorldError, WorldField, WorldLead, WorldList

NOW = 1_400_000_000


@pytest.fixture(scope="module")
def demo() -> Iterator[Client]:
    """A client of a sandbox that holds the demo world; tests of this module only read."""
    store = Store()
    seed(store, demo_world(), now=NOW)
    with Sandbox(backend=Emulator(store)) as sandbox:
        yield Client(sandbox.config(), transport=sandbox)


def texts(listed: Any) -> dict[str, str]:
    return {each.attr_name: each.attr_value for each in (listed.attribute if listed else ())}


def contents(store: Store) -> list[str]:
    """Everything the database holds."""
    with store.reading() as data:
        connection = data._connection.connection.driver_connection
        assert connection is not None
        return list(connection.iterdump())


# The demo world


def test_the_lead_of_the_documented_example_is_there(demo: Any) -> None:
    result = demo.get_lead(email="rufus@marketo.com")
    assert result.count == 1
    (record,) = result.lead_record_list.lead_record
    assert record.id == 1089965
    assert [
        (each.attr_name, each.attr_type, each.attr_value)
        for each in record.lead_attribute_list.attribute
    ] == [
        ("AnonymousIP", "string", "172.249.34.240"),
        ("Company", "string", "Marketo"),
        ("FirstName", "string", "Travis"),
        ("InferredCompany", "string", "Time Warner Cable"),
        ("InferredCountry", "string", "United States"),
        ("LastName", "string", "Kaufman"),
        ("LeadScore", "integer", "62"),
        ("Website", "url", "gmail.com"),
    ]


def test_the_rows_of_the_roadshow_are_there(demo: Any) -> None:
    result = demo.get_custom_objects("RoadShow", keys={"MKTOID": 1090177})
    assert (result.obj_type_name, result.return_count, result.remaining_count) == ("Roadshow", 6, 0)
    assert result.new_stream_position == '{"ky":["1090177"],"os":6}'
    third = result.custom_obj_list.custom_obj[2]
    assert texts(third.custom_obj_key_list) == {"MKTOID": "1090177", "rid": "rid1"}
    assert texts(third.custom_obj_attribute_list) == {
        "city": "SanMateo",
        "state": "California",
        "zip": "94404",
    }


def test_the_programs_of_the_documented_example_are_there(demo: Any) -> None:
    result = demo.get_mobjects(
        "Program", criteria=[("Id", "LE", "1010"), ("Name", "NE", "elizprogramtest")]
    )
    shown = {each.id: each for each in result.m_object_list.m_object}
    assert [*shown] == [1001, 1002, 1004, 1005, 1006, 1007]
    assert not result.has_more
    webinar = shown[1006]
    assert [(each.name, each.value) for each in webinar.attrib_list.attrib] == [
        ("Name", "Big Launch Webinar"),
        ("Type", "Marketing Event"),
        ("Workspace Id", "1"),
        ("Workspace Name", "Default"),
        (
            "Tree Path",
            "/Marketing Activities/Default/MKTO Training/MKTO Events/Big Launch Webinar",
        ),
        ("Is Archived", "false"),
        ("Start Date", "2011-08-01 11:00:00"),
        ("End Date", "2011-08-01 02:00:00"),
    ]
    assert [
        (each.attr_type, [(pair.name, pair.value) for pair in each.attr_list.attrib])
        for each in webinar.type_attrib_list.type_attrib
    ] == [
        ("Tag", [("Type", "Channel"), ("Value", "Webinar")]),
        ("Cost", [("Id", "1"), ("Month", "2011-07-01"), ("Amount", "3000"), ("Note", "Speaker")]),
        (
            "Cost",
            [("Id", "2"), ("Month", "2011-07-01"), ("Amount", "1000"), ("Note", "Post-production")],
        ),
    ]


def test_the_demo_world_is_loaded_into_what_every_instance_has() -> None:
    store = Store()
    seed(store, demo_world(), now=NOW)
    with store.reading() as data:
        assert {"FirstName", "AccountType"} <= data.leads.fields().keys()
        assert data.mobjects.fields("Opportunity")["opportunityId"].external_key
        assert data.lists.members(6926, limit=10) == ([1089946], 0)
    store.close()


def test_the_next_objects_have_the_ids_of_the_documented_example() -> None:
    store = Store()
    seed(store, demo_world(), now=NOW)
    with store.writing() as data:
        assert data.mobjects.insert(StoredObject("Opportunity", 0, 0, 0)) == 40
        role = StoredObject("OpportunityPersonRole", 0, 0, 0, opportunity_id=4, lead_id=6)
        assert data.mobjects.insert(role) == 11
    store.close()


# Of the other examples, what is on record of each record


def test_the_activities_of_the_documented_example_are_there(demo: Any) -> None:
    found = demo.get_lead_activity(
        id=1089965, include_types=["VisitWebpage", "FillOutForm"], batch_size=10
    )
    assert [each.id for each in found.activity_record_list.activity_record] == [
        *(1030680, 1030678, 1030607, 1030597, 1030593),
        *(1030596, 1030595, 1030552, 1024819, 1024814),
    ]
    first = found.activity_record_list.activity_record[0]
    assert str(first.activity_date_time) == "2013-07-09T16:44:28-05:00"
    assert (first.activity_type, first.mktg_asset_name) == ("Visit Webpage", "ClickDemo")
    assert texts(first.activity_attributes)["Created At"] == "2013-07-09 16:44:28"


def test_the_changes_of_the_documented_example_are_there(demo: Any) -> None:
    found = demo.get_lead_changes(since=datetime(2013, 8, 1, 0, 13, 13, tzinfo=UTC), batch_size=10)
    records = found.lead_change_record_list.lead_change_record
    assert [each.id for each in records] == [
        *(1037189, 1037190, 1037193, 1082831, 1082843),
        *(1086153, 1086166, 1086167, 1086169, 1086173),
    ]
    assert (records[0].campaign, records[0].mkt_person_id) == (
        "Japanese form fillout.test time zone",
        "84105",
    )


def test_the_campaigns_of_the_documented_example_are_there(demo: Any) -> None:
    found = demo.get_campaigns_for_source("MKTOWS", name="Trigger")
    assert found.return_count == 13
    assert [each.id for each in found.campaign_record_list.campaign_record] == [
        *(3374, 4240, 4038, 4040, 4242, 4335, 4477),
        *(4239, 4037, 4039, 4241, 4334, 4476),
    ]


def test_the_members_of_the_documented_list_are_there(demo: Any) -> None:
    found = demo.list_operation(
        "ISMEMBEROFLIST", list_name="Trav-Test-List", members=[87710, 1089946]
    )
    assert not found.success
    assert [each.status for each in found.status_list.lead_status] == [False, True]


def test_the_channels_of_the_documented_example_are_there(demo: Any) -> None:
    found = demo.get_channels(["Webinar", "Blog", "Tradeshow"]).tags.tag_status
    assert [each.tag_value for each in found] == ["Blog", "Tradeshow", "Webinar"]
    assert [len(each.status_list.progression_status_item) for each in found] == [3, 4, 9]


# Databases


def test_a_database_that_was_used_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    store = Store(tmp_path / "used.db")
    seed(store, demo_world(), now=NOW)
    before = contents(store)
    with pytest.raises(WorldError, match="has been used"):
        seed(store, demo_world(), now=NOW)
    with pytest.raises(WorldError, match="has been used"):
        seed(store, World(), now=NOW)
    assert contents(store) == before
    store.close()


WORLD = World(leads=(WorldLead(id=7, email="a@example.com"),))


def test_a_sandbox_goes_on_where_it_began_with_the_same_world(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with Sandbox(database=file, world=WORLD) as sandbox:
        assert Client(sandbox.config(), transport=sandbox).sync_lead({"Email": "b@x.com"})
    with Sandbox(database=file, world=WORLD) as sandbox:
        client: Any = Client(sandbox.config(), transport=sandbox)
        assert client.get_lead(email="b@x.com").lead_record_list.lead_record[0].id == 8
        assert client.get_lead(email="a@example.com").count == 1
    for other in (World(), World(leads=(WorldLead(id=8),))):
        with pytest.raises(WorldError, match="has been used"):
            Sandbox(database=file, world=other)


def test_a_database_that_began_without_the_world_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with Sandbox(database=file) as sandbox:
        Client(sandbox.config(), transport=sandbox).sync_lead({"Email": "a@example.com"})
    with pytest.raises(WorldError, match="has been used"):
        Sandbox(database=file, world=WORLD)


def test_processes_that_begin_together_load_the_world_once(tmp_path: Path) -> None:
    file = tmp_path / "shared.db"
    with Sandbox(database=file) as one, Sandbox(database=file) as other:
        assert (one.seed(WORLD, if_new=True), other.seed(WORLD, if_new=True)) == (True, False)


def test_a_lead_that_is_gone_leaves_a_database_used() -> None:
    store = Store()
    with store.writing() as data:
        data.leads.create(None, 0)
        data.leads.flush()
        data._connection.exec_driver_sql("DELETE FROM lead")
    with pytest.raises(WorldError, match="has been used"):
        seed(store, World(), now=NOW)
    store.close()


def test_an_own_field_leaves_a_database_used() -> None:
    store = Store()
    seed(store, World(lead_fields=(WorldField(name="own"),)), now=NOW)
    with pytest.raises(WorldError, match="has been used"):
        seed(store, World(), now=NOW)
    store.close()


def test_a_world_that_contradicts_itself_is_refused_and_nothing_is_written() -> None:
    store = Store()
    before = contents(store)
    with pytest.raises(WorldError, match=r"leads\[0\]\.lists\[0\]: there is no such list"):
        seed(store, World(leads=(WorldLead(id=1, lists=("x",)),)), now=NOW)
    assert contents(store) == before
    store.close()


def test_what_breaks_off_in_the_middle_has_written_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    before = contents(store)
    monkeypatch.setattr("mktows.sandbox.world.seeding.NewActivity", None)
    with pytest.raises(TypeError):
        seed(store, demo_world(), now=NOW)
    assert contents(store) == before
    store.close()


def test_ids_that_are_given_out_take_none_that_stands_in_the_world() -> None:
    store = Store()
    world = World(lists=(WorldList(name="first"), WorldList(name="second", id=1)))
    seed(store, world, now=NOW)
    with store.reading() as data:
        found = data.lists.find_by_name("first")
        assert found is not None
        assert found.id == 2
    store.close()


# Every world


@given(world=worlds(), ascii_only=st.booleans())
def test_a_world_written_as_json_reads_back_the_same(world: World, ascii_only: bool) -> None:
    assert parse_world(as_json(world, ascii_only=ascii_only), json=True) == world


@pytest.mark.slow
@given(world=worlds())
def test_what_was_loaded_is_what_operations_show(world: World) -> None:
    store = Store()
    seed(store, world, now=NOW)
    with Sandbox(backend=Emulator(store)) as sandbox:
        client: Any = Client(sandbox.config(), transport=sandbox)
        for lead in world.leads:
            check_lead(client, lead)
            check_activities(client, world, lead.id)
        check_lists(client, world)
        check_programs(client, world)
        check_channels(client, world)
        check_opportunities(client, world)
        check_custom_objects(client, world)
        found = client.get_campaigns_for_source().campaign_record_list
        shown = {(each.id, each.name) for each in (found.campaign_record if found else ())}
        assert shown == {(each.id, each.name) for each in world.campaigns}


def check_lead(client: Any, lead: WorldLead) -> None:
    keys = [("IDNUM", str(lead.id)), *(("COOKIE", cookie) for cookie in lead.cookies)]
    for key in keys:
        (record,) = client.get_lead(key).lead_record_list.lead_record
        assert (record.id, record.email) == (lead.id, lead.email)
        assert texts(record.lead_attribute_list) == lead.attributes
        last = lead.foreign_ids[-1] if lead.foreign_ids else None
        assert record.foreign_sys_person_id == (last and last.id)


def check_activities(client: Any, world: World, lead_id: int) -> None:
    found = client.get_lead_activity(id=lead_id, batch_size=100).activity_record_list
    assert {
        each.id: (each.activity_type, each.mktg_asset_name, texts(each.activity_attributes))
        for each in (found.activity_record if found else ())
    } == {
        each.id: (each.type, each.asset, {**each.attributes, "Lead ID": str(lead_id)})
        for each in world.activities
        if each.lead == lead_id
    }


def check_lists(client: Any, world: World) -> None:
    names = [each.name for each in world.lists]
    names += [f"{each.name}.{own.name}" for each in world.programs for own in each.lists]
    for name in names:
        selector = types.StaticListSelector(static_list_name=name)
        found = client.get_multiple_leads(selector).lead_record_list
        assert {each.id for each in (found.lead_record if found else ())} == {
            lead.id
            for lead in world.leads
            if name.casefold() in {each.casefold() for each in lead.lists}
        }


def check_programs(client: Any, world: World) -> None:
    found = client.get_mobjects("Program", criteria=[("Include Archive", "EQ", "true")])
    shown = found.m_object_list.m_object if found.m_object_list else []
    assert {each.id: groups(each) for each in shown} == {
        each.id: sorted(
            [
                ("Tag", "Channel", each.channel),
                *(("Tag", *pair) for pair in each.tags.items()),
                *(("Cost", "2013-06-01", cost.amount) for cost in each.costs),
                *(("Token", *pair) for pair in each.tokens.items()),
            ]
        )
        for each in world.programs
    }


def groups(program: Any) -> list[tuple[str, ...]]:
    """Kind and values of a program's tags, costs and tokens; ids are given out."""
    return sorted(
        (each.attr_type, *(pair.value for pair in each.attr_list.attrib if pair.name != "Id"))
        for each in program.type_attrib_list.type_attrib
    )


def check_channels(client: Any, world: World) -> None:
    listed = client.get_channels().tags
    assert {
        each.tag_value: {
            tuple(pair.value for pair in item.progression_status.attrib)
            for item in (each.status_list.progression_status_item if each.status_list else ())
        }
        for each in (listed.tag_status if listed else ())
    } == {
        each.name: {
            (status.name, str(status.step), "true" if status.success else "false")
            for status in each.statuses
        }
        for each in world.channels
    }
    found = client.get_tags().tag_list
    assert {
        each.type_value: tuple(each.values.string_item) for each in (found.tag if found else ())
    } == world.tags


def check_opportunities(client: Any, world: World) -> None:
    for each in world.opportunities:
        (shown,) = client.get_mobjects("Opportunity", id=each.id).m_object_list.m_object
        assert objects(shown) == each.attributes
        for role in each.roles:
            found = client.get_mobjects("OpportunityPersonRole", id=role.id).m_object_list
            (shown,) = found.m_object
            links = {"OpportunityId": str(each.id), "PersonId": str(role.lead)}
            assert objects(shown) == {**links, **role.attributes}


def objects(shown: Any) -> dict[str, str]:
    return {each.name: each.value for each in shown.attrib_list.attrib}


def check_custom_objects(client: Any, world: World) -> None:
    (cars,) = world.custom_objects
    shown = client.get_custom_objects("car").custom_obj_list.custom_obj
    assert {
        frozenset(
            {**texts(each.custom_obj_key_list), **texts(each.custom_obj_attribute_list)}.items()
        )
        for each in shown
    } == {frozenset(each.items()) for each in cars.records}


@pytest.mark.slow
@given(world=worlds(), data=st.data())
def test_one_damaged_line_is_told_and_nothing_is_loaded(world: World, data: st.DataObject) -> None:
    lines = as_json(world).splitlines()
    named = [number for number, line in enumerate(lines) if '": ' in line]
    number = data.draw(st.sampled_from(named))
    # No member and no field is called so, and no type has a value like this mapping.
    head, _, tail = lines[number].partition('": ')
    inside = head.strip() in ('"instance', '"leads', '"id', '"name', '"channel', '"kind', '"email')
    ending = "," if tail.endswith(",") else ""
    if inside and not tail.endswith(("{", "[")):
        lines[number] = f'{head}": {{"x": 1}}{ending}'
    else:
        lines[number] = f'{head}": *alias{ending}'
    store = Store()
    before = contents(store)
    with pytest.raises(WorldError, match=rf"^the world:{number + 1}:"):
        seed(store, parse_world("\n".join(lines), json=True), now=NOW)
    assert contents(store) == before
    store.close()
