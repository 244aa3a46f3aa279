"""Requests are found in every form of a log, and each is counted once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.log_forms import FORMS, Exchange
from support.recordings import MONDAY, REQUESTS, SIGNATURE, USER, envelope, log, message

from mktows.migration.recorded import CUT, NO_USER, UNKNOWN, UNREADABLE, requests_in
from mktows.migration.shapes import OTHER, shape_of
from mktows.migration.tally import MOST_SHAPES, MOST_USERS, Tally

REPLY = (
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:ns1="http://www.marketo.com/mktows/"><SOAP-ENV:Body><ns1:successGetLead><result>'
    "<count>0</count></result></ns1:successGetLead></SOAP-ENV:Body></SOAP-ENV:Envelope>"
)


def traits(operation: str, members: str | None = None) -> tuple[str, ...]:
    (one,) = requests_in(envelope(operation, members).encode())
    return shape_of(one).traits


@pytest.mark.parametrize("form", FORMS)
def test_a_log_of_any_form_has_its_requests_and_not_its_replies(form: str) -> None:
    exchanges = [Exchange(name, envelope(name), REPLY) for name in ("getLead", "syncLead")]
    found = list(requests_in(FORMS[form](exchanges).encode()))
    assert [each.operation for each in found] == ["getLead", "syncLead"]
    assert {each.user_id for each in found} == {USER}
    assert {each.at for each in found} == {datetime.fromisoformat(MONDAY)}


def test_a_file_may_be_one_message_with_or_without_envelope() -> None:
    bare = message("getLead").replace("<m:paramsGetLead", '<m:paramsGetLead xmlns:m="x"', 1)
    (one,) = requests_in(bare.encode())
    assert (one.operation, one.user_id, one.at) == ("getLead", NO_USER, None)
    declared = '<?xml version="1.0" encoding="UTF-16"?>' + envelope("getLead")
    (one,) = requests_in(declared.encode("utf-16"))
    assert (one.operation, one.user_id) == ("getLead", USER)
    assert not [*requests_in(REPLY.encode())]
    assert not [*requests_in(b"nothing of interest")]


def test_what_cannot_be_read_is_counted() -> None:
    whole = envelope("getLead")
    lines = [
        whole[:-20],
        whole.replace("<leadKey>", "<leadKey", 1),
        whole.replace("paramsGetLead", "paramsGetLeads"),
    ]
    found = list(requests_in(log(lines)))
    assert [each.trouble for each in found] == [CUT, UNREADABLE, UNKNOWN]
    assert not any(each.operation for each in found)


def test_a_time_without_offset_is_meant_in_utc_and_none_is_none() -> None:
    (one,) = requests_in(envelope("getLead", at="2026-03-02T09:00:00").encode())
    assert one.at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    (one,) = requests_in(envelope("getLead", at="yesterday").encode())
    assert one.at is None


def test_a_signature_in_place_of_the_user_is_not_shown() -> None:
    (one,) = requests_in(envelope("getLead", user=SIGNATURE).encode())
    assert one.user_id == "***"


def test_a_shape_tells_what_decides_and_no_value() -> None:
    assert traits("getLead") == ("leadKey.keyType = EMAIL",)
    assert traits("listOperation")[:2] == (
        "listOperation = ADDTOLIST",
        "listKey.keyType = MKTOLISTNAME",
    )
    assert "leadSelector = LeadKeySelector" in traits("getMultipleLeads")
    assert "mObjCriteriaList.mObjCriteria: Id EQ" in traits("getMObjects")
    assert "winningLeadKeyList.attribute.attrName = IDNUM" in traits("mergeLeads")
    assert traits("getLead", "<leadKey><keyType>ann</keyType></leadKey>") == (
        f"leadKey.keyType = {OTHER}",
    )
    for name in REQUESTS:
        told = " ".join(traits(name))
        for value in ("example.com", "Ann", "Guests", "Spring", "Big deal", "Car_c", "A1"):
            assert value not in told


def test_a_key_with_a_comma_and_columns_of_tokens_are_shapes_of_their_own() -> None:
    comma = "<leadKey><keyType>EMAIL</keyType><keyValue>a,b@example.com</keyValue></leadKey>"
    assert "leadKey.keyValue (with a comma)" in traits("getLead", comma)
    members = REQUESTS["importToList"].replace("First Name", "{{my.gift}}")
    assert "importFileHeader (with tokens)" in traits("importToList", members)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*REQUESTS]).map(envelope),
            st.sampled_from([*REQUESTS]).map(lambda name: envelope(name)[:-15]),
            st.sampled_from(["u1", "u2"]).map(lambda user: envelope("getLead", user=user)),
        ),
        max_size=30,
    )
)
def test_as_many_calls_are_counted_as_there_are(lines: list[str]) -> None:
    tally = Tally()
    for each in requests_in(log(lines)):
        tally.add(each)
    assert tally.calls == len(lines)
    assert sum(met.count for met in tally.met.values()) == len(lines)


def test_shapes_users_and_fields_are_bounded() -> None:
    tally = Tally()
    for number in range(MOST_USERS + 700):
        (one,) = requests_in(envelope("getLead", user=f"u{number}").encode())
        tally.add(one)
    for bits in range(1500):
        members = "".join(
            f"<{name}>x</{name}>" if bits & (1 << place) else ""
            for place, name in enumerate(
                ("programName", "importFileHeader", "listName", "campaignName", "clearList")
            )
        )
        (one,) = requests_in(envelope("importToList", members, user=f"u{bits}").encode())
        tally.add(one)
    assert len(tally.met) <= MOST_SHAPES + 2
    assert sum(met.count for met in tally.met.values()) == tally.calls == MOST_USERS + 2200
