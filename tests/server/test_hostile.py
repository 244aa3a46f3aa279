"""Whatever is sent, it is answered in order, and the next good call is, too.

`MKTOWS_HOSTILE` is the number of messages; by default there are few.
"""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from support.envelopes import connected, exchanged, header_at, post, request, signed

from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer
from mktows.server.journal.journal import Bounds
from mktows.soap import read_envelope
from mktows.testing.samples import samples

COUNT = int(os.environ.get("MKTOWS_HOSTILE", "600"))
ODD_TEXTS = [
    "", " ", "0", "-1", "1e9", "NaN", "99999999999", "-9223372036854775808", "9223372036854775807",
    "9223372036854775808", "1" * 30, "1" * 5_000, "\u0663", "true", "TRUE", "nil", "&#0;", "&#x1F;",
    "&#xD800;", "\ufffe", "\U0001f600" * 100, "0000-01-01T00:00:00", "9999-12-31T24:00:00",
    "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "-0001-01-01T00:00:00Z",
    "12345-01-01T00:00:00", "2026-02-30T00:00:00", "2026-01-01", "%", "_", "' OR 1=1 --", "\\",
    "ID:1", "ID:99999999999999999999", "a@b" * 1_000, "<x/>", "<![CDATA[x]]>", "<!-- -->", "&lt;",
    "&unknown;", "]]&gt;", "../../etc/passwd", "{", "[1]", "\r\n", "=" * 100, "aGVsbG8=",
]  # fmt: skip


@pytest.fixture(scope="module")
def messages() -> list[tuple[str, bytes]]:
    """One envelope for each way to fill each request of each version."""
    found = []
    for version in KNOWN_VERSIONS:
        table = contract(version)
        codec = Codec(table)
        for operation in table.operations.values():
            for value in samples(operation.request, version=version):
                encoded = codec.encode(operation.request, value)
                body = encoded.text.replace("<ns1:", "<m:").replace("</ns1:", "</m:")
                body = body.replace('"ns1:', '"m:')
                xsi = "http://www.w3.org/2001/XMLSchema-instance"
                body = body.replace(">", f' xmlns:xsi="{xsi}">', 1) if encoded.xsi else body
                found.append((version, signed(body)))
    return found


Mutation = Callable[[random.Random, bytes], bytes]


def flipped(chance: random.Random, body: bytes) -> bytes:
    data = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def truncated(chance: random.Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body))]


def odd_text(chance: random.Random, body: bytes) -> bytes:
    """Texts of the message are replaced, which leaves it signed and well-formed mostly."""
    start = body.index(b"<e:Body>")
    pieces = body[start:].split(b">")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(pieces) - 1)
        text, bracket, rest = pieces[at].partition(b"<")
        if at and bracket:
            odd = chance.choice(ODD_TEXTS).encode("utf-8", "surrogatepass")
            pieces[at] = odd + bracket + rest
        del text
    return body[:start] + b">".join(pieces)


def spliced(chance: random.Random, body: bytes) -> bytes:
    """Pieces of it are doubled, dropped or moved."""
    start = body.index(b"<e:Body>")
    pieces = body[start:].split(b"<")
    for _ in range(chance.randint(1, 4)):
        at, to = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        chosen = chance.choice(["double", "drop", "move"])
        if chosen == "double":
            pieces[to:to] = pieces[at : at + chance.randint(1, 5)]
        elif len(pieces) > 1:
            piece = pieces.pop(at)
            if chosen == "move":
                pieces.insert(min(to, len(pieces)), piece)
    return body[:start] + b"<".join(pieces)


def recoded(chance: random.Random, body: bytes) -> bytes:
    text = body.decode()
    encoding = chance.choice(["utf-16", "utf-16-le", "utf-32", "cp037", "utf-7", "utf-8-sig"])
    declared = chance.choice(["", encoding, "utf-8", "no-such-encoding"])
    if declared:
        text = f'<?xml version="1.0" encoding="{declared}"?>{text}'
    return text.encode(encoding, "replace")


def unchanged(_: random.Random, body: bytes) -> bytes:
    return body


MUTATIONS: list[Mutation] = [flipped, truncated, odd_text, odd_text, spliced, recoded, unchanged]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    # A machine as slow as any gets through them before the signatures expire.
    with Sandbox(window=timedelta(days=1), journal=Bounds(calls=200)) as running:
        yield running


def in_order(status: int, body: bytes) -> bool:
    """Whether an answer is a success, a fault, or a clean HTTP error."""
    if status in (200, 500):
        envelope = read_envelope(body)
        return (status == 500) == (envelope.fault is not None)
    return status in (400, 403, 404, 405, 408, 413, 415, 431, 501)


def test_mutated_envelopes_are_answered_in_order(
    sandbox: Sandbox,
    messages: list[tuple[str, bytes]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = request(signed())
    for number in range(COUNT):
        chance = random.Random(number)
        version, body = chance.choice(messages)
        sent = chance.choice(MUTATIONS)(chance, body)
        caplog.clear()
        answer = sandbox.send(request(sent, version))
        assert in_order(answer.status, answer.body), (number, answer)
        # An unexpected error is answered with a fault, too, but it is a bug of ours.
        assert not [r.message for r in caplog.records if r.levelname == "ERROR"], number
        if number % 10 == 0:
            assert sandbox.send(good).status == 200, number


def test_mutated_http_requests_are_answered_in_order(sandbox: Sandbox) -> None:
    good = post(signed(), "Connection: close")
    with ThreadedServer(sandbox) as running:
        for number in range(COUNT // 4):
            chance = random.Random(number)
            sent = chance.choice([flipped, truncated, spliced])(chance, post(signed()))
            if chance.random() < 0.3:
                sent = sent.replace(b"Content-Length", chance.choice([
                    b"Content-Length: 5\r\nContent-Length", b"Transfer-Encoding: chunked\r\nX",
                    b"X", b"Content-Length: -1\r\nX",
                    b"Upgrade: websocket\r\nConnection: upgrade\r\nX",
                    b"Expect: 100-continue\r\nContent-Length", b"Content-Encoding: gzip\r\nX",
                ]))  # fmt: skip
            status, body = exchanged(running.url, sent)
            # Nothing can be answered to what breaks off; a 100 says to go on.
            assert status in (0, 100, 503) or in_order(status, body), (number, status, body)
            if number % 5 == 0:
                assert exchanged(running.url, good)[0] == 200, number


NAMESPACES = [f"xmlns:a{number}='u'" for number in range(20_000)]


def nested(depth: int) -> bytes:
    return signed(f"<m:paramsListMObjects>{'<a>' * depth}{'</a>' * depth}</m:paramsListMObjects>")


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        nested(200),
        nested(2_000),
        nested(100_000),
        signed(f"<m:paramsListMObjects>{'<a/>' * 300_000}</m:paramsListMObjects>"),
        signed("<m:paramsListMObjects " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>"),
        signed(f"<m:paramsListMObjects {' '.join(NAMESPACES)}/>"),
        signed(f"<m:paramsListMObjects>{'x' * 11_000_000}</m:paramsListMObjects>"),
        signed(f"<m:{'a' * 1_000_000}/>"),
        signed("<m:paramsListMObjects/>" * 10_000),
        signed(more="<x/>" * 100_000),
        signed(header=header_at(datetime.now(UTC)) * 1_000),
        b"\x00" * 1_000_000,
        b"<" * 1_000_000,
        b"<a " * 300_000,
        b"<?xml version='1.0'?>" + b"<!-- -->" * 300_000 + signed(),
    ],
    ids=[
        "deep", "deeper", "far too deep", "many elements", "many attributes", "many namespaces",
        "long text", "long name", "many messages", "many blocks", "many headers", "zeros",
        "brackets", "open tags", "comments",
    ],
)  # fmt: skip
def test_monsters_are_answered_in_order(
    sandbox: Sandbox, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = sandbox.send(request(body))
    assert in_order(answer.status, answer.body), answer
    assert not [r.message for r in caplog.records if r.levelname == "ERROR"]
    assert sandbox.send(request(signed())).status == 200
    assert len(sandbox.calls()) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n" * 100,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"POST /soap/mktows/2_7 HTTP/1.1\r\n\r\n",
        b"CONNECT localhost:80 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST http://[::1/soap HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
        b"POST //[/soap/mktows/2_7 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
        b"GET /soap/mktows/2_7?%ff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%00%ff/../soap HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    ],
)
def test_what_is_no_http_is_turned_away(sandbox: Sandbox, data: bytes) -> None:
    with ThreadedServer(sandbox) as running:
        status, _ = exchanged(running.url, data)
        assert status in (0, 400, 403, 404, 405, 413)
        assert exchanged(running.url, post(signed()))[0] == 200


def test_clients_that_hang_up_leave_nothing_behind(sandbox: Sandbox) -> None:
    data = post(signed())
    with ThreadedServer(sandbox) as running:
        for end in range(1, len(data), 40):
            with connected(running.url) as connection:
                connection.sendall(data[:end])
                # Closed with a reset.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        assert exchanged(running.url, data)[0] == 200
