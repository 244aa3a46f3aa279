"""The head of an HTTP request: which address it means, and what its headers say; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mktows.extras import named

try:
    import h11
except ModuleNotFoundError as error:
    raise named(error) from error

_PATH = re.compile(r"(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?")
_ABSOLUTE = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#]*)(?P<rest>[^#]*)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:(?P<name>[A-Za-z0-9.\-_]{1,255})|\[(?P<address>[0-9A-Fa-f:.]{2,45})\])(?::[0-9]{1,5})?"
)


class BadHead(Exception):
    """The head is none that can be answered; the text is for the client."""


@dataclass(frozen=True, slots=True)
class RequestHead:
    """The head of a request.

    Attributes:
        method: The method.
        scheme: The scheme of its address.
        authority: The host and port of its address, as they were written.
        host: The host alone, in lower case and without brackets.
        path: The path as it was written, escapes and all.
        query: The query as it was written.
        headers: The headers by their names in lower case; what came twice has commas in between.
        length: How many bytes the body has; None where only its end will tell.
    """

    method: str
    scheme: str
    authority: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    length: int | None

    @property
    def url(self) -> str:
        """The address that is meant."""
        return f"{self.scheme}://{self.authority}{self.path}{'?' if self.query else ''}{self.query}"


def read_head(request: h11.Request, scheme: str = "http") -> RequestHead:
    """Read the head of a request whose syntax is in order.

    Raises:
        BadHead: Its target or host is none, or where its body ends is told in two ways.
    """
    headers: dict[str, str] = {}
    for raw_name, raw_value in request.headers:
        name, value = raw_name.decode("ascii"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    length = headers.get("content-length")
    if "transfer-encoding" in headers:
        # Servers in a row that read such a request differently can be made to take a part of its
        # body for another request (RFC 9112, sections 6.1 and 6.3).
        if length is not None:
            raise BadHead("Give Content-Length or Transfer-Encoding, not both.")
        if request.http_version < b"1.1":
            raise BadHead("HTTP/1.0 knows no Transfer-Encoding: give Content-Length.")
        size = None
    else:
        size = int(length or 0)
    authority, target = headers.get("host"), request.target.decode("ascii")
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute is not None:
        # Who addresses a proxy writes the whole address; its host counts (RFC 9112, 3.2.2).
        scheme, authority, target = absolute["scheme"].lower(), absolute["host"], absolute["rest"]
        if not target.startswith("/"):
            target = f"/{target}"
    elif authority is None:  # HTTP/1.0
        authority = "localhost"
    host = _HOST.fullmatch(authority)
    if host is None:
        raise BadHead("The host is not valid.")
    path = _PATH.fullmatch(target)
    if path is None:
        raise BadHead("The request's target is not valid: give a path, such as /soap/mktows/2_7.")
    return RequestHead(
        method=request.method.decode("ascii"),
        scheme=scheme,
        authority=authority,
        host=(host["name"] or host["address"]).lower(),
        path=path["path"],
        query=path["query"] or "",
        headers=headers,
        length=size,
    )
