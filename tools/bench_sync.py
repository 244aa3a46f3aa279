"""Measure long work: throughput beside its floor and beside zeep, calls at a time, and memory.

    python tools/bench_sync.py [--leads 1000000] [--delay 0.5] [--without-zeep]

All in one run: the codec and the sandbox by themselves (every call encoded, answered and decoded in
this process, one at a time), `batch_sync_leads` against the same sandbox, zeep doing the same calls
against a served one, ten workers beside one against a service that takes `--delay` a call, and the
peak memory of `mktows sync` at a tenth and at all of the leads.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mktows import Client, HttpRequest, HttpResponse, sign, timestamp
from mktows.facts.limits import LEADS_PER_SYNC
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer
from mktows.signing import Secret

PEAK = """
import pathlib, sys
from mktows.cli.main import main
code = main()
status = pathlib.Path("/proc/self/status").read_text()
(peak,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
print(peak, file=sys.stderr)
sys.exit(code)
"""
Row = dict[str, object]


class Slow:
    """A service that takes some time for each call, and any number of calls at once."""

    def __init__(self, answer: HttpResponse, seconds: float) -> None:
        self._answer = answer
        self._seconds = seconds

    def send(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        time.sleep(self._seconds)
        return self._answer


class Kept:
    """A sandbox whose last answer is kept."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.answer = HttpResponse(0, {}, b"")

    def send(self, request: HttpRequest) -> HttpResponse:
        self.answer = self._sandbox.send(request)
        return self.answer


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--delay", type=float, default=0.5)
    parser.add_argument("--without-zeep", action="store_true")
    options = parser.parse_args()
    count = options.leads
    floor = count / measured_floor(count)
    print(f"codec and sandbox alone: {floor:.0f} leads a second")
    batches = count / measured_batches(count)
    print(f"batch_sync_leads: {batches:.0f} leads a second, {floor / batches:.2f} times as long")
    if not options.without_zeep:
        zeep = count / measured_zeep(count)
        served = count / measured_served(count)
        print(f"zeep, served: {zeep:.0f}; batch_sync_leads, served: {served:.0f} leads a second")
    one, ten = (measured_slow(options.delay, workers) for workers in (1, 10))
    print(f"{options.delay:g} s a call: ten workers are {one / ten:.1f} times as fast as one")
    small, large = (measured_memory(each) for each in (max(count // 10, 1), count))
    print(f"peak memory: {small} MB for {count // 10} leads, {large} MB for {count}")
    return 0


def rows(count: int) -> Iterator[Row]:
    """Leads, made as they are asked for."""
    for number in range(count):
        yield {"Email": f"lead{number}@example.com", "FirstName": "A", "Company": "Example"}


def measured_floor(count: int) -> float:
    """Seconds that codec and sandbox need by themselves, one call at a time."""
    with Sandbox() as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        chunk: list[Row] = []
        begun = time.perf_counter()
        for row in rows(count):
            chunk.append(row)
            if len(chunk) == LEADS_PER_SYNC:
                client.sync_multiple_leads(chunk)
                chunk = []
        if chunk:
            client.sync_multiple_leads(chunk)
        return time.perf_counter() - begun


def measured_batches(count: int) -> float:
    """Seconds for the same by `batch_sync_leads`."""
    with Sandbox() as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        begun = time.perf_counter()
        assert all(each.written for each in client.batch_sync_leads(rows(count)))
        return time.perf_counter() - begun


def measured_served(count: int) -> float:
    """Seconds for the same over HTTP."""
    with Sandbox() as sandbox, ThreadedServer(sandbox) as server:
        config = replace(sandbox.config("2_7"), endpoint=server.endpoint("2_7"))
        with Client(config) as client:
            begun = time.perf_counter()
            assert all(each.written for each in client.batch_sync_leads(rows(count)))
            return time.perf_counter() - begun


def measured_zeep(count: int) -> float:
    """Seconds for the same by zeep, over HTTP."""
    import zeep

    with Sandbox() as sandbox, ThreadedServer(sandbox) as server:
        endpoint = server.endpoint("2_7")
        client = zeep.Client(f"{endpoint}?WSDL")
        service = client.create_service(
            "{http://www.marketo.com/mktows/}MktowsApiSoapBinding", endpoint
        )
        chunk: list[Row] = []
        begun = time.perf_counter()
        for number, row in enumerate(rows(count), start=1):
            attributes = [
                {"attrName": name, "attrValue": value}
                for name, value in row.items()
                if name != "Email"
            ]
            chunk.append({"Email": row["Email"], "leadAttributeList": {"attribute": attributes}})
            if len(chunk) == LEADS_PER_SYNC or number == count:
                now = timestamp(sandbox.clock.now())
                signature = sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=now)
                service.syncMultipleLeads(
                    leadRecordList={"leadRecord": chunk},
                    dedupEnabled=True,
                    _soapheaders={
                        "authentication": {
                            "mktowsUserId": SAMPLE_USER_ID,
                            "requestSignature": signature,
                            "requestTimestamp": now,
                        }
                    },
                )
                chunk = []
        return time.perf_counter() - begun


def measured_slow(delay: float, workers: int) -> float:
    """Seconds for forty calls to a service that takes some time for each."""
    count = 40
    with Sandbox() as sandbox:
        kept = Kept(sandbox)
        Client(sandbox.config(), transport=kept).sync_multiple_leads(rows(1))
        client = Client(sandbox.config(), transport=Slow(kept.answer, delay))
        begun = time.perf_counter()
        run = client.batch_sync_leads(rows(count), batch_size=1, workers=workers)
        assert sum(each.written for each in run) == count
        return time.perf_counter() - begun


def measured_memory(count: int) -> int:
    """Megabytes that `mktows sync` takes at most, against a served sandbox."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(database=Path(folder) / "sandbox.db") as sandbox,
        ThreadedServer(sandbox) as server,
    ):
        source = Path(folder) / "leads.csv"
        with source.open("w") as file:
            file.write("Email,FirstName,Company\n")
            for row in rows(count):
                file.write(",".join(str(each) for each in row.values()) + "\n")
        done = subprocess.run(
            [sys.executable, "-c", PEAK, "sync", str(source), "--quiet"],
            env=os.environ
            | {
                "MKTOWS_ENDPOINT": server.endpoint("2_7"),
                "MKTOWS_USER_ID": SAMPLE_USER_ID,
                "MKTOWS_ENCRYPTION_KEY": SAMPLE_KEY,
                "MKTOWS_RATE": "9999/1",
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return int(done.stderr.split()[-1]) // 1024


if __name__ == "__main__":
    sys.exit(main())
