"""HTTP requests as text: a request line, headers, an empty line, a body."""

from __future__ import annotations

from mktows.transport import HttpRequest

_BREAK = b"\n\n"


def split(data: bytes) -> tuple[bytes, bytes]:
    """The head and the body; without an empty line it is all body."""
    head, found, body = data.partition(_BREAK)
    return (head, body) if found else (b"", data)


def join(head: bytes, body: bytes) -> bytes:
    """The other way round."""
    return head + _BREAK + body


def request_of(data: bytes) -> HttpRequest:
    """The request of a text that may be anything; what is missing is an ordinary POST's."""
    head, body = split(data)
    first, *lines = head.decode("latin-1").split("\n")
    method, _, path = first.removesuffix(" HTTP/1.1").partition(" ")
    headers = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
    url = path if "://" in path else f"http://localhost{path or '/soap/mktows/2_7'}"
    return HttpRequest(url, headers, body, method or "POST")
