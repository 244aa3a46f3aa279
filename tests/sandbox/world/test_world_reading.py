"""A database read out as a world begins another one that holds the same."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from sqlalchemy import select
from support.worlds import worlds

from mktows import Client
from mktows.sandbox import Sandbox, tables
from mktows.sandbox.store import Store
from mktows.sandbox.world.files import demo_world, parse_world, world_text
from mktows.sandbox.world.reading import ROWS_READ_AT_ONCE, read_out
from mktows.sandbox.world.seeding import seed
from mktows.sandbox.world.world import (
    World,
    WorldActivity,
    WorldCustomObjectType,
    WorldField,
    WorldForeignId,
    WorldLead,
    WorldOpportunity,
    WorldRole,
)

NOW, LATER = 1_400_000_000, 1_500_000_000


NUMBERED = {"program_tag", "program_token", "lead_foreign_id", "tag_value", "lead_field"}
"""Tables whose rows are numbered in the order in which a world names them."""
OTHERWISE = {"world", "lead_field_revision", "lead_block", "activity_block"}
"""Tables that have marks, and sums that depend on the order in which rows came."""


def held(world: World, now: int) -> tuple[World, dict[str, list[tuple[object, ...]]]]:
    """The world that is read out of a new database which began with one, and all its rows."""
    store = Store()
    try:
        seed(store, world, now=now)
        with store.reading() as data:
            found, left_out = read_out(data)
        with store.database.reading() as connection:
            rows = {
                each.name: sorted(
                    (
                        tuple(
                            value
                            for name, value in row._mapping.items()
                            if each.name not in NUMBERED
                            or name not in ("id", "seq", "position", "number")
                        )
                        for row in connection.execute(select(each))
                    ),
                    key=repr,
                )
                for each in tables.metadata.sorted_tables
                if each.name not in OTHERWISE
            }
    finally:
        store.close()
    assert left_out == []
    return found, rows


def test_the_demo_world_is_read_out_whole() -> None:
    found, rows = held(demo_world(), NOW)
    assert held(found, NOW) == (found, rows)
    for name in ("leads", "activities", "programs", "custom_objects", "opportunities", "channels"):
        assert len(getattr(found, name)) == len(getattr(demo_world(), name)) > 0


def test_more_than_is_read_at_once_is_read_out_whole() -> None:
    count = ROWS_READ_AT_ONCE + 1
    world = World(
        leads=tuple(
            WorldLead(id=each, foreign_ids=(WorldForeignId(id=f"f{each}"),))
            for each in range(1, count + 1)
        ),
        opportunities=tuple(
            WorldOpportunity(id=each, roles=(WorldRole(id=each, lead=each),))
            for each in range(1, count + 1)
        ),
        custom_objects=(
            WorldCustomObjectType(
                name="Visit",
                fields=(WorldField(name="Day", key=True),),
                records=tuple({"Day": f"{each:05}"} for each in range(count)),
            ),
        ),
        # Many at one moment: the next page begins within it.
        activities=tuple(
            WorldActivity(lead=each, at="2013-07-03T17:00:00Z", type="Visit Webpage")
            for each in range(1, count + 1)
        ),
    )
    found, rows = held(world, NOW)
    assert held(found, NOW) == (found, rows)
    assert {each.id: each.foreign_ids[0].id for each in found.leads} == {
        each: f"f{each}" for each in range(1, count + 1)
    }
    assert {each.id: each.roles[0].lead for each in found.opportunities} == {
        each: each for each in range(1, count + 1)
    }
    assert {each.lead for each in found.activities} == set(range(1, count + 1))
    assert len(found.custom_objects[0].records) == count


@settings(max_examples=15)
@given(worlds())
def test_any_world_read_out_and_written_begins_the_same(world: World) -> None:
    found, _ = held(world, NOW)
    for json in (False, True):
        assert parse_world(world_text(found, json=json), json=json) == found
    assert held(found, LATER)[0] == found


def test_what_calls_made_is_read_out_and_what_no_file_can_say_is_told(tmp_path: Path) -> None:
    path = tmp_path / "my.db"
    with Sandbox(world=demo_world(), database=path) as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        client.sync_lead({"Email": "new@example.com", "FirstName": "no", "LastName": "a\r\n\tb: #"})
        client.request_campaign(leads=["new@example.com"], campaign_id=4240)
    store = Store(path)
    with store.reading() as data:
        found, left_out = read_out(data)
    store.close()
    assert left_out == ["runs of campaigns (1)"]
    (made,) = (each for each in found.leads if each.email == "new@example.com")
    assert made.attributes["LastName"] == "a\r\n\tb: #"
    assert "New Lead" in [each.type for each in found.activities if each.lead == made.id]
    for json in (False, True):
        assert parse_world(world_text(found, json=json), json=json) == found
