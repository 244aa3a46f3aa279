"""Programs of other people that call the REST API, each in a process of its own."""

from __future__ import annotations

import atexit
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

import peers
import pytest

from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

PROGRAMS = Path(__file__).parents[1] / "interop" / "rest"
_LIBRARIES = peers.libraries()["python3"]

needs_python3_peers = pytest.mark.skipif(
    not _LIBRARIES.ready(), reason="programs in Python 3 are missing: tools/peers.py installs them"
)


def python(program: str, *arguments: str | Path) -> list[str | Path]:
    """The command that runs a program with the libraries."""
    return [sys.executable, PROGRAMS / program, *arguments]


def environment() -> dict[str, str]:
    """The variables of such a process."""
    return {**os.environ, "PYTHONPATH": str(_LIBRARIES.folder), "PYTHONDONTWRITEBYTECODE": "1"}


class PeerError(Exception):
    """An error that the library raised: its own have a code and a message."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["text"])
        self.kind = str(error["kind"])
        self.code = str(error["code"])


class MarketoRestPython:
    """The library marketorestpython, calling one host."""

    _numbers: ClassVar = itertools.count()
    _running: ClassVar[subprocess.Popen[str] | None] = None

    def __init__(self, host: str) -> None:
        self._host = host
        self._number = next(self._numbers)

    def call(self, method: str, /, *args: object, **named: object) -> Any:
        """Call a method of its client.

        Raises:
            PeerError: It raised something.
        """
        process = self._program()
        assert process.stdin is not None
        assert process.stdout is not None
        asked = {
            "number": self._number,
            "host": self._host,
            "method": method,
            "args": args,
            "named": named,
        }
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        if "error" in answer:
            raise PeerError(answer["error"])
        return answer["result"]

    def methods(self) -> dict[str, list[str]]:
        """The methods that its client has, each with the arguments that it needs."""
        found = self.call("")
        assert isinstance(found, dict)
        return found

    @classmethod
    def _program(cls) -> subprocess.Popen[str]:
        if cls._running is None:
            cls._running = subprocess.Popen(
                python("marketorestpython_calls.py", SAMPLE_USER_ID, SAMPLE_KEY),
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            atexit.register(cls._running.communicate)
        return cls._running
