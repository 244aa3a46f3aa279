"""Judges who may call over HTTP: programs, under a name of this server's; no web page. Pure."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Collection

from mktows.server.http.request_head import RequestHead

_NAME = re.compile(r"[A-Za-z0-9.\-_]{1,255}")
_FROM_A_PAGE = ("origin", "referer")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Callers:
    """Tells which requests are answered.

    A page that a browser shows can send requests to this machine, too, and a page whose own name
    was made to point here may read the answers. Browsers mark what pages send, by Origin, Referer
    or Sec-Fetch-Site, and the rebound name stands in Host. So a request is answered that has no
    such mark and is addressed to a loopback name or address, to the very address of ours that it
    arrives at, or to a name that was given; and below `/_control/` only if it comes from this
    machine, or is addressed to a name that was given.

    Args:
        hosts: Further names and addresses under which the server is reached, without port.

    Raises:
        ValueError: One is neither a name nor an address.
    """

    def __init__(self, hosts: Collection[str] = ()) -> None:
        for host in hosts:
            if _address(host) is None and not _NAME.fullmatch(host):
                raise ValueError(
                    f"{host!r} is no host: give a host name or address alone, without port"
                )
        self._hosts = frozenset(_address(host) or host.lower() for host in hosts)

    def barred(self, head: RequestHead, *, client: str, local: str, steers: bool) -> str:
        """Return why a request is refused, and what to do; empty where it is answered.

        Args:
            head: Its head.
            client: The client's address.
            local: The address of ours that it arrived at.
            steers: Whether it is for `/_control/`.
        """
        mark = next((name for name in _FROM_A_PAGE if name in head.headers), "")
        if not mark and head.headers.get("sec-fetch-site", "none") != "none":
            mark = "sec-fetch-site"
        if mark:
            return (
                f"The header {mark.title()} says that a web page sends this. Web pages are not "
                "answered: call from a program, without that header."
            )
        address = _address(head.host)
        if (address or head.host) in self._hosts:
            return ""
        arrived = _address(local)
        ours = address is not None and (_is_here(address) or address == arrived)
        if not ours and head.host != "localhost":
            return (
                f"This server is not known as {head.host}. If it is meant to be, start it with "
                f"--allow-host {head.host} (in Python: hosts={{...}})."
            )
        came = _address(client)
        if steers and (came is None or not (came.is_loopback or came == arrived)):
            return (
                "/_control/ is not reached from other machines. If it is meant to be, start the "
                "server with --allow-host NAME, and call it under that name."
            )
        return ""


@functools.lru_cache(maxsize=256)  # asked at each request, of the same few
def _address(text: str) -> _Address | None:
    """An IP address, without its zone; one of IPv4 in the dress of IPv6 is one of IPv4."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_here(address: _Address) -> bool:
    """Tell whether an address leads to the machine itself: 0.0.0.0 and :: do, too."""
    return address.is_loopback or address.is_unspecified
