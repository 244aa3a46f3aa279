"""What getLeadActivity and getLeadChanges say, and what writing leads puts on record."""

from __future__ import annotations

from collections.abc import Iterator
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
from sqlalchemy import event
from support.contract_schemas import as_body, codec, violations
from support.sandbox_service import START, Service, refused
from xsdata.models.datatype import XmlDateTime

from mktows.database.connections import ENGINE
from mktows.facts import activity_types
from mktows.sandbox.activities.pages import ActivityQuery
from mktows.sandbox.activities.rows import NewActivity

VERSIONS = {"2_1": v2_1, "2_2": v2_2, "2_3": v2_3, "2_7": v2_7, "3_1": v3_1}
CENTRAL_SUMMER = timezone(timedelta(hours=-5))
NIL = "∅"


class History(Service):
    """Short calls of the two operations."""

    def position(
        self,
        offset: str | None = None,
        *,
        oldest: datetime | None = None,
        latest: datetime | None = None,
        activity: datetime | None = None,
    ) -> Any:
        return self.types.StreamPosition(
            oldest_created_at=oldest and XmlDateTime.from_datetime(oldest),
            latest_created_at=latest and XmlDateTime.from_datetime(latest),
            activity_created_at=activity and XmlDateTime.from_datetime(activity),
            offset=offset,
        )

    def filter(self, include: Any = None, exclude: Any = None) -> Any:
        def listed(names: Any) -> Any:
            return None if names is None else self.types.ArrayOfActivityType(activity_type=names)

        return self.types.ActivityTypeFilter(
            include_types=listed(include), exclude_types=listed(exclude)
        )

    def activity_params(
        self,
        lead: int | str = 1,
        key_type: str = "IDNUM",
        *,
        start: Any = None,
        size: int | None = None,
        **types: Any,
    ) -> Any:
        key = self.types.LeadKey(key_type=self.types.LeadKeyRef(key_type), key_value=str(lead))
        return self.types.ParamsGetLeadActivity(
            lead_key=key,
            activity_filter=self.filter(**types) if types else None,
            start_position=start,
            batch_size=size,
        )

    def activity(self, lead: int | str = 1, key_type: str = "IDNUM", **more: Any) -> Any:
        params = self.activity_params(lead, key_type, **more)
        return self.call("getLeadActivity", params).lead_activity_list

    def changes_params(
        self,
        *,
        start: Any = None,
        names: Any = None,
        selector: Any = None,
        size: int | None = None,
        **types: Any,
    ) -> Any:
        later = {}
        if names is not None:
            later["activity_name_filter"] = self.types.ArrayOfString(string_item=names)
        if selector is not None:
            later["lead_selector"] = selector
        return self.types.ParamsGetLeadChanges(
            start_position=self.position() if start is None else start,
            activity_filter=self.filter(**types) if types else None,
            batch_size=size,
            **later,
        )

    def changes(self, **more: Any) -> Any:
        return self.call("getLeadChanges", self.changes_params(**more)).result

    def log(self, lead_id: int, at: datetime | int, type: str = "Open Email", **more: Any) -> None:
        moment = at if isinstance(at, int) else int(at.timestamp())
        with self.writing() as data:
            data.activities.log(NewActivity(lead_id, moment, type, **more))

    def lead(self, lead_id: int, *, email: str | None = None) -> None:
        with self.writing() as data:
            data.leads.create(email, 0, lead_id=lead_id)


def records(reply: Any) -> list[Any]:
    listed = getattr(reply, "activity_record_list", None) or getattr(
        reply, "lead_change_record_list", None
    )
    if listed is None:
        return []
    found: list[Any] = getattr(listed, "activity_record", None) or listed.lead_change_record
    assert reply.return_count == len(found)
    return found


def ids(reply: Any) -> list[int]:
    return [each.id for each in records(reply)]


def kinds(reply: Any) -> list[str]:
    return [each.activity_type for each in records(reply)]


def pairs(record: Any) -> list[tuple[str, str]]:
    return [(each.attr_name, each.attr_value) for each in record.activity_attributes.attribute]


def new_position(reply: Any) -> tuple[str, str, str, str]:
    place = reply.new_start_position
    return tuple(
        NIL if each is None else str(each)
        for each in (
            place.latest_created_at,
            place.oldest_created_at,
            place.activity_created_at,
            place.offset,
        )
    )  # type: ignore[return-value]  # four members


@pytest.fixture
def service() -> Iterator[History]:
    made = History()
    yield made
    made.backend.close()


def history(types: ModuleType) -> Iterator[History]:
    made = History(types)
    yield made
    made.backend.close()


# What writing leads puts on record


def test_a_new_lead_is_logged_once_with_its_source_and_local_date(service: History) -> None:
    service.now = datetime(2014, 2, 13, 5, 30, tzinfo=UTC)  # still the 12th in Chicago
    service.sync(email="a@example.com", FirstName="George", LastName="of the Jungle")
    (record,) = records(service.changes())
    assert (record.activity_type, record.mktg_asset_name, record.mkt_person_id) == (
        "New Lead",
        "",
        "1",
    )
    assert pairs(record) == [
        ("Source Type", "Web service API"),
        ("Source Info", "Web service API"),
        ("Created Date", "2014-02-12"),
        ("Lead ID", "1"),
    ]
    assert str(record.activity_date_time) == "2014-02-12T23:30:00-06:00"


def test_each_field_that_really_changed_is_logged_by_its_display_name(service: History) -> None:
    service.sync(email="old@example.com", FirstName="George", LastName="x", Title="y")
    service.sync(id=1, email="new@example.com", FirstName="Travis", LastName="x", Title="")
    logged = records(service.changes(include=["ChangeDataValue"]))
    assert [(each.mktg_asset_name, pairs(each)) for each in logged] == [
        (
            name,
            [
                ("Attribute Name", name),
                ("Old Value", old),
                ("New Value", new),
                ("Reason", "SOAP API"),
                ("Lead ID", "1"),
            ],
        )
        for name, old, new in [
            ("Email Address", "old@example.com", "new@example.com"),
            ("First Name", "George", "Travis"),
            ("Job Title", "y", ""),
        ]
    ]


def test_an_email_given_as_an_attribute_is_logged_too(service: History) -> None:
    service.sync(email="old@example.com")
    service.batch(service.record(id=1, Email="new@example.com"))
    (record,) = records(service.changes(include=["ChangeDataValue"]))
    assert pairs(record)[1:3] == [
        ("Old Value", "old@example.com"),
        ("New Value", "new@example.com"),
    ]


def test_what_changes_nothing_is_not_logged(service: History) -> None:
    service.sync(email="a@example.com", FirstName="x")
    for more in (
        {"FirstName": "x"},
        {"FirstName": " x "},
        {"LastName": ""},
        {"LeadScore": "many"},
        {"AnnualRevenue": "7"},
    ):
        service.sync(email="a@example.com", attributes=more)
    service.batch(service.record(id=1, email="a@example.com", foreign="F"))
    assert kinds(service.changes()) == ["New Lead"]


def test_a_refused_or_failed_record_is_not_logged(service: History) -> None:
    with refused(20105):
        service.sync(email="a@example.com", pants="x")
    service.batch(service.record(email="b@example.com", pants="x"), service.record(id=7))
    assert records(service.changes()) == []


def test_a_batch_logs_in_the_order_of_its_records(service: History) -> None:
    service.batch(
        service.record(email="a@example.com", FirstName="x"),
        service.record(email="b@example.com"),
        service.record(email="a@example.com", FirstName="y"),
    )
    found = records(service.changes())
    assert [(each.id, each.mkt_person_id, each.activity_type) for each in found] == [
        (1, "1", "New Lead"),
        (2, "2", "New Lead"),
        (3, "1", "Change Data Value"),
    ]


def test_an_anonymous_lead_that_becomes_known_changes_its_address(service: History) -> None:
    service.sync(cookie="c", FirstName="x")
    service.sync(cookie="c", email="a@example.com", FirstName="x")
    assert [each.mktg_asset_name for each in records(service.changes())] == ["", "Email Address"]


def test_a_bulk_of_changes_takes_no_more_statements_than_a_few(service: History) -> None:
    names = ("FirstName", "LastName", "Title", "Phone", "City", "State", "Country", "Fax")
    emails = [f"{number}@example.com" for number in range(300)]
    service.batch(*(service.record(email=email) for email in emails))
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(ENGINE, "before_cursor_execute", count)
    changed = dict.fromkeys(names, "x")
    service.batch(*(service.record(email=email, attributes=changed) for email in emails))
    event.remove(ENGINE, "before_cursor_execute", count)
    assert 0 < len(statements) < 20
    found = service.changes(include=["ChangeDataValue"])
    assert found.return_count + found.remaining_count == 300 * len(names)


def test_a_lead_counts_as_updated_when_something_happens_to_it(service: History) -> None:
    for email in ("a@example.com", "b@example.com"):
        service.sync(email=email)
    service.log(2, START + timedelta(days=3))
    service.now = START + timedelta(days=4)
    found = service.page(service.since(START + timedelta(days=2)))
    assert [each.id for each in found.lead_record_list.lead_record] == [2]


def test_something_long_ago_does_not_turn_a_lead_back(service: History) -> None:
    service.sync(email="a@example.com")
    service.log(1, START - timedelta(days=3))
    assert service.page(service.since(START)).return_count == 1


# The documented histories

WEB_PAGE = [("Webpage ID", "1"), ("Webpage URL", "/ClickDemo.html"), ("Referrer URL", "")]
FORM = [("Webform ID", "2"), ("Form Fields", "a:0:{}")]
TEN_ACTIVITIES = [
    (1030680, "2013-07-09T16:44:28-05:00", "Visit Webpage", "ClickDemo"),
    (1030678, "2013-07-09T16:44:15-05:00", "Visit Webpage", "ClickDemo"),
    (1030607, "2013-07-09T16:41:33-05:00", "Visit Webpage", "ClickDemo"),
    (1030597, "2013-07-09T16:41:30-05:00", "Visit Webpage", "ClickDemo"),
    (1030593, "2013-07-09T16:41:29-05:00", "Fill Out Form", "WebHookForm"),
    (1030596, "2013-07-09T16:41:22-05:00", "Visit Webpage", "ClickDemo"),
    (1030595, "2013-07-09T16:40:56-05:00", "Visit Webpage", "ClickDemo"),
    (1030552, "2013-07-09T16:37:04-05:00", "Visit Webpage", "ClickDemo"),
    (1024819, "2013-07-03T17:54:51-05:00", "Fill Out Form", "WebHookForm"),
    (1024814, "2013-07-03T17:54:50-05:00", "Visit Webpage", "ClickDemo"),
]


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_the_documented_ten_activities(service: History) -> None:
    service.now = datetime(2013, 8, 1, 4, 33, 59, tzinfo=UTC)
    service.lead(1089965, email="leademail@company.com")
    older = [
        (1024800 + n, f"2013-07-0{n + 1}T09:00:00-05:00", "Visit Webpage", "x") for n in range(2)
    ]
    other = [(1024813, "2013-07-03T17:54:50-05:00", "Open Email", "x")]
    more = [(2, "2013-06-30T09:00:00-05:00", "Fill Out Form", "x")]
    more += [(3, "2013-06-30T09:00:00-05:00", "Visit Webpage", "x")]
    for number, at, kind, asset in sorted(TEN_ACTIVITIES + older + other + more):
        attributes = FORM if kind == "Fill Out Form" else WEB_PAGE
        service.log(1089965, seconds(at), kind, asset=asset, attributes=attributes, id=number)
    found = service.activity(
        "leademail@company.com",
        "EMAIL",
        include=["VisitWebpage", "FillOutForm"],
        start=service.position(offset=""),
        size=10,
    )
    assert [
        (each.id, str(each.activity_date_time), each.activity_type, each.mktg_asset_name)
        for each in records(found)
    ] == TEN_ACTIVITIES
    assert {each.mkt_person_id for each in records(found)} == {"1089965"}
    assert (found.return_count, found.remaining_count) == (10, 4)
    assert new_position(found) == (NIL, NIL, NIL, "ID:1024814")
    assert pairs(records(found)[0]) == [*WEB_PAGE, ("Lead ID", "1089965")]


def test_the_documented_new_lead_on_the_wire(service: History) -> None:
    service.lead(318815)
    at = seconds("2015-09-04T16:07:16-05:00")
    source = [("Source Type", "Web service API"), ("Source Info", "Web service API")]
    attributes = [*source, ("Created Date", "2015-09-04")]
    service.log(318815, at, "New Lead", attributes=attributes, id=12025714)
    params = service.activity_params(318815, include=["NewLead"])
    shown = "".join(
        f'<attribute><attrName>{name}</attrName><attrType xsi:nil="true"/>'
        f"<attrValue>{value}</attrValue></attribute>"
        for name, value in [*attributes, ("Lead ID", "318815")]
    )
    assert service.wire("getLeadActivity", params) == (
        "<ns1:successGetLeadActivity><leadActivityList>"
        "<returnCount>1</returnCount><remainingCount>0</remainingCount>"
        '<newStartPosition><latestCreatedAt xsi:nil="true"/><oldestCreatedAt xsi:nil="true"/>'
        '<activityCreatedAt xsi:nil="true"/><offset>ID:12025714</offset></newStartPosition>'
        "<activityRecordList><activityRecord><id>12025714</id>"
        "<activityDateTime>2015-09-04T16:07:16-05:00</activityDateTime>"
        "<activityType>New Lead</activityType><mktgAssetName></mktgAssetName>"
        f"<activityAttributes>{shown}</activityAttributes><campaign></campaign>"
        '<personName xsi:nil="true"/><mktPersonId>318815</mktPersonId>'
        '<foreignSysId xsi:nil="true"/><orgName xsi:nil="true"/>'
        '<foreignSysOrgId xsi:nil="true"/>'
        "</activityRecord></activityRecordList></leadActivityList></ns1:successGetLeadActivity>"
    )


def by_campaign(name: str) -> str:
    return f"Changed by Smart Campaign {name} action Change Score"


OPERATIONAL = "Operational Campaign - ML"
STEP_0 = ("Choice Number", "0")
TEN_CHANGES: list[tuple[int, str, str, str, str, str, list[tuple[str, str]], str, int]] = [
    (
        *(1037189, "00:00:09", "Lead Score", "402", "403"),
        by_campaign("Japanese form fillout.test time zone"),
        [("Step ID", "19582"), STEP_0],
        "Japanese form fillout.test time zone",
        84105,
    ),
    (
        *(1037190, "02:37:17", "Marketo Social Facebook Reach", "574", "571"),
        "Form fill-out, URL: <unknown>",
        [],
        "",
        1086478,
    ),
    (
        *(1037193, "11:19:26", "Lead Score", "", "1"),
        by_campaign("Visit any web page"),
        [("Step ID", "11156"), STEP_0],
        "Visit any web page",
        1090235,
    ),
    (1082831, "13:10:17", "First Name", "George", "Travis", "SOAP API", [], "", 1089965),
    (1082843, "13:10:19", "Last Name", "of the Jungle", "Kaufman", "SOAP API", [], "", 1089965),
    *(
        (
            *(number, at, name, "", new, by_campaign(OPERATIONAL)),
            [("Source", "Lead update")],
            "",
            1090236,
        )
        for number, at, name, new in [
            (1086153, "13:21:51", "Urgency", "25"),
            (1086166, "13:21:53", "Relative Urgency", "1"),
            (1086167, "13:21:53", "Relative Score", "1"),
            (1086169, "13:21:53", "Priority", "70"),
        ]
    ),
    (
        *(1086173, "13:21:53", "Lead Score", "", "25", by_campaign(OPERATIONAL)),
        [("Step ID", "12259"), STEP_0],
        OPERATIONAL,
        1090236,
    ),
]


def test_the_documented_ten_changes(service: History) -> None:
    service.now = datetime(2013, 8, 3, tzinfo=UTC)
    for lead_id in {each[-1] for each in TEN_CHANGES}:
        service.lead(lead_id)
    expected = []
    for number, at, name, old, new, reason, extra, campaign, lead_id in TEN_CHANGES:
        stamp = f"2013-08-01T{at}-05:00"
        attributes = [
            *(("Attribute Name", name), ("Old Value", old), ("New Value", new)),
            *(("Reason", reason), *extra),
        ]
        with service.writing() as data:
            data.activities.log(
                NewActivity(
                    *(lead_id, seconds(stamp), "Change Data Value", name),
                    attributes=attributes,
                    campaign=campaign,
                    id=number,
                )
            )
        shown = [*attributes, ("Lead ID", str(lead_id))]
        expected.append((number, stamp, name, shown, campaign or None, str(lead_id)))
    with service.writing() as data:
        for _ in range(576):
            data.activities.log(
                NewActivity(84105, seconds("2013-08-02T00:00:00-05:00"), "Change Data Value")
            )
    found = service.changes(
        start=service.position(oldest=datetime(2013, 8, 1, 0, 13, 13, tzinfo=UTC)),
        names=["Change Data Value", "Click Link"],
        size=10,
    )
    assert [
        (
            *(each.id, str(each.activity_date_time), each.mktg_asset_name),
            *(pairs(each), each.campaign, each.mkt_person_id),
        )
        for each in records(found)
    ] == expected
    assert (found.return_count, found.remaining_count) == (10, 576)
    place = found.new_start_position
    assert (place.latest_created_at, place.activity_created_at) == (None, None)
    assert place.offset == "ID:1086173"


def test_the_documented_changes_on_the_wire(service: History) -> None:
    service.lead(1086478)
    stamp = seconds("2013-08-01T02:37:17-05:00")
    service.log(1086478, stamp, "Change Data Value", asset="x", attributes=[("Old Value", "")])
    service.log(1086478, stamp, "Change Data Value", asset="y", campaign="Visit any web page")
    start = service.position(oldest=datetime(2013, 8, 1, 0, 13, 13, tzinfo=UTC))
    text = service.wire("getLeadChanges", service.changes_params(start=start))
    assert (
        '<newStartPosition><latestCreatedAt xsi:nil="true"/>'
        "<oldestCreatedAt>2013-08-01T00:13:13+00:00</oldestCreatedAt>"
        '<activityCreatedAt xsi:nil="true"/><offset>ID:2</offset></newStartPosition>'
    ) in text
    assert (
        "<activityType>Change Data Value</activityType><mktgAssetName>x</mktgAssetName>"
        '<activityAttributes><attribute><attrName>Old Value</attrName><attrType xsi:nil="true"/>'
        "<attrValue></attrValue></attribute><attribute><attrName>Lead ID</attrName>"
        '<attrType xsi:nil="true"/><attrValue>1086478</attrValue></attribute>'
        "</activityAttributes><mktPersonId>1086478</mktPersonId></leadChangeRecord>"
    ) in text
    assert "<campaign>Visit any web page</campaign><mktPersonId>" in text


def test_changes_since_activity_created_at_are_those_from_then_on(service: History) -> None:
    service.lead(1)
    for minute in (0, 10, 20, 30):
        service.log(1, START + timedelta(minutes=minute))
    since = START + timedelta(minutes=10)
    assert ids(service.changes(start=service.position(activity=since))) == [2, 3, 4]
    # Beside oldestCreatedAt both bounds hold.
    earlier, later = START, START + timedelta(minutes=20)
    assert ids(service.changes(start=service.position(activity=since, oldest=earlier))) == [2, 3, 4]
    assert ids(service.changes(start=service.position(activity=since, oldest=later))) == [3, 4]


def test_a_loop_from_activity_created_at_goes_on_where_it_was(service: History) -> None:
    service.lead(1)
    service.log(1, START)
    since = START + timedelta(minutes=10)
    first = service.changes(start=service.position(activity=since))
    assert ids(first) == []
    assert new_position(first) == (NIL, "2014-02-13T12:10:00Z", NIL, NIL)
    service.log(1, START + timedelta(minutes=20))
    second = service.changes(start=first.new_start_position)
    assert ids(second) == [2]
    service.log(1, START + timedelta(minutes=30))
    assert ids(service.changes(start=second.new_start_position)) == [3]


def test_activity_created_at_means_nothing_in_the_history_of_one_lead(service: History) -> None:
    service.lead(1)
    service.log(1, START)
    later = service.position(activity=START + timedelta(minutes=10))
    assert ids(service.activity(start=later)) == [1]


def test_no_records_are_a_nil_list(service: History) -> None:
    service.lead(1)
    activity = service.wire("getLeadActivity", service.activity_params(1))
    assert '<activityRecordList xsi:nil="true"/>' in activity
    assert '<offset xsi:nil="true"/>' in activity
    changes = service.wire("getLeadChanges", service.changes_params())
    assert '<leadChangeRecordList xsi:nil="true"/>' in changes


# Whose history


def test_an_unknown_or_missing_key_is_refused_as_in_get_lead(service: History) -> None:
    types = service.types
    with refused(20103, "No lead found with EMAIL = pants@example.com (20103)"):
        service.activity("pants@example.com", "EMAIL")
    with refused(20108):
        service.activity("owner@example.com", "LEADOWNEREMAIL")
    with refused(20101):
        service.call("getLeadActivity", types.ParamsGetLeadActivity(lead_key=None))
    key = types.LeadKey(key_type=None, key_value="1")
    with refused(20102):
        service.call("getLeadActivity", types.ParamsGetLeadActivity(lead_key=key))


def test_a_key_of_several_leads_means_the_newest(service: History) -> None:
    twin = service.record(email="twin@example.com")
    service.batch(twin, twin, dedup=False)
    (record,) = records(service.activity("twin@example.com", "EMAIL"))
    assert record.mkt_person_id == "2"


def test_a_history_holds_no_other_leads_activities(service: History) -> None:
    for lead_id in (1, 2, 3):
        service.lead(lead_id)
        service.log(lead_id, START)
    assert {each.mkt_person_id for each in records(service.activity(2))} == {"2"}
    assert len(records(service.changes())) == 3


def test_a_history_runs_backwards_and_changes_run_forwards(service: History) -> None:
    service.lead(1)
    for second in (5, 3, 5, 9):
        service.log(1, second)
    assert ids(service.activity()) == [4, 3, 1, 2]
    assert ids(service.changes()) == [2, 1, 3, 4]


# Types

ALL = (*activity_types.ENUMERATION, *activity_types.LATER)


def test_every_type_is_found_by_its_enumeration_value(service: History) -> None:
    service.lead(1)
    names = [activity_types.display_name(value) for value in ALL]
    assert len(set(names)) == 60
    with service.writing() as data:
        for name in names:
            assert name is not None
            data.activities.log(NewActivity(1, 0, name))
    for value, name in zip(ALL, names, strict=True):
        assert kinds(service.activity(include=[value])) == [name]
        assert kinds(service.changes(include=[value])) == [name]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_enumeration_is_that_of_every_contract(version: str) -> None:
    known = [each.value for each in VERSIONS[version].ActivityType]
    assert sorted(known) == sorted(activity_types.ENUMERATION)
    assert set(activity_types.LATER) == {"RegisterForEvent", "AttendEvent", "ComputeSegmentation"}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("VisitWebpage", "Visit Webpage"),
        ("SFDCActivity", "SFDC Activity"),
        ("SFDCActivityUpdated", "SFDC Activity Updated"),
        ("SFDCMergeLeads", "SFDC Merge Leads"),
        ("NewSFDCOpprtnty", "New SFDC Opportunity"),
        ("PushLeadToSales", "Sync Lead to SFDC"),
        ("PushLeadUpdatesToSales", "Sync Lead Updates to SFDC"),
        ("DeleteLeadFromSales", "Delete Lead from SFDC"),
        ("AssocWithOpprtntyInSales", "Add to Opportunity"),
        ("DissocFromOpprtntyInSales", "Remove from Opportunity"),
        ("UpdateOpprtntyInSales", "Update Opportunity"),
        ("AddToList", "Add to List"),
        ("RemoveFromList", "Remove from List"),
        ("RemoveFromFlow", "Remove from Flow"),
        ("AddtoSFDCCampaign", "Add to SFDC Campaign"),
        ("RemoveFromSFDCCampaign", "Remove from SFDC Campaign"),
        ("ChangeStatusInSFDCCampaign", "Change Status in SFDC Campaign"),
        ("ChangeStatusInProgression", "Change Status in Progression"),
        ("ChangeFieldInProgram", "Change Program Data"),
        ("EnrichWithDatacom", "Enrich with Data.com"),
        ("ChangeRevenueStageManually", "Change Revenue Stage Manually"),
        ("visitwebpage", None),
        ("Visit Webpage", None),
    ],
)
def test_a_display_name_splits_the_value_unless_it_is_an_exception(
    value: str, name: str | None
) -> None:
    assert activity_types.display_name(value) == name


def test_names_without_an_enumeration_value_complete_the_documented_sixty_eight() -> None:
    unnamed = {
        *("Wait", "RunSubflow", "ResolveConflicts", "DeleteLead", "ChangeLeadPartition"),
        *("ComputeDataValue", "ResolveRuleset", "SmartCampaignTest", "SmartCampaignTestTrigger"),
    }
    named = set(activity_types.ENUMERATION) - unnamed
    names = {activity_types.display_name(value) for value in named}
    assert len(names | set(activity_types.WITHOUT_ENUMERATION)) == 68


def mixed(service: History) -> None:
    service.lead(1)
    for kind in ("New Lead", "Change Data Value", "Open Email", "Add to Nurture"):
        service.log(1, START, kind)


def test_included_types_alone_are_returned_and_excluded_ones_never(service: History) -> None:
    mixed(service)
    two = [service.types.ActivityType.NewLead, service.types.ActivityType.ChangeDataValue]
    for call in (service.activity, service.changes):
        assert sorted(kinds(call(include=two))) == ["Change Data Value", "New Lead"]
        assert sorted(kinds(call(exclude=two))) == ["Add to Nurture", "Open Email"]


def test_empty_filters_count_as_none(service: History) -> None:
    mixed(service)
    for call in (service.activity, service.changes):
        assert len(records(call(include=[], exclude=[]))) == 4
        assert kinds(call(include=["OpenEmail"], exclude=[])) == ["Open Email"]
        assert len(records(call(include=[], exclude=["OpenEmail"]))) == 3
    assert len(records(service.changes(names=[]))) == 4
    assert len(records(service.changes(names=["", " "]))) == 4


def test_included_and_excluded_types_together_are_refused(service: History) -> None:
    service.lead(1)
    for call in (service.activity, service.changes):
        with refused(20110, "includeTypes and excludeTypes exclude each other (20110)"):
            call(include=["OpenEmail"], exclude=["NewLead"])


@pytest.mark.parametrize("value", ["VisitWebPage", "Visit Webpage", "AddToNurture"])
def test_an_unknown_type_is_refused(service: History, value: str) -> None:
    service.lead(1)
    for call in (service.activity, service.changes):
        with refused(20107, f"Activity type {value} is not valid (20107)"):
            call(include=[value])
        with refused(20107):
            call(exclude=["NewLead", value])


def test_a_name_filter_takes_display_names(service: History) -> None:
    mixed(service)
    assert kinds(service.changes(names=["Add to Nurture"])) == ["Add to Nurture"]
    assert kinds(service.changes(names=["open EMAIL", "New Lead"])) == ["New Lead", "Open Email"]
    assert kinds(service.changes(names=["NewLead"])) == []


def test_a_name_nobody_knows_matches_nothing_and_is_no_fault(service: History) -> None:
    mixed(service)
    assert kinds(service.changes(names=["Visit Moon"])) == []
    service.log(1, START, "Visit Moon")
    assert kinds(service.changes(names=["Visit Moon", "Add to List"])) == ["Visit Moon"]


def test_a_name_filter_goes_with_both_kinds_of_types(service: History) -> None:
    mixed(service)
    names = ["New Lead", "Open Email"]
    assert kinds(service.changes(names=names, exclude=["NewLead"])) == ["Open Email"]
    assert kinds(service.changes(names=names, include=["NewLead"])) == ["New Lead"]
    assert kinds(service.changes(names=names, include=["AddToList"])) == []


# Positions and pages


@pytest.mark.parametrize("offset", [None, "", "  ", "0"])
def test_an_empty_position_means_from_the_start(service: History, offset: str | None) -> None:
    mixed(service)
    for call in (service.activity, service.changes):
        assert len(records(call(start=service.position(offset)))) == 4
    assert len(records(service.activity(start=None))) == 4


def test_changes_need_a_position(service: History) -> None:
    with refused(20109):
        service.call("getLeadChanges", service.types.ParamsGetLeadChanges(start_position=None))


def days(service: History) -> list[datetime]:
    service.lead(1)
    found = [START + timedelta(days=day) for day in range(6)]
    for at in found:
        service.log(1, at)
    return found


def test_dates_bound_the_time_inclusively(service: History) -> None:
    found = days(service)
    bounds = service.position(oldest=found[1], latest=found[3])
    assert ids(service.changes(start=bounds)) == [2, 3, 4]
    assert ids(service.activity(start=bounds)) == [4, 3, 2]
    assert ids(service.changes(start=service.position(oldest=found[4]))) == [5, 6]
    assert ids(service.activity(start=service.position(latest=found[1]))) == [2, 1]


def test_the_date_of_the_activity_is_a_lower_bound_and_comes_back_nil(service: History) -> None:
    found = days(service)
    reply = service.changes(start=service.position(activity=found[4]))
    assert ids(reply) == [5, 6]
    assert new_position(reply) == (NIL, NIL, NIL, "ID:6")


def test_the_callers_dates_come_back_in_whole_seconds_with_their_own_offset(
    service: History,
) -> None:
    service.lead(1)
    stated = [
        ("2013-08-01T00:13:13+00:00", "2013-08-01T00:13:13+00:00"),
        ("2013-08-01T00:13:13.710-08:00", "2013-08-01T00:13:13-08:00"),
        ("2013-08-01T00:13:13Z", "2013-08-01T00:13:13+00:00"),
        ("2013-08-01T00:13:13", "2013-08-01T00:13:13-05:00"),
    ]
    for given_text, returned in stated:
        moment = XmlDateTime.from_string(given_text)
        start = service.types.StreamPosition(oldest_created_at=moment, latest_created_at=moment)
        for operation, params in (
            ("getLeadActivity", service.activity_params(start=start)),
            ("getLeadChanges", service.changes_params(start=start)),
        ):
            text = service.wire(operation, params)
            assert f"<oldestCreatedAt>{returned}</oldestCreatedAt>" in text
            assert f"<latestCreatedAt>{returned}</latestCreatedAt>" in text


@pytest.mark.parametrize("form", ["ID:{}", "{}"])
def test_either_form_of_an_offset_goes_on(service: History, form: str) -> None:
    found = days(service)
    assert ids(service.changes(start=service.position(form.format(2)))) == [3, 4, 5, 6]
    last = 5 if form.startswith("ID") else 2  # the history begins with 6, 5
    assert ids(service.activity(start=service.position(form.format(last)))) == [4, 3, 2, 1]
    with_date = service.position(form.format(2), oldest=found[0], latest=found[4])
    assert ids(service.changes(start=with_date)) == [3, 4, 5]
    assert new_position(service.changes(start=with_date))[3] == "ID:5"


def test_a_page_may_end_in_the_middle_of_a_second(service: History) -> None:
    service.lead(1)
    for _ in range(5):
        service.log(1, START)
    forwards, backwards = [[1, 2], [3, 4], [5]], [[5, 4], [3, 2], [1]]
    for call, expected in ((service.changes, forwards), (service.activity, backwards)):
        first = call(size=2)
        second = call(size=2, start=first.new_start_position)
        third = call(size=2, start=second.new_start_position)
        assert [ids(page) for page in (first, second, third)] == expected
        assert [page.remaining_count for page in (first, second, third)] == [3, 1, 0]


def test_a_page_past_the_end_is_empty_and_keeps_its_place(service: History) -> None:
    days(service)
    for offset in ("ID:6", "ID:7", "6", "99"):
        reply = service.changes(start=service.position(offset))
        assert (reply.return_count, reply.remaining_count) == (0, 0)
        assert new_position(reply)[3] == offset
    reply = service.activity(start=service.position("ID:1"))
    assert (reply.return_count, reply.remaining_count, new_position(reply)[3]) == (0, 0, "ID:1")


@pytest.mark.parametrize(
    "offset",
    [
        *("x", "ID:", "ID:x", "id:1", "ID: 1", "-1", "1.5", "ID:-1", "1 2", "ID:" + "9" * 19),
        *("ID:\u0663", "ID:0", "ID:3", "id:1:to:2:tl:3:os:4:rc:5", '{"ky":["1"],"os":0}'),
    ],
)
def test_a_position_that_is_none_is_refused(service: History, offset: str) -> None:
    service.lead(1)
    service.log(1, START, id=5)
    for call in (service.activity, service.changes):
        with refused(20122):
            call(start=service.position(offset))


def test_a_date_that_is_none_is_refused(service: History) -> None:
    service.lead(1)
    start = service.types.StreamPosition(
        oldest_created_at=XmlDateTime.from_string("12013-08-01T00:13:13Z")
    )
    for call in (service.activity, service.changes):
        with refused(20122):
            call(start=start)


@pytest.mark.parametrize(
    ("asked", "activities", "changes"),
    [
        (None, 100, 100),
        (0, 100, 100),
        (-1, 100, 100),
        (7, 7, 7),
        (100, 100, 100),
        (2000, 100, 1000),
    ],
)
def test_the_batch_size_is_capped(
    service: History, asked: int | None, activities: int, changes: int
) -> None:
    service.lead(1)
    with service.writing() as data:
        for _ in range(1003):
            data.activities.log(NewActivity(1, 0, "Open Email"))
    found = service.activity(size=asked)
    assert (found.return_count, found.remaining_count) == (activities, 1003 - activities)
    found = service.changes(size=asked)
    assert (found.return_count, found.remaining_count) == (changes, 1003 - changes)


EVENTS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["Open Email", "Click Email", "New Lead"])),
    max_size=12,
)


@pytest.mark.slow
@given(
    events=EVENTS,
    late=EVENTS,
    size=st.integers(1, 5),
    include=st.sampled_from([None, ["OpenEmail"], ["OpenEmail", "NewLead"]]),
    plain=st.booleans(),
)
def test_pages_together_are_the_whole_whatever_is_logged_meanwhile(
    events: list[tuple[int, str]],
    late: list[tuple[int, str]],
    size: int,
    include: list[str] | None,
    plain: bool,
) -> None:
    for service in history(v2_7):
        service.lead(1)
        for at, kind in events:
            service.log(1, at, kind)
        for call in (service.activity, service.changes):
            chosen: dict[str, Any] = {} if include is None else {"include": include}
            whole = ids(call(**chosen))
            seen: list[int] = []
            place = service.position()
            waiting = [] if plain else list(late)
            while True:
                page = call(start=place, size=size, **chosen)
                seen += ids(page)
                place = page.new_start_position
                if plain:
                    place.offset = str(len(seen))
                if waiting:
                    service.log(1, *waiting.pop())
                else:
                    rest = call(start=place, size=100, **chosen)
                    assert page.remaining_count == rest.return_count
                if not page.remaining_count:
                    break
            assert len(seen) == len(set(seen))
            assert [each for each in seen if each in whole] == whole


def test_a_history_goes_on_where_it_was_when_leads_were_merged(service: History) -> None:
    for lead_id in (1, 2):
        service.lead(lead_id)
    for at in range(6):
        service.log(at % 2 + 1, at)
    first = service.changes(size=3)
    types = service.types
    service.call(
        "mergeLeads",
        types.ParamsMergeLeads(
            winning_lead_key_list=types.ArrayOfAttribute(
                attribute=[types.Attribute(attr_name="IDNUM", attr_value="2")]
            ),
            losing_lead_key_lists=types.ArrayOfKeyList(
                key_list=[
                    types.ArrayOfAttribute(
                        attribute=[types.Attribute(attr_name="IDNUM", attr_value="1")]
                    )
                ]
            ),
        ),
    )
    rest = service.changes(start=first.new_start_position, exclude=["MergeLeads"])
    assert ids(first) + ids(rest) == [1, 2, 3, 4, 5, 6]


# Selectors of getLeadChanges


def crowd(service: History) -> None:
    for number in range(1, 5):
        service.lead(number, email=f"{number}@example.com")
        service.log(number, START + timedelta(hours=number))
    service.now = START + timedelta(days=1)


@pytest.mark.parametrize("version", ["2_2", "2_3", "2_7"])
def test_a_selector_by_keys_narrows_the_changes_to_their_leads(version: str) -> None:
    for service in history(VERSIONS[version]):
        crowd(service)
        keys = service.keys("EMAIL", "3@example.com", "1@EXAMPLE.com", "none@example.com")
        assert ids(service.changes(selector=keys)) == [1, 3]
        assert ids(service.changes(selector=service.keys("IDNUM"))) == []
        assert ids(service.changes(selector=service.keys("IDNUM", "2"), include=["NewLead"])) == []


def test_more_than_a_hundred_keys_are_a_fault(service: History) -> None:
    crowd(service)
    hundred = [str(number) for number in range(1, 101)]
    assert len(ids(service.changes(selector=service.keys("IDNUM", *hundred)))) == 4
    with refused(20110):
        service.changes(selector=service.keys("IDNUM", *hundred, "101"))


def test_a_selector_that_says_nothing_is_refused(service: History) -> None:
    types = service.types
    with refused(20109):
        service.changes(selector=types.LeadKeySelector(key_type="EMAIL", key_values=None))
    with refused(20102):
        service.changes(selector=types.LeadKeySelector(key_type=None, key_values=None))
    with refused(20109):
        service.changes(selector=types.StaticListSelector())
    with refused(20109):
        service.changes(selector=types.LastUpdateAtSelector(oldest_updated_at=None))


def test_a_selector_by_list_narrows_the_changes_to_its_members(service: History) -> None:
    crowd(service)
    with service.writing() as data:
        listed = data.lists.add("Program.List")
        data.lists.put(listed, [2, 4])
    types = service.types
    assert ids(service.changes(selector=types.StaticListSelector(static_list_id=listed))) == [2, 4]
    named = types.StaticListSelector(static_list_name="program.list")
    first = service.changes(selector=named, size=1)
    assert (ids(first), first.remaining_count) == ([2], 1)
    assert ids(service.changes(selector=named, start=first.new_start_position)) == [4]
    for unknown in (
        types.StaticListSelector(static_list_id=99),
        types.StaticListSelector(static_list_name="none"),
    ):
        assert ids(service.changes(selector=unknown)) == []


def test_a_selector_by_time_stands_for_the_positions_dates(service: History) -> None:
    crowd(service)
    two, three = START + timedelta(hours=2), START + timedelta(hours=3)
    assert ids(service.changes(selector=service.since(two, three))) == [2, 3]
    assert ids(service.changes(selector=service.since(three))) == [3, 4]
    both = service.changes(
        selector=service.since(two), start=service.position("ID:2", oldest=two, latest=three)
    )
    assert ids(both) == [3]


def test_a_selector_spans_thirty_days_and_no_more(service: History) -> None:
    crowd(service)
    month = timedelta(days=30)
    assert ids(service.changes(selector=service.since(START, START + month))) == [1, 2, 3, 4]
    with refused(20022):
        service.changes(selector=service.since(START, START + month + timedelta(seconds=1)))
    service.now = START + month + timedelta(seconds=1)
    with refused(20022):
        service.changes(selector=service.since(START))
    long_ago = service.position(oldest=START - 12 * month)
    assert ids(service.changes(start=long_ago)) == [1, 2, 3, 4]


# Versions


@pytest.mark.parametrize("version", VERSIONS)
def test_replies_are_those_of_the_called_version(version: str) -> None:
    for service in history(VERSIONS[version]):
        service.lead(1)
        service.log(1, START, attributes=[("a", "")])
        for operation, params in (
            ("getLeadActivity", service.activity_params(include=["OpenEmail"])),
            ("getLeadChanges", service.changes_params()),
        ):
            reply = service.call(operation, params)
            element = f"success{operation[0].upper()}{operation[1:]}"
            assert type(reply) is getattr(service.types, f"S{element[1:]}")
            encoded = codec(version).encode(element, reply, service=True)
            assert violations(version, as_body(version, encoded)) == []


def test_ids_grow_past_int_from_2_7_on(service: History) -> None:
    service.lead(1)
    service.log(1, START, id=2**40)
    service.log(1, START)
    assert ids(service.changes()) == [2**40, 2**40 + 1]
    for operation, params in (
        ("getLeadActivity", service.activity_params()),
        ("getLeadChanges", service.changes_params()),
    ):
        reply = service.call(operation, params)
        element = f"success{operation[0].upper()}{operation[1:]}"
        encoded = codec("2_7").encode(element, reply, service=True)
        assert violations("2_7", as_body("2_7", encoded)) == []


def test_activities_do_not_show_what_they_hold(service: History) -> None:
    service.lead(1)
    made = NewActivity(1, 0, "Open Email", "canary", [("Old Value", "canary")])
    with service.writing() as data:
        data.activities.log(made)
    with service.backend.store.reading() as data:
        page, _ = data.activities.page(ActivityQuery(), newest_first=True, limit=1)
    assert "canary" not in f"{made!r} {page!r}"
