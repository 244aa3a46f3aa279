"""What the strategies of requests and replies really build: every element, edge and word of them.

A strategy that builds less than it did is valid still, and no test that uses it would notice. So
what each of them has to build is written down, in data/valid_messages.txt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from mktows.contract import KNOWN_VERSIONS, Contract, contract
from mktows.testing.valid_messages.replies import valid_replies
from mktows.testing.valid_messages.requests import valid_requests

WRITTEN = Path(__file__).resolve().parents[1] / "data" / "valid_messages.txt"
BLOCKS = {
    tuple(block.splitlines()[0].split()): block.splitlines()[1:]
    for block in re.split(r"\n(?! )", WRITTEN.read_text(encoding="utf-8").strip())
    if not block.startswith("#")
}
OPERATIONS = sorted(contract("2_7").operations)
# Elements that hold one of a few words, or a flag.
_WORDS = re.compile(
    r"(@type|keyType|attr(Name|Type)|mObjType|\btype|comparison|[oO]peration|source(Object)?|"
    r"[sS]tatus|obj(ect|Type)Name|importListMode|ForeignSysType|dataType|dynamicFieldRef|"
    r"attrib\.name|activity(NameFilter\.stringItem|RecordList.*Type)|includeAttributes\.stringItem|"
    r"metadata\.name|objects|success|strict|clearList|returnLead|exactName|includeDetails|"
    r"is[A-Z]\w+|hasMore|dedupEnabled)$"
)


class Built:
    """What was built of one message."""

    def __init__(self, table: Contract) -> None:
        self.table = table
        self.there: set[str] = set()
        self.absent: set[str] = set()
        self.counts: dict[str, set[int]] = defaultdict(set)
        self.words: dict[str, set[str]] = defaultdict(set)

    def add(self, type_name: str, value: dict[str, Any], path: str = "") -> None:
        """Note the elements of one object, which are absent too where they are left out."""
        if "@type" in value:
            type_name = str(value["@type"])
            self.words[f"{path}@type"].add(type_name)
        for field in self.table.types[type_name].fields:
            place = f"{path}.{field.element}".lstrip(".")
            member = value.get(field.element)
            (self.absent if member is None else self.there).add(place)
            if member is None:
                continue
            items = member if field.many else [member]
            if field.many:
                self.counts[place].add(len(items))
            for item in items:
                if field.type_name in self.table.types:
                    self.add(field.type_name, item, place)
                elif _WORDS.search(place) and not re.search("Token|tag.type", place):
                    self.words[place].add(str(item))

    def lines(self) -> Iterator[str]:
        """What was built, as it is written down."""
        for place in sorted(self.absent - self.there):
            yield f"    never {place}"
        for place in sorted(self.absent & self.there):
            yield f"    maybe {place}"
        for place, counts in sorted(self.counts.items()):
            yield f"    items {place} {min(counts)}..{max(counts)}"
        for place, words in sorted(self.words.items()):
            yield f"    words {place}: {' | '.join(sorted(words))}"


def build(found: Built, side: str, operation: str, number: int, turn: int = 0) -> None:
    """Build some more messages: others in each turn, but the same in each run."""
    table = found.table
    item = table.operations[operation]
    messages: SearchStrategy[dict[str, Any]]
    if side == "request":
        messages, type_name = valid_requests(table, operation), item.request_type
    else:
        messages, type_name = valid_replies(table, operation), item.reply_type

    @seed(turn)
    @settings(
        max_examples=number,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(messages)
    def collect(value: dict[str, Any]) -> None:
        found.add(type_name, value)

    collect()


def test_every_operation_is_written_down_for_both_sides() -> None:
    assert set(BLOCKS) == {(side, name) for side in ("request", "reply") for name in OPERATIONS}


@pytest.mark.slow
@pytest.mark.parametrize("side", ["request", "reply"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_everything_that_is_written_down_is_built(operation: str, side: str) -> None:
    # A rare word may take a thousand messages, and nearly everything else is there in fifty.
    found = Built(contract("2_7"))
    for turn in range(10):
        build(found, side, operation, 120, turn)
        if list(found.lines()) == BLOCKS[side, operation]:
            return
    assert list(found.lines()) == BLOCKS[side, operation]


# Operation and element to the versions whose requests have it, from the documents of each version.
# Fields that have no effect are not built: `mktows check` tells of them.
SINCE_AND_UNTIL = {
    ("getLeadChanges", "leadSelector"): {"2_2", "2_3", "2_7", "3_1"},
    ("getLeadChanges", "activityNameFilter"): {"2_3", "2_7", "3_1"},
    ("scheduleCampaign", "cloneToProgramName"): {"3_1"},
}


@pytest.mark.slow
@pytest.mark.parametrize(("operation", "element"), SINCE_AND_UNTIL)
def test_what_only_some_versions_have_is_built_in_those(operation: str, element: str) -> None:
    having = set()
    for version in KNOWN_VERSIONS:
        found = Built(contract(version))
        build(found, "request", operation, 60)
        if element in found.there:
            having.add(version)
    assert having == SINCE_AND_UNTIL[operation, element]


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck])
@given(request=valid_requests(contract("2_7"), "syncMObjects"))
def test_no_object_has_two_attributes_of_one_name(request: dict[str, Any]) -> None:
    for each in request["mObjectList"]["mObject"]:
        attributes = (each.get("attribList") or {}).get("attrib", [])
        names = [attribute["name"] for attribute in attributes]
        assert len(names) == len(set(names))
