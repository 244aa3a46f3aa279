"""Signed envelopes as raw bytes, and raw HTTP to send them with."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from urllib.parse import urlsplit

from mktows import HttpRequest, Secret, sign, timestamp
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.soap import read_envelope

NAMESPACE = "http://www.marketo.com/mktows/"
GOOD = "<m:paramsListMObjects/>"


def signature_at(text: str) -> str:
    return sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text)


def header_at(moment: datetime, user: str = SAMPLE_USER_ID, key: str = SAMPLE_KEY) -> str:
    """The authentication header of a user, the sample one unless told otherwise."""
    text = timestamp(moment)
    signature = sign(user_id=user, key=Secret(key), timestamp=text)
    return (
        f"<m:AuthenticationHeader><mktowsUserId>{user}</mktowsUserId>"
        f"<requestSignature>{signature}</requestSignature>"
        f"<requestTimestamp>{text}</requestTimestamp></m:AuthenticationHeader>"
    )


def signed(message: str = GOOD, *, header: str | None = None, more: str = "") -> bytes:
    """An envelope that is signed now; `more` stands behind the authentication header."""
    if header is None:
        header = header_at(datetime.now(UTC))
    return (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
        f'xmlns:m="{NAMESPACE}"><e:Header>{header}{more}</e:Header><e:Body>{message}</e:Body>'
        "</e:Envelope>"
    ).encode()


def request(
    body: bytes, version: str = "2_7", *, action: str = '""', content_type: str = "text/xml"
) -> HttpRequest:
    headers = {"Content-Type": content_type, "SOAPAction": action}
    return HttpRequest(f"http://localhost/soap/mktows/{version}", headers, body)


def code_of(reply: bytes) -> int | None:
    """The vendor's code of a fault; None for a success and for a fault without."""
    fault = read_envelope(reply).fault
    return None if fault is None else fault.service_code


def post(body: bytes, *headers: str, version: str = "HTTP/1.1", length: int | None = None) -> bytes:
    """A POST to the endpoint, as bytes."""
    length = len(body) if length is None else length
    lines = [f"POST /soap/mktows/2_7 {version}", "Host: localhost", f"Content-Length: {length}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def connected(url: str) -> socket.socket:
    """A raw connection to a server, which must answer within seconds."""
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout=20)


def exchanged(url: str, data: bytes) -> tuple[int, bytes]:
    """Send bytes, say that no more follow, and read the answer: its status, or 0, and its body."""
    with connected(url) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return read_answer(connection)
        except ConnectionError:
            return 0, b""


def read_answer(connection: socket.socket) -> tuple[int, bytes]:
    """Read one answer that states its length."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return 0, data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1])
    if status == 100:
        return status, body
    length = None
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while length is None or len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    return status, body[:length]
