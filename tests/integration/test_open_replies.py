"""What a client makes of replies that depart from the contract."""

from __future__ import annotations

import copy
import logging
import pickle
from typing import assert_type

import pytest
from mktows_bindings.v2_7 import LeadSyncStatus
from support.contract_schemas import codec

from mktows import (
    Client,
    Config,
    HttpRequest,
    HttpResponse,
    ProtocolError,
    RequestError,
    Secret,
    UnlistedValue,
)
from mktows.contract import contract
from mktows.reading import MAX_DEPARTURES
from mktows.soap import read_envelope, write_envelope
from mktows.values import Records

CANARY = "ada.canary@example.com"


class Replies:
    """A transport that answers each call with the next of some bodies."""

    def __init__(self, *bodies: str) -> None:
        self._bodies = list(bodies)

    def send(self, _: HttpRequest) -> HttpResponse:
        return HttpResponse(200, {}, enveloped(self._bodies.pop(0)))


def enveloped(body: str) -> bytes:
    return write_envelope(namespace=contract("2_7").namespace, body=body, xsi=True)


def client(version: str, *bodies: str) -> Client:
    config = Config(
        endpoint=f"https://example.com/soap/mktows/{version}",
        user_id="user",
        encryption_key=Secret("key"),
    )
    return Client(config, transport=Replies(*bodies))


def activities(*records: str) -> str:
    inner = "".join(
        f"<activityRecord>{record}<activityDateTime>2017-10-04T16:07:16-05:00</activityDateTime>"
        "<activityType>New Lead</activityType><mktPersonId>7</mktPersonId></activityRecord>"
        for record in records
    )
    return (
        "<ns1:successGetLeadActivity><leadActivityList><returnCount>1</returnCount>"
        "<remainingCount>0</remainingCount><newStartPosition><offset>1</offset></newStartPosition>"
        f"<activityRecordList>{inner}</activityRecordList></leadActivityList>"
        "</ns1:successGetLeadActivity>"
    )


def outcomes(*statuses: str) -> str:
    inner = "".join(
        f'<syncStatus><leadId>{number}</leadId>{status}<error xsi:nil="true"/></syncStatus>'
        for number, status in enumerate(statuses, 7)
    )
    return (
        "<ns1:successSyncMultipleLeads><result><syncStatusList>"
        f"{inner}</syncStatusList></result></ns1:successSyncMultipleLeads>"
    )


CREATED = "<status>CREATED</status>"
FAILED = "<status>FAILED</status>"
SKIPPED = "<status>SKIPPED</status>"
RECORD = "successGetLeadActivity.leadActivityList.activityRecordList.activityRecord"
STATUS = "successSyncMultipleLeads.result.syncStatusList.syncStatus"


# What is read, and what is told


def test_an_activity_without_id_is_read_and_its_extra_member_is_told() -> None:
    found = client(
        "2_7", activities('<id xsi:nil="true"/><marketoGUID>a1-7</marketoGUID>')
    ).get_lead_activity(email="a@example.com")
    assert found.activity_record_list is not None
    (record,) = found.activity_record_list.activity_record
    assert record.id is None
    assert record.activity_type == "New Lead"
    assert [(each.path, each.text) for each in found.departures] == [
        (f"{RECORD}[0].id", ""),
        (f"{RECORD}[0].marketoGUID", "a1-7"),
    ]


@pytest.mark.parametrize("number", [12345678901, -(2**31) - 1, 2**63, 10**30])
def test_a_number_beyond_its_range_is_read_as_it_is(number: int) -> None:
    found = client("2_3", activities(f"<id>{number}</id>")).get_lead_activity(email="a@example.com")
    assert found.activity_record_list is not None
    (record,) = found.activity_record_list.activity_record
    assert record.id == number
    assert [each.path for each in found.departures] == [f"{RECORD}[0].id"]


def test_a_status_that_is_not_listed_is_its_text() -> None:
    found = client("2_7", outcomes(CREATED, SKIPPED)).sync_multiple_leads([{}, {}])
    assert found.sync_status_list is not None
    first, second = found.sync_status_list.sync_status
    assert_type(first.status, LeadSyncStatus | UnlistedValue)
    assert first.status == LeadSyncStatus.CREATED
    assert isinstance(second.status, str)
    assert (second.status, second.status.value, second.lead_id) == ("SKIPPED", "SKIPPED", 8)
    listed: list[object] = [*LeadSyncStatus]
    assert second.status not in listed
    (told,) = found.departures
    assert (told.path, told.text) == (f"{STATUS}[1].status", "SKIPPED")


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ("<leadId>7</leadId><leadId>8</leadId>", "<error>x</error>"),
        ("<leadId/><leadId>7</leadId>", "<error>x</error>"),
        ("<leadId>many</leadId><leadId>7</leadId>", "<error>x</error>"),
        ("<leadId>7</leadId>", "<error>x</error><error>y</error>"),
        ("<leadId>7</leadId>", '<error xsi:nil="true"/><error>x</error>'),
    ],
)
def test_the_first_of_two_that_says_something_counts(pair: str, reason: str) -> None:
    body = outcomes(FAILED).replace("<leadId>7</leadId>", pair)
    body = body.replace('<error xsi:nil="true"/>', reason)
    found = client("2_7", body).sync_multiple_leads([{}])
    assert found.sync_status_list is not None
    (status,) = found.sync_status_list.sync_status
    assert (status.lead_id, status.error) == (7, "x")
    assert len(found.departures) == 1


@pytest.mark.parametrize(
    ("written", "read", "told"),
    [
        ("a<b>c</b>d", "acd", 1),
        ("<b>c</b>", "c", 1),
        ("<b/>", "", 1),
        ("a<b/><c>d<e>f</e></c>", "adf", 1),
        ("a<!-- x -->b<![CDATA[<c>]]><?y z?>d", "ab<c>d", 0),
    ],
)
def test_markup_in_a_text_is_read_without_its_tags(written: str, read: str, told: int) -> None:
    body = outcomes(FAILED).replace('<error xsi:nil="true"/>', f"<error>{written}</error>")
    found = client("2_7", body).sync_multiple_leads([{}])
    assert found.sync_status_list is not None
    assert found.sync_status_list.sync_status[0].error == read
    assert len(found.departures) == told


def test_a_departure_is_told_once_where_a_neighbour_is_qualified() -> None:
    extra = f'{SKIPPED}<extra/><o:error xmlns:o="urn:other">x</o:error>'
    body = outcomes(extra).replace('<error xsi:nil="true"/>', "")
    found = client("2_7", body).sync_multiple_leads([{}])
    assert [each.path for each in found.departures] == [
        f"{STATUS}[0].status",
        f"{STATUS}[0].extra",
    ]


def test_no_departure_holds_data_outside_its_text(caplog: pytest.LogCaptureFixture) -> None:
    spoilt = f"<status>{CANARY}</status><o>{CANARY}</o>"
    caplog.set_level(logging.DEBUG)
    found = client("2_7", outcomes(spoilt)).sync_multiple_leads([{}])
    assert [each.text for each in found.departures] == [CANARY, CANARY]
    assert CANARY not in repr(found) + repr(found.departures) + caplog.text
    warnings = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert [each.getMessage() for each in warnings] == [
        f"syncMultipleLeads: the reply departs from 2_7 in 2 places, first at {STATUS}[0].status: "
        "the value is not listed in LeadSyncStatus"
    ]


def test_departures_stand_at_the_message_and_at_its_result_and_count_in_no_comparison() -> None:
    element = "successSyncMultipleLeads"
    body = read_envelope(enveloped(outcomes(f"{CREATED}<extra/>"))).body
    assert body is not None
    message = codec("2_7").decode_reply(body, element)
    assert message.departures == message.result.departures != ()
    plain = read_envelope(enveloped(outcomes(CREATED))).body
    assert plain is not None
    without = codec("2_7").decode_reply(plain, element)
    assert (without.departures, without == message) == ((), True)
    for copied in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):
        assert copied.departures == message.departures


def test_more_departures_than_are_kept_are_counted() -> None:
    body = outcomes(CREATED + "<extra/>" * (MAX_DEPARTURES + 2))
    found = client("2_7", body).sync_multiple_leads([{}])
    assert len(found.departures) == MAX_DEPARTURES + 1
    assert found.departures[-1].reason == "2 more departures are not told"


# What stays refused


@pytest.mark.parametrize("body", ["", "<ns1:successGetLead/>", "<successSyncMultipleLeads/>"])
def test_a_reply_to_something_else_is_refused(body: str) -> None:
    with pytest.raises(ProtocolError, match="expected <successSyncMultipleLeads>"):
        client("2_7", body).sync_multiple_leads([{}])


def test_what_is_not_listed_is_not_sent() -> None:
    key = Records(contract("2_7")).make("LeadKey", key_type=UnlistedValue("NEITHER"), key_value="a")
    with pytest.raises(RequestError, match="expected LeadKeyRef, got UnlistedValue"):
        client("2_7").get_lead(key)


# Batches


@pytest.mark.parametrize(
    ("status", "shown"), [(SKIPPED, "SKIPPED"), ("", None), ("<status/>", None)]
)
def test_one_status_does_not_take_the_known_outcomes_of_a_batch(
    status: str, shown: str | None
) -> None:
    body = outcomes(*[CREATED] * 150, status, *[CREATED] * 149)
    batch = list(client("2_7", body).batch_sync_leads([{}] * 300))
    assert [each.status for each in batch] == ["CREATED"] * 150 + [shown] + ["CREATED"] * 149
    assert [each.written for each in batch] == [True] * 150 + [False] + [True] * 149
    assert [each.id for each in batch] == list(range(7, 307))
