"""Who may call over HTTP: programs may, under a name of the server's; web pages may not."""

from __future__ import annotations

import http.client
import json
import logging
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import h11
import pytest
from support.envelopes import code_of, signed

from mktows import Client, HttpRequest
from mktows.sandbox import Sandbox
from mktows.sandbox.control import Control
from mktows.server.http.callers import Callers
from mktows.server.http.request_head import read_head
from mktows.server.http.server import ThreadedServer

LOCAL = "127.0.0.1"
LAN = "192.0.2.7"
OTHER_MACHINE = "192.0.2.99"


def barred(
    host: str,
    *,
    client: str = LOCAL,
    local: str = LOCAL,
    steers: bool = False,
    headers: Mapping[str, str] | None = None,
    hosts: tuple[str, ...] = (),
) -> str:
    """Why a call is refused; empty where it is answered."""
    sent = [("Host", host), ("Content-Length", "0"), *(headers or {}).items()]
    head = read_head(h11.Request(method="POST", target="/soap/mktows/2_7", headers=sent))
    return Callers(hosts).barred(head, client=client, local=local, steers=steers)


@pytest.mark.parametrize("steers", [False, True])
@pytest.mark.parametrize(
    ("host", "client", "local"),
    [
        ("localhost", LOCAL, LOCAL),
        ("LOCALHOST:80", LOCAL, LOCAL),
        ("127.1.2.3", LOCAL, "127.1.2.3"),
        ("[::1]:80", "::1", "::1"),
        ("[0:0:0:0:0:0:0:1]", "::1", "::1"),
        ("localhost", "::ffff:127.0.0.1", "::ffff:127.0.0.1"),
        ("0.0.0.0:8017", LOCAL, LOCAL),  # what the command prints for --host 0.0.0.0
        ("[::]:8017", "::1", "::1"),
        (f"{LAN}:8017", LAN, LAN),
        (LAN, f"::ffff:{LAN}", f"::ffff:{LAN}"),
    ],
)
def test_programs_on_this_machine_are_answered(
    host: str, client: str, local: str, steers: bool
) -> None:
    assert barred(host, client=client, local=local, steers=steers) == ""


@pytest.mark.parametrize(
    ("host", "local"),
    [
        (LAN, LAN),
        (f"{LAN}:8017", f"::ffff:{LAN}"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:DB8:0::7]:80", "2001:db8::7"),
        ("[fe80::7]", "fe80::7%eth0"),
        ("localhost", "172.17.0.2"),  # forwarded, as to a container
    ],
)
def test_other_machines_call_by_the_address_but_do_not_steer(host: str, local: str) -> None:
    assert barred(host, client=OTHER_MACHINE, local=local) == ""
    said = barred(host, client=OTHER_MACHINE, local=local, steers=True)
    assert "/_control/" in said
    assert "--allow-host" in said


@pytest.mark.parametrize("steers", [False, True])
@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("evil.example", LOCAL),
        ("evil.example:8017", LAN),
        ("localhost.evil.example", LOCAL),
        ("127.0.0.1.evil.example", LOCAL),
        ("localhostx", LOCAL),
        ("sandbox.localhost", LOCAL),
        ("127.1", LOCAL),
        ("0x7f.0.0.1", LOCAL),
        ("2130706433", LOCAL),
        (OTHER_MACHINE, LAN),
        (LAN, LOCAL),
        ("[2001:db8::8]", "2001:db8::7"),
        ("[::ffff:192.0.2.8]", LAN),
        (LAN, ""),
    ],
)
def test_a_name_that_is_not_ours_is_refused(host: str, local: str, steers: bool) -> None:
    said = barred(host, local=local, steers=steers)
    assert "--allow-host" in said


@pytest.mark.parametrize("steers", [False, True])
def test_a_name_that_was_given_is_answered_for_all(steers: bool) -> None:
    reach: Any = {"client": OTHER_MACHINE, "local": LAN}
    for host in ("sandbox.test", "Sandbox.Test:8017", "[2001:db8:0::8]:80", "198.51.100.1"):
        hosts = ("SANDBOX.test", "2001:db8::8", "198.51.100.1")
        assert barred(host, hosts=hosts, steers=steers, **reach) == ""
        assert barred(host, hosts=("other.test",), steers=steers, **reach) != ""
    assert barred("x.sandbox.test", hosts=("sandbox.test",), steers=steers, **reach) != ""


@pytest.mark.parametrize(
    "name", ["http://sandbox.test", "sandbox.test:8017", "", " ", "a b", "*", "[::1]", "a/b"]
)
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="host name or address alone"):
        Callers([name])


@pytest.mark.parametrize("client", ["", "x", OTHER_MACHINE, f"::ffff:{OTHER_MACHINE}"])
def test_who_is_not_on_this_machine_does_not_steer(client: str) -> None:
    assert barred("localhost", client=client, steers=True) != ""


PAGES = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:8017"},
    {"origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "something new"},
    {"Referer": "http://evil.example/"},
]


@pytest.mark.parametrize("steers", [False, True])
@pytest.mark.parametrize("headers", PAGES, ids=str)
def test_web_pages_are_refused(headers: Mapping[str, str], steers: bool) -> None:
    for host in ("localhost", "sandbox.test"):
        said = barred(host, headers=headers, steers=steers, hosts=("sandbox.test",))
        assert "web page" in said


def test_what_the_user_opens_in_a_browser_is_no_web_page() -> None:
    assert barred("localhost", headers={"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "nav"}) == ""


# The server's own page


def unseen(
    host: str = "localhost:8017",
    *,
    client: str = LOCAL,
    local: str = LOCAL,
    scheme: str = "http",
    headers: Mapping[str, str] | None = None,
    hosts: tuple[str, ...] = ("sandbox.test",),
    for_hosts: bool = False,
) -> str:
    """Why the page is not shown; empty where it is."""
    sent = [("Host", host), *(headers or {}).items()]
    head = read_head(h11.Request(method="POST", target="/_page/x", headers=sent), scheme)
    return Callers(hosts).page_barred(head, client=client, local=local, for_hosts=for_hosts)


OWN: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://localhost:8017"},
    {"Origin": "http://LOCALHOST:8017", "Referer": "http://localhost:8017/_page/calls/1?x"},
    {"Origin": "http://localhost:8017", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Referer": "http://localhost:8017"},
]
OF_OTHERS: list[dict[str, str]] = [
    *PAGES[:2],
    {"Origin": ""},
    {"Origin": "null", "Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
    {"Origin": "http://localhost:80"},
    {"Origin": "http://localhost:8018"},
    {"Origin": "https://localhost:8017"},
    {"Origin": "http://127.0.0.1:8017"},
    {"Origin": "http://localhost:8017.evil.example"},
    {"Origin": "http://localhost:8017, http://evil.example"},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://localhost:8017", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "Same-Origin"},
    {"Sec-Fetch-Site": "something new"},
    {"Sec-Fetch-Site": ""},
    {"Referer": "http://evil.example/"},
    {"Referer": "http://localhost:8017@evil.example/"},
    {"Referer": "http://evil.example/http://localhost:8017/"},
    {"Referer": ""},
]


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_the_page_is_answered_to_itself(headers: Mapping[str, str]) -> None:
    assert unseen(headers=headers) == ""


@pytest.mark.parametrize("headers", OF_OTHERS, ids=str)
@pytest.mark.parametrize("for_hosts", [False, True])
def test_the_page_is_answered_to_no_other_origin(
    headers: Mapping[str, str], for_hosts: bool
) -> None:
    assert "another web page" in unseen(headers=headers, for_hosts=for_hosts)


def test_the_port_of_the_scheme_may_be_left_out() -> None:
    assert unseen("localhost", headers={"Origin": "http://localhost:80"}) == ""
    assert unseen("localhost:443", scheme="https", headers={"Origin": "https://localhost"}) == ""
    assert unseen("localhost:443", headers={"Origin": "http://localhost"}) != ""
    assert unseen("[::1]", headers={"Origin": "http://[::1]"}) == ""


@pytest.mark.parametrize("for_hosts", [False, True])
def test_the_page_is_not_shown_under_a_rebound_name(for_hosts: bool) -> None:
    for headers in ({}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "same-origin"}):
        said = unseen("evil.example", headers=headers, for_hosts=for_hosts)
        assert "not known as evil.example" in said or "another web page" in said


def test_the_page_is_shown_to_other_machines_by_a_given_name_where_that_is_asked_for() -> None:
    for client, local in ((OTHER_MACHINE, LAN), (LOCAL, LOCAL)):
        reach: Any = {"client": client, "local": local}
        assert "--page-for-hosts" in unseen("sandbox.test", **reach)
        assert unseen("sandbox.test", for_hosts=True, **reach) == ""
    proxied = {"X-Forwarded-For": OTHER_MACHINE}
    assert unseen("sandbox.test", for_hosts=True, headers=proxied) == ""
    assert "--page-for-hosts" in unseen(headers=proxied)
    for for_hosts in (False, True):
        reach = {"client": OTHER_MACHINE, "local": LAN, "for_hosts": for_hosts}
        assert "--page-for-hosts" in unseen(LAN, **reach)
        assert "--page-for-hosts" in unseen("localhost", **reach)


# Over HTTP


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    control = Control(sandbox)
    with ThreadedServer(sandbox, control=control, hosts=("sandbox.test",)) as running:
        yield running.url


def sent(
    url: str, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, str, bytes]:
    """Send a request, and return the answer's status, its type, and its body."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, told)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer.status, answer.headers["Content-Type"], read


# Signed when they are sent: a signature ages.
WRITE = partial(
    signed,
    "<m:paramsSyncLead><leadRecord><Email>a@example.com</Email></leadRecord>"
    "<returnLead>false</returnLead></m:paramsSyncLead>",
)
READ = partial(
    signed,
    "<m:paramsGetLead><leadKey><keyType>EMAIL</keyType><keyValue>secret@example.com</keyValue>"
    "</leadKey></m:paramsGetLead>",
)
ENDPOINT = "/soap/mktows/2_7"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example", "Content_Type": "text/plain"},
        {"Sec_Fetch_Site": "cross-site", "Content_Type": "text/plain"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
    ids=["text/plain of a page", "no origin", "rebound name", "page of a rebound name"],
)
def test_a_web_page_neither_writes_nor_reads(
    sandbox: Sandbox, client: Client, url: str, headers: dict[str, str]
) -> None:
    client.sync_lead({"Email": "secret@example.com"})
    made = len(sandbox.calls())
    tried = [
        ("POST", ENDPOINT, WRITE()),
        ("POST", ENDPOINT, READ()),
        ("POST", f"{ENDPOINT}?WSDL", WRITE()),
        ("GET", f"{ENDPOINT}?WSDL", b""),
        ("GET", ENDPOINT, b""),
        ("OPTIONS", ENDPOINT, b""),
        ("POST", "/", b""),
    ]
    for method, path, body in tried:
        status, kind, said = sent(url, method, path, body, **headers)
        assert (status, kind) == (403, "text/plain; charset=utf-8")
        assert b"secret" not in said
        assert b"wsdl" not in said
    assert len(sandbox.calls()) == made


def test_a_web_page_does_not_steer(sandbox: Sandbox, url: str) -> None:
    sandbox.fail_next(code=20011)
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        for method, path in [("POST", "reset"), ("GET", "calls"), ("OPTIONS", "reset")]:
            status, kind, body = sent(
                url, method, f"/_control/{path}", b"{}", Content_Type="application/json", **headers
            )
            assert (status, kind) == (403, "application/json")
            assert json.loads(body)["error"]
    assert sandbox.pending_failures == 1


def test_a_program_is_answered_under_each_name_of_the_server(url: str) -> None:
    for host in ("localhost", "127.0.0.1:80", "sandbox.test", "SANDBOX.test:81"):
        status, _, body = sent(url, "POST", ENDPOINT, signed(), Host=host)
        assert (status, code_of(body)) == (200, None)
        assert sent(url, "GET", "/_control/clock", Host=host)[0] == 200


def test_who_only_asks_whether_it_runs_is_told_under_any_name(url: str) -> None:
    assert sent(url, "GET", "/healthz", Host="probe.example")[0] == 200


def test_what_all_addresses_listen_on_is_reached_by_each(sandbox: Sandbox) -> None:
    with ThreadedServer(sandbox, host="0.0.0.0") as running:
        port = urlsplit(running.url).port
        for host in ("127.0.0.1", f"0.0.0.0:{port}"):
            status, _, _ = sent(f"http://127.0.0.1:{port}", "POST", ENDPOINT, signed(), Host=host)
            assert status == 200


def test_a_refusal_is_logged_once_for_each_reason(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="mktows.server"):
        for _ in range(3):
            sent(url, "POST", ENDPOINT, signed(), Host="evil.example")
            sent(url, "POST", ENDPOINT, signed(), Origin="http://evil.example/canary")
    said = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
    assert len(said) == 2
    assert not [each for each in said if "canary" in each or "\n" in each]


def test_a_sandbox_in_process_is_no_server(sandbox: Sandbox, client: Client) -> None:
    assert client.list_mobjects().objects
    good = HttpRequest("http://evil.example/soap/mktows/2_7", {"Origin": "null"}, signed())
    assert sandbox.send(good).status == 200
