"""Tests of an integration that builds its envelopes itself."""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.request import Request, urlopen
from xml.sax.saxutils import escape

from hypothesis import given

from mktows.testing import SAMPLE_KEY, SAMPLE_USER_ID, requests, validate_reply, validate_request


def our_envelope(user_id, key, key_type, key_value):
    """What the integration under test does."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    signature = hmac.new(key.encode(), (now + user_id).encode(), hashlib.sha1).hexdigest()
    return f"""
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
                    xmlns:m="http://www.marketo.com/mktows/">
          <s:Header><m:AuthenticationHeader>
            <mktowsUserId>{user_id}</mktowsUserId>
            <requestSignature>{signature}</requestSignature>
            <requestTimestamp>{now}</requestTimestamp>
          </m:AuthenticationHeader></s:Header>
          <s:Body><m:paramsGetLead><leadKey>
            <keyType>{key_type}</keyType><keyValue>{escape(key_value)}</keyValue>
          </leadKey></m:paramsGetLead></s:Body>
        </s:Envelope>""".encode()


def test_our_envelope_is_of_the_contract_and_its_signature_verifies():
    data = our_envelope(SAMPLE_USER_ID, SAMPLE_KEY, "EMAIL", "t@t.com")
    validate_request(data, version="2_3", operation="getLead", encryption_key=SAMPLE_KEY)


@given(params=requests("getLead", version="2_3"))
def test_our_envelope_is_of_the_contract_whatever_the_key(params):
    key = params.lead_key
    data = our_envelope(SAMPLE_USER_ID, SAMPLE_KEY, key.key_type.value, key.key_value)
    validate_request(data, version="2_3", operation="getLead")


def test_our_call_over_http_finds_the_lead(mktows_client, mktows_endpoint):
    mktows_client.sync_lead({"Email": "t@t.com"})
    key = mktows_endpoint.encryption_key.reveal()
    data = our_envelope(mktows_endpoint.user_id, key, "EMAIL", "t@t.com")
    with urlopen(Request(mktows_endpoint.endpoint, data, {"Content-Type": "text/xml"})) as reply:
        validate_reply(reply.read(), operation="getLead")
