"""Heads of HTTP requests: which are answered, which are refused, and where a request ends."""

from __future__ import annotations

import http.client
import re
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from support.envelopes import GOOD, connected, exchanged, post, read_answer, request, signed

from mktows import HttpRequest, HttpResponse
from mktows.sandbox import Sandbox
from mktows.sandbox.control import Control
from mktows.server.http import connections
from mktows.server.http.server import ThreadedServer


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with ThreadedServer(sandbox, control=Control(sandbox)) as running:
        yield running.url


def statuses(url: str, data: bytes) -> list[int]:
    """The statuses of all answers until the server hangs up; the client keeps its side open."""
    with connected(url) as connection:
        connection.sendall(data)
        got = b""
        while piece := connection.recv(65536):
            got += piece
    return [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3})", got)]


def send_again(connection: socket.socket, data: bytes, times: int) -> None:
    for _ in range(times):
        connection.sendall(data)
        time.sleep(0.01)


def framed(*headers: str, version: str = "HTTP/1.1") -> bytes:
    """The head of a POST with these headers, and as its body a call in one chunk."""
    body = signed()
    lines = [f"POST /soap/mktows/2_7 {version}", "Host: localhost", *headers, "", ""]
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    return "\r\n".join(lines).encode("latin-1") + chunk


# Where a request ends: what could be read in two ways ends the connection, and what stands behind
# it is taken for no request.


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (["Content-Length: 5", "Transfer-Encoding: chunked"], 400),
        (["Transfer-Encoding: chunked", "Content-Length: 5"], 400),
        (["transfer-encoding:\tchunked", "CONTENT-LENGTH:0"], 400),
        (["Transfer-Encoding:", " chunked", "Content-Length: 5"], 400),
        (["Transfer-Encoding: chunked", "Content-Length:", " 5"], 400),
        (["Content-Length: 5", "Content-Length: 6"], 400),
        (["Content-Length: 5, 6"], 400),
        (["Content-Length: 5 6"], 400),
        (["Content-Length: -5"], 400),
        (["Content-Length: +5"], 400),
        (["Content-Length: 0x5"], 400),
        (["Content-Length: \xb2"], 400),
        (["Content-Length:"], 400),
        (["Content-Length: 5", "Content-Length:", " 6"], 400),
        (["Transfer-Encoding: gzip"], 501),
        (["Transfer-Encoding: identity"], 501),
        (["Transfer-Encoding: xchunked"], 501),
        (["Transfer-Encoding: gzip, chunked"], 501),
        (["Transfer-Encoding: chunked, chunked"], 501),
        (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], 501),
        (["Transfer-Encoding: \x0bchunked"], 400),
        (["Transfer-Encoding : chunked"], 400),
        (["Content-Length : 5"], 400),
        (["X: a\rContent-Length: 5", "Transfer-Encoding: chunked"], 400),
        (["X: a\0b", "Transfer-Encoding: chunked"], 400),
        (["Host: localhost", "Transfer-Encoding: chunked"], 400),
    ],
)
def test_a_request_whose_end_is_told_in_two_ways_ends_the_connection(
    sandbox: Sandbox, url: str, headers: list[str], status: int
) -> None:
    assert statuses(url, framed(*headers) + post(signed())) == [status]
    assert not sandbox.calls()


def test_http_1_0_has_no_transfer_encoding(sandbox: Sandbox, url: str) -> None:
    data = framed("Transfer-Encoding: chunked", version="HTTP/1.0")
    assert statuses(url, data + post(signed())) == [400]
    assert not sandbox.calls()


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\n",
        b"-1\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhelloXX0\r\n\r\n",
        b"5\r\nhello\r\nzz\r\n",
        b"ffffffffffffffffffffffff\r\n",
        b"5;" + b"x" * 20_000,
    ],
)
def test_a_chunk_that_is_none_ends_the_connection(
    sandbox: Sandbox, url: str, chunks: bytes
) -> None:
    head = framed("Transfer-Encoding: chunked").partition(b"\r\n\r\n")[0]
    found = statuses(url, head + b"\r\n\r\n" + chunks + post(signed()))
    assert found in ([400], [431])
    assert not sandbox.calls()


@pytest.mark.parametrize(
    "headers",
    [
        ["Transfer-Encoding: chunked"],
        ["Transfer-Encoding: Chunked", "X-Old:", " folded"],
        ["TE: trailers", "Transfer-Encoding: chunked", "Trailer: X"],
        ["Transfer-Encoding: chunked", "Expect: something-else"],
    ],
)
def test_a_request_whose_end_is_clear_is_answered(url: str, headers: list[str]) -> None:
    data = framed(*headers) + post(signed(), "Connection: close")
    assert statuses(url, data) == [200, 200]


def test_one_length_said_twice_is_one(url: str) -> None:
    body = signed()
    data = post(body, f"Content-Length: {len(body)}") + post(signed(), "Connection: close")
    assert statuses(url, data) == [200, 200]


def test_lines_may_end_without_a_carriage_return(url: str) -> None:
    head, _, body = post(signed(), "Connection: close").partition(b"\r\n\r\n")
    assert statuses(url, head.replace(b"\r\n", b"\n") + b"\n\n" + body) == [200]


# The target


def to(target: str, host: str = "localhost", method: str = "POST") -> bytes:
    """A call that is sent to a target."""
    body = signed() if method == "POST" else b""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


@pytest.mark.parametrize(
    "target",
    [
        "/soap/mktows/2_7",
        "/soap/mktows/2_7/",
        "/soap/mktows/2_7?x=%0a",
        "http://localhost/soap/mktows/2_7",
        "HTTP://LocalHost:8017/soap/mktows/2_7",
        "https://127.0.0.1/soap/mktows/2_7?x",
        "http://[::1]:80/soap/mktows/2_7",
    ],
)
def test_a_target_is_a_path_or_a_whole_address(url: str, target: str) -> None:
    assert statuses(url, to(target)) == [200]


def test_the_host_of_a_whole_address_counts(url: str) -> None:
    whole = "https://127.0.0.1:81/soap/mktows/2_7"
    _, answer = exchanged(url, to(f"{whole}?WSDL", method="GET"))
    assert f'location="{whole}"'.encode() in answer
    assert statuses(url, to("http://a<b/soap/mktows/2_7")) == [400]


@pytest.mark.parametrize(
    "target",
    [
        "/soap/mktows/2_7%0a",
        "/soap/mktows/2_7%0d%0a",
        "/soap/mktows/2_7%09",
        "/soap/mktows/2_7%20",
        "/soap/mktows/2_7%00",
        "/soap/mktows/2_7%3fWSDL",
        "/soap/mktows/2_7%23",
        "/soap/mktows/%0a2_7",
        "/soap/mktows/2%5f7",
        "/soap/mktows/%d9%a2_7",
        "/soap%2fmktows%2f2_7",
        "/%73oap/mktows/2_7",
        "%2fsoap/mktows/2_7",
        "//soap/mktows/2_7",
        "/soap//mktows/2_7",
        "/soap/mktows/2_7//",
        "/./soap/mktows/2_7",
        "/soap/../soap/mktows/2_7",
        "/soap/mktows/2_7/.",
        "/soap/mktows/2_7/%2e",
        "/soap/mktows/2_7;x",
        "/soap/mktows/2_7#x",
        "/soap\\mktows\\2_7",
        "/SOAP/mktows/2_7",
        "/soap/mktows/2_7x",
        "/x/soap/mktows/2_7",
        "http://localhost",
        "http://localhost//soap/mktows/2_7",
        "http:/soap/mktows/2_7",
        "http:///soap/mktows/2_7",
        "ftp://localhost/soap/mktows/2_7",
        "http://user@localhost/soap/mktows/2_7",
        "localhost/soap/mktows/2_7",
        "*",
    ],
)
def test_a_path_that_is_not_ours_reaches_nothing(sandbox: Sandbox, url: str, target: str) -> None:
    (status,) = statuses(url, to(target))
    assert status in (400, 404)
    assert not sandbox.calls()


@pytest.mark.parametrize(
    ("target", "statuses_of_it"),
    [
        ("/healthz", [200]),
        ("/healthz%0a", [404]),
        ("//healthz", [404]),
        ("/healthz/", [404]),
        ("/_control/clock", [200]),
        ("/_control/clock%0a", [404]),
        ("/%5fcontrol/clock", [404]),
        ("//_control/clock", [404]),
        ("/_control/../_control/clock", [404]),
    ],
)
def test_the_other_paths_are_taken_as_written(
    url: str, target: str, statuses_of_it: list[int]
) -> None:
    assert statuses(url, to(target, method="GET")) == statuses_of_it


@pytest.mark.parametrize("odd", ["\n", "\r", "\t", "\r\n", " ", "\x00", "\x85", "#", "#x"])
def test_an_address_in_process_is_taken_as_written_too(sandbox: Sandbox, odd: str) -> None:
    good = request(signed())
    for address in (good.url + odd, odd + good.url, good.url.replace("2_7", f"2{odd}_7")):
        sent = HttpRequest(address, good.headers, good.body)
        assert sandbox.send(sent).status in (400, 404), address
        received = sandbox.receive(sent)
        assert isinstance(received, HttpResponse)
        assert received.status in (400, 404)
    assert not sandbox.calls()


# A body over the limit


@pytest.mark.parametrize("kind", ["by its length", "in chunks"])
def test_who_sends_too_much_can_read_that_it_was(
    url: str, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(connections, "MAX_REQUEST_BYTES", 10_000)
    size = 20_000_000  # more than the buffers on its way hold
    if kind == "in chunks":
        data = framed("Transfer-Encoding: chunked").partition(b"\r\n\r\n")[0]
        data += b"\r\n\r\n%x\r\n" % size + b" " * size + b"\r\n0\r\n\r\n"
    else:
        data = post(b" " * size)
    with connected(url) as connection:
        connection.sendall(data)  # all of it before anything is read, as simple clients do
        assert read_answer(connection)[0] == 413
        assert connection.recv(1) == b""
    client = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    client.request("POST", "/soap/mktows/2_7", b" " * size)
    assert client.getresponse().status == 413
    client.close()


def test_a_body_in_crumbs_is_refused(
    sandbox: Sandbox, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = signed()
    monkeypatch.setattr(connections, "MAX_CHUNKS", len(body))
    head = framed("Transfer-Encoding: chunked", "Connection: close").partition(b"\r\n\r\n")[0]

    def in_crumbs(data: bytes) -> bytes:
        return head + b"\r\n\r\n" + b"".join(b"1\r\n%c\r\n" % each for each in data)

    assert statuses(url, in_crumbs(body) + b"0\r\n\r\n") == [200]
    assert statuses(url, in_crumbs(body + b" ") + b"0\r\n\r\n") == [413]
    assert statuses(url, in_crumbs(body * 1_000)) == [413]
    assert len(sandbox.calls()) == 1


def test_who_goes_on_sending_too_much_is_hung_up_on(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MAX_REQUEST_BYTES", 10_000)
    monkeypatch.setattr(connections, "LINGER_BYTES", 1_000_000)
    monkeypatch.setattr(connections, "LINGER_SECONDS", 1_000)
    with connected(url) as connection:
        connection.sendall(post(b"", length=10**9))
        with pytest.raises(ConnectionError):
            send_again(connection, b" " * 100_000, 500)  # more than all buffers hold


def test_who_does_not_go_once_it_is_refused_is_hung_up_on(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MAX_REQUEST_BYTES", 10_000)
    monkeypatch.setattr(connections, "LINGER_SECONDS", 0.2)
    with connected(url) as connection:
        connection.sendall(post(b" ", length=10**9))
        assert read_answer(connection)[0] == 413
        with pytest.raises(ConnectionError):
            send_again(connection, b" ", 1_000)


# GET


def test_an_endpoint_says_what_it_is_and_takes_post(sandbox: Sandbox, url: str) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
        connection.request(method, "/soap/mktows/2_7")
        answer = connection.getresponse()
        said = answer.read().decode()
        connection.close()
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
        if method == "GET":
            assert f"{url}/soap/mktows/2_7?WSDL" in said
            assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert not sandbox.calls()


@pytest.mark.parametrize("method", ["PUT", "OPTIONS"])
def test_the_wsdl_is_for_reading(url: str, method: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request(method, "/soap/mktows/2_7?WSDL")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_every_answer_has_a_date(url: str) -> None:
    with connected(url) as connection:
        connection.sendall(post(signed(GOOD), "Connection: close"))
        connection.shutdown(socket.SHUT_WR)
        head = connection.recv(65536).partition(b"\r\n\r\n")[0]
    assert re.search(rb"(?i)\r\ndate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", head)
