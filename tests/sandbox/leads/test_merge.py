"""What mergeLeads does to the winning lead, to the losing ones, and to what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mktows_bindings.v2_1 import types as v2_1
from sqlalchemy import ForeignKey
from support.sandbox_service import START, Service, refused, values

from mktows.facts.lead_fields import LeadField
from mktows.facts.mobjects import OPPORTUNITY, PROGRAM, ROLE
from mktows.parameters.custom_types import CustomObjectField, CustomObjectType
from mktows.sandbox import tables
from mktows.sandbox.activities.pages import ActivityQuery
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.campaigns.rows import Campaign
from mktows.sandbox.custom_objects.records import CustomObject
from mktows.sandbox.leads.tables import lead
from mktows.sandbox.mobjects.rows import ObjectQuery, StoredObject
from mktows.sandbox.programs.rows_members import ProgramMember

Key = tuple[str, str | None]
NOW = int(START.timestamp())


class Merger(Service):
    """Short calls of mergeLeads."""

    def key_list(self, *keys: Key) -> Any:
        return self.types.ArrayOfAttribute(
            attribute=[self.types.Attribute(attr_name=name, attr_value=v) for name, v in keys]
        )

    def params(self, winner: Any, *losers: Any, **more: Any) -> Any:
        return self.types.ParamsMergeLeads(
            winning_lead_key_list=winner,
            losing_lead_key_lists=self.types.ArrayOfKeyList(key_list=list(losers)),
            **more,
        )

    def merge(self, winner: int | Key, *losers: int | Key, **more: Any) -> Any:
        def named(key: int | Key) -> Any:
            return self.key_list(("IDNUM", str(key)) if isinstance(key, int) else key)

        params = self.params(named(winner), *map(named, losers), **more)
        return self.call("mergeLeads", params).result.merge_status

    def leads(self, *lead_ids: int) -> None:
        with self.writing() as data:
            for lead_id in lead_ids:
                data.leads.create(None, NOW, lead_id=lead_id)


@pytest.fixture
def service() -> Iterator[Merger]:
    made = Merger()
    yield made
    made.backend.close()


def outcome(status: Any) -> tuple[int, list[int], str, str | None]:
    listed = status.losing_lead_id_list.integer_item
    return (status.winning_lead_id, listed, status.status.value, status.error)


# The reply


def test_the_documented_merge_on_the_wire(service: Merger) -> None:
    service.leads(2, 15, 16)
    keys = [service.key_list(("IDNUM", number)) for number in ("2", "15", "16")]
    assert service.wire("mergeLeads", service.params(*keys)) == (
        "<ns1:successMergeLeads><result><mergeStatus><winningLeadId>2</winningLeadId>"
        "<losingLeadIdList><integerItem>15</integerItem><integerItem>16</integerItem>"
        '</losingLeadIdList><status>MERGED</status><error xsi:nil="true"/>'
        "</mergeStatus></result></ns1:successMergeLeads>"
    )


@pytest.mark.parametrize("in_sales", [True, False, None])
def test_merging_in_sales_is_accepted_and_has_no_effect(
    service: Merger, in_sales: bool | None
) -> None:
    service.leads(1, 2)
    assert outcome(service.merge(1, 2, merge_in_sales=in_sales)) == (1, [2], "MERGED", None)


def test_the_oldest_version_merges_in_its_own_types() -> None:
    service = Merger(v2_1)
    service.leads(1, 2)
    assert type(service.merge(1, 2)) is v2_1.MergeStatus
    service.backend.close()


# Which leads


def test_each_key_but_a_cookie_names_a_lead(service: Merger) -> None:
    crm = {
        "LEADOWNEREMAIL": "LeadOwnerEmail",
        "SFDCACCOUNTID": "SfdcAccountId",
        "SFDCCONTACTID": "SfdcContactId",
        "SFDCLEADID": "SfdcLeadId",
        "SFDCLEADOWNERID": "SfdcLeadOwnerId",
        "SFDCOPPTYID": "SfdcOpptyId",
    }
    with service.writing() as data:
        for name in crm.values():
            data.leads.define_field(LeadField(name, name, custom=True, lookup=True))
    service.leads(1)
    for number, (key_type, name) in enumerate(crm.items(), 2):
        service.sync(foreign=key_type, attributes={name: key_type})
        assert outcome(service.merge(1, (key_type, key_type)))[:3] == (1, [number], "MERGED")
        service.sync(id=1, attributes={name: ""})
    made = service.sync(email="a@example.com").lead_id
    assert outcome(service.merge(1, ("EMAIL", "A@example.com")))[:2] == (1, [made])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "code"),
    [
        (("COOKIE", "c"), 20102),
        (("idnum", "1"), 20102),
        (("FirstName", "x"), 20102),
        ((None, "1"), 20102),
        (("IDNUM", None), 20101),
        (("IDNUM", " "), 20101),
        (("IDNUM", "99"), 20103),
        (("IDNUM", "one"), 20103),
        (("EMAIL", "pants@example.com"), 20103),
        (("SFDCLEADID", "00Q"), 20103),
        (("LEADOWNEREMAIL", "a@example.com"), 20108),
    ],
)
def test_a_bad_or_unknown_key_is_refused_and_nothing_is_merged(
    service: Merger, key: Any, code: int
) -> None:
    service.leads(1, 2)
    service.sync(id=1, cookie="c", FirstName="x")
    with refused(code):
        service.merge(1, 2, key)
    with refused(code):
        service.merge(key, 1)
    assert service.ids("IDNUM", "2") == [2]


def test_a_lead_not_found_is_named(service: Merger) -> None:
    service.leads(1)
    with refused(20103, "No lead found with EMAIL = pants@example.com (20103)"):
        service.merge(1, ("EMAIL", "pants@example.com"))


def test_the_first_key_that_is_of_no_use_is_told(service: Merger) -> None:
    service.leads(1)
    with refused(20103):
        service.merge(1, ("IDNUM", "99"), ("COOKIE", "c"))
    with refused(20102):
        service.merge(1, ("COOKIE", "c"), ("IDNUM", "99"))
    nobody = service.key_list(("IDNUM", "99"))
    params = service.types.ParamsMergeLeads(
        winning_lead_key_list=nobody, losing_lead_key_lists=None
    )
    with refused(20103):
        service.call("mergeLeads", params)


def test_missing_keys_are_refused(service: Merger) -> None:
    service.leads(1)
    one = service.key_list(("IDNUM", "1"))
    for params in (
        service.params(one),
        service.params(None, one),
        service.params(service.key_list(), one),
        service.params(one, service.key_list()),
        service.types.ParamsMergeLeads(winning_lead_key_list=one, losing_lead_key_lists=None),
    ):
        with refused(20101):
            service.call("mergeLeads", params)


def test_a_key_of_several_leads_means_the_newest(service: Merger) -> None:
    twin = service.record(email="twin@example.com")
    service.batch(twin, twin, service.record(foreign="F"), dedup=False)
    assert outcome(service.merge(3, ("EMAIL", "twin@example.com")))[:2] == (3, [2])


def test_keys_of_one_list_must_all_be_the_leads(service: Merger) -> None:
    twin = service.record(email="twin@example.com")
    service.batch(twin, twin, service.record(foreign="F"), dedup=False)
    three = service.key_list(("IDNUM", "3"))
    service.sync(email="other@example.com")
    both = service.key_list(("IDNUM", "1"), ("EMAIL", "twin@example.com"))
    found = service.call("mergeLeads", service.params(three, both)).result.merge_status
    assert outcome(found)[:2] == (3, [1])
    neither = service.key_list(("IDNUM", "2"), ("EMAIL", "other@example.com"))
    with refused(20103, "No lead found with IDNUM and EMAIL = 2, other@example.com (20103)"):
        service.call("mergeLeads", service.params(three, neither))


def test_a_lead_does_not_lose_to_itself(service: Merger) -> None:
    service.leads(1, 2)
    failed = outcome(service.merge(1, 2, 1))
    assert failed == (1, [2, 1], "FAILED", "Lead 1 cannot be merged into itself (20110)")
    assert service.ids("IDNUM", "2") == [2]


def test_a_loser_named_twice_loses_once(service: Merger) -> None:
    service.leads(1, 2)
    assert outcome(service.merge(1, 2, 2))[:3] == (1, [2], "MERGED")


# Values


def test_the_winner_keeps_its_values_and_takes_the_losers_in_order(service: Merger) -> None:
    service.sync(foreign="1", FirstName="one")
    service.sync(email="two@example.com", FirstName="two", LastName="two", Website="two")
    service.sync(email="three@example.com", FirstName="three", LastName="three", Title="three")
    service.merge(1, 2, 3)
    (winner,) = service.get("IDNUM", "1")
    assert winner.email == "two@example.com"
    assert values(winner) == {
        "FirstName": "one",
        "LastName": "two",
        "Title": "three",
        "Website": "two",
    }
    service.sync(email="four@example.com", LastName="four")
    service.sync(foreign="5", LastName="five")
    service.merge(5, 4)
    (winner,) = service.get("IDNUM", "5")
    assert (winner.email, values(winner)["LastName"]) == ("four@example.com", "five")


def test_losers_are_gone(service: Merger) -> None:
    service.sync(email="a@example.com")
    service.sync(email="b@example.com")
    service.merge(1, 2)
    for key in (("IDNUM", "2"), ("EMAIL", "b@example.com")):
        with refused(20103):
            service.get(*key)
    assert service.sync(email="b@example.com").lead_id == 3


def test_a_merge_is_logged_for_the_winner_which_counts_as_updated(service: Merger) -> None:
    service.leads(1, 2, 3)
    service.now = START.replace(day=20)
    service.merge(1, 3, 2)
    with service.backend.store.reading() as data:
        page, _ = data.activities.page(ActivityQuery(), newest_first=True, limit=9)
    (logged,) = page
    assert (logged.lead_id, logged.type, logged.asset) == (1, "Merge Leads", "")
    assert dict(logged.attributes)["Merge IDs"] == "3,2"
    assert service.page(service.since(service.now)).return_count == 1


# What belongs to leads


def test_foreign_ids_move_and_the_winner_goes_on_showing_its_own(service: Merger) -> None:
    service.sync(foreign="old", FirstName="x")
    service.sync(id=1, foreign="mine")
    service.sync(foreign="yours", FirstName="x")
    service.merge(1, 2)
    assert service.get("IDNUM", "1")[0].foreign_sys_person_id == "mine"
    for foreign in ("old", "mine", "yours"):
        assert service.sync(foreign=foreign).lead_id == 1


def test_a_winner_without_a_foreign_id_shows_the_losers(service: Merger) -> None:
    service.leads(1)
    service.sync(foreign="yours", FirstName="x")
    service.merge(1, 2)
    assert service.get("IDNUM", "1")[0].foreign_sys_person_id == "yours"


def test_cookies_move(service: Merger) -> None:
    service.leads(1)
    service.sync(cookie="c", FirstName="x")
    service.merge(1, 2)
    assert service.ids("COOKIE", "c") == [1]


def test_memberships_move_and_shared_ones_collapse(service: Merger) -> None:
    service.leads(1, 2, 3)
    with service.writing() as data:
        lists = [data.lists.add(name) for name in ("both", "loser", "none")]
        data.lists.put(lists[0], [1, 2, 3])
        data.lists.put(lists[1], [2, 3])
    service.merge(1, 2, 3)
    with service.backend.store.reading() as data:
        members = [data.lists.members(each, limit=9)[0] for each in lists]
    assert members == [[1], [1], []]


def test_activities_move(service: Merger) -> None:
    service.leads(1, 2)
    with service.writing() as data:
        data.activities.log(NewActivity(1, 5, "Open Email"))
        data.activities.log(NewActivity(2, 4, "Click Email"))
    service.merge(1, 2)
    with service.backend.store.reading() as data:
        query = ActivityQuery(lead_ids=(1,))
        page, _ = data.activities.page(query, newest_first=False, limit=9)
    assert [each.type for each in page] == ["Click Email", "Open Email", "Merge Leads"]


def test_roles_move(service: Merger) -> None:
    service.leads(1, 2)
    with service.writing() as data:
        data.mobjects.load(StoredObject(OPPORTUNITY, 7, 0, 0))
        data.mobjects.load(StoredObject(ROLE, 8, 0, 0, opportunity_id=7, lead_id=2))
    service.merge(1, 2)
    with service.backend.store.reading() as data:
        (role,) = data.mobjects.find(ObjectQuery(ROLE), after=0, limit=9)
    assert role.lead_id == 1


def test_custom_objects_move_and_the_winners_own_stay(service: Merger) -> None:
    kind = CustomObjectType(
        *("Roadshow", "", "MKTOID"),
        (
            CustomObjectField("MKTOID", "integer", key=True),
            CustomObjectField("rid", key=True),
            CustomObjectField("city"),
        ),
    )
    service.leads(1, 2, 3)
    with service.writing() as data:
        data.leads.flush()
        data.custom_objects.define(kind)
        visits = [(1, "a"), (2, "a"), (2, "b"), (3, "b"), (3, "c")]
        data.custom_objects.put(
            kind,
            [CustomObject(lead, {"rid": rid, "city": str(lead)}, 0, 0) for lead, rid in visits],
        )
    service.merge(1, 3, 2)
    with service.backend.store.reading() as data:
        found, _ = data.custom_objects.find(kind, {}, limit=9)
    assert [(each.lead_id, each.values["rid"], each.values["city"]) for each in found] == [
        (1, "a", "1"),
        (1, "b", "3"),
        (1, "c", "3"),
    ]


def test_values_kept_for_a_campaigns_next_run_move(service: Merger) -> None:
    service.leads(1, 2)
    with service.writing() as data:
        campaign = data.campaigns.add(Campaign("Batch", "batch"))
        tokens = {1: {"{{my.a}}": "1"}, 2: {"{{my.a}}": "2", "{{my.b}}": "2"}}
        data.campaigns.set_lead_tokens(campaign, tokens)
    service.merge(1, 2)
    with service.writing() as data:
        kept = data.campaigns.take_lead_tokens(campaign)
    assert kept == {1: {"{{my.a}}": "1", "{{my.b}}": "2"}}


def test_memberships_in_programs_move_and_the_winners_own_stay(service: Merger) -> None:
    service.leads(1, 2, 3)
    with service.writing() as data:
        data.leads.flush()
        for program in (7, 8):
            data.mobjects.load(StoredObject(PROGRAM, program, 0, 0))
        data.mobjects.flush()
        for program, lead_id, status in ((7, 1, "own"), (7, 2, "lost"), (8, 2, "a"), (8, 3, "b")):
            data.program_members.put(ProgramMember(program, lead_id, status, 0, 0))
    service.merge(1, 2, 3)
    with service.backend.store.reading() as data:
        found = [(each.program_id, each.status) for each in data.program_members.of_lead(1)]
        others = [each.lead_id for each in data.program_members.of_program(8, after=0, limit=9)]
    assert found == [(7, "own"), (8, "a")]
    assert others == [1]


def test_every_table_that_refers_to_leads_is_moved() -> None:
    referring = {
        table.name
        for table in tables.metadata.tables.values()
        for each in table.constraints
        for key in getattr(each, "elements", ())
        if isinstance(key, ForeignKey) and key.column.table is lead
    }
    # Whoever adds a table here adds its `reassign` and a test of it.
    assert referring == {
        *("activity", "custom_object", "lead_cookie", "lead_foreign_id", "lead_token"),
        *("list_member", "mobject", "program_member", "run_lead"),
    }
