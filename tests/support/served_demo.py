"""The demo world in a sandbox that is served over HTTP, as new for each test that asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mktows import Client
from mktows.sandbox import Call, RecordedCall, Sandbox
from mktows.sandbox.campaigns.rows import CampaignRun
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.store import Store
from mktows.sandbox.world.files import demo_world
from mktows.sandbox.world.seeding import seed
from mktows.server.http.server import ThreadedServer

_STAMP = 1_262_304_000  # 2010-01-01T00:00:00+00:00, before anything that programs do


class _Renewable:
    """A backend whose database is a copy of the demo world's, renewed between tests."""

    def __init__(self, folder: Path) -> None:
        self._demo = folder / "demo.sqlite"
        self._copy = folder / "copy.sqlite"
        store = Store(self._demo)
        seed(store, demo_world(), now=_STAMP)
        store.close()
        self._current: Emulator | None = None

    def renew(self) -> None:
        self.close()
        shutil.copy(self._demo, self._copy)
        self._current = Emulator(self._copy)

    def answer(self, call: Call, params: object) -> object:
        assert self._current is not None
        return self._current.answer(call, params)

    def campaign_runs(self) -> list[CampaignRun]:
        assert self._current is not None
        return self._current.campaign_runs()

    def close(self) -> None:
        if self._current is not None:
            self._current.close()
            self._current = None


class ServedDemo:
    """A sandbox that programs call over HTTP, on one free port, and that a test looks into."""

    def __init__(self, backend: _Renewable, sandbox: Sandbox, server: ThreadedServer) -> None:
        self.renew = backend.renew
        self.campaign_runs = backend.campaign_runs
        self.endpoint = server.endpoint
        self._sandbox = sandbox

    def calls(self) -> list[RecordedCall]:
        """All calls that were answered, of earlier tests too."""
        return self._sandbox.calls()

    def client(self, version: str = "2_7") -> Client:
        """Ours, in process: what a program did is seen through it."""
        return Client(self._sandbox.config(version), transport=self._sandbox)


@contextmanager
def served_demo(folder: Path) -> Iterator[ServedDemo]:
    """Serve the demo world; what it needs is kept in the folder."""
    backend = _Renewable(folder)
    with Sandbox(backend=backend) as sandbox, ThreadedServer(sandbox) as server:
        backend.renew()
        yield ServedDemo(backend, sandbox, server)
