"""Custom objects through the bridge, as the sandbox answers for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from support.bridge_pair import Pair

from mktows import Client, from_dict
from mktows.errors import Fault
from mktows.sandbox.rest.settings import Habits, RestSettings
from mktows.sandbox.world.world import World, WorldCustomObjectType, WorldField, WorldLead

CAR = WorldCustomObjectType(
    name="Car",
    link="owner",
    fields=(
        WorldField(name="vin", key=True),
        WorldField(name="owner", type="integer"),
        WorldField(name="color"),
        WorldField(name="doors", type="integer"),
        WorldField(name="price", type="currency"),
    ),
    records=tuple(
        {"vin": f"VIN{n}", "owner": str(n % 3 + 1), "color": "red, blue", "doors": str(n)}
        for n in range(6)
    ),
)
SHOW = WorldCustomObjectType(
    name="Show_c",
    link="MKTOID",
    fields=(
        WorldField(name="MKTOID", type="integer", key=True),
        WorldField(name="rid", key=True),
        WorldField(name="city"),
    ),
    records=tuple({"MKTOID": "1", "rid": f"r, {n:03}", "city": "Oslo"} for n in range(7)),
)
WORLD = World(
    custom_objects=(CAR, SHOW), leads=tuple(WorldLead(id=n, email=f"l{n}@x.org") for n in (1, 2, 3))
)

READS: list[tuple[str, dict[str, Any]]] = [
    ("Car", {"keys": {"vin": "VIN2"}}),
    ("CAR", {"keys": {"VIN": "VIN2"}, "include_attributes": ["COLOR", "pants"]}),
    ("Car", {"keys": {"vin": "none"}}),
    ("Car", {"keys": {"vin": ""}}),
    ("Car", {"keys": {"owner": "1"}}),
    ("Car", {"keys": {"pants": "1"}}),
    ("Car", {"keys": {"vin": "VIN2"}, "stream_position": "none"}),
    ("None", {"keys": {"vin": "VIN2"}}),
    ("", {"keys": {"vin": "VIN2"}}),
    ("../x", {"keys": {"vin": "VIN2"}}),
    ("Show_c", {"keys": {"MKTOID": "1", "rid": "r, 003"}}),
    ("Show_c", {"keys": {"MKTOID": "1"}, "batch_size": 3}),
    ("Show_c", {"keys": {"MKTOID": "x"}}),
    ("Show_c", {"keys": {"MKTOID": "3"}}),
]


def _car(vin: str) -> Callable[[Client], Any]:
    return lambda client: client.get_custom_objects("Car", keys={"vin": vin})


def _written(objects: Any, mode: Any) -> Callable[[Client], Any]:
    return lambda client: client.sync_custom_objects("Car", objects, operation=mode)


def _without_position(result: Any) -> Any:
    """A position is opaque; that of the bridge is signed."""
    if not isinstance(result, Fault):
        result.new_stream_position = ""
    return result


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize(("name", "asked"), READS, ids=str)
def test_the_bridge_reads_as_the_sandbox(
    two_ways: Callable[..., Pair], name: str, asked: dict[str, Any], version: str
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: client.get_custom_objects(name, **asked), version)
    if name == "Show_c" and not isinstance(old, Fault):
        # REST gives types a name with this end, which SOAP had not.
        old.obj_type_name = "Show"
    assert _without_position(old) == _without_position(new)


@pytest.mark.parametrize("habits", [Habits(), Habits(object_name="apiName", related="object")])
def test_a_type_is_found_by_the_name_that_soap_had(
    two_ways: Callable[..., Pair], habits: Habits
) -> None:
    pair = two_ways(WORLD, rest=RestSettings(habits=habits))
    bridge = pair.soap("bridge")

    def read(client: Client) -> Any:
        return client.get_custom_objects("show", keys={"MKTOID": "1"})

    assert pair.rest_calls(read) == 4  # described by two names, listed, read
    assert pair.rest_calls(read) == 1
    assert (read(bridge).obj_type_name, read(bridge).return_count) == ("Show", 7)


@pytest.mark.parametrize("asked", [{}, {"keys": {"rid": "r, 003"}}])
def test_a_search_that_rest_has_not_is_refused(
    two_ways: Callable[..., Pair], asked: dict[str, Any]
) -> None:
    old, new = two_ways(WORLD).both(lambda client: client.get_custom_objects("Show_c", **asked))
    assert not isinstance(old, Fault)
    assert new.service_code == 20110
    assert "Not available through the bridge" in new.service_message


def _all_pages(client: Client, **asked: Any) -> list[Any]:
    pages = [client.get_custom_objects("Show_c", **asked)]
    while pages[-1].remaining_count:
        position = pages[-1].new_stream_position
        pages.append(client.get_custom_objects("Show_c", stream_position=position, **asked))
    return pages


def test_pages_are_those_of_the_sandbox_while_records_come_and_go(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    asked: dict[str, Any] = {"keys": {"MKTOID": "1"}, "batch_size": 3}
    shown = []
    for side in ("sandbox", "bridge"):
        client = pair.soap(side)
        first = client.get_custom_objects("Show_c", **asked)
        client.delete_custom_objects("Show_c", [{"MKTOID": "1", "rid": "r, 001"}])
        made = [({"MKTOID": "1", "rid": "r, 0031"}, {"city": "Lima"})]
        client.sync_custom_objects("Show_c", made, operation="UPSERT")
        second = client.get_custom_objects(
            "Show_c", stream_position=first.new_stream_position, **asked
        )
        shown.append([first, second])
    for old, new in zip(*shown, strict=True):
        assert old.custom_obj_list == new.custom_obj_list
        assert (old.return_count, old.remaining_count) == (new.return_count, new.remaining_count)


def test_many_records_come_in_pages_each_once(two_ways: Callable[..., Pair]) -> None:
    many = World(
        leads=(WorldLead(id=1),),
        custom_objects=(
            WorldCustomObjectType(
                name="Show_c",
                link="MKTOID",
                fields=SHOW.fields,
                records=tuple({"MKTOID": "1", "rid": f"r{n}"} for n in range(650)),
            ),
        ),
    )
    pair = two_ways(many)
    bridge = pair.soap("bridge")
    pages = _all_pages(bridge, keys={"MKTOID": "1"}, batch_size=100)
    assert [each.return_count for each in pages] == [100] * 6 + [50]
    assert [each.remaining_count for each in pages] == [1] * 6 + [0]
    seen = [
        each.custom_obj_key_list.attribute[1].attr_value
        for page in pages
        for each in page.custom_obj_list.custom_obj
    ]
    assert len({*seen}) == 650
    last = pages[-1].new_stream_position
    with pytest.raises(Exception, match="20122"):
        bridge.get_custom_objects("Show_c", keys={"MKTOID": "2"}, stream_position=last)


SYNCS: list[tuple[str, list[tuple[dict[str, Any], dict[str, Any]]], str | None]] = [
    ("Car", [({"vin": "VIN1"}, {"color": "green", "doors": "9", "price": "1.50"})], "UPSERT"),
    ("Car", [({"vin": "new"}, {"owner": "2", "color": ""})], "UPSERT"),
    ("Car", [({"vin": "new"}, {"color": "green"})], "UPSERT"),
    ("Car", [({"vin": "new"}, {"owner": "99"}), ({"vin": "VIN1"}, {"owner": "99"})], "UPSERT"),
    ("Car", [({"vin": "new"}, {"owner": "x"}), ({"vin": "VIN1"}, {"doors": "many"})], "UPSERT"),
    ("Car", [({"vin": "new"}, {"owner": "1"}), ({"vin": "VIN1"}, {"color": "x"})], "INSERT"),
    ("Car", [({"vin": "new"}, {"owner": "1"}), ({"vin": "VIN1"}, {"color": "x"})], "UPDATE"),
    ("Car", [({"vin": "VIN1"}, {"owner": "99"}), ({"vin": "n"}, {"owner": "99"})], "INSERT"),
    ("Car", [({"vin": "VIN1"}, {"owner": "99"}), ({"vin": "n"}, {"owner": "99"})], "UPDATE"),
    ("Car", [({"vin": "VIN1"}, {"pants": "1"}), ({"color": "x"}, {}), ({}, {})], "UPSERT"),
    ("Car", [({"vin": "VIN1"}, {"vin": "VIN2"}), ({"vin": "VIN1"}, {"vin": "VIN1"})], "UPSERT"),
    ("Car", [({"vin": "n"}, {"owner": "1"}), ({"vin": "n"}, {}), ({"vin": "n"}, {})], "INSERT"),
    ("Car", [({"vin": "n"}, {"owner": "1"}), ({"vin": "n"}, {"color": "z"})], "UPSERT"),
    ("Car", [({"vin": "VIN1"}, {})], None),
    ("Car", [], "UPSERT"),
    ("None", [({"vin": "VIN1"}, {})], "UPSERT"),
]


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize(("name", "objects", "mode"), SYNCS, ids=str)
def test_the_bridge_writes_as_the_sandbox(
    two_ways: Callable[..., Pair], name: str, objects: Any, mode: Any, version: str
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(
        lambda client: client.sync_custom_objects(name, objects, operation=mode), version
    )
    assert old == new
    for vin in ("new", "n", "VIN1"):
        old, new = pair.both(_car(vin))
        for each in (old, new):
            for record in each.custom_obj_list.custom_obj:
                for attribute in record.custom_obj_attribute_list.attribute:
                    if attribute.attr_name == "price":
                        attribute.attr_value = float(attribute.attr_value)
        assert _without_position(old) == _without_position(new)


@pytest.mark.parametrize("version", ["2_1", "3_1"])
def test_the_bridge_refuses_too_many_as_the_sandbox(
    two_ways: Callable[..., Pair], version: str
) -> None:
    def call(client: Client) -> Any:
        # The client's own method refuses so many.
        value = {"customObjAttributeList": {"attribute": [{"attrName": "vin", "attrValue": "n"}]}}
        given = {
            "objTypeName": "Car",
            "customObjList": {"customObj": [value] * 101},
            "operation": "UPSERT",
        }
        params: type[Any] = client.contract.binding("ParamsSyncCustomObjects")
        return client.call(from_dict(params, given))

    old, new = two_ways(WORLD).both(call, version)
    assert isinstance(old, Fault)
    assert old == new


def test_a_batch_takes_one_call_and_another_for_a_key_that_stands_twice(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    pair.soap("bridge").get_custom_objects("Car", keys={"vin": "VIN1"})
    objects = [({"vin": f"n{n}"}, {"owner": "1"}) for n in range(100)]
    for mode in ("UPSERT", "INSERT", "UPDATE"):
        assert pair.rest_calls(_written(objects, mode)) == 1
    twice = [objects[0], objects[1], objects[0], objects[1]]
    assert pair.rest_calls(_written(twice, "UPSERT")) == 2


@pytest.mark.parametrize("version", ["2_1", "3_1"])
@pytest.mark.parametrize(
    "keys",
    [
        [{"vin": "VIN1"}],
        [{"vin": "VIN1"}, {"vin": "none"}, {"vin": "VIN1"}, {"vin": "VIN3"}],
        [{"vin": "VIN1"}, {"color": "red"}, {"pants": "x"}, {}],
        [],
    ],
    ids=str,
)
def test_the_bridge_deletes_as_the_sandbox(
    two_ways: Callable[..., Pair], keys: list[dict[str, str]], version: str
) -> None:
    pair = two_ways(WORLD)
    old, new = pair.both(lambda client: client.delete_custom_objects("Car", keys), version)
    assert old == new
    old, new = pair.both(lambda client: client.get_custom_objects("Car", keys={"vin": "VIN1"}))
    assert _without_position(old) == _without_position(new)
    assert pair.rest_calls(lambda client: client.delete_custom_objects("Car", keys)) <= 1


@pytest.mark.parametrize("mode", ["UPSERT", "INSERT"])
def test_what_was_made_without_an_answer_counts_as_created(
    two_ways: Callable[..., Pair], mode: Any
) -> None:
    pair = two_ways(WORLD)
    objects = [({"vin": "new"}, {"owner": "2"}), ({"vin": "VIN1"}, {"color": "green"})]
    pair.soap("bridge").get_custom_objects("Car", keys={"vin": "VIN1"})
    pair.now += timedelta(minutes=1)
    pair.face.fail_next("sync_custom_objects", code=604, processed=True)
    old, new = pair.both(lambda client: client.sync_custom_objects("Car", objects, operation=mode))
    assert old == new
    assert pair.face.pending_failures == 0


def test_what_was_deleted_without_an_answer_counts_as_deleted(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    pair.soap("bridge").get_custom_objects("Car", keys={"vin": "VIN1"})
    pair.face.fail_next("delete_custom_objects", code=604, processed=True)
    old, new = pair.both(lambda client: client.delete_custom_objects("Car", [{"vin": "VIN1"}]))
    assert old == new


def test_records_behind_a_failed_call_fail_and_those_before_it_are_told(
    two_ways: Callable[..., Pair],
) -> None:
    pair = two_ways(WORLD)
    bridge = pair.soap("bridge")
    bridge.get_custom_objects("Car", keys={"vin": "VIN1"})
    objects = [
        ({"vin": "VIN1"}, {"color": "a"}),
        ({"vin": "pants"}, {"pants": "x"}),
        ({"vin": "VIN1"}, {"color": "b"}),
        ({"vin": "VIN2"}, {"color": "b"}),
    ]
    passed = pair.watched.inner

    class Second:
        """Lets one writing call pass, and has the service fail from then on."""

        def __init__(self) -> None:
            self.written = 0

        def send(self, request: Any) -> Any:
            if request.method == "POST" and b"createOrUpdate" in (request.body or b""):
                self.written += 1
                if self.written == 2:
                    pair.face.fail_next("sync_custom_objects", code=1018)
            return passed.send(request)

    pair.watched.inner = Second()
    result = bridge.sync_custom_objects("Car", objects, operation="UPSERT")
    told = result.sync_custom_obj_status_list.sync_custom_obj_status
    assert [each.status.value for each in told] == ["UPDATED", "FAILED", "FAILED", "FAILED"]
    assert "20019" in (told[2].error or "")
