"""What the embedded backend says about campaigns, and what a run of one does."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
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
from sqlalchemy import Engine, event
from support.example_instance import define_examples
from support.sandbox_service import Service, refused
from xsdata.models.datatype import XmlDateTime

from mktows import Client, HttpRequest, HttpResponse
from mktows.errors import ServiceFault
from mktows.facts.lead_fields import LeadField
from mktows.facts.mobjects import CHANNEL, PROGRAM
from mktows.sandbox import Sandbox
from mktows.sandbox.campaigns.rows import Campaign, CampaignRun
from mktows.sandbox.campaigns.runs import full_name, resolved
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.mobjects.rows import ObjectQuery, StoredObject
from mktows.server.backend import Call

# Programs that every new database holds.
DEMO, COFFEE = 1970, 1002

Key = tuple[str, str]
_KEEP: Any = object()


class Campaigns(Service):
    """The backend with campaigns, and calls about them."""

    def __init__(self, types: ModuleType = v2_7) -> None:
        super().__init__(types)
        self.undeclared: dict[str, str] = {}

    def call(self, operation: str, params: object) -> Any:
        call = Call(operation, self.types, "user", None, self.now, undeclared=dict(self.undeclared))
        return self.backend.answer(call, params)

    def add(self, name: str, kind: str = "trigger", **more: Any) -> int:
        with self.writing() as data:
            return data.campaigns.add(Campaign(name, kind, **more))

    def listed_params(self, source: str = "MKTOWS", **more: Any) -> Any:
        types = self.types
        return types.ParamsGetCampaignsForSource(source=types.ReqCampSourceType(source), **more)

    def listed(self, source: str = "MKTOWS", **more: Any) -> list[tuple[int, str, str]]:
        params = self.listed_params(source, **more)
        result = self.call("getCampaignsForSource", params).result
        found = result.campaign_record_list
        records = found.campaign_record if found else []
        assert result.return_count == len(records)
        return [(each.id, each.name, each.description) for each in records]

    def tokens(self, values: dict[str, str] | None) -> Any:
        if values is None:
            return None
        types = self.types
        return types.ArrayOfAttrib(
            attrib=[types.Attrib(name=name, value=value) for name, value in values.items()]
        )

    def request_params(
        self,
        *keys: Key,
        id: int | None = None,
        program: str | None = None,
        campaign: str | None = None,
        tokens: dict[str, str] | None = None,
        source: str = "MKTOWS",
        lead_list: Any = _KEEP,
    ) -> Any:
        types = self.types
        listed = types.ArrayOfLeadKey(
            lead_key=[
                types.LeadKey(key_type=types.LeadKeyRef(kind), key_value=value)
                for kind, value in keys
            ]
        )
        return types.ParamsRequestCampaign(
            source=types.ReqCampSourceType(source),
            campaign_id=id,
            lead_list=listed if lead_list is _KEEP else lead_list,
            program_name=program,
            campaign_name=campaign,
            program_token_list=self.tokens(tokens),
        )

    def request(self, *keys: Key, **more: Any) -> bool:
        params = self.request_params(*keys, **more)
        success: bool = self.call("requestCampaign", params).result.success
        return success

    def schedule_params(
        self,
        campaign: str | None = "Nightly",
        program: str | None = "Trav-Demo-Program",
        at: datetime | None = None,
        tokens: dict[str, str] | None = None,
    ) -> Any:
        return self.types.ParamsScheduleCampaign(
            program_name=program,
            campaign_name=campaign,
            campaign_run_at=None if at is None else XmlDateTime.from_datetime(at),
            program_token_list=self.tokens(tokens),
        )

    def schedule(self, campaign: str | None = "Nightly", **more: Any) -> bool:
        params = self.schedule_params(campaign, **more)
        success: bool = self.call("scheduleCampaign", params).result.success
        return success

    def clone(self, to: str, campaign: str = "Nightly", **more: Any) -> bool:
        self.undeclared = {"cloneToProgramName": to}
        try:
            return self.schedule(campaign, **more)
        finally:
            self.undeclared = {}

    def runs(self, campaign_id: int | None = None) -> list[CampaignRun]:
        with self.backend.store.reading() as data:
            return data.campaigns.runs(campaign_id)

    def later(self, **more: float) -> None:
        self.now += timedelta(**more)
        self.call("listMObjects", self.types.ParamsListMObjects())

    def requests_logged(self, lead_id: int) -> list[Any]:
        types = self.types
        params = types.ParamsGetLeadActivity(
            lead_key=types.LeadKey(key_type=types.LeadKeyRef("IDNUM"), key_value=str(lead_id)),
            activity_filter=types.ActivityTypeFilter(
                include_types=types.ArrayOfActivityType(
                    activity_type=[types.ActivityType("RequestCampaign")]
                )
            ),
        )
        listed = self.call("getLeadActivity", params).lead_activity_list.activity_record_list
        return list(listed.activity_record) if listed else []


@pytest.fixture
def service() -> Iterator[Campaigns]:
    made = Campaigns()
    yield made
    made.backend.close()


# getCampaignsForSource

TRIGGERS = [
    (3374, "ER Demo", "Triggered Campaign"),
    *(
        (id, None, f"{kind} Email Trigger for Social App: {suffix}".rstrip())
        for kind, ids in (
            ("Fulfillment", {4240: "", 4038: 398, 4040: 400, 4242: 442, 4335: 442, 4477: 465}),
            ("Sign-Up", {4239: "", 4037: 398, 4039: 400, 4241: 442, 4334: 442, 4476: 465}),
        )
        for id, suffix in ids.items()
    ),
]


def documented_campaigns(service: Campaigns) -> None:
    """Those of the example, defined in another order than that of the reply."""
    with service.writing() as data:
        data.mobjects.load(StoredObject(PROGRAM, 2000, 0, 0, {"Name": "ER Demo"}))
        for id, program, name in sorted(TRIGGERS, key=lambda each: each[0]):
            data.campaigns.add(
                Campaign(name, "trigger", program_id=2000 if program else None, id=id)
            )
        data.campaigns.add(Campaign("Trigger by batch", "batch"))
        data.campaigns.add(Campaign("Trigger of sales", "trigger", sources=("SALES",)))
        data.campaigns.add(Campaign("Something else", "trigger"))


def test_the_documented_example_lists_thirteen_campaigns_in_order(service: Campaigns) -> None:
    documented_campaigns(service)
    assert service.listed(name="Trigger", exact_name=False) == [
        (id, f"{program}.{name}" if program else name, "") for id, program, name in TRIGGERS
    ]


def test_a_campaign_without_description_has_an_empty_one(service: Campaigns) -> None:
    service.add("a", id=7)
    assert service.wire("getCampaignsForSource", service.listed_params()) == (
        "<ns1:successGetCampaignsForSource><result><returnCount>1</returnCount>"
        "<campaignRecordList><campaignRecord><id>7</id><name>a</name><description></description>"
        "</campaignRecord></campaignRecordList></result></ns1:successGetCampaignsForSource>"
    )


def test_no_campaign_is_a_nil_list(service: Campaigns) -> None:
    assert service.wire("getCampaignsForSource", service.listed_params()) == (
        "<ns1:successGetCampaignsForSource><result><returnCount>0</returnCount>"
        '<campaignRecordList xsi:nil="true"/></result></ns1:successGetCampaignsForSource>'
    )


def test_a_name_matches_any_part_or_exactly_in_any_letter_case(service: Campaigns) -> None:
    for name in ("Straße", "STRASSE 2", "100%", "a_b"):
        service.add(name)
    service.add("Straße", program_id=COFFEE)

    def names(**more: Any) -> list[str]:
        return [name for _, name, _ in service.listed(**more)]

    assert names(name="strasse") == ["Coffee Promotion.Straße", "Straße", "STRASSE 2"]
    assert names(name="STRASSE", exact_name=True) == ["Straße"]
    assert names(name="coffee promotion.straße", exact_name=True) == ["Coffee Promotion.Straße"]
    assert names(name="%") == ["100%"]
    assert names(name="_") == ["a_b"]
    assert names(name="  ") == names(exact_name=True) == names()
    assert len(names()) == 5


def test_only_campaigns_that_the_source_may_request_are_listed(service: Campaigns) -> None:
    both = service.add("both", sources=("MKTOWS", "SALES"), description="Says what")
    web, sales = service.add("web"), service.add("sales", sources=("SALES",))
    service.add("nobody", sources=())
    service.add("batch", "batch")
    assert service.listed() == [(both, "both", "Says what"), (web, "web", "")]
    assert service.listed("SALES") == [(both, "both", "Says what"), (sales, "sales", "")]


def test_a_missing_source_is_refused(service: Campaigns) -> None:
    params = service.listed_params()
    params.source = None
    with refused(20109):
        service.call("getCampaignsForSource", params)


class _Undone(Exception):
    """Takes back what an example wrote, which is much cheaper than another database."""


@pytest.fixture(scope="module")
def empty() -> Iterator[Campaigns]:
    made = Campaigns()
    yield made
    made.backend.close()


@given(names=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=3), max_size=8))
def test_the_list_is_sorted_by_name_then_by_id(empty: Campaigns, names: list[str]) -> None:
    found = []
    with suppress(_Undone), empty.writing() as data:
        ids = [data.campaigns.add(Campaign(name, "trigger")) for name in names]
        found = [(shown, each.id) for shown, each in data.campaigns.requestable("MKTOWS")]
        raise _Undone
    assert found == sorted(
        zip(names, ids, strict=True), key=lambda each: (each[0].casefold(), each[1])
    )


# requestCampaign


def test_the_documented_example_requests_two_leads(service: Campaigns) -> None:
    service.add("Any", id=4496)
    one = service.sync(email="lead@company.com").lead_id
    two = service.sync(email="anotherlead@company.com").lead_id
    params = service.request_params(
        ("EMAIL", "lead@company.com"), ("EMAIL", "anotherlead@company.com"), id=4496
    )
    assert service.wire("requestCampaign", params) == (
        "<ns1:successRequestCampaign><result><success>true</success></result>"
        "</ns1:successRequestCampaign>"
    )
    (run,) = service.runs(4496)
    assert (run.campaign, run.operation, run.leads) == (
        "Any",
        "requestCampaign",
        {one: {}, two: {}},
    )
    assert run.requested_at == run.run_at == run.ended_at == service.now.timestamp()


def test_requested_leads_get_an_activity(service: Campaigns) -> None:
    lead = service.sync(email="a@example.com").lead_id
    id = service.add("Hot", program_id=COFFEE, sources=("MKTOWS", "SALES"))
    service.request(("IDNUM", str(lead)), id=id)
    service.request(("IDNUM", str(lead)), id=id, source="SALES")
    of_sales, of_web = service.requests_logged(lead)
    for record, source in ((of_web, "Web service API"), (of_sales, "Sales Insight")):
        assert record.activity_type == "Request Campaign"
        assert record.mktg_asset_name == "Coffee Promotion.Hot"
        assert record.campaign == ""
        assert [
            (each.attr_name, each.attr_value) for each in record.activity_attributes.attribute
        ] == [("Campaign ID", str(id)), ("Source", source), ("Lead ID", str(lead))]


def test_by_names_goes_with_tokens_which_may_be_none(service: Campaigns) -> None:
    lead = service.sync(email="a@example.com").lead_id
    id = service.add("Hot", program_id=COFFEE)
    key = ("IDNUM", str(lead))
    named = {"program": "coffee promotion", "campaign": "HOT"}
    assert service.request(key, **named, tokens={})
    assert service.request(key, **named, tokens={"{{my.conversationtopic}}": "beans"})
    first, second = service.runs(id)
    assert first.leads == {lead: {"{{my.testtoken}}": "<p>Coffee</p>"}}
    assert second.tokens == {"{{my.conversationtopic}}": "beans"}
    assert second.leads[lead] == {
        "{{my.testtoken}}": "<p>Coffee</p>",
        "{{my.conversationtopic}}": "beans",
    }


@pytest.mark.slow
@pytest.mark.parametrize("id", [None, 4496])
@pytest.mark.parametrize("program", [None, "Coffee Promotion"])
@pytest.mark.parametrize("campaign", [None, "Hot"])
@pytest.mark.parametrize("tokens", [None, {}, {"{{my.x}}": "1"}])
def test_any_other_combination_is_refused(
    service: Campaigns,
    id: int | None,
    program: str | None,
    campaign: str | None,
    tokens: dict[str, str] | None,
) -> None:
    lead = service.sync(email="a@example.com").lead_id
    service.add("Hot", id=4496, program_id=COFFEE)
    key, given = ("IDNUM", str(lead)), (id, program, campaign)
    more = {"id": id, "program": program, "campaign": campaign, "tokens": tokens}
    # Examples of the vendor have tokens beside the id.
    alone = given == (4496, None, None)
    if alone or (given == (None, "Coffee Promotion", "Hot") and tokens is not None):
        assert service.request(key, **more)
    else:
        with refused(20110):
            service.request(key, **more)
        assert service.runs() == []


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"id": 99}, "No campaign found with ID = 99 (20113)"),
        ({"id": 2**70}, "(20113)"),
        ({"program": "none", "campaign": "Hot", "tokens": {}}, "NAME = none.Hot (20113)"),
        ({"program": "Program01", "campaign": "Hot", "tokens": {}}, "NAME = Program01.Hot (20113)"),
    ],
)
def test_an_unknown_campaign_is_refused(
    service: Campaigns, more: dict[str, Any], text: str
) -> None:
    lead = service.sync(email="a@example.com").lead_id
    service.add("Hot", program_id=COFFEE)
    with refused(20113, text):
        service.request(("IDNUM", str(lead)), **more)


def test_a_campaign_for_others_cannot_be_requested(service: Campaigns) -> None:
    key = ("IDNUM", str(service.sync(email="a@example.com").lead_id))
    for id in (service.add("batch", "batch"), service.add("sales", sources=("SALES",))):
        with refused(20113, "for this source"):
            service.request(key, id=id)
    assert service.runs() == []
    assert service.request(key, id=id, source="SALES")


def test_leads_are_found_by_every_key_but_a_cookie(service: Campaigns) -> None:
    fields = {
        "LEADOWNEREMAIL": "LeadOwnerEmail",
        "SFDCACCOUNTID": "SfdcAccountId",
        "SFDCCONTACTID": "SfdcContactId",
        "SFDCLEADID": "SfdcLeadId",
        "SFDCLEADOWNERID": "SfdcLeadOwnerId",
        "SFDCOPPTYID": "SfdcOpptyId",
    }
    with service.writing() as data:
        for name in fields.values():
            data.leads.define_field(LeadField(name, name, custom=True))
    id = service.add("Hot")
    leads = [
        service.sync(email=f"{kind}@example.com", attributes={name: kind}).lead_id
        for kind, name in fields.items()
    ]
    leads.append(service.sync(email="mail@example.com", cookie="c").lead_id)
    leads.append(service.sync(email="id@example.com").lead_id)
    keys = [*((kind, kind) for kind in fields), ("EMAIL", "MAIL@example.com")]
    assert service.request(*keys, ("IDNUM", str(leads[-1])), id=id)
    assert list(service.runs(id)[0].leads) == leads
    with refused(20102):
        service.request(("COOKIE", "c"), id=id)


def test_a_key_of_several_leads_means_the_newest(service: Campaigns) -> None:
    twins = [service.record(email="twin@example.com") for _ in range(2)]
    (_, _, _), (newest, _, _) = service.batch(*twins, dedup=False)
    id = service.add("Hot")
    service.request(("EMAIL", "twin@example.com"), id=id)
    assert list(service.runs(id)[0].leads) == [newest]


def test_equal_leads_run_once(service: Campaigns) -> None:
    lead = service.sync(email="a@example.com").lead_id
    id = service.add("Hot")
    key = ("IDNUM", str(lead))
    assert service.request(key, ("EMAIL", "a@example.com"), key, id=id)
    assert list(service.runs(id)[0].leads) == [lead]
    assert len(service.requests_logged(lead)) == 1


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (("IDNUM", "99"), "No lead found with IDNUM = 99 (20103)"),
        (("IDNUM", "one"), "No lead found with IDNUM = one (20103)"),
        (("EMAIL", "b@example.com"), "No lead found with EMAIL = b@example.com (20103)"),
        (("SFDCLEADID", "x"), "No lead found with SFDCLEADID = x (20103)"),
    ],
)
def test_one_unknown_lead_stops_all(service: Campaigns, key: Key, text: str) -> None:
    lead = service.sync(email="a@example.com").lead_id
    id = service.add("Hot")
    with refused(20103, text):
        service.request(("EMAIL", "a@example.com"), key, id=id)
    assert service.runs() == []
    assert service.requests_logged(lead) == []


def test_keys_beyond_a_hundred_are_ignored(service: Campaigns) -> None:
    records = [service.record(email=f"{n}@example.com") for n in range(101)]
    ids = [id for id, _, _ in service.batch(*records)]
    campaign = service.add("Hot")
    keys = [("IDNUM", str(id)) for id in ids]
    assert service.request(*keys, ("COOKIE", "nonsense"), id=campaign)
    assert list(service.runs(campaign)[0].leads) == ids[:100]


def test_a_hundred_keys_take_a_few_statements(service: Campaigns) -> None:
    records = [service.record(email=f"{n}@example.com") for n in range(100)]
    ids = [id for id, _, _ in service.batch(*records)]
    campaign = service.add("Hot")
    count = 0

    def executed(*_: Any) -> None:
        nonlocal count
        count += 1

    keys = [("IDNUM", str(id)) for id in ids[:50]]
    keys += [("EMAIL", f"{n}@example.com") for n in range(50, 100)]
    event.listen(Engine, "after_cursor_execute", executed)
    try:
        service.request(*keys, id=campaign)
    finally:
        event.remove(Engine, "after_cursor_execute", executed)
    assert list(service.runs(campaign)[0].leads) == ids
    assert 0 < count < 25


def test_a_request_without_leads_is_refused(service: Campaigns) -> None:
    id = service.add("Hot")
    for lead_list in (None, service.types.ArrayOfLeadKey()):
        with refused(20101):
            service.request(id=id, lead_list=lead_list)
    with refused(20101):
        service.request(("EMAIL", " "), id=id)
    params = service.request_params(("EMAIL", "a"), id=id)
    params.lead_list.lead_key[0].key_type = None
    with refused(20102):
        service.call("requestCampaign", params)


def test_a_token_without_name_is_refused(service: Campaigns) -> None:
    service.add("Hot", program_id=COFFEE)
    key = ("IDNUM", str(service.sync(email="a@example.com").lead_id))
    with refused(20109, "token"):
        service.request(key, program="Coffee Promotion", campaign="Hot", tokens={"": "x"})


def test_an_unknown_owner_has_a_fault_of_its_own(service: Campaigns) -> None:
    with refused(20108, "No lead owner found with LEADOWNEREMAIL = o@example.com (20108)"):
        service.request(("LEADOWNEREMAIL", "o@example.com"), id=service.add("Hot"))


def test_addresses_of_owners_are_compared_in_any_letter_case(service: Campaigns) -> None:
    with service.writing() as data:
        data.leads.define_field(LeadField("LeadOwnerEmail", "Owner", "email", custom=True))
    leads = [
        service.sync(email=f"{n}@example.com", attributes={"LeadOwnerEmail": owner}).lead_id
        for n, owner in enumerate(("O@example.com", "o@EXAMPLE.com", "p@example.com"))
    ]
    id = service.add("Hot")
    assert service.request(("LEADOWNEREMAIL", "o@example.COM"), id=id)
    assert list(service.runs(id)[0].leads) == [leads[1]]


# scheduleCampaign


def test_the_documented_example_runs_in_the_clone_at_its_time(service: Campaigns) -> None:
    name = "Batch Campaign Example"
    original = service.add(name, "batch", program_id=DEMO)
    service.now = datetime(2013, 8, 3, 20, 0, tzinfo=timezone(timedelta(hours=-7)))
    tokens = {"{{my.message}}": "Updated message", "{{my.other token}}": "Value for other token"}
    run_at = datetime(2013, 8, 3, 21, 39, 34, tzinfo=timezone(timedelta(hours=-7)))
    service.undeclared = {"cloneToProgramName": "TestProgramCloneFromSOAP"}
    params = service.schedule_params(name, at=run_at, tokens=tokens)
    assert service.wire("scheduleCampaign", params) == (
        "<ns1:successScheduleCampaign><result><success>true</success></result>"
        "</ns1:successScheduleCampaign>"
    )
    service.undeclared = {}
    (run,) = service.runs()
    assert run.campaign_id != original
    assert run.campaign == "TestProgramCloneFromSOAP.Batch Campaign Example"
    assert (run.run_at, run.ended_at) == (run_at.timestamp(), None)
    assert run.tokens == tokens
    service.later(hours=2)
    assert service.runs()[0].ended_at == run_at.timestamp()


def test_without_a_time_or_with_a_past_one_it_runs_at_once(service: Campaigns) -> None:
    service.add("Nightly", "batch", program_id=DEMO)
    for at in (None, service.now - timedelta(days=1), service.now):
        assert service.schedule(at=at)
    now = service.now.timestamp()
    assert [(run.run_at, run.ended_at) for run in service.runs()] == [(now, now)] * 3


def test_a_later_run_waits_for_its_moment_and_happens_once(service: Campaigns) -> None:
    service.add("Nightly", "batch", program_id=DEMO)
    service.schedule(at=service.now + timedelta(hours=1))
    service.later(minutes=59)
    assert service.runs()[0].ended_at is None
    service.later(minutes=30)
    (run,) = service.runs()
    assert run.ended_at == run.run_at
    service.later(hours=1)
    assert service.runs() == [run]


def test_a_later_run_outlives_the_process(tmp_path: Any) -> None:
    first = Campaigns()
    first.backend.close()
    first.backend = Emulator(tmp_path / "a.db")
    define_examples(first.backend.store)
    first.add("Nightly", "batch", program_id=DEMO)
    first.schedule(at=first.now + timedelta(hours=1))
    first.backend.close()
    first.backend = Emulator(tmp_path / "a.db")
    first.later(hours=2)
    assert first.runs()[0].ended_at == first.runs()[0].run_at
    first.backend.close()


def test_a_time_without_offset_is_the_instances(service: Campaigns) -> None:
    service.add("Nightly", "batch", program_id=DEMO)
    service.schedule(at=datetime(2014, 2, 14, 6, 0))
    assert service.runs()[0].run_at == datetime(2014, 2, 14, 12, 0, tzinfo=UTC).timestamp()


def test_only_a_batch_campaign_can_be_scheduled(service: Campaigns) -> None:
    service.add("Hot", program_id=DEMO)
    service.add("Nightly", "batch")
    with refused(20113, "batch"):
        service.schedule("Hot")
    with refused(20113):
        service.schedule("Nightly")  # of the lead database, not of the program
    with refused(20113):
        service.schedule("Hot", program="none")
    with refused(20109):
        service.schedule(None)
    with refused(20109):
        service.schedule("Hot", program=" ")
    assert service.runs() == []


def test_a_batch_campaign_runs_over_its_list_or_over_leads_with_tokens(
    service: Campaigns,
) -> None:
    a, b = (service.sync(email=f"{name}@example.com").lead_id for name in "ab")
    with service.writing() as data:
        members = data.lists.add("Trav-Demo-Program.Members", program_id=DEMO)
        data.lists.put(members, [a])
    listed = service.add("Listed", "batch", program_id=DEMO, list_id=members)
    bare = service.add("Bare", "batch", program_id=DEMO)
    with service.writing() as data:
        for each in (listed, bare):
            data.campaigns.set_lead_tokens(each, {b: {"{{my.x}}": "1"}})
    service.schedule("Listed")
    service.schedule("Bare")
    assert [run.leads for run in service.runs()] == [{a: {}}, {b: {"{{my.x}}": "1"}}]


# Tokens


def test_tokens_of_a_lead_go_before_those_of_the_call_before_the_programs(
    service: Campaigns,
) -> None:
    a, b = (service.sync(email=f"{name}@example.com").lead_id for name in "ab")
    with service.writing() as data:
        data.mobjects.load(StoredObject(PROGRAM, 3000, 0, 0, {"Name": "Tokens"}))
        tokens = dict.fromkeys(("one", "two", "three"), "program")
        data.programs.load(3000, tags={CHANNEL: "Blog"}, costs=(), tokens=tokens)
    id = service.add("Nightly", "batch", program_id=3000)
    with service.writing() as data:
        data.campaigns.set_lead_tokens(id, {a: {"{{my.three}}": "lead"}, b: {}})
        data.campaigns.set_lead_tokens(id, {b: {"{{my.Two}}": "lead"}})
    call = {"{{my.two}}": "call", "{{my.three}}": "call"}
    service.schedule(program="Tokens", tokens=call)
    service.schedule(program="Tokens")
    first, second = service.runs(id)
    assert first.leads == {
        a: {"{{my.one}}": "program", "{{my.two}}": "call", "{{my.three}}": "lead"},
        b: {"{{my.one}}": "program", "{{my.two}}": "lead", "{{my.three}}": "call"},
    }
    # Those of the lead and of the call were for one run only.
    assert (second.tokens, second.leads) == ({}, {})
    with service.backend.store.reading() as data:
        assert data.programs.tokens(3000) == dict(tokens)


def test_tokens_of_an_import_reach_the_next_run_only(service: Campaigns) -> None:
    with service.writing() as data:
        members = data.lists.add("Trav-Demo-Program.Trav-Test-List", program_id=DEMO)
    service.add("Batch Campaign Example", "batch", program_id=DEMO, list_id=members)
    types = service.types
    params = types.ParamsImportToList(
        program_name="Trav-Demo-Program",
        import_file_header="First Name,Email Address,{{my.message}}",
        import_file_rows=types.ArrayOfString(
            string_item=["Jane,jdoe@janeconsulting.com,Hello", "Joe,joe@janeconsulting.com,"]
        ),
        import_list_mode=types.ImportToListModeEnum("UPSERTLEADS"),
        list_name="Trav-Test-List",
        clear_list=False,
        campaign_name="Batch Campaign Example",
    )
    service.call("importToList", params)
    service.later(seconds=1)
    for _ in range(2):
        service.schedule("Batch Campaign Example", tokens={"{{my.message}}": "for all"})
    first, second = (list(run.leads.values()) for run in service.runs())
    assert first[0] == {"{{my.message}}": "Hello"}
    assert second == [{"{{my.message}}": "for all"}] * 2


def test_a_lead_keeps_its_tokens_until_the_later_run(service: Campaigns) -> None:
    a = service.sync(email="a@example.com").lead_id
    id = service.add("Nightly", "batch", program_id=DEMO)
    service.schedule(at=service.now + timedelta(hours=1), tokens={"{{my.x}}": "call"})
    with service.writing() as data:
        data.campaigns.set_lead_tokens(id, {a: {"{{my.x}}": "old"}})
        data.campaigns.set_lead_tokens(id, {a: {"{{my.x}}": "new"}})
    service.later(hours=2)
    assert service.runs(id)[0].leads == {a: {"{{my.x}}": "new"}}


def test_token_names_are_full_and_may_hold_blanks() -> None:
    assert full_name("other token") == "{{my.other token}}"


_TOKENS = st.dictionaries(st.sampled_from(["a", "A", "b", "Ä", "ä"]), st.text(max_size=2))


@given(st.lists(_TOKENS, max_size=3))
def test_the_last_value_of_a_name_counts(given_tokens: list[dict[str, str]]) -> None:
    found = resolved(*given_tokens)
    expected = {name.casefold(): value for tokens in given_tokens for name, value in tokens.items()}
    assert {name.casefold(): value for name, value in found.items()} == expected
    assert len(found) == len(expected)


# Clones


def attributes(service: Campaigns, name: str) -> tuple[int, dict[str, str]]:
    with service.backend.store.reading() as data:
        id = data.programs.find(name)
        assert id is not None
        stored = data.mobjects.get(PROGRAM, id)
        assert stored is not None
        return id, stored.attributes


def test_a_clone_has_all_of_the_program_but_costs_and_members(service: Campaigns) -> None:
    with service.writing() as data:
        data.programs.define_tag("Region", ["Region A"])
        data.programs.set_tag(COFFEE, "Region", "Region A")
        data.programs.add_cost(COFFEE, month="2013-06-01", amount="1", note=None)
        members = data.lists.add("Coffee Promotion.Members", program_id=COFFEE)
        lead = data.leads.create("a@example.com", 0)
        data.flush()
        data.lists.put(members, [lead.id])
        data.campaigns.add(Campaign("Hot", "trigger", COFFEE, ("SALES",), "Says what"))
        data.campaigns.add(Campaign("Nightly", "batch", COFFEE, list_id=members))
    assert service.clone("Tea", program="Coffee Promotion")
    clone, found = attributes(service, "tea")
    _, original = attributes(service, "Coffee Promotion")
    assert found == {
        **original,
        "Name": "Tea",
        "Tree Path": "/Marketing Activities/Default/Neelesh/Tea",
    }
    with service.backend.store.reading() as data:
        details = data.programs.details([clone])[clone]
        assert details.tags == [("Channel", "Content"), ("Region", "Region A")]
        assert details.tokens == [("testtoken", "<p>Coffee</p>")]
        assert details.costs == []
        (copied,) = data.lists.of_program(clone)
        assert (copied.name, data.lists.members(copied.id, limit=9)) == ("Tea.Members", ([], 0))
        assert data.lists.members(members, limit=9) == ([lead.id], 0)
        trigger, batch = data.campaigns.of_program(clone)
        assert (trigger.name, trigger.kind, trigger.sources, trigger.description) == (
            "Hot",
            "trigger",
            ("SALES",),
            "Says what",
        )
        assert batch.list_id == copied.id
        created = data.mobjects.get(PROGRAM, clone)
        assert created is not None
        assert created.created_at == service.now.timestamp()
    assert service.listed("SALES")[1][1] == "Tea.Hot"


def test_a_clone_needs_a_new_name(service: Campaigns) -> None:
    service.add("Nightly", "batch", program_id=DEMO)
    with refused(20110, "there is a program program01"):
        service.clone("program01")
    with service.backend.store.reading() as data:
        assert len(data.mobjects.find(ObjectQuery(PROGRAM), after=0, limit=99)) == 7


def test_ten_clones_a_day_by_the_instances_calendar(service: Campaigns) -> None:
    service.add("Nightly", "batch", program_id=DEMO)
    service.now = datetime(2014, 2, 13, 6, 0, tzinfo=UTC)  # midnight in Chicago
    for number in range(10):
        service.clone(f"Clone {number}")
        service.schedule()  # not counted
    service.now += timedelta(hours=24) - timedelta(seconds=1)
    with refused(20015):
        service.clone("Clone 10")
    service.now += timedelta(seconds=1)
    assert service.clone("Clone 10")


class Adding:
    """A client's transport that adds to requests what no binding has."""

    def __init__(self, sandbox: Sandbox, text: bytes) -> None:
        self._sandbox = sandbox
        self._text = text

    def send(self, request: HttpRequest) -> HttpResponse:
        end = b"</campaignName>"
        body = request.body.replace(end, end + self._text)
        assert body != request.body
        return self._sandbox.send(dataclasses.replace(request, body=body))


@pytest.mark.parametrize("version", ["2_1", "2_2", "2_3", "2_7"])
def test_a_clone_is_understood_on_the_wire_though_no_schema_has_it(version: str) -> None:
    backend = Emulator()
    define_examples(backend.store)
    with backend.store.writing() as data:
        data.campaigns.add(Campaign("Nightly", "batch", DEMO))
    with Sandbox(backend=backend) as sandbox:
        added = b"<!-- x --><cloneToProgramName> Cl&amp;ne </cloneToProgramName><other><x/></other>"
        client = Client(sandbox.config(version), transport=Adding(sandbox, added))
        assert client.schedule_campaign(
            program_name="Trav-Demo-Program", campaign_name="Nightly"
        ).success
        with backend.store.reading() as data:
            (run,) = data.campaigns.runs()
        assert run.campaign == "Cl&ne.Nightly"


@pytest.mark.parametrize("types", [v2_1, v2_2, v2_3, v2_7, v3_1])
def test_every_version_is_answered(types: ModuleType) -> None:
    service = Campaigns(types)
    lead = service.sync(email="a@example.com").lead_id
    id = service.add("Hot", program_id=DEMO)
    service.add("Nightly", "batch", program_id=DEMO)
    assert service.listed() == [(id, "Trav-Demo-Program.Hot", "")]
    assert service.request(("IDNUM", str(lead)), id=id)
    assert service.schedule(tokens={"{{my.x}}": "1"})
    service.backend.close()


def test_a_refusal_reaches_the_caller_as_a_fault(client: Client) -> None:
    with pytest.raises(ServiceFault) as caught:
        client.schedule_campaign(program_name="Trav-Demo-Program", campaign_name="Nightly")
    assert caught.value.service_code == 20113
    assert caught.value.service_message == (
        "No campaign found with NAME = Trav-Demo-Program.Nightly (20113)"
    )


# What an administrator defines


def test_a_campaign_that_makes_no_sense_is_not_defined(service: Campaigns) -> None:
    for campaign, text in (
        (Campaign("a", "smart"), "kind"),
        (Campaign("a", "trigger", sources=("REST",)), "sources"),
        (Campaign("a", "batch", program_id=9), "no program 9"),
    ):
        with service.writing() as data, pytest.raises(ValueError, match=text):
            data.campaigns.add(campaign)


def test_a_merged_lead_takes_tokens_and_places_in_runs(service: Campaigns) -> None:
    winner, loser, other = (service.sync(email=f"{n}@example.com").lead_id for n in "abc")
    hot, nightly = service.add("Hot"), service.add("Nightly", "batch", program_id=DEMO)
    service.request(("IDNUM", str(winner)), ("IDNUM", str(loser)), id=hot)
    service.request(("IDNUM", str(loser)), ("IDNUM", str(other)), id=hot)
    with service.writing() as data:
        data.campaigns.set_lead_tokens(
            nightly,
            {winner: {"{{my.x}}": "kept"}, loser: {"{{my.x}}": "lost", "{{my.y}}": "taken"}},
        )
        data.campaigns.reassign([loser], winner)
    service.schedule()
    assert [list(run.leads) for run in service.runs(hot)] == [[winner], [winner, other]]
    assert service.runs(nightly)[0].leads == {winner: {"{{my.x}}": "kept", "{{my.y}}": "taken"}}


def test_a_run_shows_no_values_in_its_repr(service: Campaigns) -> None:
    service.add("Nightly", "batch", program_id=DEMO)
    service.schedule(tokens={"{{my.x}}": "secret"})
    assert "secret" not in repr(service.runs())
