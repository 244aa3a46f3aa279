"""Answers that go on: they hold nobody up, and end with their client, and with the server."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from support.envelopes import connected, exchanged, post, read_answer, signed

from mktows import HttpRequest
from mktows.sandbox import Sandbox
from mktows.server.http import connections
from mktows.server.http.request_head import RequestHead
from mktows.server.http.server import ThreadedServer
from mktows.server.http.streams import Channel, Stream

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Told(Stream):
    """A stream that sends what it is told to, or that floods its client."""

    headers = {"content-type": "text/plain"}  # noqa: RUF012

    def __init__(self, flood: bool = False) -> None:
        self.channel: Channel | None = None
        self.begun = threading.Event()
        self.is_over = threading.Event()
        self.times_ended = 0
        self.flood = flood

    def begin(self, channel: Channel) -> None:
        self.channel = channel
        channel.send(b"hello\n")
        while self.flood and channel.is_ready:
            channel.send(b"x" * 100_000)
        self.begun.set()

    def ended(self) -> None:
        self.times_ended += 1
        self.is_over.set()


class Site:
    """What answers `/` with streams."""

    for_hosts = False

    def __init__(self, make: Callable[[], Told] = Told) -> None:
        self.streams: list[Told] = []
        self.make = make

    def answers(self, method: str, path: str) -> bool:
        return method in ("GET", "HEAD") and path == "/"

    def stream(self, _request: HttpRequest) -> Stream:
        self.streams.append(self.make())
        return self.streams[-1]

    def leads_here(self, _head: RequestHead) -> bool:
        return False


@contextlib.contextmanager
def served(sandbox: Sandbox, site: Site) -> Iterator[ThreadedServer]:
    with ThreadedServer(sandbox, site=site) as running:  # type: ignore[arg-type]
        yield running


def opened(url: str, asked: bytes = GET) -> socket.socket:
    connection = connected(url)
    connection.sendall(asked)
    return connection


def received(connection: socket.socket, until: bytes) -> bytes:
    """What comes up to some bytes, or to the end."""
    data = b""
    while until not in data or not until:
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    return data


def test_a_stream_goes_on_until_the_server_stops(sandbox: Sandbox) -> None:
    site = Site()
    with served(sandbox, site) as running:
        connection = opened(running.url)
        begun = received(connection, b"hello\n")
        assert begun.startswith(b"HTTP/1.1 200")
        assert b"transfer-encoding: chunked" in begun.lower()
        # Others are answered meanwhile.
        assert exchanged(running.url, post(signed()))[0] == 200
    (stream,) = site.streams
    assert received(connection, b"").endswith(b"0\r\n\r\n")  # it has ended, and did not break off
    assert stream.times_ended == 1
    connection.close()


@pytest.mark.parametrize("say_so", [True, False])
def test_a_stream_ends_with_its_client(sandbox: Sandbox, say_so: bool) -> None:
    site = Site()
    with served(sandbox, site) as running:
        connection = opened(running.url)
        received(connection, b"hello\n")
        if say_so:
            connection.shutdown(socket.SHUT_WR)
            assert received(connection, b"") in (b"", b"0\r\n\r\n")
        connection.close()
        (stream,) = site.streams
        assert stream.is_over.wait(20)
    assert stream.times_ended == 1


def test_a_client_that_does_not_read_is_hung_up_on(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "READING_SECONDS", 0.2)
    site = Site(lambda: Told(flood=True))
    with served(sandbox, site) as running:
        connection = opened(running.url)
        while not site.streams:
            pass
        (stream,) = site.streams
        assert stream.begun.wait(20)  # it is told that the client is not ready
        assert stream.is_over.wait(20)
        assert exchanged(running.url, post(signed()))[0] == 200
        connection.close()


def test_a_client_that_reads_on_in_time_is_not(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "READING_SECONDS", 30)
    site = Site(lambda: Told(flood=True))
    with served(sandbox, site) as running:
        connection = opened(running.url)
        received(connection, b"hello\n")
        (stream,) = site.streams
        assert stream.begun.wait(20)
        channel = stream.channel
        assert channel is not None
        connection.settimeout(0.1)
        for _ in range(200):
            if channel.is_ready:
                break
            # The last byte may be here before the server takes note that it has gone.
            with contextlib.suppress(TimeoutError):
                connection.recv(1_000_000)
        assert channel.is_ready
        assert not stream.is_over.is_set()
        connection.close()
        assert stream.is_over.wait(20)


def test_what_is_sent_behind_a_stream_is_not_answered(sandbox: Sandbox) -> None:
    site = Site()
    with served(sandbox, site) as running:
        connection = opened(running.url, GET + GET)
        received(connection, b"hello\n")
        connection.sendall(GET * 100)
        assert exchanged(running.url, post(signed()))[0] == 200
        assert len(site.streams) == 1
        connection.close()


def test_old_clients_have_it_without_chunks_and_head_without_a_body(sandbox: Sandbox) -> None:
    site = Site()
    with served(sandbox, site) as running:
        old = opened(running.url, b"GET / HTTP/1.0\r\n\r\n")
        begun = received(old, b"hello\n")
        assert begun.endswith(b"\r\n\r\nhello\n")
        assert b"chunked" not in begun.lower()
        old.close()
        head = opened(running.url, GET.replace(b"GET", b"HEAD"))
        assert read_answer(head) == (200, b"")
        head.close()
        assert site.streams[1].times_ended == 0  # it has never begun
        assert not site.streams[1].begun.is_set()


def test_a_stream_makes_room_for_calls(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_CONNECTIONS", 4)
    site = Site()
    with served(sandbox, site) as running:
        streams = [opened(running.url) for _ in range(4)]
        for each in streams:
            received(each, b"hello\n")
        for _ in range(5):
            assert exchanged(running.url, post(signed()))[0] == 200
        assert site.streams[0].is_over.wait(20)
        for each in streams:
            each.close()
