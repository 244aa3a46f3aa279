"""The limiter: threads wait by priority, processes share a file."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from support.rest_stub import Stub, config

from mktows.errors import ConfigError, LimitReached, QuotaReached
from mktows.limiting.limiter import Limiter, Priority
from mktows.limiting.limits import Limits
from mktows.limiting.store import FileStore
from mktows.rest import QuotaError, RestClient


def soon(seconds: float = 5.0) -> float:
    return time.monotonic() + seconds


def pass_once(limiter: Limiter, seconds: float = 5.0) -> None:
    with limiter.place(Priority.READ, deadline=soon(seconds), seconds=1):
        pass


def test_calls_wait_for_the_rate() -> None:
    limiter = Limiter(Limits(2, 0.3, 5))
    begun = []
    for _ in range(5):
        pass_once(limiter)
        begun.append(time.monotonic())
    assert begun[2] - begun[0] >= 0.29
    assert begun[4] - begun[2] >= 0.29


def test_no_more_calls_run_than_are_allowed() -> None:
    limiter = Limiter(Limits(1000, 1, 2))
    running, most = 0, 0
    lock = threading.Lock()

    def run() -> None:
        nonlocal running, most
        with limiter.place(Priority.READ, deadline=soon(), seconds=1):
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.01)
            with lock:
                running -= 1

    threads = [threading.Thread(target=run) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == 2


def test_who_waits_is_let_through_by_priority() -> None:
    limiter = Limiter(Limits(1000, 1, 1))
    order: list[str] = []

    def run(name: str, priority: Priority) -> None:
        with limiter.place(priority, deadline=soon(), seconds=1):
            order.append(name)

    threads = []
    with limiter.place(Priority.READ, deadline=soon(), seconds=1):
        for name in ("BACKGROUND", "READ", "WRITE"):
            thread = threading.Thread(target=run, args=(name, Priority[name]))
            thread.start()
            threads.append(thread)
            time.sleep(0.2)  # by then it waits, on a busy machine too
    for thread in threads:
        thread.join()
    assert order == ["WRITE", "READ", "BACKGROUND"]


def test_a_wait_that_is_too_long_ends_at_once() -> None:
    limiter = Limiter(Limits(1, 60, 5))
    pass_once(limiter)
    begun = time.monotonic()
    with pytest.raises(LimitReached) as caught:
        pass_once(limiter, 30)
    assert time.monotonic() - begun < 15
    assert caught.value.not_carried_out


def test_a_place_that_does_not_come_free_is_given_up_at_the_deadline() -> None:
    limiter = Limiter(Limits(1000, 1, 1))
    with limiter.place(Priority.READ, deadline=soon(), seconds=60):
        begun = time.monotonic()
        with pytest.raises(LimitReached):
            pass_once(limiter, 0.2)
        assert 0.1 < time.monotonic() - begun < 30
    pass_once(limiter)


def test_the_calls_of_a_day_have_a_cap() -> None:
    limiter = Limiter(Limits(1000, 1, 5, daily=2))
    pass_once(limiter)
    with limiter.place(Priority.READ, deadline=soon(), seconds=1) as place:
        place.counted = False
    pass_once(limiter)
    with pytest.raises(QuotaReached) as caught:
        pass_once(limiter)
    seen = limiter.daily_calls()
    assert (seen.calls, seen.most, seen.closed) == (2, 2, False)
    assert caught.value.until == seen.resets


def test_a_day_that_the_service_closed_stays_closed() -> None:
    limiter = Limiter(Limits(1000, 1, 5))
    until = limiter.close_day()
    with pytest.raises(QuotaReached) as caught:
        pass_once(limiter)
    assert caught.value.until == until
    assert limiter.daily_calls().closed


_PROCESS = """
import sys, time
from pathlib import Path
from mktows.limiting.limiter import Limiter, Priority
from mktows.limiting.limits import Limits
limiter = Limiter.of_file(Limits(5, 1.0, 3), Path(sys.argv[1]), "x")
for _ in range(5):
    with limiter.place(Priority.READ, deadline=time.monotonic() + 30, seconds=1):
        print(time.time(), flush=True)
"""


@pytest.mark.slow
def test_processes_share_the_rate(tmp_path: Path) -> None:
    path = tmp_path / "state"
    command = [sys.executable, "-c", _PROCESS, str(path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    begun = sorted(float(line) for each in running for line in each.communicate()[0].split())
    assert len(begun) == 15
    for first, last in zip(begun, begun[5:], strict=False):
        assert last - first >= 0.95  # printed a moment after it was decided
    assert path.stat().st_mode & 0o077 == 0


_FORKED = """
import os, sys, time
from pathlib import Path
from mktows.limiting.limiter import Limiter, Priority
from mktows.limiting.limits import Limits
limiter = Limiter.of_file(Limits(1000, 1.0, 5), Path(sys.argv[1]), "x")
def run(times):
    for _ in range(times):
        with limiter.place(Priority.READ, deadline=time.monotonic() + 30, seconds=1):
            pass
run(1)
child = os.fork()
run(20)
if child:
    assert os.waitpid(child, 0)[1] == 0
    print(limiter.daily_calls().calls)
"""


def test_a_process_that_forks_counts_for_both(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", _FORKED, str(tmp_path / "state")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "41\n"


_KILLED = """
import sys, time
from pathlib import Path
from mktows.limiting.limiter import Limiter, Priority
from mktows.limiting.limits import Limits
limiter = Limiter.of_file(Limits(1000, 1.0, 1), Path(sys.argv[1]), "x")
with limiter.place(Priority.READ, deadline=time.monotonic() + 30, seconds=1):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.slow
def test_the_place_of_a_killed_process_comes_free(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(path)], stdout=subprocess.PIPE, text=True
    ) as held:
        assert held.stdout is not None
        held.stdout.readline()
        limiter = Limiter(
            Limits(1000, 1.0, 1), FileStore(path, "x"), clock=lambda: time.time() + ahead
        )
        ahead = 0.0
        with pytest.raises(LimitReached):
            pass_once(limiter, 0.3)
        held.kill()
    ahead = 40.0  # a lease lasts as long as its call may take, and 30 seconds
    pass_once(limiter, 0.3)
    limiter.close()


def test_instances_in_one_file_do_not_count_for_each_other(tmp_path: Path) -> None:
    limits = Limits(1, 60, 1)
    for instance in ("one", "other"):
        with closing(Limiter.of_file(limits, tmp_path / "state", instance)) as limiter:
            pass_once(limiter)
    with (
        closing(Limiter.of_file(limits, tmp_path / "state", "one")) as limiter,
        pytest.raises(LimitReached),
    ):
        pass_once(limiter, 0.1)


def test_clients_of_one_state_file_share_their_limits(tmp_path: Path) -> None:
    settings = config(state_file=tmp_path / "state", daily_calls=3)
    with (
        RestClient(settings, transport=Stub()) as one,
        RestClient(settings, transport=Stub()) as other,
    ):
        one.get_activity_types()
        other.get_activity_types()
        one.get_activity_types()
        assert one.daily_calls() == other.daily_calls()
        with pytest.raises(QuotaError):
            other.get_activity_types()


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.write_text("this is no database, however long it may be" * 100)
    with pytest.raises(ConfigError, match="state file"):
        Limiter.of_file(Limits(1, 1, 1), path, "x")
    with pytest.raises(ConfigError, match="state file"):
        Limiter.of_file(Limits(1, 1, 1), tmp_path, "x")
