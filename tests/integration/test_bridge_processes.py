"""Four whole bridges on one database keep the limits of their instance, though one is killed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from support.bridge_processes import (
    KEY,
    USER,
    VERSION,
    BridgeOptions,
    BridgeProcess,
    bridge_process,
)
from support.rest_http import served
from support.watched import Watched

from mktows import Client
from mktows.errors import MktowsError
from mktows.sandbox import Sandbox

BRIDGES, EACH = 4, 6
CALLS, SECONDS, CONCURRENCY = 10, 1.0, 3
KILLED_AFTER = 3


@pytest.mark.slow
def test_the_limits_hold_over_bridges_of_which_one_is_killed(shared_place: str) -> None:
    with Sandbox(users={USER: KEY}, rest=True) as sandbox:
        watched = Watched(sandbox.rest())
        with served(watched) as url, ExitStack() as stack:
            options = BridgeOptions(
                url, shared_place, timeout=60.0, limits=(CALLS, SECONDS, CONCURRENCY)
            )
            bridges = [stack.enter_context(bridge_process(options)) for _ in range(BRIDGES)]
            with ThreadPoolExecutor(2 * BRIDGES) as threads:
                told = list(threads.map(_written, *zip(*_programs(bridges), strict=True)))
            with Client(sandbox.config(VERSION), transport=sandbox) as client:
                for program, made in enumerate(told):
                    for number in range(made):
                        client.get_lead(email=_email(program, number))
    # Two programs of the bridge that is killed do not come to their end; all others do.
    assert told[2:] == [EACH] * (2 * BRIDGES - 2)
    assert max(told[:2]) < EACH
    assert len(watched.arrivals) >= sum(told)
    assert watched.busiest(SECONDS) <= CALLS
    # They are not far below what they may: the limits are used.
    assert 1 < watched.most <= CONCURRENCY


def _programs(bridges: list[BridgeProcess]) -> Iterator[tuple[BridgeProcess, int, threading.Event]]:
    """Two programs for each bridge; those of the first have it killed."""
    enough = threading.Event()

    def kill() -> None:
        enough.wait(60)
        bridges[0].kill()

    threading.Thread(target=kill, daemon=True).start()
    for place, bridge in enumerate(bridges):
        for program in (2 * place, 2 * place + 1):
            yield bridge, program, enough if bridge is bridges[0] else threading.Event()


def _written(bridge: BridgeProcess, program: int, enough: threading.Event) -> int:
    """Write leads, and return how many the program was told of."""
    with bridge.client() as client:
        for number in range(EACH):
            if number == KILLED_AFTER:
                enough.set()
            try:
                client.sync_lead({"Email": _email(program, number)})
            except MktowsError:
                return number
    return EACH


def _email(program: int, number: int) -> str:
    return f"p{program}-{number}@example.com"
