"""The client against servers that misbehave: each failure has its own error."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
import zlib
from datetime import UTC, datetime

import pytest
from support.scripted_server import ScriptedServer, response, sends, sends_and_closes

from mktows import (
    NO_RETRY,
    Client,
    Config,
    ConnectionFailed,
    HttpStatusError,
    IncompleteReply,
    MktowsError,
    NotFoundFault,
    ProtocolError,
    ReplyTooLarge,
    RequestsTransport,
    RequestTimeout,
    RetryPolicy,
    Secret,
)

REPLY = (
    b'<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope '
    b'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" '
    b'xmlns:ns1="http://www.marketo.com/mktows/"><SOAP-ENV:Body><ns1:successListMObjects>'
    b"<result><objects>LeadRecord</objects></result></ns1:successListMObjects></SOAP-ENV:Body>"
    b"</SOAP-ENV:Envelope>"
)
FAULT = (
    b'<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>'
    b"<SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>20103 - Lead not found"
    b'</faultstring><detail><ns1:serviceException xmlns:ns1="http://www.marketo.com/mktows/">'
    b"<name>mktServiceException</name><message>No lead found with IDNUM = 1 (20103)</message>"
    b"<code>20103</code></ns1:serviceException></detail></SOAP-ENV:Fault></SOAP-ENV:Body>"
    b"</SOAP-ENV:Envelope>"
)
PAGE = (
    b"<!DOCTYPE html><html><head><title>502 Bad\nGateway</title></head><body>lead@x</body></html>"
)
KEY = Secret("27272727aa")


def client_of(endpoint: str, **settings: object) -> Client:
    config = Config(endpoint, "demo17_1_809934544BFABAE58E5D27", KEY, **settings)  # type: ignore[arg-type]
    return Client(config, retry=NO_RETRY)


def call(server: ScriptedServer, **settings: object) -> list[str]:
    with server, client_of(server.endpoint, **settings) as client:
        return client.list_mobjects().objects


def test_a_proper_reply_is_read() -> None:
    assert call(ScriptedServer(sends(response(REPLY)))) == ["LeadRecord"]


def test_gzip_is_read() -> None:
    data = response(gzip.compress(REPLY), headers=("Content-Encoding: gzip",))
    assert call(ScriptedServer(sends(data))) == ["LeadRecord"]


def test_a_fault_with_status_500_is_a_fault_before_anything_else() -> None:
    with pytest.raises(NotFoundFault) as caught:
        call(ScriptedServer(sends(response(FAULT, status="500 Internal Server Error"))))
    assert caught.value.service_code == 20103
    assert caught.value.service_message == "No lead found with IDNUM = 1 (20103)"


def test_a_fault_with_status_200_is_a_fault_too() -> None:
    with pytest.raises(NotFoundFault):
        call(ScriptedServer(sends(response(FAULT))))


@pytest.mark.parametrize(
    "status", ["502 Bad Gateway", "500 Internal Server Error", "404 Not Found"]
)
def test_an_html_error_page_is_a_status_error_that_shows_only_its_title(status: str) -> None:
    with pytest.raises(HttpStatusError) as caught:
        call(
            ScriptedServer(
                sends(response(PAGE, status=status, headers=("Content-Type: text/html",)))
            )
        )
    assert caught.value.status == int(status[:3])
    assert caught.value.excerpt == "502 Bad Gateway"
    assert "lead@x" not in str(caught.value)


def test_an_html_page_with_status_200_is_no_soap() -> None:
    with pytest.raises(
        ProtocolError, match="an HTML page titled '502 Bad Gateway' instead of SOAP"
    ):
        call(ScriptedServer(sends(response(PAGE))))


def test_a_page_is_html_because_its_header_says_so() -> None:
    page = b"<title>Gone fishing</title><p>lead@x"
    with pytest.raises(ProtocolError, match="an HTML page titled 'Gone fishing' instead of SOAP"):
        call(ScriptedServer(sends(response(page, headers=("Content-Type: text/html",)))))


def test_an_empty_error_is_a_status_error() -> None:
    with pytest.raises(HttpStatusError, match="HTTP status 503 and no SOAP") as caught:
        call(ScriptedServer(sends(response(b"", status="503 Service Unavailable"))))
    assert caught.value.retryable


@pytest.mark.parametrize("missing", [1, 10, len(REPLY) - 1])
def test_a_body_shorter_than_announced_is_incomplete(missing: int) -> None:
    with pytest.raises(IncompleteReply):
        call(ScriptedServer(sends_and_closes(response(REPLY[:-missing], length=len(REPLY)))))


@pytest.mark.parametrize("missing", [1, 20, 100, len(REPLY) - 60])
def test_an_envelope_that_breaks_off_is_incomplete(missing: int) -> None:
    with pytest.raises(IncompleteReply, match=r"broke off after \d+ bytes"):
        call(ScriptedServer(sends(response(REPLY[:-missing]))))


def test_a_chunked_body_that_breaks_off_is_incomplete() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with pytest.raises(IncompleteReply):
        call(ScriptedServer(sends_and_closes(head + b"ff\r\n" + REPLY[:50])))


def test_broken_compression_is_incomplete() -> None:
    data = gzip.compress(REPLY)
    headers = ("Content-Encoding: gzip",)
    with pytest.raises(IncompleteReply):
        call(ScriptedServer(sends(response(data[:10] + b"\xff" * 20, headers=headers))))


def test_a_dropped_connection_is_a_failed_connection() -> None:
    with pytest.raises(ConnectionFailed, match="lost before an answer came") as caught:
        call(ScriptedServer(lambda connection: connection.shutdown(socket.SHUT_RDWR)))
    assert caught.value.sent


def test_a_refused_connection_certainly_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with client_of(f"http://127.0.0.1:{port}/soap/mktows/2_7") as client:
        with pytest.raises(ConnectionFailed, match="is the endpoint right") as caught:
            client.list_mobjects()
        assert not caught.value.sent


def test_a_hanging_server_is_a_timeout() -> None:
    server = ScriptedServer(lambda _: None)
    with pytest.raises(RequestTimeout) as caught:
        call(server, read_timeout=0.2)
    assert caught.value.sent


def test_a_server_that_hangs_in_the_body_is_a_timeout() -> None:
    with pytest.raises(RequestTimeout):
        call(ScriptedServer(sends(response(REPLY[:100], length=len(REPLY)))), read_timeout=0.2)


def test_a_reply_that_trickles_is_a_timeout_in_the_end() -> None:
    seconds = itertools.count(step=10.0)
    transport = RequestsTransport(read_timeout=20, clock=lambda: next(seconds))
    with ScriptedServer(sends(response(b" " * 65536 * 40))) as server:
        config = Config(server.endpoint, "demo17_1_809934544BFABAE58E5D27", KEY)
        client = Client(config, transport=transport, retry=NO_RETRY)
        with pytest.raises(RequestTimeout, match="not complete after 200 s"):
            client.list_mobjects()
        transport.close()


@pytest.mark.parametrize("compressed", [False, True])
def test_a_reply_over_the_limit_is_refused_while_it_is_read(compressed: bool) -> None:
    body = b" " * 5_000_000
    headers: tuple[str, ...] = ()
    if compressed:
        body = zlib.compress(body)
        headers = ("Content-Encoding: deflate",)
    with pytest.raises(ReplyTooLarge, match="1000000 bytes"):
        call(ScriptedServer(sends(response(body, headers=headers))), max_reply_bytes=1_000_000)


def test_a_reply_of_exactly_the_limit_is_read() -> None:
    server = ScriptedServer(sends(response(REPLY)))
    assert call(server, max_reply_bytes=len(REPLY)) == ["LeadRecord"]


def test_a_redirect_is_not_followed() -> None:
    elsewhere = ScriptedServer(sends(response(REPLY)))
    with elsewhere:
        header = f"Location: {elsewhere.endpoint}"
        with pytest.raises(HttpStatusError, match="redirects are not followed") as caught:
            call(ScriptedServer(sends(response(b"", status="307 Temporary", headers=(header,)))))
        assert caught.value.status == 307
        assert elsewhere.connections == 0


def test_another_message_than_expected_is_no_answer() -> None:
    other = REPLY.replace(b"successListMObjects", b"successGetTags")
    with pytest.raises(
        ProtocolError, match="expected <successListMObjects>, found <successGetTags>"
    ):
        call(ScriptedServer(sends(response(other))))


def test_a_message_in_another_namespace_is_no_answer() -> None:
    other = REPLY.replace(b"http://www.marketo.com/mktows/", b"http://example.com/")
    with pytest.raises(ProtocolError, match=r"found <successListMObjects> in http://example\.com/"):
        call(ScriptedServer(sends(response(other))))


@pytest.mark.parametrize(
    "body",
    [b'{"a": 1}', b"\x00\x01", b"<a/>", b"<!DOCTYPE x><x/>", REPLY.replace(b"LeadRecord", b"\xff")],
    ids=["json", "bytes", "other XML", "DTD", "not UTF-8"],
)
def test_what_is_not_soap_says_so(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        call(ScriptedServer(sends(response(body))))


def test_the_connection_is_kept() -> None:
    server = ScriptedServer(sends(response(REPLY)))
    with server, client_of(server.endpoint) as client:
        for _ in range(5):
            client.list_mobjects()
        assert (server.connections, len(server.requests)) == (1, 5)


def test_a_transport_that_was_lent_stays_open() -> None:
    server = ScriptedServer(sends(response(REPLY)))
    with server:
        lent = RequestsTransport()
        for _ in range(2):
            config = Config(server.endpoint, "demo17_1_809934544BFABAE58E5D27", KEY)
            with Client(config, transport=lent) as client:
                client.list_mobjects()
        assert server.connections == 1
        lent.close()


def test_one_client_serves_several_threads() -> None:
    server = ScriptedServer(sends(response(REPLY)))
    failures: list[MktowsError] = []
    with server, client_of(server.endpoint) as client:

        def work() -> None:
            try:
                for _ in range(10):
                    assert client.list_mobjects().objects == ["LeadRecord"]
            except MktowsError as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(server.requests) == 80


def test_the_request_on_the_wire_is_the_documented_one() -> None:
    server = ScriptedServer(sends(response(REPLY)))
    call(server)
    head = server.requests[0].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert head[0] == "POST /soap/mktows/2_7 HTTP/1.1"
    fields = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:]}
    assert fields["content-type"] == "text/xml;charset=UTF-8"
    assert fields["soapaction"] == '"http://www.marketo.com/mktows/listMObjects"'


def test_each_attempt_is_signed_anew() -> None:
    moments = [datetime(2024, 1, 1, 0, 0, second, tzinfo=UTC) for second in range(3)]
    waits: list[float] = []
    server = ScriptedServer(sends(response(b"", status="503 Service Unavailable")))
    with server:
        config = Config(server.endpoint, "demo17_1_809934544BFABAE58E5D27", KEY)
        times = iter(moments)
        client = Client(
            config, retry=RetryPolicy(attempts=3), now=lambda: next(times), sleep=waits.append
        )
        with client, pytest.raises(HttpStatusError):
            client.list_mobjects()
        texts = [f"2024-01-01T00:00:0{second}+00:00".encode() for second in range(3)]
        assert [text in request for text, request in zip(texts, server.requests, strict=True)] == [
            True, True, True,
        ]  # fmt: skip
        signatures = {
            request.partition(b"<requestSignature>")[2][:40] for request in server.requests
        }
    assert len(signatures) == 3
    assert waits == [1.0, 2.0]


def test_a_write_is_sent_once_when_its_answer_is_lost() -> None:
    server = ScriptedServer(lambda connection: connection.shutdown(socket.SHUT_RDWR))
    with server:
        config = Config(server.endpoint, "demo17_1_809934544BFABAE58E5D27", KEY)
        with Client(config, sleep=lambda _: None) as client, pytest.raises(ConnectionFailed):
            client.sync_lead({"Email": "a@example.com"})
        assert len(server.requests) == 1


def test_an_expired_write_is_sent_again() -> None:
    expired = FAULT.replace(b"20103", b"20016")
    answers = iter([response(expired, status="500 X"), response(expired, status="500 X")])
    saved = REPLY.replace(b"successListMObjects", b"successSyncLead").replace(
        b"<objects>LeadRecord</objects>", b"<leadId>7</leadId>"
    )
    server = ScriptedServer(lambda c: c.sendall(next(answers, response(saved))))
    with server:
        config = Config(server.endpoint, "demo17_1_809934544BFABAE58E5D27", KEY)
        with Client(config, sleep=lambda _: None) as client:
            assert client.sync_lead({"Email": "a@example.com"}).lead_id == 7
        assert len(server.requests) == 3
