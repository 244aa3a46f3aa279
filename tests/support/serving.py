"""The sandbox as a process of its own, to be stopped or killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mktows import Config, Secret
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

ROOT = Path(__file__).parent.parent.parent
_AT = re.compile(r"the sandbox is at (http://\S+)/soap/mktows/")
_START_SECONDS = 60


@dataclass
class ServedProcess:
    """A serving process and where it listens."""

    process: subprocess.Popen[bytes]
    url: str

    def config(self, version: str = "2_7") -> Config:
        """Settings of a client that calls it."""
        return Config(f"{self.url}/soap/mktows/{version}", SAMPLE_USER_ID, Secret(SAMPLE_KEY))


@contextmanager
def served_process(folder: Path, *argv: str) -> Iterator[ServedProcess]:
    """Serve on a free port of loopback; killed at the end if it still runs."""
    log = folder / "served.log"
    program = "from mktows.cli.main import run; run()"
    with (
        log.open("wb") as file,
        subprocess.Popen(
            [sys.executable, "-c", program, "sandbox", "--port", "0", *argv],
            env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}"},
            stdout=subprocess.DEVNULL,
            stderr=file,
        ) as process,
    ):
        try:
            until = time.monotonic() + _START_SECONDS
            while (found := _AT.search(log.read_text())) is None:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.01)
            yield ServedProcess(process, found[1])
        finally:
            process.kill()
