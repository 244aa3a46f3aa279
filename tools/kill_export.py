"""Kill `mktows export` at random moments, and look whether its file is that of a run undisturbed.

    python tools/kill_export.py [--leads 1000000] [--kills 5] [--form csv] [--seed 1]

A sandbox with leads is served in this process. They are exported once undisturbed, and once by a
command that is killed (SIGKILL) and begun again, until it ends by itself. Both files must be the
same byte for byte. Tells how long the undisturbed run took, and how much
memory at most. Ends with 1 where the files differ.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.sandbox.store import Store
from mktows.server.http.server import ThreadedServer

RUN = "from mktows.cli.main import run; run()"
SINCE = "2013-07-01T00:00:00+00:00"
UNTIL = "2013-07-31T00:00:00+00:00"
CREATED = 1373000000  # within both
_PIECE = 10_000


def main() -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--form", choices=("csv", "jsonl", "parquet"), default="csv")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "sandbox.db", options.leads)
        with Sandbox(database=folder / "sandbox.db") as sandbox, ThreadedServer(sandbox) as server:
            return killed(options, folder, server.endpoint("3_1"))


def fill(path: Path, leads: int) -> None:
    """Put leads into a new database."""
    store = Store(path)
    for first in range(0, leads, _PIECE):
        with store.writing() as data:
            for number in range(first, min(first + _PIECE, leads)):
                made = data.leads.create(f"lead{number}@example.com", CREATED)
                made.attributes.update(FirstName=f"=Name{number}", Company="Example, Inc.")
    store.close()


def killed(options: argparse.Namespace, folder: Path, endpoint: str) -> int:
    """Export undisturbed and killed, and compare."""
    environment = os.environ | {
        "MKTOWS_ENDPOINT": endpoint,
        "MKTOWS_USER_ID": SAMPLE_USER_ID,
        "MKTOWS_ENCRYPTION_KEY": SAMPLE_KEY,
        "MKTOWS_RATE": "9999/1",
    }
    whole, cut = folder / f"whole.{options.form}", folder / f"cut.{options.form}"

    def begun(path: Path) -> subprocess.Popen[bytes]:
        words = ["export", "leads", str(path), "--since", SINCE, "--until", UNTIL, "--quiet"]
        return subprocess.Popen([sys.executable, "-c", RUN, *words], env=environment)

    at = time.monotonic()
    with begun(whole) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - at
    print(
        f"{options.leads} leads in {seconds:.0f} s, {whole.stat().st_size} bytes, "
        f"at most {usage.ru_maxrss // 1024} MB of memory",
        flush=True,
    )
    chance = random.Random(options.seed)  # noqa: S311
    kills = 0
    while kills < options.kills:
        with begun(cut) as process:
            try:
                process.wait(chance.random() * 2 * seconds / (options.kills + 1))
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
            else:
                break
    if not cut.exists():
        with begun(cut) as process:
            process.wait()
    same = cut.exists() and filecmp.cmp(whole, cut, shallow=False)
    left = [each.name for each in folder.glob("*.part*")]
    print(f"{kills} kills: {'the same file' if same else 'another file'}; left beside it: {left}")
    return 0 if same and not left else 1


if __name__ == "__main__":
    sys.exit(main())
