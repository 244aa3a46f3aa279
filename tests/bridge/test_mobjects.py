"""Opportunities, roles and programs through the bridge, as the sandbox answers for them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

import pytest
from mktows_bindings.v3_1 import types as t
from support.bridge_pair import Pair

from mktows import Client
from mktows.errors import Fault, SoapFault
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import (
    World,
    WorldChannel,
    WorldCost,
    WorldField,
    WorldLead,
    WorldOpportunity,
    WorldProgram,
    WorldRole,
)

WORLD = World(
    lead_fields=(WorldField(name="Code", external_key=True),),
    opportunity_fields=(WorldField(name="DealKey", external_key=True),),
    tags={"Season": ("Winter", "Summer")},
    channels=(WorldChannel(name="Webinar"), WorldChannel(name="Blog")),
    programs=(
        WorldProgram(
            id=301,
            name="Launch",
            channel="Webinar",
            start="2014-03-01 11:00:00",
            tags={"Season": "Winter"},
            costs=(WorldCost(month="2013-06", amount="1200", note="hall", id=1),),
            tokens={"speaker": "George"},
        ),
        WorldProgram(id=302, name="Old", channel="Blog", archived=True),
        WorldProgram(id=303, name="News", channel="Blog", folder="/Mail"),
    ),
    leads=tuple(WorldLead(id=n, attributes={"Code": f"C{n}"}) for n in (1, 2, 3)),
    opportunities=tuple(
        WorldOpportunity(
            id=400 + n,
            attributes={
                "Name": f"Deal {n}",
                "Amount": "28970000",
                "Stage": ("Open", "Won")[n % 2],
                "DealKey": f"D{n // 2}",
                "externalOpportunityId": f"X{n}",
            },
            roles=(
                WorldRole(
                    id=500 + n, lead=n % 3 + 1, attributes={"Role": "Buyer", "IsPrimary": "1"}
                ),
            ),
        )
        for n in range(4)
    ),
)
Step = Callable[[Client], Any]
# Ids of opportunities and roles: those of the world and what follows, and the bridge's.
_NUMBER = re.compile(r"\b(?:[45]\d\d|1000000\d\d\d)\b")


def _read(kind: str, *links: Any, **asked: Any) -> Step:
    return lambda client: client.get_mobjects(kind, associations=links or None, **asked)


def _link(kind: str, number: int | None = None, key: tuple[str, str] | None = None) -> Any:
    external = None if key is None else t.Attrib(name=key[0], value=key[1])
    return t.MObjAssociation(m_obj_type=kind, id=number, external_key=external)


def _pairs(values: Mapping[str, str]) -> Any:
    return t.ArrayOfAttrib(attrib=[t.Attrib(name=n, value=v) for n, v in values.items()])


def _object(
    kind: str,
    *links: Any,
    id: int | None = None,
    key: tuple[str, str] | None = None,
    groups: Iterable[tuple[str, Mapping[str, str]]] = (),
    **values: str,
) -> Any:
    listed = [t.TypeAttrib(attr_type=name, attr_list=_pairs(each)) for name, each in groups]
    return t.MObject(
        type_value=kind,
        id=id,
        external_key=None if key is None else t.Attrib(name=key[0], value=key[1]),
        attrib_list=_pairs(values) if values else None,
        type_attrib_list=t.ArrayOfTypeAttrib(type_attrib=listed) if listed else None,
        association_list=t.ArrayOfMObjAssociation(m_obj_association=list(links)) if links else None,
    )


def _deal(name: str, **values: Any) -> Any:
    return _object("Opportunity", key=("DealKey", name), **values)


def _role(*links: Any, **values: Any) -> Any:
    return _object("OpportunityPersonRole", *links, **values)


def _sync(*objects: Any, mode: Any = "UPSERT") -> Step:
    return lambda client: client.sync_mobjects(objects, operation=mode)


def _plain(value: Any) -> Any:
    """A result as plain data, for what is masked in a repr is compared, too."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, list):
        return [_plain(each) for each in value if not _differs(each)]
    return None if value is None else str(getattr(value, "value", value))


def _differs(value: Any) -> bool:
    """Tell whether something is an id of a cost, or an external id that the bridge made."""
    name, text = getattr(value, "name", None), str(getattr(value, "value", ""))
    return name == "Id" or (name == "externalOpportunityId" and text.startswith("mktows-"))


def _shown(result: Any) -> str:
    """The text of a result, with names in place of ids, and without what differs by nature."""
    if isinstance(result, Fault):
        return repr((result.service_code, result.service_message))
    if hasattr(result, "new_stream_position"):
        result.new_stream_position = ""
    text = json.dumps(_plain(result), indent=1)
    names: dict[str, str] = {}
    for number in _NUMBER.findall(text):
        names.setdefault(number, f"#{len(names)}")
    return _NUMBER.sub(lambda found: names[found.group()], text)


def _same(pair: Pair, step: Step, version: str = "3_1") -> Any:
    old, new = pair.both(step, version)
    assert _shown(old) == _shown(new)
    return new


READS = {
    "by key, the newest": _read("Opportunity", external_key=("DealKey", "D0")),
    "by REST's own key": _read("opportunity", external_key=("externalOpportunityId", "X3")),
    "by no such key": _read("Opportunity", external_key=("DealKey", "none")),
    "by what is no key": _read("Opportunity", external_key=("Name", "Deal 1")),
    "by lead": _read("Opportunity", _link("Lead", 1)),
    "by lead and criterion": _read(
        "Opportunity", _link("Lead", 1), criteria=[("Stage", "EQ", "won")]
    ),
    "by a lead's key": _read("Opportunity", _link("Lead", None, ("Code", "C2"))),
    "by no lead": _read("Opportunity", _link("Lead", 99)),
    "by opportunity": _read("Opportunity", _link("Opportunity", None, ("DealKey", "D0"))),
    "by an unknown id": _read("Opportunity", id=7),
    "without a condition": _read("Opportunity"),
    "by no criterion": _read("Opportunity", criteria=[("pants", "EQ", "x")]),
    "roles by lead": _read("OpportunityPersonRole", _link("Lead", 1)),
    "roles by opportunity": _read(
        "OpportunityPersonRole", _link("Opportunity", None, ("DealKey", "D1"))
    ),
    "roles by nothing": _read("OpportunityPersonRole"),
    "no type": _read(""),
    "other type": _read("LeadRecord"),
    "all programs": _read("Program"),
    "with times": _read("Program", include_details=True),
    "archived, too": _read("Program", criteria=[("Include Archive", "EQ", "true")]),
    "a program": _read("Program", id=301),
    "an archived program": _read("Program", id=302),
    "no program": _read("Program", id=99),
    "a program by name": _read("Program", criteria=[("Name", "EQ", "LAUNCH")]),
    "programs by name": _read("Program", criteria=[("Name", "GT", "launch")]),
    "programs by id": _read("Program", criteria=[("Id", "LE", "302")]),
    "programs by tag": _read(
        "Program", criteria=[("Tag Type", "EQ", "season"), ("Tag Value", "EQ", "Winter")]
    ),
    "programs by channel": _read(
        "Program", criteria=[("Tag Type", "EQ", "Channel"), ("Tag Value", "EQ", "Blog")]
    ),
    "programs without a tag": _read(
        "Program", criteria=[("Tag Type", "EQ", "Season"), ("Tag Value", "EQ", "")]
    ),
    "programs by time": _read("Program", criteria=[("Created At", "LE", "2000-01-01")]),
    "programs by lead": _read("Program", _link("Lead", 1)),
}


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize("name", READS)
def test_the_bridge_reads_as_the_sandbox(
    two_ways: Callable[..., Pair], name: str, version: str
) -> None:
    _same(two_ways(WORLD), READS[name], version)


@pytest.mark.parametrize(
    "step",
    [
        _read("Opportunity", criteria=[("Stage", "EQ", "Won")]),
        _read("Opportunity", _link("Company", None, ("Code", "C1"))),
        _read("OpportunityPersonRole", criteria=[("Role", "EQ", "Buyer")]),
    ],
)
def test_a_search_that_rest_has_not_is_refused(two_ways: Callable[..., Pair], step: Step) -> None:
    old, new = two_ways(WORLD).both(step)
    assert not isinstance(old, Fault)
    assert new.service_code == 20110
    assert "Not available through the bridge" in new.service_message


def test_numbers_name_objects_from_then_on(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    bridge: Any = pair.soap("bridge")
    first = bridge.get_mobjects("Opportunity", external_key=("DealKey", "D0"))
    shown = first.m_object_list.m_object[0]
    assert shown.id > 1_000_000_000
    again = bridge.get_mobjects("Opportunity", id=shown.id)
    assert again.m_object_list.m_object == [shown]
    role = bridge.get_mobjects(
        "OpportunityPersonRole", associations=[_link("Opportunity", shown.id)]
    )
    assert {
        each.id for each in role.m_object_list.m_object[0].association_list.m_obj_association
    } == {
        2,
        shown.id,
    }


SYNCS = {
    "made and changed": _sync(_deal("D9", Name="New"), _deal("D0", Stage="Lost", Name="Other")),
    "twice": _sync(_deal("D9", Name="New"), _deal("D9", Stage="Won"), _deal("D9", Amount="7")),
    "only new": _sync(_deal("D9", Name="New"), _deal("D0", Stage="Lost"), mode="INSERT"),
    "only old": _sync(_deal("D9", Name="New"), _deal("D0", Stage="Lost"), mode="UPDATE"),
    "cleared": _sync(_deal("D0", Stage="")),
    "unknown field": _sync(_deal("D0", pants="x"), _deal("D0", Stage="Won")),
    "no key": _sync(_object("Opportunity", key=("Name", "x"), Stage="Won")),
    "new without key": _sync(_object("Opportunity", Name="x")),
    "with REST's key": _sync(_object("Opportunity", key=("externalOpportunityId", "Y"), Name="x")),
    "role with its opportunity": _sync(
        _deal("D9", Name="New"),
        _role(_link("Opportunity", None, ("DealKey", "D9")), _link("Lead", 2), Role="Sponsor"),
        _role(
            _link("Opportunity", None, ("DealKey", "D9")),
            _link("Lead", None, ("Code", "C3")),
            Role="Sponsor",
            IsPrimary="0",
        ),
    ),
    "role before its opportunity": _sync(
        _role(_link("Opportunity", None, ("DealKey", "D9")), _link("Lead", 2), Role="Sponsor"),
        _deal("D9", Name="New"),
    ),
    "role of nobody": _sync(
        _role(_link("Opportunity", None, ("DealKey", "D0")), _link("Lead", 99), Role="x"),
        _role(_link("Opportunity", None, ("DealKey", "D0")), Role="x", PersonId="99"),
        _role(_link("Opportunity", None, ("DealKey", "D0")), Role="x"),
        _role(_link("Lead", 1), Role="x"),
        _role(_link("Lead", 1), Role="x", OpportunityId="7"),
        _role(_link("Company", 1), Role="x"),
        _role(key=("DealKey", "D0"), Role="x"),
        _role(pants="x"),
    ),
    "company": _sync(
        _object("Opportunity", _link("Lead", 1), key=("DealKey", "D0")),
        _object("Opportunity", _link("Company", 1), key=("DealKey", "D0")),
        _object("Opportunity", _link("Company", None, ("Name", "x")), key=("DealKey", "D0")),
        _object("Opportunity", _link("Company", None, ("Code", "no")), key=("DealKey", "D0")),
    ),
    "program": _sync(
        _object(
            "Program",
            id=301,
            groups=[
                ("Cost", {"Month": "2014-02", "Amount": "12", "Note": "n"}),
                ("tag", {"Type": "season", "Value": "SUMMER"}),
            ],
        ),
        _object("Program", id=99),
        _object("Program"),
        mode="UPDATE",
    ),
    "bad programs": _sync(
        *(
            _object("Program", id=301, groups=[group])
            for group in (
                ("Cost", {"Month": "2014-13", "Amount": "12"}),
                ("Cost", {"Month": "2014-12"}),
                ("Tag", {"Type": "Season", "Value": "none"}),
                ("Tag", {"Type": "Channel", "Value": "none"}),
                ("Token", {"Name": "x"}),
            )
        ),
        mode="UPDATE",
    ),
    "inserted program": _sync(_object("Program", id=301), mode="INSERT"),
    "none": _sync(),
    # The client's own method refuses so many.
    "too many": lambda client: client.call(
        t.ParamsSyncMObjects(
            m_object_list=t.ArrayOfMObject(m_object=[_deal("D0")] * 101),
            operation=t.SyncOperationEnum.UPSERT,
        )
    ),
    "other type": _sync(_object("LeadRecord")),
}


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize("name", SYNCS)
def test_the_bridge_writes_as_the_sandbox(
    two_ways: Callable[..., Pair], name: str, version: str
) -> None:
    pair = two_ways(WORLD)
    _same(pair, SYNCS[name], version)
    for deal in ("D0", "D1", "D9"):
        _same(pair, _read("Opportunity", external_key=("DealKey", deal)))
        _same(pair, _read("OpportunityPersonRole", _link("Opportunity", None, ("DealKey", deal))))
    _same(pair, _read("Program", id=301))


@pytest.mark.parametrize(
    ("text", "number"), [("80%", "80"), ("80 %", "80"), ("100", "100"), ("%", None), ("x%", None)]
)
def test_a_probability_is_a_number_with_or_without_its_sign(
    two_ways: Callable[..., Pair], text: str, number: str | None
) -> None:
    pair = two_ways(WORLD)
    _same(pair, _sync(_deal("D9", Name="New", Probability="7")))
    told = _sync(_deal("D9", Probability=text))(pair.soap("bridge")).m_obj_status_list
    assert [each.status.value for each in told.m_obj_status] == ["UPDATED" if number else "FAILED"]
    (found,) = pair.client.iter_opportunities("DealKey", ["D9"], fields=["probability"])
    assert str(found["probability"]) == (number or "7")


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        (_object("Opportunity", _link("Company", None, ("Code", "C1")), key=("DealKey", "D0")), ""),
        (_object("Opportunity", key=("DealKey", "D0"), externalOpportunityId="other"), ""),
        (_role(_link("Opportunity", None, ("DealKey", "D0")), _link("Lead", 1)), ""),
        (
            _object("Program", id=301, groups=[("Tag", {"Type": "Channel", "Value": "Blog"})]),
            "UPDATE",
        ),
        (
            _object(
                "Program", id=301, groups=[("Cost", {"Month": "2014-02", "Amount": "1", "Id": "1"})]
            ),
            "UPDATE",
        ),
        (
            _object("Program", id=301, groups=[("Cost", {"Month": "2014-02", "Amount": "1.5"})]),
            "UPDATE",
        ),
    ],
)
def test_what_rest_cannot_write_fails_alone(
    two_ways: Callable[..., Pair], given: Any, mode: str
) -> None:
    step = _sync(given, mode=mode or "UPSERT")
    old, new = two_ways(WORLD).both(step)
    assert old.m_obj_status_list.m_obj_status[0].status.value != "FAILED"
    status = new.m_obj_status_list.m_obj_status[0]
    assert status.status.value == "FAILED"
    assert "Not available through the bridge" in status.error


def test_a_batch_takes_a_call_for_each_type_and_action(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    bridge: Any = pair.soap("bridge")
    bridge.get_mobjects("OpportunityPersonRole", associations=[_link("Lead", 1)])
    deals = [_deal(f"N{n}", Name="New") for n in range(49)]
    roles = [
        _role(_link("Opportunity", None, ("DealKey", "D0")), _link("Lead", 2), Role=f"r{n}")
        for n in range(50)
    ]
    # Two look-ups of keys and leads, one call for deals, one for roles.
    assert pair.rest_calls(_sync(*deals, *roles)) == 4
    assert pair.rest_calls(_sync(*deals)) == 2


def test_programs_are_looked_at_closely_once(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    assert pair.rest_calls(_read("Program")) == 10
    assert pair.rest_calls(_read("Program")) == 1


def test_a_page_of_programs_ends_before_the_time_runs_out(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, settings={"timeout": timedelta(seconds=14)})
    bridge: Any = pair.soap("bridge")
    pages = [bridge.get_mobjects("Program")]
    while pages[-1].has_more:
        position = pages[-1].new_stream_position
        pages.append(bridge.get_mobjects("Program", stream_position=position))
    shown = [each.m_object_list.m_object if each.m_object_list else [] for each in pages]
    assert [[each.id for each in page] for page in shown] == [[301], [303]]


def test_objects_behind_a_failed_call_fail_and_those_before_it_are_told(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    pair.face.fail_next("sync_opportunity_roles", code=1018)
    result: Any = _sync(
        _deal("D0", Stage="Lost"),
        _role(_link("Opportunity", None, ("DealKey", "D1")), _link("Lead", 2), Role="Sponsor"),
    )(pair.soap("bridge"))
    told = result.m_obj_status_list.m_obj_status
    assert [each.status.value for each in told] == ["UPDATED", "FAILED"]
    assert "20019" in told[1].error


def _deleted(*objects: tuple[str, int]) -> Step:
    return lambda client: client.delete_mobjects(objects)


def test_the_bridge_deletes_as_the_sandbox(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    for step in (
        _deleted(("Opportunity", 7), ("OpportunityPersonRole", 7)),
        _deleted(("Program", 301)),
        _deleted(),
        lambda client: client.delete_mobjects([_object("Opportunity")]),
    ):
        _same(pair, step)
    shown = {}
    for side in ("sandbox", "bridge"):
        client: Any = pair.soap(side)
        held = client.get_mobjects("Opportunity", external_key=("DealKey", "D0"))
        number = held.m_object_list.m_object[0].id
        gone = client.delete_mobjects([("Opportunity", number)] * 2)
        shown[side] = [each.status.value for each in gone.m_obj_status_list.m_obj_status]
    assert shown["sandbox"] == shown["bridge"] == ["DELETED", "UNCHANGED"]
    _same(pair, _read("OpportunityPersonRole", _link("Lead", 2)))
    _same(pair, _read("Opportunity", external_key=("DealKey", "D0")))


def test_what_was_made_without_an_answer_is_made_once(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    pair.now += timedelta(minutes=1)
    pair.face.fail_next("sync_opportunities", code=604, processed=True)
    pair.face.fail_next("sync_opportunity_roles", code=604, processed=True)
    _same(
        pair,
        _sync(
            _deal("D9", Name="New"),
            _role(_link("Opportunity", None, ("DealKey", "D9")), _link("Lead", 2), Role="Sponsor"),
        ),
    )
    assert pair.face.pending_failures == 0
    _same(pair, _read("Opportunity", _link("Lead", 2)))


def test_a_cost_whose_outcome_is_unknown_is_not_added_again(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD)
    step = _sync(
        _object("Program", id=301, groups=[("Cost", {"Month": "2014-02", "Amount": "12"})]),
        mode="UPDATE",
    )
    pair.face.fail_next("update_program", code=604, processed=True)
    for _ in range(2):
        with pytest.raises(SoapFault, match="20011"):
            _first_failure(step(pair.soap("bridge")))
    costs = pair.client.get_program(301)["costs"]
    assert [each["cost"] for each in costs] == [1200, 12]


def _first_failure(result: Any) -> None:
    """Raise the fault of the first object, if it has one: alone, or with the whole call."""
    error = result.m_obj_status_list.m_obj_status[0].error
    if error and "20011" in error:
        raise SoapFault(Fault("", "20011", None, 20011, None, error))


def test_instances_of_a_crm_say_so(two_ways: Callable[..., Pair]) -> None:
    pair = two_ways(WORLD, rest=RestSettings(habits=Habits(opportunities="read-only")))
    new = pair.both(_sync(_deal("D9", Name="New")))[1]
    assert new.service_code == 20019
