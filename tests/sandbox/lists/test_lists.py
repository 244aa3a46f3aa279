"""What the embedded backend says about members of static lists, a test per rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mktows_bindings.v2_1 import types as v2_1
from mktows_bindings.v2_2 import types as v2_2
from mktows_bindings.v2_3 import types as v2_3
from mktows_bindings.v2_7 import types as v2_7
from mktows_bindings.v3_1 import types as v3_1
from support.sandbox_exchange import exchange
from support.sandbox_service import START, Service, refused

from mktows.facts.mobjects import PROGRAM
from mktows.parameters.scalars import seconds
from mktows.sandbox.activities.rows import ActivityRows, NewActivity
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.store import Transaction

VERSIONS = [v2_1, v2_2, v2_3, v2_7, v3_1]
LEADS = 6
LIST = "Trav-Test-List"


class ListService(Service):
    """A service with one list of the lead database, one inside a program, and some leads."""

    def __init__(self, types: ModuleType = v2_7) -> None:
        super().__init__(types)
        with self.writing() as data:
            for number in range(1, LEADS + 1):
                data.leads.create(f"{number}@one.example", seconds(START))
            data.leads.flush()
            self.list_id = data.lists.add(LIST)
            data.mobjects.load(StoredObject(PROGRAM, 4000, 0, 0, {"Name": "SMSProgram"}))
            self.program_list_id = data.lists.add("SMSProgram.listForTesting", program_id=4000)

    def params(
        self, operation: str | None, *ids: object, name: str | None = LIST, **more: Any
    ) -> Any:
        types = self.types
        keys = [
            each
            if isinstance(each, types.LeadKey)
            else types.LeadKey(
                key_type=types.LeadKeyRef.IDNUM, key_value=None if each is None else str(each)
            )
            for each in ids
        ]
        given: dict[str, Any] = {
            "list_operation": None if operation is None else types.ListOperationType(operation),
            "list_key": types.ListKey(key_type=types.ListKeyType.MKTOLISTNAME, key_value=name),
            "list_member_list": types.ArrayOfLeadKey(lead_key=keys),
        }
        return types.ParamsListOperation(**(given | more))

    def do(self, operation: str, *ids: object, **more: Any) -> tuple[bool, list[bool] | None]:
        """Success, and the statuses where they are listed; their keys must be the request's."""
        result = self.call("listOperation", self.params(operation, *ids, **more)).result
        if result.status_list is None:
            return result.success, None
        statuses = result.status_list.lead_status
        assert [each.lead_key.key_value for each in statuses] == [str(each) for each in ids]
        assert {each.lead_key.key_type.value for each in statuses} == {"IDNUM"}
        return result.success, [each.status for each in statuses]

    def members(self) -> set[int]:
        with self.backend.store.reading() as data:
            found, remaining = data.lists.members(self.list_id, limit=LEADS)
        assert remaining == 0
        return set(found)


@pytest.fixture
def service() -> Iterator[ListService]:
    made = ListService()
    yield made
    made.backend.close()


@pytest.fixture(params=VERSIONS, ids=lambda types: types.__name__.split(".")[1])
def any_version(request: pytest.FixtureRequest) -> Iterator[ListService]:
    made = ListService(request.param)
    yield made
    made.backend.close()


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[NewActivity]:
    """Every activity logged during the test."""
    seen: list[NewActivity] = []
    log = ActivityRows.log

    def both(rows: ActivityRows, happened: NewActivity) -> None:
        seen.append(happened)
        log(rows, happened)

    monkeypatch.setattr(ActivityRows, "log", both)
    return seen


# The documented and recorded cases


def test_adding_and_removing_all_lists_no_status(any_version: ListService) -> None:
    service = any_version
    assert service.do("ADDTOLIST", 1, 2) == (True, None)
    assert service.members() == {1, 2}
    assert service.do("REMOVEFROMLIST", 1) == (True, None)
    assert service.members() == {2}


def test_adding_a_member_again_succeeds(service: ListService) -> None:
    service.do("ADDTOLIST", 1)
    assert service.do("ADDTOLIST", 1) == (True, None)


def test_adding_an_unknown_lead_reports_it(service: ListService) -> None:
    assert service.do("ADDTOLIST", 99) == (False, [False])


@pytest.mark.parametrize("lead_id", [2, 99, 0, -1, 2**31 - 1], ids=str)
def test_removing_what_is_no_member_reports_it(service: ListService, lead_id: int) -> None:
    assert service.do("REMOVEFROMLIST", lead_id) == (False, [False])


def test_a_member_is_told_from_others(any_version: ListService) -> None:
    service = any_version
    service.do("ADDTOLIST", 1)
    assert service.do("ISMEMBEROFLIST", 1) == (True, [True])
    assert service.do("ISMEMBEROFLIST", 2) == (False, [False])
    assert service.do("ISMEMBEROFLIST", 99) == (False, [False])


def test_a_member_of_another_list_is_none(service: ListService) -> None:
    service.do("ADDTOLIST", 1)
    with service.writing() as data:
        data.lists.put(data.lists.add("Another-List"), [1, 2])
    assert service.do("ISMEMBEROFLIST", 1, 2) == (False, [True, False])
    assert service.do("ADDTOLIST", 2) == (True, None)
    assert service.members() == {1, 2}


def test_strict_does_not_matter_for_membership(service: ListService) -> None:
    service.do("ADDTOLIST", 1, 2, 3)
    expected = (False, [True, True, True, False])
    assert service.do("ISMEMBEROFLIST", 1, 2, 3, 12345, strict=True) == expected


def test_one_false_status_lists_every_key(service: ListService) -> None:
    service.do("ADDTOLIST", 1)
    assert service.do("ADDTOLIST", 3, 99, 1) == (False, [True, False, True])
    assert service.do("REMOVEFROMLIST", 3, 2, 1) == (False, [True, False, True])


@pytest.mark.parametrize("strict", [None, False], ids=str)
def test_without_strict_what_can_be_done_is_done(service: ListService, strict: bool | None) -> None:
    service.do("ADDTOLIST", 3, 99, 1, strict=strict)
    assert service.members() == {1, 3}
    service.do("REMOVEFROMLIST", 3, 2, strict=strict)
    assert service.members() == {1}


def test_strict_changes_nothing_when_a_part_fails(
    service: ListService, logged: list[NewActivity]
) -> None:
    service.do("ADDTOLIST", 1)
    logged.clear()
    assert service.do("ADDTOLIST", 2, 99, strict=True) == (False, [True, False])
    assert service.do("REMOVEFROMLIST", 1, 2, strict=True) == (False, [True, False])
    assert service.members() == {1}
    assert logged == []
    assert service.do("ADDTOLIST", 2, 3, strict=True) == (True, None)
    assert service.members() == {1, 2, 3}


def test_a_key_given_twice_counts_as_one_and_is_listed_twice(service: ListService) -> None:
    assert service.do("ADDTOLIST", 1, 1) == (True, None)
    assert service.do("REMOVEFROMLIST", 1, 2, 1) == (False, [True, False, True])
    assert service.members() == set()


# What is refused


@pytest.mark.parametrize("operation", ["ADDTOLIST", "ISMEMBEROFLIST", "REMOVEFROMLIST"])
@pytest.mark.parametrize(
    "value", [None, "null", "", "x", "1.0", "27672544444444", 2**31, -(2**31) - 1, "9" * 30]
)
def test_an_id_that_is_no_int_refuses_the_call(
    service: ListService, operation: str, value: object
) -> None:
    with refused(20102, "leadKey[2]: keyValue"):
        service.do(operation, 1, value)
    assert service.members() == set()


@pytest.mark.parametrize("key_type", [None, v2_7.LeadKeyRef.EMAIL, v2_7.LeadKeyRef.COOKIE])
def test_members_are_named_by_idnum_only(service: ListService, key_type: Any) -> None:
    key = v2_7.LeadKey(key_type=key_type, key_value="1@one.example")
    with refused(20102, "leadKey[2]: keyType must be IDNUM"):
        service.do("ADDTOLIST", 1, key)
    assert service.members() == set()


def test_more_than_a_thousand_leads_are_refused(service: ListService) -> None:
    with refused(20110, "1001 leads, at most 1000"):
        service.do("ADDTOLIST", *[1] * 1001)
    assert service.do("ADDTOLIST", *[1] * 1000) == (True, None)


def test_an_unknown_list_is_refused(service: ListService) -> None:
    with refused(20111, "No list found with MKTOLISTNAME = nothing"):
        service.do("ISMEMBEROFLIST", 1, name="nothing")


def test_a_list_inside_a_program_is_for_imports(service: ListService) -> None:
    with refused(20111, "MKTOLISTNAME = SMSProgram.listForTesting"):
        service.do("ADDTOLIST", 1, name="SMSProgram.listForTesting")


@pytest.mark.parametrize("key_type", ["MKTOSALESUSERID", "SFDCLEADOWNERID"])
def test_nobody_else_has_lists(service: ListService, key_type: str) -> None:
    key = v2_7.ListKey(key_type=v2_7.ListKeyType(key_type), key_value=LIST)
    with refused(20111, f"No list found with {key_type} = {LIST}"):
        service.do("ADDTOLIST", 1, list_key=key)


def test_a_list_name_has_no_letter_case(service: ListService) -> None:
    assert service.do("ADDTOLIST", 1, name=" trav-TEST-list ") == (True, None)
    assert service.members() == {1}


@pytest.mark.parametrize(
    ("code", "text", "more"),
    [
        (20109, "listOperation", {"list_operation": None}),
        (20109, "listKey", {"list_key": None}),
        (20109, "listKey", {"list_key": v2_7.ListKey(key_type=None, key_value=LIST)}),  # type: ignore[arg-type]  # as decoded leniently
        (20109, "listKey", {"name": " "}),
        (20101, "listMemberList", {"list_member_list": None}),
        (20101, "listMemberList", {"list_member_list": v2_7.ArrayOfLeadKey()}),
    ],
)
def test_what_is_missing_is_named(
    service: ListService, code: int, text: str, more: dict[str, Any]
) -> None:
    with refused(code, text):
        service.do("ADDTOLIST", 1, **more)


# Activities


def test_only_what_really_changed_is_logged(
    service: ListService, logged: list[NewActivity]
) -> None:
    service.do("ADDTOLIST", 2, 1, 99)
    service.do("ADDTOLIST", 3, 1, 3)
    service.do("ISMEMBEROFLIST", 1)
    service.do("REMOVEFROMLIST", 1, 4, 1)
    attributes = (("List ID", str(service.list_id)), ("Source", "Web service API"))
    assert logged == [
        NewActivity(lead_id, seconds(START), kind, LIST, attributes)
        for lead_id, kind in [
            (1, "Add to List"),
            (2, "Add to List"),
            (3, "Add to List"),
            (1, "Remove from List"),
        ]
    ]


@pytest.mark.parametrize("types", [v2_1, v2_2], ids=["v2_1", "v2_2"])
def test_skip_activity_log_is_ignored(types: ModuleType, logged: list[NewActivity]) -> None:
    service = ListService(types)
    assert service.do("ADDTOLIST", 1, skip_activity_log=True) == (True, None)
    assert [each.type for each in logged] == ["Add to List"]
    service.backend.close()


# CLEARLIST


def test_clearing_removes_every_member(
    logged: list[NewActivity], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mktows.sandbox.lists.members._PAGE", 2)
    service = ListService(v2_1)
    service.do("ADDTOLIST", 1, 2, 3, 5)
    logged.clear()
    assert service.do("CLEARLIST", 2) == (True, None)
    assert service.members() == set()
    assert [(each.lead_id, each.type) for each in logged] == [
        (lead_id, "Remove from List") for lead_id in (1, 2, 3, 5)
    ]
    assert service.do("CLEARLIST", list_member_list=None) == (True, None)
    service.backend.close()


@pytest.mark.parametrize("types", [v2_2, v2_3, v2_7, v3_1], ids=["v2_2", "v2_3", "v2_7", "v3_1"])
def test_clearing_is_gone_after_2_1(types: ModuleType) -> None:
    service = ListService(types)
    service.do("ADDTOLIST", 1)
    assert "<code>20110</code>" in exchange(service, "listOperation", example("CLEARLIST", "1"))
    assert service.members() == {1}
    service.backend.close()


# Worked examples, to the letter


def example(operation: str, *values: str, strict: str = "false") -> str:
    keys = "".join(
        f"<leadKey><keyType>IDNUM</keyType>{value}</leadKey>"
        if value.startswith("<")
        else f"<leadKey><keyType>IDNUM</keyType><keyValue>{value}</keyValue></leadKey>"
        for value in values
    )
    return (
        f"<listOperation>{operation}</listOperation><strict>{strict}</strict>"
        f"<listKey><keyType>MKTOLISTNAME</keyType><keyValue>{LIST}</keyValue></listKey>"
        f"<listMemberList>{keys}</listMemberList>"
    )


def reply(success: str, *statuses: tuple[str, str]) -> str:
    listed = "".join(
        f"<leadStatus><leadKey><keyType>IDNUM</keyType><keyValue>{lead_id}</keyValue></leadKey>"
        f"<status>{status}</status></leadStatus>"
        for lead_id, status in statuses
    )
    status_list = f"<statusList>{listed}</statusList>" if statuses else NIL_LIST
    return (
        f"<ns1:successListOperation><result><success>{success}</success>{status_list}</result>"
        "</ns1:successListOperation>"
    )


NIL_LIST = '<statusList xsi:nil="true"/>'


def test_example_of_two_leads_one_of_them_a_member(any_version: ListService) -> None:
    service = any_version
    with service.writing() as data:
        load_lead(data, 1089946)
        data.lists.put(service.list_id, [1089946])
    assert exchange(
        service, "listOperation", example("ISMEMBEROFLIST", "87710", "1089946")
    ) == reply("false", ("87710", "false"), ("1089946", "true"))


def load_lead(data: Transaction, lead_id: int) -> None:
    """A lead with the id of an example."""
    data.leads.create(None, seconds(START), lead_id=lead_id)
    data.leads.flush()


def test_example_of_adding_and_removing_one_lead(any_version: ListService) -> None:
    service = any_version
    for operation in ("ADDTOLIST", "REMOVEFROMLIST"):
        assert exchange(service, "listOperation", example(operation, "1")) == reply("true")
    for operation in ("ADDTOLIST", "REMOVEFROMLIST", "ISMEMBEROFLIST"):
        expected = reply("false", ("99", "false"))
        assert exchange(service, "listOperation", example(operation, "99")) == expected


def test_example_of_three_members_and_an_unknown_lead(service: ListService) -> None:
    service.do("ADDTOLIST", 1, 2, 3)
    params = example("ISMEMBEROFLIST", "1", "2", "3", "12345", strict="true")
    assert exchange(service, "listOperation", params) == reply(
        "false", ("1", "true"), ("2", "true"), ("3", "true"), ("12345", "false")
    )


@pytest.mark.parametrize(
    "value", ['<keyValue xsi:nil="true"/>', "<keyValue/>", "null", "27672544444444"]
)
def test_example_of_an_id_that_is_none(service: ListService, value: str) -> None:
    answer = exchange(service, "listOperation", example("ADDTOLIST", "1", value))
    assert "<faultstring>20102 - Input error</faultstring>" in answer
    assert "<code>20102</code>" in answer
    assert service.members() == set()


# Any sequence of calls

MEMBER_IDS = st.lists(st.integers(1, LEADS) | st.sampled_from([-1, 0, 99]), min_size=1, max_size=5)
CALLS = st.lists(
    st.tuples(
        st.sampled_from(["ADDTOLIST", "ISMEMBEROFLIST", "REMOVEFROMLIST", "CLEARLIST"]),
        MEMBER_IDS,
        st.sampled_from([None, False, True]),
    ),
    max_size=8,
)


@cache
def shared_service() -> ListService:
    """One service for all examples, in the version that knows every operation."""
    return ListService(v2_1)


@given(calls=CALLS)
def test_a_list_behaves_as_a_set(calls: list[tuple[str, list[int], bool | None]]) -> None:
    service = shared_service()
    service.do("CLEARLIST")
    model: set[int] = set()
    for operation, ids, strict in calls:
        able = set(range(1, LEADS + 1)) if operation == "ADDTOLIST" else set(model)
        statuses: list[bool] | None = [each in able for each in ids]
        success = set(ids) <= able
        if operation == "CLEARLIST":
            success, statuses, model = True, None, set()
        elif operation != "ISMEMBEROFLIST":
            if success:
                statuses = None
            if success or not strict:
                change = able & set(ids)
                model = model | change if operation == "ADDTOLIST" else model - change
        assert service.do(operation, *ids, strict=strict) == (success, statuses)
        assert service.members() == model
