"""The sandbox over HTTP, for clients that are old, slow, hostile or many."""

from __future__ import annotations

import gzip
import http.client
import socket
import threading
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from support.envelopes import connected, exchanged, post, read_answer, signed

from mktows.sandbox import Call, Sandbox
from mktows.server.http import connections
from mktows.server.http.server import ThreadedServer


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with ThreadedServer(sandbox) as running:
        yield running.url


def works(url: str) -> bool:
    """Whether a proper call is answered."""
    status, body = exchanged(url, post(signed(), "Connection: close"))
    return status == 200 and b"successListMObjects" in body


def test_it_is_ready_when_healthz_says_so(url: str) -> None:
    with urllib.request.urlopen(f"{url}/healthz") as answer:
        assert (answer.status, answer.read()) == (200, b"ok\n")


def test_a_chunked_request_is_read(url: str) -> None:
    connection = http.client.HTTPConnection(*_address(url), timeout=20)
    body = signed()
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    connection.request(
        "POST", "/soap/mktows/2_7", body=iter(pieces), headers={"Content-Type": "text/xml"},
        encode_chunked=True,
    )  # fmt: skip
    assert connection.getresponse().status == 200
    connection.close()


def test_a_compressed_request_is_read(url: str) -> None:
    status, _ = exchanged(url, post(gzip.compress(signed()), "Content-Encoding: gzip"))
    assert status == 200


@pytest.mark.parametrize("host", [b"Host: localhost\r\n", b""])
def test_http_1_0_is_answered(url: str, host: bytes) -> None:
    data = post(signed(), version="HTTP/1.0").replace(b"Host: localhost\r\n", host)
    assert exchanged(url, data)[0] == 200


def test_who_expects_a_100_gets_it_before_the_body_is_sent(url: str) -> None:
    body = signed()
    head = post(b"", "Expect: 100-continue", length=len(body))
    with connected(url) as connection:
        connection.sendall(head)
        assert read_answer(connection)[0] == 100
        connection.sendall(body)
        assert read_answer(connection)[0] == 200


def test_who_expects_a_100_for_too_much_is_refused_at_once(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(post(b"", "Expect: 100-continue", length=10**12))
        assert read_answer(connection)[0] == 413


def test_head_tells_of_the_wsdl_without_it(url: str) -> None:
    connection = http.client.HTTPConnection(*_address(url), timeout=20)
    connection.request("GET", "/soap/mktows/2_7?WSDL")
    whole = connection.getresponse().read()
    connection.request("HEAD", "/soap/mktows/2_7?WSDL")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"")
    assert answer.headers["content-length"] == str(len(whole))
    connection.request("POST", "/soap/mktows/2_7", body=signed())
    assert connection.getresponse().status == 200
    connection.close()


def test_the_wsdl_names_the_address_that_was_asked(sandbox: Sandbox) -> None:
    with ThreadedServer(sandbox, hosts=["sandbox.test"]) as running:
        connection = http.client.HTTPConnection(*_address(running.url), timeout=20)
        connection.request("GET", "/soap/mktows/2_7?WSDL", headers={"Host": "sandbox.test:81"})
        wsdl = connection.getresponse().read()
        connection.close()
    assert b'location="http://sandbox.test:81/soap/mktows/2_7"' in wsdl


@pytest.mark.parametrize("host", ["a b", "a<b", "[::1", "a" * 300])
def test_a_host_that_is_none_is_refused(url: str, host: str) -> None:
    data = post(signed()).replace(b"Host: localhost", f"Host: {host}".encode())
    assert exchanged(url, data)[0] == 400


def test_a_body_over_the_limit_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_REQUEST_BYTES", 10_000)
    assert exchanged(url, post(b" " * 10_001))[0] == 413
    chunked = post(b"").replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    assert exchanged(url, chunked + b"2800\r\n" + b" " * 0x2800 + b"\r\n0\r\n\r\n")[0] == 413
    assert works(url)


def test_bodies_together_are_bounded(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_WAITING_BYTES", 10_000)
    assert exchanged(url, post(b" " * 10_001))[0] == 503
    # What was refused is not counted any more.
    for _ in range(20):
        assert works(url)


def test_headers_that_do_not_end_are_refused(url: str) -> None:
    assert exchanged(url, b"POST / HTTP/1.1\r\nX: " + b"x" * 20_000)[0] == 431
    assert works(url)


def test_who_sends_headers_too_slowly_is_hung_up_on(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    with ThreadedServer(sandbox) as running:
        with connected(running.url) as silent, connected(running.url) as slow:
            slow.sendall(b"POST / HTTP/1.1\r\n")
            assert _ends(silent)
            assert _ends(slow)
        with connected(running.url) as second:
            second.sendall(post(signed()))
            assert read_answer(second)[0] == 200
            second.sendall(b"POST / HT")
            assert _ends(second)
        assert works(running.url)


def test_who_sends_a_body_too_slowly_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.1)
    with connected(url) as slow:
        slow.sendall(post(signed(), length=5_000))
        assert read_answer(slow)[0] == 408
    assert works(url)


def test_the_body_of_a_request_behind_another_is_waited_for_no_longer(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.1)
    with connected(url) as slow:
        slow.sendall(post(signed()) + post(signed(), length=5_000))
        assert [read_answer(slow)[0] for _ in range(2)] == [200, 408]
    assert works(url)


def test_a_connection_that_rests_is_closed(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.1)
    with ThreadedServer(sandbox) as running, connected(running.url) as resting:
        resting.sendall(post(signed()))
        assert read_answer(resting)[0] == 200
        assert _ends(resting)


def test_many_idle_connections_keep_nobody_out(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_CONNECTIONS", 8)
    idle = [connected(url) for _ in range(50)]
    try:
        for _ in range(3):
            assert works(url)
    finally:
        for each in idle:
            each.close()


class Waiting:
    """A backend whose answers wait until they are let go, as behind a lock."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.end = threading.Event()

    def answer(self, call: Call, params: object) -> object:
        del params
        if call.operation == "listMObjects":
            result = call.types.ResultListMObjects(objects=[])
            return call.types.SuccessListMObjects(result=result)
        self.begun.release()
        assert self.end.wait(30)
        result = call.types.ResultGetLead(count=0, lead_record_list=None)
        return call.types.SuccessGetLead(result=result)

    def close(self) -> None:
        self.end.set()


def stuck() -> bytes:
    """A call that waits, signed now: a signature ages."""
    return signed(
        "<m:paramsGetLead><leadKey><keyType>IDNUM</keyType><keyValue>1</keyValue></leadKey>"
        "</m:paramsGetLead>"
    )


def test_calls_that_wait_keep_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Waiting()
    with Sandbox(backend=backend) as sandbox, ThreadedServer(sandbox) as running:
        waiting = [connected(running.url) for _ in range(100)]
        for each in waiting:
            each.sendall(post(stuck()))
        for _ in waiting:
            assert backend.begun.acquire(timeout=30)
        assert works(running.url)
        # Where all connections wait for their answers, a new one is told to come again.
        monkeypatch.setattr(connections, "MAX_CONNECTIONS", 100)
        assert exchanged(running.url, post(signed()))[0] == 503
        backend.end.set()
        for each in waiting:
            assert read_answer(each)[0] == 200
            each.close()


def test_stopping_finishes_the_answers_in_flight_and_waits_for_no_request() -> None:
    backend = Waiting()
    with Sandbox(backend=backend) as sandbox:
        with ThreadedServer(sandbox) as running:
            half = connected(running.url)
            half.sendall(post(signed(), length=5_000))
            idle = connected(running.url)
            busy = connected(running.url)
            busy.sendall(post(stuck()))
            assert backend.begun.acquire(timeout=30)
            threading.Timer(0.2, backend.end.set).start()
        assert read_answer(busy)[0] == 200
        for each in (half, idle, busy):
            assert _ends(each)
            each.close()


def test_a_client_that_does_not_read_its_answer_holds_nobody_up(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "READING_SECONDS", 0.2)
    with ThreadedServer(sandbox) as running, socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        deaf.connect(_address(running.url))
        deaf.settimeout(20)
        wsdl = b"GET /soap/mktows/2_7?WSDL HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with pytest.raises(ConnectionError):
            _send_for_ever(deaf, wsdl * 100)
        assert works(running.url)


def test_requests_in_a_row_on_one_connection_are_answered_in_order(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(post(signed()) + post(b"hello") + post(signed()))
        answers = b""
        while answers.count(b"</SOAP-ENV:Envelope>") < 3:
            answers += connection.recv(65536)
    assert [answers.find(b"HTTP/1.1 200"), answers.count(b"HTTP/1.1 500")] == [0, 1]


def _send_for_ever(connection: socket.socket, data: bytes) -> None:
    while True:
        connection.sendall(data)


def _ends(connection: socket.socket) -> bool:
    try:
        return connection.recv(65536) == b""
    except ConnectionError:
        return True


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    return parts.hostname, parts.port
