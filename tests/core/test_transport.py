"""How lower-level exceptions become ours."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
import requests
import urllib3
from support.scripted_server import ScriptedServer, response, sends

from mktows import (
    ConnectionFailed,
    HttpRequest,
    HttpResponse,
    IncompleteReply,
    ReplyTooLarge,
    RequestsTransport,
    RequestTimeout,
    TransportError,
)
from mktows.connections import Watch, WatchedAdapter
from mktows.transport import failure

EXCEPTIONS = [
    item
    for module in (requests.exceptions, urllib3.exceptions)
    for item in vars(module).values()
    if isinstance(item, type)
    and issubclass(item, (requests.RequestException, urllib3.exceptions.HTTPError))
    and item.__module__ == module.__name__
]


def raised(kind: type[Exception]) -> Exception:
    """An exception whose text holds a password, without its own way of being made."""
    error = kind.__new__(kind)
    error.args = ("http://user:word@proxy/",)
    return error


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("kind", EXCEPTIONS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_an_exception_chooses_the_words_and_nothing_else(
    kind: type[Exception], sent: bool, answered: bool
) -> None:
    made = failure(raised(kind), sent=sent, answered=sent and answered)
    assert made.sent is sent
    assert made.not_carried_out is not sent
    assert "word" not in str(made).replace("password", "")


@pytest.mark.parametrize(
    ("error", "sent", "answered", "kind", "text"),
    [
        (requests.ConnectTimeout(), False, False, RequestTimeout, "no connection came about"),
        (requests.ReadTimeout(), True, False, RequestTimeout, "did not answer in time"),
        (TimeoutError(), True, True, RequestTimeout, "did not answer in time"),
        (
            requests.ConnectionError(urllib3.exceptions.ReadTimeoutError(None, "", "")),  # type: ignore[arg-type]
            True, True, RequestTimeout, "did not answer in time",
        ),
        (requests.exceptions.ProxyError(), False, False, ConnectionFailed, "the proxy"),
        (requests.exceptions.SSLError(), False, False, ConnectionFailed, "certificate or TLS"),
        (requests.exceptions.SSLError(), True, False, ConnectionFailed, "TLS failed before"),
        (requests.exceptions.InvalidURL(), False, False, ConnectionFailed, "could not be sent"),
        (requests.exceptions.InvalidHeader(), False, False, ConnectionFailed, "could not be sent"),
        (requests.exceptions.InvalidHeader(), True, False, ConnectionFailed, "not valid HTTP"),
        (requests.exceptions.ConnectionError(), True, False, ConnectionFailed, "was lost before"),
        (requests.exceptions.ContentDecodingError(), True, True, IncompleteReply, "broke off"),
        (requests.exceptions.ChunkedEncodingError(), True, True, IncompleteReply, "broke off"),
        (OSError(), True, True, IncompleteReply, "broke off"),
    ],
)  # fmt: skip
def test_each_trouble_has_its_words(
    error: Exception, sent: bool, answered: bool, kind: type[TransportError], text: str
) -> None:
    made = failure(error, sent=sent, answered=answered)
    assert type(made) is kind
    assert text in str(made)


def test_reprs_show_neither_body_nor_headers() -> None:
    request = HttpRequest("https://a/?x=canary", {"x": "canary"}, b"canary", operation="getLead")
    assert repr(request) == "HttpRequest(POST https://a/ getLead)"
    assert "canary" not in repr(HttpResponse(200, {"x": "canary"}, b"canary"))


def test_each_timeout_is_for_what_its_name_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def send(*_: object, timeout: object, **__: object) -> None:
        asked.append(timeout)
        raise requests.exceptions.ConnectTimeout

    monkeypatch.setattr(WatchedAdapter, "send", send)
    with pytest.raises(RequestTimeout):
        RequestsTransport(connect_timeout=3, read_timeout=70).send(
            HttpRequest("http://a/", {}, b"")
        )
    assert asked == [(3, 70)]  # requests takes the time to connect first


def test_a_request_can_have_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[float] = []
    asked: list[object] = []

    def send(*_: object, timeout: object, **__: object) -> None:
        asked.append(timeout)
        raise requests.exceptions.ConnectTimeout

    def begin(_: object, *, seconds: float, **__: object) -> None:
        begun.append(seconds)

    monkeypatch.setattr(WatchedAdapter, "send", send)
    monkeypatch.setattr(Watch, "begin", begin)
    with pytest.raises(RequestTimeout):
        RequestsTransport(connect_timeout=3, read_timeout=70).send(
            HttpRequest("http://a/", {}, b"", seconds=300)
        )
    assert (asked, begun) == ([(3, 300)], [300])


def test_a_request_that_has_no_time_left_ends() -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(1)

    with ScriptedServer(silent) as server:
        transport = RequestsTransport()
        with pytest.raises(RequestTimeout):
            transport.send(HttpRequest(server.endpoint, {}, b"", seconds=0.2))
        transport.close()


def test_no_other_address_is_tried_when_there_is_no_time_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each address of a host may take the time to connect, so their number must not decide."""
    now = [0.0]
    tried: list[str] = []

    class Unreachable(socket.socket):
        def connect(self, address: Any) -> None:
            tried.append(address[0])
            now[0] += self.gettimeout() or 0.0
            raise TimeoutError

    addresses = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"192.0.2.{n}", 80)) for n in range(100)
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    monkeypatch.setattr(socket, "socket", Unreachable)
    transport = RequestsTransport(connect_timeout=10, read_timeout=9, clock=lambda: now[0])
    with pytest.raises(RequestTimeout) as caught:
        transport.send(HttpRequest("http://many.example/", {}, b""))
    assert not caught.value.sent
    assert len(tried) == 9
    assert now == [90.0]
    transport.close()


def test_a_reply_that_never_begins_is_cut_off_by_its_size() -> None:
    """Interim answers as fast as they can be read, which no timeout ends."""
    interim = b"HTTP/1.1 100 Continue\r\n\r\n" * 4096
    with ScriptedServer(sends(interim * 40)) as server:
        transport = RequestsTransport(max_reply_bytes=1000)
        with pytest.raises(ReplyTooLarge):
            transport.send(HttpRequest(server.endpoint, {}, b""))
        transport.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "127.9.9.9", "[::1]"])
def test_a_call_to_this_machine_goes_through_no_proxy(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(sends(response(b"by a proxy"))) as proxy:
        url = proxy.endpoint.rpartition("/soap")[0]
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, url)
        transport = RequestsTransport(connect_timeout=1, read_timeout=1)
        with pytest.raises(ConnectionFailed, match="no connection could be made"):
            transport.send(HttpRequest(f"http://{host}:9/", {}, b""))
        assert transport.send(HttpRequest("http://elsewhere.test/", {}, b"")).body == b"by a proxy"
        assert proxy.connections == 1
        transport.close()


def test_no_password_of_a_netrc_file_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password canary\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with ScriptedServer(sends(response(b"fine"))) as server:
        # The file is one that requests would read.
        assert requests.get(server.endpoint, data=b"", timeout=5).content == b"fine"
        transport = RequestsTransport()
        assert transport.send(HttpRequest(server.endpoint, {}, b"")).body == b"fine"
        transport.close()
    with_requests, with_ours = (b"authorization" in each.lower() for each in server.requests)
    assert (with_requests, with_ours) == (True, False)
