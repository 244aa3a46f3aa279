"""Four processes share the limits of one instance: as many calls as are allowed, and no more."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.rest_http import served
from support.watched import Watched

from mktows.sandbox import Sandbox

PROCESSES, EACH, CALLS, SECONDS, CONCURRENCY = 4, 8, 10, 1.0, 3
# The service's own span is twenty seconds; the rule is the same for a shorter one.
WORK = f"""
import sys
from pathlib import Path
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.rest import Limiter, RestClient, RestConfig
from mktows.limiting.limits import Limits

url, state, name, count = sys.argv[1:]
limiter = Limiter.of_file(Limits({CALLS}, {SECONDS}, {CONCURRENCY}), Path(state), url)
config = RestConfig(url, SAMPLE_USER_ID, SAMPLE_KEY)
with RestClient(config, limiter=limiter) as client:
    for number in range(int(count)):
        lead = {{"email": f"{{name}}-{{number}}@example.com"}}
        client.sync_leads([lead], action="createDuplicate")
        print(number, flush=True)
"""


def begun(url: str, state: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORK, url, str(state), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_no_more_calls_than_are_allowed_over_four_processes(tmp_path: Path) -> None:
    with Sandbox(rest=True) as sandbox:
        watched = Watched(sandbox.rest())
        with served(watched) as url:
            running = [
                begun(url, tmp_path / "state", f"p{number}", EACH) for number in range(PROCESSES)
            ]
            for each in running:
                _, errors = each.communicate(timeout=120)
                assert each.returncode == 0, errors
        made = sandbox.calls(operation="POST /rest/v1/leads.json")
    assert len(made) == len(watched.arrivals) == PROCESSES * EACH
    assert watched.busiest(SECONDS) <= CALLS
    assert watched.most <= CONCURRENCY
    # They are not far below what they may: the limits are used.
    assert watched.most > 1


@pytest.mark.slow
def test_the_place_of_a_killed_process_comes_free(tmp_path: Path) -> None:
    with Sandbox(rest=True) as sandbox, served(sandbox.rest()) as url:
        state = tmp_path / "state"
        killed = begun(url, state, "killed", 1000)
        assert killed.stdout is not None
        killed.stdout.readline()
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
        other = begun(url, state, "other", CALLS + 1)
        _, errors = other.communicate(timeout=120)
        assert other.returncode == 0, errors
