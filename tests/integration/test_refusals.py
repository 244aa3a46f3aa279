"""Bad input to the sandbox: each has its own clear answer, and the data is as before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from mktows import (
    AuthenticationFault,
    Client,
    Config,
    ExpiredFault,
    HttpRequest,
    InvalidFault,
    NotFoundFault,
    RequestError,
    Secret,
    SoapFault,
    lead_mappings,
    sign,
    timestamp,
)
from mktows.contract import contract
from mktows.errors import fault_error
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server.wsdl import wsdl_at
from mktows.soap import read_envelope

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LEAD = {"Email": "kept@example.com", "FirstName": "Kept"}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(now=lambda: NOW) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    """A client of a sandbox that holds one lead, and holds it still in the end."""
    running = client_at(sandbox, NOW)
    running.sync_lead(LEAD)
    before = running.get_lead(email="kept@example.com")
    yield running
    again = client_at(sandbox, NOW)
    assert again.get_lead(email="kept@example.com") == before
    with pytest.raises(NotFoundFault):
        again.get_lead(id=2)


def client_at(sandbox: Sandbox, moment: datetime) -> Client:
    return Client(sandbox.config(), transport=sandbox, now=lambda: moment, sleep=lambda _: None)


def post(sandbox: Sandbox, body: bytes, path: str = "2_7") -> SoapFault:
    """Send raw bytes, and return the fault that must come back with status 500."""
    response = sandbox.send(HttpRequest(f"http://localhost/soap/mktows/{path}", {}, body))
    assert response.status == 500
    fault = read_envelope(response.body).fault
    assert fault is not None
    return fault_error(fault)


def envelope(
    body: str, *, header: str | None = None, namespace: str = "http://www.marketo.com/mktows/"
) -> bytes:
    text = timestamp(NOW)
    signature = sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text)
    if header is None:
        header = (
            f"<m:AuthenticationHeader><mktowsUserId>{SAMPLE_USER_ID}</mktowsUserId>"
            f"<requestSignature>{signature}</requestSignature>"
            f"<requestTimestamp>{text}</requestTimestamp></m:AuthenticationHeader>"
        )
    return (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
        f'xmlns:m="{namespace}"><e:Header>{header}</e:Header><e:Body>{body}</e:Body></e:Envelope>'
    ).encode()


def test_a_wrong_key_is_refused(sandbox: Sandbox, client: Client) -> None:
    config = Config(client.config.endpoint, SAMPLE_USER_ID, Secret("27272727ab"))
    with pytest.raises(AuthenticationFault) as caught:
        Client(config, transport=sandbox, now=lambda: NOW).sync_lead({"Email": "a@example.com"})
    assert caught.value.string == "20014 - Authentication failed"
    assert caught.value.service_message == "Authentication failed (20014)"


def test_an_unknown_user_is_refused_in_the_same_words(sandbox: Sandbox, client: Client) -> None:
    config = Config(client.config.endpoint, "nobody", Secret(SAMPLE_KEY))
    with pytest.raises(AuthenticationFault, match="20014"):
        Client(config, transport=sandbox, now=lambda: NOW).sync_lead({"Email": "a@example.com"})


@pytest.mark.parametrize("key", ["no such user", SAMPLE_KEY])
def test_no_key_makes_an_unknown_user_known(sandbox: Sandbox, client: Client, key: str) -> None:
    config = Config(client.config.endpoint, "nobody", Secret(key))
    with pytest.raises(AuthenticationFault):
        Client(config, transport=sandbox, now=lambda: NOW).list_mobjects()


@pytest.mark.parametrize("minutes", [-16, 16, -60 * 24 * 365])
def test_a_timestamp_outside_the_window_is_expired(
    sandbox: Sandbox, client: Client, minutes: int
) -> None:
    del client
    late = client_at(sandbox, NOW + timedelta(minutes=minutes))
    with pytest.raises(ExpiredFault, match="20016 - Request Expired"):
        late.sync_lead({"Email": "a@example.com"})


@pytest.mark.parametrize("minutes", [-14, 0, 14])
def test_a_timestamp_inside_the_window_is_accepted(sandbox: Sandbox, minutes: int) -> None:
    near = client_at(sandbox, NOW + timedelta(minutes=minutes))
    assert near.list_mobjects().objects


@pytest.mark.parametrize(
    "text",
    ["2026-03-01 07:00:00 -0500", "2026-03-01T12:00:00.123456", "2026-03-01T12:00:00Z", "whenever"],
)
def test_odd_timestamps_are_accepted_when_the_signature_fits(sandbox: Sandbox, text: str) -> None:
    response = sandbox.send(_signed_with(text))
    assert response.status == 200


@pytest.mark.parametrize(
    "text",
    ["2026-02-28 07:00:00 -0500", "2026-02-28T07:00:00.5 -05:00", "2026-02-28T12:00:00.123Z"],
)
def test_odd_timestamps_expire_too(sandbox: Sandbox, client: Client, text: str) -> None:
    del client
    fault = read_envelope(sandbox.send(_signed_with(text)).body).fault
    assert fault is not None
    assert fault.service_code == 20016


def test_a_signed_timestamp_that_is_empty_is_no_timestamp(sandbox: Sandbox) -> None:
    fault = read_envelope(sandbox.send(_signed_with("")).body).fault
    assert fault is not None
    assert fault.service_code == 20014


def test_an_unreadable_timestamp_is_refused_where_that_is_asked_for() -> None:
    with Sandbox(now=lambda: NOW, any_timestamp=False) as strict:
        assert strict.send(_signed_with("whenever")).status == 500


def _signed_with(text: str) -> HttpRequest:
    signature = sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text)
    header = (
        f"<m:AuthenticationHeader><mktowsUserId>{SAMPLE_USER_ID}</mktowsUserId>"
        f"<requestSignature>{signature}</requestSignature>"
        f"<requestTimestamp>{text}</requestTimestamp></m:AuthenticationHeader>"
    )
    body = envelope("<m:paramsListMObjects/>", header=header)
    return HttpRequest("http://localhost/soap/mktows/2_7", {}, body)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda s: s[:-1],
        lambda s: f" {s}",
        lambda s: f"{s}0",
        lambda _: "",
        lambda _: "é",
    ],
    ids=["upper case", "cut", "padded", "longer", "empty", "not ASCII"],
)
def test_only_the_exact_signature_counts(sandbox: Sandbox, client: Client, change: object) -> None:
    del client
    text = timestamp(NOW)
    signature = sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text)
    good = envelope("<m:paramsListMObjects/>").decode()
    bad = good.replace(signature, change(signature))  # type: ignore[operator]
    error = post(sandbox, bad.encode())
    assert isinstance(error, AuthenticationFault)


@pytest.mark.parametrize(
    "header",
    ["", "<m:AuthenticationHeader/>", "<AuthenticationHeader/>", "<m:MktowsContextHeader/>"],
)
def test_a_missing_header_is_no_valid_credentials(
    sandbox: Sandbox, client: Client, header: str
) -> None:
    del client
    assert isinstance(
        post(sandbox, envelope("<m:paramsListMObjects/>", header=header)), AuthenticationFault
    )


def test_an_unknown_attribute_is_named(client: Client) -> None:
    with pytest.raises(InvalidFault) as caught:
        client.sync_lead({"Email": "kept@example.com", "FirstName": "Other", "pants": "x"})
    assert caught.value.service_code == 20105
    assert caught.value.string == "20105 - Unknown lead field"
    assert caught.value.service_message == (
        "syncLead operation failed: unknown fields for import: pants (20105)"
    )


def test_an_unknown_lead_is_named(client: Client) -> None:
    with pytest.raises(NotFoundFault) as caught:
        client.get_lead(email="pants@example.com")
    assert caught.value.string == "20103 - Lead not found"
    assert caught.value.service_message == "No lead found with EMAIL = pants@example.com (20103)"


@pytest.mark.parametrize("name", ["paramsGetLeads", "paramsgetLead", "params"])
def test_an_unknown_operation_is_unsupported(sandbox: Sandbox, client: Client, name: str) -> None:
    del client
    assert post(sandbox, envelope(f"<m:{name}/>")).fault.service_code == 20019


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<m:successGetLead/>",
        "<x/>",
        '<paramsListMObjects xmlns="http://www.marketo.com/mktows"/>',
        "<m:paramsListMObjects/><m:paramsListMObjects/>",
        "<e:Fault><faultcode>c</faultcode><faultstring>s</faultstring></e:Fault>",
    ],
)
def test_any_other_body_is_not_understood(sandbox: Sandbox, client: Client, body: str) -> None:
    del client
    assert post(sandbox, envelope(body)).fault.service_code == 20012


@pytest.mark.parametrize("name", ["paramsGetLead", "paramsSyncLead", "paramsSyncMultipleLeads"])
def test_an_empty_request_is_invalid(sandbox: Sandbox, client: Client, name: str) -> None:
    del client
    assert post(sandbox, envelope(f"<m:{name}/>")).fault.service_code == 20017


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            "<m:paramsGetLead><leadKey><keyType>FAX</keyType><keyValue>1</keyValue></leadKey></m:paramsGetLead>",
            20102,
        ),
        ("<m:paramsSyncLead><leadRecord><Id>x</Id></leadRecord></m:paramsSyncLead>", 20110),
        (
            "<m:paramsSyncLead><leadRecord><Id>99999999999</Id></leadRecord></m:paramsSyncLead>",
            20110,
        ),
        ("<m:paramsGetMultipleLeads><leadSelector/></m:paramsGetMultipleLeads>", 20110),
        (
            "<m:paramsGetLeadActivity><activityFilter><includeTypes><activityType>Dance</activityType>"
            "</includeTypes></activityFilter></m:paramsGetLeadActivity>",
            20107,
        ),
    ],
)
def test_a_value_of_the_wrong_type_has_its_code(
    sandbox: Sandbox, client: Client, body: str, code: int
) -> None:
    del client
    assert post(sandbox, envelope(body)).fault.service_code == code


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"{}",
        envelope("<m:paramsListMObjects/>")[:-20],
        envelope("<m:paramsGetLead><leadKey>a & b</leadKey></m:paramsGetLead>"),
        envelope("<m:paramsListMObjects/>").replace(b"paramsList", b"params\xffList"),
        BOMB.encode() + envelope("<m:paramsListMObjects>&c;</m:paramsListMObjects>"),
        FILE.encode() + envelope("<m:paramsListMObjects>&f;</m:paramsListMObjects>"),
        b"<!DOCTYPE x>" + envelope("<m:paramsListMObjects/>"),
        envelope("<a>" * 3_000 + "</a>" * 3_000),
        envelope("<a>" * 100_000 + "</a>" * 100_000),
    ],
    ids=[
        "empty", "text", "JSON", "cut off", "bare ampersand", "not UTF-8", "entity expansion",
        "external entity", "DTD", "too deep", "far too deep",
    ],
)  # fmt: skip
def test_what_is_not_clean_xml_is_a_bad_request(
    sandbox: Sandbox, client: Client, body: bytes
) -> None:
    del client
    error = post(sandbox, body)
    assert type(error) is SoapFault
    assert (error.string, error.code) == ("Bad Request", "SOAP-ENV:Client")


def test_xml_that_is_no_envelope_is_not_understood(sandbox: Sandbox, client: Client) -> None:
    del client
    assert post(sandbox, b"<x/>").fault.service_code == 20012


def test_a_request_over_the_limit_is_refused_before_it_is_read(
    sandbox: Sandbox, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    del client
    monkeypatch.setattr("mktows.server.request_body.MAX_REQUEST_BYTES", 10_000)
    request = HttpRequest("http://localhost/soap/mktows/2_7", {}, b" " * 10_001)
    assert sandbox.send(request).status == 413
    body = envelope("<m:paramsListMObjects/>").ljust(10_000)
    request = HttpRequest("http://localhost/soap/mktows/2_7", {}, body)
    assert sandbox.send(request).status == 200


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "http://localhost/soap/mktows/2_7", 405),
        ("PUT", "http://localhost/soap/mktows/2_7", 405),
        ("POST", "http://localhost/", 404),
        ("POST", "http://localhost/soap/mktows/27", 404),
        ("GET", "http://localhost/soap/mktows/?WSDL", 404),
    ],
)
def test_other_addresses_and_methods_are_plain_http_errors(
    sandbox: Sandbox, method: str, url: str, status: int
) -> None:
    assert sandbox.send(HttpRequest(url, {}, b"", method=method)).status == status


def test_our_own_client_refuses_what_xml_cannot_hold_before_it_sends(client: Client) -> None:
    with pytest.raises(RequestError) as caught:
        client.sync_lead({"Email": "kept@example.com", "FirstName": "Secret\x00Name"})
    assert caught.value.path == "paramsSyncLead.leadRecord.leadAttributeList.attribute[0].attrValue"
    assert "Secret" not in str(caught.value)


def test_a_failed_record_leaves_the_others_alone(client: Client) -> None:
    result = client.sync_multiple_leads([{"Email": "kept@example.com", "pants": "x"}, LEAD])
    statuses = result.sync_status_list.sync_status
    assert [s.status.value for s in statuses] == ["FAILED", "UPDATED"]
    assert "pants" in (statuses[0].error or "")
    (lead,) = lead_mappings(client.get_lead(email="kept@example.com"))
    assert lead["FirstName"] == "Kept"


@pytest.mark.parametrize("version", ["1_4", "2_0", "2_4", "2_9", "3_1"])
def test_any_version_in_the_path_is_answered(sandbox: Sandbox, version: str) -> None:
    url = f"http://localhost/soap/mktows/{version}"
    body = envelope("<m:paramsListMObjects/>")
    assert sandbox.send(HttpRequest(url, {}, body)).status == 200
    wsdl = sandbox.send(HttpRequest(f"{url}?wsdl", {}, b"", method="GET"))
    assert f'location="{url}"'.encode() in wsdl.body


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("1_4", "2_1"),
        ("2_0", "2_1"),
        ("2_2", "2_2"),
        ("2_4", "2_3"),
        ("2_9", "2_7"),
        ("3_0", "2_7"),
        ("3_1", "3_1"),
        ("10_0", "3_1"),
    ],
)
def test_the_newest_known_version_before_the_one_in_the_path_answers(
    sandbox: Sandbox, asked: str, answered: str
) -> None:
    url = f"http://localhost/soap/mktows/{asked}"
    reply = sandbox.send(HttpRequest(f"{url}?WSDL", {}, b"", method="GET"))
    assert reply.body == wsdl_at(contract(answered), url)


def test_a_request_is_read_by_the_contract_of_its_version(sandbox: Sandbox) -> None:
    # CLEARLIST was gone after 2_1: an unknown list there, a bad value ever since.
    old = Client(sandbox.config("2_1"), transport=sandbox, now=lambda: NOW)
    with pytest.raises(NotFoundFault, match="20111"):
        old.list_operation("CLEARLIST", list_name="none", members=[])
    body = envelope(
        "<m:paramsListOperation><listOperation>CLEARLIST</listOperation><listKey>"
        "<keyType>MKTOLISTNAME</keyType><keyValue>none</keyValue></listKey><listMemberList/>"
        "</m:paramsListOperation>"
    )
    assert post(sandbox, body).fault.service_code == 20110
