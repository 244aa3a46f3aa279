"""The page beside the endpoint: the time of a list of calls, and what an open live page costs.

    python tools/bench_page.py [--calls 10000] [--rounds 15] [--clients 4] [--seconds 1]

A served sandbox whose journal holds many calls. The page of the newest calls, one far down and one
of a search are asked for, each several times. Then several clients, each with a connection of its
own, call getLead and syncLead: alternately while nobody looks, and while a live page is open and
reads what it is told. The ratio is the median of those of the rounds, told with the lowest and the
highest of them: where these are far apart, the machine has other things to do.
"""

from __future__ import annotations

import argparse
import http.client
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench_serving import sandbox, timed
from mktows_bindings.v3_1 import types as b

from mktows import Client, Config, Secret
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.transport import HttpRequest

MOST_MILLISECONDS = 300
LEAST_RATIO = 0.9
_ASKED = 15
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def main(argv: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=1)
    options = parser.parse_args(argv)
    with (
        tempfile.TemporaryDirectory(prefix="mktows-bench-") as name,
        sandbox("--database", str(Path(name) / "bench.db"), "--seed-data") as url,
    ):
        print(f"making {options.calls} calls", file=sys.stderr)
        requests = _requests(url)
        _fill(url, requests["syncLead"], options.calls, options.clients)
        _report_pages(url, options.calls)
        print("\n| Call | calls/s, nobody looks | calls/s, live page | ratio | events |")
        print("| --- | --- | --- | --- | --- |")
        for operation, request in requests.items():
            _report_live(url, operation, request, options)
    print(f"\nBounds: a page {MOST_MILLISECONDS} ms, the ratio at least {LEAST_RATIO}.")
    return 0


def _report_pages(url: str, calls: int) -> None:
    print("| Page | ms | slowest | KB |\n| --- | --- | --- | --- |")
    with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
        pages = {
            "newest calls": "/",
            "calls far down": f"/?before={calls // 2}",
            "calls of a search by text": _search(connection, {"text": "bench1@example"}),
            "calls of a search that finds none": _search(connection, {"text": "not there"}),
            "one call": f"/_page/calls/{calls // 2}",
        }
        for title, path in pages.items():
            size = len(_get(connection, path))
            spent = [timed(lambda: _get(connection, path)) * 1000 for _ in range(_ASKED)]  # noqa: B023 - called at once
            middle = statistics.median(spent)
            print(f"| {title} | {middle:.1f} | {max(spent):.1f} | {size / 1000:.0f} |")


def _report_live(
    url: str, operation: str, request: HttpRequest, options: argparse.Namespace
) -> None:
    alone: list[float] = []
    seen: list[float] = []
    events = 0
    for number in range(-1, options.rounds):  # the round before the first warms up
        # Which comes first alternates, too.
        for live in (False, True) if number % 2 else (True, False):
            if live:
                with _open_page(url) as told:
                    rate = _rate(url, request, options.clients, options.seconds)
                events += len(told)
            else:
                rate = _rate(url, request, options.clients, options.seconds)
            if number >= 0:
                (seen if live else alone).append(rate)
    without, with_it = statistics.median(alone), statistics.median(seen)
    ratios = [each / other for each, other in zip(seen, alone, strict=True)]
    ratio = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"| {operation} | {without:.0f} | {with_it:.0f} | {ratio} | {events} |")


@contextmanager
def _open_page(url: str) -> Iterator[list[bytes]]:
    """Read what an open page is told, from its newest call on; the events so far."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", f"/_page/live?after={_newest(url)}")
    line = connection.sock
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    told: list[bytes] = []
    closing_down = threading.Event()

    def read() -> None:
        while text := _line(answer, closing_down):
            if text.startswith(b"event:"):
                told.append(text)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield told
        # The last calls are told within a second.
        time.sleep(1)
        assert told, "a live page is told nothing"
    finally:
        closing_down.set()
        line.shutdown(socket.SHUT_RDWR)  # the reader waits no longer
        reader.join()
        answer.close()
        connection.close()


def _line(answer: http.client.HTTPResponse, closing_down: threading.Event) -> bytes:
    try:
        return answer.readline()
    except (OSError, ValueError, AttributeError, http.client.HTTPException):
        if not closing_down.is_set():
            raise
        return b""


def _newest(url: str) -> int:
    with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
        page = _get(connection, "/").decode()
    return int(page.partition('data-live="/_page/live?after=')[2].partition('"')[0])


def _rate(url: str, request: HttpRequest, clients: int, seconds: float) -> float:
    """Calls in a second of several clients, each in a thread with a connection of its own."""
    counts = [0] * clients
    until = time.perf_counter() + seconds

    def call(number: int) -> None:
        with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
            while time.perf_counter() < until:
                _post(connection, request)
                counts[number] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=call, args=(number,)) for number in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sum(counts) / (time.perf_counter() - started)


def _fill(url: str, request: HttpRequest, calls: int, clients: int) -> None:
    def call(times: int) -> None:
        with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
            for _ in range(times):
                _post(connection, request)

    parts = [calls // clients + (number < calls % clients) for number in range(clients)]
    threads = [threading.Thread(target=call, args=(part,)) for part in parts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _requests(url: str) -> dict[str, HttpRequest]:
    config = Config(f"{url}/soap/mktows/3_1", SAMPLE_USER_ID, Secret(SAMPLE_KEY))
    client = Client(config)
    key = b.LeadKey(key_type=b.LeadKeyRef.EMAIL, key_value="bench1@example.com")
    record = b.LeadRecord(email="bench1@example.com")
    return {
        "syncLead": client.build_request(b.ParamsSyncLead(lead_record=record, return_lead=False)),
        "getLead": client.build_request(b.ParamsGetLead(lead_key=key)),
    }


def _search(connection: http.client.HTTPConnection, form: dict[str, str]) -> str:
    """Keep a search; the address of what it finds."""
    token = _get(connection, "/").decode().partition('name="token" value="')[2].partition('"')[0]
    body = urlencode({**form, "token": token})
    connection.request("POST", "/_page/calls/search", body, _FORM)
    answer = connection.getresponse()
    answer.read()
    return answer.headers["Location"]


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return body


def _post(connection: http.client.HTTPConnection, request: HttpRequest) -> None:
    connection.request("POST", urlsplit(request.url).path, request.body, dict(request.headers))
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status


if __name__ == "__main__":
    sys.exit(main())
