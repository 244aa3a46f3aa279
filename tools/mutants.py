"""Puts faults into the code, one at a time, and tells which of them no test notices.

python tools/mutants.py [--only ID ...] [--list] [--json] [--jobs N]

The faults are in mutants.toml beside this file. Each is tried in a copy of the tree: first with
the tests it names, then, if those pass, with all the others. The code without a fault must pass
the same tests before. Ends with 0 when every fault was noticed, 1 when one survived, 2 when one
could not be tried, for example because the text that it replaces is not there any more.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Generic, Protocol, TypeVar

ROOT = Path(__file__).resolve().parent.parent
LIST = "tools/mutants.toml"
# What is not behaviour: that generated code is fresh, that the manual is, that mutants apply.
ALL_BEHAVIOUR = ("tests", "--ignore=tests/repo")

_NOT_COPIED = shutil.ignore_patterns(".*", "build", "dist", "__pycache__")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
_PASSED_CODE, _FAILED_CODE = 0, 1  # pytest's exit codes
_GRACE = 20  # seconds that tests have to clean up after they were told to stop


class Unusable(Exception):
    """A fault, or the code without one, is not as the experiment needs it."""


@lru_cache(maxsize=1)
def _program(source: str) -> str:
    """What a file does, however it is written; kept for further faults of the file."""
    return ast.dump(ast.parse(source))


class Fault(Protocol):
    """What a laboratory tries."""

    @property
    def id(self) -> str:
        """Its name, which names a folder too."""

    @property
    def file(self) -> str:
        """The file that it changes, below the root."""

    @property
    def stages(self) -> tuple[tuple[str, ...], ...]:
        """The tests that should notice it: each stage is tried if those before noticed nothing."""

    def applied(self, root: Path) -> str:
        """Return the file with the fault in it.

        Raises:
            Unusable: It cannot be put there.
        """


F = TypeVar("F", bound=Fault)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault.

    Attributes:
        area: What part of the project it is in.
        id: Its name.
        fault: What a user would say is wrong.
        file: The file that it changes, below the root.
        text: What it replaces; it occurs once.
        replacement: What stands there instead.
        tests: Files or tests that should notice it.
    """

    area: str
    id: str
    fault: str
    file: str
    text: str
    replacement: str
    tests: tuple[str, ...]

    @property
    def stages(self) -> tuple[tuple[str, ...], ...]:
        """Its own tests, then all the others."""
        return self.tests, ALL_BEHAVIOUR

    def applied(self, root: Path) -> str:
        """Return the file with the fault in it.

        Raises:
            Unusable: Its text is not there exactly once, or the result is the same program, or
                none at all.
        """
        source = (root / self.file).read_text(encoding="utf-8")
        count = source.count(self.text)
        if count != 1:
            raise Unusable(f"the text occurs {count} times in {self.file}, not once")
        changed = source.replace(self.text, self.replacement)
        try:
            same = ast.dump(ast.parse(changed)) == _program(source)
        except SyntaxError as error:
            raise Unusable(f"{self.file} does not compile with it: {error}") from None
        if same:
            raise Unusable(f"{self.file} is the same program with it")
        return changed


def read_mutants(root: Path) -> list[Mutant]:
    """Return the faults listed, in the order of the file."""
    areas = tomllib.loads((root / LIST).read_text(encoding="utf-8"))
    return [
        Mutant(area=area, **{**entry, "tests": tuple(entry["tests"])})
        for area, entries in areas.items()
        for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class Verdict(Generic[F]):
    """What came of one fault.

    Attributes:
        state: `killed`, `SURVIVED` or `UNUSABLE`.
        reason: The test that noticed it, the limit that it ran into, that no test failed, or why
            it is unusable.
        seconds: How long its tests ran.
    """

    mutant: F
    state: str
    reason: str
    seconds: float


@dataclass(slots=True)
class Laboratory:
    """Copies of a tree, and the tests that run in them.

    Attributes:
        folder: Where the copies are made.
        root: The tree.
        spare: Seconds that tests of faulty code may take beyond three times what they took
            without the fault; whatever takes longer hangs.
        together: Whether the first stages of all faults are timed as one run, since each fault
            has its own.
    """

    folder: Path
    root: Path
    spare: float = 60.0
    together: bool = True
    _limits: dict[tuple[str, ...], float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self, faults: Sequence[Fault]) -> None:
        """Copy the tree, and run there what should notice the faults.

        Raises:
            Unusable: The copy is not what Python would import, or its tests fail.
        """
        shutil.copytree(self.root, self._original, ignore=_NOT_COPIED)
        imported = subprocess.run(
            [sys.executable, "-c", "import mktows; print(mktows.__file__)"],
            cwd=self._original,
            env=self._environment(self._original),
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        if not Path(imported).resolve().is_relative_to(self._original.resolve()):
            raise Unusable(f"the tests would import {imported}, not the copy")
        if self.together:
            first = {each.stages[0] for each in faults}
            limit = self._limit(tuple(sorted({test for stage in first for test in stage})))
            self._limits |= dict.fromkeys(first, limit)
        else:
            for each in faults:
                self._limit(each.stages[0])

    def examine(self, faults: Sequence[F], jobs: int) -> Iterator[Verdict[F]]:
        """Try each fault, several at a time, and yield what came of it in the same order."""
        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(self._try, faults)

    @property
    def _original(self) -> Path:
        return self.folder / "original"

    def _try(self, mutant: F) -> Verdict[F]:
        tree = self.folder / mutant.id
        started = time.monotonic()
        try:
            # Compiled files come along, so only what is changed is compiled again.
            shutil.copytree(self._original, tree)
            target = tree / mutant.file
            changed = mutant.applied(tree)
            for compiled in target.parent.glob(f"__pycache__/{target.stem}.*.pyc"):
                compiled.unlink()  # it might have the same time and size
            target.write_text(changed, encoding="utf-8")
            reason = None
            for stage in mutant.stages:
                reason = self._run(tree, stage, self._limit(stage))
                if reason is not None:
                    break
            state = "SURVIVED" if reason is None else "killed"
        except Unusable as error:
            state, reason = "UNUSABLE", str(error)
        finally:
            shutil.rmtree(tree, ignore_errors=True)
        seconds = time.monotonic() - started
        return Verdict(mutant, state, reason or "no test failed", seconds)

    def _limit(self, tests: tuple[str, ...]) -> float:
        """Return how long tests may take, measured once on the code without a fault.

        Raises:
            Unusable: They fail there.
        """
        with self._lock:
            if tests not in self._limits:
                started = time.monotonic()
                failed = self._run(self._original, tests, None)
                if failed is not None:
                    raise Unusable(f"{failed} fails without any fault")
                self._limits[tests] = 3 * (time.monotonic() - started) + self.spare
            return self._limits[tests]

    def _run(self, tree: Path, tests: Sequence[str], limit: float | None) -> str | None:
        """Return the first test that failed, or that they went on too long; None if all passed."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider"]
        shown = tree / "output-of-tests.txt"
        # To a file: a pipe would stay open as long as any process that a test started.
        with shown.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [*command, *tests],
                cwd=tree,
                env=self._environment(tree),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                code = process.wait(limit)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)  # fixtures end what they have started
                try:
                    process.wait(_GRACE)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                return f"hangs: no end within {limit:.0f} s"
        if code == _PASSED_CODE:
            return None
        text = shown.read_text(encoding="utf-8", errors="replace")
        found = _FAILED.search(text)
        if code != _FAILED_CODE or found is None:
            raise Unusable(f"pytest ended with {code}: {' '.join(text.split())[-300:]}")
        return found[1]

    @staticmethod
    def _environment(tree: Path) -> dict[str, str]:
        """Return variables with which the copy goes before an installed package."""
        kept = {name: text for name, text in os.environ.items() if name != "HYPOTHESIS_PROFILE"}
        path = os.pathsep.join([str(tree), str(tree / "generated")])
        # Faults are tried with the profile whose examples are the same in every run.
        return {**kept, "PYTHONPATH": path, "HYPOTHESIS_PROFILE": "ci"}


def selected(mutants: Sequence[Mutant], only: Sequence[str] | None) -> list[Mutant]:
    """Return the faults asked for.

    Raises:
        Unusable: There is none of that name.
    """
    unknown = set(only or ()) - {each.id for each in mutants}
    if unknown:
        raise Unusable(f"no such mutant: {', '.join(sorted(unknown))}; see --list")
    return [each for each in mutants if not only or each.id in only]


def summary(verdicts: Sequence[Verdict[Mutant]], seconds: float) -> str:
    """Say in one line how many were killed, and in which folders of tests."""
    states = Counter(each.state for each in verdicts)
    kinds = Counter(
        "hangs" if each.reason.startswith("hangs") else each.reason.split("/")[1]
        for each in verdicts
        if each.state == "killed"
    )
    by = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    return (
        f"{len(verdicts)} mutants: {states['killed']} killed ({by or 'by none'}), "
        f"{states['SURVIVED']} survived, {states['UNUSABLE']} unusable; {seconds:.0f} s"
    )


def as_json(verdicts: Sequence[Verdict[Mutant]], seconds: float) -> str:
    """Return what came of all faults as one JSON document."""
    return json.dumps(
        {
            "mutants": [
                {
                    "id": each.mutant.id,
                    "area": each.mutant.area,
                    "fault": each.mutant.fault,
                    "state": each.state,
                    "reason": each.reason,
                    "seconds": round(each.seconds, 1),
                }
                for each in verdicts
            ],
            "seconds": round(seconds, 1),
        },
        ensure_ascii=False,
        indent=2,
    )


def main(argv: list[str], root: Path = ROOT, spare: float = 60.0) -> int:
    """Run the experiment and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", metavar="ID", help="try these mutants alone")
    parser.add_argument("--list", action="store_true", help="name the mutants and try none")
    parser.add_argument("--json", action="store_true", help="print one JSON document at the end")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="runs at a time")
    asked = parser.parse_args(argv)
    started = time.monotonic()
    verdicts: list[Verdict[Mutant]] = []
    try:
        mutants = selected(read_mutants(root), asked.only)
        if asked.list:
            for each in mutants:
                print(f"{each.area:12} {each.id:48} {each.fault}")
            return 0
        with tempfile.TemporaryDirectory(prefix="mktows-mutants-") as folder:
            laboratory = Laboratory(Path(folder), root, spare)
            laboratory.prepare(mutants)
            for verdict in laboratory.examine(mutants, asked.jobs):
                verdicts.append(verdict)
                named = f"{verdict.mutant.id}: {verdict.mutant.fault}"
                print(
                    f"{verdict.state:8} {verdict.seconds:6.1f} s  {named}\n{'':19}{verdict.reason}",
                    file=sys.stderr if asked.json else sys.stdout,
                    flush=True,
                )
    except Unusable as error:
        print(f"mutants: {error}", file=sys.stderr)
        return 2
    seconds = time.monotonic() - started
    print(as_json(verdicts, seconds) if asked.json else summary(verdicts, seconds))
    states = {each.state for each in verdicts}
    return 2 if "UNUSABLE" in states else 1 if "SURVIVED" in states else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
