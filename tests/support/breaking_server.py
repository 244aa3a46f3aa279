"""A service that really answers, from a sandbox, and breaks off where it is told to.

It is reached on four routes: directly or by a proxy, plain or with TLS. The proxy is the same
process: it ends the tunnel itself, so a fault can strike anywhere on the way.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import select
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Self

import trustme

from mktows import HttpRequest
from mktows.sandbox import Sandbox

HOST = "mktows.test"
"""The service's name where a proxy stands in between; nothing resolves it."""


class Route(Enum):
    """How the client reaches the service."""

    PLAIN = "plain"
    TLS = "TLS"
    PROXY = "plain by a proxy"
    TUNNEL = "TLS through CONNECT"

    @property
    def encrypted(self) -> bool:
        return self in (Route.TLS, Route.TUNNEL)

    @property
    def proxied(self) -> bool:
        return self in (Route.PROXY, Route.TUNNEL)


class Phase(Enum):
    """How far the exchange has come when the fault strikes."""

    CONNECTING = "no byte of the request has left"
    REQUEST = "the request has not come whole"
    CARRIED_OUT = "the service has carried the call out"


class Conversation:
    """One connection, seen from the service."""

    def __init__(self, server: BreakingServer, plain: socket.socket) -> None:
        self._server = server
        # Stays open below TLS, which takes the socket itself over.
        self.plain = plain.dup()
        self.stream: socket.socket = plain
        self._rest = b""

    def accept_tls(self) -> None:
        self.stream = self._server.tls.wrap_socket(self.stream, server_side=True)

    def read_head(self) -> bytes:
        """The lines up to the empty one, with it; empty where the client has gone."""
        while b"\r\n\r\n" not in self._rest:
            piece = self.stream.recv(65536)
            if not piece:
                return b""
            self._rest += piece
        head, mark, self._rest = self._rest.partition(b"\r\n\r\n")
        return head + mark

    def read_body(self, head: bytes) -> bytes:
        lengths = (
            int(line.partition(b":")[2])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        length = next(lengths, 0)
        while len(self._rest) < length:
            self._rest += self.stream.recv(65536)
        body, self._rest = self._rest[:length], self._rest[length:]
        return body

    def carry_out(self, head: bytes, body: bytes) -> tuple[bytes, bytes]:
        """Have the sandbox answer; the reply's head and body."""
        lines = head.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ")
        # By a proxy the whole address comes.
        path = target if target.startswith("/") else f"/{target.split('/', 3)[3]}"
        headers = dict(line.split(": ", 1) for line in lines[1:] if line)
        reply = self._server.sandbox.send(
            HttpRequest(f"http://localhost{path}", headers, body, method=method)
        )
        kind = reply.headers["content-type"]
        return (
            f"HTTP/1.1 {reply.status} X\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(reply.body)}\r\n\r\n".encode(),
            reply.body,
        )

    def send(self, data: bytes) -> None:
        self.stream.sendall(data)

    def drip(self, data: bytes | Iterator[bytes]) -> None:
        """Send byte after byte, or piece after piece, so that none waits for the next for long."""
        pieces = (data[at : at + 1] for at in range(len(data))) if isinstance(data, bytes) else data
        for piece in pieces:
            self.stream.sendall(piece)
            if self._server.stop.wait(0.002):
                return

    def finish(self) -> None:
        """Hang up politely (FIN)."""
        with contextlib.suppress(OSError):
            self.plain.shutdown(socket.SHUT_WR)
        self._drain()

    def reset(self) -> None:
        """Hang up rudely (RST)."""
        self.plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        self.stream.close()
        self.plain.close()

    def break_tls(self) -> None:
        """Send what is no TLS record, past the TLS layer."""
        self.plain.sendall(b"\x17\x03\x03\x00\x20" + b"\xff" * 32)
        self.finish()

    def speak_plain(self) -> None:
        """Answer like a balancer that has lost its way, in the middle of the TLS stream."""
        self.plain.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        self.finish()

    def _drain(self) -> None:
        """Take in what still comes: a close with unread bytes would be a reset."""
        with contextlib.suppress(OSError):
            while select.select([self.plain], [], [], 0.05)[0] and self.plain.recv(65536):
                pass


Ending = Callable[[Conversation], None]
ENDINGS: dict[str, Ending] = {"FIN": Conversation.finish, "RST": Conversation.reset}
TLS_ENDINGS: dict[str, Ending] = {
    "a bad TLS record": Conversation.break_tls,
    "plain HTTP inside TLS": Conversation.speak_plain,
}


@dataclass(frozen=True)
class Fault:
    """One way to break off.

    Attributes:
        name: What a reader calls it.
        phase: When it strikes.
        accepted: What happens once a connection was accepted, before any TLS.
        tunnelled: What happens instead of the answer to CONNECT.
        requested: What happens with a request's head.
        answered: What happens with a reply's head and body, once the call was carried out.
        routes: Where it can happen.
    """

    name: str
    phase: Phase
    accepted: Ending | None = None
    tunnelled: Ending | None = None
    requested: Callable[[Conversation, bytes], None] | None = None
    answered: Callable[[Conversation, bytes, bytes], None] | None = None
    routes: tuple[Route, ...] = tuple(Route)

    def __str__(self) -> str:
        return self.name


_ENCRYPTED = (Route.TLS, Route.TUNNEL)


def _endings() -> Iterator[tuple[str, Ending, tuple[Route, ...]]]:
    for name, ending in ENDINGS.items():
        yield name, ending, tuple(Route)
    for name, ending in TLS_ENDINGS.items():
        yield name, ending, _ENCRYPTED


def _after(cut: Callable[[bytes, bytes], bytes], ending: Ending) -> Callable[..., None]:
    def answered(conversation: Conversation, head: bytes, body: bytes) -> None:
        conversation.send(cut(head, body))
        ending(conversation)

    return answered


def _sends(change: Callable[[bytes, bytes], bytes]) -> Callable[..., None]:
    return _after(change, Conversation.finish)


def _with_lengths(*lines: bytes) -> Callable[[bytes, bytes], bytes]:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
    return lambda _, body: head + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


def _connecting() -> Iterator[Fault]:
    """Before any byte of the request has left: on TLS, and where the proxy refuses."""

    def handshake_begins(ending: Ending, conversation: Conversation) -> None:
        conversation.plain.recv(10)
        ending(conversation)

    def no_tls(conversation: Conversation) -> None:
        conversation.plain.recv(10)
        conversation.plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        conversation.finish()

    for name, ending in ENDINGS.items():
        begins = functools.partial(handshake_begins, ending)
        yield Fault(f"{name} in the handshake", Phase.CONNECTING, begins, routes=(Route.TLS,))
        yield Fault(
            f"{name} instead of a tunnel", Phase.CONNECTING, None, ending, routes=(Route.TUNNEL,)
        )
    yield Fault("no TLS at all", Phase.CONNECTING, no_tls, routes=(Route.TLS,))
    for status in ("407 Proxy Authentication Required", "502 Bad Gateway", "abc"):

        def refuses(conversation: Conversation, status: str = status) -> None:
            conversation.send(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
            conversation.finish()

        yield Fault(
            f"the proxy says {status}", Phase.CONNECTING, None, refuses, routes=(Route.TUNNEL,)
        )


def _requesting() -> Iterator[Fault]:
    """While the request comes, so that it is not carried out."""
    for name, ending, routes in _endings():

        def behind_the_head(conversation: Conversation, _: bytes, ending: Ending = ending) -> None:
            ending(conversation)

        yield Fault(
            f"{name} behind the request's head",
            Phase.REQUEST,
            requested=behind_the_head,
            routes=routes,
        )
    for name, ending in ENDINGS.items():
        yield Fault(f"{name} at once", Phase.REQUEST, ending, routes=(Route.PLAIN, Route.PROXY))


def _answering() -> Iterator[Fault]:
    """Once the call is carried out."""
    cuts: dict[str, Callable[[bytes, bytes], bytes]] = {
        "instead of an answer": lambda _head, _body: b"",
        "within the status line": lambda head, _: head[:7],
        "within the headers": lambda head, _: head[:30],
        "before the body": lambda head, _: head,
        "within the body": lambda head, body: head + body[: len(body) // 2],
    }
    for place, cut in cuts.items():
        for name, ending, routes in _endings():
            yield Fault(
                f"{name} {place}", Phase.CARRIED_OUT, answered=_after(cut, ending), routes=routes
            )
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    wrong: dict[str, Callable[[bytes, bytes], bytes]] = {
        "a list of lengths": _with_lengths(b"Content-Length: 5, 6"),
        "two lengths": _with_lengths(b"Content-Length: 5", b"Content-Length: 6"),
        "a negative length": _with_lengths(b"Content-Length: -5"),
        "a length that is no number": _with_lengths(b"Content-Length: many"),
        "a length too long": lambda head, body: (
            head.replace(b"Content-Length: ", b"Content-Length: 9") + body
        ),
        "a length too short": _with_lengths(b"Content-Length: 7"),
        "a chunk size that is no number": lambda _, body: chunked + b"zz\r\n" + body,
        "a chunk cut off": lambda _, body: chunked + b"fff\r\n" + body[:20],
        "no last chunk": lambda _, body: chunked + b"%x\r\n%b\r\n" % (len(body), body),
        "a status line of its own": lambda _, body: b"SOAP/9 fine\r\n\r\n" + body,
        "a status that is no number": lambda _, body: b"HTTP/1.1 abc X\r\n\r\n" + body,
        "a header without end": lambda _, __: b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000,
        "a thousand headers": lambda _, __: b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 1000 + b"\r\n",
        "broken compression": lambda _, __: (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
            + b"\x1f\xff" * 2
        ),
        "a redirect to nowhere": lambda _, __: (
            b"HTTP/1.1 302 Found\r\nLocation: http://[bad/\r\nContent-Length: 0\r\n\r\n"
        ),
        "a bad gateway": lambda _, __: b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        "a service unavailable": lambda _, __: (
            b"HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"
        ),
    }
    for name, change in wrong.items():
        yield Fault(name, Phase.CARRIED_OUT, answered=_sends(change))


def _dripping() -> Iterator[Fault]:
    """Once the call is carried out: a little at a time, and without end."""
    ok = b"HTTP/1.1 200 OK\r\n"
    endless: dict[str, tuple[bytes, bytes]] = {
        "interim answers without end": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        "a dripping status line": (b"HTTP/1.1 200 ", b"x"),
        "dripping headers": (ok + b"X: ", b"x"),
        "a dripping body": (ok + b"Content-Length: 99999999\r\n\r\n", b" "),
        "a dripping body to the end": (ok + b"\r\n", b" "),
        "a dripping chunk size": (ok + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        "a dripping chunk": (ok + b"Transfer-Encoding: chunked\r\n\r\nffffff\r\n", b" "),
        "dripping chunks": (ok + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        "a dripping trailer": (ok + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: x\r\n"),
    }
    for name, (begin, piece) in endless.items():

        def drips(
            conversation: Conversation,
            _: bytes,
            __: bytes,
            begin: bytes = begin,
            piece: bytes = piece,
        ) -> None:
            conversation.send(begin)
            conversation.drip(itertools.repeat(piece))

        yield Fault(name, Phase.CARRIED_OUT, answered=drips)

    def silence(conversation: Conversation, _: bytes, __: bytes) -> None:
        conversation.drip(itertools.repeat(b""))

    yield Fault("silence", Phase.CARRIED_OUT, answered=silence)

    def dripping_tunnel(conversation: Conversation) -> None:
        conversation.send(b"HTTP/1.1 200 OK\r\nX: ")
        conversation.drip(itertools.repeat(b"x"))

    yield Fault(
        "a dripping answer to CONNECT",
        Phase.CONNECTING,
        tunnelled=dripping_tunnel,
        routes=(Route.TUNNEL,),
    )

    def dripping_handshake(conversation: Conversation) -> None:
        conversation.plain.sendall(b"\x16\x03\x03\x40\x00")
        conversation.drip(itertools.repeat(b"\x00"))

    yield Fault(
        "a dripping handshake", Phase.CONNECTING, accepted=dripping_handshake, routes=(Route.TLS,)
    )


FAULTS = (*_connecting(), *_requesting(), *_answering())
DRIPS = tuple(_dripping())


@dataclass
class BreakingServer:
    """Serves a sandbox on loopback, on one route, with one fault or a schedule of them.

    Attributes:
        fault: What happens to a request; None for nothing.
        schedule: What happens to the first requests, one after the other, instead.
        passing: Requests that are answered well before the fault strikes.
        carried_out: Bodies that the sandbox has answered.
        begun: Requests of which a byte has come.
    """

    route: Route
    sandbox: Sandbox
    tls: ssl.SSLContext
    fault: Fault | None = None
    schedule: Iterable[Fault | None] = ()
    passing: int = 0
    carried_out: list[bytes] = field(default_factory=list)
    begun: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    _open: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self._left = deque(self.schedule)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def base_url(self) -> str:
        scheme = "https" if self.route.encrypted else "http"
        where = HOST if self.route.proxied else f"localhost:{self.port}"
        return f"{scheme}://{where}"

    @property
    def endpoint(self) -> str:
        return f"{self.base_url}/soap/mktows/2_7"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """Stop serving, and close what is open."""
        self.stop.set()
        self._listener.close()
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=10)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _accept(self) -> None:
        while not self.stop.is_set():
            try:
                plain, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            plain.settimeout(10)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            conversation = Conversation(self, plain)
            self._open.append(conversation.plain)
            self._start(self._serve, conversation)

    def _serve(self, conversation: Conversation) -> None:
        try:
            self._converse(conversation)
        except (OSError, ValueError):
            pass  # the client has gone, as it may
        finally:
            with contextlib.suppress(OSError):
                conversation.close()

    def _converse(self, conversation: Conversation) -> None:
        fault = self._due()
        if fault is not None and fault.accepted is not None:
            if self.route.encrypted:
                fault.accepted(conversation)
                return
            if conversation.plain.recv(1, socket.MSG_PEEK):
                self.begun += 1
            fault.accepted(conversation)
            return
        if self.route is Route.TUNNEL:
            conversation.read_head()
            if fault is not None and fault.tunnelled is not None:
                fault.tunnelled(conversation)
                return
            conversation.send(b"HTTP/1.1 200 Connected\r\n\r\n")
        if self.route.encrypted:
            conversation.accept_tls()
        while head := conversation.read_head():
            self.begun += 1
            fault = self._left.popleft() if self._left else self._due()
            if fault is not None and fault.requested is not None:
                fault.requested(conversation, head)
                return
            body = conversation.read_body(head)
            reply = conversation.carry_out(head, body)
            self.carried_out.append(body)
            if fault is not None and fault.answered is not None:
                fault.answered(conversation, *reply)
                return
            conversation.send(b"".join(reply))

    def _due(self) -> Fault | None:
        return self.fault if len(self.carried_out) >= self.passing else None


def certificates(folder: str) -> tuple[ssl.SSLContext, str]:
    """A server's side of TLS, and the file of the authority that vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1", HOST).configure_cert(context)
    path = f"{folder}/authority.pem"
    authority.cert_pem.write_to_path(path)
    return context, path


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait for another thread; whether it came about."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.002)
    return condition()
