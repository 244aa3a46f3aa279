"""Tries whether each clause of the suite detects an endpoint that is wrong about it.

python tools/detection.py [--only ID ...] [--sample N --seed S] [--all-clauses]

The wrong endpoints are in tests/wrong_endpoints: each is the suite's own sandbox with one mistake
before it. Its clause must detect it; of the other clauses only those may that the table names,
which --all-clauses tries. Before that, the sandbox without a mistake must pass what is tried. The
exit code is 0 when each clause detected its endpoint, 1 when one did not, 2 for an unknown clause.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from wrong_endpoints.runs import run  # noqa: E402  # after the path to it
from wrong_endpoints.table import WRONG, complaint, detected_by, turn  # noqa: E402


def main(argv: Sequence[str] | None = None) -> int:
    """Try the clauses that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", metavar="ID", help="these clauses")
    parser.add_argument("--sample", type=int, metavar="N", help="so many clauses")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which ones, in turn")
    parser.add_argument("--all-clauses", action="store_true", help="try all on each endpoint")
    options = parser.parse_args(argv)
    unknown = sorted(set(options.only or ()) - set(WRONG))
    if unknown:
        print(f"no such clause: {', '.join(unknown)}", file=sys.stderr)
        return 2
    clauses: list[str] = options.only or list(WRONG)
    if options.sample and not options.only:
        clauses = turn(options.seed, options.sample)
    complaints = _right(clauses)
    for each in clauses:
        with contextlib.redirect_stdout(io.StringIO()):  # hypothesis tells of examples
            found = detected_by(each, all_clauses=options.all_clauses)
        said = complaint(each, found)
        print(f"{each}: {said or f'detected by {_names(found)}'}", flush=True)
        complaints += [each] if said else []
    print(f"{len(clauses)} clauses, {len(complaints)} complaints")
    return 1 if complaints else 0


def _right(clauses: Collection[str]) -> list[str]:
    told = run({*clauses}, lambda send: send)
    bad = [name for name, tests in told.items() if tests.outcome != "passed"]
    for name in bad:
        print(f"{name}: not passed without a mistake")
    return bad


def _names(found: set[str]) -> str:
    return ", ".join(sorted(found))


if __name__ == "__main__":
    sys.exit(main())
