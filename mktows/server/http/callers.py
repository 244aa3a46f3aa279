"""Judges who may call over HTTP: programs, and our own page, under a name of ours. Pure."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Collection

from mktows.server.http.request_head import RequestHead

_NAME = re.compile(r"[A-Za-z0-9.\-_]{1,255}")
_FROM_A_PAGE = ("origin", "referer")
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Callers:
    """Tells which requests are answered.

    A page that a browser shows can send requests to this machine, too, and a page whose own name
    was made to point here may read the answers. Browsers mark what pages send, by Origin, Referer
    or Sec-Fetch-Site, and the rebound name stands in Host. So a request is answered that has no
    such mark and is addressed to a loopback name or address, to the very address of ours that it
    arrives at, or to a name that was given; and below `/_control/` only if it comes from this
    machine, or is addressed to a name that was given.

    The server's own page is the one exception: what is for it may come from itself, too.

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
        if self._is_given(head):
            return ""
        if not _is_ours(head, local):
            return _unknown(head)
        if steers and not _came_from_here(client, local):
            return (
                "/_control/ is not reached from other machines. If it is meant to be, start the "
                "server with --allow-host NAME, and call it under that name."
            )
        return ""

    def page_barred(
        self, head: RequestHead, *, client: str, local: str, for_hosts: bool = False
    ) -> str:
        """Return why a request for the server's own page is refused; empty where it is answered.

        It is answered where the user has opened it, or where it comes from the page itself: from
        the very origin that it is addressed to.

        Args:
            head: Its head.
            client: The client's address.
            local: The address of ours that it arrived at.
            for_hosts: Whether the page is shown to all who call the server by a name that was
                given; else on this machine alone.
        """
        mark = _of_another_origin(head)
        if mark:
            return (
                f"The header {mark.title()} says that another web page sends this, or leads here. "
                "Open the page by its address."
            )
        if self._is_given(head):
            if for_hosts:
                return ""
        elif not _is_ours(head, local):
            return _unknown(head)
        if self.not_here(head, client=client, local=local):
            return (
                "The page is shown on this machine alone, under a name such as localhost. "
                "--page-for-hosts shows it to all who call the server by a name of --allow-host."
            )
        return ""

    def not_here(self, head: RequestHead, *, client: str, local: str) -> str:
        """Return why a request is refused that must come from this machine; empty if it does.

        What a proxy on this machine passes on comes from elsewhere; most of them say so, or leave
        the name by which they were called.
        """
        forwarded = any(name in head.headers for name in _FORWARDED)
        if _came_from_here(client, local) and _is_ours(head, local) and not forwarded:
            return ""
        return "This is not shown to other machines, nor through a proxy."

    def _is_given(self, head: RequestHead) -> bool:
        """Tell whether a request is addressed to a name that was given."""
        return (_address(head.host) or head.host) in self._hosts


def _is_ours(head: RequestHead, local: str) -> bool:
    """Tell whether a request is addressed to a loopback name, or to the address it arrived at."""
    address = _address(head.host)
    if address is None:
        return head.host == "localhost"
    return _is_here(address) or address == _address(local)


def _came_from_here(client: str, local: str) -> bool:
    """Tell whether a client is on this machine."""
    came = _address(client)
    return came is not None and (came.is_loopback or came == _address(local))


def _unknown(head: RequestHead) -> str:
    return (
        f"This server is not known as {head.host}. If it is meant to be, start it with "
        f"--allow-host {head.host} (in Python: hosts={{...}})."
    )


def _of_another_origin(head: RequestHead) -> str:
    """Return the header that tells of another origin than the one addressed; empty for none.

    A browser says by Sec-Fetch-Site how the two go together, wherever it trusts the way to the
    server. Our page tells nobody where it is (Referrer-Policy), so what it posts has the origin
    `null`: that is ours only if Sec-Fetch-Site says so.
    """
    site = head.headers.get("sec-fetch-site")
    if site not in (None, "none", "same-origin"):
        return "sec-fetch-site"
    own = _origin(head.scheme, head.authority)
    origin = head.headers.get("origin")
    if origin is not None and not (origin == "null" and site == "same-origin"):
        scheme, mark, authority = origin.lower().partition("://")
        if not mark or _origin(scheme, authority) != own:
            return "origin"
    referer = head.headers.get("referer")
    if referer is not None:
        scheme, mark, rest = referer.partition("://")
        authority, _, _ = rest.partition("/")
        if not mark or _origin(scheme.lower(), authority.lower()) != own:
            return "referer"
    return ""


def _origin(scheme: str, authority: str) -> tuple[str, str]:
    """An origin in one form: browsers leave the port out where it is that of the scheme."""
    port = {"http": ":80", "https": ":443"}.get(scheme, "")
    return scheme, authority.lower().removesuffix(port) if port else authority.lower()


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
