"""Threads and processes that share the limits: none is refused, and the rate is used.

The service's own span is twenty seconds; the rule is the same for a shorter one.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer
from mktows.server.limiting.limits import Limits, Rate

PROCESSES, CALLS, SECONDS, SPANS = 3, 30, 2, 3
WORK = f"""
import sys
from pathlib import Path
from mktows import Client, Config, Limits
from mktows.signing import Secret

url, place, key = sys.argv[1:]
config = Config(
    url, {SAMPLE_USER_ID!r}, Secret(key), limits=Limits({CALLS}, {SECONDS}, 10),
    state_file=Path(place),
)
with Client(config) as client:
    leads = ({{"Email": f"{{n}}@example.com"}} for n in range({CALLS * SPANS // PROCESSES}))
    run = client.batch_sync_leads(leads, batch_size=1, workers=10)
    assert all(each.written for each in run)
"""


@pytest.mark.slow
def test_three_processes_of_ten_threads_are_never_refused(tmp_path: Path) -> None:
    limits = Limits(rate=Rate(CALLS, SECONDS), concurrency=10)
    with Sandbox(limits=limits) as sandbox, ThreadedServer(sandbox) as server:
        argv = [server.endpoint("2_7"), str(tmp_path / "state"), SAMPLE_KEY]
        begun = time.monotonic()
        running = [
            subprocess.Popen([sys.executable, "-c", WORK, *argv], stderr=subprocess.PIPE)
            for _ in range(PROCESSES)
        ]
        for each in running:
            _, errors = each.communicate(timeout=120)
            assert each.returncode == 0, errors
        spent = time.monotonic() - begun
        calls = sandbox.calls(operation="syncMultipleLeads", last=1000)
    assert len(calls) == CALLS * SPANS
    assert not [each for each in calls if each.failed]
    assert spent >= SECONDS * (SPANS - 1)
