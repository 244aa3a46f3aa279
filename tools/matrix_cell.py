"""One cell of the matrix: a Python and a file of constraints, with an environment of its own."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from constraints import Kind
from matrix_pythons import Python

PATIENCE = 300
"""Seconds that a command may take, unless it is given more."""
_KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "SYSTEMROOT", "HYPOTHESIS_PROFILE")
_KEPT_PREFIXES = ("PIP_", "SSL_", "MKTOWS_CRASH_", "MKTOWS_HOSTILE")


class TrialFailed(Exception):
    """A trial did not come out as it should; the text says how, and what was printed."""


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    command: tuple[str, ...]
    code: int
    out: str
    err: str

    def fail(self, reason: str) -> TrialFailed:
        """The error that this is not as it should be."""
        shown = " ".join(Path(part).name if os.sep in part else part for part in self.command)
        said = "\n".join(text for text in (self.out[-4000:], self.err[-4000:]) if text.strip())
        return TrialFailed(f"{reason}\n$ {shown}\nended with {self.code}\n{said}".rstrip())

    def expect(self, code: int) -> Done:
        """Return itself, if it ended with this code."""
        if self.code != code:
            raise self.fail(f"ended with {self.code} instead of {code}")
        return self


@dataclass(frozen=True)
class Cell:
    """Where the trials of one Python and one set of versions run."""

    python: Python
    kind: Kind
    wheel: Path
    folder: Path

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"{self.python.version} {self.kind.name}"

    @property
    def bin(self) -> Path:
        """The programs of its environment."""
        return self.folder / "environment" / ("Scripts" if os.name == "nt" else "bin")

    def room(self, name: str) -> Path:
        """A folder for one trial."""
        path = self.folder / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def run(
        self,
        *command: str | Path,
        room: Path,
        stdin: str = "",
        settings: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> Done:
        """Run a command in a folder, without this process's settings.

        Raises:
            TrialFailed: It cannot be started, or does not end in time; it is ended then, with
                what it started.
        """
        words = tuple(str(part) for part in command)
        try:
            process = subprocess.Popen(
                words,
                cwd=room,
                env=self.environment(settings),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        except OSError as error:
            raise TrialFailed(f"{words[0]} cannot be run: {error.strerror}") from None
        with process:
            try:
                out, err = process.communicate(stdin, timeout=patience)
            except BaseException as error:
                _end(process)
                if isinstance(error, subprocess.TimeoutExpired):
                    reason = f"{' '.join(words)}: not done after {patience:.0f} s"
                    raise TrialFailed(reason) from None
                raise
        return Done(words, process.returncode, out, err)

    def mktows(
        self,
        *arguments: str | Path,
        room: Path,
        stdin: str = "",
        settings: Mapping[str, str] | None = None,
    ) -> Done:
        """Run the command line."""
        return self.run(self.bin / "mktows", *arguments, room=room, stdin=stdin, settings=settings)

    def environment(self, settings: Mapping[str, str] | None = None) -> dict[str, str]:
        """The variables of its processes; no setting of mktows but those that are given."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in _KEPT or name.startswith(_KEPT_PREFIXES)
        }
        return {**kept, "PYTHONUTF8": "1", **(settings or {})}


def _end(process: subprocess.Popen[str]) -> None:
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
