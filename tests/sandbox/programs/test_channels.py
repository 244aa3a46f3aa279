"""What the embedded backend says about channels and tags, called with bindings."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from mktows_bindings.v2_1 import types as v2_1
from mktows_bindings.v2_2 import types as v2_2
from mktows_bindings.v2_3 import types as v2_3
from mktows_bindings.v2_7 import types as v2_7
from mktows_bindings.v3_1 import types as v3_1
from support.sandbox_service import Service

from mktows.sandbox.programs.model import ProgressionStatus

Filter = tuple[str | None, list[str] | None]


class Tags(Service):
    """The backend, and calls about channels and tags."""

    def tag(self, kind: str | None, values: list[str] | None) -> Any:
        types = self.types
        listed = None if values is None else types.ArrayOfString(string_item=values)
        return types.Tag(type_value=kind, values=listed)

    def channels_params(self, *asked: Filter) -> Any:
        (tag,) = [self.tag(*each) for each in asked] or [None]
        return self.types.ParamsGetChannels(tag=tag)

    def channels(self, *asked: Filter) -> dict[str, list[list[tuple[str, str]]]]:
        listed = self.call("getChannels", self.channels_params(*asked)).result.tags.tag_status
        return {
            each.tag_value: [
                [(pair.name, pair.value) for pair in status.progression_status.attrib]
                for status in each.status_list.progression_status_item
            ]
            for each in listed
        }

    def tags(self, *asked: Filter) -> dict[str, list[str]]:
        types = self.types
        listed = types.ArrayOfTag(tag=[self.tag(*each) for each in asked]) if asked else None
        found = self.call("getTags", types.ParamsGetTags(tag_list=listed)).result.tag_list.tag
        return {each.type_value: each.values.string_item for each in found}


@pytest.fixture
def service() -> Iterator[Tags]:
    made = Tags()
    yield made
    made.backend.close()


def shown(channel: str, extra: str, *rows: tuple[str, int, bool, str | None]) -> Any:
    """Statuses as the document prints them: status, step, success, the extra one if any."""
    return {
        channel: [
            [
                ("Status", status),
                ("Step", str(step)),
                *([(extra, value)] if value else []),
                ("Success", "true" if success else "false"),
            ]
            for status, step, success, value in rows
        ]
    }


DOCUMENTED: dict[str, list[list[tuple[str, str]]]] = {
    **shown(
        "Blog",
        "",
        ("Engaged", 20, True, None),
        ("Subscribed", 30, True, None),
        ("Visited", 10, False, None),
    ),
    **shown(
        "Tradeshow",
        "Check-in Status",
        ("Attended Show", 20, False, "Attended"),
        ("Engaged", 40, True, "None"),
        ("Invited", 10, False, "None"),
        ("Visited Booth", 30, True, "None"),
    ),
    **shown(
        "Webinar",
        "Webinar Behavior",
        ("Attended", 70, True, "Attended"),
        ("Attended On-demand", 75, True, "Attended On-demand"),
        ("Downloaded", 5, True, None),
        ("Invited", 10, False, None),
        ("No Show", 50, False, "No Show"),
        ("Pending Approval", 20, False, None),
        ("Registered", 40, False, "Registered"),
        ("Rejected", 30, False, None),
        ("Wait Listed", 30, False, None),
    ),
}

# Those of the 25 types in the example that are on record with their values.
TAGS = {
    "Regions": ["North", "South", "East", "West", "EMEA", "Africa", "South Africa"],
    "Products": ["Lead Management", "Revenue Cycle Analytics", "Sales Insights"],
    "Cost Center": ["a"],
    "Product Line": ["Apples"],
    "Region": ["North America", "Region A", "Region B"],
    "Objective": ["Demand Gen"],
    "Target": ["NN"],
    "Content Channel": ["SEM", "Email", "Website"],
    "Industry": ["Printing", "Gambling", "Technology", "Marketing"],
}


# getChannels


def test_the_documented_channels_are_sorted_by_channel_then_status(service: Tags) -> None:
    found = service.channels((None, ["Webinar", "Blog", "Tradeshow"]))
    assert list(found.items()) == list(DOCUMENTED.items())


def test_a_status_on_the_wire_holds_status_step_extra_success(service: Tags) -> None:
    with service.writing() as data:
        statuses = [ProgressionStatus("Went", 5, True, ("Check-in Status", "None"))]
        data.programs.define_channel("Fair", statuses)
        data.programs.define_channel("Fairground", [])
    params = service.channels_params((None, ["Fair", "Fairground"]))
    attribs = "".join(
        f"<attrib><name>{name}</name><value>{value}</value></attrib>"
        for name, value in (
            ("Status", "Went"),
            ("Step", "5"),
            ("Check-in Status", "None"),
            ("Success", "true"),
        )
    )
    assert service.wire("getChannels", params) == (
        "<ns1:successGetChannels><result><tags><tagStatus><tagValue>Fair</tagValue><statusList>"
        f"<progressionStatusItem><progressionStatus>{attribs}</progressionStatus>"
        "</progressionStatusItem></statusList></tagStatus><tagStatus>"
        "<tagValue>Fairground</tagValue><statusList/></tagStatus></tags></result>"
        "</ns1:successGetChannels>"
    )


def test_without_a_tag_or_values_all_channels_are_shown(service: Tags) -> None:
    everything = ["Blog", "Content", "Email Blast", "Tradeshow", "Webinar"]
    questions: list[list[Filter]] = [[], [(None, None)], [(None, [])], [("Regions", [" "])]]
    for asked in questions:
        assert list(service.channels(*asked)) == everything


def test_channels_are_named_in_any_letter_case_and_unknown_ones_left_out(service: Tags) -> None:
    # The tag's type has no effect.
    assert list(service.channels(("Regions", ["webinar", "Blogs", "North"]))) == ["Webinar"]
    params = service.channels_params((None, ["Blogs"]))
    assert service.wire("getChannels", params) == (
        "<ns1:successGetChannels><result><tags/></result></ns1:successGetChannels>"
    )


def test_channels_and_statuses_are_sorted_in_any_letter_case(service: Tags) -> None:
    with service.writing() as data:
        statuses = [ProgressionStatus(name, 1, False) for name in ("b", "C", "A")]
        data.programs.define_channel("zoo", statuses)
        data.programs.define_channel("Zebra", statuses)
        data.programs.define_channel("zebra", statuses[:1])
    found = service.channels((None, ["zoo", "zebra"]))
    assert list(found) == ["Zebra", "zebra", "zoo"]
    assert [status[0][1] for status in found["zoo"]] == ["A", "b", "C"]


def test_a_channel_defined_again_has_the_new_statuses_only(service: Tags) -> None:
    with service.writing() as data:
        data.programs.define_channel("Blog", [ProgressionStatus("Read", 1, True)])
    assert service.channels((None, ["Blog"])) == shown("Blog", "", ("Read", 1, True, None))


def test_a_defined_channel_can_be_set_on_a_program(service: Tags) -> None:
    with service.writing() as data:
        data.programs.define_channel("Fair", [])
        assert data.programs.known_tag("channel", "FAIR") == ("Channel", "Fair")


# getTags


def test_all_tags_come_in_the_order_of_their_definition(service: Tags) -> None:
    assert list(service.tags().items()) == list(TAGS.items())
    with service.writing() as data:
        data.programs.define_tag("A", ["z", "y"])
        data.programs.define_tag("Regions", ["Arctic", "North"])
    found = service.tags()
    assert list(found) == [*TAGS, "A"]
    assert found["A"] == ["z", "y"]
    assert found["Regions"] == [*TAGS["Regions"], "Arctic"]


def test_the_documented_question_is_answered_with_what_it_asks_for(service: Tags) -> None:
    assert service.tags(("Content Channel", ["SEM", "Email"])) == {
        "Content Channel": ["SEM", "Email"]
    }


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([("content channel", None)], {"Content Channel": TAGS["Content Channel"]}),
        ([("Content Channel", [])], {"Content Channel": TAGS["Content Channel"]}),
        ([("Content Channel", ["email", "none", "SEM"])], {"Content Channel": ["SEM", "Email"]}),
        ([("Regions", ["none"])], {}),
        ([("None", ["North"])], {}),
        ([("Channel", None)], {}),
        ([(None, ["north", "Apples"])], {"Regions": ["North"], "Product Line": ["Apples"]}),
        (
            [("Target", None), ("Regions", ["West"]), ("Regions", ["East"])],
            {"Regions": ["East", "West"], "Target": ["NN"]},
        ),
        (
            [("Regions", ["West"]), ("Target", ["NN"]), ("Target", None)],
            {"Regions": ["West"], "Target": ["NN"]},
        ),
    ],
)
def test_tags_are_filtered_by_type_and_by_value(
    service: Tags, asked: list[Filter], expected: dict[str, list[str]]
) -> None:
    assert service.tags(*asked) == expected


def test_tags_on_the_wire_hold_their_type_and_values(service: Tags) -> None:
    types = service.types
    listed = types.ArrayOfTag(tag=[service.tag("Target", None)])
    assert service.wire("getTags", types.ParamsGetTags(tag_list=listed)) == (
        "<ns1:successGetTags><result><tagList><tag><type>Target</type><values>"
        "<stringItem>NN</stringItem></values></tag></tagList></result></ns1:successGetTags>"
    )
    listed = types.ArrayOfTag(tag=[service.tag("None", None)])
    assert service.wire("getTags", types.ParamsGetTags(tag_list=listed)) == (
        "<ns1:successGetTags><result><tagList/></result></ns1:successGetTags>"
    )


@pytest.mark.parametrize("types", [v2_1, v2_2, v2_3, v2_7, v3_1])
def test_every_version_is_answered(types: ModuleType) -> None:
    service = Tags(types)
    assert len(service.channels()) == 5
    assert service.tags() == TAGS
    service.backend.close()
