"""Pages beside the service: for everybody, or for this machine alone."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import h11
import pytest

from mktows.sandbox import Sandbox
from mktows.server.front import plain
from mktows.server.http.callers import Callers
from mktows.server.http.pages import Page
from mktows.server.http.request_head import read_head
from mktows.server.http.server import ThreadedServer
from mktows.transport import HttpResponse

LAN = "192.0.2.7"


def _fails() -> HttpResponse:
    raise ValueError("canary")


PAGES = {
    "/open": Page(lambda: plain(200, "for all")),
    "/kept": Page(lambda: plain(200, "for us"), local=True),
    "/fails": Page(_fails),
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Sandbox() as sandbox, ThreadedServer(sandbox, pages=PAGES) as server:
        yield server.url


def asked(
    url: str, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request(method, path, headers=dict(headers or {}))
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def test_a_page_is_got(url: str) -> None:
    assert asked(url, "/open") == (200, "for all\n")
    assert asked(url, "/open?x=1") == (200, "for all\n")
    assert asked(url, "/open", "HEAD") == (200, "")
    assert asked(url, "/open", "POST")[0] == 405
    assert asked(url, "/open/x")[0] == 404


def test_an_open_page_is_got_under_any_name(url: str) -> None:
    assert asked(url, "/open", headers={"Host": "elsewhere.test"})[0] == 200
    assert asked(url, "/kept")[0] == 200
    assert asked(url, "/kept", headers={"Host": "elsewhere.test"})[0] == 403
    assert asked(url, "/kept", headers={"X-Forwarded-For": LAN})[0] == 403
    assert asked(url, "/kept", headers={"Origin": "http://127.0.0.1"})[0] == 403


def test_a_page_that_fails_tells_nothing(url: str) -> None:
    assert asked(url, "/fails") == (500, "The server failed; its log says where.\n")


@pytest.mark.parametrize(
    ("host", "client", "headers", "here"),
    [
        ("127.0.0.1:8017", "127.0.0.1", {}, True),
        ("localhost", "::1", {}, True),
        (LAN, LAN, {}, True),
        (LAN, "192.0.2.99", {}, False),
        ("localhost", "192.0.2.99", {}, False),
        ("named.test", "127.0.0.1", {}, False),
        ("127.0.0.1", "127.0.0.1", {"Via": "1.1 proxy"}, False),
        ("127.0.0.1", "127.0.0.1", {"Forwarded": "for=192.0.2.99"}, False),
        ("127.0.0.1", "127.0.0.1", {"X-Real-IP": "192.0.2.99"}, False),
    ],
)
def test_a_kept_page_is_for_this_machine(
    host: str, client: str, headers: dict[str, str], here: bool
) -> None:
    head = read_head(
        h11.Request(method="GET", target="/kept", headers=[("Host", host), *headers.items()])
    )
    local = LAN if client.startswith("192") else client
    assert bool(Callers({"named.test"}).not_here(head, client=client, local=local)) is not here
