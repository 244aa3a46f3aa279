"""Imports of leads from files over REST: what they make of leads, and how they stand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rest_service import RestService

from mktows import Client, lead_mappings
from mktows.facts.rest_limits import IMPORT_BYTES
from mktows.sandbox import Sandbox
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world import World, WorldField, WorldLead, WorldList

IMPORT = "/bulk/v1/leads.json"
BOUNDARY = "planted-boundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
WORLD = World(
    instance=Instance(zone="UTC", workspaces=("North",)),
    lead_fields=(
        WorldField(name="code", external_key=True),
        WorldField(name="Renewal__c", rest_name="renewal", type="date"),
    ),
    lists=(WorldList(id=5, name="Guests"),),
    leads=(
        WorldLead(id=1, email="ann@example.com", attributes={"FirstName": "Ann", "code": "x1"}),
        WorldLead(id=2, email="bob@example.com", attributes={"FirstName": "Bob"}),
    ),
)


def sandbox(seconds: int = 0) -> Sandbox:
    instance = Instance(zone="UTC", workspaces=("North",), import_seconds=seconds)
    return Sandbox(world=World(**{**vars(WORLD), "instance": instance}), rest=True)


def multipart(content: bytes, *, part: str = "file", more: str = "") -> bytes:
    head = f'Content-Disposition: form-data; name="{part}"; filename="leads.csv"'
    return (
        f"{more}--{BOUNDARY}\r\n{head}\r\nContent-Type: text/csv\r\n\r\n".encode()
        + content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )


def start(rest: RestService, text: str | bytes, **query: object) -> dict[str, Any]:
    content = text if isinstance(text, bytes) else text.encode()
    return rest.call(
        "POST",
        IMPORT,
        {"format": "csv", **query},
        body=multipart(content),
        headers={"Content-Type": MULTIPART},
    )


def imported(rest: RestService, text: str | bytes, **query: object) -> dict[str, Any]:
    """How an import stands once it is done."""
    answer = start(rest, text, **query)
    assert answer["success"], answer
    (started,) = answer["result"]
    assert started["status"] == "Queued"
    (status,) = rest.get(f"/bulk/v1/leads/batch/{started['batchId']}.json")["result"]
    assert status["batchId"] == started["batchId"]
    return dict(status)


def refused(rest: RestService, text: str | bytes, **query: object) -> int:
    answer = start(rest, text, **query)
    assert answer["success"] is False, answer
    return int(answer["errors"][0]["code"])


def told(rest: RestService, status: dict[str, Any], what: str, delimiter: str = ",") -> list[Any]:
    response = rest.send("GET", f"/bulk/v1/leads/batch/{status['batchId']}/{what}.json")
    assert response.status == 200
    return list(csv.reader(io.StringIO(response.body.decode()), delimiter=delimiter))


def lead(rest: RestService, lead_id: int, *fields: str) -> dict[str, Any]:
    query = {"fields": ",".join(fields)}
    (found,) = rest.get(f"/rest/v1/lead/{lead_id}.json", **query)["result"]
    return dict(found)


def counts(status: dict[str, Any]) -> tuple[int, int, int]:
    return (
        status["numOfLeadsProcessed"],
        status["numOfRowsFailed"],
        status["numOfRowsWithWarning"],
    )


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t"), ("ssv", ";")])
def test_rows_make_and_change_leads(name: str, delimiter: str) -> None:
    rows = [
        ("firstName", "lastName", "email"),
        ("Anna", "Doe", "ANN@example.com"),
        ("Carl", 'said "so", and; went', "carl@example.com"),
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    with sandbox() as made:
        rest = RestService(made)
        status = imported(rest, text.getvalue(), format=name)
        assert (status["status"], counts(status)) == ("Complete", (2, 0, 0))
        assert "2 records imported" in status["message"]
        assert lead(rest, 1, "firstName", "lastName") == {
            "id": 1,
            "firstName": "Anna",
            "lastName": "Doe",
        }
        client = Client(made.config(), transport=made)
        (carl,) = lead_mappings(client.get_lead(email="carl@example.com"))
        assert (carl["FirstName"], carl["LastName"]) == ("Carl", 'said "so", and; went')
        records = client.get_lead_activity(id=3).activity_record_list
        assert records is not None
        (new,) = records.activity_record
        assert new.activity_attributes is not None
        pairs = {each.attr_name: each.attr_value for each in new.activity_attributes.attribute}
        assert (new.activity_type, pairs["Source Type"]) == ("New Lead", "List import")


def test_a_later_row_sees_an_earlier_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for chunk in (1, 2, 1000):
        monkeypatch.setattr("mktows.sandbox.lists.file_imports.CHUNK", chunk)
        with sandbox() as made:
            rest = RestService(made)
            rows = "email,firstName\nn@example.com,One\nN@example.com,Two\nm@example.com,Three\n"
            assert counts(imported(rest, rows)) == (3, 0, 0)
            assert lead(rest, 3, "firstName")["firstName"] == "Two"
            assert lead(rest, 4, "firstName")["firstName"] == "Three"


def test_rows_may_have_breaks_and_any_letters() -> None:
    text = '\ufeffemail,firstName\r\n"d@example.com","Zoë\nŁ"\r\n\r\n,\r\n'
    with sandbox() as made:
        rest = RestService(made)
        assert counts(imported(rest, text)) == (1, 0, 0)
        assert lead(rest, 3, "firstName")["firstName"] == "Zoë\nŁ"


def test_an_empty_cell_clears_its_field() -> None:
    with sandbox() as made:
        rest = RestService(made)
        imported(rest, "email,firstName\nann@example.com,\n")
        assert lead(rest, 1, "firstName")["firstName"] is None


@pytest.mark.parametrize("chunk", [1, 1000])
def test_a_custom_field_tells_leads_apart(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mktows.sandbox.lists.file_imports.CHUNK", chunk)
    text = "code,firstName,email\nx1,Anna,\nx2,Carl,carl@example.com\nx2,Karl,carl@example.com\n"
    with sandbox() as made:
        rest = RestService(made)
        assert counts(imported(rest, text, lookupField="code")) == (3, 0, 0)
        assert lead(rest, 1, "firstName", "email") == {"id": 1, "firstName": "Anna", "email": None}
        found = lead(rest, 3, "firstName", "email", "code")
        assert found == {"id": 3, "firstName": "Karl", "email": "carl@example.com", "code": "x2"}


def test_an_id_changes_leads_and_makes_none() -> None:
    text = "id,firstName,email\n1,Anna,new@example.com\n99,Carl,c@example.com\n0,X,\nseven,Y,\n"
    with sandbox() as made:
        rest = RestService(made)
        status = imported(rest, text, lookupField="id")
        assert counts(status) == (1, 3, 0)
        assert lead(rest, 1, "firstName", "email") == {
            "id": 1,
            "firstName": "Anna",
            "email": "new@example.com",
        }
        header, *rows = told(rest, status, "failures")
        assert header == ["id", "firstName", "email", "Import Failure Reason"]
        assert [row[0] for row in rows] == ["99", "0", "seven"]


def test_rows_that_fail_are_told_in_the_format_of_the_file() -> None:
    text = (
        "email;firstName\nok@example.com;A\n;nobody\na@example.com\nb@example.com;B;C\n"
        'c@example.com;"so"x\n\u00e9@example.com;E\nd@example.com;"\x01"\nlast@example.com;Z\n'
    )
    with sandbox() as made:
        rest = RestService(made)
        status = imported(rest, text, format="ssv")
        assert counts(status) == (2, 6, 0)
        assert (status["status"], "6 failed" in status["message"]) == ("Complete", True)
        header, *rows = told(rest, status, "failures", ";")
        assert header == ["email", "firstName", "Import Failure Reason"]
        assert [row[0] for row in rows][:3] == ["", "a@example.com", "b@example.com"]
        assert all(row[-1] for row in rows)
        assert rows[0] == ["", "nobody", rows[0][-1]]
        assert told(rest, status, "warnings", ";") == [
            ["email", "firstName", "Import Warning Reason"]
        ]


def test_values_that_are_passed_over_are_warned_of() -> None:
    text = "email,renewal,annualRevenue,firstName\nann@example.com,soon,5,Anna\n"
    with sandbox() as made:
        rest = RestService(made)
        status = imported(rest, text)
        assert counts(status) == (1, 0, 1)
        ((*_, title), row) = told(rest, status, "warnings")
        assert title == "Import Warning Reason"
        assert row[:4] == ["ann@example.com", "soon", "5", "Anna"]
        assert ("renewal" in row[4], "annualRevenue" in row[4]) == (True, True)
        found = lead(rest, 1, "firstName", "renewal", "annualRevenue")
        assert found == {"id": 1, "firstName": "Anna", "renewal": None, "annualRevenue": None}


def test_leads_join_a_list_and_a_partition() -> None:
    text = "email\nann@example.com\nnew@example.com\nann@example.com\n"
    with sandbox() as made:
        rest = RestService(made)
        status = imported(rest, text, listId=5, partitionName="north")
        assert "(3 members)" in status["message"]
        members = rest.get("/rest/v1/lists/5/leads.json", fields="leadPartitionId")["result"]
        assert members == [{"id": 1, "leadPartitionId": 1}, {"id": 3, "leadPartitionId": 2}]


@pytest.mark.parametrize(
    ("text", "query", "code"),
    [
        ("email\n", {"format": ""}, 1002),
        ("email\n", {"format": "xml"}, 1001),
        ("email,nothing\n", {}, 1006),
        ("email,email\n", {}, 1003),
        ("firstName\n", {}, 1003),
        ("email\n", {"lookupField": "nothing"}, 1006),
        ("email,firstName\n", {"lookupField": "firstName"}, 1011),
        ("email\n", {"lookupField": "id"}, 1003),
        ("email\n", {"listId": 99}, 1013),
        ("email\n", {"listId": "x"}, 1001),
        ("email\n", {"partitionName": "South"}, 1008),
        ("", {}, 1003),
        ("\n\n", {}, 1003),
        ('"email\n', {}, 1003),
        (b"email\n\xff\n", {}, 1003),
    ],
)
def test_an_import_that_cannot_be_is_refused(
    text: str | bytes, query: dict[str, object], code: int
) -> None:
    with sandbox() as made:
        rest = RestService(made)
        assert refused(rest, text, **query) == code
        assert rest.error("GET", "/bulk/v1/leads/batch/1.json") == 1013


def test_a_call_without_a_file_is_refused() -> None:
    with sandbox() as made:
        rest = RestService(made)
        sent: dict[str, Any] = {"headers": {"Content-Type": MULTIPART}}
        query = {"format": "csv"}
        assert rest.error("POST", IMPORT, query, body={}) == 612
        assert rest.error("POST", IMPORT, query, body=b"x", **sent) == 613
        other = multipart(b"email\n", part="data")
        assert rest.error("POST", IMPORT, query, body=other, **sent) == 613


def test_the_parameters_may_be_parts_of_the_form() -> None:
    field = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="format"\r\n\r\ncsv\r\n'
    with sandbox() as made:
        rest = RestService(made)
        body = multipart(b"email\nq@example.com\n", more=field)
        answer = rest.call("POST", IMPORT, body=body, headers={"Content-Type": MULTIPART})
        assert answer["success"], answer
        assert lead(rest, 3, "email")["email"] == "q@example.com"


def test_a_file_is_limited() -> None:
    with sandbox() as made:
        rest = RestService(made)
        content = b"email\n" + b" " * (IMPORT_BYTES - 5)
        response = rest.send(
            "POST",
            IMPORT,
            {"format": "csv"},
            body=multipart(content),
            headers={"Content-Type": MULTIPART},
        )
        assert (response.status, json.loads(response.body)["success"]) == (413, False)
        assert counts(imported(rest, content[:-1])) == (0, 0, 0)


def statuses(rest: RestService, ids: Sequence[int]) -> list[str]:
    found = [rest.get(f"/bulk/v1/leads/batch/{each}.json")["result"][0] for each in ids]
    return [each["status"] for each in found]


def test_two_imports_run_at_a_time_and_ten_are_taken_on() -> None:
    with sandbox(seconds=60) as made:
        rest = RestService(made)
        ids = [start(rest, f"email\n{n}@example.com\n")["result"][0]["batchId"] for n in range(10)]
        assert refused(rest, "email\n") == 1016
        assert statuses(rest, ids) == ["Importing"] * 2 + ["Queued"] * 8
        path = f"/bulk/v1/leads/batch/{ids[0]}/failures.json"
        assert rest.error("GET", path) == 1019
        made.clock.advance(timedelta(seconds=60))
        assert statuses(rest, ids) == ["Complete"] * 2 + ["Importing"] * 2 + ["Queued"] * 6
        assert start(rest, "email\n")["success"]
        made.clock.advance(timedelta(seconds=240))
        assert statuses(rest, ids) == ["Complete"] * 10


def test_a_list_is_not_changed_while_it_is_imported_to() -> None:
    with sandbox(seconds=60) as made:
        rest = RestService(made)
        start(rest, "email\nann@example.com\n", listId=5)
        assert rest.error("POST", "/rest/v1/lists/5/leads.json", {"id": 2}) == 1019
        made.clock.advance(timedelta(seconds=60))
        assert rest.post("/rest/v1/lists/5/leads.json", None, id=2)["success"]


def test_an_import_is_known_for_seven_days() -> None:
    with sandbox() as made:
        rest = RestService(made)
        status = imported(rest, "email\n")
        path = f"/bulk/v1/leads/batch/{status['batchId']}.json"
        made.clock.advance(timedelta(days=7))
        rest.authorize()
        assert rest.get(path)["result"] == [status]
        made.clock.advance(timedelta(seconds=1))
        assert rest.error("GET", path) == 1013
        imported(rest, "email\n")  # forgets it
        with made.rest()._emulator.store.reading() as data:
            assert data.file_imports.find(status["batchId"]) is None


def test_an_import_that_breaks_off_has_changed_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("mktows.sandbox.lists.file_imports.import_rows", fail)
    with sandbox() as made:
        rest = RestService(made)
        status = imported(rest, "email\nnew@example.com\n")
        assert (status["status"], counts(status)) == ("Failed", (0, 0, 0))
        assert rest.get("/rest/v1/leads.json", filterType="id", filterValues="3")["result"] == []


CELLS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs"]))


@settings(max_examples=25, deadline=None)
@given(names=st.lists(CELLS, max_size=8), delimiter=st.sampled_from([("csv", ","), ("tsv", "\t")]))
def test_any_cells_come_through(names: list[str], delimiter: tuple[str, str]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter[1], quoting=csv.QUOTE_ALL)
    writer.writerow(["email", "firstName"])
    writer.writerows([f"{n}@example.com", name] for n, name in enumerate(names))
    with Sandbox(rest=True) as made:
        rest = RestService(made)
        status = imported(rest, text.getvalue(), format=delimiter[0])
        assert counts(status) == (len(names), 0, 0)
        for n, name in enumerate(names, 1):
            assert lead(rest, n, "firstName")["firstName"] == (name.strip() or None)
