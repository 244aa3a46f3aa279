"""What the embedded backend says about MObjects, called with bindings and without HTTP."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mktows_bindings.v2_1 import types as v2_1
from sqlalchemy import Engine, event
from support.example_instance import define_examples
from support.mobject_service import START, Key, groups, values
from support.mobject_service import MObjectService as Service
from support.sandbox_service import refused

from mktows.facts.mobjects import PROGRAM, ObjectField
from mktows.sandbox.context import Context
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.mobjects.rows import ObjectQuery, StoredObject
from mktows.sandbox.mobjects.sync import sync_mobjects
from mktows.sandbox.positions import read_object_position
from mktows.sandbox.store import Transaction
from mktows.server.backend import Call
from mktows.server.refusals import Refusal

ACME = ("Company", ("cAccountFSID", "C123"))


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.backend.close()


# Opportunities and roles


def test_the_documented_example_creates_an_opportunity_and_its_role(service: Service) -> None:
    (made,) = service.sync(
        service.opportunity(
            "Opportunity_4",
            ACME,
            opportunityId="Opportunity_4",
            Name="Opportunity 4 for ACME",
            IsClosed="1",
            Probability="80%",
        )
    )
    assert (made.id, made.status.value, made.error) == (1, "CREATED", None)
    assert (made.external_key.name, made.external_key.value) == ("opportunityId", "Opportunity_4")
    (role,) = service.sync(
        service.role(
            ("Lead", ("FSPID", "12346")),
            ("Opportunity", ("opportunityId", "Opportunity_4")),
            IsPrimary="1",
            Role="Marketing Manager",
        )
    )
    assert (role.id, role.status.value, role.external_key) == (1, "CREATED", None)
    found = service.one("OpportunityPersonRole", 1)
    assert list(values(found.attrib_list).items()) == [
        ("OpportunityId", "1"),
        ("PersonId", "1"),
        ("Role", "Marketing Manager"),
        ("IsPrimary", "1"),
    ]


def test_a_role_may_refer_to_an_opportunity_of_the_same_call(service: Service) -> None:
    assert service.outcomes(
        service.opportunity("Opportunity_5", Amount="1500"),
        service.role(("Lead", 1), ("Opportunity", ("opportunityId", "Opportunity_5"))),
    ) == [(1, "CREATED"), (1, "CREATED")]


@pytest.mark.parametrize(
    ("mode", "existing", "missing"),
    [
        ("INSERT", "SKIPPED", "CREATED"),
        ("UPDATE", "UPDATED", "SKIPPED"),
        ("UPSERT", "UPDATED", "CREATED"),
    ],
)
def test_the_mode_decides_what_becomes_of_old_and_new_objects(
    service: Service, mode: str, existing: str, missing: str
) -> None:
    service.sync(service.opportunity("old", Name="before"))
    old, new = service.sync(
        service.opportunity("old", Name="after"), service.opportunity("new"), mode=mode
    )
    assert (old.id, old.status.value, new.status.value) == (1, existing, missing)
    name = values(service.one("Opportunity", 1).attrib_list)["Name"]
    assert name == ("after" if existing == "UPDATED" else "before")
    assert (service.ids("Opportunity", key=("opportunityId", "new")) != []) == (
        missing == "CREATED"
    )


def test_without_id_and_external_key_an_object_is_new(service: Service) -> None:
    plain = service.entity("Opportunity", Name="Q1 2014")
    assert service.outcomes(plain, plain) == [(1, "CREATED"), (2, "CREATED")]
    assert service.outcomes(plain, mode="UPDATE") == [(None, "SKIPPED")]


def test_an_id_goes_before_an_external_key(service: Service) -> None:
    service.sync(service.opportunity("a"), service.opportunity("b"))
    given = service.entity("Opportunity", id=1, key=("opportunityId", "b"))
    assert service.outcomes(given) == [(1, "UPDATED")]
    assert service.ids("Opportunity", key=("opportunityId", "a")) == []


def test_the_newest_object_is_meant_when_external_keys_are_equal(service: Service) -> None:
    service.sync(
        service.entity("Opportunity", opportunityId="twin"),
        service.entity("Opportunity", opportunityId="twin"),
    )
    assert service.outcomes(service.opportunity("twin")) == [(2, "UPDATED")]
    assert service.ids("Opportunity", key=("opportunityId", "twin")) == [2]


def test_an_empty_value_clears_an_attribute(service: Service) -> None:
    service.sync(service.opportunity("a", Name="x", Stage="y"))
    service.sync(service.opportunity("a", Name=""))
    found = values(service.one("Opportunity", 1).attrib_list)
    assert found == {"Stage": "y", "opportunityId": "a"}


def test_a_failed_object_leaves_no_trace_and_the_others_go_on(service: Service) -> None:
    statuses = service.sync(
        service.opportunity("a", Name="x"),
        service.opportunity("a", ("Company", ("cAccountFSID", "none")), Name="y"),
        service.opportunity("b", pants="blue"),
        service.opportunity("c"),
    )
    assert [(each.id, each.status.value) for each in statuses] == [
        (1, "CREATED"),
        (None, "FAILED"),
        (None, "FAILED"),
        (2, "CREATED"),
    ]
    assert statuses[2].error == (
        "syncMObjects operation failed: unknown fields for import: pants (20110)"
    )
    assert statuses[2].external_key.value == "b"
    assert values(service.one("Opportunity", 1).attrib_list)["Name"] == "x"
    assert service.ids("Opportunity", key=("opportunityId", "b")) == []


def test_a_later_change_writes_nothing_of_one_that_failed(service: Service) -> None:
    service.sync(service.opportunity("a"), service.opportunity("b"))
    service.sync(service.role(("Opportunity", 1), ("Lead", 1), Role="Champion"))
    statuses = service.outcomes(
        service.role(("Opportunity", 2), ("Lead", 99), id=1, Role="Decider"),
        service.entity("OpportunityPersonRole", id=1, IsPrimary="1"),
    )
    assert statuses == [(1, "FAILED"), (1, "UPDATED")]
    found = values(service.one("OpportunityPersonRole", 1).attrib_list)
    assert found == {"OpportunityId": "1", "PersonId": "1", "Role": "Champion", "IsPrimary": "1"}


def test_only_declared_fields_are_external_keys(service: Service) -> None:
    for name in ("Name", "unknown"):
        given = service.entity("Opportunity", key=(name, "x"))
        assert "not an external key" in service.failure(given)
    given = service.entity("OpportunityPersonRole", key=("opportunityId", "x"))
    assert "no external key" in service.failure(given)
    given = service.opportunity("a", ("Company", ("Company", "ACME")))
    assert "not an external key" in service.failure(given)


@pytest.mark.parametrize(
    "lead_key", [("ForeignSysPersonId", "12346"), ("Email", "a"), ("FSPID", "0")]
)
def test_a_lead_is_associated_by_custom_field_only(service: Service, lead_key: Key) -> None:
    service.sync(service.opportunity("a"))
    assert "Lead" in service.failure(service.role(("Lead", lead_key), ("Opportunity", 1)))


def test_the_newest_lead_is_associated_when_keys_are_equal(service: Service) -> None:
    service.sync(service.opportunity("a"))
    second = service.lead(FSPID="other")
    types = service.types
    record = types.LeadRecord(
        id=second,
        lead_attribute_list=types.ArrayOfAttribute(
            attribute=[types.Attribute(attr_name="FSPID", attr_value="12346")]
        ),
    )
    service.call("syncLead", types.ParamsSyncLead(lead_record=record, return_lead=False))
    service.sync(service.role(("Lead", ("FSPID", "12346")), ("Opportunity", 1)))
    assert values(service.one("OpportunityPersonRole", 1).attrib_list)["PersonId"] == str(second)


def test_a_role_needs_an_opportunity_and_a_lead(service: Service) -> None:
    service.sync(service.opportunity("a"))
    assert "OpportunityId is required" in service.failure(service.role(PersonId="1"))
    assert "PersonId is required" in service.failure(service.role(OpportunityId="1"))
    assert "99" in service.failure(service.role(OpportunityId="99", PersonId="1"))
    assert "99" in service.failure(service.role(OpportunityId="1", PersonId="99"))
    assert "x" in service.failure(service.role(OpportunityId="1", PersonId="x"))
    assert "found" in service.failure(service.role(("Opportunity", 99), PersonId="1"))
    given = service.role(OpportunityId="1", PersonId="1", Role="Champion")
    assert service.outcomes(given) == [(1, "CREATED")]
    change = service.entity("OpportunityPersonRole", id=1, Role="Influencer")
    assert service.outcomes(change, mode="UPDATE") == [(1, "UPDATED")]


def test_a_failure_without_an_id_says_so_as_each_version_can(service: Service) -> None:
    bad = service.entity("Opportunity", pants="x")
    assert service.sync(bad)[0].id is None
    old = Service(v2_1)
    (status,) = old.sync(old.entity("Opportunity", pants="x"))
    assert (type(status), status.id) == (v2_1.MObjStatus, 0)
    old.backend.close()


# A batch

_KEYS = st.sampled_from(["a", "b"])
_IDS = st.none() | st.integers(0, 4)
_GIVEN = st.one_of(
    st.tuples(
        st.just("Opportunity"), _IDS, st.none() | _KEYS, st.sampled_from(["a", "b", "", None])
    ),
    st.tuples(st.just("OpportunityPersonRole"), _IDS, _KEYS | st.integers(0, 4), st.booleans()),
)


def _entity(service: Service, given: tuple[Any, Any, Any, Any]) -> Any:
    kind, id, key, more = given
    if kind == "Opportunity":
        values = {} if more is None else {"opportunityId": more}
        link = ("Company", ("cAccountFSID", "C123"))
        named = None if key is None else ("opportunityId", key)
        return service.entity(kind, link, id=id, key=named, **values)
    opportunity = ("Opportunity", key if isinstance(key, int) else ("opportunityId", key))
    lead = ("Lead", ("FSPID", "12346") if more else 9)
    return service.entity(kind, lead, opportunity, id=id)


class _Undone(Exception):
    """Takes back what an example wrote, which is much cheaper than another database."""


def _after(service: Service, mode: str, *calls: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What calls answer in turn, each with nothing kept from the one before, and what is there."""
    answers: list[Any] = []
    there: list[Any] = []
    with suppress(_Undone), service.backend.store.writing() as shared:
        for objects in calls:
            data = Transaction(shared._connection, {})
            call = Call("syncMObjects", service.types, "user", None, service.now)
            params = service.sync_params(*objects, mode=mode)
            reply: Any = sync_mobjects(Context(data, 0, call), params)
            data.flush()
            answers += reply.result.m_obj_status_list.m_obj_status
        for kind in ("Opportunity", "OpportunityPersonRole"):
            there += Transaction(shared._connection, {}).mobjects.find(
                ObjectQuery(kind), after=0, limit=100
            )
        raise _Undone
    return answers, there


@pytest.fixture(scope="module")
def triplets() -> Iterator[Service]:
    made = Service()
    made.sync(*(made.opportunity(key) for key in "aab"))
    yield made
    made.backend.close()


@given(
    batch=st.lists(_GIVEN, min_size=1, max_size=8),
    mode=st.sampled_from(["INSERT", "UPDATE", "UPSERT"]),
)
def test_a_batch_does_what_its_objects_do_one_by_one(
    triplets: Service, batch: list[tuple[Any, Any, Any, Any]], mode: str
) -> None:
    objects = [_entity(triplets, each) for each in batch]
    assert _after(triplets, mode, objects) == _after(triplets, mode, *([each] for each in objects))


def test_a_hundred_objects_take_a_few_statements(service: Service) -> None:
    service.sync(*(service.opportunity(str(n), ACME) for n in range(100)))
    count = 0

    def executed(*_: Any) -> None:
        nonlocal count
        count += 1

    event.listen(Engine, "after_cursor_execute", executed)
    try:
        service.sync(
            *(
                service.role(
                    ("Lead", ("FSPID", "12346")), ("Opportunity", ("opportunityId", str(n)))
                )
                for n in range(50)
            ),
            *(service.opportunity(str(n), ACME, Name="changed") for n in range(50, 100)),
        )
    finally:
        event.remove(Engine, "after_cursor_execute", executed)
    assert 0 < count < 25


def test_only_an_opportunity_can_get_another_external_key(service: Service) -> None:
    with service.backend.store.writing() as data:
        data.mobjects.define_field(
            ObjectField("Opportunity", "deal", 99, external_key=True),
        )
        with pytest.raises(ValueError, match="cannot have an external key"):
            data.mobjects.define_field(
                ObjectField("OpportunityPersonRole", "deal", 99, external_key=True)
            )
    given_object = service.entity("Opportunity", key=("deal", "x"), opportunityId="a")
    assert service.outcomes(given_object) == [(1, "CREATED")]
    assert service.outcomes(service.opportunity("a", deal="y")) == [(1, "UPDATED")]
    assert service.ids("Opportunity", key=("deal", "x")) == []
    assert service.ids("Opportunity", key=("deal", "y")) == [1]


# Costs and tags of programs


def test_a_cost_row_is_added_or_changed_by_its_id(service: Service) -> None:
    change = {"Month": "2013-06", "Amount": "2000", "Id": "153"}
    given = service.entity("Program", id=1970, groups=(("Cost", change),))
    assert service.outcomes(given, mode="UPDATE") == [(1970, "UPDATED")]
    more = {"Month": "2013-07", "Amount": "10.5", "Note": "Speaker"}
    given = service.entity("Program", id=1970, groups=(("Cost", more),))
    assert service.outcomes(given, mode="UPDATE") == [(1970, "UPDATED")]
    assert groups(service.one("Program", 1970))[1:] == [
        ("Cost", {"Id": "153", "Month": "2013-06-01", "Amount": "2000"}),
        ("Cost", {"Id": "154", "Month": "2013-07-01", "Amount": "10.5", "Note": "Speaker"}),
    ]


def test_a_known_tag_is_set_and_the_channel_is_one(service: Service) -> None:
    given = service.entity(
        "Program",
        id=1001,
        groups=(
            ("Tag", {"Type": "Channel", "Value": "Blog"}),
            ("Tag", {"Type": "regions", "Value": "north"}),
        ),
    )
    assert service.outcomes(given, mode="UPDATE") == [(1001, "UPDATED")]
    assert groups(service.one("Program", 1001)) == [
        ("Tag", {"Type": "Channel", "Value": "Blog"}),
        ("Tag", {"Type": "Regions", "Value": "North"}),
    ]


def test_a_month_is_taken_as_documented_and_as_it_is_read_back(service: Service) -> None:
    for month in ("2013-06", "2013-07-01"):
        cost = ("Cost", {"Month": month, "Amount": "1"})
        given = service.entity("Program", id=1001, groups=(cost,))
        assert service.outcomes(given, mode="UPDATE") == [(1001, "UPDATED")]
    costs = groups(service.one("Program", 1001))[1:]
    assert [members["Month"] for _, members in costs] == ["2013-06-01", "2013-07-01"]


def test_a_note_stays_where_none_is_given(service: Service) -> None:
    for change in ({"Amount": "5"}, {"Amount": "6", "Note": "Dinner"}):
        cost = ("Cost", {"Id": "1", "Month": "2011-07", **change})
        service.sync(service.entity("Program", id=1006, groups=(cost,)), mode="UPDATE")
        members = dict(groups(service.one("Program", 1006))[1][1])
        assert members["Note"] == change.get("Note", "Speaker")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "text"),
    [
        (("Cost", {"Month": "2013-06-02", "Amount": "1"}), "YYYY-MM"),
        (("Cost", {"Amount": "1"}), "required"),
        (("Cost", {"Month": "2013-06"}), "required"),
        (("Cost", {"Month": "06/2013", "Amount": "1"}), "YYYY-MM"),
        (("Cost", {"Month": "2013-13", "Amount": "1"}), "YYYY-MM"),
        (("Cost", {"Month": "2013-06", "Amount": "much"}), "number"),
        (("Cost", {"Month": "2013-06", "Amount": "1", "Id": "1"}), "Id = 1"),
        (("Tag", {"Type": "Channel"}), "required"),
        (("Tag", {"Type": "Channel", "Value": "New"}), "New"),
        (("Tag", {"Type": "New", "Value": "Blog"}), "New"),
        (("Token", {"Name": "x", "Value": "y"}), "Token"),
    ],
)
def test_what_a_program_cannot_take_fails_whole(
    service: Service, group: tuple[str, dict[str, str]], text: str
) -> None:
    before = groups(service.one("Program", 1970))
    good = ("Cost", {"Month": "2013-06", "Amount": "1"})
    given = service.entity("Program", id=1970, groups=(good, group))
    assert text in service.failure(given, "UPDATE")
    assert groups(service.one("Program", 1970)) == before


def test_programs_can_only_be_updated_and_only_by_id(service: Service) -> None:
    for mode in ("INSERT", "UPSERT"):
        assert "UPDATE only" in service.failure(service.entity("Program", id=1970), mode)
    assert "id is required" in service.failure(service.entity("Program", Name="x"), "UPDATE")
    assert service.outcomes(service.entity("Program", id=9), mode="UPDATE") == [(9, "SKIPPED")]


# Requests wrong as a whole


def test_a_request_that_is_wrong_as_a_whole_is_refused(service: Service) -> None:
    types = service.types
    with refused(20110, "Object type is not valid"):
        service.sync(service.opportunity("a"), service.entity("Lead", Name="x"))
    assert service.ids("Opportunity", ("Id", "GT", "0")) == []
    with refused(20110):
        service.sync(*(service.opportunity(str(n)) for n in range(101)))
    with refused(20109):
        service.sync()
    with refused(20109):
        listed = types.ArrayOfMObject(m_object=[service.opportunity("a")])
        service.call("syncMObjects", types.ParamsSyncMObjects(m_object_list=listed, operation=None))


# getMObjects


def test_the_documented_program_example_is_answered(service: Service) -> None:
    result = service.find("Program", ("Id", "LE", "1010"), ("Name", "NE", "elizprogramtest"))
    found = result.m_object_list.m_object
    assert [each.id for each in found] == [1001, 1002, 1004, 1005, 1006, 1007]
    assert (result.return_count, result.has_more) == (6, False)
    assert result.new_stream_position
    webinar = found[4]
    assert (webinar.created_at, webinar.updated_at, webinar.external_key) == (None, None, None)
    assert list(values(webinar.attrib_list).items()) == [
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
    assert groups(webinar) == [
        ("Tag", {"Type": "Channel", "Value": "Webinar"}),
        ("Cost", {"Id": "1", "Month": "2011-07-01", "Amount": "3000", "Note": "Speaker"}),
        ("Cost", {"Id": "2", "Month": "2011-07-01", "Amount": "1000", "Note": "Post-production"}),
    ]


def test_details_of_a_program_are_its_times(service: Service) -> None:
    (found,) = service.find("Program", id=1001, include_details=True).m_object_list.m_object
    assert str(found.created_at) == "2009-12-31T18:00:00-06:00"


def test_times_are_in_the_instances_zone_without_fractions(service: Service) -> None:
    service.now = START + timedelta(microseconds=7)
    service.sync(service.opportunity("a"))
    assert str(service.one("Opportunity", 1).created_at) == "2014-10-24T12:00:00-05:00"


def test_all_programs_may_be_asked_for_but_not_all_opportunities(service: Service) -> None:
    assert len(service.ids("Program")) == 7
    for kind in ("Opportunity", "OpportunityPersonRole"):
        with pytest.raises(Refusal) as caught:
            service.find(kind)
        assert (caught.value.code, caught.value.string) == (10001, "Parameter required")
        assert caught.value.cause


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ([("Name", "EQ", "BETA")], [2]),
        ([("Name", "NE", "beta")], [1, 3]),
        ([("Stage", "NE", "won")], [2, 3]),
        ([("Name", "LT", "beta")], [1]),
        ([("Name", "GE", "beta"), ("Name", "LE", "gamma")], [2, 3]),
        ([("Id", "GT", 1), ("Id", "LT", "3")], [2]),
        ([("Created At", "GE", "2014-10-24T13:00:00-05:00")], [2, 3]),
        (
            [("Created At", "GT", "2014-10-24 12:00:00"), ("Created At", "LT", "2014-10-24 14:00")],
            [2],
        ),
        ([("Updated At", "EQ", "2014-10-24T17:00:00.000+00:00")], [1]),
    ],
)
def test_criteria_compare_as_they_say(
    service: Service, criteria: list[tuple[str, str, object]], expected: list[int]
) -> None:
    for hour, (name, stage) in enumerate([("Alpha", "Won"), ("Beta", ""), ("Gamma", "Lost")]):
        service.now = START + timedelta(hours=hour)
        service.sync(service.opportunity(name, Name=name, Stage=stage))
    assert service.ids("Opportunity", *criteria) == expected


@pytest.mark.parametrize("others", [0, 1000])
def test_a_range_of_update_times_is_read_in_the_order_of_ids(service: Service, others: int) -> None:
    service.now = START + timedelta(hours=2)
    with service.backend.store.writing() as data:
        at = int(service.now.timestamp())
        for id in range(10, 10 + others):
            data.mobjects.load(StoredObject("Opportunity", id, at, at))
        for id, hour in ((1, 3), (2, 2), (3, 1)):
            at = int((START + timedelta(hours=hour)).timestamp())
            data.mobjects.load(StoredObject("Opportunity", id, at, at))
    found = service.ids("Opportunity", ("Updated At", "GE", "2014-10-24T14:00:00-05:00"))
    assert found == [1, 2, *range(10, 10 + others)][:100]


def test_what_an_index_serves_is_not_searched_for(service: Service) -> None:
    service.sync(service.opportunity("a", ACME, Name="x"), service.role(("Lead", 1), PersonId="1"))
    asked: list[dict[str, Any]] = [
        {"key": ("opportunityId", "a")},
        {"links": (ACME,)},
        {"links": (("Lead", 1),)},
        {"criteria": ("Name", "EQ", "x")},
        {"criteria": ("Updated At", "GE", "2014-10-24T17:00:00Z")},
        {"id": 1},
    ]
    plans: list[str] = []

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if statement.startswith("SELECT") and "FROM mobject " in statement:
            explained = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in explained.fetchall())

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        for each in asked:
            criterion = each.pop("criteria", None)
            service.find("Opportunity", *([criterion] if criterion else []), **each)
        service.find("OpportunityPersonRole", links=(("Opportunity", 1),))
        service.find("OpportunityPersonRole", links=(("Lead", 1),))
        service.find("OpportunityPersonRole", links=(ACME,))
    finally:
        event.remove(Engine, "before_cursor_execute", explain)
    whole = re.compile(r"SCAN (mobject|other)|sqlite_autoindex_mobject_1 \(type=\?( AND id>\?)?\)")
    assert [plan for plan in plans if whole.search(plan)] == []
    assert len(plans) > len(asked)


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ([("Tag Type", "EQ", "Channel"), ("Tag Value", "EQ", "content")], [1001, 1002, 1970]),
        ([("Tag Type", "EQ", "Regions"), ("Tag Value", "EQ", "Content")], []),
        ([("Workspace Name", "EQ", "default"), ("Id", "GT", "1007")], [1970]),
        ([("Include Archive", "EQ", "true"), ("Id", "EQ", "1001")], [1001]),
    ],
)
def test_programs_are_found_by_tag_and_workspace(
    service: Service, criteria: list[tuple[str, str, object]], expected: list[int]
) -> None:
    assert service.ids("Program", *criteria) == expected


def test_archived_programs_are_left_out_unless_asked_for(service: Service) -> None:
    with service.backend.store.writing() as data:
        archived = {"Name": "Old", "CRM Id": "701x", "Is Archived": "true"}
        data.mobjects.load(StoredObject(PROGRAM, 3000, 0, 0, archived))
    assert 3000 not in service.ids("Program")
    assert service.ids("Program", id=3000) == []
    for wanted in ("true", "True", "1", True):
        assert service.ids("Program", ("Include Archive", "EQ", wanted), id=3000) == [3000]
    for unwanted in ("false", "0", "perhaps"):
        assert service.ids("Program", ("Include Archive", "EQ", unwanted), id=3000) == []
    crm = ("CRM Id", "EQ", "701X")
    assert service.ids("Program", crm, ("Include Archive", "EQ", "true")) == [3000]


@pytest.mark.parametrize("column", ["Created At", "Updated At"])
def test_programs_are_found_by_a_range_of_times(service: Service, column: str) -> None:
    with service.backend.store.writing() as data:
        for id, hour in ((3000, 0), (3001, 1), (3002, 2)):
            at = int(START.timestamp()) + 3600 * hour
            data.mobjects.load(StoredObject(PROGRAM, id, at, at, {"Name": str(id)}))
    found = service.ids(
        "Program",
        (column, "GE", "2014-10-24T18:00:00Z"),
        (column, "LT", "2014-10-24T14:00:00-05:00"),
    )
    assert found == [3001]


def test_a_change_of_a_program_moves_its_time(service: Service) -> None:
    tag = ("Tag", {"Type": "Channel", "Value": "Blog"})
    service.sync(service.entity("Program", id=1001, groups=(tag,)), mode="UPDATE")
    service.sync(service.entity("Program", id=1002), mode="UPDATE")
    assert service.ids("Program", ("Updated At", "GE", "2014-10-24T17:00:00Z")) == [1001]


def test_one_and_the_same_tag_has_the_type_and_the_value(service: Service) -> None:
    tags = [("Tag", {"Type": "Regions", "Value": "North"})]
    tags.append(("Tag", {"Type": "Content Channel", "Value": "Email"}))
    service.sync(service.entity("Program", id=1001, groups=tuple(tags)), mode="UPDATE")

    def found(kind: str, value: str) -> list[int]:
        return service.ids("Program", ("Tag Type", "EQ", kind), ("Tag Value", "EQ", value))

    assert (found("Regions", "North"), found("Regions", "Email")) == ([1001], [])
    assert service.ids("Program", ("Tag Type", "EQ", "regions")) == [1001]
    assert service.ids("Program", ("Tag Value", "EQ", "email")) == [1001]


def test_names_are_compared_in_any_letter_case_of_any_script(service: Service) -> None:
    service.sync(service.opportunity("a", Name="Ärger"), service.opportunity("b", Name="STRASSE"))
    service.sync(service.opportunity("c"))
    assert service.ids("Opportunity", ("Name", "EQ", "ÄRGER")) == [1]
    assert service.ids("Opportunity", ("Name", "EQ", "straße")) == [2]
    assert service.ids("Opportunity", ("Name", "NE", "straße")) == [1, 3]
    service.sync(service.opportunity("a", Name="Zorn"))
    assert service.ids("Opportunity", ("Name", "EQ", "ärger")) == []
    assert service.ids("Opportunity", ("Name", "LT", "t")) == [2, 3]


@pytest.mark.parametrize(
    ("kind", "criteria"),
    [
        ("Opportunity", [("Amount", "EQ", "1")]),
        ("OpportunityPersonRole", [("Name", "EQ", "1")]),
        ("Program", [("Stage", "EQ", "1")]),
        ("Program", [("Tag Type", "EQ", "a"), ("Tag Type", "EQ", "b")]),
        ("Program", [("Workspace Id", "EQ", "1"), ("Workspace Name", "EQ", "b")]),
        ("Program", [("Id", "EQ", "one")]),
        ("Program", [("Created At", "EQ", "soon")]),
    ],
)
def test_a_criterion_that_makes_no_sense_is_refused(
    service: Service, kind: str, criteria: list[tuple[str, str, object]]
) -> None:
    with refused(20110):
        service.find(kind, *criteria)


def test_associations_filter_by_id_and_by_external_key(service: Service) -> None:
    other = service.lead(FSPID="other")
    service.sync(
        service.opportunity("a", ACME),
        service.opportunity("b"),
        service.role(("Lead", 1), ("Opportunity", 1), Role="Champion"),
        service.role(("Lead", other), ("Opportunity", 2), Role="Champion"),
    )
    role = "OpportunityPersonRole"
    assert service.ids("Opportunity", links=(ACME,)) == [1]
    assert service.ids("Opportunity", links=(("Company", ("cAccountFSID", "none")),)) == []
    assert service.ids("Opportunity", links=(("Lead", other),)) == [2]
    assert service.ids("Opportunity", links=(("Lead", ("FSPID", "12346")),)) == [1]
    assert service.ids(role, links=(("Opportunity", ("opportunityId", "b")),)) == [2]
    assert service.ids(role, links=(("Opportunity", 1), ("Lead", other))) == []
    assert service.ids(role, ("Role", "EQ", "Champion"), links=(ACME,)) == [1]
    assert service.ids(role, links=(("Lead", 99),)) == []
    # Documented for all types alike: what refers to nothing of the kind is not found.
    assert service.ids("Opportunity", links=(("Opportunity", 1),)) == []
    assert service.ids("Program", links=(("Lead", 1),)) == []
    assert service.ids("Program", links=(ACME,)) == []
    for kind in ("Opportunity", "Program", role):
        with refused(20110):
            service.find(kind, links=(("Campaign", 1),))


def test_associations_and_external_keys_are_shown(service: Service) -> None:
    service.sync(service.opportunity("a", ACME), service.role(("Lead", 1), ("Opportunity", 1)))
    found = service.one("Opportunity", 1)
    assert (found.external_key.name, found.external_key.value) == ("opportunityId", "a")
    (company,) = found.association_list.m_obj_association
    assert (company.m_obj_type, company.external_key.value) == ("Company", "C123")
    links = service.one("OpportunityPersonRole", 1).association_list.m_obj_association
    assert [(each.m_obj_type, each.id) for each in links] == [("Lead", 1), ("Opportunity", 1)]


def test_nothing_found_is_a_success_without_a_list(service: Service) -> None:
    for found in (
        service.find("Opportunity", id=1),
        service.find("Opportunity", id=2**70),
        service.find("Opportunity", key=("opportunityId", "none")),
    ):
        assert (found.return_count, found.has_more, found.m_object_list) == (0, False, None)
        assert found.new_stream_position


def test_pages_hold_a_hundred_and_end(service: Service) -> None:
    for start in (0, 100, 200):
        service.sync(*(service.opportunity(f"{start + n}") for n in range(100)))
    service.sync(service.opportunity("last"))
    seen: list[int] = []
    position, more = None, True
    while more:
        page = service.find("Opportunity", ("Id", "GT", "0"), stream_position=position)
        seen += [each.id for each in page.m_object_list.m_object]
        position, more = page.new_stream_position, page.has_more
    assert seen == list(range(1, 302))
    after = service.find("Opportunity", ("Id", "GT", "0"), stream_position=position)
    assert (after.return_count, after.has_more) == (0, False)


@pytest.mark.parametrize("garble", ["x", "=", "AAAA", "{}", "é"])
def test_a_garbled_position_is_refused(service: Service, garble: str) -> None:
    position = service.find("Program", id=1001).new_stream_position
    with refused(20122):
        service.find("Program", id=1001, stream_position=garble)
    with refused(20122):
        service.find("Opportunity", id=1, stream_position=position)
    packed = base64.b64decode(position).replace(b"1001", b"1002")
    with refused(20122):
        service.find("Program", id=1, stream_position=base64.b64encode(packed).decode())


def test_an_unknown_type_is_refused_and_letter_case_does_not_count(service: Service) -> None:
    for kind in ("LeadRecord", "OpportunityLeadRole", "x"):
        with refused(20110, "Object type is not valid"):
            service.find(kind, id=1)
    with refused(20109):
        service.find("", id=1)
    assert service.ids("program", ("Id", "EQ", "1001")) == [1001]


def test_a_page_goes_on_where_the_last_ended_though_data_changes(service: Service) -> None:
    for start in (0, 100):
        service.sync(*(service.opportunity(f"{start + n}") for n in range(100)))
    everything = ("Id", "GT", "0")
    first = service.find("Opportunity", everything)
    assert (first.return_count, first.has_more) == (100, True)
    # The last object of the page goes, one behind it too, and a new one comes.
    service.delete(*(service.entity("Opportunity", id=id) for id in (1, 100, 101)))
    service.sync(service.opportunity("new"))
    rest = service.ids("Opportunity", everything, stream_position=first.new_stream_position)
    assert rest == list(range(102, 202))


def test_a_position_outlives_the_process(tmp_path: Path) -> None:
    service = Service()
    service.backend.close()
    service.backend = Emulator(tmp_path / "a.db")
    define_examples(service.backend.store)
    position = service.find("Program", ("Id", "LE", "1002")).new_stream_position
    service.backend.close()
    service.backend = Emulator(tmp_path / "a.db")
    assert service.ids("Program", stream_position=position)[0] == 1004
    service.backend.close()


@given(text=st.text(max_size=80))
def test_a_position_that_was_not_given_out_is_refused(text: str) -> None:
    with refused(20122):
        read_object_position("Program", text)


# deleteMObjects, listMObjects


def test_deleting_says_what_became_of_each_object(service: Service) -> None:
    service.sync(service.opportunity("a"), service.opportunity("b"))
    statuses = service.delete(
        service.entity("Opportunity", id=1, key=("opportunityId", "a")),
        service.entity("Opportunity", id=1),
        service.entity("opportunity", id=99),
        service.entity("Opportunity"),
        service.entity("Opportunity", id=2**70),
    )
    assert [each.status.value for each in statuses] == [
        "DELETED",
        "UNCHANGED",
        "UNCHANGED",
        "FAILED",
        "UNCHANGED",
    ]
    assert statuses[0].external_key.value == "a"
    assert (statuses[3].id, statuses[3].error) == (None, "id is required (20109)")
    assert service.ids("Opportunity", ("Id", "GT", "0")) == [2]


def test_roles_go_with_their_opportunity(service: Service) -> None:
    service.sync(
        service.opportunity("a"),
        service.opportunity("b"),
        service.role(("Lead", 1), ("Opportunity", 1)),
        service.role(("Lead", 1), ("Opportunity", 2)),
    )
    service.delete(service.entity("Opportunity", id=1))
    assert service.ids("OpportunityPersonRole", ("Id", "GT", "0")) == [2]


def test_the_id_of_a_deleted_object_is_not_used_again(service: Service) -> None:
    service.sync(service.opportunity("a"))
    service.delete(service.entity("Opportunity", id=1))
    assert service.outcomes(service.opportunity("a")) == [(2, "CREATED")]


def test_programs_cannot_be_deleted(service: Service) -> None:
    with refused(20110):
        service.delete(service.entity("Program", id=1001))


def test_the_types_are_listed_as_documented(service: Service) -> None:
    listed = service.call("listMObjects", service.types.ParamsListMObjects()).objects
    assert listed == ["ActivityRecord", "LeadRecord", "Opportunity", "OpportunityPersonRole"]
