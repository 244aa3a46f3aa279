"""Clauses about importToList and getImportToListStatus."""

from __future__ import annotations

from mktows.facts.faults import BAD_PARAMETER, LIST_NOT_FOUND
from mktows.facts.key_types import EMAIL
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, strings
from mktows.testing.suite.exchanges import Exchange, Item
from mktows.testing.suite.expectations import (
    accepted,
    equal,
    expect,
    form,
    needed,
    not_tried,
    refused,
)
from mktows.text import escape

_POLLS, _SECONDS = 30, 2.0


def _names(program: str, name: str) -> str:
    return f"<programName>{escape(program)}</programName><listName>{escape(name)}</listName>"


def _import(
    endpoint: Endpoint,
    *addresses: str,
    mode: str = "UPSERTLEADS",
    to: tuple[str, str] | None = None,
) -> Exchange:
    program, name = to or endpoint.known.the_program_list()
    rows = strings(f"Imported,{each}" for each in addresses)
    return endpoint.call(
        "importToList",
        f"<programName>{escape(program)}</programName>"
        "<importFileHeader>First Name,Email Address</importFileHeader>"
        f"<importFileRows>{rows}</importFileRows><importListMode>{mode}</importListMode>"
        f"<listName>{escape(name)}</listName><clearList>false</clearList>",
    )


def _status(endpoint: Endpoint) -> Exchange:
    return endpoint.call("getImportToListStatus", _names(*endpoint.known.the_program_list()))


def _done(endpoint: Endpoint) -> tuple[Exchange, Item]:
    """Ask for the status until the import is over, and return it."""
    for attempt in range(_POLLS):
        if attempt:
            endpoint.sleep(_SECONDS)
        reply = _status(endpoint)
        result = needed(reply)
        if result.value("status") != "PROCESSING":
            return reply, result
    return not_tried(f"the import was not over after {_POLLS * _SECONDS:g} seconds")


def _imported(endpoint: Endpoint, *addresses: str, mode: str = "UPSERTLEADS") -> Exchange:
    needed(_import(endpoint, *addresses, mode=mode))
    return _done(endpoint)[0]


def _in_list(endpoint: Endpoint, email: str) -> bool:
    name = ".".join(endpoint.known.the_program_list())
    position = ""
    for _ in range(100):
        result = needed(
            endpoint.call(
                "getMultipleLeads",
                '<leadSelector xsi:type="m:StaticListSelector">'
                f"<staticListName>{escape(name)}</staticListName></leadSelector>"
                f"<streamPosition>{escape(position)}</streamPosition><batchSize>500</batchSize>",
            )
        )
        if any(each.value("Email") == email for each in result.all("leadRecordList/leadRecord")):
            return True
        position = result.value("newStreamPosition") or ""
        if not position:
            return False
    return not_tried("the list has too many members to look for one")


@clause("MK-IMP-1", "An import is answered by PROCESSING", "documented", "importToList")
def test_an_import_begins_by_processing(endpoint: Endpoint) -> None:
    reply = _import(endpoint, endpoint.address())
    equal(reply, "importStatus", "PROCESSING", accepted(reply).value("importStatus"))
    _done(endpoint)


@clause(
    "MK-IMP-2",
    "UPSERTLEADS makes a lead that is missing, and a member of it",
    "inferred",
    "importToList",
    "getImportToListStatus",
)
def test_an_import_makes_leads_and_members(endpoint: Endpoint) -> None:
    email = endpoint.address()
    reply = _imported(endpoint, email)
    equal(reply, "how many leads were made", 1, len(endpoint.ids(EMAIL, email)))
    equal(reply, "whether it is a member", True, _in_list(endpoint, email))


@clause(
    "MK-IMP-3",
    "UPSERTLEADS updates a lead that is there",
    "inferred",
    "importToList",
    "getImportToListStatus",
)
def test_an_import_updates_a_lead_that_is_there(endpoint: Endpoint) -> None:
    lead = endpoint.lead(FirstName="Before")
    reply = _imported(endpoint, lead.email)
    equal(reply, "FirstName", "Imported", endpoint.values(lead).get("FirstName"))


@clause(
    "MK-IMP-4",
    "LISTONLY makes no lead, and members of those that are there",
    "inferred",
    "importToList",
    "getImportToListStatus",
)
def test_a_list_of_members_makes_no_leads(endpoint: Endpoint) -> None:
    lead, email = endpoint.lead(), endpoint.address()
    endpoint.found(lead)
    reply = _imported(endpoint, lead.email, email, mode="LISTONLY")
    equal(reply, "leads that were made", [], endpoint.ids(EMAIL, email))
    equal(reply, "whether the other is a member", True, _in_list(endpoint, lead.email))


@clause(
    "MK-IMP-5",
    "A finished import is COMPLETE, and counts its rows",
    "inferred",
    "importToList",
    "getImportToListStatus",
)
def test_a_finished_import_tells_its_rows(endpoint: Endpoint) -> None:
    needed(_import(endpoint, endpoint.address(), endpoint.address()))
    reply, result = _done(endpoint)
    equal(reply, "status", "COMPLETE", result.value("status"))
    found = [result.value(name) for name in ("rowsImported", "rowsFailed", "rowsIgnored")]
    equal(reply, "rows imported, failed and ignored", ["2", "0", "0"], found)


def _can_be_imported(endpoint: Endpoint) -> None:
    """Make sure that the endpoint imports into the named list, or answers where none is named."""
    endpoint.found(endpoint.lead())
    if endpoint.known.program_list:
        needed(_imported(endpoint, endpoint.address()))


@clause(
    "MK-IMP-6",
    "An import into an unknown list is a fault 20111 or 20110",
    "inferred",
    "importToList",
)
def test_an_unknown_list_is_a_fault(endpoint: Endpoint) -> None:
    _can_be_imported(endpoint)
    unknown = (endpoint.word(), endpoint.word())
    refused(_import(endpoint, endpoint.address(), to=unknown), LIST_NOT_FOUND, BAD_PARAMETER)


@clause(
    "MK-IMP-7",
    "The status of an import into an unknown list is a fault 20111 or 20110",
    "inferred",
    "getImportToListStatus",
)
def test_the_status_of_an_unknown_list_is_a_fault(endpoint: Endpoint) -> None:
    _can_be_imported(endpoint)
    reply = endpoint.call("getImportToListStatus", _names(endpoint.word(), endpoint.word()))
    refused(reply, LIST_NOT_FOUND, BAD_PARAMETER)


@clause(
    "MK-IMP-8",
    "A finished import tells when it ran",
    "inferred",
    "importToList",
    "getImportToListStatus",
)
def test_a_finished_import_tells_when_it_ran(endpoint: Endpoint) -> None:
    reply = _imported(endpoint, endpoint.address())
    result = needed(reply)
    started, ended = result.value("startedTime"), result.value("endedTime")
    expect(
        bool(started and ended and started[:19] <= ended[:19]),
        reply,
        expected="startedTime, and an endedTime not before it",
        found=f"{started} and {ended}",
    )


@clause(
    "MK-NIL-26",
    "The estimatedTime of a finished import is nil",
    "inferred",
    "getImportToListStatus",
)
def test_an_estimate_that_is_none_is_nil(endpoint: Endpoint) -> None:
    reply = _imported(endpoint, endpoint.address())
    form(reply, needed(reply), "estimatedTime", "nil")


@clause(
    "MK-IMP-9", "A row with a comma is quoted", "inferred", "importToList", "getImportToListStatus"
)
def test_a_row_with_a_comma_is_quoted(endpoint: Endpoint) -> None:
    email = endpoint.address()
    program, name = endpoint.known.the_program_list()
    row = escape(f'"Doe, Jane",{email}')
    reply = endpoint.call(
        "importToList",
        f"<programName>{escape(program)}</programName>"
        "<importFileHeader>First Name,Email Address</importFileHeader>"
        f"<importFileRows><stringItem>{row}</stringItem></importFileRows>"
        "<importListMode>UPSERTLEADS</importListMode>"
        f"<listName>{escape(name)}</listName><clearList>false</clearList>",
    )
    accepted(reply)
    _done(endpoint)
    found = endpoint.call(
        "getLead", f"<leadKey><keyType>EMAIL</keyType><keyValue>{email}</keyValue></leadKey>"
    )
    texts = [each.text for each in needed(found).everything()]
    expect("Doe, Jane" in texts, found, expected="the value Doe, Jane", found="another one")
