"""Calls that nothing shows to be refused are carried out, in every version, and noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from support.envelopes import header_at, request, signed

from mktows.checking import check
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.sandbox import Sandbox
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.reasons import reasons
from mktows.sandbox.store import Store
from mktows.sandbox.world.files import demo_world
from mktows.signing import Secret
from mktows.testing import SAMPLE_KEY

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ADDRESS = "carried.out@example.com"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
CONTEXT = f'<m:MktowsContextHeader xmlns:xsi="{XSI}" xsi:nil="true"/>'


def attributes(**values: str) -> str:
    listed = "".join(
        f"<attribute><attrName>{name}</attrName><attrValue>{value}</attrValue></attribute>"
        for name, value in values.items()
    )
    return f"<leadAttributeList>{listed}</leadAttributeList>"


BY_ATTRIBUTE = attributes(Email=ADDRESS, FirstName="Ann")
NAMED = attributes(FirstName="Ann")


class Service:
    """A sandbox in a version."""

    def __init__(self, version: str, *, strict: bool = False) -> None:
        self.version = version
        self.sandbox = Sandbox(world=demo_world(), now=lambda: NOW, strict=strict)
        self.document = b""

    @property
    def store(self) -> Store:
        backend = self.sandbox._backend
        assert isinstance(backend, Emulator)
        return backend.store

    def send(self, operation: str, params: str, more: str = "") -> str:
        element = contract(self.version).operations[operation].request
        message = f'<m:{element} xmlns:xsi="{XSI}">{params}</m:{element}>'
        self.document = signed(message, header=header_at(NOW), more=more)
        return self.sandbox.send(request(self.document, self.version)).body.decode()

    def accepted(self, operation: str, params: str, *noted: str, more: str = "") -> str:
        """Send a call that must succeed, and whose findings must be those of `check`."""
        reply = self.send(operation, params, more)
        assert "Fault" not in reply, reply
        told = self.sandbox.calls()[-1].findings
        judged = check(self.document, version=self.version, key=Secret(SAMPLE_KEY))
        assert "error" not in {each.severity for each in (*told, *judged)}
        for rule in noted:
            places = [each.path for each in judged if each.rule == rule]
            assert places
            assert [each.path for each in told if each.rule == rule] == places
        return reply

    def synced(self, record: str, *noted: str, more: str = "") -> tuple[str, str]:
        """Sync one lead; return its id and the status."""
        params = f"<leadRecord>{record}</leadRecord><returnLead>false</returnLead>{more}"
        return outcomes(self.accepted("syncLead", params, *noted))[0]

    def batched(self, *records: str, noted: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        listed = "".join(f"<leadRecord>{each}</leadRecord>" for each in records)
        return outcomes(
            self.accepted("syncMultipleLeads", f"<leadRecordList>{listed}</leadRecordList>", *noted)
        )

    def ids_of(self, address: str) -> list[str]:
        reply = self.send(
            "getMultipleLeads",
            '<leadSelector xsi:type="m:LeadKeySelector"><keyType>EMAIL</keyType><keyValues>'
            f"<stringItem>{address}</stringItem></keyValues></leadSelector>",
        )
        return re.findall("<Id>(.*?)</Id>", reply)


def outcomes(reply: str) -> list[tuple[str, str]]:
    return re.findall("<syncStatus><leadId>(.*?)</leadId><status>(.*?)</status>", reply)


@pytest.fixture(params=KNOWN_VERSIONS)
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    made = Service(request.param)
    yield made
    made.sandbox.close()


# Keys


@pytest.mark.parametrize(
    ("record", "noted"),
    [
        (BY_ATTRIBUTE, ["lead-key-as-attribute"]),
        (f"<email>{ADDRESS}</email>{BY_ATTRIBUTE}", ["lead-email-case"]),
        (f"<email>{ADDRESS}</email>{NAMED}", ["lead-email-case"]),
        (f"<EMAIL> {ADDRESS} </EMAIL>{NAMED}", ["lead-email-case"]),
        (f"<Email></Email><eMail>{ADDRESS}</eMail>{NAMED}", ["lead-email-case"]),
        (f"<m:email>{ADDRESS}</m:email>{NAMED}", ["lead-email-case"]),
    ],
)
def test_an_address_that_is_no_key_member_names_the_lead(
    service: Service, record: str, noted: list[str]
) -> None:
    first = service.synced(record, *noted)
    assert first[1] == "CREATED"
    assert service.ids_of(ADDRESS) == [first[0]]
    assert service.synced(record, *noted) == (first[0], "UPDATED")
    assert service.batched(record, noted=tuple(noted)) == [(first[0], "UPDATED")]


def test_a_nil_cookie_is_no_key_beside_an_address_as_attribute(service: Service) -> None:
    nil = '<marketoCookie xsi:nil="true"/>'
    first = service.synced(BY_ATTRIBUTE, "lead-key-as-attribute", more=nil)
    assert service.synced(BY_ATTRIBUTE, more=nil) == (first[0], "UPDATED")


def test_beside_a_cookie_an_address_as_attribute_is_no_key(service: Service) -> None:
    known, _ = service.synced(f"<Email>{ADDRESS}</Email>{NAMED}")
    cookie = "<marketoCookie>id:561-HYG-937&amp;token:_mch-a</marketoCookie>"
    made, status = service.synced(BY_ATTRIBUTE, more=cookie)
    assert (made != known, status) == (True, "CREATED")
    assert service.ids_of(ADDRESS) == [known, made]


def test_an_id_alone_as_attribute_names_the_lead(service: Service) -> None:
    made, _ = service.synced(f"<Email>{ADDRESS}</Email>{NAMED}")
    given = attributes(Id=made, FirstName="Bea")
    assert service.synced(given, "lead-key-as-attribute") == (made, "UPDATED")
    assert service.batched(given, noted=("lead-key-as-attribute",)) == [(made, "UPDATED")]
    assert "20103" in service.send(
        "syncLead",
        f"<leadRecord>{attributes(Id='987654')}</leadRecord><returnLead>true</returnLead>",
    )


def test_beside_an_id_an_address_in_other_letter_case_replaces_that_of_the_lead(
    service: Service,
) -> None:
    made, _ = service.synced(f"<Email>old@example.com</Email>{NAMED}")
    assert service.synced(f"<Id>{made}</Id><email>{ADDRESS}</email>") == (made, "UPDATED")
    assert service.ids_of(ADDRESS) == [made]
    # In a batch it is not changed, as beside any key (documented).
    assert service.batched(f"<Id>{made}</Id><email>new@example.com</email>") == [(made, "UPDATED")]
    assert service.ids_of("new@example.com") == []


def test_an_address_in_other_letter_case_is_passed_over_beside_email(service: Service) -> None:
    made, _ = service.synced(f"<email>other@example.com</email><Email>{ADDRESS}</Email>{NAMED}")
    assert service.ids_of(ADDRESS) == [made]
    assert service.ids_of("other@example.com") == []


def test_each_record_of_a_batch_has_its_own_address(service: Service) -> None:
    addresses = [f"number{number}@example.com" for number in range(12)]
    records = [
        f"<{'email' if number % 3 else 'Email'}>{address}</{'email' if number % 3 else 'Email'}>"
        for number, address in enumerate(addresses)
    ]
    made = service.batched(*records, noted=("lead-email-case",))
    assert {status for _, status in made} == {"CREATED"}
    assert [service.ids_of(each) for each in addresses] == [[lead] for lead, _ in made]
    assert [lead for lead, _ in service.batched(*records)] == [lead for lead, _ in made]


def test_a_record_without_any_address_has_no_key(service: Service) -> None:
    for record in (attributes(Email="", FirstName="x"), attributes(Id="x"), f"<email/>{NAMED}"):
        assert "20101" in service.send(
            "syncLead", f"<leadRecord>{record}</leadRecord><returnLead>true</returnLead>"
        )


# Empty elements


@pytest.mark.parametrize("given", ["<returnLead/>", "<returnLead> </returnLead>", ""])
def test_a_lead_comes_not_back_where_that_is_left_open(service: Service, given: str) -> None:
    noted = "value-empty" if given else "element-missing-spared"
    record = f"<leadRecord><Email>{ADDRESS}</Email>{NAMED}</leadRecord>"
    reply = service.accepted("syncLead", f"{record}{given}", noted)
    assert '<leadRecord xsi:nil="true"/>' in reply


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        (
            "syncMultipleLeads",
            f"<leadRecordList><leadRecord><Email>{ADDRESS}</Email></leadRecord></leadRecordList>"
            "<dedupEnabled/>",
        ),
        (
            "listOperation",
            "<listOperation>ADDTOLIST</listOperation><listKey><keyType>MKTOLISTNAME</keyType>"
            "<keyValue>Trav-Test-List</keyValue></listKey><listMemberList><leadKey>"
            "<keyType>IDNUM</keyType><keyValue>2</keyValue></leadKey></listMemberList><strict/>",
        ),
        (
            "importToList",
            "<programName>Trav-Demo-Program</programName><importFileHeader>Email Address"
            "</importFileHeader><importFileRows><stringItem>a@example.com</stringItem>"
            "</importFileRows><importListMode>UPSERTLEADS</importListMode>"
            "<listName>Trav-Test-List</listName><clearList/><campaignName/>",
        ),
        ("getMObjects", "<type>Program</type><id/><includeDetails/><streamPosition/>"),
        ("getCampaignsForSource", "<source>MKTOWS</source><name/><exactName/>"),
        (
            "getMultipleLeads",
            '<leadSelector xsi:type="m:LastUpdateAtSelector"><latestUpdatedAt/>'
            "<oldestUpdatedAt>2026-02-20T00:00:00Z</oldestUpdatedAt></leadSelector><batchSize/>",
        ),
        (
            "getLeadActivity",
            "<leadKey><keyType>IDNUM</keyType><keyValue>2</keyValue></leadKey><activityFilter>"
            "<includeTypes><activityType/></includeTypes></activityFilter><startPosition>"
            "<latestCreatedAt/><oldestCreatedAt/></startPosition><batchSize/>",
        ),
        (
            "scheduleCampaign",
            "<programName>Trav-Demo-Program</programName>"
            "<campaignName>Batch Campaign Example</campaignName><campaignRunAt/>",
        ),
    ],
)
def test_an_empty_element_is_as_absent(service: Service, operation: str, params: str) -> None:
    service.accepted(operation, params, "value-empty")


def test_a_nil_header_block_is_as_absent(service: Service) -> None:
    record = f"<leadRecord><Email>{ADDRESS}</Email>{NAMED}</leadRecord>"
    params = f"{record}<returnLead>false</returnLead>"
    service.accepted("syncLead", params, "context-header-empty", more=CONTEXT)


# Times


LOOSE = [
    "2013-07-01 23:58:14 -0700",
    "2013-07-02 06:58:14 UTC",
    "2013-07-02 08:58:14 +0200",
    "2013-07-01T23:58:14-0700",
    "2013-07-01 23:58:14-07:00",
    " 2013-07-02 06:58:14.25 GMT ",
    "2013-07-02 06:58:14 Z",
]
AT = datetime(2013, 7, 2, 6, 58, 14, tzinfo=UTC)


@pytest.mark.parametrize("text", LOOSE)
def test_a_time_in_a_loose_form_is_the_time_that_it_says(service: Service, text: str) -> None:
    moments = []
    for given in (text, AT.isoformat()):
        noted = ["time-loose"] if given == text else []
        position = f"<startPosition><oldestCreatedAt>{given}</oldestCreatedAt></startPosition>"
        reply = service.accepted("getLeadChanges", position, *noted)
        (echoed,) = re.findall("<oldestCreatedAt>(.*?)</oldestCreatedAt>", reply)
        moments.append(datetime.fromisoformat(echoed))
    assert moments == [AT, AT]


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("getMultipleLeads", "<lastUpdatedAt>{}</lastUpdatedAt>"),
        (
            "getLeadActivity",
            "<leadKey><keyType>IDNUM</keyType><keyValue>2</keyValue></leadKey><startPosition>"
            "<latestCreatedAt>{}</latestCreatedAt></startPosition>",
        ),
        (
            "scheduleCampaign",
            "<programName>Trav-Demo-Program</programName>"
            "<campaignName>Batch Campaign Example</campaignName><campaignRunAt>{}</campaignRunAt>",
        ),
        (
            "getMultipleLeads",
            '<leadSelector xsi:type="m:LastUpdateAtSelector"><latestUpdatedAt>{}</latestUpdatedAt>'
            "<oldestUpdatedAt>{}</oldestUpdatedAt></leadSelector>",
        ),
    ],
)
def test_a_loose_time_may_stand_wherever_a_time_does(
    service: Service, operation: str, params: str
) -> None:
    service.accepted(operation, params.replace("{}", LOOSE[0]), "time-loose")
    for text in ("soon", "2013-13-01 00:00:00", "14:00", "1372748294"):
        assert "<code>20" in service.send(operation, params.replace("{}", text))


def test_a_loose_range_may_have_thirty_days_too(service: Service) -> None:
    params = (
        '<leadSelector xsi:type="m:LastUpdateAtSelector">'
        "<latestUpdatedAt>2013-09-01 00:00:00 UTC</latestUpdatedAt>"
        "<oldestUpdatedAt>2013-07-01 00:00:00 UTC</oldestUpdatedAt></leadSelector>"
    )
    assert "20022" in service.send("getMultipleLeads", params)
    judged = check(service.document, version=service.version, key=Secret(SAMPLE_KEY))
    assert "limit-time-range" in [each.rule for each in judged]


def test_a_criterion_takes_a_loose_time_too(service: Service) -> None:
    criterion = (
        "<type>Program</type><mObjCriteriaList><mObjCriteria><attrName>Created At</attrName>"
        "<comparison>LE</comparison><attrValue>{}</attrValue></mObjCriteria></mObjCriteriaList>"
    )
    later = service.accepted("getMObjects", criterion.format("2030-01-01 00:00:00 -0700"))
    earlier = service.accepted("getMObjects", criterion.format("2001-01-01 00:00:00 -0700"))
    assert "<returnCount>0</returnCount>" not in later
    assert "<returnCount>0</returnCount>" in earlier


# Reading leads


def test_without_a_selector_all_leads_are_read_in_pages(service: Service) -> None:
    every, position = [], ""
    while True:
        reply = service.accepted(
            "getMultipleLeads",
            f"<streamPosition>{position}</streamPosition><batchSize>4</batchSize>"
            "<includeAttributes><stringItem>Email</stringItem></includeAttributes>",
            "selector-missing",
        )
        page = re.findall("<Id>(.*?)</Id>", reply)
        (remaining,) = re.findall("<remainingCount>(.*?)</remainingCount>", reply)
        every += page
        position = re.findall("<newStreamPosition>(.*?)</newStreamPosition>", reply)[0]
        assert "<leadAttributeList><" not in reply
        if remaining == "0":
            break
        assert len(page) == 4
    with service.store.reading() as data:
        known = data.leads.existing(set(range(1, 2_000_000)))
    assert [int(each) for each in every] == sorted(known)


@pytest.mark.parametrize("days", [31, 400, 6000])
def test_the_deprecated_last_updated_at_may_lie_years_back(service: Service, days: int) -> None:
    service.synced(f"<Email>{ADDRESS}</Email>{NAMED}")
    since = (NOW - timedelta(days=days)).isoformat()
    reply = service.accepted("getMultipleLeads", f"<lastUpdatedAt>{since}</lastUpdatedAt>")
    assert ADDRESS in reply


# Other operations


def test_tokens_beside_the_id_of_a_campaign_are_used(service: Service) -> None:
    params = (
        "<source>MKTOWS</source><campaignId>4496</campaignId><leadList><leadKey>"
        "<keyType>IDNUM</keyType><keyValue>2</keyValue></leadKey></leadList>{}"
        "<programTokenList><attrib><name>{{my.a}}</name><value>x</value></attrib>"
        "</programTokenList>"
    )
    service.accepted("requestCampaign", params.replace("{}", ""), "campaign-id-with-tokens")
    assert service.sandbox.campaign_runs()[-1].tokens == {"{{my.a}}": "x"}
    named = params.replace("{}", "<programName>ER Demo</programName>")
    assert "20110" in service.send("requestCampaign", named)


def test_a_type_of_activity_that_no_version_lists_is_one_of_later_clients(
    service: Service,
) -> None:
    params = (
        "<leadKey><keyType>IDNUM</keyType><keyValue>2</keyValue></leadKey><activityFilter>"
        "<includeTypes><activityType>{}</activityType></includeTypes></activityFilter>"
    )
    reply = service.accepted(
        "getLeadActivity", params.replace("{}", "AttendEvent"), "activity-type-later"
    )
    assert "<returnCount>0</returnCount>" in reply
    assert "20107" in service.send("getLeadActivity", params.replace("{}", "LeaveEvent"))


def test_more_than_a_hundred_objects_may_be_deleted_at_once(service: Service) -> None:
    objects = "<mObject><type>Opportunity</type><id>4</id></mObject>" * 101
    reply = service.accepted("deleteMObjects", f"<mObjectList>{objects}</mObjectList>")
    assert reply.count("<mObjStatus>") == 101


# Criteria


COUNT = len(demo_world().programs)


@pytest.mark.parametrize(
    ("name", "value"), [("CRM Id", "701"), ("Name", "x"), ("Tag Value", "x"), ("Tag Type", "x")]
)
@pytest.mark.parametrize(
    "empty", ["<attrValue/>", "<attrValue></attrValue>", "<attrValue> </attrValue>"]
)
def test_an_empty_value_of_a_criterion_is_a_value(
    service: Service, name: str, value: str, empty: str
) -> None:
    with service.store.writing() as data:
        data.mobjects.load(StoredObject("Program", 9000, 1, 1, {}))
        data.mobjects.load(StoredObject("Program", 9001, 1, 1, {"Name": "x", "CRM Id": "701"}))
        data.programs.load(9001, tags={"x": "x"}, costs=[], tokens={})

    def found(comparison: str, text: str) -> set[str]:
        criterion = f"<attrName>{name}</attrName><comparison>{comparison}</comparison>{text}"
        reply = service.accepted(
            "getMObjects",
            f"<type>Program</type><mObjCriteriaList><mObjCriteria>{criterion}</mObjCriteria>"
            "</mObjCriteriaList>",
        )
        return set(re.findall("<mObject><type>Program</type><id>(.*?)</id>", reply))

    everything = found("GE", empty)
    assert len(everything) == COUNT + 2
    assert everything - found("NE", empty) == found("EQ", empty) == found("LE", empty)
    assert found("NE", empty) == found("GT", empty)
    assert "9001" in found("NE", empty)
    assert "9000" in found("EQ", empty)
    assert found("LT", empty) == set()
    assert "9001" in found("EQ", f"<attrValue>{value}</attrValue>")


def test_a_program_without_tags_of_a_type_has_the_empty_value(service: Service) -> None:
    criteria = "".join(
        f"<mObjCriteria><attrName>{name}</attrName><comparison>EQ</comparison>"
        f"<attrValue>{value}</attrValue></mObjCriteria>"
        for name, value in (("Tag Type", "Channel"), ("Tag Value", ""))
    )
    params = f"<type>Program</type><mObjCriteriaList>{criteria}</mObjCriteriaList>"
    assert "<returnCount>0</returnCount>" in service.accepted("getMObjects", params)
    other = params.replace("Channel", "Region")
    assert f"<returnCount>{COUNT}</returnCount>" in service.accepted("getMObjects", other)


def test_an_empty_id_or_time_is_no_value_of_a_criterion(service: Service) -> None:
    for name in ("Id", "Created At", "Updated At"):
        criterion = f"<attrName>{name}</attrName><comparison>EQ</comparison><attrValue/>"
        reply = service.send(
            "getMObjects",
            f"<type>Program</type><mObjCriteriaList><mObjCriteria>{criterion}</mObjCriteria>"
            "</mObjCriteriaList>",
        )
        assert "20110" in reply
        judged = check(service.document, version=service.version, key=Secret(SAMPLE_KEY))
        assert [each.rule for each in judged if each.severity == "error"]


# Strictness


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("getMultipleLeads", "<batchSize>2</batchSize>"),
        ("syncLead", f"<leadRecord>{BY_ATTRIBUTE}</leadRecord><returnLead>true</returnLead>"),
    ],
)
def test_a_strict_sandbox_refuses_what_is_doubtful(operation: str, params: str) -> None:
    service = Service("2_7", strict=True)
    assert "Fault" in service.send(operation, params)
    service.sandbox.close()


def test_what_is_tolerated_is_noted_by_a_rule() -> None:
    from mktows.checking import RULES

    tolerated = {each.noted_as for each in reasons().values() if each.noted_as}
    assert tolerated == {"selector-missing", "lead-key-as-attribute", "campaign-id-with-tokens"}
    assert {RULES[each].severity for each in tolerated} == {"warning"}
