"""What the embedded backend says about imports into static lists, a test per rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
from support.sandbox_service import START, Service, refused, values

from mktows.sandbox.campaigns.rows import BATCH, Campaign
from mktows.sandbox.lists import imports

VERSIONS = [v2_1, v2_2, v2_3, v2_7, v3_1]
PROGRAM = "Trav-Demo-Program"
PROGRAM_ID = 1970
LIST = "Trav-Test-List"
CAMPAIGN = "Batch Campaign Example"
HEADER = "Email Address,First Name,Last Name"
TOKEN = "{{my.message}}"


class ImportService(Service):
    """A service with a program that has a list and a campaign."""

    def __init__(self, types: ModuleType = v2_7) -> None:
        super().__init__(types)
        with self.writing() as data:
            self.list_id = data.lists.add(f"{PROGRAM}.{LIST}", program_id=PROGRAM_ID)
            campaign = Campaign(CAMPAIGN, BATCH, program_id=PROGRAM_ID)
            self.campaign_id = data.campaigns.add(campaign)

    def set_delay(self, seconds: int) -> None:
        with self.writing() as data:
            data.instance.change(replace(data.instance.settings(), import_seconds=seconds))

    def start(self, *rows: str | None, header: str | None = HEADER, **more: Any) -> str:
        types = self.types
        more.setdefault("mode", "UPSERTLEADS")
        mode = more.pop("mode")
        given: dict[str, Any] = {
            "program_name": PROGRAM,
            "import_file_header": header,
            "import_file_rows": types.ArrayOfString(string_item=list(rows)),
            "import_list_mode": mode and types.ImportToListModeEnum(mode),
            "list_name": LIST,
            "clear_list": False,
            "campaign_name": None,
        }
        params = types.ParamsImportToList(**(given | more))
        status: str = self.call("importToList", params).result.import_status.value
        return status

    def status(self, program: str | None = PROGRAM, name: str | None = LIST) -> Any:
        params = self.types.ParamsGetImportToListStatus(program_name=program, list_name=name)
        return self.call("getImportToListStatus", params).result

    def run(self, *rows: str | None, **more: Any) -> tuple[int, int, int]:
        """Import, and return how many rows were imported, failed and ignored."""
        assert self.start(*rows, **more) == "PROCESSING"
        done = self.status()
        assert done.status.value == "COMPLETE"
        assert done.estimated_rows == len(rows)
        return done.rows_imported, done.rows_failed, done.rows_ignored

    def members(self) -> list[int]:
        self.backend.do_due_work(int(self.now.timestamp()))
        with self.backend.store.reading() as data:
            return data.lists.members(self.list_id, limit=1000)[0]

    def lead(self, lead_id: int) -> tuple[str | None, dict[str, str]]:
        """A lead's address and attributes."""
        record = self.get("IDNUM", str(lead_id))[0]
        return record.email, values(record)

    def logged(self, kind: str) -> list[tuple[int, datetime, str, str]]:
        """The activities of one type: lead, moment, asset, JSON of the attributes."""
        with self.backend.store.database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT lead_id, at, asset, attributes FROM activity WHERE type = ? ORDER BY id",
                (kind,),
            )
            return [
                (row.lead_id, datetime.fromtimestamp(row.at, UTC), row.asset, row.attributes)
                for row in rows
            ]

    def tokens(self) -> Mapping[int, Mapping[str, str]]:
        """The values that wait for the campaign's next run."""
        self.members()
        with self.writing() as data:
            return data.campaigns.take_lead_tokens(self.campaign_id)


@pytest.fixture
def service() -> Iterator[ImportService]:
    made = ImportService()
    yield made
    made.backend.close()


@pytest.fixture(params=VERSIONS, ids=lambda types: types.__name__.split(".")[1])
def any_version(request: pytest.FixtureRequest) -> Iterator[ImportService]:
    made = ImportService(request.param)
    yield made
    made.backend.close()


# The worked examples, to the letter


def test_example_of_an_import_and_its_status(any_version: ImportService) -> None:
    service = any_version
    service.set_delay(60)
    service.now = datetime.fromisoformat("2013-08-05T17:58:10-05:00")
    rows = [
        "Awesomesauce,Developer,Code Slinger,Marketo,dawesomesauce@marketo.com",
        "Doe,Jane,VP Marketing,Jane Consulting,jdoe@janeconsulting.com",
    ]
    listed = "".join(f"<stringItem>{row}</stringItem>" for row in rows)
    assert exchange(
        service,
        "importToList",
        f"<programName>{PROGRAM}</programName>"
        "<importFileHeader>Last Name,First Name,Job Title,Company Name,Email Address"
        f"</importFileHeader><importFileRows>{listed}</importFileRows>"
        f"<importListMode>UPSERTLEADS</importListMode><listName>{LIST}</listName>"
        f"<clearList>false</clearList><campaignName>{CAMPAIGN}</campaignName>",
    ) == (
        "<ns1:successImportToList><result><importStatus>PROCESSING</importStatus></result>"
        "</ns1:successImportToList>"
    )
    asked = f"<programName>{PROGRAM}</programName><listName>{LIST}</listName>"
    service.now += timedelta(seconds=59)
    assert exchange(service, "getImportToListStatus", asked) == (
        "<ns1:successGetImportToListStatus><result><status>PROCESSING</status>"
        "<startedTime>2013-08-05T17:58:10-05:00</startedTime>"
        '<endedTime xsi:nil="true"/><estimatedTime xsi:nil="true"/>'
        "<estimatedRows>2</estimatedRows><rowsImported>0</rowsImported><rowsFailed>0</rowsFailed>"
        '<rowsIgnored>2</rowsIgnored><importSummary xsi:nil="true"/>'
        "</result></ns1:successGetImportToListStatus>"
    )
    service.now += timedelta(seconds=1)
    assert exchange(service, "getImportToListStatus", asked) == (
        "<ns1:successGetImportToListStatus><result><status>COMPLETE</status>"
        "<startedTime>2013-08-05T17:58:10-05:00</startedTime>"
        '<endedTime>2013-08-05T17:59:10-05:00</endedTime><estimatedTime xsi:nil="true"/>'
        "<estimatedRows>2</estimatedRows><rowsImported>2</rowsImported><rowsFailed>0</rowsFailed>"
        "<rowsIgnored>0</rowsIgnored>"
        "<importSummary>Rows imported: 2, failed: 0, ignored: 0</importSummary>"
        "</result></ns1:successGetImportToListStatus>"
    )
    assert service.members() == [1, 2]
    assert service.lead(2) == (
        "jdoe@janeconsulting.com",
        {
            "Company": "Jane Consulting",
            "FirstName": "Jane",
            "LastName": "Doe",
            "Title": "VP Marketing",
            "Website": "janeconsulting.com",
        },
    )


def test_a_list_without_import_is_complete_with_zeros(any_version: ImportService) -> None:
    assert exchange(
        any_version,
        "getImportToListStatus",
        f"<listName>{LIST}</listName><programName>{PROGRAM}</programName>",
    ) == (
        "<ns1:successGetImportToListStatus><result><status>COMPLETE</status>"
        '<startedTime xsi:nil="true"/><endedTime xsi:nil="true"/><estimatedTime xsi:nil="true"/>'
        "<estimatedRows>0</estimatedRows><rowsImported>0</rowsImported><rowsFailed>0</rowsFailed>"
        '<rowsIgnored>0</rowsIgnored><importSummary xsi:nil="true"/>'
        "</result></ns1:successGetImportToListStatus>"
    )


# Which leads a row means, and what becomes of them


def test_upserting_makes_and_updates_leads_and_lists_them_all(service: ImportService) -> None:
    service.sync(email="t@t.com", FirstName="George", LastName="of the Jungle")
    assert service.run("T@T.com,Travis,Kaufman", "new@one.example,New,Lead") == (2, 0, 0)
    assert service.lead(1)[0] == "t@t.com"
    assert service.lead(1)[1].items() >= {"FirstName": "Travis", "LastName": "Kaufman"}.items()
    assert service.lead(2)[0] == "new@one.example"
    assert service.members() == [1, 2]


def test_list_only_lists_leads_that_exist_and_passes_over_others(service: ImportService) -> None:
    service.sync(email="t@t.com", FirstName="George")
    rows = ["new@one.example,New,Lead", "t@t.com,Travis,Kaufman", ",No,Address"]
    assert service.run(*rows, mode="LISTONLY") == (1, 0, 2)
    assert service.members() == [1]
    assert service.lead(1)[1]["FirstName"] == "George"
    assert "LastName" not in service.lead(1)[1]
    with refused(20103):
        service.get("EMAIL", "new@one.example")
    assert service.run("t@t.com", mode="LISTONLY", header="email address") == (1, 0, 0)
    assert service.run("Travis", mode="LISTONLY", header="First Name") == (0, 0, 1)


def test_the_newest_lead_with_an_address_is_meant(service: ImportService) -> None:
    service.batch(service.record(email="t@t.com"), service.record(email="t@t.com"), dedup=False)
    service.run("t@t.com,Travis,Kaufman")
    assert service.members() == [2]
    assert service.lead(2)[1]["FirstName"] == "Travis"
    assert "FirstName" not in service.lead(1)[1]


@pytest.mark.parametrize("header", [HEADER, "First Name,Last Name"])
def test_a_row_without_address_makes_a_lead(service: ImportService, header: str) -> None:
    rows = [f"{',' if header == HEADER else ''}{name},Same" for name in ("One", "One", "Two")]
    assert service.run(*rows, header=header) == (3, 0, 0)
    assert service.members() == [1, 2, 3]
    assert service.lead(3) == (None, {"FirstName": "Two", "LastName": "Same"})


def test_a_later_row_sees_what_an_earlier_one_did(
    service: ImportService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 2)
    rows = ["t@t.com,A,1", "u@t.com,B,2", "T@t.com,C,3", "T@T.com,D,4", "u@t.com,E,5"]
    assert service.run(*rows) == (5, 0, 0)
    assert service.members() == [1, 2]
    assert service.lead(1)[1]["FirstName"] == "D"
    assert service.lead(2)[1]["FirstName"] == "E"


def test_an_empty_cell_clears_its_field(service: ImportService) -> None:
    service.run("t@t.com,George,of the Jungle")
    service.run("t@t.com,,Kaufman")
    assert service.lead(1)[1] == {"LastName": "Kaufman", "Website": "t.com"}


def test_what_does_not_fit_a_field_is_passed_over(service: ImportService) -> None:
    header = "Email Address,Lead Score,Urgency,First Name"
    assert service.run("t@t.com,many,5,Travis", header=header) == (1, 0, 0)
    assert service.lead(1)[1] == {"FirstName": "Travis", "Website": "t.com"}


def test_a_strict_service_fails_the_row_that_does_not_fit(service: ImportService) -> None:
    service.strict = True
    header = "Email Address,Lead Score"
    assert service.run("a@one.example,many", "b@one.example,5", header=header) == (1, 1, 0)
    assert service.status().import_summary.splitlines()[1:] == [
        "Row 1: importToList operation failed: values of another type: LeadScore (20105)"
    ]
    with refused(20103):
        service.get("EMAIL", "a@one.example")


# Rows that cannot be read


def test_a_bad_row_fails_alone_and_the_summary_says_why(service: ImportService) -> None:
    rows = ["a@one.example,A", "b@one.example,B,Two", "", ",,", None, 'c@one.example,"C,Three']
    assert service.run(*rows) == (1, 2, 3)
    assert service.members() == [1]
    summary = service.status().import_summary.splitlines()
    assert summary[:2] == [
        "Rows imported: 1, failed: 2, ignored: 3",
        "Row 1: 2 columns instead of 3",
    ]
    assert summary[2].startswith("Row 6: not a line of CSV")
    assert not any("one.example" in line for line in summary)


def test_a_bad_row_is_named_by_its_place_among_all(
    service: ImportService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 2)
    rows = ["a@one.example,A,A", "", "bad", "b@one.example,B,B", "c@one.example,C,C", "bad"]
    assert service.run(*rows) == (3, 2, 1)
    assert service.status().import_summary.splitlines()[1:] == [
        "Row 3: 1 columns instead of 3",
        "Row 6: 1 columns instead of 3",
    ]


def test_the_summary_explains_ten_rows(service: ImportService) -> None:
    assert service.run(*["x"] * 12) == (0, 12, 0)
    summary = service.status().import_summary.splitlines()
    assert summary[10:] == ["Row 10: 1 columns instead of 3", "... and 2 more"]


# The list


def test_rows_are_appended_unless_the_list_is_cleared(service: ImportService) -> None:
    service.run("a@one.example,A,A", "b@one.example,B,B")
    service.run("c@one.example,C,C", clear_list=None)
    assert service.members() == [1, 2, 3]
    service.run("b@one.example,B,B", "d@one.example,D,D", clear_list=True)
    assert service.members() == [2, 4]


def test_names_have_no_letter_case(service: ImportService) -> None:
    service.start(
        "a@one.example,A,A",
        program_name=PROGRAM.upper(),
        list_name=f" {LIST.lower()} ",
        campaign_name=CAMPAIGN.upper(),
    )
    assert service.status(PROGRAM.lower(), LIST.upper()).rows_imported == 1


def test_joining_and_leaving_is_logged_with_the_moment_of_the_import(
    service: ImportService,
) -> None:
    service.run("a@one.example,A,A")
    service.set_delay(30)
    service.now += timedelta(hours=1)
    service.start("a@one.example,A,A", "b@one.example,B,B", "b@one.example,B,B", clear_list=True)
    due = service.now + timedelta(seconds=30)
    service.now += timedelta(days=1)
    service.members()
    attributes = f'[["List ID","{service.list_id}"],["Source","List import"]]'
    asset = f"{PROGRAM}.{LIST}"
    assert service.logged("Add to List") == [
        (1, START, asset, attributes),
        (1, due, asset, attributes),
        (2, due, asset, attributes),
    ]
    assert service.logged("Remove from List") == [(1, due, asset, attributes)]


def test_new_leads_and_changed_values_are_logged_as_imported(service: ImportService) -> None:
    service.run("a@one.example,A,A")
    service.run("a@one.example,B,A")
    assert service.logged("New Lead") == [
        (
            1,
            START,
            "",
            '[["Source Type","List import"],["Source Info","List import"],'
            '["Created Date","2014-02-13"]]',
        )
    ]
    assert service.logged("Change Data Value") == [
        (
            1,
            START,
            "First Name",
            '[["Attribute Name","First Name"],["Old Value","A"],["New Value","B"],'
            '["Reason","List import"]]',
        )
    ]


# The background


@pytest.mark.parametrize("delay", [0, 60])
def test_an_import_is_done_when_its_time_has_come(service: ImportService, delay: int) -> None:
    service.set_delay(delay)
    assert service.start("a@one.example,A,A") == "PROCESSING"
    started = service.now
    if delay:
        service.now += timedelta(seconds=delay - 1)
        waiting = service.status()
        assert waiting.status.value == "PROCESSING"
        assert waiting.ended_time is None
        assert waiting.import_summary is None
        assert service.members() == []
    service.now = started + timedelta(days=3)
    done = service.status()
    assert done.status.value == "COMPLETE"
    assert done.started_time.to_datetime() == started
    assert done.ended_time.to_datetime() == started + timedelta(seconds=delay)
    assert service.members() == [1]


def test_of_two_imports_both_are_done_and_the_later_is_told(service: ImportService) -> None:
    service.set_delay(60)
    service.start("a@one.example,A,A")
    service.now += timedelta(seconds=30)
    service.start("b@one.example,B,B", "bad")
    started = service.now
    assert service.status().estimated_rows == 2
    service.now += timedelta(seconds=30)
    assert service.members() == [1]
    waiting = service.status()
    assert waiting.status.value == "PROCESSING"
    assert (waiting.rows_imported, waiting.rows_ignored) == (0, 2)
    service.now += timedelta(seconds=30)
    done = service.status()
    assert (done.rows_imported, done.rows_failed) == (1, 1)
    assert done.started_time.to_datetime() == started
    assert service.members() == [1, 2]


@pytest.mark.parametrize("place", ["list_members.join", "list_members._log", "_outcome"])
def test_an_import_that_breaks_off_has_failed_and_changed_nothing(
    service: ImportService, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    service.run("a@one.example,A,A")
    monkeypatch.setattr(f"mktows.sandbox.lists.imports.{place}", broken)
    service.start("b@one.example,B,B", "c@one.example,C,C", clear_list=True)
    failed = service.status()
    assert failed.status.value == "FAILED"
    assert failed.ended_time.to_datetime() == service.now
    assert (failed.rows_imported, failed.rows_failed, failed.rows_ignored) == (0, 2, 0)
    assert failed.import_summary == "Import failed"
    assert service.members() == [1]
    with refused(20103):
        service.get("EMAIL", "b@one.example")


def test_each_list_has_an_import_of_its_own(service: ImportService) -> None:
    with service.writing() as data:
        data.lists.add(f"{PROGRAM}.other", program_id=PROGRAM_ID)
    service.start("a@one.example,A,A", list_name="other")
    service.run("b@one.example,B,B", "c@one.example,C,C")
    assert service.status(name="other").rows_imported == 1


# Tokens


def test_tokens_wait_for_the_campaigns_next_run(service: ImportService) -> None:
    service.sync(email="t@t.com")
    service.start(
        'hello,t@t.com,"x, y"',
        ",u@t.com,z",
        header=f"{TOKEN},Email Address,{{{{my.other token}}}}",
        campaign_name=CAMPAIGN,
    )
    assert service.tokens() == {
        1: {TOKEN: "hello", "{{my.other token}}": "x, y"},
        2: {TOKEN: "", "{{my.other token}}": "z"},
    }
    with service.backend.store.reading() as data:
        assert data.campaigns.runs() == []


def test_only_listed_leads_get_tokens(service: ImportService) -> None:
    service.sync(email="t@t.com")
    rows = ["t@t.com,hello", "u@t.com,hello"]
    header = f"Email Address,{TOKEN}"
    service.run(*rows, header=header, mode="LISTONLY", campaign_name=CAMPAIGN)
    assert service.tokens() == {1: {TOKEN: "hello"}}


def test_a_token_takes_a_campaign(service: ImportService) -> None:
    with refused(20109, "campaignName is required"):
        service.start("t@t.com,hello", header=f"Email Address,{TOKEN}")
    assert service.run("t@t.com,Travis,Kaufman", campaign_name=CAMPAIGN) == (1, 0, 0)
    assert service.tokens() == {}


def test_the_campaign_is_of_the_same_program(service: ImportService) -> None:
    with service.writing() as data:
        data.campaigns.add(Campaign("elsewhere", BATCH, program_id=1001))
        data.campaigns.add(Campaign("nowhere", BATCH))
    for name in ("elsewhere", "nowhere", "unknown"):
        with refused(20113, f"No campaign {name} found"):
            service.start("t@t.com,Travis,Kaufman", campaign_name=name)


# What is refused


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("importListMode", {"mode": None}),
        ("importFileHeader", {"header": None}),
        ("importFileHeader", {"header": " "}),
        ("importFileRows", {"import_file_rows": None}),
        ("importFileRows", {"import_file_rows": v2_7.ArrayOfString()}),
        ("programName", {"program_name": None}),
        ("listName", {"list_name": ""}),
    ],
)
def test_what_is_missing_is_named(service: ImportService, name: str, more: dict[str, Any]) -> None:
    with refused(20109, name):
        service.start("t@t.com,Travis,Kaufman", **more)


@pytest.mark.parametrize("names", [(None, LIST), (PROGRAM, None), (" ", LIST)])
def test_the_status_takes_program_and_list(
    service: ImportService, names: tuple[str | None, str | None]
) -> None:
    with refused(20109, "programName and listName"):
        service.status(*names)


@pytest.mark.parametrize(
    ("program", "name"), [("nothing", LIST), (PROGRAM, "nothing"), ("lead", "database")]
)
def test_an_unknown_list_is_refused(service: ImportService, program: str, name: str) -> None:
    with service.writing() as data:
        data.lists.add("lead.database")
    with refused(20111, f"No list {name} found in a program {program}"):
        service.start("t@t.com,Travis,Kaufman", program_name=program, list_name=name)
    with refused(20111, f"No list {name} found in a program {program}"):
        service.status(program, name)


def test_an_unknown_mode_is_refused(service: ImportService) -> None:
    answer = exchange(service, "importToList", "<importListMode>ALL</importListMode>")
    assert "<code>20110</code>" in answer


def test_an_unknown_column_is_refused_and_nothing_imported(service: ImportService) -> None:
    with refused(20110, "column 'pants' is neither the display name"):
        service.start("t@t.com,x", header="Email Address,pants")
    assert service.status().estimated_rows == 0
    assert service.members() == []


# Any rows

EMAILS = ["a@one.example", "A@one.example", "b@two.example", ""]
CELLS = st.sampled_from(["", "x", "Ünï 🙂"])
ROWS = st.lists(
    st.tuples(st.sampled_from(EMAILS), CELLS, CELLS).map(",".join)
    | st.sampled_from(["", "a@one.example", "a,b,c,d", '"'])
)


@pytest.mark.slow
@given(imported=st.lists(st.tuples(ROWS, st.booleans(), st.booleans()), max_size=3))
def test_imports_follow_the_model(imported: list[tuple[list[str], bool, bool]]) -> None:
    service = ImportService()
    leads: list[tuple[str, str, str]] = []
    members: set[int] = set()
    for rows, upsert, clear in imported:
        if not rows:
            continue
        if clear:
            members = set()
        counts = [0, 0, 0]
        for row in rows:
            cells = row.split(",")
            if not any(cells):
                counts[2] += 1
                continue
            if len(cells) != 3:
                counts[1] += 1
                continue
            email, first, last = cells
            same = [
                place
                for place, (known, _, _) in enumerate(leads)
                if email and known.lower() == email.lower()
            ]
            if upsert and not same:
                leads.append((email, first, last))
                same = [len(leads) - 1]
            elif upsert:
                leads[same[-1]] = (leads[same[-1]][0], first, last)
            if same:
                members.add(same[-1] + 1)
            counts[0 if same else 2] += 1
        mode = "UPSERTLEADS" if upsert else "LISTONLY"
        assert service.run(*rows, mode=mode, clear_list=clear) == tuple(counts)
        assert service.members() == sorted(members)
    for place, (email, first, last) in enumerate(leads, 1):
        found, attributes = service.lead(place)
        assert found == (email or None)
        assert attributes.get("FirstName", "") == first
        assert attributes.get("LastName", "") == last
    service.backend.close()
