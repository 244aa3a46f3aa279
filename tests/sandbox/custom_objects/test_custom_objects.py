"""What the embedded backend says about custom objects: the wire form, the rules, the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mktows_bindings.v2_7 import types as v2_7
from support.sandbox_service import refused

from mktows import Client
from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.parameters.custom_types import CustomObjectField, CustomObjectType
from mktows.sandbox import Sandbox
from mktows.sandbox.emulator import Emulator
from mktows.server.backend import Call

NOW = datetime(2014, 2, 13, 12, 0, tzinfo=UTC)

ROADSHOW = CustomObjectType(
    "Roadshow",
    "Visits of a roadshow",
    "MKTOID",
    (
        CustomObjectField("MKTOID", "integer", key=True),
        CustomObjectField("rid", key=True),
        CustomObjectField("city"),
        CustomObjectField("state"),
        CustomObjectField("zip", "integer"),
    ),
)
# Of the newer kind: the link is no dedupe field.
CAR = CustomObjectType(
    "Car",
    "Cars of leads",
    "MKTOID",
    (
        CustomObjectField("vin", key=True),
        CustomObjectField("MKTOID", "integer"),
        CustomObjectField("color"),
    ),
)
Pairs = dict[str, str]


class Service:
    """The backend behind short calls, with both example types and three leads."""

    def __init__(
        self, types: ModuleType = v2_7, version: str = "2_7", database: Path | None = None
    ) -> None:
        self.types: Any = types
        self.codec = Codec(contract(version))
        self.backend = Emulator(database)
        with self.backend.store.writing() as data:
            if data.custom_objects.type("Roadshow") is None:
                data.custom_objects.define(ROADSHOW)
                data.custom_objects.define(CAR)
                for _ in range(3):
                    data.leads.create(None, 0)

    def call(self, operation: str, params: object) -> Any:
        return self.backend.answer(Call(operation, self.types, "user", None, NOW), params)

    def xml(self, operation: str, params: object) -> str:
        reply = self.call(operation, params)
        element = "success" + operation[0].upper() + operation[1:]
        return self.codec.encode(element, reply, service=True).text

    def attributes(self, pairs: Pairs) -> Any:
        return self.types.ArrayOfAttribute(
            attribute=[
                self.types.Attribute(attr_name=name, attr_type="string", attr_value=value)
                for name, value in pairs.items()
            ]
        )

    def sync_params(
        self, *records: tuple[Pairs, Pairs], mode: str | None = "UPSERT", name: str = "RoadShow"
    ) -> Any:
        return self.types.ParamsSyncCustomObjects(
            obj_type_name=name,
            custom_obj_list=self.types.ArrayOfCustomObj(
                custom_obj=[
                    self.types.CustomObj(
                        custom_obj_key_list=self.attributes(keys),
                        custom_obj_attribute_list=self.attributes(values),
                    )
                    for keys, values in records
                ]
            ),
            operation=None if mode is None else self.types.SyncOperationEnum(mode),
        )

    def sync(self, *records: tuple[Pairs, Pairs], **more: Any) -> list[tuple[str, str | None]]:
        result = self.call("syncCustomObjects", self.sync_params(*records, **more)).result
        return [
            (each.status.value, each.error)
            for each in result.sync_custom_obj_status_list.sync_custom_obj_status
        ]

    def outcomes(self, *records: tuple[Pairs, Pairs], **more: Any) -> list[str]:
        return [status for status, _ in self.sync(*records, **more)]

    def get_params(
        self,
        keys: Pairs | None = None,
        *,
        include: tuple[str, ...] = ("",),
        name: str = "RoadShow",
        **more: Any,
    ) -> Any:
        return self.types.ParamsGetCustomObjects(
            obj_type_name=name,
            custom_obj_key_list=None if keys is None else self.attributes(keys),
            include_attributes=self.types.ArrayOfString(string_item=list(include)),
            **more,
        )

    def get(self, keys: Pairs | None = None, **more: Any) -> Any:
        return self.call("getCustomObjects", self.get_params(keys, **more)).result

    def read(self, keys: Pairs | None = None, **more: Any) -> list[tuple[Pairs, Pairs]]:
        result = self.get(keys, **more)
        assert result.return_count == len(result.custom_obj_list.custom_obj)
        return [
            (values(each.custom_obj_key_list), values(each.custom_obj_attribute_list))
            for each in result.custom_obj_list.custom_obj
        ]

    def delete_params(self, *keys: Pairs, name: str = "RoadShow") -> Any:
        return self.types.ParamsDeleteCustomObjects(
            obj_type_name=name,
            custom_obj_key_lists=self.types.ArrayOfKeyList(
                key_list=[self.attributes(each) for each in keys]
            ),
        )

    def delete(self, *keys: Pairs, **more: Any) -> list[tuple[str, str | None]]:
        result = self.call("deleteCustomObjects", self.delete_params(*keys, **more)).result
        return [
            (each.status.value, each.error)
            for each in result.delete_custom_obj_status_list.sync_custom_obj_status
        ]


def values(listed: Any) -> Pairs:
    return {each.attr_name: each.attr_value for each in (listed.attribute if listed else ())}


def keys(lead: int | str, rid: str) -> Pairs:
    return {"MKTOID": str(lead), "rid": rid}


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.backend.close()


# The wire form of the documented examples, in every version


@pytest.fixture(params=KNOWN_VERSIONS)
def versioned(request: pytest.FixtureRequest) -> Iterator[Service]:
    """A service of one version, with the roadshow's six rows for lead 2."""
    made = Service(contract(request.param).bindings, request.param)
    cities = {
        "123456": ("city4", "state4", "zip4"),
        "rid0": ("city0", "state0", "zip0"),
        "rid1": ("SanMateo", "California", "94404"),
        "rid2": ("city2", "state2", "zip2"),
        "rid3": ("city3", "state3", "zip3"),
        "rid4": ("city4", "state4", "zip4"),
    }
    with made.backend.store.writing() as data:
        texts = tuple(CustomObjectField(name) for name in ("city", "state", "zip"))
        data.custom_objects.define(
            CustomObjectType("Roadshow2", "", "MKTOID", (*ROADSHOW.keys, *texts))
        )
    records = [
        (keys(2, rid), {"zip": zip_code, "city": city, "state": state})
        for rid, (city, state, zip_code) in reversed(cities.items())
    ]
    assert set(made.outcomes(*records, name="roadshow2")) == {"CREATED"}
    yield made
    made.backend.close()


def attribute(name: str, value: str) -> str:
    return (
        f'<attribute><attrName>{name}</attrName><attrType xsi:nil="true"/>'
        f"<attrValue>{value}</attrValue></attribute>"
    )


def test_reading_by_the_link_alone_gives_the_documented_reply(versioned: Service) -> None:
    rows = [
        ("123456", "city4", "state4", "zip4"),
        ("rid0", "city0", "state0", "zip0"),
        ("rid1", "SanMateo", "California", "94404"),
        ("rid2", "city2", "state2", "zip2"),
        ("rid3", "city3", "state3", "zip3"),
        ("rid4", "city4", "state4", "zip4"),
    ]
    objects = "".join(
        "<customObj><customObjKeyList>"
        + attribute("MKTOID", "2")
        + attribute("rid", rid)
        + "</customObjKeyList><customObjAttributeList>"
        + attribute("city", city)
        + attribute("state", state)
        + attribute("zip", zip_code)
        + "</customObjAttributeList></customObj>"
        for rid, city, state, zip_code in rows
    )
    params = versioned.get_params({"MKTOID": "2"}, name="ROADSHOW2")
    assert versioned.xml("getCustomObjects", params) == (
        "<ns1:successGetCustomObjects><result><objTypeName>Roadshow2</objTypeName>"
        "<returnCount>6</returnCount><remainingCount>0</remainingCount>"
        '<newStreamPosition>{"ky":["2"],"os":6}</newStreamPosition>'
        f"<customObjList>{objects}</customObjList></result></ns1:successGetCustomObjects>"
    )


def test_no_match_is_an_empty_list_that_is_not_nil(versioned: Service) -> None:
    assert versioned.xml("getCustomObjects", versioned.get_params({"MKTOID": "123"})) == (
        "<ns1:successGetCustomObjects><result><objTypeName>Roadshow</objTypeName>"
        "<returnCount>0</returnCount><remainingCount>0</remainingCount>"
        '<newStreamPosition>{"ky":["123"],"os":0}</newStreamPosition>'
        "<customObjList/></result></ns1:successGetCustomObjects>"
    )


def status(pairs: Pairs, outcome: str, error: str | None = None) -> str:
    listed = "".join(attribute(name, value) for name, value in pairs.items())
    text = '<error xsi:nil="true"/>' if error is None else f"<error>{error}</error>"
    return (
        "<syncCustomObjStatus><objTypeName>Roadshow</objTypeName>"
        f"<customObjKeyList>{listed}</customObjKeyList><status>{outcome}</status>{text}"
        "</syncCustomObjStatus>"
    )


def synced(*statuses: str) -> str:
    return (
        "<ns1:successSyncCustomObjects><result><syncCustomObjStatusList>"
        f"{''.join(statuses)}</syncCustomObjStatusList></result></ns1:successSyncCustomObjects>"
    )


def test_a_sync_echoes_the_keys_in_key_order(versioned: Service) -> None:
    params = versioned.sync_params(
        ({"rid": "rid1", "mktoid": "2"}, {"city": "SanMateo", "zip": "94404"})
    )
    assert versioned.xml("syncCustomObjects", params) == synced(status(keys(2, "rid1"), "CREATED"))
    assert versioned.xml("syncCustomObjects", params) == synced(status(keys(2, "rid1"), "UPDATED"))


def test_an_unknown_attribute_fails_its_record_with_the_recorded_text(versioned: Service) -> None:
    params = versioned.sync_params(
        (keys(2, "345"), {"nameasdf": "x"}), (keys(2, "346"), {"city": "y"})
    )
    assert versioned.xml("syncCustomObjects", params) == synced(
        status(keys(2, "345"), "FAILED", "Unknown name attribute list: nameasdf"),
        status(keys(2, "346"), "CREATED"),
    )
    assert [each for each, _ in versioned.read({"MKTOID": "2"})] == [keys(2, "346")]


def test_skipped_is_written_though_no_schema_lists_it(versioned: Service) -> None:
    params = versioned.sync_params((keys(2, "1"), {}), mode="UPDATE")
    assert versioned.xml("syncCustomObjects", params) == synced(status(keys(2, "1"), "SKIPPED"))


def test_a_deletion_is_told_under_the_name_of_a_sync(versioned: Service) -> None:
    versioned.sync((keys(2, "123456"), {}))
    params = versioned.delete_params(keys(2, "123456"), keys(2, "123456"))
    assert versioned.xml("deleteCustomObjects", params) == (
        "<ns1:successDeleteCustomObjects><result><deleteCustomObjStatusList>"
        + status(keys(2, "123456"), "DELETED")
        + status(keys(2, "123456"), "UNCHANGED")
        + "</deleteCustomObjStatusList></result></ns1:successDeleteCustomObjects>"
    )


@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_a_client_reads_the_outcomes_that_no_schema_lists(version: str) -> None:
    with Sandbox() as sandbox:
        backend = Emulator()
        with backend.store.writing() as data:
            data.custom_objects.define(ROADSHOW)
        sandbox = Sandbox(backend=backend)
        client = Client(sandbox.config(version), transport=sandbox)
        result = client.delete_custom_objects("roadshow", [keys(1, "1")])
        (told,) = result.delete_custom_obj_status_list.sync_custom_obj_status
        assert told.status.value == "UNCHANGED"
        sandbox.close()


# Types


def test_an_unknown_type_is_refused_with_the_recorded_text(service: Service) -> None:
    text = "Object name is not valid (20110)"
    with refused(20110, text):
        service.sync((keys(1, "1"), {}), name="nothing")
    with refused(20110, text):
        service.get({"MKTOID": "1"}, name="nothing")
    with refused(20110, text):
        service.delete(keys(1, "1"), name="nothing")


def test_a_missing_type_is_refused(service: Service) -> None:
    with refused(20109, "objTypeName is required"):
        service.get({"MKTOID": "1"}, name=" ")


@pytest.mark.parametrize(
    ("link", "fields", "reason"),
    [
        ("MKTOID", (CustomObjectField("rid", key=True),), "no field MKTOID"),
        ("MKTOID", (CustomObjectField("MKTOID"),), "no key field"),
        ("a", (CustomObjectField("a", key=True), CustomObjectField("A")), "letter case"),
        ("a", (CustomObjectField("a", "enum", key=True),), "no data type"),
        ("a", (CustomObjectField("a", key=True), CustomObjectField('"')), "quotation mark"),
        (
            "a",
            (CustomObjectField("a", key=True), *(CustomObjectField(f"f{n}") for n in range(51))),
            "more than 50 own fields",
        ),
    ],
)
def test_a_type_that_cannot_be_is_refused(
    link: str, fields: tuple[CustomObjectField, ...], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        CustomObjectType("T", "", link, fields)


# Writing


@pytest.mark.parametrize(
    ("mode", "existing", "new"),
    [
        ("INSERT", "SKIPPED", "CREATED"),
        ("UPDATE", "UPDATED", "SKIPPED"),
        ("UPSERT", "UPDATED", "CREATED"),
    ],
)
def test_the_mode_decides_what_becomes_of_a_record(
    service: Service, mode: str, existing: str, new: str
) -> None:
    service.sync((keys(1, "old"), {"city": "before", "state": "kept"}))
    assert service.outcomes(
        (keys(1, "old"), {"city": "after"}), (keys(1, "new"), {"city": "after"}), mode=mode
    ) == [existing, new]
    found = {each["rid"]: shown for each, shown in service.read({"MKTOID": "1"})}
    changed = "after" if existing == "UPDATED" else "before"
    assert found["old"] == {"city": changed, "state": "kept"}
    assert ("new" in found) is (new == "CREATED")


def test_a_missing_mode_is_refused(service: Service) -> None:
    with refused(20109, "operation is required"):
        service.sync((keys(1, "1"), {}), mode=None)


def test_a_record_without_all_its_keys_fails(service: Service) -> None:
    assert (
        service.sync(({"MKTOID": "1"}, {}), (keys(1, ""), {}))
        == [("FAILED", "the key rid has no value")] * 2
    )
    assert service.delete({"rid": "1"}) == [("FAILED", "the key MKTOID has no value")]
    assert service.read() == []


def test_a_failed_record_echoes_the_keys_that_it_has(service: Service) -> None:
    params = service.sync_params(({"rid": "1"}, {}), ({}, {}))
    listed = service.call("syncCustomObjects", params).result.sync_custom_obj_status_list
    first, second = listed.sync_custom_obj_status
    assert values(first.custom_obj_key_list) == {"rid": "1"}
    assert second.custom_obj_key_list is None


def test_a_record_of_a_lead_that_does_not_exist_fails(service: Service) -> None:
    assert service.sync((keys(99, "1"), {}), (keys(1, "1"), {})) == [
        ("FAILED", "No lead found with MKTOID = 99"),
        ("CREATED", None),
    ]


@pytest.mark.parametrize("link", ["x", "0", "-1", "99999999999999999999"])
def test_a_link_that_is_no_lead_id_fails_its_record(service: Service, link: str) -> None:
    assert service.sync((keys(link, "1"), {})) == [("FAILED", "MKTOID is no lead id")]


def test_a_field_that_is_no_key_fails_in_the_key_list(service: Service) -> None:
    assert service.sync(({**keys(1, "1"), "city": "x"}, {})) == [
        ("FAILED", "not a key of Roadshow: city")
    ]


def test_a_key_repeated_among_the_attributes_must_not_differ(service: Service) -> None:
    assert service.sync(
        (keys(1, "1"), {"RID": "1", "mktoid": "01"}), (keys(1, "1"), {"rid": "2"})
    ) == [("CREATED", None), ("FAILED", "the key rid has two values")]


def test_a_later_record_sees_the_effect_of_an_earlier_one(service: Service) -> None:
    first, second = (keys(1, "1"), {"city": "a", "state": "b"}), (keys("01", "1"), {"city": "c"})
    assert service.outcomes(first, second) == ["CREATED", "UPDATED"]
    assert service.outcomes(first, second, mode="INSERT") == ["SKIPPED", "SKIPPED"]
    assert service.read() == [(keys(1, "1"), {"city": "c", "state": "b"})]


def test_an_empty_value_clears_a_field_and_one_that_does_not_fit_is_passed_over(
    service: Service,
) -> None:
    service.sync((keys(1, "1"), {"city": "a", "zip": "94404"}))
    assert service.outcomes((keys(1, "1"), {"city": "", "zip": "no number"})) == ["UPDATED"]
    assert service.read() == [(keys(1, "1"), {"zip": "94404"})]


def test_more_than_100_records_are_refused_and_none_is_written(service: Service) -> None:
    records = [(keys(1, str(n)), {"city": str(n)}) for n in range(101)]
    with refused(20110, "more than 100"):
        service.sync(*records)
    assert service.read() == []
    assert set(service.outcomes(*records[:100])) == {"CREATED"}


def test_empty_batches_are_refused(service: Service) -> None:
    with refused(20109, "customObjList is required"):
        service.sync()
    with refused(20109, "customObjKeyLists is required"):
        service.delete()


def test_a_link_that_is_no_key_stands_among_the_attributes(service: Service) -> None:
    assert service.sync(
        ({"vin": "1"}, {"MKTOID": "1", "color": "red"}), ({"vin": "2"}, {}), name="car"
    ) == [("CREATED", None), ("FAILED", "MKTOID is required")]
    assert service.read({"vin": "1"}, name="car") == [
        ({"vin": "1"}, {"MKTOID": "1", "color": "red"})
    ]
    assert service.sync(({"vin": "1"}, {"color": "blue"}), name="car") == [("UPDATED", None)]
    assert service.sync(({"vin": "1"}, {"mktoid": "2"}), name="car") == [("UPDATED", None)]
    assert service.sync(({"vin": "1"}, {"mktoid": "9"}), name="car")[0][0] == "FAILED"
    assert service.read(name="car") == [({"vin": "1"}, {"MKTOID": "2", "color": "blue"})]
    with refused(20110, "MKTOID is not a key of Car"):
        service.get({"MKTOID": "2"}, name="car")


# Reading


def test_every_key_asked_for_must_hold(service: Service) -> None:
    service.sync((keys(1, "a"), {}), (keys(1, "b"), {}), (keys(2, "a"), {}))
    assert [each for each, _ in service.read({"rid": "a"})] == [keys(1, "a"), keys(2, "a")]
    assert [each for each, _ in service.read(keys(2, "a"))] == [keys(2, "a")]
    assert service.read(keys(2, "b")) == []
    assert len(service.read()) == len(service.read({})) == 3


def test_leads_sort_as_numbers(service: Service) -> None:
    with service.backend.store.writing() as data:
        for _ in range(8):
            data.leads.create(None, 0)
    service.sync(*((keys(n, "a"), {}) for n in (10, 9, 2)))
    assert [each["MKTOID"] for each, _ in service.read()] == ["2", "9", "10"]


def test_included_attributes_alone_are_shown_and_keys_always(service: Service) -> None:
    service.sync((keys(1, "a"), {"city": "c", "state": "s", "zip": "1"}))
    assert service.read(include=("STATE", "rid", "nothing", "city")) == [
        (keys(1, "a"), {"city": "c", "state": "s"})
    ]
    result = service.get(include=("rid",))
    assert result.custom_obj_list.custom_obj[0].custom_obj_attribute_list is None


def test_reading_by_what_is_no_key_is_refused(service: Service) -> None:
    with refused(20110, "city is not a key of Roadshow"):
        service.get({"city": "x"})
    with refused(20110, "MKTOID is no lead id"):
        service.get({"MKTOID": "x"})


# Pages


@pytest.mark.parametrize(("size", "returned"), [(None, 100), (0, 100), (7, 7), (1000, 100)])
def test_a_page_holds_at_most_100_records(
    service: Service, size: int | None, returned: int
) -> None:
    for start in (0, 100):
        service.sync(*((keys(1, str(n)), {}) for n in range(start, start + 100)))
    result = service.get({"MKTOID": "1"}, batch_size=size)
    assert (result.return_count, result.remaining_count) == (returned, 200 - returned)


def pages(service: Service, size: int, position: str = "") -> Iterator[tuple[list[str], Any]]:
    """Read to the end; what a caller does between two pages counts."""
    remaining = 1
    while remaining:
        result = service.get({"MKTOID": "1"}, batch_size=size, stream_position=position)
        position, remaining = result.new_stream_position, result.remaining_count
        found = result.custom_obj_list.custom_obj
        yield [values(each.custom_obj_key_list)["rid"] for each in found], result


def test_pages_keep_their_place_while_records_come_and_go(service: Service) -> None:
    service.sync(*((keys(1, str(n)), {}) for n in range(10, 20)))
    stream = pages(service, 4)
    first, told = next(stream)
    assert (first, told.remaining_count) == (["10", "11", "12", "13"], 6)
    service.delete(keys(1, "10"), keys(1, "13"), keys(1, "15"))
    service.sync((keys(1, "09"), {}), (keys(1, "16x"), {}))
    second, told = next(stream)
    assert (second, told.remaining_count) == (["14", "16", "16x", "17"], 2)
    third, told = next(stream)
    assert (third, told.remaining_count) == (["18", "19"], 0)
    assert told.new_stream_position == '{"ky":["1"],"os":10}'


def test_a_position_lasts_longer_than_the_process(tmp_path: Path) -> None:
    first = Service(database=tmp_path / "s.db")
    first.sync(*((keys(1, str(n)), {}) for n in range(3)))
    position = first.get({"MKTOID": "1"}, batch_size=2).new_stream_position
    first.backend.close()
    second = Service(database=tmp_path / "s.db")
    assert [found for found, _ in pages(second, 2, position)] == [["2"]]
    second.backend.close()


def test_a_position_in_the_recorded_form_is_an_offset(service: Service) -> None:
    service.sync(*((keys(1, str(n)), {}) for n in range(3)))
    result = service.get({"MKTOID": "1"}, stream_position='{"ky":["1"],"os":2}')
    assert (result.return_count, result.remaining_count) == (1, 0)
    beyond = service.get({"MKTOID": "1"}, stream_position='{"ky":["1"],"os":99}')
    assert (beyond.return_count, beyond.remaining_count) == (0, 0)


@pytest.mark.parametrize(
    "position",
    [
        "x",
        "[]",
        "{}",
        '{"ky":["1"]}',
        '{"ky":["2"],"os":0}',
        '{"ky":["1"],"os":-1}',
        '{"ky":["1"],"os":true}',
        '{"ky":["1"],"os":1e3}',
        '{"ky":["1"],"os":99999999999999999999}',
        '{"ky":["1"],"os":0,"af":["1"]}',
        '{"ky":["1"],"os":0,"af":["x","1"]}',
        '{"ky":["1"],"os":0,"af":[1,2]}',
        '{"ky":["1"],"os":0,"af":{}}',
        '{"ky":["1"],"os":0,"more":1}',
        "[" * 100_000,
    ],
)
def test_a_garbled_position_is_refused(service: Service, position: str) -> None:
    with refused(20122):
        service.get({"MKTOID": "1"}, stream_position=position)


texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from('\t\n"'), min_size=1
).filter(lambda text: text == text.strip())


@given(rids=st.sets(texts, min_size=1, max_size=12), size=st.integers(1, 5))
def test_pages_hold_every_record_once_in_the_order_of_the_keys(rids: set[str], size: int) -> None:
    service = Service()
    try:
        service.sync(*((keys(1, rid), {"city": rid}) for rid in rids))
        read = [rid for found, _ in pages(service, size) for rid in found]
        assert read == sorted(rids)
        for rid in rids:
            assert service.read(keys(1, rid)) == [(keys(1, rid), {"city": rid})]
            json.loads(service.get({"rid": rid}).new_stream_position)
    finally:
        service.backend.close()


# Leads that go


def test_a_merged_lead_gives_its_records_to_the_winner(service: Service) -> None:
    service.sync(
        (keys(1, "both"), {"city": "winner"}),
        (keys(2, "both"), {"city": "loser"}),
        (keys(2, "two"), {"city": "2"}),
        (keys(3, "two"), {"city": "3"}),
        (keys(3, "three"), {"city": "3"}),
    )
    service.sync(({"vin": "1"}, {"MKTOID": "3"}), name="car")
    with service.backend.store.writing() as data:
        data.custom_objects.reassign([3, 2], 1)
    assert service.read() == [
        (keys(1, "both"), {"city": "winner"}),
        (keys(1, "three"), {"city": "3"}),
        (keys(1, "two"), {"city": "3"}),
    ]
    assert service.read(name="car") == [({"vin": "1"}, {"MKTOID": "1"})]


def test_lookups_by_keys_use_an_index(service: Service) -> None:
    plans = []
    with service.backend.store.reading() as data:
        connection = data._connection
        for condition in (
            "lead_id = 1",
            "json_extract(attributes, '$.\"rid\"') = 'x'",
            "key_text > 'x'",
        ):
            rows = connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT * FROM custom_object "
                f"WHERE type = 'Roadshow' AND {condition} ORDER BY key_text LIMIT 100"
            )
            plans.append(" ".join(row.detail for row in rows))
    for plan in plans:
        assert "SEARCH custom_object USING INDEX" in plan
        assert "TEMP B-TREE" not in plan
