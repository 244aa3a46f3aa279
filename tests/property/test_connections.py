"""However the bytes of a connection are cut and whatever they are, its answers stay in order."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from mktows.server.front import plain
from mktows.server.http.connections import Connection, Connections
from mktows.server.http.request_head import RequestHead
from mktows.transport import HttpRequest, HttpResponse


class Wire(asyncio.Transport):
    """A transport that keeps what is written, and hands nothing over while reading is paused."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.is_paused = False
        self.has_ended = False
        self.is_closed = False

    def get_extra_info(self, name: str, default: object = None) -> object:
        return {"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)}.get(name, default)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.has_ended, "written behind the end"
        if not self.is_closed:
            self.written += data

    def write_eof(self) -> None:
        self.has_ended = True

    def can_write_eof(self) -> bool:
        return True

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False

    def is_reading(self) -> bool:
        return not self.is_paused

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_closed = True


class Echo:
    """Answers with the path and the size of the body: some at once, some a little later."""

    def refusal(self, head: RequestHead, *, client: str, local: str) -> HttpResponse | None:
        del client, local
        return plain(403, "no") if head.path == "/no" else None

    def answer(self, request: HttpRequest) -> HttpResponse | asyncio.Future[HttpResponse]:
        if "/slow" not in request.url:
            return self._answered(request)
        future: asyncio.Future[HttpResponse] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(
            asyncio.get_running_loop().call_soon, future.set_result, self._answered(request)
        )
        return future

    @staticmethod
    def _answered(request: HttpRequest) -> HttpResponse:
        return plain(200, f"{request.method} {request.url} {len(request.body)}")


async def _until_it_reads(wire: Wire) -> None:
    for _ in range(100):
        if not wire.is_paused or wire.is_closed:
            return
        await asyncio.sleep(0)
    raise AssertionError("it does not read on")


async def _exchanged(pieces: Sequence[bytes]) -> tuple[bytes, bool, int]:
    connections = Connections()
    connection, wire = Connection(Echo(), connections), Wire()
    connection.connection_made(wire)
    for piece in pieces:
        await _until_it_reads(wire)
        if wire.is_closed:
            break
        connection.data_received(piece)
        await asyncio.sleep(0)
    await _until_it_reads(wire)
    if not wire.is_closed and not connection.eof_received():
        wire.close()
    for _ in range(100):
        await asyncio.sleep(0)
    connection.connection_lost(None)
    return re.sub(rb"(?i)date: [^\r]*", b"", wire.written), wire.is_closed, connections.body_bytes


def exchanged(pieces: Sequence[bytes]) -> tuple[bytes, bool, int]:
    """What is written back, whether the connection was closed, and what is counted as waiting."""
    return asyncio.run(_exchanged(pieces))


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """The pieces of data that is cut at some places."""
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in itertools.pairwise(edges)]


def _request(path: str, kind: str, size: int) -> bytes:
    if kind == "get":
        return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n"
    if kind == "chunked":
        chunk = b"%x\r\n%s\r\n" % (size, b"x" * size) if size else b""
        return f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk + b"0\r\n\r\n"
    return f"{head}Content-Length: {size}\r\n\r\n".encode() + b"x" * size


REQUESTS = st.builds(
    _request,
    st.sampled_from(["/fast", "/fast", "/slow", "/no"]),
    st.sampled_from(["get", "plain", "chunked"]),
    st.integers(0, 300),
)
PLACES = st.lists(st.integers(0, 5000), max_size=20)


@given(st.lists(REQUESTS, min_size=1, max_size=5), PLACES)
def test_requests_are_answered_the_same_however_they_are_cut(
    requests: list[bytes], places: list[int]
) -> None:
    whole = exchanged([b"".join(requests)])
    assert exchanged(cut(b"".join(requests), places)) == whole
    assert exchanged(requests) == whole
    written, is_closed, waiting = whole
    # All are answered in order, up to one that is refused.
    expected = []
    for each in requests:
        expected.append(403 if b" /no " in each else 200)
        if expected[-1] == 403:
            break
    assert [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", written)] == expected
    assert is_closed
    assert waiting == 0


@given(
    st.lists(REQUESTS, min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=3)), max_size=4),
    PLACES,
)
def test_whatever_comes_ends_in_order(
    requests: list[bytes], changes: list[tuple[int, bytes]], places: list[int]
) -> None:
    data = bytearray(b"".join(requests))
    for place, new in changes:
        data[place % (len(data) + 1) : place % (len(data) + 1) + len(new)] = new
    written, is_closed, waiting = exchanged(cut(bytes(data), places))
    assert is_closed
    assert waiting == 0
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", written)]
    # A refusal is the last word.
    assert all(status in (100, 200) for status in statuses[:-1])
    assert set(statuses[-1:]) <= {200, 400, 403, 413, 431, 501}
