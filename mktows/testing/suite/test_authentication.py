"""Clauses about the signature and the authentication header."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mktows.facts.faults import AUTHENTICATION_FAILED, REQUEST_EXPIRED
from mktows.signing import timestamp
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import accepted, equal, not_tried, refused

_CALL = "listMObjects"


def _refused(endpoint: Endpoint, reply: Exchange, code: int) -> None:
    endpoint.listed()  # with the right header it is no refusal
    refused(reply, code)


@clause("MK-AUTH-1", "A wrong signature is refused with 20014", "recorded", "listMObjects")
def test_a_wrong_signature_is_refused(endpoint: Endpoint) -> None:
    _refused(endpoint, endpoint.call(_CALL, requestSignature="0" * 40), AUTHENTICATION_FAILED)


@clause("MK-AUTH-2", "A signature in upper case is refused with 20014", "inferred", "listMObjects")
def test_an_upper_case_signature_is_refused(endpoint: Endpoint) -> None:
    moment = datetime.now(UTC)
    while True:  # until it holds a letter, as nearly every one does
        text = timestamp(moment)
        signature = endpoint.signature(text)
        if not signature.isdigit():
            break
        moment -= timedelta(seconds=1)
    reply = endpoint.call(_CALL, requestTimestamp=text, requestSignature=signature.upper())
    _refused(endpoint, reply, AUTHENTICATION_FAILED)


@clause("MK-AUTH-3", "An unknown user id is refused with 20014", "recorded", "listMObjects")
def test_an_unknown_user_is_refused(endpoint: Endpoint) -> None:
    reply = endpoint.call(_CALL, mktowsUserId="nobody1_00000000000000000000")
    _refused(endpoint, reply, AUTHENTICATION_FAILED)


@clause(
    "MK-AUTH-4",
    "A call without the authentication header is refused with 20014",
    "inferred",
    "listMObjects",
)
def test_a_missing_header_is_refused(endpoint: Endpoint) -> None:
    body = endpoint.envelope(endpoint.wrapped(_CALL, ""), block="")
    _refused(endpoint, endpoint.send(_CALL, body), AUTHENTICATION_FAILED)


@clause(
    "MK-AUTH-5",
    "A header without one of its three members is refused with 20014",
    "inferred",
    "listMObjects",
)
@pytest.mark.parametrize("name", ["mktowsUserId", "requestSignature", "requestTimestamp"])
def test_a_missing_field_is_refused(endpoint: Endpoint, name: str) -> None:
    without: dict[str, str | None] = {name: None}
    _refused(endpoint, endpoint.call(_CALL, "", **without), AUTHENTICATION_FAILED)


@clause(
    "MK-AUTH-6",
    "A signature made with the key read as hexadecimal digits is refused with 20014",
    "documented",
    "listMObjects",
)
def test_a_signature_with_the_decoded_key_is_refused(endpoint: Endpoint) -> None:
    try:
        key = bytes.fromhex(endpoint.config.encryption_key.reveal())
    except ValueError:
        not_tried("the encryption key is no hexadecimal number")
    text = timestamp(datetime.now(UTC))
    message = (text + endpoint.config.user_id).encode()
    signature = hmac.new(key, message, hashlib.sha1).hexdigest()
    reply = endpoint.call(_CALL, requestTimestamp=text, requestSignature=signature)
    _refused(endpoint, reply, AUTHENTICATION_FAILED)


@clause(
    "MK-AUTH-7", "A signed timestamp of days ago is refused with 20016", "inferred", "listMObjects"
)
@pytest.mark.parametrize("days", [2, 4000])
def test_an_old_timestamp_is_expired(endpoint: Endpoint, days: int) -> None:
    text = timestamp(datetime.now(UTC) - timedelta(days=days))
    _refused(endpoint, endpoint.call(_CALL, requestTimestamp=text), REQUEST_EXPIRED)


@clause(
    "MK-AUTH-8",
    "One header serves several calls, also of several operations",
    "documented",
    "listMObjects",
)
def test_a_header_serves_several_calls(endpoint: Endpoint) -> None:
    block = endpoint.header()
    for _ in range(2):
        body = endpoint.envelope(endpoint.wrapped(_CALL, ""), block=block)
        endpoint.lists(endpoint.send(_CALL, body))
    describe = endpoint.wrapped("describeMObject", "<objectName>LeadRecord</objectName>")
    reply = endpoint.send("describeMObject", endpoint.envelope(describe, block=block))
    equal(reply, "name", "LeadRecord", accepted(reply).value("metadata/name"))


@clause(
    "MK-AUTH-9",
    "A timestamp like 2014-05-12 10:00:00 -0400 is accepted",
    "recorded",
    "listMObjects",
)
def test_a_timestamp_with_spaces_is_read(endpoint: Endpoint) -> None:
    here = datetime.now(timezone(timedelta(hours=-4)))
    text = here.strftime("%Y-%m-%d %H:%M:%S %z")
    endpoint.lists(endpoint.call(_CALL, requestTimestamp=text))


@clause(
    "MK-AUTH-10",
    "A timestamp with microseconds and without an offset is accepted",
    "recorded",
    "listMObjects",
)
def test_a_timestamp_with_microseconds_and_no_zone_is_read(endpoint: Endpoint) -> None:
    text = datetime.now(UTC).replace(tzinfo=None, microsecond=123456).isoformat()
    endpoint.lists(endpoint.call(_CALL, requestTimestamp=text))


@clause("MK-AUTH-11", "The signature is over the timestamp as sent", "documented", "listMObjects")
def test_the_signature_is_over_the_timestamp_as_sent(endpoint: Endpoint) -> None:
    now = datetime.now(UTC)
    elsewhere = timestamp(now.astimezone(timezone(timedelta(hours=2))))
    signature = endpoint.signature(timestamp(now))
    reply = endpoint.call(_CALL, requestTimestamp=elsewhere, requestSignature=signature)
    _refused(endpoint, reply, AUTHENTICATION_FAILED)


@clause(
    "MK-AUTH-12",
    "A timestamp that is wrongly signed and old is refused for its signature",
    "inferred",
    "listMObjects",
)
def test_the_signature_is_checked_before_the_age(endpoint: Endpoint) -> None:
    text = timestamp(datetime.now(UTC) - timedelta(days=2))
    endpoint.listed()
    wrong = endpoint.call(_CALL, requestSignature="f" * 40)
    if wrong.code is None:
        not_tried(f"a wrong signature was answered by {wrong.outcome}")
    refused(endpoint.call(_CALL, requestTimestamp=text, requestSignature="f" * 40), wrong.code)


@clause(
    "MK-AUTH-13", "The member partnerId of the header is let pass", "documented", "listMObjects"
)
def test_a_partner_id_is_let_pass(endpoint: Endpoint) -> None:
    endpoint.lists(endpoint.call(_CALL, partnerId="partner"))


@clause(
    "MK-AUTH-14",
    "The refusal of a signature has the texts of the service",
    "recorded",
    "listMObjects",
)
def test_the_refusal_says_what_the_service_said(endpoint: Endpoint) -> None:
    endpoint.listed()
    reply = endpoint.call(_CALL, requestSignature="1" * 40)
    if reply.fault is None or reply.code != AUTHENTICATION_FAILED:
        not_tried(f"a wrong signature was answered by {reply.outcome}")
    equal(reply, "faultstring", "20014 - Authentication failed", reply.fault.string)
    equal(reply, "message", "Authentication failed (20014)", reply.fault.service_message)
