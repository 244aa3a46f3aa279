"""Kill `mktows sync` at random moments, and look whether anything is lost or written twice.

    python tools/kill_sync.py [--leads 100000] [--kills 30] [--workers 5] [--no-dedup] [--seed 1]

A sandbox is served in this process. The command is begun, killed (SIGKILL) and begun again, until
it ends by itself. Then each lead that is told as written must be there once, and each whose outcome
is not known at most once; of those there are at most one batch for each worker and kill. With
dedup, they are sent again at the end, and all leads must be there once. Ends with 1 where that does
not hold.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mktows import Client, NotFoundFault, lead_mappings
from mktows.facts.limits import LEADS_PER_SYNC
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer

RUN = "from mktows.cli.main import run; run()"


def main() -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--workers", type=int, default=5)
    parser.add_argument("--batch-size", type=int, default=LEADS_PER_SYNC)
    parser.add_argument("--no-dedup", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(database=Path(folder) / "sandbox.db") as sandbox,
        ThreadedServer(sandbox) as server,
    ):
        return killed(options, Path(folder), sandbox, server.endpoint("2_7"))


def killed(options: argparse.Namespace, folder: Path, sandbox: Sandbox, endpoint: str) -> int:
    """Kill the command as often as asked for, let it end, and compare."""
    environment = os.environ | {
        "MKTOWS_ENDPOINT": endpoint,
        "MKTOWS_USER_ID": SAMPLE_USER_ID,
        "MKTOWS_ENCRYPTION_KEY": SAMPLE_KEY,
        "MKTOWS_RATE": "9999/1",
    }
    source = folder / "leads.csv"
    emails = [f"lead{number}@example.com" for number in range(options.leads)]
    source.write_text("\n".join(["Email", *emails, ""]))
    argv = [
        "sync", str(source), "--quiet", "--json", "--workers", str(options.workers),
        "--batch-size", str(options.batch_size), *(["--no-dedup"] if options.no_dedup else []),
    ]  # fmt: skip
    chance = random.Random(options.seed)  # noqa: S311
    # The whole run, without what the kills leave unknown, spread over them.
    lost = options.kills * options.workers
    share = max(options.leads / options.batch_size - lost, 1) / (options.kills + 1)
    journal = folder / "leads.csv.journal"
    done = 0
    for _ in range(options.kills):
        with subprocess.Popen(
            [sys.executable, "-c", RUN, *argv],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            wanted = ended_batches(journal) + chance.random() * 2 * share
            while process.poll() is None and ended_batches(journal) < wanted:
                time.sleep(0.01)
            time.sleep(chance.random() * 0.05)
            if process.poll() is None:
                process.kill()
                done += 1
    report = ended(argv, environment)
    rejects = folder / "leads.rejects.csv"
    unknown: set[str] = set()
    if rejects.exists():
        with rejects.open() as file:
            unknown = {row["Email"] for row in csv.DictReader(file)}
    wrong = compared(sandbox, emails, unknown)
    most = done * options.workers * options.batch_size
    print(
        f"{options.leads} leads, {done} kills: {report['created']} created, "
        f"{report['updated']} updated, {report['unknown']} not known (at most {most})"
    )
    if report["unknown"] > most or len(unknown) != report["unknown"] or report["failed"]:
        wrong += 1
        print("the report is not what it must be")
    if not options.no_dedup and unknown:
        ended([*argv, "--retry-unknown"], environment)
        wrong += compared(sandbox, emails, set())
    print("as it must be" if not wrong else f"{wrong} wrong")
    return 1 if wrong else 0


def ended_batches(journal: Path) -> int:
    """How many batches have ended, by the journal of a run."""
    return journal.read_bytes().count(b'["e"') if journal.exists() else 0


def ended(argv: list[str], environment: dict[str, str]) -> dict[str, int]:
    """The report of a run that nobody kills."""
    run = subprocess.run(
        [sys.executable, "-c", RUN, *argv],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    report: dict[str, int] = json.loads(run.stdout)
    return report


def compared(sandbox: Sandbox, emails: list[str], unknown: set[str]) -> int:
    """How many leads are not there as often as they must be."""
    client = Client(sandbox.config(), transport=sandbox)
    wrong = 0
    for email in emails:
        try:
            count = len(lead_mappings(client.get_lead(email=email)))
        except NotFoundFault:
            count = 0
        if count > 1 or (count == 0 and email not in unknown):
            wrong += 1
            print(f"{count} times: {email}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
