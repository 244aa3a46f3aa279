"""Clauses about getChannels and getTags, as far as the instance has some."""

from __future__ import annotations

from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, strings
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import (
    accepted,
    alphabetical,
    equal,
    expect,
    needed,
    not_tried,
)
from mktows.text import escape

_CHANNELS, _TAGS = "tags/tagStatus", "tagList/tag"


def _channels(endpoint: Endpoint, *names: str) -> Exchange:
    tag = f"<tag><values>{strings(names)}</values></tag>" if names else ""
    return endpoint.call("getChannels", tag)


def _some_channel(endpoint: Endpoint) -> str:
    found = needed(_channels(endpoint)).value(f"{_CHANNELS}/tagValue")
    return found or not_tried("the instance has no channel")


def _tags(endpoint: Endpoint, inner: str = "") -> Exchange:
    return endpoint.call("getTags", f"<tagList><tag>{inner}</tag></tagList>" if inner else "")


@clause("MK-TAG-1", "Channels come by name", "recorded", "getChannels")
def test_channels_come_by_name(endpoint: Endpoint) -> None:
    reply = _channels(endpoint)
    found = [each.value("tagValue") or "" for each in accepted(reply).all(_CHANNELS)]
    if len(found) < 2:
        not_tried("the instance has fewer than two channels")
    alphabetical(reply, "channels", found)


@clause(
    "MK-TAG-2",
    "Only the channels that are named come, and unknown ones are left out",
    "inferred",
    "getChannels",
)
def test_only_the_channels_asked_for_come(endpoint: Endpoint) -> None:
    name = _some_channel(endpoint)
    reply = _channels(endpoint, name, endpoint.word())
    found = [each.value("tagValue") for each in accepted(reply).all(_CHANNELS)]
    equal(reply, "channels", [name], found)


@clause("MK-TAG-3", "A status tells its members in order", "recorded", "getChannels")
def test_a_status_tells_its_members_in_order(endpoint: Endpoint) -> None:
    reply = _channels(endpoint)
    path = f"{_CHANNELS}/statusList/progressionStatusItem/progressionStatus"
    statuses = needed(reply).all(path)
    if not statuses:
        not_tried("no channel has a status")
    for each in statuses:
        names = [pair.value("name") for pair in each.all("attrib")]
        expect(
            names[:2] == ["Status", "Step"] and names[-1] == "Success",
            reply,
            expected="Status, Step, what the channel says besides, Success",
            found=names,
        )


@clause("MK-TAG-4", "Statuses come by name", "recorded", "getChannels")
def test_statuses_come_by_name(endpoint: Endpoint) -> None:
    reply = _channels(endpoint)
    several = False
    for channel in needed(reply).all(_CHANNELS):
        names = [
            next(
                (
                    pair.value("value")
                    for pair in each.all("attrib")
                    if pair.value("name") == "Status"
                ),
                "",
            )
            or ""
            for each in channel.all("statusList/progressionStatusItem/progressionStatus")
        ]
        alphabetical(reply, f"statuses of {channel.value('tagValue')}", names)
        several |= len(names) > 1
    if not several:
        not_tried("no channel has two statuses")


@clause("MK-TAG-5", "Channels are no tags", "documented", "getTags")
def test_channels_are_no_tags(endpoint: Endpoint) -> None:
    _some_channel(endpoint)
    reply = _tags(endpoint)
    found = [each.value("type") for each in accepted(reply).all(_TAGS)]
    if not found:
        not_tried("the instance has no tag")
    expect("Channel" not in found, reply, expected="no type Channel", found=found)


@clause(
    "MK-TAG-6",
    "Only the type of tag that is named comes, with all its values",
    "inferred",
    "getTags",
)
def test_only_the_type_asked_for_comes(endpoint: Endpoint) -> None:
    first = needed(_tags(endpoint)).first(_TAGS)
    if first is None:
        not_tried("the instance has no tag")
    kind = first.value("type") or ""
    reply = _tags(endpoint, f"<type>{escape(kind)}</type>")
    found = accepted(reply).all(_TAGS)
    equal(reply, "types", [kind], [each.value("type") for each in found])
    wanted = [each.text for each in first.all("values/stringItem")]
    equal(reply, "values", wanted, [each.text for each in found[0].all("values/stringItem")])
