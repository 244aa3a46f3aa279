"""Measure how much of the service's rate the limiter uses: threads and processes that share it.

    python tools/bench_limits.py [--processes 3] [--threads 10] [--spans 5]

A sandbox keeps the documented limits. All processes write leads to it as fast as their limiter
lets them, and share it by a file. Between a call and the one that is as many later as a span allows
lies a span at least: the part of the rate that is used is a span by the mean of those times. Exit
code 1: a call was refused, or less than nine tenths of the rate were used.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import fmean

from mktows.facts.limits import CALLS_IN_FLIGHT, CALLS_PER_SPAN, SPAN_SECONDS
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer
from mktows.server.limiting.limits import Limits, Rate

LEAST = 0.9
WORK = f"""
import itertools, sys, time
from pathlib import Path
from mktows import Client, Config, Limits
from mktows.signing import Secret

url, place, key, threads, seconds = sys.argv[1:]
config = Config(
    url, {SAMPLE_USER_ID!r}, Secret(key), state_file=Path(place),
    limits=Limits({CALLS_PER_SPAN}, {SPAN_SECONDS}, {CALLS_IN_FLIGHT}),
)
end = time.monotonic() + float(seconds)
with Client(config) as client:
    numbers = itertools.takewhile(lambda _: time.monotonic() < end, itertools.count())
    leads = ({{"Email": f"{{n}}@example.com"}} for n in numbers)
    for each in client.batch_sync_leads(leads, batch_size=1, workers=int(threads)):
        pass
"""


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--threads", type=int, default=10)
    parser.add_argument("--spans", type=int, default=5)
    options = parser.parse_args()
    seconds = options.spans * SPAN_SECONDS
    limits = Limits(rate=Rate(CALLS_PER_SPAN, SPAN_SECONDS), concurrency=CALLS_IN_FLIGHT)
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(limits=limits) as sandbox,
        ThreadedServer(sandbox) as server,
    ):
        place = str(Path(folder) / "limits")
        argv = [server.endpoint("2_7"), place, SAMPLE_KEY, str(options.threads), str(seconds)]
        running = [
            subprocess.Popen([sys.executable, "-c", WORK, *argv]) for _ in range(options.processes)
        ]
        failed = [each.wait() for each in running]
        calls = sandbox.calls(operation="syncMultipleLeads", last=10 * CALLS_PER_SPAN * seconds)
    moments = sorted(each.at.timestamp() for each in calls)
    times = [
        later - earlier for earlier, later in zip(moments, moments[CALLS_PER_SPAN:], strict=False)
    ]
    used = SPAN_SECONDS / fmean(times)
    refused = sum(each.failed for each in calls)
    print(
        f"{options.processes} processes of {options.threads} threads, {options.spans} spans: "
        f"{len(calls)} calls, {used:.1%} of the rate, {refused} refused"
    )
    return 1 if any(failed) or refused or used < LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
