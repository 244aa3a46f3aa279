"""Fuzzes a target: `python tools/fuzz/run.py TARGET [--seconds N] [--engine NAME]`, or `--all`."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fuzz import corpus, engines
from fuzz.minimise import minimise

ROOT = Path(__file__).resolve().parent.parent.parent


def main(argv: list[str]) -> int:
    """Return 0 only when nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="*", choices=[*corpus.TARGETS, []])
    parser.add_argument("--all", action="store_true", help="every target, one after the other")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--engine", choices=engines.ENGINES, help="by default the best installed")
    parser.add_argument("--seed", type=int, help="by default one that differs each time")
    parser.add_argument("--findings", type=Path, help="folder for what is found")
    parser.add_argument("--replay", type=Path, help="run one input instead")
    parser.add_argument("--minimise", type=Path, help="make an input that fails small")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    warnings.simplefilter("error")  # as in the tests
    names = corpus.TARGETS if given.all else tuple(given.target)
    if not names:
        parser.error("name a target, or --all")
    if given.replay:
        corpus.target(names[0]).run(given.replay.read_bytes())
        return 0
    findings = given.findings or Path(tempfile.gettempdir()) / "mktows-fuzz-findings"
    findings = findings.absolute()
    findings.mkdir(parents=True, exist_ok=True)
    if given.minimise:
        return _minimise(names[0], given.minimise, findings)
    engine = given.engine or engines.best()
    seed = given.seed if given.seed is not None else int(time.time()) % 2**31
    if engine == "atheris" and not given.here:
        failed = _apart(names, given.seconds, findings, seed)
    else:
        failed = [n for n in names if not _fuzz(n, engine, given.seconds, findings, seed)]
    summary = f"failed: {', '.join(failed)}; see {findings}" if failed else "nothing found"
    print(f"fuzz: {summary}", flush=True)
    return 1 if failed else 0


def _fuzz(name: str, engine: str, seconds: int, findings: Path, seed: int) -> bool:
    """Fuzz one target in this process; whether nothing was found."""
    print(f"fuzz: {name}: {engine}, {seconds} s, seed {seed}", flush=True)
    if engine == "atheris":
        engines.run_atheris(name, seconds, findings, seed)
    try:
        executions = engines.LOCAL[engine](name, seconds, seed)
    except engines.Found as found:
        path = findings / f"{name}-{hashlib.sha256(found.data).hexdigest()[:12]}"
        path.write_bytes(found.data)
        traceback.print_exception(found.__cause__ or found)
        print(f"fuzz: {name}: FOUND after {found.executions} executions: {path}", flush=True)
        return False
    print(f"fuzz: {name}: {executions} executions, nothing found", flush=True)
    return True


def _apart(names: Sequence[str], seconds: int, findings: Path, seed: int) -> list[str]:
    """Fuzz with atheris; it ends its process abruptly, so each has one, and a folder of its own.

    Returns:
        The targets for which something was found.
    """
    failed = []
    for name in names:
        command = [sys.executable, str(Path(__file__)), name, "--here", "--engine", "atheris"]
        command += ["--seconds", str(seconds), "--seed", str(seed), "--findings", str(findings)]
        with tempfile.TemporaryDirectory(prefix="mktows-fuzz-") as folder:
            environment = {**os.environ, "TMPDIR": folder}
            if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
                failed.append(name)
    return failed


def _minimise(name: str, path: Path, findings: Path) -> int:
    small = minimise(corpus.target(name).run, path.read_bytes())
    kept = findings / f"{name}-{hashlib.sha256(small).hexdigest()[:12]}-small"
    kept.write_bytes(small)
    print(f"fuzz: {name}: {len(small)} bytes: {kept}\n{small!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
