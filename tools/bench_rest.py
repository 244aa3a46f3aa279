"""The served REST face beside SOAP and beside an empty endpoint, at several sizes: medians, ratios.

    python tools/bench_rest.py [--sizes 10 10000 1000000] [--rounds 9]

Over HTTP, on one connection that is kept, the sandboxes up at once, in turn: a sync of 300 new
leads with 10 fields, the same leads again with half of the fields changed, and a read of 300 leads
by their addresses. Beside each the same by SOAP (syncMultipleLeads, getMultipleLeads, which takes
100 keys a call) on the same database, and an empty Starlette endpoint that is sent the same
request. The last column is the growth with the database.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench_serving import empty_endpoint, sandbox, timed
from mktows_bindings.v2_7 import types as b

from mktows import Client, Config, Secret
from mktows.facts.limits import KEYS_PER_SELECTOR
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.transport import HttpRequest

BATCH = 300
NAMES = {
    "address": "Address", "city": "City", "country": "Country", "firstName": "FirstName",
    "lastName": "LastName", "leadSource": "LeadSource", "phone": "Phone",
    "postalCode": "PostalCode", "title": "Title", "department": "Department",
}  # fmt: skip
"""SOAP names by REST names."""
KINDS = ("sync, new leads", "sync, known", "read by filter")


@dataclass
class Times:
    """Seconds of each kind of call: of REST, of SOAP, and of the empty endpoint."""

    rest: dict[str, list[float]] = field(default_factory=lambda: {each: [] for each in KINDS})
    soap: dict[str, list[float]] = field(default_factory=lambda: {each: [] for each in KINDS})
    empty: dict[str, list[float]] = field(default_factory=lambda: {each: [] for each in KINDS})


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mktows-bench-") as name, ExitStack() as stack:
        empty = stack.enter_context(empty_endpoint())
        urls = {}
        for size in options.sizes:
            print(f"preparing {size} leads", file=sys.stderr)
            path = Path(name) / f"{size}.db"
            _fill(path, size)
            urls[size] = stack.enter_context(sandbox("--rest", "--database", str(path)))
        results = {size: Times() for size in options.sizes}
        for number in range(-1, options.rounds):  # the round before the first warms up
            for size, url in urls.items():
                _measure(results[size] if number >= 0 else Times(), url, empty, number)
    _report(results)
    return 0


def _measure(times: Times, url: str, empty: str, number: int) -> None:
    """One round at one size."""
    rest, soap = f"rest{number}", f"soap{number}"
    token = _token(url)
    with ExitStack() as stack:
        ours, idle = (
            stack.enter_context(closing(http.client.HTTPConnection(urlsplit(each).netloc)))
            for each in (url, empty)
        )
        for kind, calls, others in (
            (KINDS[0], _sync(rest, "old"), _soap_sync(url, soap, changed=False)),
            (KINDS[1], _sync(rest, "new"), _soap_sync(url, soap, changed=True)),
            (KINDS[2], _read(rest), _soap_read(url, soap)),
        ):
            made = [HttpRequest(f"{url}{path}", _headers(token), body) for path, body in calls]
            times.rest[kind].append(timed(_sending(ours, made)))
            times.soap[kind].append(timed(_sending(ours, others)))
            times.empty[kind].append(timed(_sending(idle, made)))


def _sync(name: str, word: str) -> list[tuple[str, bytes]]:
    half = len(NAMES) // 2
    records = [
        {
            "email": _email(name, row),
            **{
                each: f"{word if place < half else 'old'} value {row} of {place}"
                for place, each in enumerate(NAMES)
            },
        }
        for row in range(BATCH)
    ]
    body = {"action": "createOrUpdate", "lookupField": "email", "input": records}
    return [("/rest/v1/leads.json", json.dumps(body).encode())]


def _read(name: str) -> list[tuple[str, bytes]]:
    values = ",".join(_email(name, row) for row in range(BATCH))
    wanted = ",".join(["id", "email", *NAMES])
    form = {"filterType": "email", "filterValues": values, "fields": wanted}
    return [("/rest/v1/leads.json?_method=GET", urlencode(form).encode())]


def _soap_sync(url: str, name: str, *, changed: bool) -> list[HttpRequest]:
    half = len(NAMES) // 2

    def record(row: int) -> b.LeadRecord:
        attributes = [
            b.Attribute(
                attr_name=each,
                attr_value=f"{'new' if changed and place < half else 'old'} value {row} of {place}",
            )
            for place, each in enumerate(NAMES.values())
        ]
        return b.LeadRecord(
            email=_email(name, row), lead_attribute_list=b.ArrayOfAttribute(attribute=attributes)
        )

    records = b.ArrayOfLeadRecord(lead_record=[record(row) for row in range(BATCH)])
    params = b.ParamsSyncMultipleLeads(lead_record_list=records, dedup_enabled=True)
    return [_soap_client(url).build_request(params)]


def _soap_read(url: str, name: str) -> list[HttpRequest]:
    client = _soap_client(url)
    keys = [_email(name, row) for row in range(BATCH)]
    return [
        client.build_request(
            b.ParamsGetMultipleLeads(
                lead_selector=b.LeadKeySelector(
                    key_type=b.LeadKeyRef.EMAIL,
                    key_values=b.ArrayOfString(string_item=keys[at : at + KEYS_PER_SELECTOR]),
                ),
                include_attributes=b.ArrayOfString(string_item=["Email", *NAMES.values()]),
            )
        )
        for at in range(0, BATCH, KEYS_PER_SELECTOR)
    ]


def _report(results: dict[int, Times]) -> None:
    smallest = results[min(results)]
    print("| Stored leads | call | REST, ms | of SOAP | of the empty endpoint | of the smallest |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size, times in results.items():
        for kind in KINDS:
            ours, soap, empty, least = (
                statistics.median(each[kind])
                for each in (times.rest, times.soap, times.empty, smallest.rest)
            )
            print(
                f"| {size:,} | {kind} | {ours * 1000:.1f} | {ours / soap:.2f} "
                f"| {ours / empty:.1f} | {ours / least:.2f} |"
            )


def _fill(path: Path, size: int) -> None:
    """Make a database of so many leads, through the call that makes them for users."""
    with Sandbox(database=path, journal=None) as made:
        client = Client(
            made.config("2_7"), transport=made, now=lambda: datetime(2014, 2, 13, tzinfo=UTC)
        )
        made.clock.set(datetime(2014, 2, 13, tzinfo=UTC))
        for number, start in enumerate(range(0, size, BATCH)):
            records = [
                {
                    "Email": _email(f"fill{number}", row),
                    **dict.fromkeys(NAMES.values(), f"value {row}"),
                }
                for row in range(min(BATCH, size - start))
            ]
            client.sync_multiple_leads(records)


def _email(name: str, row: int) -> str:
    return f"{name}.{row}@bench.example"


def _token(url: str) -> str:
    asked = {
        "grant_type": "client_credentials",
        "client_id": SAMPLE_USER_ID,
        "client_secret": SAMPLE_KEY,
    }
    with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
        connection.request("GET", f"/identity/oauth/token?{urlencode(asked)}")
        token: str = json.loads(connection.getresponse().read())["access_token"]
        return token


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _soap_client(url: str) -> Client:
    return Client(Config(f"{url}/soap/mktows/2_7", SAMPLE_USER_ID, Secret(SAMPLE_KEY)))


def _sending(
    connection: http.client.HTTPConnection, requests: list[HttpRequest]
) -> Callable[[], None]:
    def sent() -> None:
        for each in requests:
            parts = urlsplit(each.url)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            form = "application/x-www-form-urlencoded"
            kind = form if "_method" in path else "application/json"
            headers = {"Content-Type": kind, **each.headers}
            connection.request("POST", path, each.body, headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200 or b'"success":false' in body:
                raise RuntimeError(f"status {response.status}: {body[:300]!r}")

    return sent


if __name__ == "__main__":
    sys.exit(main())
