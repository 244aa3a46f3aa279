"""The served sandbox beside its floors, at several sizes of its database: medians and ratios.

    python tools/bench_sandbox.py [--sizes 10 10000 1000000] [--rounds 9]

A syncMultipleLeads call of 300 leads with 10 attributes, once all new and once all known with
half of the attributes changed, over HTTP: beside it the same rows written by bare SQLite in the
same transactions, plus what the codec takes for the envelopes. A getLead call by email, over HTTP:
beside it an empty Starlette endpoint that is given the same request. One client with one
connection, all servers up at once, in turn.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench_serving import empty_endpoint, sandbox, timed
from mktows_bindings.v2_7 import types as b

from mktows import Client, Config, Secret
from mktows.codec import Codec
from mktows.contract import contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox.emulator import Emulator
from mktows.server.backend import Call
from mktows.soap import read_envelope, write_envelope
from mktows.transport import HttpRequest

VERSION = "2_7"
BATCH = 300
ATTRIBUTES = (
    "Address",
    "City",
    "Company",
    "Country",
    "FirstName",
    "LastName",
    "LeadSource",
    "Phone",
    "PostalCode",
    "Title",
)
READS = 1000  # getLead calls in a round
_TABLES = ("lead", "activity")  # what a sync of plain leads writes


@dataclass
class Times:
    """Seconds of one call each, by what was measured."""

    create: list[float] = field(default_factory=list)
    update: list[float] = field(default_factory=list)
    create_floor: list[float] = field(default_factory=list)
    update_floor: list[float] = field(default_factory=list)
    get: list[float] = field(default_factory=list)


def main(argv: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mktows-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        empty = stack.enter_context(empty_endpoint())
        databases = {size: folder / f"{size}.db" for size in options.sizes}
        for size, path in databases.items():
            print(f"preparing {size} leads", file=sys.stderr)
            _fill(path, size)
            shutil.copy(path, _copy(path))
        urls = {size: stack.enter_context(_sandbox(path)) for size, path in databases.items()}
        results = {size: Times() for size in options.sizes}
        idle: list[float] = []
        for number in range(-1, options.rounds):  # the round before the first warms up
            for size, path in databases.items():
                times = results[size] if number >= 0 else Times()
                _measure(times, urls[size], path, number)
                seconds = _per_get(empty, 0)
                if number >= 0:
                    idle.append(seconds)
        codec = _codec_seconds()
        _report(results, statistics.median(idle), codec)
    return 0


def _measure(times: Times, url: str, path: Path, number: int) -> None:
    """One round at one size: a sync of new leads, the same leads again, and many getLead calls."""
    client = Client(_config(url))
    with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
        for changed, spent, floor in (
            (False, times.create, times.create_floor),
            (True, times.update, times.update_floor),
        ):
            before = _last_ids(path)
            request = client.build_request(_leads(f"round{number}", changed=changed))
            spent.append(timed(lambda: _post(connection, request)))  # noqa: B023 - called at once
            floor.append(_floor(path, before, updates=changed))
    times.get.append(_per_get(url, 1))


def _per_get(url: str, known: int) -> float:
    """Seconds of one getLead request on a connection that is kept."""
    request = Client(_config(url)).build_request(
        b.ParamsGetLead(
            lead_key=b.LeadKey(key_type=b.LeadKeyRef.EMAIL, key_value=_email("fill0", known))
        )
    )

    def all_of_them() -> None:
        for _ in range(READS):
            _post(connection, request)

    with closing(http.client.HTTPConnection(urlsplit(url).netloc)) as connection:
        _post(connection, request)
        return timed(all_of_them) / READS


def _floor(path: Path, before: dict[str, int], *, updates: bool) -> float:
    """Seconds that bare SQLite takes to write what the last call wrote, to a copy of the file."""
    with closing(sqlite3.connect(path)) as source:
        last = source.execute("SELECT max(id) FROM lead").fetchone()[0]
        first = last - BATCH if updates else before["lead"]
        leads = source.execute("SELECT * FROM lead WHERE id > ?", (first,)).fetchall()
        columns = [row[1] for row in source.execute("PRAGMA table_info(lead)")]
        activities = source.execute(
            "SELECT * FROM activity WHERE id > ?", (before["activity"],)
        ).fetchall()
    if updates:
        values = ", ".join(f"{name} = ?" for name in columns[1:])
        write = f"UPDATE lead SET {values} WHERE id = ?"
        rows = [(*row[1:], row[0]) for row in leads]
    else:
        write = f"INSERT INTO lead VALUES ({', '.join('?' * len(columns))})"
        rows = leads
    log = f"INSERT INTO activity VALUES ({', '.join('?' * len(activities[0]))})"
    assert len(rows) == BATCH
    with closing(sqlite3.connect(_copy(path), isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = WAL")
        copy.execute("PRAGMA synchronous = FULL")
        copy.execute("SELECT count(*) FROM instance").fetchone()  # the schema is read

        def written() -> None:
            copy.execute("BEGIN IMMEDIATE")
            copy.executemany(write, rows)
            copy.executemany(log, activities)
            copy.execute("COMMIT")

        return timed(written)


def _codec_seconds() -> float:
    """Seconds to read the envelope of a sync and to write that of its reply."""
    codec, namespace = Codec(contract(VERSION)), contract(VERSION).namespace
    request = Client(_config("http://localhost")).build_request(_leads("codec", changed=False))
    status = b.LeadSyncStatus.CREATED
    reply = b.SuccessSyncMultipleLeads(
        result=b.ResultSyncMultipleLeads(
            sync_status_list=b.ArrayOfSyncStatus(
                sync_status=[
                    b.SyncStatus(lead_id=1_000_000 + row, status=status, error=None)
                    for row in range(BATCH)
                ]
            )
        )
    )

    def both() -> None:
        body = read_envelope(request.body).body
        assert body is not None
        codec.decode(body, "paramsSyncMultipleLeads")
        written = codec.encode("successSyncMultipleLeads", reply, service=True)
        write_envelope(namespace=namespace, body=written.text, xsi=written.xsi)

    return statistics.median(timed(both) for _ in range(15))


def _report(results: dict[int, Times], idle: float, codec: float) -> None:
    median = statistics.median
    smallest = results[min(results)]
    print(f"\nempty Starlette endpoint: {idle * 1000:.2f} ms, {1 / idle:.0f} calls/s")
    print(f"codec of a sync: {codec * 1000:.1f} ms\n")
    print("| Stored leads | call | ms | calls/s | floor, ms | of floor | of the smallest |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for size, times in results.items():
        rows: Sequence[tuple[str, list[float], float, list[float]]] = (
            ("sync, new leads", times.create, codec + median(times.create_floor), smallest.create),
            ("sync, known", times.update, codec + median(times.update_floor), smallest.update),
            ("getLead", times.get, idle, smallest.get),
        )
        for name, spent, floor, least in rows:
            ours = median(spent)
            print(
                f"| {size:,} | {name} | {ours * 1000:.2f} | {1 / ours:.0f} | {floor * 1000:.2f} "
                f"| {ours / floor:.2f} | {ours / median(least):.2f} |"
            )


def _leads(name: str, *, changed: bool) -> Any:
    half = len(ATTRIBUTES) // 2

    def value(row: int, place: int) -> str:
        return f"{'new' if changed and place < half else 'old'} value {row} of {place}"

    return b.ParamsSyncMultipleLeads(
        lead_record_list=b.ArrayOfLeadRecord(
            lead_record=[
                b.LeadRecord(
                    email=_email(name, row),
                    lead_attribute_list=b.ArrayOfAttribute(
                        attribute=[
                            b.Attribute(attr_name=each, attr_value=value(row, place))
                            for place, each in enumerate(ATTRIBUTES)
                        ]
                    ),
                )
                for row in range(BATCH)
            ]
        ),
        dedup_enabled=True,
    )


def _email(name: str, row: int) -> str:
    return f"{name}.{row}@bench.example"


def _fill(path: Path, size: int) -> None:
    """Make a database of so many leads, through the operation that makes them for users."""
    backend = Emulator(path)
    call = Call("syncMultipleLeads", b, SAMPLE_USER_ID, None, datetime(2014, 2, 13, tzinfo=UTC))
    with closing(backend):
        for number, start in enumerate(range(0, size, BATCH)):
            params = _leads(f"fill{number}", changed=False)
            del params.lead_record_list.lead_record[size - start :]
            backend.answer(call, params)


def _copy(path: Path) -> Path:
    return path.with_name(f"floor-{path.name}")


def _last_ids(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as source:
        return {
            table: source.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
            for table in _TABLES
        }


def _post(connection: http.client.HTTPConnection, request: HttpRequest) -> bytes:
    connection.request("POST", urlsplit(request.url).path, request.body, dict(request.headers))
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"status {response.status}: {body[:300]!r}")
    return body


def _config(url: str) -> Config:
    return Config(f"{url}/soap/mktows/{VERSION}", SAMPLE_USER_ID, Secret(SAMPLE_KEY))


def _sandbox(path: Path) -> AbstractContextManager[str]:
    return sandbox("--database", str(path))


if __name__ == "__main__":
    sys.exit(main())
