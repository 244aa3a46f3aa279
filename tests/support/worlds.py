"""Random worlds, and worlds as text."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import (
    World,
    WorldActivity,
    WorldCampaign,
    WorldChannel,
    WorldCost,
    WorldCustomObjectType,
    WorldField,
    WorldForeignId,
    WorldLead,
    WorldList,
    WorldOpportunity,
    WorldProgram,
    WorldRole,
    WorldStatus,
)

# What XML and YAML can both carry, and no blanks at the ends: requests are trimmed.
CHARACTERS = st.characters(
    min_codepoint=0x20, max_codepoint=0xFFFD, exclude_categories=["Cc", "Cf", "Cn", "Cs", "Z"]
)
TEXTS = st.text(
    CHARACTERS | st.sampled_from("\U0001f600 :#-[]{}'\"&*!|>%@`,?no~"), max_size=12
).map(lambda text: f"{text}.".lstrip())
NAMES = st.text("abcXYZ019_ ", max_size=8).map(lambda name: f"{name}n".lstrip())
MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2030, 1, 1)).map(
    lambda when: f"{when:%Y-%m-%dT%H:%M:%S}-05:00"
)

OPPORTUNITIES = st.dictionaries(st.sampled_from(["own", "Amount", "Stage"]), TEXTS)


def unique(values: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[list[str]]:
    return st.lists(values, max_size=most, unique_by=str.casefold)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A sound world in which everything refers to something."""
    ids = draw(st.lists(st.integers(1, 2**31 - 1), min_size=1, max_size=5, unique=True))
    own = [f"own {name}" for name in draw(unique(NAMES))]
    channels = draw(unique(TEXTS)) or ["Blog"]
    tags = {kind: tuple(draw(unique(TEXTS)) or ["x"]) for kind in draw(unique(NAMES))}
    lists = draw(unique(NAMES))
    programs = tuple(
        WorldProgram(
            id=index + 1,
            name=name,
            channel=draw(st.sampled_from(channels)),
            archived=draw(st.booleans()),
            tags={kind: draw(st.sampled_from(tags[kind])) for kind in tags},
            costs=tuple(
                WorldCost(month="2013-06", amount=str(n)) for n in range(draw(st.integers(0, 2)))
            ),
            tokens=draw(st.dictionaries(NAMES, TEXTS, max_size=2)),
            campaigns=(WorldCampaign(name="Batch", kind="batch"),),
            lists=tuple(WorldList(name=each) for each in draw(unique(NAMES, 2))),
        )
        for index, name in enumerate(draw(unique(NAMES)))
    )
    known = [*lists, *(f"{each.name}.{own.name}" for each in programs for own in each.lists)]
    known = list({name.casefold(): name for name in known}.values())
    leads = tuple(
        WorldLead(
            id=lead_id,
            email=draw(st.none() | st.just(f"{lead_id}@example.com")),
            attributes={name: draw(TEXTS) for name in ["FirstName", *own] if draw(st.booleans())},
            foreign_ids=tuple(
                WorldForeignId(id=f"{lead_id} {kind}", type=kind)
                for kind in ("CUSTOM", "SFDC")
                if draw(st.booleans())
            ),
            cookies=(f"cookie {lead_id}",) if draw(st.booleans()) else (),
            created=draw(st.none() | MOMENTS),
            lists=tuple(draw(st.lists(st.sampled_from(known), unique=True))) if known else (),
        )
        for lead_id in ids
    )
    return World(
        instance=Instance(zone=draw(st.sampled_from(["UTC", "Europe/Berlin"]))),
        lead_fields=tuple(WorldField(name=name) for name in own),
        opportunity_fields=(WorldField(name="own"),),
        tags=tags,
        channels=tuple(
            WorldChannel(
                name=name,
                statuses=tuple(
                    WorldStatus(name=status, step=step, success=draw(st.booleans()))
                    for step, status in enumerate(draw(unique(TEXTS)))
                ),
            )
            for name in channels
        ),
        programs=programs,
        lists=tuple(WorldList(name=name) for name in lists),
        campaigns=tuple(
            WorldCampaign(name=name, kind="trigger", id=index + 1)
            for index, name in enumerate(draw(unique(TEXTS)))
        ),
        custom_objects=(
            WorldCustomObjectType(
                name="Car",
                link="owner",
                fields=(
                    WorldField(name="owner", type="integer", key=True),
                    WorldField(name="vin", key=True),
                    WorldField(name="color"),
                ),
                records=tuple(
                    {"owner": str(draw(st.sampled_from(ids))), "vin": vin, "color": draw(TEXTS)}
                    for vin in draw(st.sets(TEXTS, max_size=4))
                ),
            ),
        ),
        leads=leads,
        opportunities=tuple(
            WorldOpportunity(
                id=index,
                attributes={"Name": draw(TEXTS), **draw(OPPORTUNITIES)},
                roles=tuple(
                    WorldRole(id=10 * index + n, lead=lead, attributes={"Role": draw(TEXTS)})
                    for n, lead in enumerate(draw(st.sets(st.sampled_from(ids), max_size=3)))
                ),
            )
            for index in range(1, draw(st.integers(1, 3)))
        ),
        activities=tuple(
            WorldActivity(
                id=index,
                lead=draw(st.sampled_from(ids)),
                at=draw(MOMENTS),
                type="Visit Webpage",
                asset=draw(TEXTS),
                attributes=draw(st.dictionaries(NAMES, TEXTS, max_size=3)),
            )
            for index in range(1, draw(st.integers(1, 5)))
        ),
    )


def plain(value: Any) -> Any:
    """A world as a file would hold it, without what is as in a new instance."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: plain(getattr(value, each.name))
            for each in dataclasses.fields(value)
            if getattr(value, each.name) not in (None, (), {})
        }
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, tuple) else value


def as_json(world: World, *, ascii_only: bool = False) -> str:
    return json.dumps(plain(world), indent=1, ensure_ascii=ascii_only)
