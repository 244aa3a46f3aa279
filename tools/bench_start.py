"""Measures how long a new sandbox takes, beside the same database made by SQL: medians and ratios.

    python tools/bench_start.py [--rounds 30]

A new `Sandbox`, with a private database and with a named file; the `reset` of one; and, as the
measure, a private database whose tables are made and filled by SQL. All in turn in one process,
after a first round that is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from mktows.database.connections import DatabaseConnections
from mktows.database.files import make_for_owner
from mktows.sandbox import Sandbox
from mktows.sandbox.store import SCHEMA


def main(argv: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args(argv).rounds
    with tempfile.TemporaryDirectory(prefix="mktows-bench-") as name, Sandbox() as kept:
        folder = Path(name)
        works: dict[str, Callable[[int], float]] = {
            "by statements": lambda number: _by_statements(folder / f"made-{number}.db"),
            "private": lambda _number: _opened(None),
            "named": lambda number: _opened(folder / f"named-{number}.db"),
            "reset": lambda _number: _timed(kept.reset),
        }
        times: dict[str, list[float]] = {each: [] for each in works}
        for number in range(rounds + 1):
            for each, work in works.items():
                seconds = work(number)
                if number:
                    times[each].append(seconds)
    measure = statistics.median(times["by statements"])
    print("| new database | ms | of that by statements |")
    print("| --- | --- | --- |")
    for each, found in times.items():
        ours = statistics.median(found)
        print(f"| {each} | {ours * 1000:.2f} | {ours / measure:.2f} |")
    return 0


def _opened(path: Path | None) -> float:
    """Seconds until a sandbox can be called."""
    started = time.perf_counter()
    sandbox = Sandbox(database=path)
    seconds = time.perf_counter() - started
    sandbox.close()
    return seconds


def _by_statements(path: Path) -> float:
    """Seconds in which SQL makes the database of a sandbox."""
    make_for_owner(path)
    with closing(DatabaseConnections(path, durable=False)) as connections:

        def make() -> None:
            with connections.writing() as connection:
                SCHEMA.create(connection)

        return _timed(make)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
